"""Work taken off the table, taken up again, and the link by which a partner promises its part or objects."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone

from ruammue.foundation.keys import new_key
from ruammue.ledger.models import Entry
from ruammue.needs.models import Matter
from ruammue.work import actions, queries
from ruammue.work.models import DutySignature, Work
from ruammue.work.refusals import WorkIsDone, WorkIsDropped, WorkIsNotDone
from tests.cast import Cast
from tests.rooms.resources.test_pages import words
from tests.rooms.work.test_duties import FAIR, Stage


@pytest.fixture
def stage(cast: Cast) -> Stage:
    made = Stage(cast)
    made.divide(**FAIR)
    return made


def state_of(stage: Stage, organisation: str) -> str:
    rows = queries.table_of(stage.matter).signatures
    return next(row.state for row in rows if row.organisation_id == stage.cast.organisations[organisation].pk)


def close(matter: Matter) -> None:
    Matter.objects.filter(pk=matter.pk).update(closed_at=timezone.now(), closed_by_id=new_key())


# ---------- off the table ----------


def test_work_is_taken_off_the_table_with_its_reason_and_signatures_are_asked_anew(stage: Stage) -> None:
    actions.sign_on_behalf(
        stage.matter, stage.cast.school, seen=actions.table_hash(stage.matter), by=stage.cast.actor("teacher")
    )
    officer = stage.cast.client("officer")
    drop = stage.url("drop", stage.eat.pk)
    assert "ลงนาม" in words(officer.get(drop)), "it says what becomes of the signatures"
    for nobody in ("", "   "):
        assert officer.post(drop, {"reason": nobody}).status_code == 200
        assert Work.objects.get(pk=stage.eat.pk).dropped_at is None
    assert officer.post(drop, {"reason": "แม่ครัวทำให้แล้ว"}).status_code == 302
    row = Work.objects.get(pk=stage.eat.pk)
    assert row.dropped_by_id == stage.cast.officer.pk
    assert [each.id for each in queries.table_of(stage.matter).rows] == [stage.dig.pk]
    assert state_of(stage, "school") == "changed"
    entry = Entry.objects.get(kind="work.work_dropped")
    assert "แม่ครัว" not in str(entry.payload)
    # Once is enough: a double tap is refused and leaves one entry.
    assert "เอาออกจากตาราง" in words(officer.post(drop, {"reason": "อีกที"}))
    assert Entry.objects.filter(kind="work.work_dropped").count() == 1


def test_who_does_not_divide_takes_nothing_off(stage: Stage) -> None:
    drop, again = stage.url("drop", stage.eat.pk), stage.url("again", stage.eat.pk)
    for who in ("teacher", "abbot", "volunteer", "auditor", "outsider"):
        browser = stage.cast.client(who)
        for url in (drop, again):
            assert browser.post(url, {"reason": "เพราะ"}).status_code == 403, (who, url)
    assert Client().post(drop, {"reason": "เพราะ"}).status_code == 403
    assert not Entry.objects.filter(kind__in=("work.work_dropped", "work.work_reopened")).exists()


def test_what_is_done_or_closed_is_not_taken_off(stage: Stage) -> None:
    actions.finish_work(stage.dig, by=stage.officer)
    with pytest.raises(WorkIsDone):
        actions.drop_work(stage.dig, by=stage.officer)
    close(stage.matter)
    refused = stage.cast.client("officer").post(stage.url("drop", stage.eat.pk), {"reason": "เพราะ"})
    assert refused.status_code in (200, 403)
    assert Work.objects.get(pk=stage.eat.pk).dropped_at is None


# ---------- taken up again ----------


def test_work_that_was_not_done_after_all_goes_on_and_the_record_keeps_both(stage: Stage) -> None:
    officer = stage.cast.client("officer")
    again = stage.url("again", stage.dig.pk)
    assert "ยังทำอยู่" in words(officer.post(again, {"reason": "ยังไม่เสร็จ"}))
    actions.finish_work(stage.dig, words="น้ำไหลแล้ว", by=stage.cast.actor("teacher"))
    assert officer.post(again, {"reason": ""}).status_code == 200
    assert Work.objects.get(pk=stage.dig.pk).done_at is not None
    assert officer.post(again, {"reason": "ฝนตกร่องตันอีก"}).status_code == 302
    row = Work.objects.get(pk=stage.dig.pk)
    assert (row.done_at, row.done_by_id) == (None, None)
    with pytest.raises(WorkIsNotDone):
        actions.take_up_again(row, by=stage.officer)
    actions.finish_work(row, by=stage.cast.actor("teacher"))
    kinds = Entry.objects.filter(kind__in=("work.work_done", "work.work_reopened")).order_by("id")
    assert [entry.kind for entry in kinds] == ["work.work_done", "work.work_reopened", "work.work_done"]


def test_what_was_taken_off_is_neither_done_nor_taken_up(stage: Stage) -> None:
    actions.drop_work(stage.eat, reason="ไม่ต้องแล้ว", by=stage.officer)
    with pytest.raises(WorkIsDropped):
        actions.finish_work(stage.eat, by=stage.officer)
    with pytest.raises(WorkIsNotDone):
        actions.take_up_again(stage.eat, by=stage.officer)


# ---------- the link ----------


def test_the_link_is_shown_once_and_asked_again_the_older_one_is_dead(stage: Stage) -> None:
    officer = stage.cast.client("officer")
    links = []
    for _time in range(2):
        shown = officer.post(stage.url("ask", stage.matter.pk), {"organisation": str(stage.cast.temple.pk)})
        found = re.search(r"https?://[^\s\"<]+(/[\w-]+/d/[\w-]+/)", shown.content.decode())
        assert found is not None
        assert shown["Referrer-Policy"] == "strict-origin"
        links.append(found[1])
    assert Client().get(links[0]).status_code == 404
    page = Client().get(links[1])
    assert page.status_code == 200
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    for path in (stage.url("ask", stage.matter.pk), stage.url("duty_table", stage.matter.pk)):
        assert links[1].encode() not in officer.get(path).content, "never again"
    foreign = officer.post(stage.url("ask", stage.matter.pk), {"organisation": str(stage.cast.office.pk)})
    assert foreign.status_code == 404, "who has no part is not asked"


def test_whoever_holds_the_link_may_object_without_an_account_and_sign_afterwards(stage: Stage) -> None:
    token = actions.ask_to_sign(stage.matter, stage.cast.temple, by=stage.officer).token
    stranger, sign = Client(), stage.url("sign_duties", token)
    objection = stage.url("object_by_link", token)
    assert stranger.get(objection).status_code == 200
    assert not DutySignature.objects.exclude(objection="").exists(), "looking says nothing"
    assert stranger.post(objection, {"words": "  "}).status_code == 200
    assert state_of(stage, "temple") == "waiting"
    assert stranger.post(objection, {"words": "ขอเลี้ยงแค่มื้อเช้า"}).status_code == 302
    assert state_of(stage, "temple") == "objected"
    assert "ขอเลี้ยงแค่มื้อเช้า" in words(stage.cast.client("officer").get(stage.url("duty_table", stage.matter.pk)))
    entry = Entry.objects.get(kind="work.duties_objected")
    assert (entry.on_behalf_of_id, "มื้อเช้า" in str(entry.payload)) == (stage.cast.temple.pk, False)
    seen = re.search(r'name="seen" value="([0-9a-f]{64})"', stranger.get(sign).content.decode())
    assert seen is not None
    assert stranger.post(sign, {"signed_as": "พระครูสุวรรณ", "seen": seen[1]}).status_code == 302
    assert state_of(stage, "temple") == "signed"
    # Twice by a double tap: it stays one signature.
    stranger.post(sign, {"signed_as": "พระครูสุวรรณ", "seen": seen[1]})
    assert Entry.objects.filter(kind="work.duties_signed").count() == 1


def test_a_wrong_an_empty_and_a_late_link_say_whom_to_call_and_change_nothing(stage: Stage) -> None:
    token = actions.ask_to_sign(stage.matter, stage.cast.temple, by=stage.officer).token
    table = actions.table_hash(stage.matter)
    stranger = Client()
    for wrong in ("x", token[:-1], token + "a"):
        for name in ("sign_duties", "object_by_link"):
            answer = stranger.post(stage.url(name, wrong), {"signed_as": "ใคร", "seen": table, "words": "ใคร"})
            assert answer.status_code == 404
            assert "ไม่พบ" in words(answer)
    assert stranger.post(stage.url("sign_duties", token), {"signed_as": "", "seen": table}).status_code == 200
    moved = stranger.post(stage.url("sign_duties", token), {"signed_as": "พระครู", "seen": "0" * 64})
    assert "อ่านอีกครั้ง" in words(moved) or "เปลี่ยน" in words(moved)
    close(stage.matter)
    for name in ("sign_duties", "object_by_link"):
        late = stranger.post(stage.url(name, token), {"signed_as": "พระครู", "seen": table, "words": "ช้าไป"})
        assert late.status_code == 410
        assert "ปิด" in words(late)
    row = DutySignature.objects.get()
    assert (row.signed_at, row.objection) == (None, "")
