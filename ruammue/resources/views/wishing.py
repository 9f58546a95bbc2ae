"""An exchange as a partner proposes it: what we give, what we would like; and the office opens that wish."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue.access.gate import allows, gate
from ruammue.needs.models import Matter
from ruammue.people.models import Organisation
from ruammue.resources import queries as things
from ruammue.resources import rules
from ruammue.resources.actions import add_spec
from ruammue.resources.actions.wishes import open_wish
from ruammue.resources.exchange import actions, queries, wish_forms
from ruammue.resources.exchange.models import Exchange
from ruammue.resources.models import NeedLine, Offer
from ruammue.resources.purposes import times_of
from ruammue.resources.views.common import keys_in, one_act, url
from ruammue.resources.wording import amount

Filled = list[tuple[NeedLine, Offer | None, Organisation]]


def cannot(request: Any, words: str) -> HttpResponse:
    """Nothing could come of a proposal now: said before anything is typed, with whom to ask and what to do next."""
    context = {
        "title": _("Propose an exchange"),
        "back": url(request, "exchanges"),
        "words": words,
        "board": allows(request.actor, rules.KEEP_EXCHANGE),
    }
    return render(request, "resources/exchange_cannot.html", context)


def propose_own(request: Any, lines: list[NeedLine], filled: Filled) -> HttpResponse:
    """A partner says what it gives and what it would like."""
    actor = request.actor
    own = [line for line in lines if line.receiver_id in actor.represents]
    others = [line for line in lines if line.receiver_id not in actor.represents]
    if not others and request.method != "POST":
        return cannot(request, _("Nobody else lacks anything now, so there is nothing to give for an exchange."))
    offer = _own_offer(request)
    given = next(((line, meant) for line, meant, giver in filled if giver.pk in actor.represents), None)
    if given is None and offer is not None:
        given = next(((line, offer) for line in others if line.spec_id == offer.spec_id), None)
    form = wish_forms.OwnExchangeForm(
        request.POST if request.method == "POST" else None,
        steward=request.steward,
        bodies=list(Organisation.objects.filter(pk__in=actor.represents).order_by("name", "id")),
        others=others,
        own=own,
        specs=list(things.specs(request.steward, actor)),
        told=times_of(request.steward, [line.pk for line in lines]),
        given=given,
        wanted=next((line for line, _offer, _giver in filled if line in own), None),
        wants=offer.wants if offer else "",
    )

    def do(data: dict[str, Any]) -> str:
        line, much, source = data["part"]
        part = actions.Part(line, data["body"], much, source.offer, source.is_loan, source.return_due)
        giver, wanted = data["giver"] or line.receiver, data["wanted_line"]
        parts, wishes = [part], []
        if wanted is not None:
            parts.append(actions.Part(wanted, giver, wanted.lacking))
        else:
            wishes.append(actions.Wished(data["body"], giver, data["words"], data["much"], data["until_on"]))
        wish = wanted.spec.name if wanted else f"{data['words']} {data['much']}"
        made = actions.propose_exchange(
            request.steward,
            parts,
            wishes=wishes,
            why=data["why"] or _why(part, wish),
            key=data["once"],
            own=actor.represents,
            by=actor,
        )
        return url(request, "exchange", made.pk)

    return one_act(
        request,
        form,
        do,
        template="resources/exchange_own.html",
        title=_("Propose an exchange"),
        button=_("Propose it"),
        back=url(request, "exchanges"),
        lead=_("Say what you give and what you would like. Nothing is promised until all have agreed."),
        done=_("Proposed. You are told when it is your turn to agree."),
    )


def _own_offer(request: Any) -> Offer | None:
    """The reader's own offer that the address names."""
    keys = keys_in([request.GET.get("offer", "")])
    found = Offer.objects.of(request.steward).filter(
        pk__in=keys, withdrawn_at=None, remaining__gt=0, provider__in=request.actor.represents
    )
    offer: Offer | None = found.select_related("spec", "provider").first() if keys else None
    return offer


def _why(part: actions.Part, wish: str) -> str:
    words = _("%(who)s lends %(thing)s, for %(wish)s") if part.is_lent else _("%(who)s gives %(thing)s, for %(wish)s")
    thing = f"{part.line.spec.name} {amount(part.quantity, part.line.spec.unit)}"
    return (words % {"who": part.provider.name, "thing": thing, "wish": wish})[:300]


@gate(rules.OPEN_WISH, of=Exchange)
def open_exchange(request: Any, exchange: Exchange) -> HttpResponse:
    """Open what a party wished for as a line, so that all can agree: one tap, nothing typed again."""
    rows = queries.wishes_waiting(request.steward).filter(exchange=exchange)
    wish = rows.select_related("organisation", "provider", "exchange__steward").first()
    if wish is None or not exchange.is_open:
        return redirect(url(request, "exchange", exchange.pk))
    leg = exchange.legs.filter(provider=wish.organisation).select_related("need_line__matter").first()
    form = wish_forms.OpenWishForm(
        request.POST if request.method == "POST" else None,
        wish=wish,
        steward=request.steward,
        actor=request.actor,
        specs=list(things.specs(request.steward, request.actor)),
        beside=leg.need_line.matter if leg else None,
    )

    def do(data: dict[str, Any]) -> str:
        matter: Matter = data["matter"]
        spec = data["spec"] or add_spec(
            request.steward, name=data["name"], kind=data["kind"], unit=data["unit"], named_in=matter, by=request.actor
        )
        open_wish(
            wish, matter=matter, spec=spec, quantity=data["minor"], until_on=data["until_on"], source=data["source"],
            by=request.actor,
        )  # fmt: skip
        messages.success(request, _("It is asked for now, and every party is asked whether it agrees."))
        own = [party for party in queries.is_party(exchange, request.actor) if party.agreed_at is None]
        return url(request, "exchange_agree" if own else "exchange", exchange.pk)

    row = queries.rows_of(request.steward, [exchange], today=timezone.localdate())[0]
    asked = {"who": wish.organisation.name, "what": f"{wish.words} {wish.much}"}
    return one_act(
        request,
        form,
        do,
        title=_("Open what %(who)s would like: %(what)s") % asked,
        button=_("Open it, then all can agree"),
        back=url(request, "exchange", exchange.pk),
        lead=row.why,
    )
