"""HTTP in, one act, HTTP out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from ruammue.access.actors import Actor
from ruammue.access.claims import is_member_here
from ruammue.access.gate import allows, gate
from ruammue.coordination import actions, forms, passing, queries, rules
from ruammue.coordination.models import Coordinator, HelpOffer, Notice
from ruammue.coordination.notices import NoticeRow
from ruammue.coordination.refusals import (
    AwayReversed,
    DeputyIsTheSame,
    DeputyPhoneMissing,
    HandOverBackwards,
    NothingOffered,
    NothingSaid,
    NoWayToReach,
)
from ruammue.coordination.sections import say_form
from ruammue.coordination.subjects import Subject
from ruammue.foundation import telephone, thai_dates
from ruammue.foundation.addresses import absolute, outside
from ruammue.foundation.answers import download
from ruammue.foundation.refusals import Refusal
from ruammue.foundation.sheets import MEDIA_TYPE, Column, write_sheet
from ruammue.needs import throttle
from ruammue.needs.models import Matter
from ruammue.needs.rules import PUBLISH_MATTER
from ruammue.needs.views.acts import act, tell
from ruammue.networks.models import Network
from ruammue.people import assisted
from ruammue.people.assisted import ActingForMixin
from ruammue.people.privacy import NOTICE_VERSION
from ruammue.places.models import Steward, Village
from ruammue.resources.queries import gap_for

FORM = "coordination/form.html"


def _url(request: Any, name: str, *args: Any) -> str:
    return reverse(f"coordination:{name}", args=[request.steward.slug, *args])


def _data(request: Any) -> Any:
    """Data by method: an empty POST is still a POST."""
    return request.POST if request.method == "POST" else None


def _sheet(request: Any, title: str, columns: Sequence[Column], rows: list[tuple[Any, ...]]) -> HttpResponse:
    note = _("%(office)s, from the record of %(day)s") % {
        "office": request.steward.name,
        "day": thai_dates.long(timezone.localdate(), request.LANGUAGE_CODE),
    }
    mark = str(Steward.Mark(request.steward.mark).label) if request.steward.mark else ""
    content = write_sheet(title, columns, rows, note=note, mark=mark, language=request.LANGUAGE_CODE)
    return download(content, MEDIA_TYPE, f"{title}.xlsx")


# ------------------------------------------------------------------------------------------- inbox


@gate(rules.INBOX, methods="GET")
def inbox(request: Any) -> HttpResponse:
    """What is new for this person, in one place."""
    only_new = request.GET.get("show") == "new"
    page = queries.inbox(request.steward, request.actor, only_new=only_new, page=request.GET.get("page"))
    rows = [(row, outside(row.path)) for row in page.object_list]
    unread = queries.unread(request.steward, request.actor)
    return render(
        request, "coordination/inbox.html", {"page": page, "rows": rows, "only_new": only_new, "unread": unread}
    )


@gate(rules.OPEN_NOTICE, of=Notice, methods="POST")
def open_notice(request: Any, notice: Notice) -> HttpResponse:
    """Mark a notice as read and go where it leads."""
    actions.read_notice(notice)
    return HttpResponseRedirect(notice.path)


@gate(rules.INBOX, methods="POST")
def read_all(request: Any) -> HttpResponse:
    """Mark everything as read."""
    actions.read_all(request.steward.pk, request.actor.person_id)
    return HttpResponseRedirect(_url(request, "inbox"))


@gate(rules.INBOX, methods="GET")
def inbox_sheet(request: Any) -> HttpResponse:
    """The whole inbox as Excel."""
    rows = [
        (
            timezone.localdate(row.at),
            row.sentence,
            _state_of(row),
            absolute(request, row.path),
        )
        for row in queries.all_notices(request.steward, request.actor)
    ]
    columns = [Column(_("Day"), "date"), Column(_("What is new")), Column(_("New or read")), Column(_("Link"))]
    return _sheet(request, _("Inbox"), columns, rows)


def _state_of(row: NoticeRow) -> str:
    if row.is_settled:
        return pgettext("notice", "Done")
    return pgettext("notice", "New") if row.is_new else pgettext("notice", "Read")


# ------------------------------------------------------------------------------------------- coordinators


@gate(rules.LIST_COORDINATORS, methods="GET")
def coordinators(request: Any) -> HttpResponse:
    """Whom to call: one name and number for every village and network."""
    actor = request.actor
    is_member = is_member_here(actor, None)
    places = queries.places(request.steward, today=timezone.localdate(), public_only=not is_member)
    rows = [(place, _may_say_away(actor, place)) for place in places]
    context = {
        "villages": [row for row in rows if row[0].is_village],
        "networks": [row for row in rows if not row[0].is_village and (row[0].coordinator_id or is_member)],
        "gaps": sum(1 for place in places if place.is_village and place.coordinator_id is None),
        "may_name": allows(actor, rules.NAME_COORDINATOR),
        "is_member": is_member,
    }
    return render(request, "coordination/coordinators.html", context)


def _may_say_away(actor: Actor, place: queries.Place) -> bool:
    if place.coordinator_person_id is None:
        return False
    named = Coordinator(person_id=place.coordinator_person_id, deputy_id=place.deputy_person_id)
    return allows(actor, rules.SAY_AWAY, named)


@gate(rules.COORDINATORS_SHEET, methods="GET")
def coordinators_sheet(request: Any) -> HttpResponse:
    """The same as Excel."""
    places = queries.places(request.steward, today=timezone.localdate(), public_only=False)
    columns = [
        Column(_("Village or network")),
        Column(_("Level")),
        Column(_("Coordinator")),
        Column(_("Telephone of the coordinator")),
        Column(_("Deputy")),
        Column(_("Telephone of the deputy")),
        Column(_("Since"), "date"),
        Column(_("Away until"), "date"),
    ]
    rows = [
        (
            place.label,
            place.level or _("village"),
            place.coordinator or _("nobody named yet"),
            place.phone,
            place.deputy,
            place.deputy_phone,
            place.from_on,
            place.away_until if place.is_away else None,
        )
        for place in places
    ]
    return _sheet(request, _("Register of coordinators"), columns, rows)


def _name(request: Any, of: Village | Network, label: str) -> HttpResponse:
    form = forms.NameForm(_data(request), steward=request.steward)

    def do(data: dict[str, Any]) -> str:
        given = {name: data[name] for name in ("phone", "deputy", "deputy_phone", "from_on")}
        actions.name_coordinator(of, data["person"], by=request.actor, **given)
        return _url(request, "coordinators") + f"#p-{of.pk}"

    return act(
        request, form, do=do, template=FORM, title=_("Who coordinates %(place)s?") % {"place": label},
        beside={DeputyIsTheSame: "deputy", DeputyPhoneMissing: "deputy_phone", HandOverBackwards: "from_on"},
        lead=_("One name and one number that people may call. Whoever holds it now hands over on that day."),
        button=_("Name the coordinator"), back=_url(request, "coordinators"), done=_("Written down."),
    )  # fmt: skip


@gate(rules.NAME_COORDINATOR, of=Village)
def name_of_village(request: Any, village: Village) -> HttpResponse:
    """Name the coordinator of a village."""
    return _name(request, village, village.label)


@gate(rules.NAME_COORDINATOR, of=Network)
def name_of_network(request: Any, network: Network) -> HttpResponse:
    """Name the coordinator of a network."""
    return _name(request, network, network.name)


@gate(rules.SAY_AWAY, of=Coordinator)
def away(request: Any, coordinator: Coordinator) -> HttpResponse:
    """Say when the coordinator is away; the deputy is called then."""
    form = forms.AwayForm(_data(request))

    def do(data: dict[str, Any]) -> str:
        actions.go_away(coordinator, by=request.actor, **data)
        return _url(request, "coordinators")

    return act(
        request, form, do=do, template=FORM, title=_("When are you away?"), beside={AwayReversed: "until_on"},
        lead=_("On these days the deputy's name and number are shown instead."), button=_("Show the deputy"),
        back=_url(request, "coordinators"), done=_("The deputy is shown on these days."),
    )  # fmt: skip


@gate(rules.SAY_AWAY, of=Coordinator, methods="POST")
def back(request: Any, coordinator: Coordinator) -> HttpResponse:
    """The coordinator is there again."""
    actions.come_back(coordinator, by=request.actor)
    messages.success(request, _("Welcome back. Your name and number are shown again."))
    return HttpResponseRedirect(_url(request, "coordinators"))


# ------------------------------------------------------------------------------------------- conversations


@gate(rules.SPEAK, of=rules.subject_of_key)
def say(request: Any, subject: Subject) -> HttpResponse:
    """Say something about an object; the page itself shows the conversation where it stands alone."""
    form = say_form(request, _data(request))
    if request.method == "POST" and form.is_valid():
        try:
            actor = form.speaking(request.actor)
            if isinstance(form, ActingForMixin):
                actor = assisted.stand_in(form, by=actor).actor
            actions.say(subject, form.cleaned_data["text"], by=actor, key=form.cleaned_data["once"])
        except Refusal as refusal:
            form.add_refusal(refusal, "text" if isinstance(refusal, NothingSaid) else None)
        else:
            tell(request, form)
            return HttpResponseRedirect(f"{subject.path}#conversation")
    rows, earlier = queries.conversation(request.steward, subject.about, subject.about_id, request.actor)
    context = {"subject": subject, "form": form, "rows": rows, "earlier": earlier, "key": subject.key}
    return render(request, "coordination/say.html", context)


# ------------------------------------------------------------------------------------------- I can help


@gate(rules.HELP, of=Matter)
def offer_help(request: Any, matter: Matter) -> HttpResponse:
    """ฉันช่วยได้: what, name, telephone. A code asks later what became of it."""
    actor = request.actor
    gaps = queries.gaps_of(matter) if matter.is_public and matter.is_open else []
    chosen = next((gap for gap in gaps if str(gap.id) == request.GET.get("for", "")), None)
    own = queries.own_of(actor)
    form = forms.HelpForm(_data(request), own=own, may_help=bool(actor.roles), gap=chosen)

    def do(data: dict[str, Any]) -> str:
        throttle.count_report(request)
        offer = actions.offer_help(
            matter,
            kind=forms.kind_of(chosen.kind) if chosen else data["kind"],
            words=data["words"] or (chosen.thing if chosen else ""),
            line=queries.line_of(matter, chosen) if chosen else None,
            quantity=data.get("quantity"),
            name=data["name"],
            phone=data["phone"],
            way=data["way"],
            by=actor.speaking_for(data["hat"]) if data["hat"] else replace(actor, on_behalf_of_id=None),
            key=data["once"],
        )
        return _url(request, "help_receipt", offer.receipt)

    return act(
        request, form, do=do, template="coordination/help.html", matter=matter,
        beside={NothingOffered: "words", NoWayToReach: "phone"}, contact=queries.contact_for(matter),
        sentence=matter.public_sentence or matter.title, notice_version=NOTICE_VERSION, gaps=gaps, chosen=chosen,
        lacks=queries.sayable(matter).lacks if matter.is_published else (),
        own_name="" if "phone" in form.fields else own.name, own_number=telephone.grouped(own.phone),
    )  # fmt: skip


@gate(rules.HELP_RECEIPT, of=rules.help_of_code, methods="GET")
def help_receipt(request: Any, offer: HelpOffer) -> HttpResponse:
    """What became of an offer of help. Neither name nor telephone stands here: the code may be seen by others."""
    row = queries.help_row(offer)
    matter = offer.matter
    context = {
        "offer": row,
        "sentence": matter.public_sentence if matter.is_published else "",
        "contact": queries.contact_for(matter),
    }
    return render(request, "coordination/help_receipt.html", context)


def _filters(request: Any) -> tuple[forms.HelpFilterForm, queries.HelpFilters]:
    form = forms.HelpFilterForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    key = asked.get("matter")
    return form, queries.HelpFilters(asked.get("state", ""), asked.get("kind", ""), str(key) if key else "")


def _help_page(request: Any, offer: HelpOffer | None, form: Any = None, status: int = 200) -> HttpResponse:
    filter_form, filters = _filters(request)
    page = queries.helps(request.steward, request.actor, filters, page=request.GET.get("page"))
    row = queries.help_row(offer) if offer else None
    may_answer = offer is not None and allows(request.actor, rules.ANSWER_HELP, offer)
    context = {
        "filter_form": filter_form,
        "about": next((one.matter for one in page.object_list), "") if filters.matter else "",
        "page": page,
        "query": request.GET.urlencode(),
        "offer": row,
        "form": form or (_gift_form(request, offer, row) if offer and row and may_answer else None),
        "may_answer": may_answer,
        "ask": gap_for(offer.taken_up, offer.need_line_id) if offer and offer.taken_up and may_answer else None,
    }
    return render(request, "coordination/help_list.html", context, status=status)


@gate(rules.LIST_HELP, methods="GET")
def help_list(request: Any) -> HttpResponse:
    """Who offers what."""
    return _help_page(request, None)


@gate(rules.SEE_HELP, of=rules.help_with_matter, methods="GET")
def help_offer(request: Any, offer: HelpOffer) -> HttpResponse:
    """One offer of help."""
    return _help_page(request, offer)


@gate(rules.ANSWER_HELP, of=rules.help_with_matter, methods="POST")
def answer_help(request: Any, offer: HelpOffer) -> HttpResponse:
    """Welcome it, or put it aside with thanks."""
    answer = request.POST.get("answer", "")
    if answer not in (HelpOffer.Answer.WELCOMED, HelpOffer.Answer.NOT_NEEDED):
        raise Http404
    form = _gift_form(request, offer, queries.help_row(offer), request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                actions.answer_help(offer, answer, words=form.cleaned_data.get("words", ""), by=request.actor)
                if answer == HelpOffer.Answer.WELCOMED:
                    _take_up(request, offer, form)
        except Refusal as refusal:
            form.add_refusal(refusal)
        else:
            tell(request, form, _("Written down. Call them and say it."))
            return HttpResponseRedirect(_url(request, "help_offer", offer.pk))
    return _help_page(request, offer, form)


@gate(rules.ANSWER_HELP, of=rules.help_with_matter, methods="POST")
def take_up_help(request: Any, offer: HelpOffer) -> HttpResponse:
    """Welcomed before: now it is agreed with what, and how much. A second tap finds that it is done."""
    if offer.taken_up is not None:
        return HttpResponseRedirect(_url(request, "help_offer", offer.pk))
    form = _gift_form(request, offer, queries.help_row(offer), request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                _take_up(request, offer, form)
        except Refusal as refusal:
            form.add_refusal(refusal)
        else:
            tell(request, form, _("It stands among the offers of this matter."))
            return HttpResponseRedirect(_url(request, "help_offer", offer.pk))
    return _help_page(request, offer, form)


def _gift_form(request: Any, offer: HelpOffer, row: queries.HelpRow, data: Any = None) -> forms.GiftForm:
    form = forms.GiftForm if offer.answer else forms.AnswerHelpForm
    return form(
        data, offer=row, gaps=queries.gaps_of(offer.matter), specs=list(queries.specs(request.steward, request.actor)),
        steward=request.steward, actor=request.actor,
    )  # fmt: skip


def _take_up(request: Any, offer: HelpOffer, form: forms.GiftForm) -> None:
    """An offer of what was agreed on; whoever is not known yet is written down with the number they gave."""
    data = form.cleaned_data
    if data["minor"] is None:
        return
    person = assisted.stand_in(form, by=request.actor, phone=offer.phone).person
    actions.take_up_help(
        offer, spec=data["spec"], quantity=data["minor"], person=person, is_loan=data.get("is_loan", False),
        by=request.actor,
    )  # fmt: skip


@gate(rules.LIST_HELP, methods="GET")
def help_sheet(request: Any) -> HttpResponse:
    """The filtered list as Excel; telephone numbers only for those who may call."""
    _form, filters = _filters(request)
    may_call = allows(request.actor, rules.CALL_HELPERS)
    columns = [
        Column(_("Day"), "date"),
        Column(_("Matter")),
        Column(_("Kind of help")),
        Column(_("In a few words")),
        Column(_("How it came")),
        Column(_("Answer")),
        Column(_("Answered on"), "date"),
        Column(_("Became the offer")),
        Column(_("Receipt code")),
        *([Column(_("Name")), Column(_("Telephone"))] if may_call else []),
    ]
    rows: list[tuple[Any, ...]] = [
        (
            timezone.localdate(row.at),
            row.matter,
            row.kind,
            row.words,
            row.way,
            row.answer_label,
            timezone.localdate(row.answered_at) if row.answered_at else None,
            row.offered,
            row.receipt,
            *((row.name, row.phone) if may_call else ()),
        )
        for row in queries.all_helps(request.steward, request.actor, filters)
    ]
    return _sheet(request, _("Register of offered help"), columns, rows)


# ------------------------------------------------------------------------------------------- passing on


@gate(rules.PASS_ON, of=Matter, methods="GET")
def paper(request: Any, matter: Matter) -> HttpResponse:
    """A matter to pass on without a computer: text for LINE, text for the loudspeaker, sheet for the notice board."""
    may_publish = allows(request.actor, PUBLISH_MATTER, matter)
    context: dict[str, Any] = {"matter": matter, "texts": None, "may_publish": may_publish}
    if matter.is_published:
        context["texts"] = passing.texts_of(request, matter)
    return render(request, "coordination/paper.html", context)


@gate(rules.PASS_ON_PAPER, of=Matter, methods="GET")
def paper_file(request: Any, matter: Matter, kind: str, form: str) -> HttpResponse:
    """The sheet or the loudspeaker text as a file. Without signing in: LINE hands it to another browser."""
    try:
        file = passing.file_of(request, matter, kind, form)
    except KeyError:
        raise Http404 from None
    return download(file.content, file.media_type, file.filename)
