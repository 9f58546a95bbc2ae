"""The chain of one published matter: need, who, decision, goal, work and resources, result.

One read model for the page, the API and the exports, so that all of them agree. It holds only what may be public:
counts go through the one suppression function, people appear as organisations, dissent has no name, and a matter
about one person or somebody's health shows its kind and the tambon only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q

from ruammue.decisions.models import ExecutiveAnswer, HeadCount, Item, Meeting, Resolution
from ruammue.evidence.models import Result
from ruammue.foundation.levels import Sector
from ruammue.foundation.suppression import Shown, Threshold, count_shown, table_shown
from ruammue.goals.models import CoSignature, Goal, Indicator, Reading
from ruammue.needs.models import Call, Matter, Need, NeedFile, Skip
from ruammue.networks.models import Network, NetworkMember
from ruammue.papers.models import Attachment
from ruammue.resources.models import NeedLine
from ruammue.work.models import Duty, Work


@dataclass(frozen=True, slots=True)
class ProblemPart:
    """What hurt. `told_by` counts those who told of it, held back below five."""

    sentence: str
    category: str
    category_label: str
    village: str
    opened_on: date
    origin: str
    told_by: Shown
    photos: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class CallPart:
    """What the office could not do alone."""

    id: UUID
    what: str
    where: str
    for_how_many: int | None
    lacks: tuple[tuple[str, str], ...]  # (code of the lack, words)
    sectors: tuple[str, ...]
    opened_on: date
    is_endorsed: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class NetworkPart:
    """Who came together: organisations by sector, never persons."""

    id: UUID
    name: str
    level: str
    level_label: str
    form_label: str
    members: tuple[tuple[str, str, str], ...]  # (organisation, sector code, sector label)
    order_number: str
    order_on: date | None


@dataclass(frozen=True, slots=True)
class DecisionPart:
    """What was resolved, where, with which legal effect as the secretary states it, and what the executive said."""

    id: UUID
    text: str
    outcome: str
    outcome_label: str
    effect: str
    effect_label: str
    is_effect_confirmed: bool
    network: str
    kind_label: str
    held_on: date
    heads: Shown | None
    groups: tuple[tuple[str, Shown], ...]
    votes: tuple[tuple[str, Shown], ...]
    rank: int | None
    number: str
    is_signed: bool
    executive: str
    executive_label: str
    executive_reasons: str


@dataclass(frozen=True, slots=True)
class IndicatorPart:
    """How we know: values in thousandths of the unit."""

    name: str
    unit: str
    baseline_milli: int
    target_milli: int
    value_milli: int | None
    read_on: date | None
    source: str
    owner: str


@dataclass(frozen=True, slots=True)
class GoalPart:
    """What is to be reached, and who signed it."""

    id: UUID
    statement: str
    due_on: date
    is_shared: bool
    signers: tuple[tuple[str, str, date], ...]  # (organisation, sector code, signed on)
    indicators: tuple[IndicatorPart, ...]


@dataclass(frozen=True, slots=True)
class WorkPart:
    """A piece of work and who has which part in it."""

    title: str
    due_on: date | None
    done_on: date | None
    duties: tuple[tuple[str, str], ...]  # (organisation, part code)


@dataclass(frozen=True, slots=True)
class LinePart:
    """Something we lacked, in minor units of `unit`: wanted, promised in all (arrived or not), arrived."""

    name: str
    kind: str
    unit: str
    wanted: int
    promised: int
    arrived: int


@dataclass(frozen=True, slots=True)
class ResultPart:
    """What came of it."""

    text: str
    improved: str
    photo: UUID | None
    published_on: date


@dataclass(frozen=True, slots=True)
class Chain:
    """Everything public about one matter. `as_of` is the moment of reading; `source` names the record."""

    id: UUID
    number: int
    steward: str
    published_on: date
    is_sensitive: bool
    is_closed: bool
    problem: ProblemPart
    call: CallPart | None
    networks: tuple[NetworkPart, ...]
    decisions: tuple[DecisionPart, ...]
    goals: tuple[GoalPart, ...]
    works: tuple[WorkPart, ...]
    lines: tuple[LinePart, ...]
    result: ResultPart | None
    skips: tuple[tuple[str, str, str], ...]  # (station code, label, reason)
    as_of: datetime

    @property
    def parties(self) -> tuple[str, ...]:
        """The organisations that have a part in the work, in the order in which they appear."""
        return tuple(dict.fromkeys(name for work in self.works for name, _part in work.duties))


class NotPublished(LookupError):
    """The matter is not public: there is no chain of it."""


def chain_of(matter: Matter, *, now: datetime) -> Chain:
    """The public chain of a published matter. A constant number of SQL statements. Raises NotPublished."""
    if not matter.is_published or matter.published_at is None:
        raise NotPublished(matter.pk)
    quiet = matter.is_sensitive
    return Chain(
        id=matter.pk,
        number=matter.number,
        steward=matter.steward.name,
        published_on=_day(matter.published_at),
        is_sensitive=quiet,
        is_closed=matter.closed_at is not None,
        problem=_problem(matter),
        call=None if quiet else _call(matter),
        networks=() if quiet else _networks(matter),
        decisions=() if quiet else _decisions(matter),
        goals=() if quiet else _goals(matter),
        works=() if quiet else _works(matter),
        lines=() if quiet else _lines(matter),
        result=_result(matter),
        skips=() if quiet else _skips(matter),
        as_of=now,
    )


def _day(moment: datetime) -> date:
    from django.utils import timezone

    return timezone.localtime(moment).date()


def _problem(matter: Matter) -> ProblemPart:
    files = NeedFile.objects.of(matter.steward_id).filter(
        need__matter=matter, attachment__kind=Attachment.Kind.PHOTO, attachment__is_public=True
    )
    return ProblemPart(
        sentence=matter.public_sentence,
        category=matter.category,
        category_label=str(matter.get_category_display()),
        village="" if matter.is_sensitive or matter.village is None else matter.village.label,
        opened_on=_day(matter.opened_at),
        origin=matter.origin,
        told_by=count_shown(
            0 if matter.is_sensitive else Need.objects.of(matter.steward_id).filter(matter=matter).count(),
            Threshold.PERSONS,
        ),
        photos=() if matter.is_sensitive else tuple(files.order_by("id").values_list("id", flat=True)),
    )


def _call(matter: Matter) -> CallPart | None:
    call = Call.objects.of(matter.steward_id).filter(matter=matter).first()
    if call is None:
        return None
    lacks = (
        ("people", call.lacks_people),
        ("money", call.lacks_money),
        ("things", call.lacks_things),
        ("knowledge", call.lacks_knowledge),
    )
    return CallPart(
        id=call.pk,
        what=call.what,
        where=call.where,
        for_how_many=call.for_how_many,
        lacks=tuple((code, words) for code, words in lacks if words),
        sectors=tuple(call.sector_labels),
        opened_on=_day(call.opened_at),
        is_endorsed=call.endorsed_at is not None,
        is_open=call.closed_at is None,
    )


def _networks(matter: Matter) -> tuple[NetworkPart, ...]:
    members = NetworkMember.objects.filter(until_on=None).select_related("organisation").order_by("from_on", "id")
    rows = (
        Network.objects.of(matter.steward_id)
        .filter(matter=matter, removed_at=None, confirmed_at__isnull=False)
        .prefetch_related(Prefetch("members", queryset=members, to_attr="present_members"))
        .order_by("made_at", "id")
    )
    return tuple(
        NetworkPart(
            id=row.pk,
            name=row.name,
            level=row.level,
            level_label=str(row.get_level_display()),
            form_label=str(row.get_form_display()),
            members=tuple(
                (member.organisation.name, member.organisation.sector, str(Sector(member.organisation.sector).label))
                for member in row.present_members  # type: ignore[attr-defined]
            ),
            order_number=row.order_number,
            order_on=row.order_on,
        )
        for row in rows
    )


def _decisions(matter: Matter) -> tuple[DecisionPart, ...]:
    rows = (
        Resolution.objects.of(matter.steward_id)
        .filter(matter=matter)
        .select_related("meeting__network", "item")
        .prefetch_related(
            Prefetch("executive_answers", queryset=ExecutiveAnswer.objects.all(), to_attr="its_executive_answers"),
            Prefetch("meeting__head_counts", queryset=HeadCount.objects.all(), to_attr="its_heads"),
        )
        .order_by("resolved_at", "item__order", "id")
    )
    return tuple(_decision(row) for row in rows)


def _decision(row: Any) -> DecisionPart:
    heads, groups = _heads(row.meeting)
    answer = row.its_executive_answers[0] if row.its_executive_answers else None
    return DecisionPart(
        id=row.pk,
        text=row.text,
        outcome=row.outcome,
        outcome_label=str(row.get_outcome_display()),
        effect=row.effect,
        effect_label=str(row.get_effect_display()),
        is_effect_confirmed=row.is_effect_confirmed,
        network=row.meeting.network.name,
        kind_label=str(row.meeting.get_kind_display()),
        held_on=row.meeting.held_on,
        heads=heads,
        groups=groups,
        votes=_votes(row.item),
        rank=row.rank,
        number=row.register_number,
        is_signed=row.meeting.signed_at is not None,
        executive=answer.verdict if answer else "",
        executive_label=str(answer.get_verdict_display()) if answer else "",
        executive_reasons=answer.reasons if answer else "",
    )


def _heads(meeting: Any) -> tuple[Shown | None, tuple[tuple[str, Shown], ...]]:
    """Women and men make up the whole; the other groups are parts of it and are judged with their complement."""
    counted = {row.group: row.count for row in meeting.its_heads}
    if meeting.kind != Meeting.Kind.FORUM or not counted:
        return None, ()
    women, men = counted.get("women", 0), counted.get("men", 0)
    cells, total = table_shown({"women": women, "men": men}, Threshold.PERSONS)
    groups = [(str(HeadCount.Group(code).label), cells[code]) for code in ("women", "men")]
    for code in ("children", "old", "disabled"):
        if code in counted:
            of_these, _whole = table_shown(
                {"of": counted[code], "rest": max(women + men - counted[code], 0)}, Threshold.PERSONS
            )
            groups.append((str(HeadCount.Group(code).label), of_these["of"]))
    return total, tuple(groups)


def _votes(item: Item) -> tuple[tuple[str, Shown], ...]:
    """Yes, no, abstained of a motion; a small or unanimous vote shows how one person voted and is held back."""
    if item.method != Item.Method.MOTION or item.yes is None:
        return ()
    cells, _total = table_shown({"yes": item.yes, "no": item.no or 0, "abstain": item.abstain or 0}, Threshold.BALLOTS)
    return tuple(cells.items())


def _goals(matter: Matter) -> tuple[GoalPart, ...]:
    signed = CoSignature.objects.filter(signed_at__isnull=False).select_related("organisation").order_by("signed_at")
    readings = Reading.objects.filter(corrections=None).order_by("-read_on", "-given_at", "-id")
    indicators = Indicator.objects.select_related("owner").prefetch_related(
        Prefetch("readings", queryset=readings, to_attr="valid_readings")
    )
    rows = (
        Goal.objects.of(matter.steward_id)
        .filter(matter=matter, dropped_at=None)
        .prefetch_related(
            Prefetch("signatures", queryset=signed, to_attr="given_signatures"),
            Prefetch("indicators", queryset=indicators.order_by("id"), to_attr="its_indicators"),
        )
        .order_by("drafted_at", "id")
    )
    return tuple(_goal(row) for row in rows)


def _goal(row: Any) -> GoalPart:
    signers = tuple(
        (given.organisation.name, given.organisation.sector, _day(given.signed_at)) for given in row.given_signatures
    )
    latest = {indicator.series: indicator for indicator in row.its_indicators}
    return GoalPart(
        id=row.pk,
        statement=row.statement,
        due_on=row.due_on,
        is_shared=len({sector for _name, sector, _on in signers}) >= 2,
        signers=signers,
        indicators=tuple(_indicator(indicator) for indicator in latest.values()),
    )


def _indicator(row: Any) -> IndicatorPart:
    last = row.valid_readings[0] if row.valid_readings else None
    return IndicatorPart(
        name=row.name,
        unit=row.unit,
        baseline_milli=row.baseline_milli,
        target_milli=row.target_milli,
        value_milli=last.value_milli if last else None,
        read_on=last.read_on if last else None,
        source=last.source if last else row.baseline_source,
        owner=row.owner.name,
    )


def _works(matter: Matter) -> tuple[WorkPart, ...]:
    duties = Duty.objects.select_related("organisation").order_by("set_at", "id")
    rows = (
        Work.objects.of(matter.steward_id)
        .filter(matter=matter, dropped_at=None)
        .prefetch_related(Prefetch("duties", queryset=duties, to_attr="its_duties"))
        .order_by("opened_at", "id")
    )
    return tuple(
        WorkPart(
            title=row.title,
            due_on=row.due_on,
            done_on=_day(row.done_at) if row.done_at else None,
            duties=tuple((duty.organisation.name, duty.part) for duty in row.its_duties),  # type: ignore[attr-defined]
        )
        for row in rows
    )


def _lines(matter: Matter) -> tuple[LinePart, ...]:
    rows = (
        NeedLine.objects.of(matter.steward_id)
        .filter(matter=matter, withdrawn_at=None)
        .select_related("spec")
        .order_by("raised_at", "id")
    )
    return tuple(
        LinePart(
            name=row.spec.name,
            kind=row.spec.kind,
            unit=row.spec.unit,
            wanted=row.quantity,
            promised=row.promised + row.delivered,
            arrived=row.delivered,
        )
        for row in rows
    )


def _result(matter: Matter) -> ResultPart | None:
    row = Result.objects.of(matter.steward_id).filter(matter=matter, published_at__isnull=False).first()
    if row is None or row.published_at is None:
        return None
    return ResultPart(
        text=row.text,
        improved=row.improved,
        photo=None if matter.is_sensitive else row.photo_id,
        published_on=_day(row.published_at),
    )


def _skips(matter: Matter) -> tuple[tuple[str, str, str], ...]:
    rows = Skip.objects.of(matter.steward_id).filter(matter=matter)
    return tuple((row.station, str(row.get_station_display()), row.reason) for row in rows)


def public_matters(steward_id: UUID) -> Any:
    """The published matters of a steward, newest first; joined ones are shown under the one they joined."""
    return (
        Matter.objects.of(steward_id)
        .filter(~Q(public_sentence=""), published_at__isnull=False, merged_into=None)
        .select_related("village", "steward")
        .order_by("-published_at", "-id")
    )
