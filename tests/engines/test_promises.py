"""The promise ledger as an engine: a plain oracle beside it, laws, each invariant broken once, and the file."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ruammue.engines import promises as engine
from ruammue.engines.promises import (
    INVARIANTS,
    Accepted,
    Asked,
    Book,
    Broken,
    Confirmed,
    Decided,
    Delivered,
    Disputed,
    Ended,
    LineClosed,
    LineCount,
    Lost,
    Merged,
    OfferCount,
    Offered,
    OfferWithdrawn,
    PromiseCount,
    Promised,
    Reversed,
    Settled,
    replay,
    verify,
)
from ruammue.engines.promises.jsonl import WHYS, Unreadable, read, write
from tests.engines.ledger_oracle import Oracle

pytestmark = pytest.mark.any_database

START = dt.datetime(2026, 11, 1, 8, tzinfo=dt.UTC)
SIDES = ("provider", "receiver")


class Life:
    """Random acts, each done in the engine and in the oracle; both refuse for the same reason and count alike."""

    def __init__(self, chance: Random) -> None:
        self.chance, self.book, self.oracle = chance, Book(), Oracle()
        self.told: list[Any] = []
        self.moment, self.numbers, self.done = START, count(), 0
        self.promise_keys: list[str] = []
        self.row_keys: list[str] = []
        self.disputes: dict[int, str] = {}
        self.settlements: dict[int, str] = {}
        self.loss_keys: list[str] = []
        for size in (90, 40, 15):
            self.ask(size)
        for size in (60, 25):
            self.offer(size)

    def entry(self, kind: type[Any], **facts: Any) -> Any:
        self.moment += dt.timedelta(seconds=1)
        return kind(id=facts.pop("id", f"e{next(self.numbers)}"), at=self.moment, by="somebody", **facts)

    def both(self, entry: Any, expected: str) -> bool:
        """The engine does what the oracle did, or refuses for the same reason."""
        self.done += 1
        said = ""
        try:
            self.book.tell(entry)
        except Broken as broken:
            said = broken.invariant
        assert said == expected, entry
        if not said:
            self.told.append(entry)
        return not said

    def ask(self, size: int) -> None:
        self.both(
            self.entry(Asked, id=f"l{len(self.oracle.asked)}", unit="piece", quantity=size), self.oracle.ask(size)
        )

    def offer(self, size: int) -> None:
        name = f"o{len(self.oracle.offered)}"
        self.both(self.entry(Offered, id=name, unit="piece", quantity=size), self.oracle.offer(size))

    # ---- one random act

    def act(self) -> None:
        kinds: list[tuple[Callable[[], None], float]] = [
            (self.promise, 5), (self.accept, 7), (self.bring, 9), (self.confirm, 14), (self.reverse, 1),
            (self.dispute, 2), (self.settle, 2), (self.correct, 2), (self.lose, 6), (self.decide, 4),
            (self.finish, 1), (self.close, 0.3), (self.merge, 0.3), (self.more, 1),
        ]  # fmt: skip
        self.chance.choices([kind for kind, _ in kinds], [weight for _, weight in kinds])[0]()

    def more(self) -> None:
        if len(self.oracle.asked) < 8:
            self.ask(self.chance.randint(1, 30))
        elif len(self.oracle.offered) < 4:
            self.offer(self.chance.randint(1, 20))
        elif self.chance.random() < 0.5:
            self.withdraw()

    def withdraw(self) -> None:
        at = self.chance.randrange(len(self.oracle.offered))
        self.both(self.entry(OfferWithdrawn, offer=f"o{at}"), self.oracle.withdraw(at))

    def merge(self) -> None:
        line, into = (self.chance.randrange(len(self.oracle.asked)) for _ in range(2))
        rest = sum(self.oracle.asked[line]) - self.oracle.delivered(line) + (self.chance.random() < 0.1)
        expected = self.oracle.merge(line, into, rest)
        self.both(self.entry(Merged, line=f"l{line}", into=f"l{into}", quantity=rest), expected)

    def close(self) -> None:
        line, how = self.chance.randrange(len(self.oracle.asked)), self.chance.choice(("enough", "withdrawn"))
        self.both(self.entry(LineClosed, line=f"l{line}", how=how), self.oracle.close(line, how))

    def promise(self) -> None:
        if len(self.promise_keys) >= 25:
            return
        line = self.chance.randrange(len(self.oracle.asked))
        offer = self.chance.choice((None, *range(len(self.oracle.offered))))
        wanted, given = self.chance.choice(((1, 1), (1, 1), (3, 2), (1, 2))) if offer is not None else (1, 1)
        quantity, loan = self.chance.randint(1, 12), self.chance.random() < 0.7
        expected = self.oracle.promise(line, offer, quantity, loan=loan, wanted=wanted, given=given)
        name = f"p{next(self.numbers)}"
        entry = self.entry(
            Promised, id=name, line=f"l{line}", offer=None if offer is None else f"o{offer}", quantity=quantity,
            loan=loan, wanted=wanted, given=given, key=name,
        )  # fmt: skip
        if self.both(entry, expected):
            self.promise_keys.append(name)

    def some(self, things: list[Any]) -> int | None:
        return self.chance.randrange(max(len(things) - 8, 0), len(things)) if things else None

    def accept(self) -> None:
        at = self.some(self.promise_keys)
        if at is not None:
            for side in self.chance.choice((SIDES, SIDES, SIDES[:1], SIDES[1:])):
                self.both(self.entry(Accepted, promise=self.promise_keys[at], side=side), self.oracle.accept(at, side))

    def bring(self) -> None:
        at = self.some(self.promise_keys)
        if at is not None:
            self.write(at, self.chance.randint(1, 8), back=self.chance.random() < 0.3)

    def write(self, at: int, quantity: int, *, back: bool, settles: int | None = None) -> bool:
        expected = self.oracle.bring(at, quantity, back=back, settles=settles)
        name = f"d{next(self.numbers)}"
        if not self.both(
            self.entry(
                Delivered, id=name, promise=self.promise_keys[at], quantity=quantity, back=back, key=name,
                settles=None if settles is None else self.settlements[settles],
            ),
            expected,
        ):  # fmt: skip
            return False
        self.row_keys.append(name)
        return True

    def confirm(self) -> None:
        at = self.some(self.row_keys)
        if at is not None:
            for side in self.chance.choice((SIDES, SIDES, SIDES[:1], SIDES[1:])):
                self.word(at, side, self.chance.choice((None, "abbot", "officer", "clerk")))

    def word(self, at: int, side: str, who: str | None) -> None:
        expected = self.oracle.confirm(at, side, who)
        self.both(self.entry(Confirmed, delivery=self.row_keys[at], side=side, word_of=who), expected)

    def reverse(self) -> None:
        at = self.some(self.row_keys)
        if at is not None:
            self.take_back(at)

    def take_back(self, at: int) -> None:
        quantity = -self.oracle.rows[at].quantity
        self.both(self.entry(Reversed, delivery=self.row_keys[at], quantity=quantity), self.oracle.reverse(at))

    def dispute(self) -> None:
        at = self.some(self.row_keys)
        if at is not None:
            name = f"x{next(self.numbers)}"
            entry = self.entry(Disputed, id=name, delivery=self.row_keys[at], side=self.chance.choice(SIDES))
            if self.both(entry, self.oracle.dispute(at)):
                self.disputes[at] = name

    def settle(self) -> None:
        if not self.disputes:
            return
        at = self.chance.choice(list(self.disputes))
        outcome = self.chance.choice(("stands", "reversed", "corrected"))
        size = self.oracle.rows[at].quantity
        right = self.chance.randint(1, size + (self.chance.random() < 0.2)) if outcome == "corrected" else None
        name = f"s{next(self.numbers)}"
        entry = self.entry(Settled, id=name, dispute=self.disputes[at], outcome=outcome, quantity=right)
        if self.both(entry, self.oracle.settle(at, outcome, right)):
            self.settlements[at] = name
            if outcome != "stands" and self.chance.random() < 0.9:
                self.take_back(at)
            if outcome == "corrected":
                self.correct(at)

    def correct(self, at: int | None = None) -> None:
        waiting = [row for row, key in self.settlements.items() if self.oracle.rows[row].outcome == "corrected"]
        if at is None and not waiting:
            return
        at = self.chance.choice(waiting) if at is None else at
        row = self.oracle.rows[at]
        if self.write(row.promise, row.right or 1, back=row.back, settles=at):
            for side in SIDES:
                self.word(len(self.row_keys) - 1, side, None)

    def lose(self) -> None:
        at = self.some(self.promise_keys)
        if at is not None:
            quantity, name = self.chance.randint(1, 3), f"z{next(self.numbers)}"
            entry = self.entry(Lost, id=name, promise=self.promise_keys[at], quantity=quantity, how="lost", key=name)
            if self.both(entry, self.oracle.lose(at, quantity)):
                self.loss_keys.append(name)

    def decide(self) -> None:
        at = self.some(self.loss_keys)
        if at is not None:
            outcome = self.chance.choice(("forgiven", "replaced", "owed", "not_so"))
            self.both(self.entry(Decided, loss=self.loss_keys[at], outcome=outcome), self.oracle.decide(at, outcome))

    def finish(self) -> None:
        at = self.some(self.promise_keys)
        if at is not None:
            end = self.chance.choice(engine.ENDS)
            self.both(self.entry(Ended, promise=self.promise_keys[at], end=end), self.oracle.finish(at, end))

    # ---- counting

    def claims(self) -> list[Any]:
        """What the oracle counts, as claims."""
        plain = self.oracle
        return [
            *(LineCount(id=f"l{at}", quantity=sum(parts), promised=plain.promised(at), delivered=plain.delivered(at))
              for at, parts in enumerate(plain.asked)),
            *(OfferCount(id=f"o{at}", remaining=plain.remaining(at)) for at in range(len(plain.offered))),
            *(PromiseCount(id=key, delivered=plain.total(at, back=False), returned=plain.total(at, back=True),
                           disputed=plain.in_dispute(at, back=False), disputed_back=plain.in_dispute(at, back=True),
                           lost=plain.lost(at), replaced=plain.replaced(at), end=plain.end(at))
              for at, key in enumerate(self.promise_keys)),
        ]  # fmt: skip

    def compare(self) -> None:
        for claim in self.claims():
            assert self.book.counted(claim) == claim
            if isinstance(claim, LineCount):
                assert claim.promised >= 0 <= claim.delivered
                assert claim.promised + claim.delivered <= claim.quantity
            if isinstance(claim, OfferCount):
                assert claim.remaining >= 0


def live(seed: object, acts: int) -> Life:
    """A life of so many acts, compared after each."""
    life = Life(Random(f"{seed}"))
    while life.done < acts:
        before = life.done
        life.act()
        if life.done != before:
            life.compare()
    return life


def test_three_thousand_random_acts_in_the_engine_and_in_the_oracle() -> None:
    kinds = set()
    for world in range(10):
        life = live(f"short-{world}", 300)
        kinds |= {type(entry) for entry in life.told}
        found = verify([*life.told, *life.claims()])
        assert found is None or found.invariant == "settled_as_said", found
    assert kinds == {kind for kind in engine.ENTRIES.values() if issubclass(kind, engine.Entry)}, "each happened"


@pytest.mark.prove
def test_a_million_random_acts_in_the_engine_and_in_the_oracle(record_property: Callable[[str, object], None]) -> None:
    done = refused = world = 0
    while done < 1_000_000:
        life = Life(Random(f"prove-{world}"))
        while life.done < 500:
            before = life.done
            life.act()
            if life.done != before and life.done % 5 == 0:
                life.compare()
        life.compare()
        found = verify([*life.told, *life.claims()])
        assert found is None or found.invariant == "settled_as_said", (world, found)
        done, refused, world = done + life.done, refused + life.done - len(life.told), world + 1
    record_property(
        f"random acts in {world:,} ledgers, the engine against a plain oracle: 0 differences"
        f" ({refused:,} refused by both for the same reason)",
        f"{done:,}",
    )


# ------------------------------------------------------------------------------------------- laws


@given(st.integers(0, 10**6), st.integers(20, 60))
@settings(max_examples=30, deadline=None)
def test_a_prefix_of_a_whole_ledger_is_whole_and_the_file_is_the_ledger(seed: int, acts: int) -> None:
    life = live(seed, acts)
    cut = life.told[: acts // 2]
    found = verify(cut)
    assert found is None or found.invariant == "settled_as_said"
    text = list(write(life.told, steward="s", made_at=START))
    assert [entry for _line, entry in read(text)] == life.told
    again = replay(entry for _line, entry in read(text))
    assert all(again.counted(claim) == claim for claim in life.claims())


@given(st.integers(0, 10**6), st.data())
@settings(max_examples=30, deadline=None)
def test_a_count_that_is_off_by_one_is_found_wherever_it_stands(seed: int, data: st.DataObject) -> None:
    life = live(seed, 40)
    claims = life.claims()
    at = data.draw(st.integers(0, len(claims) - 1))
    claim = claims[at]
    names = [name for name in ("remaining", "promised", "delivered", "returned", "lost") if hasattr(claim, name)]
    name = data.draw(st.sampled_from(names))
    claims[at] = replace(claim, **{name: getattr(claim, name) + data.draw(st.sampled_from([-1, 1]))})
    found = verify([*life.told, *claims])
    assert found is not None
    assert (found.entry, found.place, found.counted) == (claim.id, len(life.told) + at, getattr(claim, name))


# ------------------------------------------------------------------------------------------- each invariant, broken


def at(minute: int) -> dict[str, Any]:
    return {"at": START + dt.timedelta(minutes=minute), "by": "officer"}


STORY: list[Any] = [
    Asked(id="line", unit="body", quantity=60, **at(0)),
    Asked(id="twice", unit="body", quantity=20, **at(1)),
    Offered(id="offer", unit="body", quantity=50, **at(2)),
    Merged(id="m", line="twice", into="line", quantity=20, **at(3)),
    Promised(id="promise", line="line", offer="offer", quantity=40, loan=True, key="k1", **at(4)),
    Accepted(id="a1", promise="promise", side="provider", **at(5)),
    Accepted(id="a2", promise="promise", side="receiver", **at(6)),
    Delivered(id="d1", promise="promise", quantity=30, key="k2", **at(7)),
    Confirmed(id="c1", delivery="d1", side="provider", word_of="abbot", **at(8)),
    Confirmed(id="c2", delivery="d1", side="receiver", word_of="officer", **at(9)),
    Delivered(id="d2", promise="promise", quantity=4, key="k3", **at(10)),
    Reversed(id="r2", delivery="d2", quantity=-4, **at(11)),
    Disputed(id="x1", delivery="d1", side="receiver", **at(12)),
    Settled(id="s1", dispute="x1", outcome="corrected", quantity=28, **at(13)),
    Reversed(id="r1", delivery="d1", quantity=-30, **at(14)),
    Delivered(id="d3", promise="promise", quantity=28, settles="s1", key="k4", **at(15)),
    Confirmed(id="c3", delivery="d3", side="provider", **at(16)),
    Confirmed(id="c4", delivery="d3", side="receiver", **at(17)),
    Delivered(id="back", promise="promise", quantity=20, back=True, key="k5", **at(18)),
    Confirmed(id="c5", delivery="back", side="receiver", word_of="officer", **at(19)),
    Confirmed(id="c6", delivery="back", side="provider", word_of="abbot", **at(20)),
    Lost(id="lost", promise="promise", quantity=3, how="broken", key="k6", **at(21)),
    Decided(id="z1", loss="lost", outcome="owed", **at(22)),
    Decided(id="z2", loss="lost", outcome="replaced", **at(23)),
    Ended(id="e1", promise="promise", end="enough", **at(24)),
    LineClosed(id="closed", line="line", how="enough", **at(25)),
    OfferWithdrawn(id="w", offer="offer", **at(26)),
    PromiseCount(id="promise", delivered=28, returned=20, disputed=0, disputed_back=0, lost=3, replaced=3,
                 end="enough"),
    LineCount(id="line", quantity=80, promised=0, delivered=28),
    LineCount(id="twice", quantity=20, promised=0, delivered=0),
    OfferCount(id="offer", remaining=45),
]  # fmt: skip


def change(key: str, **facts: Any) -> Callable[[list[Any]], list[Any]]:
    """The entry of that key, otherwise."""
    return lambda story: [
        replace(one, **facts) if one.id == key and isinstance(one, engine.Entry) else one for one in story
    ]


def count_of(kind: type[Any], **facts: Any) -> Callable[[list[Any]], list[Any]]:
    """The claim of that kind, otherwise."""
    return lambda story: [replace(one, **facts) if type(one) is kind else one for one in story]


def after(key: str, *more: Any) -> Callable[[list[Any]], list[Any]]:
    """More entries right behind the one of that key, in its minute."""

    def put(story: list[Any]) -> list[Any]:
        place = next(n for n, one in enumerate(story) if one.id == key) + 1
        moment = {"at": story[place - 1].at, "by": "officer"}
        return [*story[:place], *(replace(one, **moment) for one in more), *story[place:]]

    return put


def without(*keys: str) -> Callable[[list[Any]], list[Any]]:
    """The story with entries left out."""
    return lambda story: [one for one in story if one.id not in keys or isinstance(one, PromiseCount | LineCount)]


def uncounted(*keys: str) -> Callable[[list[Any]], list[Any]]:
    """The story with what the house counts of these left out."""
    counts = PromiseCount | LineCount | OfferCount
    return lambda story: [one for one in story if not (isinstance(one, counts) and one.id in keys)]


BREAKS: dict[str, tuple[Callable[[list[Any]], list[Any]], str, object, object]] = {
    "who_and_when": (change("c1", by=""), "c1", None, None),
    "in_order": (change("d1", at=START), "d1", None, None),
    "entry_once": (after("c1", replace(STORY[8])), "c1", "c1", None),
    "cause_first": (change("c1", delivery="nowhere"), "c1", "nowhere", None),
    "whole_quantity": (change("d2", quantity=0), "d2", 0, 1),
    "known_word": (change("a1", side="neighbour"), "a1", "neighbour", "provider|receiver"),
    "key_once": (after("d1", Delivered(id="n", promise="promise", quantity=2, key="k2")), "n", "k2", None),
    "merge_moves_the_rest": (change("m", quantity=19), "m", 19, 20),
    "line_is_open": (after("m", Promised(id="n", line="twice", quantity=1)), "n", "twice", None),
    "closed_as_it_stood": (change("closed", how="withdrawn"), "closed", "withdrawn", 28),
    "nothing_promised_at_close": (without("e1"), "closed", 0, 12),
    "line_not_over_committed": (change("promise", quantity=81, offer=None), "a2", 81, 80),
    "offer_not_over_committed": (change("offer", quantity=39), "a2", 40, 39),
    "offer_stands": (after("offer", OfferWithdrawn(id="n", offer="offer")), "promise", "offer", None),
    "accepted_once": (change("a2", side="provider"), "a2", "provider", None),
    "promise_is_open": (after("e1", Delivered(id="n", promise="promise", quantity=1)), "n", "enough", None),
    "accepted_first": (without("a2"), "d1", 1, 2),
    "not_over_delivered": (change("d2", quantity=11), "d2", 11, 10),
    "loan_only": (change("promise", loan=False), "back", 20, 0),
    "not_over_returned": (change("back", quantity=29), "back", 29, 28),
    "confirmed_once": (change("c2", side="provider"), "c2", "provider", None),
    "two_people": (change("c2", word_of="abbot"), "c2", "abbot", None),
    "reversed_once": (after("r2", Reversed(id="n", delivery="d2", quantity=-4)), "n", "d2", None),
    "reversal_is_the_same_below_zero": (change("r2", quantity=4), "r2", 4, -4),
    "returned_stays_covered": (after("c6", Reversed(id="n", delivery="d3", quantity=-28)), "n", 0, 20),
    "not_while_disputed": (after("x1", Reversed(id="n", delivery="d1", quantity=-30)), "n", "d1", None),
    "settled_once": (after("c4", Settled(id="n", dispute="x1", outcome="stands")), "n", "x1", None),
    "settled_as_said": (change("d3", quantity=27), "d3", 27, 28),
    "nothing_waits_at_the_end": (without("r2"), "e1", 0, 1),
    "ended_as_it_stood": (change("e1", end="expired"), "e1", "expired", 28),
    "decided_once": (after("z2", Decided(id="n", loss="lost", outcome="forgiven")), "n", "forgiven", "replaced"),
    "delivered_is_the_sum": (count_of(PromiseCount, delivered=58), "promise", 58, 28),
    "returned_is_the_sum": (count_of(PromiseCount, returned=0), "promise", 0, 20),
    "disputed_is_the_sum": (count_of(PromiseCount, disputed=30), "promise", 30, 0),
    "lost_is_the_sum": (count_of(PromiseCount, replaced=0), "promise", 0, 3),
    "promised_is_the_sum": (count_of(LineCount, promised=12), "line", 12, 0),
    "asked_is_the_sum": (count_of(LineCount, quantity=60), "line", 60, 80),
    "on_hand_is_the_sum": (count_of(OfferCount, remaining=50), "offer", 50, 45),
    "end_is_as_told": (count_of(PromiseCount, end="fulfilled"), "promise", "fulfilled", "enough"),
    "counted_at_the_end": (uncounted("offer"), "offer", 3, 4),
}


def test_the_whole_story_is_whole() -> None:
    assert verify(STORY) is None
    assert verify(STORY, is_export=True) is None
    book = replay(STORY)
    assert book.promises["promise"].status == "lent"
    assert set(BREAKS) == set(INVARIANTS), "each invariant is broken once below"


@pytest.mark.parametrize("invariant", BREAKS)
def test_a_broken_invariant_is_named_with_its_entry_and_the_two_numbers(invariant: str) -> None:
    corrupt, entry, said, counted = BREAKS[invariant]
    story = corrupt(STORY)
    found = verify(story, is_export=True)
    assert found is not None
    assert (found.invariant, found.entry) == (invariant, entry)
    assert story[found.place].id == entry
    if said is not None:
        assert (found.said, found.counted) == (said, counted)


@pytest.mark.parametrize("key", ["line", "twice", "offer", "promise"])
def test_a_count_that_is_left_out_of_an_export_is_missed(key: str) -> None:
    found = verify(uncounted(key)(STORY), is_export=True)
    assert found is not None
    assert (found.invariant, found.entry) == ("counted_at_the_end", key)
    assert STORY[found.place].id == key, "named where it begins"
    assert verify(uncounted(key)(STORY)) is None, "any other sequence of entries need not be counted"


def test_a_count_above_the_last_entry_is_none_at_the_end() -> None:
    """Counts that hold in the middle, with entries added below them by another hand."""
    more = Asked(id="late", unit="body", quantity=1, **at(99))
    found = verify([*STORY, more, LineCount(id="late", quantity=1, promised=0, delivered=0)], is_export=True)
    assert found is not None
    assert (found.invariant, found.entry, found.said, found.counted) == ("counted_at_the_end", "line", 1, 5)


def test_the_same_form_sent_twice_is_one() -> None:
    again = Delivered(id="again", promise="promise", quantity=30, key="k2")
    story = after("d1", again)(STORY)
    assert verify(story) is None
    assert replay(story).repeated == 1


def test_a_running_count_that_went_wrong_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proving mutant: a reversal forgets to count back, and the sums see it."""
    from ruammue.engines.promises import book

    monkeypatch.setattr(book, "_add", lambda row, quantity: setattr(row.promise, "delivered", 7))
    found = verify(STORY[:10])
    assert found is not None
    assert found.invariant == "delivered_is_the_sum"


@pytest.mark.parametrize(
    ("text", "why", "line"),
    [
        ("", "empty", 0),
        ("nothing here", "no_header", 1),
        ('{"kind":"asked"}', "no_header", 1),
        ('{"kind":"ledger","format":"ruammue-promises","version":2}', "other_version", 1),
        ("HEAD\nnot json", "not_json", 2),
        ("HEAD\n[1]", "not_json", 2),
        ('HEAD\n{"kind":"stolen","id":"1"}', "unknown_kind", 2),
        ('HEAD\n{"kind":["x"],"id":"1"}', "unknown_kind", 2),
        ('HEAD\n\n{"kind":"asked","id":"1","unit":"piece"}', "missing_field", 3),
        ('HEAD\n{"kind":"asked","id":"1","unit":"piece","quantity":1,"name":"สมใจ"}', "unknown_field", 2),
        ('HEAD\n{"kind":"asked","id":"1","unit":"piece","quantity":1.5}', "wrong_type", 2),
        ('HEAD\n{"kind":"asked","id":"1","unit":"piece","quantity":true}', "wrong_type", 2),
        ('HEAD\n{"kind":"asked","id":"1","unit":"piece","quantity":1,"at":"yesterday"}', "wrong_type", 2),
        ('HEAD\n{"kind":"asked","id":"1","unit":"piece","quantity":1,"at":"2026-01-01T08:00:00"}', "wrong_type", 2),
        ("HEAD\n" + "[" * 100_000, "not_json", 2),
        ("HEAD\n" + '{"kind":"asked","id":' + "9" * 5_000 + "}", "not_json", 2),
        ('HEAD\n{"kind":"asked","id":"1","unit":"piece","quantity":1,"quantity":2}', "name_twice", 2),
        ('HEAD\n{"kind":"asked","kind":"offered","id":"1","unit":"piece","quantity":1}', "name_twice", 2),
        ('HEAD\n{"kind":"asked","id":"1","unit":{"a":1,"a":2},"quantity":1}', "name_twice", 2),
        ('{"kind":"ledger","kind":"ledger","format":"ruammue-promises","version":1}', "name_twice", 1),
        ('HEAD\n{"kind":"asked","id":"1","unit":"piece","quantity":NaN}', "no_number", 2),
        ('HEAD\n{"kind":"asked","id":"1","unit":"piece","quantity":-Infinity}', "no_number", 2),
        ('HEAD\n{"kind":"asked","id":"1","unit":"piece","quantity":1e999}', "wrong_type", 2),
        ('HEAD\n{"kind":"asked","id":"\\ud800","unit":"piece","quantity":1}', "wrong_type", 2),
        ('HEAD\n{"kind":"asked","id":"1","unit":"pie', "cut_off", 2),
        ('HEAD\n{"kind":"asked","id":"1","unit":"pie\nHEAD', "not_json", 2),
        ('HEAD\n{"kind":"asked","id":"1",}\n', "not_json", 2),
        ('{"kind":"led', "cut_off", 1),
        ("HEAD\nHEAD", "unknown_kind", 2),
        ('{"kind":"ledger","format":"ruammue-promises","version":true}', "other_version", 1),
        ('{"kind":"ledger","format":"ruammue-promises","version":1,"steward":"s"}', "missing_field", 1),
        ('{"kind":"ledger","format":"ruammue-promises","version":1,"steward":"s","made_at":"now"}', "wrong_type", 1),
        ('{"kind":"ledger","format":"ruammue-promises","version":1,"steward":"s","more":1}', "unknown_field", 1),
    ],
)
def test_a_file_that_is_no_export_is_refused_with_its_line(text: str, why: str, line: int) -> None:
    head = next(write([], steward="s", made_at=START)).strip()
    with pytest.raises(Unreadable) as refused:
        list(read(text.replace("HEAD", head).splitlines(keepends=True)))
    assert (refused.value.why, refused.value.line) == (why, line)
    assert why in WHYS


def test_an_entry_without_who_or_when_is_no_bad_file_but_a_broken_ledger() -> None:
    lines = list(write(STORY, steward="s", made_at=START))
    told = json.loads(lines[1])
    del told["by"]
    found = verify(entry for _line, entry in read([lines[0], json.dumps(told), *lines[2:]]))
    assert found is not None
    assert (found.invariant, found.entry) == ("who_and_when", "line")
