"""A large division under rules that no network holds: no rule broken; what is best lies between it and its bound."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruammue.engines.matching import assignment
from ruammue.engines.matching.assignment import Apart, Line, Plan, Prices, Terms, Worker, planning
from ruammue.engines.matching.assignment.review import bound_by, objective
from tests.engines.test_assignment import BLOCKS, EVENING, every_plan, lines, workers

pytestmark = pytest.mark.any_database


@pytest.fixture(autouse=True)
def _everything_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "LARGE", 0)


def terms_of(people: list[Worker], fairness: int, is_hard: bool) -> Terms:
    apart = (Apart("w0", "w1", is_hard),) if len(people) > 1 else ()
    return Terms(fairness=fairness, apart=apart, mixed=("t0",))


def best_of(plan: Plan, people: list[Worker], rows: list[Line], terms: Terms) -> int:
    names, by_id = {one.id: one for one in people}, {row.id: row for row in rows}
    return max(
        objective(plan, [(row.id, one.id) for row, one in some], names, by_id, terms)
        for some in every_plan(people, rows, terms)
    )


@settings(max_examples=40, deadline=None)
@given(workers(long=True), lines(long=True), st.sampled_from([0, 25, 100]), st.booleans())
def test_it_is_a_plan_and_what_is_best_lies_between_it_and_its_bound(
    people: list[Worker], rows: list[Line], fairness: int, is_hard: bool
) -> None:
    terms = terms_of(people, fairness, is_hard)
    plan = assignment.assign(people, rows, seed="ล็อต", terms=terms)
    assert (plan.prices is None) == (plan.edges == 0)
    assert assignment.verify(plan, people, rows, terms=terms) == ()
    assert plan.objective <= best_of(plan, people, rows, terms) <= plan.bound


@settings(max_examples=40, deadline=None)
@given(workers(long=True), lines(long=True), st.data())
def test_whatever_the_prices_are_no_plan_exceeds_their_bound(
    people: list[Worker], rows: list[Line], data: st.DataObject
) -> None:
    terms = terms_of(people, 0, True)
    plan = assignment.assign(people, rows, seed="ล็อต", terms=terms)
    price = st.integers(-1, 5)
    prices = Prices(
        scale=2,
        lines=tuple((row.id, data.draw(price)) for row in rows),
        half_days=tuple((one.id, block, data.draw(price)) for one in people for block in [*BLOCKS, EVENING]),
        stays=tuple((one.id, length, data.draw(price)) for one in people for length in (1, 2, 3)),
    )
    names, by_id = {one.id: one for one in people}, {row.id: row for row in rows}
    assert best_of(plan, people, rows, terms) <= bound_by(prices, plan, names, by_id, terms)


def scene(people: int, tasks: int) -> tuple[list[Worker], list[Line], Terms]:
    """Made up: a third of the tasks go on for a whole day or into the evening, a third wish a mix; some keep apart."""
    draw = random.Random(7)
    blocks = [f"{day:02d}{part}" for day in range(1, 6) for part in "abc"]
    skills = ["ช่าง", "ครัว", "ขับรถ", "พยาบาล"]
    crowd = [
        Worker(
            f"p{n:03d}",
            draw.choice(["48090401", "48090402", "48090403"]),
            draw.randint(1, 5),
            tuple((skill, draw.randint(1, 5)) for skill in draw.sample(skills, draw.randint(0, 2))),
            tuple(block for block in blocks if draw.random() < 0.4),
            carried=draw.randint(0, 2),
            sector=draw.choice(["state", "civil", "private", ""]),
        )
        for n in range(people)
    ]
    rows = []
    for n in range(tasks):
        start = draw.randrange(0, len(blocks), 3)
        more = tuple(blocks[start + 1 : start + draw.choice([1, 1, 2, 3])])
        for skill in draw.sample(skills, draw.randint(1, 2)):
            line = Line(f"t{n:03d}-{skill}", f"t{n:03d}", skill, 2, draw.randint(1, 3), blocks[start], "48090401")
            rows.append(replace(line, priority=draw.randint(1, 3), more_blocks=more))
    apart = tuple(Apart(f"p{n:03d}", f"p{n + 1:03d}", n % 4 == 0) for n in range(0, people // 4, 2))
    return crowd, rows, Terms(apart=apart, mixed=tuple(sorted({row.task for row in rows})[::3]))


@pytest.mark.parametrize("fairness", [0, 25, 100])
def test_a_village_of_150_is_near_its_bound_and_near_what_is_best(
    monkeypatch: pytest.MonkeyPatch, fairness: int
) -> None:
    people, rows, terms = scene(150, 40)
    terms = replace(terms, fairness=fairness)
    plan = assignment.assign(people, rows, seed="ล็อต", terms=terms)
    assert assignment.verify(plan, people, rows, terms=terms) == ()
    assert plan.covered * 100 >= 97 * (plan.bound // plan.weights.coverage)
    chance = random.Random(1)
    chance.shuffle(people)
    chance.shuffle(rows)
    assert assignment.assign(people, rows, seed="ล็อต", terms=terms) == plan
    monkeypatch.setattr(planning, "LARGE", 30_000)
    best = assignment.assign(people, rows, seed="ล็อต", terms=terms)
    assert best.gap == 0
    assert plan.covered <= best.covered <= plan.bound // plan.weights.coverage


def test_away_keeps_what_it_can_and_why_not_tells_of_a_plan_with_them() -> None:
    people, rows, terms = scene(60, 15)
    plan = assignment.assign(people, rows, seed="ล็อต", terms=terms)
    away = plan.assignments[0].worker
    new = assignment.replan(plan, people, rows, away=away, seed="ล็อต", terms=terms)
    assert away not in {one.worker for one in new.plan.assignments}
    gone = [replace(one, max_load=0) if one.id == away else one for one in people]
    assert assignment.verify(replace(new.plan, prices=None), gone, rows, terms=terms) == ()
    assert len(new.joined) <= 2 * len([one for one in plan.assignments if one.worker == away])
    on = {(one.line, one.worker) for one in plan.assignments}
    line, worker = next(
        (row, one) for row in rows for one in people
        if assignment.review.may(one, row, terms) and (row.id, one.id) not in on
    )  # fmt: skip
    why = assignment.why_not(plan, people, rows, worker=worker.id, line=line.id, seed="ล็อต", terms=terms)
    assert why.lacks is None


def test_a_bound_that_its_prices_do_not_show_is_named() -> None:
    people, rows, terms = scene(40, 8)
    plan = assignment.assign(people, rows, seed="ล็อต", terms=terms)
    assert plan.prices is not None
    low = replace(plan, bound=plan.bound - 1)
    cheap = replace(plan, prices=replace(plan.prices, stays=(), half_days=(), lines=()))
    for spoilt in (low, cheap):
        faults = {fault.promise for fault in assignment.verify(spoilt, people, rows, terms=terms)}
        assert "bound_follows_from_prices" in faults


def test_mutant_without_rounded_loads_the_program_promises_more_than_can_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two stays of two half-days do not fit in a load of three; in fractions three quarters of each do."""
    whole = ("a", "b"), ("c", "d")
    people = [Worker("w", "48090401", 3, (("ช่าง", 1),), ("a", "b", "c", "d"))]
    rows = [Line(f"l{n}", f"t{n}", "ช่าง", 1, 1, first, "48090401", 2, (more,)) for n, (first, more) in enumerate(whole)]

    def bound() -> int:
        plan = assignment.assign(people, rows, seed="ล็อต")
        return plan.bound // plan.weights.coverage

    assert bound() == 2
    monkeypatch.setattr("ruammue.engines.matching.assignment.program.parts", lambda longest: [])
    assert bound() == 3
