"""How many tests ran on each database: equal, or red. And which were not run, because the real data is not here.

`RUAMMUE_TEST_COUNTS` names a file that the first run writes and the second compares with. Tests marked `any_database`
run on SQLite only and count for both. `RUAMMUE_SHARED` (default `../shared`) finds the real data; without it, tests
marked `shared_data` are deselected and the last lines say how many.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

COUNTED = ("passed", "failed", "xfailed", "xpassed", "skipped")
_not_run = pytest.StashKey[int]()
_elsewhere = pytest.StashKey[int]()
_verdict = pytest.StashKey[str]()


def shared_data(root: Path) -> Path:
    """The folder of the real data; it may be absent."""
    return (root / os.environ.get("RUAMMUE_SHARED", "../shared") / "data").resolve()


def _leave_out(config: pytest.Config, items: list[pytest.Item], marker: str) -> int:
    left_out = [item for item in items if item.get_closest_marker(marker)]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)
    return len(left_out)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out, and count, what needs the real data where there is none, and what the other database's run does."""
    is_here = shared_data(config.rootpath).is_dir()
    config.stash[_not_run] = 0 if is_here else _leave_out(config, items, "shared_data")
    named = any("::" in argument for argument in config.args)  # whoever asks for one test gets it
    twice = connection.vendor == "sqlite" or named
    config.stash[_elsewhere] = 0 if twice else _leave_out(config, items, "any_database")


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """What a worker left out, the others left out too: each collects everything."""
    told = getattr(node, "workeroutput", {})
    node.config.stash[_not_run] = told.get("not_run", 0)
    node.config.stash[_elsewhere] = told.get("elsewhere", 0)


def compare(ran: dict[str, int], database: str, count: int) -> tuple[dict[str, int], str, bool]:
    """The counts with this run's, a line that tells them, and whether they differ."""
    known = {**ran, database: count}
    line = "tests ran: " + ", ".join(f"{name} {known[name]}" for name in sorted(known))
    differ = len(set(known.values())) > 1
    return known, line + ("  NOT EQUAL" if differ else ""), differ


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Count, compare with the other database's run, and turn red when they differ."""
    config = session.config
    if hasattr(config, "workeroutput"):
        config.workeroutput["not_run"] = config.stash.get(_not_run, 0)
        config.workeroutput["elsewhere"] = config.stash.get(_elsewhere, 0)
        return
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    count = sum(len(reporter.stats.get(outcome, [])) for outcome in COUNTED) if reporter else 0
    database = connection.vendor
    kept = os.environ.get("RUAMMUE_TEST_COUNTS")
    file = config.rootpath / kept if kept else None
    ran = json.loads(file.read_text()) if file and file.exists() else {}
    elsewhere = config.stash.get(_elsewhere, 0)
    known, line, differ = compare(ran, database, count + elsewhere)
    config.stash[_verdict] = line + (f" (of them {elsewhere} on SQLite, for any database)" if elsewhere else "")
    if file:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(known))
    if differ and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """The last lines: how many ran where, and how many did not."""
    terminalreporter.write_line(config.stash.get(_verdict, ""))
    if not_run := config.stash.get(_not_run, 0):
        terminalreporter.write_line(f"NOT RUN: {not_run}, no shared/data")
