"""What this room shows on the pages of other rooms."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from ruammue.access.gate import allows
from ruammue.decisions import queries, rules
from ruammue.decisions.models import Meeting
from ruammue.needs.models import Matter
from ruammue.networks.models import Network


def decisions_of_matter(request: Any, *, matter: Matter, **_context: Any) -> str:
    """Forum rows, resolutions and the executive's answers of a matter, with the buttons the actor may use."""
    actor = request.actor
    if not allows(actor, rules.LIST_MEETINGS, matter):
        return ""
    today = timezone.localdate()
    decided = queries.decisions_of_matter(matter, today)
    may_put = allows(actor, rules.PUT_ON_AGENDA, matter) and matter.closed_at is None
    context = {
        "matter": matter,
        "decided": decided,
        "waiting": [item for item in decided.rows if item.meeting.is_open],
        "meetings": queries.meetings_for(matter, actor, today) if may_put else [],
        "may_put": may_put,
        "may_answer": allows(actor, rules.ANSWER_RESOLUTION, matter),
    }
    return render_to_string("decisions/parts/of_matter.html", context, request=request)


MOST_AT_HOME = 3


def unfinished_at_home(request: Any, **_context: Any) -> str:
    """Meetings that wait for this person: to be typed in, closed, or signed on paper."""
    found = queries.unfinished(request.steward, request.actor, timezone.localdate(), most=MOST_AT_HOME + 1)
    context = {"rows": found[:MOST_AT_HOME], "has_more": len(found) > MOST_AT_HOME}
    return render_to_string("decisions/parts/unfinished.html", context, request=request) if found else ""


def meetings_of_network(request: Any, *, network: Network, **_context: Any) -> str:
    """The last meetings of a network, and the button that calls it together."""
    actor = request.actor
    if not allows(actor, rules.LIST_MEETINGS, network):
        return ""
    today = timezone.localdate()
    meetings = Meeting.objects.of(request.steward).filter(network=network).order_by("-held_on", "-id")[:5]
    may_call = queries.callable_networks(request.steward, actor).filter(pk=network.pk).exists()
    context = {
        "network": network,
        "rows": queries.meeting_rows(meetings, today),
        "may_call": may_call and allows(actor, rules.CALL_MEETING, request.steward),
    }
    return render_to_string("decisions/parts/of_network.html", context, request=request)
