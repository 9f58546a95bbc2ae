"""Matching: small true stories, a slow twin, laws, and fittings that somebody touched."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruammue.engines.matching import (
    Candidate,
    Code,
    Fitting,
    Gap,
    LeftOut,
    Level,
    Match,
    Opening,
    PassedOver,
    Reason,
    Refused,
    State,
    Terms,
    Why,
    fit,
    openings,
    refusals,
    verify,
    verify_openings,
)

pytestmark = pytest.mark.any_database

TODAY = date(2026, 11, 22)
TENTS = Gap("gap-1", "tent", 50, "piece", "99010203", Level.MUBAN, TODAY + timedelta(10), TODAY + timedelta(14))
SHOP = Candidate(
    "shop",
    "tent",
    60,
    "piece",
    ("99010203",),
    aptitude=2,
    kept=3,
    late=1,
    promised=4,
    confirmed_on=TODAY - timedelta(5),
    load=1,
)


def like_shop(org: str, **other: Any) -> Candidate:
    return replace(SHOP, org=org, **other)


def fitting_of(*candidates: Candidate, gap: Gap = TENTS, **terms: Any) -> Fitting:
    fitting = fit(gap, candidates, today=TODAY, seed="s", terms=Terms(**terms))
    assert verify(fitting, gap, candidates, today=TODAY, seed="s", terms=Terms(**terms)) == ()
    return fitting


def chosen(fitting: Fitting) -> set[str]:
    return {match.org for match in fitting.chosen}


def left_out(fitting: Fitting) -> dict[str, tuple[Why, ...]]:
    return {left.org: left.why for left in fitting.left_out}


def reasons_of(candidate: Candidate, gap: Gap = TENTS, **terms: Any) -> list[Reason]:
    (match,) = fitting_of(candidate, gap=gap, **terms).chosen
    return list(match.reasons)


def refusal_of(act: Callable[[], object]) -> Refused:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value


# Stories.


def test_a_shop_fits_and_says_why_in_codes_and_numbers() -> None:
    assert reasons_of(SHOP) == [
        Reason(Code.NEAR_MUBAN),
        Reason(Code.REACHES_PLACE),
        Reason(Code.COVERS_ALL, 60, 50),
        Reason(Code.SAME_SPEC),
        Reason(Code.DATES_FIT, 5, 5),
        Reason(Code.APTITUDE_SHOWN, 2, 3),
        Reason(Code.PROMISES_KEPT, 3, 4),
        Reason(Code.CONFIRMED_LATELY, 5),
        Reason(Code.CARRIES_TASKS, 1),
        Reason(Code.NOT_HELPED_LATELY, 0),
    ]


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        # Each pair differs where it says so, and the worse is better in everything that is weighed later.
        ({"reach": ("990102",)}, {"reach": ("9901",), "aptitude": 3, "load": 0}),
        ({"reach": ("9901",)}, {"reach": ("99",), "aptitude": 3}),
        ({"reach": ("99",)}, {"reach": ("TH",), "aptitude": 3}),
        ({"reach": ("990102",)}, {"reach": ("99010204",), "aptitude": 3}),
        ({"remaining": 50, "aptitude": 0}, {"remaining": 49, "aptitude": 3}),
        ({"remaining": 25, "aptitude": 0}, {"remaining": 24, "aptitude": 3}),
        ({"aptitude": 0}, {"spec": "tarpaulin", "substitutes": ("tent",), "aptitude": 3}),
        ({"aptitude": 0}, {"available_to": TODAY + timedelta(12), "aptitude": 3}),
        ({"aptitude": 2, "confirmed_on": None}, {"aptitude": 1}),
        ({"kept": 3, "late": 0, "promised": 4}, {"kept": 2, "late": 1, "promised": 4, "load": 0}),
        ({"kept": 0, "late": 0, "promised": 1}, {"kept": 1, "late": 1, "promised": 4, "load": 0}),
        ({"kept": 2, "late": 0, "promised": 4}, {"kept": 1, "late": 1, "promised": 4, "load": 0}),
        (
            {"confirmed_on": TODAY - timedelta(30), "load": 9},
            {"confirmed_on": TODAY - timedelta(31), "load": 0},
        ),
        (
            {"confirmed_on": TODAY - timedelta(180), "load": 9},
            {"confirmed_on": TODAY - timedelta(181), "load": 0},
        ),
        ({"load": 0}, {"load": 1, "helped": 1}),
        ({"helped": 1}, {"helped": 0}),
    ],
)
def test_what_is_weighed_first(better: dict[str, Any], worse: dict[str, Any]) -> None:
    for names in (("a", "z"), ("z", "a")):
        pair = (like_shop(names[0], **better), like_shop(names[1], **worse))
        fitting = fitting_of(*pair, places=1)
        assert chosen(fitting) == {names[0]}
        assert left_out(fitting) == {names[1]: (Why.OTHERS_CHOSEN,)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"confirmed_on": None}, {"confirmed_on": TODAY - timedelta(400)}),
        ({"kept": 0, "late": 4, "promised": 4}, {"kept": 0, "late": 0, "promised": 0}),  # mixed; a newcomer
        ({"remaining": 50}, {"remaining": 5000}),
        ({"available_to": TODAY + timedelta(10)}, {"available_to": TODAY + timedelta(13)}),
    ],
)
def test_what_weighs_the_same_leaves_the_word_to_the_load(one: dict[str, Any], other: dict[str, Any]) -> None:
    for light, heavy in ((one, other), (other, one)):
        pair = (like_shop("light", **{**light, "load": 1}), like_shop("heavy", **{**heavy, "load": 2}))
        assert chosen(fitting_of(*pair, places=1)) == {"light"}


def test_one_with_nothing_left_is_weighed_as_if_it_covered_all() -> None:
    empty = like_shop("empty", remaining=0)
    assert [p.org for p in fitting_of(empty, like_shop("half", remaining=25), places=1).passed_over] == ["empty"]
    assert not fitting_of(empty, like_shop("whole", remaining=50), places=1).passed_over


@pytest.mark.parametrize(
    ("reach", "level", "code", "says_it_comes"),
    [
        (("99010203",), Level.MUBAN, Code.NEAR_MUBAN, True),
        (("99010204",), Level.MUBAN, Code.NEAR_TAMBON, False),
        (("99010204", "99"), Level.MUBAN, Code.NEAR_TAMBON, True),
        (("990102",), Level.MUBAN, Code.NEAR_TAMBON, True),
        (("990112",), Level.MUBAN, Code.NEAR_AMPHOE, False),
        (("99",), Level.MUBAN, Code.NEAR_CHANGWAT, True),
        (("9801",), Level.MUBAN, Code.NEAR_COUNTRY, False),  # 98 and 99 share a digit, and no area
        (("TH",), Level.MUBAN, Code.NEAR_COUNTRY, True),
        ((), Level.MUBAN, Code.NEAR_COUNTRY, False),
        (
            ("99010203",),
            Level.AMPHOE,
            Code.NEAR_AMPHOE,
            True,
        ),  # a matter of the amphoe: its villages are alike
        (("99010203",), Level.COUNTRY, Code.NEAR_COUNTRY, True),
    ],
)
def test_nearness(reach: tuple[str, ...], level: Level, code: Code, says_it_comes: bool) -> None:
    reasons = reasons_of(like_shop("shop", reach=reach), replace(TENTS, level=level))
    there = Code.REACHES_PLACE if says_it_comes else Code.PLACE_BEYOND_REACH
    assert reasons[:2] == [Reason(code), Reason(there)]


def test_a_gap_of_the_whole_country() -> None:
    assert reasons_of(SHOP, replace(TENTS, area="TH"))[:2] == [
        Reason(Code.NEAR_COUNTRY),
        Reason(Code.REACHES_PLACE),
    ]


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"remaining": 25}, Reason(Code.COVERS_HALF, 25, 50)),  # exactly half
        ({"remaining": 1}, Reason(Code.COVERS_LITTLE, 1, 50)),
        ({"spec": "tarpaulin", "substitutes": ("mat", "tent")}, Reason(Code.SUBSTITUTE)),
        ({"available_from": TODAY + timedelta(14)}, Reason(Code.DATES_PARTLY, 1, 5)),
        ({"available_to": TODAY + timedelta(14)}, Reason(Code.DATES_FIT, 5, 5)),
        ({"aptitude": 0}, Reason(Code.APTITUDE_NOT_SHOWN, 0, 3)),
        ({"kept": 1, "late": 0, "promised": 1}, Reason(Code.PROMISES_TOO_FEW, 1, 1)),
        ({"kept": 0, "late": 4}, Reason(Code.PROMISES_MIXED, 0, 4)),  # late counts half
        ({"kept": 1, "late": 1}, Reason(Code.PROMISES_DOUBTED, 1, 4)),
        ({"confirmed_on": None}, Reason(Code.NEVER_CONFIRMED)),
        ({"confirmed_on": TODAY + timedelta(1)}, Reason(Code.CONFIRMED_LATELY, 0)),
        ({"confirmed_on": TODAY - timedelta(31)}, Reason(Code.CONFIRMED_SOME_TIME_AGO, 31)),
        ({"confirmed_on": TODAY - timedelta(400)}, Reason(Code.CONFIRMED_LONG_AGO, 400)),
        ({"load": 0}, Reason(Code.HANDS_FREE, 0)),
        ({"helped": 2}, Reason(Code.HELPED_LATELY, 2)),
    ],
)
def test_reasons(other: dict[str, Any], reason: Reason) -> None:
    assert reason in reasons_of(like_shop("shop", **other))


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"spec": "boat"}, (Why.OTHER_SPEC,)),
        ({"unit": "metre"}, (Why.OTHER_UNIT,)),
        ({"available_to": TODAY + timedelta(9)}, (Why.OUTSIDE_DATES,)),
        ({"available_from": TODAY + timedelta(15)}, (Why.OUTSIDE_DATES,)),
        ({"reach": ("98",)}, (Why.TOO_FAR,)),
        (
            {"spec": "boat", "unit": "metre", "reach": (), "state": State.FULL},
            (Why.OTHER_SPEC, Why.OTHER_UNIT, Why.TOO_FAR),
        ),
    ],
)
def test_what_does_not_fit_is_left_out_with_every_reason(other: dict[str, Any], why: tuple[Why, ...]) -> None:
    fitting = fitting_of(like_shop("shop", **other), widest=Level.CHANGWAT)
    assert left_out(fitting) == {"shop": why}
    assert not fitting.chosen
    assert not fitting.passed_over


def test_dates_that_are_open_or_over() -> None:
    late = replace(TENTS, needed_from=TODAY - timedelta(9), needed_to=TODAY - timedelta(3))
    assert Reason(Code.DATES_FIT, 1, 1) in reasons_of(SHOP, late)  # overdue: it asks for today
    gone = like_shop("gone", available_to=TODAY - timedelta(1))
    assert left_out(fitting_of(gone, gap=late)) == {"gone": (Why.OUTSIDE_DATES,)}
    some_day = replace(TENTS, needed_from=None, needed_to=None)
    assert left_out(fitting_of(gone, gap=some_day)) == {"gone": (Why.OUTSIDE_DATES,)}
    assert Reason(Code.DATES_FIT) in reasons_of(like_shop("s", available_from=TODAY + timedelta(400)), some_day)
    until = replace(TENTS, needed_from=None)
    assert Reason(Code.DATES_FIT) in reasons_of(like_shop("s", available_from=TODAY + timedelta(14)), until)
    onwards = replace(TENTS, needed_to=None)
    assert Reason(Code.DATES_PARTLY) in reasons_of(like_shop("s", available_from=TODAY + timedelta(11)), onwards)
    assert Reason(Code.DATES_FIT) in reasons_of(like_shop("s", available_to=TODAY + timedelta(11)), onwards)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"state": State.FULL}, (Why.FULL,)),
        ({"remaining": 0}, (Why.FULL,)),
        ({"state": State.ABSENT}, (Why.ABSENT,)),
        ({"declined": True}, (Why.DECLINED,)),
        ({"declined": True, "state": State.ABSENT, "remaining": 0}, (Why.DECLINED, Why.ABSENT, Why.FULL)),
    ],
)
def test_a_fitter_but_hindered_partner_is_shown_as_passed_over(other: dict[str, Any], why: tuple[Why, ...]) -> None:
    hospital = like_shop("hospital", **other)
    others = [like_shop(name, reach=("990102",)) for name in ("temple", "school", "club")]
    fitting = fitting_of(hospital, *others)
    assert chosen(fitting) == {"temple", "school", "club"}
    (passed,) = fitting.passed_over
    assert (passed.org, passed.why) == ("hospital", why)
    assert passed.reasons[0] == Reason(Code.NEAR_MUBAN)

    farther = replace(hospital, reach=("99",))
    fitting = fitting_of(farther, *others)
    assert not fitting.passed_over
    assert left_out(fitting) == {"hospital": why}
    fitting = fitting_of(farther, *others[:2])  # a place stayed empty, so it would have had one
    assert [passed.org for passed in fitting.passed_over] == ["hospital"]
    equal = replace(hospital, reach=("990102",), remaining=60)  # no fitter than the chosen: not passed over
    if "remaining" not in other:
        assert not fitting_of(equal, *others).passed_over


def test_a_partner_has_one_place_by_its_best_free_offer() -> None:
    near = replace(SHOP, offer="a", remaining=0)
    far = replace(SHOP, offer="b", reach=("99",))
    farther = replace(SHOP, offer="c", reach=("TH",))
    fitting = fitting_of(near, far, farther)
    assert [(m.org, m.offer) for m in fitting.chosen] == [("shop", "b")]
    same = (Why.SAME_PARTNER,)
    assert fitting.left_out == (LeftOut("shop", "a", same), LeftOut("shop", "c", same))


def test_a_partner_that_said_no_is_not_asked_by_its_other_offer() -> None:
    fitting = fitting_of(replace(SHOP, offer="a", declined=True), replace(SHOP, offer="b", reach=("990102",)))
    assert not fitting.chosen
    assert [(p.offer, p.why) for p in fitting.passed_over] == [("a", (Why.DECLINED,))]


def test_nobody_and_nothing() -> None:
    assert fitting_of() == Fitting("gap-1", (), (), ())


def test_contradictions_are_refused_with_data() -> None:
    refusal = refusal_of(partial(fitting_of, SHOP, SHOP))
    assert isinstance(refusal, refusals.SameOfferTwice)
    assert refusal.offers == (("shop", ""),)
    assert isinstance(refusal_of(partial(fit, TENTS, [SHOP], today=TODAY, seed="")), refusals.EmptySeed)
    wrong: Any
    for wrong in (-1, 1.0, True):
        for name in ("remaining", "kept", "late", "promised", "load", "helped", "aptitude"):
            assert isinstance(refusal_of(partial(like_shop, "x", **{name: wrong})), refusals.NotACount)
        assert isinstance(refusal_of(partial(replace, TENTS, quantity=wrong)), refusals.NotACount)
    assert isinstance(refusal_of(partial(like_shop, "x", aptitude=4)), refusals.NotACount)
    assert isinstance(refusal_of(partial(replace, TENTS, quantity=0)), refusals.NotACount)
    assert isinstance(refusal_of(partial(Terms, places=0)), refusals.NotACount)
    assert isinstance(refusal_of(partial(Terms, stale_days=3)), refusals.NotACount)
    half: Any = 0.5
    assert isinstance(refusal_of(partial(Terms, doubted=half)), refusals.NotACount)
    for area in ("", "9", "990", "9901020304", "๙๙", "th", "99x1"):
        assert isinstance(refusal_of(partial(replace, TENTS, area=area)), refusals.BadArea)
        assert isinstance(refusal_of(partial(like_shop, "x", reach=("99", area))), refusals.BadArea)
    refusal = refusal_of(partial(replace, TENTS, needed_to=TODAY))
    assert isinstance(refusal, refusals.DatesReversed)
    assert refusal.ends == TODAY
    refusal = refusal_of(partial(like_shop, "x", promised=3))
    assert isinstance(refusal, refusals.PromisesDoNotAdd)
    assert (refusal.kept, refusal.late, refusal.promised) == (3, 1, 3)


# The other way round: which gaps fit one partner.


def test_a_partner_sees_what_it_could_give_nearest_first_and_why() -> None:
    far = replace(TENTS, id="far", area="99010301")
    soon = replace(TENTS, id="soon", needed_from=TODAY, needed_to=TODAY + timedelta(2))
    boat, no = replace(TENTS, id="boat", spec="boat"), replace(TENTS, id="no")
    pairs = [
        (far, replace(SHOP, offer="a")),
        (TENTS, replace(SHOP, offer="a")),
        (TENTS, replace(SHOP, offer="b", remaining=20)),
        (soon, replace(SHOP, offer="a")),
        (boat, replace(SHOP, offer="a")),
        (no, replace(SHOP, offer="a")),
        (no, replace(SHOP, offer="b", declined=True)),
        (replace(TENTS, id="empty"), replace(SHOP, offer="c", remaining=0)),
    ]
    seen = openings(pairs, today=TODAY)
    assert [(one.gap, one.offer) for one in seen] == [("soon", "a"), ("gap-1", "a"), ("far", "a")]
    assert Reason(Code.NEAR_AMPHOE) in seen[2].reasons
    assert verify_openings(seen, pairs, today=TODAY) == ()
    owed = [(TENTS, SHOP), (replace(TENTS, id="z"), replace(SHOP, helped=1))]
    assert [one.gap for one in openings(owed, today=TODAY)] == ["z", "gap-1"], "who helped us comes before a stranger"
    for tampered, promise in (
        (seen[::-1], "fittest_first"),
        (seen[1:], "shows_every_gap_it_could_help_once"),
        ((*seen, Opening("no", "a", ())), "shown_may_and_can"),
        ((seen[0], replace(seen[1], offer="b"), seen[2]), "stands_by_its_best_offer"),
        ((replace(seen[0], reasons=()), *seen[1:]), "reasons_are_true"),
    ):
        assert promise in {fault.promise for fault in verify_openings(tampered, pairs, today=TODAY)}
    assert isinstance(
        refusal_of(partial(openings, [(TENTS, SHOP), (far, like_shop("x"))], today=TODAY)), refusals.SeveralPartners
    )
    assert isinstance(refusal_of(partial(openings, [(TENTS, SHOP)] * 2, today=TODAY)), refusals.SameOfferTwice)


# Laws.

days = st.one_of(st.none(), st.integers(0, 20).map(lambda n: TODAY + timedelta(n - 3)))
areas = st.sampled_from(["TH", "99", "9901", "990102", "99010203", "99010204", "9902", "98", "98010203"])


def ordered(begins: date | None, ends: date | None) -> tuple[date | None, date | None]:
    return (ends, begins) if begins and ends and begins > ends else (begins, ends)


@st.composite
def candidate_lists(draw: st.DrawFn) -> list[Candidate]:
    some = []
    for n in range(draw(st.integers(0, 8))):
        begins, ends = ordered(draw(days), draw(days))
        kept, late = draw(st.integers(0, 2)), draw(st.integers(0, 2))
        some.append(
            Candidate(
                org=draw(st.sampled_from("abcdef")),
                offer=str(n),
                spec=draw(st.sampled_from(["tent", "tent", "mat"])),
                substitutes=draw(st.sampled_from([(), ("tent",)])),
                remaining=draw(st.sampled_from([0, 3, 4, 5, 10])),
                unit=draw(st.sampled_from(["piece", "piece", "piece", "metre"])),
                reach=tuple(draw(st.lists(areas, max_size=2))),
                available_from=begins,
                available_to=ends,
                aptitude=draw(st.integers(0, 3)),
                kept=kept,
                late=late,
                promised=kept + late + draw(st.integers(0, 2)),
                confirmed_on=draw(st.sampled_from([None, *(TODAY - timedelta(n) for n in (0, 30, 31, 200))])),
                helped=draw(st.integers(0, 1)),
                load=draw(st.integers(0, 2)),
                state=draw(st.sampled_from([State.ACTIVE, State.ACTIVE, State.FULL, State.ABSENT])),
                declined=draw(st.integers(0, 5)) == 0,
            )
        )
    return some


@st.composite
def gaps(draw: st.DrawFn) -> Gap:
    begins, ends = ordered(draw(days), draw(days))
    return Gap("g", "tent", 8, "piece", draw(areas), draw(st.sampled_from(Level)), begins, ends)


all_terms = st.builds(Terms, st.integers(1, 4), st.sampled_from(Level))


def sieve(gap: Gap, pool: list[Candidate], terms: Terms) -> list[Candidate]:
    """As people would do it: keep the nearest, of those the ones that reach, and so on; draw at the end."""

    def steps(one: Candidate) -> int:
        depth = 0
        for code in one.reach:
            for n in (1, 2, 3, 4):
                if code != "TH" and gap.area != "TH" and len(code) >= 2 * n <= len(gap.area):
                    depth = max(depth, n if code[: 2 * n] == gap.area[: 2 * n] else 0)
        return max(4 - depth, list(Level).index(gap.level))

    def comes(one: Candidate) -> bool:
        return any(
            "TH" in (code, gap.area) or code.startswith(gap.area) or gap.area.startswith(code) for code in one.reach
        )

    def wanted() -> list[date]:
        """The days asked for, one by one; an open end is drawn far beyond every date of the tests."""
        first = max(TODAY, gap.needed_from or TODAY)
        last = max(first, gap.needed_to) if gap.needed_to else first + timedelta(60)
        return [first + timedelta(n) for n in range((last - first).days + 1)]

    def there(one: Candidate) -> list[bool]:
        return [(one.available_from or day) <= day <= (one.available_to or day) for day in wanted()]

    def whole(one: Candidate) -> bool:
        if gap.needed_from is None:
            return any(there(one))
        return there(one)[0] and (gap.needed_to is None or all(there(one)))

    def covers(one: Candidate) -> Fraction:
        part = Fraction(one.remaining or gap.quantity, gap.quantity)
        return max(bar for bar in (Fraction(0), Fraction(1, 2), Fraction(1)) if part >= bar)

    def kept(one: Candidate) -> str:
        if one.promised < 2:
            return "b"
        part = (one.kept + Fraction(one.late, 2)) / one.promised
        return "a" if part >= Fraction(3, 4) else "b" if part >= Fraction(1, 2) else "c"

    def age(one: Candidate) -> int:
        past = 999 if one.confirmed_on is None else (TODAY - one.confirmed_on).days
        return [past <= 30, past <= 180, True].index(True)

    refused = {one.org for one in pool if one.declined}
    left = [
        one
        for one in pool
        if (one.spec == "tent" or "tent" in one.substitutes)
        and one.unit == gap.unit
        and any(there(one))
        and steps(one) <= list(Level).index(terms.widest)
        and (one.state == State.ACTIVE and one.remaining and one.org not in refused)
    ]
    taken: list[Candidate] = []
    while left and len(taken) < terms.places:
        best = left
        questions: list[Callable[[Candidate], Any]] = [
            steps,
            lambda one: not comes(one),
            lambda one: -covers(one),
            lambda one: one.spec != "tent",
            lambda one: not whole(one),
            lambda one: -one.aptitude,
            kept,
            age,
            lambda one: one.load,
            lambda one: sha256(f"seed|{one.org}".encode()).hexdigest(),
            lambda one: one.offer,
        ]
        for ask in questions:
            best = [one for one in best if ask(one) == min(map(ask, best))]
        taken += best
        left = [one for one in left if one.org != best[0].org]
    return taken


@given(gaps(), candidate_lists(), all_terms, st.randoms(use_true_random=False))
def test_fit_equals_the_sieve_is_verified_and_knows_no_order(
    gap: Gap, some: list[Candidate], terms: Terms, random: Any
) -> None:
    fitting = fit(gap, some, today=TODAY, seed="seed", terms=terms)
    assert {(m.org, m.offer) for m in fitting.chosen} == {(c.org, c.offer) for c in sieve(gap, some, terms)}
    shuffled = list(some)
    random.shuffle(shuffled)
    assert fit(gap, shuffled, today=TODAY, seed="seed", terms=terms) == fitting
    assert verify(fitting, gap, shuffled, today=TODAY, seed="seed", terms=terms) == ()


@given(gaps(), candidate_lists(), all_terms)
def test_every_candidate_has_exactly_one_fate(gap: Gap, some: list[Candidate], terms: Terms) -> None:
    fitting = fit(gap, some, today=TODAY, seed="seed", terms=terms)
    groups: tuple[tuple[Match | PassedOver | LeftOut, ...], ...] = (
        fitting.chosen,
        fitting.passed_over,
        fitting.left_out,
    )
    named = [(entry.org, entry.offer) for group in groups for entry in group]
    assert sorted(named) == sorted((one.org, one.offer) for one in some)
    assert chosen(fitting).isdisjoint(passed.org for passed in fitting.passed_over)
    assert len(chosen(fitting)) == len(fitting.chosen) <= terms.places
    by_id = {(one.org, one.offer): one for one in some}
    for match in fitting.chosen:
        one = by_id[match.org, match.offer]
        assert one.state == State.ACTIVE
        assert one.remaining > 0
        assert not one.declined


@given(gaps(), candidate_lists(), all_terms)
def test_freeing_one_who_was_passed_over_gives_it_a_place(gap: Gap, some: list[Candidate], terms: Terms) -> None:
    fitting = fit(gap, some, today=TODAY, seed="seed", terms=terms)
    for passed in fitting.passed_over:
        freed = [
            replace(
                one,
                declined=one.declined and one.org != passed.org,
                state=State.ACTIVE if (one.org, one.offer) == (passed.org, passed.offer) else one.state,
                remaining=one.remaining or 8,
            )
            if one.org == passed.org
            else one
            for one in some
        ]
        assert passed.org in chosen(fit(gap, freed, today=TODAY, seed="seed", terms=terms))


@given(gaps(), candidate_lists(), all_terms, st.data())
def test_monotonicity_to_become_fitter_never_costs_the_place(
    gap: Gap, some: list[Candidate], terms: Terms, data: st.DataObject
) -> None:
    fitting = fit(gap, some, today=TODAY, seed="seed", terms=terms)
    if not fitting.chosen:
        return
    match = data.draw(st.sampled_from(fitting.chosen))
    gains: dict[str, Any] = data.draw(
        st.sampled_from(
            [
                {"reach": (gap.area,)},
                {"remaining": 10},
                {"spec": "tent"},
                {"available_from": None, "available_to": None},
                {"aptitude": 3},
                {"kept": 4, "late": 0, "promised": 4},
                {"confirmed_on": TODAY},
                {"load": 0},
                {"helped": 1},
            ]
        )
    )
    more = [replace(o, **gains) if (o.org, o.offer) == (match.org, match.offer) else o for o in some]
    assert match.org in chosen(fit(gap, more, today=TODAY, seed="seed", terms=terms))


@given(gaps(), candidate_lists())
def test_independence_one_who_was_not_chosen_may_stay_at_home(gap: Gap, some: list[Candidate]) -> None:
    fitting = fit(gap, some, today=TODAY, seed="seed")
    hers = [one for one in some if one.org in chosen(fitting)]
    assert chosen(fit(gap, hers, today=TODAY, seed="seed")) == chosen(fitting)


@given(st.lists(gaps(), max_size=4), candidate_lists(), all_terms)
def test_openings_hold_and_do_not_hear_the_order(some_gaps: list[Gap], some: list[Candidate], terms: Terms) -> None:
    named = [replace(gap, id=str(number)) for number, gap in enumerate(some_gaps)]
    pairs = [(gap, replace(one, org="a")) for gap in named for one in some]
    seen = openings(pairs, today=TODAY, terms=terms)
    assert verify_openings(seen, pairs, today=TODAY, terms=terms) == ()
    assert openings(pairs[::-1], today=TODAY, terms=terms) == seen


def test_neutrality_the_lot_favours_no_name() -> None:
    """Six equal partners, 600 gaps: each is drawn, and shown first, about as often as any other."""
    equal = [like_shop(name) for name in "abcdef"]
    drawn, first = dict.fromkeys("abcdef", 0), dict.fromkeys("abcdef", 0)
    for n in range(600):
        match = fit(TENTS, equal, today=TODAY, seed=f"gap-{n}").chosen
        first[match[0].org] += 1
        for one in match:
            drawn[one.org] += 1
    assert all(240 <= times <= 360 for times in drawn.values())
    assert all(60 <= times <= 140 for times in first.values())


def test_the_order_shown_betrays_no_rank() -> None:
    """The fittest of three stands in each of the three positions about as often."""
    some = [like_shop("a", load=0), like_shop("b", load=1), like_shop("c", load=2)]
    at = [0, 0, 0]
    for n in range(300):
        shown = [m.org for m in fit(TENTS, some, today=TODAY, seed=f"gap-{n}").chosen]
        at[shown.index("a")] += 1
    assert all(60 <= times <= 140 for times in at)


def test_load_is_spread_among_equals() -> None:
    load = dict.fromkeys("abcdefg", 0)
    for n in range(40):
        some = [like_shop(name, load=tasks) for name, tasks in load.items()]
        for match in fit(TENTS, some, today=TODAY, seed=f"gap-{n}").chosen:
            load[match.org] += 1
        assert max(load.values()) - min(load.values()) <= 1


@given(gaps(), candidate_lists(), all_terms)
def test_no_float_anywhere(gap: Gap, some: list[Candidate], terms: Terms) -> None:
    def numbers(value: Any) -> list[Any]:
        if isinstance(value, tuple):
            return [n for item in value for n in numbers(item)]
        if hasattr(type(value), "__dataclass_fields__"):
            return [n for field in fields(value) for n in numbers(getattr(value, field.name))]
        return [value]

    assert all(
        type(n) is not float and type(n) is not bool
        for n in numbers(fit(gap, some, today=TODAY, seed="seed", terms=terms))
    )


# Tampering.

STORY = [
    like_shop("near", load=0),
    like_shop("full", state=State.FULL, load=0),
    like_shop("absent", state=State.ABSENT, load=0),
    replace(SHOP, org="two", offer="a"),
    replace(SHOP, org="two", offer="b", reach=("99",)),
    like_shop("third", reach=("990102",)),
    like_shop("twin", reach=("990102",)),
    like_shop("far", reach=("TH",)),
    like_shop("busy", reach=("TH",), state=State.FULL),
    like_shop("boat", spec="boat"),
]


def faults_of(fitting: Fitting, gap: Gap = TENTS, some: list[Candidate] = STORY, **other: Any) -> set[str]:
    terms = {"today": TODAY, "seed": "s", **other}
    return {fault.promise for fault in verify(fitting, gap, some, **terms)}


def planted() -> dict[str, tuple[Fitting, str]]:
    """Every way to cheat that we could think of, and the promise that it breaks."""
    honest = fit(TENTS, STORY, today=TODAY, seed="s")
    assert faults_of(honest) == set()
    assert chosen(honest) > {"near", "two"}
    assert len(honest.chosen) == 3
    assert {p.org for p in honest.passed_over} == {"full", "absent"}
    (lot_winner,) = chosen(honest) & {"third", "twin"}
    lot_loser = ({"third", "twin"} - {lot_winner}).pop()

    def chosen_instead(out: str, into: str, offer: str = "") -> Fitting:
        """The friend takes the place, with true reasons of its own; the other is said to be outdone."""
        one = next(c for c in STORY if (c.org, c.offer) == (into, offer))
        alone = fit(TENTS, [replace(one, state=State.ACTIVE)], today=TODAY, seed="s")
        mine = alone.chosen or (Match(into, offer, ()),)
        gone = next(m for m in honest.chosen if m.org == out)
        left = [*honest.left_out, LeftOut(gone.org, gone.offer, (Why.OTHERS_CHOSEN,))]
        return replace(
            honest,
            chosen=shown(m for m in (*honest.chosen, *mine) if m.org != out),
            passed_over=tuple(p for p in honest.passed_over if p.org != into),
            left_out=tuple(
                sorted((x for x in left if (x.org, x.offer) != (into, offer)), key=lambda x: (x.org, x.offer))
            ),
        )

    def shown(some: Any) -> Any:
        return tuple(sorted(some, key=lambda m: sha256(f"s|show|{m.org}".encode()).hexdigest()))

    def hidden(org: str, why: tuple[Why, ...]) -> Fitting:
        left = (*honest.left_out, LeftOut(org, "", why))
        return replace(
            honest,
            passed_over=tuple(p for p in honest.passed_over if p.org != org),
            left_out=tuple(sorted(left, key=lambda x: (x.org, x.offer))),
        )

    def touched_reasons(group: Any, **change: Any) -> Any:
        reasons = list(group[0].reasons)
        at = next(n for n, reason in enumerate(reasons) if reason.have is not None)
        reasons[at] = replace(reasons[at], **change)
        return (replace(group[0], reasons=tuple(reasons)), *group[1:])

    nearest = replace(honest.passed_over[0], why=(Why.DECLINED,))
    busy = PassedOver("busy", "", (Why.FULL,), honest.passed_over[0].reasons)
    two = next(m for m in honest.chosen if m.org == "two")
    first_left = honest.left_out[0]
    return {
        "a farther friend": (chosen_instead("near", "far"), "nobody_left_goes_before_a_chosen"),
        "the loser of the lot": (
            chosen_instead(lot_winner, lot_loser),
            "nobody_left_goes_before_a_chosen",
        ),
        "a full one": (chosen_instead("near", "full"), "chosen_may_and_can"),
        "one with a boat": (chosen_instead("near", "boat"), "chosen_may_and_can"),
        "two places for one": (chosen_instead("near", "two", "b"), "one_place_for_a_partner"),
        "the weaker offer": (
            replace(
                honest,
                chosen=tuple(replace(m, offer="b") if m is two else m for m in honest.chosen),
                left_out=tuple(replace(x, offer="a") if x.org == "two" else x for x in honest.left_out),
            ),
            "chosen_is_best_offer_of_its_partner",
        ),
        "a place kept empty": (
            replace(
                honest,
                chosen=tuple(m for m in honest.chosen if m.org != "near"),
                left_out=tuple(
                    sorted(
                        (*honest.left_out, LeftOut("near", "", (Why.OTHERS_CHOSEN,))),
                        key=lambda x: (x.org, x.offer),
                    )
                ),
            ),
            "fills_the_places",
        ),
        "a fitter one hidden": (hidden("full", (Why.FULL,)), "fitter_but_hindered_is_shown"),
        "hidden as unfit": (hidden("absent", (Why.TOO_FAR,)), "fitter_but_hindered_is_shown"),
        "one passed over that was not fitter": (
            replace(
                honest,
                passed_over=shown((*honest.passed_over, busy)),
                left_out=tuple(x for x in honest.left_out if x.org != "busy"),
            ),
            "passed_over_was_fitter",
        ),
        "said to have declined": (
            replace(honest, passed_over=(nearest, *honest.passed_over[1:])),
            "why_is_true",
        ),
        "another why": (
            replace(honest, left_out=(replace(first_left, why=(Why.ABSENT,)), *honest.left_out[1:])),
            "why_is_true",
        ),
        "an invented reason": (
            replace(honest, chosen=touched_reasons(honest.chosen, code=Code.COVERS_HALF)),
            "reasons_are_true",
        ),
        "another number": (
            replace(honest, chosen=touched_reasons(honest.chosen, have=61)),
            "reasons_are_true",
        ),
        "a float": (replace(honest, chosen=touched_reasons(honest.chosen, have=60.0)), "reasons_are_true"),
        "a reason dropped": (
            replace(honest, chosen=(replace(honest.chosen[0], reasons=()), *honest.chosen[1:])),
            "reasons_are_true",
        ),
        "a number of one passed over": (
            replace(honest, passed_over=touched_reasons(honest.passed_over, of=51)),
            "reasons_are_true",
        ),
        "an order that ranks": (replace(honest, chosen=honest.chosen[::-1]), "order_is_the_lot"),
        "passed over in another order": (
            replace(honest, passed_over=honest.passed_over[::-1]),
            "order_is_the_lot",
        ),
        "left out in another order": (replace(honest, left_out=honest.left_out[::-1]), "order_is_the_lot"),
        "a stranger": (
            replace(honest, chosen=(*honest.chosen, Match("stranger", "", ()))),
            "names_every_candidate_once",
        ),
        "named twice": (
            replace(honest, chosen=(*honest.chosen, honest.chosen[0])),
            "names_every_candidate_once",
        ),
        "one forgotten": (replace(honest, left_out=honest.left_out[1:]), "names_every_candidate_once"),
        "another gap": (replace(honest, gap="gap-2"), "fits_this_gap"),
    }


@pytest.mark.parametrize("name", sorted(planted()))
def test_planted_tampering_is_caught_by_the_promise_it_breaks(name: str) -> None:
    fitting, promise = planted()[name]
    assert promise in faults_of(fitting)


def test_a_fitting_of_other_inputs_does_not_hold() -> None:
    honest = fit(TENTS, STORY, today=TODAY, seed="s")
    assert faults_of(honest, replace(TENTS, quantity=61))
    assert faults_of(honest, replace(TENTS, area="98"))
    assert faults_of(honest, today=TODAY + timedelta(40))
    assert faults_of(honest, terms=Terms(places=2)) >= {"fills_the_places"}
    assert faults_of(honest, some=[replace(one, load=5) if one.org == "near" else one for one in STORY])
    assert faults_of(honest, some=STORY[1:]) == {"names_every_candidate_once"}
    assert faults_of(honest, some=[*STORY, STORY[0]]) == {"inputs_can_be_matched"}
    assert faults_of(honest, seed="") == {"inputs_can_be_matched"}
    assert any(faults_of(honest, seed=f"again-{n}") for n in range(5))  # a lot drawn until it pleased


def test_the_review_shares_no_code_with_the_choice() -> None:
    import ruammue.engines.matching.review as review

    lines = inspect.getsource(review).splitlines()
    assert [line.split()[1] for line in lines if "import" in line and ("from ." in line or "ruammue" in line)] == [
        ".values"
    ]
