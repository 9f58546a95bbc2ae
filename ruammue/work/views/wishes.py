"""Which tasks of a month somebody would like: one tap each, after coming in or by a link of their own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ruammue.access.actors import STRANGER, Actor
from ruammue.access.gate import gate
from ruammue.foundation.addresses import absolute
from ruammue.foundation.answers import told
from ruammue.foundation.refusals import Refusal, sentence_for
from ruammue.foundation.thai_dates import month_and_year
from ruammue.needs.links import marked
from ruammue.people.models import Person
from ruammue.people.signing import pages
from ruammue.work import actions, rules
from ruammue.work.queries import people
from ruammue.work.queries import wishes as queries
from ruammue.work.sentences import language
from ruammue.work.views.common import url
from ruammue.work.views.months import month_or_404

MOST_ASKED = 200
"""Links on one page: more would be more than one person sends in a day."""


@gate(rules.PLAN_MONTH, methods="POST")
def ask_wishes(request: Any, month: str) -> HttpResponse:
    """Ask everybody of whom we know what they can do; the answer page shows the links once."""
    first = month_or_404(month)
    if not queries.open_tasks(request.steward, first):
        messages.info(
            request,
            _("No task of this month that everybody may know of lacks anybody: nothing to choose from."),
        )
        return redirect(url(request, "month", month))
    known = [row.person for row in people.who_can(request.steward)[:MOST_ASKED]]
    asked = actions.ask_for_wishes(request.steward, first, known, by=request.actor)
    words = _("%(office)s asks %(name)s: which tasks of %(month)s would you like? Nothing is promised by it. Tap here:")
    rows = []
    for one in asked:
        link = absolute(request, url(request, "wishes", one.token))
        text = words % {
            "office": request.steward.short_name,
            "name": one.person.name,
            "month": month_and_year(first, language()),
        }
        rows.append(
            {"name": one.person.name, "phone": one.person.phone, "text": f"{marked(request.steward, text)} {link}",
             "link": link}
        )  # fmt: skip
    response = render(request, "work/links.html", {"rows": rows, "back": url(request, "month", month)})
    response["Referrer-Policy"] = "strict-origin"
    return response


@gate(rules.OWN_WORK)
def my_wishes(request: Any, month: str) -> HttpResponse:
    """The tasks of a month for somebody who came in: one tap says that they would like it, one more takes it back."""
    first = month_or_404(month)
    me = Person.objects.get(pk=request.actor.person_id)
    if request.method == "POST":
        chosen, is_wished = _tapped(request, first, request.actor)
        for task in chosen:
            told(
                request,
                lambda task=task: actions.say_wish(task, me, is_wished=is_wished, by=request.actor),  # type: ignore[misc]
                "",
            )
        return redirect(url(request, "my_wishes", month))
    page = queries.page_of(request.steward, first, me.pk, request.actor)
    context = {"page": page, "title": month_and_year(first, language()), "back": url(request, "my_work")}
    return render(request, "work/my_wishes.html", context)


def open_wishes(request: Any, key: str) -> tuple[str, Any]:
    """What the link opens; never a 404 of the gate, since whoever holds a bad link needs somebody to call."""
    return key, queries.link_of(request.steward, key)


@gate(rules.OPEN_LINK, of=open_wishes)
def wishes(request: Any, opened: tuple[str, Any]) -> HttpResponse:
    """The same without an account. Looking says nothing: chat programs open links by themselves."""
    token, link = opened
    if link.page is None:
        context = {"link": link}
        return pages.quiet(render(request, "work/wishes.html", context, status=410 if link.is_over else 404))
    refused = ""
    if request.method == "POST":
        chosen, is_wished = _tapped(request, link.month, STRANGER)
        try:
            actions.say_wish_by_link(token, chosen, is_wished=is_wished, steward=request.steward, by=request.actor)
        except Refusal as refusal:
            refused = sentence_for(refusal)
        else:
            return pages.quiet(redirect(url(request, "wishes", token)))
    context = {
        "link": link,
        "page": link.page,
        "title": month_and_year(link.month, language()),
        "refused": refused,
    }
    return pages.quiet(render(request, "work/wishes.html", context, status=422 if refused else 200))


def _tapped(request: Any, month: Any, reader: Actor) -> tuple[list[Any], bool]:
    """The tasks that a tap means: one, or all of a day."""
    wanted = request.POST.get("task", "")
    rows = queries.open_tasks(request.steward, month, reader)
    chosen = [row for row in rows if wanted in (str(row.pk), row.on.isoformat())]
    return chosen, request.POST.get("want", "") == "1"
