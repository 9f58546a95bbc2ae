"""What happens with goals. Ids, numbers, days and code words only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ruammue.ledger.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalDrafted(Event):
    """A goal was written down; nobody signed it yet. `replaces`: the version whose place it takes."""

    goal: UUID
    matter: UUID
    due_on: date | None = None
    resolution: UUID | None = None
    replaces: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorSet(Event):
    """How a goal is measured. The numbers, in thousandths, stand in the record as they were signed."""

    indicator: UUID
    goal: UUID
    baseline_milli: int
    target_milli: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureAsked(Event):
    """An organisation was asked to sign a goal."""

    signature: UUID
    goal: UUID
    organisation: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalSigned(Event):
    """An organisation signed a goal; `way` is a `CoSignature.Way`."""

    goal: UUID
    organisation: UUID
    matter: UUID
    way: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalShared(Event):
    """With this signature two organisations of different sectors have signed: the goal is shared. Once a goal."""

    goal: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingGiven(Event):
    """Somebody measured. `corrects`: the reading that this one puts right."""

    reading: UUID
    goal: UUID
    matter: UUID
    indicator: UUID | None = None
    value_milli: int = 0
    on: date | None = None
    corrects: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalDropped(Event):
    """A goal was given up, or a newer version took its place; the reason is in the entry's note."""

    goal: UUID
    matter: UUID
