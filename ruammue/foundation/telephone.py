"""Telephone numbers: stored as typed digits, shown everywhere in the groups people say, dialled in full."""

from __future__ import annotations

import re

from ruammue.foundation.thai_digits import to_arabic

_DIALLABLE = re.compile(r"\+?\d{3,15}")
_HEARD_APART = re.compile(r"[\s().-]+")


def plain(number: str) -> str:
    """The digits alone ("๐๘๑-๒๓๔" -> "081234"), or nothing when the text is no number that can be dialled."""
    digits = _HEARD_APART.sub("", to_arabic(number))
    return digits if _DIALLABLE.fullmatch(digits) else ""


def grouped(number: str) -> str:
    """In the groups people say: mobile 3-3-4, Bangkok 2-3-4, province 3-3-3; anything else as it stands."""
    digits = plain(number)
    if len(digits) == 10 and digits.startswith("0"):
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    if len(digits) == 9 and digits.startswith("02"):
        return f"{digits[:2]}-{digits[2:5]}-{digits[5:]}"
    if len(digits) == 9 and digits.startswith("0"):
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    return digits or number


def dialled(number: str) -> str:
    """What a telephone should dial: Thai numbers in their international form, short ones (1669) as they are."""
    digits = plain(number)
    return f"+66{digits[1:]}" if digits.startswith("0") and len(digits) in (9, 10) else digits
