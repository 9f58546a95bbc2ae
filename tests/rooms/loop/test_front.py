"""The first page of a tenant for whoever comes by: one question, one number, and what is done together now."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ruammue.needs.actions import answer_need, publish_matter, report_need
from ruammue.needs.models import Category, Matter, Need
from ruammue.people.actions import issue_card
from tests.cast import Cast
from tests.rooms.decisions.stage import matters


def front(cast: Cast) -> str:
    """The page as a stranger reads it."""
    return cast.client().get(reverse("loop:home", args=[cast.steward.slug])).content.decode()


def test_one_act_one_name_one_number(cast: Cast) -> None:
    matters(cast, 6)
    page = front(cast)
    hero = page[page.index('<section class="hero">') : page.index("</section>")]
    assert page.count('class="act"') == hero.count('class="act"') == 1
    assert hero.count('class="person"') == 1
    assert hero.count('href="tel:') == 1
    assert "ภายใน 3 วันทำการ" in hero


def test_it_shows_what_is_public_and_nothing_else(cast: Cast) -> None:
    told = matters(cast, 3)[2]
    own = matters(cast, 1, is_public=False, is_sensitive=True)[0]
    Matter.objects.filter(pk=own.pk).update(title="ยายสมมุติล้ม")
    page = front(cast)
    assert told.public_sentence in page
    assert reverse("evidence:matter", args=[cast.steward.slug, told.pk]) in page
    assert "ยายสมมุติล้ม" not in page
    publish_matter(Matter.objects.get(pk=own.pk), by=cast.actor("officer"), sentence="")
    assert "ยายสมมุติล้ม" not in front(cast), "of one person's matter only kind and tambon are told"


def test_an_empty_tambon_has_a_whole_front(cast: Cast) -> None:
    page = front(cast)
    assert "ตอนนี้เราช่วยกันทำอะไร" not in page
    assert "เรื่องหนึ่งเดินไปอย่างไร" in page


def test_it_costs_the_same_at_any_length(cast: Cast) -> None:
    client, asked = cast.client(), []
    address = reverse("loop:home", args=[cast.steward.slug])
    for more in (3, 27, 270):
        matters(cast, more)
        client.get(address)
        with CaptureQueriesContext(connection) as statements:
            client.get(address)
        asked.append(len(statements))
    assert len(set(asked)) == 1, asked
    assert asked[0] <= 15, asked


def test_who_came_in_with_a_card_sees_where_their_own_matters_stand(cast: Cast) -> None:
    """The home of a villager is the wheel as well: what he told, and what he is asked now; nobody else's."""
    with_card = {"village": cast.villages[2], "category": Category.WATER}
    need = report_need(cast.steward, by=cast.actor("farmer"), text="ท่อแตกหน้าบ้าน", **with_card)
    report_need(cast.steward, by=cast.actor("nurse"), text="เรื่องของพยาบาล", **with_card)
    card = issue_card(cast.steward, person=cast.farmer, by=cast.actor("officer"))
    browser = Client()
    browser.post(reverse("people:enter_card", args=[cast.steward.slug, card.token]), {"pin": card.pin})
    home = reverse("loop:home", args=[cast.steward.slug])
    page = browser.get(home).content.decode()
    assert "ท่อแตกหน้าบ้าน" in page
    assert "รอคำตอบ" in page
    assert reverse("needs:receipt", args=[cast.steward.slug, need.receipt]) in page
    assert "เรื่องของพยาบาล" not in page
    assert page.count('class="act"') == 1, "one act, also with a card"
    answer_need(need, by=cast.actor("officer"), way="answered", text="ช่างไปพรุ่งนี้")
    assert "มีคำตอบแล้ว ช่วยบอกว่าแก้หรือยัง" in browser.get(home).content.decode()
    assert "ท่อแตกหน้าบ้าน" not in front(cast)
    shown = browser.get(reverse("needs:receipt", args=[cast.steward.slug, need.receipt])).content.decode()
    assert "ท่อแตกหน้าบ้าน" in shown, "signed in, they read their own words again"
    assert "ช่างไปพรุ่งนี้" in shown


def test_what_a_volunteer_tells_for_somebody_on_the_list_is_theirs_to_follow(cast: Cast) -> None:
    volunteer, tell = cast.client("volunteer"), reverse("needs:report", args=[cast.steward.slug])
    told = {"text": "หลังคารั่ว", "neighbour_name": "ทองสุข", "neighbour_was_told": "on"}
    asked = volunteer.post(tell, told).content.decode()
    assert "นายทองสุข นาดี หมู่ 3" in asked
    assert "หลังคารั่ว" in asked, "nothing is lost"
    assert not Need.objects.exists()
    assert volunteer.post(tell, told | {"neighbour_who": str(cast.head.pk)}).status_code == 200, "only of that name"
    assert volunteer.post(tell, told | {"neighbour_who": str(cast.farmer.pk)}).status_code == 302
    need = Need.objects.get()
    assert (need.reporter, need.entered_by_id, need.reporter_name) == (cast.farmer, cast.volunteer.pk, "")
    card = issue_card(cast.steward, person=cast.farmer, by=cast.actor("officer"))
    browser = Client()
    browser.post(reverse("people:enter_card", args=[cast.steward.slug, card.token]), {"pin": card.pin})
    assert "หลังคารั่ว" in browser.get(reverse("loop:home", args=[cast.steward.slug])).content.decode()
    assert volunteer.post(tell, told | {"text": "ไฟดับ", "neighbour_who": "new"}).status_code == 302
    assert Need.objects.get(text="ไฟดับ").reporter is None
    far = volunteer.post(tell, told | {"text": "ไฟดับสองวัน", "neighbour_name": "สมใจ"})
    assert far.status_code == 302, "who lives elsewhere is not told to her"
