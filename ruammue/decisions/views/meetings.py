"""Pages of meetings: list, call, sheet, entry, review, papers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue import rulebook
from ruammue.access.gate import allows, gate
from ruammue.decisions import actions, drafts, forms, judging, queries, rules
from ruammue.decisions.bodies import expected_on, village_head_name, was_confirmed
from ruammue.decisions.models import HeadCount, Item, Meeting
from ruammue.decisions.refusals import NoQuorum, NoSuchBody, NotHeldYet
from ruammue.decisions.views.answers import go, sheet, url
from ruammue.foundation.addresses import inside, outside
from ruammue.foundation.answers import download, form_page, told, tried
from ruammue.foundation.refusals import Refusal, sentence_for
from ruammue.foundation.sheets import Column
from ruammue.needs.models import Matter
from ruammue.papers.render import formats
from ruammue.papers.render import render as render_paper
from ruammue.papers.share import share_text
from ruammue.rulebook.sentences import sentence_of

LISTENING_DAYS = 7
"""Days between listening in a forum and deciding (R23, unconfirmed): a warning, never a stop."""


@gate(rules.LIST_MEETINGS, methods="GET")
def meetings(request: Any) -> HttpResponse:
    """All meetings, with filters in a sentence."""
    today = timezone.localdate()
    kind, when = request.GET.get("kind", ""), request.GET.get("when", "")
    rows = queries.meetings_of(request.steward, kind=kind, when=when, today=today)
    page, shown = queries.meeting_page(rows, request.GET.get("page"), today)
    context = {
        "page": page,
        "rows": shown,
        "kind": kind,
        "when": when,
        "kinds": Meeting.Kind.choices,
        "may_call": allows(request.actor, rules.CALL_MEETING, request.steward),
    }
    return render(request, "decisions/meetings.html", context)


@gate(rules.LIST_MEETINGS, methods="GET")
def meetings_sheet(request: Any) -> HttpResponse:
    """The same list as Excel."""
    today = timezone.localdate()
    kind, when = request.GET.get("kind", ""), request.GET.get("when", "")
    rows = queries.meeting_rows(queries.meetings_of(request.steward, kind=kind, when=when, today=today), today)
    columns: list[str | Column] = [
        Column(_("Day"), "date"),
        _("Meeting"),
        _("Kind"),
        _("Number of the meeting"),
        _("Village"),
        _("Place"),
        Column(_("People who came"), "number"),
        Column(_("Matters"), "number"),
        Column(_("Resolutions"), "number"),
        _("State"),
        _("Signed"),
    ]
    lines = [
        (
            row.held_on,
            row.title,
            row.kind_label,
            row.number,
            row.village,
            row.place,
            row.heads,
            row.matters,
            row.resolutions,
            row.stage_label,
            _("yes") if row.is_signed else "",
        )
        for row in rows
    ]
    return sheet(request, _("Register of meetings"), columns, lines)


@gate(rules.CALL_MEETING)
def call_meeting(request: Any) -> HttpResponse:
    """Call a network together. `?network=` and `?matter=` choose beforehand."""
    steward, actor = request.steward, request.actor
    networks = queries.callable_networks(steward, actor)
    wanted = request.GET.get("matter", "")
    network = queries.body_for(networks, network=request.GET.get("network", ""), matter=wanted)
    # What is sent may be for another body than the one proposed: then the act says what does not fit, and why.
    matters = queries.matters_to_discuss(steward, actor, None if request.method == "POST" else network)
    initial = {
        "network": network.pk if network else None,
        "matters": [matter.pk for matter in matters if str(matter.pk) == wanted],
        "noticed_on": timezone.localdate(),
        "stickers_each": None,
    }
    form = forms.CallForm(
        request.POST if request.method == "POST" else None,
        steward=steward,
        networks=networks,
        matters=matters,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            meeting = actions.call_meeting(
                data["network"],
                by=actor,
                place=data["place"],
                held_on=data["held_on"],
                starts_at=data["starts_at"],
                title=forms.network_label(data["network"])[:200],
                number=data["number"],
                noticed_on=data["noticed_on"],
                matters=list(data["matters"]),
                topics=form.topic_lines,
                stickers_each=data["stickers_each"] if data["method"] == "stickers" else None,
            )
        except Refusal as refusal:
            form.add_refusal(refusal, "network" if isinstance(refusal, NoSuchBody) else "matters")
        else:
            _warn_of_notice(request, meeting)
            return go(request, "meeting", meeting.pk)
    return render(
        request,
        "decisions/call_meeting.html",
        {"form": form, "has_networks": bool(networks)},
        status=422 if form.errors else 200,
    )


@gate(rules.PUT_ON_AGENDA, of=Matter, methods="POST")
def put_on_agenda(request: Any, matter: Matter) -> HttpResponse:
    """Put a matter on the agenda of a coming meeting, from the matter's page."""
    steward, actor, chosen = request.steward, request.actor, request.POST.get("meeting", "")
    meeting = queries.meeting_to_add_to(steward, actor, chosen)
    if meeting is None or not Matter.objects.of(steward).visible_to(actor).filter(pk=matter.pk).exists():
        raise Http404
    if told(request, lambda: actions.put_on_agenda(meeting, matter, by=actor), _("It is on the agenda now.")):
        return go(request, "meeting", meeting.pk)
    return redirect("needs:matter", steward.slug, matter.pk)


@gate(rules.RUN_MEETING, of=Item)
def take_off_agenda(request: Any, item: Item) -> HttpResponse:
    """Take a row off the agenda while the meeting is not closed."""
    form = forms.TakeOffForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if tried(form, lambda: actions.take_off_agenda(item, by=request.actor, reason=reason)):
            messages.success(request, _("It is off the agenda."))
            return go(request, "meeting", item.meeting_id)
    return form_page(
        request,
        form,
        title=_("Take it off the agenda?"),
        act=_("Take it off the agenda"),
        back=url(request, "meeting", item.meeting_id),
        lead=f"{item.order}. {item.title}",
    )


@gate(rules.SEE_MEETING, of=Meeting, methods="GET")
def meeting(request: Any, meeting: Meeting) -> HttpResponse:
    """One meeting: what is next, its rows, its resolutions, its papers, its texts."""
    actor = request.actor
    sitting = queries.sitting(meeting)
    may_read = allows(actor, rules.READ_MINUTES, meeting)
    facts = drafts.passed_on(sitting)
    context = {
        "meeting": meeting,
        "sitting": sitting,
        "rows": queries.meeting_rows([_counted(meeting, sitting)], timezone.localdate())[0],
        "groups": _groups(sitting),
        "may_run": allows(actor, rules.RUN_MEETING, meeting),
        "may_enter": allows(actor, rules.ENTER_MEETING, meeting),
        "may_read": may_read,
        "may_type": allows(actor, rules.TYPE_NUMBER, meeting),
        "enter_url": _enter_url(request, meeting),
        "share": share_text(facts, outside(url(request, "notice" if meeting.is_forum else "meeting", meeting.pk))),
        "is_due": meeting.is_open and meeting.held_on <= timezone.localdate(),
        "is_past": _is_past(meeting),
        "is_body_confirmed": was_confirmed(meeting.network, meeting.closed_at),
        "is_to_be_told": _is_to_be_told(meeting),
        "lacks_improvement": meeting.is_closed and not drafts.improvement(sitting),
        "ballots": list(meeting.ballots.all()),
        "openable": queries.openable(actor, sitting),
    }
    return render(request, "decisions/meeting.html", context)


def _is_past(meeting: Meeting) -> bool:
    """Its day is over and nobody wrote down what came of it: there is nothing left to invite to."""
    return meeting.is_open and meeting.held_on < timezone.localdate()


def _is_to_be_told(meeting: Meeting) -> bool:
    """There is something to pass on: what came of it, or the day of one that is still to come, moved or not held."""
    is_said = meeting.is_open or bool(meeting.changed_why)
    return meeting.is_closed or (is_said and meeting.held_on >= timezone.localdate())


def _counted(meeting: Meeting, sitting: queries.Sitting) -> Any:
    """The meeting with the counts that a list would read by SQL."""
    counted: Any = meeting
    counted.n_matters, counted.n_resolutions = len(sitting.numbered), len(sitting.resolutions)
    return counted


def _groups(sitting: queries.Sitting) -> list[tuple[str, int]]:
    return [(str(HeadCount.Group(group).label), count) for group, count in _in_order(sitting.heads)]


def _in_order(heads: dict[str, int]) -> list[tuple[str, int]]:
    return [(group.value, heads[group]) for group in HeadCount.Group if group in heads]


def _enter_url(request: Any, meeting: Meeting) -> str:
    return url(request, "enter_forum" if meeting.is_forum else "enter_meeting", meeting.pk)


@gate(rules.READ_NOTICE, of=rules.announced, methods="GET")
def notice(request: Any, meeting: Meeting) -> HttpResponse:
    """A forum for everybody: when, where, about what; afterwards what was decided. No names, no small numbers."""
    sitting = queries.sitting(meeting)
    context = {
        "meeting": meeting,
        "body": drafts.body_name(meeting),
        "is_past": _is_past(meeting),
        "rows": drafts.public_rows(sitting),
        "came": drafts.participants(sitting) if meeting.is_closed else "",
        "may_open": allows(request.actor, rules.SEE_MEETING, meeting),
    }
    return render(request, "decisions/notice.html", context)


@gate(rules.RUN_MEETING, of=Meeting)
def word_rows(request: Any, meeting: Meeting) -> HttpResponse:
    """Word the rows as everybody in the room will read them, before the sheet is printed."""
    if request.method == "GET" and not meeting.is_open:
        return go(request, "meeting", meeting.pk)
    form = forms.RowsForm(request.POST if request.method == "POST" else None, sitting=queries.sitting(meeting))
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(form, lambda: actions.word_rows(meeting, form.titles(), by=request.actor))
    ):
        return go(request, "meeting", meeting.pk)
    return form_page(
        request,
        form,
        title=_("The words on the sheet"),
        act=_("Keep these words"),
        back=url(request, "meeting", meeting.pk),
        lead=_("Everybody in the room reads them. Short and plain; no villager's name."),
    )


# ------------------------------------------------------------------------------------------- entry


@gate(rules.ENTER_MEETING, of=Meeting)
def enter_forum(request: Any, meeting: Meeting) -> HttpResponse:
    """A whole paper sheet on one page: count fields in the order of the sheet."""
    if not meeting.is_forum:
        return go(request, "enter_meeting", meeting.pk)
    head = village_head_name(meeting.network, meeting.held_on)
    form = forms.ForumForm(
        request.POST if request.method == "POST" else None, sitting=queries.sitting(meeting), chair_name=head
    )
    return _enter(request, meeting, form, actions.enter_forum, "decisions/enter_forum.html")


@gate(rules.RUN_MEETING, of=Meeting)
def enter_meeting(request: Any, meeting: Meeting) -> HttpResponse:
    """The notes of a committee's or partners' meeting on one page."""
    if meeting.is_forum:
        return go(request, "enter_forum", meeting.pk)
    expected = expected_on(meeting.network, meeting.held_on)
    form = forms.MinutesForm(
        request.POST if request.method == "POST" else None, sitting=queries.sitting(meeting), expected=expected
    )
    return _enter(request, meeting, form, actions.enter_meeting, "decisions/enter_meeting.html")


def _enter(request: Any, meeting: Meeting, form: Any, act: Any, template: str) -> HttpResponse:
    if not meeting.is_open:
        return go(request, "meeting", meeting.pk)
    if request.method == "POST" and request.POST.get("act") == "draft":
        return _keep_draft(request, meeting, form)
    if request.method == "POST" and form.is_valid():
        try:
            act(meeting, form.entry(), by=request.actor)
        except Refusal as refusal:
            form.lay(refusal)
        else:
            if form.masked_notice:
                messages.warning(request, form.masked_notice)
            return go(request, "close_meeting", meeting.pk)
    too_early = meeting.held_on > timezone.localdate()
    context = {
        "meeting": meeting,
        "form": form,
        "has_draft": bool(meeting.draft),
        "too_early": sentence_for(NotHeldYet(held_on=meeting.held_on)) if too_early and not form.errors else "",
    }
    return render(request, template, context, status=422 if form.errors else 200)


def _keep_draft(request: Any, meeting: Meeting, form: Any) -> HttpResponse:
    """Keep what is typed, whatever it is. The page's script does so too, and then wants no page back."""
    actions.save_draft(meeting, form.typed(), by=request.actor)
    if request.headers.get("X-Requested-With") == "draft":
        return HttpResponse(status=204)
    messages.success(request, _("The draft is kept. You may go away and come back."))
    return go(request, "enter_forum" if meeting.is_forum else "enter_meeting", meeting.pk)


# ------------------------------------------------------------------------------------------- review and close


@gate(rules.RUN_MEETING, of=Meeting)
def close_meeting(request: Any, meeting: Meeting) -> HttpResponse:
    """ปิดประชุมคืนนี้: one review of what was entered, at most eight fields, one act."""
    if request.method == "GET" and not meeting.is_open:
        return go(request, "meeting", meeting.pk)
    if request.method == "GET" and meeting.entered_at is None:
        messages.info(request, _("Type in first who came and what was counted."))
        return go(request, "enter_forum" if meeting.is_forum else "enter_meeting", meeting.pk)
    form = forms.ClosingForm(request.POST if request.method == "POST" else None, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        try:
            actions.close_meeting(meeting, form.closing(), by=request.actor)
        except NoQuorum:
            pass  # the review below says so, with the two ways on
        except Refusal as refusal:
            form.lay(refusal)
        else:
            messages.success(request, _("The meeting is closed. Everything below was made from one entry."))
            return go(request, "meeting", meeting.pk)
    return _review(request, meeting, form)


def _review(request: Any, meeting: Meeting, form: forms.ClosingForm) -> HttpResponse:
    if not meeting.is_open:
        return render(request, "decisions/closed.html", {"meeting": meeting, "form": form}, status=409)
    sitting = queries.sitting(meeting)
    came = judging.attended(meeting)
    refused, trouble = None, ""
    ruled: list[tuple[Any, judging.Ruling]] = []
    if came.has_quorum is False:
        refused = NoQuorum(present=came.present, filled=came.filled, needed=came.needed, lacking=came.lacking)
    try:
        # A tie at the edge may take up more than asked; the review shows the order, the number decides.
        made = judging.rulings(meeting, came, sitting.items, sitting.dissents, as_discussion=came.has_quorum is False)
        ruled = [(ruling.rank or queries.agenda_of(ruling.item, meeting.kind), ruling) for ruling in made]
    except Refusal as refusal:
        trouble = sentence_for(refusal)
    context = {
        "meeting": meeting,
        "sitting": sitting,
        "form": form,
        "came": came,
        "ruled": ruled,
        "trouble": trouble,
        "no_quorum": sentence_for(refused) if refused else "",
        "groups": _groups(sitting),
        "warnings": _warnings(meeting, sitting),
        "known": judging.effect_of(meeting),
        "enter_url": _enter_url(request, meeting),
    }
    stopped = form.errors or (request.method == "POST" and refused)
    return render(request, "decisions/close_meeting.html", context, status=422 if stopped else 200)


def _warnings(meeting: Meeting, sitting: queries.Sitting) -> list[str]:
    """What the rules R14, R22 and R23 warn of. Nothing here stops the closing."""
    said = _of_notice(meeting, has_agenda=bool(sitting.numbered))
    if not was_confirmed(meeting.network, None):
        said.append(
            _("Nobody of the office has confirmed yet that “%(body)s” exists. The minutes will say “not confirmed”.")
            % {"body": drafts.body_name(meeting)}
        )
    if not meeting.is_forum:
        for title in queries.heard_lately(meeting, sitting.numbered, LISTENING_DAYS):
            said.append(
                _("“%(title)s” was heard in a forum less than %(days)d days ago. People may want time to think.")
                % {"title": title, "days": LISTENING_DAYS}
            )
    return said


def _of_notice(meeting: Meeting, *, has_agenda: bool) -> list[str]:
    """What R14 says about the days between telling people and meeting."""
    facts = rulebook.NoticeFacts(noticed_on=meeting.noticed_on, held_on=meeting.held_on, has_agenda=has_agenda)
    return [sentence_of(finding) for finding in rulebook.check("R14", facts).findings]


def _warn_of_notice(request: Any, meeting: Meeting) -> None:
    """Say it beside a meeting that was just called or moved. Of a day that is past there is nothing to say."""
    if meeting.held_on >= timezone.localdate():
        for said in _of_notice(meeting, has_agenda=meeting.items.exists()):
            messages.warning(request, said)


@gate(rules.RUN_MEETING, of=Meeting)
def recall_meeting(request: Any, meeting: Meeting) -> HttpResponse:
    """A new day for a meeting that lacked its quorum."""
    form = forms.RecallForm(
        request.POST if request.method == "POST" else None,
        initial={"place": meeting.place, "starts_at": meeting.starts_at},
    )
    if request.method == "POST" and form.is_valid():
        again: list[Meeting] = []
        data = form.cleaned_data
        if tried(
            form,
            lambda: again.append(
                actions.recall_meeting(
                    meeting,
                    by=request.actor,
                    held_on=data["held_on"],
                    starts_at=data["starts_at"],
                    place=data["place"],
                    noticed_on=timezone.localdate(),
                )
            ),
        ):
            return go(request, "meeting", again[0].pk)
    rule = judging.attended(meeting).rule
    lead = _(
        "Within %(days)d days a smaller quorum holds: %(share)s of the filled seats. This rule is not confirmed."
    ) % {"days": rule.recalled_within_days, "share": rule.recalled_share}
    return form_page(
        request,
        form,
        title=_("Call the meeting again"),
        act=_("Call again"),
        back=url(request, "meeting", meeting.pk),
        lead=lead if rule.recalled_share else "",
    )


@gate(rules.RUN_MEETING, of=Meeting)
def move_meeting(request: Any, meeting: Meeting) -> HttpResponse:
    """Another day, hour or place, and why; those who were called are told."""
    if request.method == "GET" and not meeting.is_open:
        return go(request, "meeting", meeting.pk)
    form = forms.MoveForm(
        request.POST if request.method == "POST" else None,
        initial={
            "held_on": meeting.held_on,
            "place": meeting.place,
            "starts_at": meeting.starts_at,
            "seen": actions.standing_of(meeting),
        },
    )
    if request.method == "POST" and form.is_valid():
        moved: list[Meeting] = []
        if tried(form, lambda: moved.append(actions.move_meeting(meeting, by=request.actor, **form.cleaned_data))):
            _warn_of_notice(request, moved[0])
            messages.success(request, _("The meeting is moved. Everybody who was called is told. Pass it on, too."))
            return go(request, "meeting", meeting.pk)
    return form_page(
        request,
        form,
        title=_("Move the meeting"),
        act=_("Move it"),
        back=url(request, "meeting", meeting.pk),
        lead=meeting.title,
    )


@gate(rules.RUN_MEETING, of=Meeting)
def cancel_meeting(request: Any, meeting: Meeting) -> HttpResponse:
    """Say that a meeting will not be held."""
    if request.method == "GET" and not meeting.is_open:
        return go(request, "meeting", meeting.pk)
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(
            form,
            lambda: actions.cancel_meeting(meeting, reason=form.cleaned_data["reason"], by=request.actor),
            "reason",
        )
    ):
        return go(request, "meeting", meeting.pk)
    return form_page(
        request,
        form,
        title=_("This meeting will not be held"),
        act=_("Cancel the meeting"),
        back=url(request, "meeting", meeting.pk),
        lead=meeting.title,
    )


# ------------------------------------------------------------------------------------------- papers


@gate(rules.SEE_MEETING, of=Meeting, methods="GET")
def sheet_page(request: Any, meeting: Meeting) -> HttpResponse:
    """What is carried into the room, ready to print: the forum's sheet, or the list to sign."""
    return _paper(request, meeting, "sheet" if meeting.is_forum else "attendance", "pdf")


@gate(rules.READ_MINUTES, of=Meeting, methods="GET")
def minutes(request: Any, meeting: Meeting) -> HttpResponse:
    """The minutes to read on a page; a phone needs no download for it."""
    return _paper(request, meeting, "minutes", "html")


@gate(rules.READ_MINUTES, of=Meeting, methods="GET")
def paper(request: Any, meeting: Meeting, *, name: str, fmt: str) -> HttpResponse:
    """One of the papers of a meeting in one format."""
    return _paper(request, meeting, name, fmt)


def _paper(request: Any, meeting: Meeting, name: str, fmt: str) -> HttpResponse:
    sitting = queries.sitting(meeting)
    made: Any
    if name == "sheet" and meeting.is_forum:
        made = drafts.forum_sheet(sitting, inside(request, url(request, "enter_forum", meeting.pk)))
    elif name == "attendance":
        made = drafts.attendance(sitting, expected_on(meeting.network, meeting.held_on))
    elif name == "loudspeaker":
        made = drafts.loudspeaker(sitting)
    elif name in ("minutes", "register", "ita") and meeting.is_closed:
        made = {"minutes": drafts.minutes, "register": drafts.register, "ita": drafts.ita}[name](sitting)
    else:
        raise Http404
    if fmt not in formats(made):
        raise Http404
    done = render_paper(made, fmt)
    return download(done.content, done.media_type, done.filename, inline=fmt in ("pdf", "html"))
