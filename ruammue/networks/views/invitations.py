"""Invitations: asked by us, answered by a partner in two taps, confirmed by telephone or paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue.access.actors import Actor
from ruammue.access.gate import allows, gate
from ruammue.foundation import telephone
from ruammue.foundation.addresses import absolute, outside
from ruammue.foundation.answers import download, told, tried
from ruammue.foundation.keys import token_hash
from ruammue.foundation.text import shorten
from ruammue.needs import saying
from ruammue.needs.links import marked, office
from ruammue.needs.words import short_name
from ruammue.networks import actions, forms, queries, rules
from ruammue.networks.models import Invitation, Network
from ruammue.networks.queries import Letter
from ruammue.networks.views.answers import back_to, url
from ruammue.papers import kinds
from ruammue.papers.render import render as render_paper
from ruammue.people.models import Person
from ruammue.places.models import Steward


@gate(rules.INVITE, of=Network)
def invite(request: Any, network: Network) -> HttpResponse:
    """Invite a partner; the answer page shows the link once, with the text to share and the letter to print."""
    initial = {"asks": _proposed(network), "organisation": request.GET.get("organisation") or None}
    form = forms.InviteForm(
        request.POST if request.method == "POST" else None,
        steward=request.steward,
        network=network,
        initial=initial,
    )
    if form.is_valid():
        given = dict(form.cleaned_data)
        sent: list[actions.Sent] = []
        if tried(
            form,
            lambda: sent.append(actions.invite(network, given.pop("organisation"), by=request.actor, **given)),
        ):
            return _link_page(request, sent[0].invitation, sent[0].token)
    context = {
        "network": network,
        "form": form,
        "back": url(request, "network", network.pk),
        "may_add": allows(request.actor, rules.ADD_PARTNER),
    }
    return render(request, "networks/invite.html", context, status=422 if form.errors else 200)


def _proposed(network: Network) -> str:
    """What to ask of a partner, to be reworded: the work that is wanted, not the trouble alone."""
    matter = network.matter
    if matter is None or not matter.is_published or matter.is_sensitive:
        return network.purpose
    words = {"matter": short_name(matter)}
    call = matter.calls.filter(closed_at=None).order_by("-opened_at").first()
    lacks = saying.still_lacks(matter, call, result=saying.outcome(matter))
    if not lacks:
        return _("Help with %(matter)s.") % words
    asks = _("Help with %(matter)s. Still lacking: %(lacks)s.") % {**words, "lacks": " · ".join(lacks)}
    return shorten(asks, forms.LONGEST_ASK)


def _link_page(request: Any, invitation: Invitation, token: str) -> HttpResponse:
    """The only page that ever shows the link. It is not kept by any browser on the way (no-store)."""
    link = absolute(request, url(request, "invitation", token))
    context = {
        "invitation": invitation,
        "network": invitation.network,
        "token": token,
        "link": link,
        "text": _invitation_text(request.steward, invitation),
    }
    response = render(request, "networks/invited.html", context)
    response["Referrer-Policy"] = "strict-origin"
    return response


def _invitation_text(steward: Steward, invitation: Invitation) -> str:
    """Who asks whom for what, and how to answer: by the link below it, or, where that opens nowhere, by telephone."""
    facts = {
        "office": steward.short_name,
        "organisation": invitation.organisation.name,
        "asks": invitation.asks,
        "phone": telephone.grouped(steward.phone),
    }
    if settings.IS_REACHABLE:
        words = _("%(office)s invites %(organisation)s: %(asks)s Answer in two taps:") % facts
    else:
        words = _("%(office)s invites %(organisation)s: %(asks)s Tell us your answer by telephone: %(phone)s") % facts
    return marked(steward, words)


@gate(rules.SEE_INVITATION, of=Invitation, methods="GET")
def invitation_state(request: Any, invitation: Invitation) -> HttpResponse:
    """Where an invitation stands, who confirmed it and how."""
    form = forms.ConfirmForm(None, initial={"reply": invitation.reply or None, "way": "phone"})
    return _state_page(request, invitation, form)


@gate(rules.CONFIRM, of=Invitation)
def confirm_invitation(request: Any, invitation: Invitation) -> HttpResponse:
    """Confirm the answer, or write down the first one, as it was heard by phone, on paper or in person."""
    if request.method != "POST":
        return back_to(request, "invitation_state", invitation.pk)
    form = forms.ConfirmForm(request.POST)
    if form.is_valid() and tried(
        form, lambda: actions.confirm_invitation(invitation, by=request.actor, **form.cleaned_data)
    ):
        messages.success(request, _("Confirmed. It is written down who confirmed it and how."))
        return back_to(request, "network", invitation.network_id)
    return _state_page(request, invitation, form)


def _state_page(request: Any, invitation: Invitation, form: forms.ConfirmForm) -> HttpResponse:
    actor = request.actor
    state = queries.state_of(invitation, timezone.localdate())
    is_open = invitation.confirmed_at is None and state != "withdrawn"
    context = {
        "invitation": invitation,
        "network": invitation.network,
        "state": state,
        "form": form,
        "may_confirm": is_open and allows(actor, rules.CONFIRM),
        "may_keep": is_open and allows(actor, rules.KEEP_INVITATION, invitation),
        "may_answer": allows(actor, rules.ANSWER, invitation) and state in ("waiting", "expired"),
        "may_invite": allows(actor, rules.INVITE, invitation.network),
    }
    return render(request, "networks/invitation_state.html", context, status=422 if form.errors else 200)


@gate(rules.ANSWER, of=Invitation)
def answer_for(request: Any, invitation: Invitation) -> HttpResponse:
    """Answer after signing in, on behalf of one's organisation."""
    actor = request.actor.speaking_for(invitation.organisation_id)
    act = lambda given: actions.answer_for(invitation, by=actor, **given)  # noqa: E731
    letter = Letter(
        queries.letter_state(invitation, timezone.localdate()),
        invitation,
        request.steward.short_name,
        request.steward.phone,
    )
    return _answer(
        request,
        letter,
        act,
        again=url(request, "answer", invitation.pk),
        after=url(request, "invitation_state", invitation.pk),
    )


def open_link(request: Any, key: str) -> tuple[str, Letter]:
    """What the link opens here; never a 404 of the gate, since whoever holds a bad link needs somebody to call."""
    return key, queries.letter_of(request.steward, key, today=timezone.localdate())


@gate(rules.OPEN_LINK, of=open_link)
def invitation(request: Any, opened: tuple[str, Letter]) -> HttpResponse:
    """The invitation on a phone without account. Looking never uses the link up; only the confirming POST does."""
    token, letter = opened
    actor: Actor = request.actor
    act = lambda given: actions.answer_invitation(token, steward=request.steward, by=actor, **given)  # noqa: E731
    here = url(request, "invitation", token)
    response = _answer(request, letter, act, again=here, after=here)
    # The address is a secret: it goes to no other page, no cache and no search engine.
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


_GONE = {"unknown": 404, "expired": 410, "withdrawn": 410, "answered": 200}


def _answer(
    request: Any, letter: Letter, act: Callable[[dict[str, Any]], Any], *, again: str, after: str
) -> HttpResponse:
    """First tap: join or not now (a GET, changes nothing). Second tap: the POST that answers."""
    context: dict[str, Any] = {"letter": letter, "invitation": letter.invitation, "here": again}
    if letter.state != "waiting":
        return render(request, "networks/link_over.html", context, status=_GONE[letter.state])
    reply = request.POST.get("reply") if request.method == "POST" else request.GET.get("reply")
    if reply not in Invitation.Reply.values:
        return render(request, "networks/invitation.html", context)
    form = forms.AnswerForm(request.POST if request.method == "POST" else None, reply=reply)
    if form.is_valid():
        given = dict(form.cleaned_data)
        if tried(form, lambda: act(given)):
            thanks = _("Thank you. We wrote down: %(reply)s.") % {"reply": Invitation.Reply(reply).label}
            messages.success(request, thanks)
            return redirect(after)
    context |= {"form": form, "reply": reply}
    return render(request, "networks/invitation_confirm.html", context, status=422 if form.errors else 200)


@gate(rules.KEEP_INVITATION, of=Invitation, methods="POST")
def withdraw_invitation(request: Any, invitation: Invitation) -> HttpResponse:
    """Take the invitation back."""
    told(
        request,
        lambda: actions.withdraw_invitation(invitation, by=request.actor),
        _("The invitation was taken back; its link no longer works."),
    )
    return back_to(request, "network", invitation.network_id)


@gate(rules.KEEP_INVITATION, of=Invitation, methods="POST")
def letter(request: Any, invitation: Invitation) -> HttpResponse:
    """หนังสือเชิญ as a draft to sign. The link stands in it only while its page, which holds the token, is open."""
    token = request.POST.get("token", "")
    if token and token_hash(token) != bytes(invitation.token_hash):
        raise Http404
    steward = request.steward
    sender = Person.objects.filter(pk=invitation.sent_by_id).first()
    network = invitation.network
    about = (network.matter.public_sentence if network.matter else "") or network.name
    paper = kinds.Invitation(
        office=office(steward, timezone.localdate()),
        to=invitation.organisation.name,
        to_monk=invitation.organisation.kind == "temple",
        matter=about,
        why="" if network.purpose.strip() in about else network.purpose,
        asks=(invitation.asks,),
        when=invitation.effort,
        answer_by=invitation.expires_on,
        link=outside(url(request, "invitation", token)) if token else "",
        coordinator=kinds.Contact(
            name=sender.name if sender else steward.short_name, phone=(sender.phone if sender else "") or steward.phone
        ),
    )
    made = render_paper(paper, "docx" if request.POST.get("as") == "docx" else "pdf")
    return download(made.content, made.media_type, made.filename)
