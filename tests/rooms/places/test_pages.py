"""Anybody may look a place up; the start page says which home this is and what does not work in it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from ruammue.places.actions import make_steward
from ruammue.places.models import Steward


@pytest.fixture
def stranger() -> Client:
    """Nobody in particular."""
    return Client()


def text(client: Client, url: str, status: int = 200) -> str:
    """The page as it reads."""
    answer = client.get(url)
    assert answer.status_code == status
    return str(answer.content.decode())


@pytest.mark.usefixtures("two_provinces")
def test_a_stranger_finds_an_office_and_sees_whether_it_is_here(stranger: Client) -> None:
    assert "ยังไม่ได้ใช้ที่นี่" in text(stranger, "/places/?q=อบต.นาคูณใหญ่")
    make_steward("sao-480904")
    page = text(stranger, "/places/?q=อบต.นาคูณใหญ่")
    assert 'href="/sao-480904/"' in page
    assert "หน่วยงานยังไม่ได้รับไปดูแล" in page
    assert "รายชื่อไม่บอกว่าดูแลตำบลใด" in text(stranger, "/places/?q=อบจ.นครพนม")


@pytest.mark.usefixtures("two_provinces")
def test_a_place_shows_what_lies_in_it(stranger: Client) -> None:
    page = text(stranger, "/places/480904/")
    assert page.count("บ้านม่วง") == 2
    assert "หมู่ 1 บ้านม่วง" in page
    assert "หมู่ 7 บ้านม่วง" in page
    assert "องค์การบริหารส่วนตำบลนาคูณใหญ่" in page
    text(stranger, "/places/480999/", 404)
    text(stranger, "/places/nowhere/", 404)


@pytest.mark.usefixtures("two_provinces")
def test_bad_input_is_an_empty_answer(stranger: Client) -> None:
    for typed in ("xyzzy", "<script>", "%00", "่" * 1_000, "ก" * 9_000):
        page = text(stranger, f"/places/?q={typed}")
        assert "<script>" not in page.split("<main")[1]
    assert "ไม่พบชื่อนี้" in text(stranger, "/places/?q=xyzzy")
    text(stranger, "/places/?q=ม่วง&within=%00")


@pytest.mark.usefixtures("two_provinces")
def test_pages_ask_the_database_the_same_whatever_they_find(
    stranger: Client, django_assert_max_num_queries: Any
) -> None:
    for url in ("/places/?q=น", "/places/?q=480904", "/places/48/", "/places/480904/", "/"):
        with django_assert_max_num_queries(15):
            stranger.get(url)


@pytest.mark.django_db
def test_the_start_page_of_an_office_says_what_does_not_work(stranger: Client, settings: Any) -> None:
    settings.IS_REACHABLE = False
    page = text(stranger, "/")
    assert "เว็บนี้ใช้ได้เฉพาะในสำนักงาน" in page
    assert "เปิดลิงก์จากโทรศัพท์ของตนเองไม่ได้" in page
    assert "python -m ruammue init" in page, "an empty home says how to begin"


@pytest.mark.usefixtures("two_provinces")
def test_the_start_page_of_a_reachable_home_lists_its_tenants(stranger: Client, settings: Any) -> None:
    settings.IS_REACHABLE, settings.PUBLIC_URL = True, "https://ruammue.example"
    make_steward("sao-480904")
    Steward.objects.filter(pk=make_steward("sao-480902", mark="test").pk).update(phone="042000000")
    page = text(stranger, "/")
    assert "https://ruammue.example" in page
    assert "หน่วยงานยังไม่ได้รับไปดูแล" in page
    assert "ข้อมูลทดสอบ ไม่ใช่ข้อมูลจริง" in page
    assert "ไม่มีการลงคะแนนลับ" in page, "this home, too, says what does not work in it"
    assert "เปิดลิงก์จากโทรศัพท์ของตนเองไม่ได้" not in page
    assert "เฉพาะในสำนักงาน" not in page.split("<main")[1].split("</main")[0]
