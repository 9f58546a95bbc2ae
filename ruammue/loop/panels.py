"""What the wheel shows on pages of lower rooms."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from ruammue.loop import queries
from ruammue.needs.models import Matter


def wheel_panel(request: Any, *, matter: Matter, **_context: Any) -> str:
    """The ring of eight stations, on top of a matter's page."""
    facts = _facts(request, matter)
    context = {"stations": queries.ring(facts, request.steward), "is_closed": matter.closed_at is not None}
    return render_to_string("loop/parts/wheel.html", context, request)


def next_bar(request: Any, *, matter: Matter, **_context: Any) -> str:
    """The next act of a matter, or whom it waits for."""
    act = queries.act_on(_facts(request, matter), request.steward, request.actor)
    return render_to_string("loop/parts/next.html", {"act": act}, request) if act else ""


def public_wheel(request: Any, *, matter: Matter, **_context: Any) -> str:
    """The ring for everybody: stations lead to the parts of the public page, and to nothing behind it."""
    facts = _facts(request, matter)
    context = {"stations": queries.public_ring(facts), "is_closed": matter.closed_at is not None}
    return render_to_string("loop/parts/wheel.html", context, request)


def _facts(request: HttpRequest, matter: Matter) -> Any:
    """The facts of a matter, read once for a page that shows both panels."""
    read = request.__dict__.setdefault("_wheel_facts", {})
    if matter.pk not in read:
        read[matter.pk] = queries.facts_of_matter(matter)
    return read[matter.pk]
