"""Pages for whoever tells a need: tell it, keep the code, read the answer, say whether it helped."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue.access.gate import gate
from ruammue.foundation import telephone
from ruammue.foundation.addresses import inside, outside
from ruammue.foundation.answers import download
from ruammue.foundation.forms import MOST_PHOTOS
from ruammue.foundation.refusals import Refusal
from ruammue.needs import actions, queries, rules, since, throttle
from ruammue.needs.forms import CodeForm, ReportForm, VerdictForm
from ruammue.needs.links import marked, office, qr
from ruammue.needs.models import Need, Standing
from ruammue.needs.refusals import NeighbourNotTold
from ruammue.needs.views.acts import tell
from ruammue.papers import waiting
from ruammue.papers.kinds import Contact, ReceiptSlip, ReceiptSlips
from ruammue.papers.render import render as render_paper
from ruammue.people.privacy import NOTICE_VERSION


@gate(rules.REPORT)
def report(request: Any) -> HttpResponse:
    """Tell a need: one page; a picture, a voice or a few words. `?moo=3`, on a village's own poster, chooses it."""
    steward, actor = request.steward, request.actor
    villages = queries.villages(steward)
    home = next((row.pk for row in villages if str(row.moo) == request.GET.get("moo")), None)
    is_post = request.method == "POST"
    kept = request.POST.getlist("kept")[:MOST_PHOTOS] if is_post else []
    form = ReportForm(
        request.POST if is_post else None,
        request.FILES if is_post else None,
        villages=villages,
        home=home or queries.home_village(actor),
        may_help=bool(actor.roles),
        listed=lambda name: queries.listed_neighbours(steward, actor, name),
        waiting=waiting.held(kept, holder=throttle.holder(request)),
    )
    if is_post and form.is_valid():
        told = form.told()
        whole, words = throttle.same_report(request, told), throttle.same_words(request, told)
        has_files = bool(told["photos"] or told["voice"])
        is_another = form.cleaned_data.get("is_another", "")
        same = queries.need_told(steward, throttle.told_before(whole))
        before = None if is_another == "yes" else same or queries.need_told(steward, throttle.told_before(words))
        is_sent_twice = before is not None and before.once == told["once"]
        is_surely_same = bool(is_another) or is_sent_twice or (same is not None and has_files)
        if before is not None and told["is_for_neighbour"] and not is_surely_same:
            # A helper with a pile of paper: two households may say the same in the same words.
            form.ask_whether_another(before.receipt)
            return _report_page(request, form)
        try:
            if before is None or (has_files and same is None):
                throttle.count_report(request)
            if before is None:
                neighbour = queries.neighbour_here(steward, form.neighbour())
                need = actions.report_need(
                    steward, by=actor, neighbour=neighbour, notice_version=NOTICE_VERSION, **told
                )
            elif same is None:
                need = actions.add_to_need(before, by=actor, photos=told["photos"], voice=told["voice"])
            else:
                need = same
            throttle.remember_report(need.pk, whole, words)
            waiting.let_go(form.waiting)
        except NeighbourNotTold as refusal:
            form.add_refusal(refusal, "neighbour_was_told")
        except Refusal as refusal:
            form.add_refusal(refusal)
        else:
            if before is not None and not is_sent_twice:
                messages.info(request, _told_before(has_new=has_files and same is None))
            tell(request, form)
            return HttpResponseRedirect(reverse("needs:receipt", args=[steward.slug, need.receipt]))
    return _report_page(request, form)


def _told_before(*, has_new: bool) -> str:
    if has_new:
        return _(
            "You told us this a moment ago; what is new was added to it. This is the code you got. If it is another"
            " place, tell it again and write where it is."
        )
    return _("You told us this already a moment ago. This is the code you got.")


def _report_page(request: Any, form: ReportForm) -> HttpResponse:
    """The form; shown again it keeps what was chosen, for a browser does not send a file twice."""
    by = throttle.holder(request)
    if form.is_bound:
        form.let_files_wait(
            lambda data, kind: (
                waiting.let_wait(data, kind=kind, holder=by) if by and throttle.may_wait(request) else None
            )
        )
    return render(request, "needs/report.html", {"form": form, "notice_version": NOTICE_VERSION})


@gate(rules.ASK_BY_CODE)
def ask(request: Any) -> HttpResponse:
    """Type a receipt code to see what became of the matter. A wrong one is said beside the field."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        throttle.check_codes(request)
        code = form.cleaned_data["code"]
        if queries.is_receipt(request.steward, code):
            return HttpResponseRedirect(reverse("needs:receipt", args=[request.steward.slug, code]))
        throttle.count_wrong_code(request)
        form.add_error(
            "code", _("There is no matter with this code here. Look at the slip once more, or call the office.")
        )
    return render(request, "needs/ask.html", {"form": form})


def _receipt_context(request: Any, need: Need) -> dict[str, Any]:
    page = reverse("needs:receipt", args=[request.steward.slug, need.receipt])
    near = inside(request, page)
    answers = queries.answers_of(need)
    standing = queries.standing_of_one(need)
    is_waiting = standing in (Standing.WAITING, Standing.OVERDUE)
    answer = answers[-1] if answers else None
    known = since.of(need.matter)
    is_asked = (
        standing == Standing.ANSWERED
        and answer is not None
        and queries.is_asked(
            answer, need.matter, timezone.localdate(), has_result=known is not None and known.has_result
        )
    )
    return {
        "need": need,
        "standing": standing,
        "is_waiting": is_waiting,
        "is_asked": is_asked,
        "answer": answer,
        "earlier": answers[:-1],
        "said_no": answer is not None and is_waiting,
        "since": known,
        "handler": need.handler,
        # Who told it is signed in: their own words are no news to them. With the code alone nobody reads them.
        "own_words": need.text if need.reporter_id and need.reporter_id == request.actor.person_id else "",
        "link": outside(page),
        "qr": qr(near) if near else "",
        "share_text": _share_receipt(request, need),
    }


def _share_receipt(request: Any, need: Need) -> str:
    steward = request.steward
    facts = {"office": steward.short_name, "code": need.receipt, "phone": telephone.grouped(steward.phone)}
    if settings.IS_REACHABLE:
        words = _("A matter was told to %(office)s. Receipt code %(code)s. See what becomes of it here:") % facts
    else:
        words = (
            _("A matter was told to %(office)s. Receipt code %(code)s. Ask what became of it: call %(phone)s") % facts
        )
    return marked(steward, words)


@gate(rules.ASK_BY_CODE, of=rules.need_of_code, methods="GET")
def receipt(request: Any, need: Need) -> HttpResponse:
    """The one place for who told: the code, who answers until when, the answer, and แก้แล้ว / ยัง. No words of theirs."""
    return render(request, "needs/receipt.html", {**_receipt_context(request, need), "form": VerdictForm()})


@gate(rules.ASK_BY_CODE, of=rules.need_of_code, methods="POST")
def judge(request: Any, need: Need) -> HttpResponse:
    """แก้แล้ว or ยัง, with the receipt code."""
    form = VerdictForm(request.POST)
    if form.is_valid():
        try:
            actions.give_verdict(need, by=request.actor, **form.cleaned_data)
        except Refusal as refusal:
            form.add_refusal(refusal)
        else:
            tell(request, form)
            return HttpResponseRedirect(reverse("needs:receipt", args=[request.steward.slug, need.receipt]))
    return render(request, "needs/receipt.html", {**_receipt_context(request, need), "form": form})


@gate(rules.ASK_BY_CODE, of=rules.need_of_code, methods="GET")
def slip(request: HttpRequest, need: Need) -> HttpResponse:
    """The receipt as a slip of paper (PDF): code, who answers, until when. Nothing of the matter's words."""
    steward = need.steward
    today = timezone.localdate()
    handler = need.handler
    entered_by = queries.helper_name(need)
    paper = ReceiptSlips(
        office=office(steward, today),
        slips=(
            ReceiptSlip(
                receipt_code=need.receipt,
                about=str(need.get_category_display()),
                received_on=timezone.localdate(need.reported_at),
                answer_by=need.answer_due_on,
                contact=Contact(
                    name=handler.name if handler else steward.short_name,
                    phone=(handler.phone if handler else "") or steward.phone,
                ),
                link=outside(reverse("needs:receipt", args=[steward.slug, need.receipt])),
                entered_by=entered_by,
            ),
        ),
    )
    made = render_paper(paper, "pdf")
    return download(made.content, made.media_type, made.filename)
