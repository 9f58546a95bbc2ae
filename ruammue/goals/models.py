"""A goal drawn from a resolution, its indicator, who signed it, and what was read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ruammue.decisions.models import Resolution
from ruammue.foundation.keys import new_key
from ruammue.foundation.privacy import classify
from ruammue.needs.models import Matter
from ruammue.papers.models import Attachment
from ruammue.people.models import Organisation, Person
from ruammue.people.signing.model import Signature
from ruammue.places.models import Held


class Goal(Held):
    """What we want to have reached together, by when; from a resolution.

    A change of target or day is a new version that names the old one (`replaces`), never an edit: organisations
    signed numbers, so the old row keeps what they signed, and the new one is shared only when it is signed again.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="goals")
    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, null=True, related_name="goals")
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    statement = models.CharField(max_length=300)
    due_on = models.DateField()
    drafted_at = models.DateTimeField()
    drafted_by_id = models.UUIDField(null=True)
    dropped_at = models.DateTimeField(null=True)
    dropped_by_id = models.UUIDField(null=True)
    dropped_reason = models.CharField(max_length=300, blank=True)

    class Meta(Held.Meta):
        verbose_name = _("goal")
        ordering = ["-drafted_at", "-id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(
                fields=["steward", "replaces"], condition=Q(replaces__isnull=False), name="goal_replaced_once"
            ),
            models.CheckConstraint(
                condition=Q(dropped_at=None, dropped_by_id=None, dropped_reason="")
                | (Q(dropped_at__isnull=False, dropped_by_id__isnull=False) & ~Q(dropped_reason="")),
                name="goal_dropped_at_by_and_why",
            ),
        ]

    def __str__(self) -> str:
        return self.statement

    @property
    def is_alive(self) -> bool:
        """True until it is given up or replaced."""
        return self.dropped_at is None


class Indicator(Held):
    """How we shall know: unit, baseline and target in thousandths of the unit (integers, never floats), owner, source.

    `series` is the same in every version of a goal, so that its readings go on when the target changes.
    """

    class Direction(models.TextChoices):
        UP = "up", _("more is better")
        DOWN = "down", _("less is better")

    class Frequency(models.TextChoices):
        ONCE = "once", _("once, at the end")
        WEEK = "week", _("every week")
        MONTH = "month", _("every month")
        QUARTER = "quarter", _("every quarter")
        YEAR = "year", _("every year")

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="indicators")
    series = models.UUIDField(default=new_key, editable=False)
    name = models.CharField(max_length=200)
    unit = models.CharField(max_length=40)
    direction = models.CharField(max_length=4, choices=Direction.choices)
    baseline_milli = models.BigIntegerField()
    baseline_on = models.DateField()
    baseline_source = models.CharField(max_length=200)
    target_milli = models.BigIntegerField()
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    source = models.CharField(max_length=200)
    frequency = models.CharField(max_length=8, choices=Frequency.choices)

    class Meta(Held.Meta):
        verbose_name = _("indicator")
        ordering = ["id"]
        indexes = [models.Index(fields=["steward", "series"], name="indicator_series")]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "goal", "series"], name="indicator_series_once"),
            models.CheckConstraint(
                condition=Q(direction="up", target_milli__gt=models.F("baseline_milli"))
                | Q(direction="down", target_milli__lt=models.F("baseline_milli")),
                name="indicator_target_beyond_baseline",
            ),
        ]


class CoSignature(Signature):
    """That an organisation signed a goal."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="signatures")

    class Meta(Signature.Meta):
        verbose_name = _("co-signature")
        constraints = [
            *Signature.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "goal", "organisation"], name="co_signature_once"),
        ]


class Reading(Held):
    """What was measured on a day, with its evidence. A correction is a new reading that names the old one."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="readings")
    value_milli = models.BigIntegerField()
    read_on = models.DateField()
    source = models.CharField(max_length=200)
    evidence = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="corrections")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta(Held.Meta):
        verbose_name = _("reading")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(
                fields=["steward", "corrects"], condition=Q(corrects__isnull=False), name="reading_corrected_once"
            ),
        ]
        ordering = ["read_on", "given_at", "id"]


_TOGETHER = "to work together"
classify(
    "goals.Goal",
    public="id steward matter resolution replaces statement due_on drafted_at dropped_at dropped_reason",
    internal="drafted_by_id dropped_by_id",
    purpose=_TOGETHER,
)
classify(
    "goals.Indicator",
    public="id steward goal series name unit direction baseline_milli baseline_on baseline_source target_milli"
    " owner source frequency",
    purpose=_TOGETHER,
)
classify(
    "goals.CoSignature",
    public="id steward goal organisation asked_at way signed_at",
    internal="entered_by_id evidence",
    personal="signed_as signed_by",
    sensitive="token_hash",
    purpose=_TOGETHER,
)
classify(
    "goals.Reading",
    public="id steward indicator value_milli read_on source note corrects given_at",
    internal="evidence given_by",
    purpose=_TOGETHER,
)
