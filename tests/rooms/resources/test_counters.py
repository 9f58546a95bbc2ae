"""Counters equal the replay, always: random histories beside a small model, and fifty writers at once."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, close_old_connections, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from ruammue.foundation.refusals import Refusal
from ruammue.foundation.transactions import door
from ruammue.ledger.verification import verify
from ruammue.resources import actions, refusals
from ruammue.resources.actions import commitments as commitment_verbs
from ruammue.resources.actions import deliveries as delivery_verbs
from ruammue.resources.actions import locks
from ruammue.resources.models import Commitment, Delivery, NeedLine, Offer
from tests.cast import Cast, assemble
from tests.rooms.resources.model import Book, Brought, No, Promise
from tests.rooms.resources.stage import fresh, key, line_of, matter_of, offer_of, promise_of, spec_of

DAY = timezone.localdate() - dt.timedelta(days=1)
SMALL = st.integers(1, 12)
PICK = st.integers(0, 1000)


class Exchange(RuleBasedStateMachine):
    """The house and the model do the same; both refuse for the same reason, and count alike after each act."""

    @initialize()
    def begin(self) -> None:
        self.outer = transaction.atomic()
        self.outer.__enter__()
        self.cast = assemble()
        spec = spec_of(self.cast)
        matter = matter_of(self.cast)
        self.lines = [line_of(self.cast, size, spec=spec, matter=matter) for size in (20, 8)]
        self.offers = [offer_of(self.cast, 15, spec=spec), offer_of(self.cast, 6, spec=spec, is_loan=True)]
        self.book = Book([20, 8], [15, 6])
        self.rows: list[tuple[Commitment, Promise]] = []
        self.things: list[tuple[Delivery, Brought, Promise]] = []
        self.giver = self.cast.actor("abbot", speaking=True)
        self.officer = self.cast.actor("officer", speaking=True)

    def both(self, house: Callable[[], Any], model: Callable[[], Any]) -> tuple[Any, Any] | None:
        """Do it in both; when the model says no, the house says the same no."""
        said, expected = "", None
        try:
            expected = model()
        except No as no:
            said = str(no)
        if said:
            with pytest.raises(Refusal) as refused:
                house()
            assert type(refused.value).__name__ == said
            return None
        return house(), expected

    @rule(line=st.integers(0, 1), offer=st.sampled_from([None, 0, 1]), quantity=SMALL, at_once=st.booleans())
    def promise(self, line: int, offer: int | None, quantity: int, at_once: bool) -> None:
        made = self.both(
            lambda: actions.make_commitment(
                self.lines[line],
                quantity=quantity,
                offer=None if offer is None else self.offers[offer],
                provider=self.cast.temple if offer is None else None,
                side="provider",
                agreed_by="สมใจ" if at_once else "",
                by=self.giver,
                idempotency_key=key(),
            ),
            lambda: self.book.promise(line, offer, quantity, is_loan=offer == 1, at_once=at_once),
        )
        if made:
            self.rows.append(made)

    @rule(pick=PICK)
    def accept(self, pick: int) -> None:
        if self.rows:
            row, promise = self.rows[pick % len(self.rows)]
            self.both(
                lambda: actions.accept_commitment(row, side="receiver", by=self.officer),
                lambda: self.book.accept(promise),
            )

    @rule(pick=PICK, quantity=SMALL, back=st.booleans())
    def bring(self, pick: int, quantity: int, back: bool) -> None:
        if not self.rows:
            return
        row, promise = self.rows[pick % len(self.rows)]
        act = actions.record_return if back else actions.record_delivery
        facts = {"quantity": quantity, "on": DAY, "by": self.giver, "idempotency_key": key()}
        model = self.book.give_back if back else self.book.bring
        if made := self.both(lambda: act(row, **facts), lambda: model(promise, quantity)):
            self.things.append((*made, promise))

    @rule(pick=PICK, sides=st.sampled_from([("provider",), ("receiver",), ("provider", "receiver")]))
    def confirm(self, pick: int, sides: tuple[str, ...]) -> None:
        if self.things:
            row, one, _promise = self.things[-1 - pick % len(self.things)]
            for side in sides:
                by = self.giver if side == "provider" else self.officer
                self.both(
                    lambda side=side, by=by: actions.confirm_delivery(row, side=side, by=by),
                    lambda side=side: self.book.confirm(one, side),
                )

    @rule(pick=PICK)
    def reverse(self, pick: int) -> None:
        if self.things:
            row, one, promise = self.things[pick % len(self.things)]
            self.both(
                lambda: actions.reverse_delivery(row, reason="นับผิด", by=self.officer),
                lambda: self.book.reverse(promise, one),
            )

    @rule(pick=PICK, end=st.sampled_from(["enough", "by_provider", "by_receiver"]))
    def finish(self, pick: int, end: str) -> None:
        if self.rows:
            row, promise = self.rows[pick % len(self.rows)]
            self.both(
                lambda: actions.end_commitment(row, end=end, reason="ตกลงกันแล้ว", by=self.officer),
                lambda: self.book.finish(promise, end),
            )

    @invariant()
    def counters_equal_the_model(self) -> None:
        if not hasattr(self, "book"):
            return
        for at, line in enumerate(self.lines):
            now = fresh(line)
            assert (now.promised, now.delivered) == (self.book.promised(at), self.book.delivered(at))
            assert now.missing >= 0
        for at, offer in enumerate(self.offers):
            assert 0 <= fresh(offer).remaining == self.book.remaining(at)
        for row, promise in self.rows:
            assert str(fresh(row).end) == promise.end

    def teardown(self) -> None:
        if not hasattr(self, "outer"):
            return
        found = [f for f in verify([self.cast.steward.pk]) if f.code.startswith("resources.")]
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)
        assert found == [], "and `verify` counts again from the rows alone"


def run(machine: type[RuleBasedStateMachine], examples: int, steps: int, **more: Any) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
            **more,
        ),
    )


@pytest.mark.django_db
def test_counters_equal_the_replay_whatever_happens() -> None:
    run(Exchange, 15, 25)


@pytest.mark.prove
@pytest.mark.django_db
def test_counters_equal_the_replay_in_long_histories(record_property: Callable[[str, object], None]) -> None:
    run(Exchange, 100, 100)
    record_property("random acts in 100 histories, counters equal to the replay after each", f"up to {100 * 100:,}")


def promised_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """What arrives is not taken off what is promised."""
    count = delivery_verbs._count

    def worse(line: NeedLine, *rest: Any) -> None:
        kept = line.promised
        count(line, *rest)
        NeedLine.objects.filter(pk=line.pk).update(promised=kept)

    monkeypatch.setattr(delivery_verbs, "_count", worse)


def reversals_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reversal does not count back."""
    monkeypatch.setattr(delivery_verbs, "_uncount", lambda *rest: None)


def offers_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """A promise does not take from its offer."""
    reserve = commitment_verbs._reserve
    monkeypatch.setattr(commitment_verbs, "_reserve", lambda line, made, offer: reserve(line, made, None))


@pytest.mark.django_db
@pytest.mark.parametrize("mutant", [promised_stays, reversals_stay, offers_stay])
def test_a_missing_piece_of_counting_is_found(
    monkeypatch: pytest.MonkeyPatch, mutant: Callable[[pytest.MonkeyPatch], None]
) -> None:
    """Proving mutants: the machine finds each of them (or the database's own constraint does)."""
    mutant(monkeypatch)
    with pytest.raises((AssertionError, IntegrityError)):
        run(Exchange, 30, 40, phases=[Phase.generate])


# ------------------------------------------------------------------------------------------- fifty at once


def race(jobs: list[Callable[[], Any]], threads: int = 8) -> list[Any]:
    """Let threads take the jobs, all starting together; what each gave, or its refusal."""
    found: list[Any] = []
    start = threading.Barrier(threads)
    todo, guard = list(jobs), threading.Lock()

    def work() -> None:
        start.wait(10)
        while True:
            with guard:
                if not todo:
                    break
                job = todo.pop()
            try:
                with door():
                    outcome = job()
            except Refusal as refusal:
                outcome = refusal
            found.append(outcome)
        close_old_connections()
        connection.close()

    hands = [threading.Thread(target=work) for _ in range(threads)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join(60)
    return found


def fifty_want_ten(cast: Cast) -> tuple[NeedLine, Offer, list[Any]]:
    """Fifty writers promise one table each, agreed at once, of a line of ten and an offer of seven."""
    spec = spec_of(cast)
    line, offer = line_of(cast, 10, spec=spec), offer_of(cast, 7, spec=spec)
    by = cast.actor("abbot", speaking=True)
    jobs = [
        lambda n=n: actions.make_commitment(
            line, quantity=1, side="provider", offer=offer if n % 2 else None,
            provider=None if n % 2 else cast.temple, agreed_by="สมใจ", by=by, idempotency_key=f"fifty-{n}",
        )
        for n in range(50)
    ]  # fmt: skip
    return line, offer, race(jobs)


@pytest.mark.django_db(transaction=True)
def test_fifty_writers_cannot_promise_more_than_lacks(lasting_cast: Cast) -> None:
    line, offer, outcomes = fifty_want_ten(lasting_cast)
    made = [one for one in outcomes if isinstance(one, Commitment)]
    refused = {type(one) for one in outcomes if not isinstance(one, Commitment)}
    assert (len(outcomes), len(made)) == (50, 10)
    assert refused <= {refusals.OverCommitment, refusals.OfferTooSmall}
    now = fresh(line)
    assert (now.promised, now.missing) == (10, 0)
    assert fresh(offer).remaining == 7 - sum(1 for one in made if one.offer_id) >= 0
    assert [f for f in verify([lasting_cast.steward.pk]) if f.code.startswith("resources.")] == []


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_they_could(lasting_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proving mutant: counters read before waiting are somebody else's past."""
    seen: dict[Any, NeedLine] = {}

    def read_early(line: NeedLine) -> NeedLine:
        row = seen.setdefault(line.pk, locked(line))
        return NeedLine.from_db("default", [f.attname for f in row._meta.concrete_fields], [
            getattr(row, f.attname) for f in row._meta.concrete_fields
        ])  # fmt: skip

    locked = locks.take_line
    monkeypatch.setattr(locks, "take_line", read_early)
    line, _offer, outcomes = fifty_want_ten(lasting_cast)
    made = [one for one in outcomes if isinstance(one, Commitment)]
    assert len(made) > 10, "too much was promised"
    assert fresh(line).promised < len(made), "and the counter does not even say so"
    codes = {f.code for f in verify([lasting_cast.steward.pk])}
    assert "resources.line_drift" in codes, "but `verify` does"


def two_hands(cast: Cast) -> tuple[list[Any], list[Callable[[], Any]]]:
    """The abbot and the temple's clerk promise the same at once; each form has a key of its own."""
    line = line_of(cast, 60)
    by = cast.actor("abbot", speaking=True)
    jobs = [
        lambda n=n: actions.make_commitment(
            line, quantity=20, side="provider", provider=cast.temple, by=by, idempotency_key=f"hand-{n}",
            not_twice_within=dt.timedelta(minutes=30),
        )
        for n in range(8)
    ]  # fmt: skip
    return race(jobs), jobs


@pytest.mark.django_db(transaction=True)
def test_two_hands_that_promise_the_same_at_once_make_one_promise(lasting_cast: Cast) -> None:
    outcomes, jobs = two_hands(lasting_cast)
    (made,) = Commitment.objects.all()
    said = [one.data["promise"] for one in outcomes if isinstance(one, refusals.PromisedJustNow)]
    assert said == [made.pk] * 7
    same_key = next(one for one in outcomes if isinstance(one, Commitment)).idempotency_key
    assert jobs[int(same_key.removeprefix("hand-"))]() == made, "the very same form is still the same promise"


@pytest.mark.django_db(transaction=True)
def test_without_the_guard_they_would_make_eight(lasting_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proving mutant."""
    monkeypatch.setattr(commitment_verbs, "_not_said_just_now", lambda commitment, since: None)
    two_hands(lasting_cast)
    assert Commitment.objects.count() == 8


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_fifty_times_at_once_is_one_delivery(lasting_cast: Cast) -> None:
    promise = promise_of(lasting_cast, line_of(lasting_cast, 60), 40)
    by = lasting_cast.actor("abbot", speaking=True)
    jobs = [
        lambda: actions.record_delivery(promise, quantity=40, on=DAY, side="provider", by=by, idempotency_key="once")
    ] * 50
    outcomes = race(jobs)
    assert {type(one) for one in outcomes} == {Delivery}
    assert {one.pk for one in outcomes} == {Delivery.objects.get().pk}


@pytest.mark.django_db(transaction=True)
def test_confirming_and_reversing_at_once_leaves_true_counters(lasting_cast: Cast) -> None:
    cast = lasting_cast
    promise = promise_of(cast, line_of(cast, 60), 40)
    officer, abbot = cast.actor("officer", speaking=True), cast.actor("abbot", speaking=True)
    rows = [
        actions.record_delivery(promise, quantity=2, on=DAY, side="provider", by=abbot, idempotency_key=key())
        for _ in range(20)
    ]
    jobs: list[Callable[[], Any]] = []
    for row in rows:
        jobs.append(lambda row=row: actions.confirm_delivery(row, side="receiver", by=officer))
        jobs.append(lambda row=row: actions.reverse_delivery(row, reason="นับผิด", by=abbot))
    outcomes = race(jobs)
    assert all(isinstance(one, refusals.AlreadyReversed) for one in outcomes if isinstance(one, Refusal))
    assert fresh(promise).delivered == 0, "each was reversed, before or after its confirmation"
    assert [f for f in verify([cast.steward.pk]) if f.code.startswith("resources.")] == []
