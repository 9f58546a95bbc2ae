"""What happens in coordination. Ids, days and code words only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ruammue.ledger.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CoordinatorNamed(Event):
    """A village or network has a coordinator from a day on; who held it before hands over."""

    coordinator: UUID
    from_on: date | None = None
    before: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CoordinatorAway(Event):
    """A coordinator is away for some days; the deputy is called. Without days: is back."""

    coordinator: UUID
    from_on: date | None = None
    until_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSaid(Event):
    """Something was said about an object of the house; `about` is its kind."""

    message: UUID
    about: str = ""
    about_id: UUID | None = None
    matter: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpOffered(Event):
    """Somebody said ฉันช่วยได้ about a public matter; `what` is a `HelpOffer.Kind`."""

    offer: UUID
    matter: UUID
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpTakenUp(Event):
    """A welcomed offer of help became an offer of a thing and a quantity, for its matter."""

    help: UUID
    offer: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAnswered(Event):
    """An offer of help was welcomed, or put aside with thanks. `answer` is a `HelpOffer.Answer`."""

    offer: UUID
    matter: UUID
    answer: str
