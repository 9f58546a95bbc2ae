"""The row of hashtags: found wherever it stands, read whatever its letters, blanks and order; files of any tongue."""

from __future__ import annotations

import io

import openpyxl
import pytest

from ruammue.foundation import hxl, sheets
from ruammue.foundation.citizen_id import MASK
from ruammue.foundation.sheets import NoRows, NotASheet

pytestmark = pytest.mark.any_database


@pytest.mark.parametrize("text", ["#org+lead", "# ORG + Lead", " #Org +LEAD ", "#org\u00a0+lead"])
def test_a_tag_is_the_same_however_it_is_written(text: str) -> None:
    assert str(hxl.parse(text)) == "#org+lead"


@pytest.mark.parametrize("text", ["org+lead", "#", "#1st", "#org lead", "#N/A", "ใคร", "", "#org+", "+lead"])
def test_what_is_no_tag(text: str) -> None:
    assert hxl.parse(text) is None


def test_attributes_are_a_set_and_a_pattern_asks_and_bars() -> None:
    tag = hxl.parse("#adm4+name+code")
    assert tag is not None
    assert tag == hxl.parse("#adm4 +code +name")
    assert tag.fits("#adm4+code")
    assert not tag.fits("#adm4-code")
    assert not tag.fits("#adm3+code")


def test_the_row_of_tags_is_found_below_titles_and_not_in_the_middle_of_data() -> None:
    rows = [["งานของมูลนิธิ"], [], ["ใคร", "ที่ไหน", "x"], ["#org", "#adm4+code", ""], ["วัด", "99990101", ""]]
    assert hxl.tag_row(rows) == (3, (hxl.Tag("org"), hxl.Tag("adm4", frozenset({"code"})), None))
    assert hxl.tag_row([["#1 ของเรา", "#org"], ["a", "b"]]) is None, "one tag is a chance"
    assert hxl.tag_row([["a"]] * hxl.WITHIN + [["#org", "#adm1"]]) is None


def test_columns_are_found_wherever_they_stand() -> None:
    row = [hxl.parse(cell) for cell in ("#date+end", "", "#org+impl", "#org+lead", "#org+impl+code")]
    wanted = {
        "lead": ("#org+lead",),
        "impl": ("#org+impl-code", "#org"),
        "day": ("#date+start", "#date"),
        "no": ("#loc",),
    }
    assert hxl.find(row, wanted) == {"lead": (3,), "impl": (2,), "day": (0,)}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp874"])
@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_a_text_file_of_any_office_is_read(encoding: str, between: str) -> None:
    text = f'ใคร{between}ที่ไหน\r\n#org{between}#adm4+code\r\n"วัด\nโพธิ์ศรี"{between}๙๙๙๙๐๑๐๑\r\n'
    (cells,) = sheets.read_cells(text.encode(encoding))
    assert [row.cells for row in cells.rows] == [
        ("ใคร", "ที่ไหน"), ("#org", "#adm4+code"), ("วัด โพธิ์ศรี", "99990101"),
    ]  # fmt: skip


def test_all_sheets_are_read_as_they_stand_and_ids_are_masked() -> None:
    book = openpyxl.Workbook()
    book.active.append(["คำอธิบาย"])
    page = book.create_sheet("งาน")
    page.append(["#ORG+LEAD", "#VALUE!", "#N/A"])
    page.append(["สมใจ 1101700203450", 99990101, None])
    file = io.BytesIO()
    book.save(file)
    first, second = sheets.read_cells(file.getvalue())
    assert (first.title, second.title) == (book.active.title, "งาน")
    assert [row.cells for row in second.rows] == [("#ORG+LEAD",), (f"สมใจ {MASK}", "99990101")]
    assert second.masked == 1


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"PK\x03\x04 not really", b"\xd0\xcf\x11\xe0 old"])
def test_what_is_no_sheet_is_refused(data: bytes) -> None:
    with pytest.raises(NotASheet):
        sheets.read_cells(data)
    with pytest.raises(NoRows):
        sheets.read_cells(b",,\n,,\n")


def test_a_cell_like_a_formula_comes_home_as_it_was() -> None:
    rows = [["=1+1", "-5 คน", "@a", "it's", 7, None], ["#org", "#adm1", "x", "y", "z", "q"]]
    (cells,) = sheets.read_cells(sheets.write_csv(rows))
    assert cells.rows[0].cells == ("=1+1", "-5 คน", "@a", "it's", "7")


def test_tags_stand_in_the_second_row_of_the_sheet() -> None:
    data = sheets.write_sheet("ใครทำอะไร", ["ใคร", "ที่ไหน"], [["วัด", "99990101"]], tags=["#org+lead", "#adm4+code"])
    (cells,) = sheets.read_cells(data)
    rows = [row.cells for row in cells.rows]
    assert rows[1:4] == [("ใคร", "ที่ไหน"), ("#org+lead", "#adm4+code"), ("วัด", "99990101")]
    assert sheets.read_sheet(data).headers == ("ใคร", "ที่ไหน")
    with pytest.raises(ValueError, match="tags"):
        sheets.write_sheet("x", ["a", "b"], [], tags=["#org"])
