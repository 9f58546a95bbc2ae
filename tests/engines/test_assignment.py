"""Dividing work: against every plan there is (small cases), against itself (order, solver), against its own proof."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruammue.engines.matching import assignment, network
from ruammue.engines.matching.assignment import Apart, Code, Lack, Line, Plan, Terms, Worker
from ruammue.engines.matching.assignment.review import may
from ruammue.engines.matching.refusals import BadArea, EmptySeed, NotACount, SameTwice, UnknownId

pytestmark = pytest.mark.any_database

AREAS = ["48090401", "48090402", "48090101", "480904", "41010101", "TH"]
BLOCKS = ["5 ธ.ค. เช้า", "5 ธ.ค. บ่าย"]
EVENING = "5 ธ.ค. ค่ำ"


@st.composite
def workers(draw: st.DrawFn, *, long: bool = False) -> list[Worker]:
    return [
        Worker(
            f"w{n}",
            draw(st.sampled_from(AREAS)),
            draw(st.integers(0, 4 if long else 2)),
            tuple((skill, draw(st.integers(1, 3))) for skill in ("ช่าง", "ครัว") if draw(st.booleans())),
            tuple(block for block in ([*BLOCKS, EVENING] if long else BLOCKS) if draw(st.booleans())),
            carried=draw(st.integers(0, 2)),
            prefers=("t0",) if draw(st.booleans()) else (),
            refuses=("t1",) if draw(st.integers(0, 4)) == 0 else (),
            busy=(BLOCKS[0],) if draw(st.booleans()) else (),
            sector=draw(st.sampled_from(["state", "civil", ""])),
        )
        for n in range(draw(st.integers(0, 4)))
    ]


@st.composite
def lines(draw: st.DrawFn, *, long: bool = False) -> list[Line]:
    made = []
    for n in range(draw(st.integers(0, 3))):
        more = draw(st.sampled_from([(), (BLOCKS[1],), (BLOCKS[1], EVENING)])) if long else ()
        made.append(
            Line(
                f"l{n}",
                f"t{n % 2}",
                draw(st.sampled_from(["ช่าง", "ครัว", ""])),
                draw(st.integers(0, 3)),
                draw(st.integers(1, 2)),
                BLOCKS[0] if more else draw(st.sampled_from(BLOCKS)),
                draw(st.sampled_from(AREAS)),
                draw(st.integers(1, 3)),
                more,
            )
        )
    return made


def every_plan(people: list[Worker], rows: list[Line], terms: Terms) -> Iterator[list[tuple[Line, Worker]]]:
    """All of them, by trying everything."""
    pairs = [(row, one) for row in rows for one in people if may(one, row, terms)]
    for choice in product([False, True], repeat=len(pairs)):
        taken = [pair for pair, is_in in zip(pairs, choice, strict=True) if is_in]
        if any(n > row.headcount for row in rows for n in [sum(one is row for one, _w in taken)]):
            continue
        half_days = Counter((one.id, block) for row, one in taken for block in row.blocks)
        loads = Counter(name for name, _block in half_days.elements())
        if any(n > 1 for n in half_days.values()) or any(loads[one.id] > one.max_load for one in people):
            continue
        on = {(row.task, one.id) for row, one in taken}
        if any(
            p.is_hard and (task, p.one) in on and (task, p.other) in on
            for p in terms.apart
            for task in {row.task for row in rows}
        ):
            continue
        yield taken


def told(taken: list[tuple[Line, Worker]], terms: Terms) -> tuple[int, ...]:
    """Criterion by criterion, as the issue orders them; larger is better."""
    load = Counter(one.id for row, one in taken for _block in row.blocks)
    burden = sum(
        sum(one.carried + nth for nth in range(load[one.id])) for one in {one.id: one for _row, one in taken}.values()
    )
    levels = sum(dict(one.skills)[row.skill] if row.skill else 0 for row, one in taken)
    on = {(row.task, one) for row, one in taken}
    apart = sum(
        (task, True) in {(t, w.id == p.one) for t, w in on if w.id == p.one}
        and any(t == task and w.id == p.other for t, w in on)
        for p in terms.apart
        if not p.is_hard
        for task in {row.task for row, _one in taken}
    )
    mix = len({(task, one.sector) for task, one in on if task in terms.mixed and one.sector})
    wish = sum((row.task in one.prefers) - any(b in one.busy for b in row.blocks) for row, one in taken)
    near = sum(assignment.shared_pairs(one.area, row.area) for row, one in taken)
    aptitude = 100 * levels - (0 if terms.fairness == 100 else 4 * terms.fairness * burden)
    first = [sum(row.priority for row, _one in taken)]
    if terms.fairness == 100:
        first.append(-burden)
    return (*first, -apart, mix, aptitude, wish, near, -burden)


def pairs_of(plan: Plan, people: list[Worker], rows: list[Line]) -> list[tuple[Line, Worker]]:
    by_line, by_name = {row.id: row for row in rows}, {one.id: one for one in people}
    return [(by_line[one.line], by_name[one.worker]) for one in plan.assignments]


@settings(max_examples=60, deadline=None)
@given(workers(), lines(), st.sampled_from([0, 25, 100]), st.sampled_from([0, 3]))
def test_no_plan_at_all_is_better(people: list[Worker], rows: list[Line], fairness: int, reach: int) -> None:
    terms = Terms(fairness=fairness, reach=reach)
    plan = assignment.assign(people, rows, seed="ล็อต", terms=terms)
    best = max(told(one, terms) for one in every_plan(people, rows, terms))
    assert told(pairs_of(plan, people, rows), terms) == best
    assert plan.gap == 0
    assert assignment.verify(plan, people, rows, terms=terms) == ()


@settings(max_examples=30, deadline=None)
@given(workers(long=True), lines(long=True), st.sampled_from([0, 25, 100]), st.booleans())
def test_under_rules_that_no_network_holds_no_plan_is_better(
    people: list[Worker], rows: list[Line], fairness: int, is_hard: bool
) -> None:
    apart = (Apart("w0", "w1", is_hard),) if len(people) > 1 else ()
    terms = Terms(fairness=fairness, apart=apart, mixed=("t0",))
    plan = assignment.assign(people, rows, seed="ล็อต", terms=terms)
    best = max(told(one, terms) for one in every_plan(people, rows, terms))
    assert told(pairs_of(plan, people, rows), terms) == best
    assert plan.gap == 0
    assert assignment.verify(plan, people, rows, terms=terms) == ()


@settings(max_examples=40, deadline=None)
@given(workers(), lines(), st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_the_solver_changes_the_plan(
    people: list[Worker], rows: list[Line], chance: object
) -> None:
    plan = assignment.assign(people, rows, seed="ล็อต", solver="highs")
    mixed_people, mixed_rows = people[:], rows[:]
    chance.shuffle(mixed_people)  # type: ignore[attr-defined]
    chance.shuffle(mixed_rows)  # type: ignore[attr-defined]
    assert assignment.assign(mixed_people, mixed_rows, seed="ล็อต", solver="ortools") == plan


@settings(max_examples=40, deadline=None)
@given(workers(), lines())
def test_whoever_is_away_moves_as_few_others_as_can_be(people: list[Worker], rows: list[Line]) -> None:
    plan = assignment.assign(people, rows, seed="ล็อต")
    for away in {one.worker for one in plan.assignments}:
        new = assignment.replan(plan, people, rows, away=away, seed="ล็อต")
        left = [replace(one, max_load=0) if one.id == away else one for one in people]
        kept = {(one.line, one.worker) for one in plan.assignments if one.worker != away}
        best = max(
            (sum(row.priority for row, _o in one), len(kept & {(row.id, w.id) for row, w in one}))
            for one in every_plan(left, rows, Terms())
        )
        now = {(one.line, one.worker) for one in new.plan.assignments}
        assert (new.plan.covered, len(kept & now)) == best
        assert assignment.verify(new.plan, left, rows) == ()
        assert set(new.left) == {(o.line, o.worker) for o in plan.assignments} - now
        assert new.plan.bound == assignment.assign(left, rows, seed="ล็อต").objective


@settings(max_examples=25, deadline=None)
@given(workers(long=True), lines(long=True), st.booleans())
def test_under_rules_that_no_network_holds_the_same_is_asked_of_a_plan(
    people: list[Worker], rows: list[Line], is_hard: bool
) -> None:
    """Away: coverage, then the fewest changes. Why not I: exactly what the best plan with me there would lose."""
    apart = (Apart("w0", "w1", is_hard),) if len(people) > 1 else ()
    terms = Terms(fairness=25, apart=apart, mixed=("t0",))
    plan = assignment.assign(people, rows, seed="ล็อต", terms=terms)
    on = {(one.line, one.worker) for one in plan.assignments}
    for away in sorted({one.worker for one in plan.assignments})[:1]:
        new = assignment.replan(plan, people, rows, away=away, seed="ล็อต", terms=terms)
        left = [replace(one, max_load=0) if one.id == away else one for one in people]
        kept = {pair for pair in on if pair[1] != away}
        best = max(
            (sum(row.priority for row, _o in one), len(kept & {(row.id, w.id) for row, w in one}))
            for one in every_plan(left, rows, terms)
        )
        assert (new.plan.covered, len(kept & {(o.line, o.worker) for o in new.plan.assignments})) == best
        assert assignment.verify(new.plan, left, rows, terms=terms) == ()
        assert new.plan.bound == assignment.assign(left, rows, seed="ล็อต", terms=terms).objective
    asked = [(row, one) for row in rows for one in people if may(one, row, terms) and (row.id, one.id) not in on]
    for row, one in asked[:2]:
        why = assignment.why_not(plan, people, rows, worker=one.id, line=row.id, seed="ล็อต", terms=terms)
        best = max(told(some, terms) for some in every_plan(people, rows, terms) if (row, one) in some)
        w = plan.weights
        weight = (w.coverage, w.apart, w.mix, w.aptitude // 100, w.wish, w.nearness, 0)
        assert why == assignment.WhyNot(None, plan.objective - sum(a * b for a, b in zip(weight, best, strict=True)))


HEAD = Worker("somchai", "48090401", 2, (("ช่าง", 3),), tuple(BLOCKS))
NURSE = Worker("malee", "48090401", 2, (("ช่าง", 3),), tuple(BLOCKS))
FAR = Worker("far", "48090101", 2, (("ช่าง", 3),), tuple(BLOCKS))
ROOF = Line("roof", "roof", "ช่าง", 2, 1, BLOCKS[0], "48090401")
WALL = Line("wall", "wall", "ช่าง", 2, 1, BLOCKS[1], "48090401")


def test_the_dial_spreads_the_burden_and_its_price_is_told() -> None:
    master = replace(HEAD, skills=(("ช่าง", 5),))
    apprentice = replace(NURSE, skills=(("ช่าง", 2),))
    points = assignment.price_of_fairness([master, apprentice], [ROOF, WALL], seed="x", steps=(0, 100))
    assert [(p.levels, p.people, p.most, p.gini) for p in points] == [(10, 1, 2, 5_000), (7, 2, 1, 0)]


def test_what_was_borne_before_counts() -> None:
    plan = assignment.assign([replace(HEAD, carried=3), NURSE], [ROOF], seed="x")
    assert [one.worker for one in plan.assignments] == ["malee"]


def test_equal_work_is_spread_over_more_hands_before_lots_are_drawn() -> None:
    both = [ROOF, WALL]
    for seed in ("a", "b", "c", "d"):
        plan = assignment.assign([HEAD, NURSE], both, seed=seed, terms=Terms(mixed=("wall",)))
        assert [load for _worker, load in plan.loads] == [1, 1]


def test_equal_candidates_are_drawn_by_the_public_seed() -> None:
    drawn = {assignment.assign([HEAD, NURSE], [ROOF], seed=f"{n}").assignments[0].worker for n in range(40)}
    assert drawn == {"somchai", "malee"}


def test_reasons_say_why_and_why_not() -> None:
    plan = assignment.assign([HEAD, FAR], [ROOF], seed="x")
    (given_to,) = plan.assignments
    reasons = {reason.code: (reason.have, reason.of) for reason in given_to.reasons}
    assert given_to.worker == "somchai"
    assert reasons[Code.LEVEL] == (3, 2)
    assert reasons[Code.NEAR] == (4, 4)
    assert reasons[Code.LOAD] == (1, 2)
    ask = {"seed": "x", "line": "roof"}
    # One pair of digits is lost, with a second (the tambon): what the objective says of nearness.
    assert assignment.why_not(plan, [HEAD, FAR], [ROOF], worker="far", **ask) == assignment.WhyNot(
        None, 2 * plan.weights.nearness
    )
    cook = replace(FAR, skills=(("ครัว", 3),))
    assert assignment.why_not(plan, [HEAD, cook], [ROOF], worker="far", **ask).lacks == Lack.NO_SKILL


@pytest.mark.parametrize(
    ("worker", "why", "closest"),
    [
        (replace(HEAD, skills=()), Lack.NO_SKILL, ()),
        (replace(HEAD, skills=(("ช่าง", 1),)), Lack.LEVEL, (Lack.LEVEL,)),
        (replace(HEAD, blocks=()), Lack.NOT_FREE, (Lack.NOT_FREE,)),
        (replace(HEAD, refuses=("roof",)), Lack.REFUSED, ()),
    ],
)
def test_what_nobody_can_do_says_what_lacks_and_who_is_closest(
    worker: Worker, why: Lack, closest: tuple[Lack, ...]
) -> None:
    (empty,) = assignment.assign([worker], [ROOF], seed="x").unfilled
    assert (empty.why, tuple(one.lacks for one in empty.closest)) == (why, closest)


def test_full_hands_are_told_as_such() -> None:
    plan = assignment.assign([replace(HEAD, max_load=1)], [replace(ROOF, priority=2), WALL], seed="x")
    assert [(one.line, one.why, one.closest[0].lacks) for one in plan.unfilled] == [
        ("wall", Lack.ALL_TAKEN, Lack.ALL_TAKEN)
    ]


def test_who_is_in_the_task_already_or_helps_elsewhere_at_that_time_is_not_closest() -> None:
    """Two of three are found: nobody calls them the closest for what still lacks."""
    two = replace(ROOF, headcount=3)
    elsewhere = Worker("busy", "48090401", 1, (("ช่าง", 3),), (), taken=(ROOF.block,))
    full = Worker("full", "48090401", 1, (("ช่าง", 3),), tuple(BLOCKS))
    people = [HEAD, elsewhere, full]
    other = replace(WALL, id="other", task="other", priority=9)
    plan = assignment.assign(people, [two, other], seed="x")
    assert {one.line: one.worker for one in plan.assignments}["other"] in {"somchai", "full"}
    (empty,) = plan.unfilled
    here = {one.worker for one in plan.assignments if one.line == empty.line}
    assert here
    assert not here & {one.worker for one in empty.closest}
    assert "busy" not in {one.worker for one in empty.closest}
    (alone,) = assignment.assign([elsewhere], [ROOF], seed="x").unfilled
    assert (alone.why, alone.free, alone.closest) == (Lack.ALL_TAKEN, 1, ()), "free by their word, and needed elsewhere"


def test_who_has_one_half_day_left_is_not_asked_why_not_for_a_whole_day() -> None:
    day = replace(ROOF, more_blocks=(BLOCKS[1],))
    one = replace(HEAD, max_load=1)
    plan = assignment.assign([one], [day], seed="x")
    assert not plan.assignments
    assert not plan.unfilled[0].closest
    assert assignment.why_not(plan, [one], [day], worker="somchai", line="roof", seed="x").lacks == Lack.NOT_FREE


def test_a_place_that_asks_for_no_skill_never_speaks_of_levels() -> None:
    anybody = Line("help", "t", "", 1, 3, BLOCKS[0], "48090401")
    (empty,) = assignment.assign(
        [replace(HEAD, id="a", skills=()), replace(HEAD, id="b")], [anybody], seed="x"
    ).unfilled
    assert (empty.missing, empty.why, empty.skilled, empty.able, empty.closest) == (1, Lack.ALL_TAKEN, 2, 2, ())
    away = replace(HEAD, id="c", skills=(), blocks=())
    (empty,) = assignment.assign([away], [anybody], seed="x").unfilled
    assert (empty.why, [one.lacks for one in empty.closest]) == (Lack.NOT_FREE, [Lack.NOT_FREE])
    plan = assignment.assign([away], [anybody], seed="x")
    assert assignment.why_not(plan, [away], [anybody], worker="c", line="help", seed="x").lacks == Lack.NOT_FREE


@pytest.mark.parametrize(
    ("spoil", "promise"),
    [
        (lambda p: replace(p, objective=p.objective + 1, bound=p.bound + 1), "objective_adds_up"),
        (lambda p: replace(p, bound=p.objective - 1), "bound_is_above"),
        (lambda p: replace(p, assignments=p.assignments * 2), "once_on_a_line"),
        (lambda p: replace(p, loads=()), "loads_are_told"),
        (lambda p: replace(p, assignments=()), "what_is_empty_is_told"),
        (lambda p: replace(p, assignments=(replace(p.assignments[0], worker="cook"),)), "may_do_it"),
        (lambda p: replace(p, assignments=(replace(p.assignments[0], worker="nobody"),)), "names_exist"),
    ],
)
def test_a_spoilt_plan_is_named(spoil: object, promise: str) -> None:
    cook = Worker("cook", "48090401", 2, (("ครัว", 3),), tuple(BLOCKS))
    people = [HEAD, cook]
    plan = spoil(assignment.assign(people, [ROOF], seed="x"))  # type: ignore[operator]
    assert promise in {fault.promise for fault in assignment.verify(plan, people, [ROOF])}


def test_a_plan_that_claims_to_be_best_and_is_not_is_named() -> None:
    people = [HEAD, FAR]
    best = assignment.assign(people, [ROOF], seed="x")
    worse = assignment.assign([replace(HEAD, max_load=0), FAR], [ROOF], seed="x")
    claimed = replace(worse, weights=best.weights, bound=worse.objective)
    faults = {fault.promise for fault in assignment.verify(claimed, people, [ROOF])}
    assert "nothing_is_better" in faults


def test_an_erring_program_is_mended_in_whole_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program is replaced by one that sends nobody anywhere: the cycles of the residual network bring the best."""
    people = [HEAD, NURSE, FAR, replace(FAR, id="near", area="48090402", max_load=1)]
    rows = [ROOF, WALL, replace(ROOF, id="roof2", headcount=2, priority=3)]
    right = assignment.assign(people, rows, seed="x")

    def lazy(parts: network.Network, cost: network.Ints) -> network.Ints:
        flow = np.zeros(len(parts.tail), dtype=np.int64)
        left = parts.supply.copy()
        # Everything straight to the end, where there is an arc to it; what earlier criteria settled stays as it is.
        for arc in np.argsort(-parts.head, kind="stable"):
            if left[parts.tail[arc]] > 0:
                sent = min(int(left[parts.tail[arc]]), int(parts.capacity[arc]))
                flow[arc] = sent
                left[parts.tail[arc]] -= sent
                left[parts.head[arc]] += sent
        if left.any():
            return network._by_ortools(parts, cost)
        return flow

    monkeypatch.setattr(network, "_by_highs", lazy)
    assert assignment.assign(people, rows, seed="x", solver="highs") == right


def test_sums_of_large_numbers_do_not_overflow() -> None:
    ones = np.array([2**60, -(2**60), 2**60, 7], dtype=np.int64)
    others = np.array([2**20, 3, 5, -1], dtype=np.int64)
    assert network.total(ones, others) == sum(a * b for a, b in zip(ones.tolist(), others.tolist(), strict=True))


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (lambda: assignment.assign([HEAD, HEAD], [], seed="x"), SameTwice),
        (lambda: assignment.assign([], [ROOF, ROOF], seed="x"), SameTwice),
        (lambda: assignment.assign([replace(HEAD, skills=(("a", 1), ("a", 2)))], [], seed="x"), SameTwice),
        (lambda: assignment.assign([HEAD], [], seed=""), EmptySeed),
        (lambda: assignment.assign([HEAD], [], seed="x", terms=Terms(apart=(Apart("somchai", "x"),))), UnknownId),
        (lambda: replace(HEAD, area="48-09"), BadArea),
        (lambda: replace(HEAD, max_load=True), NotACount),
        (lambda: replace(ROOF, headcount=0), NotACount),
        (lambda: Terms(fairness=101), NotACount),
    ],
)
def test_what_contradicts_itself_is_refused(act: object, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        act()  # type: ignore[operator]
