"""A second reading of exchanges, from the words alone; it never imports the code that makes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ..checks import shared_pairs
from .values import Exchange, Fault, Give, Party, Rings, Terms, Trade, Wish


def verify(
    told: Exchange,
    parties: Iterable[Party],
    gives: Iterable[Give],
    wishes: Iterable[Wish],
    *,
    terms: Terms | None = None,
) -> tuple[Fault, ...]:
    """The promises that a claimed exchange breaks; empty: it holds."""
    terms = terms or Terms()
    people = {one.id: one for one in parties}
    some, others = {one.id: one for one in gives}, {one.id: one for one in wishes}
    found: list[Fault] = []
    given: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    net: Counter[str] = Counter()
    points = 0
    for move in told.moves:
        give, wish = some.get(move.give), others.get(move.wish)
        if give is None or wish is None:
            return (Fault("names_exist", move.give),)
        if give.spec != wish.spec or give.party == wish.party or give.id in wish.refused or move.quantity < 1:
            found.append(Fault("serves_the_wish", move.wish))
        if shared_pairs(people[give.party].area, people[wish.party].area) < terms.reach:
            found.append(Fault("within_reach", move.wish))
        given[give.id] += move.quantity
        taken[wish.id] += move.quantity
        net[wish.party] += move.quantity * give.points
        net[give.party] -= move.quantity * give.points
        points += move.quantity * give.points
    found += [Fault("no_more_than_there_is", key) for key, n in given.items() if n > some[key].quantity]
    found += [Fault("no_more_than_wished", key) for key, n in taken.items() if n > others[key].quantity]
    if terms.cap is not None:
        for key, n in net.items():
            if not people[key].is_exempt and n > max(0, terms.cap - people[key].balance):
                found.append(Fault("within_the_cap", key))
    if dict(told.net) != dict(net) or net.total() != 0:
        found.append(Fault("adds_to_zero"))
    if told.objective != points:
        found.append(Fault("points_add_up"))
    if told.bound < points:
        found.append(Fault("bound_is_above"))
    return tuple(found)


def verify_rings(told: Rings, trades: Iterable[Trade]) -> tuple[Fault, ...]:
    """The promises that claimed rings break."""
    by_id = {one.id: one for one in trades}
    found: list[Fault] = []
    used: Counter[str] = Counter()
    for ring in told.chosen:
        if any(trade not in by_id for trade in ring.trades):
            return (Fault("names_exist", ring.trades[0]),)
        used.update(ring.trades)
        hops = [by_id[trade] for trade in ring.trades]
        if len({one.party for one in hops}) != len(hops) or not 2 <= len(hops) <= 3:
            found.append(Fault("two_or_three_parties", ring.trades[0]))
        for at, one in enumerate(hops):
            next_ = hops[(at + 1) % len(hops)]
            if one.gives != next_.wants or not next_.wants_quantity <= ring.quantities[at] <= one.gives_quantity:
                found.append(Fault("each_gets_what_it_wants", next_.id))
    found += [Fault("each_trade_once", key) for key, n in used.items() if n > 1]
    if told.served != sum(used.values()):
        found.append(Fault("served_adds_up"))
    if told.bound < told.served:
        found.append(Fault("bound_is_above"))
    return tuple(found)
