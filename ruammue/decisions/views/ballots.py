"""Pages of open ballots: prepare, open, vote in two taps, close, result with its certificate."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue.access.gate import allows, gate
from ruammue.decisions import actions, forms, queries, rules
from ruammue.decisions.bodies import expected_on
from ruammue.decisions.models import Ballot, Meeting
from ruammue.decisions.views.answers import go, url
from ruammue.foundation.answers import download, form_page, told, tried
from ruammue.foundation.refusals import Refusal


@gate(rules.PREPARE_BALLOT, of=Meeting)
def new_ballot(request: Any, meeting: Meeting) -> HttpResponse:
    """Question, choices and rule of a ballot among those who have a vote in this meeting's body."""
    if not meeting.is_open:
        return go(request, "meeting", meeting.pk)
    form = forms.BallotForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made: list[Ballot] = []
        data = form.cleaned_data
        if tried(
            form,
            lambda: made.append(
                actions.prepare_ballot(
                    meeting.network,
                    by=request.actor,
                    question=data["question"],
                    options=form.option_lines,
                    closes_at=form.closes_at,
                    quorum_percent=data["quorum_percent"],
                    meeting=meeting,
                )
            ),
            "options",
        ):
            return go(request, "ballot", made[0].pk)
    return form_page(
        request,
        form,
        title=_("Prepare a ballot on the phone"),
        act=_("Look at it before it opens"),
        back=url(request, "meeting", meeting.pk),
        lead=_("An open ballot: those who take part can see afterwards who chose what. For persons use paper."),
    )


@gate(rules.SEE_BALLOT, of=Ballot)
def ballot(request: Any, ballot: Ballot) -> HttpResponse:
    """One ballot: vote while it is open, read the result when it is closed."""
    actor = request.actor
    is_on_roll = rules.is_on_roll(actor, ballot)
    form = forms.VoteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not is_on_roll:
            raise Http404
        if form.is_valid():
            option = ballot.options.filter(pk=form.cleaned_data["option"]).first()
            if option is None:
                raise Http404
            key = str(form.cleaned_data["once"])
            try:
                actions.cast_ballot(ballot, option, by=actor, idempotency_key=key)
            except Refusal as refusal:
                form.add_refusal(refusal)
            else:
                messages.success(request, _("Your vote is in."))
                return go(request, "ballot", ballot.pk)
    voices = (
        [voice for voice in expected_on(ballot.network, timezone.localdate()) if voice.has_vote]
        if ballot.stage == Ballot.Stage.DRAFT and ballot.network
        else []
    )
    context = {
        "ballot": ballot,
        "view": queries.ballot_view(ballot, actor.person_id),
        "form": form,
        "is_on_roll": is_on_roll,
        "voices": voices,
        "may_run": allows(actor, rules.PREPARE_BALLOT, ballot),
    }
    return render(request, "decisions/ballot.html", context, status=422 if form.errors else 200)


@gate(rules.PREPARE_BALLOT, of=Ballot, methods="POST")
def open_ballot(request: Any, ballot: Ballot) -> HttpResponse:
    """Freeze the roll and begin."""
    told(
        request,
        lambda: actions.open_ballot(ballot, by=request.actor),
        _("Voting is open. Whoever may vote reads it in their inbox."),
    )
    return go(request, "ballot", ballot.pk)


@gate(rules.PREPARE_BALLOT, of=Ballot)
def close_ballot(request: Any, ballot: Ballot) -> HttpResponse:
    """Count once; early only with a reason."""
    form = forms.CloseBallotForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(
            form,
            lambda: actions.close_ballot(ballot, by=request.actor, reason=form.cleaned_data["reason"]),
            "reason",
        )
    ):
        return go(request, "ballot", ballot.pk)
    return form_page(
        request,
        form,
        title=_("Close the ballot and count"),
        act=_("Close and count"),
        back=url(request, "ballot", ballot.pk),
        lead=ballot.question,
    )


@gate(rules.SEE_BALLOT, of=Ballot, methods="GET")
def certificate(request: Any, ballot: Ballot) -> HttpResponse:
    """The result certificate as JSON: anyone may count again."""
    if ballot.stage != Ballot.Stage.CLOSED:
        raise Http404
    content = json.dumps(ballot.certificate, ensure_ascii=False, indent=1, sort_keys=True)
    return download(content.encode(), "application/json", f"ballot-{ballot.pk}.json")
