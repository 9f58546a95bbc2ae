"""The outermost door: one durable transaction, one writer at a time where the database is a single file.

Actions are `@transaction.atomic` and compose. Only a door (view, command, parcel worker, import) is durable.
On SQLite the writers of a process wait here for one another, in the order in which they came: waiting in SQLite's
own busy handler costs second-long stalls (STACK section 1.4), and one writer is what SQLite has anyway.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from ruammue.foundation.turnstile import Turnstile

_one_writer = Turnstile()
_here = threading.local()


def afterwards(act: Callable[[], object]) -> None:
    """Do `act` when the door that is open now has closed, whatever came of what happened inside; without a door, not
    at all. For what no database undoes: files. It is told nothing of the outcome and looks for itself.
    """
    waiting: list[Callable[[], object]] | None = getattr(_here, "waiting", None)
    if waiting is not None:
        waiting.append(act)


@contextmanager
def door(*, takes_long: bool = False) -> Iterator[None]:
    """Open the outermost transaction. What happens inside lands whole or not at all.

    `takes_long` lifts the seconds that PostgreSQL grants a statement and a pause: for loading the areas, imports and
    restores, never for a page. Raises RuntimeError when a durable transaction is already open: a door inside a
    door would not be durable.
    """
    waiting: list[Callable[[], object]] = []
    try:
        with _transaction(takes_long=takes_long):
            _here.waiting = waiting
            try:
                yield
            finally:
                _here.waiting = None
    finally:
        for act in waiting:
            act()


@contextmanager
def _transaction(*, takes_long: bool) -> Iterator[None]:
    if connection.vendor == "sqlite":
        with _one_writer.turn(), transaction.atomic(durable=True):
            yield
    else:
        with transaction.atomic(durable=True):
            if takes_long:
                take_time()
            yield


def take_time() -> None:
    """Until the transaction that is open now ends, PostgreSQL waits for it: a slow computer reads 80,000 areas between
    two statements. Nothing to do on SQLite.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")


@contextmanager
def in_turn() -> Iterator[None]:
    """For the few writes beside a door (a session's row): on SQLite they wait in the same queue. No transaction."""
    if connection.vendor == "sqlite":
        with _one_writer.turn():
            yield
    else:
        yield
