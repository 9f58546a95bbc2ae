"""ใบรับรองชั่วโมงจิตอาสา: for the person and the office alone."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import override

from ruammue.access.gate import gate
from ruammue.foundation.answers import download
from ruammue.needs.links import office
from ruammue.papers import kinds
from ruammue.papers.render import NoSuchFormat
from ruammue.papers.render import render as render_paper
from ruammue.people.models import Acquaintance
from ruammue.resources.thanks.contributions import FIRST_YEAR, LAST_YEAR, print_name_of
from ruammue.work import rules
from ruammue.work.queries.hours import hours_of, in_hours


@gate(rules.SEE_HOURS, of=rules.person_here, methods="GET")
def hours(request: Any, known: Acquaintance, year: int, fmt: str) -> HttpResponse:
    """The hours of one person in a fiscal year, on paper; 404 where there are none."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    with override("th"):
        rows = hours_of(request.steward, known.person, year)
        if not rows:
            raise Http404
        choice = print_name_of(request.steward, person=known.person)
        paper = kinds.HoursStatement(
            office=office(request.steward, timezone.localdate()),
            to=choice.name if choice and choice.is_wanted else known.person.name,
            fiscal_year=year,
            rows=tuple(
                kinds.HoursRow(on=row.on, what=row.what, place=row.where, hours=row.hours, recorded=row.recorded)
                for row in rows
            ),
            total=in_hours(sum(row.minutes for row in rows)),
            by_clock=_sum([row.minutes for row in rows if row.by_clock]),
            by_word=_sum([row.minutes for row in rows if not row.by_clock]),
        )
    try:
        file = render_paper(paper, fmt)
    except NoSuchFormat:
        raise Http404 from None
    return download(file.content, file.media_type, file.filename)


def _sum(minutes: list[int]) -> str:
    return in_hours(sum(minutes)) if minutes else ""
