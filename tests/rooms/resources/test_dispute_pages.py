"""What was not so, and what broke: told and settled on the pages that both sides read on their phones."""

from __future__ import annotations

import datetime as dt
import json

from django.urls import reverse

from ruammue.cli import replay
from ruammue.foundation.keys import new_key
from ruammue.resources.models import Delivery, Dispute, Loss, NeedLine, Offer, Settlement, Substitution
from tests.cast import Cast
from tests.rooms.resources.stage import brought, fresh, key, line_of, matter_of, offer_of, promise_of, spec_of
from tests.rooms.resources.test_ledger_of_promises import numbers
from tests.rooms.resources.test_pages import page, send, words


def test_a_dispute_from_the_row_to_the_handshake(cast: Cast) -> None:
    """The officer says that 38 came; the abbot reads it on his phone and agrees in one tap."""
    line = line_of(cast, 60)
    promise = promise_of(cast, line, 40)
    delivery = brought(cast, promise, 40)
    officer, abbot = cast.client("officer"), cast.client("abbot")
    assert "อะไรที่ไม่ตรง" in page(officer, cast, "dispute", delivery.pk)
    empty = send(officer, cast, "dispute", delivery.pk, side="receiver", what="delivery", reason="")
    assert empty.status_code == 422
    send(officer, cast, "dispute", delivery.pk, side="receiver", what="delivery", reason="นับได้ 38 ตัว")
    dispute = Dispute.objects.get()
    assert numbers(line) == (40, 0, 20)
    assert "มีฝ่ายหนึ่งบอกว่าไม่ตรง" in page(abbot, cast, "commitment", promise.pk)
    board = words(officer.get(reverse("resources:promises", args=[cast.steward.slug])))
    assert "ตกลงกันก่อน" in board
    nothing = send(officer, cast, "dispute_page", dispute.pk, side="receiver", outcome="corrected", quantity="")
    assert "เขียนจำนวนที่ถูกต้อง" in words(nothing)
    send(officer, cast, "dispute_page", dispute.pk, side="receiver", outcome="corrected", quantity="๓๘")
    proposal = Settlement.objects.get()
    assert "มาจริง แต่จำนวนไม่ใช่: 38 ตัว" in page(abbot, cast, "dispute_page", dispute.pk)
    refused = send(officer, cast, "agree", proposal.pk, side="receiver")
    assert refused.status_code == 422, "not one's own proposal"
    send(abbot, cast, "agree", proposal.pk, side="provider")
    assert numbers(line) == (2, 38, 20)
    assert "เรื่องนี้ตกลงกันแล้ว" in page(abbot, cast, "dispute_page", dispute.pk)
    # Nobody but the two sides and the office comes near it; only those who mediate for others open that door.
    assert (
        cast.client("owner").get(reverse("resources:dispute_page", args=[cast.steward.slug, dispute.pk])).status_code
        == 403
    )
    page(abbot, cast, "mediate", dispute.pk, expect=403)


def test_a_mediator_is_named_on_the_page(cast: Cast) -> None:
    promise = promise_of(cast, line_of(cast, 60), 40)
    delivery = brought(cast, promise, 40)
    officer = cast.client("officer")
    send(cast.client("abbot"), cast, "dispute", delivery.pk, side="provider", reason="ไม่ได้ยืนยัน", what="receiver")
    dispute = Dispute.objects.get()
    assert dispute.word == "receiver"
    facts = {"outcome": "stands", "words": "ดูรูปด้วยกัน"}
    assert send(officer, cast, "mediate", dispute.pk, mediated_by="", **facts).status_code == 422
    send(officer, cast, "mediate", dispute.pk, mediated_by="กำนันสมชาย", **facts)
    assert "กำนันสมชาย เสนอ" in page(officer, cast, "dispute_page", dispute.pk)
    assert fresh(promise).delivered == 40


def test_a_loan_broken_is_told_with_words_and_the_owner_says_what_follows(cast: Cast) -> None:
    promise = promise_of(cast, line_of(cast, 60), 40, is_loan=True)
    brought(cast, promise, 40)
    officer, abbot = cast.client("officer"), cast.client("abbot")
    assert "มีของชำรุดหรือหาย" in page(officer, cast, "commitment", promise.pk)
    facts = {"how": "broken", "side": "receiver", "once": str(new_key())}
    too_many = send(officer, cast, "tell_loss", promise.pk, quantity="41", words="ขาหัก", **facts)
    assert "เหลืออยู่ 40 ตัว จึงคืน 41 ตัว ไม่ได้" in words(too_many)
    send(officer, cast, "tell_loss", promise.pk, quantity="2", words="ขาหัก", **facts)
    loss = Loss.objects.get()
    assert "รอเจ้าของบอก" in page(officer, cast, "commitment", promise.pk)
    assert "ขาหัก" in page(abbot, cast, "decide_loss", loss.pk)
    send(abbot, cast, "decide_loss", loss.pk, side="provider", outcome="owed", words="ขอใหม่สองตัว")
    assert fresh(promise).lost == 2
    again = page(abbot, cast, "decide_loss", loss.pk)
    assert "ยังติดค้างอยู่" not in again.replace("ยังติดค้างอยู่ ", "", 0).split("จะให้ทำอย่างไรต่อ")[-1]
    send(abbot, cast, "decide_loss", loss.pk, side="provider", outcome="replaced", words="")
    assert "ให้ของใหม่แทนแล้ว" in page(officer, cast, "commitment", promise.pk)
    assert fresh(promise).still_lent == 38
    gift = promise_of(cast, line_of(cast, 5, spec=promise.need_line.spec), 5)
    assert officer.get(reverse("resources:tell_loss", args=[cast.steward.slug, gift.pk])).status_code == 404


def test_an_offer_on_saturdays_for_something_in_return(cast: Cast) -> None:
    spec = spec_of(cast, "รถกระบะ", "vehicle", "vehicle_day")
    abbot = cast.client("abbot")
    facts = {"giver": f"org:{cast.temple.pk}", "quantity": "10", "query": f"?spec={spec.pk}"}
    odd = send(abbot, cast, "new_offer", least="11", **facts)
    assert "มากกว่าจำนวนทั้งหมด" in words(odd)
    untold = send(abbot, cast, "new_offer", is_trade="on", **facts)
    assert "เขียนว่าขอแลกกับอะไร" in words(untold)
    send(
        abbot, cast, "new_offer", least="2", days=["SA", "SU"], every="weekly", is_trade="on",
        wants="ปรับถนนเข้าวัด", once=str(new_key()), **facts,
    )  # fmt: skip
    offer = Offer.objects.get()
    assert (offer.schedule, offer.least, offer.wants) == ("FREQ=WEEKLY;BYDAY=SA,SU", 960, "ปรับถนนเข้าวัด")
    told = page(abbot, cast, "offer", offer.pk)
    assert "ทุกสัปดาห์ วันเสาร์, อาทิตย์" in told
    assert "ขอแลกกับ ปรับถนนเข้าวัด" in told
    assert "FREQ" not in told


def test_a_line_says_for_whom_and_from_how_much_on_it_is_of_use(cast: Cast) -> None:
    matter, spec = matter_of(cast), spec_of(cast)
    officer = cast.client("officer")
    facts = {"quantity": "60", "least": "40", "receiver": str(cast.office.pk), "for_group": "elderly"}
    for count in ("4", "30"):
        send(
            officer,
            cast,
            "raise_line",
            matter.pk,
            query=f"?spec={spec.pk}",
            for_count=count,
            once=str(new_key()),
            **facts,
        )
    few, many = NeedLine.objects.order_by("raised_at")
    told = page(officer, cast, "line", few.pk)
    assert "ใช้งานได้ตั้งแต่ 40 ตัว ขึ้นไป ยังขาดอีก 40 ตัว" in told
    assert "เพื่อผู้สูงอายุ" in told
    assert "เพื่อผู้สูงอายุ 4" not in told, "so few could be found"
    assert "เพื่อผู้สูงอายุ 30" in page(officer, cast, "line", many.pk)
    # The same was asked for twice: one line carries it.
    missing = send(officer, cast, "close_line", few.pk, how="merge", reason="ขอซ้ำ")
    assert "เลือกรายการที่จะรวมไว้" in words(missing)
    send(officer, cast, "close_line", few.pk, how="merge", into=str(many.pk), reason="ขอซ้ำ")
    assert (fresh(many).quantity, fresh(few).closed_how) == (120, "merged")


def test_a_bag_stands_in_for_fifty_kilograms_by_the_form(cast: Cast) -> None:
    rice, bags = spec_of(cast, "ข้าวสาร", "goods", "kilogram"), spec_of(cast, "ข้าวสารถุง", "goods", "bag")
    officer = cast.client("officer")
    facts = {"spec": str(rice.pk), "stand_in": str(bags.pk)}
    refused = send(officer, cast, "substitutes", wanted="", given="", **facts)
    assert "นับเป็นกิโลกรัม" in words(refused)
    assert "ใช้แทนอีกอย่างได้เท่าไร" in words(refused)
    wrong = send(officer, cast, "substitutes", wanted="50 ถุง", given="1", **facts)
    assert wrong.status_code == 422
    send(officer, cast, "substitutes", wanted="50 กก.", given="1", **facts)
    said = Substitution.objects.get()
    assert (said.wanted, said.given) == (50_000, 1)
    assert "ข้าวสาร 50 กิโลกรัม" in page(officer, cast, "substitutes")


def test_a_promise_asked_for_in_a_duty_that_nobody_kept(cast: Cast) -> None:
    line = line_of(cast, 60, until_on=dt.date(2026, 1, 2))
    officer = cast.client("officer")
    facts = {
        "giver": "other", "organisation": str(cast.school.pk), "quantity": "10", "reason": "อยู่ใกล้",
        "agreed_by": "ครูวิชา", "once": str(new_key()),
    }  # fmt: skip
    untold = send(officer, cast, "ask", line.pk, agreed_in="obligation", **facts)
    assert "หน้าที่ข้อไหน" in words(untold)
    send(officer, cast, "ask", line.pk, agreed_in="obligation", agreed_words="ข้อ 3", **facts)
    promise = line.commitments.get()
    assert "หน้าที่ในบันทึกข้อตกลง: ข้อ 3" in page(officer, cast, "commitment", promise.pk)
    assert "คนกลางที่ฟังทั้งสองฝ่าย" in page(officer, cast, "end", promise.pk)
    nobody = send(officer, cast, "end", promise.pk, end="defaulted", reason="ไม่มา", mediated_by="")
    assert "คนกลาง" in words(nobody)
    send(officer, cast, "end", promise.pk, end="defaulted", reason="ไม่มา", mediated_by="กำนันสมชาย")
    assert "คนกลาง: กำนันสมชาย" in page(officer, cast, "commitment", promise.pk)
    assert fresh(line).missing == 60


def test_auditors_take_the_ledger_with_them_and_count_it_anew(cast: Cast, tmp_path) -> None:  # type: ignore[no-untyped-def]
    promise = promise_of(cast, line_of(cast, 60), 40)
    brought(cast, promise, 40)
    auditor = cast.client("auditor")
    answer = auditor.get(reverse("resources:ledger", args=[cast.steward.slug]))
    assert answer.status_code == 200
    assert "สมุดคำรับปากสำหรับตรวจนับใหม่" in page(auditor, cast, "promises")
    file = tmp_path / "ledger.jsonl"
    file.write_bytes(answer.content)
    assert replay.run([str(file)]) == 0
    told = [json.loads(row) for row in answer.content.decode().splitlines()]
    assert sum(row["kind"] == "delivered" for row in told) == Delivery.objects.count() == 1
    assert cast.client("abbot").get(reverse("resources:ledger", args=[cast.steward.slug])).status_code == 403


def test_what_somebody_else_brings_or_confirms_is_refused(cast: Cast) -> None:
    """A partner that is no side of a promise comes neither to its page nor to its forms."""
    spec = spec_of(cast)
    promise = promise_of(cast, line_of(cast, 60, spec=spec), 40, offer=offer_of(cast, 40, spec=spec))
    delivery = brought(cast, promise, 1)
    owner = cast.client("owner")
    facts = {"side": "provider", "quantity": "1", "on": "22/11/2569", "once": key()}
    for name, pk in (("deliver", promise.pk), ("confirm", delivery.pk), ("dispute", delivery.pk), ("end", promise.pk)):
        assert send(owner, cast, name, pk, **facts).status_code == 403, name
    assert Delivery.objects.count() == 1
