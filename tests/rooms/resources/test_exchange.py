"""Exchanges: agreed on phones, promised on all sides in one act or not at all, robust to one who fails."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from ruammue.coordination.models import Notice
from ruammue.foundation.keys import new_key
from ruammue.foundation.refusals import sentence_for
from ruammue.ledger.actions import deliver
from ruammue.resources import actions, refusals
from ruammue.resources.actions import raise_line
from ruammue.resources.dividing import month_of
from ruammue.resources.exchange import actions as deals
from ruammue.resources.exchange import queries
from ruammue.resources.exchange.models import Exchange, ExchangeParty
from ruammue.resources.models import Commitment
from ruammue.resources.refusals import ReceiptNumberMissing
from tests.cast import Cast
from tests.rooms.resources.stage import brought, fresh, key, matter_of, offer_of, spec_of
from tests.rooms.resources.test_near import TODAY
from tests.rooms.resources.test_pages import page, send, words


def lacking(cast: Cast, name: str, quantity: int, receiver: Any, kind: str = "goods", unit: str = "body") -> Any:
    """A matter in which somebody lacks something."""
    by = cast.actor("officer")
    by = by if receiver == cast.office else by.entering_for(None)
    return raise_line(
        matter_of(cast, f"เรื่อง{name}"),
        spec=spec_of(cast, name, kind, unit),
        quantity=quantity,
        receiver=receiver,
        by=by,
    )


def tables_and_road(cast: Cast) -> tuple[Any, Any]:
    """The office lacks tables for its fair; the temple lacks somebody who grades its road."""
    tables = lacking(cast, "โต๊ะ", 40, cast.office)
    road = lacking(cast, "รถเกรด", 480, cast.temple, "vehicle", "vehicle_day")
    return tables, road


def proposed(cast: Cast) -> Exchange:
    tables, road = tables_and_road(cast)
    return deals.propose_exchange(
        cast.steward,
        [deals.Part(tables, cast.temple, 40, is_loan=True), deals.Part(road, cast.office, 480)],
        why="วัดให้ยืมโต๊ะ อบต. ปรับถนนวัด",
        by=cast.actor("officer"),
    )


def agreed(cast: Cast) -> Exchange:
    made = proposed(cast)
    deals.agree_to_exchange(made, cast.temple, by=cast.actor("abbot", speaking=True))
    return fresh(deals.agree_to_exchange(made, cast.office, by=cast.actor("officer", speaking=True)))


def test_scenario_6_on_phones(cast: Cast) -> None:
    """Temple lends 40 tables, the office grades its road: one link, one tap, one act; then the sums are equal."""
    tables, road = tables_and_road(cast)
    offer = offer_of(cast, 40, spec=tables.spec, is_loan=True)
    offer_of(cast, 480, spec=road.spec, who="officer", organisation="office")
    abbot, officer = cast.client("abbot"), cast.client("officer")
    send(abbot, cast, "only_in_exchange", offer.pk, wants="ถนนวัด")
    assert "ให้แบบแลกเปลี่ยนเท่านั้น" in page(officer, cast, "offer", offer.pk)
    told = officer.get(reverse("resources:exchanges", args=[cast.steward.slug]))
    assert "วัดโพธิ์ศรี → อบต.นาร่วมใจ : โต๊ะ 40 ตัว" in words(told).replace(" :", " :"), words(told)
    address = re.search(r'/exchange/deals/new/\?(part=[^"]+)"', told.content.decode())
    assert address
    form = officer.get(
        reverse("resources:propose", args=[cast.steward.slug]) + "?" + address[1].replace("&amp;", "&")
    ).context["form"]
    filled = {b.name: getattr(b.value(), "pk", b.value()) for b in form if b.value() is not None}
    sent = officer.post(
        reverse("resources:propose", args=[cast.steward.slug]) + "?" + address[1].replace("&amp;", "&"),
        {**filled, "why": "โต๊ะแลกปรับถนน"},
    )
    assert sent.status_code == 302
    made = Exchange.objects.get()
    deliver()
    assert Notice.objects.filter(code="exchange.proposed", person=cast.abbot).exists()
    # The temple answers by link: a claim, that the office hears from it.
    asked = send(officer, cast, "exchange_link", made.pk, party=str(cast.temple.pk))
    link = re.search(r"/[a-z-]+/exchange/deals/answer/[\w-]+/", asked.content.decode())
    assert link
    stranger = cast.client()
    seen = words(stranger.get(link[0]))
    assert "ให้ยืม โต๊ะ 40 ตัว → อบต.นาร่วมใจ" in seen
    stranger.post(link[0], {"answer": "yes", "as_whom": "พระครู"})
    assert not Commitment.objects.exists()
    assert "ขอบคุณ" in words(stranger.get(link[0]))
    send(officer, cast, "exchange_agree", made.pk, party=str(made.parties.get(organisation=cast.office).pk))
    assert not Commitment.objects.exists(), "claimed is not agreed"
    party = made.parties.get(organisation=cast.temple)
    send(officer, cast, "exchange_agree", made.pk, party=str(party.pk), how="phone", as_whom="พระครู")
    assert [(c.provider_id, c.is_accepted, c.is_loan) for c in Commitment.objects.order_by("provider_id")] == sorted(
        [(cast.temple.pk, True, True), (cast.office.pk, True, False)]
    )
    assert (fresh(tables).promised, fresh(road).promised, fresh(offer).remaining) == (40, 480, 0)
    brought(cast, Commitment.objects.get(provider=cast.temple), 40)
    graded = Commitment.objects.get(provider=cast.office)
    done = actions.record_delivery(
        graded, quantity=480, on=TODAY, side="provider", by=cast.actor("officer", speaking=True), idempotency_key=key()
    )
    actions.confirm_delivery(done, side="receiver", by=cast.actor("abbot", speaking=True))
    rows = {row.name: (row.gave, row.took) for row in queries.balance(cast.steward, today=TODAY)}
    assert rows == {cast.temple.name: (1, 1), cast.office.name: (1, 1)}
    assert sum(gave - took for gave, took in rows.values()) == 0
    assert "%" not in page(abbot, cast, "balance"), "no grade for anybody"
    # The firm's 50,000 baht are only recorded, with the number of the official receipt.
    money = lacking(cast, "เงินค่าวัสดุ", 5_000_000, cast.office, "money", "satang")
    gift = actions.make_commitment(
        money, quantity=5_000_000, side="provider", provider=cast.shop, by=cast.actor("owner", speaking=True),
        idempotency_key=key(),
    )  # fmt: skip
    actions.accept_commitment(gift, side="receiver", by=cast.actor("officer", speaking=True))
    facts: dict[str, Any] = {"quantity": 5_000_000, "on": TODAY, "by": cast.actor("officer"), "idempotency_key": key()}
    with pytest.raises(ReceiptNumberMissing):
        actions.record_delivery(gift, **facts)
    assert actions.record_delivery(gift, receipt_number="กค 12/2570", **facts)


def test_what_waits_in_an_exchange_is_proposed_to_nobody_else(cast: Cast) -> None:
    """Else the month's division takes it away, and the last party can no longer agree."""
    officer = cast.actor("officer")
    tables, road = tables_and_road(cast)
    offer = offer_of(cast, 40, spec=tables.spec, is_loan=True)
    other = raise_line(matter_of(cast, "กีฬา"), spec=tables.spec, quantity=10, receiver=cast.office, by=officer)
    parts = [deals.Part(tables, cast.temple, 35, offer=offer, is_loan=True), deals.Part(road, cast.office, 480)]
    made = deals.propose_exchange(cast.steward, parts, why="โต๊ะแลกปรับถนน", by=officer)
    month = month_of(cast.steward, officer, today=TODAY)
    assert [gap.row.id for gap in month.gaps] == [other.pk]
    assert [one.quantity for gap in month.gaps for one in gap.proposed] == ["5\u00a0ตัว"], "35 of its 40 are spoken for"
    deals.cancel_exchange(made, reason="เลิก", by=officer)
    assert len(month_of(cast.steward, officer, today=TODAY).gaps) == 3


def test_a_ring_of_three_is_all_or_nothing(cast: Cast) -> None:
    """Temple → office → school → temple. With the last yes three promises; had a line been filled meanwhile, none."""
    tables, road = (
        lacking(cast, "โต๊ะ", 40, cast.office),
        lacking(cast, "ครูสอนเด็กวัด", 480, cast.temple, "hours", "person_day"),
    )
    pump = lacking(cast, "เครื่องสูบน้ำ", 1, cast.school)
    parts = [
        deals.Part(tables, cast.temple, 40), deals.Part(pump, cast.office, 1), deals.Part(road, cast.school, 480)
    ]  # fmt: skip
    officer = cast.actor("officer")
    made = deals.propose_exchange(cast.steward, parts, why="สามฝ่าย", by=officer)
    for body in (cast.temple, cast.school):
        deals.agree_to_exchange(made, body, by=officer.entering_for(None), as_whom="ผู้แทน", how="phone")
    other = actions.make_commitment(
        pump,
        quantity=1,
        side="provider",
        provider=cast.shop,
        by=cast.actor("owner", speaking=True),
        idempotency_key=key(),
    )
    actions.accept_commitment(other, side="receiver", by=officer.entering_for(None), as_whom="ผอ.")
    last = {"by": officer.entering_for(None), "as_whom": "ปลัด", "how": "paper"}
    with pytest.raises(refusals.ExchangeCannotBe) as why:
        deals.agree_to_exchange(made, cast.office, **last)
    assert "เสนอใหม่เท่าที่ยังทำได้" in sentence_for(why.value)
    assert Commitment.objects.count() == 1, "nothing half-done"
    assert fresh(made).is_open
    assert not ExchangeParty.objects.get(organisation=cast.office).agreed_at
    actions.end_commitment(other, end="by_provider", reason="เสีย", by=cast.actor("owner", speaking=True))
    deals.agree_to_exchange(made, cast.office, **last)
    assert sum(c.is_accepted and not c.end for c in Commitment.objects.all()) == 3
    with pytest.raises(refusals.ExchangeIsOver):
        deals.cancel_exchange(fresh(made), reason="เปลี่ยนใจ", by=officer)


def test_whoever_takes_their_yes_back_ends_the_whole_of_it(cast: Cast) -> None:
    made = proposed(cast)
    deals.agree_to_exchange(made, cast.temple, by=cast.actor("abbot", speaking=True))
    assert send(cast.client("owner"), cast, "exchange_let_go", made.pk, reason="x").status_code == 403
    send(cast.client("abbot"), cast, "exchange_let_go", made.pk, reason="ต้องใช้โต๊ะเอง")
    assert (fresh(made).cancel_reason, Commitment.objects.count()) == ("ต้องใช้โต๊ะเอง", 0)
    with pytest.raises(refusals.ExchangeIsOver):
        deals.agree_to_exchange(made, cast.office, by=cast.actor("officer", speaking=True))
    deliver()
    assert Notice.objects.filter(code="exchange.cancelled", person=cast.officer).exists()
    assert "จบแล้ว" in page(cast.client("officer"), cast, "exchange", made.pk)


def test_after_one_failed_the_others_are_told_may_free_theirs_and_the_office_mediates(cast: Cast) -> None:
    made = agreed(cast)
    lent = Commitment.objects.get(provider=cast.temple)
    actions.end_commitment(lent, end="by_provider", reason="โต๊ะหัก", by=cast.actor("abbot", speaking=True))
    deliver()
    assert Notice.objects.filter(code="exchange.fell", person=cast.officer).exists()
    told = page(cast.client("officer"), cast, "exchange", made.pk)
    assert "ขอยกเลิกของเรา" in told
    assert fresh(Commitment.objects.get(provider=cast.office)).end == "", "the other promise stands until they say so"
    facts = {"words": "วัดให้ยืมเก้าอี้แทน"}
    assert send(cast.client("officer"), cast, "exchange_mediate", made.pk, **facts).status_code == 422, "who was it?"
    party = send(cast.client("officer"), cast, "exchange_mediate", made.pk, mediator=f"org:{cast.temple.pk}", **facts)
    assert party.status_code == 422, "a party is no mediator"
    with pytest.raises(refusals.MediatorIsParty):
        deals.mediate_exchange(made, words="x", mediator=cast.temple, by=cast.actor("officer"))
    send(cast.client("officer"), cast, "exchange_mediate", made.pk, mediator=f"person:{cast.head.pk}", **facts)
    assert "มั่นคง เป็นคนกลาง" in page(cast.client("abbot"), cast, "exchange", made.pk)
    assert "วัดให้ยืมเก้าอี้แทน" in page(cast.client("abbot"), cast, "exchange", made.pk)
    page(cast.client("owner"), cast, "exchange", made.pk, expect=403)


def test_what_is_no_exchange_and_what_a_stranger_cannot_do(cast: Cast) -> None:
    tables, road = tables_and_road(cast)
    officer = cast.actor("officer")
    give, back = deals.Part(tables, cast.temple, 40), deals.Part(road, cast.office, 480)
    for parts, refusal in (
        ([give], refusals.NotAnExchange),
        ([give, deals.Part(road, cast.shop, 1)], refusals.NotAnExchange),
        ([give, deals.Part(road, cast.office, 481)], refusals.OverCommitment),
        ([give, deals.Part(road, cast.office, 0)], refusals.NotACount),
    ):
        with pytest.raises(refusal):
            deals.propose_exchange(cast.steward, parts, why="x", by=officer)
    with pytest.raises(refusals.ReasonMissing):
        deals.propose_exchange(cast.steward, [give, back], why=" ", by=officer)
    twice = new_key()
    made = deals.propose_exchange(cast.steward, [give, back], why="x", by=officer, key=twice)
    assert deals.propose_exchange(cast.steward, [give, back], why="x", by=officer, key=twice) == made
    with pytest.raises(refusals.NotAParty):
        deals.agree_to_exchange(made, cast.shop, by=cast.actor("owner", speaking=True))
    assert cast.client().get(
        reverse("resources:exchange_answer", args=[cast.steward.slug, "x" * 22])
    ).status_code == 404  # fmt: skip
    # No by link ends it for all: nobody waits for nothing.
    token = deals.ask_party(made, cast.temple, by=officer)
    link = reverse("resources:exchange_answer", args=[cast.steward.slug, token])
    stranger = cast.client()
    assert stranger.post(link, {"answer": "no", "as_whom": "พระครู", "words": ""}).status_code == 200
    assert fresh(made).is_open
    stranger.post(link, {"answer": "no", "as_whom": "พระครู", "words": "ไม่ว่าง"})
    assert fresh(made).cancel_reason == "ไม่ว่าง"
    assert cast.client().get(link).status_code == 200


def test_mutant_a_claim_by_link_would_promise_the_tables(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever holds the link may have been handed it: only what the office heard counts as the last yes."""
    for is_guarded in (True, False):
        made = Exchange.objects.first() or proposed(cast)
        if is_guarded:
            token = deals.ask_party(made, cast.temple, by=cast.actor("officer"))
            deals.answer_exchange_by_link(
                token, answer="yes", as_whom="ใครก็ไม่รู้", steward=cast.steward, by=cast.actor("owner")
            )
            deals.agree_to_exchange(made, cast.office, by=cast.actor("officer", speaking=True))
            assert not Commitment.objects.exists()
            made.parties.filter(organisation=cast.office).update(agreed_at=None, agreed_by_id=None, agreed_how="")
        else:
            monkeypatch.setattr(deals, "_all_agreed", lambda _exchange: True)
            deals.agree_to_exchange(made, cast.office, by=cast.actor("officer", speaking=True))
            assert Commitment.objects.exists(), "the guard is what keeps this from happening"


def test_two_parts_are_asked_for_and_the_third_is_folded_until_it_is_used(cast: Cast) -> None:
    tables, _road = tables_and_road(cast)
    client, where = cast.client("officer"), reverse("resources:propose", args=[cast.steward.slug])
    assert [is_folded for _n, is_folded, _fields in client.get(where).context["form"].groups()] == [False, False, True]
    half = client.post(where, {"line_0": str(tables.pk), "giver_0": str(cast.temple.pk), "why": "x", "once": new_key()})
    assert half.status_code == 422
    assert {"line_1", "giver_1"} <= set(half.context["form"].errors)
    third = client.post(where, {"line_2": str(tables.pk), "why": "x", "once": new_key()})
    assert "giver_2" in third.context["form"].errors
    assert [is_folded for _n, is_folded, _fields in third.context["form"].groups()] == [False, False, False]


def test_a_partner_proposes_what_it_has_a_part_in(cast: Cast) -> None:
    """From ใครขาด ใครมี on its phone: tables for the fair, the road in return; not an exchange of others only."""
    tables, road = tables_and_road(cast)
    offer_of(cast, 40, spec=tables.spec, is_loan=True)
    abbot = cast.client("abbot")
    near = abbot.get(reverse("resources:near", args=[cast.steward.slug])).content.decode()
    link = re.search(r'/exchange/deals/new/(\?part=[^"]+)"', near)
    assert link
    query = link[1].replace("&amp;", "&")
    form = abbot.get(reverse("resources:propose", args=[cast.steward.slug]) + query).context["form"]
    filled = {b.name: getattr(b.value(), "pk", b.value()) for b in form if b.value() is not None}
    # The shop has no part in it, and may not propose it for others.
    other = send(cast.client("owner"), cast, "propose", **{**filled, "why": "x", "once": str(new_key())})
    assert (other.status_code, Exchange.objects.count()) == (422, 0)
    assert "ไม่ได้อยู่ในการแลกเปลี่ยนนี้" in words(other)
    sent = send(abbot, cast, "propose", query=query, **{**filled, "why": "โต๊ะแลกปรับถนน"})
    assert sent.status_code == 302, words(sent)
    made = Exchange.objects.get()
    assert {(leg.provider_id, leg.need_line_id) for leg in made.legs.all()} == {
        (cast.temple.pk, tables.pk),
        (cast.office.pk, road.pk),
    }
    assert "แลก" in page(abbot, cast, "exchange", made.pk)
    assert send(abbot, cast, "exchange_link", made.pk, party=str(cast.office.pk)).status_code == 403
