"""News into inboxes: each person once. Nothing leaves the house from here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ruammue.coordination.models import Notice
from ruammue.ledger.actions import News
from ruammue.people.models import Account


@transaction.atomic
def tell(
    people: Iterable[UUID | None],
    code: str,
    news: News,
    *,
    steward_id: UUID,
    path: str,
    matter_id: UUID | None = None,
    **data: str | int | None,
) -> int:
    """Put one news into the inboxes of these people, except of who did it; how many were asked to be told.

    Only people with a way in have an inbox. UNIQUE(steward, person, entry) keeps it to once: the same parcel heard
    again, or two listeners for one entry, change nothing. `data` holds ids, days and code words, never names.
    """
    wanted = {person for person in people if person is not None} - {news.person_id, news.entered_by_id}
    living = Account.objects.filter(person_id__in=wanted, is_active=True).values_list("person_id", flat=True)
    rows = [
        Notice(
            steward_id=steward_id,
            person_id=person,
            entry_id=news.entry_id,
            code=code,
            data={name: value for name, value in data.items() if value is not None},
            matter_id=matter_id,
            path=path,
            made_at=news.at,
        )
        for person in sorted(living)
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@transaction.atomic
def settle(
    codes: Iterable[str],
    news: News,
    *,
    steward_id: UUID,
    path: str,
    organisation: UUID | None = None,
) -> int:
    """What these notices of one page asked for was done: nobody has to look at them as new. Returns how many.

    Only what was told before this news: who is called to the new day of a meeting is not settled by the same news.
    `organisation`: of several that were asked on one page, the one that answered.
    """
    waiting = Notice.objects.of(steward_id).filter(
        code__in=list(codes), path=path, made_at__lt=news.at, settled_at=None
    )
    if organisation is not None:
        waiting = waiting.filter(data__organisation=str(organisation))
    return waiting.update(settled_at=news.at)


@transaction.atomic
def read_notice(notice: Notice, *, now: datetime | None = None) -> Notice:
    """Mark a notice as read, once. Reading one's own inbox is nobody else's business: no record."""
    row: Notice = Notice.objects.select_for_update().get(pk=notice.pk)
    if row.read_at is None:
        row.read_at = now or timezone.now()
        row.save(update_fields=["read_at"])
    return row


@transaction.atomic
def read_all(steward_id: UUID, person_id: UUID, *, now: datetime | None = None) -> int:
    """Mark everything in a person's inbox as read. Returns how many were new."""
    unread = Notice.objects.of(steward_id).filter(person_id=person_id, read_at=None)
    return unread.update(read_at=now or timezone.now())
