"""What offices save as text: read where it is certain, else named."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ruammue.foundation.encodings import NotText, decode

pytestmark = pytest.mark.any_database

TEXT = "ชื่อ,หมู่บ้าน,ทักษะ\r\nนางสมใจ น้ำเงิน,๙๙๙๙๐๑๐๑,ช่างไม้:3\r\nLINE กลุ่ม อสม.,A4,ก\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp874", "tis-620"])
def test_what_excel_in_thailand_saves_is_read(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT
    big = b"\xfe\xff" + TEXT.encode("utf-16-be")
    assert decode(big) == TEXT


def test_slips_of_the_typist_are_no_other_code_page() -> None:
    typed = TEXT * 3 + "ก ้อน,ู่\r\n"
    assert decode(typed.encode("cp874")) == typed
    assert decode("1,๒,๓\r\n".encode("cp874")) == "1,๒,๓\r\n"


@given(st.text())
def test_utf_8_is_never_taken_for_anything_else(text: str) -> None:
    if "\x00" not in text and not text.startswith(("\ufeff", "PK\x03\x04")):
        assert decode(text.encode()) == text


def workbook() -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["person", "village"])
    book.save(file)
    return file.getvalue()


def archive() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        zipped.writestr("people.csv", TEXT)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (workbook(), "xlsx"),
        (archive(), "xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old_xls"),
        (TEXT.encode("utf-16-le"), "utf_16"),
        (TEXT.encode("utf-16") + b"x", "binary"),
        (b"%PDF-1.7\n\x00\x01\x02 something that is long enough not to look like letters", "binary"),
        (TEXT.encode()[:-20] + b"\xe0\xb8\r\n", "broken_utf_8"),
        (TEXT.encode("utf-8-sig")[:-20] + b"\xe0\xb8\r\n", "broken_utf_8"),
        (TEXT.encode() + "นาย".encode("cp874"), "broken_utf_8"),
        ("José,Peña,Café,déjà vu\r\n".encode("cp1252"), "other"),
        ("Höfer,Pöhl\r\n".encode("cp1252"), "other"),
        ("Müller\r\n".encode("cp1252"), "other"),
        ("村長,学校,今日は\r\n".encode("shift-jis"), "other"),
        ("村长,学校,志愿者\r\n".encode("gbk"), "other"),
    ],
)
def test_what_is_not_certain_is_named_and_not_guessed(data: bytes, found: str) -> None:
    with pytest.raises(NotText) as refused:
        decode(data)
    assert refused.value.found == found
