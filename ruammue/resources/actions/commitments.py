"""Verbs of promises: make one, accept it, end it. A promise is always an explicit act of both sides, never assumed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ruammue.foundation import quantities
from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.people.models import Organisation, Person
from ruammue.resources.actions import locks
from ruammue.resources.actions.lines import hand_of, still_open, whole
from ruammue.resources.events import CommitmentAccepted, CommitmentEnded, CommitmentMade
from ruammue.resources.models import Commitment, Confirmation, NeedLine, Offer, Substitution
from ruammue.resources.refusals import (
    AlreadyAccepted,
    CommitmentIsOver,
    DeliveriesWaiting,
    GiverIsReceiver,
    NobodyGives,
    NothingDelivered,
    NotOfThisSteward,
    OfferForAnotherMatter,
    OfferIsWithdrawn,
    OfferOfAnotherKind,
    OfferTooSmall,
    OverCommitment,
    PromisedJustNow,
    ReasonMissing,
    SameKeyOtherAct,
    UnitsDoNotMeet,
    WhoseWordMissing,
)

Side = Confirmation.Side
PROVIDER, RECEIVER = Side.PROVIDER, Side.RECEIVER


def other(side: str) -> str:
    """The side opposite."""
    return RECEIVER if side == PROVIDER else PROVIDER


def whose_word(by: Who, as_whom: str) -> str:
    """`as_whom`, which a helper may not leave empty: somebody's word is taken down. Raises WhoseWordMissing."""
    if by.entered_by_id is not None and not as_whom.strip():
        raise WhoseWordMissing()
    return as_whom


@transaction.atomic
def make_commitment(
    line: NeedLine,
    *,
    quantity: int,
    by: Who,
    side: str,
    idempotency_key: str,
    offer: Offer | None = None,
    provider: Organisation | None = None,
    person: Person | None = None,
    due: date | None = None,
    is_loan: bool = False,
    return_due: date | None = None,
    reason: str = "",
    as_whom: str = "",
    agreed_by: str = "",
    not_twice_within: timedelta | None = None,
    now: datetime | None = None,
) -> Commitment:
    """Write a promise of a part down, for one `side` ("provider" or "receiver"); it counts once the other accepts.

    `provider` or `person` gives (taken from `offer` when there is one); a loan offer makes a loan. `reason`: why
    the receiver's human chose this giver; asked for when the receiver begins. `agreed_by`: the name of somebody of
    the other side who already said yes, by telephone or on paper; then both sides have accepted at once. The same
    `idempotency_key` again gives the same promise. `not_twice_within`: the very same promise of the same giver, made
    under another key within that time and standing where this one would, refuses it (two tabs, two hands at once).

    Raises NotACount, NobodyGives, GiverIsReceiver, LineIsClosed, MatterIsClosed, ReasonMissing, WhoseWordMissing,
    OverCommitment, OfferTooSmall, OfferIsWithdrawn, OfferOfAnotherKind, OfferForAnotherMatter, UnitsDoNotMeet,
    NotOfThisSteward, SameKeyOtherAct, PromisedJustNow.
    """
    whole(quantity)
    line = locks.take_line(line)
    before = Commitment.objects.of(line.steward_id).filter(idempotency_key=idempotency_key).first()
    if before is not None:
        if (before.need_line_id, before.quantity) != (line.pk, quantity):
            raise SameKeyOtherAct()
        return before
    still_open(line)
    if offer is not None:
        offer = locks.take_offer(offer)
        provider, person, is_loan = offer.provider, offer.person, offer.is_loan or is_loan
    if (provider is None) == (person is None):
        raise NobodyGives()
    if provider is not None and provider.pk == line.receiver_id:
        raise GiverIsReceiver(name=provider.name)
    if side == RECEIVER and not reason.strip():
        raise ReasonMissing()
    now = now or timezone.now()
    commitment = Commitment(
        steward_id=line.steward_id,
        need_line=line,
        offer=offer,
        provider=provider,
        person=person,
        receiver=line.receiver,
        quantity=quantity,
        due_on=due or line.until_on,
        is_loan=is_loan,
        return_due_on=return_due if is_loan else None,
        chosen_reason=reason,
        promised_at=now,
        entered_by_id=by.entered_by_id,
        idempotency_key=idempotency_key,
    )
    _fits(line, commitment, offer)
    _say_yes(commitment, side, hand_of(by), whose_word(by, as_whom), now)
    if agreed_by.strip():
        _say_yes(commitment, other(side), hand_of(by), agreed_by, now)
    if not_twice_within is not None:
        _not_said_just_now(commitment, now - not_twice_within)
    if commitment.is_accepted:
        _reserve(line, commitment, offer)
    commitment.save(force_insert=True)
    record(
        CommitmentMade(
            steward=line.steward_id,
            commitment=commitment.pk,
            matter=line.matter_id,
            side=str(side),
            quantity=quantity,
            is_accepted=commitment.is_accepted,
        ),
        by=by,
        reason=reason,
        at=now,
    )
    return commitment


@transaction.atomic
def accept_commitment(
    commitment: Commitment, *, side: str, by: Who, as_whom: str = "", now: datetime | None = None
) -> Commitment:
    """The other side says yes; from now on it counts. First come, first served: what lacks may be gone by now.

    Raises CommitmentIsOver, AlreadyAccepted, LineIsClosed, MatterIsClosed, OverCommitment, OfferTooSmall,
    OfferIsWithdrawn, WhoseWordMissing.
    """
    line, commitment, offer = locks.take_commitment(commitment)
    not_over(line, commitment)
    if getattr(commitment, f"{side}_accepted_at"):
        raise AlreadyAccepted(giver=commitment.giver, name=line.spec.name)
    still_open(line)
    _fits(line, commitment, offer)
    _say_yes(commitment, side, hand_of(by), whose_word(by, as_whom), now or timezone.now())
    if commitment.is_accepted:
        _reserve(line, commitment, offer)
    commitment.save(update_fields=[f"{side}_accepted_{what}" for what in ("at", "by_id", "as")])
    record(
        CommitmentAccepted(steward=line.steward_id, commitment=commitment.pk, side=str(side), matter=line.matter_id),
        by=by,
        at=now,
    )
    return commitment


@transaction.atomic
def end_commitment(
    commitment: Commitment, *, end: str, reason: str, by: Who, now: datetime | None = None
) -> Commitment:
    """End a promise before all of it came: "enough" (the rest is not needed), "by_provider" (taken back, or declined
    before it counted) or "by_receiver" (released). What was brought stays; the rest lacks again.

    Raises ReasonMissing, CommitmentIsOver, DeliveriesWaiting (confirm or correct them first), NothingDelivered.
    """
    if not reason.strip():
        raise ReasonMissing()
    line, commitment, offer = locks.take_commitment(commitment)
    not_over(line, commitment)
    if waiting := commitment.deliveries.waiting().count():
        raise DeliveriesWaiting(giver=commitment.giver, name=line.spec.name, count=waiting)
    if end == Commitment.End.ENOUGH and not commitment.delivered:
        raise NothingDelivered(giver=commitment.giver, name=line.spec.name)
    if commitment.is_standing:
        line.promised -= commitment.still_to_come
        line.save(update_fields=["promised"])
        if offer is not None:
            offer.remaining += commitment.still_to_come
            offer.save(update_fields=["remaining"])
    commitment.end_reason = reason
    close(line, commitment, end, by, now or timezone.now())
    return commitment


def close(line: NeedLine, commitment: Commitment, end: str, by: Who, now: datetime) -> None:
    """Write the end of a promise that is taken, with its record."""
    commitment.end = Commitment.End(end)
    commitment.ended_at, commitment.ended_by_id = now, hand_of(by)
    commitment.save(update_fields=["end", "ended_at", "ended_by_id", "end_reason"])
    record(
        CommitmentEnded(
            steward=line.steward_id, commitment=commitment.pk, end=str(commitment.end), matter=line.matter_id
        ),
        by=by,
        reason=commitment.end_reason,
        at=now,
    )


def not_over(line: NeedLine, commitment: Commitment) -> None:
    """Raises CommitmentIsOver when nothing more can come of it."""
    if commitment.end != Commitment.End.OPEN:
        raise CommitmentIsOver(giver=commitment.giver, name=line.spec.name, end=str(commitment.end))


def _say_yes(commitment: Commitment, side: str, person_id: UUID | None, as_whom: str, now: datetime) -> None:
    setattr(commitment, f"{side}_accepted_at", now)
    setattr(commitment, f"{side}_accepted_by_id", person_id)
    setattr(commitment, f"{side}_accepted_as", as_whom)


def _not_said_just_now(commitment: Commitment, since: datetime) -> None:
    """Raises PromisedJustNow. The line is taken, so that of two at once the second sees the first.

    Once the other side said yes to the first, or it came to an end, the same words mean one more.
    """
    same: Commitment | None = (
        Commitment.objects.of(commitment.steward_id)
        .filter(
            **{name: getattr(commitment, name) for name in _SAME},
            **{f"{side}_accepted_at__isnull": not getattr(commitment, f"{side}_accepted_at") for side in Side},
            end=Commitment.End.OPEN,
            promised_at__gte=since,
        )
        .order_by("promised_at", "id")
        .last()
    )
    if same is not None:
        raise PromisedJustNow(promise=same.pk)


_SAME = ("need_line_id", "provider_id", "person_id", "quantity", "due_on", "is_loan", "return_due_on")


def _fits(line: NeedLine, commitment: Commitment, offer: Offer | None) -> None:
    """Refuse what is more than lacks, more than is left, or another thing. The line (and the offer) are taken."""
    if commitment.quantity > line.missing:
        raise OverCommitment(name=line.spec.name, unit=line.spec.unit, asked=commitment.quantity, missing=line.missing)
    if offer is None:
        return
    if offer.steward_id != line.steward_id:
        raise NotOfThisSteward()
    if offer.withdrawn_at:
        raise OfferIsWithdrawn(name=offer.spec.name)
    if offer.matter_id not in (None, line.matter_id):
        raise OfferForAnotherMatter(name=offer.spec.name)
    if offer.spec_id != line.spec_id:
        if not quantities.same_dimension(offer.spec.unit, line.spec.unit):
            raise UnitsDoNotMeet(
                name=line.spec.name, unit=line.spec.unit, other_name=offer.spec.name, other_unit=offer.spec.unit
            )
        said = Substitution.objects.of(line.steward_id).filter(spec=line.spec_id, stand_in=offer.spec_id)
        if not said.exists():
            raise OfferOfAnotherKind(offered=offer.spec.name, wanted=line.spec.name)
    if commitment.quantity > offer.remaining:
        raise OfferTooSmall(
            name=offer.spec.name,
            unit=offer.spec.unit,
            asked=commitment.quantity,
            remaining=offer.remaining,
            giver=commitment.giver,
        )


def _reserve(line: NeedLine, commitment: Commitment, offer: Offer | None) -> None:
    line.promised += commitment.quantity
    line.save(update_fields=["promised"])
    if offer is not None:
        offer.remaining -= commitment.quantity
        offer.save(update_fields=["remaining"])
