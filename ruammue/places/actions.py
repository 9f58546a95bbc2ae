"""Verbs of places: load the kingdom, make a tenant, confirm or take off a village that may belong to the neighbour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db import connection, models, transaction
from django.db.models import ProtectedError

from ruammue.foundation.levels import Level
from ruammue.ledger.actions import record
from ruammue.ledger.who import SYSTEM, Who
from ruammue.places import compact
from ruammue.places.events import StewardMade, VillageConfirmed, VillageRemoved
from ruammue.places.models import Area, Coverage, LocalGovernment, Steward, Village
from ruammue.places.names import key_of, office_name, office_short_name
from ruammue.places.refusals import (
    NoCoverage,
    NotALocalGovernment,
    PlacesNotLoaded,
    SlugTaken,
    StewardExists,
    VillageInUse,
    VillageIsConfirmed,
)

# First words of the installation's own addresses: a tenant of that name could not be reached.
RESERVED = frozenset(
    ("account", "alive", "api", "favicon", "gallery", "health", "language", "media", "places", "rules", "static")
)
_LEVELS = {
    "country": Level.COUNTRY,
    "changwat": Level.CHANGWAT,
    "amphoe": Level.AMPHOE,
    "tambon": Level.TAMBON,
    "muban": Level.VILLAGE,
}
_OURS = (compact.SOURCE_TO_TAMBON, compact.SOURCE_VILLAGES)
_BATCH = 2_000
Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did, in rows: `total` in the copy, of which `added` and `changed`; `ended` are no longer in it."""

    total: int
    added: int
    changed: int
    ended: int


@transaction.atomic
def load_areas(rows: Iterable[compact.AreaRow] | None = None, *, edition: date = compact.EDITION) -> Loaded:
    """Bring the areas up to the shipped copy (or to `rows`). The same copy again changes nothing.

    An area of our sources that the copy no longer has keeps its row and gets `valid_to = edition`; one that comes
    back loses it. Areas from elsewhere (made-up ones) are not touched.
    """
    wanted = (_area(row) for row in (compact.read_areas() if rows is None else rows))
    fields = ["level", "name_th", "name_en", "parent_code", "postal_code", "lat", "lon", "source", "valid_to", "search"]
    return _bring_up(Area.objects.filter(source__in=_OURS), wanted, ["code"], fields, edition)


@transaction.atomic
def load_local_governments(
    rows: Iterable[compact.LocalGovernmentRow] | None = None, *, edition: date = compact.EDITION
) -> tuple[Loaded, Loaded]:
    """Bring the local governments and what they cover up to the copy: (offices, coverage). Areas must be loaded."""
    told = list(compact.read_local_governments() if rows is None else rows)
    offices = _bring_up(
        LocalGovernment.objects.filter(source__in=_OURS),
        (_local_government(row) for row in told),
        ["lg_id"],
        ["kind", "code", "name_th", "name_en", "lat", "lon", "source", "valid_to", "search"],
        edition,
    )
    coverage = _bring_up(
        Coverage.objects.filter(local_government__source__in=_OURS),
        (each for row in told for each in _coverage(row)),
        ["local_government_id", "area_id"],
        ["extent", "valid_to"],
        edition,
    )
    return offices, coverage


@transaction.atomic
def make_steward(lg_id: str, *, by: Who = SYSTEM, slug: str = "", mark: str = Steward.Mark.NONE) -> Steward:
    """A tenant from a local government, with the villages of the tambons it covers; claimed by nobody yet.

    Villages of a partly covered tambon may belong to a neighbour: they come unconfirmed. Raises PlacesNotLoaded,
    NotALocalGovernment (also for an area code), NoCoverage, StewardExists, SlugTaken.
    """
    office = _office(lg_id.strip())
    existing = Steward.objects.filter(local_government=office, practice_of=None).first()
    if existing is not None:
        raise StewardExists(name=existing.name, slug=existing.slug)
    covered = list(Coverage.objects.filter(local_government=office, valid_to=None).order_by("area_id"))
    if not covered:
        why = {"pao": "province", "bangkok": "bangkok"}.get(office.kind, "not_recorded")
        raise NoCoverage(lg_id=office.lg_id, name=office_name(office.kind, office.name_th), why=why)
    slug = _free_slug(slug or office.lg_id.lower())
    home = next((each.area_id for each in covered if each.area_id == office.code), covered[0].area_id)
    steward = Steward.objects.create(
        slug=slug,
        local_government=office,
        area_id=home,
        name=office_name(office.kind, office.name_th),
        short_name=office_short_name(office.kind, office.name_th),
        mark=mark,
    )
    partly = {each.area_id for each in covered if each.extent == Coverage.Extent.PARTIALLY}
    add_villages(steward, [each.area_id for each in covered], unconfirmed=partly)
    _tell_made(steward, by)
    return steward


@transaction.atomic
def make_practice(steward: Steward, *, by: Who = SYSTEM) -> Steward:
    """A practice copy beside the real tenant: the same office and villages, marked. Who may come in is not copied.

    `people.actions.open_practice` is the whole act. Raises StewardExists.
    """
    if existing := Steward.objects.filter(practice_of=steward).first():
        raise StewardExists(name=existing.name, slug=existing.slug)
    copy = Steward.objects.create(
        slug=_free_slug(f"{steward.slug[:31]}-practice"),
        kind=steward.kind,
        local_government=steward.local_government,
        area=steward.area,
        name=steward.name,
        short_name=steward.short_name,
        phone=steward.phone,
        mark=Steward.Mark.PRACTICE,
        answer_days=steward.answer_days,
        practice_of=steward,
    )
    Village.objects.bulk_create(
        Village(
            steward=copy,
            area_id=village.area_id,
            moo=village.moo,
            name=village.name,
            households=village.households,
            is_confirmed=village.is_confirmed,
        )
        for village in Village.objects.of(steward)
    )
    _tell_made(copy, by)
    return copy


@transaction.atomic
def make_fictional_steward(
    *,
    slug: str,
    name: str,
    short_name: str,
    tambon: compact.AreaRow,
    villages: Sequence[str],
    phone: str,
    mark: str = Steward.Mark.DEMO,
    by: Who = SYSTEM,
) -> Steward:
    """A tenant that does not exist in Thailand, on areas that do not either (codes 99...): for the demonstration.

    Raises SlugTaken, and ValueError when the code could be a real one.
    """
    if not tambon.code.startswith("99"):
        raise ValueError(tambon.code)
    steps = ((tambon.code[:2], "changwat"), (tambon.code[:4], "amphoe"), (tambon.code, "tambon"))
    rows = [compact.AreaRow(code, level, tambon.name_th, "", code[:-2] or "TH", "", "", "") for code, level in steps]
    rows += [
        compact.AreaRow(f"{tambon.code}{moo:02}", "muban", village, "", tambon.code, "", "", "")
        for moo, village in enumerate(villages, 1)
    ]
    known = set(Area.objects.filter(code__in=[row.code for row in rows]).values_list("code", flat=True))
    Area.objects.bulk_create(_area(row, source="made up") for row in rows if row.code not in known)
    steward = Steward.objects.create(
        slug=_free_slug(slug), area_id=tambon.code, name=name, short_name=short_name, phone=phone, mark=mark
    )
    add_villages(steward, [tambon.code])
    _tell_made(steward, by)
    return steward


def add_villages(steward: Steward, tambons: Sequence[str], *, unconfirmed: Iterable[str] = ()) -> None:
    """The villages of these tambons as the tenant's own; those of the `unconfirmed` tambons for the office to check."""
    doubtful = set(unconfirmed)
    areas = Area.objects.filter(parent_code__in=tambons, level=Level.VILLAGE, valid_to=None).order_by("code")
    Village.objects.bulk_create(
        Village(
            steward=steward,
            area=area,
            moo=area.moo or 0,
            name=area.name_th,
            is_confirmed=area.parent_code not in doubtful,
        )
        for area in areas
    )


@transaction.atomic
def confirm_village(village: Village, *, by: Who) -> Village:
    """The office says: this village is ours. Raises VillageIsConfirmed."""
    village = Village.objects.select_for_update().get(pk=village.pk)
    if village.is_confirmed:
        raise VillageIsConfirmed(village=village.label)
    village.is_confirmed = True
    village.save(update_fields=["is_confirmed"])
    record(VillageConfirmed(steward=village.steward_id, village=village.pk, area=village.area_id), by=by)
    return village


@transaction.atomic
def remove_village(village: Village, *, by: Who) -> None:
    """The office says: this village belongs to a neighbour. Only an unconfirmed one that nothing else names.

    Raises VillageIsConfirmed, VillageInUse.
    """
    village = Village.objects.select_for_update().get(pk=village.pk)
    if village.is_confirmed:
        raise VillageIsConfirmed(village=village.label)
    record(VillageRemoved(steward=village.steward_id, village=village.pk, area=village.area_id), by=by)
    label = village.label
    try:
        village.delete()
    except ProtectedError as used:
        raise VillageInUse(village=label) from used


def _tell_made(steward: Steward, by: Who) -> None:
    villages = Village.objects.of(steward)
    record(
        StewardMade(
            steward=steward.pk,
            local_government=steward.local_government_id or "",
            villages=villages.count(),
            unconfirmed=villages.filter(is_confirmed=False).count(),
        ),
        by=by,
    )


def _office(lg_id: str) -> LocalGovernment:
    office = LocalGovernment.objects.filter(pk=lg_id.lower()).first()
    if office is not None:
        return office
    if not LocalGovernment.objects.exists():
        raise PlacesNotLoaded
    is_area = lg_id.isdigit() and Area.objects.filter(pk=lg_id).exists()
    meant = LocalGovernment.objects.filter(code=lg_id)
    if is_area:
        meant = meant | LocalGovernment.objects.filter(coverage__area_id=lg_id, coverage__valid_to=None)
    elif key := key_of(lg_id):
        meant = meant | LocalGovernment.objects.filter(search__begins=key)
    candidates = list(meant.distinct().order_by("lg_id").values_list("lg_id", flat=True)[:5])
    raise NotALocalGovernment(asked=lg_id[:40], candidates=candidates, is_area_code=is_area)


def _free_slug(slug: str) -> str:
    if slug in RESERVED or Steward.objects.filter(slug=slug).exists():
        raise SlugTaken(slug=slug)
    return slug


def _area(row: compact.AreaRow, *, source: str = "") -> Area:
    return Area(
        code=row.code,
        level=_LEVELS[row.level],
        name_th=row.name_th,
        name_en=row.name_en,
        parent_code=row.parent,
        postal_code=row.postal_code,
        lat=_degrees(row.lat),
        lon=_degrees(row.lon),
        source=source or (compact.SOURCE_VILLAGES if row.level == "muban" else compact.SOURCE_TO_TAMBON),
        search=key_of(row.name_th),
    )


def _local_government(row: compact.LocalGovernmentRow) -> LocalGovernment:
    return LocalGovernment(
        lg_id=row.lg_id,
        kind=row.kind,
        code=row.code,
        name_th=row.name_th,
        name_en=row.name_en,
        lat=_degrees(row.lat),
        lon=_degrees(row.lon),
        source=compact.SOURCE_VILLAGES,
        search=key_of(office_name(row.kind, row.name_th) if row.kind == "pattaya" else row.name_th),
    )


def _coverage(row: compact.LocalGovernmentRow) -> Iterator[Coverage]:
    for covered in filter(None, row.covers.split(";")):
        code, extent = covered.split(":")
        yield Coverage(local_government_id=row.lg_id, area_id=code, extent=extent)


def _degrees(text: str) -> Decimal | None:
    return Decimal(text).quantize(Decimal("0.00001")) if text else None


def _bring_up(
    ours: models.QuerySet[Row], wanted: Iterable[Row], key: list[str], fields: list[str], edition: date
) -> Loaded:
    """Make the rows of `ours` as `wanted`, compared by `fields`; those no longer wanted end on `edition`."""

    def facts(row: Any, names: list[str]) -> tuple[Any, ...]:
        return tuple(getattr(row, name) for name in names)

    columns = ["pk", *key, *fields]
    known = {tuple(row[1 : 1 + len(key)]): row for row in ours.values_list(*columns).iterator(chunk_size=_BATCH)}
    added: list[Row] = []
    changed: list[Row] = []
    total = 0
    for row in wanted:
        total += 1
        before = known.pop(facts(row, key), None)
        if before is None:
            added.append(row)
        elif before[1 + len(key) :] != facts(row, fields):
            row.pk = before[0]
            changed.append(row)
    model = ours.model
    _insert(model, added)
    model._default_manager.bulk_update(changed, fields, batch_size=200)
    where = columns.index("valid_to")
    gone = [row[0] for row in known.values() if row[where] is None]
    for at in range(0, len(gone), 500):
        model._default_manager.filter(pk__in=gone[at : at + 500]).update(valid_to=edition)
    return Loaded(total=total, added=len(added), changed=len(changed), ended=len(gone))


def _insert(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Insert many rows. `bulk_create` asks every field of every row for its SQL, at twice the price."""
    fields = model._meta.local_concrete_fields
    name = connection.ops.quote_name
    columns = ", ".join(name(str(field.column)) for field in fields)
    into = f"INSERT INTO {name(model._meta.db_table)} ({columns}) VALUES "  # noqa: S608 - names of our own
    one = f"({', '.join(['%s'] * len(fields))})"
    step = min(connection.ops.bulk_batch_size(fields, rows), _BATCH) if rows else 1
    with connection.cursor() as cursor:
        for at in range(0, len(rows), step):
            some = rows[at : at + step]
            values = [
                field.get_db_prep_save(getattr(row, field.attname), connection) for row in some for field in fields
            ]
            cursor.execute(into + ", ".join([one] * len(some)), values)
