"""The vocabulary of skills, and finding a word in it however it was typed. Pure: no table, no Django.

The words stand in `data/skills.tsv`, written by us (source and date at its head); slots for ESCO and TPQI are empty.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

from ruammue.foundation.text import clean_text

VOCABULARY = Path(__file__).with_name("data") / "skills.tsv"
LEVELS = (1, 2, 3, 4, 5)
CLOSE = 72
"""Per cent of signs in common from which two words are taken for one misspelt."""
SAME = 98
"""From here a word is the skill's own or a synonym, up to tones, blanks, letters of one sound and ช่าง, งาน, การ."""
_MARKS = re.compile("[\u0e31\u0e47-\u0e4e\\s.\\-_/()\u200b\"'“”,ๆฯ]")
_BEGINNINGS = ("เป็นช่าง", "ช่าง", "งาน", "การ", "ทำ", "คน")
_ALIKE = str.maketrans(
    {"ฏ": "ต", "ฎ": "ด", "ณ": "น", "ญ": "ย", "ศ": "ส", "ษ": "ส", "ฆ": "ค", "ฑ": "ท", "ธ": "ท", "ภ": "พ"}
)


@dataclass(frozen=True, slots=True)
class Skill:
    """One skill: a code that never changes, its words, its group; `esco` and `tpqi` wait for somebody to fill them."""

    code: str
    thai: str
    english: str
    group: str = ""
    also: tuple[str, ...] = ()
    esco: str = ""
    tpqi: str = ""

    def label(self, language: str = "th") -> str:
        """The word for readers of `language`."""
        return self.thai if language == "th" or not self.english else self.english


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, Skill]:
    """Code -> skill, in the order of the file."""
    lines = VOCABULARY.read_text(encoding="utf-8").splitlines()
    rows = csv.reader((line for line in lines if line and not line.startswith("#")), delimiter="\t", quoting=3)
    return {
        code: Skill(code, thai, english, group, tuple(word for word in also.split("|") if word), esco, tpqi)
        for code, thai, english, group, also, esco, tpqi in rows
    }


@lru_cache(maxsize=4096)
def key_of(text: str) -> str:
    """A word as it is compared: no blanks, tones or short marks, letters of one sound as one, lower case."""
    return _MARKS.sub("", clean_text(text[:200], one_line=True)).lower().translate(_ALIKE)


@lru_cache(maxsize=4096)
def _stem(key: str) -> str:
    for beginning in _BEGINNINGS:
        plain = key_of(beginning)
        if key.startswith(plain) and len(key) > len(plain) + 1:
            return key[len(plain) :]
    return key


def search(text: str, known: dict[str, Skill] | None = None, *, most: int = 8) -> list[Skill]:
    """Skills that may be meant, the likeliest first: the word, its beginning, a part of it; else near spellings."""
    return [skill for _score, skill in _scored(text, known)[:most]]


def recognise(text: str, known: dict[str, Skill] | None = None, *, least: int = CLOSE) -> Skill | None:
    """The one skill that is meant, or None: when nothing is as near as `least`, or two are equally near."""
    near = _scored(text, known)[:2]
    if not near or near[0][0] < least:
        return None
    return near[0][1] if len(near) == 1 or near[0][0] > near[1][0] else None


def _scored(text: str, known: dict[str, Skill] | None) -> list[tuple[int, Skill]]:
    wanted, skills = key_of(text), list((known or vocabulary()).values())
    if not wanted:
        return []
    for judge in (_likeness, _closeness):
        scores = [(max(judge(wanted, word) for word in _words_of(skill)), skill) for skill in skills]
        found = [row for row in scores if row[0] >= CLOSE]
        if found:
            return sorted(found, key=lambda row: -row[0])  # stable: the vocabulary's own order among equals
    return []


@lru_cache(maxsize=1024)
def _words_of(skill: Skill) -> tuple[str, ...]:
    return tuple(key_of(word) for word in (skill.thai, skill.english, *skill.also) if word)


def _likeness(wanted: str, word: str) -> int:
    """0 to 100; whole numbers, so that order never hangs on a rounding."""
    if wanted == word:
        return 100
    one, other = _stem(wanted), _stem(word)
    if one == other:
        return 98
    if len(one) > 1 and other.startswith(one):
        return 92
    if len(other) > 2 and one.startswith(other):
        return 88
    if len(one) > 2 and one in other:
        return 84
    return 80 if len(other) > 3 and other in one else 0


def _closeness(wanted: str, word: str) -> int:
    """The same for a word that was misspelt; only asked where nothing else fits."""
    one, other = _stem(wanted), _stem(word)
    if min(len(one), len(other)) < 3:
        return 0
    return int(SequenceMatcher(None, one, other, autojunk=False).ratio() * 100)
