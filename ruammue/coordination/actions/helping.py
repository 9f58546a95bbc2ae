"""ฉันช่วยได้: anybody offers help with a public matter, and a person answers it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ruammue.access.actors import Actor
from ruammue.coordination.events import HelpAnswered, HelpOffered
from ruammue.coordination.models import HelpOffer
from ruammue.coordination.refusals import HelpIsAnswered, MatterIsOver, NobodyAnswers, NothingOffered, NoWayToReach
from ruammue.foundation.keys import new_key, readable_code
from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.needs.models import Matter


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
    key: UUID | None = None,
    now: datetime | None = None,
) -> HelpOffer:
    """Write down what somebody offers: time, a skill, a thing or knowledge. The receipt code asks what became of it.

    `way` other than "self": `by` types for the one who is named. `key` is the form's own: sent twice, it is one
    offer. Raises MatterIsOver, NothingOffered, NoWayToReach.
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
