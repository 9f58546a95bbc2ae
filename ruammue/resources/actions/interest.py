"""Verbs of ties of interest (R29): note one, end it, weigh it in the act that takes something."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.people.models import Organisation
from ruammue.places.models import Steward
from ruammue.resources.actions.lines import hand_of
from ruammue.resources.events import InterestEnded, InterestNoted, InterestWeighed
from ruammue.resources.exchange.models import Exchange
from ruammue.resources.models import Commitment
from ruammue.resources.refusals import DatesReversed, InterestNotedAlready, InterestNotWeighed, SourceMissing
from ruammue.resources.thanks.interest import Warned
from ruammue.resources.thanks.models import InterestTie, InterestWord


@transaction.atomic
def note_interest(
    steward: Steward,
    organisation: Organisation,
    *,
    how: str,
    from_on: date,
    source: str,
    by: Who,
    until_on: date | None = None,
    now: datetime | None = None,
) -> InterestTie:
    """Write down that a partner sells to the office or is related to an executive, with the source.

    Raises SourceMissing, DatesReversed, InterestNotedAlready.
    """
    if not source.strip():
        raise SourceMissing()
    if until_on is not None and until_on < from_on:
        raise DatesReversed(from_on=from_on, until_on=until_on)
    open_ones = InterestTie.objects.of(steward).filter(organisation=organisation, how=how, until_on=None)
    if until_on is None and open_ones.select_for_update().exists():
        raise InterestNotedAlready(name=organisation.name)
    tie: InterestTie = InterestTie.objects.create(
        steward=steward,
        organisation=organisation,
        how=InterestTie.How(how),
        from_on=from_on,
        until_on=until_on,
        source=source.strip(),
        noted_at=now or timezone.now(),
        noted_by_id=hand_of(by),
    )
    record(InterestNoted(steward=steward.pk, tie=tie.pk, organisation=organisation.pk, how=str(tie.how)), by=by, at=now)
    return tie


@transaction.atomic
def end_interest(tie: InterestTie, *, on: date, by: Who, now: datetime | None = None) -> InterestTie:
    """The tie is over since a day. What was weighed stays in the record. Raises DatesReversed."""
    tie = InterestTie.objects.select_for_update().get(pk=tie.pk)
    if on < tie.from_on:
        raise DatesReversed(from_on=tie.from_on, until_on=on)
    tie.until_on = on
    tie.save(update_fields=["until_on"])
    record(InterestEnded(steward=tie.steward_id, tie=tie.pk), by=by, at=now)
    return tie


def weigh(
    warned: Iterable[Warned],
    reason: str,
    *,
    by: Who,
    now: datetime,
    commitment: Commitment | None = None,
    exchange: Exchange | None = None,
) -> None:
    """Keep why it is taken all the same, within the act that takes it. Raises InterestNotWeighed without a reason."""
    for one in warned:
        if not reason.strip():
            raise InterestNotWeighed(name=one.name, findings=one.verdict.findings)
        InterestWord.objects.create(
            steward_id=one.tie.steward_id,
            tie=one.tie,
            commitment=commitment,
            exchange=exchange,
            reason=reason.strip(),
            rule=one.rule,
            said_at=now,
            said_by_id=hand_of(by),
        )
        record(
            InterestWeighed(
                steward=one.tie.steward_id,
                tie=one.tie.pk,
                commitment=commitment.pk if commitment else None,
                exchange=exchange.pk if exchange else None,
            ),
            by=by,
            reason=reason,
            at=now,
        )
