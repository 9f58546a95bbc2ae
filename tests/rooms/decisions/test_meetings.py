"""A committee with its quorum, partners by consensus, the executive who approves or decides otherwise."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ruammue import rulebook
from ruammue.decisions import actions, certificates, drafts, judging, queries
from ruammue.decisions.actions import Came, Closing, DissentEntry, ItemEntry, MeetingEntry
from ruammue.decisions.bodies import expected_on
from ruammue.decisions.models import Dissent, ExecutiveAnswer, Item, Meeting, Resolution
from ruammue.decisions.refusals import (
    AlreadyAnswered,
    EnoughCame,
    MoreInRoomThanCame,
    MoreVotesThanPresent,
    NoQuorum,
    NotATie,
    NotClosedYet,
    NothingToAnswer,
    NotOpenAnyMore,
    TieUnbroken,
    VoteWanted,
)
from ruammue.foundation.refusals import sentence_for
from ruammue.ledger.models import Entry, EntryNote
from ruammue.ledger.verification import verify
from ruammue.networks.models import Seat
from ruammue.networks.queries import network_seats_filled
from tests.cast import Cast
from tests.rooms.decisions.stage import call, committee, matters, partners

PDF = b"%PDF-1.7\n% signed by hand\n"


def at(cast: Cast, name: str, *args: Any) -> str:
    return reverse(f"decisions:{name}", args=[cast.steward.slug, *args])


def come(meeting: Meeting, present: int) -> list[Came]:
    """The first so many of those who are expected came, the rest did not."""
    voices = expected_on(meeting.network, meeting.held_on)
    return [
        Came(key=voice.key, presence="present" if n < present else "absent", reason="" if n < present else "ป่วย")
        for n, voice in enumerate(voices)
    ]


def motion(meeting: Meeting, **facts: Any) -> ItemEntry:
    """One matter voted on."""
    defaults = {"method": "motion", "proposal": "ให้ร่วมกันขุดลอกหนอง", "yes": 0, "no": 0, "abstain": 0}
    return ItemEntry(item=meeting.items.get(order=1).pk, **{**defaults, **facts})


def enter(cast: Cast, meeting: Meeting, present: int, item: ItemEntry, **more: Any) -> None:
    entry = MeetingEntry(attendance=come(meeting, present), items=[item], **more)
    actions.enter_meeting(meeting, entry, by=cast.actor("clerk"))


@pytest.fixture
def sitting(cast: Cast) -> Meeting:
    """The committee of thirteen filled and two empty seats, with one matter."""
    return call(cast, committee(cast, 13, empty=2), matters=matters(cast, 1))


def test_without_a_quorum_there_are_two_ways_on(cast: Cast, sitting: Meeting) -> None:
    enter(cast, sitting, 5, motion(sitting, yes=5))
    clerk = cast.client("clerk")
    page = clerk.get(at(cast, "close_meeting", sitting.pk)).content.decode()
    assert "ยังปิดประชุมไม่ได้ เพราะองค์ประชุมขาด 2 คน (มา 5 จาก 13 ต้อง 7)" in page
    assert at(cast, "recall_meeting", sitting.pk) in page
    assert 'name="as_discussion"' in page
    refused = clerk.post(at(cast, "close_meeting", sitting.pk), {"effect": "committee"})
    assert refused.status_code == 422
    with pytest.raises(NoQuorum) as why:
        actions.close_meeting(sitting, Closing(), by=cast.actor("clerk"))
    assert why.value.data == {"present": 5, "filled": 13, "needed": 7, "lacking": 2}
    assert not Resolution.objects.exists()
    kept = clerk.post(at(cast, "close_meeting", sitting.pk), {"effect": "committee", "as_discussion": "on"})
    assert kept.status_code == 302
    resolution = Resolution.objects.get()
    assert resolution.outcome == "discussed"
    assert resolution.effect == "advisory"
    sitting.refresh_from_db()
    assert (sitting.had_quorum, sitting.seats_present, sitting.seats_filled) == (False, 5, 13)


@pytest.mark.parametrize(("present", "told"), [(4, "ผู้มาประชุม น้อยกว่า 5 คน"), (7, "ผู้มาประชุม 7 คน")])
def test_outside_a_handful_is_not_counted(cast: Cast, sitting: Meeting, present: int, told: str) -> None:
    enter(cast, sitting, present, motion(sitting))
    said = drafts.participants(queries.sitting(sitting))
    assert said.startswith(told)
    assert ("4" in said) is False


def days_ago(sitting: Meeting, days: int) -> None:
    sitting.held_on = timezone.localdate() - dt.timedelta(days=days)
    sitting.save()


def test_called_again_in_time_one_third_may_decide(cast: Cast, sitting: Meeting) -> None:
    days_ago(sitting, 14)
    enter(cast, sitting, 9, motion(sitting, yes=9))
    recall = {"by": cast.actor("clerk"), "held_on": timezone.localdate(), "starts_at": dt.time(9), "place": "x"}
    with pytest.raises(EnoughCame):  # the smaller quorum is no way round the one that was met
        actions.recall_meeting(sitting, **recall)
    enter(cast, sitting, 5, motion(sitting, yes=5))
    day = sitting.held_on + dt.timedelta(days=14)
    typed = {"held_on": f"{day.day}/{day.month}/{day.year + 543}", "starts_at": "9.30", "place": "ห้องประชุม"}
    answer = cast.client("clerk").post(at(cast, "recall_meeting", sitting.pk), typed)
    assert answer.status_code == 302
    again = Meeting.objects.get(recalls=sitting)
    sitting.refresh_from_db()
    assert sitting.stage == "cancelled"
    assert [item.title for item in again.items.all()] == [item.title for item in sitting.items.all()]
    enter(cast, again, 5, motion(again, yes=4, no=1))
    came = judging.attended(again)
    assert (came.needed, came.has_quorum, came.rule.is_confirmed) == (5, True, False)
    actions.close_meeting(again, Closing(), by=cast.actor("clerk"))
    assert Resolution.objects.get().outcome == "adopted"


def test_called_again_too_late_is_an_ordinary_meeting(cast: Cast, sitting: Meeting) -> None:
    days_ago(sitting, 15)
    enter(cast, sitting, 5, motion(sitting, yes=5))
    again = actions.recall_meeting(
        sitting,
        by=cast.actor("clerk"),
        held_on=sitting.held_on + dt.timedelta(days=15),
        starts_at=dt.time(9, 0),
        place="ห้องประชุม",
    )
    enter(cast, again, 5, motion(again, yes=5))
    assert judging.attended(again).needed == 7
    with pytest.raises(NotOpenAnyMore):
        actions.recall_meeting(sitting, by=cast.actor("clerk"), held_on=again.held_on, starts_at=dt.time(9), place="x")


def test_the_quorum_counts_filled_seats_of_the_day(cast: Cast, sitting: Meeting) -> None:
    from ruammue.networks.models import Appointment

    assert judging.attended(sitting).filled == 13 == network_seats_filled(sitting.network, sitting.held_on)
    gone = Appointment.objects.filter(seat__network=sitting.network).order_by("-seat__order")[:5]
    for appointment in gone:
        appointment.until_on = sitting.held_on - dt.timedelta(days=1)
        appointment.save()
    assert judging.attended(sitting).filled == 8 == network_seats_filled(sitting.network, sitting.held_on)
    enter(cast, sitting, 4, motion(sitting, yes=4))
    assert judging.attended(sitting).has_quorum


@given(filled=st.integers(1, 40), data=st.data())
def test_the_quorum_agrees_with_the_rulebook(filled: int, data: st.DataObject) -> None:
    """Two readings of R15, the engine's and the rulebook's, never differ."""
    from ruammue.engines import tally

    present = data.draw(st.integers(0, filled))
    rule = rulebook.quorum_rule("committee.development")
    assert rule.share is not None
    facts = rulebook.QuorumFacts(body="committee.development", seats_filled=filled, seats_present=present)
    assert tally.quorum(filled, present, rule.share).is_met is rulebook.check("R15", facts).is_kept
    assert tally.quorum(filled, present, rule.share).needed == rule.needed(filled)


def test_a_vote_is_carried_lost_or_even(cast: Cast, sitting: Meeting) -> None:
    enter(cast, sitting, 9, motion(sitting, yes=4, no=4, abstain=1))
    with pytest.raises(TieUnbroken):
        actions.close_meeting(sitting, Closing(), by=cast.actor("clerk"))
    page = cast.client("clerk").get(at(cast, "close_meeting", sitting.pk)).content.decode()
    assert sentence_for(TieUnbroken(item=1, yes=4, no=4)) in page
    enter(cast, sitting, 9, motion(sitting, yes=5, no=3, chair_casts="yes"))
    with pytest.raises(NotATie):
        actions.close_meeting(sitting, Closing(), by=cast.actor("clerk"))
    enter(cast, sitting, 9, motion(sitting, yes=4, no=4, abstain=1, chair_casts="no"))
    actions.close_meeting(sitting, Closing(effect="executive"), by=cast.actor("clerk"))
    resolution = Resolution.objects.get()
    assert resolution.outcome == "rejected"
    assert resolution.text == "ไม่เห็นชอบให้ร่วมกันขุดลอกหนอง"
    assert certificates.recount(resolution.certificate) == ()


def test_the_development_committee_is_confirmed_until_the_secretary_says_otherwise(
    cast: Cast, sitting: Meeting
) -> None:
    enter(cast, sitting, 9, motion(sitting, yes=9))
    actions.close_meeting(sitting, Closing(effect="council"), by=cast.actor("clerk"))
    resolution = Resolution.objects.get()
    assert (resolution.effect, resolution.is_effect_confirmed) == ("council", False)
    again = call(cast, sitting.network, topics=["เรื่องที่สอง"])
    enter(cast, again, 9, motion(again, yes=9))
    actions.close_meeting(again, Closing(), by=cast.actor("clerk"))
    known = rulebook.effect_of("committee.development", "committee")
    other = again.resolutions.get()
    assert (other.effect, other.is_effect_confirmed) == (known.code, known.is_confirmed)


def test_who_steps_out_is_not_counted(cast: Cast, sitting: Meeting) -> None:
    """R17: of 7 who came 2 step out; 5 of the remaining 11 are no quorum for this matter."""
    item = motion(sitting, yes=5, stepped_out=2, step_out_words="เป็นเจ้าของที่ดินริมหนอง")
    enter(cast, sitting, 7, item)
    actions.close_meeting(sitting, Closing(), by=cast.actor("clerk"))
    resolution = Resolution.objects.get()
    assert resolution.outcome == "discussed"
    assert resolution.certificate["inputs"]["eligible"] == 11
    words = drafts.minutes(queries.sitting(sitting)).agenda[3].matters[0].text
    assert "ผู้มีส่วนได้เสีย 2 คน" in words


def test_counts_that_cannot_be_are_refused(cast: Cast, sitting: Meeting) -> None:
    with pytest.raises(MoreVotesThanPresent) as refused:
        enter(cast, sitting, 7, motion(sitting, yes=6, no=2))
    assert refused.value.data == {"item": 1, "votes": 8, "present": 7}
    with pytest.raises(MoreInRoomThanCame):
        enter(cast, sitting, 7, motion(sitting, yes=1, in_room=8))
    with pytest.raises(MoreInRoomThanCame):
        enter(cast, sitting, 1, motion(sitting, yes=0, stepped_out=2))
    sitting.refresh_from_db()
    assert sitting.entered_at is None
    assert not sitting.attendance.exists()


def typed_notes(meeting: Meeting, present: int, **more: str) -> dict[str, str]:
    """The notes as the page sends them."""
    voices = expected_on(meeting.network, meeting.held_on)
    typed = {f"v{n}_come": "present" if n <= present else "absent" for n in range(1, len(voices) + 1)}
    typed |= {"i1_method": "motion", "i1_proposal": "ให้ร่วมกันขุดลอกหนอง", "i1_yes": "7", "i1_no": "2"}
    return {**typed, **more}


def test_notes_through_the_page_with_substitute_guests_and_dissent(cast: Cast, sitting: Meeting) -> None:
    typed = typed_notes(
        sitting,
        10,
        v2_come="substitute",
        v2_name="นายแทน มาช่วย",
        v11_why="ติดราชการ",
        guests="นายแก้ว กล้าดี, นักวิเคราะห์นโยบายและแผน",
        said_1="ประธานแจ้งเรื่องงานบุญ",
        i1_who="กองช่าง",
        i1_due="31/1/2570",
        i1_d1_by="4",
        i1_d1_why="ควรสำรวจแนวเขตก่อน",
    )
    clerk = cast.client("clerk")
    answer = clerk.post(at(cast, "enter_meeting", sitting.pk), typed)
    assert answer.status_code == 302, answer.context["form"].errors
    again = clerk.get(at(cast, "enter_meeting", sitting.pk)).content.decode()
    for said in ("นายแทน มาช่วย", "ติดราชการ", "ควรสำรวจแนวเขตก่อน", "ประธานแจ้งเรื่องงานบุญ"):
        assert said in again
    assert "เห็นชอบ 7 ไม่เห็นชอบ 2" in clerk.get(at(cast, "close_meeting", sitting.pk)).content.decode()
    clerk.post(at(cast, "close_meeting", sitting.pk), {"effect": "committee", "note_taker": "นายแก้ว กล้าดี"})
    sitting.refresh_from_db()
    assert sitting.is_closed
    made = drafts.minutes(queries.sitting(sitting))
    assert made.quorum == (10, 13, 7)
    assert made.present[1].name == "นายแทน มาช่วย"
    assert made.present[1].proxy_for == "กรรมการคนที่ 2"
    assert any(person.reason == "ติดราชการ" for person in made.absent)
    assert made.others[0].position == "นักวิเคราะห์นโยบายและแผน"
    (matter,) = made.agenda[3].matters
    assert (matter.tally.yes, matter.tally.no) == (7, 2)
    assert (matter.dissents[0].name, matter.dissents[0].reason) == (cast.nurse.name, "ควรสำรวจแนวเขตก่อน")
    assert made.agenda[0].matters[0].resolution == "รับทราบ"
    page = clerk.get(at(cast, "meeting", sitting.pk)).content.decode()
    assert cast.nurse.name not in page
    assert [finding for finding in verify([cast.steward.pk]) if finding.code.startswith("decisions.")] == []


def test_the_page_says_beside_the_field_what_is_missing(cast: Cast, sitting: Meeting) -> None:
    clerk = cast.client("clerk")
    url = at(cast, "enter_meeting", sitting.pk)
    for broken, field in (
        ({"v2_come": "substitute"}, "v2_name"),
        ({"i1_proposal": ""}, "i1_proposal"),
        ({"i1_yes": ""}, "i1_yes"),
        ({"i1_yes": "12"}, "i1_yes"),
        ({"i1_d1_by": "3"}, "i1_d1_why"),
        ({"i1_d1_why": "ไม่เห็นด้วย"}, "i1_d1_by"),
    ):
        answer = clerk.post(url, typed_notes(sitting, 10, **broken))
        assert answer.status_code == 422, broken
        assert field in answer.context["form"].errors, broken


def test_a_dissent_needs_its_reason_in_the_database_too(cast: Cast, sitting: Meeting) -> None:
    item = sitting.items.get(order=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dissent.objects.create(steward=cast.steward, item=item, name="x", kind="objection", reason="")


def test_in_a_committee_an_objection_asks_for_a_vote(cast: Cast, sitting: Meeting) -> None:
    voice = expected_on(sitting.network, sitting.held_on)[2]
    dissent = DissentEntry(key=voice.key, kind="objection", reason="ยังไม่พร้อม")
    enter(cast, sitting, 9, motion(sitting, method="consent", yes=None, no=None, dissents=[dissent]))
    with pytest.raises(VoteWanted):
        actions.close_meeting(sitting, Closing(), by=cast.actor("clerk"))
    enter(cast, sitting, 9, motion(sitting, method="consent", yes=None, no=None))
    actions.close_meeting(sitting, Closing(), by=cast.actor("clerk"))
    assert Resolution.objects.get().outcome == "adopted"


@pytest.mark.parametrize(
    ("kind", "present", "outcome"),
    [("", 4, "adopted"), ("reservation", 4, "reserved"), ("objection", 4, "rejected"), ("", 2, "adopted")],
)
def test_partners_agree_when_nobody_objects(cast: Cast, kind: str, present: int, outcome: str) -> None:
    meeting = call(cast, partners(cast), matters=matters(cast, 1))
    first = expected_on(meeting.network, meeting.held_on)[0]
    dissents = [DissentEntry(key=first.key, kind=kind, reason="ขอเลื่อนไปหลังเกี่ยวข้าว")] if kind else []
    enter(cast, meeting, present, motion(meeting, method="consent", yes=None, no=None, dissents=dissents))
    actions.close_meeting(meeting, Closing(), by=cast.actor("officer"))
    resolution = Resolution.objects.get()
    assert resolution.outcome == outcome
    assert certificates.recount(resolution.certificate) == ()
    if kind:
        made = drafts.minutes(queries.sitting(meeting)).agenda[3].matters[0]
        assert made.dissents[0].reason == "ขอเลื่อนไปหลังเกี่ยวข้าว"
        page = cast.client("nurse").get(at(cast, "resolution", resolution.pk)).content.decode()
        assert "ขอเลื่อนไปหลังเกี่ยวข้าว" not in page


def test_pages_number_items_as_the_agenda_does(cast: Cast) -> None:
    meeting = call(cast, partners(cast), matters=matters(cast, 1))
    enter(cast, meeting, 4, motion(meeting, method="consent", yes=None, no=None), said={1: "ประธานกล่าวเปิด"})
    officer, numbers = cast.client("officer"), re.compile(r'rank-number">([^<]*)<')
    review = officer.get(at(cast, "close_meeting", meeting.pk)).content.decode()
    assert numbers.findall(review) == ["1", "4.1"]
    actions.close_meeting(meeting, Closing(), by=cast.actor("officer"))
    page = officer.get(at(cast, "meeting", meeting.pk)).content.decode()
    assert numbers.findall(page) == ["1", "4.1"]
    read = officer.get(at(cast, "minutes", meeting.pk)).content.decode()
    assert "๔.๑" in read
    assert read.count("มติที่ประชุม") == 2, "empty items bear no dotted resolution"


def test_partners_too_few_to_decide(cast: Cast) -> None:
    meeting = call(cast, partners(cast), matters=matters(cast, 1))
    enter(cast, meeting, 1, motion(meeting, method="consent", yes=None, no=None))
    with pytest.raises(NoQuorum) as refused:
        actions.close_meeting(meeting, Closing(), by=cast.actor("officer"))
    assert refused.value.data == {"present": 1, "filled": 4, "needed": 2, "lacking": 1}


# ------------------------------------------------------------------------------------------- after closing


@pytest.fixture
def decided(cast: Cast, sitting: Meeting) -> Resolution:
    """One resolution that waits for the executive."""
    enter(cast, sitting, 9, motion(sitting, yes=9))
    actions.close_meeting(sitting, Closing(effect="executive"), by=cast.actor("clerk"))
    return Resolution.objects.get()


def test_the_executive_approves_in_one_step(cast: Cast, decided: Resolution) -> None:
    mayor = cast.client("mayor")
    page = mayor.get(at(cast, "resolution", decided.pk)).content.decode()
    assert at(cast, "approve", decided.pk) in page
    assert mayor.post(at(cast, "approve", decided.pk), {"verdict": "approved"}).status_code == 302
    answer = ExecutiveAnswer.objects.get()
    assert (answer.verdict, answer.answered_by_id) == ("approved", cast.mayor.pk)
    entry = Entry.objects.get(kind="decisions.executive_answered")
    assert entry.person_id == cast.mayor.pk
    again = mayor.post(at(cast, "approve", decided.pk), {"verdict": "otherwise", "reasons": "เปลี่ยนใจ"})
    assert again.status_code == 422
    with pytest.raises(AlreadyAnswered):
        actions.answer_resolution(decided, verdict="approved", by=cast.actor("mayor"))


def test_to_decide_otherwise_takes_reasons(cast: Cast, decided: Resolution) -> None:
    mayor = cast.client("mayor")
    bare = mayor.post(at(cast, "approve", decided.pk), {"verdict": "otherwise"})
    assert bare.status_code == 422
    assert "reasons" in bare.context["form"].errors
    mayor.post(at(cast, "approve", decided.pk), {"verdict": "otherwise", "reasons": "งบปีนี้ไม่พอ ขอทำปีหน้า"})
    page = mayor.get(at(cast, "resolution", decided.pk)).content.decode()
    assert "งบปีนี้ไม่พอ" in page
    # "Agreed" alone would be read as the last word: the page and the register say beside it that it is not.
    for said in (page, mayor.get(at(cast, "resolutions")).content.decode()):
        assert "ผู้บริหารตัดสินใจต่างไป" in said
    for name in ("clerk", "officer", "head", "auditor", "nurse"):
        assert cast.client(name).post(at(cast, "approve", decided.pk), {"verdict": "approved"}).status_code == 403


def test_mutant_reasons_are_held_by_the_database_too(cast: Cast, decided: Resolution) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ExecutiveAnswer.objects.create(
            steward=cast.steward,
            resolution=decided,
            verdict="otherwise",
            answered_at=timezone.now(),
            answered_by=cast.mayor,
        )


def test_what_was_not_agreed_cannot_be_approved(cast: Cast, sitting: Meeting) -> None:
    enter(cast, sitting, 9, motion(sitting, yes=1, no=8))
    actions.close_meeting(sitting, Closing(), by=cast.actor("clerk"))
    with pytest.raises(NothingToAnswer):
        actions.answer_resolution(Resolution.objects.get(), verdict="approved", by=cast.actor("mayor"))


def test_numbers_are_typed_and_never_made(cast: Cast, decided: Resolution) -> None:
    assert decided.register_number == ""
    clerk = cast.client("clerk")
    for number in ("12/2569", "13/2569"):
        assert clerk.post(at(cast, "type_number", decided.pk), {"number": number}).status_code == 302
    decided.refresh_from_db()
    assert decided.register_number == "13/2569"
    notes = EntryNote.objects.filter(entry__kind="decisions.register_number_typed").order_by("entry__id")
    assert [note.reason for note in notes] == ["12/2569", "13/2569"]
    assert drafts.register(queries.sitting(decided.meeting)).rows[0].number == "13/2569"


def test_the_signed_scan_prevails_with_its_hash(cast: Cast, decided: Resolution) -> None:
    meeting, clerk = decided.meeting, cast.client("clerk")
    # Whoever has to get it signed finds it on their home: the office, and the secretary; a mere member does not.
    sign, home = at(cast, "attach_scan", meeting.pk), reverse("loop:home", args=[cast.steward.slug])
    waits = {name: sign in cast.client(name).get(home).content.decode() for name in ("officer", "head", "mayor")}
    assert waits == {"officer": True, "head": False, "mayor": False}
    Seat.objects.filter(network=meeting.network, order=3).update(office=Seat.Office.ASSISTANT)
    assert sign in cast.client("head").get(home).content.decode()
    no_matter = call(cast, meeting.network, topics=["เรื่องที่ไม่มีในวงล้อ"])
    assert at(cast, "enter_meeting", no_matter.pk) in clerk.get(home).content.decode()
    actions.cancel_meeting(no_matter, reason="ฝนตก", by=cast.actor("clerk"))
    listed = clerk.get(at(cast, "meetings"), {"when": "unsigned"}).content.decode()
    assert listed.count("list-link") == 1
    word = SimpleUploadedFile("minutes.docx", b"PK\x03\x04 word/document.xml")
    assert clerk.post(at(cast, "attach_scan", meeting.pk), {"scan": word}).status_code == 422
    sent = clerk.post(at(cast, "attach_scan", meeting.pk), {"scan": SimpleUploadedFile("scan.pdf", PDF)})
    assert sent.status_code == 302
    meeting.refresh_from_db()
    assert meeting.signed_scan is not None
    assert meeting.signed_scan.sha256 == hashlib.sha256(PDF).hexdigest()
    page = clerk.get(at(cast, "meeting", meeting.pk)).content.decode()
    assert meeting.signed_scan.sha256 in page
    assert clerk.get(at(cast, "signed_scan", meeting.pk)).content == PDF
    assert sign not in clerk.get(home).content.decode()
    twice = clerk.post(at(cast, "attach_scan", meeting.pk), {"scan": SimpleUploadedFile("scan.pdf", PDF)})
    assert twice.status_code == 422
    with meeting.signed_scan.file.storage.open(meeting.signed_scan.file.name, "wb") as stored:
        stored.write(PDF + b"changed")
    assert clerk.get(at(cast, "signed_scan", meeting.pk)).status_code == 409
    assert "decisions.scan_changed" in [finding.code for finding in verify([cast.steward.pk])]


def test_corrections_are_added_and_nothing_is_edited(cast: Cast, decided: Resolution) -> None:
    before = Resolution.objects.filter(pk=decided.pk).values().get()
    clerk = cast.client("clerk")
    assert clerk.post(at(cast, "correct_resolution", decided.pk), {"text": "วันที่เสร็จคือ 15 ก.พ. 2570"}).status_code == 302
    assert Resolution.objects.filter(pk=decided.pk).values().get() == before
    assert "15 ก.พ. 2570" in clerk.get(at(cast, "resolution", decided.pk)).content.decode()
    open_meeting = call(cast, decided.meeting.network, topics=["ใหม่"])
    with pytest.raises(NotClosedYet):
        actions.add_annex(open_meeting, "แก้", by=cast.actor("clerk"))


def test_the_missing_sentence_is_written_once(cast: Cast, decided: Resolution) -> None:
    clerk, url = cast.client("clerk"), at(cast, "improvement", decided.meeting.pk)
    assert clerk.post(url, {"improved": "เพิ่มงบขุดลอก"}).status_code == 302
    assert clerk.post(url, {"improved": "อย่างอื่น"}).status_code == 422
    assert drafts.ita(queries.sitting(Meeting.objects.get(pk=decided.meeting.pk))).improvement == "เพิ่มงบขุดลอก"


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        ("quorum", "decisions.resolved_without_quorum"),
        ("stage", "decisions.resolved_before_closing"),
        ("count", "decisions.attendance_differs"),
        ("hands", "decisions.more_hands_than_seats"),
        ("seat", "decisions.vacant_seat_present"),
        ("certificate", "decisions.resolution_recount"),
    ],
)
def test_verify_names_every_planted_harm(cast: Cast, decided: Resolution, harm: str, code: str) -> None:
    from ruammue.networks.models import Appointment

    assert [finding for finding in verify([cast.steward.pk]) if finding.code.startswith("decisions.")] == []
    meetings, items = Meeting.objects.filter(pk=decided.meeting_id), Item.objects.filter(pk=decided.item_id)
    if harm == "quorum":
        meetings.update(had_quorum=False)
    elif harm == "stage":
        meetings.update(stage="called", closed_at=None, closed_by_id=None)
    elif harm == "count":
        meetings.update(seats_present=10)
    elif harm == "hands":
        items.update(yes=30)
    elif harm == "seat":
        Appointment.objects.filter(seat__network__meetings=decided.meeting, person=cast.nurse).update(
            until_on=decided.meeting.held_on - dt.timedelta(days=1)
        )
    else:
        forged = {**decided.certificate, "inputs": {**decided.certificate["inputs"], "yes": 8}}
        Resolution.objects.filter(pk=decided.pk).update(certificate=forged)
    assert code in [finding.code for finding in verify([cast.steward.pk])]


def test_listening_shortly_before_deciding_is_warned_of(cast: Cast) -> None:
    """R23: heard in a forum yesterday, decided today."""
    from ruammue.decisions.actions import ForumEntry
    from tests.rooms.decisions.stage import forum

    chosen = matters(cast, 1)
    heard = call(cast, forum(cast), matters=chosen, held_on=timezone.localdate() - dt.timedelta(days=1))
    actions.enter_forum(heard, ForumEntry(counts={"women": 20, "men": 20}, voices={}), by=cast.actor("officer"))
    actions.close_meeting(heard, Closing(), by=cast.actor("officer"))
    meeting = call(cast, committee(cast, 3), matters=chosen)
    enter(cast, meeting, 3, motion(meeting, yes=3))
    page = cast.client("clerk").get(at(cast, "close_meeting", meeting.pk)).content.decode()
    assert chosen[0].public_sentence in page
    assert "7 วัน" in page or "7 days" in page
