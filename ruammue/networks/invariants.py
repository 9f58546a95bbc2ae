"""What must hold in networks: one voice per person, one holder per seat, members and holders stand in the record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from uuid import UUID

from ruammue.ledger.invariants import rows_and_record
from ruammue.ledger.verification import Finding, invariant
from ruammue.networks.models import Appointment, Invitation


@invariant
def seats_and_invitations_are_recorded(steward: UUID) -> Iterator[Finding]:
    """Every appointment and invitation stands in the record, and none of the record is gone."""
    yield from rows_and_record(steward, Appointment.objects.of(steward), "networks.seat_taken", "appointment")
    yield from rows_and_record(steward, Invitation.objects.of(steward), "networks.invitation_sent", "invitation")


@invariant
def one_holder_and_one_voice(steward: UUID) -> Iterator[Finding]:
    """On no day has a seat two holders, or a person two voting seats of one committee (invariant I1)."""
    seats: dict[UUID, list[tuple[date, date]]] = defaultdict(list)
    voices: dict[tuple[UUID, UUID], list[tuple[date, date]]] = defaultdict(list)
    held = Appointment.objects.of(steward).select_related("seat")
    for row in held.iterator(chunk_size=2_000):
        days = (row.from_on, row.until_on or date.max)
        seats[row.seat_id].append(days)
        if row.seat.has_vote and row.seat.removed_at is None:
            voices[row.seat.network_id, row.person_id].append(days)
    for seat, spans in seats.items():
        if _meet(spans):
            yield Finding("networks.two_holders", steward, {"seat": seat})
    for (network, _person), spans in voices.items():
        if _meet(spans):
            # Whose voice it is stays out of the report: it goes to files and screens.
            yield Finding("networks.two_voices", steward, {"network": network})


def _meet(spans: list[tuple[date, date]]) -> bool:
    """Whether two of the spans share a day; both ends are days in force."""
    spans.sort()
    latest = date.min
    for begins, ends in spans:
        if begins <= latest and latest != date.min:
            return True
        latest = max(latest, ends)
    return False
