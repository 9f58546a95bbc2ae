"""Plans under rules that no network holds, for a tambon: the best there is.

An integer program (HiGHS), criterion after criterion like the network, or several as one sum where small numbers hold
them: what is best in one is kept by a row that the next must obey. Its bound is the program's own, in whole numbers;
the network without these rules gives a looser one that `verify` reckons for itself. Beyond a tambon see `rounded`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import Any

import numpy as np

from ..network import Ints
from .candidates import LOT_BITS, Case, Edges
from .program import Floats, Program, program_of
from .telling import Aim, aims, most, plan_of, weights_for
from .values import Plan

LIMIT = 2**24
"""Gains beyond this would meet the tolerances of a program that reckons in double precision."""


def constrained(told: Case, edges: Edges, *, kept: Ints | None = None, here: int | None = None) -> Plan:
    """The best plan that the program finds, with the bound that it proves.

    `kept`: 1 for each pair that should stay, which comes right after coverage; `here`: the pair that must be in it.
    The bound is then that of such plans only. Raises NoPlan when none has `here`.
    """
    program = program_of(told, edges, with_loads=True, with_cuts=False)
    weights = weights_for(told, edges, heaviest=most(program.burden))
    coverage, *others = aims(told, edges, program.burden, weights)
    slots = sum(line.headcount for line in told.lines)
    stays = Aim(pairs=0 if kept is None else kept, spread=slots)
    lot = Aim(pairs=-(edges.lot >> 8), spread=slots << LOT_BITS)
    bound = 0
    chosen = np.zeros(program.size, dtype=np.int64)
    rows: list[tuple[Ints, int]] = []
    for group in _joined([coverage, stays, *others, lot], program):
        gain = sum((each.gain * each.weight for each in group), np.zeros(program.size, dtype=np.int64))
        if not gain.any() and here is None:
            continue
        chosen, reached, ceiling = _solved(program, gain, rows, here)
        bound += sum(each.aim.weight * int(np.dot(each.gain, chosen)) for each in group)
        if ceiling > reached:  # then the first of the group can rise by no more than this, whatever becomes of the rest
            bound += (ceiling - reached + 1) * group[0].aim.weight
        rows += [(each.gain, int(np.dot(each.gain, chosen))) for each in group]
    return plan_of(told, edges, np.flatnonzero(chosen[: program.pairs]), weights, bound=bound)


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A criterion with its weight in one sum with its neighbours."""

    aim: Aim
    gain: Ints
    weight: int


def _joined(some: list[Aim], program: Program) -> list[list[_Weighed]]:
    """Neighbouring criteria as one sum, where each can outweigh all later ones in numbers that the program can bear."""
    groups: list[list[_Weighed]] = []
    spread = 0
    for aim in reversed(some):
        gain = program.gains(aim)
        if not gain.any():
            continue
        own = program.aparts if aim.apart else program.mixes if aim.mix else aim.spread
        highest = int(np.abs(gain).max())
        if groups and highest * (spread + 1) <= LIMIT:
            groups[0].insert(0, _Weighed(aim, gain, spread + 1))
            spread += own * (spread + 1)
        else:
            groups.insert(0, [_Weighed(aim, gain, 1)])
            spread = own
    return groups or [[_Weighed(Aim(), np.zeros(program.size, dtype=np.int64), 1)]]


def _solved(program: Program, gain: Ints, kept: list[tuple[Ints, int]], here: int | None) -> tuple[Ints, int, int]:
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array, vstack

    least = np.zeros(program.size)
    if here is not None:
        least[here] = 1
    rows: Any = vstack([program.rows, csr_array(np.array([row for row, _reached in kept]))]) if kept else program.rows
    floors: Floats = np.array([reached for _row, reached in kept], dtype=np.float64)
    told = milp(
        -gain,
        constraints=LinearConstraint(
            rows,
            np.concatenate([program.least, floors]),
            np.concatenate([program.most, np.full(len(kept), np.inf)]),
        ),
        bounds=Bounds(least, np.ones(program.size)),
        integrality=np.ones(program.size),
        options={"mip_rel_gap": 0},
    )
    if told.x is None:
        raise NoPlan
    found: Ints = np.rint(told.x).astype(np.int64)
    reached = int(np.dot(gain, found))
    return found, reached, max(reached, floor(-told.mip_dual_bound + 1 / 1024))


class NoPlan(AssertionError):
    """There is no plan at all with the pair that must be in it; without such a pair, a defect of this code."""
