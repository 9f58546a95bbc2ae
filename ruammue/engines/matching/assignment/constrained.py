"""Plans under rules that no network holds: people who stay for several half-days, pairs kept apart, sectors mixed.

An integer program (HiGHS), criterion after criterion like the network: what is best in one is kept by a row that the
next must obey. Its bound is the program's own, in whole numbers; the network without these rules gives a looser one
that `verify` reckons for itself.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from math import floor

import numpy as np

from ..network import Ints
from .candidates import Case, Edges
from .telling import Aim, aims, most, plan_of, weights_for
from .values import Plan


@dataclass(slots=True)
class _Rows:
    """Rows of the program: at most, at least; as sparse triplets."""

    row: list[int] = field(default_factory=list)
    column: list[int] = field(default_factory=list)
    value: list[int] = field(default_factory=list)
    least: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)

    def add(self, terms: list[tuple[int, int]], *, least: float = -np.inf, most: float = np.inf) -> None:
        for column, value in terms:
            self.row.append(len(self.least))
            self.column.append(column)
            self.value.append(value)
        self.least.append(least)
        self.most.append(most)


def constrained(told: Case, edges: Edges, *, kept: Ints | None = None, here: int | None = None) -> Plan:
    """The best plan that the program finds, with the bound that it proves.

    `kept`: 1 for each pair that should stay, which comes right after coverage; `here`: the pair that must be in it.
    The bound is then that of such plans only. Raises NoPlan when none has `here`.
    """
    pairs = len(edges.line)
    rows = _Rows()
    burden, top = _loads(told, edges, rows)
    aparts = _apart(told, edges, rows, top)
    mixes = _mixed(told, edges, rows, top + aparts)
    size = top + aparts + mixes
    of_line = defaultdict(list)
    for edge in range(pairs):
        of_line[int(edges.line[edge])].append((edge, 1))
    for row, terms in of_line.items():
        rows.add(terms, most=told.lines[row].headcount)

    if here is not None:
        rows.add([(here, 1)], least=1)

    def gains(aim: Aim) -> Ints:
        gain = np.zeros(size, dtype=np.int64)
        gain[:pairs] = aim.pairs
        gain[pairs:top] = aim.loads
        gain[top : top + aparts] = aim.apart
        gain[top + aparts :] = aim.mix
        return gain

    weights = weights_for(told, edges, heaviest=most(burden))
    coverage, *others = aims(told, edges, burden, weights)
    stays = Aim(pairs=0 if kept is None else kept)
    lot = Aim(pairs=-(edges.lot >> 8))
    bound = 0
    chosen = np.zeros(size, dtype=np.int64)
    for aim in (coverage, stays, *others, lot):
        gain = gains(aim)
        if not gain.any() and here is None:
            continue
        chosen, reached, ceiling = _solved(gain, rows, size)
        bound += aim.weight * ceiling
        rows.add([(int(at), int(gain[at])) for at in np.flatnonzero(gain)], least=reached)
    return plan_of(told, edges, np.flatnonzero(chosen[:pairs]), weights, bound=bound)


def _solved(gain: Ints, rows: _Rows, size: int) -> tuple[Ints, int, int]:
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    matrix = csr_array((rows.value, (rows.row, rows.column)), shape=(len(rows.least), size))
    whole = np.ones(size)
    told = milp(
        -gain,
        constraints=LinearConstraint(matrix, rows.least, rows.most),
        bounds=Bounds(0, 1),
        integrality=whole,
        options={"mip_rel_gap": 0},
    )
    if told.x is None:
        raise NoPlan
    found: Ints = np.rint(told.x).astype(np.int64)
    reached = int(np.dot(gain, found))
    return found, reached, max(reached, floor(-told.mip_dual_bound + 1 / 1024))


def _loads(told: Case, edges: Edges, rows: _Rows) -> tuple[Ints, int]:
    """One slot for each half-day of a worker; units of load, each dearer than the one before."""
    pairs = len(edges.line)
    in_block: dict[tuple[int, str], list[tuple[int, int]]] = defaultdict(list)
    of_worker: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for edge in range(pairs):
        worker, blocks = int(edges.worker[edge]), told.lines[edges.line[edge]].blocks
        of_worker[worker].append((edge, len(blocks)))
        for block in blocks:
            in_block[worker, block].append((edge, 1))
    for terms in in_block.values():
        if len(terms) > 1:
            rows.add(terms, most=1)
    burden: list[int] = []
    for worker, terms in sorted(of_worker.items()):
        top = min(told.workers[worker].max_load, len({block for one, block in in_block if one == worker}))
        unit = [(pairs + len(burden) + nth, -1) for nth in range(top)]
        burden += [told.workers[worker].carried + nth for nth in range(top)]
        rows.add(terms + unit, least=0, most=0)
    return np.array(burden, dtype=np.int64), pairs + len(burden)


def _apart(told: Case, edges: Edges, rows: _Rows, first: int) -> int:
    """Pairs of workers on one task: forbidden, or each counted once by a variable of its own."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    named = {name for pair in told.terms.apart for name in (pair.one, pair.other)}
    for edge in range(len(edges.line)):
        worker = told.workers[edges.worker[edge]].id
        if worker in named:
            places[worker, told.lines[edges.line[edge]].task].append(edge)
    made = 0
    for pair in told.terms.apart:
        for (worker, task), ours in sorted(places.items()):
            theirs = places.get((pair.other, task), [])
            if worker != pair.one or not theirs:
                continue
            for one in ours:
                for other in theirs:
                    extra = [] if pair.is_hard else [(first + made, -1)]
                    rows.add([(one, 1), (other, 1), *extra], most=1)
            made += not pair.is_hard
    return made


def _mixed(told: Case, edges: Edges, rows: _Rows, first: int) -> int:
    """One variable for each sector in each task with a mix, which only somebody of that sector can raise."""
    of_sector: dict[tuple[str, str], list[int]] = defaultdict(list)
    for edge in range(len(edges.line)):
        task, sector = told.lines[edges.line[edge]].task, told.workers[edges.worker[edge]].sector
        if sector and task in told.terms.mixed:
            of_sector[task, sector].append(edge)
    for made, (_key, some) in enumerate(sorted(of_sector.items())):
        rows.add([(first + made, 1), *((edge, -1) for edge in some)], most=0)
    return len(of_sector)


class NoPlan(AssertionError):
    """There is no plan at all with the pair that must be in it; without such a pair, a defect of this code."""
