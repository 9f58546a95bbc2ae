"""Reads of this room: shelves, one network, committees on a day, partners, invitations, facts for the finder.

Every function issues a constant number of SQL statements and returns frozen rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from ruammue import rulebook
from ruammue.engines import matching
from ruammue.foundation.keys import token_hash
from ruammue.foundation.levels import Level, Sector
from ruammue.networks.models import (
    Appointment,
    Invitation,
    Network,
    NetworkMember,
    NetworkPaper,
    Partner,
    Seat,
    TieObservation,
)
from ruammue.people.models import Affiliation, Organisation, Person
from ruammue.places.models import Steward, Village

PER_PAGE = 20
ON_A_SHELF = 8
STALE_DAYS = 180
"""A word about a partner older than this is marked as old; the same parameter as the finder's."""


def in_force(on: date, prefix: str = "") -> Q:
    """From its first day to its last, both included. Powers end on the day the term ends."""
    return Q(**{f"{prefix}from_on__lte": on}) & (Q(**{f"{prefix}until_on": None}) | Q(**{f"{prefix}until_on__gte": on}))


# ------------------------------------------------------------------------------------------- shelves


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """A network on a list. `members` and `seats` are counts of today; `is_statutory`: the regulation asks for it."""

    id: UUID
    name: str
    level: str
    form: str
    form_label: str
    theme: str
    is_confirmed: bool
    is_statutory: bool
    order_number: str
    order_on: date | None
    village_id: UUID | None
    village: str
    members: int
    seats: int
    seats_filled: int
    is_of_matter: bool

    @property
    def short_name(self) -> str:
        """The name without its village, where the village stands above."""
        return self.name.removesuffix(f" {self.village}") if self.village else self.name


@dataclass(frozen=True, slots=True)
class Shelf:
    """One level: how many networks are known and how many only proposed, and the first of them."""

    level: str
    label: str
    known: int
    proposed: int
    rows: tuple[NetworkRow, ...]

    @property
    def more(self) -> int:
        """How many stand on the shelf beyond those shown."""
        return self.known + self.proposed - len(self.rows)


@dataclass(frozen=True, slots=True)
class VillageShelf:
    """A village with its known networks and the proposed ones."""

    id: UUID
    label: str
    known: tuple[NetworkRow, ...]
    proposed: tuple[NetworkRow, ...]


def _networks(steward: Steward, *, public_only: bool) -> QuerySet[Network]:
    rows = Network.objects.of(steward).filter(removed_at=None)
    if public_only:
        rows = rows.filter(confirmed_at__isnull=False).filter(Q(matter=None) | Q(matter__published_at__isnull=False))
    return rows


def _rows(networks: Iterable[Network], steward: Steward, today: date) -> list[NetworkRow]:
    """Rows with their counts: three statements for any number of networks."""
    found = list(networks)
    keys = [network.pk for network in found]

    def counted(rows: QuerySet[Any], field: str) -> dict[UUID, int]:
        return dict(rows.values_list(field).annotate(n=Count("pk", distinct=True)).order_by())

    members = counted(NetworkMember.objects.of(steward).filter(in_force(today), network__in=keys), "network_id")
    seats = counted(Seat.objects.of(steward).filter(removed_at=None, network__in=keys), "network_id")
    holders = Appointment.objects.of(steward).filter(in_force(today), seat__network__in=keys, seat__removed_at=None)
    filled = counted(holders, "seat__network_id")
    return [
        NetworkRow(
            id=network.pk,
            name=network.name,
            level=network.level,
            form=network.form,
            form_label=str(Network.Form(network.form).label),
            theme=network.theme,
            is_confirmed=network.is_confirmed,
            is_statutory=_is_statutory(network.rule_key),
            order_number=network.order_number,
            order_on=network.order_on,
            village_id=network.village_id,
            village=network.village.label if network.village else "",
            members=members.get(network.pk, 0),
            seats=seats.get(network.pk, 0),
            seats_filled=filled.get(network.pk, 0),
            is_of_matter=network.matter_id is not None,
        )
        for network in found
    ]


def _is_statutory(rule_key: str) -> bool:
    body = rulebook.committee(rule_key)
    return body is not None and body.is_statutory


def shelves(steward: Steward, *, today: date, public_only: bool) -> list[Shelf]:
    """The five shelves, nearest first; the first networks of each but the village's, which `village_shelves` shows."""
    rows = _networks(steward, public_only=public_only)
    counts = {
        level: (known, proposed)
        for level, known, proposed in rows.values_list("level")
        .annotate(
            known=Count("pk", filter=Q(confirmed_at__isnull=False)), proposed=Count("pk", filter=Q(confirmed_at=None))
        )
        .order_by()
    }
    levels = [level for level in Level.values if level != Level.VILLAGE]
    # Four small reads, whatever stands on the shelves; a window over all rows would read them all.
    first = [
        network
        for level in levels
        for network in rows.filter(level=level)
        .select_related("village")
        .order_by("confirmed_at", "name", "id")[:ON_A_SHELF]
    ]
    by_level: dict[str, list[NetworkRow]] = defaultdict(list)
    for row in _rows(first, steward, today):
        by_level[row.level].append(row)
    return [
        Shelf(level, str(Level(level).label), *counts.get(level, (0, 0)), tuple(by_level[level]))
        for level in Level.values
    ]


def village_shelves(
    steward: Steward, *, number: str | None, today: date, public_only: bool
) -> tuple[Page[Any], list[VillageShelf]]:
    """Twenty villages with all their networks, known and proposed."""
    page = Paginator(Village.objects.of(steward).order_by("area_id"), PER_PAGE).get_page(number)
    villages = list(page.object_list)
    networks = _networks(steward, public_only=public_only).filter(level=Level.VILLAGE, village__in=villages)
    by_village: dict[UUID | None, list[NetworkRow]] = defaultdict(list)
    for row in _rows(networks.select_related("village").order_by("name", "id"), steward, today):
        by_village[row.village_id].append(row)
    return page, [
        VillageShelf(
            village.pk,
            village.label,
            tuple(row for row in by_village[village.pk] if row.is_confirmed),
            tuple(row for row in by_village[village.pk] if not row.is_confirmed),
        )
        for village in villages
    ]


def networks_of_level(
    steward: Steward, level: str, *, number: str | None, today: date, public_only: bool
) -> tuple[Page[Any], list[NetworkRow]]:
    """One shelf, twenty at a time."""
    rows = _networks(steward, public_only=public_only).filter(level=level).select_related("village")
    page = Paginator(rows.order_by("name", "id"), PER_PAGE).get_page(number)
    return page, _rows(page.object_list, steward, today)


# ------------------------------------------------------------------------------------------- one network


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
class InvitationRow:
    """An invitation as officers see it. `state`: waiting, claimed, confirmed, declined, expired or withdrawn."""

    id: UUID
    organisation: str
    organisation_id: UUID
    state: str
    reply: str
    sent_on: date
    expires_on: date
    confirmed_way: str
    confirmed_by: str


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper that hangs on a network."""

    id: UUID
    kind: str
    title: str
    signed_on: date | None
    ends_on: date | None
    attachment_id: UUID
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
            paper.title,
            paper.signed_on,
            paper.ends_on,
            paper.attachment_id,
            paper.attachment.sha256,
        )
        for paper in papers
    ]


def state_of(invitation: Invitation, today: date) -> str:
    """waiting, claimed, confirmed, declined, expired or withdrawn; derived, never stored."""
    if invitation.withdrawn_at is not None:
        return "withdrawn"
    if invitation.reply == Invitation.Reply.NOT_NOW:
        return "declined"
    if invitation.reply == Invitation.Reply.JOIN:
        return "confirmed" if invitation.confirmed_at else "claimed"
    return "expired" if today > invitation.expires_on else "waiting"


def _invitation_rows(invitations: QuerySet[Invitation], today: date) -> list[InvitationRow]:
    return [
        InvitationRow(
            id=invitation.pk,
            organisation=invitation.organisation.name,
            organisation_id=invitation.organisation_id,
            state=state_of(invitation, today),
            reply=invitation.reply,
            sent_on=timezone.localdate(invitation.sent_at),
            expires_on=invitation.expires_on,
            confirmed_way=str(Invitation.Way(invitation.confirmed_way).label) if invitation.confirmed_way else "",
            confirmed_by=invitation.confirmed_by.name if invitation.confirmed_by else "",
        )
        for invitation in invitations.select_related("organisation", "confirmed_by").order_by("-sent_at", "-id")
    ]


def invitations_of(network: Network, *, today: date) -> list[InvitationRow]:
    """Invitations of a network that still say something; those that were replaced by a newer one are left out."""
    rows = Invitation.objects.of(network.steward_id).filter(network=network, withdrawn_at=None)
    return _invitation_rows(rows, today)


# ------------------------------------------------------------------------------------------- for other rooms


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


# ------------------------------------------------------------------------------------------- partners


@dataclass(frozen=True, slots=True)
class Ties:
    """What the house saw an organisation do. `late` and `broken` are promises not kept in time, and not at all."""

    met: int = 0
    promised: int = 0
    delivered: int = 0
    signed: int = 0
    kept: int = 0
    late: int = 0
    broken: int = 0
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class PartnerRow:
    """A partner in the register."""

    id: UUID
    organisation_id: UUID
    name: str
    sector: str
    sector_label: str
    kind: str
    level: str
    good_at: str
    contact: str
    contact_phone: str
    assured_on: date | None
    is_stale: bool
    networks: int
    ties: Ties


def _ties(steward: Steward | UUID, organisations: Sequence[UUID]) -> dict[UUID, Ties]:
    """Past ties of organisations, seen from the giving side. One statement."""
    kind = TieObservation.Kind
    rows = (
        TieObservation.objects.of(steward)
        .filter(from_organisation__in=organisations)
        .values("from_organisation_id")
        .annotate(
            met=Count("pk", filter=Q(kind=kind.MET)),
            promised=Count("pk", filter=Q(kind=kind.PROMISED)),
            delivered=Count("pk", filter=Q(kind=kind.DELIVERED)),
            signed=Count("pk", filter=Q(kind=kind.SIGNED)),
            kept=Count("pk", filter=Q(kind=kind.DELIVERED, was_on_time=True)),
            late=Count("pk", filter=Q(kind=kind.DELIVERED, was_on_time=False)),
            broken=Count("pk", filter=Q(kind=kind.PROMISED, was_on_time=False)),
            last_on=Max("observed_on"),
        )
        .order_by()
    )
    return {row.pop("from_organisation_id"): Ties(**row) for row in rows}


def partners(
    steward: Steward,
    *,
    today: date,
    words: str = "",
    sector: str = "",
    number: str | None = None,
    everything: bool = False,
) -> tuple[Page[Any], list[PartnerRow]]:
    """The register, twenty at a time (or everything, for a sheet); found by name or by what they are good at."""
    rows = Partner.objects.of(steward).filter(until_on=None).select_related("organisation", "contact")
    for word in words.split()[:5]:
        rows = rows.filter(Q(organisation__name__icontains=word) | Q(good_at__icontains=word))
    if sector:
        rows = rows.filter(organisation__sector=sector)
    rows = rows.order_by("organisation__sort_key", "organisation__name", "id")
    page = Paginator(rows, 100_000 if everything else PER_PAGE).get_page(number)
    return page, partner_rows(steward, list(page.object_list), today=today)


def partner_rows(steward: Steward, found: Sequence[Partner], *, today: date) -> list[PartnerRow]:
    """Rows with memberships and ties: two statements for any number of partners."""
    keys = [partner.organisation_id for partner in found]
    memberships = dict(
        NetworkMember.objects.of(steward)
        .filter(in_force(today), organisation__in=keys)
        .values_list("organisation_id")
        .annotate(n=Count("pk"))
        .order_by()
    )
    ties = _ties(steward, keys)
    return [
        PartnerRow(
            id=partner.pk,
            organisation_id=partner.organisation_id,
            name=partner.organisation.name,
            sector=partner.organisation.sector,
            sector_label=str(Sector(partner.organisation.sector).label),
            kind=str(Organisation.Kind(partner.organisation.kind).label),
            level=str(Level(partner.level).label),
            good_at=partner.good_at,
            contact=partner.contact.name if partner.contact else "",
            contact_phone=(partner.contact.phone if partner.contact else "") or partner.organisation.phone,
            assured_on=partner.assured_on,
            is_stale=partner.assured_on is None or (today - partner.assured_on).days > STALE_DAYS,
            networks=memberships.get(partner.organisation_id, 0),
            ties=ties.get(partner.organisation_id, Ties()),
        )
        for partner in found
    ]


def networks_of_organisation(steward: Steward, organisation_id: UUID, *, today: date) -> list[tuple[UUID, str, str]]:
    """Networks that an organisation is in today: id, name, level label."""
    rows = NetworkMember.objects.of(steward).filter(
        in_force(today), organisation=organisation_id, network__removed_at=None
    )
    return [
        (key, name, str(Level(level).label))
        for key, name, level in rows.order_by("network__name").values_list(
            "network_id", "network__name", "network__level"
        )
    ]


def invitable(steward: Steward, network: Network) -> QuerySet[Organisation]:
    """Organisations that may be invited: known here as partners or by their people, and not yet in the network."""
    inside = NetworkMember.objects.of(steward).filter(network=network, until_on=None, organisation=OuterRef("pk"))
    return known_organisations(steward).exclude(Exists(inside))


def known_organisations(steward: Steward) -> QuerySet[Organisation]:
    """Organisations that this steward knows: partners, or with people affiliated here."""
    partnered = Partner.objects.of(steward).filter(organisation=OuterRef("pk"))
    peopled = Affiliation.objects.of(steward).filter(organisation=OuterRef("pk"))
    return Organisation.objects.filter(Exists(partnered) | Exists(peopled)).order_by("sort_key", "name", "id")


def known_people(steward: Steward) -> QuerySet[Person]:
    """People that this steward knows, not anonymised."""
    return Person.objects.filter(acquaintances__steward=steward, anonymised_at=None).order_by(
        "sort_key", "given_name", "id"
    )


# ------------------------------------------------------------------------------------------- the finder's facts

_REACH = {Level.VILLAGE: 8, Level.TAMBON: 6, Level.AMPHOE: 4, Level.CHANGWAT: 2}
_APTITUDE = ((4, 3), (2, 2), (1, 1))


@dataclass(frozen=True, slots=True)
class PartnerFacts:
    """A partner as `engines.matching` wants to know it.

    `aptitude` 0 to 3 from what was delivered (1, 2 to 3, 4 and more), never from what is said. `promised` counts
    promises that fell due: kept, late or broken. `load`: networks of open matters it is in. `declined`: said
    "not now" to the matter asked about. `says`: its own words; `matches`: one of the words asked for stands there.
    """

    organisation_id: UUID
    name: str
    sector: str
    says: str
    matches: bool
    reach: tuple[str, ...]
    aptitude: int
    kept: int
    late: int
    promised: int
    confirmed_on: date | None
    load: int
    declined: bool

    def candidate(self, *, spec: str, unit: str, quantity: int) -> matching.Candidate:
        """The partner as a candidate without a standing offer, for `quantity` minor units of `spec`."""
        return matching.Candidate(
            org=str(self.organisation_id),
            spec=spec,
            remaining=quantity,
            unit=unit,
            reach=self.reach,
            aptitude=self.aptitude,
            kept=self.kept,
            late=self.late,
            promised=self.promised,
            confirmed_on=self.confirmed_on,
            load=self.load,
            declined=self.declined,
        )


def candidates_for(
    steward: Steward, words: Sequence[str] = (), *, today: date, matter_id: UUID | None = None
) -> list[PartnerFacts]:
    """Facts on every partner of the steward for the finder, those whose own words match first. Four statements.

    `words`: skill or spec words ("ช่างไฟ", "ขนส่ง"); a partner matches when one of them stands in what it is good at,
    in its name or in the name of its kind.
    """
    found = list(
        Partner.objects.of(steward)
        .filter(until_on=None)
        .select_related("organisation")
        .order_by("organisation__sort_key", "organisation__name", "id")
    )
    keys = [partner.organisation_id for partner in found]
    ties = _ties(steward, keys)
    load = dict(
        NetworkMember.objects.of(steward)
        .filter(
            in_force(today),
            organisation__in=keys,
            network__matter__isnull=False,
            network__matter__closed_at=None,
            network__removed_at=None,
        )
        .values_list("organisation_id")
        .annotate(n=Count("pk"))
        .order_by()
    )
    declined: set[UUID] = set()
    if matter_id is not None:
        said_no = Invitation.objects.of(steward).filter(
            network__matter=matter_id, reply=Invitation.Reply.NOT_NOW, withdrawn_at=None
        )
        declined = set(said_no.values_list("organisation_id", flat=True))
    asked = [word.casefold() for word in words if word]

    def facts(partner: Partner) -> PartnerFacts:
        body = partner.organisation
        seen = ties.get(body.pk, Ties())
        said = f"{partner.good_at} {body.name} {Organisation.Kind(body.kind).label}".casefold()
        return PartnerFacts(
            organisation_id=body.pk,
            name=body.name,
            sector=body.sector,
            says=partner.good_at,
            matches=any(word in said for word in asked),
            reach=_reach(partner, steward),
            aptitude=next((level for least, level in _APTITUDE if seen.delivered >= least), 0),
            kept=seen.kept,
            late=seen.late,
            promised=seen.kept + seen.late + seen.broken,
            confirmed_on=partner.assured_on,
            load=load.get(body.pk, 0),
            declined=body.pk in declined,
        )

    return sorted((facts(partner) for partner in found), key=lambda row: not row.matches)


def _reach(partner: Partner, steward: Steward) -> tuple[str, ...]:
    """The area a partner works in: its own place (else the steward's), widened to its level."""
    if partner.level == Level.COUNTRY:
        return ("TH",)
    code = partner.organisation.area_id or steward.area_id
    return ("TH",) if code == "TH" else (code[: _REACH[Level(partner.level)]],)


# ------------------------------------------------------------------------------------------- invitations


@dataclass(frozen=True, slots=True)
class Letter:
    """What a link opens. `state`: waiting, answered, expired, withdrawn, or unknown (wrong, or another office's).

    Whom to call stands in every state: the person who invited, else the office.
    """

    state: str
    invitation: Invitation | None
    caller: str
    caller_phone: str


def letter_state(invitation: Invitation, today: date) -> str:
    """As a `Letter` says it: whatever was answered, claimed or confirmed, is answered."""
    state = state_of(invitation, today)
    return state if state in ("waiting", "expired", "withdrawn") else "answered"


def letter_of(steward: Steward, token: str, *, today: date) -> Letter:
    """What this link opens here. Reads only: looking at a link never uses it up."""
    invitation = (
        Invitation.objects.of(steward)
        .filter(token_hash=token_hash(token))
        .select_related("network__matter", "network__village", "organisation")
        .first()
    )
    if invitation is None:
        return Letter("unknown", None, steward.short_name, steward.phone)
    sender = Person.objects.filter(pk=invitation.sent_by_id, anonymised_at=None).first()
    return Letter(
        letter_state(invitation, today),
        invitation,
        sender.name if sender else steward.short_name,
        (sender.phone if sender else "") or steward.phone,
    )


@dataclass(frozen=True, slots=True)
class MatterNetwork:
    """A network of a matter, for its page."""

    id: UUID
    name: str
    members: tuple[MemberRow, ...]
    invitations: tuple[InvitationRow, ...]


def networks_of_matter(matter_id: UUID, steward_id: UUID, *, today: date) -> list[MatterNetwork]:
    """Networks of a matter with members and live invitations. Three statements."""
    found = list(Network.objects.of(steward_id).filter(matter=matter_id, removed_at=None).order_by("made_at", "id"))
    if not found:
        return []
    members: dict[UUID, list[MemberRow]] = defaultdict(list)
    for member in (
        NetworkMember.objects.of(steward_id)
        .filter(in_force(today), network__in=found)
        .select_related("organisation")
        .order_by("from_on", "id")
    ):
        body = member.organisation
        members[member.network_id].append(
            MemberRow(member.pk, body.pk, body.name, str(Sector(body.sector).label), member.from_on)
        )
    invitations: dict[UUID, list[InvitationRow]] = defaultdict(list)
    waiting = Invitation.objects.of(steward_id).filter(network__in=found, withdrawn_at=None, confirmed_at=None)
    by_key = dict(waiting.values_list("pk", "network_id"))
    for row in _invitation_rows(waiting, today):
        invitations[by_key[row.id]].append(row)
    return [
        MatterNetwork(network.pk, network.name, tuple(members[network.pk]), tuple(invitations[network.pk]))
        for network in found
    ]


# ------------------------------------------------------------------------------------------- sheets


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
    networks = list(_networks(steward, public_only=False).order_by("level", "name", "id"))
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
