"""Excel sheets: what comes in is untrusted and untidy, what goes out is safe to open and always the same."""

import csv
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Literal
from xml.etree import ElementTree

import openpyxl
import xlsxwriter  # type: ignore[import-untyped]
from openpyxl.utils.cell import range_boundaries

from ruammue.foundation import citizen_id, thai_dates
from ruammue.foundation.encodings import NotText, decode
from ruammue.foundation.refusals import Refusal
from ruammue.foundation.text import clean_text
from ruammue.foundation.thai_digits import to_arabic

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LARGEST_FILE = 10 * 1024 * 1024
LARGEST_UNPACKED = 120 * 1024 * 1024
MOST_PARTS = 2_000
MOST_ROWS = 20_000
MOST_COLUMNS = 128
LONGEST_CELL = 2_000
_HEADER_WITHIN = 20
_FONT = "TH Sarabun New"

_YEAR = re.compile(r"(?:ปี\s*)?(?:พ\.?\s*ศ\.?\s*)?25\d\d\s*(?:\(?บาท\)?)?")

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_NO_VALUE = re.compile(r"#(?:[A-Z0-9]+[!?]|N/A|DIV/0!|GETTING_DATA)")
"""What stands in a cell whose formula failed. A hashtag written large (#ORG+LEAD) is none."""
_NUMBERISH = re.compile(r"[๐-๙0-9\s,.\-/()+:%]+")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})\"")


class UnreadableSheet(Refusal):
    """Base of every reason why a file is not read."""


class NotASheet(UnreadableSheet):
    """Not an .xlsx. Data: `found`: "empty", "text" (a renamed .csv, perhaps), "old_xls", "encrypted",
    "other_zip", "damaged" or "other"."""


class FileTooBig(UnreadableSheet):
    """Data: `size` and `limit` in bytes; `unpacked`: the size is that of the unpacked parts (a zip bomb)."""


class TooManyRows(UnreadableSheet):
    """Data: `limit`: rows that a file may have."""


class NoRows(UnreadableSheet):
    """The file is a sheet, but nothing stands in it under a header. Data: `sheet`."""


class NoSuchSheet(UnreadableSheet):
    """Data: `sheet` asked for, `sheets` that there are."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row as Excel numbers it, its cells as tidy text, "" where empty, as many as the header has."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read. `masked` counts citizen ids that were masked while reading; they are nowhere kept."""

    title: str
    header_row: int
    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    masked: int
    sheets: tuple[str, ...]


def read_sheet(data: bytes, *, sheet: str | None = None) -> Sheet:
    """The rows of one sheet (named, or the first that holds any), ready to be mapped on screen.

    Merged cells are filled with their value; a header of several rows is joined ("ผู้ประสาน โทร"); Thai digits
    in numbers and dates become Arabic; dates become ISO text; stray blanks go; citizen ids are masked;
    empty rows are left out and a row keeps its Excel number. Formulas give the value last saved.
    Raises a kind of UnreadableSheet. Nothing in the file is run or fetched.
    """
    archive = _open(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, ElementTree.ParseError,
            zipfile.BadZipFile, SyntaxError):  # fmt: skip
        raise NotASheet(found="damaged") from None
    names = tuple(page.title for page in book.worksheets)  # without chart sheets
    if sheet is not None and sheet not in names:
        raise NoSuchSheet(sheet=sheet, sheets=names)
    parts = _sheet_parts(archive)
    try:
        for name in [sheet] if sheet is not None else list(names):
            grid = _grid(book[name].iter_rows(max_col=MOST_COLUMNS, values_only=True))
            if not grid:
                continue
            merges = _merges(archive, parts.get(name, ""))
            return _tidy(name, grid, merges, names)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, ElementTree.ParseError,
            zipfile.BadZipFile, SyntaxError, OverflowError):  # fmt: skip
        raise NotASheet(found="damaged") from None
    finally:
        book.close()
    raise NoRows(sheet=sheet or "")


@dataclass(frozen=True, slots=True)
class Cells:
    """A sheet as it stands, without guessing at its header: rows with their numbers, cells as tidy text."""

    title: str
    rows: tuple[Row, ...]
    masked: int


def read_cells(data: bytes) -> tuple[Cells, ...]:
    """Every sheet of an .xlsx that holds anything, or the one of a .csv (UTF-8, UTF-16 or the Thai of Windows).

    For files that say themselves what their columns hold. Cells are as tidy as those of `read_sheet`, citizen ids are
    masked, a row keeps its number. Raises a kind of UnreadableSheet.
    """
    if (
        data
        and not data.startswith((b"PK", b"\xd0\xcf\x11\xe0"))
        and len(data) <= LARGEST_FILE
        and _reads_as_text(data)
    ):
        grid = _grid(_csv_rows(data))
        if not grid:
            raise NoRows(sheet="")
        return (_cells("", grid),)
    _open(data)
    found = []
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        try:
            for page in book.worksheets:
                if grid := _grid(page.iter_rows(max_col=MOST_COLUMNS, values_only=True)):
                    found.append(_cells(page.title, grid))
        finally:
            book.close()
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, ElementTree.ParseError,
            zipfile.BadZipFile, SyntaxError, OverflowError):  # fmt: skip
        raise NotASheet(found="damaged") from None
    if not found:
        raise NoRows(sheet="")
    return tuple(found)


def _cells(title: str, grid: dict[int, list[str]]) -> Cells:
    masked = 0
    for cells in grid.values():
        for place, cell in enumerate(cells):
            if len(cell) >= citizen_id.LENGTH:
                cells[place], count = citizen_id.mask(cell)
                masked += count
    return Cells(title, tuple(Row(number, tuple(cells)) for number, cells in grid.items()), masked)


def _csv_rows(data: bytes) -> Iterable[Sequence[object]]:
    """The rows of a text file; what stands between the cells is found by itself (comma, semicolon or tab)."""
    text = _decoded(data)
    head = text[:20_000]
    between = max(",;\t", key=head.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=between):
            # The quote before what a spreadsheet would take for a formula is `write_csv`'s own, or Excel's.
            yield [
                cell[1:] if cell[:1] == "'" and looks_like_formula(cell[1:]) else cell for cell in row[:MOST_COLUMNS]
            ]
    except csv.Error:
        raise NotASheet(found="damaged") from None


def _decoded(data: bytes) -> str:
    try:
        return decode(data)
    except NotText:
        raise NotASheet(found="damaged") from None


def _open(data: bytes) -> zipfile.ZipFile:
    """The package, after everything that could harm or disappoint has been looked for."""
    if not data:
        raise NotASheet(found="empty")
    if len(data) > LARGEST_FILE:
        raise FileTooBig(size=len(data), limit=LARGEST_FILE, unpacked=False)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        raise NotASheet(found="encrypted" if locked else "old_xls")
    if not data.startswith(b"PK"):
        raise NotASheet(found="text" if _reads_as_text(data) else "other")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise NotASheet(found="damaged") from None
    entries = archive.infolist()
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise NotASheet(found="encrypted")
    if "xl/workbook.xml" not in archive.namelist() or "[Content_Types].xml" not in archive.namelist():
        raise NotASheet(found="other_zip")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > LARGEST_UNPACKED or len(entries) > MOST_PARTS:
        raise FileTooBig(size=unpacked, limit=LARGEST_UNPACKED, unpacked=True)
    for entry in entries:
        _look_into(archive, entry)
    return archive


def _look_into(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Refuse a part that unpacks to more than it declares, or whose XML brings its own entities.

    Sheets never need a document type; entities are how a small XML file becomes gigabytes. An encoding in
    which the words could not be found is refused as well. What is XML says how it begins, not what it is called.
    """
    try:
        with archive.open(entry) as part:
            size, tail, is_xml = 0, b"", False
            while block := part.read(1 << 16):
                if not size:
                    is_xml = entry.filename.endswith((".xml", ".rels")) or _begins_as_xml(block)
                    if is_xml and b"\x00" in block[:64]:
                        raise NotASheet(found="damaged")
                size += len(block)
                if size > entry.file_size:
                    raise FileTooBig(size=size, limit=entry.file_size, unpacked=True)
                if is_xml and b"<!" in tail + block:
                    for sign in (b"<!DOCTYPE", b"<!ENTITY", b"<!doctype"):
                        if sign in tail + block:
                            raise NotASheet(found="damaged")
                tail = block[-16:]
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError, zlib.error):
        raise NotASheet(found="damaged") from None


def _begins_as_xml(block: bytes) -> bool:
    """A sign that opens an element, after any mark of the encoding and blanks."""
    return block[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<")


def _reads_as_text(data: bytes) -> bool:
    sample = data[:4096]
    if b"\x00" in sample and not sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    for encoding in ("utf-8", "utf-16", "cp874"):
        try:
            sample.decode(encoding)
            return True
        except UnicodeDecodeError as problem:
            if encoding == "utf-8" and problem.start >= len(sample) - 3:
                return True
    return False


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name -> the package part that holds it."""
    links = {
        link.get("Id", ""): link.get("Target", "")
        for link in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    } if "xl/_rels/workbook.xml.rels" in archive.namelist() else {}  # fmt: skip
    parts = {}
    for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        target = links.get(sheet.get(f"{_OFFICE}id", ""), "")
        parts[sheet.get("name", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return parts


def _merges(archive: zipfile.ZipFile, part: str) -> list[tuple[int, int, int, int]]:
    """Merged ranges as (first column, first row, last column, last row), 1-based, within the columns read."""
    if part not in archive.namelist():
        return []
    ranges = [range_boundaries(found.decode()) for found in _MERGE.findall(archive.read(part))[:MOST_ROWS]]
    return [(c1, r1, min(c2, MOST_COLUMNS), r2) for c1, r1, c2, r2 in ranges if c1 and r1 and c2 and r2]


def _grid(values: Iterable[Sequence[object]]) -> dict[int, list[str]]:
    """Excel row number -> cells as plain text, rows with nothing left out."""
    grid: dict[int, list[str]] = {}
    for number, row in enumerate(values, start=1):
        if any(value is not None for value in row):
            cells = [_plain(value) for value in row]
            if any(cells):
                while not cells[-1]:
                    cells.pop()
                grid[number] = cells
                # One more than the limit may be the header.
                if len(grid) > MOST_ROWS + _HEADER_WITHIN:
                    raise TooManyRows(limit=MOST_ROWS)
    return grid


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime | date):
        # Many offices type 2569 into a date cell; Excel takes it for the year 2569 of our era.
        year = value.year - thai_dates.BUDDHIST_OFFSET if value.year > 2400 else value.year
        return f"{year:04d}-{value.month:02d}-{value.day:02d}"
    if isinstance(value, time):
        return f"{value.hour:02d}:{value.minute:02d}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{Decimal(repr(value)):f}"
    text = clean_text(str(value)[:LONGEST_CELL], one_line=True)
    if _NO_VALUE.fullmatch(text):
        return ""
    return to_arabic(text) if _NUMBERISH.fullmatch(text) else text


def _tidy(
    name: str, grid: dict[int, list[str]], merges: list[tuple[int, int, int, int]], names: tuple[str, ...]
) -> Sheet:
    width = max(len(cells) for cells in grid.values())
    for cells in grid.values():
        cells.extend([""] * (width - len(cells)))
    for first_column, first_row, last_column, last_row in merges:
        if first_row not in grid or first_column > width:
            continue
        value = grid[first_row][first_column - 1]
        # A merge may claim a million rows; only those that hold something are filled.
        for number in range(first_row, min(last_row, first_row + MOST_ROWS) + 1):
            if value and number in grid:
                for column in range(first_column, min(last_column, width) + 1):
                    grid[number][column - 1] = value
    masked = 0
    for cells in grid.values():
        for place, cell in enumerate(cells):
            if len(cell) >= citizen_id.LENGTH:
                cells[place], count = citizen_id.mask(cell)
                masked += count
    top, bottom = _header_rows(grid, merges)
    headers = []
    for column in range(width):
        words: list[str] = []
        for number in range(top, bottom + 1):
            if number in grid and grid[number][column] not in ("", *words):
                words.append(grid[number][column])
        headers.append(" ".join(words))
    used = [column for column in range(width) if headers[column] or any(grid[n][column] for n in grid if n > bottom)]
    rows = tuple(
        Row(number, tuple(cells[column] for column in used))
        for number, cells in grid.items()
        if number > bottom and any(cells)
    )
    if not rows:
        raise NoRows(sheet=name)
    if len(rows) > MOST_ROWS:
        raise TooManyRows(limit=MOST_ROWS)
    return Sheet(name, top, tuple(headers[column] for column in used), rows, masked, names)


def _header_rows(grid: dict[int, list[str]], merges: list[tuple[int, int, int, int]]) -> tuple[int, int]:
    """First and last row of the header: the first of the top rows with the most different words, no numbers.

    A title over the table is one value merged across, so it counts once.
    """
    candidates = list(grid)[:_HEADER_WITHIN]

    def words(number: int) -> int:
        return len({cell for cell in grid[number] if cell and not _NUMBERISH.fullmatch(cell)})

    best = max(candidates, key=lambda number: (words(number), -number))
    top = bottom = best
    for _, first_row, _, last_row in merges:
        # Cells merged downwards beside split ones make a header of several rows.
        if last_row > first_row and first_row <= best <= last_row and last_row - first_row < 4:
            top, bottom = min(top, first_row), max(bottom, last_row)
    if bottom == best and _splits_into_years(grid.get(best + 1, []), best, merges):
        bottom += 1
    return top, bottom


def _splits_into_years(beneath: list[str], row: int, merges: list[tuple[int, int, int, int]]) -> bool:
    """Nothing but fiscal years, each under a cell of `row` that is merged across: "งบประมาณ" over 2569, 2570, 2571.

    Only years, so that no row of data is ever taken for a part of the header.
    """
    split = {
        column - 1
        for first_column, first_row, last_column, last_row in merges
        if first_row == last_row == row
        for column in range(first_column, min(last_column, len(beneath)) + 1)
    }
    said = {place: cell for place, cell in enumerate(beneath) if cell}
    return bool(said) and set(said) <= split and all(_YEAR.fullmatch(cell) for cell in said.values())


# ---------------------------------------------------------------------------------------------- writing

Cell = str | int | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column to write; `width` in characters, or fitted to the cells.

    `kind`: "text"; "number" (an integer); "money" (integer satang, shown as baht); "date" (written as พ.ศ.
    text, since Excel itself shows ค.ศ.).
    """

    title: str
    kind: Literal["text", "number", "money", "date"] = "text"
    width: int | None = None


def write_sheet(
    title: str,
    columns: Sequence[Column | str],
    rows: Iterable[Sequence[Cell]],
    *,
    note: str = "",
    mark: str = "",
    language: str = "th",
    tags: Sequence[str] = (),
) -> bytes:
    """One sheet as .xlsx bytes, the same bytes for the same input.

    `tags`: a second row under the headings, which says to programs what each column holds (`foundation.hxl`).
    `title` stands above the table and on the tab, `note` (source and date) below it, `mark` (practice, test
    data) in red above the title. Text that a spreadsheet would take for a formula (= + - @, also in full
    width; tab, return) is written as text with Excel's own quote mark, so its value stays what it was. The header
    is frozen. Raises ValueError if a row has not as many cells as there are columns.
    """
    known = [column if isinstance(column, Column) else Column(column) for column in columns]
    if tags and len(tags) != len(known):
        raise ValueError(f"{len(tags)} tags for {len(known)} columns")
    file = io.BytesIO()
    book = xlsxwriter.Workbook(
        file,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": title, "created": datetime(2020, 1, 1, tzinfo=UTC)})
    base = {"font_name": _FONT, "font_size": 14, "valign": "top"}
    text = book.add_format({**base, "text_wrap": True})
    quoted = book.add_format({**base, "text_wrap": True, "quote_prefix": True})
    whole = book.add_format({**base, "num_format": "#,##0"})
    baht = book.add_format({**base, "num_format": "#,##0.00"})
    head = book.add_format({**base, "bold": True, "text_wrap": True, "bottom": 1, "bg_color": "#E8EDF4"})
    large = book.add_format({**base, "bold": True, "font_size": 18})
    warning = book.add_format({**base, "bold": True, "font_color": "#A83A24"})
    small = book.add_format({**base, "italic": True})

    page = book.add_worksheet(_tab_name(title))
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)

    def put(row: int, column: int, value: str, plain: object = text) -> None:
        value = clean_text(value)[:32_000]
        page.write_string(row, column, value, quoted if plain is text and looks_like_formula(value) else plain)

    line = 0
    if mark:
        put(line, 0, mark, warning)
        line += 1
    put(line, 0, title, large)
    line += 1
    for place, column in enumerate(known):
        put(line, place, column.title, head)
    first = line
    if tags:
        line += 1
        for place, tag in enumerate(tags):
            put(line, place, tag, small)
    page.freeze_panes(line + 1, 0)
    page.repeat_rows(first, line)
    top = line
    fitted = [max(len(column.title), len(tag)) for column, tag in zip(known, tags or [""] * len(known), strict=True)]
    for row in rows:
        if len(row) != len(known):
            raise ValueError(f"row {line - top} has {len(row)} cells, not {len(known)}")
        line += 1
        for place, (column, value) in enumerate(zip(known, row, strict=True)):
            if value is None or value == "":
                continue
            if column.kind == "money" and isinstance(value, int):
                page.write_number(line, place, float(Decimal(value) / 100), baht)
                fitted[place] = max(fitted[place], 14)
            elif column.kind == "number" and isinstance(value, int):
                page.write_number(line, place, value, whole)
                fitted[place] = max(fitted[place], len(f"{value:,}"))
            else:
                shown = thai_dates.short(value, language) if isinstance(value, date) else str(value)
                put(line, place, shown)
                fitted[place] = max(fitted[place], max(map(len, shown.split("\n"))))
    for place, column in enumerate(known):
        page.set_column(place, place, column.width or min(max(fitted[place] + 2, 8), 60))
    if note:
        put(line + 2, 0, note, small)
    book.close()
    return file.getvalue()


def write_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a mark, so that Excel reads the Thai; text that begins like a formula gets a quote before it."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> str | int:
    if cell is None:
        return ""
    plain = cell.isoformat() if isinstance(cell, date) else cell
    return f"'{plain}" if isinstance(plain, str) and looks_like_formula(plain) else plain


def looks_like_formula(value: str) -> bool:
    """Whether a spreadsheet may take the text for a formula: blanks before the sign and full-width signs are no cover,
    since programs that read a pasted cell or a CSV fold both.
    """
    plain = unicodedata.normalize("NFKC", value.lstrip("".join(_UNSEEN) + " \u00a0\u3000")).lstrip()
    return plain[:1] in ("=", "+", "-", "@", "|", "%", "\u2212") or value[:1] in ("\t", "\r", "\n")


_UNSEEN = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff")


def _tab_name(title: str) -> str:
    """Excel allows 31 characters, not []:*?/\\ nor an apostrophe at an end."""
    name = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", clean_text(title, one_line=True))[:31].strip(" '")
    return name or "1"
