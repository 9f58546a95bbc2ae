"""Meetings with attendance and items, resolutions and dissent, the executive's answer, open ballots.

What was typed stays changeable until the meeting is closed; from then on a correction is a new `Annex`, never an edit.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ruammue.decisions import wording
from ruammue.foundation.keys import random_key
from ruammue.foundation.privacy import Retention, classify
from ruammue.needs.models import Matter
from ruammue.networks.models import Network, Seat
from ruammue.papers.models import Attachment
from ruammue.people.models import Organisation, Person
from ruammue.places.models import Held


class Meeting(Held):
    """One sitting of a committee, partner network or forum: called, held, closed once."""

    class Kind(models.TextChoices):
        FORUM = "forum", _("village forum")
        COMMITTEE = "committee", _("committee meeting")
        PARTNERS = "partners", _("partners' meeting")

    class Stage(models.TextChoices):
        CALLED = "called", pgettext_lazy("meeting", "called")
        CLOSED = "closed", pgettext_lazy("meeting", "closed")
        CANCELLED = "cancelled", pgettext_lazy("meeting", "cancelled")

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=20, blank=True)
    place = models.CharField(max_length=160)
    held_on = models.DateField()
    starts_at = models.TimeField()
    ended_at = models.TimeField(null=True)
    noticed_on = models.DateField(null=True)
    moved_from = models.DateField(null=True)
    changed_why = models.CharField(max_length=160, blank=True)
    stage = models.CharField(max_length=10, choices=Stage.choices, default=Stage.CALLED)
    is_recalled = models.BooleanField(default=False)
    recalls = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="recalled_by")
    chair_name = models.CharField(max_length=120, blank=True)
    stickers_each = models.PositiveSmallIntegerField(null=True)
    draft = models.JSONField(default=dict)
    entered_at = models.DateTimeField(null=True)
    entered_by_id = models.UUIDField(null=True)
    seats_filled = models.PositiveSmallIntegerField(null=True)
    seats_present = models.PositiveSmallIntegerField(null=True)
    seats_needed = models.PositiveSmallIntegerField(null=True)
    had_quorum = models.BooleanField(null=True)
    note_taker = models.CharField(max_length=120, blank=True)
    checker = models.CharField(max_length=120, blank=True)
    ledger_head = models.CharField(max_length=90, blank=True)
    closing_words = models.TextField(blank=True)
    improved = models.CharField(max_length=400, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by_id = models.UUIDField(null=True)
    signed_scan = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    signed_by_id = models.UUIDField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("meeting")
        ordering = ["-held_on", "-id"]
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(
                condition=(~Q(stage="closed") & Q(closed_at=None, closed_by_id=None))
                | Q(stage="closed", closed_at__isnull=False, closed_by_id__isnull=False),
                name="meeting_closed_at_and_by",
            ),
            # Whoever is told of another day is told why.
            models.CheckConstraint(condition=Q(moved_from=None) | ~Q(changed_why=""), name="meeting_moved_has_reason"),
            models.CheckConstraint(
                condition=Q(entered_at=None, entered_by_id=None)
                | Q(entered_at__isnull=False, entered_by_id__isnull=False),
                name="meeting_entered_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_by_id=None, signed_scan=None)
                | Q(signed_at__isnull=False, signed_by_id__isnull=False, signed_scan__isnull=False),
                name="meeting_signed_scan_at_and_by",
            ),
        ]
        indexes = [models.Index(fields=["steward", "-held_on", "-id"], name="meeting_newest")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """True while the meeting is called and neither closed nor cancelled."""
        return self.stage == self.Stage.CALLED

    @property
    def is_closed(self) -> bool:
        """True once it was closed: from then on nothing is edited."""
        return self.stage == self.Stage.CLOSED

    @property
    def is_on_another_day(self) -> bool:
        """True when it was moved from one day to another; what else moves is its hour or its place."""
        return self.moved_from is not None and self.moved_from != self.held_on

    @property
    def is_forum(self) -> bool:
        """True for a forum, where heads and hands are counted instead of names and votes."""
        return self.kind == self.Kind.FORUM


class HeadCount(Held):
    """How many of a group came to a forum. Counts, not names."""

    class Group(models.TextChoices):
        WOMEN = "women", pgettext_lazy("heads", "women")
        MEN = "men", pgettext_lazy("heads", "men")
        CHILDREN = "children", pgettext_lazy("heads", "of these: children and youth")
        OLD = "old", pgettext_lazy("heads", "of these: 60 and older")
        DISABLED = "disabled", pgettext_lazy("heads", "of these: people with a disability")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="head_counts")
    group = models.CharField(max_length=10, choices=Group.choices)
    count = models.PositiveSmallIntegerField()

    class Meta(Held.Meta):
        verbose_name = _("head-count")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "meeting", "group"], name="head_count_once"),
        ]


class Attendance(Held):
    """Who came, who did not and why, who sat in for whom, who was there besides."""

    class Presence(models.TextChoices):
        PRESENT = "present", _("present")
        SUBSTITUTE = "substitute", _("present as substitute")
        ABSENT = "absent", _("absent")
        GUEST = "guest", _("attending besides")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=160, blank=True)
    post = models.CharField(max_length=160, blank=True)
    presence = models.CharField(max_length=10, choices=Presence.choices)
    reason = models.CharField(max_length=160, blank=True)

    class Meta(Held.Meta):
        verbose_name = _("attendance")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(
                fields=["steward", "meeting", "seat"], condition=Q(seat__isnull=False), name="attendance_seat_once"
            ),
            models.UniqueConstraint(
                fields=["steward", "meeting", "person"],
                condition=Q(person__isnull=False),
                name="attendance_person_once",
            ),
        ]


class Item(Held):
    """An item of the agenda. In a forum on paper each need is one row with its number on the sheet."""

    class Method(models.TextChoices):
        NONE = "none", _("to take note")
        HANDS = "hands", _("show of hands")
        STICKERS = "stickers", _("stickers")
        MOTION = "motion", _("vote on a motion")
        CONSENT = "consent", _("consensus")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField()
    section = models.PositiveSmallIntegerField(default=4)
    title = models.CharField(max_length=200)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, related_name="items")
    method = models.CharField(max_length=10, choices=Method.choices, default=Method.NONE)
    voices = models.PositiveSmallIntegerField(null=True)
    yes = models.PositiveSmallIntegerField(null=True)
    no = models.PositiveSmallIntegerField(null=True)
    abstain = models.PositiveSmallIntegerField(null=True)
    chair_casts = models.CharField(max_length=3, choices=[("yes", _("yes")), ("no", _("no"))], blank=True)
    in_room = models.PositiveSmallIntegerField(null=True)
    stepped_out = models.PositiveSmallIntegerField(default=0)
    step_out_words = models.CharField(max_length=300, blank=True)
    proposal = models.CharField(max_length=400, blank=True)
    responsible_words = models.CharField(max_length=160, blank=True)
    due_on = models.DateField(null=True)
    discussion = models.TextField(blank=True)

    class Meta(Held.Meta):
        verbose_name = _("agenda item")
        ordering = ["order", "id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "meeting", "order"], name="item_order"),
            models.CheckConstraint(condition=Q(section__gte=1, section__lte=6), name="item_section"),
        ]


class Resolution(Held):
    """What was resolved on an item, with its legal effect as the secretary states it. Written once, at closing."""

    class Outcome(models.TextChoices):
        ADOPTED = "adopted", pgettext_lazy("outcome", "agreed")
        ADOPTED_WITH_RESERVATIONS = "reserved", pgettext_lazy("outcome", "agreed, with reservations")
        NOT_ADOPTED = "rejected", pgettext_lazy("outcome", "not agreed")
        NOTED = "noted", pgettext_lazy("outcome", "taken note")
        DISCUSSED = "discussed", pgettext_lazy("outcome", "discussed only: no quorum")

    class Effect(models.TextChoices):
        ADVISORY = "advisory", pgettext_lazy("effect", "advisory")
        COMMITTEE = "committee", pgettext_lazy("effect", "committee resolution")
        EXECUTIVE = "executive", pgettext_lazy("effect", "decision of the executive")
        COUNCIL = "council", pgettext_lazy("effect", "council resolution")

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="resolutions")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="resolutions")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, related_name="resolutions")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    text = models.CharField(max_length=500)
    effect = models.CharField(max_length=10, choices=Effect.choices)
    is_effect_confirmed = models.BooleanField(default=False)
    rank = models.PositiveSmallIntegerField(null=True)
    register_number = models.CharField(max_length=40, blank=True)
    responsible = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    responsible_words = models.CharField(max_length=160, blank=True)
    due_on = models.DateField(null=True)
    certificate = models.JSONField(default=dict)
    resolved_at = models.DateTimeField()

    class Meta(Held.Meta):
        verbose_name = _("resolution")
        ordering = ["resolved_at", "item__order", "id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "item"], name="resolution_once"),
            models.CheckConstraint(condition=~Q(text=""), name="resolution_has_text"),
        ]
        indexes = [models.Index(fields=["steward", "-resolved_at", "-id"], name="resolution_newest")]

    @property
    def task(self) -> str:
        """The name of the work that comes of it: what was proposed, else that the resolution on it is carried out."""
        return self.item.proposal or wording.to_do(self.item.title)

    @property
    def subject(self) -> str:
        """What was resolved, by its short name: what was proposed, else what it was about. Load `item` with it."""
        return self.item.proposal or self.item.title


class Dissent(Held):
    """An objection or reservation with its reason. In the minutes; not named on the public page. Never deleted."""

    class Kind(models.TextChoices):
        OBJECTION = "objection", pgettext_lazy("dissent", "objection")
        RESERVATION = "reservation", pgettext_lazy("dissent", "reservation")

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="dissents")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    reason = models.CharField(max_length=400)

    class Meta(Held.Meta):
        verbose_name = _("dissent")
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=~Q(reason=""), name="dissent_has_reason"),
        ]


class Annex(Held):
    """Something added after closing: a correction with its reason. The minutes themselves are never edited."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="annexes")
    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, null=True, related_name="annexes")
    text = models.CharField(max_length=1000)
    added_at = models.DateTimeField()
    added_by_id = models.UUIDField()

    class Meta(Held.Meta):
        verbose_name = _("addition to the minutes")
        ordering = ["added_at", "id"]
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=~Q(text=""), name="annex_has_text"),
        ]


class ExecutiveAnswer(Held):
    """The executive approves a resolution, or decides otherwise and says why."""

    class Verdict(models.TextChoices):
        APPROVED = "approved", pgettext_lazy("executive", "approved")
        OTHERWISE = "otherwise", pgettext_lazy("executive", "decided otherwise")

    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="executive_answers")
    verdict = models.CharField(max_length=10, choices=Verdict.choices)
    reasons = models.CharField(max_length=600, blank=True)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta(Held.Meta):
        verbose_name = _("answer of the executive")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "resolution"], name="executive_answer_once"),
            models.CheckConstraint(
                condition=Q(verdict="approved") | ~Q(reasons=""), name="executive_otherwise_has_reasons"
            ),
        ]


class Ballot(Held):
    """An open electronic ballot (mode A of TRUST: the choices may be seen): options and rule fixed before opening."""

    class Stage(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("ballot", "being prepared")
        OPEN = "open", pgettext_lazy("ballot", "open")
        CLOSED = "closed", pgettext_lazy("ballot", "closed")

    network = models.ForeignKey(Network, on_delete=models.PROTECT, null=True, related_name="ballots")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, related_name="ballots")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, related_name="ballots")
    question = models.CharField(max_length=300)
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.DRAFT)
    quorum_percent = models.PositiveSmallIntegerField(default=50)
    opened_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closed_by_id = models.UUIDField(null=True)
    verdict = models.CharField(max_length=20, blank=True)
    certificate = models.JSONField(default=dict)

    class Meta(Held.Meta):
        verbose_name = _("ballot")
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(
                condition=(~Q(stage="closed") & Q(verdict="", closed_at=None, closed_by_id=None))
                | (Q(stage="closed", closed_at__isnull=False, closed_by_id__isnull=False) & ~Q(verdict="")),
                name="ballot_closed_has_verdict_and_time",
            ),
            models.CheckConstraint(condition=Q(stage="draft") | Q(opened_at__isnull=False), name="ballot_opened_at"),
            models.CheckConstraint(condition=Q(quorum_percent__lte=100), name="ballot_quorum_percent"),
        ]
        ordering = ["-closes_at", "-id"]

    def __str__(self) -> str:
        return self.question


class BallotOption(Held):
    """One choice of a ballot, fixed before opening."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="options")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    is_blank = models.BooleanField(default=False)

    class Meta(Held.Meta):
        verbose_name = _("option")
        ordering = ["order", "id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "ballot", "order"], name="ballot_option_order"),
        ]


class Voter(Held):
    """The roll: a person who may vote, frozen when the ballot opens."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="roll")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta(Held.Meta):
        verbose_name = _("person on the roll")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "ballot", "person"], name="voter_once"),
        ]


class Issued(Held):
    """That a person has been issued their one ballot. Nothing here tells what was cast."""

    id = models.UUIDField(primary_key=True, default=random_key, editable=False)
    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="issued")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    receipt = models.CharField(max_length=20)
    idempotency_key = models.CharField(max_length=64)

    class Meta(Held.Meta):
        verbose_name = _("issued ballot")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "ballot", "person"], name="issued_once"),
            models.UniqueConstraint(fields=["steward", "ballot", "receipt"], name="issued_receipt"),
        ]


class Cast(Held):
    """What was cast: random key, no time. Mode A keeps the open name list in `voter`; other modes leave it empty."""

    id = models.UUIDField(primary_key=True, default=random_key, editable=False)
    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="cast")
    option = models.ForeignKey(BallotOption, on_delete=models.PROTECT, related_name="+")
    voter = models.ForeignKey(Voter, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(Held.Meta):
        verbose_name = _("cast ballot")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(
                fields=["steward", "ballot", "voter"], condition=Q(voter__isnull=False), name="cast_once_when_open"
            ),
        ]


_DECIDE = "to decide together"
classify(
    "decisions.Meeting",
    public="id steward network kind title number place held_on starts_at ended_at noticed_on stage is_recalled"
    " moved_from changed_why entered_at seats_filled seats_present seats_needed had_quorum improved closed_at"
    " signed_at recalls ledger_head stickers_each",
    internal="note_taker checker chair_name closing_words closed_by_id signed_scan signed_by_id entered_by_id",
    personal="draft",
    purpose=_DECIDE,
)
classify("decisions.HeadCount", internal="id steward meeting group count", purpose=_DECIDE)
classify(
    "decisions.Attendance",
    internal="id steward meeting seat organisation presence",
    personal="person name post reason",
    purpose=_DECIDE,
)
classify(
    "decisions.Item",
    public="id steward meeting order section title matter method voices yes no abstain chair_casts in_room stepped_out"
    " proposal responsible_words due_on",
    internal="discussion",
    personal="step_out_words",
    purpose=_DECIDE,
)
classify(
    "decisions.Resolution",
    public="id steward meeting item matter outcome text effect is_effect_confirmed rank register_number"
    " responsible_words due_on certificate resolved_at",
    internal="responsible",
    purpose=_DECIDE,
)
classify(
    "decisions.Dissent", internal="id steward item organisation kind", personal="person name reason", purpose=_DECIDE
)
classify("decisions.Annex", internal="id steward meeting resolution text added_at added_by_id", purpose=_DECIDE)
classify(
    "decisions.ExecutiveAnswer", public="id steward resolution verdict reasons answered_at answered_by", purpose=_DECIDE
)
classify(
    "decisions.Ballot",
    public="id steward network meeting matter question stage quorum_percent opened_at closes_at closed_at verdict"
    " certificate",
    internal="closed_by_id",
    purpose=_DECIDE,
)
classify("decisions.BallotOption", public="id steward ballot order text is_blank", purpose=_DECIDE)
classify(
    "decisions.Voter", internal="id steward ballot", personal="person", purpose=_DECIDE, retention=Retention.RECORD
)
classify("decisions.Issued", internal="id steward ballot", sensitive="person receipt idempotency_key", purpose=_DECIDE)
classify("decisions.Cast", internal="id steward ballot option", sensitive="voter", purpose=_DECIDE)
