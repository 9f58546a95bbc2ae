"""The database's own refusal to rewrite deliveries and confirmations (triggers, see migration 0002)."""

from __future__ import annotations

from importlib import import_module

from ruammue.ledger import guards

_migration = import_module("ruammue.resources.migrations.0002_append_only")
guards.also(_migration.statements, _migration.removals)
