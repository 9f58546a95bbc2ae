"""HTTP in, one act, HTTP out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue.access.claims import is_member_here
from ruammue.access.gate import allows, gate
from ruammue.foundation import thai_dates
from ruammue.foundation.addresses import absolute
from ruammue.foundation.answers import download
from ruammue.foundation.refusals import Refusal
from ruammue.foundation.sheets import MEDIA_TYPE, Column, write_sheet
from ruammue.needs.links import marked, office
from ruammue.needs.models import Matter
from ruammue.needs.views.acts import act, tell
from ruammue.papers import kinds
from ruammue.papers.attachments import NotAPaper
from ruammue.papers.photos import UnusablePhoto
from ruammue.papers.render import NoSuchFormat
from ruammue.papers.render import render as render_paper
from ruammue.people.models import Organisation
from ruammue.people.signing import pages
from ruammue.people.signing.acts import Asked
from ruammue.people.signing.forms import PaperSignatureForm
from ruammue.people.signing.refusals import SignedPaperMissing, SignerMissing
from ruammue.places.models import Steward
from ruammue.resources.pictures import share_bars
from ruammue.resources.rules import DIVIDE_THINGS
from ruammue.work import actions, queries, rules
from ruammue.work.forms import duties as forms
from ruammue.work.models import Duty, DutySignature, Project, Task, Work
from ruammue.work.queries.months import when_words
from ruammue.work.queries.shares import delivered_of
from ruammue.work.refusals import ObjectionEmpty, TitleMissing
from ruammue.work.sentences import language

FORM = "work/form.html"
_WORDS = {
    Duty.Part.LEAD: kinds.Duty.LEAD,
    Duty.Part.JOINT: kinds.Duty.JOIN,
    Duty.Part.SUPPORT: kinds.Duty.SUPPORT,
    Duty.Part.CONSULTED: kinds.Duty.CONSULT,
    Duty.Part.INFORMED: kinds.Duty.INFORM,
}


def _url(request: Any, name: str, *args: Any) -> str:
    return reverse(f"work:{name}", args=[request.steward.slug, *args])


def _bound(request: Any) -> dict[str, Any]:
    """Data and files by method: an empty POST is still a POST."""
    is_post = request.method == "POST"
    return {"data": request.POST if is_post else None, "files": request.FILES if is_post else None}


# ------------------------------------------------------------------------------------------- lists


@gate(rules.LIST, methods="GET")
def works(request: Any) -> HttpResponse:
    """All work: who leads it and by when."""
    state = request.GET.get("state", "")
    page = queries.work_page(request.steward, request.actor, state=state, page=request.GET.get("page"))
    return render(request, "work/list.html", {"page": page, "state": state, "query": request.GET.urlencode()})


@gate(rules.LIST, methods="GET")
def works_sheet(request: Any) -> HttpResponse:
    """The filtered list as Excel."""
    listed = queries.work_list(request.steward, request.actor, state=request.GET.get("state", ""))
    rows = queries.work_rows(request.steward, listed)
    columns = [
        Column(_("Work")),
        Column(_("Matter")),
        Column(_("Leads")),
        Column(_("Parts")),
        Column(_("Done by which day?"), "date"),
        Column(_("Finished on"), "date"),
    ]
    lines = [
        (
            row.title,
            row.matter_title,
            row.leader,
            " · ".join(f"{name}: {part}" for name, part in row.parts),
            row.due_on,
            row.done_on,
        )
        for row in rows
    ]
    title = _("Register of work")
    note = _("%(office)s, from the record of %(day)s") % {
        "office": request.steward.name,
        "day": thai_dates.long(timezone.localdate(), request.LANGUAGE_CODE),
    }
    mark = str(Steward.Mark(request.steward.mark).label) if request.steward.mark else ""
    content = write_sheet(title, columns, lines, note=note, mark=mark, language=request.LANGUAGE_CODE)
    return download(content, MEDIA_TYPE, f"{title}.xlsx")


# ------------------------------------------------------------------------------------------- the table


@gate(rules.SEE, of=Matter, methods="GET")
def duty_table(request: Any, matter: Matter) -> HttpResponse:
    """Who does what in this matter, who signed, and what to do next about it."""
    actor = request.actor
    table = queries.table_of(matter)
    is_open = matter.closed_at is None
    context = {
        "table": table,
        "matter": matter,
        "may_divide": is_open and allows(actor, rules.DIVIDE, matter),
        "may_ask": is_open and allows(actor, rules.ASK, matter),
        "may_name": is_open and allows(actor, rules.NAME_FOR_OTHERS, matter),
        "may_enter": is_open and allows(actor, rules.ENTER_PAPER, matter),
        "signs": queries.represented(actor, table) if is_open else [],
        "may_finish_all": is_open and allows(actor, rules.FINISH[:4], matter),
        "may_open_matter": rules.may_open(actor, matter),
        "projects": Project.objects.of(request.steward).filter(matter=matter),
        "tasks": [
            (row, when_words(row, language()))
            for row in Task.objects.of(request.steward).filter(matter=matter, dropped_at=None).select_related("package")
        ]
        if allows(actor, rules.SEE_NAMES_OF_MONTH) and rules.may_open(actor, matter)
        else (),
        "opens_resolutions": is_member_here(actor, matter),
    }
    if allows(actor, rules.SEE_SHARES, matter):
        measured = delivered_of(matter)
        context |= {
            "delivered": measured,
            "shares": share_bars(measured.shares),
            "planned": share_bars(measured.planned) if measured.planned != measured.shares else "",
            "may_divide_things": allows(actor, DIVIDE_THINGS),
        }
    return render(request, "work/table.html", context)


@gate(rules.DIVIDE, of=Matter)
def open_work(request: Any, matter: Matter) -> HttpResponse:
    """Put one more piece of work on the table."""
    form = forms.WorkForm(**_bound(request))

    def do(data: dict[str, Any]) -> str:
        actions.open_work(
            matter,
            data["title"],
            needs_skill=data["needs_skill"],
            due_on=data["due_on"],
            by=request.actor,
            key=data["once"],
        )
        if "another" in request.POST:
            return _url(request, "open_work", matter.pk)
        return _url(request, "divide", matter.pk)

    return act(
        request, form, do=do, template=FORM, beside={TitleMissing: "title"}, title=_("What is to be done?"),
        lead=matter.title, button=_("Put it on the table"), another=_("Put it there and write one more"),
        back=_url(request, "duty_table", matter.pk), done=_("It stands on the table."),
    )  # fmt: skip


@gate(rules.DIVIDE, of=Matter)
def divide(request: Any, matter: Matter) -> HttpResponse:
    """All cells at once: work by partners. One more column keeps what was chosen and typed so far (`more`)."""
    table = queries.table_of(matter)
    organisations = queries.organisations_to_add(matter)
    asked = forms.AddPartnerForm(request.POST if request.method == "POST" else request.GET, organisations=organisations)
    known = {column.id for column in table.columns}
    own = queries.own_bodies(request.steward, request.actor)
    chosen = [*own, *(asked.cleaned_data["add"] if asked.is_valid() else ())]
    added = [each for each in dict.fromkeys(chosen) if each.pk not in known]
    widens = request.method == "POST" and "more" in request.POST
    form = forms.DutiesForm(
        request.POST if request.method == "POST" and not widens else None,
        table=table, added=added, initial=request.POST.dict() if widens else None,
    )  # fmt: skip
    if request.method == "POST" and not widens and form.is_valid():
        try:
            actions.set_duties(matter, form.cells(), by=request.actor, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_refusal(refusal)
        else:
            tell(request, form, _("The table is written down. Now ask the partners to sign it."))
            return redirect(_url(request, "duty_table", matter.pk))
    context = {
        "form": form,
        "table": table,
        "matter": matter,
        "grid": _grid(form, table, added),
        "columns": [*table.columns, *added],
        "addable": organisations.exclude(pk__in=[*known, *(each.pk for each in added)]),
        "added": added,
    }
    return render(request, "work/divide.html", context)


def _grid(form: forms.DutiesForm, table: queries.Table, added: list[Organisation]) -> list[tuple[Any, list[Any]]]:
    """Each open row with its (column label, good at, fits, bound field) cells."""
    grid = []
    for row in table.rows:
        if row.is_done:
            continue
        cells = [
            (column.label, column.good_at, cell.fits, form[f"d_{row.id.hex}_{column.id.hex}"])
            for column, cell in zip(table.columns, row.places, strict=True)
        ]
        cells += [(each.name, "", False, form[f"d_{row.id.hex}_{each.pk.hex}"]) for each in added]
        grid.append((row, cells))
    return grid


@gate(rules.SEE, of=Matter, methods="GET")
def annex(request: Any, matter: Matter, fmt: str) -> HttpResponse:
    """The table as an annex to sign on paper: words only, none of the machine's reasons."""
    table = queries.table_of(matter)
    paper = kinds.DutyTable(
        office=office(request.steward, timezone.localdate()),
        matter=matter.title,
        partners=tuple(column.label for column in table.columns),
        rows=tuple(
            kinds.DutyRow(
                work=row.label,
                due_on=row.due_on,
                duties=tuple(_WORDS[Duty.Part(cell.part)] if cell.part else None for cell in row.places),
            )
            for row in table.rows
        ),
        signers=tuple(kinds.Signer(position=row.organisation) for row in table.signatures),
    )
    try:
        rendered = render_paper(paper, fmt)
    except NoSuchFormat:
        raise Http404 from None
    if fmt == "html":
        return HttpResponse(rendered.content, content_type=rendered.media_type)
    return download(rendered.content, rendered.media_type, rendered.filename)


# ------------------------------------------------------------------------------------------- signing


def _parties(table: queries.Table) -> Any:
    """Organisations with a part that have not signed the table as it stands."""
    waiting = [row.organisation_id for row in table.signatures if row.state != "signed"]
    return Organisation.objects.filter(pk__in=waiting).order_by("sort_key", "name", "id")


@gate(rules.ASK, of=Matter)
def ask(request: Any, matter: Matter) -> HttpResponse:
    """Whom to ask; the answer page shows the link once."""
    table = queries.table_of(matter)
    parties = _parties(table)
    refused = ""
    if request.method == "POST":
        organisation = next((row for row in parties if str(row.pk) == request.POST.get("organisation", "")), None)
        if organisation is None:
            raise Http404
        asked = actions.ask_to_sign(matter, organisation, by=request.actor)
        return _link_page(request, matter, asked)
    context = {"matter": matter, "table": table, "parties": parties, "refused": refused}
    return render(request, "work/ask.html", context)


def _link_page(request: Any, matter: Matter, asked: Asked[DutySignature]) -> HttpResponse:
    text = _("%(office)s asks %(organisation)s to look at its part of the work and sign it.") % {
        "office": request.steward.short_name,
        "organisation": asked.signature.organisation.name,
    }
    return pages.show_link(
        request, asked.signature.organisation, link=absolute(request, _url(request, "sign_duties", asked.token)),
        text=marked(request.steward, text), paper=_url(request, "annex", matter.pk, "pdf"),
        again=_url(request, "ask", matter.pk),
        back=_url(request, "duty_table", matter.pk), back_words=_("Done, back to the table"),
    )  # fmt: skip


def open_link(request: Any, key: str) -> tuple[str, queries.Link]:
    """What the link opens; never a 404 of the gate, since whoever holds a bad link needs somebody to call."""
    return key, queries.link_of(request.steward, key)


@gate(rules.OPEN_LINK, of=open_link)
def sign(request: Any, opened: tuple[str, queries.Link]) -> HttpResponse:
    """Sign by link, without an account."""
    token, link = opened
    if link.state != "waiting" or link.table is None:
        return pages.over(request, "work/sign_over.html", link)

    def do(data: dict[str, Any]) -> None:
        actions.sign_by_link(token, data["signed_as"], seen=data["seen"], steward=request.steward, by=request.actor)

    form = forms.SignLinkForm(**_bound(request), initial={"seen": link.table.hash})
    here = _url(request, "sign_duties", token)
    return pages.sign_by_link(request, form, "work/sign.html", do=do, here=here, link=link, token=token)


@gate(rules.OPEN_LINK, of=open_link)
def object_by_link(request: Any, opened: tuple[str, queries.Link]) -> HttpResponse:
    """Say by link what should be different."""
    token, link = opened
    if link.state != "waiting":
        return pages.over(request, "work/sign_over.html", link)
    form = forms.ObjectionForm(**_bound(request))

    def do(data: dict[str, Any]) -> str:
        actions.object_by_link(token, data["words"], steward=request.steward, by=request.actor)
        return _url(request, "sign_duties", token)

    return pages.quiet(
        act(
            request,
            form,
            do=do,
            template=FORM,
            beside={ObjectionEmpty: "words"},
            title=_("I want something changed"),
            lead=link.signature.matter.public_sentence if link.signature else "",
            button=_("Tell the office"),
            back=_url(request, "sign_duties", token),
            done=_("The office has read it and will call you."),
        )
    )


@gate(rules.SIGN, of=Matter)
def sign_as(request: Any, matter: Matter) -> HttpResponse:
    """Sign after coming in, on behalf of one's organisation."""
    table = queries.table_of(matter)
    organisations = _parties(table).filter(pk__in=request.actor.represents)
    if not organisations:
        messages.info(request, _("Your organisation has signed already."))
        return redirect(_url(request, "duty_table", matter.pk))
    form = forms.SignAsForm(**_bound(request), organisations=organisations, initial={"seen": table.hash})

    def do(data: dict[str, Any]) -> str:
        actions.sign_on_behalf(matter, data["organisation"], seen=data["seen"], by=request.actor)
        return _url(request, "duty_table", matter.pk)

    return act(
        request, form, do=do, template="work/sign_as.html", table=table, matter=matter, parties=organisations,
        done=_("Thank you. Your organisation has signed."),
    )  # fmt: skip


@gate(rules.SIGN, of=Matter)
def object_as(request: Any, matter: Matter) -> HttpResponse:
    """Say after coming in what should be different."""
    table = queries.table_of(matter)
    mine = queries.represented(request.actor, table)
    if not mine:
        raise Http404
    form = forms.ObjectionForm(**_bound(request))

    def do(data: dict[str, Any]) -> str:
        for row in mine:
            organisation = Organisation.objects.get(pk=row.organisation_id)
            actions.object_on_behalf(matter, organisation, data["words"], by=request.actor)
        return _url(request, "duty_table", matter.pk)

    return act(
        request, form, do=do, template=FORM, beside={ObjectionEmpty: "words"}, title=_("I want something changed"),
        lead=matter.title, button=_("Tell the office"), back=_url(request, "duty_table", matter.pk),
        done=_("The office has read it and will call you."),
    )  # fmt: skip


@gate(rules.ENTER_PAPER, of=Matter)
def enter(request: Any, matter: Matter) -> HttpResponse:
    """Enter a signature that stands on paper, with its picture."""
    table = queries.table_of(matter)
    initial = {"organisation": request.GET.get("organisation") or None}
    form = PaperSignatureForm(**_bound(request), organisations=_parties(table), initial=initial)

    def do(data: dict[str, Any]) -> str:
        actions.enter_signature(
            matter,
            data["organisation"],
            signed_as=data["signed_as"],
            paper=data["paper"].read() if data["paper"] else None,
            by=request.actor,
        )
        return _url(request, "duty_table", matter.pk)

    beside: dict[type[Refusal], str] = {NotAPaper: "paper", SignedPaperMissing: "paper", SignerMissing: "signed_as"}
    return act(
        request, form, do=do, template=FORM, beside=beside, title=_("Enter a signature from paper"), lead=matter.title,
        button=_("Enter it"), back=_url(request, "duty_table", matter.pk), done=_("The signature is entered."),
    )  # fmt: skip


# ------------------------------------------------------------------------------------------- doing it


@gate(rules.FINISH, of=rules.work_with_matter)
def finish(request: Any, work: Work) -> HttpResponse:
    """Say that it is done."""
    form = forms.FinishForm(**_bound(request))

    def do(data: dict[str, Any]) -> str:
        photos = data["photo"]
        actions.finish_work(work, words=data["words"], photo=photos[0].read() if photos else None, by=request.actor)
        return _url(request, "duty_table", work.matter_id)

    return act(
        request, form, do=do, template=FORM, beside={UnusablePhoto: "photo"}, title=_("Is it done?"), lead=work.title,
        button=_("Yes, it is done"), back=_url(request, "duty_table", work.matter_id),
        done=_("Well done. Written down."),
    )  # fmt: skip


@gate(rules.DIVIDE, of=rules.work_with_matter)
def again(request: Any, work: Work) -> HttpResponse:
    """It was not done after all."""
    form = forms.ReasonForm(**_bound(request))

    def do(data: dict[str, Any]) -> str:
        actions.take_up_again(work, reason=data["reason"], by=request.actor)
        return _url(request, "duty_table", work.matter_id)

    return act(
        request, form, do=do, template=FORM, title=_("Take it up again"), lead=work.title, button=_("Take it up again"),
        back=_url(request, "duty_table", work.matter_id), done=_("The work goes on."),
    )  # fmt: skip


@gate(rules.DIVIDE, of=rules.work_with_matter)
def drop(request: Any, work: Work) -> HttpResponse:
    """Take a piece of work off the table."""
    form = forms.ReasonForm(**_bound(request))

    def do(data: dict[str, Any]) -> str:
        actions.drop_work(work, reason=data["reason"], by=request.actor)
        return _url(request, "duty_table", work.matter_id)

    return act(
        request, form, do=do, template=FORM, is_danger=True, title=_("Take it off the table"), lead=work.title,
        warn=_("Whoever signed the table signs the changed one anew."), button=_("Take it off the table"),
        back=_url(request, "duty_table", work.matter_id), done=_("It is off the table."),
    )  # fmt: skip


@gate(rules.NAME_PERSON, of=rules.duty_with_work)
def name_person(request: Any, duty: Duty) -> HttpResponse:
    """Who of the organisation does it."""
    form = forms.NamePersonForm(**_bound(request), people=queries.people_of(duty))

    def do(data: dict[str, Any]) -> str:
        actions.name_person(duty, data["person"], by=request.actor)
        return _url(request, "duty_table", duty.work.matter_id)

    return act(
        request, form, do=do, template=FORM, title=_("Who does it?"), lead=duty.work.title,
        button=_("Write the name down"),
        back=_url(request, "duty_table", duty.work.matter_id), done=_("Written down."),
    )  # fmt: skip
