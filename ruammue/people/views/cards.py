"""Cards: printed by an officer, opened with a PIN."""

from __future__ import annotations

import time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue.access.gate import gate
from ruammue.foundation.addresses import inside
from ruammue.foundation.answers import download
from ruammue.foundation.keys import new_token
from ruammue.foundation.sheets import Column
from ruammue.foundation.transactions import door
from ruammue.papers import kinds
from ruammue.papers.render import render as render_paper
from ruammue.people import actions, forms, queries, rules
from ruammue.people.actors import CARD
from ruammue.people.models import Card
from ruammue.people.views.common import page_of, sheet, to

DEVICE_COOKIE = "ruammue-device"
DEVICE_AGE = 400 * 24 * 3600
"""Seconds: the longest that browsers keep a cookie."""
PRINTED_AT_ONCE = 30
BACKEND = "django.contrib.auth.backends.ModelBackend"
PAPER_MARKS = {"demo": kinds.Mark.DEMO, "practice": kinds.Mark.PRACTICE, "test": kinds.Mark.TEST}


def _found(request: Any, data: Any) -> tuple[forms.SearchForm, Any]:
    """What was asked for, and those who may get a card among them."""
    asked = forms.SearchForm(data)
    people = queries.people(request.steward, request.actor, words=asked.words("q"), village=asked.words("village"))
    return asked, queries.without_office(request.steward, people)


@gate(rules.KEEP_CARDS, methods="GET")
def cards(request: Any) -> HttpResponse:
    """Cards that open, and people to print cards for."""
    asked, found = _found(request, request.GET)
    page = page_of(request, found)
    return render(
        request,
        "people/cards.html",
        {
            "page": page,
            "rows": queries.card_rows(request.steward, page),
            "asked": asked.data,
            "is_filtered": any(asked.words(name) for name in ("q", "village")),
            "villages": queries.villages(request.steward),
        },
    )


@gate(rules.KEEP_CARDS, methods="POST")
def cards_sheet(request: Any) -> HttpResponse:
    """The same list as Excel: who has which card, since when. By POST: a list of people taken home is written down."""
    _asked, found = _found(request, request.POST)
    actions.note_reading(request.steward, person_id=None, how="sheet", by=request.actor)
    lines = [
        (
            row.name,
            row.village,
            row.card.code if row.card else "",
            timezone.localdate(row.card.issued_at) if row.card else None,
            timezone.localdate(row.card.bound_at) if row.card and row.card.bound_at else None,
        )
        for row in queries.card_rows(request.steward, found)
    ]
    columns: list[Column | str] = [
        _("Name"),
        _("Village"),
        _("Card"),
        Column(_("Printed on"), "date"),
        Column(_("In use since"), "date"),
    ]
    return sheet(request.steward, _("Cards for villagers"), columns, lines)


@gate(rules.KEEP_CARDS, methods="POST", lasting=False)
def print_cards(request: Any) -> HttpResponse:
    """New cards for the persons ticked, as one PDF to print and cut. Earlier cards of theirs stop opening.

    The answer to this POST is the only place where PINs stand; nothing of it is kept.
    """
    wanted = []
    for key in request.POST.getlist("person")[:PRINTED_AT_ONCE]:
        try:
            wanted.append(str(UUID(key)))
        except ValueError:
            continue
    people = queries.may_get_card(request.steward, wanted)
    if not people:
        messages.warning(request, _("Tick at least one person."))
        return redirect(to(request, "cards"))
    with door():
        made = [actions.issue_card(request.steward, person=person, by=request.actor) for person in people]
    where = queries.village_names(request.steward, [person.pk for person in people])
    steward = request.steward
    paper = kinds.CitizenCards(
        office=kinds.Office(
            name=steward.name,
            phone=steward.phone,
            printed_on=timezone.localdate(),
            mark=PAPER_MARKS.get(steward.mark, kinds.Mark.NONE),
        ),
        cards=tuple(
            kinds.CitizenCard(
                holder=person.name,
                village=where.get(person.pk, ""),
                link=inside(request, to(request, "enter_card", new.token)),
                pin=new.pin,
                card_code=new.card.code,
                helper=kinds.Contact(name=steward.short_name, phone=steward.phone) if steward.phone else None,
            )
            for person, new in zip(people, made, strict=True)
        ),
    )
    # Outside the door: drawing takes longer than a transaction should.
    drawn = render_paper(paper, "pdf")
    return download(drawn.content, drawn.media_type, drawn.filename)


@gate(rules.KEEP_CARDS, of=queries.card_of, methods="GET")
def card(request: Any, shown: Card) -> HttpResponse:
    """One card: whose, since when, on which telephone (yes or no), and what can be done."""
    return render(request, "people/card.html", {"card": shown, "person": shown.person, "now": timezone.now()})


@gate(rules.KEEP_CARDS, of=queries.card_of, methods="POST")
def unbind_card(request: Any, shown: Card) -> HttpResponse:
    """Its holder has a new telephone and stands here."""
    actions.unbind_card(shown, by=request.actor)
    messages.success(request, _("The card can be used on a new telephone now."))
    return redirect(to(request, "card", shown.pk))


@gate(rules.KEEP_CARDS, of=queries.card_of, methods="POST")
def revoke_card(request: Any, shown: Card) -> HttpResponse:
    """Lost or stolen: the card opens no more."""
    actions.revoke_card(shown, by=request.actor)
    messages.success(request, _("The card opens no more."))
    return redirect(to(request, "cards"))


@gate(rules.ENTER_WITH_CARD)
def enter_card(request: Any, token: str) -> HttpResponse:
    """GET asks for the PIN and looks at nothing; POST tries it. Previews of the link open nothing."""
    form = forms.PinForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        device = request.COOKIES.get(DEVICE_COOKIE, "") or new_token()
        answer = actions.enter_with_card(request.steward, token, form.cleaned_data["pin"], device)
        if answer.card is not None:
            return _let_in(request, answer.card, device)
        assert answer.refusal is not None
        form.add_refusal(answer.refusal)
    return render(request, "people/enter_card.html", {"form": form}, status=403 if form.errors else 200)


def _let_in(request: Any, card: Card, device: str) -> HttpResponse:
    request.session.flush()
    login(request, card.person.account, backend=BACKEND)
    request.session[CARD] = {
        "id": str(card.pk),
        "steward": str(card.steward_id),
        "seen": int(time.time()),
    }
    # The cookie ends with the browser; idle time is judged on the server (`middleware.ways_in`).
    request.session.set_expiry(0)
    try:
        home = reverse("loop:home", args=[request.steward.slug])
    except NoReverseMatch:
        home = to(request, "my_page")
    response = redirect(home)
    response.set_cookie(
        DEVICE_COOKIE,
        device,
        max_age=DEVICE_AGE,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response
