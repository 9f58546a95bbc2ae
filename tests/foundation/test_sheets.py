"""The Excel file an office has, and the one it gets back."""

import io
import zipfile
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest

from ruammue.foundation import sheets
from ruammue.foundation.citizen_id import MASK
from ruammue.foundation.sheets import Column, FileTooBig, NoRows, NoSuchSheet, NotASheet, TooManyRows

pytestmark = pytest.mark.any_database

PERSON = "1101700203450"


def saved(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def office_list(book: openpyxl.Workbook) -> None:
    page = book.active
    page.title = "ภาคี"
    page.append(["ทะเบียนภาคีเครือข่าย ปีงบประมาณ ๒๕๗๐"])
    page.merge_cells("A1:F1")
    page.append([])
    page.append(["ที่", "ชื่อ  หน่วยงาน", "ผู้ประสาน", None, "จำนวนคน", "วันที่"])
    page.append([None, None, "ชื่อ", "โทร.", None, None])
    for merge in ("A3:A4", "B3:B4", "C3:D3", "E3:E4", "F3:F4"):
        page.merge_cells(merge)
    page.append(
        [
            "๑",
            "  โรงเรียน   ตัวอย่าง ",
            f"สมใจ {PERSON[:6]} {PERSON[6:]}",
            "๐๘๑-๒๓๔ ๕๖๗๘",
            "๑,๒๐๐",
            date(2026, 11, 22),
        ]
    )
    page.append([])
    page.append([2, "วัดตัวอย่าง", int(PERSON), "081-111-2222", 12.0, date(2569, 11, 22)])
    page.append([3, None, "=1+1", "#N/A", 0.5, "22 พ.ย. 69"])
    page.merge_cells("B7:B8")


def test_an_untidy_office_list_becomes_plain_rows() -> None:
    sheet = sheets.read_sheet(saved(office_list))
    assert sheet.title == "ภาคี"
    assert sheet.sheets == ("ภาคี",)
    assert sheet.header_row == 3
    assert sheet.headers == ("ที่", "ชื่อ หน่วยงาน", "ผู้ประสาน ชื่อ", "ผู้ประสาน โทร.", "จำนวนคน", "วันที่")
    assert [row.number for row in sheet.rows] == [5, 7, 8]
    assert sheet.rows[0].cells == (
        "1",
        "โรงเรียน ตัวอย่าง",
        f"สมใจ {MASK}",
        "081-234 5678",
        "1,200",
        "2026-11-22",
    )
    assert sheet.rows[1].cells == ("2", "วัดตัวอย่าง", MASK, "081-111-2222", "12", "2026-11-22")
    assert sheet.rows[2].cells == ("3", "วัดตัวอย่าง", "", "", "0.5", "22 พ.ย. 69")
    assert sheet.masked == 2
    assert PERSON not in repr(sheet)


def test_the_same_file_is_read_the_same_way_twice() -> None:
    data = saved(office_list)
    assert sheets.read_sheet(data) == sheets.read_sheet(data)


@pytest.mark.parametrize(("beneath", "is_header"), [("๒๕๗๐", True), ("200,000", False), ("โอนแล้ว", False)])
def test_years_beneath_a_header_merged_across_belong_to_it_and_nothing_else_does(beneath: str, is_header: bool) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        page = book.active
        page.append(["ที่", "โครงการ", "งบประมาณ", None])
        page.merge_cells("C1:D1")
        page.append([None, None, "พ.ศ. 2569 (บาท)", beneath])
        page.append([1, "ขุดลอกหนอง", 100, 200])

    sheet = sheets.read_sheet(saved(fill))
    assert len(sheet.rows) == (1 if is_header else 2), "a row of data is never swallowed"
    if is_header:
        assert sheet.headers == ("ที่", "โครงการ", "งบประมาณ พ.ศ. 2569 (บาท)", "งบประมาณ 2570")


def test_a_plain_header_and_rows_and_a_chosen_sheet() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.title = "ว่าง"
        page = book.create_sheet("โครงการ")
        page.append(["ชื่อโครงการ", "งบประมาณ"])
        page.append(["ขุดลอกหนอง", 150000.5])
        other = book.create_sheet("อื่น")
        other.append(["ก", "ข"])
        other.append(["ค", "ง"])

    data = saved(fill)
    assert sheets.read_sheet(data).rows == (sheets.Row(2, ("ขุดลอกหนอง", "150000.5")),)
    assert sheets.read_sheet(data, sheet="อื่น").headers == ("ก", "ข")
    with pytest.raises(NoSuchSheet) as refused:
        sheets.read_sheet(data, sheet="ไม่มี")
    assert refused.value.data["sheets"] == ("ว่าง", "โครงการ", "อื่น")


def repacked(data: bytes, change: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *change}:
            new.writestr(name, change.get(name) if name in change else old.read(name))
    return file.getvalue()


def damaged_zip() -> bytes:
    data = bytearray(saved(office_list))
    data[60:400] = b"\x00" * 340
    return bytes(data)


def other_zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "empty"),
        ("ชื่อ,โทร\nสมใจ,081".encode(), "text"),
        ("ชื่อ,โทร\nสมใจ,081".encode("cp874"), "text"),
        ("ชื่อ,โทร\n".encode("utf-16"), "text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "old_xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"%PDF-1.7\x00\xff\x00", "other"),
        (other_zip(), "other_zip"),
        (damaged_zip(), "damaged"),
        (b"PK\x03\x04 and no more", "damaged"),
        (repacked(saved(office_list), {"xl/workbook.xml": b"<nonsense"}), "damaged"),
        (
            repacked(saved(office_list), {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row r='x'>"}),
            "damaged",
        ),
        (
            repacked(
                saved(office_list),
                {"xl/sharedStrings.xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'},
            ),
            "damaged",
        ),
        (
            repacked(saved(office_list), {"xl/sharedStrings.xml": "<!DOCTYPE a><a/>".encode("utf-16")}),
            "damaged",
        ),
        # A part may have any name; what begins as XML is looked into.
        (repacked(saved(office_list), {"xl/worksheets/sheet9.XML": b' <!DOCTYPE a [<!ENTITY b "c">]><a/>'}), "damaged"),
        (repacked(saved(office_list), {"xl/worksheets/sheet9.bin": b"\xef\xbb\xbf<!DOCTYPE a><a/>"}), "damaged"),
        (repacked(saved(office_list), {"xl/sheet9.bin": "<!DOCTYPE a><a/>".encode("utf-16")}), "damaged"),
    ],
)
def test_what_is_no_sheet_is_refused_by_its_kind(data: bytes, found: str) -> None:
    with pytest.raises(NotASheet) as refused:
        sheets.read_sheet(data)
    assert refused.value.data == {"found": found}


def test_every_cut_of_a_file_is_refused_and_never_an_accident() -> None:
    data = saved(office_list)
    for length in range(0, len(data) - 1, 97):
        with pytest.raises(sheets.UnreadableSheet):
            sheets.read_sheet(data[:length])


def test_an_empty_sheet_and_a_header_alone_have_no_rows() -> None:
    with pytest.raises(NoRows):
        sheets.read_sheet(saved(lambda book: None))
    with pytest.raises(NoRows):
        sheets.read_sheet(saved(lambda book: book.active.append(["ชื่อ", "โทร"])))


def test_more_than_twenty_thousand_rows_are_refused() -> None:
    def fill(extra: int) -> Callable[[openpyxl.Workbook], None]:
        def rows(book: openpyxl.Workbook) -> None:
            for number in range(sheets.MOST_ROWS + 1 + extra):
                book.active.append([number if number else "ชื่อ", "โทร" if not number else 1])

        return rows

    assert len(sheets.read_sheet(saved(fill(0))).rows) == sheets.MOST_ROWS
    with pytest.raises(TooManyRows) as refused:
        sheets.read_sheet(saved(fill(1)))
    assert refused.value.data == {"limit": sheets.MOST_ROWS}


def test_a_cell_in_the_last_corner_costs_nothing() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.append(["ชื่อ", "โทร"])
        book.active.append(["ก", "1"])
        book.active["XFD1048576"] = "x"

    assert [row.cells for row in sheets.read_sheet(saved(fill)).rows] == [("ก", "1")]


def test_bombs_and_big_files_are_refused_before_they_are_read() -> None:
    with pytest.raises(FileTooBig) as refused:
        sheets.read_sheet(b"PK" + b"\x00" * sheets.LARGEST_FILE)
    assert refused.value.data["unpacked"] is False
    bomb = repacked(saved(office_list), {"xl/media/a.bin": b"\x00" * (sheets.LARGEST_UNPACKED + 1)})
    assert len(bomb) < sheets.LARGEST_FILE
    with pytest.raises(FileTooBig) as refused:
        sheets.read_sheet(bomb)
    assert refused.value.data["unpacked"] is True


ROWS: list[list[sheets.Cell]] = [
    ["โรงเรียนตัวอย่าง", 40, 150050, date(2026, 11, 22)],
    ['=HYPERLINK("http://x","y")', -1, None, None],
    ["+66812345678", 0, 0, None],
    ["@cmd", 1, 1, None],
    ["\tแท็บ", 1, 1, None],
    ["-1+1", 1, 1, None],
    *([f"{sign}1+1", 1, 1, None] for sign in ("＝", "＋", "－", "＠", "\u3000＝", "−")),
]
COLUMNS = ["ชื่อ", Column("จำนวน", "number"), Column("เงิน (บาท)", "money"), Column("วันที่", "date")]


def test_what_goes_out_is_text_and_the_same_each_time() -> None:
    data = sheets.write_sheet("ทะเบียน: ภาคี/2570 [ก]", COLUMNS, ROWS, note="ที่มา: ตัวอย่าง 22 พ.ย. 2569", mark="ซ้อม")
    assert data == sheets.write_sheet(
        "ทะเบียน: ภาคี/2570 [ก]", COLUMNS, ROWS, note="ที่มา: ตัวอย่าง 22 พ.ย. 2569", mark="ซ้อม"
    )
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    cells = [[cell.value for cell in row] for row in page.iter_rows()]
    assert cells[0][0] == "ซ้อม"
    assert cells[1][0] == "ทะเบียน: ภาคี/2570 [ก]"
    assert cells[2] == ["ชื่อ", "จำนวน", "เงิน (บาท)", "วันที่"]
    assert cells[3] == ["โรงเรียนตัวอย่าง", 40, 1500.5, "22 พ.ย. 2569"]
    assert page.freeze_panes == "A4"
    assert cells[-1][0].startswith("ที่มา")
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)
    for number in (5, 6, 7, *range(9, 4 + len(ROWS))):
        assert page.cell(number, 1).data_type == "s"
        assert page.cell(number, 1).quotePrefix
    assert page.cell(4, 1).font.name == "TH Sarabun New"
    assert page.cell(4, 1).font.sz == 14
    assert not page.cell(4, 1).quotePrefix


def test_what_goes_out_can_come_in_again() -> None:
    sheet = sheets.read_sheet(sheets.write_sheet("ภาคี", COLUMNS, ROWS))
    assert sheet.headers == ("ชื่อ", "จำนวน", "เงิน (บาท)", "วันที่")
    assert sheet.rows[0].cells == ("โรงเรียนตัวอย่าง", "40", "1500.5", "22 พ.ย. 2569")


def test_a_row_of_another_width_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="row 0 has 1 cells, not 4"):
        sheets.write_sheet("ก", COLUMNS, [["ข"]])
