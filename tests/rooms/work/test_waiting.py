"""A yes that becomes "I cannot come", a task that is dropped or moved: whoever has to know reads it where they look."""

from __future__ import annotations

import datetime as dt
from itertools import count
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ruammue.access.actors import STRANGER
from ruammue.coordination.listeners import tasks as listening
from ruammue.coordination.models import Notice
from ruammue.ledger.actions import deliver
from ruammue.needs.actions import publish_matter
from ruammue.work import actions
from ruammue.work.models import Absence, SignUp, Slot, Task
from ruammue.work.queries.waiting import waiting_for
from tests.cast import Cast
from tests.rooms.resources.test_pages import words
from tests.rooms.work.test_changes import SUNDAY
from tests.rooms.work.within import BEFORE, MONTH, SATURDAY, THE_DAY, Within


@pytest.fixture
def scene(lasting_cast: Cast, monkeypatch: Any) -> Within:
    seconds = count()
    monkeypatch.setattr(timezone, "now", lambda: BEFORE + dt.timedelta(seconds=next(seconds)))
    found = Within(lasting_cast)
    publish_matter(found.matter, sentence="ร่องน้ำตัน ช่วยกันขุด", by=found.officer, now=BEFORE)
    deliver()
    Notice.objects.all().delete()
    return found


def url(scene: Within, name: str, *args: Any) -> str:
    return reverse(f"work:{name}", args=[scene.cast.steward.slug, *args])


def home(scene: Within, who: str) -> str:
    return words(scene.cast.client(who).get(reverse("loop:home", args=[scene.cast.steward.slug])))


def inbox(scene: Within, who: str) -> str:
    page = reverse("coordination:inbox", args=[scene.cast.steward.slug])
    return words(scene.cast.client(who).get(page, {"show": "new"}))


def codes(scene: Within, who: str) -> list[str]:
    rows = Notice.objects.filter(person=scene.cast.persons[who], settled_at=None)
    return list(rows.order_by("made_at", "id").values_list("code", flat=True))


def by_link(scene: Within, task: Task, person: Any) -> Any:
    """Somebody who was asked, and the browser of their telephone at their link."""
    row = actions.propose_person(Slot.objects.get(task=task), person, by=scene.officer, now=BEFORE)
    asked = actions.invite_person(row, by=scene.officer, now=BEFORE)
    return asked.sign_up, url(scene, "come", asked.token), scene.cast.client()


NAME = "นายชาวบ้าน2"


def test_who_said_yes_and_cannot_come_stands_on_home_in_the_inbox_and_in_the_month(scene: Within) -> None:
    row, link, phone = by_link(scene, scene.task(), scene.people[2])
    phone.post(link, {"answer": "yes"})
    deliver()
    for who in ("officer", "coordinator", "head"):
        assert NAME not in home(scene, who), "who comes waits for nothing"
    assert codes(scene, "officer") == [], "a yes is read in the month"
    phone.post(link, {"answer": "cover"})
    deliver()
    for who in ("officer", "coordinator", "head"):
        page = home(scene, who)
        assert f"{NAME} แรงดี มาไม่ได้แล้ว ช่วยหาคนแทน" in page, who
        assert "ไม่มีงานรอคุณ" not in page, "something waits"
    assert scene.cast.client("head").get(url(scene, "cover", row.pk)).status_code == 200
    for who in ("officer", "coordinator", "head"):
        assert "คนที่รับปากไว้มาไม่ได้แล้ว ช่วยหาคนแทน: ขุดลอกร่องน้ำ" in inbox(scene, who), who
        assert NAME not in inbox(scene, who), "what may be passed on names no villager"
    month = words(scene.cast.client("officer").get(url(scene, "month", "2026-12")))
    assert f"{NAME} แรงดี มาไม่ได้แล้ว" in month
    assert month.index("มาไม่ได้แล้ว") < month.index("ให้ระบบเสนอ"), "before what is done once a month"
    assert "มา ขอหาคนแทน" in month, "beside their name as well"
    for who in ("owner", "auditor", "volunteer"):
        assert NAME not in home(scene, who), who
    phone.post(link, {"answer": "after_all"})
    deliver()
    assert codes(scene, "officer") == codes(scene, "head") == [], "there is nobody to be found any more"
    assert NAME not in home(scene, "officer")


def test_the_village_board_names_nobody_who_cannot_come(scene: Within) -> None:
    task = scene.task(most=2)
    row = scene.coming(task, scene.people[2])
    scene.coming(task, scene.people[3])
    board = url(scene, "board", "2026-12", "html")
    before = words(scene.cast.client("officer").get(board))
    assert NAME in before
    assert " ครบ " in before
    actions.ask_for_cover(row, by=STRANGER)
    paper = words(scene.cast.client("officer").get(board))
    assert NAME not in paper
    assert scene.people[3].name in paper
    assert " ครบ " not in paper
    assert f"{scene.people[3].name} , ขอหาคนแทน 1 คน 1 คน" in paper, "somebody instead of them lacks"


def test_once_somebody_is_asked_instead_it_says_so_and_their_no_is_heard(scene: Within) -> None:
    row = scene.coming(scene.task(), scene.people[2])
    actions.ask_for_cover(row, by=STRANGER)
    asked = actions.ask_instead(row, scene.people[3], by=scene.officer)
    assert "ถามคนแทนไว้แล้ว" in home(scene, "officer")
    scene.cast.client().post(url(scene, "come", asked.token), {"answer": "no"})
    deliver()
    assert codes(scene, "officer") == ["task.cover", "task.no"]
    assert "ช่วยหาคนแทน" in home(scene, "officer"), "nobody is asked now"
    again = actions.ask_instead(row, scene.people[4], by=scene.cast.actor("coordinator"))
    actions.answer_by_link(again.token, "yes", steward=scene.cast.steward, by=STRANGER)
    deliver()
    assert "ช่วยหาคนแทน" not in home(scene, "officer")
    assert "task.cover" not in codes(scene, "officer")


def test_a_wish_for_another_day_stands_there_too_and_its_answer_reaches_whoever_asked(scene: Within) -> None:
    cast, task = scene.cast, scene.task()
    scene.coming(task, cast.volunteer)
    cast.client("volunteer").post(
        url(scene, "ask_change", task.pk), {"wished_on": "6/12/2569", "wished_half": "am", "words": "เกี่ยวข้าวยังไม่เสร็จ"}
    )
    deliver()
    for page in (home(scene, "officer"), words(cast.client("officer").get(url(scene, "month", "2026-12")))):
        assert "ขอเปลี่ยนเป็น 6 ธ.ค. 2569 เช้า" in page
        assert "เกี่ยวข้าวยังไม่เสร็จ" in page
    assert codes(scene, "officer") == ["task.change"]
    assert "สำนักงานยังไม่ตอบ" in words(cast.client("volunteer").get(url(scene, "my_work")))
    change = task.changes.get()
    actions.answer_change(change, "not", words="วันนั้นมีงานบุญ", by=scene.officer)
    deliver()
    assert codes(scene, "officer") == []
    assert codes(scene, "volunteer") == ["task.answered"]
    assert "วันนั้นมีงานบุญ" in words(cast.client("volunteer").get(url(scene, "my_work")))
    assert "เกี่ยวข้าว" not in home(scene, "officer")


def test_a_dropped_task_is_told_to_whoever_has_an_account_and_stays_in_their_work(scene: Within) -> None:
    cast, task = scene.cast, scene.task(most=3)
    scene.coming(task, cast.volunteer)
    actions.propose_person(Slot.objects.get(task=task), cast.persons["nurse"], by=scene.officer)
    actions.drop_task(task, by=scene.officer)
    deliver()
    assert codes(scene, "volunteer") == ["task.dropped"]
    assert codes(scene, "nurse") == [], "who was never asked has nothing to be told"
    assert "ไม่ต้องมา" in inbox(scene, "volunteer")
    mine = words(cast.client("volunteer").get(url(scene, "my_work")))
    assert "ขุดลอกร่องน้ำ" in mine
    assert "งานนี้ไม่ทำแล้ว ไม่ต้องมา" in mine
    assert "ติดธุระ" not in mine, "there is nothing to say to it"


def test_a_dropped_task_leaves_the_list_once_its_day_is_past(scene: Within, monkeypatch: Any) -> None:
    task = scene.task()
    scene.coming(task, scene.cast.volunteer)
    actions.drop_task(task, by=scene.officer)
    monkeypatch.setattr(timezone, "now", lambda: THE_DAY.replace(day=6))
    assert "ขุดลอกร่องน้ำ" not in words(scene.cast.client("volunteer").get(url(scene, "my_work")))


def test_a_moved_task_is_told_to_whoever_has_an_account_and_their_answer_settles_it(scene: Within) -> None:
    cast, task = scene.cast, scene.task()
    scene.coming(task, cast.volunteer)
    actions.move_task(task, on=SUNDAY, half="am", reason="วันเสาร์มีงานบุญ", by=scene.officer)
    deliver()
    assert codes(scene, "volunteer") == ["task.moved"]
    assert "6 ธันวาคม" in inbox(scene, "volunteer")
    mine = words(cast.client("volunteer").get(url(scene, "my_work")))
    assert "เลื่อนมาจาก 5 ธ.ค. 2569 เช้า เพราะวันเสาร์มีงานบุญ" in mine
    row = SignUp.objects.get(person=cast.volunteer, withdrawn_at=None)
    cast.client("volunteer").post(url(scene, "answer", row.pk), {"answer": "yes"})
    deliver()
    assert codes(scene, "volunteer") == []


def test_whoever_is_taken_out_is_told_and_whoever_was_excused_after_the_day_is_not(
    scene: Within, monkeypatch: Any
) -> None:
    cast = scene.cast
    actions.withdraw_person(scene.coming(scene.task(), cast.volunteer), by=scene.officer)
    missed = scene.coming(scene.task("ล้างศาลา"), cast.persons["nurse"])
    deliver()
    assert codes(scene, "volunteer") == ["task.need_not"]
    later = THE_DAY.replace(day=7)
    monkeypatch.setattr(timezone, "now", lambda: later)
    actions.mark_missed(missed, by=scene.officer, now=later)
    actions.excuse(missed, by=scene.officer, now=later)
    deliver()
    assert codes(scene, "nurse") == []


def test_who_leads_the_task_hears_of_it_on_a_page_that_opens_for_them(scene: Within) -> None:
    cast, task = scene.cast, scene.task()
    actions.set_part(task, cast.persons["teacher"], "lead", by=scene.officer)
    row = scene.coming(task, scene.people[2])
    actions.ask_for_cover(row, by=STRANGER)
    deliver()
    notice = Notice.objects.get(person=cast.persons["teacher"])
    assert cast.client("teacher").get(notice.path).status_code == 200
    actions.come_after_all(row, by=STRANGER)
    deliver()
    assert codes(scene, "teacher") == []


def test_what_waits_is_of_matters_that_the_reader_may_open_and_costs_one_statement(scene: Within) -> None:
    cast = scene.cast
    for number, person in enumerate(scene.people):
        row = scene.coming(scene.task(f"งาน {number}"), person)
        actions.ask_for_cover(row, by=STRANGER)
    officer = cast.actor("officer")
    with CaptureQueriesContext(connection) as asked:
        found = waiting_for(cast.steward, officer, BEFORE, month=MONTH, with_told=True)
    assert (len(found.rows), len(asked)) == (6, 1), [each["sql"] for each in asked]
    assert not waiting_for(cast.steward, cast.actor("officer"), THE_DAY.replace(hour=13)).rows, "it has begun"
    type(scene.matter).objects.update(published_at=None, published_by_id=None)
    assert not waiting_for(cast.steward, cast.actor("coordinator"), BEFORE).rows
    assert len(waiting_for(cast.steward, cast.actor("head"), BEFORE).rows) == 6, "of their own village"
    assert waiting_for(cast.other_steward, cast.actor("officer"), BEFORE).rows == ()


def test_mutant_deaf_listeners_leave_the_inbox_empty(scene: Within, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "tell", lambda *_args, **_kwargs: 0)
    row = scene.coming(scene.task(), scene.cast.volunteer)
    actions.ask_for_cover(row, by=STRANGER)
    actions.withdraw_person(row, by=scene.officer)
    deliver()
    assert codes(scene, "officer") == codes(scene, "volunteer") == []


# ------------------------------------------------------------------------------------------- by telephone


def test_who_was_asked_is_called_from_one_page_that_opens_again(scene: Within) -> None:
    cast, first, second = scene.cast, scene.task(), scene.task("ล้างศาลา", on=SUNDAY)
    digger, other = scene.people[2], scene.people[3]
    for task, person in ((first, digger), (second, digger), (first, other)):
        actions.propose_person(Slot.objects.get(task=task), person, by=scene.officer)
    officer = cast.client("officer")
    asked = officer.post(url(scene, "ask_month", "2026-12"))
    calls = url(scene, "calls", "2026-12")
    for page in (asked, officer.get(calls)):
        shown = words(page)
        assert shown.count("082-000-0002") == 1, "somebody with two tasks is called once"
        assert "ขุดและตัก 6 ธ.ค. 2569 เช้า" in shown
        assert shown.count("มาได้ มาไม่ได้") == 3
        assert "/c/" not in page.content.decode().split("<h1")[1].split("<details")[0], "what leads nowhere is folded"
        assert f'value="{calls}"' in page.content.decode()
    assert "ยังไม่ตอบ 2 คน" in words(officer.get(url(scene, "month", "2026-12")))
    row = SignUp.objects.get(person=other)
    answered = officer.post(url(scene, "answer", row.pk), {"answer": "yes", "back": calls})
    assert answered.url == calls
    row.refresh_from_db()
    assert (row.state, row.answered_way) == ("confirmed", "told")
    assert other.name not in words(officer.get(calls))
    no = SignUp.objects.get(person=digger, on=SUNDAY)
    officer.post(url(scene, "answer", no.pk), {"answer": "no", "back": calls})
    no.refresh_from_db()
    assert no.state == "declined", "one tap, no reason"


def test_the_list_to_call_is_of_tasks_that_the_reader_may_change(scene: Within) -> None:
    cast = scene.cast
    by_link(scene, scene.task(), scene.people[2])
    calls = url(scene, "calls", "2026-12")
    for who, status in (("head", 200), ("coordinator", 200), ("volunteer", 403), ("owner", 403), ("auditor", 403)):
        page = cast.client(who).get(calls)
        assert page.status_code == status, who
        assert (scene.people[2].name in words(page)) is (status == 200), who
    Task.objects.update(village=cast.villages[0])
    type(scene.matter).objects.update(village=cast.villages[0])
    assert scene.people[2].name not in words(cast.client("head").get(calls)), "another head's village"


def test_the_telephone_stands_where_the_answer_is_written_down_and_on_the_task(scene: Within) -> None:
    cast, task = scene.cast, scene.task()
    row, _link, _phone = by_link(scene, task, scene.people[2])
    for page in (url(scene, "answer", row.pk), url(scene, "task", task.pk)):
        assert "082-000-0002" in words(cast.client("officer").get(page)), page
    assert "082-000-0002" not in words(cast.client("mayor").get(url(scene, "task", task.pk))), "who does not call"


def test_whom_to_call_stands_there_before_a_task_is_dropped_and_after(scene: Within) -> None:
    cast, task = scene.cast, scene.task(most=3)
    scene.coming(task, scene.people[2])
    by_link(scene, task, scene.people[3])
    actions.propose_person(Slot.objects.get(task=task), scene.people[4], by=scene.officer)
    officer, drop = cast.client("officer"), url(scene, "drop_task", task.pk)
    before = words(officer.get(drop))
    answer = officer.post(drop, {"reason": "ฝนตก"})
    assert answer.url == url(scene, "task", task.pk)
    after = words(officer.get(answer.url))
    for shown in (before, after):
        for person, number in ((scene.people[2], "082-000-0002"), (scene.people[3], "082-000-0003")):
            assert f"{person.name} {number}" in shown
    assert scene.people[4].name not in before.split("ร่วมมือ", 1)[1].split("เหตุผล")[0], "who was never asked"
    assert "ยังขาด" not in after, "nobody lacks in what is not done"
    month = words(officer.get(url(scene, "month", "2026-12")))
    assert "งานที่ไม่ทำแล้ว" in month
    assert "ขุดลอกร่องน้ำ" in month
    assert "082-000-0002" not in words(cast.client("mayor").get(url(scene, "task", task.pk)))


def test_the_page_of_who_comes_instead_says_who_was_asked_for_that_place_already(scene: Within) -> None:
    task = scene.task(most=2)
    mine, others = scene.coming(task, scene.people[2]), scene.coming(task, scene.people[3])
    for row in (mine, others):
        actions.ask_for_cover(row, by=STRANGER)
    actions.say_availability(scene.cast.steward, scene.people[5], away=[(SATURDAY, SATURDAY)], by=scene.officer)
    actions.ask_instead(others, scene.people[4], by=scene.officer)
    page = words(scene.cast.client("officer").get(url(scene, "cover", mine.pk)))
    assert f"ถามไว้แล้ว รอคำตอบ: {scene.people[4].name} (แทน{scene.people[3].name}) 082-000-0004" in page
    assert "นอกจากนี้ไม่มีคนในรายชื่อ" in page


def test_away_from_a_month_that_is_over_changes_nothing(scene: Within) -> None:
    digger = scene.people[2]
    officer = scene.cast.client("officer")
    for month in ("2026-10", "2025-12"):
        answer = officer.post(url(scene, "away", month), {"person": str(digger.pk)}, follow=True)
        assert "ผ่านไปแล้ว จึงไม่ได้เปลี่ยนอะไร" in words(answer)
    assert not Absence.objects.exists()
    officer.post(url(scene, "away", "2026-11"), {"person": str(digger.pk)})
    kept = Absence.objects.get()
    assert (kept.from_on, kept.until_on) == (BEFORE.date(), dt.date(2026, 11, 30)), (
        "to the end of that month, no longer"
    )
