"""Verbs of what there is: offer it, say that it still stands, take it back."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ruammue.foundation.keys import new_key
from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.needs.models import Matter
from ruammue.people.models import Organisation, Person
from ruammue.places.models import Area
from ruammue.resources import schedules
from ruammue.resources.actions import locks
from ruammue.resources.actions.lines import hand_of, in_order, may_go_back, not_above, whole
from ruammue.resources.events import OfferAssured, OfferMade, OfferWithdrawn
from ruammue.resources.models import Offer, Spec
from ruammue.resources.refusals import NobodyGives, NotOfThisSteward, OfferIsWithdrawn, OfferNeverFree


@transaction.atomic
def make_offer(
    spec: Spec,
    *,
    quantity: int,
    by: Who,
    provider: Organisation | None = None,
    person: Person | None = None,
    is_loan: bool = False,
    conditions: str = "",
    from_on: date | None = None,
    until_on: date | None = None,
    reach: Area | None = None,
    least: int | None = None,
    schedule: str = "",
    wants: str = "",
    matter: Matter | None = None,
    key: UUID | None = None,
    now: datetime | None = None,
) -> Offer:
    """Say what an organisation, or a person, could give or lend: an offer promises nothing to anybody.

    `quantity` in minor units of the spec's unit; `reach` is the area in which it may be used; with `matter` it is
    meant for that one only. `least`: less is not worth their coming. `schedule`: a rule of `schedules.rule_of`.
    `wants`: it is given only in exchange, for this. It counts as asked today. `key` is the form's own: sent twice, it
    is one offer. Raises NotACount, MoreThanAll, DatesReversed, OfferNeverFree, NotLent, NobodyGives, NotOfThisSteward.
    """
    whole(quantity)
    not_above(least, quantity, spec)
    if schedule:
        schedules.read(schedule)
        if schedules.next_day(schedule, from_on, until_on, counted_from=from_on) is None:
            raise OfferNeverFree(schedule=schedule, from_on=from_on, until_on=until_on)
    in_order(from_on, until_on)
    if (provider is None) == (person is None):
        raise NobodyGives()
    if matter is not None and matter.steward_id != spec.steward_id:
        raise NotOfThisSteward()
    now = now or timezone.now()
    key = key or new_key()
    before: Offer | None = Offer.objects.of(spec.steward_id).filter(pk=key).first()
    if before is not None:
        return before
    if is_loan:
        may_go_back(spec)
    offer: Offer = Offer.objects.create(
        id=key,
        steward_id=spec.steward_id,
        provider=provider,
        person=person,
        spec=spec,
        quantity=quantity,
        remaining=quantity,
        from_on=from_on,
        until_on=until_on,
        reach=reach,
        least=least,
        schedule=schedule,
        is_trade=bool(wants.strip()),
        wants=wants.strip(),
        conditions=conditions,
        is_loan=is_loan,
        matter=matter,
        assured_on=timezone.localdate(now),
        offered_at=now,
        entered_by_id=by.entered_by_id,
    )
    record(
        OfferMade(steward=offer.steward_id, offer=offer.pk, quantity=quantity, matter=matter.pk if matter else None),
        by=by,
        at=now,
    )
    return offer


@transaction.atomic
def assure_offer(offer: Offer, *, by: Who, on: date | None = None, now: datetime | None = None) -> Offer:
    """Somebody asked "ยังมีอยู่ไหม", and it is still so. Raises OfferIsWithdrawn."""
    offer = locks.take_offer(offer)
    if offer.withdrawn_at:
        raise OfferIsWithdrawn(name=offer.spec.name)
    day = on or timezone.localdate(now)
    if offer.assured_on is not None and offer.assured_on >= day:
        return offer
    offer.assured_on = day
    offer.save(update_fields=["assured_on"])
    record(OfferAssured(steward=offer.steward_id, offer=offer.pk, on=day), by=by, at=now)
    return offer


@transaction.atomic
def withdraw_offer(offer: Offer, *, by: Who, reason: str = "", now: datetime | None = None) -> Offer:
    """Take an offer back. Promises already made from it stand until they are ended. Raises OfferIsWithdrawn."""
    offer = locks.take_offer(offer)
    if offer.withdrawn_at:
        raise OfferIsWithdrawn(name=offer.spec.name)
    offer.withdrawn_at, offer.withdrawn_by_id = now or timezone.now(), hand_of(by)
    offer.save(update_fields=["withdrawn_at", "withdrawn_by_id"])
    record(OfferWithdrawn(steward=offer.steward_id, offer=offer.pk), by=by, reason=reason, at=now)
    return offer
