"""What the wheel turns by itself: what organisations did together is seen, a resolution becomes work, a result is told.

Each listener of this room has a small story of its own, and each story is told twice: once as the house is, and once
with that listener deaf, when the same story must fail.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from ruammue.coordination.models import Notice
from ruammue.decisions import actions as deciding
from ruammue.decisions.actions import Closing
from ruammue.decisions.models import Meeting
from ruammue.evidence import actions as evidence
from ruammue.goals import actions as aiming
from ruammue.ledger import actions as ledger
from ruammue.ledger.models import Parcel
from ruammue.needs.models import Matter
from ruammue.networks.models import TieObservation
from ruammue.people.actions import open_practice
from ruammue.people.models import Organisation
from ruammue.resources import actions as exchanging
from ruammue.work import actions as working
from ruammue.work.models import Work
from tests.cast import Cast
from tests.rooms.decisions.stage import call, matters, partners
from tests.rooms.decisions.test_meetings import enter, motion
from tests.rooms.goals.scene import set_scene
from tests.rooms.resources.stage import brought, key, line_of, matter_of, promise_of
from tests.rooms.work.test_duties import FAIR, Stage

Seen = tuple[str, str, str, bool | None]
"""From whom, to whom, what was seen, and whether it was in time."""


def ties(cast: Cast, kind: str = "") -> set[Seen]:
    """What was seen so far, by the names of the cast."""
    ledger.deliver()
    assert not Parcel.objects.exists(), "every listener heard without falling over"
    names = {organisation.pk: name for name, organisation in cast.organisations.items()}
    rows = TieObservation.objects.of(cast.steward).filter(**({"kind": kind} if kind else {}))
    return {(names[row.from_organisation_id], names[row.to_organisation_id], row.kind, row.was_on_time) for row in rows}


def both(one: str, other: str, kind: str) -> set[Seen]:
    """A tie between equals is seen from either side."""
    return {(one, other, kind, None), (other, one, kind, None)}


def day(days: int) -> dt.date:
    return timezone.localdate() + dt.timedelta(days=days)


def ago(days: int) -> dt.datetime:
    return timezone.now() - dt.timedelta(days=days)


# ------------------------------------------------------------------------------------------- the stories


def partners_meet(cast: Cast) -> None:
    """Two of four partners come to the meeting: these two have met, and nobody else."""
    meeting = call(cast, partners(cast), matters=matters(cast, 1))
    enter(cast, meeting, 2, motion(meeting, method="consent", yes=None, no=None))
    came = list(meeting.attendance.exclude(presence="absent").values_list("organisation_id", flat=True))
    deciding.close_meeting(meeting, Closing(), by=cast.actor("officer"))
    one, other = (name for name, row in cast.organisations.items() if row.pk in came)
    assert ties(cast) == both(one, other, "met")


def a_resolution_becomes_work(cast: Cast) -> None:
    """What somebody is to carry out by a day stands on the duty table, typed once."""
    meeting = call(cast, partners(cast), matters=matters(cast, 1))
    item = motion(meeting, method="consent", yes=None, no=None, responsible_words="โรงเรียน", due_on=day(30))
    enter(cast, meeting, 3, item)
    deciding.close_meeting(meeting, Closing(), by=cast.actor("officer"))
    ledger.deliver()
    work = Work.objects.get(matter=meeting.items.get().matter)
    assert (work.due_on, work.resolution_id) == (day(30), meeting.items.get().resolutions.get().pk)
    assert work.title == meeting.items.get().proposal, "the short name of what was proposed; the sentence stays linked"


def a_result_is_told(cast: Cast) -> None:
    """Whoever promised something for the matter hears that its result can be read."""
    matter = matter_of(cast)
    promise_of(cast, line_of(cast, matter=matter))
    evidence.write_result(matter, "งานบุญสำเร็จ", by=cast.actor("officer"))
    evidence.publish_result(matter, by=cast.actor("officer"))
    ledger.deliver()
    heard = Notice.objects.filter(code="result.published").values_list("person__account__email", flat=True)
    assert "abbot@example.test" in heard
    assert "owner@example.test" not in heard, "who had no part is left in peace"


def a_promise_at_once(cast: Cast) -> None:
    """The office takes down on the telephone what the temple promises: both stand by it at once."""
    exchanging.make_commitment(
        line_of(cast),
        provider=cast.temple,
        quantity=40,
        side="receiver",
        by=cast.actor("officer", speaking=True),
        idempotency_key=key(),
        reason="อยู่ใกล้",
        agreed_by="พระครูสุวรรณ ทางโทรศัพท์",
    )
    assert ties(cast) == {("temple", "office", "promised", None)}


def a_promise_taken(cast: Cast) -> None:
    """What the temple promises ties it only when the office has said yes to it."""
    line = line_of(cast)
    made = exchanging.make_commitment(
        line, provider=cast.temple, quantity=40, side="provider", by=cast.actor("abbot", speaking=True),
        idempotency_key=key(),
    )  # fmt: skip
    assert ties(cast) == set()
    exchanging.accept_commitment(made, side="receiver", by=cast.actor("officer", speaking=True))
    assert ties(cast) == {("temple", "office", "promised", None)}


def a_promise_broken(cast: Cast) -> None:
    """Taken back after its day: not kept. Taken back before it: nobody failed."""
    line, abbot = line_of(cast, 60), cast.actor("abbot", speaking=True)
    late, early = promise_of(cast, line, 20, due=day(-1), now=ago(3)), promise_of(cast, line, 20, due=day(1))
    for promise in (late, early):
        exchanging.end_commitment(promise, end="by_provider", reason="น้ำท่วมวัด", by=abbot)
    assert ties(cast) >= {("temple", "office", "promised", False)}
    assert TieObservation.objects.filter(was_on_time=False).count() == 1


def a_promise_kept(cast: Cast) -> None:
    """In time, late, and a loan that came back, which is no delivery to whom lent it."""
    line, loan = line_of(cast, 60), {"is_loan": True, "return_due": day(30)}
    in_time = promise_of(cast, line, 20, due=day(1), **loan)
    late = promise_of(cast, line, 20, due=day(-2), now=ago(3))
    brought(cast, in_time, 20, on=day(0))
    brought(cast, late, 20, on=day(0))
    exchanging.record_return(
        in_time, quantity=20, side="provider", by=cast.actor("abbot", speaking=True), idempotency_key=key(), on=day(0)
    )
    assert ties(cast, "delivered") == {
        ("temple", "office", "delivered", True),
        ("temple", "office", "delivered", False),
    }


def a_goal_is_signed(cast: Cast) -> None:
    """Who signs is tied to those who signed before."""
    goal = set_scene(cast).goal()
    for who, name in (("teacher", "school"), ("owner", "shop"), ("abbot", "temple")):
        aiming.sign_on_behalf(goal, cast.organisations[name], by=cast.actor(who, speaking=True))
    assert ties(cast) == both("school", "shop", "signed") | both("school", "temple", "signed") | both(
        "shop", "temple", "signed"
    )


def duties_are_signed(cast: Cast) -> None:
    """Who signs a duty table is tied to those who signed this very table; under an older one they agreed otherwise."""
    stage = Stage(cast)
    stage.divide(**FAIR)
    sign(stage.matter, cast.school, cast, "teacher")
    stage.divide(**(FAIR | {"shop": ("support", "support")}))
    sign(stage.matter, cast.temple, cast, "abbot")
    assert ties(cast) == set(), "the school signed another table"
    sign(stage.matter, cast.shop, cast, "owner")
    assert ties(cast) == both("temple", "shop", "signed")


def sign(matter: Matter, organisation: Organisation, cast: Cast, who: str) -> None:
    seen = working.table_hash(matter)
    working.sign_on_behalf(matter, organisation, seen=seen, by=cast.actor(who, speaking=True))


def a_practice_opens(cast: Cast) -> None:
    """Who rehearses finds two problems and a forum to try things on; the news told once more adds nothing."""
    practice = open_practice(cast.steward, by=cast.actor("officer"))
    ledger.deliver()
    assert Matter.objects.of(practice).count() == 2
    assert Meeting.objects.of(practice).count() == 1


# ------------------------------------------------------------------------------------------- told twice

STORIES: dict[str, Callable[[Cast], None]] = {
    "loop.begin_rehearsal": a_practice_opens,
    "loop.see_who_met": partners_meet,
    "loop.open_what_was_resolved": a_resolution_becomes_work,
    "loop.tell_of_the_result": a_result_is_told,
    "loop.see_a_promise": a_promise_at_once,
    "loop.see_a_promise_accepted": a_promise_taken,
    "loop.see_a_promise_taken_back": a_promise_broken,
    "loop.see_a_promise_kept": a_promise_kept,
    "loop.see_who_signed_together": a_goal_is_signed,
    "loop.see_who_divided_together": duties_are_signed,
}


def test_every_listener_of_this_room_has_a_story() -> None:
    heard = {name for names in ledger.listeners().values() for name in names if name.startswith("loop.")}
    assert heard == set(STORIES)


@pytest.mark.parametrize("listener", STORIES)
def test_what_follows_from_the_news(cast: Cast, listener: str) -> None:
    STORIES[listener](cast)


@pytest.mark.parametrize("listener", STORIES)
def test_mutant_a_deaf_listener_is_noticed(cast: Cast, listener: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ledger._by_name, listener, lambda *_news: None)
    with pytest.raises((AssertionError, Work.DoesNotExist)):
        STORIES[listener](cast)


@pytest.mark.parametrize("listener", [name for name in STORIES if name.startswith("loop.see")])
def test_news_that_is_heard_twice_ties_once(cast: Cast, listener: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A parcel may be heard, its transaction lost, and heard again: what was seen is written once."""
    heard = ledger._by_name[listener]

    def twice(event: Any, news: ledger.News) -> None:
        heard(event, news)
        heard(event, news)

    monkeypatch.setitem(ledger._by_name, listener, twice)
    STORIES[listener](cast)
    rows = list(TieObservation.objects.values_list("from_organisation", "to_organisation", "kind", "entry_id"))
    assert 0 < len(rows) == len(set(rows))
