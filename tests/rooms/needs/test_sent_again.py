"""Gone back in the browser and sent once more: nothing is lost, and nothing is there twice."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from ruammue.needs import throttle
from ruammue.needs.models import Need
from tests.cast import Cast
from tests.rooms.needs.pictures import jpeg


@pytest.fixture(autouse=True)
def _fresh_counters() -> None:
    cache.clear()


def page(cast: Cast) -> str:
    return reverse("needs:report", args=[cast.steward.slug])


def tell(cast: Cast, browser: Client, *, picture: bytes = b"", **said: Any) -> Any:
    """Open the form (each time with a key of its own), fill it in, send it."""
    form = browser.get(page(cast)).content.decode()
    once = re.search(r'name="once" value="([^"]+)"', form)
    assert once
    files = {"photos": SimpleUploadedFile("a.jpg", picture)} if picture else {}
    return browser.post(page(cast), {"once": once[1], **said, **files})


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
    assert tell(cast, browser, **said, is_another="on").status_code == 302
    assert len(set(receipts(cast))) == 2
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
