"""HTTP in, one act, HTTP out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue import rulebook
from ruammue.access.actors import Actor
from ruammue.access.claims import is_member_here, is_village_head
from ruammue.access.gate import allows, gate
from ruammue.foundation import telephone, thai_dates
from ruammue.foundation.addresses import absolute, outside
from ruammue.foundation.keys import token_hash
from ruammue.foundation.levels import Level, Sector
from ruammue.foundation.refusals import Refusal, sentence_for
from ruammue.foundation.sheets import MEDIA_TYPE, Column, write_sheet
from ruammue.needs.links import marked, office
from ruammue.needs.models import Matter
from ruammue.needs.views.acts import send_file
from ruammue.networks import actions, forms, queries, rules
from ruammue.networks.models import Appointment, Invitation, Network, NetworkMember, NetworkPaper, Partner, Seat
from ruammue.networks.queries import Letter
from ruammue.papers import kinds
from ruammue.papers.attachments import attach_paper as keep_paper
from ruammue.papers.render import render as render_paper
from ruammue.people.models import Person
from ruammue.places.models import Steward
from ruammue.rulebook.sentences import CATEGORIES, CHOSEN_BY, OFFICES, sentence_of


def _back(request: Any, name: str, *args: Any) -> HttpResponse:
    return redirect(f"networks:{name}", request.steward.slug, *args)


def _form_page(
    request: Any, form: Any, *, title: str, act: str, back: str, lead: str = "", warn: str = ""
) -> HttpResponse:
    """One form on one page; after a refusal with 422, so that no program takes it for done."""
    context = {"form": form, "title": title, "act": act, "back": back, "lead": lead, "warn": warn}
    return render(request, "networks/form.html", context, status=422 if form.errors else 200)


def _tried(form: Any, act: Callable[[], Any], field: str | None = None) -> bool:
    """Do the act; a refusal becomes a sentence on the form. True when it was done."""
    try:
        act()
    except Refusal as refusal:
        form.add_refusal(refusal, field)
        return False
    return True


def _told(request: Any, act: Callable[[], Any], done: str) -> None:
    """Do an act of a single button; say that it was done, or why not."""
    try:
        act()
    except Refusal as refusal:
        messages.error(request, sentence_for(refusal))
    else:
        messages.success(request, done)


def _url(request: Any, name: str, *args: Any) -> str:
    return reverse(f"networks:{name}", args=[request.steward.slug, *args])


# ------------------------------------------------------------------------------------------- lists


@gate(rules.LIST, methods="GET")
def networks(request: Any) -> HttpResponse:
    """Five shelves; `?level=` opens one of them."""
    actor, today = request.actor, timezone.localdate()
    public_only = not is_member_here(actor, None)
    level, number = request.GET.get("level", ""), request.GET.get("page")
    may_keep = allows(actor, rules.TYPE_ORDER)
    context: dict[str, Any] = {
        "may_form": allows(actor, rules.FORM),
        "may_keep": may_keep,
        "is_member": not public_only,
    }
    if level in Level.values and level != Level.VILLAGE:
        context["level"] = Level(level).label
        context["page"], context["rows"] = queries.networks_of_level(
            request.steward, level, number=number, today=today, public_only=public_only
        )
    else:
        found = queries.overview(request.steward, number=number, today=today, public_only=public_only)
        context |= {"shelves": found.shelves, "page": found.page, "villages": found.villages}
        context["proposed"] = sum(shelf.proposed for shelf in found.shelves)
        # A village head says of their own villages what exists.
        context["own_villages"] = actor.villages if is_village_head(actor, None) else frozenset()
    return render(request, "networks/list.html", context)


@gate(rules.SEE_PARTNERS, methods="GET")
def networks_sheet(request: Any) -> HttpResponse:
    """ทะเบียนคณะกรรมการและเครือข่าย as Excel."""
    today = timezone.localdate()
    lines = queries.committee_register(request.steward, today=today)
    columns = [
        Column(_("Level")),
        Column(_("Committee or network")),
        Column(_("Really exists")),
        Column(_("Number of the order")),
        Column(_("Date of the order"), "date"),
        Column(_("Seat")),
        Column(_("Category")),
        Column(_("Holder")),
        Column(_("On behalf of")),
        Column(_("From"), "date"),
        Column(_("Until"), "date"),
    ]
    rows = [
        (
            line.level,
            line.network,
            _("yes") if line.is_confirmed else _("not confirmed yet"),
            (line.seat.order_number if line.seat else "") or line.order_number,
            (line.seat.order_on if line.seat else None) or line.order_on,
            line.seat.label if line.seat else "",
            str(CATEGORIES.get(line.seat.category, line.seat.category)) if line.seat else "",
            (line.seat.holder or _("vacant")) if line.seat else "",
            line.seat.on_behalf_of if line.seat else "",
            line.seat.from_on if line.seat else None,
            line.seat.until_on if line.seat else None,
        )
        for line in lines
    ]
    return _sheet(request, _("Register of committees and networks"), columns, rows, today)


def _sheet(request: Any, title: str, columns: list[Any], rows: list[Any], today: date) -> HttpResponse:
    note = _("%(office)s, from the record of %(day)s") % {
        "office": request.steward.name,
        "day": thai_dates.long(today, request.LANGUAGE_CODE),
    }
    mark = str(Steward.Mark(request.steward.mark).label) if request.steward.mark else ""
    content = write_sheet(title, columns, rows, note=note, mark=mark, language=request.LANGUAGE_CODE)
    return _file(content, MEDIA_TYPE, f"{title}.xlsx")


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return response


# ------------------------------------------------------------------------------------------- one network


@gate(rules.SEE, of=Network, methods="GET")
def network(request: Any, network: Network) -> HttpResponse:
    """Members by sector, seats with holders or empty, order, what is missing by which rule, invitations, papers."""
    actor, today = request.actor, timezone.localdate()
    is_member = is_member_here(actor, network)
    seats = queries.seats_of(network, on=today)
    body = rulebook.committee(network.rule_key)
    verdicts = queries.verdicts_on(network, seats, on=today) if is_member else []
    may_keep = allows(actor, rules.KEEP, network) and network.removed_at is None
    members = queries.members_of(network, on=today)
    lines = [_seat_line(actor, network, seat, seats, may_keep) for seat in seats]
    context = {
        "network": network,
        "body": body,
        "level": Level(network.level).label,
        "village": network.village.label if network.village else "",
        "matter": network.matter,
        "is_member": is_member,
        "sectors": [{"label": Sector(sector).label, "members": rows} for sector, rows in members.items()],
        "count": sum(len(rows) for rows in members.values()),
        "seats": lines,
        "may_seat_any": any(line["may_seat"] for line in lines),
        "filled": sum(seat.is_filled for seat in seats),
        "broken": [
            {"verdict": verdict, "findings": [(sentence_of(finding), finding.force) for finding in verdict.findings]}
            for verdict in verdicts
            if verdict.findings
        ],
        "is_judged": bool(verdicts),
        "invitations": queries.invitations_of(network, today=today) if is_member else [],
        "papers": queries.papers_of(network) if is_member else [],
        "may_read_papers": allows(actor, rules.READ_PAPER, NetworkPaper(network=network)),
        "may_keep": may_keep,
        "may_confirm": allows(actor, rules.CONFIRM),
        "may_invite": may_keep and network.form == Network.Form.PARTNERS,
        "may_order": allows(actor, rules.TYPE_ORDER) and network.removed_at is None,
        "elects": body is not None and "R04" in body.rules,
    }
    return render(request, "networks/network.html", context)


def _seat_line(
    actor: Actor, network: Network, seat: queries.SeatRow, seats: list[queries.SeatRow], may_keep: bool
) -> dict[str, Any]:
    """A seat with its words, and what this actor may do with it. A seat that the rule asks for is not offered to go."""
    body = rulebook.committee(network.rule_key)
    least = next((line.least for line in body.seats if line.category == seat.category), 0) if body else 0
    may_seat = network.removed_at is None and allows(actor, rules.SEAT, Seat(category=seat.category, network=network))
    return {
        "row": seat,
        "office": OFFICES[seat.office] if seat.office != Seat.Office.MEMBER else "",
        "chosen_by": CHOSEN_BY.get(seat.chosen_by, ""),
        "may_seat": may_seat,
        "may_remove": may_keep and may_seat and sum(other.category == seat.category for other in seats) > least,
    }


@gate(rules.KEEP, of=Network, methods="POST")
def confirm_network(request: Any, network: Network) -> HttpResponse:
    """มีจริง."""
    done = _("“%(name)s” is now known to exist.") % {"name": network.name}
    _told(request, lambda: actions.confirm_network(network, by=request.actor), done)
    return _to_list(request, network)


@gate(rules.KEEP, of=Network, methods="POST")
def remove_slot(request: Any, network: Network) -> HttpResponse:
    """ไม่มี."""
    done = _("“%(name)s” was taken off the list.") % {"name": network.name}
    _told(request, lambda: actions.remove_slot(network, by=request.actor), done)
    return _to_list(request, network)


def _to_list(request: Any, network: Network) -> HttpResponse:
    """Back to where the button stood: the shelf, at the village."""
    page = request.POST.get("page", "")
    query = f"?page={page}" if page.isdecimal() else ""
    anchor = f"#v-{network.village_id}" if network.village_id else f"#{network.level}"
    return redirect(f"{_url(request, 'list')}{query}{anchor}")


@gate(rules.FORM)
def form_network(request: Any) -> HttpResponse:
    """Form a network, for a matter when `?matter=` names one of this steward."""
    matter = _matter(request)
    initial: dict[str, Any] = {}
    if matter is not None:
        initial = {"name": _("Network: %(matter)s") % {"matter": matter.title}, "purpose": matter.public_sentence}
        if matter.village_id:
            initial["village"] = matter.village_id
    form = forms.NetworkForm(
        request.POST if request.method == "POST" else None,
        steward=request.steward,
        actor=request.actor,
        initial=initial,
    )
    if form.is_valid():
        made: list[Network] = []
        given = dict(form.cleaned_data)
        act = lambda: made.append(  # noqa: E731 - one act, tried
            actions.form_network(matter, steward=request.steward, by=request.actor, **given)
        )
        if _tried(form, act):
            if given["form"] == Network.Form.PARTNERS:
                return _back(request, "invite", made[0].pk)
            return _back(request, "network", made[0].pk)
    return _form_page(
        request,
        form,
        title=_("Form a network"),
        act=_("Form it"),
        back=_url(request, "list"),
        lead=_("For the matter: %(matter)s") % {"matter": matter.title} if matter else "",
    )


def _matter(request: Any) -> Matter | None:
    key = request.GET.get("matter")
    if not key:
        return None
    try:
        matter = Matter.objects.of(request.steward).filter(pk=key).first()
    except (ValueError, ValidationError):
        matter = None
    if matter is None:
        raise Http404
    return matter  # type: ignore[no-any-return]


@gate(rules.TYPE_ORDER, of=Network)
def type_order(request: Any, network: Network) -> HttpResponse:
    """Number and date of the order, from the office's register; the signed scan, when there is one."""
    initial = {"number": network.order_number, "on": network.order_on}
    form = forms.OrderForm(request.POST if request.method == "POST" else None, request.FILES or None, initial=initial)
    if form.is_valid() and _tried(form, lambda: _order(request, network, form.cleaned_data)):
        messages.success(request, _("The order is written down as it stands in your register."))
        return _back(request, "network", network.pk)
    return _form_page(
        request,
        form,
        title=_("Order of “%(name)s”") % {"name": network.name},
        act=_("Write it down"),
        back=_url(request, "network", network.pk),
    )


@transaction.atomic
def _order(request: Any, network: Network, given: dict[str, Any]) -> None:
    scan = keep_paper(request.steward, given["scan"].read(), by=request.actor) if given["scan"] else None
    actions.type_order(network, given["number"], given["on"], scan, by=request.actor)


@gate(rules.KEEP, of=Network)
def attach_paper(request: Any, network: Network) -> HttpResponse:
    """Attach an order, MOU, minutes or other paper that exists already."""
    form = forms.PaperForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if form.is_valid() and _tried(form, lambda: _attach(request, network, dict(form.cleaned_data))):
        messages.success(request, _("The paper is attached."))
        return _back(request, "network", network.pk)
    return _form_page(
        request,
        form,
        title=_("Attach a paper to “%(name)s”") % {"name": network.name},
        act=_("Attach it"),
        back=_url(request, "network", network.pk),
    )


@transaction.atomic
def _attach(request: Any, network: Network, given: dict[str, Any]) -> None:
    scan = given.pop("scan")
    kept = keep_paper(request.steward, scan.read(), name=scan.name, by=request.actor)
    actions.attach_paper(network, kept, by=request.actor, **given)


@gate(rules.READ_PAPER, of=NetworkPaper, methods="GET")
def paper(request: Any, paper: NetworkPaper) -> HttpResponse:
    """An attached paper as it was given."""
    return send_file(request, paper.attachment)


@gate(rules.KEEP, of=Network)
def add_member(request: Any, network: Network) -> HttpResponse:
    """An organisation that is in the network already."""
    form = forms.MemberForm(
        request.POST if request.method == "POST" else None, steward=request.steward, network=network
    )
    if form.is_valid() and _tried(
        form, lambda: actions.add_member(network, form.cleaned_data["organisation"], by=request.actor)
    ):
        return _back(request, "network", network.pk)
    return _form_page(
        request,
        form,
        title=_("Who is already in “%(name)s”?") % {"name": network.name},
        act=_("Add to the network"),
        back=_url(request, "network", network.pk),
        lead=_("For an organisation that joined before, or that told you on paper. To ask somebody new, invite them."),
    )


@gate(rules.END_MEMBER, of=NetworkMember)
def end_member(request: Any, member: NetworkMember) -> HttpResponse:
    """An organisation leaves, by its own wish or because the work is done."""
    form = forms.EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _tried(
        form, lambda: actions.end_member(member, by=request.actor, **form.cleaned_data), "on"
    ):
        messages.success(request, _("%(name)s has left the network.") % {"name": member.organisation.name})
        return _back(request, "network", member.network_id)
    return _form_page(
        request,
        form,
        title=_("%(name)s leaves the network") % {"name": member.organisation.name},
        act=_("Leave the network"),
        back=_url(request, "network", member.network_id),
        warn=_("What was done together stays in the record."),
    )


# ------------------------------------------------------------------------------------------- seats


@gate(rules.KEEP, of=Network)
def add_seat(request: Any, network: Network) -> HttpResponse:
    """One more seat in a committee."""
    body = rulebook.committee(network.rule_key)
    known = [seat.category for seat in body.seats] if body else []
    categories = [(key, CATEGORIES[key]) for key in known] or [
        (key, CATEGORIES[key]) for key in ("member", "partner", "state", "forum", "council", "expert")
    ]
    form = forms.SeatForm(request.POST if request.method == "POST" else None, categories=categories)
    if form.is_valid():
        given = dict(form.cleaned_data)
        line = next((seat for seat in body.seats if seat.category == given["category"]), None) if body else None
        given["chosen_by"] = line.chosen_by if line else ""
        if _tried(form, lambda: actions.add_seat(network, by=request.actor, **given)):
            return _back(request, "network", network.pk)
    return _form_page(
        request,
        form,
        title=_("One more seat in “%(name)s”") % {"name": network.name},
        act=_("Add the seat"),
        back=_url(request, "network", network.pk),
    )


@gate(rules.SEAT, of=Seat)
def seat_person(request: Any, seat: Seat) -> HttpResponse:
    """Who takes this seat."""
    form = forms.AppointForm(request.POST if request.method == "POST" else None, steward=request.steward)
    if form.is_valid():
        given = dict(form.cleaned_data)
        if _tried(form, lambda: actions.seat_person(seat, given.pop("person"), by=request.actor, **given)):
            messages.success(request, _("The seat “%(label)s” has its holder.") % {"label": seat.label})
            return _back(request, "network", seat.network_id)
    how = CHOSEN_BY.get(seat.chosen_by, "")
    return _form_page(
        request,
        form,
        title=_("Who takes the seat “%(label)s”?") % {"label": seat.label},
        act=_("Give the seat"),
        back=_url(request, "network", seat.network_id),
        lead=_("%(network)s. This seat: %(how)s.") % {"network": seat.network.name, "how": how}
        if how
        else seat.network.name,
    )


@gate(rules.SEAT, of=Seat, methods="POST")
def remove_seat(request: Any, seat: Seat) -> HttpResponse:
    """Take an empty seat away."""
    done = _("The seat “%(label)s” is gone.") % {"label": seat.label}
    _told(request, lambda: actions.remove_seat(seat, by=request.actor), done)
    return _back(request, "network", seat.network_id)


@gate(rules.SEAT, of=Seat, methods="POST")
def give_office(request: Any, seat: Seat, office: str) -> HttpResponse:
    """The committee elected this seat chair or secretary, or the holder is a plain member again."""
    if office not in (Seat.Office.CHAIR, Seat.Office.SECRETARY, Seat.Office.MEMBER):
        raise Http404
    done = _("Written down: “%(label)s” is now %(office)s.") % {"label": seat.label, "office": OFFICES[office]}
    _told(request, lambda: actions.give_office(seat, office, by=request.actor), done)
    return _back(request, "network", seat.network_id)


@gate(rules.END_APPOINTMENT, of=Appointment)
def end_appointment(request: Any, appointment: Appointment) -> HttpResponse:
    """A holder leaves the seat."""
    form = forms.EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _tried(
        form, lambda: actions.end_appointment(appointment, by=request.actor, **form.cleaned_data), "on"
    ):
        messages.success(request, _("Written down. From the next day on the seat is empty."))
        return _back(request, "network", appointment.seat.network_id)
    return _form_page(
        request,
        form,
        title=_("%(name)s leaves the seat “%(label)s”")
        % {"name": appointment.person.name, "label": appointment.seat.label},
        act=_("Leave the seat"),
        back=_url(request, "network", appointment.seat.network_id),
    )


# ------------------------------------------------------------------------------------------- invitations


@gate(rules.INVITE, of=Network)
def invite(request: Any, network: Network) -> HttpResponse:
    """Invite a partner; the answer page shows the link once, with the text to share and the letter to print."""
    initial = {"asks": network.purpose, "organisation": request.GET.get("organisation") or None}
    form = forms.InviteForm(
        request.POST if request.method == "POST" else None,
        steward=request.steward,
        network=network,
        initial=initial,
    )
    if form.is_valid():
        given = dict(form.cleaned_data)
        sent: list[actions.Sent] = []
        if _tried(
            form,
            lambda: sent.append(actions.invite(network, given.pop("organisation"), by=request.actor, **given)),
        ):
            return _link_page(request, sent[0].invitation, sent[0].token)
    context = {"network": network, "form": form, "back": _url(request, "network", network.pk)}
    return render(request, "networks/invite.html", context, status=422 if form.errors else 200)


def _link_page(request: Any, invitation: Invitation, token: str) -> HttpResponse:
    """The only page that ever shows the link. It is not kept by any browser on the way (no-store)."""
    link = absolute(request, _url(request, "invitation", token))
    context = {
        "invitation": invitation,
        "network": invitation.network,
        "token": token,
        "link": link,
        "text": _invitation_text(request.steward, invitation),
    }
    response = render(request, "networks/invited.html", context)
    response["Referrer-Policy"] = "strict-origin"
    return response


def _invitation_text(steward: Steward, invitation: Invitation) -> str:
    """Who asks whom for what, and how to answer: by the link below it, or, where that opens nowhere, by telephone."""
    facts = {
        "office": steward.short_name,
        "organisation": invitation.organisation.name,
        "asks": invitation.asks,
        "phone": telephone.grouped(steward.phone),
    }
    if settings.IS_REACHABLE:
        words = _("%(office)s invites %(organisation)s: %(asks)s Answer in two taps:") % facts
    else:
        words = _("%(office)s invites %(organisation)s: %(asks)s Tell us your answer by telephone: %(phone)s") % facts
    return marked(steward, words)


@gate(rules.SEE_INVITATION, of=Invitation, methods="GET")
def invitation_state(request: Any, invitation: Invitation) -> HttpResponse:
    """Where an invitation stands, who confirmed it and how."""
    form = forms.ConfirmForm(None, initial={"reply": invitation.reply or None, "way": "phone"})
    return _state_page(request, invitation, form)


@gate(rules.CONFIRM, of=Invitation)
def confirm_invitation(request: Any, invitation: Invitation) -> HttpResponse:
    """Confirm the answer, or write down the first one, as it was heard by phone, on paper or in person."""
    if request.method != "POST":
        return _back(request, "invitation_state", invitation.pk)
    form = forms.ConfirmForm(request.POST)
    if form.is_valid() and _tried(
        form, lambda: actions.confirm_invitation(invitation, by=request.actor, **form.cleaned_data)
    ):
        messages.success(request, _("Confirmed. It is written down who confirmed it and how."))
        return _back(request, "network", invitation.network_id)
    return _state_page(request, invitation, form)


def _state_page(request: Any, invitation: Invitation, form: forms.ConfirmForm) -> HttpResponse:
    actor = request.actor
    state = queries.state_of(invitation, timezone.localdate())
    is_open = invitation.confirmed_at is None and state != "withdrawn"
    context = {
        "invitation": invitation,
        "network": invitation.network,
        "state": state,
        "form": form,
        "may_confirm": is_open and allows(actor, rules.CONFIRM),
        "may_keep": is_open and allows(actor, rules.KEEP_INVITATION, invitation),
        "may_answer": allows(actor, rules.ANSWER, invitation) and state in ("waiting", "expired"),
        "may_invite": allows(actor, rules.INVITE, invitation.network),
    }
    return render(request, "networks/invitation_state.html", context, status=422 if form.errors else 200)


@gate(rules.ANSWER, of=Invitation)
def answer_for(request: Any, invitation: Invitation) -> HttpResponse:
    """Answer after signing in, on behalf of one's organisation."""
    actor = request.actor.speaking_for(invitation.organisation_id)
    act = lambda given: actions.answer_for(invitation, by=actor, **given)  # noqa: E731
    letter = Letter(
        queries.letter_state(invitation, timezone.localdate()),
        invitation,
        request.steward.short_name,
        request.steward.phone,
    )
    return _answer(
        request,
        letter,
        act,
        again=_url(request, "answer", invitation.pk),
        after=_url(request, "invitation_state", invitation.pk),
    )


def open_link(request: Any, key: str) -> tuple[str, Letter]:
    """What the link opens here; never a 404 of the gate, since whoever holds a bad link needs somebody to call."""
    return key, queries.letter_of(request.steward, key, today=timezone.localdate())


@gate(rules.OPEN_LINK, of=open_link)
def invitation(request: Any, opened: tuple[str, Letter]) -> HttpResponse:
    """The invitation on a phone without account. Looking never uses the link up; only the confirming POST does."""
    token, letter = opened
    actor: Actor = request.actor
    act = lambda given: actions.answer_invitation(token, steward=request.steward, by=actor, **given)  # noqa: E731
    here = _url(request, "invitation", token)
    response = _answer(request, letter, act, again=here, after=here)
    # The address is a secret: it goes to no other page, no cache and no search engine.
    response["Referrer-Policy"] = "strict-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


_GONE = {"unknown": 404, "expired": 410, "withdrawn": 410, "answered": 200}


def _answer(
    request: Any, letter: Letter, act: Callable[[dict[str, Any]], Any], *, again: str, after: str
) -> HttpResponse:
    """First tap: join or not now (a GET, changes nothing). Second tap: the POST that answers."""
    context: dict[str, Any] = {"letter": letter, "invitation": letter.invitation, "here": again}
    if letter.state != "waiting":
        return render(request, "networks/link_over.html", context, status=_GONE[letter.state])
    reply = request.POST.get("reply") if request.method == "POST" else request.GET.get("reply")
    if reply not in Invitation.Reply.values:
        return render(request, "networks/invitation.html", context)
    form = forms.AnswerForm(request.POST if request.method == "POST" else None, reply=reply)
    if form.is_valid():
        given = dict(form.cleaned_data)
        if _tried(form, lambda: act(given)):
            thanks = _("Thank you. We wrote down: %(reply)s.") % {"reply": Invitation.Reply(reply).label}
            messages.success(request, thanks)
            return redirect(after)
    context |= {"form": form, "reply": reply}
    return render(request, "networks/invitation_confirm.html", context, status=422 if form.errors else 200)


@gate(rules.KEEP_INVITATION, of=Invitation, methods="POST")
def withdraw_invitation(request: Any, invitation: Invitation) -> HttpResponse:
    """Take the invitation back."""
    _told(
        request,
        lambda: actions.withdraw_invitation(invitation, by=request.actor),
        _("The invitation was taken back; its link no longer works."),
    )
    return _back(request, "network", invitation.network_id)


@gate(rules.KEEP_INVITATION, of=Invitation, methods="POST")
def letter(request: Any, invitation: Invitation) -> HttpResponse:
    """หนังสือเชิญ as a draft to sign. The link stands in it only while its page, which holds the token, is open."""
    token = request.POST.get("token", "")
    if token and token_hash(token) != bytes(invitation.token_hash):
        raise Http404
    steward = request.steward
    sender = Person.objects.filter(pk=invitation.sent_by_id).first()
    network = invitation.network
    about = (network.matter.public_sentence if network.matter else "") or network.name
    paper = kinds.Invitation(
        office=office(steward, timezone.localdate()),
        to=invitation.organisation.name,
        to_monk=invitation.organisation.kind == "temple",
        matter=about,
        why="" if network.purpose.strip() in about else network.purpose,
        asks=(invitation.asks,),
        when=invitation.effort,
        answer_by=invitation.expires_on,
        link=outside(_url(request, "invitation", token)) if token else "",
        coordinator=kinds.Contact(
            name=sender.name if sender else steward.short_name, phone=(sender.phone if sender else "") or steward.phone
        ),
    )
    file = render_paper(paper, "docx" if request.POST.get("as") == "docx" else "pdf")
    return _file(file.content, file.media_type, file.filename)


# ------------------------------------------------------------------------------------------- partners


@gate(rules.SEE_PARTNERS, methods="GET")
def partners(request: Any) -> HttpResponse:
    """ทะเบียนภาคีเครือข่าย."""
    form = forms.SearchForm(request.GET or None)
    asked = form.cleaned_data if form.is_valid() else {}
    page, rows = queries.partners(
        request.steward,
        today=timezone.localdate(),
        words=asked.get("words", ""),
        sector=asked.get("sector", ""),
        number=request.GET.get("page"),
    )
    context = {
        "form": form if form.is_bound else forms.SearchForm(),
        "page": page,
        "rows": rows,
        "may_add": allows(request.actor, rules.ADD_PARTNER),
        "is_search": any(asked.values()),
    }
    return render(request, "networks/partners.html", context)


@gate(rules.SEE_PARTNERS, methods="GET")
def partners_sheet(request: Any) -> HttpResponse:
    """The register of partners as Excel. Telephone numbers are those of their contacts, for the office's work."""
    today = timezone.localdate()
    _page, rows = queries.partners(request.steward, today=today, everything=True)
    columns = [
        Column(_("Partner")),
        Column(_("Sector")),
        Column(_("Kind")),
        Column(_("Level")),
        Column(_("Good at")),
        Column(_("Whom to call")),
        Column(_("Telephone")),
        Column(_("Last asked"), "date"),
        Column(_("Networks"), "number"),
        Column(_("Delivered"), "number"),
        Column(_("Of these in time"), "number"),
    ]
    cells = [
        (
            row.name,
            row.sector_label,
            row.kind,
            row.level,
            row.good_at,
            row.contact,
            row.contact_phone,
            row.assured_on,
            row.networks,
            row.ties.delivered,
            row.ties.kept,
        )
        for row in rows
    ]
    return _sheet(request, _("Register of partners"), columns, cells, today)


@gate(rules.ADD_PARTNER)
def add_partner(request: Any) -> HttpResponse:
    """Enter a partner."""
    form = forms.PartnerForm(request.POST if request.method == "POST" else None, steward=request.steward)
    if form.is_valid():
        made: list[Partner] = []
        if _tried(
            form,
            lambda: made.append(actions.enter_partner(request.steward, by=request.actor, **form.cleaned_data)),
            "organisation",
        ):
            return _back(request, "partner", made[0].pk)
    return _form_page(
        request, form, title=_("Enter a partner"), act=_("Enter in the register"), back=_url(request, "partners")
    )


@gate(rules.SEE_PARTNERS, of=Partner, methods="GET")
def partner(request: Any, partner: Partner) -> HttpResponse:
    """What a partner is good at, whom to call, what was done together, and whether this is still so."""
    today = timezone.localdate()
    (row,) = queries.partner_rows(request.steward, [partner], today=today)
    context = {
        "partner": partner,
        "row": row,
        "networks": queries.networks_of_organisation(request.steward, partner.organisation_id, today=today),
        "may_keep": allows(request.actor, rules.KEEP_PARTNER, partner),
        "asked_today": partner.assured_on == today,
    }
    return render(request, "networks/partner.html", context)


@gate(rules.KEEP_PARTNER, of=Partner)
def change_partner(request: Any, partner: Partner) -> HttpResponse:
    """Correct what stands in the register."""
    form = forms.PartnerChangeForm(
        request.POST if request.method == "POST" else None, steward=request.steward, partner=partner
    )
    if form.is_valid() and _tried(form, lambda: actions.change_partner(partner, by=request.actor, **form.cleaned_data)):
        return _back(request, "partner", partner.pk)
    return _form_page(
        request,
        form,
        title=_("Correct: %(name)s") % {"name": partner.organisation.name},
        act=_("Save"),
        back=_url(request, "partner", partner.pk),
    )


@gate(rules.KEEP_PARTNER, of=Partner, methods="POST")
def confirm_partner(request: Any, partner: Partner) -> HttpResponse:
    """ยังใช่อยู่: one tap."""
    _told(request, lambda: actions.confirm_partner(partner, by=request.actor), _("Thank you. Marked as asked today."))
    return _back(request, "partner", partner.pk)
