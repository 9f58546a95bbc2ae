"""News of this room itself: coordinators, messages, offers of help."""

from __future__ import annotations

from uuid import UUID

from ruammue.coordination import hearers
from ruammue.coordination.actions import tell
from ruammue.coordination.events import CoordinatorAway, CoordinatorNamed, HelpAnswered, HelpOffered, MessageSaid
from ruammue.coordination.listeners.paths import path
from ruammue.coordination.models import Coordinator, HelpOffer, Message
from ruammue.coordination.subjects import Subject, subject_of
from ruammue.goals.models import CoSignature, Goal
from ruammue.ledger.actions import News, on
from ruammue.needs.models import Need
from ruammue.networks.models import Invitation


@on(CoordinatorNamed)
def tell_named(event: CoordinatorNamed, news: News) -> None:
    """Coordinator and deputy hear for what and from when they are called."""
    row = Coordinator.objects.of(event.steward).get(pk=event.coordinator)
    page = path(event.steward, "coordination:coordinators")
    for person, code in ((row.person_id, "coordinator.named"), (row.deputy_id, "coordinator.deputy")):
        tell(
            {person}, code, news, steward_id=event.steward, path=page, day=row.from_on.isoformat(),
            village=_text(row.village_id), network=_text(row.network_id),
        )  # fmt: skip


@on(CoordinatorAway)
def tell_deputy(event: CoordinatorAway, news: News) -> None:
    """The deputy hears until when people call them."""
    if event.until_on is None:
        return
    row = Coordinator.objects.of(event.steward).get(pk=event.coordinator)
    page = path(event.steward, "coordination:coordinators")
    tell(
        {row.deputy_id}, "coordinator.away", news, steward_id=event.steward, path=page,
        village=_text(row.village_id), network=_text(row.network_id), day=event.until_on.isoformat(),
    )  # fmt: skip


def _text(key: UUID | None) -> str | None:
    return str(key) if key else None


@on(MessageSaid)
def tell_conversation(event: MessageSaid, news: News) -> None:
    """Who spoke there before and whose business it is hear of a message; when that is nobody, the plan officers."""
    message = Message.objects.of(event.steward).get(pk=event.message)
    subject = subject_of(event.steward, message.about, message.about_id)
    before = Message.objects.of(event.steward).filter(about=message.about, about_id=message.about_id)
    people = {key for pair in before.values_list("said_by_id", "entered_by_id") for key in pair if key}
    people |= _concerned(event.steward, subject)
    if not people - {news.person_id, news.entered_by_id}:
        people = hearers.officers(event.steward)
    tell(
        people,
        "message.said",
        news,
        steward_id=event.steward,
        path=f"{subject.path}#conversation",
        matter_id=event.matter,
    )


def _concerned(steward_id: UUID, subject: Subject) -> set[UUID]:
    """Whose business an object is: never somebody to whom it is private."""
    row = subject.row
    if isinstance(row, Need):
        return {row.handler_id} if row.handler_id else set()
    if isinstance(row, Invitation):
        # Another partner never hears what one partner negotiates (I23).
        return hearers.speakers(steward_id, [row.organisation_id]) | {row.sent_by_id}
    people = hearers.coordinators_of_matter(steward_id, subject.matter.pk) if subject.matter else set()
    if isinstance(row, Goal):
        asked = CoSignature.objects.of(steward_id).filter(goal=row).values_list("organisation_id", flat=True)
        people |= hearers.speakers(steward_id, asked)
    return people


@on(HelpOffered)
def tell_who_welcomes(event: HelpOffered, news: News) -> None:
    """Plan officers and the coordinators of the matter hear that somebody offers help."""
    tell(
        hearers.officers(event.steward) | hearers.coordinators_of_matter(event.steward, event.matter),
        "help.offered",
        news,
        steward_id=event.steward,
        path=path(event.steward, "coordination:help_offer", event.offer),
        matter_id=event.matter,
        kind=event.what,
    )


@on(HelpAnswered)
def tell_helper(event: HelpAnswered, news: News) -> None:
    """Who offered, or typed it for them, hear the answer."""
    offer = HelpOffer.objects.of(event.steward).get(pk=event.offer)
    tell(
        {offer.person_id, offer.entered_by_id},
        f"help.{event.answer}",
        news,
        steward_id=event.steward,
        path=path(event.steward, "coordination:help_receipt", offer.receipt),
        matter_id=event.matter,
    )
