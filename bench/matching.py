"""Dividing work: tambon, amphoe, changwat; ours against the peers of design/MATCHING.md A2, in one run.

    .venv/bin/python bench/matching.py [tambon amphoe changwat] [--runs 3] [--peers networkx,pulp,cpsat]
    .venv/bin/python bench/matching.py --long [tambon amphoe] [--peers fractions,greedy,highs]

`--long`: F2 of that page, tasks of several half-days and mixed sectors; an amphoe's plan has a bound and a gap.

People, tasks and days are made up (seeded). Every other plan of ours is certified: gap 0 over every pair that may be.
CPU seconds (of this process and its children), median of several runs. The peers reckon F1 of that page: coverage and
aptitude as one sum, without lots, reasons or certificate. `networkx`, `pulp` and `ortools` are not needed to serve:
`pip install networkx pulp` for those rows. CP-SAT and the larger sizes of the slow ones run only when asked for.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np

from ruammue.engines.matching.assignment import Line, Plan, Terms, Worker, assign, candidates, replan, verify
from ruammue.engines.matching.assignment.flows import flows_of
from ruammue.engines.matching.assignment.program import program_of
from ruammue.engines.matching.network import Network

SIZES = {"tambon": (2_000, 300, 1), "amphoe": (20_000, 3_000, 9), "changwat": (200_000, 30_000, 99)}
DAYS = 10
SKILLS = 40


def instance(name: str, seed: int = 1) -> tuple[list[Worker], list[Line], Terms]:
    """Made-up people and tasks; a changwat and an amphoe look for people in the same amphoe."""
    people, tasks, tambons = SIZES[name]
    draw = random.Random(seed)
    blocks = [f"2026-12-{day:02d}{half}" for day in range(1, DAYS + 1) for half in ("am", "pm")]
    skills = [f"s{n:02d}" for n in range(SKILLS)]
    common = [(n + 1) ** -0.7 for n in range(SKILLS)]
    villages = [f"48{t // 9 + 1:02d}{t % 9 + 1:02d}{m:02d}" for t in range(tambons) for m in range(1, 11)]
    workers = [
        Worker(
            f"p{n:06d}",
            draw.choice(villages),
            draw.randint(1, 5),
            tuple((s, draw.randint(1, 5)) for s in sorted(set(draw.choices(skills, common, k=draw.randint(0, 3))))),
            tuple(draw.sample(blocks, draw.randint(1, 8))),
        )
        for n in range(people)
    ]
    lines = []
    for n in range(tasks):
        village, block, priority = draw.choice(villages), draw.choice(blocks), draw.randint(1, 3)
        lines += [
            Line(f"t{n:05d}-{s}", f"t{n:05d}", s, draw.randint(1, 4), draw.randint(1, 4), block, village, priority)
            for s in sorted(set(draw.choices(skills, k=draw.randint(1, 3))))
        ]
    return workers, lines, Terms(reach=0 if name == "tambon" else 2)


def longer(name: str, seed: int = 1) -> tuple[list[Worker], list[Line], Terms]:
    """The same with F2 of that page: a third of the tasks go on for one or two half-days more, a third wishes a mix."""
    workers, lines, terms = instance(name, seed)
    draw = random.Random(seed)
    blocks = sorted({line.block for line in lines})
    after = {block: tuple(blocks[n + 1 : n + 3]) for n, block in enumerate(blocks)}
    long = {task: draw.choice((0, 0, 0, 0, 1, 2)) for task in sorted({line.task for line in lines})}
    people = [replace(one, sector=draw.choice(("state", "civil", "private"))) for one in workers]
    rows = [replace(line, more_blocks=after[line.block][: long[line.task]]) for line in lines]
    return people, rows, replace(terms, mixed=tuple(task for n, task in enumerate(sorted(long)) if n % 3 == 0))


def measure_longer(size: str, peers: set[str]) -> None:
    workers, lines, terms = longer(size)
    print(
        f"\n## {size}, F2: {len(workers):,} people, {len(lines):,} lines, {len(terms.mixed):,} mixed tasks", flush=True
    )
    runs = 3 if size == "tambon" else 1
    took, plan = timed(lambda: assign(workers, lines, seed="bench", terms=terms), runs)
    assert isinstance(plan, Plan)
    faults = verify(plan, workers, lines, terms=terms)
    reachable = plan.bound // plan.weights.coverage
    print(
        f"ours: {took:.1f} s CPU; covered {plan.covered:,} of {plan.wanted:,} (no plan more than {reachable:,});"
        f" {len(plan.assignments):,} slots, levels {plan.levels:,}; {len(faults)} faults",
        flush=True,
    )
    print(
        f"certified: at least {plan.objective / plan.bound:.4%} of what any plan reaches" if plan.bound else "bound 0"
    )
    case = candidates.case(workers, lines, seed="bench", terms=terms)
    edges = candidates.edges_of(case)
    if "fractions" in peers:
        fractions(case, edges)
    for name, act in (("greedy", greedy_longer), ("highs", by_highs)):
        if name in peers:
            before = cpu()
            taken = act(case, edges)
            covered = sum(case.lines[row].priority for row in edges.line[taken].tolist())
            print(
                f"{name}: {cpu() - before:.1f} s CPU; covered {covered:,}; {len(taken):,} slots,"
                f" levels {int(edges.level[taken].sum()):,}",
                flush=True,
            )


def fractions(case: candidates.Case, edges: candidates.Edges) -> None:
    """What the program of coverage promises in fractions, over twenty pairs of each line by lot, with loads rounded
    down and without; and how much of it is not whole (the figures of ADR 0025)."""
    from scipy.optimize import linprog

    heads = np.array([line.headcount for line in case.lines])[edges.line]
    order = np.lexsort((edges.lot, edges.line))
    nth = np.arange(len(order)) - np.searchsorted(edges.line[order], edges.line[order])
    some = edges.some(np.sort(order[nth < np.maximum(20, 2 * heads[order])]))
    priority = np.array([line.priority for line in case.lines])[some.line]
    for name, with_cuts in (("loads as they are", False), ("loads rounded down", True)):
        program = program_of(case, some, with_loads=False, with_cuts=with_cuts, is_bare=True)
        found = linprog(-priority, A_ub=program.rows, b_ub=program.most, bounds=(0, 1), method="highs")
        parted = (found.x > 1 / 2**20) & (found.x < 1 - 1 / 2**20)
        print(
            f"in fractions, {name}: {-found.fun:,.1f}; {found.x[parted].sum() / found.x.sum():.1%} not whole",
            flush=True,
        )


def by_highs(case: candidates.Case, edges: candidates.Edges) -> np.ndarray:
    """The same rules as one sum, all pairs, without rounded loads; to one ten-thousandth, at most ten minutes."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    program = program_of(case, edges, with_loads=False, with_cuts=False)
    gain = np.zeros(program.size)
    priority = np.array([line.priority for line in case.lines])[edges.line]
    gain[: program.pairs] = 10_000 * priority + 100 * edges.level + edges.near
    gain[program.pairs :] = 1_000
    found = milp(
        -gain,
        constraints=LinearConstraint(program.rows, program.least, program.most),
        bounds=Bounds(0, 1),
        integrality=np.ones(program.size),
        options={"mip_rel_gap": 1e-4, "time_limit": 600},
    )
    return np.flatnonzero(np.rint(found.x[: program.pairs])) if found.x is not None else np.zeros(0, dtype=np.int64)


def greedy_longer(case: candidates.Case, edges: candidates.Edges) -> np.ndarray:
    """Best pair first, by priority for each half-day."""
    priority = np.array([line.priority / len(line.blocks) for line in case.lines])[edges.line]
    left = [line.headcount for line in case.lines]
    load: Counter[int] = Counter()
    busy: set[tuple[int, str]] = set()
    taken = []
    for edge in np.argsort(-(1_000_000 * priority + 100 * edges.level + edges.near), kind="stable").tolist():
        row, who = int(edges.line[edge]), int(edges.worker[edge])
        blocks = case.lines[row].blocks
        is_free = load[who] + len(blocks) <= case.workers[who].max_load and not any((who, b) in busy for b in blocks)
        if left[row] and is_free:
            left[row] -= 1
            load[who] += len(blocks)
            busy.update((who, block) for block in blocks)
            taken.append(edge)
    return np.array(taken, dtype=np.int64)


def cpu() -> float:
    """Of this process and of children that ended."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def timed(act: Callable[[], object], runs: int) -> tuple[float, object]:
    """Median CPU seconds, and what the last run gave."""
    took, told = [], None
    for _run in range(runs):
        before = cpu()
        told = act()
        took.append(cpu() - before)
    return statistics.median(took), told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", default=["tambon"])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peers", default="highs,ortools,networkx,pulp,hungarian,greedy")
    parser.add_argument("--long", action="store_true")
    asked = parser.parse_args()
    for size in asked.sizes:
        if asked.long:
            measure_longer(size, set(asked.peers.split(",")))
            continue
        measure(size, asked.runs, set(asked.peers.split(",")))


def measure(size: str, runs: int, peers: set[str]) -> None:
    workers, lines, terms = instance(size)
    slots = sum(line.headcount for line in lines)
    print(f"\n## {size}: {len(workers):,} people, {len(lines):,} lines, {slots:,} slots")
    took, plan = timed(lambda: assign(workers, lines, seed="bench", terms=terms, solver="ortools"), runs)
    assert isinstance(plan, Plan)
    print(f"pairs that may be {plan.edges:,}; covered {plan.covered:,} of {plan.wanted:,}; gap {plan.gap}")
    spread = sum(load * load for _worker, load in plan.loads)
    row("ours (OR-Tools), certified, with reasons", took, took, len(plan.assignments), spread)
    if "highs" in peers and size != "changwat":
        other_took, other = timed(lambda: assign(workers, lines, seed="bench", terms=terms, solver="highs"), runs)
        assert other == plan, "the two solvers do not agree"
        row("ours (HiGHS of scipy), certified, with reasons", other_took, took, len(plan.assignments), spread)
    if size == "tambon":
        before = cpu()
        assert not verify(plan, workers, lines, terms=terms)
        print(f"second reading (verify): {cpu() - before:.2f} s CPU, no fault")
        busiest = [worker for worker, _load in sorted(plan.loads, key=lambda one: -one[1])[:5]]
        without = [timed(partial(replan, plan, workers, lines, away=w, seed="bench", terms=terms), 1) for w in busiest]
        moved = [len(new.joined) for _took, new in without]  # type: ignore[attr-defined]
        print(
            f"without one of the busiest: median {statistics.median(t for t, _n in without):.3f} s CPU,"
            f" others moved {statistics.mean(moved):.1f} on average"
        )
    case = candidates.case(workers, lines, seed="bench", terms=terms)
    edges = candidates.edges_of(case)
    flows = flows_of(case, edges)
    cost = np.zeros(len(flows.network.tail), dtype=np.int64)
    cost[: flows.pairs] = -100 * edges.level - edges.near
    cost[flows.unfilled] = 1_000_000 * np.array([line.priority for line in lines_in_order(lines)], dtype=np.int64)
    if "ortools" in peers:
        peer(
            "OR-Tools SimpleMinCostFlow, the same network, one sum",
            lambda: by_ortools(flows.network, cost),
            took,
            runs,
            flows.pairs,
        )
    if "networkx" in peers and size != "changwat" and (size == "tambon" or "slow" in peers):
        peer(
            "networkx network_simplex, the same network", lambda: by_networkx(flows.network, cost), took, 1, flows.pairs
        )
    if "pulp" in peers and size == "tambon":
        peer("PuLP with CBC, the same network", lambda: by_pulp(flows.network, cost), took, 1, flows.pairs)
    if "hungarian" in peers:
        took_h, pairs = timed(lambda: hungarian(workers, lines, edges), 1 if size != "tambon" else runs)
        told(pairs, "Hungarian for each half-day (scipy, sparse)", took_h, took)
    if "greedy" in peers:
        took_g, pairs = timed(lambda: greedy(workers, lines, edges), 1 if size != "tambon" else runs)
        told(pairs, "greedy, best pair first", took_g, took)
    if "cpsat" in peers:
        peer("CP-SAT, 60 s", lambda: by_cpsat(flows.network, cost), took, 1, flows.pairs)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory of this process {most:,.0f} MB")


def lines_in_order(lines: list[Line]) -> list[Line]:
    return sorted(lines, key=lambda one: one.id)


def row(name: str, took: float, ours: float, filled: int | None = None, spread: int | None = None) -> None:
    more = f"  slots {filled:,}" if filled is not None else ""
    more += f"  sum of squared loads {spread:,}" if spread is not None else ""
    print(f"{name:58} {took:9.2f} s CPU  {took / ours:7.1f} x ours{more}")


def peer(name: str, act: Callable[[], np.ndarray | None], ours: float, runs: int, pairs: int) -> None:
    try:
        took, flow = timed(act, runs)
    except ImportError as absent:
        print(f"{name:58} not installed ({absent.name})")
        return
    if flow is None:
        row(name + ": not proved", took, ours)
    else:
        row(name, took, ours, int(np.asarray(flow)[:pairs].sum()))


def told(pairs: object, name: str, took: float, ours: float) -> None:
    assert isinstance(pairs, list)
    loads = Counter(worker for _line, worker in pairs)
    row(name, took, ours, len(pairs), sum(n * n for n in loads.values()))


def by_ortools(network: Network, cost: np.ndarray) -> np.ndarray:
    from ruammue.engines.matching.network import _by_ortools

    return _by_ortools(network, cost)


def by_networkx(network: Network, cost: np.ndarray) -> np.ndarray:
    import networkx

    graph = networkx.DiGraph()
    for node, supply in enumerate(network.supply.tolist()):
        graph.add_node(node, demand=-supply)
    extra = network.nodes
    names = []
    for tail, head, capacity, price in zip(
        network.tail.tolist(), network.head.tolist(), network.capacity.tolist(), cost.tolist(), strict=True
    ):
        if graph.has_edge(tail, head):  # a second arc between the same two needs a node of its own
            graph.add_edge(tail, extra, capacity=capacity, weight=price)
            graph.add_edge(extra, head, capacity=capacity, weight=0)
            names.append((tail, extra))
            extra += 1
        else:
            graph.add_edge(tail, head, capacity=capacity, weight=price)
            names.append((tail, head))
    _cost, flow = networkx.network_simplex(graph)
    return np.array([flow[tail][head] for tail, head in names])


def by_pulp(network: Network, cost: np.ndarray) -> np.ndarray:
    import pulp

    program = pulp.LpProblem("division", pulp.LpMinimize)
    arcs = [pulp.LpVariable(f"x{n}", 0, int(top), cat="Integer") for n, top in enumerate(network.capacity)]
    program += pulp.lpSum(int(price) * arc for price, arc in zip(cost, arcs, strict=True) if price)
    out, into = defaultdict(list), defaultdict(list)
    for arc, tail, head in zip(arcs, network.tail.tolist(), network.head.tolist(), strict=True):
        out[tail].append(arc)
        into[head].append(arc)
    for node, supply in enumerate(network.supply.tolist()):
        program += pulp.lpSum(out[node]) - pulp.lpSum(into[node]) == supply
    program.solve(pulp.PULP_CBC_CMD(msg=False))
    return np.array([round(arc.value() or 0) for arc in arcs])


def by_cpsat(network: Network, cost: np.ndarray) -> np.ndarray | None:
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    arcs = [model.new_int_var(0, int(top), "") for top in network.capacity]
    out, into = defaultdict(list), defaultdict(list)
    for arc, tail, head in zip(arcs, network.tail.tolist(), network.head.tolist(), strict=True):
        out[tail].append(arc)
        into[head].append(arc)
    for node, supply in enumerate(network.supply.tolist()):
        model.add(sum(out[node]) - sum(into[node]) == supply)
    model.minimize(sum(int(price) * arc for price, arc in zip(cost, arcs, strict=True) if price))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = 60
    solver.parameters.num_workers = 2
    return np.array([solver.value(arc) for arc in arcs]) if solver.solve(model) == cp_model.OPTIMAL else None


def gain(priority: int, level: int, near: int) -> int:
    return 1_000_000 * priority + 100 * level + near


def hungarian(workers: list[Worker], lines: list[Line], edges: candidates.Edges) -> list[tuple[int, int]]:
    """Half-day after half-day, each at its best for itself; load limits are kept by taking the full ones out."""
    from scipy.optimize import linear_sum_assignment

    ordered, people = lines_in_order(lines), sorted(workers, key=lambda one: one.id)
    by_block: dict[str, list[int]] = defaultdict(list)
    for edge in range(len(edges.line)):
        by_block[ordered[edges.line[edge]].block].append(edge)
    load: Counter[int] = Counter()
    taken = []
    for block in sorted(by_block):
        some = [e for e in by_block[block] if load[int(edges.worker[e])] < people[edges.worker[e]].max_load]
        slots = [(row, n) for row in sorted({int(edges.line[e]) for e in some}) for n in range(ordered[row].headcount)]
        columns = {who: at for at, who in enumerate(sorted({int(edges.worker[e]) for e in some}))}
        if len(slots) * len(columns) > 200_000_000:
            raise MemoryError
        worth = np.zeros((len(slots), len(columns)))
        first = {row: at for at, (row, n) in reversed(list(enumerate(slots))) if n == 0}
        for e in some:
            row = int(edges.line[e])
            value = gain(ordered[row].priority, int(edges.level[e]), int(edges.near[e]))
            worth[first[row] : first[row] + ordered[row].headcount, columns[int(edges.worker[e])]] = value
        names = list(columns)
        for at, column in zip(*linear_sum_assignment(worth, maximize=True), strict=True):
            if worth[at, column]:
                taken.append((slots[at][0], names[column]))
                load[names[column]] += 1
    return taken


def greedy(workers: list[Worker], lines: list[Line], edges: candidates.Edges) -> list[tuple[int, int]]:
    ordered, people = lines_in_order(lines), sorted(workers, key=lambda one: one.id)
    priority = np.array([line.priority for line in ordered])[edges.line]
    left = Counter({row: line.headcount for row, line in enumerate(ordered)})
    load: Counter[int] = Counter()
    busy: set[tuple[int, str]] = set()
    taken = []
    for edge in np.argsort(-(1_000_000 * priority + 100 * edges.level + edges.near), kind="stable").tolist():
        row, who = int(edges.line[edge]), int(edges.worker[edge])
        half_day = (who, ordered[row].block)
        if left[row] and load[who] < people[who].max_load and half_day not in busy:
            left[row] -= 1
            load[who] += 1
            busy.add(half_day)
            taken.append((row, who))
    return taken


if __name__ == "__main__":
    main()
