"""Matching (จับคู่ภาคี): one gap and the candidates in, up to three fitting partners with reasons out.

    fit        which partners fit this gap, whom did we pass over, and why?   -> Fitting
    openings   which gaps fit this partner, the fittest first, and why?       -> tuple of Opening
    verify     which promises does a claimed fitting break?                   -> tuple of Fault, empty when
    it holds

`verify_openings` reads the other direction a second time. The chosen of `fit` are a set: their order is a
lot, and there is no score. A person decides; the machine proposes.

Three larger questions have packages of their own, each with a bound, reasons and a `verify`:

    assignment  people x tasks by aptitude (`assign`), fair assignment (its dial), replanning
    division    what there is among what lacks, for many needs at once
    exchange    reciprocity under a cap, its price, pairs and rings of three

Inputs that contradict themselves are refused (`Refused` and its kinds in `refusals`, with data).
"""

from . import refusals
from .fitting import fit, openings
from .refusals import Refused
from .review import verify, verify_openings
from .values import (
    MOST_APTITUDE,
    Candidate,
    Code,
    Fault,
    Fitting,
    Gap,
    LeftOut,
    Level,
    Match,
    Opening,
    PassedOver,
    Reason,
    State,
    Terms,
    Why,
)

__all__ = [
    "MOST_APTITUDE",
    "Candidate",
    "Code",
    "Fault",
    "Fitting",
    "Gap",
    "LeftOut",
    "Level",
    "Match",
    "Opening",
    "PassedOver",
    "Reason",
    "Refused",
    "State",
    "Terms",
    "Why",
    "fit",
    "openings",
    "refusals",
    "verify",
    "verify_openings",
]
