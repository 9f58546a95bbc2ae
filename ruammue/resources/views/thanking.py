"""What was given in a year, and papers of thanks for it: for the office, for the partner itself, by link, on a wall."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from ruammue.access.gate import allows, gate
from ruammue.foundation import thai_dates
from ruammue.foundation.addresses import absolute, outside
from ruammue.foundation.answers import download
from ruammue.foundation.refusals import sentence_for
from ruammue.foundation.sheets import Column
from ruammue.foundation.thai_dates import fiscal_year
from ruammue.needs.links import mark_of, office
from ruammue.papers import kinds
from ruammue.papers.render import NoSuchFormat
from ruammue.papers.render import render as draw
from ruammue.papers.share import Facts, share_text
from ruammue.people.models import Organisation, Person
from ruammue.people.signing import pages
from ruammue.resources import rules
from ruammue.resources.models import Spec
from ruammue.resources.pictures import share_bars
from ruammue.resources.refusals import DayBeyondReason, NamingNotWeighed, NumberUsed, PaperVoided
from ruammue.resources.thanks import actions, contributions, forms
from ruammue.resources.thanks.models import ContributionLink, ElectionTime, PrintName, Thanks
from ruammue.resources.views.common import one_act, sheet, url


def _year(year: int) -> int:
    """A fiscal year of an address, or 404."""
    if not contributions.FIRST_YEAR <= year <= contributions.LAST_YEAR:
        raise Http404
    return year


def _paper(paper: kinds.Paper, fmt: str) -> HttpResponse:
    try:
        file = draw(paper, fmt)
    except NoSuchFormat:
        raise Http404 from None
    if fmt == "html":
        return HttpResponse(file.content, content_type=file.media_type)
    return download(file.content, file.media_type, file.filename)


# ------------------------------------------------------------------------------------------- the year


@gate(rules.SEE_YEAR, methods="GET")
def this_year(request: Any) -> HttpResponse:
    """The fiscal year that runs."""
    return redirect(url(request, "thanks_year", fiscal_year(timezone.localdate())))


@gate(rules.SEE_YEAR, methods="GET")
def year(request: Any, year: int) -> HttpResponse:
    """Everybody who gave in the year, by name, and each one's part of every kind."""
    now = fiscal_year(timezone.localdate())
    kinds_shared = contributions.shared(request.steward, _year(year))
    context = {
        "year": year,
        "before": year - 1,
        "after": year + 1 if year < now else None,
        "rows": contributions.contributions(request.steward, year),
        "shared": [(kind, share_bars(kind.shares)) for kind in kinds_shared],
        "sees_interest": allows(request.actor, rules.SEE_INTEREST),
        "unasked": contributions.unasked(request.steward, year),
    }
    return render(request, "resources/thanks_year.html", context)


@gate(rules.SEE_YEAR, methods="GET")
def year_sheet(request: Any, year: int) -> HttpResponse:
    """The year as Excel: one row a record, so that every sum can be made again."""
    columns = [
        Column(_("Who")),
        Column(_("Kind")),
        Column(_("What")),
        Column(_("How much")),
        Column(_("Given or lent")),
        Column(_("On"), "date"),
        Column(_("Matter")),
        Column(_("Receiver")),
        Column(_("Official receipt")),
    ]
    rows = [
        (
            row.name,
            str(Spec.Kind(figure.kind).label),
            figure.thing,
            one.amount,
            _("lent") if figure.is_loan else _("given"),
            one.on,
            one.matter,
            one.receiver,
            one.receipt_number,
        )
        for row in contributions.contributions(request.steward, _year(year))
        for figure in row.figures
        for one in figure.records
    ]
    return sheet(request, f"contributions-{year}", _("Who gave what, %(year)d") % {"year": year}, columns, rows)


@gate(rules.SEE_YEAR, methods="GET")
def picture(request: Any, year: int, fmt: str) -> HttpResponse:
    """ใครช่วยอะไรเท่าไร on paper, for a wall: whoever does not want to be named is not."""
    with override("th"):
        shared = contributions.shared(request.steward, _year(year), on_a_wall=True)
        paper = kinds.FairShare(
            office=office(request.steward, timezone.localdate()),
            fiscal_year=year,
            kinds=tuple(
                kinds.SharedKind(
                    kind=kind.label,
                    total=kind.total,
                    shares=tuple((share.name, share.percent, share.words) for share in kind.shares),
                )
                for kind in shared
            ),
        )
    return _paper(paper, fmt)


# ------------------------------------------------------------------------------------------- one partner


@gate(rules.SEE_CONTRIBUTION, of=rules.body_here, methods="GET")
def contribution(request: Any, body: Organisation, year: int) -> HttpResponse:
    """What one partner gave in the year, each figure with its records; for the partner itself and for the office."""
    choice = contributions.print_name_of(request.steward, organisation=body)
    now = fiscal_year(timezone.localdate())
    context = {
        "body": body,
        "row": contributions.contribution_of(request.steward, _year(year), body),
        "year": year,
        "before": year - 1,
        "after": year + 1 if year < now else None,
        "is_own": body.pk in request.actor.represents,
        "sees_all": allows(request.actor, rules.SEE_YEAR),
        "may_thank": allows(request.actor, rules.GIVE_THANKS),
        "may_say_name": allows(request.actor, rules.SAY_PRINT_NAME, body),
        "choice": choice,
        **_papers(request, choice, organisation=body, fiscal_year=year),
    }
    return render(request, "resources/contribution.html", context)


def _papers(request: Any, choice: PrintName | None, **to: Any) -> dict[str, Any]:
    """The papers made for somebody in a year; which of them this reader may void; of which it is better not to print
    one more: they want no name any more, or it is election time and an executive's name stands under it.
    """
    papers = list(Thanks.objects.of(request.steward).filter(**to)[:30])
    standing = [paper for paper in papers if paper.voided_at is None]
    named = actions.executives_of(request.steward) if any(paper.signer_name for paper in standing) else set()
    verdict = actions.naming_verdict(request.steward, names_executive=bool(named), days=[timezone.localdate()])
    unwanted = choice is not None and not choice.is_wanted
    return {
        "papers": papers,
        "unwanted": {paper.pk for paper in standing if unwanted and paper.form == Thanks.Form.CERTIFICATE},
        "in_election": set() if verdict.is_kept else {paper.pk for paper in standing if paper.signer_name in named},
        "may_void": {paper.pk for paper in standing if allows(request.actor, rules.VOID_THANKS, paper)},
    }


def _statement(request: Any, body: Organisation, year: int) -> kinds.ContributionStatement:
    with override("th"):
        row = contributions.contribution_of(request.steward, year, body)

        def sums(figures: Any) -> tuple[tuple[str, str], ...]:
            return tuple((_lent(one.thing, one.is_loan), one.amount) for one in figures)

        return kinds.ContributionStatement(
            office=office(request.steward, timezone.localdate()),
            to=body.name,
            fiscal_year=year,
            in_kind=sums(row.in_kind),
            money=sums(row.money),
            hours=sums(row.hours),
            hours_in_all=row.hours_in_all,
            rows=tuple(
                kinds.GivenRow(
                    on=one.on,
                    what=_lent(one.thing, one.is_loan),
                    quantity=one.amount,
                    matter=one.matter_public or one.matter,
                    receipt=one.receipt_number,
                )
                for figure in row.figures
                for one in figure.records
            ),
        )


def _lent(thing: str, is_loan: bool) -> str:
    return f"{thing} (ให้ยืม)" if is_loan else thing


@gate(rules.SEE_CONTRIBUTION, of=rules.body_here, methods="GET")
def statement(request: Any, body: Organisation, year: int, fmt: str) -> HttpResponse:
    """ใบแสดงการมีส่วนร่วมประจำปี."""
    return _paper(_statement(request, body, _year(year)), fmt)


@gate(rules.GIVE_THANKS, of=rules.body_here, methods="POST")
def share(request: Any, body: Organisation, year: int) -> HttpResponse:
    """A link by which a partner without an account reads its year, shown this once."""
    made = actions.share_contribution(request.steward, body, _year(year), by=request.actor)
    path = url(request, "contribution_by_link", made.token)
    facts = Facts(
        title=f"สิ่งที่{body.name}ได้ร่วมกันในปีงบประมาณ {year}",
        sentence="ขอบคุณที่ร่วมมือกัน ถ้ามีอะไรไม่ตรง บอกเราได้",
        by_link="ดูรายการทั้งหมดได้ที่ลิงก์นี้",
        coordinator=request.steward.short_name,
        phone=request.steward.phone,
        mark=str(mark_of(request.steward)),
    )
    context = {
        "body": body,
        "year": year,
        "link": absolute(request, path),
        "text": share_text(facts, outside(path)),
        "last_day": made.link.expires_on,
    }
    response = render(request, "resources/contribution_shared.html", context)
    response["Referrer-Policy"] = "strict-origin"
    return response


def open_link(request: Any, key: str) -> tuple[str, ContributionLink | None]:
    """What the link opens; never a 404 of the gate, since whoever holds a bad link needs somebody to call."""
    return key, contributions.link_of(request.steward, key)


@gate(rules.OPEN_LINK, of=open_link, methods="GET")
def by_link(request: Any, opened: tuple[str, ContributionLink | None]) -> HttpResponse:
    """The partner reads its own year, without an account. `?paper=pdf` is the same on paper."""
    _token, link = opened
    if link is None or link.expires_on < timezone.localdate():
        return pages.quiet(render(request, "resources/contribution_over.html", status=404 if link is None else 410))
    if "paper" in request.GET:
        return pages.quiet(_paper(_statement(request, link.organisation, link.fiscal_year), "pdf"))
    row = contributions.contribution_of(request.steward, link.fiscal_year, link.organisation)
    context = {"link": link, "body": link.organisation, "year": link.fiscal_year, "row": row}
    return pages.quiet(render(request, "resources/contribution_by_link.html", context))


# ------------------------------------------------------------------------------------------- one person


@gate(rules.SEE_PERSON_GIVEN, of=rules.person_here, methods="GET")
def of_person(request: Any, person: Person, year: int) -> HttpResponse:
    """What one person gave in the year: for them and the office alone."""
    choice = contributions.print_name_of(request.steward, person=person)
    now = fiscal_year(timezone.localdate())
    context = {
        "person": person,
        "row": contributions.contribution_of_person(request.steward, _year(year), person),
        "year": year,
        "before": year - 1,
        "after": year + 1 if year < now else None,
        "is_own": person.pk == request.actor.person_id,
        "may_thank": allows(request.actor, rules.THANK_PERSON, person),
        "choice": choice,
        **_papers(request, choice, person=person, fiscal_year=year),
    }
    return render(request, "resources/contribution_of_person.html", context)


# ------------------------------------------------------------------------------------------- names and papers


def _back(request: Any, to: Organisation | Person, year: int) -> str:
    return url(request, "contribution" if isinstance(to, Organisation) else "given_by_person", to.pk, year)


def _who(to: Organisation | Person) -> dict[str, Any]:
    return {"organisation": to} if isinstance(to, Organisation) else {"person": to}


def _say_name(request: Any, to: Organisation | Person, year: int, *, own: bool) -> HttpResponse:
    choice = contributions.print_name_of(request.steward, **_who(to))
    name = choice.name if choice and choice.is_wanted else to.name
    form = forms.PrintNameForm(request.POST if request.method == "POST" else None, name=name, own=own)

    def do(data: dict[str, Any]) -> str:
        actions.say_print_name(
            request.steward,
            is_wanted=data["is_wanted"] == "yes",
            name=data["called"],
            how=PrintName.How.OWN.value if own else data["how"],
            by=request.actor,
            **_who(to),
        )
        return _back(request, to, year)

    return one_act(
        request,
        form,
        do,
        title=_("How may we write %(name)s on papers of thanks?") % {"name": to.name},
        button=_("Keep it written"),
        back=_back(request, to, year),
        lead="" if own else _("Ask them first. Not everybody likes to see their name on a wall, and that is fine."),
        done=_("Written down. The newest word holds."),
    )


@gate(rules.SAY_PRINT_NAME, of=rules.body_here)
def say_name(request: Any, body: Organisation, year: int) -> HttpResponse:
    """Whether and how a partner wants to be named."""
    return _say_name(request, body, _year(year), own=body.pk in request.actor.represents)


@gate(rules.SAY_OWN_PRINT_NAME, of=rules.person_here)
def say_name_of_person(request: Any, person: Person, year: int) -> HttpResponse:
    """Whether and how a person wants to be named."""
    return _say_name(request, person, _year(year), own=person.pk == request.actor.person_id)


def _thank(request: Any, to: Organisation | Person, year: int) -> HttpResponse:
    choice = contributions.print_name_of(request.steward, **_who(to))
    if choice is None:
        messages.info(request, _("Before the first paper: ask how they want to be named."))
        name = "print_name" if isinstance(to, Organisation) else "print_name_of_person"
        return redirect(url(request, name, to.pk, year))
    today = timezone.localdate()
    with override("th"):
        row = (
            contributions.contribution_of(request.steward, year, to)
            if isinstance(to, Organisation)
            else contributions.contribution_of_person(request.steward, year, to)
        )
        gave = row.gave
    matters = {one.matter_public or one.matter for figure in row.figures for one in figure.records}
    verdict = actions.naming_verdict(request.steward, names_executive=True, days=[today])
    posted = request.POST if request.method == "POST" else None
    shape: dict[str, Any] = {
        "about": f"เรื่อง{matters.pop()}" if len(matters) == 1 else f"งานของตำบลในปีงบประมาณ พ.ศ. {year}",
        "signers": actions.signers(request.steward, today=today),
        "no_certificate": not choice.is_wanted,
    }
    asks_despite = not verdict.is_kept or (posted is not None and _names_in_election(request, posted, shape, today))
    form = forms.ThanksForm(posted, asks_despite=asks_despite, **shape)

    def do(data: dict[str, Any]) -> str:
        actions.make_thanks(
            request.steward,
            form=data["form"],
            fiscal_year=year,
            gave=gave,
            about=data["about"],
            number=data["number"],
            dated_on=data["dated_on"],
            signer=form.signers.get(data["signer"]),
            signer_position=data["signer_position"],
            despite=data.get("despite", ""),
            key=data["once"],
            by=request.actor,
            **_who(to),
        )
        return _back(request, to, year) + "#papers"

    return one_act(
        request,
        form,
        do,
        title=_("Thank %(name)s") % {"name": to.name},
        button=_("Make the paper"),
        back=_back(request, to, year),
        template="resources/thank.html",
        beside={NamingNotWeighed: "despite", DayBeyondReason: "dated_on", NumberUsed: "number"},
        done=_("The paper is there: print it, or open it in Word."),
        gave=gave,
        choice=choice,
        verdict=None if verdict.is_kept else verdict,
        findings=actions.findings_words(verdict),
    )


def _names_in_election(request: Any, posted: Any, shape: dict[str, Any], today: date) -> bool:
    """Whether what was typed puts an executive's name on a paper that is dated in election time."""
    typed = forms.ThanksForm(posted, asks_despite=False, **shape)
    typed.is_valid()
    said = typed.cleaned_data
    names = actions.is_executive(request.steward, typed.signers.get(said.get("signer", "")))
    days = [today, said.get("dated_on") or today]
    return not actions.naming_verdict(request.steward, names_executive=names, days=days).is_kept


@gate(rules.GIVE_THANKS, of=rules.body_here)
def thank(request: Any, body: Organisation, year: int) -> HttpResponse:
    """Make a letter or a certificate for a partner."""
    return _thank(request, body, _year(year))


@gate(rules.THANK_PERSON, of=rules.person_here)
def thank_person(request: Any, person: Person, year: int) -> HttpResponse:
    """Make a letter or a certificate for a person."""
    return _thank(request, person, _year(year))


@gate(rules.READ_THANKS, of=Thanks, methods="GET")
def thanks_paper(request: Any, thanks: Thanks, fmt: str) -> HttpResponse:
    """The paper itself, the same as often as it is printed."""
    signer = kinds.Signer(name=thanks.signer_name, position=thanks.signer_position)
    writer = office(request.steward, timezone.localdate())
    voided = ""
    if thanks.voided_at is not None:
        voided = f"ยกเลิกเมื่อ {thai_dates.long(timezone.localdate(thanks.voided_at))} เพราะ{thanks.void_reason}"
    paper: kinds.Paper
    if thanks.form == Thanks.Form.CERTIFICATE:
        paper = kinds.Certificate(
            office=writer, number=thanks.number, dated=thanks.dated_on, to=thanks.printed_name, about=thanks.about,
            gave=tuple(thanks.gave), signer=signer, voided=voided,
        )  # fmt: skip
    else:
        body = thanks.organisation
        paper = kinds.ThankYou(
            office=writer, number=thanks.number, dated=thanks.dated_on, to=thanks.printed_name,
            to_monk=body is not None and body.kind == Organisation.Kind.TEMPLE,
            matter=thanks.about.removeprefix("เรื่อง"), gave=tuple(thanks.gave), signer=signer, voided=voided,
        )  # fmt: skip
    return _paper(paper, fmt)


@gate(rules.VOID_THANKS, of=Thanks)
def void(request: Any, thanks: Thanks) -> HttpResponse:
    """A paper that counts no longer."""
    to = thanks.organisation or thanks.person
    form = forms.VoidForm(request.POST if request.method == "POST" else None)
    back = _back(request, to, thanks.fiscal_year) + "#papers"  # type: ignore[arg-type]
    if thanks.voided_at is not None:
        messages.warning(request, sentence_for(PaperVoided(on=timezone.localdate(thanks.voided_at))))
        return redirect(back)

    def do(data: dict[str, Any]) -> str:
        actions.void_thanks(thanks, reason=data["reason"], by=request.actor)
        return back

    return one_act(
        request,
        form,
        do,
        title=_("Void this paper: %(form)s for %(name)s")
        % {"form": thanks.get_form_display(), "name": thanks.printed_name},
        button=_("Void it"),
        back=back,
        lead=_("The paper stays in the list, and whoever prints it reads that it counts no longer."),
        done=_("Voided. Its number is not used again."),
    )


# ------------------------------------------------------------------------------------------- elections


@gate(rules.SEE_ELECTIONS, methods="GET")
def elections(request: Any) -> HttpResponse:
    """When it is election time, as the office typed it."""
    context = {
        "rows": ElectionTime.objects.of(request.steward),
        "may_keep": allows(request.actor, rules.KEEP_ELECTIONS),
        "warned": Thanks.objects.of(request.steward).exclude(warned="").select_related("organisation")[:30]
        if allows(request.actor, rules.SEE_INTEREST)
        else (),
    }
    return render(request, "resources/elections.html", context)


@gate(rules.KEEP_ELECTIONS)
def set_election(request: Any) -> HttpResponse:
    """Type one."""
    form = forms.ElectionForm(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> str:
        actions.set_election_time(request.steward, by=request.actor, **data)
        return url(request, "elections")

    return one_act(
        request, form, do, title=_("When is the election?"), button=_("Keep it written"),
        back=url(request, "elections"),
        lead=_("From the announcement until the day of voting, or as your election office says."),
    )  # fmt: skip


@gate(rules.KEEP_ELECTIONS, of=ElectionTime, methods="POST")
def remove_election(request: Any, time: ElectionTime) -> HttpResponse:
    """It was typed wrongly."""
    actions.remove_election_time(time, by=request.actor)
    return redirect(url(request, "elections"))
