"""Breaking ties, only by an order that somebody passed in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from hashlib import sha256

from .refusals import DrawnButNotTied, DrawnTwice, LotIncomplete
from .values import Drawn, Lot, TieBreak


def draw(ids: Iterable[str], lot: Lot) -> tuple[str, ...]:
    """The ids in the order of a public lot: smallest SHA-256 (hex) of the UTF-8 text "seed|id" first."""
    return tuple(sorted(ids, key=lambda id_: sha256(f"{lot.seed}|{id_}".encode()).hexdigest()))


def break_tie(tied: Collection[str], tie_break: TieBreak | None) -> tuple[str, ...] | None:
    """The tied ids in the order drawn; None where nothing was drawn for this tie. Raises LotIncomplete."""
    if isinstance(tie_break, Lot):
        return draw(tied, tie_break)
    if isinstance(tie_break, Drawn):
        ids = set(tied)
        order = tuple(id_ for id_ in tie_break.order if id_ in ids)
        if order and len(order) < len(ids):
            raise LotIncomplete(tuple(sorted(ids - set(order))))
        return order or None
    return None


def refuse_dishonest_draw(tie_break: TieBreak | None, tied: Collection[str]) -> None:
    """Slips drawn twice, or for what was not tied, are a mistake of the hand.

    Raises DrawnTwice, DrawnButNotTied.
    """
    if isinstance(tie_break, Drawn):
        slips = Counter(tie_break.order)
        if twice := tuple(sorted(id_ for id_, times in slips.items() if times > 1)):
            raise DrawnTwice(twice)
        if strangers := tuple(sorted(slips.keys() - set(tied))):
            raise DrawnButNotTied(strangers)
