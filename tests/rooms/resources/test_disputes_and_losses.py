"""What is disputed, broken or lost: out of the counters until both sides, a mediator or the lender said what it is."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from ruammue.foundation.refusals import Refusal
from ruammue.ledger.models import Entry
from ruammue.resources import actions, refusals, schedules
from ruammue.resources.actions import commitments as commitment_verbs
from ruammue.resources.actions import disputes
from ruammue.resources.finder import fits_for
from ruammue.resources.models import Commitment, Delivery, Dispute, Loss, NeedLine, Offer, Settlement
from ruammue.resources.queries import line_row
from tests.cast import Cast
from tests.rooms.resources.stage import brought, fresh, key, line_of, matter_of, offer_of, promise_of, spec_of
from tests.rooms.resources.test_counters import race
from tests.rooms.resources.test_ledger_of_promises import DAY, is_sound, numbers, told


def brought_forty(cast: Cast, **facts: object) -> tuple[NeedLine, Commitment, Delivery]:
    """Forty tables promised of sixty, and all forty confirmed by both."""
    line = line_of(cast, 60)
    promise = promise_of(cast, line, 40, **facts)
    return line, promise, brought(cast, promise, 40)


def disputed(cast: Cast, delivery: Delivery, **facts: str) -> Dispute:
    """The officer says that fewer came."""
    return actions.dispute_delivery(
        delivery, side="receiver", reason="นับได้แค่ 38 ตัว", by=cast.actor("officer", speaking=True), **facts
    )


def test_what_is_disputed_does_not_count_and_keeps_its_place(cast: Cast) -> None:
    line, promise, delivery = brought_forty(cast)
    dispute = disputed(cast, delivery)
    assert numbers(line) == (40, 0, 20), "not delivered, and nobody else is asked for it"
    assert (fresh(promise).delivered, fresh(promise).disputed, fresh(promise).end) == (0, 40, "")
    assert dispute.was_counted
    assert not Delivery.objects.counted().exists()
    assert is_sound(cast)
    for act in (
        lambda: disputed(cast, delivery),
        lambda: actions.reverse_delivery(delivery, reason="ลบ", by=cast.actor("abbot")),
        lambda: actions.confirm_delivery(delivery, side="receiver", by=cast.actor("officer")),
        lambda: actions.end_commitment(promise, end="by_receiver", reason="พอ", by=cast.actor("officer")),
    ):
        with pytest.raises(refusals.DisputeIsOpen):
            act()
    # The officer proposes 38, the abbot agrees: the old row is taken back, a new one counts.
    proposal = actions.propose_settlement(
        dispute, side="receiver", outcome="corrected", quantity=38, by=cast.actor("officer", speaking=True)
    )
    assert numbers(line) == (40, 0, 20), "a proposal changes nothing"
    with pytest.raises(refusals.OwnProposal):
        actions.agree_to_settlement(proposal, side="receiver", by=cast.actor("officer", speaking=True))
    with pytest.raises(refusals.SamePersonBothSides):
        actions.agree_to_settlement(proposal, side="provider", by=cast.actor("officer", speaking=True))
    actions.agree_to_settlement(proposal, side="provider", by=cast.actor("abbot", speaking=True))
    assert numbers(line) == (2, 38, 20)
    assert (fresh(promise).delivered, fresh(promise).disputed) == (38, 0)
    assert [row.quantity for row in Delivery.objects.order_by("recorded_at", "id")] == [40, -40, 38]
    assert is_sound(cast)
    with pytest.raises(refusals.DisputeIsOver):
        actions.agree_to_settlement(proposal, side="provider", by=cast.actor("abbot", speaking=True))
    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert {"resources.delivery_disputed", "resources.settlement_proposed", "resources.dispute_settled"} <= kinds


@pytest.mark.parametrize(
    ("outcome", "quantity", "expected", "end"),
    [
        ("stands", None, (0, 40, 20), "fulfilled"),
        ("reversed", None, (40, 0, 20), ""),
        ("corrected", 1, (39, 1, 20), ""),
        ("corrected", 40, (0, 40, 20), "fulfilled"),
    ],
)
def test_a_mediator_settles_it_and_the_counters_follow(
    cast: Cast, outcome: str, quantity: int | None, expected: tuple[int, int, int], end: str
) -> None:
    line, promise, delivery = brought_forty(cast)
    dispute, officer = disputed(cast, delivery, word="provider"), cast.actor("officer", speaking=True)
    facts = {"outcome": outcome, "quantity": quantity, "by": officer}
    with pytest.raises(refusals.MediatorMissing):
        actions.mediate_dispute(dispute, mediated_by=" ", words="ฟังแล้ว", **facts)
    with pytest.raises(refusals.ReasonMissing):
        actions.mediate_dispute(dispute, mediated_by="กำนันสมชาย", words="", **facts)
    actions.mediate_dispute(dispute, mediated_by="กำนันสมชาย", words="ดูรูปด้วยกันแล้ว", **facts)
    assert (numbers(line), fresh(promise).end) == (expected, end)
    assert (fresh(promise).disputed, is_sound(cast)) == (0, True)


def test_a_delivery_that_one_side_never_confirmed_counts_once_it_is_settled_that_it_stands(cast: Cast) -> None:
    line = line_of(cast, 60)
    promise = promise_of(cast, line, 40)
    delivery = actions.record_delivery(
        promise, quantity=40, on=DAY, side="provider", by=cast.actor("abbot", speaking=True), idempotency_key=key()
    )
    with pytest.raises(refusals.NoSuchWord):
        disputed(cast, delivery, word="receiver")
    dispute = disputed(cast, delivery)
    assert (dispute.was_counted, numbers(line)) == (False, (40, 0, 20))
    proposal = actions.propose_settlement(
        dispute, side="provider", outcome="stands", by=cast.actor("abbot", speaking=True)
    )
    actions.agree_to_settlement(proposal, side="receiver", by=cast.actor("officer", speaking=True))
    assert (numbers(line), is_sound(cast)) == ((0, 40, 20), True)


def test_a_disputed_promise_that_had_ended_keeps_its_place_on_line_and_offer(cast: Cast) -> None:
    spec = spec_of(cast)
    line, offer = line_of(cast, 60, spec=spec), offer_of(cast, 40, spec=spec, is_loan=True)
    promise = promise_of(cast, line, 40, offer=offer)
    delivery = brought(cast, promise, 30)
    officer = cast.actor("officer", speaking=True)
    actions.end_commitment(promise, end="enough", reason="พอแล้ว", by=officer)
    assert (numbers(line), fresh(offer).remaining) == ((0, 30, 30), 10)
    dispute = disputed(cast, delivery)
    assert (numbers(line), fresh(offer).remaining) == ((30, 0, 30), 10), "kept on both, promised to nobody else"
    assert is_sound(cast)
    with pytest.raises(refusals.OverDelivery):
        actions.mediate_dispute(dispute, mediated_by="ก", words="ข", outcome="corrected", quantity=31, by=officer)
    actions.mediate_dispute(dispute, mediated_by="ก", words="ข", outcome="corrected", quantity=12, by=officer)
    assert (numbers(line), fresh(offer).remaining) == ((0, 12, 48), 28)
    assert is_sound(cast)


def test_without_the_place_kept_another_could_take_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proving mutant: what is disputed holds nothing, and `verify` sees that the counters are wrong."""
    monkeypatch.setattr(disputes, "_keep_place", lambda *rest: None)
    _line, promise, delivery = brought_forty(cast)
    actions.accept_as_enough(fresh(promise).need_line, reason="พอ", by=cast.actor("officer"))
    disputed(cast, delivery)
    assert not is_sound(cast)


def test_a_loan_comes_back_whole_in_part_broken_and_lost(cast: Cast) -> None:
    """Of forty tables thirty come back, four are broken, three are lost; the temple says what follows."""
    spec = spec_of(cast)
    line, offer = line_of(cast, 60, spec=spec), offer_of(cast, 40, spec=spec, is_loan=True)
    promise = promise_of(cast, line, 40, offer=offer)
    brought(cast, promise, 40)
    officer, abbot = cast.actor("officer", speaking=True), cast.actor("abbot", speaking=True)
    back = actions.record_return(promise, quantity=30, on=DAY, side="receiver", by=officer, idempotency_key=key())
    actions.confirm_delivery(back, side="provider", by=abbot)
    facts = {"by": officer, "words": "ขาหักตอนขนกลับ"}
    broken = actions.tell_loss(promise, quantity=4, how="broken", idempotency_key="b", **facts)
    assert actions.tell_loss(promise, quantity=4, how="broken", idempotency_key="b", **facts) == broken
    with pytest.raises(refusals.SameKeyOtherAct):
        actions.tell_loss(promise, quantity=3, how="broken", idempotency_key="b", **facts)
    lost = actions.tell_loss(promise, quantity=3, how="lost", idempotency_key=key(), **facts)
    assert (fresh(promise).still_lent, fresh(promise).lost) == (10, 0), "told is not decided"
    with pytest.raises(refusals.OverReturn) as refused:
        actions.record_return(promise, quantity=4, on=DAY, by=officer, idempotency_key=key())
    assert "3 ตัว" in told(refused)
    with pytest.raises(refusals.OverReturn):
        actions.tell_loss(promise, quantity=4, how="lost", idempotency_key=key(), **facts)
    actions.decide_loss(broken, outcome="owed", words="ขอใหม่สี่ตัว", by=abbot)
    assert (fresh(promise).still_lent, fresh(promise).lost, fresh(offer).remaining) == (6, 4, 30)
    actions.decide_loss(broken, outcome="replaced", by=abbot)
    assert (fresh(promise).lost, fresh(promise).replaced, fresh(offer).remaining) == (4, 4, 34)
    with pytest.raises(refusals.LossIsDecided):
        actions.decide_loss(broken, outcome="forgiven", by=abbot)
    actions.decide_loss(lost, outcome="forgiven", by=abbot)
    assert (fresh(promise).still_lent, fresh(offer).remaining) == (3, 34)
    found = actions.tell_loss(promise, quantity=3, how="lost", idempotency_key=key(), **facts)
    actions.decide_loss(found, outcome="owed", by=abbot)
    actions.decide_loss(found, outcome="not_so", words="เจอแล้ว", by=abbot)
    assert fresh(promise).still_lent == 3
    assert is_sound(cast)
    gift = promise_of(cast, line_of(cast, 5, spec=spec), 5)
    with pytest.raises(refusals.NotALoan):
        actions.tell_loss(gift, quantity=1, how="lost", idempotency_key=key(), **facts)


def test_a_loss_of_what_is_not_out_is_refused_with_words(cast: Cast) -> None:
    """The telling refuses it already; a row that got there in another way does not break the counters either."""
    promise = promise_of(cast, line_of(cast, 60), 40)
    loss = Loss.objects.create(
        steward=cast.steward,
        commitment=promise,
        quantity=3,
        how="lost",
        words="หาไม่พบ",
        told_at=timezone.now(),
        told_by_id=cast.officer.pk,
        idempotency_key=key(),
    )
    abbot = cast.actor("abbot", speaking=True)
    for outcome in ("forgiven", "replaced", "owed"):
        with pytest.raises(refusals.LossCameBack) as refused:
            actions.decide_loss(loss, outcome=outcome, by=abbot)
        assert "3 ตัว" in told(refused)
    actions.decide_loss(loss, outcome="not_so", by=abbot)
    assert fresh(promise).lost == 0


def test_a_promise_nobody_answered_expires_and_one_not_kept_is_said_so_by_a_mediator(cast: Cast) -> None:
    line = line_of(cast, 60, until_on=DAY)
    abbot, officer = cast.actor("abbot", speaking=True), cast.actor("officer", speaking=True)
    unanswered = actions.make_commitment(
        line, quantity=5, side="provider", provider=cast.temple, by=abbot, idempotency_key=key()
    )
    promise = promise_of(cast, line, 40)
    with pytest.raises(refusals.NotAcceptedYet):
        actions.end_commitment(unanswered, end="defaulted", reason="ไม่มา", mediated_by="กำนัน", by=officer)
    actions.end_commitment(unanswered, end="expired", reason="", by=officer)
    with pytest.raises(refusals.AlreadyAccepted):
        actions.end_commitment(promise, end="expired", reason="", by=officer)
    with pytest.raises(refusals.MediatorMissing):
        actions.end_commitment(promise, end="defaulted", reason="ไม่มา", by=officer)
    actions.end_commitment(promise, end="defaulted", reason="รถเสีย ตกลงกันแล้ว", mediated_by="กำนันสมชาย", by=officer)
    assert numbers(line) == (0, 0, 60), "the rest lacks again"
    assert (fresh(promise).end, fresh(promise).mediated_by) == ("defaulted", "กำนันสมชาย")
    ahead = promise_of(cast, line_of(cast, 3, spec=line.spec, until_on=timezone.localdate()), 3)
    with pytest.raises(refusals.NotOverdue):
        actions.end_commitment(ahead, end="defaulted", reason="ไม่มา", mediated_by="กำนัน", by=officer)
    assert is_sound(cast)


def test_where_it_was_agreed_is_named(cast: Cast) -> None:
    line = line_of(cast, 60)
    facts = {"quantity": 5, "side": "provider", "provider": cast.temple, "by": cast.actor("abbot", speaking=True)}
    for missing in ("decision", "obligation", "offer"):
        with pytest.raises(refusals.NotAgreedThere):
            actions.make_commitment(line, agreed_in=missing, idempotency_key=key(), **facts)
    duty = actions.make_commitment(
        line, agreed_in="obligation", agreed_words="บันทึกข้อตกลง ข้อ 3", idempotency_key=key(), **facts
    )
    assert (duty.agreed_in, duty.agreed_words) == ("obligation", "บันทึกข้อตกลง ข้อ 3")
    plain = actions.make_commitment(line, idempotency_key=key(), **facts)
    assert plain.agreed_in == "word"


def test_two_pickups_stand_in_for_a_lorry_and_a_bag_for_fifty_kilograms(cast: Cast) -> None:
    officer = cast.actor("officer")
    rice, bags = spec_of(cast, "ข้าวสาร", "goods", "kilogram"), spec_of(cast, "ข้าวสารถุง", "goods", "bag")
    line = line_of(cast, 120_000, spec=rice)
    offer = offer_of(cast, 4, spec=bags)
    with pytest.raises(refusals.UnitsDoNotMeet) as refused:
        promise_of(cast, line, 120_000, offer=offer)
    assert "ถุง" in told(refused)
    with pytest.raises(refusals.UnitsDoNotMeet):
        actions.name_substitute(rice, stand_in=bags, by=officer)
    actions.name_substitute(rice, stand_in=bags, wanted=50_000, given=1, by=officer)
    promise = promise_of(cast, line, 120_000, offer=offer)
    assert (fresh(offer).remaining, promise.taken) == (1, 3), "three bags for 120 kg: a part of one is one"
    brought(cast, promise, 50_000)
    actions.end_commitment(promise, end="enough", reason="พอ", by=cast.actor("officer", speaking=True))
    assert (fresh(offer).remaining, is_sound(cast)) == (3, True)
    with pytest.raises(refusals.OfferTooSmall):
        promise_of(cast, line_of(cast, 200_000, spec=rice), 151_000, offer=offer)


def test_an_offer_says_how_little_and_on_which_days_and_for_what(cast: Cast) -> None:
    spec = spec_of(cast, "รถกระบะ", "vehicle", "vehicle_day")
    saturdays = schedules.rule_of("weekly", ["SA", "SU"])
    offer = offer_of(cast, 10 * 480, spec=spec, least=2 * 480, schedule=saturdays, from_on=dt.date(2026, 1, 1))
    week = {"from_on": dt.date(2026, 1, 5), "until_on": dt.date(2026, 1, 9)}
    with pytest.raises(refusals.OfferNotThen) as refused:
        promise_of(cast, line_of(cast, 10 * 480, spec=spec, **week), 4 * 480, offer=offer)
    assert "เสาร์" in told(refused)
    ahead = timezone.localdate() + dt.timedelta(days=7)
    monday = ahead - dt.timedelta(days=ahead.weekday())
    needed = line_of(cast, 480, spec=spec, from_on=monday, until_on=monday + dt.timedelta(days=4))
    (fits,) = fits_for(cast.steward, [line_row(needed)], today=timezone.localdate()).values()
    assert not fits.chosen, "nobody is proposed who cannot come then"
    line = line_of(cast, 10 * 480, spec=spec, from_on=dt.date(2026, 1, 5), until_on=dt.date(2026, 1, 11))
    with pytest.raises(refusals.TooLittleToCome) as refused:
        promise_of(cast, line, 480, offer=offer)
    assert "2 วันใช้รถ" in told(refused)
    promise_of(cast, line, 9 * 480, offer=offer)
    promise_of(cast, line, 480, offer=offer)  # what is left is always enough
    assert fresh(offer).remaining == 0
    with pytest.raises(refusals.OfferNeverFree):
        offer_of(cast, 480, spec=spec, schedule=saturdays, **week)
    with pytest.raises(refusals.MoreThanAll):
        offer_of(cast, 480, spec=spec, least=481)
    late = offer_of(cast, 480, spec=spec, from_on=dt.date(2026, 2, 1))
    with pytest.raises(refusals.OfferNotThen):
        promise_of(cast, line_of(cast, 480, spec=spec, **week), 480, offer=late)
    trade = offer_of(cast, 480, spec=spec, wants="ปรับถนนหน้าวัด")
    other = line_of(cast, 480, spec=spec)
    with pytest.raises(refusals.OfferOnlyInExchange) as refused:
        promise_of(cast, other, 480, offer=trade)
    assert "ปรับถนนหน้าวัด" in told(refused)
    promise_of(cast, other, 480, offer=trade, agreed_in="exchange")
    assert is_sound(cast)


@pytest.mark.parametrize(
    ("every", "days", "since", "until", "expected"),
    [
        ("weekly", ["SU", "SA"], dt.date(2026, 1, 5), None, dt.date(2026, 1, 10)),
        ("fortnightly", ["MO"], dt.date(2026, 1, 6), None, dt.date(2026, 1, 19)),
        ("first", ["SA"], dt.date(2026, 1, 4), None, dt.date(2026, 2, 7)),
        ("last", ["FR"], dt.date(2026, 1, 4), dt.date(2026, 1, 29), None),
        ("weekly", [], dt.date(2026, 1, 4), None, dt.date(2026, 1, 4)),
    ],
)
@pytest.mark.any_database
def test_days_as_people_say_them(
    every: str, days: list[str], since: dt.date, until: dt.date | None, expected: dt.date | None
) -> None:
    rule = schedules.rule_of(every, days)
    assert schedules.next_day(rule, since, until, counted_from=dt.date(2026, 1, 5)) == expected
    if rule:
        assert schedules.rule_of(schedules.read(rule).every, schedules.read(rule).days) == rule
    for foreign in ("FREQ=SECONDLY", "FREQ=WEEKLY;BYDAY=SA;COUNT=99999999", "x"):
        with pytest.raises(ValueError, match=foreign):
            schedules.read(foreign)


def test_the_same_asked_for_twice_is_carried_by_one_line(cast: Cast) -> None:
    spec, matter = spec_of(cast), matter_of(cast)
    first, second = (line_of(cast, size, spec=spec, matter=matter) for size in (60, 20))
    promise = promise_of(cast, second, 5)
    officer = cast.actor("officer")
    with pytest.raises(refusals.LineHasPromises):
        actions.merge_lines(second, into=first, reason="ขอซ้ำ", by=officer)
    brought(cast, promise, 5)
    with pytest.raises(refusals.LinesDiffer):
        actions.merge_lines(second, into=second, reason="ขอซ้ำ", by=officer)
    actions.merge_lines(second, into=first, reason="ขอซ้ำ", by=officer)
    assert (numbers(first), fresh(first).quantity) == ((0, 0, 75), 75)
    assert (fresh(second).closed_how, fresh(second).delivered) == ("merged", 5)
    with pytest.raises(refusals.LineIsClosed):
        promise_of(cast, second, 1)
    assert is_sound(cast)


def test_who_and_when_are_never_rewritten_not_even_by_the_database(cast: Cast) -> None:
    spec = spec_of(cast)
    line, offer = line_of(cast, 60, spec=spec), offer_of(cast, 40, spec=spec, is_loan=True)
    promise = promise_of(cast, line, 40, offer=offer)
    delivery = brought(cast, promise, 40)
    dispute = disputed(cast, delivery)
    actions.mediate_dispute(dispute, mediated_by="ก", words="ข", outcome="stands", by=cast.actor("officer"))
    loss = actions.tell_loss(
        promise, quantity=1, how="lost", words="หาย", idempotency_key=key(), by=cast.actor("officer", speaking=True)
    )
    actions.decide_loss(loss, outcome="owed", by=cast.actor("abbot", speaking=True))
    actions.withdraw_offer(offer, by=cast.actor("abbot"))
    now, other = timezone.now(), cast.farmer.pk
    changes: list[tuple[object, dict[str, object]]] = [
        (line, {"raised_at": now}),
        (line, {"raised_by_id": other}),
        (offer, {"offered_at": now}),
        (offer, {"withdrawn_at": now}),
        (offer, {"withdrawn_by_id": other, "withdrawn_at": None}),
        (promise, {"promised_at": now}),
        (promise, {"provider_id": cast.shop.pk}),
        (promise, {"provider_accepted_at": now}),
        (promise, {"receiver_accepted_by_id": other}),
        (promise, {"quantity": 41}),
        (promise, {"agreed_in": "word"}),
        (dispute, {"disputed_by_id": other}),
        (dispute, {"settled_at": now}),
        (Settlement.objects.get(), {"agreed_at": now}),
        (Settlement.objects.get(), {"outcome": "reversed"}),
        (loss, {"told_at": now}),
        (loss.decisions.get(), {"decided_by_id": other}),
    ]
    for row, change in changes:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(**change)
    for row in (line, offer, promise, dispute, loss, Settlement.objects.get(), loss.decisions.get()):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk)._raw_delete("default")


def test_without_the_triggers_who_and_when_could_be_rewritten(cast: Cast) -> None:
    """The proving mutant."""
    from django.db import connection

    from ruammue.ledger import guards

    promise = promise_of(cast, line_of(cast, 60), 40)
    guards.remove(connection)
    try:
        Commitment.objects.filter(pk=promise.pk).update(provider_accepted_at=timezone.now())
    finally:
        guards.install(connection)


def test_an_offer_withdrawn_while_it_is_accepted_is_refused(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = spec_of(cast)
    offer = offer_of(cast, 40, spec=spec)
    asked = actions.make_commitment(
        line_of(cast, 60, spec=spec), quantity=40, side="receiver", offer=offer, reason="ใกล้",
        by=cast.actor("officer", speaking=True), idempotency_key=key(),
    )  # fmt: skip
    actions.withdraw_offer(offer, by=cast.actor("abbot"))
    with pytest.raises(refusals.OfferIsWithdrawn) as refused:
        actions.accept_commitment(asked, side="provider", by=cast.actor("abbot", speaking=True))
    assert "โต๊ะ" in told(refused)
    monkeypatch.setattr(commitment_verbs, "_fits", lambda *rest: None)  # the guard gone, it counts: the mutant
    actions.accept_commitment(asked, side="provider", by=cast.actor("abbot", speaking=True))
    assert Offer.objects.get().remaining == 0
    assert not Loss.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_offer_taken_back_while_twenty_accept_it_is_either_promised_or_gone(lasting_cast: Cast) -> None:
    """Twenty yeses and one withdrawal at once: what came first counts, the rest is refused in words."""
    cast = lasting_cast
    spec = spec_of(cast)
    line, offer = line_of(cast, 60, spec=spec), offer_of(cast, 15, spec=spec)
    officer, abbot = cast.actor("officer", speaking=True), cast.actor("abbot", speaking=True)
    asked = [
        actions.make_commitment(
            line, quantity=1, side="receiver", offer=offer, reason="ใกล้", by=officer, idempotency_key=key()
        )
        for _ in range(20)
    ]
    jobs = [lambda one=one: actions.accept_commitment(one, side="provider", by=abbot) for one in asked]
    jobs.insert(10, lambda: actions.withdraw_offer(offer, by=abbot))
    outcomes = race(jobs)
    accepted = [one for one in outcomes if isinstance(one, Commitment)]
    refused = {type(one) for one in outcomes if isinstance(one, Refusal)}
    assert refused <= {refusals.OfferIsWithdrawn, refusals.OfferTooSmall}
    assert fresh(offer).remaining == 15 - len(accepted) >= 0
    assert fresh(line).promised == len(accepted)
    assert is_sound(cast)


@pytest.mark.django_db(transaction=True)
def test_disputing_and_settling_at_once_leaves_true_counters(lasting_cast: Cast) -> None:
    """One dispute, settled by the mediator and by the sides at the same moment: it ends once."""
    cast = lasting_cast
    line, promise, delivery = brought_forty(cast)
    dispute = disputed(cast, delivery)
    officer, abbot = cast.actor("officer", speaking=True), cast.actor("abbot", speaking=True)
    proposal = actions.propose_settlement(dispute, side="receiver", outcome="corrected", quantity=38, by=officer)
    found = {"mediated_by": "กำนัน", "words": "เห็นเอง", "by": officer}
    outcomes = race([
        *[lambda: actions.agree_to_settlement(proposal, side="provider", by=abbot)] * 4,
        *[lambda: actions.mediate_dispute(dispute, outcome="reversed", **found)] * 4,
    ])  # fmt: skip
    assert sum(isinstance(one, Dispute) for one in outcomes) == 1
    assert {type(one) for one in outcomes if isinstance(one, Refusal)} == {refusals.DisputeIsOver}
    assert numbers(line) in ((2, 38, 20), (40, 0, 20))
    assert fresh(promise).disputed == 0
    assert is_sound(cast)
