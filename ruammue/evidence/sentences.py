"""What this room says when it refuses: why, and what can be done instead."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ruammue.evidence import refusals
from ruammue.foundation import thai_dates
from ruammue.foundation.refusals import says

says(
    refusals.MatterNotPublic,
    lambda data: _("The matter itself is not public yet. Publish the matter first; the result stays here meanwhile."),
)
says(refusals.ResultIsEmpty, lambda data: _("What came of it? One or two sentences are enough."))
says(refusals.NoResultYet, lambda data: _("Nobody has written the result yet. Write it, then publish it."))
says(
    refusals.NothingMeasured,
    lambda data: (
        _("Nothing was measured of the goal “%(goal)s”. Write a number down on its page, or say why there is none.")
        % data
    ),
)
says(
    refusals.ResultIsPublic,
    lambda data: (
        _("The result has been public since %(day)s. To put it right, write it anew.")
        % {"day": thai_dates.long(data["on"], (get_language() or "th")[:2])}
    ),
)
says(refusals.NumberIsEmpty, lambda data: _("Type the number as the list of that year has it, for example o25."))
