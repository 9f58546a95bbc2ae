"""News of meetings, resolutions and ballots."""

from __future__ import annotations

from uuid import UUID

from ruammue.coordination import hearers
from ruammue.coordination.actions import tell
from ruammue.coordination.listeners.paths import path
from ruammue.decisions.events import (
    BallotClosed,
    BallotOpened,
    ExecutiveAnswered,
    MeetingCalled,
    MeetingCancelled,
    MeetingClosed,
    MeetingMoved,
    ResolutionMade,
)
from ruammue.decisions.models import Meeting, Resolution, Voter
from ruammue.ledger.actions import News, on

_ADOPTED = {Resolution.Outcome.ADOPTED.value, Resolution.Outcome.ADOPTED_WITH_RESERVATIONS.value}


@on(MeetingCalled)
def tell_called(event: MeetingCalled, news: News) -> None:
    """Members of the network hear that they are called."""
    _tell_members(event.steward, event.meeting, "meeting.called", news)


@on(MeetingMoved)
def tell_moved(event: MeetingMoved, news: News) -> None:
    """Members of the network hear of the new day, hour or place."""
    _tell_members(event.steward, event.meeting, "meeting.moved", news)


@on(MeetingClosed)
def tell_members(event: MeetingClosed, news: News) -> None:
    """Members of the network hear that the resolutions can be read."""
    _tell_members(event.steward, event.meeting, "meeting.closed", news)


@on(MeetingCancelled)
def tell_cancelled(event: MeetingCancelled, news: News) -> None:
    """Members of the network hear that they need not come."""
    _tell_members(event.steward, event.meeting, "meeting.cancelled", news)


def _tell_members(steward_id: UUID, meeting_id: UUID, code: str, news: News) -> None:
    meeting = Meeting.objects.of(steward_id).get(pk=meeting_id)
    tell(
        hearers.members_of(steward_id, [meeting.network_id]),
        code,
        news,
        steward_id=steward_id,
        path=path(steward_id, "decisions:meeting", meeting_id),
        meeting=str(meeting_id),
        day=meeting.held_on.isoformat(),
    )


@on(ResolutionMade)
def tell_executive_of_resolution(event: ResolutionMade, news: News) -> None:
    """The executive hears of an adopted resolution that waits for them."""
    resolution = Resolution.objects.of(event.steward).get(pk=event.resolution)
    if event.outcome not in _ADOPTED or resolution.effect != Resolution.Effect.EXECUTIVE:
        return
    tell(
        hearers.leaders(event.steward),
        "resolution.executive",
        news,
        steward_id=event.steward,
        path=path(event.steward, "decisions:resolution", event.resolution),
        matter_id=event.matter,
    )


@on(ExecutiveAnswered)
def tell_officers_of_verdict(event: ExecutiveAnswered, news: News) -> None:
    """Plan officers and the coordinators of the matter hear what the executive decided."""
    people = hearers.officers(event.steward)
    if event.matter is not None:
        people |= hearers.coordinators_of_matter(event.steward, event.matter)
    tell(
        people,
        f"executive.{event.verdict}",
        news,
        steward_id=event.steward,
        path=path(event.steward, "decisions:resolution", event.resolution),
        matter_id=event.matter,
    )


@on(BallotOpened)
def tell_voters(event: BallotOpened, news: News) -> None:
    """Everybody on the roll hears that they may vote."""
    _tell_voters(event.steward, event.ballot, "ballot.opened", news)


@on(BallotClosed)
def tell_voters_of_result(event: BallotClosed, news: News) -> None:
    """Everybody on the roll hears that there is a result; who voted and who did not hear the same."""
    _tell_voters(event.steward, event.ballot, "ballot.closed", news)


def _tell_voters(steward_id: UUID, ballot_id: UUID, code: str, news: News) -> None:
    roll = Voter.objects.of(steward_id).filter(ballot_id=ballot_id).values_list("person_id", flat=True)
    tell(set(roll), code, news, steward_id=steward_id, path=path(steward_id, "decisions:ballot", ballot_id))
