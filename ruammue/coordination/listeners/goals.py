"""News of goals: drafted, asked, signed, shared, measured, given up."""

from __future__ import annotations

from uuid import UUID

from ruammue.coordination import hearers
from ruammue.coordination.actions import tell
from ruammue.coordination.listeners.paths import path
from ruammue.goals.events import GoalDrafted, GoalDropped, GoalShared, GoalSigned, ReadingGiven, SignatureAsked
from ruammue.goals.models import CoSignature, Goal
from ruammue.ledger.actions import News, on


@on(GoalDrafted)
def tell_partners(event: GoalDrafted, news: News) -> None:
    """Who works in the matter's networks hears that there is a goal to agree on."""
    _tell(
        hearers.partners_of_matter(event.steward, event.matter), "goal.drafted", news, event.steward, event.goal,
        event.matter,
    )  # fmt: skip


@on(SignatureAsked)
def tell_asked(event: SignatureAsked, news: News) -> None:
    """Who speaks for the organisation may sign after coming in, too."""
    tell(
        hearers.speakers(event.steward, [event.organisation]),
        "goal.asked",
        news,
        steward_id=event.steward,
        path=path(event.steward, "goals:sign_as", event.goal),
        matter_id=event.matter,
        organisation=str(event.organisation),
    )


@on(GoalSigned)
def tell_drafter(event: GoalSigned, news: News) -> None:
    """Who drafted it hears of each signature."""
    goal = Goal.objects.of(event.steward).get(pk=event.goal)
    tell(
        {goal.drafted_by_id},
        "goal.signed",
        news,
        steward_id=event.steward,
        path=path(event.steward, "goals:goal", event.goal),
        matter_id=event.matter,
        organisation=str(event.organisation),
    )


@on(GoalShared)
def tell_signatories(event: GoalShared, news: News) -> None:
    """Everybody who signed, and who drafted it, hear that it is shared."""
    _tell_all(event.steward, event.goal, event.matter, "goal.shared", news)


@on(GoalDropped)
def tell_signatories_of_end(event: GoalDropped, news: News) -> None:
    """Everybody who signed hears that it was given up or replaced."""
    _tell_all(event.steward, event.goal, event.matter, "goal.dropped", news)


@on(ReadingGiven)
def tell_measured(event: ReadingGiven, news: News) -> None:
    """Everybody who signed, and who drafted it, hear how far it is."""
    _tell_all(event.steward, event.goal, event.matter, "goal.reading", news)


def _tell_all(steward_id: UUID, goal_id: UUID, matter_id: UUID, code: str, news: News) -> None:
    goal = Goal.objects.of(steward_id).get(pk=goal_id)
    signed = CoSignature.objects.of(steward_id).filter(goal_id=goal_id, signed_at__isnull=False)
    people = hearers.speakers(steward_id, signed.values_list("organisation_id", flat=True))
    if goal.drafted_by_id:
        people.add(goal.drafted_by_id)
    _tell(people, code, news, steward_id, goal_id, matter_id)


def _tell(people: set[UUID], code: str, news: News, steward_id: UUID, goal_id: UUID, matter_id: UUID) -> None:
    tell(
        people,
        code,
        news,
        steward_id=steward_id,
        path=path(steward_id, "goals:goal", goal_id),
        matter_id=matter_id,
    )
