"""People as the forms of this room offer them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue.people.models import Acquaintance
from ruammue.places.models import Steward
from ruammue.work.models import Absence, Availability, Competence, Half


def who_can(steward: Steward) -> QuerySet[Acquaintance]:
    """Everybody who said, or of whom it was said, that they can do something. In the order of a Thai list."""
    able = Competence.objects.of(steward).filter(taken_back_at=None, person__isnull=False).values("person_id")
    known = Acquaintance.objects.of(steward).filter(person_id__in=able, person__anonymised_at=None)
    return known.select_related("person", "village").order_by("person__sort_key", "id")


def everybody(steward: Steward) -> QuerySet[Acquaintance]:
    """Everybody on our list."""
    known = Acquaintance.objects.of(steward).filter(person__anonymised_at=None)
    return known.select_related("person", "village").order_by("person__sort_key", "id")


def free_words(way: Availability | None) -> str:
    """The half-days somebody named, in words; empty when any may be asked for."""
    from ruammue.work.forms.within import WEEKDAYS

    if way is None or not way.free:
        return ""
    days: dict[int, list[str]] = defaultdict(list)
    for block in way.free.split():
        days[int(block[0])].append(block[1:])
    said = []
    for day in sorted(days):
        whole = len(days[day]) == len(Half)
        words = str(WEEKDAYS[day])
        halves = " ".join(str(Half(half).label) for half in days[day])
        said.append(words if whole else _("%(day)s %(half)s") % {"day": words, "half": halves})
    return " · ".join(said)


def away_of(known: Acquaintance) -> list[tuple[date, date]]:
    """When somebody is away, the next first; what is over is left out."""
    rows = Absence.objects.of(known.steward_id).filter(person_id=known.person_id, until_on__gte=timezone.localdate())
    return list(rows.values_list("from_on", "until_on"))
