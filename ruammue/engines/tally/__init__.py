"""Counting (นับคะแนน): voices and a rule in, an outcome with its reasons out; anyone may recount.

    quorum     are enough of the filled seats present?              -> Quorum
    count      is a committee's motion carried?                     -> Outcome
    consent    do the partners of a network agree?                  -> Accord
    rank       in which order does a village forum put its needs?   -> Ranking
    pick_one   which option has the most votes on the ballot?       -> Choice
    draw       ids in the order of a public lot
    verify     where does a claimed result differ from a recount?   -> tuple of Fault, empty when it holds

Inputs that contradict themselves are refused (`Refused` and its kinds in `refusals`, with data); a vote
that merely failed is a result with a verdict. Numbers are whole, shares are Fractions; a float is refused.
"""

from . import refusals
from .ballot import pick_one
from .forum import rank
from .lots import draw
from .meeting import count, quorum
from .network import consent
from .recount import verify
from .refusals import Refused
from .values import (
    HALF,
    NONE_NEEDED,
    ONE_THIRD,
    Accord,
    Base,
    Because,
    Choice,
    ConsentRule,
    Counts,
    Drawn,
    Fault,
    Hands,
    Lot,
    Marking,
    Method,
    Outcome,
    PickRule,
    Place,
    Quorum,
    Ranking,
    Reply,
    Row,
    Rule,
    Silence,
    Stand,
    Stickers,
    TieBreak,
    Verdict,
    Voice,
    Votes,
)

__all__ = [
    "HALF",
    "NONE_NEEDED",
    "ONE_THIRD",
    "Accord",
    "Base",
    "Because",
    "Choice",
    "ConsentRule",
    "Counts",
    "Drawn",
    "Fault",
    "Hands",
    "Lot",
    "Marking",
    "Method",
    "Outcome",
    "PickRule",
    "Place",
    "Quorum",
    "Ranking",
    "Refused",
    "Reply",
    "Row",
    "Rule",
    "Silence",
    "Stand",
    "Stickers",
    "TieBreak",
    "Verdict",
    "Voice",
    "Votes",
    "consent",
    "count",
    "draw",
    "pick_one",
    "quorum",
    "rank",
    "refusals",
    "verify",
]
