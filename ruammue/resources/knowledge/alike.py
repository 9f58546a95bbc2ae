"""How much a text has of another's words, without knowing where Thai words begin. Pure: whole numbers, no table.

Thai is written without blanks, and people spell as they speak. So a text is cut into pieces of three letters (tones and
short marks left out, words that every sentence has taken away), and a piece counts the more the fewer texts have it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from ruammue.foundation.text import clean_text
from ruammue.foundation.thai_digits import to_arabic

Key = TypeVar("Key")
PIECE = 3
ENOUGH = 45
"""Hundredths of what was asked for that a text must have to be found."""
_MARKS = re.compile("[\u0e47-\u0e4e]")
_SIGNS = re.compile(r"[^\w\u0e31\u0e34-\u0e3a]+")
_EMPTY_WORDS = """
การ ความ และ หรือ ของ ที่ ซึ่ง ใน เป็น มี ได้ ให้ ไม่ จะ กับ แล้ว ต้อง อยู่ ยัง มาก เรื่อง หมู่ที่ หมู่ บ้าน ตำบล อำเภอ ขาด
ช่วยกัน ช่วย ขอ ใคร อย่างไร ยังไง อะไร เพราะ จาก โดย ด้วย เมื่อ เรา เขา นี้ นั้น ครับ ค่ะ คะ
"""
_EMPTY = re.compile("|".join(sorted(_EMPTY_WORDS.split(), key=len, reverse=True)))


@lru_cache(maxsize=4096)
def pieces_of(text: str) -> frozenset[str]:
    """The pieces of a text; a word shorter than a piece is one itself."""
    told = to_arabic(clean_text(text, one_line=True)).lower()
    found: set[str] = set()
    for run in _SIGNS.split(_MARKS.sub("", _EMPTY.sub(" ", told))):
        found.update(run[at : at + PIECE] for at in range(max(1, len(run) - PIECE + 1)) if run)
    return frozenset(found)


def ranked(asked: str, texts: Mapping[Key, str], *, enough: int = ENOUGH, most: int = 12) -> Sequence[tuple[Key, int]]:
    """The texts that have enough of what is asked for, the most first; each with its hundredths.

    Of several words parted by blanks one is enough, and all are better. What is equal keeps the order of `texts`.
    Nothing is found for a text that has no pieces.
    """
    wanted = pieces_of(asked)
    if not wanted:
        return []
    have = {key: pieces_of(text) for key, text in texts.items()}
    common: Counter[str] = Counter(piece for pieces in have.values() for piece in pieces & wanted)
    # A piece that every text has weighs 1, one that a single text has, 10.
    weight = {piece: 1 + 9 * (len(have) - common[piece] + 1) // (len(have) + 1) for piece in wanted}
    whole = sum(weight.values())
    words = [pieces for word in asked.split() if (pieces := pieces_of(word))]

    def near(pieces: frozenset[str]) -> int:
        all_of_it = 100 * sum(weight[piece] for piece in pieces & wanted) // whole
        one_word = max(100 * len(pieces & word) // len(word) for word in words) if len(words) > 1 else 0
        return max(all_of_it, one_word * 3 // 5)

    told = [(key, near(pieces)) for key, pieces in have.items()]
    return sorted((one for one in told if one[1] >= enough), key=lambda one: -one[1])[:most]
