"""People and their place: ask them, write down what they answer, find somebody instead."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _

from ruammue.access.gate import allows, gate
from ruammue.foundation.addresses import absolute
from ruammue.foundation.answers import told
from ruammue.foundation.refusals import Refusal, sentence_for
from ruammue.needs.links import marked
from ruammue.people.models import Person
from ruammue.resources.models import NeedLine
from ruammue.resources.rules import ASK
from ruammue.work import actions, rules
from ruammue.work.actions.coming import Asked
from ruammue.work.forms import within as forms
from ruammue.work.models import SignUp, Task
from ruammue.work.queries import calls, coming
from ruammue.work.queries import skills as skill_queries
from ruammue.work.refusals import (
    SwapIsOver,
)
from ruammue.work.sent import room_in
from ruammue.work.views.common import back_to, bound, url

FIRST_ASKED = 12
"""How many who could come instead are shown, the least recently asked first."""


def ask_text(request: Any, asked: Asked) -> tuple[str, str]:
    """The words in which somebody is asked, and their link."""
    row = asked.sign_up
    link = absolute(request, url(request, "come", asked.token))
    page = coming.link_of(request.steward, asked.token)
    facts = {
        "office": request.steward.short_name,
        "name": row.person.name,
        "task": row.slot.task.title,
        "when": page.row.when if page.row else "",
    }
    text = _("%(office)s asks %(name)s: could you help with “%(task)s” on %(when)s? Answer here:") % facts
    if page.row and page.row.instead_of:
        text = _(
            "%(office)s asks %(name)s: could you come instead of %(other)s to “%(task)s” on %(when)s? Answer here:"
        ) % {**facts, "other": page.row.instead_of}
    if page.row and page.row.gives:
        text = _(
            "%(office)s asks %(name)s: would you exchange with %(other)s? You come to “%(task)s” on %(when)s, and "
            "%(other)s comes for you to %(gives)s. Answer here:"
        ) % {**facts, "other": page.row.instead_of, "gives": page.row.gives}
    moved = coming.last_move(row.slot.task)
    if moved is not None:
        text = _(
            "%(office)s to %(name)s: “%(task)s” is moved from %(was)s to %(when)s (%(why)s). Can you come then? "
            "Answer here:"
        ) % {**facts, "was": moved.was, "why": moved.answer_words}
    return f"{marked(request.steward, text)} {link}", link


@gate(rules.CHANGE_TASK, of=rules.sign_up_at, methods="POST")
def ask_one(request: Any, found: SignUp) -> HttpResponse:
    """Ask somebody; the answer page shows the link once."""
    try:
        asked = actions.new_link(found, by=request.actor)
    except Refusal as refusal:
        messages.error(request, sentence_for(refusal))
        return redirect(url(request, "task", found.slot.task_id))
    return links_page(request, [asked], back=url(request, "task", found.slot.task_id))


def links_page(request: Any, asked: list[Asked], *, back: str) -> HttpResponse:
    """The only page that ever shows the links. Where they lead nowhere, whom to call and what to write down instead;
    that can be opened again.
    """
    rows = []
    for one in asked:
        text, link = ask_text(request, one)
        rows.append({"name": one.sign_up.person.name, "phone": one.sign_up.person.phone, "text": text, "link": link})
    these = SignUp.objects.of(request.steward).filter(pk__in=[one.sign_up.pk for one in asked])
    month = asked[0].sign_up.on.strftime("%Y-%m")
    context = {
        "rows": rows,
        "people": calls.called(request.steward, these),
        "back": back,
        "calls": url(request, "calls", month) if allows(request.actor, rules.CHANGERS) else "",
    }
    response = render(request, "work/links.html", context)
    response["Referrer-Policy"] = "strict-origin"
    return response


@gate(rules.ANSWER, of=rules.sign_up_at)
def answer(request: Any, found: SignUp) -> HttpResponse:
    """Write down what somebody said by telephone, or answer oneself after coming in."""
    is_own = found.person_id == request.actor.person_id
    back = url(request, "my_work") if is_own else url(request, "task", found.slot.task_id)
    form = forms.AnswerForm(**bound(request))
    if request.method == "POST" and form.is_valid():
        said = request.POST.get("answer", "")
        if said in (SignUp.Answer.YES, SignUp.Answer.NO):
            data = form.cleaned_data
            if told(
                request,
                lambda: actions.answer_for(found, said, why=data["why"], words=data["words"], by=request.actor),
                _("Thank you. Written down."),
            ):
                if said == SignUp.Answer.NO and not is_own:
                    words = _("%(name)s cannot come.") % {"name": found.person.name}
                    page = url(request, "answer", found.pk)
                    messages.info(request, format_html('{} <a href="{}">{}</a>', words, page, _("Correct the answer")))
                return back_to(request, back)
    row = coming.link_row(found)
    return render(
        request, "work/answer.html", {"form": form, "found": found, "row": row, "is_own": is_own, "back": back}
    )


@gate(rules.CHANGE_TASK, of=rules.sign_up_at, methods="POST")
def withdraw(request: Any, found: SignUp) -> HttpResponse:
    """Take somebody out again."""
    told(
        request,
        lambda: actions.withdraw_person(found, by=request.actor),
        _("Taken out. If they were asked, tell them."),
    )
    return back_to(request, url(request, "task", found.slot.task_id))


@gate(rules.ANSWER, of=rules.sign_up_at, methods="POST")
def want_cover(request: Any, found: SignUp) -> HttpResponse:
    """Somebody who said yes looks for another, or comes after all."""
    if request.POST.get("answer") == "after_all":
        told(
            request,
            lambda: actions.come_after_all(found, by=request.actor),
            _("Good, you come yourself. Nobody is asked to come instead."),
        )
        return back_to(request, url(request, "my_work"))
    told(
        request,
        lambda: actions.ask_for_cover(found, by=request.actor),
        _("The office looks for somebody to come instead."),
    )
    is_own = found.person_id == request.actor.person_id
    return redirect(url(request, "my_work") if is_own else url(request, "cover", found.pk))


@gate(rules.CHANGE_TASK, of=rules.sign_up_at)
def cover(request: Any, found: SignUp) -> HttpResponse:
    """Who could come instead: competent, free, the least recently asked first. As a gift, or in exchange."""
    back = url(request, "task", found.slot.task_id)
    rows = skill_queries.could_come(found.slot, but=(found.person_id,), most=None)
    theirs = coming.exchanges_for(found, [row.person_id for row in rows])
    if request.method == "POST":
        wanted, exchange = request.POST.get("person", ""), request.POST.get("exchange", "")
        chosen = next((row for row in rows if str(row.person_id) == wanted), None)
        offered = theirs.get(chosen.person_id, ()) if chosen else ()
        given = next((row for row in offered if str(row.pk) == exchange), None)
        if chosen is None:
            messages.error(request, _("Choose a person."))
        elif exchange and given is None:
            messages.error(request, sentence_for(SwapIsOver()))
        else:
            try:
                person = Person.objects.get(pk=chosen.person_id)
                asked = actions.ask_instead(
                    found, person, in_exchange=given, is_agreed="agreed" in request.POST, by=request.actor
                )
            except Refusal as refusal:
                messages.error(request, sentence_for(refusal))
            else:
                return links_page(request, [asked], back=back)
    # Who has something to give in exchange was asked lately, so they stand apart: the order would hide them.
    context = {
        "found": found,
        "swaps": [
            (row, [(given.pk, coming.place_words(given)) for given in theirs[row.person_id]])
            for row in rows
            if row.person_id in theirs
        ],
        "rows": [row for row in rows if row.person_id not in theirs][:FIRST_ASKED],
        "asked": coming.asked_for(found.slot),
        "row": coming.link_row(found),
        "is_filled": found.wants_cover and room_in(found.slot.task)[0] <= 0,
        "line": _line_to_ask(request, found.slot.task),
        "back": back,
    }
    return render(request, "work/cover.html", context)


def _line_to_ask(request: Any, task: Task) -> NeedLine | None:
    """The hours of a task, of which this reader may ask a partner."""
    line = task.hours_line
    return line if line is not None and line.is_open and allows(request.actor, ASK, line) else None
