"""A village forum on paper: called, printed, typed in within ten minutes, closed the same night."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import docx
import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ruammue.decisions import actions, drafts, judging, queries
from ruammue.decisions.actions import Closing, ForumEntry
from ruammue.decisions.models import HeadCount, Item, Meeting, Resolution
from ruammue.decisions.refusals import (
    AlreadyClosed,
    MoreOfThemThanCame,
    NobodyCame,
    NotHeldYet,
    NothingTakenUp,
    TooManyHands,
    TooManyStickers,
)
from ruammue.foundation.refusals import sentence_for
from ruammue.ledger.models import Entry
from ruammue.ledger.verification import verify
from ruammue.needs.models import Matter
from ruammue.papers import share
from tests.cast import Cast
from tests.rooms.decisions.stage import call, committee, forum, matters, partners

HANDS = (31, 28, 25, 25, 12, 9, 7, 4, 2, 0)


def at(cast: Cast, name: str, *args: Any) -> str:
    return reverse(f"decisions:{name}", args=[cast.steward.slug, *args])


def sheet(meeting: Meeting, hands: tuple[int, ...] = HANDS, **more: str) -> dict[str, str]:
    """What stands on the paper, as it is typed."""
    typed = {"women": "22", "men": "18", "children": "6", "old": "11", "disabled": "5", "method": "hands"}
    typed |= {f"voices_{number}": str(count) for number, count in enumerate(hands, start=1)}
    return {**typed, **more}


REVIEW = {
    "ended_at": "20.30",
    "note_taker": "นางจันทร์ ใจงาม",
    "checker": "นายคำดี มั่นคง",
    "take": "3",
    "effect": "advisory",
    "responsible": "ผู้ใหญ่บ้านหมู่ 3",
    "due_on": "31/1/2570",
    "improved": "อบต. จะซ่อมถนนก่อนหน้าฝน",
}


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    """The forum of village 3 with ten needs, called for today."""
    return call(cast, forum(cast), matters=matters(cast))


def test_the_head_calls_the_forum_of_their_village_and_no_other(cast: Cast) -> None:
    network, (first, *_rest) = forum(cast), matters(cast)
    head = cast.client("head")
    typed = {
        "network": network.pk,
        "held_on": "30/11/2569",
        "starts_at": "6 โมงเย็น",
        "place": "ศาลากลางบ้าน",
        "noticed_on": "22/11/2569",
        "matters": [first.pk],
        "topics": "ไฟทาง\nขยะ",
        "method": "hands",
    }
    answer = head.post(at(cast, "call_meeting"), typed, follow=True)
    meeting = Meeting.objects.get()
    assert answer.status_code == 200
    assert [item.title for item in meeting.items.all()] == [first.title, "ไฟทาง", "ขยะ"]
    assert Entry.objects.filter(kind="decisions.meeting_called").count() == 1
    other = forum(cast)
    other.village = cast.villages[0]
    other.save()
    refused = head.post(at(cast, "call_meeting"), {**typed, "network": other.pk})
    assert refused.status_code == 422
    assert Meeting.objects.count() == 1


def test_short_notice_is_warned_of_and_stops_nothing(cast: Cast) -> None:
    network = forum(cast)
    day = timezone.localdate() + dt.timedelta(days=1)
    typed = {
        "network": network.pk,
        "held_on": f"{day.day}/{day.month}/{day.year + 543}",
        "starts_at": "18.00",
        "place": "ศาลากลางบ้าน",
        "noticed_on": f"{(day - dt.timedelta(days=1)).day}/{(day - dt.timedelta(days=1)).month}/{day.year + 543}",
        "topics": "ไฟทาง",
        "method": "hands",
    }
    page = cast.client("officer").post(at(cast, "call_meeting"), typed, follow=True).content.decode()
    assert Meeting.objects.count() == 1
    assert "3 วัน" in page or "3 days" in page


def test_the_sheet_prints_with_its_rows_and_a_code_to_the_entry_page(cast: Cast, meeting: Meeting) -> None:
    answer = cast.client("head").get(at(cast, "sheet", meeting.pk))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    made = drafts.forum_sheet(queries.sitting(meeting), "https://example.test/x")
    assert [row.row_id for row in made.rows] == [str(number) for number in range(1, 11)]
    assert made.link == "https://example.test/x"


def test_forty_people_and_ten_needs_on_one_page_in_few_fields(cast: Cast, meeting: Meeting) -> None:
    """The measure: one page, sixteen counts and two clicks for the entry; at most eight fields and one click after."""
    head = cast.client("head")
    page = head.get(at(cast, "enter_forum", meeting.pk)).content.decode()
    form = page.split("data-draft>", 1)[1].split("</form>", 1)[0]
    must = re.findall(r'<input type="text" name="(women|men|children|old|disabled|voices_\d+)"', form)
    assert len(must) == 15
    answer = head.post(at(cast, "enter_forum", meeting.pk), sheet(meeting))
    assert answer.status_code == 302
    assert answer["Location"] == at(cast, "close_meeting", meeting.pk)
    review = head.get(answer["Location"]).content.decode()
    asked = re.findall(r'name="([a-z_]+)"', review.split("<form", 2)[-1].split('class="form"', 1)[-1])
    fields = {name for name in asked if name in REVIEW}
    assert fields == set(REVIEW)
    assert len(fields) <= 8
    closed = head.post(at(cast, "close_meeting", meeting.pk), REVIEW)
    assert closed.status_code == 302
    meeting.refresh_from_db()
    assert meeting.is_closed


def closed(cast: Cast, meeting: Meeting, **more: Any) -> Meeting:
    """The forum typed in and closed by the village head."""
    head = cast.client("head")
    assert head.post(at(cast, "enter_forum", meeting.pk), sheet(meeting)).status_code == 302
    assert head.post(at(cast, "close_meeting", meeting.pk), {**REVIEW, **more}).status_code == 302
    meeting.refresh_from_db()
    return meeting


def test_closing_makes_the_register_with_the_effect_not_confirmed(cast: Cast, meeting: Meeting) -> None:
    closed(cast, meeting)
    rows = list(meeting.resolutions.order_by("rank", "item__order"))
    assert [row.rank for row in rows] == [1, 2, 3, 3, 5, 6, 7, 8, 9, 10]
    # Rows 3 and 4 are equal at the edge: both are taken up.
    assert [row.outcome for row in rows[:5]] == ["adopted"] * 4 + ["noted"]
    assert "31 คน จากผู้มาประชุม 40 คน" in rows[0].text
    assert rows[0].effect == "advisory"
    assert not rows[0].is_effect_confirmed
    assert {row.effect for row in rows[4:]} == {"advisory"}
    assert rows[0].responsible_words == "ผู้ใหญ่บ้านหมู่ 3"
    assert rows[4].responsible_words == ""
    made = Entry.objects.filter(kind="decisions.resolution_made")
    assert made.count() == 10
    assert Entry.objects.filter(kind="decisions.meeting_closed").count() == 1
    wrong = [finding for finding in verify([cast.steward.pk]) if finding.code.startswith("decisions.")]
    assert wrong == []
    page = cast.client("officer").get(at(cast, "resolutions")).content.decode()
    assert "ไม่ยืนยัน" in page


def test_every_paper_comes_from_the_one_entry(cast: Cast, meeting: Meeting) -> None:
    closed(cast, meeting)
    officer = cast.client("officer")
    for name, fmt in (
        ("minutes", "pdf"), ("minutes", "docx"), ("register", "pdf"), ("register", "docx"), ("register", "xlsx"),
        ("attendance", "pdf"), ("ita", "pdf"), ("ita", "docx"), ("loudspeaker", "pdf"),
    ):  # fmt: skip
        answer = officer.get(at(cast, "paper", meeting.pk, name, fmt))
        assert answer.status_code == 200, (name, fmt)
        assert len(answer.content) > 2000
    read = officer.get(at(cast, "minutes", meeting.pk)).content.decode()
    assert "ร่าง – มีผลเมื่อลงนาม" in read
    assert "รายงานการประชุม" in read
    assert "ประชาชน ๔๐ คน" in re.sub(r"<[^>]+>|\s+", " ", read).replace("  ", " ")
    again = officer.get(at(cast, "paper", meeting.pk, "minutes", "docx")).content
    assert officer.get(at(cast, "paper", meeting.pk, "minutes", "docx")).content == again
    words = "\n".join(part.text for part in docx.Document(io.BytesIO(again)).paragraphs)
    assert "เห็นควรทำก่อน" in words


def test_the_minutes_carry_the_head_of_the_record(cast: Cast, meeting: Meeting) -> None:
    from ruammue.ledger.actions import seal
    from ruammue.ledger.models import Head

    seal(cast.steward.pk)
    closed(cast, meeting)
    head = Head.objects.get()
    assert meeting.ledger_head == f"{head.size}@{bytes(head.root).hex()}"
    made = drafts.minutes(queries.sitting(meeting))
    assert made.seal == (head.size, bytes(head.root).hex()[:32])
    assert "@" not in made.office.source


def test_what_the_room_reads_and_what_leaves_it_names_no_unpublished_matter(cast: Cast) -> None:
    private = matters(cast, 2, is_public=False)
    for matter in private:
        matter.title = f"บ้านยายคนที่ {matter.number} น้ำไม่ไหล"
        matter.save()
    meeting = call(cast, forum(cast), matters=[*private, *matters(cast, 8)])
    assert meeting.items.get(order=1).title == f"เรื่องน้ำ (เรื่องที่ {private[0].number})"
    worded = {f"row_{item.order}": item.title for item in meeting.items.all()} | {"row_2": "น้ำประปาขุ่น"}
    assert cast.client("head").post(at(cast, "word_rows", meeting.pk), worded).status_code == 302
    closed(cast, meeting)
    sitting = queries.sitting(meeting)
    ita = drafts.ita(sitting)
    said = drafts.told(sitting).sentence + ita.issue + ita.result
    assert "น้ำประปาขุ่น" in said
    for matter in private:
        assert matter.title not in said
    # Of an unpublished matter the page outside says what became of it, not how many hands there were.
    assert "31" not in ita.result
    assert ita.improvement == REVIEW["improved"]
    assert ita.fiscal_year == 2570


def test_what_is_told_names_whole_titles_or_stops(cast: Cast, meeting: Meeting) -> None:
    long = "ถนนลูกรังเข้านาเป็นหลุม น้ำขัง รถเกี่ยวข้าวเข้าไม่ได้ตั้งแต่เดือนมิถุนายน"
    for item in meeting.items.all():
        item.title = f"{long} {item.order}"
        item.save()
    closed(cast, meeting)
    sentence = drafts.told(queries.sitting(meeting)).sentence
    assert sentence.endswith(f"1) {long} 1 2) {long} 2") or sentence.endswith(f"1) {long} 1")
    assert len(sentence) <= share.LONGEST_SENTENCE


def test_small_groups_are_not_told_outside(cast: Cast, meeting: Meeting) -> None:
    actions.enter_forum(
        meeting,
        ForumEntry(counts={"women": 38, "men": 2, "children": 3, "old": 38, "disabled": 0}, voices={}),
        by=cast.actor("head"),
    )
    said = drafts.participants(queries.sitting(meeting))
    assert "40 คน" in said
    assert "38" not in said
    assert "3 คน" not in said.replace("38", "")


def test_impossible_counts_are_refused_beside_their_field(cast: Cast, meeting: Meeting) -> None:
    head = cast.client("head")
    many = head.post(at(cast, "enter_forum", meeting.pk), sheet(meeting, (41, *HANDS[1:])))
    assert many.status_code == 422
    form = many.context["form"]
    assert list(form.errors) == ["voices_1"]
    assert "41" in form.errors["voices_1"][0]
    assert "40" in form.errors["voices_1"][0]
    part = head.post(at(cast, "enter_forum", meeting.pk), sheet(meeting, children="41"))
    assert list(part.context["form"].errors) == ["children"]
    none = head.post(at(cast, "enter_forum", meeting.pk), sheet(meeting, women="0", men="0"))
    assert "women" in none.context["form"].errors
    word = head.post(at(cast, "enter_forum", meeting.pk), sheet(meeting, women="ยี่สิบ"))
    assert "women" in word.context["form"].errors
    assert "ยี่สิบ" in word.content.decode()
    minus = head.post(at(cast, "enter_forum", meeting.pk), sheet(meeting, women="-3"))
    assert "women" in minus.context["form"].errors
    meeting.refresh_from_db()
    assert meeting.entered_at is None
    assert not meeting.head_counts.exists()


def test_thai_digits_and_new_rows_from_the_room(cast: Cast, meeting: Meeting) -> None:
    typed = sheet(meeting, women="๒๒", men="๑๘", new_title_1="ขอรั้วโรงเรียน", new_voices_1="๓๓")
    assert cast.client("head").post(at(cast, "enter_forum", meeting.pk), typed).status_code == 302
    new = meeting.items.get(order=11)
    assert (new.title, new.voices, new.matter_id) == ("ขอรั้วโรงเรียน", 33, None)
    assert meeting.head_counts.get(group="women").count == 22
    # Typed in again: the row can be renamed, and an emptied title takes it away.
    again = sheet(meeting, title_11="", voices_11="33")
    assert cast.client("head").post(at(cast, "enter_forum", meeting.pk), again).status_code == 302
    assert not meeting.items.filter(order=11).exists()
    over = sheet(meeting, new_title_2="อีกเรื่อง", new_voices_2="50")
    refused = cast.client("head").post(at(cast, "enter_forum", meeting.pk), over)
    assert list(refused.context["form"].errors) == ["new_voices_2"]


def test_stickers_are_judged_by_what_was_handed_out(cast: Cast, meeting: Meeting) -> None:
    head = cast.client("head")
    typed = sheet(meeting, (60, 40, 20, 0, 0, 0, 0, 0, 0, 0), method="stickers", stickers_each="3")
    assert head.post(at(cast, "enter_forum", meeting.pk), typed).status_code == 302
    over = sheet(meeting, (61, 40, 20, 0, 0, 0, 0, 0, 0, 0), method="stickers", stickers_each="3")
    refused = head.post(at(cast, "enter_forum", meeting.pk), over)
    assert list(refused.context["form"].errors) == ["stickers_each"]
    assert "121" in refused.context["form"].errors["stickers_each"][0]


def test_a_dead_browser_loses_nothing(cast: Cast, meeting: Meeting) -> None:
    head = cast.client("head")
    half = {"women": "22", "voices_3": "ยังนับไม่เสร็จ", "new_title_1": "รั้ว", "act": "draft"}
    quiet = head.post(at(cast, "enter_forum", meeting.pk), half, headers={"X-Requested-With": "draft"})
    assert quiet.status_code == 204
    page = cast.client("volunteer").get(at(cast, "enter_forum", meeting.pk)).content.decode()
    assert 'value="22"' in page
    assert "ยังนับไม่เสร็จ" in page
    assert "รั้ว" in page
    masked = head.post(at(cast, "enter_forum", meeting.pk), {"words": "เลข 1101700230678", "act": "draft"})
    assert masked.status_code == 302
    meeting.refresh_from_db()
    assert "1101700230678" not in str(meeting.draft)
    closed(cast, meeting)
    assert meeting.draft == {}


def test_what_was_not_held_is_not_closed_and_ends_after_it_began(
    cast: Cast, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    head, today = cast.client("head"), meeting.held_on
    assert head.post(at(cast, "enter_forum", meeting.pk), sheet(meeting)).status_code == 302
    for wrong, field in (({"ended_at": "17.59"}, "ended_at"), ({"take": "0"}, "take")):
        refused = head.post(at(cast, "close_meeting", meeting.pk), {**REVIEW, **wrong})
        assert refused.status_code == 422
        assert refused.context["form"].errors.keys() == {field}
    with pytest.raises(NothingTakenUp):
        actions.close_meeting(meeting, Closing(take=0), by=cast.actor("head"))
    meeting.refresh_from_db()
    meeting.held_on = today + dt.timedelta(days=1)
    meeting.save()
    for name in ("enter_forum", "close_meeting"):
        refused = head.post(at(cast, name, meeting.pk), {**sheet(meeting), **REVIEW})
        assert refused.status_code == 422
        assert refused.context["form"].non_field_errors() == [sentence_for(NotHeldYet(held_on=meeting.held_on))]
    assert (
        sentence_for(NotHeldYet(held_on=meeting.held_on))
        in head.get(at(cast, "enter_forum", meeting.pk)).content.decode()
    )
    assert at(cast, "enter_forum", meeting.pk) not in head.get(at(cast, "meeting", meeting.pk)).content.decode()
    meeting.refresh_from_db()
    assert meeting.is_open
    # Without the guard it would be closed today.
    from ruammue.decisions.actions import meetings as verbs

    monkeypatch.setattr(verbs, "_held", lambda row, _now: verbs._open(row))
    answer = head.post(at(cast, "close_meeting", meeting.pk), REVIEW)
    assert answer.status_code == 302, answer.context["form"].errors


def test_the_body_that_meets_is_proposed_only_when_it_is_known(cast: Cast) -> None:
    """Its own network, else the forum of its village, else nobody: never the first of a long list."""
    networks, (own, of_village, of_nowhere) = [committee(cast), partners(cast), forum(cast)], matters(cast, 3)
    networks[1].matter, of_nowhere.village = own, None
    networks[1].save()
    of_nowhere.save()
    officer = cast.client("officer")
    for matter, body in ((own, networks[1]), (of_village, networks[2]), (of_nowhere, None), (None, None)):
        page = officer.get(at(cast, "call_meeting"), {"matter": str(matter.pk)} if matter else {})
        assert page.context["form"]["network"].value() == (body.pk if body else None)
    chosen = officer.get(at(cast, "call_meeting"), {"matter": str(own.pk), "network": str(networks[0].pk)})
    assert chosen.context["form"]["network"].value() == networks[0].pk
    assert officer.get(at(cast, "call_meeting"), {"matter": "x"}).status_code == 200


def test_closing_twice_is_refused_with_the_time(cast: Cast, meeting: Meeting) -> None:
    closed(cast, meeting)
    before = list(meeting.resolutions.values_list("pk", "text"))
    answer = cast.client("head").post(at(cast, "close_meeting", meeting.pk), REVIEW)
    assert answer.status_code == 409
    assert "2569" in answer.content.decode() or str(timezone.localdate().year + 543) in answer.content.decode()
    for form in ("close_meeting", "enter_forum", "move_meeting", "cancel_meeting", "word_rows"):
        back = cast.client("head").get(at(cast, form, meeting.pk))
        assert (back.status_code, back["Location"]) == (302, at(cast, "meeting", meeting.pk)), "no form to fill in vain"
    with pytest.raises(AlreadyClosed) as refused:
        actions.close_meeting(meeting, Closing(), by=cast.actor("officer"))
    assert refused.value.data["closed_at"] == meeting.closed_at
    with pytest.raises(AlreadyClosed):
        actions.enter_forum(meeting, ForumEntry(counts={"women": 1}, voices={}), by=cast.actor("head"))
    assert list(meeting.resolutions.values_list("pk", "text")) == before
    assert Entry.objects.filter(kind="decisions.meeting_closed").count() == 1


def test_mutant_without_the_stage_check_closes_twice(
    cast: Cast, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Proves that the check is what refuses: without it the second closing goes as far as the database."""
    from django.db import IntegrityError

    from ruammue.decisions.actions import meetings as verbs

    closed(cast, meeting)
    monkeypatch.setattr(verbs, "_open", verbs._locked)
    with pytest.raises(IntegrityError):
        actions.close_meeting(meeting, Closing(), by=cast.actor("officer"))


def test_who_may_type_in_and_who_may_close(cast: Cast, meeting: Meeting) -> None:
    assert cast.client("volunteer").get(at(cast, "enter_forum", meeting.pk)).status_code == 200
    assert cast.client("volunteer").get(at(cast, "close_meeting", meeting.pk)).status_code == 403
    for name in ("nurse", "auditor", "outsider", "mayor"):
        assert cast.client(name).get(at(cast, "enter_forum", meeting.pk)).status_code == 403, name
        assert cast.client(name).post(at(cast, "enter_forum", meeting.pk), sheet(meeting)).status_code == 403, name
    stranger = cast.client()
    assert stranger.get(at(cast, "meeting", meeting.pk)).status_code == 302
    assert stranger.post(at(cast, "close_meeting", meeting.pk), REVIEW).status_code == 403
    other = reverse("decisions:meeting", args=[cast.other_steward.slug, meeting.pk])
    assert cast.client("outsider").get(other).status_code == 404


def test_the_meeting_page_says_what_is_next(cast: Cast, meeting: Meeting, settings: Any) -> None:
    head, stranger, notice = cast.client("head"), cast.client(), at(cast, "notice", meeting.pk)
    page = head.get(at(cast, "meeting", meeting.pk)).content.decode()
    assert at(cast, "enter_forum", meeting.pk) in page
    # What is passed on names what will be talked about; it leads to a page for everybody, if anybody can reach it.
    assert "เรื่องที่จะคุย: 1)" in page
    assert "http://testserver" not in page.split("data-share-text>")[1].split("</p>")[0]
    assert any("เรื่องที่จะคุย" in said for said in drafts.loudspeaker(queries.sitting(meeting)).sentences)
    settings.PUBLIC_URL = "https://ruammue.example"
    assert f"https://ruammue.example{notice}" in head.get(at(cast, "meeting", meeting.pk)).content.decode()
    first = meeting.items.get(order=1)
    assert first.title in stranger.get(notice).content.decode()
    Matter.objects.filter(pk=first.matter_id).update(is_sensitive=True)
    assert first.title not in stranger.get(notice).content.decode()
    assert stranger.get(at(cast, "notice", call(cast, committee(cast)).pk)).status_code == 404
    closed(cast, meeting)
    told = stranger.get(notice).content.decode()
    assert str(Resolution.Outcome.ADOPTED.label) in told
    assert "31" not in told.split('class="ranks"')[1].split("</ol>")[0]  # how many hands is nobody's business outside
    page = head.get(at(cast, "meeting", meeting.pk)).content.decode()
    assert at(cast, "paper", meeting.pk, "minutes", "docx") in page
    assert "https://line.me/R/share" in page


@given(
    heads=st.integers(1, 60),
    hands=st.lists(st.integers(0, 70), min_size=1, max_size=12),
    take=st.integers(0, 12),
)
def test_the_order_is_right_whatever_was_counted(heads: int, hands: list[int], take: int) -> None:
    """Refused exactly when a hand has no head; else higher counts come first, and only the first ranks are taken."""
    meeting = Meeting(kind=Meeting.Kind.FORUM, stickers_each=None)
    items = [Item(order=order, voices=count) for order, count in enumerate(hands, start=1)]
    came = _came(heads)
    if max(hands) > heads:
        with pytest.raises(TooManyHands):
            judging.rulings(meeting, came, items, [], take=take)
        return
    ruled = judging.rulings(meeting, came, items, [], take=take)
    counts = [ruling.item.voices or 0 for ruling in ruled]
    assert counts == sorted(hands, reverse=True)
    for ruling in ruled:
        better = sum(count > (ruling.item.voices or 0) for count in hands)
        assert ruling.rank == better + 1
        is_taken = better < take and (ruling.item.voices or 0) > 0
        assert (ruling.outcome == Resolution.Outcome.ADOPTED) is is_taken


def _came(heads: int) -> judging.Attended:
    from fractions import Fraction

    from ruammue import rulebook

    return judging.Attended(
        filled=0,
        present=heads,
        needed=None,
        share=Fraction(0),
        substitutes=0,
        is_recalled_in_time=False,
        rule=rulebook.quorum_rule("forum.village"),
    )


@given(counts=st.fixed_dictionaries({group.value: st.integers(0, 50) for group in HeadCount.Group}))
def test_parts_never_exceed_the_whole(counts: dict[str, int]) -> None:
    heads = counts["women"] + counts["men"]
    if heads == 0:
        with pytest.raises(NobodyCame):
            judging.check_heads(counts)
    elif max(counts["children"], counts["old"], counts["disabled"]) > heads:
        with pytest.raises(MoreOfThemThanCame):
            judging.check_heads(counts)
    else:
        assert judging.check_heads(counts) == heads


def test_too_many_stickers_names_all_four_numbers() -> None:
    with pytest.raises(TooManyStickers) as refused:
        judging.ranked({"1": 7}, heads=2, stickers_each=3, source="")
    assert refused.value.data == {"total": 7, "given": 6, "each": 3, "heads": 2}
