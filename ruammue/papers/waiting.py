"""Files that wait for their form: chosen, sent, and the form came back with a question (ADR 0020).

A browser does not send a file twice. What was chosen is looked at and stripped like every photo and recording, lies on
a shelf of its own that no address leads to, and is known by a token that only the browser from which it came can use.
It is erased when the form is taken, and after an hour at the latest when the next one waits or the day's sweep comes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import uuid4

from django.core import signing
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from ruammue.papers.models import Attachment
from ruammue.papers.photos import prepare_photo
from ruammue.papers.traces import without_traces
from ruammue.papers.voice import recognise_voice

SHELF = "waiting"
KEPT_FOR = timedelta(hours=1)
_SALT = "papers.waiting"
PHOTO, VOICE = Attachment.Kind.PHOTO.value, Attachment.Kind.VOICE.value


@dataclass(frozen=True, slots=True)
class Waiting:
    """A photo or a recording on the shelf. `token` stands in the form that came back."""

    token: str
    kind: str
    name: str

    @property
    def is_photo(self) -> bool:
        """True for a photo, False for a recording."""
        return self.kind == PHOTO

    def read(self) -> bytes:
        """What lies there."""
        with default_storage.open(f"{SHELF}/{self.name}", "rb") as file:
            return bytes(file.read())


def let_wait(data: bytes, *, kind: str, holder: str, now: datetime | None = None) -> Waiting:
    """Put a photo or a recording on the shelf for `holder`, the browser from which it came.

    Raises kinds of UnusablePhoto and UnusableVoice.
    """
    sweep(now=now or timezone.now())
    kept = prepare_photo(data).jpeg if kind == PHOTO else without_traces(data, recognise_voice(data).kind)
    name = uuid4().hex
    default_storage.save(f"{SHELF}/{name}", ContentFile(kept))
    return Waiting(signing.dumps([kind, name, holder], salt=_SALT), kind, name)


def held(tokens: Iterable[str], *, holder: str) -> list[Waiting]:
    """What waits under these tokens for this holder; a token that is foreign, used or too old gives nothing."""
    found = []
    for token in dict.fromkeys(tokens):
        try:
            kind, name, whose = signing.loads(token, salt=_SALT, max_age=KEPT_FOR)
        except signing.BadSignature:
            continue
        if holder and whose == holder and default_storage.exists(f"{SHELF}/{name}"):
            found.append(Waiting(token, kind, name))
    return found


def let_go(files: Iterable[Waiting]) -> None:
    """Their form was taken: erase them once that is certain."""
    for file in files:
        transaction.on_commit(partial(default_storage.delete, f"{SHELF}/{file.name}"))


def sweep(*, now: datetime) -> int:
    """Erase what waited too long. Returns how many."""
    if not default_storage.exists(SHELF):
        return 0
    paths = [f"{SHELF}/{name}" for name in default_storage.listdir(SHELF)[1]]
    old = [path for path in paths if default_storage.get_modified_time(path) < now - KEPT_FOR]
    for path in old:
        default_storage.delete(path)
    return len(old)
