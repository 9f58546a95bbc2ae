"""Reads a PDF as a screen reader does: by /ActualText where it stands, else by each glyph's own text.

Thai marks are drawn by several glyphs for one piece of text; Typst says what they mean in /ActualText, which
pypdf's own extraction passes over.
"""

from __future__ import annotations

import io
import re
from typing import Any

import pypdf
from pypdf.generic import ContentStream, TextStringObject

_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_TRIPLE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[(.*?)\])", re.DOTALL)


def pages_of(content: bytes) -> list[str]:
    """The text of each page, in the order in which it is drawn, a line end after each marked piece."""
    reader = pypdf.PdfReader(io.BytesIO(content))
    return [_text(page, reader) for page in reader.pages]


def _text(page: Any, reader: pypdf.PdfReader) -> str:
    maps = {name: _glyphs(font.get_object()) for name, font in page["/Resources"].get("/Font", {}).items()}
    said: list[str] = []
    font: dict[int, str] = {}
    spoken: list[bool] = []  # for every open marked piece: does an outer /ActualText speak for it already?
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator == b"Tf":
            font = maps[operands[0]]
        elif operator in (b"BDC", b"BMC"):
            actual = operands[1].get("/ActualText") if operator == b"BDC" and isinstance(operands[1], dict) else None
            if actual is not None and not any(spoken):
                said.append(_actual(actual))
            spoken.append(actual is not None)
        elif operator == b"EMC":
            if spoken and not spoken.pop() and not any(spoken):
                said.append("\n")
        elif operator in (b"Tj", b"TJ") and not any(spoken):
            strings = operands[0] if operator == b"TJ" else [operands[0]]
            said.append("".join(_decoded(part, font) for part in strings if isinstance(part, str | bytes)))
    return "".join(said)


def _actual(value: Any) -> str:
    return str(value) if isinstance(value, TextStringObject) else bytes(value).decode("utf-16")


def _decoded(part: Any, font: dict[int, str]) -> str:
    raw = part.original_bytes if isinstance(part, TextStringObject) else bytes(part)
    return "".join(font.get(int.from_bytes(raw[at : at + 2], "big"), "") for at in range(0, len(raw), 2))


def _glyphs(font: Any) -> dict[int, str]:
    """Glyph number -> text, from the font's /ToUnicode."""
    table = font["/ToUnicode"].get_object().get_data()
    glyphs: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for glyph, text in _PAIR.findall(block):
            glyphs[int(glyph, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, start, _ in _TRIPLE.findall(block):
            for offset in range(int(last, 16) - int(first, 16) + 1):
                glyphs[int(first, 16) + offset] = chr(int(start, 16) + offset)
    return glyphs
