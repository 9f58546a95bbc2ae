"""What this room shows on the pages of other rooms."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from ruammue.access.claims import is_member_here
from ruammue.access.gate import allows
from ruammue.needs.models import Matter
from ruammue.networks import queries, rules


def networks_of_matter(request: Any, *, matter: Matter, **_context: Any) -> str:
    """The networks of a matter: who is in them, who was asked, and the buttons that the actor may use."""
    actor = request.actor
    may_see = is_member_here(actor, matter)
    if not may_see and not matter.is_published:
        return ""
    networks = queries.networks_of_matter(matter.pk, matter.steward_id, today=timezone.localdate())
    may_form = allows(actor, rules.FORM, matter) and matter.closed_at is None
    if not networks and not may_form:
        return ""
    context = {
        "matter": matter,
        "networks": networks,
        "may_form": may_form,
        "may_invite": may_form,
        "shows_invitations": may_see,
    }
    return render_to_string("networks/parts/of_matter.html", context, request=request)
