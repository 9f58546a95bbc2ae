"""What others told us that they do, by file. Told, not promised: no counter of the promise ledger knows of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ruammue.foundation.privacy import Retention, classify
from ruammue.needs.models import Category
from ruammue.people.models import Organisation
from ruammue.places.models import Held, Village
from ruammue.work.models.skills import at_and_by


class ToldSheet(Held):
    """A list that an organisation gave us. `rows`: read and masked, until somebody says yes; then none are kept here.

    `is_public`: the organisation agrees that everybody may read it. The newest word on a row holds, the same list
    twice changes nothing.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    told_on = models.DateField()
    is_public = models.BooleanField(default=False)
    rows = models.JSONField(default=list)
    masked = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField()
    read_by_id = models.UUIDField()
    taken_in_at = models.DateTimeField(null=True)
    taken_in_by_id = models.UUIDField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by_id = models.UUIDField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("list that an organisation told us")
        ordering = ["-told_on", "-id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(
                fields=["steward", "organisation", "sha256"],
                condition=Q(taken_in_at__isnull=False, taken_back_at=None),
                name="told_sheet_once",
            ),
            at_and_by("taken_in", "told_sheet_taken_in_at_and_by"),
            at_and_by("taken_back", "told_sheet_taken_back_at_and_by"),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(taken_in_at__isnull=False), name="told_sheet_in_before_back"
            ),
            models.CheckConstraint(condition=Q(taken_in_at=None) | Q(rows=[]), name="told_sheet_rows_not_kept"),
        ]

    @property
    def stands(self) -> bool:
        """Taken in, and not taken back since."""
        return self.taken_in_at is not None and self.taken_back_at is None


class ToldActivity(Held):
    """A row of such a list, as it was told last. Nobody in it: told to do it by nobody, it is a need told from outside.

    `theme_words`: the theme as the list says it; `theme` is ours. `implementers`: with | between them. `status` empty:
    not said, so that the days tell. `word`: whether everybody may read it, if the list is public at all.
    """

    class Status(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("activity", "planned")
        ONGOING = "ongoing", pgettext_lazy("activity", "going on")
        DONE = "done", pgettext_lazy("activity", "finished")

    class Word(models.TextChoices):
        FREE = "free", _("the teller's own, with nobody's name in it")
        WAITS = "waits", _("waits for a yes")
        YES = "yes", _("everybody may read it")
        NO = "no", _("is not so, or is for nobody to read")

    sheet = models.ForeignKey(ToldSheet, on_delete=models.PROTECT, related_name="activities")
    row_key = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=200)
    theme = models.CharField(max_length=12, choices=Category.choices)
    theme_words = models.CharField(max_length=80)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, null=True, related_name="+")
    lead = models.CharField(max_length=160, blank=True)
    implementers = models.CharField(max_length=400, blank=True)
    funder = models.CharField(max_length=160, blank=True)
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    status = models.CharField(max_length=8, choices=Status.choices, blank=True)
    for_whom = models.CharField(max_length=120, blank=True)
    targeted = models.PositiveIntegerField(null=True)
    reached = models.PositiveIntegerField(null=True)
    capacity = models.CharField(max_length=120, blank=True)
    lacking = models.CharField(max_length=200, blank=True)
    word = models.CharField(max_length=5, choices=Word.choices, default=Word.FREE)
    said_at = models.DateTimeField(null=True)
    said_by_id = models.UUIDField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("activity told by an organisation")
        ordering = ["sheet_id", "number", "id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "row_key"], name="told_activity_once"),
            models.CheckConstraint(
                condition=Q(from_on=None) | Q(until_on=None) | Q(until_on__gte=models.F("from_on")),
                name="told_activity_dates",
            ),
            models.CheckConstraint(
                condition=Q(word__in=("free", "waits"), said_at=None, said_by_id=None)
                | Q(word__in=("yes", "no"), said_at__isnull=False, said_by_id__isnull=False),
                name="told_activity_word_said_at_and_by",
            ),
        ]


_TOGETHER = "to work together"
classify(
    "work.ToldSheet",
    internal="id steward organisation name sha256 told_on is_public masked read_at read_by_id taken_in_at"
    " taken_in_by_id taken_back_at taken_back_by_id",
    purpose=_TOGETHER,
)
classify("work.ToldSheet", personal="rows", purpose=_TOGETHER, retention=Retention.SHORT)
classify(
    "work.ToldActivity",
    internal="id steward sheet row_key number what theme theme_words village lead implementers funder from_on"
    " until_on status for_whom targeted reached capacity lacking word said_at said_by_id",
    purpose=_TOGETHER,
)
