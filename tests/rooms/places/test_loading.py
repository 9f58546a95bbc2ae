"""The shipped copy is the source, row by row; loading it twice is loading it once; nothing that ended is deleted."""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import replace
from pathlib import Path

import pytest

from ruammue.places import compact
from ruammue.places.actions import Loaded, load_areas, load_local_governments
from ruammue.places.models import Area, Coverage, LocalGovernment
from tests.rooms.places.conftest import areas, local_governments

SHARED = Path(os.environ.get("RUAMMUE_SHARED", Path(__file__).parents[3] / ".." / "shared")) / "data" / "places"
LATER = dt.date(2027, 1, 1)


@pytest.mark.shared_data
def test_the_shipped_copy_is_the_source_row_by_row() -> None:
    assert list(compact.read_areas()) == list(compact.source_areas(SHARED))
    assert list(compact.read_local_governments()) == list(compact.source_local_governments(SHARED))


def test_the_copy_is_small_and_made_again_to_the_byte(tmp_path: Path) -> None:
    compact.write_areas(compact.read_areas(), tmp_path / "a")
    compact.write_local_governments(compact.read_local_governments(), tmp_path / "l")
    assert (tmp_path / "a").read_bytes() == (compact.DATA / compact.AREAS).read_bytes()
    assert (tmp_path / "l").read_bytes() == (compact.DATA / compact.LOCAL_GOVERNMENTS).read_bytes()
    assert sum(file.stat().st_size for file in compact.DATA.glob("*.xz")) < 700_000


def test_the_form_refuses_what_it_cannot_tell(tmp_path: Path) -> None:
    row = next(row for row in compact.read_areas() if len(row.code) == 6)
    for strange in (replace(row, parent="99"), replace(row, name_en="~"), replace(row, name_th="นา\nหว้า")):
        with pytest.raises(compact.NotFaithful):
            compact.write_areas([strange], tmp_path / "a")


@pytest.mark.django_db
def test_the_whole_kingdom_loads() -> None:
    assert load_areas() == Loaded(total=83_649, added=83_649, changed=0, ended=0)
    offices, coverage = load_local_governments()
    assert (offices.added, coverage.added) == (7_975, 8_588)
    assert load_areas() == Loaded(total=83_649, added=0, changed=0, ended=0), "a second run changes nothing"
    assert load_local_governments()[0].changed == 0
    assert Area.objects.filter(level="village").count() == 75_207


@pytest.mark.django_db
def test_what_ended_keeps_its_row_and_what_comes_back_is_valid_again() -> None:
    rows = areas()
    load_areas(rows)
    made_up = Area.objects.create(code="999901", level="tambon", name_th="นาร่วมใจ", source="made up", search="นาร่วมใจ")
    gone = next(row for row in rows if row.code == "48090407")
    renamed = [replace(row, name_th="บ้านใหม่") if row.code == "48090406" else row for row in rows if row is not gone]
    assert load_areas(renamed, edition=LATER) == Loaded(total=len(rows) - 1, added=0, changed=1, ended=1)
    assert Area.objects.get(pk="48090407").valid_to == LATER
    assert Area.objects.get(pk="48090406").search == "ใหม่"
    made_up.refresh_from_db()
    assert made_up.valid_to is None, "areas from elsewhere are not ours to end"
    assert load_areas(renamed, edition=LATER).ended == 0, "and ending twice is ending once"
    assert load_areas(rows).changed == 2
    assert Area.objects.get(pk="48090407").valid_to is None


@pytest.mark.django_db
def test_coverage_ends_and_comes_back_with_its_own_key() -> None:
    load_areas(areas())
    offices = local_governments()
    load_local_governments(offices)
    before = Coverage.objects.get(local_government="sao-480904")
    without = [replace(row, covers="") if row.lg_id == "sao-480904" else row for row in offices]
    _, coverage = load_local_governments(without, edition=LATER)
    assert (coverage.ended, LocalGovernment.objects.get(pk="sao-480904").valid_to) == (1, None)
    partly = [replace(row, covers="480904:partially") if row.lg_id == "sao-480904" else row for row in offices]
    load_local_governments(partly)
    after = Coverage.objects.get(local_government="sao-480904")
    assert (after.pk, after.extent, after.valid_to) == (before.pk, "partially", None)
