"""What is said before anything is promised: "not this time" to a fit, and proposals to exchange."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ruammue.decisions.models import Resolution
from ruammue.foundation.privacy import Retention, classify
from ruammue.networks.models import Network
from ruammue.people.models import Organisation, Person
from ruammue.places.models import Held
from ruammue.resources.models import Commitment, Confirmation, NeedLine, Offer


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


class Exchange(Held):
    """Several give to one another at once (แลกเปลี่ยน): a proposal, until every party agreed; then promises, all in one
    act. Whoever takes their yes back before that ends the whole of it.
    """

    why = models.CharField(max_length=300)
    expires_on = models.DateField()
    proposed_at = models.DateTimeField()
    proposed_by_id = models.UUIDField()
    agreed_at = models.DateTimeField(null=True)
    agreed_by_id = models.UUIDField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by_id = models.UUIDField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True)

    class Meta(Held.Meta):
        verbose_name = _("exchange")
        ordering = ["-proposed_at", "-id"]
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(
                condition=Q(agreed_at=None, agreed_by_id=None) | Q(agreed_at__isnull=False, agreed_by_id__isnull=False),
                name="exchange_agreed_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by_id=None)
                | (Q(cancelled_at__isnull=False, cancelled_by_id__isnull=False) & ~Q(cancel_reason="")),
                name="exchange_cancelled_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None) | Q(cancelled_at=None), name="exchange_agreed_or_cancelled"
            ),
        ]

    @property
    def is_open(self) -> bool:
        """Waiting for somebody's yes."""
        return self.agreed_at is None and self.cancelled_at is None


class ExchangeLeg(Held):
    """One part of an exchange: who gives how much for which line; a loan until when. `commitment` once all agreed."""

    exchange = models.ForeignKey(Exchange, on_delete=models.PROTECT, related_name="legs")
    need_line = models.ForeignKey(NeedLine, on_delete=models.PROTECT, related_name="+")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, null=True, related_name="+")
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    quantity = models.BigIntegerField()
    is_loan = models.BooleanField(default=False)
    return_due_on = models.DateField(null=True)
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, null=True, related_name="exchange_legs")

    class Meta(Held.Meta):
        verbose_name = _("part of an exchange")
        ordering = ["id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "exchange", "need_line", "provider"], name="exchange_leg_once"),
            models.UniqueConstraint(
                fields=["steward", "commitment"],
                condition=Q(commitment__isnull=False),
                name="exchange_leg_one_commitment",
            ),
            models.CheckConstraint(condition=Q(quantity__gt=0), name="exchange_leg_quantity"),
            models.CheckConstraint(
                condition=Q(is_loan=True) | Q(return_due_on=None), name="exchange_leg_back_when_lent"
            ),
        ]


class ExchangeWish(Held):
    """What a party would like from another and nobody has written down as lacking yet: in its own words, how much and
    until when. Whoever may ask for things opens it as a line; then it is the part `leg` like any other.
    """

    exchange = models.ForeignKey(Exchange, on_delete=models.PROTECT, related_name="wishes")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=120)
    much = models.CharField(max_length=40)
    until_on = models.DateField(null=True)
    leg = models.ForeignKey(ExchangeLeg, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    opened_by_id = models.UUIDField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("wish in an exchange")
        ordering = ["id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(
                fields=["steward", "leg"], condition=Q(leg__isnull=False), name="exchange_wish_one_leg"
            ),
            models.CheckConstraint(condition=~Q(words="") & ~Q(much=""), name="exchange_wish_is_said"),
            models.CheckConstraint(condition=~Q(organisation=F("provider")), name="exchange_wish_of_another"),
            models.CheckConstraint(
                condition=Q(leg=None, opened_at=None, opened_by_id=None)
                | Q(leg__isnull=False, opened_at__isnull=False, opened_by_id__isnull=False),
                name="exchange_wish_opened_at_and_by",
            ),
        ]


class ExchangeParty(Held):
    """An organisation in an exchange, and its yes. By link it is a claim, until somebody of the office heard it."""

    class Answer(models.TextChoices):
        OPEN = "", pgettext_lazy("exchange", "no answer yet")
        YES = "yes", pgettext_lazy("exchange", "agrees")
        NO = "no", pgettext_lazy("exchange", "does not agree")

    class How(models.TextChoices):
        OWN = "own", _("by themselves, signed in")
        PHONE = "phone", _("by telephone")
        PAPER = "paper", _("on paper")

    exchange = models.ForeignKey(Exchange, on_delete=models.PROTECT, related_name="parties")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    token_hash = models.BinaryField(max_length=32, null=True)
    answer = models.CharField(max_length=3, choices=Answer.choices, blank=True, default=Answer.OPEN)
    answered_at = models.DateTimeField(null=True)
    answered_as = models.CharField(max_length=160, blank=True)
    agreed_at = models.DateTimeField(null=True)
    agreed_by_id = models.UUIDField(null=True)
    agreed_how = models.CharField(max_length=5, choices=How.choices, blank=True)

    class Meta(Held.Meta):
        verbose_name = _("party to an exchange")
        ordering = ["id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "exchange", "organisation"], name="exchange_party_once"),
            models.UniqueConstraint(
                fields=["steward", "token_hash"], condition=Q(token_hash__isnull=False), name="exchange_party_token"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (Q(answered_at__isnull=False) & ~Q(answer="")),
                name="exchange_party_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None, agreed_by_id=None, agreed_how="")
                | (Q(answer="yes", agreed_at__isnull=False, agreed_by_id__isnull=False) & ~Q(agreed_how="")),
                name="exchange_party_agreed_at_and_by",
            ),
        ]

    @property
    def is_claimed(self) -> bool:
        """Answered by link with yes, and nobody of the office heard it from them yet."""
        return self.answer == self.Answer.YES and self.agreed_at is None


class ExchangeWord(Held):
    """What was agreed when somebody mediated: written down, never over what was promised."""

    exchange = models.ForeignKey(Exchange, on_delete=models.PROTECT, related_name="words")
    words = models.CharField(max_length=400)
    mediator_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    mediator_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    said_at = models.DateTimeField()
    said_by_id = models.UUIDField()

    class Meta(Held.Meta):
        verbose_name = _("mediation of an exchange")
        ordering = ["said_at", "id"]
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=~Q(words=""), name="exchange_word_is_there"),
            models.CheckConstraint(
                condition=Q(mediator_organisation__isnull=False, mediator_person=None)
                | Q(mediator_organisation=None, mediator_person__isnull=False),
                name="exchange_word_of_a_mediator",
            ),
        ]


def _set_and_ended(name: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(
            condition=Q(ended_at=None, ended_by_id=None) | Q(ended_at__isnull=False, ended_by_id__isnull=False),
            name=f"{name}_ended_at_and_by",
        )
    ]


class ReciprocityRule(Held):
    """What a network resolved for a period: nobody takes more than `cap` portions beyond what they give
    (`exchange.fair`).

    Without a rule, which is the default, whoever gives is thanked and nobody owes anything.
    """

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    cap = models.PositiveSmallIntegerField()
    agreed_in = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    set_by_id = models.UUIDField()
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.UUIDField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("rule of reciprocity")
        ordering = ["-set_at", "-id"]
        constraints = [
            *Held.Meta.constraints,
            *_set_and_ended("reciprocity"),
            models.CheckConstraint(condition=Q(until_on__gte=F("from_on")), name="reciprocity_dates"),
            models.UniqueConstraint(
                fields=["steward", "network"], condition=Q(ended_at=None), name="reciprocity_one_a_network"
            ),
        ]


class Hardship(Held):
    """A member whom no cap binds, because times are hard for them. The reason is read by the stewards alone."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    set_at = models.DateTimeField()
    set_by_id = models.UUIDField()
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.UUIDField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("hardship")
        ordering = ["-set_at", "-id"]
        constraints = [
            *Held.Meta.constraints,
            *_set_and_ended("hardship"),
            models.CheckConstraint(condition=~Q(reason=""), name="hardship_has_reason"),
            models.UniqueConstraint(
                fields=["steward", "network", "organisation"], condition=Q(ended_at=None), name="hardship_once"
            ),
        ]


class TrustLimit(Held):
    """How many portions one network's members give to another's before something comes back. Without one: no limit."""

    giver = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    taker = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    most = models.PositiveSmallIntegerField()
    agreed_in = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    set_by_id = models.UUIDField()
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.UUIDField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("trust between networks")
        ordering = ["-set_at", "-id"]
        constraints = [
            *Held.Meta.constraints,
            *_set_and_ended("trust"),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="trust_of_two"),
            models.UniqueConstraint(
                fields=["steward", "giver", "taker"], condition=Q(ended_at=None), name="trust_one_a_pair"
            ),
        ]


_TOGETHER = "to work together"
classify(
    "resources.ReciprocityRule",
    internal="id steward network from_on until_on cap agreed_in set_at set_by_id ended_at ended_by_id",
    purpose=_TOGETHER,
)
classify(
    "resources.Hardship",
    internal="id steward network organisation set_at set_by_id ended_at ended_by_id",
    sensitive="reason",
    purpose=_TOGETHER,
)
classify(
    "resources.TrustLimit",
    internal="id steward giver taker most agreed_in set_at set_by_id ended_at ended_by_id",
    purpose=_TOGETHER,
)
classify(
    "resources.NotThisTime",
    internal="id steward need_line organisation side reason said_at said_by_id",
    purpose=_TOGETHER,
)
classify("resources.NotThisTime", personal="person", purpose=_TOGETHER, retention=Retention.RELATION)
classify(
    "resources.Exchange",
    internal="id steward why expires_on proposed_at proposed_by_id agreed_at agreed_by_id cancelled_at cancelled_by_id"
    " cancel_reason",
    purpose=_TOGETHER,
)
classify(
    "resources.ExchangeLeg",
    internal="id steward exchange need_line offer provider quantity is_loan return_due_on commitment",
    purpose=_TOGETHER,
)
classify(
    "resources.ExchangeWish",
    internal="id steward exchange organisation provider words much until_on leg opened_at opened_by_id",
    purpose=_TOGETHER,
)
classify(
    "resources.ExchangeParty",
    internal="id steward exchange organisation answer answered_at agreed_at agreed_by_id agreed_how",
    personal="answered_as",
    sensitive="token_hash",
    purpose=_TOGETHER,
)
classify(
    "resources.ExchangeWord",
    internal="id steward exchange words mediator_organisation said_at said_by_id",
    personal="mediator_person",
    purpose=_TOGETHER,
)
