"""`ruammue backup [FILE]`: one zip with the record, the files, the log heads and a manifest with hashes.

SQLite: the database file itself, copied while the house goes on (SQLite's online backup). PostgreSQL, or with
--portable: every table as rows, which either database can read. The zip is written aside and moved into place whole.
It holds personal data and the installation's secret: keep it as you keep the home itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ruammue import __version__
from ruammue.cli.asking import Parser
from ruammue.cli.django_door import open_kept_house
from ruammue.foundation.refusals import Refusal, says

FORM = 1
MANIFEST, HEADS, DATABASE, ROWS, FILES, SECRET = (
    "manifest.json",
    "heads.txt",
    "database.sqlite3",
    "rows/",
    "files/",
    "secret-key",
)
_CHUNK = 1 << 20


class NotMigrated(Refusal):
    """Rows are written in the shape of this version; the database still has an older one."""


says(
    NotMigrated,
    lambda d: "ฐานข้อมูลยังเป็นรุ่นเก่า ให้สั่ง python -m ruammue manage migrate ก่อน / migrate the database first",
)


def run(words: list[str]) -> int:
    """Write the backup and say where it lies."""
    parser = Parser(prog="ruammue backup", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, help="default: backups/ in the home, named by the time")
    parser.add_argument("--portable", action="store_true", help="tables as rows even on SQLite: to move to PostgreSQL")
    asked = parser.parse_args(words)
    open_kept_house()
    from django.conf import settings

    made = datetime.now(UTC)
    target = asked.file or settings.HOME / "backups" / f"ruammue-{made:%Y%m%d-%H%M%S}.zip"
    manifest = write(target, portable=asked.portable, made=made)
    size = target.stat().st_size
    print(f"สำรองข้อมูลแล้ว / backed up: {target} ({size:,} bytes, {sum(manifest['counts'].values()):,} rows)")
    print("ลองกู้คืนเพื่อตรวจ / try it: python -m ruammue restore --drill FILE")
    return 0


def write(target: Path, *, portable: bool = False, made: datetime | None = None) -> dict[str, Any]:
    """Write the backup to `target`, whole or not at all. Returns its manifest. Django must be up."""
    from django.conf import settings
    from django.db import connection

    from ruammue.papers.waiting import SHELF

    target.parent.mkdir(parents=True, exist_ok=True)
    as_rows = portable or connection.vendor != "sqlite"
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with (
            tempfile.TemporaryDirectory(prefix="ruammue-backup-") as room,
            zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as box,
        ):
            kept = _Box(box)
            told = _rows(kept, Path(room)) if as_rows else _database(kept, Path(room))
            # The files after the record: a row may then lack no file, at most a file lacks its row.
            for path in _files(settings.HOME / "files", without=SHELF):  # what waits for its form is gone in an hour
                kept.add(path, FILES + path.relative_to(settings.HOME / "files").as_posix())
            if (settings.HOME / SECRET).exists():
                kept.add(settings.HOME / SECRET, SECRET)
            manifest = {
                "form": FORM,
                "version": __version__,
                "made_at": (made or datetime.now(UTC)).isoformat(timespec="seconds"),
                "kind": "rows" if as_rows else "sqlite",
                **told,
                "sha256": dict(sorted(kept.hashes.items())),
            }
            box.writestr(MANIFEST, json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True))
        with aside.open("rb+") as file:
            os.fsync(file.fileno())
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    return manifest


class _Box:
    """A zip that remembers the hash of everything put in."""

    def __init__(self, box: zipfile.ZipFile) -> None:
        self.box = box
        self.hashes: dict[str, str] = {}

    def add(self, path: Path, name: str) -> None:
        """Put a file in, hashing what is really written."""
        seen = hashlib.sha256()
        with path.open("rb") as source, self.box.open(name, "w", force_zip64=True) as inside:
            while chunk := source.read(_CHUNK):
                seen.update(chunk)
                inside.write(chunk)
        self.hashes[name] = seen.hexdigest()

    def say(self, name: str, text: str) -> None:
        """Put a text in."""
        self.box.writestr(name, text)
        self.hashes[name] = hashlib.sha256(text.encode()).hexdigest()


def _database(kept: _Box, room: Path) -> dict[str, Any]:
    from django.conf import settings

    copy = room / DATABASE
    with (
        closing(sqlite3.connect(str(settings.DATABASES["default"]["NAME"]))) as source,
        closing(sqlite3.connect(copy)) as to,
    ):
        source.backup(to, pages=2_000)
        # The copy stands alone: no -wal beside it.
        to.execute("PRAGMA journal_mode=DELETE")
    kept.add(copy, DATABASE)
    with closing(sqlite3.connect(copy)) as to:
        # Heads and counts are read from the copy: the house has gone on meanwhile.
        kept.say(HEADS, _heads_of(to))
        return {"counts": _counts_of(to), "migrations": _migrations_of(to)}


def _heads_of(copy: sqlite3.Connection) -> str:
    import base64
    from uuid import UUID

    from ruammue.cli.heads import ORIGIN

    rows = copy.execute(
        "SELECT s.slug, h.steward_id, h.size, h.root FROM ledger_head h JOIN places_steward s ON s.id = h.steward_id"
        " WHERE h.size = (SELECT MAX(size) FROM ledger_head WHERE steward_id = h.steward_id) ORDER BY s.slug"
    )
    return "\n".join(
        f"{ORIGIN}{slug}/{UUID(steward)}\n{size}\n{base64.b64encode(root).decode()}\n"
        for slug, steward, size, root in rows
    )


def _counts_of(copy: sqlite3.Connection) -> dict[str, int]:
    from ruammue.cli import rows

    # Only what is there: a home is backed up before it is brought to a newer version, too.
    there = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    ours = [model._meta.db_table for model in rows.tables() if model._meta.db_table in there]
    return {name: copy.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0] for name in ours}  # noqa: S608


def _migrations_of(copy: sqlite3.Connection) -> list[str]:
    return [f"{app}.{name}" for app, name in copy.execute("SELECT app, name FROM django_migrations ORDER BY app, name")]


def _rows(kept: _Box, room: Path) -> dict[str, Any]:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.migrations.recorder import MigrationRecorder

    from ruammue.cli import heads, rows

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotMigrated
    counts = {}
    with rows.snapshot():
        for model in rows.tables():
            name = model._meta.db_table
            path = room / f"{name}.jsonl"
            with path.open("wb") as file:
                counts[name] = rows.write(model, file)
            kept.add(path, f"{ROWS}{name}.jsonl")
            path.unlink()
        kept.say(HEADS, heads.latest())
        applied = sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())
    return {"counts": counts, "migrations": applied}


def _files(folder: Path, *, without: str) -> Iterator[Path]:
    if folder.exists():
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.relative_to(folder).parts[0] != without:
                yield path
