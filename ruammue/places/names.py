"""How places are called, written short, and typed into a search box. Pure.

Names are never keys: they find candidates, and the full path tells namesakes apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ruammue.foundation.levels import Level
from ruammue.foundation.text import clean_text
from ruammue.foundation.thai_digits import to_arabic

# What people write before a name, longest first. An abbreviation needs its dot, or "อำนาจเจริญ" would lose a letter.
_TITLES: dict[str, Level | None] = {
    "กิ่งอำเภอ": Level.AMPHOE,
    "หมู่บ้าน": Level.VILLAGE,
    "จังหวัด": Level.CHANGWAT,
    "อำเภอ": Level.AMPHOE,
    "ตำบล": Level.TAMBON,
    "แขวง": Level.TAMBON,
    "เขต": Level.AMPHOE,
    "บ้าน": Level.VILLAGE,
    "จ.": Level.CHANGWAT,
    "อ.": Level.AMPHOE,
    "ต.": Level.TAMBON,
    "บ.": Level.VILLAGE,
}
_OFFICE_TITLES = {
    "องค์การบริหารส่วนตำบล": "sao",
    "องค์การบริหารส่วนจังหวัด": "pao",
    "เทศบาลตำบล": "subdistrict_municipality",
    "เทศบาลเมือง": "town_municipality",
    "เทศบาลนคร": "city_municipality",
    "เทศบาล": "",
    "อบต.": "sao",
    "อบจ.": "pao",
    "ทต.": "subdistrict_municipality",
    "ทม.": "town_municipality",
    "ทน.": "city_municipality",
    "อบต": "sao",
    "อบจ": "pao",
}
_FULL_OFFICE = {
    "sao": "องค์การบริหารส่วนตำบล",
    "pao": "องค์การบริหารส่วนจังหวัด",
    "subdistrict_municipality": "เทศบาลตำบล",
    "town_municipality": "เทศบาลเมือง",
    "city_municipality": "เทศบาลนคร",
    "pattaya": "เมือง",
}
_SHORT_OFFICE = {
    "sao": "อบต.",
    "pao": "อบจ.",
    "subdistrict_municipality": "ทต.",
    "town_municipality": "ทม.",
    "city_municipality": "ทน.",
}
_MOO = re.compile(r"(?:หมู่ที่|หมู่|ม\.)\s*(\d{1,2})(?!\d)")
_BANGKOK = "10"
_WORDS = 4
"""A name and the three places it lies in; each further word would cost a question to the database."""


@dataclass(frozen=True, slots=True)
class Word:
    """A name as it was typed: its key, and the level or kind of office when a title said so."""

    key: str
    level: Level | None = None
    office: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody typed into a search box. `whole` is all of it as one key, for names with blanks in them."""

    code: str = ""
    moo: int | None = None
    words: tuple[Word, ...] = ()
    whole: str = ""


def key_of(name: str) -> str:
    """The form in which a name is compared: composed, Arabic digits, no blanks, no บ้าน before it, lower case."""
    key = clean_text("".join(name.split()), one_line=True)
    while " " in key:
        # A blank of another script has become one of ours; without it marks may meet and must be put in order again.
        key = clean_text(key.replace(" ", ""), one_line=True)
    key = to_arabic(key).lower()
    return key.removeprefix("บ้าน") or key


def asked(text: str) -> Asked:
    """Take a typed line apart: "หมู่ ๔ ต.นาคูณใหญ่ อ.นาหว้า" is a moo number, a tambon and an amphoe."""
    line = to_arabic(clean_text(text[:200], one_line=True))
    code = "".join(line.split())
    if code.isdigit() and 1 < len(code) <= 8:
        return Asked(code=code)
    whole = _untitled(line).key
    moo = None
    if found := _MOO.search(line):
        moo = int(found[1])
        line = line[: found.start()] + " " + line[found.end() :]
    words = []
    # A title and its name may stand apart ("ต. นาหว้า"): join them before cutting at blanks.
    for piece in _TITLE_APART.sub(r"\1", line).replace(",", " ").split():
        if piece.isdigit() and len(piece) <= 2 and moo is None:
            moo = int(piece)
        elif word := _untitled(piece):
            words.append(word)
    return Asked(moo=moo, words=tuple(word for word in words if word.key)[:_WORDS], whole=whole)


_TITLE_APART = re.compile(
    r"(?<!\S)("
    + "|".join(re.escape(title) for title in sorted({*_TITLES, *_OFFICE_TITLES}, key=len, reverse=True))
    + r")\s+"
)


def _untitled(piece: str) -> Word:
    for title, office in sorted(_OFFICE_TITLES.items(), key=lambda each: -len(each[0])):
        if piece.startswith(title):
            return Word(key_of(piece.removeprefix(title)), office=office)
    for title, level in _TITLES.items():
        if piece.startswith(title) and piece != title:
            return Word(key_of(piece.removeprefix(title)), level=None if level == Level.VILLAGE else level)
    return Word(key_of(piece))


def village_label(moo: int, name: str) -> str:
    """ "หมู่ 3 บ้านดอนแดง": the number tells namesakes apart. Twelve villages of the source have no name at all."""
    if not name:
        return f"หมู่ {moo}"
    return f"หมู่ {moo} {name if name.startswith('บ้าน') else f'บ้าน{name}'}"


def short_label(code: str, name: str) -> str:
    """One step of a path: "ต.นาหว้า", "อ.นาหว้า", "จ.นครพนม"; in Bangkok แขวง and เขต."""
    if len(code) == 8:
        return village_label(int(code[6:]), name)
    if code == "TH" or code == _BANGKOK:
        return name
    titles = {4: "เขต", 6: "แขวง"} if code.startswith(_BANGKOK) else {2: "จ.", 4: "อ.", 6: "ต."}
    title = titles[len(code)]
    plain = name
    for full in ("ตำบล", "อำเภอ", "จังหวัด", "แขวง", "เขต"):
        plain = plain.removeprefix(full)
    return f"{title}{plain or name}"


def path_codes(code: str) -> list[str]:
    """The place itself and what it lies in, nearest first, without the country."""
    return [code[:end] for end in (8, 6, 4, 2) if len(code) >= end] if code != "TH" else ["TH"]


def office_name(kind: str, name: str) -> str:
    """ "องค์การบริหารส่วนตำบลนาคูณใหญ่"; Bangkok is called by its name alone."""
    return f"{_FULL_OFFICE.get(kind, '')}{name}"


def office_short_name(kind: str, name: str) -> str:
    """ "อบต.นาคูณใหญ่"."""
    return f"{_SHORT_OFFICE.get(kind, '')}{name}"
