"""A matter is joined and split, passed by and closed, and what everybody reads of it is written anew."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ruammue.access.actors import STRANGER
from ruammue.ledger.models import Entry, EntryNote
from ruammue.needs import actions, handlers
from ruammue.needs.models import Matter, Need, NeedFile, Skip
from ruammue.needs.queries import similar_matters
from ruammue.needs.refusals import (
    AlreadyClosed,
    AlreadyPublished,
    AlreadySkipped,
    NeedsUnanswered,
    NotClosed,
    NotPublished,
    OnlyOneNeed,
    PhotoNotOfThisMatter,
    PublishedStaysItself,
    ReasonMissing,
    SameMatter,
    SensitiveStaysQuiet,
)
from ruammue.needs.story import Told, add, matter_story
from tests.cast import Cast
from tests.rooms.needs.pictures import VOICES, jpeg
from tests.rooms.needs.test_telling import words


@pytest.fixture(autouse=True)
def _no_finders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handlers, "_finders", [])


def report(cast: Cast, text: str = "น้ำไม่ไหล", **more: object) -> Need:
    return actions.report_need(cast.steward, by=STRANGER, text=text, village=cast.villages[2], **more)  # type: ignore[arg-type]


def answered(cast: Cast, need: Need, way: str = "village") -> None:
    actions.answer_need(need, by=cast.actor("officer"), way=way, text="ทำแล้ว")


# ------------------------------------------------------------------------------------------- public


def test_the_officer_sees_exactly_what_goes_out_before_it_does(cast: Cast) -> None:
    need = report(cast, "น้ำไม่ไหล บ้านยายบุญ", photos=[jpeg(), jpeg("red")])
    officer = cast.client("officer")
    page = reverse("needs:publish", args=[cast.steward.slug, need.matter_id])
    photos = list(NeedFile.objects.of(cast.steward).order_by("id"))
    told = {"sentence": "น้ำประปาหมู่ 3 ไม่ไหล 86 หลังคาเรือน", "photos": [str(photos[0].pk)]}
    preview = officer.post(page, {**told, "preview": "1"})
    assert "ทุกคนจะเห็นแบบนี้" in words(preview)
    assert str(photos[0].pk) in preview.content.decode()
    assert str(photos[1].pk) not in preview.content.decode()
    assert not Matter.objects.of(cast.steward).exclude(published_at=None).exists(), "looking is not publishing"
    assert officer.post(page, told).status_code == 302
    matter = Matter.objects.of(cast.steward).get()
    assert (matter.public_sentence, matter.is_published) == (told["sentence"], True)
    assert [file.attachment.is_public for file in NeedFile.objects.of(cast.steward).order_by("id")] == [True, False]
    shown = words(cast.client("nurse").get(reverse("needs:matter", args=[cast.steward.slug, matter.pk])))
    assert told["sentence"] in shown
    assert "ยายบุญ" not in shown


def test_a_public_sentence_that_points_at_a_person_is_asked_about_before_it_goes_out(cast: Cast) -> None:
    need = report(cast, "น้ำไม่ไหล")
    officer, page = cast.client("officer"), reverse("needs:publish", args=[cast.steward.slug, need.matter_id])
    told = {"sentence": "น้ำไม่ไหลหน้าบ้านยายบุญ"}
    for sent in ({**told, "preview": "1"}, told):
        asked = officer.post(page, sent)
        assert "ชื่อคน" in words(asked)
        assert 'name="is_meant"' in asked.content.decode()
    assert not Matter.objects.of(cast.steward).exclude(published_at=None).exists()
    seen = officer.post(page, {**told, "preview": "1", "is_meant": "on"})
    assert "ทุกคนจะเห็นแบบนี้" in words(seen)
    assert '<input type="hidden" name="is_meant" value="on">' in seen.content.decode(), "answered once"
    assert officer.post(page, {**told, "is_meant": "on"}).status_code == 302
    assert Matter.objects.of(cast.steward).get().public_sentence == told["sentence"], "a question, no wall"


@pytest.mark.parametrize("more", [{"is_about_one_person": True}, {"category": "health"}])
def test_a_personal_matter_goes_out_with_kind_and_tambon_only(cast: Cast, more: dict[str, object]) -> None:
    need = report(cast, "ยายบุญล้ม", photos=[jpeg()], **more)
    officer = cast.actor("officer")
    photo = NeedFile.objects.of(cast.steward).get()
    with pytest.raises(SensitiveStaysQuiet):
        actions.publish_matter(need.matter, by=officer, sentence="ยายบุญล้ม")
    with pytest.raises(SensitiveStaysQuiet):
        actions.publish_matter(need.matter, by=officer, photos=[photo.pk])
    page = reverse("needs:publish", args=[cast.steward.slug, need.matter_id])
    shown = cast.client("officer").get(page).content.decode()
    assert "textarea" not in shown.split("<main", 1)[1]
    cast.client("officer").post(page, {"sentence": "ยายบุญล้ม", "photos": [str(photo.pk)]})
    sentence = Matter.objects.of(cast.steward).get().public_sentence
    assert "ตำบลนาร่วมใจ" in sentence
    assert "ยายบุญ" not in sentence
    assert "หมู่" not in sentence
    with pytest.raises(SensitiveStaysQuiet):
        actions.open_call(
            need.matter, by=officer, what="ช่วยยาย", where="หมู่ 3", lacks_people="1 คน", sectors=["citizen"]
        )


def test_only_pictures_of_this_matter_and_of_nobody_alone_go_out(cast: Cast) -> None:
    need, other = report(cast, photos=[jpeg()], voice=VOICES["m4a"][0]), report(cast, "ไฟดับ", photos=[jpeg()])
    officer = cast.actor("officer")
    foreign = NeedFile.objects.of(cast.steward).get(need=other)
    voice = NeedFile.objects.of(cast.steward).get(need=need, attachment__kind="voice")
    for file in (foreign, voice):
        with pytest.raises(PhotoNotOfThisMatter):
            actions.publish_matter(need.matter, by=officer, sentence="น้ำ", photos=[file.pk])
    with pytest.raises(ReasonMissing):
        actions.publish_matter(need.matter, by=officer, sentence=" ")


def test_publishing_and_taking_back_refuse_to_be_done_twice(cast: Cast) -> None:
    matter, officer = report(cast).matter, cast.actor("officer")
    with pytest.raises(NotPublished):
        actions.unpublish_matter(matter, by=officer, reason="ไม่มี")
    actions.publish_matter(matter, by=officer, sentence="น้ำไม่ไหล")
    with pytest.raises(AlreadyPublished):
        actions.publish_matter(matter, by=officer, sentence="น้ำไม่ไหล")
    with pytest.raises(ReasonMissing):
        actions.unpublish_matter(matter, by=officer, reason="")
    actions.unpublish_matter(matter, by=officer, reason="มีคนขอให้นำลง")
    assert EntryNote.objects.filter(entry__kind="needs.matter_unpublished").get().reason == "มีคนขอให้นำลง"


@pytest.mark.parametrize("who", ["mayor", "clerk", "head", "volunteer", "coordinator", "auditor", "nurse"])
def test_nobody_but_the_officer_publishes(cast: Cast, who: str) -> None:
    matter = report(cast).matter
    answer = cast.client(who).post(reverse("needs:publish", args=[cast.steward.slug, matter.pk]), {"sentence": "น้ำ"})
    assert answer.status_code == 403


# ------------------------------------------------------------------------------------------- join and split


def test_needs_of_one_trouble_are_joined_and_taken_apart_again(cast: Cast) -> None:
    first, second = report(cast), report(cast, "น้ำประปาไหลอ่อน")
    officer = cast.client("officer")
    page = reverse("needs:join", args=[cast.steward.slug, second.matter_id])
    assert first.matter.title in words(officer.get(page))
    assert officer.post(page, {"into": str(first.matter_id)}).status_code == 302
    second.refresh_from_db()
    emptied = second.came_from
    assert emptied is not None
    assert (second.matter, emptied.merged_into) == (first.matter, first.matter)
    assert emptied.closed_at is not None
    assert first.receipt != second.receipt, "everybody keeps their own code"
    officer.post(reverse("needs:split", args=[cast.steward.slug, second.pk]))
    second.refresh_from_db()
    assert second.matter == emptied
    assert (second.matter.merged_into, second.matter.closed_at) == (None, None)


def test_the_one_who_stayed_gets_a_new_matter_when_taken_out(cast: Cast) -> None:
    first, second = report(cast), report(cast)
    actions.merge_matters(second.matter, into=first.matter, by=cast.actor("officer"))
    home = actions.split_need(first, by=cast.actor("officer"))
    assert home.number == 3
    assert Need.objects.get(pk=first.pk).matter == home


def test_what_cannot_be_joined_is_refused(cast: Cast) -> None:
    first, second, third = report(cast), report(cast), report(cast, is_about_one_person=True)
    officer = cast.actor("officer")
    with pytest.raises(SameMatter):
        actions.merge_matters(first.matter, into=first.matter, by=officer)
    with pytest.raises(OnlyOneNeed):
        actions.split_need(first, by=officer)
    actions.publish_matter(first.matter, by=officer, sentence="น้ำไม่ไหล")
    with pytest.raises(PublishedStaysItself):
        actions.merge_matters(first.matter, into=second.matter, by=officer)
    with pytest.raises(SensitiveStaysQuiet):
        actions.merge_matters(third.matter, into=first.matter, by=officer)
    assert Need.objects.get(pk=third.pk).matter_id == third.matter_id, "whole or not at all"
    actions.merge_matters(third.matter, into=second.matter, by=officer)
    assert Matter.objects.get(pk=second.matter_id).is_sensitive, "joining opens nothing that one of them closed"
    with pytest.raises(SameMatter):
        actions.merge_matters(second.matter, into=third.matter, by=officer)
    with pytest.raises(SameMatter):
        actions.reopen_matter(third.matter, by=officer)
    answered(cast, second)
    answered(cast, third)
    actions.close_matter(second.matter, by=officer)
    with pytest.raises(AlreadyClosed):
        actions.merge_matters(report(cast).matter, into=second.matter, by=officer)


def test_the_nearest_matters_are_offered_first(cast: Cast) -> None:
    near = report(cast, "น้ำประปา")
    report(cast, "ไฟดับ")
    far = actions.report_need(cast.steward, by=STRANGER, text="น้ำบาดาล", village=cast.villages[0])
    mine = report(cast, "น้ำไม่ไหล")
    offered = [row.id for row in similar_matters(mine.matter, cast.actor("officer"))]
    assert offered[0] == near.matter_id
    assert far.matter_id in offered


# ------------------------------------------------------------------------------------------- stations and the end


def test_a_station_is_passed_by_with_a_reason_and_walked_after_all(cast: Cast) -> None:
    matter = report(cast).matter
    officer = cast.client("officer")
    page = reverse("needs:skip", args=[cast.steward.slug, matter.pk])
    assert "ยังไม่ได้กรอก" in words(officer.post(page, {"station": "goal", "reason": ""}))
    officer.post(page, {"station": "goal", "reason": "ใช้เป้าเดิมของแผนน้ำ"})
    assert "ใช้เป้าเดิมของแผนน้ำ" in words(officer.get(reverse("needs:matter", args=[cast.steward.slug, matter.pk])))
    assert "ข้ามไว้แล้ว" in words(officer.post(page, {"station": "goal", "reason": "อีกครั้ง"}))
    officer.post(reverse("needs:resume", args=[cast.steward.slug, matter.pk]), {"station": "goal"})
    assert not Skip.objects.of(cast.steward).exists()
    kinds = [entry.kind for entry in Entry.objects.order_by("id")]
    assert kinds[-2:] == ["needs.station_skipped", "needs.station_resumed"]


def test_a_matter_ends_when_everybody_was_answered_and_can_go_on(cast: Cast) -> None:
    need, officer = report(cast), cast.actor("officer")
    with pytest.raises(NeedsUnanswered):
        actions.close_matter(need.matter, by=officer)
    with pytest.raises(NotClosed):
        actions.reopen_matter(need.matter, by=officer)
    answered(cast, need)
    browser = cast.client("officer")
    browser.post(reverse("needs:close", args=[cast.steward.slug, need.matter_id]), {"reason": "น้ำไหลแล้ว"})
    matter = Matter.objects.get(pk=need.matter_id)
    assert matter.closed_at is not None
    with pytest.raises(AlreadyClosed):
        actions.close_matter(matter, by=officer)
    with pytest.raises(AlreadyClosed):
        actions.skip_station(matter, station="goal", reason="ไม่มี", by=officer)
    browser.post(reverse("needs:reopen", args=[cast.steward.slug, matter.pk]))
    assert Matter.objects.get(pk=matter.pk).closed_at is None


def test_a_skip_twice_and_without_reason_is_refused(cast: Cast) -> None:
    matter, officer = report(cast).matter, cast.actor("officer")
    with pytest.raises(ReasonMissing):
        actions.skip_station(matter, station="goal", reason=" ", by=officer)
    actions.skip_station(matter, station="goal", reason="มีแล้ว", by=officer)
    with pytest.raises(AlreadySkipped):
        actions.skip_station(matter, station="goal", reason="มีแล้ว", by=officer)


def test_the_story_tells_what_happened_and_nobodys_words(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ruammue.needs.story._tellers", [])
    need = report(cast, "ยายบุญบอกว่าน้ำไม่ไหล")
    answered(cast, need, "together")
    actions.give_verdict(need, by=STRANGER, is_fixed=False, words="ยายบุญยังรอ")
    actions.publish_matter(need.matter, by=cast.actor("officer"), sentence="น้ำไม่ไหล")
    add(lambda matter: [Told(at=matter.opened_at, text="ข่าวจากห้องอื่น", is_public=False)])
    story = matter_story(Matter.objects.get(pk=need.matter_id), cast.actor("officer"))
    told = " ".join(sentence.text for sentence in story)
    assert "มีคนหมู่ 3 แจ้งเรื่องนี้" in told
    assert "ข่าวจากห้องอื่น" in told
    assert "ยายบุญ" not in told
    assert [sentence.at for sentence in story] == sorted((sentence.at for sentence in story), reverse=True)
    assert "ข่าวจากห้องอื่น" not in str(matter_story(need.matter, cast.actor("officer"), only_public=True))


def test_numbers_are_given_one_after_the_other_for_each_office(cast: Cast) -> None:
    numbers = [report(cast).matter.number for _ in range(3)]
    other = actions.open_matter(cast.other_steward, by=STRANGER)
    assert (numbers, other.number) == ([1, 2, 3], 1)


def test_a_draft_that_is_changed_is_kept_and_stays_out_of_addresses(cast: Cast) -> None:
    need = actions.report_need(cast.steward, by=STRANGER, text="น้ำไม่ไหล", village=cast.villages[2])
    officer, address = cast.client("officer"), reverse("needs:publish", args=[cast.steward.slug, need.matter_id])
    seen = officer.post(address, {"sentence": "น้ำไม่ไหลหมู่ 3", "preview": "1"}).content.decode()
    assert 'name="again"' in seen
    assert f"· {cast.villages[2].label}</p>" in seen, "the place is the one that the public page names"
    assert 'formmethod="get"' not in seen
    again = officer.post(address, {"sentence": "น้ำไม่ไหลหมู่ 3", "again": "1"}).content.decode()
    assert "น้ำไม่ไหลหมู่ 3</textarea>" in again
    assert Matter.objects.get(pk=need.matter_id).published_at is None


# ------------------------------------------------------------------------------------------- what they said


def test_why_it_is_not_mended_stands_where_it_is_answered_anew(cast: Cast) -> None:
    need = report(cast)
    answered(cast, need)
    actions.give_verdict(need, by=STRANGER, is_fixed=False, words="ยายบุญยังรอ")
    shown = words(cast.client("officer").get(reverse("needs:answer", args=[cast.steward.slug, need.pk])))
    assert "ผู้แจ้งบอกว่า ยัง ยายบุญยังรอ" in shown


def test_what_is_said_to_be_mended_closes_without_another_reason_and_opens_again(cast: Cast) -> None:
    need, officer = report(cast), cast.client("officer")
    answered(cast, need)
    close = reverse("needs:close", args=[cast.steward.slug, need.matter_id])
    assert officer.post(close, {"reason": ""}).status_code == 200, "nobody said yet how it ended"
    actions.give_verdict(need, by=STRANGER, is_fixed=True)
    assert "ผู้แจ้งบอกว่าแก้แล้ว" in officer.get(close).content.decode()
    assert officer.post(close, {"reason": ""}).status_code == 302
    receipt = reverse("needs:receipt", args=[cast.steward.slug, need.receipt])
    assert "ที่จริงยังไม่หาย" in words(cast.client().get(receipt)), "as the page of closing says"
    cast.client().post(reverse("needs:judge", args=[cast.steward.slug, need.receipt]), {"is_fixed": "no"})
    assert Matter.objects.get(pk=need.matter_id).is_open
