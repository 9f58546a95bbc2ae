"""A month's division under what networks resolved, and what each cap would cost.

Litres and persons do not add up, so a portion (ส่วน) is what one asks for on average of a thing: the worth of a unit is
that of its thing, from the lines of the period. What a member took and gave in the period so far is its balance. Every
rule in force binds the members of its network; whoever is a member of two keeps both.
Engine: `engines.matching.exchange`, whose plan carries its bound. NumPy comes with it: not before it is needed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, Sum

from ruammue.engines.matching import division
from ruammue.engines.matching.checks import shared_pairs
from ruammue.engines.matching.division import Have, Share, Unmet, Want
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
TERMS = division.Terms(most_givers=3)
"""More givers for one need are more to call than to help."""
BOUNDLESS = 2**53
STRICTER = range(6)
"""Where no plan is proved best under a cap, those of these stricter ones are weighed beside it: they keep it too."""


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
class Taken:
    """So much less than without rules, by the cap of this network."""

    network: UUID
    quantity: int


@dataclass(frozen=True, slots=True)
class Barred:
    """So much less than without rules, by this limit."""

    limit: TrustLimit
    quantity: int


@dataclass(frozen=True, slots=True)
class Scene:
    """What lacks and what there is in a month. `shares`: of the division that knows of no rule; `plain`: what there is
    now, each for its own kind only, since a plan under rules knows of no loans and no stand-ins.
    """

    steward: Steward
    wants: Sequence[Want]
    haves: Sequence[Have]
    plain: Sequence[Have]
    shares: Sequence[Share]
    seed: str
    today: date


@dataclass(frozen=True, slots=True)
class FairPlan:
    """Shares for each want under the rules, proved: `reached` points of at most `bound`, of which there would be `free`
    without rules. `capped`: of wants what a cap at which their taker stands takes from them, with its network.
    `barred`: what a limit between two networks takes from others, though it is there.
    """

    shares: tuple[Share, ...]
    reached: int
    bound: int
    free: int
    capped: Mapping[str, Taken]
    barred: Mapping[str, Barred]

    @property
    def hundredths(self) -> int:
        """Of what could be given without rules, rounded down."""
        return 10_000 * self.reached // self.free if self.reached < self.free else 10_000


@dataclass(frozen=True, slots=True)
class Price:
    """What a cap comes to: hundredths of what could be given without any rule, as the month will say it."""

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


def weighed_since(caps: Iterable[Cap], today: date) -> date:
    """Since when things are weighed: the first day of the year, or of any cap that is older. So a cap that begins later
    changes the worth of nothing.
    """
    return min([today.replace(month=1, day=1), *(cap.since for cap in caps)])


class Weighing:
    """A month under one set of caps or another; what things weigh, and who took and gave, is read once for all of them.

    `caps`: all that will be asked about, so that they are weighed alike.
    """

    def __init__(self, scene: Scene, caps: Iterable[Cap]) -> None:
        self.scene = scene
        self.worth = worth_of(scene.steward, since=weighed_since(caps, scene.today))
        year = scene.today.replace(month=1, day=1)
        self.trust = TrustLeft(scene.steward, since=year, worth=self.worth)
        self.wants = {want.id: want for want in scene.wants}
        self.haves = {have.id: have for have in scene.plain}
        self._known: dict[tuple[UUID, date], list[Standing]] = {}
        self._plans: dict[tuple[Cap, ...], FairPlan] = {}
        self._free: int | None = None
        self._without: dict[str, Unmet] | None = None

    def share(self, caps: Sequence[Cap]) -> int:
        """Hundredths of what could be given without any rule, rounded down: what the month will say."""
        return 10_000 if self.keeps(caps) else self.plan(caps).hundredths

    def keeps(self, caps: Sequence[Cap]) -> bool:
        """Whether the division that knows of no rule keeps all of them, and every limit of trust, as it is."""
        room, _by = self._room(caps)
        trust, net = self.trust.again(), Counter[str]()
        givers = {have.id: have.giver for have in self.scene.haves}
        for share in self.scene.shares:
            want, giver = self.wants[share.want], givers[share.have]
            weight = self.worth[UUID(want.spec)]
            if share.quantity > trust.left(giver, want.taker, weight):
                return False
            points = weight.of(share.quantity)
            trust.count(giver, want.taker, points)
            net[want.taker] += points
            net[giver] -= points
        return all(net[party] <= max(0, left) for party, left in room.items())

    def plan(self, caps: Sequence[Cap]) -> FairPlan:
        """The month's shares under the caps."""
        best = self._best(tuple(caps))
        capped = self._capped(best.shares, caps)
        return replace(best, capped=capped, barred=self._barred(best.shares, capped))

    def _best(self, caps: tuple[Cap, ...]) -> FairPlan:
        """Whoever keeps a stricter cap keeps this one too: the plan is never less than theirs."""
        best = self._plan(caps)
        for at, cap in enumerate(caps):
            below = max((each for each in STRICTER if each < cap.portions), default=None)
            if best.reached == best.bound or below is None:
                continue
            stricter = (*caps[:at], replace(cap, portions=below), *caps[at + 1 :])
            if self._plan(stricter).bound > best.reached and (found := self._best(stricter)).reached > best.reached:
                best = replace(found, bound=best.bound)
        return best

    def _plan(self, caps: tuple[Cap, ...]) -> FairPlan:
        if caps not in self._plans:
            self._plans[caps] = self._planned(caps)
        return self._plans[caps]

    def _planned(self, caps: tuple[Cap, ...]) -> FairPlan:
        """The better of two where trust is limited: all is planned and what is beyond the trust taken out (the bound
        stays true), or first what no limit stands before.
        """
        room = self._room(caps)[0]
        told = self._exchanged(room, {}, lambda _have, _want: False)
        plans = [self._filled(room, told.moves)]
        if self.trust.limits:
            plans.append(self._filled(room, self._exchanged(room, {}, self._is_limited).moves))
        reached, shares = max(plans, key=lambda plan: plan[0])
        if self._free is None:
            self._free = self._exchanged({}, {}, lambda _have, _want: False).bound
        return FairPlan(shares, reached, told.bound, self._free, {}, {})

    def _is_limited(self, have: Have, want: Want) -> bool:
        return self.trust.left(have.giver, want.taker, self.worth[UUID(want.spec)]) < BOUNDLESS

    def _filled(self, room: Mapping[str, int], moves: Any) -> tuple[int, tuple[Share, ...]]:
        """Points and shares of what trust allows of these moves; what is free again is given to others, until nothing
        more can be.
        """
        trust = self.trust.again()
        kept: Counter[tuple[str, str]] = Counter()
        net: Counter[str] = Counter()
        reached = 0
        left = {want.id: want.quantity for want in self.scene.wants}
        left |= {have.id: have.quantity for have in self.scene.plain}

        def is_used_up(have: Have, want: Want) -> bool:
            return not trust.left(have.giver, want.taker, self.worth[UUID(want.spec)])

        while moves:
            is_more = False
            for move in moves:
                want, have = self.wants[move.wish], self.haves[move.give]
                weight = self.worth[UUID(have.spec)]
                may = trust.left(have.giver, want.taker, weight)
                much = min(move.quantity * weight.step, left[want.id], left[have.id], may)
                if much <= 0:
                    continue
                is_more = bool(trust.limits)
                left[want.id] -= much
                left[have.id] -= much
                points = weight.of(much)
                trust.count(have.giver, want.taker, points)
                kept[want.id, have.id] += much
                reached += move.quantity * weight.points if much > (move.quantity - 1) * weight.step else points
                net[want.taker] += points
                net[have.giver] -= points
            rest = {key: much - net[key] for key, much in room.items()}
            moves = self._exchanged(rest, left, is_used_up).moves if is_more else ()
        shares = tuple(self._share(self.wants[want], self.haves[have], much) for (want, have), much in kept.items())
        return reached, shares

    def _share(self, want: Want, have: Have, much: int) -> Share:
        near = max((shared_pairs(area, want.area) for area in have.reach), default=0)
        return Share(want.id, have.id, much, near, stands_in=False, favour=have.favour)

    def _capped(self, shares: Iterable[Share], caps: Sequence[Cap]) -> dict[str, Taken]:
        """What a cap takes away, and no more: what lacks without rules as well is due to none."""
        room, by = self._room(caps)
        got, net = Counter[str](), Counter[str]()
        for share in shares:
            want, points = self.wants[share.want], self.worth[UUID(self.wants[share.want].spec)].of(share.quantity)
            got[want.id] += share.quantity
            net[want.taker] += points
            net[self.haves[share.have].giver] -= points
        less = self._less(got)
        # Of two needs of one taker for one thing, the other may be met instead: that takes nothing away.
        both: Counter[tuple[str, str]] = Counter()
        for want in self.scene.wants:
            both[want.taker, want.spec] += less[want.id]
        found = {}
        for want in sorted(self.scene.wants, key=lambda one: (-less[one.id], one.id)):
            weight, much = self.worth.get(UUID(want.spec)), min(less[want.id], both[want.taker, want.spec])
            # Less than a step is only rounded; whoever could take it and keep the cap lacks it for another reason.
            if weight is None or want.taker not in room or much < weight.step:
                continue
            if net[want.taker] + weight.of(much) - PORTION // 100 > max(0, room[want.taker]):
                found[want.id] = Taken(by[want.taker], much)
                both[want.taker, want.spec] -= much
        return found

    def _less(self, got: Mapping[str, int]) -> dict[str, int]:
        """How much less each want gets than without rules."""
        missing = {key: one.missing for key, one in self.without().items()}
        return {want.id: want.quantity - missing.get(want.id, 0) - got.get(want.id, 0) for want in self.scene.wants}

    def _barred(self, shares: Iterable[Share], capped: Mapping[str, Taken]) -> dict[str, Barred]:
        """What would be given without rules, lies there still, and is more than two networks trust each other with."""
        if not self.trust.limits:
            return {}
        got, left, trust = Counter[str](), {have.id: have.quantity for have in self.scene.plain}, self.trust.again()
        for share in shares:
            want, giver = self.wants[share.want], self.haves[share.have].giver
            got[want.id] += share.quantity
            left[share.have] -= share.quantity
            trust.count(giver, want.taker, self.worth[UUID(want.spec)].of(share.quantity))
        found = {}
        for key, less in self._less(got).items():
            want, weight = self.wants[key], self.worth.get(UUID(self.wants[key].spec))
            if key in capped or weight is None or less < weight.step:
                continue
            for have in self.scene.plain:
                if have.spec != want.spec or have.giver == want.taker or not _could(want, have):
                    continue
                much, limit = min(less, left[have.id]), trust.limit(have.giver, want.taker)
                if limit is not None and much >= weight.step and trust.left(have.giver, want.taker, weight) < much:
                    found[key] = Barred(limit, much)
                    left[have.id] -= much
                    break
        return found

    def without(self) -> dict[str, Unmet]:
        """What lacks without rules, divided from the same things as the plan under rules."""
        if self._without is None:
            told = division.divide(self.scene.wants, self.scene.plain, seed=self.scene.seed, terms=TERMS)
            self._without = {one.want: one for one in told.unmet}
        return self._without

    def _room(self, caps: Iterable[Cap]) -> tuple[dict[str, int], dict[str, UUID]]:
        """Of everybody whom a cap binds the points that they may take beyond what they give now (below nothing: none),
        and the network whose cap that is.
        """
        room: dict[str, int] = {}
        by: dict[str, UUID] = {}
        for cap in caps:
            for known in self._standings(cap):
                left, member = cap.portions * PORTION - known.balance, str(known.organisation_id)
                if not known.is_exempt and left < room.get(member, left + 1):
                    room[member], by[member] = left, cap.network
        return room, by

    def _standings(self, cap: Cap) -> list[Standing]:
        key = cap.network, cap.since
        if key not in self._known:
            found = standings(self.scene.steward, cap.network, since=cap.since, worth=self.worth)
            self._known[key] = list(found.values())
        return self._known[key]

    def _exchanged(
        self, limits: Mapping[str, int], left: Mapping[str, int], is_barred: Callable[[Have, Want], bool]
    ) -> Any:
        """What the engine reaches, with its bound. Each has its own room: the highest cap less its balance. `left`: of
        wants and haves, where it is not all.
        """
        from ruammue.engines.matching import exchange as engine

        home = self.scene.steward.area_id
        room = {key: max(0, much) for key, much in limits.items()}
        top = max(room.values(), default=0)
        names = {have.giver for have in self.scene.plain} | {want.taker for want in self.scene.wants}
        parties = [engine.Party(name, home, name not in room, top - room.get(name, top)) for name in sorted(names)]
        asked = {want.spec for want in self.scene.wants}
        gives = [
            engine.Give(have.id, have.giver, have.spec, left.get(have.id, have.quantity) // weight.step, weight.points)
            for have in self.scene.plain
            if have.spec in asked and (weight := self.worth.get(UUID(have.spec)))
        ]
        wishes = [
            engine.Wish(want.id, want.taker, want.spec, -(-much // weight.step), self._refused(want, is_barred))
            for want in self.scene.wants
            if (weight := self.worth.get(UUID(want.spec))) and (much := left.get(want.id, want.quantity))
        ]
        is_bound = bool(room.keys() & names)
        terms = engine.Terms(cap=top if is_bound else None)
        return engine.exchange(parties, gives, wishes, seed=self.scene.seed, terms=terms)

    def _refused(self, want: Want, is_barred: Callable[[Have, Want], bool]) -> tuple[str, ...]:
        some = [have for have in self.scene.plain if have.spec == want.spec]
        return tuple(have.id for have in some if not _could(want, have) or is_barred(have, want))


def prices(scene: Scene, network: UUID, *, since: date, chosen: int | None, others: Sequence[Cap] = ()) -> list[Price]:
    """The dial: of what could be given without any rule, what the month will say when this network has each cap since
    that day; `others` stay in force. It never rises as the cap gets stricter.
    """
    dial = sorted(cap for cap in {*CAPS, chosen} if cap is not None)
    weighing = Weighing(scene, [Cap(network, 0, since), *others])
    found = [Price(cap, weighing.share([Cap(network, cap, since), *others]), cap == chosen) for cap in dial]
    # Where trust is limited plans are only good, not proved: whoever keeps a cap keeps to no rule as well.
    most = max([weighing.share(others), *(price.hundredths for price in found)])
    return [*found, Price(None, most, chosen is None)]


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

    def again(self) -> TrustLeft:
        """The same to count on with, from what was given before."""
        other = copy(self)
        other.given = self.given.copy()
        return other

    def count(self, giver: str, taker: str, points: int) -> None:
        """So many points are given now."""
        for one in self.of[giver]:
            for other in self.of[taker] - self.of[giver]:
                self.given[one, other] += points
                self.given[other, one] -= points

    def left(self, giver: str, taker: str, weight: Worth) -> int:
        """Minor units that may still be given."""
        limit = self.limit(giver, taker)
        return BOUNDLESS if limit is None else self._room(limit) // weight.points * weight.step

    def limit(self, giver: str, taker: str) -> TrustLimit | None:
        """The limit that leaves least room between these two, if there is one."""
        some = [
            limit
            for limit in self.limits
            if limit.giver_id in self.of[giver] and limit.taker_id in self.of[taker] - self.of[giver]
        ]
        return min(some, key=self._room, default=None)

    def _room(self, limit: TrustLimit) -> int:
        """Points that the one network may still give to the other."""
        return max(0, limit.most * PORTION - self.given[limit.giver_id, limit.taker_id])
