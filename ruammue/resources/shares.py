"""Who did how much of what was delivered: one formula, for a matter, a network and a year (docs/explanation/thanks.md).

Hours, tables and baht do not add up, so nothing is priced. Each thing that was asked for, and each piece of work, is
one piece: it counts as far as it was delivered, between nothing and one, and is parted among those who delivered it by
what each of them brought of it. An organisation's share is its parts over all that counts. Exact fractions.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

Giver = TypeVar("Giver", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Piece(Generic[Giver]):
    """One thing of all. `done`: how much of it was delivered, 0 to 1; `parts`: what each brought, in one unit."""

    title: str
    done: Fraction
    parts: Mapping[Giver, int]


def piece_of_line(title: str, wanted: int, brought: Mapping[Giver, int]) -> Piece[Giver]:
    """A line of what is needed, in minor units of its own unit."""
    return Piece(title, min(Fraction(sum(brought.values()), wanted), Fraction(1)), brought)


def shares_of(pieces: Iterable[Piece[Giver]]) -> dict[Giver, Fraction]:
    """The share of each giver; together they make 1. Empty where nothing was delivered."""
    did: dict[Giver, Fraction] = {}
    for piece in pieces:
        whole = sum(piece.parts.values())
        for giver, part in piece.parts.items():
            if part:
                did[giver] = did.get(giver, Fraction(0)) + piece.done * Fraction(part, whole)
    all_of_it = sum(did.values(), Fraction(0))
    return {giver: part / all_of_it for giver, part in did.items() if part} if all_of_it else {}
