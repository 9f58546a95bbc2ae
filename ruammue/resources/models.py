"""The promise ledger: what is asked for, offered, promised, delivered."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ruammue.access.actors import Actor
from ruammue.decisions.models import Resolution
from ruammue.foundation.privacy import Retention, classify
from ruammue.needs.models import Matter
from ruammue.papers.models import Attachment
from ruammue.people.models import Organisation, Person
from ruammue.places.models import Area, Held, HeldQuerySet, Village


class Spec(Held):
    """A kind of resource: its unit, and which bar of the mobilisation board it stands under.

    `named_in`: the matter for which it was put on the list. Its name may tell of that matter ("the medicine of …"):
    while the matter is not for all, neither is the name, until somebody offers it or names it elsewhere.
    """

    class Kind(models.TextChoices):
        GOODS = "goods", _("goods")
        MONEY = "money", _("money (record only)")
        VENUE = "venue", _("venue")
        VEHICLE = "vehicle", _("vehicle or tool")
        HOURS = "hours", _("working hours")
        SKILL = "skill", _("skill")
        KNOWLEDGE = "knowledge", _("knowledge")
        AUTHORITY = "authority", _("permission")
        DATA = "data", _("data or maps")

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    unit = models.CharField(max_length=16)
    named_in = models.ForeignKey(Matter, on_delete=models.PROTECT, null=True, related_name="+")

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
    """That one kind may stand in for another, said by a person: a pick-up for a lorry is not a lorry for a pick-up.

    `given` minor units of the stand-in do for `wanted` minor units of the thing: 2 pick-ups for 1 lorry. With it two
    kinds that are counted in different units may meet: 1 bag for 50 kilograms.
    """

    spec = models.ForeignKey(Spec, on_delete=models.PROTECT, related_name="substitutions")
    stand_in = models.ForeignKey(Spec, on_delete=models.PROTECT, related_name="stands_in_for")
    wanted = models.BigIntegerField(default=1)
    given = models.BigIntegerField(default=1)

    class Meta(Held.Meta):
        verbose_name = _("substitute")
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "spec", "stand_in"], name="substitution_once"),
            models.CheckConstraint(condition=~Q(spec=F("stand_in")), name="substitution_of_another"),
            models.CheckConstraint(condition=Q(wanted__gt=0) & Q(given__gt=0), name="substitution_ratio"),
        ]


class NeedLine(Held):
    """A quantity asked for. Counters are kept in the act's transaction and verified by replay.

    `promised`: what is still to come of promises that both sides accepted (what is disputed keeps its place there);
    `delivered`: what both sides confirmed. `spoken`: what people said yes to who come themselves (the minutes of a
    task); it becomes promise and delivery when they have done it, and until then binds no counter. `least`: less than
    this is of no use. `merged_into`: the same was asked for twice, and that line carries what lacked of this one, which
    is closed in that act.
    """

    class Group(models.TextChoices):
        NONE = "", pgettext_lazy("for whom", "not said")
        EVERYONE = "everyone", pgettext_lazy("for whom", "everyone here")
        HOUSEHOLDS = "households", pgettext_lazy("for whom", "households")
        CHILDREN = "children", pgettext_lazy("for whom", "children and pupils")
        ELDERLY = "elderly", pgettext_lazy("for whom", "elderly people")
        DISABLED = "disabled", pgettext_lazy("for whom", "people with disabilities")
        PATIENTS = "patients", pgettext_lazy("for whom", "people who are ill at home")
        FARMERS = "farmers", pgettext_lazy("for whom", "farmers")
        VOLUNTEERS = "volunteers", pgettext_lazy("for whom", "those who come to help")

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="need_lines")
    spec = models.ForeignKey(Spec, on_delete=models.PROTECT, related_name="need_lines")
    quantity = models.BigIntegerField()
    least = models.BigIntegerField(null=True)
    for_group = models.CharField(max_length=10, choices=Group.choices, blank=True, default=Group.NONE)
    for_count = models.PositiveIntegerField(null=True)
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    place = models.CharField(max_length=160, blank=True)
    village = models.ForeignKey(Village, on_delete=models.PROTECT, null=True, related_name="+")
    receiver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    promised = models.BigIntegerField(default=0)
    delivered = models.BigIntegerField(default=0)
    spoken = models.BigIntegerField(default=0)
    is_enough_at = models.DateTimeField(null=True)
    is_enough_by_id = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_id = models.UUIDField(null=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    merged_quantity = models.BigIntegerField(null=True)
    raised_at = models.DateTimeField()
    raised_by_id = models.UUIDField()
    in_talks = 0
    """Of it so much waits for somebody's yes to an exchange, in minor units; of lines read by `near.open_gaps` only."""

    class Meta(Held.Meta):
        verbose_name = _("need line")
        ordering = ["raised_at", "id"]
        constraints = [
            *Held.Meta.constraints,
            models.CheckConstraint(condition=Q(quantity__gt=0), name="need_line_quantity"),
            models.CheckConstraint(
                condition=Q(promised__gte=0) & Q(delivered__gte=0) & Q(spoken__gte=0), name="need_line_counters"
            ),
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
                condition=Q(merged_into=None, merged_quantity=None)
                | (
                    Q(merged_into__isnull=False, merged_quantity__gt=0)
                    & (Q(is_enough_at__isnull=False) | Q(withdrawn_at__isnull=False))
                ),
                name="need_line_merged_is_closed",
            ),
            models.CheckConstraint(
                condition=Q(is_enough_at=None) | Q(withdrawn_at=None), name="need_line_closed_one_way"
            ),
            models.CheckConstraint(
                condition=Q(least=None) | (Q(least__gt=0) & Q(least__lte=F("quantity"))), name="need_line_least"
            ),
            models.CheckConstraint(
                condition=Q(for_count=None) | (Q(for_count__gt=0) & ~Q(for_group="")), name="need_line_for_whom"
            ),
        ]
        indexes = [models.Index(fields=["steward", "spec", "raised_at"], name="need_line_by_spec")]

    @property
    def missing(self) -> int:
        """What nobody has promised or brought yet, in minor units."""
        return self.quantity - self.promised - self.delivered

    @property
    def coming(self) -> int:
        """Promised and still to come, with what people said yes to, in minor units; never beyond what is asked for."""
        return self.promised + min(self.spoken, self.missing)

    @property
    def lacking(self) -> int:
        """What nobody has promised, brought or said yes to yet, in minor units: for this others are asked. Not for what
        waits for the answers to an exchange, where that was read.
        """
        return max(0, self.quantity - self.coming - self.delivered - self.in_talks)

    @property
    def short_of_least(self) -> int:
        """What still lacks before that which is promised or here is of use at all, in minor units."""
        return max((self.least or 0) - self.promised - self.delivered, 0)

    @property
    def closed_how(self) -> str:
        """ "merged", "enough", "withdrawn"; "" while it is asked for."""
        if self.merged_into_id is not None:
            return "merged"
        return "enough" if self.is_enough_at is not None else "withdrawn" if self.withdrawn_at is not None else ""

    @property
    def is_open(self) -> bool:
        """True until somebody said that it is enough, took the line back, or let another line carry it."""
        return not self.closed_how


class Offer(Held):
    """What a partner or a person could give or lend; `remaining` falls with each promise made from it.

    `least`: less than this is not worth their coming. `schedule`: on which days, as an RFC 5545 rule (see `schedules`);
    empty: any day between `from_on` and `until_on`. `wants`: given only in exchange, for what.
    """

    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="offers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    spec = models.ForeignKey(Spec, on_delete=models.PROTECT, related_name="offers")
    quantity = models.BigIntegerField()
    remaining = models.BigIntegerField()
    least = models.BigIntegerField(null=True)
    from_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    schedule = models.CharField(max_length=80, blank=True)
    is_trade = models.BooleanField(default=False)
    wants = models.CharField(max_length=300, blank=True)
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
            models.CheckConstraint(
                condition=Q(least=None) | (Q(least__gt=0) & Q(least__lte=F("quantity"))), name="offer_least"
            ),
            models.CheckConstraint(
                condition=Q(is_trade=False, wants="") | (Q(is_trade=True) & ~Q(wants="")), name="offer_wants_when_trade"
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

    `end` becomes FULFILLED in the act that confirms the last of it, and OPEN again when such a delivery is reversed or
    disputed. `disputed`, `disputed_back`: both sides had confirmed so much that came (or went back), and one of them
    says now that it was not so; it is not counted as delivered, and its place is kept. `lost`: of a loan, what will
    not come back, as the lender agreed; `replaced`: what was given to the lender instead. `wanted`, `given`: see
    Substitution; how much of the offer this promise uses.
    """

    class AgreedIn(models.TextChoices):
        WORD = "word", pgettext_lazy("agreed in", "by word of mouth")
        OFFER = "offer", pgettext_lazy("agreed in", "an offer")
        DECISION = "decision", pgettext_lazy("agreed in", "a resolution")
        OBLIGATION = "obligation", pgettext_lazy("agreed in", "a duty of an agreement")
        EXCHANGE = "exchange", pgettext_lazy("agreed in", "an exchange")

    class End(models.TextChoices):
        OPEN = "", pgettext_lazy("commitment", "open")
        FULFILLED = "fulfilled", _("fulfilled")
        ENOUGH = "enough", _("closed short, accepted as enough")
        CANCELLED_BY_PROVIDER = "by_provider", _("taken back by the provider")
        CANCELLED_BY_RECEIVER = "by_receiver", _("released by the receiver")
        EXPIRED = "expired", _("nobody answered in time")
        DEFAULTED = "defaulted", _("not kept, as both were heard")

    need_line = models.ForeignKey(NeedLine, on_delete=models.PROTECT, related_name="commitments")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, null=True, related_name="commitments")
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="commitments")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    receiver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    quantity = models.BigIntegerField()
    delivered = models.BigIntegerField(default=0)
    returned = models.BigIntegerField(default=0)
    disputed = models.BigIntegerField(default=0)
    disputed_back = models.BigIntegerField(default=0)
    lost = models.BigIntegerField(default=0)
    replaced = models.BigIntegerField(default=0)
    wanted = models.BigIntegerField(default=1)
    given = models.BigIntegerField(default=1)
    agreed_in = models.CharField(max_length=10, choices=AgreedIn.choices, default=AgreedIn.WORD)
    agreed_decision = models.ForeignKey(Resolution, on_delete=models.PROTECT, null=True, related_name="commitments")
    agreed_words = models.CharField(max_length=300, blank=True)
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
    mediated_by = models.CharField(max_length=160, blank=True)
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
                condition=Q(returned__gte=0)
                & Q(disputed_back__gte=0)
                & Q(replaced__gte=0)
                & Q(lost__gte=F("replaced"))
                & (Q(is_loan=True) | Q(returned=0, disputed_back=0, lost=0))
                & Q(delivered__gte=F("returned") + F("disputed_back") + F("lost")),
                name="commitment_returned",
            ),
            models.CheckConstraint(
                condition=Q(disputed__gte=0) & Q(quantity__gte=F("delivered") + F("disputed")),
                name="commitment_disputed",
            ),
            models.CheckConstraint(condition=Q(wanted__gt=0) & Q(given__gt=0), name="commitment_ratio"),
            models.CheckConstraint(
                condition=(Q(agreed_in="decision") & Q(agreed_decision__isnull=False))
                | (Q(agreed_in="offer") & Q(offer__isnull=False))
                | (Q(agreed_in="obligation") & ~Q(agreed_words=""))
                | Q(agreed_in__in=["word", "exchange"]),
                name="commitment_agreed_somewhere",
            ),
            models.CheckConstraint(
                condition=~Q(end="defaulted") | (~Q(mediated_by="") & ~Q(end_reason="")),
                name="commitment_default_mediated",
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
        """What was brought as a loan, has not come back and is not lost, in minor units; 0 for a gift."""
        return self.delivered - self.returned - self.lost if self.is_loan else 0

    @property
    def held(self) -> int:
        """How much of its line is kept for what is still to come: all of it while it stands, else what is disputed."""
        return self.still_to_come if self.is_standing else self.disputed

    @property
    def taken(self) -> int:
        """How much of its offer this promise uses now, in the offer's minor units; a part of one is one."""
        net = self.delivered + self.held - self.returned - self.disputed_back - self.replaced
        return -(-net * self.given // self.wanted)

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

GIVEN = Q(provider_accepted_at__isnull=False, receiver_accepted_at__isnull=False) & (
    Q(end__in=(Commitment.End.OPEN, Commitment.End.FULFILLED)) | Q(delivered__gt=0)
)
"""Promises that both sides accepted and that still stand, or of which something came."""


def is_claimed() -> Exists:
    """Of promises: answered by link, and nobody of the office has heard it from the giver yet."""
    asks = PromiseAsk.objects.filter(steward=OuterRef("steward"), commitment=OuterRef("pk"), confirmed_at=None)
    return Exists(asks.exclude(answer=""))


def is_to_be_brought() -> Q:
    """Of promises: it stands, and of what is still to come nothing waits for a word."""
    waiting = Delivery.objects.waiting().filter(commitment=OuterRef("pk"))
    disputed = Delivery.objects.disputed().filter(commitment=OuterRef("pk"))
    return STANDS & Q(~Exists(waiting), ~Exists(disputed), delivered__lt=F("quantity"))


class DeliveryQuerySet(HeldQuerySet):
    """Words of deliveries: which of them count, which still wait for a word."""

    def original(self) -> Self:
        """What was really recorded and not reversed since; reversals themselves left out."""
        return self.filter(reverses=None).exclude(Exists(Delivery.objects.filter(reverses=OuterRef("pk"))))

    def counted(self) -> Self:
        """Confirmed by both sides, not reversed and not disputed."""
        return self.original().filter(*(_confirmed(side) for side in Confirmation.Side)).exclude(_disputed())

    def waiting(self) -> Self:
        """Recorded, not reversed, not disputed, and at least one side has not confirmed."""
        return self.original().exclude(*(_confirmed(side) for side in Confirmation.Side)).exclude(_disputed())

    def disputed(self) -> Self:
        """A side says that it was not so, and it is not settled yet."""
        return self.original().filter(_disputed())

    def lacking_word_of(self, actor: Actor) -> Self:
        """Recorded, not reversed, and a side for which this actor gives their own word has not confirmed."""
        gives = Q(commitment__provider_id__in=actor.represents) | Q(
            commitment__person_id__isnull=False, commitment__person_id=actor.person_id
        )
        return self.lacking_word_where(gives, Q(commitment__receiver_id__in=actor.represents))

    def lacking_word_where(self, gives: Q, receives: Q) -> Self:
        """Recorded, not reversed, and unconfirmed by a giver or a receiver of whom this is so."""
        return (
            self.original()
            .exclude(_disputed())
            .filter(
                (gives & ~_confirmed(Confirmation.Side.PROVIDER)) | (receives & ~_confirmed(Confirmation.Side.RECEIVER))
            )
        )


def _confirmed(side: str) -> Exists:
    return Exists(Confirmation.objects.filter(delivery=OuterRef("pk"), side=side))


def _disputed(delivery: str = "pk") -> Exists:
    return Exists(Dispute.objects.filter(steward=OuterRef("steward"), delivery=OuterRef(delivery), settled_at=None))


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


class Dispute(Held):
    """One side says that a delivery, or a word given for it (`word`: whose), was not so. It then does not count.

    It ends in the act that settles it; what both sides proposed and who agreed stands in its settlements.
    """

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="disputes")
    side = models.CharField(max_length=8, choices=Confirmation.Side.choices)
    word = models.CharField(max_length=8, choices=Confirmation.Side.choices, blank=True)
    was_counted = models.BooleanField(default=False)
    reason = models.CharField(max_length=300)
    disputed_at = models.DateTimeField()
    disputed_by_id = models.UUIDField()
    disputed_as = models.CharField(max_length=160, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta(Held.Meta):
        verbose_name = _("dispute")
        ordering = ["disputed_at", "id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(
                fields=["steward", "delivery"], condition=Q(settled_at=None), name="dispute_one_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="dispute_says_why"),
        ]


class Settlement(Held):
    """How a dispute ends: proposed by one side and agreed to by the other, or found by a mediator whom both know."""

    class Outcome(models.TextChoices):
        STANDS = "stands", pgettext_lazy("dispute", "it was so after all")
        REVERSED = "reversed", pgettext_lazy("dispute", "nothing came; the row is taken back")
        CORRECTED = "corrected", pgettext_lazy("dispute", "it came, but another number")

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="settlements")
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    quantity = models.BigIntegerField(null=True)
    words = models.CharField(max_length=300, blank=True)
    proposed_side = models.CharField(max_length=8, choices=Confirmation.Side.choices, blank=True)
    proposed_at = models.DateTimeField()
    proposed_by_id = models.UUIDField()
    proposed_as = models.CharField(max_length=160, blank=True)
    agreed_at = models.DateTimeField(null=True)
    agreed_by_id = models.UUIDField(null=True)
    agreed_as = models.CharField(max_length=160, blank=True)
    mediated_by = models.CharField(max_length=160, blank=True)

    class Meta(Held.Meta):
        verbose_name = _("settlement")
        ordering = ["proposed_at", "id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(
                fields=["steward", "dispute"], condition=Q(agreed_at__isnull=False), name="settlement_agreed_once"
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None, agreed_by_id=None) | Q(agreed_at__isnull=False, agreed_by_id__isnull=False),
                name="settlement_agreed_at_and_by",
            ),
            models.CheckConstraint(
                condition=Q(outcome="corrected", quantity__gt=0) | (~Q(outcome="corrected") & Q(quantity=None)),
                name="settlement_number_when_corrected",
            ),
            # A side proposes, or a mediator finds; and a mediator says why.
            models.CheckConstraint(
                condition=(Q(mediated_by="") & ~Q(proposed_side="")) | (~Q(mediated_by="") & ~Q(words="")),
                name="settlement_by_a_side_or_mediated",
            ),
        ]


class Loss(Held):
    """Of what was lent, so much came back broken or did not come back at all. It counts once the lender decided."""

    class How(models.TextChoices):
        BROKEN = "broken", pgettext_lazy("loan", "broken")
        LOST = "lost", pgettext_lazy("loan", "lost")

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="losses")
    quantity = models.BigIntegerField()
    how = models.CharField(max_length=6, choices=How.choices)
    words = models.CharField(max_length=300)
    evidence = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField()
    told_by_id = models.UUIDField()
    told_as = models.CharField(max_length=160, blank=True)
    idempotency_key = models.CharField(max_length=64)

    class Meta(Held.Meta):
        verbose_name = _("loss of a loan")
        ordering = ["told_at", "id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "idempotency_key"], name="loss_idempotent"),
            models.CheckConstraint(condition=Q(quantity__gt=0) & ~Q(words=""), name="loss_of_something_with_words"),
        ]


class LossDecision(Held):
    """What the lender says should follow from a loss. "owed" may be followed by another; the others are the last."""

    class Outcome(models.TextChoices):
        FORGIVEN = "forgiven", pgettext_lazy("loan", "let it be")
        REPLACED = "replaced", pgettext_lazy("loan", "another was given instead")
        OWED = "owed", pgettext_lazy("loan", "it is owed")
        NOT_SO = "not_so", pgettext_lazy("loan", "it was not so, or it was found")

    loss = models.ForeignKey(Loss, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    words = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField()
    decided_by_id = models.UUIDField()
    decided_as = models.CharField(max_length=160, blank=True)

    class Meta(Held.Meta):
        verbose_name = _("lender's decision")
        ordering = ["decided_at", "id"]
        constraints = [
            *Held.Meta.constraints,
            models.UniqueConstraint(fields=["steward", "loss"], condition=~Q(outcome="owed"), name="loss_decided_once"),
        ]


_TOGETHER = "to work together"
classify("resources.Spec", public="id steward name kind unit", internal="named_in", purpose=_TOGETHER)
classify("resources.Substitution", public="id steward spec stand_in wanted given", purpose=_TOGETHER)
classify(
    "resources.NeedLine",
    public="id steward matter spec quantity least from_on until_on place village receiver promised delivered spoken"
    " is_enough_at withdrawn_at merged_into merged_quantity raised_at",
    internal="for_group for_count is_enough_by_id withdrawn_by_id raised_by_id",
    purpose=_TOGETHER,
)
classify(
    "resources.Offer",
    internal="id steward provider spec quantity remaining least from_on until_on schedule is_trade wants reach"
    " conditions is_loan matter assured_on offered_at withdrawn_at withdrawn_by_id",
    purpose=_TOGETHER,
)
classify("resources.Offer", personal="person entered_by_id", purpose=_TOGETHER, retention=Retention.RELATION)
classify(
    "resources.Commitment",
    internal="id steward need_line offer provider receiver quantity delivered returned disputed disputed_back lost"
    " replaced wanted given agreed_in agreed_decision agreed_words due_on is_loan return_due_on chosen_reason"
    " promised_at entered_by_id provider_accepted_at provider_accepted_by_id receiver_accepted_at"
    " receiver_accepted_by_id end ended_at ended_by_id end_reason idempotency_key",
    purpose=_TOGETHER,
)
classify(
    "resources.Commitment", personal="person provider_accepted_as receiver_accepted_as mediated_by", purpose=_TOGETHER
)
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
classify(
    "resources.Dispute",
    internal="id steward delivery side word was_counted disputed_at disputed_by_id settled_at",
    personal="reason disputed_as",
    purpose=_TOGETHER,
)
classify(
    "resources.Settlement",
    internal="id steward dispute outcome quantity proposed_side proposed_at proposed_by_id agreed_at agreed_by_id",
    personal="words proposed_as agreed_as mediated_by",
    purpose=_TOGETHER,
)
classify(
    "resources.Loss",
    internal="id steward commitment quantity how evidence told_at told_by_id idempotency_key",
    personal="words told_as",
    purpose=_TOGETHER,
)
classify(
    "resources.LossDecision",
    internal="id steward loss outcome decided_at decided_by_id",
    personal="words decided_as",
    purpose=_TOGETHER,
)

from ruammue.resources.exchange import models as _exchange  # noqa: E402, F401 - its tables belong to this room
from ruammue.resources.knowledge import models as _knowledge  # noqa: E402, F401 - and these
from ruammue.resources.thanks import models as _thanks  # noqa: E402, F401 - and these
