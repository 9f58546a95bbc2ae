"""What was said about a fit ("not this time"), apart from promises: it touches no counter and judges nobody."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ruammue.foundation.privacy import Retention, classify
from ruammue.people.models import Organisation, Person
from ruammue.places.models import Held
from ruammue.resources.models import Confirmation, NeedLine


class NotThisTime(Held):
    """One side of a possible match said no to this need, with a reason: they are not brought together for it again.

    `side`: who said so, whoever could give or whoever lacks. It holds for this need only and is no fault: no measure
    counts it, and the reason is read by those who work on the need alone.
    """

    need_line = models.ForeignKey(NeedLine, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    side = models.CharField(max_length=8, choices=Confirmation.Side.choices)
    reason = models.CharField(max_length=300)
    said_at = models.DateTimeField()
    said_by_id = models.UUIDField()

    class Meta(Held.Meta):
        verbose_name = _("not this time")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(
                fields=["steward", "need_line", "organisation"],
                condition=Q(organisation__isnull=False),
                name="not_this_time_organisation_once",
            ),
            models.UniqueConstraint(
                fields=["steward", "need_line", "person"],
                condition=Q(person__isnull=False),
                name="not_this_time_person_once",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, person=None) | Q(organisation=None, person__isnull=False),
                name="not_this_time_of_one",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="not_this_time_has_reason"),
        ]


_TOGETHER = "to work together"
classify(
    "resources.NotThisTime",
    internal="id steward need_line organisation side reason said_at said_by_id",
    purpose=_TOGETHER,
)
classify("resources.NotThisTime", personal="person", purpose=_TOGETHER, retention=Retention.RELATION)
