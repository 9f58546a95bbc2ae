"""Verbs of what a network decides: its rule of reciprocity, whom hard times exempt, how far it trusts another."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from ruammue.decisions.models import Resolution
from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.networks.models import Network, NetworkMember
from ruammue.people.models import Organisation
from ruammue.resources.actions.lines import hand_of
from ruammue.resources.events import HardshipSaid, ReciprocityDecided, TrustSet
from ruammue.resources.exchange.models import Hardship, ReciprocityRule, TrustLimit
from ruammue.resources.refusals import (
    DatesReversed,
    NotAMember,
    NotResolvedByIt,
    ReasonMissing,
    RuleBeforeResolution,
    RuleIsOver,
    RuleTooLong,
)

YEARS = 5
"""As long as a rule holds at most: as long as a local development plan; then it is decided anew."""
AGREED = (Resolution.Outcome.ADOPTED, Resolution.Outcome.ADOPTED_WITH_RESERVATIONS)


def _resolved_by(network: Network, resolution: Resolution) -> None:
    if resolution.meeting.network_id != network.pk or resolution.outcome not in AGREED:
        raise NotResolvedByIt(name=network.name)


def _end(rows: Any, by: Who, now: datetime) -> None:
    for row in rows.select_for_update().filter(ended_at=None):
        row.ended_at, row.ended_by_id = now, hand_of(by)
        row.save(update_fields=["ended_at", "ended_by_id"])


@transaction.atomic
def decide_reciprocity(
    network: Network,
    *,
    cap: int,
    from_on: date,
    until_on: date,
    agreed_in: Resolution,
    by: Who,
    now: datetime | None = None,
) -> ReciprocityRule:
    """Write down what the network resolved; its rule before ends, those of other networks stay in force beside it. The
    same again changes nothing. Raises NotResolvedByIt, DatesReversed, RuleIsOver, RuleTooLong, RuleBeforeResolution.
    """
    now = now or timezone.now()
    _resolved_by(network, agreed_in)
    _in_its_time(from_on, until_on, agreed_in, timezone.localdate(now))
    own = ReciprocityRule.objects.of(network.steward_id).filter(network=network)
    same: ReciprocityRule | None = own.filter(
        ended_at=None, cap=cap, from_on=from_on, until_on=until_on, agreed_in=agreed_in
    ).first()
    if same is not None:
        return same
    _end(own, by, now)
    rule: ReciprocityRule = ReciprocityRule.objects.create(
        steward_id=network.steward_id,
        network=network,
        cap=cap,
        from_on=from_on,
        until_on=until_on,
        agreed_in=agreed_in,
        set_at=now,
        set_by_id=hand_of(by),
    )
    record(ReciprocityDecided(steward=network.steward_id, network=network.pk, cap=cap), by=by, at=now)
    return rule


def _in_its_time(from_on: date, until_on: date, resolution: Resolution, today: date) -> None:
    if until_on < from_on:
        raise DatesReversed(from_on=from_on, until_on=until_on)
    if until_on < today:
        raise RuleIsOver(day=until_on, today=today)
    if (until_on - from_on).days > YEARS * 366:
        raise RuleTooLong(years=YEARS)
    resolved_on = timezone.localdate(resolution.resolved_at)
    if from_on < resolved_on:
        raise RuleBeforeResolution(day=from_on, resolved_on=resolved_on)


@transaction.atomic
def end_reciprocity(network: Network, *, by: Who, now: datetime | None = None) -> None:
    """Back to the default: nobody owes anything."""
    now = now or timezone.now()
    _end(ReciprocityRule.objects.of(network.steward_id).filter(network=network), by, now)
    record(ReciprocityDecided(steward=network.steward_id, network=network.pk), by=by, at=now)


@transaction.atomic
def say_hardship(
    network: Network, organisation: Organisation, *, reason: str, by: Who, now: datetime | None = None
) -> Hardship:
    """No cap binds this member from now on; said again, the first stands. Raises ReasonMissing, NotAMember."""
    now = now or timezone.now()
    if not reason.strip():
        raise ReasonMissing()
    members = NetworkMember.objects.of(network.steward_id).filter(network=network, until_on=None)
    if not members.filter(organisation=organisation).exists():
        raise NotAMember(name=organisation.name, network=network.name)
    rows = Hardship.objects.of(network.steward_id)
    said: Hardship | None = rows.filter(network=network, organisation=organisation, ended_at=None).first()
    if said is not None:
        return said
    said = Hardship.objects.create(
        steward_id=network.steward_id,
        network=network,
        organisation=organisation,
        reason=reason.strip(),
        set_at=now,
        set_by_id=hand_of(by),
    )
    record(HardshipSaid(steward=network.steward_id, network=network.pk, organisation=organisation.pk), by=by, at=now)
    return said


@transaction.atomic
def end_hardship(said: Hardship, *, by: Who, now: datetime | None = None) -> None:
    """The cap binds this member again."""
    now = now or timezone.now()
    _end(Hardship.objects.of(said.steward_id).filter(pk=said.pk), by, now)
    record(
        HardshipSaid(steward=said.steward_id, network=said.network_id, organisation=said.organisation_id, is_over=True),
        by=by,
        at=now,
    )


@transaction.atomic
def set_trust(
    giver: Network, taker: Network, *, most: int, agreed_in: Resolution, by: Who, now: datetime | None = None
) -> TrustLimit:
    """How much members of `giver` give to members of `taker` before something comes back, as `giver` resolved. The same
    again changes nothing. Raises NotResolvedByIt.
    """
    now = now or timezone.now()
    _resolved_by(giver, agreed_in)
    between = TrustLimit.objects.of(giver.steward_id).filter(giver=giver, taker=taker)
    same: TrustLimit | None = between.filter(ended_at=None, most=most, agreed_in=agreed_in).first()
    if same is not None:
        return same
    _end(between, by, now)
    limit: TrustLimit = TrustLimit.objects.create(
        steward_id=giver.steward_id,
        giver=giver,
        taker=taker,
        most=most,
        agreed_in=agreed_in,
        set_at=now,
        set_by_id=hand_of(by),
    )
    record(TrustSet(steward=giver.steward_id, giver=giver.pk, taker=taker.pk, most=most), by=by, at=now)
    return limit


@transaction.atomic
def end_trust(limit: TrustLimit, *, by: Who, now: datetime | None = None) -> None:
    """Back to the default: no limit."""
    now = now or timezone.now()
    _end(TrustLimit.objects.of(limit.steward_id).filter(pk=limit.pk), by, now)
    record(TrustSet(steward=limit.steward_id, giver=limit.giver_id, taker=limit.taker_id), by=by, at=now)
