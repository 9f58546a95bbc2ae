"""Invitations: their state, what a link opens, and the networks of a matter."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from ruammue.foundation.keys import token_hash
from ruammue.foundation.levels import Sector
from ruammue.networks.models import (
    Invitation,
    Network,
    NetworkMember,
)
from ruammue.networks.queries.committees import MemberRow
from ruammue.networks.queries.days import in_force
from ruammue.people.models import Person
from ruammue.places.models import Steward


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

    network: Network
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
    return [MatterNetwork(network, tuple(members[network.pk]), tuple(invitations[network.pk])) for network in found]
