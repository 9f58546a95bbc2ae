"""Verbs of a month: let the machine propose, ask everybody proposed, plan without somebody. People decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ruammue.access.actors import Actor
from ruammue.decisions.models import Resolution
from ruammue.decisions.queries import ADOPTED
from ruammue.ledger.actions import record
from ruammue.needs.actions.matters import acting
from ruammue.needs.models import Matter
from ruammue.people.models import Person
from ruammue.places.models import Steward
from ruammue.work.actions.coming import (
    Asked,
    excuse,
    invite_person,
    propose_person,
    take_slots,
    withdraw_person,
)
from ruammue.work.actions.skills import stay_away
from ruammue.work.events import MonthPlanned
from ruammue.work.models import MonthPlan, SignUp, Slot
from ruammue.work.models.tasks import LIVE, ahead
from ruammue.work.refusals import MonthIsOver, ResolutionNotAgreed
from ruammue.work.sent import still_to_ask

STEPS = (0, 25, 50, 75, 100)
"""Settings of the dial whose price is drawn beside it."""


def figures_of(plan: Any, points: Sequence[Any]) -> dict[str, Any]:
    """What is kept of a plan: whole numbers, codes and ids."""
    return {
        "objective": plan.objective,
        "bound": plan.bound,
        "covered": plan.covered,
        "wanted": plan.wanted,
        "levels": plan.levels,
        "unfilled": [
            {
                "slot": row.line,
                "missing": row.missing,
                "why": str(row.why),
                "closest": [[near.worker, str(near.lacks), near.have] for near in row.closest],
            }
            for row in plan.unfilled
        ],
        "points": [
            {
                "fairness": point.fairness, "covered": point.covered, "levels": point.levels, "people": point.people,
                "most": point.most, "gini": point.gini,
            }
            for point in points
        ],
    }  # fmt: skip


@transaction.atomic
def plan_month(
    steward: Steward,
    month: date,
    *,
    fairness: int,
    by: Actor,
    resolution: Resolution | None = None,
    now: datetime | None = None,
) -> MonthPlan:
    """Let the machine propose who takes which open place of what has not begun; what people chose, asked or answered
    stays as it is.

    Nobody is told yet. `resolution`: by which the committee set the dial. The seed is the month itself: public, and the
    same for everybody who counts it again. Raises ResolutionNotAgreed.
    """
    from ruammue.engines.matching import assignment
    from ruammue.work.queries import months

    now = now or timezone.now()
    month = months.first_of(month)
    if resolution is not None and (resolution.steward_id != steward.pk or resolution.outcome not in ADOPTED):
        raise ResolutionNotAgreed
    Steward.objects.select_for_update().get(pk=steward.pk)
    drafts = [
        row
        for row in SignUp.objects.of(steward).filter(
            LIVE, answer="", asked_at=None, covers=None, on__gte=month, on__lt=months.after(month)
        )
        if months.is_draft(row)
    ]
    SignUp.objects.of(steward).filter(pk__in=[row.pk for row in drafts]).delete()
    seed = month.isoformat()
    case = months.case_of(steward, month, fairness=fairness, seed=seed, now=now)
    plan = assignment.assign(case.workers, case.lines, seed=seed, terms=case.terms)
    points = assignment.price_of_fairness(case.workers, case.lines, seed=seed, terms=case.terms, steps=STEPS)
    slots = {str(row.pk): row for row in Slot.objects.of(steward).filter(pk__in=[line.id for line in case.lines])}
    people = {
        str(row.pk): row for row in Person.objects.filter(pk__in={UUID(each.worker) for each in plan.assignments})
    }
    why = months.reasons_of(plan, case)
    for each in plan.assignments:
        propose_person(slots[each.line], people[each.worker], by=by, reasons=why[each.line, each.worker], now=now)
    row = MonthPlan.objects.of(steward).filter(month=month).first() or MonthPlan(steward=steward, month=month)
    row.fairness, row.seed, row.figures = fairness, seed, figures_of(plan, points)
    row.resolution = resolution
    row.planned_at, row.planned_by_id = now, acting(by)
    row.save()
    record(
        MonthPlanned(
            steward=steward.pk, plan=row.pk, month=month, fairness=fairness, proposed=len(plan.assignments),
            resolution=resolution.pk if resolution else None,
        ),
        by=by, at=now,
    )  # fmt: skip
    return row


@transaction.atomic
def ask_all(steward: Steward, month: date, *, by: Actor, now: datetime | None = None) -> list[Asked]:
    """Ask everybody who is proposed in a month, each with a link of their own. Nothing is final without their yes.

    Where partners send people meanwhile, only as many are asked as still lack.
    """
    from ruammue.work.queries import months

    now = now or timezone.now()
    month = months.first_of(month)
    rows = SignUp.objects.of(steward).filter(
        LIVE, ahead(now), answer="", asked_at=None, on__gte=month, on__lt=months.after(month),
        slot__task__dropped_at=None, slot__task__matter__in=Matter.objects.of(steward).visible_to(by).values("pk"),
    )  # fmt: skip
    drafts = list(rows.order_by("slot_id", "id"))
    room = still_to_ask(steward, {row.slot_id for row in drafts})
    asked = []
    for row in drafts:
        if row.slot_id not in room or room[row.slot_id] > 0:
            asked.append(invite_person(row, by=by, now=now))
            if row.slot_id in room:
                room[row.slot_id] -= 1
    return asked


@dataclass(frozen=True, slots=True)
class Change:
    """What differs in one place when somebody is away: who leaves it, who joins and why, how many still lack."""

    slot: Slot
    left: tuple[SignUp, ...]
    joined: tuple[tuple[Person, tuple[tuple[Any, ...], ...]], ...]

    @property
    def missing(self) -> int:
        """How many fewer stand there than before."""
        return max(0, len(self.left) - len(self.joined))


def changes_without(
    steward: Steward, month: date, person: Person, *, now: datetime | None = None, stay: frozenset[UUID] = frozenset()
) -> list[Change]:
    """What changes if somebody is away for the rest of a month: as many places filled as can be, and the fewest others
    moved. Who said yes, or was chosen by hand, stays; who was only proposed or asked may move. Places that lacked
    somebody before lack them afterwards: that is what proposing the month is for. Whoever would only lose their place,
    since they said less meanwhile, stays in it (`stay`: sign-ups): people look at that. Changes nothing.
    """
    from ruammue.engines.matching import assignment
    from ruammue.work.queries import months

    month, now = months.first_of(month), now or timezone.now()

    def may_move(row: SignUp) -> bool:
        if row.person_id == person.pk:
            return row.came_at is None
        is_open = row.state in ("proposed", "invited") and row.covers_id is None and [months.HAND] not in row.reasons
        return is_open and row.pk not in stay

    rows = [
        row
        for row in SignUp.objects.of(steward)
        .filter(
            LIVE, ahead(now), slot__task__dropped_at=None, on__gte=month, on__lt=months.after(month), came_at=None,
            missed_at=None,
        )
        .select_related("slot__task__village", "person")
        .order_by("on", "half", "id")
        if may_move(row)
    ]  # fmt: skip
    if not any(row.person_id == person.pk for row in rows):
        return []
    standing = {(str(row.slot_id), str(row.person_id)): row for row in rows}
    plan = MonthPlan.objects.of(steward).filter(month=month).first()
    case = months.case_of(
        steward, month, fairness=plan.fairness if plan else 0, seed=month.isoformat(), now=now, is_open=may_move
    )
    stood = Counter(line for line, _worker in standing)
    lines = (replace(line, headcount=min(line.headcount, stood[line.id])) for line in case.lines if stood[line.id])
    case = replace(case, lines=tuple(lines))
    workers = case.workers
    if str(person.pk) not in {worker.id for worker in workers}:  # nothing is said of what they can do
        workers = (*workers, assignment.Worker(str(person.pk), "TH", 0, (), ()))
    before = assignment.Plan(
        tuple(assignment.Assigned(line, worker, ()) for line, worker in standing),
        (), (), 0, 0, assignment.Weights(0, 0, 0, 0, 0), 0, 0, 0,
    )  # fmt: skip
    new = assignment.replan(before, workers, case.lines, away=str(person.pk), seed=case.seed, terms=case.terms)
    moved = {worker for _line, worker in new.joined}
    lost = {standing[pair].pk for pair in new.left if pair[1] != str(person.pk) and pair[1] not in moved}
    if lost:
        return changes_without(steward, month, person, now=now, stay=stay | lost)
    why = months.reasons_of(new.plan, case)
    people = {str(row.pk): row for row in Person.objects.filter(pk__in=[UUID(worker) for _line, worker in new.joined])}
    touched = {line for line, _worker in (*new.left, *new.joined)}
    slots = Slot.objects.of(steward).filter(pk__in=touched).select_related("task__village", "task__matter")
    return [
        Change(
            slot,
            tuple(standing[line, worker] for line, worker in new.left if line == str(slot.pk)),
            tuple((people[worker], why[line, worker]) for line, worker in new.joined if line == str(slot.pk)),
        )
        for slot in slots.order_by("task__on", "task__half", "task__id", "id")
    ]


@transaction.atomic
def replan_without(
    steward: Steward, month: date, person: Person, *, by: Actor, now: datetime | None = None
) -> list[Asked]:
    """Somebody is away for the rest of a month: the plan with the fewest changes is taken, whoever is new is asked in
    the same act, and the machine proposes who is away for nothing more in that time. Raises MonthIsOver.
    """
    from ruammue.work.queries import months

    now = now or timezone.now()
    if months.after(months.first_of(month)) <= timezone.localdate(now):
        raise MonthIsOver(month=months.first_of(month))
    Steward.objects.select_for_update().get(pk=steward.pk)
    changes = changes_without(steward, month, person, now=now)
    take_slots(Slot.objects.of(steward).filter(pk__in=[change.slot.pk for change in changes]))
    for row in (row for change in changes for row in change.left):
        if row.state == "confirmed":
            excuse(row, by=by, now=now)
        else:
            withdraw_person(row, by=by, now=now)
    asked = [
        invite_person(propose_person(change.slot, one, by=by, reasons=why, now=now), by=by, now=now)
        for change in changes
        for one, why in change.joined
    ]
    begins = max(months.first_of(month), timezone.localdate(now))
    stay_away(steward, person, begins, months.after(months.first_of(month)) - timedelta(days=1), by=by, now=now)
    return asked
