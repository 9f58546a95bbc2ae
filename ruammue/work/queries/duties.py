"""The duty table as pages, papers and the matter's page read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from ruammue.access.actors import Actor
from ruammue.foundation import page_reads
from ruammue.foundation.counting import hundredths
from ruammue.foundation.levels import Sector
from ruammue.needs.models import Matter
from ruammue.networks.models import NetworkMember
from ruammue.networks.queries import candidates_for, known_organisations
from ruammue.people.models import Affiliation, Organisation, Person
from ruammue.people.signing.acts import behind
from ruammue.places.models import Steward
from ruammue.work.actions.duties import hash_of
from ruammue.work.models import Assignment, Duty, DutySignature, Work

WEIGHT = {
    Duty.Part.LEAD: 2, Duty.Part.JOINT: 2, Duty.Part.SUPPORT: 1, Duty.Part.CONSULTED: 0, Duty.Part.INFORMED: 0,
}  # fmt: skip
"""How much of a piece of work a part stands for. Ours, not official: only to see when one carries nearly all (R40)."""
ONE_CARRIES_ALL = 50
"""Per cent of the duties above which it is no partnership any more (R40, after the award's criterion)."""


@dataclass(frozen=True, slots=True)
class Column:
    """An organisation in the table: what it says it is good at, and what the record shows."""

    id: UUID
    label: str
    sector_label: str
    good_at: str
    delivered: int  # evidence band, 0 to 3
    kept: int
    promised: int
    share: int  # per cent of the duties


@dataclass(frozen=True, slots=True)
class Cell:
    """A part in a piece of work. `role` is the word the `duty_table` tag knows; `fits`: it says it is good at this."""

    organisation_id: UUID
    organisation: str
    duty_id: UUID | None
    part: str
    role: str
    note: str
    name: str
    fits: bool
    is_signed: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class RowShown:
    """A piece of work with its cells, one a column."""

    id: UUID
    label: str
    needs_skill: str
    due_on: date | None
    resolution_id: UUID | None
    resolution: str
    is_done: bool
    done_on: date | None
    done_words: str
    is_late: bool
    has_lead: bool
    places: tuple[Cell, ...]
    url: str = ""

    @property
    def cells(self) -> tuple[Cell | None, ...]:
        """The places as the `duty_table` tag draws them: None where there is no part."""
        return tuple(place if place.role else None for place in self.places)


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """An organisation's signature under the table: waiting, signed, objected, or given for an older table."""

    organisation_id: UUID
    organisation: str
    sector_label: str
    state: str  # none, waiting, signed, changed, objected
    asked_at: datetime | None
    signed_at: datetime | None
    signed_as: str
    way_label: str
    objection: str


@dataclass(frozen=True, slots=True)
class Table:
    """The duty table of a matter."""

    matter: Matter
    columns: tuple[Column, ...]
    rows: tuple[RowShown, ...]
    signatures: tuple[SignatureRow, ...]
    hash: str

    @property
    def heaviest(self) -> Column | None:
        """The organisation that carries more than half of the duties, if any does."""
        return next((column for column in self.columns if column.share > ONE_CARRIES_ALL), None)

    @property
    def leaderless(self) -> tuple[RowShown, ...]:
        """Pieces of work that nobody leads yet."""
        return tuple(row for row in self.rows if not row.has_lead)

    @property
    def is_signed_by_all(self) -> bool:
        """True when every organisation with a part signed the table as it stands."""
        return bool(self.signatures) and all(row.state == "signed" for row in self.signatures)


ROLES = {
    Duty.Part.LEAD: "lead", Duty.Part.JOINT: "join", Duty.Part.SUPPORT: "support", Duty.Part.CONSULTED: "consult",
    Duty.Part.INFORMED: "know",
}  # fmt: skip


def works_of(matter: Matter) -> list[Any]:
    """The works of a matter in the order of the table, each with `its_duties` and their `people_named`. Three
    statements.
    """
    named = (
        Assignment.objects.of(matter.steward_id)
        .filter(ended_on=None)
        .select_related("person")
        .order_by("named_at", "id")
    )
    duties = (
        Duty.objects.of(matter.steward_id)
        .select_related("organisation")
        .prefetch_related(Prefetch("assignments", queryset=named, to_attr="people_named"))
        .order_by("set_at", "id")
    )
    return list(
        Work.objects.of(matter.steward_id)
        .filter(matter=matter, dropped_at=None)
        .select_related("resolution")
        .prefetch_related(Prefetch("duties", queryset=duties, to_attr="its_duties"))
        .order_by("opened_at", "id")
    )


def signatures_of(matter: Matter) -> list[DutySignature]:
    """Who signed its part, or was asked to. One statement."""
    return list(DutySignature.objects.of(matter.steward_id).filter(matter=matter).select_related("organisation"))


def table_of(matter: Matter, *, today: date | None = None, with_facts: bool = True) -> Table:
    """The whole table of a matter: a constant number of SQL statements however many works and partners.

    `with_facts`: beside each partner what it says of itself and what it kept, for those who divide the work.
    """
    today = today or timezone.localdate()
    works = page_reads.once(matter, works_of)
    signatures = {row.organisation_id: row for row in page_reads.once(matter, signatures_of)}
    columns = _columns(matter, works, today, with_facts=with_facts)
    return Table(
        matter=matter,
        columns=columns,
        rows=tuple(_row(work, columns, signatures, today) for work in works),
        signatures=tuple(
            _signature(column, signatures.get(column.id)) for column in columns if _has_part(column, works)
        ),
        hash=hash_of(works, [duty for work in works for duty in work.its_duties]),
    )


def _columns(matter: Matter, works: Sequence[Any], today: date, *, with_facts: bool) -> tuple[Column, ...]:
    members = (
        NetworkMember.objects.of(matter.steward_id)
        .filter(network__matter=matter, network__removed_at=None, until_on=None)
        .select_related("organisation")
        .order_by("from_on", "id")
    )
    organisations: dict[UUID, Organisation] = {row.organisation_id: row.organisation for row in members}
    for work in works:
        for duty in work.its_duties:
            organisations.setdefault(duty.organisation_id, duty.organisation)
    asked = candidates_for(matter.steward, today=today, matter_id=matter.pk) if with_facts else []
    facts = {row.organisation_id: row for row in asked}
    shares = dict(zip(organisations, hundredths([_weight(works, pk) for pk in organisations]), strict=True))
    columns = []
    for pk, organisation in organisations.items():
        known = facts.get(pk)
        columns.append(
            Column(
                id=pk,
                label=organisation.name,
                sector_label=str(Sector(organisation.sector).label),
                good_at=known.says if known else "",
                delivered=known.aptitude if known else 0,
                kept=known.kept if known else 0,
                promised=known.promised if known else 0,
                share=shares[pk],
            )
        )
    return tuple(columns)


def _weight(works: Sequence[Any], organisation: UUID) -> int:
    return sum(
        WEIGHT[Duty.Part(duty.part)]
        for work in works
        for duty in work.its_duties
        if duty.organisation_id == organisation
    )


def _has_part(column: Column, works: Sequence[Any]) -> bool:
    return any(duty.organisation_id == column.id for work in works for duty in work.its_duties)


def fits(skill: str, good_at: str) -> bool:
    """Whether what the work asks for stands in what the partner says of itself, word by word. Never says "unfit"."""
    return any(len(word) > 1 and word in good_at for word in skill.replace(",", " ").split())


def _row(work: Any, columns: tuple[Column, ...], signatures: dict[UUID, DutySignature], today: date) -> RowShown:
    by_organisation = {duty.organisation_id: duty for duty in work.its_duties}
    return RowShown(
        id=work.pk,
        label=work.title,
        needs_skill=work.needs_skill,
        due_on=work.due_on,
        resolution_id=work.resolution_id,
        resolution=work.resolution.text if work.resolution else "",
        is_done=work.done_at is not None,
        done_on=timezone.localdate(work.done_at) if work.done_at else None,
        done_words=work.done_words,
        is_late=work.done_at is None and work.due_on is not None and work.due_on < today,
        has_lead=any(duty.part == Duty.Part.LEAD for duty in work.its_duties),
        places=tuple(
            _cell(column, by_organisation.get(column.id), work.needs_skill, signatures.get(column.id))
            for column in columns
        ),
    )


def _cell(column: Column, duty: Any, skill: str, signature: DutySignature | None) -> Cell:
    return Cell(
        organisation_id=column.id,
        organisation=column.label,
        duty_id=duty.pk if duty else None,
        part=duty.part if duty else "",
        role=ROLES[Duty.Part(duty.part)] if duty else "",
        note=duty.note if duty else "",
        name=" · ".join(row.person.name for row in duty.people_named) if duty else "",
        fits=fits(skill, column.good_at),
        is_signed=duty is not None and signature is not None and signature.stands,
    )


def _signature(column: Column, row: DutySignature | None) -> SignatureRow:
    if row is None:
        state = "none"
    elif row.objection:
        state = "objected"
    elif row.stands:
        state = "signed"
    else:
        state = "changed" if row.signed_at else "waiting"
    return SignatureRow(
        organisation_id=column.id,
        organisation=column.label,
        sector_label=column.sector_label,
        state=state,
        asked_at=row.asked_at if row else None,
        signed_at=row.signed_at if row else None,
        signed_as=row.signed_as if row else "",
        way_label=str(row.get_way_display()) if row and row.way else "",
        objection=row.objection if row else "",
    )


# ------------------------------------------------------------------------------------------- links, forms, lists


@dataclass(frozen=True, slots=True)
class Link:
    """What a signing link opens: `state` is "waiting", "signed", "over" (the matter is closed) or "unknown"."""

    state: str
    signature: DutySignature | None = None
    table: Table | None = None


def link_of(steward: Steward, token: str) -> Link:
    """The place under a table that a token stands for. Looking changes nothing."""
    found = behind(DutySignature, token, steward, "matter__steward")
    if found is None:
        return Link("unknown")
    state = "signed" if found.stands else "over" if found.matter.closed_at else "waiting"
    return Link(state, found, table_of(found.matter))


def organisations_to_add(matter: Matter) -> QuerySet[Organisation]:
    """Organisations that could get a column: all that this steward knows."""
    return known_organisations(matter.steward)


def own_bodies(steward: Steward, actor: Actor) -> list[Organisation]:
    """The local government whose table it is: it has a column from the beginning, for it does its part as well."""
    bodies = known_organisations(steward).filter(kind=Organisation.Kind.LOCAL_GOVERNMENT)
    return list(bodies.filter(Q(name=steward.name) | Q(pk__in=actor.represents)))


def represented(actor: Actor, table: Table) -> list[SignatureRow]:
    """The places under the table that this actor could sign."""
    return [row for row in table.signatures if row.organisation_id in actor.represents and row.state != "signed"]


def people_of(duty: Duty) -> QuerySet[Person]:
    """People of the organisation that has this duty."""
    today = timezone.localdate()
    ties = Affiliation.objects.of(duty.steward_id).filter(
        Q(until_on=None) | Q(until_on__gte=today), organisation=duty.organisation
    )
    return Person.objects.filter(pk__in=ties.values("person"), anonymised_at=None).order_by("sort_key", "given_name")


@dataclass(frozen=True, slots=True)
class WorkRow:
    """A piece of work in the list of all work."""

    id: UUID
    title: str
    matter_id: UUID
    matter_title: str
    leader: str
    due_on: date | None
    done_on: date | None
    is_late: bool
    parts: tuple[tuple[str, str], ...]


def work_list(steward: Steward, actor: Actor, *, state: str = "") -> QuerySet[Work]:
    """Work of the matters this actor may open, or in which an organisation they speak for has a part."""
    matters = Matter.objects.of(steward).visible_to(actor)
    mine = Q(matter__in=matters.values("pk"))
    if actor.represents:
        duties = Duty.objects.of(steward).filter(organisation_id__in=actor.represents)
        mine |= Q(pk__in=duties.values("work_id"))
    rows = Work.objects.of(steward).filter(mine, dropped_at=None)
    if state == "mine":
        duties = Duty.objects.of(steward).filter(organisation_id__in=actor.represents)
        rows = rows.filter(pk__in=duties.values("work_id"), done_at=None)
    elif state == "late":
        rows = rows.filter(done_at=None, due_on__lt=timezone.localdate())
    elif state == "done":
        rows = rows.exclude(done_at=None)
    elif state == "":
        rows = rows.filter(done_at=None)
    return rows.order_by("due_on", "opened_at", "id")


def work_rows(steward: Steward, rows: QuerySet[Work]) -> list[WorkRow]:
    """The rows of a list. Two SQL statements."""
    today = timezone.localdate()
    duties = Duty.objects.of(steward).select_related("organisation").order_by("set_at", "id")
    found = rows.select_related("matter").prefetch_related(Prefetch("duties", queryset=duties, to_attr="its_duties"))
    return [
        WorkRow(
            id=work.pk,
            title=work.title,
            matter_id=work.matter_id,
            matter_title=work.matter.title,
            leader=next((duty.organisation.name for duty in work.its_duties if duty.part == Duty.Part.LEAD), ""),  # type: ignore[attr-defined]
            due_on=work.due_on,
            done_on=timezone.localdate(work.done_at) if work.done_at else None,
            is_late=work.done_at is None and work.due_on is not None and work.due_on < today,
            parts=tuple((duty.organisation.name, str(duty.get_part_display())) for duty in work.its_duties),  # type: ignore[attr-defined]
        )
        for work in found
    ]


def work_page(steward: Steward, actor: Actor, *, state: str = "", page: Any = 1) -> Page[Any]:
    """One page of the list of work."""
    found: Page[Any] = Paginator(work_list(steward, actor, state=state), 20).get_page(page)
    keys = [work.pk for work in found.object_list]
    rows = Work.objects.of(steward).filter(pk__in=keys).order_by("due_on", "opened_at", "id")
    found.object_list = work_rows(steward, rows)  # type: ignore[assignment]
    return found
