"""The office's own lack: its project list, the brief, and the call to those who could complement it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ruammue.access.gate import allows, gate
from ruammue.foundation.answers import download
from ruammue.foundation.refusals import Refusal, sentence_for
from ruammue.foundation.sheets import MEDIA_TYPE, Column, write_sheet
from ruammue.needs import actions, queries, rules, saying
from ruammue.needs.forms import CallForm, ProjectFilterForm, StrengthForm
from ruammue.needs.links import mark_of, office, public_page
from ruammue.needs.models import Call, Matter, OfficeProject, Station
from ruammue.needs.refusals import CallLacksNothing, NobodyCalled
from ruammue.needs.views.acts import act
from ruammue.papers.kinds import MatterSheet
from ruammue.papers.render import render as render_paper
from ruammue.papers.share import Facts, loudspeaker, share_text
from ruammue.people.rules import IMPORT


def _project_filters(request: Any) -> tuple[ProjectFilterForm, queries.ProjectFilters, queries.ProjectCounts]:
    counts = queries.project_counts(request.steward)
    data = request.GET if "strength" in request.GET or "fiscal_year" in request.GET else {"strength": "all"}
    form = ProjectFilterForm(data, years=counts.years)
    words = form.cleaned_data if form.is_valid() else {}
    filters = queries.ProjectFilters(words.get("strength", "all"), words.get("fiscal_year", ""))
    return form, filters, counts


@gate(rules.LIST_PROJECTS, methods="GET")
def projects(request: Any) -> HttpResponse:
    """The office's project list; each row is marked ทำเองได้ or เกินกำลัง with one tap."""
    form, filters, counts = _project_filters(request)
    page = queries.projects_page(request.steward, filters, page=request.GET.get("page"))
    may_import = allows(request.actor, IMPORT)
    import_url = reverse("people:import", args=[request.steward.slug]) + "?kind=projects" if may_import else ""
    return render(
        request,
        "needs/projects.html",
        {
            "filter": form, "page": page, "counts": counts, "import_url": import_url,
            "may_mark": allows(request.actor, rules.MARK_PROJECT),
        },
    )  # fmt: skip


@gate(rules.LIST_PROJECTS, methods="GET")
def projects_sheet(request: Any) -> HttpResponse:
    """The filtered project list as Excel."""
    _form, filters, _counts = _project_filters(request)
    content = write_sheet(
        _("Project list"),
        [
            Column(_("No.")),
            Column(_("Project")),
            Column(_("Fiscal year"), "number"),
            Column(_("Budget (baht)"), "money"),
            Column(_("Responsible unit")),
            Column(_("Our strength")),
            Column(_("Matter no."), "number"),
        ],
        [
            (
                row.number, row.name, row.fiscal_year, row.budget_satang, row.unit,
                str(OfficeProject.Strength(row.strength).label), row.matter.number if row.matter else None,
            )
            for row in queries.all_projects(request.steward, filters)
        ],
        note=_("%(office)s, on %(day)s") % {"office": request.steward.name, "day": queries.today_words()},
        mark=str(mark_of(request.steward)),
    )  # fmt: skip
    return download(content, MEDIA_TYPE, _("projects") + ".xlsx")


@gate(rules.LIST_PROJECTS, of=OfficeProject, methods="GET")
def project(request: Any, project: OfficeProject) -> HttpResponse:
    """One row of the list, whole, with its mark and the way to a call."""
    return render(
        request,
        "needs/project.html",
        {"project": project, "may_mark": allows(request.actor, rules.MARK_PROJECT, project)},
    )


@gate(rules.MARK_PROJECT, of=OfficeProject, methods="POST")
def mark(request: Any, project: OfficeProject) -> HttpResponse:
    """One tap: ทำเองได้, เกินกำลัง, or not marked."""
    form = StrengthForm(request.POST)
    if form.is_valid():
        actions.mark_project(project, strength=form.cleaned_data["strength"], by=request.actor)
    back = request.POST.get("back", "")
    listed = reverse("needs:projects", args=[request.steward.slug])
    # Only our own list's address is gone back to; anything else could lead out of the house.
    target = back if back.startswith(f"{listed}?") else listed
    return HttpResponseRedirect(f"{target}#p-{project.pk}")


@gate(rules.MARK_PROJECT, of=OfficeProject, methods="POST")
def begin(request: Any, project: OfficeProject) -> HttpResponse:
    """From a row that is beyond us to the brief of a call."""
    matter = actions.open_matter_from_project(project, by=request.actor)
    return HttpResponseRedirect(reverse("needs:open_call", args=[request.steward.slug, matter.pk]))


def _refused(request: Any, matter: Matter, refusal: Refusal) -> HttpResponse:
    """Why there can be no call, and what can be done instead."""
    slug = request.steward.slug
    ways = [(reverse("needs:matter", args=[slug, matter.pk]), _("Back to the matter"))]
    if matter.is_open and allows(request.actor, rules.SKIP_STATION, matter):
        skip = reverse("needs:skip", args=[slug, matter.pk]) + f"?station={Station.CALL}"
        ways.insert(0, (skip, _("Pass the open call by")))
    return render(request, "refusal.html", {"sentence": sentence_for(refusal), "ways": ways}, status=409)


@gate(rules.OPEN_CALL, of=Matter)
def open_call(request: Any, matter: Matter) -> HttpResponse:
    """The brief: what, where, for how many, what we lack, who could complement us. It is public once opened."""
    detail = queries.matter_detail(matter, request.actor)
    if detail.call is not None:
        # Pressed twice, or an old tab: the call stands already.
        return HttpResponseRedirect(reverse("needs:call", args=[request.steward.slug, detail.call.pk]))
    try:
        actions.refuse_to_call(matter)
    except Refusal as refusal:  # before anybody fills in a form that can only be refused
        return _refused(request, matter, refusal)
    project = detail.project
    initial = {
        "what": matter.public_sentence or (project.name if project else ""),
        "where": detail.matter.village.label if detail.matter.village else request.steward.area.name_th,
        "title": "" if actions.is_unnamed(matter) else matter.title,
    }
    # A matter that is public already has its pictures; they are mended where its sentence is.
    photos = () if matter.is_published else queries.photos_to_choose(matter, request.actor)
    form = CallForm(request.POST if request.method == "POST" else None, initial=initial, photos=photos)

    def do(data: dict[str, Any]) -> str:
        chosen = queries.ids(data.pop("photos"))
        call = actions.open_call(matter, by=request.actor, photos=chosen, **data)
        return reverse("needs:call", args=[request.steward.slug, call.pk])

    return act(
        request, form, do=do, template="needs/open_call.html", matter=detail.matter, project=project,
        photos=photos, beside={CallLacksNothing: "lacks_people", NobodyCalled: "sectors"},
        done=_("The call is open. Share it now: copy the text, read it aloud, or print the sheet."),
    )  # fmt: skip


def _facts(call: Call) -> Facts:
    contact, result = saying.contact(call.matter), saying.outcome(call.matter)
    return Facts(
        title=call.what,
        place=call.where,
        sentence=result,
        lacks=saying.still_lacks(call.matter, call, result=result),
        coordinator=contact.name,
        phone=contact.phone,
        mark=str(mark_of(call.matter.steward)),
    )


def _lacks(call: Call) -> list[tuple[str, str]]:
    """What still lacks, each with its name: of the lines once there are any, before that of the call."""
    lines = saying.in_lines(call.matter)
    if lines is not None:
        return list(lines)
    return [
        (pgettext("lack", "People"), call.lacks_people),
        (pgettext("lack", "Things"), call.lacks_things),
        (pgettext("lack", "Knowledge"), call.lacks_knowledge),
        (pgettext("lack", "Money"), call.lacks_money),
    ]


@gate(rules.SEE_CALL, of=rules.call_with_matter, methods="GET")
def call(request: Any, call: Call) -> HttpResponse:
    """A call and everything to carry it out with: text for LINE, words for the loudspeaker, a sheet with QR."""
    actor = request.actor
    opened_by, endorsed_by = queries.call_people(call)
    facts = _facts(call)
    place = call.matter.village.label if call.matter.village else request.steward.area.name_th
    return render(
        request,
        "needs/call.html",
        {
            "call": call,
            "matter": call.matter,
            "opened_by": opened_by,
            "endorsed_by": endorsed_by,
            "lacks": _lacks(call) if facts.lacks else [],
            "is_public": call.matter.is_public,
            "share_text": share_text(facts, public_page(call.matter)),
            "spoken": loudspeaker(facts, village=place),
            "may_endorse": allows(actor, rules.ENDORSE_CALL, call) and not call.endorsed_at and not call.closed_at,
            "may_close": allows(actor, rules.CLOSE_CALL, call) and not call.closed_at,
        },
    )


@gate(rules.CALL_SHEET, of=rules.call_with_matter, methods="GET")
def call_sheet(request: Any, call: Call) -> HttpResponse:
    """The call on an A4 sheet for the notice board, with QR: PDF, or `?as=docx` to edit."""
    facts = _facts(call)
    paper = MatterSheet(
        office=office(call.matter.steward, timezone.localdate()),
        title=_("Let us do it together"),
        sentence=facts.sentence or call.what,
        lacks=facts.lacks,
        place=call.where,
        link=public_page(call.matter),
        coordinator=saying.contact(call.matter),
    )
    made = render_paper(paper, "docx" if request.GET.get("as") == "docx" else "pdf")
    return download(made.content, made.media_type, made.filename)


@gate(rules.ENDORSE_CALL, of=rules.call_with_matter, methods="POST")
def endorse(request: Any, call: Call) -> HttpResponse:
    """The executive stands behind it."""
    actions.endorse_call(call, by=request.actor)
    return HttpResponseRedirect(reverse("needs:call", args=[request.steward.slug, call.pk]))


@gate(rules.CLOSE_CALL, of=rules.call_with_matter, methods="POST")
def close_call(request: Any, call: Call) -> HttpResponse:
    """Nothing more is asked for."""
    actions.close_call(call, by=request.actor)
    return HttpResponseRedirect(reverse("needs:call", args=[request.steward.slug, call.pk]))
