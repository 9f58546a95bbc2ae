"""Promises and what comes of them: ask, promise, say yes, bring, confirm, correct, end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ruammue.access.actors import Actor
from ruammue.access.gate import allows, gate
from ruammue.foundation import thai_dates
from ruammue.foundation.sheets import Column
from ruammue.needs.views.acts import send_file
from ruammue.people.assisted import ActingForMixin, stand_in
from ruammue.people.models import Organisation, Person
from ruammue.resources import actions, forms, queries, rules, sides
from ruammue.resources.finder import fits_for
from ruammue.resources.models import Commitment, Confirmation, Delivery, NeedLine, Spec
from ruammue.resources.next_acts import next_acts
from ruammue.resources.purposes import Purpose, open_places, task_of
from ruammue.resources.queries import PromiseRow
from ruammue.resources.refusals import InterestNotWeighed, PromisedJustNow
from ruammue.resources.thanks import interest
from ruammue.resources.views.answering import link_page
from ruammue.resources.views.common import one_act, photo_of, sheet, side_labels, sides_for, url
from ruammue.resources.wording import SIDE_WORDS, amount

PROVIDER, RECEIVER = Confirmation.Side.PROVIDER.value, Confirmation.Side.RECEIVER.value


def giver_of(
    form: ActingForMixin, data: dict[str, Any], actor: Actor
) -> tuple[Organisation | None, Person | None, Actor, str]:
    """Who gives by the form, and as whom the actor then acts, with whose word it is."""
    said = str(data.get("as_whom") or "")
    if data["giver"].startswith("org:"):
        body = next(body for body in form.own if f"org:{body.pk}" == data["giver"])  # type: ignore[attr-defined]
        return body, None, actor.speaking_for(body.pk), said
    if data["giver"] == forms.MYSELF:
        return None, queries.oneself(actor), actor, said
    if data.get("organisation"):
        return data["organisation"], None, actor.entering_for(None), said
    entry = stand_in(form, by=actor)
    return None, entry.person, entry.actor, said or (entry.person.name if entry.person else "")


BESIDE = {InterestNotWeighed: "despite"}
SENT_AGAIN = timedelta(minutes=30)
MORE = "more"
"""In the address of a form: the very same as a moment ago is meant, once more."""


def _not_twice(request: Any) -> timedelta | None:
    """Two tabs, or two hands of one house at once, make one promise, unless somebody said that it is one more."""
    return None if MORE in request.GET else SENT_AGAIN


def _said_before(request: Any, refusal: PromisedJustNow, again: str) -> str:
    """Say that it stands already, and how as much once more is promised. Returns the address of what stands."""
    words = _("The same was promised a moment ago. This is that promise; it was not written down twice.")
    link = format_html('<a href="{}?{}=1">{}</a>', again, MORE, _("As much once more is meant"))
    messages.info(request, format_html("{} {}", words, link))
    return url(request, "commitment", refusal.data["promise"])


@gate(rules.ASK, of=rules.line_at)
def ask(request: Any, line: NeedLine) -> HttpResponse:
    """The receiving side asks one partner: three that fit, in no order, or somebody else; and says why."""
    actor, today = request.actor, timezone.localdate()
    row = queries.line_row(line, queries.promises_of_line(line, today=today))
    task = task_of(line, works=allows(actor, rules.SEE_ALL_PROMISES))
    sees_givers = allows(actor, rules.SEE_ALL_GIVERS)
    fits = fits_for(request.steward, [row], today=today, sees_givers=sees_givers).get(row.id)
    chosen = request.GET.get("giver", "")
    meant = queries.offer_chosen(request.steward, chosen) if chosen.startswith("offer:") else None
    if meant is not None and (meant.matter_id != line.matter_id or meant.withdrawn_at is not None):
        meant = None
    if meant is not None and not allows(actor, rules.SEE_OFFER, meant):
        meant = None
    form = forms.AskForm(
        request.POST if request.method == "POST" else None,
        unit=line.spec.unit,
        quantity=max(line.lacking, 0) or None,
        due=line.until_on,
        fits=[fit for fit in (*fits.chosen, *fits.passed_over) if fit.choice] if fits else [],
        chosen=chosen,
        meant=meant,
        decisions=queries.decisions_of(line.matter),
        steward=request.steward,
        actor=actor,
    )
    warned = interest.warnings(request.steward, today=today) if interest.is_office(line.receiver) else []
    if meant is not None:
        warned = [one for one in warned if one.tie.organisation_id == meant.provider_id]
    forms.add_despite(form, warned, is_sure=meant is not None)

    made: list[Commitment] = []

    def do(data: dict[str, Any]) -> str:
        offer, provider = queries.giver_chosen(request.steward, data["giver"])
        provider = provider or data.get("organisation")
        person = None if offer or provider else stand_in(form, by=actor).person
        by = sides.as_receiver(actor, line.receiver_id)
        try:
            promise = actions.make_commitment(
                line,
                quantity=data["quantity"],
                offer=offer,
                provider=None if offer else provider,
                person=person,
                due=data["due"],
                is_loan=data.get("is_loan", False),
                return_due=data.get("return_due"),
                reason=data["reason"],
                despite=data.get("despite", ""),
                agreed_by=data["agreed_by"],
                **forms.agreed(data),
                side=RECEIVER,
                as_whom=actor.name if by.entered_by_id else "",
                by=by,
                idempotency_key=str(data["once"]),
                not_twice_within=_not_twice(request),
            )
        except PromisedJustNow as refusal:
            return _said_before(request, refusal, url(request, "ask", line.pk))
        made.append(promise)
        return url(request, "commitment", promise.pk)

    response = one_act(
        request,
        form,
        do,
        title=(_("Ask %(giver)s for %(thing)s") if meant else _("Whom do we ask for %(thing)s?"))
        % {"thing": line.spec.name, "giver": meant.giver if meant else ""},
        button=_("Ask them"),
        back=url(request, "line", line.pk),
        template="resources/ask.html",
        beside=BESIDE,
        warned=warned,
        row=row,
        lead=_task_words(line, task),
        fits=None if meant else fits,
    )
    # Asked, and no answer yet: the link by which they answer stands here and nowhere else, ready to be sent.
    waits = bool(made) and made[0].provider_accepted_at is None and allows(actor, rules.ASK_BY_LINK)
    return link_page(request, made[0]) if waits else response


def _task_words(line: NeedLine, task: Purpose | None) -> str:
    """Which task needs these hours, on which day and where; "" for a thing."""
    if task is None:
        return ""
    day = thai_dates.short(line.until_on, get_language() or "th") if line.until_on else ""
    when = " ".join(word for word in (day, task.when) if word)
    return " · ".join(word for word in (task.name, when, task.place) if word)


@gate(rules.PROMISE, of=rules.line_at)
def make_promise(request: Any, line: NeedLine) -> HttpResponse:
    """The giving side promises a part. Gone back and sent once more, it is one promise (ADR 0017). The hours of a task
    are promised by organisations; a person says in the task's own place that they would like to go.
    """
    actor = request.actor
    task = task_of(line, works=allows(actor, rules.SEE_ALL_PROMISES))
    if task is not None and not actor.represents and not sides.may_write_for_others(actor):
        messages.info(
            request, _("This is work of a day. Say here that you would like to go: then you are asked first.")
        )
        return redirect(task.address)
    if task is not None and task.has_begun and not sides.may_write_for_others(actor):
        messages.info(request, _("This task has begun already, so nobody more is sent for it. Thank you."))
        return redirect(url(request, "near"))
    was_said: list[PromisedJustNow] = []
    meant = queries.own_offer_chosen(request.steward, actor, line, request.GET.get("offer", ""))
    form = forms.PromiseForm(
        request.POST if request.method == "POST" else None,
        unit=line.spec.unit,
        quantity=max(line.lacking, 0) or None,
        due=line.until_on,
        meant=meant,
        chosen=request.GET.get("giver", ""),
        of_bodies=task is not None,
        each=task.each if task else 0,
        steward=request.steward,
        actor=actor,
    )

    def do(data: dict[str, Any]) -> str:
        provider, person, by, whose = giver_of(form, data, actor)
        from_offer = meant is not None and (meant.provider, meant.person) == (provider, person)
        try:
            promise = actions.make_commitment(
                line,
                quantity=data["quantity"],
                offer=meant if from_offer else None,
                provider=None if from_offer else provider,
                person=None if from_offer else person,
                due=data["due"],
                is_loan=data.get("is_loan", False),
                return_due=data.get("return_due"),
                side=PROVIDER,
                as_whom=whose,
                by=by,
                idempotency_key=str(data["once"]),
                not_twice_within=_not_twice(request),
            )
        except PromisedJustNow as refusal:
            was_said.append(refusal)
            return _said_before(request, refusal, url(request, "promise", line.pk))
        return url(request, "commitment", promise.pk)

    response = one_act(
        request,
        form,
        do,
        title=_("I promise: %(thing)s") % {"thing": line.spec.name},
        button=_("I promise this"),
        back=url(request, "line", line.pk) if rules.may_open(actor, line.matter) else url(request, "promises"),
        lead=_task_words(line, task),
        open_places=open_places(line) if task else (),
        note=_("Still lacking: %(amount)s") % {"amount": amount(line.lacking, line.spec.unit)},
        beside_it=(task.address, _("I would like to go myself")) if task and actor.represents else None,
    )
    if response.status_code == 302 and not was_said:
        messages.success(request, _("Thank you. The receiver now says yes, then it counts."))
    return response


def _asked_words(task: Purpose) -> str:
    """Who takes the hours of a partner knows how many villagers were asked for the same; "" where nobody was."""
    if not task.asked:
        return ""
    return ngettext(
        "%(n)d villager was asked for this already and has not answered. Where all places are taken, tell them.",
        "%(n)d villagers were asked for this already and have not answered. Where all places are taken, tell them.",
        task.asked,
    ) % {"n": task.asked}


def _task_behind(actor: Actor, promise: Commitment) -> Purpose | None:
    return task_of(promise.need_line, works=allows(actor, rules.SEE_ALL_PROMISES))


def _as_read(row: PromiseRow, promise: Commitment, actor: Actor, own: tuple[str, ...]) -> PromiseRow:
    """A villager who was asked and has not said yes is not named to the partner for whom the office asked."""
    knows = allows(actor, rules.SEE_ALL_GIVERS) or PROVIDER in own or rules.wrote_it_down(actor, promise)
    if promise.person_id is None or promise.provider_accepted_at is not None or knows:
        return row
    return replace(row, giver=_("a villager"))


@gate(rules.SEE_PROMISE, of=rules.promise_at, methods="GET")
def promise(request: Any, promise: Commitment) -> HttpResponse:
    """One promise: how it stands, what came, and the next act for whoever reads it."""
    actor, today = request.actor, timezone.localdate()
    own = sides.own_sides(actor, promise)
    row = _as_read(queries.promise_row(promise, today=today), promise, actor, own)
    may_write = sides.may_write_for_others(actor)
    may_keep = bool(own) or may_write
    deliveries = queries.deliveries_of(promise, row.unit)
    disputes = queries.open_disputes(promise)
    waiting = [
        (delivery, next((side for side in delivery.missing_sides if side in own or may_write), ""))
        for delivery in deliveries
        if delivery.status == "waiting"
    ]
    counted = [delivery for delivery in deliveries if delivery.status == "counted" and not delivery.is_return]
    is_money = promise.need_line.spec.kind == Spec.Kind.MONEY
    open_side = {"waits_for_provider": PROVIDER, "waits_for_receiver": RECEIVER}.get(row.status, "")
    is_over = promise.need_line.matter.closed_at is not None  # a yes could only be refused
    takes = open_side == RECEIVER and (RECEIVER in own or may_write)
    warned = interest.warnings_of(promise, today=today) if takes else []
    task = _task_behind(actor, promise)
    context = {
        "promise": promise,
        "row": row,
        "own": own,
        "deliveries": deliveries,
        "disputes": disputes,
        "dispute": next(iter(disputes.values()), None) if may_keep else None,
        "waiting": next((pair for pair in waiting if pair[1]), None),
        "open_side": open_side,
        "may_accept": open_side and (open_side in own or may_write) and not is_over,
        "is_over": bool(open_side) and is_over,
        "elsewhere": queries.promised_elsewhere(promise) if open_side and may_keep else [],
        "is_own_yes": open_side in own,
        "warned": warned,
        "may_deliver": may_keep and promise.is_standing and row.still_to_come > 0,
        "may_return": may_keep and row.is_loan and promise.still_lent > 0,
        "losses": queries.losses_of(promise) if row.is_loan else [],
        "may_decide": PROVIDER in own or may_write,
        "agreed_in": queries.agreed_words(promise),
        "may_correct": may_keep,
        "may_end": may_keep and promise.end == Commitment.End.OPEN,
        "may_write_letters": allows(actor, rules.LETTER),
        "shows_reason": allows(actor, rules.SEE_ALL_PROMISES),
        "counted": counted,
        "is_money": is_money,
        "may_link": open_side == PROVIDER and not row.is_claimed and allows(actor, rules.ASK_BY_LINK),
        "claim": queries.claim_of(promise) if row.is_claimed and may_write else None,
        "opens_matter": rules.may_open(actor, promise.need_line.matter),
        # "We keep the name you write, for the office only": so it was said where it was written.
        "names_giver": may_write or PROVIDER in own,
        "names_receiver": may_write or RECEIVER in own,
        "task": _task_words(promise.need_line, task),
        "open_places": open_places(promise.need_line) if task and open_side and not is_over else (),
        "note": _asked_words(task) if task and takes and not is_over else "",
    }
    return render(request, "resources/promise.html", context)


@gate(rules.KEEP_PROMISE, of=rules.promise_at)
def accept(request: Any, promise: Commitment) -> HttpResponse:
    """Say yes for the side that has not yet."""
    row, task = queries.promise_row(promise, today=timezone.localdate()), _task_behind(request.actor, promise)
    open_side = {"waits_for_provider": (PROVIDER,), "waits_for_receiver": (RECEIVER,)}.get(row.status, ())
    done = _("Agreed. From now on it counts.")
    if request.method == "POST" and promise.is_accepted and not promise.end:  # a second tap: the first yes stands
        messages.success(request, done)
        return redirect(url(request, "commitment", promise.pk))
    allowed, own = sides_for(request, promise, open_side or (PROVIDER, RECEIVER))
    form = forms.AcceptForm(request.POST if request.method == "POST" else None)
    form.add_side(allowed, own, side_labels(promise))
    # Only whoever may take it for the office sees what is held against the giver.
    warned = interest.warnings_of(promise, today=timezone.localdate()) if RECEIVER in allowed else []
    forms.add_despite(form, warned)
    takes = own == [RECEIVER] == allowed

    def do(data: dict[str, Any]) -> str:
        by = sides.speaking(request.actor, promise, data["side"])
        actions.accept_commitment(
            promise, side=data["side"], by=by, as_whom=data.get("as_whom", ""), despite=data.get("despite", "")
        )
        return url(request, "commitment", promise.pk)

    return one_act(
        request,
        form,
        do,
        title=(_("%(thing)s, %(amount)s: do we take it?") if takes else _("%(thing)s, %(amount)s: do they say yes?"))
        % {"thing": row.thing, "amount": amount(row.quantity, row.unit)},
        lead=_task_words(promise.need_line, task),
        open_places=open_places(promise.need_line) if task else (),
        note=_asked_words(task) if task and RECEIVER in allowed else "",
        button=_("Yes, we take it") if takes else _("Yes, it is agreed"),
        back=url(request, "commitment", promise.pk),
        beside=BESIDE,
        warned=warned,
        done=done,
    )


@gate(rules.KEEP_PROMISE, of=rules.promise_at)
def end(request: Any, promise: Commitment) -> HttpResponse:
    """Nothing more comes of it."""
    own, ends = sides.own_sides(request.actor, promise), []
    may_write = sides.may_write_for_others(request.actor)
    if RECEIVER in own or may_write:
        ends = [Commitment.End.ENOUGH.value] if promise.delivered else [Commitment.End.CANCELLED_BY_RECEIVER.value]
    if PROVIDER in own or may_write:
        ends.append(Commitment.End.CANCELLED_BY_PROVIDER.value)
    if may_write and queries.is_overdue(promise, today=timezone.localdate()):
        ends.append(Commitment.End.DEFAULTED.value if promise.is_accepted else Commitment.End.EXPIRED.value)
    form = forms.EndForm(request.POST if request.method == "POST" else None, ends=ends)

    def do(data: dict[str, Any]) -> str:
        side = PROVIDER if data["end"] == Commitment.End.CANCELLED_BY_PROVIDER else RECEIVER
        by = sides.speaking(request.actor, promise, side)
        mediated_by = data.get("mediated_by", "")
        actions.end_commitment(promise, end=data["end"], reason=data["reason"], mediated_by=mediated_by, by=by)
        return url(request, "commitment", promise.pk)

    title = _("End this promise") if promise.is_accepted else _("Not this time")
    return one_act(
        request,
        form,
        do,
        title=title,
        button=title,
        back=url(request, "commitment", promise.pk),
        lead=_("What has come stays in the record. The rest lacks again, so that others can help."),
        done=_("Written down. The rest lacks again."),
    )


@gate(rules.KEEP_PROMISE, of=rules.promise_at)
def deliver(request: Any, promise: Commitment) -> HttpResponse:
    """Something came."""
    unit, is_money = promise.need_line.spec.unit, promise.need_line.spec.kind == Spec.Kind.MONEY
    row = queries.promise_row(promise, today=timezone.localdate())
    form = _delivery_form(request, promise, left=row.still_to_come, is_money=is_money)
    gives = sides.own_sides(request.actor, promise) == (PROVIDER,)

    def do(data: dict[str, Any]) -> str:
        delivery = actions.record_delivery(
            promise,
            quantity=data["quantity"],
            on=data["on"],
            receipt_number=data.get("receipt_number", ""),
            evidence=photo_of(data),
            side=data["side"],
            as_whom=data.get("as_whom", ""),
            by=sides.speaking(request.actor, promise, data["side"]),
            idempotency_key=str(data["once"]),
        )
        return url(request, "confirm", delivery.pk)

    return one_act(
        request,
        form,
        do,
        title=_("What did you bring?") if gives else _("What came from %(giver)s?") % {"giver": promise.giver},
        button=_("I brought it") if gives else _("It came"),
        back=url(request, "commitment", promise.pk),
        lead=_(
            "%(thing)s: promised %(promised)s, arrived and confirmed %(confirmed)s, waiting for confirmation"
            " %(waiting)s, still to come %(left)s."
        )
        % {
            "thing": row.thing,
            "promised": amount(row.quantity, unit),
            "confirmed": amount(row.delivered, unit),
            "waiting": amount(row.unconfirmed, unit),
            "left": amount(row.still_to_come, unit),
        },
    )


@gate(rules.KEEP_PROMISE, of=rules.promise_at)
def bring_back(request: Any, promise: Commitment) -> HttpResponse:
    """A loan goes back."""
    if not promise.is_loan:
        raise Http404
    form = _delivery_form(request, promise, left=promise.still_lent, is_money=False)

    def do(data: dict[str, Any]) -> str:
        delivery = actions.record_return(
            promise,
            quantity=data["quantity"],
            on=data["on"],
            evidence=photo_of(data),
            side=data["side"],
            as_whom=data.get("as_whom", ""),
            by=sides.speaking(request.actor, promise, data["side"]),
            idempotency_key=str(data["once"]),
        )
        return url(request, "confirm", delivery.pk)

    return one_act(
        request,
        form,
        do,
        title=_("What goes back to %(giver)s?") % {"giver": promise.giver},
        button=_("It went back"),
        back=url(request, "commitment", promise.pk),
        lead=_("Still here: %(thing)s %(amount)s.")
        % {
            "thing": promise.need_line.spec.name,
            "amount": amount(promise.still_lent, promise.need_line.spec.unit),
        },
    )


def _delivery_form(request: Any, promise: Commitment, *, left: int, is_money: bool) -> forms.DeliverForm:
    posted = request.method == "POST"
    form = forms.DeliverForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        unit=promise.need_line.spec.unit,
        left=left if left > 0 else None,
        is_money=is_money,
    )
    form.add_side(*sides_for(request, promise, (RECEIVER, PROVIDER)), side_labels(promise))
    return form


@gate(rules.KEEP_PROMISE, of=rules.delivery_at)
def confirm(request: Any, delivery: Delivery) -> HttpResponse:
    """ได้รับแล้วใช่ไหม: the other side's word; then the thanks."""
    promise = delivery.commitment
    unit = promise.need_line.spec.unit
    row = queries.delivery_row(delivery, unit)
    allowed, own = sides_for(request, promise, row.missing_sides)
    context = {
        "delivery": delivery,
        "promise": promise,
        "row": row,
        "thing": promise.need_line.spec.name,
        "amount": amount(abs(delivery.quantity), unit),
        "may_confirm": bool(allowed),
        "is_own": bool(own),
        "waits_for": [SIDE_WORDS[side] for side in row.missing_sides],
        "may_write_letters": allows(request.actor, rules.LETTER),
        "is_money": promise.need_line.spec.kind == Spec.Kind.MONEY,
        "words": [(SIDE_WORDS[word.side], word) for word in row.words],
    }
    form = forms.ConfirmForm(request.POST if request.method == "POST" else None)
    form.add_side(allowed, own, side_labels(promise))

    def do(data: dict[str, Any]) -> str:
        by = sides.speaking(request.actor, promise, data["side"])
        actions.confirm_delivery(delivery, side=data["side"], by=by, as_whom=data.get("as_whom", ""))
        return url(request, "confirm", delivery.pk)

    return one_act(
        request,
        form,
        do,
        title="",
        button="",
        back=url(request, "commitment", promise.pk),
        template="resources/confirm.html",
        done=_("Written down. Thank you."),
        **context,
    )


@gate(rules.KEEP_PROMISE, of=rules.delivery_at)
def reverse(request: Any, delivery: Delivery) -> HttpResponse:
    """A delivery was wrong: take it back with a reason."""
    form = forms.ReasonForm(request.POST if request.method == "POST" else None)
    promise = delivery.commitment

    def do(data: dict[str, Any]) -> str:
        own = sides.own_sides(request.actor, promise)
        by = sides.speaking(request.actor, promise, own[0]) if own else request.actor
        actions.reverse_delivery(delivery, reason=data["reason"], by=by)
        return url(request, "commitment", promise.pk)

    return one_act(
        request,
        form,
        do,
        title=_("It was not so: take it back"),
        button=_("Take the row back"),
        back=url(request, "commitment", promise.pk),
        lead=_("%(thing)s %(amount)s. The row stays, with the reason beside it, and no longer counts.")
        % {"thing": promise.need_line.spec.name, "amount": amount(abs(delivery.quantity), promise.need_line.spec.unit)},
        done=_("Taken back. Both rows stay in the record."),
    )


@gate(rules.SEE_PROMISE, of=rules.delivery_at, methods="GET")
def photo(request: Any, delivery: Delivery) -> HttpResponse:
    """The photo of a delivery, for both sides and the office."""
    if delivery.evidence is None:
        raise Http404
    return send_file(request, delivery.evidence, small="small" in request.GET)


@gate(rules.LIST_PROMISES, methods="GET")
def promises(request: Any) -> HttpResponse:
    """All promises that the reader may see."""
    form = forms.PromisesForm(request.GET or {"which": "open"})
    which = form.cleaned_data["which"] if form.is_valid() else ""
    sees_all = allows(request.actor, rules.SEE_ALL_PROMISES)
    page, rows = queries.promises(
        request.steward, request.actor, sees_all=sees_all, which=which, number=request.GET.get("page")
    )
    acts = next_acts(request.actor, request.steward, rows)
    context = {"form": form, "page": page, "rows": [(row, acts.get(row.id)) for row in rows], "sees_all": sees_all}
    return render(request, "resources/promises.html", context)


@gate(rules.LIST_PROMISES, methods="GET")
def promises_sheet(request: Any) -> HttpResponse:
    """Promises as Excel: the book of exchange."""
    _page, rows = queries.promises(
        request.steward,
        request.actor,
        sees_all=allows(request.actor, rules.SEE_ALL_PROMISES),
        which="all",
        everything=True,
    )
    columns = [
        Column(_("Matter")),
        Column(_("What is asked for")),
        Column(_("Giver")),
        Column(_("Receiver")),
        Column(_("Promised on"), "date"),
        Column(_("Promised")),
        Column(_("Arrived")),
        Column(_("Gone back")),
        Column(_("Here until"), "date"),
        Column(_("Given or lent")),
        Column(_("Back until"), "date"),
        Column(_("How it stands")),
    ]
    lines = [
        (
            row.matter,
            row.thing,
            row.giver,
            row.receiver,
            row.promised_on,
            amount(row.quantity, row.unit),
            amount(row.delivered, row.unit),
            amount(row.returned, row.unit) if row.is_loan else "",
            row.due_on,
            _("lent") if row.is_loan else _("given"),
            row.return_due_on,
            str(row.standing.words),
        )
        for row in rows
    ]
    return sheet(request, "promises", _("Book of exchange"), columns, lines)
