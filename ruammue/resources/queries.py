"""Reads of the promise ledger: how things stand (derived, never stored), boards, lists, one promise's story.

Every function issues a constant number of SQL statements and returns frozen rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Sum
from django.utils import timezone

from ruammue.access.actors import Actor, Role
from ruammue.decisions.models import Resolution
from ruammue.foundation import page_reads
from ruammue.foundation.keys import token_hash
from ruammue.foundation.suppression import Threshold, count_shown
from ruammue.needs.models import Call, Matter
from ruammue.needs.queries import placed
from ruammue.people.models import Organisation, Person
from ruammue.places.models import Steward
from ruammue.resources import schedules
from ruammue.resources.bars import Asked, Bar, three_bars
from ruammue.resources.kinds import bar_of, typed_unit
from ruammue.resources.models import (
    Commitment,
    Confirmation,
    Delivery,
    Dispute,
    Loss,
    LossDecision,
    NeedLine,
    Offer,
    PromiseAsk,
    Settlement,
    Spec,
    Substitution,
    is_claimed,
)
from ruammue.resources.wording import DELIVERY_STATES, LINE_STATES, PROMISE_STATES, SIDE_WORDS, Standing, amount

PER_PAGE = 20
MOST_ELSEWHERE = 5
STALE_DAYS = 180
"""A word about an offer older than this is marked as old; the same parameter as the finder's."""


# ------------------------------------------------------------------------------------------- how things stand


def status_of_line(line: NeedLine) -> str:
    """withdrawn, enough, met, partly_delivered, promised, partly_promised or open. From numbers, never from labels."""
    if line.withdrawn_at:
        return "withdrawn"
    if line.delivered >= line.quantity:
        return "met"
    if line.is_enough_at:
        return "merged" if line.merged_into_id else "enough"
    if line.delivered:
        return "partly_delivered"
    if not line.coming:
        return "open"
    return "partly_promised" if line.lacking else "promised"


line_status = status_of_line


def status_of_commitment(commitment: Commitment, *, today: date) -> str:
    """How a promise stands.

    Before it counts: waits_for_provider, waits_for_receiver; declined. While it stands: coming, partly, late. Then
    fulfilled, enough, taken_back, released, expired, defaulted. A loan that came: lent, return_late, returned, lost.
    """
    end = Commitment.End(commitment.end)
    if end == Commitment.End.OPEN:
        if commitment.provider_accepted_at is None:
            return "waits_for_provider"
        if commitment.receiver_accepted_at is None:
            return "waits_for_receiver"
        if commitment.due_on and commitment.due_on < today:
            return "late"
        return "partly" if commitment.delivered else "coming"
    if commitment.is_loan and commitment.delivered:
        if not commitment.still_lent:
            return "returned" if commitment.returned else "lost"
        return "return_late" if commitment.return_due_on and commitment.return_due_on < today else "lent"
    if end in (Commitment.End.FULFILLED, Commitment.End.ENOUGH, Commitment.End.EXPIRED, Commitment.End.DEFAULTED):
        return end.value
    if not commitment.is_accepted:
        return "declined"
    return "taken_back" if end == Commitment.End.CANCELLED_BY_PROVIDER else "released"


# ------------------------------------------------------------------------------------------- rows


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A promise on a list. Quantities in minor units of `unit`.

    What came is counted in one way everywhere: `delivered` is confirmed by both sides, `unconfirmed` is written down
    and lacks a word, `lacks_word_of` says whose; what is neither is still to come.
    """

    id: UUID
    line_id: UUID
    matter_id: UUID
    matter: str
    thing: str
    unit: str
    giver: str
    provider_id: UUID | None
    person_id: UUID | None
    receiver: str
    receiver_id: UUID
    quantity: int
    delivered: int
    returned: int
    unconfirmed: int
    in_dispute: int
    lacks_word_of: tuple[str, ...]
    is_loan: bool
    due_on: date | None
    return_due_on: date | None
    promised_on: date
    status: str
    is_claimed: bool = False

    @property
    def standing(self) -> Standing:
        """How it stands, for the eye."""
        claimed = self.is_claimed and self.status == "waits_for_provider"
        if self.in_dispute:
            return PROMISE_STATES["disputed"]
        return PROMISE_STATES["claimed" if claimed else self.status]

    @property
    def unsettled(self) -> int:
        """Written down, and it lacks a word or is disputed."""
        return self.unconfirmed + self.in_dispute

    @property
    def still_to_come(self) -> int:
        """What nobody has written down yet."""
        return self.quantity - self.delivered - self.unsettled

    @property
    def is_over(self) -> bool:
        """Nothing more is to happen with it."""
        ends = ("declined", "fulfilled", "enough", "taken_back", "released", "returned", "lost", "expired", "defaulted")
        return self.status in ends and not self.in_dispute


@dataclass(frozen=True, slots=True)
class LineRow:
    """What is asked for. `promised` counts what is still to come, `accounted` that and what came."""

    id: UUID
    matter_id: UUID
    matter: str
    matter_words: str
    number: int
    spec_id: UUID
    thing: str
    kind: str
    bar: str
    unit: str
    quantity: int
    promised: int
    delivered: int
    missing: int
    from_on: date | None
    until_on: date | None
    place: str
    village_id: UUID | None
    receiver: str
    receiver_id: UUID
    status: str
    is_open: bool
    least: int | None = None
    short_of_least: int = 0
    for_group: str = ""
    for_count: int | None = None
    in_talks: int = 0
    promises: tuple[PromiseRow, ...] = ()

    @property
    def standing(self) -> Standing:
        """How it stands, for the eye."""
        return LINE_STATES[self.status]

    @property
    def accounted(self) -> int:
        """Promised in all, arrived or not: what the bars ask for."""
        return self.promised + self.delivered

    @property
    def asked(self) -> Asked:
        """The line as its bar sees it; what another line carries is asked for there."""
        if self.status == "merged":
            return Asked(self.kind, self.delivered, self.delivered, self.delivered, False)
        return Asked(self.kind, self.quantity, self.accounted, self.delivered, self.status == "enough")

    @property
    def is_gap(self) -> bool:
        """Somebody may still promise something."""
        return self.is_open and self.missing > 0


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A matter on the board with its three bars."""

    id: UUID
    number: int
    title: str
    village: str
    is_closed: bool
    bars: tuple[Bar, ...]

    @property
    def lines(self) -> int:
        """How many things are asked for."""
        return sum(bar.things for bar in self.bars)

    @property
    def short(self) -> int:
        """How many of them are not fully promised."""
        return sum(bar.short for bar in self.bars)


@dataclass(frozen=True, slots=True)
class OfferRow:
    """What somebody could give or lend."""

    id: UUID
    thing: str
    kind: str
    unit: str
    quantity: int
    remaining: int
    giver: str
    provider_id: UUID | None
    person_id: UUID | None
    is_loan: bool
    conditions: str
    from_on: date | None
    until_on: date | None
    reach: str
    matter_id: UUID | None
    assured_on: date | None
    is_stale: bool
    is_withdrawn: bool
    least: int | None = None
    days: str = ""
    wants: str = ""


@dataclass(frozen=True, slots=True)
class WordRow:
    """One side's word for a delivery; `helper_id`: it was typed in by somebody else."""

    side: str
    whose: str
    at: datetime
    is_entered_for: bool

    @property
    def side_words(self) -> str:
        """The giver, or the receiver."""
        return str(SIDE_WORDS[self.side])


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """What came (or went back) on a day, and how it stands: counted, waiting, disputed, reversed or reversal."""

    id: UUID
    quantity: int
    unit: str
    brought_on: date
    is_return: bool
    status: str
    words: tuple[WordRow, ...]
    missing_sides: tuple[str, ...]
    receipt_number: str
    reason: str
    evidence_id: UUID | None
    recorded_at: datetime

    @property
    def standing(self) -> Standing:
        """How it stands, for the eye."""
        return DELIVERY_STATES[self.status]


# ------------------------------------------------------------------------------------------- building rows


def line_row(line: NeedLine, promises: Iterable[PromiseRow] = ()) -> LineRow:
    """A row of a line whose `spec`, `matter` and `receiver` are at hand."""
    return LineRow(
        id=line.pk,
        matter_id=line.matter_id,
        matter=line.matter.title,
        matter_words=line.matter.public_sentence or line.matter.title,
        number=line.matter.number,
        spec_id=line.spec_id,
        thing=line.spec.name,
        kind=line.spec.kind,
        bar=bar_of(line.spec.kind),
        unit=typed_unit(line.spec.unit),
        quantity=line.quantity,
        promised=line.coming,
        delivered=line.delivered,
        missing=line.lacking,
        from_on=line.from_on,
        until_on=line.until_on,
        place=line.place or (line.village.label if line.village else ""),
        village_id=line.village_id,
        receiver=line.receiver.name,
        receiver_id=line.receiver_id,
        status=status_of_line(line),
        is_open=line.is_open,
        least=line.least,
        short_of_least=line.short_of_least,
        for_group=str(NeedLine.Group(line.for_group).label) if line.for_group else "",
        for_count=count_shown(line.for_count, Threshold.PERSONS).value if line.for_count else None,
        in_talks=line.in_talks,
        promises=tuple(promises),
    )


def promise_row(commitment: Commitment, *, today: date) -> PromiseRow:
    """A row of a promise whose line, spec, matter and sides are at hand, as `commitments` reads it."""
    line = commitment.need_line
    return PromiseRow(
        id=commitment.pk,
        line_id=line.pk,
        matter_id=line.matter_id,
        matter=line.matter.title,
        thing=line.spec.name,
        unit=typed_unit(line.spec.unit),
        giver=commitment.giver,
        provider_id=commitment.provider_id,
        person_id=commitment.person_id,
        receiver=commitment.receiver.name,
        receiver_id=commitment.receiver_id,
        quantity=commitment.quantity,
        delivered=commitment.delivered,
        returned=commitment.returned,
        unconfirmed=getattr(commitment, "unconfirmed", 0) or 0,
        in_dispute=getattr(commitment, "in_dispute", 0) or 0,
        lacks_word_of=tuple(side for side in Confirmation.Side.values if getattr(commitment, f"lacks_{side}", 0)),
        is_loan=commitment.is_loan,
        due_on=commitment.due_on,
        return_due_on=commitment.return_due_on,
        promised_on=timezone.localdate(commitment.promised_at),
        status=status_of_commitment(commitment, today=today),
        is_claimed=bool(getattr(commitment, "is_claimed", False)),
    )


def commitments(steward: Steward | UUID) -> QuerySet[Commitment]:
    """Promises with all that a row needs: also what is written down and lacks a word, and whose. One statement."""
    disputed = Q(Exists(Dispute.objects.filter(delivery=OuterRef("deliveries"), settled_at=None)))
    gone = Q(Exists(Delivery.objects.filter(reverses=OuterRef("deliveries"))))
    standing = Q(deliveries__reverses=None) & ~gone & ~disputed
    lacking = {side: standing & ~Q(_word(side)) for side in Confirmation.Side.values}
    unconfirmed = lacking["provider"] | lacking["receiver"]
    return (
        Commitment.objects.of(steward)
        .select_related(
            "need_line__spec", "need_line__matter", "need_line__receiver", "provider", "person", "receiver", "offer"
        )
        .annotate(
            unconfirmed=Sum("deliveries__quantity", filter=unconfirmed & Q(deliveries__is_return=False)),
            in_dispute=Sum("deliveries__quantity", filter=disputed & Q(deliveries__reverses=None)),
            is_claimed=is_claimed(),
            **{f"lacks_{side}": Count("deliveries", filter=lacks) for side, lacks in lacking.items()},
        )
        .order_by("promised_at", "id")
    )


def claim_of(promise: Commitment) -> PromiseAsk | None:
    """The answer by link that waits to be confirmed. One statement."""
    asks = PromiseAsk.objects.of(promise.steward_id).filter(commitment=promise, confirmed_at=None)
    claimed: PromiseAsk | None = asks.exclude(answer="").first()
    return claimed


@dataclass(frozen=True, slots=True)
class AskLink:
    """What a link of an asking opens. `state`: "waiting", "signed" (answered), "over" or "unknown"."""

    state: str
    ask: PromiseAsk | None = None


def ask_link_of(steward: Steward, token: str) -> AskLink:
    """The asking that a token stands for at this steward. Looking changes nothing. At most two statements."""
    asks = PromiseAsk.objects.of(steward).select_related(
        "commitment__need_line__spec", "commitment__need_line__matter", "commitment__provider", "commitment__person"
    )
    found = asks.filter(token_hash=token_hash(token)).first()
    if found is None:
        return AskLink("unknown")
    promise = found.commitment
    answered = found if found.answer else asks.filter(commitment=promise).exclude(answer="").first()
    if answered is not None:
        return AskLink("signed", answered)
    is_over = promise.end != Commitment.End.OPEN or promise.provider_accepted_at or not promise.need_line.is_open
    if is_over or found.expires_on < timezone.localdate():
        return AskLink("over", found)
    return AskLink("waiting", found)


def _word(side: str) -> Exists:
    return Exists(Confirmation.objects.filter(delivery=OuterRef("deliveries"), side=side))


def lines(steward: Steward | UUID) -> QuerySet[NeedLine]:
    """Lines with all that a row needs, those taken back left out. One statement."""
    return (
        NeedLine.objects.of(steward)
        .filter(withdrawn_at=None)
        .select_related("spec", "matter", "village", "receiver")
        .order_by("raised_at", "id")
    )


def twins_of(line: NeedLine, actor: Actor) -> list[LineRow]:
    """Other open lines that ask for the same thing, of matters that the actor may open. One statement."""
    open_to = Matter.objects.of(line.steward_id).visible_to(actor).filter(closed_at=None)
    same = lines(line.steward_id).filter(spec=line.spec_id, matter__in=open_to, is_enough_at=None)
    return [line_row(each) for each in same.exclude(pk=line.pk)[:PER_PAGE]]


# ------------------------------------------------------------------------------------------- board


def board(
    steward: Steward, actor: Actor, *, only_short: bool, number: str | None = None
) -> tuple[Page[Matter], list[MatterRow]]:
    """Matters that ask for something, of those the actor may open, newest first, with three bars. Three statements."""
    live = NeedLine.objects.filter(matter=OuterRef("pk"), withdrawn_at=None)
    if only_short:
        live = live.filter(is_enough_at=None, quantity__gt=F("promised") + F("delivered") + F("spoken"))
    found = (
        Matter.objects.of(steward).visible_to(actor).filter(Exists(live), merged_into=None).select_related("village")
    )
    if only_short:
        found = found.filter(closed_at=None)
    page = Paginator(found.order_by("-opened_at", "-id"), PER_PAGE).get_page(number)
    bars = _bars_of(steward, [matter.pk for matter in page.object_list])
    with_place = placed(actor, list(page.object_list))
    return page, [
        MatterRow(
            matter.pk,
            matter.number,
            matter.title,
            matter.village.label if matter.village and matter.pk in with_place else "",
            matter.closed_at is not None,
            bars[matter.pk],
        )
        for matter in page.object_list
    ]


def _bars_of(steward: Steward, matters: list[UUID]) -> dict[UUID, tuple[Bar, ...]]:
    kept: dict[UUID, list[NeedLine]] = defaultdict(list)
    for line in lines(steward).filter(matter__in=matters):
        kept[line.matter_id].append(line)
    return {matter: three_bars(line_row(line).asked for line in kept[matter]) for matter in matters}


def lines_of_matter(matter: Matter, *, today: date) -> list[LineRow]:
    """All lines of a matter with their promises, those declined left out. Two statements."""
    promises: dict[UUID, list[PromiseRow]] = defaultdict(list)
    for each in commitments(matter.steward_id).filter(need_line__matter=matter):
        row = promise_row(each, today=today)
        if row.status != "declined":
            promises[row.line_id].append(row)
    return [line_row(line, promises[line.pk]) for line in lines(matter.steward_id).filter(matter=matter)]


def promises_of_line(line: NeedLine, *, today: date) -> list[PromiseRow]:
    """Every promise for a line, declined ones too. One statement."""
    return [promise_row(each, today=today) for each in commitments(line.steward_id).filter(need_line=line)]


def promises_of_lines(steward: Steward, lines: Iterable[UUID], *, today: date) -> dict[UUID, list[PromiseRow]]:
    """Every promise for some lines, by line. One statement."""
    kept: dict[UUID, list[PromiseRow]] = defaultdict(list)
    for each in commitments(steward).filter(need_line__in=list(lines)):
        kept[each.need_line_id].append(promise_row(each, today=today))
    return kept


def all_lines(steward: Steward, actor: Actor) -> list[LineRow]:
    """Every line of matters that the actor may open, for a sheet. One statement."""
    open_to = Matter.objects.of(steward).visible_to(actor)
    return [
        line_row(line) for line in lines(steward).filter(matter__in=open_to).order_by("matter__number", "raised_at")
    ]


# ------------------------------------------------------------------------------------------- promises


def promises(
    steward: Steward,
    actor: Actor,
    *,
    sees_all: bool,
    which: str = "",
    number: str | None = None,
    everything: bool = False,
) -> tuple[Page[Commitment], list[PromiseRow]]:
    """Promises that the actor may see (all, or those of their own sides), the next due first. `which`: open, late,
    mine or all. Two statements.
    """
    today = timezone.localdate()
    found = commitments(steward)
    own = Q(provider__in=actor.represents) | Q(receiver__in=actor.represents) | Q(person=actor.person_id)
    if not sees_all or which == "mine":
        found = found.filter(own)
    lent = Q(is_loan=True, delivered__gt=F("returned"))
    if which in ("open", "late"):
        found = found.filter(Q(end=Commitment.End.OPEN) | lent)
    if which == "late":
        found = found.filter(
            Q(
                end=Commitment.End.OPEN,
                provider_accepted_at__isnull=False,
                receiver_accepted_at__isnull=False,
                due_on__lt=today,
            )
            | (lent & Q(return_due_on__lt=today))
        )
    found = found.order_by(F("due_on").asc(nulls_last=True), "promised_at", "id")
    page = Paginator(found, 100_000 if everything else PER_PAGE).get_page(number)
    return page, [promise_row(each, today=today) for each in page.object_list]


def waiting_for(steward: Steward, actor: Actor) -> list[PromiseRow]:
    """Promises in which a side that is the actor's own has to answer or to confirm, the oldest first. One statement."""
    provides = Q(provider__in=actor.represents) | Q(person=actor.person_id)
    receives = Q(receiver__in=actor.represents)
    asked = Q(end=Commitment.End.OPEN)
    found = commitments(steward).filter(
        (provides & (asked & Q(provider_accepted_at=None) | Q(lacks_provider__gt=0)))
        | (receives & (asked & Q(receiver_accepted_at=None) | Q(lacks_receiver__gt=0)))
    )
    today = timezone.localdate()
    return [promise_row(each, today=today) for each in found[:PER_PAGE]]


def offered(steward: Steward) -> QuerySet[Commitment]:
    """Promises to which their givers said yes and the receiver has not."""
    found: QuerySet[Commitment] = Commitment.objects.of(steward).filter(
        end=Commitment.End.OPEN,
        provider_accepted_at__isnull=False,
        receiver_accepted_at=None,
        need_line__matter__closed_at=None,
    )
    return found


def promise_rows(steward: Steward, keys: Collection[UUID]) -> list[PromiseRow]:
    """These promises, the oldest first. One statement; none without keys."""
    today = timezone.localdate()
    return [promise_row(each, today=today) for each in commitments(steward).filter(pk__in=keys)] if keys else []


def deliveries_of(commitment: Commitment, unit: str) -> list[DeliveryRow]:
    """All that was written down for a promise, in its order, with each side's word. Three statements."""
    rows = (
        Delivery.objects.of(commitment.steward_id)
        .filter(commitment=commitment)
        .prefetch_related(
            Prefetch(
                "confirmations", queryset=Confirmation.objects.of(commitment.steward_id).select_related("confirmed_by")
            )
        )
        .order_by("recorded_at", "id")
    )
    found = list(rows)
    reversed_ids = {row.reverses_id for row in found if row.reverses_id}
    disputed = set(open_disputes(commitment))
    return [
        _delivery_row(row, unit, is_reversed=row.pk in reversed_ids, is_disputed=row.pk in disputed) for row in found
    ]


def delivery_row(delivery: Delivery, unit: str) -> DeliveryRow:
    """One delivery. Three statements."""
    is_reversed = Delivery.objects.of(delivery.steward_id).filter(reverses=delivery).exists()
    is_disputed = Dispute.objects.of(delivery.steward_id).filter(delivery=delivery, settled_at=None).exists()
    return _delivery_row(delivery, unit, is_reversed=is_reversed, is_disputed=is_disputed)


def _delivery_row(delivery: Delivery, unit: str, *, is_reversed: bool, is_disputed: bool) -> DeliveryRow:
    words = sorted(delivery.confirmations.all(), key=lambda word: word.confirmed_at)
    said = {word.side for word in words}
    missing = tuple(side for side in Confirmation.Side.values if side not in said)
    if delivery.reverses_id:
        status = "reversal"
    elif is_reversed:
        status = "reversed"
    elif is_disputed:
        status = "disputed"
    else:
        status = "waiting" if missing else "counted"
    return DeliveryRow(
        id=delivery.pk,
        quantity=delivery.quantity,
        unit=unit,
        brought_on=delivery.brought_on,
        is_return=delivery.is_return,
        status=status,
        words=tuple(
            WordRow(
                word.side,
                word.confirmed_as or (word.confirmed_by.name if word.confirmed_by else ""),
                word.confirmed_at,
                word.entered_by_id is not None,
            )
            for word in words
        ),
        missing_sides=missing if status == "waiting" else (),
        receipt_number=delivery.receipt_number,
        reason=delivery.reason,
        evidence_id=delivery.evidence_id,
        recorded_at=delivery.recorded_at,
    )


# ------------------------------------------------------------------------------------------- offers


def offer_row(offer: Offer, *, today: date) -> OfferRow:
    """A row of an offer whose spec, giver and reach are at hand."""
    return OfferRow(
        id=offer.pk,
        thing=offer.spec.name,
        kind=str(Spec.Kind(offer.spec.kind).label),
        unit=typed_unit(offer.spec.unit),
        quantity=offer.quantity,
        remaining=offer.remaining,
        giver=offer.giver,
        provider_id=offer.provider_id,
        person_id=offer.person_id,
        is_loan=offer.is_loan,
        conditions=offer.conditions,
        from_on=offer.from_on,
        until_on=offer.until_on,
        reach=offer.reach.name_th if offer.reach else "",
        matter_id=offer.matter_id,
        assured_on=offer.assured_on,
        is_stale=offer.assured_on is None or (today - offer.assured_on).days > STALE_DAYS,
        is_withdrawn=offer.withdrawn_at is not None,
        least=offer.least,
        days=schedules.words(offer.schedule),
        wants=offer.wants,
    )


def offers(
    steward: Steward,
    *,
    today: date,
    kind: str = "",
    words: str = "",
    actor: Actor | None = None,
    number: str | None = None,
    everything: bool = False,
) -> tuple[Page[Offer], list[OfferRow]]:
    """What there is: standing offers with something left, by thing; with `actor` only their own, all of them. Two
    statements.
    """
    found = Offer.objects.of(steward).select_related("spec", "provider", "person", "reach")
    if actor is not None:
        found = found.filter(Q(provider__in=actor.represents) | Q(person=actor.person_id))
    else:
        found = found.filter(withdrawn_at=None)
    if kind:
        found = found.filter(spec__kind=kind)
    for word in words.split()[:5]:
        found = found.filter(
            Q(spec__name__icontains=word) | Q(conditions__icontains=word) | Q(provider__name__icontains=word)
        )
    page = Paginator(
        found.order_by("spec__name", "-remaining", "-offered_at", "id"), 100_000 if everything else PER_PAGE
    ).get_page(number)
    return page, [offer_row(offer, today=today) for offer in page.object_list]


def specs(steward: Steward, actor: Actor) -> QuerySet[Spec]:
    """The office's kinds of resources, by name. What was named for a matter that this reader may not open is left out,
    until somebody offers it or asks for it where they may read it; of one person's matter only those know it who
    answer for the office."""
    every = Matter.objects.of(steward)
    opened = Q(pk__in=every.visible_to(actor).values("pk"))
    if not actor.has(Role.OFFICER, Role.CLERK):
        opened &= Q(is_sensitive=False)
    matters = every.filter(opened | Q(published_at__isnull=False, is_sensitive=False))
    asked = Exists(NeedLine.objects.of(steward).filter(spec=OuterRef("pk"), matter__in=matters))
    offered = Exists(Offer.objects.of(steward).filter(spec=OuterRef("pk"), matter=None))
    told = Q(named_in=None) | Q(named_in__in=matters) | asked | offered
    return Spec.objects.of(steward).filter(told).order_by("kind", "name", "id")


def substitutes(steward: Steward, actor: Actor) -> list[tuple[str, str]]:
    """(thing, what may stand in for it), each with how much where it is not one for one, by name. Two statements."""
    known = set(specs(steward, actor).values_list("pk", flat=True))
    said = Substitution.objects.of(steward).select_related("spec", "stand_in").order_by("spec__name", "stand_in__name")
    return [
        (one.spec.name, one.stand_in.name)
        if one.wanted == one.given and one.spec.unit == one.stand_in.unit
        else (
            f"{one.spec.name} {amount(one.wanted, one.spec.unit)}",
            f"{one.stand_in.name} {amount(one.given, one.stand_in.unit)}",
        )
        for one in said
        if one.spec_id in known and one.stand_in_id in known
    ]


# ------------------------------------------------------------------------------------------- what a form chose


def call_of(matter: Matter) -> Call | None:
    """The call of a matter, if there is one. One statement."""
    found: Call | None = Call.objects.of(matter.steward_id).filter(matter=matter).first()
    return found


def gap_for(offer: Offer, line_id: UUID | None = None) -> LineRow | None:
    """The line of its own matter for which an offer could be asked now, `line_id` before others of its thing.

    One statement.
    """
    if offer.matter is None or not offer.remaining or offer.withdrawn_at is not None:
        return None
    gaps = [row for row in lines_only(offer.matter) if row.is_gap and row.spec_id == offer.spec_id]
    return next((gap for gap in gaps if gap.id == line_id), gaps[0] if gaps else None)


def offer_chosen(steward: Steward, choice: str) -> Offer | None:
    """The offer that "offer:<id>" stands for. One statement."""
    try:
        key = UUID(choice.removeprefix("offer:"))
    except ValueError:
        return None
    rows = Offer.objects.of(steward).select_related("spec", "provider", "person")
    found: Offer | None = rows.filter(pk=key).first()
    return found


def own_offer_chosen(steward: Steward, actor: Actor, line: NeedLine, key: str) -> Offer | None:
    """The standing offer of this actor that the address of a promise names, if it may be used for the line. At most one
    statement.
    """
    offer = offer_chosen(steward, key) if key else None
    if offer is None or offer.withdrawn_at or not offer.remaining or offer.matter_id not in (None, line.matter_id):
        return None
    is_own = offer.provider_id in actor.represents or (offer.person_id and offer.person_id == actor.person_id)
    return offer if is_own else None


def giver_chosen(steward: Steward, choice: str) -> tuple[Offer | None, Organisation | None]:
    """What "offer:<id>" or "org:<id>" stands for; (None, None) for anything else. One statement."""
    kind, _colon, key = choice.partition(":")
    if kind == "offer":
        return offer_chosen(steward, choice), None
    return None, Organisation.objects.filter(pk=key).first() if kind == "org" else None


def oneself(actor: Actor) -> Person | None:
    """The acting person. One statement."""
    return Person.objects.filter(pk=actor.person_id).first() if actor.person_id else None


def lines_only(matter: Matter) -> list[LineRow]:
    """All lines of a matter without their promises. One statement."""
    return [line_row(line) for line in lines(matter.steward_id).filter(matter=matter)]


def lacking_lines(matter: Matter) -> tuple[tuple[str, str], ...] | None:
    """(thing, how much of it) for each line that nobody has promised in full; None where nothing is asked for.

    One statement.
    """
    return lacking_of(page_reads.once(matter, lines_only))


def lacking_of(rows: Sequence[LineRow]) -> tuple[tuple[str, str], ...] | None:
    """The same of rows at hand."""
    return tuple((row.thing, amount(row.missing, row.unit)) for row in rows if row.is_gap) if rows else None


# ------------------------------------------------------------------------------------------- disputes and losses


def is_overdue(commitment: Commitment, *, today: date) -> bool:
    """Its own day, or that of its line, has passed. No statement."""
    due = commitment.due_on or commitment.need_line.until_on
    return due is not None and due < today


def promised_elsewhere(promise: Commitment) -> list[tuple[str, date | None]]:
    """How much of the same thing the same giver has promised besides and not brought yet, with until when, the soonest
    first; of loans also what is out. Whoever says the next yes reads it, so that no table is promised twice.

    One statement.
    """
    others = (
        Commitment.objects.of(promise.steward_id)
        .filter(
            need_line__spec=promise.need_line.spec_id,
            provider=promise.provider_id,
            person=promise.person_id,
            provider_accepted_at__isnull=False,
            receiver_accepted_at__isnull=False,
            end="",
        )
        .exclude(pk=promise.pk)
        .select_related("need_line__spec")
        .order_by(F("due_on").asc(nulls_last=True), "promised_at", "id")
    )
    unit = promise.need_line.spec.unit
    return [
        (amount(much, unit), one.return_due_on if one.is_loan and one.delivered else one.due_on)
        for one in others[:MOST_ELSEWHERE]
        if (much := one.quantity - (one.returned if one.is_loan else one.delivered)) > 0
    ]


def agreed_words(commitment: Commitment) -> str:
    """Where a promise was agreed: a resolution by its text, a duty by its words. At most one statement."""
    said = str(Commitment.AgreedIn(commitment.agreed_in).label)
    decision = commitment.agreed_decision
    detail = commitment.agreed_words or (decision.text if decision is not None else "")
    return f"{said}: {detail}" if detail else said


def decisions_of(matter: Matter) -> list[Resolution]:
    """What was resolved about a matter and agreed, the newest first. One statement."""
    agreed = (Resolution.Outcome.ADOPTED, Resolution.Outcome.ADOPTED_WITH_RESERVATIONS)
    found = Resolution.objects.of(matter.steward_id).filter(matter=matter, outcome__in=agreed)
    return list(found.order_by("-resolved_at", "-id")[:10])


def open_disputes(commitment: Commitment) -> dict[UUID, Dispute]:
    """Disputes that are not settled, by their delivery. One statement."""
    found = Dispute.objects.of(commitment.steward_id).filter(delivery__commitment=commitment, settled_at=None)
    return {dispute.delivery_id: dispute for dispute in found}


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """How a side, or a mediator, says that it ends."""

    id: UUID
    side: str
    who: str
    words: str
    how: str
    at: datetime
    is_agreed: bool


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """Who says what about a delivery, and what was proposed; `proposal`: the last one, if it waits for an answer."""

    id: UUID
    side_words: str
    who: str
    word_words: str
    reason: str
    at: datetime
    is_settled: bool
    proposals: tuple[ProposalRow, ...]

    @property
    def proposal(self) -> ProposalRow | None:
        """What the other side may agree to now."""
        return self.proposals[-1] if self.proposals and not self.is_settled else None


def dispute_row(dispute: Dispute, unit: str) -> DisputeRow:
    """A dispute with all that was proposed, in its order. One statement."""
    proposals = Settlement.objects.of(dispute.steward_id).filter(dispute=dispute).order_by("proposed_at", "id")
    return DisputeRow(
        dispute.pk,
        str(SIDE_WORDS[dispute.side]),
        dispute.disputed_as,
        str(SIDE_WORDS[dispute.word]) if dispute.word else "",
        dispute.reason,
        dispute.disputed_at,
        dispute.settled_at is not None,
        tuple(
            ProposalRow(
                one.pk,
                one.proposed_side,
                one.mediated_by or one.proposed_as or (str(SIDE_WORDS[one.proposed_side]) if one.proposed_side else ""),
                one.words,
                settlement_words(one, unit),
                one.proposed_at,
                one.agreed_at is not None,
            )
            for one in proposals
        ),
    )


def settlement_words(settlement: Settlement, unit: str) -> str:
    """How it ends, with the right number where there is one. No statement."""
    said = str(Settlement.Outcome(settlement.outcome).label)
    return f"{said}: {amount(settlement.quantity, unit)}" if settlement.quantity else said


@dataclass(frozen=True, slots=True)
class LossRow:
    """What broke or was lost of a loan, and what the lender said. `is_decided`: nothing more is asked of them."""

    id: UUID
    quantity: int
    how: str
    words: str
    at: datetime
    evidence_id: UUID | None
    decision: str
    decision_words: str
    is_decided: bool


def losses_of(commitment: Commitment) -> list[LossRow]:
    """All losses of a loan in their order. Two statements."""
    rows = Loss.objects.of(commitment.steward_id).filter(commitment=commitment).prefetch_related("decisions")
    return [loss_row(loss) for loss in rows.order_by("told_at", "id")]


def loss_row(loss: Loss) -> LossRow:
    """One loss. At most one statement."""
    said = sorted(loss.decisions.all(), key=lambda one: (one.decided_at, one.pk))
    last = said[-1] if said else None
    return LossRow(
        loss.pk,
        loss.quantity,
        str(Loss.How(loss.how).label),
        loss.words,
        loss.told_at,
        loss.evidence_id,
        str(LossDecision.Outcome(last.outcome).label) if last else "",
        last.words if last else "",
        last is not None and last.outcome != LossDecision.Outcome.OWED,
    )
