"""ใครขาด ใครมี through the door: from the call to the thanks, with the people who would do it."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ruammue.foundation.keys import new_key
from ruammue.needs.actions import close_matter
from ruammue.needs.models import Call
from ruammue.networks.models import Partner
from ruammue.people.models import Organisation
from ruammue.resources import actions
from ruammue.resources.models import Commitment, Confirmation, Delivery, NeedLine, Offer, Spec
from ruammue.resources.sections import own_at_home
from tests.cast import Cast
from tests.rooms.resources.stage import brought, fresh, key, line_of, matter_of, offer_of, promise_of, spec_of


def page(client: Client, cast: Cast, name: str, *args: Any, expect: int = 200, **query: str) -> str:
    """The words of a page, blanks made ordinary."""
    answer = client.get(reverse(f"resources:{name}", args=[cast.steward.slug, *args]), query)
    assert answer.status_code == expect, (name, answer.status_code)
    return words(answer)


def words(answer: Any) -> str:
    """What a reader reads."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", answer.content.decode(), flags=re.S)
    text = html.unescape(re.sub(r"<[^>]+>", " ", text)).replace("\u00a0", " ")
    return re.sub(r"\s+", " ", text)


def send(client: Client, cast: Cast, name: str, *args: Any, query: str = "", **data: Any) -> Any:
    """POST a form of this room."""
    return client.post(reverse(f"resources:{name}", args=[cast.steward.slug, *args]) + query, data)


def test_one_screen_from_the_call_to_the_thanks(cast: Cast) -> None:
    """An officer asks, the abbot answers and brings on his phone, the officer confirms and thanks."""
    officer, abbot = cast.client("officer"), cast.client("abbot")
    matter = matter_of(cast)
    assert "โต๊ะ" in page(officer, cast, "raise_line", matter.pk)
    chosen = send(officer, cast, "raise_line", matter.pk, common="tables").url
    facts = {"quantity": "๖๐", "until_on": "20/12/2569", "receiver": str(cast.office.pk), "once": str(new_key())}
    assert officer.post(chosen, facts).status_code == 302
    line = NeedLine.objects.get()
    assert (line.quantity, line.until_on) == (60, dt.date(2026, 12, 20))
    # The temple has said before what it has.
    has = {"giver": f"org:{cast.temple.pk}", "quantity": "40", "is_loan": "on"}
    assert send(abbot, cast, "new_offer", query=f"?spec={line.spec_id}", **has).status_code == 302
    screen = page(officer, cast, "matter", matter.pk)
    assert "วัดโพธิ์ศรี" in screen
    assert "ผู้อื่น" in screen
    offer = Offer.objects.get()
    asked = send(
        officer, cast, "ask", line.pk, giver=f"offer:{offer.pk}", quantity="40", due="19/12/2569", is_loan="on",
        reason="อยู่ใกล้และขนง่าย", once=str(new_key()),
    )  # fmt: skip
    promise = Commitment.objects.get()
    assert "ขอยืม โต๊ะ 40 ตัว" in words(asked), "the text to send along, with a link to answer by"
    assert "/exchange/answer/" in asked.content.decode()
    assert (promise.chosen_reason, promise.is_accepted) == ("อยู่ใกล้และขนง่าย", False)
    home = words(abbot.get(reverse("loop:home", args=[cast.steward.slug])))
    assert "รอคำตอบหรือคำยืนยันจากคุณ" in home
    top = RequestFactory().get("/")
    top.actor, top.steward = cast.actor("abbot"), cast.steward  # type: ignore[attr-defined]
    assert own_at_home(top)
    assert own_at_home(top, promises={promise.pk}) == "", "what the wheel says below is not said above as well"
    # The abbot says yes in one tap, brings them, and says so.
    assert "ยินดี" in page(abbot, cast, "commitment", promise.pk)
    send(abbot, cast, "accept", promise.pk, side="provider")
    assert fresh(line).promised == 40
    send(abbot, cast, "deliver", promise.pk, side="provider", quantity="40", on="22/11/2569", once=str(new_key()))
    delivery = Delivery.objects.get()
    assert fresh(line).delivered == 0
    assert "มาถึงแล้วใช่ไหม" in page(officer, cast, "confirm", delivery.pk)
    send(officer, cast, "confirm", delivery.pk, side="receiver")
    assert fresh(line).delivered == 40
    thanks = page(officer, cast, "confirm", delivery.pk)
    assert "หนังสือขอบคุณ" in thanks
    for name, pk in (("letter", promise.pk), ("thanks", promise.pk), ("receipt", delivery.pk)):
        file = officer.get(reverse(f"resources:{name}", args=[cast.steward.slug, pk, "docx"]))
        assert file.status_code == 200
        assert file.content[:2] == b"PK"


@pytest.mark.parametrize("name", ["letter", "thanks"])
def test_no_reason_of_man_or_machine_stands_on_a_paper(cast: Cast, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from ruammue.papers.compose import compose
    from ruammue.papers.page import html as drawn
    from ruammue.resources.views import papers

    spec = spec_of(cast)
    line = line_of(cast, 60, spec=spec)
    promise = actions.make_commitment(
        line, quantity=40, side="receiver", offer=offer_of(cast, spec=spec), reason="ลับสุดยอด",
        agreed_by="พระครูสุวรรณ", by=cast.actor("officer", speaking=True), idempotency_key=key(),
    )  # fmt: skip
    brought(cast, promise, 40)
    seen = []
    monkeypatch.setattr(
        papers,
        "draw",
        lambda paper, fmt: seen.append(paper) or type("F", (), {"content": b"x", "media_type": "a/b", "filename": "x"}),
    )
    cast.client("officer").get(reverse(f"resources:{name}", args=[cast.steward.slug, promise.pk, "pdf"]))
    text = drawn(compose(seen[0])).decode()
    assert "วัดโพธิ์ศรี" in text
    assert "40" in text or "๔๐" in text
    for reason in ("ลับสุดยอด", "อยู่ในตำบล", "จับสลาก", "ตรงเวลา", "ถามล่าสุด"):
        assert reason not in text


def test_a_farmer_without_account_promises_through_the_officer(cast: Cast) -> None:
    """Who wrote for whom stands beside the promise, and the farmer is not written down twice."""
    line = line_of(cast, 10 * 480, spec=spec_of(cast, "แรงงาน", "hours", "person_day"))
    officer = cast.client("officer")
    answer = send(
        officer, cast, "promise", line.pk, giver="other", acting_for="ทองสุข นาดี",
        acting_for_who=str(cast.farmer.pk), quantity="1", once=str(new_key()),
    )  # fmt: skip
    assert answer.status_code == 302
    promise = Commitment.objects.get()
    assert (promise.person, promise.provider_accepted_by_id) == (cast.farmer, cast.officer.pk)
    assert promise.entered_by_id == cast.officer.pk
    assert "นายทองสุข นาดี" in page(officer, cast, "commitment", promise.pk)
    # For an organisation whose word it is must be said.
    answer = send(
        officer, cast, "promise", line.pk, giver="other", organisation=str(cast.shop.pk), quantity="1",
        once=str(new_key()),
    )  # fmt: skip
    assert answer.status_code == 422
    assert "เขียนว่าใครเป็นคนบอก" in words(answer)


def test_a_villager_confirms_on_a_phone_what_they_gave(cast: Cast) -> None:
    line = line_of(cast, 10 * 480, spec=spec_of(cast, "แรงงาน", "hours", "person_day"))
    volunteer = cast.client("volunteer")
    send(volunteer, cast, "promise", line.pk, giver="me", quantity="ครึ่ง", once=str(new_key()))
    promise = Commitment.objects.get()
    assert (promise.person, promise.quantity) == (cast.volunteer, 240)
    officer = cast.client("officer")
    send(officer, cast, "accept", promise.pk, side="receiver")
    send(officer, cast, "deliver", promise.pk, side="receiver", quantity="0.5", on="22/11/2569", once=str(new_key()))
    delivery = Delivery.objects.get()
    screen = page(volunteer, cast, "confirm", delivery.pk)
    assert "ใช่ ถูกต้อง" in screen
    send(volunteer, cast, "confirm", delivery.pk, side="provider")
    assert fresh(line).delivered == 240


def test_a_refusal_comes_back_on_the_form_with_what_was_typed(cast: Cast) -> None:
    promise = promise_of(cast, line_of(cast), 40)
    abbot = cast.client("abbot")
    answer = send(
        abbot, cast, "deliver", promise.pk, side="provider", quantity="41", on="22/11/2569", once=str(new_key())
    )
    assert answer.status_code == 422
    assert "รับปาก “โต๊ะ” ไว้ 40 ตัว" in words(answer)
    assert 'value="41"' in answer.content.decode()
    for typed, said in (("-1", "ติดลบ"), ("", "ยังไม่ได้กรอก"), ("1.5", "ละเอียดเกิน")):
        answer = send(abbot, cast, "deliver", promise.pk, side="provider", quantity=typed, on="22/11/2569")
        assert answer.status_code == 422, typed
        assert said in words(answer), typed
    assert not Delivery.objects.exists()


def test_the_same_form_sent_twice_is_one_row(cast: Cast) -> None:
    matter, spec = matter_of(cast), spec_of(cast)
    officer, once = cast.client("officer"), str(new_key())
    for _ in range(2):
        send(
            officer,
            cast,
            "raise_line",
            matter.pk,
            query=f"?spec={spec.pk}",
            quantity="5",
            receiver=str(cast.office.pk),
            once=once,
        )
        send(
            officer, cast, "new_offer", query=f"?spec={spec.pk}", giver=f"org:{cast.office.pk}", quantity="3", once=once
        )
    assert (NeedLine.objects.count(), Offer.objects.count()) == (1, 1)


def test_a_wrong_delivery_is_taken_back_with_a_reason_and_both_rows_stay(cast: Cast) -> None:
    promise = promise_of(cast, line_of(cast), 40)
    delivery = brought(cast, promise, 40)
    officer = cast.client("officer")
    assert send(officer, cast, "reverse", delivery.pk, reason="").status_code == 422
    send(officer, cast, "reverse", delivery.pk, reason="นับผิด")
    screen = page(officer, cast, "commitment", promise.pk)
    assert "นับผิด" in screen
    assert fresh(promise).delivered == 0
    assert "ไม่นับ" in page(officer, cast, "confirm", delivery.pk)


def test_money_has_a_number_and_no_receipt_of_ours(cast: Cast) -> None:
    money = spec_of(cast, "เงินค่าวัสดุ", "money", "satang")
    promise = promise_of(cast, line_of(cast, 150_000, spec=money), 150_000, who="owner", organisation="shop")
    owner = cast.client("owner")
    facts = {"side": "provider", "quantity": "1,500", "on": "22/11/2569", "once": str(new_key())}
    assert "ระบบนี้ไม่รับเงิน" in page(owner, cast, "deliver", promise.pk)
    assert send(owner, cast, "deliver", promise.pk, **facts).status_code == 422
    send(owner, cast, "deliver", promise.pk, receipt_number="บค. 12/2569", **facts)
    delivery = Delivery.objects.get()
    assert "1,500 บาท" in page(owner, cast, "commitment", promise.pk)
    assert owner.get(reverse("resources:receipt", args=[cast.steward.slug, delivery.pk, "pdf"])).status_code == 404


def test_a_fitter_partner_that_is_full_or_away_is_shown_with_why(cast: Cast) -> None:
    spec = spec_of(cast)
    officer = cast.actor("officer", speaking=True)
    elsewhere = line_of(cast, 40, spec=spec)
    full = offer_of(cast, 40, spec=spec)
    promise_of(cast, elsewhere, 40, offer=full)
    away = offer_of(cast, 50, spec=spec, who="teacher", organisation="school", until_on=dt.date(2026, 11, 1))
    Offer.objects.filter(pk=away.pk).update(from_on=dt.date(2026, 10, 1))
    offer_of(cast, 60, spec=spec, who="nurse", organisation="clinic")
    Partner.objects.create(
        steward=cast.steward, organisation=cast.shop, good_at="ให้เช่าโต๊ะ เก้าอี้", since_on=dt.date(2026, 1, 1)
    )
    line = line_of(
        cast, 30, spec=spec, matter=matter_of(cast, "งานกฐิน"), until_on=timezone.localdate() + dt.timedelta(7)
    )
    screen = page(cast.client("officer"), cast, "line", line.pk)
    assert "จับสลาก" in screen
    assert "รพ.สต.นาร่วมใจ" in screen
    assert "ร้านวัสดุก่อสร้างเจริญสุข" in screen, "its own words name tables"
    assert "วัดโพธิ์ศรี – มีคนขอไปหมดแล้ว" in screen
    assert "โรงเรียนบ้านดอนแดง – ไม่ว่างในวันที่ต้องการ" in screen
    assert officer
    assert "จับสลาก" not in page(cast.client("teacher"), cast, "line", line.pk), "whom to ask is the asker's business"


def test_partners_do_not_read_one_anothers_reasons(cast: Cast) -> None:
    """I23: no partner sees another partner's private negotiation."""
    line = line_of(cast)
    promise = actions.make_commitment(
        line, quantity=40, side="receiver", provider=cast.temple, reason="ราคาดีกว่าร้าน",
        by=cast.actor("officer", speaking=True), idempotency_key=key(),
    )  # fmt: skip
    assert "ราคาดีกว่าร้าน" in page(cast.client("officer"), cast, "commitment", promise.pk)
    page(cast.client("owner"), cast, "commitment", promise.pk, expect=403)
    assert "ราคาดีกว่าร้าน" not in page(cast.client("abbot"), cast, "commitment", promise.pk)
    assert "วัดโพธิ์ศรี" in page(cast.client("owner"), cast, "matter", line.matter_id)


WALLS = [
    ("board", None, {"stranger": 302, "outsider": 403, "auditor": 200, "teacher": 200}),
    ("matter", "matter", {"stranger": 302, "outsider": 403, "auditor": 200, "volunteer": 200}),
    (
        "raise_line",
        "matter",
        {"stranger": 302, "outsider": 403, "auditor": 403, "abbot": 403, "head": 200, "officer": 200},
    ),
    ("line", "line", {"stranger": 302, "outsider": 403, "auditor": 200, "abbot": 200}),
    ("ask", "line", {"outsider": 403, "auditor": 403, "abbot": 403, "coordinator": 200}),
    ("promise", "line", {"stranger": 302, "outsider": 403, "owner": 200, "volunteer": 200}),
    ("close_line", "line", {"outsider": 403, "auditor": 403, "abbot": 403, "clerk": 200}),
    ("commitment", "promise", {"stranger": 302, "outsider": 403, "owner": 403, "abbot": 200, "auditor": 200}),
    ("accept", "promise", {"outsider": 403, "owner": 403, "auditor": 403, "abbot": 200}),
    ("deliver", "promise", {"outsider": 403, "owner": 403, "auditor": 403, "coordinator": 200}),
    ("end", "promise", {"outsider": 403, "owner": 403, "auditor": 403, "abbot": 200}),
    ("offers", None, {"stranger": 302, "outsider": 403, "auditor": 200}),
    ("offer", "offer", {"stranger": 302, "outsider": 403, "owner": 200}),
    ("new_offer", None, {"stranger": 302, "outsider": 403, "abbot": 200}),
    ("promises", None, {"stranger": 302, "outsider": 403, "abbot": 200}),
    ("substitutes", None, {"stranger": 302, "outsider": 403, "abbot": 403, "officer": 200}),
]


def test_every_door_lets_in_whom_it_should(cast: Cast) -> None:
    spec = spec_of(cast)
    line = line_of(cast, spec=spec)
    things = {
        "matter": line.matter, "line": line, "promise": promise_of(cast, line, 10), "offer": offer_of(cast, spec=spec),
    }  # fmt: skip
    found, wanted = {}, {}
    for name, thing, doors in WALLS:
        address = reverse(f"resources:{name}", args=[cast.steward.slug, *([things[thing].pk] if thing else [])])
        for who, status in doors.items():
            found[name, who] = cast.client(None if who == "stranger" else who).get(address).status_code
            wanted[name, who] = status
            # The same thing asked for at the other office is not there.
            if thing:
                other = reverse(f"resources:{name}", args=[cast.other_steward.slug, things[thing].pk])
                assert cast.client("outsider").get(other).status_code == 404, name
    assert found == wanted


def test_an_unpublished_matter_stays_with_the_office(cast: Cast) -> None:
    line = line_of(cast, matter=matter_of(cast, "เรื่องภายใน", published=False))
    for name, pk in (("line", line.pk), ("matter", line.matter_id), ("promise", line.pk)):
        page(cast.client("abbot"), cast, name, pk, expect=403)
    assert "เรื่องภายใน" not in page(cast.client("abbot"), cast, "board")
    assert "เรื่องภายใน" in page(cast.client("officer"), cast, "board")


def test_without_its_rule_an_unpublished_matter_would_be_open(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proving mutant of the test above: everybody may open everything."""
    from ruammue.needs.models import MatterQuerySet

    line = line_of(cast, matter=matter_of(cast, "เรื่องภายใน", published=False))
    monkeypatch.setattr(MatterQuerySet, "visible_to", lambda rows, actor: rows)
    assert page(cast.client("abbot"), cast, "line", line.pk)


def many(cast: Cast, count: int) -> Any:
    """A matter with so many lines, each of its own thing, giver, promise, delivery and offer; so many matters too."""
    matter = matter_of(cast)
    officer = cast.actor("officer", speaking=True)
    for n in range(count):
        spec = spec_of(cast, f"ของ {n}")
        body = Organisation.objects.create(name=f"กลุ่ม {n}", sector="citizen", kind="group", area=cast.steward.area)
        Partner.objects.create(
            steward=cast.steward, organisation=body, good_at=f"ของ {n}", since_on=dt.date(2026, 1, 1)
        )
        actions.make_offer(spec, quantity=9, provider=body, by=officer)
        for thread in (matter, matter_of(cast, f"เรื่อง {n}")):
            line = actions.raise_line(thread, spec=spec, quantity=9, receiver=cast.office, by=officer)
            promise = actions.make_commitment(
                line, quantity=4, side="receiver", provider=body, reason="ใกล้", agreed_by="ผู้แทน", by=officer,
                idempotency_key=key(),
            )  # fmt: skip
            actions.record_delivery(
                promise, quantity=2, on=timezone.localdate(), by=officer, side="receiver", idempotency_key=key()
            )
    return matter


def statements(cast: Cast, name: str, *args: Any) -> int:
    client = cast.client("officer")
    address = reverse(f"resources:{name}", args=[cast.steward.slug, *args])
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize("name", ["board", "offers", "promises", "board_sheet", "offers_sheet", "promises_sheet"])
def test_lists_ask_the_database_equally_often(cast: Cast, name: str) -> None:
    few = (many(cast, 3), statements(cast, name))[1]
    Spec.objects.all()
    rename(cast)
    more = (many(cast, 30), statements(cast, name))[1]
    assert few == more <= 15


def test_the_one_screen_asks_equally_often_however_much_lacks(cast: Cast) -> None:
    matter = many(cast, 3)
    few = statements(cast, "matter", matter.pk)
    rename(cast)
    matter = many(cast, 30)
    assert few == statements(cast, "matter", matter.pk) <= 24, "five of them: whom to ask, who gave before, who helped"


def rename(cast: Cast) -> None:
    """Make room for things of the same names."""
    for spec in Spec.objects.all():
        Spec.objects.filter(pk=spec.pk).update(name=f"เดิม {spec.name}")


def test_lists_go_out_as_excel(cast: Cast) -> None:
    line = line_of(cast, 60)
    brought(cast, promise_of(cast, line), 30)
    offer_of(cast, spec=line.spec, conditions="=HYPERLINK(1)")
    told = {}
    for name in ("board_sheet", "offers_sheet", "promises_sheet"):
        answer = cast.client("officer").get(reverse(f"resources:{name}", args=[cast.steward.slug]))
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        told[name] = [cell.value for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert "60 ตัว" in told["board_sheet"]
    assert "วัดโพธิ์ศรี" in told["promises_sheet"]
    assert "=HYPERLINK(1)" in told["offers_sheet"], "as text, not as a formula"


def test_confirmations_tell_for_whom_they_were_written(cast: Cast) -> None:
    promise = promise_of(cast, line_of(cast))
    officer = cast.client("officer")
    send(officer, cast, "deliver", promise.pk, side="receiver", quantity="40", on="22/11/2569", once=str(new_key()))
    delivery = Delivery.objects.get()
    assert send(officer, cast, "confirm", delivery.pk, side="provider").status_code == 422, "whose word is it?"
    send(officer, cast, "confirm", delivery.pk, side="provider", as_whom="พระครูสุวรรณ ลงชื่อในใบรับมอบ")
    word = Confirmation.objects.get(side="provider")
    assert (word.confirmed_by_id, word.entered_by_id) == (None, cast.officer.pk)
    screen = page(officer, cast, "commitment", promise.pk)
    assert "พระครูสุวรรณ ลงชื่อในใบรับมอบ (บันทึกแทน)" in screen


def test_the_matters_own_page_tells_what_lacks_and_what_came(cast: Cast) -> None:
    """A villager's name stands neither in the section nor in the story."""
    from ruammue.needs.story import matter_story

    spec = spec_of(cast)
    line = line_of(cast, 60, spec=spec)
    brought(cast, promise_of(cast, line, 40), 40)
    farmer = actions.make_commitment(
        line, quantity=5, side="provider", person=cast.farmer, agreed_by="สมใจ", as_whom="ทองสุข",
        by=cast.actor("officer").entering_for(cast.farmer.pk), idempotency_key=key(),
    )  # fmt: skip
    assert farmer.is_accepted
    answer = cast.client("teacher").get(reverse("needs:matter", args=[cast.steward.slug, line.matter_id]))
    screen = words(answer)
    assert "มีอะไร ขาดอะไร" in screen
    assert "ยังขาด 15 ตัว" in screen
    told = " / ".join(sentence.text for sentence in matter_story(line.matter, cast.actor("officer"))).replace(
        "\u00a0", " "
    )
    assert "วัดโพธิ์ศรี รับปากโต๊ะ 40 ตัว" in told
    assert "ได้รับโต๊ะ 40 ตัว จากวัดโพธิ์ศรี" in told
    assert "ชาวบ้าน รับปากโต๊ะ 5 ตัว" in told
    assert "ทองสุข" not in told + screen


def test_the_call_becomes_what_is_asked_for_in_one_act(cast: Cast) -> None:
    """What was typed for everybody to read is read again, looked at once, and asked for: with quantities."""
    matter, officer = matter_of(cast), cast.client("officer")
    Call.objects.create(
        steward=cast.steward, matter=matter, what="ขุดลอก", where="หมู่ 3", sectors=["civil"],
        lacks_people="20 คน, คนขับ 1 คน", lacks_things="รถแบ็คโฮ ๑ คัน ๒ วัน และ เต็นท์ 3 หลัง, ของอื่น ๆ",
        lacks_knowledge="ช่างสำรวจ", lacks_money="ค่าน้ำมัน 15,000 บาท", opened_at=timezone.now(),
        opened_by_id=cast.officer.pk,
    )  # fmt: skip
    assert "เอามาจากคำชวน" in page(officer, cast, "matter", matter.pk)
    where = reverse("resources:from_call", args=[cast.steward.slug, matter.pk])
    form = officer.get(where).context["form"]
    filled = {bound.name: bound.value() or "" for bound in form} | {"receiver": str(cast.office.pk)}
    read = {filled[f"name_{n}"]: filled[f"quantity_{n}"] for n in range(7)}
    assert read == {
        "แรงงานคน": "20 คน", "คนขับ": "1 คน", "รถแบ็คโฮ": "2 วันใช้รถ", "เต็นท์": "3 หลัง", "ของอื่น ๆ": "",
        "ช่างสำรวจ": "", "ค่าน้ำมัน": "15,000 บาท",
    }  # fmt: skip
    bare = officer.post(where, {**filled, "quantity_4": "5"})
    assert (bare.status_code, NeedLine.objects.count()) == (422, 0), "five of what?"
    for _twice in range(2):
        assert officer.post(where, filled).status_code == 302
    lines = {line.spec.name: (line.quantity, line.spec.unit) for line in NeedLine.objects.select_related("spec")}
    assert lines == {
        "แรงงานคน": (20, "person"), "คนขับ": (1, "person"), "รถแบ็คโฮ": (960, "vehicle_day"), "เต็นท์": (3, "building"),
        "ค่าน้ำมัน": (1_500_000, "satang"),
    }  # fmt: skip
    assert send(cast.client("abbot"), cast, "from_call", matter.pk).status_code == 403


def test_a_promise_sent_again_under_a_new_number_is_one_promise(cast: Cast) -> None:
    line, abbot = line_of(cast), cast.client("abbot")
    said = {"giver": f"org:{cast.temple.pk}", "quantity": "5"}
    first, again = (send(abbot, cast, "promise", line.pk, **said, once=str(new_key())) for _ in range(2))
    assert (first.status_code, first.url) == (302, again.url)
    assert Commitment.objects.count() == 1
    assert "ไม่ได้บันทึกซ้ำ" in words(abbot.get(again.url))
    send(abbot, cast, "promise", line.pk, **{**said, "quantity": "6"}, once=str(new_key()))
    assert Commitment.objects.count() == 2, "other words are another promise"
    send(cast.client("officer"), cast, "accept", Commitment.objects.earliest("promised_at").pk, side="receiver")
    send(abbot, cast, "promise", line.pk, **said, once=str(new_key()))
    assert Commitment.objects.count() == 3, "once it is agreed, the same words mean one more"
    shown = abbot.get(send(abbot, cast, "promise", line.pk, **said, once=str(new_key())).url).content.decode()
    (more,) = re.findall(r'href="([^"]+[?]more=1)"', shown)
    assert abbot.post(more, {**said, "once": str(new_key())}).status_code == 302
    assert Commitment.objects.count() == 4, "or when that is what was meant"
    # The office asks the same giver twice, from two tabs: one asking.
    asks = {
        "giver": "other",
        "organisation": str(cast.temple.pk),
        "quantity": "3",
        "reason": "ใกล้",
        "agreed_by": "เจ้าอาวาส",
    }
    asked = [send(cast.client("officer"), cast, "ask", line.pk, **asks, once=str(new_key())) for _ in range(2)]
    assert (asked[0].status_code, asked[0].url, Commitment.objects.count()) == (302, asked[1].url, 5)


def test_on_a_closed_matter_no_yes_is_offered_that_would_be_refused(cast: Cast) -> None:
    line = line_of(cast)
    send(cast.client("abbot"), cast, "promise", line.pk, giver=f"org:{cast.temple.pk}", quantity="5")
    promise, officer = Commitment.objects.get(), cast.client("officer")
    door = reverse("resources:accept", args=[cast.steward.slug, promise.pk])
    shown = reverse("resources:commitment", args=[cast.steward.slug, promise.pk])
    assert door in officer.get(shown).content.decode()
    close_matter(line.matter, by=cast.actor("officer"))
    after = officer.get(shown).content.decode()
    assert door not in after
    assert "จึงไม่รับปากเพิ่มอีก" in after


def test_whose_word_it_is_says_when_it_is_needed(cast: Cast) -> None:
    line, officer = line_of(cast), cast.client("officer")
    assert "ต้องใส่เมื่อหน่วยงานเป็นผู้ให้)" in page(officer, cast, "promise", line.pk)
    promise = promise_of(cast, line, 5)
    asked = page(officer, cast, "deliver", promise.pk)
    assert "ใครเป็นคนบอก" not in asked or "ต้องใส่เมื่อบันทึกแทนคนอื่น)" in asked


def test_whoever_asked_sees_what_became_of_it(cast: Cast) -> None:
    """A village head is neither giver nor receiver, and asked all the same."""
    promise = actions.make_commitment(
        line_of(cast, village=cast.villages[2]), quantity=5, side="receiver", provider=cast.temple, reason="ใกล้",
        by=cast.actor("head").entering_for(None), as_whom="ปลัด", idempotency_key=key(),
    )  # fmt: skip
    assert page(cast.client("head"), cast, "commitment", promise.pk)
    other = promise_of(cast, line_of(cast, spec=promise.need_line.spec))
    address = reverse("resources:commitment", args=[cast.steward.slug, other.pk])
    assert cast.client("head").get(address).status_code == 403


def test_before_the_yes_one_reads_what_the_same_giver_has_promised_elsewhere(cast: Cast) -> None:
    """Forty tables promised to two feasts on one day: said before the second yes, and nothing of whose matter it is."""
    tables, day = spec_of(cast), timezone.localdate() + dt.timedelta(days=5)
    promise_of(cast, line_of(cast, 40, spec=tables, matter=matter_of(cast, "บุญบ้านโน้น")), 40, due=day)
    second = line_of(cast, 40, spec=tables, matter=matter_of(cast, "กีฬา"))
    asked = actions.make_commitment(
        second, quantity=30, provider=cast.temple, side="receiver", reason="ใกล้", idempotency_key=key(),
        by=cast.actor("officer", speaking=True),
    )  # fmt: skip
    for who in ("officer", "abbot"):
        told = page(cast.client(who), cast, "commitment", asked.pk)
        assert "รับปากโต๊ะไว้ที่อื่นด้วย" in told.replace(" ", "")
        assert "40 ตัว" in told.replace("\u00a0", " ")
        assert "บุญบ้านโน้น" not in told
    actions.accept_commitment(asked, side="provider", by=cast.actor("abbot", speaking=True))
    assert "ไว้ที่อื่นด้วย" not in page(cast.client("abbot"), cast, "commitment", asked.pk)
