"""A month's division under a network's rule of reciprocity, and what each cap would cost.

Litres and persons do not add up, so a time (ครั้ง) is what one asks for on average of a thing: the worth of a unit is
that of its thing, from the lines of the period. What a member took and gave in the period so far is its balance.
Engine: `engines.matching.exchange`, whose plan carries its bound. NumPy comes with it: not before it is needed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum

from ruammue.engines.matching.checks import shared_pairs
from ruammue.engines.matching.division import Have, Share, Want
from ruammue.networks.models import NetworkMember
from ruammue.places.models import Steward
from ruammue.resources.exchange.models import Hardship, ReciprocityRule, TrustLimit
from ruammue.resources.models import Delivery, NeedLine

TIME = 1_000_000
"""Points of one time."""
FINE = 1000
"""A time is weighed in so many steps or fewer: 50,000 baht are five million satang, and forty tables are forty."""
CAPS: tuple[int | None, ...] = (0, 1, 2, 3, 5, None)


@dataclass(frozen=True, slots=True)
class Worth:
    """What a thing weighs: `asked` minor units in `times` askings are so many times."""

    times: int
    asked: int

    @property
    def step(self) -> int:
        """Minor units of one step."""
        return max(1, self.asked // self.times // FINE)

    @property
    def points(self) -> int:
        """Points of one step, at least one."""
        return max(1, self.of(self.step))

    def of(self, quantity: int) -> int:
        """Points of a quantity in minor units, rounded down."""
        return TIME * self.times * quantity // self.asked


@dataclass(frozen=True, slots=True)
class Standing:
    """How often a member took beyond what it gave in the period, in points; `is_exempt`: hard times."""

    organisation_id: UUID
    name: str
    balance: int
    is_exempt: bool

    @property
    def times(self) -> str:
        """In times, with a sign: +1.5."""
        tenths = round(self.balance / (TIME / 10))
        return f"{'+' if tenths > 0 else '-' if tenths < 0 else ''}{abs(tenths) // 10}.{abs(tenths) % 10}"


@dataclass(frozen=True, slots=True)
class FairPlan:
    """Shares for each want under the rule, proved: `reached` points of at most `bound`; `capped`: wants whose taker
    stands at the cap.
    """

    shares: tuple[Share, ...]
    reached: int
    bound: int
    capped: frozenset[str]


@dataclass(frozen=True, slots=True)
class Price:
    """What a cap comes to: hundredths of what no cap would reach, rounded down."""

    cap: int | None
    hundredths: int
    is_chosen: bool

    @property
    def width(self) -> int:
        """Of the bar, in whole parts of a hundred."""
        return self.hundredths // 100

    @property
    def percent(self) -> str:
        """As people read it: 97.3."""
        return f"{self.hundredths // 100}.{self.hundredths % 100 // 10}"


def rule_in_force(steward: Steward, *, today: date, network: UUID | None = None) -> ReciprocityRule | None:
    """The newest rule that holds today. One statement."""
    rows = ReciprocityRule.objects.of(steward).filter(ended_at=None, from_on__lte=today, until_on__gte=today)
    if network is not None:
        rows = rows.filter(network=network)
    found: ReciprocityRule | None = rows.select_related("network", "agreed_in").first()
    return found


def worth_of(steward: Steward, *, since: date) -> dict[UUID, Worth]:
    """What each thing weighs: a time is what is asked for of it on average. One statement."""
    rows = NeedLine.objects.of(steward).filter(merged_into=None, withdrawn_at=None)
    rows = rows.filter(Q(raised_at__date__gte=since) | Q(is_enough_at=None))
    grouped = rows.values("spec").annotate(n=Count("pk"), much=Sum("quantity")).order_by()
    return {row["spec"]: Worth(row["n"], row["much"]) for row in grouped}


def standings(steward: Steward, network: UUID, *, since: date, worth: Mapping[UUID, Worth]) -> dict[UUID, Standing]:
    """What each member took less what it gave since the period began, as both sides confirmed. Three statements."""
    members = NetworkMember.objects.of(steward).filter(network=network, until_on=None).select_related("organisation")
    exempt = set(
        Hardship.objects.of(steward).filter(network=network, ended_at=None).values_list("organisation", flat=True)
    )
    names = {row.organisation_id: row.organisation.name for row in members}
    net: Counter[UUID] = Counter()
    for giver, taker, points in _moved(steward, since, worth):
        if giver in names and giver != taker:
            net[giver] -= points
        if taker in names and giver != taker:
            net[taker] += points
    return {
        key: Standing(key, name, net[key], key in exempt) for key, name in sorted(names.items(), key=lambda p: p[1])
    }


def _moved(steward: Steward, since: date, worth: Mapping[UUID, Worth]) -> list[tuple[UUID | None, UUID, int]]:
    rows = Delivery.objects.of(steward).counted().filter(is_return=False, brought_on__gte=since)
    grouped = rows.values("commitment__provider", "commitment__receiver", "commitment__need_line__spec").annotate(
        much=Sum("quantity")
    )
    return [
        (
            row["commitment__provider"],
            row["commitment__receiver"],
            weight.of(row["much"]) if (weight := worth.get(row["commitment__need_line__spec"])) else 0,
        )
        for row in grouped.order_by()
    ]


@dataclass(frozen=True, slots=True)
class _Case:
    steward: Steward
    wants: dict[str, Want]
    haves: dict[str, Have]
    parties: list[tuple[str, bool, int]]
    worth: dict[UUID, Worth]


def _case(steward: Steward, rule: ReciprocityRule | None, network: UUID, wants: Sequence[Want], haves: Sequence[Have],
          *, since: date) -> _Case:  # fmt: skip
    worth = worth_of(steward, since=since)
    known = standings(steward, network, since=since, worth=worth)
    parties = {have.giver for have in haves} | {want.taker for want in wants}
    rows = []
    for party in sorted(parties):
        member = None if party.startswith("person:") else known.get(UUID(party))
        rows.append((party, member is None or member.is_exempt, member.balance if member else 0))
    return _Case(steward, {want.id: want for want in wants}, {have.id: have for have in haves}, rows, worth)


def plan_under(
    rule: ReciprocityRule, steward: Steward, wants: Sequence[Want], haves: Sequence[Have], *, seed: str
) -> FairPlan:
    """The month's shares under the rule. What was declined, is offered on other days or is beyond what a network trusts
    another with is taken out of the plan: the bound stays true.
    """
    from ruammue.engines.matching import exchange as engine

    case = _case(steward, rule, rule.network_id, wants, haves, since=rule.from_on)
    told = engine.exchange(*_told(case), seed=seed, terms=engine.Terms(cap=rule.cap * TIME))
    trust = TrustLeft(steward, since=rule.from_on, worth=case.worth)
    kept, reached = [], 0
    net: Counter[str] = Counter({party: balance for party, _free, balance in case.parties})
    left = {want.id: want.quantity for want in wants} | {have.id: have.quantity for have in haves}
    for move in told.moves:
        want, have = case.wants[move.wish], case.haves[move.give]
        weight = case.worth[UUID(have.spec)]
        room = trust.left(have.giver, want.taker, weight)
        much = min(move.quantity * weight.step, left[want.id], left[have.id], room)
        if much <= 0 or not _could(want, have):
            continue
        left[want.id] -= much
        left[have.id] -= much
        points = weight.of(much)
        trust.count(have.giver, want.taker, points)
        near = max((shared_pairs(area, want.area) for area in have.reach), default=0)
        kept.append(Share(want.id, have.id, much, near, stands_in=False, favour=have.favour))
        reached += move.quantity * weight.points if much > (move.quantity - 1) * weight.step else points
        net[want.taker] += points
        net[have.giver] -= points
    free = {party for party, is_free, _balance in case.parties if is_free}
    cap = rule.cap * TIME
    capped = {want.id for want in wants if want.taker not in free and net[want.taker] + _weight(case, want) > cap}
    return FairPlan(tuple(kept), reached, told.bound, frozenset(capped))


def prices(
    steward: Steward,
    network: UUID,
    wants: Sequence[Want],
    haves: Sequence[Have],
    *,
    since: date,
    seed: str,
    chosen: int | None,
) -> list[Price]:
    """The dial: what each cap reaches of what no cap would."""
    from ruammue.engines.matching import exchange as engine

    case = _case(steward, None, network, wants, haves, since=since)
    caps = sorted({*CAPS, chosen} - {None}, key=lambda cap: cap or 0)
    asked = [None if cap is None else cap * TIME for cap in (*caps, None)]
    found = engine.price_of_cap(*_told(case), caps=asked, seed=seed)
    most = max((one.objective for one in found), default=0)
    return [
        Price(cap, 10_000 * one.objective // most if most else 10_000, cap == chosen)
        for cap, one in zip((*caps, None), found, strict=True)
    ]


def _told(case: _Case) -> tuple[list[Any], list[Any], list[Any]]:
    from ruammue.engines.matching import exchange as engine

    home = case.steward.area_id
    parties = [engine.Party(party, home, is_free, balance) for party, is_free, balance in case.parties]
    asked = {want.spec for want in case.wants.values()}
    gives = [
        engine.Give(have.id, have.giver, have.spec, have.quantity // weight.step, weight.points)
        for have in case.haves.values()
        if have.spec in asked and (weight := case.worth.get(UUID(have.spec)))
    ]
    wishes = [
        engine.Wish(want.id, want.taker, want.spec, -(-want.quantity // weight.step))
        for want in case.wants.values()
        if (weight := case.worth.get(UUID(want.spec)))
    ]
    return parties, gives, wishes


def _weight(case: _Case, want: Want) -> int:
    """Points of what is wanted; a hundredth is forgiven, since steps are rounded."""
    weight = case.worth.get(UUID(want.spec))
    return (weight.of(want.quantity) if weight else TIME) - TIME // 100


def _could(want: Want, have: Have) -> bool:
    """Not declined, and on days of both."""
    if have.giver in want.declined:
        return False
    if have.available_from and want.needed_to and have.available_from > want.needed_to:
        return False
    return not (have.available_to and want.needed_from and have.available_to < want.needed_from)


class TrustLeft:
    """How much of a thing one party may still give to another, by what their networks trust each other with."""

    def __init__(self, steward: Steward, *, since: date, worth: Mapping[UUID, Worth]) -> None:
        self.limits = list(TrustLimit.objects.of(steward).filter(ended_at=None))
        networks = {row.giver_id for row in self.limits} | {row.taker_id for row in self.limits}
        self.of: dict[str, set[UUID]] = defaultdict(set)
        for body, network in (
            NetworkMember.objects.of(steward)
            .filter(network__in=networks, until_on=None)
            .values_list("organisation", "network")
        ):
            self.of[str(body)].add(network)
        self.given: Counter[tuple[UUID, UUID]] = Counter()
        if self.limits:
            for giver, taker, points in _moved(steward, since, worth):
                self.count(str(giver), str(taker), points)

    def count(self, giver: str, taker: str, points: int) -> None:
        """So many points are given now."""
        for one in self.of[giver]:
            for other in self.of[taker] - self.of[giver]:
                self.given[one, other] += points
                self.given[other, one] -= points

    def left(self, giver: str, taker: str, weight: Worth) -> int:
        """Minor units that may still be given."""
        room = [
            max(0, limit.most * TIME - self.given[limit.giver_id, limit.taker_id]) // weight.points * weight.step
            for limit in self.limits
            if limit.giver_id in self.of[giver] and limit.taker_id in self.of[taker] - self.of[giver]
        ]
        return min(room, default=2**53)
