"""One page, many parts, one row: what several parts read of the row is read once.

    page_reads.share(matter)                     # in the view of a page that only reads
    rows = page_reads.once(matter, lines_of)     # in each part of it, in whatever room

Only where a view said `share` is anything remembered, and only as long as its row object lives: acts read anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Row = TypeVar("Row")
Found = TypeVar("Found")
_KEPT = "_read_once"


def share(row: object) -> None:
    """From here on the parts of this page share what they read of this row object."""
    row.__dict__[_KEPT] = {}


def once(row: Row, read: Callable[[Row], Found]) -> Found:
    """What `read` finds of the row: asked once where the page shares, else anew."""
    kept: dict[Callable[[Row], Found], Found] | None = row.__dict__.get(_KEPT)
    if kept is None:
        return read(row)
    if read not in kept:
        kept[read] = read(row)
    return kept[read]
