"""What is due in a matter, and when: so that the home of every role begins with what cannot wait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import DateField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce, Least
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ruammue.decisions.models import Meeting
from ruammue.foundation import thai_dates
from ruammue.needs.models import LastWord, Matter, Need
from ruammue.resources.models import STANDS, Commitment
from ruammue.work.models import Work

SOON = timedelta(days=3)
"""So near a day is told as near: as long as an office has to answer a need."""
_NEVER = date.max


class Awaited(StrEnum):
    """What is awaited on a day."""

    ANSWER = "answer"
    MEETING = "meeting"
    WORK = "work"
    DELIVERY = "delivery"


@dataclass(frozen=True, slots=True)
class Due:
    """The nearest promised day of a matter, seen from `today`."""

    what: Awaited
    on: date
    today: date

    @property
    def days_late(self) -> int:
        """How many days it is past; 0 when it is not."""
        return max((self.today - self.on).days, 0)

    @property
    def is_soon(self) -> bool:
        """Today or in the next days."""
        return self.today <= self.on <= self.today + SOON

    @property
    def state(self) -> str:
        """Colour and shape of it, as the look calls them; empty for a day that is far."""
        return "overdue" if self.days_late else "waiting" if self.is_soon else ""

    @property
    def said(self) -> str:
        """The same in words."""
        if self.days_late:
            return _late(self.what, self.days_late)
        day = thai_dates.short(self.on, (get_language() or "th")[:2]).replace(" ", "\u00a0")
        return _ahead(self.what) % {"day": day}


def _late(what: Awaited, days: int) -> str:
    match what:
        case Awaited.ANSWER:
            words = ngettext("answer %(days)d day late", "answer %(days)d days late", days)
        case Awaited.MEETING:
            words = ngettext(
                "meeting of %(days)d day ago not closed", "meeting of %(days)d days ago not closed", days
            )  # fmt: skip
        case Awaited.WORK:
            words = ngettext("work %(days)d day late", "work %(days)d days late", days)
        case Awaited.DELIVERY:
            words = ngettext("delivery %(days)d day late", "delivery %(days)d days late", days)
    return words % {"days": days}


def _ahead(what: Awaited) -> str:
    match what:
        case Awaited.ANSWER:
            return _("answer due %(day)s")
        case Awaited.MEETING:
            return _("meeting on %(day)s")
        case Awaited.WORK:
            return _("work due %(day)s")
        case Awaited.DELIVERY:
            return _("delivery due %(day)s")


def _first(rows: QuerySet[Any], day: str, matter: str = "matter") -> Subquery:
    """The earliest such day of each matter."""
    earliest = rows.filter(**{matter: OuterRef("pk"), f"{day}__isnull": False}).order_by(day).values(day)[:1]
    return Subquery(earliest, output_field=DateField())


def due_columns() -> dict[str, Subquery]:
    """The earliest day of each kind, or NULL: columns to annotate matters with. The names are `Awaited`'s words."""
    promised = Commitment.objects.filter(STANDS, steward=OuterRef("steward"), delivered__lt=F("quantity"))
    works = Work.objects.filter(steward=OuterRef("steward"), done_at=None, dropped_at=None)
    needs = Need.objects.filter(steward=OuterRef("steward"), last_word=LastWord.WAITING)
    meetings = Meeting.objects.filter(steward=OuterRef("steward"), stage=Meeting.Stage.CALLED)
    return {
        f"due_{Awaited.ANSWER}": _first(needs, "answer_due_on"),
        f"due_{Awaited.MEETING}": _first(meetings, "held_on", "items__matter"),
        f"due_{Awaited.WORK}": _first(works, "due_on"),
        f"due_{Awaited.DELIVERY}": _first(promised, "due_on", "need_line__matter"),
    }


def nearest_first(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    """Matters by their nearest day: what is past first, then what is near, then the rest, the newest first."""
    columns = due_columns()
    known = [Coalesce(F(name), _NEVER, output_field=DateField()) for name in columns]
    nearest = Least(*known)  # SQLite's MIN gives NULL when one of them is: hence a day that never comes
    return matters.annotate(**columns).order_by(nearest, "-opened_at", "-id")


def due_of(days: Mapping[str, date | None], today: date) -> Due | None:
    """The nearest of the days of one matter."""
    known = [(day, what) for what in Awaited if (day := days.get(f"due_{what}")) is not None]
    if not known:
        return None
    day, what = min(known, key=lambda pair: pair[0])
    return Due(what, day, today)
