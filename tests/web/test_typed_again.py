"""Nothing typed is lost when a session ended elsewhere; and what is too large is not even read."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ruammue.needs.models import Need
from ruammue.web import again
from tests.cast import Cast
from tests.rooms.needs.pictures import jpeg, upload

OURS = {"HTTP_ORIGIN": "http://testserver"}
WORDS = "น้ำไม่ไหลมาสามวันแล้ว บ้านเลขที่ 7"


def strict() -> Client:
    return Client(enforce_csrf_checks=True)


def fields(page: str) -> dict[str, str]:
    """The hidden fields of the form that sends once more."""
    form = page[page.index("<form", page.index("ที่คุณพิมพ์ไว้")) :]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: unescape(value) for name, value in found}


def test_a_token_that_grew_old_gives_the_words_back_and_they_arrive_once(cast: Cast) -> None:
    browser, tell = strict(), reverse("needs:report", args=[cast.steward.slug])
    form = browser.get(tell).content.decode()
    once = re.search(r'name="once" value="([^"]+)"', form)
    assert once
    old = {"csrfmiddlewaretoken": "a" * 64, "once": once[1], "text": WORDS, "village": str(cast.villages[0].pk)}
    refused = browser.post(tell, old, **OURS)
    page = refused.content.decode()
    assert refused.status_code == 403
    assert WORDS in page
    assert "no-store" in refused.headers["Cache-Control"], "nothing stays on a shared telephone"
    for _ in range(2):
        assert browser.post(tell, fields(page), **OURS).status_code == 302
    need = Need.objects.of(cast.steward).get()
    assert (need.text, need.village) == (WORDS, cast.villages[0])


def test_whoever_was_signed_out_signs_in_beside_it_and_sends(cast: Cast) -> None:
    need = _told(cast)
    answer = reverse("needs:answer", args=[cast.steward.slug, need.pk])
    browser = strict()
    browser.get(reverse("needs:report", args=[cast.steward.slug]))
    sent = {"way": "village", "text": "หมู่บ้านจะทำเองวันเสาร์", "csrfmiddlewaretoken": browser.cookies["csrftoken"].value}
    page = browser.post(answer, sent, **OURS).content.decode()
    assert "คุณออกจากระบบไปแล้ว" in page
    assert sent["text"] in page
    browser.force_login(cast.officer.account, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.post(answer, fields(page), **OURS).status_code == 302
    assert need.answers.get().text == sent["text"]


def _told(cast: Cast) -> Need:
    cast.client().post(reverse("needs:report", args=[cast.steward.slug]), {"text": "ไฟดับ"})
    return Need.objects.of(cast.steward).get()


@pytest.mark.parametrize("headers", [{"HTTP_ORIGIN": "https://elsewhere.example"}, {"HTTP_ORIGIN": "null"}, {}])
def test_a_foreign_page_gets_nothing_back(cast: Cast, headers: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    tell = reverse("needs:report", args=[cast.steward.slug])
    assert WORDS not in strict().post(tell, {"text": WORDS}, **headers).content.decode()
    monkeypatch.setattr(again, "came_from_us", lambda request: True)
    assert WORDS in strict().post(tell, {"text": WORDS}, **headers).content.decode(), "without the rule it would"


def test_secrets_are_not_given_back_and_lost_files_are_told(cast: Cast) -> None:
    login = strict().post(reverse("account_login"), {"login": "me", "password": "ลับ มาก"}, **OURS).content.decode()
    assert "ลับ มาก" not in login
    told = {"text": WORDS, "photos": upload("a.jpg", jpeg())}
    page = strict().post(reverse("needs:report", args=[cast.steward.slug]), told, **OURS).content.decode()
    assert "ไม่ได้เก็บไว้ กดส่งแล้วจะไปแต่ข้อความ" in page


def test_what_is_too_large_is_not_read(cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    tell = reverse("needs:report", args=[cast.steward.slug])
    large = jpeg() + b"\0" * 2_000_000
    settings.LARGEST_BODY = 1_048_576
    read: list[int] = []
    monkeypatch.setattr("django.core.handlers.wsgi.LimitedStream.read", lambda self, size=-1: read.append(1) or b"")
    refused = cast.client().post(tell, {"photos": upload("a.jpg", large)})
    assert refused.status_code == 413
    assert "ส่งมากเกินไปในครั้งเดียว" in refused.content.decode()
    assert "1 เมกะไบต์" in refused.content.decode().replace("\u00a0", " ")
    assert not read
    monkeypatch.undo()
    settings.LARGEST_BODY = 8_000_000
    assert cast.client().post(tell, {"photos": upload("a.jpg", large)}).status_code == 302, "within the limit it is"
