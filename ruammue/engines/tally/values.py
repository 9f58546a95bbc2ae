"""The words of counting: rules that go in and results that come out. All frozen; all numbers whole.

Ids are plain strings. Every tuple of ids or rows in a result is sorted by id unless its field says otherwise,
so that the same input, in any order, gives the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from .refusals import BadShare, EmptySeed, NotACount

HALF = Fraction(1, 2)
"""Quorum of a first meeting and threshold of a simple majority; a default.

After the Administrative Procedure Act 2539, sections 79 to 83, unconfirmed.
"""
ONE_THIRD = Fraction(1, 3)
"""Quorum of a meeting called again after one was adjourned without a quorum; same Act, unconfirmed."""
NONE_NEEDED = Fraction(0)
"""No quorum at all."""


def whole(name: str, value: int, *, least: int = 0) -> int:
    """The value itself if it is a whole number, at least `least`. Raises NotACount, for 3.0 and True too."""
    if type(value) is not int or value < least:
        raise NotACount(name, value)
    return value


def share(name: str, value: Fraction, *, over_zero: bool = True, below_one: bool = False) -> Fraction:
    """The value itself if it is an exact share from 0 to 1. Raises BadShare; a float is never exact."""
    exact = isinstance(value, Fraction) or type(value) is int
    if not exact or value < 0 or value > 1 or (over_zero and value == 0) or (below_one and value == 1):
        raise BadShare(name, value)
    return Fraction(value)


class Verdict(StrEnum):
    """What was decided. Each counting function says in its docstring which of these it gives."""

    ADOPTED = "adopted"
    NOT_ADOPTED = "not_adopted"
    TIED = "tied"
    NO_QUORUM = "no_quorum"
    ADOPTED_WITH_RESERVATIONS = "adopted_with_reservations"
    WAITING = "waiting"
    PICKED = "picked"
    NOTHING_PICKED = "nothing_picked"


class Because(StrEnum):
    """Why it was decided so: a code for each sentence that a reader may be told."""

    ENOUGH_YES = "enough_yes"
    TOO_FEW_YES = "too_few_yes"
    EVEN = "even"
    CHAIR_DECIDED = "chair_decided"
    NO_VOTE_CAST = "no_vote_cast"
    TOO_FEW_PRESENT = "too_few_present"
    NOBODY_OBJECTED = "nobody_objected"
    RESERVATIONS_NAMED = "reservations_named"
    OBJECTION_STANDS = "objection_stands"
    NOBODY_AGREED = "nobody_agreed"
    TOO_FEW_HEARD = "too_few_heard"
    REPLIES_AWAITED = "replies_awaited"
    MOST_VOTES = "most_votes"
    LOT_DRAWN = "lot_drawn"


# A committee decides on a motion.


class Voice(StrEnum):
    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


class Base(StrEnum):
    """The number of which the threshold is a share, and with it what an abstention weighs."""

    CAST = "cast"  # yes + no: who abstains stands aside
    VOTED = "voted"  # yes + no + abstain: an abstention weighs against
    PRESENT = "present"  # everybody in the room: abstention and silence weigh against
    ALL = "all"  # everybody eligible: absence too weighs against


@dataclass(frozen=True, slots=True)
class Rule:
    """How a motion is carried. `exceed`: yes must be MORE than the threshold of the base; else at least it.

    Shares are Fractions: quorum from 0 to 1; threshold above 0, and below 1 where it must be exceeded.
    Raises BadShare.
    """

    quorum: Fraction = HALF
    threshold: Fraction = HALF
    exceed: bool = True
    base: Base = Base.CAST
    chair_breaks_ties: bool = True

    def __post_init__(self) -> None:
        share("quorum", self.quorum, over_zero=False)
        share("threshold", self.threshold, below_one=self.exceed)


@dataclass(frozen=True, slots=True)
class Counts:
    """Hands as they were counted in the room."""

    yes: int
    no: int
    abstain: int = 0

    def __post_init__(self) -> None:
        for name in ("yes", "no", "abstain"):
            whole(name, getattr(self, name))


@dataclass(frozen=True, slots=True)
class Quorum:
    """Whether enough are present. `needed`: share of filled seats, rounded up; `missing`: how many lack."""

    seats_filled: int
    present: int
    needed: int
    missing: int
    is_met: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a vote on a motion gave. `silent`: present, yet neither yes, no nor abstain.

    `base`: the number the threshold was taken of; `needed`: the least yes that carries at this base;
    `missing`: yes that lacked. A casting vote stands beside the count and is not in `yes` or `no`.
    """

    verdict: Verdict
    because: Because
    yes: int
    no: int
    abstain: int
    silent: int
    base: int
    needed: int
    missing: int
    quorum: Quorum
    casting: Voice | None


# A network of partners agrees.


class Stand(StrEnum):
    AGREE = "agree"
    RESERVE = "reserve"  # agrees, with a reservation that is named in the result
    ABSTAIN = "abstain"  # stands aside
    OBJECT = "object"


class Silence(StrEnum):
    """What it means that a partner who was asked did not reply."""

    AGREES = "agrees"
    STANDS_ASIDE = "stands_aside"
    IS_AWAITED = "is_awaited"


@dataclass(frozen=True, slots=True)
class Reply:
    """One partner's answer. `has_reason`: a reason is on record; `resolved`: the objection was met."""

    partner: str
    stand: Stand
    has_reason: bool = False
    resolved: bool = False


@dataclass(frozen=True, slots=True)
class ConsentRule:
    """When a round is agreed. `silence` must be said; `heard`: share of the asked who must have replied.

    Silence never counts as a reply, whatever it means. Raises BadShare.
    """

    silence: Silence
    heard: Fraction = HALF
    objection_needs_reason: bool = True

    def __post_init__(self) -> None:
        share("heard", self.heard, over_zero=False)


@dataclass(frozen=True, slots=True)
class Accord:
    """What a round among partners gave: who stood where, by id, and whether it is agreed."""

    verdict: Verdict
    because: Because
    agreed: tuple[str, ...]
    reserved: tuple[str, ...]
    abstained: tuple[str, ...]
    objecting: tuple[str, ...]
    resolved: tuple[str, ...]
    silent: tuple[str, ...]
    asked: int
    heard: int
    heard_needed: int


# A tie is broken only by an order that somebody passed in.


@dataclass(frozen=True, slots=True)
class Lot:
    """A public lot: ids sorted by the SHA-256 (hex) of the UTF-8 text "seed|id". Anyone can draw it again.

    The seed must be fixed by something nobody could steer after the votes were known. Raises EmptySeed.
    """

    seed: str

    def __post_init__(self) -> None:
        if not self.seed:
            raise EmptySeed()


@dataclass(frozen=True, slots=True)
class Drawn:
    """Slips drawn by hand before everybody, first drawn first. Every tie it touches must be drawn whole."""

    order: tuple[str, ...]


TieBreak = Lot | Drawn


# A village puts its needs in order, on paper.


@dataclass(frozen=True, slots=True)
class Row:
    """One need on the sheet, and the hands or stickers counted for it."""

    id: str
    count: int

    def __post_init__(self) -> None:
        whole("count", self.count)


@dataclass(frozen=True, slots=True)
class Hands:
    """Each person may raise a hand for any number of needs, once for each."""


@dataclass(frozen=True, slots=True)
class Stickers:
    """Each person has `each` stickers and may put up to `on_one` of them on one need (None: all of them)."""

    each: int
    on_one: int | None = None

    def __post_init__(self) -> None:
        whole("each", self.each, least=1)
        if self.on_one is not None:
            whole("on_one", self.on_one, least=1)


Method = Hands | Stickers


@dataclass(frozen=True, slots=True)
class Place:
    """A need in the order. Equal counts have equal `rank` (1, 1, 3), lot or no lot.

    `position` is its place in the row from first to last: None while a tie stands unbroken.
    """

    id: str
    count: int
    rank: int
    tied: bool
    position: int | None


@dataclass(frozen=True, slots=True)
class Ranking:
    """Needs from most to least; within an unbroken tie by id, which means nothing.

    `total`: hands or stickers counted; `unused`: stickers handed out and not put up (None for hands).
    """

    places: tuple[Place, ...]
    heads: int
    total: int
    unused: int | None


# One of several, by ballot.


class Marking(StrEnum):
    PLURALITY = "plurality"  # at most one mark
    APPROVAL = "approval"  # as many marks as one likes, one for each option


@dataclass(frozen=True, slots=True)
class PickRule:
    """`quorum`: share of the eligible who must have handed in a ballot, blank ones too; rounded up."""

    marking: Marking
    quorum: Fraction = NONE_NEEDED

    def __post_init__(self) -> None:
        share("quorum", self.quorum, over_zero=False)


@dataclass(frozen=True, slots=True)
class Votes:
    option: str
    count: int


@dataclass(frozen=True, slots=True)
class Choice:
    """What a ballot gave. `leading`: every option with the most votes (none while nobody marked any)."""

    verdict: Verdict
    because: Because
    winner: str | None
    leading: tuple[str, ...]
    votes: tuple[Votes, ...]
    ballots: int
    blank: int
    quorum: Quorum


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a claimed result differs from the recount.

    `field` is "inputs" when no honest count can have come from them; `claimed` then names the broken promise.
    """

    field: str
    claimed: object
    found: object
