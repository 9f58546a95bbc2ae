"""The words behind a PDF, each once: what is searched, copied and read aloud is what stands on the page.

Typst draws a mark that is raised over a vowel ("ครั้ง") in a text block of its own and lets that block say the whole
cluster again: a search for "ครั้ง" found nothing, and a reader heard "ครั้รั้ง". Such a block holds marks only, glyphs
without a width; here it is told to say nothing (an empty ActualText). The drawing stays as it was.

Only what Typst writes is read: whole objects behind one table of offsets, deflated page contents.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping

_OFFSET = re.compile(rb"(\d{10}) \d{5} n")
_REFERENCE = rb"(\d+) 0 R"
_PAGE = re.compile(rb"/Type/Page\b.*?/Resources " + _REFERENCE + rb".*?/Contents " + _REFERENCE, re.DOTALL)
_FONTS = re.compile(rb"/Font<<(.*?)>>")
_NAMED = re.compile(rb"/(\w+) " + _REFERENCE)
_DESCENDANT = re.compile(rb"/DescendantFonts\[" + _REFERENCE)
_WIDTHS = re.compile(rb"/W\[(.*?)\]", re.DOTALL)
_BLOCK = re.compile(rb"(?<=\n)BT\b(.*?)\nET\n", re.DOTALL)
_FONT_OR_STRING = re.compile(rb"/(\w+) [\d.]+ Tf|\(")
_IN_STRING = re.compile(rb"\\[0-7]{3}|\\.|[()]", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{3}|.)", re.DOTALL)
_SAYS = re.compile(rb"\s*/Span<</ActualText<[0-9A-F]*>>>BDC|\nEMC")
_LETTERS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}

Widths = Mapping[bytes, frozenset[int]]
"""By the name of a font on a page: the glyphs that take room."""


def said_once(pdf: bytes) -> bytes:
    """The same pages, no cluster said twice. Same bytes in, same bytes out."""
    table = pdf.rindex(b"xref\n", 0, pdf.rindex(b"startxref"))
    offsets = [int(found) for found in _OFFSET.findall(pdf, table)]
    ends = dict(zip(sorted(offsets), [*sorted(offsets)[1:], table], strict=True))
    objects = {number: pdf[start : ends[start]] for number, start in enumerate(offsets, start=1)}
    changed = dict(_pages(objects))
    if not changed:
        return pdf
    out, places = bytearray(pdf[: min(offsets)]), {}
    for number in sorted(objects, key=lambda number: offsets[number - 1]):
        places[number] = len(out)
        out += changed.get(number, objects[number])
    rows = iter(places[number] for number in sorted(places))
    tail = _OFFSET.sub(lambda found: b"%010d" % next(rows) + found[0][10:], pdf[table:])
    return bytes(out) + tail[: tail.rindex(b"startxref")] + b"startxref\n%d\n%%%%EOF" % len(out)


def _pages(objects: Mapping[int, bytes]) -> Iterator[tuple[int, bytes]]:
    """The contents of those pages where something is silenced: number of the object and the object anew."""
    for page in objects.values():
        if named := _PAGE.search(page):
            resources, contents = int(named[1]), int(named[2])
            widths = _widths(objects, resources)
            head, stream = objects[contents].split(b"stream\n", 1)
            drawn = zlib.decompress(stream)
            silenced = _BLOCK.sub(lambda block, wide=widths: _silenced(block, wide), drawn)  # type: ignore[misc]
            if silenced != drawn:
                packed = zlib.compress(silenced, 6)
                head = re.sub(rb"/Length \d+", b"/Length %d" % len(packed), head, count=1)
                yield contents, head + b"stream\n" + packed + b"\nendstream\nendobj\n\n"


def _widths(objects: Mapping[int, bytes], resources: int) -> Widths:
    widths = {}
    for fonts in _FONTS.findall(objects[resources]):
        for name, number in _NAMED.findall(fonts):
            descendant = _DESCENDANT.search(objects[int(number)])
            found = _WIDTHS.search(objects[int(descendant[1])]) if descendant else None
            runs = [float(part) for part in found[1].split()] if found else []
            widths[name] = frozenset(
                glyph
                for first, last, width in zip(runs[::3], runs[1::3], runs[2::3], strict=True)
                if width
                for glyph in range(int(first), int(last) + 1)
            )
    return widths


def _silenced(block: re.Match[bytes], widths: Widths) -> bytes:
    """The block as it is, or without a word if it draws nothing but marks."""
    font, place, glyphs = b"", 0, 0
    while found := _FONT_OR_STRING.search(block[1], place):
        place = found.end()
        if found[1]:
            font = found[1]
            continue
        end = _string_end(block[1], place)
        codes = _ESCAPE.sub(_byte, block[1][place : end - 1])
        glyphs += len(codes)
        if any(high << 8 | low in widths[font] for high, low in zip(codes[::2], codes[1::2], strict=True)):
            return block[0]
        place = end
    if not glyphs:
        return block[0]
    return b"BT/Span<</ActualText<FEFF>>>BDC" + _SAYS.sub(b"", block[1]) + b"\nEMC\nET\n"


def _string_end(drawn: bytes, place: int) -> int:
    """The place after the bracket that closes a string; those within it stand in pairs."""
    depth = 1
    while depth:
        found = _IN_STRING.search(drawn, place)
        if found is None:
            raise ValueError("a string without an end")
        place = found.end()
        depth += {b"(": 1, b")": -1}.get(found[0], 0)
    return place


def _byte(escape: re.Match[bytes]) -> bytes:
    code = escape[1]
    return bytes([int(code, 8)]) if len(code) == 3 else _LETTERS.get(code, code)
