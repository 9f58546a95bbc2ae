"""Dividing things: no division there is reaches more than the bound; each keeps its rules; order changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruammue.engines.matching import division
from ruammue.engines.matching.division import Have, Terms, Want, Why
from ruammue.engines.matching.refusals import EmptySeed, NotACount, SameTwice

pytestmark = pytest.mark.any_database

AREAS = ["48090401", "48090402", "480904", "41", "TH"]
DAYS = [None, date(2026, 12, 1), date(2026, 12, 5), date(2026, 12, 9)]


@st.composite
def wants(draw: st.DrawFn) -> list[Want]:
    made = []
    for n in range(draw(st.integers(0, 5))):
        days = sorted(draw(st.tuples(*[st.sampled_from(DAYS[1:])] * 2)))
        some = draw(st.booleans())
        made.append(
            Want(
                f"w{n}",
                draw(st.sampled_from(["โต๊ะ", "เก้าอี้"])),
                draw(st.integers(1, 9)),
                draw(st.sampled_from(AREAS)),
                draw(st.integers(1, 3)),
                draw(st.integers(1, 3)),
                days[0] if some else None,
                days[1] if some else None,
                draw(st.sampled_from(["วัด", ""])),
                ("โรงเรียน",) if draw(st.integers(0, 4)) == 0 else (),
            )
        )
    return made


@st.composite
def haves(draw: st.DrawFn) -> list[Have]:
    return [
        Have(
            f"h{n}",
            draw(st.sampled_from(["วัด", "โรงเรียน", "ร้าน"])),
            draw(st.sampled_from(["โต๊ะ", "เก้าอี้"])),
            draw(st.integers(0, 9)),
            (draw(st.sampled_from(AREAS)),),
            ("โต๊ะ",) if draw(st.booleans()) else (),
            draw(st.sampled_from(DAYS)),
            None,
            draw(st.booleans()),
            draw(st.integers(0, 9)),
            draw(st.integers(0, 3)),
        )
        for n in range(draw(st.integers(0, 5)))
    ]


@settings(max_examples=150, deadline=None)
@given(wants(), haves(), st.integers(1, 3), st.sampled_from([0, 3]))
def test_rules_are_kept_and_the_bound_is_what_another_road_finds(
    lacks: list[Want], there: list[Have], givers: int, reach: int
) -> None:
    terms = Terms(most_givers=givers, reach=reach)
    told = division.divide(lacks, there, seed="ล็อต", terms=terms)
    assert division.verify(told, lacks, there, terms=terms) == ()


@settings(max_examples=60, deadline=None)
@given(wants(), haves())
def test_without_limits_of_pieces_the_bound_is_reached(lacks: list[Want], there: list[Have]) -> None:
    told = division.divide([replace(w, least=1) for w in lacks], there, seed="ล็อต", terms=Terms(most_givers=99))
    assert told.gap == 0
    assert told.reached == 1


@settings(max_examples=40, deadline=None)
@given(wants(), haves(), st.randoms(use_true_random=False))
def test_neither_the_order_nor_the_solver_changes_the_points(
    lacks: list[Want], there: list[Have], chance: object
) -> None:
    told = division.divide(lacks, there, seed="ล็อต", solver="ortools")
    some, others = lacks[:], there[:]
    chance.shuffle(some)  # type: ignore[attr-defined]
    chance.shuffle(others)  # type: ignore[attr-defined]
    assert division.divide(some, others, seed="ล็อต", solver="ortools") == told
    assert division.divide(some, others, seed="ล็อต", solver="highs").bound == told.bound


TABLES = Want("งานบุญ", "โต๊ะ", 40, "48090401", least=10, needed_from=date(2026, 12, 1), needed_to=date(2026, 12, 2))
TEMPLE = Have("วัด-โต๊ะ", "วัด", "โต๊ะ", 40, ("48090401",), is_loan=True)


def test_the_nearest_gives_first_and_what_is_lent_is_lent_again() -> None:
    later = replace(TABLES, id="งานกีฬา", needed_from=date(2026, 12, 8), needed_to=date(2026, 12, 9))
    far = Have("อำเภอ-โต๊ะ", "อำเภอ", "โต๊ะ", 100, ("4809",), is_loan=True)
    told = division.divide([TABLES, later], [far, TEMPLE], seed="x")
    assert [(s.want, s.have, s.quantity) for s in told.shares] == [
        ("งานกีฬา", "วัด-โต๊ะ", 40),
        ("งานบุญ", "วัด-โต๊ะ", 40),
    ]
    given_away = replace(TEMPLE, is_loan=False)
    told = division.divide([TABLES, later], [given_away], seed="x")
    assert sum(s.quantity for s in told.shares) == 40


def test_what_one_giver_each_costs_is_told() -> None:
    three = [Want(f"w{n}", "โต๊ะ", 20, "48090401") for n in range(3)]
    two = [Have(f"h{n}", f"ร้าน{n}", "โต๊ะ", 30, ("48090401",)) for n in range(2)]
    told = division.divide(three, two, seed="x", terms=Terms(most_givers=1))
    assert sorted(share.quantity for share in told.shares) == [10, 20, 20]
    assert (told.objective, told.bound) == (50 * 50_000, 60 * 50_000)
    assert told.reached == Fraction(5, 6)
    assert [(one.missing, one.why) for one in told.unmet] == [(10, Why.TOO_SMALL)]


@pytest.mark.parametrize(
    ("have", "why"),
    [
        (replace(TEMPLE, spec="เต็นท์"), Why.NOBODY_HAS),
        (replace(TEMPLE, available_from=date(2027, 1, 1)), Why.OUTSIDE_DATES),
        (replace(TEMPLE, reach=("41",)), Why.TOO_FAR),
        (replace(TEMPLE, quantity=30), Why.ALL_GIVEN),
        (replace(TEMPLE, giver="ปฏิเสธ"), Why.DECLINED),
        (replace(TEMPLE, quantity=5), Why.TOO_SMALL),
    ],
)
def test_what_is_not_met_says_why(have: Have, why: Why) -> None:
    want = replace(TABLES, declined=("ปฏิเสธ",))
    told = division.divide([want], [have], seed="x", terms=Terms(reach=1))
    assert told.unmet[0].why == why


@pytest.mark.parametrize(
    ("spoil", "promise"),
    [
        (lambda d: replace(d, objective=d.objective + 1), "points_add_up"),
        (lambda d: replace(d, bound=d.objective - 1), "bound_is_above"),
        (lambda d: replace(d, bound=d.bound + 1), "bound_is_right"),
        (lambda d: replace(d, shares=d.shares * 2), "no_more_than_asked"),
        (lambda d: replace(d, shares=(replace(d.shares[0], quantity=2),)), "no_piece_below_its_least"),
        (lambda d: replace(d, shares=(replace(d.shares[0], have="ใคร"),)), "names_exist"),
        (lambda d: replace(d, shares=()), "what_lacks_is_told"),
    ],
)
def test_a_spoilt_division_is_named(spoil: object, promise: str) -> None:
    told = spoil(division.divide([TABLES], [TEMPLE], seed="x"))  # type: ignore[operator]
    assert promise in {fault.promise for fault in division.verify(told, [TABLES], [TEMPLE])}


def test_what_contradicts_itself_is_refused() -> None:
    with pytest.raises(SameTwice):
        division.divide([TABLES, TABLES], [], seed="x")
    with pytest.raises(EmptySeed):
        division.divide([TABLES], [], seed="")
    with pytest.raises(NotACount):
        replace(TABLES, quantity=0)
