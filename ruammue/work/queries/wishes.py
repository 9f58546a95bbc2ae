"""The tasks of a month as somebody reads them who is asked which they would like."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import get_language

from ruammue.access.actors import STRANGER, Actor
from ruammue.foundation import thai_dates
from ruammue.needs.models import Matter
from ruammue.places.models import Steward
from ruammue.work.actions.skills import known_skills
from ruammue.work.actions.wishes import behind_wish_link
from ruammue.work.models import Slot, Task, Wish
from ruammue.work.queries.months import after, first_of, when_words, where_words
from ruammue.work.sent import free, in_places, sent_for, with_leaving


@dataclass(frozen=True, slots=True)
class TaskToWish:
    """A task somebody may say they would like."""

    id: UUID
    title: str
    when: str
    where: str
    asks: tuple[str, ...]
    is_wished: bool


@dataclass(frozen=True, slots=True)
class DayToWish:
    """A day with its tasks. `is_wished`: all of them are."""

    key: str
    label: str
    tasks: tuple[TaskToWish, ...]

    @property
    def is_wished(self) -> bool:
        """Whether the whole day is wished for."""
        return all(task.is_wished for task in self.tasks)


@dataclass(frozen=True, slots=True)
class WishPage:
    """A month's open tasks by day, and how many of them the reader would like."""

    days: tuple[DayToWish, ...]
    wished: int


@dataclass(frozen=True, slots=True)
class WishesLink:
    """What a person's link opens: no `page` where nothing is behind it, or its month is over."""

    page: WishPage | None = None
    name: str = ""
    month: date | None = None
    is_over: bool = False


def open_tasks(steward: Steward, month: date, reader: Actor = STRANGER) -> list[Task]:
    """Tasks of a month that still lack somebody whom no partner sends, of matters that everybody may read of or this
    reader may open. None of a matter that is handled with care.
    """
    may_read = Q(matter__published_at__isnull=False) | Q(matter__in=Matter.objects.of(steward).visible_to(reader))
    places = with_leaving(Slot.objects.of(steward))
    rows = Task.objects.of(steward).filter(
        may_read, on__gte=max(first_of(month), timezone.localdate()), on__lt=after(first_of(month)),
        dropped_at=None, matter__is_sensitive=False, matter__closed_at=None,
    )  # fmt: skip
    tasks: Any = list(
        rows.select_related("village")
        .prefetch_related(Prefetch("slots", places, to_attr="places"))
        .order_by("on", "half", "opened_at", "id")
    )
    sent = in_places(tasks, sent_for(steward, [task.hours_line_id for task in tasks]))
    return [task for task in tasks if any(free(place) > sent.get(place.pk, 0) for place in task.places)]


def page_of(steward: Steward, month: date, person: UUID, reader: Actor = STRANGER) -> WishPage:
    """The month for one person, who may be the reader. Six statements."""
    language = (get_language() or "th")[:2]
    tasks = open_tasks(steward, month, reader)
    skills = known_skills(steward)
    asked: dict[UUID, list[str]] = {}
    for task_id, role, skill in Slot.objects.of(steward).filter(task__in=tasks).values_list("task_id", "role", "skill"):
        known = skills.get(skill)
        asked.setdefault(task_id, []).append(known.label(language) if known else role)
    mine = set(Wish.objects.of(steward).filter(person_id=person, task__in=tasks).values_list("task_id", flat=True))
    days = tuple(
        DayToWish(
            on.isoformat(),
            thai_dates.short(on, language),
            tuple(
                TaskToWish(
                    task.pk, task.title, when_words(task, language), where_words(task),
                    tuple(dict.fromkeys(asked.get(task.pk, ()))), task.pk in mine,
                )
                for task in rows
            ),
        )
        for on, rows in groupby(tasks, key=lambda task: task.on)
    )  # fmt: skip
    return WishPage(days, len(mine))


def link_of(steward: Steward, token: str) -> WishesLink:
    """What a token stands for. Looking changes nothing."""
    found = behind_wish_link(token, steward)
    if found is None:
        return WishesLink()
    if after(found.month) <= timezone.localdate():
        return WishesLink(is_over=True)
    return WishesLink(page_of(steward, found.month, found.person_id), found.person.name, found.month)
