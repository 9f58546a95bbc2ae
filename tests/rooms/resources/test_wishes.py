"""A partner wishes for what nobody wrote down as lacking: it says so once, the office opens it, and all agree."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse

from ruammue.coordination.models import Notice
from ruammue.foundation.keys import new_key
from ruammue.ledger.actions import deliver
from ruammue.resources import refusals
from ruammue.resources.actions import wishes
from ruammue.resources.exchange import actions as deals
from ruammue.resources.exchange.models import Exchange, ExchangeWish
from ruammue.resources.models import Commitment, NeedLine, Spec
from tests.cast import Cast
from tests.rooms.resources.stage import fresh, offer_of, spec_of
from tests.rooms.resources.test_counters import race
from tests.rooms.resources.test_exchange import DAY, lacking, typed
from tests.rooms.resources.test_near import TODAY
from tests.rooms.resources.test_pages import page, send, words


def wished(cast: Cast, line: Any, **facts: str) -> Exchange:
    """The temple gives the tables and would like a grader, on the abbot's phone."""
    said = {
        "line_0": str(line.pk), "quantity_0": "40", "body": str(cast.temple.pk), "how_0": "give",
        "words": "รถเกรด", "much": "1 วัน", "once": str(new_key()), **facts,
    }  # fmt: skip
    sent = send(cast.client("abbot"), cast, "propose", **said)
    assert sent.status_code == 302, words(sent)
    return Exchange.objects.get(pk=said["once"])


def test_the_temple_says_once_what_it_would_like_and_the_office_opens_it_with_one_tap(cast: Cast) -> None:
    """From tables and a wish to promises on both sides; nothing is typed twice."""
    tables = lacking(cast, "โต๊ะ", 40, cast.office)
    road = spec_of(cast, "รถเกรด", "vehicle", "vehicle_day")
    abbot, officer = cast.client("abbot"), cast.client("officer")
    form = abbot.get(reverse("resources:propose", args=[cast.steward.slug])).context["form"]
    assert [key for key, _words in form.fields["line_0"].choices] == ["", str(tables.pk)]
    assert "wanted" not in form.fields, "nothing of its own is asked for"
    made = wished(cast, tables)
    deliver()
    assert Notice.objects.filter(code="exchange.wished", person=cast.officer).exists()
    assert not Notice.objects.filter(code="exchange.proposed").exists(), "nobody is asked for a yes yet"
    home = reverse("loop:home", args=[cast.steward.slug])
    assert "ดูและเปิดรายการ" in words(officer.get(home))
    assert "การแลกเปลี่ยนที่รอคำตอบ" not in words(abbot.get(home))
    told = page(abbot, cast, "exchange", made.pk)
    assert ("อบต.นาร่วมใจ → วัดโพธิ์ศรี รถเกรด 1 วัน" in told, "อบต.นาร่วมใจ จะเปิดรายการ" in told) == (True, True)
    assert made.why == "วัดโพธิ์ศรีให้โต๊ะ 40\u00a0ตัว แลกกับรถเกรด 1 วัน"
    with pytest.raises(refusals.WishNotOpened):
        deals.agree_to_exchange(made, cast.temple, by=cast.actor("abbot", speaking=True))
    with pytest.raises(refusals.WishNotOpened):
        deals.ask_party(made, cast.temple, by=cast.actor("officer"))
    at = reverse("resources:exchange_open", args=[cast.steward.slug, made.pk])
    assert at in officer.get(reverse("resources:exchange", args=[cast.steward.slug, made.pk])).content.decode()
    assert abbot.get(at).status_code == 403, "asking for things stays the office's act"
    form = officer.get(at).context["form"]
    seen = {bound.name: getattr(bound.value(), "pk", bound.value()) or "" for bound in form}
    assert (seen["name"], seen["quantity"], seen["matter"]) == ("รถเกรด", "1 วัน", tables.matter_id)
    for _tap in range(2):
        sent = officer.post(at, seen)
        assert sent.status_code == 302, words(sent)
    line = NeedLine.objects.get(spec=road)
    assert (line.receiver, line.quantity, line.matter) == (cast.temple, 480, tables.matter)
    assert sent.url == reverse("resources:exchange", args=[cast.steward.slug, made.pk])
    deliver()
    asked = Notice.objects.filter(code="exchange.proposed", settled_at=None)
    assert {one.person for one in asked} == {cast.abbot, cast.mayor}, "whoever speaks for a party; she who did it knows"
    assert not Notice.objects.filter(code="exchange.wished", settled_at=None).exists()
    for who, body in (("abbot", cast.temple), ("officer", cast.office)):
        party = made.parties.get(organisation=body)
        assert send(cast.client(who), cast, "exchange_agree", made.pk, party=str(party.pk)).status_code == 302
    promised = {(c.provider_id, c.receiver_id, c.quantity) for c in Commitment.objects.all()}
    assert promised == {(cast.temple.pk, cast.office.pk, 40), (cast.office.pk, cast.temple.pk, 480)}


def test_words_that_are_not_on_the_list_are_put_there_when_it_is_opened(cast: Cast) -> None:
    tables, officer, day = lacking(cast, "โต๊ะ", 40, cast.office), cast.client("officer"), TODAY + 9 * DAY
    made = wished(cast, tables, words="หินคลุก", much="5 กระสอบ", until_on=typed(day))
    at = reverse("resources:exchange_open", args=[cast.steward.slug, made.pk])
    seen = {b.name: getattr(b.value(), "pk", b.value()) or "" for b in officer.get(at).context["form"]}
    assert (seen["kind"], seen["how"], seen["until_on"]) == ("goods", "give", typed(day))
    unread = officer.post(at, {**seen, "quantity": "5 กองโต"})
    assert list(unread.context["form"].errors) == ["quantity"]
    assert officer.post(at, seen).status_code == 302
    line = NeedLine.objects.get(receiver=cast.temple)
    assert (line.spec.name, line.spec.unit, line.quantity, line.until_on) == ("หินคลุก", "bag", 5, day)
    assert line.spec.named_in == tables.matter


def test_who_only_takes_is_said_before_the_office_is_asked(cast: Cast) -> None:
    tables = lacking(cast, "โต๊ะ", 40, cast.office)
    facts = {"line_0": str(tables.pk), "body": str(cast.temple.pk), "how_0": "give", "words": "หิน", "much": "5 คิว"}
    sent = send(cast.client("abbot"), cast, "propose", **facts, giver=str(cast.shop.pk), once=str(new_key()))
    assert (sent.status_code, Exchange.objects.count()) == (422, 0)
    assert "เพิ่มส่วนที่ยังขาด" in words(sent)
    for gone in ("words", "much"):
        missing = send(cast.client("abbot"), cast, "propose", **{**facts, gone: "", "once": str(new_key())})
        assert list(missing.context["form"].errors) == [gone]
    spec_of(cast, "หิน", "goods", "kilogram")
    wrong = send(cast.client("abbot"), cast, "propose", **{**facts, "much": "5 วัน", "once": str(new_key())})
    assert list(wrong.context["form"].errors) == ["much"], "the list counts it in kilograms: said now, not later"


def test_an_own_line_is_taken_and_nothing_waits_for_the_office(cast: Cast) -> None:
    tables = lacking(cast, "โต๊ะ", 40, cast.office)
    road = lacking(cast, "รถเกรด", 480, cast.temple, "vehicle", "vehicle_day")
    made = wished(cast, tables, wanted=str(road.pk), words="", much="")
    assert (made.legs.count(), made.wishes.count()) == (2, 0)
    assert "เราตกลง" in page(cast.client("abbot"), cast, "exchange", made.pk)


def test_where_nothing_can_come_of_it_it_is_said_before_anything_is_typed(cast: Cast) -> None:
    """With whom to ask: nobody lacks anything, or only one does; what is over is asked of nobody."""
    abbot, officer = cast.client("abbot"), cast.client("officer")
    lacking(cast, "ร่ม", 4, cast.temple)
    old = lacking(cast, "เก้าอี้", 40, cast.office)
    NeedLine.objects.filter(pk=old.pk).update(until_on=TODAY - DAY)
    told = page(abbot, cast, "propose")
    assert ("ตอนนี้ไม่มีใครขาดอะไร" in told, cast.steward.phone[:3] in told, "เราให้อะไร" in told) == (True, True, False)
    where = reverse("resources:propose", args=[cast.steward.slug])
    assert f'class="act" href="{where}"' not in abbot.get(where.replace("new/", "")).content.decode()
    told = page(officer, cast, "propose")
    assert "ตอนนี้มีวัดโพธิ์ศรีฝ่ายเดียวที่ขาด" in told
    lacking(cast, "โต๊ะ", 40, cast.office)
    assert f'class="act" href="{where}"' in abbot.get(where.replace("new/", "")).content.decode()
    lines = dict(officer.get(where).context["form"].fields["line_0"].choices)
    assert str(old.pk) not in lines, "its day is over"
    assert len(lines) == 3


def test_the_wish_of_an_offer_fills_the_proposal(cast: Cast) -> None:
    tables = lacking(cast, "โต๊ะ", 40, cast.office)
    offer = offer_of(cast, 40, spec=tables.spec, is_loan=True, wants="รถเกรดปรับถนนวัด")
    abbot, where = cast.client("abbot"), reverse("resources:propose", args=[cast.steward.slug])
    at = reverse("resources:offer", args=[cast.steward.slug, offer.pk])
    assert f"{where}?offer={offer.pk}" in abbot.get(at).content.decode()
    form = abbot.get(where, {"offer": str(offer.pk)}).context["form"]
    assert (form["words"].value(), form["line_0"].value()) == ("รถเกรดปรับถนนวัด", str(tables.pk))
    assert "back_0" in form.fields, "it is lent: until when is asked at once"
    owner = cast.client("owner").get(where, {"offer": str(offer.pk)}).context["form"]
    assert owner["words"].value() == "", "of another"


def test_as_much_is_given_as_there_is_where_less_is_there_than_lacks(cast: Cast) -> None:
    """120 of the 200 that lack: the form opened empty, which was read as all 200 and refused above the form."""
    tables = lacking(cast, "โต๊ะ", 200, cast.office)
    offer = offer_of(cast, 120, spec=tables.spec)
    abbot, where = cast.client("abbot"), reverse("resources:propose", args=[cast.steward.slug])
    form = abbot.get(where, {"part": f"{tables.pk}|{offer.pk}|{cast.temple.pk}"}).context["form"]
    assert form["quantity_0"].value() == "120 ตัว"
    made = wished(cast, tables, quantity_0="")
    assert made.legs.get().quantity == 120


def test_what_is_lent_says_until_when(cast: Cast) -> None:
    tables = lacking(cast, "โต๊ะ", 40, cast.office)
    made = wished(cast, tables, words="เต็นท์", much="2 หลัง")
    spec_of(cast, "เต็นท์", "goods", "set")
    officer, at = cast.client("officer"), reverse("resources:exchange_open", args=[cast.steward.slug, made.pk])
    form = officer.get(at).context["form"]
    seen = {bound.name: getattr(bound.value(), "pk", bound.value()) or "" for bound in form}
    seen |= {"quantity": "2", "how": "lend", "back": ""}
    sent = officer.post(at, seen)
    assert sent.status_code == 422
    assert "บอกด้วยว่าคืนภายในวันไหน" in words(sent)
    assert not NeedLine.objects.filter(spec__name="เต็นท์").exists()
    sent = officer.post(at, {**seen, "back": typed(TODAY + dt.timedelta(days=9))})
    assert sent.status_code == 302, words(sent)


def test_peoples_time_is_lent_in_no_exchange(cast: Cast) -> None:
    """Refused where it is proposed or opened, not only at the last yes, when nobody could mend it any more."""
    hours = lacking(cast, "แรงคนช่วยงาน", 480, cast.office, "hours", "person_minute")
    road = lacking(cast, "รถเกรด", 480, cast.temple, "vehicle", "vehicle_day")
    lent = deals.Part(hours, cast.temple, 240, is_loan=True, return_due=TODAY + 9 * DAY)
    with pytest.raises(refusals.NotLent):
        deals.propose_exchange(
            cast.steward, [lent, deals.Part(road, cast.office, 480)], why="แลกแรง", by=cast.actor("officer")
        )
    made = wished(cast, lacking(cast, "โต๊ะ", 40, cast.office), words="คนช่วยยก", much="4 ชั่วโมงทำงาน")
    officer, at = cast.client("officer"), reverse("resources:exchange_open", args=[cast.steward.slug, made.pk])
    form = officer.get(at).context["form"]
    seen = {bound.name: getattr(bound.value(), "pk", bound.value()) or "" for bound in form}
    sent = officer.post(at, seen | {"kind": "hours", "how": "lend", "back": typed(TODAY + 9 * DAY)})
    assert "ไม่มีอะไรเอามาคืน" in words(sent)
    assert not NeedLine.objects.filter(spec__name="คนช่วยยก").exists()
    assert not Spec.objects.filter(name="คนช่วยยก").exists(), "nothing half-done"
    sent = officer.post(at, seen | {"kind": "hours", "how": "give"})
    assert sent.status_code == 302, words(sent)


def test_let_go_before_it_was_opened_asks_for_nothing(cast: Cast) -> None:
    made = wished(cast, lacking(cast, "โต๊ะ", 40, cast.office))
    deliver()
    send(cast.client("officer"), cast, "exchange_let_go", made.pk, reason="รถเกรดเสีย")
    deliver()
    assert NeedLine.objects.count() == 1
    assert not Notice.objects.filter(code="exchange.wished", settled_at=None).exists()
    assert "รถเกรดเสีย" in page(cast.client("abbot"), cast, "exchange", made.pk)
    with pytest.raises(refusals.ExchangeIsOver):
        opened(cast, made)


def opened(cast: Cast, made: Exchange) -> ExchangeWish:
    """The officer opens the wish."""
    spec = Spec.objects.filter(name="รถเกรด").first() or spec_of(cast, "รถเกรด", "vehicle", "vehicle_day")
    matter = made.legs.get().need_line.matter if made.legs.count() == 1 else made.legs.first().need_line.matter
    by = cast.actor("officer")
    return wishes.open_wish(made.wishes.get(), matter=matter, spec=spec, quantity=480, by=by)


def test_mutant_a_yes_before_the_wish_is_opened_would_promise_the_tables_for_nothing(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = wished(cast, lacking(cast, "โต๊ะ", 40, cast.office))
    monkeypatch.setattr(deals, "_can_be_agreed", lambda _exchange: None)
    for who, body in (("abbot", cast.temple), ("officer", cast.office)):
        deals.agree_to_exchange(made, body, by=cast.actor(who, speaking=True))
    assert [one.provider for one in Commitment.objects.all()] == [cast.temple], "the guard is what keeps it from that"


@pytest.mark.django_db(transaction=True)
def test_opened_six_times_at_once_it_is_one_line(lasting_cast: Cast) -> None:
    cast = lasting_cast
    made = wished(cast, lacking(cast, "โต๊ะ", 40, cast.office))
    spec_of(cast, "รถเกรด", "vehicle", "vehicle_day")
    found = race([lambda: opened(cast, made)] * 6)
    assert {one.pk for one in found} == {made.wishes.get().pk}
    assert (made.legs.count(), NeedLine.objects.filter(receiver=cast.temple).count()) == (2, 1)
    assert fresh(made).expires_on == TODAY + dt.timedelta(days=deals.DAYS_TO_AGREE)
