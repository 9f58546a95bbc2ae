"""The three bars: shares of quantities, one function for every page, and one way of counting what came."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from ruammue.foundation.keys import new_key
from ruammue.resources import actions
from ruammue.resources.bars import Asked, three_bars
from ruammue.resources.models import Commitment, Delivery
from tests.cast import Cast
from tests.rooms.resources.stage import brought, fresh, line_of, matter_of, promise_of, spec_of
from tests.rooms.resources.test_pages import page, send, words

pytestmark = pytest.mark.any_database


def test_a_bar_is_the_average_of_its_lines_own_shares() -> None:
    """A third of 60 tables and all of 1,000 baht: two thirds, though tables and baht do not add up."""
    tables, money = Asked("goods", 60, 20, 0), Asked("money", 100_000, 100_000, 50_000)
    (things,) = three_bars([tables, money])
    assert (things.promised, things.arrived) == (Fraction(2, 3), Fraction(1, 4))
    assert (things.key, things.things, things.short) == ("things", 2, 1)


def test_bars_without_lines_are_left_out_and_enough_counts_as_full() -> None:
    bars = three_bars([Asked("hours", 480, 0, 0), Asked("knowledge", 3, 1, 1, is_enough=True)])
    assert [(bar.key, bar.promised, bar.arrived, bar.short) for bar in bars] == [
        ("people", 0, 0, 1),
        ("knowledge", 1, 1, 0),
    ]


asked = st.builds(
    lambda kind, wanted, parts: Asked(kind, wanted, min(sum(parts), wanted), min(parts[0], wanted)),
    st.sampled_from(["goods", "money", "venue", "vehicle", "hours", "skill", "knowledge"]),
    st.integers(1, 10**12),
    st.tuples(st.integers(0, 10**12), st.integers(0, 10**12)),
)


@given(st.lists(asked, max_size=12), st.randoms())
def test_laws_of_the_bars(lines: list[Asked], random: Any) -> None:
    """Never beyond the frame, never more arrived than promised, full when nothing lacks, and order says nothing."""
    bars = three_bars(lines)
    for bar in bars:
        assert 0 <= bar.arrived <= bar.promised <= 1
        assert (bar.promised == 1) == (bar.short == 0)
    assert sum(bar.things for bar in bars) == len(lines)
    shuffled = lines[:]
    random.shuffle(shuffled)
    assert three_bars(shuffled) == bars


def test_board_matter_public_page_and_api_show_the_same_shares(cast: Cast) -> None:
    """40 of 60 tables promised, 30 of them here: 66 and 50 of 100 everywhere, and the rule stands on the page."""
    matter = matter_of(cast)
    line = line_of(cast, 60, matter=matter)
    promise = promise_of(cast, line, 40)
    brought(cast, promise, 30)
    officer = cast.client("officer")
    told = "รับปาก 66% มาแล้ว 50%"
    for seen in (page(officer, cast, "board"), page(officer, cast, "matter", matter.pk)):
        assert told in seen
        assert "ลิตรกับคนบวกกันไม่ได้" in seen
    at_matter = words(officer.get(reverse("needs:matter", args=[cast.steward.slug, matter.pk])))
    public = words(cast.client().get(reverse("evidence:matter", args=[cast.steward.slug, matter.pk])))
    assert told in at_matter
    assert told in public
    assert "ลิตรกับคนบวกกันไม่ได้" in public
    chain = cast.client().get(f"/{cast.steward.slug}/api/v1/matters/{matter.pk}/").json()
    (bar,) = chain["bars"]
    assert (bar["promised"], bar["arrived"]) == ({"part": 2, "of": 3}, {"part": 1, "of": 2})


def test_what_came_is_counted_in_one_way_on_the_page_and_in_the_refusal(cast: Cast) -> None:
    """10 confirmed, 25 waiting for a word, 5 still to come: the head, the form and the refusal say the same."""
    promise = promise_of(cast, line_of(cast, 60), 40)
    brought(cast, promise, 10)
    abbot, officer = cast.client("abbot"), cast.client("officer")
    form = {"side": "provider", "on": "22/11/2569"}
    send(abbot, cast, "deliver", promise.pk, quantity="25", once=str(new_key()), **form)
    assert fresh(promise).delivered == 10
    for who in (abbot, officer):
        head = page(who, cast, "commitment", promise.pk)
        assert "มาแล้วยืนยันแล้ว 10 ตัว" in head
        assert "รอยืนยัน 25 ตัว" in head
        assert "ยังไม่มา 5 ตัว" in head
    assert "มาแล้วยืนยันแล้ว 10 ตัว รอยืนยัน 25 ตัว ยังไม่มา 5 ตัว" in page(abbot, cast, "deliver", promise.pk)
    refused = send(abbot, cast, "deliver", promise.pk, quantity="๖", once=str(new_key()), **form)
    assert refused.status_code == 422
    assert "มาแล้วยืนยันแล้ว 10 ตัว รอยืนยัน 25 ตัว จึงมาได้อีก 5 ตัว ไม่ใช่ 6 ตัว" in words(refused)
    assert "รอยืนยัน 25 ตัว" in page(officer, cast, "line", promise.need_line_id)
    assert send(abbot, cast, "deliver", promise.pk, quantity="๕", once=str(new_key()), **form).status_code == 302
    assert Delivery.objects.count() == 3


def test_each_reader_finds_the_next_act_beside_the_promise(cast: Cast) -> None:
    """Asked, promised, brought, confirmed: the act follows the promise, and belongs to whoever is waited for."""
    matter = matter_of(cast)
    line = line_of(cast, 60, matter=matter)
    officer, abbot, owner = cast.client("officer"), cast.client("abbot"), cast.client("owner")
    promise = actions.make_commitment(
        line, quantity=40, side="receiver", provider=cast.temple, reason="อยู่ใกล้",
        by=cast.actor("officer", speaking=True), idempotency_key=str(new_key()),
    )  # fmt: skip

    def acts() -> tuple[str, ...]:
        pages = (page(who, cast, "matter", matter.pk) for who in (officer, abbot, owner))
        known = ("ตอบคำขอ", "จดคำตอบ", "ส่งมอบแล้ว", "ได้รับแล้ว", "ยืนยันของที่มาถึง", "หนังสือขอบคุณ")
        return tuple(next((act for act in known if act in one), "") for one in pages)

    assert acts() == ("จดคำตอบ", "ตอบคำขอ", "")
    actions.accept_commitment(promise, side="provider", by=cast.actor("abbot", speaking=True))
    assert acts() == ("ได้รับแล้ว", "ส่งมอบแล้ว", "")
    actions.record_delivery(
        Commitment.objects.get(), quantity=40, on=promise.promised_at.date(), side="provider",
        by=cast.actor("abbot", speaking=True), idempotency_key=str(new_key()),
    )  # fmt: skip
    assert acts() == ("ยืนยันของที่มาถึง", "", "")
    actions.confirm_delivery(Delivery.objects.get(), side="receiver", by=cast.actor("officer", speaking=True))
    assert acts() == ("หนังสือขอบคุณ", "", "")
    assert "ส่วนของเรา" in page(abbot, cast, "matter", matter.pk)
    assert "ส่วนของเรา" not in page(owner, cast, "matter", matter.pk)
    assert "ส่วนของเรา" not in page(officer, cast, "matter", matter.pk)


@pytest.mark.parametrize("kind", ["goods", "hours", "knowledge"])
def test_a_matter_without_gaps_says_so(cast: Cast, kind: str) -> None:
    unit = {"goods": "body", "hours": "person_day", "knowledge": "occasion"}[kind]
    line = line_of(cast, 960, spec=spec_of(cast, "สิ่งหนึ่ง", kind, unit))
    promise_of(cast, line, 960)
    seen = page(cast.client("officer"), cast, "matter", line.matter_id)
    assert "มีคนรับปากครบแล้ว" in seen
    assert "ยังขาดอะไร" not in seen
