"""What waits for those who divide the work: who said yes and cannot come, who wants a task changed, what was told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.fields import BooleanField, CharField, DateField, Field, IntegerField, TimeField, UUIDField
from django.utils import timezone
from django.utils.translation import get_language

from ruammue.access.actors import Actor, Role
from ruammue.needs.models import Matter
from ruammue.people.models import Person
from ruammue.places.models import Steward
from ruammue.work.models import SignUp, Task, TaskChange
from ruammue.work.models.tasks import LIVE, ahead
from ruammue.work.queries.months import after, time_words
from ruammue.work.who_where.rows import waiting_rows

COVER, CHANGE, TOLD = "cover", "change", "told"
_TEXT, _DAY, _KEY = CharField, DateField, UUIDField
_COLUMNS: dict[str, type[Field[Any, Any]]] = {
    "what": _TEXT, "how_many": IntegerField, "key": _KEY, "of_task": _KEY, "called": _TEXT, "day": _DAY,
    "part": _TEXT, "since": TimeField, "until": TimeField, "prefix": _TEXT, "given": _TEXT, "family": _TEXT,
    "wish_day": _DAY, "wish_part": _TEXT, "said": _TEXT, "was_asked": BooleanField,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who said yes and looks for another (`id`: the sign-up), or a wish to change a task (`id`: the wish).

    `is_asked`: another was asked to come instead and has not answered.
    """

    id: UUID
    is_cover: bool
    is_asked: bool
    name: str
    task_id: UUID
    task: str
    on: date
    when: str
    wish: str
    words: str


@dataclass(frozen=True, slots=True)
class WaitingForOffice:
    """What waits, the next day first; and how many rows that partners told wait for a yes."""

    rows: tuple[Waiting, ...]
    told: int


def waiting_for(
    steward: Steward, actor: Actor, now: datetime, *, month: date | None = None, with_told: bool = False
) -> WaitingForOffice:
    """What waits for this reader, in tasks of matters that they may open; for a head in their own villages. Who cannot
    come as long as the task has not begun, wishes as long as its day is not past. One statement.
    """
    tasks = tasks_of(steward, actor, month)
    both = _covers(tasks, steward, now).union(_wishes(tasks, steward, now), all=True)
    both = both.union(_told(steward), all=True) if with_told else both
    found = [dict(zip(_COLUMNS, row, strict=True)) for row in both]
    rows = [_row(row) for row in found if row["what"] != TOLD]
    rows.sort(key=lambda row: (row.on, row.is_asked, row.when, row.name))
    return WaitingForOffice(tuple(rows), sum(row["how_many"] for row in found))


def tasks_of(steward: Steward, actor: Actor, month: date | None = None) -> QuerySet[Task]:
    """Tasks, of a month, that a reader who may change tasks at all may change: of matters that they may open, of a head
    in their own villages.
    """
    tasks = Task.objects.of(steward).filter(matter__in=Matter.objects.of(steward).visible_to(actor), dropped_at=None)
    if not actor.has(Role.OFFICER, Role.CLERK, Role.COORDINATOR):
        tasks = tasks.filter(Q(village__in=actor.villages) | Q(matter__village__in=actor.villages))
    return tasks.filter(on__gte=month, on__lt=after(month)) if month is not None else tasks


def _columns(rows: QuerySet[Any], what: str, **facts: Any) -> QuerySet[Any]:
    """Rows of several tables in the same columns; what one has not is empty."""
    known = {"what": Value(what), "how_many": Value(0), **facts}
    empty = {name: Value(None, output_field=kind()) for name, kind in _COLUMNS.items() if name not in known}
    return rows.order_by().annotate(**{name: (known | empty)[name] for name in _COLUMNS}).values_list(*_COLUMNS)


def _of_task(at: str) -> dict[str, Any]:
    return {
        "of_task": F(f"{at}id"), "called": F(f"{at}title"), "day": F(f"{at}on"), "part": F(f"{at}half"),
        "since": F(f"{at}begins"), "until": F(f"{at}ends"), "prefix": F("person__prefix"),
        "given": F("person__given_name"), "family": F("person__family_name"), "key": F("pk"),
    }  # fmt: skip


def _covers(tasks: QuerySet[Task], steward: Steward, now: datetime) -> QuerySet[Any]:
    rows = SignUp.objects.of(steward).filter(
        ahead(now), slot__task__in=tasks, answer=SignUp.Answer.YES, cover_asked_at__isnull=False, came_at=None,
        missed_at=None, withdrawn_at=None, excused_at=None,
    )  # fmt: skip
    instead = SignUp.objects.filter(LIVE, covers=OuterRef("pk"), asked_at__isnull=False)
    return _columns(rows, COVER, **_of_task("slot__task__"), was_asked=Exists(instead))


def _wishes(tasks: QuerySet[Task], steward: Steward, now: datetime) -> QuerySet[Any]:
    rows = TaskChange.objects.of(steward).filter(task__in=tasks, answer="", task__on__gte=timezone.localdate(now))
    wish = {"wish_day": F("wished_on"), "wish_part": F("wished_half"), "said": F("words")}
    return _columns(rows, CHANGE, **_of_task("task__"), **wish)


def _told(steward: Steward) -> QuerySet[Any]:
    return _columns(waiting_rows(steward).order_by().values("steward"), TOLD, how_many=Count("pk"))


def _row(found: dict[str, Any]) -> Waiting:
    language = (get_language() or "th")[:2]
    wish = time_words(found["wish_day"], found["wish_part"], None, None, language) if found["wish_day"] else ""
    who = Person(prefix=found["prefix"] or "", given_name=found["given"] or "", family_name=found["family"] or "")
    return Waiting(
        id=found["key"], is_cover=found["what"] == COVER, is_asked=bool(found["was_asked"]), name=who.name,
        task_id=found["of_task"], task=found["called"], on=found["day"],
        when=time_words(found["day"], found["part"], found["since"], found["until"], language), wish=wish,
        words=found["said"] or "",
    )  # fmt: skip
