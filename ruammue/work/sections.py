"""What this room shows on the page of a matter."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from ruammue.access.gate import allows
from ruammue.needs.models import Matter
from ruammue.people.models import Acquaintance, Person
from ruammue.work import queries, rules
from ruammue.work.queries import coming
from ruammue.work.queries.skills import skills_of


def work_of_matter(request: Any, *, matter: Matter, **_context: Any) -> str:
    """Who does what, and the button to the duty table."""
    table = queries.table_of(matter, with_facts=False)
    # The page around it asked whether this actor may open the matter.
    may_divide = matter.closed_at is None and allows(request.actor, rules.DIVIDE, matter, known={rules.may_open: True})
    if not table.rows and not may_divide:
        return ""
    context = {"matter": matter, "table": table, "may_divide": may_divide}
    return render_to_string("work/parts/of_matter.html", context, request=request)


def skills_of_person(request: Any, *, person: Person, known: Acquaintance, **_context: Any) -> str:
    """On a person's page, for those who divide the work and for themselves: what they can do."""
    if person.anonymised_at is not None or not allows(request.actor, rules.SEE_PERSON_SKILLS, known):
        return ""
    rows = skills_of(request.steward, [person.pk]).get(person.pk, [])
    return render_to_string("work/parts/person.html", {"person": person, "rows": rows}, request=request)


def asked_at_home(request: Any, **_context: Any) -> str:
    """At home: what one is asked for and has not answered."""
    if request.actor.person_id is None:
        return ""
    rows = [row for row in coming.own(request.steward, request.actor.person_id) if row.state == "invited"]
    return render_to_string("work/parts/at_home.html", {"rows": rows}, request=request) if rows else ""
