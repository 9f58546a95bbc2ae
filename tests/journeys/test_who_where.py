"""On a telephone 360 px wide: the officer sees which village nobody helps, takes in a foundation's list, and sees that
two do the same; a stranger reads the same page without what is not public.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from ruammue.foundation.sheets import write_csv
from ruammue.needs.actions import open_matter, publish_matter
from ruammue.work.actions import open_work, set_duties
from tests.cast import Cast
from tests.journeys.walkers import Stage

pytestmark = pytest.mark.browser


@pytest.fixture
def stage(browser: Any, live_server: Any, lasting_cast: Cast) -> Iterator[Stage]:
    made = Stage(browser, live_server.url, lasting_cast.steward)
    yield made
    for walker in made.walkers:
        walker.leave()


def test_a_gap_an_outside_list_and_an_overlap(stage: Stage, lasting_cast: Cast, tmp_path: Path) -> None:
    cast, house, by = lasting_cast, f"/{lasting_cast.steward.slug}", lasting_cast.actor("officer")
    road, water = (
        open_matter(cast.steward, by=by, title=title, category=category, village=village)
        for title, category, village in (
            ("ถนนเป็นหลุม", "road", cast.villages[1]), ("น้ำประปาขุ่น", "water", cast.villages[0]),
        )
    )  # fmt: skip
    for matter in (road, water):
        publish_matter(matter, by=by, sentence=f"{matter.title} ชวนกันแก้")
    work = open_work(water, title="ล้างถังกรอง", by=by)
    set_duties(water, {(work.pk, cast.school.pk): "lead"}, by=by)
    today = timezone.localdate().isoformat()
    file = tmp_path / "มูลนิธิ.csv"
    file.write_bytes(
        write_csv(
            [["ที่", "ทำ", "ใคร", "ด้าน", "วัน"], ["#adm4+code", "#activity", "#org+lead", "#sector", "#date+start"],
             ["99990101", "ติดเครื่องกรองน้ำ", "มูลนิธิน้ำใส", "WASH", today], ["99990199", "x", "y", "WASH", ""]]
        )
    )  # fmt: skip

    officer = stage.person("the officer").enter("officer@example.test")
    officer.go(f"{house}/exchange/near/").follow('main a[href$="/where/"]')
    officer.sees("ยังไม่มีใครทำ").sees("ถนนเป็นหลุม ชวนกันแก้").sees("ไม่มีใครทำซ้ำกันโดยไม่รู้กัน")
    officer.follow('a[href$="where/told/"]').choose("organisation", str(cast.clinic.pk))
    officer.page.set_input_files("input[name=file]", str(file))
    officer.send().sees("ใหม่ 1").sees("รับเข้าไม่ได้ 1 แถว").sees("ไม่มีหมู่บ้านรหัส 99990199")
    officer.send(".next-act button").sees("รับเข้าแล้ว").sees("รพ.สต.นาร่วมใจ บอกไว้ มูลนิธิ.csv")
    officer.sees("โรงเรียนบ้านดอนแดง").sees("ชวนมาคุยกัน")
    assert officer.page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    stranger = stage.person("a stranger").go(f"{house}/work/where/").sees("ถนนเป็นหลุม ชวนกันแก้").sees("ฉันช่วยได้")
    assert "มูลนิธิน้ำใส" not in stranger.page.inner_text("main")
    assert not stage.trouble
