"""A project from above to below: packages, tasks, places; who leads, supports, is consulted, is informed."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ruammue.resources.models import NeedLine
from ruammue.work import actions
from ruammue.work.models import SignUp, TaskInProject
from ruammue.work.queries.projects import project_page
from tests.cast import Cast
from tests.rooms.resources.test_pages import words
from tests.rooms.work.within import OVER, THE_DAY, Within


def test_16_one_task_serves_two_projects_and_several_have_a_part_in_it(cast: Cast) -> None:
    """kanboard#85 and #62: one assignee, one project a task."""
    scene = Within(cast)
    work = actions.open_work(scene.matter, "ลอกร่องน้ำทั้งสาย", by=scene.officer)
    actions.set_duties(
        scene.matter,
        {(work.pk, cast.school.pk): "lead", (work.pk, cast.temple.pk): "joint", (work.pk, cast.office.pk): "consulted"},
        by=scene.officer,
    )
    first, second = (actions.open_project(scene.matter, name, by=scene.officer) for name in ("น้ำไม่ท่วม", "โรงเรียนสะอาด"))
    task = scene.task(projects=[first, second], package=work, most=3)
    scene.task("ล้างศาลา", projects=[second], skill="", most=1, half="pm")
    for person, part in zip(scene.people, ("lead", "support", "consulted", "informed"), strict=False):
        actions.set_part(task, person, part, by=scene.officer)
    for person in scene.people[2:4]:
        row = scene.coming(task, person)
        actions.check_in(row, by=scene.officer, now=THE_DAY)
        actions.finish_hours(row, by=scene.officer, now=OVER)
    assert SignUp.objects.filter(slot__task=task, answer="yes").count() == 2, "several do it"
    assert TaskInProject.objects.filter(task=task).count() == 2
    assert sum(NeedLine.objects.values_list("delivered", flat=True)) == 2 * 240, "their hours count once"
    officer = cast.client("officer")
    for project, other, tasks in ((first, second, 1), (second, first, 2)):
        page = officer.get(reverse("work:project", args=[cast.steward.slug, project.pk]))
        shown = page.context["page"]
        assert (shown.tasks, shown.packages[0].title) == (tasks, work.title)
        assert [part.role for part in shown.packages[0].tasks[0].parts] == ["lead", "support", "consult", "know"]
        assert other.title in words(page), "it says where else the task counts"
    parts = {part.name: part.role for part in shown.packages[0].parts}
    assert parts[cast.office.name] == "consult"
    text = words(officer.get(reverse("work:task", args=[cast.steward.slug, task.pk])))
    for project in (first, second):
        assert project.title in text
    partner = cast.client("teacher").get(reverse("work:project", args=[cast.steward.slug, first.pk]))
    assert partner.status_code == 200
    assert scene.people[0].name not in words(partner), "a partner reads the work, and no villager's name"


def test_a_project_costs_equally_many_statements_whatever_its_size(cast: Cast) -> None:
    scene = Within(cast)
    project = actions.open_project(scene.matter, "น้ำไม่ท่วม", by=scene.officer)
    counts = []
    for number in range(3):
        work = actions.open_work(scene.matter, f"ช่วง {number}", by=scene.officer)
        scene.task(f"งาน {number}", projects=[project], package=work)
        with CaptureQueriesContext(connection) as asked:
            project_page(project)
        counts.append(len(asked))
    assert counts[1] == counts[2] <= 8
