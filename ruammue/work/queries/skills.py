"""What somebody can do, with the evidence for it; when they can come; who could come instead."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, Sum
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ruammue.access.actors import Actor, Role
from ruammue.people.models import Acquaintance, Affiliation, Organisation
from ruammue.people.queries import names_of
from ruammue.places.models import Steward
from ruammue.resources.models import Commitment
from ruammue.work.actions.coming import at_the_time, kept_from
from ruammue.work.actions.skills import OWN, USUAL_MOST, known_skills
from ruammue.work.models import Absence, Availability, Competence, OwnSkill, SignUp, Slot, Task, Wish
from ruammue.work.models.tasks import LIVE, halves_of
from ruammue.work.skills import SAME, Skill, recognise

GROWN = ((2, 2), (5, 3), (12, 4), (30, 5))
"""(half-days done or deliveries confirmed, level): what was done counts from the first time on, and most."""
OWN_SHOWN = 50
MOST_OF_OWN_WORD, MOST_OF_NEIGHBOURS_WORD = 2, 3


def level_words(level: int) -> str:
    """What a level means. No word here says that somebody is not fit."""
    return {
        1: _("is learning it"),
        2: _("can do it beside somebody"),
        3: _("can do it alone"),
        4: _("does it with ease"),
        5: _("can teach it"),
    }[level]


def level_of(said: int, *, is_own_word: bool, confirmed: int | None, times: int) -> int:
    """The level that counts: a word counts a little, an organisation's confirmation more, what was done most.

    `confirmed`: the level that another organisation saw; no word makes more of it, a newer one may make less.
    """
    word = min(said, confirmed or (MOST_OF_OWN_WORD if is_own_word else MOST_OF_NEIGHBOURS_WORD))
    return max(word, max((level for least, level in GROWN if times >= least), default=1))


@dataclass(frozen=True, slots=True)
class Known:
    """A skill of somebody with its evidence."""

    id: UUID
    code: str
    label: str
    level: int
    words: str
    says: str
    confirmed_for: str
    times: int
    hours: int

    @property
    def is_own(self) -> bool:
        """A word that somebody kept, outside the vocabulary."""
        return self.code.startswith(OWN)


def skills_of(
    steward: Steward, persons: Collection[UUID] = (), organisations: Collection[UUID] = ()
) -> dict[UUID, list[Known]]:
    """The skills of several persons or organisations, each with its evidence. At most five statements."""
    language = (get_language() or "th")[:2]
    known = known_skills(steward)
    rows = list(
        Competence.objects.of(steward)
        .filter(Q(person__in=persons) | Q(organisation__in=organisations), taken_back_at=None)
        .select_related("confirmed_for")
        .order_by("skill", "id")
    )
    done = _done(steward, {row.person_id for row in rows if row.person_id})
    given = _given(steward, {row.organisation_id for row in rows if row.organisation_id}, known)
    found: dict[UUID, list[Known]] = defaultdict(list)
    for row in rows:
        who: Any = row.person_id or row.organisation_id
        times, minutes = (done if row.person_id else given).get((who, row.skill), (0, 0))
        level = level_of(
            row.said_level, is_own_word=row.says == Competence.Says.SELF, confirmed=row.confirmed_level,
            times=times,
        )  # fmt: skip
        skill = known.get(row.skill, Skill(row.skill, row.skill, row.skill))
        found[who].append(
            Known(
                row.pk, row.skill, skill.label(language), level, level_words(level), str(row.get_says_display()),
                row.confirmed_for.name if row.confirmed_for else "", times, minutes // 60,
            )
        )  # fmt: skip
    for each in found.values():
        each.sort(key=lambda row: (-row.level, row.label))
    return found


def _done(steward: Steward, persons: Collection[UUID]) -> dict[tuple[UUID, str], tuple[int, int]]:
    rows = (
        SignUp.objects.of(steward)
        .filter(person__in=persons, done_at__isnull=False)
        .order_by()
        .values_list("person_id", "slot__skill")
        .annotate(times=Count("id"), minutes=Sum("minutes"))
    )
    return {(person, skill): (times, minutes) for person, skill, times, minutes in rows}


def _given(
    steward: Steward, organisations: Collection[UUID], known: dict[str, Skill]
) -> dict[tuple[UUID, str], tuple[int, int]]:
    """Promises that an organisation kept, by the skill that the thing's name certainly means."""
    if not organisations:
        return {}
    rows = (
        Commitment.objects.of(steward)
        .filter(provider__in=organisations, delivered__gt=0)
        .order_by()
        .values_list("provider_id", "need_line__spec__name")
        .annotate(times=Count("id"))
    )
    found: dict[tuple[UUID, str], tuple[int, int]] = {}
    for provider, name, times in rows:
        skill = recognise(name, known, least=SAME)
        if skill is not None:
            before = found.get((provider, skill.code), (0, 0))[0]
            found[provider, skill.code] = (before + times, 0)
    return found


@dataclass(frozen=True, slots=True)
class SkillRow:
    """A skill with how many of those the reader may see have it."""

    code: str
    label: str
    group: str
    people: int
    organisations: int = 0


def skill_list(steward: Steward, actor: Actor, found: Iterable[Skill]) -> list[SkillRow]:
    """Skills with how many people have them, as far as the reader may know. Three statements."""
    rows = Competence.objects.of(steward).filter(taken_back_at=None, person__in=_may_see(steward, actor))
    counts = dict(rows.order_by().values_list("skill").annotate(Count("person", distinct=True)))
    of_bodies = Competence.objects.of(steward).filter(taken_back_at=None, organisation__isnull=False)
    bodies = dict(of_bodies.order_by().values_list("skill").annotate(Count("organisation", distinct=True)))
    language = (get_language() or "th")[:2]
    return [
        SkillRow(
            skill.code, skill.label(language), skill.group, counts.get(skill.code, 0), bodies.get(skill.code, 0)
        )
        for skill in found
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class OwnWord:
    """A word outside the vocabulary: who kept it, when, and of how many persons and organisations it is said."""

    code: str
    word: str
    kept_at: datetime
    kept_by: str
    times: int


def own_words(steward: Steward) -> list[OwnWord]:
    """Words that people kept when they were asked back, the newest first. Three statements."""
    rows = list(OwnSkill.objects.of(steward).order_by("-added_at", "id")[:OWN_SHOWN])
    said = Competence.objects.of(steward).filter(taken_back_at=None, skill__in=[row.code for row in rows])
    counts = dict(said.order_by().values_list("skill").annotate(Count("id")))
    names = names_of(row.added_by_id for row in rows)
    return [
        OwnWord(row.code, row.thai, row.added_at, names.get(row.added_by_id, ""), counts.get(row.code, 0))
        for row in rows
    ]


def _may_see(steward: Steward, actor: Actor) -> Any:
    """Ids of persons whose skills this reader sees: all for who divides the work; else those of the villages that they
    keep, and those who belong to an organisation that they speak for. Whom else they need, they ask the coordinator.
    """
    known = Acquaintance.objects.of(steward).filter(person__anonymised_at=None)
    if not actor.has(Role.OFFICER, Role.CLERK, Role.COORDINATOR):
        today = timezone.localdate()
        ties = Affiliation.objects.of(steward).filter(Q(until_on=None) | Q(until_on__gte=today))
        own = ties.filter(organisation_id__in=actor.represents).values("person_id")
        known = known.filter(Q(village_id__in=actor.villages) | Q(person_id__in=own))
    return known.values("person_id")


@dataclass(frozen=True, slots=True)
class OrganisationShown:
    """An organisation that can do something, with the evidence for it. In the order of a Thai list."""

    id: UUID
    name: str
    sector: str
    skills: tuple[Known, ...]


def organisations_with(steward: Steward, skill: str = "") -> list[OrganisationShown]:
    """Organisations that can do something (or this), by name. Five statements."""
    rows = Competence.objects.of(steward).filter(taken_back_at=None, organisation__isnull=False)
    if skill:
        rows = rows.filter(skill=skill)
    found = list(Organisation.objects.filter(pk__in=rows.values("organisation_id")).order_by("sort_key", "id"))
    skills = skills_of(steward, organisations=[row.pk for row in found])
    return [
        OrganisationShown(row.pk, row.name, str(row.get_sector_display()), tuple(skills.get(row.pk, ())))
        for row in found
    ]


@dataclass(frozen=True, slots=True)
class PersonShown:
    """Somebody who can do something. In the order of a Thai list: there is no ranking of persons."""

    person_id: UUID
    name: str
    village: str
    skills: tuple[Known, ...]


def people_with(steward: Steward, actor: Actor, skill: str = "") -> list[PersonShown]:
    """Those the reader may see who can do something (or this), by name. Seven statements."""
    rows = Competence.objects.of(steward).filter(taken_back_at=None, person__in=_may_see(steward, actor))
    if skill:
        rows = rows.filter(skill=skill)
    known = list(
        Acquaintance.objects.of(steward)
        .filter(person_id__in=rows.values("person_id"))
        .select_related("person", "village")
        .order_by("person__sort_key", "id")
    )
    skills = skills_of(steward, [row.person_id for row in known])
    return [
        PersonShown(
            row.person_id, row.person.name, row.village.label if row.village else "", tuple(skills[row.person_id])
        )
        for row in known
    ]


@dataclass(frozen=True, slots=True)
class CouldCome:
    """Somebody who can do what is needed and is free then; `asked_on`: when they were last asked for anything."""

    person_id: UUID
    name: str
    village: str
    level: int
    asked_on: date | None
    half_days: int


def came_forward(steward: Steward, *, skill: str = "") -> set[UUID]:
    """Whoever may be asked: of whom it is said that they can do something (or this); and for what asks for no skill,
    whoever said when they can come, what they would like, or ever said yes. Nobody else on our list.
    """
    known = {"person__isnull": False, "person__anonymised_at": None}
    able = Competence.objects.of(steward).filter(taken_back_at=None, **known)
    if skill:
        return set(able.filter(skill=skill).values_list("person_id", flat=True))
    rows: list[Any] = [
        able,
        Availability.objects.of(steward).filter(person__anonymised_at=None),
        Wish.objects.of(steward).filter(person__anonymised_at=None),
        SignUp.objects.of(steward).filter(person__anonymised_at=None, answer=SignUp.Answer.YES),
    ]
    return {person for each in rows for person in each.order_by().values_list("person_id", flat=True).distinct()}


def could_come(slot: Slot, *, but: Collection[UUID] = (), most: int | None = 12) -> list[CouldCome]:
    """Who could take a place: competent, free, below their own limit; the LEAST RECENTLY ASKED first, then by name."""
    steward, task = slot.steward, slot.task
    persons = came_forward(steward, skill=slot.skill) - set(but)
    taken = SignUp.objects.of(steward).filter(LIVE, at_the_time(*task.span), on=task.on)
    persons -= set(taken.exclude(answer="", asked_at=None).values_list("person_id", flat=True))
    persons -= set(SignUp.objects.of(steward).filter(slot=slot, on=task.on).values_list("person_id", flat=True))
    persons -= kept_from(task, but=but)
    ways, loads = ways_of(steward, persons), half_days(steward, task.on)
    persons = {
        person
        for person in persons
        if all(is_free(ways[person], task.on, half) for half in task.halves)
        and loads.get(person, 0) + len(task.halves) <= ways[person].most
    }
    levels = {
        who: next((row.level for row in skills if row.code == slot.skill), 1)
        for who, skills in skills_of(steward, persons).items()
    }
    asked = dict(
        SignUp.objects.of(steward)
        .filter(person__in=persons, asked_at__isnull=False)
        .order_by()
        .values_list("person_id")
        .annotate(Max("asked_at"))
    )
    known = Acquaintance.objects.of(steward).filter(person__in=persons).select_related("person", "village")
    able = [row for row in known if levels.get(row.person_id, 1) >= slot.least_level]
    able.sort(
        key=lambda row: (
            asked[row.person_id].timestamp() if row.person_id in asked else 0, row.person.sort_key, row.person_id,
        )
    )  # fmt: skip
    return [
        CouldCome(
            row.person_id, row.person.name, row.village.label if row.village else "", levels.get(row.person_id, 1),
            asked[row.person_id].date() if row.person_id in asked else None, loads.get(row.person_id, 0),
        )
        for row in able[:most]
    ]  # fmt: skip


def half_days(steward: Steward, month: date, *, today: date | None = None) -> dict[UUID, int]:
    """Half-days of the month of a day that people did, said yes to, or are asked for; from the morning into the
    afternoon are two. What they were asked for and never answered is past, what they could not come to is nobody's.
    """
    today = today or timezone.localdate()
    rows = (
        SignUp.objects.of(steward)
        .filter(LIVE, on__year=month.year, on__month=month.month, missed_at=None)
        .filter(Q(answer=SignUp.Answer.YES) | Q(asked_at__isnull=False, on__gte=today))
    )
    counted: Counter[UUID] = Counter()
    for person, half, ends in rows.order_by().values_list("person_id", "half", "ends"):
        counted[person] += len(halves_of(half, ends))
    return dict(counted)


@dataclass(frozen=True, slots=True)
class Way:
    """When somebody can come, how often in a month, and when they are away; of who said nothing, the usual."""

    free: frozenset[str] = frozenset()
    most: int = USUAL_MOST
    away: tuple[tuple[date, date], ...] = ()


def ways_of(steward: Steward, persons: Collection[UUID]) -> dict[UUID, Way]:
    """Of each of several persons. Two statements."""
    away: dict[UUID, list[tuple[date, date]]] = defaultdict(list)
    for person, begins, ends in (
        Absence.objects.of(steward).filter(person__in=persons).values_list("person_id", "from_on", "until_on")
    ):
        away[person].append((begins, ends))
    said = {row.person_id: row for row in Availability.objects.of(steward).filter(person__in=persons)}
    return {
        person: Way(frozenset(said[person].free.split()), said[person].most_a_month, tuple(away[person]))
        if person in said
        else Way(away=tuple(away[person]))
        for person in persons
    }


def is_free(way: Way, on: date, half: str) -> bool:
    """Whether somebody said that they can come then; who said nothing may be asked."""
    if any(begins <= on <= ends for begins, ends in way.away):
        return False
    return not way.free or f"{on.weekday()}{half}" in way.free


def beyond_word(task: Task, person: UUID) -> str:
    """What somebody said that speaks against this task: "away", "free" (not that half-day), "most", or nothing.
    Not for who stands in it already.
    """
    way = ways_of(task.steward, [person])[person]
    if any(begins <= task.on <= ends for begins, ends in way.away):
        return "away"
    if not all(is_free(way, task.on, half) for half in task.halves):
        return "free"
    load = half_days(task.steward, task.on).get(person, 0)
    return "most" if load + len(task.halves) > way.most else ""


def confirmers(actor: Actor, *, but: UUID | None = None) -> list[Organisation]:
    """The organisations in whose name this actor may confirm a skill; none confirms for itself."""
    return list(Organisation.objects.filter(pk__in=actor.represents - {but}).order_by("sort_key", "id"))
