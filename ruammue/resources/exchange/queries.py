"""Reads of exchanges: what could be exchanged, how a proposal stands, who gave and took how often in a year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from ruammue.access.actors import Actor, Role
from ruammue.foundation.keys import token_hash
from ruammue.people.models import Affiliation, Organisation, RoleHeld
from ruammue.people.queries import in_force
from ruammue.places.models import Steward
from ruammue.resources import queries
from ruammue.resources.exchange.models import Exchange, ExchangeLeg, ExchangeParty, ExchangeWish, ExchangeWord
from ruammue.resources.models import Commitment, Delivery, NeedLine, Offer
from ruammue.resources.near import open_gaps
from ruammue.resources.wording import PROMISE_STATES, Standing, amount

YEAR = timedelta(days=365)
PER_PAGE = 20
OFFICE = (Role.EXECUTIVE, Role.CLERK, Role.OFFICER)
"""Whoever works for the local government."""
FELL = ("taken_back", "released", "expired", "defaulted")
"""How a part of an exchange ends that was promised and did not come."""


@dataclass(frozen=True, slots=True)
class PartRow:
    """One part of an exchange in words. `broken`: it was promised and then taken back."""

    line_id: UUID
    giver: str
    giver_id: UUID
    taker: str
    taker_id: UUID
    thing: str
    amount: str
    is_loan: bool
    return_due_on: date | None
    commitment_id: UUID | None
    standing: Standing | None
    is_broken: bool
    may_be_freed: bool


@dataclass(frozen=True, slots=True)
class WishRow:
    """What a party would like and nobody asked for as a line yet."""

    giver: str
    taker: str
    words: str
    until_on: date | None


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party and its yes. `has_link`: one was sent by which it may answer."""

    organisation_id: UUID
    name: str
    answer: str
    answered_as: str
    is_claimed: bool
    has_agreed: bool
    has_link: bool = False


@dataclass(frozen=True, slots=True)
class ExchangeRow:
    """An exchange with its parts and parties. `state`: open, overdue, agreed, broken or cancelled."""

    id: UUID
    why: str
    state: str
    expires_on: date
    proposed_on: date
    parts: tuple[PartRow, ...]
    parties: tuple[PartyRow, ...]
    cancel_reason: str
    wishes: tuple[WishRow, ...] = ()
    """Those that the office has to open before anybody can agree."""

    @property
    def ended_by(self) -> str:
        """The party whose no ended it; empty where the office let it go."""
        return next((party.name for party in self.parties if party.answer == ExchangeParty.Answer.NO), "")

    @property
    def title(self) -> str:
        """Who with whom."""
        return " ↔ ".join(party.name for party in self.parties)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A pair or a ring that could be proposed; `chosen` is what the form of proposing carries for each part."""

    parts: tuple[tuple[str, str, str, str], ...]
    """(giver, taker, thing, how much)"""
    chosen: tuple[tuple[UUID, UUID, UUID], ...]
    """(line, offer, giver)"""


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """How often one gave and took in a year, and what. `share`: the smaller of both over the larger."""

    name: str
    gave: int
    took: int
    things_gave: tuple[str, ...]
    things_took: tuple[str, ...]


def _row(
    exchange: Exchange,
    parts: list[PartRow],
    parties: Iterable[ExchangeParty],
    wishes: Iterable[ExchangeWish],
    *,
    today: date,
) -> ExchangeRow:
    if exchange.cancelled_at:
        state = "cancelled"
    elif exchange.agreed_at:
        state = "broken" if any(part.is_broken for part in parts) else "agreed"
    else:
        state = "overdue" if exchange.expires_on < today else "open"
    return ExchangeRow(
        id=exchange.pk,
        why=exchange.why,
        state=state,
        expires_on=exchange.expires_on,
        proposed_on=exchange.proposed_at.date(),
        parts=tuple(parts),
        parties=tuple(
            PartyRow(
                party.organisation_id,
                party.organisation.name,
                party.answer,
                party.answered_as,
                party.is_claimed,
                party.agreed_at is not None,
                party.token_hash is not None,
            )
            for party in parties
        ),
        cancel_reason=exchange.cancel_reason,
        wishes=tuple(
            WishRow(wish.provider.name, wish.organisation.name, f"{wish.words} {wish.much}", wish.until_on)
            for wish in wishes
        ),
    )


def rows_of(steward: Steward, found: QuerySet[Exchange] | list[Exchange], *, today: date) -> list[ExchangeRow]:
    """Exchanges with parts, wishes and parties. Five statements for any number of them."""
    exchanges = list(found)
    keys = [exchange.pk for exchange in exchanges]
    parties: dict[UUID, list[ExchangeParty]] = defaultdict(list)
    for party in ExchangeParty.objects.of(steward).filter(exchange__in=keys).select_related("organisation"):
        parties[party.exchange_id].append(party)
    legs = list(
        ExchangeLeg.objects.of(steward)
        .filter(exchange__in=keys)
        .select_related("need_line__spec", "need_line__receiver", "provider")
    )
    promised = {
        promise.pk: queries.promise_row(promise, today=today)
        for promise in queries.commitments(steward).filter(exchange_legs__exchange__in=keys)
    }
    broken = {leg.exchange_id for leg in legs if leg.commitment_id and promised[leg.commitment_id].status in FELL}
    parts: dict[UUID, list[PartRow]] = defaultdict(list)
    for leg in legs:
        promise = promised.get(leg.commitment_id) if leg.commitment_id else None
        is_broken = promise is not None and promise.status in FELL
        parts[leg.exchange_id].append(
            PartRow(
                line_id=leg.need_line_id,
                giver=leg.provider.name,
                giver_id=leg.provider_id,
                taker=leg.need_line.receiver.name,
                taker_id=leg.need_line.receiver_id,
                thing=leg.need_line.spec.name,
                amount=amount(leg.quantity, leg.need_line.spec.unit),
                is_loan=leg.is_loan,
                return_due_on=leg.return_due_on,
                commitment_id=leg.commitment_id,
                standing=PROMISE_STATES[promise.status] if promise else None,
                is_broken=is_broken,
                may_be_freed=leg.exchange_id in broken and promise is not None and not promise.is_over,
            )
        )
    wishes: dict[UUID, list[ExchangeWish]] = defaultdict(list)
    for wish in wishes_waiting(steward).filter(exchange__in=keys).select_related("organisation", "provider"):
        wishes[wish.exchange_id].append(wish)
    return [_row(each, parts[each.pk], parties[each.pk], wishes[each.pk], today=today) for each in exchanges]


def wishes_waiting(steward: Steward | UUID) -> QuerySet[ExchangeWish]:
    """Wishes that no line asks for yet."""
    found: QuerySet[ExchangeWish] = ExchangeWish.objects.of(steward).filter(leg=None)
    return found


def exchanges(steward: Steward, actor: Actor, *, sees_all: bool, today: date) -> list[ExchangeRow]:
    """Those the actor may see: all, or those with an own party; the newest thirty. Five statements."""
    found = Exchange.objects.of(steward)
    if not sees_all:
        own = ExchangeParty.objects.filter(exchange=OuterRef("pk"), organisation__in=actor.represents)
        found = found.filter(Exists(own))
    return rows_of(steward, found.order_by("-proposed_at", "-id")[:30], today=today)


def sides_of(exchange: Exchange) -> set[UUID]:
    """Who cannot stand between the parties: they themselves, whoever speaks for one today or said its yes; and where
    the office is one, whoever works there. At most three statements.
    """
    parties = list(
        ExchangeParty.objects.of(exchange.steward_id).filter(exchange=exchange).select_related("organisation")
    )
    bodies = {party.organisation_id for party in parties}
    said = {party.agreed_by_id for party in parties if party.agreed_how == ExchangeParty.How.OWN and party.agreed_by_id}
    ties = Affiliation.objects.of(exchange.steward_id).filter(
        in_force(timezone.localdate()), organisation__in=bodies, may_represent=True
    )
    found = bodies | said | set(ties.values_list("person_id", flat=True))
    if any(party.organisation.kind == Organisation.Kind.LOCAL_GOVERNMENT for party in parties):
        held = RoleHeld.objects.of(exchange.steward_id).filter(in_force(timezone.localdate()), role__in=OFFICE)
        found |= set(held.values_list("person_id", flat=True))
    return found


def waiting(steward: Steward, actor: Actor, *, hears: bool, today: date) -> QuerySet[Exchange]:
    """Exchanges that wait for the yes of a party for which the actor speaks, and (`hears`) those in which a party
    answered by link that somebody of the office has to hear, or wishes for something that it has to open.
    """
    own = Q(organisation__in=actor.represents)
    parties = ExchangeParty.objects.of(steward).filter(exchange=OuterRef("pk"), agreed_at=None)
    parties = parties.filter(own | Q(answer=ExchangeParty.Answer.YES) if hears else own)
    open_still = Exchange.objects.of(steward).filter(agreed_at=None, cancelled_at=None, expires_on__gte=today)
    wished = Exists(ExchangeWish.objects.of(steward).filter(exchange=OuterRef("pk"), leg=None))
    asked = Q(Exists(parties)) & ~Q(wished)
    found: QuerySet[Exchange] = open_still.filter(asked | Q(wished) if hears else asked)
    return found


def in_words(steward: Steward, exchanges: Iterable[str]) -> dict[str, str]:
    """Who with whom, and what: by the exchange's id. Two statements."""
    keys = [UUID(key) for key in exchanges]
    legs = ExchangeLeg.objects.of(steward).filter(exchange__in=keys)
    who: dict[str, list[str]] = defaultdict(list)
    what: dict[str, list[str]] = defaultdict(list)
    told = [
        (leg.exchange_id, leg.provider.name, leg.need_line.spec.name)
        for leg in legs.select_related("provider", "need_line__spec")
    ]
    wishes = wishes_waiting(steward).filter(exchange__in=keys).select_related("provider")
    told += [(wish.exchange_id, wish.provider.name, wish.words) for wish in wishes]
    for exchange, giver, thing in told:
        key = str(exchange)
        who[key] += [giver] if giver not in who[key] else []
        what[key].append(thing)
    return {key: f"{' ↔ '.join(who[key])} ({', '.join(what[key])})" for key in who}


def words_of(exchange: Exchange) -> list[ExchangeWord]:
    """What was agreed when somebody mediated. One statement."""
    rows = ExchangeWord.objects.of(exchange.steward_id).filter(exchange=exchange)
    return list(rows.select_related("mediator_organisation", "mediator_person"))


def party_of_link(steward: Steward, token: str) -> ExchangeParty | None:
    """Whose link this is. Looking changes nothing. One statement."""
    found: ExchangeParty | None = (
        ExchangeParty.objects.of(steward)
        .select_related("organisation", "exchange")
        .filter(token_hash=token_hash(token))
        .first()
    )
    return found


def is_party(exchange: Exchange, actor: Actor) -> list[ExchangeParty]:
    """The parties for which the actor speaks. One statement."""
    rows = ExchangeParty.objects.of(exchange.steward_id).filter(exchange=exchange, organisation__in=actor.represents)
    return list(rows.select_related("organisation"))


def suggestions(steward: Steward) -> list[Suggestion]:
    """Pairs and rings of three for offers that are given only in exchange, none that is proposed already or that
    somebody said no to. Four statements.
    """
    from ruammue.engines.matching import exchange as engine  # NumPy and SciPy come with it: not before they are needed

    lines = {str(line.pk): line for line in open_gaps(steward)}
    offers = {
        str(offer.pk): offer
        for offer in Offer.objects.of(steward)
        .filter(withdrawn_at=None, remaining__gt=0, provider__isnull=False, matter=None)
        .select_related("spec", "provider")
    }
    on_its_way = set(
        ExchangeLeg.objects.of(steward)
        .filter(exchange__agreed_at=None, exchange__cancelled_at=None)
        .values_list("need_line_id", "provider_id")
    )
    over: dict[UUID, set[tuple[UUID, UUID | None]]] = defaultdict(set)
    ended = ExchangeLeg.objects.of(steward).filter(exchange__agreed_at=None, exchange__cancelled_at__isnull=False)
    for exchange, asked, provider in ended.values_list("exchange_id", "need_line_id", "provider_id"):
        over[exchange].add((asked, provider))
    own: dict[UUID, list[NeedLine]] = defaultdict(list)
    for line in lines.values():
        own[line.receiver_id].append(line)
    trades = [
        engine.Trade(f"{offer.pk}|{line.pk}", str(offer.provider_id), str(offer.spec_id), offer.remaining,
                     str(line.spec_id), line.least or 1)
        for offer in offers.values()
        for line in own.get(offer.provider_id or steward.pk, ())
    ]  # fmt: skip

    def chosen(ring: engine.Ring) -> list[tuple[NeedLine, Offer]]:
        """Each gives for the line of the one after it."""
        hops = [tuple(trade.split("|")) for trade in ring.trades]
        return [(lines[after[1]], offers[hop[0]]) for hop, after in zip(hops, [*hops[1:], hops[0]], strict=True)]

    def may(ring: engine.Ring) -> bool:
        legs = {(line.pk, offer.provider_id) for line, offer in chosen(ring)}
        is_new = not legs & on_its_way and legs not in over.values()
        return is_new and any(offer.is_trade for _line, offer in chosen(ring))

    rings = engine.rings(trades, seed=str(steward.pk), may=may).chosen if trades else ()
    return [_suggested(chosen(ring)) for ring in rings]


def _suggested(chosen: Sequence[tuple[NeedLine, Offer]]) -> Suggestion:
    return Suggestion(
        tuple(
            (
                offer.giver, line.receiver.name, line.spec.name,
                amount(min(line.lacking, offer.remaining), line.spec.unit),
            )
            for line, offer in chosen
        ),
        tuple((line.pk, offer.pk, offer.provider_id) for line, offer in chosen if offer.provider_id),
    )  # fmt: skip


def balance(steward: Steward, *, today: date, among: Iterable[UUID] | None = None) -> list[BalanceRow]:
    """Who gave and took how often in a year, what both sides confirmed; villagers together. `among`: only these
    organisations, on either side. Times, never values: tables and baht do not add up. In the order of names,
    for it ranks nobody. Two statements.
    """
    rows = Delivery.objects.of(steward).counted().filter(is_return=False, brought_on__gt=today - YEAR)
    if among is not None:
        keys = list(among)
        rows = rows.filter(Q(commitment__provider__in=keys) | Q(commitment__receiver__in=keys))
    kept: dict[str, dict[str, dict[tuple[str, str], int]]] = defaultdict(lambda: {"gave": {}, "took": {}})
    times: dict[str, dict[str, int]] = defaultdict(lambda: {"gave": 0, "took": 0})
    grouped = rows.values(
        "commitment__provider__name",
        "commitment__receiver__name",
        "commitment__need_line__spec__name",
        "commitment__need_line__spec__unit",
    ).annotate(n=Count("pk"), much=Sum("quantity"))
    for row in grouped.order_by():
        giver, taker = row["commitment__provider__name"] or "", row["commitment__receiver__name"]
        thing = (row["commitment__need_line__spec__name"], row["commitment__need_line__spec__unit"])
        for who, way in ((giver, "gave"), (taker, "took")):
            times[who][way] += row["n"]
            kept[who][way][thing] = kept[who][way].get(thing, 0) + row["much"]

    def told(things: dict[tuple[str, str], int]) -> tuple[str, ...]:
        return tuple(f"{name} {amount(much, unit)}" for (name, unit), much in sorted(things.items()))

    return [
        BalanceRow(who, counted["gave"], counted["took"], told(kept[who]["gave"]), told(kept[who]["took"]))
        for who, counted in sorted(times.items())
    ]


def fallen_with(commitment: Commitment) -> UUID | None:
    """The exchange of which a promise that was taken back was a part. One statement."""
    found = ExchangeLeg.objects.of(commitment.steward_id).filter(commitment=commitment)
    key: UUID | None = found.values_list("exchange_id", flat=True).first()
    return key
