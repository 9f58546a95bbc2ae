"""How a promise weighs on its line and its offer. The one place where counters of either are changed.

What a promise holds of its line and takes of its offer follows from the promise alone (`Commitment.held`, `.taken`).
An act weighs it, changes it, and lets what it weighs now take the place of what it weighed before.
"""

from __future__ import annotations

from dataclasses import dataclass

from ruammue.resources.models import Commitment, NeedLine, Offer
from ruammue.resources.refusals import LentOnAlready


@dataclass(frozen=True, slots=True)
class Weight:
    """What a promise counts for: of its line still to come and come, and of its offer."""

    held: int = 0
    delivered: int = 0
    taken: int = 0


def weight(commitment: Commitment) -> Weight:
    """What it weighs as it stands in memory."""
    return Weight(commitment.held, commitment.delivered, commitment.taken)


def weigh_again(line: NeedLine, commitment: Commitment, offer: Offer | None, was: Weight) -> None:
    """Let the line and the offer (both held) count the promise as it stands now. Raises LentOnAlready."""
    now = weight(commitment)
    if (now.held, now.delivered) != (was.held, was.delivered):
        line.promised += now.held - was.held
        line.delivered += now.delivered - was.delivered
        line.save(update_fields=["promised", "delivered"])
    if offer is not None and now.taken != was.taken:
        left = offer.remaining - (now.taken - was.taken)
        if left < 0:
            raise LentOnAlready(
                giver=commitment.giver, name=line.spec.name, unit=offer.spec.unit, remaining=offer.remaining
            )
        offer.remaining = left
        offer.save(update_fields=["remaining"])
