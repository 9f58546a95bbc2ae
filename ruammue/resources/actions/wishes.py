"""A wish in an exchange becomes a line: the lawful act of whoever may ask for things, in one step."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.needs.models import Matter
from ruammue.resources.actions.lines import hand_of, in_order, may_go_back, raise_line
from ruammue.resources.events import ExchangeWishOpened
from ruammue.resources.exchange.actions import DAYS_TO_AGREE, take_exchange
from ruammue.resources.exchange.models import ExchangeLeg, ExchangeWish
from ruammue.resources.exchange.sources import Source
from ruammue.resources.models import Spec


@transaction.atomic
def open_wish(
    wish: ExchangeWish,
    *,
    matter: Matter,
    spec: Spec,
    quantity: int,
    by: Who,
    until_on: date | None = None,
    source: Source | None = None,
    now: datetime | None = None,
) -> ExchangeWish:
    """Ask for what a party wished as a line of `matter`, and make it a part of the exchange, so that all can agree.

    `source`: from what it would be given, or lent until when. The time to agree begins now. Said again, the first
    stands. Raises ExchangeIsOver, NotLent, DatesReversed, and what `raise_line` raises.
    """
    exchange = take_exchange(wish.exchange)
    now, source = now or timezone.now(), source or Source()
    wish.refresh_from_db()
    if wish.leg_id is not None:
        return wish
    today = timezone.localdate(now)
    if source.is_loan:
        may_go_back(spec)
        in_order(today, source.return_due)
    line = raise_line(
        matter, spec=spec, quantity=quantity, receiver=wish.organisation, until_on=until_on, key=wish.pk, by=by, now=now
    )
    wish.leg = ExchangeLeg.objects.create(
        steward_id=wish.steward_id,
        exchange=exchange,
        need_line=line,
        provider=wish.provider,
        quantity=quantity,
        offer=source.offer,
        is_loan=source.is_loan,
        return_due_on=source.return_due if source.is_loan else None,
    )
    wish.opened_at, wish.opened_by_id = now, hand_of(by)
    wish.save(update_fields=["leg", "opened_at", "opened_by_id"])
    exchange.expires_on = today + timedelta(days=DAYS_TO_AGREE)
    exchange.save(update_fields=["expires_on"])
    record(
        ExchangeWishOpened(steward=wish.steward_id, exchange=exchange.pk, line=line.pk, matter=matter.pk), by=by, at=now
    )
    return wish
