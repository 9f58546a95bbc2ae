"""What may stand on whose agenda: its own village, no matter of one person in the open, nothing after the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from ruammue.decisions import actions, agenda
from ruammue.decisions.models import Meeting
from ruammue.decisions.refusals import HeldAlready, MatterIsOver, MatterOfOneAtForum, OfAnotherVillage
from ruammue.foundation.levels import Level
from ruammue.ledger.models import Entry
from ruammue.needs.models import Matter
from ruammue.networks.models import Network
from tests.cast import Cast
from tests.rooms.decisions.stage import call, committee, forum, matters
from tests.rooms.decisions.test_forum import closed, sheet

TODAY = timezone.localdate


def at(cast: Cast, name: str, *args: Any) -> str:
    return reverse(f"decisions:{name}", args=[cast.steward.slug, *args])


def page_of(cast: Cast, matter: Matter) -> str:
    return cast.client("officer").get(reverse("needs:matter", args=[cast.steward.slug, matter.pk])).content.decode()


def put(cast: Cast, matter: Matter, meeting: Meeting, *, by: str = "officer") -> str:
    answer = cast.client(by).post(at(cast, "put_on_agenda", matter.pk), {"meeting": str(meeting.pk)}, follow=True)
    return answer.content.decode()


def elsewhere(cast: Cast, **facts: object) -> Matter:
    """A matter of village 1; the forum is of village 3."""
    (matter,) = matters(cast, 1, **facts)
    matter.village = cast.villages[0]
    matter.save()
    return matter


def about_one(cast: Cast) -> Matter:
    (matter,) = matters(cast, 1, is_public=False, is_sensitive=True)
    return matter


def over(cast: Cast) -> Matter:
    (matter,) = matters(cast, 1)
    matter.closed_at, matter.closed_by_id = timezone.now(), cast.officer.pk
    matter.save()
    return matter


REFUSED: dict[str, tuple[Callable[[Cast], Matter], type[Exception], str]] = {
    "about one person": (about_one, MatterOfOneAtForum, "ไม่นำมาพูดในเวที"),
    "of another village": (elsewhere, OfAnotherVillage, "หมู่ 1"),
    "closed": (over, MatterIsOver, "ปิดไปแล้ว"),
}


@pytest.mark.parametrize("story", REFUSED)
def test_what_a_forum_does_not_take_is_neither_offered_nor_let_in(cast: Cast, story: str) -> None:
    make, refusal, words = REFUSED[story]
    meeting, matter = call(cast, forum(cast)), make(cast)
    assert str(meeting.pk) not in page_of(cast, matter)
    assert words in put(cast, matter, meeting)
    assert not meeting.items.exists()
    with pytest.raises(refusal):
        call(cast, meeting.network, matters=[matter])


@pytest.mark.parametrize("story", REFUSED)
def test_mutant_without_the_check_takes_it(cast: Cast, monkeypatch: pytest.MonkeyPatch, story: str) -> None:
    meeting, matter = call(cast, forum(cast)), REFUSED[story][0](cast)
    monkeypatch.setattr(agenda, "check_matter", lambda *_: None)
    put(cast, matter, meeting)
    assert meeting.items.get().matter == matter


def test_what_it_does_take_is_offered_and_put_there_once(cast: Cast) -> None:
    meeting = call(cast, forum(cast))
    (own,) = matters(cast, 1)
    (of_all,) = matters(cast, 1)
    of_all.village = None
    of_all.save()
    for matter in (own, of_all):
        assert f'<option value="{meeting.pk}"' in page_of(cast, matter)
        for _ in range(2):
            put(cast, matter, meeting)
        assert f'<option value="{meeting.pk}"' not in page_of(cast, matter)
    assert list(meeting.items.values_list("order", "matter")) == [(1, own.pk), (2, of_all.pk)]


def test_a_committee_may_take_a_matter_about_one_person_by_its_kind_only(cast: Cast) -> None:
    matter, sitting = about_one(cast), call(cast, committee(cast))
    assert f'<option value="{sitting.pk}"' in page_of(cast, matter)
    put(cast, matter, sitting)
    title = sitting.items.get().title
    assert matter.title not in title
    assert title.startswith("เรื่อง")


def test_a_body_of_the_whole_tambon_takes_matters_of_every_village(cast: Cast) -> None:
    wide = Network.objects.create(
        steward=cast.steward, name="ประชาคมตำบล", level=Level.TAMBON, form=Network.Form.FORUM, rule_key="forum.village"
    )
    meeting = call(cast, wide)
    put(cast, elsewhere(cast), meeting)
    assert meeting.items.count() == 1


@pytest.mark.parametrize("story", ["held yesterday", "typed in", "closed"])
def test_a_meeting_that_was_takes_no_more(cast: Cast, story: str) -> None:
    held_on = TODAY() - dt.timedelta(days=1) if story == "held yesterday" else TODAY()
    meeting = call(cast, forum(cast), held_on=held_on, matters=matters(cast, 2))
    if story == "typed in":
        assert cast.client("officer").post(at(cast, "enter_forum", meeting.pk), sheet(meeting)).status_code == 302
    if story == "closed":
        closed(cast, meeting)
    (late,) = matters(cast, 1)
    assert f'<option value="{meeting.pk}"' not in page_of(cast, late)
    said = put(cast, late, meeting)
    assert ("ปิดไปแล้ว" if story == "closed" else "ประชุมไปแล้ว") in said
    assert meeting.items.filter(matter=late).count() == 0


def test_mutant_without_the_day_takes_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = call(cast, forum(cast), held_on=TODAY() - dt.timedelta(days=1))
    (late,) = matters(cast, 1)
    with pytest.raises(HeldAlready):
        actions.put_on_agenda(meeting, late, by=cast.actor("officer"))
    monkeypatch.setattr(agenda, "check_day", lambda *_: None)
    actions.put_on_agenda(meeting, late, by=cast.actor("officer"))
    assert meeting.items.count() == 1


def test_a_row_is_taken_off_and_the_others_keep_their_numbers(cast: Cast) -> None:
    first, second = matters(cast, 2)
    meeting = call(cast, forum(cast), matters=[first, second], topics=["เรื่องในห้อง"])
    head = cast.client("head")
    row = meeting.items.get(matter=first)
    assert at(cast, "take_off_agenda", row.pk) in head.get(at(cast, "meeting", meeting.pk)).content.decode()
    assert row.title in head.get(at(cast, "take_off_agenda", row.pk)).content.decode()
    assert meeting.items.count() == 3, "to look takes nothing off"
    answer = head.post(at(cast, "take_off_agenda", row.pk), {"reason": "ถอนเรื่อง"})
    assert answer.status_code == 302
    assert list(meeting.items.values_list("order", flat=True)) == [2, 3]
    entry = Entry.objects.get(kind="decisions.row_taken_off_agenda")
    assert entry.person_id == cast.persons["head"].pk
    assert f'<option value="{meeting.pk}"' in page_of(cast, first), "it may be put there again"


def test_from_a_closed_meeting_nothing_is_taken_off(cast: Cast) -> None:
    meeting = closed(cast, call(cast, forum(cast), matters=matters(cast, 2)))
    row = meeting.items.first()
    assert row is not None
    page = cast.client("officer").get(at(cast, "meeting", meeting.pk)).content.decode()
    assert at(cast, "take_off_agenda", row.pk) not in page
    answer = cast.client("officer").post(at(cast, "take_off_agenda", row.pk), {})
    assert answer.status_code == 422
    assert meeting.items.count() == 2


def test_a_volunteer_and_a_partner_take_nothing_off(cast: Cast) -> None:
    meeting = call(cast, forum(cast), matters=matters(cast, 1))
    row = meeting.items.get()
    for who in ("volunteer", "owner"):
        assert cast.client(who).post(at(cast, "take_off_agenda", row.pk), {}).status_code == 403, who


def test_the_calling_page_offers_what_the_body_may_take_and_says_why_not(cast: Cast) -> None:
    network, secret, other = forum(cast), about_one(cast), elsewhere(cast)
    (own,) = matters(cast, 1)
    officer = cast.client("officer")
    page = officer.get(at(cast, "call_meeting"), {"network": str(network.pk)}).content.decode()
    assert str(own.pk) in page
    assert str(secret.pk) not in page
    assert str(other.pk) not in page
    told = officer.post(
        at(cast, "call_meeting"),
        {"network": str(network.pk), "held_on": "1/12/2575", "starts_at": "18.00", "place": "ศาลา",
         "matters": [str(secret.pk)]},
    )  # fmt: skip
    assert told.status_code == 422
    assert "ไม่นำมาพูดในเวที" in told.content.decode()
    assert not Meeting.objects.exists()
