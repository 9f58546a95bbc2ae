"""แบ่งของเดือนนี้: one proposal for all that lacks, how good it certainly is, and one act that asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ruammue.access.gate import gate
from ruammue.foundation import thai_dates
from ruammue.foundation.answers import download
from ruammue.foundation.refusals import Refusal
from ruammue.needs.links import office
from ruammue.needs.views.acts import tell
from ruammue.papers import kinds
from ruammue.papers.render import NoSuchFormat
from ruammue.papers.render import render as render_paper
from ruammue.resources import actions, forms, rules
from ruammue.resources.dividing import Costs, GapShown, Month, Proposed, chosen_of, month_of
from ruammue.resources.refusals import InterestNotWeighed
from ruammue.resources.thanks import interest
from ruammue.resources.views.common import url
from ruammue.resources.wording import amount


@gate(rules.DIVIDE_THINGS, methods="GET")
def divide_things_paper(request: Any, fmt: str) -> HttpResponse:
    """The proposal on paper, for the meeting that decides."""
    today = timezone.localdate()
    month = month_of(request.steward, request.actor, today=today)
    claim = claim_of(month)
    paper = kinds.ThingsMonth(
        office=office(request.steward, today),
        month=today.replace(day=1),
        claim=claim,
        rows=tuple(_rows(month)),
    )
    try:
        rendered = render_paper(paper, fmt)
    except NoSuchFormat:
        raise Http404 from None
    if fmt == "html":
        return HttpResponse(rendered.content, content_type=rendered.media_type)
    return download(rendered.content, rendered.media_type, rendered.filename)


def claim_of(month: Month) -> str:
    """How good the proposal certainly is, in one sentence or two: of what could be, and of what rules allow."""
    if month.costs is not None:
        return _of_rules(month, month.costs)
    if not month.helped:
        return _("Nothing that is offered fits what lacks now.")
    if month.is_narrowed:
        return _("This reaches at least %(share)s %% of what could be reached in this way.") % {"share": month.reached}
    if month.is_best:
        return _("No division of what is offered could reach more: this is proved.")
    return _("This reaches at least %(share)s %% of what could be reached.") % {"share": month.reached}


def _of_rules(month: Month, costs: Costs) -> str:
    if costs.is_all:
        return _("By the rules of the networks nothing can be given this month, though it is there.")
    cost = _("By the rules of the networks this is %(share)s %% of what could be given without them.") % {
        "share": costs.reached
    }
    if month.is_best and not month.is_narrowed:
        return cost + " " + _("No division that keeps them could reach more: this is proved.")
    return cost + " " + _("It is at least %(share)s %% of what they allow.") % {"share": month.reached}


def _rows(month: Month) -> Iterator[kinds.ThingsMonthRow]:
    """What lacks, with who is proposed; hours of tasks for which nobody is, added up: the month's work has its own
    paper, which names each."""
    hours: dict[tuple[UUID, str], list[GapShown]] = defaultdict(list)
    for gap in month.gaps:
        if gap.purpose and not gap.proposed and not gap.asked:
            hours[gap.row.receiver_id, gap.row.thing].append(gap)
            continue
        yield kinds.ThingsMonthRow(
            thing=f"{gap.row.thing} ({gap.purpose})" if gap.purpose else gap.row.thing,
            quantity=amount(gap.row.missing, gap.row.unit),
            whom=gap.row.receiver,
            until=thai_dates.short(gap.row.until_on) if gap.row.until_on else "",
            givers=(
                *(_giver(one) for one in gap.proposed),
                *(_("%(who)s, asked already") % {"who": who} for who in gap.asked),
            ),
            missing=gap.missing,
        )
    for (_receiver, thing), gaps in hours.items():
        much = amount(sum(gap.row.missing for gap in gaps), gaps[0].row.unit)
        words = ngettext("%(thing)s for %(n)d task", "%(thing)s for %(n)d tasks", len(gaps))
        yield kinds.ThingsMonthRow(
            thing=words % {"thing": thing, "n": len(gaps)},
            quantity=much,
            whom=gaps[0].row.receiver,
            givers=(_("see the month’s division of work"),),
            missing=much,
        )


def _giver(one: Proposed) -> str:
    words = f"{one.giver} {one.quantity}"
    if one.free_on:
        words += " " + _("(once it is back, for %(day)s)") % {"day": thai_dates.short(one.free_on)}
    return words


@gate(rules.DIVIDE_THINGS)
def divide_things(request: Any) -> HttpResponse:
    """The month's proposal; what is ticked is asked for in one act."""
    month = month_of(request.steward, request.actor, today=timezone.localdate())
    form = forms.AskAsDividedForm(
        request.POST if request.method == "POST" else None,
        # What was ticked is asked as it stood on the page; whether it still may be is for the act to say.
        choices=request.POST.getlist("take"),
    )
    today = timezone.localdate()
    givers = {one.giver for gap in month.gaps for one in gap.proposed}
    warned = [one for one in interest.warnings(request.steward, today=today) if one.name in givers]
    forms.add_despite(form, warned, is_sure=False)
    if request.method == "POST" and form.is_valid():
        chosen = chosen_of(request.steward, request.actor, form.cleaned_data["take"])
        try:
            made = actions.ask_as_divided(
                chosen,
                reason=form.cleaned_data["reason"],
                despite=form.cleaned_data.get("despite", ""),
                by=request.actor,
            )
        except Refusal as refusal:
            form.add_refusal(refusal, "despite" if isinstance(refusal, InterestNotWeighed) else None)
        else:
            words = ngettext("%(n)d giver is asked now.", "%(n)d givers are asked now.", len(made))
            tell(request, form, words % {"n": len(made)} + " " + _("Each still says yes or no."))
            return redirect(url(request, "promises"))
    taken = set(request.POST.getlist("take")) if request.method == "POST" else None
    context = {"month": month, "claim": claim_of(month), "form": form, "taken": taken, "warned": warned}
    return render(request, "resources/divide_things.html", context, status=422 if form.errors else 200)
