"""What must hold in the promise ledger: every counter equals the replay of what happened (MODEL 3.4).

A promise counts once both sides accepted it, a delivery once both confirmed it; a reversal counts with the delivery
it takes back; what is disputed keeps its place and does not count; a loan that came back, or was replaced, is there to
be promised again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from ruammue.ledger.invariants import rows_and_record
from ruammue.ledger.verification import Finding, invariant
from ruammue.resources.models import Commitment, Confirmation, Delivery, Dispute, Loss, LossDecision, NeedLine, Offer

_BOTH = {Confirmation.Side.PROVIDER, Confirmation.Side.RECEIVER}


@invariant
def promises_and_deliveries_are_recorded(steward: UUID) -> Iterator[Finding]:
    """Every promise and delivery stands in the record, and none of the record is gone."""
    yield from rows_and_record(steward, Commitment.objects.of(steward), "resources.commitment_made", "commitment")
    originals = Delivery.objects.of(steward).filter(reverses=None)
    yield from rows_and_record(steward, originals, "resources.delivery_recorded", "delivery")
    reversals = Delivery.objects.of(steward).exclude(reverses=None)
    yield from rows_and_record(steward, reversals, "resources.delivery_reversed", "reversal")


@invariant
def counters_equal_the_replay(steward: UUID) -> Iterator[Finding]:
    """Delivered and promised of promises and lines, and what is left of offers, counted again from the events."""
    tally = _replay(steward)
    line_delivered: dict[UUID, int] = defaultdict(int)
    line_promised: dict[UUID, int] = defaultdict(int)
    taken: dict[UUID, int] = defaultdict(int)
    for each in Commitment.objects.filter(steward_id=steward).iterator(chunk_size=2_000):
        counted, recorded = tally.counted[each.pk, False], tally.recorded[each.pk, False]
        returned = tally.counted[each.pk, True]
        told = {"commitment": each.pk, "kept": each.delivered, "replayed": counted}
        also_kept = (each.returned, each.disputed, each.disputed_back, each.lost, each.replaced)
        also_replayed = (
            returned,
            tally.disputed[each.pk, False],
            tally.disputed[each.pk, True],
            tally.lost[each.pk],
            tally.replaced[each.pk],
        )
        if each.delivered != counted:
            unconfirmed = each.delivered == recorded
            yield Finding(
                "resources.unconfirmed_counted" if unconfirmed else "resources.commitment_drift", steward, told
            )
        if also_kept != also_replayed:
            yield Finding("resources.commitment_drift", steward, {**told, "kept": also_kept, "replayed": also_replayed})
        if counted > each.quantity or recorded > each.quantity:
            yield Finding("resources.over_delivered", steward, {**told, "promised": each.quantity})
        if each.end == Commitment.End.FULFILLED and counted < each.quantity:
            yield Finding("resources.fulfilled_short", steward, {**told, "promised": each.quantity})
        line_delivered[each.need_line_id] += counted
        held = max(each.quantity - counted, 0) if each.is_standing else tally.disputed[each.pk, False]
        line_promised[each.need_line_id] += held
        if each.offer_id:
            net = counted + held - returned - tally.disputed[each.pk, True] - tally.replaced[each.pk]
            taken[each.offer_id] += -(-net * each.given // each.wanted)
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


@dataclass(slots=True)
class _Tally:
    """Per (commitment, whether a return): what counts, and what was recorded whether confirmed or not."""

    counted: dict[tuple[UUID, bool], int] = field(default_factory=lambda: defaultdict(int))
    recorded: dict[tuple[UUID, bool], int] = field(default_factory=lambda: defaultdict(int))
    disputed: dict[tuple[UUID, bool], int] = field(default_factory=lambda: defaultdict(int))
    lost: dict[UUID, int] = field(default_factory=lambda: defaultdict(int))
    replaced: dict[UUID, int] = field(default_factory=lambda: defaultdict(int))


def _replay(steward: UUID) -> _Tally:
    sides: dict[UUID, set[str]] = defaultdict(set)
    confirmed = Confirmation.objects.filter(steward_id=steward).values_list("delivery_id", "side")
    for delivery, side in confirmed.iterator(chunk_size=2_000):
        sides[delivery].add(side)
    disputes = Dispute.objects.filter(steward_id=steward, settled_at=None)
    disputed = set(disputes.values_list("delivery_id", flat=True))
    tally = _Tally()
    rows = Delivery.objects.filter(steward_id=steward).values_list(
        "pk", "commitment_id", "is_return", "quantity", "reverses_id"
    )
    for pk, commitment, is_return, quantity, reverses in rows.iterator(chunk_size=2_000):
        tally.recorded[commitment, is_return] += quantity
        if sides[reverses or pk] >= _BOTH:
            if pk in disputed:
                tally.disputed[commitment, is_return] += quantity
            else:
                tally.counted[commitment, is_return] += quantity
    last: dict[UUID, str] = {}
    decided = LossDecision.objects.filter(steward_id=steward).order_by("decided_at", "id")
    for loss, outcome in decided.values_list("loss_id", "outcome"):
        last[loss] = outcome
    for pk, commitment, quantity in Loss.objects.filter(steward_id=steward).values_list(
        "pk", "commitment_id", "quantity"
    ):
        if last.get(pk, LossDecision.Outcome.NOT_SO) != LossDecision.Outcome.NOT_SO:
            tally.lost[commitment] += quantity
        if last.get(pk) == LossDecision.Outcome.REPLACED:
            tally.replaced[commitment] += quantity
    return tally
