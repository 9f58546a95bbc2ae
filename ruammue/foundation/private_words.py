"""What points at one person in a text that everybody is about to read: a telephone, a house number, a name.

A warning, no proof: what is found may be harmless, and what is not found may still be private. Somebody reads it.
"""

from __future__ import annotations

import re
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ruammue.foundation.thai_digits import to_arabic

Sign = Literal["telephone", "house", "name"]
SIGNS: dict[Sign, str | Promise] = {
    "telephone": _("a telephone number"), "house": _("a house number"), "name": _("somebody's name"),
}  # fmt: skip

_TELEPHONE = re.compile(r"(?<![\d-])(?:\+?66|0)[\s.-]?\d(?:[\s.-]?\d){7,8}(?![\d-])")
_HOUSE = re.compile(
    r"เลขที่\s*\d+|บ้าน\S{0,20}\s*\d{1,4}\s*/\s*\d{1,4}(?!\s*[\d/])|(?<![\d/])\d{1,4}/\d{1,4}\s*(?:ม\.|หมู่)"
    r"|\bhouse\s+(?:no\.?\s*)?\d+",
    re.IGNORECASE,
)
_OFFICES = "ก|อำเภอ|ทะเบียน|ช่าง|จ้าง|หน้า|แพทย์|ทหาร|ตำรวจ|ประกัน|ท่า|สถานี|ทุน|ตรวจ|เวร"
"""What after นาย makes it an office and nobody's name."""
_FIGURES = "ฟ้า|แบบ|เอก|พญา|รำ|สงกรานต์|นพมาศ|เลิ้ง|รอง"
_BEGINS = "[ก-ฮเแโใไ]"
_TITLE = re.compile(
    rf"(?:(?<!เจ้า)นาย(?!{_OFFICES})|นางสาว|นาง(?!{_FIGURES})|น\.?ส\.|เด็กชาย|เด็กหญิง|ด\.ช\.|ด\.ญ\.)\s*{_BEGINS}[ก-๙]"
    r"|\b(?:Mr|Mrs|Ms|Miss)\.?\s+[A-Z]\w"
)
_NO_NAME = (
    "และ|กับ|ที่|ซึ่ง|หรือ|ของ|ใน|ให้|ไป|ได้|ไม่|จะ|ไว้|ยัง|มาก|คน|ทุก|หลาย|อายุ|ป่วย|อยู่|เดิน|เป็น|ช่วย|แล้ว|ต้อง|หมู่|บ้าน|กิน|นอน|แก่|ตา"
)
_KIN = re.compile(rf"(?:(?<!ข)ยาย|(?<!เ)ป้า(?!ย)|ลุง)\s?(?!{_NO_NAME}){_BEGINS}[ก-๙]")


def signs_in(*texts: str) -> tuple[Sign, ...]:
    """What points at a person, each kind once: by a title or a word of kinship with a name, a number of a house, a
    telephone. `นายก` and the like are offices.
    """
    text = to_arabic("\n|\n".join(texts))
    found: list[Sign] = []
    if _TELEPHONE.search(text):
        found.append("telephone")
    if _HOUSE.search(text):
        found.append("house")
    if _TITLE.search(text) or _KIN.search(text):
        found.append("name")
    return tuple(found)


def sign_words(*texts: str) -> tuple[str, ...]:
    """The same in the reader's language."""
    return tuple(str(SIGNS[sign]) for sign in signs_in(*texts))
