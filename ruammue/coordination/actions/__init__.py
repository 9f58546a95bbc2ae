"""Verbs of this room: name a coordinator, speak, offer help and answer it, put news into inboxes."""

from ruammue.coordination.actions.helping import answer_help, offer_help, take_up_help
from ruammue.coordination.actions.naming import come_back, go_away, name_coordinator
from ruammue.coordination.actions.noticing import read_all, read_notice, settle, tell
from ruammue.coordination.actions.talking import say

__all__ = [
    "answer_help",
    "come_back",
    "go_away",
    "name_coordinator",
    "offer_help",
    "read_all",
    "read_notice",
    "say",
    "settle",
    "take_up_help",
    "tell",
]
