"""Verbs of wishes: ask people which tasks of a month they would like, say it, take it back. A wish binds nobody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from ruammue.access.actors import Actor
from ruammue.foundation.keys import new_token, token_hash
from ruammue.ledger.actions import record
from ruammue.needs.actions.matters import acting
from ruammue.people.models import Person
from ruammue.people.signing.refusals import NoSuchLink
from ruammue.places.models import Steward
from ruammue.work.events import WishesAsked, WishSaid
from ruammue.work.models import Task, Wish, WishLink
from ruammue.work.refusals import TaskIsDropped


@dataclass(frozen=True, slots=True)
class AskedForWishes:
    """Somebody's link to the tasks of a month, with its token, which is shown once."""

    person: Person
    month: date
    token: str


@transaction.atomic
def ask_for_wishes(
    steward: Steward, month: date, people: Iterable[Person], *, by: Actor, now: datetime | None = None
) -> list[AskedForWishes]:
    """Give each of these people a link to the tasks of a month. Asked again, the older link is dead."""
    now = now or timezone.now()
    month = month.replace(day=1)
    known = {row.person_id: row for row in WishLink.objects.of(steward).select_for_update().filter(month=month)}
    asked = []
    for person in people:
        token = new_token()
        row = known.get(person.pk) or WishLink(steward=steward, person=person, month=month)
        row.token_hash, row.asked_at, row.asked_by_id = token_hash(token), now, acting(by)
        row.save()
        record(WishesAsked(steward=steward.pk, person=person.pk, month=month), by=by, at=now)
        asked.append(AskedForWishes(person, month, token))
    return asked


def behind_wish_link(token: str, steward: Steward) -> WishLink | None:
    """What a token stands for at this steward. Looking changes nothing."""
    rows = WishLink.objects.of(steward).select_related("person", "steward")
    return rows.filter(token_hash=token_hash(token), person__anonymised_at=None).first()


@transaction.atomic
def say_wish_by_link(
    token: str, tasks: Iterable[Task], *, is_wished: bool, steward: Steward, by: Actor, now: datetime | None = None
) -> None:
    """Say it without an account. Only a POST comes here. Raises NoSuchLink, TaskIsDropped."""
    found = behind_wish_link(token, steward)
    if found is None:
        raise NoSuchLink
    for task in tasks:
        _say(task, found.person, is_wished=is_wished, hand=found.person, by=by, now=now or timezone.now())


@transaction.atomic
def say_wish(task: Task, person: Person, *, is_wished: bool, by: Actor, now: datetime | None = None) -> None:
    """Say after coming in that one would like to help with a task, or not any more. Raises TaskIsDropped."""
    _say(task, person, is_wished=is_wished, hand=person, by=by, now=now or timezone.now())


def _say(task: Task, person: Person, *, is_wished: bool, hand: Person, by: Actor, now: datetime) -> None:
    if task.dropped_at is not None:
        raise TaskIsDropped
    rows = Wish.objects.of(task.steward_id).filter(task=task, person=person)
    if rows.exists() == is_wished:
        return  # a second tap means the same
    if is_wished:
        Wish.objects.create(steward_id=task.steward_id, task=task, person=person, said_at=now, said_by_id=hand.pk)
    else:
        rows.delete()
    record(WishSaid(steward=task.steward_id, task=task.pk, person=person.pk, is_wished=is_wished), by=by, at=now)
