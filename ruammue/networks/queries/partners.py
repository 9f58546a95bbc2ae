"""The register of partners, who may be chosen, and facts for the finder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from ruammue.engines import matching
from ruammue.foundation.levels import Level, Sector
from ruammue.networks.models import (
    Invitation,
    Network,
    NetworkMember,
    Partner,
    TieObservation,
)
from ruammue.networks.queries.days import in_force
from ruammue.people.models import Affiliation, Organisation, Person
from ruammue.places.models import Steward

PER_PAGE = 20
STALE_DAYS = 180
"""A word about a partner older than this is marked as old; the same parameter as the finder's."""


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
    return {
        row["from_organisation_id"]: Ties(
            met=row["met"],
            promised=row["promised"],
            delivered=row["delivered"],
            signed=row["signed"],
            kept=row["kept"],
            late=row["late"],
            broken=row["broken"],
            last_on=row["last_on"],
        )
        for row in rows
    }


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


LATELY = timedelta(days=365)


def helped_lately(steward: Steward, organisations: Iterable[UUID], *, today: date) -> dict[tuple[UUID, UUID], int]:
    """(who helped, who was helped) -> how many more deliveries went that way than back, in the last year, where that
    is above none and one of the two is among `organisations`. One statement.
    """
    keys = list(organisations)
    rows = (
        TieObservation.objects.of(steward)
        .filter(
            Q(from_organisation__in=keys) | Q(to_organisation__in=keys),
            kind=TieObservation.Kind.DELIVERED,
            observed_on__gt=today - LATELY,
        )
        .values_list("from_organisation_id", "to_organisation_id")
        .annotate(n=Count("pk"))
        .order_by()
    )
    times = {(giver, taker): n for giver, taker, n in rows}
    more = {(giver, taker): n - times.get((taker, giver), 0) for (giver, taker), n in times.items()}
    return {pair: n for pair, n in more.items() if n > 0}


def said_not_now(steward: Steward, matters: Iterable[UUID]) -> set[tuple[UUID, UUID]]:
    """(matter, organisation) for invitations to one of these matters that were answered "not now". One statement."""
    said = Invitation.objects.of(steward).filter(
        network__matter__in=list(matters), reply=Invitation.Reply.NOT_NOW, withdrawn_at=None
    )
    return set(said.values_list("network__matter_id", "organisation_id"))
