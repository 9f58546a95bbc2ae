"""What happens with needs, matters and calls. Ids, days and code words only."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from ruammue.ledger.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterOpened(Event):
    """A matter began: from a citizen's need or from the office's own lack."""

    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedReported(Event):
    """Somebody told a need; `handler` answers it."""

    need: UUID
    matter: UUID
    handler: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedFilesAdded(Event):
    """Who told a need sent it once more, with a photo or a voice that was not there yet."""

    need: UUID
    matter: UUID
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedHandedOver(Event):
    """Another person answers from now on."""

    need: UUID
    matter: UUID
    handler: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlerExcluded(Event):
    """Somebody named in a need neither sees nor handles it from now on."""

    need: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedSorted(Event):
    """An officer set what a need is about, where, or that it is one person's matter."""

    need: UUID
    matter: UUID
    category: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedAnswered(Event):
    """A named human answered; `way` is a value of `Answer.Way`."""

    need: UUID
    matter: UUID
    way: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedJudged(Event):
    """The reporter or helper said แก้แล้ว or ยัง."""

    need: UUID
    matter: UUID
    is_fixed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedMoved(Event):
    """A need joined another matter of the same trouble, or went back to its own."""

    need: UUID
    matter: UUID
    from_matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterPublished(Event):
    """A separate public sentence (and chosen photos) stands on the public page."""

    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicWordsMended(Event):
    """The public sentence of a public matter, or its chosen photos, were changed."""

    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterUnpublished(Event):
    """The public page of a matter was taken back; the reason is in the entry's note."""

    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectMarked(Event):
    """A row of the office's own list was marked ทำเองได้ or เกินกำลัง."""

    project: UUID
    strength: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOpened(Event):
    """The office called the sectors that could complement it."""

    matter: UUID
    call: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEndorsed(Event):
    """The executive stands behind the call."""

    matter: UUID
    call: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CallClosed(Event):
    """Nothing more is asked for."""

    matter: UUID
    call: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class StationSkipped(Event):
    """A station of the wheel was passed by; the reason is in its row."""

    matter: UUID
    station: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StationResumed(Event):
    """A station that was passed by is walked after all."""

    matter: UUID
    station: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterClosed(Event):
    """A matter came to its end."""

    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class MatterReopened(Event):
    """A closed matter goes on, because it is not mended."""

    matter: UUID
