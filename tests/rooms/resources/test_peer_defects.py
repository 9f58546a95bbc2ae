"""The twenty defects of peers (design/MODEL.md 5): each is a test here, or a line that names the test which proves it.

A line is checked: the file, and the test in it, exist. What no test proves yet stands in `NOT_YET` with its reason.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from ruammue.engines.promises import Delivered, Disputed, PromiseCount, Reversed, replay
from ruammue.foundation.catalogues import HOUSE
from ruammue.resources import actions, refusals
from ruammue.resources.invariants import counters_equal_the_replay
from ruammue.resources.models import Commitment, Delivery, NeedLine, Offer, Spec
from ruammue.resources.queries import status_of_commitment, status_of_line
from tests.cast import Cast
from tests.engines.test_promises import live
from tests.rooms.resources.stage import brought, fresh, key, line_of, offer_of, promise_of, spec_of
from tests.rooms.resources.test_ledger_of_promises import DAY, is_sound, numbers

HERE = "rooms/resources/test_peer_defects.py"
LEDGER = "rooms/resources/test_ledger_of_promises.py"
RES, DISPUTES = "rooms/resources/", "rooms/resources/test_disputes_and_losses.py"
# number: what went wrong elsewhere, and (file, test) pairs that prove it does not here
PROVED: dict[int, tuple[str, tuple[tuple[str, str], ...]]] = {
    1: ("status by label", ((HERE, "test_01_renaming_every_label_changes_no_status_and_no_counter"),)),
    2: ("delete path crashes, counters stale", (
        (HERE, "test_02_whatever_state_it_is_in_ending_and_correcting_leave_true_counters"),
        (LEDGER, "test_whatever_is_corrected_or_ended_the_counters_stay_true"))),
    3: ("attribution rewritten", (
        (DISPUTES, "test_who_and_when_are_never_rewritten_not_even_by_the_database"),
        ("engines/test_promises.py", "test_a_prefix_of_a_whole_ledger_is_whole_and_the_file_is_the_ledger"))),
    4: ("double fulfilment, then no instalments", (
        (LEDGER, "test_the_same_form_twice_is_one_act_and_instalments_go_on"),)),
    5: ("which item failed?", ((LEDGER, "test_a_refusal_names_the_thing_the_stock_and_the_shortage"),)),
    6: ("float quantities", ((LEDGER, "test_a_tenth_and_two_tenths_are_three_tenths"),)),
    7: ("unit mismatch, substitution ignored", (
        (DISPUTES, "test_two_pickups_stand_in_for_a_lorry_and_a_bag_for_fifty_kilograms"),)),
    8: ("limits after the fact, a balance that costs the whole history", (
        (RES + "test_counters.py", "test_fifty_writers_cannot_promise_more_than_lacks"),
        (HERE, "test_08_an_act_asks_the_database_equally_often_however_long_the_history"))),
    9: ("history deletable", (
        (LEDGER, "test_who_and_when_can_never_be_rewritten"),
        (LEDGER, "test_without_its_guards_the_database_would_let_history_go"))),
    10: ("unique place names", (
        ("rooms/places/test_loading.py", "test_the_whole_kingdom_loads"),
        ("rooms/places/test_search.py", "test_same_named_villages_of_one_tambon_are_told_apart"))),
    11: ("personal data public", (
        ("rooms/needs/test_privacy.py", "test_the_spreadsheet_carries_no_words_names_or_numbers"),
        ("rooms/loop/test_front.py", "test_it_shows_what_is_public_and_nothing_else"))),
    12: ("text in numeric indicators", (
        ("rooms/goals/test_goals.py", "test_what_is_no_number_is_refused_with_its_reason"),)),
    13: ("cumulative total falls", ((HERE, "test_13_what_came_falls_only_where_somebody_took_it_back"),)),
    14: ("aggregate differs by page", (
        (RES + "test_bars.py", "test_board_matter_public_page_and_api_show_the_same_shares"),)),
    15: ("report ignores the reader's rights", (
        ("house/test_doors.py", "test_nobody_gets_in_but_where_it_is_written"),)),
    16: ("one assignee, one project", (
        ("rooms/work/test_projects.py", "test_16_one_task_serves_two_projects_and_several_have_a_part_in_it"),)),
    17: ("no partner without a login", (
        (RES + "test_pages.py", "test_a_farmer_without_account_promises_through_the_officer"),
        (RES + "test_answer_by_link.py", "test_two_taps_without_an_account_and_it_counts_once_the_office_heard_it"))),
    18: ("a search of relations takes minutes", (
        ("rooms/people/test_many_organisations.py",
         "test_18_a_search_among_very_many_organisations_reads_by_an_index_and_asks_equally_often"),)),
    19: ("the same news twice", (("rooms/coordination/test_inbox.py", "test_nobody_hears_the_same_news_twice"),)),
    20: ("a promise nobody made", ((LEDGER, "test_a_promise_is_always_an_explicit_act"),)),
}  # fmt: skip
NOT_YET: dict[int, str] = {}


@cache
def named_in(file: Path) -> frozenset[str]:
    """The names of the tests in a file."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.any_database
def test_each_of_the_twenty_has_its_test_or_its_reason() -> None:
    assert not set(PROVED) & set(NOT_YET)
    assert set(PROVED) | set(NOT_YET) == set(range(1, 21))
    missing = [
        (number, file, name)
        for number, (_words, proofs) in PROVED.items()
        for file, name in proofs
        if name not in named_in(HOUSE.parent / "tests" / file)
    ]
    assert missing == []


def test_01_renaming_every_label_changes_no_status_and_no_counter(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Eden SHARE config.py:1018 looked a status up by its English label."""
    line = line_of(cast, 60)
    promise = promise_of(cast, line, 40)
    brought(cast, promise, 30)

    def standing() -> tuple[object, ...]:
        return status_of_line(fresh(line)), status_of_commitment(fresh(promise), today=DAY), numbers(line)

    before = standing()
    for choices in (Commitment.End, Spec.Kind, Commitment.AgreedIn):
        for member in choices:
            monkeypatch.setattr(member, "_label_", "ชื่ออื่น")
    Spec.objects.filter(pk=line.spec_id).update(name="renamed")
    with translation.override("en"):
        assert standing() == before
        assert is_sound(cast)


def in_state(cast: Cast, line: NeedLine, offer: Offer, state: str) -> tuple[Commitment, Delivery | None]:
    """A promise as it may stand, and what came of it."""
    officer, abbot = cast.actor("officer", speaking=True), cast.actor("abbot", speaking=True)
    if state in ("asked", "offered"):
        side, by = ("receiver", officer) if state == "asked" else ("provider", abbot)
        facts = {"quantity": 40, "offer": offer, "side": side, "reason": "ใกล้", "by": by}
        return actions.make_commitment(line, idempotency_key=key(), **facts), None
    promise, delivery = promise_of(cast, line, 40, offer=offer), None
    if state == "waiting":
        facts = {"quantity": 4, "on": DAY, "side": "provider", "by": abbot}
        delivery = actions.record_delivery(promise, idempotency_key=key(), **facts)
    elif state != "coming":
        delivery = brought(cast, promise, 40 if state == "fulfilled" else 4)
    if state == "disputed" and delivery is not None:
        actions.dispute_delivery(delivery, side="receiver", reason="ไม่ใช่", by=officer)
    return promise, delivery


def test_02_whatever_state_it_is_in_ending_and_correcting_leave_true_counters(cast: Cast) -> None:
    """Eden inv.py:1841: the delete path crashed and left the counters stale. Here an act is whole, or refused."""
    spec, officer = spec_of(cast), cast.actor("officer", speaking=True)
    line, offer = line_of(cast, 60, spec=spec, until_on=DAY), offer_of(cast, 40, spec=spec)
    done = 0
    for state in ("asked", "offered", "coming", "partly", "waiting", "fulfilled", "disputed"):
        for act in ("by_provider", "by_receiver", "enough", "expired", "defaulted", "reverse"):
            with transaction.atomic():
                promise, delivery = in_state(cast, line, offer, state)
                try:
                    if act != "reverse":
                        actions.end_commitment(promise, end=act, reason="ตกลงกัน", mediated_by="กำนัน", by=officer)
                        done += 1
                    elif delivery is not None:
                        actions.reverse_delivery(delivery, reason="ผิด", by=officer)
                        done += 1
                except refusals.Refusal:
                    assert fresh(promise).end in ("", "fulfilled"), "refused, and nothing changed"
                assert not list(counters_equal_the_replay(cast.steward.pk)), (state, act)
                now = fresh(line)
                assert now.promised + now.delivered + now.missing == 60
                transaction.set_rollback(True)
    assert done == 16


def test_08_an_act_asks_the_database_equally_often_however_long_the_history(cast: Cast) -> None:
    """TimeOverflow account.rb: a balance that adds the whole history up, and a limit that only warns afterwards."""

    def statements(history: int) -> int:
        promise = promise_of(cast, line_of(cast, 100, spec=spec_of(cast, f"ของ {history}")), 100)
        for _each in range(history):
            brought(cast, promise, 1)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            brought(cast, promise, 1)
        return len(asked)

    assert statements(1) == statements(12)


@pytest.mark.any_database
def test_13_what_came_falls_only_where_somebody_took_it_back() -> None:
    """akvo-rsr#5212: a cumulative total that fell by itself."""
    for seed in range(4):
        told = live(f"falls-{seed}", 150).told
        before: dict[str, int] = {}
        for at, entry in enumerate(told):
            if not isinstance(entry, Delivered | Reversed | Disputed) and at % 7:
                continue
            book = replay(told[: at + 1])
            for name in book.promises:
                claim = PromiseCount(id=name, delivered=0, returned=0, disputed=0, disputed_back=0, lost=0, replaced=0,
                                     end="")  # fmt: skip
                count = book.counted(claim)
                assert isinstance(count, PromiseCount)
                if count.delivered < before.get(name, 0):
                    assert isinstance(entry, Reversed | Disputed), entry
                before[name] = count.delivered
