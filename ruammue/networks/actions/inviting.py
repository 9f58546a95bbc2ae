"""Invitations: a link that is a secret used once, an answer that is claimed until a person has confirmed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ruammue.foundation.keys import new_key, new_token, token_hash
from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.networks.actions.forming import assure, locked
from ruammue.networks.actions.partners import join
from ruammue.networks.events import InvitationAnswered, InvitationConfirmed, InvitationSent, InvitationWithdrawn
from ruammue.networks.models import Invitation, Network
from ruammue.networks.refusals import (
    AlreadyAnswered,
    AlreadyMember,
    InvitationExpired,
    InvitationIsConfirmed,
    InvitationIsWithdrawn,
    LinkAlreadyShown,
    NobodyToConfirm,
    NoReplyYet,
    NoSuchInvitation,
    WithWhomMissing,
)
from ruammue.people.models import Organisation
from ruammue.places.models import Steward

DAYS_TO_ANSWER = 14
"""Our own proposal, overridden by `expires_on`: two weeks hold one village meeting and one office round."""


@dataclass(frozen=True, slots=True)
class Sent:
    """An invitation with its token, which is shown once and never again: only its hash is stored."""

    invitation: Invitation
    token: str


@transaction.atomic
def invite(
    network: Network,
    organisation: Organisation,
    *,
    asks: str,
    effort: str = "",
    by: Who,
    expires_on: date | None = None,
    key: UUID | None = None,
    now: datetime | None = None,
) -> Sent:
    """Invite an organisation. An older unanswered invitation to the same network is withdrawn: its link may be lost.

    `key` is the form's own (OnceField): sent twice, it is one invitation. Raises AlreadyMember, LinkAlreadyShown,
    NetworkIsRemoved, NobodyToConfirm (the house itself invites nobody).
    """
    if by.person_id is None:
        raise NobodyToConfirm
    network = locked(network)
    now = now or timezone.now()
    key = key or new_key()
    if Invitation.objects.of(network.steward_id).filter(pk=key).exists():
        raise LinkAlreadyShown(organisation=organisation.name)
    if network.members.filter(organisation=organisation, until_on=None).exists():
        raise AlreadyMember(organisation=organisation.name)
    assure(network, by=by, now=now)
    waiting = (
        Invitation.objects.select_for_update()
        .of(network.steward_id)
        .filter(network=network, organisation=organisation, reply="", withdrawn_at=None)
    )
    for older in waiting:
        _withdraw(older, by=by, now=now)
    token = new_token()
    invitation = Invitation.objects.create(
        id=key,
        steward_id=network.steward_id,
        network=network,
        organisation=organisation,
        token_hash=token_hash(token),
        asks=asks,
        effort=effort,
        sent_at=now,
        sent_by_id=by.person_id,
        expires_on=expires_on or timezone.localdate(now) + timedelta(days=DAYS_TO_ANSWER),
    )
    record(
        InvitationSent(
            steward=network.steward_id,
            invitation=invitation.pk,
            organisation=organisation.pk,
            matter=network.matter_id,
        ),
        by=by,
        at=now,
    )
    return Sent(invitation, token)


@transaction.atomic
def withdraw_invitation(
    invitation: Invitation, *, by: Who, reason: str = "", now: datetime | None = None
) -> Invitation:
    """Take an invitation back; its link is dead at once. Raises InvitationIsConfirmed."""
    invitation = _locked(invitation)
    if invitation.confirmed_at is not None:
        raise InvitationIsConfirmed
    if invitation.withdrawn_at is None:
        _withdraw(invitation, by=by, now=now or timezone.now(), reason=reason)
    return invitation


def _withdraw(invitation: Invitation, *, by: Who, now: datetime, reason: str = "") -> None:
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    record(InvitationWithdrawn(steward=invitation.steward_id, invitation=invitation.pk), by=by, reason=reason)


def _locked(invitation: Invitation) -> Invitation:
    # Only this row: the joined ones may be absent, and PostgreSQL refuses to lock the absent side of a join.
    row = (
        Invitation.objects.of(invitation.steward_id)
        .select_for_update(of=("self",))
        .select_related("network", "organisation")
    )
    found: Invitation = row.get(pk=invitation.pk)
    return found


@transaction.atomic
def answer_invitation(
    token: str,
    reply: str,
    reason: str = "",
    as_whom: str = "",
    *,
    steward: Steward,
    by: Who,
    now: datetime | None = None,
) -> Invitation:
    """Answer by the link; this uses the link up. Only a POST comes here: chat programs open links by themselves.

    `reply` is "join" or "not_now"; `as_whom` is how the answering person calls themselves. The answer is a claim
    until `confirm_invitation`. Raises NoSuchInvitation (also for another tenant's link), InvitationIsWithdrawn,
    AlreadyAnswered, InvitationExpired.
    """
    now = now or timezone.now()
    held = Invitation.objects.of(steward).filter(token_hash=token_hash(token)).first()
    if held is None:
        raise NoSuchInvitation
    return _answer(_locked(held), reply, reason=reason, as_whom=as_whom, by=by, now=now, may_be_late=False)


@transaction.atomic
def answer_for(
    invitation: Invitation,
    reply: str,
    *,
    by: Who,
    reason: str = "",
    as_whom: str = "",
    now: datetime | None = None,
) -> Invitation:
    """Answer after signing in, or typed in by a helper for somebody who said it. Late answers are welcome here.

    Raises InvitationIsWithdrawn, AlreadyAnswered.
    """
    now = now or timezone.now()
    return _answer(_locked(invitation), reply, reason=reason, as_whom=as_whom, by=by, now=now, may_be_late=True)


def _answer(
    invitation: Invitation, reply: str, *, reason: str, as_whom: str, by: Who, now: datetime, may_be_late: bool
) -> Invitation:
    if invitation.withdrawn_at is not None:
        raise InvitationIsWithdrawn
    if invitation.reply:
        raise AlreadyAnswered
    if not may_be_late and timezone.localdate(now) > invitation.expires_on:
        raise InvitationExpired(expires_on=invitation.expires_on)
    invitation.reply = Invitation.Reply(reply)
    invitation.reason, invitation.replied_as, invitation.replied_at = reason, as_whom, now
    invitation.save(update_fields=["reply", "reason", "replied_as", "replied_at"])
    _tell_answer(invitation, by=by, now=now)
    return invitation


def _tell_answer(invitation: Invitation, *, by: Who, now: datetime) -> None:
    record(
        InvitationAnswered(
            steward=invitation.steward_id,
            invitation=invitation.pk,
            reply=str(invitation.reply),
            matter=invitation.network.matter_id,
        ),
        by=by,
        at=now,
    )


@transaction.atomic
def confirm_invitation(
    invitation: Invitation,
    *,
    way: str,
    with_whom: str,
    by: Who,
    reply: str = "",
    reason: str = "",
    now: datetime | None = None,
) -> Invitation:
    """Say who confirmed the answer, how, and with whom; a "join" then makes the organisation a member.

    `reply` is what was said now: it is the first answer when there was none, and prevails over a claim that
    proved wrong. Raises NoReplyYet, WithWhomMissing, NobodyToConfirm, InvitationIsConfirmed,
    InvitationIsWithdrawn, NetworkIsRemoved.
    """
    if by.person_id is None:
        raise NobodyToConfirm
    if not with_whom:
        raise WithWhomMissing
    now = now or timezone.now()
    network = locked(Network(pk=invitation.network_id))
    invitation = _locked(invitation)
    if invitation.confirmed_at is not None:
        raise InvitationIsConfirmed
    if invitation.withdrawn_at is not None:
        raise InvitationIsWithdrawn
    if reply and reply != invitation.reply:
        invitation.reply, invitation.reason = Invitation.Reply(reply), reason
        invitation.replied_at, invitation.replied_as = now, with_whom
        _tell_answer(invitation, by=by, now=now)
    if not invitation.reply:
        raise NoReplyYet
    invitation.confirmed_at, invitation.confirmed_by_id = now, by.person_id
    invitation.confirmed_way, invitation.confirmed_with = Invitation.Way(way), with_whom
    invitation.save()
    if invitation.reply == Invitation.Reply.JOIN:
        assure(network, by=by, now=now)
        if not network.members.filter(organisation_id=invitation.organisation_id, until_on=None).exists():
            join(network, invitation.organisation, by=by, on=timezone.localdate(now))
    record(
        InvitationConfirmed(
            steward=invitation.steward_id,
            invitation=invitation.pk,
            organisation=invitation.organisation_id,
            network=network.pk,
            matter=network.matter_id,
            reply=str(invitation.reply),
        ),
        by=by,
        at=now,
    )
    return invitation
