"""ฉันช่วยได้: anybody offers help with a public matter, and a person answers it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ruammue.access.actors import Actor
from ruammue.coordination.events import HelpAnswered, HelpOffered, HelpTakenUp
from ruammue.coordination.models import HelpOffer
from ruammue.coordination.refusals import (
    HelpIsAnswered,
    HelpIsNotWelcomed,
    HelpIsTakenUp,
    LineOfAnotherMatter,
    MatterIsOver,
    NobodyAnswers,
    NothingOffered,
    NoWayToReach,
)
from ruammue.foundation.keys import new_key, readable_code
from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.needs.models import Matter
from ruammue.people.models import Person
from ruammue.resources.actions import make_offer
from ruammue.resources.models import NeedLine, Offer, Spec


@transaction.atomic
def offer_help(
    matter: Matter,
    *,
    kind: str,
    words: str,
    name: str,
    phone: str,
    by: Actor,
    way: str = HelpOffer.Way.SELF,
    line: NeedLine | None = None,
    quantity: int | None = None,
    key: UUID | None = None,
    now: datetime | None = None,
) -> HelpOffer:
    """Write down what somebody offers: time, a skill, a thing or knowledge. The receipt code asks what became of it.

    `way` other than "self": `by` types for the one who is named. `line` and `quantity` when it is said at once for
    which of the things that lack, and how much. `key` is the form's own: sent twice, it is one offer.
    Raises MatterIsOver, NothingOffered, NoWayToReach, LineOfAnotherMatter.
    """
    now = now or timezone.now()
    again = HelpOffer.objects.of(matter.steward_id).filter(pk=key).first() if key else None
    if again is not None:
        offered: HelpOffer = again
        return offered
    if matter.closed_at is not None:
        raise MatterIsOver
    if not words.strip():
        raise NothingOffered
    if not phone:
        raise NoWayToReach
    if line is not None and (line.steward_id, line.matter_id) != (matter.steward_id, matter.pk):
        raise LineOfAnotherMatter
    for_somebody = way != HelpOffer.Way.SELF
    if for_somebody and by.person_id is None:
        raise NobodyAnswers
    who = by.entering_for(None) if for_somebody else by
    offer = HelpOffer.objects.create(
        id=key or new_key(),
        steward_id=matter.steward_id,
        matter=matter,
        kind=HelpOffer.Kind(kind),
        words=words,
        need_line=line,
        quantity=quantity if line is not None else None,
        name=name,
        phone=phone,
        person_id=who.person_id,
        organisation_id=None if for_somebody else by.on_behalf_of_id,
        way=HelpOffer.Way(way),
        entered_by_id=who.entered_by_id,
        receipt=readable_code(),
        offered_at=now,
    )
    record(HelpOffered(steward=matter.steward_id, offer=offer.pk, matter=matter.pk, what=str(kind)), by=who, at=now)
    return offer


@transaction.atomic
def answer_help(offer: HelpOffer, answer: str, *, by: Who, words: str = "", now: datetime | None = None) -> HelpOffer:
    """Welcome an offer of help, or put it aside with thanks. Raises HelpIsAnswered, NobodyAnswers."""
    if by.person_id is None:
        raise NobodyAnswers
    now = now or timezone.now()
    row: HelpOffer = HelpOffer.objects.select_for_update().get(pk=offer.pk)
    if row.answer:
        raise HelpIsAnswered(on=timezone.localdate(row.answered_at))
    row.answer = {a.value: a for a in (HelpOffer.Answer.WELCOMED, HelpOffer.Answer.NOT_NEEDED)}[answer]
    row.answer_words, row.answered_at, row.answered_by_id = words, now, by.person_id
    row.save(update_fields=["answer", "answer_words", "answered_at", "answered_by_id"])
    record(HelpAnswered(steward=row.steward_id, offer=row.pk, matter=row.matter_id, answer=str(answer)), by=by, at=now)
    return row


@transaction.atomic
def take_up_help(
    offer: HelpOffer,
    *,
    spec: Spec,
    quantity: int,
    by: Actor,
    person: Person | None = None,
    is_loan: bool = False,
    now: datetime | None = None,
) -> Offer:
    """Make welcomed help an offer of a thing and a quantity for its matter; what was said goes along as it was said.

    The organisation in whose name it was offered gives, else who offered it from an own account, else `person`, who
    needs none; `by` is then the pen. Raises HelpIsNotWelcomed, HelpIsTakenUp, MatterIsOver, and what `make_offer`
    raises.
    """
    row: HelpOffer = HelpOffer.objects.select_for_update(of=("self",)).select_related("matter").get(pk=offer.pk)
    if row.answer != HelpOffer.Answer.WELCOMED:
        raise HelpIsNotWelcomed
    if row.taken_up is not None:
        raise HelpIsTakenUp(thing=row.taken_up.spec.name)
    if row.matter.closed_at is not None:
        raise MatterIsOver
    giver = None if row.organisation is not None else row.person or person
    row.taken_up = make_offer(
        spec,
        quantity=quantity,
        provider=row.organisation,
        person=giver,
        is_loan=is_loan,
        conditions=row.words,
        matter=row.matter,
        by=by.entering_for(giver.pk if giver else None),
        now=now,
    )
    row.save(update_fields=["taken_up"])
    record(HelpTakenUp(steward=row.steward_id, help=row.pk, offer=row.taken_up.pk, matter=row.matter_id), by=by, at=now)
    return row.taken_up
