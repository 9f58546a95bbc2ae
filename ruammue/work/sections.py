"""What this room shows on the page of a matter."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from ruammue.access.gate import allows
from ruammue.needs.models import Matter
from ruammue.networks.models import Network
from ruammue.people.models import Acquaintance, Organisation, Person
from ruammue.people.queries import organisation_here
from ruammue.resources.rules import DIVIDE_THINGS
from ruammue.work import queries, rules
from ruammue.work.queries import coming
from ruammue.work.queries.boards import boards_of
from ruammue.work.queries.hours import hours_of, in_hours
from ruammue.work.queries.shares import delivered_of, is_far_enough
from ruammue.work.queries.skills import skills_of
from ruammue.work.queries.waiting import waiting_for


def work_of_matter(request: Any, *, matter: Matter, **_context: Any) -> str:
    """Who does what, and the button to the duty table."""
    table = queries.table_of(matter, with_facts=False)
    # The page around it asked whether this actor may open the matter.
    may_divide = matter.closed_at is None and allows(request.actor, rules.DIVIDE, matter, known={rules.may_open: True})
    if not table.rows and not may_divide:
        return ""
    context = {"matter": matter, "table": table, "may_divide": may_divide}
    if may_divide:
        context |= _measured(request, matter)
    return render_to_string("work/parts/of_matter.html", context, request=request)


def pictures_of_projects(_request: Any, *, matter: Matter, **_context: Any) -> str:
    """On the public page: the board of each project as a picture to pass on, where anything serves it."""
    if not matter.is_public:
        return ""
    projects = [project for project, board in boards_of(matter).items() if board.shown]
    if not projects:
        return ""
    return render_to_string("work/parts/pictures.html", {"projects": projects, "steward": matter.steward})


def _measured(request: Any, matter: Matter) -> dict[str, Any]:
    return {
        "matter": matter,
        "delivered": delivered_of(matter) if is_far_enough(matter) else None,
        "may_divide_things": allows(request.actor, DIVIDE_THINGS),
    }


def delivered_of_network(request: Any, *, network: Network, **_context: Any) -> str:
    """On a network's page, for those who divide the work of its matter: when one carries nearly all (R40)."""
    matter = network.matter
    if matter is None or matter.closed_at is not None or not allows(request.actor, rules.DIVIDE, matter):
        return ""
    return render_to_string("work/parts/delivered.html", _measured(request, matter), request=request)


def hours_of_person(request: Any, *, person: Person, year: int, **_context: Any) -> str:
    """In a person's year: the half-days on which they came. The page around it is theirs and the office's alone."""
    rows = hours_of(request.steward, person, year)
    if not rows:
        return ""
    context = {"rows": rows, "total": in_hours(sum(row.minutes for row in rows)), "person": person, "year": year}
    return render_to_string("work/parts/hours.html", context, request=request)


def skills_of_person(request: Any, *, person: Person, known: Acquaintance, **_context: Any) -> str:
    """On a person's page, for those who divide the work and for themselves: what they can do."""
    if person.anonymised_at is not None or not allows(request.actor, rules.SEE_PERSON_SKILLS, known):
        return ""
    rows = skills_of(request.steward, [person.pk]).get(person.pk, [])
    return render_to_string("work/parts/person.html", {"person": person, "rows": rows}, request=request)


def skills_of_organisation(request: Any, *, organisation: Organisation, **_context: Any) -> str:
    """On an organisation's page: what it can do."""
    if (
        not allows(request.actor, rules.SEE_ORGANISATION_SKILLS)
        or not organisation_here(request, organisation.pk).is_ours
    ):
        return ""
    rows = skills_of(request.steward, organisations=[organisation.pk]).get(organisation.pk, [])
    return render_to_string(
        "work/parts/organisation.html", {"organisation": organisation, "rows": rows}, request=request
    )


def waiting_at_home(request: Any, **_context: Any) -> str:
    """At home of those who may change tasks: who cannot come after all, and wishes to change a task. Of those who weigh
    them also: rows that a partner told and that wait for a yes. One statement.
    """
    if not allows(request.actor, rules.CHANGERS):
        return ""
    divides = allows(request.actor, rules.DIVIDERS)
    found = waiting_for(request.steward, request.actor, timezone.now(), with_told=divides)
    if not found.rows and not found.told:
        return ""
    return render_to_string("work/parts/waiting_at_home.html", {"found": found}, request=request)


def asked_at_home(request: Any, **_context: Any) -> str:
    """At home: what one is asked for and has not answered."""
    if request.actor.person_id is None:
        return ""
    rows = [row for row in coming.own(request.steward, request.actor.person_id) if row.state == "invited"]
    return render_to_string("work/parts/at_home.html", {"rows": rows}, request=request) if rows else ""
