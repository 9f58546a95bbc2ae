"""`ruammue restore FILE`: bring a backup into an empty home, and check it; --drill: into one that is thrown away.

Checked: every hash of the manifest, the number of rows of every table, the log against the heads that travelled in
the backup, every invariant that `verify` knows. A home that holds anything is refused and not touched.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any

from ruammue.cli import backup
from ruammue.cli.asking import Parser
from ruammue.cli.django_door import open_house
from ruammue.foundation.refusals import Refusal, says

_CHUNK = 1 << 20


class NotABackup(Refusal):
    """The file is no backup of ours, or damaged. Data: `path`, `why`."""


class HomeNotEmpty(Refusal):
    """The home holds something already. Data: `home`, `found`."""


class OtherDatabase(Refusal):
    """A copy of an SQLite file cannot go into PostgreSQL; a portable backup can."""


says(NotABackup, lambda d: f"ไฟล์ {d['path']} กู้คืนไม่ได้: {d['why']} / not a whole backup: {d['why']}")
says(
    HomeNotEmpty,
    lambda d: (
        f"{d['home']} มีข้อมูลอยู่แล้ว ({d['found']}) ไม่ได้แตะต้อง ให้กู้คืนลงที่ว่าง"
        f" / the home is not empty ({d['found']}), nothing was touched"
    ),
)
says(
    OtherDatabase,
    lambda d: (
        "ไฟล์สำรองนี้มาจาก SQLite ให้สำรองใหม่ด้วย --portable แล้วกู้คืนลง PostgreSQL"
        " / made from SQLite: back up with --portable to restore into PostgreSQL"
    ),
)


def run(words: list[str]) -> int:
    """Restore, or drill. Exit code 1 when what was restored is not as it was backed up."""
    parser = Parser(prog="ruammue restore", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--drill", action="store_true", help="into a home that is thrown away afterwards")
    asked = parser.parse_args(words)
    return drill(asked.file) if asked.drill else restore(asked.file)


def drill(file: Path) -> int:
    """Restore into a throw-away home on SQLite, in a process of its own, and say how it went."""
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="ruammue-drill-") as home:
        environment = {**os.environ, "RUAMMUE_HOME": home}
        environment.pop("RUAMMUE_DATABASE_URL", None)
        code = subprocess.run(
            [sys.executable, "-m", "ruammue", "restore", str(file.resolve())], env=environment
        ).returncode
    word = "ซ้อมกู้คืนสำเร็จ / drill passed" if code == 0 else "ซ้อมกู้คืนไม่ผ่าน / drill FAILED"
    print(f"{word}: {time.monotonic() - began:.1f} s")
    return code


def restore(file: Path) -> int:
    """Restore into the home of RUAMMUE_HOME and RUAMMUE_DATABASE_URL. Django must not be up yet."""
    home = Path(os.environ.get("RUAMMUE_HOME", "var")).resolve()
    url = os.environ.get("RUAMMUE_DATABASE_URL", f"sqlite:///{home.as_posix()}/ruammue.sqlite3")
    with zipfile.ZipFile(_opened(file)) as box:
        manifest = check(box, file)
        is_file = url.startswith("sqlite:")
        if manifest["kind"] == "sqlite" and not is_file:
            raise OtherDatabase
        database = Path(url.removeprefix("sqlite:///")) if is_file else None
        _refuse_full(home, database)
        home.mkdir(parents=True, exist_ok=True)
        for name in manifest["sha256"]:
            if name.startswith(backup.FILES) or name == backup.SECRET:
                _take(box, name, home / name)
            elif name == backup.DATABASE and database is not None:
                _take(box, name, database)
        if (home / backup.SECRET).exists():
            (home / backup.SECRET).chmod(0o600)
        open_house()
        return _fill_and_check(box, manifest)


def check(box: zipfile.ZipFile, file: Path) -> dict[str, Any]:
    """The manifest, once every member is there, nothing else is, and every hash fits. Raises NotABackup."""
    try:
        manifest = json.loads(box.read(backup.MANIFEST))
        hashes = manifest["sha256"]
    except (KeyError, ValueError) as wrong:
        raise NotABackup(path=str(file), why="ไม่มีบัญชีไฟล์ (manifest)") from wrong
    if manifest.get("form") != backup.FORM or manifest.get("kind") not in ("sqlite", "rows"):
        raise NotABackup(path=str(file), why=f"รูปแบบ {manifest.get('form')} ไม่รู้จัก")
    names = set(box.namelist())
    if names != {*hashes, backup.MANIFEST}:
        raise NotABackup(path=str(file), why=f"ไฟล์ภายในไม่ตรงกับบัญชี: {sorted(names ^ {*hashes, backup.MANIFEST})[:3]}")
    for name, kept in hashes.items():
        if not _is_safe(name):
            raise NotABackup(path=str(file), why=f"ชื่อไฟล์ {name!r} ไม่ปลอดภัย")
        seen = hashlib.sha256()
        try:
            with box.open(name) as inside:
                while chunk := inside.read(_CHUNK):
                    seen.update(chunk)
        except (zipfile.BadZipFile, OSError) as broken:
            raise NotABackup(path=str(file), why=f"{name} เสียหาย") from broken
        if seen.hexdigest() != kept:
            raise NotABackup(path=str(file), why=f"{name} ถูกเปลี่ยน")
    return dict(manifest)


def _opened(file: Path) -> io.BufferedReader:
    if not file.exists():
        raise NotABackup(path=str(file), why="ไม่มีไฟล์นี้")
    opened = file.open("rb")
    if not zipfile.is_zipfile(opened):
        opened.close()
        raise NotABackup(path=str(file), why="ไม่ใช่ไฟล์ zip")
    return opened


def _is_safe(name: str) -> bool:
    path = PurePosixPath(name)
    known = name in (backup.DATABASE, backup.HEADS, backup.SECRET) or name.startswith((backup.FILES, backup.ROWS))
    return known and not path.is_absolute() and ".." not in path.parts and "\\" not in name and ":" not in name


def _refuse_full(home: Path, database: Path | None) -> None:
    for held in (home / "files", home / backup.SECRET, home / "ruammue.sqlite3", *([database] if database else [])):
        if held.exists() and (held.is_file() or any(held.iterdir())):
            raise HomeNotEmpty(home=str(home), found=held.name)


def _take(box: zipfile.ZipFile, name: str, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with box.open(name) as inside, target.open("wb") as out:
        shutil.copyfileobj(inside, out, _CHUNK)


def _fill_and_check(box: zipfile.ZipFile, manifest: dict[str, Any]) -> int:
    from django.core.management import call_command
    from django.db import connection

    from ruammue.cli import heads, rows, verify
    from ruammue.ledger.verification import verify as verified
    from ruammue.places.models import Steward

    if manifest["kind"] == "rows":
        if connection.introspection.table_names():
            raise HomeNotEmpty(home=connection.settings_dict["NAME"], found="ตารางในฐานข้อมูล")
        call_command("migrate", interactive=False, verbosity=0)
        by_name = {f"{backup.ROWS}{model._meta.db_table}.jsonl": model for model in rows.tables()}
        with rows.empty_house():
            for name in manifest["sha256"]:
                if name.startswith(backup.ROWS):
                    with box.open(name) as inside:
                        rows.read(by_name[name], iter(inside))
    else:
        call_command("migrate", interactive=False, verbosity=0)
    wrong = [
        f"{table}: {now} แทน / instead of {manifest['counts'][table]}"
        for table, now in rows.counts().items()
        if table in manifest["counts"] and now != manifest["counts"][table]
    ]
    for line in wrong:
        print(f"✗ {line}")
    kept = heads.parse(box.read(backup.HEADS).decode().splitlines(), backup.HEADS)
    called = {steward.pk: steward.slug for steward in Steward.objects.order_by("slug")}
    found = verified([*called, *{head.steward_id for head in kept} - set(called)], witnessed=kept)
    code = verify.tell(found, called, len(called))
    total = sum(manifest["counts"].values())
    print(f"กู้คืน / restored {manifest['made_at']}: {total:,} rows, {len(kept)} heads, {len(manifest['sha256'])} files")
    return 1 if wrong else code
