"""Who may do what in the exchange. Tables to be read aloud: any row, all of the row."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404

from ruammue.access.actors import Actor, Role
from ruammue.access.claims import (
    is_auditor,
    is_clerk,
    is_coordinator,
    is_executive,
    is_member_here,
    is_officer,
    is_partner,
    is_staff,
    is_village_head,
)
from ruammue.access.gate import EVERYONE, Policy
from ruammue.needs.models import Matter
from ruammue.networks.models import Network, NetworkMember
from ruammue.networks.queries import known_organisations
from ruammue.people.models import Acquaintance, Organisation, Person
from ruammue.resources import queries
from ruammue.resources.exchange import queries as deals
from ruammue.resources.exchange.models import Exchange
from ruammue.resources.knowledge.models import Lesson, Reply
from ruammue.resources.knowledge.queries import LessonRow
from ruammue.resources.models import Commitment, Delivery, Dispute, Loss, NeedLine, Offer, Settlement
from ruammue.resources.sides import own_sides
from ruammue.resources.thanks.contributions import given_by
from ruammue.resources.thanks.models import Thanks


def may_open(actor: Actor, matter: Matter) -> bool:
    """May open the working page of this matter."""
    return Matter.objects.of(matter.steward_id).visible_to(actor).filter(pk=matter.pk).exists()


def may_open_its_matter(actor: Actor, thing: Any) -> bool:
    """May open the matter of this line or promise."""
    return may_open(actor, matter_of(thing))


def its_matter_is_public(_actor: Actor, thing: Any) -> bool:
    """The matter stands on the public page."""
    return matter_of(thing).is_public


def promise_of(thing: Any) -> Commitment:
    """The promise behind a delivery, a dispute, its settlement or a loss; a promise itself."""
    if isinstance(thing, Settlement):
        thing = thing.dispute
    if isinstance(thing, Dispute):
        thing = thing.delivery
    promise: Commitment = thing.commitment if isinstance(thing, Delivery | Loss) else thing
    return promise


def matter_of(thing: NeedLine | Commitment | Delivery) -> Matter:
    """The matter behind a line, a promise or a delivery."""
    if isinstance(thing, Delivery):
        thing = thing.commitment
    return thing.need_line.matter if isinstance(thing, Commitment) else thing.matter


def speaks_for_receiver(actor: Actor, line: Any) -> bool:
    """Speaks for the organisation that asks."""
    return bool(line.receiver_id in actor.represents)


def heads_village_of_line(actor: Actor, line: Any) -> bool:
    """Head of the village in which it is asked for."""
    return actor.has(Role.VILLAGE_HEAD) and line.village_id is not None and line.village_id in actor.villages


def heads_village_of_matter(actor: Actor, matter: Matter) -> bool:
    """Head of the village of this matter."""
    return actor.has(Role.VILLAGE_HEAD) and matter.village_id is not None and matter.village_id in actor.villages


def is_a_side(actor: Actor, thing: Any) -> bool:
    """Gives or receives here."""
    return bool(own_sides(actor, promise_of(thing)))


def wrote_it_down(actor: Actor, thing: Any) -> bool:
    """Asked for it, or typed it in, so that they see what became of it."""
    promise = promise_of(thing)
    hands = (promise.provider_accepted_by_id, promise.receiver_accepted_by_id, promise.entered_by_id)
    return actor.person_id is not None and actor.person_id in hands


def is_known_here(actor: Actor, _subject: Any) -> bool:
    """Somebody whom this steward knows, with or without a role."""
    if actor.person_id is None or actor.steward_id is None:
        return False
    return Acquaintance.objects.of(actor.steward_id).filter(person_id=actor.person_id).exists()


def made_the_offer(actor: Actor, offer: Offer) -> bool:
    """Speaks for the organisation that offers, or is the person."""
    return offer.provider_id in actor.represents or (offer.person_id is not None and offer.person_id == actor.person_id)


def is_party_to(actor: Actor, exchange: Exchange) -> bool:
    """Speaks for a party to this exchange."""
    return bool(deals.is_party(exchange, actor))


def is_of_an_organisation(_actor: Actor, offer: Offer) -> bool:
    """Offered by an organisation, not by a person."""
    return offer.provider_id is not None


def may_open_its_own_matter(actor: Actor, thing: Any) -> bool:
    """May open the matter of a lesson, a question or a reply; a question of a theme belongs to no matter."""
    if isinstance(thing, Reply):
        thing = thing.question
    return thing.matter_id is None or may_open(actor, thing.matter)


def speaks_for_member_of(actor: Actor, network: Network) -> bool:
    """Speaks for a member of this network."""
    members = NetworkMember.objects.of(network.steward_id).filter(network=network, until_on=None)
    return bool(actor.represents) and members.filter(organisation__in=actor.represents).exists()


def does_more_than_audit(actor: Actor, _subject: Any) -> bool:
    """Has a role here, or speaks for an organisation, beside reading the record: an auditor changes nothing."""
    return bool(actor.represents or actor.roles - {Role.AUDITOR})


def wrote_it(actor: Actor, lesson: Lesson | LessonRow) -> bool:
    """Wrote this lesson down."""
    return actor.person_id is not None and lesson.told_by_id == actor.person_id


def asked_it(actor: Actor, said: Reply) -> bool:
    """Asked the question to which this replies."""
    return actor.person_id is not None and said.question.asked_by_id == actor.person_id


def speaks_for_body(actor: Actor, body: Organisation) -> bool:
    """Speaks for this organisation."""
    return body.pk in actor.represents


def is_this_person(actor: Actor, person: Person) -> bool:
    """It is about the reader."""
    return actor.person_id is not None and person.pk == actor.person_id


def lives_where_they_keep(actor: Actor, person: Person) -> bool:
    """The person lives in a village of the reader's."""
    if actor.steward_id is None or not actor.villages:
        return False
    return bool(Acquaintance.objects.of(actor.steward_id).filter(person=person, village__in=actor.villages).exists())


def is_thanked(actor: Actor, thanks: Thanks) -> bool:
    """The paper is to the reader, or to an organisation they speak for."""
    if thanks.organisation_id is not None:
        return thanks.organisation_id in actor.represents
    return thanks.person_id == actor.person_id


def thanks_a_neighbour(actor: Actor, thanks: Thanks) -> bool:
    """The paper is to somebody who lives in a village of the reader's."""
    return thanks.person is not None and lives_where_they_keep(actor, thanks.person)


def is_to_a_body(_actor: Actor, thanks: Thanks) -> bool:
    """The paper is to an organisation, not to a person."""
    return thanks.organisation_id is not None


SEE_BOARD: Policy = [[is_member_here]]
SEE_MATTER: Policy = [[may_open]]
SEE_PICTURE: Policy = EVERYONE
"""The loader finds public matters only: who works on another prints its sheet, and passes no picture of it on."""
SEE_LINE: Policy = [[may_open_its_matter]]
RAISERS: Policy = [[is_officer], [is_clerk], [is_executive], [is_coordinator], [heads_village_of_matter]]
RAISE_LINE: Policy = [[*row, may_open] for row in RAISERS]
FROM_CALL: Policy = RAISE_LINE
ASKERS: Policy = [[is_officer], [is_clerk], [is_coordinator], [speaks_for_receiver], [heads_village_of_line]]
"""Who may ask for a line and close it, once they may open its matter."""
ASK: Policy = [[*row, may_open_its_matter] for row in ASKERS]
CLOSE_LINE: Policy = ASK
NAME_SPEC: Policy = [[is_officer], [is_clerk], [is_executive], [is_coordinator], [is_village_head]]
SEE_OFFERS: Policy = [[is_member_here]]
SEE_ALL_GIVERS: Policy = [[is_staff], [is_coordinator], [is_auditor]]
MAKE_OFFER: Policy = [[is_member_here], [is_known_here]]
SEE_OFFER: Policy = [
    [is_staff],
    [is_coordinator],
    [is_auditor],
    [is_member_here, is_of_an_organisation],
    [made_the_offer],
]
KEEP_OFFER: Policy = [[is_officer], [is_clerk], [is_coordinator], [made_the_offer]]
PROMISERS: Policy = [[is_partner], [is_officer], [is_clerk], [is_coordinator], [is_known_here]]
PROMISE: Policy = [
    [is_partner, its_matter_is_public],
    [is_known_here, its_matter_is_public],
    [is_officer, may_open_its_matter],
    [is_clerk, may_open_its_matter],
    [is_coordinator, may_open_its_matter],
]
LIST_PROMISES: Policy = [[is_member_here], [is_known_here]]
SEE_ALL_PROMISES: Policy = [[is_staff], [is_coordinator], [is_auditor]]
SEE_PROMISE: Policy = [*SEE_ALL_PROMISES, [is_a_side], [wrote_it_down, may_open_its_matter]]
KEEP_PROMISE: Policy = [[is_a_side], [is_officer], [is_clerk], [is_coordinator]]
MEDIATE: Policy = [[is_officer], [is_clerk], [is_coordinator]]
"""What a mediator found is written down by those who are no side of their own; the mediator is named."""
ASK_BY_LINK: Policy = [[is_officer], [is_clerk], [is_coordinator]]
OPEN_LINK: Policy = EVERYONE
SEE_NEAR: Policy = LIST_PROMISES
SEE_COLUMNS: Policy = SEE_ALL_GIVERS
DIVIDE_THINGS: Policy = [[is_officer], [is_clerk], [is_coordinator]]
SAY_NOT_NOW: Policy = [[is_partner, its_matter_is_public], [is_known_here, its_matter_is_public]]
SAY_NOT_THEM: Policy = ASK
LIST_EXCHANGES: Policy = [[is_member_here]]
KEEP_EXCHANGE: Policy = [[is_officer], [is_clerk], [is_coordinator]]
"""Who proposes for others, sends links, and writes down what was heard from a party."""
PROPOSE_EXCHANGE: Policy = [*KEEP_EXCHANGE, [is_partner]]
"""A partner proposes what it has a part in itself."""
OPEN_WISH: Policy = KEEP_EXCHANGE
"""What a party wishes for becomes a line by one of those who may raise lines, of a matter that they may open."""
SEE_EXCHANGE: Policy = [*SEE_ALL_PROMISES, [is_party_to]]
AGREE_TO_EXCHANGE: Policy = [[is_party_to], *KEEP_EXCHANGE]
MEDIATE_EXCHANGE: Policy = KEEP_EXCHANGE
FIND_KNOWLEDGE: Policy = EVERYONE
"""Everybody finds what was opened to everybody; who works here also what belongs to matters that they may open."""
TELL_LESSON: Policy = [[does_more_than_audit, may_open]]
ASK_QUESTION: Policy = [[does_more_than_audit]]
ASK_ABOUT_MATTER: Policy = [[does_more_than_audit, may_open]]
SEE_QUESTION: Policy = [[is_member_here, may_open_its_own_matter]]
REPLY: Policy = [[does_more_than_audit, may_open_its_own_matter]]
THANK: Policy = [[asked_it], [is_officer, may_open_its_own_matter], [is_clerk, may_open_its_own_matter]]
OPENERS: Policy = [[is_officer], [is_clerk], [is_coordinator]]
OPEN_KNOWLEDGE: Policy = [[*row, may_open_its_own_matter] for row in OPENERS]
CHANGE_LESSON: Policy = [[wrote_it, does_more_than_audit, may_open_its_own_matter], *OPEN_KNOWLEDGE]
"""To write a lesson otherwise or take it back: whoever wrote it, and the office."""
SEND_QUESTION: Policy = OPEN_KNOWLEDGE
HEAR_REPLY: Policy = OPEN_KNOWLEDGE
DECIDE_RECIPROCITY: Policy = [[is_officer], [is_clerk], [is_coordinator]]
"""Who writes down what a network resolved, and reads the hard times of its members: the stewards."""
SEE_RECIPROCITY: Policy = [*DECIDE_RECIPROCITY, [is_executive], [is_auditor], [speaks_for_member_of]]
END_HARDSHIP: Policy = DECIDE_RECIPROCITY
SEE_YEAR: Policy = SEE_ALL_PROMISES
SEE_CONTRIBUTION: Policy = [*SEE_ALL_PROMISES, [speaks_for_body]]
GIVE_THANKS: Policy = [[is_officer], [is_clerk], [is_executive], [is_coordinator]]
SAY_PRINT_NAME: Policy = [[is_officer], [is_clerk], [is_coordinator], [speaks_for_body]]
THANK_PERSON: Policy = [[is_officer], [is_clerk], [is_coordinator, lives_where_they_keep]]
SEE_PERSON_GIVEN: Policy = [*THANK_PERSON, [is_this_person]]
"""What one villager gave is between them, the office and the coordinator of their own village: no auditor, no list."""
SAY_OWN_PRINT_NAME: Policy = SEE_PERSON_GIVEN
VOID_THANKS: Policy = [
    [is_officer],
    [is_clerk],
    [is_coordinator, is_to_a_body],
    [is_coordinator, thanks_a_neighbour],
    [is_executive, is_to_a_body],
]
READ_THANKS: Policy = [*VOID_THANKS, [is_thanked]]
SEE_INTEREST: Policy = [[is_officer], [is_clerk], [is_executive], [is_auditor]]
"""Never public, and no partner reads of another."""
KEEP_INTEREST: Policy = [[is_officer], [is_clerk]]
SEE_ELECTIONS: Policy = [[is_staff], [is_coordinator], [is_auditor]]
KEEP_ELECTIONS: Policy = KEEP_INTEREST
LETTER: Policy = [[is_officer], [is_clerk], [is_executive], [is_coordinator]]
"""Invitations and thanks go out in the office's name; a receipt belongs to both sides (SEE_PROMISE)."""


def public_matter_at(request: Any, pk: UUID) -> Matter:
    """Loader: a matter of which everybody may read, as it stands under its last number. Raises Http404."""
    matter: Matter | None = Matter.objects.of(request.steward).select_related("steward").filter(pk=pk).first()
    if matter is None or not matter.is_public or matter.merged_into_id is not None:
        raise Http404
    return matter


def lesson_at(request: Any, pk: UUID) -> Lesson:
    """Loader: a lesson that stands, with its matter. Raises Http404."""
    rows = Lesson.objects.of(request.steward).select_related("matter__steward", "organisation")
    lesson: Lesson | None = rows.filter(pk=pk, taken_back_at=None).first()
    if lesson is None:
        raise Http404
    return lesson


def line_at(request: Any, pk: UUID) -> NeedLine:
    """Loader: a line with its matter, thing and receiver. Raises Http404."""
    line = (
        NeedLine.objects.of(request.steward)
        .select_related("matter", "spec", "village", "receiver", "steward")
        .filter(pk=pk)
        .first()
    )
    if line is None:
        raise Http404
    return line


def promise_at(request: Any, pk: UUID) -> Commitment:
    """Loader: a promise with all that its page needs. Raises Http404."""
    promise = queries.commitments(request.steward).filter(pk=pk).first()
    if promise is None:
        raise Http404
    return promise


def delivery_at(request: Any, pk: UUID) -> Delivery:
    """Loader: a delivery with its promise. Raises Http404."""
    delivery = (
        Delivery.objects.of(request.steward)
        .select_related(
            "commitment__need_line__matter",
            "commitment__need_line__spec",
            "commitment__provider",
            "commitment__person",
            "commitment__receiver",
            "evidence",
        )
        .filter(pk=pk)
        .first()
    )
    if delivery is None:
        raise Http404
    return delivery


def offer_at(request: Any, pk: UUID) -> Offer:
    """Loader: an offer with thing, giver and reach. Raises Http404."""
    offer = (
        Offer.objects.of(request.steward)
        .select_related("spec", "provider", "person", "reach", "matter")
        .filter(pk=pk)
        .first()
    )
    if offer is None:
        raise Http404
    return offer


_PROMISE = ("need_line__matter", "need_line__spec", "provider", "person", "receiver")


def _with_promise(path: str) -> list[str]:
    return [f"{path}__{name}" for name in _PROMISE]


def dispute_at(request: Any, pk: UUID) -> Dispute:
    """Loader: a dispute with its delivery and promise. Raises Http404."""
    rows = Dispute.objects.of(request.steward).select_related(*_with_promise("delivery__commitment"))
    dispute: Dispute | None = rows.filter(pk=pk).first()
    if dispute is None:
        raise Http404
    return dispute


def settlement_at(request: Any, pk: UUID) -> Settlement:
    """Loader: a proposal with its dispute. Raises Http404."""
    rows = Settlement.objects.of(request.steward).select_related(*_with_promise("dispute__delivery__commitment"))
    settlement: Settlement | None = rows.filter(pk=pk).first()
    if settlement is None:
        raise Http404
    return settlement


def loss_at(request: Any, pk: UUID) -> Loss:
    """Loader: a loss with its promise. Raises Http404."""
    rows = Loss.objects.of(request.steward).select_related("evidence", *_with_promise("commitment"))
    loss: Loss | None = rows.filter(pk=pk).first()
    if loss is None:
        raise Http404
    return loss


def body_here(request: Any, pk: UUID) -> Organisation:
    """Loader: an organisation that this steward knows, or that gave here. Raises Http404."""
    body: Organisation | None = known_organisations(request.steward).filter(pk=pk).first()
    body = body or given_by(request.steward, pk)
    if body is None:
        raise Http404
    return body


def person_here(request: Any, pk: UUID) -> Person:
    """Loader: a person whom this steward knows. Raises Http404."""
    known = Acquaintance.objects.of(request.steward).select_related("person").filter(person_id=pk).first()
    if known is None or known.person.anonymised_at is not None:
        raise Http404
    person: Person = known.person
    return person
