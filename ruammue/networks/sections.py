"""What this room shows on the pages of other rooms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import timezone

from ruammue.access.claims import is_member_here
from ruammue.access.gate import allows
from ruammue.needs.models import Matter
from ruammue.networks import queries, rules
from ruammue.networks.models import Network


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the rules ask about an invitation."""

    network: Network
    organisation_id: UUID


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
    shown = [
        {
            "network": row,
            "may_invite": matter.closed_at is None and allows(actor, rules.INVITE, row.network),
            # Everybody who works here sees who was asked; the page behind it opens for fewer.
            "asked": [
                (asked, allows(actor, rules.SEE_INVITATION, _Asked(row.network, asked.organisation_id)))
                for asked in (row.invitations if may_see else ())
            ],
        }
        for row in networks
    ]
    context = {"matter": matter, "networks": shown, "may_form": may_form}
    return render_to_string("networks/parts/of_matter.html", context, request=request)
