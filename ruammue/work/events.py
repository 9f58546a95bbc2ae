"""What happens to pieces of work and to the duty table. Ids, dates and code words only."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from ruammue.ledger.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOpened(Event):
    """A piece of work stands in the duty table of a matter."""

    work: UUID
    matter: UUID
    resolution: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkChanged(Event):
    """A piece of work was worded anew, or its day moved."""

    work: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDropped(Event):
    """A piece of work is not done after all."""

    work: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDone(Event):
    """A piece of work was reported as done."""

    work: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkReopened(Event):
    """It was not done yet after all."""

    work: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DutySet(Event):
    """A cell of the duty table: lead, joint, support, informed, or nothing."""

    work: UUID
    organisation: UUID
    part: str
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningAsked(Event):
    """A partner was asked to sign its column; it has a link of its own."""

    matter: UUID
    organisation: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DutiesSigned(Event):
    """A partner signed the duty table as it stood. `table` is its hash, `way` link, login or paper."""

    matter: UUID
    organisation: UUID
    table: str = ""
    way: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutiesObjected(Event):
    """A partner wants something changed before it signs."""

    matter: UUID
    organisation: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonNamed(Event):
    """A partner named a person for one of its duties."""

    duty: UUID
    matter: UUID
    assignment: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReleased(Event):
    """A person no longer has this duty."""

    duty: UUID
    matter: UUID
    assignment: UUID | None = None
