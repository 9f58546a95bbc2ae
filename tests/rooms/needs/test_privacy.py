"""A need is private. Who may see which, role by role; and each rule proven by taking it away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ruammue.access.actors import STRANGER, Role
from ruammue.needs import actions, handlers, queries, rules
from ruammue.needs import models as needs_models
from ruammue.needs.models import Matter, MatterQuerySet, Need, NeedFile
from ruammue.needs.story import matter_story
from ruammue.papers.models import Attachment
from ruammue.people.models import RoleHeld
from tests.cast import Cast
from tests.rooms.needs.pictures import VOICES, jpeg

EVERYBODY = (
    "mayor", "clerk", "officer", "head", "volunteer", "coordinator", "auditor", "nurse", "abbot", "teacher", "owner",
    "outsider",
)  # fmt: skip


@dataclass
class Told:
    """Five needs of moo 3 and who may read each."""

    needs: dict[str, Need]
    readers: dict[str, set[str]]


@pytest.fixture
def told(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Told:
    """An open one, one hidden from the head, one that names the head, one answered by the coordinator, one of a
    farmer who was a head once; beside them a head of another village, a former head, and an officer of two hats.
    """
    monkeypatch.setattr(handlers, "_finders", [])
    now, moo3 = timezone.now(), cast.villages[2]

    def role(key: str, role: Role, village: object = None, until: dt.date | None = None) -> None:
        RoleHeld.objects.create(
            steward=cast.steward, person=cast.persons[key], role=role, village=village, from_on=dt.date(2026, 1, 1),
            until_on=until, given_at=now,
        )  # fmt: skip

    role("teacher", Role.VILLAGE_HEAD, cast.villages[0])
    role("teacher", Role.VOLUNTEER, moo3)
    role("abbot", Role.VILLAGE_HEAD, moo3, until=dt.date(2026, 6, 1))
    role("owner", Role.OFFICER)
    role("owner", Role.VILLAGE_HEAD, moo3)

    def report(text: str, by: str = "", **more: object) -> Need:
        actor = cast.actor(by) if by else STRANGER
        return actions.report_need(cast.steward, by=actor, text=text, village=moo3, **more)  # type: ignore[arg-type]

    needs = {
        "open": report("น้ำไม่ไหล", photos=[jpeg()], voice=VOICES["ogg"][0]),
        "hidden": report("ผู้ใหญ่บ้านไม่ฟัง", is_hidden_from_head=True, photos=[jpeg()]),
        "names the head": report("ผู้ใหญ่บ้านเก็บเงิน"),
        "of the coordinator": report("ไฟดับ"),
        "entered by the volunteer": report(
            "ยายป่วย", by="volunteer", is_for_neighbour=True, neighbour_was_told=True, is_about_one_person=True
        ),
        "hidden, entered by the head": report(
            "ถนน", by="head", is_hidden_from_head=True, is_for_neighbour=True, neighbour_was_told=True
        ),
    }
    actions.exclude_handler(needs["names the head"], person=cast.head, by=cast.actor("officer"))
    actions.exclude_handler(needs["names the head"], person=cast.owner, by=cast.actor("officer"))
    actions.hand_over(needs["of the coordinator"], to=cast.coordinator, by=cast.actor("officer"))
    both = {"officer", "head", "owner"}
    return Told(
        needs,
        {
            "open": both,
            "hidden": {"officer"},
            "names the head": {"officer"},
            "of the coordinator": {*both, "coordinator"},
            "entered by the volunteer": {*both, "volunteer"},
            "hidden, entered by the head": {"officer", "head"},
        },
    )


def leaks(cast: Cast, told: Told) -> set[tuple[str, str, bool]]:
    """Where what is so differs from what should be: (need, person, may read)."""
    wrong = set()
    for name, need in told.needs.items():
        for key in EVERYBODY:
            may = Need.objects.visible_to(cast.actor(key)).filter(pk=need.pk).exists()
            if may != (key in told.readers[name]):
                wrong.add((name, key, may))
        if Need.objects.visible_to(STRANGER).filter(pk=need.pk).exists():
            wrong.add((name, "stranger", True))
    return wrong


def test_each_need_is_seen_by_exactly_those_it_is_meant_for(cast: Cast, told: Told) -> None:
    assert leaks(cast, told) == set()


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        ("_meant_for", ("open", "mayor")),
        ("_not_hidden_from", ("hidden", "head")),
        ("_not_naming", ("names the head", "head")),
    ],
)
def test_taking_a_rule_away_is_noticed(
    cast: Cast, told: Told, monkeypatch: pytest.MonkeyPatch, rule: str, found: tuple[str, str]
) -> None:
    monkeypatch.setattr(needs_models, rule, lambda actor: Q())
    assert (*found, True) in leaks(cast, told)


def test_the_term_and_the_village_of_a_head_matter(cast: Cast, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    every_village = RoleHeld.objects.filter(role=Role.VILLAGE_HEAD).values("village_id")
    monkeypatch.setattr(needs_models, "villages_headed_by", lambda actor: every_village)
    assert ("open", "teacher", True) in leaks(cast, told), "a head of moo 1 would read moo 3"


def test_the_actors_own_villages_would_not_do(cast: Cast, told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    """The actor knows its villages without their roles: a head of moo 1 who helps in moo 3 would read as its head."""

    def by_actor(actor: object) -> object:
        ids = [str(pk) for pk in actor.villages]  # type: ignore[attr-defined]
        return needs_models.Village.objects.filter(pk__in=ids).values("pk")

    monkeypatch.setattr(needs_models, "villages_headed_by", by_actor)
    assert ("open", "teacher", True) in leaks(cast, told)


def pages(cast: Cast, need: Need) -> dict[str, str]:
    slug = cast.steward.slug
    return {name: reverse(f"needs:{name}", args=[slug, need.pk]) for name in ("need", "answer", "sort", "hand_over")}


def test_the_pages_and_files_are_as_private_as_the_need(cast: Cast, told: Told) -> None:
    browsers: dict[str, Client] = {key: cast.client(key) for key in EVERYBODY}
    for name, need in told.needs.items():
        files = NeedFile.objects.of(cast.steward).filter(need=need)
        paths = [reverse("needs:file", args=[cast.steward.slug, file.pk]) for file in files]
        for key, browser in browsers.items():
            expected = 200 if key in told.readers[name] else 403
            for path in [pages(cast, need)["need"], *paths]:
                assert browser.get(path).status_code == expected, (name, key, path)
        for path in [*pages(cast, need).values(), *paths]:
            assert cast.client().get(path).status_code == 302, "a stranger is asked to come in"


def test_no_need_is_found_at_another_office(cast: Cast, told: Told) -> None:
    need = told.needs["open"]
    officer = cast.client("outsider")
    slug = cast.other_steward.slug
    file = NeedFile.objects.of(cast.steward).filter(need=need).first()
    for name, pk in (("need", need.pk), ("answer", need.pk), ("matter", need.matter_id), ("file", file.pk)):
        assert officer.get(reverse(f"needs:{name}", args=[slug, pk])).status_code == 404, name
        assert officer.get(reverse(f"needs:{name}", args=[cast.steward.slug, pk])).status_code == 403, name


def test_who_does_not_read_it_cannot_answer_or_move_it(cast: Cast, told: Told) -> None:
    need = told.needs["hidden"]
    for key in ("head", "owner", "mayor", "clerk", "auditor", "volunteer", "coordinator"):
        browser = cast.client(key)
        for name in ("answer", "sort", "hand_over", "exclude", "split"):
            path = reverse(f"needs:{name}", args=[cast.steward.slug, need.pk])
            assert browser.post(path, {"way": "answered", "text": "แล้ว"}).status_code == 403, (key, name)


def test_the_list_shows_others_that_something_is_there_but_not_what(cast: Cast, told: Told) -> None:
    listed = reverse("needs:list", args=[cast.steward.slug])
    for key in ("mayor", "clerk", "auditor"):
        shown = cast.client(key).get(listed).content.decode()
        assert "เรื่องน้ำ หมู่ 3" in shown
        assert "น้ำไม่ไหล" not in shown, key
        assert "ยายป่วย" not in shown, key
    head = cast.client("head").get(listed).content.decode()
    assert "น้ำไม่ไหล" in head
    assert "ผู้ใหญ่บ้าน" not in head.split("<main", 1)[1], "neither the hidden nor the naming one"
    assert cast.client("nurse").get(listed).status_code == 403


def test_the_spreadsheet_carries_no_words_names_or_numbers(cast: Cast, told: Told) -> None:
    import io

    from openpyxl import load_workbook

    need = told.needs["open"]
    Need.objects.filter(pk=need.pk).update(reporter_name="ยายบุญ", contact_phone="0899999999")
    sheet = cast.client("officer").get(reverse("needs:list_sheet", args=[cast.steward.slug]))
    cells = "|".join(
        str(cell) for row in load_workbook(io.BytesIO(sheet.content)).active.iter_rows(values_only=True) for cell in row
    )
    assert "เรื่องน้ำ หมู่ 3" in cells
    for secret in ("น้ำไม่ไหล", "ยายบุญ", "0899999999", need.receipt):
        assert secret not in cells


# ------------------------------------------------------------------------------------------- matters


def test_a_matter_is_opened_by_those_who_work_on_it(cast: Cast, told: Told) -> None:
    openers = {
        "open": {"mayor", "clerk", "officer", "owner", "auditor", "head"},
        "hidden": {"mayor", "clerk", "officer", "auditor"},
        "names the head": {"mayor", "clerk", "officer", "auditor"},
        "of the coordinator": {"mayor", "clerk", "officer", "owner", "auditor", "head", "coordinator"},
        "entered by the volunteer": {"mayor", "clerk", "officer", "owner", "auditor", "head", "volunteer"},
    }
    for name, allowed in openers.items():
        matter = told.needs[name].matter
        seen = {key for key in EVERYBODY if rules.may_open(cast.actor(key), matter)}
        assert seen == allowed, name


def test_a_published_matter_is_opened_by_every_member_and_by_no_stranger(cast: Cast, told: Told) -> None:
    matter = told.needs["names the head"].matter
    actions.publish_matter(matter, by=cast.actor("officer"), sentence="มีเรื่องการเก็บเงิน กำลังตรวจสอบ")
    page = reverse("needs:matter", args=[cast.steward.slug, matter.pk])
    for key in EVERYBODY[:-1]:
        shown = cast.client(key).get(page)
        assert shown.status_code == 200, key
        assert ("ผู้ใหญ่บ้านเก็บเงิน" in shown.content.decode()) == (key == "officer"), key
    assert cast.client("outsider").get(page).status_code == 403
    assert cast.client().get(page).status_code == 302


def test_of_somebodys_own_matter_partners_learn_kind_and_tambon_only(cast: Cast, told: Told) -> None:
    matter = told.needs["entered by the volunteer"].matter
    actions.publish_matter(matter, by=cast.actor("officer"))
    shown = cast.client("nurse").get(reverse("needs:matter", args=[cast.steward.slug, matter.pk])).content.decode()
    main = shown.split("<main", 1)[1]
    assert "สุขภาพ" in main
    assert "หมู่ 3" not in main


def test_a_head_does_not_learn_that_there_is_something_hidden(
    cast: Cast, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not in the list, the sheet, the story or a matter that they may open, in whatever other role they come."""
    officer, hidden = cast.actor("officer"), told.needs["hidden"]

    def signs(key: str) -> set[str]:
        actor, matter = cast.actor(key), Matter.objects.get(pk=told.needs["open"].matter_id)
        found = {
            "list": hidden.pk in {row.need.id for row in queries.all_needs(cast.steward, actor, queries.Filters())},
            "matter": hidden.pk in {row.id for row in queries.matter_detail(matter, actor).needs},
            "story": hidden.reported_at in {sentence.at for sentence in matter_story(matter, actor)},
        }
        return {where for where, is_there in found.items() if is_there}

    assert signs("owner") == signs("head") == set()
    actions.merge_matters(hidden.matter, into=told.needs["open"].matter, by=officer)
    hidden.refresh_from_db()
    assert signs("owner") == signs("head") == set()
    assert signs("officer") == {"list", "matter", "story"}, "the test sees what is there"
    monkeypatch.setattr(needs_models, "_not_hidden_from", lambda actor: Q())
    assert signs("owner") == signs("head") == {"list", "matter", "story"}, "without the rule they would"


def test_a_need_moved_to_another_village_is_not_answered_by_its_head(cast: Cast, told: Told) -> None:
    officer, need = cast.actor("officer"), told.needs["hidden"]
    actions.hand_over(need, to=cast.teacher, by=officer)
    actions.sort_need(need, by=officer, category=need.category, village=cast.villages[1], is_about_one_person=False)
    need.refresh_from_db()
    assert need.handler == cast.teacher
    actions.sort_need(need, by=officer, category=need.category, village=cast.villages[0], is_about_one_person=False)
    need.refresh_from_db()
    assert need.handler == cast.officer, "the teacher heads moo 1"


def test_without_the_rule_the_named_one_would_open_the_matter(
    cast: Cast, told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter = told.needs["names the head"].matter
    without: Callable[..., object] = lambda self, actor: self.filter(Q())  # noqa: E731
    monkeypatch.setattr(MatterQuerySet, "visible_to", without)
    assert rules.may_open(cast.actor("head"), matter)


# ------------------------------------------------------------------------------------------- what goes out


def test_a_photo_is_public_only_when_chosen_and_published(cast: Cast, told: Told) -> None:
    need, officer = told.needs["open"], cast.actor("officer")
    photo = NeedFile.objects.of(cast.steward).get(need=need, attachment__kind="photo")
    voice = NeedFile.objects.of(cast.steward).get(need=need, attachment__kind="voice")

    def get(file: NeedFile) -> int:
        return int(cast.client().get(reverse("needs:photo", args=[cast.steward.slug, file.pk])).status_code)

    assert get(photo) == 302
    actions.publish_matter(need.matter, by=officer, sentence="น้ำไม่ไหล หมู่ 3")
    assert get(photo) == 302, "not chosen"
    actions.unpublish_matter(need.matter, by=officer, reason="เลือกรูปใหม่")
    actions.publish_matter(need.matter, by=officer, sentence="น้ำไม่ไหล หมู่ 3", photos=[photo.pk])
    shown = cast.client().get(reverse("needs:photo", args=[cast.steward.slug, photo.pk]))
    assert shown.status_code == 200
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert get(voice) == 302, "a voice never"
    actions.unpublish_matter(need.matter, by=officer, reason="มีคนขอ")
    assert get(photo) == 302
    assert not Attachment.objects.of(cast.steward).filter(is_public=True).exists()


def test_a_recording_is_given_in_pieces_when_a_phone_asks(cast: Cast, told: Told) -> None:
    voice = NeedFile.objects.of(cast.steward).get(attachment__kind="voice")
    path = reverse("needs:file", args=[cast.steward.slug, voice.pk])
    officer = cast.client("officer")
    piece = officer.get(path, headers={"Range": "bytes=0-3"})
    assert (piece.status_code, piece.content) == (206, b"OggS")
    assert officer.get(path, headers={"Range": "bytes=999999-"}).status_code == 416
    assert officer.get(path).headers["Cache-Control"] == "private, no-store"


def test_matters_of_another_office_are_never_visible(cast: Cast, told: Told) -> None:
    assert not Matter.objects.of(cast.steward).visible_to(cast.actor("outsider", steward=cast.steward)).exists()
    assert not Need.objects.visible_to(cast.actor("outsider", steward=cast.other_steward)).exists()
