"""Organisations, and who belongs to them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from ruammue.foundation import thai_names
from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.people.events import AffiliationEnded, AffiliationMade, OrganisationAdded, OrganisationChanged
from ruammue.people.models import Acquaintance, Affiliation, Organisation, Person
from ruammue.people.refusals import (
    AlreadyBelongs,
    AlreadyEnded,
    Anonymised,
    EndsBeforeItBegins,
    JuristicNumberTaken,
    NotKnownHere,
)
from ruammue.places.models import Area, Steward

FIELDS = ("name", "sector", "kind", "juristic_id", "area", "phone", "address")


def _refuse_taken(juristic_id: str, *, but: Organisation | None = None) -> None:
    other = Organisation.objects.filter(juristic_id=juristic_id).first() if juristic_id else None
    if other is not None and (but is None or other.pk != but.pk):
        raise JuristicNumberTaken(name=other.name)


@transaction.atomic
def add_organisation(
    steward: Steward,
    *,
    by: Who,
    name: str,
    sector: str,
    kind: str,
    juristic_id: str = "",
    area: Area | None = None,
    phone: str = "",
    address: str = "",
) -> Organisation:
    """Make a body known. Raises JuristicNumberTaken."""
    _refuse_taken(juristic_id)
    organisation = Organisation(
        name=name, sector=sector, kind=kind, juristic_id=juristic_id, area=area, phone=phone, address=address
    )
    organisation.sort_key = thai_names.sort_key(name)
    organisation.save(force_insert=True)
    record(OrganisationAdded(steward=steward.pk, organisation=organisation.pk), by=by)
    return organisation


@transaction.atomic
def change_organisation(organisation: Organisation, steward: Steward, *, by: Who, **facts: Any) -> Organisation:
    """Correct facts of a body (`FIELDS`). Only what differs is written. Raises JuristicNumberTaken."""
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    changed = [name for name in FIELDS if name in facts and facts[name] != getattr(organisation, name)]
    if not changed:
        return organisation
    _refuse_taken(facts.get("juristic_id", ""), but=organisation)
    for name in changed:
        setattr(organisation, name, facts[name])
    organisation.sort_key = thai_names.sort_key(organisation.name)
    organisation.save(update_fields=[*changed, "sort_key"])
    record(
        OrganisationChanged(steward=steward.pk, organisation=organisation.pk, fields=tuple(changed)),
        by=by,
    )
    return organisation


@transaction.atomic
def add_affiliation(
    steward: Steward,
    *,
    person: Person,
    organisation: Organisation,
    by: Who,
    post: str = "",
    may_represent: bool = False,
    from_on: date | None = None,
) -> Affiliation:
    """Say that a person belongs to an organisation. Raises NotKnownHere, Anonymised, AlreadyBelongs."""
    if person.anonymised_at is not None:
        raise Anonymised()
    # The lock on the acquaintance puts two officers with the same form in a row.
    if not Acquaintance.objects.of(steward).select_for_update().filter(person=person).first():
        raise NotKnownHere()
    if Affiliation.objects.of(steward).filter(person=person, organisation=organisation, until_on=None).exists():
        raise AlreadyBelongs(name=person.name, organisation=organisation.name)
    made = Affiliation.objects.create(
        steward=steward,
        person=person,
        organisation=organisation,
        post=post,
        may_represent=may_represent,
        from_on=from_on or timezone.localdate(),
    )
    record(
        AffiliationMade(
            steward=steward.pk, person=person.pk, organisation=organisation.pk, may_represent=may_represent
        ),
        by=by,
    )
    return made


@transaction.atomic
def end_affiliation(affiliation: Affiliation, *, by: Who, until_on: date | None = None) -> Affiliation:
    """End a membership on a day (default: yesterday's end of the right to speak, i.e. today is the last day).

    Raises AlreadyEnded, EndsBeforeItBegins.
    """
    affiliation = Affiliation.objects.of(affiliation.steward_id).select_for_update().get(pk=affiliation.pk)
    last = until_on or timezone.localdate()
    if affiliation.until_on is not None:
        raise AlreadyEnded(until_on=affiliation.until_on)
    if last < affiliation.from_on:
        raise EndsBeforeItBegins(from_on=affiliation.from_on, until_on=last)
    affiliation.until_on = last
    affiliation.save(update_fields=["until_on"])
    record(
        AffiliationEnded(
            steward=affiliation.steward_id, person=affiliation.person_id, organisation=affiliation.organisation_id
        ),
        by=by,
    )
    return affiliation
