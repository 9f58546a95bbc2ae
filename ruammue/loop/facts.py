"""What happened to each matter so far: one SQL statement for any number of matters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ruammue.decisions.models import ExecutiveAnswer, Item, Meeting, Resolution
from ruammue.evidence.models import Result
from ruammue.goals.models import CoSignature, Goal, Reading
from ruammue.needs.models import Answer, Call, LastWord, Matter, Need, OfficeProject, Skip, Verdict
from ruammue.networks.models import Invitation, Network, NetworkMember
from ruammue.resources.models import (
    IS_ASKED,
    IS_OFFERED,
    Commitment,
    Delivery,
    NeedLine,
    is_claimed,
    is_to_be_brought,
)
from ruammue.work.models import Duty, DutySignature, Work

ADOPTED = (Resolution.Outcome.ADOPTED, Resolution.Outcome.ADOPTED_WITH_RESERVATIONS)


@dataclass(frozen=True, slots=True)
class Facts:
    """Counts about one matter. Each name reads as "how many"; `skips` maps station -> reason."""

    matter: Matter
    needs: int
    unanswered: int
    together: int
    fixed: int
    office_projects: int
    calls: int
    calls_to_endorse: int
    calls_lacking: int
    networks: int
    invited: int
    waiting_reply: int
    claimed: int
    members: int
    called_items: int
    entered_items: int
    adopted: int
    resolutions: int
    awaiting_executive: int
    goals: int
    goal_sectors: int
    goal_asked: int
    goal_signed: int
    readings: int
    works: int
    works_without_lead: int
    works_open: int
    parties: int
    signed_parties: int
    asked_parties: int
    lines: int
    lines_short: int
    lines_unasked: int
    lines_undelivered: int
    promises_asked: int
    promises_claimed: int
    promises_offered: int
    promises_to_come: int
    deliveries_waiting: int
    results: int
    published_results: int
    skips: dict[str, str]


def _count(rows: QuerySet[Any], *, matter: str = "matter", distinct: str = "pk") -> Coalesce:
    """How many `rows` hang on the matter: a correlated count that never multiplies with its neighbours."""
    counted = (
        rows.filter(**{matter: OuterRef("pk")})
        .order_by()
        .values(matter)
        .annotate(n=Count(distinct, distinct=True))
        .values("n")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def facts_of(matters: QuerySet[Matter]) -> list[Facts]:
    """The facts of these matters, in their order. Two SQL statements: the counts, and the skips with their reasons."""
    rows = list(matters.annotate(**_columns()).select_related("village"))
    skips: dict[UUID, dict[str, str]] = {}
    if rows:
        for skip in Skip.objects.of(rows[0].steward_id).filter(matter__in=[row.pk for row in rows]):
            skips.setdefault(skip.matter_id, {})[skip.station] = skip.reason
    return [
        Facts(
            matter=row,
            skips=skips.get(row.pk, {}),
            **{name.removeprefix("n_"): getattr(row, name) for name in _columns()},
        )
        for row in rows
    ]


@cache
def _columns() -> dict[str, Coalesce]:
    """Built once: so many sub-queries cost more to put together than to ask."""
    sector_signed = CoSignature.objects.filter(signed_at__isnull=False, goal__dropped_at=None)
    live_work = Work.objects.filter(dropped_at=None)
    live_line = NeedLine.objects.filter(withdrawn_at=None)
    has_lead = Exists(Duty.objects.filter(work=OuterRef("pk"), part=Duty.Part.LEAD))
    short = live_line.filter(Q(quantity__gt=F("promised") + F("delivered") + F("spoken")), is_enough_at=None)
    promise = Commitment.objects.all()
    unanswered = promise.filter(IS_ASKED | IS_OFFERED)
    executive = Exists(ExecutiveAnswer.objects.filter(resolution=OuterRef("pk")))
    return {
        "n_needs": _count(Need.objects.all()),
        "n_unanswered": _count(Need.objects.filter(last_word=LastWord.WAITING)),
        "n_together": _count(Answer.objects.filter(way=Answer.Way.TOGETHER), matter="need__matter"),
        "n_fixed": _count(Verdict.objects.filter(is_fixed=True), matter="need__matter"),
        "n_office_projects": _count(OfficeProject.objects.all()),
        "n_calls": _count(Call.objects.all()),
        "n_calls_to_endorse": _count(Call.objects.filter(endorsed_at=None, closed_at=None)),
        "n_calls_lacking": _count(
            Call.objects.filter(closed_at=None).exclude(
                lacks_people="", lacks_money="", lacks_things="", lacks_knowledge=""
            )
        ),
        "n_networks": _count(Network.objects.filter(removed_at=None)),
        "n_invited": _count(Invitation.objects.filter(withdrawn_at=None), matter="network__matter"),
        "n_waiting_reply": _count(Invitation.objects.filter(withdrawn_at=None, reply=""), matter="network__matter"),
        "n_claimed": _count(
            Invitation.objects.filter(withdrawn_at=None, reply=Invitation.Reply.JOIN, confirmed_at=None),
            matter="network__matter",
        ),
        "n_members": _count(NetworkMember.objects.filter(until_on=None), matter="network__matter"),
        "n_called_items": _count(Item.objects.filter(meeting__stage=Meeting.Stage.CALLED)),
        "n_entered_items": _count(
            Item.objects.filter(meeting__stage=Meeting.Stage.CALLED, meeting__entered_at__isnull=False)
        ),
        "n_adopted": _count(Resolution.objects.filter(outcome__in=ADOPTED)),
        "n_resolutions": _count(Resolution.objects.all()),
        "n_awaiting_executive": _count(
            Resolution.objects.filter(~executive, outcome__in=ADOPTED, effect=Resolution.Effect.EXECUTIVE)
        ),
        "n_goals": _count(Goal.objects.filter(dropped_at=None)),
        "n_goal_sectors": _count(sector_signed, matter="goal__matter", distinct="organisation__sector"),
        "n_goal_asked": _count(
            CoSignature.objects.filter(signed_at=None, goal__dropped_at=None), matter="goal__matter"
        ),
        "n_goal_signed": _count(sector_signed, matter="goal__matter"),
        "n_readings": _count(Reading.objects.all(), matter="indicator__goal__matter"),
        "n_works": _count(live_work),
        "n_works_without_lead": _count(live_work.filter(~has_lead)),
        "n_works_open": _count(live_work.filter(done_at=None)),
        "n_parties": _count(Duty.objects.filter(work__dropped_at=None), matter="work__matter", distinct="organisation"),
        "n_signed_parties": _count(
            DutySignature.objects.filter(signed_at__isnull=False, changed_at=None), distinct="organisation"
        ),
        "n_asked_parties": _count(DutySignature.objects.filter(signed_at=None), distinct="organisation"),
        "n_lines": _count(live_line),
        "n_lines_short": _count(short),
        "n_lines_unasked": _count(short.filter(~Exists(unanswered.filter(need_line=OuterRef("pk"))))),
        "n_lines_undelivered": _count(live_line.filter(quantity__gt=F("delivered"), is_enough_at=None)),
        "n_promises_asked": _count(promise.filter(IS_ASKED), matter="need_line__matter"),
        "n_promises_claimed": _count(promise.filter(IS_ASKED, is_claimed()), matter="need_line__matter"),
        "n_promises_offered": _count(promise.filter(IS_OFFERED), matter="need_line__matter"),
        "n_promises_to_come": _count(promise.filter(is_to_be_brought()), matter="need_line__matter"),
        "n_deliveries_waiting": _count(Delivery.objects.waiting(), matter="commitment__need_line__matter"),
        "n_results": _count(Result.objects.all()),
        "n_published_results": _count(Result.objects.filter(published_at__isnull=False)),
    }
