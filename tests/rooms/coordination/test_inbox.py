"""Who must hear does, once; the sentence is made when it is read; nothing leaves the house."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from html import unescape
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ruammue.coordination import actions, queries
from ruammue.coordination.listeners import own, settling
from ruammue.coordination.listeners.needs import tell_handler
from ruammue.coordination.models import Notice
from ruammue.coordination.notices import SENTENCES
from ruammue.decisions import actions as decisions
from ruammue.goals import actions as goals
from ruammue.ledger.actions import News, deliver, listeners
from ruammue.ledger.events import kinds
from ruammue.ledger.models import Entry
from ruammue.needs.events import NeedReported
from ruammue.needs.models import Need
from tests.cast import Cast
from tests.rooms.goals.scene import TODAY, Scene, latest_indicator, set_scene


@pytest.fixture
def scene(lasting_cast: Cast) -> Scene:
    return set_scene(lasting_cast)


def url(cast: Cast, name: str, *args: object) -> str:
    return reverse(f"coordination:{name}", args=[cast.steward.slug, *args])


def plain(content: bytes) -> str:
    return unescape(content.decode()).replace("\u00a0", " ")


def told(who: str, cast: Cast) -> list[str]:
    return [row.code for row in Notice.objects.filter(person=cast.persons[who]).order_by("made_at", "id")]


def report(cast: Cast, client: Client) -> Need:
    client.post(
        reverse("needs:report", args=[cast.steward.slug]), {"text": "น้ำไม่ไหลมาสามวัน", "village": cast.villages[2].pk}
    )
    return Need.objects.latest("reported_at")


def test_a_need_reaches_its_handler_and_its_answer_the_helper(lasting_cast: Cast) -> None:
    cast = lasting_cast
    need = report(cast, cast.client("volunteer"))
    deliver()
    assert told("officer", cast) == ["need.reported"]
    cast.client("officer").post(
        reverse("needs:answer", args=[cast.steward.slug, need.pk]), {"way": "answered", "text": "ซ่อมท่อแล้วเมื่อเช้า"}
    )
    deliver()
    assert "need.answered" in told("volunteer", cast)
    # What waited for the officer is done: it is new no more, though they never opened it.
    settled = Notice.objects.get(person=cast.officer, code="need.reported")
    assert (settled.read_at, settled.settled_at is None) == (None, False)
    assert "รอคำตอบ" not in plain(cast.client("officer").get(url(cast, "inbox"), {"show": "new"}).content)
    client = cast.client("volunteer")
    shown = plain(client.get(url(cast, "inbox")).content)
    assert "น้ำไม่ไหล" not in shown, "no words of the need in an inbox"
    notice = Notice.objects.filter(person=cast.volunteer).latest("made_at")
    assert notice.read_at is None, "looking at the inbox reads nothing"
    answer = client.post(url(cast, "open_notice", notice.pk))
    assert answer.url == reverse("needs:need", args=[cast.steward.slug, need.pk])
    notice.refresh_from_db()
    assert notice.read_at is not None


def heard_twice(cast: Cast) -> int:
    """The same parcel heard again, as after a crash between act and delete."""
    report(cast, cast.client("volunteer"))
    deliver()
    entry = Entry.objects.get(kind="needs.need_reported")
    event = kinds[entry.kind].from_payload(entry.steward_id, entry.payload)
    assert isinstance(event, NeedReported)
    news = News(entry.id, entry.at, entry.person_id, entry.on_behalf_of_id, entry.entered_by_id)
    with transaction.atomic():
        tell_handler(event, news)
    return Notice.objects.filter(person=cast.officer).count()


def test_nobody_hears_the_same_news_twice(lasting_cast: Cast) -> None:
    assert heard_twice(lasting_cast) == 1


def test_mutant_without_the_entry_in_the_key_news_doubles(lasting_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from ruammue.coordination.listeners import needs as listening

    kept = actions.tell

    def forgetful(people: object, code: str, news: News, **more: object) -> int:
        return kept(people, code, replace(news, entry_id=uuid4()), **more)  # type: ignore[arg-type]

    monkeypatch.setattr(listening, "tell", forgetful)
    assert heard_twice(lasting_cast) == 2


def test_who_did_it_is_not_told_of_it_and_who_has_no_way_in_has_no_inbox(lasting_cast: Cast) -> None:
    cast = lasting_cast
    actions.name_coordinator(
        cast.villages[2], cast.officer, phone="0811111111", deputy=cast.farmer, deputy_phone="0822222222",
        by=cast.actor("officer"),
    )  # fmt: skip
    deliver()
    assert Notice.objects.count() == 0


def test_goals_reach_partners_drafter_and_signatories(scene: Scene) -> None:
    cast = scene.cast
    goal = scene.goal()
    goals.ask_to_sign(goal, cast.shop, by=cast.actor("officer"))
    deliver()
    assert told("nurse", cast) == ["goal.drafted"]
    assert told("abbot", cast) == ["goal.drafted"]
    assert told("owner", cast) == ["goal.asked"]
    assert told("teacher", cast) == [], "the school is in no network of this matter"
    goals.sign_on_behalf(goal, cast.temple, by=cast.actor("abbot", speaking=True))
    goals.sign_on_behalf(goal, cast.shop, by=cast.actor("owner", speaking=True))
    deliver()
    assert told("officer", cast) == ["goal.signed", "goal.signed", "goal.shared"]
    assert "goal.shared" in told("abbot", cast)
    assert "goal.shared" not in told("nurse", cast)
    assert not Notice.objects.filter(code__in=["goal.asked", "goal.drafted"], settled_at=None).exists()
    goals.give_reading(latest_indicator(goal), 20_000, TODAY, "ถาม", by=cast.actor("volunteer"))
    deliver()
    assert told("owner", cast)[-1] == "goal.reading"
    shown = plain(cast.client("officer").get(url(cast, "inbox")).content)
    assert "ร้านวัสดุก่อสร้างเจริญสุข" in shown


def moved_meeting(scene: Scene) -> list[tuple[str, bool]]:
    """What the nurse has been told of a meeting that was called and moved, each with whether it is settled."""
    meeting = decisions.call_meeting(
        scene.network, place="ศาลา", held_on=TODAY, starts_at=time(9), by=scene.cast.actor("officer")
    )
    deliver()
    decisions.move_meeting(
        meeting, held_on=TODAY, starts_at=time(13), place="วัด", reason="ฝนตก", by=scene.cast.actor("officer")
    )
    deliver()
    rows = Notice.objects.filter(person=scene.cast.nurse, code__startswith="meeting.").order_by("made_at", "id")
    return [(row.code, row.settled_at is not None) for row in rows]


def test_a_moved_meeting_is_told_once_and_settles_the_first_call(scene: Scene) -> None:
    assert moved_meeting(scene) == [("meeting.called", True), ("meeting.moved", False)]


def test_mutant_that_settles_whatever_was_told_hides_the_new_day(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        settling, "settle", lambda codes, news, **more: actions.settle(codes, replace(news, at=timezone.now()), **more)
    )
    assert moved_meeting(scene)[-1] == ("meeting.moved", True)


def test_a_message_reaches_those_who_spoke_and_never_another_partner(scene: Scene) -> None:
    from ruammue.networks.actions import invite

    cast = scene.cast
    sent = invite(scene.network, cast.shop, asks="ขอยืมรถ", by=cast.actor("officer"))
    key = f"networks.invitation:{sent.invitation.pk}"
    cast.client("owner").post(url(cast, "say", key), {"text": "ให้ยืมได้วันเสาร์"})
    deliver()
    assert "message.said" in told("officer", cast)
    assert "message.said" not in told("nurse", cast)
    assert cast.client("nurse").get(url(cast, "say", key)).status_code == 403, "I23: negotiation is theirs"
    cast.client("officer").post(url(cast, "say", key), {"text": "ขอบคุณ เจอกันเก้าโมง"})
    deliver()
    assert told("owner", cast)[-1] == "message.said"


def test_an_inbox_is_its_owners(scene: Scene) -> None:
    cast = scene.cast
    scene.goal()
    deliver()
    notice = Notice.objects.filter(person=cast.nurse).get()
    assert cast.client("officer").post(url(cast, "open_notice", notice.pk)).status_code == 403
    assert cast.client("nurse").get(url(cast, "open_notice", notice.pk)).status_code == 405, "a preview reads nothing"
    assert cast.client().get(url(cast, "inbox")).status_code == 302
    client = cast.client("nurse")
    assert queries.unread(cast.steward, cast.actor("nurse")) == 1
    client.post(url(cast, "read_all"))
    assert queries.unread(cast.steward, cast.actor("nurse")) == 0
    assert client.get(url(cast, "inbox_sheet")).status_code == 200


def test_a_shared_sentence_says_no_title_of_what_is_not_public(scene: Scene) -> None:
    cast = scene.cast
    type(scene.matter).objects.filter(pk=scene.matter.pk).update(
        published_at=None, published_by_id=None, title="ชื่อในบ้าน"
    )
    scene.goal()
    deliver()
    (row,) = queries.all_notices(cast.steward, cast.actor("nurse"))
    assert "ชื่อในบ้าน" in row.sentence
    assert "ชื่อในบ้าน" not in row.share
    assert "1" in row.share


def test_the_inbox_costs_the_same_for_3_30_and_300_notices(scene: Scene) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.utils import timezone

    cast = scene.cast

    def statements(count: int) -> int:
        news = News(uuid4(), timezone.now(), None, None, None)
        for number in range(count):
            actions.tell(
                {cast.nurse.pk}, ("goal.asked", "invitation.sent", "goal.drafted")[number % 3],
                replace(news, entry_id=uuid4()), steward_id=cast.steward.pk, path="/x/", matter_id=scene.matter.pk,
                organisation=str(list(cast.organisations.values())[number % 4].pk), network=str(scene.network.pk),
            )  # fmt: skip
        client = cast.client("nurse")
        with CaptureQueriesContext(connection) as caught:
            client.get(url(cast, "inbox"))
        return len(caught)

    few = statements(3)
    assert statements(27) == few <= 15
    assert statements(270) == few


def test_every_code_a_listener_uses_has_its_sentence_and_every_named_event_is_heard() -> None:
    import inspect
    import re

    from ruammue.coordination.listeners import decisions, exchange, needs, networks, tasks, work
    from ruammue.coordination.listeners import goals as listening

    source = "".join(
        inspect.getsource(module) for module in (decisions, exchange, listening, needs, networks, own, tasks, work)
    )
    families = (
        "need matter call seat meeting ballot goal line offer commitment delivery message coordinator resolution work"
        " task"
    )
    pattern = rf'"((?:{families.replace(" ", "|")})\.\w+|invitation\.(?:sent|confirmed)|help\.offered)"'
    used = set(re.findall(pattern, source))
    used |= {"invitation.join", "invitation.not_now", "executive.approved", "executive.otherwise"}
    used |= {"help.welcomed", "help.not_needed"}
    assert used <= SENTENCES.keys()
    words = dict.fromkeys(
        ("matter", "organisation", "network", "meeting", "village", "place", "day", "kind", "task"), "ก"
    )
    assert all(say(words) for say in SENTENCES.values())
    heard = listeners()
    for kind in (
        "needs.need_reported", "needs.need_answered", "networks.invitation_answered", "coordination.help_offered",
        "resources.delivery_recorded", "decisions.meeting_called", "decisions.meeting_moved",
        "decisions.meeting_closed", "goals.goal_drafted",
    ):  # fmt: skip
        assert any(name.startswith("coordination.") for name in heard[kind]), kind
