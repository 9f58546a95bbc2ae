"""What cannot be counted, and why. Each refusal is named as its reason and carries data, never a sentence."""

from __future__ import annotations

from dataclasses import dataclass


class Refused(ValueError):
    """The inputs contradict themselves or the rule: nothing was counted."""


@dataclass(eq=False)
class NotACount(Refused):
    """Not a whole number, or too small to be this count."""

    name: str
    value: object


@dataclass(eq=False)
class BadShare(Refused):
    """Not an exact share (Fraction) in the range that this rule allows."""

    name: str
    value: object


@dataclass(eq=False)
class MorePresentThanSeats(Refused):
    present: int
    seats_filled: int


@dataclass(eq=False)
class MoreVoicesThanPresent(Refused):
    voices: int
    present: int


@dataclass(eq=False)
class UnknownVoice(Refused):
    voice: object


@dataclass(eq=False)
class CastingVoteWithoutTie(Refused):
    """The chair's additional voice exists only when the voices are even."""

    yes: int
    no: int


@dataclass(eq=False)
class ChairMayNotBreakTies(Refused):
    yes: int
    no: int


@dataclass(eq=False)
class CastingVoteMustDecide(Refused):
    """A casting vote is yes or no."""

    casting: object


@dataclass(eq=False)
class NobodyAsked(Refused):
    pass


@dataclass(eq=False)
class AskedTwice(Refused):
    partners: tuple[str, ...]


@dataclass(eq=False)
class NotAsked(Refused):
    partners: tuple[str, ...]


@dataclass(eq=False)
class RepliedTwice(Refused):
    partners: tuple[str, ...]


@dataclass(eq=False)
class ObjectionWithoutReason(Refused):
    partners: tuple[str, ...]


@dataclass(eq=False)
class NothingToResolve(Refused):
    """Marked as resolved, but it was no objection."""

    partners: tuple[str, ...]


@dataclass(eq=False)
class SameRowTwice(Refused):
    rows: tuple[str, ...]


@dataclass(eq=False)
class MoreHandsThanHeads(Refused):
    rows: tuple[tuple[str, int], ...]
    heads: int


@dataclass(eq=False)
class MoreStickersThanGiven(Refused):
    total: int
    given: int


@dataclass(eq=False)
class TooManyStickersOnOne(Refused):
    rows: tuple[tuple[str, int], ...]
    most: int


@dataclass(eq=False)
class EmptySeed(Refused):
    """A lot without a seed could be drawn again until it pleases."""


@dataclass(eq=False)
class DrawnTwice(Refused):
    ids: tuple[str, ...]


@dataclass(eq=False)
class DrawnButNotTied(Refused):
    ids: tuple[str, ...]


@dataclass(eq=False)
class LotIncomplete(Refused):
    """A tie of which only some were drawn."""

    missing: tuple[str, ...]


@dataclass(eq=False)
class SameOptionTwice(Refused):
    """In the list of options."""

    options: tuple[str, ...]


@dataclass(eq=False)
class BadBallot(Refused):
    """A ballot with an unknown option, the same mark twice, or more marks than the rule allows."""

    marks: object


@dataclass(eq=False)
class MoreBallotsThanEligible(Refused):
    ballots: int
    eligible: int
