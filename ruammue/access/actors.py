"""Whoever stands before the gate, with what they are here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from ruammue.places.models import Steward


class Role(StrEnum):
    """What a person is for one steward. One person may be several things; each is dated (`people.RoleHeld`)."""

    ADMINISTRATOR = "administrator"  # keeps accounts and settings; two at least
    OFFICER = "officer"  # the plan officer and colleagues
    EXECUTIVE = "executive"  # นายก, รองนายก
    CLERK = "clerk"  # ปลัด
    COUNCIL = "council"
    COORDINATOR = "coordinator"
    VILLAGE_HEAD = "village_head"  # of the villages in `villages`
    VOLUNTEER = "volunteer"  # อสม., of the villages in `villages`
    AUDITOR = "auditor"  # reads, changes nothing


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: at one steward, with roles there, for an organisation or through a helper when that was said."""

    steward_id: UUID | None = None
    person_id: UUID | None = None
    name: str = ""
    roles: frozenset[Role] = frozenset()
    villages: frozenset[UUID] = frozenset()
    represents: frozenset[UUID] = frozenset()
    on_behalf_of_id: UUID | None = None
    entered_by_id: UUID | None = None

    @property
    def is_anonymous(self) -> bool:
        """True for a stranger: nobody has come through a door."""
        return self.person_id is None

    def has(self, *roles: Role) -> bool:
        """True when the actor is any of these here."""
        return not self.roles.isdisjoint(roles)

    def speaking_for(self, organisation_id: UUID) -> Actor:
        """The same person, acting on behalf of an organisation they represent. Raises ValueError otherwise."""
        if organisation_id not in self.represents:
            raise ValueError(organisation_id)
        return replace(self, on_behalf_of_id=organisation_id)

    def entering_for(self, person_id: UUID | None) -> Actor:
        """Somebody else's act, typed in by this actor (assisted entry)."""
        return replace(self, person_id=person_id, entered_by_id=self.person_id)


STRANGER = Actor()
ActorSource = Callable[[Any, Steward | None], Actor]
_source: list[ActorSource] = []


def comes_from(source: ActorSource) -> ActorSource:
    """Name who can tell the actor of a request at a steward. The room of people does, at start-up."""
    _source[:] = [source]
    return source


def actor_of(request: Any, steward: Steward | None) -> Actor:
    """The actor of this request at this steward; STRANGER when nobody came through a door."""
    return _source[0](request, steward) if _source else STRANGER
