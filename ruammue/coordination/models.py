"""Who coordinates what, what was said about a matter, what waits in whose inbox, who said ฉันช่วยได้."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ruammue.foundation.privacy import Retention, classify
from ruammue.needs.models import Matter
from ruammue.networks.models import Network
from ruammue.people.models import Organisation, Person
from ruammue.places.models import Held, Village
from ruammue.resources.models import NeedLine, Offer


class Coordinator(Held):
    """The named coordinator of a village or a network, and the deputy, with the phone number to call.

    The numbers are given to be called by everybody; while the coordinator is away the deputy's is shown.
    """

    village = models.ForeignKey(Village, on_delete=models.PROTECT, null=True, related_name="coordinators")
    network = models.ForeignKey(Network, on_delete=models.PROTECT, null=True, related_name="coordinators")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="coordinates")
    deputy = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    phone = models.CharField(max_length=20)
    deputy_phone = models.CharField(max_length=20, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    away_from = models.DateField(null=True)
    away_until = models.DateField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("coordinator")
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(
                condition=Q(village__isnull=False, network=None) | Q(village=None, network__isnull=False),
                name="coordinator_of_one",
            ),
            models.UniqueConstraint(
                fields=["steward", "village"],
                condition=Q(until_on=None, village__isnull=False),
                name="coordinator_of_village_once",
            ),
            models.UniqueConstraint(
                fields=["steward", "network"],
                condition=Q(until_on=None, network__isnull=False),
                name="coordinator_of_network_once",
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="coordinator_dates"
            ),
            models.CheckConstraint(
                condition=Q(away_from=None, away_until=None)
                | Q(away_from__isnull=False, away_until__gte=F("away_from"), deputy__isnull=False),
                name="coordinator_away_has_deputy",
            ),
        ]


class Message(Held):
    """Something said about an object of the house (`about` + `about_id`): a conversation on every object."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, related_name="messages")
    about = models.CharField(max_length=40)
    about_id = models.UUIDField()
    text = models.CharField(max_length=1000)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on_behalf_of = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    entered_by_id = models.UUIDField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("message")
        ordering = ["said_at", "id"]
        indexes = [models.Index(fields=["steward", "about", "about_id", "said_at"], name="message_about")]


class Notice(Held):
    """What waits in a person's inbox. One news reaches a person once: UNIQUE(person, entry).

    `settled_at`: when what it asked for was done, by anybody. Written down and not asked for on every page, because
    the count of what is new stands in the head of each.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notices")
    entry_id = models.UUIDField()
    code = models.CharField(max_length=60)
    data = models.JSONField(default=dict)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, related_name="+")
    path = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("notice")
        ordering = ["-made_at", "-id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "person", "entry_id"], name="notice_once"),
        ]
        indexes = [models.Index(fields=["steward", "person", "-made_at", "-id"], name="notice_newest")]


class HelpOffer(Held):
    """ฉันช่วยได้: somebody says they can help with a public matter, by phone, paper or through a helper.

    `need_line` and `quantity` (in minor units) when it was said at once for which thing and how much. `taken_up`: the
    offer that came of it, once the welcome was given.
    """

    class Kind(models.TextChoices):
        TIME = "time", _("time")
        SKILL = "skill", _("skill")
        THING = "thing", _("thing")
        KNOWLEDGE = "knowledge", _("knowledge")

    class Way(models.TextChoices):
        SELF = "self", _("wrote it themselves")
        PHONE = "phone", _("said it by telephone")
        PAPER = "paper", _("wrote it on paper")
        HELPER = "helper", _("told a helper")

    class Answer(models.TextChoices):
        WAITING = "", _("waiting")
        WELCOMED = "welcomed", _("welcomed")
        NOT_NEEDED = "not_needed", _("not needed now, with thanks")

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="help_offers")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.CharField(max_length=300)
    need_line = models.ForeignKey(NeedLine, on_delete=models.PROTECT, null=True, related_name="+")
    quantity = models.BigIntegerField(null=True)
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=20)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    way = models.CharField(max_length=6, choices=Way.choices, default=Way.SELF)
    entered_by_id = models.UUIDField(null=True)
    receipt = models.CharField(max_length=20)
    offered_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True, default=Answer.WAITING)
    answer_words = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by_id = models.UUIDField(null=True)
    taken_up = models.ForeignKey(Offer, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta(Held.Meta):
        verbose_name = _("offer of help")
        ordering = ["-offered_at", "-id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "receipt"], name="help_offer_receipt"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by_id=None)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by_id__isnull=False)),
                name="help_offer_answered_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(way="self") | Q(entered_by_id__isnull=False), name="help_offer_entered_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(quantity=None) | Q(quantity__gt=0, need_line__isnull=False), name="help_offer_quantity"
            ),
            models.CheckConstraint(condition=Q(taken_up=None) | Q(answer="welcomed"), name="help_offer_taken_up"),
            models.UniqueConstraint(
                fields=["steward", "taken_up"], condition=Q(taken_up__isnull=False), name="help_offer_taken_up_once"
            ),
        ]


_TOGETHER, _REACH = "to work together", "to reach the person"
classify(
    "coordination.Coordinator",
    public="id steward village network person deputy phone deputy_phone from_on until_on away_from away_until",
    purpose=_REACH,
)
classify(
    "coordination.Message",
    internal="id steward matter about about_id said_at on_behalf_of",
    personal="text said_by entered_by_id",
    purpose=_TOGETHER,
    retention=Retention.MATTER,
)
classify(
    "coordination.Notice",
    internal="id steward person entry_id code data matter path made_at read_at settled_at",
    purpose=_REACH,
    retention=Retention.MATTER,
)
classify(
    "coordination.HelpOffer",
    internal="id steward matter kind need_line quantity organisation way receipt offered_at answer answer_words"
    " answered_at answered_by_id taken_up",
    purpose=_TOGETHER,
)
classify(
    "coordination.HelpOffer",
    personal="words name phone person entered_by_id",
    purpose=_TOGETHER,
    retention=Retention.RELATION,
)
