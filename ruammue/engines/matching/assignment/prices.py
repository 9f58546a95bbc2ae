"""How much any plan can reach at most, by prices: found by a program, but true whatever they are.

The program of coverage alone, over some of the pairs, suggests prices (see `values.Prices`); rounded to whole numbers
they are held against every pair. What comes after coverage is bounded line by line.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..network import Ints
from .candidates import Case, Edges
from .program import half_days_of, in_mixes, lengths, program_of
from .values import Prices, Weights

SCALE = 2**20
TURNS = 2
"""How often pairs are added for which the prices were too low."""


@dataclass(frozen=True, slots=True)
class _Priced:
    """Prices of lines; of half-days (worker times number of half-days, plus half-day); of stays, by length."""

    line: Ints
    half_day: Ints
    stay: Ints


def ceiling_of(told: Case, edges: Edges, likely: Ints, weights: Weights) -> tuple[int, Prices]:
    """What no plan's objective exceeds, and the prices that show it. `likely`: the pairs that the program is asked of;
    those for which its prices are too low are added, some times."""
    heads = np.array([line.headcount for line in told.lines], dtype=np.int64)
    covered, priced, is_low = _held(told, edges, heads, _suggested(told, edges.some(likely)))
    for _turn in range(TURNS):
        low = np.setdiff1d(np.flatnonzero(is_low), likely, assume_unique=True)
        if not len(low):
            break
        likely = np.union1d(likely, low)
        less, better, is_low = _held(told, edges, heads, _suggested(told, edges.some(likely)))
        if less < covered:
            covered, priced = less, better
    bound = weights.coverage * (covered // SCALE) + _rest(told, edges, weights, heads)
    return bound, _prices(told, priced)


def _held(told: Case, edges: Edges, heads: Ints, priced: _Priced) -> tuple[int, _Priced, NDArray[np.bool_]]:
    """What no plan covers more than; the prices, of lines as low as may be; and for which pairs they are too low."""
    excess = np.array([line.priority for line in told.lines], dtype=np.int64)[edges.line] * SCALE
    excess -= _paid(told, edges, priced)
    line = np.maximum(0, _nth_largest(edges.line, excess, heads))
    excess -= line[edges.line]
    covered = int(np.dot(line, heads)) + int(priced.half_day.sum()) + _dearest(told, priced.stay)
    covered += int(excess[excess > 0].sum())
    is_low = excess + line[edges.line] > priced.line[edges.line] + SCALE // 1024
    return covered, _Priced(line, priced.half_day, priced.stay), is_low


def _suggested(told: Case, some: Edges) -> _Priced:
    """The prices of the program of coverage, in whole parts of SCALE."""
    from scipy.optimize import linprog

    program = program_of(told, some, with_loads=False, is_bare=True)
    priority = np.array([line.priority for line in told.lines], dtype=np.int64)[some.line]
    found = linprog(-priority, A_ub=program.rows, b_ub=program.most, bounds=(0, 1), method="highs-ds")
    price = np.maximum(0, np.rint(-found.ineqlin.marginals * SCALE)).astype(np.int64)
    half_day = np.zeros(len(told.workers) * max(1, len(told.blocks)), dtype=np.int64)
    first = len(told.lines)
    half_day[program.half_days] = price[first : first + len(program.half_days)]
    longest = int(lengths(told).max(initial=1))
    stay = np.zeros((longest + 1, len(told.workers)), dtype=np.int64)
    for cut in program.cuts:
        for length in range(1, longest + 1):
            stay[length, cut.workers] += length * cut.part // cut.whole * price[cut.rows]
    return _Priced(price[:first], half_day, stay)


def _paid(told: Case, edges: Edges, priced: _Priced) -> Ints:
    """What each pair pays for its half-days and for its stay."""
    paid = priced.stay[lengths(told)[edges.line], edges.worker]
    pair, half_day = half_days_of(told, edges)
    np.add.at(paid, pair, priced.half_day[half_day])
    return paid


def _nth_largest(group: Ints, value: Ints, number: Ints) -> Ints:
    """Of each group (sorted by it) the largest value that `number` others exceed; 0 where it has no more than these.

    This is the price of a slot at which a line costs the least, whatever the other prices are.
    """
    order = np.lexsort((-value, group))
    first = np.searchsorted(group, np.arange(len(number)))
    last = np.searchsorted(group, np.arange(len(number)), side="right")
    at = first + number
    found = np.zeros(len(number), dtype=np.int64)
    is_there = at < last
    found[is_there] = value[order[at[is_there]]]
    return found


def _dearest(told: Case, stay: Ints) -> int:
    """The sum over workers of the dearest stays that their load holds."""
    load = np.array([min(one.max_load, len(told.blocks)) for one in told.workers], dtype=np.int64)
    dearest = np.zeros((int(load.max(initial=0)) + 1, len(told.workers)), dtype=np.int64)
    for held in range(1, len(dearest)):
        dearest[held] = dearest[held - 1]
        for length in range(1, min(held, len(stay) - 1) + 1):
            dearest[held] = np.maximum(dearest[held], dearest[held - length] + stay[length])
    return int(dearest[load, np.arange(len(told.workers))].sum())


def _rest(told: Case, edges: Edges, weights: Weights, heads: Ints) -> int:
    """What aptitude, wishes, nearness and mixes can bring at most, each line for itself."""
    reached = 0
    for gain, weight in (
        (edges.level, weights.aptitude),
        (edges.wish, weights.wish),
        (edges.near, weights.nearness),
    ):
        order = np.lexsort((-gain, edges.line))
        line = edges.line[order]
        nth = np.arange(len(line)) - np.searchsorted(line, line)
        reached += weight * int(np.maximum(0, gain[order][nth < heads[line]]).sum())
    if weights.mix:
        sectors, slots = _of_tasks(told, edges)
        reached += weights.mix * sum(min(number, slots[task]) for task, number in sectors.items())
    return reached


def _of_tasks(told: Case, edges: Edges) -> tuple[dict[str, int], dict[str, int]]:
    """Of each task with a mix: how many sectors could come; how many slots it has."""
    mixed, sector = in_mixes(told, edges)
    _kinds, first = np.unique(sector, return_index=True)
    sectors: dict[str, int] = defaultdict(int)
    for edge in mixed[first].tolist():
        sectors[told.lines[edges.line[edge]].task] += 1
    slots: dict[str, int] = defaultdict(int)
    for line in told.lines:
        slots[line.task] += line.headcount
    return sectors, slots


def _prices(told: Case, priced: _Priced) -> Prices:
    blocks = list(told.blocks)
    return Prices(
        scale=SCALE,
        lines=tuple((told.lines[row].id, int(priced.line[row])) for row in np.flatnonzero(priced.line).tolist()),
        half_days=tuple(
            (told.workers[at // len(blocks)].id, blocks[at % len(blocks)], int(priced.half_day[at]))
            for at in np.flatnonzero(priced.half_day).tolist()
        ),
        stays=tuple(
            (told.workers[who].id, length, int(priced.stay[length, who]))
            for length, who in zip(*(each.tolist() for each in np.nonzero(priced.stay)), strict=True)
        ),
    )
