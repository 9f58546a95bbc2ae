"""Exchanges: propose, agree on a phone, let go, mediate; and who gave and took how often."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue.access.gate import allows, gate
from ruammue.foundation import thai_dates
from ruammue.foundation.addresses import absolute, outside
from ruammue.foundation.refusals import Refusal, sentence_for
from ruammue.foundation.sheets import Column
from ruammue.needs.links import mark_of
from ruammue.papers.share import Facts, share_text
from ruammue.people.models import Organisation
from ruammue.people.signing import pages
from ruammue.resources import rules
from ruammue.resources.exchange import actions, forms, queries
from ruammue.resources.exchange.models import Exchange, ExchangeParty
from ruammue.resources.forms import add_despite
from ruammue.resources.models import NeedLine, Offer
from ruammue.resources.near import open_gaps
from ruammue.resources.purposes import purposes_of, times_of
from ruammue.resources.refusals import InterestNotWeighed
from ruammue.resources.thanks import interest
from ruammue.resources.views import wishing
from ruammue.resources.views.common import keys_in, one_act, sheet, url


@gate(rules.LIST_EXCHANGES, methods="GET")
def exchanges(request: Any) -> HttpResponse:
    """What could be exchanged, and what was proposed."""
    may_propose = allows(request.actor, rules.PROPOSE_EXCHANGE)
    found = queries.suggestions(request.steward) if may_propose else []
    if not allows(request.actor, rules.KEEP_EXCHANGE):
        own = request.actor.represents
        found = [one for one in found if any(giver in own for _line, _offer, giver in one.chosen)]
    context = {
        "rows": queries.exchanges(
            request.steward,
            request.actor,
            sees_all=allows(request.actor, rules.SEE_ALL_PROMISES),
            today=timezone.localdate(),
        ),
        "suggestions": found,
        "may_propose": may_propose,
        "could_propose": may_propose and _could_propose(request),
        "sees_year": allows(request.actor, rules.SEE_YEAR),
    }
    return render(request, "resources/exchanges.html", context)


def _could_propose(request: Any) -> bool:
    """Something would be taken by somebody else: a partner says itself what it would like, the office needs two."""
    works = allows(request.actor, rules.KEEP_EXCHANGE)
    takers = {line.receiver_id for line in _still_needed(request, works=works)}
    return len(takers) >= forms.LEAST_PARTS if works else bool(takers - set(request.actor.represents))


@gate(rules.LIST_EXCHANGES, methods="GET")
def balance(request: Any) -> HttpResponse:
    """Who gave and took in a year. To give without taking is the rule here, and no debt."""
    rows = queries.balance(request.steward, today=timezone.localdate())
    context = {"rows": rows, "gave": sum(row.gave for row in rows), "took": sum(row.took for row in rows)}
    return render(request, "resources/balance.html", context)


@gate(rules.LIST_EXCHANGES, methods="GET")
def balance_sheet(request: Any) -> HttpResponse:
    """The same as Excel."""
    columns = [
        Column(_("Who")),
        Column(_("Gave, times"), "number"),
        Column(_("Took, times"), "number"),
        Column(_("What they gave")),
        Column(_("What they took")),
    ]
    rows = [
        (row.name or _("Villagers"), row.gave, row.took, ", ".join(row.things_gave), ", ".join(row.things_took))
        for row in queries.balance(request.steward, today=timezone.localdate())
    ]
    return sheet(request, "give-and-take", _("Who gave, who took"), columns, rows)


def _filled(request: Any, lines: list[NeedLine]) -> list[tuple[NeedLine, Offer | None, Organisation]]:
    """What a suggestion carries in its address: `part=line|offer|giver`."""
    by_key = {str(line.pk): line for line in lines}
    wanted = [tuple(part.split("|")) for part in request.GET.getlist("part")[: forms.PARTS]]
    wanted = [part for part in wanted if len(part) == 3 and part[0] in by_key]
    offers = {str(o.pk): o for o in Offer.objects.of(request.steward).filter(pk__in=keys_in(p[1] for p in wanted))}
    bodies = {str(body.pk): body for body in Organisation.objects.filter(pk__in=keys_in(p[2] for p in wanted))}
    return [(by_key[line], offers.get(offer), bodies[giver]) for line, offer, giver in wanted if giver in bodies]


def _still_needed(request: Any, *, works: bool) -> list[NeedLine]:
    """What still lacks, those needed first; what was needed by a day that is over is asked of nobody."""
    today = timezone.localdate()
    gaps = open_gaps(request.steward, actor=request.actor if works else None)
    return [line for line in gaps if line.until_on is None or line.until_on >= today]


def _cannot_words(lines: list[NeedLine]) -> str:
    """Why nothing can be exchanged yet, and the next step."""
    if not lines:
        return _("Nothing is asked for now. Ask for what lacks in its matter, then propose an exchange.")
    who = {"who": lines[0].receiver.name}
    words = _(
        "Only %(who)s lacks something now, and every party has to get something. Ask first, in its matter, for what the"
        " other party lacks; or let that party propose: it says itself what it would like."
    )
    return words % who


@gate(rules.PROPOSE_EXCHANGE)
def propose(request: Any) -> HttpResponse:
    """Ask several to give to one another at once."""
    works, done = allows(request.actor, rules.KEEP_EXCHANGE), _("Proposed. Now each party agrees, on their own phone.")
    sent = Exchange.objects.of(request.steward).filter(pk__in=keys_in([request.POST.get("once", "")])).first()
    if sent is not None:  # sent twice: what it asks for waits in this very proposal
        messages.success(request, done)
        return redirect(url(request, "exchange", sent.pk))
    lines = _still_needed(request, works=works)
    filled = _filled(request, lines)
    if not works and len(filled) <= forms.LEAST_PARTS:
        return wishing.propose_own(request, lines, filled)
    if request.method != "POST" and len({line.receiver_id for line in lines}) < forms.LEAST_PARTS:
        return wishing.cannot(request, _cannot_words(lines))
    form = forms.ProposeForm(
        request.POST if request.method == "POST" else None,
        steward=request.steward,
        lines=lines,
        filled=filled,
        told=(purposes_of if works else times_of)(request.steward, [line.pk for line in lines]),
        is_partner=not works,
    )

    def do(data: dict[str, Any]) -> str:
        parts = [
            actions.Part(line, giver, much, source.offer, source.is_loan, source.return_due)
            for line, giver, much, source in data["parts"]
        ]
        made = actions.propose_exchange(
            request.steward,
            parts,
            why=data["why"],
            key=data["once"],
            own=None if works else request.actor.represents,
            by=request.actor,
        )
        return url(request, "exchange", made.pk)

    return one_act(
        request,
        form,
        do,
        template="resources/exchange_new.html",
        title=_("Propose an exchange"),
        button=_("Propose it"),
        back=url(request, "exchanges"),
        lead=_("Everybody gives something and takes something. Nothing is promised until all have agreed."),
        done=done,
    )


@gate(rules.SEE_EXCHANGE, of=Exchange, methods="GET")
def exchange(request: Any, exchange: Exchange) -> HttpResponse:
    """One exchange: who gives what to whom, who has agreed, and the next act of whoever reads it."""
    actor = request.actor
    row = queries.rows_of(request.steward, [exchange], today=timezone.localdate())[0]
    own = {party.organisation_id for party in queries.is_party(exchange, actor)}
    works = allows(actor, rules.KEEP_EXCHANGE)
    waits = [party for party in row.parties if not party.has_agreed]
    context = {
        "row": row,
        "own": own,
        "may_open": row.state == "open" and bool(row.wishes) and works,
        "may_agree": row.state == "open" and not row.wishes and any(party.organisation_id in own for party in waits),
        "works": works,
        "waits": waits,
        "words": queries.words_of(exchange),
        "may_mediate": row.state == "broken" and allows(actor, rules.MEDIATE_EXCHANGE),
    }
    return render(request, "resources/exchange.html", context)


def _parties(request: Any, exchange: Exchange) -> tuple[list[ExchangeParty], bool]:
    """The parties for which the reader may say yes now, and whether that is their own word.

    Who works for the office and speaks for a party as well writes down what another party said, if that one is meant.
    """
    own = [party for party in queries.is_party(exchange, request.actor) if party.agreed_at is None]
    if not allows(request.actor, rules.KEEP_EXCHANGE):
        return own, True
    rows = ExchangeParty.objects.of(request.steward).filter(exchange=exchange, agreed_at=None)
    others = list(rows.exclude(pk__in=[party.pk for party in own]).select_related("organisation"))
    meant = {request.GET.get("party", ""), request.POST.get("party", "")}
    heard = [party for party in others if meant & {str(party.pk), str(party.organisation_id)}]
    return (own, True) if own and not heard else (heard or others, False)


def _said_before(request: Any, exchange: Exchange) -> bool:
    """Whether the party that is sent has said yes already."""
    sent = keys_in([request.POST.get("party", "")])
    return bool(sent) and exchange.parties.filter(pk__in=sent, agreed_at__isnull=False).exists()


def _agreed_words(exchange: Exchange) -> str:
    """What a yes has done: with the last one it counts."""
    if exchange.agreed_at is not None:
        return _("Agreed, and now everybody has. It counts for all from now on.")
    return _("Agreed. When everybody has, it counts for all at once.")


@gate(rules.AGREE_TO_EXCHANGE, of=Exchange)
def agree(request: Any, exchange: Exchange) -> HttpResponse:
    """One tap for one's own organisation; or what somebody of the office heard from a party."""
    parties, own = _parties(request, exchange)
    if not parties or not exchange.is_open or _said_before(request, exchange):
        # Sent twice, or opened once more: the first yes stands, and the page says how it is, also when that yes was
        # the last and came between this page's reading and its sending.
        exchange.refresh_from_db()
        if request.method == "POST" and not exchange.cancelled_at:
            messages.success(request, _agreed_words(exchange))
        return redirect(url(request, "exchange", exchange.pk))
    if queries.wishes_waiting(request.steward).filter(exchange=exchange).exists():
        works = allows(request.actor, rules.OPEN_WISH)
        return redirect(url(request, "exchange_open" if works else "exchange", exchange.pk))
    form = forms.AgreeForm(request.POST if request.method == "POST" else None, parties=parties, own=own)
    warned = [
        one
        for party in parties
        for one in interest.warnings_of_exchange(exchange, party.organisation, today=timezone.localdate())
    ]
    add_despite(form, warned, is_sure=len(parties) == 1)

    def do(data: dict[str, Any]) -> str:
        party = next(party for party in parties if str(party.pk) == data["party"])
        after = actions.agree_to_exchange(
            exchange,
            party.organisation,
            by=request.actor.speaking_for(party.organisation_id) if own else request.actor.entering_for(None),
            as_whom=request.actor.name if own else data["as_whom"],
            how=ExchangeParty.How.OWN if own else data["how"],
            despite=data.get("despite", ""),
        )
        messages.success(request, _agreed_words(after))
        return url(request, "exchange", exchange.pk)

    row = queries.rows_of(request.steward, [exchange], today=timezone.localdate())[0]
    return one_act(
        request,
        form,
        do,
        title=_("Agree to the exchange"),
        button=_("Agree"),
        back=url(request, "exchange", exchange.pk),
        template="resources/exchange_agree.html",
        beside={InterestNotWeighed: "despite"},
        warned=warned,
        row=row,
    )


@gate(rules.KEEP_EXCHANGE, of=Exchange, methods="POST")
def link(request: Any, exchange: Exchange) -> HttpResponse:
    """A link by which one party answers without an account, shown this once."""
    body = Organisation.objects.filter(pk__in=keys_in([request.POST.get("party", "")])).first()
    try:
        if body is None:
            return redirect(url(request, "exchange", exchange.pk))
        token = actions.ask_party(exchange, body, by=request.actor)
    except Refusal as refusal:
        messages.warning(request, sentence_for(refusal))
        return redirect(url(request, "exchange", exchange.pk))
    path = url(request, "exchange_answer", token)
    row = queries.rows_of(request.steward, [exchange], today=timezone.localdate())[0]
    facts = Facts(
        title=exchange.why,
        sentence=_asking(row, body),
        by_link="ตอบตกลงหรือไม่ตกลงได้ที่ลิงก์นี้",
        answer_by=exchange.expires_on,
        coordinator=request.steward.short_name,
        phone=request.steward.phone,
        mark=str(mark_of(request.steward)),
    )
    context = {
        "exchange": exchange,
        "body": body,
        "text": share_text(facts, outside(path)),
        "link": absolute(request, path),
    }
    response = render(request, "resources/exchange_asked.html", context)
    response["Referrer-Policy"] = "strict-origin"
    return response


def _asking(row: queries.ExchangeRow, body: Organisation) -> str:
    """What a party is asked, to be passed on: what it gives and gets."""
    gives = [f"{_of_part(part)} แก่{part.taker}" for part in row.parts if part.giver_id == body.pk]
    gets = [f"{_of_part(part)} จาก{part.giver}" for part in row.parts if part.taker_id == body.pk]
    return f"ชวนแลกเปลี่ยนกัน ท่านให้ {' '.join(gives)} ท่านได้ {' '.join(gets)}"


def _of_part(part: queries.PartRow) -> str:
    """A thing with how much of it; a loan with the day on which it goes back."""
    if not part.is_loan:
        return f"{part.thing} {part.amount}"
    back = f" คืนภายใน {thai_dates.short(part.return_due_on, 'th')}" if part.return_due_on else ""
    return f"{part.thing} {part.amount} (ให้ยืม{back})"


def open_party_link(request: Any, key: str) -> tuple[str, ExchangeParty | None]:
    """What the link opens; never a 404 of the gate, since whoever holds a bad link needs somebody to call."""
    return key, queries.party_of_link(request.steward, key)


def _sides_of(request: Any, party: ExchangeParty, exchange: Exchange) -> dict[str, Any]:
    """What this party gives and gets."""
    row = queries.rows_of(request.steward, [exchange], today=timezone.localdate())[0]
    return {
        "row": row,
        "gives": [part for part in row.parts if part.giver_id == party.organisation_id],
        "takes": [part for part in row.parts if part.taker_id == party.organisation_id],
    }


@gate(rules.OPEN_LINK, of=open_party_link)
def answer(request: Any, opened: tuple[str, ExchangeParty | None]) -> HttpResponse:
    """Agree by link, without an account. Looking never uses the link up; only the POST does."""
    token, party = opened
    exchange = party.exchange if party else None
    says_no = (request.POST if request.method == "POST" else request.GET).get("answer") == ExchangeParty.Answer.NO
    # A yes can be taken back as long as not everybody has agreed.
    takes_back = says_no and party is not None and party.answer == ExchangeParty.Answer.YES
    if party is None or exchange is None or not exchange.is_open or (party.answer and not takes_back):
        status = 404 if party is None else 200 if party.answer else 410
        over: dict[str, Any] = {"party": party, "exchange": exchange, "token": token}
        if party is not None and exchange is not None:
            over |= _sides_of(request, party, exchange)
        return pages.quiet(render(request, "resources/exchange_over.html", over, status=status))
    form = forms.AnswerExchangeForm(
        request.POST if request.method == "POST" else None,
        who=party.answered_as or party.organisation.name,
        says_no=says_no,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_exchange_by_link(
                token,
                answer=ExchangeParty.Answer.NO if says_no else ExchangeParty.Answer.YES,
                as_whom=form.cleaned_data["as_whom"],
                words=form.cleaned_data.get("words", ""),
                steward=request.steward,
                by=request.actor,
            )
        except Refusal as refusal:
            form.add_refusal(refusal)
        else:
            return pages.quiet(redirect(url(request, "exchange_answer", token)))
    context = {
        "party": party,
        **_sides_of(request, party, exchange),
        "form": form,
        "says_no": says_no,
        "token": token,
    }
    return pages.quiet(render(request, "resources/exchange_answer.html", context))


@gate(rules.AGREE_TO_EXCHANGE, of=Exchange)
def let_go(request: Any, exchange: Exchange) -> HttpResponse:
    """Not after all: the whole proposal ends, and nobody owes anything."""
    if not exchange.is_open:
        return redirect(url(request, "exchange", exchange.pk))
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    own = queries.is_party(exchange, request.actor)

    def do(data: dict[str, Any]) -> str:
        body = own[0].organisation if own else None
        actions.cancel_exchange(
            exchange,
            reason=data["reason"],
            organisation=body,
            by=request.actor.speaking_for(body.pk) if body else request.actor,
        )
        return url(request, "exchange", exchange.pk)

    return one_act(
        request,
        form,
        do,
        title=_("Let the exchange go"),
        button=_("Let it go"),
        back=url(request, "exchange", exchange.pk),
        lead=_("The whole proposal ends for everybody. Nothing was promised yet, so nobody owes anything."),
        done=_("The proposal has ended. Everybody is told."),
    )


@gate(rules.MEDIATE_EXCHANGE, of=Exchange)
def mediate(request: Any, exchange: Exchange) -> HttpResponse:
    """One could not keep its part: what did they agree on after all?"""
    form = forms.WordsForm(
        request.POST if request.method == "POST" else None,
        steward=request.steward,
        sides=queries.sides_of(exchange),
    )

    def do(data: dict[str, Any]) -> str:
        actions.mediate_exchange(
            exchange, words=data["words"], mediator=data["mediator"], key=data["once"], by=request.actor
        )
        return url(request, "exchange", exchange.pk)

    return one_act(
        request,
        form,
        do,
        title=_("What was agreed after all"),
        button=_("Keep it written"),
        back=url(request, "exchange", exchange.pk),
        lead=_("Talk with all parties first. The promises themselves stay as they are."),
        done=_("Written down. All parties read it."),
    )


@gate(rules.KEEP_OFFER, of=rules.offer_at)
def only_in_exchange(request: Any, offer: Offer) -> HttpResponse:
    """Given only in return for something, or simply given."""
    form = forms.WantsForm(request.POST if request.method == "POST" else None)
    if offer.is_trade:
        del form.fields["wants"]

    def do(data: dict[str, Any]) -> str:
        actions.offer_only_in_exchange(offer, only=not offer.is_trade, wants=data.get("wants", ""), by=request.actor)
        return url(request, "offer", offer.pk)

    return one_act(
        request,
        form,
        do,
        title=_("Give it without a return") if offer.is_trade else _("Only in exchange"),
        button=_("Yes, simply give it") if offer.is_trade else _("Only in exchange"),
        back=url(request, "offer", offer.pk),
        lead=_("Most here give without asking for anything back, and it is written down with thanks.")
        if not offer.is_trade
        else "",
    )
