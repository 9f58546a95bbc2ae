"""What the result was, and that it was published."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ruammue.foundation.privacy import classify
from ruammue.needs.models import Matter
from ruammue.papers.models import Attachment
from ruammue.places.models import Held


class Result(Held):
    """What came of a matter in words for everyone, and how it improved the work. Published by an act."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="results")
    text = models.CharField(max_length=600)
    improved = models.CharField(max_length=400, blank=True)
    photo = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    written_by_id = models.UUIDField()
    published_at = models.DateTimeField(null=True)
    published_by_id = models.UUIDField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("result")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "matter"], name="result_once"),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by_id=None)
                | Q(published_at__isnull=False, published_by_id__isnull=False),
                name="result_published_at_and_by",
            ),
        ]


class DisclosureNumber(Held):
    """Under which number the office files participation in a fiscal year (o25 in 2567): it moves from year to year.

    Typed by the office from that year's list; the house knows only the numbers that it has read itself.
    """

    fiscal_year = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=20)
    typed_at = models.DateTimeField()
    typed_by_id = models.UUIDField()

    class Meta(Held.Meta):
        verbose_name = _("number of the participation item")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "fiscal_year"], name="disclosure_number_once"),
            models.CheckConstraint(condition=~Q(number=""), name="disclosure_number_is_there"),
        ]


classify(
    "evidence.Result",
    public="id steward matter text improved photo written_at published_at",
    internal="written_by_id published_by_id",
    purpose="to keep the record provable",
)
classify(
    "evidence.DisclosureNumber",
    public="id steward fiscal_year number typed_at",
    internal="typed_by_id",
    purpose="to keep the record provable",
)
