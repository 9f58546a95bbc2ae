"""The words of exchange: parties with what they give and wish go in, moves come out. All frozen; all numbers whole.

A point is what the network agreed that a unit of a thing is worth to it (hours, baht, points of a committee): it
compares what is taken with what is given, and is no price that anybody pays.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..checks import count, place


@dataclass(frozen=True, slots=True)
class Party:
    """`balance`: points taken less points given before this period; `is_exempt`: in hardship, no cap binds it."""

    id: str
    area: str
    is_exempt: bool = False
    balance: int = 0

    def __post_init__(self) -> None:
        place(self.area)


@dataclass(frozen=True, slots=True)
class Give:
    """What a party can give in this period; `points` of one unit, from 1. Raises NotACount."""

    id: str
    party: str
    spec: str
    quantity: int
    points: int = 1

    def __post_init__(self) -> None:
        count("quantity", self.quantity)
        count("points", self.points, 1)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a party would take, from none of the gives `refused`: declined, or on other days. Raises NotACount."""

    id: str
    party: str
    spec: str
    quantity: int
    refused: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        count("quantity", self.quantity, 1)


@dataclass(frozen=True, slots=True)
class Terms:
    """`cap`: most points that a party may take beyond what it gives, balance included; None: no cap. `reach`: least
    shared pairs of digits of both parties' areas."""

    cap: int | None = None
    reach: int = 0

    def __post_init__(self) -> None:
        count("reach", self.reach, 0, 4)
        if self.cap is not None:
            count("cap", self.cap)


@dataclass(frozen=True, slots=True)
class Move:
    """So much of a give for a wish. A proposal: both sides say yes or no."""

    give: str
    wish: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """`objective`: points that change hands; `bound`: no exchange under these terms moves more.

    `net`: of every party with a move, points taken less given, balance not included. They add to zero.
    """

    moves: tuple[Move, ...]
    net: tuple[tuple[str, int], ...]
    objective: int
    bound: int

    @property
    def gap(self) -> int:
        """Points that a better exchange could move beyond this one, at most."""
        return self.bound - self.objective


@dataclass(frozen=True, slots=True)
class CapPrice:
    """What a cap comes to, beside no cap at all."""

    cap: int | None
    objective: int
    bound: int


@dataclass(frozen=True, slots=True)
class Trade:
    """An offer that wants something in return: `gives` so many units, `wants` at least so many. Raises NotACount."""

    id: str
    party: str
    gives: str
    gives_quantity: int
    wants: str
    wants_quantity: int

    def __post_init__(self) -> None:
        count("gives_quantity", self.gives_quantity, 1)
        count("wants_quantity", self.wants_quantity, 1)


@dataclass(frozen=True, slots=True)
class Ring:
    """Trades each of which gives to the next, the last to the first; `quantities` that each gives.

    `survives`: parties without which the others could still trade as a pair.
    """

    trades: tuple[str, ...]
    quantities: tuple[int, ...]
    survives: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rings:
    """Rings without a trade in common. `served` trades of at most `bound`; `possible`: how many rings there are."""

    chosen: tuple[Ring, ...]
    served: int
    bound: int
    possible: int

    @property
    def gap(self) -> int:
        """Trades that a better choice could serve beyond these, at most."""
        return self.bound - self.served


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a claimed exchange breaks a promise."""

    promise: str
    id: str = ""
