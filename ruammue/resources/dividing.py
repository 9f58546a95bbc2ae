"""What there is among what lacks, for all open gaps at once: the machine proposes a division, a person decides.

The dividing is `engines.matching.division`; here its facts are gathered and its outcome becomes words. How near the
proposal certainly is to the best that could be is told beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F
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
from ruammue.resources.exchange.models import ReciprocityRule
from ruammue.resources.finder import said_about
from ruammue.resources.models import NeedLine, Offer, Substitution
from ruammue.resources.near import open_gaps
from ruammue.resources.queries import LineRow, promises_of_lines
from ruammue.resources.wording import amount

MOST_GIVERS = 3
"""More givers for one need are more to call than to help."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """So much of an offer for a need, with why. `choice` is what the form of asking carries."""

    choice: str
    giver: str
    thing: str
    quantity: str
    is_loan: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GapShown:
    """A need with what is proposed for it, and why the rest stays open."""

    row: LineRow
    proposed: tuple[Proposed, ...]
    missing: str
    why: str


@dataclass(frozen=True, slots=True)
class Month:
    """The proposal. `hundredths`: of what could be reached, rounded down; `is_best`: nothing could be better."""

    gaps: tuple[GapShown, ...]
    hundredths: int
    is_best: bool
    things: int
    helped: int
    rule: ReciprocityRule | None = None

    @property
    def reached(self) -> str:
        """The share as people read it: 98.7."""
        return f"{self.hundredths // 100}.{self.hundredths % 100 // 10}"


def month_of(steward: Steward, actor: Actor, *, today: date) -> Month:
    """The proposal for every gap that this worker may ask for. A constant number of statements."""
    lines = {str(line.pk): line for line in open_gaps(steward, actor=actor)}
    offers = {
        str(offer.pk): offer
        for offer in Offer.objects.of(steward)
        .filter(withdrawn_at=None, remaining__gt=0, is_trade=False)
        .select_related("spec", "provider", "person")
        .order_by("id")
    }
    partners = {facts.organisation_id: facts for facts in candidates_for(steward, today=today)}
    instead = _even_stand_ins(steward)
    found = (_have(offer, partners, instead, steward.area_id, today) for offer in offers.values())
    wants, haves = _wants(steward, lines, today), [have for have in found if have is not None]
    # The lot is drawn by the month: known beforehand, and nobody can try several.
    seed = f"{steward.slug}|{today:%Y-%m}"
    rule = fair.rule_in_force(steward, today=today)
    if rule is not None:
        return _under(rule, steward, lines, offers, wants, haves, seed)
    told = division.divide(wants, haves, seed=seed, terms=division.Terms(most_givers=MOST_GIVERS))
    of_line: dict[str, list[Proposed]] = defaultdict(list)
    for share in told.shares:
        of_line[share.want].append(_proposed(lines[share.want], offers[share.have], share))
    open_still = {one.want: one for one in told.unmet}
    gaps = []
    for key, line in lines.items():
        left = open_still.get(key)
        gaps.append(
            GapShown(
                queries.line_row(line),
                tuple(of_line[key]),
                amount(left.missing, line.spec.unit) if left else "",
                _why(left.why) if left else "",
            )
        )
    gaps.sort(key=lambda gap: not gap.proposed)
    return Month(
        gaps=tuple(gaps),
        hundredths=10_000 * told.reached.numerator // told.reached.denominator,
        is_best=told.gap == 0,
        things=len(gaps),
        helped=sum(bool(gap.proposed) for gap in gaps),
    )


def _under(
    rule: ReciprocityRule,
    steward: Steward,
    lines: dict[str, NeedLine],
    offers: dict[str, Offer],
    wants: list[Want],
    haves: list[Have],
    seed: str,
) -> Month:
    """The month under a network's rule of reciprocity."""
    told = fair.plan_under(rule, steward, wants, haves, seed=seed)
    of_line: dict[str, list[Proposed]] = defaultdict(list)
    given: dict[str, int] = defaultdict(int)
    for share in told.shares:
        of_line[share.want].append(_proposed(lines[share.want], offers[share.have], share))
        given[share.want] += share.quantity
    offered = {have.spec for have in haves}
    gaps = []
    for key, line in lines.items():
        missing = line.missing - given[key]
        why = ""
        if missing > 0 and key in told.capped and str(line.spec_id) in offered:
            why = _("by the rule of %(network)s, something comes from %(who)s first, or the network exempts them") % {
                "network": rule.network.name,
                "who": line.receiver.name,
            }
        elif missing > 0:
            why = _why(Why.ALL_GIVEN if str(line.spec_id) in offered else Why.NOBODY_HAS)
        left = amount(missing, line.spec.unit) if missing > 0 else ""
        gaps.append(GapShown(queries.line_row(line), tuple(of_line[key]), left, why))
    gaps.sort(key=lambda gap: not gap.proposed)
    return Month(
        gaps=tuple(gaps),
        hundredths=10_000 * told.reached // told.bound if told.bound else 10_000,
        is_best=told.reached == told.bound,
        things=len(gaps),
        helped=sum(bool(gap.proposed) for gap in gaps),
        rule=rule,
    )


def of_month(steward: Steward, actor: Actor, *, today: date) -> tuple[list[Want], list[Have]]:
    """What lacks and what there is this month, for those who weigh a rule. A constant number of statements."""
    lines = {str(line.pk): line for line in open_gaps(steward, actor=actor)}
    offers = Offer.objects.of(steward).filter(withdrawn_at=None, remaining__gt=0, is_trade=False)
    partners = {facts.organisation_id: facts for facts in candidates_for(steward, today=today)}
    found = (
        _have(offer, partners, {}, steward.area_id, today)
        for offer in offers.select_related("spec", "provider", "person").order_by("id")
    )
    return _wants(steward, lines, today), [have for have in found if have is not None]


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


def _wants(steward: Steward, lines: dict[str, NeedLine], today: date) -> list[Want]:
    keys = [line.pk for line in lines.values()]
    said, not_them = said_about(steward, keys)
    apart: dict[UUID, set[str]] = defaultdict(set)
    for line, whom in said | not_them:
        apart[line].add(str(whom))
    # Whoever is asked already, or has promised a part, stands on the line itself.
    for line, promises in (promises_of_lines(steward, keys, today=today) if keys else {}).items():
        for promise in promises:
            if not promise.is_over:
                apart[line].add(str(promise.provider_id or f"person:{promise.person_id}"))
    return [
        Want(
            id=key,
            spec=str(line.spec_id),
            quantity=line.missing,
            area=line.village.area_id if line.village else steward.area_id,
            least=1,
            needed_from=max(line.from_on, today) if line.from_on else None,
            needed_to=max(line.until_on, today) if line.until_on else None,
            taker=str(line.receiver_id),
            declined=tuple(sorted(apart[line.pk])),
        )
        for key, line in lines.items()
    ]


def _even_stand_ins(steward: Steward) -> dict[UUID, set[str]]:
    """What stands in for what, one for one."""
    instead: dict[UUID, set[str]] = defaultdict(set)
    even = Substitution.objects.of(steward).filter(wanted=F("given"), spec__unit=F("stand_in__unit"))
    for wanted, stand_in in even.values_list("spec_id", "stand_in_id"):
        instead[stand_in].add(str(wanted))
    return instead


def _have(
    offer: Offer, partners: dict[UUID, PartnerFacts], instead: dict[UUID, set[str]], home: str, today: date
) -> Have | None:
    if offer.until_on and offer.until_on < today:
        return None
    facts = partners.get(offer.provider_id) if offer.provider_id else None
    assured = max((day for day in (offer.assured_on, facts.confirmed_on if facts else None) if day), default=None)
    is_fresh = assured is not None and (today - assured).days <= Terms().fresh_days
    return Have(
        id=str(offer.pk),
        giver=str(offer.provider_id or f"person:{offer.person_id}"),
        spec=str(offer.spec_id),
        quantity=offer.remaining,
        reach=(offer.reach_id,) if offer.reach_id else facts.reach if facts else (home,),
        stands_in=tuple(sorted(instead.get(offer.spec_id, ()))),
        available_from=offer.from_on,
        available_to=offer.until_on,
        is_loan=False,
        favour=(2 * facts.aptitude if facts else 0) + is_fresh,
        carried=facts.load if facts else 0,
    )


def _proposed(line: NeedLine, offer: Offer, share: division.Share) -> Proposed:
    places = (
        _("further away, in this country"),
        _("in our changwat"),
        _("in our amphoe"),
        _("in our tambon"),
        _("in the same village"),
    )
    reasons = [places[share.near]]
    if share.stands_in:
        reasons.append(_("has %(thing)s, which can stand in") % {"thing": offer.spec.name})
    if share.favour > 1:
        reasons.append(_("has brought things to us before"))
    if share.favour % 2:
        reasons.append(_("said lately that it still stands"))
    return Proposed(
        choice=f"{line.pk}|{offer.pk}|{share.quantity}",
        giver=offer.giver,
        thing=offer.spec.name,
        quantity=amount(share.quantity, line.spec.unit),
        is_loan=offer.is_loan,
        reasons=tuple(reasons),
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
