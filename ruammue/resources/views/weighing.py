"""Ties of interest: which partner sells to the office or is related to its executive, and what was taken of them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ruammue import rulebook
from ruammue.access.gate import allows, gate
from ruammue.foundation.sheets import Column
from ruammue.people.models import Organisation
from ruammue.resources import rules
from ruammue.resources.actions import interest as actions
from ruammue.resources.thanks import forms, interest
from ruammue.resources.thanks.models import InterestTie
from ruammue.resources.views.common import one_act, sheet, url
from ruammue.resources.wording import amount


@gate(rules.SEE_INTEREST, methods="GET")
def interests(request: Any) -> HttpResponse:
    """Every tie, and what the office accepted while it held, with the reason: for the office and the auditor."""
    context = {
        "rows": interest.ties(request.steward),
        "may_keep": allows(request.actor, rules.KEEP_INTEREST),
        "rule": rulebook.rule(interest.RULE),
    }
    return render(request, "resources/interests.html", context)


@gate(rules.SEE_INTEREST, methods="GET")
def interests_sheet(request: Any) -> HttpResponse:
    """The same as Excel: one row for each thing taken, and one for each tie of which nothing was."""
    columns = [
        Column(_("Who")), Column(_("How?")), Column(_("Since"), "date"), Column(_("Until, if that is known"), "date"),
        Column(_("Known from")), Column(_("What")), Column(_("How much")), Column(_("On"), "date"), Column(_("Why")),
    ]  # fmt: skip
    rows = []
    for tie in interest.ties(request.steward):
        facts = (tie.name, tie.how, tie.from_on, tie.until_on, tie.source)
        taken: list[tuple[str, str, date | None, str]] = [
            (one.thing, amount(one.quantity, one.unit), one.on, one.reason) for one in tie.taken
        ]
        rows += [(*facts, *one) for one in taken or [("", "", None, "")]]
    return sheet(request, "interests", _("Partners who sell to the office"), columns, rows)


@gate(rules.KEEP_INTEREST, of=rules.body_here)
def note_interest(request: Any, body: Organisation) -> HttpResponse:
    """Write a tie down."""
    form = forms.InterestForm(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> str:
        actions.note_interest(request.steward, body, by=request.actor, **data)
        return url(request, "interests")

    return one_act(
        request, form, do, title=_("How is %(name)s tied to the office?") % {"name": body.name},
        button=_("Keep it written"), back=url(request, "interests"),
        lead=_("It stops nobody from giving and is no blame. Who takes their gifts for the office sees it first."),
    )  # fmt: skip


@gate(rules.KEEP_INTEREST, of=InterestTie)
def end_interest(request: Any, tie: InterestTie) -> HttpResponse:
    """The tie is over."""
    form = forms.DayForm(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> str:
        actions.end_interest(tie, on=data["on"], by=request.actor)
        return url(request, "interests")

    return one_act(
        request, form, do, title=_("%(name)s: it is over") % {"name": tie.organisation.name},
        button=_("Keep it written"), back=url(request, "interests"),
        lead=_("What was taken until then stays in the record, with its reason."),
    )  # fmt: skip
