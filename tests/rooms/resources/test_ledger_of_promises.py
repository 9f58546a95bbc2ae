"""Promises and deliveries: what counts, what is refused and why, and what can never be rewritten."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone, translation

from ruammue.foundation import quantities
from ruammue.foundation.refusals import Refusal, sentence_for
from ruammue.ledger.models import Entry
from ruammue.ledger.verification import verify
from ruammue.resources import actions, refusals
from ruammue.resources.actions import deliveries
from ruammue.resources.forms import OfferForm, PromiseForm
from ruammue.resources.models import Commitment, Confirmation, Delivery, NeedLine
from ruammue.resources.queries import status_of_commitment, status_of_line
from tests.cast import Cast
from tests.rooms.resources.stage import brought, fresh, key, line_of, matter_of, offer_of, promise_of, spec_of

DAY = timezone.localdate() - dt.timedelta(days=1)


def numbers(line: NeedLine) -> tuple[int, int, int]:
    """Promised, delivered, missing."""
    line = fresh(line)
    return line.promised, line.delivered, line.missing


def is_sound(cast: Cast) -> bool:
    """Every counter equals the replay; what is only not sealed yet is no fault."""
    return [f for f in verify([cast.steward.pk]) if f.code.startswith("resources.")] == []


def told(refused: pytest.ExceptionInfo[Refusal]) -> str:
    """What the reader of Thai is told, with ordinary blanks."""
    with translation.override("th"):
        return sentence_for(refused.value).replace("\u00a0", " ")


def test_forty_tables_from_promise_to_thanks(cast: Cast) -> None:
    line = line_of(cast, 60)
    assert status_of_line(line) == "open"
    promise = actions.make_commitment(
        line,
        quantity=40,
        side="provider",
        provider=cast.temple,
        by=cast.actor("abbot", speaking=True),
        idempotency_key=key(),
    )
    assert numbers(line) == (0, 0, 60), "a promise counts only once both sides have said yes"
    actions.accept_commitment(promise, side="receiver", by=cast.actor("officer", speaking=True))
    assert numbers(line) == (40, 0, 20)
    delivery = actions.record_delivery(
        promise, quantity=30, on=DAY, side="provider", by=cast.actor("abbot", speaking=True), idempotency_key=key()
    )
    assert numbers(line) == (40, 0, 20), "one word is no word"
    actions.confirm_delivery(delivery, side="receiver", by=cast.actor("officer", speaking=True))
    assert numbers(line) == (10, 30, 20)
    brought(cast, promise, 10)
    assert numbers(line) == (0, 40, 20)
    assert fresh(promise).end == Commitment.End.FULFILLED
    assert status_of_line(fresh(line)) == "partly_delivered"
    assert is_sound(cast)


def test_a_promise_is_always_an_explicit_act(cast: Cast) -> None:
    """crisiscleanup-3-web#1313: asking is not promising, and an offer promises nothing to anybody."""
    spec = spec_of(cast)
    line = line_of(cast, 60, spec=spec)
    offer = offer_of(cast, 40, spec=spec)
    assert numbers(line) == (0, 0, 60)
    asked = actions.make_commitment(
        line,
        quantity=40,
        side="receiver",
        offer=offer,
        reason="วัดอยู่ใกล้ที่สุด",
        by=cast.actor("officer", speaking=True),
        idempotency_key=key(),
    )
    assert numbers(line) == (0, 0, 60)
    assert fresh(offer).remaining == 40
    assert status_of_commitment(asked, today=DAY) == "waits_for_provider"
    with pytest.raises(refusals.NotAcceptedYet):
        actions.record_delivery(asked, quantity=1, on=DAY, by=cast.actor("officer"), idempotency_key=key())
    actions.accept_commitment(asked, side="provider", by=cast.actor("abbot", speaking=True))
    assert numbers(line) == (40, 0, 20)
    assert fresh(offer).remaining == 0


def test_the_same_form_twice_is_one_act_and_instalments_go_on(cast: Cast) -> None:
    """human-essentials#2357: no double fulfilment, and the cure must not forbid many deliveries."""
    line = line_of(cast, 60)
    once = key()
    by = cast.actor("abbot", speaking=True)
    first, second = (
        actions.make_commitment(
            line, quantity=40, side="provider", provider=cast.temple, by=by, idempotency_key=once, agreed_by="สมใจ"
        )
        for _ in range(2)
    )
    assert first.pk == second.pk
    assert numbers(line) == (40, 0, 20)
    again = key()
    deliveries = {
        actions.record_delivery(first, quantity=10, on=DAY, by=by, side="provider", idempotency_key=again).pk
        for _ in range(2)
    }
    assert len(deliveries) == 1
    with pytest.raises(refusals.SameKeyOtherAct):
        actions.record_delivery(first, quantity=11, on=DAY, by=by, idempotency_key=again)
    for _ in range(3):
        brought(cast, first, 10)
    assert numbers(line) == (10, 30, 20)


@pytest.mark.parametrize("state", ["proposed", "accepted", "partly", "fulfilled", "enough", "taken_back", "released"])
def test_whatever_is_corrected_or_ended_the_counters_stay_true(cast: Cast, state: str) -> None:
    """Eden inv.py:1841: the path of cancelling crashed and left the counters stale."""
    spec = spec_of(cast)
    line = line_of(cast, 60, spec=spec)
    offer = offer_of(cast, 50, spec=spec)
    officer = cast.actor("officer", speaking=True)
    promise = actions.make_commitment(
        line, quantity=40, side="provider", offer=offer, by=cast.actor("abbot", speaking=True), idempotency_key=key()
    )
    if state != "proposed":
        promise = actions.accept_commitment(promise, side="receiver", by=officer)
    deliveries = []
    if state in ("partly", "enough", "fulfilled", "taken_back", "released"):
        deliveries.append(brought(cast, promise, 30))
    if state == "fulfilled":
        deliveries.append(brought(cast, promise, 10))
    ends = {"enough": "enough", "taken_back": "by_provider", "released": "by_receiver"}
    if state in ends:
        actions.end_commitment(promise, end=ends[state], reason="ตกลงกันแล้ว", by=officer)
    assert is_sound(cast)
    for delivery in deliveries:
        actions.reverse_delivery(delivery, reason="นับผิด", by=officer)
        assert is_sound(cast)
    if state in ends:
        with pytest.raises(refusals.CommitmentIsOver):
            actions.end_commitment(promise, end="by_provider", reason="ไม่ว่าง", by=officer)
    else:
        actions.end_commitment(promise, end="by_provider", reason="ไม่ว่าง", by=officer)
    assert is_sound(cast)
    assert numbers(line) == (0, 0, 60)
    assert fresh(offer).remaining == 50


def test_who_and_when_can_never_be_rewritten(cast: Cast) -> None:
    """crisiscleanup-3-web#1554 and TimeOverflow: the database itself refuses to edit or delete what was confirmed."""
    delivery = brought(cast, promise_of(cast, line_of(cast)), 40)
    rows, words = Delivery.objects.filter(pk=delivery.pk), Confirmation.objects.filter(delivery=delivery)
    for act in (
        lambda: rows.update(quantity=1),
        lambda: rows.update(recorded_by_id=cast.farmer.pk),
        lambda: rows.update(brought_on=dt.date(2025, 1, 1)),
        lambda: words.update(confirmed_by=cast.farmer.pk),
        lambda: words.update(confirmed_at=timezone.now()),
        lambda: words._raw_delete("default"),
        lambda: rows._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()
    assert words.update(confirmed_as="") == 2, "a person's name may be erased when its time is over"


@pytest.mark.usefixtures("lasting_cast")
def test_without_its_guards_the_database_would_let_history_go(lasting_cast: Cast) -> None:
    """The proving mutant of the test above."""
    from ruammue.ledger import guards

    delivery = brought(lasting_cast, promise_of(lasting_cast, line_of(lasting_cast)), 40)
    guards.remove(connection)
    try:
        assert Delivery.objects.filter(pk=delivery.pk).update(quantity=39) == 1
        codes = {finding.code for finding in verify([lasting_cast.steward.pk])}
    finally:
        guards.install(connection)
    assert "resources.commitment_drift" in codes, "and then `verify` names it"


def test_the_record_tells_what_stood_on_any_day(cast: Cast) -> None:
    """Counters of a past moment come from the record: events carry quantities, and corrections are new events."""
    line = line_of(cast)
    promise = promise_of(cast, line)
    delivery = brought(cast, promise, 40)
    before = Entry.objects.filter(kind__startswith="resources.").count()
    actions.reverse_delivery(delivery, reason="นับผิด", by=cast.actor("officer", speaking=True))
    kinds = list(Entry.objects.filter(kind__startswith="resources.").order_by("id").values_list("kind", flat=True))
    assert kinds[before:] == ["resources.commitment_reopened", "resources.delivery_reversed"]
    recorded = Entry.objects.get(kind="resources.delivery_recorded")
    assert recorded.payload["quantity"] == 40, "the first entry still says what was said then"


def test_a_refusal_names_the_thing_the_stock_and_the_shortage(cast: Cast) -> None:
    """human-essentials#1663 and #1407: never "success" on failure, never an error that does not say which item."""
    spec = spec_of(cast)
    line = line_of(cast, 60, spec=spec)
    offer = offer_of(cast, 25, spec=spec)
    by = cast.actor("abbot", speaking=True)
    with pytest.raises(refusals.OfferTooSmall) as small:
        actions.make_commitment(line, quantity=40, side="provider", offer=offer, by=by, idempotency_key=key())
    assert told(small) == "วัดโพธิ์ศรี เหลือ “โต๊ะ” 25 ตัว ไม่ถึง 40 ตัว ขอไม่เกิน 25 ตัว"
    with pytest.raises(refusals.OverCommitment) as over:
        actions.make_commitment(line, quantity=61, side="provider", provider=cast.temple, by=by, idempotency_key=key())
    assert told(over) == "“โต๊ะ” ยังขาดเพียง 60 ตัว ไม่ใช่ 61 ตัว รับปากไม่เกิน 60 ตัว"
    promise = promise_of(cast, line, 40)
    brought(cast, promise, 30)
    with pytest.raises(refusals.OverDelivery) as beyond:
        actions.record_delivery(promise, quantity=11, on=DAY, by=by, idempotency_key=key())
    assert told(beyond).startswith(
        "วัดโพธิ์ศรี รับปาก “โต๊ะ” ไว้ 40 ตัว มาแล้วยืนยันแล้ว 30 ตัว รอยืนยัน 0 ตัว จึงมาได้อีก 10 ตัว ไม่ใช่ 11 ตัว"
    )
    assert Commitment.objects.count() == 1, "what was refused left nothing behind"


@pytest.mark.parametrize("quantity", [0, -1, 0.5, 1.0, True, 10**13])
def test_only_whole_numbers_above_zero_are_quantities(cast: Cast, quantity: int) -> None:
    with pytest.raises(refusals.NotACount):
        actions.raise_line(
            matter_of(cast), spec=spec_of(cast), quantity=quantity, receiver=cast.office, by=cast.actor("officer")
        )


def test_a_tenth_and_two_tenths_are_three_tenths(cast: Cast) -> None:
    """Eden counts in floats; here 0.1 + 0.2 kilogram fill a line of 0.3 exactly."""
    spec = spec_of(cast, "เมล็ดพันธุ์", "goods", "kilogram")
    line = line_of(cast, quantities.parse("0.3", "kilogram"), spec=spec)
    for part in ("๐.๑", "0.2 กก."):
        promise = promise_of(cast, line, quantities.parse(part, "kilogram"))
        brought(cast, promise, promise.quantity)
    assert numbers(line) == (0, 300, 0)
    assert status_of_line(fresh(line)) == "met"


def test_units_are_converted_and_a_stand_in_needs_somebodys_word(cast: Cast) -> None:
    """Eden SHARE ignores units and its own flag `substitutable`."""
    day = spec_of(cast, "รถแบ็คโฮ", "vehicle", "vehicle_day")
    hour = spec_of(cast, "รถขุดเล็ก", "vehicle", "vehicle_hour")
    bags = spec_of(cast, "ปูน", "goods", "bag")
    line = line_of(cast, quantities.parse("2 วันใช้รถ", "vehicle_day"), spec=day)
    small = offer_of(cast, quantities.parse("10", "vehicle_hour"), spec=hour)
    other = offer_of(cast, 10, spec=bags)
    facts = {"quantity": 8 * 60, "side": "provider", "by": cast.actor("abbot", speaking=True)}
    with pytest.raises(refusals.OfferOfAnotherKind):
        actions.make_commitment(line, offer=small, idempotency_key=key(), **facts)
    with pytest.raises(refusals.UnitsDoNotMeet) as never:
        actions.make_commitment(line, offer=other, idempotency_key=key(), **facts)
    assert "ถุง" in told(never)
    with pytest.raises(refusals.UnitsDoNotMeet):
        actions.name_substitute(day, stand_in=bags, by=cast.actor("officer"))
    actions.name_substitute(day, stand_in=hour, by=cast.actor("officer"))
    actions.make_commitment(line, offer=small, idempotency_key=key(), agreed_by="สมใจ", **facts)
    assert numbers(line) == (480, 0, 480), "eight hours are one of two days"


def test_money_is_recorded_by_the_number_of_the_official_receipt_and_never_held(cast: Cast) -> None:
    money = spec_of(cast, "เงินค่าวัสดุ", "money", "satang")
    promise = promise_of(cast, line_of(cast, 150_000, spec=money), 150_000, who="owner", organisation="shop")
    facts = {"quantity": 150_000, "on": DAY, "side": "provider", "by": cast.actor("owner", speaking=True)}
    with pytest.raises(refusals.ReceiptNumberMissing) as refused:
        actions.record_delivery(promise, idempotency_key=key(), receipt_number="  ", **facts)
    assert "ระบบนี้ไม่รับเงิน" in told(refused)
    delivery = actions.record_delivery(promise, idempotency_key=key(), receipt_number="บค. 12/2569", **facts)
    assert delivery.receipt_number == "บค. 12/2569"


def test_a_loan_comes_back_and_may_be_lent_again(cast: Cast) -> None:
    spec = spec_of(cast)
    line = line_of(cast, 60, spec=spec)
    offer = offer_of(cast, 40, spec=spec, is_loan=True)
    promise = promise_of(cast, line, 40, offer=offer, return_due=DAY + dt.timedelta(days=30))
    delivery = brought(cast, promise, 40)
    assert promise.is_loan
    assert (fresh(offer).remaining, fresh(promise).still_lent) == (0, 40)
    assert status_of_commitment(fresh(promise), today=DAY + dt.timedelta(days=31)) == "return_late"
    officer, abbot = cast.actor("officer", speaking=True), cast.actor("abbot", speaking=True)
    with pytest.raises(refusals.OverReturn):
        actions.record_return(promise, quantity=41, on=DAY, by=officer, idempotency_key=key())
    back = actions.record_return(promise, quantity=40, on=DAY, by=officer, side="receiver", idempotency_key=key())
    assert fresh(offer).remaining == 0, "the giver has not seen it yet"
    with pytest.raises(refusals.ReturnsStand):
        actions.reverse_delivery(delivery, reason="นับผิด", by=officer)
    actions.confirm_delivery(back, side="provider", by=abbot)
    assert (fresh(offer).remaining, fresh(promise).still_lent) == (40, 0)
    assert status_of_commitment(fresh(promise), today=DAY) == "returned"
    assert numbers(line) == (0, 40, 20), "the need was served all the same"
    promise_of(cast, line_of(cast, 10, spec=spec), 10, offer=offer)
    assert is_sound(cast)
    with pytest.raises(refusals.LentOnAlready):
        actions.reverse_delivery(back, reason="ยังไม่ได้คืน", by=officer)
    gift = promise_of(cast, line, 20, who="owner", organisation="shop")
    brought(cast, gift, 20, who="owner")
    with pytest.raises(refusals.NotALoan):
        actions.record_return(gift, quantity=1, on=DAY, by=officer, idempotency_key=key())


def test_days_that_cannot_be_are_refused(cast: Cast) -> None:
    """Due in the past, back before it came, brought long before it was promised."""
    line, today = line_of(cast, until_on=timezone.localdate() + dt.timedelta(days=20)), timezone.localdate()
    abbot = cast.actor("abbot", speaking=True)
    facts = {"quantity": 5, "side": "provider", "provider": cast.temple, "by": abbot}
    for days in ({"due": DAY}, {"is_loan": True, "return_due": DAY}):
        with pytest.raises(refusals.DayIsOver) as over:
            actions.make_commitment(line, **facts, **days, idempotency_key=key())
        assert "ผ่านไปแล้ว" in told(over)
        assert "วันแรก" not in told(over), "only one day was typed"
    reversed_days = {"is_loan": True, "due": today + dt.timedelta(days=9), "return_due": today + dt.timedelta(days=8)}
    with pytest.raises(refusals.DatesReversed) as why:
        actions.make_commitment(line, **facts, **reversed_days, idempotency_key=key())
    assert "วันสุดท้าย" in told(why)
    promise = promise_of(cast, line)
    with pytest.raises(refusals.BeforePromise) as why:
        brought(cast, promise, 5, on=dt.date(1957, 1, 1))
    assert "ก่อนนั้นมาก" in told(why)
    brought(cast, promise, 5, on=today - dt.timedelta(days=30)), "typed later than it came"


def test_two_people_see_a_hand_over(cast: Cast) -> None:
    promise = promise_of(cast, line_of(cast))
    officer = cast.actor("officer", speaking=True)
    delivery = actions.record_delivery(promise, quantity=40, on=DAY, by=officer, side="receiver", idempotency_key=key())
    with pytest.raises(refusals.AlreadyConfirmed):
        actions.confirm_delivery(delivery, side="receiver", by=officer)
    with pytest.raises(refusals.SamePersonBothSides):
        actions.confirm_delivery(delivery, side="provider", by=officer)
    helper = officer.entering_for(None)
    with pytest.raises(refusals.WhoseWordMissing):
        actions.confirm_delivery(delivery, side="provider", by=helper)
    actions.confirm_delivery(delivery, side="provider", by=helper, as_whom="พระครูสุวรรณ โทรมาบอก")
    word = Confirmation.objects.get(delivery=delivery, side="provider")
    assert (word.confirmed_by, word.entered_by_id) == (None, cast.officer.pk)
    assert fresh(promise).delivered == 40


def test_without_its_guard_one_person_could_be_both_sides(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proving mutant: nobody is the same person any more."""
    promise = promise_of(cast, line_of(cast))
    officer = cast.actor("officer", speaking=True)
    delivery = actions.record_delivery(promise, quantity=40, on=DAY, by=officer, side="receiver", idempotency_key=key())
    monkeypatch.setattr(deliveries, "two_people", lambda facing, by: None)
    actions.confirm_delivery(delivery, side="provider", by=officer)
    assert fresh(promise).delivered == 40


def test_an_ending_waits_for_the_word_that_is_due(cast: Cast) -> None:
    line = line_of(cast)
    promise = promise_of(cast, line)
    officer = cast.actor("officer", speaking=True)
    delivery = actions.record_delivery(promise, quantity=5, on=DAY, by=officer, side="receiver", idempotency_key=key())
    with pytest.raises(refusals.DeliveriesWaiting) as waits:
        actions.end_commitment(promise, end="enough", reason="พอแล้ว", by=officer)
    assert "1 ครั้ง" in told(waits)
    actions.reverse_delivery(delivery, reason="ยังไม่ได้มา", by=officer)
    with pytest.raises(refusals.AlreadyReversed):
        actions.confirm_delivery(delivery, side="provider", by=cast.actor("abbot", speaking=True))
    with pytest.raises(refusals.NothingDelivered):
        actions.end_commitment(promise, end="enough", reason="พอแล้ว", by=officer)
    with pytest.raises(refusals.ReasonMissing):
        actions.end_commitment(promise, end="by_receiver", reason=" ", by=officer)
    actions.end_commitment(promise, end="by_receiver", reason="ฝนตก เลื่อนงาน", by=officer)
    assert numbers(line) == (0, 0, 60)


def test_a_line_closes_short_with_both_numbers_kept(cast: Cast) -> None:
    line = line_of(cast, 60)
    officer = cast.actor("officer", speaking=True)
    with pytest.raises(refusals.NothingCameYet):
        actions.accept_as_enough(line, reason="พอ", by=officer)
    promise = promise_of(cast, line, 40)
    with pytest.raises(refusals.LineHasPromises) as waits:
        actions.withdraw_line(line, reason="เลิกงาน", by=officer)
    assert "40 ตัว" in told(waits)
    brought(cast, promise, 40)
    with pytest.raises(refusals.LineHasDeliveries):
        actions.withdraw_line(line, reason="เลิกงาน", by=officer)
    actions.accept_as_enough(line, reason="คนมาน้อยกว่าที่คิด", by=officer)
    closed = fresh(line)
    assert (status_of_line(closed), closed.quantity, closed.delivered) == ("enough", 60, 40)
    with pytest.raises(refusals.LineIsClosed):
        promise_of(cast, line, 1)


def test_nobody_promises_to_themselves_nor_for_another_office(cast: Cast) -> None:
    line = line_of(cast)
    officer = cast.actor("officer", speaking=True)
    facts = {"quantity": 1, "side": "provider", "by": officer}
    with pytest.raises(refusals.GiverIsReceiver):
        actions.make_commitment(line, provider=cast.office, idempotency_key=key(), **facts)
    with pytest.raises(refusals.NobodyGives):
        actions.make_commitment(line, idempotency_key=key(), **facts)
    with pytest.raises(refusals.ReasonMissing):
        actions.make_commitment(
            line, provider=cast.temple, quantity=1, side="receiver", by=officer, idempotency_key=key()
        )
    foreign = actions.add_spec(cast.other_steward, name="โต๊ะ", kind="goods", unit="body", by=cast.actor("outsider"))
    with pytest.raises(refusals.NotOfThisSteward):
        line_of(cast, 1, spec=foreign)
    elsewhere = actions.make_offer(foreign, quantity=5, provider=cast.temple, by=cast.actor("outsider"))
    with pytest.raises(refusals.NotOfThisSteward):
        actions.make_commitment(line, offer=elsewhere, idempotency_key=key(), **facts)


def test_the_database_keeps_the_promise_where_an_act_forgets_it(cast: Cast) -> None:
    line = line_of(cast, 60)
    promise = promise_of(cast, line, 40)
    for act in (
        lambda: NeedLine.objects.filter(pk=line.pk).update(promised=61),
        lambda: NeedLine.objects.filter(pk=line.pk).update(delivered=-1),
        lambda: Commitment.objects.filter(pk=promise.pk).update(delivered=41),
        lambda: Commitment.objects.filter(pk=promise.pk).update(returned=1),
        lambda: Commitment.objects.filter(pk=promise.pk).update(end="enough"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()


@pytest.mark.parametrize(
    ("kind", "unit"), [("hours", "person_minute"), ("skill", "person_minute"), ("money", "satang")]
)
def test_time_and_money_are_given_never_lent(cast: Cast, kind: str, unit: str) -> None:
    spec = spec_of(cast, "แรงคนช่วยงาน", kind=kind, unit=unit)
    line = line_of(cast, 480, spec=spec)
    with pytest.raises(refusals.NotLent) as refused:
        promise_of(cast, line, 120, is_loan=True, return_due=timezone.localdate() + dt.timedelta(days=20))
    assert "ไม่มีอะไรเอามาคืน" in told(refused)
    with pytest.raises(refusals.NotLent):
        offer_of(cast, 120, spec=spec, is_loan=True)
    assert numbers(line) == (0, 0, 480)
    form = PromiseForm(unit=unit, quantity=120, due=None, steward=cast.steward, actor=cast.actor("abbot"))
    assert {"is_loan", "return_due"}.isdisjoint(form.fields)
    assert (
        "is_loan"
        in PromiseForm(unit="body", quantity=1, due=None, steward=cast.steward, actor=cast.actor("abbot")).fields
    )
    assert "is_loan" not in OfferForm(spec=spec, steward=cast.steward, actor=cast.actor("abbot")).fields


def test_a_day_that_is_over_is_not_offered(cast: Cast) -> None:
    form = PromiseForm(unit="body", quantity=1, due=DAY, steward=cast.steward, actor=cast.actor("abbot"))
    assert form.fields["due"].initial is None
