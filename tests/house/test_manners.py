"""The manners of tests: none sleeps, skips or dials out; and no file knows the machine that it was made on."""

from __future__ import annotations

import ast
import re
import socket
import subprocess
from pathlib import Path

import pytest

from tests.house.tree import ROOT, parsed, report, where

pytestmark = pytest.mark.any_database

_MACHINE = re.compile(r"(?:^|[\s\"'(=])/(?:work|root|home|Users)/\w")
TEXT = {".py", ".html", ".css", ".js", ".md", ".toml", ".in", ".lock", ".yml", ".po", ".txt", ".typ", ".sh", ""}


def bad_manners(file: Path, tree: ast.Module) -> list[str]:
    """Sleeping, skipping and expecting to fail."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            said = ast.unparse(node)
            if said in {"time.sleep", "pytest.skip", "pytest.xfail", "pytest.importorskip"} or re.search(
                r"mark\.(skip|xfail)", said
            ):
                found.append(f"{where(file, node)} {said}")
        elif isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and is_empty(node):
            found.append(f"{where(file, node)} {node.name} asserts nothing")
    return found


def is_empty(node: ast.FunctionDef) -> bool:
    """A test that could not fail: no assert, no `raises`, no call of any kind."""
    return not any(isinstance(part, ast.Assert | ast.Call | ast.Raise) for part in ast.walk(node) if part is not node)


def test_tests_neither_sleep_nor_skip() -> None:
    files = sorted((ROOT / "tests").rglob("*.py"))
    found = [line for file in files for line in bad_manners(file, parsed(file))]
    assert not found, report(found)


@pytest.mark.parametrize(
    "line",
    [
        "time.sleep(1)",
        "pytest.skip('later')",
        "@pytest.mark.skip\ndef f(): pass",
        "@pytest.mark.xfail()\ndef f(): pass",
        "def test_x():\n    x = 1",
    ],
)
def test_planted_bad_manners_are_caught(line: str) -> None:
    assert bad_manners(Path("test_x.py"), ast.parse(line))


def test_no_test_dials_out() -> None:
    with socket.socket() as out, pytest.raises(RuntimeError, match="dials nobody"):
        out.connect(("192.0.2.1", 80))


def machine_paths(text: str) -> list[str]:
    return [line.strip()[:100] for line in text.splitlines() if _MACHINE.search(line)]


def test_no_file_knows_the_machine() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    files = [ROOT / name for name in listed if Path(name).suffix in TEXT and (ROOT / name).is_file()]
    found = [
        f"{file.relative_to(ROOT)}: {line}"
        for file in files
        for line in machine_paths(file.read_text(encoding="utf-8", errors="replace"))
    ]
    assert not found, report(found)
    assert machine_paths('HOME = "/' + 'home/somchai/x"')


ADDRESSES = Path("ruammue/foundation/addresses.py")


def own_addresses(file: Path, tree: ast.Module) -> list[str]:
    """Whole addresses that are put together beside the one function that knows the public name."""
    return [
        f"{where(file, node)} {ast.unparse(node)}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "build_absolute_uri"
    ]


def test_whole_addresses_come_from_one_place() -> None:
    files = sorted((ROOT / "ruammue").rglob("*.py"))
    found = [line for file in files if file != ROOT / ADDRESSES for line in own_addresses(file, parsed(file))]
    assert not found, report(found)
    assert own_addresses(ROOT / ADDRESSES, parsed(ROOT / ADDRESSES)), "the one place is still there"
    assert own_addresses(Path("views.py"), ast.parse("link = request.build_absolute_uri(path)"))
