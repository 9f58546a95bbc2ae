"""`verify` names every planted corruption of the record, its counters and its ballots, on both databases.

Each is planted as somebody with the database's own password would: past the actions and past the ledger's triggers.
The five ways of rewriting the log itself are told once more here, through the command; their theory is in
tests/rooms/ledger.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.utils import timezone

from ruammue.cli import heads, verify
from ruammue.cli.rows import tables
from ruammue.decisions.models import Ballot, BallotOption, Cast, Issued, Voter
from ruammue.ledger import guards, merkle
from ruammue.ledger.actions import leaf_of, record, seal
from ruammue.ledger.events import Event
from ruammue.ledger.models import Entry, EntryNote, Head, Log, Parcel
from ruammue.needs.models import Matter
from ruammue.people.models import Person
from ruammue.places.models import Village
from ruammue.resources.models import Commitment, Confirmation, Delivery, NeedLine, Offer, Spec
from tests.cast import Cast as People

DAY = dt.date(2026, 11, 1)
ROOMS = ("ledger", "needs", "resources", "decisions")


@dataclass
class Story:
    """One matter that three people promised something for, and one ballot."""

    people: People
    matters: list[Matter]
    line: NeedLine
    offer: Offer
    promise: Commitment
    brought: Delivery
    ballot: Ballot


def tell(people: People, kind: str, *, reason: str = "", **ids: UUID) -> None:
    """Write an entry as the room's own event would."""
    fields = {"__annotations__": dict.fromkeys(ids, UUID), "__module__": "ruammue.told"}
    event = dataclass(frozen=True, slots=True, kw_only=True)(type("Told", (Event,), fields))
    event.kind = kind
    record(event(steward=people.steward.pk, **ids), by=people.actor("officer"), reason=reason)


@pytest.fixture
def story(lasting_cast: People) -> Iterator[Story]:
    """A true record, sealed and delivered; the guards are down while a test plays the superuser."""
    people, now = lasting_cast, timezone.now()
    steward = people.steward
    with transaction.atomic():
        matters = [
            Matter.objects.create(
                steward=steward, number=n, title="น้ำแล้ง", origin="office", category="water", opened_at=now
            )
            for n in (1, 2, 3)
        ]
        for matter in matters:
            tell(people, "needs.matter_opened", matter=matter.pk, reason="เขียนด้วยมือ")
        spec = Spec.objects.create(steward=steward, name="ท่อ", kind="goods", unit="piece")
        line = NeedLine.objects.create(
            steward=steward, matter=matters[0], spec=spec, quantity=10, receiver=people.office, raised_at=now,
            raised_by_id=people.officer.pk, promised=2, delivered=4,
        )  # fmt: skip
        offer = Offer.objects.create(
            steward=steward, provider=people.shop, spec=spec, quantity=8, remaining=2, offered_at=now
        )
        promise = Commitment.objects.create(
            steward=steward, need_line=line, offer=offer, provider=people.shop, receiver=people.office, quantity=6,
            delivered=4, promised_at=now, provider_accepted_at=now, provider_accepted_by_id=people.owner.pk,
            receiver_accepted_at=now, receiver_accepted_by_id=people.officer.pk, idempotency_key="p",
        )  # fmt: skip
        tell(people, "resources.commitment_made", commitment=promise.pk, matter=matters[0].pk)
        brought = _deliver(people, promise, 4)
        ballot = Ballot.objects.create(
            steward=steward, question="?", stage="open", opened_at=now, closes_at=now + dt.timedelta(days=1)
        )
        option = BallotOption.objects.create(steward=steward, ballot=ballot, order=1, text="ใช่")
        voter = Voter.objects.create(steward=steward, ballot=ballot, person=people.head)
        Issued.objects.create(steward=steward, ballot=ballot, person=people.head, receipt="r", idempotency_key="i")
        Cast.objects.create(steward=steward, ballot=ballot, option=option, voter=voter)
    Parcel.objects.all().delete()
    seal(steward.pk)
    guards.remove(connection)
    yield Story(people, matters, line, offer, promise, brought, ballot)
    guards.install(connection)


def _deliver(people: People, promise: Commitment, quantity: int, *, sides: str = "provider receiver") -> Delivery:
    now = timezone.now()
    brought = Delivery.objects.create(
        steward=people.steward, commitment=promise, quantity=quantity, brought_on=DAY, recorded_at=now,
        recorded_by_id=people.officer.pk, idempotency_key=f"d{Delivery.objects.count()}",
    )  # fmt: skip
    tell(people, "resources.delivery_recorded", delivery=brought.pk)
    for side in sides.split():
        Confirmation.objects.create(
            steward=people.steward, delivery=brought, side=side, confirmed_at=now, confirmed_by=people.officer
        )
    return brought


def _edit(story: Story) -> None:
    Entry.objects.filter(steward_id=story.people.steward.pk, position=1).update(
        payload={"matter": str(story.brought.pk)}
    )


def _delete(story: Story, position: int = 1) -> None:
    entry = Entry.objects.get(steward_id=story.people.steward.pk, position=position)
    EntryNote.objects.filter(entry=entry).delete()
    Entry.objects.filter(pk=entry.pk)._raw_delete("default")


def _truncate(story: Story) -> None:
    _delete(story, Log.objects.get(steward_id=story.people.steward.pk).size - 1)


def _rechain(story: Story) -> None:
    """Edit one entry and recompute every hash after it: a chain alone would not notice, a witness does."""
    steward = story.people.steward.pk
    _edit(story)
    frontier: tuple[bytes, ...] = ()
    entries = list(Entry.objects.filter(steward_id=steward).order_by("position"))
    for size, entry in enumerate(entries):
        entry.leaf = leaf_of(entry)
        frontier = merkle.append(frontier, size, entry.leaf)
    Entry.objects.bulk_update(entries, ["leaf"])
    Head.objects.filter(steward_id=steward).update(root=merkle.root(frontier))
    Log.objects.filter(steward_id=steward).update(frontier=merkle.pack(frontier))


def _forge(story: Story) -> None:
    Head.objects.filter(steward_id=story.people.steward.pk).update(root=bytes(32))


def _reason(story: Story) -> None:
    EntryNote.objects.exclude(reason="").update(reason="เขียนใหม่")


def _lose_matter(story: Story) -> None:
    Matter.objects.filter(pk=story.matters[2].pk)._raw_delete("default")


def _slip_in_matter(story: Story) -> None:
    Matter.objects.bulk_create(
        [Matter(steward=story.people.steward, number=4, title="แทรก", origin="office", category="water",
                opened_at=timezone.now())]
    )  # fmt: skip


def _skip_number(story: Story) -> None:
    Matter.objects.filter(pk=story.matters[2].pk).update(number=9)


def _turn_time(story: Story) -> None:
    before = timezone.now() - dt.timedelta(days=9)
    Matter.objects.filter(pk=story.matters[1].pk).update(closed_at=before, closed_by_id=story.people.officer.pk)


def _drift(story: Story) -> None:
    Commitment.objects.filter(pk=story.promise.pk).update(delivered=5)


def _over(story: Story) -> None:
    _deliver(story.people, story.promise, 3)


def _unconfirmed(story: Story) -> None:
    Confirmation.objects.filter(delivery=story.brought, side="receiver")._raw_delete("default")


def _lose_delivery(story: Story) -> None:
    Confirmation.objects.filter(delivery=story.brought)._raw_delete("default")
    Delivery.objects.filter(pk=story.brought.pk)._raw_delete("default")


def _line(story: Story) -> None:
    NeedLine.objects.filter(pk=story.line.pk).update(promised=0)


def _remaining(story: Story) -> None:
    Offer.objects.filter(pk=story.offer.pk).update(remaining=8)


def _fulfilled(story: Story) -> None:
    Commitment.objects.filter(pk=story.promise.pk).update(
        end="fulfilled", ended_at=timezone.now(), ended_by_id=story.people.officer.pk
    )


def _stuff(story: Story) -> None:
    option = BallotOption.objects.get(ballot=story.ballot)
    Cast.objects.create(steward=story.people.steward, ballot=story.ballot, option=option)


def _spoil(story: Story) -> None:
    Cast.objects.filter(ballot=story.ballot)._raw_delete("default")


def _outsider(story: Story) -> None:
    stranger = Person.objects.create(given_name="ใคร")
    option = BallotOption.objects.get(ballot=story.ballot)
    Issued.objects.create(
        steward=story.people.steward, ballot=story.ballot, person=stranger, receipt="x", idempotency_key="x"
    )
    Cast.objects.create(steward=story.people.steward, ballot=story.ballot, option=option)


def _foreign(story: Story) -> None:
    other = Village.objects.create(steward=story.people.other_steward, area_id="99990201", moo=1, name="ทุ่งนา")
    Matter.objects.filter(pk=story.matters[0].pk).update(village=other)


CORRUPTIONS: dict[str, tuple[Callable[[Story], None], str]] = {
    "an entry edited": (_edit, "ledger.entry_edited"),
    "an entry deleted": (_delete, "ledger.entry_missing"),
    "the log cut": (_truncate, "ledger.log_truncated"),
    "edited and chained anew": (_rechain, "ledger.witness_differs"),
    "a head forged": (_forge, "ledger.head_differs"),
    "a reason edited": (_reason, "ledger.reason_edited"),
    "a matter deleted": (_lose_matter, "needs.row_missing"),
    "a matter slipped in": (_slip_in_matter, "needs.row_without_record"),
    "a number skipped": (_skip_number, "needs.number_missing"),
    "closed before it was opened": (_turn_time, "needs.time_turned"),
    "a counter moved": (_drift, "resources.commitment_drift"),
    "more brought than promised": (_over, "resources.over_delivered"),
    "counted without confirmation": (_unconfirmed, "resources.unconfirmed_counted"),
    "a delivery deleted": (_lose_delivery, "resources.row_missing"),
    "a need line's counter moved": (_line, "resources.line_drift"),
    "an offer filled up again": (_remaining, "resources.offer_drift"),
    "fulfilled without being brought": (_fulfilled, "resources.fulfilled_short"),
    "a voice put into the urn": (_stuff, "decisions.more_cast_than_issued"),
    "a voice taken out of the urn": (_spoil, "decisions.cast_missing"),
    "a ballot for somebody not on the roll": (_outsider, "decisions.issued_outside_roll"),
    "a row of another steward": (_foreign, "places.foreign_row"),
}


def test_a_true_record_is_whole(story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify.run([]) == 0, capsys.readouterr().out


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_every_planted_corruption_is_named(
    story: Story, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "heads.txt"
    kept.write_text(heads.latest(), encoding="utf-8")
    plant, code = CORRUPTIONS[name]
    before = _everything()
    with transaction.atomic():
        plant(story)
    planted = _everything()
    assert planted != before, "the corruption was really planted"
    assert verify.run(["--heads", str(kept)]) == 1
    told = capsys.readouterr().out
    assert f"({code})" in told
    assert _everything() == planted, "verify repairs nothing"


def _everything() -> list[Any]:
    return [
        list(model._default_manager.order_by("pk").values_list())
        for model in tables()
        if model._meta.app_label in ROOMS
    ]
