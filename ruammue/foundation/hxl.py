"""HXL 1.1: a row of hashtags under the headings says what each column holds, whatever it is called, wherever it stands.

    #org+prog   #sector   #adm4+code   #date+start

Only what tags mean for finding columns: the name of the tag must be the same, attributes are a set, neither the order
nor large and small letters nor blanks matter: https://hxlstandard.org/standard/1-1final/tagging/. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WITHIN = 25
"""The row of tags stands among so many first rows, as the standard says."""
_WORD = r"[a-z][a-z0-9_]*"
_TAG = re.compile(rf"#\s*({_WORD})((?:\s*\+\s*{_WORD})*)")


@dataclass(frozen=True, slots=True)
class Tag:
    """A hashtag with its attributes: #org +lead."""

    name: str
    attributes: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return f"#{self.name}" + "".join(f"+{word}" for word in sorted(self.attributes))

    def fits(self, pattern: str) -> bool:
        """Whether a pattern means this column: "#org+impl-code" asks for +impl, and for no +code."""
        name, *words = re.split(r"(?=[+-])", pattern.removeprefix("#"))
        asked = {word[1:] for word in words if word[0] == "+"}
        barred = {word[1:] for word in words if word[0] == "-"}
        return self.name == name and asked <= self.attributes and self.attributes.isdisjoint(barred)


def parse(text: str) -> Tag | None:
    """The tag that a cell is; None for anything else."""
    found = _TAG.fullmatch(text.strip().lower())
    if found is None:
        return None
    return Tag(found[1], frozenset(re.findall(_WORD, found[2])))


def tag_row(rows: Sequence[Sequence[str]]) -> tuple[int, tuple[Tag | None, ...]] | None:
    """Which of the first rows is that of the tags: two tags at least, and no fewer tags than other words."""
    for number, cells in enumerate(rows[:WITHIN]):
        tags = tuple(parse(cell) for cell in cells)
        known = sum(tag is not None for tag in tags)
        if known >= 2 and known * 2 >= sum(bool(cell.strip()) for cell in cells):
            return number, tags
    return None


def find(tags: Sequence[Tag | None], wanted: Mapping[str, Sequence[str]]) -> dict[str, tuple[int, ...]]:
    """For each thing that is wanted, the columns that hold it: all that fit the first pattern that fits any."""
    found: dict[str, tuple[int, ...]] = {}
    for key, patterns in wanted.items():
        for pattern in patterns:
            places = tuple(place for place, tag in enumerate(tags) if tag is not None and tag.fits(pattern))
            if places:
                found[key] = places
                break
    return found
