"""One at a time, in the order of arrival. No Django."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class Turnstile:
    """Lets one thread in at a time, in the order in which they came; the one inside may pass it again.

    Who leaves hands the turn to who waited longest. A plain lock is open for a moment instead, and whoever runs at
    that moment takes it, most often the one that has just left: the others' waits have no bound.
    """

    _ticket = staticmethod(threading.Lock)

    def __init__(self) -> None:
        self._moment = threading.Lock()
        """Held for the few lines that look at and change what stands below, never while somebody is inside."""
        self._inside: int | None = None
        self._depth = 0
        self._queue: deque[tuple[int, threading.Lock]] = deque()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for one's turn, and give it on when the block ends, however it ends."""
        self._enter(threading.get_ident())
        try:
            yield
        finally:
            self._leave()

    def waiting(self) -> int:
        """How many wait at this moment."""
        with self._moment:
            return len(self._queue)

    def _enter(self, me: int) -> None:
        with self._moment:
            if self._inside in (None, me):
                self._inside = me
                self._depth += 1
                return
            called = self._ticket()
            called.acquire()
            self._queue.append((me, called))
        try:
            called.acquire()
        except BaseException:
            # Interrupted while waiting (Ctrl-C): step out of the queue, or give on the turn that came meanwhile.
            with self._moment:
                waits = (me, called) in self._queue
                if waits:
                    self._queue.remove((me, called))
            if not waits:
                self._leave()
            raise

    def _leave(self) -> None:
        with self._moment:
            self._depth -= 1
            if self._depth:
                return
            self._inside = None
            if self._queue:
                self._inside, called = self._queue.popleft()
                self._depth = 1
                called.release()
