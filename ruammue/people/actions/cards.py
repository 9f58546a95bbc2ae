"""Cards that the officer printed: QR and PIN, bound to the first telephone, throttled, revocable."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ruammue.foundation.keys import new_token, token_hash
from ruammue.foundation.refusals import Refusal
from ruammue.foundation.thai_digits import to_arabic
from ruammue.ledger.actions import record
from ruammue.ledger.who import SYSTEM, Who
from ruammue.people.events import CardBound, CardClosedForNow, CardIssued, CardRevoked, CardUnbound
from ruammue.people.models import Account, Acquaintance, Card, Person, RoleHeld
from ruammue.people.refusals import (
    Anonymised,
    CardClosed,
    CardDoesNotOpen,
    CardNotForStaff,
    NotKnownHere,
    OtherDevice,
    WrongPin,
)
from ruammue.people.rules import STAFF_ROLES
from ruammue.places.models import Steward

TRIES = 5
FIRST_CLOSING = timedelta(minutes=5)
LONGEST_CLOSING = timedelta(hours=24)
PIN_DIGITS = 6


@dataclass(frozen=True, slots=True)
class NewCard:
    """A card as it is printed: the only moment at which token and PIN are known."""

    card: Card
    token: str
    pin: str


@dataclass(frozen=True, slots=True)
class CardAnswer:
    """What trying a card gave: the card, or why not.

    Not an exception: a wrong PIN must be counted, and an exception would roll the count back.
    """

    card: Card | None = None
    refusal: Refusal | None = None


@transaction.atomic
def issue_card(steward: Steward, *, person: Person, by: Who, now: datetime | None = None) -> NewCard:
    """Make a card for a person who is listed here; earlier cards of theirs here are revoked.

    Raises Anonymised, NotKnownHere, CardNotForStaff.
    """
    moment = now or timezone.now()
    if person.anonymised_at is not None:
        raise Anonymised()
    if not Acquaintance.objects.of(steward).select_for_update().filter(person=person).first():
        raise NotKnownHere()
    if _works_in_an_office(person):
        raise CardNotForStaff(name=person.name)
    for old in Card.objects.of(steward).filter(person=person, revoked_at=None):
        revoke_card(old, by=by, now=moment)
    account = Account.objects.filter(person=person).first()
    if account is None:
        Account.objects.create_user(None, None, person=person)
    token, pin = new_token(), f"{secrets.randbelow(10**PIN_DIGITS):0{PIN_DIGITS}}"
    card = Card.objects.create(
        steward=steward,
        person=person,
        token_hash=token_hash(token),
        pin_hash=make_password(pin),
        issued_at=moment,
        issued_by_id=by.person_id or person.pk,
    )
    record(CardIssued(steward=steward.pk, card=card.pk, person=person.pk), by=by, at=moment)
    return NewCard(card, token, pin)


@transaction.atomic
def enter_with_card(steward: Steward, token: str, pin: str, device: str, *, now: datetime | None = None) -> CardAnswer:
    """Try a card: `device` is the secret of this telephone's cookie. The first right PIN binds the card to it.

    Five wrong PINs close the card, first for five minutes, then twice as long each time, a day at most; the
    count lives in the database, so neither another process nor a restart forgets it. A closed card does not
    even look at the PIN. The holder's account must be open.
    """
    moment = now or timezone.now()
    card = (
        Card.objects.of(steward)
        .select_for_update(of=("self",))
        .select_related("person__account")
        .filter(token_hash=token_hash(token), revoked_at=None)
        .first()
    )
    account = getattr(card.person, "account", None) if card else None
    if card is None or account is None or not account.is_active:
        return CardAnswer(refusal=CardDoesNotOpen())
    if card.closed_until is not None and card.closed_until > moment:
        return CardAnswer(refusal=CardClosed(until=card.closed_until))
    if card.device_hash is not None and not secrets.compare_digest(bytes(card.device_hash), token_hash(device)):
        return CardAnswer(refusal=OtherDevice())
    if not check_password("".join(to_arabic(pin).split()), card.pin_hash):
        return CardAnswer(refusal=_count_failure(card, moment))
    if _works_in_an_office(card.person):
        return CardAnswer(refusal=CardNotForStaff(name=card.person.name))
    first_use = card.device_hash is None
    if first_use:
        card.device_hash, card.bound_at = token_hash(device), moment
    card.failures, card.closed_until, card.used_at = 0, None, moment
    card.save(update_fields=["device_hash", "bound_at", "failures", "closed_until", "used_at"])
    if first_use:
        record(CardBound(steward=steward.pk, card=card.pk, person=card.person_id), by=SYSTEM, at=moment)
    return CardAnswer(card)


def _count_failure(card: Card, moment: datetime) -> Refusal:
    card.failures += 1
    rounds, left = divmod(card.failures, TRIES)
    if left == 0:
        closing = min(FIRST_CLOSING * 2 ** min(rounds - 1, 10), LONGEST_CLOSING)
        card.closed_until = moment + closing
        record(
            CardClosedForNow(steward=card.steward_id, card=card.pk, minutes=int(closing.total_seconds() // 60)),
            by=SYSTEM,
            at=moment,
        )
    card.save(update_fields=["failures", "closed_until"])
    return CardClosed(until=card.closed_until) if left == 0 else WrongPin(left=TRIES - left)


@transaction.atomic
def unbind_card(card: Card, *, by: Who) -> Card:
    """Let the card be bound anew: its holder stands before the officer with a new telephone. Opens it, too."""
    card = Card.objects.of(card.steward_id).select_for_update().get(pk=card.pk)
    if card.revoked_at is not None:
        raise CardDoesNotOpen()
    card.device_hash = card.bound_at = card.closed_until = None
    card.failures = 0
    card.save(update_fields=["device_hash", "bound_at", "closed_until", "failures"])
    record(CardUnbound(steward=card.steward_id, card=card.pk, person=card.person_id), by=by)
    return card


@transaction.atomic
def revoke_card(card: Card, *, by: Who, now: datetime | None = None) -> Card:
    """Let a card open no more. Sessions that it opened end at their next page. Twice is once."""
    card = Card.objects.of(card.steward_id).select_for_update().get(pk=card.pk)
    if card.revoked_at is None:
        card.revoked_at, card.revoked_by_id = now or timezone.now(), by.person_id or card.person_id
        card.save(update_fields=["revoked_at", "revoked_by_id"])
        record(CardRevoked(steward=card.steward_id, card=card.pk, person=card.person_id), by=by)
    return card


def _works_in_an_office(person: Person) -> bool:
    return RoleHeld.objects.filter(
        Q(until_on=None) | Q(until_on__gte=timezone.localdate()), person=person, role__in=STAFF_ROLES
    ).exists()
