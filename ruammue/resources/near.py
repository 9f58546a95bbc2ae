"""ใครขาด ใครมี from where the reader stands: what lacks nearby that they could give, and who has what they lack.

The same engine as the finder's, with the roles turned (`matching.openings`). The page proposes and a person decides;
what somebody said "not this time" to is not shown to them again, and to nobody as a fault.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from ruammue.access.actors import Actor
from ruammue.engines import matching
from ruammue.engines.matching import Code
from ruammue.needs.models import Matter
from ruammue.needs.queries import placed
from ruammue.networks.queries import PartnerFacts, candidates_for, helped_lately
from ruammue.people.models import Organisation
from ruammue.places.models import Steward, Village
from ruammue.resources import queries
from ruammue.resources.exchange.models import ExchangeLeg
from ruammue.resources.finder import (
    Fits,
    Gave,
    Source,
    StandIns,
    candidate_of,
    could_give,
    fits_for,
    gap_of,
    near_words,
    said_about,
    stand_ins,
)
from ruammue.resources.models import Commitment, NeedLine, Offer
from ruammue.resources.purposes import Purpose, tasks_of
from ruammue.resources.queries import LineRow, OfferRow
from ruammue.resources.wording import amount

MOST = 400
"""So many gaps are weighed for one reader, those needed first: a page, not a report."""
SHOWN = 12
HANDS_SHOWN = 4
OFFERS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Chance:
    """Something that lacks and that this reader could give. `giver` and `offer` fill the form of promising."""

    row: LineRow
    as_whom: str
    giver: str
    offer: str
    could: str
    is_loan: bool
    reasons: tuple[str, ...]
    task: str = ""
    """The task whose hours it is, with its half-day."""

    @property
    def in_return(self) -> str:
        """What the form of proposing an exchange carries for this part; nothing for a villager."""
        kind, _colon, key = self.giver.partition(":")
        return f"{self.row.id}|{self.offer}|{key}" if kind == "org" else ""


@dataclass(frozen=True, slots=True)
class Hands:
    """A task that lacks people: the line of its hours, and what it is. `chance`: the reader has such hours."""

    row: LineRow
    task: Purpose
    chance: Chance | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """One reader's page: what they could give (fittest first), what else lacks, what they lack with who has it."""

    chances: tuple[Chance, ...]
    others: tuple[tuple[LineRow, ...], ...]
    """Those of one matter together."""
    lacks: tuple[tuple[LineRow, str, Fits | None], ...]
    """Each with the task whose hours it is."""
    no_words: bool
    """Neither an offer nor a word of what the reader is good at: nothing could be proposed."""
    hands: tuple[Hands, ...] = ()
    """Tasks that lack people, those of the next days first: beside the things, not among them."""
    more: Mapping[str, int] = field(default_factory=dict)
    """How many more there are of each part than the page shows."""


@dataclass(frozen=True, slots=True)
class _Party:
    """The reader in one of their capacities: for an organisation, or as themselves."""

    key: str
    name: str
    facts: PartnerFacts | None
    organisation_id: UUID | None
    person_id: UUID | None

    @property
    def said_as(self) -> object:
        """How a "not this time" names this party."""
        return self.organisation_id or f"person:{self.person_id}"

    def has_part_in(self, promise: tuple[UUID | None, UUID | None]) -> bool:
        """Of (organisation, person), one of which is set: it is this one."""
        body, person = promise
        return body == self.organisation_id if self.organisation_id else person == self.person_id


def legs_waiting(steward: Steward) -> QuerySet[ExchangeLeg]:
    """Parts of exchanges that wait for somebody's yes."""
    waiting: QuerySet[ExchangeLeg] = ExchangeLeg.objects.of(steward).filter(
        exchange__agreed_at=None, exchange__cancelled_at=None, exchange__expires_on__gte=timezone.localdate()
    )
    return waiting


def open_gaps(
    steward: Steward,
    *,
    actor: Actor | None = None,
    village: UUID | None = None,
    kind: str = "",
    with_talks: bool = False,
) -> list[NeedLine]:
    """Lines of which something still lacks, those needed first: of matters that everybody may read, or (with `actor`)
    that this worker may open. As much as waits for the yes of an exchange is not asked of others meanwhile; lines of
    which all does are left out, unless somebody wants to read that it waits (`with_talks`). One statement.
    """
    matters = Matter.objects.of(steward).filter(merged_into=None, closed_at=None)
    if actor is not None:
        matters = matters.visible_to(actor)
    else:
        matters = matters.filter(published_at__isnull=False, is_sensitive=False)
    found = queries.lines(steward).filter(
        matter__in=matters,
        is_enough_at=None,
        merged_into=None,
        quantity__gt=F("promised") + F("delivered") + F("spoken"),
    )
    legs = legs_waiting(steward).filter(need_line=OuterRef("pk")).order_by().values("need_line")
    found = found.annotate(waiting=Coalesce(Subquery(legs.annotate(much=Sum("quantity")).values("much")), 0))
    if not with_talks:
        found = found.filter(quantity__gt=F("promised") + F("delivered") + F("spoken") + F("waiting"))
    if village is not None:
        found = found.filter(village=village)
    if kind:
        found = found.filter(spec__kind=kind)
    rows: list[NeedLine] = []
    for row in found.order_by(F("until_on").asc(nulls_last=True), "raised_at", "id")[:MOST]:
        row.in_talks = row.waiting
        rows.append(row)
    return rows


def page_of(
    steward: Steward, actor: Actor, *, today: date, sees_givers: bool = False, everything: bool = False
) -> Near:
    """What this reader could give and what they lack, at most 15 statements and twelve more where they lack. A page,
    unless they ask for `everything`.
    """
    own: list[NeedLine] = []
    foreign: list[NeedLine] = []
    for line in open_gaps(steward, with_talks=True):
        if line.receiver_id in actor.represents:
            own.append(line)
        elif not line.lacking:
            continue
        elif line.until_on is None or line.until_on >= today:  # what is over is for whoever asked to look at
            foreign.append(line)
    facts = {one.organisation_id: one for one in candidates_for(steward, today=today)}
    parties = _parties(actor, facts)
    offers = list(_own_offers(steward, actor))
    instead = stand_ins(steward)
    promises = _promises(steward, actor)
    keys = [line.pk for line in foreign]
    said, not_them = said_about(steward, keys)
    apart = said | not_them
    helped = helped_lately(steward, actor.represents, today=today)
    gave = frozenset((body, spec) for _line, spec, body, _person, delivered in promises if body and delivered)
    asked = {(line, body, person) for line, _spec, body, person, _delivered in promises}

    chances: dict[UUID, Chance] = {}
    for party in parties:
        pairs, sources = [], {}
        for line in foreign:
            if (line.pk, party.said_as) in apart or line.pk in chances:
                continue
            if any(key == line.pk and party.has_part_in((body, person)) for key, body, person in asked):
                continue
            for source, one in _candidates(party, line, offers, instead, gave, steward.area_id):
                owes = helped.get((line.receiver_id, party.organisation_id), 0) if party.organisation_id else 0
                pairs.append((gap_of(line, steward.area_id), replace(one, helped=owes)))
                sources[str(line.pk), one.offer] = source
        by_key = {str(line.pk): line for line in foreign}
        for opening in matching.openings(pairs, today=today):
            line, source = by_key[opening.gap], sources[opening.gap, opening.offer]
            chances[line.pk] = _chance(line, party, source, opening.reasons)
    silent = {line for line, whom in apart if any(whom == party.said_as for party in parties)}
    with_part = {line for line, _body, _person in asked}
    tasks = tasks_of(steward, [line.pk for line in (*foreign, *own)])
    begun = {key for key, task in tasks.items() if task.has_begun}
    chances = {key: one for key, one in chances.items() if key not in begun}
    left = [line for line in foreign if line.pk not in silent | with_part | begun]
    hands = [
        Hands(queries.line_row(line), tasks[line.pk], chances.pop(line.pk, None)) for line in left if line.pk in tasks
    ]
    others = [queries.line_row(line) for line in left if line.pk not in chances and line.pk not in tasks]
    mine = [queries.line_row(line) for line in own]
    promised = queries.promises_of_lines(steward, [row.id for row in mine], today=today) if mine else {}
    mine = [replace(row, promises=tuple(promised.get(row.id, ()))) for row in mine]
    fits = fits_for(steward, mine, today=today, sees_givers=sees_givers) if mine else {}
    most, most_hands = (MOST, MOST) if everything else (SHOWN, HANDS_SHOWN)
    return Near(
        chances=tuple(chances.values())[:most],
        others=by_matter(others[:most], of=lambda row: row.matter_id),
        lacks=tuple((row, tasks[row.id].words if row.id in tasks else "", fits.get(row.id)) for row in mine[:most]),
        no_words=not offers and not any(party.facts and party.facts.says for party in parties),
        hands=tuple(hands[:most_hands]),
        more={
            "chances": max(0, len(chances) - most),
            "others": max(0, len(others) - most),
            "lacks": max(0, len(mine) - most),
            "hands": max(0, len(hands) - most_hands),
        },
    )


Row = TypeVar("Row")


def by_matter(rows: Sequence[Row], *, of: Callable[[Row], UUID]) -> tuple[tuple[Row, ...], ...]:
    """The rows of each matter together, matters in the order of their first row."""
    together: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        together[of(row)].append(row)
    return tuple(tuple(some) for some in together.values())


def _parties(actor: Actor, facts: Mapping[UUID, PartnerFacts]) -> list[_Party]:
    names = dict(Organisation.objects.filter(pk__in=actor.represents).values_list("pk", "name"))
    found = [
        _Party(f"org:{key}", names[key], facts.get(key), key, None) for key in sorted(names, key=lambda k: names[k])
    ]
    if actor.person_id is not None:
        found.append(_Party("me", actor.name, None, None, actor.person_id))
    return found


def _own_offers(steward: Steward, actor: Actor) -> Iterable[Offer]:
    return (
        Offer.objects.of(steward)
        .filter(Q(provider__in=actor.represents) | Q(person=actor.person_id), withdrawn_at=None, remaining__gt=0)
        .select_related("spec", "provider", "person")
        .order_by("id")
    )


def _promises(steward: Steward, actor: Actor) -> list[tuple[UUID, UUID, UUID | None, UUID | None, int]]:
    """(line, thing, organisation, person, delivered) of every promise of the reader's, and those they were asked."""
    rows = Commitment.objects.of(steward).filter(Q(provider__in=actor.represents) | Q(person=actor.person_id))
    return list(rows.values_list("need_line_id", "need_line__spec_id", "provider_id", "person_id", "delivered"))


def _candidates(
    party: _Party,
    line: NeedLine,
    offers: Sequence[Offer],
    instead: StandIns,
    gave: Gave,
    home: str,
) -> Iterable[tuple[Source, matching.Candidate]]:
    """The offers of this party that are of the thing; else its own words, or that it gave such a thing before. Whoever
    said that they give it only in exchange is not asked to give it freely."""
    gap = gap_of(line, home)
    has_offer = False
    for offer in offers:
        if not party.has_part_in((offer.provider_id, offer.person_id)) or offer.matter_id not in (None, line.matter_id):
            continue
        if offer.spec_id != line.spec_id and line.spec_id not in instead.get(offer.spec_id, ()):
            continue
        has_offer = True
        if offer.is_trade:
            continue
        source = Source(offer, party.facts)
        yield source, candidate_of(source, offer, line.spec_id, gap.unit, instead, home)
    if has_offer or party.facts is None:
        return
    if could_give(party.facts, line, gave):
        yield (
            Source(None, party.facts),
            replace(party.facts.candidate(spec=gap.spec, unit=gap.unit, quantity=gap.quantity), declined=False),
        )


def _chance(line: NeedLine, party: _Party, source: Source, reasons: Iterable[matching.Reason]) -> Chance:
    offer = source.offer
    much = min(line.lacking, offer.remaining) if offer else line.lacking
    return Chance(
        row=queries.line_row(line),
        as_whom=party.name,
        giver=party.key,
        offer=str(offer.pk) if offer else "",
        could=amount(much, line.spec.unit),
        is_loan=bool(offer and offer.is_loan),
        reasons=tuple(word for reason in reasons if (word := _to_giver(reason, source, line))),
    )


def _to_giver(reason: matching.Reason, source: Source, line: NeedLine) -> str:
    """One reason as it is told to whoever could give; nothing about how well they keep their word."""
    have, of = reason.have or 0, reason.of or 0
    words = near_words(reason.code)
    if words:
        return words
    match reason.code:
        case Code.COVERS_ALL | Code.COVERS_HALF | Code.COVERS_LITTLE if source.offer is None:
            return _("you said that you are good at it, or gave such a thing before")
        case Code.COVERS_ALL:
            return _("what you offered is enough for all of it")
        case Code.COVERS_HALF | Code.COVERS_LITTLE:
            return _("you have %(have)s of the %(of)s that lack") % {
                "have": amount(have, line.spec.unit),
                "of": amount(of, line.spec.unit),
            }
        case Code.SUBSTITUTE if source.offer is not None:
            return _("your %(thing)s can stand in") % {"thing": source.offer.spec.name}
        case Code.DATES_PARTLY if of:
            return _("you are free on %(have)d of %(of)d days") % {"have": have, "of": of}
        case Code.HELPED_LATELY:
            return _("%(who)s helped you lately") % {"who": line.receiver.name}
        case _:
            return ""


# ------------------------------------------------------------------------------------------- offer-first


def openings_of(steward: Steward, offer: Offer, *, today: date) -> tuple[Chance, ...]:
    """Which open gaps an offer fits, the fittest first. Ten statements."""
    lines = [
        line
        for line in open_gaps(steward)
        if (line.until_on is None or line.until_on >= today)
        and line.receiver_id != offer.provider_id
        and offer.matter_id in (None, line.matter_id)
    ]
    facts = {one.organisation_id: one for one in candidates_for(steward, today=today)}
    party = _Party(
        f"org:{offer.provider_id}" if offer.provider_id else "me",
        offer.giver,
        facts.get(offer.provider_id) if offer.provider_id else None,
        offer.provider_id,
        offer.person_id,
    )
    instead = stand_ins(steward)
    keys = [line.pk for line in lines]
    said, not_them = said_about(steward, keys)
    apart = said | not_them
    helped = helped_lately(steward, [offer.provider_id], today=today) if offer.provider_id else {}
    pairs, sources = [], {}
    for line in lines:
        if (line.pk, party.said_as) in apart:
            continue
        for source, one in _candidates(party, line, [offer], instead, frozenset(), steward.area_id):
            if source.offer is None:
                continue
            owes = helped.get((line.receiver_id, offer.provider_id), 0) if offer.provider_id else 0
            pairs.append((gap_of(line, steward.area_id), replace(one, helped=owes)))
            sources[str(line.pk)] = source
    by_key = {str(line.pk): line for line in lines}
    found = [
        _chance(by_key[one.gap], party, sources[one.gap], one.reasons)
        for one in matching.openings(pairs, today=today)[:SHOWN]
    ]
    tasks = tasks_of(steward, [one.row.id for one in found])  # of public matters all of them
    return tuple(
        replace(one, task=tasks[one.row.id].words if one.row.id in tasks else "")
        for one in found
        if one.row.id not in tasks or not tasks[one.row.id].has_begun
    )


# ------------------------------------------------------------------------------------------- the office's two columns


@dataclass(frozen=True, slots=True)
class Lacking:
    """What lacks, who could have it, where, and what it is for if that is known.

    `is_past`: the day for which it was needed is over; `asked`: how many have not answered yet; `offered`: the promises
    that wait for the receiver's yes.
    """

    row: LineRow
    fits: Fits | None
    place: str
    is_past: bool
    asked: int
    task: Purpose | None = None
    offered: tuple[UUID, ...] = ()
    is_ours: bool = False
    """The yes is the reader's own to say."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Who lacks (with who could have it) beside who has (with how many gaps it fits)."""

    lacks: tuple[tuple[Lacking, ...], ...]
    """Those of one matter together."""
    has: tuple[tuple[OfferRow, int], ...]
    more_lacks: int
    more_has: int
    hands: tuple[Lacking, ...] = ()
    """Tasks that lack people, those of the next days first: beside the things, not among them."""
    folded_hands: tuple[Lacking, ...] = ()
    """The other ones."""


def columns_of(
    steward: Steward, actor: Actor, *, today: date, village: Village | None = None, kind: str = "", level: str = ""
) -> Columns:
    """Both sides for those who bring them together. `level`: of the partners who have. At most 23 statements."""
    lines = open_gaps(steward, actor=actor, village=village.pk if village else None, kind=kind, with_talks=True)
    tasks = tasks_of(steward, [line.pk for line in lines])
    things = [line for line in lines if line.pk not in tasks]
    hands = sorted((line for line in lines if line.pk in tasks), key=lambda line: tasks[line.pk].has_begun)
    shown = [*things[:OFFERS_SHOWN], *hands]
    places = placed(actor, [line.matter for line in shown])
    rows = [queries.line_row(line) for line in shown]
    promised = queries.promises_of_lines(steward, [row.id for row in rows], today=today)
    rows = [replace(row, promises=tuple(promised.get(row.id, ()))) for row in rows]
    fits = fits_for(steward, rows, today=today, sees_givers=True)
    offers = (
        Offer.objects.of(steward)
        .filter(withdrawn_at=None, remaining__gt=0)
        .filter(Q(until_on=None) | Q(until_on__gte=today))
        .select_related("spec", "provider", "person", "reach")
    )
    if kind:
        offers = offers.filter(spec__kind=kind)
    if level:
        offers = offers.filter(provider__partnerships__steward=steward, provider__partnerships__level=level)
    found = list(offers.order_by("spec__name", "-remaining", "id")[:MOST])
    wanted: dict[UUID, int] = defaultdict(int)
    instead = stand_ins(steward)
    for line in lines:
        wanted[line.spec_id] += 1 if line.lacking else 0
    count = {
        offer.pk: wanted.get(offer.spec_id, 0) + sum(wanted.get(spec, 0) for spec in instead.get(offer.spec_id, ()))
        for offer in found
    }
    found.sort(key=lambda offer: (-min(count[offer.pk], 1), offer.spec.name, str(offer.pk)))
    lacking = [
        Lacking(
            row,
            fits.get(row.id),
            row.place if row.matter_id in places else "",
            is_past=bool(row.until_on and row.until_on < today),
            asked=sum(promise.status == "waits_for_provider" for promise in row.promises)
            + (tasks[row.id].asked if row.id in tasks else 0),
            task=tasks.get(row.id),
            offered=tuple(promise.id for promise in row.promises if promise.status == "waits_for_receiver"),
            is_ours=row.receiver_id in actor.represents,
        )
        for row in rows
    ]
    of_tasks = [one for one in lacking if one.task is not None]
    return Columns(
        lacks=by_matter([one for one in lacking if one.task is None], of=lambda one: one.row.matter_id),
        has=tuple((queries.offer_row(offer, today=today), count[offer.pk]) for offer in found[:OFFERS_SHOWN]),
        more_lacks=max(0, len(things) - OFFERS_SHOWN),
        more_has=max(0, len(found) - OFFERS_SHOWN),
        hands=tuple(of_tasks[:HANDS_SHOWN]),
        folded_hands=tuple(of_tasks[HANDS_SHOWN:]),
    )
