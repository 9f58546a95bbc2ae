"""What must hold of projects: they stand in the record, and need exactly what was ticked for them.

Codes and their data are the contract with `ruammue verify`, which says them in Thai.
"""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Count, F

from ruammue.ledger.invariants import rows_and_record
from ruammue.ledger.models import Entry
from ruammue.ledger.verification import Finding, invariant
from ruammue.work.events import LineForProjectSet
from ruammue.work.models import LineForProject, Project, SignUp, Task
from ruammue.work.models.tasks import looks_for_cover


@invariant
def projects_are_recorded(steward: UUID) -> Iterator[Finding]:
    """Every project stands in the record, and none of the record is gone."""
    yield from rows_and_record(steward, Project.objects.of(steward), "work.project_opened", "project")


@invariant
def hours_spoken_are_of_those_who_said_yes(steward: UUID) -> Iterator[Finding]:
    """What stands as said yes to on a task's line is what its people said yes to and have neither done nor missed,
    without those who look for cover."""
    tasks = Task.objects.of(steward).filter(hours_line__isnull=False, dropped_at=None)
    told = {task: (line, minutes, spoken) for task, line, minutes, spoken in tasks.values_list(
        "pk", "hours_line_id", "minutes", "hours_line__spoken"
    )}  # fmt: skip
    people = (
        SignUp.objects.of(steward)
        .filter(slot__task__in=told, answer="yes", withdrawn_at=None, excused_at=None, done_at=None, missed_at=None)
        .exclude(looks_for_cover())
    )
    counted = dict(people.values_list("slot__task").annotate(n=Count("pk")).order_by())
    for task, (line, minutes, spoken) in sorted(told.items()):
        if spoken != (replayed := counted.get(task, 0) * minutes):
            yield Finding("work.spoken_drift", steward, {"line": line, "spoken": spoken, "replayed": replayed})


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
