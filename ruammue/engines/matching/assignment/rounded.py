"""Plans under rules that no network holds, beyond the size of a tambon: a rounded program, and how far it may be off.

1. Of each line's pairs the program gets the best and some drawn by lot; it is solved in fractions.
2. What came out whole stays; the little that is left is solved in whole numbers.
3. Of that, only what no network can hold stays: who stays for several half-days, one of each sector in a mix, and who
   of a pair kept apart may be where. Everything else is made anew by the network, over all pairs: the best there is
   beside these.
The bound does not come from the program but from prices (`prices`), reckoned in whole numbers over every pair.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..network import Ints, cheapest
from .candidates import Case, Edges
from .constrained import NoPlan
from .flows import criteria_of, flows_of, weights_of
from .prices import ceiling_of
from .program import Floats, Program, half_days_of, in_mixes, lengths, program_of
from .telling import DIAL, most, plan_of, weights_for
from .values import FULL, Plan, Terms

BEST, DRAWN = 10, 20
"""Pairs of each line that the program gets: by level and nearness, and by lot (at least twice the slots of each)."""
WHOLE = 1 - 1 / 2**20
MIX, APART, LEVEL, WISH, NEAR = 1_000, 1_000, 100, 10, 1
"""Points by which the program is led. What is told of the plan is its true objective."""


def rounded(told: Case, edges: Edges, *, kept: Ints | None = None, here: int | None = None) -> Plan:
    """A plan of this size, and the bound that no plan exceeds.

    `kept`: 1 for each pair that should stay, which comes right after coverage; `here`: the pair that must be in it.
    Raises NoPlan when none is found that has it.
    """
    stays = np.zeros(len(edges.line), dtype=np.int64) if kept is None else kept
    likely = _likely(told, edges, stays, here)
    some = edges.some(likely)
    program = program_of(told, some, with_loads=bool(told.terms.fairness))
    at = None if here is None else int(np.searchsorted(likely, here))
    found = likely[_whole(program, _led(told, some, program, stays[likely]), at)]
    taken = _made_anew(told, edges, found, stays, here)
    heaviest = max((one.carried + min(one.max_load, len(told.blocks)) - 1 for one in told.workers), default=0)
    weights = weights_for(told, edges, heaviest=max(0, heaviest))
    bound, prices = ceiling_of(told, edges, likely, weights)
    return plan_of(told, edges, taken, weights, bound=bound, prices=prices)


def _likely(told: Case, edges: Edges, stays: Ints, here: int | None) -> Ints:
    """The pairs that the program gets, in their order."""
    heads = np.array([line.headcount for line in told.lines], dtype=np.int64)[edges.line]
    best = np.lexsort((edges.lot, -edges.near, -edges.wish, -edges.level, edges.line))
    drawn = np.lexsort((edges.lot, edges.line))
    is_likely = stays > 0
    for order, number in ((best, BEST), (drawn, DRAWN)):
        line = edges.line[order]
        nth = np.arange(len(line)) - np.searchsorted(line, line)
        is_likely[order[nth < np.maximum(number, 2 * heads[order])]] = True
    if here is not None:
        is_likely[here] = True
    return np.flatnonzero(is_likely)


def _led(told: Case, edges: Edges, program: Program, stays: Ints) -> Floats:
    """One sum of points for each column: coverage, then what stays, then the rest; equals by lot."""
    gain = np.zeros(program.size)
    pair = LEVEL * edges.level + WISH * edges.wish + NEAR * edges.near
    load = DIAL * min(told.terms.fairness, FULL) * program.burden
    rest = int(np.abs(pair).max(initial=0)) + MIX + APART + int(lengths(told).max(initial=1)) * most(load)
    priority = np.array([line.priority for line in told.lines], dtype=np.int64)[edges.line]
    top = program.pairs + len(program.burden)
    gain[: program.pairs] = 10 * rest * priority + 3 * rest * stays + pair - edges.lot / 2**25
    gain[program.pairs : top] = -load
    gain[top : top + program.aparts] = -APART
    gain[top + program.aparts :] = MIX
    return gain


def _whole(program: Program, gain: Floats, here: int | None) -> Ints:
    """The pairs that are taken: those of the fractions that are whole, and the rest made whole beside them."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    least = np.zeros(program.size)
    if here is not None:
        least[here] = 1
    rows = LinearConstraint(program.rows, program.least, program.most)
    fractions = milp(-gain, constraints=rows, bounds=Bounds(least, np.ones(program.size)))
    if fractions.x is None:
        raise NoPlan
    settled = np.zeros(program.size, dtype=np.bool_)
    settled[: program.pairs] = fractions.x[: program.pairs] > WHOLE
    free = np.flatnonzero(~settled)
    if len(free):
        borne = program.rows @ settled.astype(np.float64)
        rest = milp(
            -gain[free],
            constraints=LinearConstraint(program.rows[:, free], program.least - borne, program.most - borne),
            bounds=Bounds(least[free], np.ones(len(free))),
            integrality=np.ones(len(free)),
            options={"mip_rel_gap": 1 / 2**13, "node_limit": 1_000},
        )
        if rest.x is not None:
            settled[free] = np.rint(rest.x) > 0
    if here is not None and not settled[here]:
        raise NoPlan
    return np.flatnonzero(settled[: program.pairs])


def _made_anew(told: Case, edges: Edges, found: Ints, stays: Ints, here: int | None) -> Ints:
    """These pairs, all that a network can hold made anew over all pairs beside the others."""
    fixed = _beyond(told, edges, found, here)
    heads = np.array([line.headcount for line in told.lines], dtype=np.int64)
    np.subtract.at(heads, edges.line[fixed], 1)
    stay = lengths(told)
    borne = np.zeros(len(told.workers), dtype=np.int64)
    np.add.at(borne, edges.worker[fixed], stay[edges.line[fixed]])
    _pair, half_day = half_days_of(told, edges.some(fixed))
    busy = np.zeros(len(told.workers) * max(1, len(told.blocks)), dtype=np.bool_)
    busy[half_day] = True
    is_open = (stay[edges.line] == 1) & (heads[edges.line] > 0)
    pair, half_day = half_days_of(told, edges)
    is_open[pair[busy[half_day]]] = False
    is_open &= ~_shut(told, edges, found)
    free = np.flatnonzero(is_open)
    workers = tuple(
        replace(one, max_load=one.max_load - less, carried=one.carried + less) if less else one
        for one, less in zip(told.workers, borne.tolist(), strict=True)
    )
    # A line without a free place has no pair here, so the place it is given stays empty in every flow alike.
    lines = tuple(
        replace(line, headcount=max(1, left), more_blocks=())
        for line, left in zip(told.lines, heads.tolist(), strict=True)
    )
    rest = replace(told, workers=workers, lines=lines, terms=Terms(fairness=told.terms.fairness))
    some = edges.some(free)
    flows = flows_of(rest, some)
    criteria = criteria_of(rest, some, flows, weights_of(rest, some, flows), kept=stays[free])
    flow = cheapest(flows.network, criteria)
    return np.sort(np.concatenate([fixed, free[np.flatnonzero(flow[: flows.pairs])]]))


def _beyond(told: Case, edges: Edges, found: Ints, here: int | None) -> Ints:
    """Of these pairs, those that no network holds: long stays, the most able of each sector in a mix, `here`."""
    is_kept = lengths(told)[edges.line[found]] > 1
    is_kept |= found == here
    mixed, sector = in_mixes(told, edges.some(found))
    order = np.lexsort((edges.lot[found[mixed]], -edges.level[found[mixed]], ~is_kept[mixed], sector))
    _sectors, first = np.unique(sector[order], return_index=True)
    is_kept[mixed[order[first]]] = True
    return found[is_kept]


def _shut(told: Case, edges: Edges, found: Ints) -> NDArray[np.bool_]:
    """The pairs that would put somebody beside whom they are kept apart from, who has the place now."""
    shut = np.zeros(len(edges.line), dtype=np.bool_)
    at = {one.id: index for index, one in enumerate(told.workers)}
    on = {(told.lines[edges.line[edge]].task, int(edges.worker[edge])) for edge in found.tolist()}
    for pair in told.terms.apart:
        one, other = at[pair.one], at[pair.other]
        for edge in np.flatnonzero((edges.worker == one) | (edges.worker == other)).tolist():
            me, task = int(edges.worker[edge]), told.lines[edges.line[edge]].task
            they = one if me == other else other
            is_theirs = (task, they) in on or me == other
            shut[edge] |= is_theirs and (task, me) not in on
    return shut
