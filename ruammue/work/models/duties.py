"""Pieces of work, who has which part in them, and the signatures under the duty table."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ruammue.decisions.models import Resolution
from ruammue.foundation.privacy import classify
from ruammue.needs.models import Matter
from ruammue.papers.models import Attachment
from ruammue.people.models import Organisation, Person
from ruammue.people.signing.model import Signature
from ruammue.places.models import Held


class Work(Held):
    """One piece of work of a matter (งาน): a row of the duty table, or a follow-up of a resolution."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="works")
    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, null=True, related_name="works")
    title = models.CharField(max_length=200)
    needs_skill = models.CharField(max_length=120, blank=True)
    due_on = models.DateField(null=True)
    opened_at = models.DateTimeField()
    opened_by_id = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by_id = models.UUIDField(null=True)
    done_words = models.CharField(max_length=300, blank=True)
    evidence = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)
    dropped_by_id = models.UUIDField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("piece of work")
        ordering = ["opened_at", "id"]
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(
                condition=Q(done_at=None, done_by_id=None) | Q(done_at__isnull=False, done_by_id__isnull=False),
                name="work_done_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at=None, dropped_by_id=None)
                | Q(dropped_at__isnull=False, dropped_by_id__isnull=False),
                name="work_dropped_at_and_by",
            ),
        ]


class Duty(Held):
    """A cell of the duty table: which part an organisation has in a piece of work."""

    class Part(models.TextChoices):
        LEAD = "lead", _("leads")
        JOINT = "joint", _("does it together")
        SUPPORT = "support", _("supports")
        CONSULTED = "consulted", _("is consulted")
        INFORMED = "informed", _("is kept informed")

    work = models.ForeignKey(Work, on_delete=models.PROTECT, related_name="duties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="duties")
    part = models.CharField(max_length=9, choices=Part.choices)
    note = models.CharField(max_length=200, blank=True)
    chosen_reason = models.CharField(max_length=300, blank=True)
    set_at = models.DateTimeField()
    set_by_id = models.UUIDField()

    class Meta(Held.Meta):
        verbose_name = _("duty")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "work", "organisation"], name="duty_once"),
            models.UniqueConstraint(fields=["steward", "work"], condition=Q(part="lead"), name="duty_one_lead"),
        ]


class DutySignature(Signature):
    """An organisation's signature under its column of a matter's duty table, as the table stood (its hash).

    `changed_at`: the table was changed after this signature; it stays readable and must be given anew.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="duty_signatures")
    table_hash = models.CharField(max_length=64, blank=True)
    changed_at = models.DateTimeField(null=True)
    objection = models.CharField(max_length=300, blank=True)

    class Meta(Signature.Meta):
        verbose_name = _("signature under the duty table")
        constraints = [
            *Signature.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "matter", "organisation"], name="duty_signature_once"),
            models.CheckConstraint(
                condition=Q(signed_at=None, table_hash="") | (Q(signed_at__isnull=False) & ~Q(table_hash="")),
                name="duty_signature_of_a_table",
            ),
        ]

    @property
    def stands(self) -> bool:
        """Signed, and for the table as it is now."""
        return self.signed_at is not None and self.changed_at is None


class Assignment(Held):
    """A person whom a partner named for a duty."""

    duty = models.ForeignKey(Duty, on_delete=models.PROTECT, related_name="assignments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assignments")
    named_at = models.DateTimeField()
    named_by_id = models.UUIDField()
    accepted_at = models.DateTimeField(null=True)
    ended_on = models.DateField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("assignment")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(
                fields=["steward", "duty", "person"], condition=Q(ended_on=None), name="assignment_once"
            ),
        ]


_TOGETHER = "to work together"
classify(
    "work.Work",
    public="id steward matter resolution title needs_skill due_on opened_at done_at dropped_at",
    internal="opened_by_id done_by_id done_words evidence dropped_by_id",
    purpose=_TOGETHER,
)
classify(
    "work.Duty",
    public="id steward work organisation part set_at",
    internal="note chosen_reason set_by_id",
    purpose=_TOGETHER,
)
classify(
    "work.DutySignature",
    public="id steward matter organisation asked_at way table_hash signed_at changed_at",
    internal="objection entered_by_id evidence",
    personal="signed_as signed_by",
    sensitive="token_hash",
    purpose=_TOGETHER,
)
classify(
    "work.Assignment",
    internal="id steward duty named_at named_by_id accepted_at ended_on",
    personal="person",
    purpose=_TOGETHER,
)
