"""Verbs of fits: say "not this time" to one need."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.people.models import Organisation, Person
from ruammue.resources.actions import locks
from ruammue.resources.actions.lines import hand_of, still_open
from ruammue.resources.events import FitDeclined
from ruammue.resources.exchange.models import NotThisTime
from ruammue.resources.models import Confirmation, NeedLine
from ruammue.resources.refusals import NobodyGives, ReasonMissing


@transaction.atomic
def decline_fit(
    line: NeedLine,
    *,
    side: str,
    reason: str,
    by: Who,
    organisation: Organisation | None = None,
    person: Person | None = None,
    now: datetime | None = None,
) -> NotThisTime:
    """Say for one side that these two are not brought together for this need. Said again, the first word stands.

    `organisation` or `person` is the one who could give, whoever says it. Raises ReasonMissing, NobodyGives,
    LineIsClosed, MatterIsClosed.
    """
    if not reason.strip():
        raise ReasonMissing()
    if (organisation is None) == (person is None):
        raise NobodyGives()
    line = locks.take_line(line)
    before: NotThisTime | None = (
        NotThisTime.objects.of(line.steward_id).filter(need_line=line, organisation=organisation, person=person).first()
    )
    if before is not None:
        return before
    still_open(line)
    said: NotThisTime = NotThisTime.objects.create(
        steward_id=line.steward_id,
        need_line=line,
        organisation=organisation,
        person=person,
        side=Confirmation.Side(side),
        reason=reason,
        said_at=now or timezone.now(),
        said_by_id=hand_of(by),
    )
    record(
        FitDeclined(steward=line.steward_id, line=line.pk, matter=line.matter_id, side=str(said.side)),
        by=by,
        reason=reason,
        at=now,
    )
    return said
