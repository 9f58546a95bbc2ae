"""The mobilisation board of a project: what its matter asks for that serves it, and where else that counts."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import F

from ruammue.needs.models import Matter
from ruammue.resources.bars import Bar, three_bars
from ruammue.resources.models import NeedLine
from ruammue.resources.queries import LineRow, line_row, lines
from ruammue.work.models import LineForProject, Project, Task, TaskInProject


@dataclass(frozen=True, slots=True)
class ServingLine:
    """Something asked for that serves a project. `shared`: the other projects that it serves, by name."""

    row: LineRow
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProjectBoard:
    """What serves a project. Each line counts whole, wherever else it counts, too."""

    lines: tuple[ServingLine, ...]

    @property
    def bars(self) -> tuple[Bar, ...]:
        """People, things and money, knowledge, as on the board of the matter."""
        return three_bars(line.row.asked for line in self.lines)

    @property
    def shown(self) -> tuple[ServingLine, ...]:
        """Those that stand on a list: what another line carries now is read there."""
        return tuple(line for line in self.lines if line.row.status != "merged")

    @property
    def is_shared(self) -> bool:
        """Something of it serves another project as well, so the boards of projects do not add up."""
        return any(line.shared for line in self.shown)


def boards_of(matter: Matter) -> dict[Project, ProjectBoard]:
    """The board of each project of a matter that anything serves, the oldest project first. Four statements."""
    serves = _serves(matter)
    rows = [line_row(line) for line in lines(matter.steward_id).filter(matter=matter)]
    projects = sorted({project for served in serves.values() for project in served}, key=_age)
    boards = {}
    for project in projects:
        serving = tuple(
            ServingLine(
                row, tuple(other.title for other in sorted(serves[row.id], key=_age) if other.pk != project.pk)
            )
            for row in rows
            if project in serves.get(row.id, ())
        )  # fmt: skip
        if serving:
            boards[project] = ProjectBoard(serving)
    return boards


def project_board(project: Project) -> ProjectBoard:
    """The board of one project, empty where nothing serves it. Four statements."""
    return boards_of(project.matter).get(project, ProjectBoard(()))


def _age(project: Project) -> tuple[object, UUID]:
    return project.opened_at, project.pk


def _serves(matter: Matter) -> dict[UUID, set[Project]]:
    """Which projects each line serves: as somebody ticked it, as the hours of a task, or because it carries on what
    such a line asked for. Three statements.
    """
    found: dict[UUID, set[Project]] = {}
    ticked = LineForProject.objects.of(matter.steward_id).filter(project__matter=matter).select_related("project")
    hours = TaskInProject.objects.of(matter.steward_id).filter(project__matter=matter, task__hours_line__isnull=False)
    for row in ticked:
        found.setdefault(row.line_id, set()).add(row.project)
    for one in hours.select_related("project").annotate(line=F("task__hours_line")):
        found.setdefault(one.line, set()).add(one.project)
    merged = NeedLine.objects.of(matter.steward_id).filter(matter=matter, merged_into__isnull=False)
    carried = list(merged.values_list("pk", "merged_into_id"))
    for _link in carried:  # a chain is no longer than there are links
        for line, into in carried:
            found.setdefault(into, set()).update(found.get(line, ()))
    return found


def unsettled_things(project: Project) -> tuple[ServingLine, ...]:
    """Things that serve the project of which something is promised and has not come, or something lacks. The hours of
    tasks are over with their tasks; what a closed matter asked for was said when it closed. At most five statements.
    """
    if not project.matter.is_open:
        return ()
    hours = Task.objects.of(project.steward_id).filter(matter_id=project.matter_id, hours_line__isnull=False)
    by_task = set(hours.values_list("hours_line_id", flat=True))
    return tuple(
        line
        for line in project_board(project).lines
        if line.row.id not in by_task and line.row.is_open and (line.row.promised or line.row.is_gap)
    )


@dataclass(frozen=True, slots=True)
class LineToChoose:
    """Something asked for in the project's matter. `also`: the other projects that it serves already."""

    row: LineRow
    is_chosen: bool
    also: tuple[str, ...]


def lines_to_choose(project: Project) -> list[LineToChoose]:
    """What may be ticked for a project: what its matter still asks for, and what serves it already. The hours of tasks
    follow their tasks and are not chosen. Four statements.
    """
    steward = project.steward_id
    hours = Task.objects.of(steward).filter(matter_id=project.matter_id, hours_line__isnull=False)
    by_task = set(hours.values_list("hours_line_id", flat=True))
    others: dict[UUID, list[str]] = {}
    own = set()
    ticked = LineForProject.objects.of(steward).filter(project__matter_id=project.matter_id).select_related("project")
    for tick in ticked.order_by("project__opened_at", "id"):
        if tick.project_id == project.pk:
            own.add(tick.line_id)
        else:
            others.setdefault(tick.line_id, []).append(tick.project.title)
    every = NeedLine.objects.of(steward).filter(matter_id=project.matter_id)
    return [
        LineToChoose(line_row(line), line.pk in own, tuple(others.get(line.pk, ())))
        for line in every.select_related("spec", "matter", "village", "receiver").order_by("raised_at", "id")
        if line.pk in own or (line.is_open and line.pk not in by_task)
    ]
