"""What the hours of work on the exchange are for: the task that needs them, and when on its day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import time
from uuid import UUID

from django.utils.translation import gettext as _

from ruammue.foundation import thai_dates
from ruammue.places.models import Steward
from ruammue.resources.purposes import Purpose
from ruammue.work.models import Half, Task
from ruammue.work.sentences import language


def of_tasks(steward: Steward, lines: Collection[UUID]) -> dict[UUID, Purpose]:
    """The name and time of the task of each line that is one's hours; of one person's matter never. One statement."""
    tasks = Task.objects.of(steward).filter(hours_line__in=lines, matter__is_sensitive=False)
    rows = tasks.values_list("hours_line_id", "title", "half", "begins", "ends")
    return {
        line: Purpose(title, _time(half, begins, ends)) for line, title, half, begins, ends in rows if line is not None
    }


def _time(half: str, begins: time | None, ends: time | None) -> str:
    """A part of the day, or from when until when."""
    if begins is None or ends is None:
        return str(Half(half).label) if half else ""
    return _("%(begins)s to %(ends)s") % {
        "begins": thai_dates.clock(begins, language()).removesuffix(" น."),
        "ends": thai_dates.clock(ends, language()),
    }
