"""What was not so, and what did not come back whole: say it, settle it, decide what follows."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue.access.gate import allows, gate
from ruammue.foundation.answers import download
from ruammue.needs.views.acts import send_file
from ruammue.resources import actions, forms, queries, rules, sides
from ruammue.resources.export import MEDIA_TYPE, ledger_lines
from ruammue.resources.models import Commitment, Confirmation, Delivery, Dispute, Loss, Settlement
from ruammue.resources.views.common import one_act, photo_of, side_labels, sides_for, url
from ruammue.resources.wording import amount

PROVIDER, RECEIVER = Confirmation.Side.PROVIDER.value, Confirmation.Side.RECEIVER.value


@gate(rules.KEEP_PROMISE, of=rules.delivery_at)
def dispute(request: Any, delivery: Delivery) -> HttpResponse:
    """It was not so: the row stays and does not count until that is settled."""
    promise = delivery.commitment
    row = queries.delivery_row(delivery, promise.need_line.spec.unit)
    allowed, own = sides_for(request, promise, (RECEIVER, PROVIDER))
    form = forms.DisputeForm(
        request.POST if request.method == "POST" else None,
        words=[(word.side, word.whose) for word in row.words if word.side not in own],
    )
    form.add_side(allowed, own, side_labels(promise))

    def do(data: dict[str, Any]) -> str:
        made = actions.dispute_delivery(
            delivery,
            side=data["side"],
            reason=data["reason"],
            word=data["what"] if data["what"] in Confirmation.Side.values else "",
            as_whom=data.get("as_whom", ""),
            by=sides.speaking(request.actor, promise, data["side"]),
        )
        return url(request, "dispute_page", made.pk)

    return one_act(
        request,
        form,
        do,
        title=_("It was not so"),
        button=_("Say that it was not so"),
        back=url(request, "commitment", promise.pk),
        lead=_("%(thing)s %(amount)s, %(day)s. The row stays, and does not count until both sides have settled it.")
        % {
            "thing": promise.need_line.spec.name,
            "amount": amount(delivery.quantity, promise.need_line.spec.unit),
            "day": forms.day_words(delivery.brought_on),
        },
        done=_("Written down. Now settle it together, or let somebody hear both sides."),
    )


@gate(rules.KEEP_PROMISE, of=rules.dispute_at)
def dispute_page(request: Any, dispute: Dispute) -> HttpResponse:
    """One dispute: what was said, what is proposed; agree, or propose how it ends."""
    promise = dispute.delivery.commitment
    unit = promise.need_line.spec.unit
    row = queries.dispute_row(dispute, unit)
    allowed, own = sides_for(request, promise, (RECEIVER, PROVIDER))
    form = forms.SettleForm(request.POST if request.method == "POST" else None, unit=unit)
    form.add_side(allowed, own, side_labels(promise))

    def do(data: dict[str, Any]) -> str:
        actions.propose_settlement(
            dispute,
            side=data["side"],
            outcome=data["outcome"],
            quantity=data["quantity"],
            words=data["words"],
            as_whom=data.get("as_whom", ""),
            by=sides.speaking(request.actor, promise, data["side"]),
        )
        return url(request, "dispute_page", dispute.pk)

    proposal = row.proposal
    agreers = [side for side in allowed if proposal is not None and side != proposal.side]
    return one_act(
        request,
        form,
        do,
        title=_("It was not so: %(thing)s %(amount)s")
        % {"thing": promise.need_line.spec.name, "amount": amount(dispute.delivery.quantity, unit)},
        button=_("Propose this"),
        back=url(request, "commitment", promise.pk),
        template="resources/dispute.html",
        done=_("Proposed. The other side agrees, then it counts."),
        dispute=row,
        agree_side=next((side for side in agreers if side in own), agreers[0] if agreers else ""),
        agrees_for_other=bool(agreers) and not set(agreers) & set(own),
        may_mediate=allows(request.actor, rules.MEDIATE) and dispute.settled_at is None,
    )


@gate(rules.KEEP_PROMISE, of=rules.settlement_at)
def agree(request: Any, settlement: Settlement) -> HttpResponse:
    """Yes, so it was: the other side's word."""
    promise = settlement.dispute.delivery.commitment
    among = tuple(side for side in (RECEIVER, PROVIDER) if side != settlement.proposed_side)
    allowed, own = sides_for(request, promise, among)
    form = forms.AcceptForm(request.POST if request.method == "POST" else None)
    form.add_side(allowed, own, side_labels(promise))
    unit = promise.need_line.spec.unit

    def do(data: dict[str, Any]) -> str:
        by = sides.speaking(request.actor, promise, data["side"])
        actions.agree_to_settlement(settlement, side=data["side"], as_whom=data.get("as_whom", ""), by=by)
        return url(request, "commitment", promise.pk)

    return one_act(
        request,
        form,
        do,
        title=_("Do you agree: %(how)s?") % {"how": queries.settlement_words(settlement, unit)},
        button=_("Yes, so it was"),
        back=url(request, "dispute_page", settlement.dispute_id),
        done=_("Settled. The counts follow."),
    )


@gate(rules.MEDIATE, of=rules.dispute_at)
def mediate(request: Any, dispute: Dispute) -> HttpResponse:
    """Somebody whom both sides know heard them: what they found is written down with their name."""
    promise = dispute.delivery.commitment
    unit = promise.need_line.spec.unit
    form = forms.MediateForm(request.POST if request.method == "POST" else None, unit=unit)

    def do(data: dict[str, Any]) -> str:
        actions.mediate_dispute(
            dispute,
            mediated_by=data["mediated_by"],
            outcome=data["outcome"],
            quantity=data["quantity"],
            words=data["words"],
            by=request.actor,
        )
        return url(request, "commitment", promise.pk)

    return one_act(
        request,
        form,
        do,
        title=_("What did the mediator find?"),
        button=_("Write it down"),
        back=url(request, "dispute_page", dispute.pk),
        lead=_("%(thing)s %(amount)s: %(reason)s")
        % {
            "thing": promise.need_line.spec.name,
            "amount": amount(dispute.delivery.quantity, unit),
            "reason": dispute.reason,
        },
        done=_("Settled. The counts follow."),
    )


@gate(rules.KEEP_PROMISE, of=rules.promise_at)
def tell_loss(request: Any, promise: Commitment) -> HttpResponse:
    """Of a loan something broke or was lost."""
    if not promise.is_loan:
        raise Http404
    posted = request.method == "POST"
    unit = promise.need_line.spec.unit
    form = forms.LossForm(request.POST if posted else None, request.FILES if posted else None, unit=unit)
    form.add_side(*sides_for(request, promise, (RECEIVER, PROVIDER)), side_labels(promise))

    def do(data: dict[str, Any]) -> str:
        actions.tell_loss(
            promise,
            quantity=data["quantity"],
            how=data["how"],
            words=data["words"],
            evidence=photo_of(data),
            as_whom=data.get("as_whom", ""),
            by=sides.speaking(request.actor, promise, data["side"]),
            idempotency_key=str(data["once"]),
        )
        return url(request, "commitment", promise.pk)

    return one_act(
        request,
        form,
        do,
        title=_("What broke, or was lost?"),
        button=_("Tell the owner"),
        back=url(request, "commitment", promise.pk),
        lead=_("Still here: %(thing)s %(amount)s. %(giver)s decides what follows.")
        % {
            "thing": promise.need_line.spec.name,
            "amount": amount(promise.still_lent, unit),
            "giver": promise.giver,
        },
        done=_("Written down. The owner decides what follows."),
    )


@gate(rules.KEEP_PROMISE, of=rules.loss_at)
def decide_loss(request: Any, loss: Loss) -> HttpResponse:
    """The lender says what follows; somebody may write their word down."""
    promise = loss.commitment
    allowed, own = sides_for(request, promise, (PROVIDER,))
    if not allowed:
        raise Http404
    form = forms.DecideLossForm(
        request.POST if request.method == "POST" else None, is_owed=loss.decisions.filter(outcome="owed").exists()
    )
    form.add_side(allowed, own, side_labels(promise))
    row = queries.loss_row(loss)

    def do(data: dict[str, Any]) -> str:
        actions.decide_loss(
            loss,
            outcome=data["outcome"],
            words=data["words"],
            as_whom=data.get("as_whom", ""),
            by=sides.speaking(request.actor, promise, PROVIDER),
        )
        return url(request, "commitment", promise.pk)

    return one_act(
        request,
        form,
        do,
        title=_("%(thing)s %(amount)s %(how)s: what follows?")
        % {
            "thing": promise.need_line.spec.name,
            "amount": amount(loss.quantity, promise.need_line.spec.unit),
            "how": Loss.How(loss.how).label,
        },
        button=_("So be it"),
        back=url(request, "commitment", promise.pk),
        lead=row.words,
        done=_("Written down. Thank you."),
    )


@gate(rules.SEE_PROMISE, of=rules.loss_at, methods="GET")
def loss_photo(request: Any, loss: Loss) -> HttpResponse:
    """The photo of what broke, for both sides and the office."""
    if loss.evidence is None:
        raise Http404
    return send_file(request, loss.evidence, small="small" in request.GET)


@gate(rules.SEE_ALL_PROMISES, methods="GET")
def ledger(request: Any) -> HttpResponse:
    """The whole ledger as a file that anybody can count anew: keys and numbers, no names."""
    content = "".join(ledger_lines(request.steward, now=timezone.now())).encode()
    return download(content, MEDIA_TYPE, f"promises-{request.steward.slug}.jsonl")
