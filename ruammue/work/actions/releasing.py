"""What becomes of promises of hours when their task is moved or dropped.

A promise is never rewritten: it ends, with the reason, and both sides hear of it. For a task on another day whoever had
been asked or had promised is asked anew, as people are: a yes to Saturday is no yes to Sunday.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from ruammue.access.actors import Actor
from ruammue.resources.actions import end_commitment, make_commitment
from ruammue.resources.actions.locks import take_line
from ruammue.resources.models import Commitment, Confirmation
from ruammue.resources.refusals import (
    DatesReversed,
    DeliveriesWaiting,
    DisputeIsOpen,
    LineIsClosed,
    MatterIsClosed,
    OfferIsWithdrawn,
    OfferNotThen,
    OfferTooSmall,
    TooLittleToCome,
)
from ruammue.resources.sides import as_receiver
from ruammue.work.models import Task
from ruammue.work.sent import OF_SIGN_UP

AgreedIn, End = Commitment.AgreedIn, Commitment.End


def release_promises(task: Task, *, reason: str, by: Actor, now: datetime) -> list[Commitment]:
    """End every promise of hours for the task that is open; nobody's part is brought any more. Returns those that had
    the receiver's yes. What is disputed or waits for somebody's word is settled first, and stands until then.
    """
    if task.hours_line is None:
        return []
    line = take_line(task.hours_line)  # whoever is just promising, or taking a promise, comes before this or after
    rows = Commitment.objects.of(task.steward_id).filter(need_line=line, end=End.OPEN)
    released = []
    for row in rows.exclude(idempotency_key__startswith=OF_SIGN_UP).order_by("pk"):
        try:
            with transaction.atomic():
                ended = end_commitment(
                    row, end=Commitment.End.CANCELLED_BY_RECEIVER, reason=reason[:300], by=by, now=now
                )
        except (DeliveriesWaiting, DisputeIsOpen):
            continue
        if ended.receiver_accepted_at is not None:
            released.append(ended)
    return released


def ask_anew(
    task: Task, released: list[Commitment], *, move: UUID, reason: str, by: Actor, now: datetime
) -> list[Commitment]:
    """Ask whoever had been asked or had promised for the task as it stands now, for no more than lacks. From an offer
    that does not reach that day they are asked all the same, without it: they know best.
    """
    asked = []
    for was in released:
        line = take_line(was.need_line)
        quantity = min(was.still_to_come, line.lacking)
        if quantity <= 0:
            continue
        pen = as_receiver(by, line.receiver_id)
        for offer in (was.offer, None) if was.offer else (None,):
            agreed_in = AgreedIn.WORD if was.agreed_in == AgreedIn.OFFER and offer is None else was.agreed_in
            try:
                with transaction.atomic():
                    anew = make_commitment(
                        line, quantity=quantity, side=Confirmation.Side.RECEIVER, offer=offer,
                        provider=None if offer else was.provider, person=None if offer else was.person, due=task.on,
                        reason=reason[:300], agreed_in=agreed_in, agreed_decision=was.agreed_decision,
                        agreed_words=was.agreed_words, as_whom=by.name if pen.entered_by_id else "", by=pen,
                        # It was weighed when they were first asked.
                        asks_interest=False, idempotency_key=f"moved:{uuid5(move, str(was.pk))}", now=now,
                    )  # fmt: skip
            except (OfferNotThen, OfferTooSmall, OfferIsWithdrawn, TooLittleToCome):
                continue
            except (LineIsClosed, MatterIsClosed, DatesReversed):
                break
            asked.append(anew)
            break
    return asked
