"""Rows taken in one fixed order (line, promise, offer), so that two acts wait for each other and never die together.

Every counter is read only from a row that was taken here: a counter read before waiting is somebody else's past.
"""

from __future__ import annotations

from ruammue.resources.models import Commitment, NeedLine, Offer


def take_line(line: NeedLine) -> NeedLine:
    """The line as it stands, held until this act is done."""
    return (
        NeedLine.objects.select_for_update(of=("self",))
        .select_related("spec", "matter", "steward", "receiver")
        .get(pk=line.pk)
    )


def take_commitment(commitment: Commitment) -> tuple[NeedLine, Commitment, Offer | None]:
    """A promise with its line and its offer, all held, in the house's order."""
    line = take_line(NeedLine(pk=commitment.need_line_id))
    taken = (
        Commitment.objects.select_for_update(of=("self",))
        .select_related("provider", "person", "receiver")
        .get(pk=commitment.pk)
    )
    taken.need_line = line
    offer = take_offer(Offer(pk=taken.offer_id)) if taken.offer_id else None
    return line, taken, offer


def take_offer(offer: Offer) -> Offer:
    """The offer as it stands, held until this act is done. Always the last to be taken."""
    return Offer.objects.select_for_update(of=("self",)).select_related("spec", "provider", "person").get(pk=offer.pk)
