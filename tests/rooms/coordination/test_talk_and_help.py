"""A conversation on every object, ฉันช่วยได้ on every public matter, and texts that are passed on by hand."""

from __future__ import annotations

from html import unescape
from typing import Any

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from ruammue.coordination import actions, passing, queries, refusals, sections
from ruammue.coordination.models import HelpOffer, Message
from ruammue.coordination.subjects import KINDS, UnknownSubject, kind_name
from ruammue.foundation import slots
from ruammue.ledger.models import Entry
from ruammue.needs.models import Call
from tests.cast import Cast
from tests.rooms.goals.scene import Scene, a_matter, set_scene


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def url(cast: Cast, name: str, *args: object) -> str:
    return reverse(f"coordination:{name}", args=[cast.steward.slug, *args])


def plain(content: bytes) -> str:
    return unescape(content.decode()).replace("\u00a0", " ")


def request_of(cast: Cast, who: str | None) -> Any:
    from ruammue.access.actors import STRANGER

    request: Any = RequestFactory().get("/")
    request.steward, request.actor = cast.steward, cast.actor(who) if who else STRANGER
    return request


# ---------- conversations ----------


def test_partners_officers_and_coordinators_talk_and_it_is_shown_for_whom(scene: Scene) -> None:
    cast = scene.cast
    where = url(cast, "say", f"goals.goal:{scene.goal().pk}")
    answer = cast.client("abbot").post(where, {"text": "วัดให้ใช้ศาลาได้", "on_behalf_of": cast.temple.pk})
    assert answer.url.endswith("#conversation")
    cast.client("coordinator").post(where, {"text": "ขอบคุณครับ"})
    page = plain(cast.client("officer").get(answer.url.partition("#")[0]).content)
    assert "วัดให้ใช้ศาลาได้" in page
    assert "วัดโพธิ์ศรี" in page
    entry = Entry.objects.filter(kind="coordination.message_said").earliest("at")
    assert entry.on_behalf_of_id == cast.temple.pk
    assert "ศาลา" not in str(entry.payload), "words never enter the record"


def test_a_villager_speaks_through_a_helper_and_both_are_shown(scene: Scene) -> None:
    cast = scene.cast
    where = url(cast, "say", f"needs.matter:{scene.matter.pk}")
    form = {"text": "บ่อหลังบ้านผมใช้ได้", "acting_for": "ทองสุข นาดี", "acting_for_village": cast.villages[2].pk}
    asked = cast.client("volunteer").post(where, form)
    assert "นายทองสุข นาดี" in plain(asked.content), "somebody of this name is listed: is it them?"
    cast.client("volunteer").post(where, {**form, "acting_for_who": cast.farmer.pk})
    message = Message.objects.get()
    assert (message.said_by, message.entered_by_id) == (cast.farmer, cast.volunteer.pk)
    rows, _earlier = queries.conversation(cast.steward, "needs.matter", scene.matter.pk, cast.actor("officer"))
    assert (rows[0].by, rows[0].helper) == ("นายทองสุข นาดี", "นางจันทร์ ใจงาม")


def test_sent_twice_it_is_said_once_and_nothing_is_not_said(scene: Scene) -> None:
    cast = scene.cast
    where = url(cast, "say", f"needs.matter:{scene.matter.pk}")
    key = "019aa000-0000-7000-8000-000000000002"
    for _ in range(2):
        cast.client("officer").post(where, {"text": "สวัสดี", "once": key})
    cast.client("officer").post(where, {"text": "   "})
    assert Message.objects.count() == 1


def test_strangers_auditors_and_the_other_tenant_do_not_speak(scene: Scene) -> None:
    cast = scene.cast
    where = url(cast, "say", f"needs.matter:{scene.matter.pk}")
    for who in (None, "auditor", "outsider"):
        assert cast.client(who).post(where, {"text": "x"}).status_code in (302, 403), who
    assert not Message.objects.exists()
    for key in ("needs.matter:x", "nothing", "people.person:" + str(cast.farmer.pk)):
        assert cast.client("officer").get(url(cast, "say", key)).status_code == 404
    other = where.replace(cast.steward.slug, cast.other_steward.slug)
    assert cast.client("outsider").get(other).status_code == 404


def test_a_quiet_matter_is_talked_about_by_those_who_may_open_it(scene: Scene) -> None:
    cast = scene.cast
    quiet = a_matter(cast, 9, is_public=False)
    where = url(cast, "say", f"needs.matter:{quiet.pk}")
    assert cast.client("officer").get(where).status_code == 200
    assert cast.client("owner").get(where).status_code == 403
    assert cast.client("volunteer").get(where).status_code == 403


def test_every_kind_is_known_by_any_writing_and_nothing_else() -> None:
    assert kind_name("goals.Goal") == "goals.goal"
    assert kind_name("resources.need_line") == "resources.needline"
    named = {name for name, kind in KINDS.items() if kind.table._meta.label_lower == name}
    assert KINDS.keys() - named == {"work.table"}, "the duty table is a matter's, by a name of its own"
    with pytest.raises(UnknownSubject):
        kind_name("people.person")


def test_the_slots_show_name_conversation_and_nothing_to_strangers(scene: Scene) -> None:
    cast = scene.cast
    actions.name_coordinator(cast.villages[2], cast.coordinator, phone="0811111111", by=cast.actor("officer"))
    inside = "".join(slots.parts("matter.aside", request_of(cast, "officer"), matter=scene.matter))
    assert "tel:+66811111111" in inside
    assert 'id="conversation"' in inside
    assert "line.me" in inside
    assert sections.aside_of_matter(request_of(cast, None), matter=scene.matter) == ""
    assert sections.conversation(request_of(cast, None), about="goals.goal", about_id=scene.matter.pk) == ""
    outside = sections.sections_of_network(request_of(cast, None), network=scene.network)
    assert 'id="conversation"' not in outside


# ---------- I can help ----------


def offer(cast: Cast, matter: Any, client: Any, **other: str) -> Any:
    form = {"kind": "thing", "words": "เครื่องสูบน้ำ 1 เครื่อง", "name": "ทองสุข", "phone": "๐๘๙ ๑๒๓ ๔๕๖๗", **other}
    return client.post(url(cast, "help", matter.pk), form)


def test_anybody_can_help_with_a_public_matter_and_asks_with_a_code(scene: Scene) -> None:
    cast, stranger = scene.cast, scene.cast.client()
    page = plain(stranger.get(url(cast, "help", scene.matter.pk)).content)
    assert scene.matter.public_sentence in page
    assert scene.matter.title not in page
    answer = offer(cast, scene.matter, stranger)
    row = HelpOffer.objects.get()
    assert (row.phone, row.kind, row.way, row.person_id) == ("0891234567", "thing", "self", None)
    receipt = plain(stranger.get(answer.url).content)
    assert row.receipt in receipt
    assert "0891234567" not in receipt
    assert "089-123-4567" not in receipt
    assert "ทองสุข" not in receipt, "a code may be seen by others"
    payloads = str(list(Entry.objects.values_list("payload", flat=True)))
    assert "ทองสุข" not in payloads
    assert "0891234567" not in payloads


def test_the_office_types_what_came_by_telephone_or_on_paper(scene: Scene) -> None:
    cast = scene.cast
    offer(cast, scene.matter, cast.client("volunteer"), way="phone")
    row = HelpOffer.objects.get()
    assert (row.way, row.entered_by_id, row.person_id) == ("phone", cast.volunteer.pk, None)
    offer(cast, scene.matter, cast.client(), way="paper", name="คนอื่น")
    assert HelpOffer.objects.get(name="คนอื่น").way == "self", "a stranger types for nobody but themselves"


def test_who_came_in_says_in_whose_name_and_nothing_that_the_account_says_already(scene: Scene) -> None:
    cast = scene.cast
    type(cast.abbot).objects.filter(pk=cast.abbot.pk).update(phone="0812223334")
    abbot, where = cast.client("abbot"), url(cast, "help", scene.matter.pk)
    page = plain(abbot.get(where).content)
    assert 'name="phone"' not in page
    assert "081-222-3334" in page
    assert cast.temple.name in page
    said = {"kind": "thing", "words": "ศาลาให้ใช้ 1 วัน"}
    assert abbot.post(where, said).status_code == 200, "in whose name is never guessed"
    abbot.post(where, {**said, "on_behalf_of": cast.temple.pk})
    row = HelpOffer.objects.get()
    assert (row.organisation, row.person_id, row.phone) == (cast.temple, cast.abbot.pk, "0812223334")
    assert Entry.objects.filter(kind="coordination.help_offered").latest("at").on_behalf_of_id == cast.temple.pk
    abbot.post(where, {**said, "words": "แรงผมเอง", "on_behalf_of": "me"})
    assert HelpOffer.objects.get(words="แรงผมเอง").organisation is None
    abbot.post(where, {**said, "words": "ของร้าน", "on_behalf_of": cast.shop.pk})
    assert not HelpOffer.objects.filter(words="ของร้าน").exists(), "nobody offers in another's name"
    listed = plain(cast.client("officer").get(url(cast, "help_list"), {"matter": scene.matter.pk}).content)
    assert scene.matter.title in listed
    inside = plain(
        cast.client("officer").get(reverse("needs:matter", args=[cast.steward.slug, scene.matter.pk])).content
    )
    assert f"{url(cast, 'help_list')}?matter={scene.matter.pk}" in inside


def test_an_offer_is_welcomed_once_and_its_words_can_be_read_with_the_code(scene: Scene) -> None:
    cast = scene.cast
    answer = offer(cast, scene.matter, cast.client())
    row = HelpOffer.objects.get()
    officer = cast.client("officer")
    assert "089-123-4567" in plain(officer.get(url(cast, "help_offer", row.pk)).content)
    officer.post(url(cast, "answer_help", row.pk), {"answer": "welcomed", "words": "เจอกันวันเสาร์เก้าโมง"})
    row.refresh_from_db()
    assert (row.answer, row.answered_by_id) == ("welcomed", cast.officer.pk)
    assert "เจอกันวันเสาร์เก้าโมง" in plain(cast.client().get(answer.url).content)
    with pytest.raises(refusals.HelpIsAnswered):
        actions.answer_help(row, "not_needed", by=cast.actor("officer"))
    assert Entry.objects.filter(kind="coordination.help_answered").count() == 1
    assert officer.post(url(cast, "answer_help", row.pk), {"answer": "whatever"}).status_code == 404


def test_who_sees_offers_and_their_telephone(scene: Scene) -> None:
    cast = scene.cast
    offer(cast, scene.matter, cast.client())
    row = HelpOffer.objects.get()
    for who, status in {"officer": 200, "coordinator": 200, "auditor": 200, "volunteer": 403, "owner": 403}.items():
        assert cast.client(who).get(url(cast, "help_list")).status_code == status, who
    auditor = cast.client("auditor")
    page = plain(auditor.get(url(cast, "help_offer", row.pk)).content)
    assert "เครื่องสูบน้ำ" in page
    assert "089-123-4567" not in page
    assert auditor.post(url(cast, "answer_help", row.pk), {"answer": "welcomed"}).status_code == 403
    assert b"0891234567" not in sheet_text(auditor.get(url(cast, "help_sheet")).content)
    assert b"0891234567" in sheet_text(cast.client("officer").get(url(cast, "help_sheet")).content)


def sheet_text(content: bytes) -> bytes:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return b"".join(book.read(name) for name in book.namelist())


def test_a_quiet_or_finished_matter_asks_strangers_for_nothing(scene: Scene) -> None:
    cast = scene.cast
    quiet = a_matter(cast, 9, is_public=False)
    assert cast.client().get(url(cast, "help", quiet.pk)).status_code == 302
    assert offer(cast, quiet, cast.client()).status_code == 403
    assert sections.help_button(request_of(cast, None), matter=quiet) == ""
    assert url(cast, "help", scene.matter.pk) in sections.help_button(request_of(cast, None), matter=scene.matter)
    type(scene.matter).objects.filter(pk=scene.matter.pk).update(closed_at=timezone.now(), closed_by_id=cast.officer.pk)
    scene.matter.refresh_from_db()
    assert offer(cast, scene.matter, cast.client()).status_code == 200
    assert sections.help_button(request_of(cast, None), matter=scene.matter) == ""
    assert not HelpOffer.objects.exists()


def test_wrong_and_foreign_codes_open_nothing_and_guessing_is_stopped(scene: Scene) -> None:
    from django.core.cache import cache

    cache.clear()
    cast = scene.cast
    answer = offer(cast, scene.matter, cast.client())
    foreign = answer.url.replace(cast.steward.slug, cast.other_steward.slug)
    assert cast.client().get(foreign).status_code == 404
    stranger = cast.client()
    statuses = {stranger.get(url(cast, "help_receipt", f"AAAA-{n:04}")).status_code for n in range(60)}
    assert statuses == {404, 409}
    cache.clear()


def test_the_list_of_help_costs_the_same_for_3_30_and_300(scene: Scene) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    cast = scene.cast

    def statements(count: int) -> int:
        for number in range(count):
            actions.offer_help(
                scene.matter, kind="time", words=f"ว่าง {number}", name="ก", phone="0891234567", way="phone",
                by=cast.actor("officer"),
            )  # fmt: skip
        client = cast.client("officer")
        with CaptureQueriesContext(connection) as caught:
            client.get(url(cast, "help_list"))
        return len(caught)

    few = statements(3)
    assert statements(27) == few <= 15
    assert statements(270) == few


# ---------- passing on ----------


def planted(scene: Scene) -> list[str]:
    """Everything about this matter that nobody outside may read."""
    cast = scene.cast
    type(scene.matter).objects.filter(pk=scene.matter.pk).update(title="ชื่อในบ้านเท่านั้น")
    scene.matter.refresh_from_db()
    offer(cast, scene.matter, cast.client(), name="ผู้เสนอช่วย", words="คำของผู้เสนอ")
    actions.name_coordinator(cast.villages[2], cast.coordinator, phone="0811111111", by=cast.actor("officer"))
    return ["ชื่อในบ้านเท่านั้น", "ผู้เสนอช่วย", "คำของผู้เสนอ", cast.coordinator.phone, cast.farmer.family_name]


def test_texts_to_pass_on_hold_the_public_words_one_name_and_one_number(scene: Scene) -> None:
    cast = scene.cast
    Call.objects.create(
        steward=cast.steward, matter=scene.matter, what="ขุดบ่อ", where="ดอนแดง", lacks_things="รถแบ็คโฮ 1 คัน 2 วัน",
        opened_at=timezone.now(), opened_by_id=cast.officer.pk,
    )  # fmt: skip
    private = planted(scene)
    texts = passing.texts_of(request_of(cast, None), scene.matter)
    said = texts.share + " ".join(texts.speech)
    assert not [words for words in private if words in said]
    assert scene.matter.public_sentence in texts.share
    assert "รถแบ็คโฮ 1 คัน 2 วัน" in texts.share
    assert "081-111-1111" in texts.share
    assert texts.share.endswith(texts.link)
    assert "http" not in " ".join(texts.speech), "nobody can touch a spoken address"


def test_the_page_and_its_files_open_for_strangers_and_in_line(scene: Scene) -> None:
    cast, stranger = scene.cast, scene.cast.client()
    private = planted(scene)
    page = plain(stranger.get(url(cast, "paper", scene.matter.pk)).content)
    assert not [words for words in private if words in page]
    assert '<meta property="og:description"' in page
    for file in passing.texts_of(request_of(cast, None), scene.matter).files:
        assert file.url.endswith("openExternalBrowser=1"), "LINE's own browser neither prints nor downloads"
        answer = stranger.get(file.url)
        assert answer.status_code == 200
        assert answer.content[:4] in (b"%PDF", b"PK\x03\x04")
    assert stranger.get(url(cast, "paper_file", scene.matter.pk, "sheet", "exe")).status_code == 404
    assert stranger.get(url(cast, "paper_file", scene.matter.pk, "letter", "pdf")).status_code == 404


def test_a_quiet_matter_has_no_texts_yet(scene: Scene) -> None:
    cast = scene.cast
    quiet = a_matter(cast, 9, is_public=False)
    assert cast.client().get(url(cast, "paper", quiet.pk)).status_code == 302
    page = plain(cast.client("officer").get(url(cast, "paper", quiet.pk)).content)
    assert "line.me" not in page
    assert cast.client("officer").get(url(cast, "paper_file", quiet.pk, "sheet", "pdf")).status_code == 403


def test_of_a_sensitive_matter_neither_place_nor_lack_is_said(scene: Scene) -> None:
    matter = scene.matter
    matter.is_sensitive = True
    said = queries.sayable(matter)
    assert (said.place, said.lacks) == ("", ())
