"""Lists that offices really have, and files that only look like one: whole or not at all, and never twice."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ruammue.foundation.citizen_id import is_valid
from ruammue.people import actions, imports, refusals
from ruammue.people.juristic import is_juristic
from ruammue.people.models import Acquaintance, Affiliation, ImportBatch, Organisation, PendingImport, Person
from tests.cast import Cast


def at(cast: Cast, name: str, *args: Any) -> str:
    return reverse(f"people:{name}", args=[cast.steward.slug, *args])


def xlsx(rows: Sequence[Sequence[Any]], merges: Sequence[str] = ()) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for merged in merges:
        sheet.merge_cells(merged)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def upload(browser: Client, cast: Cast, data: bytes, kind: str = "people", name: str = "รายชื่อ.xlsx") -> Any:
    return browser.post(at(cast, "import"), {"kind": kind, "file": SimpleUploadedFile(name, data)})


def citizen_id() -> str:
    """A made-up number that has a right check digit."""
    return next(number for tail in range(10) if is_valid(number := f"123456789012{tail}"))


OFFICE_LIST = xlsx(
    [
        ["ทะเบียนผู้นำชุมชน ตำบลนาร่วมใจ", None, None, None, None],
        ["ที่", "คำนำหน้า", "ชื่อ - สกุล", "หมู่ที่", "เบอร์โทร."],
        ["๑", "นาย", " สมหมาย   ใจเย็น ", "๓", 812345678],
        ["๒", "นาง", "บัวลอย ดีงาม", "หมู่ที่ 1", "๐๘๙-๑๒๓ ๔๕๖๗"],
        ["๒", "นาง", "บัวลอย ดีงาม", "หมู่ที่ 1", "๐๘๙-๑๒๓ ๔๕๖๗"],
        [None, None, None, None, None],
        ["๓", "น.ส.", "มะลิ หอมนาน", "2", None],
    ],
    merges=["A1:E1"],
)


def test_the_whole_way_on_screen_and_the_same_file_again_changes_nothing(cast: Cast) -> None:
    """Merged title, Thai digits, stray blanks, a repeated row, an empty row, an eaten zero: three people come in."""
    officer = cast.client("officer")
    before = Person.objects.count()
    to_columns = upload(officer, cast, OFFICE_LIST)["Location"]
    pending = PendingImport.objects.get()
    assert {key: pending.headers[place] for key, place in pending.mapping.items()} == {
        "prefix": "คำนำหน้า",
        "name": "ชื่อ - สกุล",
        "village": "หมู่ที่",
        "phone": "เบอร์โทร.",
    }
    assert officer.get(to_columns).status_code == 200
    chosen = {column.key: str(pending.mapping.get(column.key, "")) for column in imports.PEOPLE_COLUMNS}
    to_preview = officer.post(to_columns, chosen)["Location"]
    assert "สมหมาย" in officer.get(to_preview).content.decode()
    assert Person.objects.count() == before, "looking changes nothing"
    assert officer.post(to_preview).status_code == 200
    assert Person.objects.count() == before + 3
    somehow = Acquaintance.objects.of(cast.steward).get(person__given_name="สมหมาย")
    assert somehow.person.phone == "0812345678"
    assert somehow.village == cast.villages[2]
    assert not PendingImport.objects.exists(), "nothing of the sheet is kept"
    again = upload(officer, cast, OFFICE_LIST)
    assert "นำเข้าไปแล้ว" in again.content.decode()
    # The same list under another name and with another title: every row is known.
    copy = xlsx([["ชื่อ-สกุล", "หมู่"], ["นายสมหมาย ใจเย็น", "3"], ["นางบัวลอย ดีงาม", "1"]])
    batch = actions.run_import(cast.steward, kind="people", data=copy, by=cast.actor("officer"))
    assert (batch.added, batch.changed, batch.rows) == (0, 0, 2)
    assert Person.objects.count() == before + 3


def test_one_wrong_row_and_nothing_comes_in_with_a_thai_sentence_for_each(cast: Cast) -> None:
    officer, before = cast.client("officer"), Person.objects.count()
    data = xlsx(
        [
            ["ชื่อ-สกุล", "หมู่ที่", "โทรศัพท์"],
            ["นายดี ดีมาก", "1", "0811111111"],
            ["นายร้าย ร้ายมาก", "9", "12345"],
            [None, "2", "0822222222"],
            ["12345", "2", ""],
        ]
    )
    to_columns = upload(officer, cast, data)["Location"]
    pending = PendingImport.objects.get()
    preview = at(cast, "import_preview", pending.pk)
    page = officer.get(preview).content.decode()
    for words in ("ที่นี่ไม่มีหมู่ “9”", "“12345” ไม่ใช่เบอร์โทร", "ไม่มีชื่อ", "ในชื่อใส่ “1” ไม่ได้"):
        assert words in page
    answer = officer.post(preview)
    assert answer["Location"] == to_columns
    assert Person.objects.count() == before
    assert not ImportBatch.objects.exists()


def test_nothing_is_half_imported_when_it_breaks_in_the_middle(
    lasting_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The power fails between the persons and their villages: afterwards there is neither."""
    cast = lasting_cast
    before = Person.objects.count()

    def breaks(*_args: Any, **_more: Any) -> None:
        raise OSError("disk full")

    officer = cast.client("officer")
    upload(officer, cast, OFFICE_LIST)
    preview = at(cast, "import_preview", PendingImport.objects.get().pk)
    with monkeypatch.context() as broken:
        broken.setattr(Acquaintance.objects, "bulk_create", breaks)
        with pytest.raises(OSError, match="disk full"):
            officer.post(preview)
    assert Person.objects.count() == before
    assert officer.post(preview).status_code == 200
    assert Person.objects.count() == before + 3


def test_a_citizen_id_in_a_cell_is_masked_before_anything_is_kept(cast: Cast) -> None:
    number = citizen_id()
    data = xlsx([["ชื่อ-สกุล", "เลขบัตรประชาชน"], ["นายดี ดีมาก", number], [f"นายงาม {number}", ""]])
    answer = cast.client("officer").post(
        at(cast, "import"), {"kind": "people", "file": SimpleUploadedFile("a.xlsx", data)}, follow=True
    )
    pending = PendingImport.objects.get()
    assert number not in str(pending.rows)
    assert pending.masked == 2
    assert number not in answer.content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("ชื่อ,โทร\nดี,081\n".encode(), "ไฟล์ข้อความ (.csv)"),
        (b"", "ว่างเปล่า"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600, "Excel แบบเก่า"),
        (b"PK\x03\x04 broken", "ไฟล์นี้เสีย"),
        (xlsx([["ชื่อ"]]), "ใต้หัวตารางไม่มีข้อมูล"),
    ],
    ids=["a csv renamed", "empty", "old xls", "damaged", "no rows"],
)
def test_files_that_are_no_list_are_refused_in_plain_thai(cast: Cast, data: bytes, words: str) -> None:
    answer = upload(cast.client("officer"), cast, data)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not PendingImport.objects.exists()


def called(number: int) -> str:
    """A name of its own for each number: no digits stand in a name."""
    return f"คน{str(number).translate(str.maketrans('0123456789', 'กขคงจชซดตน'))}"


def test_twenty_thousand_rows_come_in_and_one_more_is_refused(cast: Cast) -> None:
    rows = [["ชื่อ-สกุล", "หมู่"], *([f"นาย{called(number)} มากมาย", 1 + number % 3] for number in range(20_000))]
    batch = actions.run_import(cast.steward, kind="people", data=xlsx(rows), by=cast.actor("officer"))
    assert batch.added == 20_000
    assert cast.client("officer").get(at(cast, "list")).status_code == 200
    rows.append(["นายเกิน หนึ่งคน", 1])
    assert "20000" in upload(cast.client("officer"), cast, xlsx(rows)).content.decode()


def test_columns_must_be_named_and_not_twice(cast: Cast) -> None:
    officer = cast.client("officer")
    to_columns = upload(officer, cast, xlsx([["ก", "ข"], ["นายดี ดีมาก", "1"]]))["Location"]
    assert "เลือกว่า “ชื่อ” อยู่คอลัมน์ไหน" in officer.post(to_columns, {}).content.decode()
    assert "เลือกคอลัมน์ “ก” ซ้ำสองครั้ง" in officer.post(to_columns, {"name": "0", "village": "0"}).content.decode()
    assert officer.post(to_columns, {"name": "0"}).status_code == 302


def test_a_waiting_sheet_is_seen_by_its_bringer_only_and_can_be_dropped(cast: Cast) -> None:
    officer = cast.client("officer")
    upload(officer, cast, OFFICE_LIST)
    pending = PendingImport.objects.get()
    assert cast.client("clerk").get(at(cast, "import_preview", pending.pk)).status_code == 404
    assert cast.client("head").get(at(cast, "import")).status_code == 403
    assert officer.post(at(cast, "import_drop", pending.pk)).status_code == 302
    assert not PendingImport.objects.exists()


def test_what_the_list_knows_better_is_filled_in_and_nothing_is_emptied(cast: Cast) -> None:
    data = xlsx([["ชื่อ-สกุล", "หมู่", "โทร"], ["นายทองสุข นาดี", "3", "0899999999"]])
    batch = actions.run_import(cast.steward, kind="people", data=data, by=cast.actor("officer"))
    assert (batch.added, batch.changed) == (0, 1)
    cast.farmer.refresh_from_db()
    assert cast.farmer.phone == "0899999999"
    bare = xlsx([["ชื่อ-สกุล", "หมู่"], ["นายทองสุข นาดี", "3"]])
    assert actions.run_import(cast.steward, kind="people", data=bare, by=cast.actor("officer")).changed == 0
    cast.farmer.refresh_from_db()
    assert cast.farmer.phone == "0899999999"


def test_partners_with_sector_kind_and_contact(cast: Cast) -> None:
    good = next(f"010555600075{tail}" for tail in range(10) if is_juristic(f"010555600075{tail}"))
    data = xlsx(
        [
            ["ชื่อหน่วยงาน", "ภาคส่วน", "เลขนิติบุคคล", "ผู้ประสานงาน", "โทรผู้ประสาน"],
            ["บริษัท สมมุติ จำกัด", "เอกชน", int(good), "นางสาวใจดี มีสุข", "081 222 3333"],
            ["วัดป่าสมมุติ", "", "", "", ""],
            ["วัดโพธิ์ศรี", "", "", "พระมหาสมหมาย", ""],
        ]
    )
    actor = cast.actor("officer")
    batch = actions.run_import(cast.steward, kind="partners", data=data, by=actor)
    assert (batch.added, batch.changed) == (2, 1)
    firm = Organisation.objects.get(name="บริษัท สมมุติ จำกัด")
    assert (firm.sector, firm.kind, firm.juristic_id) == ("private", "firm", good)
    temple = Organisation.objects.get(name="วัดป่าสมมุติ")
    assert (temple.sector, temple.kind) == ("civil", "temple")
    assert Affiliation.objects.of(cast.steward).get(organisation=firm).person.phone == "0812223333"
    assert Organisation.objects.filter(name="วัดโพธิ์ศรี").count() == 1
    again = xlsx([["ชื่อหน่วยงาน", "ผู้ประสานงาน"], ["บริษัท สมมุติ จำกัด", "นางสาวใจดี มีสุข"]])
    assert actions.run_import(cast.steward, kind="partners", data=again, by=actor).changed == 0


def test_a_citizens_number_is_no_juristic_number(cast: Cast) -> None:
    data = xlsx([["ชื่อหน่วยงาน", "ภาคส่วน", "เลขนิติบุคคล"], ["ร้านดี", "เอกชน", citizen_id()]])
    with pytest.raises(refusals.RowsHaveErrors):
        actions.run_import(cast.steward, kind="partners", data=data, by=cast.actor("officer"))
    assert not Organisation.objects.filter(name="ร้านดี").exists()


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("๐๘๑-๒๓๔ ๕๖๗๘", "0812345678"),
        ("812345678", "0812345678"),
        ("+66812345678", "0812345678"),
        ("081-2345678, 042-123456", "0812345678"),
        ("042 123 456", "042123456"),
        ("", ""),
        ("12345", None),
        ("ไม่มี", None),
    ],
)
def test_telephones_as_offices_write_them(typed: str, number: str | None) -> None:
    assert imports.phone_of(typed) == number


def test_the_command_imports_says_what_is_wrong_and_can_only_look(
    lasting_cast: Cast, tmp_path: Path, capsys: Any
) -> None:
    from ruammue.cli import main

    file = tmp_path / "list.xlsx"
    file.write_bytes(OFFICE_LIST)
    words = ["import", str(file), "--steward", lasting_cast.steward.slug, "--kind", "people"]
    before = Person.objects.count()
    assert main.main([*words, "--dry-run"]) == 0
    assert Person.objects.count() == before
    assert main.main(words) == 0
    assert Person.objects.count() == before + 3
    assert main.main(words) == 1
    assert "นำเข้าไปแล้ว" in capsys.readouterr().err
    assert main.main(["import", str(file), "--steward", "nowhere", "--kind", "people"]) == 2
