"""The first page of a tenant for whoever comes by: one question, one number, and what is done together now."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ruammue.needs.actions import publish_matter
from ruammue.needs.models import Matter
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
