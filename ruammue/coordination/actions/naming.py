"""Who coordinates a village or a network, handed over by dates, with a deputy for days of absence."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from ruammue.coordination.events import CoordinatorAway, CoordinatorNamed
from ruammue.coordination.models import Coordinator
from ruammue.coordination.refusals import (
    AwayReversed,
    DeputyIsTheSame,
    DeputyMissing,
    DeputyPhoneMissing,
    HandOverBackwards,
    NetworkIsGone,
)
from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.networks.models import Network
from ruammue.people.models import Person
from ruammue.places.models import Steward, Village


@transaction.atomic
def name_coordinator(
    of: Village | Network,
    person: Person,
    *,
    phone: str,
    by: Who,
    deputy: Person | None = None,
    deputy_phone: str = "",
    from_on: date | None = None,
    reason: str = "",
    now: datetime | None = None,
) -> Coordinator:
    """Name who is called for a village or network from a day on; the one before ends the day before.

    Both telephone numbers are for everybody to see: they were given for this. Raises DeputyIsTheSame,
    DeputyPhoneMissing, HandOverBackwards, NetworkIsGone.
    """
    now = now or timezone.now()
    from_on = from_on or timezone.localdate(now)
    if deputy is not None and deputy.pk == person.pk:
        raise DeputyIsTheSame
    if deputy is not None and not deputy_phone:
        raise DeputyPhoneMissing
    place = {"village": of} if isinstance(of, Village) else {"network": of}
    if isinstance(of, Network) and (of.removed_at is not None or of.confirmed_at is None):
        raise NetworkIsGone(name=of.name)
    # Two hand-overs at once wait for one another; the constraint would refuse the second without a word.
    Steward.objects.select_for_update(no_key=True).get(pk=of.steward_id)
    before = Coordinator.objects.of(of.steward_id).filter(until_on=None, **place).first()
    if before is not None:
        if from_on < before.from_on:
            raise HandOverBackwards(since=before.from_on)
        # Named wrongly and mended on the same day: that day belongs to both, and the later row counts.
        before.until_on = max(from_on - timedelta(days=1), before.from_on)
        before.save(update_fields=["until_on"])
    named = Coordinator.objects.create(
        steward_id=of.steward_id,
        person=person,
        deputy=deputy,
        phone=phone,
        deputy_phone=deputy_phone if deputy else "",
        from_on=from_on,
        **place,
    )
    record(
        CoordinatorNamed(
            steward=of.steward_id, coordinator=named.pk, from_on=from_on, before=before.pk if before else None
        ),
        by=by,
        reason=reason,
        at=now,
    )
    return named


def _locked(coordinator: Coordinator) -> Coordinator:
    row: Coordinator = Coordinator.objects.select_for_update().get(pk=coordinator.pk)
    return row


@transaction.atomic
def go_away(
    coordinator: Coordinator, *, from_on: date, until_on: date, by: Who, now: datetime | None = None
) -> Coordinator:
    """Say that the coordinator is away; on those days the deputy is called. Raises AwayReversed, DeputyMissing."""
    if until_on < from_on:
        raise AwayReversed
    row = _locked(coordinator)
    if row.deputy_id is None:
        raise DeputyMissing
    row.away_from, row.away_until = from_on, until_on
    row.save(update_fields=["away_from", "away_until"])
    record(
        CoordinatorAway(steward=row.steward_id, coordinator=row.pk, from_on=from_on, until_on=until_on), by=by, at=now
    )
    return row


@transaction.atomic
def come_back(coordinator: Coordinator, *, by: Who, now: datetime | None = None) -> Coordinator:
    """The coordinator is there again, earlier than was said. Nothing happens when they never were away."""
    row = _locked(coordinator)
    if row.away_from is not None:
        row.away_from = row.away_until = None
        row.save(update_fields=["away_from", "away_until"])
        record(CoordinatorAway(steward=row.steward_id, coordinator=row.pk), by=by, at=now)
    return row
