"""What there is among what lacks, for all open gaps at once: the machine proposes a division, a person decides.

The dividing is `engines.matching.division`; here its facts are gathered and its outcome becomes words. How near the
proposal certainly is to the best that could be is told beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, Sum
from django.utils.translation import gettext as _

from ruammue.access.actors import Actor
from ruammue.engines.matching import Terms, division
from ruammue.engines.matching.division import Have, Want, Why
from ruammue.needs.models import Matter
from ruammue.networks.queries import PartnerFacts, candidates_for
from ruammue.places.models import Steward
from ruammue.resources import queries
from ruammue.resources.actions.dividing import Chosen
from ruammue.resources.exchange import fair
from ruammue.resources.exchange.models import ReciprocityRule, TrustLimit
from ruammue.resources.finder import Ratio, StandIns, does_for, is_outside, said_about, stand_ins
from ruammue.resources.models import Commitment, NeedLine, Offer
from ruammue.resources.near import by_matter, legs_waiting, open_gaps
from ruammue.resources.purposes import purposes_of
from ruammue.resources.queries import LineRow, PromiseRow, promises_of_lines
from ruammue.resources.wording import amount


@dataclass(frozen=True, slots=True)
class Proposed:
    """So much of an offer for a need, with why. `choice` is what the form of asking carries."""

    choice: str
    giver: str
    thing: str
    quantity: str
    is_loan: bool
    reasons: tuple[str, ...]
    uses: str = ""
    """How much of a stand-in that is, where it is not one for one."""
    free_on: date | None = None
    """Still lent out, or lent by this proposal: it can be asked for once it is back."""


@dataclass(frozen=True, slots=True)
class GapShown:
    """A need with what is proposed for it, who was asked and has not answered, and why the rest stays open.

    `purpose`: what it is for, where that is known. `is_past`: the day for which it was needed is over. `is_nobody`:
    nobody has offered such a thing at all. `is_capped`: it is there, and a rule stands before it.
    """

    row: LineRow
    proposed: tuple[Proposed, ...]
    missing: str
    why: str
    purpose: str = ""
    asked: tuple[str, ...] = ()
    is_past: bool = False
    is_nobody: bool = False
    is_capped: bool = False


@dataclass(frozen=True, slots=True)
class Costs:
    """What rules cost: `hundredths` of what could be reached without them, rounded down; then the share is of what the
    rules allow. `is_all`: the rules allow nothing at all of it.
    """

    hundredths: int
    is_all: bool

    @property
    def reached(self) -> str:
        """The share that is left, as people read it."""
        return _percent(self.hundredths)


@dataclass(frozen=True, slots=True)
class Month:
    """The proposal. `hundredths`: of what could be reached, rounded down; `is_best`: nothing could be better.

    `is_narrowed`: something stands in for several things at different rates and was counted for one of them, so the
    share is of what could be reached in this way, and no more is claimed. `rules`, `limits`: what networks resolved and
    this keeps; `costs`: what that costs, None where it costs nothing.
    """

    gaps: tuple[GapShown, ...]
    hundredths: int
    is_best: bool
    rules: tuple[ReciprocityRule, ...] = ()
    is_narrowed: bool = False
    limits: tuple[TrustLimit, ...] = ()
    costs: Costs | None = None

    @property
    def proposed(self) -> list[GapShown]:
        """Those for which somebody has it."""
        return [gap for gap in self.gaps if gap.proposed]

    @property
    def others(self) -> tuple[tuple[GapShown, ...], ...]:
        """Those for which nothing is proposed, though no rule stands before it; those of one matter together."""
        rest = [gap for gap in self.gaps if not gap.proposed and not gap.is_capped]
        return by_matter(rest, of=lambda gap: gap.row.matter_id)

    @property
    def capped(self) -> list[GapShown]:
        """Those for which it is there, and a network's rule lets nothing of it be given."""
        return [gap for gap in self.gaps if not gap.proposed and gap.is_capped]

    @property
    def things(self) -> int:
        """How many needs are open."""
        return len(self.gaps)

    @property
    def helped(self) -> int:
        """For how many of them somebody has it."""
        return len(self.proposed)

    @property
    def asked(self) -> int:
        """For how many of them somebody was asked who has not answered."""
        return sum(bool(gap.asked) for gap in self.gaps)

    @property
    def reached(self) -> str:
        """The share as people read it: 98.7."""
        return _percent(self.hundredths)


def _percent(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100 // 10}"


def month_of(steward: Steward, actor: Actor, *, today: date) -> Month:
    """The proposal for every gap that this worker may ask for. A constant number of statements."""
    found = _found(steward, actor, today)
    lines, offers, kinds, told = found.lines, found.offers, found.kinds, found.told
    shown = _Shown(lines, found.promises, purposes_of(steward, [line.pk for line in lines.values()]), today)
    rules, limits = tuple(fair.rules_in_force(steward, today=today)), tuple(fair.trust_in_force(steward))
    if rules or limits:
        caps = fair.caps_of(rules)
        weighing = fair.Weighing(found.scene, caps)
        # A division that keeps what was resolved as it is needs no other, and nothing is lost by the rules.
        if not weighing.keeps(caps):
            month = _under(rules, weighing.plan(caps), weighing.without(), found, shown, today)
            return replace(month, limits=limits)
    of_line = _by_line(told.shares, lines, offers, kinds, today)
    open_still = {one.want: one for one in told.unmet}
    gaps = []
    for key in lines:
        lacks = open_still.get(key)
        gaps.append(shown.gap(key, of_line[key], lacks.missing if lacks else 0, lacks.why if lacks else ""))
    return Month(
        gaps=tuple(sorted(gaps, key=lambda gap: not gap.proposed)),
        hundredths=10_000 * told.reached.numerator // told.reached.denominator,
        is_best=told.gap == 0,
        is_narrowed=kinds.is_narrowed(offer.spec_id for offer in offers.values()),
        rules=rules,
        limits=limits,
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """The facts of a month, and its division that knows of no rule."""

    lines: dict[str, NeedLine]
    offers: dict[str, Offer]
    promises: Mapping[UUID, Sequence[PromiseRow]]
    kinds: _Kinds
    scene: fair.Scene
    told: division.Division


def _found(steward: Steward, actor: Actor, today: date) -> _Found:
    lines = {str(line.pk): line for line in open_gaps(steward, actor=actor)}
    offers = {
        str(offer.pk): offer
        for offer in Offer.objects.of(steward)
        .filter(Q(remaining__gt=0) | Q(is_loan=True), withdrawn_at=None, is_trade=False)
        .select_related("spec", "provider", "person")
        .order_by("id")
    }
    in_exchange = promised_in_exchange(steward)
    for key, offer in offers.items():
        offer.remaining = max(0, offer.remaining - in_exchange.get(key, 0))
    partners = {facts.organisation_id: facts for facts in candidates_for(steward, today=today)}
    keys = [line.pk for line in lines.values()]
    promises = promises_of_lines(steward, keys, today=today) if keys else {}
    wants = _wants(steward, lines, offers.values(), promises, today)
    kinds = _Kinds(stand_ins(steward), {line.spec_id for line in lines.values()})
    back = _coming_back(steward, offers)
    haves = [
        have
        for offer in offers.values()
        for have in _haves(offer, partners, kinds, back.get(offer.pk, {}), steward.area_id, today)
    ]
    plain = [replace(have, is_loan=False, stands_in=()) for have in haves if have.id in offers]
    # The lot is drawn by the month: known beforehand, and nobody can try several.
    seed = f"{steward.slug}|{today:%Y-%m}"
    told = division.divide(wants, haves, seed=seed, terms=fair.TERMS)
    scene = fair.Scene(steward, wants, haves, plain, told.shares, seed, today)
    return _Found(lines, offers, promises, kinds, scene, told)


def scene_of(steward: Steward, actor: Actor, *, today: date) -> fair.Scene:
    """What lacks and what there is this month, for those who weigh a rule: the same from which the month is divided."""
    return _found(steward, actor, today).scene


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is told of each need beside its proposal."""

    lines: Mapping[str, NeedLine]
    promises: Mapping[UUID, Sequence[PromiseRow]]
    purposes: Mapping[UUID, str]
    today: date

    def gap(self, key: str, proposed: Iterable[Proposed], missing: int, why: Why | str) -> GapShown:
        line = self.lines[key]
        waiting = [each for each in self.promises.get(line.pk, ()) if each.status == "waits_for_provider"]
        if waiting and why is Why.DECLINED:
            why = ""  # whoever was asked is named instead
        return GapShown(
            queries.line_row(line),
            tuple(proposed),
            amount(missing, line.spec.unit) if missing > 0 else "",
            _why(why) if isinstance(why, Why) else why,
            purpose=self.purposes.get(line.pk, ""),
            asked=tuple(f"{each.giver} {amount(each.quantity, line.spec.unit)}" for each in waiting),
            is_past=bool(line.until_on and line.until_on < self.today),
            is_nobody=why is Why.NOBODY_HAS,
        )


def _under(
    rules: tuple[ReciprocityRule, ...],
    told: fair.FairPlan,
    without: Mapping[str, division.Unmet],
    found: _Found,
    shown: _Shown,
    today: date,
) -> Month:
    """The month under what networks resolved: their rules of reciprocity, and their trust in one another. `without`:
    what lacks without them.
    """
    lines, offers, scene = found.lines, found.offers, found.scene
    of_line = _by_line(told.shares, lines, offers, found.kinds, today)
    given: dict[str, int] = defaultdict(int)
    for share in told.shares:
        given[share.want] += share.quantity
    offered = {have.spec for have in scene.plain}
    named = {rule.network_id: rule.network.name for rule in rules}
    gaps = []
    for key, line in lines.items():
        missing, anyway = line.lacking - given[key], without.get(key)
        taken, barred = told.capped.get(key), told.barred.get(key)
        why: Why | str = ""
        if missing > 0:
            why = Why.ALL_GIVEN if str(line.spec_id) in offered else Why.NOBODY_HAS
            if anyway and anyway.why is not Why.NOBODY_HAS:
                why = anyway.why
        if taken:
            why = _by_rule(line, taken.quantity, missing, named[taken.network], _why(Why(why)))
        elif barred:
            why = _by_trust(line, barred, missing, _why(Why(why)))
        gap = shown.gap(key, of_line[key], missing, why)
        gaps.append(replace(gap, is_capped=taken is not None or barred is not None))
    return Month(
        gaps=tuple(sorted(gaps, key=lambda gap: not gap.proposed)),
        hundredths=10_000 * told.reached // told.bound if told.bound else 0,
        is_best=told.reached == told.bound,
        is_narrowed=len(scene.plain) < len(scene.haves) or any(have.stands_in for have in scene.haves),
        rules=rules,
        costs=Costs(told.hundredths, is_all=not told.reached) if told.reached < told.free else None,
    )


def _by_rule(line: NeedLine, quantity: int, missing: int, network: str, rest: str) -> str:
    """So much of what lacks is due to a rule, and why the rest lacks."""
    facts = {"network": network, "who": line.receiver.name}
    if quantity >= missing:
        return _("by the rule of %(network)s, something comes from %(who)s first, or the network exempts them") % facts
    part = _("%(quantity)s of it by the rule of %(network)s: something comes from %(who)s first, or they are exempted")
    return f"{part % {**facts, 'quantity': amount(quantity, line.spec.unit)}} · " + _("of the rest: %(why)s") % {
        "why": rest
    }


def _by_trust(line: NeedLine, barred: fair.Barred, missing: int, rest: str) -> str:
    """So much of what lacks is there and beyond what two networks trust each other with; and why the rest lacks."""
    facts = {"giver": barred.limit.giver.name, "taker": barred.limit.taker.name}
    if barred.quantity >= missing:
        return _("it is there, but %(giver)s gives %(taker)s no more until something comes back") % facts
    part = _("%(quantity)s of it are there, but %(giver)s gives %(taker)s no more until something comes back")
    return f"{part % {**facts, 'quantity': amount(barred.quantity, line.spec.unit)}} · " + _("of the rest: %(why)s") % {
        "why": rest
    }


def _by_line(
    shares: Iterable[division.Share],
    lines: Mapping[str, NeedLine],
    offers: Mapping[str, Offer],
    kinds: _Kinds,
    today: date,
) -> dict[str, list[Proposed]]:
    """The shares by need, in words: what is to be asked for now, and what only once it is back."""
    found: dict[str, list[Proposed]] = defaultdict(list)
    left = {key: offer.remaining for key, offer in offers.items()}
    for share in sorted(shares, key=lambda one: (lines[one.want].from_on or today, one.want, one.have)):
        line, (key, _at, day) = lines[share.want], share.have.partition("|")
        offer = offers[key]
        uses = kinds.uses(offer.spec_id, line.spec_id, share.quantity)
        free_on = date.fromisoformat(day) if day else None
        if free_on is None and uses > left[key]:
            free_on = line.from_on  # lent twice in this proposal, on days that do not meet
        elif free_on is None:
            left[key] -= uses
        found[share.want].append(_proposed(line, offer, share, uses, free_on))
    return found


def chosen_of(steward: Steward, actor: Actor, choices: Iterable[str]) -> list[Chosen]:
    """What was ticked, of needs that this worker may open; what is none is left out. Two statements."""
    asked = []
    for choice in choices:
        parts = choice.split("|")
        try:
            asked.append((UUID(parts[0]), UUID(parts[1]), int(parts[2])))
        except (ValueError, IndexError):
            continue
    matters = Matter.objects.of(steward).visible_to(actor)
    lines = queries.lines(steward).filter(pk__in={line for line, _o, _n in asked}, matter__in=matters).in_bulk()
    offers = Offer.objects.of(steward).select_related("spec", "provider", "person").in_bulk({o for _l, o, _n in asked})
    return [
        Chosen(lines[line], offers[offer], quantity)
        for line, offer, quantity in asked
        if line in lines and offer in offers
    ]


def promised_in_exchange(steward: Steward) -> dict[str, int]:
    """Of each offer what an exchange holds that waits for somebody's yes. One statement."""
    held = legs_waiting(steward).exclude(offer=None).order_by().values_list("offer_id").annotate(Sum("quantity"))
    return {str(offer): quantity for offer, quantity in held}


def _wants(
    steward: Steward,
    lines: dict[str, NeedLine],
    offers: Iterable[Offer],
    promises: Mapping[UUID, Sequence[PromiseRow]],
    today: date,
) -> list[Want]:
    keys = [line.pk for line in lines.values()]
    said, not_them = said_about(steward, keys)
    apart: dict[UUID, set[str]] = defaultdict(set)
    for line, whom in said | not_them:
        apart[line].add(str(whom))
    # Whoever is asked already, or has promised a part, stands on the line itself.
    for line, made in promises.items():
        for promise in made:
            if not promise.is_over:
                apart[line].add(str(promise.provider_id or f"person:{promise.person_id}"))
    # An offer that is there on certain days only, none of which is wanted.
    scheduled = [offer for offer in offers if offer.schedule]
    for gap in lines.values():
        for offer in scheduled:
            if is_outside(offer, gap, today):
                apart[gap.pk].add(str(offer.provider_id or f"person:{offer.person_id}"))
    return [
        Want(
            id=key,
            spec=str(line.spec_id),
            quantity=line.lacking,
            area=line.village.area_id if line.village else steward.area_id,
            least=1,
            needed_from=max(line.from_on, today) if line.from_on else None,
            needed_to=max(line.until_on, today) if line.until_on else None,
            taker=str(line.receiver_id),
            declined=tuple(sorted(apart[line.pk])),
        )
        for key, line in lines.items()
    ]


@dataclass(frozen=True, slots=True)
class _Kinds:
    """What stands in for what, among the kinds of things that lack now."""

    instead: StandIns
    wanted: Collection[UUID]

    def counted_as(self, spec: UUID) -> UUID:
        """The kind in whose units an offer is counted: its own where that (or what it replaces one for one) lacks,
        else the first that it can stand in for. One offer is never counted twice."""
        uneven = self._uneven(spec)
        if spec in self.wanted or len(uneven) < len(self._all(spec)) or not uneven:
            return spec
        return uneven[0]

    def even(self, spec: UUID) -> list[UUID]:
        """What else it does for, one for one with the kind in which it is counted."""
        counted = self.counted_as(spec)
        ratios = self.instead.get(spec, {})
        same = ratios.get(counted, (1, 1))
        return sorted(each for each in self._all(spec) if each != counted and _equal(ratios[each], same))

    def quantity(self, spec: UUID, quantity: int) -> int:
        """So much of what it is counted as."""
        counted = self.counted_as(spec)
        return quantity if counted == spec else does_for(quantity, self.instead[spec][counted])

    def uses(self, spec: UUID, wanted: UUID, quantity: int) -> int:
        """How much of the offer a share uses: a part of one is one."""
        if spec == wanted:
            return quantity
        many, given = self.instead[spec][wanted]
        return -(-quantity * given // many)

    def is_narrowed(self, specs: Iterable[UUID]) -> bool:
        """Whether some offer could serve kinds for which it was not counted."""
        return any(len(self._all(spec) - {self.counted_as(spec)}) > len(self.even(spec)) for spec in set(specs))

    def _all(self, spec: UUID) -> set[UUID]:
        return set(self.instead.get(spec, {})) & set(self.wanted)

    def _uneven(self, spec: UUID) -> list[UUID]:
        return sorted(each for each in self._all(spec) if not _equal(self.instead[spec][each], (1, 1)))


def _equal(one: Ratio, other: Ratio) -> bool:
    return one[0] * other[1] == other[0] * one[1]


def _coming_back(steward: Steward, offers: Mapping[str, Offer]) -> dict[UUID, dict[date, int]]:
    """What of each loan is out and due on which day. One statement."""
    found: dict[UUID, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    loans = Commitment.objects.of(steward).filter(
        offer__in=list(offers.values()),
        is_loan=True,
        return_due_on__isnull=False,
        end__in=("", Commitment.End.FULFILLED),
    )
    for promise in loans:
        if promise.offer_id and promise.return_due_on and promise.taken > 0:
            found[promise.offer_id][promise.return_due_on] += promise.taken
    return found


def _haves(
    offer: Offer, partners: dict[UUID, PartnerFacts], kinds: _Kinds, back: Mapping[date, int], home: str, today: date
) -> Iterator[Have]:
    """What an offer has now; and of a loan what is out, from the day after it is due back."""
    if offer.until_on and offer.until_on < today:
        return
    facts = partners.get(offer.provider_id) if offer.provider_id else None
    assured = max((day for day in (offer.assured_on, facts.confirmed_on if facts else None) if day), default=None)
    is_fresh = assured is not None and (today - assured).days <= Terms().fresh_days
    now = Have(
        id=str(offer.pk),
        giver=str(offer.provider_id or f"person:{offer.person_id}"),
        spec=str(kinds.counted_as(offer.spec_id)),
        quantity=kinds.quantity(offer.spec_id, offer.remaining),
        reach=(offer.reach_id,) if offer.reach_id else facts.reach if facts else (home,),
        stands_in=tuple(map(str, kinds.even(offer.spec_id))),
        available_from=offer.from_on,
        available_to=offer.until_on,
        is_loan=offer.is_loan,
        favour=(2 * facts.aptitude if facts else 0) + is_fresh,
        carried=facts.load if facts else 0,
    )
    yield now
    for due, out in sorted(back.items()):
        free = max(due, today) + timedelta(days=1)
        if offer.until_on is None or free <= offer.until_on:
            yield replace(
                now, id=f"{offer.pk}|{free.isoformat()}", quantity=kinds.quantity(offer.spec_id, out),
                available_from=max(free, offer.from_on or free),
            )  # fmt: skip


def _proposed(line: NeedLine, offer: Offer, share: division.Share, uses: int, free_on: date | None) -> Proposed:
    places = (
        _("further away, in this country"),
        _("in our changwat"),
        _("in our amphoe"),
        _("in our tambon"),
        _("in the same village"),
    )
    reasons = [places[share.near]]
    is_stand_in = offer.spec_id != line.spec_id
    if is_stand_in:
        reasons.append(_("has %(thing)s, which can stand in") % {"thing": offer.spec.name})
    if share.favour > 1:
        reasons.append(_("has brought things to us before"))
    if share.favour % 2:
        reasons.append(_("said lately that it still stands"))
    is_even = uses == share.quantity and offer.spec.unit == line.spec.unit
    return Proposed(
        choice="" if free_on else f"{line.pk}|{offer.pk}|{share.quantity}",
        giver=offer.giver,
        thing=offer.spec.name,
        quantity=amount(share.quantity, line.spec.unit),
        is_loan=offer.is_loan,
        reasons=tuple(reasons),
        uses="" if is_even else amount(uses, offer.spec.unit),
        free_on=free_on,
    )


def _why(why: Why) -> str:
    """Why a need is not met whole, and what to do about it."""
    return {
        Why.NOBODY_HAS: _("nobody has offered it yet: ask around"),
        Why.DECLINED: _("whoever has it cannot this time, or is asked already"),
        Why.OUTSIDE_DATES: _("it is offered, but not on these days"),
        Why.TOO_FAR: _("it is offered, but too far away"),
        Why.TOO_SMALL: _("it would take many small pieces: ask a larger giver"),
        Why.ALL_GIVEN: _("all that is offered is taken up"),
    }[why]
