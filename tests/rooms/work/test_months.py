"""A month's work: the machine proposes with reasons and its bound, people decide; nobody is put anywhere unasked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from ruammue.access.actors import STRANGER
from ruammue.decisions.models import Resolution
from ruammue.engines.matching import assignment
from ruammue.foundation.keys import new_key
from ruammue.needs.actions import publish_matter
from ruammue.networks.models import Network
from ruammue.work import actions
from ruammue.work.actions.months import changes_without
from ruammue.work.models import MonthPlan, SignUp, Slot
from ruammue.work.queries import months
from ruammue.work.queries.skills import is_free, ways_of
from ruammue.work.refusals import ResolutionNotAgreed
from tests.cast import Cast
from tests.rooms.goals.scene import a_resolution
from tests.rooms.resources.test_pages import words
from tests.rooms.work.within import BEFORE, MONTH, SATURDAY, Within


@pytest.fixture
def scene(cast: Cast, monkeypatch: Any) -> Within:
    monkeypatch.setattr(timezone, "now", lambda: BEFORE)
    return Within(cast)


def plan(scene: Within, fairness: int = 50) -> MonthPlan:
    return actions.plan_month(scene.cast.steward, MONTH, fairness=fairness, by=scene.officer, now=BEFORE)


def who(title: str) -> set[Any]:
    live = SignUp.objects.filter(slot__task__title=title, withdrawn_at=None, excused_at=None).exclude(answer="no")
    return set(live.values_list("person_id", flat=True))


def url(scene: Within, name: str, *args: Any) -> str:
    return reverse(f"work:{name}", args=[scene.cast.steward.slug, *args])


def test_each_is_proposed_where_they_can_do_it_with_why_and_the_proof(scene: Within) -> None:
    scene.task(most=2)
    scene.task("เลี้ยงข้าว", skill="cooking", most=1)
    row = plan(scene)
    assert who("ขุดลอกร่องน้ำ") <= {person.pk for person in scene.people[2:]}
    assert who("เลี้ยงข้าว") <= {person.pk for person in scene.people[:2]}
    assert row.figures["objective"] == row.figures["bound"], "proved best"
    assert [point["fairness"] for point in row.figures["points"]] == [0, 25, 50, 75, 100]
    assert {each.state for each in SignUp.objects.all()} == {"proposed"}, "nobody is told"
    case = months.case_of(scene.cast.steward, MONTH, fairness=50, seed="2026-12-01", now=BEFORE)
    again = assignment.assign(case.workers, case.lines, seed=case.seed, terms=case.terms)
    assert not assignment.verify(again, case.workers, case.lines, terms=case.terms)
    page = scene.cast.client("officer").get(url(scene, "month", "2026-12"))
    text = page.content.decode()
    assert page.context["page"].share == "100"
    assert "dial-curve" in text
    assert "burden-bar" in text


def test_planned_anew_nothing_moves_that_a_person_decided(scene: Within) -> None:
    scene.task(most=2)
    plan(scene)
    first = SignUp.objects.order_by("id")[0]
    actions.invite_person(first, by=scene.officer, now=BEFORE)
    hand = scene.task("ล้างศาลา", skill="", most=1, half="pm")
    chosen = actions.propose_person(Slot.objects.get(task=hand), scene.people[0], reasons=[("hand",)], by=scene.officer)
    plan(scene, 100)
    assert SignUp.objects.filter(pk__in=[first.pk, chosen.pk]).count() == 2
    assert SignUp.objects.count() == 3
    assert MonthPlan.objects.count() == 1


def test_who_said_no_is_not_proposed_again_for_that_task(scene: Within) -> None:
    scene.task(most=1)
    for _person in range(4):
        plan(scene)
        row = SignUp.objects.get(answer="", withdrawn_at=None)
        asked = actions.invite_person(row, by=scene.officer, now=BEFORE)
        actions.answer_by_link(asked.token, "no", steward=scene.cast.steward, by=STRANGER, now=BEFORE)
    row = plan(scene)
    assert row.figures["unfilled"][0]["why"] == "refused"
    assert not who("ขุดลอกร่องน้ำ")


def test_what_nobody_can_do_says_what_lacks_and_who_is_closest(scene: Within) -> None:
    scene.task("ซ่อมหม้อแปลง", skill="electrical")
    actions.open_task(
        scene.matter, "คุมงานขุด", on=SATURDAY, half="am", places=[actions.Place("คุมงาน", "digging", 5)],
        by=scene.officer, now=BEFORE,
    )  # fmt: skip
    row = plan(scene)
    assert {each["why"] for each in row.figures["unfilled"]} == {"no_skill", "level"}
    page = scene.cast.client("officer").get(url(scene, "month", "2026-12"))
    places = {place.role: place for task in page.context["page"].tasks for place in task.places}
    assert places["คุมงาน"].lacks
    assert places["คุมงาน"].closest


def test_a_month_in_which_nobody_can_be_placed_says_so_instead_of_a_share(scene: Within) -> None:
    publish_matter(scene.matter, sentence="ร่องน้ำตัน ช่วยกันขุด", by=scene.officer)
    scene.task("ซ่อมหม้อแปลง", skill="electrical")
    officer = scene.cast.client("officer")
    sheets = (url(scene, "month", "2026-12"), url(scene, "board", "2026-12", "html"))

    def told() -> list[str]:
        return [officer.get(sheet).content.decode().replace("\u2060", "").replace("\u00a0", " ") for sheet in sheets]

    plan(scene)
    for text in told():
        assert "ยังจัดคนไม่ได้เลย" in text
        assert "100 %" not in text
    scene.task(most=1)
    plan(scene)
    for text in told():
        assert "ยังจัดคนไม่ได้เลย" not in text
        assert "100 %" in text


def test_a_month_in_which_nothing_is_open_claims_nothing(scene: Within) -> None:
    scene.coming(scene.task(most=1), scene.people[2])
    plan(scene)
    assert not scene.cast.client("officer").get(url(scene, "month", "2026-12")).context["proof"]


def test_who_stands_in_the_task_or_said_yes_elsewhere_then_is_not_called_closest(scene: Within) -> None:
    scene.coming(scene.task("ล้างศาลา", most=1), scene.people[2])
    scene.coming(scene.task(most=5), scene.people[3])
    helped = scene.task("ยกของ", skill="", most=9, half="pm")
    row = plan(scene)
    lacks = {each["slot"]: each for each in row.figures["unfilled"]}
    digging, anybody = (lacks[str(Slot.objects.get(task__title=title).pk)] for title in ("ขุดลอกร่องน้ำ", "ยกของ"))
    here = {str(person) for person in (*who("ขุดลอกร่องน้ำ"), scene.people[2].pk)}
    assert not here & {near[0] for near in digging["closest"]}
    assert (anybody["why"], anybody["closest"]) == ("all_taken", []), "where no skill is asked for there is no level"
    assert helped.on == SATURDAY


def test_time_limits_load_limits_and_conflicts_hold(scene: Within) -> None:
    diggers = scene.people[2:]
    for person in diggers[:2]:
        actions.say_availability(scene.cast.steward, person, free="6am", by=scene.officer, now=BEFORE)
    actions.say_availability(scene.cast.steward, diggers[2], most_a_month=1, by=scene.officer, now=BEFORE)
    actions.say_availability(scene.cast.steward, diggers[3], most_a_month=1, by=scene.officer, now=BEFORE)
    scene.task(most=2, priority=3)
    scene.task("ขุดต่อ", most=1, half="pm")
    plan(scene)
    assert who("ขุดลอกร่องน้ำ") == {diggers[2].pk, diggers[3].pk}
    assert not who("ขุดต่อ"), "they have enough, and the others are not free on Saturdays"
    actions.keep_apart(scene.cast.steward, diggers[2], diggers[3], is_hard=True, by=scene.officer, now=BEFORE)
    plan(scene)
    assert len(who("ขุดลอกร่องน้ำ")) == 1
    assert len(who("ขุดต่อ")) == 1


def test_nobody_joins_a_task_beside_whom_they_are_kept_from_even_if_that_one_said_yes(scene: Within) -> None:
    task = scene.task(most=2)
    scene.coming(task, scene.people[2])
    for person in scene.people[3:]:
        actions.keep_apart(scene.cast.steward, scene.people[2], person, is_hard=True, by=scene.officer, now=BEFORE)
    plan(scene)
    assert who("ขุดลอกร่องน้ำ") == {scene.people[2].pk}


def test_a_season_asks_with_care_and_an_even_burden_spreads(scene: Within) -> None:
    actions.set_seasons(scene.cast.steward, {12: "harvest"}, by=scene.officer)
    for week in range(4):
        scene.task(f"งาน{week}", most=1, on=SATURDAY + dt.timedelta(days=7 * week))
    plan(scene, 100)
    assert len({row.person_id for row in SignUp.objects.all()}) == 4, "as even as possible"
    assert any("busy" in [reason[0] for reason in row.reasons] for row in SignUp.objects.all())


def test_if_somebody_is_away_only_their_places_change(scene: Within) -> None:
    scene.task(most=2)
    scene.task("ขุดต่อ", most=1, half="pm")
    plan(scene)
    gone = SignUp.objects.filter(slot__task__title="ขุดลอกร่องน้ำ")[0].person
    stay = {(row.slot_id, row.person_id) for row in SignUp.objects.exclude(person=gone)}
    changes = changes_without(scene.cast.steward, MONTH, gone, now=BEFORE)
    assert changes
    assert all(who != gone for change in changes for who, _why in change.joined)
    assert not any(change.missing for change in changes)
    page = scene.cast.client("officer").get(url(scene, "away", "2026-12"), {"person": str(gone.pk)})
    assert page.status_code == 200
    assert SignUp.objects.filter(withdrawn_at=None, person=gone).exists(), "looking changes nothing"
    scene.cast.client("officer").post(url(scene, "away", "2026-12"), {"person": str(gone.pk)})
    live = SignUp.objects.filter(withdrawn_at=None)
    assert not live.filter(person=gone).exists()
    assert stay <= {(row.slot_id, row.person_id) for row in live}


def test_asked_from_the_page_each_gets_a_link_of_their_own(scene: Within) -> None:
    scene.task(most=2)
    browser = scene.cast.client("officer")
    browser.post(url(scene, "plan_month", "2026-12"), {"fairness": "75"})
    page = browser.post(url(scene, "ask_month", "2026-12"))
    assert len(page.context["rows"]) == 2
    assert {row.state for row in SignUp.objects.all()} == {"invited"}
    for row in page.context["rows"]:
        assert scene.cast.client().get("/" + row["link"].split("/", 3)[3]).status_code == 200


def test_the_village_board_names_who_said_yes_and_tells_nothing_else_of_them(scene: Within) -> None:
    publish_matter(scene.matter, sentence="ลอกร่องน้ำหน้าโรงเรียน", by=scene.officer, now=BEFORE)
    row = scene.coming(scene.task(most=2), scene.people[2])
    actions.propose_person(row.slot, scene.people[3], by=scene.officer)
    page = scene.cast.client("officer").get(url(scene, "board", "2026-12", "html")).content.decode()
    assert scene.people[2].name.split()[0] in page
    assert scene.people[3].name.split()[0] not in page, "not asked, not named"
    assert scene.people[2].phone not in page.replace("-", "").replace(" ", "")
    assert "ทำเองได้" not in page
    seen = scene.cast.client("auditor").get(url(scene, "board", "2026-12", "html")).content.decode()
    assert scene.people[2].name.split()[0] not in seen


def test_council_and_auditor_read_the_month_without_names_and_others_not_at_all(scene: Within) -> None:
    scene.coming(scene.task(most=2), scene.people[2])
    text = scene.cast.client("auditor").get(url(scene, "month", "2026-12")).content.decode()
    assert scene.people[2].name not in text
    for name in ("owner", "nurse"):
        assert scene.cast.client(name).get(url(scene, "month", "2026-12")).status_code == 403
    assert scene.cast.client("auditor").post(url(scene, "plan_month", "2026-12")).status_code == 403
    for wrong in ("2026-13", "x", "0-1", "2026"):
        assert scene.cast.client("officer").get(url(scene, "month", wrong)).status_code == 404


def test_lacking_means_that_nobody_said_yes_on_every_page_and_paper(scene: Within) -> None:
    task = scene.task(most=3)
    scene.coming(task, scene.people[2])
    actions.propose_person(Slot.objects.get(task=task), scene.people[3], by=scene.officer, now=BEFORE)
    browser = scene.cast.client("officer")
    page = browser.get(url(scene, "month", "2026-12"))
    shown = page.context["page"]
    assert (shown.wanted, shown.coming, shown.lacking, shown.named, shown.missing) == (3, 1, 2, 1, 1)
    assert (shown.tasks[0].lacking, shown.tasks[0].places[0].lacking) == (2, 2)
    for name, key in (("month", "2026-12"), ("task", task.pk)):
        assert "ขาด 2 คน" in words(browser.get(url(scene, name, key))), name
    paper = browser.get(url(scene, "board", "2026-12", "html")).content.decode()
    assert "2 คน" in paper.replace("\u00a0", " ")
    rows = browser.get(reverse("work:who_where", args=[scene.cast.steward.slug])).context
    assert rows is not None
    assert "2 คน" in words(browser.get(reverse("work:who_where", args=[scene.cast.steward.slug])))


def test_in_the_farm_season_the_page_says_that_the_proposal_is_the_same(scene: Within) -> None:
    scene.task(most=1)
    officer = scene.cast.client("officer")
    assert "ฤดูทำนา" not in words(officer.get(url(scene, "month", "2026-12")))
    actions.set_seasons(scene.cast.steward, {12: "harvest"}, by=scene.officer)
    assert "ฤดูทำนา" in words(officer.get(url(scene, "month", "2026-12")))
    assert "ชวนน้อยลง" not in words(officer.get(reverse("work:seasons", args=[scene.cast.steward.slug])))


def test_the_village_paper_says_how_good_and_how_even_it_is_and_each_village_has_its_sheet(scene: Within) -> None:
    publish_matter(scene.matter, sentence="ร่องน้ำตัน ช่วยกันขุด", by=scene.officer)
    scene.coming(scene.task(most=2), scene.people[2])
    scene.coming(scene.task("ขุดต่อ", most=1, half="pm"), scene.people[2])
    scene.coming(scene.task("ล้างศาลา", most=1, skill=""), scene.people[3])
    plan(scene)
    officer = scene.cast.client("officer")
    page = officer.get(url(scene, "month", "2026-12"))
    (village,) = page.context["villages"]
    board = url(scene, "board", "2026-12", "html")
    for sheet in (board, f"{board}?village={village.pk}"):
        text = officer.get(sheet).content.decode().replace("\u00a0", " ").replace("\u2060", "")
        assert str(page.context["proof"]) in text
        assert "คนละ 1 ครึ่งวัน" in text
        assert "คนละ 2 ครึ่งวัน" in text
    assert village.label in text
    other = scene.cast.villages[0]
    assert officer.get(f"{board}?village={other.pk}").status_code == 404, "a village without a task has no sheet"
    assert officer.get(f"{board}?village=x").status_code == 404
    assert officer.get(f"{url(scene, 'board', '2026-12', 'pdf')}?village={village.pk}").status_code == 200


def test_the_dial_says_who_set_it_when_and_by_which_resolution(scene: Within) -> None:
    network = Network.objects.create(
        steward=scene.cast.steward, name="เครือข่ายน้ำ", level="tambon", form="partners", matter=scene.matter,
        confirmed_at=BEFORE, confirmed_by_id=scene.cast.officer.pk,
    )  # fmt: skip
    agreed = a_resolution(scene.cast, scene.matter, network)
    scene.task(most=1)
    officer = scene.cast.client("officer")
    officer.post(url(scene, "plan_month", "2026-12"), {"fairness": "75"})
    text = words(officer.get(url(scene, "month", "2026-12")))
    assert scene.cast.officer.name in text
    assert "ยังไม่มีมติ" in text
    officer.post(url(scene, "plan_month", "2026-12"), {"fairness": "75", "resolution": str(agreed.pk)})
    assert MonthPlan.objects.get().resolution == agreed
    page = officer.get(url(scene, "month", "2026-12"))
    assert "ยังไม่มีมติ" not in words(page)
    assert agreed.text in words(page)
    officer.post(url(scene, "plan_month", "2026-12"), {"fairness": "75", "resolution": ""})
    assert MonthPlan.objects.get().resolution is None


@pytest.mark.parametrize("outcome", ["rejected", "noted", "discussed"])
def test_only_what_was_agreed_sets_the_dial(scene: Within, outcome: str) -> None:
    network = Network.objects.create(
        steward=scene.cast.steward, name="เครือข่ายน้ำ", level="tambon", form="partners", matter=scene.matter,
        confirmed_at=BEFORE, confirmed_by_id=scene.cast.officer.pk,
    )  # fmt: skip
    agreed = a_resolution(scene.cast, scene.matter, network)
    other = a_resolution(scene.cast, scene.matter, network, outcome=outcome, text="เกลี่ยงานให้เท่ากันทุกคน")
    scene.task(most=1)
    officer = scene.cast.client("officer")
    officer.post(url(scene, "plan_month", "2026-12"), {"fairness": "75", "resolution": str(agreed.pk)})
    page = officer.get(url(scene, "month", "2026-12"))
    assert [row.pk for row in page.context["resolutions"]] == [agreed.pk]
    for chosen in (str(other.pk), "no such", str(new_key())):
        told = officer.post(url(scene, "plan_month", "2026-12"), {"fairness": "0", "resolution": chosen}, follow=True)
        assert "ไม่ใช่มติที่เห็นชอบ" in words(told)
        stands = MonthPlan.objects.get()
        assert (stands.fairness, stands.resolution) == (75, agreed), "nothing was changed"
    with pytest.raises(ResolutionNotAgreed):
        actions.plan_month(scene.cast.steward, MONTH, fairness=0, resolution=other, by=scene.officer, now=BEFORE)
    with pytest.raises(ResolutionNotAgreed):
        actions.plan_month(scene.cast.other_steward, MONTH, fairness=0, resolution=agreed, by=scene.officer)


def test_the_resolution_by_which_the_dial_stands_is_still_there_to_be_chosen(scene: Within) -> None:
    network = Network.objects.create(
        steward=scene.cast.steward, name="เครือข่ายน้ำ", level="tambon", form="partners", matter=scene.matter,
        confirmed_at=BEFORE, confirmed_by_id=scene.cast.officer.pk,
    )  # fmt: skip
    old = a_resolution(scene.cast, scene.matter, network)
    Resolution.objects.filter(pk=old.pk).update(resolved_at=BEFORE - dt.timedelta(days=500))
    today = BEFORE.date()
    assert months.resolutions_for(scene.cast.steward, today) == []
    assert months.resolutions_for(scene.cast.steward, today, old.pk) == [old]


def test_an_evening_is_its_own_time_and_never_called_the_afternoon(scene: Within) -> None:
    digger = scene.people[2]
    evening = scene.task("เวรกลางคืน", most=1, begins=dt.time(18), ends=dt.time(21))
    whole = scene.task("สวดมนต์", most=1, half="pn")
    assert (evening.half, evening.blocks) == ("pn", ("2026-12-05pn",))
    assert (whole.span, whole.minutes, whole.hours_line.quantity) == ((18 * 60, 21 * 60), 180, 180)
    late = scene.task("ยาวถึงค่ำ", most=1, begins=dt.time(13), ends=dt.time(20))
    assert late.halves == ("pm", "pn")
    page = scene.cast.client("officer").get(reverse("work:duty_table", args=[scene.cast.steward.slug, scene.matter.pk]))
    shown = {row.title: when for row, when in page.context["tasks"]}
    assert "18.00" in shown["เวรกลางคืน"]
    assert "ค่ำ" in shown["สวดมนต์"]
    assert "บ่าย" not in shown["เวรกลางคืน"] + shown["สวดมนต์"]
    actions.say_availability(scene.cast.steward, digger, free="5am 5pm", by=scene.officer, now=BEFORE)
    assert not is_free(ways_of(scene.cast.steward, [digger.pk])[digger.pk], SATURDAY, "pn"), (
        "a free afternoon is no free evening"
    )
    actions.say_availability(scene.cast.steward, digger, free="5pn", by=scene.officer, now=BEFORE)
    assert is_free(ways_of(scene.cast.steward, [digger.pk])[digger.pk], SATURDAY, "pn")


def test_the_dial_says_between_which_settings_nothing_changes(scene: Within) -> None:
    scene.task(most=1)
    row = plan(scene)
    officer, page = scene.cast.client("officer"), url(scene, "month", "2026-12")
    assert "เดือนนี้เลือกแบบไหนก็ได้ตัวเลขเท่ากัน" in words(officer.get(page)), "one place, one digger"
    points = row.figures["points"]
    points[0]["levels"] += 2
    points[1]["levels"] += 1
    row.save()
    shown = words(officer.get(page))
    assert "เดือนนี้ “ครึ่งต่อครึ่ง” “ค่อนไปทางเท่ากัน” “เท่ากันที่สุดเท่าที่ทำได้” ได้ตัวเลขเท่ากัน" in shown
    assert "ให้คนที่ถนัดที่สุดทุกครั้ง” “" not in shown
    for number, point in enumerate(points):
        point["most"] = number
    row.save()
    assert "ได้ตัวเลขเท่ากัน" not in words(officer.get(page))


def test_the_month_begins_with_its_people_and_what_is_done_once_lies_folded(scene: Within) -> None:
    page, first = url(scene, "month", "2026-12"), scene.task(most=2)
    officer = scene.cast.client("officer")

    def text() -> str:
        return str(officer.get(page).content.decode().split("<h1", 1)[1])

    assert 'name="fairness"' in text().split("<details")[0], "as long as nothing is proposed"
    plan(scene)
    shown = text()
    assert 'name="fairness"' not in shown.split("<details")[0]
    assert shown.index("ถ้าคนนี้ไม่อยู่") < shown.index(first.title), "not at the very end"
    assert shown.index("ทำไมเป็นคนเหล่านี้") < shown.index("อยู่หมู่บ้านนี้"), "no reason stands before the fold"
    for row in SignUp.objects.all():
        actions.answer_for(row, "yes", by=scene.officer, now=BEFORE)
    assert "ทำไมเป็นคนเหล่านี้" not in text(), "who said yes needs no reason"
