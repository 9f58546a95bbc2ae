"""The promise ledger: what is asked for, offered, promised, delivered."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ruammue.access.actors import Actor
from ruammue.foundation.privacy import Retention, classify
from ruammue.needs.models import Matter
from ruammue.papers.models import Attachment
from ruammue.people.models import Organisation, Person
from ruammue.places.models import Area, Held, HeldQuerySet, Village


class Spec(Held):
    """A kind of resource: its unit, and which bar of the mobilisation board it stands under."""

    class Kind(models.TextChoices):
        GOODS = "goods", _("goods")
        MONEY = "money", _("money (record only)")
        VENUE = "venue", _("venue")
        VEHICLE = "vehicle", _("vehicle or tool")
        HOURS = "hours", _("working hours")
        SKILL = "skill", _("skill")
        KNOWLEDGE = "knowledge", _("knowledge")

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    unit = models.CharField(max_length=12)

    class Meta(Held.Meta):
        verbose_name = _("kind of resource")
        ordering = ["name", "id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "name"], name="spec_name"),
            models.CheckConstraint(condition=~Q(kind="money") | Q(unit="satang"), name="spec_money_in_satang"),
        ]

    def __str__(self) -> str:
        return self.name


class Substitution(Held):
    """That one kind may stand in for another, said by a person: a pick-up for a lorry is not a lorry for a pick-up."""

    spec = models.ForeignKey(Spec, on_delete=models.PROTECT, related_name="substitutions")
    stand_in = models.ForeignKey(Spec, on_delete=models.PROTECT, related_name="stands_in_for")

    class Meta(Held.Meta):
        verbose_name = _("substitute")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "spec", "stand_in"], name="substitution_once"),
            models.CheckConstraint(condition=~Q(spec=F("stand_in")), name="substitution_of_another"),
        ]


class NeedLine(Held):
    """A quantity asked for. Counters are kept in the act's transaction and verified by replay.

    `promised`: what is still to come of promises that both sides accepted; `delivered`: what both sides confirmed.
    """

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="need_lines")
    spec = models.ForeignKey(Spec, on_delete=models.PROTECT, related_name="need_lines")
    quantity = models.BigIntegerField()
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    place = models.CharField(max_length=160, blank=True)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, null=True, related_name="+")
    receiver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    promised = models.BigIntegerField(default=0)
    delivered = models.BigIntegerField(default=0)
    is_enough_at = models.DateTimeField(null=True)
    is_enough_by_id = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_id = models.UUIDField(null=True)
    raised_at = models.DateTimeField()
    raised_by_id = models.UUIDField()

    class Meta(Held.Meta):
        verbose_name = _("need line")
        ordering = ["raised_at", "id"]
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=Q(quantity__gt=0), name="need_line_quantity"),
            models.CheckConstraint(condition=Q(promised__gte=0) & Q(delivered__gte=0), name="need_line_counters"),
            # Open promises and deliveries together never exceed what is asked for: nobody is asked in vain.
            models.CheckConstraint(
                condition=Q(quantity__gte=F("promised") + F("delivered")), name="need_line_not_overpromised"
            ),
            models.CheckConstraint(
                condition=Q(from_on=None) | Q(until_on=None) | Q(until_on__gte=F("from_on")), name="need_line_dates"
            ),
            models.CheckConstraint(
                condition=Q(is_enough_at=None, is_enough_by_id=None)
                | Q(is_enough_at__isnull=False, is_enough_by_id__isnull=False),
                name="need_line_enough_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by_id=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by_id__isnull=False),
                name="need_line_withdrawn_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(is_enough_at=None) | Q(withdrawn_at=None), name="need_line_closed_one_way"
            ),
        ]
        indexes = [models.Index(fields=["steward", "spec", "raised_at"], name="need_line_by_spec")]

    @property
    def missing(self) -> int:
        """What nobody has promised or brought yet, in minor units."""
        return self.quantity - self.promised - self.delivered

    @property
    def is_open(self) -> bool:
        """True until somebody said that it is enough, or took the line back."""
        return self.is_enough_at is None and self.withdrawn_at is None


class Offer(Held):
    """What a partner or a person could give or lend; `remaining` falls with each promise made from it."""

    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="offers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    spec = models.ForeignKey(Spec, on_delete=models.PROTECT, related_name="offers")
    quantity = models.BigIntegerField()
    remaining = models.BigIntegerField()
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    reach = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, related_name="+")
    conditions = models.CharField(max_length=300, blank=True)
    is_loan = models.BooleanField(default=False)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, related_name="offers")
    assured_on = models.DateField(null=True)
    offered_at = models.DateTimeField()
    entered_by_id = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_id = models.UUIDField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("offer")
        ordering = ["-offered_at", "-id"]
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(
                condition=Q(provider__isnull=False) | Q(person__isnull=False), name="offer_from_somebody"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0) & Q(remaining__gte=0) & Q(remaining__lte=F("quantity")),
                name="offer_remaining",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by_id=None)
                | Q(withdrawn_at__isnull=False, withdrawn_by_id__isnull=False),
                name="offer_withdrawn_at_and_by",
            ),
        ]
        indexes = [
            models.Index(
                fields=["steward", "spec"],
                condition=Q(remaining__gt=0, withdrawn_at=None),
                name="offer_with_something_left",
            )
        ]

    @property
    def giver(self) -> str:
        """Who offers, by name: the organisation, else the person."""
        return self.provider.name if self.provider else self.person.name if self.person else ""


class Commitment(Held):
    """A promise of a part: from a provider to a receiver. It counts once both sides accepted it. Never called a pledge.

    `end` becomes FULFILLED in the act that confirms the last of it, and OPEN again when such a delivery is reversed.
    """

    class End(models.TextChoices):
        OPEN = "", pgettext_lazy("commitment", "open")
        FULFILLED = "fulfilled", _("fulfilled")
        ENOUGH = "enough", _("closed short, accepted as enough")
        CANCELLED_BY_PROVIDER = "by_provider", _("taken back by the provider")
        CANCELLED_BY_RECEIVER = "by_receiver", _("released by the receiver")

    need_line = models.ForeignKey(NeedLine, on_delete=models.PROTECT, related_name="commitments")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, null=True, related_name="commitments")
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="commitments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    receiver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    quantity = models.BigIntegerField()
    delivered = models.BigIntegerField(default=0)
    returned = models.BigIntegerField(default=0)
    due_on = models.DateField(null=True)
    is_loan = models.BooleanField(default=False)
    return_due_on = models.DateField(null=True)
    chosen_reason = models.CharField(max_length=300, blank=True)
    promised_at = models.DateTimeField()
    entered_by_id = models.UUIDField(null=True)
    provider_accepted_at = models.DateTimeField(null=True)
    provider_accepted_by_id = models.UUIDField(null=True)
    provider_accepted_as = models.CharField(max_length=160, blank=True)
    receiver_accepted_at = models.DateTimeField(null=True)
    receiver_accepted_by_id = models.UUIDField(null=True)
    receiver_accepted_as = models.CharField(max_length=160, blank=True)
    end = models.CharField(max_length=12, choices=End.choices, blank=True, default=End.OPEN)
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.UUIDField(null=True)
    end_reason = models.CharField(max_length=300, blank=True)
    idempotency_key = models.CharField(max_length=64)

    class Meta(Held.Meta):
        verbose_name = _("commitment")
        ordering = ["promised_at", "id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "idempotency_key"], name="commitment_idempotent"),
            models.CheckConstraint(
                condition=Q(provider__isnull=False) | Q(person__isnull=False), name="commitment_from_somebody"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0) & Q(delivered__gte=0) & Q(delivered__lte=F("quantity")),
                name="commitment_delivered",
            ),
            models.CheckConstraint(
                condition=Q(returned=0) | (Q(is_loan=True, returned__gt=0) & Q(returned__lte=F("delivered"))),
                name="commitment_returned",
            ),
            models.CheckConstraint(
                condition=Q(provider_accepted_at=None, provider_accepted_by_id=None)
                | Q(provider_accepted_at__isnull=False, provider_accepted_by_id__isnull=False),
                name="commitment_provider_accepted_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(receiver_accepted_at=None, receiver_accepted_by_id=None)
                | Q(receiver_accepted_at__isnull=False, receiver_accepted_by_id__isnull=False),
                name="commitment_receiver_accepted_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(end="", ended_at=None, ended_by_id=None)
                | (~Q(end="") & Q(ended_at__isnull=False, ended_by_id__isnull=False)),
                name="commitment_ended_at_and_by",
            ),
        ]

    @property
    def is_accepted(self) -> bool:
        """Both sides said yes."""
        return self.provider_accepted_at is not None and self.receiver_accepted_at is not None

    @property
    def is_standing(self) -> bool:
        """Both sides said yes and nobody has ended it: what is still to come of it counts as promised."""
        return self.is_accepted and self.end == Commitment.End.OPEN

    @property
    def still_to_come(self) -> int:
        """What is promised and not yet confirmed as brought, in minor units."""
        return self.quantity - self.delivered

    @property
    def still_lent(self) -> int:
        """What was brought as a loan and has not come back, in minor units; 0 for a gift."""
        return self.delivered - self.returned if self.is_loan else 0

    @property
    def giver(self) -> str:
        """Who promised, by name: the organisation, else the person."""
        return self.provider.name if self.provider else self.person.name if self.person else ""


class PromiseAsk(Held):
    """A link by which a giver without an account answers what they were asked for. Of the token only the hash is kept.

    `quantity` is what was asked for; an answer may give less. It is claimed until `confirmed_at` (actions.asking).
    """

    class Answer(models.TextChoices):
        OPEN = "", pgettext_lazy("asking", "no answer yet")
        YES = "yes", pgettext_lazy("asking", "gladly")
        NO = "no", pgettext_lazy("asking", "not this time")

    class How(models.TextChoices):
        PHONE = "phone", _("by telephone")
        PAPER = "paper", _("on paper")

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="asks")
    token_hash = models.BinaryField(max_length=32)
    quantity = models.BigIntegerField()
    asked_at = models.DateTimeField()
    asked_by_id = models.UUIDField()
    expires_on = models.DateField()
    answer = models.CharField(max_length=3, choices=Answer.choices, blank=True, default=Answer.OPEN)
    answered_at = models.DateTimeField(null=True)
    answered_as = models.CharField(max_length=160, blank=True)
    answered_quantity = models.BigIntegerField(null=True)
    answered_words = models.CharField(max_length=300, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by_id = models.UUIDField(null=True)
    confirmed_how = models.CharField(max_length=5, choices=How.choices, blank=True)

    class Meta(Held.Meta):
        verbose_name = _("asking by link")
        ordering = ["asked_at", "id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "token_hash"], name="promise_ask_token"),
            # One answer a promise, through whichever of its links it came.
            models.UniqueConstraint(
                fields=["steward", "commitment"], condition=~Q(answer=""), name="promise_ask_answered_once"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_quantity=None)
                | (
                    Q(answer="yes", answered_at__isnull=False, answered_quantity__gt=0)
                    & Q(answered_quantity__lte=F("quantity"))
                    & ~Q(answered_as="")
                )
                | (Q(answer="no", answered_at__isnull=False, answered_quantity=None) & ~Q(answered_as="")),
                name="promise_ask_answered_whole",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by_id=None, confirmed_how="")
                | (Q(confirmed_at__isnull=False, confirmed_by_id__isnull=False) & ~Q(confirmed_how="") & ~Q(answer="")),
                name="promise_ask_confirmed_at_and_by",
            ),
        ]

    @property
    def is_claimed(self) -> bool:
        """Answered by link, and nobody of the office has heard it from them yet."""
        return bool(self.answer) and self.confirmed_at is None


IS_ASKED = Q(end=Commitment.End.OPEN, provider_accepted_at=None)
"""A promise that waits for the giver's yes."""
IS_OFFERED = Q(end=Commitment.End.OPEN, provider_accepted_at__isnull=False, receiver_accepted_at=None)
"""A promise that waits for the receiver's yes."""
STANDS = Q(end=Commitment.End.OPEN, provider_accepted_at__isnull=False, receiver_accepted_at__isnull=False)
"""A promise to which both said yes: `Commitment.is_standing`."""


def is_claimed() -> Exists:
    """Of promises: answered by link, and nobody of the office has heard it from the giver yet."""
    asks = PromiseAsk.objects.filter(steward=OuterRef("steward"), commitment=OuterRef("pk"), confirmed_at=None)
    return Exists(asks.exclude(answer=""))


def is_to_be_brought() -> Q:
    """Of promises: it stands, and of what is still to come nothing waits for a word."""
    waiting = Delivery.objects.waiting().filter(commitment=OuterRef("pk"))
    return STANDS & Q(~Exists(waiting), delivered__lt=F("quantity"))


class DeliveryQuerySet(HeldQuerySet):
    """Words of deliveries: which of them count, which still wait for a word."""

    def original(self) -> Self:
        """What was really recorded and not reversed since; reversals themselves left out."""
        return self.filter(reverses=None).exclude(Exists(Delivery.objects.filter(reverses=OuterRef("pk"))))

    def counted(self) -> Self:
        """Confirmed by both sides and not reversed."""
        return self.original().filter(*(_confirmed(side) for side in Confirmation.Side))

    def waiting(self) -> Self:
        """Recorded, not reversed, and at least one side has not confirmed."""
        return self.original().exclude(*(_confirmed(side) for side in Confirmation.Side))

    def lacking_word_of(self, actor: Actor) -> Self:
        """Recorded, not reversed, and a side for which this actor gives their own word has not confirmed."""
        gives = Q(commitment__provider_id__in=actor.represents) | Q(
            commitment__person_id__isnull=False, commitment__person_id=actor.person_id
        )
        return self.lacking_word_where(gives, Q(commitment__receiver_id__in=actor.represents))

    def lacking_word_where(self, gives: Q, receives: Q) -> Self:
        """Recorded, not reversed, and unconfirmed by a giver or a receiver of whom this is so."""
        return self.original().filter(
            (gives & ~_confirmed(Confirmation.Side.PROVIDER)) | (receives & ~_confirmed(Confirmation.Side.RECEIVER))
        )


def _confirmed(side: str) -> Exists:
    return Exists(Confirmation.objects.filter(delivery=OuterRef("pk"), side=side))


class Delivery(Held):
    """What was brought (or came back from a loan) on a day; it counts once both sides confirmed it.

    Append-only, held by the database itself (migration 0002): a correction is a reversal that names what it reverses.
    """

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="deliveries")
    quantity = models.BigIntegerField()
    is_return = models.BooleanField(default=False)
    brought_on = models.DateField()
    reverses = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="reversals")
    reason = models.CharField(max_length=300, blank=True)
    receipt_number = models.CharField(max_length=60, blank=True)
    evidence = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    recorded_by_id = models.UUIDField()
    idempotency_key = models.CharField(max_length=64)

    objects: ClassVar[Any] = DeliveryQuerySet.as_manager()

    class Meta(Held.Meta):
        verbose_name = _("delivery")
        ordering = ["recorded_at", "id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(
                fields=["steward", "reverses"], condition=Q(reverses__isnull=False), name="delivery_reversed_once"
            ),
            models.UniqueConstraint(fields=["steward", "idempotency_key"], name="delivery_idempotent"),
            models.CheckConstraint(
                condition=(Q(reverses=None) & Q(quantity__gt=0))
                | (Q(reverses__isnull=False) & Q(quantity__lt=0) & ~Q(reason="")),
                name="delivery_negative_only_as_reversal",
            ),
        ]


class Confirmation(Held):
    """One side's word that a delivery took place. `confirmed_as`: whose word, as it was given or told to a helper."""

    class Side(models.TextChoices):
        PROVIDER = "provider", _("provider")
        RECEIVER = "receiver", _("receiver")

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="confirmations")
    side = models.CharField(max_length=8, choices=Side.choices)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_as = models.CharField(max_length=160, blank=True)
    entered_by_id = models.UUIDField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("confirmation")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "delivery", "side"], name="confirmation_once"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=False) | Q(entered_by_id__isnull=False),
                name="confirmation_by_somebody",
            ),
        ]


_TOGETHER = "to work together"
classify("resources.Spec", public="id steward name kind unit", purpose=_TOGETHER)
classify("resources.Substitution", public="id steward spec stand_in", purpose=_TOGETHER)
classify(
    "resources.NeedLine",
    public="id steward matter spec quantity from_on until_on place village receiver promised delivered is_enough_at"
    " withdrawn_at raised_at",
    internal="is_enough_by_id withdrawn_by_id raised_by_id",
    purpose=_TOGETHER,
)
classify(
    "resources.Offer",
    internal="id steward provider spec quantity remaining from_on until_on reach conditions is_loan matter assured_on"
    " offered_at withdrawn_at withdrawn_by_id",
    purpose=_TOGETHER,
)
classify("resources.Offer", personal="person entered_by_id", purpose=_TOGETHER, retention=Retention.RELATION)
classify(
    "resources.Commitment",
    internal="id steward need_line offer provider receiver quantity delivered returned due_on is_loan return_due_on"
    " chosen_reason promised_at entered_by_id provider_accepted_at provider_accepted_by_id receiver_accepted_at"
    " receiver_accepted_by_id end ended_at ended_by_id end_reason idempotency_key",
    purpose=_TOGETHER,
)
classify("resources.Commitment", personal="person provider_accepted_as receiver_accepted_as", purpose=_TOGETHER)
classify(
    "resources.PromiseAsk",
    internal="id steward commitment quantity asked_at asked_by_id expires_on answer answered_at answered_quantity"
    " confirmed_at confirmed_by_id confirmed_how",
    personal="answered_as answered_words",
    sensitive="token_hash",
    purpose=_TOGETHER,
)
classify(
    "resources.Delivery",
    internal="id steward commitment quantity is_return brought_on reverses reason receipt_number evidence recorded_at"
    " recorded_by_id idempotency_key",
    purpose=_TOGETHER,
)
classify(
    "resources.Confirmation",
    internal="id steward delivery side confirmed_at entered_by_id",
    personal="confirmed_by confirmed_as",
    purpose=_TOGETHER,
)

from ruammue.resources.exchange import models as _exchange  # noqa: E402, F401 - its tables belong to this room
