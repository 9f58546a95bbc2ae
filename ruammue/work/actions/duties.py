"""Verbs of this room: open work, agree on who does what, sign it, name people, finish."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ruammue.access.actors import Actor
from ruammue.decisions.models import Resolution
from ruammue.foundation.keys import new_key
from ruammue.ledger.actions import record
from ruammue.ledger.events import canonical
from ruammue.ledger.who import Who
from ruammue.needs.actions.matters import acting
from ruammue.needs.models import Matter
from ruammue.papers.attachments import attach_photo
from ruammue.people.models import Organisation, Person
from ruammue.people.signing import acts as signing
from ruammue.places.models import Steward
from ruammue.work.events import (
    DutiesObjected,
    DutiesSigned,
    DutySet,
    DutySignatureAsked,
    PersonNamed,
    WorkDone,
    WorkDropped,
    WorkOpened,
    WorkReopened,
)
from ruammue.work.models import Assignment, Duty, DutySignature, Work
from ruammue.work.refusals import (
    LeadMissing,
    MatterIsClosed,
    NoDuties,
    NotOfThisMatter,
    ObjectionEmpty,
    TableMoved,
    TitleMissing,
    TwoLeads,
    WorkIsDone,
    WorkIsDropped,
    WorkIsNotDone,
)

NO_PART = ""


# ------------------------------------------------------------------------------------------- the table


def _open_matter(matter: Matter) -> Matter:
    """The matter with its row locked: the table is changed and signed by one at a time."""
    row: Matter = Matter.objects.select_for_update(of=("self",)).get(pk=matter.pk)
    if row.closed_at is not None:
        raise MatterIsClosed
    return row


@transaction.atomic
def open_work(
    matter: Matter,
    title: str,
    *,
    by: Who,
    needs_skill: str = "",
    due_on: date | None = None,
    resolution: Resolution | None = None,
    key: UUID | None = None,
    now: datetime | None = None,
) -> Work:
    """Put a piece of work on the matter's table. `key` is the form's own: sent twice, it is one piece of work.

    Raises MatterIsClosed, TitleMissing.
    """
    now = now or timezone.now()
    matter = _open_matter(matter)
    known = Work.objects.of(matter.steward_id).filter(pk=key).first() if key else None
    if known is not None:
        found: Work = known
        return found
    if not title.strip():
        raise TitleMissing
    work = Work.objects.create(
        id=key or new_key(),
        steward_id=matter.steward_id,
        matter=matter,
        resolution=resolution,
        title=title,
        needs_skill=needs_skill,
        due_on=due_on,
        opened_at=now,
        opened_by_id=by.person_id,
    )
    record(
        WorkOpened(
            steward=matter.steward_id,
            work=work.pk,
            matter=matter.pk,
            due_on=due_on,
            resolution=resolution.pk if resolution else None,
        ),
        by=by,
        at=now,
    )
    _mark_changed(matter, now)
    return work


@transaction.atomic
def drop_work(work: Work, *, by: Actor, reason: str = "", now: datetime | None = None) -> Work:
    """Take a piece of work off the table. Raises MatterIsClosed, WorkIsDone, WorkIsDropped."""
    now = now or timezone.now()
    matter = _open_matter(work.matter)
    work = _going_on(work)
    work.dropped_at, work.dropped_by_id = now, by.person_id
    work.save(update_fields=["dropped_at", "dropped_by_id"])
    record(WorkDropped(steward=work.steward_id, work=work.pk, matter=matter.pk), by=by, reason=reason, at=now)
    _mark_changed(matter, now)
    return work


@transaction.atomic
def set_duties(
    matter: Matter,
    cells: Mapping[tuple[UUID, UUID], str],
    *,
    by: Actor,
    reason: str = "",
    now: datetime | None = None,
) -> int:
    """Agree on parts: (work id, organisation id) -> a value of Duty.Part, or "" for no part. Cells not named stay.

    `reason` is the human's own, kept in the record and never printed. Returns how many cells changed. Whoever signed
    before is asked anew. Raises MatterIsClosed, NotOfThisMatter, TwoLeads.
    """
    now = now or timezone.now()
    matter = _open_matter(matter)
    works = {row.pk: row for row in Work.objects.of(matter.steward_id).filter(matter=matter, dropped_at=None)}
    present = {
        (duty.work_id, duty.organisation_id): duty
        for duty in Duty.objects.of(matter.steward_id).select_for_update().filter(work__in=works)
    }
    if any(work not in works for work, _organisation in cells):
        raise NotOfThisMatter
    wanted = {key: duty.part for key, duty in present.items()} | {key: str(part) for key, part in cells.items()}
    leads: dict[UUID, int] = {}
    for (work, _organisation), part in wanted.items():
        leads[work] = leads.get(work, 0) + (part == Duty.Part.LEAD)
    for work, count in leads.items():
        if count > 1:
            raise TwoLeads(work=works[work].title)
    # Parts are taken away and lowered before a new leader is written: one leader at every moment.
    changes = sorted(
        ((key, part) for key, part in cells.items() if part != (present[key].part if key in present else NO_PART)),
        key=lambda change: change[1] == Duty.Part.LEAD,
    )
    for (work, organisation), part in changes:
        _set(matter, works[work], organisation, part, present.get((work, organisation)), by=by, reason=reason, now=now)
    if changes:
        _mark_changed(matter, now)
    return len(changes)


def _set(
    matter: Matter,
    work: Work,
    organisation: UUID,
    part: str,
    duty: Duty | None,
    *,
    by: Actor,
    reason: str,
    now: datetime,
) -> None:
    if part == NO_PART and duty is not None:
        # People named for a part that is no more are released with it; the record keeps that they were named.
        duty.assignments.all().delete()
        duty.delete()
    elif duty is not None:
        duty.part, duty.chosen_reason, duty.set_at = Duty.Part(part), reason, now
        duty.set_by_id = acting(by)
        duty.save()
    else:
        Duty.objects.create(
            steward_id=matter.steward_id,
            work=work,
            organisation_id=organisation,
            part=Duty.Part(part),
            chosen_reason=reason,
            set_at=now,
            set_by_id=acting(by),
        )
    record(
        DutySet(steward=matter.steward_id, work=work.pk, organisation=organisation, part=part, matter=matter.pk),
        by=by,
        reason=reason,
        at=now,
    )


def table_hash(matter: Matter) -> str:
    """SHA-256 of the table as it stands: which works, by when, who has which part. Words of reasons are not in it."""
    works = Work.objects.of(matter.steward_id).filter(matter=matter, dropped_at=None)
    return hash_of(works, Duty.objects.of(matter.steward_id).filter(work__in=works))


def hash_of(works: Iterable[Work], duties: Iterable[Duty]) -> str:
    """The same of works and duties that were read already, in whatever order."""
    parts: dict[UUID, dict[str, str]] = {}
    for duty in duties:
        parts.setdefault(duty.work_id, {})[str(duty.organisation_id)] = duty.part
    rows = [
        [str(work.pk), work.title, work.due_on.isoformat() if work.due_on else "", parts.get(work.pk, {})]
        for work in sorted(works, key=lambda work: work.pk)
    ]
    return hashlib.sha256(canonical(rows)).hexdigest()


def _mark_changed(matter: Matter, now: datetime) -> None:
    """Signatures under another table must be given anew; one given for this very table holds again."""
    present = table_hash(matter)
    signed = DutySignature.objects.of(matter.steward_id).filter(matter=matter, signed_at__isnull=False)
    signed.filter(changed_at=None).exclude(table_hash=present).update(changed_at=now)
    signed.filter(table_hash=present).update(changed_at=None)


# ------------------------------------------------------------------------------------------- signing


@transaction.atomic
def ask_to_sign(
    matter: Matter, organisation: Organisation, *, by: Who, now: datetime | None = None
) -> signing.Asked[DutySignature]:
    """Ask an organisation to sign its duties: a link of its own. Asked again, the older link is dead.

    Raises MatterIsClosed, NoDuties, LeadMissing, SignedBefore.
    """
    now = now or timezone.now()
    matter = _open_matter(matter)
    asked = signing.ask(_place(matter, organisation, now), now=now)
    record(
        DutySignatureAsked(
            steward=matter.steward_id, signature=asked.signature.pk, organisation=organisation.pk, matter=matter.pk
        ),
        by=by,
        at=now,
    )
    return asked


def _place(matter: Matter, organisation: Organisation, now: datetime) -> DutySignature:
    """The organisation's place under the table, to be signed. Raises NoDuties, LeadMissing, SignedBefore."""
    works = Work.objects.of(matter.steward_id).filter(matter=matter, dropped_at=None)
    if not Duty.objects.of(matter.steward_id).filter(work__in=works, organisation=organisation).exists():
        raise NoDuties(organisation=organisation.name)
    leaderless = works.exclude(duties__part=Duty.Part.LEAD).order_by("opened_at").first()
    if leaderless is not None:
        raise LeadMissing(work=leaderless.title)
    return signing.place(DutySignature, organisation, now=now, steward=matter.steward, matter=matter)


@transaction.atomic
def sign_by_link(
    token: str, as_whom: str, *, seen: str, steward: Steward, by: Actor, now: datetime | None = None
) -> DutySignature:
    """Sign by the organisation's own link. `seen` is the hash of the table that was read. Only a POST comes here.

    Raises NoSuchLink (also for another tenant's link), SignerMissing, TableMoved, SignedBefore, MatterIsClosed.
    """
    held = signing.must_be_behind(DutySignature, token, steward, "matter")
    return _sign(
        held.matter, held.organisation, way=DutySignature.Way.LINK, signed_as=as_whom, seen=seen, by=by, now=now
    )


@transaction.atomic
def object_by_link(token: str, words: str, *, steward: Steward, by: Actor, now: datetime | None = None) -> None:
    """Say by link what should be different before one signs. Raises NoSuchLink, ObjectionEmpty, MatterIsClosed."""
    held = signing.must_be_behind(DutySignature, token, steward, "matter")
    _object(held.matter, held.organisation, words, by=by, now=now or timezone.now())


@transaction.atomic
def sign_on_behalf(
    matter: Matter, organisation: Organisation, *, seen: str, by: Actor, now: datetime | None = None
) -> DutySignature:
    """Sign after coming in. Raises what `sign_by_link` raises, and NotTheirsToSign."""
    signing.must_speak_for(organisation, by)
    return _sign(matter, organisation, way=DutySignature.Way.LOGIN, signed_as=by.name, seen=seen, by=by, now=now)


@transaction.atomic
def object_on_behalf(
    matter: Matter, organisation: Organisation, words: str, *, by: Actor, now: datetime | None = None
) -> None:
    """Say after coming in what should be different. Raises NotTheirsToSign, ObjectionEmpty, MatterIsClosed."""
    signing.must_speak_for(organisation, by)
    _object(matter, organisation, words, by=by, now=now or timezone.now())


@transaction.atomic
def enter_signature(
    matter: Matter,
    organisation: Organisation,
    *,
    signed_as: str,
    paper: bytes | None,
    by: Actor,
    now: datetime | None = None,
) -> DutySignature:
    """Enter a signature on paper, with its picture. Raises SignedPaperMissing, SignerMissing, NotAPaper."""
    paper = signing.must_have_paper(paper)
    return _sign(
        matter,
        organisation,
        way=DutySignature.Way.PAPER,
        signed_as=signed_as,
        seen=table_hash(matter),
        by=by.entering_for(None),
        now=now,
        paper=paper,
    )


def _sign(
    matter: Matter,
    organisation: Organisation,
    *,
    way: DutySignature.Way,
    signed_as: str,
    seen: str,
    by: Actor,
    now: datetime | None,
    paper: bytes | None = None,
) -> DutySignature:
    now = now or timezone.now()
    signing.must_be_named(signed_as)
    matter = _open_matter(matter)
    row = _place(matter, organisation, now)
    present = table_hash(matter)
    if seen != present:
        raise TableMoved
    row.table_hash, row.changed_at, row.objection = present, None, ""
    spoken = signing.sign(row, way=way, signed_as=signed_as, by=by, now=now, paper=paper)
    record(
        DutiesSigned(
            steward=matter.steward_id, matter=matter.pk, organisation=organisation.pk, way=str(way), table=present
        ),
        by=spoken,
        at=now,
    )
    return row


def _object(matter: Matter, organisation: Organisation, words: str, *, by: Actor, now: datetime) -> None:
    if not words.strip():
        raise ObjectionEmpty
    matter = _open_matter(matter)
    row = _place(matter, organisation, now)
    row.objection = words
    row.save()
    record(
        DutiesObjected(steward=matter.steward_id, matter=matter.pk, organisation=organisation.pk),
        by=replace(by, on_behalf_of_id=organisation.pk),
        reason=words,
        at=now,
    )


# ------------------------------------------------------------------------------------------- doing it


def _going_on(work: Work) -> Work:
    row: Work = Work.objects.select_for_update(of=("self",)).select_related("matter").get(pk=work.pk)
    if row.dropped_at is not None:
        raise WorkIsDropped
    if row.done_at is not None:
        raise WorkIsDone(on=timezone.localdate(row.done_at))
    return row


@transaction.atomic
def name_person(duty: Duty, person: Person, *, by: Actor, now: datetime | None = None) -> Assignment:
    """Name somebody for an organisation's duty; named twice, it is one naming. Raises WorkIsDone, WorkIsDropped."""
    now = now or timezone.now()
    work = _going_on(duty.work)
    assignment, is_new = Assignment.objects.get_or_create(
        steward_id=duty.steward_id,
        duty=duty,
        person=person,
        ended_on=None,
        defaults={"named_at": now, "named_by_id": acting(by)},
    )
    if is_new:
        record(
            PersonNamed(steward=duty.steward_id, duty=duty.pk, matter=work.matter_id, person=person.pk), by=by, at=now
        )
    named: Assignment = assignment
    return named


@transaction.atomic
def finish_work(
    work: Work, *, words: str = "", photo: bytes | None = None, by: Actor, now: datetime | None = None
) -> Work:
    """Say that a piece of work is done, with a word and a photo if there is one.

    Raises MatterIsClosed, WorkIsDone, WorkIsDropped, kinds of UnusablePhoto.
    """
    now = now or timezone.now()
    matter = _open_matter(work.matter)
    work = _going_on(work)
    work.done_at, work.done_by_id, work.done_words = now, by.person_id, words
    if photo is not None:
        work.evidence = attach_photo(matter.steward, photo, by=by, now=now)
    work.save()
    record(WorkDone(steward=work.steward_id, work=work.pk, matter=matter.pk), by=by, at=now)
    return work


@transaction.atomic
def take_up_again(work: Work, *, by: Actor, reason: str = "", now: datetime | None = None) -> Work:
    """A piece of work was not done after all; the record keeps both. Raises MatterIsClosed, WorkIsNotDone."""
    now = now or timezone.now()
    matter = _open_matter(work.matter)
    row: Work = Work.objects.select_for_update(of=("self",)).get(pk=work.pk)
    if row.done_at is None:
        raise WorkIsNotDone
    row.done_at, row.done_by_id = None, None
    row.save(update_fields=["done_at", "done_by_id"])
    record(WorkReopened(steward=row.steward_id, work=row.pk, matter=matter.pk), by=by, reason=reason, at=now)
    return row
