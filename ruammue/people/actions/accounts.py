"""Accounts: a way in for those who work here, opened and mended face to face."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ruammue.access.actors import Role
from ruammue.foundation.keys import readable_code
from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.people.actions.roles import in_force
from ruammue.people.events import AccountClosed, AccountOpened, AccountReset
from ruammue.people.models import Account, Person, RoleHeld
from ruammue.people.refusals import (
    Anonymised,
    EmailTaken,
    HasAccount,
    LastAdministrator,
    NoAccount,
    NotOneself,
    WorksElsewhere,
)
from ruammue.people.rules import STAFF_ROLES
from ruammue.places.models import Steward

START_LETTERS = 12  # 30 signs: 58 bits, and it has to be changed at first use


@transaction.atomic
def open_account(steward: Steward, *, person: Person, email: str, by: Who) -> tuple[Account, str]:
    """Open an account with e-mail. Returns it with its starting password, which is shown once and kept nowhere.

    The holder chooses their own password at first use. Somebody who had only a card keeps the same account.
    Raises Anonymised, EmailTaken, HasAccount.
    """
    if person.anonymised_at is not None:
        raise Anonymised()
    email = email.lower()
    existing = Account.objects.select_for_update().filter(person=person).first()
    if existing is not None and existing.email and existing.is_active:
        raise HasAccount(name=person.name)
    if Account.objects.filter(email__iexact=email).exclude(person=person).exists():
        raise EmailTaken()
    start = readable_code(START_LETTERS)
    account = existing or Account(person=person)
    account.email, account.is_active = email, True
    account.must_change_password = True
    account.must_use_totp = RoleHeld.objects.filter(
        Q(until_on=None) | Q(until_on__gte=timezone.localdate()), person=person, role__in=STAFF_ROLES
    ).exists()
    account.set_password(start)
    account.save()
    record(AccountOpened(steward=steward.pk, person=person.pk), by=by)
    return account, start


@transaction.atomic
def reset_account(steward: Steward, *, person: Person, by: Who) -> str:
    """Lost password or lost telephone: both are taken back, a new starting password is returned, shown once.

    Never for oneself: who sits at an open screen must not be able to shut the owner out.
    Raises NotOneself, WorksElsewhere, NoAccount.
    """
    if person.pk == by.person_id:
        raise NotOneself()
    _refuse_elsewhere(steward, person)
    account = Account.objects.select_for_update().filter(person=person, email__isnull=False).first()
    if account is None:
        raise NoAccount(name=person.name)
    start = readable_code(START_LETTERS)
    account.set_password(start)
    account.must_change_password, account.is_active = True, True
    account.save(update_fields=["password", "must_change_password", "is_active"])
    Authenticator.objects.filter(user=account).delete()
    record(AccountReset(steward=steward.pk, person=person.pk), by=by)
    return start


@transaction.atomic
def close_account(steward: Steward, *, person: Person, by: Who, reason: str = "") -> None:
    """Let an account open no more; sessions end with it.

    Raises NotOneself, WorksElsewhere, NoAccount, LastAdministrator.
    """
    Steward.objects.select_for_update().get(pk=steward.pk)
    if person.pk == by.person_id:
        raise NotOneself()
    _refuse_elsewhere(steward, person)
    account = Account.objects.select_for_update().filter(person=person, is_active=True).first()
    if account is None:
        raise NoAccount(name=person.name)
    administrators = RoleHeld.objects.of(steward).filter(in_force(timezone.localdate()), role=Role.ADMINISTRATOR)
    if (
        administrators.filter(person=person).exists()
        and not administrators.exclude(person=person).filter(person__account__is_active=True).exists()
    ):
        raise LastAdministrator()
    account.is_active = False
    account.save(update_fields=["is_active"])
    record(AccountClosed(steward=steward.pk, person=person.pk), by=by, reason=reason)


@transaction.atomic
def password_was_chosen(account: Account) -> None:
    """The holder chose a password of their own: the starting one is no longer to be changed."""
    Account.objects.filter(pk=account.pk).update(must_change_password=False)


def _refuse_elsewhere(steward: Steward, person: Person) -> None:
    """An account opens every office its holder works in: one office's administrator must not take it over."""
    if (
        RoleHeld.objects.exclude(steward=steward)
        .exclude(steward__practice_of=steward)
        .filter(Q(until_on=None) | Q(until_on__gte=timezone.localdate()), person=person, role__in=STAFF_ROLES)
        .exists()
    ):
        raise WorksElsewhere(name=person.name)


def erase_account(person: Person) -> None:
    """Everything by which a person came in, gone; part of anonymising. The row stays: sessions point at it."""
    account = Account.objects.select_for_update().filter(person=person).first()
    if account is None:
        return
    account.email, account.is_active = None, False
    account.set_unusable_password()
    account.save()
    Authenticator.objects.filter(user=account).delete()
    EmailAddress.objects.filter(user=account).delete()
