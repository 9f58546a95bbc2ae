"""The clock of the demonstration: strands of a story take turns in the order of their moments. Django must be up."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count

from django.utils import timezone

from ruammue.cli.demo_cast import Tambon
from ruammue.foundation.transactions import door
from ruammue.ledger.actions import deliver, seal_all

Strand = Iterator[datetime]
Writer = Callable[[Tambon, "Days"], Strand]


@dataclass(frozen=True, slots=True)
class Days:
    """The days of the story, counted from the evening on which it is told: `days(-3, "09:20")` was three days ago."""

    now: datetime

    def __call__(self, day: int, clock: str = "09:00") -> datetime:
        """That moment; never later than now."""
        hour, minute = (int(part) for part in clock.split(":"))
        moment = timezone.localtime(self.now) + timedelta(days=day)
        return min(moment.replace(hour=hour, minute=minute, second=0, microsecond=0), self.now).astimezone(UTC)

    def office(self, day: int, clock: str = "09:00") -> datetime:
        """The same on a day on which the office is open: a Saturday or Sunday gives way to the Friday before."""
        moment = self(day, clock)
        return moment - timedelta(days=max(0, timezone.localtime(moment).weekday() - 4))

    def on(self, day: int) -> date:
        """That date."""
        return timezone.localdate(self.now) + timedelta(days=day)


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let Django's clock stand at a moment of the story.

    Acts take `now`, but not all of them, and whose role is in force is asked of today. The clock stands for the
    whole process, so this is for the short process that prepares a demonstration, and for tests of it, only.
    """
    ticking = timezone.now

    def now() -> datetime:
        return moment

    timezone.now = now
    try:
        yield
    finally:
        timezone.now = ticking


def live(strands: list[Strand]) -> None:
    """Let every strand go on to its end, all in the order of their moments."""
    turn = count()
    waiting = [(moment, next(turn), strand) for strand in strands if (moment := next(strand, None))]
    heapq.heapify(waiting)
    latest = waiting[0][0] if waiting else None
    while waiting and latest is not None:
        moment, _order, strand = heapq.heappop(waiting)
        latest = max(latest, moment)
        with standing_at(latest):
            with door():
                following = next(strand, None)
            while deliver(now=latest):
                continue
            while seal_all():
                continue
        if following is not None:
            heapq.heappush(waiting, (following, next(turn), strand))
