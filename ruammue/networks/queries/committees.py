"""One network: seats with holders, members, papers; who has a voice on a day; the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch

from ruammue import rulebook
from ruammue.foundation.levels import Level, Sector
from ruammue.networks.models import (
    Appointment,
    Network,
    NetworkMember,
    NetworkPaper,
    Seat,
)
from ruammue.networks.queries.days import in_force
from ruammue.networks.queries.shelves import networks_known
from ruammue.people.models import Organisation
from ruammue.places.models import Steward


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A seat with its holder of the day, or empty."""

    id: UUID
    label: str
    category: str
    office: str
    chosen_by: str
    has_vote: bool
    appointment_id: UUID | None
    holder: str
    on_behalf_of: str
    order_number: str
    order_on: date | None
    from_on: date | None
    until_on: date | None

    @property
    def is_filled(self) -> bool:
        """Whether somebody holds it on the day asked about."""
        return self.appointment_id is not None


@dataclass(frozen=True, slots=True)
class MemberRow:
    """An organisation in a network."""

    id: UUID
    organisation_id: UUID
    name: str
    kind: str
    from_on: date


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper that hangs on a network."""

    id: UUID
    kind: str
    is_minutes: bool
    title: str
    number: str
    signed_on: date | None
    ends_on: date | None
    sha256: str


def seats_of(network: Network, *, on: date) -> list[SeatRow]:
    """Every seat in its order, with the holder on that day. One statement for seats, one for holders."""
    return _seat_rows([network.pk], network.steward_id, on)[network.pk]


def _seat_rows(networks: Sequence[UUID], steward_id: UUID, on: date) -> dict[UUID, list[SeatRow]]:
    held = Appointment.objects.of(steward_id).filter(in_force(on)).select_related("person", "on_behalf_of")
    seats = (
        Seat.objects.of(steward_id)
        .filter(network__in=networks, removed_at=None)
        .order_by("network_id", "order", "id")
        .prefetch_related(Prefetch("appointments", queryset=held.order_by("from_on"), to_attr="holders"))
    )
    rows: dict[UUID, list[SeatRow]] = {key: [] for key in networks}
    for seat in seats:
        now = seat.holders[-1] if seat.holders else None
        rows[seat.network_id].append(
            SeatRow(
                id=seat.pk,
                label=seat.label,
                category=seat.category,
                office=seat.office,
                chosen_by=seat.chosen_by,
                has_vote=seat.has_vote,
                appointment_id=now.pk if now else None,
                holder=now.person.name if now else "",
                on_behalf_of=now.on_behalf_of.name if now and now.on_behalf_of else "",
                order_number=now.order_number if now else "",
                order_on=now.order_on if now else None,
                from_on=now.from_on if now else None,
                until_on=now.until_on if now else None,
            )
        )
    return rows


def members_of(network: Network, *, on: date) -> dict[str, list[MemberRow]]:
    """Members by sector, in the order of the seed's four sectors. A sector without members is there, empty."""
    rows: dict[str, list[MemberRow]] = {sector: [] for sector in Sector.values}
    members = (
        NetworkMember.objects.of(network.steward_id)
        .filter(in_force(on), network=network)
        .select_related("organisation")
        .order_by("organisation__sort_key", "organisation__name", "id")
    )
    for member in members:
        body = member.organisation
        rows[body.sector].append(
            MemberRow(member.pk, body.pk, body.name, str(Organisation.Kind(body.kind).label), member.from_on)
        )
    return rows


def papers_of(network: Network) -> list[PaperRow]:
    """Papers that were attached, the newest first."""
    papers = NetworkPaper.objects.of(network.steward_id).filter(network=network).select_related("attachment")
    return [
        PaperRow(
            paper.pk,
            str(NetworkPaper.Kind(paper.kind).label),
            paper.kind == NetworkPaper.Kind.MINUTES,
            paper.title,
            paper.number,
            paper.signed_on,
            paper.ends_on,
            paper.attachment.sha256,
        )
        for paper in papers
    ]


@dataclass(frozen=True, slots=True)
class Voter:
    """Who has a voice in a committee on a day. `organisation_id`: on whose behalf, if anybody's."""

    seat_id: UUID
    label: str
    category: str
    office: str
    person_id: UUID
    name: str
    organisation_id: UUID | None
    organisation: str


def network_seats_filled(network: Network, on: date) -> int:
    """How many voting seats have a holder on that day: what a quorum is counted from (invariant I2)."""
    held = Appointment.objects.of(network.steward_id).filter(in_force(on), seat__network=network)
    return held.filter(seat__has_vote=True, seat__removed_at=None).values("seat_id").distinct().count()


def voters_of(network: Network, on: date) -> list[Voter]:
    """Holders of voting seats on that day, in the order of the seats. One statement."""
    held = (
        Appointment.objects.of(network.steward_id)
        .filter(in_force(on), seat__network=network, seat__has_vote=True, seat__removed_at=None)
        .select_related("seat", "person", "on_behalf_of")
        .order_by("seat__order", "seat_id")
    )
    return [
        Voter(
            row.seat_id,
            row.seat.label,
            row.seat.category,
            row.seat.office,
            row.person_id,
            row.person.name,
            row.on_behalf_of_id,
            row.on_behalf_of.name if row.on_behalf_of else "",
        )
        for row in held
    ]


def members_on(network: Network, on: date) -> list[MemberRow]:
    """Organisations in a partner network on a day: each has one voice in consensus. One statement."""
    return [row for rows in members_of(network, on=on).values() for row in rows]


def verdicts_on(network: Network, seats: Sequence[SeatRow], *, on: date) -> list[rulebook.Verdict]:
    """What the rules of its body say about the seats (R01–R05, V01); empty for a network without such rules."""
    body = rulebook.committee(network.rule_key)
    if body is None:
        return []
    filled = [seat for seat in seats if seat.is_filled]
    by_category: dict[str, int] = defaultdict(int)
    offices: dict[str, int] = defaultdict(int)
    chosen: dict[str, set[str]] = defaultdict(set)
    for seat in filled:
        by_category[seat.category] += 1
        offices[seat.office] += 1
        chosen[seat.category].add(seat.chosen_by)
    facts = rulebook.SeatFacts(
        body=body.key,
        filled=by_category,
        offices=offices,
        chosen_by={key: frozenset(value) for key, value in chosen.items()},
    )
    terms = rulebook.TermFacts(today=on, ends=tuple(seat.until_on for seat in filled))
    return [
        rulebook.check(rule_id, terms if rulebook.rule(rule_id).judge == "terms" else facts) for rule_id in body.rules
    ]


@dataclass(frozen=True, slots=True)
class CommitteeLine:
    """One line of the committee register: a seat of a network, or a network without seats."""

    level: str
    network: str
    order_number: str
    order_on: date | None
    is_confirmed: bool
    seat: SeatRow | None


def committee_register(steward: Steward, *, today: date) -> list[CommitteeLine]:
    """ทะเบียนคณะกรรมการ: every seat of every known network. Three statements."""
    networks = list(networks_known(steward, public_only=False).order_by("level", "name", "id"))
    seats = _seat_rows([network.pk for network in networks], steward.pk, today)
    nobody: list[SeatRow | None] = [None]
    return [
        CommitteeLine(
            str(Level(network.level).label),
            network.name,
            network.order_number,
            network.order_on,
            network.is_confirmed,
            seat,
        )
        for network in networks
        for seat in [*seats[network.pk]] or nobody
    ]
