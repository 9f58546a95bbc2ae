"""ใครขาด ใครมี on a phone: what one could give, what one lacks, and a "not this time" that is no fault."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from ruammue.foundation.keys import new_key
from ruammue.networks.models import Partner, TieObservation
from ruammue.resources import actions, finder, near
from ruammue.resources.exchange.models import NotThisTime
from ruammue.resources.models import Commitment, NeedLine, Offer
from tests.cast import Cast
from tests.rooms.resources.stage import brought, fresh, key, line_of, matter_of, offer_of, promise_of, spec_of
from tests.rooms.resources.test_pages import page, send, words

TODAY = timezone.localdate()


def test_the_temple_promises_what_it_offered_in_two_taps(cast: Cast) -> None:
    """Nothing typed twice: the page knows the tables, the form is filled, and the offer grows smaller."""
    spec = spec_of(cast)
    line, offer = line_of(cast, 60, spec=spec), offer_of(cast, 40, spec=spec, is_loan=True)
    hidden = line_of(cast, 5, spec=spec, matter=matter_of(cast, "ยังไม่เผยแพร่", published=False))
    abbot = cast.client("abbot")
    told = page(abbot, cast, "near")
    assert "เรื่องที่คุณน่าจะช่วยได้ โต๊ะ 40 ตัว" in told
    assert "มี 40 ตัว จากที่ขาด 60 ตัว" in told
    assert "ให้ยืมได้" in told
    assert "ยังไม่เผยแพร่" not in told
    address = (
        reverse("resources:promise", args=[cast.steward.slug, line.pk])
        + f"?giver=org:{cast.temple.pk}&offer={offer.pk}"
    )
    form = abbot.get(address).context["form"]
    filled = {bound.name: bound.value() for bound in form if bound.value() is not None}
    assert (filled["giver"], filled["is_loan"]) == (f"org:{cast.temple.pk}", True)
    assert abbot.post(address, {**filled, "quantity": "40", "once": str(new_key())}).status_code == 302
    promise = Commitment.objects.get()
    assert (promise.offer_id, promise.is_loan, promise.quantity) == (offer.pk, True, 40)
    actions.accept_commitment(promise, side="receiver", by=cast.actor("officer", speaking=True))
    assert (fresh(offer).remaining, fresh(line).promised) == (0, 40)
    assert "เรื่องที่คุณน่าจะช่วยได้ โต๊ะ" not in page(abbot, cast, "near"), "it has its part already"
    assert hidden.pk


@pytest.mark.parametrize("who", ["officer", "coordinator", "auditor", "head", "volunteer", "abbot", "owner", "nurse"])
def test_everybody_has_their_page_and_it_asks_equally_often(cast: Cast, who: str) -> None:
    spec = spec_of(cast)
    offer_of(cast, 40, spec=spec)

    def asked(more: int) -> int:
        for _n in range(more):
            line_of(cast, 60, spec=spec, matter=matter_of(cast))
        client = cast.client(who)
        client.get(reverse("resources:near", args=[cast.steward.slug]))
        with CaptureQueriesContext(connection) as seen:
            assert "โต๊ะ" in page(client, cast, "near")
        return len(seen)

    assert asked(1) == asked(12) <= 33


def test_an_offer_says_where_it_is_lacking_nearest_first(cast: Cast) -> None:
    spec = spec_of(cast)
    line_of(cast, 60, spec=spec, matter=matter_of(cast, "งานใกล้"))
    offer = offer_of(cast, 40, spec=spec)
    told = page(cast.client("abbot"), cast, "offer", offer.pk)
    assert re.search(r"มีที่ไหนขาดสิ่งนี้บ้าง โต๊ะ 40 ตัว", told)
    assert "ขอเลย" in page(cast.client("officer"), cast, "offer", offer.pk) or "โต๊ะ 40 ตัว" in told


def test_not_this_time_is_remembered_for_that_need_and_is_no_fault(cast: Cast) -> None:
    spec = spec_of(cast)
    line, other = line_of(cast, 60, spec=spec), line_of(cast, 60, spec=spec, matter=matter_of(cast, "งานอื่น"))
    offer = offer_of(cast, 40, spec=spec)
    abbot, officer = cast.client("abbot"), cast.client("officer")
    send(abbot, cast, "not_now", line.pk, giver=f"org:{cast.temple.pk}", reason="ใช้เองวันนั้น")
    said = NotThisTime.objects.get()
    assert (said.organisation_id, said.side, said.reason) == (cast.temple.pk, "provider", "ใช้เองวันนั้น")
    shown = near.page_of(cast.steward, cast.actor("abbot"), today=TODAY)
    assert [chance.row.id for chance in shown.chances] == [other.pk]
    assert line.pk not in [row.id for rows in shown.others for row in rows]
    told = page(officer, cast, "line", line.pk)
    assert "ใช้เองวันนั้น" not in told, "the reason is no headline"
    assert "วัดโพธิ์ศรี" in page(officer, cast, "line", other.pk)
    # The other side may say so as well; then they are not proposed at all.
    send(officer, cast, "not_them", other.pk, giver=f"offer:{offer.pk}", reason="ไกลจากงาน")
    assert (
        f"offer:{offer.pk}"
        not in officer.get(reverse("resources:line", args=[cast.steward.slug, other.pk])).content.decode()
    )
    assert not near.page_of(cast.steward, cast.actor("abbot"), today=TODAY).chances
    assert (
        send(cast.client("owner"), cast, "not_them", other.pk, giver=f"offer:{offer.pk}", reason="x").status_code == 403
    )


def test_mutant_without_the_memory_they_are_asked_again(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    spec = spec_of(cast)
    line = line_of(cast, 60, spec=spec)
    offer_of(cast, 40, spec=spec)
    send(cast.client("abbot"), cast, "not_now", line.pk, giver=f"org:{cast.temple.pk}", reason="ใช้เอง")
    monkeypatch.setattr(near, "said_about", lambda *_args: (frozenset(), frozenset()))
    assert near.page_of(cast.steward, cast.actor("abbot"), today=TODAY).chances


def test_whoever_declined_when_asked_is_not_proposed_again_and_who_was_helped_is(cast: Cast) -> None:
    spec = spec_of(cast)
    line = line_of(cast, 60, spec=spec)
    offer = offer_of(cast, 40, spec=spec)
    officer = cast.actor("officer", speaking=True)
    asked = actions.make_commitment(
        line, quantity=40, offer=offer, side="receiver", reason="ใกล้", by=officer, idempotency_key=key()
    )
    actions.end_commitment(asked, end="by_provider", reason="ติดงาน", by=cast.actor("abbot", speaking=True))
    row = near.queries.line_row(fresh(line), near.queries.promises_of_line(line, today=TODAY))
    fits = finder.fits_for(cast.steward, [row], today=TODAY)[line.pk]
    assert [fit.name for fit in fits.chosen] == []
    assert [fit.name for fit in fits.passed_over] == [cast.temple.name]
    # The office has helped the shop lately: among the shop's reasons stands that it was helped.
    Partner.objects.create(steward=cast.steward, organisation=cast.shop, good_at="โต๊ะ", since_on=dt.date(2026, 1, 1))
    TieObservation.objects.create(
        steward=cast.steward, from_organisation=cast.office, to_organisation=cast.shop, kind="delivered",
        observed_on=TODAY, entry_id=new_key(),
    )  # fmt: skip
    fits = finder.fits_for(cast.steward, [row], today=TODAY)[line.pk]
    assert "เราเพิ่งช่วยเขาไปเมื่อไม่นานนี้" in fits.chosen[0].reasons
    assert any("เพิ่งช่วยคุณ" in word for chance in near.page_of(
        cast.steward, cast.actor("owner"), today=TODAY).chances for word in chance.reasons)  # fmt: skip


def test_the_office_reads_what_was_asked_what_is_over_and_what_is_had_in_exchange_only(cast: Cast) -> None:
    """Three things that look alike as "nobody has offered it yet" and are not."""
    tables, tents = spec_of(cast), spec_of(cast, "เต็นท์")
    officer = cast.actor("officer", speaking=True)
    asked = line_of(cast, 60, spec=tables)
    actions.make_commitment(
        asked, quantity=20, provider=cast.temple, side="receiver", reason="ใกล้", by=officer, idempotency_key=key()
    )
    over = line_of(cast, 5, spec=spec_of(cast, "จอ"), until_on=TODAY)
    trade = line_of(cast, 2, spec=tents)
    offer_of(cast, 2, spec=tents, wants="ซ่อมหลังคา")
    shown = near.columns_of(cast.steward, cast.actor("officer"), today=TODAY + dt.timedelta(days=1))
    told = {
        one.row.id: (one.asked, one.is_past, bool(one.fits and one.fits.in_exchange))
        for group in shown.lacks
        for one in group
    }
    assert told == {asked.pk: (1, False, False), over.pk: (0, True, False), trade.pk: (0, False, True)}
    text = page(cast.client("officer"), cast, "near")
    assert "ถามไปแล้ว 1 ราย" in text
    for told_on in (text, page(cast.client("officer"), cast, "line", trade.pk)):
        assert f"มี แต่ขอแลก {cast.temple.name}" in told_on
    assert "ยังไม่มีใครเสนอ" not in page(cast.client("officer"), cast, "line", trade.pk)
    assert "เต็นท์ 2" not in page(cast.client("abbot"), cast, "near").split("ที่อื่นยังขาด")[0], (
        "never asked to give it freely"
    )


def test_whoever_brought_such_a_thing_before_is_asked_by_both_pages(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The temple neither offers tables nor speaks of them, but it has brought some: the finder asks it, and its own
    page shows it what lacks. One function judges for both; what another organisation brought says nothing of this one.
    """
    spec = spec_of(cast)
    for name in ("temple", "shop"):
        organisation = cast.organisations[name]
        Partner.objects.get_or_create(
            steward=cast.steward, organisation=organisation, defaults={"good_at": "", "since_on": dt.date(2026, 1, 1)}
        )
    wanted = line_of(cast, 20, spec=spec, matter=matter_of(cast, "งานถัดไป"))
    row = near.queries.line_row(fresh(wanted))

    def asked() -> list[str]:
        return [fit.name for fit in finder.fits_for(cast.steward, [row], today=TODAY)[wanted.pk].chosen]

    def told(who: str) -> list[object]:
        chances = near.page_of(cast.steward, cast.actor(who), today=TODAY).chances
        return [chance.row.id for chance in chances if chance.row.id == wanted.pk]

    promise = promise_of(cast, line_of(cast, 60, spec=spec), 40)
    assert (asked(), told("abbot")) == ([], []), "a promise is no gift yet"
    brought(cast, promise, 10)
    assert (asked(), told("abbot"), told("owner")) == ([cast.temple.name], [wanted.pk], [])
    with translation.override("th"):
        (fit,) = finder.fits_for(cast.steward, [row], today=TODAY)[wanted.pk].chosen
    assert "เคยให้ของแบบนี้มาก่อน ถามว่าตอนนี้มีเท่าไร" in fit.reasons
    other = line_of(cast, 5, spec=spec_of(cast, "เต็นท์"), matter=matter_of(cast, "งานอื่น"))
    found = finder.fits_for(cast.steward, [near.queries.line_row(fresh(other))], today=TODAY)
    assert not found[other.pk].chosen, "of another kind nothing follows"
    monkeypatch.setattr(finder, "gave_before", lambda *_args: frozenset())
    assert asked() == [], "the mutant that forgets"


@pytest.mark.any_database
def test_the_kind_in_a_partners_own_words_names_the_thing(cast: Cast) -> None:
    """ถนัด ปูน: worth asking for ปูนซีเมนต์. A word of two letters names nothing."""
    Partner.objects.create(steward=cast.steward, organisation=cast.shop, good_at="ปูน คน", since_on=dt.date(2026, 1, 1))
    cement, driver = line_of(cast, 6, spec=spec_of(cast, "ปูนซีเมนต์")), line_of(cast, 1, spec=spec_of(cast, "คนขับ"))
    for line, named in ((cement, True), (driver, False)):
        fits = finder.fits_for(cast.steward, [near.queries.line_row(fresh(line))], today=TODAY)[line.pk]
        assert (cast.shop.name in [fit.name for fit in fits.chosen]) is named


def test_what_is_over_is_asked_of_nobody_else(cast: Cast) -> None:
    """Whoever asked for it still reads it, to say whether it is needed; others are not asked to help with yesterday."""
    line_of(cast, 5, spec=spec_of(cast, "จอ"), until_on=TODAY)
    temple = cast.actor("abbot", speaking=True)
    asked = [row.thing for rows in near.page_of(cast.steward, temple, today=TODAY).others for row in rows]
    assert asked == ["จอ"]
    tomorrow = TODAY + dt.timedelta(days=1)
    assert not near.page_of(cast.steward, temple, today=tomorrow).others
    office = replace(temple, represents=frozenset({cast.office.pk}))
    assert [row.thing for row, _when, _fits in near.page_of(cast.steward, office, today=tomorrow).lacks] == ["จอ"]


def _asked_by_the_shop(cast: Cast) -> NeedLine:
    """The shop lacks a ladder. Mrs Chan has one; the temple has one, has kept its word, and helps with a matter."""
    spec = spec_of(cast, "บันได")
    Partner.objects.create(steward=cast.steward, organisation=cast.temple, since_on=dt.date(2026, 1, 1))
    brought(cast, promise_of(cast, line_of(cast, 4, spec=spec), 2), 2)
    line = actions.raise_line(
        matter_of(cast, "ซ่อมป้ายตลาด"), spec=spec, quantity=1, receiver=cast.shop, by=cast.actor("officer")
    )
    offer_of(cast, 3, spec=spec)
    actions.make_offer(spec, quantity=1, person=cast.persons["volunteer"], by=cast.actor("volunteer"))
    return line


def test_a_partner_reads_no_villagers_name_and_nothing_of_how_others_keep_their_word(cast: Cast) -> None:
    """As on the list of offers: "a villager". Only the office is told who, and who kept which promise."""
    line = _asked_by_the_shop(cast)
    offer = Offer.objects.get(person=cast.persons["volunteer"])
    owner, officer = cast.client("owner"), cast.client("officer")
    of_the_office = ("จันทร์", "ยังไม่เคยทำงานด้วยกัน", "เคยให้ของเรา", "รับปากแล้วมาตรงเวลา", "เรื่องอื่น")
    for told in (page(owner, cast, "near"), page(owner, cast, "line", line.pk), page(owner, cast, "ask", line.pk)):
        assert "วัดโพธิ์ศรี" in told
        assert not [word for word in of_the_office if word in told]
    for told in (page(owner, cast, "near"), page(owner, cast, "line", line.pk)):
        assert "ชาวบ้าน (ถามผ่านสำนักงาน)" in told
    assert "จันทร์" not in page(owner, cast, "ask", line.pk, giver=f"offer:{offer.pk}")
    assert "จันทร์" not in words(send(owner, cast, "not_them", line.pk, giver=f"offer:{offer.pk}", reason="x"))
    asked = send(
        owner, cast, "ask", line.pk, giver=f"offer:{offer.pk}", quantity="1", reason="ใกล้", once=str(new_key())
    )
    assert asked.status_code == 422
    assert "จันทร์" not in words(asked)
    assert not Commitment.objects.filter(person=cast.persons["volunteer"]).exists()
    told = page(officer, cast, "line", line.pk)
    assert "จันทร์ ใจงาม" in told
    assert "ยังไม่เคยทำงานด้วยกัน" in told


def test_mutant_that_tells_everybody_who_gives_names_the_villager(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    line = _asked_by_the_shop(cast)
    real = finder.fits_for
    everybody = partial(real, sees_givers=True)
    monkeypatch.setattr(near, "fits_for", lambda *facts, sees_givers=False, **named: everybody(*facts, **named))
    assert "จันทร์" in page(cast.client("owner"), cast, "near"), "the guard is what keeps her name"
    assert "จันทร์" not in page(cast.client("owner"), cast, "line", line.pk), "the line asks the finder by itself"


def test_a_villager_whom_the_office_asked_is_named_to_the_partner_when_they_say_yes(cast: Cast) -> None:
    line = _asked_by_the_shop(cast)
    offer = Offer.objects.get(person=cast.persons["volunteer"])
    promise = actions.make_commitment(
        line, quantity=1, offer=offer, side="receiver", reason="ใกล้",
        by=cast.actor("officer").entering_for(None), as_whom="เจ้าของร้าน", idempotency_key=key(),
    )  # fmt: skip
    owner = cast.client("owner")
    for told in (page(owner, cast, "commitment", promise.pk), page(owner, cast, "line", line.pk)):
        assert "จันทร์" not in told
    actions.accept_commitment(promise, side="provider", by=cast.actor("volunteer"))
    assert "จันทร์ ใจงาม" in page(owner, cast, "commitment", promise.pk)


def test_an_offer_for_this_very_matter_is_as_nameless_to_a_partner(cast: Cast) -> None:
    """The address of asking for one offer opens no name either."""
    line = _asked_by_the_shop(cast)
    offer = Offer.objects.get(person=cast.persons["volunteer"])
    Offer.objects.filter(pk=offer.pk).update(matter=line.matter)
    assert "จันทร์" not in page(cast.client("owner"), cast, "ask", line.pk, giver=f"offer:{offer.pk}")
    assert "จันทร์ ใจงาม" in page(cast.client("officer"), cast, "ask", line.pk, giver=f"offer:{offer.pk}")


def test_the_offices_page_begins_with_what_lacks_and_its_main_act_brings_together(cast: Cast) -> None:
    """Filters stay folded until one is used; everything else to open stands below."""
    line_of(cast, 60)
    officer = cast.client("officer")
    address = reverse("resources:near", args=[cast.steward.slug])
    body = officer.get(address).content.decode()
    before, _lacks, after = body.partition("two-columns")
    main = before[before.index("<h1") :]
    assert main.index("<details") < main.index("<select"), "folded"
    assert "button" not in main[: main.index("<details")]
    act = re.search(r'<a class="act" href="([^"]+)"', after)
    assert act is not None
    assert act[1] == reverse("resources:divide_things", args=[cast.steward.slug])
    narrowed = officer.get(address, {"kind": "goods"}).content.decode().partition("two-columns")[0]
    assert "<details" not in narrowed[narrowed.index("<h1") :], "what is chosen is seen"


def test_whoever_has_what_is_not_on_the_list_reads_whom_to_tell(cast: Cast) -> None:
    spec_of(cast)
    for who in ("abbot", "volunteer"):
        told = page(cast.client(who), cast, "new_offer")
        assert re.search(r"อย่างอื่น .*ไม่อยู่ในรายการ.* อบต.นาร่วมใจ โทร 042-000-000", told), told
    assert "บอกสำนักงาน" not in page(cast.client("officer"), cast, "new_offer"), "who may, names it"
