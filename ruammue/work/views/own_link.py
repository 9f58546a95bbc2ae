"""The page behind a person's own link."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue.access.gate import allows, gate
from ruammue.foundation.addresses import absolute
from ruammue.foundation.refusals import Refusal, sentence_for
from ruammue.needs.links import qr
from ruammue.people.signing import pages
from ruammue.work import actions, rules
from ruammue.work.forms import within as forms
from ruammue.work.models import SignUp
from ruammue.work.queries import coming
from ruammue.work.refusals import (
    MoreThanTheClock,
)
from ruammue.work.views.came import say_done
from ruammue.work.views.common import bound, url


def open_come(request: Any, key: str) -> tuple[str, coming.ComeLink]:
    """What the link opens; never a 404 of the gate, since whoever holds a bad link needs somebody to call."""
    return key, coming.link_of(request.steward, key)


@gate(rules.OPEN_LINK, of=open_come)
def come(request: Any, opened: tuple[str, coming.ComeLink]) -> HttpResponse:
    """Yes or no in one tap, without an account. Looking never answers: chat programs open links by themselves."""
    token, link = opened
    asks_change = "change" in (request.GET.get("answer", ""), request.POST.get("answer", ""))
    form: Any = (forms.ChangeForm if asks_change else forms.AnswerForm)(**bound(request))
    if link.sign_up is None or link.row is None:
        return pages.quiet(render(request, "work/come.html", {"link": link, "form": form}, status=404))
    may_write = allows(request.actor, rules.WRITE_WHO_CAME, link.sign_up)
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            _said(request, token, link.sign_up, form.cleaned_data, may_write=may_write)
        except MoreThanTheClock:
            return pages.quiet(redirect(url(request, "hours_over", link.sign_up.pk)))
        except Refusal as refusal:
            refused = sentence_for(refusal)
            token, link = open_come(request, token)
        else:
            return pages.quiet(redirect(url(request, "come", token)))
    if link.sign_up is None or link.row is None:  # a new link was made while they answered by this one
        return pages.quiet(render(request, "work/come.html", {"link": link, "form": form}, status=404))
    here = absolute(request, url(request, "come", token))
    context = {
        "link": link,
        "row": link.row,
        "form": form,
        "says_no": request.GET.get("answer") == "no" and link.state == "invited",
        "asks_change": asks_change and link.state in ("invited", "confirmed"),
        "refused": refused,
        "token": token,
        "may_write": may_write and link.row.on <= timezone.localdate(),
        "qr": qr(here) if link.state == "confirmed" else "",
    }
    status = 410 if link.state in ("over", "moved") else 422 if refused or form.errors else 200
    return pages.quiet(render(request, "work/come.html", context, status=status))


def _said(request: Any, token: str, row: SignUp, data: dict[str, Any], *, may_write: bool) -> None:
    said = request.POST.get("answer", "")
    if said in (SignUp.Answer.YES, SignUp.Answer.NO):
        actions.answer_by_link(
            token, said, why=data["why"], words=data["words"], steward=request.steward, by=request.actor
        )
    elif said == "cover":
        actions.ask_for_cover(row, by=request.actor)
    elif said == "after_all":
        actions.come_after_all(row, by=request.actor)
    elif said == "change" and row.state in ("invited", "confirmed"):
        wish = {name: data[name] for name in ("wished_on", "wished_half", "words")}
        actions.ask_for_change(row.slot.task, person=row.person, by=request.actor, **wish)
    elif said == "came" and may_write:
        actions.check_in(row, by=request.actor)
        messages.success(request, _("Here."))
    elif said == "over" and may_write:
        actions.finish_hours(row, by=request.actor)
        say_done(request, row.slot.task, [row])
