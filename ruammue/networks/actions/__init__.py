"""Verbs of this room, by subject: forming networks, seating people, partners, inviting, ties."""

from ruammue.networks.actions.forming import (
    attach_paper,
    confirm_network,
    form_network,
    prepare_slots,
    remove_slot,
    type_order,
)
from ruammue.networks.actions.inviting import (
    Sent,
    answer_for,
    answer_invitation,
    confirm_invitation,
    invite,
    withdraw_invitation,
)
from ruammue.networks.actions.partners import (
    add_member,
    add_partner,
    change_partner,
    confirm_partner,
    end_member,
    enter_partner,
)
from ruammue.networks.actions.seating import add_seat, end_appointment, give_office, remove_seat, seat_person
from ruammue.networks.actions.ties import observe_tie

__all__ = [
    "Sent",
    "add_member",
    "add_partner",
    "add_seat",
    "answer_for",
    "answer_invitation",
    "attach_paper",
    "change_partner",
    "confirm_invitation",
    "confirm_network",
    "confirm_partner",
    "end_appointment",
    "end_member",
    "enter_partner",
    "form_network",
    "give_office",
    "invite",
    "observe_tie",
    "prepare_slots",
    "remove_seat",
    "remove_slot",
    "seat_person",
    "type_order",
    "withdraw_invitation",
]
