"""What came of a matter in public since it was told, and when it is time to ask whether it is mended.

The rooms above know what came of it; whoever told it reads it on the page of their receipt code.

    since.tells(story=since_told, results=with_result)      # in evidence's apps.ready()
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from ruammue.needs.models import Answer, Matter
from ruammue.places.models import Steward

ASKED_AFTER = timedelta(days=7)
"""Whom another has to help, or the village itself, is not asked on the day of the answer, unless a day was promised."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened in public. `on`: its day, where it has one."""

    on: date | None
    text: str


@dataclass(frozen=True, slots=True)
class Since:
    """What everybody may know of a matter: the sentence, what happened, the earliest first, and where it all stands."""

    url: str
    sentence: str
    steps: tuple[Step, ...]
    has_result: bool


_stories: list[Callable[[Matter], Since | None]] = []
_results: list[Callable[[Steward, Collection[UUID]], set[UUID]]] = []


def tells(
    *, story: Callable[[Matter], Since | None], results: Callable[[Steward, Collection[UUID]], set[UUID]]
) -> None:
    """Name who knows what came of matters in public. The room of evidence does, at start-up."""
    _stories[:], _results[:] = [story], [results]


def of(matter: Matter) -> Since | None:
    """What came of a matter in public; None where nothing of it is public, or only that there is one."""
    return _stories[0](matter) if _stories and matter.is_public else None


def with_result(steward: Steward, matters: Collection[UUID]) -> set[UUID]:
    """Those of the matters of which a result is public."""
    return _results[0](steward, matters) if _results and matters else set()


def is_asked(
    way: str, *, answered_on: date, promised_on: date | None, today: date, matter: Matter, has_result: bool
) -> bool:
    """Whether there is something to judge: an outcome, or the day that was promised, or an answer that is one itself.

    A call to act together is judged by what came of it; before, the reporter may say so unasked.
    """
    if matter.closed_at is not None or has_result:
        return True
    if promised_on is not None:
        return promised_on <= today
    if way == Answer.Way.TOGETHER:
        return False
    return way in (Answer.Way.ANSWERED, Answer.Way.DECLINED) or answered_on + ASKED_AFTER <= today
