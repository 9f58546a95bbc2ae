"""Verbs of promises: make one, accept it, end it. A promise is always an explicit act of both sides, never assumed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ruammue.decisions.models import Resolution
from ruammue.foundation import quantities
from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.people.models import Organisation, Person
from ruammue.resources import schedules
from ruammue.resources.actions import interest as weighing
from ruammue.resources.actions import locks
from ruammue.resources.actions.counting import Weight, weigh_again, weight
from ruammue.resources.actions.lines import hand_of, in_order, may_go_back, still_open, whole
from ruammue.resources.events import CommitmentAccepted, CommitmentEnded, CommitmentMade
from ruammue.resources.models import Commitment, Confirmation, NeedLine, Offer, Substitution
from ruammue.resources.refusals import (
    AlreadyAccepted,
    CommitmentIsOver,
    DayIsOver,
    DeliveriesWaiting,
    DisputeIsOpen,
    GiverIsReceiver,
    MediatorMissing,
    NobodyGives,
    NotAcceptedYet,
    NotAgreedThere,
    NothingDelivered,
    NotOfThisSteward,
    NotOverdue,
    OfferForAnotherMatter,
    OfferIsWithdrawn,
    OfferNotThen,
    OfferOfAnotherKind,
    OfferOnlyInExchange,
    OfferTooSmall,
    OverCommitment,
    PromisedJustNow,
    ReasonMissing,
    SameKeyOtherAct,
    TooLittleToCome,
    UnitsDoNotMeet,
    WhoseWordMissing,
)
from ruammue.resources.thanks import interest

Side, AgreedIn, End = Confirmation.Side, Commitment.AgreedIn, Commitment.End
PROVIDER, RECEIVER = Side.PROVIDER, Side.RECEIVER


def other(side: str) -> str:
    """The side opposite."""
    return RECEIVER if side == PROVIDER else PROVIDER


def whose_word(by: Who, as_whom: str) -> str:
    """`as_whom`, which a helper may not leave empty: somebody's word is taken down. Raises WhoseWordMissing."""
    if by.entered_by_id is not None and not as_whom.strip():
        raise WhoseWordMissing()
    return as_whom


@transaction.atomic
def make_commitment(
    line: NeedLine,
    *,
    quantity: int,
    by: Who,
    side: str,
    idempotency_key: str,
    offer: Offer | None = None,
    provider: Organisation | None = None,
    person: Person | None = None,
    due: date | None = None,
    is_loan: bool = False,
    return_due: date | None = None,
    reason: str = "",
    as_whom: str = "",
    agreed_by: str = "",
    agreed_in: str = "",
    agreed_decision: Resolution | None = None,
    agreed_words: str = "",
    despite: str = "",
    asks_interest: bool = True,
    not_twice_within: timedelta | None = None,
    now: datetime | None = None,
) -> Commitment:
    """Write a promise of a part down, for one `side` ("provider" or "receiver"); it counts once the other accepts.

    `provider` or `person` gives (taken from `offer` when there is one); a loan offer makes a loan. `reason`: why
    the receiver's human chose this giver; asked for when the receiver begins. `agreed_by`: the name of somebody of
    the other side who already said yes, by telephone or on paper; then both sides have accepted at once. `agreed_in`:
    where it was agreed (an offer when there is one, else by word of mouth), with the resolution or the words of the
    duty. `despite`: why the office takes it of one who sells to it (R29), asked with the receiver's yes unless that was
    given elsewhere (`asks_interest` false: in an exchange, or by people who came). The same `idempotency_key` again
    gives the same promise. `not_twice_within`: the very same promise of the same giver, made under another key within
    that time and standing where this one would, refuses it (two tabs, two hands at once).

    Raises NotACount, DayIsOver, NotLent, DatesReversed, NobodyGives, GiverIsReceiver, LineIsClosed, MatterIsClosed,
    ReasonMissing, WhoseWordMissing, OverCommitment, OfferTooSmall, TooLittleToCome, OfferIsWithdrawn, OfferNotThen,
    OfferOnlyInExchange, OfferOfAnotherKind, OfferForAnotherMatter, UnitsDoNotMeet, NotAgreedThere,
    NotOfThisSteward, SameKeyOtherAct, PromisedJustNow, InterestNotWeighed.
    """
    whole(quantity)
    line = locks.take_line(line)
    before = Commitment.objects.of(line.steward_id).filter(idempotency_key=idempotency_key).first()
    if before is not None:
        if (before.need_line_id, before.quantity) != (line.pk, quantity):
            raise SameKeyOtherAct()
        return before
    still_open(line)
    now = now or timezone.now()
    for day in (due, return_due if is_loan or (offer is not None and offer.is_loan) else None):
        if day is not None and day < timezone.localdate(now):
            raise DayIsOver(on=day, today=timezone.localdate(now))
    if offer is not None:
        offer = locks.take_offer(offer)
        provider, person, is_loan = offer.provider, offer.person, offer.is_loan or is_loan
    if is_loan:
        may_go_back(line.spec)
        in_order(due, return_due)
    if (provider is None) == (person is None):
        raise NobodyGives()
    if provider is not None and provider.pk == line.receiver_id:
        raise GiverIsReceiver(name=provider.name)
    if side == RECEIVER and not reason.strip():
        raise ReasonMissing()
    agreed_in = agreed_in or (AgreedIn.DECISION if agreed_decision else AgreedIn.OFFER if offer else AgreedIn.WORD)
    _agreed_there(line, agreed_in, agreed_decision, agreed_words, offer)
    commitment = Commitment(
        steward_id=line.steward_id,
        need_line=line,
        offer=offer,
        provider=provider,
        person=person,
        receiver=line.receiver,
        quantity=quantity,
        due_on=due or line.until_on,
        is_loan=is_loan,
        return_due_on=return_due if is_loan else None,
        agreed_in=AgreedIn(agreed_in),
        agreed_decision=agreed_decision,
        agreed_words=agreed_words.strip(),
        chosen_reason=reason,
        promised_at=now,
        entered_by_id=by.entered_by_id,
        idempotency_key=idempotency_key,
    )
    _fits(line, commitment, offer, timezone.localdate(now))
    _say_yes(commitment, side, hand_of(by), whose_word(by, as_whom), now)
    if agreed_by.strip():
        _say_yes(commitment, other(side), hand_of(by), agreed_by, now)
    if not_twice_within is not None:
        _not_said_just_now(commitment, now - not_twice_within)
    if commitment.is_accepted:
        _reserve(line, commitment, offer)
    commitment.save(force_insert=True)
    if asks_interest and commitment.receiver_accepted_at is not None:
        _weigh_interest(commitment, despite, by, now)
    record(
        CommitmentMade(
            steward=line.steward_id,
            commitment=commitment.pk,
            matter=line.matter_id,
            side=str(side),
            quantity=quantity,
            is_accepted=commitment.is_accepted,
        ),
        by=by,
        reason=reason,
        at=now,
    )
    return commitment


@transaction.atomic
def accept_commitment(
    commitment: Commitment, *, side: str, by: Who, as_whom: str = "", despite: str = "", now: datetime | None = None
) -> Commitment:
    """The other side says yes; from now on it counts. First come, first served: what lacks may be gone by now.

    `despite`: why the office takes it of one who sells to it (R29). Raises CommitmentIsOver, AlreadyAccepted,
    LineIsClosed, MatterIsClosed, OverCommitment, OfferTooSmall, OfferIsWithdrawn, WhoseWordMissing, InterestNotWeighed.
    """
    line, commitment, offer = locks.take_commitment(commitment)
    not_over(line, commitment)
    if getattr(commitment, f"{side}_accepted_at"):
        raise AlreadyAccepted(giver=commitment.giver, name=line.spec.name)
    still_open(line)
    _fits(line, commitment, offer, timezone.localdate(now))
    _say_yes(commitment, side, hand_of(by), whose_word(by, as_whom), now or timezone.now())
    if commitment.is_accepted:
        _reserve(line, commitment, offer)
    commitment.save(update_fields=[*(f"{side}_accepted_{what}" for what in ("at", "by_id", "as")), "wanted", "given"])
    if side == RECEIVER:
        _weigh_interest(commitment, despite, by, now or timezone.now())
    record(
        CommitmentAccepted(steward=line.steward_id, commitment=commitment.pk, side=str(side), matter=line.matter_id),
        by=by,
        at=now,
    )
    return commitment


@transaction.atomic
def end_commitment(
    commitment: Commitment, *, end: str, reason: str, by: Who, mediated_by: str = "", now: datetime | None = None
) -> Commitment:
    """End a promise before all of it came: "enough" (the rest is not needed), "by_provider" (taken back, or declined
    before it counted), "by_receiver" (released, or declined), "expired" (not answered until its day had passed) or
    "defaulted" (its day has passed, and `mediated_by` heard both sides). What was brought stays; the rest lacks again.

    Raises ReasonMissing, CommitmentIsOver, DeliveriesWaiting (confirm or correct them first), DisputeIsOpen,
    NothingDelivered, NotOverdue, AlreadyAccepted, NotAcceptedYet, MediatorMissing.
    """
    if not reason.strip() and end != End.EXPIRED:
        raise ReasonMissing()
    line, commitment, offer = locks.take_commitment(commitment)
    now = now or timezone.now()
    not_over(line, commitment)
    if end in (End.EXPIRED, End.DEFAULTED):
        _after_its_day(line, commitment, end, timezone.localdate(now))
    if end == End.DEFAULTED and not mediated_by.strip():
        raise MediatorMissing()
    if commitment.deliveries.disputed().exists():
        raise DisputeIsOpen(giver=commitment.giver, name=line.spec.name)
    if waiting := commitment.deliveries.waiting().count():
        raise DeliveriesWaiting(giver=commitment.giver, name=line.spec.name, count=waiting)
    if end == Commitment.End.ENOUGH and not commitment.delivered:
        raise NothingDelivered(giver=commitment.giver, name=line.spec.name)
    was = weight(commitment)
    commitment.end_reason, commitment.mediated_by = reason, mediated_by.strip() if end == End.DEFAULTED else ""
    close(line, commitment, end, by, now)
    weigh_again(line, commitment, offer, was)
    return commitment


def _after_its_day(line: NeedLine, commitment: Commitment, end: str, today: date) -> None:
    due = commitment.due_on or line.until_on
    if end == End.EXPIRED and commitment.is_accepted:
        raise AlreadyAccepted(giver=commitment.giver, name=line.spec.name)
    if end == End.DEFAULTED and not commitment.is_accepted:
        raise NotAcceptedYet(giver=commitment.giver, name=line.spec.name)
    if due is None or due >= today:
        raise NotOverdue(giver=commitment.giver, name=line.spec.name, due=due)


def close(line: NeedLine, commitment: Commitment, end: str, by: Who, now: datetime) -> None:
    """Write the end of a promise that is taken, with its record."""
    commitment.end = Commitment.End(end)
    commitment.ended_at, commitment.ended_by_id = now, hand_of(by)
    commitment.save(update_fields=["end", "ended_at", "ended_by_id", "end_reason", "mediated_by"])
    record(
        CommitmentEnded(
            steward=line.steward_id, commitment=commitment.pk, end=str(commitment.end), matter=line.matter_id
        ),
        by=by,
        reason=commitment.end_reason,
        at=now,
    )


def not_over(line: NeedLine, commitment: Commitment) -> None:
    """Raises CommitmentIsOver when nothing more can come of it."""
    if commitment.end != Commitment.End.OPEN:
        raise CommitmentIsOver(giver=commitment.giver, name=line.spec.name, end=str(commitment.end))


def _weigh_interest(commitment: Commitment, despite: str, by: Who, now: datetime) -> None:
    warned = interest.warnings_of(commitment, today=timezone.localdate(now))
    weighing.weigh(warned, despite, by=by, now=now, commitment=commitment)


def _say_yes(commitment: Commitment, side: str, person_id: UUID | None, as_whom: str, now: datetime) -> None:
    setattr(commitment, f"{side}_accepted_at", now)
    setattr(commitment, f"{side}_accepted_by_id", person_id)
    setattr(commitment, f"{side}_accepted_as", as_whom)


def _not_said_just_now(commitment: Commitment, since: datetime) -> None:
    """Raises PromisedJustNow. The line is taken, so that of two at once the second sees the first.

    Once the other side said yes to the first, or it came to an end, the same words mean one more.
    """
    same: Commitment | None = (
        Commitment.objects.of(commitment.steward_id)
        .filter(
            **{name: getattr(commitment, name) for name in _SAME},
            **{f"{side}_accepted_at__isnull": not getattr(commitment, f"{side}_accepted_at") for side in Side},
            end=Commitment.End.OPEN,
            promised_at__gte=since,
        )
        .order_by("promised_at", "id")
        .last()
    )
    if same is not None:
        raise PromisedJustNow(promise=same.pk)


_SAME = ("need_line_id", "provider_id", "person_id", "quantity", "due_on", "is_loan", "return_due_on")


def _agreed_there(line: NeedLine, agreed_in: str, decision: Resolution | None, words: str, offer: Offer | None) -> None:
    """Raises NotAgreedThere when what it was agreed in is not named, NotOfThisSteward, OfferOnlyInExchange."""
    if decision is not None and decision.steward_id != line.steward_id:
        raise NotOfThisSteward()
    named = {AgreedIn.DECISION: decision is not None, AgreedIn.OFFER: offer is not None,
             AgreedIn.OBLIGATION: bool(words.strip())}  # fmt: skip
    if not named.get(AgreedIn(agreed_in), True) or (decision is not None and agreed_in != AgreedIn.DECISION):
        raise NotAgreedThere(agreed_in=str(agreed_in))
    if offer is not None and offer.is_trade and agreed_in != AgreedIn.EXCHANGE:
        raise OfferOnlyInExchange(giver=offer.giver, name=offer.spec.name, wants=offer.wants)


def _fits(line: NeedLine, commitment: Commitment, offer: Offer | None, today: date) -> None:
    """Refuse what is more than lacks, more than is left, or another thing. The line (and the offer) are taken."""
    if commitment.quantity > line.lacking:  # what people said that they do themselves is theirs to do
        raise OverCommitment(name=line.spec.name, unit=line.spec.unit, asked=commitment.quantity, missing=line.lacking)
    if offer is None:
        return
    if offer.steward_id != line.steward_id:
        raise NotOfThisSteward()
    if offer.withdrawn_at:
        raise OfferIsWithdrawn(name=offer.spec.name)
    if offer.matter_id not in (None, line.matter_id):
        raise OfferForAnotherMatter(name=offer.spec.name)
    commitment.wanted, commitment.given = _ratio(line, offer)
    asked = -(-commitment.quantity * commitment.given // commitment.wanted)
    if asked > offer.remaining:
        raise OfferTooSmall(
            name=offer.spec.name,
            unit=offer.spec.unit,
            asked=asked,
            remaining=offer.remaining,
            giver=commitment.giver,
        )
    if offer.least is not None and asked < min(offer.least, offer.remaining):
        raise TooLittleToCome(
            name=offer.spec.name, unit=offer.spec.unit, asked=asked, least=min(offer.least, offer.remaining),
            giver=offer.giver,
        )  # fmt: skip
    _can_be_then(line, commitment, offer, today)


def _ratio(line: NeedLine, offer: Offer) -> tuple[int, int]:
    """(wanted, given): how many minor units of the offer do for how many of the line.

    Raises OfferOfAnotherKind, UnitsDoNotMeet.
    """
    if offer.spec_id == line.spec_id:
        return 1, 1
    said = Substitution.objects.of(line.steward_id).filter(spec=line.spec_id, stand_in=offer.spec_id).first()
    if said is not None:
        return said.wanted, said.given
    if not quantities.same_dimension(offer.spec.unit, line.spec.unit):
        raise UnitsDoNotMeet(
            name=line.spec.name, unit=line.spec.unit, other_name=offer.spec.name, other_unit=offer.spec.unit
        )
    raise OfferOfAnotherKind(offered=offer.spec.name, wanted=line.spec.name)


def days_meet(line: NeedLine, offer: Offer, *, due: date | None, today: date) -> bool:
    """A day on which it can be had is a day on which it is needed."""
    since = max((day for day in (line.from_on, offer.from_on) if day), default=None)
    until = min((day for day in (due, offer.until_on) if day), default=None)
    if since is not None and until is not None and since > until:
        return False
    if not offer.schedule:
        return True
    first = since or (until and min(today, until))
    return schedules.next_day(offer.schedule, first, until, counted_from=offer.from_on) is not None


def _can_be_then(line: NeedLine, commitment: Commitment, offer: Offer, today: date) -> None:
    """Raises OfferNotThen when no day on which it can be had is a day on which it is needed."""
    due = commitment.due_on or line.until_on
    if not days_meet(line, offer, due=due, today=today):
        raise OfferNotThen(
            giver=offer.giver, name=offer.spec.name, from_on=offer.from_on, until_on=offer.until_on,
            schedule=offer.schedule, since=line.from_on, due=due,
        )  # fmt: skip


def _reserve(line: NeedLine, commitment: Commitment, offer: Offer | None) -> None:
    weigh_again(line, commitment, offer, Weight())
