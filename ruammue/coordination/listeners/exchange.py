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
    ExchangeAgreed,
    ExchangeAnswered,
    ExchangeCancelled,
    ExchangeMediated,
    ExchangeProposed,
    ExchangeWishOpened,
    LineRaised,
    OfferMade,
    PromiseAnswered,
)
from ruammue.resources.exchange.models import ExchangeLeg, ExchangeParty
from ruammue.resources.exchange.queries import wishes_waiting
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
    """Both sides hear that the promise ended; where it was part of an exchange, all its other parties as well."""
    leg = ExchangeLeg.objects.of(event.steward).filter(commitment=event.commitment).first()
    if leg is not None and event.end in (Commitment.End.CANCELLED_BY_PROVIDER, Commitment.End.CANCELLED_BY_RECEIVER):
        _tell_parties(event.steward, leg.exchange_id, "exchange.fell", news, with_office=True)  # one notice a person
    _tell_sides(event.steward, event.commitment, event.matter, "commitment.ended", news)


@on(ExchangeProposed, ExchangeWishOpened)
def tell_proposed(event: ExchangeProposed | ExchangeWishOpened, news: News) -> None:
    """Every party is asked whether it agrees; as long as a wish waits to be opened, plan officers hear of that."""
    if wishes_waiting(event.steward).filter(exchange=event.exchange).exists():
        _tell_parties(event.steward, event.exchange, "exchange.wished", news, only_office=True)
    else:
        _tell_parties(event.steward, event.exchange, "exchange.proposed", news)


@on(ExchangeAnswered)
def tell_answered(event: ExchangeAnswered, news: News) -> None:
    """Plan officers hear of an answer by link: somebody has to hear it from the party."""
    if not event.is_heard and event.answer == ExchangeParty.Answer.YES:
        _tell_parties(event.steward, event.exchange, "exchange.answered", news, only_office=True)


@on(ExchangeAgreed)
def tell_agreed(event: ExchangeAgreed, news: News) -> None:
    """Everybody hears that it counts."""
    _tell_parties(event.steward, event.exchange, "exchange.agreed", news, with_office=True)


@on(ExchangeCancelled)
def tell_cancelled(event: ExchangeCancelled, news: News) -> None:
    """Everybody hears that the proposal has ended."""
    _tell_parties(event.steward, event.exchange, "exchange.cancelled", news, with_office=True)


@on(ExchangeMediated)
def tell_mediated(event: ExchangeMediated, news: News) -> None:
    """Everybody reads what was agreed on after all."""
    _tell_parties(event.steward, event.exchange, "exchange.mediated", news)


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


def _tell_parties(
    steward_id: UUID, exchange_id: UUID, code: str, news: News, *, with_office: bool = False, only_office: bool = False
) -> None:
    bodies = ExchangeParty.objects.of(steward_id).filter(exchange=exchange_id).values_list("organisation_id", flat=True)
    people = set() if only_office else hearers.speakers(steward_id, list(bodies))
    if with_office or only_office:
        people |= hearers.officers(steward_id)
    page = path(steward_id, "resources:exchange", exchange_id)
    tell(people, code, news, steward_id=steward_id, path=page, exchange=str(exchange_id))


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
