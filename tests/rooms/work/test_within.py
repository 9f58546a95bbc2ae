"""Work within: places that are never overfull, answers by link, cover and exchange, who came, hours in the ledger."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from ruammue.access.actors import STRANGER
from ruammue.cli.verify import SENTENCES
from ruammue.foundation.transactions import door
from ruammue.ledger.models import Entry
from ruammue.needs.actions import publish_matter
from ruammue.needs.models import Matter
from ruammue.resources import invariants
from ruammue.resources.actions import raise_line
from ruammue.resources.dividing import month_of
from ruammue.resources.models import Commitment, NeedLine
from ruammue.resources.queries import line_row
from ruammue.work import actions
from ruammue.work.actions import coming, hours
from ruammue.work.invariants import hours_spoken_are_of_those_who_said_yes
from ruammue.work.models import Project, SignUp, Slot, Task, TaskInProject, TaskPart
from ruammue.work.queries import coming as queries
from ruammue.work.queries.hours import hours_of
from ruammue.work.queries.skills import could_come
from ruammue.work.refusals import (
    AnsweredAlready,
    FarLonger,
    LongerThanPlanned,
    MoreThanPassed,
    MoreThanTheClock,
    NotBegun,
    NotComing,
    NotOnThisDay,
    OwnHours,
    SignUpIsOver,
    SlotIsFull,
    SwapIsOver,
    TaskIsDropped,
    TooEarly,
    TwoPlacesAtOnce,
)
from tests.cast import Cast
from tests.rooms.papers.test_papers import html_text
from tests.rooms.resources.stage import spec_of
from tests.rooms.resources.test_pages import words
from tests.rooms.work.within import BEFORE, OVER, SATURDAY, THE_DAY, Within, fresh


@pytest.fixture
def scene(cast: Cast) -> Within:
    return Within(cast)


def url(scene: Within, name: str, *args: Any) -> str:
    return reverse(f"work:{name}", args=[scene.cast.steward.slug, *args])


def asked(scene: Within, person: Any, **facts: Any) -> coming.Asked:
    slot = Slot.objects.get(task=facts.pop("task", None) or scene.task(**facts))
    row = actions.propose_person(slot, person, by=scene.officer, now=BEFORE)
    return actions.invite_person(row, by=scene.officer, now=BEFORE)


# ------------------------------------------------------------------------------------------- answering


def test_a_person_says_yes_by_link_and_looking_answers_nothing(scene: Within, monkeypatch: Any) -> None:
    monkeypatch.setattr(timezone, "now", lambda: BEFORE)
    one = asked(scene, scene.people[2])
    browser, where = scene.cast.client(), url(scene, "come", one.token)
    page = browser.get(where)
    assert page.status_code == 200
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert fresh(one.sign_up).state == "invited"
    assert browser.post(where, {"answer": "yes"}).status_code == 302
    assert fresh(one.sign_up).state == "confirmed"
    assert Slot.objects.get().taken == 1
    assert browser.post(where, {"answer": "yes"}).status_code == 302, "a second tap means the same"
    assert Slot.objects.get().taken == 1
    assert "<svg" in browser.get(where).content.decode(), "their own code"
    assert browser.get(url(scene, "come", "x" * 22)).status_code == 404


def test_no_needs_no_reason_and_frees_nothing_twice(scene: Within, monkeypatch: Any) -> None:
    monkeypatch.setattr(timezone, "now", lambda: BEFORE)
    one = asked(scene, scene.people[2])
    where = url(scene, "come", one.token)
    assert scene.cast.client().post(where, {"answer": "no", "why": "farm"}).status_code == 302
    row = fresh(one.sign_up)
    assert (row.state, row.decline_why, Slot.objects.get().taken) == ("declined", "farm", 0)
    with pytest.raises(AnsweredAlready):
        actions.answer_by_link(one.token, "yes", steward=scene.cast.steward, by=STRANGER, now=BEFORE)


def test_a_place_is_never_overfull_and_a_person_never_in_two_places(scene: Within) -> None:
    task = scene.task(most=1)
    scene.coming(task, scene.people[2])
    late = asked(scene, scene.people[3], task=task)
    with pytest.raises(SlotIsFull):
        actions.answer_by_link(late.token, "yes", steward=scene.cast.steward, by=STRANGER, now=BEFORE)
    other = asked(scene, scene.people[2], title="ล้างศาลา")
    with pytest.raises(TwoPlacesAtOnce):
        actions.answer_by_link(other.token, "yes", steward=scene.cast.steward, by=STRANGER, now=BEFORE)
    assert fresh(other.sign_up).state == "invited", "nothing is half done"
    assert Slot.objects.get(task=other.sign_up.slot.task).taken == 0


def overfull_rows() -> list[Any]:
    return [
        slot
        for slot in Slot.objects.all()
        if slot.taken != slot.sign_ups.filter(answer="yes", excused_at=None, withdrawn_at=None).count()
        or slot.taken > slot.most
    ]


@pytest.mark.parametrize("writers", [50])
def test_fifty_who_say_yes_at_once_never_overfill_a_place(lasting_cast: Cast, writers: int) -> None:
    scene = Within(lasting_cast, 0)
    people = [scene.villager(number) for number in range(writers)]
    task = scene.task(most=7)
    tokens = [asked(scene, person, task=task).token for person in people]

    def say_yes(token: str) -> str:
        try:
            with door():
                actions.answer_by_link(token, "yes", steward=lasting_cast.steward, by=STRANGER, now=BEFORE)
        except SlotIsFull:
            return "full"
        return "yes"

    outcomes = at_once(say_yes, tokens)
    assert outcomes.count("yes") == 7
    assert outcomes.count("full") == writers - 7
    assert not overfull_rows()


def at_once(act: Callable[[str], str], arguments: list[str]) -> list[str]:
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    def one(argument: str) -> str:
        try:
            return act(argument)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=10) as pool:
        return list(pool.map(one, arguments))


def test_without_the_count_a_place_would_be_overfull(scene: Within, monkeypatch: Any) -> None:
    """The guard removed: only the database's own promise is left, and it holds."""
    task = scene.task(most=1)
    scene.coming(task, scene.people[2])

    def unguarded(row: SignUp) -> None:
        row.slot.taken += 1
        row.slot.save(update_fields=["taken"])

    monkeypatch.setattr(coming, "_take_place", unguarded)
    late = asked(scene, scene.people[3], task=task)
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.answer_by_link(late.token, "yes", steward=scene.cast.steward, by=STRANGER, now=BEFORE)


# ------------------------------------------------------------------------------------------- cover and exchange


def test_who_can_and_is_free_stands_in_the_order_of_who_was_asked_longest_ago(scene: Within) -> None:
    first, second, third = scene.people[2:5]
    early, late = BEFORE - dt.timedelta(days=20), BEFORE - dt.timedelta(days=2)
    for person, moment in ((second, late), (third, early)):
        row = actions.propose_person(
            Slot.objects.get(task=scene.task(on=SATURDAY + dt.timedelta(days=7))), person, by=scene.officer
        )
        actions.invite_person(row, by=scene.officer, now=moment)
    task = scene.task()
    scene.coming(task, scene.people[5])
    rows = could_come(Slot.objects.get(task=task))
    assert [row.person_id for row in rows] == [first.pk, third.pk, second.pk]
    actions.say_availability(scene.cast.steward, first, free="6am", by=scene.officer)
    assert first.pk not in {row.person_id for row in could_come(Slot.objects.get(task=task))}
    actions.say_availability(scene.cast.steward, third, most_a_month=1, by=scene.officer)
    assert third.pk not in {row.person_id for row in could_come(Slot.objects.get(task=task))}, "has enough this month"


def test_cover_keeps_the_place_until_somebody_steps_in(scene: Within) -> None:
    row = scene.coming(scene.task(most=1), scene.people[2])
    actions.ask_for_cover(row, by=scene.officer, now=BEFORE)
    one = actions.ask_instead(row, scene.people[3], by=scene.officer, now=BEFORE)
    assert fresh(row).state == "confirmed"
    actions.answer_by_link(one.token, "yes", steward=scene.cast.steward, by=STRANGER, now=BEFORE)
    assert (fresh(row).state, fresh(one.sign_up).state, Slot.objects.get().taken) == ("excused", "confirmed", 1)


def test_an_exchange_is_whole_or_not_at_all(scene: Within) -> None:
    mine = scene.coming(scene.task(most=1), scene.people[2])
    theirs = scene.coming(scene.task("ล้างศาลา", most=1, half="pm"), scene.people[3])
    one = actions.ask_instead(mine, scene.people[3], in_exchange=theirs, is_agreed=True, by=scene.officer, now=BEFORE)
    other = actions.ask_instead(mine, scene.people[4], by=scene.officer, now=BEFORE)
    actions.answer_by_link(one.token, "yes", steward=scene.cast.steward, by=STRANGER, now=BEFORE)
    states = {(row.person_id, row.slot.task.title): row.state for row in SignUp.objects.select_related("slot__task")}
    assert states[scene.people[2].pk, "ล้างศาลา"] == "confirmed"
    assert fresh(mine).state == fresh(theirs).state == "excused"
    assert not overfull_rows()
    assert fresh(other.sign_up).state == "withdrawn"
    with pytest.raises(SignUpIsOver):
        actions.answer_by_link(other.token, "yes", steward=scene.cast.steward, by=STRANGER, now=BEFORE)


def test_two_are_asked_to_step_in_and_the_second_reads_that_somebody_comes(scene: Within) -> None:
    task = scene.task(most=1)
    row = scene.coming(task, scene.people[2])
    one, other = (
        actions.ask_instead(row, person, by=scene.officer, now=BEFORE) for person in (scene.people[3], scene.people[4])
    )
    assert queries.to_be_told(task) == [scene.people[2].name], "if it moves, they who come are asked anew, nobody else"
    actions.answer_by_link(one.token, "yes", steward=scene.cast.steward, by=STRANGER, now=BEFORE)
    assert queries.to_be_told(task) == [scene.people[3].name]
    link = url(scene, "come", other.token)
    for page in (scene.cast.client().get(link), scene.cast.client().post(link, {"answer": "yes"})):
        text = words(page)
        assert page.status_code == 410
        assert "มีคนไปแล้ว" in text
        assert "แลก" not in text
        assert 'value="yes"' not in page.content.decode(), "and is asked nothing more"


def test_whoever_was_asked_to_step_in_takes_the_place_that_was_given_up_meanwhile(scene: Within) -> None:
    row = scene.coming(scene.task(most=1), scene.people[2])
    one = actions.ask_instead(row, scene.people[3], by=scene.officer, now=BEFORE)
    actions.excuse(row, by=scene.officer, now=BEFORE)
    actions.answer_by_link(one.token, "yes", steward=scene.cast.steward, by=STRANGER, now=BEFORE)
    assert (fresh(one.sign_up).state, Slot.objects.get().taken) == ("confirmed", 1)
    assert not overfull_rows()


def test_an_exchange_is_offered_only_where_it_can_be_and_is_never_hidden_by_the_order(
    scene: Within, monkeypatch: Any
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: BEFORE)
    first = scene.task(most=3)
    later = scene.task("ขุดต่อ", most=3, half="pm")
    cook = scene.task("เลี้ยงข้าว", most=1, skill="cooking", on=SATURDAY + dt.timedelta(days=7))
    dig = scene.task("ขุดปลายราง", most=1, on=SATURDAY + dt.timedelta(days=8))
    away, both, able, free = scene.people[2:6]
    mine = scene.coming(first, away)
    scene.coming(later, away)
    scene.coming(later, both)  # he stands there already
    scene.can(free, "ทำอาหาร", 3)
    scene.coming(cook, free)  # he cannot cook
    given = scene.coming(dig, able)
    people = [both.pk, able.pk, free.pk]
    assert queries.exchanges_for(fresh(mine), people) == {able.pk: [given]}
    for number in range(10, 24):  # fourteen who were never asked stand before them
        scene.can(scene.villager(number), "ขุดลอก", 3)
    page = scene.cast.client("officer").get(url(scene, "cover", mine.pk))
    assert [row.person_id for row, _theirs in page.context["swaps"]] == [able.pk]
    assert len(page.context["rows"]) == 12
    actions.say_availability(scene.cast.steward, away, free="5am", by=scene.officer)
    assert not queries.exchanges_for(fresh(mine), people), "the away one is free on Saturday mornings only"


def test_an_exchange_in_flight_whose_other_half_is_gone_changes_nothing(scene: Within) -> None:
    mine = scene.coming(scene.task(most=1), scene.people[2])
    theirs = scene.coming(scene.task("ล้างศาลา", most=1, half="pm"), scene.people[3])
    one = actions.ask_instead(mine, scene.people[3], in_exchange=theirs, is_agreed=True, by=scene.officer, now=BEFORE)
    actions.withdraw_person(theirs, by=scene.officer, now=BEFORE)
    with pytest.raises(SwapIsOver):
        actions.answer_by_link(one.token, "yes", steward=scene.cast.steward, by=STRANGER, now=BEFORE)
    assert (fresh(mine).state, fresh(one.sign_up).state) == ("confirmed", "invited")
    assert not overfull_rows()


# ------------------------------------------------------------------------------------------- the day


def test_check_in_twice_is_once_and_the_hours_stand_in_the_promise_ledger_by_themselves(scene: Within) -> None:
    task = scene.task()
    row = scene.coming(task, scene.people[2])
    with pytest.raises(NotOnThisDay):
        actions.check_in(row, by=scene.officer, now=BEFORE)
    with pytest.raises(NotComing):
        actions.finish_hours(row, by=scene.officer, now=THE_DAY)
    for _twice in range(2):
        actions.check_in(row, by=scene.officer, now=THE_DAY)
    for _twice in range(2):
        actions.finish_hours(row, by=scene.officer, now=OVER)
    line = NeedLine.objects.get()
    assert (line.quantity, line.delivered, line.promised) == (480, 240, 0)
    promise = Commitment.objects.get()
    assert (promise.person, promise.end, promise.delivered) == (scene.people[2], "fulfilled", 240)
    assert {word.side for word in fresh(row).delivery.confirmations.all()} == {"provider", "receiver"}
    assert Entry.objects.filter(kind="work.person_came").count() == 1
    assert Entry.objects.filter(kind="work.hours_done").count() == 1
    assert not list(invariants.counters_equal_the_replay(scene.cast.steward.pk))
    assert not list(invariants.promises_and_deliveries_are_recorded(scene.cast.steward.pk))


def test_more_hours_than_were_asked_for_stay_with_the_sign_up(scene: Within) -> None:
    row = scene.coming(scene.task(most=1), scene.people[2])
    actions.check_in(row, by=scene.officer, now=THE_DAY)
    with pytest.raises(LongerThanPlanned):
        actions.finish_hours(row, minutes=300, by=scene.officer, now=OVER)
    actions.finish_hours(row, minutes=300, longer="ฝนตก รถติดหล่ม", by=scene.officer, now=OVER)
    assert (fresh(row).minutes, fresh(row).longer_words) == (300, "ฝนตก รถติดหล่ม")
    assert NeedLine.objects.get().delivered == 240


def test_hours_are_never_more_than_the_clock_unless_somebody_says_why(scene: Within, monkeypatch: Any) -> None:
    task = scene.task(most=4)
    short, late, early, liar = (scene.coming(task, person) for person in scene.people[2:6])
    for row in (short, late, early, liar):
        actions.check_in(row, by=scene.officer, now=THE_DAY)
    at_once = THE_DAY + dt.timedelta(seconds=1)
    with pytest.raises(MoreThanTheClock) as refused:
        actions.finish_hours(short, by=scene.officer, now=at_once)
    assert refused.value.data == {"minutes": 240, "clock": 0}
    actions.finish_hours(short, minutes=25, by=scene.officer, why="list", now=at_once)
    assert (fresh(short).minutes, fresh(short).clock, fresh(short).minutes_why) == (25, 0, "list")
    actions.finish_hours(late, by=scene.officer, now=THE_DAY + dt.timedelta(minutes=231))
    assert (fresh(late).minutes, fresh(late).minutes_why) == (231, ""), (
        "what the clock says, where it is nearly the plan"
    )
    actions.finish_hours(early, minutes=90, by=scene.officer, now=OVER)
    assert (fresh(early).minutes, fresh(early).clock) == (90, 300), "what was typed"
    with pytest.raises(MoreThanTheClock):
        actions.finish_hours(liar, minutes=301, by=scene.officer, now=OVER)
    with pytest.raises(IntegrityError), transaction.atomic():
        SignUp.objects.filter(pk=early.pk).update(minutes=301)
    # The guard is the clock: without it the liar's five hours and a minute would stand.
    monkeypatch.setattr(hours, "_by_the_clock", lambda row, now: 10_000)
    actions.finish_hours(liar, minutes=301, longer="x", by=scene.officer, now=OVER)
    assert fresh(liar).minutes == 301


def test_whoever_runs_it_types_the_hours_where_the_clock_says_less(scene: Within, monkeypatch: Any) -> None:
    """Names typed from a paper list at noon: one tap is not enough, and why stands on the page of the hours."""
    task = scene.task(most=3)
    rows = [scene.coming(task, person) for person in scene.people[2:5]]
    monkeypatch.setattr(timezone, "now", lambda: THE_DAY.replace(hour=12, minute=5))
    browser = scene.cast.client("officer")
    nobody = browser.post(url(scene, "everybody_done", task.pk), follow=True).content.decode()
    assert "ยังไม่ได้จดว่าใครมา" in nobody
    assert "จดชั่วโมงแล้ว" not in nobody
    for row in rows:
        browser.post(url(scene, "write_down", row.pk), {"act": "came"})
    over = url(scene, "hours_over", rows[0].pk)
    assert browser.post(url(scene, "write_down", rows[0].pk), {"act": "over"}).url == over
    page = browser.get(over)
    assert (page.context["form"].initial["hours"], page.context["form"].initial["minutes"]) == (4, 0), (
        "the planned ones"
    )
    wrong = browser.post(over, {"hours": "3", "minutes": "30"})
    assert wrong.status_code == 422
    assert wrong.context["form"].errors["why"]
    assert browser.post(over, {"hours": "๐", "minutes": "๐"}).status_code == 422
    assert browser.post(over, {"hours": "๓", "minutes": "๓๐", "why": "list"}).status_code == 302
    assert (fresh(rows[0]).minutes, fresh(rows[0]).minutes_why) == (210, "list")
    done = url(scene, "everybody_done", task.pk)
    asked = browser.post(done)
    assert asked.status_code == 200
    assert [row.person.name for row in asked.context["rows"]] == [row.person.name for row in rows[1:]]
    assert browser.post(done, {"hours": "4", "minutes": "0", "why": "late"}).status_code == 302
    assert {fresh(row).minutes_why for row in rows[1:]} == {"late"}
    said = [each.recorded for each in hours_of(scene.cast.steward, scene.people[2], 2570)]
    assert said == [str(SignUp.HoursWhy.LIST.label)]


def test_who_missed_it_is_told_to_nobody_and_may_still_come_or_be_excused(scene: Within) -> None:
    row = scene.coming(scene.task(), scene.people[2])
    actions.mark_missed(row, by=scene.officer, now=THE_DAY)
    assert fresh(row).state == "no_show"
    actions.check_in(row, by=scene.officer, now=THE_DAY)
    assert fresh(row).state == "checked_in", "came late"
    other = scene.coming(scene.task("ล้างศาลา", half="pm"), scene.people[3])
    actions.mark_missed(other, by=scene.officer, now=THE_DAY)
    actions.excuse(other, by=scene.officer, now=THE_DAY)
    assert fresh(other).state == "excused"
    page = scene.cast.client("officer").get(url(scene, "person_skills", scene.people[3].pk)).content.decode()
    assert "no_show" not in page


def test_a_task_that_is_dropped_frees_everybody(scene: Within) -> None:
    task = scene.task()
    row = scene.coming(task, scene.people[2])
    one = asked(scene, scene.people[3], task=task)
    actions.drop_task(task, by=scene.officer, now=BEFORE)
    assert fresh(row).state == fresh(one.sign_up).state == "withdrawn"
    with pytest.raises(TaskIsDropped):
        actions.answer_by_link(one.token, "yes", steward=scene.cast.steward, by=STRANGER, now=BEFORE)
    assert scene.cast.client().get(url(scene, "come", one.token)).status_code == 410


def test_one_task_in_two_projects_counts_its_hours_once(scene: Within) -> None:
    projects = [actions.open_project(scene.matter, name, by=scene.officer) for name in ("น้ำไม่ท่วม", "โรงเรียนสะอาด")]
    task = scene.task(projects=projects)
    row = scene.coming(task, scene.people[2])
    actions.check_in(row, by=scene.officer, now=THE_DAY)
    actions.finish_hours(row, by=scene.officer, now=OVER)
    assert TaskInProject.objects.filter(task=task).count() == 2
    assert Project.objects.count() == 2
    assert NeedLine.objects.get().delivered == 240


def test_several_persons_share_a_task_and_one_leads_it(scene: Within) -> None:
    task = scene.task()
    first, second = scene.people[2:4]
    actions.set_part(task, first, "lead", by=scene.officer)
    actions.set_part(task, second, "lead", by=scene.officer)
    parts = dict(TaskPart.objects.values_list("person_id", "part"))
    assert parts == {first.pk: "support", second.pk: "lead"}
    actions.set_part(task, first, "", by=scene.officer)
    assert TaskPart.objects.count() == 1


# ------------------------------------------------------------------------------------------- pages


def test_a_task_that_points_at_a_person_is_asked_about_where_the_board_would_say_it(scene: Within) -> None:
    browser, page = scene.cast.client("officer"), url(scene, "new_task", scene.matter.pk)
    sent = {
        "title": "ลอกท่อ", "on": "5/12/2569", "half": "am", "priority": "2", "role1": "ขุด", "most1": "2",
        "once": "0190a0a0-0000-7000-8000-000000000009",
    }  # fmt: skip
    for change in ({"title": "ทำทางลาดบ้านยายสี"}, {"place": "บ้านเลขที่ 12"}, {"role1": "ช่วยลุงมี"}):
        asked = browser.post(page, sent | change)
        assert (asked.status_code, Task.objects.exists()) == (422, False)
        assert "ใครก็อ่านได้" in words(asked)
        assert 'name="is_meant"' in asked.content.decode()
    assert browser.post(page, sent | {"title": "ทำทางลาดบ้านยายสี", "is_meant": "on"}).status_code == 302
    assert Task.objects.get().title == "ทำทางลาดบ้านยายสี"
    # What stays with those who do it is asked nothing.
    Matter.objects.filter(pk=scene.matter.pk).update(is_sensitive=True)
    quiet = sent | {"title": "เยี่ยมยายสี", "once": "0190a0a0-0000-7000-8000-00000000000a"}
    assert browser.post(page, quiet).status_code == 302


def test_a_task_is_written_down_filled_asked_and_closed_on_its_pages(scene: Within, monkeypatch: Any) -> None:
    monkeypatch.setattr(timezone, "now", lambda: BEFORE)
    cast, browser = scene.cast, scene.cast.client("officer")
    sent = {
        "title": "ลอกท่อหน้าวัด", "on": "5/12/2569", "half": "day", "village": str(cast.villages[2].pk), "place": "หน้าวัด",
        "priority": "3", "role1": "ขุด", "most1": "2", "skill1": "ขุดดิน", "level1": "2", "role2": "ทำข้าว", "most2": "1",
        "skill2": "แม่ครัว", "projects": "น้ำไม่ท่วม, วัดสะอาด", "once": "0190a0a0-0000-7000-8000-000000000001",
    }  # fmt: skip
    wrong = browser.post(url(scene, "new_task", scene.matter.pk), sent | {"skill1": "เหาะเหิน"})
    assert wrong.status_code == 422
    assert wrong.context["form"]["skill1"].errors
    for _twice in range(2):
        assert browser.post(url(scene, "new_task", scene.matter.pk), sent).status_code == 302
    assert Slot.objects.count() == 4, "two halves of two places, and sent twice it is once"
    task = scene.matter.tasks.get(half="am")
    slot = Slot.objects.get(task=task, role="ขุด")
    digger = scene.people[2]
    assert browser.get(url(scene, "put", slot.pk)).status_code == 200
    assert browser.post(url(scene, "put", slot.pk), {"person": str(digger.pk)}).status_code == 302
    row = SignUp.objects.get()
    shown = browser.post(url(scene, "ask_one", row.pk))
    assert digger.phone[-4:] in shown.content.decode().replace(" ", "")
    assert browser.post(url(scene, "answer", row.pk), {"answer": "yes"}).status_code == 302
    assert browser.get(url(scene, "cover", row.pk)).status_code == 200
    monkeypatch.setattr(timezone, "now", lambda: THE_DAY)
    page = browser.get(url(scene, "task", task.pk)).content.decode()
    assert digger.name in page
    browser.post(url(scene, "write_down", row.pk), {"act": "came"})
    monkeypatch.setattr(timezone, "now", lambda: OVER)
    browser.post(url(scene, "everybody_done", task.pk))
    assert fresh(row).state == "done"


def test_a_stranger_and_another_partner_see_no_name_of_who_comes(scene: Within) -> None:
    task = scene.task()
    row = scene.coming(task, scene.people[2])
    for name in ("owner", "nurse", "auditor"):
        assert scene.cast.client(name).get(url(scene, "task", task.pk)).status_code == 403
    for verb in ("answer", "withdraw", "write_down", "ask_one"):
        assert (
            scene.cast.client("owner").post(url(scene, verb, row.pk), {"answer": "yes", "act": "came"}).status_code
            == 403
        )
    assert fresh(row).state == "confirmed"


def test_only_who_runs_the_task_writes_down_by_a_persons_own_code(scene: Within, monkeypatch: Any) -> None:
    one = asked(scene, scene.people[2])
    actions.answer_by_link(one.token, "yes", steward=scene.cast.steward, by=STRANGER, now=BEFORE)
    monkeypatch.setattr(timezone, "now", lambda: THE_DAY)
    where = url(scene, "come", one.token)
    scene.cast.client().post(where, {"answer": "came"})
    assert fresh(one.sign_up).state == "confirmed"
    assert 'value="came"' in scene.cast.client("officer").get(where).content.decode()
    scene.cast.client("officer").post(where, {"answer": "came"})
    assert fresh(one.sign_up).state == "checked_in"


def test_the_hours_on_the_exchange_say_of_which_task_they_are_as_far_as_everybody_may_know(scene: Within) -> None:
    """Two lines of the same hours on one day are told apart; a partner reads the names of tasks of public matters."""
    cast = scene.cast
    publish_matter(scene.matter, sentence="ร่องน้ำตัน ขอแรงช่วยกัน", by=scene.officer)
    for title in ("ล้างถังกรอง", "เปลี่ยนทราย"):
        scene.task(title=title, receiver=cast.office)
    for name in ("divide_things", "near"):
        where = reverse(f"resources:{name}", args=[cast.steward.slug])
        told = cast.client("officer").get(where).content.decode()
        assert "ล้างถังกรอง" in told
        assert "เปลี่ยนทราย" in told
    paper = reverse("resources:divide_things_paper", args=[cast.steward.slug, "html"])
    told = html_text(cast.client("officer").get(paper).content)
    assert "แรงคนช่วยงานรวม2งาน" in told, "one row: each task stands on the month's own paper"
    # Of one person's matter the name of the task is told to nobody who divides.
    Matter.objects.filter(pk=scene.matter.pk).update(is_sensitive=True)
    assert "ล้างถังกรอง" not in cast.client("officer").get(where).content.decode()
    own = reverse("resources:near", args=[cast.steward.slug])
    assert "ล้างถังกรอง" not in cast.client("abbot").get(own).content.decode()
    Matter.objects.filter(pk=scene.matter.pk).update(is_sensitive=False)
    assert "ล้างถังกรอง" in cast.client("abbot").get(own).content.decode(), "it stands on the village board as well"


def test_two_lines_of_the_same_hours_differ_for_a_partner_by_their_time_of_the_day(scene: Within) -> None:
    cast = scene.cast
    publish_matter(scene.matter, sentence="ร่องน้ำตัน ขอแรงช่วยกัน", by=scene.officer)
    scene.task(title="ล้างถังกรอง", half="am", receiver=cast.office)
    scene.task(title="เปลี่ยนทราย", half="pm", receiver=cast.office)
    scene.task(title="ขนทราย", begins=dt.time(13), ends=dt.time(17), receiver=cast.office)
    near, propose = (reverse(f"resources:{name}", args=[cast.steward.slug]) for name in ("near", "propose"))
    page = cast.client("abbot").get(near)
    told = [one.task.when for one in page.context["near"].hands]
    assert set(told) == {"13.00–17.00 น.", "เช้า", "บ่าย"}
    assert all(when in words(page) for when in told)

    def choices(name: str) -> list[str]:
        return [words for key, words in cast.client(name).get(propose).context["form"]["line_0"].field.choices if key]

    assert len(set(choices("abbot"))) == 3
    assert sum("เช้า" in words for words in choices("abbot")) == 1
    assert "ล้างถังกรอง" in str(choices("abbot")), "a task of a public matter"
    assert scene.matter.title not in str(choices("abbot")), "a partner reads what is published of the matter"
    raise_line(
        scene.matter, spec=spec_of(cast, "เต็นท์"), quantity=2, receiver=cast.temple, by=scene.officer
    )  # the office proposes only where more than one party lacks something
    assert "ล้างถังกรอง" in str(choices("officer"))
    # What even so sounds the same is numbered.
    scene.task(title="ล้างถังกรอง", half="am", receiver=cast.office)
    assert len([one for one in set(choices("abbot")) if "เต็นท์" not in one]) == 4


def test_what_is_wrong_in_the_folded_hours_of_a_task_is_seen(scene: Within) -> None:
    browser = scene.cast.client("officer")
    for begins, ends in (("15.00", "09.00"), ("09.00", "")):
        sent = {
            "title": "ขุด",
            "on": "5 ธ.ค. 2569",
            "half": "am",
            "begins": begins,
            "ends": ends,
            "role1": "ขุด",
            "most1": "2",
        }
        page = browser.post(url(scene, "new_task", scene.matter.pk), sent)
        assert page.status_code == 422
        assert re.search(r'<details class="more" open>(?:(?!</details>).)*has-error', page.content.decode(), re.S)
    assert '<details class="more" open>' not in browser.get(url(scene, "new_task", scene.matter.pk)).content.decode()


def test_whoever_says_yes_reads_where_their_name_will_stand_and_who_reads_of_their_skills(scene: Within) -> None:
    one = asked(scene, scene.people[2])
    assert "บอร์ดหมู่บ้าน" in words(scene.cast.client().get(url(scene, "come", one.token)))
    page = words(scene.cast.client("officer").get(url(scene, "person_skills", scene.people[2].pk)))
    for reader in ("ผู้ใหญ่บ้าน", "อสม.", "องค์กร"):
        assert reader in page


def test_a_task_serves_two_projects_at_most_as_its_form_says(scene: Within) -> None:
    sent = {"title": "ขุด", "on": "5 ธ.ค. 2569", "half": "am", "role1": "ขุด", "most1": "2", "projects": "ก,ข,ค"}
    page = scene.cast.client("officer").post(url(scene, "new_task", scene.matter.pk), sent)
    assert page.status_code == 422
    assert page.context["form"].errors["projects"]
    assert not Project.objects.exists()


def test_the_link_says_how_long_it_takes_and_who_runs_it(scene: Within) -> None:
    task = scene.task(most=2)
    actions.set_part(task, scene.people[5], "lead", by=scene.officer)
    text = words(scene.cast.client().get(url(scene, "come", asked(scene, scene.people[2], task=task).token)))
    assert "4 ชั่วโมง" in text.replace("\u00a0", " ")
    assert scene.people[5].name in text


def test_who_asked_for_cover_by_a_slip_of_the_thumb_comes_after_all(scene: Within) -> None:
    row = scene.coming(scene.task(most=1), scene.people[2])
    token = actions.new_link(row, by=scene.officer, now=BEFORE).token
    link, browser = url(scene, "come", token), scene.cast.client()
    browser.post(link, {"answer": "cover"})
    other = actions.ask_instead(row, scene.people[3], by=scene.officer, now=BEFORE)
    assert "after_all" in browser.get(link).content.decode()
    for _twice in range(2):
        browser.post(link, {"answer": "after_all"})
    assert (fresh(row).state, fresh(row).cover_asked_at) == ("confirmed", None)
    assert fresh(other.sign_up).state == "withdrawn"
    assert scene.cast.client().get(url(scene, "come", other.token)).status_code == 410
    assert Entry.objects.filter(kind="work.cover_taken_back").count() == 1


def test_a_yes_is_promised_at_once_and_nobody_else_is_asked_for_it(scene: Within) -> None:
    """The bars say so, the division asks for no more than lacks, and the ledger counts it only once it was done."""
    task = scene.task(most=2)
    line = NeedLine.objects.get()

    def told() -> tuple[int, int, int]:
        row = line_row(NeedLine.objects.select_related("spec", "matter", "receiver", "village").get(pk=line.pk))
        return row.promised, row.delivered, row.missing

    assert told() == (0, 0, 480)
    first, second = (scene.coming(task, person) for person in scene.people[2:4])
    assert told() == (480, 0, 0)
    assert fresh(line).promised == 0, "bound to nothing before it was done (ADR 0023)"
    assert not month_of(scene.cast.steward, scene.officer, today=BEFORE.date()).gaps
    actions.withdraw_person(second, by=scene.officer, now=BEFORE)
    assert told() == (240, 0, 240)
    actions.check_in(first, by=scene.officer, now=THE_DAY)
    actions.finish_hours(first, by=scene.officer, now=OVER)
    assert told() == (0, 240, 240)
    third = scene.coming(task, scene.people[4])
    actions.mark_missed(third, by=scene.officer, now=THE_DAY)
    assert told() == (0, 240, 240), "who missed it is not coming"
    assert not list(hours_spoken_are_of_those_who_said_yes(scene.cast.steward.pk))
    NeedLine.objects.update(spoken=30)
    (found,) = hours_spoken_are_of_those_who_said_yes(scene.cast.steward.pk)
    assert (found.code, found.data["replayed"]) == ("work.spoken_drift", 0)
    assert found.code in SENTENCES


def test_hours_begin_with_the_task_and_are_no_more_than_have_passed(scene: Within, monkeypatch: Any) -> None:
    task = scene.task(half="pn", most=2)
    row = scene.coming(task, scene.people[2])
    noon, six = THE_DAY.replace(hour=12, minute=36), THE_DAY.replace(hour=18, minute=0)
    with pytest.raises(TooEarly):
        actions.check_in(row, by=scene.officer, now=noon)
    actions.check_in(row, by=scene.officer, now=six - dt.timedelta(minutes=40))
    for why in ("", "list", "plan"):
        with pytest.raises(NotBegun):
            actions.finish_hours(row, minutes=30, why=why, by=scene.officer, now=six - dt.timedelta(minutes=1))
    with pytest.raises(MoreThanPassed) as refused:
        actions.finish_hours(row, minutes=180, why="plan", by=scene.officer, now=six + dt.timedelta(minutes=60))
    assert refused.value.data == {"minutes": 180, "passed": 100}
    with pytest.raises(FarLonger):
        actions.finish_hours(
            row, minutes=421, why="list", longer="งานศพ", by=scene.officer, now=six + dt.timedelta(days=1)
        )
    monkeypatch.setattr(timezone, "now", lambda: six + dt.timedelta(days=1))
    officer, where = scene.cast.client("officer"), url(scene, "hours_over", row.pk)
    said = words(officer.post(where, {"hours": "5", "minutes": "0", "why": "list"}))
    assert "บอกสั้น ๆ ว่าเพราะอะไร" in said
    assert officer.post(where, {"hours": "5", "minutes": "0", "why": "list", "longer": "เก็บของ"}).status_code == 302
    assert (fresh(row).minutes, fresh(row).longer_words) == (300, "เก็บของ")


def test_nobody_writes_down_their_own_hours(scene: Within) -> None:
    person = scene.cast.persons["officer"]
    row = scene.coming(scene.task(skill=""), person)
    actions.check_in(row, by=scene.officer, now=THE_DAY)
    with pytest.raises(OwnHours):
        actions.finish_hours(row, by=scene.officer, now=OVER)
    actions.finish_hours(row, by=scene.cast.actor("coordinator"), now=OVER)
    assert fresh(row).state == "done"
