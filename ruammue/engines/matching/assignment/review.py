"""A second reading of a plan, from the words of `values.py` alone; it must never import the planning code.

Every rule is held against every assignment by plain loops; the objective is added up anew, term by term; and the
bound is checked against a dual of its own: prices found from the plan by relaxing pairs one by one, whose weak-duality
value no plan exceeds, whatever the prices are.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ..checks import shared_pairs
from .values import Fault, Line, Plan, Prices, Terms, Worker


def verify(
    plan: Plan, workers: Iterable[Worker], lines: Iterable[Line], *, terms: Terms | None = None
) -> tuple[Fault, ...]:
    """The promises that a claimed plan breaks; an empty tuple means that it holds and, where `gap` is 0, is best."""
    people = {one.id: one for one in workers}
    rows = {one.id: one for one in lines}
    return tuple(_faults(plan, people, rows, terms or Terms()))


def _faults(plan: Plan, people: dict[str, Worker], rows: dict[str, Line], terms: Terms) -> Iterator[Fault]:
    pairs = [(one.line, one.worker) for one in plan.assignments]
    for (line, worker), times in Counter(pairs).items():
        if line not in rows or worker not in people:
            yield Fault("names_exist", line, worker)
            return
        if times > 1:
            yield Fault("once_on_a_line", line, worker)
        if not may(people[worker], rows[line], terms):
            yield Fault("may_do_it", line, worker)
    in_block = Counter((worker, block) for line, worker in pairs for block in rows[line].blocks)
    for (worker, _block), times in in_block.items():
        if times > 1:
            yield Fault("one_place_at_a_time", worker=worker)
    loads = Counter(worker for worker, _block in in_block.elements())
    for worker, load in loads.items():
        if load > people[worker].max_load:
            yield Fault("no_more_than_they_said", worker=worker)
    if plan.loads != tuple(sorted(loads.items())):
        yield Fault("loads_are_told")
    filled = Counter(line for line, _worker in pairs)
    empty = {line.id: line.headcount - filled[line.id] for line in rows.values()}
    for line_id, missing in empty.items():
        if missing < 0:
            yield Fault("no_more_than_asked", line_id)
    if {one.line: one.missing for one in plan.unfilled} != {key: left for key, left in empty.items() if left > 0}:
        yield Fault("what_is_empty_is_told")
    on_task = defaultdict(set)
    for line_id, worker in pairs:
        on_task[rows[line_id].task].add(worker)
    for task, names in on_task.items():
        for pair in terms.apart:
            if pair.is_hard and pair.one in names and pair.other in names:
                yield Fault("kept_apart", task, pair.one)
    if plan.objective != objective(plan, pairs, people, rows, terms):
        yield Fault("objective_adds_up")
    if plan.bound < plan.objective:
        yield Fault("bound_is_above")
    if plan.prices and plan.bound != bound_by(plan.prices, plan, people, rows, terms):
        yield Fault("bound_follows_from_prices")
    is_network = not terms.apart and not terms.mixed and all(not line.more_blocks for line in rows.values())
    if is_network and plan.gap == 0 and best_possible(plan, people, rows, terms, pairs) != plan.objective:
        yield Fault("nothing_is_better")


def may(worker: Worker, line: Line, terms: Terms) -> bool:
    """Whether every rule lets this worker be on this line."""
    level = 0
    for skill, reached in worker.skills:
        if skill == line.skill:
            level = reached
    return (
        (not line.skill or (level > 0 and level >= line.min_level))
        and worker.max_load >= len(line.blocks)
        and all(block in worker.blocks for block in line.blocks)
        and line.task not in worker.refuses
        and shared_pairs(worker.area, line.area) >= terms.reach
    )


def all_pairs(people: dict[str, Worker], rows: dict[str, Line], terms: Terms) -> Iterator[tuple[Line, Worker]]:
    """Every pair that may be."""
    with_skill = defaultdict(list)
    for worker in people.values():
        with_skill[""].append(worker)
        for skill, _level in worker.skills:
            with_skill[skill].append(worker)
    for line in rows.values():
        yield from ((line, worker) for worker in with_skill[line.skill] if may(worker, line, terms))


def objective(
    plan: Plan, pairs: Sequence[tuple[str, str]], people: dict[str, Worker], rows: dict[str, Line], terms: Terms
) -> int:
    """The objective as `Weights` says it."""
    weights, reached = plan.weights, 0
    load: Counter[str] = Counter()
    sectors, apart = defaultdict(set), defaultdict(set)
    for line_id, worker_id in pairs:
        line, worker = rows[line_id], people[worker_id]
        reached += weights.coverage * line.priority + _gain(plan, worker, line)
        load[worker_id] += len(line.blocks)
        apart[line.task].add(worker_id)
        if worker.sector:
            sectors[line.task].add(worker.sector)
    for worker_id, n in load.items():
        reached -= weights.burden * (n * people[worker_id].carried + n * (n - 1) // 2)
    reached += weights.mix * sum(len(some) for task, some in sectors.items() if task in terms.mixed)
    for names in apart.values():
        reached -= weights.apart * sum(p.one in names and p.other in names and not p.is_hard for p in terms.apart)
    return reached


def _gain(plan: Plan, worker: Worker, line: Line) -> int:
    weights = plan.weights
    wish = (line.task in worker.prefers) - any(block in worker.busy for block in line.blocks)
    level = dict(worker.skills).get(line.skill, 0) if line.skill else 0
    return weights.aptitude * level + weights.wish * wish + weights.nearness * shared_pairs(worker.area, line.area)


def best_possible(
    plan: Plan,
    people: dict[str, Worker],
    rows: dict[str, Line],
    terms: Terms,
    pairs: Sequence[tuple[str, str]],
) -> int:
    """An upper bound of every plan's objective, from prices that this plan suggests.

    A price u of a slot of a line, v of a half-day of a worker, w of a unit of the worker's load: whatever they are, no
    plan is worth more than sum(u * headcount) + sum(v) + what pairs gain above u + v + w + what units of load gain
    above their burden. The prices here are distances in the network of exchanges that this plan leaves open; of a
    best plan they give its own worth. (Duality of linear programs.)
    """
    taken = set(pairs)
    load: Counter[str] = Counter(worker for _line, worker in pairs)
    filled: Counter[str] = Counter(line for line, _worker in pairs)
    busy = {(worker, rows[line].block) for line, worker in pairs}
    worth = {
        (line.id, worker.id): plan.weights.coverage * line.priority + _gain(plan, worker, line)
        for line, worker in all_pairs(people, rows, terms)
    }
    # Distances d, by Bellman and Ford on the words themselves. Nodes: the end, lines, half-days, workers. An arc is
    # there where a slot could be filled, left, moved; its length is what that costs. d(end) = 0 is raised freely.
    arcs: list[tuple[str, str, int]] = []
    half_days = set()
    for (line_id, worker_id), gain in worth.items():
        half = f"h|{worker_id}|{rows[line_id].block}"
        half_days.add((worker_id, rows[line_id].block))
        if (line_id, worker_id) in taken:
            arcs.append((half, f"l|{line_id}", gain))
        else:
            arcs.append((f"l|{line_id}", half, -gain))
    for line in rows.values():
        if filled[line.id] < line.headcount:
            arcs.append(("end", f"l|{line.id}", 0))
        if filled[line.id]:
            arcs.append((f"l|{line.id}", "end", 0))
    for worker_id, block in half_days:
        half, person = f"h|{worker_id}|{block}", f"w|{worker_id}"
        arcs.append((person, half, 0) if (worker_id, block) in busy else (half, person, 0))
    burden = plan.weights.burden
    for worker in people.values():
        n = load[worker.id]
        if n < worker.max_load:
            arcs.append((f"w|{worker.id}", "end", burden * (worker.carried + n)))
        if n:
            arcs.append(("end", f"w|{worker.id}", -burden * (worker.carried + n - 1)))
    distance: dict[str, int] = defaultdict(int)
    for _turn in range(2 * len(rows) + 2 * len(people) + len(half_days) + 2):
        moved = False
        for tail, head, length in arcs:
            if distance[tail] + length < distance[head]:
                distance[head], moved = distance[tail] + length, True
        if not moved:
            break
    base = distance["end"]
    u = {line.id: max(0, distance[f"l|{line.id}"] - base) for line in rows.values()}
    w = {worker: base - distance[f"w|{worker}"] for worker in people}
    v = {half: max(0, distance[f"w|{half[0]}"] - distance[f"h|{half[0]}|{half[1]}"]) for half in half_days}
    bound = sum(u[line.id] * line.headcount for line in rows.values()) + sum(v.values())
    for (line_id, worker_id), gain in worth.items():
        bound += max(0, gain - u[line_id] - v[worker_id, rows[line_id].block] - w[worker_id])
    for worker in people.values():
        bound += sum(max(0, w[worker.id] - burden * (worker.carried + nth)) for nth in range(worker.max_load))
    return bound


def bound_by(prices: Prices, plan: Plan, people: dict[str, Worker], rows: dict[str, Line], terms: Terms) -> int:
    """What no plan's objective exceeds by these prices, as `Prices` says it; what comes after coverage line by line.

    A price below 0 proves nothing: it is read as 0.
    """
    of_line = {line: max(0, price) for line, price in prices.lines}
    of_half_day = {(worker, block): max(0, price) for worker, block, price in prices.half_days}
    of_stay: dict[str, dict[int, int]] = defaultdict(dict)
    for worker_id, length, price in prices.stays:
        of_stay[worker_id][length] = max(0, price)
    blocks = len({block for line in rows.values() for block in line.blocks})
    total = sum(price * rows[line].headcount for line, price in of_line.items()) + sum(of_half_day.values())
    for worker_id, dear in of_stay.items():
        dearest = [0]
        for load in range(1, min(people[worker_id].max_load, blocks) + 1):
            dearest.append(max(dearest[-1], *(dearest[load - n] + price for n, price in dear.items() if n <= load), 0))
        total += dearest[-1]
    gains: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    sectors: dict[str, set[str]] = defaultdict(set)
    for line, worker in all_pairs(people, rows, terms):
        paid = of_line.get(line.id, 0) + of_stay[worker.id].get(len(line.blocks), 0)
        paid += sum(of_half_day.get((worker.id, block), 0) for block in line.blocks)
        total += max(0, line.priority * prices.scale - paid)
        wish = (line.task in worker.prefers) - any(block in worker.busy for block in line.blocks)
        level = dict(worker.skills).get(line.skill, 0) if line.skill else 0
        gains[line.id].append((level, wish, shared_pairs(worker.area, line.area)))
        sectors[line.task] |= {worker.sector} - {""}
    weights = plan.weights
    bound = weights.coverage * (total // prices.scale)
    for line_id, some in gains.items():
        for weight, each in zip(
            (weights.aptitude, weights.wish, weights.nearness), zip(*some, strict=True), strict=True
        ):
            best = sorted(each, reverse=True)[: rows[line_id].headcount]
            bound += weight * sum(gain for gain in best if gain > 0)
    slots: Counter[str] = Counter()
    for line in rows.values():
        slots[line.task] += line.headcount
    return bound + weights.mix * sum(min(len(sectors[task]), slots[task]) for task in set(terms.mixed))
