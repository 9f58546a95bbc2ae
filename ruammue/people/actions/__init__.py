"""Verbs of this room, one file per noun."""

from ruammue.people.actions.accounts import (
    close_account,
    open_account,
    password_was_chosen,
    reset_account,
)
from ruammue.people.actions.cards import CardAnswer, NewCard, enter_with_card, issue_card, revoke_card, unbind_card
from ruammue.people.actions.imports import confirm_import, drop_import, receive_sheet, run_import, set_columns
from ruammue.people.actions.organisations import (
    add_affiliation,
    add_organisation,
    change_organisation,
    end_affiliation,
)
from ruammue.people.actions.persons import add_person, change_person, choose_hat, note_reading, see_notice
from ruammue.people.actions.privacy import (
    anonymise_person,
    answer_data_request,
    ask_for_data,
    keep_retention,
    photos_in,
)
from ruammue.people.actions.roles import HandOver, end_role, give_role, hand_over
from ruammue.people.actions.stewards import appoint_first_administrator, change_settings, claim_steward, open_practice

__all__ = [
    "CardAnswer",
    "HandOver",
    "NewCard",
    "add_affiliation",
    "add_organisation",
    "add_person",
    "anonymise_person",
    "answer_data_request",
    "appoint_first_administrator",
    "ask_for_data",
    "change_organisation",
    "change_person",
    "change_settings",
    "choose_hat",
    "claim_steward",
    "close_account",
    "confirm_import",
    "drop_import",
    "end_affiliation",
    "end_role",
    "enter_with_card",
    "give_role",
    "hand_over",
    "issue_card",
    "keep_retention",
    "note_reading",
    "open_account",
    "open_practice",
    "password_was_chosen",
    "photos_in",
    "receive_sheet",
    "reset_account",
    "revoke_card",
    "run_import",
    "see_notice",
    "set_columns",
    "unbind_card",
]
