"""A task as those who run it read it, and what one person was asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Sum
from django.utils import timezone
from django.utils.translation import get_language

from ruammue.places.models import Steward
from ruammue.work.actions.coming import behind_link
from ruammue.work.actions.skills import known_skills
from ruammue.work.models import SignUp, Slot, Task, TaskInProject, TaskPart
from ruammue.work.models.tasks import LIVE
from ruammue.work.queries.months import PlaceShown, place_shown, state_words, when_words, where_words

COMING = ("confirmed", "checked_in", "done", "no_show")


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody's place, as they or the one at the list read it."""

    id: UUID
    person: UUID
    name: str
    role: str
    task: str
    task_id: UUID
    on: date
    when: str
    where: str
    state: str
    words: str
    minutes: int
    wants_cover: bool
    instead_of: str


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A task with its places, its people and who is responsible."""

    task: Task
    when: str
    where: str
    places: tuple[PlaceShown, ...]
    coming: tuple[Row, ...]
    parts: tuple[TaskPart, ...]
    projects: tuple[str, ...]
    is_due: bool
    answers: tuple[Row, ...]


def task_page(task: Task, *, today: date | None = None) -> TaskPage:
    """A task whole. Six statements, however many people."""
    language = (get_language() or "th")[:2]
    people = SignUp.objects.of(task.steward_id).filter(LIVE).select_related("person").order_by("proposed_at", "id")
    places: Any = list(
        Slot.objects.of(task.steward_id)
        .filter(task=task)
        .order_by("id")
        .prefetch_related(Prefetch("sign_ups", queryset=people, to_attr="people"))
    )
    skills = known_skills(task.steward)
    every = list(
        SignUp.objects.of(task.steward_id)
        .filter(slot__task=task)
        .select_related("person", "slot__task__village", "covers__person")
        .order_by("person__sort_key", "id")
    )
    parts = TaskPart.objects.of(task.steward_id).filter(task=task)
    names = TaskInProject.objects.of(task.steward_id).filter(task=task).order_by("project__opened_at")
    return TaskPage(
        task=task,
        when=when_words(task, language),
        where=where_words(task),
        places=tuple(place_shown(place, skills, None, {}, language) for place in places),
        coming=tuple(_row(row, language) for row in every if row.state in COMING),
        parts=tuple(parts.select_related("person").order_by("set_at", "id")),
        projects=tuple(names.values_list("project__title", flat=True)),
        is_due=task.on <= (today or timezone.localdate()),
        answers=tuple(_row(row, language) for row in every if row.state in ("declined", "excused")),
    )  # fmt: skip


def _row(row: Any, language: str) -> Row:
    task = row.slot.task
    return Row(
        id=row.pk, person=row.person_id, name=row.person.name, role=row.slot.role, task=task.title, task_id=task.pk,
        on=row.on, when=when_words(task, language), where=where_words(task), state=row.state,
        words=state_words(row.state), minutes=row.minutes,
        wants_cover=row.cover_asked_at is not None and row.state == "confirmed",
        instead_of=row.covers.person.name if row.covers else "",
    )  # fmt: skip


def own(steward: Steward, person: UUID) -> list[Row]:
    """What somebody was asked for, the next first; what is long past is left out."""
    rows = (
        SignUp.objects.of(steward)
        .filter(LIVE, person_id=person, asked_at__isnull=False, slot__task__dropped_at=None)
        .select_related("person", "slot__task__village", "covers__person")
        .order_by("-on", "half", "id")[:40]
    )
    language = (get_language() or "th")[:2]
    return sorted((_row(row, language) for row in rows), key=lambda row: row.on)


def own_hours(steward: Steward, person: UUID) -> int:
    """Hours that somebody gave, whole ones."""
    minutes = SignUp.objects.of(steward).filter(person_id=person).aggregate(all=Sum("minutes"))["all"] or 0
    return int(minutes) // 60


@dataclass(frozen=True, slots=True)
class ComeLink:
    """What a person's link opens: `state` is that of the sign-up, or "unknown" or "over" (nobody waits any more)."""

    state: str
    row: Row | None = None
    sign_up: SignUp | None = None
    matter: str = ""


def link_of(steward: Steward, token: str) -> ComeLink:
    """The place that a token stands for. Looking changes nothing."""
    found = behind_link(token, steward)
    if found is None:
        return ComeLink("unknown")
    task = found.slot.task
    state = found.state
    is_past = state == "invited" and task.on < timezone.localdate()
    if task.dropped_at is not None or state in ("withdrawn", "proposed") or is_past:
        state = "over"
    words = task.matter.public_sentence if task.matter.is_public else ""
    return ComeLink(state, _row(found, (get_language() or "th")[:2]), found, words)


def takes_over_from(person: UUID, slot: Slot) -> list[SignUp]:
    """Places of somebody in the same month that could be exchanged for one in this slot."""
    task = slot.task
    return list(
        SignUp.objects.of(slot.steward_id)
        .filter(
            LIVE, person_id=person, answer="yes", came_at=None, missed_at=None, on__year=task.on.year,
            on__month=task.on.month, on__gte=timezone.localdate(), slot__task__dropped_at=None,
        )
        .exclude(slot__task=task)
        .select_related("slot__task")
        .order_by("on", "half", "id")[:3]
    )  # fmt: skip


def link_row(sign_up: SignUp) -> Row:
    """One sign-up as a page shows it."""
    return _row(sign_up, (get_language() or "th")[:2])
