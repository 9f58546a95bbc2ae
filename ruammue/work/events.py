"""What happens in this room. Ids and code words only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ruammue.ledger.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOpened(Event):
    """A piece of work was put on a matter's duty table."""

    work: UUID
    matter: UUID
    due_on: date | None = None
    resolution: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDropped(Event):
    """A piece of work was taken off the table."""

    work: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DutySet(Event):
    """An organisation's part in a piece of work was agreed; an empty part takes it away."""

    work: UUID
    organisation: UUID
    part: str
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DutySignatureAsked(Event):
    """An organisation was asked to sign its duties."""

    signature: UUID
    organisation: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DutiesSigned(Event):
    """An organisation signed the duty table as it stood (`table` is its SHA-256)."""

    matter: UUID
    organisation: UUID
    way: str = ""
    table: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutiesObjected(Event):
    """An organisation wants its duties changed before it signs."""

    matter: UUID
    organisation: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDone(Event):
    """A piece of work is finished."""

    work: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkReopened(Event):
    """A piece of work was not finished after all."""

    work: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonNamed(Event):
    """A partner named somebody for its duty."""

    duty: UUID
    matter: UUID
    person: UUID | None = None
