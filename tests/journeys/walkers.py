"""People on their telephones: each a browser of their own, whose taps and typed fields are counted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import connection

from ruammue.ledger.actions import deliver, seal
from ruammue.ledger.models import Parcel
from ruammue.places.models import Steward

PHONE = {"width": 360, "height": 740}
PATIENCE = 30_000
"""Milliseconds for one page: two cores may be doing everything else as well."""


@dataclass(slots=True)
class Effort:
    """What one act cost a person: `taps` (links, buttons, choices, ticks), `fields` typed, `pages` opened."""

    act: str
    who: str
    taps: int = 0
    fields: int = 0
    pages: int = 0


@dataclass
class Walker:
    """One person with one telephone (360 px wide, in Thai) and nobody else's cookies."""

    name: str
    context: Any
    base: str
    page: Any = None
    trouble: list[str] = field(default_factory=list)
    effort: Effort | None = None
    efforts: list[Effort] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda problem: self.trouble.append(f"{self.name}: {problem}"))

    def _hear(self, message: Any) -> None:
        # Pages that refuse (403, 422) are loud in the console as well; what a page says itself is asserted on.
        if message.type == "error" and "status of 4" not in message.text:
            self.trouble.append(f"{self.name} at {self.page.url}: {message.text}")

    @contextmanager
    def counting(self, act: str) -> Iterator[Effort]:
        """Count what happens inside."""
        self.effort = Effort(act, self.name)
        yield self.effort
        self.efforts.append(self.effort)
        self.effort = None

    def _count(self, taps: int = 0, fields: int = 0, pages: int = 0) -> None:
        if self.effort:
            self.effort.taps += taps
            self.effort.fields += fields
            self.effort.pages += pages

    # ------------------------------------------------------------------------------------------- going

    def go(self, path: str, status: int = 200) -> Walker:
        """Open an address, as one opens a link that was sent or a bookmark."""
        answer = self.page.goto(path if path.startswith("http") else self.base + path)
        self._count(pages=1)
        assert answer is not None
        assert answer.status == status, f"{self.name}: {answer.status} at {path}\n{self.words()[:600]}"
        self._look()
        return self

    def _look(self) -> None:
        """Every page seen on the way is Thai and fits the telephone."""
        if self.page.evaluate("document.contentType") != "text/html":
            return
        assert self.page.evaluate("document.documentElement.lang") == "th"
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["width"], f"{self.page.url} is {wide} px wide on a telephone of {PHONE['width']}"

    # ------------------------------------------------------------------------------------------- doing

    def tap(self, what: str) -> Walker:
        """Touch something on the page that opens or changes something on it."""
        self.page.locator(what).first.click()
        self._count(taps=1)
        return self

    def follow(self, what: str, status: int = 200) -> Walker:
        """Touch a link or button that leads to another page, and look at it."""
        with self.page.expect_navigation() as way:
            self.page.locator(what).first.click()
        self._count(taps=1, pages=1)
        answer = way.value
        if answer is not None:
            assert answer.status == status, f"{self.name}: {answer.status} at {answer.url}\n{self.words()[:900]}"
        self._look()
        return self

    def send(self, what: str = "form button.act", status: int = 200) -> Walker:
        """Send the form in the middle of the page."""
        return self.follow(f"main {what}", status)

    def type(self, name: str, text: str) -> Walker:
        """Type into a field."""
        self.page.locator(f'main [name="{name}"]').first.fill(text)
        self._count(fields=1)
        return self

    def pick(self, name: str, value: str) -> Walker:
        """Touch one of several answers, or tick a box."""
        self.page.locator(f'main [name="{name}"][value="{value}"]').first.check()
        self._count(taps=1)
        return self

    def tick(self, name: str) -> Walker:
        """Tick the one box of this name."""
        self.page.locator(f'main input[type="checkbox"][name="{name}"]').first.check()
        self._count(taps=1)
        return self

    def choose(self, name: str, value: str) -> Walker:
        """Choose from a list."""
        self.page.locator(f'main select[name="{name}"]').first.select_option(value)
        self._count(taps=1)
        return self

    def photograph(self, what: str, photo: Path) -> Walker:
        """Touch "take a picture"; the telephone's own camera does the rest."""
        with self.page.expect_file_chooser() as camera:
            self.page.locator(what).first.click()
        camera.value.set_files(str(photo))
        self._count(taps=1)
        return self

    # ------------------------------------------------------------------------------------------- seeing

    def words(self) -> str:
        """What stands on the page."""
        return re.sub(r"\s+", " ", str(self.page.inner_text("body"))).replace("\u00a0", " ")

    def sees(self, text: str) -> Walker:
        """The page says this."""
        assert text in self.words(), f"{self.name} does not see “{text}” at {self.page.url}:\n{self.words()[:1500]}"
        return self

    def unfold(self) -> Walker:
        """Everything that is folded away lies open."""
        self.page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
        return self

    def link(self, pattern: str) -> str:
        """An address that stands on the page as text, to be sent to somebody (an office-only house folds it away)."""
        self.unfold()
        found = re.search(pattern, self.words())
        assert found, f"no link like {pattern} at {self.page.url}:\n{self.words()[:1500]}"
        return found[0]

    def enter(self, login: str, password: str = "a long password 1") -> Walker:
        """Come in with e-mail and password."""
        self.go("/account/login/")
        self.page.locator('[name="login"]').fill(login)
        self.page.locator('[name="password"]').fill(password)
        with self.page.expect_navigation():
            self.page.locator("main form button.act, main form button[type=submit]").first.click()
        assert "/account/login" not in self.page.url, self.words()[:600]
        return self

    def leave(self) -> None:
        """Close the browser."""
        self.context.close()


@dataclass(slots=True)
class Stage:
    """Everybody's browsers, one server, and the news that flows between."""

    browser: Any
    base: str
    steward: Steward
    walkers: list[Walker] = field(default_factory=list)

    def person(self, name: str, **facts: Any) -> Walker:
        """A telephone for somebody."""
        context = self.browser.new_context(
            viewport=PHONE, locale="th-TH", timezone_id="Asia/Bangkok", has_touch=True, is_mobile=True, **facts
        )
        walker = Walker(name, context, self.base)
        self.walkers.append(walker)
        return walker

    def let_news_flow(self) -> None:
        """What the worker does all day: carry parcels to who listens, and seal the record."""
        while deliver() or seal(self.steward.pk):
            pass
        stuck = list(Parcel.objects.values_list("listener", "failure"))
        assert not stuck, f"news that nobody could hear: {stuck}"
        connection.close()  # the server's threads need not wait for a transaction of ours

    def preview(self, link: str) -> int:
        """A chat program looks at a link before anybody touches it. Gives the status."""
        context = self.browser.new_context(user_agent="line-poker/1.0")
        status: int = context.request.get(link).status
        context.close()
        return status

    @property
    def efforts(self) -> list[Effort]:
        """All that was counted, in the order of the story of each."""
        return [effort for walker in self.walkers for effort in walker.efforts]

    @property
    def trouble(self) -> list[str]:
        """What any browser complained of."""
        return [line for walker in self.walkers for line in walker.trouble]
