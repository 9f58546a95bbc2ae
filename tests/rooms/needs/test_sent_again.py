"""Gone back in the browser and sent once more: nothing is lost, and nothing is there twice."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ruammue.ledger.models import Entry
from ruammue.needs import throttle
from ruammue.needs.models import Need, NeedFile
from ruammue.papers import waiting
from ruammue.papers.models import Attachment
from tests.cast import Cast
from tests.rooms.needs.pictures import jpeg


@pytest.fixture(autouse=True)
def _fresh_counters() -> None:
    cache.clear()


def page(cast: Cast) -> str:
    return reverse("needs:report", args=[cast.steward.slug])


def key_of(cast: Cast, browser: Client) -> str:
    """Open the form: each time it has a key of its own."""
    once = re.search(r'name="once" value="([^"]+)"', browser.get(page(cast)).content.decode())
    assert once
    return once[1]


def tell(cast: Cast, browser: Client, *, picture: bytes = b"", **said: Any) -> Any:
    """Open the form, fill it in, send it."""
    files = {"photos": SimpleUploadedFile("a.jpg", picture)} if picture else {}
    return browser.post(page(cast), {"once": key_of(cast, browser), **said, **files})


def files_of(cast: Cast) -> int:
    return NeedFile.objects.of(cast.steward).count()


def kept_in(answer: Any) -> list[str]:
    """The tokens of what waits in a form that came back."""
    return re.findall(r'name="kept"[^>]* value="([^"]+)" checked', answer.content.decode())


def receipts(cast: Cast) -> list[str]:
    return list(Need.objects.of(cast.steward).order_by("reported_at", "id").values_list("receipt", flat=True))


def test_the_same_words_from_the_same_browser_give_the_same_receipt(cast: Cast) -> None:
    browser = Client()
    first, again = (tell(cast, browser, text="น้ำไม่ไหล") for _ in range(2))
    assert first.url == again.url
    assert len(receipts(cast)) == 1
    assert "แจ้งเรื่องนี้ไว้แล้ว" in browser.get(again.url).content.decode()


def test_the_same_picture_counts_as_the_same(cast: Cast) -> None:
    browser, picture = Client(), jpeg()
    for _ in range(2):
        assert tell(cast, browser, picture=picture).status_code == 302
    assert len(receipts(cast)) == 1


def test_other_words_another_place_or_another_phone_are_another_need(cast: Cast) -> None:
    browser = Client()
    tell(cast, browser, text="น้ำไม่ไหล")
    tell(cast, browser, text="น้ำไม่ไหล ตั้งแต่เมื่อวาน")
    tell(cast, browser, text="น้ำไม่ไหล", village=str(cast.villages[0].pk))
    tell(cast, Client(), text="น้ำไม่ไหล")
    assert len(set(receipts(cast))) == 4


def test_after_a_while_it_is_another_need(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Client()
    tell(cast, browser, text="น้ำไม่ไหล")
    monkeypatch.setattr(throttle, "told_before", lambda mark: None)
    tell(cast, browser, text="น้ำไม่ไหล")
    assert len(receipts(cast)) == 2, "and without the memory there would be two at once"


def test_a_picture_that_came_later_goes_to_the_same_need(cast: Cast) -> None:
    browser, once = Client(), key_of(cast, client := Client())
    first = tell(cast, browser, text="ถนนพัง")
    later = tell(cast, browser, text="ถนนพัง", picture=jpeg())
    assert (later.url, files_of(cast)) == (first.url, 1)
    assert "เพิ่มเข้าไปในเรื่องเดิม" in browser.get(later.url).content.decode()
    for said in ({"text": "ถนนพัง"}, {"text": "ถนนพัง", "picture": jpeg()}):
        assert tell(cast, browser, **said).url == first.url
    assert files_of(cast) == 1, "each picture once, and nothing is taken away"
    assert Attachment.objects.count() == 1
    assert [e.kind for e in Entry.objects.order_by("id")][2:] == ["needs.need_files_added"]
    # Pressed, a picture chosen meanwhile, pressed again: one form, one key.
    for files in ({}, {"photos": SimpleUploadedFile("b.jpg", jpeg())}):
        sent = client.post(page(cast), {"once": once, "text": "ไฟดับ", **files})
    assert (len(receipts(cast)), files_of(cast)) == (2, 2)
    assert "แจ้งเรื่องนี้ไว้แล้ว" not in client.get(sent.url).content.decode()


def test_without_the_mark_of_the_words_there_would_be_two(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proving mutant."""
    monkeypatch.setattr(throttle, "same_words", lambda request, told: "")
    browser = Client()
    tell(cast, browser, text="ถนนพัง")
    tell(cast, browser, text="ถนนพัง", picture=jpeg())
    assert len(receipts(cast)) == 2


def test_a_chosen_picture_waits_for_its_form(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = Client()
    came_back = tell(cast, browser, text="ถนนพัง", contact_phone="12", picture=jpeg(with_position=True))
    (kept,) = kept_in(came_back)
    assert "เลือกรูปหรือเสียงอีกครั้ง" not in came_back.content.decode()
    (waits,) = waiting.held([kept], holder=waiting.signing.loads(kept, salt="papers.waiting")[2])
    assert b"Exif" not in waits.read(), "nothing that says where, not even for an hour"
    tell(cast, Client(), text="ไฟดับ", kept=kept)
    assert files_of(cast) == 0, "another browser's token opens nothing"
    assert tell(cast, browser, text="ถนนพัง", kept=[kept, "x"]).status_code == 302
    assert (len(receipts(cast)), files_of(cast)) == (2, 1)
    # Left out, and forgotten after an hour; a shelf that is full asks for the picture once more.
    (left_out,) = kept_in(tell(cast, browser, text="น้ำ", contact_phone="12", picture=jpeg()))
    tell(cast, browser, text="น้ำ")
    assert files_of(cast) == 1
    assert waiting.sweep(now=timezone.now()) == 0
    assert waiting.sweep(now=timezone.now() + waiting.KEPT_FOR * 2) >= 1
    tell(cast, browser, text="น้ำแห้ง", kept=left_out)
    assert files_of(cast) == 1
    monkeypatch.setattr(throttle, "WAITING_A_BROWSER", 0)
    full = tell(cast, browser, text="น้ำ", contact_phone="12", picture=jpeg())
    assert not kept_in(full)
    assert "เลือกรูปหรือเสียงอีกครั้ง" in full.content.decode()


def test_without_its_holder_a_token_would_open_anywhere(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proving mutant."""
    monkeypatch.setattr(throttle, "holder", lambda request: "everybody")
    (kept,) = kept_in(tell(cast, Client(), text="ถนนพัง", contact_phone="12", picture=jpeg()))
    tell(cast, Client(), text="ไฟดับ", kept=kept)
    assert files_of(cast) == 1


def test_a_helper_is_asked_whether_it_is_another_neighbour(cast: Cast) -> None:
    browser, said = cast.client("volunteer"), {"text": "ไฟดับ", "neighbour_was_told": "on"}
    assert tell(cast, browser, **said).status_code == 302
    asked = tell(cast, browser, **said)
    assert asked.status_code == 200
    shown = asked.content.decode()
    assert "ไฟดับ" in shown, "nothing is lost"
    assert receipts(cast)[0] in shown
    assert 'name="is_another"' in shown
    assert len(receipts(cast)) == 1
    assert tell(cast, browser, **said, is_another="yes").status_code == 302
    assert len(set(receipts(cast))) == 2
    asked = tell(cast, browser, **said, picture=jpeg())
    (kept,) = kept_in(asked)
    assert (len(receipts(cast)), files_of(cast)) == (2, 0), "with a picture as well; and it waits for the answer"
    assert tell(cast, browser, **said, kept=kept, is_another="no").status_code == 302
    assert (len(receipts(cast)), files_of(cast)) == (2, 1)
    asked = tell(cast, browser, **said, picture=jpeg("red"))
    assert tell(cast, browser, **said, kept=kept_in(asked), is_another="yes").status_code == 302
    assert (len(receipts(cast)), files_of(cast)) == (3, 2)
    assert tell(cast, browser, **said, neighbour_name="ยายมี").status_code == 302, "a name tells them apart"


def test_pressed_twice_is_not_even_mentioned(cast: Cast) -> None:
    browser = Client()
    form = browser.get(page(cast)).content.decode()
    once = re.search(r'name="once" value="([^"]+)"', form)
    assert once
    for _ in range(2):
        sent = browser.post(page(cast), {"once": once[1], "text": "น้ำไม่ไหล"})
    assert "แจ้งเรื่องนี้ไว้แล้ว" not in browser.get(sent.url).content.decode()
    assert len(receipts(cast)) == 1
