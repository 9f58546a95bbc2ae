"""What somebody found who tried a month's work for themselves: each of it once, so that it does not come back."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from ruammue.access.actors import Actor
from ruammue.ledger.models import Entry
from ruammue.needs import actions as needs
from ruammue.needs import rules as needs_rules
from ruammue.people.models import Affiliation, Person
from ruammue.resources import invariants
from ruammue.resources.models import NeedLine
from ruammue.work import actions, rules
from ruammue.work.actions import coming
from ruammue.work.actions.months import changes_without
from ruammue.work.models import Absence, Competence, SignUp, Slot, Task
from ruammue.work.queries import coming as coming_queries
from ruammue.work.queries import months
from ruammue.work.queries.skills import could_come, skills_of
from ruammue.work.refusals import (
    AlreadyThere,
    KeptApart,
    NotTheirsToTell,
    SkillUnknown,
    SwapNotAgreed,
    TaskTookPlace,
    TwoPlacesAtOnce,
)
from tests.cast import Cast
from tests.rooms.resources.test_pages import words
from tests.rooms.work.within import BANGKOK, BEFORE, MONTH, SATURDAY, THE_DAY, Within, fresh

OVER = dt.datetime(2026, 12, 5, 17, 5, tzinfo=BANGKOK)
FRIDAY_AFTER = dt.date(2026, 12, 11)
LATER = dt.datetime(2026, 12, 10, 9, tzinfo=BANGKOK)


@pytest.fixture
def scene(cast: Cast, monkeypatch: Any) -> Within:
    monkeypatch.setattr(timezone, "now", lambda: BEFORE)
    return Within(cast)


def url(scene: Within, name: str, *args: Any) -> str:
    return reverse(f"work:{name}", args=[scene.cast.steward.slug, *args])


def plan(scene: Within, now: dt.datetime = BEFORE, fairness: int = 0) -> Any:
    return actions.plan_month(scene.cast.steward, MONTH, fairness=fairness, by=scene.officer, now=now)


def proposed(task: Task) -> set[Any]:
    return set(SignUp.objects.filter(slot__task=task, answer="", asked_at=None).values_list("person_id", flat=True))


def only(scene: Within, *persons: Person, most: int = 4) -> None:
    """Of all diggers only these may be asked, each at most so often."""
    for person in scene.people:
        actions.say_availability(
            scene.cast.steward, person, most_a_month=most if person in persons else 0, by=scene.officer, now=BEFORE
        )


# ------------------------------------------------------------------------------------------- how much is enough


def test_what_somebody_did_this_month_before_today_counts_against_what_they_said_they_would(scene: Within) -> None:
    digger = scene.people[2]
    only(scene, digger, most=2)
    row = scene.coming(scene.task(most=1), digger)
    actions.check_in(row, by=scene.officer, now=THE_DAY)
    actions.finish_hours(row, by=scene.officer, now=OVER)
    tasks = [
        scene.task(f"งาน{day}", most=1, on=dt.date(2026, 12, day), half="am", receiver=None) for day in (12, 19, 26)
    ]
    plan(scene, LATER)
    assert sum(digger.pk in proposed(task) for task in tasks) == 1, "one done, one more, and that is the two they said"
    chosen = next(task for task in tasks if digger.pk in proposed(task))
    (load,) = [reason for reason in SignUp.objects.get(slot__task=chosen).reasons if reason[0] == "load"]
    assert load == ["load", 2, 2]


def test_without_the_days_before_today_more_than_they_said_would_be_asked_of_them(
    scene: Within, monkeypatch: Any
) -> None:
    """The guard removed: the test above notices."""
    monkeypatch.setattr(months, "_taken", lambda *_case: defaultdict(set))
    with pytest.raises(AssertionError):
        test_what_somebody_did_this_month_before_today_counts_against_what_they_said_they_would(scene)


def test_what_was_never_answered_and_is_past_is_not_counted_and_a_long_task_is_two_half_days(scene: Within) -> None:
    digger = scene.people[2]
    only(scene, digger, most=2)
    slot = Slot.objects.get(task=scene.task(most=1))
    actions.invite_person(actions.propose_person(slot, digger, by=scene.officer), by=scene.officer, now=BEFORE)
    long = scene.task("ทั้งวัน", most=1, on=FRIDAY_AFTER, begins=dt.time(9), ends=dt.time(15), half="am", priority=3)
    more = Slot.objects.get(task=scene.task("อีกงาน", most=1, on=FRIDAY_AFTER + dt.timedelta(days=1)))
    plan(scene, LATER)
    assert proposed(long) == {digger.pk}, "asked for last Saturday, and never answered: that is nobody's half-day"
    assert not proposed(more.task), "the long one is two of the two they said"
    actions.answer_for(SignUp.objects.get(slot__task=long), "yes", by=scene.officer, now=LATER)
    assert digger.pk not in {each.person_id for each in could_come(more)}


def test_each_half_day_is_told_by_its_number_in_the_month_and_earlier_months_are_no_part_of_it(scene: Within) -> None:
    digger = scene.people[2]
    only(scene, digger, most=4)
    earlier = scene.task("เดือนก่อน", most=1, on=dt.date(2026, 11, 29))
    scene.coming(earlier, digger)
    first, second = scene.task("งานหนึ่ง", most=1), scene.task("งานสอง", most=1, on=FRIDAY_AFTER)
    plan(scene)
    shown = months.month_of(scene.cast.steward, scene.officer, MONTH)
    why = {task.id: " ".join(task.places[0].people[0].why) for task in shown.tasks}
    assert "ครึ่งวันที่ 1" in why[first.pk]
    assert "ครึ่งวันที่ 2" in why[second.pk]
    assert all("ไม่เกิน 4" in text for text in why.values())


def test_which_half_day_it_is_is_counted_when_it_is_read(scene: Within) -> None:
    """A hand that changes the month after the proposal makes no reason untrue."""
    digger = scene.people[2]
    only(scene, digger, most=4)
    task = scene.task("งานสอง", most=1, on=FRIDAY_AFTER)
    plan(scene)
    browser = scene.cast.client("officer")

    def told() -> set[str]:
        month = browser.get(url(scene, "month", "2026-12")).context["page"].tasks
        places = [place for each in month if each.id == task.pk for place in each.places]
        places += browser.get(url(scene, "task", task.pk)).context["page"].places
        assert len(places) == 2
        return {" ".join(person.why[-1:]) for place in places for person in place.people}

    assert told() == {"ครึ่งวันที่ 1 ของเดือนนี้ จากไม่เกิน 4"}
    by_hand = scene.coming(scene.task("งานหนึ่ง", most=1), digger)
    assert told() == {"ครึ่งวันที่ 2 ของเดือนนี้ จากไม่เกิน 4"}
    actions.say_availability(scene.cast.steward, digger, most_a_month=6, by=scene.officer, now=BEFORE)
    assert told() == {"ครึ่งวันที่ 2 ของเดือนนี้ จากไม่เกิน 6"}
    actions.excuse(by_hand, by=scene.officer, now=BEFORE)
    assert told() == {"ครึ่งวันที่ 1 ของเดือนนี้ จากไม่เกิน 6"}


def test_a_task_that_has_begun_is_proposed_to_nobody_and_its_old_proposals_are_not_asked(scene: Within) -> None:
    morning, afternoon = scene.task(most=1), scene.task("บ่าย", most=1, half="pm")
    plan(scene)
    assert proposed(morning)
    noon = dt.datetime(2026, 12, 5, 12, 30, tzinfo=BANGKOK)
    plan(scene, noon)
    assert not proposed(morning), "over: nobody can come any more"
    assert proposed(afternoon)
    asked = actions.ask_all(scene.cast.steward, MONTH, by=scene.officer, now=noon)
    assert {one.sign_up.slot.task_id for one in asked} == {afternoon.pk}


def test_closest_is_nobody_who_is_in_the_task_already(scene: Within) -> None:
    task = scene.task(most=9)
    scene.coming(task, scene.people[2])
    row = plan(scene)
    there = {str(who) for who in SignUp.objects.filter(slot__task=task).values_list("person_id", flat=True)}
    (lack,) = row.figures["unfilled"]
    assert len(there) == 4
    assert not there & {near[0] for near in lack["closest"]}
    row.figures["unfilled"][0]["closest"] = [[str(scene.people[2].pk), "all_taken", 0]]
    row.save()
    page = months.month_of(scene.cast.steward, scene.officer, MONTH)
    assert page.tasks[0].places[0].closest == (), "nor whoever came into it since"


# ------------------------------------------------------------------------------------------- the board


def test_no_paper_names_a_task_of_a_matter_that_is_sensitive_or_not_published(scene: Within) -> None:
    careful = needs.open_matter(
        scene.cast.steward, by=scene.officer, title="บ้านยายคำ", village=scene.cast.villages[2], is_sensitive=True,
        now=BEFORE,
    )  # fmt: skip
    public = needs.open_matter(scene.cast.steward, by=scene.officer, title="ถนน", now=BEFORE)
    needs.publish_matter(public, sentence="ถนนเป็นหลุม", by=scene.officer, now=BEFORE)
    kept = scene.task("เยี่ยมยายคำที่บ้าน", matter=careful, place="บ้านยายคำ", receiver=None)
    quiet = scene.task("ขุดลอกเงียบ ๆ", place="หลังโรงเรียน", receiver=None)
    shown = scene.task("กลบหลุมถนน", matter=public, receiver=None, on=FRIDAY_AFTER)
    for task, number in ((kept, 2), (quiet, 3), (shown, 4)):
        scene.coming(task, scene.people[number])
    for name in ("officer", "mayor", "auditor"):
        page = words(scene.cast.client(name).get(url(scene, "board", "2026-12", "html")))
        assert "กลบหลุมถนน" in page, name
        for secret in ("ยายคำ", "ขุดลอกเงียบ", "หลังโรงเรียน", scene.people[2].given_name, scene.people[3].given_name):
            assert secret not in page, (name, secret)
        assert page.count("งานที่สำนักงานจัดเอง") == 1, "not published: that there is work, and when, and no more"
    text = words(scene.cast.client("officer").get(url(scene, "month", "2026-12")))
    assert "ไม่ขึ้นป้ายหมู่บ้าน" in text
    assert "ขึ้นป้ายหมู่บ้านโดยไม่บอกชื่องาน" in text
    counted = words(scene.cast.client("auditor").get(url(scene, "month", "2026-12")))
    assert "งานในเรื่องส่วนบุคคล" in counted, "whoever counts reads that there is such work"
    assert "ยายคำ" not in counted


# ------------------------------------------------------------------------------------------- confirmed, by whom


def test_a_confirmed_level_is_never_raised_by_the_word_of_whom_it_is_about(scene: Within) -> None:
    cast = scene.cast
    row = actions.say_skill(cast.steward, "จัดสถานที่", organisation=cast.temple, level=2, by=cast.actor("abbot"))
    actions.confirm_skill(row, cast.school, level=3, by=cast.actor("teacher"))

    def level() -> int:
        return skills_of(cast.steward, organisations=[cast.temple.pk])[cast.temple.pk][0].level

    actions.say_skill(cast.steward, "จัดสถานที่", organisation=cast.temple, level=5, by=cast.actor("abbot"))
    assert level() == 3, "the school saw 3"
    actions.say_skill(cast.steward, "จัดสถานที่", organisation=cast.temple, level=1, by=cast.actor("abbot"))
    assert level() == 1, "they may say less of themselves"
    farmer = cast.farmer
    own = Actor(steward_id=cast.steward.pk, person_id=farmer.pk, name=farmer.name)
    said = actions.say_skill(cast.steward, "ช่างไฟ", person=farmer, level=2, by=own)
    actions.confirm_skill(said, cast.office, level=3, by=cast.actor("officer"))
    actions.say_skill(cast.steward, "ช่างไฟ", person=farmer, level=5, by=own)
    assert skills_of(cast.steward, [farmer.pk])[farmer.pk][0].level == 3


def test_nobody_confirms_for_themselves_in_whosever_name(scene: Within) -> None:
    cast, abbot = scene.cast, scene.cast.actor("abbot")
    monk = Person.objects.get(pk=abbot.person_id)
    assert Affiliation.objects.filter(person=monk, organisation=cast.temple).exists()
    own = actions.say_skill(cast.steward, "เป็นวิทยากร", person=monk, level=5, by=abbot)
    with pytest.raises(NotTheirsToTell):
        actions.confirm_skill(own, cast.temple, level=5, by=abbot)
    assert cast.client("abbot").get(url(scene, "confirm_skill", own.pk)).status_code == 403
    both = Actor(
        steward_id=cast.steward.pk, person_id=abbot.person_id, represents=frozenset({cast.temple.pk, cast.school.pk})
    )
    theirs = actions.say_skill(cast.steward, "จัดสถานที่", organisation=cast.temple, level=5, by=abbot)
    with pytest.raises(NotTheirsToTell):
        actions.confirm_skill(theirs, cast.school, level=5, by=both)
    assert not rules.is_of_another_organisation(both, theirs)
    assert Competence.objects.filter(confirmed_at__isnull=False).count() == 0


# ------------------------------------------------------------------------------------------- away


def test_whoever_is_away_now_stays_away_later_as_they_had_said(scene: Within) -> None:
    digger = scene.people[2]
    later = (dt.date(2027, 1, 10), dt.date(2027, 1, 20))
    actions.say_availability(scene.cast.steward, digger, away=[later], by=scene.officer, now=BEFORE)
    scene.coming(scene.task(most=1), digger)
    actions.replan_without(scene.cast.steward, MONTH, digger, by=scene.officer, now=THE_DAY - dt.timedelta(days=1))
    rows = list(Absence.objects.filter(person=digger).values_list("from_on", "until_on"))
    assert rows == [(dt.date(2026, 12, 4), dt.date(2026, 12, 31)), later]
    january = scene.task("มกราคม", most=4, on=dt.date(2027, 1, 16))
    actions.plan_month(scene.cast.steward, dt.date(2027, 1, 1), fairness=0, by=scene.officer, now=BEFORE)
    assert digger.pk not in proposed(january)
    actions.stay_away(scene.cast.steward, digger, dt.date(2027, 1, 1), dt.date(2027, 1, 9), by=scene.officer)
    assert Absence.objects.filter(person=digger).count() == 1, "periods that touch are one"
    page = url(scene, "availability", digger.pk)
    browser = scene.cast.client("officer")
    sent = {"most_a_month": "4", "away_from1": "4/12/2569", "away_until1": "31/12/2569", "away_from2": "1/2/2570"}
    assert browser.post(page, sent).status_code in (200, 422), "a beginning without an end"
    assert browser.post(page, sent | {"away_until2": "5/2/2570"}).status_code == 302
    assert Absence.objects.filter(person=digger).count() == 2
    assert "1 ก.พ." in words(browser.get(url(scene, "person_skills", digger.pk)))


def test_somebody_away_fills_their_own_places_and_nobody_is_asked_for_anything_else(scene: Within) -> None:
    task, other = scene.task(most=1), scene.task("ขุดอีกที่", most=3, on=FRIDAY_AFTER)
    gone = scene.people[2]
    actions.propose_person(Slot.objects.get(task=task), gone, by=scene.officer, now=BEFORE)
    (change,) = changes_without(scene.cast.steward, MONTH, gone, now=BEFORE)
    assert change.slot.task_id == task.pk
    asked = actions.replan_without(scene.cast.steward, MONTH, gone, by=scene.officer, now=BEFORE)
    assert len(asked) == 1
    assert not SignUp.objects.filter(slot__task=other).exists()


# ------------------------------------------------------------------------------------------- moved, hours, dropped


def test_a_task_made_shorter_or_longer_asks_for_as_many_hours(scene: Within) -> None:
    task = scene.task(most=3)
    line = NeedLine.objects.get()
    assert line.quantity == 3 * 240
    move = {"on": SATURDAY, "half": "am", "reason": "ฝนจะตกตอนสาย", "by": scene.officer, "now": BEFORE}
    actions.move_task(task, begins=dt.time(8), ends=dt.time(9, 30), **move)
    assert fresh(line).quantity == 3 * 90
    actions.move_task(task, **move)
    assert (fresh(task).minutes, fresh(line).quantity) == (240, 3 * 240), "the whole half-day again"
    assert Entry.objects.filter(kind="resources.line_resized").count() == 2
    assert not list(invariants.counters_equal_the_replay(scene.cast.steward.pk))
    row = scene.coming(task, scene.people[2])
    actions.check_in(row, by=scene.officer, now=THE_DAY)
    actions.finish_hours(row, by=scene.officer, now=OVER)
    from ruammue.resources.actions import resize_line

    resize_line(line, quantity=10, by=scene.officer)
    assert fresh(line).quantity == 240, "never less than what came"


def test_a_task_to_which_people_came_is_not_called_not_done(scene: Within, monkeypatch: Any) -> None:
    task = scene.task()
    row = scene.coming(task, scene.people[2])
    browser = scene.cast.client("officer")
    assert url(scene, "drop_task", task.pk) in browser.get(url(scene, "task", task.pk)).content.decode()
    actions.check_in(row, by=scene.officer, now=THE_DAY)
    with pytest.raises(TaskTookPlace):
        actions.drop_task(task, by=scene.officer, now=THE_DAY)
    actions.finish_hours(row, by=scene.officer, now=OVER)
    assert "1 คน" in words(browser.post(url(scene, "drop_task", task.pk), {"reason": "x"}))
    assert fresh(task).dropped_at is None
    monkeypatch.setattr(timezone, "now", lambda: OVER)
    assert url(scene, "drop_task", task.pk) not in browser.get(url(scene, "task", task.pk)).content.decode()


def test_what_somebody_did_shows_among_what_they_can_do_though_nobody_had_said_it(scene: Within) -> None:
    cook = scene.people[0]
    for half, later in (("am", dt.timedelta()), ("pm", dt.timedelta(hours=5))):
        row = scene.coming(scene.task(half=half), cook)
        actions.check_in(row, by=scene.officer, now=THE_DAY + later)
        actions.finish_hours(row, by=scene.officer, now=OVER + later)
    shown = next(row for row in skills_of(scene.cast.steward, [cook.pk])[cook.pk] if row.code == "digging")
    assert (shown.times, shown.hours, shown.level) == (2, 8, 2)
    task = scene.task(on=FRIDAY_AFTER)
    assert cook.pk in {row.person_id for row in could_come(Slot.objects.get(task=task))}, "and is asked for it"
    own = Actor(steward_id=scene.cast.steward.pk, person_id=cook.pk, name=cook.name)
    actions.take_back_skill(Competence.objects.get(person=cook, skill="digging"), by=own)
    row = scene.coming(task, cook)
    actions.check_in(row, by=scene.officer, now=LATER + dt.timedelta(days=1))
    actions.finish_hours(row, by=scene.officer, now=LATER + dt.timedelta(days=2))
    assert "digging" not in {each.code for each in skills_of(scene.cast.steward, [cook.pk])[cook.pk]}, "their own no"


# ------------------------------------------------------------------------------------------- what was typed


def test_a_skill_is_never_guessed_and_one_tap_says_what_was_meant(scene: Within) -> None:
    person = scene.people[2]
    for word in ("ทนาย", "ขับรถเครน", "ขับเครื่องบินรบ", "ช่าง"):
        with pytest.raises(SkillUnknown):
            actions.say_skill(scene.cast.steward, word, person=person, by=scene.officer)
    browser, where = scene.cast.client("officer"), url(scene, "person_skills", person.pk)
    asked = browser.post(where, {"skill": "ขับรถเครน", "level": "2"})
    assert asked.status_code == 422
    assert "ขับรถ" in asked.context["form"].near
    assert 'name="skill" value="ขับรถ"' in asked.content.decode()
    assert browser.post(where, {"skill": ["ขับรถเครน", "ขับรถ"], "level": "2"}).status_code == 302, "the button is last"
    assert Competence.objects.filter(person=person, skill="driving").exists()
    found = browser.get(url(scene, "skills"), {"q": "ทนาย"})
    assert found.context["chosen"] is None, "a search guesses nothing either"


def test_a_place_of_which_a_number_or_a_skill_is_typed_is_not_lost(scene: Within) -> None:
    browser, page = scene.cast.client("officer"), url(scene, "new_task", scene.matter.pk)
    sent = {"title": "ลอกท่อ", "on": "5/12/2569", "half": "am", "priority": "2", "role1": "ขุด", "most1": "2"}
    for more in ({"most2": "3"}, {"skill2": "ขับรถ"}):
        answer = browser.post(page, sent | more)
        assert answer.status_code == 422, more
        assert answer.context["form"]["role2"].errors
        text = answer.content.decode()
        assert text.index('name="role2"') < text.index("<details", text.index('name="most1"')), (
            "and it is not folded away"
        )
    assert not Task.objects.exists()
    assert browser.post(page, sent | {"most2": "3", "skill2": "ขับรถ", "role2": "ขับรถขนดิน"}).status_code == 302
    assert dict(Slot.objects.values_list("role", "most")) == {"ขุด": 2, "ขับรถขนดิน": 3}


# ------------------------------------------------------------------------------------------- put, covered, exchanged


def test_two_who_are_never_put_together_are_neither_proposed_nor_put_together_by_hand(scene: Within) -> None:
    task = scene.task(most=3)
    slot, one, other = Slot.objects.get(task=task), scene.people[2], scene.people[3]
    row = scene.coming(task, one)
    actions.keep_apart(scene.cast.steward, one, other, is_hard=True, by=scene.officer, now=BEFORE)
    assert other.pk not in {each.person_id for each in could_come(slot)}
    with pytest.raises(KeptApart):
        actions.put_person(slot, other, by=scene.officer)
    put = url(scene, "put", slot.pk)
    told = words(scene.cast.client("officer").post(put, {"person": str(other.pk)}))
    assert "ห้ามจัดไว้ด้วยกัน" in told, "who keeps them apart reads why"
    quiet = words(scene.cast.client("clerk").post(put, {"person": str(other.pk)}))
    assert "ห้ามจัดไว้ด้วยกัน" not in quiet, "to others no word of the two"
    assert not SignUp.objects.filter(person=other).exists()
    actions.keep_apart(scene.cast.steward, one, other, is_hard=False, by=scene.officer, now=BEFORE)
    assert actions.put_person(slot, other, by=scene.officer).reasons == [["hand"]]
    actions.keep_apart(scene.cast.steward, one, scene.people[4], is_hard=True, by=scene.officer, now=BEFORE)
    assert actions.ask_instead(row, scene.people[4], by=scene.officer, now=BEFORE), "who is covered is not there then"


def test_without_the_guard_two_kept_apart_would_stand_together(scene: Within, monkeypatch: Any) -> None:
    monkeypatch.setattr(coming, "kept_from", lambda *_task, **_but: set())
    with pytest.raises(pytest.fail.Exception):
        test_two_who_are_never_put_together_are_neither_proposed_nor_put_together_by_hand(scene)


def test_who_gives_a_place_for_another_is_asked_first_and_both_read_that_it_is_an_exchange(scene: Within) -> None:
    mine = scene.coming(scene.task(most=1), scene.people[2])
    theirs = scene.coming(scene.task("ล้างศาลา", most=1, half="pm"), scene.people[3])
    with pytest.raises(SwapNotAgreed):
        actions.ask_instead(mine, scene.people[3], in_exchange=theirs, by=scene.officer, now=BEFORE)
    assert SignUp.objects.count() == 2
    browser, page = scene.cast.client("officer"), url(scene, "cover", mine.pk)
    sent = {"person": str(scene.people[3].pk), "exchange": str(theirs.pk)}
    offered = words(browser.get(page))
    assert "ล้างศาลา · " + coming_queries.place_words(theirs).split(" · ", 1)[1] in offered
    assert ("บ่าย" in coming_queries.place_words(theirs), "รับปากวันอื่น" in offered) == (True, False)
    assert scene.people[2].name in words(browser.post(page, sent)), "says whom to ask first"
    links = browser.post(page, sent | {"agreed": "1"})
    (row,) = links.context["rows"]
    assert "แลก" in row["text"]
    assert "ล้างศาลา" in row["text"]
    phone, link = scene.cast.client(), "/" + row["link"].split("/", 3)[3]
    text = words(phone.get(link))
    assert "แลก" in text
    assert "ล้างศาลา" in text
    agreed = Entry.objects.get(kind="work.exchange_agreed")
    assert (agreed.entered_by_id, agreed.on_behalf_of_id) != (None, scene.people[3].pk)
    phone.post(link, {"answer": "yes"})
    assert f"แลกกับ {scene.people[2].name} แล้ว เขาไปแทนคุณที่งาน ล้างศาลา" in words(phone.get(link))
    taken = SignUp.objects.get(slot__task__title="ล้างศาลา", person=scene.people[2])
    assert (taken.state, taken.answered_way, taken.answer_entered_by_id) == (
        "confirmed", "told", scene.officer.person_id,
    )  # fmt: skip


def test_only_a_place_is_offered_in_exchange_that_the_other_could_take(scene: Within) -> None:
    who, other = scene.people[2], scene.people[3]
    mine = scene.coming(scene.task(most=1), who)
    same = scene.coming(scene.task("ขุดบ่าย", most=1, half="pm"), other)
    cooking = scene.task("เลี้ยงข้าว", most=1, skill="cooking", on=FRIDAY_AFTER)
    scene.can(other, "ทำอาหาร", 3)
    scene.coming(cooking, other)

    def offered() -> set[str]:
        found = coming_queries.exchanges_for(fresh(mine), [other.pk])
        return {row.slot.task.title for row in found.get(other.pk, ())}

    assert offered() == {"ขุดบ่าย"}, "who cannot cook is offered no kitchen"
    scene.coming(scene.task("งานอื่นบ่าย", most=1, half="pm"), who)
    assert offered() == set(), "nor whoever comes to something else then"
    with pytest.raises(TwoPlacesAtOnce):
        actions.ask_instead(mine, other, in_exchange=same, is_agreed=True, by=scene.officer, now=BEFORE)
    scene.can(who, "ทำอาหาร", 3)
    assert offered() == {"เลี้ยงข้าว"}
    actions.keep_apart(scene.cast.steward, who, scene.people[4], is_hard=True, by=scene.officer)
    Slot.objects.filter(task=cooking).update(most=2)
    actions.propose_person(Slot.objects.get(task=cooking), scene.people[4], by=scene.officer)
    assert offered() == set(), "nor where somebody stands from whom they are kept"
    SignUp.objects.filter(slot__task=cooking, person=scene.people[4]).delete()
    actions.propose_person(Slot.objects.get(task=cooking), who, by=scene.officer)
    with pytest.raises(AlreadyThere):
        actions.ask_instead(
            mine, other, in_exchange=SignUp.objects.get(slot__task=cooking, person=other), is_agreed=True,
            by=scene.officer, now=BEFORE,
        )  # fmt: skip


# ------------------------------------------------------------------------------------------- the head's own village


def test_a_head_opens_the_offices_own_matter_in_their_village_and_none_about_one_person(scene: Within) -> None:
    cast, head = scene.cast, scene.cast.actor("head")
    (village,) = head.villages
    here = [each for each in cast.villages if each.pk == village]
    elsewhere = [each for each in cast.villages if each.pk != village]
    ours = needs.open_matter(cast.steward, by=scene.officer, title="ศาลากลางบ้าน", village=here[0], now=BEFORE)
    others = needs.open_matter(cast.steward, by=scene.officer, title="ศาลาอื่น", village=elsewhere[0], now=BEFORE)
    careful = needs.open_matter(
        cast.steward, by=scene.officer, title="เรื่องของคนเดียว", village=here[0], is_sensitive=True, now=BEFORE
    )
    assert needs_rules.may_open(head, ours)
    assert not needs_rules.may_open(head, others)
    assert not needs_rules.may_open(head, careful)
    task = scene.task("กวาดศาลา", matter=ours, receiver=None)
    assert cast.client("head").get(url(scene, "task", task.pk)).status_code == 200


def test_whoever_reads_a_part_of_the_month_reads_that_it_is_a_part(scene: Within) -> None:
    own = needs.open_matter(scene.cast.steward, by=scene.officer, title="เรื่องของคนเดียว", is_sensitive=True, now=BEFORE)
    scene.task("ไปเยี่ยม", matter=own, receiver=None)
    page = url(scene, "month", "2026-12")
    scene.task()
    head = scene.cast.client("head").get(page)
    assert head.context["page"].hidden >= 1
    assert "เปิดดูไม่ได้" in words(head)
    assert "เปิดดูไม่ได้" not in words(scene.cast.client("officer").get(page))


# ------------------------------------------------------------------------------------------- smaller ones


def test_nobody_makes_less_of_what_somebody_says_of_themselves(scene: Within) -> None:
    farmer, steward = scene.cast.farmer, scene.cast.steward
    own = Actor(steward_id=steward.pk, person_id=farmer.pk, name=farmer.name)
    said = actions.say_skill(steward, "ตัดผม", person=farmer, level=5, by=own)
    page = scene.cast.client("officer").post(
        url(scene, "person_skills", farmer.pk), {"skill": "ตัดผม", "level": "1"}, follow=True
    )
    assert (fresh(said).says, fresh(said).said_level) == ("self", 5)
    assert "ของเดิมยังอยู่" in words(page), "and that is told, not thanked for"


def test_whoever_said_less_meanwhile_is_not_called_moved(scene: Within) -> None:
    first, second = scene.task(most=1), scene.task("ขุดต่อ", most=1, half="pm")
    gone, less = scene.people[2], scene.people[3]
    actions.propose_person(Slot.objects.get(task=first), gone, by=scene.officer, now=BEFORE)
    stays = actions.propose_person(Slot.objects.get(task=second), less, by=scene.officer, now=BEFORE)
    actions.say_availability(scene.cast.steward, less, most_a_month=0, by=scene.officer, now=BEFORE)
    changes = changes_without(scene.cast.steward, MONTH, gone, now=BEFORE)
    assert [change.slot.task_id for change in changes] == [first.pk]
    actions.replan_without(scene.cast.steward, MONTH, gone, by=scene.officer, now=BEFORE)
    assert fresh(stays).state == "proposed"


def test_put_in_by_hand_it_is_told_what_they_had_said(scene: Within) -> None:
    slot, browser = Slot.objects.get(task=scene.task(most=9)), scene.cast.client("officer")
    never, otherwise, away = scene.people[2:5]
    actions.say_availability(scene.cast.steward, never, most_a_month=0, by=scene.officer)
    actions.say_availability(scene.cast.steward, otherwise, free="0am", by=scene.officer)
    actions.say_availability(scene.cast.steward, away, away=[(SATURDAY, SATURDAY)], by=scene.officer)
    for person, said in ((never, "เกินจำนวนครึ่งวัน"), (otherwise, "สะดวกช่วงอื่น"), (away, "ไม่อยู่")):
        page = browser.post(url(scene, "put", slot.pk), {"person": str(person.pk)}, follow=True)
        assert said in words(page)
        assert SignUp.objects.filter(person=person, slot=slot).exists(), "people decide"
    page = browser.post(url(scene, "put", slot.pk), {"person": str(scene.people[5].pk)}, follow=True)
    assert "ถามดี ๆ" not in words(page)


def test_no_task_is_written_down_for_an_hour_that_is_past(scene: Within, monkeypatch: Any) -> None:
    evening = dt.datetime(2026, 12, 5, 20, 41, tzinfo=BANGKOK)
    monkeypatch.setattr(timezone, "now", lambda: evening)
    browser, page = scene.cast.client("officer"), url(scene, "new_task", scene.matter.pk)
    sent = {"title": "ลอกท่อ", "on": "5/12/2569", "half": "pm", "priority": "2", "role1": "ขุด", "most1": "2"}
    assert browser.post(page, sent).status_code == 422
    later = sent | {"begins": "21.00", "ends": "22.00"}
    assert browser.post(page, later).status_code == 302
    move = url(scene, "move_task", Task.objects.get().pk)
    assert browser.post(move, {"on": "5/12/2569", "half": "am", "reason": "x"}).status_code == 422
    assert browser.post(move, {"on": "6/12/2569", "half": "am", "reason": "x"}).status_code == 302


def test_what_is_over_lacks_nobody_any_more(scene: Within, monkeypatch: Any) -> None:
    task = scene.task(most=3)
    row = scene.coming(task, scene.people[2])
    browser, page = scene.cast.client("officer"), url(scene, "task", task.pk)
    assert "ยังขาด 2 คน" in words(browser.get(page))
    actions.check_in(row, by=scene.officer, now=THE_DAY)
    monkeypatch.setattr(timezone, "now", lambda: OVER)
    text = browser.get(page)
    assert "ยังขาด" not in words(text)
    assert url(scene, "move_task", task.pk) not in text.content.decode(), "what took place is not moved"
    assert months.month_of(scene.cast.steward, scene.officer, MONTH).missing == 0
    board = words(browser.get(url(scene, "board", "2026-12", "html")))
    assert "ผ่านแล้ว" in board
    assert "ครบ" not in board, "nor is it called complete"


def test_a_place_for_anybody_is_for_whoever_came_forward_and_not_for_the_whole_list(scene: Within) -> None:
    willing, listed = scene.villager(11), scene.villager(12)
    actions.say_availability(scene.cast.steward, willing, most_a_month=2, by=scene.officer)
    task = scene.task("ยกโต๊ะ", most=20, skill="")
    plan(scene)
    assert willing.pk in proposed(task)
    assert listed.pk not in proposed(task)
    slot = Slot.objects.get(task=scene.task("ยกเก้าอี้", skill="", on=FRIDAY_AFTER))
    found = {row.person_id for row in could_come(slot)}
    assert willing.pk in found
    assert listed.pk not in found
