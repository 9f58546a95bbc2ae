"""A project: its packages of work, their tasks, and who leads, supports, is consulted, is informed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from ruammue.access.gate import allows, gate
from ruammue.work import rules
from ruammue.work.models import Project
from ruammue.work.queries.projects import project_page


@gate(rules.SEE_PROJECT, of=rules.project_at, methods="GET")
def project(request: Any, found: Project) -> HttpResponse:
    """From the project down to its tasks. Names of persons only for those who run tasks of the matter."""
    context = {
        "project": found,
        "page": project_page(found),
        "sees_names": allows(request.actor, rules.SEE_NAMES_OF_MONTH) and rules.may_open(request.actor, found.matter),
        "may_divide": allows(request.actor, rules.DIVIDE, found.matter),
    }
    return render(request, "work/project.html", context)
