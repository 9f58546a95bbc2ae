"""Aptitude from evidence: what organisations can do, who may read what, and a list that the office has in Excel."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from ruammue.foundation.catalogues import HOUSE
from ruammue.people import imports
from ruammue.people.actions import run_import
from ruammue.people.models import PendingImport
from ruammue.people.refusals import RowsHaveErrors
from ruammue.resources.models import Spec
from ruammue.work import actions
from ruammue.work.models import Competence
from ruammue.work.queries.skills import skills_of
from ruammue.work.refusals import NotTheirsToTell
from tests.cast import Cast
from tests.rooms.people.test_imports import at, upload, xlsx
from tests.rooms.resources.stage import brought, line_of, promise_of, spec_of
from tests.rooms.resources.test_pages import words
from tests.rooms.work.within import Within


def url(cast: Cast, name: str, *args: object) -> str:
    return reverse(f"work:{name}", args=[cast.steward.slug, *args])


def level(cast: Cast) -> tuple[int, str, int]:
    (row,) = skills_of(cast.steward, organisations=[cast.temple.pk])[cast.temple.pk]
    return row.level, row.confirmed_for, row.times


def test_what_an_organisation_can_do_grows_from_its_word_over_anothers_to_what_it_brought(cast: Cast) -> None:
    page = url(cast, "organisation_skills", cast.temple.pk)
    abbot, teacher = cast.client("abbot"), cast.client("teacher")
    assert teacher.post(page, {"skill": "จัดสถานที่", "level": "5"}).status_code == 403, "nobody says it for another"
    assert abbot.post(page, {"skill": "จัดสถานที", "level": "4"}).status_code == 302, "however it is spelled"
    row = Competence.objects.get(organisation=cast.temple)
    assert level(cast) == (2, "", 0), "its own word counts a little"
    confirm = url(cast, "confirm_skill", row.pk)
    assert abbot.get(confirm).status_code == 403, "nobody confirms for itself"
    with pytest.raises(NotTheirsToTell):
        actions.confirm_skill(row, cast.temple, by=cast.actor("abbot"))
    teacher.post(confirm, {"organisation": str(cast.school.pk), "level": "3"})
    assert level(cast) == (3, cast.school.name, 0)
    arranging = spec_of(cast, name="จัดสถานที่", kind=Spec.Kind.HOURS, unit="person_hour")
    for _time in range(12):
        line = line_of(cast, 60, spec=arranging)
        brought(cast, promise_of(cast, line, 60), 60)
    assert level(cast) == (4, cast.school.name, 12), "and what was brought, and both confirmed, most"
    text = words(cast.client("officer").get(url(cast, "skills"), {"q": "จัดสถานที่"}))
    assert cast.temple.name in text, "found by the Thai word"
    assert "จัดสถานที่" in words(teacher.get(reverse("people:organisation", args=[cast.steward.slug, cast.temple.pk])))
    assert abbot.post(url(cast, "take_back_skill", row.pk)).status_code == 302
    assert not skills_of(cast.steward, organisations=[cast.temple.pk])


def test_a_volunteer_reads_their_village_and_a_partner_their_own_people_and_both_read_organisations(cast: Cast) -> None:
    scene = Within(cast)
    actions.say_skill(cast.steward, "digging", organisation=cast.temple, by=scene.officer)
    scene.can(cast.persons["nurse"], "ขุดลอก", 2)
    # people[2] and [5] live in moo 1, [3] and [4] in moo 3
    here, there = scene.people[3].name, scene.people[2].name
    seen = {
        name: words(cast.client(name).get(url(cast, "skills"), {"q": "ขุดลอก"}))
        for name in ("officer", "volunteer", "nurse", "owner")
    }
    assert all(cast.temple.name in text for text in seen.values())
    assert here in seen["officer"]
    assert there in seen["officer"]
    assert (here in seen["volunteer"]) != (there in seen["volunteer"]), "those of one's own village only"
    assert cast.persons["nurse"].name in seen["nurse"]
    for name in ("nurse", "owner"):
        assert here not in seen[name]
        assert there not in seen[name]
    assert cast.client("auditor").get(url(cast, "skills")).status_code == 403


HEAD = ("ชื่อ-สกุล", "หมู่ที่", "ความถนัด", "ระดับ")


def test_a_list_of_skills_is_looked_at_before_it_is_taken_and_taken_whole(cast: Cast) -> None:
    scene = Within(cast)
    one, other = scene.people[2], scene.people[3]
    good = [
        HEAD,
        (one.name, "", "ช่าง ไฟฟ้า, ขับรถแบกโฮ", "๓"),
        (other.name, "", "เยียมบ้าน", ""),
        (cast.temple.name, "", "จัดสถานที่", 4),
    ]
    bad = xlsx([*good, ("นายใครก็ไม่รู้ ไม่มีตัวตน", "", "ช่างไฟ", "")])
    officer, before = cast.actor("officer"), Competence.objects.count()
    with pytest.raises(RowsHaveErrors):
        run_import(cast.steward, kind="skills", data=bad, by=officer)
    browser = cast.client("officer")
    upload(browser, cast, bad, kind="skills")
    preview = browser.get(at(cast, "import_preview", PendingImport.objects.get().pk))
    assert "ยังไม่มี “นายใครก็ไม่รู้ ไม่มีตัวตน” ในรายชื่อ" in words(preview)
    assert Competence.objects.count() == before, "whole or not at all"
    wrong = [
        sentence
        for row in (f"{one.name}||แกะสลักเทียน|9", "นายใคร ไม่มีตัวตน||ช่างไฟ|", f"{one.name}||ซ่อม|")
        for sentence in problems(cast, row)
    ]
    assert len(wrong) == 4
    assert "งานไฟฟ้า" in problems(cast, f"{one.name}||ช่างไฟ้า|")[0], "misspelt is asked back, never guessed"
    assert any("หมายถึง" in sentence for sentence in wrong), "what is near is offered"
    batch = run_import(cast.steward, kind="skills", data=xlsx(good), by=officer)
    assert (batch.rows, batch.added) == (3, 3)
    assert Competence.objects.count() == before + 4
    assert {row.code for row in skills_of(cast.steward, [one.pk])[one.pk]} == {"digging", "electrical", "excavator"}
    again = run_import(cast.steward, kind="skills", data=xlsx([*good, ("", "", "", "")]), by=officer)
    assert (again.added, again.changed) == (0, 0), "the same list twice changes nothing"


def problems(cast: Cast, row: str) -> list[str]:
    importer = imports.importer_for("skills")
    name, village, skill, level = row.split("|")
    said = {"name": name, "village": village, "skill": skill, "level": level}
    return [sentence for _column, sentence in importer.check(importer.prepare(cast.steward), said)[1]]


@pytest.mark.any_database
def test_no_page_of_work_calls_anybody_unfit() -> None:
    """Neither in Thai nor in English, in no sentence of this room."""
    text = (HOUSE / "work/locale/th/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    said = re.findall(r'^msg(?:id|id_plural|str(?:\[0\])?) "(.*)"$', text, re.MULTILINE)
    harsh = re.compile(
        r"ไม่เหมาะ|ไม่มีความสามารถ|ไม่ผ่าน|ด้อยกว่า|อ่อนกว่า|ไม่เก่ง|แย่|ไม่มีคุณสมบัติ|\b(unfit|unqualified|incapable|incompetent|worst|weak)\b",
        re.I,
    )
    assert [sentence for sentence in said if harsh.search(sentence)] == [
        "ตามที่บอกเอง และตามที่บันทึกไว้ ไม่มีคำไหนบอกว่าใครไม่เหมาะ"
    ]
    assert harsh.search("คนนี้ไม่เหมาะกับงาน"), "the search finds what it looks for"
