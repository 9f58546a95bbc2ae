"""Verbs of the memory: record what happened, seal it, let those who asked hear of it."""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.utils import timezone

from ruammue.foundation.transactions import door
from ruammue.ledger import merkle
from ruammue.ledger.events import Event, canonical, kinds
from ruammue.ledger.models import Entry, EntryNote, Head, Log, Parcel
from ruammue.ledger.who import Who

log = logging.getLogger("ruammue.ledger")
E = TypeVar("E", bound=Event)
PARKED_AFTER = 8
SEALED_AT_ONCE = 500


class NoTransaction(RuntimeError):
    """`record()` was called outside a transaction: the act and its record could part."""


@dataclass(frozen=True, slots=True)
class News:
    """What a listener is told beside the event: which entry, when, and who acted."""

    entry_id: UUID
    at: datetime
    person_id: UUID | None
    on_behalf_of_id: UUID | None
    entered_by_id: UUID | None


Listener = Callable[[Any, News], None]
_listeners: dict[str, list[str]] = {}
_by_name: dict[str, Listener] = {}


def on(*events: type[Event]) -> Callable[[Callable[[E, News], None]], Callable[[E, News], None]]:
    """Let the decorated function hear these events, once each, in a transaction of its own."""

    def remember(listener: Callable[[E, News], None]) -> Callable[[E, News], None]:
        module = listener.__module__.removeprefix("ruammue.").removesuffix(".listeners")
        name = f"{module}.{listener.__name__}"
        _by_name[name] = listener
        for event in events:
            if name not in _listeners.setdefault(event.kind, []):
                _listeners[event.kind].append(name)
        return listener

    return remember


def listeners() -> dict[str, list[str]]:
    """Who hears what: event kind -> listener names. For documentation and tests."""
    return {kind: list(names) for kind, names in _listeners.items()}


def leaf_of(entry: Entry) -> bytes:
    """The leaf hash of an entry, from its columns: 32 bytes. Used when recording and when verifying."""
    return merkle.leaf_hash(
        canonical(
            {
                "id": str(entry.id),
                "steward": str(entry.steward_id),
                "kind": entry.kind,
                "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
                "person": str(entry.person_id or ""),
                "for": str(entry.on_behalf_of_id or ""),
                "via": str(entry.entered_by_id or ""),
                "payload": entry.payload,
                "note": bytes(entry.note_hash).hex(),
            }
        )
    )


def record(event: Event, *, by: Who, reason: str = "", at: datetime | None = None) -> Entry:
    """Write what happened, and a parcel for each listener, in the act's own transaction.

    `reason` is a person's words; it goes into the erasable note. `at` is the moment of the act (default: now).
    Raises NoTransaction outside a transaction and FreeTextInEvent when the event carries words.
    """
    if not connection.in_atomic_block:
        raise NoTransaction(event.kind)
    salt = secrets.token_bytes(16)
    entry = Entry(
        steward_id=event.steward,
        kind=event.kind,
        at=at or timezone.now(),
        person_id=by.person_id,
        on_behalf_of_id=by.on_behalf_of_id,
        entered_by_id=by.entered_by_id,
        payload=event.payload(),
        note_hash=hashlib.sha256(salt + reason.encode()).digest(),
    )
    entry.leaf = leaf_of(entry)
    entry.save(force_insert=True)
    EntryNote.objects.create(entry=entry, steward_id=event.steward, salt=salt, reason=reason)
    names = _listeners.get(event.kind)
    if names:
        Parcel.objects.bulk_create(
            Parcel(steward_id=event.steward, listener=name, entry=entry, due_at=entry.at) for name in names
        )
    return entry


def seal(steward_id: UUID) -> int:
    """Number the steward's unsealed leaves and extend the log. Returns how many were sealed. Opens its own door."""
    with door():
        Log.objects.get_or_create(steward_id=steward_id)
        tip = Log.objects.select_for_update().get(steward_id=steward_id)
        waiting = list(Entry.objects.filter(steward_id=steward_id, position=None).order_by("id")[:SEALED_AT_ONCE])
        if not waiting:
            return 0
        frontier = merkle.unpack(bytes(tip.frontier))
        for entry in waiting:
            frontier = merkle.append(frontier, tip.size, bytes(entry.leaf))
            entry.position = tip.size
            tip.size += 1
        Entry.objects.bulk_update(waiting, ["position"], batch_size=100)
        tip.frontier = merkle.pack(frontier)
        tip.save()
        Head.objects.create(steward_id=steward_id, size=tip.size, root=merkle.root(frontier), at=timezone.now())
        return len(waiting)


def seal_all() -> int:
    """Seal what is unsealed of every steward. Returns how many leaves."""
    stewards = list(Entry.objects.filter(position=None).order_by().values_list("steward_id", flat=True).distinct())
    return sum(seal(steward_id) for steward_id in stewards)


def deliver(*, limit: int = 200, now: datetime | None = None) -> int:
    """Let listeners hear up to `limit` due parcels, each in its own durable transaction. Returns how many were heard.

    A listener that raises keeps its parcel; it is tried again later and later and parked after 8 tries, while
    the others flow.
    """
    heard = 0
    for _ in range(limit):
        outcome = _deliver_one(now or timezone.now())
        if outcome is None:
            break
        heard += outcome
    return heard


def _deliver_one(now: datetime) -> int | None:
    taken: list[Parcel] = []
    try:
        with door():
            parcel = _due(now)
            if parcel is None:
                return None
            taken.append(parcel)
            _hear(parcel)
            parcel.delete()
            return 1
    except Exception as failure:  # a listener may fail in any way; one poisoned parcel must not stop the rest
        if not taken:
            raise
        log.exception("parcel failed: %s, entry %s", taken[0].listener, taken[0].entry_id)
        _put_back(taken[0], failure, now)
        return 0


def _due(now: datetime) -> Parcel | None:
    parcels = Parcel.objects.select_related("entry").filter(parked_at=None, due_at__lte=now)
    if connection.features.has_select_for_update_skip_locked:
        parcels = parcels.select_for_update(skip_locked=True, of=("self",))
    return parcels.order_by("due_at", "id").first()


def _hear(parcel: Parcel) -> None:
    entry = parcel.entry
    event = kinds[entry.kind].from_payload(entry.steward_id, entry.payload)
    news = News(entry.id, entry.at, entry.person_id, entry.on_behalf_of_id, entry.entered_by_id)
    _by_name[parcel.listener](event, news)


def _put_back(parcel: Parcel, failure: Exception, now: datetime) -> None:
    with door():
        tries = parcel.tries + 1
        Parcel.objects.filter(pk=parcel.pk).update(
            tries=tries,
            failure=type(failure).__name__[:80],
            due_at=now + timedelta(seconds=5 * 2**tries),
            parked_at=now if tries >= PARKED_AFTER else None,
        )
