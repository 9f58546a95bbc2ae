"""The words of dividing things: what lacks and what is there go in, shares come out. All frozen; all numbers whole.

Quantities are minor units of one spec (pieces, minutes, satang); dates are inclusive; areas are codes or "TH".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from ..checks import count, days, place, shared_pairs

POINTS = 1_000_000
"""A want that is met whole is worth this much, times its priority."""


class Why(StrEnum):
    """Why a want is not met whole, the first that holds."""

    NOBODY_HAS = "nobody_has"
    DECLINED = "declined"
    OUTSIDE_DATES = "outside_dates"
    TOO_FAR = "too_far"
    TOO_SMALL = "too_small"  # what could be had comes in pieces below the least, or from more givers than may be
    ALL_GIVEN = "all_given"  # who could is needed where it counts more, or has no more


@dataclass(frozen=True, slots=True)
class Want:
    """What lacks. `least`: no giver brings less; `declined`: givers that were asked and said no, or are not wished for.

    Raises NotACount, BadArea, DatesReversed.
    """

    id: str
    spec: str
    quantity: int
    area: str
    priority: int = 1
    least: int = 1
    needed_from: date | None = None
    needed_to: date | None = None
    taker: str = ""
    declined: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, least in (("quantity", 1), ("priority", 1), ("least", 1)):
            count(name, getattr(self, name), least)
        place(self.area)
        days(self.id, self.needed_from, self.needed_to)


@dataclass(frozen=True, slots=True)
class Have:
    """What somebody could give, or lend (`is_loan`: it comes back and can be lent again on other days).

    `stands_in`: further specs it can stand in for, unit for unit; `reach`: where the giver works; `favour`: from the
    record, 0 to 9 (promises kept, freshness of the word, who gave to us lately); `carried`: how many matters the
    giver helps with now. Raises NotACount, BadArea, DatesReversed.
    """

    id: str
    giver: str
    spec: str
    quantity: int
    reach: tuple[str, ...]
    stands_in: tuple[str, ...] = ()
    available_from: date | None = None
    available_to: date | None = None
    is_loan: bool = False
    favour: int = 0
    carried: int = 0

    def __post_init__(self) -> None:
        count("quantity", self.quantity, 0)
        count("favour", self.favour, 0, 9)
        count("carried", self.carried, 0)
        for code in self.reach:
            place(code)
        days(self.id, self.available_from, self.available_to)


@dataclass(frozen=True, slots=True)
class Terms:
    """`most_givers` of one want; `reach`: least shared pairs of digits, 0 (anywhere) to 4 (one village)."""

    most_givers: int = 3
    reach: int = 0

    def __post_init__(self) -> None:
        count("most_givers", self.most_givers, 1)
        count("reach", self.reach, 0, 4)


@dataclass(frozen=True, slots=True)
class Share:
    """So much of what somebody has for what somebody lacks. `near`: shared pairs of digits; `stands_in`: not the
    thing itself. A proposal: both sides say yes or no."""

    want: str
    have: str
    quantity: int
    near: int
    stands_in: bool
    favour: int


@dataclass(frozen=True, slots=True)
class Unmet:
    want: str
    missing: int
    why: Why


@dataclass(frozen=True, slots=True)
class Division:
    """The best division found, sorted by ids. `objective`: points reached; `bound`: no division reaches more."""

    shares: tuple[Share, ...]
    unmet: tuple[Unmet, ...]
    objective: int
    bound: int

    @property
    def gap(self) -> int:
        """Points that a better division could reach beyond this one, at most."""
        return self.bound - self.objective

    @property
    def reached(self) -> Fraction:
        """Of what could be reached, at least so much; 1 where it is proved best, and of nothing."""
        return Fraction(self.objective, self.bound) if self.bound else Fraction(1)


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a claimed division breaks a promise."""

    promise: str
    want: str = ""
    have: str = ""


def worth(want: Want) -> int:
    """Points of one unit: a want met whole is worth POINTS times its priority, a part of it its part."""
    return max(1, POINTS * want.priority // want.quantity)


def nearness(want: Want, have: Have) -> int:
    """By the nearest place in which the giver works."""
    return max((shared_pairs(want.area, code) for code in have.reach), default=0)


def on_days(want: Want, have: Have) -> bool:
    """Whether there is a day on which it is wanted and there."""
    begins = max((day for day in (want.needed_from, have.available_from) if day), default=None)
    ends = min((day for day in (want.needed_to, have.available_to) if day), default=None)
    return begins is None or ends is None or begins <= ends
