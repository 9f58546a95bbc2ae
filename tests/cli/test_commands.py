"""The command line says what it did, refuses in whole sentences, and never needs a shell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ruammue.cli import heads
from ruammue.cli.main import COMMANDS, _at_home, main
from ruammue.cli.verify import SENTENCES, sentences
from ruammue.foundation.refusals import sentence_for
from tests.cli.homes import HOUSE, Home


def test_help_lists_every_command_and_an_unknown_one_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    told = capsys.readouterr().out
    assert all(name in told for name in COMMANDS)
    assert main(["dance"]) == 2


@pytest.mark.parametrize(
    ("words", "left", "home"),
    [
        (["--home", "here", "verify", "--heads", "x"], ["verify", "--heads", "x"], "here"),
        (["verify", "--home=here"], ["verify"], "here"),
        (["--home", "here", "demo", "--port", "1"], ["demo", "--home", "here", "--port", "1"], None),
        (["demo", "--home", "here"], ["demo", "--home", "here"], None),
        (["manage", "startapp", "--home", "x"], ["manage", "startapp", "--home", "x"], None),
        (["--home", "here", "manage", "check"], ["manage", "check"], "here"),
    ],
)
def test_every_command_may_be_told_its_home(
    monkeypatch: pytest.MonkeyPatch, words: list[str], left: list[str], home: str | None
) -> None:
    monkeypatch.setattr(os, "environ", {})
    assert _at_home(words) == left
    assert os.environ.get("RUAMMUE_HOME") == (home and str(Path(home).resolve()))


@pytest.mark.parametrize("words", [["--home"], ["verify", "--home"], ["--home=", "verify"]])
def test_a_home_without_a_folder_is_refused(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "--home" in capsys.readouterr().err


def test_commands_run_in_another_folder_with_the_home_by_name(home: Home, tmp_path: Path) -> None:
    """Without make, without a shell, without a setting: only this Python, the command and `--home`."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    stranger = Home(elsewhere / "var", home.database)
    for command in ("verify", "backup", "deliver", "import x.xlsx --steward sao-480902 --kind people"):
        told = Home(stranger.folder).ruammue(*command.split(), code=2)
        assert str(stranger.folder) in told, "in the wrong folder each says so"
    where = ["--home", str(home.folder)]
    assert "/sao-480902/" in stranger.ruammue("init", "sao-480902", "--test-data", *where)
    assert "ผนึกบันทึก" in stranger.ruammue(*where, "deliver", "--once")
    assert "ครบถ้วน" in stranger.ruammue(*where, "verify")
    kept = elsewhere / "kept.zip"
    stranger.ruammue(*where, "backup", str(kept), "--portable")
    assert "สำเร็จ" in stranger.ruammue(*where, "restore", "--drill", str(kept))
    told = stranger.ruammue(*where, "import", str(kept), "--steward", "sao-480902", "--kind", "people", code=1)
    assert "xlsx" in told
    assert [path.name for path in elsewhere.iterdir()] == ["kept.zip"], "nothing is written where nobody asked for it"


def test_init_makes_a_tenant_or_says_why_not(home: Home) -> None:
    told = home.ruammue("init", "sao-480901", "--practice", "--administrator", "นางสม ใจดี <som@office.example>")
    assert "/sao-480901/" in told
    assert "som@office.example" in told
    assert "admin2@sao-480901.invalid" in told, "two administrators, always"
    assert "15 villages to confirm" in told
    assert "หมู่ 1 บ้านนาหว้า" in told
    assert "ชุดซ้อม" in told
    assert "ตั้งไว้แล้ว" in home.ruammue("init", "sao-480901", code=2)
    assert "sao-480904" in home.ruammue("init", "480904", code=2)
    assert "ทุกตำบลในจังหวัด" in home.ruammue("init", "pao-48", code=2)
    assert "ชื่อ สกุล" in home.ruammue("init", "sao-480902", "--administrator", "som@office.example", code=2)
    assert "ครบถ้วน" in home.ruammue("verify")


def test_what_init_makes_is_unconfirmed_and_nothing_is_invented(home: Home) -> None:
    told = home.python(
        "from ruammue.networks.models import Network, Appointment, Partner\n"
        "from ruammue.people.models import RoleHeld, Organisation\n"
        "from ruammue.places.models import Steward, Village\n"
        "s = Steward.objects.get(slug='sao-480904')\n"
        "print(s.is_claimed, s.mark, Village.objects.of(s).count(),"
        " Network.objects.of(s).filter(confirmed_at=None).count(),"
        " Network.objects.of(s).exclude(confirmed_at=None).count(),"
        " Appointment.objects.count(), Partner.objects.count(), Organisation.objects.count(),"
        " RoleHeld.objects.of(s).filter(role='administrator').count())"
    )
    # Seven villages with four places each, and the three statutory committees; nobody sits anywhere.
    assert told.split() == ["False", "test", "7", "31", "0", "0", "0", "0", "2"]


def test_a_doubtful_village_gets_its_places_once_it_is_ours_and_can_be_taken_off_before(home: Home) -> None:
    told = home.ruammue("init", "sao-480901")
    assert "ช่องว่างสำหรับคณะและเครือข่าย 3 ช่อง" in told, "only the statutory committees"
    home.python(
        "from ruammue.foundation.transactions import door\n"
        "from ruammue.ledger.who import SYSTEM\n"
        "from ruammue.places.actions import confirm_village, remove_village\n"
        "from ruammue.places.models import Village\n"
        "ours, theirs, *_ = Village.objects.filter(steward__slug='sao-480901')\n"
        "with door():\n"
        "    confirm_village(ours, by=SYSTEM)\n"
        "    remove_village(theirs, by=SYSTEM)"
    )
    home.ruammue("deliver", "--once")
    counted = home.python(
        "from ruammue.networks.models import Network\n"
        "from ruammue.places.models import Village\n"
        "print(Network.objects.filter(steward__slug='sao-480901').count(),"
        " Village.objects.filter(steward__slug='sao-480901').count())"
    )
    assert counted.split() == ["7", "14"]
    assert "ครบถ้วน" in home.ruammue("verify")


def test_heads_travel_and_are_compared(home: Home, tmp_path: Path) -> None:
    kept = tmp_path / "heads.txt"
    home.ruammue("verify", "--write-heads", str(kept))
    origin, size, root = kept.read_text(encoding="utf-8").splitlines()
    assert origin.startswith("ruammue/sao-480904/")
    assert int(size) > 0
    assert len(root) == 44
    assert "ครบถ้วน" in home.ruammue("verify", "--heads", str(kept))
    kept.write_text(f"{origin}\n{size}\n{'A' * 43}=\n", encoding="utf-8")
    assert "ถูกเขียนใหม่" in home.ruammue("verify", "--heads", str(kept), code=1)
    kept.write_text(f"{origin}\nmany\n{root}\n", encoding="utf-8")
    assert "บรรทัด 3" in home.ruammue("verify", "--heads", str(kept), code=2)
    kept.write_text("\n — a signature without a head\n", encoding="utf-8")
    assert "ไม่มีหัวบันทึกเลย" in home.ruammue("verify", "--heads", str(kept), code=2)
    kept.write_bytes(b"\xb0\x00 no text at all")
    assert "บรรทัด 1" in home.ruammue("verify", "--heads", str(kept), code=2)
    kept.unlink()
    assert "เปิดไฟล์" in home.ruammue("verify", "--heads", str(kept), code=2)


def test_a_log_without_a_head_gives_a_witness_nothing_to_keep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / "heads.txt"
    monkeypatch.setattr(heads, "latest", lambda: "")
    with pytest.raises(heads.NothingSealed) as refused:
        heads.write(kept)
    assert "deliver --once" in sentence_for(refused.value)
    assert not kept.exists(), "a file without a head would look like a witness"


@pytest.mark.any_database
def test_the_demo_is_set_up_once_and_never_over_other_data(home: Home, tmp_path: Path) -> None:
    where = tmp_path / "demo"
    first = home.ruammue("demo", "--home", str(where), "--no-serve")
    assert "แต่งขึ้น" in first
    assert "/na-ruam-jai/" in first
    second = home.ruammue("demo", "--home", str(where), "--no-serve")
    assert "กำลังเตรียม" not in second
    assert second.splitlines()[-5:] == first.splitlines()[-5:], "the same logins as before"
    assert "ไม่ได้แตะต้อง" in home.ruammue("demo", "--home", str(home.folder), "--no-serve", "--fresh", code=2)
    demo = Home(where)
    assert "ครบถ้วน" in demo.ruammue("verify")
    told = demo.python(
        "from ruammue.places.models import Steward, Village\n"
        "print([s.mark for s in Steward.objects.all()])\n"
        "print(sorted(v.label for v in Village.objects.filter(steward__slug='na-ruam-jai', name='บ้านดอนแดง')))"
    )
    assert told.splitlines() == ["['demo', 'demo']", "['หมู่ 3 บ้านดอนแดง', 'หมู่ 5 บ้านดอนแดง']"]


@pytest.mark.any_database
def test_every_finding_of_the_house_has_a_sentence_in_both_languages() -> None:
    import ast

    house = Path(__file__).parents[2] / "ruammue"
    codes = set()
    for file in house.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Finding" and node.args:
                codes |= {
                    part.value
                    for part in ast.walk(node.args[0])
                    if isinstance(part, ast.Constant) and isinstance(part.value, str) and "." in part.value[1:]
                }
    codes = {code for code in codes if not code.startswith(".")}
    assert len(codes) > 20
    assert codes <= set(SENTENCES), sorted(codes - set(SENTENCES))
    assert sentences("some.row_missing", {"table": "t", "row": "r"})[0] == "แถว r ใน t หายไป ทั้งที่มีในบันทึก"
    assert sentences("brand.new", {"a": 1}) == ("brand.new: a=1", "a=1", False)


@pytest.mark.any_database
def test_a_fresh_checkout_speaks_thai_at_once(tmp_path: Path) -> None:
    """Titles are stored as they are said: a first command that finds no compiled catalogue must not store English."""
    shutil.copytree(HOUSE / "ruammue", tmp_path / "ruammue", ignore=shutil.ignore_patterns("*.mo", "__pycache__"))
    asked = (
        "import ruammue; from ruammue.cli.django_door import open_house; open_house();"
        "from ruammue.needs.actions.matters import first_title;"
        "print(ruammue.__file__); print(ascii(first_title('water', None, is_sensitive=False)))"
    )
    said = subprocess.run(
        [sys.executable, "-c", asked],
        env={**Home(tmp_path / "home").environment, "PYTHONPATH": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    ).stdout
    assert str(tmp_path) in said
    assert ascii("เรื่องน้ำ") in said
