"""Seats of a committee and who holds them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from ruammue import rulebook
from ruammue.access.gate import gate
from ruammue.foundation.answers import form_page, told, tried
from ruammue.networks import actions, forms, rules
from ruammue.networks.models import Appointment, Network, Seat
from ruammue.networks.views.answers import back_to, url
from ruammue.rulebook.sentences import CATEGORIES, CHOSEN_BY, OFFICES


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
        if tried(form, lambda: actions.add_seat(network, by=request.actor, **given)):
            return back_to(request, "network", network.pk)
    return form_page(
        request,
        form,
        title=_("One more seat in “%(name)s”") % {"name": network.name},
        act=_("Add the seat"),
        back=url(request, "network", network.pk),
    )


@gate(rules.SEAT, of=Seat)
def seat_person(request: Any, seat: Seat) -> HttpResponse:
    """Who takes this seat."""
    form = forms.AppointForm(request.POST if request.method == "POST" else None, steward=request.steward)
    if form.is_valid():
        given = dict(form.cleaned_data)
        if tried(form, lambda: actions.seat_person(seat, given.pop("person"), by=request.actor, **given)):
            messages.success(request, _("The seat “%(label)s” has its holder.") % {"label": seat.label})
            return back_to(request, "network", seat.network_id)
    how = CHOSEN_BY.get(seat.chosen_by, "")
    return form_page(
        request,
        form,
        title=_("Who takes the seat “%(label)s”?") % {"label": seat.label},
        act=_("Give the seat"),
        back=url(request, "network", seat.network_id),
        lead=_("%(network)s. This seat: %(how)s.") % {"network": seat.network.name, "how": how}
        if how
        else seat.network.name,
    )


@gate(rules.SEAT, of=Seat, methods="POST")
def remove_seat(request: Any, seat: Seat) -> HttpResponse:
    """Take an empty seat away."""
    done = _("The seat “%(label)s” is gone.") % {"label": seat.label}
    told(request, lambda: actions.remove_seat(seat, by=request.actor), done)
    return back_to(request, "network", seat.network_id)


@gate(rules.SEAT, of=Seat, methods="POST")
def give_office(request: Any, seat: Seat, office: str) -> HttpResponse:
    """The committee elected this seat chair or secretary, or the holder is a plain member again."""
    if office not in (Seat.Office.CHAIR, Seat.Office.SECRETARY, Seat.Office.MEMBER):
        raise Http404
    done = _("Written down: “%(label)s” is now %(office)s.") % {"label": seat.label, "office": OFFICES[office]}
    told(request, lambda: actions.give_office(seat, office, by=request.actor), done)
    return back_to(request, "network", seat.network_id)


@gate(rules.END_APPOINTMENT, of=Appointment)
def end_appointment(request: Any, appointment: Appointment) -> HttpResponse:
    """A holder leaves the seat."""
    form = forms.EndForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and tried(
        form, lambda: actions.end_appointment(appointment, by=request.actor, **form.cleaned_data), "on"
    ):
        messages.success(request, _("Written down. From the next day on the seat is empty."))
        return back_to(request, "network", appointment.seat.network_id)
    return form_page(
        request,
        form,
        title=_("%(name)s leaves the seat “%(label)s”")
        % {"name": appointment.person.name, "label": appointment.seat.label},
        act=_("Leave the seat"),
        back=url(request, "network", appointment.seat.network_id),
    )
