"""Files that no row names: an act that was undone takes its files along; what a crash left is swept away later."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from django.core.files.storage import default_storage
from django.db import DatabaseError
from django.db.models import Q
from django.db.models.fields.files import FieldFile

from ruammue.foundation.transactions import afterwards
from ruammue.papers.models import Attachment

log = logging.getLogger("ruammue.papers")
SHELF = "attachments"
SETTLED_AFTER = timedelta(days=1)
"""No transaction runs for so long (a request has seconds, an import minutes): what has no row by then never will."""


def settle(file: FieldFile) -> None:
    """Once the running act has ended, whole or undone: keep the file when a row names it, else remove it.

    Outside a door nobody knows when the act ends; then the sweep sees to it.
    """
    name = str(file.name)
    afterwards(lambda: _remove_unless_named(name))


def sweep(*, now: datetime) -> list[str]:
    """Remove the files that no row names and that are older than any transaction. Returns their names.

    The shelf is read before the rows: a file that gets its row meanwhile is found to have one.
    """
    old = [name for name in _on_the_shelf(SHELF) if default_storage.get_modified_time(name) < now - SETTLED_AFTER]
    return [name for name in old if _remove_unless_named(name)]


def _remove_unless_named(name: str) -> bool:
    try:
        if Attachment.objects.filter(Q(file=name) | Q(thumbnail=name)).exists():
            return False
        default_storage.delete(name)
    except (DatabaseError, OSError):  # whatever the act came to stands; the sweep tries again
        log.exception("a file without a row stays for now: %s", name)
        return False
    return True


def _on_the_shelf(folder: str) -> Iterator[str]:
    if not default_storage.exists(folder):
        return
    folders, files = default_storage.listdir(folder)
    for name in files:
        yield str(PurePosixPath(folder, name))
    for name in folders:
        yield from _on_the_shelf(str(PurePosixPath(folder, name)))
