"""Exchange: caps are kept, sums are zero, bounds hold against every exchange there is (small), rings against all."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruammue.engines.matching import exchange
from ruammue.engines.matching.exchange import Give, Party, Terms, Trade, Wish
from ruammue.engines.matching.exchange.circles import possible
from ruammue.engines.matching.refusals import EmptySeed, SameTwice, UnknownId

pytestmark = pytest.mark.any_database

NAMES = ["วัด", "อบต", "ร้าน"]
SPECS = ["โต๊ะ", "เกรดถนน", "ข้าว"]


@st.composite
def scenes(draw: st.DrawFn) -> tuple[list[Party], list[Give], list[Wish]]:
    parties = [
        Party(
            name, draw(st.sampled_from(["48090401", "48090402", "41"])), draw(st.booleans()), draw(st.integers(-3, 3))
        )
        for name in NAMES
    ]
    gives = [
        Give(
            f"g{n}",
            draw(st.sampled_from(NAMES)),
            draw(st.sampled_from(SPECS)),
            draw(st.integers(0, 3)),
            draw(st.integers(1, 3)),
        )
        for n in range(draw(st.integers(0, 3)))
    ]
    wishes = [
        Wish(
            f"w{n}",
            draw(st.sampled_from(NAMES)),
            draw(st.sampled_from(SPECS)),
            draw(st.integers(1, 3)),
            tuple(draw(st.sets(st.sampled_from(["g0", "g1", "g2", "gone"]), max_size=2))),
        )
        for n in range(draw(st.integers(0, 3)))
    ]
    return parties, gives, wishes


def most(parties: list[Party], gives: list[Give], wishes: list[Wish], terms: Terms) -> int:
    """Of every exchange there is."""
    pairs = [(g, w) for g in gives for w in wishes if g.spec == w.spec and g.party != w.party and g.id not in w.refused]
    people = {one.id: one for one in parties}
    best = 0
    for counts in product(*(range(min(g.quantity, w.quantity) + 1) for g, w in pairs)):
        moves = tuple(exchange.Move(g.id, w.id, n) for (g, w), n in zip(pairs, counts, strict=True) if n)
        net: dict[str, int] = {}
        points = 0
        for (g, w), n in zip(pairs, counts, strict=True):
            points += n * g.points
            if n:
                net[w.party] = net.get(w.party, 0) + n * g.points
                net[g.party] = net.get(g.party, 0) - n * g.points
        told = exchange.Exchange(moves, tuple(sorted(net.items())), points, points)
        if points > best and not exchange.verify(told, people.values(), gives, wishes, terms=terms):
            best = points
    return best


@settings(max_examples=150, deadline=None)
@given(scenes(), st.sampled_from([None, 0, 1, 4]), st.sampled_from([0, 1]))
def test_caps_are_kept_and_no_exchange_moves_more_than_the_bound(
    scene: tuple[list[Party], list[Give], list[Wish]], cap: int | None, reach: int
) -> None:
    terms = Terms(cap=cap, reach=reach)
    told = exchange.exchange(*scene, seed="ล็อต", terms=terms)
    assert exchange.verify(told, *scene, terms=terms) == ()
    best = most(*scene, terms)
    assert told.objective <= best <= told.bound
    assert told.objective == best, "of so few none is left out by rounding"
    if cap is None:
        assert best == told.bound


@settings(max_examples=40, deadline=None)
@given(scenes(), st.randoms(use_true_random=False))
def test_the_order_changes_nothing(scene: tuple[list[Party], list[Give], list[Wish]], chance: object) -> None:
    told = exchange.exchange(*scene, seed="ล็อต", terms=Terms(cap=2))
    mixed = [part[:] for part in scene]
    for part in mixed:
        chance.shuffle(part)  # type: ignore[attr-defined]
    assert exchange.exchange(*mixed, seed="ล็อต", terms=Terms(cap=2)) == told


TEMPLE = Party("วัด", "48090401")
OFFICE = Party("อบต", "480904")
SHOP = Party("ร้าน", "48090402")


def test_a_stricter_cap_has_its_price_and_hardship_is_exempt() -> None:
    gives = [Give("t", "วัด", "โต๊ะ", 40, 2), Give("r", "อบต", "เกรดถนน", 1, 30)]
    wishes = [Wish("a", "อบต", "โต๊ะ", 40), Wish("b", "วัด", "เกรดถนน", 1)]
    prices = exchange.price_of_cap([TEMPLE, OFFICE], gives, wishes, caps=[None, 20, 0], seed="x")
    # 40 tables are 80 points, the road 30: 80 - 30 = 50 beyond what the office gives.
    assert [price.objective for price in prices] == [110, 80, 60]
    assert all(price.bound == price.objective for price in prices)
    poor = replace(OFFICE, is_exempt=True)
    assert exchange.exchange([TEMPLE, poor], gives, wishes, seed="x", terms=Terms(cap=0)).objective == 110


def test_what_a_wish_refuses_is_in_no_bound() -> None:
    """A declined offer that stays in the bound makes the best there is look poor."""
    gives, wish = [Give("t", "วัด", "โต๊ะ", 10)], Wish("a", "อบต", "โต๊ะ", 10)
    for cap in (None, 20):
        told = exchange.exchange([TEMPLE, OFFICE], gives, [wish], seed="x", terms=Terms(cap=cap))
        assert (told.objective, told.bound) == (10, 10)
        none = replace(wish, refused=("t",))
        spoiled = exchange.verify(told, [TEMPLE, OFFICE], gives, [none], terms=Terms(cap=cap))
        assert [fault.promise for fault in spoiled] == ["serves_the_wish"]
        told = exchange.exchange([TEMPLE, OFFICE], gives, [none], seed="x", terms=Terms(cap=cap))
        assert (told.objective, told.bound) == (0, 0)


def test_what_was_taken_before_counts() -> None:
    gives, wishes = [Give("t", "วัด", "โต๊ะ", 10)], [Wish("a", "อบต", "โต๊ะ", 10)]
    told = exchange.exchange([TEMPLE, replace(OFFICE, balance=4)], gives, wishes, seed="x", terms=Terms(cap=6))
    assert told.objective == told.bound == 2


@st.composite
def trades(draw: st.DrawFn) -> list[Trade]:
    made = []
    for n in range(draw(st.integers(0, 7))):
        gives, wants = draw(st.permutations(SPECS))[:2]
        party = draw(st.sampled_from([*NAMES, "โรงเรียน"]))
        made.append(Trade(f"t{n}", party, gives, draw(st.integers(1, 3)), wants, draw(st.integers(1, 3))))
    return made


@settings(max_examples=80, deadline=None)
@given(trades())
def test_no_choice_of_rings_serves_more(some: list[Trade]) -> None:
    told = exchange.rings(some, seed="ล็อต")
    assert exchange.verify_rings(told, some) == ()
    every = possible(sorted(some, key=lambda one: one.id))
    best = 0
    for n in range(min(len(every), 3) + 1):
        for choice in combinations(every, n):
            used = [trade for ring in choice for trade in ring.trades]
            if len(used) == len(set(used)):
                best = max(best, len(used))
    assert told.served == told.bound == best


@settings(max_examples=40, deadline=None)
@given(trades(), st.integers(0, 2**16))
def test_a_ring_that_may_not_be_chosen_stands_in_nobodys_way(some: list[Trade], mask: int) -> None:
    every = possible(sorted(some, key=lambda one: one.id))
    refused = {ring.trades for at, ring in enumerate(every) if mask >> at % 16 & 1}
    told = exchange.rings(some, seed="ล็อต", may=lambda ring: ring.trades not in refused)
    assert exchange.verify_rings(told, some) == ()
    assert not refused & {ring.trades for ring in told.chosen}
    used = {trade for ring in told.chosen for trade in ring.trades}
    left = [ring for ring in every if ring.trades not in refused]
    assert all(used & set(ring.trades) for ring in left), "whatever could still be added is added"
    assert told.served <= told.bound


def test_three_who_need_each_other_are_found_and_who_may_fail_is_told() -> None:
    temple = Trade("1", "วัด", "โต๊ะ", 40, "เกรดถนน", 1)
    office = Trade("2", "อบต", "เกรดถนน", 1, "ข้าว", 10)
    shop = Trade("3", "ร้าน", "ข้าว", 10, "โต๊ะ", 20)
    (ring,) = exchange.rings([shop, office, temple], seed="x").chosen
    assert (ring.trades, ring.quantities, ring.survives) == (("1", "3", "2"), (20, 10, 1), ())
    assert exchange.rings([shop, office], seed="x").chosen == ()


@pytest.mark.parametrize(
    ("spoil", "promise"),
    [
        (lambda e: replace(e, objective=1), "points_add_up"),
        (lambda e: replace(e, bound=0), "bound_is_above"),
        (lambda e: replace(e, net=()), "adds_to_zero"),
        (lambda e: replace(e, moves=(replace(e.moves[0], quantity=99),)), "no_more_than_there_is"),
        (lambda e: replace(e, moves=(replace(e.moves[0], give="?"),)), "names_exist"),
    ],
)
def test_a_spoilt_exchange_is_named(spoil: object, promise: str) -> None:
    scene = ([TEMPLE, OFFICE], [Give("t", "วัด", "โต๊ะ", 10)], [Wish("a", "อบต", "โต๊ะ", 10)])
    told = spoil(exchange.exchange(*scene, seed="x"))  # type: ignore[operator]
    assert promise in {fault.promise for fault in exchange.verify(told, *scene)}


def test_a_cap_that_is_broken_is_named() -> None:
    scene = ([TEMPLE, OFFICE], [Give("t", "วัด", "โต๊ะ", 10)], [Wish("a", "อบต", "โต๊ะ", 10)])
    free = exchange.exchange(*scene, seed="x")
    assert [fault.promise for fault in exchange.verify(free, *scene, terms=Terms(cap=3))] == ["within_the_cap"]


def test_what_contradicts_itself_is_refused() -> None:
    with pytest.raises(UnknownId):
        exchange.exchange([TEMPLE], [], [Wish("a", "อบต", "โต๊ะ", 1)], seed="x")
    with pytest.raises(SameTwice):
        exchange.exchange([TEMPLE, TEMPLE], [], [], seed="x")
    with pytest.raises(EmptySeed):
        exchange.rings([], seed="")
