"""Migrations: none missing, none that leans on tomorrow's code, none that stops PostgreSQL's readers and writers.

A table brings its constraints and indexes along when it is made: added afterwards, each would make SQLite build the
table once more and Django render the models anew (10 of the 13 seconds that a first start took). After
`makemigrations`, which writes them one by one:

    RUAMMUE_WRITE_MIGRATIONS=1 python -m pytest tests/house/test_migrations.py -n 0
"""

from __future__ import annotations

import ast
import importlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.writer import MigrationWriter

from tests.house.test_tables import names_in
from tests.house.tree import HOUSE, parsed, report, where

# Values that migrations may name: plain functions without tables, kept for as long as a migration needs them.
LASTING = ("ruammue.foundation.",)
LONG_LOCKS = (
    migrations.AddIndex,
    migrations.AddConstraint,
    migrations.AlterField,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.RemoveField,
    migrations.DeleteModel,
    migrations.AlterUniqueTogether,
)


@pytest.mark.django_db
def test_no_migration_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=1)
    except SystemExit:
        pytest.fail(capsys.readouterr().out)


def leanings(file: Path, tree: ast.Module) -> list[str]:
    """Imports of code that may change under the migration's feet."""
    found = []
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        found += [
            f"{where(file, node)} {name}"
            for name in names
            if name.startswith("ruammue.") and not name.startswith(LASTING)
        ]
    return found


def test_migrations_lean_on_nothing_of_today() -> None:
    files = sorted(HOUSE.glob("*/migrations/0*.py"))
    found = [line for file in files for line in leanings(file, parsed(file))]
    assert files
    assert not found, report(found)
    assert leanings(Path("0002.py"), ast.parse("from ruammue.needs import models"))
    assert leanings(Path("0002.py"), ast.parse("import ruammue.people.actions"))


def locks(name: str, operations: list[Operation]) -> list[str]:
    """Operations that hold a long lock on a table that may already be full of rows.

    A table made in the same migration is empty. Anything else goes in steps: expand, fill in batches, contract; indexes
    with `AddIndexConcurrently`, constraints with `AddConstraintNotValid` and `ValidateConstraint`.
    """
    fresh: set[str] = set()
    found = []
    for operation in operations:
        if isinstance(operation, migrations.CreateModel):
            fresh.add(operation.name.lower())
            continue
        table = str(getattr(operation, "model_name", getattr(operation, "name", ""))).lower()
        if table in fresh:
            continue
        if isinstance(operation, LONG_LOCKS) and not type(operation).__module__.startswith("django.contrib.postgres"):
            found.append(f"{name}: {type(operation).__name__} on {table}")
        elif isinstance(operation, migrations.AddField) and not (operation.field.null or operation.field.has_default()):
            found.append(f"{name}: AddField {operation.name} on {table} must be null or have a default")
    return found


def test_no_migration_takes_a_long_lock() -> None:
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    found = [
        line
        for (app, name), migration in disk.items()
        if type(migration).__module__.startswith("ruammue.")
        for line in locks(f"{app}.{name}", migration.operations)
    ]
    assert not found, report(found)


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddIndex("need", models.Index(fields=["text"], name="x")),
        migrations.AddConstraint("need", models.UniqueConstraint(fields=["text"], name="x")),
        migrations.AlterField("need", "text", models.TextField()),
        migrations.RemoveField("need", "text"),
        migrations.AddField("need", "text", models.TextField()),
    ],
)
def test_a_planted_lock_is_caught(operation: Operation) -> None:
    assert locks("needs.0002", [operation])
    assert not locks("needs.0001", [migrations.CreateModel("Need", []), operation])


# ---------- whole tables ----------


def together(operations: list[Operation]) -> list[Operation]:
    """The same operations, with every constraint and index inside the table that is made here, where it can be.

    It cannot when the table gets a field later on that the constraint speaks of: two tables that point at each other.
    """
    later = {
        (operation.model_name_lower, operation.name)
        for operation in operations
        if isinstance(operation, migrations.AddField)
    }
    made: dict[str, migrations.CreateModel] = {}
    kept: list[Operation] = []
    for operation in operations:
        if isinstance(operation, migrations.CreateModel):
            options = {**operation.options}
            operation = migrations.CreateModel(
                operation.name, operation.fields, options, operation.bases, operation.managers
            )
            made[operation.name_lower] = operation
        elif isinstance(operation, migrations.AddConstraint | migrations.AddIndex):
            table = made.get(operation.model_name.lower())
            part: Any = operation.constraint if isinstance(operation, migrations.AddConstraint) else operation.index
            place = "constraints" if isinstance(operation, migrations.AddConstraint) else "indexes"
            waits = {name for model, name in later if table and model == table.name_lower}
            if table and not waits & set(fields_of(part)):
                table.options[place] = [*table.options.get(place, []), part]
                continue
        kept.append(operation)
    return kept


def fields_of(part: Any) -> Iterator[str]:
    """Every field that a constraint or an index speaks of."""
    for name in getattr(part, "fields", ()):
        yield name.removeprefix("-")
    yield from names_in(getattr(part, "condition", None))


def house_migrations() -> Iterator[tuple[Path, Any]]:
    for file in sorted(HOUSE.glob("*/migrations/0*.py")):
        yield file, importlib.import_module(f"ruammue.{file.parents[1].name}.migrations.{file.stem}").Migration


def test_a_table_brings_its_constraints_along() -> None:
    scattered = [
        (file, kind) for file, kind in house_migrations() if len(together(kind.operations)) < len(kind.operations)
    ]
    if os.environ.get("RUAMMUE_WRITE_MIGRATIONS"):
        for file, kind in scattered:
            migration = kind(file.stem, file.parents[1].name)
            migration.operations = together(kind.operations)
            file.write_text(MigrationWriter(migration, include_header=False).as_string(), encoding="utf-8")
        return
    found = [str(file.relative_to(HOUSE)) for file, _ in scattered]
    assert not found, "run this once more with RUAMMUE_WRITE_MIGRATIONS=1: " + report(found)


def test_a_planted_late_constraint_is_caught() -> None:
    key = models.UniqueConstraint(fields=["text"], name="x")
    table = migrations.CreateModel("Need", [("text", models.TextField())])
    tied = migrations.AddConstraint("Need", models.CheckConstraint(condition=models.Q(call=None), name="y"))
    late = migrations.AddField("Need", "call", models.TextField())
    folded = together([table, migrations.AddConstraint("need", key), late, tied])
    assert [type(operation).__name__ for operation in folded] == ["CreateModel", "AddField", "AddConstraint"]
    assert folded[0].options == {"constraints": [key]}  # type: ignore[attr-defined]
    assert table.options == {}
