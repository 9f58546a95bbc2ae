"""Least-cost flow in whole numbers, criterion after criterion, and the certificate that nothing is better.

A linear program finds a flow (HiGHS; OR-Tools where it is installed); then it is checked, and where the floating
arithmetic of the program erred it is mended, in integers: the residual network must hold no cycle that saves
anything, and the potentials that show this give a bound by weak duality over every arc. So the outcome depends
neither on the program nor on its tolerances.

Several criteria are taken one after the other: what is best in the first is kept exactly (an arc whose reduced cost
is not zero stays where it is), the next chooses among what is left. Source of both facts: complementary slackness of
linear programming; flows with whole capacities have whole vertices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

HIGHS_LIMIT = 2**30
"""Costs beyond this would meet the tolerance (1e-7, absolute) of a program that reckons in double precision."""
ORTOOLS_LIMIT = 2**58


@dataclass(frozen=True, slots=True)
class Network:
    """Arcs from `tail` to `head` with capacities, and what each node sends (`supply`, which adds to zero)."""

    tail: Ints
    head: Ints
    capacity: Ints
    supply: Ints

    @property
    def nodes(self) -> int:
        return len(self.supply)


@dataclass(frozen=True, slots=True)
class Criterion:
    """Costs of the arcs, and the most by which the total can vary between two flows."""

    cost: Ints
    spread: int


@dataclass(frozen=True, slots=True)
class Certificate:
    """Potentials of the nodes under which no residual arc has a negative reduced cost; `bound`: no flow costs less."""

    potential: Ints
    bound: int


class NoFlow(Exception):
    """The supplies cannot be sent: the network was built wrongly."""


def cheapest(network: Network, criteria: Sequence[Criterion], *, solver: str = "") -> Ints:
    """A flow that is best in the first criterion, among those in the second, and so on. Raises NoFlow.

    `solver`: "highs" or "ortools"; "" takes OR-Tools where it is installed.
    """
    solver = solver or ("ortools" if _has_ortools() else "highs")
    flow = np.zeros(len(network.tail), dtype=np.int64)
    free = network.capacity > 0
    supply = network.supply.copy()
    for criterion in _joined(criteria, network, solver):
        if not free.any():
            break
        part = Network(network.tail[free], network.head[free], network.capacity[free], supply)
        cost = criterion.cost[free]
        flow[free], potential = exact(part, cost, _solved(part, cost, solver))
        reduced = cost + potential[part.tail] - potential[part.head]
        here = np.flatnonzero(free)[reduced != 0]
        # What is settled by this criterion leaves the network, and takes along what it carries.
        np.subtract.at(supply, network.tail[here], flow[here])
        np.add.at(supply, network.head[here], flow[here])
        free[here] = False
    return flow


def exact(network: Network, cost: Ints, flow: Ints) -> tuple[Ints, Ints]:
    """The flow itself where nothing is better, else a better one that nothing beats; and its potentials."""
    potential = np.zeros(network.nodes, dtype=np.int64)
    while True:
        potential, cycle = _potentials(network, cost, flow, potential)
        if cycle is None:
            return flow, potential
        forward, backward = cycle
        room = min(
            *(network.capacity[forward] - flow[forward]).tolist(),
            *flow[backward].tolist(),
            int(network.capacity.max()),
        )
        flow = flow.copy()
        flow[forward] += room
        flow[backward] -= room


def certify(network: Network, cost: Ints, flow: Ints) -> Certificate | None:
    """The proof that no flow costs less than the bound, which is the cost of this flow; None where one does."""
    potential, cycle = _potentials(network, cost, flow, np.zeros(network.nodes, dtype=np.int64))
    if cycle is not None:
        return None
    return Certificate(potential, bound_of(network, cost, potential))


def bound_of(network: Network, cost: Ints, potential: Ints) -> int:
    """Weak duality, over every arc: whatever the potentials are, no flow costs less than this."""
    reduced = cost + potential[network.tail] - potential[network.head]
    gains = np.flatnonzero(reduced < 0)
    return total(reduced[gains], network.capacity[gains]) - total(potential, network.supply)


def total(ones: Ints, others: Ints) -> int:
    """The sum of products, without overflow: the first factors are cut into two halves of 31 bits."""
    low = ones & (2**31 - 1)
    high = ones >> 31
    return (int(np.dot(high, others)) << 31) + int(np.dot(low, others))


# ------------------------------------------------------------------------------------------- criteria


def _joined(criteria: Sequence[Criterion], network: Network, solver: str) -> list[Criterion]:
    """Neighbouring criteria as one, the earlier weighing more than all the later can add up to, where that fits."""
    limit = ORTOOLS_LIMIT // (network.nodes + 2) if solver == "ortools" else HIGHS_LIMIT
    told = [one for one in criteria if one.spread and one.cost.any()]
    if not told:
        return [Criterion(np.zeros(len(network.tail), dtype=np.int64), 0)]
    joined = [told[-1]]
    for one in reversed(told[:-1]):
        later = joined[0]
        weight = later.spread + 1
        most = int(np.abs(one.cost).max()) * weight + int(np.abs(later.cost).max())
        if most > limit:
            joined.insert(0, one)
        else:
            joined[0] = Criterion(one.cost * weight + later.cost, one.spread * weight + later.spread)
    return joined


# ------------------------------------------------------------------------------------------- programs


def _has_ortools() -> bool:
    try:
        from ortools.graph.python import min_cost_flow  # noqa: F401
    except ImportError:
        return False
    return True


def _solved(network: Network, cost: Ints, solver: str) -> Ints:
    return _by_ortools(network, cost) if solver == "ortools" else _by_highs(network, cost)


def _by_ortools(network: Network, cost: Ints) -> Ints:
    from ortools.graph.python import min_cost_flow

    program: Any = min_cost_flow.SimpleMinCostFlow()
    arcs = program.add_arcs_with_capacity_and_unit_cost(network.tail, network.head, network.capacity, cost)
    program.set_nodes_supplies(np.arange(network.nodes), network.supply)
    if program.solve() != program.OPTIMAL:
        raise NoFlow
    found: Ints = np.asarray(program.flows(arcs), dtype=np.int64)
    return found


def _by_highs(network: Network, cost: Ints) -> Ints:
    from scipy.optimize import linprog
    from scipy.sparse import csr_array

    arcs = np.arange(len(network.tail))
    ones = np.ones(len(arcs))
    rows = np.concatenate([network.tail, network.head])
    matrix = csr_array(
        (np.concatenate([ones, -ones]), (rows, np.concatenate([arcs, arcs]))), shape=(network.nodes, len(arcs))
    )
    told = linprog(
        cost,
        A_eq=matrix,
        b_eq=network.supply,
        bounds=np.column_stack([np.zeros(len(arcs)), network.capacity]),
        method="highs-ds",
    )
    if told.x is None:
        raise NoFlow
    found: Ints = np.rint(told.x).astype(np.int64)
    sent = np.zeros(network.nodes, dtype=np.int64)
    np.add.at(sent, network.tail, found)
    np.subtract.at(sent, network.head, found)
    if (sent != network.supply).any():
        raise NoFlow
    return found


# ------------------------------------------------------------------------------------------- the certificate


LOOK_EVERY = 8
"""After so many turns it is asked whether the distances fall in a circle; asking costs about as much as a turn."""


def _potentials(network: Network, cost: Ints, flow: Ints, start: Ints) -> tuple[Ints, tuple[Ints, Ints] | None]:
    """Distances in the residual network (Bellman and Ford), all arcs at once, from any `start`: nearer to the end,
    fewer turns. When they fall no more, no residual arc has a negative reduced cost.

    Or, where they fall without end, one cycle that saves something: its arcs along and against their direction.
    """
    onward = np.flatnonzero(flow < network.capacity)
    back = np.flatnonzero(flow > 0)
    source = np.concatenate([network.tail[onward], network.head[back]])
    target = np.concatenate([network.head[onward], network.tail[back]])
    price = np.concatenate([cost[onward], -cost[back]])
    arc = np.concatenate([onward, back])
    order = np.argsort(target, kind="stable")
    source, target, price, arc = source[order], target[order], price[order], arc[order]
    is_onward = order < len(onward)
    distance = start.copy()
    if not len(arc):
        return distance, None
    starts = np.flatnonzero(np.concatenate([[True], target[1:] != target[:-1]]))
    reached = target[starts]
    length = np.diff(np.append(starts, len(target)))
    via = np.full(network.nodes, -1, dtype=np.int64)
    turn = 0
    while True:
        offered = distance[source] + price
        least = np.minimum.reduceat(offered, starts)
        better = least < distance[reached]
        if not better.any():
            return distance, None
        turn += 1
        hits = np.flatnonzero((offered == np.repeat(least, length)) & np.repeat(better, length))
        via[target[hits]] = hits
        distance[reached[better]] = least[better]
        if turn % LOOK_EVERY == 0:
            cycle = _cycle(via, source)
            if cycle is not None:
                hops = np.array(cycle)
                return distance, (arc[hops[is_onward[hops]]], arc[hops[~is_onward[hops]]])


def _cycle(via: Ints, source: Ints) -> list[int] | None:
    """A cycle in the way by which each node was reached last; such a cycle always saves something."""
    end = len(via)
    before = np.append(np.where(via >= 0, source[via], end), end)  # of each node the one before it; `end` of the end
    far = before
    for _doubling in range(end.bit_length()):
        far = far[far]
    turning = np.flatnonzero(far != end)  # so many steps back there is still a node: it stands on a cycle
    if not len(turning):
        return None
    first = node = int(far[turning[0]])
    hops = [int(via[first])]
    while (node := int(before[node])) != first:
        hops.append(int(via[node]))
    return hops
