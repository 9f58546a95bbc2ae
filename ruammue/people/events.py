"""What happens among people: ids and code words only; names stay in rows that can be erased."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from ruammue.ledger.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAdded(Event):
    """Somebody became known to this steward."""

    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChanged(Event):
    """Name, telephone, e-mail or village of a person were corrected."""

    person: UUID
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalFileRead(Event):
    """Somebody looked at another person's file. `how`: page, copy or sheet; `person` None for a whole list."""

    person: UUID | None
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationAdded(Event):
    """A body became known to the installation."""

    organisation: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationChanged(Event):
    """Facts of a body were corrected."""

    organisation: UUID
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AffiliationMade(Event):
    """A person belongs to an organisation; `may_represent`: may speak for it."""

    person: UUID
    organisation: UUID
    may_represent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AffiliationEnded(Event):
    """A person no longer belongs to an organisation."""

    person: UUID
    organisation: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGiven(Event):
    """A person holds a role here from a day on."""

    person: UUID
    role: str
    village: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleEnded(Event):
    """A role ended."""

    person: UUID
    role: str
    village: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver(Event):
    """An officer moved: what was theirs here is the successor's. Rooms with open work listen."""

    person: UUID
    successor: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOpened(Event):
    """A way in with e-mail and password was made for a person."""

    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountReset(Event):
    """Password and second step were taken back and a new starting password given, face to face."""

    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountClosed(Event):
    """A person's account no longer opens."""

    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CardIssued(Event):
    """A card was printed for a person."""

    card: UUID
    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CardBound(Event):
    """A card was used for the first time on a device and now opens on that device only."""

    card: UUID
    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CardClosedForNow(Event):
    """Too many wrong PINs: the card is closed for `minutes`."""

    card: UUID
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CardUnbound(Event):
    """An officer let a card be bound to another device."""

    card: UUID
    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRevoked(Event):
    """A card no longer opens."""

    card: UUID
    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class HatChosen(Event):
    """A person said for whom they act from now on: an organisation, or themselves (None)."""

    organisation: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeSeen(Event):
    """A person was shown the data protection notice of this version."""

    person: UUID
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRequested(Event):
    """A person asked for a copy, a correction or the anonymising of their data."""

    request: UUID
    person: UUID
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRequestAnswered(Event):
    """The request was answered."""

    request: UUID
    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAnonymised(Event):
    """Name, telephone and e-mail of a person were erased for good. Rooms that keep a person's words listen."""

    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionKept(Event):
    """What had been kept long enough was erased: how many rows of which kind."""

    erased: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetImported(Event):
    """A sheet was imported, whole."""

    batch: UUID
    what: str
    added: int
    changed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StewardClaimed(Event):
    """The office said: this record is ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsChanged(Event):
    """The office's telephone or the days for an answer were changed."""

    answer_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeOpened(Event):
    """A practice copy of this steward was made."""

    practice: UUID
