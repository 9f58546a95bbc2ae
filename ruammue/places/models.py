"""Areas, local governments, stewards and their villages; and `Held`, the base of every row a steward holds."""

from __future__ import annotations

from typing import Any, Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ruammue.foundation.keys import new_key
from ruammue.foundation.levels import Level
from ruammue.foundation.privacy import Retention, classify
from ruammue.places import lookups as lookups  # registers `__begins`
from ruammue.places.names import village_label

_RUN = "to run the shared record"


class Area(models.Model):
    """A place of the kingdom under its DOPA code: 2, 4, 6 or 8 digits; `TH` for the country.

    Never deleted: a place that ended has `valid_to`. A range of codes is a roll-up without recursion.
    `search` is the name as it is compared (`names.key_of`).
    """

    code = models.CharField(max_length=8, primary_key=True)
    level = models.CharField(max_length=8, choices=Level.choices)
    name_th = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    parent_code = models.CharField(max_length=8, blank=True)
    postal_code = models.CharField(max_length=5, blank=True)
    lat = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    lon = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    source = models.CharField(max_length=80)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    search = models.CharField(max_length=160, editable=False, db_index=True)

    class Meta:
        verbose_name = _("area")
        indexes = [
            models.Index(fields=["parent_code", "code"], name="area_children"),
            models.Index(fields=["level", "name_th"], name="area_by_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name_th} ({self.code})"

    @property
    def moo(self) -> int | None:
        """The moo number of a village: the last two digits of its code; None for other levels."""
        return int(self.code[6:8]) if self.level == Level.VILLAGE else None

    @property
    def ocd_id(self) -> str:
        """The public name in Open Civic Data's grammar."""
        parts = ["ocd-division/country:th"]
        if self.code != "TH":
            for kind, end in (("changwat", 2), ("amphoe", 4), ("tambon", 6), ("muban", 8)):
                if len(self.code) >= end:
                    parts.append(f"{kind}:{self.code[:end]}")
        return "/".join(parts)


class LocalGovernment(models.Model):
    """An office of the local-government list: what it is and which areas it covers, not a tenant yet."""

    lg_id = models.CharField(max_length=20, primary_key=True)
    kind = models.CharField(max_length=30)
    code = models.CharField(max_length=8)
    name_th = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)
    lat = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    lon = models.DecimalField(max_digits=8, decimal_places=5, null=True)
    source = models.CharField(max_length=80)
    valid_to = models.DateField(null=True)
    search = models.CharField(max_length=160, editable=False, db_index=True)

    class Meta:
        verbose_name = _("local government")

    def __str__(self) -> str:
        return self.name_th


class Coverage(models.Model):
    """That a local government covers an area, completely or partially: many-to-many and dated."""

    class Extent(models.TextChoices):
        COMPLETELY = "completely", _("completely")
        PARTIALLY = "partially", _("partially")

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    local_government = models.ForeignKey(LocalGovernment, on_delete=models.PROTECT, related_name="coverage")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="coverage")
    extent = models.CharField(max_length=10, choices=Extent.choices)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        verbose_name = _("coverage")
        constraints = [models.UniqueConstraint(fields=["local_government", "area"], name="coverage_once")]


class Steward(models.Model):
    """A tenant: who holds the record. Every row of the rooms above carries its id."""

    class Kind(models.TextChoices):
        LOCAL_GOVERNMENT = "local_government", _("local government")
        DISTRICT = "district", _("district office")
        PROVINCE = "province", _("provincial office")
        NATIONAL = "national", _("national body")

    class Mark(models.TextChoices):
        """What every page and paper of this tenant says beside its name."""

        NONE = "", _("none")
        DEMO = "demo", _("demonstration: all names and numbers are made up")
        PRACTICE = "practice", _("practice copy")
        TEST = "test", _("test data, not real data")

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    slug = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.LOCAL_GOVERNMENT)
    local_government = models.ForeignKey(LocalGovernment, on_delete=models.PROTECT, null=True, related_name="stewards")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="stewards")
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=80)
    phone = models.CharField(max_length=20, blank=True)
    mark = models.CharField(max_length=10, choices=Mark.choices, blank=True, default=Mark.NONE)
    claimed_at = models.DateTimeField(null=True)
    claimed_by_id = models.UUIDField(null=True)
    answer_days = models.PositiveSmallIntegerField(default=3)
    practice_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="practices")

    class Meta:
        verbose_name = _("steward")
        constraints = [
            models.CheckConstraint(
                condition=Q(claimed_at=None, claimed_by_id=None)
                | Q(claimed_at__isnull=False, claimed_by_id__isnull=False),
                name="steward_claimed_at_and_by",
            ),
            models.CheckConstraint(condition=Q(answer_days__gte=1, answer_days__lte=30), name="steward_answer_days"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_claimed(self) -> bool:
        """True once the office itself has said that this record is its own."""
        return self.claimed_at is not None


class HeldQuerySet(models.QuerySet[Any]):
    """Words of every table that a steward holds."""

    def of(self, steward: Steward | UUID) -> Self:
        """The rows of one steward. Every read of a held table begins here."""
        return self.filter(steward_id=steward if isinstance(steward, UUID) else steward.pk)


class Held(models.Model):
    """A row that a steward holds: UUIDv7 key, the steward's id, and UNIQUE(steward, id) for distribution."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    steward = models.ForeignKey(Steward, on_delete=models.PROTECT, related_name="+", db_index=False)

    objects = HeldQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["steward", "id"], name="%(class)s_key")]


class Village(Held):
    """A village of the tenant, with its moo number. Same-named villages are told apart by `label`.

    `is_confirmed` is False where the local government covers the tambon only in part: whether this village is its own
    is for the office to say (`actions.confirm_village`, `actions.remove_village`).
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    moo = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    households = models.PositiveIntegerField(null=True)
    is_confirmed = models.BooleanField(default=True)

    class Meta(Held.Meta):
        verbose_name = _("village")
        ordering = ["area_id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "area"], name="village_once"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """How the village is called everywhere: "หมู่ 3 บ้านดอนแดง". The number tells namesakes apart."""
        return village_label(self.moo, self.name)


classify(
    "places.Area",
    public="code level name_th name_en parent_code postal_code lat lon source valid_from valid_to search",
    purpose=_RUN,
)
classify(
    "places.LocalGovernment", public="lg_id kind code name_th name_en lat lon source valid_to search", purpose=_RUN
)
classify("places.Coverage", public="id local_government area extent valid_from valid_to", purpose=_RUN)
classify(
    "places.Steward",
    public="id slug kind local_government area name short_name phone mark claimed_at answer_days practice_of",
    internal="claimed_by_id",
    purpose=_RUN,
)
classify(
    "places.Village",
    public="id steward area moo name households is_confirmed",
    purpose=_RUN,
    retention=Retention.RECORD,
)
