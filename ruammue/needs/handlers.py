"""Who answers a need: asked of the rooms above, which know the coordinators; else a plan officer.

    handlers.register(coordinator_of)       # in coordination's apps.ready()

A registered function is `fn(steward, village) -> Person | None`; the first one who may handle the need does.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from ruammue.access.actors import Role
from ruammue.people.models import Person, RoleHeld
from ruammue.places.models import Steward, Village

Finder = Callable[[Steward, Village | None], Person | None]
_finders: list[Finder] = []


def register(finder: Finder) -> Finder:
    """Ask `finder` before falling back to an officer. Returns it, so that it serves as a decorator."""
    if finder not in _finders:
        _finders.append(finder)
    return finder


def choose(steward: Steward, village: Village | None, *, never: frozenset[UUID] = frozenset()) -> Person | None:
    """The named human for a need of this village; nobody of `never`. None when the office has no officer at all."""
    for finder in _finders:
        person = finder(steward, village)
        if person is not None and person.pk not in never:
            return person
    return officers(steward).exclude(pk__in=never).first()


def officers(steward: Steward) -> QuerySet[Person]:
    """The plan officers of today, the longest serving first."""
    return Person.objects.filter(roles__in=_in_force(steward).filter(role=Role.OFFICER)).order_by(
        "roles__from_on", "id"
    )


def heads_of(steward: Steward, village: Village | None) -> frozenset[UUID]:
    """Person ids of the village's head today (and of an acting one)."""
    if village is None:
        return frozenset()
    held = _in_force(steward).filter(role=Role.VILLAGE_HEAD, village=village)
    return frozenset(held.values_list("person_id", flat=True))


def _in_force(steward: Steward) -> QuerySet[RoleHeld]:
    today = timezone.localdate()
    return RoleHeld.objects.of(steward).filter(Q(from_on__lte=today) & (Q(until_on=None) | Q(until_on__gte=today)))
