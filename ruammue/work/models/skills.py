"""What people and organisations can do, when people can come, and who should not be put together."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ruammue.foundation.privacy import Retention, classify
from ruammue.people.models import Organisation, Person
from ruammue.places.models import Held


def at_and_by(what: str, name: str) -> models.CheckConstraint:
    """A moment and its person stand together or not at all."""
    at, by = f"{what}_at", f"{what}_by_id"
    return models.CheckConstraint(
        condition=Q(**{at: None, by: None}) | Q(**{f"{at}__isnull": False, f"{by}__isnull": False}), name=name
    )


class OwnSkill(Held):
    """A skill that an office added to the vocabulary. Codes of these begin with "own-"."""

    code = models.CharField(max_length=40)
    thai = models.CharField(max_length=80)
    english = models.CharField(max_length=80, blank=True)
    also = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField()
    added_by_id = models.UUIDField()

    class Meta(Held.Meta):
        verbose_name = _("skill of our own")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "code"], name="own_skill_code"),
            models.UniqueConstraint(fields=["steward", "thai"], name="own_skill_word"),
        ]


class Competence(Held):
    """That somebody can do something: said by themselves or for them, confirmed by an organisation, or taken back.

    How well is never stored as a verdict: `said_level` is a word, `confirmed_level` another's; what was really done is
    counted (queries.skills). A word said after a confirmation never makes more of it.
    """

    class Says(models.TextChoices):
        SELF = "self", _("their own word")
        HEAD = "head", _("said by who knows them in the village")
        DONE = "done", _("they have done it here")

    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="competences")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="competences")
    skill = models.CharField(max_length=40)
    says = models.CharField(max_length=4, choices=Says.choices)
    said_level = models.PositiveSmallIntegerField()
    said_at = models.DateTimeField()
    said_by_id = models.UUIDField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by_id = models.UUIDField(null=True)
    confirmed_for = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_level = models.PositiveSmallIntegerField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by_id = models.UUIDField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("what somebody can do")
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(
                condition=Q(person__isnull=False, organisation=None) | Q(person=None, organisation__isnull=False),
                name="competence_of_one",
            ),
            models.CheckConstraint(condition=Q(said_level__gte=1, said_level__lte=5), name="competence_level"),
            models.UniqueConstraint(
                fields=["steward", "person", "skill"],
                condition=Q(taken_back_at=None, person__isnull=False),
                name="competence_once",
            ),
            models.UniqueConstraint(
                fields=["steward", "organisation", "skill"],
                condition=Q(taken_back_at=None, organisation__isnull=False),
                name="competence_of_organisation_once",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by_id=None, confirmed_for=None, confirmed_level=None)
                | Q(
                    confirmed_at__isnull=False,
                    confirmed_by_id__isnull=False,
                    confirmed_for__isnull=False,
                    confirmed_level__gte=1,
                    confirmed_level__lte=5,
                ),
                name="competence_confirmed_at_and_by",
            ),
            at_and_by("taken_back", "competence_taken_back_at_and_by"),
        ]
        indexes = [models.Index(fields=["steward", "skill"], name="competence_by_skill")]


class Availability(Held):
    """When a person can come, and how often in a month. `free`: half-days of the week ("5am 5pm"), empty: any.

    When they are away is told by `Absence`.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="availabilities")
    free = models.CharField(max_length=80, blank=True)
    most_a_month = models.PositiveSmallIntegerField()
    said_at = models.DateTimeField()
    said_by_id = models.UUIDField()

    class Meta(Held.Meta):
        verbose_name = _("when somebody can come")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "person"], name="availability_once"),
            models.CheckConstraint(condition=Q(most_a_month__lte=62), name="availability_most"),
        ]


class Absence(Held):
    """Days on which a person is away. Several stand beside one another; those that touch are one."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="absences")
    from_on = models.DateField()
    until_on = models.DateField()
    said_at = models.DateTimeField()
    said_by_id = models.UUIDField()

    class Meta(Held.Meta):
        verbose_name = _("when somebody is away")
        ordering = ["from_on", "id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "person", "from_on"], name="absence_once"),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="absence_in_order"),
        ]


class Season(Held):
    """A month in which the tambon plants or harvests: people are asked for less then."""

    class Kind(models.TextChoices):
        PLANTING = "planting", _("planting")
        HARVEST = "harvest", _("harvest")

    month = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    set_at = models.DateTimeField()
    set_by_id = models.UUIDField()

    class Meta(Held.Meta):
        verbose_name = _("farm season")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "month"], name="season_once"),
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="season_month"),
        ]


class Apart(Held):
    """Two persons who should not be put into one task. Told to nobody but those who divide work; no reason is kept."""

    one = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    is_hard = models.BooleanField(default=False)
    set_at = models.DateTimeField()
    set_by_id = models.UUIDField()

    class Meta(Held.Meta):
        verbose_name = _("two who should not work together")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "one", "other"], name="apart_once"),
            # One order, so that the pair is kept once whichever way it was told.
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="apart_in_order"),
        ]


_TOGETHER = "to work together"
classify(
    "work.OwnSkill", public="id steward code thai english also added_at", internal="added_by_id", purpose=_TOGETHER
)
classify(
    "work.Competence",
    internal="id steward organisation said_at said_by_id confirmed_at confirmed_by_id confirmed_for taken_back_at"
    " taken_back_by_id",
    personal="person skill says said_level confirmed_level",
    purpose=_TOGETHER,
    retention=Retention.RELATION,
)
classify(
    "work.Availability",
    internal="id steward said_at said_by_id",
    personal="person free most_a_month",
    purpose=_TOGETHER,
    retention=Retention.RELATION,
)
classify(
    "work.Absence",
    internal="id steward said_at said_by_id",
    personal="person from_on until_on",
    purpose=_TOGETHER,
    retention=Retention.RELATION,
)
classify("work.Season", public="id steward month kind set_at", internal="set_by_id", purpose=_TOGETHER)
classify(
    "work.Apart",
    internal="id steward is_hard set_at set_by_id",
    sensitive="one other",
    purpose=_TOGETHER,
    retention=Retention.RELATION,
)
