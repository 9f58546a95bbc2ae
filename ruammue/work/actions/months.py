"""Verbs of a month: let the machine propose, ask everybody proposed, plan without somebody. People decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ruammue.access.actors import Actor
from ruammue.ledger.actions import record
from ruammue.needs.actions.matters import acting
from ruammue.needs.models import Matter
from ruammue.people.models import Person
from ruammue.places.models import Steward
from ruammue.work.actions.coming import Asked, excuse, invite_person, propose_person, withdraw_person
from ruammue.work.events import MonthPlanned
from ruammue.work.models import MonthPlan, SignUp, Slot
from ruammue.work.models.tasks import LIVE

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
def plan_month(steward: Steward, month: date, *, fairness: int, by: Actor, now: datetime | None = None) -> MonthPlan:
    """Let the machine propose who takes which open place; what people chose, asked or answered stays as it is.

    Nobody is told yet. The seed is the month itself: public, and the same for everybody who counts it again.
    """
    from ruammue.engines.matching import assignment
    from ruammue.work.queries import months

    now = now or timezone.now()
    month, today = months.first_of(month), timezone.localdate(now)
    Steward.objects.select_for_update().get(pk=steward.pk)
    drafts = [
        row
        for row in SignUp.objects.of(steward).filter(
            LIVE, answer="", asked_at=None, covers=None, on__gte=max(month, today), on__lt=months.after(month)
        )
        if months.is_draft(row)
    ]
    SignUp.objects.of(steward).filter(pk__in=[row.pk for row in drafts]).delete()
    seed = month.isoformat()
    case = months.case_of(steward, month, fairness=fairness, seed=seed, today=today)
    plan = assignment.assign(case.workers, case.lines, seed=seed, terms=case.terms)
    points = assignment.price_of_fairness(case.workers, case.lines, seed=seed, terms=case.terms, steps=STEPS)
    slots = {str(row.pk): row for row in Slot.objects.of(steward).filter(pk__in=[line.id for line in case.lines])}
    people = {
        str(row.pk): row for row in Person.objects.filter(pk__in={UUID(each.worker) for each in plan.assignments})
    }
    for each in plan.assignments:
        reasons = [(str(reason.code), reason.have, reason.of) for reason in each.reasons]
        propose_person(slots[each.line], people[each.worker], by=by, reasons=reasons, now=now)
    row = MonthPlan.objects.of(steward).filter(month=month).first() or MonthPlan(steward=steward, month=month)
    row.fairness, row.seed, row.figures = fairness, seed, figures_of(plan, points)
    row.planned_at, row.planned_by_id = now, acting(by)
    row.save()
    record(
        MonthPlanned(
            steward=steward.pk, plan=row.pk, month=month, fairness=fairness, proposed=len(plan.assignments)
        ),
        by=by, at=now,
    )  # fmt: skip
    return row


@transaction.atomic
def ask_all(steward: Steward, month: date, *, by: Actor, now: datetime | None = None) -> list[Asked]:
    """Ask everybody who is proposed in a month, each with a link of their own. Nothing is final without their yes."""
    from ruammue.work.queries import months

    now = now or timezone.now()
    month = months.first_of(month)
    rows = SignUp.objects.of(steward).filter(
        LIVE, answer="", asked_at=None, on__gte=max(month, timezone.localdate(now)), on__lt=months.after(month),
        slot__task__dropped_at=None, slot__task__matter__in=Matter.objects.of(steward).visible_to(by).values("pk"),
    )  # fmt: skip
    return [invite_person(row, by=by, now=now) for row in rows.order_by("slot_id", "id")]


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the difference when somebody is away: who comes instead (None: nobody can)."""

    sign_up: SignUp
    instead: Person | None
    closest: tuple[str, ...] = ()


def changes_without(steward: Steward, month: date, person: Person, *, now: datetime | None = None) -> list[Change]:
    """Who would come instead, if somebody is away for the rest of a month: everybody else stays where they are, so
    that no division differs in less. Changes nothing.
    """
    from ruammue.engines.matching import assignment
    from ruammue.work.queries import months

    month, today = months.first_of(month), timezone.localdate(now)
    rows = list(
        SignUp.objects.of(steward)
        .filter(LIVE, person=person, on__gte=max(month, today), on__lt=months.after(month), came_at=None)
        .select_related("slot__task__village", "person")
        .order_by("on", "half", "id")
    )
    plan = MonthPlan.objects.of(steward).filter(month=month).first()
    case = months.case_of(
        steward, month, fairness=plan.fairness if plan else 0, seed=month.isoformat(), today=today,
        without=(person.pk,), keeps_drafts=True,
    )  # fmt: skip
    theirs = {str(row.slot_id) for row in rows}
    lines = []
    for line in case.lines:
        if line.id in theirs:
            lines.append(
                type(line)(**{name: getattr(line, name) for name in line.__dataclass_fields__} | {"headcount": 1})
            )
    found = assignment.assign(case.workers, lines, seed=case.seed, terms=case.terms)
    who = {each.line: each.worker for each in found.assignments}
    people = {str(row.pk): row for row in Person.objects.filter(pk__in=[UUID(worker) for worker in who.values()])}
    return [Change(row, people.get(who.get(str(row.slot_id), ""))) for row in rows]


@transaction.atomic
def replan_without(
    steward: Steward, month: date, person: Person, *, by: Actor, now: datetime | None = None
) -> list[Change]:
    """Somebody is away for the rest of a month: their places go to who can take them, to be asked; no other changes."""
    now = now or timezone.now()
    changes = changes_without(steward, month, person, now=now)
    for change in changes:
        if change.sign_up.state == "confirmed":
            excuse(change.sign_up, by=by, now=now)
        else:
            withdraw_person(change.sign_up, by=by, now=now)
        if change.instead is not None:
            propose_person(change.sign_up.slot, change.instead, by=by, reasons=[("hand",)], now=now)
    return changes
