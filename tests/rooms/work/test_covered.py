"""One rule of who said yes and cannot come: their place lacks somebody until one steps in, wherever it is counted."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from ruammue.access.actors import STRANGER
from ruammue.needs.actions import publish_matter
from ruammue.resources.actions import end_commitment
from ruammue.work import actions
from ruammue.work.actions.months import changes_without
from ruammue.work.invariants import hours_spoken_are_of_those_who_said_yes
from ruammue.work.models import SignUp, Slot, Task
from ruammue.work.queries import months, wishes
from ruammue.work.refusals import AnsweredAlready, PartnersCome, SlotIsFull
from ruammue.work.sent import still_to_ask
from tests.cast import Cast
from tests.rooms.resources.test_pages import words
from tests.rooms.work.test_sent import temple
from tests.rooms.work.test_within import asked, url
from tests.rooms.work.within import BEFORE, MONTH, Within, fresh


@pytest.fixture
def scene(cast: Cast, monkeypatch: Any) -> Within:
    monkeypatch.setattr(timezone, "now", lambda: BEFORE)
    return Within(cast, 8)


def come(scene: Within, slot: Slot, person: Any) -> SignUp:
    row = actions.propose_person(slot, person, by=scene.officer, now=BEFORE)
    actions.invite_person(row, by=scene.officer, now=BEFORE)
    return actions.answer_for(row, "yes", by=scene.officer, now=BEFORE)


def dig_and_cook(scene: Within) -> Task:
    """Four diggers who said yes, and a cook who lacks."""
    task = actions.open_task(
        scene.matter, "ขุดลอกร่องน้ำ", on=MONTH, half="am", receiver=scene.cast.office, by=scene.officer, now=BEFORE,
        places=[actions.Place("ขุด", "digging", 1, 1, 4), actions.Place("ทำอาหาร", "cooking", 1, 1, 1)],
    )  # fmt: skip
    for person in scene.people[2:6]:
        come(scene, Slot.objects.get(role="ขุด"), person)
    return task


def spoken(task: Task) -> int:
    line = Task.objects.select_related("hours_line").get(pk=task.pk).hours_line
    assert line is not None
    return int(line.spoken)


def shown(scene: Within) -> dict[str, tuple[int, int]]:
    """Place -> how many lack, and how many partners send."""
    page = months.month_of(scene.cast.steward, scene.officer, MONTH)
    return {place.role: (place.lacking, place.sent) for task in page.tasks for place in task.places}


def test_a_substitute_is_taken_where_a_partner_sends_somebody_for_another_place(scene: Within) -> None:
    task = dig_and_cook(scene)
    temple(scene, task, 240)
    assert shown(scene) == {"ขุด": (0, 0), "ทำอาหาร": (0, 1)}
    row = SignUp.objects.get(person=scene.people[2])
    actions.ask_for_cover(row, by=STRANGER)
    assert shown(scene) == {"ขุด": (1, 0), "ทำอาหาร": (0, 1)}, "whom the partner sends stays where it was"
    instead = actions.ask_instead(row, scene.people[6], by=scene.officer).sign_up
    actions.answer_for(instead, "yes", by=scene.officer)
    assert (fresh(instead).state, fresh(row).state) == ("confirmed", "excused")
    assert shown(scene) == {"ขุด": (0, 0), "ทำอาหาร": (0, 1)}
    assert spoken(task) == 4 * 240
    assert not list(hours_spoken_are_of_those_who_said_yes(scene.cast.steward.pk))


def test_the_order_of_the_yeses_decides_nothing(scene: Within) -> None:
    """As many as lack in the whole task say yes, in whichever places; one more is told who comes."""
    task = dig_and_cook(scene)
    temple(scene, task, 240)
    slot = Slot.objects.get(role="ทำอาหาร")
    row = actions.propose_person(slot, scene.people[0], by=scene.officer, now=BEFORE)
    cook = actions.invite_person(row, by=scene.officer, now=BEFORE)
    with pytest.raises(PartnersCome):
        actions.answer_by_link(cook.token, "yes", steward=scene.cast.steward, by=STRANGER, now=BEFORE)
    row = SignUp.objects.get(person=scene.people[2])
    actions.ask_for_cover(row, by=STRANGER)
    actions.answer_by_link(cook.token, "yes", steward=scene.cast.steward, by=STRANGER, now=BEFORE)
    assert shown(scene) == {"ขุด": (0, 1), "ทำอาหาร": (0, 0)}
    with pytest.raises(PartnersCome):
        actions.come_after_all(row, by=STRANGER)


def test_whose_hours_are_not_spoken_for_any_more_a_partner_may_promise_them(scene: Within) -> None:
    task = scene.task(most=1)
    row = scene.coming(task, scene.people[2])
    assert spoken(task) == 240
    actions.ask_for_cover(row, by=STRANGER)
    assert spoken(task) == 0
    assert not list(hours_spoken_are_of_those_who_said_yes(scene.cast.steward.pk))
    assert wishes.open_tasks(scene.cast.steward, MONTH, scene.officer) == [task]
    actions.come_after_all(row, by=STRANGER)
    assert spoken(task) == 240
    assert not wishes.open_tasks(scene.cast.steward, MONTH, scene.officer)
    actions.ask_for_cover(row, by=STRANGER)
    temple(scene, task, 240)
    assert shown(scene) == {"ขุดและตัก": (0, 1)}
    with pytest.raises(PartnersCome):
        actions.come_after_all(row, by=STRANGER)


def test_a_yes_to_a_full_place_is_instead_of_who_looks_longest(scene: Within) -> None:
    task = scene.task(most=2)
    more = asked(scene, scene.people[4], task=task)
    first, second = scene.coming(task, scene.people[2]), scene.coming(task, scene.people[3])
    with pytest.raises(SlotIsFull):
        actions.answer_by_link(more.token, "yes", steward=scene.cast.steward, by=STRANGER, now=BEFORE)
    actions.ask_for_cover(second, by=STRANGER)
    actions.answer_by_link(more.token, "yes", steward=scene.cast.steward, by=STRANGER, now=BEFORE)
    assert [fresh(row).state for row in (first, second, more.sign_up)] == ["confirmed", "excused", "confirmed"]
    assert (Slot.objects.get().taken, spoken(task)) == (2, 480)


def test_the_machine_proposes_for_the_place_of_who_looks_for_cover(scene: Within) -> None:
    task = scene.task(most=2)
    row = scene.coming(task, scene.people[2])
    scene.coming(task, scene.people[3])
    actions.ask_for_cover(row, by=STRANGER)
    actions.plan_month(scene.cast.steward, MONTH, fairness=50, by=scene.officer, now=BEFORE)
    (new,) = SignUp.objects.filter(answer="")
    assert new.person not in scene.people[2:4]
    page = months.month_of(scene.cast.steward, scene.officer, MONTH)
    assert (page.lacking, page.missing, page.coming) == (1, 0, 1)


def test_month_board_and_picture_say_the_same(scene: Within) -> None:
    publish_matter(scene.matter, by=scene.officer, sentence="ช่วยกันขุดลอก", now=BEFORE)
    task = dig_and_cook(scene)
    temple(scene, task, 240)
    officer = scene.cast.client("officer")
    paper = words(officer.get(url(scene, "board", "2026-12", "html")))
    assert "ทำอาหาร ภาคีส่งคนมา 1 คน" in paper
    assert "ยังว่าง" not in paper
    assert "ตอบรับแล้ว 4 คน" in paper
    actions.ask_for_cover(SignUp.objects.get(person=scene.people[2]), by=STRANGER)
    month = words(officer.get(url(scene, "month", "2026-12")))
    assert "มีคนตอบรับแล้ว 4 จาก 5 ที่" in month or "4 จาก 5" in month
    assert "ยังขาด 1 คน" in month
    paper = words(officer.get(url(scene, "board", "2026-12", "html")))
    assert "ขอหาคนแทน 1 คน" in paper
    assert "ตอบรับแล้ว 3 คน" in paper, "who cannot come bears nothing"
    page = months.month_of(scene.cast.steward, scene.officer, MONTH)
    assert {row.said_yes for row in page.burden if row.name.startswith("นายชาวบ้าน2")} == {0}


def test_a_month_without_tasks_prints_no_empty_table(scene: Within) -> None:
    page = scene.cast.client("officer").get(url(scene, "board", "2027-03", "html"))
    assert "ยังไม่มีงานที่จดไว้" in words(page)
    assert "<table" not in page.content.decode()


def test_who_is_asked_already_is_not_asked_for_twice_when_somebody_is_away(scene: Within) -> None:
    """Four places, one of them a partner's, three yeses and one who was asked: of one who is away nobody more lacks."""
    task = scene.task(most=4)
    open_one = asked(scene, scene.people[6], task=task)
    for person in scene.people[2:5]:
        scene.coming(task, person)
    temple(scene, task, 240)
    (change,) = changes_without(scene.cast.steward, MONTH, scene.people[2], now=BEFORE)
    assert ([row.person for row in change.left], change.joined) == ([scene.people[2]], ())
    actions.replan_without(scene.cast.steward, MONTH, scene.people[2], by=scene.officer, now=BEFORE)
    assert SignUp.objects.filter(answer="").count() == 1
    actions.answer_by_link(open_one.token, "yes", steward=scene.cast.steward, by=STRANGER, now=BEFORE)
    assert shown(scene) == {"ขุดและตัก": (0, 1)}


def test_who_is_away_is_replaced_where_nobody_else_was_asked(scene: Within) -> None:
    task = scene.task(most=4)
    for person in scene.people[2:5]:
        scene.coming(task, person)
    temple(scene, task, 240)
    (change,) = changes_without(scene.cast.steward, MONTH, scene.people[2], now=BEFORE)
    assert len(change.joined) == 1


def test_more_who_were_asked_than_lack_stay_as_they_are(scene: Within) -> None:
    task = scene.task(most=2)
    for person in scene.people[2:6]:
        asked(scene, person, task=task)
    temple(scene, task, 240)
    (change,) = changes_without(scene.cast.steward, MONTH, scene.people[2], now=BEFORE)
    assert ([row.person for row in change.left], change.joined) == ([scene.people[2]], ())


def test_proposed_anew_with_only_hopeless_places_left_it_says_how_many(scene: Within) -> None:
    for person in scene.people:
        scene.can(person, "ขุดลอก", 1)
    scene.coming(scene.task(most=1), scene.people[2])
    scene.task("ขับรถแบ็กโฮ", most=3, skill="electrical", on=MONTH)
    actions.plan_month(scene.cast.steward, MONTH, fairness=50, by=scene.officer, now=BEFORE)
    page = months.month_of(scene.cast.steward, scene.officer, MONTH)
    assert page.coming == 1
    assert months.proof_words(page) == "อีก 3 ที่ที่ยังว่าง ยังไม่มีใครทำได้และว่าง"


# ------------------------------------------------------------------------------------------- whom to call, what to do


def test_nobody_instead_is_no_dead_end(scene: Within) -> None:
    task = scene.task(most=1)
    row = scene.coming(task, scene.people[2])
    officer, where = scene.cast.client("officer"), url(scene, "cover", row.pk)
    ask = reverse("resources:ask", args=[scene.cast.steward.slug, task.hours_line_id])
    page = officer.get(where).content.decode()
    assert url(scene, "move_task", task.pk) in page
    assert ask not in page, "their hours are spoken for until it is written down that they cannot come"
    page = officer.post(url(scene, "want_cover", row.pk), follow=True).content.decode()
    assert ask in page
    assert officer.get(ask).status_code == 200
    instead = actions.ask_instead(row, scene.people[6], by=scene.officer).sign_up
    assert url(scene, "answer", instead.pk) in officer.get(where).content.decode()
    temple(scene, task, 240)
    page = officer.get(where)
    assert "ภาคีส่งคนมาครบแล้ว" in words(page)
    assert ask not in page.content.decode()
    officer.post(url(scene, "withdraw", row.pk))
    assert fresh(row).state == "withdrawn"


def test_who_was_asked_for_a_place_that_is_full_meanwhile_is_thanked(scene: Within) -> None:
    task = scene.task(most=2)
    rows = [asked(scene, person, task=task).sign_up for person in scene.people[2:5]]
    promise = temple(scene, task, 480)
    officer, where = scene.cast.client("officer"), url(scene, "calls", "2026-12")
    page = words(officer.get(where))
    assert page.count("บอกแล้ว: ขอบคุณ ไม่ต้องมาแล้ว") == 3
    assert "มาได้" not in page
    officer.post(url(scene, "withdraw", rows[0].pk), {"back": where})
    assert fresh(rows[0]).state == "withdrawn"
    end_commitment(promise, end="by_receiver", reason="วัดไม่ได้มา", by=scene.officer, now=BEFORE)
    page = words(officer.get(where))
    assert "ไม่ต้องมาแล้ว" not in page
    assert page.count("มาได้") == 2


def test_who_is_asked_instead_of_somebody_may_say_yes_in_a_full_task(scene: Within) -> None:
    task = scene.task(most=1)
    row = scene.coming(task, scene.people[2])
    actions.ask_instead(row, scene.people[6], by=scene.officer)
    page = words(scene.cast.client("officer").get(url(scene, "calls", "2026-12")))
    assert task.title in page
    assert "ไม่ต้องมาแล้ว" not in page


def test_of_a_moved_task_who_was_asked_instead_has_to_hear_of_it(scene: Within) -> None:
    task = scene.task(most=1)
    row = scene.coming(task, scene.people[2])
    actions.ask_for_cover(row, by=STRANGER)
    instead = actions.ask_instead(row, scene.people[6], by=scene.officer).sign_up
    officer, where = scene.cast.client("officer"), url(scene, "move_task", task.pk)
    name, phone = scene.people[6].name, scene.people[6].phone
    assert f"โทรบอกเขาด้วย {name}" in words(officer.get(where))
    said = officer.post(where, {"on": "12/12/2569", "half": "am", "reason": "ฝนตก"}, follow=True)
    assert f"โทรบอกด้วย: {name} {phone}" in words(said)
    assert fresh(instead).state == "withdrawn"


def test_a_no_tapped_by_mistake_is_put_right(scene: Within) -> None:
    task = scene.task(most=1)
    row = asked(scene, scene.people[2], task=task).sign_up
    officer, where = scene.cast.client("officer"), url(scene, "answer", row.pk)
    said = officer.post(where, {"answer": "no", "back": url(scene, "calls", "2026-12")}, follow=True)
    assert where in said.content.decode()
    assert where in officer.get(url(scene, "task", task.pk)).content.decode()
    officer.post(where, {"answer": "yes"})
    assert (fresh(row).state, spoken(task), Slot.objects.get().taken) == ("confirmed", 240, 1)


def test_a_no_of_who_was_asked_anew_stays_and_by_ones_own_link_too(scene: Within) -> None:
    task = scene.task(most=2)
    one = asked(scene, scene.people[2], task=task)
    actions.answer_by_link(one.token, "no", steward=scene.cast.steward, by=STRANGER, now=BEFORE)
    with pytest.raises(AnsweredAlready):
        actions.answer_by_link(one.token, "yes", steward=scene.cast.steward, by=STRANGER, now=BEFORE)
    asked(scene, scene.people[2], task=task)
    with pytest.raises(AnsweredAlready):
        actions.answer_for(one.sign_up, "yes", by=scene.officer, now=BEFORE)


def test_a_dropped_task_is_one_change_of_the_plan(scene: Within) -> None:
    task = scene.task(most=4)
    for person in scene.people[2:6]:
        scene.coming(task, person)
    scene.task("อีกงาน", most=1, on=MONTH)
    actions.plan_month(scene.cast.steward, MONTH, fairness=50, by=scene.officer, now=BEFORE)
    later = BEFORE + dt.timedelta(minutes=5)
    actions.drop_task(task, by=scene.officer, now=later)
    since = months.month_of(scene.cast.steward, scene.officer, MONTH).since
    assert (since.others, since.said_no) == (1, 0)
    row = SignUp.objects.get(answer="", withdrawn_at=None)
    actions.withdraw_person(row, by=scene.officer, now=later)
    assert months.month_of(scene.cast.steward, scene.officer, MONTH).since.others == 2


def test_nobody_is_asked_for_a_place_that_a_partner_fills_for_who_cannot_come(scene: Within) -> None:
    task = scene.task(most=1)
    row = scene.coming(task, scene.people[2])
    slot = Slot.objects.get()
    actions.ask_for_cover(row, by=STRANGER)
    assert still_to_ask(scene.cast.steward, [slot.pk]) == {}, "partners send nobody: the place itself says what lacks"
    temple(scene, task, 240)
    assert still_to_ask(scene.cast.steward, [slot.pk]) == {slot.pk: 0}
