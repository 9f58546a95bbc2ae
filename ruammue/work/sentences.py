"""What this room says when it refuses."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ruammue.foundation import thai_dates
from ruammue.foundation.refusals import says
from ruammue.work import refusals


def _day(day: object) -> str:
    return thai_dates.long(day, (get_language() or "th")[:2])  # type: ignore[arg-type]


says(refusals.MatterIsClosed, lambda d: _("This matter is closed. Open it again first, then change the work."))
says(refusals.TwoLeads, lambda d: _("“%(work)s” can have one leader only. Let the others do it together with it.") % d)
says(refusals.NotOfThisMatter, lambda d: _("The table was changed meanwhile. Look at it once more and choose again."))
says(refusals.WorkIsDropped, lambda d: _("This work was taken off the table. Write it down anew if it is needed."))
says(
    refusals.WorkIsDone,
    lambda d: _("This work was finished on %(day)s. Take it up again first.") % {"day": _day(d["on"])},
)
says(refusals.WorkIsNotDone, lambda d: _("This work is still going on."))
says(refusals.NoDuties, lambda d: _("%(organisation)s has no part in the table yet. Give it one, then ask.") % d)
says(
    refusals.LeadMissing,
    lambda d: _("Nobody leads “%(work)s” yet. Agree on who leads, then ask the partners to sign.") % d,
)
says(
    refusals.TableMoved,
    lambda d: _("The table was changed while you read it. Read it once more, then sign."),
)
says(refusals.ObjectionEmpty, lambda d: _("Write in one sentence what should be different."))
says(refusals.TitleMissing, lambda d: _("Write what is to be done."))
