"""What a line of the exchange is for, where a room above raised it: the hours of a task are those of that task.

purposes.tells(of_tasks)        # in work's apps.ready(): fn(steward, lines) -> {line: Purpose}

What a task is called is told to those who divide and bring together; at what time of the day it is, to everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from ruammue.places.models import Steward


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a line is for, and when on its day."""

    name: str
    when: str = ""


Teller = Callable[[Steward, Collection[UUID]], Mapping[UUID, Purpose]]
_tellers: list[Teller] = []


def tells(teller: Teller) -> None:
    """Name one more who knows what lines are for."""
    if teller not in _tellers:
        _tellers.append(teller)


def purposes_of(steward: Steward, lines: Collection[UUID]) -> dict[UUID, str]:
    """What each line is for and when, where that is known. One statement of each teller; none without lines."""
    return {line: f"{told.name} · {told.when}" if told.when else told.name for line, told in _told(steward, lines)}


def times_of(steward: Steward, lines: Collection[UUID]) -> dict[UUID, str]:
    """When on its day each line is, for readers who are not told what it is for. Statements as above."""
    return {line: told.when for line, told in _told(steward, lines) if told.when}


def _told(steward: Steward, lines: Collection[UUID]) -> list[tuple[UUID, Purpose]]:
    return [row for teller in _tellers if lines for row in teller(steward, lines).items()]
