"""Reciprocity over a period: as much as can change hands while nobody takes far more than they give.

One network, and one row for each party: taken less given at most the cap. The rows make it no network any more. Who
takes of a thing in one place from whom is alike, so an integer program (HiGHS) says how much each gives and how much
each takes; then that is paired, what breaks a cap is given back, and what room is left is filled. The bound is
reckoned in whole numbers: the rows' prices, as fractions, go into the costs of the network (Lagrange), whose least
cost is proved; whatever the prices are, no exchange moves more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import pairwise

import numpy as np

from ..checks import prefixes
from ..network import Criterion, Ints, Network, bound_of, cheapest, exact
from ..refusals import EmptySeed, SameTwice, UnknownId
from .values import CapPrice, Exchange, Give, Move, Party, Terms, Wish

FRACTION = 2**12
"""Prices of the caps are taken in parts of this."""
CLOSE_ENOUGH = {"mip_rel_gap": 1 / 1024, "node_limit": 1_000}
"""When the program stops: within a thousandth, or after so many branchings; never by a clock."""


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
        taken, prices = _program(told)
        bound = _bound(told, network, prices)
        moved = _filled(told, _given_back(told, taken))
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
    givers = np.array([at[one.party] for one in some], dtype=np.int64)
    takers = np.array([at[one.party] for one in others], dtype=np.int64)
    give, wished = _pairs(people, some, others, givers, takers, terms.reach)
    points = np.array([one.points for one in some], dtype=np.int64)
    return _Case(
        people,
        some,
        others,
        terms,
        give,
        wished,
        points[give],
        givers[give],
        takers[wished],
    )


def _pairs(
    parties: Sequence[Party],
    gives: Sequence[Give],
    wishes: Sequence[Wish],
    givers: Ints,
    takers: Ints,
    reach: int,
) -> tuple[Ints, Ints]:
    """Every give and wish of one thing, of different parties that share `reach` pairs of digits; by wish, then give."""
    here, there = prefixes([one.area for one in parties], -1), prefixes([one.area for one in parties], -2)
    of_spec: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    at_give = {give.id: index for index, give in enumerate(gives)}
    refused = [[at_give[key] for key in wish.refused if key in at_give] for wish in wishes]
    for index, give in enumerate(gives):
        if give.quantity:
            of_spec[give.spec][0].append(index)
    for number, wish in enumerate(wishes):
        if wish.spec in of_spec:
            of_spec[wish.spec][1].append(number)
    found_gives, found_wishes = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    for indexes, rows in of_spec.values():
        some, others = np.array(indexes, dtype=np.int64), np.array(rows, dtype=np.int64)
        fits = takers[others][:, None] != givers[some][None, :]
        for row, number in enumerate(rows):
            if refused[number]:
                fits[row] &= ~np.isin(some, refused[number])
        for pair in range(reach):
            fits &= here[takers[others], pair][:, None] == there[givers[some], pair][None, :]
        of_row, of_column = np.nonzero(fits)
        found_wishes.append(others[of_row])
        found_gives.append(some[of_column])
    given, wished = np.concatenate(found_gives), np.concatenate(found_wishes)
    order = np.lexsort((given, wished))
    return given[order], wished[order]


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
    """Whole units of each pair; and of each party the price of its cap, in parts of FRACTION.

    A place where one thing of one worth may change hands is a node: gives fill it, wishes draw from it.
    """
    from scipy.optimize import Bounds, LinearConstraint, linprog, milp
    from scipy.sparse import csr_array

    node_of_give = _places(told)
    nodes = int(node_of_give.max()) + 1
    filling, fill = np.unique(told.give, return_inverse=True)
    drawing, draw = np.unique(told.wish * nodes + node_of_give[told.give], return_inverse=True)
    wish_of, node_of = drawing // nodes, drawing % nodes
    giver, taker = np.empty(len(filling), dtype=np.int64), np.empty(len(drawing), dtype=np.int64)
    worth_given, worth_taken = giver.copy(), taker.copy()
    giver[fill], taker[draw] = told.giver, told.taker
    worth_given[fill], worth_taken[draw] = told.points, told.points
    fills, draws = np.arange(len(filling)), len(filling) + np.arange(len(drawing))

    is_bound = np.array([not party.is_exempt for party in told.parties])
    wishes, caps = nodes, nodes + len(told.wishes)
    cap_of = caps + np.cumsum(is_bound) - 1
    by_givers, by_takers = is_bound[giver], is_bound[taker]
    entries = [  # row, column, value: what is given in a place is taken there; a wish; a cap; nobody takes their own
        (node_of_give[filling], fills, np.full(len(fills), -1)),
        (node_of, draws, np.ones(len(draws), dtype=np.int64)),
        (wishes + wish_of, draws, np.ones(len(draws), dtype=np.int64)),
        (cap_of[giver[by_givers]], fills[by_givers], -worth_given[by_givers]),
        (cap_of[taker[by_takers]], draws[by_takers], worth_taken[by_takers]),
    ]
    own = caps + int(is_bound.sum())
    of_drawer, of_filler = taker * nodes + node_of, giver * nodes + node_of_give[filling]
    for both in np.intersect1d(of_drawer, of_filler):
        others = np.flatnonzero((node_of_give[filling] == both % nodes) & (of_filler != both))
        theirs = draws[of_drawer == both]
        entries.append((
            np.full(len(others) + len(theirs), own),
            np.append(others, theirs),
            np.append(np.full(len(others), -1), np.ones(len(theirs), dtype=np.int64)),
        ))  # fmt: skip
        own += 1
    rows, columns, values = (np.concatenate(part) for part in zip(*entries, strict=True))
    size = len(fills) + len(draws)
    matrix = csr_array((values, (rows, columns)), shape=(own, size))
    asked = np.array([wish.quantity for wish in told.wishes], dtype=np.int64)
    there = np.array([give.quantity for give in told.gives], dtype=np.int64)
    limits = np.zeros(own, dtype=np.int64)
    limits[wishes:caps] = asked
    limits[caps : caps + int(is_bound.sum())] = np.array(_room(told), dtype=np.int64)[is_bound]
    most = np.concatenate([there[filling], asked[wish_of]])
    cost = np.concatenate([np.zeros(len(fills), dtype=np.int64), -worth_taken])

    relaxed = linprog(
        cost,
        A_eq=matrix[:nodes],
        b_eq=limits[:nodes],
        A_ub=matrix[nodes:],
        b_ub=limits[nodes:],
        bounds=np.column_stack([np.zeros(size), most]),
    )
    whole = milp(
        cost,
        constraints=LinearConstraint(matrix, np.append(limits[:nodes], np.full(own - nodes, -np.inf)), limits),
        bounds=Bounds(0, most),
        integrality=np.ones(size),
        options=CLOSE_ENOUGH,
    )
    if relaxed.x is None:
        raise NoExchange
    units: Ints = (
        np.floor(relaxed.x + 1 / FRACTION).astype(np.int64) if whole.x is None else np.rint(whole.x).astype(np.int64)
    )
    prices = np.zeros(len(told.parties), dtype=np.int64)
    of_caps = relaxed.ineqlin.marginals[caps - nodes : caps - nodes + int(is_bound.sum())]
    prices[is_bound] = np.rint(-of_caps * FRACTION).astype(np.int64)
    return _paired(told, node_of_give, fill, draw, units), np.maximum(prices, 0)


def _places(told: _Case) -> Ints:
    """Of each give the node of its thing, its worth and as much of its place as both sides must share; a give that
    some wish refuses is a node of its own.
    """
    number: dict[tuple[str, int, str, str], int] = {}
    area = {party.id: party.area for party in told.parties}
    refused = {key for wish in told.wishes for key in wish.refused}
    return np.array(
        [
            number.setdefault(
                (
                    give.spec,
                    give.points,
                    area[give.party][: 2 * told.terms.reach],
                    give.id if give.id in refused else "",
                ),
                len(number),
            )
            for give in told.gives
        ],
        dtype=np.int64,
    )


def _paired(told: _Case, node_of_give: Ints, fill: Ints, draw: Ints, units: Ints) -> Ints:
    """Who takes from whom. What is left of one party's wish and its own give is exchanged with a pair of others."""
    fills = int(fill.max()) + 1
    left, wanted = units[:fills].tolist(), units[fills:].tolist()
    pairs = list(zip(fill.tolist(), draw.tolist(), node_of_give[told.give].tolist(), strict=True))
    moved = [0] * len(pairs)
    in_node: dict[int, list[int]] = defaultdict(list)
    for pair, (one, other, node) in enumerate(pairs):
        if part := min(left[one], wanted[other]):
            moved[pair] = part
            left[one] -= part
            wanted[other] -= part
            in_node[node].append(pair)
    at = {(one, other): pair for pair, (one, other, _node) in enumerate(pairs)}
    node_of = {other: node for _one, other, node in pairs}
    own = {(node, giver): one for (one, _other, node), giver in zip(pairs, told.giver.tolist(), strict=True)}
    taker = dict(zip(draw.tolist(), told.taker.tolist(), strict=True))
    for other in [other for other, units in enumerate(wanted) if units]:
        one = own.get((node_of[other], taker[other]))
        for pair in in_node[node_of[other]] if one is not None else ():
            giving, taking, _node = pairs[pair]
            here, there = at.get((giving, other)), at.get((one, taking))
            part = min(left[one], wanted[other], moved[pair])
            if here is None or there is None or not part:
                continue
            moved[pair] -= part
            moved[here] += part
            moved[there] += part
            left[one] -= part
            wanted[other] -= part
    return np.array(moved, dtype=np.int64)


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
    """Where less was paired than was given, some take too much now: they give back, until all keep the cap."""
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
