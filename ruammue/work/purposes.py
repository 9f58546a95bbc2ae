"""What the hours of work on the exchange are for: the task that needs them, and when on its day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import time
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from ruammue.foundation import thai_dates
from ruammue.places.models import Steward
from ruammue.resources.purposes import Purpose
from ruammue.work.models import Half, SignUp, Task
from ruammue.work.queries.months import where_words
from ruammue.work.sentences import language

_ASKED = Q(
    slots__sign_ups__asked_at__isnull=False,
    slots__sign_ups__answer=SignUp.Answer.OPEN,
    slots__sign_ups__withdrawn_at=None,
    slots__sign_ups__excused_at=None,
)


def of_tasks(steward: Steward, lines: Collection[UUID]) -> dict[UUID, Purpose]:
    """The task of each line that is one's hours; of one person's matter never. One statement."""
    tasks = Task.objects.of(steward).filter(hours_line__in=lines, matter__is_sensitive=False)
    tasks = tasks.select_related("matter", "village").annotate(asked=Count("slots__sign_ups", filter=_ASKED))
    return {
        task.hours_line_id: Purpose(
            task.title,
            _time(task.half, task.begins, task.ends),
            place=where_words(task),
            is_public=task.matter.is_public,
            asked=task.asked,
            address=reverse("work:my_wishes", args=[steward.slug, task.on.strftime("%Y-%m")]) + f"#task-{task.pk}",
        )
        for task in tasks
        if task.hours_line_id is not None
    }


def _time(half: str, begins: time | None, ends: time | None) -> str:
    """A part of the day, or from when until when."""
    if begins is None or ends is None:
        return str(Half(half).label) if half else ""
    return _("%(begins)s to %(ends)s") % {
        "begins": thai_dates.clock(begins, language()).removesuffix(" น."),
        "ends": thai_dates.clock(ends, language()),
    }
