"""What people mistype or send twice, through the pages they use: refused with the way on, or done once."""

from __future__ import annotations

import pytest
from django.test import Client

from ruammue.foundation.keys import new_key
from ruammue.ledger.models import Entry
from ruammue.resources.models import Commitment, Confirmation, Delivery, NeedLine
from tests.cast import Cast
from tests.rooms.resources.stage import brought, fresh, line_of, matter_of, promise_of, spec_of
from tests.rooms.resources.test_pages import send, words

SIDE = {"side": "provider", "on": "22/11/2569"}


def deliver(client: Client, cast: Cast, promise: Commitment, typed: str, once: str = "", **more: str) -> int:
    data = {**SIDE, "quantity": typed, "once": once or str(new_key()), **more}
    return int(send(client, cast, "deliver", promise.pk, **data).status_code)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("41", "มาได้อีก 40 ตัว ไม่ใช่ 41 ตัว"),
        ("๔๑", "มาได้อีก 40 ตัว ไม่ใช่ 41 ตัว"),
        ("-5", ""),
        ("−๕", ""),
        ("0", ""),
        ("1.5", ""),
        ("ครึ่ง", ""),
        ("๐.๑", ""),
        ("40 กก.", ""),
        ("1e3", ""),
        ("", ""),
        ("สี่สิบ", ""),
        ("9" * 40, ""),
    ],
)
def test_a_quantity_that_cannot_be_is_refused_beside_its_field_and_kept_as_typed(
    cast: Cast, typed: str, said: str
) -> None:
    promise = promise_of(cast, line_of(cast, 60), 40)
    owner = cast.client("abbot")
    answer = send(owner, cast, "deliver", promise.pk, **SIDE, quantity=typed, once=str(new_key()))
    assert answer.status_code == 422
    assert said in words(answer)
    if not said:
        assert 'id="id_quantity_error"' in answer.content.decode(), typed
    if typed:
        assert typed[:20] in answer.content.decode(), "what was typed stays"
    assert not Delivery.objects.exists()


def test_thai_digits_count_as_any_and_a_tenth_and_two_tenths_are_three_tenths(cast: Cast) -> None:
    """Asked, promised and brought through the pages, in kilograms: ๐.๓ is filled by ๐.๑ and 0.2 to the gram."""
    matter, seeds = matter_of(cast), spec_of(cast, "เมล็ดพันธุ์", "goods", "kilogram")
    officer, abbot = cast.client("officer"), cast.client("abbot")
    send(officer, cast, "raise_line", matter.pk, query=f"?spec={seeds.pk}", quantity="๐.๓",
         receiver=str(cast.office.pk), once=str(new_key()))  # fmt: skip
    line = NeedLine.objects.get()
    for typed in ("๐.๑", "0.2"):
        send(abbot, cast, "promise", line.pk, giver=f"org:{cast.temple.pk}", quantity=typed, once=str(new_key()))
        promise = Commitment.objects.latest("promised_at")
        send(officer, cast, "accept", promise.pk, side="receiver")
        assert deliver(abbot, cast, promise, typed) == 302
        send(officer, cast, "confirm", Delivery.objects.latest("recorded_at").pk, side="receiver")
    line = fresh(line)
    assert (line.quantity, line.promised, line.delivered) == (300, 0, 300)
    refused = send(
        abbot, cast, "promise", line.pk, giver=f"org:{cast.temple.pk}", quantity="0.001", once=str(new_key())
    )
    assert refused.status_code == 422
    assert "ครบแล้ว" in words(refused)


def test_a_delivery_a_confirmation_and_a_reversal_by_double_tap_are_one_each(cast: Cast) -> None:
    promise = promise_of(cast, line_of(cast, 60), 40)
    abbot, officer, once = cast.client("abbot"), cast.client("officer"), str(new_key())
    assert deliver(abbot, cast, promise, "25", once) == 302
    assert deliver(abbot, cast, promise, "25", once) == 302
    assert deliver(abbot, cast, promise, "24", once) == 422, "one form, another number: that is another act"
    delivery = Delivery.objects.get()
    for _tap in range(2):
        send(officer, cast, "confirm", delivery.pk, side="receiver")
    assert Confirmation.objects.count() == 2
    assert (fresh(promise).delivered, fresh(promise.need_line).delivered) == (25, 25)
    for _tap in range(2):
        send(officer, cast, "reverse", delivery.pk, reason="นับผิด")
    assert (fresh(promise).delivered, fresh(promise.need_line).delivered) == (0, 0)
    assert Delivery.objects.count() == 2, "the row and the one that takes it back"
    assert Entry.objects.filter(kind="resources.delivery_reversed").count() == 1
    # A reversal is no delivery to be taken back in its turn.
    reversal = Delivery.objects.get(reverses=delivery)
    send(officer, cast, "reverse", reversal.pk, reason="อีกที")
    assert Delivery.objects.count() == 2


def test_a_promise_and_its_answer_by_double_tap_are_one_each(cast: Cast) -> None:
    line, once = line_of(cast, 60), str(new_key())
    abbot, officer = cast.client("abbot"), cast.client("officer")
    for _tap in range(2):
        send(abbot, cast, "promise", line.pk, giver=f"org:{cast.temple.pk}", quantity="40", once=once)
    promise = Commitment.objects.get()
    for _tap in range(2):
        send(officer, cast, "accept", promise.pk, side="receiver")
    assert fresh(line).promised == 40
    # Nobody gives more than lacks, to the piece.
    more = send(abbot, cast, "promise", line.pk, giver=f"org:{cast.temple.pk}", quantity="21", once=str(new_key()))
    assert more.status_code == 422
    assert "ยังขาดเพียง 20 ตัว ไม่ใช่ 21 ตัว" in words(more)


def test_a_delivery_is_not_from_tomorrow_and_what_is_full_takes_no_more(cast: Cast) -> None:
    promise = promise_of(cast, line_of(cast, 60), 40)
    abbot = cast.client("abbot")
    for on in ("31/2/2569", "1/1/2600", "ไม่รู้"):
        assert deliver(abbot, cast, promise, "40", on=on) == 422, on
    brought(cast, promise, 40)
    assert deliver(abbot, cast, promise, "1") == 422
    assert fresh(promise).delivered == 40
