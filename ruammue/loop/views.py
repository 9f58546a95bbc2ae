"""The wheel is the home of every role."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ruammue.access.gate import gate
from ruammue.evidence import queries as public
from ruammue.evidence.words import STANDINGS
from ruammue.foundation import slots
from ruammue.loop import queries, rules
from ruammue.needs.models import Station
from ruammue.needs.queries import told_by

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
    context = {"page": page, "mine": mine, "others": others, "state": state, "waiting": waiting}
    return render(request, "loop/home.html", context)


def _front(request: Any) -> HttpResponse:
    """The one question, one number to call, and what the tambon does together now."""
    newest = public.matters_page(request.steward, public.Filters(), per_page=ROWS_IN_FRONT)
    context = {
        "own": told_by(request.steward, request.actor, today=timezone.localdate()),
        "rows": [(row, *STANDINGS[row.standing]) for row in newest.object_list],
        "summary": public.summary_of(request.steward),
        "stations": Station.labels,
    }
    return render(request, "loop/front.html", context)
