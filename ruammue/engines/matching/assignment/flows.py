"""The network of a case, in which a flow of whole numbers is a plan and the best flow is the best plan.

Time is cut into half-days: a line sends its slots to the half-days of workers who may do them (one slot each), these to
the worker, and the worker to the end through one arc for each half-day of load, each dearer than the one before.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..network import Criterion, Ints, Network
from .candidates import Case, Edges
from .telling import Aim, aims, most, weights_for
from .values import Weights


@dataclass(frozen=True, slots=True)
class Flows:
    """The network of a case. Its arcs: pairs first, then unfilled slots, half-days to workers, units of load."""

    network: Network
    pairs: int
    unfilled: slice
    loads: slice
    burden: Ints


def flows_of(told: Case, edges: Edges) -> Flows:
    """The network of all pairs; each line one node, each half-day of a worker one, each worker one, and the end."""
    block_of = np.array([told.blocks[line.block] for line in told.lines], dtype=np.int64)[edges.line]
    half_days, half_day = np.unique(edges.worker * max(1, len(told.blocks)) + block_of, return_inverse=True)
    owner = half_days // max(1, len(told.blocks))
    people, person = np.unique(owner, return_inverse=True)
    rows, end = len(told.lines), len(told.lines) + len(half_days) + len(people)
    heads = np.array([line.headcount for line in told.lines], dtype=np.int64)
    most = np.minimum(
        np.array([told.workers[one].max_load for one in people], dtype=np.int64),
        np.bincount(person, minlength=len(people)),
    )
    unit_of = np.repeat(np.arange(len(people)), most)
    nth = np.arange(len(unit_of)) - np.repeat(np.cumsum(most) - most, most)
    carried = np.array([told.workers[one].carried for one in people], dtype=np.int64)
    first_half_day, first_person = rows, rows + len(half_days)
    every = np.arange
    network = Network(
        tail=np.concatenate([edges.line, every(rows), first_half_day + every(len(half_days)), first_person + unit_of]),
        head=np.concatenate(
            [
                first_half_day + half_day,
                np.full(rows, end),
                first_person + person,
                np.full(len(unit_of), end),
            ]
        ).astype(np.int64),
        capacity=np.concatenate(
            [
                np.ones(len(edges.line), dtype=np.int64),
                heads,
                np.ones(len(half_days) + len(unit_of), dtype=np.int64),
            ]
        ),
        supply=np.concatenate(
            [heads, np.zeros(len(half_days) + len(people), dtype=np.int64), np.array([-heads.sum()])]
        ).astype(np.int64),
    )
    pairs = len(edges.line)
    return Flows(
        network=network,
        pairs=pairs,
        unfilled=slice(pairs, pairs + rows),
        loads=slice(pairs + rows + len(half_days), len(network.tail)),
        burden=carried[unit_of] + nth if len(people) else np.zeros(0, dtype=np.int64),
    )


def weights_of(told: Case, edges: Edges, flows: Flows) -> Weights:
    """The weights of this case, none of whose constraints needs more than a network."""
    return weights_for(told, edges, heaviest=most(flows.burden))


def costs_of(told: Case, edges: Edges, flows: Flows, weights: Weights) -> Ints:
    """What each arc takes from the objective; an unfilled slot takes its priority."""
    cost = _costs(flows)
    cost[: flows.pairs] = -(weights.aptitude * edges.level + weights.wish * edges.wish + weights.nearness * edges.near)
    cost[flows.unfilled] = weights.coverage * np.array([line.priority for line in told.lines], dtype=np.int64)
    cost[flows.loads] = weights.burden * flows.burden
    return cost


def criteria_of(
    told: Case, edges: Edges, flows: Flows, weights: Weights, *, kept: Ints | None = None
) -> list[Criterion]:
    """The aims as costs of arcs. Coverage is said by the unfilled slots, which are fewer; then the lot.

    `kept`: 1 for each pair that should stay, right after coverage.
    """
    coverage, *others = aims(told, edges, flows.burden, weights)
    unfilled, lot = _costs(flows), _costs(flows)
    unfilled[flows.unfilled] = np.array([line.priority for line in told.lines], dtype=np.int64)
    lot[: flows.pairs] = edges.lot
    criteria = [Criterion(unfilled, coverage.spread)]
    stays = Aim(pairs=0 if kept is None else kept, spread=sum(line.headcount for line in told.lines))
    for aim in (stays, *others):
        if not aim.apart and not aim.mix:  # these are for a program
            cost = _costs(flows)
            cost[: flows.pairs] = np.negative(aim.pairs)
            cost[flows.loads] = np.negative(aim.loads)
            criteria.append(Criterion(cost, aim.spread))
    return [*criteria, Criterion(lot, sum(line.headcount for line in told.lines) << 24)]


def _costs(flows: Flows) -> Ints:
    return np.zeros(len(flows.network.tail), dtype=np.int64)
