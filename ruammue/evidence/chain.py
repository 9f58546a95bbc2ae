"""The chain of a published matter: need, who, decision, goal, work and resources, result.

One read model for the page, the API and the exports, so that all of them agree. It holds only what may be public:
counts go through the one suppression function, people appear as organisations, dissent has no name, and a matter
about one person or somebody's health shows its kind and the tambon only: nothing else of it is even read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from ruammue.decisions.models import ExecutiveAnswer, HeadCount, Item, Meeting, Resolution
from ruammue.evidence.models import Result
from ruammue.evidence.values import (
    CallPart,
    Chain,
    DecisionPart,
    GiverPart,
    GoalPart,
    IndicatorPart,
    LinePart,
    NetworkPart,
    ProblemPart,
    ResultPart,
    WorkPart,
)
from ruammue.foundation.counting import HELD_BACK, heads_shown, votes_shown
from ruammue.foundation.levels import Sector
from ruammue.foundation.suppression import Threshold, count_shown
from ruammue.goals.actions import SECTORS_TO_SHARE
from ruammue.goals.models import CoSignature, Goal, Indicator, Reading
from ruammue.needs.actions.matters import quiet_sentence
from ruammue.needs.models import Call, Matter, Need, NeedFile, Skip
from ruammue.networks.models import Network, NetworkMember, Seat
from ruammue.papers.models import Attachment
from ruammue.resources.bars import three_bars
from ruammue.resources.models import GIVEN, Commitment, NeedLine
from ruammue.work.models import Duty, Work

ADOPTED = (Resolution.Outcome.ADOPTED, Resolution.Outcome.ADOPTED_WITH_RESERVATIONS)


class NotPublished(LookupError):
    """The matter is not public: there is no chain of it."""


def public_matters(steward_id: UUID) -> QuerySet[Matter]:
    """The published matters of a steward, newest first; joined ones are shown under the one they joined."""
    rows: QuerySet[Matter] = (
        Matter.objects.of(steward_id)
        .filter(~Q(public_sentence=""), published_at__isnull=False, merged_into=None)
        .select_related("village", "steward__area")
        .order_by("-published_at", "-id")
    )
    return rows


def chain_of(matter: Matter, *, now: datetime) -> Chain:
    """The public chain of one published matter. At most 15 SQL statements. Raises NotPublished."""
    found = chains_of(matter.steward_id, [matter.pk], now=now)
    if not found:
        raise NotPublished(matter.pk)
    return found[0]


def chains_of(steward_id: UUID, matters: Iterable[UUID] | None = None, *, now: datetime) -> list[Chain]:
    """The chains of those of the named matters that are published (all without names), newest first.

    At most 15 SQL statements, however many there are.
    """
    rows = public_matters(steward_id)
    if matters is not None:
        rows = rows.filter(pk__in=list(matters))
    told = Need.objects.filter(matter=OuterRef("pk")).order_by().values("matter").annotate(n=Count("pk")).values("n")
    known = list(rows.annotate(told=Coalesce(Subquery(told, output_field=IntegerField()), 0)))
    parts = _Parts.read(steward_id, [matter.pk for matter in known if not matter.is_sensitive])
    return [_chain(matter, parts, now) for matter in known]


def organisations_of(steward_id: UUID, matters: Sequence[UUID]) -> dict[UUID, set[str]]:
    """The organisations of each chain (`Chain.organisations`), without the rest of it. One statement."""
    named = (
        NetworkMember.objects.of(steward_id)
        .filter(
            network__matter__in=matters,
            network__removed_at=None,
            network__confirmed_at__isnull=False,
            until_on=None,
        )
        .values_list("network__matter_id", "organisation__name"),
        CoSignature.objects.of(steward_id)
        .filter(goal__matter__in=matters, goal__dropped_at=None, signed_at__isnull=False)
        .values_list("goal__matter_id", "organisation__name"),
        Duty.objects.of(steward_id)
        .filter(work__matter__in=matters, work__dropped_at=None)
        .values_list("work__matter_id", "organisation__name"),
        Commitment.objects.of(steward_id)
        .filter(
            GIVEN,
            need_line__matter__in=matters,
            need_line__withdrawn_at=None,
            provider__isnull=False,
        )
        .values_list("need_line__matter_id", "provider__name"),
    )
    found: dict[UUID, set[str]] = defaultdict(set)
    if matters:
        for matter, name in named[0].order_by().union(*(rows.order_by() for rows in named[1:])):
            found[matter].add(name)
    return found


@dataclass(frozen=True, slots=True)
class _Parts:
    """What hangs on the open ones among the matters, by matter."""

    photos: dict[UUID, list[UUID]]
    calls: dict[UUID, list[CallPart]]
    networks: dict[UUID, list[NetworkPart]]
    decisions: dict[UUID, list[DecisionPart]]
    goals: dict[UUID, list[GoalPart]]
    works: dict[UUID, list[WorkPart]]
    lines: dict[UUID, list[LinePart]]
    results: dict[UUID, list[ResultPart]]
    skips: dict[UUID, list[tuple[str, str, str]]]

    @classmethod
    def read(cls, steward_id: UUID, matters: Sequence[UUID]) -> _Parts:
        """Fourteen statements."""
        return cls(
            photos=_photos(steward_id, matters),
            calls=_calls(steward_id, matters),
            networks=_networks(steward_id, matters),
            decisions=_decisions(steward_id, matters),
            goals=_goals(steward_id, matters),
            works=_works(steward_id, matters),
            lines=_lines(steward_id, matters),
            results=_results(steward_id, matters),
            skips=_skips(steward_id, matters),
        )


def _chain(matter: Any, parts: _Parts, now: datetime) -> Chain:
    key, quiet = matter.pk, matter.is_sensitive
    calls, results = parts.calls.get(key), parts.results.get(key)
    return Chain(
        id=key,
        number=matter.number,
        steward=matter.steward.name,
        published_on=_day(matter.published_at),
        is_sensitive=quiet,
        is_closed=matter.closed_at is not None and not quiet,
        problem=_quiet_problem(matter) if quiet else _problem(matter, parts.photos.get(key, [])),
        call=calls[0] if calls else None,
        networks=tuple(parts.networks.get(key, ())),
        decisions=tuple(parts.decisions.get(key, ())),
        goals=tuple(parts.goals.get(key, ())),
        works=tuple(parts.works.get(key, ())),
        lines=tuple(parts.lines.get(key, ())),
        bars=three_bars(line.asked for line in parts.lines.get(key, ())),
        result=results[0] if results else None,
        skips=tuple(parts.skips.get(key, ())),
        as_of=now,
    )


def _day(moment: datetime) -> date:
    return timezone.localtime(moment).date()


def _quiet_problem(matter: Matter) -> ProblemPart:
    """Kind and tambon. The sentence is made anew: one that was written before it became sensitive must not stay."""
    return ProblemPart(
        sentence=quiet_sentence(matter),
        category=matter.category,
        category_label=str(matter.get_category_display()),
        tambon=matter.steward.area.name_th,
        village="",
        opened_on=None,
        origin="",
        told_by=HELD_BACK,
        photos=(),
    )


def _problem(matter: Any, photos: list[UUID]) -> ProblemPart:
    return ProblemPart(
        sentence=matter.public_sentence,
        category=matter.category,
        category_label=str(matter.get_category_display()),
        tambon=matter.steward.area.name_th,
        village="" if matter.village is None else matter.village.label,
        opened_on=_day(matter.opened_at),
        origin=matter.origin,
        told_by=count_shown(matter.told, Threshold.PERSONS),
        photos=tuple(photos),
    )


def _photos(steward_id: UUID, matters: Sequence[UUID]) -> dict[UUID, list[UUID]]:
    rows = (
        NeedFile.objects.of(steward_id)
        .filter(need__matter__in=matters, attachment__kind=Attachment.Kind.PHOTO, attachment__is_public=True)
        .order_by("id")
        .values_list("need__matter_id", "id")
    )
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for matter, photo in rows:
        found[matter].append(photo)
    return found


def _calls(steward_id: UUID, matters: Sequence[UUID]) -> dict[UUID, list[CallPart]]:
    found: dict[UUID, list[CallPart]] = defaultdict(list)
    for call in Call.objects.of(steward_id).filter(matter__in=matters):
        lacks = (
            ("people", call.lacks_people),
            ("things", call.lacks_things),
            ("knowledge", call.lacks_knowledge),
            ("money", call.lacks_money),
        )
        found[call.matter_id].append(
            CallPart(
                id=call.pk,
                what=call.what,
                where=call.where,
                for_how_many=call.for_how_many,
                lacks=tuple((code, words) for code, words in lacks if words),
                sectors=tuple(call.sectors),
                opened_on=_day(call.opened_at),
                is_endorsed=call.endorsed_at is not None,
                is_open=call.closed_at is None,
            )
        )
    return found


def _networks(steward_id: UUID, matters: Sequence[UUID]) -> dict[UUID, list[NetworkPart]]:
    """Three statements. A slot that nobody confirmed is a proposal and not public."""
    rows: list[Any] = list(
        Network.objects.of(steward_id)
        .filter(matter__in=matters, removed_at=None, confirmed_at__isnull=False)
        .order_by("made_at", "id")
    )
    keys = [row.pk for row in rows]
    members: dict[UUID, list[tuple[str, str, str]]] = defaultdict(list)
    for member in (
        NetworkMember.objects.of(steward_id)
        .filter(network__in=keys, until_on=None)
        .select_related("organisation")
        .order_by("from_on", "id")
    ):
        organisation = member.organisation
        members[member.network_id].append(
            (organisation.name, organisation.sector, str(Sector(organisation.sector).label))
        )
    seats: dict[UUID, list[str]] = defaultdict(list)
    for seat in Seat.objects.of(steward_id).filter(network__in=keys, removed_at=None).order_by("order", "id"):
        seats[seat.network_id].append(seat.label)
    found: dict[UUID, list[NetworkPart]] = defaultdict(list)
    for row in rows:
        found[row.matter_id].append(
            NetworkPart(
                id=row.pk,
                name=row.name,
                level=row.level,
                level_label=str(row.get_level_display()),
                form_label=str(row.get_form_display()),
                members=tuple(members[row.pk]),
                seats=tuple(seats[row.pk]),
                order_number=row.order_number,
                order_on=row.order_on,
            )
        )
    return found


def _decisions(steward_id: UUID, matters: Sequence[UUID]) -> dict[UUID, list[DecisionPart]]:
    """One statement: head-counts and the executive's answer ride along as columns."""
    answer = ExecutiveAnswer.objects.filter(steward=OuterRef("steward"), resolution=OuterRef("pk"))
    heads = HeadCount.objects.filter(steward=OuterRef("steward"), meeting=OuterRef("meeting"))
    rows: Iterable[Any] = (
        Resolution.objects.of(steward_id)
        .filter(matter__in=matters)
        .select_related("meeting__network", "item")
        .annotate(
            verdict=Subquery(answer.values("verdict")[:1]),
            verdict_reasons=Subquery(answer.values("reasons")[:1]),
            **{f"heads_{group}": Subquery(heads.filter(group=group).values("count")[:1]) for group in HeadCount.Group},
        )
        .order_by("resolved_at", "item__order", "id")
    )
    found: dict[UUID, list[DecisionPart]] = defaultdict(list)
    for row in rows:
        found[row.matter_id].append(_decision(row))
    return found


def _decision(row: Any) -> DecisionPart:
    counted = {
        group.value: count for group in HeadCount.Group if (count := getattr(row, f"heads_{group.value}")) is not None
    }
    heads = heads_shown(counted) if row.meeting.kind == Meeting.Kind.FORUM else None
    groups = () if heads is None else tuple((code, str(HeadCount.Group(code).label), heads.groups[code])
                                            for code in HeadCount.Group.values if code in heads.groups)  # fmt: skip
    return DecisionPart(
        id=row.pk,
        text=row.text,
        outcome=row.outcome,
        outcome_label=str(row.get_outcome_display()),
        is_adopted=row.outcome in ADOPTED,
        effect=row.effect,
        effect_label=str(row.get_effect_display()),
        is_effect_confirmed=row.is_effect_confirmed,
        network=row.meeting.network.name,
        kind_label=str(row.meeting.get_kind_display()),
        held_on=row.meeting.held_on,
        heads=None if heads is None else heads.total,
        groups=groups,
        votes=votes_shown(row.item.yes, row.item.no or 0, row.item.abstain or 0)
        if row.item.method == Item.Method.MOTION and row.item.yes is not None
        else (),
        rank=row.rank,
        number=row.register_number,
        is_signed=row.meeting.signed_at is not None,
        executive=row.verdict or "",
        executive_label=str(ExecutiveAnswer.Verdict(row.verdict).label) if row.verdict else "",
        executive_reasons=row.verdict_reasons or "",
        meeting=row.meeting_id,
    )


def _goals(steward_id: UUID, matters: Sequence[UUID]) -> dict[UUID, list[GoalPart]]:
    """Three statements. A reading belongs to its series: it counts for every later version of the goal."""
    rows = list(Goal.objects.of(steward_id).filter(matter__in=matters, dropped_at=None).order_by("drafted_at", "id"))
    keys = [row.pk for row in rows]
    signers: dict[UUID, list[tuple[str, str, date]]] = defaultdict(list)
    given: Any
    for given in (
        CoSignature.objects.of(steward_id)
        .filter(goal__in=keys, signed_at__isnull=False)
        .select_related("organisation")
        .order_by("signed_at", "id")
    ):
        signers[given.goal_id].append((given.organisation.name, given.organisation.sector, _day(given.signed_at)))
    indicators: dict[UUID, list[IndicatorPart]] = defaultdict(list)
    last = Reading.objects.filter(
        steward=OuterRef("steward"), indicator__series=OuterRef("series"), corrections=None
    ).order_by("-read_on", "-given_at", "-id")
    for row in (
        Indicator.objects.of(steward_id)
        .filter(goal__in=keys)
        .select_related("owner")
        .annotate(
            last_milli=Subquery(last.values("value_milli")[:1]),
            last_on=Subquery(last.values("read_on")[:1]),
            last_source=Subquery(last.values("source")[:1]),
        )
        .order_by("id")
    ):
        indicators[row.goal_id].append(
            IndicatorPart(
                name=row.name,
                unit=row.unit,
                baseline_milli=row.baseline_milli,
                target_milli=row.target_milli,
                value_milli=row.last_milli,
                read_on=row.last_on,
                source=row.last_source or row.baseline_source,
                owner=row.owner.name,
            )
        )
    found: dict[UUID, list[GoalPart]] = defaultdict(list)
    for goal in rows:
        found[goal.matter_id].append(
            GoalPart(
                id=goal.pk,
                statement=goal.statement,
                due_on=goal.due_on,
                is_shared=len({sector for _name, sector, _on in signers[goal.pk]}) >= SECTORS_TO_SHARE,
                signers=tuple(signers[goal.pk]),
                indicators=tuple(indicators[goal.pk]),
            )
        )
    return found


def _works(steward_id: UUID, matters: Sequence[UUID]) -> dict[UUID, list[WorkPart]]:
    """One statement: a row for each duty, and one for work that nobody has a part in yet."""
    rows = (
        Work.objects.of(steward_id)
        .filter(matter__in=matters, dropped_at=None)
        .order_by("opened_at", "id", "duties__set_at", "duties__id")
        .values_list(
            "matter_id", "id", "title", "due_on", "done_at", "duties__organisation__name", "duties__part", named=True
        )
    )
    duties: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    works: dict[UUID, Any] = {}
    for row in rows:
        works.setdefault(row.id, row)
        if row.duties__part:
            duties[row.id].append((row.duties__organisation__name, row.duties__part))
    found: dict[UUID, list[WorkPart]] = defaultdict(list)
    for key, row in works.items():
        done_on = _day(row.done_at) if row.done_at else None
        found[row.matter_id].append(WorkPart(row.title, row.due_on, done_on, tuple(duties[key])))
    return found


def _lines(steward_id: UUID, matters: Sequence[UUID]) -> dict[UUID, list[LinePart]]:
    """Two statements. Givers are organisations; villagers stand together, without names and without their number."""
    rows = list(
        NeedLine.objects.of(steward_id)
        .filter(matter__in=matters, withdrawn_at=None)
        .select_related("spec")
        .order_by("raised_at", "id")
    )
    givers: dict[UUID, dict[str, list[int]]] = defaultdict(dict)
    for given in (
        Commitment.objects.of(steward_id)
        .filter(GIVEN, need_line__in=[row.pk for row in rows])
        .select_related("provider")
        .order_by("promised_at", "id")
    ):
        stands = given.end in (Commitment.End.OPEN, Commitment.End.FULFILLED)
        name = given.provider.name if given.provider is not None else ""
        sums = givers[given.need_line_id].setdefault(name, [0, 0])
        sums[0] += given.quantity if stands else given.delivered
        sums[1] += given.delivered
    found: dict[UUID, list[LinePart]] = defaultdict(list)
    for row in rows:
        found[row.matter_id].append(
            LinePart(
                name=row.spec.name,
                kind=row.spec.kind,
                unit=row.spec.unit,
                wanted=row.quantity,
                promised=row.coming + row.delivered,
                arrived=row.delivered,
                is_enough=row.is_enough_at is not None,
                givers=tuple(
                    GiverPart(name, promised, arrived)
                    for name, (promised, arrived) in givers[row.pk].items()
                    if promised
                ),
            )
        )
    return found


def _results(steward_id: UUID, matters: Sequence[UUID]) -> dict[UUID, list[ResultPart]]:
    found: dict[UUID, list[ResultPart]] = defaultdict(list)
    row: Any
    for row in Result.objects.of(steward_id).filter(matter__in=matters, published_at__isnull=False):
        found[row.matter_id].append(
            ResultPart(
                text=row.text,
                improved=row.improved,
                has_photo=row.photo_id is not None,
                published_on=_day(row.published_at),
            )
        )
    return found


def _skips(steward_id: UUID, matters: Sequence[UUID]) -> dict[UUID, list[tuple[str, str, str]]]:
    found: dict[UUID, list[tuple[str, str, str]]] = defaultdict(list)
    for row in Skip.objects.of(steward_id).filter(matter__in=matters):
        found[row.matter_id].append((row.station, str(row.get_station_display()), row.reason))
    return found
