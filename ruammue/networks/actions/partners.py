"""The register of partners, and who is a member of which network."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ruammue.foundation.levels import Level
from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.networks.actions.forming import assure, locked
from ruammue.networks.events import MemberJoined, MemberLeft, PartnerAdded, PartnerChanged, PartnerConfirmed
from ruammue.networks.models import Network, NetworkMember, Partner
from ruammue.networks.refusals import AlreadyMember, AlreadyPartner, NotAMember, TermReversed
from ruammue.people.actions.organisations import add_affiliation, add_organisation
from ruammue.people.actions.persons import add_person
from ruammue.people.models import Organisation, Person
from ruammue.places.models import Steward


@transaction.atomic
def add_partner(
    steward: Steward,
    organisation: Organisation,
    *,
    by: Who,
    good_at: str = "",
    level: str = Level.TAMBON,
    contact: Person | None = None,
    since_on: date | None = None,
    assured_on: date | None = None,
) -> Partner:
    """Enter an organisation in the register of partners. Raises AlreadyPartner."""
    if Partner.objects.of(steward).filter(organisation=organisation).exists():
        raise AlreadyPartner(organisation=organisation.name)
    partner: Partner = Partner.objects.create(
        steward=steward,
        organisation=organisation,
        level=level,
        good_at=good_at,
        contact=contact,
        since_on=since_on or timezone.localdate(),
        assured_on=assured_on,
    )
    record(PartnerAdded(steward=steward.pk, partner=partner.pk, organisation=organisation.pk), by=by)
    return partner


@transaction.atomic
def enter_partner(
    steward: Steward,
    *,
    by: Who,
    organisation: Organisation | None = None,
    name: str = "",
    sector: str = "",
    kind: str = "",
    phone: str = "",
    contact_name: str = "",
    contact_phone: str = "",
    good_at: str = "",
    level: str = Level.TAMBON,
) -> Partner:
    """Enter a partner from one form: a known organisation, or a new one by name; and whom to call there.

    A new organisation is written even where one of the same name exists: names are never keys. Raises AlreadyPartner.
    """
    if organisation is None:
        organisation = add_organisation(
            steward, by=by, name=name, sector=sector, kind=kind, area=steward.area, phone=phone
        )
    contact = None
    if contact_name:
        contact = add_person(steward, by=by, given_name=contact_name, phone=contact_phone)
        add_affiliation(steward, person=contact, organisation=organisation, by=by)
    today = timezone.localdate()
    return add_partner(
        steward,
        organisation,
        by=by,
        good_at=good_at,
        level=level,
        contact=contact,
        since_on=today,
        assured_on=today,
    )


def ensure_partner(steward_id: UUID, organisation_id: UUID, *, by: Who, on: date) -> None:
    """Whoever joins a network is a partner from that day on."""
    partner, is_new = Partner.objects.get_or_create(
        steward_id=steward_id, organisation_id=organisation_id, defaults={"since_on": on, "assured_on": on}
    )
    if is_new:
        record(
            PartnerAdded(steward=partner.steward_id, partner=partner.pk, organisation=partner.organisation_id), by=by
        )


@transaction.atomic
def change_partner(
    partner: Partner,
    *,
    by: Who,
    good_at: str,
    level: str,
    contact: Person | None,
    on: date | None = None,
) -> Partner:
    """Write anew what a partner is good at, at which level, and whom to call. It then counts as asked today."""
    partner = Partner.objects.select_for_update().get(pk=partner.pk)
    partner.good_at, partner.level, partner.contact = good_at, level, contact
    partner.assured_on = on or timezone.localdate()
    partner.save(update_fields=["good_at", "level", "contact", "assured_on"])
    record(PartnerChanged(steward=partner.steward_id, partner=partner.pk), by=by)
    return partner


@transaction.atomic
def confirm_partner(partner: Partner, *, by: Who, on: date | None = None) -> Partner:
    """Somebody asked "ยังใช่อยู่ไหม", and it is still so."""
    partner = Partner.objects.select_for_update().get(pk=partner.pk)
    day = on or timezone.localdate()
    if partner.assured_on is not None and partner.assured_on >= day:
        return partner
    partner.assured_on = day
    partner.save(update_fields=["assured_on"])
    record(PartnerConfirmed(steward=partner.steward_id, partner=partner.pk, on=day), by=by)
    return partner


@transaction.atomic
def add_member(
    network: Network, organisation: Organisation, *, by: Who, from_on: date | None = None, now: datetime | None = None
) -> NetworkMember:
    """An organisation that is already in the network (known, or told on paper). Raises AlreadyMember."""
    network = locked(network)
    now = now or timezone.now()
    assure(network, by=by, now=now)
    if network.members.filter(organisation=organisation, until_on=None).exists():
        raise AlreadyMember(organisation=organisation.name)
    return join(network, organisation, by=by, on=from_on or timezone.localdate(now))


def join(network: Network, organisation: Organisation, *, by: Who, on: date) -> NetworkMember:
    """The member row and its record; the network is locked and the organisation is not in it."""
    member: NetworkMember = NetworkMember.objects.create(
        steward_id=network.steward_id, network=network, organisation=organisation, from_on=on
    )
    ensure_partner(network.steward_id, organisation.pk, by=by, on=on)
    record(MemberJoined(steward=network.steward_id, network=network.pk, organisation=organisation.pk), by=by)
    return member


@transaction.atomic
def end_member(member: NetworkMember, *, by: Who, on: date | None = None, reason: str = "") -> NetworkMember:
    """An organisation leaves the network; `on` is its last day. Raises NotAMember, TermReversed."""
    network = locked(Network(pk=member.network_id))
    member = NetworkMember.objects.select_related("organisation").get(pk=member.pk)
    day = on or timezone.localdate()
    if member.until_on is not None:
        raise NotAMember(organisation=member.organisation.name)
    if day < member.from_on:
        raise TermReversed(from_on=member.from_on, until_on=day)
    member.until_on = day
    member.save(update_fields=["until_on"])
    record(
        MemberLeft(steward=network.steward_id, network=network.pk, organisation=member.organisation_id),
        by=by,
        reason=reason,
    )
    return member
