"""ใครขาด ใครมี on one phone page: what the reader could give, what they lack; for the office both columns."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue.access.gate import allows, gate
from ruammue.people.models import Organisation
from ruammue.resources import forms, queries, rules
from ruammue.resources import near as nearby
from ruammue.resources.exchange.actions import decline_fit
from ruammue.resources.models import Confirmation, NeedLine
from ruammue.resources.views.common import one_act, url


@gate(rules.SEE_NEAR, methods="GET")
def near(request: Any) -> HttpResponse:
    """One page a role: the office, the temple, the firm, the clinic, the head of a village, a villager."""
    actor, steward, today = request.actor, request.steward, timezone.localdate()
    sees_givers = allows(actor, rules.SEE_ALL_GIVERS)
    if allows(actor, rules.SEE_COLUMNS) and "own" not in request.GET:
        form = forms.ColumnsForm(request.GET, steward=steward)
        asked = form.cleaned_data if form.is_valid() else {}
        columns = nearby.columns_of(
            steward,
            actor,
            today=today,
            village=asked.get("village"),
            kind=asked.get("kind", ""),
            level=asked.get("level", ""),
        )
        context = {
            "form": form,
            "is_narrowed": any(asked.values()),
            "columns": columns,
            "may_ask": allows(actor, rules.ASK_BY_LINK),
        }
        return render(request, "resources/columns.html", context)
    context = {
        "near": nearby.page_of(steward, actor, today=today, sees_givers=sees_givers, everything="all" in request.GET),
        "sees_board": allows(actor, rules.SEE_BOARD),
    }
    return render(request, "resources/near.html", context)


def _own_givers(request: Any) -> list[tuple[str, str]]:
    bodies = Organisation.objects.filter(pk__in=request.actor.represents).order_by("name", "id")
    return [*((f"org:{body.pk}", body.name) for body in bodies), (forms.MYSELF, request.actor.name)]


@gate(rules.SAY_NOT_NOW, of=rules.line_at)
def not_now(request: Any, line: NeedLine) -> HttpResponse:
    """ยังไม่สะดวก: whoever could give says so for this need, before anybody asks."""
    actor = request.actor
    form = forms.NotNowForm(
        request.POST if request.method == "POST" else None,
        givers=_own_givers(request),
        chosen=request.GET.get("giver", ""),
    )

    def do(data: dict[str, Any]) -> str:
        _offer, body = queries.giver_chosen(request.steward, data["giver"])
        decline_fit(
            line,
            side=Confirmation.Side.PROVIDER,
            reason=data["reason"],
            organisation=body,
            person=None if body else queries.oneself(actor),
            by=actor.speaking_for(body.pk) if body else actor,
        )
        return url(request, "near")

    return one_act(
        request,
        form,
        do,
        title=_("Not this time: %(thing)s") % {"thing": line.spec.name},
        button=_("Not this time"),
        back=url(request, "near"),
        lead=_("You are not asked for this one again. It does not count against you anywhere."),
        done=_("Good to know. You are not shown this one again."),
    )


@gate(rules.SAY_NOT_THEM, of=rules.line_at)
def not_them(request: Any, line: NeedLine) -> HttpResponse:
    """Whoever lacks says "not this time" of one of those who could give: they are not proposed for it again."""
    today = timezone.localdate()
    row = queries.line_row(line, queries.promises_of_line(line, today=today))
    sees_givers = allows(request.actor, rules.SEE_ALL_GIVERS)
    fits = nearby.fits_for(request.steward, [row], today=today, sees_givers=sees_givers).get(row.id)
    givers = [(fit.choice, fit.name) for fit in (*fits.chosen, *fits.passed_over) if fit.choice] if fits else []
    form = forms.NotNowForm(
        request.POST if request.method == "POST" else None, givers=givers, chosen=request.GET.get("giver", "")
    )

    def do(data: dict[str, Any]) -> str:
        offer, body = queries.giver_chosen(request.steward, data["giver"])
        decline_fit(
            line,
            side=Confirmation.Side.RECEIVER,
            reason=data["reason"],
            organisation=offer.provider if offer else body,
            person=offer.person if offer else None,
            by=request.actor,
        )
        return url(request, "line", line.pk)

    return one_act(
        request,
        form,
        do,
        title=_("Not this time: %(thing)s") % {"thing": line.spec.name},
        button=_("Not this time"),
        back=url(request, "line", line.pk),
        lead=_("They are not proposed for this need again. It does not count against them anywhere."),
        done=_("Written down. They are not proposed for this need again."),
    )
