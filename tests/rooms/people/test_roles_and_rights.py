"""Roles with an end, the last administrator, moving on; and what a person may ask of their data."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from ruammue.access.actors import Role
from ruammue.decisions.models import Meeting
from ruammue.foundation import thai_dates
from ruammue.foundation.privacy import Privacy
from ruammue.ledger.actions import deliver, record
from ruammue.ledger.models import Entry, EntryNote
from ruammue.ledger.verification import verify
from ruammue.loop import rehearsal
from ruammue.needs.models import Matter
from ruammue.people import actions, privacy, queries, refusals
from ruammue.people.actors import of_person
from ruammue.people.events import PersonChanged
from ruammue.people.models import Account, Acquaintance, Affiliation, DataRequest, Organisation, Person, RoleHeld
from ruammue.places.models import Steward
from tests.cast import Cast


def at(cast: Cast, name: str, *args: Any) -> str:
    return reverse(f"people:{name}", args=[cast.steward.slug, *args])


def held(cast: Cast, name: str, role: Role) -> RoleHeld:
    return RoleHeld.objects.of(cast.steward).get(person=cast.persons[name], role=role)


# ------------------------------------------------------------------------------------------- persons


def test_a_person_is_added_once_and_somebody_alike_is_shown_first(cast: Cast) -> None:
    officer, before = cast.client("officer"), Person.objects.count()
    facts = {"given_name": "ทองสุข", "family_name": "นาดี", "village": str(cast.villages[0].pk)}
    answer = officer.post(at(cast, "add"), facts)
    assert "ใช่คนใดคนหนึ่งในนี้ไหม" in answer.content.decode()
    assert Person.objects.count() == before
    assert officer.post(at(cast, "add"), {**facts, "is_new": "1"}).status_code == 302
    assert Person.objects.count() == before + 1


def test_everybody_corrects_their_own_and_nobody_a_strangers(cast: Cast) -> None:
    nurse = cast.client("nurse")
    facts = {"prefix": "นาง", "given_name": "อารี", "family_name": "ใหม่มาก", "phone": "๐๘๑ ๒๒๒ ๓๓๓๓", "village": ""}
    assert nurse.post(at(cast, "edit", cast.nurse.pk), facts).status_code == 302
    cast.nurse.refresh_from_db()
    assert (cast.nurse.family_name, cast.nurse.phone) == ("ใหม่มาก", "0812223333")
    assert nurse.post(at(cast, "edit", cast.farmer.pk), facts).status_code == 403


def test_reading_anothers_file_is_written_down_ones_own_is_not(cast: Cast) -> None:
    cast.client("officer").get(at(cast, "person", cast.farmer.pk))
    cast.client("officer").get(at(cast, "person", cast.officer.pk))
    entry = Entry.objects.get(kind="people.personal_file_read")
    assert entry.payload == {"person": str(cast.farmer.pk), "how": "page"}
    assert entry.person_id == cast.officer.pk


def test_taking_the_list_home_is_written_down(cast: Cast) -> None:
    answer = cast.client("officer").post(at(cast, "list_sheet"))
    assert answer.content.startswith(b"PK")
    assert Entry.objects.get(kind="people.personal_file_read").payload["how"] == "sheet"


def test_a_juristic_number_is_checked_and_belongs_to_one(cast: Cast) -> None:
    officer = cast.client("officer")
    facts = {"name": "บริษัท ก", "sector": "private", "kind": "firm", "area": cast.steward.area_id}
    wrong = officer.post(at(cast, "add_organisation"), {**facts, "juristic_id": "0-1055-56000-75-2"})
    assert "หลักสุดท้ายไม่ตรงกับหลักอื่น" in wrong.content.decode()
    citizen = officer.post(at(cast, "add_organisation"), {**facts, "juristic_id": "1234567890121"})
    assert "ขึ้นต้นด้วย 0" in citizen.content.decode()
    from ruammue.people.juristic import is_juristic

    good = next(n for tail in range(10) if is_juristic(n := f"010555600075{tail}"))
    assert officer.post(at(cast, "add_organisation"), {**facts, "juristic_id": good}).status_code == 302
    twice = officer.post(at(cast, "add_organisation"), {**facts, "name": "บริษัท ข", "juristic_id": good})
    assert "ใช้เลขนิติบุคคลนี้อยู่แล้ว" in twice.content.decode()
    assert Organisation.objects.filter(juristic_id=good).count() == 1


# ------------------------------------------------------------------------------------------- roles


def test_the_last_administrator_stays(cast: Cast) -> None:
    clerk = cast.client("clerk")
    assert clerk.post(at(cast, "end_role", held(cast, "officer", Role.ADMINISTRATOR).pk)).status_code == 302
    answer = clerk.post(at(cast, "end_role", held(cast, "clerk", Role.ADMINISTRATOR).pk))
    assert answer.status_code == 409
    assert "ผู้ดูแลระบบคนสุดท้าย" in answer.content.decode()
    assert "ไม่ถึงสองคน" in clerk.get(at(cast, "settings")).content.decode()


def test_an_administrator_without_a_way_in_does_not_count(cast: Cast) -> None:
    Account.objects.filter(person=cast.officer).update(is_active=False)
    with pytest.raises(refusals.LastAdministrator):
        actions.end_role(held(cast, "clerk", Role.ADMINISTRATOR), by=cast.actor("clerk"))
    with pytest.raises(refusals.LastAdministrator):
        actions.hand_over(cast.steward, person=cast.clerk, successor=cast.farmer, by=cast.actor("clerk"), reason="ย้าย")


def test_a_role_ends_now_and_its_powers_with_it(cast: Cast) -> None:
    actions.end_role(held(cast, "officer", Role.OFFICER), by=cast.actor("clerk"))
    assert Role.OFFICER not in of_person(cast.officer, cast.steward).roles
    with pytest.raises(refusals.AlreadyEnded):
        actions.end_role(held(cast, "officer", Role.OFFICER), by=cast.actor("clerk"))


def test_roles_with_villages_dates_and_doubles(cast: Cast) -> None:
    clerk = cast.client("clerk")
    door = at(cast, "give_role", cast.farmer.pk)
    assert "เลือกหมู่บ้าน" in clerk.post(door, {"role": "village_head"}).content.decode()
    assert clerk.post(door, {"role": "volunteer", "village": str(cast.villages[1].pk)}).status_code == 302
    assert clerk.post(door, {"role": "volunteer", "village": str(cast.villages[1].pk)}).status_code == 422
    assert clerk.post(door, {"role": "council", "village": str(cast.villages[1].pk)}).status_code == 422
    backwards = {"role": "council", "from_on": "๑๐/๑/๒๕๗๐", "until_on": "1/1/2570"}
    assert "อยู่ก่อนวันเริ่ม" in clerk.post(door, backwards).content.decode()
    assert clerk.post(door, {"role": "council", "from_on": "31 กุมภาพันธ์ 2570"}).status_code == 422
    assert cast.client("head").post(door, {"role": "council"}).status_code == 403


def test_the_tables_themselves_hold_no_role_twice(cast: Cast) -> None:
    def hold(role: Role, village: Any = None, until: dt.date | None = None) -> None:
        RoleHeld.objects.create(
            steward=cast.steward, person=cast.nurse, role=role, village=village, from_on=dt.date(2026, 1, 1),
            until_on=until, given_at=timezone.now(),
        )  # fmt: skip

    for village in (None, cast.villages[0]):
        hold(Role.VOLUNTEER, village)
        with pytest.raises(IntegrityError), transaction.atomic():
            hold(Role.VOLUNTEER, village)
    hold(Role.VOLUNTEER, cast.villages[1])
    hold(Role.VOLUNTEER, until=dt.date(2026, 2, 1))


def test_handing_over_moves_everything_in_one_act_and_tells_other_rooms(cast: Cast) -> None:
    clerk, page = cast.client("clerk"), at(cast, "hand_over", cast.officer.pk)
    assert 'value="" selected' in clerk.get(page).content.decode(), (
        "nobody gets an office for standing first in the list"
    )
    assert "ใครรับช่วงต่อ" in clerk.post(page, {"successor": "", "reason": "ย้าย"}).content.decode()
    assert of_person(cast.officer, cast.steward).roles, "nothing went over"
    answer = clerk.post(page, {"successor": str(cast.coordinator.pk), "reason": "ย้ายไปจังหวัด"})
    assert "บัญชีส่งมอบงาน" in answer.content.decode()
    assert of_person(cast.officer, cast.steward).roles == frozenset()
    now = of_person(cast.coordinator, cast.steward)
    assert {Role.OFFICER, Role.ADMINISTRATOR} <= now.roles
    assert cast.office.pk in now.represents
    assert Account.objects.get(person=cast.coordinator).must_use_totp
    assert not Account.objects.get(person=cast.officer).must_use_totp
    entry = Entry.objects.get(kind="people.handed_over")
    assert entry.payload == {"person": str(cast.officer.pk), "successor": str(cast.coordinator.pk)}


# ------------------------------------------------------------------------------------------- the office


def test_the_first_day_step_by_step(cast: Cast) -> None:
    Steward.objects.filter(pk=cast.steward.pk).update(mark="", phone="")
    cast.steward.refresh_from_db()
    assert queries.first_day(cast.steward).done == {
        "claim": False,
        "administrators": True,
        "answers": False,
        "heads": False,
        "practice": False,
    }
    officer = cast.client("officer")
    home = reverse("loop:home", args=[cast.steward.slug])
    first = at(cast, "settings")
    assert [
        first in cast.client(who).get(home).content.decode().partition("<main")[2] for who in ("officer", "owner")
    ] == [True, False]
    officer.post(at(cast, "claim"))
    assert officer.post(at(cast, "claim")).status_code == 409
    officer.post(at(cast, "settings_change"), {"phone": "๐๔๒-๐๐๐๐๐๐", "answer_days": "๕"})
    officer.post(at(cast, "practice"))
    cast.steward.refresh_from_db()
    assert (cast.steward.phone, cast.steward.answer_days, cast.steward.is_claimed) == ("042000000", 5, True)
    assert queries.first_day(cast.steward).done["answers"]
    assert first not in officer.get(home).content.decode().partition("<main")[2]
    # Nobody left who may answer: what villagers tell would wait for nobody, so the first day is not over.
    officers = RoleHeld.objects.of(cast.steward).filter(role=Role.OFFICER)
    officers.update(role=Role.AUDITOR)
    assert not queries.first_day(cast.steward).done["answers"]
    alone = cast.client("clerk")
    assert first in alone.get(home).content.decode().partition("<main")[2]
    assert "ให้บทบาทเจ้าหน้าที่แผน" in alone.get(first).content.decode()
    RoleHeld.objects.of(cast.steward).filter(role=Role.AUDITOR).update(role=Role.OFFICER)
    practice = Steward.objects.get(practice_of=cast.steward)
    assert practice.mark == "practice"
    assert Role.OFFICER in of_person(cast.officer, practice).roles
    assert not Acquaintance.objects.of(practice).filter(person=cast.farmer).exists()
    # A small story stands there to rehearse on, told once, and the checklist leads there.
    for _heard_twice in range(2):
        while deliver():
            pass
        rehearsal.begin(practice.pk)
    assert Matter.objects.of(practice).count() == 2
    assert Meeting.objects.of(practice).get().title.startswith("(ซ้อม)")
    home = officer.get(f"/{practice.slug}/").content.decode()
    assert home.count("wheel-row-act") == 2, "an answer, and the result of the forum"
    assert "รอผู้บริหาร" in home, "the call waits until the executive stands behind it"
    assert "(ซ้อม)" in home
    assert f'href="/{practice.slug}/"' in officer.get(at(cast, "settings")).content.decode()
    wrong = officer.post(at(cast, "settings_change"), {"phone": "", "answer_days": "31"})
    assert wrong.status_code == 422


# ------------------------------------------------------------------------------------------- rights


def test_ones_own_data_as_a_page_and_as_a_file_without_secrets_or_others(cast: Cast) -> None:
    nurse = cast.client("nurse")
    page = nurse.get(at(cast, "my_data")).content.decode()
    sheet = page.partition("<main")[2]
    assert "อารี" in sheet
    assert thai_dates.short(timezone.localdate(cast.steward.claimed_at)) in sheet, "days as people say them"
    for raw in (" object (", "+00:00", ">True<", str(cast.nurse.pk), "people."):
        assert raw not in sheet, "the machine's own marks stand in the file"
    answer = nurse.post(at(cast, "my_data"))
    data = json.loads(answer.content)
    assert data["tables"]["people.Person"][0]["given_name"] == "อารี"
    assert data["tables"]["people.Affiliation"][0]["organisation"] == cast.clinic.name
    words = answer.content.decode()
    assert '"password"' not in words
    assert cast.farmer.family_name not in words
    assert cast.client("outsider").get(at(cast, "my_data")).status_code == 404


def test_an_officer_gives_it_for_a_paper_request_and_that_is_written_down(cast: Cast) -> None:
    officer = cast.client("officer")
    officer.post(at(cast, "ask_for", cast.farmer.pk), {"kind": "copy"})
    asked = DataRequest.objects.get()
    assert asked.due_on - timezone.localdate(asked.asked_at) == dt.timedelta(days=30)
    assert "ทองสุข" in officer.post(at(cast, "data_of", cast.farmer.pk)).content.decode()
    assert Entry.objects.get(kind="people.personal_file_read").payload["how"] == "copy"
    assert officer.post(at(cast, "data_request", asked.pk), {"answer": "ให้สำเนาแล้ว"}).status_code == 302
    assert "ตอบไปแล้ว" in officer.post(at(cast, "data_request", asked.pk), {"answer": "อีก"}).content.decode()
    assert cast.client("head").post(at(cast, "data_of", cast.farmer.pk)).status_code == 403


def test_anonymising_erases_the_name_and_own_words_and_keeps_counts_and_proof(cast: Cast) -> None:
    actor = cast.actor("farmer")
    entry = record(PersonChanged(steward=cast.steward.pk, person=cast.farmer.pk), by=actor, reason="บ้านผมเลขที่ 7")
    people, entries = Acquaintance.objects.of(cast.steward).count(), Entry.objects.count()
    answer = cast.client("clerk").post(at(cast, "anonymise", cast.farmer.pk), {"reason": "เจ้าตัวขอ"})
    assert answer.status_code == 302
    cast.farmer.refresh_from_db()
    assert (cast.farmer.given_name, cast.farmer.family_name, cast.farmer.phone) == ("(ลบชื่อแล้ว)", "", "")
    assert Acquaintance.objects.of(cast.steward).count() == people
    assert Entry.objects.count() == entries + 1
    assert EntryNote.objects.get(entry=entry).reason == ""
    findings = [finding for finding in verify([cast.steward.pk]) if finding.code != "ledger.unsealed"]
    assert not findings, "the log still proves itself"
    assert "ทองสุข" not in cast.client("officer").get(at(cast, "list")).content.decode()
    known = queries.acquaintance(cast.steward, cast.farmer.pk)
    assert known is not None
    with pytest.raises(refusals.Anonymised):
        actions.change_person(known, by=actor, given_name="กลับมา")
    with pytest.raises(refusals.Anonymised):
        actions.anonymise_person(cast.steward, person=cast.farmer, by=actor, reason="อีกครั้ง")


def test_anonymising_needs_a_reason_an_ended_office_and_nobody_elses_list(cast: Cast) -> None:
    actor = cast.actor("clerk")
    with pytest.raises(refusals.ReasonMissing):
        actions.anonymise_person(cast.steward, person=cast.farmer, by=actor, reason="")
    with pytest.raises(refusals.StillInOffice):
        actions.anonymise_person(cast.steward, person=cast.head, by=actor, reason="ขอ")
    Acquaintance.objects.create(steward=cast.other_steward, person=cast.farmer)
    with pytest.raises(refusals.KnownElsewhere):
        actions.anonymise_person(cast.steward, person=cast.farmer, by=actor, reason="ขอ")
    assert cast.client("officer").get(at(cast, "anonymise", cast.farmer.pk)).status_code == 200
    assert cast.client("head").get(at(cast, "anonymise", cast.farmer.pk)).status_code == 403


def test_retention_counts_first_erases_then_and_finds_nothing_the_second_time(cast: Cast) -> None:
    long_ago = timezone.localdate() - dt.timedelta(days=privacy.RELATION_DAYS + 10)
    Affiliation.objects.filter(person=cast.owner).update(from_on=long_ago, until_on=long_ago)
    dry = actions.keep_retention(cast.steward, dry=True)
    assert dry.persons == 1
    cast.owner.refresh_from_db()
    assert cast.owner.anonymised_at is None
    assert actions.keep_retention(cast.steward, dry=False).persons == 1
    cast.owner.refresh_from_db()
    assert cast.owner.anonymised_at is not None
    assert actions.keep_retention(cast.steward, dry=False).total == 0
    cast.farmer.refresh_from_db()
    assert cast.farmer.anonymised_at is None, "a villager who never held a role does not fade"


def test_the_notice_names_every_kind_of_personal_field_and_is_remembered(cast: Cast) -> None:
    page = cast.client("nurse").get(at(cast, "notice")).content.decode()
    for purpose in privacy.purposes():
        assert purpose.words in page
        assert all(thing in page for thing in purpose.things)
    cast.client("nurse").post(at(cast, "notice"))
    known = queries.acquaintance(cast.steward, cast.nurse.pk)
    assert known is not None
    assert known.notice_version == privacy.NOTICE_VERSION


def test_every_personal_field_of_the_house_has_plain_thai_words() -> None:
    with translation.override("th"):
        kept = privacy.kept_fields(Privacy.PERSONAL, Privacy.SENSITIVE)
    own = [row for row in kept if row.model_label.startswith("people.")]
    assert own
    assert not [row for row in own if not re.search("[ก-๙]", row.field)]


def test_what_is_for_own_eyes_only_is_not_in_a_file_that_the_officer_prints(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tables(*, own_eyes: bool) -> set[str]:
        return {section.label for section in privacy.file_of(cast.nurse, cast.steward, own_eyes=own_eyes)}

    assert "people.Affiliation" in tables(own_eyes=False)
    monkeypatch.setattr(privacy, "_own_eyes", {"people.Affiliation"})
    assert "people.Affiliation" not in tables(own_eyes=False)
    assert "people.Affiliation" in tables(own_eyes=True)
