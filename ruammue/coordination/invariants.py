"""What must hold of coordination besides the log."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from ruammue.coordination.models import Coordinator, HelpOffer
from ruammue.ledger.invariants import rows_and_record
from ruammue.ledger.verification import Finding, invariant


@invariant
def coordination_is_as_recorded(steward: UUID) -> Iterator[Finding]:
    """Every coordinator, every offer of help and every one taken up has its entry, and each such entry its row."""
    yield from rows_and_record(
        steward, Coordinator.objects.of(steward), "coordination.coordinator_named", "coordinator"
    )
    yield from rows_and_record(steward, HelpOffer.objects.of(steward), "coordination.help_offered", "offer")
    taken_up = HelpOffer.objects.of(steward).filter(taken_up__isnull=False)
    yield from rows_and_record(steward, taken_up, "coordination.help_taken_up", "help")
