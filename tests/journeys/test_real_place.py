"""The same turn in a throw-away tenant on the geography of sao-480904, and on nothing else of it.

Made by the way of `ruammue init ... --test-data` in a database that is thrown away. The people and organisations are
called tests, so that nobody takes them for somebody who lives there; every page and every paper says that the data are
not real, and no picture is taken.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import docx
import pytest
from django.urls import reverse

from ruammue.cli import init
from ruammue.decisions.models import Meeting
from ruammue.foundation.transactions import door
from ruammue.ledger.verification import verify
from ruammue.loop.stations import Stand, stops
from ruammue.needs.models import NeedFile
from ruammue.networks.models import Network
from ruammue.places import compact
from ruammue.places.actions import load_areas, load_local_governments
from ruammue.places.models import Steward, Village
from ruammue.resources.models import Commitment, Delivery
from tests.cast import Cast, populate
from tests.rooms.loop.test_wheel import Walk, go
from tests.rooms.papers.reading import pages_of
from tests.web.test_pages import addresses

LG_ID = "sao-480904"
MARK = "ข้อมูลทดสอบ ไม่ใช่ข้อมูลจริง"
WRITTEN = re.compile(r"\s+")


@pytest.fixture
def there(db: None) -> Cast:
    """The tenant as `init` makes it from the shipped copy of the geography, with people who are called tests."""
    load_areas(row for row in compact.read_areas() if row.code == "TH" or row.code.startswith("48"))
    load_local_governments(row for row in compact.read_local_governments() if row.code.startswith("48"))
    with door():
        init.make(LG_ID, slug="", people=[], practice=False, is_test=True)
    steward = Steward.objects.get(slug=LG_ID)
    cast = populate(Cast(steward, steward, list(Village.objects.of(steward).order_by("moo"))))
    for number, person in enumerate(cast.persons.values(), 1):
        person.prefix, person.given_name, person.family_name = "", f"ผู้ทดสอบ {number}", "(ไม่มีตัวตน)"
        person.save()
    for number, organisation in enumerate(cast.organisations.values(), 1):
        organisation.name = f"องค์กรทดสอบ {number} (ไม่มีจริง)"
        organisation.save()
    return cast


def papers(walk: Walk) -> Iterator[tuple[str, str]]:
    """(whose page, address) of every paper that the turn leaves."""
    matter, meeting = walk.matter, Meeting.objects.get()
    promise, delivery = Commitment.objects.get(), Delivery.objects.latest("recorded_at")
    yield "officer", walk.url("needs:slip", matter.needs.get().receipt)
    yield "officer", walk.url("needs:call_sheet", matter.calls.get().pk)
    yield "head", walk.url("decisions:sheet", meeting.pk)
    for name in ("minutes", "register", "attendance", "ita", "loudspeaker"):
        yield "officer", walk.url("decisions:paper", meeting.pk, name, "pdf")
    yield "officer", walk.url("decisions:paper", meeting.pk, "minutes", "docx")
    yield "officer", walk.url("work:annex", matter.pk, "pdf")
    yield "officer", walk.url("work:annex", matter.pk, "docx")
    yield "officer", walk.url("resources:receipt", delivery.pk, "pdf")
    yield "officer", walk.url("resources:thanks", promise.pk, "pdf")
    yield "officer", walk.url("evidence:matter_paper", matter.pk, "pdf")


def words_of(answer: Any) -> str:
    """The words of a page or a paper, spaces taken out: a paper may break the mark over two lines."""
    kind = answer["Content-Type"]
    if "pdf" in kind:
        return WRITTEN.sub("", "".join(pages_of(answer.content)))
    if "wordprocessing" in kind:
        made = docx.Document(io.BytesIO(answer.content))
        heads = [
            part.text for section in made.sections for part in (*section.header.paragraphs, *section.footer.paragraphs)
        ]
        return WRITTEN.sub("", "".join([*heads, *(part.text for part in made.paragraphs)]))
    return WRITTEN.sub("", unescape(answer.content.decode()))


def test_the_turn_on_real_geography_is_marked_on_every_page_and_paper(there: Cast) -> None:
    walk, mark = Walk(there), WRITTEN.sub("", MARK)
    for moo in there.villages:
        assert moo.name in {row.name_th for row in compact.read_areas() if row.code == moo.area_id}
    go(walk)
    assert [stop.stand for stop in stops(walk.facts)] == [Stand.WALKED] * 8
    unmarked = []
    for who, pages in addresses(walk).items():
        client = there.client(who or None)
        for path in pages:
            if path.startswith(f"/{LG_ID}/"):
                answer = client.get(path, follow=True)
                if answer.status_code != 200 or mark not in words_of(answer):
                    unmarked.append((who, path, answer.status_code))
    made = 0
    for who, path in papers(walk):
        answer = there.client(who).get(path)
        made += answer.status_code == 200
        if answer.status_code != 200 or mark not in words_of(answer):
            unmarked.append((who, path, answer.status_code))
    assert unmarked == []
    assert made >= 14
    assert [row for row in verify([there.steward.pk]) if row.code != "ledger.unsealed"] == []


def test_nothing_is_claimed_about_the_place(there: Cast) -> None:
    """Networks and committees are places to be confirmed, the office has claimed nothing, no picture lies there."""
    steward = there.steward
    assert not steward.is_claimed
    assert Network.objects.of(steward).filter(confirmed_at__isnull=False).count() == 0
    assert not NeedFile.objects.of(steward).exists()
    page = there.client().get(reverse("loop:home", args=[LG_ID])).content.decode()
    assert MARK in page
    assert steward.name in page
    assert "claim-strip" in page
