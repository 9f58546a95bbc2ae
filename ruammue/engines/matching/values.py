"""The words of matching: a gap and candidates go in, a fitting comes out. All frozen; all numbers whole.

Ids, spec codes and units are plain strings; quantities are whole minor units of `unit`; dates are inclusive.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from .checks import count, days, place
from .refusals import NotACount, PromisesDoNotAdd


class Level(StrEnum):
    """The five levels, nearest first."""

    MUBAN = "muban"
    TAMBON = "tambon"
    AMPHOE = "amphoe"
    CHANGWAT = "changwat"
    COUNTRY = "country"


class State(StrEnum):
    ACTIVE = "active"
    FULL = "full"
    ABSENT = "absent"


class Code(StrEnum):
    """What speaks for a partner, or against it: a code for each sentence that a reader may be told.

    `have` and `of` of a Reason mean, in this order: quantity left and asked; days shared and asked; aptitude
    and its highest level; promises kept in time and promises made; days since the last word; open tasks; times
    that the side which lacks has helped it lately and is not helped back yet.
    """

    NEAR_MUBAN = "near_muban"
    NEAR_TAMBON = "near_tambon"
    NEAR_AMPHOE = "near_amphoe"
    NEAR_CHANGWAT = "near_changwat"
    NEAR_COUNTRY = "near_country"
    REACHES_PLACE = "reaches_place"
    PLACE_BEYOND_REACH = "place_beyond_reach"
    COVERS_ALL = "covers_all"
    COVERS_HALF = "covers_half"
    COVERS_LITTLE = "covers_little"
    NOTHING_LEFT = "nothing_left"
    SAME_SPEC = "same_spec"
    SUBSTITUTE = "substitute"
    DATES_FIT = "dates_fit"
    DATES_PARTLY = "dates_partly"
    APTITUDE_SHOWN = "aptitude_shown"
    APTITUDE_NOT_SHOWN = "aptitude_not_shown"
    PROMISES_KEPT = "promises_kept"
    PROMISES_MIXED = "promises_mixed"
    PROMISES_TOO_FEW = "promises_too_few"
    PROMISES_DOUBTED = "promises_doubted"
    CONFIRMED_LATELY = "confirmed_lately"
    CONFIRMED_SOME_TIME_AGO = "confirmed_some_time_ago"
    CONFIRMED_LONG_AGO = "confirmed_long_ago"
    NEVER_CONFIRMED = "never_confirmed"
    HANDS_FREE = "hands_free"
    CARRIES_TASKS = "carries_tasks"
    HELPED_LATELY = "helped_lately"
    NOT_HELPED_LATELY = "not_helped_lately"


class Why(StrEnum):
    """Why a candidate was not chosen. A partner passed over has only the first three."""

    DECLINED = "declined"
    ABSENT = "absent"
    FULL = "full"
    OTHER_SPEC = "other_spec"
    OTHER_UNIT = "other_unit"
    OUTSIDE_DATES = "outside_dates"
    TOO_FAR = "too_far"
    SAME_PARTNER = "same_partner"  # another offer of this partner stands for it
    OTHERS_CHOSEN = "others_chosen"


MOST_APTITUDE = 3
"""Highest level of aptitude; 0 means that nothing has shown it yet, which is no judgement."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What lacks. `area`: code of the place; `level`: the level on which the matter lives.

    Nearer than `level` counts as equally near: for a matter of the amphoe, all its villages are alike.
    `needed_from` alone: from that day on; `needed_to` alone: some day until then; neither: some day.
    Raises NotACount, BadArea, DatesReversed.
    """

    id: str
    spec: str
    quantity: int
    unit: str
    area: str
    level: Level
    needed_from: date | None = None
    needed_to: date | None = None

    def __post_init__(self) -> None:
        count("quantity", self.quantity, 1)
        place(self.area)
        days(self.id, self.needed_from, self.needed_to)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An offer of a partner, or a partner without a standing offer (`offer` empty).

    `substitutes`: further specs it can stand in for; `remaining`: what is left to give; `reach`: areas it
    says it works in; `aptitude`: 0 to 3, from evidence; `kept`, `late` of `promised`: its past promises
    that fell due; `load`: tasks it carries now; `helped`: times that the side which lacks gave to it lately, less
    the times it gave back; `declined`: it said no to this gap, which holds for all its offers.
    Raises NotACount, BadArea, DatesReversed, PromisesDoNotAdd.
    """

    org: str
    spec: str
    remaining: int
    unit: str
    reach: tuple[str, ...]
    offer: str = ""
    substitutes: tuple[str, ...] = ()
    available_from: date | None = None
    available_to: date | None = None
    aptitude: int = 0
    kept: int = 0
    late: int = 0
    promised: int = 0
    confirmed_on: date | None = None
    load: int = 0
    helped: int = 0
    state: State = State.ACTIVE
    declined: bool = False

    def __post_init__(self) -> None:
        for name in ("remaining", "kept", "late", "promised", "load", "helped"):
            count(name, getattr(self, name))
        count("aptitude", self.aptitude, 0, MOST_APTITUDE)
        for code in self.reach:
            place(code)
        days(self.offer or self.org, self.available_from, self.available_to)
        if self.kept + self.late > self.promised:
            raise PromisesDoNotAdd(self.org, self.kept, self.late, self.promised)


@dataclass(frozen=True, slots=True)
class Terms:
    """The published parameters of choosing. Days are whole; a late promise counts half.

    `fresh_days`, `stale_days`: a word is late after the first, old after the second. `promises_to_judge`:
    below this many nobody is judged by them; `trusted`, `doubted`: share kept from which, and below which,
    one is.
    Raises NotACount.
    """

    places: int = 3
    widest: Level = Level.COUNTRY
    fresh_days: int = 30
    stale_days: int = 180
    promises_to_judge: int = 2
    trusted: Fraction = Fraction(3, 4)
    doubted: Fraction = Fraction(1, 2)

    def __post_init__(self) -> None:
        count("places", self.places, 1)
        count("fresh_days", self.fresh_days)
        count("stale_days", self.stale_days, self.fresh_days)
        count("promises_to_judge", self.promises_to_judge, 1)
        for name in ("trusted", "doubted"):
            if not isinstance(getattr(self, name), Fraction):
                raise NotACount(name, getattr(self, name))


@dataclass(frozen=True, slots=True)
class Reason:
    code: Code
    have: int | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A partner that fits, with what speaks for it and against it, in the order in which it was weighed."""

    org: str
    offer: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A partner that would have had a place, were it not full, absent or unwilling."""

    org: str
    offer: str
    why: tuple[Why, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class LeftOut:
    org: str
    offer: str
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Fitting:
    """Every candidate, exactly once. The order within `chosen` and `passed_over` is a lot and means nothing.

    `left_out` is sorted by ids.
    """

    gap: str
    chosen: tuple[Match, ...]
    passed_over: tuple[PassedOver, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """A gap that a partner could help with, by this offer of its own, with what speaks for it and against it."""

    gap: str
    offer: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a claimed fitting breaks a promise: which one, and for whom (empty: for the whole)."""

    promise: str
    org: str = ""
    offer: str = ""
