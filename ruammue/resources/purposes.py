"""What a line of the exchange is for, where a room above raised it: the hours of a task are those of that task.

purposes.tells(of_tasks)        # in work's apps.ready(): fn(steward, lines) -> {line: words}

The words are for those who divide and bring together: what a task is called is not told to everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

from ruammue.places.models import Steward

Teller = Callable[[Steward, Collection[UUID]], Mapping[UUID, str]]
_tellers: list[Teller] = []


def tells(teller: Teller) -> None:
    """Name one more who knows what lines are for."""
    if teller not in _tellers:
        _tellers.append(teller)


def purposes_of(steward: Steward, lines: Collection[UUID]) -> dict[UUID, str]:
    """What each line is for, of those of which it is known. One statement of each teller; none without lines."""
    found: dict[UUID, str] = {}
    for teller in _tellers if lines else ():
        found |= teller(steward, lines)
    return found
