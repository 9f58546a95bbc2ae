"""How much a text has of another's words, without knowing where Thai words begin. Pure: whole numbers, no table.

Thai is written without blanks, and people spell as they speak. So a text is cut into pieces of three letters (tones and
short marks left out, words that every sentence has taken away), and a piece counts the more the fewer texts have it.
A word of one or two letters (น้ำ ไฟ รถ ท่อ) is no piece: it is looked for whole, where a syllable begins and ends.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TypeVar

from ruammue.foundation.text import clean_text
from ruammue.foundation.thai_digits import to_arabic

Key = TypeVar("Key")
PIECE = 3
ENOUGH = 45
"""Hundredths of what was asked for that a text must have to be found."""
_MARKS = re.compile("[\u0e47-\u0e4e]")
_SIGNS = re.compile(r"[^\w\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]+")
_EMPTY_WORDS = """
การ ความ และ หรือ ของ ที่ ซึ่ง ใน เป็น มี ได้ ให้ ไม่ จะ กับ แล้ว ต้อง อยู่ ยัง มาก เรื่อง หมู่ที่ หมู่ บ้าน ตำบล อำเภอ ขาด
ช่วยกัน ช่วย ขอ ใคร อย่างไร ยังไง อะไร เพราะ จาก โดย ด้วย เมื่อ เรา เขา นี้ นั้น ครับ ค่ะ คะ
"""
_EMPTY = re.compile("|".join(sorted(_EMPTY_WORDS.split(), key=len, reverse=True)))
_TONE_LATE = re.compile("\u0e33([\u0e48-\u0e4b])")
"""นำ้ for น้ำ: typed so on every second telephone, seen the same."""

# Where a syllable may begin and end, as far as it can be told by letters.
_LETTER, _LEADS = "\u0e01-\u0e2e", "\u0e40-\u0e44"
_HANGS = "\u0e30-\u0e3a\u0e45\u0e47-\u0e4e"
_BEGINS = re.compile(rf"[{_LETTER}](?:[รลวนมยงญ]?[{_HANGS}]|[รลว]?[อว][{_LETTER}])|รถ|ลม|นก|นม|บน|ตก|ดง|สด|กบ")
"""A consonant that carries its own vowel or tone begins a syllable; else it may end the one before."""
_ENDS = frozenset("กงดนบมยวรลสตทป")
_OPEN = re.compile(rf"(?:[{_HANGS}]|^[{_LEADS}][{_LETTER}]|อ)$")
"""A word that ends so would take a consonant after it for its own end: ท่อ in ท่อง, ยา in ยาย."""
_CLOSED = re.compile(rf"(?:[\u0e30\u0e33]|[ไใ][{_LETTER}]+[{_HANGS}]?)$")
"""After these vowels no consonant ends a syllable."""
_LEADING = frozenset("\u0e40\u0e41\u0e42\u0e43\u0e44")
_LED_BY_HO = frozenset("งญนมยรลว")
_OTHER_WORDS = {
    "รถ": ("สามารถ", "ปรารถนา"), "ลม": ("กลม",), "นา": ("พัฒนา", "ศาสนา", "เจตนา", "ปรารถนา"), "ตา": ("เมตตา", "ชะตา"),
    "ยา": ("พยา", "ภรรยา", "วิทยา", "จรรยา", "กิริยา"), "กา": ("กติกา", "นาฬิกา"),
}  # fmt: skip
"""Words with one of these inside that no rule of syllables tells apart."""


def _stands(text: str, word: str, at: int) -> bool:
    """Whether the word at this place of the text begins and ends where syllables do."""
    end = at + len(word)
    before, after = text[at - 1 : at], text[end : end + 1]
    if not re.match("[\u0e01-\u0e4e]", word):
        return not (before.isascii() and before.isalnum()) and not (after.isascii() and after.isalnum())
    if any(text.startswith(other, max(0, at - other.find(word))) for other in _OTHER_WORDS.get(word, ())):
        return False
    if before in _LEADING or (before == "ห" and word[0] in _LED_BY_HO):
        return False
    if re.match(f"[{_HANGS}]", after):
        return False
    is_open = _OPEN.search(word) and not _CLOSED.search(word)
    return not (is_open and after in _ENDS and not _BEGINS.match(text, end))


def has_word(text: str, word: str) -> bool:
    """Whether a short word stands in the text as a word, not as a part of a syllable. Both as `plain` made them."""
    at = text.find(word)
    while at >= 0:
        if _stands(text, word, at):
            return True
        at = text.find(word, at + 1)
    return False


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The text as it is compared, tones still in it, without the words that every sentence has."""
    told = _TONE_LATE.sub("\\1\u0e33", to_arabic(clean_text(text, one_line=True)).lower())
    return _EMPTY.sub(lambda found: " " if _stands(told, found[0], found.start()) else found[0], told)


@lru_cache(maxsize=4096)
def pieces_of(text: str) -> frozenset[str]:
    """The pieces of a text; a word shorter than a piece is one itself, with its tones."""
    found: set[str] = set()
    for run in _SIGNS.split(plain(text)):
        bare = _MARKS.sub("", run)
        if bare and len(bare) < PIECE:
            found.add(run)
        found.update(bare[at : at + PIECE] for at in range(len(bare) - PIECE + 1))
    return frozenset(found)


def _pieces_in(text: str, wanted: frozenset[str]) -> frozenset[str]:
    """Which of the wanted pieces a text has; short words only where they stand as words."""
    short = {piece for piece in wanted if len(_MARKS.sub("", piece)) < PIECE}
    return frozenset((pieces_of(text) & wanted) - short) | {word for word in short if has_word(plain(text), word)}


SHARED = 5
"""So many letters in a row two troubles have in common when they are of one kind: ร่องระบาย, น้ำท่วม, ยุงลาย."""
_PLACES = """
โรงเรียน วัด ทางเข้า หน้า หลัง ข้าง ริม ใกล้ กลาง ตลาด สะพาน ศาลา ศูนย์เด็กเล็ก หมู่บ้าน ทุกคน ทุก ชวนกัน ชวน มาช่วยกัน มา ลาน ตรง จุด
"""


def troubles_alike(
    told: str, texts: Mapping[Key, str], *, names: Iterable[str] = (), enough: int, most: int = 12
) -> Sequence[tuple[Key, int]]:
    """Which texts tell of trouble like this one, the likest first; each with its hundredths.

    Where it was says nothing of what it was: `names` of villages and bodies, words for places and numbers are left out,
    and some letters in a row must be the same in both.
    """
    places = {
        *_PLACES.split(),
        *(part for name in names for part in (plain(name), *name.split()) if len(part) >= PIECE),
    }
    where = re.compile("|".join(re.escape(name) for name in sorted(places, key=len, reverse=True)) + r"|\d+")
    bare = {key: _bare(text, where) for key, text in texts.items()}
    said = _bare(told, where)
    found = ranked(said, bare, enough=enough, most=len(bare), by_words=False)
    return [one for one in found if _in_a_row(said, bare[one[0]]) >= SHARED][:most]


def _bare(text: str, where: re.Pattern[str]) -> str:
    return _SIGNS.sub(" ", _MARKS.sub("", where.sub(" ", plain(text))))


def _in_a_row(one: str, other: str) -> int:
    """The longest run of letters that both have, no blank in it."""
    runs = [run for run in other.split() if len(run) >= SHARED]
    pairs = (SequenceMatcher(None, said, run, autojunk=False) for said in one.split() for run in runs)
    return max((pair.find_longest_match().size for pair in pairs), default=0)


def ranked(
    asked: str, texts: Mapping[Key, str], *, enough: int = ENOUGH, most: int = 12, by_words: bool = True
) -> Sequence[tuple[Key, int]]:
    """The texts that have enough of what is asked for, the most first; each with its hundredths.

    `by_words`: of several words parted by blanks one is enough, and all are better. What is equal keeps the order of
    `texts`. Nothing is found for a text that has no pieces.
    """
    wanted = pieces_of(asked)
    if not wanted:
        return []
    have = {key: _pieces_in(text, wanted) for key, text in texts.items()}
    common: Counter[str] = Counter(piece for pieces in have.values() for piece in pieces)
    # A piece that every text has weighs 1, one that a single text has, 10.
    weight = {piece: 1 + 9 * (len(have) - common[piece] + 1) // (len(have) + 1) for piece in wanted}
    whole = sum(weight.values())
    words = [pieces for word in asked.split() if (pieces := pieces_of(word))]

    def near(pieces: frozenset[str]) -> int:
        all_of_it = 100 * sum(weight[piece] for piece in pieces) // whole
        one_word = max(100 * len(pieces & word) // len(word) for word in words) if by_words and len(words) > 1 else 0
        return max(all_of_it, one_word * 3 // 5)

    told = [(key, near(pieces)) for key, pieces in have.items()]
    return sorted((one for one in told if one[1] >= enough), key=lambda one: -one[1])[:most]
