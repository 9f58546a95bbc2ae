"""What this room shows in slots of other pages."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from ruammue.access.actors import STRANGER
from ruammue.access.gate import allows
from ruammue.people import queries, rules
from ruammue.people.actors import CARD


def first_day(request: Any, **_context: Any) -> str:
    """At home, for whoever can take the site over: the way to the five steps, until the first of them are done."""
    steward = request.steward
    if steward.mark == steward.Mark.PRACTICE or not allows(request.actor, rules.CLAIM, steward):
        return ""
    if steward.is_claimed and steward.phone and queries.has_officer(steward):
        return ""
    return render_to_string("people/parts/first_day.html", {"steward": steward}, request=request)


def hat(request: Any, **_context: Any) -> str:
    """In the header: for whom one acts just now, a way to change it; for a card, the big way out."""
    actor, steward = getattr(request, "actor", STRANGER), getattr(request, "steward", None)
    if steward is None or actor.is_anonymous:
        return ""
    by_card = bool(request.session.get(CARD))
    hats = queries.hats(actor)
    if not hats and not by_card:
        return ""
    present = next((row for row in hats if row.pk == actor.on_behalf_of_id), None)
    return render_to_string(
        "people/parts/hat.html",
        {"steward": steward, "actor": actor, "hats": hats, "present": present, "by_card": by_card},
        request=request,
    )
