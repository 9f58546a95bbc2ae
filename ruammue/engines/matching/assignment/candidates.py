"""Who may do what: every pair of a line and a worker that breaks no rule, as arrays; and who nearly may."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from ..checks import prefixes, shared_pairs
from ..network import Ints
from ..refusals import EmptySeed, SameTwice, UnknownId
from .values import Closest, Lack, Line, Terms, Worker

LOT_BITS = 24
NEARLY = (Lack.ALL_TAKEN, Lack.NOT_FREE, Lack.LEVEL)
"""Who lacks one thing only, the least lack first."""


@dataclass(frozen=True, slots=True)
class Case:
    """Workers and lines in the order of their ids, and what was looked up of them once."""

    workers: tuple[Worker, ...]
    lines: tuple[Line, ...]
    terms: Terms
    seed: str
    blocks: dict[str, int]
    free: NDArray[np.bool_]
    skilled: dict[str, tuple[Ints, Ints]]
    near: Ints
    refused: dict[str, set[int]]
    slip: NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Edges:
    """Line and worker of each pair (positions in the case), with what speaks for it."""

    line: Ints
    worker: Ints
    level: Ints
    near: Ints
    wish: Ints
    lot: Ints

    def some(self, at: Ints) -> Edges:
        """These pairs (positions) alone."""
        return Edges(self.line[at], self.worker[at], self.level[at], self.near[at], self.wish[at], self.lot[at])


def case(workers: Iterable[Worker], lines: Iterable[Line], *, seed: str, terms: Terms) -> Case:
    """Raises SameTwice, EmptySeed, UnknownId."""
    if not seed:
        raise EmptySeed()
    people = tuple(sorted(workers, key=lambda one: one.id))
    rows = tuple(sorted(lines, key=lambda one: one.id))
    _once("worker", [one.id for one in people])
    _once("line", [one.id for one in rows])
    at = {one.id: index for index, one in enumerate(people)}
    for pair in terms.apart:
        for name in (pair.one, pair.other):
            if name not in at:
                raise UnknownId("worker", name)
        if pair.one == pair.other:
            raise SameTwice("worker", pair.one)
    blocks: dict[str, int] = {}
    for line in rows:
        _once("block", line.blocks)
        for block in line.blocks:
            blocks.setdefault(block, len(blocks))
    free = np.zeros((len(people), len(blocks)), dtype=np.bool_)
    found: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    refused: dict[str, set[int]] = defaultdict(set)
    for index, one in enumerate(people):
        _once("skill", [skill for skill, _level in one.skills])
        if one.max_load:
            free[index, [blocks[block] for block in one.blocks if block in blocks]] = True
        for skill, level in one.skills:
            found[skill][0].append(index)
            found[skill][1].append(level)
        for task in one.refuses:
            refused[task].add(index)
    return Case(
        workers=people,
        lines=rows,
        terms=terms,
        seed=seed,
        blocks=blocks,
        free=free,
        skilled={
            skill: (np.array(who, dtype=np.int64), np.array(level, dtype=np.int64))
            for skill, (who, level) in found.items()
        },
        near=prefixes([one.area for one in people], -1),
        refused=dict(refused),
        slip=_hashes(f"{seed}|worker|{one.id}" for one in people),
    )


def edges_of(told: Case) -> Edges:
    """Every pair that no rule forbids."""
    lines, workers, levels, nears = [], [], [], []
    asked = prefixes([line.area for line in told.lines], -2)
    load = np.array([one.max_load for one in told.workers], dtype=np.int64)
    for index, line in enumerate(told.lines):
        who, level = _able(told, line)
        near = (told.near[who] == asked[index]).sum(axis=1, dtype=np.int64)
        fits = (near >= told.terms.reach) & (load[who] >= len(line.blocks))
        for block in line.blocks:
            fits &= told.free[who, told.blocks[block]]
        if line.task in told.refused:
            fits &= ~np.isin(who, list(told.refused[line.task]))
        who = who[fits]
        lines.append(np.full(len(who), index, dtype=np.int64))
        workers.append(who)
        levels.append(level[fits])
        nears.append(near[fits])
    none = np.zeros(0, dtype=np.int64)
    line_of, worker_of = np.concatenate([*lines, none]), np.concatenate([*workers, none])
    return Edges(
        line=line_of,
        worker=worker_of,
        level=np.concatenate([*levels, none]),
        near=np.concatenate([*nears, none]),
        wish=_wishes(told, line_of, worker_of),
        lot=_lots(told, line_of, worker_of),
    )


def _able(told: Case, line: Line) -> tuple[Ints, Ints]:
    """Who has the skill at the level asked for; a line that asks for no skill takes everybody, at level 0."""
    if not line.skill:
        everybody = np.arange(len(told.workers), dtype=np.int64)
        return everybody, np.zeros(len(everybody), dtype=np.int64)
    if line.skill not in told.skilled:
        none = np.zeros(0, dtype=np.int64)
        return none, none
    who, level = told.skilled[line.skill]
    fits = level >= line.min_level
    return who[fits], level[fits]


def _wishes(told: Case, line_of: Ints, worker_of: Ints) -> Ints:
    wish = np.zeros(len(line_of), dtype=np.int64)
    wishing = [bool(one.prefers or one.busy) for one in told.workers]
    if not any(wishing):
        return wish
    for edge in np.flatnonzero(np.array(wishing)[worker_of]):
        one, line = told.workers[worker_of[edge]], told.lines[line_of[edge]]
        wish[edge] = int(line.task in one.prefers) - int(any(block in one.busy for block in line.blocks))
    return wish


def _lots(told: Case, line_of: Ints, worker_of: Ints) -> Ints:
    """The public lot of each pair: smaller is drawn first.

    SHA-256 of "seed|line|id" and of "seed|worker|id", first eight bytes each as unsigned numbers a and b; then the
    64-bit mixer of Steele, Lea and Flood (SplitMix, OOPSLA 2014) of a + 2b, its upper 24 bits.
    """
    of_line = _hashes(f"{told.seed}|line|{line.id}" for line in told.lines)
    mixed = of_line[line_of] + told.slip[worker_of] * np.uint64(2)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    drawn: Ints = (mixed >> np.uint64(64 - LOT_BITS)).astype(np.int64)
    return drawn


def _hashes(slips: Iterable[str]) -> NDArray[np.uint64]:
    return np.array([int.from_bytes(sha256(slip.encode()).digest()[:8], "big") for slip in slips], dtype=np.uint64)


# ------------------------------------------------------------------------------------------- who nearly could


def nearly(
    told: Case, line: Line, loads: dict[str, int], here: Collection[str] = ()
) -> tuple[Lack, int, int, int, tuple[Closest, ...]]:
    """Why nobody more is on this line; how many have the skill, reach the level, are free; and who is closest.

    `here`: who stands in the line's task already.
    """
    level_of = _skilled(told, line)
    able = [one for one, level in level_of.items() if level >= _least(line)]
    free = [one for one in able if _is_free(told, one, line)]
    willing = [one for one in free if one not in told.refused.get(line.task, ())]
    reachable = [one for one in willing if shared_pairs(told.workers[one].area, line.area) >= told.terms.reach]
    if not level_of:
        why = Lack.NO_SKILL
    elif not able:
        why = Lack.LEVEL
    elif not free:
        why = Lack.NOT_FREE
    elif not willing:
        why = Lack.REFUSED
    elif not reachable:
        why = Lack.TOO_FAR
    else:
        why = Lack.ALL_TAKEN
    return why, len(level_of), len(able), len(free), tuple(_closest(told, line, level_of, loads, here))


def _least(line: Line) -> int:
    """The level that a line asks for: none where it asks for no skill, whatever is written beside it."""
    return line.min_level if line.skill else 0


def _is_free(told: Case, worker: int, line: Line) -> bool:
    """Free in every half-day of the line, by their own word, whatever else is asked of them."""
    one = told.workers[worker]
    return all(block in one.blocks or block in one.taken for block in line.blocks)


def _skilled(told: Case, line: Line) -> dict[int, int]:
    """Level of each who has the skill; of everybody, 0, where the line asks for none."""
    if not line.skill:
        return dict.fromkeys(range(len(told.workers)), 0)
    who, level = told.skilled.get(line.skill, (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)))
    return dict(zip(who.tolist(), level.tolist(), strict=True))


def _closest(
    told: Case, line: Line, level_of: dict[int, int], loads: dict[str, int], here: Collection[str]
) -> Iterator[Closest]:
    """Up to three who lack one thing only: full hands before days, days before a level; then nearer, then by lot.

    Whoever said no to this task is not named, nor who stands in it, or elsewhere in those half-days, already.
    """
    asked = prefixes([line.area], -2)[0]
    refused, least = told.refused.get(line.task, ()), _least(line)
    near: list[tuple[int, int, int, int, Closest]] = []
    shared = (told.near[list(level_of)] == asked).sum(axis=1).tolist()
    for (index, level), pairs in zip(level_of.items(), shared, strict=True):
        one = told.workers[index]
        if index in refused or pairs < told.terms.reach or one.max_load < len(line.blocks):
            continue
        if one.id in here or any(block in one.taken for block in line.blocks):
            continue
        is_free = _is_free(told, index, line)
        if level >= least and is_free:
            lacks, have, short = Lack.ALL_TAKEN, loads.get(one.id, 0), 0
        elif level >= least:
            lacks, have, short = Lack.NOT_FREE, level, 0
        elif is_free:
            lacks, have, short = Lack.LEVEL, level, least - level
        else:
            continue
        near.append((NEARLY.index(lacks), short, -pairs, int(told.slip[index]), Closest(one.id, lacks, have)))
    near.sort(key=lambda row: row[:4])
    yield from (row[4] for row in near[:3])


def _once(kind: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for one in ids:
        if one in seen:
            raise SameTwice(kind, one)
        seen.add(one)
