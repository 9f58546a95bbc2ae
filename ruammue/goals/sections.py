"""What this room shows on the page of a matter."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from ruammue.access.gate import allows
from ruammue.foundation import page_reads
from ruammue.goals import queries, rules
from ruammue.needs.models import Matter


def goals_of_matter(request: Any, *, matter: Matter, **_context: Any) -> str:
    """The goals of a matter with their picture, who signed, and the button to draft one."""
    actor = request.actor
    # The page around it asked whether this actor may open the matter.
    may_draft = matter.closed_at is None and allows(actor, rules.DRAFT, matter, known={rules.may_open: True})
    goals = [goal for goal in page_reads.once(matter, queries.goals_of_matter) if goal.is_alive]
    if not goals and not may_draft:
        return ""
    context = {"matter": matter, "goals": goals, "may_draft": may_draft}
    return render_to_string("goals/parts/of_matter.html", context, request=request)
