"""What happens to places: tenants are made, villages confirmed or taken off."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from ruammue.ledger.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class StewardMade(Event):
    """A tenant was made from a local government (its `lg_id`; empty for a made-up one), with so many villages."""

    local_government: str = ""
    villages: int
    unconfirmed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class VillageConfirmed(Event):
    """The office said that a village of a partly covered tambon is its own."""

    village: UUID
    area: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VillageRemoved(Event):
    """The office said that a village of a partly covered tambon is not its own."""

    village: UUID
    area: str
