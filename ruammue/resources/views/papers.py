"""Letters, receipts and thanks as drafts to sign, and the text that goes with an asking. Never a machine's reasons."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import override

from ruammue.access.gate import gate
from ruammue.foundation import thai_dates
from ruammue.foundation.addresses import outside
from ruammue.foundation.answers import download
from ruammue.foundation.refusals import Refusal, sentence_for
from ruammue.needs.links import mark_of, office, public_page
from ruammue.papers import kinds
from ruammue.papers.render import render as draw
from ruammue.papers.share import Facts, share_text
from ruammue.people.models import Organisation
from ruammue.resources import queries, rules
from ruammue.resources.actions import ask_by_link
from ruammue.resources.models import Commitment, Delivery, Spec
from ruammue.resources.views.common import url
from ruammue.resources.wording import amount

FORMATS = ("pdf", "docx")


def _amount(minor: int, promise: Commitment) -> str:
    with override("th"):
        return amount(minor, promise.need_line.spec.unit)


def _matter_words(promise: Commitment) -> str:
    """How a paper calls the matter: in its public sentence, else by the name of those who work on it."""
    matter = promise.need_line.matter
    return matter.public_sentence or matter.title


def _is_monks(promise: Commitment) -> bool:
    return promise.provider is not None and promise.provider.kind == Organisation.Kind.TEMPLE


def _contact(request: Any) -> kinds.Contact:
    return kinds.Contact(name=request.actor.name or request.steward.short_name, phone=request.steward.phone)


def ask_text(request: Any, promise: Commitment, path: str = "") -> str:
    """What to send along when a partner is asked: thing, day, whom to call; `path` answers without an account, else
    the link opens the promise for those who have one.
    """
    facts = Facts(
        title=_matter_words(promise),
        place=promise.need_line.place,
        sentence=("ขอยืม " if promise.is_loan else "ขอความช่วยเหลือ ")
        + f"{promise.need_line.spec.name} {_amount(promise.quantity, promise)}"
        + (f" ภายในวันที่ {thai_dates.short(promise.due_on)}" if promise.due_on else ""),
        coordinator=request.steward.short_name,
        phone=request.steward.phone,
        mark=str(mark_of(request.steward)),
    )
    return share_text(facts, outside(path or url(request, "commitment", promise.pk)))


def _paper(request: Any, paper: kinds.Paper, fmt: str) -> HttpResponse:
    if fmt not in FORMATS:
        raise Http404
    file = draw(paper, fmt)
    return download(file.content, file.media_type, file.filename)


@gate(rules.LETTER, of=rules.promise_at)
def letter(request: Any, promise: Commitment, fmt: str) -> HttpResponse:
    """หนังสือเชิญ: what this partner is asked for. The reason why they were chosen is not in it.

    Sent by POST while the answer is awaited, it carries a link of its own by which they answer without an account.
    """
    if fmt not in FORMATS:
        raise Http404
    path = url(request, "commitment", promise.pk)
    if request.method == "POST":
        try:
            path = url(request, "answer", ask_by_link(promise, by=request.actor).token)
        except Refusal as refusal:
            messages.warning(request, sentence_for(refusal))
            return redirect(url(request, "commitment", promise.pk))
    due = f"ภายในวันที่ {thai_dates.long(promise.due_on)}" if promise.due_on else ""
    lent = ""
    if promise.is_loan:
        lent = " (ยืม" + (f" คืนภายในวันที่ {thai_dates.long(promise.return_due_on)}" if promise.return_due_on else "") + ")"
    paper = kinds.Invitation(
        office=office(request.steward, timezone.localdate()),
        to=promise.giver,
        to_monk=_is_monks(promise),
        matter=_matter_words(promise),
        asks=(f"{promise.need_line.spec.name} {_amount(promise.quantity, promise)}{lent}",),
        when=due,
        place=promise.need_line.place,
        link=outside(path),
        coordinator=_contact(request),
    )
    return _paper(request, paper, fmt)


@gate(rules.SEE_PROMISE, of=rules.delivery_at, methods="GET")
def receipt(request: Any, delivery: Delivery, fmt: str) -> HttpResponse:
    """ใบรับมอบ, to be signed by both sides; for money there is only the office's official receipt."""
    promise = delivery.commitment
    if promise.need_line.spec.kind == Spec.Kind.MONEY or delivery.reverses_id:
        raise Http404
    giver, receiver = promise.giver, promise.receiver.name
    if delivery.is_return:
        giver, receiver = receiver, giver
    lent = promise.is_loan and not delivery.is_return
    paper = kinds.Handover(
        office=office(request.steward, timezone.localdate()),
        handed_on=delivery.brought_on,
        place=promise.need_line.place,
        giver=giver,
        receiver=receiver,
        matter=_matter_words(promise),
        lines=(
            kinds.HandoverLine(
                item=promise.need_line.spec.name,
                quantity=_amount(delivery.quantity, promise),
                state="ยืม" if lent else "คืนของที่ยืม" if delivery.is_return else "",
                return_by=promise.return_due_on if lent else None,
            ),
        ),
        giver_signer=kinds.Signer(position=giver),
        receiver_signer=kinds.Signer(position=receiver),
        reference=str(delivery.pk)[-12:],
    )
    return _paper(request, paper, fmt)


@gate(rules.LETTER, of=rules.promise_at, methods="GET")
def thanks(request: Any, promise: Commitment, fmt: str) -> HttpResponse:
    """หนังสือขอบคุณ, for what really came: 404 while nothing has."""
    came = [
        row
        for row in queries.deliveries_of(promise, promise.need_line.spec.unit)
        if row.status == "counted" and not row.is_return
    ]
    if not came:
        raise Http404
    total = sum(row.quantity for row in came)
    how = "ให้ยืม " if promise.is_loan else ""
    matter = promise.need_line.matter
    paper = kinds.ThankYou(
        office=office(request.steward, timezone.localdate()),
        to=promise.giver,
        to_monk=_is_monks(promise),
        matter=_matter_words(promise),
        gave=(
            f"{how}{promise.need_line.spec.name} {_amount(total, promise)}"
            f" เมื่อวันที่ {thai_dates.long(came[-1].brought_on)}",
        ),
        link=public_page(matter) if matter.is_published else "",
    )
    return _paper(request, paper, fmt)
