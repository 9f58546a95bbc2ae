"""Networks on the five shelves, and one network: members, seats, order and papers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue import rulebook
from ruammue.access.actors import Actor
from ruammue.access.claims import is_member_here, is_village_head
from ruammue.access.gate import allows, gate
from ruammue.foundation.answers import form_page, told, tried
from ruammue.foundation.levels import Level, Sector
from ruammue.foundation.sheets import Column
from ruammue.needs.models import Matter
from ruammue.needs.views.acts import send_file
from ruammue.needs.words import short_name
from ruammue.networks import actions, forms, queries, rules
from ruammue.networks.models import Invitation, Network, NetworkMember, NetworkPaper, Seat
from ruammue.networks.views.answers import back_to, sheet, url
from ruammue.papers.attachments import attach_paper as keep_paper
from ruammue.rulebook.sentences import CATEGORIES, CHOSEN_BY, OFFICES, sentence_of


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
    return sheet(request, _("Register of committees and networks"), columns, rows, today)


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
    invitations = queries.invitations_of(network, today=today) if is_member else []
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
        "invitations": invitations,
        "shut": {row.id for row in invitations if not _may_see(actor, network, row)},
        "papers": queries.papers_of(network) if is_member else [],
        "may_read_papers": allows(actor, rules.READ_PAPER, NetworkPaper(network=network)),
        "may_keep": may_keep,
        "may_confirm": allows(actor, rules.CONFIRM),
        "may_invite": may_keep and network.form == Network.Form.PARTNERS,
        "may_order": allows(actor, rules.TYPE_ORDER) and network.removed_at is None,
        "elects": body is not None and "R04" in body.rules,
    }
    return render(request, "networks/network.html", context)


def _may_see(actor: Actor, network: Network, row: queries.InvitationRow) -> bool:
    """Who else is asked is no secret among members; how it is negotiated is between the two."""
    return allows(actor, rules.SEE_INVITATION, Invitation(network=network, organisation_id=row.organisation_id))


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
    told(request, lambda: actions.confirm_network(network, by=request.actor), done)
    return _to_list(request, network)


@gate(rules.KEEP, of=Network, methods="POST")
def remove_slot(request: Any, network: Network) -> HttpResponse:
    """ไม่มี."""
    done = _("“%(name)s” was taken off the list.") % {"name": network.name}
    told(request, lambda: actions.remove_slot(network, by=request.actor), done)
    return _to_list(request, network)


def _to_list(request: Any, network: Network) -> HttpResponse:
    """Back to where the button stood: the shelf, at the village."""
    page = request.POST.get("page", "")
    query = f"?page={page}" if page.isdecimal() else ""
    anchor = f"#v-{network.village_id}" if network.village_id else f"#{network.level}"
    return redirect(f"{url(request, 'list')}{query}{anchor}")


@gate(rules.FORM)
def form_network(request: Any) -> HttpResponse:
    """Form a network, for a matter when `?matter=` names one of this steward."""
    matter = _matter(request)
    initial: dict[str, Any] = {}
    if matter is not None:
        name = _("Network for %(matter)s") % {"matter": short_name(matter)}
        initial = {"name": name, "purpose": matter.public_sentence}
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
        if tried(form, act):
            if given["form"] == Network.Form.PARTNERS:
                return back_to(request, "invite", made[0].pk)
            return back_to(request, "network", made[0].pk)
    return form_page(
        request,
        form,
        title=_("Form a network"),
        act=_("Form it"),
        back=url(request, "list"),
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
    if form.is_valid() and tried(form, lambda: _order(request, network, form.cleaned_data)):
        messages.success(request, _("The order is written down as it stands in your register."))
        return back_to(request, "network", network.pk)
    return form_page(
        request,
        form,
        title=_("Order of “%(name)s”") % {"name": network.name},
        act=_("Write it down"),
        back=url(request, "network", network.pk),
    )


@transaction.atomic
def _order(request: Any, network: Network, given: dict[str, Any]) -> None:
    scan = keep_paper(request.steward, given["scan"].read(), by=request.actor) if given["scan"] else None
    actions.type_order(network, given["number"], given["on"], scan, by=request.actor)


@gate(rules.KEEP, of=Network)
def attach_paper(request: Any, network: Network) -> HttpResponse:
    """Attach an order, MOU, minutes or other paper that exists already."""
    form = forms.PaperForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if form.is_valid() and tried(form, lambda: _attach(request, network, dict(form.cleaned_data))):
        messages.success(request, _("The paper is attached."))
        return back_to(request, "network", network.pk)
    return form_page(
        request,
        form,
        title=_("Attach a paper to “%(name)s”") % {"name": network.name},
        act=_("Attach it"),
        back=url(request, "network", network.pk),
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
    if form.is_valid() and tried(
        form, lambda: actions.add_member(network, form.cleaned_data["organisation"], by=request.actor)
    ):
        return back_to(request, "network", network.pk)
    return form_page(
        request,
        form,
        title=_("Who is already in “%(name)s”?") % {"name": network.name},
        act=_("Add to the network"),
        back=url(request, "network", network.pk),
        lead=_("For an organisation that joined before, or that told you on paper. To ask somebody new, invite them."),
    )


@gate(rules.END_MEMBER, of=NetworkMember)
def end_member(request: Any, member: NetworkMember) -> HttpResponse:
    """An organisation leaves, by its own wish or because the work is done."""
    form = forms.EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and tried(form, lambda: actions.end_member(member, by=request.actor, **form.cleaned_data), "on"):
        messages.success(request, _("%(name)s has left the network.") % {"name": member.organisation.name})
        return back_to(request, "network", member.network_id)
    return form_page(
        request,
        form,
        title=_("%(name)s leaves the network") % {"name": member.organisation.name},
        act=_("Leave the network"),
        back=url(request, "network", member.network_id),
        warn=_("What was done together stays in the record."),
    )
