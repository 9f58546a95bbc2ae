"""Pages of resolutions: the register, one resolution, the executive's answer, signed minutes and additions."""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue.access.gate import allows, gate
from ruammue.decisions import actions, certificates, forms, queries, rules
from ruammue.decisions.models import Meeting, Resolution
from ruammue.decisions.refusals import ScanChanged
from ruammue.decisions.views.answers import go, sheet, url
from ruammue.foundation.answers import download, form_page, tried
from ruammue.foundation.sheets import Column


def _asked(request: Any) -> dict[str, Any]:
    year = request.GET.get("year", "")
    return {
        "outcome": request.GET.get("outcome", ""),
        "effect": request.GET.get("effect", ""),
        "year": int(year) if year.isdecimal() and len(year) == 4 else None,
    }


@gate(rules.LIST_RESOLUTIONS, methods="GET")
def resolutions(request: Any) -> HttpResponse:
    """ทะเบียนมติและการติดตาม, with filters in a sentence."""
    asked = _asked(request)
    page, rows = queries.register_page(
        queries.register(request.steward, **asked), request.GET.get("page"), timezone.localdate()
    )
    context = {
        "page": page,
        "rows": rows,
        "years": queries.fiscal_years(request.steward),
        "effects": Resolution.Effect.choices,
        "may_answer": allows(request.actor, rules.ANSWER_RESOLUTION, None),
        **asked,
    }
    return render(request, "decisions/resolutions.html", context)


@gate(rules.LIST_RESOLUTIONS, methods="GET")
def resolutions_sheet(request: Any) -> HttpResponse:
    """The register as Excel."""
    rows = queries.resolution_rows(queries.register(request.steward, **_asked(request)), timezone.localdate())
    columns: list[str | Column] = [
        _("Register number"),
        Column(_("Day"), "date"),
        _("Meeting"),
        _("Item"),
        _("Matter"),
        _("Resolution"),
        _("Outcome"),
        _("Legal effect, as the secretary states it"),
        _("Is the rule confirmed?"),
        _("Who does it"),
        Column(_("By when"), "date"),
        _("Answer of the executive"),
    ]
    lines = [
        (
            row.number,
            row.held_on,
            row.body,
            row.agenda,
            row.item,
            row.text,
            row.outcome_label,
            row.effect_label,
            _("confirmed") if row.is_confirmed else _("not confirmed"),
            row.responsible,
            row.due_on,
            row.answer_label,
        )
        for row in rows
    ]
    return sheet(request, _("Register of resolutions"), columns, lines)


@gate(rules.SEE_RESOLUTION, of=Resolution, methods="GET")
def resolution(request: Any, resolution: Resolution) -> HttpResponse:
    """One resolution: its words, what it is worth, who does it, what the executive said."""
    answer = resolution.executive_answers.select_related("answered_by").first()
    row = queries.resolution_row(resolution, answer, timezone.localdate())
    context = {
        "resolution": resolution,
        "row": row,
        "answer": answer,
        "annexes": resolution.annexes.all(),
        "may_open_matter": queries.may_open(request.actor, resolution),
        "faults": certificates.recount(resolution.certificate),
        "may_type": allows(request.actor, rules.TYPE_NUMBER, resolution),
        "may_answer": allows(request.actor, rules.ANSWER_RESOLUTION, resolution)
        and answer is None
        and resolution.outcome in queries.ADOPTED,
        "may_add": allows(request.actor, rules.RUN_MEETING, resolution),
    }
    return render(request, "decisions/resolution.html", context)


@gate(rules.ANSWER_RESOLUTION, of=Resolution)
def approve(request: Any, resolution: Resolution) -> HttpResponse:
    """The executive approves, or decides otherwise with reasons."""
    form = forms.AnswerForm(
        request.POST if request.method == "POST" else None, initial={"verdict": request.GET.get("verdict", "approved")}
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(
            form,
            lambda: actions.answer_resolution(
                resolution,
                verdict=form.cleaned_data["verdict"],
                reasons=form.cleaned_data["reasons"],
                by=request.actor,
            ),
        )
    ):
        return go(request, "resolution", resolution.pk)
    return form_page(
        request,
        form,
        title=_("What does the executive decide?"),
        act=_("Send the decision"),
        back=url(request, "resolution", resolution.pk),
        lead=f"{resolution.item.title}: {resolution.text}",
    )


@gate(rules.TYPE_NUMBER, of=Resolution)
def type_number(request: Any, resolution: Resolution) -> HttpResponse:
    """Type in the number of the office's register."""
    form = forms.NumberForm(
        request.POST if request.method == "POST" else None, initial={"number": resolution.register_number}
    )
    if request.method == "POST" and form.is_valid():
        actions.type_register_number(resolution, form.cleaned_data["number"], by=request.actor)
        return go(request, "resolution", resolution.pk)
    return form_page(
        request,
        form,
        title=_("Register number"),
        act=_("Keep the number"),
        back=url(request, "resolution", resolution.pk),
        lead=resolution.item.title,
    )


@gate(rules.RUN_MEETING, of=Resolution)
def correct_resolution(request: Any, resolution: Resolution) -> HttpResponse:
    """Add a correction to one resolution."""
    return _annex(request, resolution.meeting, resolution)


@gate(rules.RUN_MEETING, of=Meeting)
def add_annex(request: Any, meeting: Meeting) -> HttpResponse:
    """Add a correction to the minutes of a closed meeting."""
    return _annex(request, meeting, None)


def _annex(request: Any, meeting: Meeting, resolution: Resolution | None) -> HttpResponse:
    form = forms.AnnexForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(
            form,
            lambda: actions.add_annex(meeting, form.cleaned_data["text"], by=request.actor, resolution=resolution),
            "text",
        )
    ):
        return go(request, "resolution", resolution.pk) if resolution else go(request, "meeting", meeting.pk)
    back = url(request, "resolution", resolution.pk) if resolution else url(request, "meeting", meeting.pk)
    return form_page(
        request,
        form,
        title=_("Correct or add something"),
        act=_("Add it"),
        back=back,
        lead=resolution.item.title if resolution else meeting.title,
    )


@gate(rules.RUN_MEETING, of=Meeting)
def attach_scan(request: Any, meeting: Meeting) -> HttpResponse:
    """Attach the signed minutes; from then on they prevail."""
    posted = request.method == "POST"
    form = forms.ScanForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        scan = form.cleaned_data["scan"]
        if tried(
            form,
            lambda: actions.attach_signed_scan(meeting, scan.read(), name=scan.name, by=request.actor),
            "scan",
        ):
            return go(request, "meeting", meeting.pk)
    return form_page(
        request,
        form,
        title=_("Attach the signed minutes"),
        act=_("Attach"),
        back=url(request, "meeting", meeting.pk),
        lead=_("From then on the signed paper prevails over everything generated here."),
    )


@gate(rules.READ_MINUTES, of=Meeting, methods="GET")
def signed_scan(request: Any, meeting: Meeting) -> HttpResponse:
    """The signed minutes as they were attached; refused when the stored file is not that one."""
    scan = meeting.signed_scan
    if scan is None:
        raise Http404
    with scan.file.open("rb") as stored:
        content = stored.read()
    if hashlib.sha256(content).hexdigest() != scan.sha256:
        raise ScanChanged()
    ending = str(scan.file.name).rpartition(".")[2]
    return download(content, scan.media_type, f"{_('signed minutes')}.{ending}", inline=True)


@gate(rules.TYPE_NUMBER, of=Meeting)
def improvement(request: Any, meeting: Meeting) -> HttpResponse:
    """The one sentence of the participation page that nobody recorded before."""
    form = forms.ImprovedForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(
            form,
            lambda: actions.write_improvement(meeting, form.cleaned_data["improved"], by=request.actor),
            "improved",
        )
    ):
        return go(request, "meeting", meeting.pk)
    return form_page(
        request,
        form,
        title=_("For the participation page"),
        act=_("Keep the sentence"),
        back=url(request, "meeting", meeting.pk),
        lead=meeting.title,
    )
