"""Who must hear: person ids by role, by organisation, by network, as they stand today."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from ruammue.access.actors import Role
from ruammue.coordination.queries import in_charge
from ruammue.needs.models import Matter
from ruammue.networks.models import Appointment, Network, NetworkMember
from ruammue.people.models import Affiliation, RoleHeld
from ruammue.people.queries import in_force


def holders(steward_id: UUID, *roles: Role, village_id: UUID | None = None) -> set[UUID]:
    """Who holds one of these roles today; of one village when it is given."""
    held = RoleHeld.objects.of(steward_id).filter(in_force(timezone.localdate()), role__in=roles)
    if village_id is not None:
        held = held.filter(village_id=village_id)
    return set(held.values_list("person_id", flat=True))


def officers(steward_id: UUID) -> set[UUID]:
    """The plan officers of today."""
    return holders(steward_id, Role.OFFICER)


def speakers(steward_id: UUID, organisations: Iterable[UUID | None]) -> set[UUID]:
    """Who may speak for one of these organisations today."""
    wanted = [key for key in organisations if key is not None]
    ties = Affiliation.objects.of(steward_id).filter(
        in_force(timezone.localdate()), organisation_id__in=wanted, may_represent=True
    )
    return set(ties.values_list("person_id", flat=True))


def members_of(steward_id: UUID, networks: Iterable[UUID]) -> set[UUID]:
    """Who belongs to these networks: holders of seats, speakers of member organisations, head and volunteers of a
    village whose forum it is.
    """
    today, keys = timezone.localdate(), list(networks)
    seated = Appointment.objects.of(steward_id).filter(in_force(today), seat__network__in=keys)
    organisations = NetworkMember.objects.of(steward_id).filter(in_force(today), network__in=keys)
    people = set(seated.values_list("person_id", flat=True))
    people |= speakers(steward_id, organisations.values_list("organisation_id", flat=True))
    villages = Network.objects.of(steward_id).filter(pk__in=keys, village__isnull=False).values("village_id")
    people |= set(
        RoleHeld.objects.of(steward_id)
        .filter(in_force(today), role__in=(Role.VILLAGE_HEAD, Role.VOLUNTEER), village_id__in=villages)
        .values_list("person_id", flat=True)
    )
    return people


def partners_of_matter(steward_id: UUID, matter_id: UUID) -> set[UUID]:
    """Who speaks for an organisation in one of the matter's networks."""
    members = NetworkMember.objects.of(steward_id).filter(network__matter_id=matter_id, until_on=None)
    return speakers(steward_id, members.values_list("organisation_id", flat=True))


def leaders(steward_id: UUID) -> set[UUID]:
    """The executive and deputies."""
    return holders(steward_id, Role.EXECUTIVE)


def coordinators_of_matter(steward_id: UUID, matter_id: UUID) -> set[UUID]:
    """Coordinator and deputy of the matter's networks and of its village."""
    today = timezone.localdate()
    rows = in_charge(steward_id, today).filter(
        Q(network__matter_id=matter_id) | Q(village__isnull=False, village__in=_village_of(steward_id, matter_id))
    )
    return {key for pair in rows.values_list("person_id", "deputy_id") for key in pair if key}


def _village_of(steward_id: UUID, matter_id: UUID) -> list[UUID]:
    found = Matter.objects.of(steward_id).filter(pk=matter_id).values_list("village_id", flat=True)
    return [key for key in found if key]
