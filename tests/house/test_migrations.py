"""Migrations: none missing, none that leans on tomorrow's code, none that stops PostgreSQL's readers and writers."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation

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
