"""What happens in networks. Ids, dates and code words only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ruammue.ledger.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotsPrepared(Event):
    """Places for the networks that a tambon usually has were made; nobody said yet that they exist."""

    networks: int
    villages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkConfirmed(Event):
    """Somebody said that a proposed network really exists."""

    network: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkRemoved(Event):
    """A proposed network does not exist here, or ended before it did anything."""

    network: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkFormed(Event):
    """A network was formed, for a matter or for good."""

    network: UUID
    matter: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderTyped(Event):
    """The number and date of an order were typed from the office's register."""

    network: UUID
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperAttached(Event):
    """An existing order, MOU, minutes or other paper was attached."""

    network: UUID
    paper: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatAdded(Event):
    """A further seat stands in a committee."""

    seat: UUID
    network: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatRemoved(Event):
    """An empty seat was taken away."""

    seat: UUID
    network: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeGiven(Event):
    """A committee elected one of its own to an office."""

    seat: UUID
    office: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatTaken(Event):
    """Somebody holds a seat from a day on."""

    seat: UUID
    person: UUID
    appointment: UUID | None = None
    network: UUID | None = None
    from_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentEnded(Event):
    """A holder left a seat."""

    appointment: UUID
    seat: UUID
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberJoined(Event):
    """An organisation became a member of a network."""

    network: UUID
    organisation: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLeft(Event):
    """An organisation left a network."""

    network: UUID
    organisation: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerAdded(Event):
    """An organisation was entered in the register of partners."""

    partner: UUID
    organisation: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerChanged(Event):
    """What a partner is good at, or whom to call, was written anew."""

    partner: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerConfirmed(Event):
    """Somebody asked, and what stands in the register is still so."""

    partner: UUID
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationSent(Event):
    """An organisation was invited."""

    invitation: UUID
    organisation: UUID
    matter: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationWithdrawn(Event):
    """An invitation was taken back; its link is dead."""

    invitation: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationAnswered(Event):
    """Somebody answered: a claim until it is confirmed."""

    invitation: UUID
    reply: str
    matter: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationConfirmed(Event):
    """The answer was confirmed by phone, on paper or in person."""

    invitation: UUID
    organisation: UUID
    network: UUID
    matter: UUID | None = None
    reply: str = "join"
