"""Dividing things: which offer serves which lack, with a certified bound ("98.7 % of what could be reached").

divide   what lacks and what is there -> a Division
verify   which promises does a claimed division break?
"""

from .dividing import divide
from .review import verify
from .values import POINTS, Division, Fault, Have, Share, Terms, Unmet, Want, Why, worth

__all__ = [
    "POINTS",
    "Division",
    "Fault",
    "Have",
    "Share",
    "Terms",
    "Unmet",
    "Want",
    "Why",
    "divide",
    "verify",
    "worth",
]
