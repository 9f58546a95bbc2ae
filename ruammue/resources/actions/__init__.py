"""Verbs of the promise ledger, one file a noun."""

from ruammue.resources.actions.asking import answer_by_link, ask_by_link, confirm_answer
from ruammue.resources.actions.commitments import accept_commitment, end_commitment, make_commitment
from ruammue.resources.actions.deliveries import confirm_delivery, record_delivery, record_return, reverse_delivery
from ruammue.resources.actions.disputes import (
    agree_to_settlement,
    dispute_delivery,
    mediate_dispute,
    propose_settlement,
)
from ruammue.resources.actions.dividing import Chosen, ask_as_divided
from ruammue.resources.actions.lines import (
    accept_as_enough,
    add_spec,
    count_spoken,
    merge_lines,
    move_line,
    name_substitute,
    raise_line,
    raise_lines,
    resize_line,
    withdraw_line,
)
from ruammue.resources.actions.losses import decide_loss, tell_loss
from ruammue.resources.actions.offers import assure_offer, make_offer, withdraw_offer

__all__ = [
    "Chosen",
    "accept_as_enough",
    "accept_commitment",
    "add_spec",
    "agree_to_settlement",
    "answer_by_link",
    "ask_as_divided",
    "ask_by_link",
    "assure_offer",
    "confirm_answer",
    "confirm_delivery",
    "count_spoken",
    "decide_loss",
    "dispute_delivery",
    "end_commitment",
    "make_commitment",
    "make_offer",
    "mediate_dispute",
    "merge_lines",
    "move_line",
    "name_substitute",
    "propose_settlement",
    "raise_line",
    "raise_lines",
    "record_delivery",
    "record_return",
    "resize_line",
    "reverse_delivery",
    "tell_loss",
    "withdraw_line",
    "withdraw_offer",
]
