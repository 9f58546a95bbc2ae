"""What happens when people decide. Ids, numbers and code words only; no event names both a voter and a choice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ruammue.ledger.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingCalled(Event):
    """A forum or meeting was called."""

    meeting: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterPutOnAgenda(Event):
    """A matter was added to the agenda of a meeting that is called."""

    meeting: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RowTakenOffAgenda(Event):
    """A row was taken off the agenda of a meeting that is not closed. A topic of the room belongs to no matter."""

    meeting: UUID
    matter: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaWorded(Event):
    """The rows of an agenda were worded for the room."""

    meeting: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingEntered(Event):
    """What was counted and said was typed in; it may be typed in again until the meeting is closed."""

    meeting: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingClosed(Event):
    """A meeting was closed: its minutes and resolutions stand from now on."""

    meeting: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingMoved(Event):
    """A meeting that was called will be held on another day, at another hour or in another place."""

    meeting: UUID
    was_on: date
    held_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingCancelled(Event):
    """A meeting that was called will not be held."""

    meeting: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesSigned(Event):
    """The signed minutes were attached. `sha256` is that of the file, which prevails from now on."""

    meeting: UUID
    attachment: UUID
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImprovementWritten(Event):
    """What the office does better because of a meeting was written down after its closing."""

    meeting: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnexAdded(Event):
    """A correction was added to the minutes of a closed meeting."""

    meeting: UUID
    annex: UUID
    resolution: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionMade(Event):
    """A meeting resolved on an item. `outcome` is a `Resolution.Outcome`."""

    resolution: UUID
    matter: UUID | None
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterNumberTyped(Event):
    """The office's own register number of a resolution was typed in (the number stands in the reason)."""

    resolution: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutiveAnswered(Event):
    """The executive approved a resolution or decided otherwise. `verdict` is an `ExecutiveAnswer.Verdict`."""

    resolution: UUID
    matter: UUID | None
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotPrepared(Event):
    """Question, options and rule of a ballot were written down."""

    ballot: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotOpened(Event):
    """The roll was frozen and voting began. `voters`: how many are on the roll."""

    ballot: UUID
    voters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotIssued(Event):
    """Somebody on the roll voted. Whom, says the entry; what, says nothing here."""

    ballot: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotClosed(Event):
    """A ballot was counted. `cast`: how many ballots; `sha256`: of the canonical ballots in the certificate."""

    ballot: UUID
    cast: int
    verdict: str
    sha256: str
