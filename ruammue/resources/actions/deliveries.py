"""Verbs of what really came: record it, confirm it from both sides, reverse it, bring a loan back."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.papers.attachments import attach_photo
from ruammue.papers.models import Attachment
from ruammue.resources.actions import locks
from ruammue.resources.actions.commitments import close, not_over, other, whose_word
from ruammue.resources.actions.lines import hand_of, whole
from ruammue.resources.events import CommitmentReopened, DeliveryConfirmed, DeliveryRecorded, DeliveryReversed
from ruammue.resources.models import Commitment, Confirmation, Delivery, NeedLine, Offer, Spec
from ruammue.resources.refusals import (
    AlreadyConfirmed,
    AlreadyReversed,
    IsAReversal,
    LentOnAlready,
    NotAcceptedYet,
    NotALoan,
    NotToday,
    OverDelivery,
    OverReturn,
    ReasonMissing,
    ReceiptNumberMissing,
    ReturnsStand,
    SameKeyOtherAct,
    SamePersonBothSides,
)


@transaction.atomic
def record_delivery(
    commitment: Commitment,
    *,
    quantity: int,
    on: date,
    by: Who,
    idempotency_key: str,
    receipt_number: str = "",
    evidence: Attachment | bytes | None = None,
    side: str = "",
    as_whom: str = "",
    now: datetime | None = None,
) -> Delivery:
    """Write down what was brought on a day. It counts once both sides have confirmed; with `side` (the recorder's
    own) that side confirms in the same act. `evidence`: a kept photo, or the bytes of one.

    Money is only recorded, never held: `receipt_number` is the office's official receipt, typed. The same
    `idempotency_key` again gives the same delivery.

    Raises NotACount, NotToday, NotAcceptedYet, CommitmentIsOver, OverDelivery (counting what waits for a
    confirmation too), ReceiptNumberMissing, WhoseWordMissing, SameKeyOtherAct, kinds of UnusablePhoto.
    """
    whole(quantity)
    line, commitment, _offer = locks.take_commitment(commitment)
    if (before := _sent_before(commitment, idempotency_key, quantity, is_return=False)) is not None:
        return before
    not_over(line, commitment)
    if not commitment.is_accepted:
        raise NotAcceptedYet(giver=commitment.giver, name=line.spec.name)
    _not_ahead(on, now)
    if line.spec.kind == Spec.Kind.MONEY and not receipt_number.strip():
        raise ReceiptNumberMissing(giver=commitment.giver)
    recorded = _recorded(commitment, is_return=False)
    if recorded + quantity > commitment.quantity:
        raise OverDelivery(
            giver=commitment.giver,
            name=line.spec.name,
            unit=line.spec.unit,
            asked=quantity,
            promised=commitment.quantity,
            confirmed=commitment.delivered,
            waiting=recorded - commitment.delivered,
            left=commitment.quantity - recorded,
        )
    delivery = _write(line, commitment, quantity, on, receipt_number, evidence, False, idempotency_key, by, now)
    if side:
        confirm_delivery(delivery, side=side, by=by, as_whom=as_whom, now=now)
    return delivery


@transaction.atomic
def record_return(
    commitment: Commitment,
    *,
    quantity: int,
    on: date,
    by: Who,
    idempotency_key: str,
    evidence: Attachment | bytes | None = None,
    side: str = "",
    as_whom: str = "",
    now: datetime | None = None,
) -> Delivery:
    """A loan (or a part of it) goes back to its giver: a delivery the other way, confirmed and reversed likewise.

    Raises NotALoan, OverReturn and what `record_delivery` raises.
    """
    whole(quantity)
    line, commitment, _offer = locks.take_commitment(commitment)
    if (before := _sent_before(commitment, idempotency_key, quantity, is_return=True)) is not None:
        return before
    if not commitment.is_loan:
        raise NotALoan(giver=commitment.giver, name=line.spec.name)
    _not_ahead(on, now)
    lent = commitment.delivered - _recorded(commitment, is_return=True)
    if quantity > lent:
        raise OverReturn(giver=commitment.giver, name=line.spec.name, unit=line.spec.unit, asked=quantity, lent=lent)
    delivery = _write(line, commitment, quantity, on, "", evidence, True, idempotency_key, by, now)
    if side:
        confirm_delivery(delivery, side=side, by=by, as_whom=as_whom, now=now)
    return delivery


@transaction.atomic
def confirm_delivery(
    delivery: Delivery, *, side: str, by: Who, as_whom: str = "", now: datetime | None = None
) -> Confirmation:
    """One side gives its word; with the second word the delivery counts.

    A helper who types it in says whose word it is (`as_whom`). Raises AlreadyConfirmed, AlreadyReversed,
    IsAReversal, SamePersonBothSides, WhoseWordMissing.
    """
    line, commitment, offer = locks.take_commitment(
        Commitment(pk=delivery.commitment_id, need_line_id=_line_of(delivery))
    )
    _not_reversed(delivery)
    words = {word.side: word for word in delivery.confirmations.all()}
    if side in words:
        raise AlreadyConfirmed(side=str(side), whose=words[side].confirmed_as)
    facing = words.get(other(side))
    _two_people(facing, by)
    word: Confirmation = Confirmation.objects.create(
        steward_id=delivery.steward_id,
        delivery=delivery,
        side=side,
        confirmed_at=now or timezone.now(),
        confirmed_by_id=by.person_id,
        confirmed_as=whose_word(by, as_whom),
        entered_by_id=by.entered_by_id,
    )
    record(
        DeliveryConfirmed(
            steward=line.steward_id,
            delivery=delivery.pk,
            side=str(side),
            matter=line.matter_id,
            is_counted=facing is not None,
        ),
        by=by,
        at=now,
    )
    if facing is not None:
        _count(line, commitment, offer, delivery, by, now)
    return word


@transaction.atomic
def reverse_delivery(delivery: Delivery, *, reason: str, by: Who, now: datetime | None = None) -> Delivery:
    """Take a delivery (or a return) back with a row of its own that names it: nothing is ever edited or deleted.

    Raises ReasonMissing, AlreadyReversed, IsAReversal, ReturnsStand, LentOnAlready.
    """
    if not reason.strip():
        raise ReasonMissing()
    line, commitment, offer = locks.take_commitment(
        Commitment(pk=delivery.commitment_id, need_line_id=_line_of(delivery))
    )
    _not_reversed(delivery)
    is_counted = delivery.confirmations.count() == len(Confirmation.Side)
    if is_counted:
        _uncount(line, commitment, offer, delivery, by, now)
    reversal: Delivery = Delivery.objects.create(
        steward_id=delivery.steward_id,
        commitment=commitment,
        quantity=-delivery.quantity,
        is_return=delivery.is_return,
        brought_on=delivery.brought_on,
        reverses=delivery,
        reason=reason,
        recorded_at=now or timezone.now(),
        recorded_by_id=hand_of(by),
        idempotency_key=f"reversal:{delivery.pk}",
    )
    record(
        DeliveryReversed(steward=line.steward_id, delivery=delivery.pk, matter=line.matter_id, reversal=reversal.pk),
        by=by,
        reason=reason,
        at=now,
    )
    return reversal


# ------------------------------------------------------------------------------------------- counting


def _count(
    line: NeedLine, commitment: Commitment, offer: Offer | None, delivery: Delivery, by: Who, now: datetime | None
) -> None:
    """Both words are there: move the quantity from promised to delivered (or from lent to returned)."""
    if delivery.is_return:
        commitment.returned += delivery.quantity
        commitment.save(update_fields=["returned"])
        if offer is not None:
            offer.remaining += delivery.quantity
            offer.save(update_fields=["remaining"])
        return
    commitment.delivered += delivery.quantity
    commitment.save(update_fields=["delivered"])
    line.promised -= delivery.quantity
    line.delivered += delivery.quantity
    line.save(update_fields=["promised", "delivered"])
    if commitment.delivered == commitment.quantity:
        close(line, commitment, Commitment.End.FULFILLED, by, now or timezone.now())


def _uncount(
    line: NeedLine, commitment: Commitment, offer: Offer | None, delivery: Delivery, by: Who, now: datetime | None
) -> None:
    if delivery.is_return:
        if offer is not None:
            if offer.remaining < delivery.quantity:
                raise LentOnAlready(
                    giver=commitment.giver, name=line.spec.name, unit=line.spec.unit, remaining=offer.remaining
                )
            offer.remaining -= delivery.quantity
            offer.save(update_fields=["remaining"])
        commitment.returned -= delivery.quantity
        commitment.save(update_fields=["returned"])
        return
    returned = _recorded(commitment, is_return=True)
    if commitment.delivered - delivery.quantity < returned:
        raise ReturnsStand(giver=commitment.giver, name=line.spec.name, unit=line.spec.unit, returned=returned)
    commitment.delivered -= delivery.quantity
    line.delivered -= delivery.quantity
    if commitment.end == Commitment.End.FULFILLED and line.is_open:
        commitment.end = Commitment.End.OPEN
        commitment.ended_at = commitment.ended_by_id = None
        record(
            CommitmentReopened(steward=line.steward_id, commitment=commitment.pk, matter=line.matter_id), by=by, at=now
        )
    elif commitment.end == Commitment.End.FULFILLED:
        # The line was closed meanwhile: nobody waits for the rest, and a promise that came short is not fulfilled.
        commitment.end = Commitment.End.ENOUGH
    if commitment.end == Commitment.End.OPEN:
        line.promised += delivery.quantity
    elif offer is not None:
        offer.remaining += delivery.quantity
        offer.save(update_fields=["remaining"])
    commitment.save(update_fields=["delivered", "end", "ended_at", "ended_by_id"])
    line.save(update_fields=["promised", "delivered"])


def _recorded(commitment: Commitment, *, is_return: bool) -> int:
    """What was written down and not reversed, confirmed or not."""
    rows = Delivery.objects.of(commitment.steward_id).filter(commitment=commitment, is_return=is_return)
    return int(rows.aggregate(total=Sum("quantity"))["total"] or 0)


def _sent_before(commitment: Commitment, key: str, quantity: int, *, is_return: bool) -> Delivery | None:
    before: Delivery | None = Delivery.objects.of(commitment.steward_id).filter(idempotency_key=key).first()
    if before is not None and (before.commitment_id, before.quantity, before.is_return) != (
        commitment.pk,
        quantity,
        is_return,
    ):
        raise SameKeyOtherAct()
    return before


def _line_of(delivery: Delivery) -> UUID:
    lines = Commitment.objects.of(delivery.steward_id).filter(pk=delivery.commitment_id)
    line: UUID = lines.values_list("need_line_id", flat=True).get()
    return line


def _two_people(facing: Confirmation | None, by: Who) -> None:
    if facing is not None and by.person_id is not None and facing.confirmed_by_id == by.person_id:
        raise SamePersonBothSides()


def _not_ahead(on: date, now: datetime | None) -> None:
    today = timezone.localdate(now)
    if on > today:
        raise NotToday(on=on, today=today)


def _not_reversed(delivery: Delivery) -> None:
    if delivery.reverses_id is not None:
        raise IsAReversal()
    reversal = Delivery.objects.of(delivery.steward_id).filter(reverses=delivery).first()
    if reversal is not None:
        raise AlreadyReversed(on=timezone.localdate(reversal.recorded_at))


def _write(
    line: NeedLine,
    commitment: Commitment,
    quantity: int,
    on: date,
    receipt_number: str,
    evidence: Attachment | bytes | None,
    is_return: bool,
    key: str,
    by: Who,
    now: datetime | None,
) -> Delivery:
    if isinstance(evidence, bytes):
        evidence = attach_photo(line.steward, evidence, by=by, now=now) if evidence else None
    delivery: Delivery = Delivery.objects.create(
        steward_id=line.steward_id,
        commitment=commitment,
        quantity=quantity,
        is_return=is_return,
        brought_on=on,
        receipt_number=receipt_number.strip(),
        evidence=evidence,
        recorded_at=now or timezone.now(),
        recorded_by_id=hand_of(by),
        idempotency_key=key,
    )
    record(
        DeliveryRecorded(
            steward=line.steward_id,
            delivery=delivery.pk,
            commitment=commitment.pk,
            matter=line.matter_id,
            quantity=quantity,
            is_return=is_return,
        ),
        by=by,
        at=now,
    )
    return delivery
