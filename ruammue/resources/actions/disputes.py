"""Verbs of a dispute: one side says that it was not so; both sides settle it, or somebody whom both know does.

What is disputed is not counted as delivered, and its place is kept: nobody else is asked for it meanwhile.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.resources.actions import locks
from ruammue.resources.actions.commitments import whose_word
from ruammue.resources.actions.counting import weigh_again, weight
from ruammue.resources.actions.deliveries import (
    fulfil,
    line_of,
    not_disputed,
    not_reversed,
    take_off,
    write,
    write_reversal,
    written_down,
)
from ruammue.resources.actions.lines import hand_of, whole
from ruammue.resources.events import DeliveryConfirmed, DeliveryDisputed, DisputeSettled, SettlementProposed
from ruammue.resources.models import Commitment, Confirmation, Delivery, Dispute, NeedLine, Offer, Settlement
from ruammue.resources.refusals import (
    DisputeIsOver,
    MediatorMissing,
    NoSuchWord,
    OverDelivery,
    OwnProposal,
    ReasonMissing,
    SamePersonBothSides,
)

Outcome = Settlement.Outcome


@transaction.atomic
def dispute_delivery(
    delivery: Delivery,
    *,
    side: str,
    reason: str,
    by: Who,
    word: str = "",
    as_whom: str = "",
    now: datetime | None = None,
) -> Dispute:
    """A side says that it was not so: nothing came, another number, or (`word`) that whose word it is never gave it.

    Raises ReasonMissing, WhoseWordMissing, AlreadyReversed, IsAReversal, DisputeIsOpen, NoSuchWord, ReturnsStand.
    """
    if not reason.strip():
        raise ReasonMissing()
    line, commitment, offer = _take(delivery)
    now = now or timezone.now()
    not_reversed(delivery)
    not_disputed(line, commitment, delivery)
    words = set(delivery.confirmations.values_list("side", flat=True))
    if word and word not in words:
        raise NoSuchWord(side=str(word))
    dispute: Dispute = Dispute.objects.create(
        steward_id=line.steward_id,
        delivery=delivery,
        side=Confirmation.Side(side),
        word=word,
        was_counted=len(words) == len(Confirmation.Side),
        reason=reason,
        disputed_at=now,
        disputed_by_id=hand_of(by),
        disputed_as=whose_word(by, as_whom),
    )
    record(
        DeliveryDisputed(
            steward=line.steward_id, dispute=dispute.pk, delivery=delivery.pk, side=str(side), matter=line.matter_id
        ),
        by=by,
        reason=reason,
        at=now,
    )
    if dispute.was_counted:
        was = weight(commitment)
        take_off(line, commitment, delivery, by, now)
        _keep_place(commitment, delivery, delivery.quantity)
        weigh_again(line, commitment, offer, was)
    return dispute


@transaction.atomic
def propose_settlement(
    dispute: Dispute,
    *,
    side: str,
    outcome: str,
    by: Who,
    quantity: int | None = None,
    words: str = "",
    as_whom: str = "",
    now: datetime | None = None,
) -> Settlement:
    """A side says how it could end: it stands, it is taken back, or it came with another number (`quantity`).

    Raises DisputeIsOver, NotACount, WhoseWordMissing.
    """
    line, _commitment, _offer = _take(dispute.delivery)
    now = now or timezone.now()
    _still_open(dispute)
    settlement: Settlement = Settlement.objects.create(
        steward_id=line.steward_id,
        dispute=dispute,
        outcome=Outcome(outcome),
        quantity=_number(outcome, quantity),
        words=words,
        proposed_side=Confirmation.Side(side),
        proposed_at=now,
        proposed_by_id=hand_of(by),
        proposed_as=whose_word(by, as_whom),
    )
    record(
        SettlementProposed(
            steward=line.steward_id,
            settlement=settlement.pk,
            dispute=dispute.pk,
            outcome=str(outcome),
            matter=line.matter_id,
        ),
        by=by,
        reason=words,
        at=now,
    )
    return settlement


@transaction.atomic
def agree_to_settlement(
    settlement: Settlement, *, side: str, by: Who, as_whom: str = "", now: datetime | None = None
) -> Dispute:
    """The other side agrees: the dispute is over, and the counters follow.

    Raises DisputeIsOver, OwnProposal, SamePersonBothSides, WhoseWordMissing, OverDelivery, LentOnAlready.
    """
    line, commitment, offer = _take(settlement.dispute.delivery)
    now = now or timezone.now()
    _still_open(settlement.dispute)
    if side == settlement.proposed_side:
        raise OwnProposal()
    # Only one's own word binds one person to one side; a helper may have written down both.
    if by.entered_by_id is None and by.person_id == settlement.proposed_by_id:
        raise SamePersonBothSides()
    settlement.agreed_at, settlement.agreed_by_id = now, hand_of(by)
    settlement.agreed_as = whose_word(by, as_whom)
    settlement.save(update_fields=["agreed_at", "agreed_by_id", "agreed_as"])
    return _settle(line, commitment, offer, settlement, by, now)


@transaction.atomic
def mediate_dispute(
    dispute: Dispute,
    *,
    mediated_by: str,
    outcome: str,
    words: str,
    by: Who,
    quantity: int | None = None,
    now: datetime | None = None,
) -> Dispute:
    """Somebody whom both sides know heard them and says how it was; their name and words stay with it.

    Raises MediatorMissing, ReasonMissing, DisputeIsOver, NotACount, OverDelivery, LentOnAlready.
    """
    if not mediated_by.strip():
        raise MediatorMissing()
    if not words.strip():
        raise ReasonMissing()
    line, commitment, offer = _take(dispute.delivery)
    now = now or timezone.now()
    _still_open(dispute)
    settlement: Settlement = Settlement.objects.create(
        steward_id=line.steward_id,
        dispute=dispute,
        outcome=Outcome(outcome),
        quantity=_number(outcome, quantity),
        words=words,
        proposed_at=now,
        proposed_by_id=hand_of(by),
        agreed_at=now,
        agreed_by_id=hand_of(by),
        mediated_by=mediated_by.strip(),
    )
    return _settle(line, commitment, offer, settlement, by, now)


# ------------------------------------------------------------------------------------------- what follows


def _settle(
    line: NeedLine, commitment: Commitment, offer: Offer | None, settlement: Settlement, by: Who, now: datetime
) -> Dispute:
    dispute = Dispute.objects.select_for_update(of=("self",)).get(pk=settlement.dispute_id)
    delivery = dispute.delivery
    dispute.settled_at = now
    dispute.save(update_fields=["settled_at"])
    record(
        DisputeSettled(
            steward=line.steward_id,
            dispute=dispute.pk,
            settlement=settlement.pk,
            delivery=delivery.pk,
            outcome=str(settlement.outcome),
            matter=line.matter_id,
        ),
        by=by,
        reason=settlement.words,
        at=now,
    )
    was = weight(commitment)
    if dispute.was_counted:
        _keep_place(commitment, delivery, -delivery.quantity)
    if settlement.outcome == Outcome.STANDS:
        _give_words(delivery, settlement, by, now)
        _count_in(commitment, delivery)
    else:
        said = settlement.words or dispute.reason
        write_reversal(line, commitment, delivery, said, by, now)
        if settlement.outcome == Outcome.CORRECTED:
            _count_in(commitment, _anew(line, commitment, delivery, settlement, by, now))
    commitment.save(update_fields=["delivered", "returned"])
    fulfil(line, commitment, by, now)
    weigh_again(line, commitment, offer, was)
    settled: Dispute = dispute
    return settled


def _anew(
    line: NeedLine, commitment: Commitment, delivery: Delivery, settlement: Settlement, by: Who, now: datetime
) -> Delivery:
    """The row with the right number, as both sides agreed. Raises OverDelivery when there is no room for it."""
    quantity = settlement.quantity or 0
    if delivery.is_return:
        room = commitment.delivered - commitment.lost - written_down(commitment, is_return=True)
    elif commitment.is_standing:
        room = commitment.quantity - written_down(commitment, is_return=False)
    else:
        room = delivery.quantity
    if quantity > room:
        raise OverDelivery(
            giver=commitment.giver,
            name=line.spec.name,
            unit=line.spec.unit,
            asked=quantity,
            promised=commitment.quantity,
            confirmed=commitment.delivered,
            waiting=0,
            left=max(room, 0),
        )
    key = f"settled:{settlement.pk}"
    made = write(line, commitment, quantity, delivery.brought_on, delivery.receipt_number, delivery.evidence,
                 delivery.is_return, key, by, now)  # fmt: skip
    _give_words(made, settlement, by, now)
    return made


def _give_words(delivery: Delivery, settlement: Settlement, by: Who, now: datetime) -> None:
    """The words that lack for the delivery to count: what was agreed upon is confirmed by both sides.

    Where somebody's word was written down for them, or a mediator found it so, it is taken down here as well.
    """
    given = set(delivery.confirmations.values_list("side", flat=True))
    for side in Confirmation.Side:
        if side in given:
            continue
        is_proposer = side == settlement.proposed_side
        said = settlement.mediated_by or (settlement.proposed_as if is_proposer else settlement.agreed_as)
        hand = settlement.proposed_by_id if is_proposer else settlement.agreed_by_id
        Confirmation.objects.create(
            steward_id=delivery.steward_id,
            delivery=delivery,
            side=side,
            confirmed_at=now,
            confirmed_as=said,
            confirmed_by_id=None if said else hand,
            entered_by_id=hand if said else None,
        )
        given.add(side)
        record(
            DeliveryConfirmed(
                steward=delivery.steward_id,
                delivery=delivery.pk,
                side=str(side),
                matter=delivery.commitment.need_line.matter_id,
                is_counted=len(given) == len(Confirmation.Side),
            ),
            by=by,
            at=now,
        )


def _count_in(commitment: Commitment, delivery: Delivery) -> None:
    if delivery.is_return:
        commitment.returned += delivery.quantity
    else:
        commitment.delivered += delivery.quantity


def _keep_place(commitment: Commitment, delivery: Delivery, quantity: int) -> None:
    if delivery.is_return:
        commitment.disputed_back += quantity
    else:
        commitment.disputed += quantity
    commitment.save(update_fields=["disputed", "disputed_back"])


def _take(delivery: Delivery) -> tuple[NeedLine, Commitment, Offer | None]:
    return locks.take_commitment(Commitment(pk=delivery.commitment_id, need_line_id=line_of(delivery)))


def _still_open(dispute: Dispute) -> None:
    """Raises DisputeIsOver. Read anew: the promise is held by now."""
    settled = Dispute.objects.of(dispute.steward_id).values_list("settled_at", flat=True).get(pk=dispute.pk)
    if settled is not None:
        raise DisputeIsOver(on=timezone.localdate(settled))


def _number(outcome: str, quantity: int | None) -> int | None:
    return whole(quantity or 0) if outcome == Outcome.CORRECTED else None
