"""Verbs of the duty table: set its cells, ask partners to sign, sign, object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ruammue.foundation.keys import new_token, token_hash
from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.needs.models import Matter
from ruammue.papers.attachments import attach_paper
from ruammue.papers.models import Attachment
from ruammue.people.models import Organisation
from ruammue.work.actions.works import still_open, take_matter, take_work
from ruammue.work.events import DutiesObjected, DutiesSigned, DutySet, SigningAsked
from ruammue.work.models import Duty, DutySignature, Work
from ruammue.work.refusals import (
    AlreadySigned,
    LinkIsOver,
    NoDuties,
    NotInThisTable,
    ObjectionMissing,
    PaperMissing,
    SignerMissing,
    TableChanged,
    TwoLeads,
    WorkMatterIsClosed,
)
from ruammue.work.table import hash_of

Way = DutySignature.Way


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: a part (`Duty.Part`, "" for none) and a note."""

    part: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A signature that is waited for, with the token of its link: shown once, only its hash is stored."""

    signature: DutySignature
    token: str


@transaction.atomic
def set_duties(
    matter: Matter,
    *,
    cells: Mapping[tuple[UUID, UUID], Cell],
    by: Who,
    seen: str = "",
    reason: str = "",
    now: datetime | None = None,
) -> int:
    """Set cells of a matter's table: (work, organisation) -> `Cell`. Returns how many really changed.

    Either all of it or nothing; a lead may go from one to another in the same act. `seen` is the hash of the table
    as it was read. `reason`: why this partner, in the chooser's words.

    Raises TableChanged, TwoLeads, NotInThisTable, WorkIsOver, WorkMatterIsClosed.
    """
    matter = take_matter(matter)
    if matter.closed_at:
        raise WorkMatterIsClosed(on=timezone.localdate(matter.closed_at))
    if seen and seen != hash_of(matter, matter.steward_id):
        raise TableChanged()
    works = {work.pk: work for work in Work.objects.of(matter.steward_id).filter(matter=matter, dropped_at=None)}
    if {work for work, _organisation in cells} - works.keys():
        raise NotInThisTable()
    standing = {
        (duty.work_id, duty.organisation_id): duty
        for duty in Duty.objects.of(matter.steward_id).filter(work__in=works).select_related("organisation")
    }
    changed = {
        place: cell
        for place, cell in cells.items()
        if (cell.part, cell.note if cell.part else "") != _content(standing.get(place))
    }
    for work, _organisation in changed:
        still_open(works[work])
    _one_lead_each(works, standing, changed)
    now = now or timezone.now()
    # What is taken away goes first, so that a lead can change hands.
    for place, cell in sorted(changed.items(), key=lambda one: (one[1].part == Duty.Part.LEAD, str(one[0]))):
        _write(matter, place, cell, standing.get(place), by, reason, now)
    return len(changed)


def set_duty(
    work: Work,
    organisation: Organisation,
    part: str,
    *,
    by: Who,
    note: str = "",
    reason: str = "",
    now: datetime | None = None,
) -> int:
    """One cell. Raises what `set_duties` raises."""
    return set_duties(
        work.matter, cells={(work.pk, organisation.pk): Cell(part, note)}, by=by, reason=reason, now=now
    )


def _content(duty: Duty | None) -> tuple[str, str]:
    return (duty.part, duty.note) if duty else ("", "")


def _one_lead_each(
    works: Mapping[UUID, Work],
    standing: Mapping[tuple[UUID, UUID], Duty],
    changed: Mapping[tuple[UUID, UUID], Cell],
) -> None:
    for key in {work for work, _organisation in changed}:
        parts = {place[1]: duty.part for place, duty in standing.items() if place[0] == key}
        parts |= {place[1]: cell.part for place, cell in changed.items() if place[0] == key}
        leads = [organisation for organisation, part in parts.items() if part == Duty.Part.LEAD]
        if len(leads) > 1:
            names = Organisation.objects.filter(pk__in=leads).order_by("name").values_list("name", flat=True)
            raise TwoLeads(title=works[key].title, names=tuple(names))


def _write(
    matter: Matter, place: tuple[UUID, UUID], cell: Cell, duty: Duty | None, by: Who, reason: str, now: datetime
) -> None:
    work, organisation = place
    if not cell.part and duty is not None:
        # Nobody named beneath may be left hanging: their rows keep what was, the duty keeps its last word.
        if duty.assignments.exists():
            duty.assignments.filter(ended_on=None).update(ended_on=timezone.localdate(now))
        duty.assignments.all().delete()
        duty.delete()
    elif cell.part:
        Duty.objects.update_or_create(
            steward_id=matter.steward_id,
            work_id=work,
            organisation_id=organisation,
            defaults={
                "part": cell.part,
                "note": cell.note,
                "chosen_reason": reason or (duty.chosen_reason if duty else ""),
                "set_at": now,
                "set_by_id": by.entered_by_id or by.person_id,
            },
        )
    record(
        DutySet(
            steward=matter.steward_id, work=work, organisation=organisation, part=str(cell.part), matter=matter.pk
        ),
        by=by,
        reason=reason,
        at=now,
    )


# ------------------------------------------------------------------------------------------- signing


@transaction.atomic
def ask_to_sign(matter: Matter, organisation: Organisation, *, by: Who, now: datetime | None = None) -> Asked:
    """Give a partner a link of its own to sign its column; an older link stops working.

    Raises NoDuties, AlreadySigned (as the table stands now).
    """
    matter = take_matter(matter)
    _has_duties(matter, organisation)
    signature = _row(matter, organisation, now)
    if signature.signed_at and signature.table_hash == hash_of(matter, matter.steward_id):
        raise AlreadySigned(organisation=organisation.name, on=timezone.localdate(signature.signed_at))
    token = new_token()
    signature.token_hash, signature.asked_at = token_hash(token), now or timezone.now()
    signature.objection, signature.objected_at = "", None
    signature.save(update_fields=["token_hash", "asked_at", "objection", "objected_at"])
    record(SigningAsked(steward=matter.steward_id, matter=matter.pk, organisation=organisation.pk), by=by, at=now)
    return Asked(signature, token)


@transaction.atomic
def sign_duties(
    matter: Matter,
    organisation: Organisation,
    *,
    way: str,
    signed_as: str,
    seen: str,
    by: Who,
    token: str = "",
    evidence: Attachment | bytes | None = None,
    now: datetime | None = None,
) -> DutySignature:
    """Sign the table as it stands, by link (with its `token`), by login, or on paper (with the paper as `evidence`).

    `seen` is the hash of the table that was read: nobody signs what they have not seen. A later change of the table
    does not undo the signature; it shows as changed after signing, and the partner is asked again.

    Raises SignerMissing, NoDuties, TableChanged, AlreadySigned, LinkIsOver, PaperMissing, kinds of NotAPaper.
    """
    if not signed_as.strip():
        raise SignerMissing()
    matter = take_matter(matter)
    _has_duties(matter, organisation)
    signature = _row(matter, organisation, now)
    standing = hash_of(matter, matter.steward_id)
    if way == Way.LINK and not _opens(signature, token):
        raise LinkIsOver()
    if seen != standing:
        raise TableChanged()
    if signature.signed_at and signature.table_hash == standing:
        raise AlreadySigned(organisation=organisation.name, on=timezone.localdate(signature.signed_at))
    if way == Way.PAPER:
        if isinstance(evidence, bytes) and evidence:
            evidence = attach_paper(matter.steward, evidence, by=by, now=now)
        if not isinstance(evidence, Attachment):
            raise PaperMissing()
    signature.way, signature.table_hash, signature.signed_as = Way(way), standing, signed_as
    signature.signed_at = now or timezone.now()
    signature.signed_by_id = by.person_id if way == Way.LOGIN else None
    signature.entered_by_id = by.entered_by_id or (by.person_id if way == Way.PAPER else None)
    signature.evidence = evidence if isinstance(evidence, Attachment) else None
    signature.objection, signature.objected_at = "", None
    signature.save()
    record(
        DutiesSigned(
            steward=matter.steward_id,
            matter=matter.pk,
            organisation=organisation.pk,
            table=standing,
            way=str(signature.way),
        ),
        by=by,
        at=now,
    )
    return signature


@transaction.atomic
def object_to_duties(
    matter: Matter,
    organisation: Organisation,
    *,
    words: str,
    by: Who,
    token: str | None = None,
    now: datetime | None = None,
) -> DutySignature:
    """Say what should be changed before one signs; with the `token` when it comes through the link.

    Raises ObjectionMissing, NoDuties, LinkIsOver.
    """
    if not words.strip():
        raise ObjectionMissing()
    matter = take_matter(matter)
    _has_duties(matter, organisation)
    signature = _row(matter, organisation, now)
    if token is not None and not _opens(signature, token):
        raise LinkIsOver()
    signature.objection, signature.objected_at = words, now or timezone.now()
    signature.save(update_fields=["objection", "objected_at"])
    record(DutiesObjected(steward=matter.steward_id, matter=matter.pk, organisation=organisation.pk), by=by, at=now)
    return signature


def _opens(signature: DutySignature, token: str) -> bool:
    return signature.is_link_open and bytes(signature.token_hash or b"") == token_hash(token)


def _row(matter: Matter, organisation: Organisation, now: datetime | None) -> DutySignature:
    signature, _is_new = DutySignature.objects.get_or_create(
        steward_id=matter.steward_id,
        matter=matter,
        organisation=organisation,
        defaults={"asked_at": now or timezone.now()},
    )
    return signature


def _has_duties(matter: Matter, organisation: Organisation) -> None:
    mine = Duty.objects.of(matter.steward_id).filter(
        work__matter=matter, work__dropped_at=None, organisation=organisation
    )
    if not mine.exists():
        raise NoDuties(organisation=organisation.name)


__all__ = [
    "Asked",
    "Cell",
    "ask_to_sign",
    "object_to_duties",
    "set_duties",
    "set_duty",
    "sign_duties",
    "take_work",
]
