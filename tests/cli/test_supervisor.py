"""What dies is started again, what is told to stop stops, and what does not listen is ended."""

from __future__ import annotations

import subprocess
import sys

import pytest

from ruammue.cli import supervisor
from ruammue.cli.supervisor import PAUSES, STEADY_AFTER, Child, Supervisor

pytestmark = pytest.mark.any_database

DIES = [sys.executable, "-c", "raise SystemExit(3)"]
LISTENS = [sys.executable, "-c", "import sys; print('up', flush=True); sys.stdin.read()"]
DEAF = [sys.executable, "-c", "import threading; print('up', flush=True); threading.Event().wait()"]


def ended(child: Child) -> None:
    """Wait until the child's process is over."""
    assert child.process is not None
    child.process.wait(20)


def test_a_child_that_dies_is_started_again_later_and_later() -> None:
    said: list[str] = []
    child = Child("web", DIES)
    watch = Supervisor([child], said.append)
    now = 100.0
    child.start(now)
    for pause in (*PAUSES, PAUSES[-1]):
        ended(child)
        watch.look(now)
        assert child.process is None, "it waits"
        watch.look(now + pause - 0.1)
        assert child.process is None, "and does not start too soon"
        now += pause
        watch.look(now)
        assert child.process is not None
    ended(child)
    watch.look(now + STEADY_AFTER + 1)
    assert child.deaths == 1, "a child that ran well begins again with the shortest pause"
    assert len(said) == len(PAUSES) + 2
    assert "รหัส 3" in said[0]
    watch.stop()


def test_a_child_stops_when_its_input_closes() -> None:
    child = Child("worker", LISTENS)
    watch = Supervisor([child])
    child.start(0.0)
    watch.stop()
    assert child.process is not None
    assert child.process.returncode == 0


def test_a_deaf_child_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "PATIENCE", 0.2)
    child = Child("worker", DEAF)
    watch = Supervisor([child])
    child.start(0.0)
    watch.stop()
    assert child.process is not None
    assert child.process.returncode not in (None, 0)


def test_the_supervisor_and_the_demo_bring_no_django() -> None:

    source = "import sys, ruammue.cli.main, ruammue.cli.serve, ruammue.cli.demo; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
