"""Peer defect 18 (civicrm-core#11732): a search among very many organisations. What 500,000 cost is in bench/."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ruammue.people.models import Organisation
from ruammue.people.queries import organisations
from ruammue.places.models import Area
from tests.cast import Cast
from tests.house.test_plans import plan_of, scans


def grow(cast: Cast, many: int) -> None:
    """Organisations far away, in another changwat."""
    far = Area.objects.exclude(code__startswith=cast.steward.area_id[:2]).exclude(code="TH").first()
    Organisation.objects.bulk_create(
        [
            Organisation(
                name=f"กลุ่มออมทรัพย์บ้านไกล {number}", sector="citizen", kind="group", area=far, sort_key=f"ก{number:06}"
            )
            for number in range(many)
        ]
    )


def searched(cast: Cast) -> list[str]:
    client, where = cast.client("officer"), reverse("people:organisations", args=[cast.steward.slug])
    client.get(where, {"q": "โรงเรียน"})
    with CaptureQueriesContext(connection) as asked:
        page = client.get(where, {"q": "โรงเรียน"})
    assert cast.school.name in page.content.decode()
    return [one["sql"] for one in asked.captured_queries if one["sql"].startswith("SELECT")]


def test_18_a_search_among_very_many_organisations_reads_by_an_index_and_asks_equally_often(cast: Cast) -> None:
    few = len(searched(cast))
    grow(cast, 3_000)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
    statements = searched(cast)
    assert len(statements) == few
    assert not [line for statement in statements for line in scans(plan_of(statement))]
    # A part of a name anywhere in the country is what no index serves: the mutant reads the table whole.
    with CaptureQueriesContext(connection) as asked:
        list(Organisation.objects.filter(name__icontains="โรงเรียน").values("pk"))
    assert connection.vendor == "postgresql" or scans(plan_of(asked.captured_queries[0]["sql"]))


@pytest.mark.parametrize(
    ("typed", "found"), [("บ้านไกล", False), ("กลุ่มออม", True), ("กลุ่มออมทรัพย์ ไกล", True), ("วัด", False)]
)
def test_near_by_a_part_of_the_name_is_enough_and_far_away_its_beginning(cast: Cast, typed: str, found: bool) -> None:
    grow(cast, 3)
    assert organisations(cast.steward, words=typed).filter(name__contains="บ้านไกล").exists() is found
    assert organisations(cast.steward, words=cast.temple.name[3:8]).filter(pk=cast.temple.pk).exists()
