"""Whoever moves away leaves no reporter without a named human, and whoever asks to be forgotten leaves no words."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ruammue.access.actors import Role
from ruammue.ledger.actions import deliver
from ruammue.needs import actions, handlers
from ruammue.needs.listeners import pass_needs_on
from ruammue.needs.models import Category, Need
from ruammue.people import actions as people
from ruammue.people.events import HandedOver
from ruammue.people.models import RoleHeld
from tests.cast import Cast


def told(cast: Cast, **how: object) -> Need:
    return actions.report_need(
        cast.steward,
        by=cast.actor("volunteer"),
        text="น้ำไม่ไหล",
        village=cast.villages[2],
        category=Category.WATER,
        **how,
    )


def moves(cast: Cast, successor: str) -> None:
    answer = cast.client("clerk").post(
        reverse("people:hand_over", args=[cast.steward.slug, cast.officer.pk]),
        {"successor": str(cast.persons[successor].pk), "reason": "ย้ายไปจังหวัด"},
    )
    assert answer.status_code == 200, "the sheet to sign comes at once"
    deliver()


def test_open_needs_go_to_the_successor_and_the_reporter_is_answered_by_name(lasting_cast: Cast) -> None:
    cast = lasting_cast
    need, closed = told(cast), told(cast)
    actions.answer_need(closed, by=cast.actor("officer"), way="answered", text="ซ่อมแล้ว")
    actions.close_matter(closed.matter, by=cast.actor("officer"))
    moves(cast, "coordinator")
    need.refresh_from_db()
    closed.refresh_from_db()
    assert need.handler == cast.coordinator
    assert closed.handler == cast.officer, "what is over stays as it was"
    page = cast.client().get(reverse("needs:receipt", args=[cast.steward.slug, need.receipt])).content.decode()
    assert cast.coordinator.given_name in page


def test_who_is_named_in_a_need_does_not_inherit_it(lasting_cast: Cast) -> None:
    cast = lasting_cast
    need, hidden = told(cast), told(cast, is_hidden_from_head=True)
    actions.exclude_handler(need, person=cast.head, by=cast.actor("officer"))
    moves(cast, "head")
    need.refresh_from_db()
    hidden.refresh_from_db()
    assert cast.head not in (need.handler, hidden.handler)
    assert handlers.officers(cast.steward).filter(pk=cast.head.pk).exists(), "though they are an officer now"


def test_without_the_listener_needs_would_wait_for_who_is_gone(
    lasting_cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = lasting_cast
    need = told(cast)
    monkeypatch.setattr("ruammue.ledger.actions._listeners", {})
    moves(cast, "coordinator")
    need.refresh_from_db()
    assert need.handler == cast.officer
    heard = HandedOver(steward=cast.steward.pk, person=cast.officer.pk, successor=cast.coordinator.pk)
    for _twice in range(2):
        pass_needs_on(heard, None)  # type: ignore[arg-type]
        need.refresh_from_db()
        assert need.handler == cast.coordinator


def test_who_is_forgotten_leaves_no_words(cast: Cast) -> None:
    need = told(cast, is_for_neighbour=True, neighbour=cast.farmer, neighbour_was_told=True, contact_phone="0812223333")
    assert not RoleHeld.objects.filter(person=cast.farmer, role=Role.VILLAGE_HEAD).exists()
    people.anonymise_person(cast.steward, person=cast.farmer, by=cast.actor("clerk"), reason="เจ้าตัวขอ")
    need.refresh_from_db()
    assert (need.text, need.contact_phone) == ("", "")
