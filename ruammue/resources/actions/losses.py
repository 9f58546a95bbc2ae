"""Verbs of a loan that does not come back whole: tell what broke or was lost; the lender says what follows."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.papers.attachments import attach_photo
from ruammue.papers.models import Attachment
from ruammue.resources.actions import locks
from ruammue.resources.actions.commitments import whose_word
from ruammue.resources.actions.counting import weigh_again, weight
from ruammue.resources.actions.deliveries import not_back
from ruammue.resources.actions.lines import hand_of, whole
from ruammue.resources.events import LossDecided, LossTold
from ruammue.resources.models import Commitment, Loss, LossDecision
from ruammue.resources.refusals import (
    LossCameBack,
    LossIsDecided,
    NotALoan,
    OverReturn,
    ReasonMissing,
    SameKeyOtherAct,
)

Outcome = LossDecision.Outcome


@transaction.atomic
def tell_loss(
    commitment: Commitment,
    *,
    quantity: int,
    how: str,
    words: str,
    by: Who,
    idempotency_key: str,
    evidence: Attachment | bytes | None = None,
    as_whom: str = "",
    now: datetime | None = None,
) -> Loss:
    """Of what was lent so much is "broken" or "lost", in words and with a photo. It counts once the lender decided.

    Raises NotACount, ReasonMissing, NotALoan, OverReturn, WhoseWordMissing, SameKeyOtherAct, kinds of UnusablePhoto.
    """
    whole(quantity)
    if not words.strip():
        raise ReasonMissing()
    line, commitment, _offer = locks.take_commitment(commitment)
    now = now or timezone.now()
    before: Loss | None = Loss.objects.of(line.steward_id).filter(idempotency_key=idempotency_key).first()
    if before is not None:
        if (before.commitment_id, before.quantity, before.how) != (commitment.pk, quantity, how):
            raise SameKeyOtherAct()
        return before
    if not commitment.is_loan:
        raise NotALoan(giver=commitment.giver, name=line.spec.name)
    lent = not_back(commitment)
    if quantity > lent:
        raise OverReturn(giver=commitment.giver, name=line.spec.name, unit=line.spec.unit, asked=quantity, lent=lent)
    if isinstance(evidence, bytes):
        evidence = attach_photo(line.steward, evidence, by=by, now=now) if evidence else None
    loss: Loss = Loss.objects.create(
        steward_id=line.steward_id,
        commitment=commitment,
        quantity=quantity,
        how=Loss.How(how),
        words=words,
        evidence=evidence,
        told_at=now,
        told_by_id=hand_of(by),
        told_as=whose_word(by, as_whom),
        idempotency_key=idempotency_key,
    )
    record(
        LossTold(
            steward=line.steward_id,
            loss=loss.pk,
            commitment=commitment.pk,
            matter=line.matter_id,
            how=str(how),
            quantity=quantity,
        ),
        by=by,
        at=now,
    )
    return loss


@transaction.atomic
def decide_loss(
    loss: Loss, *, outcome: str, by: Who, words: str = "", as_whom: str = "", now: datetime | None = None
) -> LossDecision:
    """The lender says what follows: let it be ("forgiven"), another was given instead ("replaced"), it is "owed" (and
    later one of the others), or "not_so": it was found, or it is not agreed, and it is still lent.

    Raises LossIsDecided, LossCameBack, WhoseWordMissing.
    """
    line, commitment, offer = locks.take_commitment(
        Commitment.objects.of(loss.steward_id).only("pk", "need_line_id").get(pk=loss.commitment_id)
    )
    now = now or timezone.now()
    said = set(loss.decisions.values_list("outcome", flat=True))
    if said - {Outcome.OWED} or outcome in said:
        raise LossIsDecided(name=line.spec.name, outcome=str(next(iter(said - {Outcome.OWED}), Outcome.OWED)))
    counted = Outcome.OWED in said
    if outcome != Outcome.NOT_SO and not counted and commitment.still_lent < loss.quantity:
        raise LossCameBack(name=line.spec.name, left=commitment.still_lent, lost=loss.quantity, unit=line.spec.unit)
    decision: LossDecision = LossDecision.objects.create(
        steward_id=line.steward_id,
        loss=loss,
        outcome=Outcome(outcome),
        words=words,
        decided_at=now,
        decided_by_id=hand_of(by),
        decided_as=whose_word(by, as_whom),
    )
    was = weight(commitment)
    if outcome != Outcome.NOT_SO and not counted:
        commitment.lost += loss.quantity
    elif outcome == Outcome.NOT_SO and counted:
        commitment.lost -= loss.quantity
    if outcome == Outcome.REPLACED:
        commitment.replaced += loss.quantity
    commitment.save(update_fields=["lost", "replaced"])
    weigh_again(line, commitment, offer, was)
    record(
        LossDecided(
            steward=line.steward_id,
            loss=loss.pk,
            commitment=commitment.pk,
            matter=line.matter_id,
            outcome=str(outcome),
        ),
        by=by,
        reason=words,
        at=now,
    )
    return decision
