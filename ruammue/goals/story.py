"""What this room tells of a matter's story."""

from __future__ import annotations

from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from ruammue.foundation import page_reads
from ruammue.goals import queries
from ruammue.needs.models import Matter
from ruammue.needs.story import Told


def goals_told(matter: Matter) -> list[Told]:
    """Goals drafted, signed, measured and given up."""
    told: list[Told] = []
    for goal in page_reads.once(matter, queries.goals_of_matter):
        url = reverse("goals:goal", args=[matter.steward.slug, goal.id])
        told.append(
            Told(at=goal.drafted_at, text=_("A goal was written down: %(goal)s") % {"goal": goal.statement}, url=url)
        )
        sectors: set[str] = set()
        for row in goal.signed:
            if row.signed_at is None:
                continue
            was_shared = len(sectors) > 1
            sectors.add(row.sector)
            makes_shared = len(sectors) > 1 and not was_shared
            text = (
                _("%(organisation)s signed the goal: it is a shared goal now.")
                if makes_shared
                else _("%(organisation)s signed the goal.")
            )
            told.append(
                Told(
                    at=row.signed_at, text=text % {"organisation": row.organisation}, url=url, is_decision=makes_shared
                )
            )
        for item in goal.indicators:
            for reading in item.readings:
                if not reading.is_corrected and goal.is_alive:
                    words = {"name": item.name, "value": reading.value}
                    told.append(Told(at=reading.given_at, text=_("Measured: %(name)s %(value)s") % words, url=url))
        if goal.dropped_at is not None and goal.replaced_by_id is None:
            text = _("The goal was given up: %(reason)s") % {"reason": goal.dropped_reason}
            told.append(Told(at=goal.dropped_at, text=text, url=url, is_decision=True))
    if matter.is_sensitive:
        # Of one person's matter or of health nothing but its kind is public.
        told = [replace(sentence, is_public=False) for sentence in told]
    return told
