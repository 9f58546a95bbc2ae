"""A month's work as the engine takes it, and as people read what it proposes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ruammue.access.actors import Actor
from ruammue.decisions.models import Resolution
from ruammue.decisions.queries import ADOPTED
from ruammue.foundation import quantities, thai_dates
from ruammue.foundation.levels import Sector
from ruammue.needs.models import Matter
from ruammue.people.models import Acquaintance, Affiliation
from ruammue.people.queries import names_of
from ruammue.places.models import Steward
from ruammue.work.actions.coming import HAND
from ruammue.work.actions.skills import known_skills
from ruammue.work.models import (
    Apart,
    Half,
    MonthPlan,
    Season,
    SignUp,
    Slot,
    Task,
    TaskChange,
    Wish,
)
from ruammue.work.models.tasks import LIVE, halves_of
from ruammue.work.queries.skills import came_forward, is_free, level_words, skills_of, ways_of
from ruammue.work.refusals import ResolutionNotAgreed
from ruammue.work.sent import Sent, in_places, sent_for

ANYBODY = ""
"""The skill of a place that asks for none."""
LATELY = 90
"""Days back in which half-days count as borne lately."""


def first_of(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def after(month: date, steps: int = 1) -> date:
    """The first day of a month before or after."""
    number = month.year * 12 + month.month - 1 + steps
    return date(number // 12, number % 12 + 1, 1)


def tasks_of(steward: Steward, month: date) -> list[Any]:
    """The tasks of a month with their `places`, each with its `people` that still mean something. Four statements."""
    people = SignUp.objects.of(steward).filter(LIVE).select_related("person").order_by("proposed_at", "id")
    places = (
        Slot.objects.of(steward)
        .order_by("id")
        .prefetch_related(Prefetch("sign_ups", queryset=people, to_attr="people"))
    )
    return list(
        Task.objects.of(steward)
        .filter(on__gte=month, on__lt=after(month), dropped_at=None)
        .select_related("matter", "village", "package")
        .prefetch_related(Prefetch("slots", queryset=places, to_attr="places"))
        .order_by("on", "half", "opened_at", "id")
    )


def dropped_of(steward: Steward, actor: Actor, month: date) -> list[Task]:
    """Tasks of a month that are not done after all and whose day is ahead, for who was in them: one statement."""
    first = max(month, timezone.localdate())
    rows = Task.objects.of(steward).filter(on__gte=first, on__lt=after(month), dropped_at__isnull=False)
    in_it = SignUp.objects.filter(
        slot__task=OuterRef("pk"), withdrawn_at=OuterRef("dropped_at"), asked_at__isnull=False
    )
    may_open = Matter.objects.of(steward).visible_to(actor)
    return list(rows.filter(Exists(in_it), matter__in=may_open).order_by("on", "half", "id"))


def is_draft(row: SignUp) -> bool:
    """The machine's own proposal, which nobody was told of: it may be proposed anew."""
    return row.state == "proposed" and row.covers_id is None and [HAND] not in row.reasons


@dataclass(frozen=True, slots=True)
class Case:
    """What the engine is given: plain ids and codes. `bound`: person -> the half-days of this month that they did, said
    yes to, or are asked for and stay in; `most`: person -> how many they said they would at most.
    """

    workers: tuple[Any, ...]
    lines: tuple[Any, ...]
    terms: Any
    seed: str
    bound: dict[str, tuple[str, ...]] = field(default_factory=dict)
    most: dict[str, int] = field(default_factory=dict)


def case_of(
    steward: Steward,
    month: date,
    *,
    fairness: int,
    seed: str,
    now: datetime,
    is_open: Callable[[SignUp], bool] = is_draft,
) -> Case:
    """A month as the engine takes it: the tasks that have not begun. Who was asked, said yes or was chosen by hand
    stays, and so do those whom partners send; the rest is open, and so is the place of who looks for cover. What people
    did before in this month counts against what they said they would at most.

    `is_open`: what else the engine may put elsewhere. Seventeen statements.
    """
    from ruammue.engines.matching import assignment

    whole = tasks_of(steward, month)
    tasks = [task for task in whole if task.is_ahead(now)]
    sent = in_places(tasks, sent_for(steward, [task.hours_line_id for task in tasks]))
    taken = _taken(whole, is_open, now)
    beside: dict[UUID, set[UUID]] = defaultdict(set)
    lines = []
    for task in tasks:
        for place in task.places:
            staying = [row for row in place.people if not is_open(row)]
            beside[task.pk] |= {row.person_id for row in staying}
            missing = place.most - sum(not row.wants_cover for row in staying) - sent.get(place.pk, 0)
            if missing > 0:
                lines.append(
                    assignment.Line(
                        id=str(place.pk), task=str(task.pk), skill=place.skill or ANYBODY,
                        min_level=place.least_level if place.skill else 0, headcount=missing,
                        block=task.blocks[0], more_blocks=task.blocks[1:],
                        area=(task.village.area_id if task.village else steward.area_id) or "TH",
                        priority=task.priority,
                    )
                )  # fmt: skip
    persons = came_forward(steward)
    skills, ways = skills_of(steward, persons), ways_of(steward, persons)
    areas = dict(
        Acquaintance.objects.of(steward).filter(person__in=persons).values_list("person_id", "village__area_id")
    )
    carried = _carried(steward, month)
    refused: dict[UUID, set[str]] = defaultdict(set)
    for task_id, people in beside.items():  # whoever is in a task already is no answer to what it lacks
        for person in people:
            refused[person].add(str(task_id))
    # A no is said to a day: moved to another, they may be asked again.
    no = SignUp.objects.of(steward).filter(slot__task__in=tasks, person__in=persons, on=F("slot__task__on"))
    for person, task_id in no.exclude(LIVE).values_list("person_id", "slot__task_id"):
        refused[person].add(str(task_id))
    wished: dict[UUID, set[str]] = defaultdict(set)
    for person, task_id in Wish.objects.of(steward).filter(task__in=tasks).values_list("person_id", "task_id"):
        wished[person].add(str(task_id))
    mixed = tuple(str(task.pk) for task in tasks if task.is_mixed)
    sectors = sectors_of(steward, persons) if mixed else {}
    apart, kept = _apart(steward, persons, beside)
    for person, from_tasks in kept.items():
        refused[person] |= from_tasks
    blocks = {(task.on, half) for task in tasks for half in task.halves}
    busy_months = set(Season.objects.of(steward).values_list("month", flat=True))
    workers = []
    for person in sorted(persons):
        way = ways[person]
        free = {f"{on.isoformat()}{half}" for on, half in blocks if is_free(way, on, half)} - taken[person]
        workers.append(
            assignment.Worker(
                id=str(person), area=areas.get(person) or steward.area_id or "TH",
                max_load=max(0, way.most - len(taken[person])),
                skills=((ANYBODY, 1), *((row.code, row.level) for row in skills.get(person, ()))),
                blocks=tuple(sorted(free)),
                carried=carried.get(person, 0) + len(taken[person]),
                prefers=tuple(sorted(wished[person])),
                refuses=tuple(sorted(refused[person])),
                sector=sectors.get(person, ""),
                busy=tuple(sorted(free)) if month.month in busy_months else (),
                taken=tuple(sorted(taken[person])),
            )
        )  # fmt: skip
    return Case(
        tuple(workers), tuple(lines), assignment.Terms(fairness=fairness, apart=apart, mixed=mixed), seed,
        bound={str(person): tuple(sorted(taken[person])) for person in persons},
        most={str(person): ways[person].most for person in persons},
    )  # fmt: skip


def _taken(tasks: Iterable[Any], is_open: Callable[[SignUp], bool], now: datetime) -> dict[UUID, set[str]]:
    """Person -> half-days of the month that count whatever is planned: what they did or said yes to; and, as long as it
    has not begun, what they were asked for or are put into by hand.
    """
    taken: dict[UUID, set[str]] = defaultdict(set)
    for task in tasks:
        is_ahead = task.is_ahead(now)
        for row in (row for place in task.places for row in place.people if row.missed_at is None):
            if not is_open(row) if is_ahead else row.answer == SignUp.Answer.YES:
                taken[row.person_id] |= set(task.blocks)
    return taken


def reasons_of(plan: Any, case: Case) -> dict[tuple[str, str], tuple[tuple[Any, ...], ...]]:
    """(line, worker) -> why, as it is kept: the engine's reasons, and as the burden which half-day of theirs in this
    month it is, by the day, of how many they said at most. What they bore in earlier months is no part of that.
    """
    lines = {line.id: line for line in case.lines}
    theirs: dict[str, set[str]] = {who: set(blocks) for who, blocks in case.bound.items()}
    for each in plan.assignments:
        theirs.setdefault(each.worker, set()).update(lines[each.line].blocks)
    found = {}
    for each in plan.assignments:
        last = max(lines[each.line].blocks)
        nth = sum(block <= last for block in theirs[each.worker])
        why = [(str(one.code), one.have, one.of) for one in each.reasons if str(one.code) != "load"]
        found[each.line, each.worker] = (*why, ("load", nth, case.most.get(each.worker, nth)))
    return found


@dataclass(frozen=True, slots=True)
class Borne:
    """Half-days of a month as they stand now, by person, and how many each said they would at most. A reason is kept as
    it was when somebody was proposed; which half-day it is of theirs is counted when it is read.
    """

    blocks: Mapping[UUID, Collection[str]]
    most: Mapping[UUID, int]

    def why(self, row: SignUp, blocks: Collection[str]) -> tuple[str, ...]:
        """Why somebody stands in a place at this time, in words."""
        found = [reason_words(self._now(reason, row.person_id, max(blocks))) for reason in row.reasons]
        return tuple(words for words in found if words)

    def _now(self, reason: Any, person: UUID, last: str) -> Any:
        if reason[0] != "load":
            return reason
        nth = sum(block <= last for block in self.blocks.get(person, ()))
        return ("load", nth or None, self.most.get(person, nth))


def borne_of(steward: Steward, month: Iterable[Any], people: Iterable[SignUp], now: datetime) -> Borne:
    """What each of these people bears in a month, of which all tasks are given. Two statements."""
    persons = {row.person_id for row in people if any(reason[0] == "load" for reason in row.reasons)}
    if not persons:
        return Borne({}, {})
    ways = ways_of(steward, persons)
    return Borne(_taken(month, lambda _row: False, now), {person: ways[person].most for person in persons})


def sectors_of(steward: Steward, persons: Collection[UUID]) -> dict[UUID, str]:
    """The sector in which each stands: that of the organisation they belong to, the longest first; else citizens."""
    today = timezone.localdate()
    ties = Affiliation.objects.of(steward).filter(Q(until_on=None) | Q(until_on__gte=today), person__in=persons)
    found = dict.fromkeys(persons, Sector.CITIZEN.value)
    rows = ties.order_by("-from_on", "-id").values_list("person_id", "organisation__sector")
    found.update((person, str(sector)) for person, sector in rows)
    return found


def _carried(steward: Steward, month: date) -> dict[UUID, int]:
    rows = (
        SignUp.objects.of(steward)
        .filter(LIVE, answer="yes", on__gte=month - timedelta(days=LATELY), on__lt=month, missed_at=None)
        .order_by()
        .values_list("person_id")
        .annotate(Count("id"))
    )
    return dict(rows)


def _apart(
    steward: Steward, persons: Collection[UUID], beside: dict[UUID, set[UUID]]
) -> tuple[tuple[Any, ...], dict[UUID, set[str]]]:
    """Pairs kept apart for the engine, and tasks that a person is kept from because the other stays in them."""
    from ruammue.engines.matching import assignment

    pairs: list[Any] = []
    kept: dict[UUID, set[str]] = defaultdict(set)
    for row in Apart.objects.of(steward).order_by("id"):
        if row.one_id in persons and row.other_id in persons:
            pairs.append(assignment.Apart(str(row.one_id), str(row.other_id), row.is_hard))
        for one, other in ((row.one_id, row.other_id), (row.other_id, row.one_id)):
            if row.is_hard:
                kept[one] |= {str(task) for task, people in beside.items() if other in people}
    return tuple(pairs), kept


# ------------------------------------------------------------------------------------------- to be read


YES = ("done", "doing")
"""Signs of those who said yes and did not stay away."""


@dataclass(frozen=True, slots=True)
class PersonInPlace:
    """Somebody in a place: where it stands with them, and why them, in words."""

    sign_up: UUID
    person: UUID
    name: str
    state: str
    state_label: str
    why: tuple[str, ...]
    phone: str = ""
    wants_cover: bool = False
    """Said yes and cannot come: somebody else is looked for, and until then the place is theirs and lacks somebody."""

    @property
    def comes(self) -> bool:
        """Said yes, and did not stay away nor looks for cover."""
        return self.state in YES and not self.wants_cover

    @property
    def is_open(self) -> bool:
        """Proposed, or asked without an answer: somebody may still be chosen instead, so why them is of interest."""
        return self.state in ("ahead", "waiting")


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """A place with who is in it and what still lacks."""

    id: UUID
    role: str
    asks: str
    least: int
    most: int
    people: tuple[PersonInPlace, ...]
    missing: int
    lacks: str
    closest: tuple[str, ...]
    sent: int = 0
    """How many of those whom partners send are counted here."""

    @property
    def coming(self) -> int:
        """How many said yes: they come, are here, or have done it. Not who looks for cover."""
        return sum(row.comes for row in self.people)

    @property
    def looked_for(self) -> int:
        """Instead of how many somebody else is looked for, and no partner sends anybody."""
        return min(self.lacking, sum(row.wants_cover for row in self.people))

    @property
    def lacking(self) -> int:
        """For how many nobody said yes: what every page and paper calls lacking. `missing`: for whom nobody is named
        either."""
        return max(0, self.most - self.coming - self.sent)


@dataclass(frozen=True, slots=True)
class SentShown:
    """What a partner promised for a task, in words; `waits`: whose yes it waits for, empty once it counts."""

    promise: UUID
    words: str
    waits: str
    is_body: bool


@dataclass(frozen=True, slots=True)
class TaskShown:
    """A task of the month. `is_public`: its matter is; `is_sensitive`: its matter is handled with care."""

    id: UUID
    title: str
    matter_id: UUID
    matter: str
    when: str
    where: str
    places: tuple[PlaceShown, ...]
    sectors: tuple[str, ...] = ()
    is_mixed: bool = False
    is_public: bool = False
    is_sensitive: bool = True
    is_over: bool = False
    village_id: UUID | None = None
    sent: tuple[SentShown, ...] = ()

    @property
    def missing(self) -> int:
        """For how many nobody is named, not even by the machine."""
        return 0 if self.is_over else sum(place.missing for place in self.places)

    @property
    def lacking(self) -> int:
        """How many people still lack: nobody said yes for them. What is over lacks nobody."""
        return 0 if self.is_over else sum(place.lacking for place in self.places)


@dataclass(frozen=True, slots=True)
class Since:
    """What happened to a plan after it was proposed: its proof is of the plan as it was then."""

    said_no: int = 0
    taken_out: int = 0
    by_hand: int = 0
    tasks: int = 0

    @property
    def others(self) -> int:
        """All but those who said no."""
        return self.taken_out + self.by_hand + self.tasks

    @property
    def is_something(self) -> bool:
        """Whether the plan is not what was proved any more."""
        return bool(self.said_no or self.others)


@dataclass(frozen=True, slots=True)
class Burden:
    """Somebody's half-days in the month: those they said yes to, and those proposed or asked."""

    person: UUID
    name: str
    said_yes: int
    proposed: int

    @property
    def all(self) -> int:
        """Both together."""
        return self.said_yes + self.proposed


@dataclass(frozen=True, slots=True)
class Month:
    """The page of a month."""

    month: date
    tasks: tuple[TaskShown, ...]
    plan: MonthPlan | None
    burden: tuple[Burden, ...]
    wanted: int
    filled: int
    coming: int
    drafts: int
    share: str
    points: tuple[dict[str, int], ...]
    since: Since = Since()
    wishes: int = 0
    hidden: int = 0
    """Tasks of matters that the reader may not open: places and burdens are counted without them."""

    @property
    def missing(self) -> int:
        """Places for which nobody is named, of tasks that are not over."""
        return sum(task.missing for task in self.tasks)

    @property
    def lacking(self) -> int:
        """Places for which nobody said yes."""
        return sum(task.lacking for task in self.tasks)

    @property
    def named(self) -> int:
        """Places of these for which somebody is proposed, or asked without an answer."""
        return max(0, self.lacking - self.missing)

    @property
    def heaviest(self) -> int:
        """The most half-days of one person."""
        return max((row.all for row in self.burden), default=0)


STATE_SIGNS = {
    "proposed": "ahead", "invited": "waiting", "confirmed": "done", "checked_in": "doing", "done": "done",
    "no_show": "skipped", "excused": "skipped", "declined": "skipped", "withdrawn": "skipped",
}  # fmt: skip


def state_words(state: str) -> str:
    """Where a sign-up stands, in words."""
    return {
        "proposed": _("proposed, not asked yet"),
        "invited": _("asked, no answer yet"),
        "confirmed": _("comes"),
        "checked_in": _("is here"),
        "done": _("done, thank you"),
        "no_show": _("could not be here"),
        "excused": _("excused"),
        "declined": _("cannot this time"),
        "withdrawn": _("not asked after all"),
    }[state]


def month_of(steward: Steward, actor: Actor, month: date) -> Month:
    """A month as those who divide its work read it: only tasks of matters they may open. A constant number of
    statements.
    """
    visible = set(Matter.objects.of(steward).visible_to(actor).values_list("pk", flat=True))
    whole = tasks_of(steward, month)
    tasks = [task for task in whole if task.matter_id in visible]
    plan = MonthPlan.objects.of(steward).filter(month=month).select_related("resolution").first()
    skills = known_skills(steward)
    lacking = {row["slot"]: row for row in plan.figures.get("unfilled", ())} if plan else {}
    names = names_of(UUID(person) for row in lacking.values() for person, *_rest in row["closest"])
    language = (get_language() or "th")[:2]
    mixed = {row.person_id for task in tasks if task.is_mixed for place in task.places for row in place.people}
    sectors = sectors_of(steward, mixed)
    sent = sent_for(steward, [task.hours_line_id for task in tasks])
    counted = in_places(tasks, sent)
    people = [row for task in tasks for place in task.places for row in place.people]
    borne = borne_of(steward, whole, people, timezone.now())
    shown = tuple(
        _task(task, skills, lacking, names, language, sectors, borne, counted, sent.get(task.hours_line_id, ()))
        for task in tasks
    )
    yes: Counter[UUID] = Counter()
    other: Counter[UUID] = Counter()
    for row in people:
        (yes if row.answer == SignUp.Answer.YES else other)[row.person_id] += len(halves_of(row.half, row.ends)) * (
            row.missed_at is None and not row.wants_cover
        )
    called = {row.person_id: row.person for row in people}
    burden = [Burden(who, person.name, yes[who], other[who]) for who, person in called.items()]
    burden.sort(key=lambda row: (-row.all, called[row.person].sort_key, row.person))
    wanted = sum(place.most for task in tasks for place in task.places)
    return Month(
        month=month, tasks=shown, plan=plan, burden=tuple(burden), wanted=wanted,
        filled=wanted - sum(place.missing for task in shown for place in task.places),
        coming=sum(place.coming + place.sent for task in shown for place in task.places),
        hidden=len(whole) - len(tasks),
        drafts=sum(
            _to_ask(place, counted.get(place.pk, 0))
            for task in tasks if task.is_ahead(timezone.now()) for place in task.places
        ),
        share=_share(plan) if plan else "", points=tuple(plan.figures.get("points", ())) if plan else (),
        since=_since(steward, plan) if plan else Since(),
        wishes=Wish.objects.of(steward).filter(task__in=tasks).values("person").distinct().count(),
    )  # fmt: skip


def _to_ask(place: Any, sent: int) -> int:
    """How many of those proposed for a place are asked when all are: where partners send some, no more than lack."""
    proposed = sum(row.state == "proposed" for row in place.people)
    others = sum(row.state != "proposed" and not row.wants_cover for row in place.people)
    return max(0, min(proposed, place.most - sent - others)) if sent else proposed


def _since(steward: Steward, plan: MonthPlan) -> Since:
    rows = SignUp.objects.of(steward).filter(on__gte=plan.month, on__lt=after(plan.month)).order_by()
    moved = TaskChange.objects.of(steward).filter(task__on__gte=plan.month, task__on__lt=after(plan.month))
    at = plan.planned_at
    # Who was asked anew because a task was moved is part of that one change, as is whoever left with a dropped one.
    moments = list(moved.filter(from_on__isnull=False, answered_at__gt=at).values_list("answered_at", flat=True))
    counts = rows.aggregate(
        said_no=Count("id", filter=Q(answer=SignUp.Answer.NO, answered_at__gt=at)),
        taken_out=Count(
            "id",
            filter=(
                Q(withdrawn_at__gt=at) & ~Q(withdrawn_at__in=moments) & ~Q(withdrawn_at=F("slot__task__dropped_at"))
            )
            | Q(excused_at__gt=at),
        ),
        by_hand=Count("id", filter=Q(proposed_at__gt=at, covers=None) & ~Q(proposed_at__in=moments)),
    )
    made = Task.objects.of(steward).filter(
        Q(opened_at__gt=at) | Q(dropped_at__gt=at), on__gte=plan.month, on__lt=after(plan.month)
    )
    tasks = made.count() + len(moments)
    return Since(**counts, tasks=tasks)


def _share(plan: MonthPlan) -> str:
    """How much of what no plan can exceed: 100 only where it is proved the best, and empty where nobody could be
    placed: all of nothing is no share."""
    objective, bound = plan.figures["objective"], plan.figures["bound"]
    if not plan.figures["covered"] and bound <= 0:
        return ""
    if objective >= bound:
        return "100"
    thousandths = max(0, objective) * 1000 // bound if bound > 0 else 0
    return f"{min(thousandths, 999) // 10}.{min(thousandths, 999) % 10}"


def proof_words(page: Month) -> str:
    """How good the proposal of a month was proved to be, in one sentence; empty where nothing was open."""
    if page.plan is None or not page.plan.figures["wanted"]:
        return ""
    if not page.share and (page.coming or page.named):
        n = sum(int(row["missing"]) for row in page.plan.figures["unfilled"])
        words = ngettext(
            "For %(n)d place that was still open, nobody who can do it is free yet.",
            "For %(n)d places that were still open, nobody who can do them is free yet.", n,
        )  # fmt: skip
        return words % {"n": n}
    if not page.share:
        return _("Nobody could be placed: nobody who can do it is free for any of the open places.")
    if page.share == "100" and page.since.is_something:
        words = _("As proposed, it reached %(share)s %% of what was possible: it was proved that no other did better.")
    elif page.share == "100":
        words = _("The proposal reaches %(share)s %% of what is possible: it is proved that no other does better.")
    elif page.since.is_something:
        words = _("As proposed, it reached at least %(share)s %% of what was possible.")
    else:
        words = _("The proposal reaches at least %(share)s %% of what is possible.")
    return words % {"share": page.share}


def evenness_of(tasks: Iterable[TaskShown]) -> tuple[tuple[int, int], ...]:
    """(half-days, how many people said yes to so many), the fewest half-days first. No names."""
    yes = Counter(row.person for task in tasks for place in task.places for row in place.people if row.comes)
    return tuple(sorted(Counter(yes.values()).items()))


def resolutions_for(steward: Steward, today: date, chosen: UUID | None = None) -> list[Resolution]:
    """What was agreed in the year before a day, the newest first: one of them may say how even the burden should be.
    The one by which it stands now is among them.
    """
    lately = Q(resolved_at__date__gte=today - timedelta(days=366))
    rows = Resolution.objects.of(steward).filter(lately | Q(pk=chosen), outcome__in=ADOPTED)
    found = list(rows.order_by("-resolved_at", "id")[:40])
    if chosen is not None and all(row.pk != chosen for row in found):
        found += rows.filter(pk=chosen)
    return found


def resolution_chosen(steward: Steward, typed: str) -> Resolution | None:
    """The resolution that a form names, if it names one. Raises ResolutionNotAgreed for one that is none of ours."""
    if not typed:
        return None
    try:
        found: Resolution = Resolution.objects.of(steward).get(pk=UUID(typed))
    except (ValueError, Resolution.DoesNotExist):
        raise ResolutionNotAgreed from None
    return found


def when_words(task: Task, language: str) -> str:
    """The day of a task, and its half or the time that was typed."""
    return time_words(task.on, task.half, task.begins, task.ends, language)


def time_words(on: date, half: str, begins: time | None, ends: time | None, language: str) -> str:
    """A day with its half, or with from when until when."""
    day = thai_dates.short(on, language)
    if begins is None or ends is None:
        return f"{day} {Half(half).label}" if half else day
    return _("%(day)s from %(begins)s to %(ends)s") % {
        "day": day,
        "begins": thai_dates.clock(begins, language).removesuffix(" น."),
        "ends": thai_dates.clock(ends, language),
    }


def where_words(task: Task) -> str:
    """The village and place of a task."""
    return " ".join(part for part in (task.place, task.village.label if task.village else "") if part)


def _task(
    task: Any, skills: Any, lacking: Any, names: dict[UUID, str], language: str, sectors: dict[UUID, str], borne: Borne,
    counted: dict[UUID, int], sent: Iterable[Sent],
) -> TaskShown:  # fmt: skip
    here = {sectors[row.person_id] for place in task.places for row in place.people if task.is_mixed}
    there = {row.person_id for place in task.places for row in place.people}
    return TaskShown(
        id=task.pk, title=task.title, matter_id=task.matter_id, matter=task.matter.title,
        when=when_words(task, language), where=where_words(task),
        places=tuple(
            place_shown(
                place, skills, lacking.get(str(place.pk)), names, language, task.blocks, borne, there,
                sent=counted.get(place.pk, 0),
            )
            for place in task.places
        ),
        sectors=tuple(str(each.label) for each in Sector if each in here), is_mixed=task.is_mixed,
        is_public=task.matter.is_public, is_sensitive=task.matter.is_sensitive, is_over=task.is_over(timezone.now()),
        village_id=task.village_id, sent=sent_words(sent, language),
    )  # fmt: skip


def place_shown(
    place: Any, skills: Any, lack: Any, names: dict[UUID, str], language: str, blocks: Collection[str], borne: Borne,
    there: Collection[UUID] = (), *, sent: int = 0,
) -> PlaceShown:  # fmt: skip
    """A place with its `people`, at these half-days; `lack`: what the last plan said of it; `there`: who came into its
    task meanwhile.
    """
    skill = skills.get(place.skill)
    missing = max(0, place.most - sum(not row.wants_cover for row in place.people) - sent)
    asks = ""
    if skill is not None:
        asks = skill.label(language)
        if place.least_level > 1:
            asks = _("%(skill)s, %(level)s") % {"skill": asks, "level": level_words(place.least_level)}
    return PlaceShown(
        id=place.pk, role=place.role, asks=asks, least=place.least, most=place.most,
        people=tuple(
            PersonInPlace(
                row.pk, row.person_id, row.person.name, STATE_SIGNS[row.state], state_words(row.state),
                borne.why(row, blocks), row.person.phone, row.wants_cover,
            )
            for row in place.people
        ),
        missing=missing,
        lacks=lack_words(lack["why"], lack) if lack and missing else "",
        closest=tuple(
            _("%(name)s: %(lacks)s") % {"name": names.get(UUID(who), ""), "lacks": short_words(lacks)}
            for who, lacks, *_rest in (lack["closest"] if lack and missing else ())
            if UUID(who) in names and UUID(who) not in there
        ),
        sent=sent,
    )  # fmt: skip


def sent_words(sent: Iterable[Sent], language: str) -> tuple[SentShown, ...]:
    """What partners promised for a task, as those read it who run it."""
    said = []
    for each in sent:
        facts = {"name": each.name, "hours": quantities.show(each.minutes or each.asked, "hour", language)}
        words, waits = _("%(name)s promised to send people: %(hours)s"), ""
        if each.asked:
            words = (
                _("%(name)s would send people: %(hours)s")
                if each.of_office
                else _("%(name)s is asked to send people: %(hours)s")
            )
            waits = _("waits for the office's yes") if each.of_office else _("asked, no answer yet")
        said.append(SentShown(each.promise, words % facts, waits, each.is_body))
    return tuple(said)


@dataclass(frozen=True, slots=True)
class Leaving:
    """Somebody who leaves a place: who is away, or who is moved because of it."""

    name: str
    phone: str
    said_yes: bool
    was_asked: bool
    is_moved: bool


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """What changes in one place if somebody is away."""

    task: str
    role: str
    when: str
    where: str
    left: tuple[Leaving, ...]
    joined: tuple[tuple[str, tuple[str, ...]], ...]
    missing: int


def changes_shown(changes: Iterable[Any], *, away: UUID) -> list[ChangeShown]:
    """The difference of a month in words."""
    language = (get_language() or "th")[:2]
    return [
        ChangeShown(
            change.slot.task.title, change.slot.role, when_words(change.slot.task, language),
            where_words(change.slot.task),
            tuple(
                Leaving(
                    row.person.name, row.person.phone, row.answer == SignUp.Answer.YES, row.asked_at is not None,
                    row.person_id != away,
                )
                for row in change.left
            ),
            tuple(
                (person.name, tuple(words for words in map(reason_words, reasons) if words))
                for person, reasons in change.joined
            ),
            change.missing,
        )
        for change in changes
    ]  # fmt: skip


def reason_words(reason: Any) -> str:
    """Why somebody, in words. Reasons are codes with numbers; an unknown one says nothing."""
    code, have, of = (*reason, None, None)[:3]
    if code == "level" and have:
        return str(level_words(min(int(have), 5)))
    if code == "near" and have is not None:
        return {4: _("lives in this village"), 3: _("lives in this tambon")}.get(int(have), "")
    if code == "load" and have is not None:
        return _("half-day number %(n)d this month, of at most %(most)d") % {"n": int(have), "most": int(of or have)}
    return {
        "prefers": _("would like to do this"),
        "busy": _("in the farm season: ask with care"),
        HAND: _("chosen by a person"),
    }.get(str(code), "")


def lack_words(why: str, row: Any) -> str:
    """Why a place stays empty, in words that blame nobody."""
    return {
        "no_skill": _("Nobody on our list has said that they can do this."),
        "level": _(
            "Some can do it, and none of them does it alone yet: send somebody along to learn, or ask a partner."
        ),
        "refused": _("Who could come has another plan that day."),
        "not_free": _("Who can do it is not free in that half-day: another day may do."),
        "too_far": _("Who can do it lives far away."),
        "all_taken": _("Who can do it already helps elsewhere, or has done enough this month."),
    }.get(why, "")


def short_words(lacks: str) -> str:
    """What lacks somebody who comes closest: nothing that says they are not fit."""
    return {
        "no_skill": _("has not said it yet; ask"),
        "level": _("could come along to learn"),
        "refused": _("has another plan"),
        "not_free": _("not free then"),
        "too_far": _("lives far away"),
        "all_taken": _("helps elsewhere"),
    }.get(lacks, "")


def names_for(rows: Iterable[UUID]) -> dict[UUID, str]:
    """Names of persons."""
    return names_of(rows)
