"""Verbs of projects: hold tasks together, say what they need, close one with what was learned, let it go on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ruammue.access.actors import Actor
from ruammue.ledger.actions import record
from ruammue.needs.actions.matters import acting
from ruammue.needs.models import Matter
from ruammue.people.models import Organisation
from ruammue.resources.knowledge.actions import write_lesson
from ruammue.resources.knowledge.models import Lesson
from ruammue.work.actions.duties import _open_matter
from ruammue.work.events import LineForProjectSet, ProjectClosed, ProjectLessonKept, ProjectOpened, ProjectReopened
from ruammue.work.models import LessonOfProject, LineForProject, Project
from ruammue.work.refusals import (
    NotOfThisProject,
    ProjectIsClosed,
    ProjectIsOpen,
    TasksStillOpen,
    ThingsStillOpen,
    TitleMissing,
)


@transaction.atomic
def open_project(matter: Matter, title: str, *, by: Actor, now: datetime | None = None) -> Project:
    """Give tasks of a matter a name that holds them together; the same name again is the same one.

    Raises MatterIsClosed, TitleMissing.
    """
    now = now or timezone.now()
    matter = _open_matter(matter)
    if not title.strip():
        raise TitleMissing
    known = Project.objects.of(matter.steward_id).filter(matter=matter, title=title).first()
    if known is not None:
        return known
    project = Project.objects.create(
        steward_id=matter.steward_id, matter=matter, title=title, opened_at=now, opened_by_id=acting(by)
    )
    record(ProjectOpened(steward=matter.steward_id, project=project.pk, matter=matter.pk), by=by, at=now)
    return project


def _held(project: Project) -> Project:
    """The project with its row locked, after that of its matter. Raises ProjectIsClosed."""
    row: Project = Project.objects.of(project.steward_id).select_for_update(of=("self",)).get(pk=project.pk)
    if row.closed_at is not None:
        raise ProjectIsClosed(title=row.title, on=timezone.localdate(row.closed_at))
    return row


@transaction.atomic
def set_project_lines(project: Project, lines: Iterable[UUID], *, by: Actor, now: datetime | None = None) -> int:
    """Say which things asked for in the matter serve the project: these, and no others. The hours of its tasks serve it
    by themselves. Returns how many changed. Raises MatterIsClosed, ProjectIsClosed, NotOfThisProject.
    """
    from ruammue.work.queries.boards import lines_to_choose

    now = now or timezone.now()
    _open_matter(project.matter)
    project = _held(project)
    rows = {row.line_id: row for row in LineForProject.objects.of(project.steward_id).filter(project=project)}
    wanted = set(lines)
    if wanted - {line.row.id for line in lines_to_choose(project)}:
        raise NotOfThisProject
    for line in sorted(wanted ^ set(rows)):
        if line in rows:
            rows[line].delete()
        else:
            LineForProject.objects.create(
                steward_id=project.steward_id, line_id=line, project=project, set_at=now, set_by_id=acting(by)
            )
        record(
            LineForProjectSet(
                steward=project.steward_id, line=line, project=project.pk, matter=project.matter_id,
                is_serving=line in wanted,
            ),
            by=by, at=now,
        )  # fmt: skip
    return len(wanted ^ set(rows))


@transaction.atomic
def close_project(
    project: Project,
    *,
    by: Actor,
    worked: str = "",
    failed: str = "",
    next_time: str = "",
    organisation: Organisation | None = None,
    key: UUID | None = None,
    things_go_on: bool = False,
    now: datetime | None = None,
) -> Project:
    """The project is over, with up to three lines of what was learned; its matter may go on.

    Whoever said yes to a task is not left without a word: a task that is still to be done, or of which nobody wrote who
    came, keeps the project open, unless it serves another open project as well and goes on there.
    Nor is what was promised forgotten: `things_go_on` says that what has not come or lacks goes on under the matter.
    Raises ProjectIsClosed, TasksStillOpen, ThingsStillOpen.
    """
    from ruammue.work.queries.boards import unsettled_things
    from ruammue.work.queries.projects import unfinished_tasks

    now = now or timezone.now()
    # No task is opened meanwhile: that holds the matter, too.
    Matter.objects.select_for_update(of=("self",)).get(pk=project.matter_id)
    project = _held(project)
    still = unfinished_tasks(project, today=timezone.localdate(now)).keeping
    if still:
        raise TasksStillOpen(tasks=tuple((task.title, task.on) for task in still))
    things = () if things_go_on else unsettled_things(project)
    if things:
        raise ThingsStillOpen(things=tuple(line.row.thing for line in things))
    project.closed_at, project.closed_by_id = now, acting(by)
    project.save(update_fields=["closed_at", "closed_by_id"])
    record(ProjectClosed(steward=project.steward_id, project=project.pk, matter=project.matter_id), by=by, at=now)
    if any(line.strip() for line in (worked, failed, next_time)):
        keep_project_lesson(
            project, worked=worked, failed=failed, next_time=next_time, organisation=organisation, key=key, by=by,
            now=now,
        )  # fmt: skip
    return project


@transaction.atomic
def reopen_project(project: Project, *, by: Actor, now: datetime | None = None) -> Project:
    """Let a closed project go on; its lessons stay. Raises MatterIsClosed, ProjectIsOpen."""
    now = now or timezone.now()
    _open_matter(project.matter)
    row: Project = Project.objects.of(project.steward_id).select_for_update(of=("self",)).get(pk=project.pk)
    if row.closed_at is None:
        raise ProjectIsOpen
    row.closed_at = row.closed_by_id = None
    row.save(update_fields=["closed_at", "closed_by_id"])
    record(ProjectReopened(steward=row.steward_id, project=row.pk, matter=row.matter_id), by=by, at=now)
    return row


@transaction.atomic
def keep_project_lesson(
    project: Project,
    *,
    worked: str,
    failed: str,
    next_time: str,
    by: Actor,
    organisation: Organisation | None = None,
    key: UUID | None = None,
    now: datetime | None = None,
) -> Lesson:
    """Keep what was learned in a project: lessons of its matter that name it, so that they are found like all others.

    `key` is the form's own: sent twice, it is one. Raises ReasonMissing when all three lines are empty.
    """
    now = now or timezone.now()
    lesson = write_lesson(
        project.matter, worked=worked, failed=failed, next_time=next_time, organisation=organisation,
        about=project.title, key=key, by=by, now=now,
    )  # fmt: skip
    _row, is_new = LessonOfProject.objects.of(project.steward_id).get_or_create(
        lesson=lesson, defaults={"steward_id": project.steward_id, "project": project}
    )
    if is_new:
        record(
            ProjectLessonKept(
                steward=project.steward_id, lesson=lesson.pk, project=project.pk, matter=project.matter_id
            ),
            by=by, at=now,
        )  # fmt: skip
    return lesson
