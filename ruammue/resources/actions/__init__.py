"""Verbs of the promise ledger, one file a noun."""

from ruammue.resources.actions.asking import answer_by_link, ask_by_link, confirm_answer
from ruammue.resources.actions.commitments import accept_commitment, end_commitment, make_commitment
from ruammue.resources.actions.deliveries import confirm_delivery, record_delivery, record_return, reverse_delivery
from ruammue.resources.actions.lines import (
    accept_as_enough,
    add_spec,
    name_substitute,
    raise_line,
    raise_lines,
    withdraw_line,
)
from ruammue.resources.actions.offers import assure_offer, make_offer, withdraw_offer

__all__ = [
    "accept_as_enough",
    "accept_commitment",
    "add_spec",
    "answer_by_link",
    "ask_by_link",
    "assure_offer",
    "confirm_answer",
    "confirm_delivery",
    "end_commitment",
    "make_commitment",
    "make_offer",
    "name_substitute",
    "raise_line",
    "raise_lines",
    "record_delivery",
    "record_return",
    "reverse_delivery",
    "withdraw_line",
    "withdraw_offer",
]
