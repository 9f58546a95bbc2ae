"""What people ask of a plan: what if somebody is away, why not I, and what does more fairness cost?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from ..checks import shared_pairs
from ..network import Criterion, Ints, cheapest, exact
from ..refusals import UnknownId
from .candidates import Case, Edges, case, edges_of
from .flows import Flows, costs_of, flows_of, weights_of
from .planning import assign, is_network, most_that_is_reached, ruled
from .telling import plan_of, wanted
from .values import Lack, Line, Plan, Point, Replan, Terms, WhyNot, Worker

SAFE = 2**55
"""Costs up to here add up along a path without overflow."""


def replan(
    plan: Plan,
    workers: Iterable[Worker],
    lines: Iterable[Line],
    *,
    away: str,
    seed: str,
    terms: Terms | None = None,
) -> Replan:
    """The plan without `away`: as much covered as can be, then the fewest changes for the others, then the objective.

    `bound` is that of a plan made wholly anew, so `gap` says what keeping people where they are costs. Raises
    UnknownId, and what `assign` raises.
    """
    people, rows = list(workers), list(lines)
    if away not in {one.id for one in people}:
        raise UnknownId("worker", away)
    people = [replace(one, max_load=0) if one.id == away else one for one in people]
    told = case(people, rows, seed=seed, terms=terms or Terms())
    kept = {(one.line, one.worker) for one in plan.assignments if one.worker != away}
    edges = edges_of(told)
    stays = np.array([
        (told.lines[line].id, told.workers[worker].id) in kept
        for line, worker in zip(edges.line.tolist(), edges.worker.tolist(), strict=True)
    ], dtype=np.int64)  # fmt: skip
    if is_network(told):
        new = _nearest(told, edges, stays)
    else:
        new = replace(ruled(told, edges, kept=stays), bound=ruled(told, edges).bound)
    before = {(one.line, one.worker) for one in plan.assignments}
    after = {(one.line, one.worker) for one in new.assignments}
    return Replan(new, tuple(sorted(before - after)), tuple(sorted(after - before)))


def _nearest(told: Case, edges: Edges, kept: Ints) -> Plan:
    flows = flows_of(told, edges)
    weights = weights_of(told, edges, flows)
    cost = costs_of(told, edges, flows, weights)
    stays = np.zeros(len(cost), dtype=np.int64)
    stays[: flows.pairs] = -kept
    # Coverage outweighs every change, a change outweighs all the rest of the objective.
    change = weights.coverage
    cover = np.zeros(len(cost), dtype=np.int64)
    cover[flows.unfilled] = cost[flows.unfilled] // weights.coverage
    slots = sum(line.headcount for line in told.lines)
    rest = cost.copy()
    rest[flows.unfilled] = 0
    if (slots + 1) * change * int(cover.max(initial=0)) < SAFE:
        both = cover * change * (slots + 1) + stays * change + rest
        flow, _potential = exact(flows.network, both, _as_it_was(flows, stays))
    else:
        flow = cheapest(
            flows.network,
            [
                Criterion(cover, wanted(told)),
                Criterion(stays, slots),
                Criterion(rest, change),
            ],
        )
    best, _potential = exact(flows.network, cost, flow)
    ceiling = most_that_is_reached(told, edges, flows, weights, best)
    return plan_of(told, edges, np.flatnonzero(flow[: flows.pairs]), weights, bound=ceiling)


def _as_it_was(flows: Flows, stays: Ints) -> Ints:
    """The flow of the pairs that stay."""
    network = flows.network
    flow = np.zeros(len(network.tail), dtype=np.int64)
    flow[: flows.pairs] = -stays[: flows.pairs]
    through = np.zeros(network.nodes, dtype=np.int64)
    np.add.at(through, network.head[: flows.pairs], flow[: flows.pairs])
    middle = slice(flows.unfilled.stop, flows.loads.start)
    flow[middle] = through[network.tail[middle]]
    np.add.at(through, network.head[middle], flow[middle])
    nth = np.arange(flows.loads.stop - flows.loads.start)
    tails = network.tail[flows.loads]
    first = np.searchsorted(tails, tails)
    flow[flows.loads] = nth - first < through[tails]
    left = network.supply.copy()
    np.subtract.at(left, network.tail[: flows.pairs], flow[: flows.pairs])
    flow[flows.unfilled] = left[network.tail[flows.unfilled]]
    return flow


def why_not(
    plan: Plan,
    workers: Iterable[Worker],
    lines: Iterable[Line],
    *,
    worker: str,
    line: str,
    seed: str,
    terms: Terms | None = None,
) -> WhyNot:
    """Why this worker is not on this line: a rule, or what the whole would lose: the best plan with them there, against
    this one. Raises UnknownId."""
    told = case(workers, lines, seed=seed, terms=terms or Terms())
    asked = next((one for one in told.lines if one.id == line), None)
    person = next((one for one in told.workers if one.id == worker), None)
    if asked is None or person is None:
        raise UnknownId("line" if asked is None else "worker", line if asked is None else worker)
    level = dict(person.skills).get(asked.skill, 0)
    if asked.skill and not level:
        return WhyNot(Lack.NO_SKILL)
    if asked.skill and level < asked.min_level:
        return WhyNot(Lack.LEVEL)
    if asked.task in person.refuses:
        return WhyNot(Lack.REFUSED)
    if person.max_load < len(asked.blocks) or any(block not in person.blocks for block in asked.blocks):
        return WhyNot(Lack.NOT_FREE)
    if shared_pairs(person.area, asked.area) < told.terms.reach:
        return WhyNot(Lack.TOO_FAR)
    return WhyNot(None, plan.objective - _with(told, worker, line))


def _with(told: Case, worker: str, line: str) -> int:
    """The objective of the best plan that has this worker on this line."""
    edges = edges_of(told)
    row = next(index for index, one in enumerate(told.lines) if one.id == line)
    who = next(index for index, one in enumerate(told.workers) if one.id == worker)
    here = np.flatnonzero((edges.line == row) & (edges.worker == who))
    if not is_network(told):
        return ruled(told, edges, here=int(here[0])).objective
    flows = flows_of(told, edges)
    weights = weights_of(told, edges, flows)
    cost = costs_of(told, edges, flows, weights)
    forced = np.zeros(len(cost), dtype=np.int64)
    forced[here] = -1
    rest = np.zeros(len(cost), dtype=np.int64)
    rest[flows.unfilled] = cost[flows.unfilled] // weights.coverage
    fine = cost.copy()
    fine[flows.unfilled] = 0
    flow = cheapest(
        flows.network, [Criterion(forced, 1), Criterion(rest, wanted(told)), Criterion(fine, weights.coverage)]
    )
    return plan_of(told, edges, np.flatnonzero(flow[: flows.pairs]), weights, bound=0).objective


def price_of_fairness(
    workers: Iterable[Worker],
    lines: Iterable[Line],
    *,
    seed: str,
    terms: Terms | None = None,
    steps: Sequence[int] = (0, 25, 50, 75, 100),
) -> tuple[Point, ...]:
    """What each setting of the dial comes to, so that a committee can choose. Raises what `assign` raises."""
    people, rows = list(workers), list(lines)
    able = sum(
        any(line.skill in dict(one.skills) or not line.skill for line in rows) and bool(one.max_load) for one in people
    )
    points = []
    for step in steps:
        plan = assign(people, rows, seed=seed, terms=replace(terms or Terms(), fairness=step))
        points.append(_point(step, plan, able))
    return tuple(points)


def _point(step: int, plan: Plan, able: int) -> Point:
    loads = sorted(load for _worker, load in plan.loads)
    spread = [0] * max(0, able - len(loads)) + loads
    whole = sum(spread)
    # Gini coefficient of sorted x_1..x_n: (2 sum(i x_i) / (n sum(x))) - (n + 1) / n, here in ten-thousandths.
    n = len(spread)
    gini = (
        (20_000 * sum(i * x for i, x in enumerate(spread, 1)) - 10_000 * (n + 1) * whole) // (n * whole) if whole else 0
    )
    return Point(step, plan.covered, plan.levels, len(loads), max(loads, default=0), gini)
