"""What is done in the evening and until midnight: a time of its own, of one day, over when the day is over."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from ruammue.work import actions
from ruammue.work.models import SignUp
from ruammue.work.queries import months
from ruammue.work.refusals import HoursOutOfOrder, TwoPlacesAtOnce
from tests.cast import Cast
from tests.rooms.work.within import BANGKOK, BEFORE, MONTH, SATURDAY, Within

SUNDAY = SATURDAY + dt.timedelta(days=1)
LAST = dt.date(2026, 12, 31)
TO_MIDNIGHT = {"begins": dt.time(20), "ends": dt.time(23, 59)}


@pytest.fixture
def scene(cast: Cast, monkeypatch: Any) -> Within:
    monkeypatch.setattr(timezone, "now", lambda: BEFORE)
    return Within(cast)


def plan(scene: Within) -> None:
    actions.plan_month(scene.cast.steward, MONTH, fairness=0, by=scene.officer, now=BEFORE)


def who(task: Any) -> set[Any]:
    return set(SignUp.objects.filter(slot__task=task, withdrawn_at=None).values_list("person_id", flat=True))


def only(scene: Within, person: Any, **facts: Any) -> None:
    """Nobody else who can dig may be asked this month."""
    for each in scene.people[2:]:
        said = facts if each == person else {"most_a_month": 0}
        actions.say_availability(scene.cast.steward, each, by=scene.officer, now=BEFORE, **said)


def test_a_task_until_midnight_is_of_the_evening_and_of_one_day(scene: Within) -> None:
    task = scene.task("เฝ้าน้ำ", most=1, **TO_MIDNIGHT)
    assert (task.half, task.halves, task.minutes) == ("pn", ("pn",), 239)
    for begins, ends in ((dt.time(20), dt.time(0)), (dt.time(22), dt.time(2)), (dt.time(23, 50), dt.time(23, 59))):
        with pytest.raises(HoursOutOfOrder):
            scene.task("ข้ามคืน", most=1, begins=begins, ends=ends)
    assert scene.task("ก่อนสว่าง", most=1, begins=dt.time(0), ends=dt.time(4)).halves == ("am",)


def test_the_day_ends_at_midnight_in_thailand_and_not_in_greenwich(scene: Within) -> None:
    tonight, tomorrow = scene.task("เฝ้าน้ำ", most=1, **TO_MIDNIGHT), scene.task("ขุดต่อ", most=1, on=SUNDAY)
    before = dt.datetime(2026, 12, 5, 23, 58, tzinfo=BANGKOK)
    after = dt.datetime(2026, 12, 6, 0, 1, tzinfo=BANGKOK)
    assert after.astimezone(dt.UTC).date() == SATURDAY, "in Greenwich it is still Saturday"
    assert [(task.is_ahead(now), task.is_over(now)) for now in (before, after) for task in (tonight, tomorrow)] == [
        (False, False), (True, False), (False, True), (True, False),
    ]  # fmt: skip
    # A plan made a minute after midnight asks for what is ahead only.
    actions.plan_month(scene.cast.steward, MONTH, fairness=0, by=scene.officer, now=after)
    assert (len(who(tonight)), len(who(tomorrow))) == (0, 1)


def test_who_is_free_in_the_evening_only_is_asked_for_the_evening_only(scene: Within) -> None:
    digger = scene.people[2]
    only(scene, digger, free="5pn")
    tasks = [scene.task(half, most=1, half=half) for half in ("am", "pm", "pn")]
    late = scene.task("บ่ายถึงค่ำ", most=1, begins=dt.time(16), ends=dt.time(19))
    plan(scene)
    assert [who(task) for task in (*tasks, late)] == [set(), set(), {digger.pk}, set()]


def test_evening_and_next_morning_do_not_meet_and_afternoon_into_the_evening_does(scene: Within) -> None:
    digger = scene.people[2]
    scene.coming(scene.task("เฝ้าน้ำ", most=1, **TO_MIDNIGHT), digger)
    assert scene.coming(scene.task("ขุดต่อ", most=1, on=SUNDAY), digger).state == "confirmed"
    assert scene.coming(scene.task("บ่าย", most=1, half="pm"), digger).state == "confirmed"
    with pytest.raises(TwoPlacesAtOnce):
        scene.coming(scene.task("ยาวถึงค่ำ", most=1, begins=dt.time(17), ends=dt.time(20, 30)), digger)


def test_the_last_evening_of_a_month_is_of_that_month_and_counts_as_one_half_day(scene: Within) -> None:
    digger = scene.people[2]
    only(scene, digger, most_a_month=1)
    eve = scene.task("ส่งท้ายปี", most=1, on=LAST, priority=3, **TO_MIDNIGHT)
    new_year = scene.task("ทำบุญปีใหม่", most=1, on=LAST + dt.timedelta(days=1))
    plan(scene)
    assert who(eve) == {digger.pk}
    assert not who(new_year), "that is of the next month's plan"
    shown = months.month_of(scene.cast.steward, scene.officer, MONTH)
    assert [task.id for task in shown.tasks] == [eve.pk]
    assert [row.all for row in shown.burden if row.person == digger.pk] == [1]
