"""What this room shows on the page of a matter."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from ruammue.access.gate import allows
from ruammue.needs.models import Matter
from ruammue.work import queries, rules


def work_of_matter(request: Any, *, matter: Matter, **_context: Any) -> str:
    """Who does what, and the button to the duty table."""
    table = queries.table_of(matter, with_facts=False)
    # The page around it asked whether this actor may open the matter.
    may_divide = matter.closed_at is None and allows(request.actor, rules.DIVIDE, matter, known={rules.may_open: True})
    if not table.rows and not may_divide:
        return ""
    context = {"matter": matter, "table": table, "may_divide": may_divide}
    return render_to_string("work/parts/of_matter.html", context, request=request)
