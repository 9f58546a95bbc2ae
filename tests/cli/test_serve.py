"""`ruammue serve` as an office runs it: pages come, news are delivered, what is killed comes back, it stops cleanly."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psutil

from tests.cli.homes import Home, free_port


@dataclass
class Served:
    """A running `serve` and what it said so far."""

    process: subprocess.Popen[str]
    port: int
    said: list[str] = field(default_factory=list)
    heard: threading.Condition = field(default_factory=threading.Condition)
    stop: threading.Event = field(default_factory=threading.Event)

    def listen(self) -> None:
        """Read its output as it comes."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self.heard:
                self.said.append(line)
                self.heard.notify_all()

    def until(self, words: str, times: int = 1) -> None:
        """Wait until these words were said so many times."""
        with self.heard:
            there = self.heard.wait_for(lambda: sum(words in line for line in self.said) >= times, timeout=60)
        assert there, "".join(self.said)

    def until_open(self) -> None:
        """Wait until the door is open: a worker that says "started" does not listen yet."""
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=20).close()
                return
            except ConnectionRefusedError:
                self.stop.wait(0.2)
        raise AssertionError("".join(self.said))

    def get(self, path: str) -> str:
        """A page, when the door is open."""
        self.until_open()
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
            return str(answer.read().decode())


@contextmanager
def serving(home: Home, port: int = 0) -> Iterator[Served]:
    """Serve, and make sure in the end that nothing of it is left."""
    port = port or free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "ruammue", "serve", "--port", str(port)],
        env=home.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    served = Served(process, port)
    listener = threading.Thread(target=served.listen, daemon=True)
    listener.start()
    try:
        yield served
    finally:
        family = [process.pid, *(child.pid for child in psutil.Process(process.pid).children(recursive=True))]
        process.send_signal(signal.SIGTERM)
        code = process.wait(40)
        listener.join(10)
        left = [pid for pid in family if psutil.pid_exists(pid) and psutil.Process(pid).status() != "zombie"]
        assert (code, left) == (0, []), "".join(served.said)


def test_pages_news_and_what_is_killed_comes_back(home: Home) -> None:
    home.ruammue("init", "sao-480902", "--test-data")
    assert "ยังไม่ผนึก" in home.ruammue("verify"), "not sealed yet: the worker will"
    with serving(home) as served:
        served.until("Started worker-1")
        assert served.get("/alive/") == "alive\n"
        page = served.get("/")
        assert "องค์การบริหารส่วนตำบลนางัว" in page
        assert "ข้อมูลทดสอบ ไม่ใช่ข้อมูลจริง" in page
        web = next(
            child
            for child in psutil.Process(served.process.pid).children()
            if "ruammue.cli.web_process" in child.cmdline()
        )
        behind = web.children()
        web.kill()
        served.until("Started worker-1", times=2)
        assert served.get("/alive/") == "alive\n"
        psutil.wait_procs(behind, timeout=10)
        assert not any(child.is_running() for child in behind), "nobody goes on serving behind its back"
    assert "ยังไม่ผนึก" not in home.ruammue("verify"), "the worker sealed what was there"
