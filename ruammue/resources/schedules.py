"""On which days something can be had, as people say it: "every Saturday and Sunday". Kept as an RFC 5545 rule.

A rule is only ever made here, from the few ways in which people speak of their week; `read` refuses any other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dateutil.rrule import rrulestr
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEKLY, FORTNIGHTLY, FIRST, LAST = "weekly", "fortnightly", "first", "last"
_RULE = re.compile(
    r"FREQ=(?:WEEKLY(?P<every>;INTERVAL=2)?;BYDAY=(?P<days>(?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:MO|TU|WE|TH|FR|SA|SU))*)"
    r"|MONTHLY;BYDAY=(?P<monthly>(?:1|-1)(?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:1|-1)(?:MO|TU|WE|TH|FR|SA|SU))*))"
)
_MONDAY = date(2024, 1, 1)
"""Every second week is counted from this Monday where the offer does not say from when on it stands."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """`every`: weekly, fortnightly, first or last (of the month); on these `days`, of `DAYS` and in its order."""

    every: str
    days: tuple[str, ...]


def rule_of(every: str, days: Sequence[str]) -> str:
    """The RFC 5545 rule of "every week on these days"; "" for no day chosen: any day will do."""
    chosen = [day for day in DAYS if day in days]
    if not chosen:
        return ""
    if every in (FIRST, LAST):
        nth = "1" if every == FIRST else "-1"
        return "FREQ=MONTHLY;BYDAY=" + ",".join(nth + day for day in chosen)
    return f"FREQ=WEEKLY{';INTERVAL=2' if every == FORTNIGHTLY else ''};BYDAY=" + ",".join(chosen)


def read(rule: str) -> Schedule:
    """What a rule says. Raises ValueError for one that was not made here."""
    found = _RULE.fullmatch(rule)
    if found is None:
        raise ValueError(rule)
    if found["monthly"]:
        parts = found["monthly"].split(",")
        return Schedule(LAST if parts[0].startswith("-1") else FIRST, tuple(part[-2:] for part in parts))
    return Schedule(FORTNIGHTLY if found["every"] else WEEKLY, tuple(found["days"].split(",")))


def words(rule: str) -> str:
    """ "every week: Saturday, Sunday", in the reader's language; "" for no rule."""
    if not rule:
        return ""
    said = read(rule)
    days = ", ".join(str(WEEKDAYS[DAYS.index(day)]) for day in said.days)
    sentences = {
        WEEKLY: _("every week: %(days)s"),
        FORTNIGHTLY: _("every second week: %(days)s"),
        FIRST: _("first week of the month: %(days)s"),
        LAST: _("last week of the month: %(days)s"),
    }
    return sentences[said.every] % {"days": days}


def next_day(rule: str, since: date | None, until: date | None, *, counted_from: date | None = None) -> date | None:
    """The first day between `since` and `until` on which the rule holds, None when there is none.

    No rule holds on any day; without `since` any day is asked for, without `until` the next two years are looked at.
    """
    if since is not None and until is not None and until < since:
        return None
    if not rule:
        return since or until or counted_from
    start = counted_from or _MONDAY
    first = max(since or start, start)
    last = until or first + timedelta(days=730)
    dated = rrulestr(rule, dtstart=_midnight(start), cache=False)
    found = dated.after(_midnight(first), inc=True)
    return found.date() if found is not None and found.date() <= last else None


def _midnight(day: date) -> datetime:
    """A day as the library counts it, without a zone: its rules know days only."""
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001
