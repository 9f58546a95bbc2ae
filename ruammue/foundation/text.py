"""Text as it may enter the house: normalised once, at the door; search, print and comparison then agree."""

import re
import unicodedata

from ruammue.foundation import citizen_id
from ruammue.foundation.refusals import Refusal

MARKS_IN_A_ROW = 3
"""A Thai consonant carries at most a lower or upper vowel, a tone and one more sign."""

# Old Windows and Mac Thai fonts put shifted marks into the private use area; text copied from such papers
# still carries them, and they would vanish from search and print.
_SHIFTED = {code: ord(sign) for code, sign in zip(range(0xF700, 0xF71B), "ฐิีึื่้๊๋์่้๊๋์ญัํ็่้๊๋์ฺุู", strict=True)}
_TONES = "\u0e48-\u0e4b"
_SARA_AM_TONE_INSIDE = re.compile(f"\u0e4d([{_TONES}])\u0e32")
_TONE_BEFORE_VOWEL = re.compile(f"([{_TONES}\u0e4c])([\u0e31\u0e34-\u0e3a\u0e47])")
_BLANKS = re.compile(r"[^\S\n]+")
_ZERO_WIDTH_JOINER = "\u200d"


class TooLong(Refusal):
    """Data: the text has `length` characters and may have `limit`."""


def clean_text(text: str, limit: int | None = None, *, one_line: bool = False) -> str:
    """Normalised text; what a form field, a spreadsheet cell or a message becomes before anything else.

    Composes Unicode (NFC) and Thai (ํ + า becomes ำ, เ + เ becomes แ, a tone typed before its vowel moves
    behind it, marks of old fonts become ordinary ones); drops NUL, controls, direction marks and
    zero-width characters (a joiner between emoji stays); keeps at most three combining marks in a row;
    trims, and makes one blank of many. Line ends are kept (at most one empty line) unless `one_line`.

    `limit` counts characters of the result. Raises TooLong: cutting in silence would lose somebody's words.
    Text over twenty times its limit is refused unread.
    """
    if limit is not None and len(text) > max(limit * 20, 10_000):
        raise TooLong(length=len(text), limit=limit)
    text = unicodedata.normalize("NFC", text.translate(_SHIFTED))
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    text = "".join(_kept(text))
    before = ""
    while text != before:
        # One repair can make room for the next; marks in a row are few by now, so this ends soon.
        before = text
        text = _TONE_BEFORE_VOWEL.sub(r"\2\1", text.replace("เเ", "แ"))
        text = _SARA_AM_TONE_INSIDE.sub("\\1\u0e33", text).replace("\u0e4d\u0e32", "\u0e33")
        text = unicodedata.normalize("NFC", text)
    text = _BLANKS.sub(" ", text)
    if one_line:
        text = " ".join(text.split())
    else:
        text = re.sub(r" ?\n ?", "\n", text)
        text = re.sub(r"\n{3,}", "\n\n", text).strip()
    if limit is not None and len(text) > limit:
        raise TooLong(length=len(text), limit=limit)
    return text


def clean_and_mask(text: str, limit: int | None = None, *, one_line: bool = False) -> tuple[str, int]:
    """`clean_text`, then every valid citizen id masked; with how many were found."""
    return citizen_id.mask(clean_text(text, limit, one_line=one_line))


def shorten(text: str, limit: int, ending: str = "…") -> str:
    """At most `limit` characters for a preview, cut at a blank if one is near, never before a mark."""
    if len(text) <= limit:
        return text
    end = limit - len(ending)
    blank = text.rfind(" ", end * 2 // 3, end + 1)
    if blank > 0:
        end = blank
    while end > 0 and (unicodedata.category(text[end])[0] == "M" or text[end] in "ะาำๅๆ" or text[end - 1] in "เแโใไ"):
        end -= 1
    return text[:end].rstrip() + ending


def first_clause(text: str, limit: int) -> str:
    """The beginning of a sentence as a name for what comes of it: Thai puts its blanks between clauses.

    As many clauses as `limit` holds, whole; a first one that is too long is cut, never before a mark. No ending.
    """
    clauses = text.split()
    said = clauses[0] if clauses else ""
    for clause in clauses[1:]:
        if len(said) + len(clause) >= limit:
            break
        said = f"{said} {clause}"
    return shorten(said, limit, ending="").rstrip(",.:;–- ")


def _kept(text: str) -> list[str]:
    kept: list[str] = []
    marks = 0
    for place, sign in enumerate(text):
        if sign == "\n" or sign == " ":
            marks = 0
            kept.append(sign)
            continue
        category = unicodedata.category(sign)
        if category[0] == "M":
            marks += 1
            if marks <= MARKS_IN_A_ROW:
                kept.append(sign)
            continue
        if sign in "\t\v\f\x85" or category[0] == "Z":
            marks = 0
            kept.append(" ")
            continue
        if sign == _ZERO_WIDTH_JOINER:
            # An emoji family is held together by joiners; between letters the joiner only hides things.
            follows = text[place + 1 : place + 2]
            if kept and follows and _is_pictorial(kept[-1]) and _is_pictorial(follows):
                kept.append(sign)
            continue
        if category in ("Cc", "Cf", "Cs", "Co") or (ord(sign) & 0xFFFE) == 0xFFFE:
            # The run of marks goes on: a dropped character must not reset the count.
            continue
        marks = 0
        kept.append(sign)
    return kept


def _is_pictorial(sign: str) -> bool:
    return unicodedata.category(sign) in ("So", "Sk") or sign == "\ufe0f"
