"""What we keep about somebody, and their rights over it."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue.access.gate import gate
from ruammue.foundation.answers import download
from ruammue.foundation.privacy import Privacy
from ruammue.foundation.refusals import Refusal
from ruammue.people import actions, forms, privacy, queries, rules
from ruammue.people.models import Acquaintance, DataRequest
from ruammue.people.views.common import page_of, sheet, to


@gate(rules.READ_NOTICE)
def notice(request: Any) -> HttpResponse:
    """One screen, plain words, read aloud; POST remembers that a signed-in person saw this version."""
    if request.method == "POST":
        if not request.actor.is_anonymous and queries.acquaintance(request.steward, request.actor.person_id):
            actions.see_notice(
                request.steward,
                person_id=request.actor.person_id,
                version=privacy.NOTICE_VERSION,
                by=request.actor,
            )
        return redirect(to(request, "notice"))
    known = None if request.actor.is_anonymous else queries.acquaintance(request.steward, request.actor.person_id)
    return render(
        request,
        "people/notice.html",
        {
            "version": privacy.NOTICE_VERSION,
            "purposes": privacy.purposes(),
            "answer_days": privacy.ANSWER_DAYS,
            "known": known,
            "has_seen": known is not None and known.notice_version == privacy.NOTICE_VERSION,
        },
    )


@gate(rules.OWN_DATA, methods="GET")
def my_page(request: Any) -> HttpResponse:
    """One's own page: who the house thinks one is, one's data, one's requests."""
    known = queries.acquaintance(request.steward, request.actor.person_id)
    if known is None:
        raise Http404
    return render(
        request,
        "people/my_page.html",
        {
            "known": known,
            "person": known.person,
            "shown": queries.person_page(known, request.actor),
            "requests": queries.own_requests(request.steward, known.person_id),
            "form": forms.DataRequestForm(),
        },
    )


@gate(rules.OWN_DATA)
def my_data(request: Any) -> HttpResponse:
    """One's own data: GET to read, POST (or ?as=json) as a file that a machine reads."""
    known = queries.acquaintance(request.steward, request.actor.person_id)
    if known is None:
        raise Http404
    return _file(request, known, as_json=request.method == "POST")


@gate(rules.DATA_OF_OTHERS, of=queries.person_here, methods="POST")
def data_of(request: Any, known: Acquaintance) -> HttpResponse:
    """Somebody's data for a request on paper; written down as read. HTML to print, or JSON."""
    actions.note_reading(request.steward, person_id=known.person_id, how="copy", by=request.actor)
    return _file(request, known, as_json=request.POST.get("as") == "json")


def _file(request: Any, known: Acquaintance, *, as_json: bool) -> HttpResponse:
    is_oneself = known.person_id == request.actor.person_id
    sections = privacy.file_of(known.person, request.steward, own_eyes=is_oneself)
    acts = queries.acts_of(request.steward, known.person_id)
    if as_json:
        content = {
            "office": request.steward.name,
            "made_at": timezone.now(),
            "person": str(known.person_id),
            "notice_version": privacy.NOTICE_VERSION,
            "tables": {section.label: [row.values for row in section.rows] for section in sections},
            "acts": [{"kind": act.kind, "at": act.at} for act in acts],
        }
        words = json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        return download(words.encode(), "application/json", f"{_('my-data')}.json")
    return HttpResponse(
        render_to_string(
            "people/my_data.html",
            {
                "known": known,
                "person": known.person,
                "sections": sections,
                "acts": acts[:50],
                "act_count": len(acts),
                "is_oneself": is_oneself,
                "made_at": timezone.now(),
            },
            request=request,
        )
    )


@gate(rules.OWN_DATA, methods="POST")
def ask(request: Any) -> HttpResponse:
    """Ask for one's data, a correction, or to be forgotten."""
    known = queries.acquaintance(request.steward, request.actor.person_id)
    if known is None:
        raise Http404
    return _ask(request, known, "my_page")


@gate(rules.DATA_OF_OTHERS, of=queries.person_here, methods="POST")
def ask_for(request: Any, known: Acquaintance) -> HttpResponse:
    """Write down a request that came on paper or by word of mouth."""
    return _ask(request, known, "person", known.person_id)


def _ask(request: Any, known: Acquaintance, back: str, *args: Any) -> HttpResponse:
    form = forms.DataRequestForm(request.POST)
    if form.is_valid():
        asked = actions.ask_for_data(
            request.steward, person=known.person, kind=form.cleaned_data["kind"], by=request.actor
        )
        messages.success(
            request,
            _("Written down. The office answers within %(days)d days.") % {"days": privacy.ANSWER_DAYS},
        )
        if back == "person":
            return redirect(to(request, "data_request", asked.pk))
    else:
        messages.warning(request, _("Choose what is asked."))
    return redirect(to(request, back, *args))


@gate(rules.DATA_OF_OTHERS, methods="GET")
def data_requests(request: Any) -> HttpResponse:
    """Requests of persons about their data, the nearest due first."""
    page = page_of(request, queries.data_requests(request.steward))
    return render(request, "people/data_requests.html", {"page": page, "today": timezone.localdate()})


@gate(rules.DATA_OF_OTHERS, methods="GET")
def data_requests_sheet(request: Any) -> HttpResponse:
    """The same list as Excel; kinds and dates, no names."""
    rows = queries.data_requests(request.steward)
    return sheet(
        request.steward,
        _("Requests about personal data"),
        [_("What is asked"), _("Asked on"), _("To be answered by"), _("Answered on")],
        [
            (
                r.get_kind_display(),
                timezone.localdate(r.asked_at),
                r.due_on,
                r.answered_at and timezone.localdate(r.answered_at),
            )
            for r in rows
        ],
    )


@gate(rules.DATA_OF_OTHERS, of=queries.request_of)
def data_request(request: Any, asked: DataRequest) -> HttpResponse:
    """One request and its answer."""
    form = forms.AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.answer_data_request(asked, answer=form.cleaned_data["answer"], by=request.actor)
            messages.success(request, _("Saved."))
            return redirect(to(request, "data_requests"))
        except Refusal as refusal:
            form.add_refusal(refusal)
    return render(request, "people/data_request.html", {"asked": asked, "form": form, "person": asked.person})


@gate(rules.ANONYMISE, of=queries.person_here)
def anonymise(request: Any, known: Acquaintance) -> HttpResponse:
    """Erase a person's name and ways to reach them, for good."""
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.anonymise_person(
                request.steward, person=known.person, reason=form.cleaned_data["reason"], by=request.actor
            )
            messages.success(request, _("The name is erased. What was done stays in the record without it."))
            return redirect(to(request, "list"))
        except Refusal as refusal:
            form.add_refusal(refusal)
    return render(request, "people/anonymise.html", {"form": form, "known": known, "person": known.person})


@gate(rules.PROCESSING_RECORD, methods="GET")
def processing(request: Any) -> HttpResponse:
    """The record of processing, read off the tables themselves."""
    rows = privacy.kept_fields(Privacy.PERSONAL, Privacy.SENSITIVE)
    return render(request, "people/processing.html", {"rows": rows, "version": privacy.NOTICE_VERSION})


@gate(rules.PROCESSING_RECORD, methods="GET")
def processing_sheet(request: Any) -> HttpResponse:
    """The same as Excel, with every field."""
    return sheet(
        request.steward,
        _("Record of processing"),
        [_("Table"), _("Field"), _("Level"), _("Purpose"), _("How long"), _("Name in the database")],
        [
            (r.table, r.field, r.level_words, r.purpose_words, r.retention_words, f"{r.model_label}.{r.field_name}")
            for r in privacy.kept_fields()
        ],
    )
