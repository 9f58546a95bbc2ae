"""The wheel as pages read it: rows for the home of every role, and the ring of one matter."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.urls import reverse

from ruammue.access.actors import Actor
from ruammue.loop.acts import Act, next_act
from ruammue.loop.due import Due, due_of, nearest_first
from ruammue.loop.facts import Facts, facts_of
from ruammue.loop.stations import Stop, present_station, stops
from ruammue.loop.subjects import subjects_of
from ruammue.needs.models import Matter, Station
from ruammue.needs.queries import first_words, placed
from ruammue.places.models import Steward

ROWS_A_PAGE = 20
LOOKED_AT = 100
"""So many open matters, the nearest by their day, are asked for their next act before a page of them is shown."""
PARTS = {"network": "networks", "decide": "decisions", "goal": "goals", "act": "resources"}
"""Where on a matter's page the records of a station stand, when the part is not called as the station is."""


@dataclass(frozen=True, slots=True)
class StationShown:
    """A station as the `wheel` tag draws it."""

    key: str
    label: str
    state: str
    reason: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A matter on the home page: where it stands, and the next act."""

    matter: Matter
    stops: tuple[Stop, ...]
    station: Station | None
    act: Act | None
    url: str
    due: Due | None = None
    village: str = ""
    """Empty where this reader may not learn it."""
    words: str = ""
    """The first words of the telling, for who may read it: many matters are called alike."""

    @property
    def is_mine(self) -> bool:
        """True when the next act waits for the reader."""
        return self.act is not None and self.act.is_mine


def matters_for(steward: Steward, actor: Actor, *, state: str = "open") -> QuerySet[Matter]:
    """The matters whose working pages this actor may open: open ones, or those that went all the way."""
    rows = Matter.objects.of(steward).visible_to(actor).filter(merged_into=None)
    return rows.filter(closed_at=None) if state == "open" else rows.filter(Q(closed_at__isnull=False))


@dataclass(frozen=True, slots=True)
class _MineFirst:
    """The list of the home page: of the nearest matters those that wait for the reader, the others, then the rest."""

    near: list[MatterRow]
    rest: QuerySet[Matter]
    rows: Callable[[list[Matter]], list[MatterRow]]

    def __len__(self) -> int:
        return len(self.near) + self.rest.count()

    def __getitem__(self, part: slice) -> list[MatterRow]:
        start, stop = (max(end - len(self.near), 0) for end in (part.start, part.stop))
        return self.near[part] + (self.rows(list(self.rest[start:stop])) if stop else [])


def home_page(steward: Steward, actor: Actor, number: Any, *, today: date, state: str = "open") -> Page[Any]:
    """A page of matter rows: what waits for this reader before what waits for others, and in both what is past its day,
    what is near, the rest. As many SQL statements at any length; of more than `LOOKED_AT` open matters only so many
    are asked whom they wait for.
    """

    def rows(found: list[Matter]) -> list[MatterRow]:
        return _rows(steward, actor, found, today)

    matters = _in_order(steward, actor, state)
    near = _mine_first(rows(list(matters[:LOOKED_AT]))) if state == "open" else []
    rest = matters[LOOKED_AT:] if state == "open" else matters
    ordered: Any = _MineFirst(near, rest, rows)  # sliced and counted, which is all that a page asks of a list
    page: Page[Any] = Paginator(ordered, ROWS_A_PAGE).get_page(number)
    return page


def home_rows(steward: Steward, actor: Actor, *, today: date, state: str = "open") -> list[MatterRow]:
    """The whole list of the home page, for the spreadsheet. As many SQL statements at any length."""
    rows = _rows(steward, actor, list(_in_order(steward, actor, state)), today)
    return _mine_first(rows) if state == "open" else rows


def _mine_first(rows: list[MatterRow]) -> list[MatterRow]:
    return sorted(rows, key=lambda row: not row.is_mine)


def _in_order(steward: Steward, actor: Actor, state: str) -> QuerySet[Matter]:
    matters = matters_for(steward, actor, state=state)
    return nearest_first(matters) if state == "open" else matters


def _rows(steward: Steward, actor: Actor, found: list[Matter], today: date) -> list[MatterRow]:
    read = {row.matter.pk: row for row in facts_of(Matter.objects.of(steward).filter(pk__in=[row.pk for row in found]))}
    facts = [read[row.pk] for row in found]
    days = {row.pk: due_of(vars(row), today) for row in found}
    subjects = subjects_of(facts, steward, actor)
    words = first_words(steward, actor, [row.pk for row in found])
    with_place = placed(actor, found)
    return [
        MatterRow(
            matter=row.matter,
            stops=stops(row),
            station=present_station(row),
            act=next_act(row, subjects, steward, actor),
            url=reverse("needs:matter", args=[steward.slug, row.matter.pk]),
            due=days[row.matter.pk],
            village=row.matter.village.label if row.matter.village and row.matter.pk in with_place else "",
            words=words.get(row.matter.pk, ""),
        )
        for row in facts
    ]


def facts_of_matter(matter: Matter) -> Facts:
    """The facts of one matter."""
    return facts_of(Matter.objects.of(matter.steward_id).filter(pk=matter.pk))[0]


def ring(facts: Facts, steward: Steward) -> list[StationShown]:
    """The eight stations of one matter; a walked or present one leads to its records on the matter's page."""
    page = reverse("needs:matter", args=[steward.slug, facts.matter.pk])
    return [
        StationShown(
            key=stop.key,
            label=str(Station(stop.key).label),
            state=stop.stand.value,
            reason=stop.reason,
            url=f"{page}#{PARTS.get(stop.key, stop.key)}" if stop.count else "",
            count=stop.count,
        )
        for stop in stops(facts)
    ]


def public_ring(facts: Facts) -> list[StationShown]:
    """The eight stations on the public page: no counts, which may point at a person, and links within that page."""
    return [
        StationShown(
            key=stop.key,
            label=str(Station(stop.key).label),
            state=stop.stand.value,
            reason=stop.reason,
            url=f"#{stop.key}" if stop.count else "",
            count=0,
        )
        for stop in stops(facts)
    ]


def act_on(facts: Facts, steward: Steward, actor: Actor) -> Act | None:
    """The next act of one matter for this actor."""
    return next_act(facts, subjects_of([facts], steward, actor), steward, actor)
