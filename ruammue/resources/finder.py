"""Who could fill a gap: three fitting partners in no order, with reasons; and who would have fitted, were they free.

The choosing is `engines.matching`; here its facts are gathered and its reasons become plain words. A person decides,
and says why. None of this ever stands on a paper.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ruammue.engines import matching
from ruammue.engines.matching import Code, Why
from ruammue.foundation import quantities
from ruammue.foundation.levels import Level
from ruammue.networks.queries import PartnerFacts, candidates_for, helped_lately, said_not_now
from ruammue.places.models import Steward
from ruammue.resources import schedules
from ruammue.resources.exchange.models import NotThisTime
from ruammue.resources.models import Commitment, Confirmation, NeedLine, Offer, Substitution
from ruammue.resources.queries import LineRow
from ruammue.resources.wording import amount

WITHDRAWN_DAYS = 365
"""Whoever took such an offer back within a year is shown as not free now, rather than not shown."""
_LEVELS = {Level.VILLAGE: matching.Level.MUBAN, Level.TAMBON: matching.Level.TAMBON}


@dataclass(frozen=True, slots=True)
class Fit:
    """A partner (or a villager) that could fill a gap. `choice` is what the form of asking carries; "" where the office
    asks, because the reader is not told who it is.
    """

    choice: str
    name: str
    thing: str
    left: str
    is_loan: bool
    reasons: tuple[str, ...]
    why_not: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fits:
    """Up to three, drawn by lot; those passed over, with why; and who has it and gives it only in exchange."""

    chosen: tuple[Fit, ...]
    passed_over: tuple[Fit, ...]
    in_exchange: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a candidate comes from: an offer, a partner whose own words fit, or (`gave`) one that has brought such a
    thing before.
    """

    offer: Offer | None
    partner: PartnerFacts | None
    is_away: bool = False
    gave: bool = False

    @property
    def organisation_id(self) -> UUID | None:
        """The organisation behind it; None when a person offers."""
        if self.offer is not None:
            return self.offer.provider_id
        return self.partner.organisation_id if self.partner else None

    @property
    def is_villager(self) -> bool:
        """Offered by a person, not by an organisation."""
        return self.offer is not None and self.offer.provider_id is None

    @property
    def name(self) -> str:
        if self.offer is not None:
            return self.offer.giver
        return self.partner.name if self.partner else ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of everybody who could fill some gaps, asked for once for all of them."""

    instead: StandIns
    offers: Sequence[Offer]
    trades: Sequence[Offer]
    """Of organisations, given only in exchange."""
    partners: Mapping[UUID, PartnerFacts]
    helped: Mapping[tuple[UUID, UUID], int]
    said_no: frozenset[tuple[UUID, object]]
    """(line, whom): this one said "not this time" to it, or was declined for it."""
    kept_apart: frozenset[tuple[UUID, object]]
    """(line, whom): whoever lacks said "not this time" of this one."""
    gave: Gave
    home: str
    today: date


Ratio = tuple[int, int]
"""(wanted, given): so many minor units of the stand-in do for so many of the thing itself."""
StandIns = Mapping[UUID, Mapping[UUID, Ratio]]
"""stand-in -> what it may be given instead of -> how much of it does."""


def stand_ins(steward: Steward) -> StandIns:
    """What each kind of thing may be given instead of, and how much of it does. One statement."""
    instead: dict[UUID, dict[UUID, Ratio]] = defaultdict(dict)
    rows = Substitution.objects.of(steward).values_list("spec_id", "stand_in_id", "wanted", "given")
    for spec, stand_in, wanted, given in rows:
        instead[stand_in][spec] = (wanted, given)
    return instead


def does_for(quantity: int, ratio: Ratio) -> int:
    """Of what is asked for, so much is served by `quantity` of the stand-in: whole minor units, rounded down."""
    wanted, given = ratio
    return quantity * wanted // given


Said = frozenset[tuple[UUID, object]]
"""(line, organisation or "person:<id>") pairs."""


def said_about(steward: Steward, lines: Iterable[UUID]) -> tuple[Said, Said]:
    """Who is not to be brought together with which line: because of a word of those who could give (declined when they
    were asked, too), and because of a word of those who lack. One statement.
    """
    keys = list(lines)
    words = NotThisTime.objects.of(steward).filter(need_line__in=keys)
    declined = Commitment.objects.of(steward).filter(
        need_line__in=keys, end=Commitment.End.CANCELLED_BY_PROVIDER, provider_accepted_at=None
    )
    rows = words.values_list("need_line_id", "organisation_id", "person_id", "side").union(
        declined.order_by().values_list(
            "need_line_id", "provider_id", "person_id", Value(Confirmation.Side.PROVIDER.value)
        )
    )
    by_side: dict[str, set[tuple[UUID, object]]] = {side: set() for side in Confirmation.Side.values}
    for line, body, person, side in rows:
        by_side[side].add((line, body or f"person:{person}"))
    return frozenset(by_side[Confirmation.Side.PROVIDER]), frozenset(by_side[Confirmation.Side.RECEIVER])


Gave = frozenset[tuple[UUID, UUID]]
"""(organisation, kind of thing): it has brought or lent such a thing here, as both sides said."""


def gave_before(steward: Steward, specs: Collection[UUID]) -> Gave:
    """Which organisations have brought things of these kinds. One statement."""
    rows = Commitment.objects.of(steward).filter(delivered__gt=0, provider__isnull=False, need_line__spec__in=specs)
    return frozenset(rows.order_by().values_list("provider_id", "need_line__spec_id").distinct())


def facts_for(steward: Steward, lines: Collection[NeedLine], *, today: date) -> Facts:
    """Everything that `fits_for` wants to know of some lines. Ten statements for any number of them."""
    instead = stand_ins(steward)
    wanted = {line.spec_id for line in lines}
    useful = wanted | {spec for spec, stands_for in instead.items() if stands_for.keys() & wanted}
    keys = [line.pk for line in lines]
    matters = {line.matter_id for line in lines}
    offers = (
        Offer.objects.of(steward)
        .filter(Q(withdrawn_at=None) | Q(withdrawn_at__date__gte=today - timedelta(days=WITHDRAWN_DAYS)))
        .filter(Q(matter=None) | Q(matter__in=matters), spec__in=useful)
        .select_related("spec", "provider", "person")
        .order_by("id")
    )
    not_now = said_not_now(steward, matters)
    said_no: set[tuple[UUID, object]] = {
        (line.pk, body) for line in lines for matter, body in not_now if matter == line.matter_id
    }
    said, apart = said_about(steward, keys)
    return Facts(
        instead=instead,
        offers=[offer for offer in offers if not offer.is_trade],
        trades=[
            offer
            for offer in offers
            if offer.is_trade and offer.provider_id and offer.withdrawn_at is None and offer.remaining
        ],
        partners={facts.organisation_id: facts for facts in candidates_for(steward, today=today)},
        helped=helped_lately(steward, {line.receiver_id for line in lines}, today=today),
        said_no=frozenset(said_no) | said,
        kept_apart=apart,
        gave=gave_before(steward, wanted),
        home=steward.area_id,
        today=today,
    )


def fits_for(steward: Steward, rows: Sequence[LineRow], *, today: date, sees_givers: bool = False) -> dict[UUID, Fits]:
    """Who fits each gap among `rows`. Eleven statements for any number of gaps. Only to whoever `sees_givers` are
    villagers named, and is it said how others kept their word and how much they have on their hands.
    """
    gaps = {row.id: row for row in rows if row.is_gap}
    if not gaps:
        return {}
    lines = NeedLine.objects.of(steward).filter(pk__in=gaps).select_related("spec", "village")
    by_key = {line.pk: line for line in lines}
    for key, line in by_key.items():
        line.in_talks = gaps[key].in_talks
    facts = facts_for(steward, by_key.values(), today=today)
    return {key: _fits(gaps[key], line, facts, sees_givers) for key, line in by_key.items()}


def gap_of(line: NeedLine, home: str) -> matching.Gap:
    """A line as the engine sees it; where no village is named, it lacks in the whole tambon."""
    return matching.Gap(
        id=str(line.pk),
        spec=str(line.spec_id),
        quantity=line.lacking,
        unit=quantities.UNITS[line.spec.unit].dimension,
        area=line.village.area_id if line.village else home,
        level=_LEVELS[Level.VILLAGE if line.village else Level.TAMBON],
        needed_from=line.from_on,
        needed_to=line.until_on,
    )


def _fits(row: LineRow, line: NeedLine, facts: Facts, sees_givers: bool) -> Fits:
    gap = gap_of(line, facts.home)
    # Whoever is asked already, or has promised a part, stands on the line itself.
    busy = {promise.provider_id for promise in row.promises if not promise.is_over} | {line.receiver_id}
    busy_people = {promise.person_id for promise in row.promises if not promise.is_over}
    sources: dict[tuple[str, str], Source] = {}
    candidates = []

    def add(source: Source, one: matching.Candidate) -> None:
        who: object = source.organisation_id or one.org
        if (line.pk, who) in facts.kept_apart:
            return
        helped = facts.helped.get((line.receiver_id, source.organisation_id), 0) if source.organisation_id else 0
        sources[one.org, one.offer] = source
        candidates.append(replace(one, declined=(line.pk, who) in facts.said_no, helped=helped))

    for offer in facts.offers:
        if offer.provider_id in busy if offer.provider_id else offer.person_id in busy_people:
            continue
        if offer.matter_id not in (None, line.matter_id):
            continue
        if offer.spec_id != line.spec_id and line.spec_id not in facts.instead.get(offer.spec_id, ()):
            continue
        away = offer.withdrawn_at is not None or is_outside(offer, line, facts.today)
        source = Source(offer, facts.partners.get(offer.provider_id) if offer.provider_id else None, away)
        add(source, candidate_of(source, offer, line.spec_id, gap.unit, facts.instead, facts.home))
    offered = {one.org for one in candidates}
    for key, partner in facts.partners.items():
        if key in busy or str(key) in offered or not could_give(partner, line, facts.gave):
            continue
        gave = (key, line.spec_id) in facts.gave
        add(Source(None, partner, gave=gave), partner.candidate(spec=gap.spec, unit=gap.unit, quantity=gap.quantity))
    # The key of the gap was there before anybody could try several seeds.
    fitting = matching.fit(gap, candidates, today=facts.today, seed=gap.id)
    over = [(sources[one.org, one.offer], one) for one in fitting.passed_over]
    return Fits(
        tuple(_told(sources[one.org, one.offer], one.reasons, (), line, sees_givers) for one in fitting.chosen),
        tuple(
            _told(source, one.reasons, one.why, line, sees_givers)
            for source, one in over
            if sees_givers or not source.is_villager
        ),
        tuple(
            dict.fromkeys(
                offer.giver
                for offer in facts.trades
                if line.spec_id in (offer.spec_id, *facts.instead.get(offer.spec_id, ()))
                and offer.provider_id not in busy
                and not is_outside(offer, line, facts.today)
            )
        ),
    )


def could_give(partner: PartnerFacts, line: NeedLine, gave: Gave) -> bool:
    """Nothing is offered, but it is worth asking: the partner has brought such a thing before, or speaks of it."""
    return (partner.organisation_id, line.spec_id) in gave or names_it(partner, line)


def names_it(partner: PartnerFacts, line: NeedLine) -> bool:
    """The partner's own words, or its name, speak of the thing that lacks, or of the kind that it is: ปูน of ปูนซีเมนต์."""
    said, thing = f"{partner.says} {partner.name}".casefold(), line.spec.name.casefold()
    if any(word in said for word in (thing, *thing.split()) if len(word) > 2):
        return True
    return any(thing.startswith(word) for word in partner.says.casefold().split() if len(word) > 2)


def is_outside(offer: Offer, line: NeedLine, today: date) -> bool:
    """Not there on the days asked for: shown as away on those days."""
    first = max(line.from_on or today, today)
    if offer.until_on and offer.until_on < first:
        return True
    until = min((day for day in (line.until_on, offer.until_on) if day), default=None)
    if offer.schedule and (until is None or until >= first):
        possible = schedules.next_day(offer.schedule, first, until, counted_from=offer.from_on)
        if possible is None:
            return True
    return bool(line.until_on and offer.from_on and offer.from_on > max(line.until_on, first))


def candidate_of(
    source: Source, offer: Offer, wanted: UUID, unit: str, instead: StandIns, home: str
) -> matching.Candidate:
    """An offer as the engine sees it for something of the kind `wanted`, counted in its `unit`."""
    ratio = None if offer.spec_id == wanted else instead.get(offer.spec_id, {}).get(wanted)
    same = unit if ratio is not None else quantities.UNITS[offer.spec.unit].dimension
    facts = source.partner
    reach = (offer.reach_id,) if offer.reach_id else facts.reach if facts else (home,)
    one = matching.Candidate(
        org=str(offer.provider_id) if offer.provider_id else f"person:{offer.person_id}",
        offer=str(offer.pk),
        spec=str(offer.spec_id),
        remaining=does_for(offer.remaining, ratio) if ratio is not None else offer.remaining,
        unit=same,
        reach=reach,
        substitutes=tuple(str(spec) for spec in sorted(instead.get(offer.spec_id, ()))),
        available_from=None if source.is_away else offer.from_on,
        available_to=None if source.is_away else offer.until_on,
        confirmed_on=offer.assured_on,
        state=matching.State.ABSENT if source.is_away else matching.State.ACTIVE,
    )
    if facts is None:
        return one
    return replace(
        one,
        aptitude=facts.aptitude,
        kept=facts.kept,
        late=facts.late,
        promised=facts.promised,
        load=facts.load,
    )


# ------------------------------------------------------------------------------------------- in words


def _told(
    source: Source, reasons: Iterable[matching.Reason], why: Iterable[Why], line: NeedLine, sees_givers: bool
) -> Fit:
    offer = source.offer
    unit = line.spec.unit
    told = [reason for reason in reasons if sees_givers or reason.code not in _OF_THE_OFFICE]
    words = [word for reason in told if (word := _reason(reason, source, unit))]
    is_named = sees_givers or not source.is_villager
    choice = f"offer:{offer.pk}" if offer else f"org:{source.partner.organisation_id}" if source.partner else ""
    return Fit(
        choice=choice if is_named else "",
        name=source.name if is_named else _("a villager (ask through the office)"),
        thing=offer.spec.name if offer else "",
        left=amount(offer.remaining, offer.spec.unit) if offer else "",
        is_loan=bool(offer and offer.is_loan),
        reasons=tuple(words),
        why_not=tuple(_why(code, source) for code in why),
    )


_OF_THE_OFFICE = {
    Code.APTITUDE_SHOWN,
    Code.APTITUDE_NOT_SHOWN,
    Code.PROMISES_KEPT,
    Code.PROMISES_MIXED,
    Code.PROMISES_DOUBTED,
    Code.CARRIES_TASKS,
    Code.HANDS_FREE,
}
"""What the office knows of those with whom it works, and no partner is told of another."""
_NEAR = {
    Code.NEAR_MUBAN: lambda: _("in the same village"),
    Code.NEAR_TAMBON: lambda: _("in our tambon"),
    Code.NEAR_AMPHOE: lambda: _("in our amphoe"),
    Code.NEAR_CHANGWAT: lambda: _("in our changwat"),
    Code.NEAR_COUNTRY: lambda: _("further away, in this country"),
}


def near_words(code: Code) -> str:
    """How near, in words; "" for a code that says something else."""
    return _NEAR[code]() if code in _NEAR else ""


def _reason(reason: matching.Reason, source: Source, unit: str) -> str:
    """One reason in plain words, "" for what goes without saying. Nobody is ever called unfit."""
    have, of = reason.have or 0, reason.of or 0
    match reason.code:
        case code if code in _NEAR:
            return near_words(code)
        case Code.PLACE_BEYOND_REACH:
            return _("usually works elsewhere")
        case Code.COVERS_ALL | Code.COVERS_HALF | Code.COVERS_LITTLE if source.gave:
            return _("has brought such a thing before: ask how much it has now")
        case Code.COVERS_ALL | Code.COVERS_HALF | Code.COVERS_LITTLE if source.offer is None:
            return _("has not said how much: ask first")
        case Code.COVERS_ALL:
            return _("has enough for all of it (%(have)s)") % {"have": amount(have, unit)}
        case Code.COVERS_HALF | Code.COVERS_LITTLE:
            return _("has %(have)s of the %(of)s that lack") % {"have": amount(have, unit), "of": amount(of, unit)}
        case Code.SUBSTITUTE if source.offer is not None:
            return _("has %(thing)s, which can stand in") % {"thing": source.offer.spec.name}
        case Code.DATES_FIT if source.is_away:
            return ""
        case Code.DATES_PARTLY if of:
            return _("free on %(have)d of %(of)d days") % {"have": have, "of": of}
        case Code.DATES_PARTLY:
            return _("free on some of the days")
        case Code.APTITUDE_SHOWN:
            return _("has brought things to us before")
        case Code.APTITUDE_NOT_SHOWN:
            return _("we have not worked together yet")
        case Code.PROMISES_KEPT | Code.PROMISES_MIXED | Code.PROMISES_DOUBTED:
            return _("%(have)d of %(of)d promises came in time") % {"have": have, "of": of}
        case Code.CONFIRMED_LATELY | Code.CONFIRMED_SOME_TIME_AGO | Code.CONFIRMED_LONG_AGO:
            if not have:
                return _("asked today")
            return ngettext("last asked %(n)d day ago", "last asked %(n)d days ago", have) % {"n": have}
        case Code.NEVER_CONFIRMED:
            return _("nobody has asked lately")
        case Code.CARRIES_TASKS:
            return ngettext("helps with %(n)d other matter now", "helps with %(n)d other matters now", have) % {
                "n": have
            }
        case Code.HANDS_FREE:
            return _("has no other matter now")
        case Code.HELPED_LATELY:
            return _("we helped them lately")
        case _:
            return ""


def _why(code: Why, source: Source) -> str:
    match code:
        case Why.DECLINED:
            return _("said “not now” to this matter")
        case Why.ABSENT if source.offer is not None and source.offer.withdrawn_at:
            return _("took the offer back")
        case Why.ABSENT:
            return _("not free on the days asked for")
        case _:
            return _("all they have is promised already")
