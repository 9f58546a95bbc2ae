"""Dividing work by aptitude: who takes which slot, why, and how near that is to the best that could be.

    assign             workers and lines -> a Plan with its bound
    verify             which promises does a claimed plan break?
    replan             the same without somebody, with the fewest changes
    why_not            why somebody is not on a line
    price_of_fairness  what each setting of the dial comes to

Never to be called strategy-proof: whoever hides a skill may gain by it. What protects people is that a plan is a
proposal, and that each of them says yes or no.
"""

from ..checks import shared_pairs
from .asking import price_of_fairness, replan, why_not
from .planning import assign
from .review import verify
from .values import (
    FULL,
    Apart,
    Assigned,
    Closest,
    Code,
    Fault,
    Lack,
    Line,
    Plan,
    Point,
    Prices,
    Reason,
    Replan,
    Terms,
    Unfilled,
    Weights,
    WhyNot,
    Worker,
)

__all__ = [
    "FULL",
    "Apart",
    "Assigned",
    "Closest",
    "Code",
    "Fault",
    "Lack",
    "Line",
    "Plan",
    "Point",
    "Prices",
    "Reason",
    "Replan",
    "Terms",
    "Unfilled",
    "Weights",
    "WhyNot",
    "Worker",
    "assign",
    "price_of_fairness",
    "replan",
    "shared_pairs",
    "verify",
    "why_not",
]
