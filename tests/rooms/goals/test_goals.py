"""A goal from its resolution to the number that was measured, through the pages people use."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from ruammue.goals import actions, queries, refusals, values
from ruammue.goals.models import CoSignature, Goal, Indicator, Reading
from ruammue.ledger.models import Entry
from ruammue.ledger.verification import verify
from ruammue.needs.actions import unpublish_matter
from ruammue.people.signing.refusals import NotTheirsToSign, SignedPaperMissing
from tests.cast import Cast
from tests.rooms.goals.scene import DUE, TODAY, Scene, a_matter, a_resolution, latest_indicator, set_scene, upload


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def url(scene: Scene, name: str, *args: object) -> str:
    return reverse(f"goals:{name}", args=[scene.cast.steward.slug, *args])


def page(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200, (where, answer.status_code)
    return plain(answer.content)


def plain(content: bytes) -> str:
    return unescape(content.decode()).replace("\u00a0", " ")


def said(scene: Scene, kind: str) -> int:
    return Entry.objects.filter(steward_id=scene.cast.steward.pk, kind=f"goals.{kind}").count()


def link_in(content: bytes) -> str:
    found = re.search(r"/na-ruam-jai/g/[\w-]+/", content.decode())
    assert found is not None
    return found.group()


def asked(scene: Scene, goal: Goal, organisation: object) -> str:
    """The link that the officer's page shows for this organisation."""
    answer = scene.cast.client("officer").post(url(scene, "ask", goal.pk), {"organisation": organisation.pk})
    return link_in(answer.content)


# ---------- values ----------


@given(st.integers(min_value=-(10**15), max_value=10**15))
def test_a_value_shown_is_read_back_as_itself(milli: int) -> None:
    assert values.parse(values.show(milli)) == milli
    assert values.decimal(milli) * 1000 == milli


@pytest.mark.parametrize(
    ("typed", "milli"),
    [
        ("12", 12_000),
        ("๑๒.๕", 12_500),
        ("1,200", 1_200_000),
        (".125", 125),
        ("−3", -3000),
        (" 7 ", 7000),
        ("0.100", 100),
    ],
)
def test_people_type_numbers_in_many_ways(typed: str, milli: int) -> None:
    assert values.parse(typed) == milli


@pytest.mark.parametrize(
    ("typed", "reason"), [("", "empty"), ("ร้อย", "form"), ("1,2", "form"), ("1.2345", "finer"), ("9" * 20, "too_large")]
)
def test_what_is_no_number_is_refused_with_its_reason(typed: str, reason: str) -> None:
    with pytest.raises(values.NotAValue) as refused:
        values.parse(typed)
    assert refused.value.data["reason"] == reason


# ---------- drafting ----------


def test_the_officer_drafts_a_goal_from_a_resolution(scene: Scene) -> None:
    client = scene.cast.client("officer")
    form = page(client, url(scene, "draft", scene.matter.pk))
    assert "ให้ทุกบ้านมีน้ำใช้ทั้งปี" in form, "the resolution fills the statement in"
    answer = client.post(url(scene, "draft", scene.matter.pk), scene.form())
    goal = Goal.objects.get()
    assert answer.url == url(scene, "goal", goal.pk)
    row = latest_indicator(goal)
    assert (row.baseline_milli, row.target_milli, row.owner) == (12_500, 80_000, scene.cast.clinic)
    assert (goal.resolution, goal.due_on, goal.drafted_by_id) == (scene.resolution, DUE, scene.cast.officer.pk)
    assert "12.5 ครัวเรือน" in page(client, url(scene, "goal", goal.pk))
    assert said(scene, "goal_drafted") == 1


def test_the_same_form_sent_twice_is_one_goal(scene: Scene) -> None:
    client, key = scene.cast.client("officer"), "019aa000-0000-7000-8000-000000000001"
    for _ in range(2):
        client.post(url(scene, "draft", scene.matter.pk), scene.form(once=key))
    assert Goal.objects.count() == 1


@pytest.mark.parametrize(
    ("direction", "target", "ok"),
    [("up", "80", True), ("up", "12.5", False), ("up", "5", False), ("down", "5", True), ("down", "80", False)],
)
def test_the_target_lies_beyond_the_baseline(scene: Scene, direction: str, target: str, ok: bool) -> None:
    answer = scene.cast.client("officer").post(
        url(scene, "draft", scene.matter.pk), scene.form(direction=direction, target=target)
    )
    assert Goal.objects.count() == (1 if ok else 0)
    if not ok:
        assert 'id="id_target_error"' in answer.content.decode(), "said beside the field"


def test_a_resolution_that_was_not_adopted_or_is_of_another_matter_bears_no_goal(scene: Scene) -> None:
    by = scene.cast.actor("officer")
    other = a_matter(scene.cast, 2)
    rejected = a_resolution(scene.cast, scene.matter, scene.network, outcome="rejected")
    with pytest.raises(refusals.NotAdopted):
        actions.draft_goal(scene.matter, rejected, "x", DUE, by=by)
    with pytest.raises(refusals.ResolutionIsOfAnother):
        actions.draft_goal(other, scene.resolution, "x", DUE, by=by)
    scene.matter.closed_at, scene.matter.closed_by_id = scene.matter.opened_at, scene.cast.officer.pk
    scene.matter.save()
    with pytest.raises(refusals.MatterIsClosed):
        actions.draft_goal(scene.matter, None, "x", DUE, by=by)


def test_a_goal_without_a_number_waits_and_cannot_be_signed(scene: Scene) -> None:
    by = scene.cast.actor("officer")
    goal = actions.draft_goal(scene.matter, None, "ทุกบ้านมีน้ำใช้", DUE, by=by)
    with pytest.raises(refusals.NothingToSign):
        actions.ask_to_sign(goal, scene.cast.temple, by=by)
    client = scene.cast.client("officer")
    form = {key: value for key, value in scene.form().items() if key not in ("statement", "due_on", "resolution")}
    client.post(url(scene, "set_indicator", goal.pk), form)
    assert latest_indicator(goal).target_milli == 80_000
    actions.ask_to_sign(goal, scene.cast.temple, by=by)


# ---------- signing ----------


def test_two_sectors_make_a_goal_shared_and_it_is_said_once(scene: Scene) -> None:
    goal = scene.goal()
    clinic = asked(scene, goal, scene.cast.clinic)
    stranger = scene.cast.client()
    assert "ทุกบ้านมีน้ำใช้" in page(stranger, clinic)
    stranger.post(clinic, {"signed_as": "นางอารี พยาบาล"})
    assert not queries.goal_row(goal).is_shared
    assert said(scene, "goal_shared") == 0
    abbot = scene.cast.client("abbot")
    abbot.post(url(scene, "sign_as", goal.pk), {"organisation": scene.cast.temple.pk})
    assert queries.goal_row(goal).is_shared
    owner = scene.cast.client("owner")
    owner.post(url(scene, "sign_as", goal.pk), {"organisation": scene.cast.shop.pk})
    assert (said(scene, "goal_signed"), said(scene, "goal_shared")) == (3, 1)
    ways = set(CoSignature.objects.values_list("organisation__name", "way", "signed_as"))
    assert ("รพ.สต.นาร่วมใจ", "link", "นางอารี พยาบาล") in ways
    assert ("วัดโพธิ์ศรี", "login", "พระครูสุวรรณ ธรรมโชโต") in ways
    spoken = set(Entry.objects.filter(kind="goals.goal_signed").values_list("on_behalf_of_id", flat=True))
    assert spoken == {scene.cast.clinic.pk, scene.cast.temple.pk, scene.cast.shop.pk}
    assert [finding for finding in verify([scene.cast.steward.pk]) if finding.code.startswith("goals.")] == []


def two_of_one_sector(scene: Scene) -> Goal:
    goal = scene.goal()
    for organisation, name in ((scene.cast.clinic, "อารี"), (scene.cast.school, "วิชา")):
        scene.cast.client().post(asked(scene, goal, organisation), {"signed_as": name})
    return goal


def test_two_organisations_of_one_sector_are_not_enough(scene: Scene) -> None:
    goal = two_of_one_sector(scene)
    assert len(queries.goal_row(goal).signed) == 2
    assert not queries.goal_row(goal).is_shared
    assert said(scene, "goal_shared") == 0


def test_mutant_a_goal_shared_with_one_sector_is_noticed(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "SECTORS_TO_SHARE", 1)
    two_of_one_sector(scene)
    assert said(scene, "goal_shared") == 1
    codes = {finding.code for finding in verify([scene.cast.steward.pk])}
    assert "goals.shared_miscounted" in codes


def opened_often(scene: Scene, client: Client) -> tuple[str, Goal]:
    goal = scene.goal()
    link = asked(scene, goal, scene.cast.temple)
    for _ in range(3):
        client.get(link)
        client.head(link)
    return link, goal


def test_looking_at_a_link_never_uses_it_up(scene: Scene) -> None:
    stranger = scene.cast.client()
    link, goal = opened_often(scene, stranger)
    assert not goal.signatures.filter(signed_at__isnull=False).exists()
    stranger.post(link, {"signed_as": "พระครูสุวรรณ"})
    assert goal.signatures.filter(signed_at__isnull=False).count() == 1
    assert "ขอบคุณ" in page(stranger, link)


def test_mutant_a_link_that_signs_when_it_is_opened_is_noticed(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    looked = queries.link_of

    def greedy(steward: object, token: str) -> queries.Link:
        actions.sign_by_link(token, "a preview", steward=steward, by=scene.cast.actor("officer"))
        return looked(steward, token)

    monkeypatch.setattr(queries, "link_of", greedy)
    _link, goal = opened_often_quietly(scene)
    assert goal.signatures.filter(signed_at__isnull=False).exists(), "the test above would be red"


def opened_often_quietly(scene: Scene) -> tuple[str, Goal]:
    client = scene.cast.client()
    client.raise_request_exception = False
    return opened_often(scene, client)


def test_a_link_is_one_organisations_and_one_offices(scene: Scene) -> None:
    goal = scene.goal()
    old = asked(scene, goal, scene.cast.temple)
    new = asked(scene, goal, scene.cast.temple)
    stranger = scene.cast.client()
    assert old != new
    assert stranger.get(old).status_code == 404, "asked again, the older link is dead"
    assert stranger.get(new.replace("na-ruam-jai", "thung-samakkhi")).status_code == 404
    assert stranger.post(new.replace("na-ruam-jai", "thung-samakkhi"), {"signed_as": "x"}).status_code == 404
    assert stranger.get(url(scene, "sign", "made-up")).status_code == 404
    answer = stranger.post(new, {"signed_as": " "})
    assert answer.status_code == 200
    assert not goal.signatures.filter(signed_at__isnull=False).exists(), "a signature has a name"
    stranger.post(new, {"signed_as": "พระครูสุวรรณ"})
    stranger.post(new, {"signed_as": "คนอื่น"})
    assert goal.signatures.get().signed_as == "พระครูสุวรรณ", "used once"
    assert "strict-origin" in stranger.get(new)["Referrer-Policy"]


def test_the_token_itself_is_stored_nowhere(scene: Scene) -> None:
    goal = scene.goal()
    token = asked(scene, goal, scene.cast.temple).rstrip("/").rsplit("/", 1)[-1]
    row = goal.signatures.get()
    assert token.encode() not in bytes(row.token_hash)
    assert not any(token in str(payload) for payload in Entry.objects.values_list("payload", flat=True))


def test_a_signature_on_paper_needs_the_paper_and_shows_who_entered_it(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    goal, client = scene.goal(), scene.cast.client("officer")
    form = {"organisation": scene.cast.temple.pk, "signed_as": "พระครูสุวรรณ เจ้าอาวาส"}
    refused = client.post(url(scene, "enter", goal.pk), form)
    assert 'id="id_paper_error"' in refused.content.decode()
    with pytest.raises(SignedPaperMissing):
        actions.enter_signature(goal, scene.cast.temple, signed_as="x", paper=None, by=scene.cast.actor("officer"))
    client.post(url(scene, "enter", goal.pk), {**form, "paper": upload("signed.jpg")})
    row = goal.signatures.get()
    assert (row.way, row.entered_by_id, row.signed_by_id) == ("paper", scene.cast.officer.pk, None)
    assert row.evidence is not None
    assert row.evidence.kind == "scan"
    paper = url(scene, "signed_paper", row.pk)
    assert paper in page(client, url(scene, "goal", goal.pk))
    assert client.get(paper).status_code == 200
    assert scene.cast.client().get(paper).status_code == 302
    unpublish_matter(goal.matter, by=scene.cast.actor("officer"), reason="ยังไม่พร้อม")
    assert scene.cast.client("owner").get(paper).status_code == 403, "no part in it, and it is not public"
    with monkeypatch.context() as patch:
        patch.setattr("ruammue.goals.rules.may_see", lambda _actor, _goal: True)
        assert scene.cast.client("owner").get(paper).status_code == 200, "this rule keeps it"
    assert "ทุกบ้านมีน้ำใช้" in page(client, url(scene, "paper", goal.pk))


def test_nobody_signs_for_an_organisation_that_is_not_theirs(scene: Scene) -> None:
    goal = scene.goal()
    answer = scene.cast.client("abbot").post(url(scene, "sign_as", goal.pk), {"organisation": scene.cast.clinic.pk})
    assert answer.status_code == 200
    assert not CoSignature.objects.exists()
    with pytest.raises(NotTheirsToSign):
        actions.sign_on_behalf(goal, scene.cast.clinic, by=scene.cast.actor("abbot"))
    assert scene.cast.client("volunteer").get(url(scene, "sign_as", goal.pk)).status_code == 403


# ---------- measuring ----------


def test_a_volunteer_writes_down_one_number_and_one_photo(scene: Scene) -> None:
    goal, client = scene.goal(), scene.cast.client("volunteer")
    where = url(scene, "read", latest_indicator(goal).pk)
    form = page(client, where)
    assert "ครัวเรือนที่มีน้ำใช้ทั้งปี" in form
    client.post(where, {"value": "๔๐", "photo": upload(), "on": today(), "source": "ถามทุกหลัง"})
    reading = Reading.objects.get()
    assert (reading.value_milli, reading.given_by, reading.evidence.kind) == (40_000, scene.cast.volunteer, "photo")
    shown = page(client, url(scene, "goal", goal.pk))
    assert "40 ครัวเรือน" in shown
    assert "40 ส่วนใน 100" in shown, "(40 - 12.5) of (80 - 12.5) is 40 of 100 steps"
    assert client.get(url(scene, "photo", reading.pk)).status_code == 200
    assert scene.cast.client().get(url(scene, "photo", reading.pk)).status_code == 302


def today() -> str:
    return f"{TODAY.day}/{TODAY.month}/{TODAY.year + 543}"


def test_a_correction_names_the_old_number_and_both_stay(scene: Scene) -> None:
    goal, client = scene.goal(), scene.cast.client("officer")
    indicator = latest_indicator(goal)
    old = actions.give_reading(indicator, 41_000, TODAY, "ถาม", by=scene.cast.actor("volunteer"))
    where = url(scene, "read", indicator.pk) + f"?corrects={old.pk}"
    assert "41 ครัวเรือน" in page(client, where)
    client.post(where, {"value": "14", "on": today(), "source": "นับใหม่"})
    row = queries.goal_row(goal).indicators[0]
    assert row.latest is not None
    assert row.latest.value_milli == 14_000
    assert [(reading.value_milli, reading.is_corrected) for reading in row.readings] == [
        (14_000, False),
        (41_000, True),
    ]
    with pytest.raises(refusals.AlreadyCorrected):
        actions.give_reading(indicator, 15_000, TODAY, "x", by=scene.cast.actor("officer"), corrects=old)


def test_readings_out_of_time_or_out_of_reach_are_refused_with_the_reason(scene: Scene) -> None:
    indicator, by = latest_indicator(scene.goal()), scene.cast.actor("volunteer")
    tomorrow, before = TODAY + dt.timedelta(days=1), indicator.baseline_on - dt.timedelta(days=1)
    with pytest.raises(refusals.NotMeasuredYet):
        actions.give_reading(indicator, 20_000, tomorrow, "x", by=by)
    with pytest.raises(refusals.BeforeBaseline):
        actions.give_reading(indicator, 20_000, before, "x", by=by)
    for surprising in (1_000, 500_000):
        with pytest.raises(refusals.NoteMissing):
            actions.give_reading(indicator, surprising, TODAY, "x", by=by)
        actions.give_reading(indicator, surprising, TODAY, "x", note="น้ำท่วม", by=by)
    client = scene.cast.client("volunteer")
    answer = client.post(url(scene, "read", indicator.pk), {"value": "2", "on": today(), "source": "x"})
    assert 'id="id_note_error"' in answer.content.decode()


@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6).filter(bool), st.integers(-(10**6), 10**6))
def test_what_lies_between_baseline_and_target_never_surprises(baseline: int, way: int, gone: int) -> None:
    indicator = Indicator(baseline_milli=baseline, target_milli=baseline + way)
    surprises = actions.is_surprising(indicator, baseline + gone)
    is_between = 0 <= gone <= way or way <= gone <= 0
    assert not (surprises and is_between)
    mirrored = Indicator(baseline_milli=-baseline, target_milli=-baseline - way)
    assert actions.is_surprising(mirrored, -baseline - gone) == surprises, "falling is judged as rising is"


# ---------- changing, giving up ----------


def test_a_changed_goal_is_a_new_version_that_is_signed_anew(scene: Scene) -> None:
    goal = scene.goal()
    for organisation, name in ((scene.cast.clinic, "อารี"), (scene.cast.temple, "พระครู")):
        scene.cast.client().post(asked(scene, goal, organisation), {"signed_as": name})
    old_indicator = latest_indicator(goal)
    actions.give_reading(old_indicator, 30_000, TODAY, "ถาม", by=scene.cast.actor("volunteer"))
    waiting = asked(scene, goal, scene.cast.shop)
    client = scene.cast.client("officer")
    form = {
        "statement": goal.statement,
        "due_on": f"{DUE.day}/{DUE.month}/{DUE.year + 543}",
        f"target_{old_indicator.pk.hex}": "60",
        "reason": "ฝนน้อยกว่าที่คิด",
    }
    answer = client.post(url(scene, "revise", goal.pk), form)
    new = Goal.objects.get(replaces=goal)
    assert answer.url == url(scene, "goal", new.pk)
    old_row, new_row = queries.goal_row(Goal.objects.get(pk=goal.pk)), queries.goal_row(new)
    assert (old_row.indicators[0].target_milli, new_row.indicators[0].target_milli) == (80_000, 60_000)
    assert old_row.is_shared, "what was signed stays as it was signed"
    assert old_row.replaced_by_id == new.pk
    assert not new_row.is_shared
    assert new_row.indicators[0].latest is not None
    assert new_row.indicators[0].latest.value_milli == 30_000
    assert scene.cast.client().get(waiting).status_code == 410
    with pytest.raises(refusals.GoalIsDropped) as refused:
        actions.give_reading(old_indicator, 31_000, TODAY, "x", by=scene.cast.actor("volunteer"))
    assert refused.value.data["is_replaced"]
    with pytest.raises(refusals.NothingChanged):
        actions.revise_goal(
            new, statement=new.statement, due_on=DUE, targets={}, reason="x", by=scene.cast.actor("officer")
        )
    assert Goal.objects.get(pk=new.pk).is_alive, "a refused change ends nothing"


def test_a_signed_goal_gets_no_further_numbers_by_the_back_door(scene: Scene) -> None:
    goal = scene.goal()
    actions.sign_on_behalf(goal, scene.cast.temple, by=scene.cast.actor("abbot"))
    with pytest.raises(refusals.SignedAlready):
        actions.set_indicator(goal, scene.facts(), by=scene.cast.actor("officer"))


def test_a_goal_is_given_up_with_a_reason_and_stays_readable(scene: Scene) -> None:
    goal, client = scene.goal(), scene.cast.client("mayor")
    client.post(url(scene, "drop", goal.pk), {"reason": ""})
    assert Goal.objects.get().is_alive
    client.post(url(scene, "drop", goal.pk), {"reason": "กรมชลฯ ทำให้แล้ว"})
    assert "กรมชลฯ ทำให้แล้ว" in page(client, url(scene, "goal", goal.pk))
    assert "ทุกบ้านมีน้ำใช้" not in page(client, url(scene, "list"))
    assert "ทุกบ้านมีน้ำใช้" in page(client, url(scene, "list") + "?state=dropped")
    with pytest.raises(refusals.GoalIsDropped):
        actions.sign_on_behalf(goal, scene.cast.temple, by=scene.cast.actor("abbot"))


# ---------- who sees what ----------


def test_an_unpublished_matters_goal_is_for_those_who_work_on_it(scene: Scene) -> None:
    quiet = a_matter(scene.cast, 2, is_public=False)
    goal = actions.draft_goal(quiet, None, "เรื่องเงียบ", DUE, scene.facts(), by=scene.cast.actor("officer"))
    where = url(scene, "goal", goal.pk)
    for name, status in {"officer": 200, "auditor": 200, "owner": 403, "volunteer": 403}.items():
        assert scene.cast.client(name).get(where).status_code == status, name
    assert "เรื่องเงียบ" not in page(scene.cast.client("owner"), url(scene, "list"))
    actions.ask_to_sign(goal, scene.cast.shop, by=scene.cast.actor("officer"))
    assert "เรื่องเงียบ" in page(scene.cast.client("owner"), url(scene, "list")), "who is asked may read"
    assert scene.cast.client("owner").get(where).status_code == 200
    assert scene.cast.client("auditor").get(url(scene, "drop", goal.pk)).status_code == 403


def test_the_list_goes_out_as_excel(scene: Scene) -> None:
    from ruammue.foundation.sheets import read_sheet

    goal = scene.goal()
    actions.give_reading(latest_indicator(goal), 40_125, TODAY, "ถาม", by=scene.cast.actor("volunteer"))
    content = scene.cast.client("officer").get(url(scene, "list_sheet")).content
    sheet = read_sheet(content)
    assert any("40.125" in row.cells for row in sheet.rows)


def test_every_page_opens_and_no_wheel_page_lacks_words(scene: Scene) -> None:
    goal = scene.goal()
    indicator = latest_indicator(goal)
    client = scene.cast.client("officer")
    for where in (
        url(scene, "list"), url(scene, "goal", goal.pk), url(scene, "paper", goal.pk), url(scene, "ask", goal.pk),
        url(scene, "enter", goal.pk), url(scene, "revise", goal.pk), url(scene, "drop", goal.pk),
        url(scene, "set_indicator", goal.pk), url(scene, "sign_as", goal.pk), url(scene, "read", indicator.pk),
        url(scene, "draft", scene.matter.pk),
    ):  # fmt: skip
        page(client, where)


def fill(scene: Scene, count: int) -> None:
    for number in range(count):
        matter = a_matter(scene.cast, number + 10)
        goal = actions.draft_goal(matter, None, f"เป้าที่ {number}", DUE, scene.facts(), by=scene.cast.actor("officer"))
        actions.sign_on_behalf(goal, scene.cast.temple, by=scene.cast.actor("abbot"))
        actions.give_reading(latest_indicator(goal), 20_000, TODAY, "ถาม", by=scene.cast.actor("volunteer"))


def statements(client: Client, where: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as caught:
        page(client, where)
    return len(caught)


def test_the_list_costs_the_same_for_3_and_30_goals(scene: Scene) -> None:
    client = scene.cast.client("officer")
    fill(scene, 3)
    few = statements(client, url(scene, "list"))
    fill_more = Goal.objects.count()
    assert fill_more == 3
    for number in range(27):
        matter = a_matter(scene.cast, number + 100)
        actions.draft_goal(matter, None, "เป้า", DUE, scene.facts(), by=scene.cast.actor("officer"))
    assert statements(client, url(scene, "list")) == few <= 15


def test_the_matter_page_part_and_story_tell_of_the_goal(scene: Scene, rf: object) -> None:
    from ruammue.goals.sections import goals_of_matter
    from ruammue.goals.story import goals_told

    goal = scene.goal()
    actions.sign_on_behalf(goal, scene.cast.temple, by=scene.cast.actor("abbot"))
    actions.sign_on_behalf(goal, scene.cast.shop, by=scene.cast.actor("owner"))
    request = rf.get("/")  # type: ignore[attr-defined]
    request.actor, request.steward = scene.cast.actor("officer"), scene.cast.steward
    assert "ทุกบ้านมีน้ำใช้" in goals_of_matter(request, matter=scene.matter)
    told = goals_told(scene.matter)
    assert [sentence.is_decision for sentence in told].count(True) == 1
