"""Verbs of a task that does not stay as it was: ask for a change, answer, move it to another day or time."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from ruammue.access.actors import Actor
from ruammue.foundation import thai_dates
from ruammue.ledger.actions import record
from ruammue.needs.actions.matters import acting
from ruammue.people.models import Person
from ruammue.resources.actions import move_line, resize_line
from ruammue.resources.models import Commitment
from ruammue.resources.refusals import LineIsClosed
from ruammue.resources.refusals import MatterIsClosed as LineOfClosedMatter
from ruammue.work.actions.coming import Asked, invite_person, propose_person, withdraw_person
from ruammue.work.actions.releasing import ask_anew, release_promises
from ruammue.work.actions.tasks import hours_of, minutes_of
from ruammue.work.events import TaskChangeAnswered, TaskChangeAsked, TaskMoved
from ruammue.work.models import SignUp, Slot, Task, TaskChange
from ruammue.work.models.tasks import LIVE
from ruammue.work.refusals import (
    CameAlready,
    ChangeEmpty,
    ChangeIsOver,
    NothingMoves,
    TaskIsDropped,
    WhyMoveMissing,
)

Answer = TaskChange.Answer


@dataclass(frozen=True, slots=True)
class Moved:
    """A task that was moved, and who is asked again, each with a link of their own; of partners what they promised."""

    change: TaskChange
    asked: tuple[Asked, ...]
    not_asked: tuple[SignUp, ...] = ()
    """Who was asked to step in for somebody, and is not any more."""
    partners: tuple[Commitment, ...] = ()


@transaction.atomic
def ask_for_change(
    task: Task,
    *,
    by: Actor,
    person: Person | None = None,
    wished_on: date | None = None,
    wished_half: str = "",
    words: str = "",
    now: datetime | None = None,
) -> TaskChange:
    """Say that another day would suit better, or what else should be different. Said again, the newer words stand.

    Raises TaskIsDropped, ChangeEmpty.
    """
    now = now or timezone.now()
    row = Task.objects.of(task.steward_id).select_for_update(of=("self",)).get(pk=task.pk)
    if row.dropped_at is not None:
        raise TaskIsDropped
    if wished_on is None and not words.strip():
        raise ChangeEmpty
    change = TaskChange.objects.of(row.steward_id).filter(task=row, person=person, answer="").first()
    change = change or TaskChange(steward_id=row.steward_id, task=row, person=person)
    change.wished_on, change.wished_half, change.words = wished_on, wished_half if wished_on else "", words.strip()
    change.asked_at, change.asked_by_id = now, person.pk if by.person_id is None and person else acting(by)
    change.save()
    record(
        TaskChangeAsked(
            steward=row.steward_id, task=row.pk, change=change.pk, person=person.pk if person else None
        ),
        by=by, at=now,
    )  # fmt: skip
    return change


@transaction.atomic
def answer_change(
    change: TaskChange, answer: str, *, by: Actor, words: str = "", now: datetime | None = None
) -> TaskChange:
    """Say what becomes of it: done (in another way than by moving the task), or not. Raises ChangeIsOver."""
    now = now or timezone.now()
    row = TaskChange.objects.of(change.steward_id).select_for_update(of=("self",)).get(pk=change.pk)
    if row.answer:
        raise ChangeIsOver(answer=row.answer)
    row.answer, row.answer_words = Answer(answer), words.strip()
    row.answered_at, row.answered_by_id = now, acting(by)
    row.save()
    record(
        TaskChangeAnswered(steward=row.steward_id, task=row.task_id, change=row.pk, answer=row.answer), by=by, at=now
    )
    return row


@transaction.atomic
def move_task(
    task: Task,
    *,
    on: date,
    half: str,
    reason: str,
    by: Actor,
    begins: time | None = None,
    ends: time | None = None,
    change: TaskChange | None = None,
    now: datetime | None = None,
) -> Moved:
    """Do it on another day or at another time, and say why. Who was asked or said yes is asked again: a yes to
    Saturday is no yes to Sunday. Whoever asked for it (`change`) reads that it was done. Made shorter or longer, its
    hours in the promise ledger follow. What partners promised for the old day ends, and they are asked for the new one.

    Raises TaskIsDropped, WhyMoveMissing, NothingMoves, CameAlready, HoursOutOfOrder, ChangeIsOver.
    """
    now = now or timezone.now()
    if not reason.strip():
        raise WhyMoveMissing
    row = Task.objects.of(task.steward_id).select_for_update(of=("self",)).select_related("hours_line").get(pk=task.pk)
    if row.dropped_at is not None:
        raise TaskIsDropped
    minutes = row.minutes if row.begins is None and half == row.half else minutes_of(half)
    if begins is not None or ends is not None:
        half, minutes = hours_of(begins, ends)
    if (on, half, begins, ends) == (row.on, row.half, row.begins, row.ends):
        raise NothingMoves
    # Every place first: whoever is saying yes to the old day waits, and then reads that it is over.
    list(Slot.objects.of(row.steward_id).select_for_update(of=("self",)).filter(task=row).order_by("pk"))
    live = list(SignUp.objects.of(row.steward_id).filter(LIVE, slot__task=row).select_related("person", "on_behalf_of"))
    if any(each.came_at is not None for each in live):
        raise CameAlready
    change = _change_of(row, change, by=by, reason=reason, now=now)
    change.from_on, change.from_half, change.from_begins, change.from_ends = row.on, row.half, row.begins, row.ends
    change.save()
    row.on, row.half, row.begins, row.ends, row.minutes = on, half, begins, ends, minutes
    row.save(update_fields=["on", "half", "begins", "ends", "minutes"])
    asked, not_asked = _ask_again(row, live, by=by, now=now)
    partners: list[Commitment] = []
    if row.hours_line is not None:
        days = f"{thai_dates.short(change.from_on)} → {thai_dates.short(on)}"
        why = f"{row.title} · {days}: {reason.strip()}"
        released = release_promises(row, reason=why, by=by, now=now)
        with suppress(LineIsClosed, LineOfClosedMatter):  # nothing is asked for any more: there is nothing to move
            line = move_line(row.hours_line, from_on=on, until_on=on, by=by, reason=reason, now=now)
            resize_line(line, quantity=_heads(row) * minutes, by=by, reason=reason, now=now)
        partners = ask_anew(row, released, move=change.pk, reason=why, by=by, now=now)
    record(
        TaskMoved(
            steward=row.steward_id, task=row.pk, matter=row.matter_id, from_on=change.from_on, to_on=on,
            asked_again=len(asked),
        ),
        by=by, reason=reason, at=now,
    )  # fmt: skip
    return Moved(change, tuple(asked), tuple(not_asked), tuple(partners))


def _heads(task: Task) -> int:
    """How many people its places take."""
    return int(Slot.objects.of(task.steward_id).filter(task=task).aggregate(all=Sum("most"))["all"] or 0)


def _change_of(task: Task, change: TaskChange | None, *, by: Actor, reason: str, now: datetime) -> TaskChange:
    if change is not None:
        return answer_change(change, Answer.DONE, words=reason, by=by, now=now)
    return TaskChange(
        steward_id=task.steward_id, task=task, asked_at=now, asked_by_id=acting(by), answer=Answer.DONE,
        answer_words=reason.strip(), answered_at=now, answered_by_id=acting(by),
    )  # fmt: skip


def _ask_again(task: Task, live: Sequence[SignUp], *, by: Actor, now: datetime) -> tuple[list[Asked], list[SignUp]]:
    """The old yes ends with the old day. Who was only thought of is thought of for the new one; who would have stepped
    in for somebody is not asked, since that somebody is, and has to hear of it."""
    asked, not_asked = [], []
    for old in sorted(live, key=lambda each: (each.slot_id, each.pk)):
        withdraw_person(old, by=by, now=now)
        if old.state == "invited" and old.covers_id is not None:
            not_asked.append(old)
            continue
        new = propose_person(
            Slot(pk=old.slot_id, steward_id=task.steward_id), old.person, on_behalf_of=old.on_behalf_of,
            reasons=old.reasons, by=by, now=now,
        )  # fmt: skip
        if old.state in ("invited", "confirmed"):
            asked.append(invite_person(new, by=by, now=now))
    return asked, not_asked
