"""Seats and their holders. A seat is not its holder; one person has one voice in a committee."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.networks.actions.forming import assure, locked
from ruammue.networks.events import AppointmentEnded, OfficeGiven, SeatAdded, SeatRemoved, SeatTaken
from ruammue.networks.models import Appointment, Network, Seat
from ruammue.networks.refusals import (
    AppointmentIsOver,
    HasVotingSeat,
    NobodyToConfirm,
    OrderNumberMissing,
    SeatHasHolder,
    SeatIsRemoved,
    SeatIsTaken,
    TermReversed,
)
from ruammue.people.models import Organisation, Person


def _locked_seat(seat: Seat) -> Seat:
    """The seat, its whole committee locked: two seats of one committee are never filled at once."""
    network = locked(Network(pk=seat.network_id))
    seat = Seat.objects.get(pk=seat.pk)
    seat.network = network
    if seat.removed_at is not None:
        raise SeatIsRemoved(label=seat.label)
    return seat


@transaction.atomic
def add_seat(
    network: Network,
    *,
    category: str,
    label: str,
    by: Who,
    office: str = Seat.Office.MEMBER,
    chosen_by: str = "",
    has_vote: bool = True,
    now: datetime | None = None,
) -> Seat:
    """One more, empty seat at the end of the list. Raises NetworkIsRemoved."""
    network = locked(network)
    assure(network, by=by, now=now or timezone.now())
    last: int = Seat.objects.of(network.steward_id).filter(network=network).aggregate(last=Max("order"))["last"] or 0
    seat: Seat = Seat.objects.create(
        steward_id=network.steward_id,
        network=network,
        order=last + 1,
        label=label,
        category=category,
        office=office,
        chosen_by=chosen_by,
        has_vote=has_vote,
    )
    record(SeatAdded(steward=network.steward_id, seat=seat.pk, network=network.pk), by=by)
    return seat


@transaction.atomic
def remove_seat(seat: Seat, *, by: Who, on: date | None = None, now: datetime | None = None) -> Seat:
    """Take an empty seat away; those who held it before stay in the record. Raises SeatHasHolder, SeatIsRemoved."""
    seat = _locked_seat(seat)
    today = on or timezone.localdate()
    if seat.appointments.filter(Q(until_on=None) | Q(until_on__gte=today)).exists():
        raise SeatHasHolder(label=seat.label)
    seat.removed_at = now or timezone.now()
    seat.save(update_fields=["removed_at"])
    record(SeatRemoved(steward=seat.steward_id, seat=seat.pk, network=seat.network_id), by=by)
    return seat


@transaction.atomic
def give_office(seat: Seat, office: str, *, by: Who) -> Seat:
    """Write that the committee elected this seat to an office (R04: the monitoring committee elects its own chair).

    There is one chair and one secretary: whoever had the office is a member again.
    """
    seat = _locked_seat(seat)
    if office in (Seat.Office.CHAIR, Seat.Office.SECRETARY):
        others = Seat.objects.of(seat.steward_id).filter(network=seat.network, office=office).exclude(pk=seat.pk)
        others.update(office=Seat.Office.MEMBER)
    seat.office = office
    seat.save(update_fields=["office"])
    record(OfficeGiven(steward=seat.steward_id, seat=seat.pk, office=office), by=by)
    return seat


@transaction.atomic
def seat_person(
    seat: Seat,
    person: Person,
    *,
    by: Who,
    from_on: date,
    until_on: date | None = None,
    on_behalf_of: Organisation | None = None,
    order_number: str = "",
    order_on: date | None = None,
    now: datetime | None = None,
) -> Appointment:
    """Let a person hold a seat from a day, until the day its term ends (powers end on that day) or until it is ended.

    Raises SeatIsTaken when it has a holder in that time, HasVotingSeat when the person has another voting seat of
    this committee in that time (invariant I1), TermReversed, OrderNumberMissing, SeatIsRemoved, NetworkIsRemoved.
    """
    if until_on is not None and until_on < from_on:
        raise TermReversed(from_on=from_on, until_on=until_on)
    if bool(order_number) != bool(order_on):
        raise OrderNumberMissing
    if by.person_id is None:
        raise NobodyToConfirm
    now = now or timezone.now()
    seat = _locked_seat(seat)
    assure(seat.network, by=by, now=now)
    taken = _in_time(Appointment.objects.of(seat.steward_id).filter(seat=seat), from_on, until_on).first()
    if taken is not None:
        raise SeatIsTaken(label=seat.label, from_on=taken.from_on, until_on=taken.until_on)
    if seat.has_vote:
        other = other_voting_seat(seat, person, from_on, until_on)
        if other is not None:
            raise HasVotingSeat(label=other.label)
    appointment: Appointment = Appointment.objects.create(
        steward_id=seat.steward_id,
        seat=seat,
        person=person,
        on_behalf_of=on_behalf_of,
        order_number=order_number,
        order_on=order_on,
        from_on=from_on,
        until_on=until_on,
        appointed_at=now,
        appointed_by_id=by.person_id,
    )
    record(
        SeatTaken(
            steward=seat.steward_id,
            seat=seat.pk,
            person=person.pk,
            appointment=appointment.pk,
            network=seat.network_id,
            from_on=from_on,
        ),
        by=by,
        at=now,
    )
    return appointment


def other_voting_seat(seat: Seat, person: Person, from_on: date, until_on: date | None) -> Seat | None:
    """Another voting seat that the person holds in this committee in that time, or None."""
    held = Appointment.objects.of(seat.steward_id).filter(
        seat__network_id=seat.network_id, seat__has_vote=True, seat__removed_at=None, person=person
    )
    found = _in_time(held.exclude(seat=seat), from_on, until_on).select_related("seat").first()
    return found.seat if found else None


def _in_time(rows: QuerySet[Appointment], from_on: date, until_on: date | None) -> QuerySet[Appointment]:
    """Those that share at least one day with the span; both ends are days in force."""
    rows = rows.filter(Q(until_on=None) | Q(until_on__gte=from_on))
    return rows if until_on is None else rows.filter(from_on__lte=until_on)


@transaction.atomic
def end_appointment(appointment: Appointment, *, by: Who, on: date, reason: str = "") -> Appointment:
    """Let the holder leave; `on` is the last day. The seat stays and is empty from the next day on.

    Raises AppointmentIsOver when it ended on or before that day, TermReversed when it had not begun.
    """
    _locked_seat(Seat.objects.get(pk=appointment.seat_id))
    appointment = Appointment.objects.get(pk=appointment.pk)
    if appointment.until_on is not None and appointment.until_on <= on:
        raise AppointmentIsOver(until_on=appointment.until_on)
    if on < appointment.from_on:
        raise TermReversed(from_on=appointment.from_on, until_on=on)
    appointment.until_on, appointment.ended_reason = on, reason
    appointment.save(update_fields=["until_on", "ended_reason"])
    record(
        AppointmentEnded(steward=appointment.steward_id, appointment=appointment.pk, seat=appointment.seat_id, on=on),
        by=by,
        reason=reason,
    )
    return appointment
