"""Who does what, where: made of what stands, gaps and overlaps found by themselves; nothing private, in no way."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ruammue.foundation import hxl, sheets, thai_dates
from ruammue.needs.actions import close_matter, open_matter, publish_matter
from ruammue.needs.models import Matter
from ruammue.work import actions
from ruammue.work.models import ToldActivity, ToldSheet
from ruammue.work.refusals import AlreadyTold, SheetIsOver, ToldTooSoon
from ruammue.work.who_where import actions as told_actions
from ruammue.work.who_where import board, columns, rows
from ruammue.work.who_where.board import Asked
from tests.cast import Cast
from tests.rooms.resources.stage import brought, line_of, promise_of, spec_of

TODAY = timezone.localdate()
SOON = TODAY + dt.timedelta(days=3)
TAGS = ["#adm4+code", "#activity", "#org+lead", "#sector", "#date+start", "#date+end", "#targeted", "#reached"]


def matter_of(
    cast: Cast, title: str, *, village: int = 0, category: str = "water", published: bool = True, own_life: bool = False
) -> Matter:
    """A matter of a theme in a village. `own_life`: about one person."""
    officer = cast.actor("officer")
    matter = open_matter(
        cast.steward, by=officer, title=title, category=category, village=cast.villages[village], is_sensitive=own_life
    )
    sentence = "" if own_life else f"{title} ชวนกัน"
    return publish_matter(matter, by=officer, sentence=sentence) if published else matter


def work_of(cast: Cast, matter: Matter, title: str, lead: str, *doers: str) -> Any:
    """A piece of work with its duties."""
    officer = cast.actor("officer")
    work = actions.open_work(matter, title=title, by=officer, due_on=SOON)
    parts = {cast.organisations[lead].pk: "lead"} | {cast.organisations[who].pk: "joint" for who in doers}
    actions.set_duties(matter, {(work.pk, key): part for key, part in parts.items()}, by=officer)
    return work


def read(cast: Cast, who: str | None = "officer") -> rows.Reading:
    """What somebody may see; None: everybody."""
    return rows.read(cast.steward, cast.actor(who) if who else None, today=TODAY)


def seen(cast: Cast, who: str | None = "officer", **asked: str) -> board.Board:
    """The board of somebody."""
    return board.build(read(cast, who), Asked(**asked), today=TODAY)


def url(cast: Cast, name: str, *args: Any, **query: str) -> str:
    """An address of the room."""
    address = reverse(f"work:{name}", args=[cast.steward.slug, *args])
    return address + ("?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else "")


def plain(response: Any) -> str:
    """A page as it is read, without what differs each time."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text) + "".join(re.findall(r'href="[^"]+"', text)))


def told(
    cast: Cast, lines: list[list[Any]], *, tags: list[str] = TAGS, is_public: bool = True, **facts: Any
) -> ToldSheet:
    """The clinic's own list, taken in."""
    sheet = actions.read_told_sheet(
        facts.pop("organisation", cast.clinic), steward=cast.steward, data=sheets.write_csv([tags, *lines]),
        name="งานของเรา.csv", told_on=TODAY, is_public=is_public, by=cast.actor("officer"),
    )  # fmt: skip
    actions.take_in_sheet(sheet, by=cast.actor("officer"))
    return ToldSheet.objects.get(pk=sheet.pk)


def test_rows_come_from_promises_duties_and_tasks_and_are_never_typed(cast: Cast) -> None:
    matter = matter_of(cast, "น้ำไม่พอ", village=2)
    line = line_of(cast, 60, matter=matter, for_group="elderly", for_count=24)
    promise = promise_of(cast, line, 40)
    line_of(cast, 5, matter=matter, spec=spec_of(cast, "ปูนซีเมนต์", unit="bag"))
    work_of(cast, matter, "ขุดบ่อ", "school", "temple")
    actions.open_task(
        matter, "ล้างถัง", on=SOON, half="am", places=[actions.Place("ล้าง", "", 1, 1, 4)], village=cast.villages[0],
        receiver=cast.office, by=cast.actor("officer"),
    )  # fmt: skip
    found = {row.what: row for row in read(cast, None).rows}
    table = found["โต๊ะ"]
    assert [body.name for body in table.lead + table.impl] == ["อบต.นาร่วมใจ", "วัดโพธิ์ศรี"]
    assert (table.place.label, table.theme, table.status) == ("หมู่ 3 บ้านดอนแดง", "water", "ongoing")
    assert (table.capacity, table.lacking) == ("40\u00a0ตัว", "20\u00a0ตัว")
    assert (table.targeted, table.reached) == (24, None)
    assert [body.name for body in found["ขุดบ่อ"].bodies] == ["โรงเรียนบ้านดอนแดง", "วัดโพธิ์ศรี"]
    assert (found["ล้างถัง"].place.label, found["ล้างถัง"].lacking) == ("หมู่ 1 บ้านดอนแดง", "4 คน")
    assert len(found) == 3, "the task's own hours are no second row"
    (gap,) = seen(cast, None).gaps
    assert (gap.what, gap.kind, set(gap.near)) == ("ปูนซีเมนต์", "line", {"อบต.นาร่วมใจ", "วัดโพธิ์ศรี", "โรงเรียนบ้านดอนแดง"})
    brought(cast, promise, 40)
    row = next(row for row in read(cast, None).rows if row.what == "โต๊ะ")
    assert (row.status, row.lacking) == ("done", "20\u00a0ตัว")


def test_a_need_of_a_village_with_nobody_is_a_gap_until_somebody_does_something(cast: Cast) -> None:
    matter = matter_of(cast, "ถนนเป็นหลุม", category="road", village=1)
    (gap,) = seen(cast, None).gaps
    assert (gap.kind, gap.place.label, gap.matter_id) == ("matter", "หมู่ 2 บ้านโนนสวรรค์", matter.pk)
    cell = seen(cast, None).cells[str(cast.villages[1].pk), "road"]
    assert (cell.gaps, cell.is_empty_need) == (1, True)
    work = actions.open_work(matter, title="เกลี่ยหิน", by=cast.actor("officer"))
    assert [(gap.kind, gap.what) for gap in seen(cast).gaps] == [("work", "เกลี่ยหิน")], "nobody leads it"
    actions.set_duties(matter, {(work.pk, cast.shop.pk): "lead"}, by=cast.actor("officer"))
    assert not seen(cast).gaps
    close_matter(matter, by=cast.actor("officer"))
    assert not seen(cast).gaps


def two_do_the_same(cast: Cast) -> None:
    work_of(cast, matter_of(cast, "น้ำประปาขุ่น"), "ล้างถังกรอง", "school", "office")
    work_of(cast, matter_of(cast, "น้ำดื่มวัด"), "ติดเครื่องกรอง", "temple", "office")


def test_two_at_one_place_on_one_theme_in_one_month_are_an_overlap(cast: Cast) -> None:
    two_do_the_same(cast)
    (one,) = seen(cast, None).overlaps
    assert {body.name for body in one.bodies} == {"โรงเรียนบ้านดอนแดง", "วัดโพธิ์ศรี"}, "the office knows of both"
    assert (one.place.label, one.theme, one.months[0]) == ("หมู่ 1 บ้านดอนแดง", "water", TODAY.replace(day=1))
    text = plain(cast.client("officer").get(url(cast, "who_where")))
    assert "อาจทำซ้ำกัน" in text
    assert "networks/new/?matter=" in text, "a way to call the two together"
    ahead = (TODAY.replace(day=1) + dt.timedelta(days=100)).strftime("%Y-%m")
    assert not seen(cast, None, period=ahead).overlaps


def test_who_works_together_does_not_overlap(cast: Cast) -> None:
    matter = matter_of(cast, "น้ำประปาขุ่น")
    work_of(cast, matter, "ล้างถังกรอง", "school")
    work_of(cast, matter, "ซื้อทราย", "temple")
    work_of(cast, matter_of(cast, "น้ำบ่อ", village=1), "ขุด", "shop")
    work_of(cast, matter_of(cast, "ถนน", category="road"), "เกลี่ย", "shop")
    assert not seen(cast, None).overlaps


def test_mutant_without_the_matter_partners_would_be_strangers(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    matter = matter_of(cast, "น้ำประปาขุ่น")
    work_of(cast, matter, "ล้างถังกรอง", "school")
    work_of(cast, matter, "ซื้อทราย", "temple")
    monkeypatch.setattr(board, "strangers", lambda one, other: (list(one.bodies), list(other.bodies)))
    assert seen(cast, None).overlaps


def everything_out(cast: Cast, who: str | None) -> list[str]:
    """All that one reader can get out of the page, its files and its paper, by every filter."""
    client = cast.client(who)
    place = str(cast.villages[0].pk)
    filters: list[dict[str, str]] = [
        {}, {"period": "all"}, {"village": place}, {"theme": "water", "village": place}, {"theme": "water"},
        {"partner": f"org:{cast.shop.pk}"}, {"group": "partner"}, {"period": f"{TODAY:%Y-%m}", "group": "theme"},
    ]  # fmt: skip
    out = [plain(client.get(url(cast, "who_where", **each))) for each in filters]
    for each in filters[:3]:
        out += [plain(client.get(url(cast, name, fmt, **each))) for name, fmt in (
            ("who_where_sheet", "csv"), ("who_where_paper", "html"))]  # fmt: skip
    return out


def private_things(cast: Cast, matter: Matter) -> None:
    """All that may hang on a matter, at the place and theme of what is public."""
    line = line_of(cast, 60, matter=matter, spec=spec_of(cast, "รถน้ำ"), for_group="patients", for_count=40)
    line_of(cast, 5, matter=matter, spec=spec_of(cast, "เตียงลับ"))
    promise = actions_of_promise(cast, line)
    assert promise
    work_of(cast, matter, "ส่งน้ำลับ", "shop", "clinic")
    actions.open_work(matter, title="งานลับไม่มีคน", by=cast.actor("officer"))
    actions.open_task(
        matter, "นัดลับ", on=SOON, half="am", places=[actions.Place("คน", "", 1, 1, 3)], village=cast.villages[0],
        receiver=cast.office, by=cast.actor("officer"),
    )  # fmt: skip


def actions_of_promise(cast: Cast, line: Any) -> Any:
    """The office asked the shop, and wrote its yes."""
    from ruammue.resources.actions import accept_commitment, make_commitment
    from tests.rooms.resources.stage import key

    officer = cast.actor("officer", speaking=True)
    promise = make_commitment(
        line, quantity=30, provider=cast.shop, side="receiver", reason="ใกล้", by=officer, idempotency_key=key()
    )
    return accept_commitment(promise, side="provider", by=cast.actor("officer"), as_whom="ร้าน")


@pytest.fixture
def public_board(cast: Cast) -> Cast:
    two_do_the_same(cast)
    matter = matter_of(cast, "น้ำแล้ง")
    line_of(cast, 10, matter=matter, spec=spec_of(cast, "ถังน้ำ"), for_group="elderly", for_count=3)
    matter_of(cast, "บ่อร้าง", village=1)
    return cast


@pytest.mark.parametrize(
    ("who", "how"),
    [
        (None, "unpublished"), (None, "own life"), (None, "own life, published"), (None, "told to members"),
        ("abbot", "unpublished"), ("abbot", "own life, published"), ("officer", "own life"),
        ("officer", "own life, published"), ("head", "unpublished"),
    ],
)  # fmt: skip
def test_a_private_matter_changes_nothing_that_can_be_read(public_board: Cast, who: str | None, how: str) -> None:
    """The differencing attack: every page, file and paper before and after, by every filter, is the same."""
    cast = public_board
    before = everything_out(cast, who)
    if how == "told to members":
        told(cast, [["99990101", "ลับ", "ร้านลับ", "น้ำ", "", "", 30, 20]], is_public=False)
    else:
        hidden = matter_of(cast, "เรื่องลับ", published="published" in how.split(", "), own_life="own life" in how)
        private_things(cast, hidden)
    after = everything_out(cast, who)
    assert after == before
    assert not any("ลับ" in text for text in after)


def test_mutant_that_reads_every_matter_is_caught(public_board: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cast = public_board
    before = everything_out(cast, None)
    private_things(cast, matter_of(cast, "เรื่องลับ", published=False))
    assert everything_out(cast, None) == before
    monkeypatch.setattr(rows, "matters_for", lambda steward, _actor: Matter.objects.of(steward))
    after = everything_out(cast, None)
    assert all(one != other for one, other in zip(before[:3], after[:3], strict=True))
    assert "ลับ" in after[0]


def test_the_office_sees_what_is_not_public_and_its_files_do_not(public_board: Cast) -> None:
    cast = public_board
    private_things(cast, matter_of(cast, "เรื่องในสำนักงาน", published=False))
    officer = cast.client("officer")
    page = plain(officer.get(url(cast, "who_where", village=str(cast.villages[0].pk))))
    assert "ส่งน้ำลับ" in page
    assert "ยังไม่เผยแพร่ ไม่อยู่ในไฟล์และกระดาษ" in page
    assert "ส่งน้ำลับ" not in plain(officer.get(url(cast, "who_where_sheet", "csv", period="all")))
    assert "ส่งน้ำลับ" not in plain(officer.get(url(cast, "who_where_paper", "html", period="all")))


@pytest.mark.parametrize(
    ("told_counts", "shown"),
    [((24, 10), (24, 10)), ((24, 24), (24, 24)), ((24, 0), (24, 0)), ((24, 21), (24, None)), ((24, 3), (24, None)),
     ((3, None), (None, None)), ((None, 4), (None, None)), ((None, 5), (None, 5)), ((8, 4), (8, None)),
     ((4, 2), (None, None)), ((10, 40), (10, 40)), ((None, None), (None, None))],
)  # fmt: skip
@pytest.mark.any_database
def test_counts_of_people_point_at_nobody(told_counts: Any, shown: Any) -> None:
    assert rows.counts_shown(*told_counts) == shown


def test_few_people_are_told_nowhere(public_board: Cast) -> None:
    (gap,) = [gap for gap in read(public_board, "officer").gaps if gap.what == "ถังน้ำ"]
    assert (gap.for_whom, gap.targeted) == ("ผู้สูงอายุ", None)
    sheet = told(public_board, [["99990102", "เยี่ยม", "มูลนิธิ", "น้ำ", "", "", 24, 21]])
    row = next(row for row in read(public_board, None).rows if row.told)
    assert (row.targeted, row.reached, sheet.activities.get().reached) == (24, None, 21)


def test_the_page_is_asked_as_often_at_any_length(cast: Cast) -> None:
    spec = spec_of(cast)

    def asked(more: int) -> int:
        for number in range(more):
            matter = matter_of(cast, f"เรื่อง {number}", village=number % 3)
            promise_of(cast, line_of(cast, 60, matter=matter, spec=spec), 40)
            work_of(cast, matter, f"งาน {number}", "school", "temple")
        client = cast.client("officer")
        client.get(url(cast, "who_where"))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url(cast, "who_where")).status_code == 200
        return len(queries)

    assert asked(6) == asked(6) <= 20


def test_filters_and_orders_and_a_wrong_word_is_no_filter(public_board: Cast) -> None:
    cast = public_board
    place = str(cast.villages[0].pk)
    assert {row.place.village_id for row in seen(cast, village=place).rows} == {cast.villages[0].pk}
    assert {gap.what for gap in seen(cast, village=str(cast.villages[1].pk)).gaps} == {"บ่อร้าง ชวนกัน"}
    only = seen(cast, partner=f"org:{cast.temple.pk}")
    assert [row.what for row in only.rows] == ["ติดเครื่องกรอง"]
    assert len(only.overlaps) == 1
    client = cast.client("abbot")
    text = plain(client.get(url(cast, "who_where", group="partner", village="nonsense", period="2026-99", page="x")))
    assert text.index("วัดโพธิ์ศรี นำ") if "วัดโพธิ์ศรี นำ" in text else "ติดเครื่องกรอง" in text


# ------------------------------------------------------------------------------------------- files


def test_the_sheet_has_a_row_of_hashtags_and_eight_digit_codes(public_board: Cast) -> None:
    cast = public_board
    client = cast.client()
    (page,) = sheets.read_cells(client.get(url(cast, "who_where_sheet", "xlsx")).content)
    at, tags = hxl.tag_row([row.cells for row in page.rows]) or (0, ())
    assert [str(tag) for tag in tags] == columns.tags()
    assert page.rows[at - 1].cells[:2] == ("แถว", "ใครนำ")
    code = columns.tags().index("#adm4+code")
    assert {row.cells[code] for row in page.rows[at + 1 : -1]} == {"99990101", "99990102"}
    (text,) = sheets.read_cells(client.get(url(cast, "who_where_sheet", "csv")).content)
    assert [row.cells for row in text.rows[2:]] == [row.cells for row in page.rows[at + 1 : -1]]
    assert client.get(url(cast, "who_where_sheet", "ods")).status_code == 404
    assert client.get(url(cast, "who_where_paper", "pdf")).content.startswith(b"%PDF")


def test_the_paper_says_for_whom_and_for_how_many(cast: Cast) -> None:
    line = line_of(cast, 60, matter=matter_of(cast, "น้ำไม่พอ"), for_group="elderly", for_count=24)
    promise_of(cast, line, 40)
    paper = plain(cast.client().get(url(cast, "who_where_paper", "html", period="all")))
    assert "เพื่อใคร" in paper
    assert "ผู้สูงอายุ 24 คน" in paper


def test_the_paper_stands_in_the_order_of_the_page(public_board: Cast) -> None:
    """By theme the village is told with each row, by partner both; what nobody does is on each."""
    cast, client = public_board, public_board.client()
    pages = {
        order: plain(client.get(url(cast, "who_where_paper", "html", period="all", group=order)))
        for order in ("village", "theme", "partner")
    }
    for order, first in (("village", " เรื่อง "), ("theme", " ที่ไหน "), ("partner", " เรื่อง ที่ไหน ")):
        assert f"{first}ทำอะไร" in re.sub(r"\s+", " ", pages[order]).replace("  ", " "), order
        for told in ("ล้างถังกรอง", "ติดเครื่องกรอง", "ถังน้ำ", "ยังไม่มีใครทำ", "ควรคุยกัน"):
            assert told in pages[order], (order, told)
    assert len(set(pages.values())) == 3
    assert "บ้านโนนสวรรค์)" in pages["theme"]
    assert pages["partner"].count("ล้างถังกรอง") == 2, "under each who takes part"


def bring(
    cast: Cast, data: bytes, *, who: str = "officer", name: str = "งาน.csv", body: str = "clinic", **more: str
) -> Any:
    """A list chosen on the page."""
    fields = {
        "organisation": str(cast.organisations[body].pk),
        "told_on": f"{TODAY.day}/{TODAY.month}/{TODAY.year + 543}",
    }
    file = SimpleUploadedFile(name, data)
    return cast.client(who).post(url(cast, "told_lists"), {**fields, **more, "file": file}, follow=True)


def test_a_partners_own_list_is_found_by_its_tags_and_refused_row_by_row(cast: Cast) -> None:
    """Other headings, other order, the Thai of Windows: only hashtags count."""
    lines = [
        "Report of March;;;;;", "sector;place;who;what;from;people",
        "#sector;#adm4 +Code;#org +impl;#Activity;#date+start;#TARGETED", "WASH;99990101;มูลนิธิ;ขุดบ่อ;1 ธ.ค. 2569;140",
        "Health;TH99990102;มูลนิธิ;ตรวจสุขภาพ;2026-12;", "WASH;99990109;มูลนิธิ;ขุดบ่อ;;", "WASH;48090401;มูลนิธิ;ที่อื่น;;",
        "WASH;99990101;;ไม่มีใคร;;", "WASH;99990101;มูลนิธิ;วันผิด;31/2/2569;มาก", ";;;;;",
    ]  # fmt: skip
    response = bring(cast, "\r\n".join(lines).encode("cp874"))
    text = plain(response)
    assert "ใหม่ 2" in text
    assert "ข้าม 1 แถวที่เป็นของตำบลอื่น" in text
    assert "รับเข้าไม่ได้ 3 แถว" in text
    for sentence in ("ไม่มีหมู่บ้านรหัส 99990109", "ไม่ได้บอกว่าใครทำ", "“31/2/2569” ไม่ใช่วันที่", "“มาก” ไม่ใช่จำนวนคน"):
        assert sentence in text
    assert not ToldActivity.objects.exists()
    sheet = ToldSheet.objects.get()
    done = cast.client("officer").post(url(cast, "told_list", sheet.pk), follow=True)
    assert "รับเข้าแล้ว" in plain(done)
    first, second = ToldActivity.objects.order_by("number")
    assert (first.number, first.theme, first.theme_words, first.village, first.targeted) == (
        4, "water", "WASH", cast.villages[0], 140,
    )  # fmt: skip
    assert (first.from_on, second.from_on, second.theme) == (dt.date(2026, 12, 1), dt.date(2026, 12, 1), "health")
    sheet.refresh_from_db()
    assert sheet.rows == [], "no row is kept beside what was taken in"
    page = plain(cast.client("abbot").get(url(cast, "who_where", period="all")))
    assert "รพ.สต.นาร่วมใจ บอกไว้ งาน.csv" in page
    assert "ขุดบ่อ" not in plain(cast.client().get(url(cast, "who_where", period="all"))), "not public"


def test_the_same_list_twice_changes_nothing_and_a_newer_one_holds(cast: Cast) -> None:
    lines = [["99990101", "ขุดบ่อ", "มูลนิธิ", "น้ำ", "2025-12-01", "2026-12-31", 24, 10]]
    told(cast, lines)
    before = list(ToldActivity.objects.values())
    text = plain(bring(cast, sheets.write_csv([TAGS, *lines])))
    assert "รับเข้าไว้แล้วเมื่อ" in text
    assert list(ToldActivity.objects.values()) == before
    told(cast, [[*lines[0][:5], "2027-01-31", 30, 12]])
    (row,) = ToldActivity.objects.all()
    assert (row.until_on, row.targeted) == (dt.date(2027, 1, 31), 30)


def test_mutant_without_the_hash_the_same_list_is_asked_about_again(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [["99990101", "ขุดบ่อ", "มูลนิธิ", "น้ำ", "", "", 24, 10]]
    told(cast, lines)
    with pytest.raises(AlreadyTold):
        told(cast, lines)
    monkeypatch.setattr(told_actions, "_refuse_twice", lambda *_args: None)
    assert "เหมือนเดิม 1" in plain(bring(cast, sheets.write_csv([TAGS, *lines])))


@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_out_and_in_again_nothing_is_lost_and_our_own_rows_are_known(public_board: Cast, fmt: str) -> None:
    cast = public_board
    full = [
        "#meta+id", "#org+prog", "#org+impl", "#org+funder", "#sector", "#activity", "#adm4+code", "#date+start",
        "#date+end", "#status", "#beneficiary", "#targeted", "#reached", "#capacity", "#need", "#adm3+code",
    ]  # fmt: skip
    lines = [
        ["a1", "มูลนิธิ", "วัดโพธิ์ศรี | ร้าน ก", "บริษัท ข", "Shelter", "=ซ่อมบ้าน", "99990103", "2026-12-01", "2027-02-28",
         "ongoing", "ครัวเรือนยากจน", 24, 12, "6 หลัง", "ปูน 20 ถุง", "999901"],
        ["a2", "", "", "", "น้ำ", "ถังน้ำ", "", "2026-12-01", "", "lacking", "", 30, "", "", "ถังน้ำ 4 ใบ", "999901"],
        ["a3", "มูลนิธิ", "", "", "เกษตร", "แจกพันธุ์ข้าว", "99990102", "", "", "เสร็จแล้ว", "", "", "", "", "", "999901"],
    ]  # fmt: skip
    sheet = told(cast, lines, tags=full)
    address = url(cast, "who_where_sheet", fmt, period="all")

    def exported() -> bytes:
        return bytes(cast.client().get(address).content)

    first = exported()
    facts = facts_of(first)
    assert len(facts) == 3
    actions.take_back_sheet(sheet, by=cast.actor("officer"))
    assert not facts_of(exported())
    again = actions.read_told_sheet(
        cast.clinic, steward=cast.steward, data=first, name=f"กลับมา.{fmt}", told_on=TODAY, is_public=True,
        by=cast.actor("officer"),
    )  # fmt: skip
    found = actions.take_in_sheet(again, by=cast.actor("officer"))
    assert not found.problems
    assert (found.count("new"), found.elsewhere) == (3, 0)
    assert found.count("ours") == len(read(cast, None).rows) + len(read(cast, None).gaps) - 3
    assert facts_of(exported()) == facts


def facts_of(data: bytes) -> list[dict[str, str]]:
    """What a file says of told rows: all but their names in it and whose word they are."""
    found = columns.tagged_rows(sheets.read_cells(data))
    keep = [
        {key: value for key, value in said.items() if key != "id"}
        for _number, said in found
        if said["id"][:4] == "told"
    ]
    return sorted(keep, key=lambda said: said["what"])


def test_our_own_list_come_home_is_nobody_elses_word(public_board: Cast) -> None:
    cast = public_board
    data = cast.client().get(url(cast, "who_where_sheet", "csv", period="all")).content
    text = plain(bring(cast, data))
    assert "เป็นของเราเอง" in text
    sheet = ToldSheet.objects.get()
    done = cast.client("officer").post(url(cast, "told_list", sheet.pk), follow=True)
    assert "ไม่มีแถวใดในรายการนี้ที่รับเข้าได้" in plain(done)
    assert not ToldActivity.objects.exists()
    cast.client("officer").post(url(cast, "drop_told", sheet.pk))
    assert not ToldSheet.objects.exists()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("ใคร,ทำอะไร\nวัด,ซ่อม", "ไม่มีแถวป้าย"),
        ("#org,#activity\nวัด,ซ่อม", "แถวป้ายยังขาด #sector, #adm4+code"),
        ("", "ไฟล์"),
    ],
)
def test_a_file_without_its_tags_is_refused_with_a_way_on(cast: Cast, data: str, sentence: str) -> None:
    response = bring(cast, data.encode())
    assert response.status_code == 422
    assert sentence in plain(response)
    assert not ToldSheet.objects.exists()


def test_a_partner_brings_its_own_list_and_nobody_elses(cast: Cast) -> None:
    data = sheets.write_csv([TAGS, ["99990101", "ขุดบ่อ", "วัดโพธิ์ศรี", "น้ำ", "", "", 24, 10]])
    assert bring(cast, data, who="abbot", body="clinic").status_code == 422
    assert bring(cast, data, who="abbot", body="temple").status_code == 200
    sheet = ToldSheet.objects.get()
    assert cast.client("owner").get(url(cast, "told_list", sheet.pk)).status_code == 403
    cast.client("abbot").post(url(cast, "told_list", sheet.pk))
    (row,) = [row for row in read(cast).rows if row.told]
    assert row.lead[0].organisation_id == cast.temple.pk, "a name that we know is that organisation"
    assert cast.client("owner").post(url(cast, "take_back_told", sheet.pk)).status_code == 403
    cast.client("abbot").post(url(cast, "take_back_told", sheet.pk))
    assert not [row for row in read(cast).rows if row.told]
    assert ToldActivity.objects.count() == 1, "what was told once stays in the record"


def test_an_outside_body_that_does_the_same_is_an_overlap(cast: Cast) -> None:
    work_of(cast, matter_of(cast, "น้ำประปาขุ่น"), "ล้างถังกรอง", "school")
    told(cast, [["99990101", "ล้างถัง", "มูลนิธิน้ำใส", "WASH", f"{TODAY}", f"{SOON}", 24, 10]])
    (one,) = seen(cast, None).overlaps
    assert {body.name for body in one.bodies} == {"โรงเรียนบ้านดอนแดง", "มูลนิธิน้ำใส"}


# ------------------------------------------------------------------------------------------- what waits for a yes


FULL = [*TAGS, "#beneficiary", "#capacity", "#need"]
RUMOUR = ["99990101", "นายก อบต. แจกเงิน", "อบต.นาร่วมใจ", "น้ำ", "2026-12-01", "2026-12-31", "", "", "", "", ""]
OWN = ["99990101", "ขุดบ่อ", "วัดโพธิ์ศรี", "น้ำ", "2025-06-01", "2026-12-31", 24, 10, "ผู้สูงอายุ", "2 บ่อ", "ปูน 20 ถุง"]


def taken_in(cast: Cast, *lines: list[Any], who: str = "abbot", body: str = "temple") -> str:
    """A public list, brought and taken in by a partner; the page between the two."""
    shown = plain(bring(cast, sheets.write_csv([FULL, *lines]), who=who, body=body, is_public="on"))
    done = cast.client(who).post(url(cast, "told_list", ToldSheet.objects.get(taken_in_at=None).pk))
    assert done.status_code == 302
    return shown


def public(cast: Cast) -> str:
    """All that a stranger reads: page, file, paper."""
    client = cast.client()
    return " ".join(
        plain(client.get(address))
        for address in (
            url(cast, "who_where", period="all"), url(cast, "who_where_sheet", "csv", period="all"),
            url(cast, "who_where_paper", "html", period="all"),
        )
    )  # fmt: skip


def test_what_a_partner_tells_of_another_waits_for_its_yes_or_the_offices(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of itself a partner tells at once; a rumour about the office stands outside only when the office says yes."""
    shown = taken_in(cast, OWN, RUMOUR)
    assert "พูดถึง อบต.นาร่วมใจ" in shown
    assert "1 แถวให้เฉพาะผู้บอกกับผู้ที่ตกลงได้อ่าน" in shown
    assert ("ขุดบ่อ" in public(cast), "แจกเงิน" in public(cast)) == (True, False)
    assert "แจกเงิน" in plain(cast.client("officer").get(url(cast, "who_where", period="all"))), (
        "who may say yes knows of it"
    )
    for who, reads in (("abbot", True), ("coordinator", True), ("owner", False), ("head", False), ("auditor", False)):
        seen = plain(cast.client(who).get(url(cast, "who_where", period="all")))
        assert ("แจกเงิน" in seen) is reads, who
    row = ToldActivity.objects.get(what__contains="แจกเงิน")
    assert "รอให้ท่านตกลง" in plain(cast.client("officer").get(url(cast, "who_where")))
    home = f"/{cast.steward.slug}/"
    assert "ที่ภาคีบอกไว้ 1 แถว รอคำตอบ" in plain(cast.client("officer").get(home))
    assert "รอคำตอบว่าให้ทุกคน" not in plain(cast.client("owner").get(home))
    for other in ("abbot", "owner"):
        assert cast.client(other).post(url(cast, "weigh_told", row.pk), {"word": "yes"}).status_code == 403, other
    cast.client("officer").post(url(cast, "weigh_told", row.pk), {"word": "no"})
    assert "รอคำตอบว่าให้ทุกคน" not in plain(cast.client("officer").get(home))
    assert "แจกเงิน" not in public(cast)
    assert "แจกเงิน" not in plain(cast.client("abbot").get(url(cast, "who_where", period="all"))), "a no takes it off"
    cast.client("officer").post(url(cast, "weigh_told", row.pk), {"word": "yes"})
    row.refresh_from_db()
    assert (row.word, row.said_by_id) == ("yes", cast.officer.pk)
    assert "แจกเงิน" in public(cast)
    # Told anew in other words, it waits again.
    taken_in(cast, [*RUMOUR[:5], "2027-02-28", *RUMOUR[6:]])
    assert "แจกเงิน" not in public(cast)
    # The guard removed, a rumour stands on the public page at once.
    monkeypatch.setattr(told_actions, "others_in", lambda *_args: ())
    taken_in(cast, [*RUMOUR[:5], "2027-03-31", *RUMOUR[6:]])
    assert "แจกเงิน" in public(cast)


def test_a_count_reached_before_its_day_is_refused_in_words(cast: Cast) -> None:
    today = timezone.localdate()
    soon, ago = today + dt.timedelta(days=9), today - dt.timedelta(days=9)
    late, begun, planned, alone = (
        ["99990101", what, "วัดโพธิ์ศรี", "น้ำ", *map(str, days), 40, count, "", "", ""]
        for what, days, count in (
            ("ยังไม่ถึงวัน", (soon, soon), 30), ("เริ่มแล้ว", (ago, soon), 30), ("ยังไม่มีใคร", (soon, soon), 0),
            ("วันเดียว", ("", soon), 30),
        )
    )  # fmt: skip
    shown = plain(bring(cast, sheets.write_csv([FULL, late, begun, planned, alone]), who="abbot", body="temple"))
    assert "30 คนยังถึงไม่ได้ งานเป็นวันที่" in shown
    assert thai_dates.long(soon) in shown
    cast.client("abbot").post(url(cast, "told_list", ToldSheet.objects.get().pk))
    assert set(ToldActivity.objects.values_list("what", flat=True)) == {"เริ่มแล้ว", "ยังไม่มีใคร"}


def test_whom_a_row_is_about_says_yes_itself_and_what_the_office_brings_needs_no_second_yes(cast: Cast) -> None:
    taken_in(cast, ["99990101", "สอนเด็ก", "โรงเรียนบ้านดอนแดง", "เด็ก", "", "", "", "", "", "", ""])
    row = ToldActivity.objects.get()
    assert "สอนเด็ก" in plain(cast.client("teacher").get(url(cast, "told_lists")))
    assert "สอนเด็ก" not in plain(cast.client("owner").get(url(cast, "told_lists")))
    cast.client("teacher").post(url(cast, "weigh_told", row.pk), {"word": "yes"})
    assert "สอนเด็ก" in public(cast)
    told(cast, [["99990102", "เยี่ยม", "มูลนิธิน้ำใส", "น้ำ", "", "", 24, 21]])
    assert "เยี่ยม" in public(cast)
    with pytest.raises(SheetIsOver):
        actions.weigh_told(ToldActivity.objects.get(what="เยี่ยม"), is_wanted=False, by=cast.actor("officer"))


def test_what_points_at_a_person_waits_for_the_office_whoever_brings_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page before says dates, counts, for whom, and what looks private; nobody else than the office opens it."""
    private = ["99990101", "ช่วยยายมา บ้าน 12/3 โทร 081-234-5678", "วัดโพธิ์ศรี", "น้ำ", "", "", "", "", "เพื่อยายมา", "", ""]
    shown = taken_in(cast, OWN, private)
    for fact in ("1 มิ.ย. 2568 – 31 ธ.ค. 2569", "24 คน", "10 คน", "ผู้สูงอายุ", "2 บ่อ", "ปูน 20 ถุง"):
        assert fact in shown, fact
    assert "หมายเลขโทรศัพท์ · บ้านเลขที่ · ชื่อคน" in shown
    assert "ยายมา" not in public(cast)
    row = ToldActivity.objects.get(what__contains="ยายมา")
    for who, reads in (("officer", True), ("abbot", True), ("owner", False), ("head", False)):
        seen = plain(cast.client(who).get(url(cast, "who_where", period="all")))
        assert ("ยายมา" in seen) is reads, who
    # Also of a list for members only.
    ToldSheet.objects.update(is_public=False)
    assert "ยายมา" not in plain(cast.client("owner").get(url(cast, "who_where", period="all")))
    assert "ขุดบ่อ" in plain(cast.client("owner").get(url(cast, "who_where", period="all")))
    ToldSheet.objects.update(is_public=True)
    assert cast.client("abbot").post(url(cast, "weigh_told", row.pk), {"word": "yes"}).status_code == 403
    taken_in(cast, [*private[:2], "โรงเรียนบ้านดอนแดง", *private[3:]], who="officer", body="clinic")
    named = ToldActivity.objects.get(lead="โรงเรียนบ้านดอนแดง")
    assert named.word == "waits", "the office, too, looks at it once more"
    assert cast.client("teacher").post(url(cast, "weigh_told", named.pk), {"word": "yes"}).status_code == 403
    monkeypatch.setattr(told_actions, "signs_in", lambda *_texts: ())
    taken_in(cast, [*private[:5], "2027-01-01", *private[6:]])
    assert "ยายมา" in public(cast), "the guard removed, it is read by everybody"


def test_our_list_of_before_come_home_makes_no_ghost_of_what_is_promised_since(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter = matter_of(cast, "น้ำแล้ง")
    line = line_of(cast, 1, matter=matter, spec=spec_of(cast, "รถน้ำ"))
    line_of(cast, 2, matter=matter, spec=spec_of(cast, "ถังน้ำ"))
    before = bytes(cast.client().get(url(cast, "who_where_sheet", "csv", period="all")).content)
    promise_of(cast, line, 1)
    bring(cast, before)
    sheet = ToldSheet.objects.get()
    judged = actions_judge(sheet)
    assert {row.fate for row in judged.rows} == {"ours"}
    assert judged.count("ours") == 2
    monkeypatch.setattr(told_actions, "_own_names", lambda *_args: set())
    assert actions_judge(sheet).count("new") == 2, "the guard removed, our own gap is somebody else's word"


def actions_judge(sheet: ToldSheet) -> told_actions.Judgement:
    return told_actions.judge(sheet, today=TODAY)


def test_days_beyond_reason_are_refused_with_words(cast: Cast) -> None:
    data = sheets.write_csv([TAGS, ["99990101", "ขุดบ่อ", "มูลนิธิ", "น้ำ", "1 ธ.ค. 2599", "", "", ""]])
    late = bring(cast, data, told_on="29/11/2575")
    assert late.status_code == 422
    assert "ยังไม่ถึงวันที่ 29 พฤศจิกายน 2575" in plain(late)
    assert "ดูปีอีกครั้ง" in plain(bring(cast, data))
    with pytest.raises(ToldTooSoon):
        actions.read_told_sheet(
            cast.clinic, steward=cast.steward, data=data, name="x.csv", told_on=TODAY + dt.timedelta(days=1),
            is_public=True, by=cast.actor("officer"),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "theme"),
    [("น้ำ", "water"), ("water", "water"), ("WASH", "water"), ("ถนนและทางเดิน", "road"), ("Food Security", "farming"),
     ("การศึกษา", "children"), ("อวกาศ", "other"), ("Health & Nutrition", "health")],
)  # fmt: skip
@pytest.mark.any_database
def test_others_words_for_a_theme(words: str, theme: str) -> None:
    assert columns.theme_of(words) == theme


@pytest.mark.any_database
def test_women_and_men_are_added_where_no_sum_stands() -> None:
    text = "#org,#activity,#sector,#adm3+code,#targeted+f,#targeted+m\nวัด,สอน,น้ำ,999901,12,8\nวัด,สอบ,น้ำ,999901,7,\n"
    found = columns.tagged_rows(sheets.read_cells(text.encode()))
    assert [said["targeted"] for _number, said in found] == ["20", "7"]


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("tags", "counts", "told"),
    [
        ("#targeted,#targeted+f,#targeted+m", "20,1,2", "20"),
        ("#targeted+ind,#targeted+children", "20,9", "20"),
        ("#targeted+f,#targeted+m,#targeted+i", "5,6,7", "18"),
        ("#targeted+f+children,#targeted+m+children,#targeted+f,#targeted+m", "1,2,30,40", "70"),
        ("#targeted+children,#targeted+elderly", "9,8", None),
        ("#targeted+f+children,#targeted+m+children", "9,8", None),
        ("#targeted+hh,#targeted+f", "9,8", ""),
        ("#targeted+hh", "9", None),
    ],
)
def test_parts_that_may_overlap_are_no_sum(tags: str, counts: str, told: str | None) -> None:
    text = f"#org,#activity,#sector,#adm3+code,{tags}\nวัด,สอน,น้ำ,999901,{counts}\n"
    ((_number, said),) = columns.tagged_rows(sheets.read_cells(text.encode()))
    assert said.get("targeted") == told


@pytest.mark.any_database
def test_what_we_write_stands_in_the_dictionary_of_the_standard() -> None:
    """Hashtags and the attributes that HXL 1.1 lists for each: see the docstring of `columns`."""
    listed = {
        "meta": {"id", "source", "url"}, "org": {"code", "funder", "impl", "name", "prog", "type", "url"},
        "sector": {"cluster", "code", "name", "type"}, "date": {"start", "end", "approved", "canceled", "occurred"},
        "activity": {"activity", "code", "name", "programme", "project", "type", "url"},
        **{f"adm{level}": {"code", "dest", "name", "origin"} for level in range(1, 6)},
        "status": {"code", "name"}, "beneficiary": {"code", "name", "type"}, "targeted": {"f", "m", "i", "ind", "hh"},
        "reached": {"f", "m", "i", "ind", "hh"}, "capacity": {"num", "type"}, "need": {"code", "name", "type"},
    }  # fmt: skip
    for written in columns.tags():
        tag = hxl.parse(written)
        assert tag is not None
        assert tag.attributes <= listed[tag.name], written


@pytest.mark.any_database
def test_what_others_and_we_once_wrote_instead_is_read() -> None:
    text = "#activity+id,#org+lead,#activity,#sector,#adm3+code\na1,วัด,สอน,น้ำ,999901\n"
    ((_number, said),) = columns.tagged_rows(sheets.read_cells(text.encode()))
    assert (said["id"], said["lead"], said["what"]) == ("a1", "วัด", "สอน")
    text = "#meta+id,#org+prog,#activity,#sector,#adm3+code,#activity+code\na1,วัด,สอน,น้ำ,999901,x\n"
    ((_number, said),) = columns.tagged_rows(sheets.read_cells(text.encode()))
    assert (said["id"], said["lead"]) == ("a1", "วัด")
