"""What each partner gave in a fiscal year: in kind by its unit, in money as the receipts say, in hours.

Only what both sides confirmed counts, and every figure carries the records that make it. Partners stand in the order
of a Thai list and villagers as one: nobody is ranked. A loan that came counts as lent, whether or not it went back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from ruammue.foundation import quantities
from ruammue.foundation.keys import token_hash
from ruammue.people.models import Organisation, Person
from ruammue.places.models import Steward
from ruammue.resources.models import Commitment, Delivery, Spec
from ruammue.resources.shares import Piece, shares_of
from ruammue.resources.thanks.models import ContributionLink, PrintName
from ruammue.resources.wording import amount

FIRST_YEAR, LAST_YEAR = 2500, 2700


def days_of(fiscal_year: int) -> tuple[date, date]:
    """The first and the last day of a Thai fiscal year, by its number in the Buddhist era."""
    year = fiscal_year - 543
    return date(year - 1, 10, 1), date(year, 9, 30)


@dataclass(frozen=True, slots=True)
class Given:
    """One confirmed delivery of the year: the record behind a figure."""

    delivery_id: UUID
    promise_id: UUID
    line_id: UUID
    organisation_id: UUID | None
    organisation: str | None
    person_id: UUID | None
    on: date
    thing: str
    kind: str
    unit: str
    quantity: int
    wanted: int
    is_loan: bool
    receipt_number: str
    matter: str
    matter_public: str
    receiver: str

    @property
    def amount(self) -> str:
        """How much, with its unit, in the reader's language."""
        return amount(self.quantity, self.unit)


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that was given in the year, with the records that make the sum."""

    thing: str
    kind: str
    unit: str
    quantity: int
    is_loan: bool
    records: tuple[Given, ...]

    @property
    def amount(self) -> str:
        """How much, with its unit, in the reader's language."""
        return amount(self.quantity, self.unit)

    @property
    def words(self) -> str:
        """ "โต๊ะ 40 ตัว", or lent so."""
        said = {"thing": self.thing, "amount": self.amount}
        return _("%(thing)s %(amount)s (lent)") % said if self.is_loan else f"{self.thing} {self.amount}"


@dataclass(frozen=True, slots=True)
class Contribution:
    """All that one gave in the year; `organisation_id` None: the villagers together, or one person."""

    organisation_id: UUID | None
    name: str
    figures: tuple[Figure, ...]

    @property
    def hours(self) -> tuple[Figure, ...]:
        """Working time."""
        return tuple(row for row in self.figures if row.kind == Spec.Kind.HOURS)

    @property
    def hours_in_all(self) -> str:
        """All working time in hours; empty without any."""
        minutes = sum(row.quantity for row in self.hours if quantities.UNITS[row.unit].dimension == "labour")
        return amount(minutes, "person_hour") if minutes else ""

    @property
    def money(self) -> tuple[Figure, ...]:
        """Money by official receipt: a record, never held here (R38)."""
        return tuple(row for row in self.figures if row.kind == Spec.Kind.MONEY)

    @property
    def in_kind(self) -> tuple[Figure, ...]:
        """All the rest: things, places, vehicles, knowledge, permissions."""
        apart = (Spec.Kind.HOURS, Spec.Kind.MONEY)
        return tuple(row for row in self.figures if row.kind not in apart)

    @property
    def times(self) -> int:
        """How many records stand behind it."""
        return sum(len(row.records) for row in self.figures)

    @property
    def gave(self) -> tuple[str, ...]:
        """The lines that stand on a paper of thanks."""
        return tuple(row.words for row in self.figures)


def given(
    steward: Steward,
    fiscal_year: int,
    *,
    organisation: UUID | None = None,
    person: UUID | None = None,
) -> list[Given]:
    """The confirmed deliveries of a year, the oldest first. One statement."""
    first, last = days_of(fiscal_year)
    rows = Delivery.objects.of(steward).counted().filter(is_return=False, brought_on__range=(first, last))
    if organisation is not None:
        rows = rows.filter(commitment__provider=organisation)
    if person is not None:
        rows = rows.filter(commitment__person=person)
    told = rows.order_by("brought_on", "recorded_at", "id").values_list(
        "id",
        "commitment_id",
        "commitment__need_line_id",
        "commitment__provider_id",
        "commitment__provider__name",
        "commitment__person_id",
        "brought_on",
        "commitment__need_line__spec__name",
        "commitment__need_line__spec__kind",
        "commitment__need_line__spec__unit",
        "quantity",
        "commitment__need_line__quantity",
        "commitment__is_loan",
        "receipt_number",
        "commitment__need_line__matter__title",
        "commitment__need_line__matter__public_sentence",
        "commitment__receiver__name",
    )
    rows_told: list[Any] = list(told)
    return [Given(*row) for row in rows_told]


def figures_of(records: Iterable[Given]) -> tuple[Figure, ...]:
    """Sums by thing, unit, and whether given or lent; in the order of kinds, then by name."""
    kept: dict[tuple[str, str, str, bool], list[Given]] = defaultdict(list)
    for one in records:
        kept[one.kind, one.thing, one.unit, one.is_loan].append(one)
    order = {kind: place for place, kind in enumerate(Spec.Kind.values)}
    return tuple(
        Figure(thing, kind, unit, sum(one.quantity for one in rows), is_loan, tuple(rows))
        for (kind, thing, unit, is_loan), rows in sorted(kept.items(), key=lambda it: (order[it[0][0]], *it[0][1:]))
    )


def contributions(steward: Steward, fiscal_year: int) -> list[Contribution]:
    """Everybody who gave in the year, by name, villagers together at the end. Two statements."""
    by_giver: dict[UUID | None, list[Given]] = defaultdict(list)
    for one in given(steward, fiscal_year):
        by_giver[one.organisation_id].append(one)
    bodies = Organisation.objects.filter(pk__in=[key for key in by_giver if key]).order_by("sort_key", "name", "id")
    rows = [Contribution(body.pk, body.name, figures_of(by_giver[body.pk])) for body in bodies]
    if None in by_giver:
        rows.append(Contribution(None, _("Villagers"), figures_of(by_giver[None])))
    return rows


def contribution_of(steward: Steward, fiscal_year: int, body: Organisation) -> Contribution:
    """What one partner gave. One statement."""
    return Contribution(body.pk, body.name, figures_of(given(steward, fiscal_year, organisation=body.pk)))


def contribution_of_person(steward: Steward, fiscal_year: int, person: Person) -> Contribution:
    """What one person gave, for themselves and the office alone. One statement."""
    return Contribution(None, person.name, figures_of(given(steward, fiscal_year, person=person.pk)))


def given_by(steward: Steward, organisation: UUID) -> Organisation | None:
    """An organisation that ever promised something here. One statement."""
    promised = Commitment.objects.of(steward).filter(provider=OuterRef("pk"))
    return Organisation.objects.filter(Exists(promised), pk=organisation).first()


def link_of(steward: Steward, token: str) -> ContributionLink | None:
    """What a link opens. Looking changes nothing. One statement."""
    found: ContributionLink | None = (
        ContributionLink.objects.of(steward).select_related("organisation").filter(token_hash=token_hash(token)).first()
    )
    return found


# ------------------------------------------------------------------------------------------- the fair-share picture


@dataclass(frozen=True, slots=True)
class Share:
    """A partner's part of a kind. `words`: how much it was, or where units differ, of what."""

    name: str
    part: Fraction
    words: str

    @property
    def percent(self) -> int:
        """For the eye, rounded to the nearest."""
        return int(self.part * 100 + Fraction(1, 2))


@dataclass(frozen=True, slots=True)
class KindShared:
    """One kind of resource, and who brought which part of it. `unit`: what it was summed in, "" when by pieces."""

    kind: str
    unit: str
    total: str
    shares: tuple[Share, ...]

    @property
    def label(self) -> str:
        """The kind in words."""
        return str(Spec.Kind(self.kind).label)


def shared(steward: Steward, fiscal_year: int, *, on_a_wall: bool = False) -> list[KindShared]:
    """Each partner's part of what came, kind by kind: summed where all of a kind has one unit (hours, baht), else each
    thing that was asked for counts once (`shares`). `on_a_wall`: beside local governments only whoever was asked and
    said yes is named, and so as they want to be called.

    Four statements.
    """
    records = given(steward, fiscal_year)
    keys = {one.organisation_id for one in records}
    bodies = Organisation.objects.filter(pk__in=[key for key in keys if key]).order_by("sort_key", "name", "id")
    names = {body.pk: body.name for body in bodies}
    if on_a_wall:
        said = print_names(steward)
        own = {body.pk for body in bodies if body.kind == Organisation.Kind.LOCAL_GOVERNMENT}
        names = {
            key: name
            if key in own
            else said[key].name
            if key in said and said[key].is_wanted
            else _("A partner who stays unnamed")
            for key, name in names.items()
        }
    by_kind: dict[str, list[Given]] = defaultdict(list)
    for one in records:
        by_kind[one.kind].append(one)
    return [_kind_shared(kind, by_kind[kind], names) for kind in Spec.Kind.values if kind in by_kind]


def _kind_shared(kind: str, records: Sequence[Given], names: dict[UUID, str]) -> KindShared:
    unit = _one_unit(records)
    brought: dict[str, int] = defaultdict(int)
    lines: dict[UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    things: dict[str, list[Given]] = defaultdict(list)
    wanted: dict[UUID, int] = {}
    order = [*dict.fromkeys(names.values()), _("Villagers")]
    for one in records:
        name = names[one.organisation_id] if one.organisation_id else _("Villagers")
        brought[name] += one.quantity
        things[name].append(one)
        lines[one.line_id][name] += one.quantity
        wanted[one.line_id] = one.wanted
    if unit:
        whole = sum(brought.values())
        parts = {name: Fraction(much, whole) for name, much in brought.items()}
    else:
        pieces = [
            Piece("", min(Fraction(sum(by.values()), wanted[line]), Fraction(1)), by) for line, by in lines.items()
        ]
        parts = shares_of(pieces)
    return KindShared(
        kind,
        unit,
        amount(sum(brought.values()), unit) if unit else "",
        tuple(
            Share(name, parts[name], amount(brought[name], unit) if unit else _of_what(things[name]))
            for name in dict.fromkeys(order)
            if name in parts
        ),
    )


THINGS_SHOWN = 3


def _of_what(records: Sequence[Given]) -> str:
    """What stands behind a part, the first few things by name."""
    figures = figures_of(records)
    more = [_("and %(n)d more") % {"n": len(figures) - THINGS_SHOWN}] if len(figures) > THINGS_SHOWN else []
    return " · ".join([*(figure.words for figure in figures[:THINGS_SHOWN]), *more])


def _one_unit(records: Iterable[Given]) -> str:
    """In what all of it may be summed: working time and money whatever they are for, else one thing in one unit."""
    things = {(one.thing, one.unit) for one in records}
    for dimension, unit in (("labour", "person_hour"), ("money", "satang")):
        if all(quantities.UNITS[code].dimension == dimension for _thing, code in things):
            return unit
    return next(iter(things))[1] if len(things) == 1 else ""


# ------------------------------------------------------------------------------------------- names for print


def print_names(steward: Steward) -> dict[UUID, PrintName]:
    """The newest word of each organisation on being named. One statement."""
    rows = PrintName.objects.of(steward).filter(organisation__isnull=False).order_by("said_at", "id")
    return {row.organisation_id: row for row in rows if row.organisation_id}


def unasked(steward: Steward, fiscal_year: int) -> list[Organisation]:
    """Who gave in the year, and was never asked how they want to be named: on a wall they stay unnamed. Three
    statements.
    """
    keys = {one.organisation_id for one in given(steward, fiscal_year)} - {None} - set(print_names(steward))
    others = Organisation.objects.exclude(kind=Organisation.Kind.LOCAL_GOVERNMENT).filter(pk__in=list(keys))
    return list(others.order_by("sort_key", "name", "id")) if keys else []


def print_name_of(
    steward: Steward, *, organisation: Organisation | None = None, person: Person | None = None
) -> PrintName | None:
    """The newest word of one of them. One statement."""
    rows = PrintName.objects.of(steward).filter(organisation=organisation, person=person)
    found: PrintName | None = rows.order_by("-said_at", "-id").first()
    return found
