"""What is erased of a need, and what a file of somebody's data must not tell of others."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from ruammue.coordination.models import HelpOffer, Message
from ruammue.evidence.models import Result
from ruammue.goals.models import Reading
from ruammue.needs import actions
from ruammue.needs.models import Matter, Need, NeedFile
from ruammue.networks.models import Invitation
from ruammue.papers.attachments import attach_photo
from ruammue.papers.models import Attachment
from ruammue.people import actions as people
from ruammue.people import privacy
from ruammue.people.actions import privacy as erasing
from ruammue.people.models import Person
from ruammue.resources.models import Commitment, Delivery
from ruammue.work.models import Work
from tests.cast import Cast
from tests.rooms.evidence.scene import set_scene, whole_turn
from tests.rooms.needs.pictures import jpeg

LONG_AGO = dt.timedelta(days=privacy.MATTER_DAYS + 1)


def told(cast: Cast, **how: Any) -> Need:
    return actions.report_need(
        cast.steward,
        by=cast.actor("volunteer"),
        text="ยายล้มในห้องน้ำ",
        photos=[jpeg()],
        village=cast.villages[0],
        contact_phone="0812223333",
        is_for_neighbour=True,
        neighbour_was_told=True,
        **how,
    )


def files_of(cast: Cast) -> list[Any]:
    return [file for row in Attachment.objects.of(cast.steward) for file in (row.file, row.thumbnail) if file]


def on_disk(files: list[Any]) -> int:
    return sum(file.storage.exists(file.name) for file in files)


def file_of(cast: Cast, person: Person, *, own_eyes: bool = True) -> str:
    return str(privacy.file_of(person, cast.steward, own_eyes=own_eyes))


def test_the_file_of_who_answers_tells_nothing_of_who_told(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    need = told(cast, neighbour_name="นางบุญ ชื่อลับ")
    assert need.handler is not None
    secrets = (need.text, need.contact_phone, "ชื่อลับ", need.receipt)
    shown = file_of(cast, need.handler)
    assert str(need.pk) in shown, "that they answer it is theirs to know"
    assert not [secret for secret in secrets if secret in shown]
    monkeypatch.setattr(privacy, "_is_private", lambda level: False)
    assert all(secret in file_of(cast, need.handler) for secret in secrets), "without the rule it would"


def test_the_file_of_who_told_is_whole(cast: Cast) -> None:
    need = told(cast, neighbour=cast.farmer)
    shown = file_of(cast, cast.farmer)
    assert all(word in shown for word in (need.text, need.contact_phone, need.receipt))


def test_who_is_named_in_a_need_does_not_find_it_in_their_file(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    need = told(cast)
    actions.exclude_handler(need, person=cast.head, by=cast.actor("officer"))
    assert str(need.pk) not in file_of(cast, cast.head)
    assert str(need.pk) not in file_of(cast, cast.head, own_eyes=False)
    monkeypatch.setattr(privacy, "_kept_out", {})
    assert str(need.pk) in file_of(cast, cast.head), "without the rule it would stand there"


def test_who_is_forgotten_leaves_no_picture_voice_message_or_offer(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    need = told(cast, neighbour=cast.farmer)
    other = told(cast, neighbour=cast.nurse)
    matter = need.matter
    said = Message.objects.create(
        steward=cast.steward, matter=matter, about="needs.matter", about_id=matter.pk, text="บ้านผมเลขที่ 7",
        said_at=timezone.now(), said_by=cast.farmer,
    )  # fmt: skip
    offer = HelpOffer.objects.create(
        steward=cast.steward, matter=matter, kind="time", words="ผมว่างวันเสาร์", name="ทองสุข", phone="0811111111",
        person=cast.farmer, receipt="2222-2222", offered_at=timezone.now(),
    )  # fmt: skip
    files = files_of(cast)
    assert on_disk(files) == 4
    with django_capture_on_commit_callbacks(execute=True):
        people.anonymise_person(cast.steward, person=cast.farmer, by=cast.actor("clerk"), reason="เจ้าตัวขอ")
    assert [row.need_id for row in NeedFile.objects.of(cast.steward)] == [other.pk]
    assert (Attachment.objects.of(cast.steward).count(), on_disk(files)) == (1, 2)
    said.refresh_from_db()
    offer.refresh_from_db()
    assert (said.text, offer.words, offer.phone, offer.name) == ("", "", "", "(ลบชื่อแล้ว)")


def test_two_years_after_the_matter_closed_words_names_and_files_are_gone(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    old, new = told(cast, neighbour_name="นางบุญ"), told(cast, neighbour_name="นางมี")
    for need, ended in ((old, timezone.now() - LONG_AGO), (new, timezone.now())):
        Matter.objects.filter(pk=need.matter_id).update(closed_at=ended, closed_by_id=cast.officer.pk)
    files = files_of(cast)
    dry = people.keep_retention(cast.steward, dry=True)
    assert (dry.files, on_disk(files)) == (1, 4), "counted, not erased"
    with django_capture_on_commit_callbacks(execute=True):
        done = people.keep_retention(cast.steward, dry=False)
    assert (done.words, done.files) == (1, 1)
    for need in (old, new):
        need.refresh_from_db()
    assert (old.text, old.contact_phone, old.reporter_name) == ("", "", "")
    assert (new.reporter_name, on_disk(files)) == ("นางมี", 2)
    assert people.keep_retention(cast.steward, dry=False).total == 0


def test_a_name_that_somebody_typed_goes_with_its_person(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    whole_turn(set_scene(cast))
    given = cast.farmer.given_name
    fields = {(one.model._meta.label, one.field): one for one in privacy.typed_names()}
    for known in (
        "networks.Invitation.replied_as", "networks.Invitation.confirmed_with", "needs.Need.reporter_name",
        "resources.Commitment.provider_accepted_as", "resources.Commitment.receiver_accepted_as",
        "resources.Confirmation.confirmed_as", "goals.CoSignature.signed_as", "work.DutySignature.signed_as",
        "decisions.Attendance.name", "decisions.Dissent.name", "coordination.HelpOffer.name",
    ):  # fmt: skip
        assert tuple(known.rsplit(".", 1)) in fields
    for one in fields.values():
        one.model.objects.of(cast.steward).update(**{one.field: f"พ่อ{given}  {cast.farmer.family_name} หมู่ 3"})  # type: ignore[attr-defined]

    def left() -> list[str]:
        nobody_else = {(one.model, one.field): {one.owner: None} if one.owner else {} for one in fields.values()}
        return [
            f"{model._meta.label}.{field}"
            for (model, field), nobody in nobody_else.items()
            if model.objects.of(cast.steward).filter(**{f"{field}__contains": given}, **nobody).exists()  # type: ignore[attr-defined]
        ]

    assert "networks.Invitation.replied_as" in left()
    with monkeypatch.context() as blind:
        blind.setattr(erasing, "_erase_typed_names", lambda steward, person: None)
        with transaction.atomic():
            people.anonymise_person(cast.steward, person=cast.farmer, by=cast.actor("clerk"), reason="เจ้าตัวขอ")
            assert "networks.Invitation.replied_as" in left(), "without the sweep it would stay"
            transaction.set_rollback(True)
    people.anonymise_person(cast.steward, person=cast.farmer, by=cast.actor("clerk"), reason="เจ้าตัวขอ")
    assert left() == []
    assert Invitation.objects.of(cast.steward).get().replied_as == "(ลบชื่อแล้ว)"


def test_photos_of_deliveries_goals_work_and_results_are_erased_too(
    cast: Cast, django_capture_on_commit_callbacks: Any
) -> None:
    matter = whole_turn(set_scene(cast))
    commitment = Commitment.objects.of(cast.steward).first()
    Delivery.objects.create(
        steward=cast.steward, commitment=commitment, quantity=1, brought_on=timezone.localdate(),
        recorded_at=timezone.now(), recorded_by_id=cast.officer.pk, idempotency_key="once",
    )  # fmt: skip
    shown = ((Delivery, "evidence"), (Reading, "evidence"), (Work, "evidence"), (Result, "photo"))

    def photograph(by: str) -> list[Any]:
        taken = [attach_photo(cast.steward, jpeg(), by=cast.actor(by)) for _ in shown]
        for (model, field), photo in zip(shown, taken, strict=True):
            model.objects.filter(pk=model.objects.of(cast.steward).first().pk).update(**{field: photo})
        return [photo.file for photo in taken]

    files = photograph("farmer")
    assert on_disk(files) == 4
    with django_capture_on_commit_callbacks(execute=True):
        people.anonymise_person(cast.steward, person=cast.farmer, by=cast.actor("clerk"), reason="เจ้าตัวขอ")
    assert on_disk(files) == 0
    files = photograph("officer")
    Matter.objects.filter(pk=matter.pk).update(closed_at=timezone.now() - LONG_AGO, closed_by_id=cast.officer.pk)
    with django_capture_on_commit_callbacks(execute=True):
        people.keep_retention(cast.steward, dry=False)
    assert on_disk(files) == 0
    assert Delivery.objects.of(cast.steward).get().quantity == 1, "what was brought is not forgotten"
    assert Invitation.objects.of(cast.steward).get().replied_as == "(ลบชื่อแล้ว)", "nor kept longer than the notice says"
