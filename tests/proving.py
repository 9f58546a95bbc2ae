"""What the long runs proved, written by the run itself: `RUAMMUE_PROVED` names the page.

Each long run says with `record_property` how much it did. The page has one part a database; a run writes its own part
anew and leaves the other as it stands. A run that failed is written down as failed.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
import re
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

HEAD = """# What the long runs proved
Written by `make prove` itself; nothing here is typed by hand. A part is as old as its date says: the newest code has
been through the short runs of `make test`, not through these.
"""
_began = time.monotonic()
_told: list[tuple[str, str, str, float]] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep what each long run did, how it ended and how long it took; a broken set-up is an end as well."""
    if "prove" not in report.keywords or not (report.when == "call" or report.failed):
        return
    name = report.nodeid.rsplit("::", 1)[-1].removeprefix("test_").replace("_", " ")
    did = "; ".join(f"{value} {key}" for key, value in report.user_properties)
    _told.append((name, did, "held" if report.passed else "**FAILED**", report.duration))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Write this database's part of the page."""
    page = os.environ.get("RUAMMUE_PROVED")
    if page and _told and not hasattr(session.config, "workerinput"):
        file = session.config.rootpath / page
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        file.write_text(written(before, _database(), part(_told)), encoding="utf-8", newline="\n")


def written(page: str, database: str, text: str) -> str:
    """The page with the part of this database written anew; parts stand in the order of their names."""
    parts = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", page, re.M | re.S))
    parts = {name: kept for name, kept in parts.items() if name.split()[0] != database.split()[0]}
    parts[database] = text
    return HEAD + "".join(f"\n## {name}\n{parts[name].strip()}\n" for name in sorted(parts))


def part(told: list[tuple[str, str, str, float]]) -> str:
    """One database's part: when, where, of which commit, and a row for each long run."""
    ended, whole = dt.datetime.now(dt.UTC), _spoken(time.monotonic() - _began)
    lines = [
        f"{ended:%Y-%m-%d %H:%M} UTC · commit `{_commit()}` · {_machine()} · {whole} in all",
        "",
        "| Run | What was done | Ended | Took |",
        "|---|---|---|---|",
        *(f"| {name} | {did} | {ended} | {_spoken(took)} |" for name, did, ended, took in told),
    ]
    return "\n".join(lines)


def _spoken(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


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
