"""How much memory all processes of `ruammue serve` take after ten pages: `python bench/memory.py [PATH ...]`.

PSS (shared pages counted once) from the system, of a served demonstration home. Goal: at most 250 MB.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request
from pathlib import Path

import psutil

HOUSE = Path(__file__).parents[1]
PORT = 8799
GOAL = 250
PAGES = (
    "/",
    "/places/",
    "/places/?q=หนองบัว",
    "/places/4809/",
    "/gallery/",
    "/na-ruam-jai/",
    "/na-ruam-jai/tell/",
    "/na-ruam-jai/matters/",
    "/na-ruam-jai/rules/",
    "/na-ruam-jai/participation/",
)


def main(pages: tuple[str, ...]) -> int:
    """Serve a demonstration, read the pages, add up the memory. Exit code 1 when the goal is missed."""
    with tempfile.TemporaryDirectory(prefix="ruammue-bench-") as room:
        environment = {**os.environ, "PYTHONPATH": str(HOUSE)}
        demo = [sys.executable, "-m", "ruammue", "demo", "--home", f"{room}/demo", "--port", str(PORT)]
        served = subprocess.Popen(demo, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        try:
            _until_up(served)
            for page in pages:
                if (status := _read(page)) != 200:
                    raise SystemExit(f"{page}: {status}")
            family = [psutil.Process(served.pid), *psutil.Process(served.pid).children(recursive=True)]
            total = 0
            for process in family:
                pss = process.memory_full_info().pss >> 20
                total += pss
                print(f"{pss:5} MB  {' '.join(process.cmdline()[1:4])}")
        finally:
            served.terminate()
            served.wait(60)
    print(f"{total:5} MB  PSS of all {len(family)} processes after {len(pages)} pages (goal {GOAL})")
    return 0 if total <= GOAL else 1


def _until_up(served: subprocess.Popen[bytes]) -> None:
    pause = threading.Event()
    while served.poll() is None:
        try:
            _read("/alive/")
        except urllib.error.URLError:
            pause.wait(0.5)
        else:
            return
    raise SystemExit("the demonstration ended by itself")


def _read(page: str) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}{urllib.request.quote(page, safe='/?=&')}") as answer:
            answer.read()
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:]) or PAGES))
