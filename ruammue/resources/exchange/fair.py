"""A month's division under what networks resolved, and what each cap would cost.

Litres and persons do not add up, so a portion (ส่วน) is what one asks for on average of a thing: the worth of a unit is
that of its thing, from the lines of the period. What a member took and gave in the period so far is its balance. Every
rule in force binds the members of its network; whoever is a member of two keeps both.
Engine: `engines.matching.exchange`, whose plan carries its bound. NumPy comes with it: not before it is needed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum

from ruammue.engines.matching.checks import shared_pairs
from ruammue.engines.matching.division import Have, Share, Want
from ruammue.foundation import quantities
from ruammue.networks.models import NetworkMember
from ruammue.places.models import Steward
from ruammue.resources.exchange.models import Hardship, ReciprocityRule, TrustLimit
from ruammue.resources.models import Delivery, NeedLine

PORTION = 1_000_000
"""Points of one portion."""
FINE = 1000
"""A portion is weighed in so many steps or fewer: 50,000 baht are five million satang, and forty tables are forty."""
HALF_HOUR = 30
CAPS: tuple[int | None, ...] = (0, 1, 2, 3, 5, None)


@dataclass(frozen=True, slots=True)
class Worth:
    """What a thing weighs: `asked` minor units in `times` askings are so many portions. `grain`: nobody gives less."""

    times: int
    asked: int
    grain: int = 1

    @property
    def step(self) -> int:
        """Minor units of one step, a multiple of the grain."""
        return -(-max(1, self.asked // self.times // FINE) // self.grain) * self.grain

    @property
    def points(self) -> int:
        """Points of one step, at least one."""
        return max(1, self.of(self.step))

    def of(self, quantity: int) -> int:
        """Points of a quantity in minor units, rounded down."""
        return PORTION * self.times * quantity // self.asked


@dataclass(frozen=True, slots=True)
class Standing:
    """How much a member took beyond what it gave in the period, in points; `is_exempt`: hard times."""

    organisation_id: UUID
    name: str
    balance: int
    is_exempt: bool

    @property
    def tenths(self) -> int:
        """Tenths of a portion, rounded, below nothing where more was given."""
        return (2 * self.balance * 10 + PORTION) // (2 * PORTION)

    @property
    def portions(self) -> str:
        """How many portions lie between what was taken and what was given: 1.5."""
        return f"{abs(self.tenths) // 10}.{abs(self.tenths) % 10}"


@dataclass(frozen=True, slots=True)
class Cap:
    """Of a network: its members take at most so many portions beyond what they give since a day."""

    network: UUID
    portions: int
    since: date


@dataclass(frozen=True, slots=True)
class FairPlan:
    """Shares for each want under the rules, proved: `reached` points of at most `bound`, of which there would be `free`
    without rules. `capped`: wants that could be served but for a cap at which their taker stands, with its network.
    """

    shares: tuple[Share, ...]
    reached: int
    bound: int
    free: int
    capped: Mapping[str, UUID]


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


def rules_in_force(steward: Steward, *, today: date) -> list[ReciprocityRule]:
    """Every rule that holds today, one a network at most. One statement."""
    rows = ReciprocityRule.objects.of(steward).filter(ended_at=None, from_on__lte=today, until_on__gte=today)
    return list(rows.select_related("network", "agreed_in").order_by("network__name", "id"))


def caps_of(rules: Iterable[ReciprocityRule]) -> list[Cap]:
    """What these rules come to."""
    return [Cap(rule.network_id, rule.cap, rule.from_on) for rule in rules]


def trust_in_force(steward: Steward) -> list[TrustLimit]:
    """Every limit between two networks. One statement."""
    return list(TrustLimit.objects.of(steward).filter(ended_at=None).select_related("giver", "taker"))


def worth_of(steward: Steward, *, since: date) -> dict[UUID, Worth]:
    """What each thing weighs: a portion is what is asked for of it on average. One statement."""
    rows = NeedLine.objects.of(steward).filter(merged_into=None, withdrawn_at=None)
    rows = rows.filter(Q(raised_at__date__gte=since) | Q(is_enough_at=None))
    grouped = rows.values("spec", "spec__unit").annotate(n=Count("pk"), much=Sum("quantity")).order_by()
    return {row["spec"]: Worth(row["n"], row["much"], _grain_of(row["spec__unit"])) for row in grouped}


def _grain_of(unit: str) -> int:
    """Nobody comes for 193 minutes: times are given in half hours."""
    return HALF_HOUR if quantities.UNITS[unit].dimension in ("labour", "machine_time", "duration") else 1


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
    worth: dict[UUID, Worth]
    since: date
    room: dict[str, int]
    """Of everybody whom a cap binds the points that they may take beyond what they give now; below nothing: none."""
    by: dict[str, UUID]
    """The network whose cap that is."""


def _case(steward: Steward, caps: Sequence[Cap], wants: Sequence[Want], haves: Sequence[Have], *, since: date) -> _Case:
    worth = worth_of(steward, since=since)
    room: dict[str, int] = {}
    by: dict[str, UUID] = {}
    for cap in caps:
        for key, known in standings(steward, cap.network, since=cap.since, worth=worth).items():
            left, member = cap.portions * PORTION - known.balance, str(key)
            if not known.is_exempt and left < room.get(member, left + 1):
                room[member], by[member] = left, cap.network
    by_want, by_have = {want.id: want for want in wants}, {have.id: have for have in haves}
    return _Case(steward, by_want, by_have, worth, since, room, by)


def _since(caps: Iterable[Cap], today: date) -> date:
    """Since when things are weighed: the first day of any cap, else of the year."""
    return min((cap.since for cap in caps), default=today.replace(month=1, day=1))


def keeps(
    steward: Steward, caps: Sequence[Cap], shares: Iterable[Share], wants: Sequence[Want], haves: Sequence[Have],
    *, today: date,
) -> bool:  # fmt: skip
    """Whether a division that knows of no rule keeps all of them, and every limit of trust, as it is."""
    case = _case(steward, caps, wants, haves, since=_since(caps, today))
    trust = TrustLeft(steward, since=case.since, worth=case.worth)
    net: Counter[str] = Counter()
    for share in shares:
        want, giver = case.wants[share.want], case.haves[share.have].giver
        weight = case.worth[UUID(want.spec)]
        if share.quantity > trust.left(giver, want.taker, weight):
            return False
        points = weight.of(share.quantity)
        trust.count(giver, want.taker, points)
        net[want.taker] += points
        net[giver] -= points
    return all(net[party] <= max(0, room) for party, room in case.room.items())


def plan_under(
    caps: Sequence[Cap], steward: Steward, wants: Sequence[Want], haves: Sequence[Have], *, seed: str, today: date
) -> FairPlan:
    """The month's shares under the caps. What is beyond the trust between two networks is taken out of the plan: the
    bound stays true.
    """
    case = _case(steward, caps, wants, haves, since=_since(caps, today))
    told, free = _exchanged(case, seed, is_capped=True), _exchanged(case, seed, is_capped=False)
    trust = TrustLeft(steward, since=case.since, worth=case.worth)
    kept, reached = [], 0
    net: Counter[str] = Counter()
    left = {want.id: want.quantity for want in wants} | {have.id: have.quantity for have in haves}
    for move in told.moves:
        want, have = case.wants[move.wish], case.haves[move.give]
        weight = case.worth[UUID(have.spec)]
        much = min(
            move.quantity * weight.step, left[want.id], left[have.id], trust.left(have.giver, want.taker, weight)
        )
        if much <= 0:
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
    capped = {
        want.id: case.by[want.taker]
        for want in wants
        if want.taker in case.room
        and net[want.taker] + _weight(case, want) > max(0, case.room[want.taker])
        and any(have.spec == want.spec and _could(want, have) for have in haves)
    }
    return FairPlan(tuple(kept), reached, told.bound, free.bound, capped)


def prices(
    steward: Steward,
    network: UUID,
    wants: Sequence[Want],
    haves: Sequence[Have],
    *,
    since: date,
    seed: str,
    chosen: int | None,
    others: Sequence[Cap] = (),
) -> list[Price]:
    """The dial: what each cap of this network reaches of what it would reach without; `others` stay in force."""
    dial = sorted({*CAPS, chosen} - {None}, key=lambda cap: cap or 0)
    found = []
    for cap in (*dial, None):
        own = [] if cap is None else [Cap(network, cap, since)]
        # Every cap is weighed with the same worth of things.
        case = _case(steward, [*own, *others], wants, haves, since=min([since, *(one.since for one in others)]))
        found.append((cap, _exchanged(case, seed, is_capped=True).objective))
    most = max((reached for _cap, reached in found), default=0)
    return [Price(cap, 10_000 * reached // most if most else 10_000, cap == chosen) for cap, reached in found]


def _exchanged(case: _Case, seed: str, *, is_capped: bool) -> Any:
    """What the engine reaches, with its bound. Each has its own room, which is the highest cap less its balance."""
    from ruammue.engines.matching import exchange as engine

    home = case.steward.area_id
    room = {key: max(0, left) for key, left in case.room.items()} if is_capped else {}
    top = max(room.values(), default=0)
    names = {have.giver for have in case.haves.values()} | {want.taker for want in case.wants.values()}
    parties = [engine.Party(name, home, name not in room, top - room.get(name, top)) for name in sorted(names)]
    asked = {want.spec for want in case.wants.values()}
    gives = [
        engine.Give(have.id, have.giver, have.spec, have.quantity // weight.step, weight.points)
        for have in case.haves.values()
        if have.spec in asked and (weight := case.worth.get(UUID(have.spec)))
    ]
    wishes = [
        engine.Wish(want.id, want.taker, want.spec, -(-want.quantity // weight.step), _refused(want, case))
        for want in case.wants.values()
        if (weight := case.worth.get(UUID(want.spec)))
    ]
    is_bound = bool(room.keys() & names)
    return engine.exchange(parties, gives, wishes, seed=seed, terms=engine.Terms(cap=top if is_bound else None))


def _refused(want: Want, case: _Case) -> tuple[str, ...]:
    return tuple(have.id for have in case.haves.values() if have.spec == want.spec and not _could(want, have))


def _weight(case: _Case, want: Want) -> int:
    """Points of what is wanted; a hundredth is forgiven, since steps are rounded."""
    weight = case.worth.get(UUID(want.spec))
    return (weight.of(want.quantity) if weight else PORTION) - PORTION // 100


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
        self.limits = trust_in_force(steward)
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
            max(0, limit.most * PORTION - self.given[limit.giver_id, limit.taker_id]) // weight.points * weight.step
            for limit in self.limits
            if limit.giver_id in self.of[giver] and limit.taker_id in self.of[taker] - self.of[giver]
        ]
        return min(room, default=2**53)
