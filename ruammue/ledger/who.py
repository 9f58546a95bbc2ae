"""Who acted, as the ledger sees it: ids only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID


class Who(Protocol):
    """Whoever acts has these three facts: `access.Actor` and `System` both do."""

    @property
    def person_id(self) -> UUID | None:
        """The person whose act it is; None for the house itself or for a stranger."""

    @property
    def on_behalf_of_id(self) -> UUID | None:
        """The organisation spoken for, when the person said so."""

    @property
    def entered_by_id(self) -> UUID | None:
        """The helper who typed it in for the person."""


@dataclass(frozen=True, slots=True)
class System:
    """The house itself, acting on news."""

    person_id: UUID | None = None
    on_behalf_of_id: UUID | None = None
    entered_by_id: UUID | None = None


SYSTEM = System()
