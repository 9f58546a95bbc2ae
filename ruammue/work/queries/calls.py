"""Whom to call: who was asked and has not answered, and who has to hear that a task is not done after all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import F, Q, QuerySet
from django.utils.translation import get_language

from ruammue.access.actors import Actor
from ruammue.places.models import Steward
from ruammue.work.models import SignUp, Task
from ruammue.work.models.tasks import LIVE, ahead
from ruammue.work.queries.coming import Row, row_of, with_changes
from ruammue.work.queries.waiting import tasks_of


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody to call once, with all that they are asked for or have to hear."""

    name: str
    phone: str
    rows: tuple[Row, ...]


def unanswered(steward: Steward, actor: Actor, month: date, now: datetime) -> list[Called]:
    """Who was asked in a month and has not answered, of tasks that the reader may change. Two statements."""
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
    return _by_person(_rows(rows))


def called(steward: Steward, sign_ups: QuerySet[SignUp]) -> list[Called]:
    """Sign-ups by person, each with the day from which its task was moved. Two statements."""
    return _by_person(with_changes(steward, None, _rows(sign_ups)))


def _rows(sign_ups: QuerySet[SignUp]) -> list[Row]:
    language = (get_language() or "th")[:2]
    joined = sign_ups.select_related("person", "slot__task__village", "covers__person", "in_exchange__slot__task")
    return [row_of(row, language) for row in joined.order_by("person__sort_key", "person_id", "on", "begins", "id")]


def _by_person(rows: Iterable[Row]) -> list[Called]:
    found = []
    for _person, theirs in groupby(rows, key=lambda row: row.person):
        every = tuple(theirs)
        found.append(Called(every[0].name, every[0].phone, every))
    return found
