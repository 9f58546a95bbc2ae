"""Persons and organisations (installation-wide identities), accounts, cards, roles and affiliations (a steward's)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ruammue.access.actors import Role
from ruammue.foundation.keys import READABLE, new_key, plain_code, random_key
from ruammue.foundation.levels import Sector
from ruammue.foundation.privacy import Retention, classify
from ruammue.places.models import Area, Held, Village

ROLE_LABELS = {
    Role.ADMINISTRATOR: _("administrator"),
    Role.OFFICER: _("plan officer"),
    Role.EXECUTIVE: _("executive"),
    Role.CLERK: _("chief administrator"),
    Role.COUNCIL: _("council member"),
    Role.COORDINATOR: _("coordinator"),
    Role.VILLAGE_HEAD: _("village head"),
    Role.VOLUNTEER: _("village health volunteer"),
    Role.AUDITOR: _("auditor"),
}


class Person(models.Model):
    """Somebody, with or without an account. Never keyed by name and never by a citizen id, which is not stored."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    prefix = models.CharField(max_length=30, blank=True)
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    sort_key = models.CharField(max_length=200, blank=True, editable=False)
    anonymised_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("person")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """As people say it: prefix and given name joined, then the family name."""
        return f"{self.prefix}{self.given_name} {self.family_name}".strip()

    @property
    def whole_name(self) -> str:
        """The same with no-break spaces, for a sentence that must not cut a name in two."""
        return self.name.replace(" ", "\u00a0")


class Organisation(models.Model):
    """A body that can be a partner: one identity across all local governments of the installation."""

    class Kind(models.TextChoices):
        LOCAL_GOVERNMENT = "local_government", _("local government")
        AGENCY = "agency", _("state agency")
        CLINIC = "clinic", _("tambon health hospital")
        HOSPITAL = "hospital", _("hospital")
        SCHOOL = "school", _("school")
        UNIVERSITY = "university", _("university")
        TEMPLE = "temple", _("temple or religious body")
        FIRM = "firm", _("firm or shop")
        BANK = "bank", _("bank")
        COOPERATIVE = "cooperative", _("cooperative")
        ENTERPRISE = "enterprise", _("community enterprise")
        FOUNDATION = "foundation", _("foundation or association")
        FUND = "fund", _("fund")
        VILLAGE_COMMITTEE = "village_committee", _("village committee")
        VILLAGE_FUND = "village_fund", _("village fund")
        VOLUNTEER_CLUB = "volunteer_club", _("volunteer club")
        GROUP = "group", _("citizens' group")
        OTHER = "other", _("other")

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    name = models.CharField(max_length=160, db_index=True)
    sector = models.CharField(max_length=10, choices=Sector.choices)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    juristic_id = models.CharField(max_length=13, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    phone = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=200, blank=True)
    sort_key = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("organisation")
        constraints = [
            # A juristic number begins with 0; a 13-digit number that does not is a citizen's and is refused.
            models.CheckConstraint(
                condition=Q(juristic_id="") | Q(juristic_id__startswith="0"), name="organisation_juristic"
            ),
            models.UniqueConstraint(
                fields=["juristic_id"], condition=~Q(juristic_id=""), name="organisation_juristic_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; the house knows no superuser. An account comes with its person: every page says the name."""

    def get_queryset(self) -> models.QuerySet[Account]:
        """Accounts with their persons, in one statement."""
        return super().get_queryset().select_related("person")

    def create_user(self, email: str | None, password: str | None = None, **facts: Any) -> Account:
        """An account for a person. Without a password it opens by code or card only."""
        account = self.model(email=self.normalize_email(email) or None, **facts)
        account.set_password(password)
        account.save()
        return account


class Account(AbstractBaseUser):
    """A way in for one person: e-mail with password and TOTP (staff), e-mail code, or a printed card."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="account")
    email = models.EmailField(unique=True, null=True)  # noqa: DJ001 - several without one, yet unique
    is_active = models.BooleanField(default=True)
    made_at = models.DateTimeField(auto_now_add=True)
    must_use_totp = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    objects = AccountManager()

    class Meta:
        verbose_name = _("account")

    def __str__(self) -> str:
        return str(self.pk)


class Card(Held):
    """A card that the officer printed: QR and PIN, bound to the first device, revocable, throttled."""

    id = models.UUIDField(primary_key=True, default=random_key, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cards")
    token_hash = models.BinaryField(max_length=32)
    pin_hash = models.CharField(max_length=160)
    device_hash = models.BinaryField(max_length=32, null=True)
    issued_at = models.DateTimeField()
    issued_by_id = models.UUIDField()
    bound_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)
    closed_until = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by_id = models.UUIDField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("card")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "token_hash"], name="card_token"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by_id=None)
                | Q(revoked_at__isnull=False, revoked_by_id__isnull=False),
                name="card_revoked_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(bound_at=None, device_hash=None) | Q(bound_at__isnull=False, device_hash__isnull=False),
                name="card_bound_with_device",
            ),
        ]

    @property
    def code(self) -> str:
        """What is printed small on the card to find it again, e.g. over the telephone; opens nothing."""
        number, letters = self.pk.int, ""
        for _place in range(6):
            number, at = divmod(number, len(READABLE))
            letters += READABLE[at]
        return plain_code(letters)


class RoleHeld(Held):
    """That a person holds a role at this steward, from a day until a day. Powers end on the day the term ends."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=20, choices=[(role.value, label) for role, label in ROLE_LABELS.items()])
    village = models.ForeignKey(Village, on_delete=models.PROTECT, null=True, related_name="roles")
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    given_at = models.DateTimeField()
    given_by_id = models.UUIDField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("role")
        constraints = [
            *Held.Meta.constraints,
            # Two constraints: NULLS NOT DISTINCT is not known to SQLite, and Django would leave the rule out there.
            models.UniqueConstraint(
                fields=["steward", "person", "role", "village"],
                condition=Q(until_on=None, village__isnull=False),
                name="role_once_in_village",
            ),
            models.UniqueConstraint(
                fields=["steward", "person", "role"], condition=Q(until_on=None, village=None), name="role_once"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=models.F("from_on")), name="role_dates"
            ),
            models.CheckConstraint(
                condition=Q(village=None) | Q(role__in=["village_head", "volunteer", "coordinator"]),
                name="role_village",
            ),
        ]


class Affiliation(Held):
    """That a person belongs to an organisation, as this steward knows it; `may_represent` lets them speak for it."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="affiliations")
    post = models.CharField(max_length=120, blank=True)
    may_represent = models.BooleanField(default=False)
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("affiliation")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(
                fields=["steward", "person", "organisation"], condition=Q(until_on=None), name="affiliation_once"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=models.F("from_on")), name="affiliation_dates"
            ),
        ]


class Acquaintance(Held):
    """That this steward knows a person: who is listed here, in which village. The tenant's side of an identity."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="acquaintances")
    village = models.ForeignKey(Village, on_delete=models.PROTECT, null=True, related_name="+")
    notice_version = models.CharField(max_length=20, blank=True)
    notice_seen_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(Held.Meta):
        verbose_name = _("acquaintance")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "person"], name="acquaintance_once"),
        ]


class DataRequest(Held):
    """A person's request about their own data: copy, correction or anonymising; with its answer."""

    class Kind(models.TextChoices):
        COPY = "copy", _("copy of my data")
        CORRECTION = "correction", _("correction")
        ANONYMISING = "anonymising", _("anonymising")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.UUIDField(null=True)
    answer = models.TextField(blank=True)

    class Meta(Held.Meta):
        verbose_name = _("data request")
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(
                condition=Q(answered_at=None, answered_by_id=None)
                | Q(answered_at__isnull=False, answered_by_id__isnull=False),
                name="data_request_answered_at_and_by",
            ),
        ]


class ImportBatch(Held):
    """One imported sheet: what kind, its hash, and what it changed. The same file again changes nothing."""

    class Kind(models.TextChoices):
        PEOPLE = "people", _("people")
        PARTNERS = "partners", _("partners")
        PROJECTS = "projects", _("project list")
        SKILLS = "skills", _("who can do what")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    sha256 = models.CharField(max_length=64)
    mapping = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    imported_at = models.DateTimeField()
    imported_by_id = models.UUIDField()

    class Meta(Held.Meta):
        verbose_name = _("import")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "kind", "sha256"], name="import_once"),
        ]


class PendingImport(Held):
    """A sheet that was read and waits for its columns and a yes. Masked rows only: the file itself is not kept."""

    kind = models.CharField(max_length=10, choices=ImportBatch.Kind.choices)
    sha256 = models.CharField(max_length=64)
    headers = models.JSONField()
    rows = models.JSONField()
    mapping = models.JSONField(default=dict)
    masked = models.PositiveIntegerField(default=0)
    uploaded_at = models.DateTimeField()
    uploaded_by_id = models.UUIDField()

    class Meta(Held.Meta):
        verbose_name = _("sheet waiting to be imported")


_KNOW, _REACH, _SAFE = "to know who acts and for whom", "to reach the person", "to keep accounts safe"
classify("people.Person", internal="id sort_key anonymised_at", purpose=_KNOW, retention=Retention.RELATION)
classify("people.Person", personal="prefix given_name family_name", purpose=_KNOW, retention=Retention.RELATION)
classify("people.Person", personal="phone email", purpose=_REACH, retention=Retention.RELATION)
classify(
    "people.Organisation",
    public="id name sector kind juristic_id area",
    internal="sort_key phone address",
    purpose=_KNOW,
)
classify(
    "people.Account",
    internal="id person is_active made_at must_use_totp must_change_password last_login",
    personal="email",
    sensitive="password",
    purpose=_SAFE,
    retention=Retention.RELATION,
)
classify(
    "people.Card",
    internal="id steward person issued_at issued_by_id bound_at used_at failures closed_until revoked_at revoked_by_id",
    sensitive="token_hash pin_hash device_hash",
    purpose=_SAFE,
    retention=Retention.RELATION,
)
classify(
    "people.RoleHeld", internal="id steward person role village from_on until_on given_at given_by_id", purpose=_KNOW
)
classify(
    "people.Affiliation", internal="id steward person organisation post may_represent from_on until_on", purpose=_KNOW
)
classify(
    "people.Acquaintance",
    internal="id steward person village notice_version notice_seen_at made_at",
    purpose=_KNOW,
    retention=Retention.RELATION,
)
classify(
    "people.DataRequest",
    internal="id steward kind asked_at due_on answered_at answered_by_id",
    personal="person answer",
    purpose=_REACH,
)
classify(
    "people.ImportBatch",
    internal="id steward kind sha256 mapping rows added changed imported_at imported_by_id",
    purpose=_KNOW,
)
classify(
    "people.PendingImport",
    internal="id steward kind sha256 mapping masked uploaded_at uploaded_by_id",
    personal="headers rows",
    purpose=_KNOW,
    retention=Retention.SHORT,
)
