"""Thai personal names: prefix, given name, family name, and the order of a Thai list (by given name)."""

import re
import unicodedata
from dataclasses import dataclass

from ruammue.foundation.refusals import Refusal

# Longest first, so that "นางสาว" is not read as "นาง". Written prefixes of people met in a tambon's lists.
PREFIXES = tuple(
    sorted(
        (
            "นาย", "นาง", "นางสาว", "น.ส.", "นส.", "เด็กชาย", "เด็กหญิง", "ด.ช.", "ด.ญ.", "ดช.",
            "ดญ.", "คุณ", "คุณหญิง", "ดร.", "ศ.", "รศ.", "ผศ.", "ศ.ดร.", "รศ.ดร.", "ผศ.ดร.", "อ.",
            "นพ.", "พญ.", "ทพ.", "ทพญ.", "ภก.", "ภญ.", "นายแพทย์", "แพทย์หญิง", "อาจารย์", "ครู",
            "ม.ร.ว.", "ม.ล.", "หม่อมหลวง", "หม่อมราชวงศ์", "ว่าที่ร้อยตรี", "ว่าที่ ร.ต.",
            "ว่าที่ร.ต.", "ว่าที่ร้อยตรีหญิง", "ว่าที่ ร.ต.หญิง", "พล.อ.", "พล.ท.", "พล.ต.", "พ.อ.",
            "พ.ท.", "พ.ต.", "ร.อ.", "ร.ท.", "ร.ต.", "จ.ส.อ.", "จ.ส.ท.", "จ.ส.ต.", "ส.อ.", "ส.ท.",
            "ส.ต.", "พล.ต.อ.", "พล.ต.ท.", "พล.ต.ต.", "พ.ต.อ.", "พ.ต.ท.", "พ.ต.ต.", "ร.ต.อ.",
            "ร.ต.ท.", "ร.ต.ต.", "ด.ต.", "ส.ต.อ.", "ส.ต.ท.", "ส.ต.ต.", "พ.จ.อ.", "จ.อ.", "พระ",
            "พระครู", "พระมหา", "พระอธิการ", "พระใบฎีกา", "พระสมุห์", "พระปลัด", "พระอาจารย์",
            "สามเณร", "แม่ชี", "Mr.", "Mrs.", "Ms.", "Miss", "Dr.",
        ),
        key=len,
        reverse=True,
    )
)  # fmt: skip
_LEADING_VOWEL = re.compile("([เแโใไ])([ก-ฮ])")
# What is left must be able to begin a name: "นายิกา" and "คุณากร" have no prefix.
_NAME_BEGINS = re.compile(r"\s*[ก-ฮเแโใไA-Za-z]")
_SECONDARY = re.compile("[\u0e47-\u0e4e]")


@dataclass(frozen=True, slots=True)
class ThaiName:
    """The parts of a name; each may be empty but `given`."""

    prefix: str
    given: str
    family: str

    @property
    def full(self) -> str:
        """As Thai people write it: the prefix joins the given name without a blank (Latin ones keep it)."""
        gap = " " if self.prefix.isascii() and self.prefix else ""
        return " ".join(part for part in (f"{self.prefix}{gap}{self.given}", self.family) if part)


def split(full_name: str) -> ThaiName:
    """Prefix, given and family name of "นางสาวสมใจ  ดีงาม", "ว่าที่ ร.ต. มานะ ณ นคร".

    The first word after the prefix is the given name, the rest the family name. A monk's name has no family
    name here: "พระครูสุตธรรม (วัดกลาง)" keeps all in `given`. An empty text gives three empty parts.
    """
    text = " ".join(full_name.split())
    prefix = ""
    found = True
    while found:
        # Titles pile up: "ผศ. ดร. สมชาย", "ว่าที่ ร.ต. ดร. ...".
        found = False
        for known in PREFIXES:
            rest = text[len(known) :]
            if not text.startswith(known) or not rest.strip():
                continue
            if not _NAME_BEGINS.match(rest) or (known.isalpha() and known.isascii() and rest[0] != " "):
                continue
            prefix += known
            text = rest.strip()
            found = True
            break
    if prefix.startswith(("พระ", "สามเณร")):
        return ThaiName(prefix, text, "")
    given, _, family = text.partition(" ")
    return ThaiName(prefix, given, family)


class NotAName(Refusal):
    """Data: `sign`, the first that cannot stand in a name; `.` for the address of a web page, empty for no letter."""


_SIGNS = " .-'’()"
"""Beside letters and marks of any script: initials, double names, O’Neil, พระครู… (วัดกลาง)."""
_WEB = re.compile(r"\bwww\.|\w\.(?:com|net|org|info|io|me|co|th|biz|xyz|top|site|shop|link|app)\b", re.IGNORECASE)


def check(name: str) -> None:
    """Whether this may be a person's name or title, in any script. Raises NotAName. Nothing at all passes.

    Digits, links and mark-up do not: they are a telephone, a house number or somebody's advertisement.
    """
    for sign in name:
        if unicodedata.category(sign)[0] not in "LM" and sign not in _SIGNS:
            raise NotAName(sign=sign)
    if _WEB.search(name):
        raise NotAName(sign=".")
    if name and not any(unicodedata.category(sign)[0] == "L" for sign in name):
        raise NotAName(sign="")


def sort_key(full_name: str) -> str:
    """A text whose plain (code point) order is the order of a Thai list: given name, family name, no prefix.

    A leading vowel sorts behind its consonant, tones and the like only break ties, as dictionaries do.
    Latin letters sort without case. Store it, and order by it in the "C" collation.
    """
    name = split(full_name)
    swapped = _LEADING_VOWEL.sub(r"\2\1", f"{name.given} {name.family}".strip().casefold())
    # The tab sorts before every letter and blank, so that a shorter name comes first.
    return f"{_SECONDARY.sub('', swapped)}\t{swapped}"
