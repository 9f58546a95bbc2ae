"""Whom to call: who was asked and has not answered, and who has to hear that a task is not done after all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.translation import get_language

from ruammue.access.actors import Actor
from ruammue.places.models import Steward
from ruammue.work.models import SignUp, Slot, Task
from ruammue.work.models.tasks import LIVE, ahead
from ruammue.work.queries.coming import Row, row_of, with_changes
from ruammue.work.queries.waiting import tasks_of
from ruammue.work.sent import free, heads, room, sent_for, with_leaving


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody to call once, with all that they are asked for or have to hear."""

    name: str
    phone: str
    rows: tuple[Row, ...]


def unanswered(steward: Steward, actor: Actor, month: date, now: datetime) -> list[Called]:
    """Who was asked in a month and has not answered, of tasks that the reader may change. Four statements."""
    return called(steward, _without_answer(steward, actor, month, now))


def how_many_to_call(steward: Steward, actor: Actor, month: date, now: datetime) -> int:
    """How many people these are. One statement."""
    return _without_answer(steward, actor, month, now).values("person").distinct().count()


def _without_answer(steward: Steward, actor: Actor, month: date, now: datetime) -> QuerySet[SignUp]:
    rows: QuerySet[SignUp] = SignUp.objects.of(steward).filter(
        LIVE, ahead(now), slot__task__in=tasks_of(steward, actor, month), answer="", asked_at__isnull=False
    )
    return rows


def to_be_called(task: Task) -> list[Called]:
    """Who was asked for a task or said yes. If it is dropped they have to hear of it, and once it is, they are who was
    in it until then. One statement."""
    rows = SignUp.objects.of(task.steward_id).filter(slot__task=task, asked_at__isnull=False).exclude(answer="no")
    rows = rows.filter(LIVE if task.dropped_at is None else Q(withdrawn_at=F("slot__task__dropped_at")))
    return _by_person(_shown(_joined(rows)))


def called(steward: Steward, sign_ups: QuerySet[SignUp]) -> list[Called]:
    """Sign-ups by person, each with the day from which its task was moved, and whether anybody lacks there. Four
    statements."""
    found = _joined(sign_ups)
    full = _full(steward, found)
    rows = (replace(row, is_full=row.id in full) for row in _shown(found))
    return _by_person(with_changes(steward, None, list(rows)))


def _full(steward: Steward, sign_ups: Collection[SignUp]) -> set[UUID]:
    """Of these whose yes would be refused, since nobody lacks any more. Who comes instead of somebody who still comes
    lacks nowhere and is no more."""
    tasks = {row.slot.task_id: row.slot.task for row in sign_ups}
    places: dict[UUID, list[Slot]] = defaultdict(list)
    for place in with_leaving(Slot.objects.of(steward).filter(task__in=tasks)):
        places[place.task_id].append(place)
    open_in = {place.pk: free(place) for some in places.values() for place in some}
    sent = sent_for(steward, {task.hours_line_id for task in tasks.values()})
    left = {
        key: room(places[key], heads(sent.get(task.hours_line_id, ()), task.minutes)) for key, task in tasks.items()
    }
    return {
        row.pk
        for row in sign_ups
        if not (row.covers is not None and row.covers.state == "confirmed" and not row.covers.wants_cover)
        and (open_in[row.slot_id] <= 0 or left[row.slot.task_id] <= 0)
    }


def _joined(sign_ups: QuerySet[SignUp]) -> list[SignUp]:
    joined = sign_ups.select_related("person", "slot__task__village", "covers__person", "in_exchange__slot__task")
    return list(joined.order_by("person__sort_key", "person_id", "on", "begins", "id"))


def _shown(sign_ups: Iterable[SignUp]) -> list[Row]:
    language = (get_language() or "th")[:2]
    return [row_of(row, language) for row in sign_ups]


def _by_person(rows: Iterable[Row]) -> list[Called]:
    found = []
    for _person, theirs in groupby(rows, key=lambda row: row.person):
        every = tuple(theirs)
        found.append(Called(every[0].name, every[0].phone, every))
    return found
