"""Whose side somebody is on, and as whom they act: their own word, or a helper's pen for somebody else's."""

from __future__ import annotations

from datetime import date
from typing import Protocol
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from ruammue.access.actors import Actor, Role
from ruammue.people.models import Account, Affiliation, Organisation
from ruammue.resources.models import Confirmation

Side = Confirmation.Side


class TwoSided(Protocol):
    """What has a giver and a receiver: a promise, or its row on a list."""

    @property
    def provider_id(self) -> UUID | None:
        """The giving organisation."""

    @property
    def person_id(self) -> UUID | None:
        """The giving person."""

    @property
    def receiver_id(self) -> UUID:
        """The receiving organisation."""


def own_sides(actor: Actor, deal: TwoSided) -> tuple[str, ...]:
    """The sides for which the actor may give their own word."""
    sides = []
    if deal.provider_id in actor.represents or (deal.person_id and deal.person_id == actor.person_id):
        sides.append(Side.PROVIDER.value)
    if deal.receiver_id in actor.represents:
        sides.append(Side.RECEIVER.value)
    return tuple(sides)


def may_write_for_others(actor: Actor) -> bool:
    """May take somebody's word down for them: the office's plan people and the coordinators."""
    return actor.has(Role.OFFICER, Role.CLERK, Role.COORDINATOR)


def speaking(actor: Actor, deal: TwoSided, side: str) -> Actor:
    """The actor as they act for `side`: for their organisation, for themselves, or as the pen of somebody else."""
    if side not in own_sides(actor, deal):
        return actor.entering_for(None)
    organisation = deal.provider_id if side == Side.PROVIDER else deal.receiver_id
    return actor.speaking_for(organisation) if organisation in actor.represents else actor


def as_receiver(actor: Actor, receiver_id: UUID) -> Actor:
    """The actor as they ask for the receiver: in its name, or as the pen of it."""
    return actor.speaking_for(receiver_id) if receiver_id in actor.represents else actor.entering_for(None)


def own_body(actor: Actor, *, rather: UUID | None = None) -> tuple[Organisation | None, Actor]:
    """The organisation in whose name somebody tells what they know (`rather` that one, where they speak for it), and
    the actor speaking for it. At most two statements.
    """
    own = Organisation.objects.filter(pk__in=actor.represents)
    body = (own.filter(pk=rather).first() if rather else None) or own.order_by("name").first()
    return body, actor.speaking_for(body.pk) if body else actor


def giver_cannot_write(promise: str, today: date) -> Q:
    """The giver has no account: somebody else writes their word down. `promise`: the path to it, "" or ending in __."""
    giver = Account.objects.filter(person=OuterRef(f"{promise}person"), is_active=True)
    return ~Q(_speaks_for(f"{promise}provider", today)) & ~Q(Exists(giver))


def receiver_cannot_write(promise: str, today: date) -> Q:
    """Nobody who may speak for the receiver has an account. `promise`: as above."""
    return ~Q(_speaks_for(f"{promise}receiver", today))


def _speaks_for(organisation: str, today: date) -> Exists:
    return Exists(
        Affiliation.objects.filter(
            Q(until_on=None) | Q(until_on__gte=today),
            steward=OuterRef("steward"),
            organisation=OuterRef(organisation),
            may_represent=True,
            from_on__lte=today,
            person__account__is_active=True,
        )
    )
