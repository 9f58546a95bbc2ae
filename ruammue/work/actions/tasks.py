"""Verbs of tasks: write one down with its places, drop it, say who is responsible."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ruammue.access.actors import Actor
from ruammue.foundation.keys import new_key
from ruammue.ledger.actions import record
from ruammue.needs.actions.matters import acting
from ruammue.needs.models import Matter
from ruammue.people.models import Organisation, Person
from ruammue.places.models import Village
from ruammue.resources.actions import accept_as_enough, add_spec, raise_line, withdraw_line
from ruammue.resources.models import NeedLine, Spec
from ruammue.resources.refusals import LineHasDeliveries, LineHasPromises, LineIsClosed
from ruammue.resources.refusals import MatterIsClosed as LineOfClosedMatter
from ruammue.work.actions.duties import _open_matter
from ruammue.work.events import TaskDropped, TaskOpened, TaskPartSet
from ruammue.work.models import Half, Project, SignUp, Slot, Task, TaskInProject, TaskPart, Work
from ruammue.work.models.tasks import HOURS, LIVE, minute_of
from ruammue.work.refusals import (
    HoursOutOfOrder,
    NotOfThisMatter,
    PlacesMissing,
    ProjectIsClosed,
    TaskIsDropped,
    TaskTookPlace,
    TitleMissing,
)

HANDS = "แรงคนช่วยงาน"
"""How hours of work are called on an office's list of resources, where it has no word of its own for them."""
SHORTEST, LONGEST = 15, 480
"""Minutes of a task whose time was typed."""
NOON = 12
DUSK = 17 * 60
"""Minute of the day from which on a task is one of the evening: nobody calls it the afternoon."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a task to be: which role, what one should be able to do (a code, or empty), how many."""

    role: str
    skill: str = ""
    least_level: int = 1
    least: int = 1
    most: int = 1


@transaction.atomic
def open_task(
    matter: Matter,
    title: str,
    *,
    on: date,
    half: str,
    places: Sequence[Place],
    by: Actor,
    village: Village | None = None,
    place: str = "",
    minutes: int | None = None,
    begins: time | None = None,
    ends: time | None = None,
    is_mixed: bool = False,
    priority: int = 2,
    package: Work | None = None,
    projects: Iterable[Project] = (),
    receiver: Organisation | None = None,
    key: UUID | None = None,
    now: datetime | None = None,
) -> Task:
    """Write a task of one half-day, or of an evening, down. With `receiver`, the hours it needs stand in the promise
    ledger as well.

    `begins` and `ends`, where the time is known: the half-day and the minutes follow from them. `key` is the form's
    own: sent twice, it is one task. Raises MatterIsClosed, TitleMissing, PlacesMissing, HoursOutOfOrder,
    ProjectIsClosed, NotOfThisMatter.
    """
    now = now or timezone.now()
    matter = _open_matter(matter)
    known = Task.objects.of(matter.steward_id).filter(pk=key).first() if key else None
    if known is not None:
        return known
    if not title.strip():
        raise TitleMissing
    if not places:
        raise PlacesMissing
    if begins is not None or ends is not None:
        half, minutes = hours_of(begins, ends)
    projects = _going_on(matter, projects)
    minutes = minutes or minutes_of(half)
    heads = sum(each.most for each in places)
    task = Task.objects.create(
        id=key or new_key(),
        steward_id=matter.steward_id,
        matter=matter,
        package=package,
        title=title,
        village=village,
        place=place,
        on=on,
        half=half,
        begins=begins,
        ends=ends,
        minutes=minutes,
        is_mixed=is_mixed,
        priority=priority,
        hours_line=_hours(matter, heads * minutes, on, village, place, receiver, by, now) if receiver else None,
        opened_at=now,
        opened_by_id=acting(by),
    )
    for each in places:
        Slot.objects.create(
            steward_id=matter.steward_id, task=task, role=each.role, skill=each.skill, least_level=each.least_level,
            least=each.least, most=each.most,
        )  # fmt: skip
    for project in projects:
        TaskInProject.objects.create(steward_id=matter.steward_id, task=task, project=project)
    record(TaskOpened(steward=matter.steward_id, task=task.pk, matter=matter.pk, on=on, places=heads), by=by, at=now)
    return task


def _going_on(matter: Matter, projects: Iterable[Project]) -> list[Project]:
    """The projects as they stand now. Raises ProjectIsClosed, NotOfThisMatter."""
    rows = list(Project.objects.of(matter.steward_id).filter(pk__in=[project.pk for project in projects]))
    for row in rows:
        if row.matter_id != matter.pk:
            raise NotOfThisMatter
        if row.closed_at is not None:
            raise ProjectIsClosed(title=row.title, on=timezone.localdate(row.closed_at))
    return rows


def hours_of(begins: time | None, ends: time | None) -> tuple[str, int]:
    """The half-day in which it begins, and its minutes. Raises HoursOutOfOrder."""
    if begins is None or ends is None:
        raise HoursOutOfOrder
    minutes = minute_of(ends) - minute_of(begins)
    if not SHORTEST <= minutes <= LONGEST:
        raise HoursOutOfOrder
    if begins.hour < NOON:
        return Half.AM, minutes
    return (Half.PM if minute_of(begins) < DUSK else Half.EVENING), minutes


def minutes_of(half: str) -> int:
    """How long a whole half-day is."""
    begins, ends = HOURS[half]
    return ends - begins


def _hours(
    matter: Matter, minutes: int, on: date, village: Village | None, place: str, receiver: Organisation, by: Actor,
    now: datetime,
) -> NeedLine:  # fmt: skip
    """The hours of a task as something that is asked for. One kind of resource for all of them."""
    spec = Spec.objects.of(matter.steward_id).filter(kind=Spec.Kind.HOURS, unit="person_hour").order_by("id").first()
    spec = spec or add_spec(matter.steward, name=HANDS, kind=Spec.Kind.HOURS, unit="person_hour", by=by, now=now)
    return raise_line(
        matter, spec=spec, quantity=minutes, receiver=receiver, by=by, from_on=on, until_on=on, place=place,
        village=village, now=now,
    )  # fmt: skip


@transaction.atomic
def drop_task(task: Task, *, by: Actor, reason: str = "", now: datetime | None = None) -> Task:
    """The task is not done after all; who was asked or said yes need not come, and what partners promised for it ends.

    Raises TaskIsDropped, TaskTookPlace (somebody came: their time counts, and it was done).
    """
    from ruammue.work.actions.coming import withdraw_person
    from ruammue.work.actions.releasing import release_promises

    now = now or timezone.now()
    row = Task.objects.select_for_update().get(pk=task.pk)
    if row.dropped_at is not None:
        raise TaskIsDropped
    live = SignUp.objects.of(row.steward_id).filter(LIVE, slot__task=row)
    # Every place first: whoever is just written down as having come is waited for.
    list(Slot.objects.of(row.steward_id).select_for_update(of=("self",)).filter(task=row).order_by("pk"))
    if came := live.filter(came_at__isnull=False).count():
        raise TaskTookPlace(came=came)
    for sign_up in live:
        withdraw_person(sign_up, by=by, now=now)
    row.dropped_at, row.dropped_by_id = now, acting(by)
    row.save(update_fields=["dropped_at", "dropped_by_id"])
    release_promises(row, reason=": ".join(filter(None, (row.title, reason.strip()))), by=by, now=now)
    _no_longer_asked(row, by=by, reason=reason, now=now)
    record(TaskDropped(steward=row.steward_id, task=row.pk, matter=row.matter_id), by=by, reason=reason, at=now)
    return row


def _no_longer_asked(task: Task, *, by: Actor, reason: str, now: datetime) -> None:
    """The hours nobody gave are not asked for any more; what was given stays, and so does what is disputed."""
    if task.hours_line is None:
        return
    for leave in (withdraw_line, accept_as_enough):
        try:
            leave(task.hours_line, reason=reason.strip() or task.title, by=by, now=now)
        except (LineHasDeliveries, LineHasPromises, LineIsClosed, LineOfClosedMatter):
            continue
        return


@transaction.atomic
def set_part(task: Task, person: Person, part: str, *, by: Actor, now: datetime | None = None) -> None:
    """Who leads, supports, is consulted, is informed; an empty part takes it away. A new leader follows the old one."""
    now = now or timezone.now()
    Task.objects.select_for_update().get(pk=task.pk)
    rows = TaskPart.objects.of(task.steward_id).filter(task=task)
    if part == TaskPart.Part.LEAD:
        rows.filter(part=part).exclude(person=person).update(part=TaskPart.Part.SUPPORT)
    row = rows.filter(person=person).first()
    if not part:
        if row is None:
            return
        row.delete()
    else:
        row = row or TaskPart(steward_id=task.steward_id, task=task, person=person)
        row.part, row.set_at, row.set_by_id = TaskPart.Part(part), now, acting(by)
        row.save()
    record(TaskPartSet(steward=task.steward_id, task=task.pk, person=person.pk, part=part), by=by, at=now)
