"""ใครขาด ใครมี: the board, and one matter on one screen from the call to the thanks."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue.access.gate import allows, gate
from ruammue.foundation.sheets import Column
from ruammue.needs import saying
from ruammue.needs.links import mark_of, public_page
from ruammue.needs.models import Call, Matter
from ruammue.papers.share import Facts, share_text
from ruammue.resources import forms, queries, rules
from ruammue.resources.bars import three_bars
from ruammue.resources.finder import fits_for
from ruammue.resources.next_acts import next_acts
from ruammue.resources.sides import own_sides
from ruammue.resources.views.common import sheet
from ruammue.resources.wording import LINE_STATES, amount


@gate(rules.SEE_BOARD, methods="GET")
def board(request: Any) -> HttpResponse:
    """Matters that lack something, each with its three bars."""
    form = forms.BoardForm(request.GET)
    shows_all = form.is_valid() and form.cleaned_data["show"] == "all"
    page, rows = queries.board(request.steward, request.actor, only_short=not shows_all, number=request.GET.get("page"))
    context = {"form": form, "page": page, "rows": rows, "shows_all": shows_all}
    return render(request, "resources/board.html", context)


@gate(rules.SEE_MATTER, of=Matter, methods="GET")
def matter(request: Any, matter: Matter) -> HttpResponse:
    """One screen: the call, what lacks, who fits, who was asked, what came, and the thanks."""
    actor, today, is_open = request.actor, timezone.localdate(), matter.is_open
    rows = queries.lines_of_matter(matter, today=today)
    asks = {row.id for row in rows if is_open and allows(actor, rules.ASKERS, row)}
    asked = [row for row in rows if row.id in asks]
    fits = fits_for(request.steward, asked, today=today, sees_givers=allows(actor, rules.SEE_ALL_GIVERS))
    promised = [promise for row in rows for promise in row.promises]
    acts = next_acts(actor, request.steward, promised)
    # The office acts on each promise where it stands; a partner finds its own, with what to do, above all lines.
    sees_all = allows(actor, rules.SEE_ALL_PROMISES)
    own = [] if sees_all else [(row, acts.get(row.id)) for row in promised if own_sides(actor, row)]
    beside = acts if sees_all else {}
    lines = [
        (row, fits.get(row.id), row.id in asks, [(promise, beside.get(promise.id)) for promise in row.promises])
        for row in rows
    ]
    context = {
        "matter": matter,
        "call": (call := queries.call_of(matter)),
        "things": len(rows),
        "gaps": [line for line in lines if line[0].is_gap],
        "settled": [line for line in lines if not line[0].is_gap],
        "unanswered": sum(row.status == "waits_for_provider" for row in promised),
        "bars": three_bars(row.asked for row in rows),
        "own": own,
        "own_act": next((act for _row, act in own if act and act.is_own), None),
        "may_raise": is_open and allows(actor, rules.RAISERS, matter),
        "may_promise": is_open and matter.is_published and allows(actor, rules.PROMISERS, matter),
        "sees_all": sees_all,
        "share": _call_text(request, matter, call, rows) if matter.is_published else "",
    }
    return render(request, "resources/matter.html", context)


def _call_text(request: Any, matter: Matter, call: Call | None, rows: list[queries.LineRow]) -> str:
    """What still lacks, for a LINE group: no person in it but the one to call; the result, once there is one."""
    result, contact = saying.outcome(matter), saying.contact(matter)
    facts = Facts(
        title=matter.public_sentence,
        sentence=result,
        lacks=saying.still_lacks(matter, call, result=result, lines=queries.lacking_of(rows)),
        coordinator=contact.name,
        phone=contact.phone,
        mark=str(mark_of(request.steward)),
    )
    return share_text(facts, public_page(matter))


@gate(rules.SEE_BOARD, methods="GET")
def board_sheet(request: Any) -> HttpResponse:
    """Everything that is asked for, as Excel."""
    columns = [
        Column(_("Matter no."), "number"),
        Column(_("Matter")),
        Column(_("What is asked for")),
        Column(_("Asked for")),
        Column(_("Promised, still to come")),
        Column(_("Arrived")),
        Column(_("Still lacking")),
        Column(_("Needed from"), "date"),
        Column(_("Needed until"), "date"),
        Column(_("At which place")),
        Column(_("Who takes it in")),
        Column(_("How it stands")),
    ]
    rows = [
        (
            row.number,
            row.matter,
            row.thing,
            amount(row.quantity, row.unit),
            amount(row.promised, row.unit),
            amount(row.delivered, row.unit),
            amount(row.missing, row.unit),
            row.from_on,
            row.until_on,
            row.place,
            row.receiver,
            str(LINE_STATES[row.status].words),
        )
        for row in queries.all_lines(request.steward, request.actor)
    ]
    return sheet(request, "who-lacks-what", _("Who lacks, who has"), columns, rows)
