"""Only actions, listeners, imports, migrations and the command line write. A short check of the syntax tree."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.tree import HOUSE, modules, parsed, report, where

WRITERS = {"actions", "listeners", "imports", "importing", "migrations", "cli", "guards", "loading"}
READERS = {"views", "forms", "queries", "rules", "urls", "sections", "sentences", "templatetags", "slots", "context"}
SURE = {
    "get_or_create",
    "update_or_create",
    "bulk_create",
    "bulk_update",
    "create",
    "create_user",
    "aupdate",
    "acreate",
}
ROWS = {"objects", "_default_manager", "_base_manager", "of", "filter", "exclude", "all", "select_for_update"}


def words_of(chain: ast.expr) -> list[str]:
    """`Need.objects.of(s).filter(x)` -> Need objects of filter."""
    words: list[str] = []
    while True:
        if isinstance(chain, ast.Call):
            chain = chain.func
        elif isinstance(chain, ast.Attribute):
            words.append(chain.attr)
            chain = chain.value
        elif isinstance(chain, ast.Subscript):
            chain = chain.value
        else:
            words.append(chain.id if isinstance(chain, ast.Name) else "")
            return words[::-1]


def is_write(call: ast.Call, *, is_reader: bool) -> bool:
    """A write through a manager anywhere; in a reader also `thing.save()`, `thing.delete()` and every creation.

    `image.save(stream)` has a positional argument and is no row; `cache.delete` and `session.save` are no rows.
    """
    if not isinstance(call.func, ast.Attribute):
        return False
    verb = call.func.attr
    chain = words_of(call.func.value)
    on_rows = bool(ROWS & set(chain[1:]))
    if verb in SURE | {"update", "delete"} and on_rows:
        return True
    if not is_reader or chain[-1] in {"cache", "session"}:
        return False
    return verb in SURE or (verb in {"save", "delete"} and not call.args)


def writes(file: Path, tree: ast.Module) -> list[str]:
    parts = {*file.relative_to(HOUSE).with_suffix("").parts} if file.is_relative_to(HOUSE) else {file.stem}
    if parts & WRITERS:
        return []
    is_reader = bool(parts & READERS)
    return [
        f"{where(file, node)} {ast.unparse(node)[:90]}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and is_write(node, is_reader=is_reader)
    ]


def test_nothing_but_acts_writes() -> None:
    found = [line for file in modules() if file.parts[-2] != "ledger" for line in writes(file, parsed(file))]
    # A manager may make the row it manages, and only when an action calls it.
    found = [line for line in found if "people/models.py" not in line]
    assert not found, report(found)


@pytest.mark.parametrize(
    "line",
    [
        "need.save()",
        "need.save(update_fields=['stage'])",
        "need.delete()",
        "Need.objects.create(text='x')",
        "Need.objects.of(steward).filter(pk=1).update(stage='x')",
        "Need.objects.of(steward).filter(pk=1)[:1].delete()",
        "Need.objects.bulk_create(rows)",
        "matter.needs.get_or_create(pk=1)",
        "Need.objects.of(s).bulk_update(rows, ['stage'])",
    ],
)
def test_a_planted_write_is_caught(line: str) -> None:
    assert writes(Path("views.py"), ast.parse(f"def view(request):\n    {line}\n"))
    assert not writes(Path("actions.py"), ast.parse(line))


@pytest.mark.parametrize(
    "line",
    [
        "seen.update(more)",
        "digest.update(data)",
        "picture.save(stream, 'JPEG')",
        "cache.delete('k')",
        "form.is_valid()",
    ],
)
def test_what_is_no_write_passes(line: str) -> None:
    assert not writes(Path("views.py"), ast.parse(line))
