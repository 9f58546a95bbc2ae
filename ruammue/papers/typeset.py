"""PDF by Typst: the template draws, this module feeds it. Same document, same bytes."""

from __future__ import annotations

import io
import json
import re
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import fontpkg_sarabun
import segno
import typst

from ruammue.foundation.thai_digits import to_thai
from ruammue.papers.blocks import Document, Qr, Run, Title, in_digits
from ruammue.papers.said_once import said_once

_TEMPLATE = Path(__file__).parent / "typst" / "paper.typ"
_FONTS = Path(fontpkg_sarabun.__file__).parent / "files"
# The clock stays out of the file: what matters is dated in its text.
MOMENT = datetime(2020, 1, 1, tzinfo=UTC)
_MOST_PAGES = 400
# Typst's Thai line breaker guesses and at times cuts an office word in two ("ตำบ|ล"); these it may not cut.
_WORDS = (
    "องค์การ", "บริหาร", "ส่วนตำบล", "ตำบล", "อำเภอ", "จังหวัด", "หมู่บ้าน", "ชุมชน", "ประชาคม", "ครัวเรือน",
    "คณะกรรมการ", "อนุกรรมการ", "กรรมการ", "เลขานุการ", "ประธาน", "ผู้แทน", "ผู้ใหญ่บ้าน", "กำนัน", "ผู้อำนวยการ",
    "เจ้าอาวาส", "อาสาสมัคร", "สาธารณสุข", "สาธารณะ", "โรงพยาบาล", "โรงเรียน", "นักเรียน", "นักศึกษา", "มหาวิทยาลัย",
    "ผู้สูงอายุ", "ผู้พิการ", "คนพิการ", "เยาวชน", "เกษตรกร", "ประชาชน", "ประชาสังคม", "เครือข่าย", "ภาคี", "ความร่วมมือ",
    "รายงาน", "ระเบียบวาระ", "มติที่ประชุม", "ที่ประชุม", "ประชุม", "ผู้มาประชุม", "เห็นชอบ", "อนุมัติ", "มอบหมาย", "รับทราบ",
    "พิจารณา", "เสนอ", "แผนพัฒนา", "ท้องถิ่น", "โครงการ", "งบประมาณ", "ทรัพยากร", "สิ่งของ", "บริการ", "หน่วยงาน",
    "สำนักงาน", "นายก", "ปลัด", "นักวิเคราะห์", "นโยบาย", "ผู้ประสาน", "รับผิดชอบ", "ดำเนินการ", "ปรึกษา", "หารือ", "สำรวจ",
    "ขอบคุณ", "ขอเชิญ", "สะดวก", "สมัครใจ", "โอกาส", "ปัญหา", "ความต้องการ", "เครื่องมือ", "วัฒนธรรม", "สิ่งแวดล้อม",
    "พฤศจิกายน", "กุมภาพันธ์", "กรกฎาคม", "พฤหัสบดี", "ศาลากลางบ้าน", "ศาลา", "ถนน", "ไฟฟ้า", "ประปา", "ลูกรัง",
)  # fmt: skip
_WHOLE_WORDS = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))


@cache
def fonts() -> typst.Fonts:
    """Sarabun and nothing of the machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(_FONTS)])


def pdf(document: Document, author: str = "") -> bytes:
    """The paper as PDF, tagged for screen readers (PDF/UA-1).

    Text reaches Typst as JSON and is placed, never evaluated, so no user can run anything.
    Typst says a cluster whose tone mark is raised over a vowel twice; `said_once` mends what is searched and copied.
    """
    compiler = typst.Compiler(
        _TEMPLATE,
        root=_TEMPLATE.parent,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(_inputs(document, author), ensure_ascii=False)},
    )
    try:
        made = compiler.compile(format="pdf", timestamp=MOMENT, pdf_standards="ua-1")
    except typst.TypstError as problem:
        # Somebody's emoji or foreign letter has no shape in our fonts. The paper must still come out; only
        # the promise of PDF/UA, which allows no missing shape, is dropped.
        if "could not be displayed" not in str(problem):
            raise
        made = compiler.compile(format="pdf", timestamp=MOMENT)
    if not isinstance(made, bytes):
        raise TypeError(type(made))
    return said_once(made)


def _inputs(document: Document, author: str) -> dict[str, Any]:
    thai = document.thai_digits
    numbers = [str(number) for number in range(1, _MOST_PAGES + 1)]
    return {
        "title": document.title,
        "author": author,
        "draft": document.standing,
        "mark": document.mark,
        "source": in_digits(document.source, thai),
        "dated": in_digits(document.dated, thai),
        "landscape": document.landscape,
        "margins": document.margins,
        "outlined": any(isinstance(block, Title) for block in document.blocks),
        "numbers": [to_thai(number) for number in numbers] if thai else numbers,
        "blocks": [_plain(block, thai) for block in document.blocks],
    }


def _plain(value: Any, thai: bool) -> Any:
    """Blocks as JSON values, each with its `kind`; digits as the document wants them."""
    if isinstance(value, str):
        return in_digits(value, thai)
    if isinstance(value, tuple):
        if value and isinstance(value[0], Run):
            return [piece for run in value for piece in _pieces(run, thai)]
        return [_plain(part, thai) for part in value]
    if isinstance(value, Qr):
        return {"kind": "Qr", "svg": qr_svg(value.data), "alt": value.alt, "mm": value.mm}
    if is_dataclass(value):
        plain = {field.name: _plain(getattr(value, field.name), thai) for field in fields(value)}
        return {"kind": type(value).__name__, **plain}
    return value


def _pieces(run: Run, thai: bool) -> list[dict[str, Any]]:
    """A run as JSON; plain text is parted so that office words stand whole."""
    text = run.text if run.as_is else in_digits(run.text, thai)
    if run.keep or run.as_is:
        return [{"text": text, "bold": run.bold, "keep": run.keep}]
    pieces = []
    place = 0
    for match in _WHOLE_WORDS.finditer(text):
        # What clings to the word (a following vowel sign or mark) belongs to another word: leave it alone.
        if "ะ" <= text[match.end() : match.end() + 1] <= "ู" or "็" <= text[match.end() : match.end() + 1] <= "๎":
            continue
        pieces += [(text[place : match.start()], False), (match.group(), True)]
        place = match.end()
    pieces.append((text[place:], False))
    return [{"text": part, "bold": run.bold, "keep": whole} for part, whole in pieces if part]


def qr_svg(data: str) -> str:
    """A QR code as SVG, dark on white with its quiet zone; M level, since paper gets wet and folded."""
    file = io.BytesIO()
    segno.make(data, error="m", micro=False).save(file, kind="svg", scale=4, border=3, light="#fff", xmldecl=False)
    return file.getvalue().decode()


def qr_png(data: str) -> bytes:
    """The same code as PNG, for formats without SVG."""
    file = io.BytesIO()
    segno.make(data, error="m", micro=False).save(file, kind="png", scale=8, border=3)
    return file.getvalue()
