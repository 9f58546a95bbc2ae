"""Reads that cross tables: frozen rows out, a constant number of SQL statements however many goals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from ruammue.access.actors import Actor
from ruammue.decisions.models import Resolution
from ruammue.foundation.levels import Sector
from ruammue.goals import values
from ruammue.goals.actions import ADOPTED, SECTORS_TO_SHARE, is_enough
from ruammue.goals.models import CoSignature, Goal, Indicator, Reading
from ruammue.needs.models import Matter
from ruammue.networks.models import NetworkMember
from ruammue.networks.queries import known_organisations
from ruammue.people.models import Organisation
from ruammue.people.signing.acts import behind
from ruammue.places.models import Steward

PAGE = 20
DAYS_BETWEEN = {
    Indicator.Frequency.WEEK: 7,
    Indicator.Frequency.MONTH: 31,
    Indicator.Frequency.QUARTER: 92,
    Indicator.Frequency.YEAR: 366,
}
"""The longest such a span can be: nobody is called late before a calendar would say so."""


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One measured value; `is_corrected` when a later one put it right."""

    id: UUID
    value_milli: int
    unit: str
    on: date
    source: str
    note: str
    by: str
    given_at: datetime
    corrects: UUID | None
    is_corrected: bool
    has_photo: bool

    @property
    def value(self) -> str:
        """Number and unit, unbroken."""
        return words(self.value_milli, self.unit)


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """How a goal is measured, and how far it has come. Readings: the latest day first, corrected ones among them."""

    id: UUID
    name: str
    unit: str
    is_up: bool
    baseline_milli: int
    baseline_on: date
    baseline_source: str
    target_milli: int
    owner: str
    owner_id: UUID
    source: str
    frequency: str
    frequency_label: str
    next_on: date
    readings: tuple[ReadingRow, ...]

    @property
    def latest(self) -> ReadingRow | None:
        """The value that counts now."""
        return next((reading for reading in self.readings if not reading.is_corrected), None)

    @property
    def is_reached(self) -> bool:
        """Whether the latest value is at or beyond the target."""
        if self.latest is None:
            return False
        value = self.latest.value_milli
        return value >= self.target_milli if self.is_up else value <= self.target_milli

    @property
    def baseline(self) -> str:
        """Where we were, with its unit."""
        return words(self.baseline_milli, self.unit)

    @property
    def target(self) -> str:
        """Where we want to be, with its unit."""
        return words(self.target_milli, self.unit)

    @property
    def picture(self) -> tuple[Decimal, Decimal, Decimal | None]:
        """Baseline, target and latest value as numbers for `{% progress %}`."""
        latest = values.decimal(self.latest.value_milli) if self.latest else None
        return values.decimal(self.baseline_milli), values.decimal(self.target_milli), latest


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """An organisation's place under a goal."""

    id: UUID
    organisation_id: UUID
    organisation: str
    sector: str
    sector_label: str
    asked_at: datetime
    way: str
    way_label: str
    signed_at: datetime | None
    signed_as: str
    has_paper: bool


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal with everything that hangs on it."""

    id: UUID
    matter_id: UUID
    matter_number: int
    matter_title: str
    is_public: bool
    resolution_id: UUID | None
    resolution: str
    statement: str
    due_on: date
    drafted_at: datetime
    dropped_at: datetime | None
    dropped_reason: str
    replaces_id: UUID | None
    replaced_by_id: UUID | None
    indicators: tuple[IndicatorRow, ...]
    signatures: tuple[SignatureRow, ...]
    today: date

    @property
    def signed(self) -> tuple[SignatureRow, ...]:
        """Those who have signed, the first first."""
        return tuple(row for row in self.signatures if row.signed_at is not None)

    @property
    def signers(self) -> str:
        """Everybody who signed, each with its sector."""
        return " · ".join(f"{row.organisation} ({row.sector_label})" for row in self.signed)

    @property
    def waiting(self) -> tuple[SignatureRow, ...]:
        """Those who were asked and have not signed yet."""
        return tuple(row for row in self.signatures if row.signed_at is None)

    @property
    def sectors(self) -> frozenset[str]:
        """The sectors that have signed."""
        return frozenset(row.sector for row in self.signed)

    @property
    def is_shared(self) -> bool:
        """Two organisations of different sectors have signed (I11); derived, never stored."""
        return is_enough(self.sectors)

    @property
    def is_alive(self) -> bool:
        """Neither given up nor replaced."""
        return self.dropped_at is None

    @property
    def is_reached(self) -> bool:
        """Everything it is measured by has arrived."""
        return bool(self.indicators) and all(row.is_reached for row in self.indicators)

    @property
    def late(self) -> IndicatorRow | None:
        """What should have been measured again by now."""
        if not self.is_alive or self.is_reached or not self.is_shared:
            return None
        return next((row for row in self.indicators if row.next_on < self.today), None)

    @property
    def state(self) -> str:
        """The state as the look knows it."""
        if not self.is_alive:
            return "skipped"
        if not self.is_shared:
            return "waiting"
        if self.is_reached:
            return "done"
        return "overdue" if self.due_on < self.today or self.late else "doing"


def words(milli: int, unit: str) -> str:
    """A value with its unit, held together."""
    return f"{values.show(milli)} {unit}".replace(" ", "\u00a0")


# ------------------------------------------------------------------------------------------- many goals


def goals_of(goals: QuerySet[Goal], steward: Steward | UUID) -> list[GoalRow]:
    """These goals with indicators, readings and signatures, in their order. Five SQL statements for any number."""
    today = timezone.localdate()
    rows = list(goals.select_related("matter", "resolution"))
    keys = [row.pk for row in rows]
    after = dict(Goal.objects.of(steward).filter(replaces__in=keys).values_list("replaces_id", "pk"))
    signatures: dict[UUID, list[SignatureRow]] = defaultdict(list)
    for row in (
        CoSignature.objects.of(steward)
        .filter(goal__in=keys)
        .select_related("organisation")
        .order_by("signed_at", "asked_at", "id")
    ):
        signatures[row.goal_id].append(_signature(row))
    indicators = _indicators(steward, rows, today)
    return [
        GoalRow(
            id=row.pk,
            matter_id=row.matter_id,
            matter_number=row.matter.number,
            matter_title=row.matter.title,
            is_public=row.matter.is_published,
            resolution_id=row.resolution_id,
            resolution=row.resolution.text if row.resolution else "",
            statement=row.statement,
            due_on=row.due_on,
            drafted_at=row.drafted_at,
            dropped_at=row.dropped_at,
            dropped_reason=row.dropped_reason,
            replaces_id=row.replaces_id,
            replaced_by_id=after.get(row.pk),
            indicators=tuple(indicators[row.pk]),
            signatures=tuple(signatures[row.pk]),
            today=today,
        )
        for row in rows
    ]


def _signature(row: CoSignature) -> SignatureRow:
    return SignatureRow(
        id=row.pk,
        organisation_id=row.organisation_id,
        organisation=row.organisation.name,
        sector=row.organisation.sector,
        sector_label=str(Sector(row.organisation.sector).label),
        asked_at=row.asked_at,
        way=row.way,
        way_label=str(CoSignature.Way(row.way).label) if row.way else "",
        signed_at=row.signed_at,
        signed_as=row.signed_as,
        has_paper=row.evidence_id is not None,
    )


def _indicators(steward: Steward | UUID, goals: Iterable[Goal], today: date) -> dict[UUID, list[IndicatorRow]]:
    due = {goal.pk: goal.due_on for goal in goals}
    rows = list(Indicator.objects.of(steward).filter(goal__in=list(due)).select_related("owner"))
    readings = _readings(steward, rows)
    found: dict[UUID, list[IndicatorRow]] = defaultdict(list)
    for row in rows:
        own = tuple(readings[row.series])
        latest = next((reading for reading in own if not reading.is_corrected), None)
        found[row.goal_id].append(
            IndicatorRow(
                id=row.pk,
                name=row.name,
                unit=row.unit,
                is_up=row.direction == Indicator.Direction.UP,
                baseline_milli=row.baseline_milli,
                baseline_on=row.baseline_on,
                baseline_source=row.baseline_source,
                target_milli=row.target_milli,
                owner=row.owner.name,
                owner_id=row.owner_id,
                source=row.source,
                frequency=row.frequency,
                frequency_label=str(Indicator.Frequency(row.frequency).label),
                next_on=next_reading(row.frequency, latest.on if latest else row.baseline_on, due[row.goal_id]),
                readings=own,
            )
        )
    return found


def _readings(steward: Steward | UUID, indicators: Iterable[Indicator]) -> dict[UUID, list[ReadingRow]]:
    """Readings by series, the latest day first: those of earlier versions of a goal belong to it."""
    found: dict[UUID, list[ReadingRow]] = defaultdict(list)
    rows = list(
        Reading.objects.of(steward)
        .filter(indicator__series__in=[row.series for row in indicators])
        .select_related("indicator", "given_by")
        .order_by("-read_on", "-given_at", "-id")
    )
    corrected = {row.corrects_id for row in rows}
    for row in rows:
        found[row.indicator.series].append(
            ReadingRow(
                id=row.pk,
                value_milli=row.value_milli,
                unit=row.indicator.unit,
                on=row.read_on,
                source=row.source,
                note=row.note,
                by=row.given_by.name,
                given_at=row.given_at,
                corrects=row.corrects_id,
                is_corrected=row.pk in corrected,
                has_photo=row.evidence_id is not None,
            )
        )
    return found


def next_reading(frequency: str, last_on: date, due_on: date) -> date:
    """The day by which to measure again: after the last one by the frequency, but never after the goal's own day."""
    days = DAYS_BETWEEN.get(Indicator.Frequency(frequency))
    return due_on if days is None else min(last_on + timedelta(days=days), due_on)


# ------------------------------------------------------------------------------------------- lists


@dataclass(frozen=True, slots=True)
class Filters:
    """The word of the sentence above the list; empty means all that are alive."""

    state: str = ""


def _listed(steward: Steward, actor: Actor, filters: Filters) -> QuerySet[Goal]:
    matters = Matter.objects.of(steward).visible_to(actor)
    asked = CoSignature.objects.of(steward).filter(organisation_id__in=actor.represents)
    members = NetworkMember.objects.of(steward).filter(organisation_id__in=actor.represents, until_on=None)
    mine = Q(matter__in=matters.values("pk"))
    if actor.represents:
        mine |= Q(pk__in=asked.values("goal_id")) | Q(matter__in=members.values("network__matter_id"))
    goals = Goal.objects.of(steward).filter(mine)
    if filters.state == "dropped":
        return goals.exclude(dropped_at=None)
    goals = goals.filter(dropped_at=None)
    if filters.state in ("waiting", "shared"):
        goals = goals.annotate(
            sectors=Count(
                "signatures__organisation__sector", distinct=True, filter=Q(signatures__signed_at__isnull=False)
            )
        )
        is_shared = Q(sectors__gte=SECTORS_TO_SHARE)
        goals = goals.filter(is_shared) if filters.state == "shared" else goals.exclude(is_shared)
    if filters.state == "overdue":
        goals = goals.filter(due_on__lt=timezone.localdate())
    return goals


def goals_page(
    steward: Steward, actor: Actor, filters: Filters, *, page: Any = 1, per_page: int = PAGE
) -> Page[GoalRow]:
    """One page of the goals that this actor may see. Seven SQL statements."""
    found: Page[Any] = Paginator(_listed(steward, actor, filters), per_page).get_page(page)
    keys = [goal.pk for goal in found.object_list]
    found.object_list = goals_of(Goal.objects.of(steward).filter(pk__in=keys), steward)
    return found


def all_goals(steward: Steward, actor: Actor, filters: Filters) -> list[GoalRow]:
    """Every goal of the filtered list, for the spreadsheet."""
    return goals_of(_listed(steward, actor, filters), steward)


def goals_of_matter(matter: Matter) -> list[GoalRow]:
    """The goals of a matter, the latest first, those that were given up among them. Five SQL statements."""
    return goals_of(Goal.objects.of(matter.steward_id).filter(matter=matter), matter.steward_id)


def goal_row(goal: Goal) -> GoalRow:
    """One goal with everything that hangs on it."""
    return goals_of(Goal.objects.of(goal.steward_id).filter(pk=goal.pk), goal.steward_id)[0]


# ------------------------------------------------------------------------------------------- for forms and pages


def resolutions_for(matter: Matter) -> QuerySet[Resolution]:
    """Adopted resolutions on this matter, the latest first."""
    found = Resolution.objects.of(matter.steward_id).filter(matter=matter, outcome__in=ADOPTED)
    return found.select_related("item").order_by("-resolved_at", "-id")


def askable(goal: Goal) -> QuerySet[Organisation]:
    """Organisations that have not signed, those in the matter's networks among them."""
    signed = CoSignature.objects.of(goal.steward_id).filter(goal=goal, signed_at__isnull=False)
    return known_organisations(goal.steward).exclude(pk__in=signed.values("organisation_id"))


def partners_to_ask(goal: Goal) -> list[tuple[UUID, str, str]]:
    """(id, name, sector) of the organisations in the matter's networks that were not asked yet."""
    taken = CoSignature.objects.of(goal.steward_id).filter(goal=goal).values("organisation_id")
    members = (
        NetworkMember.objects.of(goal.steward_id)
        .filter(network__matter=goal.matter, until_on=None)
        .exclude(organisation_id__in=taken)
        .order_by("organisation__sort_key", "organisation_id")
        .values_list("organisation_id", "organisation__name", "organisation__sector")
        .distinct()
    )
    return [(pk, name, str(Sector(sector).label)) for pk, name, sector in members]


def represented(actor: Actor, goal: Goal) -> QuerySet[Organisation]:
    """For whom this actor may still sign."""
    return askable(goal).filter(pk__in=actor.represents)


@dataclass(frozen=True, slots=True)
class Link:
    """What a signing link opens: `state` is "waiting", "signed", "over" (goal given up or replaced) or "unknown"."""

    state: str
    signature: CoSignature | None = None
    goal: GoalRow | None = None


def link_of(steward: Steward, token: str) -> Link:
    """The place under a goal that a token stands for. Looking changes nothing."""
    found = behind(CoSignature, token, steward, "goal__matter", "goal__steward")
    if found is None:
        return Link("unknown")
    row = goal_row(found.goal)
    state = "signed" if found.signed_at else "waiting" if row.is_alive else "over"
    return Link(state, found, row)
