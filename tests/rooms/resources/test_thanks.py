"""Recognition: what each partner gave in a year, papers of thanks, and whose gift is weighed before it is taken."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace
from fractions import Fraction
from typing import Any

import openpyxl
import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from ruammue import rulebook
from ruammue.access.gate import allows
from ruammue.foundation.keys import new_key
from ruammue.foundation.thai_dates import fiscal_year
from ruammue.ledger.models import Entry
from ruammue.resources import actions, rules
from ruammue.resources.actions import interest as weighing
from ruammue.resources.exchange import actions as deals
from ruammue.resources.refusals import (
    InterestNotWeighed,
    NamingNotWeighed,
    NotAskedForPrint,
    NotForPrint,
    NothingGiven,
    SourceMissing,
)
from ruammue.resources.shares import piece_of_line, shares_of
from ruammue.resources.thanks import actions as thanking
from ruammue.resources.thanks import contributions
from ruammue.resources.thanks.models import InterestWord, Thanks
from tests.cast import Cast
from tests.rooms.papers.reading import pages_of
from tests.rooms.resources.stage import brought, key, line_of, matter_of, offer_of, promise_of, spec_of
from tests.rooms.resources.test_exchange import proposed
from tests.rooms.resources.test_pages import page, send, words

TODAY = timezone.localdate()
YEAR = fiscal_year(TODAY)


def tied(cast: Cast, how: str = "contractor") -> Any:
    """The shop builds for the office."""
    return weighing.note_interest(
        cast.steward, cast.shop, how=how, from_on=dt.date(2026, 1, 1), source="สัญญา 12/2569", by=cast.actor("clerk")
    )


def offered(cast: Cast, quantity: int = 10) -> Any:
    """The shop promises cement, and the office has not said yes."""
    line = line_of(cast, 10, spec=spec_of(cast, "ปูน", "goods", "bag"))
    return actions.make_commitment(
        line, quantity=quantity, provider=cast.shop, side="provider", by=cast.actor("owner", speaking=True),
        idempotency_key=key(),
    )  # fmt: skip


# ------------------------------------------------------------------------------------------- R29


def test_before_the_office_takes_of_a_partner_that_sells_to_it_it_sees_so_and_says_why(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R29: the warning stands on the page, the yes without a reason is refused, with one it is done and kept."""
    tied(cast)
    promise = offered(cast)
    officer, owner = cast.client("officer"), cast.client("owner")
    assert "ขายของหรือรับจ้างให้หน่วยงาน" in page(officer, cast, "accept", promise.pk)
    assert "สัญญา 12/2569" in page(officer, cast, "commitment", promise.pk)
    for name in ("commitment", "accept"):
        assert "สัญญา" not in page(owner, cast, name, promise.pk), "the partner is not told what is held against it"
    own, theirs = (
        page(officer, cast, "commitment", promise.pk),
        page(cast.client("coordinator"), cast, "commitment", promise.pk),
    )
    assert ("รับไว้ ขอบคุณ" in own, "เขาตกลง" in own, "รอเขาตอบ" in own) == (True, False, False), "the yes is its own"
    assert ("รับไว้ ขอบคุณ" in theirs, "เขาตกลง" in theirs) == (False, True)
    assert "ปูน 10 ถุง รับไว้ไหม" in page(officer, cast, "accept", promise.pk)
    with pytest.raises(InterestNotWeighed):
        actions.accept_commitment(promise, side="receiver", by=cast.actor("officer", speaking=True))
    assert send(officer, cast, "accept", promise.pk, side="receiver").status_code == 422
    sent = send(officer, cast, "accept", promise.pk, side="receiver", despite="ไม่มีสัญญาที่รอพิจารณา")
    assert sent.status_code == 302
    word = InterestWord.objects.get()
    assert (word.commitment_id, word.reason, word.rule) == (promise.pk, "ไม่มีสัญญาที่รอพิจารณา", "R29 partnership 2569.11")
    assert word.said_by_id == cast.officer.pk
    assert Entry.objects.filter(kind="resources.interest_weighed").count() == 1
    told = page(cast.client("auditor"), cast, "interests")
    assert "ปูน 10 ถุง" in told
    assert "ไม่มีสัญญาที่รอพิจารณา" in told
    for stranger in ("abbot", "coordinator", "head", None):
        answer = cast.client(stranger).get(f"/{cast.steward.slug}/exchange/interests/")
        assert answer.status_code in (302, 403)
    # Without the guard the yes would pass unweighed, and nobody would know.
    monkeypatch.setattr(weighing, "weigh", lambda *_a, **_k: None)
    other = offered_again(cast, promise.need_line.matter)
    assert actions.accept_commitment(other, side="receiver", by=cast.actor("officer", speaking=True)).is_accepted
    assert "ไม่มีการถาม" in page(cast.client("auditor"), cast, "interests"), "the auditor still sees that it was taken"


def offered_again(cast: Cast, matter: Any) -> Any:
    line = line_of(cast, 10, spec=spec_of(cast, "ทราย", "goods", "bag"), matter=matter)
    return actions.make_commitment(
        line, quantity=1, provider=cast.shop, side="provider", by=cast.actor("owner", speaking=True),
        idempotency_key=key(),
    )  # fmt: skip


def test_the_rule_speaks_when_the_office_asks_when_it_exchanges_and_not_of_others_or_of_old_ties(cast: Cast) -> None:
    tie = tied(cast, "relative")
    promise = offered(cast)
    line, officer = promise.need_line, cast.actor("officer", speaking=True)
    offer = offer_of(cast, 20, spec=line.spec, who="owner", organisation="shop")
    facts = {"quantity": 1, "offer": offer, "side": "receiver", "reason": "ใกล้", "by": officer}
    with pytest.raises(InterestNotWeighed):
        actions.make_commitment(line, idempotency_key=key(), **facts)
    asked = page(cast.client("officer"), cast, "ask", line.pk)
    assert "เกี่ยวข้องเป็นญาติกับผู้บริหาร" in asked
    made = actions.make_commitment(line, idempotency_key=key(), despite="ราคาเป็นศูนย์ ไม่มีเงื่อนไข", **facts)
    assert made.interest_words.get().tie == tie
    # The temple that takes of the shop need not know.
    theirs = actions.raise_line(
        line.matter, spec=line.spec, quantity=5, receiver=cast.temple, by=cast.actor("officer").entering_for(None)
    )
    given = actions.make_commitment(
        theirs, quantity=1, provider=cast.shop, side="provider", by=cast.actor("owner", speaking=True),
        idempotency_key=key(),
    )  # fmt: skip
    assert actions.accept_commitment(given, side="receiver", by=cast.actor("abbot", speaking=True)).is_accepted
    # Once it is over, it is over.
    weighing.end_interest(tie, on=TODAY - dt.timedelta(days=1), by=cast.actor("clerk"))
    assert actions.accept_commitment(promise, side="receiver", by=officer, despite="").is_accepted
    assert InterestWord.objects.count() == 1


def test_in_an_exchange_whoever_agrees_for_the_office_weighs_it(cast: Cast) -> None:
    made = proposed(cast)  # the temple lends tables to the office, the office grades its road
    weighing.note_interest(
        cast.steward,
        cast.temple,
        how="relative",
        from_on=dt.date(2026, 1, 1),
        source="แจ้งเอง",
        by=cast.actor("officer"),
    )
    deals.agree_to_exchange(made, cast.temple, by=cast.actor("abbot", speaking=True))
    officer = cast.actor("officer", speaking=True)
    with pytest.raises(InterestNotWeighed):
        deals.agree_to_exchange(made, cast.office, by=officer)
    assert "เกี่ยวข้องเป็นญาติกับผู้บริหาร" in page(cast.client("officer"), cast, "exchange_agree", made.pk)
    done = deals.agree_to_exchange(made, cast.office, by=officer, despite="แลกกันเท่าเทียม มติที่ประชุม")
    assert done.agreed_at
    assert InterestWord.objects.get().exchange == made
    assert "แลกกันเท่าเทียม" in page(cast.client("clerk"), cast, "interests")


def test_a_tie_has_a_source_and_stands_on_the_partners_page_for_the_office_alone(cast: Cast) -> None:
    with pytest.raises(SourceMissing):
        weighing.note_interest(
            cast.steward, cast.shop, how="contractor", from_on=dt.date(2026, 1, 1), source=" ", by=cast.actor("clerk")
        )
    facts = {"how": "contractor", "from_on": "1 มกราคม 2569", "source": "สัญญา 9/2569"}
    clerk = cast.client("clerk")
    assert send(clerk, cast, "note_interest", cast.shop.pk, **facts).status_code == 302
    again = send(clerk, cast, "note_interest", cast.shop.pk, **facts)
    assert again.status_code == 422
    assert "ยังไม่สิ้นสุด" in words(again)
    assert send(cast.client("coordinator"), cast, "note_interest", cast.shop.pk, **facts).status_code == 403


# ------------------------------------------------------------------------------------------- the year


@pytest.mark.any_database
def test_shares_are_parts_of_pieces_and_make_one() -> None:
    """Forty tables of forty and one day of two: two pieces, one and a half done."""
    pieces = [
        piece_of_line("โต๊ะ", 40, {"วัด": 30, "โรงเรียน": 10}),
        piece_of_line("รถ", 2, {"อบต.": 1}),
        piece_of_line("ปูน", 9, {}),
    ]
    shares = shares_of(pieces)
    assert shares == {"วัด": Fraction(1, 2), "โรงเรียน": Fraction(1, 6), "อบต.": Fraction(1, 3)}
    assert sum(shares.values()) == 1
    assert shares_of(reversed(pieces)) == shares
    assert shares_of([]) == {}


@pytest.mark.any_database
def test_one_half_is_a_partner_and_a_little_more_is_not() -> None:
    """R40, with its guard removed: the parameter."""

    def codes(did: Fraction, pieces: int = 5, **overrides: Any) -> list[str]:
        facts = rulebook.ShareFacts(shares={"อบต.": did}, pieces=pieces)
        return [one.code for one in rulebook.check("R40", facts, overrides=overrides or None).findings]

    assert codes(Fraction(1, 2)) == []
    assert codes(Fraction(501, 1000)) == ["one_carries_most"]
    assert codes(Fraction(1), pieces=2) == [], "a matter that has hardly begun is not judged"
    assert codes(Fraction(501, 1000), share=Fraction(1)) == []


def given_year(cast: Cast) -> Any:
    """Of the temple forty tables lent and a dispute; of the shop money; last year's does not count."""
    tables = line_of(cast, 60)
    lent = promise_of(cast, tables, 40, is_loan=True)
    brought(cast, lent, 40)
    doubted = promise_of(cast, tables, 5)
    row = brought(cast, doubted, 5)
    actions.dispute_delivery(row, side="receiver", reason="ไม่ได้มา", by=cast.actor("officer", speaking=True))
    money = line_of(cast, 500_000, spec=spec_of(cast, "ค่าวัสดุ", "money", "satang"), matter=tables.matter)
    paid = promise_of(cast, money, 500_000, who="owner", organisation="shop")
    brought(cast, paid, 500_000, who="owner", receipt_number="12/88")
    old = line_of(cast, 7, spec=spec_of(cast, "ข้าวกล่อง", "goods", "box"), matter=tables.matter)
    before = contributions.days_of(YEAR)[0] - dt.timedelta(days=1)
    long_ago = timezone.make_aware(dt.datetime.combine(before, dt.time(9)))
    brought(cast, promise_of(cast, old, 7, now=long_ago), 7, on=before)
    return tables


def test_a_year_holds_what_both_confirmed_and_every_figure_its_records(cast: Cast) -> None:
    given_year(cast)
    rows = contributions.contributions(cast.steward, YEAR)
    assert [row.name for row in rows] == ["ร้านวัสดุก่อสร้างเจริญสุข", "วัดโพธิ์ศรี"]
    temple = rows[1]
    assert [(one.thing, one.quantity, one.is_loan, len(one.records)) for one in temple.figures] == [
        ("โต๊ะ", 40, True, 1)
    ], "what is disputed does not count, nor last year's"
    assert [one.records[0].receipt_number for one in rows[0].money] == ["12/88"]
    assert contributions.days_of(2569) == (dt.date(2025, 10, 1), dt.date(2026, 9, 30))
    assert [one.thing for one in contributions.contribution_of(cast.steward, YEAR - 1, cast.temple).figures] == [
        "ข้าวกล่อง"
    ]
    officer = cast.client("officer")
    told = page(officer, cast, "thanks_year", YEAR)
    assert "5,000 บาท" in told
    assert "100 ใน 100" in told
    book = openpyxl.load_workbook(
        io.BytesIO(officer.get(f"/{cast.steward.slug}/exchange/thanks/{YEAR}/sheet/").content)
    )
    cells = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert any("12/88" in row for row in cells)
    for reader, status in (("auditor", 200), ("abbot", 403), ("farmer", None)):
        if status:
            answer = cast.client(reader).get(f"/{cast.steward.slug}/exchange/thanks/{YEAR}/")
            assert answer.status_code == status, reader
    own = page(cast.client("abbot"), cast, "contribution", cast.temple.pk, YEAR)
    assert "โต๊ะ" in own
    assert page(cast.client("abbot"), cast, "contribution", cast.shop.pk, YEAR, expect=403)


def test_a_partner_without_an_account_reads_its_year_by_a_link(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    given_year(cast)
    answer = send(cast.client("officer"), cast, "contribution_link", cast.temple.pk, YEAR)
    link = re.search(r"/[a-z-]+/exchange/given/[\w-]+/", answer.content.decode())
    assert link
    stranger = cast.client()
    told = stranger.get(link[0])
    assert "โต๊ะ" in words(told)
    assert told["Referrer-Policy"] == "strict-origin"
    assert "ร้านวัสดุ" not in words(told), "of nobody else"
    paper = stranger.get(link[0] + "?paper=pdf")
    assert "วัดโพธิ์ศรี" in squeezed(paper.content)
    assert stranger.get(link[0][:-6] + "xxxxx/").status_code == 404
    monkeypatch.setattr(thanking, "DAYS_TO_READ", -1)
    late = thanking.share_contribution(cast.steward, cast.temple, YEAR, by=cast.actor("officer"))
    assert stranger.get(f"/{cast.steward.slug}/exchange/given/{late.token}/").status_code == 410


def squeezed(content: bytes) -> str:
    return re.sub(r"\s|\u200b", "", "".join(pages_of(content)))


# ------------------------------------------------------------------------------------------- papers


def test_names_are_asked_for_before_the_first_paper_and_no_executive_stands_on_it(cast: Cast) -> None:
    given_year(cast)
    officer = cast.client("officer")
    first = send(officer, cast, "thank", cast.temple.pk, YEAR)
    assert first.url.endswith("/name/"), "asked before the first paper"
    facts: dict[str, Any] = {
        "form": "certificate", "fiscal_year": YEAR, "gave": ["โต๊ะ"], "about": "งานบุญ", "organisation": cast.temple,
        "by": cast.actor("officer"),
    }  # fmt: skip
    with pytest.raises(NotAskedForPrint):
        thanking.make_thanks(cast.steward, **facts)
    said = send(officer, cast, "print_name", cast.temple.pk, YEAR, is_wanted="yes", called="วัดโพธิ์ศรีดอนแดง", how="phone")
    assert said.status_code == 302
    shown = page(officer, cast, "thank", cast.temple.pk, YEAR)
    assert "โต๊ะ 40 ตัว (ให้ยืม)" in shown
    data = {"about": "งานบุญสานสัมพันธ์", "signer": "nobody", "number": "นพ 1/2569"}
    for form in ("certificate", "letter"):
        assert send(officer, cast, "thank", cast.temple.pk, YEAR, form=form, **data).status_code == 302
    for made in Thanks.objects.all():
        assert (made.signer_name, made.warned) == ("", "")
        for fmt in ("pdf", "docx"):
            answer = officer.get(f"/{cast.steward.slug}/exchange/thanks/papers/{made.pk}/{fmt}/")
            assert answer.status_code == 200
        text = squeezed(officer.get(f"/{cast.steward.slug}/exchange/thanks/papers/{made.pk}/pdf/").content)
        assert "วัดโพธิ์ศรีดอนแดง" in text
        assert "บุญมี" not in text, "no name of the mayor by itself"
        assert "๔๐ตัว" in text
        own = cast.client("abbot").get(f"/{cast.steward.slug}/exchange/thanks/papers/{made.pk}/pdf/")
        assert own.status_code == 200
        other = cast.client("owner").get(f"/{cast.steward.slug}/exchange/thanks/papers/{made.pk}/pdf/")
        assert other.status_code == 403
    with pytest.raises(NothingGiven):
        thanking.make_thanks(cast.steward, **{**facts, "gave": []})
    # They change their mind: no certificate, and no name on the wall.
    named = squeezed(officer.get(f"/{cast.steward.slug}/exchange/thanks/{YEAR}/picture/pdf/").content)
    assert "วัดโพธิ์ศรีดอนแดง" in named, "as they want to be called"
    thanking.say_print_name(
        cast.steward,
        organisation=cast.temple,
        is_wanted=False,
        name="",
        how="own",
        by=cast.actor("abbot", speaking=True),
    )
    with pytest.raises(NotForPrint):
        thanking.make_thanks(cast.steward, **facts)
    wall = squeezed(officer.get(f"/{cast.steward.slug}/exchange/thanks/{YEAR}/picture/pdf/").content)
    assert "วัดโพธิ์ศรี" not in wall
    assert "ภาคีที่ไม่ออกชื่อ" in wall
    assert "ร้านวัสดุก่อสร้างเจริญสุข" not in wall, "whoever was not asked is not named either"
    assert "ร้านวัสดุก่อสร้างเจริญสุข" in page(officer, cast, "thanks_year", YEAR).split("ยังไม่ได้ถาม")[1]
    assert "เขาไม่ให้ออกชื่อในเกียรติบัตรแล้ว" in page(officer, cast, "contribution", cast.temple.pk, YEAR)


def test_in_election_time_an_executives_name_warns_and_is_chosen_only_with_a_reason(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R30: a parameter that the office types with its source; the clerk is no executive."""
    given_year(cast)
    officer = cast.client("officer")
    wrong = send(
        officer,
        cast,
        "set_election",
        title="เลือกตั้งนายก อบต.",
        from_on="1 ธ.ค. 2569",
        until_on="1 พ.ย. 2569",
        source="ประกาศ",
    )
    assert wrong.status_code == 422
    thanking.say_print_name(
        cast.steward, organisation=cast.temple, is_wanted=True, name="", how="phone", by=cast.actor("officer")
    )
    facts: dict[str, Any] = {
        "form": "letter", "fiscal_year": YEAR, "gave": ["โต๊ะ"], "about": "งานบุญ", "organisation": cast.temple,
        "by": cast.actor("officer"), "signer": cast.mayor, "signer_position": "นายก อบต.",
    }  # fmt: skip
    before = thanking.make_thanks(cast.steward, **facts)
    assert (before.signer_name, before.warned) == (cast.mayor.name, "")
    time = thanking.set_election_time(
        cast.steward, title="เลือกตั้งนายก อบต.", from_on=TODAY, until_on=TODAY, source="ประกาศ กกต. 1/2569",
        by=cast.actor("clerk"),
    )  # fmt: skip
    with pytest.raises(NamingNotWeighed):
        thanking.make_thanks(cast.steward, **facts)
    warned = "เป็นช่วงเลือกตั้ง ยังไม่ควรพิมพ์ใบที่มีชื่อผู้บริหาร"
    assert warned in page(officer, cast, "contribution", cast.temple.pk, YEAR), "of one made before, too"
    assert thanking.make_thanks(cast.steward, **{**facts, "signer": cast.clerk}).warned == ""
    assert thanking.make_thanks(cast.steward, **{**facts, "signer": None}).signer_position == ""
    assert "ประกาศ กกต. 1/2569" in page(officer, cast, "thank", cast.temple.pk, YEAR)
    data = {"form": "letter", "about": "งานบุญ", "signer": str(cast.mayor.pk), "signer_position": "นายก"}
    refused = send(officer, cast, "thank", cast.temple.pk, YEAR, **data)
    assert refused.status_code == 422
    assert send(officer, cast, "thank", cast.temple.pk, YEAR, despite="สภามีมติให้ลงชื่อ", **data).status_code == 302
    kept = Thanks.objects.exclude(warned="").get()
    assert (kept.warned, kept.despite) == ("R30 partnership 2569.11", "สภามีมติให้ลงชื่อ")
    assert "สภามีมติให้ลงชื่อ" in page(cast.client("auditor"), cast, "elections")
    assert "สภามีมติให้ลงชื่อ" not in page(cast.client("coordinator"), cast, "elections")
    # Without the guard an executive's name would pass as anybody's.
    monkeypatch.setattr(thanking, "is_executive", lambda *_a: False)
    assert thanking.make_thanks(cast.steward, **facts).warned == ""
    monkeypatch.undo()
    thanking.remove_election_time(time, by=cast.actor("clerk"))
    assert thanking.make_thanks(cast.steward, **facts).warned == ""


def test_an_error_in_one_field_makes_no_other_question_appear(cast: Cast) -> None:
    """A number used already, a year that cannot be: no election is on. Dated in one, the question is asked."""
    wants_a_paper(cast)
    officer, asked = cast.client("officer"), "ในช่วงเลือกตั้ง เพราะอะไร"
    data = {"form": "letter", "about": "งานบุญ", "signer": "", "number": "9/2569"}
    data["signer"] = str(cast.clerk.pk)
    assert asked not in page(officer, cast, "thank", cast.temple.pk, YEAR)
    assert send(officer, cast, "thank", cast.temple.pk, YEAR, **data, once=str(new_key())).status_code == 302
    for more in ({}, {"number": "", "dated_on": "1/12/2599"}, {"number": "", "about": ""}):
        again = send(officer, cast, "thank", cast.temple.pk, YEAR, **{**data, "once": str(new_key()), **more})
        assert (again.status_code, asked in words(again)) == (422, False), more
    day = TODAY + dt.timedelta(days=5)
    thanking.set_election_time(
        cast.steward, title="เลือกตั้งนายก อบต.", from_on=day, until_on=day, source="ประกาศ กกต. 1/2569",
        by=cast.actor("clerk"),
    )  # fmt: skip
    mayors = {**data, "number": "", "signer": str(cast.mayor.pk), "once": str(new_key())}
    dated = {"dated_on": f"{day:%d/%m}/{day.year + 543}"}
    assert send(officer, cast, "thank", cast.temple.pk, YEAR, **{**data, **dated, "number": "10"}).status_code == 302
    refused = send(officer, cast, "thank", cast.temple.pk, YEAR, **mayors, **dated)
    assert (refused.status_code, asked in words(refused)) == (422, True)
    assert send(officer, cast, "thank", cast.temple.pk, YEAR, **mayors, **dated, despite="มติสภา").status_code == 302


def wants_a_paper(cast: Cast) -> None:
    """The temple gave, and wants to be named."""
    given_year(cast)
    thanking.say_print_name(
        cast.steward, organisation=cast.temple, is_wanted=True, name="", how="phone", by=cast.actor("officer")
    )


def test_a_paper_dated_out_of_election_time_is_judged_by_the_day_on_which_it_is_made_too(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R30: neither a date before nor one after takes the mayor's name past the warning; nor is one dated into it."""
    wants_a_paper(cast)
    months = dt.timedelta(days=60)
    thanking.set_election_time(
        cast.steward, title="เลือกตั้งนายก", from_on=TODAY, until_on=TODAY, source="ประกาศ 1", by=cast.actor("clerk")
    )
    facts: dict[str, Any] = {
        "form": "letter", "fiscal_year": YEAR, "gave": ["โต๊ะ"], "about": "งานบุญ", "organisation": cast.temple,
        "by": cast.actor("officer"), "signer": cast.mayor,
    }  # fmt: skip
    first = contributions.days_of(YEAR)[0]
    for day in (first, TODAY + months):
        with pytest.raises(NamingNotWeighed):
            thanking.make_thanks(cast.steward, **facts, dated_on=day)
    shown = f"{first.day}/{first.month}/{first.year + 543}"
    refused = send(
        cast.client("officer"), cast, "thank", cast.temple.pk, YEAR, form="letter", about="งานบุญ",
        signer=str(cast.mayor.pk), dated_on=shown,
    )  # fmt: skip
    assert refused.status_code == 422
    assert "เป็นช่วงเลือกตั้ง" in words(refused)
    thanking.set_election_time(
        cast.steward,
        title="สภา",
        from_on=TODAY + months,
        until_on=TODAY + months,
        source="ประกาศ 2",
        by=cast.actor("clerk"),
    )
    yesterday = timezone.now() - dt.timedelta(days=1)
    with pytest.raises(NamingNotWeighed):
        thanking.make_thanks(cast.steward, **facts, dated_on=TODAY + months, now=yesterday)
    assert (
        thanking.make_thanks(cast.steward, **facts, dated_on=TODAY - dt.timedelta(days=1), now=yesterday).warned == ""
    )
    # The guard removed: judged by the dated day alone, the name passes.
    whole = thanking.naming_verdict
    monkeypatch.setattr(
        thanking, "naming_verdict", lambda steward, *, days, **more: whole(steward, days=days[1:], **more)
    )
    assert thanking.make_thanks(cast.steward, **facts, dated_on=TODAY + dt.timedelta(days=1)).warned == ""


def test_a_form_sent_twice_makes_one_paper_and_a_number_stands_on_one(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    wants_a_paper(cast)
    officer = cast.client("officer")
    data = {"form": "certificate", "about": "งานบุญ", "signer": "nobody", "number": "นพ ๗/๒๕๖๙"}
    for _twice in range(2):
        sent = send(
            officer, cast, "thank", cast.temple.pk, YEAR, once="0" * 7 + "9-0000-7000-8000-000000000000", **data
        )
        assert sent.status_code == 302
    made = Thanks.objects.get()
    other = send(officer, cast, "thank", cast.temple.pk, YEAR, **{**data, "number": "นพ  7/2569"})
    assert other.status_code == 422
    assert "นพ 7/2569" in words(other)
    # A voided paper keeps its number, says so on every print, and is voided once.
    assert send(officer, cast, "void_thanks", made.pk, reason="").status_code == 422
    assert send(cast.client("abbot"), cast, "void_thanks", made.pk, reason="ไม่เอา").status_code == 403
    assert send(officer, cast, "void_thanks", made.pk, reason="พิมพ์ชื่อผิด").status_code == 302
    assert send(officer, cast, "void_thanks", made.pk, reason="อีกครั้ง").status_code == 302, "back, with what is so"
    made.refresh_from_db()
    assert (made.voided_by_id, made.void_reason) == (cast.officer.pk, "พิมพ์ชื่อผิด")
    assert Entry.objects.filter(kind="resources.thanks_voided").count() == 1
    assert send(officer, cast, "thank", cast.temple.pk, YEAR, **data).status_code == 422, "the number is not used again"
    for reader in ("officer", "abbot"):
        assert "พิมพ์ชื่อผิด" in page(cast.client(reader), cast, "contribution", cast.temple.pk, YEAR)
    letter = thanking.make_thanks(
        cast.steward, form="letter", fiscal_year=YEAR, gave=["โต๊ะ"], about="งานบุญ", organisation=cast.temple,
        by=cast.actor("officer"), number="นพ 7/2569",
    )  # fmt: skip
    for paper in (made, thanking.void_thanks(letter, reason="พิมพ์ชื่อผิด", by=cast.actor("clerk"))):
        text = squeezed(officer.get(f"/{cast.steward.slug}/exchange/thanks/papers/{paper.pk}/pdf/").content)
        assert "ยกเลิก" in text
        assert "พิมพ์ชื่อผิด" in text
        assert "ร่าง" not in text
        assert len(pages_of(officer.get(f"/{cast.steward.slug}/exchange/thanks/papers/{paper.pk}/pdf/").content)) == 1
    # The guard removed, the database still keeps the promise.
    monkeypatch.setattr(thanking, "_not_used", lambda *_args: None)
    with pytest.raises(IntegrityError), transaction.atomic():
        thanking.make_thanks(
            cast.steward, form="letter", fiscal_year=YEAR, gave=["โต๊ะ"], about="งานบุญ", organisation=cast.temple,
            by=cast.actor("officer"), number="นพ 7/2569",
        )  # fmt: skip


def test_days_beyond_reason_are_refused_with_words(cast: Cast) -> None:
    wants_a_paper(cast)
    officer = cast.client("officer")
    data = {"form": "letter", "about": "งานบุญ", "signer": "nobody"}
    for day in ("29/11/2599", "1/1/2560"):
        refused = send(officer, cast, "thank", cast.temple.pk, YEAR, dated_on=day, **data)
        assert refused.status_code == 422
        assert "ดูปีอีกครั้ง" in words(refused)
    time = {"title": "เลือกตั้ง", "source": "ประกาศ", "from_on": "1/12/2569"}
    assert send(officer, cast, "set_election", until_on="1/12/2599", **time).status_code == 422
    assert (
        send(officer, cast, "set_election", **{**time, "from_on": "1/12/2599"}, until_on="2/12/2599").status_code == 422
    )
    assert send(officer, cast, "set_election", until_on="1/2/2570", **time).status_code == 302


def test_what_a_villager_gave_is_theirs_and_the_offices(cast: Cast) -> None:
    line = line_of(cast, 120, spec=spec_of(cast, "แรง", "hours", "person_hour"), matter=matter_of(cast))
    by = cast.actor("officer").entering_for(cast.volunteer.pk)
    promise = actions.make_commitment(
        line, quantity=120, person=cast.volunteer, side="provider", by=by, as_whom="นางจันทร์", agreed_by="สมใจ",
        idempotency_key=key(),
    )  # fmt: skip
    row = actions.record_delivery(
        promise, quantity=120, on=TODAY, side="provider", by=by, as_whom="นางจันทร์", idempotency_key=key()
    )
    actions.confirm_delivery(row, side="receiver", by=cast.actor("officer", speaking=True))
    where = f"/{cast.steward.slug}/exchange/thanks/person/{cast.volunteer.pk}/{YEAR}/"
    for reader in ("volunteer", "officer"):
        assert "2 ชั่วโมงทำงาน" in words(cast.client(reader).get(where)), reader
    for other in ("head", "auditor", "mayor", "owner"):
        assert cast.client(other).get(where).status_code == 403, other
    assert "จันทร์" not in page(cast.client("officer"), cast, "thanks_year", YEAR), "villagers stand as one"
    own = send(
        cast.client("volunteer"), cast, "print_name_of_person", cast.volunteer.pk, YEAR, is_wanted="yes", called=""
    )
    assert own.status_code == 302
    data = {"form": "certificate", "about": "งานบุญ", "signer": "nobody"}
    made = send(cast.client("officer"), cast, "thank_person", cast.volunteer.pk, YEAR, **data)
    assert made.status_code == 302
    paper = f"/{cast.steward.slug}/exchange/thanks/papers/{Thanks.objects.get().pk}/pdf/"
    assert "จันทร์" in squeezed(cast.client("volunteer").get(paper).content)
    assert cast.client("mayor").get(paper).status_code == 403


@pytest.mark.any_database
def test_a_coordinator_reads_what_a_neighbour_gave_and_nobody_of_another_village(cast: Cast) -> None:
    farmer, keeper = cast.persons["farmer"], cast.actor("coordinator")
    for villages, may in (((cast.villages[2].pk,), True), ((cast.villages[0].pk,), False), ((), False)):
        actor = replace(keeper, villages=frozenset(villages))
        assert allows(actor, rules.SEE_PERSON_GIVEN, farmer) is may
        assert allows(actor, rules.THANK_PERSON, farmer) is may
