"""What must hold of the memory itself besides its log, and a word for the rooms: rows and their record agree."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.db import models
from django.utils import timezone

from ruammue.ledger.models import Entry, EntryNote, Parcel
from ruammue.ledger.verification import Finding, invariant


@invariant
def reasons_are_as_written(steward: UUID) -> Iterator[Finding]:
    """Every reason that has not been erased still fits the hash in its sealed leaf."""
    notes = EntryNote.objects.filter(steward_id=steward).values_list("entry_id", "salt", "reason", "entry__note_hash")
    for entry, salt, reason, kept in notes.iterator(chunk_size=2_000):
        # An erased note has lost its salt and its words together: the leaf still proves that something was said.
        if (bytes(salt) or reason) and hashlib.sha256(bytes(salt) + reason.encode()).digest() != bytes(kept):
            yield Finding("ledger.reason_edited", steward, {"entry": entry})


@invariant
def parcels_belong_to_the_past(steward: UUID) -> Iterator[Finding]:
    """News that nobody could hear is named: it waits for a person. So is an entry dated after the present."""
    if parked := Parcel.objects.filter(steward_id=steward).exclude(parked_at=None).count():
        yield Finding("ledger.news_parked", steward, {"count": parked})
    ahead = Entry.objects.filter(steward_id=steward, at__gt=timezone.now() + timedelta(days=1))
    for entry in ahead.values_list("pk", flat=True)[:20]:
        yield Finding("ledger.entry_from_the_future", steward, {"entry": entry})


def rows_and_record(steward: UUID, rows: models.QuerySet, kind: str, field: str) -> Iterator[Finding]:
    """Each row has an entry of `kind` that names it in `field`, and each such entry still has its row.

    Yields `<room>.row_without_record` and `<room>.row_missing` with the table and the row's id.
    """
    room, table = kind.split(".")[0], rows.model._meta.label
    entries = Entry.objects.filter(steward_id=steward, kind=kind).values_list("payload", flat=True)
    recorded = {payload[field] for payload in entries.iterator(chunk_size=2_000)}
    standing = {str(pk) for pk in rows.filter(steward_id=steward).values_list("pk", flat=True)}
    for pk in sorted(standing - recorded):
        yield Finding(f"{room}.row_without_record", steward, {"table": table, "row": pk})
    for pk in sorted(recorded - standing):
        yield Finding(f"{room}.row_missing", steward, {"table": table, "row": pk})
