"""Who did how much of what is delivered: scenario 7 of DOMAIN 9 through real acts; hours that are somebody's own."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from django.urls import reverse

from ruammue import rulebook
from ruammue.needs.actions import publish_matter
from ruammue.networks.models import Network
from ruammue.resources import actions as giving
from ruammue.resources.models import Commitment
from ruammue.work import actions
from ruammue.work.models import Work
from ruammue.work.queries import shares
from tests.cast import Cast
from tests.rooms.papers.reading import pages_of
from tests.rooms.resources.stage import brought, key, line_of, offer_of, promise_of, spec_of
from tests.rooms.resources.test_pages import words
from tests.rooms.work.test_duties import Stage
from tests.rooms.work.within import OVER, THE_DAY, Within, fresh

WARNED = "ไม่ใช่หุ้นส่วน: อบต.นาร่วมใจทำ 80 % ของงานที่ส่งมอบแล้ว"


def share_of(stage: Stage, body: Any, *, planned: bool = False) -> Fraction:
    measured = shares.delivered_of(fresh(stage.matter))
    rows = measured.planned if planned else measured.shares
    return next((row.part for row in rows if row.name == body.name), Fraction(0))


def divide(stage: Stage, parts: dict[Any, dict[str, str]]) -> None:
    """On the page of the duty table, as the officer does."""
    data = {
        f"d_{work.pk.hex}_{stage.cast.organisations[who].pk.hex}": part
        for work, cells in parts.items()
        for who, part in cells.items()
    }
    browser = stage.cast.client("officer")
    sent = browser.post(stage.url("divide", stage.matter.pk), data | {"reason": "ตามที่แต่ละฝ่ายถนัด"})
    assert sent.status_code == 302, words(sent)


def test_scenario_7_not_one_agency_alone(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The office did 80 % of what was delivered: R40. After the rest is divided by aptitude it is 45 %."""
    stage = Stage(cast)
    officer, by = cast.client("officer"), cast.actor("officer")
    stage.matter = publish_matter(stage.matter, by=by, sentence="ร่องน้ำหน้าโรงเรียนตัน ชวนกันขุด")
    titles = ("วัดระดับ", "ขอรถ")
    works = [stage.dig, stage.eat, *(actions.open_work(stage.matter, title, by=by) for title in titles)]
    divide(stage, {work: {"office": "lead"} for work in works})
    for work in works:
        actions.finish_work(work, words="เสร็จแล้ว", by=by)
    tables = line_of(cast, 40, matter=stage.matter)
    brought(cast, promise_of(cast, tables, 40), 40)
    assert share_of(stage, cast.office) == Fraction(4, 5)
    # Where the coordinator looks: the duty table, the matter and the network, each with the way to divide anew.
    network = Network.objects.get(matter=stage.matter)
    pages = {
        "table": stage.url("duty_table", stage.matter.pk),
        "matter": reverse("needs:matter", args=[cast.steward.slug, stage.matter.pk]),
        "network": reverse("networks:network", args=[cast.steward.slug, network.pk]),
    }
    coordinator = cast.client("coordinator")
    for name, where in pages.items():
        answer = coordinator.get(where)
        assert WARNED in words(answer), name
        for way in (stage.url("divide", stage.matter.pk), reverse("resources:divide_things", args=[cast.steward.slug])):
            assert way in answer.content.decode(), (name, way)
        assert WARNED not in words(cast.client("abbot").get(where)), name
    # The rest is divided by what each says it is good at, things by the month's division.
    named = [
        actions.open_work(stage.matter, title, needs_skill="ขุดลอก", by=by) for title in ("ขุด", "ขน", "ปลูก", "ตรวจ")
    ]
    told = officer.get(stage.url("divide", stage.matter.pk))
    assert "school ขุดลอก" in words(told)
    parts = [{"school": "lead"}, {"temple": "lead"}, {"shop": "lead"}, {"school": "lead", "office": "joint"}]
    divide(stage, {work: {"office": "lead"} for work in works} | dict(zip(named, parts, strict=True)))
    boxes = line_of(cast, 30, spec=spec_of(cast, "ข้าวกล่อง", "goods", "box"), matter=stage.matter)
    offer_of(cast, 30, spec=boxes.spec)
    month = reverse("resources:divide_things", args=[cast.steward.slug])
    choice = officer.get(month).context["month"].gaps[0].proposed[0].choice
    assert officer.post(month, {"take": [choice], "reason": "แบ่งของเดือนนี้"}).status_code == 302
    promise = Commitment.objects.get(need_line=boxes)
    giving.accept_commitment(promise, side="provider", by=cast.actor("abbot", speaking=True))
    assert share_of(stage, cast.office) == Fraction(4, 5), "a promise is not delivered"
    assert share_of(stage, cast.office, planned=True) == Fraction(9, 20), "and what it will be is seen at once"
    for work in named:
        actions.finish_work(Work.objects.get(pk=work.pk), words="เสร็จแล้ว", by=by)
    brought(cast, fresh(promise), 30)
    assert share_of(stage, cast.office) == Fraction(9, 20)
    shown = words(coordinator.get(pages["table"]))
    assert "ไม่ใช่หุ้นส่วน" not in shown
    assert "45 ใน 100" in shown
    # The guard is the rule's own share: with a lower one the same numbers warn.
    real = rulebook.check
    monkeypatch.setattr(rulebook, "check", lambda rule, facts: real(rule, facts, overrides={"share": Fraction(2, 5)}))
    assert shares.delivered_of(fresh(stage.matter)).warning


def test_hours_belong_to_their_row_count_once_and_villagers_are_no_single_organisation(cast: Cast) -> None:
    scene = Within(cast, heads=3)
    row = actions.open_work(scene.matter, "ขุดลอก", by=scene.officer)
    actions.set_duties(scene.matter, {(row.pk, cast.office.pk): "lead"}, by=scene.officer)
    task = scene.task(most=2, package=row)
    for person in scene.people[:2]:
        sign_up = scene.coming(task, person)
        actions.check_in(sign_up, by=scene.officer, now=THE_DAY)
        actions.finish_hours(sign_up, by=scene.officer, now=OVER)
    measured = shares.delivered_of(fresh(scene.matter))
    assert [(one.name, one.part) for one in measured.shares] == [("ชาวบ้าน", Fraction(1))], "by hours, not by the table"
    assert measured.pieces == 1
    assert measured.verdict.is_kept
    line = line_of(cast, 10, spec=spec_of(cast, "เสียม"), matter=scene.matter)
    half = giving.make_commitment(
        line, quantity=5, provider=cast.temple, side="provider", by=cast.actor("abbot", speaking=True),
        idempotency_key=key(),
    )  # fmt: skip
    half = giving.accept_commitment(half, side="receiver", by=cast.actor("officer", speaking=True))
    brought(cast, half, 5)
    told = {one.name: one.part for one in shares.delivered_of(fresh(scene.matter)).shares}
    assert told == {"ชาวบ้าน": Fraction(2, 3), "วัดโพธิ์ศรี": Fraction(1, 3)}, "half a thing is half a piece"


def test_the_statement_of_hours_is_theirs_and_the_offices(cast: Cast) -> None:
    scene = Within(cast, heads=0)
    sign_up = scene.coming(scene.task(), cast.volunteer)
    where = reverse("work:hours", args=[cast.steward.slug, cast.volunteer.pk, 2570, "pdf"])
    assert cast.client("volunteer").get(where).status_code == 404, "nothing before it is over"
    actions.check_in(sign_up, by=scene.officer, now=THE_DAY)
    actions.finish_hours(sign_up, by=scene.officer, minutes=210, now=OVER)
    paper = cast.client("volunteer").get(where)
    text = "".join(pages_of(paper.content)).replace(" ", "")
    assert "จันทร์" in text
    assert "ขุดลอกร่องน้ำ" in text
    assert "ตอนเลิก" in text.replace("\n", ""), "how it was recorded"
    assert "๓.๕ชั่วโมง" in text.replace("\u00a0", "").replace("\n", "")
    year = reverse("resources:given_by_person", args=[cast.steward.slug, cast.volunteer.pk, 2570])
    assert "ขุดลอกร่องน้ำ" in words(cast.client("volunteer").get(year))
    assert cast.client("officer").get(where).status_code == 200
    for other in ("head", "auditor", "mayor", "owner", None):
        assert cast.client(other).get(where).status_code in (302, 403), other
    assert cast.client("officer").get(where.replace("2570", "2571")).status_code == 404
    assert dt.date(2026, 12, 5) == sign_up.on
