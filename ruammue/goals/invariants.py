"""What must hold of goals besides the log: rows and their record agree, shared was said when and only when it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from uuid import UUID

from ruammue.goals.models import CoSignature, Goal, Indicator, Reading
from ruammue.ledger.invariants import rows_and_record
from ruammue.ledger.models import Entry
from ruammue.ledger.verification import Finding, invariant


@invariant
def goals_are_as_recorded(steward: UUID) -> Iterator[Finding]:
    """Every goal and reading has its entry, and the numbers of an indicator are those that were recorded."""
    yield from rows_and_record(steward, Goal.objects.of(steward), "goals.goal_drafted", "goal")
    yield from rows_and_record(steward, Reading.objects.of(steward), "goals.reading_given", "reading")
    kept = {
        payload["indicator"]: (payload["baseline_milli"], payload["target_milli"])
        for payload in Entry.objects.filter(steward_id=steward, kind="goals.indicator_set").values_list(
            "payload", flat=True
        )
    }
    numbers = Indicator.objects.of(steward).values_list("pk", "baseline_milli", "target_milli")
    for pk, baseline, target in numbers.iterator(chunk_size=2_000):
        if kept.get(str(pk)) != (baseline, target):
            yield Finding("goals.indicator_edited", steward, {"row": pk})
    read = {
        payload["reading"]: payload["value_milli"]
        for payload in Entry.objects.filter(steward_id=steward, kind="goals.reading_given").values_list(
            "payload", flat=True
        )
    }
    for pk, value in Reading.objects.of(steward).values_list("pk", "value_milli").iterator(chunk_size=2_000):
        if read.get(str(pk), value) != value:
            yield Finding("goals.reading_edited", steward, {"row": pk})


@invariant
def shared_goals_were_said_once(steward: UUID) -> Iterator[Finding]:
    """A goal is said to be shared exactly once when two sectors signed it, and never otherwise."""
    sectors: dict[str, set[str]] = defaultdict(set)
    signed = CoSignature.objects.of(steward).filter(signed_at__isnull=False)
    for goal, sector in signed.values_list("goal_id", "organisation__sector"):
        sectors[str(goal)].add(sector)
    said: dict[str, int] = defaultdict(int)
    for payload in Entry.objects.filter(steward_id=steward, kind="goals.goal_shared").values_list("payload", flat=True):
        said[payload["goal"]] += 1
    for key in sorted(set(sectors) | set(said)):
        wanted = 1 if len(sectors[key]) > 1 else 0
        if said[key] != wanted:
            yield Finding("goals.shared_miscounted", steward, {"row": key, "said": said[key], "due": wanted})
