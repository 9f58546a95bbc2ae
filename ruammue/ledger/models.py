"""Tables of the memory. They know stewards, persons and organisations by id only: a record outlives its rows."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ruammue.foundation.keys import new_key
from ruammue.foundation.privacy import Retention, classify


class Entry(models.Model):
    """One thing that happened. Append-only: the database itself refuses to edit or delete it (`guards`)."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    steward_id = models.UUIDField()
    kind = models.CharField(max_length=80)
    at = models.DateTimeField()
    person_id = models.UUIDField(null=True)
    on_behalf_of_id = models.UUIDField(null=True)
    entered_by_id = models.UUIDField(null=True)
    payload = models.JSONField()
    note_hash = models.BinaryField(max_length=32)
    leaf = models.BinaryField(max_length=32)
    position = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("ledger entry")
        constraints = [
            models.UniqueConstraint(fields=["steward_id", "id"], name="entry_key"),
            models.UniqueConstraint(fields=["steward_id", "position"], name="entry_position"),
        ]
        indexes = [
            models.Index(fields=["steward_id", "kind", "at"], name="entry_by_kind"),
            models.Index(fields=["steward_id", "id"], condition=Q(position=None), name="entry_unsealed"),
        ]


class EntryNote(models.Model):
    """The erasable side of an entry: the reason in a person's words, and the salt that ties it to the leaf."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="note")
    steward_id = models.UUIDField()
    salt = models.BinaryField(max_length=16)
    reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("reason of an entry")
        constraints = [models.UniqueConstraint(fields=["steward_id", "entry"], name="entry_note_key")]


class Log(models.Model):
    """The tip of a steward's sealed log: how many leaves, which root. One row a steward; the sealer locks it."""

    steward_id = models.UUIDField(primary_key=True)
    size = models.BigIntegerField(default=0)
    frontier = models.BinaryField(default=bytes)

    class Meta:
        verbose_name = _("sealed log")


class Head(models.Model):
    """A head (size, root) as it was published at a moment. Witnesses keep copies; the table is append-only."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    steward_id = models.UUIDField()
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("log head")
        constraints = [
            models.UniqueConstraint(fields=["steward_id", "size"], name="head_size"),
            models.CheckConstraint(condition=Q(size__gt=0), name="head_not_empty"),
        ]


class Parcel(models.Model):
    """News still to be heard by one listener. Deleted in the transaction in which the listener acts."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    steward_id = models.UUIDField()
    listener = models.CharField(max_length=120)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="parcels")
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    parked_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=80, blank=True)

    class Meta:
        verbose_name = _("parcel")
        constraints = [
            models.UniqueConstraint(fields=["steward_id", "entry", "listener"], name="parcel_once"),
            models.CheckConstraint(
                condition=Q(parked_at=None) | (Q(tries__gt=0) & ~Q(failure="")), name="parcel_parked_has_failure"
            ),
        ]
        indexes = [models.Index(F("due_at"), F("id"), condition=Q(parked_at=None), name="parcel_due")]


_RECORD = "to keep the record provable"
classify("ledger.Entry", internal="id steward_id kind at payload note_hash leaf position", purpose=_RECORD)
classify("ledger.Entry", personal="person_id on_behalf_of_id entered_by_id", purpose=_RECORD)
classify(
    "ledger.EntryNote", internal="entry steward_id salt", personal="reason", purpose=_RECORD, retention=Retention.MATTER
)
classify("ledger.Log", public="steward_id size frontier", purpose=_RECORD)
classify("ledger.Head", public="id steward_id size root at", purpose=_RECORD)
classify(
    "ledger.Parcel",
    internal="id steward_id listener entry due_at tries parked_at failure",
    purpose=_RECORD,
    retention=Retention.SHORT,
)
