"""How a need stands, in the reader's words: the same in lists, on its page and in the story."""

from __future__ import annotations

from datetime import date

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from ruammue.foundation import thai_dates
from ruammue.foundation.text import first_clause
from ruammue.needs.models import Matter, Standing

LOOKS = {
    Standing.WAITING: "waiting",
    Standing.OVERDUE: "overdue",
    Standing.ANSWERED: "doing",
    Standing.FIXED: "done",
}
"""The state of a need as the look calls it."""


LONGEST_NAME = 40


def short_name(matter: Matter) -> str:
    """A name for what is founded or done because of a matter: the first words of what everybody may read of it.

    Of what is not public, or about one person, the kind of trouble: a name goes on letters and public pages.
    """
    if not matter.is_published or matter.is_sensitive:
        return str(matter.get_category_display())
    return first_clause(matter.public_sentence.removeprefix("เรื่อง"), LONGEST_NAME)


def standing_words(standing: str, days_late: int) -> str:
    """The word beside colour and shape."""
    match Standing(standing):
        case Standing.OVERDUE:
            return ngettext("%(days)d day late", "%(days)d days late", days_late) % {"days": days_late}
        case Standing.WAITING:
            return _("Waiting for our answer")
        case Standing.ANSWERED:
            return _("Answered")
        case Standing.FIXED:
            return _("Mended")


def due_words(day: date) -> str:
    """Until when the answer is promised."""
    shown = thai_dates.short(day, (get_language() or "th")[:2]).replace(" ", "\u00a0")
    return pgettext("need", "answer by %(day)s") % {"day": shown}
