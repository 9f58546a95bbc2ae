"""Hours of a task that a partner promised: people whom it sends, who stand in no place and are counted all the same.

Where they are counted is the same for everybody who counts: places that ask for no skill first, then the largest; where
somebody looks for cover, last. Whether one more may say yes is asked of the whole task, never of one place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from ruammue.places.models import Steward
from ruammue.resources.models import Commitment
from ruammue.work.models import SignUp, Slot, Task
from ruammue.work.models.tasks import LIVE, looks_for_cover

OF_SIGN_UP = "hours:"
"""How the key of a promise begins that is somebody's own hours, written once they had done them (ADR 0023)."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A promise of hours for a task. `minutes`: still to come and come, once both sides said yes; `asked`: of one that
    waits for a yes, and `of_office` says whose.
    """

    promise: UUID
    name: str
    phone: str
    is_body: bool
    minutes: int
    asked: int
    of_office: bool


def sent_for(steward: Steward | UUID, lines: Collection[UUID | None]) -> dict[UUID | None, tuple[Sent, ...]]:
    """What was promised for each line of hours, beside what people did themselves. One statement at most."""
    wanted = [line for line in lines if line is not None]
    if not wanted:
        return {}
    rows = (
        Commitment.objects.of(steward)
        .filter(Q(end=Commitment.End.OPEN) | Q(delivered__gt=0) | Q(disputed__gt=0), need_line__in=wanted)
        .exclude(idempotency_key__startswith=OF_SIGN_UP)
        .select_related("provider", "person")
        .order_by("promised_at", "id")
    )
    found: dict[UUID | None, list[Sent]] = defaultdict(list)
    for row in rows:
        waits = row.end == Commitment.End.OPEN and not row.is_accepted
        found[row.need_line_id].append(
            Sent(
                row.pk, row.giver, row.person.phone if row.person else "", row.provider_id is not None,
                row.held + row.delivered, row.quantity if waits else 0, waits and row.receiver_accepted_at is None,
            )
        )  # fmt: skip
    return {line: tuple(each) for line, each in found.items()}


def heads(sent: Iterable[Sent], minutes: int) -> int:
    """How many people so many hours are, of a task that is so long; half a person is nobody."""
    return sum(each.minutes for each in sent) // minutes


def leaving(place: Any) -> int:
    """How many in a place look for cover, of one that was read `with_leaving` or with its `people`."""
    if hasattr(place, "leaving"):
        return int(place.leaving)
    return sum(row.wants_cover for row in place.people)


def with_leaving(places: QuerySet[Slot]) -> QuerySet[Slot]:
    """Places, each with how many in it look for cover."""
    return places.annotate(leaving=Count("sign_ups", filter=looks_for_cover("sign_ups__")))


def free(place: Slot) -> int:
    """How many more may say yes to a place: those who look for cover have not left it yet, and lack all the same."""
    return place.most - place.taken + leaving(place)


def room(places: Iterable[Slot], people: int) -> int:
    """For how many of a whole task, all its `places`, nobody comes, when partners send so many."""
    return sum(free(place) for place in places) - people


def spread(places: Iterable[Slot], people: int) -> dict[UUID, int]:
    """Place -> how many of those whom partners send are counted in it."""
    found: dict[UUID, int] = {}
    ordered = sorted(places, key=lambda each: (bool(each.skill), -(each.most - each.taken), each.pk))
    for still in (lambda each: each.most - each.taken, leaving):
        for place in ordered:
            here = min(people, max(0, still(place)))
            found[place.pk] = found.get(place.pk, 0) + here
            people -= here
    return found


def in_places(tasks: Iterable[Any], sent: Mapping[UUID | None, tuple[Sent, ...]]) -> dict[UUID, int]:
    """The same of several tasks at once, each with its `places`."""
    found: dict[UUID, int] = {}
    for task in tasks:
        if task.hours_line_id in sent:
            found |= spread(task.places, heads(sent[task.hours_line_id], task.minutes))
    return found


def room_in(task: Task) -> tuple[int, tuple[Sent, ...]]:
    """For how many of a whole task neither a villager said yes who comes nor a partner sends somebody; and who sends
    any. Two statements.
    """
    sent = sent_for(task.steward_id, [task.hours_line_id]).get(task.hours_line_id, ())
    places = with_leaving(Slot.objects.of(task.steward_id).filter(task=task))
    return room(places, heads(sent, task.minutes)), sent


def still_to_ask(steward: Steward, slots: Collection[UUID]) -> dict[UUID, int]:
    """Of these places those in tasks to which partners send people: place -> for how many more somebody may be asked.
    Four statements at most.
    """
    tasks: Any = Task.objects.of(steward).filter(slots__in=slots, hours_line__isnull=False).distinct()
    sent = sent_for(steward, list(tasks.values_list("hours_line_id", flat=True)))
    if not sent:
        return {}
    places = with_leaving(Slot.objects.of(steward))
    tasks = list(tasks.filter(hours_line__in=sent).prefetch_related(Prefetch("slots", places, to_attr="places")))
    counted = in_places(tasks, sent)
    asked = SignUp.objects.of(steward).filter(LIVE, slot__in=counted).exclude(answer="", asked_at=None)
    asked = asked.exclude(looks_for_cover())
    by_place = dict(asked.order_by().values_list("slot").annotate(Count("id")))
    return {
        place.pk: place.most - counted[place.pk] - by_place.get(place.pk, 0) for task in tasks for place in task.places
    }
