"""The two CSV files of `ruammue match`, read whole: every fault with its file, row and column, before anything is done.

Imports no Django. Texts are cleaned as everywhere at the door of the house, digits may be Thai, commas in numbers too.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Protocol, TypeVar

from ruammue.engines.matching.assignment import Line, Worker
from ruammue.engines.matching.assignment.values import MOST_LEVEL, MOST_PRIORITY
from ruammue.foundation.encodings import NotText, decode
from ruammue.foundation.refusals import Refusal
from ruammue.foundation.text import clean_text
from ruammue.foundation.thai_digits import NotANumber, parse_int, to_arabic
from ruammue.work.skills import SAME, recognise

PEOPLE = ("person", "village", "max_load", "skills", "blocks")
PEOPLE_MAY = ("carried", "prefers", "refuses", "busy", "sector")
TASKS = ("task", "skill", "min_level", "headcount", "block", "village", "priority")
TASKS_MAY = ("more_blocks",)
SAVE_AS = (
    "ใน Excel เลือก ไฟล์ > บันทึกเป็น > CSV UTF-8 (คั่นด้วยจุลภาค) แล้วใช้ไฟล์นั้น",
    "in Excel: File > Save As > CSV UTF-8 (Comma delimited), and use that file",
)
NO_TEXT = {
    "xlsx": ("เป็นไฟล์ Excel (.xlsx) ไม่ใช่ CSV", "is an Excel workbook, no CSV"),
    "old_xls": ("เป็นไฟล์ Excel รุ่นเก่า (.xls) ไม่ใช่ CSV", "is an old Excel workbook, no CSV"),
    "utf_16": ("เป็น Unicode text (UTF-16) ที่ไม่มีเครื่องหมายนำหน้า", "is UTF-16 without its mark"),
    "broken_utf_8": ("เป็น UTF-8 ที่เสียหาย ตัวอักษรบางตัวขาดหรือปนกัน", "is damaged UTF-8: letters are cut or mixed"),
    "binary": ("ไม่ใช่ไฟล์ข้อความ", "is no text"),
    "other": ("อ่านตัวอักษรไม่ได้แน่ชัด จึงไม่เดา", "holds letters that cannot be read for certain"),
}
"""What a file is instead of a CSV (`encodings.NotText.found`), in Thai and English."""
_SEPARATOR = re.compile(r"sep=([,;\t])\r?\n?", re.I)
"""A first line that Excel keeps for itself and does not count."""
SHOWN = 20
"""So many faults are told; the rest are counted."""


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Made = TypeVar("Made", bound=_Named)


@dataclass(frozen=True, slots=True)
class Wrong:
    """One fault: `row` as a spreadsheet numbers it (the header is 1), 0 for the file itself."""

    file: str
    row: int
    column: str
    says: str
    english: str

    def __str__(self) -> str:
        where = (
            f"{self.file}" + (f" แถว {self.row}" if self.row else "") + (f" ช่อง {self.column}" if self.column else "")
        )
        return f"{where}: {self.says} / {self.english}"


class SheetsHaveFaults(Exception):
    """What is wrong with a file, all of it."""

    def __init__(self, faults: Sequence[Wrong]) -> None:
        super().__init__(f"{len(faults)}")
        self.faults = tuple(faults)


@dataclass(slots=True)
class _Reader:
    file: str
    faults: list[Wrong] = field(default_factory=list)
    row: int = 0

    def wrong(self, column: str, says: str, english: str) -> None:
        self.faults.append(Wrong(self.file, self.row, column, says, english))

    def text(self, cells: dict[str, str], column: str) -> str:
        try:
            return _cleaned(cells.get(column, ""))
        except Refusal:
            self.wrong(column, "มีตัวอักษรที่อ่านไม่ได้ ให้พิมพ์ใหม่", "unreadable letters: type it again")
            return ""

    def must(self, cells: dict[str, str], column: str) -> str:
        text = self.text(cells, column)
        if not text:
            self.wrong(column, "ยังว่าง ให้กรอก", "is empty: fill it in")
        return text

    def number(self, column: str, text: str, least: int, most: int) -> int:
        try:
            value = parse_int(text)
        except NotANumber:
            self.wrong(
                column,
                f"“{text[:40]}” ไม่ใช่จำนวนเต็ม ให้ใส่ {least} ถึง {most:,}",
                f"{text[:40]!r} is no whole number: write {least} to {most:,}",
            )
            return least
        if not least <= value <= most:
            self.wrong(column, f"{value:,} อยู่นอกช่วง {least} ถึง {most:,}", f"{value:,} is outside {least} to {most:,}")
            return least
        return value

    def several(self, cells: dict[str, str], column: str) -> tuple[str, ...]:
        parts = [part.strip() for part in self.text(cells, column).split("|")]
        return tuple(dict.fromkeys(part for part in parts if part))

    def village(self, cells: dict[str, str]) -> str:
        code = to_arabic(self.text(cells, "village"))
        if len(code) != 8 or not code.isdigit():
            self.wrong(
                "village",
                f"“{code[:40]}” ไม่ใช่รหัสหมู่บ้าน 8 หลัก (เช่น 48090401) ในไฟล์ Excel ให้จัดช่องเป็นข้อความ",
                f"{code[:40]!r} is no village code of 8 digits; in Excel make the cells text",
            )
            return "00000000"
        return code

    def skills(self, cells: dict[str, str]) -> tuple[tuple[str, int], ...]:
        found: dict[str, int] = {}
        for part in self.several(cells, "skills"):
            name, colon, level = part.rpartition(":")
            if not colon or not name.strip():
                self.wrong("skills", f"“{part[:40]}” ให้เขียน ทักษะ:ระดับ เช่น ช่างไม้:3", f"{part[:40]!r}: write skill:level")
                continue
            key = skill_key(name)
            reached = self.number("skills", level, 1, MOST_LEVEL)
            if key in found and found[key] != reached:
                self.wrong(
                    "skills",
                    f"ทักษะ “{plain(name)}” มีสองระดับ ({found[key]} และ {reached}) ให้เหลือระดับเดียว",
                    f"the skill {plain(name)!r} has two levels: leave one",
                )
            found[key] = reached
        return tuple(sorted(found.items()))


@lru_cache(maxsize=65_536)
def _cleaned(text: str) -> str:
    return clean_text(text, one_line=True)


@lru_cache(maxsize=65_536)
def plain(name: str) -> str:
    """Cleaned, one space between words, small letters."""
    return " ".join(clean_text(name, one_line=True).casefold().split())


@lru_cache(maxsize=65_536)
def skill_key(name: str) -> str:
    """A skill as it is compared: the code of the vocabulary's skill whose word or synonym it is, else the word itself.

    A word that is only near to one of the vocabulary stays itself: no person would be there to ask.
    """
    word = plain(name)
    known = recognise(word, least=SAME) if word else None
    return known.code if known else word


def read_people(path: Path) -> list[Worker]:
    """Raises SheetsHaveFaults, OSError."""

    def make(told: _Reader, cells: dict[str, str]) -> Worker:
        return Worker(
            id=told.must(cells, "person"),
            area=told.village(cells),
            max_load=told.number("max_load", cells["max_load"], 0, 1_000),
            skills=told.skills(cells),
            blocks=told.several(cells, "blocks"),
            carried=told.number("carried", cells.get("carried") or "0", 0, 1_000),
            prefers=told.several(cells, "prefers"),
            refuses=told.several(cells, "refuses"),
            busy=told.several(cells, "busy"),
            sector=told.text(cells, "sector"),
        )

    return _read(path, PEOPLE, PEOPLE_MAY, make, key=lambda one: one.id, column="person")


def read_tasks(path: Path) -> list[Line]:
    """A task with several roles has a row for each. Raises SheetsHaveFaults, OSError."""

    def make(told: _Reader, cells: dict[str, str]) -> Line:
        task, block = told.must(cells, "task"), told.must(cells, "block")
        skill = told.text(cells, "skill")
        more = told.several(cells, "more_blocks")
        if block in more:
            told.wrong("more_blocks", "ซ้ำกับช่อง block ให้ลบออก", "repeats `block`: take it out")
        return Line(
            id="|".join((task, plain(skill), block)),
            task=task,
            skill=skill_key(skill),
            min_level=told.number("min_level", cells["min_level"], 0, MOST_LEVEL),
            headcount=told.number("headcount", cells["headcount"], 1, 100_000),
            block=block,
            area=told.village(cells),
            priority=told.number("priority", cells["priority"], 0, MOST_PRIORITY),
            more_blocks=tuple(one for one in more if one != block),
        )

    return _read(
        path, TASKS, TASKS_MAY, make, key=lambda one: "|".join((one.task, one.skill, one.block)), column="task"
    )


def _read(
    path: Path,
    must: Iterable[str],
    may: Iterable[str],
    make: Callable[[_Reader, dict[str, str]], Made],
    *,
    key: Callable[[Made], str],
    column: str,
) -> list[Made]:
    told = _Reader(path.name)
    text = _decoded(path.read_bytes(), told)
    said = _SEPARATOR.match(text)
    text = text[said.end() :] if said else text
    comma = said[1] if said else max(",;\t", key=text.partition("\n")[0].count)
    rows = _numbered(text, comma, told)
    names = [name.strip("\ufeff \t\r").casefold() for name in next(rows, [])]
    told.row = told.row or 1
    for name in must:
        if name not in names:
            told.wrong("", f"ไม่มีช่อง {name} ต้องมี: {', '.join(must)}", f"no column {name}; needed: {', '.join(must)}")
    for name in {name for name in names if name and names.count(name) > 1}:
        told.wrong("", f"ช่อง {name} มีสองครั้ง", f"column {name} stands there twice")
    if told.faults:
        raise SheetsHaveFaults(told.faults)
    known = {*must, *may}
    made: list[Made] = []
    seen: dict[str, int] = {}
    for cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
            told.wrong("", "มีช่องเกินหัวตาราง อาจมีเครื่องหมาย , ในข้อความ", "more cells than headings: a comma in a text?")
            continue
        row = {name: cell for name, cell in zip(names, [*cells, *[""] * len(names)], strict=False) if name in known}
        before = len(told.faults)
        one = make(told, row)
        if len(told.faults) > before:
            continue
        if key(one) in seen:
            told.wrong(
                column,
                f"“{one.id[:60]}” มีแล้วในแถว {seen[key(one)]} ให้เหลือแถวเดียว",
                f"{one.id[:60]!r} stands in row {seen[key(one)]} already",
            )
            continue
        seen[key(one)] = told.row
        made.append(one)
    if told.faults:
        raise SheetsHaveFaults(told.faults)
    return made


def _numbered(text: str, comma: str, told: _Reader) -> Iterator[list[str]]:
    """The rows, each counted as a spreadsheet counts it. Raises SheetsHaveFaults."""
    try:
        for told.row, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=comma), 1):
            yield cells
    except csv.Error:
        told.row += 1
        told.wrong("", "อ่านแถวนี้ไม่ได้ อาจลืมปิดเครื่องหมายคำพูด", "cannot read this row: is a quotation mark not closed?")
        raise SheetsHaveFaults(told.faults) from None


def _decoded(data: bytes, told: _Reader) -> str:
    """UTF-8, "Unicode text" or the Thai of Windows. Raises SheetsHaveFaults saying what it is and how to save it."""
    try:
        return decode(data)
    except NotText as fault:
        (thai, english), (how, how_in_english) = NO_TEXT[fault.found], SAVE_AS
        told.wrong("", f"{thai} {how}", f"{english}; {how_in_english}")
        raise SheetsHaveFaults(told.faults) from None
