"""The promise ledger of a steward as entries of the engine: keys, moments and numbers, never a name or a word.

Read from the tables in a constant number of statements, in the order in which it happened; at the end stands what the
house counts, so that `replay` can hold the one against the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from ruammue.engines import promises as engine
from ruammue.engines.promises.entries import Count, Happened
from ruammue.engines.promises.jsonl import write
from ruammue.places.models import Steward
from ruammue.resources.models import (
    Commitment,
    Confirmation,
    Delivery,
    Dispute,
    Loss,
    LossDecision,
    NeedLine,
    Offer,
    Settlement,
)

MEDIA_TYPE = "application/x-ndjson"
_RANK = {kind: rank for rank, kind in enumerate(engine.ENTRIES.values())}
_SETTLED = "settled:"


def ledger_lines(steward: Steward, *, now: datetime) -> Iterator[str]:
    """The export, line by line (docs/reference/ledger_export.md)."""
    return write(entries(steward.pk), steward=str(steward.pk), made_at=now)


def entries(steward: UUID) -> list[Happened | Count]:
    """What happened, the oldest first, and then what the house counts. Nine statements."""
    happened = [*_lines(steward), *_offers(steward), *_promises(steward), *_deliveries(steward), *_losses(steward)]
    happened.sort(key=lambda entry: (entry.at, _RANK[type(entry)], entry.id))
    return [*happened, *_counts(steward)]


def _of(model: Any, steward: UUID) -> Any:
    return model.objects.filter(steward_id=steward).order_by("id")


def _lines(steward: UUID) -> Iterator[Happened]:
    handed: dict[UUID, int] = {}
    lines = list(_of(NeedLine, steward).select_related("spec"))
    for line in lines:
        if line.merged_into_id:
            handed[line.merged_into_id] = handed.get(line.merged_into_id, 0) + line.merged_quantity
    for line in lines:
        key = str(line.pk)
        yield engine.Asked(
            id=key,
            at=line.raised_at,
            by=str(line.raised_by_id),
            unit=line.spec.unit,
            quantity=line.quantity - handed.get(line.pk, 0),
        )
        if line.is_open:
            continue
        at, by = (
            (line.is_enough_at, line.is_enough_by_id)
            if line.is_enough_at
            else (line.withdrawn_at, line.withdrawn_by_id)
        )
        if line.merged_into_id:
            yield engine.Merged(
                id=f"{key}:merged",
                at=at,
                by=str(by),
                line=key,
                into=str(line.merged_into_id),
                quantity=line.merged_quantity,
            )
        else:
            yield engine.LineClosed(id=f"{key}:closed", at=at, by=str(by), line=key, how=line.closed_how)


def _offers(steward: UUID) -> Iterator[Happened]:
    for offer in _of(Offer, steward).select_related("spec"):
        key = str(offer.pk)
        hand = offer.entered_by_id or offer.person_id or offer.provider_id
        yield engine.Offered(id=key, at=offer.offered_at, by=str(hand), unit=offer.spec.unit, quantity=offer.quantity)
        if offer.withdrawn_at:
            yield engine.OfferWithdrawn(
                id=f"{key}:withdrawn", at=offer.withdrawn_at, by=str(offer.withdrawn_by_id), offer=key
            )


def _promises(steward: UUID) -> Iterator[Happened]:
    for each in _of(Commitment, steward):
        key = str(each.pk)
        said = [
            (each.provider_accepted_at, each.provider_accepted_by_id, "provider"),
            (each.receiver_accepted_at, each.receiver_accepted_by_id, "receiver"),
        ]
        hand = each.entered_by_id or next((by for at, by, _side in said if at == each.promised_at), None)
        yield engine.Promised(
            id=key,
            at=each.promised_at,
            by=str(hand or each.person_id or each.provider_id),
            line=str(each.need_line_id),
            offer=str(each.offer_id) if each.offer_id else None,
            quantity=each.quantity,
            loan=each.is_loan,
            wanted=each.wanted,
            given=each.given,
            key=each.idempotency_key,
        )
        for at, by, side in said:
            if at is not None:
                yield engine.Accepted(id=f"{key}:{side}", at=at, by=str(by), promise=key, side=side)
        # What follows by itself (fulfilled, or short because its line was closed meanwhile) has no reason of anybody.
        if each.end in engine.ENDS and (each.end_reason or each.end == Commitment.End.EXPIRED):
            yield engine.Ended(
                id=f"{key}:ended", at=each.ended_at, by=str(each.ended_by_id), promise=key, end=str(each.end)
            )


def _deliveries(steward: UUID) -> Iterator[Happened]:
    for row in _of(Delivery, steward):
        at, by = row.recorded_at, str(row.recorded_by_id)
        if row.reverses_id:
            yield engine.Reversed(id=str(row.pk), at=at, by=by, delivery=str(row.reverses_id), quantity=row.quantity)
            continue
        is_settling = row.idempotency_key.startswith(_SETTLED)
        yield engine.Delivered(
            id=str(row.pk),
            at=at,
            by=by,
            promise=str(row.commitment_id),
            quantity=row.quantity,
            back=row.is_return,
            on=row.brought_on,
            settles=row.idempotency_key.removeprefix(_SETTLED) if is_settling else None,
            key=row.idempotency_key,
        )
    for word in _of(Confirmation, steward):
        yield engine.Confirmed(
            id=str(word.pk),
            at=word.confirmed_at,
            by=str(word.entered_by_id or word.confirmed_by_id),
            delivery=str(word.delivery_id),
            side=word.side,
            word_of=str(word.confirmed_by_id) if word.confirmed_by_id else None,
        )
    for dispute in _of(Dispute, steward):
        yield engine.Disputed(
            id=str(dispute.pk),
            at=dispute.disputed_at,
            by=str(dispute.disputed_by_id),
            delivery=str(dispute.delivery_id),
            side=dispute.side,
        )
    for end in _of(Settlement, steward).filter(agreed_at__isnull=False):
        yield engine.Settled(
            id=str(end.pk),
            at=end.agreed_at,
            by=str(end.agreed_by_id),
            dispute=str(end.dispute_id),
            outcome=end.outcome,
            quantity=end.quantity,
        )


def _losses(steward: UUID) -> Iterator[Happened]:
    for loss in _of(Loss, steward):
        yield engine.Lost(
            id=str(loss.pk),
            at=loss.told_at,
            by=str(loss.told_by_id),
            promise=str(loss.commitment_id),
            quantity=loss.quantity,
            how=loss.how,
            key=loss.idempotency_key,
        )
    for said in _of(LossDecision, steward):
        yield engine.Decided(
            id=str(said.pk),
            at=said.decided_at,
            by=str(said.decided_by_id),
            loss=str(said.loss_id),
            outcome=said.outcome,
        )


def _counts(steward: UUID) -> Iterator[Count]:
    for each in _of(Commitment, steward):
        yield engine.PromiseCount(
            id=str(each.pk),
            delivered=each.delivered,
            returned=each.returned,
            disputed=each.disputed,
            disputed_back=each.disputed_back,
            lost=each.lost,
            replaced=each.replaced,
            end=str(each.end),
        )
    for line in _of(NeedLine, steward):
        yield engine.LineCount(
            id=str(line.pk), quantity=line.quantity, promised=line.promised, delivered=line.delivered
        )
    for offer in _of(Offer, steward):
        yield engine.OfferCount(id=str(offer.pk), remaining=offer.remaining)
