"""The house as files and syntax trees, for tests that read it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from ruammue.web.settings import ROOMS

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "ruammue"


@cache
def parsed(file: Path) -> ast.Module:
    """The syntax tree of a module, read once."""
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def modules(*rooms: str) -> Iterator[Path]:
    """Every Python file of these rooms (all rooms when none is named), migrations excepted."""
    for room in rooms or ROOMS:
        for file in sorted((HOUSE / room).rglob("*.py")):
            if "migrations" not in file.parts:
                yield file


def where(file: Path, node: ast.AST) -> str:
    """`ruammue/needs/views.py:12`."""
    shown = file.relative_to(ROOT).as_posix() if file.is_relative_to(ROOT) else file.name
    return f"{shown}:{getattr(node, 'lineno', 0)}"


def report(found: list[str]) -> str:
    """Findings, one a line, for the message of an assertion."""
    return f"{len(found)} found:\n" + "\n".join(sorted(found))
