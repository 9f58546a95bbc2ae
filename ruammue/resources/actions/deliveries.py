"""Verbs of what really came: record it, confirm it from both sides, reverse it, bring a loan back."""

from __future__ import annotations

from datetime import date, datetime, timedelta
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
from ruammue.resources.actions.counting import weigh_again, weight
from ruammue.resources.actions.lines import hand_of, whole
from ruammue.resources.events import CommitmentReopened, DeliveryConfirmed, DeliveryRecorded, DeliveryReversed
from ruammue.resources.models import Commitment, Confirmation, Delivery, LossDecision, NeedLine, Offer, Spec
from ruammue.resources.refusals import (
    AlreadyConfirmed,
    AlreadyReversed,
    BeforePromise,
    DisputeIsOpen,
    IsAReversal,
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

    Raises NotACount, NotToday, BeforePromise, NotAcceptedYet, CommitmentIsOver, OverDelivery (counting what waits for a
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
    _not_before_promise(commitment, on)
    if line.spec.kind == Spec.Kind.MONEY and not receipt_number.strip():
        raise ReceiptNumberMissing(giver=commitment.giver)
    recorded = written_down(commitment, is_return=False)
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
    delivery = write(line, commitment, quantity, on, receipt_number, evidence, False, idempotency_key, by, now)
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
    lent = not_back(commitment)
    if quantity > lent:
        raise OverReturn(giver=commitment.giver, name=line.spec.name, unit=line.spec.unit, asked=quantity, lent=lent)
    delivery = write(line, commitment, quantity, on, "", evidence, True, idempotency_key, by, now)
    if side:
        confirm_delivery(delivery, side=side, by=by, as_whom=as_whom, now=now)
    return delivery


@transaction.atomic
def confirm_delivery(
    delivery: Delivery, *, side: str, by: Who, as_whom: str = "", now: datetime | None = None
) -> Confirmation:
    """One side gives its word; with the second word the delivery counts.

    A helper who types it in says whose word it is (`as_whom`). Raises AlreadyConfirmed, AlreadyReversed,
    IsAReversal, DisputeIsOpen, SamePersonBothSides, WhoseWordMissing.
    """
    line, commitment, offer = locks.take_commitment(
        Commitment(pk=delivery.commitment_id, need_line_id=line_of(delivery))
    )
    not_reversed(delivery)
    not_disputed(line, commitment, delivery)
    words = {word.side: word for word in delivery.confirmations.all()}
    if side in words:
        raise AlreadyConfirmed(side=str(side), whose=words[side].confirmed_as)
    facing = words.get(other(side))
    two_people(facing, by)
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

    Raises ReasonMissing, AlreadyReversed, IsAReversal, DisputeIsOpen, ReturnsStand, LentOnAlready.
    """
    if not reason.strip():
        raise ReasonMissing()
    line, commitment, offer = locks.take_commitment(
        Commitment(pk=delivery.commitment_id, need_line_id=line_of(delivery))
    )
    not_reversed(delivery)
    not_disputed(line, commitment, delivery)
    if delivery.confirmations.count() == len(Confirmation.Side):
        _uncount(line, commitment, offer, delivery, by, now)
    return write_reversal(line, commitment, delivery, reason, by, now)


def write_reversal(
    line: NeedLine, commitment: Commitment, delivery: Delivery, reason: str, by: Who, now: datetime | None
) -> Delivery:
    """The row that takes a delivery back, with its record; the counters are the caller's."""
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
    was = weight(commitment)
    if delivery.is_return:
        commitment.returned += delivery.quantity
    else:
        commitment.delivered += delivery.quantity
    commitment.save(update_fields=["delivered", "returned"])
    fulfil(line, commitment, by, now)
    weigh_again(line, commitment, offer, was)


def fulfil(line: NeedLine, commitment: Commitment, by: Who, now: datetime | None) -> None:
    """A promise of which all has come is fulfilled in the same act."""
    if commitment.end == Commitment.End.OPEN and commitment.delivered == commitment.quantity:
        close(line, commitment, Commitment.End.FULFILLED, by, now or timezone.now())


def _uncount(
    line: NeedLine, commitment: Commitment, offer: Offer | None, delivery: Delivery, by: Who, now: datetime | None
) -> None:
    was = weight(commitment)
    take_off(line, commitment, delivery, by, now)
    weigh_again(line, commitment, offer, was)


def take_off(line: NeedLine, commitment: Commitment, delivery: Delivery, by: Who, now: datetime | None) -> None:
    """What had counted no longer does; a promise that was fulfilled by it is open again. Raises ReturnsStand."""
    if delivery.is_return:
        commitment.returned -= delivery.quantity
        commitment.save(update_fields=["returned"])
        return
    gone = commitment.delivered - not_back(commitment)
    if commitment.delivered - delivery.quantity < gone:
        raise ReturnsStand(giver=commitment.giver, name=line.spec.name, unit=line.spec.unit, returned=gone)
    commitment.delivered -= delivery.quantity
    if commitment.end == Commitment.End.FULFILLED and line.is_open:
        commitment.end = Commitment.End.OPEN
        commitment.ended_at = commitment.ended_by_id = None
        record(
            CommitmentReopened(steward=line.steward_id, commitment=commitment.pk, matter=line.matter_id), by=by, at=now
        )
    elif commitment.end == Commitment.End.FULFILLED:
        # The line was closed meanwhile: nobody waits for the rest, and a promise that came short is not fulfilled.
        commitment.end = Commitment.End.ENOUGH
    commitment.save(update_fields=["delivered", "end", "ended_at", "ended_by_id"])


def not_back(commitment: Commitment) -> int:
    """Of a loan: what came, less what was written down as gone back or lost, whether confirmed and decided or not."""
    told = commitment.losses.exclude(decisions__outcome=LossDecision.Outcome.NOT_SO).aggregate(total=Sum("quantity"))
    return commitment.delivered - written_down(commitment, is_return=True) - int(told["total"] or 0)


def written_down(commitment: Commitment, *, is_return: bool) -> int:
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


def line_of(delivery: Delivery) -> UUID:
    """The line behind a delivery. One statement."""
    lines = Commitment.objects.of(delivery.steward_id).filter(pk=delivery.commitment_id)
    line: UUID = lines.values_list("need_line_id", flat=True).get()
    return line


def two_people(facing: Confirmation | None, by: Who) -> None:
    """Raises SamePersonBothSides. The word of the other side may be typed in for them, named: on paper both signed."""
    if facing is not None and by.person_id is not None and facing.confirmed_by_id == by.person_id:
        raise SamePersonBothSides()


def _not_ahead(on: date, now: datetime | None) -> None:
    today = timezone.localdate(now)
    if on > today:
        raise NotToday(on=on, today=today)


TYPED_LATE = timedelta(days=60)
"""A promise by word of mouth may be typed so long after what it promised has come, not longer: then the day is wrong,
or it was another promise. Our choice."""


def _not_before_promise(commitment: Commitment, on: date) -> None:
    promised = timezone.localdate(commitment.promised_at)
    if on < promised - TYPED_LATE:
        raise BeforePromise(on=on, promised=promised)


def not_disputed(line: NeedLine, commitment: Commitment, delivery: Delivery) -> None:
    """Raises DisputeIsOpen: a delivery that one side disputes is settled first."""
    if delivery.disputes.filter(settled_at=None).exists():
        raise DisputeIsOpen(giver=commitment.giver, name=line.spec.name)


def not_reversed(delivery: Delivery) -> None:
    """Raises IsAReversal, AlreadyReversed."""
    if delivery.reverses_id is not None:
        raise IsAReversal()
    reversal = Delivery.objects.of(delivery.steward_id).filter(reverses=delivery).first()
    if reversal is not None:
        raise AlreadyReversed(on=timezone.localdate(reversal.recorded_at))


def write(
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
    """Write a row down with its record. It does not count yet."""
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
