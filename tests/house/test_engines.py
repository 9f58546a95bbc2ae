"""Engines: no clock, no chance, no input or output, no floats."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.tree import HOUSE, parsed, report, where

pytestmark = pytest.mark.any_database

CLOCKS = {"now", "today", "utcnow", "time", "monotonic", "perf_counter"}
CHANCE = {"random", "secrets", "uuid", "time", "os", "socket", "pathlib", "subprocess", "urllib"}
CALLS = {"float", "open", "print", "input", "hash", "id"}


def impurities(file: Path, tree: ast.Module) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            found.append(f"{where(file, node)} float {node.value}")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            found.append(f"{where(file, node)} {node.func.id}()")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
            found.append(f"{where(file, node)} clock {node.func.attr}()")
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            found += [f"{where(file, node)} import {name}" for name in names if name.split(".")[0] in CHANCE]
        elif isinstance(node, ast.Global):
            found.append(f"{where(file, node)} global")
    return found


def test_engines_are_pure() -> None:
    files = sorted((HOUSE / "engines").rglob("*.py"))
    found = [line for file in files for line in impurities(file, parsed(file))]
    assert files
    assert not found, report(found)


@pytest.mark.parametrize(
    "line",
    [
        "half = 0.5",
        "share = float(votes)",
        "import random",
        "from secrets import choice",
        "when = datetime.now()",
        "today = date.today()",
        "order = hash(name)",
        "text = open('x')",
        "def f():\n    global kept",
    ],
)
def test_a_planted_impurity_is_caught(line: str) -> None:
    assert impurities(Path("engine.py"), ast.parse(line))
