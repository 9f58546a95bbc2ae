"""HTTP in, one act, HTTP out."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue.access.claims import is_member_here, is_partner
from ruammue.access.gate import allows, gate
from ruammue.decisions.models import Resolution
from ruammue.foundation import thai_dates
from ruammue.foundation.addresses import absolute
from ruammue.foundation.answers import download
from ruammue.foundation.forms import HouseForm
from ruammue.foundation.refusals import Refusal
from ruammue.foundation.sheets import MEDIA_TYPE, Column, write_sheet
from ruammue.foundation.text import shorten
from ruammue.goals import actions, forms, queries, rules, values
from ruammue.goals.models import CoSignature, Goal, Indicator, Reading
from ruammue.goals.refusals import (
    BeforeBaseline,
    DueBeforeBaseline,
    NoteMissing,
    NotMeasuredYet,
    ReasonMissing,
    TargetNotBeyond,
)
from ruammue.needs.links import marked
from ruammue.needs.models import Matter
from ruammue.needs.rules import LIST_NEEDS
from ruammue.needs.views.acts import act, send_file
from ruammue.papers.attachments import NotAPaper
from ruammue.papers.photos import UnusablePhoto
from ruammue.people.signing import pages
from ruammue.people.signing.acts import Asked
from ruammue.people.signing.forms import LinkSignatureForm, OrganisationForm, OwnSignatureForm, PaperSignatureForm
from ruammue.people.signing.refusals import SignedBefore, SignedPaperMissing, SignerMissing
from ruammue.places.models import Steward

FORM = "goals/form.html"
_BESIDE: dict[type[Refusal], str] = {TargetNotBeyond: "target", DueBeforeBaseline: "due_on"}


def _url(request: Any, name: str, *args: Any) -> str:
    return reverse(f"goals:{name}", args=[request.steward.slug, *args])


def _bound(request: Any) -> dict[str, Any]:
    """Data and files by method: an empty POST is still a POST."""
    is_post = request.method == "POST"
    return {"data": request.POST if is_post else None, "files": request.FILES if is_post else None}


# ------------------------------------------------------------------------------------------- lists


@gate(rules.LIST, methods="GET")
def goals(request: Any) -> HttpResponse:
    """What we pursue together, and how far each has come."""
    form = forms.FilterForm(request.GET)
    filters = queries.Filters(form.cleaned_data.get("state", "") if form.is_valid() else "")
    page = queries.goals_page(request.steward, request.actor, filters, page=request.GET.get("page"))
    context = {"form": form, "page": page, "filters": filters, "query": request.GET.urlencode()}
    context["may_see_needs"] = allows(request.actor, LIST_NEEDS)
    return render(request, "goals/list.html", context)


@gate(rules.LIST, methods="GET")
def goals_sheet(request: Any) -> HttpResponse:
    """The filtered list as Excel: one row an indicator."""
    form = forms.FilterForm(request.GET)
    filters = queries.Filters(form.cleaned_data.get("state", "") if form.is_valid() else "")
    columns = [
        Column(_("Goal")),
        Column(_("Matter")),
        Column(_("By which day"), "date"),
        Column(_("Measured by")),
        Column(_("Unit")),
        Column(_("Where we were")),
        Column(_("Counted on"), "date"),
        Column(_("Our goal")),
        Column(_("Now")),
        Column(_("Measured on"), "date"),
        Column(_("Source of the number")),
        Column(_("Who measures")),
        Column(_("How often")),
        Column(_("Signed by")),
        Column(_("Shared")),
    ]
    rows = []
    for goal in queries.all_goals(request.steward, request.actor, filters):
        signed = " · ".join(f"{row.organisation} ({row.sector_label})" for row in goal.signed)
        shared = _("yes") if goal.is_shared else _("not shared yet")
        for item in goal.indicators or (None,):
            latest = item.latest if item else None
            rows.append(
                (
                    goal.statement,
                    goal.matter_title,
                    goal.due_on,
                    item.name if item else "",
                    item.unit if item else "",
                    values.show(item.baseline_milli) if item else "",
                    item.baseline_on if item else None,
                    values.show(item.target_milli) if item else "",
                    values.show(latest.value_milli) if latest else "",
                    latest.on if latest else None,
                    latest.source if latest else "",
                    item.owner if item else "",
                    item.frequency_label if item else "",
                    signed,
                    shared,
                )
            )
    title = _("Register of shared goals")
    note = _("%(office)s, from the record of %(day)s") % {
        "office": request.steward.name,
        "day": thai_dates.long(timezone.localdate(), request.LANGUAGE_CODE),
    }
    mark = str(Steward.Mark(request.steward.mark).label) if request.steward.mark else ""
    content = write_sheet(title, columns, rows, note=note, mark=mark, language=request.LANGUAGE_CODE)
    return download(content, MEDIA_TYPE, f"{title}.xlsx")


# ------------------------------------------------------------------------------------------- one goal


@gate(rules.SEE, of=Goal, methods="GET")
def goal(request: Any, goal: Goal) -> HttpResponse:
    """What we want, how far we are, who signed, what was measured."""
    actor = request.actor
    row = queries.goal_row(goal)
    may_read = row.is_alive and any(
        allows(actor, rules.READ, Indicator(pk=item.id, goal=goal, owner_id=item.owner_id)) for item in row.indicators
    )
    own = queries.represented(actor, goal) if row.is_alive and row.indicators and is_partner(actor, goal) else []
    context = {
        "goal": row,
        "matter": goal.matter,
        "may_read": may_read,
        "may_ask": row.is_alive and bool(row.indicators) and allows(actor, rules.ASK, goal),
        "may_enter": row.is_alive and bool(row.indicators) and allows(actor, rules.ENTER_PAPER, goal),
        "may_set": row.is_alive and not row.signed and allows(actor, rules.SET_INDICATOR, goal),
        "may_change": row.is_alive and allows(actor, rules.CHANGE, goal),
        "signs_for": list(own),
        "may_open_matter": rules.may_open(actor, goal.matter),
        "opens_resolution": is_member_here(actor, goal),
    }
    return render(request, "goals/goal.html", context)


@gate(rules.SEE, of=Goal, methods="GET")
def paper(request: Any, goal: Goal) -> HttpResponse:
    """The goal as a sheet of paper with lines to sign, for those who sign by hand."""
    row = queries.goal_row(goal)
    empty = range(max(2, 5 - len(row.signatures)))
    context = {"goal": row, "matter": goal.matter, "today": timezone.localdate(), "empty": empty}
    return render(request, "goals/paper.html", context)


@gate(rules.DRAFT, of=Matter)
def draft(request: Any, matter: Matter) -> HttpResponse:
    """Write a goal down; `?resolution=` fills in what was resolved."""
    resolutions = queries.resolutions_for(matter)
    chosen = _chosen(resolutions, request.GET.get("resolution", ""))
    initial: dict[str, Any] = {"owner": request.actor.on_behalf_of_id}
    if chosen is not None:
        initial |= {"resolution": chosen.pk, "statement": shorten(chosen.subject, 300), "due_on": chosen.due_on}
    form = forms.DraftForm(**_bound(request), steward=request.steward, resolutions=resolutions, initial=initial)

    def do(data: dict[str, Any]) -> str:
        made = actions.draft_goal(
            matter,
            data.get("resolution"),
            data["statement"],
            data["due_on"],
            form.facts(),
            by=request.actor,
            key=data["once"],
        )
        return _url(request, "goal", made.pk)

    return act(
        request, form, do=do, template=FORM, beside=_BESIDE, matter=matter, title=_("A goal we share"),
        lead=_("For the matter: %(matter)s") % {"matter": matter.title}, button=_("Write the goal down"),
        back=reverse("needs:matter", args=[request.steward.slug, matter.pk]),
        done=_("The goal is written down. It becomes a shared goal when two organisations of different sectors sign."),
    )  # fmt: skip


def _chosen(resolutions: Any, key: str) -> Resolution | None:
    return next((row for row in resolutions if str(row.pk) == key), resolutions[0] if resolutions and not key else None)


@gate(rules.SET_INDICATOR, of=Goal)
def set_indicator(request: Any, goal: Goal) -> HttpResponse:
    """One more way to know that it got better."""
    form = forms.IndicatorForm(**_bound(request), steward=request.steward)

    def do(_data: dict[str, Any]) -> str:
        actions.set_indicator(goal, form.facts(), by=request.actor)
        return _url(request, "goal", goal.pk)

    return act(
        request, form, do=do, template=FORM, beside={**_BESIDE, DueBeforeBaseline: "baseline_on"},
        title=_("How shall we know?"), lead=goal.statement, button=_("Add this"), back=_url(request, "goal", goal.pk),
        done=_("Written down."),
    )  # fmt: skip


@gate(rules.CHANGE, of=Goal)
def revise(request: Any, goal: Goal) -> HttpResponse:
    """Change words, day or target: a new version, signed anew."""
    row = queries.goal_row(goal)
    form = forms.ReviseForm(**_bound(request), goal=row)

    def do(data: dict[str, Any]) -> str:
        new = actions.revise_goal(
            goal, statement=data["statement"], due_on=data["due_on"], targets=form.targets(), reason=data["reason"],
            by=request.actor, key=data["once"],
        )  # fmt: skip
        return _url(request, "goal", new.pk)

    return act(
        request, form, do=do, template=FORM, title=_("Change this goal"), lead=goal.statement,
        warn=_("The old goal stays readable with its numbers and signatures. The new one must be signed again."),
        beside={ReasonMissing: "reason", DueBeforeBaseline: "due_on"}, button=_("Make the new version"),
        back=_url(request, "goal", goal.pk), done=_("The new version stands. Ask the partners to sign it."),
    )  # fmt: skip


@gate(rules.CHANGE, of=Goal)
def drop(request: Any, goal: Goal) -> HttpResponse:
    """Give a goal up, with the reason."""
    form = forms.DropForm(**_bound(request))

    def do(data: dict[str, Any]) -> str:
        actions.drop_goal(goal, reason=data["reason"], by=request.actor)
        return _url(request, "goal", goal.pk)

    return act(
        request, form, do=do, template=FORM, title=_("Give this goal up"), lead=goal.statement, is_danger=True,
        warn=_("Nobody can sign or measure it any more. What was signed and measured stays readable."),
        button=_("Give it up"), back=_url(request, "goal", goal.pk), done=_("The goal is given up."),
    )  # fmt: skip


# ------------------------------------------------------------------------------------------- signing


@gate(rules.ASK, of=Goal)
def ask(request: Any, goal: Goal) -> HttpResponse:
    """Choose whom to ask; the answer page shows the link once."""
    initial = {"organisation": request.GET.get("organisation") or None}
    form = OrganisationForm(**_bound(request), organisations=queries.askable(goal), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            asked = actions.ask_to_sign(goal, form.cleaned_data["organisation"], by=request.actor)
        except Refusal as refusal:
            form.add_refusal(refusal, "organisation")
        else:
            return _link_page(request, goal, asked)
    context = {"form": form, "goal": queries.goal_row(goal), "partners": queries.partners_to_ask(goal)}
    return render(request, "goals/ask.html", context)


def _link_page(request: Any, goal: Goal, asked: Asked[CoSignature]) -> HttpResponse:
    link = absolute(request, _url(request, "sign", asked.token))
    text = _("%(office)s asks %(organisation)s to sign a goal we share: “%(goal)s”.") % {
        "office": request.steward.short_name,
        "organisation": asked.signature.organisation.name,
        "goal": goal.statement,
    }
    return pages.show_link(
        request, asked.signature.organisation, link=link, text=marked(request.steward, text),
        paper=_url(request, "paper", goal.pk),
        again=_url(request, "ask", goal.pk), back=_url(request, "goal", goal.pk),
        back_words=_("Done, back to the goal"),
    )  # fmt: skip


def open_link(request: Any, key: str) -> tuple[str, queries.Link]:
    """What the link opens; never a 404 of the gate, since whoever holds a bad link needs somebody to call."""
    return key, queries.link_of(request.steward, key)


@gate(rules.OPEN_LINK, of=open_link)
def sign(request: Any, opened: tuple[str, queries.Link]) -> HttpResponse:
    """Sign by link, without an account."""
    token, link = opened
    if link.state != "waiting":
        return pages.over(request, "goals/sign_over.html", link)

    def do(data: dict[str, Any]) -> None:
        actions.sign_by_link(token, data["signed_as"], steward=request.steward, by=request.actor)

    form = LinkSignatureForm(**_bound(request))
    return pages.sign_by_link(request, form, "goals/sign.html", do=do, here=_url(request, "sign", token), link=link)


@gate(rules.SIGN, of=Goal)
def sign_as(request: Any, goal: Goal) -> HttpResponse:
    """Sign after coming in, on behalf of one's organisation."""
    organisations = queries.represented(request.actor, goal)
    if not organisations:
        messages.info(request, _("Your organisation has signed already."))
        return redirect(_url(request, "goal", goal.pk))
    form = OwnSignatureForm(**_bound(request), organisations=organisations)

    def do(data: dict[str, Any]) -> str:
        actions.sign_on_behalf(goal, data["organisation"], by=request.actor)
        return _url(request, "goal", goal.pk)

    return act(
        request, form, do=do, template="goals/sign_as.html", goal=queries.goal_row(goal),
        beside={SignedBefore: "organisation"}, done=_("Thank you. Your organisation has signed."),
    )  # fmt: skip


@gate(rules.ENTER_PAPER, of=Goal)
def enter(request: Any, goal: Goal) -> HttpResponse:
    """Enter a signature that stands on paper, with its picture."""
    initial = {"organisation": request.GET.get("organisation") or None}
    form = PaperSignatureForm(**_bound(request), organisations=queries.askable(goal), initial=initial)

    def do(data: dict[str, Any]) -> str:
        actions.enter_signature(
            goal, data["organisation"], signed_as=data["signed_as"], paper=data["paper"].read(), by=request.actor
        )
        return _url(request, "goal", goal.pk)

    return act(
        request, form, do=do, template=FORM, title=_("Somebody signed on paper"), lead=goal.statement,
        beside={
            SignedPaperMissing: "paper", NotAPaper: "paper", SignedBefore: "organisation", SignerMissing: "signed_as"
        },
        button=_("Enter the signature"), back=_url(request, "goal", goal.pk),
        warn=_("It will be shown that you entered it for them, with the picture of the paper."),
        done=_("The signature is entered, with its paper."),
    )  # fmt: skip


# ------------------------------------------------------------------------------------------- measuring


@gate(rules.READ, of=rules.indicator_with_goal)
def read(request: Any, indicator: Indicator) -> HttpResponse:
    """One number, one photo. `?corrects=` puts an earlier reading right."""
    row = next(item for item in queries.goal_row(indicator.goal).indicators if item.id == indicator.pk)
    old = _to_correct(row, request.GET.get("corrects", ""))
    initial: dict[str, Any] = {"on": old.on, "source": old.source} if old else {}
    form: HouseForm = forms.ReadingForm(**_bound(request), indicator=indicator, initial=initial)

    def do(data: dict[str, Any]) -> str:
        actions.give_reading(
            indicator,
            data["value"],
            data["on"],
            data["source"],
            data["photo"][0].read() if data["photo"] else None,
            data["note"],
            by=request.actor,
            corrects=Reading.objects.of(request.steward).get(pk=old.id) if old else None,
            key=data["once"],
        )
        return _url(request, "goal", indicator.goal_id)

    return act(
        request, form, do=do, template="goals/read.html", indicator=row, goal=indicator.goal, old=old,
        may_see=allows(request.actor, rules.SEE, indicator.goal),
        beside={NoteMissing: "note", NotMeasuredYet: "on", BeforeBaseline: "on", UnusablePhoto: "photo"},
        done=_("Thank you. The number stands on the goal's page."),
    )  # fmt: skip


def _to_correct(row: queries.IndicatorRow, key: str) -> queries.ReadingRow | None:
    if not key:
        return None
    try:
        wanted = UUID(key)
    except ValueError:
        raise Http404 from None
    old = next((item for item in row.readings if item.id == wanted), None)
    if old is None:
        raise Http404
    return old


@gate(rules.SEE_EVIDENCE, of=rules.reading_with_goal, methods="GET")
def photo(request: Any, reading: Reading) -> HttpResponse:
    """The photo that came with a reading, for those who may see the goal."""
    if reading.evidence is None:
        raise Http404
    return send_file(request, reading.evidence, small=request.GET.get("size") == "small")


@gate(rules.SEE_SIGNED_PAPER, of=rules.signature_on_paper, methods="GET")
def signed_paper(request: Any, signature: CoSignature) -> HttpResponse:
    """The paper on which somebody signed, as it was brought, for those who may see the goal."""
    if signature.evidence is None:
        raise Http404
    return send_file(request, signature.evidence)
