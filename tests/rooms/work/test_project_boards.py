"""What a project needs, its three bars on screen, sheet and picture; its end, and what was learned in it."""

from __future__ import annotations

import datetime as dt
import io
import re
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from ruammue.cli.verify import SENTENCES
from ruammue.foundation.keys import new_key
from ruammue.ledger.models import Entry
from ruammue.needs.actions import close_matter, open_matter, report_need, unpublish_matter
from ruammue.resources.actions import accept_as_enough, merge_lines, withdraw_line
from ruammue.resources.knowledge import actions as knowledge
from ruammue.resources.knowledge.models import Lesson
from ruammue.resources.knowledge.queries import learned_before
from ruammue.resources.models import NeedLine
from ruammue.resources.views.mobilising import board_of as matter_board
from ruammue.work import actions, refusals, rules
from ruammue.work.invariants import projects_are_recorded, projects_need_what_was_ticked
from ruammue.work.models import LessonOfProject, LineForProject, Project, Task
from ruammue.work.queries.boards import boards_of, lines_to_choose, project_board, unsettled_things
from ruammue.work.queries.projects import unfinished_tasks
from ruammue.work.views.projects import board_of
from tests.cast import Cast
from tests.rooms.papers.reading import pages_of
from tests.rooms.resources.stage import brought, line_of, matter_of, promise_of, spec_of
from tests.rooms.resources.test_pages import words
from tests.rooms.work.within import OVER, SATURDAY, THE_DAY, Within, fresh

SHARED = "ใช้ร่วมกับโครงการ"
NOT_ADDED = "เอาตัวเลขของหลายโครงการมารวมกันไม่ได้"


class Fair:
    """A public matter with two projects: tables serve both, somebody who teaches the second alone."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.officer = cast, cast.actor("officer")
        self.matter = matter_of(cast, "งานบุญเดือนสาม")
        self.tables = line_of(cast, 60, matter=self.matter)
        self.teacher = line_of(cast, 1, matter=self.matter, spec=spec_of(cast, "วิทยากร", "knowledge", "occasion"))
        self.rice = line_of(cast, 30_000, matter=self.matter, spec=spec_of(cast, "ข้าวสาร", "goods", "kilogram"))
        self.kitchen, self.market = (
            actions.open_project(self.matter, name, by=self.officer) for name in ("ครัวกลาง", "ตลาดนัดภูมิปัญญา")
        )
        brought(cast, promise_of(cast, self.tables, 40), 20)

    def both(self) -> None:
        """What each needs is ticked."""
        actions.set_project_lines(self.kitchen, [self.tables.pk, self.rice.pk], by=self.officer)
        actions.set_project_lines(self.market, [self.tables.pk, self.teacher.pk], by=self.officer)

    def at(self, name: str, project: Project) -> str:
        """The address of a page of a project."""
        return address(self.cast, name, project)


def address(cast: Cast, name: str, project: Project) -> str:
    return reverse(f"work:{name}", args=[cast.steward.slug, project.pk])


def ticks(client: Client, cast: Cast, project: Project, *lines: NeedLine) -> Any:
    return client.post(address(cast, "project_lines", project), {"lines": [str(line.pk) for line in lines]})


def kinds() -> list[str]:
    return list(Entry.objects.filter(kind__startswith="work.").order_by("at", "id").values_list("kind", flat=True))


# ------------------------------------------------------------------------------------------- what it needs


def test_the_officer_ticks_what_a_project_needs_and_its_three_bars_count_it(cast: Cast) -> None:
    fair = Fair(cast)
    officer, coordinator = cast.client("officer"), cast.client("coordinator")
    form = officer.get(fair.at("project_lines", fair.kitchen))
    assert [label for _key, label in form.context["form"].fields["lines"].choices] == [
        "โต๊ะ 60\u00a0ตัว", "วิทยากร 1\u00a0ครั้ง", "ข้าวสาร 30\u00a0กิโลกรัม",
    ]  # fmt: skip
    for _twice in range(2):
        assert ticks(officer, cast, fair.kitchen, fair.tables, fair.rice).status_code == 302
    assert LineForProject.objects.count() == 2
    assert ticks(coordinator, cast, fair.market, fair.tables, fair.teacher).status_code == 302
    seen = words(officer.get(fair.at("project_lines", fair.market)))
    assert "โต๊ะ 60 ตัว (ใช้กับโครงการ ครัวกลาง ด้วย)" in seen

    board = project_board(fair.market)
    assert [(bar.key, bar.things, bar.promised, bar.arrived) for bar in board.bars] == [
        ("things", 1, Fraction(2, 3), Fraction(1, 3)),
        ("knowledge", 1, 0, 0),
    ]
    assert [(line.row.thing, line.shared) for line in board.lines] == [("โต๊ะ", ("ครัวกลาง",)), ("วิทยากร", ())]
    kitchen = project_board(fair.kitchen)
    assert [(line.row.quantity, line.row.delivered) for line in kitchen.lines] == [(60, 20), (30_000, 0)], (
        "whole in both"
    )
    page = words(officer.get(fair.at("project", fair.market)))
    for word in ("ของและเงิน", "ความรู้", f"{SHARED} ครัวกลาง", NOT_ADDED, "60 ตัว", "ยังขาด 20 ตัว"):
        assert word in page, word

    # What is not ticked any more does not count, and both are in the record.
    assert ticks(officer, cast, fair.kitchen, fair.rice).status_code == 302
    assert [line.row.thing for line in project_board(fair.kitchen).lines] == ["ข้าวสาร"]
    page = words(officer.get(fair.at("project", fair.market)))
    assert (SHARED in page, NOT_ADDED in page) == (False, False)
    told = [
        (entry.payload["line"], entry.payload["project"], entry.payload["is_serving"])
        for entry in Entry.objects.filter(kind="work.line_for_project_set").order_by("at", "id")
    ]
    assert len(told) == 5
    assert told[-1] == (str(fair.tables.pk), str(fair.kitchen.pk), False)


def test_the_hours_of_a_task_serve_its_projects_by_themselves(cast: Cast) -> None:
    scene = Within(cast)
    first, second, third = (
        actions.open_project(scene.matter, name, by=scene.officer) for name in ("น้ำไม่ท่วม", "โรงเรียนสะอาด", "ไม่มีงาน")
    )
    task = scene.task(projects=[first, second], most=3)
    alone = scene.task("ล้างศาลา", projects=[second], skill="", most=1, half="pm")
    row = scene.coming(task, scene.people[2])
    actions.check_in(row, by=scene.officer, now=THE_DAY)
    actions.finish_hours(row, by=scene.officer, now=OVER)
    assert not LineForProject.objects.exists()
    board = project_board(first)
    assert [(line.row.id, line.row.delivered, line.shared) for line in board.lines] == [
        (task.hours_line_id, 240, ("โรงเรียนสะอาด",))
    ]
    assert board.bars[0].key == "people"
    assert {line.row.id for line in project_board(second).lines} == {task.hours_line_id, alone.hours_line_id}
    assert project_board(third).lines == ()
    assert lines_to_choose(third) == [], "hours follow their tasks and are not ticked"
    with pytest.raises(refusals.NotOfThisProject):
        actions.set_project_lines(third, [task.hours_line_id], by=scene.officer)
    actions.drop_task(alone, by=scene.officer, now=THE_DAY)
    assert {line.row.id for line in project_board(second).lines} == {task.hours_line_id}, (
        "nobody came to what is dropped"
    )


def test_what_another_line_carries_on_still_counts_for_the_project(cast: Cast) -> None:
    """Joined lines: what lacks is asked for elsewhere, and the project does not lose it."""
    fair = Fair(cast)
    spec = fair.rice.spec
    later = line_of(cast, 10_000, matter=fair.matter, spec=spec)
    actions.set_project_lines(fair.kitchen, [fair.rice.pk], by=fair.officer)
    merge_lines(fair.rice, into=later, reason="ขอซ้ำกัน", by=fair.officer)
    assert [(line.row.id, line.row.quantity) for line in project_board(fair.kitchen).shown] == [(later.pk, 40_000)]
    last = line_of(cast, 5_000, matter=fair.matter, spec=spec)
    merge_lines(fresh(later), into=last, reason="ขอซ้ำกัน", by=fair.officer)
    assert [(line.row.id, line.row.quantity) for line in project_board(fair.kitchen).shown] == [(last.pk, 45_000)]
    withdraw_line(fresh(last), reason="ซื้อเองแล้ว", by=fair.officer)
    assert project_board(fair.kitchen).lines == ()


def test_only_what_its_matter_asks_for_serves_a_project(cast: Cast) -> None:
    fair = Fair(cast)
    elsewhere = line_of(cast, 5, matter=matter_of(cast, "ถนนเป็นหลุม"), spec=fair.tables.spec)
    with pytest.raises(refusals.NotOfThisProject):
        actions.set_project_lines(fair.kitchen, [elsewhere.pk], by=fair.officer)
    assert ticks(cast.client("officer"), cast, fair.kitchen, elsewhere).status_code in (200, 422)
    withdraw_line(fair.teacher, reason="ไม่ต้องแล้ว", by=fair.officer)
    with pytest.raises(refusals.NotOfThisProject):
        actions.set_project_lines(fair.kitchen, [fair.teacher.pk], by=fair.officer)
    # What closed meanwhile stays ticked, and may be taken away.
    actions.set_project_lines(fair.kitchen, [fair.rice.pk, fair.tables.pk], by=fair.officer)
    brought(cast, promise_of(cast, fresh(fair.rice), 10_000), 10_000)
    accept_as_enough(fresh(fair.rice), reason="พอแล้ว", by=fair.officer)
    assert actions.set_project_lines(fair.kitchen, [fair.rice.pk, fair.tables.pk], by=fair.officer) == 0
    assert actions.set_project_lines(fair.kitchen, [fair.tables.pk], by=fair.officer) == 1
    close_matter(fair.matter, by=fair.officer)
    with pytest.raises(refusals.MatterIsClosed):
        actions.set_project_lines(fair.kitchen, [], by=fair.officer)
    assert not LineForProject.objects.filter(line=elsewhere).exists()


@pytest.mark.parametrize(
    ("who", "sees", "sets"),
    [("officer", True, True), ("clerk", True, True), ("coordinator", True, True), ("mayor", True, False),
     ("auditor", True, False), ("head", True, False), ("abbot", True, False)],
)  # fmt: skip
def test_who_says_what_a_project_needs_and_who_ends_it(cast: Cast, who: str, sees: bool, sets: bool) -> None:
    fair = Fair(cast)
    client = cast.client(who)
    assert (client.get(fair.at("project", fair.kitchen)).status_code == 200) is sees
    for name in ("project_lines", "close_project"):
        assert (client.get(fair.at(name, fair.kitchen)).status_code == 200) is sets, name
    assert (client.post(fair.at("close_project", fair.kitchen), {"once": str(new_key())}).status_code == 302) is sets
    assert (fresh(fair.kitchen).closed_at is not None) is sets
    assert client.post(fair.at("reopen_project", fair.kitchen)).status_code == (302 if sets else 403)


def test_a_project_is_opened_for_things_alone(cast: Cast) -> None:
    """No task is needed; the same name leads to the same project; whoever does not divide opens none."""
    fair = Fair(cast)
    officer = cast.client("officer")
    opens = reverse("work:open_project", args=[cast.steward.slug, fair.matter.pk])
    assert opens in officer.get(table_of(cast, fair)).content.decode()
    for _twice in range(2):
        answer = officer.post(opens, {"title": "ลานเด็กเล่น"})
        assert answer.status_code == 302
    project = Project.objects.get(title="ลานเด็กเล่น")
    assert answer["Location"] == fair.at("project", project)
    assert fair.at("project_lines", project) in officer.get(answer["Location"]).content.decode()
    assert "ลานเด็ก" not in officer.post(opens, {"title": " "}).headers.get("Location", "")
    assert Project.objects.count() == 3
    for who in ("abbot", "auditor"):
        assert cast.client(who).get(opens).status_code == 403
        assert opens not in cast.client(who).get(table_of(cast, fair)).content.decode()


def table_of(cast: Cast, fair: Fair) -> str:
    return reverse("work:duty_table", args=[cast.steward.slug, fair.matter.pk])


# ------------------------------------------------------------------------------------------- sheet and picture


def test_sheet_and_picture_of_a_public_matter_are_for_everybody(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    fair = Fair(cast)
    fair.both()
    stranger, officer = cast.client(), cast.client("officer")
    answer = stranger.get(fair.at("project_picture", fair.market))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "public, max-age=300"
    assert Image.open(io.BytesIO(answer.content)).size == (1080, 1080)
    printed = stranger.get(fair.at("project_board", fair.market))
    text = re.sub(r"\s+", " ", " ".join(pages_of(printed.content)).replace("\u00a0", " "))
    for word in ("ตลาดนัดภูมิปัญญา", fair.matter.public_sentence, "60 ตัว", "20 ตัว", f"{SHARED} ครัวกลาง", "รับปากแล้ว 66 %"):
        assert word in text, text
    assert NOT_ADDED in text
    assert "ข้าวสาร" not in text, "of the other project"
    assert (fair.matter.title + " ") not in text.replace(fair.matter.public_sentence, "")
    public = reverse("evidence:matter", args=[cast.steward.slug, fair.matter.pk])
    assert fair.at("project_picture", fair.market) in stranger.get(public).content.decode()
    assert fair.at("project_picture", fair.market) in officer.get(fair.at("project", fair.market)).content.decode()
    third = actions.open_project(fair.matter, "ยังไม่มีอะไร", by=fair.officer)
    assert fair.at("project_picture", third) not in stranger.get(public).content.decode()
    for name in ("project_picture", "project_board"):
        assert officer.get(fair.at(name, third)).status_code == 404

    unpublish_matter(fair.matter, by=fair.officer, reason="ยังไม่พร้อม")
    assert stranger.get(fair.at("project_board", fair.market)).status_code in (302, 403)
    assert cast.client("abbot").get(fair.at("project_board", fair.market)).status_code == 403
    assert officer.get(fair.at("project_board", fair.market)).status_code == 200
    for client in (stranger, officer):
        assert client.get(fair.at("project_picture", fair.market)).status_code == 404, "not for passing on"
    assert fair.at("project_picture", fair.market) not in officer.get(fair.at("project", fair.market)).content.decode()
    inside = board_of(fresh(fair.market))
    assert inside is not None
    assert (inside.link, inside.standing, inside.sentence) == ("", "ใช้ภายใน ยังไม่เผยแพร่", fair.matter.title)
    # The guard removed: what is not public goes out.
    monkeypatch.setattr(type(fair.matter), "is_public", property(lambda _self: True))
    assert stranger.get(fair.at("project_picture", fair.market)).status_code == 200


def test_a_partner_with_a_duty_reads_the_board_and_no_door_that_is_shut(cast: Cast) -> None:
    """The temple has a duty in a matter that is not published: bars and lines, no link to the lines."""
    matter = matter_of(cast, "ร่องน้ำตัน", published=False)
    line = line_of(cast, 4, matter=matter)
    work = actions.open_work(matter, "ลอกร่องน้ำ", by=cast.actor("officer"))
    actions.set_duties(matter, {(work.pk, cast.temple.pk): "lead"}, by=cast.actor("officer"))
    project = actions.open_project(matter, "น้ำไม่ท่วม", by=cast.actor("officer"))
    actions.set_project_lines(project, [line.pk], by=cast.actor("officer"))
    abbot = cast.client("abbot")
    answer = abbot.get(address(cast, "project", project))
    assert "4 ตัว" in words(answer)
    actor = cast.actor("abbot")
    link = reverse("resources:line", args=[cast.steward.slug, line.pk])
    assert (link in answer.content.decode()) is rules.may_open(actor, project)
    for address_of in re.findall(r'href="(/[^"#?]*)"', answer.content.decode().split("<main", 1)[1]):
        assert abbot.get(address_of).status_code == 200, address_of


def test_boards_of_projects_cost_equally_many_statements_however_many(cast: Cast) -> None:
    fair = Fair(cast)
    fair.both()
    counts: list[tuple[int, ...]] = []
    for number in range(3):
        more = actions.open_project(fair.matter, f"โครงการ {number}", by=fair.officer)
        chosen = [line_of(cast, 5, matter=fair.matter, spec=fair.tables.spec).pk for _line in range(2)]
        actions.set_project_lines(more, [fair.tables.pk, *chosen], by=fair.officer)
        found: list[int] = []
        for read, about in ((boards_of, fair.matter), (lines_to_choose, more), (project_board, fair.market)):
            with CaptureQueriesContext(connection) as asked:
                read(about)
            found.append(len(asked))
        client = cast.client("officer")
        for name in ("project", "project_lines", "project_board"):
            with CaptureQueriesContext(connection) as asked:
                assert client.get(fair.at(name, fair.market)).status_code == 200
            found.append(len(asked))
        counts.append(tuple(found))
    assert counts[1] == counts[2]
    assert counts[2][:3] == (4, 3, 4)


# ------------------------------------------------------------------------------------------- its end


def test_a_project_closes_with_three_lines_that_nobody_has_to_write(cast: Cast) -> None:
    fair = Fair(cast)
    fair.both()
    officer = cast.client("officer")
    key = {"once": str(new_key())}
    said = {"worked": "จองโต๊ะจากวัดก่อนหนึ่งเดือน", "failed": "", "next_time": "นัดคนล้างจานหกคน"}
    # What is promised and what lacks is said first, and a tick asked for.
    page = words(officer.get(fair.at("close_project", fair.kitchen)))
    for word in ("20 ตัว รับปากไว้ ยังไม่มา", "ยังขาด 20 ตัว", "ยังขาด 30 กิโลกรัม", "ทำต่อในเรื่องนี้"):
        assert word in page, word
    assert "วิทยากร" not in page, "of the other project"
    untold = officer.post(fair.at("close_project", fair.kitchen), said | key)
    assert said["worked"] in untold.content.decode()
    assert "โต๊ะ · ข้าวสาร" in words(untold)
    assert fresh(fair.kitchen).closed_at is None
    key["things_go_on"] = "on"
    assert officer.post(fair.at("close_project", fair.kitchen), said | key).status_code == 302
    closed = fresh(fair.kitchen)
    assert closed.closed_by_id == fair.officer.person_id
    lesson = Lesson.objects.get()
    assert (lesson.matter, lesson.about, lesson.worked) == (fair.matter, "ครัวกลาง", said["worked"])
    assert LessonOfProject.objects.get().project == closed
    go_on = {"things_go_on": "on"}
    assert officer.post(fair.at("close_project", fair.market), go_on | {"once": str(new_key())}).status_code == 302
    assert Lesson.objects.count() == 1, "skipped"
    assert kinds()[-3:] == ["work.project_closed", "work.project_lesson_kept", "work.project_closed"]
    page = words(officer.get(fair.at("project", fair.kitchen)))
    for word in ("ปิดแล้วเมื่อ", said["worked"], "เปิดโครงการอีกครั้ง"):
        assert word in page
    assert fair.at("project_lines", fair.kitchen) not in officer.get(fair.at("project", fair.kitchen)).content.decode()
    for refused in (
        lambda: actions.close_project(closed, by=fair.officer),
        lambda: actions.set_project_lines(closed, [], by=fair.officer),
    ):
        with pytest.raises(refusals.ProjectIsClosed):
            refused()
    # An old tab leads back with a sentence.
    for name in ("close_project", "project_lines"):
        stale = officer.get(fair.at(name, fair.kitchen), follow=True)
        assert stale.redirect_chain == [(fair.at("project", fair.kitchen), 302)]
        assert "เปิดอีกครั้งที่หน้าของโครงการก่อน" in words(stale)
    assert ticks(officer, cast, fair.kitchen).status_code == 302
    assert LineForProject.objects.filter(project=fair.kitchen).count() == 2
    # Once more, by mistake: it says so, and what was typed stands there.
    again = officer.post(fair.at("close_project", fair.kitchen), said | {"once": str(new_key())})
    assert "ปิดแล้วเมื่อ" in words(again)
    assert said["next_time"] in again.content.decode()
    # A lesson after the end, as often as somebody has one.
    assert officer.post(fair.at("project_lesson", fair.market), {"once": str(new_key())}).status_code != 302
    late = {"next_time": "ติดป้ายบอกทาง", "once": str(new_key())}
    for _twice in range(2):
        assert officer.post(fair.at("project_lesson", fair.market), late).status_code == 302
    assert LessonOfProject.objects.filter(project=fair.market).count() == 1
    change = reverse("resources:change_lesson", args=[cast.steward.slug, lesson.pk])
    assert change in officer.get(fair.at("project", fair.kitchen)).content.decode()
    knowledge.take_back_lesson(Lesson.objects.get(next_time=late["next_time"]), by=fair.officer)
    assert late["next_time"] not in words(officer.get(fair.at("project", fair.market)))
    # It goes on; its lessons stay.
    assert officer.post(fair.at("reopen_project", fair.kitchen)).status_code == 302
    assert fresh(fair.kitchen).closed_at is None
    assert kinds()[-1] == "work.project_reopened"
    assert said["worked"] in words(officer.get(fair.at("project", fair.kitchen)))
    with pytest.raises(refusals.ProjectIsOpen):
        actions.reopen_project(fair.kitchen, by=fair.officer)
    close_matter(fair.matter, by=fair.officer)
    with pytest.raises(refusals.MatterIsClosed):
        actions.reopen_project(fair.market, by=fair.officer)
    with pytest.raises(refusals.MatterIsClosed):
        actions.set_project_lines(fair.kitchen, [], by=fair.officer)
    actions.close_project(fair.kitchen, by=fair.officer)  # nothing is asked for in a matter that closed


def test_a_project_settled_closes_without_a_tick_and_the_hours_of_its_tasks_hold_nothing(cast: Cast) -> None:
    fair = Fair(cast)
    actions.set_project_lines(fair.kitchen, [fair.tables.pk], by=fair.officer)
    with pytest.raises(refusals.ThingsStillOpen) as refusal:
        actions.close_project(fair.kitchen, by=fair.officer)
    assert refusal.value.data["things"] == ("โต๊ะ",)
    # Nobody lacks more, yet 20 are promised and have not come.
    promise_of(cast, fair.tables, 20)
    assert [line.row.promised for line in unsettled_things(fair.kitchen)] == [40]
    actions.close_project(fair.kitchen, things_go_on=True, by=fair.officer)
    assert fresh(fair.tables).is_open, "it goes on under the matter"
    withdraw_line(fair.teacher, reason="หาได้เอง", by=fair.officer)
    actions.set_project_lines(fair.market, [], by=fair.officer)
    actions.close_project(fair.market, by=fair.officer)
    scene = Within(cast)
    project = actions.open_project(scene.matter, "น้ำไม่ท่วม", by=scene.officer)
    task = scene.task(projects=[project], most=3)
    came = scene.coming(task, scene.people[2])
    actions.check_in(came, by=scene.officer, now=THE_DAY)
    actions.finish_hours(came, by=scene.officer, now=OVER)
    assert unsettled_things(project) == ()


def test_the_board_of_a_closed_project_says_so_and_calls_nobody(cast: Cast) -> None:
    fair = Fair(cast)
    fair.both()

    def sheet() -> str:
        printed = cast.client().get(fair.at("project_board", fair.market)).content
        return re.sub(r"\s+", " ", " ".join(pages_of(printed)).replace("\u00a0", " "))

    assert ("ใครช่วยได้" in sheet(), "ปิดแล้ว" in sheet()) == (True, False)
    before = cast.client().get(fair.at("project_picture", fair.market)).content
    actions.close_project(fair.market, things_go_on=True, by=fair.officer)
    text = sheet()
    assert ("ใครช่วยได้" in text, "ยังขาด" in text, "ปิดแล้ว เมื่อ" in text, "ขาดไป" in text) == (False, False, True, True)
    assert cast.client().get(fair.at("project_picture", fair.market)).content != before
    # The board of its matter, which goes on, still calls; closed, it does no longer.
    assert matter_board(fair.matter).closed == ""
    close_matter(fair.matter, by=fair.officer)
    assert matter_board(fresh(fair.matter)).closed


def test_a_project_with_open_tasks_does_not_close_and_says_which(cast: Cast) -> None:
    """Whoever said yes is not left without a word; what serves another open project goes on there."""
    scene = Within(cast)
    project, other = (
        actions.open_project(scene.matter, name, by=scene.officer) for name in ("น้ำไม่ท่วม", "โรงเรียนสะอาด")
    )
    task = scene.task(projects=[project], most=3)
    shared = scene.task("ล้างศาลา", projects=[project, other], half="pm")
    before = THE_DAY - dt.timedelta(days=2)
    with pytest.raises(refusals.TasksStillOpen) as refusal:
        actions.close_project(project, by=scene.officer, now=before)
    assert refusal.value.data["tasks"] == ((task.title, SATURDAY),)
    actions.close_project(other, by=scene.officer, now=before)
    assert [row.pk for row in unfinished_tasks(project, today=before.date()).keeping] == [task.pk, shared.pk], (
        "nowhere else any more"
    )
    actions.reopen_project(other, by=scene.officer, now=before)
    came = scene.coming(task, scene.people[2])
    late = scene.coming(task, scene.people[3])
    actions.check_in(came, by=scene.officer, now=THE_DAY)
    actions.finish_hours(came, by=scene.officer, now=OVER)
    after = THE_DAY + dt.timedelta(days=3)
    assert [row.pk for row in unfinished_tasks(project, today=after.date()).keeping] == [task.pk], (
        "of one nobody wrote whether they came"
    )
    actions.mark_missed(late, by=scene.officer, now=THE_DAY)
    left = unfinished_tasks(project, today=THE_DAY.date())
    assert (left.keeping, [(row.pk, names) for row, names in left.going_on]) == ((), [(shared.pk, ("โรงเรียนสะอาด",))])
    actions.close_project(project, by=scene.officer, now=after)
    with pytest.raises(refusals.ProjectIsClosed):
        scene.task("งานใหม่", projects=[fresh(project)])
    with pytest.raises(refusals.ProjectIsClosed):
        scene.task("งานใหม่", projects=[project])  # as it stood before
    elsewhere = Fair(cast).kitchen
    with pytest.raises(refusals.NotOfThisMatter):
        scene.task("งานใหม่", projects=[elsewhere])
    assert not Task.objects.filter(title="งานใหม่").exists()


def test_the_page_of_closing_names_the_tasks_and_asks_nothing_in_vain(cast: Cast) -> None:
    scene = Within(cast)
    project = actions.open_project(scene.matter, "น้ำไม่ท่วม", by=scene.officer)
    far = timezone.localdate() + dt.timedelta(days=40)
    task = scene.task(projects=[project], on=far)
    officer = cast.client("officer")
    answer = officer.get(address(cast, "close_project", project))
    assert task.title in words(answer)
    assert reverse("work:task", args=[cast.steward.slug, task.pk]) in answer.content.decode()
    assert 'name="worked"' not in answer.content.decode()
    refused = officer.post(address(cast, "close_project", project), {"once": str(new_key())})
    assert task.title in words(refused)
    assert fresh(project).closed_at is None
    other = actions.open_project(scene.matter, "โรงเรียนสะอาด", by=scene.officer)
    actions.drop_task(task, by=scene.officer)
    scene.task("ล้างศาลา", projects=[project, other], on=far)
    page = words(officer.get(address(cast, "close_project", project)))
    assert "ทำต่อในโครงการ โรงเรียนสะอาด" in page
    # The form of a task does not open what is closed.
    actions.close_project(project, by=scene.officer)
    data = {
        "title": "ขุดอีก", "on": far.strftime("%d/%m/") + str(far.year + 543), "half": "am", "role1": "ขุด", "most1": "2",
        "priority": "2", "level1": "1", "projects": project.title, "once": str(new_key()),
    }  # fmt: skip
    new = officer.post(reverse("work:new_task", args=[cast.steward.slug, scene.matter.pk]), data)
    assert new.status_code == 422
    assert "ปิดแล้วเมื่อ" in words(new)


# ------------------------------------------------------------------------------------------- what was learned


def test_lessons_of_a_project_are_found_and_offered_like_those_of_a_matter(cast: Cast) -> None:
    """By the name of the project for those who work here; a stranger reads them once opened, without that name."""
    fair = Fair(cast)
    actions.close_project(fair.kitchen, worked="ใช้ปิ่นโตแทนกล่องโฟม", next_time="นัดคนล้างจานหกคน", by=fair.officer)
    lesson = Lesson.objects.get()
    find = reverse("resources:knowledge", args=[cast.steward.slug])
    officer, stranger = cast.client("officer"), cast.client()
    for word in ("ครัวกลาง", "ล้างจาน"):
        assert "นัดคนล้างจานหกคน" in words(officer.get(find, {"q": word})), word
        assert "นัดคนล้างจานหกคน" not in words(stranger.get(find, {"q": word}))
    similar = open_matter(cast.steward, by=fair.officer, title="งานบุญเดือนหก", village=cast.villages[2])
    assert [row.next_time for row in learned_before(similar, fair.officer)] == ["นัดคนล้างจานหกคน"]
    offered = words(officer.get(reverse("needs:matter", args=[cast.steward.slug, similar.pk])))
    assert "เคยมีเรื่องคล้ายกัน" in offered
    on_matter = words(officer.get(reverse("needs:matter", args=[cast.steward.slug, fair.matter.pk])))
    assert "โครงการ “ครัวกลาง”" in on_matter
    knowledge.open_to_everybody(lesson, by=fair.officer)
    read = words(stranger.get(find, {"q": "ล้างจาน"}))
    assert "นัดคนล้างจานหกคน" in read
    assert "ครัวกลาง" not in read
    assert "นัดคนล้างจานหกคน" not in words(stranger.get(find, {"q": "ครัวกลาง"})), "its name helps nobody to find it"
    close_matter(fair.matter, by=fair.officer)
    closed = words(officer.get(reverse("needs:matter", args=[cast.steward.slug, fair.matter.pk])))
    assert "ไม่เขียนก็ได้" in closed, "of the whole matter nothing was written yet"


def test_lessons_of_a_private_matters_project_stay_there(cast: Cast) -> None:
    """A partner with a duty sees the project, and not what was learned of a matter that they may not open."""
    officer = cast.actor("officer")
    need = report_need(
        cast.steward, by=cast.actor("head"), text="ยายคำป่วยติดเตียง", village=cast.villages[0], category="health"
    )
    matter = need.matter
    type(matter).objects.filter(pk=matter.pk).update(is_sensitive=True)
    matter = fresh(matter)
    work = actions.open_work(matter, "เยี่ยมบ้าน", by=officer)
    actions.set_duties(matter, {(work.pk, cast.temple.pk): "lead"}, by=officer)
    project = actions.close_project(
        actions.open_project(matter, "เยี่ยมทุกพุธ", by=officer), worked="ไปเช้าดีกว่า", by=officer
    )
    abbot = cast.client("abbot")
    assert not rules.may_open(cast.actor("abbot"), project)
    seen = abbot.get(address(cast, "project", project))
    assert seen.status_code == 200
    assert "ไปเช้าดีกว่า" not in words(seen)
    assert abbot.get(address(cast, "project_lesson", project)).status_code == 403
    assert "ไปเช้าดีกว่า" in words(cast.client("officer").get(address(cast, "project", project)))
    for who in ("officer", "abbot", None):
        found = cast.client(who).get(reverse("resources:knowledge", args=[cast.steward.slug]), {"q": "ไปเช้า"})
        assert "ไปเช้าดีกว่า" not in words(found), who


# ------------------------------------------------------------------------------------------- the record


def test_verify_names_what_was_changed_past_the_acts(cast: Cast) -> None:
    fair = Fair(cast)
    fair.both()
    actions.set_project_lines(fair.kitchen, [fair.rice.pk], by=fair.officer)
    steward = cast.steward.pk

    def found() -> list[str]:
        return [
            finding.code
            for check in (projects_are_recorded, projects_need_what_was_ticked)
            for finding in check(steward)
        ]

    assert found() == []
    row = LineForProject.objects.get(project=fair.kitchen)
    row.delete()
    assert found() == ["work.project_line_drift"]
    row.save(force_insert=True)
    elsewhere = line_of(cast, 5, matter=matter_of(cast, "ถนนเป็นหลุม"), spec=fair.tables.spec)
    LineForProject.objects.filter(pk=row.pk).update(line=elsewhere)
    assert found() == ["work.project_line_drift"] * 2 + ["work.line_of_another_matter"]
    LineForProject.objects.filter(pk=row.pk).update(line=fair.rice)
    Project.objects.create(
        steward=cast.steward, matter=fair.matter, title="แอบใส่", opened_at=THE_DAY, opened_by_id=fair.officer.person_id
    )
    assert found() == ["work.row_without_record"]
    assert all(code in SENTENCES for code in ("work.project_line_drift", "work.line_of_another_matter"))
