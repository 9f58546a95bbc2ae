"""The mobilisation board of one matter or project: an A4 sheet for a wall, and a square picture to pass on in LINE.

Words and numbers only: no person but the one to call, and no portrait. One drawing (`typst/board.typ`) serves both.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import typst

from ruammue.foundation import telephone, thai_dates
from ruammue.foundation.text import shorten
from ruammue.papers.blocks import tidy
from ruammue.papers.kinds import Contact, Office
from ruammue.papers.said_once import said_once
from ruammue.papers.typeset import MOMENT, fonts, qr_svg

SIDE = 1080
"""Pixels of the square picture: what LINE and other apps show without cutting."""
_TEMPLATE = Path(__file__).parent / "typst" / "board.typ"
_LACKS_ON_PICTURE = 4
_TITLE, _TITLE_ON_SHEET, _SENTENCE = 84, 300, 84
"""Letters of a title: two lines on the picture, so that the bars stay where they are; of the sentence below it, one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardBar:
    """One of the three bars: its name, how many things, how many of them still lack, the two shares."""

    label: str
    things: int
    short: int
    promised: Fraction
    arrived: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """One thing asked for, each quantity in words ("40 ตัว"). `also`: said beside its name on the sheet."""

    thing: str
    also: str = ""
    wanted: str
    promised: str
    arrived: str
    missing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """กระดานระดมความร่วมมือ. `standing` is said on every sheet that is not for everybody.

    `closed`: the day on which it ended, in words; then it tells how it ended and calls nobody.
    `sentence`: what the title belongs to; `note`: how the numbers are to be read. Both stand on sheet and picture.
    """

    office: Office
    title: str
    sentence: str = ""
    note: str = ""
    bars: tuple[BoardBar, ...]
    rows: tuple[BoardRow, ...]
    coordinator: Contact
    link: str = ""
    standing: str = ""
    closed: str = ""

    @property
    def name(self) -> str:
        """Of the file: Thai, dated, without a person's name."""
        return f"กระดานระดม-{thai_dates.buddhist_year(self.office.printed_on)}-{self.office.printed_on:%m-%d}"


def board_pdf(board: Board) -> bytes:
    """The board on A4, every thing with what was asked for, promised and has arrived. Same board, same bytes."""
    made = _compiler(board, "sheet").compile(format="pdf", timestamp=MOMENT)
    return said_once(_one(made))


@lru_cache(maxsize=32)  # it is asked for by whoever was sent the page, and drawn once as long as nothing changes
def board_png(board: Board) -> bytes:
    """The board as a square of `SIDE` pixels: three bars, what lacks most, whom to call."""
    return _one(_compiler(board, "picture").compile(format="png", ppi=72))


def _compiler(board: Board, form: str) -> typst.Compiler:
    given = json.dumps({"form": form, **_inputs(board, form)}, ensure_ascii=False)
    return typst.Compiler(
        _TEMPLATE, root=_TEMPLATE.parent, font_paths=fonts(), ignore_system_fonts=True, sys_inputs={"board": given}
    )


def _one(made: object) -> bytes:
    if not isinstance(made, bytes):
        raise TypeError(type(made))
    return made


def _inputs(board: Board, form: str) -> dict[str, object]:
    lacking = [row for row in board.rows if row.missing]
    return {
        "office": tidy(board.office.name),
        "title": shorten(tidy(board.title), _TITLE if form == "picture" else _TITLE_ON_SHEET),
        "sentence": shorten(tidy(board.sentence), _SENTENCE if form == "picture" else _TITLE_ON_SHEET)
        if tidy(board.sentence) != tidy(board.title)
        else "",
        "note": tidy(board.note),
        "mark": str(board.office.mark),
        "standing": board.standing,
        "closed": board.closed,
        "day": thai_dates.short(board.office.printed_on),
        "bars": [_bar(bar) for bar in board.bars],
        "rows": [{name: tidy(text) for name, text in asdict(row).items()} for row in board.rows],
        "lacks": [f"{tidy(row.thing)} {row.missing}" for row in lacking[:_LACKS_ON_PICTURE]],
        "more": max(0, len(lacking) - _LACKS_ON_PICTURE),
        "who": tidy(board.coordinator.name),
        "phone": telephone.grouped(board.coordinator.phone),
        "link": board.link,
        "qr": qr_svg(board.link) if board.link else "",
    }


def _bar(bar: BoardBar) -> dict[str, object]:
    promised, arrived = (_hundredths(share) for share in (bar.promised, bar.arrived))
    return {"label": bar.label, "things": bar.things, "short": bar.short, "promised": promised, "arrived": arrived}


def _hundredths(share: Fraction) -> int:
    """Rounded down: 100 stands only where it is all of it."""
    return int(share * 100)
