"""A conversation on every object of the house."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ruammue.access.actors import Actor
from ruammue.coordination.events import MessageSaid
from ruammue.coordination.models import Message
from ruammue.coordination.refusals import NobodySpeaks, NothingSaid, NotTheirs
from ruammue.coordination.subjects import Subject
from ruammue.foundation.keys import new_key
from ruammue.ledger.actions import record


@transaction.atomic
def say(subject: Subject, text: str, *, by: Actor, key: UUID | None = None, now: datetime | None = None) -> Message:
    """Say something about an object. `by` may speak for an organisation, or be somebody whose helper types.

    `key` is the form's own: sent twice, it is said once. Raises NothingSaid, NobodySpeaks, NotTheirs.
    """
    if not text.strip():
        raise NothingSaid
    if by.person_id is None:
        raise NobodySpeaks
    if by.on_behalf_of_id is not None and by.on_behalf_of_id not in by.represents:
        raise NotTheirs
    now = now or timezone.now()
    again = Message.objects.of(subject.steward_id).filter(pk=key).first() if key else None
    if again is not None:
        said: Message = again
        return said
    message = Message.objects.create(
        id=key or new_key(),
        steward_id=subject.steward_id,
        matter=subject.matter,
        about=subject.about,
        about_id=subject.about_id,
        text=text,
        said_at=now,
        said_by_id=by.person_id,
        on_behalf_of_id=by.on_behalf_of_id,
        entered_by_id=by.entered_by_id,
    )
    record(
        MessageSaid(
            steward=subject.steward_id,
            message=message.pk,
            about=subject.about,
            about_id=subject.about_id,
            matter=subject.matter.pk if subject.matter else None,
        ),
        by=by,
        at=now,
    )
    return message
