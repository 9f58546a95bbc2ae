"""What the stories of this room begin with: a published matter, a kind of thing, a line, a promise."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.utils import timezone

from ruammue.needs.actions import open_matter, publish_matter
from ruammue.needs.models import Matter
from ruammue.resources import actions
from ruammue.resources.models import Commitment, Delivery, NeedLine, Offer, Spec
from tests.cast import Cast

_numbers = count()


def key() -> str:
    """A fresh idempotency key."""
    return f"key-{next(_numbers)}"


def matter_of(cast: Cast, title: str = "งานบุญสานสัมพันธ์", *, published: bool = True) -> Matter:
    """A matter of the office, as villagers may read it."""
    officer = cast.actor("officer")
    matter = open_matter(cast.steward, by=officer, title=title, village=cast.villages[2])
    return publish_matter(matter, by=officer, sentence=f"{title} ชวนทุกคนมาช่วยกัน") if published else matter


def spec_of(cast: Cast, name: str = "โต๊ะ", kind: str = "goods", unit: str = "body") -> Spec:
    """A kind of thing on the office's list."""
    return actions.add_spec(cast.steward, name=name, kind=kind, unit=unit, by=cast.actor("officer"))


def line_of(
    cast: Cast, quantity: int = 60, *, spec: Spec | None = None, matter: Matter | None = None, **facts: Any
) -> NeedLine:
    """The office asks for a quantity."""
    return actions.raise_line(
        matter or matter_of(cast),
        spec=spec or spec_of(cast),
        quantity=quantity,
        receiver=cast.office,
        by=cast.actor("officer"),
        **facts,
    )


def offer_of(
    cast: Cast, quantity: int = 40, *, spec: Spec, who: str = "abbot", organisation: str = "temple", **facts: Any
) -> Offer:
    """The temple has tables."""
    return actions.make_offer(
        spec, quantity=quantity, provider=cast.organisations[organisation], by=cast.actor(who, speaking=True), **facts
    )


def promise_of(
    cast: Cast, line: NeedLine, quantity: int = 40, *, who: str = "abbot", organisation: str = "temple", **facts: Any
) -> Commitment:
    """The temple promises by itself and the office takes it: it counts."""
    facts.setdefault("provider", None if facts.get("offer") else cast.organisations[organisation])
    promise = actions.make_commitment(
        line,
        quantity=quantity,
        side="provider",
        by=cast.actor(who, speaking=True),
        idempotency_key=key(),
        **facts,
    )
    return actions.accept_commitment(promise, side="receiver", by=cast.actor("officer", speaking=True))


def brought(cast: Cast, promise: Commitment, quantity: int, *, who: str = "abbot", **facts: Any) -> Delivery:
    """The giver brings it and says so, the officer confirms: it counts."""

    facts.setdefault("on", timezone.localdate(promise.promised_at))
    delivery = actions.record_delivery(
        promise, quantity=quantity, by=cast.actor(who, speaking=True), side="provider", idempotency_key=key(), **facts
    )
    actions.confirm_delivery(delivery, side="receiver", by=cast.actor("officer", speaking=True))
    return delivery


def fresh(row: Any) -> Any:
    """The row as it stands in the database now."""
    return type(row).objects.get(pk=row.pk)
