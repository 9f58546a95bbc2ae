"""The month's page: the machine proposes, people decide, everybody is asked; printed for the village board."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ruammue.access.gate import allows, gate
from ruammue.decisions.models import Resolution
from ruammue.foundation.answers import download
from ruammue.foundation.refusals import sentence_for
from ruammue.foundation.thai_dates import month_and_year
from ruammue.needs.links import office
from ruammue.needs.models import Matter
from ruammue.papers import kinds
from ruammue.papers.render import NoSuchFormat
from ruammue.papers.render import render as render_paper
from ruammue.people.queries import names_of
from ruammue.places.models import Village
from ruammue.resources.rules import SEE_ALL_PROMISES
from ruammue.work import actions, rules
from ruammue.work.actions.months import changes_without
from ruammue.work.models import Season
from ruammue.work.pictures import burden_bars, dial_curve
from ruammue.work.queries import months, people
from ruammue.work.queries.calls import how_many_to_call, unanswered
from ruammue.work.queries.waiting import waiting_for
from ruammue.work.refusals import MonthIsOver, NotAMonth, ResolutionNotAgreed
from ruammue.work.sentences import language
from ruammue.work.views.asking import links_page
from ruammue.work.views.common import month_of, this_month_of, url

DIAL = (0, 25, 50, 75, 100)


@gate(rules.SEE_MONTH, methods="GET")
def this_month(request: Any) -> HttpResponse:
    """The month that is planned now."""
    return redirect(url(request, "month", this_month_of()))


def month_or_404(text: str) -> Any:
    """The first day of the month of an address. Raises Http404."""
    try:
        return month_of(text)
    except NotAMonth:
        raise Http404 from None


@gate(rules.SEE_MONTH, methods="GET")
def month(request: Any, month: str) -> HttpResponse:
    """Every task of the month: who and why, what lacks and who is closest; the dial, and what it costs."""
    first = month_or_404(month)
    page = months.month_of(request.steward, request.actor, first)
    may_plan = allows(request.actor, rules.PLAN_MONTH)
    sees_names = allows(request.actor, rules.SEE_NAMES_OF_MONTH)
    is_over = months.after(first) <= timezone.localdate()
    changes, whose = allows(request.actor, rules.CHANGERS), (request.steward, request.actor)
    if not sees_names:
        page = replace(page, tasks=tuple(_for_counting(task) for task in page.tasks))
    matters = Matter.objects.of(request.steward).visible_to(request.actor).filter(closed_at=None)
    context = {
        "page": page,
        "month": month,
        "title": month_and_year(first, language()),
        "before": months.after(first, -1).strftime("%Y-%m"),
        "after": months.after(first).strftime("%Y-%m"),
        "may_plan": may_plan,
        "waiting": waiting_for(*whose, timezone.now(), month=first).rows if changes else (),
        "unanswered": how_many_to_call(*whose, first, timezone.now()) if changes else 0,
        "dropped": months.dropped_of(*whose, first) if changes else (),
        "may_change": changes,
        "sees_names": sees_names,
        "sees_promises": allows(request.actor, SEE_ALL_PROMISES),
        "dial": [(step, _dial_words(step), step == (page.plan.fairness if page.plan else 50)) for step in DIAL],
        "dial_set": _dial_set(page.plan),
        "same": _same_words(page.points),
        "resolutions": _resolutions(request.steward, page.plan) if may_plan else (),
        "points": [{**point, "uneven": point["gini"] // 100} for point in page.points],
        "proof": months.proof_words(page),
        "villages": _villages_of(page, request.steward),
        "curve": dial_curve(page.points, page.plan.fairness if page.plan else 0),
        "bars": burden_bars(page.burden) if sees_names else "",
        "is_season": may_plan and Season.objects.of(request.steward).filter(month=first.month).exists(),
        "people": people.who_can(request.steward) if may_plan and not is_over else (),
        "matters": list(matters.order_by("-opened_at", "id")[:30]) if may_plan else (),
    }
    return render(request, "work/month.html", context)


def _for_counting(task: months.TaskShown) -> months.TaskShown:
    """A task as those read it who count and know no names: of one person's matter not what is done, nor where."""
    if not task.is_sensitive:
        return task
    places = tuple(replace(place, role=_("helping")) for place in task.places)
    return replace(task, title=_("work in a matter about one person"), matter="", where="", places=places)


def _dial_words(step: int) -> str:
    return {
        0: _("who is best at it, each time"),
        25: _("a little more even"),
        50: _("half and half"),
        75: _("rather even"),
        100: _("as even as possible"),
    }[step]


def _same_words(points: Iterable[Mapping[str, int]]) -> str:
    """Which settings of the dial give the same numbers in this month: turning it between these changes nothing."""
    groups = [
        [_dial_words(point["fairness"]) for point in alike]
        for _numbers, alike in groupby(points, key=lambda point: [v for k, v in point.items() if k != "fairness"])
    ]
    if len(groups) == 1:
        return _("In this month every setting gives the same numbers.")
    words = _("%(settings)s give the same numbers in this month.")
    named = ("“" + "” “".join(alike) + "”" for alike in groups if len(alike) > 1)
    return " ".join(words % {"settings": each} for each in named)


def _dial_set(plan: Any) -> dict[str, Any] | None:
    """Who set the dial as it stands, when, and by which resolution."""
    if plan is None:
        return None
    return {
        "who": names_of([plan.planned_by_id]).get(plan.planned_by_id, ""),
        "on": plan.planned_at,
        "words": _dial_words(plan.fairness),
        "resolution": plan.resolution,
    }


def _resolutions(steward: Any, plan: Any) -> list[Resolution]:
    """By which the dial may be set."""
    return months.resolutions_for(steward, timezone.localdate(), plan.resolution_id if plan else None)


def _villages_of(page: months.Month, steward: Any) -> list[Village]:
    """The villages that have a task on the paper, in the order of their codes."""
    shown = [task.village_id for task in page.tasks if task.is_public and not task.is_sensitive]
    ids = {village for village in shown if village is not None}
    return list(Village.objects.of(steward).filter(pk__in=ids).order_by("area_id"))


@gate(rules.PLAN_MONTH, methods="POST")
def plan_month(request: Any, month: str) -> HttpResponse:
    """Let the machine propose anew."""
    typed = request.POST.get("fairness", "50")
    fairness = int(typed) if typed in {str(step) for step in DIAL} else 50
    first = month_or_404(month)
    try:
        plan = actions.plan_month(
            request.steward, first, fairness=fairness, by=request.actor,
            resolution=months.resolution_chosen(request.steward, request.POST.get("resolution", "")),
        )  # fmt: skip
    except ResolutionNotAgreed as refusal:
        messages.error(request, sentence_for(refusal))
        return redirect(url(request, "month", month))
    messages.success(
        request,
        _("Proposed. Look at each, change what you like, then ask.") if plan.figures["wanted"]
        else _("Nothing is open in this month: there is nobody to propose."),
    )  # fmt: skip
    return redirect(url(request, "month", month))


@gate(rules.PLAN_MONTH, methods="POST")
def ask_month(request: Any, month: str) -> HttpResponse:
    """Ask everybody who is proposed; the answer page shows the links once."""
    asked = actions.ask_all(request.steward, month_or_404(month), by=request.actor)
    if not asked:
        messages.info(request, _("Nobody is proposed who was not asked yet."))
        return redirect(url(request, "month", month))
    return links_page(request, asked, back=url(request, "month", month))


@gate(rules.CHANGERS, methods="GET")
def calls(request: Any, month: str) -> HttpResponse:
    """Who was asked and has not answered, with the telephone and a button for each answer: it can be opened again."""
    first = month_or_404(month)
    context = {
        "people": unanswered(request.steward, request.actor, first, timezone.now()),
        "title": month_and_year(first, language()),
        "calls": url(request, "calls", month),
        "back": url(request, "month", month),
    }
    return render(request, "work/calls.html", context)


@gate(rules.PLAN_MONTH)
def away(request: Any, month: str) -> HttpResponse:
    """If somebody is not there: the plan with the fewest changes, shown as a difference before it is done."""
    first = month_or_404(month)
    wanted = (request.POST if request.method == "POST" else request.GET).get("person", "")
    known = next((row for row in people.everybody(request.steward) if str(row.person_id) == wanted), None)
    if known is None:
        messages.error(request, _("Choose a person."))
        return redirect(url(request, "month", month))
    if request.method == "POST":
        try:
            asked = actions.replan_without(request.steward, first, known.person, by=request.actor)
        except MonthIsOver as refusal:
            messages.error(request, sentence_for(refusal))
            return redirect(url(request, "month", month))
        messages.success(request, _("Changed. Nobody asks them for this month any more."))
        if asked:
            return links_page(request, asked, back=url(request, "month", month))
        return redirect(url(request, "month", month))
    changes = months.changes_shown(changes_without(request.steward, first, known.person), away=known.person_id)
    context = {
        "known": known,
        "changes": changes,
        "month": month,
        "is_missing": any(change.missing for change in changes),
        "moved": [one for change in changes for one in change.left if one.is_moved],
        "new": sum(len(change.joined) for change in changes),
    }
    return render(request, "work/away.html", context)


def _who_comes(place: months.PlaceShown, sees_names: bool) -> tuple[str, ...]:
    """Who said yes and can come, by name for those who may see names, else how many; whom partners send; for how many
    somebody else is looked for."""
    names = tuple(row.name for row in place.people if row.comes)
    if names and not sees_names:
        names = (ngettext("%(n)d person comes", "%(n)d people come", len(names)) % {"n": len(names)},)
    if place.sent:
        names += (ngettext("%(n)s sent by partners", "%(n)s sent by partners", place.sent) % {"n": place.sent},)
    if place.looked_for:
        words = ngettext(
            "somebody is looked for instead of %(n)d", "others are looked for instead of %(n)d", place.looked_for
        )
        names += (words % {"n": place.looked_for},)
    return names


def _on_the_board(task: months.TaskShown, sees_names: bool) -> kinds.WorkMonthRow:
    """A task as the village reads it. Of a matter that is not published only when it is and how many it lacks: no name,
    place, kind of work or helper, from any of which a neighbour would guess whose matter it is. Whoever said yes and
    cannot come stands on no paper, and somebody instead of them lacks.
    """
    lacks = None if task.is_over else task.lacking
    if not task.is_public:
        return kinds.WorkMonthRow(when=task.when, what=_("work that the office arranges"), missing=lacks)
    bodies = tuple(each.words for each in task.sent if each.is_body and not each.waits)
    return kinds.WorkMonthRow(
        when=task.when, what=task.title, where=task.where,
        who=(
            *((place.role, _who_comes(place, sees_names)) for place in task.places),
            *(((_("from partners"), bodies),) if bodies else ()),
        ),
        missing=lacks,
    )  # fmt: skip


def _village_asked(request: Any, page: months.Month) -> Village | None:
    """The village whose sheet is asked for; 404 for one that has no task on the paper."""
    asked = request.GET.get("village", "")
    if not asked:
        return None
    for village in _villages_of(page, request.steward):
        if str(village.pk) == asked:
            return village
    raise Http404


@gate(rules.SEE_MONTH, methods="GET")
def board(request: Any, month: str, fmt: str) -> HttpResponse:
    """The month on paper for the village board: who said yes, what lacks. No numbers, no levels.

    Whoever prints it, it is for everybody: a task of a matter that is handled with care does not stand on it at all,
    since nobody can be asked for it there; one of a matter that is not published stands without what it is.
    """
    first = month_or_404(month)
    page = months.month_of(request.steward, request.actor, first)
    sees_names = allows(request.actor, rules.SEE_NAMES_OF_MONTH)
    village = _village_asked(request, page)
    shown = [task for task in page.tasks if not task.is_sensitive]
    if village is not None:
        # On the sheet of one village what is not published would tell whose it is, so it stands on the tambon's only.
        shown = [task for task in shown if task.is_public and task.village_id in (village.pk, None)]
    paper = kinds.WorkMonth(
        office=office(request.steward, timezone.localdate()),
        month=first,
        village=village.label if village else "",
        rows=tuple(_on_the_board(task, sees_names) for task in shown),
        proof=months.proof_words(page),
        # Of a part of the tasks the picture would be untrue: who may not open all prints it without.
        evenness=() if page.hidden else months.evenness_of(task for task in page.tasks if not task.is_sensitive),
    )
    try:
        rendered = render_paper(paper, fmt)
    except NoSuchFormat:
        raise Http404 from None
    if fmt == "html":
        return HttpResponse(rendered.content, content_type=rendered.media_type)
    return download(rendered.content, rendered.media_type, rendered.filename)
