"""Who the request's account is at a steward: roles and representations in force today. Two SQL statements."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.utils import timezone

from ruammue.access.actors import STRANGER, Actor, Role
from ruammue.access.gate import SAFE
from ruammue.people.models import Account, Affiliation, Person, RoleHeld
from ruammue.people.refusals import CardNotForOffice, PasswordStillStarting, SecondStepMissing
from ruammue.people.rules import STAFF_ROLES
from ruammue.places.models import Steward

ON_BEHALF_OF = "on_behalf_of"  # session key: {steward id: organisation id}, set by an explicit act
CARD = "card"  # session key: {"id": card, "steward": id, "seen": seconds}; set by the door for cards


def of_request(request: Any, steward: Steward | None) -> Actor:
    """The actor of a request; STRANGER without a live account.

    A card opens the steward that printed it and nothing else, not the pages of accounts either. Raises
    PasswordStillStarting, SecondStepMissing or CardNotForOffice (all refusals) when somebody who works in the
    office asks for a page that is not everybody's, or wants to change something, before their way in is safe;
    not in a demonstration.
    """
    account = getattr(request, "user", None)
    if account is None or not account.is_authenticated or not account.is_active:
        return STRANGER
    card = request.session.get(CARD)
    if card and (steward is None or card["steward"] != str(steward.pk)):
        return STRANGER
    chosen = request.session.get(ON_BEHALF_OF, {}).get(str(steward.pk)) if steward else None
    actor = of_person(account.person, steward, on_behalf_of=UUID(chosen) if chosen else None)
    if steward is not None and steward.mark != Steward.Mark.DEMO and not _is_open_to_all(request):
        _demand_safe_way_in(account, actor, by_card=bool(card))
    return actor


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


def _is_open_to_all(request: Any) -> bool:
    """A page that a stranger may read, only read."""
    if request.method not in SAFE or request.resolver_match is None:
        return False
    passage = getattr(request.resolver_match.func, "passage", None)
    return passage is not None and any(not row for row in passage.policy)


def _demand_safe_way_in(account: Account, actor: Actor, *, by_card: bool) -> None:
    if account.must_change_password and not by_card:
        raise PasswordStillStarting()
    if by_card and actor.has(*STAFF_ROLES):
        raise CardNotForOffice()
    if account.must_use_totp and not Authenticator.objects.filter(user=account, type="totp").exists():
        raise SecondStepMissing()
