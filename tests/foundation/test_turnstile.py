"""Who comes first is let in first: the writers of a SQLite home wait in order."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.sessions.backends import db as djangos
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ruammue.foundation import transactions
from ruammue.foundation.transactions import door
from ruammue.foundation.turnstile import Turnstile
from ruammue.people import sessions


class Watched(Turnstile):
    """Tells a test when somebody has joined the queue."""

    def __init__(self) -> None:
        super().__init__()
        self.joined = threading.Semaphore(0)

        class Queue(type(self._queue)):  # type: ignore[misc]
            def append(queue, one: Any) -> None:
                super().append(one)
                self.joined.release()

        self._queue = Queue()


class Hasty(Watched):
    """The mutant: opens for whoever comes, instead of handing the turn on."""

    def _leave(self) -> None:
        with self._moment:
            self._inside, self._depth = None, 0
            if self._queue:
                self._queue.rotate(1)
                self._inside, called = self._queue.popleft()
                self._depth = 1
                called.release()


def come(gate: Turnstile, act: Callable[[], None]) -> threading.Thread:
    def run() -> None:
        with gate.turn():
            act()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def order_of(gate: Watched) -> list[int]:
    """Five come while somebody is inside, who then leaves and comes again at once."""
    order: list[int] = []
    with gate.turn():
        threads = []
        for place in range(5):
            threads.append(come(gate, lambda place=place: order.append(place)))  # type: ignore[misc]
            assert gate.joined.acquire(timeout=10)
    with gate.turn():
        order.append(99)
    for thread in threads:
        thread.join(10)
    return order


def test_who_waits_longest_is_next_and_who_comes_again_queues_behind() -> None:
    assert order_of(Watched()) == [0, 1, 2, 3, 4, 99]
    assert order_of(Hasty()) != [0, 1, 2, 3, 4, 99], "the test would not notice a queue without order"


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads take turns every few instructions."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def test_never_two_inside_and_nobody_is_left_behind(restless: None) -> None:
    gate, inside, most = Turnstile(), 0, 0

    def act() -> None:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        sum(range(100))
        inside -= 1

    def often() -> None:
        for _ in range(50):
            with gate.turn():
                act()

    threads = [threading.Thread(target=often) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert (most, inside, gate.waiting()) == (1, 0, 0)
    assert not any(thread.is_alive() for thread in threads)


def test_the_one_inside_may_pass_again_and_a_failure_gives_the_turn_on() -> None:
    gate = Turnstile()
    with pytest.raises(ZeroDivisionError), gate.turn(), gate.turn():
        raise ZeroDivisionError
    came: list[str] = []
    come(gate, lambda: came.append("next")).join(10)
    assert came == ["next"]


class Broken:
    """A ticket whose waiting is broken off by Ctrl-C: at once, or just as the turn was given."""

    def __init__(self, *, late: bool) -> None:
        self.late, self.taken, self.gate = late, False, threading.Lock()

    def acquire(self) -> None:
        if self.taken:
            if self.late:
                self.gate.acquire()
            raise KeyboardInterrupt
        self.taken = self.gate.acquire()

    def release(self) -> None:
        self.gate.release()


@pytest.mark.parametrize("late", [False, True])
def test_who_is_interrupted_while_waiting_blocks_nobody(late: bool) -> None:
    gate, out = Watched(), threading.Event()
    gate._ticket = lambda: Broken(late=late)  # type: ignore[method-assign,assignment,return-value]

    def wait() -> None:
        try:
            with gate.turn():
                raise AssertionError("never inside")
        except KeyboardInterrupt:
            out.set()

    thread = threading.Thread(target=wait)
    with gate.turn():
        thread.start()
        assert gate.joined.acquire(timeout=10)
        assert out.wait(0 if late else 10) is not late
    thread.join(10)
    came: list[str] = []
    come(gate, lambda: came.append("next")).join(10)
    assert (out.is_set(), came, gate.waiting()) == (True, ["next"], 0)


# ---------- beside the door ----------


@pytest.mark.django_db(transaction=True)
def test_a_session_waits_in_the_same_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    """On SQLite; on PostgreSQL rows are locked, and nobody waits for a door."""
    gate = Watched()
    monkeypatch.setattr(transactions, "_one_writer", gate)
    kept: list[str] = []

    def save(kind: type[djangos.SessionStore]) -> threading.Thread:
        def run() -> None:
            store = kind()
            store["x"] = 1
            store.save()
            kept.append(str(store.session_key))
            connection.close()

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    queues = connection.vendor == "sqlite"
    with gate.turn():
        thread = save(sessions.SessionStore)
        if queues:
            assert gate.joined.acquire(timeout=10)
            assert kept == []
        else:
            thread.join(10)
        mutant = save(djangos.SessionStore)
        mutant.join(10)
        assert len(kept) == (1 if queues else 2), "Django's own store goes past the queue"
    thread.join(10)
    assert all(sessions.SessionStore(key)["x"] == 1 for key in kept)
    assert len(kept) == 2
    with door():
        sessions.SessionStore(kept[0]).delete()
    assert not sessions.SessionStore().exists(kept[0])


# ---------- how long a door stays open ----------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("takes_long", [True, False])
def test_only_what_takes_long_is_waited_for(takes_long: bool) -> None:
    """A slow computer reads 80,000 areas between two statements: PostgreSQL neither hurries them nor hangs up."""
    limits = []
    with CaptureQueriesContext(connection) as asked, door(takes_long=takes_long):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                for name in ("statement_timeout", "idle_in_transaction_session_timeout"):
                    cursor.execute(f"SHOW {name}")
                    limits.append(cursor.fetchone()[0])
    if connection.vendor == "postgresql":
        assert limits == (["0", "0"] if takes_long else ["1min", "1min"])
    else:
        assert not [row for row in asked if "timeout" in row["sql"]], "SQLite hangs up on nobody"
