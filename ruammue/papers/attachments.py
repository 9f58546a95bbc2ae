"""Keeping a file that somebody gave: photos stripped and shrunk, voices recognised, papers as they are."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import datetime
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from ruammue.foundation import citizen_id
from ruammue.foundation.refusals import Refusal
from ruammue.foundation.text import clean_text, shorten
from ruammue.ledger.who import Who
from ruammue.papers.models import Attachment
from ruammue.papers.orphans import settle
from ruammue.papers.photos import prepare_photo
from ruammue.papers.traces import scan_without_traces, without_traces
from ruammue.papers.voice import recognise_voice
from ruammue.places.models import Steward

LARGEST_PAPER = 20 * 1024 * 1024
_PAPERS = (
    (b"%PDF-", "pdf", "application/pdf"),
    (b"\xff\xd8\xff", "jpg", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png", "image/png"),
)
_OFFICE = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class NotAPaper(Refusal):
    """Data: `found`: "empty", "too_big", "macros" or "other"; PDF, DOCX, XLSX, JPEG and PNG are kept."""


@transaction.atomic
def attach_photo(
    steward: Steward, data: bytes, *, by: Who, name: str = "", caption: str = "", now: datetime | None = None
) -> Attachment:
    """Keep a photo: re-encoded, at most 1600 px, position and device gone. Raises a kind of UnusablePhoto."""
    photo = prepare_photo(data)
    kept = _row(steward, Attachment.Kind.PHOTO, photo.jpeg, photo.media_type, by, name, caption, now)
    kept.thumbnail.save(f"{kept.pk.hex}-small.jpg", ContentFile(photo.thumbnail), save=False)
    settle(kept.thumbnail)
    return _keep(kept, photo.jpeg, "jpg")


@transaction.atomic
def attach_voice(steward: Steward, data: bytes, *, by: Who, now: datetime | None = None) -> Attachment:
    """Keep a recording: its sound as it was given, the place and moment it was made taken out. Its name is dropped:
    phones put names of people there. Raises UnusableVoice.
    """
    voice = recognise_voice(data)
    data = without_traces(data, voice.kind)
    kept = _row(steward, Attachment.Kind.VOICE, data, voice.media_type, by, "", "", now)
    return _keep(kept, data, voice.kind)


@transaction.atomic
def attach_paper(
    steward: Steward,
    data: bytes,
    *,
    by: Who,
    kind: Attachment.Kind = Attachment.Kind.SCAN,
    name: str = "",
    caption: str = "",
    now: datetime | None = None,
) -> Attachment:
    """Keep a signed scan or an existing document with the hash of what is kept: the scan is what prevails.

    A document stays byte for byte. Of a page that was photographed or scanned the picture does; where and with which
    telephone it was taken is left out. Its kind is told by its first bytes, not by its name. Raises NotAPaper.
    """
    if not data:
        raise NotAPaper(found="empty")
    if len(data) > LARGEST_PAPER:
        raise NotAPaper(found="too_big")
    ending, media_type = _paper_kind(data)
    data = scan_without_traces(data, ending)
    kept = _row(steward, kind, data, media_type, by, name, caption, now)
    return _keep(kept, data, ending)


@transaction.atomic
def erase_attachments(rows: QuerySet[Attachment]) -> None:
    """Erase rows, and their files once that is certain: what is rolled back must still have its file."""
    for row in rows:
        for kept in (row.file, row.thumbnail):
            if kept:
                transaction.on_commit(partial(kept.storage.delete, str(kept.name)))
    rows.delete()


def _paper_kind(data: bytes) -> tuple[str, str]:
    for start, ending, media_type in _PAPERS:
        if data.startswith(start):
            return ending, media_type
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = set(package.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise NotAPaper(found="other") from None
    if any(part.lower().endswith("vbaproject.bin") for part in parts):
        raise NotAPaper(found="macros")
    for part, ending in (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx")):
        if part in parts and data.startswith(b"PK"):
            return ending, _OFFICE[ending]
    raise NotAPaper(found="other")


def _row(
    steward: Steward, kind: Attachment.Kind, data: bytes, media_type: str, by: Who, name: str, caption: str,
    now: datetime | None,
) -> Attachment:  # fmt: skip
    return Attachment(
        steward=steward,
        kind=kind,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=media_type,
        size=len(data),
        name=_masked(name, 120),
        caption=_masked(caption, 200),
        given_by_id=by.entered_by_id or by.person_id,
        given_at=now or timezone.now(),
    )


def _masked(text: str, limit: int) -> str:
    return shorten(citizen_id.mask(clean_text(text[: limit * 4], one_line=True))[0], limit)


def _keep(row: Attachment, data: bytes, ending: str) -> Attachment:
    """Write the file under a name of our own, so that nothing typed by a person becomes a path."""
    row.file.save(f"{row.pk.hex}.{ending}", ContentFile(data), save=False)
    settle(row.file)
    row.save(force_insert=True)
    return row
