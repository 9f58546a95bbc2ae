"""Sheets: received, their columns named, confirmed whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ruammue.foundation import sheets
from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.people import imports
from ruammue.people.events import SheetImported
from ruammue.people.models import ImportBatch, PendingImport
from ruammue.people.refusals import AlreadyImported, RowsHaveErrors
from ruammue.places.models import Steward


def _refuse_twice(steward: Steward, kind: str, sha256: str) -> None:
    before = ImportBatch.objects.of(steward).filter(kind=kind, sha256=sha256).first()
    if before is not None:
        raise AlreadyImported(imported_at=before.imported_at, rows=before.rows)


@transaction.atomic
def receive_sheet(steward: Steward, *, kind: str, data: bytes, by: Who, now: datetime | None = None) -> PendingImport:
    """Read a file and keep its rows, masked, until they are confirmed or dropped; the file itself is not kept.

    The columns are guessed. An older sheet of the same person and kind gives way. Raises NoImporter,
    AlreadyImported and the kinds of UnreadableSheet.
    """
    importer = imports.importer_for(kind)
    sha256 = hashlib.sha256(data).hexdigest()
    _refuse_twice(steward, kind, sha256)
    sheet = sheets.read_sheet(data)
    PendingImport.objects.of(steward).filter(kind=kind, uploaded_by_id=by.person_id or steward.pk).delete()
    return PendingImport.objects.create(
        steward=steward,
        kind=kind,
        sha256=sha256,
        headers=list(sheet.headers),
        rows=[[row.number, list(row.cells)] for row in sheet.rows],
        mapping=imports.guess(importer, sheet.headers),
        masked=sheet.masked,
        uploaded_at=now or timezone.now(),
        uploaded_by_id=by.person_id or steward.pk,
    )


@transaction.atomic
def set_columns(pending: PendingImport, *, mapping: Mapping[str, int], by: Who) -> PendingImport:
    """Say which column of the sheet holds what. Raises ColumnMissing, ColumnTwice."""
    pending = PendingImport.objects.of(pending.steward_id).select_for_update().get(pk=pending.pk)
    imports.check_mapping(imports.importer_for(pending.kind), pending.headers, mapping)
    pending.mapping = dict(mapping)
    pending.save(update_fields=["mapping"])
    return pending


@transaction.atomic
def confirm_import(pending: PendingImport, *, by: Who, now: datetime | None = None) -> ImportBatch:
    """Import all rows, or none: one wrong row refuses the sheet. The kept rows are deleted in the same act.

    Raises ColumnMissing, ColumnTwice, AlreadyImported, RowsHaveErrors.
    """
    pending = PendingImport.objects.select_for_update(of=("self",)).select_related("steward").get(pk=pending.pk)
    steward, importer = pending.steward, imports.importer_for(pending.kind)
    # Two confirmations of one file wait for each other here.
    Steward.objects.select_for_update().get(pk=steward.pk)
    _refuse_twice(steward, pending.kind, pending.sha256)
    imports.check_mapping(importer, pending.headers, pending.mapping)
    reading = imports.read_rows(importer, steward, pending.rows, pending.mapping)
    if reading.problems:
        raise RowsHaveErrors(count=reading.bad_rows)
    importer.apply(steward, reading.values, by)
    moment = now or timezone.now()
    batch = ImportBatch.objects.create(
        steward=steward,
        kind=pending.kind,
        sha256=pending.sha256,
        mapping=pending.mapping,
        rows=len(reading.values),
        added=reading.count("new"),
        changed=reading.count("changed"),
        imported_at=moment,
        imported_by_id=by.person_id or steward.pk,
    )
    pending.delete()
    record(
        SheetImported(steward=steward.pk, batch=batch.pk, what=batch.kind, added=batch.added, changed=batch.changed),
        by=by,
        at=moment,
    )
    return batch


@transaction.atomic
def drop_import(pending: PendingImport, *, by: Who) -> None:
    """Not this sheet after all: its rows are forgotten."""
    PendingImport.objects.of(pending.steward_id).filter(pk=pending.pk).delete()


@transaction.atomic
def run_import(steward: Steward, *, kind: str, data: bytes, by: Who, now: datetime | None = None) -> ImportBatch:
    """The whole way at once with guessed columns, for the command line. Raises what its steps raise."""
    return confirm_import(receive_sheet(steward, kind=kind, data=data, by=by, now=now), by=by, now=now)
