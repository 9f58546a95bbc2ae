"""The pages that people see, in a browser: no barrier, no sideways scrolling, no script needed, light, big enough."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from django.urls import reverse

from ruammue.decisions.models import Meeting
from ruammue.networks.models import Invitation, Network
from tests.cast import Cast
from tests.journeys.walkers import PHONE, Stage
from tests.rooms.loop.test_wheel import WAY, Walk, go
from tests.rooms.needs.pictures import jpeg

pytestmark = pytest.mark.browser
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
HEAVIEST = 100 * 1024
LEAST_TARGET = 48
STILL_LOOSE = len(WAY) - 4
"""Steps of the way after which a matter has everything and still asks for something."""

# What there is to touch in an act. Links within sentences are exempt (WCAG 2.5.8), the house's own rule is larger.
TOUCHED = (
    "main a.act, main button.act, main a.button, main button.button, main .chips label, .next-act a, .next-act button"
)
SMALL = """(all) => [...document.querySelectorAll(all)]
    .filter(e => e.checkVisibility() && !e.closest('.table, .sentence, p.meta'))
    .map(e => [e.innerText.trim().slice(0, 40), e.getBoundingClientRect()])
    .filter(([words, box]) => box.width > 0 && (box.height < 47.5 || box.width < 47.5))
    .map(([words, box]) => `${words}: ${Math.round(box.width)} x ${Math.round(box.height)}`)"""


PRINTED = """() => [...document.querySelectorAll(
    '.nav, .menu, .next-act, .pager, main .act, main .button, #conversation form, .foot form')]
    .filter(one => one.getClientRects().length).map(one => one.outerHTML.slice(0, 80))"""
"""What is for fingers and stands on the paper all the same."""


@dataclass
class Shown:
    """A stage on which one matter stands, and the addresses of its pages by role."""

    stage: Stage
    cast: Cast
    walk: Walk
    pages: dict[str, list[str]]


@pytest.fixture
def shown(browser: Any, live_server: Any, lasting_cast: Cast) -> Iterator[Shown]:
    walk = Walk(lasting_cast)
    go(walk, upto=STILL_LOOSE)
    stage = Stage(browser, live_server.url, lasting_cast.steward)
    stage.let_news_flow()
    yield Shown(stage, lasting_cast, walk, addresses(walk))
    for walker in stage.walkers:
        walker.leave()


def addresses(walk: Walk) -> dict[str, list[str]]:
    """The main pages of every role, with something on each."""
    cast, matter = walk.cast, walk.matter
    need, network = matter.needs.get(), Network.objects.get(matter=matter)
    meeting, goal = Meeting.objects.latest("held_on"), matter.goals.get(dropped_at=None)
    indicator = goal.indicators.get()

    def at(name: str, *args: Any) -> str:
        return reverse(name, args=[cast.steward.slug, *args])

    return {
        "": [
            "/",
            at("loop:home"),
            at("needs:report"),
            at("needs:receipt"),
            at("needs:receipt", need.receipt),
            at("evidence:matters"),
            at("evidence:matter", matter.pk),
            at("evidence:participation"),
            at("coordination:help", matter.pk),
            at("coordination:coordinators"),
            at("people:notice"),
            "/account/login/",
        ],
        "officer": [
            at("loop:home"),
            at("needs:list"),
            at("needs:need", need.pk),
            at("needs:answer", need.pk),
            at("needs:matter", matter.pk),
            at("needs:open_call", matter.pk),
            at("networks:list"),
            at("networks:network", network.pk),
            at("networks:invite", network.pk),
            at("networks:invitation_state", Invitation.objects.earliest("sent_at").pk),
            at("decisions:resolutions"),
            at("goals:draft", matter.pk),
            at("work:duty_table", matter.pk),
            at("work:divide", matter.pk),
            at("resources:board"),
            at("resources:matter", matter.pk),
            at("coordination:paper", matter.pk),
            at("people:list"),
            at("people:settings"),
            at("people:cards"),
        ],
        "head": [
            at("loop:home"),
            at("decisions:meetings"),
            at("decisions:meeting", meeting.pk),
            at("decisions:call_meeting"),
            at("coordination:inbox"),
        ],
        "mayor": [at("loop:home"), at("needs:matter", matter.pk), at("decisions:minutes", meeting.pk)],
        "volunteer": [at("loop:home"), at("needs:report"), at("goals:read", indicator.pk)],
        "owner": [at("loop:home"), at("goals:goal", goal.pk), at("work:duty_table", matter.pk), at("resources:offers")],
        "auditor": [at("loop:home"), at("needs:list")],
    }


@pytest.mark.any_database
def test_no_page_of_any_role_puts_up_a_barrier(shown: Shown) -> None:
    """axe at 1280 px; nothing wider than the screen at 320; targets; weight; nothing the policy would block."""
    axe, wrong = Axe(), []
    for who, pages in shown.pages.items():
        walker = shown.stage.person(who or "a stranger")
        if who:
            walker.enter(f"{who}@example.test")
        page = walker.page
        answers = answers_of(page)
        for path in pages:
            answers.clear()
            page.set_viewport_size({"width": 360, "height": 740})
            walker.go(path)
            heavy = weight(answers)
            if heavy > HEAVIEST:
                wrong.append(f"{who} {path}: {heavy} bytes")
            wrong += [f"{who} {path}: target {line}" for line in page.evaluate(SMALL, TOUCHED)]
            page.set_viewport_size({"width": 320, "height": 740})
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > 320:
                wrong.append(f"{who} {path}: {wide} px wide at 320")
            page.set_viewport_size({"width": 1280, "height": 800})
            wrong += [f"{who} {path} at 1280: {line}" for line in broken(axe, page)]
            page.emulate_media(media="print")
            wrong += [f"{who} {path} on paper: {line}" for line in page.evaluate(PRINTED)]
            page.emulate_media(media="screen")
    wrong += shown.stage.trouble
    assert not wrong, "\n".join(wrong)


def broken(axe: Axe, page: Any) -> list[str]:
    """Rules of WCAG 2.2 A and AA that this page breaks, with the first place of each.

    The bar that sticks to the lower edge is laid at the end of the page for it: what lies beneath the bar just now is
    reached by scrolling (`scroll-padding` keeps what has the focus above it).
    """
    page.evaluate("document.querySelectorAll('.next-act').forEach(bar => { bar.style.position = 'static' })")
    found = axe.run(page, options=WCAG).response["violations"]
    return [f"{rule['id']} ({len(rule['nodes'])}): {rule['nodes'][0]['html'][:160]}" for rule in found]


def answers_of(page: Any) -> list[Any]:
    """A list that fills with what the server answers this page from now on."""
    answers: list[Any] = []
    page.on("response", lambda answer: answers.append(answer))
    return answers


def weight(answers: list[Any]) -> int:
    """HTML, CSS and JS of a page as they travel, gzipped: bytes."""
    kinds = {"document", "stylesheet", "script"}
    return sum(
        len(gzip.compress(answer.body())) for answer in answers if answer.request.resource_type in kinds and answer.ok
    )


def test_a_barrier_is_seen(browser: Any) -> None:
    """The instruments see what they are there for."""
    page = browser.new_page(viewport=PHONE)
    page.set_content(
        '<html lang="th"><title>t</title><main><h1>t</h1><input><a class="act" href="#">ก</a></main></html>'
    )
    assert any("label" in line for line in broken(Axe(), page))
    assert page.evaluate(SMALL, TOUCHED)
    page.emulate_media(media="print")
    assert page.evaluate(PRINTED), "no style hides it here"
    page.close()


def test_the_core_acts_work_without_script(browser: Any, live_server: Any, lasting_cast: Cast, tmp_path: Path) -> None:
    """A need with a photo, its answer, an invitation, a forum: on a telephone that runs no script at all."""
    photo = tmp_path / "ท่อ.jpg"
    photo.write_bytes(jpeg())
    cast, stage = lasting_cast, Stage(browser, live_server.url, lasting_cast.steward)
    walk = Walk(cast)
    connection.close()
    citizen = stage.person("a citizen", java_script_enabled=False)
    citizen.go(walk.url("needs:report"))
    citizen.page.locator("#id_photos").set_input_files(str(photo))
    citizen.send()
    citizen.sees("รับเรื่องแล้ว")
    officer = stage.person("officer", java_script_enabled=False).enter("officer@example.test")
    officer.go(walk.url("needs:answer", walk.matter.needs.get().pk))
    officer.pick("way", "together").type("text", "นัดคุยกันวันเสาร์").send()
    go(walk, upto=0)
    walk.public()
    for who, code in WAY[1:5]:
        act = walk.act_of(who)
        assert act is not None
        assert act.code == code
        walk.do(who, act)
    connection.close()
    owner = stage.person("owner", java_script_enabled=False).enter("owner@example.test")
    owner.go(walk.url("networks:answer", Invitation.objects.get().pk)).follow("a.act").send()
    walk.do("officer", walk.act_of("officer"))  # type: ignore[arg-type]
    walk.do("head", walk.act_of("head"))  # type: ignore[arg-type]
    meeting = Meeting.objects.get()
    connection.close()
    head = stage.person("head", java_script_enabled=False).enter("head@example.test")
    head.go(walk.url("decisions:enter_forum", meeting.pk))
    head.type("women", "22").type("men", "๑๘").type("voices_1", "31").send()
    head.type("take", "1").send()
    meeting.refresh_from_db()
    assert meeting.is_closed
    assert stage.trouble == []
    for walker in stage.walkers:
        walker.leave()
