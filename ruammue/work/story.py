"""What this room tells of a matter's story."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from ruammue.foundation import page_reads
from ruammue.needs.models import Matter
from ruammue.needs.story import Told
from ruammue.work.queries import signatures_of, works_of


def work_told(matter: Matter) -> list[Told]:
    """Work put on the table, signed for, and finished."""
    url = reverse("work:duty_table", args=[matter.steward.slug, matter.pk])
    told: list[Told] = []
    for work in page_reads.once(matter, works_of):
        words = {"work": work.title}
        told.append(Told(at=work.opened_at, text=_("On the table: %(work)s") % words, url=url))
        if work.done_at:
            told.append(Told(at=work.done_at, text=_("Done: %(work)s") % words, url=url))
    for row in page_reads.once(matter, signatures_of):
        if row.signed_at:
            text = _("%(organisation)s signed its part of the work.") % {"organisation": row.organisation.name}
            told.append(Told(at=row.signed_at, text=text, url=url))
    return told
