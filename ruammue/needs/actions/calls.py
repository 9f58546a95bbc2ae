"""Verbs of the office's own lack: mark a row, open the brief, call those who could complement us."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ruammue.access.actors import Actor, Role
from ruammue.foundation.text import shorten
from ruammue.ledger.actions import record
from ruammue.needs.actions.matters import (
    acting,
    locked,
    open_matter,
    publish_matter,
    rename_matter,
    take_long_way,
)
from ruammue.needs.events import CallClosed, CallEndorsed, CallOpened, ProjectMarked
from ruammue.needs.guessing import guess_category
from ruammue.needs.models import Call, Matter, OfficeProject
from ruammue.needs.refusals import (
    AlreadyClosed,
    AlreadyEndorsed,
    CallExists,
    CallIsClosed,
    CallLacksNothing,
    NobodyCalled,
    ProjectHasMatter,
    ProjectIsOwn,
    SensitiveStaysQuiet,
)


@transaction.atomic
def mark_project(project: OfficeProject, *, strength: str, by: Actor, now: datetime | None = None) -> OfficeProject:
    """Mark a row ทำเองได้ or เกินกำลัง (or neither). Raises ProjectHasMatter once a call was opened from it."""
    project = OfficeProject.objects.select_for_update(of=("self",)).get(pk=project.pk, steward_id=project.steward_id)
    if project.strength == strength:
        return project
    if project.matter_id:
        raise ProjectHasMatter()
    project.strength = strength
    project.save(update_fields=["strength"])
    record(ProjectMarked(steward=project.steward_id, project=project.pk, strength=str(strength)), by=by, at=now)
    return project


@transaction.atomic
def open_matter_from_project(project: OfficeProject, *, by: Actor, now: datetime | None = None) -> Matter:
    """Begin a matter from a row that is beyond the office's strength. Raises ProjectIsOwn; one row, one matter."""
    project = (
        OfficeProject.objects.select_for_update(of=("self",))
        .select_related("matter", "steward")
        .get(pk=project.pk, steward_id=project.steward_id)
    )
    if project.matter is not None:
        return project.matter
    if project.strength != OfficeProject.Strength.BEYOND:
        raise ProjectIsOwn()
    project.matter = open_matter(
        project.steward, by=by, title=shorten(project.name, 160), category=guess_category(project.name), now=now
    )
    project.save(update_fields=["matter"])
    return project.matter


def refuse_to_call(matter: Matter) -> None:
    """Nothing is done; raises AlreadyClosed or SensitiveStaysQuiet where no call can ever be opened."""
    if matter.closed_at:
        raise AlreadyClosed(on=matter.closed_at.date())
    if matter.is_sensitive:
        raise SensitiveStaysQuiet()


@transaction.atomic
def open_call(
    matter: Matter,
    *,
    by: Actor,
    what: str,
    where: str,
    for_how_many: int | None = None,
    lacks_people: str = "",
    lacks_money: str = "",
    lacks_things: str = "",
    lacks_knowledge: str = "",
    sectors: Sequence[str],
    title: str = "",
    photos: Iterable[UUID] = (),
    now: datetime | None = None,
) -> Call:
    """Call the sectors that could complement us: what, where, for how many, what we lack.

    A call is public, so it publishes its matter, with `what` as the public sentence unless one stands already;
    stations passed by are opened again. The executive who opens it stands behind it.
    Raises CallExists, CallLacksNothing, NobodyCalled, SensitiveStaysQuiet,
    AlreadyClosed.
    """
    matter = locked(matter)
    refuse_to_call(matter)
    if Call.objects.of(matter.steward_id).filter(matter=matter).exists():
        raise CallExists()
    if not any(lack.strip() for lack in (lacks_people, lacks_money, lacks_things, lacks_knowledge)):
        raise CallLacksNothing()
    if not sectors:
        raise NobodyCalled()
    now = now or timezone.now()
    take_long_way(matter, by, now)
    if title.strip():
        matter = rename_matter(matter, by=by, title=title)
    if not matter.is_published:
        matter = publish_matter(matter, by=by, sentence=what, photos=photos, now=now)
    call = Call.objects.create(
        steward_id=matter.steward_id,
        matter=matter,
        what=what,
        where=where,
        for_how_many=for_how_many,
        lacks_people=lacks_people,
        lacks_money=lacks_money,
        lacks_things=lacks_things,
        lacks_knowledge=lacks_knowledge,
        sectors=list(sectors),
        opened_at=now,
        opened_by_id=acting(by),
    )
    record(CallOpened(steward=matter.steward_id, matter=matter.pk, call=call.pk), by=by, at=now)
    return endorse_call(call, by=by, now=now) if by.has(Role.EXECUTIVE) else call


def _locked(call: Call) -> Call:
    row: Call = Call.objects.of(call.steward_id).select_for_update(of=("self",)).get(pk=call.pk)
    return row


@transaction.atomic
def endorse_call(call: Call, *, by: Actor, now: datetime | None = None) -> Call:
    """The executive stands behind the call. Raises AlreadyEndorsed, CallIsClosed."""
    call = _locked(call)
    if call.closed_at:
        raise CallIsClosed()
    if call.endorsed_at:
        raise AlreadyEndorsed()
    call.endorsed_at, call.endorsed_by_id = now or timezone.now(), by.person_id
    call.save(update_fields=["endorsed_at", "endorsed_by_id"])
    record(CallEndorsed(steward=call.steward_id, matter=call.matter_id, call=call.pk), by=by, at=now)
    return call


@transaction.atomic
def close_call(call: Call, *, by: Actor, now: datetime | None = None) -> Call:
    """Nothing more is asked for. Raises CallIsClosed."""
    call = _locked(call)
    if call.closed_at:
        raise CallIsClosed()
    call.closed_at, call.closed_by_id = now or timezone.now(), by.person_id
    call.save(update_fields=["closed_at", "closed_by_id"])
    record(CallClosed(steward=call.steward_id, matter=call.matter_id, call=call.pk), by=by, at=now)
    return call
