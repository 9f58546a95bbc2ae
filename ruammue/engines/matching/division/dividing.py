"""Dividing what is there among what lacks: more of what counts first, then nearer, then by the record, then by lot.

One network for all: a want draws units from what may serve it. Two rules are no network's: not too many givers for
one want, and no piece below its least. They are kept by taking away the smallest pieces and dividing again, and what
that costs is told: the network without them gives the bound.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from itertools import pairwise

import numpy as np

from ..network import Criterion, Ints, Network, certify, cheapest
from ..refusals import EmptySeed, SameTwice
from .values import Division, Have, Share, Terms, Unmet, Want, Why, nearness, on_days, worth

Pair = tuple[int, int]


def divide(
    wants: Iterable[Want], haves: Iterable[Have], *, seed: str, terms: Terms | None = None, solver: str = ""
) -> Division:
    """The best division, and how near it certainly is to the best that could be. Raises SameTwice, EmptySeed.

    The order of the inputs changes nothing. `seed`: public, fixed before anybody could try several.
    """
    if not seed:
        raise EmptySeed()
    terms = terms or Terms()
    lacks = sorted(wants, key=lambda one: one.id)
    there = sorted(haves, key=lambda one: one.id)
    for kind, ids in (("want", [one.id for one in lacks]), ("have", [one.id for one in there])):
        twice = [one for one, next_ in pairwise(ids) if one == next_]
        if twice:
            raise SameTwice(kind, twice[0])
    stocks = _of_specs(there)
    pairs = [
        (row, column)
        for row, want in enumerate(lacks)
        for column in stocks.get(want.spec, ())
        if may(want, there[column], terms)
    ]
    every = pairs
    bound: int | None = None
    while True:
        flow, most = _best(lacks, there, pairs, seed, solver, terms, with_bound=bound is None)
        bound = most if bound is None else bound
        off = _too_many(lacks, pairs, flow, terms)
        if not off:
            break
        pairs = [pair for pair in pairs if pair not in off]
    _fill(lacks, there, every, flow, terms)
    return _told(lacks, there, pairs, flow, bound, terms)


def _of_specs(there: list[Have]) -> dict[str, list[int]]:
    """For each spec what is of it or stands in for it."""
    found: dict[str, list[int]] = defaultdict(list)
    for at, have in enumerate(there):
        for spec in {have.spec, *have.stands_in}:
            found[spec].append(at)
    return found


def may(want: Want, have: Have, terms: Terms) -> bool:
    """Whether every rule lets this serve that."""
    return (
        (have.spec == want.spec or want.spec in have.stands_in)
        and have.quantity > 0
        and have.giver not in want.declined
        and have.giver != (want.taker or None)
        and on_days(want, have)
        and nearness(want, have) >= terms.reach
        and have.quantity >= min(want.least, want.quantity)
    )


def _best(
    lacks: list[Want], there: list[Have], pairs: list[Pair], seed: str, solver: str, terms: Terms, *, with_bound: bool
) -> tuple[dict[Pair, int], int]:
    # What is lent comes back: days that do not meet draw on it anew.
    season = seasons(lacks)
    stocks: dict[tuple[int, int], int] = {}
    for row, column in pairs:
        stocks.setdefault((column, season[row] if there[column].is_loan else -1), len(stocks))
    rows, end = len(lacks), len(lacks) + len(stocks)
    n = len(pairs)
    stock_of = [stocks[column, season[row] if there[column].is_loan else -1] for row, column in pairs]
    # No more can come than its few givers could bring together.
    asked = np.array(_most_from_few(lacks, there, pairs, terms), dtype=np.int64)
    network = Network(
        tail=np.array(
            [row for row, _c in pairs] + list(range(rows)) + [rows + one for one in stocks.values()], np.int64
        ),
        head=np.array([rows + one for one in stock_of] + [end] * rows + [end] * len(stocks), np.int64),
        capacity=np.array(
            [min(lacks[row].quantity, there[column].quantity) for row, column in pairs]
            + asked.tolist()
            + [there[column].quantity for column, _season in stocks],
            np.int64,
        ),
        supply=np.array([*asked.tolist(), *[0] * len(stocks), -int(asked.sum())], np.int64),
    )
    points = np.array([worth(want) for want in lacks], np.int64)
    whole = int((points * asked).sum())

    def of_pairs(values: Iterable[int]) -> Ints:
        cost = np.zeros(len(network.tail), dtype=np.int64)
        cost[:n] = np.fromiter(values, dtype=np.int64, count=n)
        return cost

    lacking = np.zeros(len(network.tail), dtype=np.int64)
    lacking[n : n + rows] = points
    exact = of_pairs(-(there[column].spec == lacks[row].spec) for row, column in pairs)
    near = of_pairs(-nearness(lacks[row], there[column]) for row, column in pairs)
    favour = of_pairs(-there[column].favour for _row, column in pairs)
    carried = of_pairs(min(there[column].carried, 99) for _row, column in pairs)
    lot = of_pairs(
        int.from_bytes(sha256(f"{seed}|{lacks[row].id}|{there[column].id}".encode()).digest()[:2], "big")
        for row, column in pairs
    )
    units = int(asked.sum())
    criteria = [
        Criterion(lacking, whole),
        Criterion(near, 4 * units),
        Criterion(exact, units),
        Criterion(favour, 9 * units),
        Criterion(carried, 99 * units),
        Criterion(lot, units << 16),
    ]
    flow = cheapest(network, criteria, solver=solver)
    bound = 0
    if with_bound:
        proof = certify(network, lacking, flow)
        if proof is None:
            raise AssertionError("a division that is best in the first criterion is not best in it")
        bound = whole - proof.bound
    return {pair: int(flow[at]) for at, pair in enumerate(pairs) if flow[at]}, bound


def _most_from_few(lacks: list[Want], there: list[Have], pairs: list[Pair], terms: Terms) -> list[int]:
    """Of each want what the largest of its givers, as many as may be, could bring at most."""
    sizes: dict[int, list[int]] = defaultdict(list)
    for row, column in pairs:
        sizes[row].append(there[column].quantity)
    return [
        min(want.quantity, sum(sorted(sizes[row], reverse=True)[: terms.most_givers])) for row, want in enumerate(lacks)
    ]


def _fill(lacks: list[Want], there: list[Have], every: list[Pair], flow: dict[Pair, int], terms: Terms) -> None:
    """What was given up on the way may serve others: wants by their worth take the largest piece that is left."""
    season = seasons(lacks)
    used: dict[tuple[int, int], int] = defaultdict(int)
    got: dict[int, int] = defaultdict(int)
    givers: dict[int, set[int]] = defaultdict(set)

    def stock(row: int, column: int) -> tuple[int, int]:
        return column, season[row] if there[column].is_loan else -1

    for (row, column), n in flow.items():
        used[stock(row, column)] += n
        got[row] += n
        givers[row].add(column)
    of_row: dict[int, list[int]] = defaultdict(list)
    for row, column in every:
        of_row[row].append(column)
    for row in sorted(of_row, key=lambda at: (-worth(lacks[at]), at)):
        want = lacks[row]
        while got[row] < want.quantity:
            least = min(want.least, want.quantity)
            left = [
                (min(want.quantity - got[row], there[column].quantity - used[stock(row, column)]), -column)
                for column in of_row[row]
                if column in givers[row] or len(givers[row]) < terms.most_givers
            ]
            left = [(n, at) for n, at in left if n > 0 and (n >= least or -at in givers[row])]
            if not left:
                break
            n, at = max(left)
            column = -at
            flow[row, column] = flow.get((row, column), 0) + n
            used[stock(row, column)] += n
            got[row] += n
            givers[row].add(column)


def seasons(lacks: list[Want]) -> list[int]:
    """Wants whose days meet, directly or through others, share a number. Without both dates: every day."""
    dated = sorted(
        (want.needed_from, want.needed_to, row)
        for row, want in enumerate(lacks)
        if want.needed_from is not None and want.needed_to is not None
    )
    open_ended = any(want.needed_from is None or want.needed_to is None for want in lacks)
    season = [0] * len(lacks)
    if open_ended:
        return season
    number, latest = -1, None
    for begins, ends, row in dated:
        if latest is None or begins > latest:
            number += 1
        latest = max(latest or date.min, ends)
        season[row] = number
    return season


def _too_many(lacks: list[Want], pairs: list[Pair], flow: dict[Pair, int], terms: Terms) -> set[Pair]:
    """Pairs to be given up: of each want the smallest pieces beyond `most_givers`, and those below its least."""
    of_want: dict[int, list[Pair]] = defaultdict(list)
    for pair in flow:
        of_want[pair[0]].append(pair)
    of_row: dict[int, list[Pair]] = defaultdict(list)
    for pair in pairs:
        of_row[pair[0]].append(pair)
    off: set[Pair] = set()
    for row, some in of_want.items():
        some.sort(key=lambda pair: (flow[pair], pair))
        small = {pair for pair in some if flow[pair] < min(lacks[row].least, lacks[row].quantity)}
        # Large pieces come before small ones: only where nothing is too much, small ones are given up.
        if len(some) - len(small) > terms.most_givers or (len(some) > terms.most_givers and not small):
            kept = set(some[len(some) - terms.most_givers :])
            # Whoever is not among the givers now stays out of this want, else the next round swaps small for small.
            off.update(pair for pair in of_row[row] if pair not in kept)
        else:
            off.update(small)
    return off


def _told(
    lacks: list[Want], there: list[Have], pairs: list[Pair], flow: dict[Pair, int], bound: int, terms: Terms
) -> Division:
    got: dict[int, int] = defaultdict(int)
    shares = []
    for (row, column), quantity in sorted(flow.items()):
        want, have = lacks[row], there[column]
        got[row] += quantity
        shares.append(
            Share(want.id, have.id, quantity, nearness(want, have), have.spec != want.spec, have.favour),
        )
    left: dict[int, set[int]] = defaultdict(set)
    for row, column in pairs:
        left[row].add(column)
    stocks = _of_specs(there)
    unmet = [
        Unmet(
            want.id,
            want.quantity - got[row],
            _why(want, [there[at] for at in stocks.get(want.spec, ())], terms, {there[at].id for at in left[row]}),
        )
        for row, want in enumerate(lacks)
        if got[row] < want.quantity
    ]
    objective = sum(worth(want) * got[row] for row, want in enumerate(lacks))
    return Division(tuple(shares), tuple(unmet), objective, bound)


def _why(want: Want, some: list[Have], terms: Terms, left: set[str]) -> Why:
    """`some`: what there is of its spec; `left`: ids of what was not given up on the way."""
    able = {have.id for have in some if may(want, have, terms)}
    some = [have for have in some if have.quantity]
    if not some:
        return Why.NOBODY_HAS
    some = [have for have in some if have.giver not in want.declined and have.giver != (want.taker or None)]
    if not some:
        return Why.DECLINED
    some = [have for have in some if on_days(want, have)]
    if not some:
        return Why.OUTSIDE_DATES
    if not any(nearness(want, have) >= terms.reach for have in some):
        return Why.TOO_FAR
    return Why.ALL_GIVEN if able and able <= left else Why.TOO_SMALL
