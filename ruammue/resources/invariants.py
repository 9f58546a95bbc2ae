"""What must hold in the promise ledger: every counter equals the replay of what happened (MODEL 3.4).

A delivery counts once both sides have confirmed it; a reversal counts with the delivery it takes back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from ruammue.ledger.invariants import rows_and_record
from ruammue.ledger.verification import Finding, invariant
from ruammue.resources.models import Commitment, Confirmation, Delivery, NeedLine, Offer

_BOTH = {Confirmation.Side.PROVIDER, Confirmation.Side.RECEIVER}


@invariant
def promises_and_deliveries_are_recorded(steward: UUID) -> Iterator[Finding]:
    """Every promise and delivery stands in the record, and none of the record is gone."""
    yield from rows_and_record(steward, Commitment.objects.all(), "resources.commitment_made", "commitment")
    yield from rows_and_record(steward, Delivery.objects.all(), "resources.delivery_recorded", "delivery")


@invariant
def counters_equal_the_replay(steward: UUID) -> Iterator[Finding]:
    """Delivered and promised of promises and lines, and what is left of offers, counted again from the events."""
    brought, recorded = _replay(steward)
    line_delivered: dict[UUID, int] = defaultdict(int)
    line_promised: dict[UUID, int] = defaultdict(int)
    taken: dict[UUID, int] = defaultdict(int)
    commitments = Commitment.objects.filter(steward_id=steward)
    for each in commitments.only("pk", "need_line_id", "offer_id", "quantity", "delivered", "end").iterator():
        counted = brought[each.pk]
        told = {"commitment": each.pk, "kept": each.delivered, "replayed": counted}
        if each.delivered != counted:
            unconfirmed = each.delivered == recorded[each.pk]
            yield Finding(
                "resources.unconfirmed_counted" if unconfirmed else "resources.commitment_drift", steward, told
            )
        if counted > each.quantity or recorded[each.pk] > each.quantity:
            yield Finding("resources.over_delivered", steward, {**told, "promised": each.quantity})
        if each.end == Commitment.End.FULFILLED and counted < each.quantity:
            yield Finding("resources.fulfilled_short", steward, {**told, "promised": each.quantity})
        is_open = each.end == Commitment.End.OPEN
        line_delivered[each.need_line_id] += counted
        line_promised[each.need_line_id] += max(each.quantity - counted, 0) if is_open else 0
        if each.offer_id:
            taken[each.offer_id] += each.quantity if is_open else counted
    for line in NeedLine.objects.filter(steward_id=steward).only("pk", "promised", "delivered").iterator():
        replayed = (line_promised[line.pk], line_delivered[line.pk])
        if (line.promised, line.delivered) != replayed:
            yield Finding(
                "resources.line_drift",
                steward,
                {"line": line.pk, "promised": line.promised, "delivered": line.delivered, "replayed": replayed},
            )
    for offer in Offer.objects.filter(steward_id=steward).only("pk", "quantity", "remaining").iterator():
        if offer.remaining != offer.quantity - taken[offer.pk]:
            yield Finding(
                "resources.offer_drift",
                steward,
                {"offer": offer.pk, "kept": offer.remaining, "replayed": offer.quantity - taken[offer.pk]},
            )


def _replay(steward: UUID) -> tuple[dict[UUID, int], dict[UUID, int]]:
    """Per commitment: what counts as delivered, and what was recorded whether confirmed or not."""
    sides: dict[UUID, set[str]] = defaultdict(set)
    confirmed = Confirmation.objects.filter(steward_id=steward).values_list("delivery_id", "side")
    for delivery, side in confirmed.iterator():
        sides[delivery].add(side)
    counted: dict[UUID, int] = defaultdict(int)
    recorded: dict[UUID, int] = defaultdict(int)
    rows = Delivery.objects.filter(steward_id=steward).values_list("pk", "commitment_id", "quantity", "reverses_id")
    for pk, commitment, quantity, reverses in rows.iterator():
        recorded[commitment] += quantity
        if sides[reverses or pk] >= _BOTH:
            counted[commitment] += quantity
    return counted, recorded
