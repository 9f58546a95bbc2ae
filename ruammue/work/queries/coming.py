"""A task as those who run it read it, and what one person was asked for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Prefetch, Q, Sum
from django.utils import timezone
from django.utils.translation import get_language

from ruammue.people.models import Person
from ruammue.places.models import Steward
from ruammue.work.actions.coming import behind_link, touches
from ruammue.work.actions.skills import known_skills
from ruammue.work.models import Apart, Duty, Project, SignUp, Slot, Task, TaskChange, TaskInProject, TaskPart
from ruammue.work.models.tasks import LIVE, ahead
from ruammue.work.queries.duties import ROLES
from ruammue.work.queries.hours import in_hours
from ruammue.work.queries.ledger import InLedger, in_ledger
from ruammue.work.queries.months import (
    PlaceShown,
    SentShown,
    borne_of,
    first_of,
    place_shown,
    sent_words,
    state_words,
    tasks_of,
    time_words,
    when_words,
    where_words,
)
from ruammue.work.queries.projects import PartShown, in_order
from ruammue.work.queries.skills import is_free, skills_of, ways_of
from ruammue.work.sent import heads, sent_for, spread

MOST_OFFERED = 3
"""Places of one person that are offered in exchange."""
COMING = ("confirmed", "checked_in", "done", "no_show")


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A wish to change a task, or its move: who, what they would like, what became of it."""

    id: UUID
    name: str
    wish: str
    words: str
    asked_on: date
    answer: str
    answer_label: str
    answer_words: str
    was: str


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
    gives: str = ""
    """What of theirs goes to the other, if they come instead: an exchange."""
    is_dropped: bool = False
    moved: ChangeRow | None = None
    """The task's last move, if it was moved."""
    asks: ChangeRow | None = None
    """What they asked to be different, last."""
    phone: str = ""
    ledger: InLedger | None = None
    is_full: bool = False
    """Nobody lacks there any more: a yes would be refused."""


@dataclass(frozen=True, slots=True)
class TaskPage:
    """A task with its places, its people and who is responsible."""

    task: Task
    when: str
    where: str
    places: tuple[PlaceShown, ...]
    coming: tuple[Row, ...]
    parts: tuple[TaskPart, ...]
    projects: tuple[Project, ...]
    package_parts: tuple[PartShown, ...]
    is_due: bool
    answers: tuple[Row, ...]
    changes: tuple[ChangeRow, ...]
    moved: ChangeRow | None
    sent: tuple[SentShown, ...] = ()
    """What partners promised for it."""


def task_page(task: Task, *, today: date | None = None) -> TaskPage:
    """A task whole. Fourteen statements, however many people."""
    language = (get_language() or "th")[:2]
    people = SignUp.objects.of(task.steward_id).filter(LIVE).select_related("person").order_by("proposed_at", "id")
    places: Any = list(
        Slot.objects.of(task.steward_id)
        .filter(task=task)
        .order_by("id")
        .prefetch_related(Prefetch("sign_ups", queryset=people, to_attr="people"))
    )
    skills = known_skills(task.steward)
    month = tasks_of(task.steward, first_of(task.on))
    borne = borne_of(task.steward, month, [row for place in places for row in place.people], timezone.now())
    every = list(
        SignUp.objects.of(task.steward_id)
        .filter(slot__task=task)
        .select_related("person", "slot__task__village", "covers__person", "in_exchange__slot__task", "delivery")
        .order_by("person__sort_key", "id")
    )
    parts = TaskPart.objects.of(task.steward_id).filter(task=task)
    changes = [
        change_shown(row, language)
        for row in TaskChange.objects.of(task.steward_id).filter(task=task).select_related("person")
    ]
    duties = Duty.objects.of(task.steward_id).filter(work__tasks=task).select_related("organisation")
    names = TaskInProject.objects.of(task.steward_id).filter(task=task).order_by("project__opened_at")
    sent = sent_for(task.steward_id, [task.hours_line_id]).get(task.hours_line_id, ())
    counted = spread(places, heads(sent, task.minutes))
    return TaskPage(
        task=task,
        when=when_words(task, language),
        where=where_words(task),
        places=tuple(
            place_shown(place, skills, None, {}, language, task.blocks, borne, sent=counted.get(place.pk, 0))
            for place in places
        ),
        coming=tuple(
            replace(row_of(row, language), ledger=in_ledger(row, task, sent)) for row in every if row.state in COMING
        ),
        parts=tuple(parts.select_related("person").order_by("set_at", "id")),
        projects=tuple(row.project for row in names.select_related("project")),
        package_parts=in_order(PartShown(ROLES[Duty.Part(row.part)], row.organisation.name) for row in duties),
        is_due=task.on <= (today or timezone.localdate()),
        answers=tuple(row_of(row, language) for row in every if row.state in ("declined", "excused")),
        changes=tuple(row for row in changes if not row.answer),
        moved=next((row for row in reversed(changes) if row.was), None),
        sent=sent_words(sent, language),
    )  # fmt: skip


def change_shown(row: TaskChange, language: str) -> ChangeRow:
    """A wish or a move in words."""
    wish = was = ""
    if row.wished_on is not None:
        wish = time_words(row.wished_on, row.wished_half, None, None, language)
    if row.from_on is not None:
        was = time_words(row.from_on, row.from_half, row.from_begins, row.from_ends, language)
    return ChangeRow(
        row.pk, row.person.name if row.person else "", wish, row.words, timezone.localdate(row.asked_at), row.answer,
        str(row.get_answer_display()), row.answer_words, was,
    )  # fmt: skip


def last_move(task: Task) -> ChangeRow | None:
    """Where a task stood before it was last moved, and why it was."""
    rows = TaskChange.objects.of(task.steward_id).filter(task=task, from_on__isnull=False).select_related("person")
    found = rows.order_by("answered_at", "id").last()
    return change_shown(found, (get_language() or "th")[:2]) if found is not None else None


def to_be_told(task: Task) -> list[str]:
    """The names of those who were asked for a task or said yes: if it is moved, they are asked again. Who was asked to
    step in for one of them is not: that one is."""
    rows = SignUp.objects.of(task.steward_id).filter(LIVE, slot__task=task, asked_at__isnull=False)
    rows = rows.exclude(answer="", covers__isnull=False)
    return [row.person.name for row in rows.select_related("person").order_by("person__sort_key", "id")]


def asked_instead(task: Task) -> list[Person]:
    """Who was asked to step in for somebody and has not answered: if the task is moved, they are not asked any more."""
    rows = SignUp.objects.of(task.steward_id).filter(
        LIVE, slot__task=task, asked_at__isnull=False, answer="", covers__isnull=False
    )
    return [row.person for row in rows.select_related("person").order_by("person__sort_key", "id")]


def person_in(task: Task, person: UUID) -> Person | None:
    """The person, if they were asked for this task."""
    rows = SignUp.objects.of(task.steward_id).filter(LIVE, slot__task=task, person_id=person, asked_at__isnull=False)
    found = rows.select_related("person").first()
    return found.person if found else None


def row_of(row: Any, language: str) -> Row:
    """A sign-up, joined with its task, as a page shows it."""
    task = row.slot.task
    return Row(
        id=row.pk, person=row.person_id, name=row.person.name, role=row.slot.role, task=task.title, task_id=task.pk,
        on=row.on, when=when_words(task, language), where=where_words(task), state=row.state,
        words=state_words(row.state), minutes=row.minutes,
        wants_cover=row.wants_cover,
        instead_of=row.covers.person.name if row.covers else "",
        gives=place_words(row.in_exchange, language) if row.in_exchange else "",
        is_dropped=task.dropped_at is not None, phone=row.person.phone,
    )  # fmt: skip


def place_words(row: SignUp, language: str = "") -> str:
    """A place of somebody in words: which task, which day and half-day."""
    return f"{row.slot.task.title} · {when_words(row.slot.task, language or (get_language() or 'th')[:2])}"


def own(steward: Steward, person: UUID) -> list[Row]:
    """What somebody was asked for, the next first; what is long past is left out. What is not done after all stands
    there until its day is past."""
    dropped = Q(withdrawn_at=F("slot__task__dropped_at"), on__gte=timezone.localdate()) & ~Q(answer="no")
    rows = (
        SignUp.objects.of(steward)
        .filter(LIVE & Q(slot__task__dropped_at=None) | dropped, person_id=person, asked_at__isnull=False)
        .select_related("person", "slot__task__village", "covers__person", "in_exchange__slot__task")
        .order_by("-on", "half", "id")[:40]
    )
    language = (get_language() or "th")[:2]
    return sorted((row_of(row, language) for row in rows), key=lambda row: row.on)


def with_changes(steward: Steward, person: UUID | None, rows: Collection[Row]) -> list[Row]:
    """Places with the last move of each task and, of one person, what they asked to be different. One statement."""
    language = (get_language() or "th")[:2]
    moved: dict[UUID, ChangeRow] = {}
    asks: dict[UUID, ChangeRow] = {}
    theirs = Q(from_on__isnull=False) | (Q(person_id=person) if person else Q())
    changes = TaskChange.objects.of(steward).filter(theirs, task__in=[row.task_id for row in rows])
    for change in changes.select_related("person").order_by("asked_at", "id"):
        if person and change.person_id == person:
            asks[change.task_id] = change_shown(change, language)
        if change.from_on is not None:
            moved[change.task_id] = change_shown(change, language)
    return [replace(row, moved=moved.get(row.task_id), asks=asks.get(row.task_id)) for row in rows]


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
    change: ChangeRow | None = None
    """What became of the task's day, or of what the person asked to be different."""
    now_on: str = ""
    hours: str = ""
    leads: str = ""
    """Who runs the task on the spot."""
    is_covered: bool = False
    """Somebody else stepped in before they answered."""


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
    language = (get_language() or "th")[:2]
    changes = TaskChange.objects.of(steward).filter(task=task).select_related("person")
    if state == "over" and found.withdrawn_at is not None and task.dropped_at is None:
        # The day that this link asked for was given up: say which it is now.
        moved = changes.filter(from_on=found.on, answered_at=found.withdrawn_at).first()
        if moved is not None:
            was = change_shown(moved, language)
            now_on = when_words(task, language)
            row = replace(row_of(found, language), when=was.was)
            return ComeLink("moved", row, found, words, was, now_on)
    own = changes.filter(person_id=found.person_id).last()
    leads = TaskPart.objects.of(steward).filter(task=task, part=TaskPart.Part.LEAD).select_related("person").first()
    return ComeLink(
        state, row_of(found, language), found, words, change_shown(own, language) if own is not None else None,
        hours=in_hours(task.minutes), leads=leads.person.name if leads is not None else "",
        is_covered=found.withdrawn_at is not None and found.covers is not None and found.covers.state == "excused",
    )  # fmt: skip


def asked_for(slot: Slot) -> list[Row]:
    """Who was asked for a place, or to come instead of somebody in it, and has not answered."""
    rows = SignUp.objects.of(slot.steward_id).filter(LIVE, slot=slot, answer="", asked_at__isnull=False)
    joined = rows.select_related("person", "slot__task__village", "covers__person", "in_exchange__slot__task")
    language = (get_language() or "th")[:2]
    return [row_of(row, language) for row in joined.order_by("person__sort_key", "id")]


def exchanges_for(covered: SignUp, persons: Collection[UUID]) -> dict[UUID, list[SignUp]]:
    """What each of several people could give to whoever is covered: places of theirs in the same month, not begun yet,
    the next first, at most three each. Only such as the covered one can do, is free for, does not stand in already, and
    is kept from nobody in. A constant number of statements.
    """
    steward, who = covered.steward, covered.person_id
    rows = (
        SignUp.objects.of(steward)
        .filter(
            LIVE, ahead(timezone.now()), person__in=persons, answer="yes", came_at=None, missed_at=None,
            on__year=covered.on.year, on__month=covered.on.month, slot__task__dropped_at=None,
        )
        .exclude(slot__task=covered.slot.task_id)
        .select_related("slot__task")
        .order_by("on", "half", "id")
    )  # fmt: skip
    own = list(SignUp.objects.of(steward).filter(LIVE, person_id=who).exclude(pk=covered.pk).select_related("slot"))
    there = {row.slot.task_id for row in own}
    busy = [row for row in own if row.answer == SignUp.Answer.YES]
    levels = {row.code: row.level for row in skills_of(steward, [who]).get(who, [])}
    way = ways_of(steward, [who])[who]
    beside = _kept_from_tasks(steward, who)
    fit: dict[UUID, list[SignUp]] = {}
    for row in rows:
        slot, task = row.slot, row.slot.task
        if (
            task.pk not in there
            and (not slot.skill or levels.get(slot.skill, 0) >= slot.least_level)
            and all(is_free(way, row.on, half) for half in task.halves)
            and not any(each.on == row.on and touches(each, row) for each in busy)
            and not beside.get(task.pk, set()) - {row.person_id}
            and len(fit.setdefault(row.person_id, [])) < MOST_OFFERED
        ):
            fit[row.person_id].append(row)
    return fit


def _kept_from_tasks(steward: Steward, who: UUID) -> dict[UUID, set[UUID]]:
    """Task -> those who stand in it and are never to be put together with this person."""
    pairs = Apart.objects.of(steward).filter(Q(one=who) | Q(other=who), is_hard=True).values_list("one_id", "other_id")
    others = {one for pair in pairs for one in pair if one != who}
    found: dict[UUID, set[UUID]] = {}
    rows = SignUp.objects.of(steward).filter(LIVE, person__in=others).values_list("slot__task_id", "person_id")
    for task, person in rows:
        found.setdefault(task, set()).add(person)
    return found


def link_row(sign_up: SignUp) -> Row:
    """One sign-up as a page shows it."""
    return row_of(sign_up, (get_language() or "th")[:2])
