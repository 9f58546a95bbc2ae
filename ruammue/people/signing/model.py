"""The row of a signature, to be made concrete by the room that keeps what is signed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ruammue.papers.models import Attachment
from ruammue.people.models import Organisation, Person
from ruammue.places.models import Held


class Signature(Held):
    """An organisation's place under something, empty until it signs.

    Of a link only the hash is kept. A signature on paper has its picture and the helper who entered it.
    """

    class Way(models.TextChoices):
        LINK = "link", _("by its own link")
        LOGIN = "login", _("by its own login")
        PAPER = "paper", _("on paper, entered by a helper")

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    token_hash = models.BinaryField(max_length=32, null=True)
    asked_at = models.DateTimeField()
    way = models.CharField(max_length=6, choices=Way.choices, blank=True)
    signed_at = models.DateTimeField(null=True)
    signed_as = models.CharField(max_length=160, blank=True)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    entered_by_id = models.UUIDField(null=True)
    evidence = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(Held.Meta):
        abstract = True
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(
                fields=["steward", "token_hash"], condition=Q(token_hash__isnull=False), name="%(class)s_token"
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, way="") | (Q(signed_at__isnull=False) & ~Q(way="") & ~Q(signed_as="")),
                name="%(class)s_at_way_and_name",
            ),
            models.CheckConstraint(
                condition=~Q(way="paper") | Q(evidence__isnull=False, entered_by_id__isnull=False),
                name="%(class)s_paper_has_evidence",
            ),
        ]

    @property
    def stands(self) -> bool:
        """Signed, and what was signed is still so."""
        return self.signed_at is not None
