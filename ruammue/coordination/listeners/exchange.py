"""News of the promise ledger: asked for, offered, promised, brought."""

from __future__ import annotations

from uuid import UUID

from ruammue.coordination import hearers
from ruammue.coordination.actions import tell
from ruammue.coordination.listeners.paths import path
from ruammue.ledger.actions import News, on
from ruammue.resources.events import (
    CommitmentAccepted,
    CommitmentEnded,
    CommitmentMade,
    DeliveryConfirmed,
    DeliveryRecorded,
    DeliveryReversed,
    LineRaised,
    OfferMade,
    PromiseAnswered,
)
from ruammue.resources.models import Commitment, Delivery


@on(LineRaised)
def tell_coordinators_of_line(event: LineRaised, news: News) -> None:
    """The coordinators of the matter hear what is asked for."""
    tell(
        hearers.coordinators_of_matter(event.steward, event.matter),
        "line.raised",
        news,
        steward_id=event.steward,
        path=path(event.steward, "resources:line", event.line, otherwise=("needs:matter", event.matter)),
        matter_id=event.matter,
    )


@on(OfferMade)
def tell_officers_of_offer(event: OfferMade, news: News) -> None:
    """Plan officers hear that somebody offered something."""
    tell(
        hearers.officers(event.steward),
        "offer.made",
        news,
        steward_id=event.steward,
        path=path(event.steward, "resources:board"),
        matter_id=event.matter,
    )


@on(CommitmentMade)
def tell_other_side(event: CommitmentMade, news: News) -> None:
    """Both sides hear of a promise; the one that has not said yes is asked to."""
    code = "commitment.made" if event.is_accepted else "commitment.asked"
    _tell_sides(event.steward, event.commitment, event.matter, code, news)


@on(CommitmentAccepted)
def tell_accepted(event: CommitmentAccepted, news: News) -> None:
    """Both sides hear that the promise counts."""
    _tell_sides(event.steward, event.commitment, event.matter, "commitment.accepted", news)


@on(PromiseAnswered)
def tell_answered_by_link(event: PromiseAnswered, news: News) -> None:
    """Plan officers and the coordinators hear of an answer by link: somebody has to hear it from the giver."""
    tell(
        hearers.officers(event.steward) | hearers.coordinators_of_matter(event.steward, event.matter),
        "commitment.answered",
        news,
        steward_id=event.steward,
        path=path(event.steward, "resources:commitment", event.commitment),
        matter_id=event.matter,
    )


@on(CommitmentEnded)
def tell_ended(event: CommitmentEnded, news: News) -> None:
    """Both sides hear that the promise ended."""
    _tell_sides(event.steward, event.commitment, event.matter, "commitment.ended", news)


@on(DeliveryRecorded)
def tell_to_confirm(event: DeliveryRecorded, news: News) -> None:
    """Both sides are asked whether it was brought; plan officers hear of it."""
    _tell_delivery(event.steward, event.delivery, event.matter, "delivery.recorded", news)


@on(DeliveryConfirmed)
def tell_counted(event: DeliveryConfirmed, news: News) -> None:
    """Once both sides confirmed it, both and the plan officers hear that it counts."""
    if event.is_counted:
        _tell_delivery(event.steward, event.delivery, event.matter, "delivery.counted", news)


@on(DeliveryReversed)
def tell_reversed(event: DeliveryReversed, news: News) -> None:
    """Both sides and the plan officers hear that a delivery no longer counts."""
    _tell_delivery(event.steward, event.delivery, event.matter, "delivery.reversed", news)


def _sides(steward_id: UUID, commitment: Commitment) -> set[UUID]:
    people = hearers.speakers(steward_id, [commitment.provider_id, commitment.receiver_id])
    return people | ({commitment.person_id} if commitment.person_id else set())


def _tell_sides(steward_id: UUID, commitment_id: UUID, matter_id: UUID, code: str, news: News) -> None:
    commitment = Commitment.objects.of(steward_id).get(pk=commitment_id)
    tell(
        _sides(steward_id, commitment),
        code,
        news,
        steward_id=steward_id,
        path=path(steward_id, "resources:commitment", commitment_id, otherwise=("needs:matter", matter_id)),
        matter_id=matter_id,
    )


def _tell_delivery(steward_id: UUID, delivery_id: UUID, matter_id: UUID, code: str, news: News) -> None:
    delivery = Delivery.objects.of(steward_id).select_related("commitment").get(pk=delivery_id)
    tell(
        _sides(steward_id, delivery.commitment) | hearers.officers(steward_id),
        code,
        news,
        steward_id=steward_id,
        path=path(steward_id, "resources:confirm", delivery_id, otherwise=("needs:matter", matter_id)),
        matter_id=matter_id,
    )
