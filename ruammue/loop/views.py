"""The wheel is the home of every role."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ruammue.access.gate import gate
from ruammue.loop import queries, rules


@gate(rules.HOME, methods="GET")
def home(request: Any) -> HttpResponse:
    """For a stranger the one question; for everybody who works here, where each matter stands and the next act."""
    actor = request.actor
    if not (actor.roles or actor.represents):
        return render(request, "loop/front.html", {})
    state = "closed" if request.GET.get("state") == "closed" else "open"
    page = queries.home_page(request.steward, actor, request.GET.get("page"), today=timezone.localdate(), state=state)
    mine = [row for row in page.object_list if row.is_mine]
    others = [row for row in page.object_list if not row.is_mine]
    return render(request, "loop/home.html", {"page": page, "mine": mine, "others": others, "state": state})
