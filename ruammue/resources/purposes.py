"""What a line of the exchange is for, where a room above raised it: the hours of a task are those of that task.

purposes.tells(of_tasks)        # in work's apps.ready(): fn(steward, lines) -> {line: Purpose}

At what time of the day a task is, is told to everybody; what it is called, to those who divide and bring together, and
to everybody where its matter is public.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from ruammue.places.models import Steward
from ruammue.resources.models import NeedLine


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a line is for, and when on its day. `asked`: so many people were asked for it and have not answered;
    `address`: where somebody says that they would like to do it; `each`: as much as one person does of it.
    """

    name: str
    when: str = ""
    place: str = ""
    is_public: bool = False
    asked: int = 0
    address: str = ""
    each: int = 0
    has_begun: bool = False

    @property
    def words(self) -> str:
        """Its name, with the time of the day."""
        return f"{self.name} · {self.when}" if self.when else self.name


Teller = Callable[[Steward, Collection[UUID]], Mapping[UUID, Purpose]]
Opener = Callable[[NeedLine], Sequence[str]]
_tellers: list[Teller] = []
_openers: list[Opener] = []


def tells(teller: Teller, opener: Opener) -> None:
    """Name one more who knows what lines are for, and in what words the places that are open in it."""
    if teller not in _tellers:
        _tellers.append(teller)
        _openers.append(opener)


def open_places(line: NeedLine) -> list[str]:
    """What is lacking in the task of a line, place by place: who is sent should be able to do that. Three
    statements.
    """
    return [words for opener in _openers for words in opener(line)]


def purposes_of(steward: Steward, lines: Collection[UUID]) -> dict[UUID, str]:
    """What each line is for and when, where that is known. One statement of each teller; none without lines."""
    return {line: told.words for line, told in tasks_of(steward, lines).items()}


def times_of(steward: Steward, lines: Collection[UUID]) -> dict[UUID, str]:
    """When on its day each line is, for readers who are told what it is for of public matters only. Statements as
    above.
    """
    found = {line: told.words if told.is_public else told.when for line, told in tasks_of(steward, lines).items()}
    return {line: words for line, words in found.items() if words}


def tasks_of(steward: Steward, lines: Collection[UUID]) -> dict[UUID, Purpose]:
    """All that is known of what each line is for. Statements as above."""
    return {line: told for teller in _tellers if lines for line, told in teller(steward, lines).items()}


def task_of(line: NeedLine, *, works: bool) -> Purpose | None:
    """What one line is for, as far as the reader may know: whoever `works` with the exchange, or anybody of a public
    matter. One statement.
    """
    told = tasks_of(line.steward, [line.pk]).get(line.pk)
    return told if told is not None and (works or told.is_public) else None
