"""The words of dividing work: workers and lines go in, a plan comes out. All frozen; all numbers whole.

Ids, skills and half-day blocks are plain strings; areas are codes of 2, 4, 6 or 8 digits, or "TH".
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from ..checks import count, place

MOST_LEVEL = 9
"""Levels of a skill count from 1 to at most this; what each means is the vocabulary's business."""
MOST_PRIORITY = 1_000
FULL = 100
"""The far end of the dial of fairness: burden is evened out before aptitude is looked at."""
POINTS = 100
"""Points of one level of aptitude, against which the dial weighs an uneven burden."""


class Code(StrEnum):
    """What speaks for a worker on a line. `have` and `of` of a Reason, in this order."""

    LEVEL = "level"  # the worker's level; the least asked
    NEAR = "near"  # pairs of digits that both area codes share, 0 to 4; 4
    PREFERS = "prefers"
    BUSY = "busy"  # in a half-day that the worker called a busy time
    LOAD = "load"  # half-days in this plan with those borne before; the most in this plan


class Lack(StrEnum):
    """Why a slot stays empty, the first that holds. `have` of a Closest counts what is short."""

    NO_SKILL = "no_skill"  # nobody has the skill at all
    LEVEL = "level"  # nobody reaches the level
    REFUSED = "refused"  # who could, declined, or must not be put together
    NOT_FREE = "not_free"  # who could is not free in that half-day
    TOO_FAR = "too_far"
    ALL_TAKEN = "all_taken"  # who could is needed where it weighs more, or bears the most already


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who may take part. `skills`: (skill, level) each once; `blocks`: the half-days in which they are free.

    `max_load`: most half-days in this plan; `carried`: half-days borne lately, which count in the burden;
    `prefers`, `refuses`: ids of tasks; `busy`: half-days in which they would rather not (a farm season);
    `sector`: for a mix where one is asked; `taken`: half-days in which they stand elsewhere already, outside this plan.
    Raises NotACount, BadArea.
    """

    id: str
    area: str
    max_load: int
    skills: tuple[tuple[str, int], ...]
    blocks: tuple[str, ...]
    carried: int = 0
    prefers: tuple[str, ...] = ()
    refuses: tuple[str, ...] = ()
    busy: tuple[str, ...] = ()
    sector: str = ""
    taken: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        count("max_load", self.max_load, 0)
        count("carried", self.carried, 0)
        place(self.area)
        for _skill, level in self.skills:
            count("level", level, 1, MOST_LEVEL)


@dataclass(frozen=True, slots=True)
class Line:
    """One role of one task in one half-day, with `headcount` slots.

    `priority`: the higher, the more it weighs (0: only if nothing is lost by it); `more_blocks`: further half-days that
    the same people stay for. Raises NotACount, BadArea.
    """

    id: str
    task: str
    skill: str
    min_level: int
    headcount: int
    block: str
    area: str
    priority: int = 1
    more_blocks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        count("min_level", self.min_level, 0, MOST_LEVEL)
        count("headcount", self.headcount, 1)
        count("priority", self.priority, 0, MOST_PRIORITY)
        place(self.area)

    @property
    def blocks(self) -> tuple[str, ...]:
        """Every half-day that a slot of this line takes."""
        return (self.block, *self.more_blocks)


@dataclass(frozen=True, slots=True)
class Apart:
    """Two workers who should not be put on one task: never where `is_hard`, else where nothing better is found."""

    one: str
    other: str
    is_hard: bool = True


@dataclass(frozen=True, slots=True)
class Terms:
    """What the committee decides. `fairness`: the dial, 0 to FULL. `reach`: least shared pairs of digits, 0 to 4.

    `apart`: conflicts; `mixed`: tasks in which different sectors are wished for. Raises NotACount.
    """

    fairness: int = 0
    reach: int = 0
    apart: tuple[Apart, ...] = ()
    mixed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        count("fairness", self.fairness, 0, FULL)
        count("reach", self.reach, 0, 4)


@dataclass(frozen=True, slots=True)
class Weights:
    """The objective of one instance, in whole points:

    coverage * sum(priority of filled slots) + aptitude * sum(levels) + wish * (preferred - busy)
    + nearness * sum(shared pairs of digits) - burden * sum over workers of (c + (c+1) + ... ), where a worker who
    bore c half-days before and gets n now adds c + ... + (c + n - 1); + mix * different sectors in a task where a mix
    is wished for - apart * pairs of workers put on one task that had better not be.

    Each weight exceeds all that the weights after it can add up to: coverage comes before everything else, then
    pairs kept apart, then the mix, then aptitude, then wishes, then nearness. The dial weighs burden against aptitude;
    at its far end burden stands right after coverage.
    """

    coverage: int
    aptitude: int
    nearness: int
    burden: int
    wish: int
    mix: int = 0
    apart: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    code: Code
    have: int | None = None
    of: int | None = None


@dataclass(frozen=True, slots=True)
class Assigned:
    """A worker on a line, with why. A proposal: it binds nobody until they said yes."""

    line: str
    worker: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Closest:
    """Somebody who nearly could, and the one thing that lacks; `have`: their level, or half-days they bear."""

    worker: str
    lacks: Lack
    have: int = 0


@dataclass(frozen=True, slots=True)
class Unfilled:
    """Slots of a line that stay empty. `skilled`, `able`, `free`: how many have the skill, reach the level, and are
    free as well by their own word; a line without a skill has no level either. `closest`: up to three, by what they
    lack, then nearness, then lot; nobody who stands in the task already, or elsewhere in those half-days."""

    line: str
    missing: int
    why: Lack
    skilled: int
    able: int
    free: int
    closest: tuple[Closest, ...]


@dataclass(frozen=True, slots=True)
class Prices:
    """Why no plan covers more: prices of a slot of a line, of a half-day of a worker, and of a worker's stay of so many
    half-days, in parts of `scale` of one unit of priority; 0 where none is named.

    Whatever the prices are, no plan covers more than: sum(price of a line * headcount) + sum(prices of half-days)
    + for each worker the dearest stays that their load holds + for each pair that may be, what its priority exceeds
    the prices of its slot, its half-days and its stay by. (Duality of linear programs.)
    """

    scale: int
    lines: tuple[tuple[str, int], ...]
    half_days: tuple[tuple[str, str, int], ...]
    stays: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The division, sorted by ids. `bound`: no plan at all reaches more; `gap` = bound - objective; 0 is proved best.

    `covered` of `wanted` count slots weighted by priority; `loads`: half-days of every worker who has any. `prices`:
    where the bound comes from, if the plan is a rounded one.
    """

    assignments: tuple[Assigned, ...]
    unfilled: tuple[Unfilled, ...]
    loads: tuple[tuple[str, int], ...]
    objective: int
    bound: int
    weights: Weights
    covered: int
    wanted: int
    levels: int
    edges: int = field(default=0, compare=False)
    prices: Prices | None = field(default=None, compare=False, repr=False)

    @property
    def gap(self) -> int:
        """How much more at most a better plan could reach; 0: none can."""
        return self.bound - self.objective


@dataclass(frozen=True, slots=True)
class Replan:
    """A plan without somebody; `left`, `joined`: (line, worker) that differ from the plan before."""

    plan: Plan
    left: tuple[tuple[str, str], ...]
    joined: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One setting of the dial and what it comes to. `gini`: of half-days over those who could do something, in
    ten-thousandths, 0 where all bear the same; `people`: who have a part; `most`: of one worker."""

    fairness: int
    covered: int
    levels: int
    people: int
    most: int
    gini: int


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why somebody is not on a line. `lacks` where they may not be; else `loss`: at least this much of the objective
    would be lost by putting them there (0: it was the lot)."""

    lacks: Lack | None
    loss: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a claimed plan breaks a promise: which one, and for whom (empty: for the whole)."""

    promise: str
    line: str = ""
    worker: str = ""
