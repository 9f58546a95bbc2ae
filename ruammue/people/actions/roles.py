"""Roles: given, ended, handed over. One administrator always remains."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ruammue.access.actors import Role
from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.people.events import HandedOver, RoleEnded, RoleGiven
from ruammue.people.models import Account, Acquaintance, Affiliation, Card, Person, RoleHeld
from ruammue.people.refusals import (
    AlreadyEnded,
    Anonymised,
    CardNotForStaff,
    EndsBeforeItBegins,
    LastAdministrator,
    NothingToHandOver,
    ReasonMissing,
    RoleAlreadyHeld,
    RoleHasNoVillage,
    RoleNeedsVillage,
    SamePerson,
)
from ruammue.people.rules import STAFF_ROLES, VILLAGE_ROLES
from ruammue.places.models import Steward, Village


@dataclass(frozen=True, slots=True)
class HandOver:
    """The receipt of a hand-over: which roles and which organisations went from one person to the other."""

    person: Person
    successor: Person
    roles: tuple[str, ...]
    organisations: tuple[str, ...]
    on: date


def in_force(day: date) -> Q:
    """Rows with `from_on` and `until_on` that hold on a day."""
    return Q(from_on__lte=day) & (Q(until_on=None) | Q(until_on__gte=day))


def _lock(steward: Steward) -> Steward:
    """Everything about roles of a steward in a row: two administrators who end each other must not both succeed."""
    return Steward.objects.select_for_update().get(pk=steward.pk)


def _judge_second_step(person: Person) -> None:
    """An account whose holder works in some office must use a second step; nobody else must."""
    today = timezone.localdate()
    works = RoleHeld.objects.filter(
        Q(until_on=None) | Q(until_on__gte=today), person=person, role__in=STAFF_ROLES
    ).exists()
    Account.objects.filter(person=person).update(must_use_totp=works)


@transaction.atomic
def give_role(
    steward: Steward,
    *,
    person: Person,
    role: Role,
    by: Who,
    village: Village | None = None,
    from_on: date | None = None,
    until_on: date | None = None,
    now: datetime | None = None,
) -> RoleHeld:
    """Give a person a role here, from a day (default today) until a day (default: until it is ended).

    Raises Anonymised, RoleNeedsVillage, RoleHasNoVillage, EndsBeforeItBegins, RoleAlreadyHeld and, for an office
    role while the person holds a card, CardNotForStaff.
    """
    steward = _lock(steward)
    first = from_on or timezone.localdate()
    if person.anonymised_at is not None:
        raise Anonymised()
    if role in VILLAGE_ROLES and village is None:
        raise RoleNeedsVillage(role=role.value)
    if village is not None and role not in VILLAGE_ROLES | {Role.COORDINATOR}:
        raise RoleHasNoVillage(role=role.value)
    if until_on is not None and until_on < first:
        raise EndsBeforeItBegins(from_on=first, until_on=until_on)
    if role in STAFF_ROLES and Card.objects.filter(person=person, revoked_at=None).exists():
        raise CardNotForStaff(name=person.name)
    held = RoleHeld.objects.of(steward).filter(person=person, role=role, village=village)
    if held.filter(Q(until_on=None) | Q(until_on__gte=first)).exists():
        raise RoleAlreadyHeld(name=person.name, role=role.value)
    Acquaintance.objects.get_or_create(steward=steward, person=person, defaults={"village": village})
    given = RoleHeld.objects.create(
        steward=steward,
        person=person,
        role=role,
        village=village,
        from_on=first,
        until_on=until_on,
        given_at=now or timezone.now(),
        given_by_id=by.person_id,
    )
    _judge_second_step(person)
    record(
        RoleGiven(steward=steward.pk, person=person.pk, role=role.value, village=village.pk if village else None),
        by=by,
    )
    return given


@transaction.atomic
def end_role(held: RoleHeld, *, by: Who, until_on: date | None = None, reason: str = "") -> RoleHeld:
    """End a role on a day; by default yesterday was its last day, so that its powers end now.

    A role that began today cannot have ended yesterday: its last day is today and the row is kept.
    Raises AlreadyEnded, EndsBeforeItBegins, LastAdministrator.
    """
    steward = _lock(held.steward)
    held = RoleHeld.objects.of(steward).select_for_update().get(pk=held.pk)
    today = timezone.localdate()
    if held.until_on is not None and held.until_on < today:
        raise AlreadyEnded(until_on=held.until_on)
    last = until_on or max(today - timedelta(days=1), held.from_on)
    if last < held.from_on:
        raise EndsBeforeItBegins(from_on=held.from_on, until_on=last)
    if held.role == Role.ADMINISTRATOR and not _another_administrator(steward, held, last):
        raise LastAdministrator()
    held.until_on = last
    held.save(update_fields=["until_on"])
    person = Person.objects.get(pk=held.person_id)
    _judge_second_step(person)
    record(
        RoleEnded(steward=steward.pk, person=held.person_id, role=held.role, village=held.village_id),
        by=by,
        reason=reason,
    )
    return held


def _another_administrator(steward: Steward, held: RoleHeld, last: date) -> bool:
    """Whether somebody else is administrator today and still the day after `last`, with a way in that is open."""
    after = last + timedelta(days=1)
    return (
        RoleHeld.objects.of(steward)
        .filter(in_force(timezone.localdate()), Q(until_on=None) | Q(until_on__gte=after), role=Role.ADMINISTRATOR)
        .exclude(person_id=held.person_id)
        .filter(person__account__is_active=True)
        .exists()
    )


@transaction.atomic
def hand_over(
    steward: Steward, *, person: Person, successor: Person, by: Who, reason: str, now: datetime | None = None
) -> HandOver:
    """An officer moves: every role and representation here goes to the successor in one act.

    Village roles go too. Open work follows by the event `HandedOver`: each room moves what it keeps.
    Raises SamePerson, ReasonMissing, Anonymised, NothingToHandOver, and LastAdministrator when the successor has no
    account to come in with.
    """
    steward = _lock(steward)
    if person.pk == successor.pk:
        raise SamePerson()
    if not reason:
        raise ReasonMissing()
    if successor.anonymised_at is not None:
        raise Anonymised()
    moment = now or timezone.now()
    today = timezone.localdate(moment)
    roles = list(
        RoleHeld.objects.of(steward)
        .select_for_update()
        .filter(Q(until_on=None) | Q(until_on__gte=today), person=person)
        .order_by("from_on", "id")
    )
    ties = list(
        Affiliation.objects.of(steward)
        .select_for_update(of=("self",))
        .filter(Q(until_on=None) | Q(until_on__gte=today), person=person)
        .select_related("organisation")
    )
    if not roles and not ties:
        raise NothingToHandOver(name=person.name)
    # The successor first, so that there is never a moment without an administrator.
    for held in roles:
        already = RoleHeld.objects.of(steward).filter(
            Q(until_on=None) | Q(until_on__gte=today), person=successor, role=held.role, village=held.village
        )
        if not already.exists():
            give_role(
                steward,
                person=successor,
                role=Role(held.role),
                village=held.village,
                until_on=held.until_on,
                by=by,
                now=moment,
            )
    for tie in ties:
        if (
            not Affiliation.objects.of(steward)
            .filter(person=successor, organisation=tie.organisation, until_on=None)
            .exists()
        ):
            Affiliation.objects.create(
                steward=steward,
                person=successor,
                organisation=tie.organisation,
                post=tie.post,
                may_represent=tie.may_represent,
                from_on=today,
            )
    given_up = next((held for held in roles if held.role == Role.ADMINISTRATOR), None)
    if given_up is not None and not _another_administrator(steward, given_up, today):
        raise LastAdministrator()
    yesterday = today - timedelta(days=1)
    for held in roles:
        held.until_on = max(yesterday, held.from_on)
        held.save(update_fields=["until_on"])
    for tie in ties:
        tie.until_on = max(yesterday, tie.from_on)
        tie.save(update_fields=["until_on"])
    _judge_second_step(person)
    _judge_second_step(successor)
    record(HandedOver(steward=steward.pk, person=person.pk, successor=successor.pk), by=by, reason=reason, at=moment)
    return HandOver(
        person, successor, tuple(held.role for held in roles), tuple(tie.organisation.name for tie in ties), today
    )
