"""A second reading of a division, from the words of `values.py` alone; it never imports the dividing code.

The bound is reckoned anew by another road: largest flows. Points of a want are worth the same for each of its units,
so no division reaches more than what serves the dearest wants first, as far as the cut between haves and wants lets
them (the greedy theorem of polymatroids: Edmonds 1970): wants in order of their worth, each served by augmenting
paths that never take from those before.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from .values import Division, Fault, Have, Terms, Want, nearness, on_days, worth


def verify(
    division: Division, wants: Iterable[Want], haves: Iterable[Have], *, terms: Terms | None = None
) -> tuple[Fault, ...]:
    """The promises that a claimed division breaks; an empty tuple means that it holds."""
    terms = terms or Terms()
    lacks = {one.id: one for one in wants}
    there = {one.id: one for one in haves}
    found: list[Fault] = []
    got: Counter[str] = Counter()
    givers: Counter[str] = Counter()
    for share in division.shares:
        want, have = lacks.get(share.want), there.get(share.have)
        if want is None or have is None:
            return (Fault("names_exist", share.want, share.have),)
        got[want.id] += share.quantity
        givers[want.id] += 1
        if not serves(want, have, terms):
            found.append(Fault("may_serve", want.id, have.id))
        if share.quantity < min(want.least, want.quantity):
            found.append(Fault("no_piece_below_its_least", want.id, have.id))
    found += [Fault("no_more_than_asked", key) for key, n in got.items() if n > lacks[key].quantity]
    found += [Fault("few_givers", key) for key, n in givers.items() if n > terms.most_givers]
    for have in there.values():
        if _at_once(have, division, lacks) > have.quantity:
            found.append(Fault("no_more_than_there_is", have=have.id))
    missing = {key: want.quantity - got[key] for key, want in lacks.items() if want.quantity > got[key]}
    if {one.want: one.missing for one in division.unmet} != missing:
        found.append(Fault("what_lacks_is_told"))
    if division.objective != sum(worth(lacks[key]) * n for key, n in got.items()):
        found.append(Fault("points_add_up"))
    if division.bound < division.objective:
        found.append(Fault("bound_is_above"))
    if division.bound != most_points(list(lacks.values()), list(there.values()), terms):
        found.append(Fault("bound_is_right"))
    return tuple(found)


def serves(want: Want, have: Have, terms: Terms) -> bool:
    """Whether every rule lets this serve that."""
    if have.spec != want.spec and want.spec not in have.stands_in:
        return False
    if have.giver in want.declined or (want.taker and want.taker == have.giver):
        return False
    if have.quantity == 0 or have.quantity < min(want.least, want.quantity):
        return False
    return on_days(want, have) and nearness(want, have) >= terms.reach


def _at_once(have: Have, division: Division, lacks: dict[str, Want]) -> int:
    """The most of it that is out on one day: all of it, or for a loan what days together need."""
    uses = [(lacks[share.want], share.quantity) for share in division.shares if share.have == have.id]
    if not have.is_loan or any(want.needed_from is None or want.needed_to is None for want, _n in uses):
        return sum(n for _want, n in uses)
    spans = [(want.needed_from or date.min, want.needed_to or date.max, n) for want, n in uses]
    return max((sum(n for begins, ends, n in spans if begins <= day <= ends) for day, _ends, _n in spans), default=0)


def most_points(lacks: list[Want], there: list[Have], terms: Terms) -> int:
    """What no division can exceed."""
    season = _seasons(lacks)
    room = {
        (have.id, season[want.id] if have.is_loan else 0): have.quantity
        for have in there
        for want in lacks
        if serves(want, have, terms)
    }
    links = {
        want.id: [(have.id, season[want.id] if have.is_loan else 0) for have in there if serves(want, have, terms)]
        for want in lacks
    }
    holds: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    points = 0
    for want in sorted(lacks, key=lambda one: (-worth(one), one.id)):
        served = 0
        sizes = sorted((have.quantity for have in there if serves(want, have, terms)), reverse=True)
        asked = min(want.quantity, sum(sizes[: terms.most_givers]))
        while served < asked:
            path = _path(want.id, links, holds, room)
            if path is None:
                break
            n = min(asked - served, room[path[-1][1]], *(holds[stock][other] for stock, other in _moves(path)))
            for stock, other in _moves(path):
                holds[stock][other] -= n
            for taker, stock in path:
                holds[stock][taker] += n
            room[path[-1][1]] -= n
            served += n
        points += worth(want) * served
    return points


Hop = tuple[str, tuple[str, int]]


def _moves(path: list[Hop]) -> list[tuple[tuple[str, int], str]]:
    """What has to be freed on the way: stock of one hop, held by the want of the next."""
    return [(stock, path[at + 1][0]) for at, (_want, stock) in enumerate(path[:-1])]


def _path(
    start: str,
    links: dict[str, list[tuple[str, int]]],
    holds: dict[tuple[str, int], Counter[str]],
    room: dict[tuple[str, int], int],
) -> list[Hop] | None:
    """Breadth first: from a want over a stock it may use; where that is empty, over whoever holds some of it."""
    queue: list[list[Hop]] = [[(start, stock)] for stock in links[start]]
    seen = set(links[start])
    while queue:
        path = queue.pop(0)
        stock = path[-1][1]
        if room[stock]:
            return path
        for other, n in holds[stock].items():
            if not n:
                continue
            for next_ in links[other]:
                if next_ not in seen:
                    seen.add(next_)
                    queue.append([*path, (other, next_)])
    return None


def _seasons(lacks: list[Want]) -> dict[str, int]:
    """Wants whose days meet, directly or through others, share a number; one without both dates meets all."""
    if any(want.needed_from is None or want.needed_to is None for want in lacks):
        return {want.id: 0 for want in lacks}
    number = {want.id: at for at, want in enumerate(lacks)}
    changed = True
    while changed:
        changed = False
        for one in lacks:
            for other in lacks:
                meets = one.needed_from <= other.needed_to and other.needed_from <= one.needed_to  # type: ignore[operator]
                if meets and number[one.id] < number[other.id]:
                    number[other.id] = number[one.id]
                    changed = True
    return number
