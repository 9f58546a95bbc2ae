"""How many ran on each database, and what did not run for want of the real data."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import proving
from tests.counting import compare
from tests.house.tree import ROOT

PLAIN = ("-p", "no:xdist", "-p", "no:cacheprovider")
STORY = """
import pytest
def test_a(): pass
@pytest.mark.shared_data
def test_b(): pass
@pytest.mark.any_database
def test_c(): pass
"""


def run(folder: Path, asked: str = ".", **known: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_story.py").write_text(STORY)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n  shared_data\n  any_database\n")
    settings = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT), "PYTEST_XDIST_WORKER": ""}
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "tests.counting",
            "-p",
            "no:xdist",
            "-p",
            "no:cacheprovider",
            asked,
        ],
        cwd=folder,
        env={**os.environ, "RUAMMUE_TEST_COUNTS": "", **settings, **known},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_the_real_data_the_last_lines_say_so(tmp_path: Path) -> None:
    done = run(tmp_path, RUAMMUE_SHARED="nowhere")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "NOT RUN: 1, no shared/data" in done.stdout.splitlines()[-2]


def test_with_the_real_data_everything_runs(tmp_path: Path) -> None:
    (tmp_path / "shared" / "data").mkdir(parents=True)
    done = run(tmp_path, RUAMMUE_SHARED="shared", RUAMMUE_TEST_DB="sqlite", RUAMMUE_DATABASE_URL="sqlite:///a.sqlite3")
    assert "3 passed" in done.stdout
    assert "NOT RUN" not in done.stdout


def test_what_is_the_same_on_any_database_is_run_once_and_counts_for_both(tmp_path: Path) -> None:
    (tmp_path / "shared" / "data").mkdir(parents=True)
    nowhere = {"RUAMMUE_TEST_DB": "postgresql", "RUAMMUE_TEST_POSTGRES": "postgres://nobody@localhost/nowhere"}
    postgres = {"RUAMMUE_SHARED": "shared", **nowhere}
    done = run(tmp_path, **postgres)
    assert "2 passed" in done.stdout, done.stdout + done.stderr
    assert "tests ran: postgresql 3 (of them 1 on SQLite, for any database)" in done.stdout
    assert "1 passed" in run(tmp_path, "test_story.py::test_c", **postgres).stdout, "who asks for it by name gets it"


@pytest.mark.parametrize(("before", "code"), [(3, 0), (4, 1)])
def test_unequal_counts_are_red(tmp_path: Path, before: int, code: int) -> None:
    (tmp_path / "shared" / "data").mkdir(parents=True)
    (tmp_path / "ran.json").write_text(json.dumps({"another": before}))
    done = run(tmp_path, RUAMMUE_SHARED="shared", RUAMMUE_TEST_COUNTS="ran.json")
    assert done.returncode == code, done.stdout + done.stderr
    assert ("NOT EQUAL" in done.stdout) == bool(code)


def test_compare_names_both() -> None:
    assert compare({"postgresql": 7}, "sqlite", 7) == (
        {"postgresql": 7, "sqlite": 7},
        "tests ran: postgresql 7, sqlite 7",
        False,
    )
    assert compare({"postgresql": 7}, "sqlite", 6)[2]


def test_a_long_run_writes_its_own_row_and_leaves_the_others() -> None:
    kills = proving.row("kills", "200 kills", "held", 130.0)
    assert kills.startswith("| kills | 200 kills | held | 2 min | ")
    page = proving.written("", "SQLite 3.40.1", {"kills": kills, "closings": "| closings | old |"})
    page = proving.written(page, "PostgreSQL 17.0", {"kills": proving.row("kills", "", "**FAILED**", 3.0)})
    again = proving.written(page, "SQLite 3.40.1", {"closings": "| closings | new |"})
    assert again == page.replace("| closings | old |", "| closings | new |")
    assert again.index("## PostgreSQL") < again.index("| kills |  | **FAILED** | 3 s |") < again.index("## SQLite")
    assert again.count(kills) == 1
