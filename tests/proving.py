"""What the long runs proved, written by the run itself: `RUAMMUE_PROVED` names the page.

Each long run says with `record_property` how much it did. The page has one part a database and one row a run, with its
own day and commit: a run writes its own row anew and leaves the others as they stand. One that failed is written down
as failed; one that was stopped leaves its old row.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from pytest_django.plugin import blocking_manager_key

HEAD = """# What the long runs proved
Written by `make prove` itself, row by row; nothing here is typed by hand. A row is as old as its day says: newer code
has been through the short runs of `make test`, not through these.
"""
TABLE = """| Run | What was done | Ended | Took | When | Commit | Where |
|---|---|---|---|---|---|---|
"""
_told: dict[str, str] = {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep what each long run did, how it ended and how long it took; a broken set-up is an end as well."""
    if "prove" not in report.keywords or not (report.when == "call" or report.failed):
        return
    name = report.nodeid.rsplit("::", 1)[-1].removeprefix("test_").removeprefix("prove_").replace("_", " ")
    did = "; ".join(f"{value} {key}" for key, value in report.user_properties)
    _told[name] = row(name, did, "held" if report.passed else "**FAILED**", report.duration)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write the rows of this database's part that ran just now."""
    page = os.environ.get("RUAMMUE_PROVED")
    if page and _told and not hasattr(session.config, "workerinput"):
        file = session.config.rootpath / page
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        with session.config.stash[blocking_manager_key].unblock():  # after the last test nobody may ask, but we may
            database = _database()
        file.write_text(written(before, database, _told), encoding="utf-8", newline="\n")


def row(name: str, did: str, ended: str, took: float) -> str:
    """One run: what, how it ended, how long, when, of which commit, where."""
    spoken = f"{took:.0f} s" if took < 120 else f"{took / 60:.0f} min"
    when = f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC"
    return f"| {name} | {did} | {ended} | {spoken} | {when} | `{_commit()}` | {_machine()} |"


def written(page: str, database: str, told: dict[str, str]) -> str:
    """The page with these rows of this database written anew."""
    parts: dict[str, dict[str, str]] = {}
    for title, text in re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", page, re.M | re.S):
        parts[title] = {
            found[1]: found[0] for found in re.finditer(r"^\| (.+?) \|.*$", text, re.M) if found[1] != "Run"
        }
    parts[database] = parts.get(database, {}) | told
    return HEAD + "".join(f"\n## {title}\n{TABLE}" + "".join(f"{line}\n" for line in parts[title].values())
                          for title in sorted(parts))  # fmt: skip


def _git(*words: str) -> str:
    root = Path(__file__).parents[1]
    return subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=False).stdout.strip()


def _commit() -> str:
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", "ruammue", "tests")
    return (_git("rev-parse", "--short=10", "HEAD") or "unknown") + (" with changes" if changed else "")


def _machine() -> str:
    return f"{os.cpu_count()} cores {platform.machine()}, {platform.system()}, Python {platform.python_version()}"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version" if connection.vendor == "postgresql" else "SELECT sqlite_version()")
        version: Any = cursor.fetchone()
    return f"{'PostgreSQL' if connection.vendor == 'postgresql' else 'SQLite'} {version[0].split()[0]}"
