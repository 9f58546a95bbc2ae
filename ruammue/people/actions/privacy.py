"""A person's rights over their data: asked, answered, erased; and what is erased by itself when its time is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone, translation

from ruammue.ledger.actions import record
from ruammue.ledger.models import Entry, EntryNote
from ruammue.ledger.who import SYSTEM, Who
from ruammue.papers.attachments import erase_attachments
from ruammue.papers.models import Attachment
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
        if words.owner:
            model._default_manager.filter(**{words.owner: person}).update(**words.erased())
    _erase_typed_names(steward, person)
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


def _erase_typed_names(steward: Steward, person: Person) -> None:
    """Names of the person that others typed, or they themselves without coming in, where no row points at them.

    A namesake's are erased with them where no row says whose they are: better one name too many than one too few.
    """
    names = privacy.written(person)
    if names is None:
        return
    with translation.override("th"):
        nothing = privacy.unnamed()
    for typed in privacy.typed_names():
        rows = typed.model._default_manager.filter(steward_id=steward.pk)
        if typed.owner:
            rows = rows.filter(Q(**{typed.owner: None}) | Q(**{typed.owner: person}))
        rows.annotate(typed=F(typed.field)).filter(names).update(**{typed.field: nothing})


def photos_in(label: str, field: str, *, matter: str) -> privacy.Eraser:
    """An eraser of the photos that `field` of a table points at; `matter` the lookup to the matter they belong to.

    Rows stay as they are, without their picture: counts and the log do not change. Signed scans are papers of the
    office and stay with them.
    """

    def erase(
        steward: Steward, /, *, person: Person | None = None, before: datetime | None = None, dry: bool = False
    ) -> int:
        rows = apps.get_model(label)._default_manager.filter(
            **{"steward_id": steward.pk, f"{field}__kind": Attachment.Kind.PHOTO}
        )
        if person is not None:
            rows = rows.filter(**{f"{field}__given_by_id": person.pk})
        else:
            rows = rows.filter(**{f"{matter}__closed_at__lt": before})
        keys = list(rows.order_by().values_list(field, flat=True))
        if keys and not dry:
            apps.get_model(label)._default_manager.filter(**{"steward_id": steward.pk, f"{field}__in": keys}).update(
                **{field: None}
            )
            erase_attachments(Attachment.objects.of(steward).filter(pk__in=keys))
        return len(set(keys))

    return erase


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

    Sheets never confirmed and dead sessions after days; own words and files of closed matters after the days that
    their class names; persons whose last role, membership and own row ended `RELATION_DAYS` ago and at whom no room's
    row points any more.
    """
    moment = now or timezone.now()
    sheets = PendingImport.objects.of(steward).filter(uploaded_at__lt=moment - timedelta(days=privacy.SHORT_DAYS))
    sessions = Session.objects.filter(expire_date__lt=moment)
    words, over = 0, moment - timedelta(days=privacy.MATTER_DAYS)
    for model, declared in privacy.own_words():
        if not declared.closed:
            continue
        ended = {f"{declared.closed}__lt": moment - timedelta(days=declared.days)}
        old = model._default_manager.filter(declared.filled(), steward_id=steward.pk, **ended)
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
