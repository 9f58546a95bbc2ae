"""What every input of matching is held to, and how near two places are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from .refusals import BadArea, DatesReversed, NotACount


def count(name: str, value: object, least: int = 0, most: int | None = None) -> None:
    """Raises NotACount unless `value` is a whole number in range (True is none)."""
    if type(value) is not int or value < least or (most is not None and value > most):
        raise NotACount(name, value)


def place(code: object) -> None:
    """Raises BadArea unless `code` is "TH" or an area's of 2, 4, 6 or 8 digits."""
    is_code = isinstance(code, str) and len(code) in (2, 4, 6, 8) and code.isascii() and code.isdigit()
    if code != "TH" and not is_code:
        raise BadArea(code)


def days(id_: str, begins: date | None, ends: date | None) -> None:
    """Raises DatesReversed."""
    if begins is not None and ends is not None and begins > ends:
        raise DatesReversed(id_, begins, ends)


def shared_pairs(one: str, other: str) -> int:
    """Nearness: how many pairs of digits two area codes share from the left, 0 (another changwat) to 4 (one village).

    Villages have no coordinates of their own in the national register: the code is what is known of all of them.
    """
    if "TH" in (one, other):
        return 0
    pairs = 0
    while pairs < 4 and one[2 * pairs : 2 * pairs + 2] and one[: 2 * pairs + 2] == other[: 2 * pairs + 2]:
        pairs += 1
    return pairs


def prefixes(areas: Sequence[str], absent: int) -> NDArray[np.int64]:
    """Of each area the numbers of its first 2, 4, 6 and 8 digits; `absent` where it has fewer. Rows that agree in so
    many of the four share so many pairs, when the two sides have different `absent`."""
    rows = [
        [int(code[:end]) if code != "TH" and len(code) >= end else absent for end in (2, 4, 6, 8)] for code in areas
    ]
    return np.array(rows, dtype=np.int64).reshape(len(areas), 4)
