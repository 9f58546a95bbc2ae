"""The database's own refusal to rewrite history (triggers, see migration 0002), put up and taken down.

A superuser can drop them; that is why `verify()` and heads kept elsewhere exist. Only tests that play the
superuser, and the emptying of a test database, call `remove()`.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from django.db.backends.base.base import BaseDatabaseWrapper

_migration = import_module("ruammue.ledger.migrations.0002_append_only")
Statements = Callable[[str], list[str]]
_guards: list[tuple[Statements, Statements]] = [(_migration.statements, _migration.removals)]


def also(statements: Statements, removals: Statements) -> None:
    """Put up and take down another room's triggers together with ours: SQL by database vendor."""
    if (statements, removals) not in _guards:
        _guards.append((statements, removals))


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers. An entry may change once: from unsealed to its position."""
    with connection.cursor() as cursor:
        for statements, _removals in _guards:
            for statement in statements(connection.vendor):
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers."""
    with connection.cursor() as cursor:
        for _statements, removals in _guards:
            for statement in removals(connection.vendor):
                cursor.execute(statement)
