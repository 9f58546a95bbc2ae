"""What cannot be matched, and why. Each refusal is named as its reason and carries data, never a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


class Refused(ValueError):
    """The inputs contradict themselves: nothing was matched."""


@dataclass(eq=False)
class NotACount(Refused):
    """Not a whole number, or outside the range that it counts in."""

    name: str
    value: object


@dataclass(eq=False)
class BadArea(Refused):
    """Neither "TH" nor an area code of 2, 4, 6 or 8 digits."""

    code: object


@dataclass(eq=False)
class DatesReversed(Refused):
    id: str
    begins: date
    ends: date


@dataclass(eq=False)
class PromisesDoNotAdd(Refused):
    """More promises kept and late than were made."""

    org: str
    kept: int
    late: int
    promised: int


@dataclass(eq=False)
class SameOfferTwice(Refused):
    offers: tuple[tuple[str, str], ...]


@dataclass(eq=False)
class SeveralPartners(Refused):
    """What fits one partner is asked of one partner."""

    orgs: tuple[str, ...]


@dataclass(eq=False)
class EmptySeed(Refused):
    """Without a seed the order of names would be no lot."""


@dataclass(eq=False)
class SameTwice(Refused):
    """An id, a skill of one worker or a half-day stands there twice. `kind`: worker, line, skill, block."""

    kind: str
    id: str


@dataclass(eq=False)
class UnknownId(Refused):
    """An id that none of the inputs has."""

    kind: str
    id: str
