"""Matching (จับคู่ภาคี): one gap and the candidates in, up to three fitting partners with reasons out.

    fit        which partners fit this gap, whom did we pass over, and why?   -> Fitting
    verify     which promises does a claimed fitting break?                   -> tuple of Fault, empty when
    it holds

The chosen are a set: their order is a lot, and there is no score. A person decides; the machine proposes.
Inputs that contradict themselves are refused (`Refused` and its kinds in `refusals`, with data).
"""

from . import refusals
from .fitting import fit
from .refusals import Refused
from .review import verify
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
    "PassedOver",
    "Reason",
    "Refused",
    "State",
    "Terms",
    "Why",
    "fit",
    "refusals",
    "verify",
]
