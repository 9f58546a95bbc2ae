"""What this room says when it refuses: why, and what can be done instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ruammue.coordination import refusals
from ruammue.foundation import thai_dates
from ruammue.foundation.refusals import says


def _day(data: Mapping[str, Any], name: str) -> str:
    return thai_dates.long(data[name], (get_language() or "th")[:2])


says(
    refusals.HandOverBackwards,
    lambda data: (
        _("The present coordinator began on %(day)s; the new one cannot begin before that. Give a later day.")
        % {"day": _day(data, "since")}
    ),
)
says(
    refusals.DeputyIsTheSame,
    lambda data: _("Coordinator and deputy are the same person. Choose somebody else as deputy, or nobody."),
)
says(refusals.DeputyPhoneMissing, lambda data: _("People call the deputy too: write the deputy's telephone number."))
says(
    refusals.NetworkIsGone,
    lambda data: _("Say first that “%(name)s” really exists; then name its coordinator.") % data,
)
says(
    refusals.DeputyMissing,
    lambda data: _("Nobody would be there to call. Name a deputy first, then write the days away."),
)
says(refusals.AwayReversed, lambda data: _("The last day away is before the first. Look at both days once more."))
says(refusals.NothingSaid, lambda data: _("There are no words yet. Write what you want to say."))
says(refusals.NobodySpeaks, lambda data: _("Sign in first, so that the others know who speaks."))
says(
    refusals.NotTheirs,
    lambda data: _("You do not speak for this organisation here. Ask the office to enter you as its representative."),
)
says(
    refusals.MatterIsOver,
    lambda data: _("This matter is finished; help is no longer needed. Thank you. Perhaps another matter needs you."),
)
says(refusals.NothingOffered, lambda data: _("Write in a few words how you can help."))
says(refusals.NoWayToReach, lambda data: _("Without a telephone number nobody can call you back. Write one."))
says(
    refusals.HelpIsAnswered,
    lambda data: _("This offer was answered on %(day)s already.") % {"day": _day(data, "on")},
)
says(refusals.HelpIsNotWelcomed, lambda data: _("Welcome the help first, then write it down as an offer."))
says(
    refusals.HelpIsTakenUp,
    lambda data: _("It stands among the offers already: %(thing)s.") % {"thing": data["thing"]},
)
says(
    refusals.LineOfAnotherMatter,
    lambda data: _("This thing is no longer asked for in this matter. Say in your own words how you can help."),
)
says(refusals.NobodyAnswers, lambda data: _("Sign in first: it is written down who does this."))
