"""What must hold between a matter, its number and its record: run by `ruammue verify`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Max, Q

from ruammue.ledger.invariants import rows_and_record
from ruammue.ledger.verification import Finding, invariant
from ruammue.needs.models import Answer, LastWord, Matter, Need, Verdict


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


@invariant
def the_last_word_is_kept(steward: UUID) -> Iterator[Finding]:
    """Who spoke last about a need, as its answers and verdicts tell it, is what the need says itself."""
    spoken: dict[UUID, tuple[datetime, UUID, str]] = {}
    answers = Answer.objects.filter(steward_id=steward).values_list("need", "answered_at", "pk")
    verdicts = Verdict.objects.filter(steward_id=steward).values_list("need", "given_at", "pk", "is_fixed")
    words = [(need, at, pk, LastWord.ANSWERED) for need, at, pk in answers]
    words += [(need, at, pk, LastWord.FIXED if fixed else LastWord.WAITING) for need, at, pk, fixed in verdicts]
    for need, at, pk, word in words:
        if need not in spoken or spoken[need] < (at, pk, word):
            spoken[need] = (at, pk, word)
    told = Need.objects.filter(steward_id=steward).values_list("pk", "last_word")
    for pk, kept in told.iterator():
        due = spoken[pk][2] if pk in spoken else LastWord.WAITING
        if kept != due:
            yield Finding("needs.last_word_drift", steward, {"need": pk, "kept": kept, "derived": str(due)})
