"""What this room says when it refuses: why, and what can be done instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ruammue.foundation import thai_dates
from ruammue.foundation.refusals import says
from ruammue.goals import refusals
from ruammue.goals.values import NotAValue


def _day(data: Mapping[str, Any], name: str) -> str:
    return thai_dates.long(data[name], (get_language() or "th")[:2])


def _not_a_value(data: Mapping[str, Any]) -> str:
    return {
        "empty": _("The number is still empty. Write it in digits, for example 12 or 12.5."),
        "form": _("“%(text)s” is not a number. Write digits only, for example 12 or 12.5."),
        "finer": _("“%(text)s” has more than three places after the point. Round it."),
        "too_large": _("“%(text)s” is too large. Look at the zeros once more."),
    }[data["reason"]] % {"text": data["text"]}


def _not_beyond(data: Mapping[str, Any]) -> str:
    if data["direction"] == "up":
        words = _("More is better, so the goal must be above today's %(baseline)s; %(target)s is not. Look once more.")
    else:
        words = _("Less is better, so the goal must be below today's %(baseline)s; %(target)s is not. Look once more.")
    return words % data


def _dropped(data: Mapping[str, Any]) -> str:
    if data["is_replaced"]:
        return _("A newer version took the place of this goal on %(day)s. Open the newer one.") % {
            "day": _day(data, "on")
        }
    return _("This goal was given up on %(day)s. Write a new one if you need it.") % {"day": _day(data, "on")}


says(NotAValue, _not_a_value)
says(refusals.TargetNotBeyond, _not_beyond)
says(
    refusals.DueBeforeBaseline,
    lambda data: (
        _("The goal's day, %(due)s, must be later than the day we counted, %(counted)s.")
        % {"due": _day(data, "due_on"), "counted": _day(data, "baseline_on")}
    ),
)
says(refusals.MatterIsClosed, lambda data: _("This matter is closed. Open it again first, then agree on a goal."))
says(
    refusals.ResolutionIsOfAnother,
    lambda data: _("That resolution is about another matter. Choose one of this matter, or none."),
)
says(
    refusals.NotAdopted, lambda data: _("That resolution was not adopted, so no goal follows from it. Choose another.")
)
says(refusals.GoalIsDropped, _dropped)
says(
    refusals.NothingToSign,
    lambda data: _("Nobody can sign yet: say first what is counted, how many there are today and how many we want."),
)
says(
    refusals.SignedAlready,
    lambda data: _("Somebody signed these numbers already. Choose “Change this goal” to make a new version."),
)
says(refusals.NobodyThere, lambda data: _("Sign in first: it is written down who does this."))
says(
    refusals.NotMeasuredYet,
    lambda data: _("%(day)s has not come yet. Give the day on which it was counted.") % {"day": _day(data, "on")},
)
says(
    refusals.BeforeBaseline,
    lambda data: (
        _("On %(day)s it was before we began counting on %(first)s. Give a later day.")
        % {"day": _day(data, "on"), "first": _day(data, "baseline_on")}
    ),
)
says(
    refusals.NoteMissing,
    lambda data: _("%(value)s is far from what we expected. If it is right, write a word about why.") % data,
)
says(
    refusals.AlreadyCorrected,
    lambda data: _("This number was put right before. Correct the newest number instead."),
)
says(refusals.CorrectsAnother, lambda data: _("That number belongs to another goal. Open it from its own page."))
says(refusals.ReasonMissing, lambda data: _("Write why, in one sentence that all partners may read."))
says(
    refusals.NothingChanged, lambda data: _("Nothing is different from the present goal. Change words, day or target.")
)
