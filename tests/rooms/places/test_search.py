"""Places are found by any way of writing them, with the path that no namesake shares, from an index."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ruammue.places.lookups import bounds
from ruammue.places.models import Area, LocalGovernment
from ruammue.places.queries import area, children, offices_in, search, search_offices

pytestmark = pytest.mark.usefixtures("two_provinces")
TAMBON = "ต.นาคูณใหญ่ อ.นาหว้า จ.นครพนม"


def paths(text: str, **more: Any) -> list[str]:
    """What a search answers, as whole paths."""
    return [found.path for found in search(text, **more)]


def test_same_named_villages_of_one_tambon_are_told_apart() -> None:
    everyone = [found.path for found in children("480904")]
    assert len(set(everyone)) == 7
    assert len({found.name for found in children("480904")}) == 4
    assert paths("บ้านม่วง ต.นาคูณใหญ่") == [f"หมู่ 1 บ้านม่วง {TAMBON}", f"หมู่ 7 บ้านม่วง {TAMBON}"]


@pytest.mark.parametrize(
    "typed",
    [
        "หมู่ 4 นาคูณใหญ่",
        "หมู่ที่ ๔ ต.นาคูณใหญ่ อ.นาหว้า จ.นครพนม",
        "ม.4 ตำบลนาคูณใหญ่",
        "นาคูณใหญ่ 4",
        "48090404",
        "๔๘๐๙๐๔๐๔",
        "นาคูณน้อย หมู่ 4",
    ],
)
def test_one_village_by_many_ways_of_writing(typed: str) -> None:
    assert paths(typed) == [f"หมู่ 4 บ้านนาคูณน้อย {TAMBON}"]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("นาคูณใหญ่", TAMBON),
        ("ต.นาคูณใหญ่ อ.นาหว้า", TAMBON),
        ("ตำบล นาคูณใหญ่", TAMBON),
        ("นาคูณ ใหญ่", TAMBON),
        ("คูณใหญ่", TAMBON),
        ("480904", TAMBON),
        ("4809", "อ.นาหว้า จ.นครพนม"),
        ("จ.นครพนม", "จ.นครพนม"),
        ("48", "จ.นครพนม"),
        ("บ้านเสียว", "ต.บ้านเสียว อ.นาหว้า จ.นครพนม"),
        ("เสียว", "ต.บ้านเสียว อ.นาหว้า จ.นครพนม"),
        ("เมืองนครพนม", "อ.เมืองนครพนม จ.นครพนม"),
    ],
)
def test_the_first_answer_is_the_meant_one(typed: str, first: str) -> None:
    assert paths(typed)[0] == first


@pytest.mark.parametrize(
    "typed", ["", "   ", "หมู่ 4", "%", "_", "'; --", "\x00", "ก" * 5_000, "่" * 1_000, "xyzzy", "99"]
)
def test_what_says_nothing_finds_nothing(typed: str) -> None:
    assert search(typed) == []
    search_offices(typed)


def test_within_a_place() -> None:
    assert paths("ม่วง", within="480904") == [f"หมู่ 1 บ้านม่วง {TAMBON}", f"หมู่ 7 บ้านม่วง {TAMBON}"]
    assert all("จ.มุกดาหาร" in path for path in paths("หนองบัว", within="49"))
    assert paths("หมู่ 4", within="480904") == [f"หมู่ 4 บ้านนาคูณน้อย {TAMBON}"]
    assert len(search("น", limit=7)) == 7


def test_offices_by_id_name_title_and_place() -> None:
    for typed in ("sao-480904", "SAO-480904", "อบต.นาคูณใหญ่", "องค์การบริหารส่วนตำบล นาคูณใหญ่", "นาคูณใหญ่ นครพนม"):
        assert [office.lg_id for office in search_offices(typed)] == ["sao-480904"], typed
    assert [office.lg_id for office in search_offices("นาหว้า", within="48")] == ["sao-480901", "tm-4892"]
    assert [office.lg_id for office in search_offices("เทศบาลตำบลนาหว้า")] == ["tm-4892"]
    assert [office.kind for office in search_offices("อบจ.นครพนม")] == ["pao"]
    assert {office.lg_id for office in offices_in("480901")} == {"sao-480901", "tm-4892"}
    found = search_offices("sao-480904")[0]
    assert (found.path, found.slug, found.has_coverage) == (
        "องค์การบริหารส่วนตำบลนาคูณใหญ่ อ.นาหว้า จ.นครพนม",
        "",
        True,
    )


def test_a_place_that_ended_is_no_longer_found() -> None:
    Area.objects.filter(pk="48090407").update(valid_to="2027-01-01")
    assert paths("ม่วง ต.นาคูณใหญ่") == [f"หมู่ 1 บ้านม่วง {TAMBON}"]
    assert area("48090407") is not None, "but its page still says what it was"


def test_a_search_asks_the_database_few_times_however_much_it_finds() -> None:
    for typed in ("น", "หมู่ที่ ๔ ต.นาคูณใหญ่ อ.นาหว้า จ.นครพนม", "480904", "xyzzy"):
        with CaptureQueriesContext(connection) as asked:
            search(typed)
            search_offices(typed)
        assert len(asked) <= 13, typed


def plan(rows: Any) -> str:
    """How the database means to answer, with whole scans made costly: our tables are small here."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    return str(rows.order_by().explain())


@pytest.mark.parametrize("model", [Area, LocalGovernment])
def test_a_prefix_is_answered_from_an_index(model: Any) -> None:
    told = plan(model.objects.filter(search__begins="นาคูณ"))
    if connection.vendor == "sqlite":
        assert "SEARCH" in told
        assert "search>? AND search<?" in told
    else:
        assert "Index Cond" in told
        assert "~>=~" in told
    # The proving mutant: what Django offers by itself reads every row.
    assert "search>?" not in plan(model.objects.filter(search__startswith="นาคูณ")) or connection.vendor != "sqlite"


def test_a_range_of_codes_is_answered_from_an_index() -> None:
    told = plan(Area.objects.filter(code__begins="4809"))
    assert ("code>? AND code<?" in told) if connection.vendor == "sqlite" else ("Index Cond" in told)


def test_a_prefix_covers_all_that_begin_with_it() -> None:
    for prefix in ("น", "นา", "นาคูณใหญ่", "4809"):
        field = "code" if prefix.isdigit() else "search"
        by_index = set(Area.objects.filter(**{f"{field}__begins": prefix}).values_list("pk", flat=True))
        by_hand = {row.pk for row in Area.objects.all() if getattr(row, field).startswith(prefix)}
        assert by_index == by_hand
    with pytest.raises(ValueError, match=r"^$"):
        bounds("")
