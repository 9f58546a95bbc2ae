"""Verbs of what comes before promises: "not this time" to one need; propose an exchange, agree to it, let it go."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from ruammue.access.actors import Actor
from ruammue.foundation.keys import new_key, new_token, token_hash
from ruammue.ledger.actions import record
from ruammue.ledger.who import Who
from ruammue.people.models import Organisation, Person
from ruammue.people.signing.acts import must_be_named
from ruammue.people.signing.refusals import NoSuchLink
from ruammue.places.models import Steward
from ruammue.resources.actions import interest as weighing
from ruammue.resources.actions import locks
from ruammue.resources.actions.commitments import make_commitment
from ruammue.resources.actions.lines import hand_of, in_order, may_go_back, still_open, whole
from ruammue.resources.events import (
    ExchangeAgreed,
    ExchangeAnswered,
    ExchangeAsked,
    ExchangeCancelled,
    ExchangeMediated,
    ExchangeProposed,
    FitDeclined,
    OfferedInExchange,
)
from ruammue.resources.exchange.models import (
    Exchange,
    ExchangeLeg,
    ExchangeParty,
    ExchangeWish,
    ExchangeWord,
    NotThisTime,
)
from ruammue.resources.exchange.queries import sides_of
from ruammue.resources.models import Commitment, Confirmation, NeedLine, Offer
from ruammue.resources.refusals import (
    DatesReversed,
    ExchangeCannotBe,
    ExchangeIsOver,
    GiverIsReceiver,
    LineIsClosed,
    LinkExpired,
    MatterIsClosed,
    MediatorIsParty,
    NobodyGives,
    NotAnExchange,
    NotAParty,
    NotOfThisSteward,
    OfferIsWithdrawn,
    OfferNotThen,
    OfferTooSmall,
    OverCommitment,
    PartyAgreedAlready,
    ReasonMissing,
    WishNotOpened,
)
from ruammue.resources.thanks import interest

DAYS_TO_AGREE = 14
"""As long as an asking by link is open."""
CANNOT_BE = (
    OverCommitment, OfferTooSmall, OfferIsWithdrawn, OfferNotThen, LineIsClosed, MatterIsClosed, DatesReversed,
)  # fmt: skip
Answer, How = ExchangeParty.Answer, ExchangeParty.How


@transaction.atomic
def decline_fit(
    line: NeedLine,
    *,
    side: str,
    reason: str,
    by: Who,
    organisation: Organisation | None = None,
    person: Person | None = None,
    now: datetime | None = None,
) -> NotThisTime:
    """Say for one side that these two are not brought together for this need. Said again, the first word stands.

    `organisation` or `person` is the one who could give, whoever says it. Raises ReasonMissing, NobodyGives,
    LineIsClosed, MatterIsClosed.
    """
    if not reason.strip():
        raise ReasonMissing()
    if (organisation is None) == (person is None):
        raise NobodyGives()
    line = locks.take_line(line)
    before: NotThisTime | None = (
        NotThisTime.objects.of(line.steward_id).filter(need_line=line, organisation=organisation, person=person).first()
    )
    if before is not None:
        return before
    still_open(line)
    said: NotThisTime = NotThisTime.objects.create(
        steward_id=line.steward_id,
        need_line=line,
        organisation=organisation,
        person=person,
        side=Confirmation.Side(side),
        reason=reason,
        said_at=now or timezone.now(),
        said_by_id=hand_of(by),
    )
    record(
        FitDeclined(steward=line.steward_id, line=line.pk, matter=line.matter_id, side=str(said.side)),
        by=by,
        reason=reason,
        at=now,
    )
    return said


# ------------------------------------------------------------------------------------------- exchanges


@transaction.atomic
def offer_only_in_exchange(offer: Offer, *, only: bool, by: Who, wants: str = "", now: datetime | None = None) -> Offer:
    """Say that an offer is given only in return for something (or, `only` false, without after all).

    Raises OfferIsWithdrawn, ReasonMissing (what is wanted).
    """
    offer = locks.take_offer(offer)
    if offer.withdrawn_at:
        raise OfferIsWithdrawn(name=offer.spec.name)
    if only and not wants.strip():
        raise ReasonMissing()
    if offer.is_trade == only:
        return offer
    offer.is_trade, offer.wants = only, wants.strip() if only else ""
    offer.save(update_fields=["is_trade", "wants"])
    record(OfferedInExchange(steward=offer.steward_id, offer=offer.pk, only=only), by=by, at=now)
    return offer


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a proposal: `provider` gives `quantity` minor units for `line` (from `offer`, where there is one), or
    lends them until `return_due`.
    """

    line: NeedLine
    provider: Organisation
    quantity: int
    offer: Offer | None = None
    is_loan: bool = False
    return_due: date | None = None

    @property
    def is_lent(self) -> bool:
        """Said so, or offered so."""
        return self.is_loan or bool(self.offer and self.offer.is_loan)


@dataclass(frozen=True, slots=True)
class Wished:
    """What `organisation` would like from `provider`, in its own words; no line asks for it yet."""

    organisation: Organisation
    provider: Organisation
    words: str
    much: str
    until_on: date | None = None


@transaction.atomic
def propose_exchange(
    steward: Steward,
    parts: Sequence[Part],
    *,
    why: str,
    by: Who,
    wishes: Sequence[Wished] = (),
    own: Collection[UUID] | None = None,
    key: UUID | None = None,
    now: datetime | None = None,
) -> Exchange:
    """Ask several to give to one another at once. Nothing is promised, and nothing is kept back for it.

    Every party gives and takes. `wishes`: what is taken that nobody asked for yet; the office opens it, then all can
    agree. `own`: one of these organisations must have a part, because a partner proposes for
    itself and never only for others. `key` is the form's own: sent twice, it is one proposal. Raises ReasonMissing,
    NotAnExchange, NotAParty, NotACount, NotLent, DatesReversed, GiverIsReceiver, LineIsClosed, MatterIsClosed,
    OverCommitment, OfferTooSmall, OfferIsWithdrawn, NotOfThisSteward.
    """
    if not why.strip():
        raise ReasonMissing()
    key, now = key or new_key(), now or timezone.now()
    before: Exchange | None = Exchange.objects.of(steward).filter(pk=key).first()
    if before is not None:
        return before
    givers = {part.provider.pk: part.provider for part in parts}
    givers |= {wish.provider.pk: wish.provider for wish in wishes}
    takers = {part.line.receiver_id: part.line.receiver for part in parts}
    takers |= {wish.organisation.pk: wish.organisation for wish in wishes}
    if len(parts) + len(wishes) < 2 or len(givers) < 2:
        raise NotAnExchange(name="")
    if own is not None and not givers.keys() & set(own):
        raise NotAParty(name=Organisation.objects.filter(pk__in=own).values_list("name", flat=True).first() or "")
    for one in givers.keys() ^ takers.keys():
        raise NotAnExchange(name=(givers.get(one) or takers[one]).name)
    for part in parts:
        _could_be_promised(steward, part, now)
    for wish in wishes:
        if not (wish.words.strip() and wish.much.strip()):
            raise ReasonMissing()
        if wish.provider.pk == wish.organisation.pk:
            raise GiverIsReceiver(name=wish.provider.name)
    made, is_new = Exchange.objects.get_or_create(
        id=key,
        steward=steward,
        defaults={
            "why": why,
            "expires_on": timezone.localdate(now) + timedelta(days=DAYS_TO_AGREE),
            "proposed_at": now,
            "proposed_by_id": hand_of(by),
        },
    )
    if not is_new:  # sent twice at the same moment
        return made
    for part in parts:
        ExchangeLeg.objects.create(
            steward=steward,
            exchange=made,
            need_line=part.line,
            provider=part.provider,
            quantity=part.quantity,
            offer=part.offer,
            is_loan=part.is_lent,
            return_due_on=part.return_due if part.is_lent else None,
        )
    for wish in wishes:
        ExchangeWish.objects.create(
            steward=steward,
            exchange=made,
            organisation=wish.organisation,
            provider=wish.provider,
            words=wish.words,
            much=wish.much,
            until_on=wish.until_on,
        )
    for body in givers.values():
        ExchangeParty.objects.create(steward=steward, exchange=made, organisation=body)
    record(ExchangeProposed(steward=steward.pk, exchange=made.pk), by=by, reason=why, at=now)
    return made


def _could_be_promised(steward: Steward, part: Part, now: datetime) -> None:
    whole(part.quantity)
    line, offer = part.line, part.offer
    if line.steward_id != steward.pk or (offer is not None and offer.steward_id != steward.pk):
        raise NotOfThisSteward()
    still_open(line)
    if part.provider.pk == line.receiver_id:
        raise GiverIsReceiver(name=part.provider.name)
    if part.is_lent:
        may_go_back(line.spec)
        in_order(max(timezone.localdate(now), line.from_on or date.min), part.return_due)
    if part.quantity > line.lacking:  # read by `open_gaps`, it knows what other proposals wait for
        raise OverCommitment(name=line.spec.name, unit=line.spec.unit, asked=part.quantity, missing=line.lacking)
    if offer is None:
        return
    if offer.withdrawn_at:
        raise OfferIsWithdrawn(name=offer.spec.name)
    if part.quantity > offer.remaining:
        raise OfferTooSmall(
            name=offer.spec.name,
            unit=offer.spec.unit,
            asked=part.quantity,
            remaining=offer.remaining,
            giver=part.provider.name,
        )


def take_exchange(exchange: Exchange) -> Exchange:
    """The exchange as it stands, held until this act is done; always taken before lines and offers.

    Raises ExchangeIsOver.
    """
    taken = _take(exchange)
    _still_open(taken)
    return taken


def _take(exchange: Exchange) -> Exchange:
    taken: Exchange = Exchange.objects.select_for_update().select_related("steward").get(pk=exchange.pk)
    return taken


def _can_be_agreed(exchange: Exchange) -> None:
    wish = ExchangeWish.objects.of(exchange.steward_id).filter(exchange=exchange, leg=None).first()
    if wish is not None:
        raise WishNotOpened(name=wish.words)


def _still_open(exchange: Exchange) -> None:
    if not exchange.is_open:
        raise ExchangeIsOver(how="agreed" if exchange.agreed_at else "cancelled")


def _party(exchange: Exchange, organisation: Organisation) -> ExchangeParty:
    found: ExchangeParty | None = (
        ExchangeParty.objects.of(exchange.steward_id).filter(exchange=exchange, organisation=organisation).first()
    )
    if found is None:
        raise NotAParty(name=organisation.name)
    return found


@transaction.atomic
def ask_party(exchange: Exchange, organisation: Organisation, *, by: Who, now: datetime | None = None) -> str:
    """Give a party a link of its own to answer by; the one before is dead. Returns the token, shown this once.

    Raises ExchangeIsOver, NotAParty, PartyAgreedAlready, WishNotOpened.
    """
    exchange = take_exchange(exchange)
    party = _party(exchange, organisation)
    if party.agreed_at:
        raise PartyAgreedAlready(name=organisation.name)
    _can_be_agreed(exchange)
    token = new_token()
    party.token_hash = token_hash(token)
    party.save(update_fields=["token_hash"])
    record(ExchangeAsked(steward=exchange.steward_id, exchange=exchange.pk, party=party.pk), by=by, at=now)
    return token


@transaction.atomic
def agree_to_exchange(
    exchange: Exchange,
    organisation: Organisation,
    *,
    by: Actor,
    as_whom: str = "",
    how: str = How.OWN,
    despite: str = "",
    now: datetime | None = None,
) -> Exchange:
    """A party agrees: by itself, or heard by somebody of the office (`how`, `as_whom`). With the last yes every part
    becomes a promise that both sides accepted, all in this act; where one of them can no longer be, nothing is done.

    `despite`: why the office takes it of one who sells to it (R29). Said again, the first yes stands. Raises
    ExchangeIsOver, NotAParty, SignerMissing, LinkExpired, WishNotOpened, InterestNotWeighed, ExchangeCannotBe.
    """
    now = now or timezone.now()
    exchange = _take(exchange)
    party = _party(exchange, organisation)
    if party.agreed_at and not exchange.cancelled_at:
        return exchange
    _still_open(exchange)
    if timezone.localdate(now) > exchange.expires_on:
        raise LinkExpired(on=exchange.expires_on)
    _can_be_agreed(exchange)
    name = as_whom.strip() or party.answered_as or (by.name if how == How.OWN else "")
    must_be_named(name)
    warned = interest.warnings_of_exchange(exchange, organisation, today=timezone.localdate(now))
    weighing.weigh(warned, despite, by=by, now=now, exchange=exchange)
    party.answer, party.answered_at, party.answered_as = Answer.YES, party.answered_at or now, name
    party.agreed_at, party.agreed_by_id, party.agreed_how = now, hand_of(by), How(how)
    party.save()
    record(
        ExchangeAnswered(
            steward=exchange.steward_id, exchange=exchange.pk, party=party.pk, answer=Answer.YES.value, is_heard=True
        ),
        by=by,
        at=now,
    )
    if _all_agreed(exchange):
        _conclude(exchange, by, now)
    return exchange


def _all_agreed(exchange: Exchange) -> bool:
    return not ExchangeParty.objects.of(exchange.steward_id).filter(exchange=exchange, agreed_at=None).exists()


def _conclude(exchange: Exchange, by: Actor, now: datetime) -> None:
    """Everybody agreed: promises on all sides, or (by the refusal of one of them) none."""
    names = {party.organisation_id: party.answered_as for party in exchange.parties.all()}
    legs = list(exchange.legs.select_related("need_line__receiver", "provider", "offer"))
    # All rows in the house's order before the first promise, so that two exchanges wait for each other.
    for line in sorted({leg.need_line_id for leg in legs}):
        locks.take_line(NeedLine(pk=line))
    for offer in sorted({leg.offer_id for leg in legs if leg.offer_id}):
        locks.take_offer(Offer(pk=offer))
    pen = by if by.entered_by_id else by.entering_for(None)
    for leg in legs:
        try:
            leg.commitment = make_commitment(
                leg.need_line,
                quantity=leg.quantity,
                side=Confirmation.Side.RECEIVER,
                offer=leg.offer,
                provider=None if leg.offer else leg.provider,
                is_loan=leg.is_loan,
                return_due=leg.return_due_on,
                reason=exchange.why,
                agreed_in=Commitment.AgreedIn.EXCHANGE,
                as_whom=names[leg.need_line.receiver_id],
                agreed_by=names[leg.provider_id],
                asks_interest=False,  # whoever agreed for the office was asked then
                by=pen,
                idempotency_key=f"exchange-{leg.pk}",
                now=now,
            )
        except CANNOT_BE as why:
            raise ExchangeCannotBe(name=leg.need_line.spec.name, giver=leg.provider.name) from why
        leg.save(update_fields=["commitment"])
    exchange.agreed_at, exchange.agreed_by_id = now, hand_of(by)
    exchange.save(update_fields=["agreed_at", "agreed_by_id"])
    record(ExchangeAgreed(steward=exchange.steward_id, exchange=exchange.pk), by=by, at=now)


@transaction.atomic
def answer_exchange_by_link(
    token: str,
    *,
    answer: str,
    as_whom: str,
    steward: Steward,
    by: Actor,
    words: str = "",
    now: datetime | None = None,
) -> ExchangeParty:
    """A party without an account answers: yes is a claim until the office heard it; no ends the proposal for all, also
    after a yes, as long as not everybody has agreed. The same answer again changes nothing.

    Whoever holds a link may have been handed it: a yes by it promises nothing, and a no costs no more than a new
    proposal. Raises NoSuchLink, SignerMissing, ExchangeIsOver, LinkExpired, ReasonMissing.
    """
    now = now or timezone.now()
    party = ExchangeParty.objects.of(steward).filter(token_hash=token_hash(token)).first()
    if party is None:
        raise NoSuchLink
    must_be_named(as_whom)
    exchange = _take(Exchange(pk=party.exchange_id))
    party.refresh_from_db()
    if party.answer == answer:
        return party
    _still_open(exchange)
    if timezone.localdate(now) > exchange.expires_on:
        raise LinkExpired(on=exchange.expires_on)
    by = replace(by, on_behalf_of_id=party.organisation_id)
    if answer != Answer.YES and not words.strip():
        raise ReasonMissing()
    if answer == Answer.YES:
        party.answer, party.answered_at, party.answered_as = Answer.YES, now, as_whom
        party.save()
    else:
        _says_no(party, as_whom, now)
    record(
        ExchangeAnswered(steward=steward.pk, exchange=exchange.pk, party=party.pk, answer=str(party.answer)),
        by=by,
        at=now,
    )
    if party.answer == Answer.NO:
        _cancel(exchange, words, exchange.proposed_by_id, by, now)
    return party


@transaction.atomic
def cancel_exchange(
    exchange: Exchange,
    *,
    reason: str,
    by: Actor,
    organisation: Organisation | None = None,
    now: datetime | None = None,
) -> Exchange:
    """A party (`organisation`) does not agree or takes its yes back, or the office lets the proposal go: all of it
    ends, and nobody owes anything. Once it has ended, the first reason stands.

    Raises ReasonMissing, ExchangeIsOver (agreed by all), NotAParty.
    """
    if not reason.strip():
        raise ReasonMissing()
    exchange = _take(exchange)
    now, party = now or timezone.now(), _party(exchange, organisation) if organisation is not None else None
    if exchange.cancelled_at:
        return exchange
    _still_open(exchange)
    if party is not None:  # whose no it was is read by the others
        _says_no(party, by.name, now)
    _cancel(exchange, reason, hand_of(by), by, now)
    return exchange


def _says_no(party: ExchangeParty, name: str, now: datetime) -> None:
    party.answer, party.answered_at, party.answered_as = Answer.NO, now, name
    party.agreed_at, party.agreed_by_id, party.agreed_how = None, None, ""
    party.save()


def _cancel(exchange: Exchange, reason: str, hand: UUID, by: Actor, now: datetime) -> None:
    exchange.cancelled_at, exchange.cancelled_by_id, exchange.cancel_reason = now, hand, reason
    exchange.save(update_fields=["cancelled_at", "cancelled_by_id", "cancel_reason"])
    record(ExchangeCancelled(steward=exchange.steward_id, exchange=exchange.pk), by=by, reason=reason, at=now)


@transaction.atomic
def mediate_exchange(
    exchange: Exchange,
    *,
    words: str,
    mediator: Organisation | Person,
    by: Actor,
    key: UUID | None = None,
    now: datetime | None = None,
) -> ExchangeWord:
    """Write down what the parties agreed on after all, when one could not keep its part, and who stood between them.

    Whoever speaks for a party, or said its yes, stands on its side. `key` is the form's own: sent twice, it is written
    down once. Raises ReasonMissing, MediatorIsParty.
    """
    if not words.strip():
        raise ReasonMissing()
    exchange, key = _take(exchange), key or new_key()
    before: ExchangeWord | None = ExchangeWord.objects.of(exchange.steward_id).filter(exchange=exchange, pk=key).first()
    if before is not None:
        return before
    body = mediator if isinstance(mediator, Organisation) else None
    if mediator.pk in sides_of(exchange):
        raise MediatorIsParty(name=mediator.name)
    said: ExchangeWord = ExchangeWord.objects.create(
        id=key,
        steward_id=exchange.steward_id,
        exchange=exchange,
        words=words,
        mediator_organisation=body,
        mediator_person=mediator if isinstance(mediator, Person) else None,
        said_at=now or timezone.now(),
        said_by_id=hand_of(by),
    )
    record(ExchangeMediated(steward=exchange.steward_id, exchange=exchange.pk), by=by, reason=words, at=now)
    return said
