"""The rules that no network holds, as the rows of a linear program whose columns are 0 or 1.

Somebody stays for several half-days, pairs are kept apart, sectors are mixed. Whoever can bear three half-days takes
one stay of two, but in fractions one and a half: where the program is solved in fractions, loads are rounded down (the
cuts of Chvatal and Gomory: half of the load, rounded down, holds half of each stay, rounded down, and so on). A program
in whole numbers finds such rows by itself.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from math import gcd
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..network import Ints
from .candidates import Case, Edges
from .telling import Aim

Floats = NDArray[np.float64]
LONGEST_CUT = 6
"""Loads are cut by parts of up to this many; stays that are longer still are cut by these too."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Rows of loads, one for each of `workers`: `part` of `whole` of every stay, rounded down, fits in theirs."""

    part: int
    whole: int
    workers: Ints
    rows: slice


@dataclass(frozen=True, slots=True)
class Program:
    """Columns: pairs first, then units of load, soft pairs kept apart, sectors of a mix. Rows: `least` to `most`.

    `burden`: of each unit of load, the half-days borne before it. Where prices are asked for: rows of lines come first,
    then those of `half_days` (worker times the number of half-days, plus the half-day), then the `cuts`.
    """

    rows: Any
    least: Floats
    most: Floats
    pairs: int
    burden: Ints
    aparts: int
    mixes: int
    half_days: Ints
    cuts: tuple[Cut, ...]

    @property
    def size(self) -> int:
        return self.pairs + len(self.burden) + self.aparts + self.mixes

    def gains(self, aim: Aim) -> Ints:
        """What each column brings in one criterion."""
        gain = np.zeros(self.size, dtype=np.int64)
        top = self.pairs + len(self.burden)
        gain[: self.pairs] = aim.pairs
        gain[self.pairs : top] = aim.loads
        gain[top : top + self.aparts] = aim.apart
        gain[top + self.aparts :] = aim.mix
        return gain


@dataclass(slots=True)
class _Rows:
    """Rows as sparse triplets."""

    row: list[Ints] = field(default_factory=list)
    column: list[Ints] = field(default_factory=list)
    value: list[Ints] = field(default_factory=list)
    least: list[Floats] = field(default_factory=list)
    most: list[Floats] = field(default_factory=list)
    count: int = 0

    def add(self, row: Ints, column: Ints, value: Ints | int, *, most: Ints, least: Ints | float = -np.inf) -> slice:
        """As many rows as `most` has; `row` counts from 0 within them."""
        self.row.append(row + self.count)
        self.column.append(column)
        self.value.append(np.broadcast_to(value, row.shape))
        self.most.append(most.astype(np.float64))
        self.least.append(np.broadcast_to(np.asarray(least, dtype=np.float64), most.shape))
        self.count += len(most)
        return slice(self.count - len(most), self.count)


def program_of(told: Case, edges: Edges, *, with_loads: bool, with_cuts: bool = True, is_bare: bool = False) -> Program:
    """The program of these pairs. `with_loads`: with a column for each half-day of load, whose burden can be counted;
    `with_cuts`: with loads rounded down; `is_bare`: lines, half-days and loads alone."""
    rows, pairs = _Rows(), len(edges.line)
    heads = np.array([line.headcount for line in told.lines], dtype=np.int64)
    rows.add(edges.line, np.arange(pairs), 1, most=heads)
    pair, half_day = half_days_of(told, edges)
    keys, at, times = np.unique(half_day, return_inverse=True, return_counts=True)
    is_shared = times > 1
    some = is_shared[at]
    rows.add((np.cumsum(is_shared) - 1)[at[some]], pair[some], 1, most=np.ones(int(is_shared.sum()), dtype=np.int64))
    free = np.zeros(len(told.workers), dtype=np.int64)
    np.add.at(free, keys // max(1, len(told.blocks)), 1)
    limit = np.minimum(np.array([one.max_load for one in told.workers], dtype=np.int64), free)
    stay = lengths(told)[edges.line]
    cuts = [_cut(rows, edges, stay, limit, 1, 1)] if not with_loads else []
    if with_cuts:
        longest = int(stay.max(initial=1))
        cuts += [_cut(rows, edges, stay, limit, part, whole) for part, whole in parts(longest)]
    burden = _units(told, edges, rows, stay, limit) if with_loads else np.zeros(0, dtype=np.int64)
    top = pairs + len(burden)
    aparts = 0 if is_bare else _apart(told, edges, rows, top)
    mixes = 0 if is_bare else _mixed(told, edges, rows, top + aparts)
    return Program(
        rows=_matrix(rows, top + aparts + mixes),
        least=np.concatenate(rows.least),
        most=np.concatenate(rows.most),
        pairs=pairs,
        burden=burden,
        aparts=aparts,
        mixes=mixes,
        half_days=keys[is_shared],
        cuts=tuple(cuts),
    )


def lengths(told: Case) -> Ints:
    """The half-days of each line."""
    return np.array([len(line.blocks) for line in told.lines], dtype=np.int64)


def half_days_of(told: Case, edges: Edges) -> tuple[Ints, Ints]:
    """Every half-day that a pair takes: the pair; and the worker times the number of half-days, plus the half-day."""
    stay = lengths(told)
    first = np.cumsum(stay) - stay
    every = np.array([told.blocks[block] for line in told.lines for block in line.blocks], dtype=np.int64)
    times = stay[edges.line]
    pair = np.repeat(np.arange(len(edges.line)), times)
    nth = np.arange(len(pair)) - np.repeat(np.cumsum(times) - times, times)
    return pair, edges.worker[pair] * max(1, len(told.blocks)) + every[first[edges.line[pair]] + nth]


def parts(longest: int) -> list[tuple[int, int]]:
    """The fractions by which loads are cut: 1/2 where somebody stays for two half-days; 1/3 and 2/3, too, for three."""
    most = min(longest, LONGEST_CUT)
    return [(part, whole) for whole in range(2, most + 1) for part in range(1, whole) if gcd(part, whole) == 1]


def _cut(rows: _Rows, edges: Edges, stay: Ints, limit: Ints, part: int, whole: int) -> Cut:
    size, room = stay * part // whole, limit * part // whole
    asked = np.zeros(len(limit), dtype=np.int64)
    np.add.at(asked, edges.worker, size)
    is_short = asked > room
    some = np.flatnonzero(is_short[edges.worker] & (size > 0))
    at = (np.cumsum(is_short) - 1)[edges.worker[some]]
    return Cut(part, whole, np.flatnonzero(is_short), rows.add(at, some, size[some], most=room[is_short]))


def _units(told: Case, edges: Edges, rows: _Rows, stay: Ints, limit: Ints) -> Ints:
    """A column for each half-day of load, each dearer than the one before; together they are what a worker bears."""
    people, person = np.unique(edges.worker, return_inverse=True)
    most = limit[people]
    unit_of = np.repeat(np.arange(len(people)), most)
    nth = np.arange(len(unit_of)) - np.repeat(np.cumsum(most) - most, most)
    columns = len(edges.line) + np.arange(len(unit_of))
    none = np.zeros(len(people), dtype=np.int64)
    rows.add(
        np.concatenate([person, unit_of]),
        np.concatenate([np.arange(len(edges.line)), columns]),
        np.concatenate([stay, np.full(len(unit_of), -1)]),
        most=none,
        least=none,
    )
    carried = np.array([told.workers[one].carried for one in people], dtype=np.int64)
    burden: Ints = carried[unit_of] + nth if len(people) else none
    return burden


def _apart(told: Case, edges: Edges, rows: _Rows, first: int) -> int:
    """Pairs of workers on one task: forbidden, or each counted once by a column of its own."""
    named = {name for pair in told.terms.apart for name in (pair.one, pair.other)}
    at = [index for index, one in enumerate(told.workers) if one.id in named]
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for edge in np.flatnonzero(np.isin(edges.worker, at)).tolist():
        places[told.workers[edges.worker[edge]].id, told.lines[edges.line[edge]].task].append(edge)
    made = 0
    for pair in told.terms.apart:
        for (worker, task), ours in sorted(places.items()):
            theirs = places.get((pair.other, task), [])
            if worker != pair.one or not theirs:
                continue
            extra = [] if pair.is_hard else [(first + made, -1)]
            for one in ours:
                for other in theirs:
                    terms = [(one, 1), (other, 1), *extra]
                    columns, values = (np.array(each, dtype=np.int64) for each in zip(*terms, strict=True))
                    rows.add(np.zeros(len(terms), dtype=np.int64), columns, values, most=np.ones(1, dtype=np.int64))
            made += not pair.is_hard
    return made


def _mixed(told: Case, edges: Edges, rows: _Rows, first: int) -> int:
    """One column for each sector in each task with a mix, which only somebody of that sector can raise."""
    some, sector = in_mixes(told, edges)
    keys, at = np.unique(sector, return_inverse=True)
    every = np.arange(len(keys))
    rows.add(
        np.concatenate([at, every]),
        np.concatenate([some, first + every]),
        np.concatenate([np.full(len(some), -1), np.ones(len(keys), dtype=np.int64)]),
        most=np.zeros(len(keys), dtype=np.int64),
    )
    return len(keys)


def in_mixes(told: Case, edges: Edges) -> tuple[Ints, Ints]:
    """The pairs of tasks with a mix whose worker has a sector; and of each a number of that task and sector."""
    sectors = {name: at for at, name in enumerate(sorted({one.sector for one in told.workers if one.sector}))}
    tasks = {name: at for at, name in enumerate(sorted(told.terms.mixed))}
    sector = np.array([sectors.get(one.sector, -1) for one in told.workers], dtype=np.int64)[edges.worker]
    task = np.array([tasks.get(line.task, -1) for line in told.lines], dtype=np.int64)[edges.line]
    some = np.flatnonzero((sector >= 0) & (task >= 0))
    return some, task[some] * max(1, len(sectors)) + sector[some]


def _matrix(rows: _Rows, size: int) -> Any:
    from scipy.sparse import coo_array

    triplets = (np.concatenate(rows.value), (np.concatenate(rows.row), np.concatenate(rows.column)))
    return coo_array(triplets, shape=(rows.count, size)).tocsr()
