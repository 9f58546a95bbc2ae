"""Whose gift is weighed before the office takes it (R29): ties of interest, and the words with which it was taken.

The rule warns and stops nothing. It speaks only where the office itself receives: a temple that takes tables from a
shop need not know what that shop sells to the office.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from ruammue import rulebook
from ruammue.people.models import Organisation
from ruammue.places.models import Steward
from ruammue.resources.exchange.models import Exchange
from ruammue.resources.models import Commitment
from ruammue.resources.thanks.models import InterestTie
from ruammue.rulebook.sentences import sentence_of

RULE = "R29"


@dataclass(frozen=True, slots=True)
class Warned:
    """A giver of whom the rule warns on a day, with what it finds."""

    tie: InterestTie
    name: str
    verdict: rulebook.Verdict

    @property
    def words(self) -> str:
        """What the rule finds, in the reader's language."""
        return ", ".join(sentence_of(finding) for finding in self.verdict.findings)

    @property
    def rule(self) -> str:
        """The rule, its pack and its version, as they are kept."""
        return f"{self.verdict.rule_id} {self.verdict.pack} {self.verdict.version}"


def warnings(steward: Steward | UUID, givers: Iterable[UUID | None] | None = None, *, today: date) -> list[Warned]:
    """What the rule says about these givers, or about all, by name. One statement."""
    found = InterestTie.objects.of(steward).filter(Q(until_on=None) | Q(until_on__gte=today), from_on__lte=today)
    if givers is not None:
        keys = [key for key in givers if key is not None]
        if not keys:
            return []
        found = found.filter(organisation__in=keys)
    said = []
    for tie in found.select_related("organisation").order_by("organisation__sort_key", "organisation__name", "pk"):
        facts = rulebook.InterestFacts(today=today, ties=((tie.how, tie.from_on, tie.until_on),))
        verdict = rulebook.check(RULE, facts)
        if not verdict.is_kept:
            said.append(Warned(tie, tie.organisation.name, verdict))
    return said


def is_office(body: Organisation) -> bool:
    """The local government: what it takes is taken with public trust."""
    return bool(body.kind == Organisation.Kind.LOCAL_GOVERNMENT)


def warnings_of(commitment: Commitment, *, today: date) -> list[Warned]:
    """What whoever accepts this promise for the office should see first. At most one statement."""
    if not is_office(commitment.receiver):
        return []
    return warnings(commitment.steward_id, [commitment.provider_id], today=today)


def warnings_of_exchange(exchange: Exchange, taker: Organisation, *, today: date) -> list[Warned]:
    """The same of what this party would take in an exchange. At most two statements."""
    if not is_office(taker):
        return []
    legs = exchange.legs.filter(need_line__receiver=taker).values_list("provider_id", flat=True)
    return warnings(exchange.steward_id, legs, today=today)


# ------------------------------------------------------------------------------------------- what the auditor reads


@dataclass(frozen=True, slots=True)
class TakenRow:
    """Something the office accepted of a tied partner: with whose words, or why nobody was asked."""

    promise_id: UUID
    on: date
    thing: str
    unit: str
    quantity: int
    reason: str
    rule: str


@dataclass(frozen=True, slots=True)
class TieRow:
    """A tie with all that the office accepted while it held."""

    id: UUID
    organisation_id: UUID
    name: str
    how: str
    from_on: date
    until_on: date | None
    source: str
    taken: tuple[TakenRow, ...]


def ties(steward: Steward, *, organisation: UUID | None = None) -> list[TieRow]:
    """Every tie that was ever noted, those that hold first. Five statements for any number of them."""
    found = InterestTie.objects.of(steward).select_related("organisation")
    if organisation is not None:
        found = found.filter(organisation=organisation)
    rows = sorted(found, key=lambda tie: (tie.until_on is not None, tie.organisation.sort_key, tie.organisation.name))
    promises = list(
        Commitment.objects.of(steward)
        .filter(
            provider__in=[tie.organisation_id for tie in rows],
            receiver__kind=Organisation.Kind.LOCAL_GOVERNMENT,
            receiver_accepted_at__isnull=False,
        )
        .select_related("need_line__spec")
        .prefetch_related("interest_words", "exchange_legs__exchange__interest_words")
        .order_by("-receiver_accepted_at", "-pk")
    )
    return [
        TieRow(
            tie.pk,
            tie.organisation_id,
            tie.organisation.name,
            str(InterestTie.How(tie.how).label),
            tie.from_on,
            tie.until_on,
            tie.source,
            tuple(_taken(promise, tie) for promise in promises if _while_it_held(promise, tie)),
        )
        for tie in rows
    ]


def _while_it_held(promise: Commitment, tie: InterestTie) -> bool:
    if promise.provider_id != tie.organisation_id or promise.receiver_accepted_at is None:
        return False
    on = timezone.localdate(promise.receiver_accepted_at)
    return tie.from_on <= on and (tie.until_on is None or on <= tie.until_on)


def _taken(promise: Commitment, tie: InterestTie) -> TakenRow:
    words = [*promise.interest_words.all()]
    for leg in promise.exchange_legs.all():
        words += leg.exchange.interest_words.all()
    said = next((word for word in words if word.tie_id == tie.pk), None)
    at = promise.receiver_accepted_at or promise.promised_at
    return TakenRow(
        promise.pk,
        timezone.localdate(at),
        promise.need_line.spec.name,
        promise.need_line.spec.unit,
        promise.quantity,
        said.reason if said else "",
        said.rule if said else "",
    )
