"""Who the request's account is at a steward: roles and representations in force today. Two SQL statements."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from ruammue.access.actors import STRANGER, Actor, Role
from ruammue.people.models import Affiliation, Person, RoleHeld
from ruammue.places.models import Steward

ON_BEHALF_OF = "on_behalf_of"  # session key: {steward id: organisation id}, set by an explicit act


def of_request(request: Any, steward: Steward | None) -> Actor:
    """The actor of a request; STRANGER without a live account."""
    account = getattr(request, "user", None)
    if account is None or not account.is_authenticated or not account.is_active:
        return STRANGER
    chosen = request.session.get(ON_BEHALF_OF, {}).get(str(steward.pk)) if steward else None
    return of_person(account.person, steward, on_behalf_of=UUID(chosen) if chosen else None)


def of_person(person: Person, steward: Steward | None, *, on_behalf_of: UUID | None = None) -> Actor:
    """The actor that a person is at a steward today. A choice to speak for an organisation lapses with the right to."""
    if steward is None:
        return Actor(person_id=person.pk, name=person.name)
    today = timezone.localdate()
    in_force = Q(from_on__lte=today) & (Q(until_on=None) | Q(until_on__gte=today))
    held = list(RoleHeld.objects.of(steward).filter(in_force, person=person).values_list("role", "village_id"))
    represents = frozenset(
        Affiliation.objects.of(steward)
        .filter(in_force, person=person, may_represent=True)
        .values_list("organisation_id", flat=True)
    )
    return Actor(
        steward_id=steward.pk,
        person_id=person.pk,
        name=person.name,
        roles=frozenset(Role(role) for role, _ in held),
        villages=frozenset(village for _, village in held if village),
        represents=represents,
        on_behalf_of_id=on_behalf_of if on_behalf_of in represents else None,
    )
