"""Skills: found however they are spelled, grown by what was done, seen by few, taken back by whom they are about."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from ruammue.foundation.keys import new_key
from ruammue.people.actions.privacy import anonymise_person
from ruammue.people.privacy import file_of
from ruammue.work import actions, skills
from ruammue.work.models import Availability, Competence, OwnSkill, Slot
from ruammue.work.queries.skills import level_of, skills_of
from ruammue.work.refusals import NotTheirsToTell, SkillTakenBackBefore, SkillUnknown
from tests.cast import Cast
from tests.rooms.work.within import OVER, SATURDAY, THE_DAY, Within


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("code", "spelled"),
    [
        ("home_visit", ("เยี่ยมบ้าน", "เยียมบ้าน", "เยื่ยมบ้าน", "การเยี่ยม บ้าน", "เยี่่ยมบ้าน", "Home Visiting")),
        ("electrical", ("งานไฟฟ้า", "ช่างไฟ", "ช่างไฟ้า", "ไฟฟ้า", "ช่าง ไฟฟ้า", "เดินสายไฟ")),
        ("excavator", ("แบ็คโฮ", "แบคโฮ", "แบกโฮ", "ขับรถแบ็กโฮ", "แม็คโคร")),
        ("first_aid", ("ปฐมพยาบาล", "ปฐมพยาบาน", "ปถมพยาบาล", "พยาบาลเบื้องต้น", "ทำแผล")),
        ("accounts", ("ทำบัญชี", "บัญชี", "บันชี", "ทำ-บัญชี", "จดบัญชี")),
    ],
)
def test_a_skill_spelled_five_ways_is_one_skill_at_once_or_the_one_that_is_asked_about(
    code: str, spelled: tuple[str, ...]
) -> None:
    for word in spelled:
        found = skills.recognise(word)
        assert found is not None, word
        assert found.code == code, (word, found)
        assert skills.search(word)[0].code == code, word
    sure = [word for word in spelled if skills.recognise(word, least=skills.SAME)]
    assert len(sure) >= 4, "tones, blanks and letters of one sound need no question"


@pytest.mark.any_database
@pytest.mark.parametrize("word", ["ทนาย", "ขับรถเครน", "ขับเครื่องบินรบ", "ช่าง", "ช่างไฟ้า", "ซ่อม", "รถ"])
def test_what_is_only_near_is_nothing_for_certain(word: str) -> None:
    assert skills.recognise(word, least=skills.SAME) is None


@pytest.mark.any_database
def test_every_word_of_the_vocabulary_finds_its_own_skill_first_and_none_is_said_twice() -> None:
    known = skills.vocabulary()
    assert 110 <= len(known) <= 140
    assert all(skill.thai and skill.english and skill.group for skill in known.values())
    assert not any(skill.esco or skill.tpqi for skill in known.values()), "nobody has matched them yet"
    said: dict[str, str] = {}
    for skill in known.values():
        for word in (skill.thai, *skill.also):
            key = skills.key_of(word)
            assert said.setdefault(key, skill.code) == skill.code, f"{word} is of two skills"
            assert skills.search(word)[0].code == skill.code, word


@pytest.mark.any_database
def test_what_is_nothing_finds_nothing() -> None:
    for word in ("", "  ", "xyz", "ๆๆๆ", "่่่", "12345"):
        assert skills.recognise(word) is None


@pytest.mark.any_database
def test_a_word_counts_a_little_a_confirmation_more_and_what_was_done_most() -> None:
    own, told = {"is_own_word": True, "confirmed": None}, {"is_own_word": False, "confirmed": None}
    assert level_of(5, **own, times=0) == 2
    assert level_of(5, **told, times=0) == 3
    assert level_of(4, is_own_word=True, confirmed=4, times=0) == 4
    assert [level_of(1, **own, times=times) for times in (0, 1, 2, 5, 12, 30)] == [1, 1, 2, 3, 4, 5]
    assert level_of(4, is_own_word=True, confirmed=4, times=2) == 4, "work never makes less of anybody"


def test_said_confirmed_taken_back(cast: Cast) -> None:
    scene = Within(cast, 0)
    farmer, head = cast.farmer, cast.actor("head")
    said = actions.say_skill(cast.steward, "ช่างไฟ", person=farmer, level=4, by=head)
    assert said.skill == "electrical"
    assert actions.say_skill(cast.steward, "ไฟฟ้า", person=farmer, level=4, by=head).pk == said.pk, "said twice is once"
    assert skills_of(cast.steward, [farmer.pk])[farmer.pk][0].level == 3
    with pytest.raises(NotTheirsToTell):
        actions.confirm_skill(said, cast.school, by=cast.actor("officer"))
    actions.confirm_skill(said, cast.office, level=4, by=cast.actor("officer"))
    shown = skills_of(cast.steward, [farmer.pk])[farmer.pk][0]
    assert (shown.level, shown.confirmed_for) == (4, cast.office.name)
    own = scene.officer.__class__(steward_id=cast.steward.pk, person_id=farmer.pk, name=farmer.name)
    actions.take_back_skill(said, by=own)
    assert not skills_of(cast.steward, [farmer.pk])
    with pytest.raises(SkillTakenBackBefore):
        actions.say_skill(cast.steward, "ช่างไฟ", person=farmer, by=head)
    assert actions.say_skill(cast.steward, "ช่างไฟ", person=farmer, by=own).pk != said.pk, "they may say it again"


def test_an_unknown_word_is_offered_what_is_near_and_can_be_added(cast: Cast) -> None:
    with pytest.raises(SkillUnknown):
        actions.say_skill(cast.steward, "แกะสลักเทียน", person=cast.farmer, by=cast.actor("officer"))
    browser = cast.client("officer")
    where = reverse("work:person_skills", args=[cast.steward.slug, cast.farmer.pk])
    page = browser.post(where, {"skill": "แกะสลักเทียน", "level": "2"})
    assert page.status_code == 422
    assert browser.post(where, {"skill": "แกะสลักเทียน", "level": "2", "keep": "1"}).status_code == 302
    assert Competence.objects.get(person=cast.farmer).skill.startswith("own-")
    assert "แกะสลักเทียน" in browser.get(where).content.decode()


def test_whoever_is_asked_back_may_keep_their_word_and_the_officer_sees_it_outside_the_list(cast: Cast) -> None:
    officer = cast.client("officer")
    where = reverse("work:person_skills", args=[cast.steward.slug, cast.farmer.pk])
    typed = {"skill": "ซ่อมเครื่องสีข้าว", "level": "3"}
    page = officer.post(where, typed)
    assert page.status_code == 422
    assert not OwnSkill.objects.exists(), "asked back, not guessed and not kept"
    text = page.content.decode()
    assert page.context["form"].near, "something like it is offered"
    assert 'name="keep"' in text
    assert "ซ่อมเครื่องสีข้าว" in text
    assert officer.post(where, {**typed, "keep": "1"}).status_code == 302
    kept = OwnSkill.objects.get()
    assert (kept.thai, Competence.objects.get(person=cast.farmer).skill) == ("ซ่อมเครื่องสีข้าว", kept.code)
    assert "คำนอกรายการ" in officer.get(where).content.decode()
    everything = reverse("work:skills", args=[cast.steward.slug])
    assert [row.word for row in officer.get(everything).context["own_words"]] == ["ซ่อมเครื่องสีข้าว"]
    assert not cast.client("owner").get(everything).context["own_words"], "only who divides the work is told"
    # A word that certainly is one of the list is that one, whatever was tapped.
    assert officer.post(where, {"skill": "ช่าง ไฟฟ้า", "level": "2", "keep": "1"}).status_code == 302
    assert OwnSkill.objects.count() == 1
    assert Competence.objects.filter(person=cast.farmer, skill="electrical").exists()


def test_words_of_a_task_are_kept_one_by_one_when_asked_back(cast: Cast) -> None:
    scene = Within(cast)
    officer = cast.client("officer")
    where = reverse("work:new_task", args=[cast.steward.slug, scene.matter.pk])
    typed = {
        "title": "งานบุญ", "on": str(SATURDAY), "half": "am", "priority": "2", "once": str(new_key()),
        "role1": "แกะ", "most1": "1", "skill1": "แกะสลักเทียน", "level1": "1",
        "role2": "ตี", "most2": "1", "skill2": "ตีกลองยาวโบราณ", "level2": "1",
    }  # fmt: skip
    kept: list[str] = []
    for word in ("แกะสลักเทียน", "ตีกลองยาวโบราณ"):
        page = officer.post(where, {**typed, "keep": kept})
        assert page.status_code == 422
        assert not OwnSkill.objects.exists(), "nothing is kept of what was not taken"
        assert list(page.context["form"].asked_back) == [*kept, word]
        kept.append(word)
    assert officer.post(where, {**typed, "keep": kept}).status_code == 302
    assert sorted(OwnSkill.objects.values_list("thai", flat=True)) == sorted(kept)
    assert set(Slot.objects.values_list("skill", flat=True)) == set(OwnSkill.objects.values_list("code", flat=True))


def test_skills_are_seen_by_who_divides_the_work_and_the_person_and_nobody_else(cast: Cast) -> None:
    Within(cast, 0)
    actions.say_skill(cast.steward, "เยี่ยมบ้าน", person=cast.farmer, by=cast.actor("officer"))
    where = reverse("work:person_skills", args=[cast.steward.slug, cast.farmer.pk])
    everybody = reverse("work:skills", args=[cast.steward.slug])
    for name in ("officer", "clerk", "coordinator"):
        assert "เยี่ยมบ้าน" in cast.client(name).get(where).content.decode(), name
        assert cast.farmer.name in cast.client(name).get(f"{everybody}?q=เยี่ยมบ้าน").content.decode(), name
    for name in ("mayor", "auditor", "owner", "nurse"):
        assert cast.client(name).get(where).status_code == 403, name
    assert cast.client("auditor").get(everybody).status_code == 403
    for name in ("mayor", "owner", "nurse"):  # whoever speaks for an organisation reads what organisations can do
        page = cast.client(name).get(f"{everybody}?q=เยี่ยมบ้าน")
        assert cast.farmer.name not in page.content.decode(), name
    assert cast.client().get(where).status_code == 302
    person = reverse("people:person", args=[cast.steward.slug, cast.farmer.pk])
    assert "เยี่ยมบ้าน" not in cast.client("auditor").get(person).content.decode()


def test_people_are_listed_by_name_and_never_ranked(cast: Cast) -> None:
    scene = Within(cast)
    scene.can(scene.people[3], "เยี่ยมบ้าน", 1)
    scene.can(scene.people[1], "เยี่ยมบ้าน", 3)
    scene.can(scene.people[5], "เยี่ยมบ้าน", 2)
    page = cast.client("officer").get(reverse("work:skills", args=[cast.steward.slug]), {"q": "เยียมบ้าน"})
    assert [row.name for row in page.context["people"]] == [scene.people[at].name for at in (1, 3, 5)]


def test_what_was_done_grows_the_skill_and_shows_as_its_evidence(cast: Cast) -> None:
    scene = Within(cast)
    digger = scene.people[2]
    for half, later in (("am", dt.timedelta()), ("pm", dt.timedelta(hours=5))):
        row = scene.coming(scene.task(half=half), digger)
        actions.check_in(row, by=scene.officer, now=THE_DAY + later)
        actions.finish_hours(row, by=scene.officer, now=OVER + later)
    shown = next(row for row in skills_of(cast.steward, [digger.pk])[digger.pk] if row.code == "digging")
    assert (shown.times, shown.hours) == (2, 8)


def test_in_english_one_time_and_one_hour_are_told_in_the_singular(cast: Cast) -> None:
    scene = Within(cast)
    digger = scene.people[2]
    row = scene.coming(scene.task(begins=dt.time(8), ends=dt.time(9)), digger)
    actions.check_in(row, by=scene.officer, now=THE_DAY.replace(hour=8, minute=0))
    actions.finish_hours(row, by=scene.officer, now=OVER)
    browser = cast.client("officer")
    browser.cookies["ruammue-language"] = "en"
    page = browser.get(reverse("work:person_skills", args=[cast.steward.slug, digger.pk])).content.decode()
    assert "done 1 time, 1 hour<" in page


def test_whose_name_is_erased_of_them_no_skills_times_or_conflicts_are_kept(cast: Cast) -> None:
    scene = Within(cast)
    one, other = scene.people[:2]
    actions.say_availability(cast.steward, one, free="5am", by=scene.officer)
    actions.keep_apart(cast.steward, one, other, by=scene.officer)
    assert "work.Apart" not in {section.label for section in file_of(one, cast.steward, own_eyes=True)}
    anonymise_person(cast.steward, person=one, by=cast.actor("clerk"), reason="ขอลบ")
    assert not Competence.objects.filter(person=one).exists()
    assert not Availability.objects.filter(person=one).exists()
