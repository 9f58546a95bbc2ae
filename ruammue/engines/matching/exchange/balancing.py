"""Reciprocity over a period: as much as can change hands while nobody takes far more than they give.

One network, and one row for each party: taken less given at most the cap. The rows make it no network any more. A
linear program finds shares of units; they are rounded down, what breaks a cap is given back, and what room is left is
filled. The bound is reckoned in whole numbers: the rows' prices, as fractions, go into the costs of the network
(Lagrange), whose least cost is proved; whatever the prices are, no exchange moves more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import pairwise

import numpy as np

from ..checks import shared_pairs
from ..network import Criterion, Ints, Network, bound_of, cheapest, exact
from ..refusals import EmptySeed, SameTwice, UnknownId
from .values import CapPrice, Exchange, Give, Move, Party, Terms, Wish

FRACTION = 2**12
"""Prices of the caps are taken in parts of this."""


@dataclass(frozen=True, slots=True)
class _Case:
    parties: tuple[Party, ...]
    gives: tuple[Give, ...]
    wishes: tuple[Wish, ...]
    terms: Terms
    give: Ints
    wish: Ints
    points: Ints
    giver: Ints
    taker: Ints


def exchange(
    parties: Iterable[Party], gives: Iterable[Give], wishes: Iterable[Wish], *, seed: str, terms: Terms | None = None
) -> Exchange:
    """The best exchange found and its certified bound. The order of the inputs changes nothing.

    Raises SameTwice, UnknownId, EmptySeed.
    """
    told = _case(parties, gives, wishes, terms or Terms(), seed)
    if not len(told.give):
        return Exchange((), (), 0, 0)
    network = _network(told)
    if told.terms.cap is None:
        flow = cheapest(network, [Criterion(_costs(told, network, told.points), int(told.points.sum()) << 20)])
        _flow, potential = exact(network, _costs(told, network, told.points), flow)
        bound = -bound_of(network, _costs(told, network, told.points), potential)
        moved = flow[: len(told.give)]
    else:
        shares, prices = _program(told)
        bound = min(_bound(told, network, prices), _bound(told, network, np.zeros(len(told.parties), dtype=np.int64)))
        moved = _filled(told, _given_back(told, shares))
    return _told(told, moved, bound)


def price_of_cap(
    parties: Iterable[Party],
    gives: Iterable[Give],
    wishes: Iterable[Wish],
    *,
    caps: Sequence[int | None],
    seed: str,
    terms: Terms | None = None,
) -> tuple[CapPrice, ...]:
    """What each cap comes to, so that a network can choose. Raises what `exchange` raises."""
    people, some, others = list(parties), list(gives), list(wishes)
    prices = []
    for cap in caps:
        found = exchange(people, some, others, seed=seed, terms=replace(terms or Terms(), cap=cap))
        prices.append(CapPrice(cap, found.objective, found.bound))
    return tuple(prices)


def _case(parties: Iterable[Party], gives: Iterable[Give], wishes: Iterable[Wish], terms: Terms, seed: str) -> _Case:
    if not seed:
        raise EmptySeed()
    people = tuple(sorted(parties, key=lambda one: one.id))
    at = {one.id: index for index, one in enumerate(people)}
    if len(at) < len(people):
        raise SameTwice("party", next(a.id for a, b in pairwise(people) if a.id == b.id))

    def lot(id_: str) -> str:
        return sha256(f"{seed}|{id_}".encode()).hexdigest()

    some = tuple(sorted(gives, key=lambda one: (lot(one.id), one.id)))
    others = tuple(sorted(wishes, key=lambda one: (lot(one.id), one.id)))
    for kind, rows in (("give", some), ("wish", others)):
        seen: set[str] = set()
        for one in rows:
            if one.id in seen:
                raise SameTwice(kind, one.id)
            seen.add(one.id)
            if one.party not in at:
                raise UnknownId("party", one.party)
    of_spec: dict[str, list[int]] = defaultdict(list)
    for index, one in enumerate(some):
        if one.quantity:
            of_spec[one.spec].append(index)
    pairs = [
        (index, row)
        for row, wish in enumerate(others)
        for index in of_spec[wish.spec]
        if some[index].party != wish.party
        and shared_pairs(people[at[some[index].party]].area, people[at[wish.party]].area) >= terms.reach
    ]
    give = np.array([index for index, _row in pairs], dtype=np.int64)
    wished = np.array([row for _index, row in pairs], dtype=np.int64)
    return _Case(
        people,
        some,
        others,
        terms,
        give,
        wished,
        np.array([some[index].points for index, _row in pairs], dtype=np.int64),
        np.array([at[some[index].party] for index, _row in pairs], dtype=np.int64),
        np.array([at[others[row].party] for _index, row in pairs], dtype=np.int64),
    )


def _network(told: _Case) -> Network:
    """Each wish draws from gives; what it does not get goes to the end by an arc of its own."""
    asked = np.array([wish.quantity for wish in told.wishes], dtype=np.int64)
    there = np.array([give.quantity for give in told.gives], dtype=np.int64)
    rows, end = len(asked), len(asked) + len(there)
    return Network(
        tail=np.concatenate([told.wish, np.arange(rows), rows + np.arange(len(there))]),
        head=np.concatenate([rows + told.give, np.full(rows + len(there), end, dtype=np.int64)]),
        capacity=np.concatenate([np.minimum(asked[told.wish], there[told.give]), asked, there]),
        supply=np.concatenate([asked, np.zeros(len(there), dtype=np.int64), -asked.sum(keepdims=True)]),
    )


def _costs(told: _Case, network: Network, gains: Ints) -> Ints:
    cost = np.zeros(len(network.tail), dtype=np.int64)
    cost[: len(told.give)] = -gains
    return cost


def _program(told: _Case) -> tuple[Ints, Ints]:
    """Whole units of each pair, rounded down; and of each party the price of its cap, in parts of FRACTION."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_array

    n, arcs = len(told.give), np.arange(len(told.give))
    bound = np.array([not party.is_exempt for party in told.parties])
    row_of = np.cumsum(bound) - 1
    taken, given = bound[told.taker], bound[told.giver]
    ones = np.ones(n)
    wishes, gives, caps = len(told.wishes), len(told.gives), int(bound.sum())
    matrix = csr_array(
        (
            np.concatenate([ones, ones, told.points[taken], -told.points[given]]),
            (
                np.concatenate(
                    [
                        told.wish,
                        wishes + told.give,
                        wishes + gives + row_of[told.taker[taken]],
                        wishes + gives + row_of[told.giver[given]],
                    ]
                ),
                np.concatenate([arcs, arcs, arcs[taken], arcs[given]]),
            ),
        ),
        shape=(wishes + gives + caps, n),
    )
    room = [cap for cap, is_bound in zip(_room(told), bound.tolist(), strict=True) if is_bound]
    limits = [wish.quantity for wish in told.wishes] + [give.quantity for give in told.gives] + room
    found = linprog(-told.points, A_ub=matrix, b_ub=limits, bounds=(0, None), method="highs")
    if found.x is None:
        raise NoExchange
    shares: Ints = np.floor(found.x + 1 / FRACTION).astype(np.int64)
    prices = np.zeros(len(told.parties), dtype=np.int64)
    prices[bound] = np.rint(-found.ineqlin.marginals[wishes + gives :] * FRACTION).astype(np.int64)
    return shares, np.maximum(prices, 0)


def _room(told: _Case) -> list[int]:
    """Of each party the points that it may take beyond what it gives now; none where its balance is beyond the cap."""
    return [max(0, (told.terms.cap or 0) - party.balance) for party in told.parties]


def _bound(told: _Case, network: Network, prices: Ints) -> int:
    """Caps as prices: sum(points * (1 - price of the taker + price of the giver)) + sum(price * room) is never less."""
    gains = told.points * (FRACTION - prices[told.taker] + prices[told.giver])
    cost = _costs(told, network, np.maximum(gains, 0))
    flow = cheapest(network, [Criterion(cost, 1)]) if cost.any() else np.zeros(len(cost), dtype=np.int64)
    if not cost.any():
        most = 0
    else:
        _flow, potential = exact(network, cost, flow)
        most = -bound_of(network, cost, potential)
    return (most + sum(int(price) * room for price, room in zip(prices, _room(told), strict=True))) // FRACTION


def _net(told: _Case, moved: Ints) -> list[int]:
    net = np.zeros(len(told.parties), dtype=np.int64)
    np.add.at(net, told.taker, moved * told.points)
    np.subtract.at(net, told.giver, moved * told.points)
    found: list[int] = net.tolist()
    return found


def _given_back(told: _Case, shares: Ints) -> Ints:
    """Rounding took away what some gave, so that they take too much now: they give back, until all keep the cap."""
    moved = shares.copy()
    room = _room(told)
    of_taker: dict[int, list[int]] = defaultdict(list)
    for pair in np.flatnonzero(moved).tolist():
        of_taker[int(told.taker[pair])].append(pair)
    net = _net(told, moved)
    over = [at for at, party in enumerate(told.parties) if not party.is_exempt and net[at] > room[at]]
    while over:
        at = over.pop()
        for pair in sorted(of_taker[at], key=lambda one: (told.points[one], one)):
            excess = net[at] - room[at]
            if excess <= 0:
                break
            points, giver = int(told.points[pair]), int(told.giver[pair])
            back = min(int(moved[pair]), -(-excess // points))
            if not back:
                continue
            moved[pair] -= back
            net[at] -= back * points
            net[giver] += back * points
            if not told.parties[giver].is_exempt and net[giver] > room[giver]:
                over.append(giver)
    return moved


def _filled(told: _Case, moved: Ints) -> Ints:
    """What can still be moved is moved, dearest first, as long as anything can."""
    wished = [wish.quantity for wish in told.wishes]
    there = [give.quantity for give in told.gives]
    for pair in np.flatnonzero(moved).tolist():
        wished[told.wish[pair]] -= int(moved[pair])
        there[told.give[pair]] -= int(moved[pair])
    net, room = _net(told, moved), _room(told)
    order = np.argsort(-told.points, kind="stable").tolist()
    more = True
    while more:
        more = False
        for pair in order:
            row, index = int(told.wish[pair]), int(told.give[pair])
            n = min(wished[row], there[index])
            taker, giver, points = int(told.taker[pair]), int(told.giver[pair]), int(told.points[pair])
            if n and not told.parties[taker].is_exempt:
                n = min(n, max(0, (room[taker] - net[taker]) // points))
            if n:
                more = True
                moved[pair] += n
                wished[row] -= n
                there[index] -= n
                net[taker] += n * points
                net[giver] -= n * points
    return moved


def _told(told: _Case, moved: Ints, bound: int) -> Exchange:
    moves = tuple(
        sorted(
            (
                Move(told.gives[told.give[pair]].id, told.wishes[told.wish[pair]].id, int(moved[pair]))
                for pair in np.flatnonzero(moved).tolist()
            ),
            key=lambda one: (one.give, one.wish),
        )
    )
    part = {int(at) for pair in np.flatnonzero(moved) for at in (told.taker[pair], told.giver[pair])}
    net = _net(told, moved)
    return Exchange(
        moves,
        tuple((told.parties[at].id, net[at]) for at in sorted(part)),
        int(np.dot(moved, told.points)),
        bound,
    )


class NoExchange(AssertionError):
    """The program found nothing, though moving nothing is always allowed."""
