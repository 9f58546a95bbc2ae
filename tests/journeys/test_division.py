"""A day's work, on telephones 360 px wide: the head says who can do what, the officer plans, two villagers answer by
link, the officer writes down who came, and the hours stand in the promise ledger without anybody typing them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from ruammue.needs.actions import open_matter
from ruammue.people.models import Acquaintance, Person
from ruammue.resources.models import Commitment, NeedLine
from ruammue.work import actions
from ruammue.work.models import SignUp
from tests.cast import Cast
from tests.journeys.walkers import Stage
from tests.rooms.work.within import BEFORE, MONTH, Within

pytestmark = pytest.mark.browser


@pytest.fixture
def stage(browser: Any, live_server: Any, lasting_cast: Cast) -> Iterator[Stage]:
    made = Stage(browser, live_server.url, lasting_cast.steward)
    yield made
    for walker in made.walkers:
        walker.leave()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[int, int], None]:
    """Set the clock of the house, in Thailand, today: a morning's work is done at whatever hour the tests run."""
    really = timezone.now

    def set_to(hour: int, minute: int) -> None:
        ahead = timezone.localtime(really()).replace(hour=hour, minute=minute, second=0) - really()
        monkeypatch.setattr(timezone, "now", lambda: really() + ahead)

    return set_to


def test_a_day_of_work_from_skills_to_hours(
    stage: Stage, lasting_cast: Cast, clock: Callable[[int, int], None], settings: Any
) -> None:
    settings.IS_REACHABLE = True  # links lead somewhere; an office's own house gives a list of whom to call
    clock(7, 0)
    cast, house = lasting_cast, f"/{lasting_cast.steward.slug}"
    neighbour = Person.objects.create(prefix="นาย", given_name="บุญมา", family_name="ศรีทอง", phone="0820000001")
    Acquaintance.objects.create(steward=cast.steward, person=neighbour, village=cast.villages[2])
    matter = open_matter(cast.steward, by=cast.actor("officer"), title="ร่องน้ำตัน", village=cast.villages[2])

    head = stage.person("the head").enter("head@example.test")
    for person, skill in ((cast.farmer, "ขุดดิน"), (neighbour, "เยียมบ้าน"), (neighbour, "ขุดลอกคลอง")):
        head.go(f"{house}/people/{person.pk}/").follow(f'a[href*="work/people/{person.pk}/"]')
        head.type("skill", skill).choose("level", "3").send().sees("ทำเองได้")
    head.sees("เยี่ยมบ้าน").sees("ขุดลอก")

    officer = stage.person("the officer").enter("officer@example.test")
    officer.go(f"{house}/work/table/{matter.pk}/").follow(f'main a[href*="work/table/{matter.pk}/task/"]')
    today = timezone.localdate()
    officer.type("title", "ลอกร่องน้ำ").type("on", f"{today.day}/{today.month}/{today.year + 543}")
    officer.type("role1", "ขุดและตัก").type("most1", "2").type("skill1", "ขุดดิน").choose("level1", "2").send()
    officer.go(f"{house}/work/month/{today:%Y-%m}/").send('form[action$="/plan/"] button')
    officer.sees("นายทองสุข นาดี").sees("นายบุญมา ศรีทอง")
    officer.unfold().sees("100 %").sees("อยู่หมู่บ้านนี้")
    officer.follow('form[action$="/ask/"] button').sees("ขอคำตอบทีละคน").unfold()
    links = [str(line) for line in officer.page.locator(".code-line").all_inner_texts() if f"{house}/c/" in line]
    assert len(links) == 2

    for number, link in enumerate(links):
        assert stage.preview(link) == 200
        villager = stage.person(f"villager {number}").go(link).sees("มาช่วยกันได้ไหม")
        with villager.counting("say yes") as effort:
            villager.send().sees("แล้วพบกัน")
        assert (effort.taps, effort.fields) == (1, 0), "one tap, nothing typed"

    task = SignUp.objects.order_by("id")[0].slot.task
    clock(8, 0)
    officer.go(f"{house}/work/tasks/{task.pk}/")
    for _each in range(2):
        officer.send('button[value="came"]')
    clock(12, 5)
    officer.go(f"{house}/work/tasks/{task.pk}/").send('form[action$="/done/"] button').sees("ทำเสร็จ ขอบคุณ")
    stage.let_news_flow()
    line = NeedLine.objects.get(matter=matter)
    assert (line.quantity, line.delivered) == (480, 480)
    assert {promise.end for promise in Commitment.objects.all()} == {"fulfilled"}
    head.go(f"{house}/work/people/{cast.farmer.pk}/").sees("ทำแล้ว 1 ครั้ง 4 ชั่วโมง")
    assert not stage.trouble


def test_the_month_with_its_numbers_unfolded_is_no_wider_than_a_telephone(stage: Stage, lasting_cast: Cast) -> None:
    scene = Within(lasting_cast)
    scene.task("ขุดลอกร่องน้ำหน้าโรงเรียนตลอดแนวจนถึงสะพานข้ามคลองส่งน้ำสายใหญ่ของหมู่บ้าน", most=3)
    scene.task("เลี้ยงข้าว", skill="cooking", most=2)
    scene.task("ซ่อมหม้อแปลง", skill="electrical")
    actions.plan_month(lasting_cast.steward, MONTH, fairness=50, by=scene.officer, now=BEFORE)
    officer = stage.person("the officer").enter("officer@example.test")
    officer.go(reverse("work:month", args=[lasting_cast.steward.slug, f"{MONTH:%Y-%m}"]))
    numbers = officer.page.locator("table.dial-numbers")
    assert not numbers.is_visible(), "folded away until somebody wants them"
    officer.page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
    assert numbers.is_visible()
    assert numbers.locator("tbody tr").count() == 5
    wide = officer.page.evaluate("innerWidth")
    assert wide == 360
    assert officer.page.evaluate("document.documentElement.scrollWidth") <= wide
    frame = officer.page.locator(".table-wrap").bounding_box()
    assert frame is not None
    assert frame["x"] >= 0
    assert frame["x"] + frame["width"] <= wide, "what is wider scrolls within its own frame"
    # The guard: without its frame the table would push the page.
    officer.page.evaluate("document.querySelector('table.dial-numbers').style.width = '500px'")
    assert officer.page.evaluate("document.documentElement.scrollWidth") <= wide
    officer.page.evaluate("document.querySelector('.table-wrap').style.overflow = 'visible'")
    assert officer.page.evaluate("document.documentElement.scrollWidth") > wide
    assert not stage.trouble
