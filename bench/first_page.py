"""From a clone to the first page:  python bench/first_page.py [REPOSITORY]

Clones this repository (or the one named) into a temporary folder, runs `make demo` there on a free port, and says when
the start page first answered, and how the time was spent. Packages come from the index or from pip's own cache: what
the network adds is not ours, so the time is also printed without the environment.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path


def main(repository: str) -> int:
    """Clone, make, wait for the first page, print. Exit code 1 when it never comes."""
    with tempfile.TemporaryDirectory(prefix="ruammue-bench-") as room, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        house, began = f"{room}/ruammue", time.perf_counter()
        subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{repository}", house], check=True)
        cloned = time.perf_counter()
        subprocess.run(["make", "-s", "setup"], cwd=house, check=True)
        ready = time.perf_counter()
        served = subprocess.Popen(["make", "-s", "demo", f"PORT={port}"], cwd=house, stdin=subprocess.DEVNULL)
        try:
            answered = first_answer(served, f"http://127.0.0.1:{port}/")
        finally:
            served.terminate()
            served.wait(60)
    print(f"clone {cloned - began:6.1f} s")
    print(f"environment from the lock files {ready - cloned:6.1f} s")
    print(f"demonstration made and served {answered - ready:6.1f} s")
    alone = answered - began - (ready - cloned)
    print(f"first page after {answered - began:.1f} s; {alone:.1f} s without the environment")
    return 0


def first_answer(served: subprocess.Popen[bytes], page: str) -> float:
    """The moment at which the page answers. Raises SystemExit when the demonstration ends before."""
    pause = threading.Event()
    while served.poll() is None:
        try:
            with urllib.request.urlopen(page) as answer:
                if answer.status == 200:
                    return time.perf_counter()
        except (urllib.error.URLError, ConnectionError):
            pause.wait(0.2)
    raise SystemExit("the demonstration ended by itself")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else str(Path(__file__).resolve().parents[1])))
