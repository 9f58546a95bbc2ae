"""What there is: the list of offers, one offer, a new one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue.access.gate import allows, gate
from ruammue.foundation.refusals import Refusal, sentence_for
from ruammue.foundation.sheets import Column
from ruammue.people.queries import names_of
from ruammue.resources import actions, forms, near, queries, rules
from ruammue.resources.models import Offer
from ruammue.resources.views.common import one_act, sheet, url
from ruammue.resources.views.lines import choose_spec, chosen_spec
from ruammue.resources.views.promises import giver_of
from ruammue.resources.wording import amount


@gate(rules.SEE_OFFERS, methods="GET")
def offers(request: Any) -> HttpResponse:
    """What is offered, by thing. Villagers' names only to those who reach them for their work."""
    form = forms.OffersForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    page, rows = queries.offers(
        request.steward,
        today=timezone.localdate(),
        kind=asked.get("kind", ""),
        words=asked.get("words", ""),
        number=request.GET.get("page"),
    )
    context = {
        "form": form,
        "page": page,
        "rows": rows,
        "sees_givers": allows(request.actor, rules.SEE_ALL_GIVERS),
        "may_name": allows(request.actor, rules.NAME_SPEC),
    }
    return render(request, "resources/offers.html", context)


@gate(rules.SEE_OFFERS, methods="GET")
def offers_sheet(request: Any) -> HttpResponse:
    """Offers as Excel: the register of resources."""
    sees_givers = allows(request.actor, rules.SEE_ALL_GIVERS)
    _page, rows = queries.offers(request.steward, today=timezone.localdate(), everything=True)
    columns = [
        Column(_("Kind")),
        Column(_("What is offered")),
        Column(_("Giver")),
        Column(_("Offered")),
        Column(_("Still free")),
        Column(_("Given or lent")),
        Column(_("Free from"), "date"),
        Column(_("Free until"), "date"),
        Column(_("As far as")),
        Column(_("Conditions")),
        Column(_("On which days")),
        Column(_("In exchange for what?")),
        Column(_("Last asked"), "date"),
    ]
    lines = [
        (
            row.kind,
            row.thing,
            row.giver if row.provider_id or sees_givers else _("a villager"),
            amount(row.quantity, row.unit),
            amount(row.remaining, row.unit),
            _("lent") if row.is_loan else _("given"),
            row.from_on,
            row.until_on,
            row.reach,
            row.conditions,
            row.days,
            row.wants,
            row.assured_on,
        )
        for row in rows
    ]
    return sheet(request, "offers", _("Register of what is offered"), columns, lines)


@gate(rules.MAKE_OFFER)
def new_offer(request: Any) -> HttpResponse:
    """I have something to give or to lend."""
    actor = request.actor
    back = url(request, "offers") if allows(actor, rules.SEE_OFFERS) else url(request, "promises")
    spec = chosen_spec(request)
    if spec is None:
        return choose_spec(request, title=_("What do you have?"), back=back, may_name=allows(actor, rules.NAME_SPEC))
    form = forms.OfferForm(
        request.POST if request.method == "POST" else None, spec=spec, steward=request.steward, actor=actor
    )

    def do(data: dict[str, Any]) -> str:
        provider, person, by, _whose = giver_of(form, data, actor)
        offer = actions.make_offer(
            spec,
            quantity=data["quantity"],
            provider=provider,
            person=person,
            is_loan=data.get("is_loan", False),
            conditions=data["conditions"],
            from_on=data["from_on"],
            until_on=data["until_on"],
            reach=data["reach"],
            least=data["least"],
            schedule=data["schedule"],
            wants=data["wants"],
            key=data["once"],
            by=by,
        )
        return url(request, "offer", offer.pk) if rules.made_the_offer(actor, offer) or person is None else back

    return one_act(
        request,
        form,
        do,
        title=_("I have: %(thing)s") % {"thing": spec.name},
        button=_("Offer it"),
        back=url(request, "new_offer"),
        lead=_("An offer promises nothing yet. When a matter needs it, somebody asks you first."),
        done=_("Thank you. It stands on the list of what is offered."),
    )


@gate(rules.SEE_OFFER, of=rules.offer_at, methods="GET")
def offer(request: Any, offer: Offer) -> HttpResponse:
    """One offer: how much is left, and whether somebody asked lately."""
    today, matter = timezone.localdate(), offer.matter
    gap = queries.gap_for(offer) if matter is not None and matter.is_open else None
    context = {
        "offer": offer,
        "helper": names_of([offer.entered_by_id]).get(offer.entered_by_id, "") if offer.entered_by_id else "",
        "opens_matter": matter is not None and rules.may_open(request.actor, matter),
        "ask": gap if gap is not None and allows(request.actor, rules.ASKERS, gap) else None,
        "row": queries.offer_row(offer, today=today),
        "may_keep": allows(request.actor, rules.KEEP_OFFER, offer) and offer.withdrawn_at is None,
        "asked_today": offer.assured_on == today,
        "sees_list": allows(request.actor, rules.SEE_OFFERS),
        "openings": near.openings_of(request.steward, offer, today=today) if offer.withdrawn_at is None else (),
        "is_own": rules.made_the_offer(request.actor, offer),
        "may_link": allows(request.actor, rules.ASK_BY_LINK),
    }
    return render(request, "resources/offer.html", context)


@gate(rules.KEEP_OFFER, of=rules.offer_at, methods="POST")
def assure(request: Any, offer: Offer) -> HttpResponse:
    """ยังมีอยู่: it still stands."""
    return _told(
        request, offer, lambda: actions.assure_offer(offer, by=request.actor), _("Good to know. It still stands.")
    )


@gate(rules.KEEP_OFFER, of=rules.offer_at, methods="POST")
def withdraw(request: Any, offer: Offer) -> HttpResponse:
    """No longer: promises already made from it stand."""
    done = _("The offer was taken back. Promises already made stand until they are ended.")
    return _told(request, offer, lambda: actions.withdraw_offer(offer, by=request.actor), done)


def _told(request: Any, offer: Offer, act: Any, done: str) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        messages.error(request, sentence_for(refusal))
    else:
        messages.success(request, done)
    return redirect("resources:offer", request.steward.slug, offer.pk)
