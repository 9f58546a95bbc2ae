"""A plan in words, from the pairs that were taken: loads, reasons, what stays empty and why; and its weights."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np

from ..network import Ints
from .candidates import Case, Edges, nearly
from .values import FULL, POINTS, Assigned, Code, Plan, Prices, Reason, Unfilled, Weights

DIAL = 4
"""Points by which one step of the dial makes each further half-day of one worker dearer: at 25 it costs a level."""


def weights_for(told: Case, edges: Edges, *, heaviest: int) -> Weights:
    """Each weight one more than what all later ones can add up to in this case.

    `heaviest`: the most that one half-day can add to the burden.
    """
    slots = sum(line.headcount for line in told.lines)
    half_days = sum(line.headcount * len(line.blocks) for line in told.lines)
    nearness, spread = 1, 4 * slots
    wish = 0
    if edges.wish.any():
        wish = spread + 1
        spread += 2 * slots * wish
    unit = spread + 1
    aptitude = POINTS * unit
    burden = DIAL * told.terms.fairness * unit if told.terms.fairness < FULL else 0
    spread += aptitude * most(edges.level) * slots + burden * heaviest * half_days
    mix = apart = 0
    if told.terms.mixed:
        mix = spread + 1
        spread += mix * slots
    if told.terms.apart:
        apart = spread + 1
        spread += apart * len(told.terms.apart) * len({line.task for line in told.lines})
    if told.terms.fairness == FULL:
        burden = spread + 1
        spread += burden * heaviest * half_days
    return Weights(
        coverage=spread + 1, aptitude=aptitude, nearness=nearness, burden=burden, wish=wish, mix=mix, apart=apart
    )


@dataclass(frozen=True, slots=True)
class Aim:
    """One criterion: what a pair, a unit of load, a pair of people kept apart and a sector in a mix gain; its weight
    in the objective, and the most by which two plans can differ in it (`spread`)."""

    pairs: Ints | int = 0
    loads: Ints | int = 0
    apart: int = 0
    mix: int = 0
    weight: int = 0
    spread: int = 0


def aims(told: Case, edges: Edges, burden: Ints, weights: Weights) -> list[Aim]:
    """The criteria in their order. The last, more hands, does not stand in the objective; the lot comes after it.

    `burden`: of each unit of load, the half-days borne before it.
    """
    slots = sum(line.headcount for line in told.lines)
    heaviest = most(burden) * slots
    priority = np.array([line.priority for line in told.lines], dtype=np.int64)[edges.line]
    aside = DIAL * told.terms.fairness if told.terms.fairness < FULL else 0
    scale = POINTS if aside else 1
    return [
        Aim(pairs=priority, weight=weights.coverage, spread=wanted(told)),
        *([Aim(loads=-burden, weight=weights.burden, spread=heaviest)] if told.terms.fairness == FULL else ()),
        Aim(apart=-1, weight=weights.apart),
        Aim(mix=1, weight=weights.mix),
        Aim(
            pairs=scale * edges.level,
            loads=-aside * burden,
            weight=weights.aptitude // scale,
            spread=scale * most(edges.level) * slots + aside * heaviest,
        ),
        Aim(pairs=edges.wish, weight=weights.wish, spread=2 * slots),
        Aim(pairs=edges.near, weight=weights.nearness, spread=4 * slots),
        Aim(loads=-burden, spread=heaviest),
    ]


def plan_of(
    told: Case, edges: Edges, taken: Ints, weights: Weights, *, bound: int, prices: Prices | None = None
) -> Plan:
    """The plan of these pairs (positions in `edges`)."""
    loads: Counter[str] = Counter()
    filled: Counter[int] = Counter()
    here: dict[str, set[str]] = defaultdict(set)
    for edge in taken.tolist():
        line = told.lines[edges.line[edge]]
        loads[told.workers[edges.worker[edge]].id] += len(line.blocks)
        filled[int(edges.line[edge])] += 1
        here[line.task].add(told.workers[edges.worker[edge]].id)
    assignments = []
    for edge in taken.tolist():
        line, worker = told.lines[edges.line[edge]], told.workers[edges.worker[edge]]
        reasons = [Reason(Code.LEVEL, int(edges.level[edge]), line.min_level)] if line.skill else []
        reasons.append(Reason(Code.NEAR, int(edges.near[edge]), 4))
        if line.task in worker.prefers:
            reasons.append(Reason(Code.PREFERS))
        if any(block in worker.busy for block in line.blocks):
            reasons.append(Reason(Code.BUSY))
        reasons.append(Reason(Code.LOAD, loads[worker.id] + worker.carried, worker.max_load + worker.carried))
        assignments.append(Assigned(line.id, worker.id, tuple(reasons)))
    unfilled = []
    for row, line in enumerate(told.lines):
        if missing := line.headcount - filled[row]:
            why, skilled, able, free, closest = nearly(told, line, loads, here[line.task])
            unfilled.append(Unfilled(line.id, missing, why, skilled, able, free, closest))
    covered = sum(told.lines[row].priority * number for row, number in filled.items())
    return Plan(
        assignments=tuple(sorted(assignments, key=lambda one: (one.line, one.worker))),
        unfilled=tuple(unfilled),
        loads=tuple(sorted(loads.items())),
        objective=worth(told, edges, taken, weights),
        bound=bound,
        weights=weights,
        covered=covered,
        wanted=wanted(told),
        levels=int(edges.level[taken].sum()),
        edges=len(edges.line),
        prices=prices,
    )


def worth(told: Case, edges: Edges, taken: Ints, weights: Weights) -> int:
    """The objective of these pairs, term by term as `Weights` says it."""
    reached = 0
    load: Counter[int] = Counter()
    on_task: dict[str, set[str]] = defaultdict(set)
    for edge in taken.tolist():
        line, worker = told.lines[edges.line[edge]], told.workers[edges.worker[edge]]
        reached += weights.coverage * line.priority
        reached += weights.aptitude * int(edges.level[edge]) + weights.wish * int(edges.wish[edge])
        reached += weights.nearness * int(edges.near[edge])
        for _block in line.blocks:
            reached -= weights.burden * (worker.carried + load[int(edges.worker[edge])])
            load[int(edges.worker[edge])] += 1
        on_task[line.task].add(worker.id)
    sector = {worker.id: worker.sector for worker in told.workers} if weights.mix or weights.apart else {}
    for task, names in on_task.items():
        if task in told.terms.mixed:
            reached += weights.mix * len({sector[name] for name in names if sector[name]})
        reached -= weights.apart * sum(
            not pair.is_hard and pair.one in names and pair.other in names for pair in told.terms.apart
        )
    return reached


def wanted(told: Case) -> int:
    """All slots, weighted by priority."""
    return sum(line.headcount * line.priority for line in told.lines)


def most(numbers: Ints) -> int:
    """The largest, 0 of none."""
    return int(numbers.max()) if len(numbers) else 0
