"""The memory keeps what happened, lets each listener hear once, and names every way of rewriting it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, connection, transaction

from ruammue.ledger import guards, merkle
from ruammue.ledger.actions import News, NoTransaction, deliver, on, record, seal
from ruammue.ledger.events import Event, FreeTextInEvent
from ruammue.ledger.models import Entry, Head, Parcel
from ruammue.ledger.verification import Witnessed, verify
from ruammue.ledger.who import SYSTEM


@dataclass(frozen=True, slots=True, kw_only=True)
class BellRung(Event):
    """A bell was rung so many times."""

    bell: UUID
    times: int = 1
    tone: str = ""


heard: list[tuple[int, UUID]] = []
broken: list[bool] = []


@on(BellRung)
def hear_the_bell(event: BellRung, news: News) -> None:
    """Remember what was heard, unless the ear is broken."""
    if broken:
        raise ZeroDivisionError
    heard.append((event.times, news.entry_id))


@pytest.fixture(autouse=True)
def _fresh_ears() -> None:
    heard.clear()
    broken.clear()


STEWARD = uuid4()


def ring(times: int = 1) -> Entry:
    with transaction.atomic():
        return record(BellRung(steward=STEWARD, bell=uuid4(), times=times), by=SYSTEM)


def test_a_record_outside_a_transaction_is_refused(transactional_db: None) -> None:
    with pytest.raises(NoTransaction):
        record(BellRung(steward=STEWARD, bell=uuid4()), by=SYSTEM)


@pytest.mark.usefixtures("db")
def test_words_of_a_person_are_refused_in_an_event() -> None:
    with pytest.raises(FreeTextInEvent, match="tone"):
        record(BellRung(steward=STEWARD, bell=uuid4(), tone="ดังไปทั้งบ้าน"), by=SYSTEM)


def test_each_listener_hears_each_event_once(lasting_cast: object) -> None:
    entries = [ring(times) for times in (1, 2, 3)]
    assert deliver() == 3
    assert deliver() == 0
    assert sorted(heard) == sorted((n, entry.pk) for n, entry in zip((1, 2, 3), entries, strict=True))


def test_a_failing_listener_keeps_its_parcel_and_is_parked_in_the_end(lasting_cast: object) -> None:
    from datetime import timedelta

    from django.utils import timezone

    ring()
    broken.append(True)
    now = timezone.now()
    for _ in range(8):
        now += timedelta(hours=1)
        deliver(now=now)
    parcel = Parcel.objects.get()
    assert (parcel.tries, parcel.failure, parcel.parked_at) == (8, "ZeroDivisionError", now)
    broken.clear()
    assert deliver(now=now + timedelta(days=1)) == 0, "a parked parcel waits for a person"


def test_the_log_is_the_tree_of_rfc_6962() -> None:
    # Known answers: the empty log, and the two-leaf log built by hand from the definition.
    assert merkle.root_of([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    leaves = [merkle.leaf_hash(bytes([n])) for n in range(7)]
    h = merkle.node_hash
    assert merkle.root_of(leaves[:2]) == h(leaves[0], leaves[1])
    assert merkle.root_of(leaves) == h(
        h(h(leaves[0], leaves[1]), h(leaves[2], leaves[3])), h(h(leaves[4], leaves[5]), leaves[6])
    )


@pytest.mark.usefixtures("lasting_cast")
def test_the_database_refuses_to_edit_or_delete_an_entry() -> None:
    entry = ring()
    seal(STEWARD)
    for act in (
        lambda: Entry.objects.filter(pk=entry.pk).update(kind="other.thing"),
        lambda: Entry.objects.filter(pk=entry.pk).update(position=9),
        lambda: Parcel.objects.all().delete() and Entry.objects.filter(pk=entry.pk)._raw_delete("default"),
        lambda: Head.objects.filter(steward_id=STEWARD).update(size=9),
        lambda: Head.objects.filter(steward_id=STEWARD)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act()


@pytest.mark.usefixtures("lasting_cast")
def test_a_whole_record_verifies_and_the_unsealed_are_named() -> None:
    for _ in range(5):
        ring()
    assert [finding.code for finding in verify([STEWARD])] == ["ledger.unsealed"]
    assert seal(STEWARD) == 5
    assert verify([STEWARD]) == []


def test_a_moment_told_in_bangkok_is_the_moment_kept(db: None) -> None:
    """The leaf is of the moment, not of the zone in which somebody gave it: the database gives it back in UTC."""
    told = datetime(2026, 11, 22, 9, 30, tzinfo=ZoneInfo("Asia/Bangkok"))
    with transaction.atomic():
        record(BellRung(steward=STEWARD, bell=uuid4()), by=SYSTEM, at=told)
    seal(STEWARD)
    assert verify([STEWARD]) == []


@pytest.mark.parametrize("attack", ["edit", "delete", "truncate", "rechain", "forged_head"])
def test_every_rewriting_of_the_log_is_named(lasting_cast: object, attack: str) -> None:
    for _ in range(6):
        ring()
    seal(STEWARD)
    head = Head.objects.get(steward_id=STEWARD)
    kept = Witnessed(STEWARD, head.size, bytes(head.root))
    guards.remove(connection)
    try:
        Parcel.objects.all().delete()
        {"edit": _edit, "delete": _delete, "truncate": _truncate, "rechain": _rechain, "forged_head": _forge}[attack]()
        codes = {finding.code for finding in verify([STEWARD], witnessed=[kept])}
    finally:
        guards.install(connection)
    expected = {
        "edit": "ledger.entry_edited",
        "delete": "ledger.entry_missing",
        "truncate": "ledger.log_truncated",
        "rechain": "ledger.witness_differs",
        "forged_head": "ledger.head_differs",
    }[attack]
    assert expected in codes


def _edit() -> None:
    Entry.objects.filter(steward_id=STEWARD, position=2).update(payload={"bell": str(uuid4()), "times": 99, "tone": ""})


def _delete() -> None:
    _drop(position=2)


def _truncate() -> None:
    _drop(position=5)


def _drop(position: int) -> None:
    entry = Entry.objects.get(steward_id=STEWARD, position=position)
    entry.note.delete()
    Entry.objects.filter(pk=entry.pk)._raw_delete("default")


def _rechain() -> None:
    """Edit one entry and recompute every hash and head after it: a chain alone would not notice."""
    from ruammue.ledger.actions import leaf_of
    from ruammue.ledger.models import Log

    _edit()
    entries = list(Entry.objects.filter(steward_id=STEWARD).order_by("position"))
    frontier: tuple[bytes, ...] = ()
    for size, entry in enumerate(entries):
        entry.leaf = leaf_of(entry)
        frontier = merkle.append(frontier, size, entry.leaf)
    Entry.objects.bulk_update(entries, ["leaf"])
    Head.objects.filter(steward_id=STEWARD).update(root=merkle.root(frontier))
    Log.objects.filter(steward_id=STEWARD).update(frontier=merkle.pack(frontier))


def _forge() -> None:
    Head.objects.filter(steward_id=STEWARD).update(root=bytes(32))
