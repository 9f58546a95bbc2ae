"""A person's rights over their data: asked, answered, erased; and what is erased by itself when its time is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone, translation

from ruammue.ledger.actions import record
from ruammue.ledger.models import Entry, EntryNote
from ruammue.ledger.who import SYSTEM, Who
from ruammue.people import privacy
from ruammue.people.actions.accounts import erase_account
from ruammue.people.actions.cards import revoke_card
from ruammue.people.events import DataRequestAnswered, DataRequested, PersonAnonymised, RetentionKept
from ruammue.people.models import Acquaintance, Affiliation, Card, DataRequest, PendingImport, Person, RoleHeld
from ruammue.people.refusals import (
    Anonymised,
    KnownElsewhere,
    NotKnownHere,
    ReasonMissing,
    RequestAnswered,
    StillInOffice,
)
from ruammue.places.models import Steward


@transaction.atomic
def ask_for_data(steward: Steward, *, person: Person, kind: str, by: Who, now: datetime | None = None) -> DataRequest:
    """Write down that a person asked (on paper, at the counter, on screen); due in `privacy.ANSWER_DAYS` days.

    Raises NotKnownHere, Anonymised.
    """
    moment = now or timezone.now()
    if person.anonymised_at is not None:
        raise Anonymised()
    if not Acquaintance.objects.of(steward).filter(person=person).exists():
        raise NotKnownHere()
    asked = DataRequest.objects.create(
        steward=steward,
        person=person,
        kind=kind,
        asked_at=moment,
        due_on=timezone.localdate(moment) + timedelta(days=privacy.ANSWER_DAYS),
    )
    record(DataRequested(steward=steward.pk, request=asked.pk, person=person.pk, what=kind), by=by, at=moment)
    return asked


@transaction.atomic
def answer_data_request(asked: DataRequest, *, answer: str, by: Who, now: datetime | None = None) -> DataRequest:
    """Say what was done with a request. Raises RequestAnswered, ReasonMissing."""
    asked = DataRequest.objects.of(asked.steward_id).select_for_update().get(pk=asked.pk)
    if asked.answered_at is not None:
        raise RequestAnswered()
    if not answer:
        raise ReasonMissing()
    asked.answered_at, asked.answered_by_id, asked.answer = now or timezone.now(), by.person_id, answer
    asked.save(update_fields=["answered_at", "answered_by_id", "answer"])
    record(DataRequestAnswered(steward=asked.steward_id, request=asked.pk, person=asked.person_id), by=by)
    return asked


@transaction.atomic
def anonymise_person(steward: Steward, *, person: Person, by: Who, reason: str, now: datetime | None = None) -> Person:
    """Erase name, telephone, e-mail, ways in and own words of a person, for good. Rows, counts and the log stay.

    The reasons that the person wrote into the record go with their salt, so that the log still proves that there
    was one and nobody can tell what it said. Refused while the person holds a role or speaks for an organisation
    here (who acted in office stays named), or is known to another steward.
    Raises ReasonMissing, Anonymised, NotKnownHere, StillInOffice, KnownElsewhere.
    """
    moment = now or timezone.now()
    if not reason:
        raise ReasonMissing()
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.anonymised_at is not None:
        raise Anonymised()
    if not Acquaintance.objects.of(steward).filter(person=person).exists():
        raise NotKnownHere()
    still = Q(person=person) & (Q(until_on=None) | Q(until_on__gte=timezone.localdate(moment)))
    count = RoleHeld.objects.filter(still).count() + Affiliation.objects.filter(still, may_represent=True).count()
    if count:
        raise StillInOffice(count=count)
    elsewhere = Acquaintance.objects.filter(person=person).exclude(steward=steward).count()
    if elsewhere:
        raise KnownElsewhere(count=elsewhere)
    for card in Card.objects.of(steward).filter(person=person, revoked_at=None):
        revoke_card(card, by=by, now=moment)
    erase_account(person)
    for model, words in privacy.own_words():
        model._default_manager.filter(**{words.owner: person}).update(**words.erased())
    for erase in privacy.erasers():
        erase(steward, person=person)
    EntryNote.objects.filter(entry__person_id=person.pk).exclude(reason="").update(reason="", salt=b"")
    DataRequest.objects.of(steward).filter(person=person).update(answer="")
    with translation.override("th"):
        person.given_name = privacy.unnamed()
    person.prefix = person.family_name = person.phone = person.email = person.sort_key = ""
    person.anonymised_at = moment
    person.save()
    record(PersonAnonymised(steward=steward.pk, person=person.pk), by=by, reason=reason, at=moment)
    return person


@dataclass(frozen=True, slots=True)
class Erasure:
    """What the retention job found (and, unless dry, erased): counts by what, nobody's name."""

    sheets: int
    sessions: int
    persons: int
    words: int
    files: int

    @property
    def total(self) -> int:
        """All of it."""
        return self.sheets + self.sessions + self.persons + self.words + self.files


@transaction.atomic
def keep_retention(steward: Steward, *, dry: bool, by: Who = SYSTEM, now: datetime | None = None) -> Erasure:
    """Erase what was kept long enough. With `dry` only count. Run daily; a second run finds nothing.

    Sheets never confirmed and dead sessions after days; own words and files of closed matters
    after `MATTER_DAYS`; persons
    whose last role, membership and own row ended `RELATION_DAYS` ago and at whom no room's row points any more.
    """
    moment = now or timezone.now()
    sheets = PendingImport.objects.of(steward).filter(uploaded_at__lt=moment - timedelta(days=privacy.SHORT_DAYS))
    sessions = Session.objects.filter(expire_date__lt=moment)
    words, over = 0, moment - timedelta(days=privacy.MATTER_DAYS)
    for model, declared in privacy.own_words():
        if not declared.closed:
            continue
        old = model._default_manager.filter(
            declared.filled(), steward_id=steward.pk, **{f"{declared.closed}__lt": over}
        )
        keys = list(old.values_list("pk", flat=True))
        words += len(keys)
        if not dry and keys:
            model._default_manager.filter(pk__in=keys).update(**declared.erased())
    files = sum(erase(steward, before=over, dry=dry) for erase in privacy.erasers())
    faded = list(_faded(steward, moment))
    found = Erasure(sheets.count(), sessions.count(), len(faded), words, files)
    if dry or not found.total:
        return found
    sheets.delete()
    sessions.delete()
    for person in faded:
        anonymise_person(steward, person=person, by=by, reason="retention", now=moment)
    record(RetentionKept(steward=steward.pk, erased=found.total), by=by, at=moment)
    return found


def _faded(steward: Steward, moment: datetime) -> list[Person]:
    """Persons once in a role or organisation here, all ended long ago, with nothing else that points at them."""
    limit = timezone.localdate(moment) - timedelta(days=privacy.RELATION_DAYS)
    alive = Q(until_on=None) | Q(until_on__gte=limit)
    known = Acquaintance.objects.of(steward).filter(
        Q(person__anonymised_at=None),
        Exists(RoleHeld.objects.of(steward).filter(person=OuterRef("person")))
        | Exists(Affiliation.objects.of(steward).filter(person=OuterRef("person"))),
        ~Exists(RoleHeld.objects.filter(alive, person=OuterRef("person"))),
        ~Exists(Affiliation.objects.filter(alive, person=OuterRef("person"))),
        ~Exists(Acquaintance.objects.filter(person=OuterRef("person")).exclude(steward=steward)),
        ~Exists(
            Entry.objects.filter(
                person_id=OuterRef("person_id"), at__gte=moment - timedelta(days=privacy.RELATION_DAYS)
            )
        ),
    )
    return [row.person for row in known.select_related("person")]
