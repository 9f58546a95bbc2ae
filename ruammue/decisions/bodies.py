"""Who belongs to a network on a day: holders of its seats, its member organisations, and who may vote there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ruammue.access.actors import Role
from ruammue.networks.models import Appointment, Network, NetworkMember, Seat
from ruammue.networks.queries import in_force
from ruammue.people.models import Affiliation, RoleHeld

_RULE_KEYS = {Network.Form.PARTNERS: "network.partners", Network.Form.FORUM: "forum.village"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One voice that is expected: a filled seat with its holder, or a member organisation with who speaks for it.

    `key` is the id of the seat or of the organisation. A member without anybody to speak for it has no person.
    """

    key: UUID
    label: str
    name: str
    office: str
    has_vote: bool
    person_id: UUID | None
    organisation_id: UUID | None
    seat_id: UUID | None


def rule_key_of(network: Network) -> str:
    """The key under which the rulebook knows this kind of body."""
    return network.rule_key or _RULE_KEYS.get(Network.Form(network.form), "")


def expected_on(network: Network, day: date) -> list[Expected]:
    """Whose voices are expected on a day, in the order of the seats or by name. At most two SQL statements.

    A forum expects everybody and names nobody: an empty list.
    """
    if network.form == Network.Form.COMMITTEE:
        return _holders(network, day)
    if network.form == Network.Form.PARTNERS:
        return _members(network, day)
    return []


def _holders(network: Network, day: date) -> list[Expected]:
    held = (
        Appointment.objects.of(network.steward_id)
        .filter(in_force(day), seat__network=network, seat__removed_at=None)
        .select_related("seat", "person", "on_behalf_of")
        .order_by("seat__order", "seat_id", "-from_on")
    )
    # One voice a seat, also on the day on which one holder leaves and the next arrives.
    by_seat: dict[UUID, Appointment] = {}
    for appointment in held:
        by_seat.setdefault(appointment.seat_id, appointment)
    return [
        Expected(
            key=seat_id,
            label=appointment.seat.label,
            name=appointment.person.name,
            office=appointment.seat.office,
            has_vote=appointment.seat.has_vote,
            person_id=appointment.person_id,
            organisation_id=appointment.on_behalf_of_id,
            seat_id=seat_id,
        )
        for seat_id, appointment in by_seat.items()
    ]


def _members(network: Network, day: date) -> list[Expected]:
    members = list(
        NetworkMember.objects.of(network.steward_id)
        .filter(in_force(day), network=network)
        .select_related("organisation")
        .order_by("organisation__name", "organisation_id")
    )
    speakers: dict[UUID, Affiliation] = {}
    for affiliation in (
        Affiliation.objects.of(network.steward_id)
        .filter(in_force(day), organisation__in=[member.organisation_id for member in members], may_represent=True)
        .select_related("person")
        .order_by("from_on", "id")
    ):
        speakers.setdefault(affiliation.organisation_id, affiliation)
    return [
        Expected(
            key=member.organisation_id,
            label=member.organisation.name,
            name=speakers[member.organisation_id].person.name if member.organisation_id in speakers else "",
            office=Seat.Office.MEMBER,
            has_vote=True,
            person_id=speakers[member.organisation_id].person_id if member.organisation_id in speakers else None,
            organisation_id=member.organisation_id,
            seat_id=None,
        )
        for member in members
    ]


def was_confirmed(network: Network, by_then: datetime | None) -> bool:
    """Whether somebody of the office had said at a moment (None: until now) that this body exists.

    A meeting keeps what held when it was closed: its minutes do not change with a later word.
    """
    if network.confirmed_at is None:
        return False
    return by_then is None or network.confirmed_at <= by_then


def is_expected(network: Network, person_id: UUID, organisations: frozenset[UUID], day: date) -> bool:
    """Whether a person holds a seat of this network or speaks for one of its members. One SQL statement."""
    if network.form == Network.Form.PARTNERS:
        return (
            NetworkMember.objects.of(network.steward_id)
            .filter(in_force(day), network=network, organisation__in=organisations)
            .exists()
        )
    return (
        Appointment.objects.of(network.steward_id)
        .filter(in_force(day), seat__network=network, seat__removed_at=None, person=person_id)
        .exists()
    )


def keeps_minutes(network: Network, person_id: UUID, day: date) -> bool:
    """Whether a person is secretary or assistant secretary of this committee. One SQL statement."""
    return (
        Appointment.objects.of(network.steward_id)
        .filter(
            in_force(day),
            seat__network=network,
            seat__removed_at=None,
            seat__office__in=[Seat.Office.SECRETARY, Seat.Office.ASSISTANT],
            person=person_id,
        )
        .exists()
    )


def village_head_name(network: Network, day: date) -> str:
    """Who chairs a village's forum when nobody else is named: its head on that day, or nobody. One SQL statement."""
    if network.village_id is None:
        return ""
    held = (
        RoleHeld.objects.of(network.steward_id)
        .filter(in_force(day), role=Role.VILLAGE_HEAD, village=network.village_id)
        .select_related("person")
        .first()
    )
    return held.person.name if held else ""
