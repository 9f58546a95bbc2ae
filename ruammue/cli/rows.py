"""The record as rows: a dump that either database reads, so that a home can move from one to the other.

One JSON line a row, one file a table, written inside one read-only snapshot. Values are exact: times keep their
microseconds (the sealed leaves depend on them), bytes are base64. Reading writes plain INSERTs: nothing is saved
through a model, so that no `auto_now_add` puts today's date upon an old row.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any
from uuid import UUID

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction

from ruammue.foundation.transactions import take_time
from ruammue.ledger import guards

# Made anew by every installation, or worth nothing elsewhere.
_NOT_KEPT = ("contenttypes", "sessions", "auth", "admin")
_AS_WRITTEN = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)
"""Fields whose JSON value is what the database takes: most of a record, so it is not converted value by value."""
_BATCH = 500


def tables() -> list[type[models.Model]]:
    """Every table of the record, in a fixed order."""
    kept = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and model._meta.app_label not in _NOT_KEPT
    ]
    return sorted(kept, key=lambda model: model._meta.db_table)


def counts() -> dict[str, int]:
    """How many rows each table has."""
    return {model._meta.db_table: model._default_manager.count() for model in tables()}


@contextmanager
def snapshot() -> Iterator[None]:
    """Read everything as it stands at one moment, however long it takes."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            take_time()
        yield


def write(model: type[models.Model], file: IO[bytes]) -> int:
    """Write every row of a table. Returns how many."""
    fields = model._meta.concrete_fields
    written = 0
    rows = model._default_manager.order_by("pk").values_list(*(field.attname for field in fields))
    for row in rows.iterator(chunk_size=2_000):
        told = {field.column: _plain(value) for field, value in zip(fields, row, strict=True)}
        file.write(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
        written += 1
    return written


def read(model: type[models.Model], lines: Iterator[bytes]) -> int:
    """Insert the rows of a table and return how many. Raises ValueError for other columns: from another version."""
    fields = list(model._meta.concrete_fields)
    quote = connection.ops.quote_name
    columns = [str(field.column) for field in fields]
    names = ", ".join(quote(column) for column in columns)
    places = ", ".join(["%s"] * len(fields))
    insert = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608 - names of our own tables
    exact = [_exact(field) for field in fields]
    written = 0
    with connection.cursor() as cursor:
        batch: list[list[Any]] = []
        for line in lines:
            told = json.loads(line)
            if set(told) != set(columns):
                raise ValueError(f"{model._meta.db_table}: {sorted(set(told) ^ set(columns))}")
            batch.append([make(told[column]) for column, make in zip(columns, exact, strict=True)])
            if len(batch) == _BATCH:
                cursor.executemany(insert, batch)
                written += len(batch)
                batch = []
        if batch:
            cursor.executemany(insert, batch)
            written += len(batch)
    return written


@contextmanager
def empty_house() -> Iterator[None]:
    """Inside: every table is empty and takes rows in any order; afterwards the links between them are checked."""
    with transaction.atomic():
        guards.remove(connection)
        with connection.cursor() as cursor:
            for model in tables():
                cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608
        guards.install(connection)
        yield
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
                cursor.execute(statement)
        connection.check_constraints()


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID | Decimal):
        return str(value)
    return value


def _exact(field: models.Field) -> Callable[[Any], Any]:
    if isinstance(field, models.ForeignKey | models.OneToOneField):
        return _exact(field.target_field)
    if isinstance(field, _AS_WRITTEN):
        return lambda value: value

    def make(value: Any) -> Any:
        if value is None:
            return None
        if isinstance(field, models.BinaryField):
            value = base64.b64decode(value)
        elif not isinstance(field, models.JSONField):
            value = field.to_python(value)
        return field.get_db_prep_save(value, connection)

    return make
