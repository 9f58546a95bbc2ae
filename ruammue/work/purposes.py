"""What the hours of work on the exchange are for: the task that needs them, and when on its day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import time
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ruammue.foundation import thai_dates
from ruammue.places.models import Steward
from ruammue.resources.models import NeedLine
from ruammue.resources.purposes import Purpose
from ruammue.resources.wording import amount
from ruammue.work.models import Half, SignUp, Slot, Task
from ruammue.work.queries.months import where_words
from ruammue.work.queries.skills import level_words
from ruammue.work.sent import free, heads, sent_for, spread, with_leaving
from ruammue.work.sentences import language

_ASKED = Q(
    slots__sign_ups__asked_at__isnull=False,
    slots__sign_ups__answer=SignUp.Answer.OPEN,
    slots__sign_ups__withdrawn_at=None,
    slots__sign_ups__excused_at=None,
)


def of_tasks(steward: Steward, lines: Collection[UUID]) -> dict[UUID, Purpose]:
    """The task of each line that is one's hours; of one person's matter never. One statement."""
    now = timezone.now()
    tasks = Task.objects.of(steward).filter(hours_line__in=lines, matter__is_sensitive=False)
    tasks = tasks.select_related("matter", "village").annotate(asked=Count("slots__sign_ups", filter=_ASKED))
    return {
        task.hours_line_id: Purpose(
            task.title,
            _time(task.half, task.begins, task.ends),
            place=where_words(task),
            is_public=task.matter.is_public,
            asked=task.asked,
            each=task.minutes,
            has_begun=not task.is_ahead(now),
            address=reverse("work:my_wishes", args=[steward.slug, task.on.strftime("%Y-%m")]) + f"#task-{task.pk}",
        )
        for task in tasks
        if task.hours_line_id is not None
    }


def open_places(line: NeedLine) -> list[str]:
    """The places that are open in the task of these hours: how many people, for how long, and how well they should be
    able to do it; of one person's matter none. Three statements.
    """
    task = Task.objects.of(line.steward_id).filter(hours_line=line, matter__is_sensitive=False).first()
    if task is None:
        return []
    sent, found = sent_for(task.steward_id, [line.pk]).get(line.pk, ()), []
    places = list(with_leaving(Slot.objects.of(task.steward_id).filter(task=task)))
    counted = spread(places, heads(sent, task.minutes))
    for place in places:
        many = free(place) - counted[place.pk]
        if many <= 0:
            continue
        words = ngettext("%(role)s: %(n)d person, %(much)s each", "%(role)s: %(n)d people, %(much)s each", many) % {
            "role": place.role,
            "n": many,
            "much": amount(task.minutes, line.spec.unit),
        }
        if place.skill and place.least_level > 1:
            words += " · " + _("at least: %(level)s") % {"level": level_words(place.least_level)}
        found.append(words)
    return found


def _time(half: str, begins: time | None, ends: time | None) -> str:
    """A part of the day, or from when until when."""
    if begins is None or ends is None:
        return str(Half(half).label) if half else ""
    return _("%(begins)s to %(ends)s") % {
        "begins": thai_dates.clock(begins, language()).removesuffix(" น."),
        "ends": thai_dates.clock(ends, language()),
    }
