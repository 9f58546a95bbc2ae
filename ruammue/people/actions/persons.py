"""Persons: add, correct, look at; for whom one acts; the notice."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ruammue.access.actors import Actor
from ruammue.foundation import thai_names
from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.people.events import HatChosen, NoticeSeen, PersonAdded, PersonalFileRead, PersonChanged
from ruammue.people.models import Acquaintance, Person
from ruammue.people.refusals import Anonymised, NotKnownHere
from ruammue.places.models import Steward, Village

FIELDS = ("prefix", "given_name", "family_name", "phone", "email")


@transaction.atomic
def add_person(
    steward: Steward,
    *,
    by: Who,
    given_name: str,
    prefix: str = "",
    family_name: str = "",
    phone: str = "",
    email: str = "",
    village: Village | None = None,
) -> Person:
    """Make somebody known to this steward; they need no account. Texts come clean from the form."""
    person = Person(prefix=prefix, given_name=given_name, family_name=family_name, phone=phone, email=email)
    person.sort_key = thai_names.sort_key(f"{given_name} {family_name}".strip())
    person.save(force_insert=True)
    Acquaintance.objects.create(steward=steward, person=person, village=village)
    record(PersonAdded(steward=steward.pk, person=person.pk), by=by)
    return person


@transaction.atomic
def change_person(known: Acquaintance, *, by: Who, **facts: Any) -> Person:
    """Correct name, telephone, e-mail (`FIELDS`) or `village`. Only what differs is written and recorded.

    Raises Anonymised. An identity is shared by the installation: the correction is seen by every steward.
    """
    known = Acquaintance.objects.of(known.steward_id).select_for_update().get(pk=known.pk)
    person = Person.objects.select_for_update().get(pk=known.person_id)
    if person.anonymised_at is not None:
        raise Anonymised()
    changed = [name for name in FIELDS if name in facts and facts[name] != getattr(person, name)]
    for name in changed:
        setattr(person, name, facts[name])
    if changed:
        person.sort_key = thai_names.sort_key(f"{person.given_name} {person.family_name}".strip())
        person.save(update_fields=[*changed, "sort_key"])
    if "village" in facts and getattr(facts["village"], "pk", None) != known.village_id:
        known.village = facts["village"]
        known.save(update_fields=["village"])
        changed.append("village")
    if changed:
        record(PersonChanged(steward=known.steward_id, person=person.pk, fields=tuple(changed)), by=by)
    return person


@transaction.atomic
def note_reading(steward: Steward, *, person_id: UUID | None, how: str, by: Who) -> None:
    """Write down that somebody looked at a person's file (`how`: page, copy), or took a list (sheet).

    Looking at one's own file is nobody's business and leaves no entry.
    """
    if person_id is None or person_id != by.person_id:
        record(PersonalFileRead(steward=steward.pk, person=person_id, how=how), by=by)


@transaction.atomic
def choose_hat(steward: Steward, organisation_id: UUID | None, *, by: Actor) -> Actor:
    """Say for whom one acts from now on. Returns the actor with that hat. Raises ValueError for a foreign hat."""
    actor = by.speaking_for(organisation_id) if organisation_id else by
    record(HatChosen(steward=steward.pk, organisation=organisation_id), by=by)
    return actor


@transaction.atomic
def see_notice(steward: Steward, *, person_id: UUID, version: str, by: Who, now: datetime | None = None) -> None:
    """Remember that this person was shown the notice in this version (also by a helper who read it aloud).

    Raises NotKnownHere.
    """
    known = Acquaintance.objects.of(steward).select_for_update().filter(person_id=person_id).first()
    if known is None:
        raise NotKnownHere()
    if known.notice_version == version:
        return
    known.notice_version, known.notice_seen_at = version, now or timezone.now()
    known.save(update_fields=["notice_version", "notice_seen_at"])
    record(NoticeSeen(steward=steward.pk, person=person_id, version=version), by=by)
