"""Pairs and rings of three for those who give only for something: temple tables for a graded road, and so on.

All rings are listed, and the largest choice without a trade in common is taken: as many trades served as can be, then
as many rings as can be that one party's failing would not break for the others, then by lot. Rings stay short because
everybody in one waits for everybody else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from hashlib import sha256
from itertools import pairwise
from math import floor

import numpy as np

from ..refusals import EmptySeed, SameTwice
from .values import Ring, Rings, Trade

LONGEST = 3


def rings(trades: Iterable[Trade], *, seed: str, may: Callable[[Ring], bool] = lambda _ring: True) -> Rings:
    """Rings of two and three: a trade gives what the one after it wants, at least so much. `may`: which rings may be
    chosen; one that may not stands in nobody's way, and the bound is of those that may.

    Raises SameTwice, EmptySeed.
    """
    if not seed:
        raise EmptySeed()
    some = sorted(trades, key=lambda one: one.id)
    if len({one.id for one in some}) < len(some):
        raise SameTwice("trade", next(a.id for a, b in pairwise(some) if a.id == b.id))
    all_rings = [ring for ring in possible(some) if may(ring)]
    if not all_rings:
        return Rings((), 0, 0, 0)
    taken, bound = _most(all_rings, some, seed)
    chosen = tuple(all_rings[at] for at in taken)
    return Rings(chosen, sum(len(ring.trades) for ring in chosen), bound, len(all_rings))


def serves(giver: Trade, taker: Trade) -> bool:
    """Whether what one gives is what the other wants, enough of it, and between two parties."""
    return giver.party != taker.party and giver.gives == taker.wants and giver.gives_quantity >= taker.wants_quantity


def possible(some: list[Trade]) -> list[Ring]:
    """Every ring once, beginning with the trade whose id is smallest."""
    wanting: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(some):
        wanting[one.wants].append(at)
    onward = [[to for to in wanting[one.gives] if serves(one, some[to])] for one in some]
    found: list[tuple[int, ...]] = []
    for first in range(len(some)):
        for second in onward[first]:
            if second > first and first in onward[second]:
                found.append((first, second))
            for third in onward[second] if second > first else ():
                parties = {some[at].party for at in (first, second, third)}
                if third > first and third != second and first in onward[third] and len(parties) == LONGEST:
                    found.append((first, second, third))
    return [_ring([some[at] for at in hops]) for hops in found]


def _ring(hops: list[Trade]) -> Ring:
    after = [*hops[1:], hops[0]]
    survives = []
    if len(hops) == LONGEST:
        for at, one in enumerate(hops):
            left, right = hops[at - 1], after[at]
            if serves(left, right) and serves(right, left):
                survives.append(one.party)
    return Ring(
        tuple(one.id for one in hops),
        tuple(next_.wants_quantity for next_ in after),
        tuple(survives),
    )


def _most(all_rings: list[Ring], some: list[Trade], seed: str) -> tuple[list[int], int]:
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    row = {one.id: at for at, one in enumerate(some)}
    rows = [row[trade] for ring in all_rings for trade in ring.trades]
    columns = [at for at, ring in enumerate(all_rings) for _trade in ring.trades]
    once = csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(some), len(all_rings)))
    kept = [LinearConstraint(once, -np.inf, 1)]
    size = np.array([len(ring.trades) for ring in all_rings], dtype=np.int64)
    firm = np.array([len(ring.trades) == 2 or bool(ring.survives) for ring in all_rings], dtype=np.int64)
    lot = np.array(
        [int.from_bytes(sha256("|".join((seed, *ring.trades)).encode()).digest()[:2], "big") for ring in all_rings],
        dtype=np.int64,
    )
    bound, chosen = 0, np.zeros(len(all_rings), dtype=np.int64)
    for gain in (size, firm, -lot):
        told = milp(
            -gain,
            constraints=kept,
            bounds=Bounds(0, 1),
            integrality=np.ones(len(all_rings)),
            options={"mip_rel_gap": 0},
        )
        chosen = np.rint(told.x).astype(np.int64)
        if gain is size:
            bound = floor(-told.mip_dual_bound + 1 / 1024)
        kept.append(LinearConstraint(gain.reshape(1, -1), int(np.dot(gain, chosen)), np.inf))
    return np.flatnonzero(chosen).tolist(), bound
