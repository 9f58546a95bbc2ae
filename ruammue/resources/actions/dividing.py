"""Asking all that a person chose of a month's proposal, in one act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ruammue.access.actors import Actor
from ruammue.resources.actions.commitments import make_commitment
from ruammue.resources.models import Commitment, Confirmation, NeedLine, Offer
from ruammue.resources.sides import as_receiver


@dataclass(frozen=True, slots=True)
class Chosen:
    """So much of an offer, in minor units, for a need."""

    line: NeedLine
    offer: Offer
    quantity: int


@transaction.atomic
def ask_as_divided(
    chosen: Sequence[Chosen], *, reason: str, by: Actor, despite: str = "", now: datetime | None = None
) -> list[Commitment]:
    """Ask every chosen giver for their part: each still says yes or no. All of it or none.

    Sent twice on one day it asks once. Raises what `make_commitment` raises, of the first that cannot be asked.
    """
    now = now or timezone.now()
    day = timezone.localdate(now)
    made = []
    for one in chosen:
        # Whoever does not speak for the one who lacks enters it for them, as on the page of a single need.
        side = as_receiver(by, one.line.receiver_id)
        made.append(
            make_commitment(
                one.line,
                quantity=one.quantity,
                offer=one.offer,
                reason=reason,
                side=Confirmation.Side.RECEIVER.value,
                idempotency_key=f"m{day:%y%m%d}{one.line.pk.hex[-24:]}{one.offer.pk.hex[-24:]}",
                as_whom=by.name if side.entered_by_id else "",
                despite=despite,
                by=side,
                now=now,
            )
        )
    return made
