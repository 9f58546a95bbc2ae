"""Whole sentences for the refusals of this room. Imported when the house starts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ruammue.foundation import thai_dates
from ruammue.foundation.refusals import says
from ruammue.networks import refusals


def _day(value: Any) -> str:
    return thai_dates.long(value, (get_language() or "th").split("-")[0])


def _seat_is_taken(data: Mapping[str, Any]) -> str:
    if data["until_on"] is None:
        return _(
            "“%(label)s” has a holder since %(since)s. End that appointment first, then appoint somebody else."
        ) % {"label": data["label"], "since": _day(data["from_on"])}
    return _("“%(label)s” has a holder from %(since)s to %(until)s. Choose a day after that.") % {
        "label": data["label"],
        "since": _day(data["from_on"]),
        "until": _day(data["until_on"]),
    }


says(refusals.NetworkIsRemoved, lambda d: _("“%(name)s” was taken off the list. Form it anew if it exists.") % d)
says(
    refusals.AlreadyConfirmed,
    lambda d: (
        _("“%(name)s” is known to exist, so it cannot be taken off the list. End its members and seats instead.") % d
    ),
)
says(
    refusals.StatutoryCommittee,
    lambda d: (
        _("The regulation asks for “%(name)s”. It stays on the list, with empty seats until it is appointed.") % d
    ),
)
says(refusals.NeedsAVillage, lambda _d: _("A network of a village needs its village. Choose the village."))
says(
    refusals.NotOfThisSteward,
    lambda _d: _("That belongs to another office and cannot be used here. Choose from this office's own list."),
)
says(
    refusals.OrderNumberMissing,
    lambda _d: _("Number and date of the order belong together. Type both as they stand in the office's register."),
)
says(
    refusals.MeetingDayMissing,
    lambda _d: _("Type the day of the meeting, as it stands on the minutes. They are found by it."),
)
says(
    refusals.MinutesDoNotEnd,
    lambda _d: _("Minutes have no last day. Leave it empty."),
)
says(refusals.SeatIsTaken, _seat_is_taken)
says(refusals.SeatIsRemoved, lambda d: _("The seat “%(label)s” was taken away. Choose another.") % d)
says(
    refusals.SeatHasHolder,
    lambda d: _("“%(label)s” has a holder. End the appointment first, then the seat can be taken away.") % d,
)
says(
    refusals.HasVotingSeat,
    lambda d: (
        _(
            "This person already has a voting seat in this committee: “%(label)s”. One person has one voice. "
            "Choose somebody else, or end the other appointment first."
        )
        % d
    ),
)
says(
    refusals.TermReversed,
    lambda d: (
        _("The last day, %(until)s, is before the first, %(since)s. Look at the days once more.")
        % {"until": _day(d["until_on"]), "since": _day(d["from_on"])}
    ),
)
says(
    refusals.AppointmentIsOver,
    lambda d: _("This appointment already ended on %(day)s. Nothing was changed.") % {"day": _day(d["until_on"])},
)
says(refusals.AlreadyMember, lambda d: _("%(organisation)s is already in this network.") % d)
says(refusals.NotAMember, lambda d: _("%(organisation)s has already left this network. Nothing was changed.") % d)
says(
    refusals.AlreadyPartner,
    lambda d: _("%(organisation)s already stands in the register of partners. Open it there to change it.") % d,
)
says(
    refusals.LinkAlreadyShown,
    lambda d: (
        _(
            "The invitation to %(organisation)s was already made and its link was shown once. "
            "If the link is lost, make a new one: the old one then stops working."
        )
        % d
    ),
)
says(
    refusals.NoSuchInvitation,
    lambda _d: _("This link is not one of ours, or a part of it is missing. Open it again from the message you got."),
)
says(
    refusals.InvitationExpired,
    lambda d: _("The day to answer was %(day)s. Call us if you still want to answer.") % {"day": _day(d["expires_on"])},
)
says(refusals.InvitationIsWithdrawn, lambda _d: _("This invitation was taken back. Call us if you want to know why."))
says(refusals.AlreadyAnswered, lambda _d: _("This invitation has already been answered. Call us to change the answer."))
says(refusals.NoReplyYet, lambda _d: _("There is no answer yet. Write down what they said, then confirm it."))
says(
    refusals.InvitationIsConfirmed,
    lambda _d: _("The answer is already confirmed. To change it, end the membership or invite anew."),
)
says(
    refusals.NobodyToConfirm,
    lambda _d: _("This needs a person who signed in. Sign in and try again."),
)
says(refusals.WithWhomMissing, lambda _d: _("Write with whom you spoke, for example “ครูใหญ่สมศรี”."))
says(refusals.TieWithOneself, lambda _d: _("A tie is between two organisations."))
