"""What does not stay as it was: hours that are typed, a task that is moved, wishes, a mix of sectors, somebody away."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from ruammue.access.actors import STRANGER
from ruammue.foundation.transactions import door
from ruammue.ledger.models import Entry
from ruammue.needs.actions import publish_matter
from ruammue.people.models import Affiliation, Person
from ruammue.resources.models import NeedLine
from ruammue.work import actions
from ruammue.work.actions import coming
from ruammue.work.actions.months import changes_without
from ruammue.work.models import Absence, SignUp, Slot, TaskChange, Wish
from ruammue.work.queries import months
from ruammue.work.refusals import (
    CameAlready,
    ChangeIsOver,
    HoursOutOfOrder,
    NothingMoves,
    SignUpIsOver,
    SwapIsOver,
    TwoPlacesAtOnce,
    WhyMoveMissing,
)
from tests.cast import Cast
from tests.rooms.resources.test_pages import words
from tests.rooms.work.test_within import at_once
from tests.rooms.work.within import BEFORE, MONTH, SATURDAY, THE_DAY, Within, fresh

SUNDAY = SATURDAY + dt.timedelta(days=1)


def t(text: str) -> dt.time:
    return dt.time.fromisoformat(text)


@pytest.fixture
def scene(cast: Cast, monkeypatch: Any) -> Within:
    monkeypatch.setattr(timezone, "now", lambda: BEFORE)
    return Within(cast)


def url(scene: Within, name: str, *args: Any) -> str:
    return reverse(f"work:{name}", args=[scene.cast.steward.slug, *args])


def asked(scene: Within, person: Person, **facts: Any) -> coming.Asked:
    row = actions.propose_person(Slot.objects.get(task=scene.task(**facts)), person, by=scene.officer, now=BEFORE)
    return actions.invite_person(row, by=scene.officer, now=BEFORE)


def yes(scene: Within, token: str) -> SignUp:
    return actions.answer_by_link(token, "yes", steward=scene.cast.steward, by=STRANGER, now=BEFORE)


# ------------------------------------------------------------------------------------------- hours


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        (("08:00", "09:00"), ("09:15", "11:00"), True),  # one gets there
        (("08:00", "09:00"), ("09:10", "11:00"), False),  # one does not
        (("09:00", "11:00"), ("08:00", "12:00"), False),  # the one lies within the other
        (("10:00", "14:00"), (None, None), False),  # over noon, against the whole morning
        (("12:30", "13:30"), (None, None), True),
    ],
)
def test_two_places_are_judged_by_their_hours_and_the_way_between(
    scene: Within, one: Any, other: Any, may: bool
) -> None:
    digger = scene.people[2]
    first = asked(scene, digger, begins=t(one[0]), ends=t(one[1]))
    times = {"begins": t(other[0]), "ends": t(other[1])} if other[0] else {}
    second = asked(scene, digger, title="ล้างศาลา", **times)
    yes(scene, first.token)
    if may:
        assert yes(scene, second.token).state == "confirmed"
        return
    with pytest.raises(TwoPlacesAtOnce):
        yes(scene, second.token)
    assert Slot.objects.get(task=second.sign_up.slot.task).taken == 0, "nothing is half done"


def test_the_half_day_and_the_hours_follow_from_the_time_that_was_typed(scene: Within) -> None:
    task = scene.task(begins=t("10:00"), ends=t("14:30"), half="pm")
    assert (task.half, task.minutes, task.halves) == ("am", 270, ("am", "pm"))
    assert NeedLine.objects.get().quantity == 2 * 270
    for begins, ends in (("10:00", "09:00"), ("10:00", "10:10"), ("08:00", "17:30")):
        with pytest.raises(HoursOutOfOrder):
            scene.task(begins=t(begins), ends=t(ends))
    actions.say_availability(scene.cast.steward, scene.people[2], free="5am", by=scene.officer)
    actions.plan_month(scene.cast.steward, MONTH, fairness=0, by=scene.officer, now=BEFORE)
    assert scene.people[2].pk not in set(SignUp.objects.values_list("person_id", flat=True)), "free in the morning only"
    assert SignUp.objects.count() == 2
    page = words(scene.cast.client("officer").get(url(scene, "task", task.pk)))
    assert "10.00–14.30 น." in page


def test_two_who_say_yes_at_once_to_hours_that_overlap_get_one(
    lasting_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No row of the database forbids it: the person is held while it is looked for. Without the look both would."""

    def outcomes() -> list[str]:
        tokens = [
            asked(scene, digger, title=f"งาน {begins}", begins=t(begins), ends=t("11:30")).token
            for begins in ("08:00", "08:30", "09:00", "09:30")
        ]

        def say_yes(token: str) -> str:
            try:
                with door():
                    actions.answer_by_link(token, "yes", steward=lasting_cast.steward, by=STRANGER, now=BEFORE)
            except TwoPlacesAtOnce:
                return "no"
            return "yes"

        return at_once(say_yes, tokens)

    scene = Within(lasting_cast, 0)
    digger = scene.villager(1)
    assert sorted(outcomes()) == ["no", "no", "no", "yes"]
    digger = scene.villager(2)
    monkeypatch.setattr(coming, "_elsewhere", lambda _row, **_but: False)
    assert outcomes().count("yes") == 4, "the guard removed"


# ------------------------------------------------------------------------------------------- swaps at once


def test_two_who_take_the_same_exchange_at_once_get_it_once(
    lasting_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two were asked to step in for one: whoever is first does, whole; the other reads that it is over."""

    def race() -> list[str]:
        mine = scene.coming(scene.task("ขุด", most=1), people[0])
        theirs = [
            scene.coming(scene.task(f"งาน{n}", most=1, on=SATURDAY + dt.timedelta(days=7 * n)), person)
            for n, person in enumerate(people[1:], 1)
        ]
        tokens = [
            actions.ask_instead(mine, row.person, in_exchange=row, is_agreed=True, by=scene.officer, now=BEFORE).token
            for row in theirs
        ]

        def take(token: str) -> str:
            try:
                with door():
                    actions.answer_by_link(token, "yes", steward=lasting_cast.steward, by=STRANGER, now=BEFORE)
            except (SwapIsOver, SignUpIsOver):
                return "over"
            return "mine"

        return at_once(take, tokens)

    scene = Within(lasting_cast, 0)
    people = [scene.villager(number) for number in range(4)]
    assert sorted(race()) == ["mine", "over", "over"]
    live = SignUp.objects.filter(answer="yes", excused_at=None, withdrawn_at=None)
    assert live.filter(slot__task__title="ขุด").count() == 1
    assert live.filter(person=people[0]).count() == 1, "they have the one place that was given for theirs"
    for slot in Slot.objects.all():
        assert slot.taken == live.filter(slot=slot).count()
    # Without the look at whether the place is still theirs, a second one would give theirs away for nothing.
    people = [scene.villager(number) for number in range(4, 8)]
    monkeypatch.setattr(coming, "_still_theirs", lambda _row: True)
    for count in ("_take_place", "_give_back"):
        monkeypatch.setattr(coming, count, lambda _row: None)
    monkeypatch.setattr(coming, "_end_the_others", lambda _row, **_facts: None)
    monkeypatch.setattr(coming, "_elsewhere", lambda _row, **_but: False)
    assert race().count("mine") > 1, "the guard removed"


# ------------------------------------------------------------------------------------------- moved


def test_a_moved_task_tells_why_and_asks_everybody_again(scene: Within) -> None:
    task = scene.task(most=3)
    came = scene.coming(task, scene.people[2])
    old = asked_into(scene, task, scene.people[3])
    draft = actions.propose_person(came.slot, scene.people[4], by=scene.officer, now=BEFORE)
    browser = scene.cast.client("officer")
    move = url(scene, "move_task", task.pk)
    assert scene.people[2].name in words(browser.get(move)), "it says who is asked again"
    assert browser.post(move, {"on": "6/12/2569", "half": "am", "reason": " "}).status_code == 422
    page = browser.post(move, {"on": "6/12/2569", "half": "pm", "reason": "ฝนตกหนัก"})
    assert {row["name"] for row in page.context["rows"]} == {scene.people[2].name, scene.people[3].name}
    assert all("ฝนตกหนัก" in row["text"] for row in page.context["rows"])
    task.refresh_from_db()
    assert (task.on, task.half, Slot.objects.get(task=task).taken) == (SUNDAY, "pm", 0)
    assert {fresh(row).state for row in (came, old.sign_up, draft)} == {"withdrawn"}
    live = {row.person_id: row for row in SignUp.objects.filter(withdrawn_at=None)}
    assert {row.on for row in live.values()} == {SUNDAY}
    assert [live[scene.people[n].pk].state for n in (2, 3, 4)] == ["invited", "invited", "proposed"]
    line = NeedLine.objects.get()
    assert (line.from_on, line.until_on) == (SUNDAY, SUNDAY), "its hours are asked for on the new day"
    gone = scene.cast.client().get(url(scene, "come", old.token))
    assert gone.status_code == 410
    assert "ฝนตกหนัก" in words(gone), "the old link says where it went"
    assert Entry.objects.get(kind="work.task_moved").payload["asked_again"] == 2
    for link in (row["link"] for row in page.context["rows"]):
        scene.cast.client().post("/" + link.split("/", 3)[3], {"answer": "yes"})
    assert Slot.objects.get(task=task).taken == 2


def asked_into(scene: Within, task: Any, person: Person) -> coming.Asked:
    row = actions.propose_person(Slot.objects.get(task=task), person, by=scene.officer, now=BEFORE)
    return actions.invite_person(row, by=scene.officer, now=BEFORE)


def test_what_cannot_be_moved_says_why(scene: Within) -> None:
    task = scene.task()
    row = scene.coming(task, scene.people[2])
    with pytest.raises(WhyMoveMissing):
        actions.move_task(task, on=SUNDAY, half="am", reason=" ", by=scene.officer, now=BEFORE)
    with pytest.raises(NothingMoves):
        actions.move_task(task, on=SATURDAY, half="am", reason="ฝน", by=scene.officer, now=BEFORE)
    actions.check_in(row, by=scene.officer, now=THE_DAY)
    with pytest.raises(CameAlready):
        actions.move_task(task, on=SUNDAY, half="am", reason="ฝน", by=scene.officer, now=THE_DAY)
    assert not TaskChange.objects.exists()


def test_who_said_no_to_the_old_day_may_be_asked_for_the_new_one(scene: Within) -> None:
    task = scene.task(most=4)
    for person in scene.people[2:]:
        actions.answer_for(asked_into(scene, task, person).sign_up, "no", by=scene.officer, now=BEFORE)
    actions.plan_month(scene.cast.steward, MONTH, fairness=0, by=scene.officer, now=BEFORE)
    assert not SignUp.objects.filter(answer="").exists()
    actions.move_task(task, on=SUNDAY, half="am", reason="คนไม่ว่าง", by=scene.officer, now=BEFORE)
    actions.plan_month(scene.cast.steward, MONTH, fairness=0, by=scene.officer, now=BEFORE)
    assert SignUp.objects.filter(answer="", on=SUNDAY).count() == 4


def test_a_villager_asks_by_link_for_another_day_and_the_office_moves_it_or_says_why_not(scene: Within) -> None:
    task = scene.task(most=2)
    token = asked_into(scene, task, scene.people[2]).token
    phone, link = scene.cast.client(), url(scene, "come", token)
    assert phone.get(link, {"answer": "change"}).status_code == 200
    assert not TaskChange.objects.exists(), "looking says nothing"
    assert phone.post(link, {"answer": "change"}).status_code == 422, "neither a day nor a word"
    for words_said in ("เกี่ยวข้าว", "เกี่ยวข้าวยังไม่เสร็จ"):
        phone.post(link, {"answer": "change", "wished_on": "6/12/2569", "wished_half": "am", "words": words_said})
    change = TaskChange.objects.get()
    assert (change.person, change.wished_on, change.words) == (scene.people[2], SUNDAY, "เกี่ยวข้าวยังไม่เสร็จ")
    officer = scene.cast.client("officer")
    assert "เกี่ยวข้าวยังไม่เสร็จ" in words(officer.get(url(scene, "task", task.pk)))
    answer = url(scene, "answer_change", change.pk)
    assert officer.get(answer).status_code == 200
    assert officer.post(answer, {"answer": "not", "words": "รถมาวันเสาร์วันเดียว"}).status_code == 302
    assert "รถมาวันเสาร์วันเดียว" in words(phone.get(link))
    with pytest.raises(ChangeIsOver):
        actions.answer_change(change, "done", by=scene.officer)
    again = actions.ask_for_change(task, person=scene.people[2], wished_on=SUNDAY, by=STRANGER, now=BEFORE)
    move = f"{url(scene, 'move_task', task.pk)}?wish={again.pk}"
    assert officer.get(move).context["wish"] == again
    officer.post(move, {"on": "6/12/2569", "half": "am", "reason": "ตามที่ขอ", "wish": str(again.pk)})
    again.refresh_from_db()
    assert (again.answer, again.from_on) == ("done", SATURDAY)


def test_only_who_is_in_it_or_runs_it_asks_for_a_change_and_only_the_office_moves(scene: Within) -> None:
    task = scene.task()
    ask, move = url(scene, "ask_change", task.pk), url(scene, "move_task", task.pk)
    for name in ("owner", "nurse", "auditor"):
        assert scene.cast.client(name).post(ask, {"words": "x"}).status_code == 403, name
        assert scene.cast.client(name).post(move, {"on": "6/12/2569", "reason": "x"}).status_code == 403, name
    actions.invite_person(
        actions.propose_person(Slot.objects.get(task=task), scene.cast.persons["nurse"], by=scene.officer, now=BEFORE),
        by=scene.officer, now=BEFORE,
    )  # fmt: skip
    assert scene.cast.client("nurse").post(ask, {"words": "ขอบ่าย"}).status_code == 302
    assert TaskChange.objects.get().person == scene.cast.persons["nurse"]
    assert scene.cast.client("nurse").post(move, {"on": "6/12/2569", "reason": "x"}).status_code == 403


# ------------------------------------------------------------------------------------------- wishes and sectors


def test_what_people_would_like_is_one_tap_and_the_plan_says_that_it_was_heard(scene: Within) -> None:
    publish_matter(scene.matter, sentence="ร่องน้ำตัน ช่วยกันขุด", by=scene.officer, now=BEFORE)
    liked = scene.task(most=1)
    other = scene.task("ขุดอีกที่", most=1)
    browser = scene.cast.client("officer")
    page = browser.post(url(scene, "ask_wishes", "2026-12"))
    link = next(
        "/" + row["link"].split("/", 3)[3] for row in page.context["rows"] if row["name"] == scene.people[4].name
    )
    phone = scene.cast.client()
    assert phone.get(link).status_code == 200
    assert not Wish.objects.exists(), "looking says nothing"
    for _twice in range(2):
        phone.post(link, {"task": str(liked.pk), "want": "1"})
    assert Wish.objects.get().person == scene.people[4]
    actions.plan_month(scene.cast.steward, MONTH, fairness=0, by=scene.officer, now=BEFORE)
    row = SignUp.objects.get(slot__task=liked)
    assert row.person == scene.people[4]
    assert "prefers" in [reason[0] for reason in row.reasons]
    assert "อยากทำงานนี้" in words(browser.get(url(scene, "month", "2026-12")))
    phone.post(link, {"task": SATURDAY.isoformat(), "want": "1"})
    assert set(Wish.objects.values_list("task_id", flat=True)) == {liked.pk, other.pk}, "a whole day in one tap"
    phone.post(link, {"task": str(liked.pk), "want": "0"})
    assert Wish.objects.count() == 1
    second = browser.post(url(scene, "ask_wishes", "2026-12"))
    assert second.status_code == 200
    assert phone.get(link).status_code == 404, "asked again, the older link is dead"


def test_a_wish_shows_no_task_of_a_matter_that_is_handled_with_care(scene: Within) -> None:
    scene.task("ขุดหน้าบ้าน")
    type(scene.matter).objects.filter(pk=scene.matter.pk).update(is_sensitive=True)
    page = scene.cast.client("officer").post(url(scene, "ask_wishes", "2026-12"))
    assert page.status_code == 302, "there is nothing to choose from"
    assert scene.cast.client("nurse").get(url(scene, "my_wishes", "2026-12")).context["page"].days == ()


def test_a_task_of_a_matter_that_is_not_published_is_offered_only_to_those_who_may_open_it(scene: Within) -> None:
    task = scene.task("ล้างถังกรองประปา")
    cast, page = scene.cast, url(scene, "my_wishes", "2026-12")
    (link,) = actions.ask_for_wishes(cast.steward, MONTH, [scene.people[4]], by=scene.officer, now=BEFORE)
    own = url(scene, "wishes", link.token)
    for who, where in (("owner", page), ("nurse", page), (None, own)):
        browser = cast.client(*([who] if who else []))
        assert "ล้างถังกรอง" not in words(browser.get(where)), who
        browser.post(where, {"task": str(task.pk), "want": "1"})
        browser.post(where, {"task": SATURDAY.isoformat(), "want": "1"})
    assert not Wish.objects.exists(), "nor by an address that was guessed"
    assert "อยากช่วยงานไหน" not in words(cast.client("owner").get(url(scene, "my_work"))), "no way to an empty page"
    assert cast.client("officer").post(url(scene, "ask_wishes", "2026-12")).status_code == 302, "links to nothing"
    assert "ล้างถังกรอง" in words(cast.client("head").get(page)), "the head of its village may open the matter"
    publish_matter(scene.matter, sentence="ร่องน้ำตัน ช่วยกันขุด", by=scene.officer, now=BEFORE)
    for who, where in (("owner", page), (None, own)):
        assert "ล้างถังกรอง" in words(cast.client(*([who] if who else [])).get(where)), who


def test_different_sectors_are_looked_for_where_they_are_wished_for_and_never_at_the_price_of_a_place(
    scene: Within,
) -> None:
    nurse = scene.cast.persons["nurse"]
    scene.can(nurse, "ขุดลอก", 1)
    task = scene.task(most=2)
    actions.plan_month(scene.cast.steward, MONTH, fairness=0, by=scene.officer, now=BEFORE)
    assert nurse.pk not in set(SignUp.objects.values_list("person_id", flat=True)), "others can do it better"
    type(task).objects.filter(pk=task.pk).update(is_mixed=True)
    row = actions.plan_month(scene.cast.steward, MONTH, fairness=0, by=scene.officer, now=BEFORE)
    assert nurse.pk in set(SignUp.objects.values_list("person_id", flat=True))
    assert row.figures["objective"] == row.figures["bound"]
    shown = months.month_of(scene.cast.steward, scene.officer, MONTH).tasks[0]
    assert len(shown.sectors) == 2
    Affiliation.objects.filter(person=nurse).delete()
    actions.plan_month(scene.cast.steward, MONTH, fairness=0, by=scene.officer, now=BEFORE)
    assert SignUp.objects.filter(withdrawn_at=None).count() == 2, "one sector only, and nobody lacks"


# ------------------------------------------------------------------------------------------- away, and since then


def test_somebody_away_moves_others_only_where_a_place_would_lack(scene: Within) -> None:
    """Two tasks at once; who is away can both, one other only digs, a third only cooks and digs."""
    both, digger = scene.people[0], scene.people[2]
    for person in [*scene.people[3:], scene.people[1]]:
        actions.say_availability(scene.cast.steward, person, most_a_month=0, by=scene.officer)
    scene.can(both, "ขุดลอก", 3)
    cook = scene.villager(9)
    scene.can(cook, "ทำอาหาร", 3)
    dig, cooking = scene.task(most=1), scene.task("เลี้ยงข้าว", skill="cooking", most=1)
    actions.propose_person(Slot.objects.get(task=dig), both, by=scene.officer, now=BEFORE)
    actions.propose_person(Slot.objects.get(task=cooking), cook, by=scene.officer, now=BEFORE)
    changes = changes_without(scene.cast.steward, MONTH, cook, now=BEFORE)
    assert {change.slot.task.title: (len(change.left), [who.pk for who, _why in change.joined]) for change in changes}
    moved = {change.slot.task_id: [who.pk for who, _why in change.joined] for change in changes}
    assert moved == {dig.pk: [digger.pk], cooking.pk: [both.pk]}, "both places are filled again, by one move"
    browser = scene.cast.client("officer")
    page = browser.get(url(scene, "away", "2026-12"), {"person": str(cook.pk)})
    assert len(page.context["moved"]) == 1
    assert SignUp.objects.filter(withdrawn_at=None, person=cook).exists(), "looking changes nothing"
    links = browser.post(url(scene, "away", "2026-12"), {"person": str(cook.pk)})
    assert {row["name"] for row in links.context["rows"]} == {digger.name, both.name}, "asked in the same act"
    assert {row.state for row in SignUp.objects.filter(withdrawn_at=None)} == {"invited"}
    away = Absence.objects.get(person=cook)
    assert (away.from_on, away.until_on) == (MONTH, dt.date(2026, 12, 31)), "nobody proposes them meanwhile"


def test_who_said_yes_is_never_moved_because_another_is_away(scene: Within) -> None:
    both, digger = scene.people[0], scene.people[2]
    scene.can(both, "ขุดลอก", 3)
    dig, cooking = scene.task(most=1), scene.task("เลี้ยงข้าว", skill="cooking", most=1)
    actions.say_availability(scene.cast.steward, scene.people[1], most_a_month=0, by=scene.officer)
    scene.coming(dig, both)
    cook = scene.villager(9)
    scene.can(cook, "ทำอาหาร", 3)
    actions.propose_person(Slot.objects.get(task=cooking), cook, by=scene.officer, now=BEFORE)
    (change,) = changes_without(scene.cast.steward, MONTH, cook, now=BEFORE)
    assert (change.missing, change.joined) == (1, ())
    assert digger


def test_the_proof_is_of_the_plan_as_it_was_proposed(scene: Within) -> None:
    scene.task(most=2)
    actions.plan_month(scene.cast.steward, MONTH, fairness=50, by=scene.officer, now=BEFORE)
    later = BEFORE + dt.timedelta(hours=1)
    first = SignUp.objects.order_by("id")[0]
    browser = scene.cast.client("officer")
    assert not browser.get(url(scene, "month", "2026-12")).context["page"].since.is_something
    actions.answer_for(actions.invite_person(first, by=scene.officer, now=later).sign_up, "no", by=scene.officer,
                       now=later)  # fmt: skip
    page = browser.get(url(scene, "month", "2026-12"))
    since = page.context["page"].since
    assert (since.said_no, since.others) == (1, 0)
    assert "ตอนเสนอ" in words(page)
    assert "ไม่สะดวก 1 คน" in words(page)
    actions.plan_month(scene.cast.steward, MONTH, fairness=50, by=scene.officer, now=later)
    assert "ตอนเสนอ" not in words(browser.get(url(scene, "month", "2026-12")))


def test_a_forged_month_or_token_opens_nothing(scene: Within) -> None:
    for token in ("x" * 22, signing.dumps("x")[:30]):
        assert scene.cast.client().get(url(scene, "wishes", token)).status_code == 404
    assert scene.cast.client("officer").post(url(scene, "ask_wishes", "2026-13")).status_code == 404
