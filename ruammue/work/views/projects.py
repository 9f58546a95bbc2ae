"""A project: its tasks and who answers for them, the board of what it needs, its end and what was learned."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from ruammue.access.gate import Predicate, allows, gate
from ruammue.foundation.answers import download, told
from ruammue.foundation.refusals import sentence_for
from ruammue.needs.models import Matter
from ruammue.needs.views.acts import act
from ruammue.papers.board import Board, board_pdf
from ruammue.resources.boards import mobilising_board
from ruammue.resources.knowledge.forms import LessonForm
from ruammue.resources.rules import OPENERS
from ruammue.resources.sections import lessons_to_change
from ruammue.resources.sides import own_body
from ruammue.resources.views.mobilising import picture_of
from ruammue.work import actions, rules
from ruammue.work.forms.projects import CloseProjectForm, ProjectForm, ProjectLinesForm
from ruammue.work.models import Project
from ruammue.work.queries import boards
from ruammue.work.queries.months import when_words
from ruammue.work.queries.projects import lessons_of_project, project_page, unfinished_tasks
from ruammue.work.refusals import ProjectIsClosed, ThingsStillOpen, TitleMissing
from ruammue.work.sentences import language
from ruammue.work.views.common import bound, url

FORM = "work/form.html"


@gate(rules.SEE_PROJECT, of=rules.project_at, methods="GET")
def project(request: Any, found: Project) -> HttpResponse:
    """What it needs and has, and down to its tasks. Names of persons only for those who run tasks of the matter."""
    actor = request.actor
    may_open = rules.may_open(actor, found.matter)
    known: Mapping[Predicate, bool] = {rules.may_open: may_open}
    may_tell = allows(actor, rules.TELL_PROJECT_LESSON, found, known=known)
    is_open = found.closed_at is None
    lessons = lessons_of_project(found) if may_tell else []
    context = {
        "project": found,
        "page": project_page(found),
        "board": boards.project_board(found),
        "sees_names": may_open and allows(actor, rules.SEE_NAMES_OF_MONTH),
        "may_open": may_open,
        "may_divide": is_open and found.matter.is_open and allows(actor, rules.DIVIDE, found, known=known),
        "may_choose": is_open and found.matter.is_open and allows(actor, rules.SET_PROJECT_LINES, found, known=known),
        "may_close": allows(actor, rules.CLOSE_PROJECT, found, known=known),
        "may_tell": may_tell,
        "lessons": lessons,
        "opens": allows(actor, OPENERS),
        "changes": lessons_to_change(actor, lessons),
    }
    return render(request, "work/project.html", context)


@gate(rules.OPEN_PROJECT, of=Matter)
def open_project(request: Any, matter: Matter) -> HttpResponse:
    """Give tasks and things of a matter a name that holds them together; a name that is there leads to its project."""
    form = ProjectForm(**bound(request))

    def do(data: dict[str, Any]) -> str:
        return url(request, "project", actions.open_project(matter, data["title"], by=request.actor).pk)

    return act(
        request, form, do=do, template=FORM, title=_("One project more"), lead=matter.title,
        beside={TitleMissing: "title"}, button=_("Open the project"), back=url(request, "duty_table", matter.pk),
        done=_("The project stands. Now say what it needs."),
    )  # fmt: skip


@gate(rules.SET_PROJECT_LINES, of=rules.project_at)
def project_lines(request: Any, found: Project) -> HttpResponse:
    """Tick what serves the project among what its matter asks for."""
    back = url(request, "project", found.pk)
    if found.closed_at is not None:
        return _is_over(request, found)
    form = ProjectLinesForm(**bound(request), choices=boards.lines_to_choose(found))

    def do(data: dict[str, Any]) -> str:
        actions.set_project_lines(found, [UUID(key) for key in data["lines"]], by=request.actor)
        return back

    return act(
        request, form, do=do, template="work/project_lines.html", project=found, back=back,
        done=_("Written down. The three bars of the project count it."),
    )  # fmt: skip


def _is_over(request: Any, found: Project) -> HttpResponse:
    """Back to a project that was closed, with a sentence."""
    closed = ProjectIsClosed(title=found.title, on=timezone.localdate(found.closed_at))
    messages.warning(request, sentence_for(closed))
    return redirect(url(request, "project", found.pk))


def board_of(found: Project) -> Board | None:
    """The board of a project for paper and picture, in public words where its matter is public; None where nothing
    serves it.
    """
    board, matter = boards.project_board(found), found.matter
    with override("th"):
        lines = [(line.row, _shared(line.shared)) for line in board.lines]
        note = _("What serves several projects is counted whole in each: their numbers cannot be added up.")
    return mobilising_board(
        matter, lines, title=found.title, sentence=matter.public_sentence if matter.is_public else matter.title,
        note=note if board.is_shared else "", closed_at=found.closed_at,
    )  # fmt: skip


def _shared(others: tuple[str, ...]) -> str:
    return _("shared with %(others)s") % {"others": " · ".join(others)} if others else ""


@gate(rules.PRINT_PROJECT_BOARD, of=rules.project_at, methods="GET")
def project_board(_request: Any, found: Project) -> HttpResponse:
    """The board on A4, for a wall."""
    board = board_of(found)
    if board is None:
        raise Http404
    return download(board_pdf(board), "application/pdf", f"{board.name}.pdf")


@gate(rules.SEE_PROJECT_PICTURE, of=rules.public_project_at, methods="GET")
def project_picture(_request: Any, found: Project) -> HttpResponse:
    """The board as a square picture, of a public matter only."""
    board = board_of(found)
    if board is None:
        raise Http404
    return picture_of(board)


@gate(rules.CLOSE_PROJECT, of=rules.project_at)
def close_project(request: Any, found: Project) -> HttpResponse:
    """Close it, with three lines of what was learned that nobody has to write; or read which tasks keep it open.
    What is promised and has not come, or lacks, stands there, and a tick says that it goes on.
    """
    if found.closed_at is not None and request.method == "GET":
        return _is_over(request, found)
    things = boards.unsettled_things(found)
    form = CloseProjectForm(**bound(request), has_things=bool(things), is_shared=not found.matter.is_sensitive)
    back = url(request, "project", found.pk)

    def do(data: dict[str, Any]) -> str:
        body, by = own_body(request.actor)
        goes_on = data.get("things_go_on", False)
        actions.close_project(found, **_lesson(data), things_go_on=goes_on, organisation=body, by=by)
        return back

    tasks = unfinished_tasks(found, today=timezone.localdate())
    return act(
        request, form, do=do, template="work/close_project.html", project=found, back=back, things=things,
        beside={ThingsStillOpen: "things_go_on"} if things else None,
        still=[(task, when_words(task, language())) for task in tasks.keeping] if found.closed_at is None else [],
        going_on=[(task, when_words(task, language()), names) for task, names in tasks.going_on],
        sees_tasks=allows(request.actor, rules.SEE_NAMES_OF_MONTH),
        done=_("The project is closed. Its matter goes on."),
    )  # fmt: skip


def _lesson(data: dict[str, Any]) -> dict[str, Any]:
    return {name: data[name] for name in ("worked", "failed", "next_time")} | {"key": data["once"]}


@gate(rules.CLOSE_PROJECT, of=rules.project_at, methods="POST")
def reopen_project(request: Any, found: Project) -> HttpResponse:
    """Let it go on."""
    told(request, lambda: actions.reopen_project(found, by=request.actor), _("The project goes on."))
    return redirect(url(request, "project", found.pk))


@gate(rules.TELL_PROJECT_LESSON, of=rules.project_at)
def project_lesson(request: Any, found: Project) -> HttpResponse:
    """Three lines of what was learned, also after the project was closed."""
    form = LessonForm(**bound(request), is_shared=not found.matter.is_sensitive)
    back = url(request, "project", found.pk)

    def do(data: dict[str, Any]) -> str:
        body, by = own_body(request.actor)
        actions.keep_project_lesson(found, **_lesson(data), organisation=body, by=by)
        return back + "#lessons"

    return act(
        request, form, do=do, template=FORM, title=_("What did we learn?"), lead=found.title,
        button=_("Keep it for the next ones"), back=back,
        done=_("Kept. It is offered when a similar matter opens."),
    )  # fmt: skip
