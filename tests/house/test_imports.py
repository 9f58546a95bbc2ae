"""Imports go down. The contracts hold for the house, and each catches the import it forbids."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ruammue.cli.docs import file_of
from ruammue.cli.main import COMMANDS
from tests.house.tree import HOUSE, ROOT

pytestmark = pytest.mark.any_database

CONTRACTS = ROOT / ".importlinter"


def lint(folder: Path) -> tuple[int, str]:
    done = subprocess.run(
        [shutil.which("lint-imports", path=str(Path(sys.executable).parent)) or "lint-imports", "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def small_house(tmp_path: Path) -> Path:
    """Every room that stands, empty, under the real contracts."""
    shutil.copy(CONTRACTS, tmp_path)
    for package in [HOUSE, *HOUSE.iterdir(), *(HOUSE / "engines").iterdir()]:
        if (package / "__init__.py").exists():
            empty = tmp_path / package.relative_to(ROOT)
            empty.mkdir(exist_ok=True)
            (empty / "__init__.py").touch()
    return tmp_path


def test_the_contracts_hold() -> None:
    code, said = lint(ROOT)
    assert code == 0, said


def test_an_empty_house_keeps_the_contracts(small_house: Path) -> None:
    code, said = lint(small_house)
    assert code == 0, said


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("needs/views.py", "import ruammue.goals"),
        ("ledger/actions.py", "from ruammue.people import models"),
        ("engines/tally/count.py", "import ruammue.foundation"),
        ("engines/tally/count.py", "import ruammue.engines.matching"),
        ("engines/matching/clock.py", "import time"),
        ("engines/matching/rows.py", "from django.db import models"),
        ("attic/__init__.py", ""),
    ],
)
def test_a_planted_import_is_caught(small_house: Path, file: str, line: str) -> None:
    planted = small_house / "ruammue" / file
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(line)
    for room in ("goals", "people", "foundation"):
        (small_house / "ruammue" / room / "models.py").touch()
    code, said = lint(small_house)
    assert code == 1, said


def names_imported_by(statement: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{statement}\nprint(*sys.modules)"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.splitlines()[-1].split())


def test_the_command_line_starts_without_django() -> None:
    commands = ["main", "django_door", *(file_of(name).stem for name in COMMANDS if file_of(name).exists())]
    loud = [name for name in commands if "django" in names_imported_by(f"import ruammue.cli.{name}")]
    assert not loud, "these import Django before they are asked to: " + ", ".join(loud)
    assert "django" not in names_imported_by("from ruammue.cli.main import main; main(['help'])")
    assert "django" in names_imported_by("import ruammue.foundation.levels"), "the check would not notice Django"


def test_every_command_has_its_file() -> None:
    for name in COMMANDS:
        assert file_of(name).exists(), name
