"""Verbs of hours: somebody's time is over, and stands in the promise ledger by itself (ADR 0023)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ruammue.access.actors import Actor
from ruammue.ledger.actions import record
from ruammue.needs.actions.matters import acting
from ruammue.resources.actions import confirm_delivery, make_commitment, record_delivery
from ruammue.resources.actions.locks import take_line
from ruammue.resources.models import Confirmation, Delivery
from ruammue.resources.refusals import LineIsClosed
from ruammue.resources.refusals import MatterIsClosed as LineOfClosedMatter
from ruammue.resources.sides import own_sides
from ruammue.work.actions.coming import count_yes, ids_of, must_be, take
from ruammue.work.actions.skills import show_skill
from ruammue.work.events import HoursDone, HoursEntered
from ruammue.work.models import SignUp
from ruammue.work.models.tasks import GRACE, minute_of
from ruammue.work.refusals import (
    FarLonger,
    LongerThanPlanned,
    MoreThanPassed,
    MoreThanTheClock,
    NoRoomInLedger,
    NotBegun,
    OwnHours,
)
from ruammue.work.sent import OF_SIGN_UP

LONGER = 30
"""Minutes beyond the planned time from which on it is asked how that came."""
FAR_LONGER = 240
"""Minutes beyond the planned time that are another task: a half-day more."""


@transaction.atomic
def finish_hours(
    sign_up: SignUp, *, by: Actor, minutes: int | None = None, why: str = "", longer: str = "",
    now: datetime | None = None,
) -> SignUp:  # fmt: skip
    """Their time is over: the hours count, and stand in the promise ledger by themselves (ADR on hours). What they did
    stands among what they can do.

    Without `minutes` it is the planned time, or what the clock says where that is nearly as much. More than the clock
    only with `why`; much more than planned only with words how it came (`longer`). Nobody writes down their own.

    Raises NotComing (they were not written down as come), SignUpIsOver, OwnHours, NotBegun, MoreThanTheClock,
    MoreThanPassed, LongerThanPlanned, FarLonger. Done twice, it is once.
    """
    now = now or timezone.now()
    row = take(sign_up)
    if row.done_at is not None:
        return row
    must_be(row, "checked_in")
    if acting(by) == row.person_id:
        raise OwnHours
    if row.slot.task.is_ahead(now):
        raise NotBegun(begins=row.slot.task.span[0])
    planned, row.clock = row.slot.task.minutes, _by_the_clock(row, now)
    if minutes is None and not why and row.clock >= max(1, planned - GRACE):
        minutes = min(planned, row.clock)
    row.minutes = minutes or planned
    if row.minutes > row.clock:
        if not why:
            raise MoreThanTheClock(minutes=row.minutes, clock=row.clock)
        row.minutes_why = SignUp.HoursWhy(why)
    _could_be(row, longer, now)
    row.done_at, row.done_by_id = now, acting(by)
    row.save(update_fields=["minutes", "clock", "minutes_why", "longer_words", "done_at", "done_by_id"])
    count_yes(row)
    row.delivery = _into_the_ledger(row, by=by, now=now)
    row.save(update_fields=["delivery"])
    if row.slot.skill and row.person.anonymised_at is None:
        show_skill(row.steward, row.slot.skill, row.person, by=by, now=now)
    record(
        HoursDone(
            **ids_of(row), minutes=row.minutes, clock=row.clock, why=row.minutes_why,
            delivery=row.delivery.pk if row.delivery else None,
        ),
        by=by, at=now,
    )  # fmt: skip
    return row


def _could_be(row: SignUp, longer: str, now: datetime) -> None:
    """Nobody helped longer than the day has gone on, and much longer than planned only with words how it came."""
    planned, local = row.slot.task.minutes, timezone.localtime(now)
    if local.date() == row.on:
        began = min(row.slot.task.span[0], minute_of(timezone.localtime(row.came_at).time()))
        passed = minute_of(local.time()) - began
        if row.minutes > passed:
            raise MoreThanPassed(minutes=row.minutes, passed=max(passed, 0))
    if row.minutes > planned + FAR_LONGER:
        raise FarLonger(most=planned + FAR_LONGER)
    if row.minutes > planned + LONGER:
        if not longer.strip():
            raise LongerThanPlanned(minutes=row.minutes, planned=planned)
        row.longer_words = longer.strip()


@transaction.atomic
def enter_hours(sign_up: SignUp, *, by: Actor, now: datetime | None = None) -> SignUp:
    """Hours that found no room in the promise ledger enter it after all, once a partner's promise made room.

    Raises NotComing, NoRoomInLedger. Entered twice, it is once.
    """
    now = now or timezone.now()
    row = take(sign_up)
    must_be(row, "done")
    if row.delivery_id is not None:
        return row
    if row.slot.task.hours_line is not None:
        take_line(row.slot.task.hours_line)
    row.delivery = _into_the_ledger(row, by=by, now=now)
    if row.delivery is None:
        raise NoRoomInLedger
    row.save(update_fields=["delivery"])
    record(HoursEntered(**ids_of(row), delivery=row.delivery.pk), by=by, at=now)
    return row


def _by_the_clock(row: SignUp, now: datetime) -> int:
    """Whole minutes since they were written down as come."""
    return 0 if row.came_at is None else max(0, int((now - row.came_at).total_seconds())) // 60


def _into_the_ledger(row: SignUp, *, by: Actor, now: datetime) -> Delivery | None:
    """The hours as a promise kept, in both sides' words: theirs, told by coming; the receiver's, who saw them there.

    A promise is written only now: a yes by link is no more than a claim (ADR 0018), and whoever came has shown it.
    """
    line = row.slot.task.hours_line
    if line is None:
        return None
    line.refresh_from_db()
    # More hours than were asked for stay with the sign-up: nobody fills another's place by staying long.
    quantity = min(row.minutes, row.slot.task.minutes, line.lacking)
    if quantity <= 0:
        return None
    pen, receiver = by.entering_for(None), Confirmation.Side.RECEIVER
    name = row.person.name
    try:
        promise = make_commitment(
            line, quantity=quantity, by=pen, side=Confirmation.Side.PROVIDER, idempotency_key=f"{OF_SIGN_UP}{row.pk}",
            provider=row.on_behalf_of, person=None if row.on_behalf_of else row.person,
            due=max(row.on, timezone.localdate(now)),  # a paper list is typed in days later
            as_whom=name, agreed_by=line.receiver.name, asks_interest=False, now=now,
        )  # fmt: skip
    except (LineIsClosed, LineOfClosedMatter):
        return None
    delivery = record_delivery(
        promise, quantity=quantity, on=row.on, by=pen, idempotency_key=f"{OF_SIGN_UP}{row.pk}",
        side=Confirmation.Side.PROVIDER, as_whom=name, now=now,
    )  # fmt: skip
    speaks = receiver.value in own_sides(by, promise) and row.person_id != by.person_id
    confirm_delivery(
        delivery, side=receiver, by=by.speaking_for(line.receiver_id) if speaks else pen,
        as_whom="" if speaks else line.receiver.name, now=now,
    )  # fmt: skip
    return delivery
