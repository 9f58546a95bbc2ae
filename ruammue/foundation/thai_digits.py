"""Thai and Arabic digits, one into the other. People type either; papers show one of them."""

import re
import unicodedata

from ruammue.foundation.refusals import Refusal

_TO_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_GROUPED = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)")


class NotANumber(Refusal):
    """The text is not a whole number. Data: `text` as typed; `reason`: "empty", "form" or "too_large"."""


def to_thai(text: str) -> str:
    """The same text with 0-9 written ๐-๙."""
    return text.translate(_TO_THAI)


def to_arabic(text: str) -> str:
    """The same text with the decimal digits of every script (Thai, Lao, full width...) written 0-9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(sign)) if not sign.isascii() and sign.isdecimal() else sign for sign in text)


def parse_int(text: str) -> int:
    """A whole number from what people type: "๑,๒๐๐", " 1200 ", "1 200", "-3".

    Raises NotANumber. Numbers of more than 15 digits are refused: they are ids or mistakes, and a
    spreadsheet could not hold them exactly.
    """
    plain = to_arabic(text).replace("−", "-")
    plain = re.sub(r"(?<=\d)[\s\u200b]+(?=\d)", "", plain).strip(" \t\r\n\u00a0\u200b")
    if not plain:
        raise NotANumber(text=text[:40], reason="empty")
    if not _GROUPED.fullmatch(plain):
        raise NotANumber(text=text[:40], reason="form")
    plain = plain.replace(",", "")
    if len(plain.lstrip("+-")) > 15:
        raise NotANumber(text=text[:40], reason="too_large")
    return int(plain)
