"""No list page reads a big table whole: each of its statements is explained by the database, on a grown scene.

A page is opened as an officer opens it, every SELECT that it made is explained, and no plan may scan a table. Where an
index was made for a list, the plan of its page must name it.
"""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ruammue.coordination.models import Notice
from ruammue.foundation.keys import new_key
from ruammue.ledger.actions import deliver
from ruammue.needs.models import Matter, Need
from tests.cast import Cast
from tests.house.tree import report
from tests.rooms.evidence.scene import Scene, whole_turn

LISTS = {
    "loop:home": "",
    "needs:list": "need_newest",
    "needs:projects": "",
    "networks:list": "",
    "networks:partners": "",
    "decisions:meetings": "",
    "decisions:resolutions": "",
    "goals:list": "",
    "work:list": "",
    "resources:board": "",
    "resources:offers": "",
    "resources:promises": "",
    "coordination:inbox": "notice_newest",
    "coordination:help_list": "",
    "coordination:coordinators": "",
    "evidence:matters": "matter_public",
    "people:list": "",
    "people:organisations": "",
    "people:cards": "",
    "people:data_requests": "",
}
"""Each list, and the index made for it. "" where the steward's own rows are read by the key they begin with."""

GROWN = 1_000
IN_MEMORY = {"CONSTANT", "subquery", "qualify"}
"""What SQLite calls the rows of a subquery that it has already read."""


@pytest.fixture
def grown(cast: Cast) -> Cast:
    """Every list has rows, and what grows for years has many; half of it is another tenant's."""
    scene = Scene(cast)
    for number in (1, 2):
        whole_turn(scene, number)
    deliver()
    now = timezone.now()
    matters, needs, notices = [], [], []
    for number in range(GROWN):
        steward, at = (cast.steward, cast.other_steward)[number % 2], now - dt.timedelta(hours=number)
        matter = Matter(
            id=new_key(), steward=steward, number=100 + number, title="เรื่อง", origin="citizen", category="water",
            opened_at=at, public_sentence="ถนนพัง", published_at=at if number % 4 < 2 else None,
            published_by_id=cast.officer.pk if number % 4 < 2 else None,
        )  # fmt: skip
        matters.append(matter)
        needs.append(
            Need(steward=steward, matter=matter, text="ถนนพัง", category="road", receipt=f"R{number:08}",
                 reported_at=at, answer_due_on=at.date(), last_word="waiting", handler=cast.officer)
        )  # fmt: skip
        notices.append(
            Notice(steward=steward, person=(cast.officer, cast.mayor)[number // 2 % 2], code="need.reported",
                   matter=matter, path="/", made_at=at, entry_id=new_key())
        )  # fmt: skip
    Matter.objects.bulk_create(matters)
    Need.objects.bulk_create(needs)
    Notice.objects.bulk_create(notices)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
            # A table of three rows is rightly read whole and sorted; whether an index could serve it, this shows.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
    return cast


def plan_of(statement: str) -> list[str]:
    """How the database would answer, line by line."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"EXPLAIN {statement}")
            return [row[0].strip() for row in cursor.fetchall()]
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
        return [row[3] for row in cursor.fetchall()]


def scans(plan: list[str]) -> list[str]:
    """The lines of a plan that read a table, or an index, from end to end."""
    if connection.vendor == "postgresql":
        return [line for line in plan if "Seq Scan on" in line]
    read = [line for line in plan if line.startswith("SCAN")]
    return [line for line in read if line.split()[1] not in IN_MEMORY and "(subquery" not in line]


def read_whole(cast: Cast, name: str) -> list[str]:
    """What a list page reads from end to end, and the index that it was to use and does not."""
    client, address = cast.client("officer"), reverse(name, args=[cast.steward.slug])
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    statements = [one["sql"] for one in asked.captured_queries if one["sql"].startswith("SELECT")]
    plans = [(statement, plan_of(statement)) for statement in statements]
    found = [f"{name}: {line} in {statement[:60]}" for statement, plan in plans for line in scans(plan)]
    index = LISTS[name]
    if index and not any(index in line for _statement, plan in plans for line in plan):
        found.append(f"{name}: nothing is read by {index}")
    return found


def test_no_list_page_reads_a_table_whole(grown: Cast) -> None:
    found = [line for name in LISTS for line in read_whole(grown, name)]
    assert not found, report(found)


@pytest.mark.parametrize(("name", "index"), [(name, index) for name, index in LISTS.items() if index])
def test_mutant_without_its_index_the_list_is_red(grown: Cast, name: str, index: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX {index}")
    assert f"{name}: nothing is read by {index}" in read_whole(grown, name)


def test_mutant_a_statement_that_no_index_serves_is_found(grown: Cast) -> None:
    assert scans(plan_of("SELECT id FROM needs_need WHERE text = 'ถนน'"))
    with CaptureQueriesContext(connection) as asked:
        list(Need.objects.of(grown.steward)[:20])
    assert not scans(plan_of(asked.captured_queries[0]["sql"]))
