"""What this room tells of a matter's story."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from ruammue.decisions.models import ExecutiveAnswer, Resolution
from ruammue.decisions.queries import ADOPTED
from ruammue.needs.models import Matter
from ruammue.needs.story import Told


def decisions_told(matter: Matter) -> list[Told]:
    """What was resolved about the matter, and what the executive said to it. Two statements."""
    told: list[Told] = []
    is_public = not matter.is_sensitive
    for row in Resolution.objects.of(matter.steward_id).filter(matter=matter).select_related("meeting"):
        is_adopted = row.outcome in ADOPTED
        words = {"body": row.meeting.title, "text": row.text}
        text = _("%(body)s resolved: %(text)s") if is_adopted else _("%(body)s spoke of it: %(text)s")
        url = reverse("decisions:resolution", args=[matter.steward.slug, row.pk])
        told.append(Told(at=row.resolved_at, text=text % words, url=url, is_decision=is_adopted, is_public=is_public))
    answers = ExecutiveAnswer.objects.of(matter.steward_id).filter(resolution__matter=matter)
    for answer in answers.select_related("answered_by"):
        approved = answer.verdict == ExecutiveAnswer.Verdict.APPROVED
        text = (
            _("The executive approved the resolution.")
            if approved
            else _("The executive decided otherwise: %(reasons)s") % {"reasons": answer.reasons}
        )
        told.append(
            Told(
                at=answer.answered_at,
                text=text,
                url=reverse("decisions:resolution", args=[matter.steward.slug, answer.resolution_id]),
                is_decision=True,
                by=answer.answered_by.name,
                is_public=is_public,
            )
        )
    return told
