"""What this room tells of a matter's story."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from ruammue.evidence.models import Result
from ruammue.needs.models import Matter
from ruammue.needs.story import Told


def result_told(matter: Matter) -> list[Told]:
    """That everybody can read what came of it. One statement."""
    url = reverse("evidence:matter", args=[matter.steward.slug, matter.pk])
    return [
        Told(
            at=row.published_at,
            text=_("What came of it is public: %(result)s") % {"result": row.text},
            url=url if matter.is_published else "",
            is_public=not matter.is_sensitive,
        )
        for row in Result.objects.of(matter.steward_id).filter(matter=matter, published_at__isnull=False)
        if row.published_at
    ]
