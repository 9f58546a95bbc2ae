"""What must hold between a matter, its number and its record: run by `ruammue verify`."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Count, F, Max, Q

from ruammue.ledger.invariants import rows_and_record
from ruammue.ledger.verification import Finding, invariant
from ruammue.needs.models import Matter, Verdict


@invariant
def numbers_have_no_gap(steward: UUID) -> Iterator[Finding]:
    """Matters are numbered 1, 2, 3...: a missing number is a missing matter."""
    told = Matter.objects.filter(steward_id=steward).aggregate(many=Count("pk"), last=Max("number"))
    if told["many"] != (told["last"] or 0):
        yield Finding("needs.number_missing", steward, {"matters": told["many"], "last": told["last"]})


@invariant
def matters_are_recorded(steward: UUID) -> Iterator[Finding]:
    """Every matter was opened in the record, and none that was opened is gone."""
    yield from rows_and_record(steward, Matter.objects.of(steward), "needs.matter_opened", "matter")


@invariant
def nobody_answers_before_the_question(steward: UUID) -> Iterator[Finding]:
    """A matter ends after it began, and a verdict is given after the need was told."""
    turned = Matter.objects.filter(steward_id=steward).filter(
        Q(closed_at__lt=F("opened_at")) | Q(published_at__lt=F("opened_at"))
    )
    for pk in turned.values_list("pk", flat=True)[:20]:
        yield Finding("needs.time_turned", steward, {"table": "needs.Matter", "row": pk})
    early = Verdict.objects.filter(steward_id=steward, given_at__lt=F("need__reported_at"))
    for pk in early.values_list("pk", flat=True)[:20]:
        yield Finding("needs.time_turned", steward, {"table": "needs.Verdict", "row": pk})
