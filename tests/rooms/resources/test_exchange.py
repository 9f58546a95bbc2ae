"""Exchanges: agreed on phones, promised on all sides in one act or not at all, robust to one who fails."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.urls import reverse

from ruammue.coordination.models import Notice
from ruammue.foundation import thai_dates
from ruammue.foundation.keys import new_key
from ruammue.foundation.refusals import sentence_for
from ruammue.ledger.actions import deliver
from ruammue.resources import actions, near, refusals
from ruammue.resources.actions import raise_line
from ruammue.resources.dividing import month_of
from ruammue.resources.exchange import actions as deals
from ruammue.resources.exchange import forms, queries, sources
from ruammue.resources.exchange.models import Exchange, ExchangeLeg, ExchangeParty
from ruammue.resources.models import Commitment
from ruammue.resources.refusals import ReceiptNumberMissing
from ruammue.resources.views import dealing
from tests.cast import Cast
from tests.rooms.resources.stage import brought, fresh, key, matter_of, offer_of, spec_of
from tests.rooms.resources.test_counters import race
from tests.rooms.resources.test_near import TODAY
from tests.rooms.resources.test_pages import page, send, words

DAY = dt.timedelta(days=1)


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


def typed(day: dt.date) -> str:
    """A day as people type it."""
    return f"{day.day}/{day.month}/{day.year + 543}"


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
    filled = {b.name: "" if b.value() is None else getattr(b.value(), "pk", b.value()) for b in form}
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
    at = reverse("resources:exchange", args=[cast.steward.slug, made.pk])
    assert "เมื่อครบทุกฝ่ายจะมีผลพร้อมกัน" in words(officer.get(at))
    party = made.parties.get(organisation=cast.temple)
    for _twice in range(2):
        send(officer, cast, "exchange_agree", made.pk, party=str(party.pk), how="phone", as_whom="พระครู")
        said = words(officer.get(at))
        assert ("ครบทุกฝ่ายแล้ว มีผลแล้วทุกฝ่าย" in said, "เมื่อครบทุกฝ่ายจะมีผล" in said) == (True, False)
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
    assert {gap.row.id: gap.row.missing for gap in month.gaps} == {other.pk: 10, tables.pk: 5}
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


def test_a_ring_that_somebody_refused_is_proposed_again_by_people_only(cast: Cast) -> None:
    """Temple → office → shop → temple. Another ring of the same things is another ring."""
    officer = cast.actor("officer")
    tables = lacking(cast, "โต๊ะ", 40, cast.office)
    road = lacking(cast, "รถเกรด", 480, cast.shop, "vehicle", "vehicle_day")
    cement = lacking(cast, "ปูน", 20, cast.temple, "goods", "bag")
    lent = offer_of(cast, 40, spec=tables.spec, is_loan=True)
    offer_of(cast, 480, spec=road.spec, who="officer", organisation="office")
    offer_of(cast, 20, spec=cement.spec, who="owner", organisation="shop")
    deals.offer_only_in_exchange(lent, only=True, wants="ปูน", by=cast.actor("abbot", speaking=True))
    (ring,) = queries.suggestions(cast.steward)
    assert len(ring.chosen) == 3
    parts = [deals.Part(tables, cast.temple, 40), deals.Part(road, cast.office, 480), deals.Part(cement, cast.shop, 20)]
    made = deals.propose_exchange(cast.steward, parts, why="สามฝ่าย", by=officer)
    assert not queries.suggestions(cast.steward), "it is on its way"
    deals.cancel_exchange(made, reason="ปูนหมดพอดี", by=cast.actor("owner", speaking=True))
    assert not queries.suggestions(cast.steward), "somebody said no to it"
    assert not cast.client("abbot").get(reverse("resources:exchanges", args=[cast.steward.slug])).context["suggestions"]
    # What is left of it in another ring is not refused: the office would have cement for the temple as well.
    offer_of(cast, 20, spec=cement.spec, who="officer", organisation="office")
    (other,) = queries.suggestions(cast.steward)
    assert {provider for _line, _offer, provider in other.chosen} == {cast.temple.pk, cast.office.pk}
    # People may propose the same again, whenever they have talked.
    again = deals.propose_exchange(cast.steward, parts, why="คุยกันใหม่แล้ว", by=officer)
    assert fresh(again).is_open


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
    filled = {b.name: "" if b.value() is None else getattr(b.value(), "pk", b.value()) for b in form}
    # The shop has no part in it, and may not propose it for others.
    other = send(cast.client("owner"), cast, "propose", **{**filled, "why": "x", "once": str(new_key())})
    assert (other.status_code, Exchange.objects.count()) == (422, 0)
    assert "body" in other.context["form"].errors
    parts = [deals.Part(tables, cast.temple, 40), deals.Part(road, cast.office, 480)]
    with pytest.raises(refusals.NotAParty):
        deals.propose_exchange(cast.steward, parts, why="x", own={cast.shop.pk}, by=cast.actor("owner"))
    sent = send(abbot, cast, "propose", query=query, **{**filled, "why": "โต๊ะแลกปรับถนน"})
    assert sent.status_code == 302, words(sent)
    made = Exchange.objects.get()
    assert {(leg.provider_id, leg.need_line_id) for leg in made.legs.all()} == {
        (cast.temple.pk, tables.pk),
        (cast.office.pk, road.pk),
    }
    assert "แลก" in page(abbot, cast, "exchange", made.pk)
    assert send(abbot, cast, "exchange_link", made.pk, party=str(cast.office.pk)).status_code == 403


def asked_by_link(cast: Cast, made: Exchange, body: Any) -> str:
    """The address by which a party answers."""
    token = deals.ask_party(made, body, by=cast.actor("officer"))
    return reverse("resources:exchange_answer", args=[cast.steward.slug, token])


def test_a_name_written_by_link_is_read_by_the_office_alone(cast: Cast) -> None:
    """The link's page promises it: also once the promise is made, and only the party itself reads its own."""
    made = proposed(cast)
    link, by_link = asked_by_link(cast, made, cast.temple), {"answer": "yes", "as_whom": "หลวงพี่สมชาย"}
    assert "เก็บไว้ให้สำนักงานเห็นเท่านั้น" in words(cast.client().get(link))
    cast.client().post(link, by_link)
    tables = made.parties.get(organisation=cast.temple)
    for _moment in ("claimed", "heard", "promised"):
        # Somebody who reads for the other party, and no more.
        shown = {who: "หลวงพี่สมชาย" in page(cast.client(who), cast, "exchange", made.pk) for who in ("officer", "abbot")}
        assert shown == {"officer": True, "abbot": True}
        assert "หลวงพี่สมชาย" not in page(cast.client("auditor"), cast, "exchange", made.pk), _moment
        if _moment == "claimed":
            send(cast.client("officer"), cast, "exchange_agree", made.pk, party=str(tables.pk), how="phone",
                 as_whom="หลวงพี่สมชาย")  # fmt: skip
        elif _moment == "heard":
            deals.agree_to_exchange(made, cast.office, by=cast.actor("officer", speaking=True))
    lent = Commitment.objects.get(provider=cast.temple)
    assert lent.provider_accepted_as == "หลวงพี่สมชาย"
    assert "หลวงพี่สมชาย" in page(cast.client("officer"), cast, "commitment", lent.pk)
    assert "หลวงพี่สมชาย" not in page(cast.client("auditor"), cast, "commitment", lent.pk)


def test_the_other_party_reads_no_name_that_was_written_by_link(cast: Cast) -> None:
    tables, cement = lacking(cast, "โต๊ะ", 40, cast.shop), lacking(cast, "ปูน", 20, cast.temple, "goods", "bag")
    parts = [deals.Part(tables, cast.temple, 40), deals.Part(cement, cast.shop, 20)]
    made = deals.propose_exchange(cast.steward, parts, why="โต๊ะแลกปูน", by=cast.actor("officer"))
    cast.client().post(asked_by_link(cast, made, cast.temple), {"answer": "yes", "as_whom": "หลวงพี่สมชาย"})
    assert "หลวงพี่สมชาย" not in page(cast.client("owner"), cast, "exchange", made.pk)
    officer = cast.actor("officer").entering_for(None)
    deals.agree_to_exchange(made, cast.temple, by=officer, as_whom="หลวงพี่สมชาย", how="phone")
    assert "หลวงพี่สมชาย" not in page(cast.client("owner"), cast, "exchange", made.pk)
    deals.agree_to_exchange(made, cast.shop, by=cast.actor("owner", speaking=True))
    for promise in Commitment.objects.all():
        assert "หลวงพี่สมชาย" not in page(cast.client("owner"), cast, "commitment", promise.pk)
        assert "หลวงพี่สมชาย" in page(cast.client("abbot"), cast, "commitment", promise.pk)


def test_two_taps_are_one_act_and_say_so(cast: Cast) -> None:
    """Of proposing, agreeing, letting go and mediating: no key of the machine is read, and nothing stands twice."""
    tables, road = tables_and_road(cast)
    officer, abbot = cast.client("officer"), cast.client("abbot")
    facts = {
        "line_0": str(tables.pk), "giver_0": str(cast.temple.pk), "quantity_0": "40", "how_0": "give",
        "line_1": str(road.pk), "giver_1": str(cast.office.pk), "why": "โต๊ะแลกถนน", "once": str(new_key()),
    }  # fmt: skip
    first, again = (send(officer, cast, "propose", **facts) for _tap in range(2))
    assert (first.status_code, again.status_code, first.url) == (302, 302, again.url)
    made = Exchange.objects.get()
    party = made.parties.get(organisation=cast.temple)
    for _tap in range(2):
        sent = send(abbot, cast, "exchange_agree", made.pk, party=str(party.pk))
        assert (sent.status_code, str(made.pk) in sent.url) == (302, True)
        assert "ตกลงแล้ว" in words(abbot.get(sent.url))
    party = made.parties.get(organisation=cast.office)
    for _tap in range(2):  # with the last yes all is promised, once
        assert send(officer, cast, "exchange_agree", made.pk, party=str(party.pk)).status_code == 302
    assert Commitment.objects.count() == 2
    lent = Commitment.objects.get(provider=cast.temple)
    actions.end_commitment(lent, end="by_provider", reason="โต๊ะหัก", by=cast.actor("abbot", speaking=True))
    said = {"mediator": f"person:{cast.head.pk}", "words": "ให้เก้าอี้แทน", "once": str(new_key())}
    for _tap in range(2):
        assert send(officer, cast, "exchange_mediate", made.pk, **said).status_code == 302
    assert made.words.count() == 1
    # What is gone is never named by its key.
    gone = send(officer, cast, "propose", **{**facts, "line_0": str(new_key()), "once": str(new_key())})
    assert gone.status_code == 422
    assert facts["line_1"] not in words(gone)


def test_an_officer_who_speaks_for_a_party_writes_down_the_yes_of_another(cast: Cast) -> None:
    """The button "heard it from them" never says the office's own yes."""
    made = proposed(cast)
    officer, where = cast.client("officer"), reverse("resources:exchange_agree", args=[cast.steward.slug, made.pk])
    form = officer.get(f"{where}?party={cast.temple.pk}").context["form"]
    temple = made.parties.get(organisation=cast.temple)
    assert ("as_whom" in form.fields, form["party"].value()) == (True, str(temple.pk))
    facts = {"party": str(temple.pk), "how": "phone", "as_whom": "พระครู"}
    assert officer.post(f"{where}?party={cast.temple.pk}", facts).status_code == 302
    assert [p.organisation_id for p in made.parties.filter(agreed_at__isnull=False)] == [cast.temple.pk]
    assert fresh(temple).agreed_how == "phone"
    assert "as_whom" not in officer.get(where).context["form"].fields, "now her own"


def test_of_two_last_yeses_of_one_house_both_say_that_it_counts(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clerk and the officer tap at the same moment: the second reads what the first brought about."""
    made = proposed(cast)
    deals.agree_to_exchange(made, cast.temple, by=cast.actor("abbot", speaking=True))
    party, asked_for = made.parties.get(organisation=cast.office), dealing._parties

    def meanwhile(request: Any, exchange: Exchange) -> Any:
        deals.agree_to_exchange(made, cast.office, by=cast.actor("officer", speaking=True))
        return asked_for(request, exchange)

    monkeypatch.setattr(dealing, "_parties", meanwhile)
    officer = cast.client("officer")
    sent = send(officer, cast, "exchange_agree", made.pk, party=str(party.pk))
    told = words(officer.get(sent.url))
    assert ("ครบทุกฝ่ายแล้ว มีผลแล้วทุกฝ่าย" in told, "เมื่อครบทุกฝ่ายจะมีผล" in told) == (True, False)


def test_let_go_twice_and_agree_after_it_ended(cast: Cast) -> None:
    made = proposed(cast)
    abbot = cast.client("abbot")
    for _tap in range(2):
        assert send(abbot, cast, "exchange_let_go", made.pk, reason="โต๊ะไม่ว่าง").status_code == 302
    assert fresh(made).cancel_reason == "โต๊ะไม่ว่าง"
    late = send(abbot, cast, "exchange_agree", made.pk, party=str(made.parties.get(organisation=cast.temple).pk))
    assert late.status_code == 302
    assert "ตกลงแล้ว" not in words(abbot.get(late.url)), "nothing was agreed"


def test_a_second_yes_to_a_promise_is_the_first(cast: Cast) -> None:
    line = lacking(cast, "โต๊ะ", 40, cast.office)
    promise = actions.make_commitment(
        line, quantity=40, side="provider", provider=cast.temple, by=cast.actor("abbot", speaking=True),
        idempotency_key=key(),
    )  # fmt: skip
    officer = cast.client("officer")
    for _tap in range(2):
        assert send(officer, cast, "accept", promise.pk, side="receiver").status_code == 302
    assert fresh(promise).is_accepted


def test_a_yes_by_link_is_taken_back_by_link(cast: Cast) -> None:
    """As long as not everybody agreed; heard by the office or not."""
    tables, road = tables_and_road(cast)

    def proposed_anew() -> Exchange:
        parts = [deals.Part(tables, cast.temple, 40), deals.Part(road, cast.office, 480)]
        return deals.propose_exchange(cast.steward, parts, why="โต๊ะแลกถนน", by=cast.actor("officer"))

    for is_heard in (False, True):
        made = proposed_anew()
        link, stranger = asked_by_link(cast, made, cast.temple), cast.client()
        stranger.post(link, {"answer": "yes", "as_whom": "พระครู"})
        if is_heard:
            deals.agree_to_exchange(
                made, cast.temple, by=cast.actor("officer").entering_for(None), as_whom="พระครู", how="phone"
            )
        assert "?answer=no" in stranger.get(link).content.decode(), "the way back is shown"
        assert (
            "ไม่ว่าง" in words(stranger.get(link + "?answer=no")) or stranger.get(link + "?answer=no").status_code == 200
        )
        stranger.post(link, {"answer": "no", "as_whom": "พระครู", "words": "งานชนกัน"})
        assert (fresh(made).cancel_reason, Commitment.objects.count()) == ("งานชนกัน", 0)
        assert made.parties.get(organisation=cast.temple).answer == "no"
        assert stranger.post(link, {"answer": "no", "as_whom": "พระครู", "words": "งานชนกัน"}).status_code == 200
    made = proposed_anew()
    link = asked_by_link(cast, made, cast.temple)
    cast.client().post(link, {"answer": "yes", "as_whom": "พระครู"})
    deals.cancel_exchange(made, reason="เลิก", by=cast.actor("officer"))
    told = words(cast.client().get(link))
    assert ("จบแล้ว" in told, "ขอบคุณ" in told) == (True, False), "it does not say that it waits for others"
    # Once it counts it is a promise, and no link ends that.
    made = proposed_anew()
    link = asked_by_link(cast, made, cast.temple)
    cast.client().post(link, {"answer": "yes", "as_whom": "พระครู"})
    by = cast.actor("officer").entering_for(None)
    deals.agree_to_exchange(made, cast.temple, by=by, as_whom="พระครู", how="phone")
    deals.agree_to_exchange(made, cast.office, by=cast.actor("officer", speaking=True))
    cast.client().post(link, {"answer": "no", "as_whom": "พระครู", "words": "x"})
    assert (fresh(made).cancelled_at, made.parties.get(organisation=cast.temple).answer) == (None, "yes")
    assert "?answer=no" not in cast.client().get(link).content.decode()


def test_nobody_who_speaks_for_a_party_stands_between(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The officer who said the office's yes herself is a side of it."""
    made = agreed(cast)
    lent = Commitment.objects.get(provider=cast.temple)
    actions.end_commitment(lent, end="by_provider", reason="โต๊ะหัก", by=cast.actor("abbot", speaking=True))
    officer, facts = cast.client("officer"), {"words": "ให้เก้าอี้แทน"}
    offered = page(officer, cast, "exchange_mediate", made.pk)
    offered = offered[offered.index("ใครเป็นคนกลาง") :]
    sides = (cast.officer, cast.abbot, cast.mayor)
    assert ([one.name for one in sides if one.name in offered], cast.head.name in offered) == ([], True)
    for side in sides:
        sent = send(officer, cast, "exchange_mediate", made.pk, mediator=f"person:{side.pk}", **facts)
        assert sent.status_code == 422
        with pytest.raises(refusals.MediatorIsParty):
            deals.mediate_exchange(made, words="x", mediator=side, by=cast.actor("officer"))
    monkeypatch.setattr(deals, "sides_of", lambda _exchange: set())
    assert deals.mediate_exchange(made, words="x", mediator=cast.officer, by=cast.actor("officer")), "the guard is gone"


def test_a_waiting_exchange_stands_where_the_party_begins_and_the_news_say_which(cast: Cast) -> None:
    made = proposed(cast)
    deliver()
    home = reverse("loop:home", args=[cast.steward.slug])
    for who in ("abbot", "officer"):
        begun = words(cast.client(who).get(home))
        assert "การแลกเปลี่ยนที่รอคำตอบ" in begun, who
        assert "รถเกรด" in begun
    assert "การแลกเปลี่ยนที่รอคำตอบ" not in words(cast.client("owner").get(home))
    read = words(cast.client("abbot").get(reverse("coordination:inbox", args=[cast.steward.slug])))
    assert "โต๊ะ, รถเกรด" in read
    deals.agree_to_exchange(made, cast.temple, by=cast.actor("abbot", speaking=True))
    assert "การแลกเปลี่ยนที่รอคำตอบ" not in words(cast.client("abbot").get(home))
    deals.cancel_exchange(made, reason="เลิก", by=cast.actor("officer"))
    deliver()
    assert not Notice.objects.filter(code="exchange.proposed", settled_at=None).exists(), "it waits for nobody"


def test_the_text_to_pass_on_says_what_is_exchanged_and_no_link_that_is_not_there(cast: Cast, settings: Any) -> None:
    made = proposed(cast)
    for public, way in (("", "ทางโทรศัพท์"), ("https://ruammue.example", "ที่ลิงก์นี้")):
        settings.PUBLIC_URL = public
        told = words(send(cast.client("officer"), cast, "exchange_link", made.pk, party=str(cast.temple.pk)))
        assert "ท่านให้ โต๊ะ 40 ตัว" in told
        assert "ท่านได้ รถเกรด" in told
        assert (way in told, ("ที่ลิงก์นี้" in told) == bool(public)) == (True, True)


def test_of_a_promise_that_has_ended_nothing_is_still_to_come(cast: Cast) -> None:
    agreed(cast)
    lent = Commitment.objects.get(provider=cast.temple)
    officer = cast.client("officer")
    assert "ยังไม่มา 40 ตัว" in page(officer, cast, "commitment", lent.pk)
    actions.end_commitment(lent, end="by_provider", reason="โต๊ะหัก", by=cast.actor("abbot", speaking=True))
    told = page(officer, cast, "commitment", lent.pk)
    assert ("ยังไม่มา 40 ตัว" in told, "ไม่มาแล้ว 40 ตัว" in told) == (False, True)


def test_a_link_says_what_became_of_it(cast: Cast) -> None:
    """What was agreed stays readable; a no promises no call; a newer link stops the older, and both pages say so."""
    made = proposed(cast)
    officer, stranger = cast.client("officer"), cast.client()
    assert "ลิงก์ใหม่" not in page(officer, cast, "exchange", made.pk)
    old = asked_by_link(cast, made, cast.temple)
    assert "ลิงก์ใหม่ (ลิงก์ที่ส่งไปแล้วจะใช้ไม่ได้)" in page(officer, cast, "exchange", made.pk)
    link = asked_by_link(cast, made, cast.temple)
    gone = stranger.get(old)
    assert (gone.status_code, "ลิงก์ใหม่กว่านี้" in words(gone)) == (404, True)
    calls, said_no = "เมื่อทุกฝ่ายตกลงครบ", words(stranger.get(link + "?answer=no"))
    assert (calls in words(stranger.get(link)), calls in said_no, "จะจบสำหรับทุกฝ่าย" in said_no) == (True, False, True)
    stranger.post(link, {"answer": "yes", "as_whom": "พระครู"})
    assert "โต๊ะ 40 ตัว → อบต.นาร่วมใจ" in words(stranger.get(link))
    send(cast.client("abbot"), cast, "exchange_let_go", made.pk, reason="โต๊ะไม่ว่าง")
    assert "วัดโพธิ์ศรี บอกว่า ครั้งนี้ยังไม่สะดวก" in page(officer, cast, "exchange", made.pk)


def test_what_is_wrong_names_its_part(cast: Cast) -> None:
    tables, road = tables_and_road(cast)
    facts = {
        "line_0": str(tables.pk), "giver_0": str(cast.temple.pk), "line_1": str(road.pk),
        "giver_1": str(cast.office.pk), "quantity_1": "มาก ๆ", "why": "x", "once": str(new_key()),
    }  # fmt: skip
    told = words(send(cast.client("officer"), cast, "propose", **facts))
    assert "เท่าไร พร้อมหน่วย (ส่วนที่ 2)" in told


def test_a_part_by_hand_takes_the_givers_own_offer_and_its_return_day(cast: Cast) -> None:
    """As from a prefilled link: what is lent stays a loan, goes back on a day, and is kept from the stock."""
    tables, road = tables_and_road(cast)
    offer = offer_of(cast, 60, spec=tables.spec, is_loan=True, until_on=TODAY + 20 * DAY)
    officer = cast.client("officer")
    facts = {
        "line_0": str(tables.pk), "giver_0": str(cast.temple.pk), "quantity_0": "40", "why": "โต๊ะแลกถนน",
        "line_1": str(road.pk), "giver_1": str(cast.office.pk), "once": str(new_key()),
    }  # fmt: skip
    asked = send(officer, cast, "propose", **facts)
    assert (asked.status_code, "how_0" in asked.context["form"].fields) == (422, False), "there is one offer"
    assert "ของนี้ให้ยืม ดูวันคืน" in words(asked)
    suggested = asked.context["form"]["back_0"].value()
    assert suggested == typed(TODAY + 20 * DAY), "as long as the temple lends it"
    assert send(officer, cast, "propose", **facts, back_0=suggested).status_code == 302
    made = Exchange.objects.get()
    leg = made.legs.get(provider=cast.temple)
    assert (leg.offer, leg.is_loan, leg.return_due_on) == (offer, True, offer.until_on)
    assert made.legs.get(provider=cast.office).is_loan is False
    told = page(cast.client("abbot"), cast, "exchange", made.pk)
    assert f"ให้ยืม โต๊ะ 40 ตัว คืนภายใน {thai_dates.short(offer.until_on, 'th')}" in told
    for body, who in ((cast.temple, "abbot"), (cast.office, "officer")):
        deals.agree_to_exchange(made, body, by=cast.actor(who, speaking=True))
    lent = Commitment.objects.get(provider=cast.temple)
    assert (lent.offer, lent.is_loan, lent.return_due_on, fresh(offer).remaining) == (offer, True, offer.until_on, 20)


def test_of_several_offers_one_is_chosen_and_without_one_it_is_asked(cast: Cast) -> None:
    tables, road = tables_and_road(cast)
    offer_of(cast, 60, spec=tables.spec, is_loan=True)
    offer_of(cast, 60, spec=tables.spec, until_on=TODAY - DAY)  # over
    officer, given = cast.client("officer"), offer_of(cast, 50, spec=tables.spec)
    facts = {
        "line_0": str(tables.pk), "giver_0": str(cast.temple.pk), "quantity_0": "40", "why": "x",
        "line_1": str(road.pk), "giver_1": str(cast.office.pk), "once": str(new_key()),
    }  # fmt: skip
    asked = send(officer, cast, "propose", **facts)
    assert (asked.status_code, len(asked.context["form"].fields["how_0"].choices)) == (422, 2)
    assert "เหลือ 50 ตัว" in words(asked)
    assert send(officer, cast, "propose", **facts, how_0=str(given.pk)).status_code == 302
    leg = Exchange.objects.get().legs.get(provider=cast.temple)
    assert (leg.offer, leg.is_loan) == (given, False)
    # Nobody offered the school's: it is asked, and nothing is taken for given.
    more = {**facts, "line_0": str(lacking(cast, "เต็นท์", 2, cast.office).pk), "once": str(new_key()), "quantity_0": ""}
    more |= {"giver_0": str(cast.school.pk), "line_1": str(lacking(cast, "ปูน", 5, cast.school, unit="bag").pk)}
    asked = send(officer, cast, "propose", **more)
    assert {"how_0", "how_1"} <= set(asked.context["form"].errors)
    lent = {**more, "how_0": "lend", "how_1": "give"}
    assert "back_0" in send(officer, cast, "propose", **lent).context["form"].errors
    late = send(officer, cast, "propose", **lent, back_0=typed(TODAY - DAY))
    assert late.status_code == 422
    assert send(officer, cast, "propose", **lent, back_0="").status_code == 302, "lent, without a day"
    leg = ExchangeLeg.objects.get(provider=cast.school)
    assert (leg.offer, leg.is_loan, leg.return_due_on) == (None, True, None)


def test_mutant_without_the_own_offer_a_loan_would_become_a_gift(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "offers_for", lambda _steward, parts, **_of: {(a.pk, b): [] for a, b in parts})
    monkeypatch.setattr(forms, "offers_for", sources.offers_for)
    with pytest.raises(AssertionError):
        test_a_part_by_hand_takes_the_givers_own_offer_and_its_return_day(cast)


@pytest.mark.django_db(transaction=True)
def test_two_exchanges_by_hand_never_take_more_than_the_offer_has(lasting_cast: Cast) -> None:
    """Both were agreed to at the same moment: one counts, the other cannot be any more."""
    cast = lasting_cast
    tables, road = tables_and_road(cast)
    offer_of(cast, 60, spec=tables.spec, is_loan=True)
    by = cast.actor("officer", speaking=True)
    more = raise_line(matter_of(cast, "กีฬา"), spec=tables.spec, quantity=40, receiver=cast.office, by=by)
    back = lacking(cast, "ทราย", 5, cast.temple, unit="bag")
    for line, other in ((tables, road), (more, back)):
        facts = {"line_0": str(line.pk), "giver_0": str(cast.temple.pk), "quantity_0": "40", "back_0": "", "why": "x"}
        facts |= {"line_1": str(other.pk), "giver_1": str(cast.office.pk), "how_1": "give", "once": str(new_key())}
        assert send(cast.client("officer"), cast, "propose", **facts).status_code == 302
    both = list(Exchange.objects.order_by("pk"))
    for made in both:
        deals.agree_to_exchange(made, cast.temple, by=cast.actor("abbot", speaking=True))
    said = race([lambda made=made: deals.agree_to_exchange(made, cast.office, by=by) for made in both])
    assert sorted(type(one).__name__ for one in said) == ["Exchange", "ExchangeCannotBe"]
    lent = Commitment.objects.get(provider=cast.temple)
    assert (lent.is_loan, fresh(lent.offer).remaining, Commitment.objects.count()) == (True, 20, 2)


@pytest.mark.django_db(transaction=True)
def test_the_same_proposal_and_the_same_yes_sent_six_times_at_once_are_one(lasting_cast: Cast) -> None:
    cast, once = lasting_cast, new_key()
    tables, road = tables_and_road(cast)
    parts = [deals.Part(tables, cast.temple, 40), deals.Part(road, cast.office, 480)]
    officer = cast.actor("officer", speaking=True)
    found = race([lambda: deals.propose_exchange(cast.steward, parts, why="x", by=officer, key=once)] * 6)
    made = Exchange.objects.get()
    assert found == [made] * 6
    assert made.legs.count() == 2
    for body, by in ((cast.temple, cast.actor("abbot", speaking=True)), (cast.office, officer)):
        said = race([lambda body=body, by=by: deals.agree_to_exchange(made, body, by=by)] * 6)
        assert said == [made] * 6
    assert (fresh(made).is_open, Commitment.objects.count()) == (False, 2)


def test_a_proposal_hides_no_more_than_it_asks_for_and_says_that_it_waits(cast: Cast) -> None:
    """For one table of 40 the other 39 lack as before, on every page; the one, and the road, wait for an answer."""
    tables, road = tables_and_road(cast)
    officer = cast.actor("officer")
    parts = [deals.Part(tables, cast.temple, 1), deals.Part(road, cast.office, 480)]
    deals.propose_exchange(cast.steward, parts, why="โต๊ะตัวเดียว", by=cast.actor("abbot", speaking=True))
    lacks = [one.row for group in near.columns_of(cast.steward, officer, today=TODAY).lacks for one in group]
    assert {row.id: (row.missing, row.in_talks) for row in lacks} == {tables.pk: (39, 1), road.pk: (0, 480)}
    month = month_of(cast.steward, officer, today=TODAY)
    assert [(gap.row.id, gap.missing) for gap in month.gaps] == [(tables.pk, "39\u00a0ตัว")]
    told = page(cast.client("officer"), cast, "near")
    assert "โต๊ะ 39 ตัว" in told
    assert "1 ตัว รอคำตอบการแลกเปลี่ยน" in told
    assert "โต๊ะ 39 ตัว" in page(cast.client("owner"), cast, "near")
    own = page(cast.client("abbot"), cast, "near")
    assert re.search(r"รถเกรด เรื่องรถเกรด [\d ]*วันใช้รถ รอคำตอบการแลกเปลี่ยน", own), own
    assert "ยังไม่มีใครเสนอ" not in own, "it is not said of what somebody answers now"
    assert "รถเกรด" not in page(cast.client("owner"), cast, "near"), "meanwhile nobody else is asked for the road"
    (again,) = [line for line in near.open_gaps(cast.steward) if line.pk == tables.pk]
    parts = [deals.Part(again, cast.temple, 40), deals.Part(road, cast.office, 480)]
    with pytest.raises(refusals.OverCommitment):
        deals.propose_exchange(cast.steward, parts, why="ทั้งหมด", by=officer)
