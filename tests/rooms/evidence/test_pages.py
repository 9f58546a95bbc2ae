"""The public pages, the result and the participation page, through the doors people use."""

from __future__ import annotations

import csv
import io
import re
from html import unescape
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ruammue.decisions import drafts
from ruammue.decisions import queries as decided
from ruammue.decisions.models import ExecutiveAnswer, Meeting
from ruammue.evidence import actions, open_data, participation, queries, refusals
from ruammue.evidence.chain import chain_of, chains_of, organisations_of
from ruammue.evidence.models import DisclosureNumber, Result
from ruammue.evidence.values import Standing
from ruammue.foundation import slots, thai_dates
from ruammue.goals.models import CoSignature, Reading
from ruammue.ledger.models import Entry, EntryNote
from ruammue.needs.models import Call, Matter, Station
from ruammue.needs.story import matter_story
from ruammue.networks.models import NetworkMember
from ruammue.resources.models import NeedLine
from ruammue.work.models import Duty, Work
from tests.cast import Cast
from tests.rooms.evidence.scene import NOW, TODAY, Scene, a_matter, a_need, set_scene, whole_turn
from tests.rooms.goals.scene import upload


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def url(scene: Scene, name: str, *args: object) -> str:
    return reverse(f"evidence:{name}", args=[scene.cast.steward.slug, *args])


def page(scene: Scene, where: str, who: str | None = None) -> str:
    answer = scene.cast.client(who).get(where)
    assert answer.status_code == 200, (where, answer.status_code)
    return unescape(answer.content.decode()).replace("\u00a0", " ")


# ---------- the page ----------


def test_the_whole_way_stands_on_one_page(scene: Scene) -> None:
    matter = whole_turn(scene)
    Matter.objects.filter(pk=matter.pk).update(category="road")
    text = page(scene, url(scene, "matter", matter.pk))
    for station in Station:
        assert f'id="{station.value}"' in text, f"the wheel links to #{station.value}"
    for words in (
        "รถแบ็คโฮ 1 คัน 2 วัน",
        "วัดโพธิ์ศรี",
        "ผู้แทนหมู่ 3",
        "คำสั่งที่ 12/2569",
        "ให้ขุดลอกสระ 1",
        "ไม่ยืนยัน",
        "38 คน",
        "ทำสองระยะก่อน",
        "เป้าหมายร่วม",
        "80 ครัวเรือน",
        "นำ",
        "25 ชิ้น",
        "ชาวบ้าน",
        "มีน้ำใช้ทั้งปีแล้ว 1",
        "ตั้งรอบดูแลสระทุกเดือน",
        str(TODAY.year + 543),
        "ที่มา: บันทึกของ",
    ):
        assert words in text, words
    # Each step leads to its record, and a stranger may open it.
    for where in (r"/networks/[0-9a-f-]{36}/", r"/participation/\?year=\d{4}#e-[0-9a-f-]{36}"):
        found = re.search(rf'href="(/[\w-]+{where})"', text)
        assert found, where
        address, _hash, event = found[1].partition("#")
        assert (f'id="{event}"' if event else "<h1") in page(scene, address), found[1]
    assert 'property="og:title"' in text
    assert "line.me" in text
    told = [sentence.text for sentence in matter_story(matter, scene.cast.actor("officer"), only_public=True)]
    for words in ("ตั้งเครือข่ายแล้ว: เครือข่ายน้ำ 1", "มีมติ: ", "ผู้บริหารตัดสินใจเป็นอย่างอื่น: ", "เปิดเผยผลแล้ว: มีน้ำใช้ทั้งปีแล้ว 1"):
        assert any(words in sentence for sentence in told), (words, told)
    Matter.objects.filter(pk=matter.pk).update(is_sensitive=True)
    matter.refresh_from_db()
    quiet = " ".join(sentence.text for sentence in matter_story(matter, scene.cast.actor("officer"), only_public=True))
    assert not any(words in quiet for words in ("เครือข่าย", "มติ", "ผู้บริหารตัดสิน", "เปิดเผยผล"))


def test_what_is_lacking_stands_on_top_until_there_is_a_result(scene: Scene) -> None:
    matter = whole_turn(scene)
    words = "เรื่องนี้ อบต.นาร่วมใจ ทำคนเดียวไม่ไหว ยังขาด"
    assert words not in page(scene, url(scene, "matter", matter.pk))
    Result.objects.all().delete()
    assert words not in page(scene, url(scene, "matter", matter.pk)), "all of the lines is promised"
    NeedLine.objects.update(promised=10)
    assert words in page(scene, url(scene, "matter", matter.pk))
    Call.objects.update(closed_at=NOW, closed_by_id=scene.cast.officer.pk)
    assert words not in page(scene, url(scene, "matter", matter.pk))


def test_every_text_says_the_same_of_what_lacks_and_whom_to_ask(scene: Scene) -> None:
    """The public page, LINE, loudspeaker, call and exchange have one source each for the lack, the result, the name."""
    cast, matter = scene.cast, whole_turn(scene)
    result, number = Result.objects.get(), "042-222-2222"
    Result.objects.all().delete()
    slug, officer = cast.steward.slug, cast.client("officer")

    def texts() -> list[str]:
        places = [
            url(scene, "matter", matter.pk),
            reverse("coordination:paper", args=[slug, matter.pk]),
            reverse("needs:call", args=[slug, Call.objects.get().pk]),
            reverse("resources:matter", args=[slug, matter.pk]),
        ]
        found = [unescape(officer.get(where).content.decode()).replace("\u00a0", " ") for where in places]
        # What is copied into LINE: the exchange page itself shows its lines beside it.
        return [text.split('class="share', 1)[-1] for text in found]

    assert not [text for text in texts() if "ยังขาด: " in text], "all is promised"
    NeedLine.objects.update(promised=10)
    for text in texts():
        assert "ยังขาด: โต๊ะ 1 5 " in text
        assert "รถแบ็คโฮ" not in text.split("ยังขาด: ", 1)[1].split("ถาม", 1)[0], "the call's words are overtaken"
        assert number in text
    result.save(force_insert=True)
    for text in texts():
        assert "ยังขาด: " not in text
        assert result.text in text
        assert number in text
    Result.objects.all().delete()
    NeedLine.objects.update(withdrawn_at=NOW, withdrawn_by_id=cast.officer.pk)
    for text in texts()[:-1]:  # without lines there is nothing to pass on from the exchange
        assert "ยังขาด: คนขับ 1 คน" in text


def test_a_skipped_station_shows_its_reason_never_a_gap(scene: Scene) -> None:
    matter = a_matter(scene, 1)
    from ruammue.needs.actions import skip_station

    skip_station(matter, station="goal", reason="เรื่องเล็ก ทำเลยได้", by=scene.cast.actor("officer"))
    text = page(scene, url(scene, "matter", matter.pk))
    assert "เรื่องเล็ก ทำเลยได้" in text
    assert 'id="goal"' in text


def test_upper_rooms_speak_in_three_places(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    matter = whole_turn(scene)
    for name in ("public.matter.top", "public.matter.act", "public.matter.share"):
        filler = f"<{name}>"
        monkeypatch.setitem(slots._fillers, name, [lambda request, words=filler, **context: words])
    text = page(scene, url(scene, "matter", matter.pk))
    assert "<public.matter.top>" in text
    assert "<public.matter.act>" in text
    assert "<public.matter.share>" in text


def test_few_who_told_are_not_counted(scene: Scene) -> None:
    matter = a_matter(scene, 1)
    assert chain_of(matter, now=NOW).problem.told_by.value is None
    for _ in range(4):
        a_need(scene, matter)
    assert chain_of(matter, now=NOW).problem.told_by.value == 5
    assert "5 ครั้ง" in page(scene, url(scene, "matter", matter.pk))


# ---------- the list ----------


def test_list_and_chain_agree_on_where_each_stands(scene: Scene) -> None:
    whole = whole_turn(scene, 1)
    called = a_matter(scene, 2)
    Call.objects.create(
        steward=scene.cast.steward, matter=called, what="ขอแรง", where="หมู่ 3", lacks_people="2 คน", opened_at=NOW,
        opened_by_id=scene.cast.officer.pk,
    )  # fmt: skip
    told, quiet = a_matter(scene, 3), whole_turn(scene, 4, is_sensitive=True)
    ended = a_matter(scene, 5)
    Matter.objects.filter(pk=ended.pk).update(closed_at=NOW, closed_by_id=scene.cast.officer.pk)
    by_chain = {chain.id: chain.standing for chain in chains_of(scene.cast.steward.pk, now=NOW)}
    by_row = {row.id: row.standing for row in queries.matters_page(scene.cast.steward, queries.Filters())}
    assert by_chain == by_row
    assert by_row == {
        whole.pk: Standing.RESULT,
        called.pk: Standing.CALLING,
        told.pk: Standing.TOLD,
        quiet.pk: Standing.QUIET,
        ended.pk: Standing.CLOSED,
    }
    for state, expected in (
        ("calling", {called.pk}),
        ("working", {called.pk, told.pk}),
        ("result", {whole.pk}),
    ):
        found = queries.matters_page(scene.cast.steward, queries.Filters(state=state))
        assert {row.id for row in found} == expected, state


def test_each_step_on_the_way_has_its_standing(scene: Scene) -> None:
    """The standing falls back as what carries it is taken away, in the list as in the chain: a record alone is not
    enough, somebody must have joined, signed, said yes or taken the lead.
    """
    matter = whole_turn(scene, 1)
    steps = (
        (lambda: Result.objects.all().delete(), Standing.WORKING),
        (lambda: matter.need_lines.update(delivered=F("quantity"), promised=0), Standing.DONE),
        (lambda: Work.objects.update(done_at=None, done_by_id=None), Standing.WORKING),
        (lambda: Duty.objects.filter(part="lead").update(part="joint"), Standing.AIMED),
        (
            lambda: CoSignature.objects.filter(organisation=scene.cast.temple).update(signed_at=None, way=""),
            Standing.DECIDED,
        ),
        (lambda: matter.resolutions.update(effect="executive"), Standing.DECIDED),
        (lambda: ExecutiveAnswer.objects.all().delete(), Standing.TOGETHER),
        (lambda: matter.resolutions.update(effect="committee"), Standing.DECIDED),
        (lambda: matter.resolutions.update(outcome="rejected"), Standing.TOGETHER),
        (lambda: NetworkMember.objects.update(until_on=TODAY), Standing.CALLING),
        (lambda: matter.calls.all().delete(), Standing.TOLD),
    )
    for take_away, expected in steps:
        take_away()
        assert chain_of(matter, now=NOW).standing == expected
        (row,) = queries.matters_page(scene.cast.steward, queries.Filters())
        assert row.standing == expected


def test_a_filter_that_cannot_be_read_counts_as_all(scene: Scene) -> None:
    a_matter(scene, 1)
    where = url(scene, "matters")
    for query in ({"state": "x'"}, {"village": "no"}, {"category": "\x00"}, {"page": "-4"}):
        answer = scene.cast.client().get(where, query)
        assert answer.status_code == 200
        assert "เรื่องที่1" in answer.content.decode()


# ---------- totals ----------


def test_page_api_excel_and_csv_tell_the_same_totals(scene: Scene) -> None:
    cast = scene.cast
    whole_turn(scene, 1)
    whole_turn(scene, 2, own_bodies=True)
    whole_turn(scene, 3, is_public=False, own_bodies=True)
    whole_turn(scene, 4, is_sensitive=True, own_bodies=True)
    a_matter(scene, 5)
    chains = chains_of(cast.steward.pk, now=NOW)
    twin = {
        "matters": len(chains),
        "with_result": sum(1 for chain in chains if chain.result),
        "organisations": len(frozenset().union(*(chain.organisations for chain in chains))),
        "decisions": sum(1 for chain in chains for decision in chain.decisions if decision.is_adopted),
        "works": sum(len(chain.works) for chain in chains),
        "works_done": sum(1 for chain in chains for work in chain.works if work.done_on),
    }
    assert twin["matters"] == 4
    assert twin["organisations"] == 6
    api = cast.client().get(reverse("api:summary", args=[cast.steward.slug])).json()
    assert {name: api[name] for name in twin} == twin
    text = page(scene, url(scene, "matters"))
    for words in ("<b>4</b> เรื่อง", "มีผลแล้ว <b>2</b>", "<b>6</b> หน่วยงาน"):
        assert words in text, words
    rows = sheet_rows(cast.client().get(url(scene, "matters_sheet")).content)
    comma = csv.DictReader(
        io.StringIO(cast.client().get(url(scene, "matters_sheet") + "?as=csv").content.decode("utf-8-sig"))
    )
    for table in (rows, list(comma)):
        assert len(table) == twin["matters"]
        assert sum(1 for row in table if row["result"]) == twin["with_result"]
        for column, total in (("decisions_adopted", "decisions"), ("works", "works"), ("works_done", "works_done")):
            assert sum(int(row[column] or 0) for row in table) == twin[total], column


def sheet_rows(content: bytes) -> list[dict[str, Any]]:
    grid = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True))
    start = next(place for place, row in enumerate(grid) if row[0] == open_data.COLUMNS[0])
    assert grid[start] == open_data.COLUMNS
    return [dict(zip(open_data.COLUMNS, row, strict=True)) for row in grid[start + 1 :] if isinstance(row[0], int)]


def test_open_data_has_english_columns_and_harmless_cells(scene: Scene) -> None:
    matter = whole_turn(scene, 1)
    assert all(name.isascii() and name == name.lower() and " " not in name for name in open_data.COLUMNS)
    assert len(set(open_data.COLUMNS)) == len(open_data.COLUMNS) == len(open_data.row_of(chain_of(matter, now=NOW)))
    Matter.objects.filter(pk=matter.pk).update(public_sentence='=HYPERLINK("x")')
    content = open_data.as_csv(chains_of(scene.cast.steward.pk, now=NOW)).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(content))
    assert row["public_sentence"].startswith("'=")
    assert row["needs_told"] == "", "one person told of it"
    assert row["source"] == scene.cast.steward.name
    assert row["as_of"] == timezone.localtime(NOW).date().isoformat() or row["as_of"]


# ---------- statements ----------


def statements(scene: Scene, matter: Matter) -> dict[str, int]:
    """How many SQL statements each page costs a stranger, of tables that the database knows as it does a minute later
    in an office: rows of this very transaction are a guess to PostgreSQL, and a wrong one may cost a minute."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    client, slug = scene.cast.client(), scene.cast.steward.slug
    measured = {}
    for name, where in {
        "list": url(scene, "matters"),
        "matter": url(scene, "matter", matter.pk),
        "sheet": url(scene, "matters_sheet"),
        "participation": url(scene, "participation"),
        "api list": reverse("api:matters", args=[slug]) + "?per_page=100",
        "api chain": reverse("api:chain", args=[slug, matter.pk]),
        "api networks": reverse("api:networks", args=[slug]) + "?per_page=100",
        "api villages": reverse("api:villages", args=[slug]),
    }.items():
        client.get(where)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(where).status_code == 200
        measured[name] = len(caught)
    with CaptureQueriesContext(connection) as caught:
        chain_of(matter, now=NOW)
    return {**measured, "chain_of": len(caught)}


def test_statements_do_not_grow(scene: Scene) -> None:
    matter = whole_turn(scene, 1, own_bodies=True)
    lonely = a_matter(scene, 1000)
    actions.write_result(lonely, "ซ่อมแล้ว", by=scene.cast.actor("officer"))
    actions.publish_result(lonely, by=scene.cast.actor("officer"))
    there, measured = 1, []
    for count in (3, 30, 300):
        for number in range(there + 1, count + 1):
            whole_turn(scene, number, own_bodies=True)
        there = count
        measured.append(statements(scene, matter))
    assert measured[0] == measured[1] == measured[2]
    assert measured[0]["chain_of"] <= 15
    assert {name: cost for name, cost in measured[0].items() if cost > 15 and name not in ("matter", "sheet")} in (
        {},
        {"api chain": 16},
    )


# ---------- the result ----------


def test_the_officer_writes_and_publishes_in_one_go(scene: Scene) -> None:
    cast, matter = scene.cast, a_matter(scene, 1)
    where = url(scene, "result", matter.pk)
    form = {"text": "มีน้ำใช้ทั้งปี", "improved": "ตรวจสระทุกเดือน", "photo": upload(), "publish": "yes"}
    answer = cast.client("officer").post(where, form)
    assert answer.status_code == 302
    result = Result.objects.get(matter=matter)
    assert result.photo is not None
    assert result.published_at is not None
    kinds = set(Entry.objects.filter(steward_id=cast.steward.pk).values_list("kind", flat=True))
    assert {"evidence.result_written", "evidence.result_published"} <= kinds
    text = page(scene, url(scene, "matter", matter.pk))
    assert "มีน้ำใช้ทั้งปี" in text
    photo = cast.client().get(url(scene, "photo", matter.pk))
    assert photo.status_code == 200
    assert photo.headers["Content-Type"] == "image/jpeg"


def test_what_is_kept_is_not_public_until_it_is_published(scene: Scene) -> None:
    cast, matter = scene.cast, a_matter(scene, 1)
    where = url(scene, "result", matter.pk)
    cast.client("officer").post(where, {"text": "เก็บไว้ก่อน", "photo": upload()})
    assert chain_of(matter, now=NOW).result is None
    assert cast.client().get(url(scene, "photo", matter.pk)).status_code == 302
    actions.publish_result(matter, by=cast.actor("officer"))
    assert chain_of(matter, now=NOW).result is not None
    with pytest.raises(refusals.ResultIsPublic):
        actions.publish_result(matter, by=cast.actor("officer"))
    cast.client("officer").post(where, {"text": "แก้คำ"})
    assert chain_of(matter, now=NOW).result is None, "new words need a new act of publishing"
    assert Result.objects.get(matter=matter).photo is not None, "the picture stays"


def test_nothing_is_asked_that_is_on_record(scene: Scene) -> None:
    cast = scene.cast
    matter = whole_turn(scene, 1)
    Result.objects.all().delete()
    text = page(scene, url(scene, "result", matter.pk), "officer")
    assert 'name="improved"' not in text
    assert "เพิ่มรอบส่งน้ำ" in text, "the meeting has recorded it"
    cast.client("officer").post(url(scene, "result", matter.pk), {"text": "เสร็จ", "publish": "yes"})
    assert Result.objects.get(matter=matter).improved == "เพิ่มรอบส่งน้ำ"


def test_a_result_without_a_number_says_why(scene: Scene) -> None:
    cast, matter = scene.cast, whole_turn(scene, 1)
    Result.objects.all().delete()
    Reading.objects.all().delete()
    where, goal = url(scene, "result", matter.pk), matter.goals.get()
    above = page(scene, where, "officer").partition('<form class="form"')[0]
    assert goal.statement in above
    assert reverse("goals:goal", args=[cast.steward.slug, goal.pk]) in above, "there the number is written down"
    sent = {"text": "เสร็จ", "publish": "yes"}
    refused = cast.client("officer").post(where, sent)
    assert "ยังไม่เคยวัดผลของเป้าหมาย" in refused.content.decode()
    assert not Result.objects.exists(), "what cannot be published as asked is not kept in silence"
    cast.client("officer").post(where, {**sent, "unmeasured": "จะนับหลังฝนแรก"})
    assert Result.objects.get().published_at is not None
    assert EntryNote.objects.filter(entry__kind="evidence.result_published", reason="จะนับหลังฝนแรก").exists()


def test_who_may_not_and_what_cannot_be_published(scene: Scene) -> None:
    cast, matter = scene.cast, a_matter(scene, 1, is_public=False)
    where = url(scene, "result", matter.pk)
    assert cast.client("nurse").post(where, {"text": "x"}).status_code == 403
    assert cast.client().post(where, {"text": "x"}).status_code == 403
    with pytest.raises(refusals.MatterNotPublic):
        actions.publish_result(matter, by=cast.actor("officer"))
    with pytest.raises(refusals.ResultIsEmpty):
        actions.write_result(matter, "  ", by=cast.actor("officer"))
    answer = cast.client("officer").post(where, {"text": "", "publish": "yes"})
    assert answer.status_code == 200
    assert not Result.objects.filter(matter=matter).exists()
    cast.client("officer").post(where, {"text": "เก็บ", "publish": "yes"})
    assert Result.objects.get(matter=matter).published_at is None
    public = a_matter(scene, 2)
    with pytest.raises(refusals.NoResultYet):
        actions.publish_result(public, by=cast.actor("officer"))


def test_of_one_person_no_picture_is_taken(scene: Scene) -> None:
    cast, matter = scene.cast, a_matter(scene, 1, is_sensitive=True)
    assert 'name="photo"' not in page(scene, url(scene, "result", matter.pk), "officer")
    actions.write_result(matter, "ดีขึ้นแล้ว", photo=upload().read(), by=cast.actor("officer"))
    assert Result.objects.get(matter=matter).photo is None
    actions.publish_result(matter, by=cast.actor("officer"))
    assert "ดีขึ้นแล้ว" not in page(scene, url(scene, "matter", matter.pk))


def test_a_picture_that_is_none_is_said_beside_its_field(scene: Scene) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    matter = a_matter(scene, 1)
    broken = SimpleUploadedFile("x.jpg", b"not a picture", content_type="image/jpeg")
    answer = scene.cast.client("officer").post(url(scene, "result", matter.pk), {"text": "เสร็จ", "photo": broken})
    assert answer.status_code == 200
    assert "เสร็จ" in answer.content.decode(), "what was typed is kept"
    assert not Result.objects.exists()


# ---------- participation ----------


def test_four_fields_come_from_the_record(scene: Scene) -> None:
    matter = whole_turn(scene, 1)
    year = thai_dates.fiscal_year(TODAY)
    found = participation.participation_of(scene.cast.steward, year)
    (event,) = found.events
    assert event.is_complete
    assert event.issue == (f"1. {matter.public_sentence}",)
    assert event.participants[0] == "ประชาชน 38 คน"
    assert "คนพิการ" not in " ".join(event.participants), "two people are not told"
    assert "ให้ขุดลอกสระ 1" in event.result[0]
    assert "มีน้ำใช้ทั้งปีแล้ว 1" in event.result[1], "what came of it stands with the meeting that spoke of it"
    assert event.improvement == ("เพิ่มรอบส่งน้ำ", "ตั้งรอบดูแลสระทุกเดือน"), "of the meeting, and of the result with it"
    text = page(scene, url(scene, "participation"))
    for words in (matter.public_sentence, "38 คน", "ให้ขุดลอกสระ 1", "เพิ่มรอบส่งน้ำ", "ยังไม่เป็นทางการ", "ไม่ยืนยัน"):
        assert words in text, words


def test_the_office_sees_what_is_missing_and_strangers_do_not(scene: Scene) -> None:
    whole_turn(scene, 1)
    Meeting.objects.update(improved="")
    Result.objects.update(improved="")
    hidden = whole_turn(scene, 2, is_public=False)
    where = url(scene, "participation")
    officer, stranger = page(scene, where, "officer"), page(scene, where)
    assert "เขียนอีกหนึ่งประโยคที่ยังขาด" in officer
    assert "ประชุมที่ปิดแล้ว แต่ยังแสดงไม่ได้" in officer
    assert f"เครือข่ายน้ำ {hidden.number}" in officer
    assert "เครือข่ายน้ำ 2" not in stranger
    assert "เขียนอีกหนึ่งประโยค" not in stranger
    assert "เครือข่ายน้ำ 2" in page(scene, where, "auditor")


def test_what_the_result_says_of_the_office_is_not_asked_again_of_the_meeting(scene: Scene) -> None:
    matter, cast = whole_turn(scene, 1), scene.cast
    Meeting.objects.update(improved="")
    meeting = Meeting.objects.get()
    asked = reverse("decisions:improvement", args=[cast.steward.slug, meeting.pk])
    its_page = reverse("decisions:meeting", args=[cast.steward.slug, meeting.pk])
    Result.objects.update(improved="")
    assert asked in page(scene, its_page, "clerk")
    Result.objects.filter(matter=matter).update(improved="ตรวจสระทุกเดือน")
    assert asked not in page(scene, its_page, "clerk")
    assert drafts.ita(decided.sitting(meeting)).improvement == "ตรวจสระทุกเดือน"
    (event,) = participation.participation_of(cast.steward, thai_dates.fiscal_year(TODAY)).events
    assert event.improvement == ("ตรวจสระทุกเดือน",)
    assert asked not in page(scene, url(scene, "participation"), "officer")


def test_a_meeting_about_one_person_is_no_event(scene: Scene) -> None:
    """That a body spoke of it, and when, is more than kind and tambon."""
    whole_turn(scene, 1, is_sensitive=True)
    assert participation.participation_of(scene.cast.steward, thai_dates.fiscal_year(TODAY)).events == ()
    assert "เครือข่ายน้ำ 1" not in page(scene, url(scene, "participation"))
    where = url(scene, "meeting_paper", Meeting.objects.get().pk, "pdf")
    assert scene.cast.client().get(where).status_code == 404


def test_a_result_without_a_meeting_is_an_event_of_its_own(scene: Scene) -> None:
    cast, matter = scene.cast, a_matter(scene, 1)
    actions.write_result(matter, "ซ่อมแล้ว", "ตรวจทุกเดือน", by=cast.actor("officer"))
    actions.publish_result(matter, by=cast.actor("officer"))
    (event,) = participation.participation_of(cast.steward, thai_dates.fiscal_year(TODAY)).events
    assert (event.is_meeting, event.result, event.improvement) == (False, ("ซ่อมแล้ว",), ("ตรวจทุกเดือน",))
    assert participation.participation_of(cast.steward, thai_dates.fiscal_year(TODAY) - 1).events == ()


@pytest.mark.parametrize("fmt", ["pdf", "docx"])
def test_the_papers_are_drafts(scene: Scene, fmt: str) -> None:
    cast, matter = scene.cast, whole_turn(scene, 1)
    meeting = Meeting.objects.get()
    for where in (url(scene, "meeting_paper", meeting.pk, fmt), url(scene, "matter_paper", matter.pk, fmt)):
        answer = cast.client().get(where)
        assert answer.status_code == 200
        assert len(answer.content) > 5_000
    words = cast.client().get(url(scene, "meeting_paper", meeting.pk, "docx"))
    from docx import Document

    text = "\n".join(part.text for part in Document(io.BytesIO(words.content)).paragraphs)
    assert "ร่าง" in text or "ร่าง" in "\n".join(
        part.text for part in Document(io.BytesIO(words.content)).sections[0].header.paragraphs
    )


def test_the_paper_of_a_hidden_meeting_is_not_there(scene: Scene) -> None:
    whole_turn(scene, 1, is_public=False)
    where = url(scene, "meeting_paper", Meeting.objects.get().pk, "pdf")
    assert scene.cast.client().get(where).status_code == 404
    assert scene.cast.client("officer").get(where).status_code == 404


def test_the_number_of_the_item_is_typed_and_never_called_confirmed(scene: Scene) -> None:
    cast, year = scene.cast, thai_dates.fiscal_year(TODAY)
    where = url(scene, "number") + f"?year={year}"
    assert cast.client("nurse").post(where, {"number": "o1"}).status_code == 403
    assert cast.client("officer").post(where, {"number": ""}).status_code == 200
    assert cast.client("officer").post(where, {"number": "ข้อ ๓๑"}).status_code == 302
    assert DisclosureNumber.objects.get().fiscal_year == year
    found = participation.participation_of(cast.steward, year)
    assert found.number.startswith("ข้อ")
    assert not found.is_read
    assert participation.participation_of(cast.steward, 2567).is_read
    assert participation.participation_of(cast.steward, 2566).number == ""
    with pytest.raises(refusals.NumberIsEmpty):
        actions.type_number(cast.steward, year, " ", by=cast.actor("officer"))


def test_a_fiscal_year_begins_in_october() -> None:
    first, last = participation.days_of(2570)
    assert (first.isoformat(), last.isoformat()) == ("2026-10-01", "2027-09-30")
    assert thai_dates.fiscal_year(first) == thai_dates.fiscal_year(last) == 2570


def test_a_reading_counts_for_the_next_version_of_a_goal(scene: Scene) -> None:
    from ruammue.goals.models import Indicator

    matter = whole_turn(scene, 1)
    (old,) = Indicator.objects.all()
    goal = old.goal
    goal.dropped_at, goal.dropped_by_id, goal.dropped_reason = NOW, matter.pk, "ใหม่"
    goal.save()
    goal.pk, goal.dropped_at, goal.dropped_by_id, goal.dropped_reason = matter.pk, None, None, ""
    goal.save(force_insert=True)
    old.pk, old.goal = matter.pk, goal
    old.save(force_insert=True)
    (shown,) = chain_of(matter, now=NOW).goals
    assert shown.indicators[0].value_milli == 40_000
    assert not shown.is_shared, "signed numbers do not carry over"


def test_the_short_way_to_the_organisations_gives_the_same(scene: Scene) -> None:
    matters = [whole_turn(scene, number, own_bodies=True) for number in (1, 2)]
    chains = {matter.pk: chain_of(matter, now=NOW).organisations for matter in matters}
    assert organisations_of(scene.cast.steward.pk, [matter.pk for matter in matters]) == chains
    assert all(len(names) == 3 for names in chains.values())
    # The receipt's count and the page's names are of the same: members, and beside them who works or gives.
    chain = chain_of(matters[0], now=NOW)
    members = {name for network in chain.networks for name, _code, _label in network.members}
    assert members | set(chain.beside_networks) == chain.organisations
    assert not members & set(chain.beside_networks)
    told = queries.since_told(matters[0])
    assert told is not None
    assert any("3 แห่ง" in step.text for step in told.steps)


def test_givers_add_up_to_the_line(scene: Scene) -> None:
    (line,) = chain_of(whole_turn(scene, 1), now=NOW).lines
    assert sum(giver.promised for giver in line.givers) == line.promised == 40
    assert sum(giver.arrived for giver in line.givers) == line.arrived == 25
    assert [giver.name for giver in line.givers] == ["วัดโพธิ์ศรี", ""]


def test_events_say_when(scene: Scene) -> None:
    matter = a_matter(scene, 1)
    later = NOW.replace(microsecond=0)
    actions.write_result(matter, "เสร็จ", by=scene.cast.actor("officer"), now=later)
    assert Result.objects.get().written_at == later
