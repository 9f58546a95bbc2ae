"""A project as those read it who carry it out: its packages, their tasks, and who answers for what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import get_language

from ruammue.resources.knowledge.queries import LessonRow, lesson_row
from ruammue.work.models import Duty, LessonOfProject, Project, SignUp, Slot, Task, TaskInProject, TaskPart, Work
from ruammue.work.models.tasks import LIVE, looks_for_cover
from ruammue.work.queries.duties import ROLES
from ruammue.work.queries.months import when_words, where_words
from ruammue.work.sent import heads, sent_for


@dataclass(frozen=True, slots=True)
class PartShown:
    """Who has which part: `role` is the word that the `duty_word` tag knows."""

    role: str
    name: str


@dataclass(frozen=True, slots=True)
class TaskInPackage:
    """A task with how many it needs and how many come, those whom partners send counted, and who answers for it."""

    id: UUID
    title: str
    when: str
    where: str
    wanted: int
    coming: int
    done: int
    parts: tuple[PartShown, ...]
    elsewhere: tuple[str, ...]

    @property
    def missing(self) -> int:
        """How many still lack."""
        return max(0, self.wanted - self.coming)


@dataclass(frozen=True, slots=True)
class Package:
    """A row of the duty table with its tasks; without `id`: tasks that belong to none."""

    id: UUID | None
    title: str
    parts: tuple[PartShown, ...]
    tasks: tuple[TaskInPackage, ...]
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """A project from above to below."""

    packages: tuple[Package, ...]
    tasks: int
    wanted: int
    coming: int


TASK_ROLES = {
    TaskPart.Part.LEAD: "lead", TaskPart.Part.SUPPORT: "support", TaskPart.Part.CONSULTED: "consult",
    TaskPart.Part.INFORMED: "know",
}  # fmt: skip


ORDER = ("lead", "join", "support", "consult", "know")
"""In which order parts are read: who leads stands first."""


def in_order(parts: Iterable[PartShown]) -> tuple[PartShown, ...]:
    """Whoever leads first, then who does it together, supports, is consulted, is informed."""
    return tuple(sorted(parts, key=lambda part: ORDER.index(part.role)))


def project_page(project: Project) -> ProjectPage:
    """The project whole. Eight statements, whatever its size."""
    language = (get_language() or "th")[:2]
    people = SignUp.objects.of(project.steward_id).filter(LIVE, answer="yes", missed_at=None).exclude(looks_for_cover())
    slots = Slot.objects.of(project.steward_id).prefetch_related(
        Prefetch("sign_ups", queryset=people, to_attr="people")
    )
    parts = TaskPart.objects.of(project.steward_id).select_related("person").order_by("set_at", "id")
    serves = TaskInProject.objects.of(project.steward_id).select_related("project").order_by("project__opened_at", "id")
    tasks = list(
        Task.objects.of(project.steward_id)
        .filter(in_projects__project=project, dropped_at=None)
        .select_related("village")
        .prefetch_related(
            Prefetch("slots", queryset=slots, to_attr="places"),
            Prefetch("parts", queryset=parts, to_attr="its_parts"),
            Prefetch("in_projects", queryset=serves, to_attr="serves"),
        )
        .order_by("on", "half", "opened_at", "id")
    )
    duties = Duty.objects.of(project.steward_id).select_related("organisation").order_by("set_at", "id")
    works = (
        Work.objects.of(project.steward_id)
        .filter(pk__in={task.package_id for task in tasks if task.package_id})
        .prefetch_related(Prefetch("duties", queryset=duties, to_attr="its_duties"))
    )
    sent = sent_for(project.steward_id, [task.hours_line_id for task in tasks])
    shown: dict[UUID | None, list[TaskInPackage]] = {}
    for task in tasks:
        by_partners = heads(sent.get(task.hours_line_id, ()), task.minutes)
        shown.setdefault(task.package_id, []).append(_task(task, project, language, by_partners))
    packages = [
        Package(
            work.pk, work.title,
            in_order(PartShown(ROLES[Duty.Part(duty.part)], duty.organisation.name) for duty in work.its_duties),  # type: ignore[attr-defined]
            tuple(shown[work.pk]), work.done_at is not None,
        )
        for work in works
    ]  # fmt: skip
    if None in shown:
        packages.append(Package(None, "", (), tuple(shown[None])))
    every = [task for rows in shown.values() for task in rows]
    return ProjectPage(
        tuple(packages), len(every), sum(task.wanted for task in every), sum(task.coming for task in every)
    )


def _task(task: Task, project: Project, language: str, by_partners: int) -> TaskInPackage:
    places = task.places  # type: ignore[attr-defined]
    people = [row for place in places for row in place.people]
    wanted = sum(place.most for place in places)
    return TaskInPackage(
        task.pk, task.title, when_words(task, language), where_words(task), wanted,
        len(people) + min(by_partners, max(0, wanted - len(people))), sum(row.done_at is not None for row in people),
        in_order(PartShown(TASK_ROLES[TaskPart.Part(row.part)], row.person.name) for row in task.its_parts),  # type: ignore[attr-defined]
        tuple(row.project.title for row in task.serves if row.project_id != project.pk),  # type: ignore[attr-defined]
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Tasks of a project that are not over: those that keep it open, and those that go on in another (its names)."""

    keeping: tuple[Task, ...]
    going_on: tuple[tuple[Task, tuple[str, ...]], ...]


def unfinished_tasks(project: Project, *, today: date) -> Unfinished:
    """Tasks whose day is to come, or of which somebody said yes and nobody wrote whether they came. One that serves
    another open project as well goes on there. Two statements.
    """
    people = SignUp.objects.of(project.steward_id).filter(LIVE, slot__task=OuterRef("pk"), answer="yes")
    elsewhere = TaskInProject.objects.of(project.steward_id).filter(project__closed_at=None).exclude(project=project)
    to_be_done = Q(on__gt=today) | (Q(on=today) & ~Exists(people.filter(done_at__isnull=False)))
    tasks = (
        Task.objects.of(project.steward_id)
        .filter(in_projects__project=project, dropped_at=None)
        .filter(to_be_done | Exists(people.filter(done_at=None, missed_at=None)))
        .prefetch_related(Prefetch("in_projects", elsewhere.select_related("project"), to_attr="elsewhere"))
        .order_by("on", "half", "opened_at", "id")
    )
    others = [(task, tuple(row.project.title for row in task.elsewhere)) for task in tasks]  # type: ignore[attr-defined]
    return Unfinished(
        tuple(task for task, names in others if not names), tuple((task, names) for task, names in others if names)
    )


def lessons_of_project(project: Project) -> list[LessonRow]:
    """What was learned in a project, for those who work here. One statement."""
    rows = LessonOfProject.objects.of(project.steward_id).filter(project=project, lesson__taken_back_at=None)
    found = rows.select_related("lesson__matter", "lesson__organisation").order_by("-lesson__told_at", "-id")
    return [lesson_row(row.lesson, is_public=False) for row in found]
