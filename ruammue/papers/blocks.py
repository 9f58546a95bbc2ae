"""The bricks of a paper: what is said, in order, without saying how a format draws it.

A paper is composed once into a `Document` of blocks; `typeset` (PDF), `word` (DOCX), `page` (HTML) and the
spreadsheet writer each draw the same blocks, so no two formats can say different things.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ruammue.foundation import telephone
from ruammue.foundation.quantities import UNITS
from ruammue.foundation.text import clean_and_mask
from ruammue.foundation.thai_dates import MONTHS_TH, MONTHS_TH_SHORT
from ruammue.foundation.thai_digits import to_thai

_NOT_WORDS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")
_NO_BREAK_SPACE = "\u00a0"
_COUNTED = "|".join(
    re.escape(word)
    for word in sorted(
        {unit.thai for unit in UNITS.values()} | {"เสียง", "กลุ่ม", "น.", "สาย", "จุด", "ข้อ"}, key=len, reverse=True
    )
)
_MONTHS = "|".join(re.escape(month) for month in MONTHS_TH + MONTHS_TH_SHORT)
_D = "[0-9๐-๙]"
# Dates, hours, village numbers and numbers with their unit: broken over a line they are misread.
_WHOLE = re.compile(
    rf"(?:วันที่ )?{_D}{{1,2}} (?:{_MONTHS})(?: {_D}{{4}})?|(?:เวลา )?{_D}{{1,2}}\.{_D}{{2}} น\.|"
    rf"(?:หมู่|หมู่ที่|ครั้งที่|ข้อ|วาระ|คนที่|ลำดับที่) {_D}[{_D[1:-1]}/.]*|{_D}[{_D[1:-1]},.]* (?:{_COUNTED})"
)


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text. `keep`: never break it over a line (names, numbers with units). `as_is`: keep its digits.

    `link` is where a page may lead from here: a telephone or an address of the net.
    """

    text: str
    bold: bool = False
    keep: bool = False
    as_is: bool = False
    link: str = ""


Text = tuple[Run, ...]


def say(*parts: str | Run) -> Text:
    """Runs from plain strings and runs; tidied, stripped of citizen ids, numbers kept with their units."""
    runs: list[Run] = []
    for part in parts:
        run = part if isinstance(part, Run) else Run(part)
        text = tidy(run.text)
        if text and (run.keep or run.as_is):
            runs.append(Run(text, run.bold, run.keep, run.as_is, run.link))
        elif text:
            runs += _with_whole_numbers(text, run.bold)
    return tuple(runs)


def _with_whole_numbers(text: str, heavy: bool) -> list[Run]:
    runs: list[Run] = []
    place = 0
    for match in _WHOLE.finditer(text):
        # A Thai letter right behind may belong to the same word ("2 คนขับ"): then only the blank is closed.
        if "ก" <= text[match.end() : match.end() + 1] <= "์":
            part = text[place : match.start()] + match.group().replace(" ", _NO_BREAK_SPACE)
            runs.append(Run(part, heavy))
        else:
            runs += [Run(text[place : match.start()], heavy), Run(match.group(), heavy, keep=True)]
        place = match.end()
    runs.append(Run(text[place:], heavy))
    return [run for run in runs if run.text]


def keep(text: str) -> Run:
    """A name, a date or a number with its unit, which must not break."""
    return Run(text, keep=True)


def bold(text: str) -> Run:
    """A word set heavier."""
    return Run(text, bold=True)


def code(text: str) -> Run:
    """An address, a code or a PIN: its digits stay as they are, on one line."""
    return Run(text, keep=True, as_is=True)


def phone(number: str, *, heavy: bool = False) -> Run:
    """ "โทร. 081-..." on one line; a touch on the page calls."""
    dialled = telephone.dialled(number)
    link = f"tel:{dialled}" if dialled else ""
    return Run(f"โทร. {telephone.grouped(number)}", heavy, keep=True, as_is=True, link=link)


def address(url: str) -> Run:
    """An address of the net, written out; only http and https become links."""
    return Run(url, keep=True, as_is=True, link=url if url.startswith(("https://", "http://")) else "")


def tidy(text: str) -> str:
    """Normalised and without citizen ids, its outer blanks kept."""
    # Blanks at the ends separate runs, so they are put back after cleaning.
    body = clean_and_mask(text)[0]
    if not body:
        return " " if text.isspace() else ""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() else ""
    return before + body + after


def in_digits(text: str, thai: bool) -> str:
    """The text in Thai digits if wanted; addresses of the net keep theirs, or they would no longer work."""
    if not thai:
        return text
    parts, place = [], 0
    for match in _NOT_WORDS.finditer(text):
        parts += [to_thai(text[place : match.start()]), match.group()]
        place = match.end()
    return "".join([*parts, to_thai(text[place:])])


@dataclass(frozen=True, slots=True)
class Title:
    """The head of a paper: its name, and centred lines under it."""

    lines: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """Stays with what follows it."""

    text: Text
    level: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One line or short text standing alone. `size`: small, normal, large, huge."""

    text: Text
    align: str = "left"
    size: str = "normal"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; official papers indent its first line. `size` as for a line."""

    text: Text
    indent: bool = True
    size: str = "normal"


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with what belongs to them, one under another: เรื่อง ..., เรียน ..."""

    rows: tuple[tuple[Text, Text], ...]


@dataclass(frozen=True, slots=True)
class People:
    """A numbered list without lines: name, position, note."""

    rows: tuple[tuple[Text, Text, Text], ...]


@dataclass(frozen=True, slots=True)
class Col:
    """A column: its title, its share of the width, and whether it is centred or large."""

    title: str
    share: int = 10
    centre: bool = False
    large: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a header that is repeated on every page; `row_mm` is the least height of a row."""

    columns: tuple[Col, ...]
    rows: tuple[tuple[Text, ...], ...]
    row_mm: int = 0


@dataclass(frozen=True, slots=True)
class Bars:
    """A picture of parts of a whole: a label, how many of a hundred, and the words beside it; one bar a row."""

    rows: tuple[tuple[Text, int, Text], ...]


@dataclass(frozen=True, slots=True)
class Sign:
    """A place to sign: what the signature is for, the name below it in brackets, the position.

    A letter has a `closing` phrase above instead.
    """

    label: str
    name: str = ""
    position: str = ""
    closing: str = ""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Places to sign, in one column at the right or two side by side; never parted from each other's lines."""

    signs: tuple[Sign, ...]
    columns: int = 1


@dataclass(frozen=True, slots=True)
class Qr:
    """A code to be read by a telephone; `alt` says for the blind what it leads to."""

    data: str
    alt: str
    mm: int = 30


@dataclass(frozen=True, slots=True)
class Split:
    """Two things side by side, the right one `right_mm` wide; level at the `top`, or in the middle."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]
    right_mm: int = 32
    top: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """Blocks within a thin border."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """Blocks that stay on one page."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Space:
    """Empty height."""

    mm: int = 4


@dataclass(frozen=True, slots=True)
class Cards:
    """Pieces to be cut apart, `columns` on a row, each with dashed edges."""

    width_mm: int
    height_mm: int
    columns: int
    cards: tuple[tuple[Block, ...], ...]


Block = (
    Title
    | Heading
    | Line
    | Paragraph
    | Facts
    | People
    | Table
    | Bars
    | Signatures
    | Qr
    | Split
    | Frame
    | Together
    | Space
    | Cards
)


@dataclass(frozen=True, slots=True)
class Document:
    """A composed paper. `name` becomes the file name, so it holds no person's name.

    `standing`: what every page says of its force, "draft, in force when signed"; empty where nobody signs.
    """

    name: str
    title: str
    blocks: tuple[Block, ...]
    source: str
    dated: str
    mark: str = ""
    landscape: bool = False
    thai_digits: bool = True
    margins: str = "official"
    formats: frozenset[str] = field(default=frozenset({"pdf", "docx", "html"}))
    as_sheet: Table | None = None
    standing: str = ""

    @property
    def table(self) -> Table | None:
        """The table that a spreadsheet shows: `as_sheet`, or the one with the most cells."""
        if self.as_sheet is not None:
            return self.as_sheet
        tables = [block for block in self.blocks if isinstance(block, Table)]
        return max(tables, key=lambda table: len(table.rows) * len(table.columns), default=None)
