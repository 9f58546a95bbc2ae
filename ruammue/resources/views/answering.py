"""Without an account: the link that a giver got, their answer, and the office's confirmation of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ruammue.access.gate import gate
from ruammue.foundation.addresses import absolute
from ruammue.foundation.refusals import Refusal, sentence_for
from ruammue.people.signing import pages
from ruammue.people.signing.refusals import SignerMissing
from ruammue.resources import actions, forms, queries, rules
from ruammue.resources.models import Commitment, PromiseAsk
from ruammue.resources.refusals import MoreThanAsked, ReasonMissing
from ruammue.resources.views.common import url
from ruammue.resources.views.papers import ask_text
from ruammue.resources.wording import amount

BESIDE: dict[type[Refusal], str] = {SignerMissing: "as_whom", MoreThanAsked: "quantity", ReasonMissing: "words"}


def link_page(request: Any, promise: Commitment) -> HttpResponse:
    """Make a link and show it, this once, with the text to send it in."""
    asked = actions.ask_by_link(promise, by=request.actor)
    path = url(request, "answer", asked.token)
    context = {
        "promise": promise,
        "text": ask_text(request, promise, path),
        "link": absolute(request, path),
        "last_day": asked.ask.expires_on,
    }
    response = render(request, "resources/asked.html", context)
    response["Referrer-Policy"] = "strict-origin"
    return response


@gate(rules.ASK_BY_LINK, of=rules.promise_at, methods="POST")
def ask_link(request: Any, promise: Commitment) -> HttpResponse:
    """One more link: the first may be lost."""
    try:
        return link_page(request, promise)
    except Refusal as refusal:
        messages.warning(request, sentence_for(refusal))
        return redirect(url(request, "commitment", promise.pk))


def open_link(request: Any, key: str) -> tuple[str, queries.AskLink]:
    """What the link opens; never a 404 of the gate, since whoever holds a bad link needs somebody to call."""
    return key, queries.ask_link_of(request.steward, key)


@gate(rules.OPEN_LINK, of=open_link)
def answer(request: Any, opened: tuple[str, queries.AskLink]) -> HttpResponse:
    """Answer by link. Looking never uses the link up: chat programs open links by themselves. Only the POST does."""
    token, link = opened
    if link.ask is None or link.state != "waiting":
        return pages.over(request, "resources/answer_over.html", link)
    ask, promise = link.ask, link.ask.commitment
    says_no = (request.POST if request.method == "POST" else request.GET).get("answer") == PromiseAsk.Answer.NO
    form = forms.AnswerForm(
        request.POST if request.method == "POST" else None,
        unit=promise.need_line.spec.unit,
        quantity=ask.quantity,
        who=promise.giver,
        says_no=says_no,
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.answer_by_link(
                token,
                answer=PromiseAsk.Answer.NO if says_no else PromiseAsk.Answer.YES,
                as_whom=data["as_whom"],
                quantity=data.get("quantity"),
                words=data.get("words", ""),
                steward=request.steward,
                by=request.actor,
            )
        except Refusal as refusal:
            form.add_refusal(refusal, BESIDE.get(type(refusal)))
        else:
            return pages.quiet(redirect(url(request, "answer", token)))
    context = {
        "link": link,
        "promise": promise,
        "thing": promise.need_line.spec.name,
        "asked": amount(ask.quantity, promise.need_line.spec.unit),
        "matter_words": promise.need_line.matter.public_sentence,
        "form": form,
        "says_no": says_no,
        "token": token,
    }
    return pages.quiet(render(request, "resources/answer.html", context))


@gate(rules.ASK_BY_LINK, of=rules.promise_at, methods="POST")
def confirm_answer(request: Any, promise: Commitment) -> HttpResponse:
    """The answer that came by link was heard from them, by telephone or on paper."""
    how = request.POST.get("how", "")
    ask = queries.claim_of(promise)
    if ask is not None and how in PromiseAsk.How.values:
        try:
            actions.confirm_answer(ask, how=how, by=request.actor)
        except Refusal as refusal:
            messages.warning(request, sentence_for(refusal))
        else:
            messages.success(request, _("Written down: it is their own word now."))
    return redirect(url(request, "commitment", promise.pk))
