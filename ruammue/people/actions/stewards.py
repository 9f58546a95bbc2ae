"""The office and its record: taken over, set up, practised."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from ruammue.access.actors import Role
from ruammue.ledger.actions import record
from ruammue.ledger.who import SYSTEM, Who
from ruammue.people.actions.accounts import open_account
from ruammue.people.actions.persons import add_person
from ruammue.people.actions.roles import give_role, in_force
from ruammue.people.events import PracticeOpened, SettingsChanged, StewardClaimed
from ruammue.people.models import Account, Acquaintance, RoleHeld
from ruammue.people.refusals import AlreadyClaimed, PracticeExists
from ruammue.people.rules import STAFF_ROLES
from ruammue.places.actions import make_practice
from ruammue.places.models import Steward


@transaction.atomic
def claim_steward(steward: Steward, *, by: Who, now: datetime | None = None) -> Steward:
    """The office says: this record is ours. Until then every page says that it is not. Raises AlreadyClaimed."""
    steward = Steward.objects.select_for_update().get(pk=steward.pk)
    if steward.claimed_at is not None:
        raise AlreadyClaimed(claimed_at=steward.claimed_at)
    steward.claimed_at, steward.claimed_by_id = now or timezone.now(), by.person_id
    steward.save(update_fields=["claimed_at", "claimed_by_id"])
    record(StewardClaimed(steward=steward.pk), by=by)
    return steward


@transaction.atomic
def change_settings(steward: Steward, *, phone: str, answer_days: int, by: Who) -> Steward:
    """The telephone that villagers call, and within how many working days a need is answered (1 to 30)."""
    steward = Steward.objects.select_for_update().get(pk=steward.pk)
    if (steward.phone, steward.answer_days) != (phone, answer_days):
        steward.phone, steward.answer_days = phone, answer_days
        steward.save(update_fields=["phone", "answer_days"])
        record(SettingsChanged(steward=steward.pk, answer_days=answer_days), by=by)
    return steward


@transaction.atomic
def appoint_first_administrator(
    steward: Steward, *, given_name: str, email: str, prefix: str = "", family_name: str = "", by: Who = SYSTEM
) -> tuple[Account, str]:
    """A new tenant's first administrator, from the command line. Returns the account and its starting password."""
    person = add_person(steward, prefix=prefix, given_name=given_name, family_name=family_name, by=by)
    give_role(steward, person=person, role=Role.ADMINISTRATOR, by=by)
    return open_account(steward, person=person, email=email, by=by)


@transaction.atomic
def open_practice(steward: Steward, *, by: Who, now: datetime | None = None) -> Steward:
    """A practice copy: the same villages and the same office staff in a tenant of its own, marked on every page.

    No villager and no matter is copied; `loop` tells a small story there to rehearse on. Raises PracticeExists.
    """
    steward = Steward.objects.select_for_update().get(pk=steward.pk)
    if steward.mark == Steward.Mark.PRACTICE or steward.practices.exists():
        raise PracticeExists()
    moment = now or timezone.now()
    practice = make_practice(steward, by=by)
    staff = list(
        RoleHeld.objects.of(steward)
        .filter(in_force(timezone.localdate(moment)), role__in=STAFF_ROLES)
        .values_list("person_id", "role")
        .distinct()
    )
    Acquaintance.objects.bulk_create(
        Acquaintance(steward=practice, person_id=person_id)
        for person_id in sorted({person_id for person_id, _ in staff})
    )
    RoleHeld.objects.bulk_create(
        RoleHeld(
            steward=practice,
            person_id=person_id,
            role=role,
            from_on=timezone.localdate(moment),
            given_at=moment,
            given_by_id=by.person_id,
        )
        for person_id, role in staff
    )
    record(PracticeOpened(steward=steward.pk, practice=practice.pk), by=by)
    return practice
