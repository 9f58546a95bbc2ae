"""Keeps a few processes running and stops them together. No Django here, and nothing that Windows lacks.

A child is told to stop by closing its standard input: the same on every system, and a child whose supervisor was
killed stops by itself. A child that dies is started again, sooner at first, later if it keeps dying.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

LOOK_EVERY = 0.5
"""Seconds between two looks at the children."""
STEADY_AFTER = 30.0
"""A child that ran so long (seconds) begins again with the shortest pause."""
PAUSES = (0.5, 1, 2, 5, 10, 30)
PATIENCE = 15.0
"""Seconds a child has to finish what it is doing."""


@dataclass
class Child:
    """One process to keep: its name in messages, its command, and how often it died lately."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    began: float = 0.0
    deaths: int = 0
    due: float = 0.0

    def start(self, now: float) -> None:
        """Start the process, with a pipe on its standard input by which it is told to stop."""
        self.process = subprocess.Popen(
            list(self.command), stdin=subprocess.PIPE, env={**os.environ, **self.environment}
        )
        self.began = now

    @property
    def is_running(self) -> bool:
        """True while the process lives."""
        return self.process is not None and self.process.poll() is None


class Supervisor:
    """Runs children until told to stop."""

    def __init__(self, children: Sequence[Child], say: Callable[[str], None] = print) -> None:
        self.children = list(children)
        self.say = say
        self.stopping = threading.Event()

    def run(self) -> int:
        """Start everything, look after it, stop it all when told. Returns the exit code."""
        for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._told)
        for child in self.children:
            child.start(time.monotonic())
        try:
            while not self.stopping.wait(LOOK_EVERY):
                self.look(time.monotonic())
        finally:
            self.stop()
        return 0

    def look(self, now: float) -> None:
        """Start again what has died and whose pause is over."""
        for child in self.children:
            if child.is_running:
                continue
            if child.process is not None:
                code = child.process.returncode
                _close_pipe(child.process)
                child.process = None
                child.deaths = 1 if now - child.began > STEADY_AFTER else child.deaths + 1
                pause = PAUSES[min(child.deaths, len(PAUSES)) - 1]
                child.due = now + pause
                self.say(f"{child.name}: หยุดเอง (รหัส {code}) จะเริ่มใหม่ใน {pause} วินาที / died, starting again")
            if now >= child.due:
                child.start(now)

    def stop(self) -> None:
        """Ask every child to stop, wait, and end by force what does not listen."""
        running = [child.process for child in self.children if child.is_running and child.process]
        for process in running:
            _close_pipe(process)
        until = time.monotonic() + PATIENCE
        for process in running:
            try:
                process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.terminate()
                try:
                    process.wait(3)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()

    def _told(self, *_: object) -> None:
        self.stopping.set()


def _close_pipe(process: subprocess.Popen[bytes]) -> None:
    if process.stdin:
        try:
            process.stdin.close()
        except OSError:
            # The child is gone already and took its end of the pipe along.
            return


def when_told_to_stop(act: Callable[[], None]) -> None:
    """In a child: call `act` once when the supervisor closes our standard input, or is gone.

    Reads the descriptor itself: a lock of Python's own stdin, held here while granian forks, would hang the fork.
    """
    told = os.dup(0)

    def wait() -> None:
        while os.read(told, 64):
            continue
        act()

    threading.Thread(target=wait, name="told-to-stop", daemon=True).start()


def python(*words: str) -> list[str]:
    """The command line that runs a module of ours with this very Python."""
    return [sys.executable, "-m", *words]
