"""A need (private), its matter (the thread round the wheel), its answers, the office's own lack, and the call."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import BooleanField, Case, CharField, Exists, ExpressionWrapper, F, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ruammue.access.actors import Actor, Role
from ruammue.foundation.levels import Sector
from ruammue.foundation.privacy import Retention, classify
from ruammue.papers.models import Attachment
from ruammue.people.models import Person, RoleHeld
from ruammue.places.models import Held, HeldQuerySet, Village


class Category(models.TextChoices):
    """What a need is about, in a villager's words."""

    WATER = "water", _("water")
    ROAD = "road", _("road and way")
    LIGHT = "light", _("light and electricity")
    HEALTH = "health", _("health and illness")
    OLD_AGE = "old_age", _("old people and disability")
    CHILDREN = "children", _("children and school")
    LIVELIHOOD = "livelihood", _("work and income")
    FARMING = "farming", _("farming")
    ENVIRONMENT = "environment", _("waste and environment")
    SAFETY = "safety", _("safety and disaster")
    OTHER = "other", _("other")


class LastWord(models.TextChoices):
    """Who spoke last about a need: nobody of us (or the reporter said ยัง), we answered, or the reporter said แก้แล้ว.

    Kept on the need by the two acts that speak, so that a list of a thousand need not ask every answer and verdict;
    `ruammue verify` derives it anew (`invariants.the_last_word_is_kept`).
    """

    WAITING = "waiting", _("waiting")
    ANSWERED = "answered", _("answered")
    FIXED = "fixed", _("mended")


class Standing(StrEnum):
    """Where a need is on a day: its last word, and whether the day of the answer is past."""

    WAITING = "waiting"
    OVERDUE = "overdue"
    ANSWERED = "answered"
    FIXED = "fixed"


class Station(models.TextChoices):
    """The eight stations of the wheel, in the seed's words."""

    PROBLEM = "problem", _("Problem")
    CALL = "call", _("Call")
    NETWORK = "network", _("Network")
    DECIDE = "decide", _("Decide")
    GOAL = "goal", _("Goal")
    DIVIDE = "divide", _("Divide work and resources")
    ACT = "act", _("Act and coordinate")
    RESULT = "result", _("Result")


def _known(key: UUID | None) -> UUID:
    """The id of somebody who came through a door here. The nil UUID for a stranger: no row has it."""
    return key or UUID(int=0)


def villages_headed_by(actor: Actor) -> models.QuerySet[Any]:
    """Village ids that this actor heads today, as a subquery. A term that ended gives nothing."""
    today = timezone.localdate()
    in_force = Q(from_on__lte=today) & (Q(until_on=None) | Q(until_on__gte=today))
    return (
        RoleHeld.objects.of(_known(actor.steward_id))
        .filter(in_force, person_id=_known(actor.person_id), role=Role.VILLAGE_HEAD)
        .exclude(village=None)
        .values("village_id")
    )


class MatterQuerySet(HeldQuerySet):
    """Words of matters."""

    def visible_to(self, actor: Actor) -> Self:
        """Matters whose working page this actor may open; the private need behind it has its own rule.

        Published: everybody with a role here or a partner to speak for. Not yet: the office, the council and
        the auditor; whoever may see one of its needs, and the head of its village (not what is about one person,
        unless they may see a need of it). As long as it is not published
        never somebody who is named in one of its needs, nor a head from whom all that was told of it is hidden.
        """
        if actor.is_anonymous or not (actor.roles or actor.represents):
            return self.none()
        if actor.has(*WORKS_ON_ALL):
            return self.filter(_not_kept_from(actor))
        mine = Q(Exists(Need.objects.visible_to(actor).filter(matter=OuterRef("pk"))))
        if actor.has(Role.VILLAGE_HEAD):  # the office's own matter in their village has no need to read
            mine |= Q(village_id__in=villages_headed_by(actor), is_sensitive=False)
        return self.filter(_not_kept_from(actor), Q(published_at__isnull=False) | mine)


WORKS_ON_ALL = (Role.OFFICER, Role.CLERK, Role.EXECUTIVE, Role.ADMINISTRATOR, Role.COUNCIL, Role.AUDITOR)
GOES_THERE = (Role.OFFICER, Role.CLERK, Role.EXECUTIVE)
"""Who answers for the office and may have to go there: of somebody's own matter they learn the village, too."""


class Matter(Held):
    """The thread that everything hangs on: from a problem to its published result.

    `title` is for those who work on it; `public_sentence` is written separately and shown only once published.
    """

    class Origin(models.TextChoices):
        CITIZEN = "citizen", _("from a citizen")
        OFFICE = "office", _("from the office's own lack")

    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    category = models.CharField(max_length=12, choices=Category.choices)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, null=True, related_name="+")
    is_sensitive = models.BooleanField(default=False)
    public_sentence = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField(null=True)
    published_by_id = models.UUIDField(null=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by_id = models.UUIDField(null=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged_matters")

    objects: ClassVar[Any] = MatterQuerySet.as_manager()

    class Meta(Held.Meta):
        verbose_name = _("matter")
        ordering = ["-opened_at", "-id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "number"], name="matter_number"),
            models.CheckConstraint(
                condition=Q(published_at=None, published_by_id=None)
                | (Q(published_at__isnull=False, published_by_id__isnull=False) & ~Q(public_sentence="")),
                name="matter_published_with_sentence",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by_id=None) | Q(closed_at__isnull=False, closed_by_id__isnull=False),
                name="matter_closed_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(closed_at__isnull=False, published_at=None),
                name="matter_merged_is_closed",
            ),
        ]
        indexes = [
            models.Index(fields=["steward", "-opened_at", "-id"], name="matter_newest"),
            models.Index(
                fields=["steward", "-published_at"], condition=Q(published_at__isnull=False), name="matter_public"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_published(self) -> bool:
        """True once the public sentence stands on the public page."""
        return self.published_at is not None

    @property
    def is_public(self) -> bool:
        """Everybody may read of it: published, and not about one person's own life."""
        return self.is_published and not self.is_sensitive

    @property
    def is_open(self) -> bool:
        """True until somebody closed it."""
        return self.closed_at is None


class Skip(Held):
    """That a station was passed by, and why. A short way is a way, never a red gap."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="skips")
    station = models.CharField(max_length=8, choices=Station.choices)
    reason = models.CharField(max_length=200)
    skipped_at = models.DateTimeField()
    skipped_by_id = models.UUIDField()

    class Meta(Held.Meta):
        verbose_name = _("skipped station")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "matter", "station"], name="skip_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="skip_has_reason"),
        ]


def _named(actor: Actor) -> Any:
    """Where this person is named."""
    return ExcludedHandler.objects.of(_known(actor.steward_id)).filter(person_id=_known(actor.person_id))


def _not_kept_from(actor: Actor, at: str = "") -> Q:
    """Of matters (`at` the path to them): published, or nothing in its needs shuts this person out."""
    kept = ~Q(**{f"{at}pk__in": _named(actor).values("need__matter")})
    if actor.has(Role.VILLAGE_HEAD):
        hidden = Need.objects.of(_known(actor.steward_id)).exclude(_not_hidden_from(actor))
        known = Need.objects.visible_to(actor).values("matter")
        kept &= ~Q(**{f"{at}pk__in": hidden.exclude(matter__in=known).values("matter")})
    return Q(**{f"{at}published_at__isnull": False}) | kept


def _own(actor: Actor) -> Q:
    """Told or entered by this person."""
    return Q(reporter_id=_known(actor.person_id)) | Q(entered_by_id=_known(actor.person_id))


def _meant_for(actor: Actor) -> Q:
    """Officers: all. Others: their own, those they answer, those of the village they head."""
    if actor.has(Role.OFFICER):
        return Q()
    meant = _own(actor) | Q(handler_id=actor.person_id)
    if actor.has(Role.VILLAGE_HEAD):
        meant |= Q(village_id__in=villages_headed_by(actor))
    return meant


def _not_hidden_from(actor: Actor) -> Q:
    """Not those that a reporter hid from the head of the village, if this is the head."""
    if not actor.has(Role.VILLAGE_HEAD):
        return Q()
    elsewhere = Q(village=None) | ~Q(village_id__in=villages_headed_by(actor))
    return _own(actor) | Q(is_hidden_from_head=False) | elsewhere


def _not_naming(actor: Actor) -> Q:
    """Not those in which this person is named."""
    return ~Q(pk__in=_named(actor).values("need"))


def _readable_by(actor: Actor) -> Q:
    """What the needs are that this actor may read: one rule, for `visible_to` and for the marks in lists."""
    if actor.is_anonymous or actor.steward_id is None:
        return Q(pk__in=())
    return Q(steward_id=actor.steward_id) & _meant_for(actor) & _not_hidden_from(actor) & _not_naming(actor)


def is_late(today: date) -> Q:
    """Waiting, and the day of the answer is past."""
    return Q(last_word=LastWord.WAITING, answer_due_on__lt=today)


class NeedQuerySet(HeldQuerySet):
    """Words of needs: who may see one, and how it stands."""

    def visible_to(self, actor: Actor) -> Self:
        """The needs this actor may read, whole: text, telephone, photos, voice.

        The reporter, the helper who entered it, its handler, plan officers, and the head of its village. Whoever
        is named in it never. Hidden from the village head means from every head of that village, in whatever
        other role they come, unless the need is their own. The receipt code opens its own page, not this.
        """
        return self.filter(_readable_by(actor))

    def listed_for(self, actor: Actor) -> Self:
        """Those they may read; who works on all also sees that others exist, where they may open the matter."""
        if actor.has(*WORKS_ON_ALL):
            return self.known_to(actor).filter(_readable_by(actor) | _not_kept_from(actor, "matter__"))
        return self.visible_to(actor)

    def known_to(self, actor: Actor) -> Self:
        """Not those of which this actor must not even know: hidden from them as a head, or naming them."""
        return self.filter(_not_hidden_from(actor), _not_naming(actor))

    def marked_for(self, actor: Actor) -> Self:
        """Each with `is_readable`: whether this actor may read it."""
        return self.annotate(is_readable=ExpressionWrapper(_readable_by(actor), output_field=BooleanField()))

    def as_of(self, today: date) -> Self:
        """Each with `stands` on this day: waiting, overdue, answered or fixed (`Standing`)."""
        late = When(is_late(today), then=Value(Standing.OVERDUE))
        return self.annotate(stands=Case(late, default=F("last_word"), output_field=CharField()))


class Need(Held):
    """A problem as somebody told it. Private to reporter, helper and officer (and the village head unless hidden)."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="needs")
    village = models.ForeignKey(Village, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField(blank=True)
    category = models.CharField(max_length=12, choices=Category.choices)
    reporter = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="needs")
    reporter_name = models.CharField(max_length=120, blank=True)
    contact_phone = models.CharField(max_length=20, blank=True)
    entered_by_id = models.UUIDField(null=True)
    is_about_one_person = models.BooleanField(default=False)
    is_hidden_from_head = models.BooleanField(default=False)
    receipt = models.CharField(max_length=20)
    reported_at = models.DateTimeField()
    answer_due_on = models.DateField()
    last_word = models.CharField(max_length=8, choices=LastWord.choices, default=LastWord.WAITING)
    handler = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    notice_version = models.CharField(max_length=20, blank=True)
    once = models.UUIDField(null=True)
    came_from = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar[Any] = NeedQuerySet.as_manager()

    class Meta(Held.Meta):
        verbose_name = _("need")
        ordering = ["-reported_at", "-id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "receipt"], name="need_receipt"),
            # The same form sent twice is one need.
            models.UniqueConstraint(fields=["steward", "once"], name="need_once"),
            models.CheckConstraint(condition=Q(last_word__in=LastWord.values), name="need_last_word"),
        ]
        indexes = [
            models.Index(fields=["steward", "-reported_at", "-id"], name="need_newest"),
            models.Index(
                fields=["steward", "answer_due_on"], condition=Q(last_word=LastWord.WAITING), name="need_waiting"
            ),
        ]


class NeedFile(Held):
    """A photo or voice given with a need. Chosen photos are published one by one; a voice never is."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="files")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")

    class Meta(Held.Meta):
        verbose_name = _("file of a need")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "attachment"], name="need_file_once"),
        ]


class ExcludedHandler(Held):
    """Somebody named in a need: they neither see nor handle it."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="excluded")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta(Held.Meta):
        verbose_name = _("excluded handler")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "need", "person"], name="excluded_once"),
        ]


class Answer(Held):
    """What a named human answered: a sentence that can be read aloud, and which way the need goes from here."""

    class Way(models.TextChoices):
        ANSWERED = "answered", _("answered: this settles it")
        REFERRED = "referred", _("referred to an agency")
        VILLAGE = "village", _("the village does it itself")
        TOGETHER = "together", _("we call others to act together")
        DECLINED = "declined", _("cannot be done, with the reason")

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="answers")
    way = models.CharField(max_length=10, choices=Way.choices)
    text = models.CharField(max_length=400)
    agency = models.CharField(max_length=160, blank=True)
    ticket = models.CharField(max_length=60, blank=True)
    promised_on = models.DateField(null=True)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta(Held.Meta):
        verbose_name = _("answer")
        ordering = ["answered_at", "id"]
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=~Q(text=""), name="answer_has_text"),
            models.CheckConstraint(condition=~Q(way="referred") | ~Q(agency=""), name="answer_referred_names_agency"),
        ]


class Verdict(Held):
    """The reporter's (or helper's) word with the receipt code: แก้แล้ว or ยัง."""

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="verdicts")
    is_fixed = models.BooleanField()
    words = models.CharField(max_length=400, blank=True)
    given_at = models.DateTimeField()
    entered_by_id = models.UUIDField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("verdict of the reporter")
        ordering = ["given_at", "id"]


class OfficeProject(Held):
    """A row of the office's imported project list, marked ทำเองได้ or เกินกำลัง."""

    class Strength(models.TextChoices):
        UNMARKED = "", _("not marked yet")
        OWN = "own", _("we can do it alone")
        BEYOND = "beyond", _("beyond our strength")

    row_key = models.CharField(max_length=64)
    number = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=300)
    objective = models.TextField(blank=True)
    target = models.TextField(blank=True)
    fiscal_year = models.PositiveSmallIntegerField(null=True)
    budget_satang = models.BigIntegerField(null=True)
    unit = models.CharField(max_length=160, blank=True)
    strength = models.CharField(max_length=8, choices=Strength.choices, blank=True, default=Strength.UNMARKED)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, related_name="office_projects")

    class Meta(Held.Meta):
        verbose_name = _("office project")
        ordering = ["fiscal_year", "number", "id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(
                fields=["steward", "matter"], condition=Q(matter__isnull=False), name="office_project_matter"
            ),
            models.UniqueConstraint(fields=["steward", "row_key"], name="office_project_once"),
            models.CheckConstraint(
                condition=Q(budget_satang=None) | Q(budget_satang__gte=0), name="office_project_budget"
            ),
        ]


class Call(Held):
    """The call to those who could complement us: what, where, for how many, what we lack."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="calls")
    what = models.CharField(max_length=300)
    where = models.CharField(max_length=200)
    for_how_many = models.PositiveIntegerField(null=True)
    lacks_people = models.CharField(max_length=200, blank=True)
    lacks_money = models.CharField(max_length=200, blank=True)
    lacks_things = models.CharField(max_length=200, blank=True)
    lacks_knowledge = models.CharField(max_length=200, blank=True)
    sectors = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    opened_by_id = models.UUIDField()
    endorsed_at = models.DateTimeField(null=True)
    endorsed_by_id = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by_id = models.UUIDField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("call")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "matter"], name="call_once"),
            models.CheckConstraint(
                condition=Q(endorsed_at=None, endorsed_by_id=None)
                | Q(endorsed_at__isnull=False, endorsed_by_id__isnull=False),
                name="call_endorsed_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by_id=None) | Q(closed_at__isnull=False, closed_by_id__isnull=False),
                name="call_closed_at_and_by",
            ),
        ]

    @property
    def sector_labels(self) -> list[str]:
        """The addressed sectors in the reader's language."""
        return [str(Sector(code).label) for code in self.sectors]


_ANSWER, _TOGETHER = "to answer a need", "to work together"
classify(
    "needs.Matter",
    public="id steward number origin category public_sentence published_at opened_at closed_at",
    internal="title village is_sensitive published_by_id closed_by_id merged_into",
    purpose=_TOGETHER,
)
classify(
    "needs.Skip", public="id steward matter station reason skipped_at", internal="skipped_by_id", purpose=_TOGETHER
)
classify(
    "needs.Need",
    internal="id steward matter village category is_hidden_from_head reported_at answer_due_on last_word handler"
    " notice_version once came_from",
    purpose=_ANSWER,
    retention=Retention.MATTER,
)
classify(
    "needs.Need",
    personal="text reporter reporter_name contact_phone entered_by_id receipt",
    sensitive="is_about_one_person",
    purpose=_ANSWER,
    retention=Retention.MATTER,
)
classify("needs.NeedFile", internal="id steward need attachment", purpose=_ANSWER, retention=Retention.MATTER)
classify(
    "needs.ExcludedHandler", internal="id steward need", personal="person", purpose=_ANSWER, retention=Retention.MATTER
)
classify(
    "needs.Answer",
    internal="id steward need way text agency ticket promised_on answered_at answered_by",
    purpose=_ANSWER,
)
classify(
    "needs.Verdict",
    internal="id steward need is_fixed given_at",
    personal="words entered_by_id",
    purpose=_ANSWER,
    retention=Retention.MATTER,
)
classify(
    "needs.OfficeProject",
    internal="id steward row_key number name objective target fiscal_year budget_satang unit strength matter",
    purpose=_TOGETHER,
)
classify(
    "needs.Call",
    public="id steward matter what where for_how_many lacks_people lacks_money lacks_things lacks_knowledge sectors"
    " opened_at closed_at endorsed_at",
    internal="opened_by_id endorsed_by_id closed_by_id",
    purpose=_TOGETHER,
)
