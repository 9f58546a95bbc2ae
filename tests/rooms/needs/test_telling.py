"""A need is told by picture, voice or words; a named human answers; the one who told it has the last word."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from ruammue.access.actors import STRANGER
from ruammue.foundation import citizen_id, thai_dates
from ruammue.ledger.models import Entry
from ruammue.needs import actions, handlers, rules, throttle
from ruammue.needs.guessing import guess_category
from ruammue.needs.models import Answer, Category, Matter, Need, Skip, Verdict
from ruammue.needs.refusals import (
    AgencyMissing,
    AnswerIsEmpty,
    HandlerIsNamed,
    HiddenFromHead,
    NotAnsweredYet,
    NothingTold,
    TakeBackFirst,
)
from ruammue.papers.models import Attachment
from ruammue.people.privacy import NOTICE_VERSION
from tests.cast import Cast
from tests.rooms.needs.pictures import HEIC, VOICES, jpeg, upload

SOMEBODY = "1-1017-00203-45-0"


@pytest.fixture(autouse=True)
def _fresh_counters(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(handlers, "_finders", [])


def tell(cast: Cast, client: Client, **told: object) -> str:
    """Send the form; gives the address one is led to."""
    answer = client.post(reverse("needs:report", args=[cast.steward.slug]), told)
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def words(response: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))  # type: ignore[attr-defined]


# ------------------------------------------------------------------------------------------- telling


def test_a_stranger_tells_with_one_picture_and_two_more_taps(cast: Cast) -> None:
    client = cast.client()
    page = client.get(reverse("needs:report", args=[cast.steward.slug]), {"moo": "3"})
    shown = page.content.decode()
    assert "มีเรื่องอะไรอยากให้ช่วยกันแก้?" in shown
    assert "หมู่ 1 บ้านดอนแดง" in shown and "หมู่ 3 บ้านดอนแดง" in shown, "namesakes are told apart"  # noqa: PT018
    assert re.search(rf'value="{cast.villages[2].pk}"[^>]*checked', shown), "the poster of moo 3 chooses moo 3"
    place = tell(cast, client, photos=upload("บ้าน.jpg", jpeg()), village=str(cast.villages[2].pk))
    need = Need.objects.of(cast.steward).get()
    assert need.receipt in place
    assert need.reporter is None
    assert need.handler == cast.officer
    assert need.notice_version == NOTICE_VERSION
    assert need.answer_due_on == thai_dates.add_working_days(timezone.localdate(), 3)
    assert need.matter.origin == Matter.Origin.CITIZEN
    assert need.matter.title == "เรื่องอื่น ๆ หมู่ 3 บ้านดอนแดง", "never words of the reporter"
    receipt = words(client.get(place))
    assert need.receipt in receipt
    assert "สมใจ" in receipt and "081-000-0002" in receipt  # noqa: PT018
    assert thai_dates.long(need.answer_due_on) in receipt.replace("\u00a0", " ")
    assert [entry.kind for entry in Entry.objects.order_by("id")] == ["needs.matter_opened", "needs.need_reported"]


def test_the_position_and_the_device_leave_the_picture(cast: Cast) -> None:
    tell(cast, cast.client(), photos=upload(f"บัตร {SOMEBODY}.jpg", jpeg(with_position=True)))
    kept = Attachment.objects.of(cast.steward).get()
    with kept.file.open("rb") as file:
        assert not dict(Image.open(file).getexif())
    assert not citizen_id.contains(kept.name + kept.file.name)


@pytest.mark.parametrize("kind", sorted(VOICES))
def test_every_recording_of_a_phone_is_taken(cast: Cast, kind: str) -> None:
    data, media_type = VOICES[kind]
    tell(cast, cast.client(), voice=upload(f"เสียง.{kind}", data))
    assert Attachment.objects.of(cast.steward).get().media_type == media_type


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "ถ่ายรูป พูด หรือพิมพ์สั้น ๆ"),
        ({"text": "\x00\u200b  "}, "ถ่ายรูป พูด หรือพิมพ์สั้น ๆ"),
        ({"photos": ("a.heic", HEIC)}, "HEIC"),
        ({"photos": ("a.jpg", b"<html>")}, "ไม่ใช่ภาพ"),
        ({"photos": ("a.jpg", b"")}, "ว่างเปล่า"),
        ({"voice": ("a.mp3", b"nothing to hear")}, "เสียง"),
        ({"text": "ก" * 2001}, "2000"),
        ({"text": "ถนนพัง", "contact_phone": "12"}, "เบอร์โทร"),
        ({"text": "ถนนพัง", "village": str(uuid4())}, "ตัวเลือก"),
    ],
)
def test_what_cannot_be_taken_is_refused_with_a_way_on(cast: Cast, sent: dict[str, object], said: str) -> None:
    told = {name: upload(*value) if isinstance(value, tuple) else value for name, value in sent.items()}
    answer = cast.client().post(reverse("needs:report", args=[cast.steward.slug]), told)
    assert answer.status_code == 200
    assert said in words(answer)
    assert not Need.objects.of(cast.steward).exists()
    assert not Matter.objects.of(cast.steward).exists(), "whole or not at all"


def test_a_refused_form_keeps_the_words_and_asks_for_the_picture_again(cast: Cast) -> None:
    told = {"text": "ไฟทางดับ 4 ดวง", "contact_phone": "12", "photos": upload("a.jpg", jpeg())}
    shown = words(cast.client().post(reverse("needs:report", args=[cast.steward.slug]), told))
    assert "ไฟทางดับ 4 ดวง" in shown
    assert "เลือกรูปหรือเสียงอีกครั้ง" in shown


def test_twenty_megabytes_are_taken_and_more_is_not(cast: Cast) -> None:
    padded = jpeg() + b"\x00" * (20 * 1024 * 1024 - len(jpeg()))
    tell(cast, cast.client(), photos=upload("big.jpg", padded))
    assert Attachment.objects.of(cast.steward).get().size < 400 * 1024
    answer = cast.client().post(
        reverse("needs:report", args=[cast.steward.slug]), {"photos": upload("bigger.jpg", padded + b"\x00")}
    )
    assert "20 เมกะไบต์" in words(answer)


def test_a_citizen_number_is_crossed_out_and_said_so(cast: Cast) -> None:
    client = cast.client()
    place = tell(cast, client, text=f"ผมเลขบัตร {SOMEBODY} น้ำไม่ไหล")
    assert not citizen_id.contains(Need.objects.of(cast.steward).get().text)
    assert "ขีดออก" in words(client.get(place))


def test_the_same_form_sent_twice_is_one_need_with_one_receipt(cast: Cast) -> None:
    client = cast.client()
    once = str(uuid4())
    first = tell(cast, client, text="สะพานผุ", once=once)
    assert tell(cast, client, text="สะพานผุ", once=once) == first
    assert Need.objects.of(cast.steward).count() == 1
    assert tell(cast, client, text="สะพานผุ") != first


def test_the_helper_enters_for_a_neighbour_who_was_told(cast: Cast) -> None:
    client = cast.client("volunteer")
    assert "บันทึกแทนเพื่อนบ้าน" in words(client.get(reverse("needs:report", args=[cast.steward.slug])))
    untold = client.post(
        reverse("needs:report", args=[cast.steward.slug]), {"text": "บ้านยายรั่ว", "neighbour_name": "ยายบุญ"}
    )
    assert "บอกเพื่อนบ้านก่อน" in words(untold)
    place = tell(cast, client, text="บ้านยายรั่ว", neighbour_name="ยายบุญ", neighbour_was_told="on")
    need = Need.objects.of(cast.steward).get()
    assert (need.reporter, need.reporter_name, need.entered_by_id) == (None, "ยายบุญ", cast.volunteer.pk)
    entry = Entry.objects.filter(kind="needs.need_reported").get()
    assert (entry.person_id, entry.entered_by_id) == (None, cast.volunteer.pk)
    assert "จันทร์" in words(client.get(reverse("needs:need", args=[cast.steward.slug, need.pk])))
    assert "ยายบุญ" not in words(client.get(place)), "the slip names nobody but who answers"


def test_a_stranger_cannot_enter_for_a_neighbour(cast: Cast) -> None:
    tell(cast, cast.client(), text="บ้านรั่ว", neighbour_name="ยายบุญ", neighbour_was_told="on")
    need = Need.objects.of(cast.steward).get()
    assert (need.reporter_name, need.entered_by_id) == ("", None)


def test_a_listed_neighbour_without_account_is_the_reporter(cast: Cast) -> None:
    need = actions.report_need(
        cast.steward, by=cast.actor("volunteer"), text="น้ำขุ่น", is_for_neighbour=True, neighbour=cast.farmer,
        neighbour_was_told=True,
    )  # fmt: skip
    assert (need.reporter, need.entered_by_id) == (cast.farmer, cast.volunteer.pk)


def test_too_many_from_one_phone_or_place_wait(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "REPORTS_A_BROWSER", 2)
    monkeypatch.setattr(throttle, "REPORTS_A_PLACE", 5)
    address = reverse("needs:report", args=[cast.steward.slug])

    told = itertools.count()

    def send(client: Client) -> int:
        return int(client.post(address, {"text": f"ไฟดับ เสาที่ {next(told)}"}).status_code)

    phone = cast.client()
    phone.get(address)
    assert [send(phone) for _ in range(3)] == [302, 302, 200]
    other = cast.client()
    other.get(address)
    assert [send(other) for _ in range(3)] == [302, 302, 200], "five from one place is enough"
    assert send(cast.client("volunteer")) == 302, "a helper with a pile of paper goes on"


def test_the_coordinator_of_the_village_is_asked_before_an_officer(cast: Cast) -> None:
    handlers.register(lambda steward, village: cast.coordinator if village and village.moo == 3 else None)
    mine = actions.report_need(cast.steward, by=STRANGER, text="น้ำ", village=cast.villages[2])
    other = actions.report_need(cast.steward, by=STRANGER, text="น้ำ", village=cast.villages[0])
    assert (mine.handler, other.handler) == (cast.coordinator, cast.officer)


def test_a_need_hidden_from_the_head_is_never_given_to_the_head(cast: Cast) -> None:
    handlers.register(lambda steward, village: cast.head)
    hidden = actions.report_need(
        cast.steward, by=STRANGER, text="ถนน", village=cast.villages[2], is_hidden_from_head=True
    )
    assert hidden.handler == cast.officer
    with pytest.raises(HiddenFromHead):
        actions.hand_over(hidden, to=cast.head, by=cast.actor("officer"))


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("น้ำประปาไม่ไหล", Category.WATER),
        ("ไฟทางหน้าโรงเรียนดับ กลัวอุบัติเหตุ", Category.LIGHT),
        ("นายกช่วยดูหน่วยงานด้วย", Category.OTHER),
        ("น้ำท่วมถนน", Category.SAFETY),
        ("ยายป่วยติดเตียง", Category.HEALTH),
        ("ขยะเหม็นมาก", Category.ENVIRONMENT),
        ("", Category.OTHER),
        ("hello", Category.OTHER),
    ],
)
def test_the_kind_is_guessed_from_the_words(text: str, category: Category) -> None:
    assert guess_category(text) == category


# ------------------------------------------------------------------------------------------- answering


@pytest.fixture
def need(cast: Cast) -> Need:
    """Somebody of moo 3 told of the water nine days ago."""
    return actions.report_need(
        cast.steward,
        by=STRANGER,
        text="น้ำประปาไหลอ่อน",
        village=cast.villages[2],
        now=timezone.now() - dt.timedelta(days=9),
    )


def answer(cast: Cast, need: Need, way: str, *, by: str = "officer", **more: object) -> Answer:
    return actions.answer_need(need, by=cast.actor(by), way=way, text="จะมาดูวันจันทร์", **more)  # type: ignore[arg-type]


def test_the_answer_can_be_read_with_the_code_and_over_the_loudspeaker(cast: Cast, need: Need) -> None:
    officer = cast.client("officer")
    form = {"way": "referred", "text": "ส่งให้การประปาแล้ว", "agency": "การประปาส่วนภูมิภาค", "ticket": "กป 12/2569",
            "promised_on": "๓๐/๑๒/๒๕๙๐"}  # fmt: skip
    sent = officer.post(reverse("needs:answer", args=[cast.steward.slug, need.pk]), form)
    assert sent.status_code == 302
    kept = Answer.objects.of(cast.steward).get()
    assert (kept.agency, kept.ticket, kept.promised_on) == ("การประปาส่วนภูมิภาค", "กป 12/2569", dt.date(2047, 12, 30))
    receipt = words(cast.client().get(reverse("needs:receipt", args=[cast.steward.slug, need.receipt])))
    assert "ส่งให้การประปาแล้ว" in receipt
    assert "กป 12/2569" in receipt
    assert "น้ำประปาไหลอ่อน" not in receipt, "a lost slip tells nobody what was told"
    page = words(officer.get(reverse("needs:need", args=[cast.steward.slug, need.pk])))
    assert "สวัสดีพี่น้องหมู่ 3 บ้านดอนแดง" in page


def test_a_personal_matter_gets_no_loudspeaker(cast: Cast) -> None:
    need = actions.report_need(cast.steward, by=STRANGER, text="ยายล้ม", is_about_one_person=True)
    answer(cast, need, "answered")
    assert "สวัสดีพี่น้อง" not in words(cast.client("officer").get(reverse("needs:need", args=[cast.steward.slug, need.pk])))


@pytest.mark.parametrize("way", ["answered", "referred", "village", "declined"])
def test_a_short_way_marks_the_stations_between_with_its_reason(cast: Cast, need: Need, way: str) -> None:
    answer(cast, need, way, agency="การประปา")
    skips = Skip.objects.of(cast.steward).filter(matter=need.matter)
    assert {skip.station for skip in skips} == {"call", "network", "decide", "goal", "divide"}
    assert all(re.search("[ก-ฮ]", skip.reason) for skip in skips)


def test_acting_together_opens_the_stations_again(cast: Cast, need: Need) -> None:
    answer(cast, need, "answered")
    answer(cast, need, "together")
    assert not Skip.objects.of(cast.steward).exists()


def test_one_short_answer_does_not_shorten_the_way_of_the_others(cast: Cast, need: Need) -> None:
    other = actions.report_need(cast.steward, by=STRANGER, text="น้ำไม่ไหล", village=cast.villages[2])
    actions.merge_matters(other.matter, into=need.matter, by=cast.actor("officer"))
    answer(cast, need, "answered")
    assert not Skip.objects.of(cast.steward).exists()
    answer(cast, other, "answered")
    assert Skip.objects.of(cast.steward).filter(matter=need.matter).count() == 5


def test_an_answer_lacks_neither_its_sentence_nor_its_agency(cast: Cast, need: Need) -> None:
    with pytest.raises(AnswerIsEmpty):
        actions.answer_need(need, by=cast.actor("officer"), way="answered", text=" ")
    with pytest.raises(AgencyMissing):
        answer(cast, need, "referred")
    officer = cast.client("officer")
    refused = officer.post(
        reverse("needs:answer", args=[cast.steward.slug, need.pk]), {"way": "referred", "text": "ส่งต่อแล้ว"}
    )
    assert "ชื่อหน่วยงานที่ส่งต่อ" in words(refused)
    past = officer.post(
        reverse("needs:answer", args=[cast.steward.slug, need.pk]),
        {"way": "village", "text": "ทำเอง", "promised_on": "1/1/2560"},
    )
    assert "ผ่านไปแล้ว" in words(past)
    assert not Answer.objects.of(cast.steward).exists()


def test_an_answer_pressed_twice_is_said_once(cast: Cast, need: Need) -> None:
    assert answer(cast, need, "village") == answer(cast, need, "village")
    assert Entry.objects.filter(kind="needs.need_answered").count() == 1


# ------------------------------------------------------------------------------------------- the last word


def judge(cast: Cast, need: Need, is_fixed: str, client: Client | None = None, **more: str) -> object:
    return (client or cast.client()).post(
        reverse("needs:judge", args=[cast.steward.slug, need.receipt]), {"is_fixed": is_fixed, **more}
    )


def test_nobody_can_judge_before_there_is_an_answer(cast: Cast, need: Need) -> None:
    assert "ยังไม่มีคำตอบ" in words(judge(cast, need, "yes"))
    with pytest.raises(NotAnsweredYet):
        actions.give_verdict(need, by=STRANGER, is_fixed=True)


TODAY = timezone.localdate()


@pytest.mark.parametrize(
    ("way", "days_ago", "promised", "asks"),
    [
        ("answered", 0, None, True),
        ("declined", 0, None, True),
        ("answered", 0, TODAY + dt.timedelta(days=3), False),
        ("village", 5, TODAY, True),
        ("referred", 0, None, False),
        ("referred", 7, None, True),
        ("together", 30, None, False),
    ],
)
def test_the_page_asks_once_there_is_something_to_judge(
    cast: Cast, need: Need, way: str, days_ago: int, promised: dt.date | None, asks: bool
) -> None:
    agency = {"agency": "การประปา"} if way == "referred" else {}
    at = timezone.now() - dt.timedelta(days=days_ago)
    answer(cast, need, way, promised_on=promised, now=at, **agency)
    page = cast.client().get(reverse("needs:receipt", args=[cast.steward.slug, need.receipt])).content.decode()
    plain, _more, folded = page.partition('<details class="more"')
    assert ('name="is_fixed"' in plain) == asks
    assert 'name="is_fixed"' in (plain if asks else folded), "who knows already may say so"
    assert "นางสาวสมใจ" in plain
    assert "081-000-0002" in plain
    actions.close_matter(need.matter, by=cast.actor("officer"), reason="เสร็จ")
    page = cast.client().get(reverse("needs:receipt", args=[cast.steward.slug, need.receipt])).content.decode()
    assert 'name="is_fixed"' in page.partition('<details class="more"')[0], "an end is something to judge"


def test_mended_ends_it_and_not_yet_brings_it_back(cast: Cast, need: Need) -> None:
    answer(cast, need, "village")
    actions.close_matter(need.matter, by=cast.actor("officer"), reason="เสร็จ")
    assert judge(cast, need, "no", words="ยังไหลอ่อน").status_code == 302  # type: ignore[attr-defined]
    need.refresh_from_db()
    assert need.matter.closed_at is None, "a matter that is not mended goes on"
    assert need.answer_due_on == thai_dates.add_working_days(timezone.localdate(), 3)
    listed = words(cast.client("officer").get(reverse("needs:list", args=[cast.steward.slug]), {"state": "waiting"}))
    assert "น้ำประปาไหลอ่อน" in listed
    answer(cast, need, "answered")
    judge(cast, need, "yes")
    assert "แก้แล้ว ขอบคุณ" in words(cast.client().get(reverse("needs:receipt", args=[cast.steward.slug, need.receipt])))


def test_a_verdict_pressed_twice_counts_once_and_the_helper_is_named(cast: Cast, need: Need) -> None:
    answer(cast, need, "village")
    client = cast.client("volunteer")
    judge(cast, need, "yes", client)
    judge(cast, need, "yes", client)
    assert Verdict.objects.of(cast.steward).get().entered_by_id == cast.volunteer.pk


def test_a_code_is_found_however_typed_and_a_wrong_one_says_what_to_do(cast: Cast, need: Need) -> None:
    client = cast.client()
    ask = reverse("needs:receipt", args=[cast.steward.slug])
    typed = need.receipt.lower().replace("-", " ")
    assert need.receipt in client.post(ask, {"code": typed}).headers["Location"]
    assert "ไม่มีเรื่องที่ใช้รหัสนี้" in words(client.post(ask, {"code": "2222-2222"}))
    assert "ใบรับเรื่อง" in words(client.post(ask, {"code": "กข-4821"}))
    assert client.get(reverse("needs:receipt", args=[cast.steward.slug, "2222-2222"])).status_code == 404
    foreign = reverse("needs:receipt", args=[cast.other_steward.slug, need.receipt])
    assert client.get(foreign).status_code == 404, "a code opens only its own office's page"


def look(cast: Cast, code: str, client: Client | None = None, at: str = "198.51.100.7") -> int:
    page = reverse("needs:receipt", args=[cast.steward.slug, code])
    return int((client or cast.client()).get(page, REMOTE_ADDR=at).status_code)


def test_guessing_codes_is_slowed_down(cast: Cast, need: Need, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "CODES_A_PLACE", 3)
    assert [look(cast, "2222-2222") for _ in range(5)] == [404, 404, 404, 404, 409], "then one in a moment"
    assert look(cast, need.receipt, at="198.51.100.8") == 200, "the next house is nobody's fault"
    monkeypatch.setattr(throttle, "check_codes", lambda request: None)
    assert look(cast, "2222-2222") == 404, "the mutant without the check would let guessing go on"


def test_a_neighbour_behind_the_same_address_is_not_shut_out(
    cast: Cast, need: Need, monkeypatch: pytest.MonkeyPatch
) -> None:
    neighbour = cast.client()
    neighbour.get(reverse("needs:receipt", args=[cast.steward.slug]))
    assert look(cast, need.receipt, neighbour) == 200
    monkeypatch.setattr(throttle, "CODES_A_PLACE", 3)
    assert [look(cast, "2222-2222") for _ in range(5)][-1] == 409
    assert look(cast, need.receipt, neighbour) == 200, "who knows a code does not wait for the others"
    assert look(cast, need.receipt) == 409, "who comes new waits a moment"
    monkeypatch.setattr(throttle, "SLOWLY", 0)
    cache.clear()
    assert [look(cast, "2222-2222") for _ in range(5)] == [404] * 5
    assert look(cast, need.receipt) == 200, "and is let in after it"
    assert [look(cast, "2222-2222", neighbour) for _ in range(11)][-1] == 409, "nobody guesses on and on"


def test_an_ipv6_line_is_one_place_whatever_its_last_half(
    cast: Cast, need: Need, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "CODES_A_PLACE", 3)
    line = [look(cast, "2222-2222", at=f"2001:db8:0:1::{number:x}") for number in range(1, 6)]
    assert line == [404, 404, 404, 404, 409]
    assert look(cast, need.receipt, at="2001:db8:0:2::1") == 200
    monkeypatch.setattr(throttle, "CODES_A_NETWORK", 5)
    assert look(cast, "2222-2222", at="2001:db8:0:3::1") == 404
    assert [look(cast, "2222-2222", at=f"2001:db8:0:{number}::1") for number in (4, 5)][-1] == 409


def test_who_only_reads_does_not_see_the_code(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    told = actions.report_need(
        cast.steward, by=cast.actor("volunteer"), text="ไฟดับ", village=cast.villages[2], is_for_neighbour=True,
        neighbour_was_told=True,
    )  # fmt: skip
    page = reverse("needs:need", args=[cast.steward.slug, told.pk])
    for who, sees in (("volunteer", True), ("officer", False), ("head", False)):
        assert (told.receipt in cast.client(who).get(page).content.decode()) == sees, who
    answer(cast, told, "answered")
    said = reverse("needs:said", args=[cast.steward.slug, told.pk])
    assert said in cast.client("officer").get(page).content.decode()
    assert cast.client("officer").post(said, {"is_fixed": "no", "words": "ยังมืด"}).status_code == 302
    assert Verdict.objects.of(cast.steward).get().entered_by_id == cast.officer.pk
    shown = words(cast.client("head").get(page))
    assert "สมใจ ตั้งใจ กรอกแทน" in shown.replace("\u00a0", " ")
    assert cast.client("coordinator").post(said, {"is_fixed": "yes"}).status_code == 403
    monkeypatch.setattr(rules, "USE_RECEIPT", [[]])
    assert told.receipt in cast.client("head").get(page).content.decode(), "without the rule all who read would"


def test_the_slip_carries_the_code_and_nothing_that_was_told(
    cast: Cast, need: Need, monkeypatch: pytest.MonkeyPatch
) -> None:
    papers = []
    from ruammue.needs.views import telling

    render = telling.render_paper
    monkeypatch.setattr(telling, "render_paper", lambda paper, fmt: papers.append(paper) or render(paper, fmt))
    slip = cast.client().get(reverse("needs:slip", args=[cast.steward.slug, need.receipt]))
    assert slip.content.startswith(b"%PDF")
    assert papers[0].slips[0].receipt_code == need.receipt
    assert "น้ำประปา" not in repr(papers[0])


# ------------------------------------------------------------------------------------------- setting right


def test_kind_and_place_can_be_set_right_and_the_name_follows(cast: Cast, need: Need) -> None:
    officer = cast.client("officer")
    page = reverse("needs:sort", args=[cast.steward.slug, need.pk])
    officer.post(page, {"category": "road", "village": str(cast.villages[0].pk)})
    need.refresh_from_db()
    assert need.matter.title == "เรื่องถนนและทางเดิน หมู่ 1 บ้านดอนแดง"
    actions.rename_matter(need.matter, by=cast.actor("officer"), title="ถนนหลังวัด")
    officer.post(page, {"category": "health", "village": ""})
    need.refresh_from_db()
    assert need.matter.is_sensitive
    assert need.matter.title == "ถนนหลังวัด", "a name that somebody gave stays"


def test_a_public_matter_is_taken_back_before_it_becomes_personal(cast: Cast, need: Need) -> None:
    actions.publish_matter(need.matter, by=cast.actor("officer"), sentence="น้ำอ่อน หมู่ 3")
    with pytest.raises(TakeBackFirst):
        actions.sort_need(need, by=cast.actor("officer"), category="water", village=None, is_about_one_person=True)


def test_who_is_named_neither_sees_nor_handles(cast: Cast, need: Need) -> None:
    actions.exclude_handler(need, person=cast.officer, by=cast.actor("officer"))
    need.refresh_from_db()
    assert need.handler is None, "there is no other officer; the office's number stands on the receipt"
    with pytest.raises(HandlerIsNamed):
        actions.hand_over(need, to=cast.officer, by=cast.actor("mayor"))
    assert cast.client("officer").get(reverse("needs:need", args=[cast.steward.slug, need.pk])).status_code == 403
    assert "042-000-0000" in words(cast.client().get(reverse("needs:receipt", args=[cast.steward.slug, need.receipt])))


def test_nothing_told_is_refused_below_the_form_as_well(cast: Cast) -> None:
    with pytest.raises(NothingTold):
        actions.report_need(cast.steward, by=STRANGER)


def test_who_answers_sees_the_picture(cast: Cast) -> None:
    """A need told by photo alone: whoever answers it is shown what was told."""
    tell(cast, cast.client(), photos=upload("a.jpg", jpeg()))
    need = Need.objects.get()
    photo = need.files.get()
    page = cast.client("officer").get(reverse("needs:answer", args=[cast.steward.slug, need.pk])).content.decode()
    assert reverse("needs:file", args=[cast.steward.slug, photo.pk]) in page


def test_that_the_telephone_may_stay_empty_is_said_once(cast: Cast) -> None:
    page = cast.client().get(reverse("needs:report", args=[cast.steward.slug])).content.decode()
    assert page.partition("id_village")[2].count("ไม่ใส่ก็ได้") == 2, "once for the kind, once for the telephone"
