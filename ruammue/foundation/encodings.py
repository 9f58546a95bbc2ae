"""Text files as offices have them: UTF-8, the "Unicode text" of Excel, or the Thai of Windows where that is certain.

Whatever cannot be read for certain is refused: letters guessed wrongly would stand in a plan or a record as names.
Pure.
"""

from __future__ import annotations

import re

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_UTF8_THAI = re.compile(rb"\xe0[\xb8\xb9][\x80-\xbf]")
_THAI = re.compile(r"[\u0e01-\u0e5b]")
_ASTRAY = re.compile(
    r"(?:^|[^\u0e01-\u0e2e\u0e31-\u0e3a\u0e47-\u0e4e])[\u0e31\u0e33-\u0e3a\u0e47-\u0e4e]"
    r"|(?<=[A-Za-z])[\u0e01-\u0e5b](?![\u0e01-\u0e5b])|(?<![\u0e01-\u0e5b])[\u0e01-\u0e5b](?=[A-Za-z])"
)
"""A vowel or tone mark that sits on no consonant, a letter alone in a Latin word: other code pages read as Thai."""
_ODD_IN_100 = 5


class NotText(ValueError):
    """No text that is certain. `found`: "xlsx", "old_xls" (Excel's own files), "utf_16" (without its mark), "binary",
    "broken_utf_8" or "other" (another code page).
    """

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found


def decode(data: bytes) -> str:
    """The text of a file, its mark taken off. Raises NotText."""
    if data.startswith(_ZIP):
        raise NotText("xlsx")
    if data.startswith(_OLD_OFFICE):
        raise NotText("old_xls")
    for mark, name in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(name)
            except UnicodeDecodeError:
                raise NotText("broken_utf_8" if name == "utf-8-sig" else "binary") from None
    if b"\x00" in data:
        raise NotText("utf_16" if _is_in_pairs(data[:4096]) else "binary")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _thai_of_windows(data)


def _is_in_pairs(sample: bytes) -> bool:
    """UTF-16 of Thai and Latin: of nearly every pair one byte, always the same, is 00 or 0E."""
    pages = [sum(byte in (0x00, 0x0E) for byte in sample[at::2]) for at in (0, 1)]
    return max(pages) * 10 >= 9 * (len(sample) // 2)


def _thai_of_windows(data: bytes) -> str:
    """Code page 874 (TIS-620), if it then reads as Thai does, up to slips of the typist. Raises NotText."""
    in_utf_8 = sum(len(found) for found in _UTF8_THAI.findall(data))
    if 2 * in_utf_8 > sum(byte > 0x7F for byte in data):
        raise NotText("broken_utf_8")
    try:
        text = data.decode("cp874")
    except UnicodeDecodeError:
        raise NotText("other") from None
    if 100 * len(_ASTRAY.findall(text)) > _ODD_IN_100 * len(_THAI.findall(text)):
        raise NotText("other")
    return text
