"""Partners of a steward, networks and their members, seats and their holders, invitations, observed ties."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ruammue.foundation.levels import Level
from ruammue.foundation.privacy import Retention, classify
from ruammue.needs.models import Matter
from ruammue.papers.models import Attachment
from ruammue.people.models import Organisation, Person
from ruammue.places.models import Area, Held, Village


class Partner(Held):
    """An organisation as this steward's partner: what it is good at, whom to call, when last confirmed."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships")
    level = models.CharField(max_length=8, choices=Level.choices, default=Level.TAMBON)
    good_at = models.CharField(max_length=300, blank=True)
    contact = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    assured_on = models.DateField(null=True)
    since_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("partner")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "organisation"], name="partner_once"),
            models.CheckConstraint(condition=Q(until_on=None) | Q(until_on__gte=F("since_on")), name="partner_dates"),
        ]


class Network(Held):
    """A committee, a partner network or a forum at one of five levels. Unconfirmed slots are only a proposal."""

    class Form(models.TextChoices):
        COMMITTEE = "committee", _("committee")
        PARTNERS = "partners", _("partner network")
        FORUM = "forum", _("forum")

    name = models.CharField(max_length=200)
    level = models.CharField(max_length=8, choices=Level.choices)
    form = models.CharField(max_length=10, choices=Form.choices)
    theme = models.CharField(max_length=160, blank=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    village = models.ForeignKey(Village, on_delete=models.PROTECT, null=True, related_name="networks")
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, related_name="networks")
    rule_key = models.CharField(max_length=60, blank=True)
    purpose = models.CharField(max_length=300, blank=True)
    order_number = models.CharField(max_length=40, blank=True)
    order_on = models.DateField(null=True)
    order_scan = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by_id = models.UUIDField(null=True)
    removed_at = models.DateTimeField(null=True)
    removed_by_id = models.UUIDField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta(Held.Meta):
        verbose_name = _("network")
        ordering = ["level", "name", "id"]
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by_id=None)
                | Q(confirmed_at__isnull=False, confirmed_by_id__isnull=False),
                name="network_confirmed_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None, removed_by_id=None)
                | Q(removed_at__isnull=False, removed_by_id__isnull=False),
                name="network_removed_at_and_by",
            ),
            # The number comes from the office's register, typed with its date; neither stands alone.
            models.CheckConstraint(
                condition=Q(order_number="", order_on=None) | (~Q(order_number="") & Q(order_on__isnull=False)),
                name="network_order_number_and_date",
            ),
        ]
        indexes = [models.Index(fields=["steward", "level", "name"], name="network_by_level")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_confirmed(self) -> bool:
        """True once somebody said that this network really exists."""
        return self.confirmed_at is not None


class NetworkMember(Held):
    """An organisation in a partner network, from a day until a day."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="members")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    from_on = models.DateField()
    until_on = models.DateField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("member of a network")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(
                fields=["steward", "network", "organisation"], condition=Q(until_on=None), name="network_member_once"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="network_member_dates"
            ),
        ]


class Seat(Held):
    """A chair in a committee, with or without a holder: its category, who chooses, whether it votes."""

    class Office(models.TextChoices):
        CHAIR = "chair", _("chair")
        SECRETARY = "secretary", _("member and secretary")
        ASSISTANT = "assistant", _("assistant secretary")
        MEMBER = "member", _("member")

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="seats")
    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=160)
    category = models.CharField(max_length=40)
    office = models.CharField(max_length=10, choices=Office.choices, default=Office.MEMBER)
    chosen_by = models.CharField(max_length=40, blank=True)
    has_vote = models.BooleanField(default=True)
    removed_at = models.DateTimeField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("seat")
        ordering = ["order", "id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "network", "order"], name="seat_order"),
        ]


class Appointment(Held):
    """Who holds a seat, by which order, for which term, on behalf of whom."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="appointments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    on_behalf_of = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    order_number = models.CharField(max_length=40, blank=True)
    order_on = models.DateField(null=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    ended_reason = models.CharField(max_length=200, blank=True)
    appointed_at = models.DateTimeField()
    appointed_by_id = models.UUIDField()

    class Meta(Held.Meta):
        verbose_name = _("appointment")
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="appointment_dates"
            ),
            models.UniqueConstraint(
                fields=["steward", "seat"], condition=Q(until_on=None), name="appointment_one_open_holder"
            ),
        ]


class Invitation(Held):
    """An invitation of an organisation, answered on a phone without account. The link is a secret used once.

    Only the confirming POST uses it up: chat previews open links. The answer is *claimed* until the officer
    confirmed it by phone or paper.
    """

    class Reply(models.TextChoices):
        JOIN = "join", _("gladly")
        NOT_NOW = "not_now", _("not now")

    class Way(models.TextChoices):
        PHONE = "phone", _("by phone")
        PAPER = "paper", _("on paper")
        IN_PERSON = "in_person", _("in person")

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="invitations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    token_hash = models.BinaryField(max_length=32)
    asks = models.CharField(max_length=300)
    effort = models.CharField(max_length=120, blank=True)
    sent_at = models.DateTimeField()
    sent_by_id = models.UUIDField()
    expires_on = models.DateField()
    withdrawn_at = models.DateTimeField(null=True)
    reply = models.CharField(max_length=8, choices=Reply.choices, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    replied_at = models.DateTimeField(null=True)
    replied_as = models.CharField(max_length=120, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_way = models.CharField(max_length=10, choices=Way.choices, blank=True)
    confirmed_with = models.CharField(max_length=120, blank=True)

    class Meta(Held.Meta):
        verbose_name = _("invitation")
        ordering = ["-sent_at", "-id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "token_hash"], name="invitation_token"),
            models.CheckConstraint(
                condition=Q(reply="", replied_at=None) | (~Q(reply="") & Q(replied_at__isnull=False)),
                name="invitation_reply_and_time",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None, confirmed_way="")
                | (Q(confirmed_at__isnull=False, confirmed_by__isnull=False) & ~Q(confirmed_way="") & ~Q(reply="")),
                name="invitation_confirmed_how_and_by_whom",
            ),
        ]


class NetworkPaper(Held):
    """A paper that a network already has: its order, MOU, statute, minutes of before. Attached as it is.

    `signed_on` is the day that stands on it; of minutes, the day of the meeting.
    """

    class Kind(models.TextChoices):
        ORDER = "order", _("order of appointment")
        MOU = "mou", _("memorandum of understanding")
        MINUTES = "minutes", _("minutes of a meeting")
        RULES = "rules", _("rules of the network")
        OTHER = "other", _("other paper")

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="papers")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField(max_length=160)
    number = models.CharField(max_length=40, blank=True)
    signed_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    attached_at = models.DateTimeField()
    attached_by_id = models.UUIDField()

    class Meta(Held.Meta):
        verbose_name = _("paper of a network")
        ordering = ["-attached_at", "-id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "attachment"], name="network_paper_once"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(signed_on=None) | Q(ends_on__gte=F("signed_on")),
                name="network_paper_dates",
            ),
            models.CheckConstraint(
                condition=~Q(kind="minutes") | Q(signed_on__isnull=False, ends_on=None),
                name="network_paper_minutes_day",
            ),
        ]


class TieObservation(Held):
    """What the house saw two organisations do together: written down by `loop`, read by finder and measures."""

    class Kind(models.TextChoices):
        MET = "met", _("met")
        PROMISED = "promised", _("promised")
        DELIVERED = "delivered", _("delivered")
        SIGNED = "signed", _("signed together")

    from_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    to_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    was_on_time = models.BooleanField(null=True)
    observed_on = models.DateField()
    entry_id = models.UUIDField()

    class Meta(Held.Meta):
        verbose_name = _("observed tie")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(
                fields=["steward", "entry_id", "from_organisation", "to_organisation", "kind"], name="tie_observed_once"
            ),
        ]


_TOGETHER = "to work together"
classify(
    "networks.NetworkPaper",
    internal="id steward network attachment kind title number signed_on ends_on attached_at attached_by_id",
    purpose=_TOGETHER,
)
classify(
    "networks.Partner",
    internal="id steward organisation level good_at contact assured_on since_on until_on",
    purpose=_TOGETHER,
)
classify(
    "networks.Network",
    public="id steward name level form theme area village matter rule_key purpose"
    " order_number order_on confirmed_at made_at",
    internal="order_scan confirmed_by_id removed_at removed_by_id",
    purpose=_TOGETHER,
)
classify("networks.NetworkMember", public="id steward network organisation from_on until_on", purpose=_TOGETHER)
classify(
    "networks.Seat",
    public="id steward network order label category office chosen_by has_vote removed_at",
    purpose=_TOGETHER,
)
classify(
    "networks.Appointment",
    internal="id steward seat person on_behalf_of order_number order_on from_on until_on ended_reason"
    " appointed_at appointed_by_id",
    purpose=_TOGETHER,
)
classify(
    "networks.Invitation",
    internal="id steward network organisation asks effort sent_at sent_by_id expires_on withdrawn_at reply reason"
    " replied_at confirmed_at confirmed_by confirmed_way",
    purpose=_TOGETHER,
)
classify(
    "networks.Invitation",
    personal="replied_as confirmed_with",
    sensitive="token_hash",
    purpose=_TOGETHER,
    retention=Retention.RELATION,
)
classify(
    "networks.TieObservation",
    internal="id steward from_organisation to_organisation kind was_on_time observed_on entry_id",
    purpose=_TOGETHER,
)
