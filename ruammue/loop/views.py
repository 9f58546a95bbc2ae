"""The wheel is the home of every role."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue.access.gate import gate
from ruammue.evidence import queries as public
from ruammue.evidence.words import STANDINGS
from ruammue.foundation import slots, thai_dates
from ruammue.foundation.answers import download
from ruammue.foundation.sheets import MEDIA_TYPE, Column, write_sheet
from ruammue.loop import queries, rules
from ruammue.needs.links import mark_of
from ruammue.needs.models import Station
from ruammue.needs.queries import told_by
from ruammue.people.queries import acquaintance

ROWS_IN_FRONT = 4


@gate(rules.HOME, methods="GET")
def home(request: Any) -> HttpResponse:
    """For a stranger the one question; for everybody who works here, where each matter stands and the next act."""
    actor = request.actor
    if not (actor.roles or actor.represents):
        return _front(request)
    state = "closed" if request.GET.get("state") == "closed" else "open"
    page = queries.home_page(request.steward, actor, request.GET.get("page"), today=timezone.localdate(), state=state)
    mine = [row for row in page.object_list if row.is_mine]
    others = [row for row in page.object_list if not row.is_mine]
    waiting = slots.parts("home.waiting", request) if state == "open" and page.number == 1 else []
    first = slots.parts("home.first", request)
    promises = {row.act.promise for row in mine if row.act is not None}  # in the list, so not above it once more
    context = {
        "page": page, "mine": mine, "others": others, "state": state, "first": first, "waiting": waiting,
        "promises": promises,
    }  # fmt: skip
    return render(request, "loop/home.html", context)


@gate(rules.SHEET, methods="GET")
def home_sheet(request: Any) -> HttpResponse:
    """The same list as Excel: each matter, where it stands, its nearest day and the next act."""
    today = timezone.localdate()
    state = "closed" if request.GET.get("state") == "closed" else "open"
    columns = [
        Column(_("Matter no."), "number"),
        Column(_("Matter")),
        Column(_("About")),
        Column(_("Village")),
        Column(_("Since"), "date"),
        Column(_("Stands at")),
        Column(_("Due")),
        Column(_("Next act")),
        Column(_("Waiting for")),
    ]
    lines = [
        (
            row.matter.number,
            row.matter.title,
            row.matter.get_category_display(),
            row.village,
            timezone.localdate(row.matter.opened_at),
            _stands_at(row),
            row.due.said if row.due else "",
            str(row.act.label) if row.act else "",
            "" if row.act is None else _("you") if row.is_mine else str(row.act.whom),
        )
        for row in queries.home_rows(request.steward, request.actor, today=today, state=state)
    ]
    title = _("Matters that are closed") if state == "closed" else _("Our matters")
    note = _("Source: %(office)s, %(day)s") % {
        "office": request.steward.name,
        "day": thai_dates.long(today, request.LANGUAGE_CODE),
    }
    content = write_sheet(
        title, columns, lines, note=note, mark=str(mark_of(request.steward)), language=request.LANGUAGE_CODE
    )
    return download(content, MEDIA_TYPE, f"{title}.xlsx")


def _stands_at(row: queries.MatterRow) -> str:
    if row.station is not None:
        return str(row.station.label)
    return _("Closed") if row.matter.closed_at else _("Went all the way round")


def _front(request: Any) -> HttpResponse:
    """The one question, one number to call, and what the tambon does together now."""
    newest = public.matters_page(request.steward, public.Filters(), per_page=ROWS_IN_FRONT)
    context = {
        "own": told_by(request.steward, request.actor, today=timezone.localdate()),
        "rows": [(row, *STANDINGS[row.standing]) for row in newest.object_list],
        "summary": public.summary_of(request.steward),
        "stations": Station.labels,
        "is_known_here": acquaintance(request.steward, request.actor.person_id) is not None,
    }
    return render(request, "loop/front.html", context)
