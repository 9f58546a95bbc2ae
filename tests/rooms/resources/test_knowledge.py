"""Who knows it, question and reply, three lines of lessons: found again, offered in time, private where they are."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from ruammue.access.actors import Actor
from ruammue.ledger.models import Entry
from ruammue.needs.actions import close_matter, open_matter, report_need, unpublish_matter
from ruammue.needs.models import Matter
from ruammue.resources import refusals
from ruammue.resources.knowledge import actions, alike, queries
from ruammue.resources.knowledge.models import Lesson, Question, Reply
from ruammue.resources.knowledge.who import who_knows
from tests.cast import Cast
from tests.rooms.resources.stage import fresh, matter_of, offer_of, spec_of
from tests.rooms.resources.test_pages import page, send, words

DRAIN = "ร่องระบายน้ำหน้าโรงเรียนตัน น้ำท่วมทางเข้า"


def learned(cast: Cast, matter: Matter, said: str = "นัดท่อให้มาก่อนรถหนึ่งวัน", *, is_open: bool = False) -> Lesson:
    """What the school learned from a matter."""
    lesson = actions.write_lesson(
        matter, worked="เขียนแบบก่อน", failed="", next_time=said, organisation=cast.school, by=cast.actor("teacher")
    )
    if is_open:
        actions.open_to_everybody(lesson, by=cast.actor("officer"))
    return lesson


def need_told(cast: Cast, text: str) -> Any:
    return report_need(cast.steward, by=cast.actor("head"), text=text, village=cast.villages[0], category="road")


def test_lessons_are_offered_when_a_similar_matter_opens(cast: Cast) -> None:
    """Closed, three lines, opened; then a drain elsewhere: the officer and who told it read what was learned."""
    teacher, officer, stranger = cast.client("teacher"), cast.client("officer"), cast.client()
    matter = close_matter(matter_of(cast, DRAIN), by=cast.actor("officer"))
    asks = words(officer.get(reverse("needs:matter", args=[cast.steward.slug, matter.pk])))
    assert "ไม่เขียนก็ได้" in asks
    key = "0" * 7 + "1-0000-7000-8000-000000000000"
    empty = send(teacher, cast, "tell_lesson", matter.pk, once=key)
    assert (empty.status_code, Lesson.objects.exists()) == (422, False)
    for _twice in range(2):
        sent = send(teacher, cast, "tell_lesson", matter.pk, next_time="นัดท่อให้มาก่อนรถหนึ่งวัน", once=key)
        assert sent.status_code == 302
    lesson = Lesson.objects.get()
    assert lesson.organisation == cast.school

    need = need_told(cast, "ร่องระบายน้ำหน้าศูนย์เด็กเล็กตัน ฝนตกทีไรน้ำท่วมทางเข้า")
    read = reverse("needs:need", args=[cast.steward.slug, need.pk])
    receipt = reverse("needs:receipt", args=[cast.steward.slug, need.receipt])
    public = reverse("evidence:matter", args=[cast.steward.slug, matter.pk])
    assert "เคยมีเรื่องคล้ายกัน" in words(officer.get(read))
    assert "นัดท่อให้มาก่อนรถ" in words(officer.get(read))
    for address in (receipt, public):
        assert "นัดท่อ" not in words(stranger.get(address)), "not before it is opened"
    send(officer, cast, "open_lesson", lesson.pk)
    for address in (receipt, public):
        assert "นัดท่อ" in words(stranger.get(address))
    assert "นัดท่อ" in page(stranger, cast, "knowledge", q="ท่อระบายนำ้")  # misspelt on purpose
    assert "ยังไม่มีใครบันทึก" in page(stranger, cast, "knowledge", q="เลี้ยงผึ้ง")
    for where in ("needs:need", "needs:answer", "needs:matter"):
        key_of = need.matter_id if where == "needs:matter" else need.pk
        shown = words(officer.get(reverse(where, args=[cast.steward.slug, key_of])))
        assert "นัดท่อให้มาก่อนรถ" in shown, where
    other = need_told(cast, "ไฟข้างทางดับสามต้น")
    assert "เคยมีเรื่องคล้ายกัน" not in words(officer.get(reverse("needs:need", args=[cast.steward.slug, other.pk])))


def test_private_lessons_never_leak(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a matter about one person nothing leaves its page; of one that is not public nothing reaches a stranger."""
    officer, stranger = cast.actor("officer"), cast.client()
    secret = open_matter(cast.steward, by=officer, title="ร่องน้ำหน้าบ้านยายคำ", village=cast.villages[0])
    learned(cast, secret, "ยายคำป่วยติดเตียง")
    hidden = matter_of(cast, DRAIN)
    learned(cast, hidden, "ค่าเช่ารถแพงเกินไป", is_open=True)
    unpublish_matter(hidden, by=officer, reason="ยังไม่พร้อม")
    fresh_one = matter_of(cast, "ร่องระบายน้ำหน้าศูนย์เด็กตัน")
    assert "ค่าเช่ารถ" not in page(stranger, cast, "knowledge", q="ร่องระบายน้ำ")
    assert {row.next_time for row in queries.learned_before(fresh_one, officer)} >= {"ค่าเช่ารถแพงเกินไป"}
    Matter.objects.filter(pk=secret.pk).update(is_sensitive=True)
    for who in ("officer", "owner", "head", None):
        seen = page(cast.client(who), cast, "knowledge", q="ยายคำป่วย")
        assert "ติดเตียง" not in seen, who
    assert all("ติดเตียง" not in row.next_time for row in queries.learned_before(fresh_one, officer, limit=9))
    assert queries.learned_before(fresh(secret), officer) == ()
    with pytest.raises(refusals.KnowledgeOfPrivateMatter):
        actions.open_to_everybody(Lesson.objects.get(matter=secret), by=officer)
    # The guard removed: whoever asks finds it.
    monkeypatch.setattr(queries, "lessons_for", lambda steward, _actor: Lesson.objects.of(steward))
    assert "ติดเตียง" in page(stranger, cast, "knowledge", q="ยายคำป่วย")


def test_a_question_is_answered_by_a_partner_or_by_link_and_thanked(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    abbot, officer, owner, stranger = (cast.client(name) for name in ("abbot", "officer", "owner", None))
    offer_of(cast, 2, spec=spec_of(cast, "สอนทำปุ๋ยหมัก", "knowledge", "occasion"), who="teacher", organisation="school")
    seen = page(abbot, cast, "knowledge", q="ทำปุ๋ยหมัก")
    assert cast.school.name in seen
    assert (
        f"?who={cast.school.pk}"
        in abbot.get(reverse("resources:knowledge", args=[cast.steward.slug]), {"q": "ทำปุ๋ยหมัก"}).content.decode()
    )
    key = "0" * 7 + "2-0000-7000-8000-000000000000"
    for _twice in range(2):
        sent = send(abbot, cast, "ask_question", text="ทำปุ๋ยหมักจากขยะเปียก?", theme="environment", once=key,
                    asked_of=str(cast.school.pk))  # fmt: skip
    question = Question.objects.get()
    assert sent.url == reverse("resources:question", args=[cast.steward.slug, question.pk])
    assert "มีคำถามถึงท่าน" in page(cast.client("teacher"), cast, "knowledge")
    # The shop knows something, too; somebody without an account answers by link.
    send(owner, cast, "reply", question.pk, text="ใช้กากน้ำตาล", once="0" * 7 + "3-0000-7000-8000-000000000000")
    asked = send(officer, cast, "question_link", question.pk)
    link = re.search(r"/[a-z-]+/knowledge/reply/[\w-]+/", asked.content.decode())
    assert link
    assert stranger.get(link[0]).status_code == 200
    assert stranger.post(link[0], {"text": "กลับกองทุก 7 วัน", "as_whom": "ครูวิชา"}).status_code == 302
    assert stranger.get(link[0]).status_code == 404, "used up"
    theirs = page(owner, cast, "question", question.pk)
    assert ("กลับกอง" in theirs, "ครูวิชา" in theirs, "อบต. ฟังจากเขาก่อน" in theirs) == (False, False, True)
    assert "กลับกอง" not in page(owner, cast, "knowledge", q="ปุ๋ยหมัก")
    assert "จากขยะเปียก" not in page(owner, cast, "knowledge", q="กลับกอง"), "its words do not even help to find it"
    assert "จากขยะเปียก" in page(abbot, cast, "knowledge", q="กลับกอง")
    mine = page(abbot, cast, "question", question.pk)
    assert ("ใช้กากน้ำตาล" in mine, "กลับกองทุก 7 วัน" in mine, "ขอบคุณแล้ว" in mine) == (True, True, False)
    by_link = Reply.objects.get(answered_by_id=None)
    assert (by_link.organisation, by_link.answered_as) == (cast.school, "ครูวิชา")
    assert "ทางลิงก์ ในชื่อ “ครูวิชา”" in mine, "who works here sees as whom it was typed"
    send(abbot, cast, "thank_reply", by_link.pk)
    assert send(owner, cast, "thank_reply", by_link.pk).status_code == 403, "who asked thanks"
    assert "ขอบคุณแล้ว" in page(abbot, cast, "question", question.pk)
    # Everybody reads it by an act of the office, without the person's name.
    assert "กลับกอง" not in page(stranger, cast, "knowledge", q="ปุ๋ยหมัก")
    assert send(abbot, cast, "open_reply", by_link.pk).status_code == 403
    assert "ยังไม่ได้ยินจากเขา" in page(officer, cast, "question", question.pk)
    send(officer, cast, "open_reply", by_link.pk)
    assert "ถามให้ได้ยินจากเขาก่อน" in page(officer, cast, "question", question.pk)
    assert "กลับกอง" not in page(stranger, cast, "knowledge", q="ปุ๋ยหมัก"), "nobody's word until it was heard"
    assert send(abbot, cast, "hear_reply", by_link.pk).status_code == 403
    send(officer, cast, "hear_reply", by_link.pk)
    assert "กลับกองทุก 7 วัน" in page(owner, cast, "question", question.pk), "heard, it is theirs"
    assert "กลับกอง" not in page(stranger, cast, "knowledge", q="ปุ๋ยหมัก"), "heard is not opened"
    looked_at = page(officer, cast, "open_reply", by_link.pk)
    assert ("กลับกองทุก 7 วัน" in looked_at, "ครูวิชา" in looked_at) == (True, False), "exactly what would stand outside"
    assert "กลับกอง" not in page(stranger, cast, "knowledge", q="ปุ๋ยหมัก"), "looking opens nothing"
    send(officer, cast, "open_reply", by_link.pk)
    told = page(stranger, cast, "knowledge", q="ปุ๋ยหมัก")
    assert ("กลับกองทุก 7 วัน" in told, "ครูวิชา" in told, "กากน้ำตาล" in told) == (True, False, False)
    assert cast.school.name in told
    send(officer, cast, "close_reply", by_link.pk)
    assert "กลับกอง" not in page(stranger, cast, "knowledge", q="ปุ๋ยหมัก"), "and not for everybody after all"


def asked_by_link(cast: Cast, said: str = "กลับกองทุก 7 วัน") -> Reply:
    """A question to the school, answered by whoever held the link."""
    question = actions.ask_question(
        cast.steward, text="ทำปุ๋ยหมักอย่างไร", theme="environment", by=cast.actor("abbot"), asked_of=cast.school
    )
    token = actions.send_question(question, by=cast.actor("officer"))
    return actions.reply_by_link(token, text=said, as_whom="ครูวิชา", steward=cast.steward, by=Actor())


def test_a_reply_by_link_is_nobodys_word_until_the_office_heard_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    said, officer = asked_by_link(cast, "โทรหาผม 081-234-5678"), cast.actor("officer")
    with pytest.raises(refusals.ReplyNotHeard):
        actions.open_to_everybody(said, by=officer)
    # The guard removed, the database still keeps the promise.
    with monkeypatch.context() as patch:
        patch.setattr(Reply, "is_sure", True)
        with pytest.raises(IntegrityError), transaction.atomic():
            actions.open_to_everybody(said, by=officer)
    heard = actions.hear_reply(said, by=officer)
    assert actions.hear_reply(heard, by=cast.actor("clerk")).heard_by_id == cast.officer.pk, "the first stands"
    assert Entry.objects.filter(kind="resources.reply_heard").count() == 1
    assert "หมายเลขโทรศัพท์" in page(cast.client("officer"), cast, "open_reply", said.pk)


def test_what_points_at_a_person_is_said_before_partners_read_it(cast: Cast) -> None:
    """A telephone in a lesson or a reply: a sentence beside it and a tick, and nothing is written before."""
    teacher, officer, stranger = cast.client("teacher"), cast.client("officer"), cast.client()
    matter = matter_of(cast, DRAIN)
    said = {"next_time": "โทรหานายมา 081-234-5678", "once": "0" * 7 + "5-0000-7000-8000-000000000000"}
    warned = send(teacher, cast, "tell_lesson", matter.pk, **said)
    assert (warned.status_code, Lesson.objects.exists()) == (422, False)
    assert "หมายเลขโทรศัพท์ · ชื่อคน" in words(warned)
    assert said["next_time"] in warned.content.decode(), "what was typed stands"
    assert send(teacher, cast, "tell_lesson", matter.pk, **said, is_meant="on").status_code == 302
    assert Lesson.objects.get().next_time == said["next_time"]
    # In a matter about one person it stays on its page, and asks nothing.
    Matter.objects.filter(pk=matter.pk).update(is_sensitive=True)
    said["once"] = said["once"].replace("5-", "6-")
    assert send(officer, cast, "tell_lesson", matter.pk, **said).status_code == 302
    # A reply, here and by link.
    question = actions.ask_question(cast.steward, text="ทำปุ๋ยอย่างไร", theme="environment", by=cast.actor("abbot"))
    data = {"text": "ถามที่บ้านเลขที่ 12", "once": "0" * 7 + "7-0000-7000-8000-000000000000"}
    assert "บ้านเลขที่" in words(send(teacher, cast, "reply", question.pk, **data))
    token = actions.send_question(question, by=cast.actor("officer"))
    link = reverse("resources:reply_by_link", args=[cast.steward.slug, token])
    assert stranger.post(link, {"text": "ถามที่บ้านเลขที่ 12", "as_whom": "ครู"}).status_code == 422
    assert not Reply.objects.exists()
    assert stranger.post(link, {"text": "ถามที่บ้านเลขที่ 12", "as_whom": "ครู", "is_meant": "on"}).status_code == 302
    assert Reply.objects.count() == 1


def test_a_lesson_is_corrected_or_taken_back_by_whoever_wrote_it_or_the_office(cast: Cast) -> None:
    teacher, officer, owner, stranger = (cast.client(who) for who in ("teacher", "officer", "owner", None))
    matter = matter_of(cast, DRAIN)
    lesson = learned(cast, matter, "โทรหานายมา 081-234-5678", is_open=True)
    address = reverse("resources:change_lesson", args=[cast.steward.slug, lesson.pk])
    at = reverse("needs:matter", args=[cast.steward.slug, matter.pk])
    for client, may in ((teacher, True), (officer, True), (owner, False), (cast.client("auditor"), False)):
        read = client.get(at)
        assert (address in read.content.decode()) is may
        assert ("หมายเลขโทรศัพท์ · ชื่อคน" in words(read)) is may, "the warning stands beside it"
        assert (client.get(address).status_code == 200) is may
    for name in ("change_lesson", "take_back_lesson"):
        assert send(owner, cast, name, lesson.pk, worked="อื่น").status_code == 403
    assert fresh(lesson).worked == "เขียนแบบก่อน"
    once = "0" * 7 + "8-0000-7000-8000-000000000000"
    assert send(teacher, cast, "change_lesson", lesson.pk, once=once).status_code == 422, "not all empty"
    for _twice in range(2):
        sent = send(teacher, cast, "change_lesson", lesson.pk, next_time="นัดคนขับก่อน", once=once)
        assert sent.status_code == 302
    now = fresh(lesson)
    assert (now.worked, now.next_time, now.opened_at) == ("", "นัดคนขับก่อน", None), "looked at anew before it is opened"
    assert "นัดคนขับ" not in page(stranger, cast, "knowledge", q="ร่องระบายน้ำ")
    actions.open_to_everybody(now, by=cast.actor("officer"))
    # The office takes it back, and no word of it is kept.
    for _twice in range(2):
        send(officer, cast, "take_back_lesson", lesson.pk)
    gone = fresh(lesson)
    assert (gone.lines, gone.opened_at, gone.taken_back_by_id) == ((), None, cast.officer.pk)
    for client in (teacher, officer, stranger):
        assert "นัดคนขับ" not in page(client, cast, "knowledge", q="ร่องระบายน้ำ")
    assert "นัดคนขับ" not in words(officer.get(at))
    assert officer.get(address).status_code == 404
    actor = cast.actor("officer")
    for refused in (
        lambda: actions.correct_lesson(gone, worked="อีก", failed="", next_time="", by=actor),
        lambda: actions.open_to_everybody(gone, by=actor),
    ):
        with pytest.raises(refusals.LessonIsGone):
            refused()
    with pytest.raises(IntegrityError), transaction.atomic():
        Lesson.objects.filter(pk=gone.pk).update(worked="ยังอยู่")
    told = Entry.objects.filter(kind__startswith="resources.lesson_").order_by("at", "id")
    kinds = [entry.kind.removeprefix("resources.lesson_") for entry in told]
    assert kinds == ["written", "corrected", "taken_back"]


def test_lessons_are_looked_at_before_everybody_reads_them_and_can_be_closed_again(cast: Cast) -> None:
    officer, stranger = cast.client("officer"), cast.client()
    lesson = learned(cast, matter_of(cast, DRAIN), "ถามยายมา บ้านเลขที่ 12")
    looked_at = page(officer, cast, "open_lesson", lesson.pk)
    assert "ถามยายมา" in looked_at
    assert "บ้านเลขที่ · ชื่อคน" in looked_at
    assert "ถามยายมา" not in page(stranger, cast, "knowledge", q="ร่องระบายน้ำ")
    send(officer, cast, "open_lesson", lesson.pk)
    assert "ถามยายมา" in page(stranger, cast, "knowledge", q="ร่องระบายน้ำ")
    assert send(cast.client("teacher"), cast, "close_lesson", lesson.pk).status_code == 403
    send(officer, cast, "close_lesson", lesson.pk)
    assert "ถามยายมา" not in page(stranger, cast, "knowledge", q="ร่องระบายน้ำ")
    assert Entry.objects.filter(kind="resources.knowledge_closed").count() == 1


def test_an_auditor_reads_and_says_nothing(cast: Cast) -> None:
    said = asked_by_link(cast)
    auditor = cast.client("auditor")
    seen = page(auditor, cast, "question", said.question_id)
    assert "ถามโดย" in seen, "who asked is named"
    assert reverse("resources:reply", args=[cast.steward.slug, said.question_id]) not in seen
    for name, *args in (("reply", said.question_id), ("ask_question",), ("tell_lesson", matter_of(cast).pk)):
        assert send(auditor, cast, name, *args).status_code == 403, name


def test_a_question_of_a_private_matter_stays_with_those_who_may_open_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter = open_matter(cast.steward, by=cast.actor("officer"), title="เรื่องที่ยังไม่เผยแพร่", village=cast.villages[0])
    send(cast.client("officer"), cast, "ask_about", matter.pk, text="ใครมีรถพยาบาล?",
         once="0" * 7 + "4-0000-7000-8000-000000000000")  # fmt: skip
    question = Question.objects.get()
    assert page(cast.client("officer"), cast, "question", question.pk)
    page(cast.client("owner"), cast, "question", question.pk, expect=403)
    for who in ("owner", None):
        assert "ใครมีรถ" not in page(cast.client(who), cast, "knowledge", q="รถพยาบาล")
    assert "ใครมีรถพยาบาล" in page(cast.client("officer"), cast, "knowledge", q="รถพยาบาล")
    # The guard removed: a partner who may not open the matter finds its question.
    every = queries.questions_for(cast.steward, cast.actor("officer"))
    monkeypatch.setattr(queries, "questions_for", lambda _steward, _actor: every)
    assert "ใครมีรถพยาบาล" in page(cast.client("owner"), cast, "knowledge", q="รถพยาบาล")


def test_people_are_found_only_by_those_who_divide_the_work(cast: Cast) -> None:
    from ruammue.work.actions.skills import say_skill

    say_skill(cast.steward, "ช่างปูน", person=cast.farmer, level=3, by=cast.actor("officer"))
    found = who_knows(cast.steward, cast.actor("officer"), "งานปูน ก่ออิฐ")
    assert [one.person_id for one in found] == [cast.farmer.pk], found
    assert who_knows(cast.steward, cast.actor("owner"), "งานปูน ก่ออิฐ") == []


@pytest.mark.any_database
def test_alike_in_thai() -> None:
    """Spelled otherwise, without blanks, in another order: found; something else: not. Nothing is found for nothing."""
    texts = {1: DRAIN, 2: "ไฟข้างทางดับหน้าวัด", 3: "ขยะเปียกทำปุ๋ยหมัก", 4: "พาคนแก่ไปหาหมอ"}
    for asked, best in (
        ("น้ำท่วมหน้าโรงเรียน", 1), ("ร่องระบายนำ้", 1), ("ไฟทางดับ", 2), ("ปุ๋ยหมักจากขยะ", 3), ("คนแก่ไปหาหมอ", 4),
        ("หมัก รถบัส", 3),
    ):  # fmt: skip
        assert [key for key, _near in alike.ranked(asked, texts)][:1] == [best], (asked, alike.ranked(asked, texts))
    assert alike.ranked("เลี้ยงผึ้ง", texts) == []
    assert alike.ranked("และการ ที่", texts) == []


@pytest.mark.any_database
@pytest.mark.parametrize(
    ("word", "stands", "is_part"),
    [
        ("น้ำ", ("ร่องน้ำตัน", "น้ำท่วม", "นำ้ประปา", "แจกน้ำ"), ("ผู้นำหมู่บ้าน", "แนะนำ")),
        ("รถ", ("จอดรถขวาง", "รถน้ำ", "ขับรถ"), ("สามารถช่วย", "ปรารถนาดี")),
        ("ไฟ", ("ไฟข้างทางดับ", "ดับไฟป่า"), ("ไฝ",)),
        ("ท่อ", ("ท่อระบายน้ำ", "ท่อตัน", "ต่อท่อ", "ท่อกลางบ้าน", "ท่อ", "มีท่อรถ"), ("ท่องเที่ยว", "ท่อนไม้")),
        ("ฝน", ("ฝนตกหนัก", "หน้าฝน"), ("ฝัน",)),
        ("ยา", ("แจกยาคนแก่", "ยารักษา"), ("พายายไปหาหมอ", "พยายาม", "พยาบาล", "ถนนยาว", "ภรรยา")),
        ("นา", ("น้ำท่วมนาข้าว", "ที่นา"), ("พัฒนา", "นานมาก", "นายก")),
        ("หนี้", ("แก้หนี้นอกระบบ",), ("ครั้งนี้",)),
        ("it", ("ช่าง IT", "it"), ("kit", "items")),
    ],
)
def test_words_of_one_or_two_letters_are_found_where_they_stand_as_words(
    word: str, stands: tuple[str, ...], is_part: tuple[str, ...]
) -> None:
    texts = dict(enumerate((*stands, *is_part)))
    found = {texts[key] for key, _near in alike.ranked(word, texts, most=99)}
    assert found == set(stands)


@pytest.mark.any_database
def test_mutant_of_short_words_as_pieces_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = {1: "ร่องน้ำตัน", 2: "ไฟดับ"}
    assert [key for key, _near in alike.ranked("น้ำ", texts)] == [1]
    assert [key for key, _near in alike.ranked("มีน้ำ ไหม", texts)] == [1]
    monkeypatch.setattr(alike, "_pieces_in", lambda text, wanted: alike.pieces_of(text) & wanted)
    assert alike.ranked("น้ำ", texts) == []


def test_whoever_works_here_finds_what_a_stranger_finds(cast: Cast) -> None:
    """The public sentence of a matter is searched for members, too, not only its name in the office."""
    matter = matter_of(cast, "งานที่หนึ่ง")
    Matter.objects.filter(pk=matter.pk).update(public_sentence="หน้าโรงเรียนน้ำท่วม ชวนกันขุดร่อง")
    learned(cast, matter, is_open=True)
    for who in (None, "officer", "abbot"):
        assert "นัดท่อให้มาก่อน" in page(cast.client(who), cast, "knowledge", q="น้ำท่วม"), who


def test_only_trouble_of_a_kind_is_alike_not_what_was_at_one_place(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The drain's lesson is not offered on the lamp, the helmets or the mosquitoes of the same village."""
    drain = matter_of(cast, "ร่องระบายน้ำหน้าโรงเรียนบ้านดอนแดง หมู่ 3 ตัน น้ำท่วมทางเข้าโรงเรียนทุกหน้าฝน")
    learned(cast, drain)
    officer = cast.actor("officer")
    others = ["ไฟส่องสว่างทางเข้าวัดโพธิ์ศรีดอนแดง หมู่ 3 ดับ 4 จุด", "หน้าโรงเรียนบ้านดอนแดงรถล้มบ่อย สวมหมวกกันน็อกน้อย",
              "บ้านดอนแดง หมู่ 5 ลูกน้ำยุงลายมาก เสี่ยงไข้เลือดออก", "ผักตบชวาเต็มคลองบ้านคลองใส หมู่ 2"]  # fmt: skip
    matters = [matter_of(cast, title) for title in others]
    for matter in matters:
        assert queries.learned_before(matter, officer) == (), matter.title
    same = matter_of(cast, "ร่องระบายน้ำหมู่ 8 อุดตัน น้ำท่วมถนน")
    assert len(queries.learned_before(same, officer)) == 1
    # The guard removed, the place alone makes them alike.
    monkeypatch.setattr(
        queries, "troubles_alike", lambda told, texts, *, names, enough: alike.ranked(told, texts, enough=enough)
    )
    assert any(queries.learned_before(matter, officer) for matter in matters)
