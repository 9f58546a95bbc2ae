"""What a reader's rows say together: gaps, overlaps, villages by themes; filtered. Pure: no database, no clock.

An overlap is what two bodies do at one place, on one theme, in one month, in two matters that neither shares with the
other. Partners of one matter, and rows behind which one and the same body stands, work together already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations

from ruammue.work.who_where.rows import Body, Gap, Place, Reading, Row, Status

ALL, NOW = "all", ""
WHOLE = "tambon"
"""How the whole tambon is called in an address, beside the keys of villages."""
MONTHS_AT_MOST = 36


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader wants to see. `period`: "" from this month on, "all", or a month as "2026-12"."""

    village: str = ""
    theme: str = ""
    partner: str = ""
    period: str = NOW

    @property
    def month(self) -> date | None:
        """The first day of the chosen month."""
        return date(int(self.period[:4]), int(self.period[5:]), 1) if self.period not in (ALL, NOW) else None


@dataclass(frozen=True, slots=True)
class Overlap:
    """Several do the same at one place in the same months, and not together."""

    place: Place
    theme: str
    months: tuple[date, ...]
    rows: tuple[Row, ...]
    bodies: tuple[Body, ...]


@dataclass(slots=True)
class Cell:
    """A theme at a place: how many rows, gaps and overlaps of those shown."""

    rows: int = 0
    gaps: int = 0
    overlaps: int = 0

    @property
    def is_empty_need(self) -> bool:
        """Something is asked for and nobody does anything of the kind here."""
        return bool(self.gaps) and not self.rows


@dataclass(frozen=True, slots=True)
class Board:
    """The page: everything after the filter."""

    rows: tuple[Row, ...]
    gaps: tuple[Gap, ...]
    overlaps: tuple[Overlap, ...]
    cells: dict[tuple[str, str], Cell] = field(default_factory=dict)
    """(key of the place, theme) -> what is there. Before the filter by place and theme: the table is the way to it."""
    partners: tuple[Body, ...] = ()


def key_of(place: Place) -> str:
    """A place in an address."""
    return str(place.village_id) if place.village_id else WHOLE


def first_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def after(month: date, count: int = 1) -> date:
    """The month so many months later."""
    index = month.year * 12 + month.month - 1 + count
    return date(index // 12, index % 12 + 1, 1)


def months_of(row: Row, today: date) -> tuple[date, ...]:
    """The months in which a row goes on. What has no end and is not finished goes on until today."""
    start = row.start or row.end
    if start is None:
        return () if row.status == Status.DONE else (first_of(today),)
    end = row.end or (start if row.status == Status.DONE else max(start, today))
    found: list[date] = []
    month, last = first_of(start), first_of(end)
    while month <= last and len(found) < MONTHS_AT_MOST:
        found.append(month)
        month = after(month)
    return tuple(found)


def build(reading: Reading, asked: Asked, *, today: date) -> Board:
    """The board that somebody asked for."""
    this_month = first_of(today)

    def is_in_time(months: Sequence[date], *, is_done: bool = False) -> bool:
        if asked.period == ALL:
            return True
        if asked.month:
            return asked.month in months
        return not is_done or any(month >= this_month for month in months)

    months = {row.id: months_of(row, today) for row in reading.rows}
    rows = [row for row in reading.rows if is_in_time(months[row.id], is_done=_is_over(row, this_month))]
    gaps = [gap for gap in reading.gaps if not asked.month or first_of(gap.since) <= asked.month]
    overlaps = [one for one in overlaps_of(rows, months) if is_in_time(one.months, is_done=True)]
    cells: dict[tuple[str, str], Cell] = defaultdict(Cell)
    partner = asked.partner
    partners = {body.key: body for row in rows for body in row.bodies}
    if partner:
        rows = [row for row in rows if any(body.key == partner for body in row.bodies)]
        overlaps = [one for one in overlaps if any(body.key == partner for body in one.bodies)]
        gaps = []
    for row in rows:
        cells[key_of(row.place), row.theme].rows += 1
    for gap in gaps:
        cells[key_of(gap.place), gap.theme].gaps += 1
    for one in overlaps:
        cells[key_of(one.place), one.theme].overlaps += 1

    def is_here(one: Row | Gap | Overlap) -> bool:
        return asked.village in ("", key_of(one.place)) and asked.theme in ("", one.theme)

    return Board(
        rows=tuple(filter(is_here, rows)),
        gaps=tuple(replace(gap, near=near(gap, rows)) for gap in gaps if is_here(gap)),
        overlaps=tuple(filter(is_here, overlaps)),
        cells=dict(cells),
        partners=tuple(sorted(partners.values(), key=lambda body: (body.organisation_id is None, body.name, body.key))),
    )


def _is_over(row: Row, this_month: date) -> bool:
    """Finished, or its last day is past."""
    return row.status == Status.DONE or (row.end is not None and row.end < this_month)


def near(gap: Gap, rows: Iterable[Row]) -> tuple[str, ...]:
    """Who works on this theme at this place already, by name: whom to ask first."""
    names = {
        body.name: None
        for row in rows
        if row.place == gap.place and row.theme == gap.theme
        for body in row.bodies
        if body.key != "villagers"
    }
    return tuple(names)[:3]


def overlaps_of(rows: Iterable[Row], months: dict[str, tuple[date, ...]]) -> list[Overlap]:
    """Where two bodies do the same without each other, one entry a place and theme."""
    cells: dict[tuple[Place, str], list[Row]] = defaultdict(list)
    for row in rows:
        cells[row.place, row.theme].append(row)
    found = []
    for (place, theme), here in cells.items():
        by_month: dict[date, list[Row]] = defaultdict(list)
        for row in here:
            for month in months[row.id]:
                by_month[month].append(row)
        apart: dict[str, Row] = {}
        when: set[date] = set()
        bodies: dict[str, Body] = {}
        for month, together in by_month.items():
            for one, other in combinations(together, 2):
                alone, others = strangers(one, other)
                if alone and others:
                    apart |= {one.id: one, other.id: other}
                    bodies |= {body.key: body for body in (*alone, *others)}
                    when.add(month)
        if apart:
            found.append(
                Overlap(
                    place=place,
                    theme=theme,
                    months=tuple(sorted(when)),
                    rows=tuple(row for row in here if row.id in apart),
                    bodies=tuple(sorted(bodies.values(), key=lambda body: (body.name, body.key))),
                )
            )
    return sorted(found, key=lambda one: (one.months[0], one.place.code, one.theme))


def strangers(one: Row, other: Row) -> tuple[list[Body], list[Body]]:
    """Who takes part in the one and not in the other, and the other way round; nobody where they share a matter, or
    where both were told by one organisation: it knows of both.
    """
    if one.matter_id is not None and one.matter_id == other.matter_id:
        return [], []
    if one.told and other.told and one.told.organisation == other.told.organisation:
        return [], []
    in_one, in_other = ({body.key: body for body in row.bodies if body.key != "villagers"} for row in (one, other))
    return (
        [body for key, body in in_one.items() if key not in in_other],
        [body for key, body in in_other.items() if key not in in_one],
    )
