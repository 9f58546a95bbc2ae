"""The three bars of mobilising: people, things and money, knowledge.

Litres and persons do not add up, so each line first says which part of its own quantity is promised and which has
come; a bar is the plain average of its lines, each line counting the same. Exact fractions, one function for the
board, the matter, the printed sheet, the public chain and the API.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from ruammue.resources.kinds import BAR_WORDS, bar_of


@dataclass(frozen=True, slots=True)
class Asked:
    """A line as its bar sees it, in minor units of its own unit.

    `accounted`: promised in all, arrived or not; `arrived`: confirmed by both sides; `is_enough`: somebody said that
    what came is enough, so nothing lacks any more.
    """

    kind: str
    wanted: int
    accounted: int
    arrived: int
    is_enough: bool = False

    def share_of(self, part: int) -> Fraction:
        """`part` of what was wanted, between nothing and all of it."""
        return Fraction(1) if self.is_enough else min(Fraction(part, self.wanted), Fraction(1))


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: how many things are asked for, how many of them still lack something, and the two shares."""

    key: str
    things: int
    short: int
    promised: Fraction
    arrived: Fraction

    @property
    def label(self) -> str:
        """People, things and money, or knowledge."""
        return str(BAR_WORDS[self.key])


def three_bars(lines: Iterable[Asked]) -> tuple[Bar, ...]:
    """People, things and money, knowledge, in this order; a bar under which nothing is asked for is left out."""
    under: dict[str, list[Asked]] = {key: [] for key in BAR_WORDS}
    for line in lines:
        under[bar_of(line.kind)].append(line)
    return tuple(_bar(key, asked) for key, asked in under.items() if asked)


def _bar(key: str, asked: list[Asked]) -> Bar:
    promised = [line.share_of(line.accounted) for line in asked]
    return Bar(
        key=key,
        things=len(asked),
        short=sum(share < 1 for share in promised),
        promised=sum(promised, Fraction(0)) / len(asked),
        arrived=sum((line.share_of(line.arrived) for line in asked), Fraction(0)) / len(asked),
    )
