"""Pages for those who answer: the list, one need, the answer."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ruammue.access.gate import allows, gate
from ruammue.foundation.addresses import outside
from ruammue.foundation.answers import download
from ruammue.foundation.sheets import MEDIA_TYPE, Column, write_sheet
from ruammue.needs import actions, queries, rules
from ruammue.needs.forms import STATES, AnswerForm, FilterForm, PersonForm, SortForm, VerdictForm
from ruammue.needs.links import mark_of
from ruammue.needs.models import Matter, Need, NeedFile
from ruammue.needs.refusals import AgencyMissing, AnswerIsEmpty, HandlerIsNamed, HiddenFromHead
from ruammue.needs.views.acts import act, send_file
from ruammue.papers.share import Facts, loudspeaker, share_text


def _filters(request: Any) -> tuple[FilterForm, queries.Filters]:
    form = FilterForm(request.GET, villages=queries.villages(request.steward))
    return form, queries.Filters(
        state=form.word("state"),
        village=form.word("village"),
        category=form.word("category"),
        mine=form.word("mine") == "yes",
    )


@gate(rules.LIST_NEEDS, methods="GET")
def need_list(request: Any) -> HttpResponse:
    """The needs this reader answers, entered or keeps an eye on; the filters are words in a sentence."""
    form, filters = _filters(request)
    page, overdue = queries.needs_list(request.steward, request.actor, filters, page=request.GET.get("page"))
    return render(
        request,
        "needs/list.html",
        {"filter": form, "page": page, "overdue": overdue, "is_filtered": filters != queries.Filters()},
    )


@gate(rules.LIST_NEEDS, methods="GET")
def list_sheet(request: Any) -> HttpResponse:
    """The filtered list as Excel: what stands where and who answers. No words, names or numbers of reporters."""
    _form, filters = _filters(request)
    rows = queries.all_needs(request.steward, request.actor, filters)
    words = dict(STATES)
    content = write_sheet(
        _("Needs"),
        [
            Column(_("Matter no."), "number"),
            Column(_("Told on"), "date"),
            Column(_("Village")),
            Column(_("Kind")),
            Column(_("Name of the matter")),
            Column(_("How it stands")),
            Column(pgettext("need", "Answer by"), "date"),
            Column(_("Who answers")),
            Column(_("Promised for"), "date"),
        ],
        [
            (
                row.need.number, timezone.localdate(row.need.reported_at), row.need.village, row.need.category,
                row.need.title, str(words[row.need.standing]), row.need.due_on, row.handler, row.promised_on,
            )
            for row in rows
        ],
        note=_("%(office)s, on %(day)s") % {"office": request.steward.name, "day": queries.today_words()},
        mark=str(mark_of(request.steward)),
    )  # fmt: skip
    return download(content, MEDIA_TYPE, _("needs") + ".xlsx")


def _need_url(need: Need) -> str:
    return reverse("needs:need", args=[need.steward.slug, need.pk])


@gate(rules.READ_NEED, of=Need, methods="GET")
def need(request: Any, need: Need) -> HttpResponse:
    """One need, whole, for those to whom it is not private; with the next act."""
    detail = queries.need_detail(need)
    actor = request.actor
    answer = detail.last_answer
    shareable = answer is not None and not detail.need.matter.is_sensitive
    return render(
        request,
        "needs/need.html",
        {
            "detail": detail,
            "need": detail.need,
            "may_answer": allows(actor, rules.ANSWER_NEED, need),
            "may_sort": allows(actor, rules.SORT_NEED, need),
            "may_hand_over": allows(actor, rules.HAND_OVER, need),
            "may_exclude": allows(actor, rules.EXCLUDE_HANDLER, need),
            "may_open_matter": allows(actor, rules.OPEN_MATTER, detail.need.matter),
            "may_call": _may_call(actor, detail.need.matter),
            "may_list": allows(actor, rules.LIST_NEEDS, request.steward),
            "may_use_receipt": allows(actor, rules.USE_RECEIPT, need),
            "facts": _facts(detail, shows_code=allows(actor, rules.USE_RECEIPT, need)),
            "spoken": _spoken(request, detail) if shareable else (),
            "share": _share(request, detail) if shareable else "",
            "waiting": queries.waiting_longest(request.steward, actor),
        },
    )


def _may_call(actor: Any, matter: Matter) -> bool:
    """A door that opens: this actor may call, and there can be a call."""
    return matter.is_open and not matter.is_sensitive and allows(actor, rules.OPEN_CALL, matter)


def _facts(detail: queries.NeedDetail, *, shows_code: bool) -> list[tuple[str, Any]]:
    need = detail.need
    return [
        (_("Village"), need.village.label if need.village else _("the whole tambon, or not known")),
        (_("Kind"), need.get_category_display()),
        (_("Who told it"), detail.reporter or _("without a name")),
        (_("Entered by"), detail.entered_by),
        # With the code anybody speaks as who told it; who only reads has no use for it.
        (_("Receipt code"), need.receipt if shows_code else ""),
        (_("Kept away from"), ", ".join(detail.excluded)),
    ]


def _facts_to_say(request: Any, detail: queries.NeedDetail) -> Facts:
    need, answer = detail.need, detail.last_answer
    handler = detail.handler
    return Facts(
        title=str(need.get_category_display()),
        place=need.village.label if need.village else "",
        sentence=answer.text if answer else "",
        coordinator=handler.name if handler else request.steward.short_name,
        phone=(handler.phone if handler else "") or request.steward.phone,
        mark=str(mark_of(request.steward)),
    )


def _spoken(request: Any, detail: queries.NeedDetail) -> tuple[str, ...]:
    place = detail.need.village.label if detail.need.village else request.steward.area.name_th
    return loudspeaker(_facts_to_say(request, detail), village=place)


def _share(request: Any, detail: queries.NeedDetail) -> str:
    link = outside(reverse("needs:receipt", args=[request.steward.slug]))
    return share_text(_facts_to_say(request, detail), link)


@gate(rules.ANSWER_NEED, of=Need)
def answer(request: Any, need: Need) -> HttpResponse:
    """Answer: five ways, one sentence that can be read aloud, a promised day."""
    detail = queries.need_detail(need)
    form = AnswerForm(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> str:
        given = actions.answer_need(need, by=request.actor, **data)
        if given.way == given.Way.TOGETHER and _may_call(request.actor, need.matter):
            return reverse("needs:open_call", args=[request.steward.slug, need.matter_id])
        return _need_url(need)

    return act(
        request,
        form,
        do=do,
        template="needs/answer.html",
        beside={AgencyMissing: "agency", AnswerIsEmpty: "text"},
        done=_("The answer is kept. Whoever holds the receipt code can read it now."),
        need=detail.need,
        detail=detail,
    )


@gate(rules.ENTER_VERDICT, of=Need)
def said(request: Any, need: Need) -> HttpResponse:
    """Enter what the reporter said over the telephone or at the counter: แก้แล้ว or ยัง. Who entered it is shown."""
    form = VerdictForm(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> str:
        actions.give_verdict(need, by=request.actor, **data)
        return _need_url(need)

    return act(
        request, form, do=do, title=_("What did they say?"), back=_need_url(need), button=_("Keep what they said"),
        lead=_("Ask who told it, by telephone or at the counter. That you entered it stands beside it."),
        done=_("What they said is kept."),
    )  # fmt: skip


@gate(rules.SORT_NEED, of=Need)
def sort(request: Any, need: Need) -> HttpResponse:
    """Set right what it is about, where, and whether it is one person's."""
    given = {
        "category": need.category,
        "village": str(need.village_id or ""),
        "is_about_one_person": need.is_about_one_person,
    }
    form = SortForm(
        request.POST if request.method == "POST" else None, initial=given, villages=queries.villages(request.steward)
    )

    def do(data: dict[str, Any]) -> str:
        actions.sort_need(
            need, by=request.actor, category=data["category"], village=form.village_chosen(),
            is_about_one_person=data["is_about_one_person"],
        )  # fmt: skip
        return _need_url(need)

    return act(
        request, form, do=do, title=_("Set kind and village right"), back=_need_url(need), button=_("Keep it so"),
        done=_("Kind and village are kept."),
    )  # fmt: skip


@gate(rules.HAND_OVER, of=Need)
def hand_over(request: Any, need: Need) -> HttpResponse:
    """Let another named human answer."""
    form = PersonForm(
        request.POST if request.method == "POST" else None, people=queries.who_may_handle(request.steward)
    )

    def do(data: dict[str, Any]) -> str:
        to = queries.person_here(request.steward, data["person"])
        actions.hand_over(need, to=to, by=request.actor)
        after = reverse("needs:list", args=[request.steward.slug])
        return _need_url(need) if allows(request.actor, rules.READ_NEED, need) else after

    return act(
        request, form, do=do, beside={HandlerIsNamed: "person", HiddenFromHead: "person"},
        title=_("Let somebody else answer"), back=_need_url(need), button=_("Hand it over"),
        lead=_("The promised day stays. The new person's name and telephone stand on the receipt from now on."),
        done=_("Handed over."),
    )  # fmt: skip


@gate(rules.EXCLUDE_HANDLER, of=Need)
def exclude(request: Any, need: Need) -> HttpResponse:
    """Keep somebody who is named in it away from this need."""
    form = PersonForm(
        request.POST if request.method == "POST" else None, people=queries.who_may_handle(request.steward)
    )

    def do(data: dict[str, Any]) -> str:
        actions.exclude_handler(need, person=queries.person_here(request.steward, data["person"]), by=request.actor)
        after = reverse("needs:list", args=[request.steward.slug])
        return _need_url(need) if allows(request.actor, rules.READ_NEED, need) else after

    return act(
        request, form, do=do, title=_("Somebody is named in this need"), back=_need_url(need),
        button=_("Keep this person away"), done=_("This person does not see the need any more."),
        lead=_("They will neither see nor answer it. If they were to answer, another does."), is_danger=True,
    )  # fmt: skip


@gate(rules.SPLIT_NEED, of=Need, methods="POST")
def split(request: Any, need: Need) -> HttpResponse:
    """Take this need out of a joined matter again."""
    home = actions.split_need(need, by=request.actor)
    return HttpResponseRedirect(reverse("needs:matter", args=[request.steward.slug, home.pk]))


@gate(rules.SEE_FILE, of=rules.file_with_need, methods="GET")
def file(request: Any, file: NeedFile) -> HttpResponse:
    """A photo or voice of a need, for those to whom the need is not private."""
    return send_file(request, file.attachment, small=bool(request.GET.get("small")))


@gate(rules.SEE_PUBLIC_PHOTO, of=rules.file_with_need, methods="GET")
def photo(request: Any, file: NeedFile) -> HttpResponse:
    """A photo that an officer chose for the public page of a published matter."""
    return send_file(request, file.attachment, small=bool(request.GET.get("small")), is_public=True)
