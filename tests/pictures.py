"""`make docs-pictures`: the main pages and papers of the demonstration as pictures in docs/pictures, in Thai.

A demonstration is made in a home that is thrown away and served on a free port; Chromium looks at it as the people of
the story do. Pages become WebP, papers (through pdftoppm) too; none may be larger than 250 kB.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

from tests import chromium

HOUSE = Path(__file__).parents[1]
PICTURES = HOUSE / "docs" / "pictures"
LARGEST = 250_000
PHONE, DESK = 360, 1280
TALLEST = {PHONE: 2400, DESK: 1700}


def main(words: list[str]) -> int:
    """Make everything anew, from a demonstration in the folder that is named, or a new one. Returns the exit code."""
    where = chromium.path()
    if where is None or shutil.which("pdftoppm") is None:
        _say(
            chromium.INSTALL
            if where is None
            else "pdftoppm is missing. Install it:  sudo apt-get install -y poppler-utils"
        )
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="ruammue-pictures-") as folder:
        home = Path(words[0]) if words else Path(folder) / "home"
        _ruammue("demo", "--home", str(home), "--no-serve")
        known = _known(home)
        with _served(home) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=where, args=chromium.ARGUMENTS)
            Album(browser, address, home, known).fill()
            browser.close()
    return 0


class Album:
    """Looks at one served demonstration."""

    def __init__(self, browser: Any, address: str, home: Path, known: dict[str, str]) -> None:
        self.browser, self.address = browser, address
        logins = json.loads((home / "demo-logins.json").read_text(encoding="utf-8"))
        self.passwords = {
            login["sign_in"].split("@")[0]: login for login in reversed(logins) if "@" in login["sign_in"]
        }
        self.slug = logins[0]["slug"]
        self.known = known

    def fill(self) -> None:
        """Every picture, in the order of the story."""
        known = self.known
        self.page("start", "/", DESK)
        self.page("tenant", f"/{self.slug}/", PHONE)
        self.page("tell", self.path("tell/"), PHONE)
        self.page("receipt", self.path(f"ask/{known['receipt']}/"), PHONE)
        self.page("need", self.path(f"needs/{known['need']}/"), DESK, who="officer")
        self.page("wheel", f"/{self.slug}/", DESK, who="officer")
        self.page("wheel-partner", f"/{self.slug}/", PHONE, who="owner")
        self.page("matter", self.path(f"needs/matter/{known['matter']}/"), DESK, who="officer")
        self.page("forum", self.path(f"meetings/{known['forum']}/forum/"), DESK, who="officer")
        self.page("board", self.path("exchange/"), DESK, who="officer")
        self.page("fits", self.path(f"exchange/matters/{known['dividing']}/"), DESK, who="officer")
        self.page("duty-table", self.path(f"work/table/{known['matter']}/"), DESK, who="officer")
        self.page("chain-phone", self.path(f"matters/{known['matter']}/"), PHONE)
        self.page("chain", self.path(f"matters/{known['matter']}/"), DESK)
        self.review()
        self.paper("paper-forum-sheet", self.path(f"meetings/{known['forum']}/papers/sheet.pdf"))
        self.paper("paper-minutes", self.path(f"meetings/{known['minutes']}/papers/minutes.pdf"))
        self.paper("paper-duty-table", self.path(f"work/table/{known['matter']}/annex.pdf"))
        self.cards()

    def path(self, rest: str) -> str:
        """An address of the home tenant."""
        return f"/{self.slug}/{rest}"

    def visitor(self, width: int, who: str = "") -> Any:
        """A page in a browser of one's own, signed in when `who` is somebody."""
        context = self.browser.new_context(
            viewport={"width": width, "height": 800}, locale="th-TH", reduced_motion="reduce", device_scale_factor=1
        )
        page = context.new_page()
        if who:
            login = self.passwords[who]
            page.goto(f"{self.address}/account/login/")
            page.fill("input[name=login]", login["sign_in"])
            page.fill("input[name=password]", login["password"])
            page.press("input[name=password]", "Enter")
            page.wait_for_url(lambda url: "/login" not in url)
        return page

    def page(self, name: str, path: str, width: int, who: str = "") -> None:
        """One page as a picture."""
        page = self.visitor(width, who)
        answer = page.goto(f"{self.address}{path}")
        if answer is None or answer.status != 200:
            raise SystemExit(f"{path} for {who or 'a stranger'}: {answer.status if answer else 'no answer'}")
        self.shoot(page, name, width)
        page.context.close()

    def shoot(self, page: Any, name: str, width: int) -> None:
        """The open page, from its top down to a height that still fits a document."""
        page.wait_for_load_state("networkidle")
        tall = min(page.evaluate("document.documentElement.scrollHeight"), TALLEST[width])
        page.set_viewport_size({"width": width, "height": tall})
        _keep(name, page.screenshot())

    def review(self) -> None:
        """Yesterday's forum typed in as its sheet says, up to the one screen before it is closed."""
        page = self.visitor(DESK, "officer")
        meeting = self.address + self.path(f"meetings/{self.known['forum']}")
        page.goto(f"{meeting}/forum/")
        page.fill("input[name=women]", "21")
        page.fill("input[name=men]", "16")
        boxes = page.locator("input[name^=voices_]")
        for place in range(boxes.count()):
            boxes.nth(place).fill(str(max(2, 31 - 4 * place)))
        page.locator("main form button.act").first.click()
        self.shoot(page, "close-meeting", DESK)
        page.context.close()

    def paper(self, name: str, path: str) -> None:
        """The first sheet of a paper."""
        page = self.visitor(DESK, "officer")
        _keep_paper(name, page.request.get(f"{self.address}{path}").body())
        page.context.close()

    def cards(self) -> None:
        """A villager's card, of the papers' own sample: a real one is shown once, to whom it belongs."""
        from ruammue.papers.render import render
        from tests.rooms.papers.samples import CARDS

        _keep_paper("paper-card", render(CARDS, "pdf").content)


def _known(home: Path) -> dict[str, str]:
    """The ids that addresses need, read from the demonstration's own record."""
    os.environ["RUAMMUE_HOME"] = str(home)
    from ruammue.cli.django_door import open_house

    open_house()
    from ruammue.decisions.models import Meeting
    from ruammue.loop.facts import facts_of
    from ruammue.loop.stations import present_station
    from ruammue.needs.models import Matter, Need, Station
    from ruammue.places.models import Steward

    steward = Steward.objects.get(slug="na-ruam-jai")
    complete = Matter.objects.of(steward).get(number=1)
    dividing = next(
        facts.matter for facts in facts_of(Matter.objects.of(steward)) if present_station(facts) is Station.DIVIDE
    )
    meetings = Meeting.objects.of(steward).filter(kind=Meeting.Kind.FORUM)
    return {
        "matter": str(complete.pk),
        "dividing": str(dividing.pk),
        "receipt": Need.objects.of(steward).get(matter=complete).receipt,
        "need": str(
            Need.objects.of(steward).filter(answers=None, is_about_one_person=False).order_by("reported_at")[0].pk
        ),
        "forum": str(meetings.get(stage=Meeting.Stage.CALLED).pk),
        "minutes": str(meetings.get(stage=Meeting.Stage.CLOSED).pk),
    }


def _ruammue(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "ruammue", *words], cwd=HOUSE, check=True, stdout=subprocess.DEVNULL)


@contextmanager
def _served(home: Path) -> Iterator[str]:
    """The demonstration behind an address of this machine, until the pictures are taken."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    words = [sys.executable, "-m", "ruammue", "demo", "--home", str(home), "--port", str(port)]
    with subprocess.Popen(words, cwd=HOUSE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as serving:
        try:
            _wait_for(address, serving)
            yield address
        finally:
            serving.terminate()


def _wait_for(address: str, serving: subprocess.Popen[bytes], patience: float = 120) -> None:
    until = time.monotonic() + patience
    while time.monotonic() < until and serving.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/alive/", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            with suppress(subprocess.TimeoutExpired):
                serving.wait(0.3)
    raise SystemExit("the demonstration did not start")


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _keep_paper(name: str, pdf: bytes) -> None:
    if not pdf.startswith(b"%PDF"):
        raise SystemExit(f"{name}: no PDF")
    drawn = subprocess.run(
        ["pdftoppm", "-png", "-r", "80", "-f", "1", "-l", "1", "-singlefile", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    )
    _keep(name, drawn.stdout)


def _keep(name: str, png: bytes) -> None:
    """As WebP, with less quality only where it would be too large."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for quality in (86, 76, 66, 50, 35):
        file = io.BytesIO()
        picture.save(file, "WEBP", quality=quality, method=6)
        if file.tell() <= LARGEST:
            break
    (PICTURES / f"{name}.webp").write_bytes(file.getvalue())
    _say(f"docs/pictures/{name}.webp {picture.width}x{picture.height} {file.tell() // 1000} kB")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
