"""Verbs of asking somebody without an account: a link that is used once, their answer, and the office's confirmation.

Whoever holds a link may have been handed it: an answer by link is only claimed. It counts once somebody of the office
heard it from them by telephone or saw it on paper, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from ruammue.access.actors import Actor
from ruammue.foundation.keys import new_token, token_hash
from ruammue.ledger.actions import record
from ruammue.people.signing.acts import must_be_named
from ruammue.people.signing.refusals import NoSuchLink
from ruammue.places.models import Steward
from ruammue.resources.actions import locks
from ruammue.resources.actions.commitments import PROVIDER, accept_commitment, end_commitment, not_over
from ruammue.resources.actions.lines import hand_of, whole
from ruammue.resources.events import PromiseAnswerConfirmed, PromiseAnswered, PromiseAsked
from ruammue.resources.models import Commitment, PromiseAsk
from ruammue.resources.refusals import (
    AlreadyAccepted,
    AnsweredBefore,
    LinkExpired,
    MoreThanAsked,
    NotAnsweredYet,
    ReasonMissing,
)

DAYS_TO_ANSWER = 14
"""As long as an invitation into a network is open: one village meeting and one office round."""
Answer, How = PromiseAsk.Answer, PromiseAsk.How


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with its token, which is shown once and never again: only its hash is stored."""

    ask: PromiseAsk
    token: str


@transaction.atomic
def ask_by_link(commitment: Commitment, *, by: Actor, now: datetime | None = None) -> Asked:
    """Make a link by which the giver answers without an account. One may be in a letter and one in a chat: whichever
    is used first answers for all. Raises CommitmentIsOver, AlreadyAccepted, AnsweredBefore.
    """
    now = now or timezone.now()
    line, commitment, _offer = locks.take_commitment(commitment)
    not_over(line, commitment)
    if commitment.provider_accepted_at is not None:
        raise AlreadyAccepted(giver=commitment.giver, name=line.spec.name)
    _not_answered(commitment)
    token = new_token()
    ask = PromiseAsk.objects.create(
        steward_id=line.steward_id,
        commitment=commitment,
        token_hash=token_hash(token),
        quantity=commitment.quantity,
        asked_at=now,
        asked_by_id=hand_of(by),
        expires_on=timezone.localdate(now) + timedelta(days=DAYS_TO_ANSWER),
    )
    record(
        PromiseAsked(steward=line.steward_id, ask=ask.pk, commitment=commitment.pk, matter=line.matter_id),
        by=by,
        at=now,
    )
    return Asked(ask, token)


@transaction.atomic
def answer_by_link(
    token: str,
    *,
    answer: str,
    as_whom: str,
    steward: Steward,
    by: Actor,
    quantity: int | None = None,
    words: str = "",
    now: datetime | None = None,
) -> PromiseAsk:
    """The giver answers: yes (with less than was asked, if they say so) or no with a reason. Only a POST comes here.

    Raises NoSuchLink (also for another tenant's), SignerMissing, AnsweredBefore, LinkExpired, CommitmentIsOver,
    AlreadyAccepted, MoreThanAsked, NotACount, ReasonMissing.
    """
    now = now or timezone.now()
    ask = PromiseAsk.objects.of(steward).filter(token_hash=token_hash(token)).first()
    if ask is None:
        raise NoSuchLink
    must_be_named(as_whom)
    line, commitment, _offer = locks.take_commitment(Commitment.objects.of(steward).get(pk=ask.commitment_id))
    _not_answered(commitment)
    not_over(line, commitment)
    if commitment.provider_accepted_at is not None:
        raise AlreadyAccepted(giver=commitment.giver, name=line.spec.name)
    if timezone.localdate(now) > ask.expires_on:
        raise LinkExpired(on=ask.expires_on)
    if answer == Answer.YES:
        quantity = whole(ask.quantity if quantity is None else quantity)
        if quantity > ask.quantity:
            raise MoreThanAsked(name=line.spec.name, unit=line.spec.unit, asked=ask.quantity)
    elif not words.strip():
        raise ReasonMissing
    ask.answer, ask.answered_at, ask.answered_as = Answer(answer), now, as_whom
    ask.answered_quantity, ask.answered_words = (quantity, "") if answer == Answer.YES else (None, words)
    ask.save(update_fields=["answer", "answered_at", "answered_as", "answered_quantity", "answered_words"])
    record(
        PromiseAnswered(
            steward=line.steward_id, ask=ask.pk, commitment=commitment.pk, matter=line.matter_id, answer=str(answer)
        ),
        by=replace(by, on_behalf_of_id=commitment.provider_id),
        at=now,
    )
    answered: PromiseAsk = ask
    return answered


@transaction.atomic
def confirm_answer(ask: PromiseAsk, *, how: str, by: Actor, now: datetime | None = None) -> Commitment:
    """Somebody of the office heard the answer from them, or saw it on paper: now it is theirs and counts.

    A smaller yes makes the promise smaller; what was asked for stays on the request. Raises NotAnsweredYet,
    CommitmentIsOver, AlreadyAccepted, and what `accept_commitment` and `end_commitment` raise.
    """
    now = now or timezone.now()
    line, commitment, _offer = locks.take_commitment(ask.commitment)
    not_over(line, commitment)
    row = PromiseAsk.objects.select_for_update().get(pk=ask.pk)
    if row.answer == Answer.OPEN:
        raise NotAnsweredYet(giver=commitment.giver)
    row.confirmed_at, row.confirmed_by_id, row.confirmed_how = now, hand_of(by), How(how)
    row.save(update_fields=["confirmed_at", "confirmed_by_id", "confirmed_how"])
    record(
        PromiseAnswerConfirmed(
            steward=line.steward_id, ask=row.pk, commitment=commitment.pk, matter=line.matter_id, how=str(how)
        ),
        by=by,
        at=now,
    )
    pen = by.entering_for(None)
    if row.answer == Answer.NO:
        end = Commitment.End.CANCELLED_BY_PROVIDER
        return end_commitment(commitment, end=end, reason=row.answered_words, by=pen, now=now)
    if row.answered_quantity is not None and row.answered_quantity != commitment.quantity:
        commitment.quantity = row.answered_quantity
        commitment.save(update_fields=["quantity"])
    return accept_commitment(commitment, side=PROVIDER, by=pen, as_whom=row.answered_as, now=now)


def _not_answered(commitment: Commitment) -> None:
    """Raises AnsweredBefore. The promise is taken, so that two links of it do not answer at the same moment."""
    before = commitment.asks.exclude(answer=Answer.OPEN).first()
    if before is not None:
        raise AnsweredBefore(giver=commitment.giver, on=timezone.localdate(before.answered_at))
