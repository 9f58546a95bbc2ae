"""Networks on their five shelves, nearest first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet, Window
from django.db.models.functions import RowNumber

from ruammue import rulebook
from ruammue.foundation.levels import Level
from ruammue.networks.models import (
    Appointment,
    Network,
    NetworkMember,
    Seat,
)
from ruammue.networks.queries.days import in_force
from ruammue.places.models import Steward, Village

PER_PAGE = 20
ON_A_SHELF = 8


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """A network on a list. `members` and `seats` are counts of today; `is_statutory`: the regulation asks for it."""

    id: UUID
    name: str
    level: str
    form: str
    form_label: str
    theme: str
    is_confirmed: bool
    is_statutory: bool
    order_number: str
    order_on: date | None
    village_id: UUID | None
    village: str
    members: int
    seats: int
    seats_filled: int
    is_of_matter: bool

    @property
    def short_name(self) -> str:
        """The name without its village, where the village stands above."""
        return self.name.removesuffix(f" {self.village}") if self.village else self.name


@dataclass(frozen=True, slots=True)
class Shelf:
    """One level: how many networks are known and how many only proposed, and the first of them."""

    level: str
    label: str
    known: int
    proposed: int
    rows: tuple[NetworkRow, ...]

    @property
    def more(self) -> int:
        """How many stand on the shelf beyond those shown."""
        return self.known + self.proposed - len(self.rows)


@dataclass(frozen=True, slots=True)
class VillageShelf:
    """A village with its known networks and the proposed ones."""

    id: UUID
    label: str
    known: tuple[NetworkRow, ...]
    proposed: tuple[NetworkRow, ...]


def networks_known(steward: Steward, *, public_only: bool) -> QuerySet[Network]:
    """Networks that were not removed; for strangers those confirmed and of no unpublished matter."""
    rows = Network.objects.of(steward).filter(removed_at=None)
    if public_only:
        of_public = Q(matter__published_at__isnull=False, matter__is_sensitive=False)
        rows = rows.filter(confirmed_at__isnull=False).filter(Q(matter=None) | of_public)
    return rows


def _rows(networks: Iterable[Network], steward: Steward, today: date) -> list[NetworkRow]:
    """Rows with their counts: three statements for any number of networks."""
    found = list(networks)
    keys = [network.pk for network in found]

    def counted(rows: QuerySet[Any], field: str) -> dict[UUID, int]:
        return dict(rows.values_list(field).annotate(n=Count("pk", distinct=True)).order_by())

    members = counted(NetworkMember.objects.of(steward).filter(in_force(today), network__in=keys), "network_id")
    seats = counted(Seat.objects.of(steward).filter(removed_at=None, network__in=keys), "network_id")
    holders = Appointment.objects.of(steward).filter(in_force(today), seat__network__in=keys, seat__removed_at=None)
    filled = counted(holders, "seat__network_id")
    return [
        NetworkRow(
            id=network.pk,
            name=network.name,
            level=network.level,
            form=network.form,
            form_label=str(Network.Form(network.form).label),
            theme=network.theme,
            is_confirmed=network.is_confirmed,
            is_statutory=_is_statutory(network.rule_key),
            order_number=network.order_number,
            order_on=network.order_on,
            village_id=network.village_id,
            village=network.village.label if network.village else "",
            members=members.get(network.pk, 0),
            seats=seats.get(network.pk, 0),
            seats_filled=filled.get(network.pk, 0),
            is_of_matter=network.matter_id is not None,
        )
        for network in found
    ]


def _is_statutory(rule_key: str) -> bool:
    body = rulebook.committee(rule_key)
    return body is not None and body.is_statutory


@dataclass(frozen=True, slots=True)
class Overview:
    """All five shelves, and one page of villages for the first of them."""

    shelves: tuple[Shelf, ...]
    page: Page[Any]
    villages: tuple[VillageShelf, ...]


def counts(steward: Steward, *, public_only: bool) -> dict[str, tuple[int, int]]:
    """How many networks of each level are known, and how many only proposed. One statement."""
    known, proposed = Q(confirmed_at__isnull=False), Q(confirmed_at=None)
    rows = networks_known(steward, public_only=public_only).values_list("level")
    counted = rows.annotate(known=Count("pk", filter=known), proposed=Count("pk", filter=proposed)).order_by()
    return {level: (known, proposed) for level, known, proposed in counted}


def overview(steward: Steward, *, number: str | None, today: date, public_only: bool) -> Overview:
    """The five shelves, nearest first: twenty villages with all their networks, the first networks of the others."""
    rows = networks_known(steward, public_only=public_only).select_related("village")
    page = Paginator(Village.objects.of(steward).order_by("area_id"), PER_PAGE).get_page(number)
    villages = list(page.object_list)
    place = Window(RowNumber(), partition_by="level", order_by=["name", "id"])
    first = rows.exclude(level=Level.VILLAGE).annotate(place=place).filter(place__lte=ON_A_SHELF).order_by("place")
    in_villages = rows.filter(level=Level.VILLAGE, village__in=villages).order_by("name", "id")
    by_level: dict[str, list[NetworkRow]] = defaultdict(list)
    by_village: dict[UUID | None, list[NetworkRow]] = defaultdict(list)
    for row in _rows([*first, *in_villages], steward, today):
        if row.level == Level.VILLAGE:
            by_village[row.village_id].append(row)
        else:
            by_level[row.level].append(row)
    counted = counts(steward, public_only=public_only)
    return Overview(
        shelves=tuple(
            Shelf(level, str(Level(level).label), *counted.get(level, (0, 0)), tuple(by_level[level]))
            for level in Level.values
        ),
        page=page,
        villages=tuple(
            VillageShelf(
                village.pk,
                village.label,
                tuple(row for row in by_village[village.pk] if row.is_confirmed),
                tuple(row for row in by_village[village.pk] if not row.is_confirmed),
            )
            for village in villages
        ),
    )


def networks_of_level(
    steward: Steward, level: str, *, number: str | None, today: date, public_only: bool
) -> tuple[Page[Any], list[NetworkRow]]:
    """One shelf, twenty at a time."""
    rows = networks_known(steward, public_only=public_only).filter(level=level).select_related("village")
    page = Paginator(rows.order_by("name", "id"), PER_PAGE).get_page(number)
    return page, _rows(page.object_list, steward, today)
