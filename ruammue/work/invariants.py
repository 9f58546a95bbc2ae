"""What must hold of projects: they stand in the record, and need exactly what was ticked for them.

Codes and their data are the contract with `ruammue verify`, which says them in Thai.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db.models import F

from ruammue.ledger.invariants import rows_and_record
from ruammue.ledger.models import Entry
from ruammue.ledger.verification import Finding, invariant
from ruammue.work.events import LineForProjectSet
from ruammue.work.models import LineForProject, Project


@invariant
def projects_are_recorded(steward: UUID) -> Iterator[Finding]:
    """Every project stands in the record, and none of the record is gone."""
    yield from rows_and_record(steward, Project.objects.of(steward), "work.project_opened", "project")


@invariant
def projects_need_what_was_ticked(steward: UUID) -> Iterator[Finding]:
    """What serves a project is what was ticked last, and is asked for in its matter."""
    entries = Entry.objects.filter(steward_id=steward, kind=LineForProjectSet.kind).order_by("at", "id")
    last = {
        (payload["project"], payload["line"]): payload["is_serving"]
        for payload in entries.values_list("payload", flat=True).iterator(chunk_size=2_000)
    }
    ticked = {pair for pair, is_serving in last.items() if is_serving}
    rows = LineForProject.objects.of(steward)
    standing = {(str(project), str(line)) for project, line in rows.values_list("project_id", "line_id")}
    for project, line in sorted(ticked ^ standing):
        yield Finding("work.project_line_drift", steward, {"project": project, "line": line})
    strangers = rows.exclude(line__matter=F("project__matter"))
    for project, line in strangers.order_by("id").values_list("project_id", "line_id"):
        yield Finding("work.line_of_another_matter", steward, {"project": project, "line": line})
