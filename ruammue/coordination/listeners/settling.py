"""What a notice asked for was done: it is new to nobody any more, whoever did it."""

from __future__ import annotations

from ruammue.coordination.actions import settle
from ruammue.coordination.events import HelpAnswered
from ruammue.coordination.listeners.paths import path
from ruammue.decisions.events import (
    BallotClosed,
    ExecutiveAnswered,
    MeetingCancelled,
    MeetingClosed,
    MeetingMoved,
)
from ruammue.goals.events import GoalDropped, GoalShared, GoalSigned
from ruammue.ledger.actions import News, on
from ruammue.needs.events import CallClosed, CallEndorsed, NeedAnswered, NeedHandedOver
from ruammue.networks.events import InvitationAnswered, InvitationConfirmed, InvitationWithdrawn
from ruammue.resources.events import (
    CommitmentAccepted,
    CommitmentEnded,
    DeliveryConfirmed,
    DeliveryReversed,
    ExchangeAgreed,
    ExchangeCancelled,
    ExchangeWishOpened,
    PromiseAnswerConfirmed,
)
from ruammue.work.events import DutiesObjected, DutiesSigned


@on(NeedAnswered, NeedHandedOver)
def settle_need(event: NeedAnswered | NeedHandedOver, news: News) -> None:
    """It waits for this answer no longer, or for somebody else's."""
    codes = ("need.reported", "need.handed", "need.not_fixed")
    settle(codes, news, steward_id=event.steward, path=path(event.steward, "needs:need", event.need))


@on(CallEndorsed, CallClosed)
def settle_call(event: CallEndorsed | CallClosed, news: News) -> None:
    """The executive's word was given, or is not asked for any more."""
    settle(["call.opened"], news, steward_id=event.steward, path=path(event.steward, "needs:call", event.call))


@on(InvitationAnswered, InvitationConfirmed, InvitationWithdrawn)
def settle_invitation(event: InvitationAnswered | InvitationConfirmed | InvitationWithdrawn, news: News) -> None:
    """The organisation answered; once it was confirmed or taken back nobody has to call it."""
    asked = path(event.steward, "networks:answer", event.invitation)
    settle(["invitation.sent"], news, steward_id=event.steward, path=asked)
    if not isinstance(event, InvitationAnswered):
        state = path(event.steward, "networks:invitation_state", event.invitation)
        settle(["invitation.join", "invitation.not_now"], news, steward_id=event.steward, path=state)


@on(MeetingMoved, MeetingClosed, MeetingCancelled)
def settle_meeting(event: MeetingMoved | MeetingClosed | MeetingCancelled, news: News) -> None:
    """Nobody has to come any more on the day that was told."""
    page = path(event.steward, "decisions:meeting", event.meeting)
    settle(["meeting.called", "meeting.moved"], news, steward_id=event.steward, path=page)


@on(ExecutiveAnswered)
def settle_resolution(event: ExecutiveAnswered, news: News) -> None:
    """The executive decided."""
    page = path(event.steward, "decisions:resolution", event.resolution)
    settle(["resolution.executive"], news, steward_id=event.steward, path=page)


@on(BallotClosed)
def settle_ballot(event: BallotClosed, news: News) -> None:
    """Voting is over. That one person voted is no news to anybody: a ballot that was given leaves no parcel."""
    page = path(event.steward, "decisions:ballot", event.ballot)
    settle(["ballot.opened"], news, steward_id=event.steward, path=page)


@on(GoalSigned)
def settle_signature(event: GoalSigned, news: News) -> None:
    """This organisation signed."""
    page = path(event.steward, "goals:sign_as", event.goal)
    settle(["goal.asked"], news, steward_id=event.steward, path=page, organisation=event.organisation)


@on(GoalShared, GoalDropped)
def settle_goal(event: GoalShared | GoalDropped, news: News) -> None:
    """The draft became a shared goal, or was given up: then nobody is asked to sign it, either."""
    page = path(event.steward, "goals:goal", event.goal)
    settle(["goal.drafted"], news, steward_id=event.steward, path=page)
    if isinstance(event, GoalDropped):
        asked = path(event.steward, "goals:sign_as", event.goal)
        settle(["goal.asked"], news, steward_id=event.steward, path=asked)


@on(DutiesSigned, DutiesObjected)
def settle_duties(event: DutiesSigned | DutiesObjected, news: News) -> None:
    """This organisation answered for its duties."""
    page = path(event.steward, "work:sign_as", event.matter, otherwise=("needs:matter", event.matter))
    settle(["work.asked"], news, steward_id=event.steward, path=page, organisation=event.organisation)


@on(CommitmentAccepted, CommitmentEnded, PromiseAnswerConfirmed)
def settle_promise(event: CommitmentAccepted | CommitmentEnded | PromiseAnswerConfirmed, news: News) -> None:
    """Both sides said what becomes of the promise."""
    page = path(event.steward, "resources:commitment", event.commitment, otherwise=("needs:matter", event.matter))
    settle(["commitment.asked", "commitment.answered"], news, steward_id=event.steward, path=page)


@on(DeliveryConfirmed, DeliveryReversed)
def settle_delivery(event: DeliveryConfirmed | DeliveryReversed, news: News) -> None:
    """Both sides said whether it was brought; the word of one leaves the other to be heard."""
    if isinstance(event, DeliveryReversed) or event.is_counted:
        page = path(event.steward, "resources:confirm", event.delivery, otherwise=("needs:matter", event.matter))
        settle(["delivery.recorded"], news, steward_id=event.steward, path=page)


@on(HelpAnswered)
def settle_help(event: HelpAnswered, news: News) -> None:
    """Somebody answered who offers help."""
    page = path(event.steward, "coordination:help_offer", event.offer)
    settle(["help.offered"], news, steward_id=event.steward, path=page)


@on(ExchangeWishOpened)
def settle_wish(event: ExchangeWishOpened, news: News) -> None:
    """It stands as a line; the parties are asked now."""
    page = path(event.steward, "resources:exchange", event.exchange)
    settle(["exchange.wished"], news, steward_id=event.steward, path=page)


@on(ExchangeAgreed, ExchangeCancelled)
def settle_exchange(event: ExchangeAgreed | ExchangeCancelled, news: News) -> None:
    """It waits for nobody's yes any more."""
    page = path(event.steward, "resources:exchange", event.exchange)
    settle(["exchange.proposed", "exchange.answered", "exchange.wished"], news, steward_id=event.steward, path=page)
