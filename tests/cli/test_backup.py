"""A backup is whole, comes back as it was on either database, and is refused when anybody touched it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.homes import SERVER, Home, empty

COUNT = "from ruammue.cli.rows import counts; import json; print(json.dumps(counts()))"
LEAVES = (
    "from ruammue.ledger.models import Entry\n"
    "print([(str(e.pk), bytes(e.leaf).hex(), e.at.isoformat()) for e in Entry.objects.order_by('pk')])"
)


@pytest.mark.parametrize("portable", [False, True])
def test_what_is_restored_is_what_was_backed_up(home: Home, tmp_path: Path, portable: bool) -> None:
    (home.folder / "files" / "รูป").mkdir(parents=True)
    (home.folder / "files" / "รูป" / "น้ำ.jpg").write_bytes(b"\xff\xd8 not really")
    target = tmp_path / "backups" / "one.zip"
    home.ruammue("backup", str(target), *(["--portable"] if portable else []))
    if not portable:
        assert "ซ้อมกู้คืนสำเร็จ" in home.ruammue("restore", "--drill", str(target))
    with empty(tmp_path / "new") as new:
        new.ruammue("restore", str(target))
        assert json.loads(new.python(COUNT)) == json.loads(home.python(COUNT))
        assert new.python(LEAVES) == home.python(LEAVES), "to the microsecond: the sealed leaves depend on it"
        assert (new.folder / "files" / "รูป" / "น้ำ.jpg").read_bytes() == b"\xff\xd8 not really"
        assert (new.folder / "secret-key").read_text() == (home.folder / "secret-key").read_text()
        assert "ครบถ้วน" in new.ruammue("verify")
        # And it lives on: keys and counters go on where they were.
        new.ruammue("init", "sao-480902")
        again = new.ruammue("restore", str(target), code=2)
        assert "ไม่ได้แตะต้อง" in again
    assert list(target.parent.iterdir()) == [target], "nothing half-written lies beside it"


def _rewrite(source: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    with zipfile.ZipFile(source) as box:
        members = {name: box.read(name) for name in box.namelist()}
    change(members)
    target = source.with_name("changed.zip")
    with zipfile.ZipFile(target, "w") as box:
        for name, data in members.items():
            box.writestr(name, data)
    return target


def _touched(members: dict[str, bytes]) -> None:
    members["heads.txt"] += b"\n"


def _lost(members: dict[str, bytes]) -> None:
    del members["heads.txt"]


def _added(members: dict[str, bytes]) -> None:
    members["files/more"] = b"more"


def _slipped(members: dict[str, bytes]) -> None:
    manifest = json.loads(members["manifest.json"])
    members["files/../../evil"] = members["heads.txt"]
    manifest["sha256"]["files/../../evil"] = manifest["sha256"]["heads.txt"]
    members["manifest.json"] = json.dumps(manifest).encode()


def _other_form(members: dict[str, bytes]) -> None:
    members["manifest.json"] = json.dumps({**json.loads(members["manifest.json"]), "form": 99}).encode()


def test_a_touched_backup_is_refused_and_nothing_is_written(home: Home, tmp_path: Path) -> None:
    whole = tmp_path / "one.zip"
    home.ruammue("backup", str(whole))
    new = Home(tmp_path / "new")
    for change, words in (
        (_touched, "heads.txt ถูกเปลี่ยน"),
        (_lost, "ไม่ตรงกับบัญชี"),
        (_added, "ไม่ตรงกับบัญชี"),
        (_slipped, "ไม่ปลอดภัย"),
        (_other_form, "99"),
    ):
        assert words in new.ruammue("restore", str(_rewrite(whole, change)), code=2)
    torn = tmp_path / "torn.zip"
    torn.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    assert "ไม่ใช่ไฟล์ zip" in new.ruammue("restore", str(torn), code=2)
    assert "ไม่มีไฟล์นี้" in new.ruammue("restore", str(tmp_path / "none.zip"), code=2)
    assert not new.folder.exists()
    assert not (tmp_path / "evil").exists()


def test_a_drill_finds_a_record_that_was_rewritten_before_the_backup(home: Home, tmp_path: Path) -> None:
    home.python(
        "from django.db import connection\n"
        "from ruammue.ledger import guards\n"
        "from ruammue.ledger.models import Entry\n"
        "guards.remove(connection)\n"
        "Entry.objects.filter(position=0).update(kind='places.village_removed')\n"
        "guards.install(connection)"
    )
    target = tmp_path / "one.zip"
    home.ruammue("backup", str(target))
    told = home.ruammue("restore", "--drill", str(target), code=1)
    assert "รายการที่ 0 ถูกแก้ไข" in told
    assert "ไม่ผ่าน" in told


def test_each_database_writes_its_own_kind(home: Home, tmp_path: Path) -> None:
    for words, kind in (((), "rows" if SERVER else "sqlite"), (("--portable",), "rows")):
        target = tmp_path / f"{kind}{len(words)}.zip"
        home.ruammue("backup", str(target), *words)
        with zipfile.ZipFile(target) as box:
            assert json.loads(box.read("manifest.json"))["kind"] == kind
            assert ("database.sqlite3" in box.namelist()) == (kind == "sqlite")
