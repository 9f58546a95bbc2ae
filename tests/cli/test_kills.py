"""`serve` is killed by force in the midst of writing: what it acknowledged is there, nothing is half done.

Several people tell needs at once, through the web, while the process that writes is killed (kill -9; the disk keeps its
word, a pulled plug is not tried here). Each answer that came back carries a receipt code. In the end every code finds
its need, every need has its matter and its record, and the whole record verifies.
"""

from __future__ import annotations

import http.client
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

import psutil
import pytest

from tests.cli.homes import Home
from tests.cli.test_serve import Served, serving

TELL = "/sao-480904/tell/"
WRITERS = 3

COUNT = """
from ruammue.ledger.models import Entry
from ruammue.needs.models import Matter, Need
told = set(Need.objects.values_list('receipt', flat=True))
print(Need.objects.count(), Matter.objects.count(), Entry.objects.filter(kind='needs.need_reported').count())
print(*sorted(told))
"""

# A matter that nobody told: as if the act had ended between its rows.
HALF = (
    "from ruammue.foundation.keys import new_key\nm.pk = new_key()\nm.number += 1\nm._state.adding = True\nm.save()\n"
)


@dataclass
class Writer:
    """Somebody who tells one need after another and keeps the receipts that were acknowledged."""

    port: int
    name: int
    receipts: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    asked: int = 0

    def work(self, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                self.tell()
            except (OSError, http.client.HTTPException):
                # Killed while it answered, or not up again: whether it was heard, nobody knows.
                stop.wait(0.05)

    def tell(self) -> None:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        line.request("GET", TELL)
        answer = line.getresponse()
        page, cookie = answer.read().decode(), answer.headers["Set-Cookie"].split(";")[0]
        form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
        village = re.search(r'name="village"[^>]*value="([0-9a-f-]{36})"|<option value="([0-9a-f-]{36})"', page)
        form |= {
            "text": f"ไฟทางดับหน้าบ้าน {self.name} {self.asked}",
            "village": (village[1] or village[2]) if village else "",
        }
        self.asked += 1
        line.request(
            "POST", TELL, urlencode(form), {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        )
        answer = line.getresponse()
        body = answer.read().decode()
        line.close()
        if answer.status == 302:
            self.receipts.append(answer.headers["Location"].rstrip("/").rsplit("/", 1)[-1])
        elif "มากเกิน" not in body and answer.status >= 400:
            self.broken.append(f"{answer.status}")


def web_of(served: Served) -> psutil.Process:
    return next(
        child for child in psutil.Process(served.process.pid).children() if "ruammue.cli.web_process" in child.cmdline()
    )


def killed(home: Home, times: int) -> list[str]:
    # How often one place may tell is counted in the process, so that it is forgotten with it.
    home = replace(home, settings={"RUAMMUE_SHARED_CACHE": "false"})
    stop = threading.Event()
    with serving(home) as served:
        served.until("Started worker-1")
        writers = [Writer(served.port, name) for name in range(WRITERS)]
        threads = [threading.Thread(target=writer.work, args=(stop,)) for writer in writers]
        for thread in threads:
            thread.start()
        try:
            for turn in range(1, times + 1):
                before = sum(len(writer.receipts) for writer in writers)
                for _ in range(3_000):
                    if sum(len(writer.receipts) for writer in writers) > before:
                        break
                    stop.wait(0.01)
                web = web_of(served)
                # The process that writes is granian's child; now and then all of it goes: the supervisor's turn.
                victims = web.children(recursive=True) + ([web] if turn % 20 == 1 else [])
                for process in victims:
                    process.kill()
                psutil.wait_procs(victims, timeout=20)
                served.until("Started worker-1", times=turn + 1)
        finally:
            stop.set()
            for thread in threads:
                thread.join(60)
    acknowledged = [code for writer in writers for code in writer.receipts]
    assert len(acknowledged) >= times, "the killing hit nobody at work"
    assert not [broken for writer in writers for broken in writer.broken]
    assert faults(home, acknowledged) == []
    home.ruammue("deliver", "--once")
    assert "ยังไม่ผนึก" not in home.ruammue("verify")
    return acknowledged


def faults(home: Home, acknowledged: list[str]) -> list[str]:
    """What was acknowledged and is not there, what is there by halves, and what `verify` finds."""
    counts, codes = home.python(COUNT).splitlines()[-2:]
    kept = {re.sub(r"\W", "", code) for code in codes.split()}
    found = [f"lost: {code}" for code in acknowledged if re.sub(r"\W", "", code) not in kept]
    needs, matters, entries = map(int, counts.split())
    found += [f"by halves: {counts}"] if not needs == matters == entries else []
    return found or [line for line in [home.ruammue("verify")] if "ครบถ้วน" not in line]


def test_five_kills_in_the_midst_of_writing(home: Home) -> None:
    acknowledged = killed(home, 5)
    assert faults(home, [*acknowledged, "NEVER-TOLD"]) == ["lost: NEVER-TOLD"]
    home.python("from ruammue.needs.models import Matter\nm = Matter.objects.latest('number')\n" + HALF)
    assert faults(home, acknowledged)[0].startswith("by halves"), "an act without its record would be noticed"


@pytest.mark.prove
def test_prove_two_hundred_kills(home: Home, record_property: Callable[[str, object], None]) -> None:
    acknowledged = killed(home, 200)
    record_property("kills", 200)
    record_property("needs acknowledged between them, none lost, none by halves", len(acknowledged))
