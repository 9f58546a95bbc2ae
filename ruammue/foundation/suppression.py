"""The one suppression function: no published count may point at a person (HOUSE section 0.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum


class Threshold(IntEnum):
    """The smallest count that may be shown, by what is counted."""

    RATERS = 4
    PERSONS = 5
    BALLOTS = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell as it may be published: `value`, or None where it is held back; `floor` is the threshold used."""

    value: int | None
    floor: int

    @property
    def is_suppressed(self) -> bool:
        """True when the count is held back."""
        return self.value is None


def count_shown(value: int, threshold: Threshold) -> Shown:
    """One count on its own. Zero is shown: nobody can be found in it."""
    return Shown(value if value == 0 or value >= threshold else None, int(threshold))


def table_shown(cells: Mapping[str, int], threshold: Threshold) -> tuple[dict[str, Shown], Shown]:
    """A published row of cells and its total, safe against subtraction.

    Cells below the threshold are held back; if exactly one is, the next smallest non-zero cell goes with it,
    for total minus the rest would tell it. If all that is held back still sums below the threshold, the total
    is held back too. Returns (cells, total). Ties between equal cells: the alphabetically first key is held back.
    """
    total = sum(cells.values())
    held = {key for key, value in cells.items() if 0 < value < threshold}
    if held:
        others = sorted((value, key) for key, value in cells.items() if value and key not in held)
        while others and (len(held) == 1 or sum(cells[key] for key in held) < threshold):
            held.add(others.pop(0)[1])
    shown = {key: Shown(None if key in held else value, int(threshold)) for key, value in cells.items()}
    hidden = sum(cells[key] for key in held)
    total_safe = not held or (len(held) > 1 and hidden >= threshold)
    return shown, Shown(total if total_safe and (total == 0 or total >= threshold) else None, int(threshold))
