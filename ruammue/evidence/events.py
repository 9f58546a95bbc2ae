"""What happened in this room, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from ruammue.ledger.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultWritten(Event):
    """Somebody wrote down, or put right, what came of a matter. Not public until it is published (again)."""

    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPublished(Event):
    """The result of a matter stands on its public page."""

    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureNumberTyped(Event):
    """The office typed under which number it files participation in a fiscal year (พ.ศ.)."""

    fiscal_year: int
