"""The Thai words that a record keeps: texts of resolutions and headings of the agenda.

They are stored and printed as part of a Thai office record, so they are written here in Thai and not looked up in a
catalogue: a resolution does not change its words with the reader's language.
"""

from __future__ import annotations

from ruammue.foundation.text import first_clause

SECTIONS = {
    1: "เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ",
    2: "เรื่องรับรองรายงานการประชุม",
    3: "เรื่องสืบเนื่องและเรื่องเพื่อทราบ",
    4: "เรื่องเพื่อพิจารณา",
    5: "เรื่องอื่น ๆ",
}
STANDING = (1, 2, 3, 5)
"""Sections that are written into when something was said; the matters themselves stand in section 4."""
FORUM_SECTION = "เรื่องที่ชาวบ้านช่วยกันจัดลำดับ"
NOTED = "รับทราบ"
APPROVED_MINUTES = "รับรองรายงานการประชุม"
AGREED_TOGETHER = "เห็นชอบร่วมกัน ไม่มีผู้คัดค้าน"
AGREED_WITH_RESERVATIONS = "เห็นชอบร่วมกัน โดยมีข้อสงวนตามที่บันทึกไว้"
NOT_AGREED_TOGETHER = "ยังไม่เห็นชอบร่วมกัน เพราะมีผู้คัดค้านตามที่บันทึกไว้"
DISCUSSED = "เป็นการหารือ ไม่มีมติ เพราะองค์ประชุมไม่ครบ"


def to_do(title: str) -> str:
    """What is to be done about a need that a forum wants first: a name for the work, not the trouble once more."""
    return f"ทำตามมติเรื่อง{first_clause(title.removeprefix('เรื่อง'), 60)}"


def chosen(rank: int, count: int, heads: int, stickers_each: int | None) -> str:
    """A need that the forum wants done first."""
    return f"เห็นควรทำก่อน เป็นลำดับที่ {rank} {_counted(count, heads, stickers_each)}"


def kept(rank: int, count: int, heads: int, stickers_each: int | None) -> str:
    """A need that the forum heard and wrote down."""
    return f"รับทราบและบันทึกไว้ เป็นลำดับที่ {rank} {_counted(count, heads, stickers_each)}"


def _counted(count: int, heads: int, stickers_each: int | None) -> str:
    if stickers_each is None:
        return f"(ยกมือ {count} คน จากผู้มาประชุม {heads} คน)"
    return f"(ได้สติกเกอร์ {count} ดวง ผู้มาประชุม {heads} คน คนละ {stickers_each} ดวง)"


def carried(proposal: str) -> str:
    """A motion that was carried. A proposal reads as the end of the sentence: "ให้…"."""
    return _joined("เห็นชอบ", proposal)


def lost(proposal: str) -> str:
    """A motion that was not carried."""
    return _joined("ไม่เห็นชอบ", proposal)


def _joined(verb: str, proposal: str) -> str:
    plain = proposal.removeprefix("เห็นชอบ").removeprefix("ไม่เห็นชอบ").strip()
    return f"{verb}{plain}" if plain.startswith("ให้") else f"{verb}ตามที่เสนอ: {plain}"


def together(words: str, proposal: str) -> str:
    """The outcome of a round among partners, with what was proposed."""
    return f"{words}: {proposal}" if proposal else words


def discussed(proposal: str) -> str:
    """What was talked about without a quorum."""
    return f"{DISCUSSED}: {proposal}" if proposal else DISCUSSED
