"""The division itself: coverage first, then aptitude, then wishes, then nearness, with a dial for the burden.

As long as one network holds every rule (`flows`), the best plan is found and proved. Other rules are a program's.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from ..network import Ints, certify, cheapest
from .candidates import Case, Edges, case, edges_of
from .constrained import constrained
from .flows import Flows, costs_of, criteria_of, flows_of, weights_of
from .rounded import rounded
from .telling import plan_of, wanted
from .values import Line, Plan, Terms, Weights, Worker

LARGE = 30_000
"""Pairs up to which rules that no network holds are a program in whole numbers: a tambon has 5,000 to 10,000."""


def assign(
    workers: Iterable[Worker], lines: Iterable[Line], *, seed: str, terms: Terms | None = None, solver: str = ""
) -> Plan:
    """The best division and the proof that none is better. The order of the inputs changes nothing.

    What is equal in everything is spread over more hands, and then drawn: the smallest sum of public lots. Of an amphoe
    in which people stay for several half-days, are kept apart or mixed: a good plan, and what none exceeds.
    `seed`: public, fixed before anybody could try several. Raises SameTwice, UnknownId, EmptySeed.
    """
    told = case(workers, lines, seed=seed, terms=terms or Terms())
    edges = edges_of(told)
    if not is_network(told):
        return ruled(told, edges)
    flows = flows_of(told, edges)
    weights = weights_of(told, edges, flows)
    flow = cheapest(flows.network, criteria_of(told, edges, flows, weights), solver=solver)
    return proved(told, edges, flows, weights, flow)


def is_network(told: Case) -> bool:
    """Whether a network holds every rule: nobody stays for several half-days, no pair is kept apart, nothing mixed."""
    return not (told.terms.apart or told.terms.mixed or any(line.more_blocks for line in told.lines))


def ruled(told: Case, edges: Edges, *, kept: Ints | None = None, here: int | None = None) -> Plan:
    """Under rules that no network holds: the best plan up to the size of a tambon, beyond it a rounded one and its gap.

    `kept`: 1 for each pair that should stay, right after coverage; `here`: the pair that must be in it. Raises NoPlan.
    """
    return (constrained if len(edges.line) <= LARGE else rounded)(told, edges, kept=kept, here=here)


def proved(told: Case, edges: Edges, flows: Flows, weights: Weights, flow: Ints) -> Plan:
    """The plan of a flow that is best, with the certificate of that. Raises NotTheBest."""
    taken = np.flatnonzero(flow[: flows.pairs])
    return plan_of(told, edges, taken, weights, bound=most_that_is_reached(told, edges, flows, weights, flow))


def most_that_is_reached(told: Case, edges: Edges, flows: Flows, weights: Weights, flow: Ints) -> int:
    """What no plan's objective exceeds, proved by a flow that is best. Raises NotTheBest."""
    proof = certify(flows.network, costs_of(told, edges, flows, weights), flow)
    if proof is None:
        raise NotTheBest
    return weights.coverage * wanted(told) - proof.bound


class NotTheBest(AssertionError):
    """A flow that was best in every criterion in its turn is not best in their weighted sum: a defect of this code."""
