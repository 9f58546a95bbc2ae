"""Verbs of skills and time: say what one can do, confirm it, take it back; when one can come; who is kept apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from ruammue.access.actors import Actor
from ruammue.foundation.keys import new_key
from ruammue.ledger.actions import record
from ruammue.needs.actions.matters import acting
from ruammue.people.models import Organisation, Person
from ruammue.places.models import Steward
from ruammue.work.events import (
    ApartSet,
    AvailabilitySaid,
    SeasonsSet,
    SkillAdded,
    SkillConfirmed,
    SkillSaid,
    SkillTakenBack,
)
from ruammue.work.models import Absence, Apart, Availability, Competence, OwnSkill, Season, Wish, WishLink
from ruammue.work.refusals import (
    DatesOutOfOrder,
    NotTheirsToTell,
    SkillTakenBackBefore,
    SkillUnknown,
    TheSamePerson,
    TitleMissing,
)
from ruammue.work.skills import SAME, Skill, recognise, search, vocabulary

USUAL_MOST = 4
"""Half-days a month for which somebody is asked who said nothing about it."""


OWN = "own-"
"""With what the codes of words outside the vocabulary begin."""


def known_skills(steward: Steward) -> dict[str, Skill]:
    """The vocabulary with what this office added, code -> skill. One statement."""
    own = OwnSkill.objects.of(steward).order_by("thai")
    return vocabulary() | {
        row.code: Skill(row.code, row.thai, row.english, "own", tuple(word for word in row.also.split("|") if word))
        for row in own
    }


def skill_meant(steward: Steward, word: str) -> Skill:
    """The one skill that a word certainly means: its code, its own word or a synonym, up to tones, blanks and letters
    of one sound. What is only near is asked back, never guessed. Raises SkillUnknown, with what may be meant.
    """
    known = known_skills(steward)
    if word in known:
        return known[word]
    found = recognise(word, known, least=SAME)
    if found is None:
        raise SkillUnknown(word=word, near=tuple(search(word, known, most=3)))
    return found


@transaction.atomic
def add_skill(
    steward: Steward, thai: str, *, by: Actor, english: str = "", also: str = "", now: datetime | None = None
) -> Skill:
    """Put a word of our own beside the vocabulary; one that is there already is that one. Raises TitleMissing."""
    now = now or timezone.now()
    if not thai.strip():
        raise TitleMissing
    found = recognise(thai, known_skills(steward), least=SAME)
    if found is not None:
        return found
    key = new_key()
    row = OwnSkill.objects.create(
        id=key, steward=steward, code=f"{OWN}{key.hex[:24]}", thai=thai.strip(), english=english, also=also,
        added_at=now, added_by_id=acting(by),
    )  # fmt: skip
    record(SkillAdded(steward=steward.pk, skill=row.pk), by=by, at=now)
    return Skill(row.code, row.thai, row.english, "own", tuple(word for word in also.split("|") if word))


@transaction.atomic
def say_skill(
    steward: Steward,
    word: str,
    *,
    by: Actor,
    level: int = 2,
    person: Person | None = None,
    organisation: Organisation | None = None,
    now: datetime | None = None,
) -> Competence:
    """Say what somebody can do: their own word, or the word of who knows them. Said again, the newer level stands.

    What a person took back themselves, nobody else says of them again, nor less than they say themselves. What another
    organisation confirmed is its word: said again, the level never counts for more than that.

    Raises SkillUnknown, SkillTakenBackBefore.
    """
    now = now or timezone.now()
    skill = skill_meant(steward, word)
    says = Competence.Says.SELF
    if person is not None and person.pk != by.person_id:
        says = Competence.Says.HEAD
    rows = Competence.objects.of(steward).filter(person=person, organisation=organisation, skill=skill.code)
    if says == Competence.Says.HEAD and person is not None and rows.filter(taken_back_by_id=person.pk).exists():
        raise SkillTakenBackBefore
    row = rows.select_for_update().filter(taken_back_at=None).first()
    if row is None:
        row = Competence(steward=steward, person=person, organisation=organisation, skill=skill.code)
    elif (row.says, row.said_level) == (says, level):
        return row
    elif row.confirmed_at is not None and says == Competence.Says.HEAD:
        return row  # an organisation confirmed it: a neighbour's word does not undo that
    elif (says, row.says) == (Competence.Says.HEAD, Competence.Says.SELF) and level <= row.said_level:
        return row  # nobody makes less of what somebody says of themselves
    row.says, row.said_level, row.said_at, row.said_by_id = says, level, now, acting(by)
    row.save()
    record(
        SkillSaid(
            steward=steward.pk, competence=row.pk, person=person.pk if person else None,
            organisation=organisation.pk if organisation else None,
        ),
        by=by, at=now,
    )  # fmt: skip
    return row


@transaction.atomic
def show_skill(steward: Steward, skill: str, person: Person, *, by: Actor, now: datetime) -> None:
    """They have done it here: it stands among what they can do, without a word. Not where they took it back."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    rows = Competence.objects.of(steward).filter(person=person, skill=skill)
    if rows.filter(Q(taken_back_at=None) | Q(taken_back_by_id=person.pk)).exists():
        return
    row = Competence.objects.create(
        steward=steward, person=person, skill=skill, says=Competence.Says.DONE, said_level=1, said_at=now,
        said_by_id=acting(by),
    )  # fmt: skip
    record(SkillSaid(steward=steward.pk, competence=row.pk, person=person.pk), by=by, at=now)


@transaction.atomic
def confirm_skill(
    competence: Competence,
    organisation: Organisation,
    *,
    by: Actor,
    level: int | None = None,
    now: datetime | None = None,
) -> Competence:
    """An organisation that saw it confirms it; nobody confirms for themselves, in whosever name.

    Raises NotTheirsToTell, SkillTakenBackBefore.
    """
    now = now or timezone.now()
    if organisation.pk not in by.represents or is_ones_own(competence, by):
        raise NotTheirsToTell
    row = Competence.objects.select_for_update().get(pk=competence.pk)
    if row.taken_back_at is not None:
        raise SkillTakenBackBefore
    row.said_level = row.confirmed_level = level or row.said_level
    row.confirmed_at, row.confirmed_by_id, row.confirmed_for = now, acting(by), organisation
    row.save()
    record(
        SkillConfirmed(steward=row.steward_id, competence=row.pk, organisation=organisation.pk),
        by=by.speaking_for(organisation.pk), at=now,
    )  # fmt: skip
    return row


def is_ones_own(competence: Competence, actor: Actor) -> bool:
    """It is about the actor, or about an organisation that they speak for."""
    if competence.person_id is not None:
        return competence.person_id == actor.person_id
    return competence.organisation_id in actor.represents


@transaction.atomic
def take_back_skill(competence: Competence, *, by: Actor, now: datetime | None = None) -> Competence:
    """No longer say it. Taken back by the person, it is not said of them again by others; what was done stays done."""
    now = now or timezone.now()
    row = Competence.objects.select_for_update().get(pk=competence.pk)
    if row.taken_back_at is not None:
        return row
    row.taken_back_at, row.taken_back_by_id = now, acting(by)
    row.save()
    record(SkillTakenBack(steward=row.steward_id, competence=row.pk), by=by, at=now)
    return row


@transaction.atomic
def say_availability(
    steward: Steward,
    person: Person,
    *,
    by: Actor,
    free: str = "",
    away: Iterable[tuple[date | None, date | None]] = (),
    most_a_month: int = USUAL_MOST,
    now: datetime | None = None,
) -> Availability:
    """Say when somebody can come, how often at most, and when they are away: from which day until which, several times.

    What is said of being away takes the place of all that was said of it before. Raises DatesOutOfOrder.
    """
    now = now or timezone.now()
    periods = _joined(away)
    row = Availability.objects.of(steward).select_for_update().filter(person=person).first()
    row = row or Availability(steward=steward, person=person)
    row.free, row.most_a_month = free, most_a_month
    row.said_at, row.said_by_id = now, acting(by)
    row.save()
    _keep_away(steward, person, periods, by=by, now=now)
    record(AvailabilitySaid(steward=steward.pk, person=person.pk), by=by, at=now)
    return row


@transaction.atomic
def stay_away(
    steward: Steward, person: Person, from_on: date, until_on: date, *, by: Actor, now: datetime | None = None
) -> None:
    """They are away then as well; what was said of other days stays as it was. Raises DatesOutOfOrder."""
    now = now or timezone.now()
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    before = Absence.objects.of(steward).filter(person=person).values_list("from_on", "until_on")
    _keep_away(steward, person, _joined([*before, (from_on, until_on)]), by=by, now=now)
    record(AvailabilitySaid(steward=steward.pk, person=person.pk), by=by, at=now)


def _joined(away: Iterable[tuple[date | None, date | None]]) -> list[tuple[date, date]]:
    """Periods in their order; those that overlap or touch are one."""
    whole: list[tuple[date, date]] = []
    for begins, ends in away:
        if begins is None or ends is None or ends < begins:
            raise DatesOutOfOrder
        whole.append((begins, ends))
    joined: list[tuple[date, date]] = []
    for begins, ends in sorted(whole):
        if joined and begins <= joined[-1][1] + timedelta(days=1):
            joined[-1] = (joined[-1][0], max(joined[-1][1], ends))
        else:
            joined.append((begins, ends))
    return joined


def _keep_away(steward: Steward, person: Person, periods: list[tuple[date, date]], *, by: Actor, now: datetime) -> None:
    rows = Absence.objects.of(steward).filter(person=person)
    kept = {(row.from_on, row.until_on): row.pk for row in rows}
    rows.exclude(pk__in=[kept[each] for each in periods if each in kept]).delete()
    for begins, ends in periods:
        if (begins, ends) not in kept:
            Absence.objects.create(
                steward=steward, person=person, from_on=begins, until_on=ends, said_at=now, said_by_id=acting(by)
            )


@transaction.atomic
def set_seasons(steward: Steward, months: Mapping[int, str], *, by: Actor, now: datetime | None = None) -> None:
    """The months of planting and harvest of this tambon, all at once: month -> kind."""
    now = now or timezone.now()
    Season.objects.of(steward).exclude(month__in=months).delete()
    for month, kind in months.items():
        row = Season.objects.of(steward).filter(month=month).first() or Season(steward=steward, month=month)
        row.kind, row.set_at, row.set_by_id = Season.Kind(kind), now, acting(by)
        row.save()
    record(SeasonsSet(steward=steward.pk, months=tuple(sorted(months))), by=by, at=now)


@transaction.atomic
def keep_apart(
    steward: Steward, one: Person, other: Person, *, by: Actor, is_hard: bool = False, now: datetime | None = None
) -> Apart:
    """Do not put these two into one task (hard: never; soft: only if nobody else can). Raises TheSamePerson."""
    now = now or timezone.now()
    if one.pk == other.pk:
        raise TheSamePerson
    first, second = sorted((one, other), key=lambda person: person.pk)
    row = Apart.objects.of(steward).filter(one=first, other=second).first()
    row = row or Apart(steward=steward, one=first, other=second)
    row.is_hard, row.set_at, row.set_by_id = is_hard, now, acting(by)
    row.save()
    record(ApartSet(steward=steward.pk, is_kept=True), by=by, at=now)
    return row


@transaction.atomic
def no_longer_apart(apart: Apart, *, by: Actor, now: datetime | None = None) -> None:
    """They may work together again; the row goes, so that nothing of it is kept."""
    apart.delete()
    record(ApartSet(steward=apart.steward_id, is_kept=False), by=by, at=now or timezone.now())


def skills_of_the_erased(
    steward: Steward, /, *, person: Person | None = None, before: datetime | None = None, dry: bool = False
) -> int:
    """An eraser: whose name goes, of them no skills, times and conflicts are kept either."""
    if person is None:
        return 0
    rows: list[Any] = [
        Competence.objects.of(steward).filter(person=person),
        Availability.objects.of(steward).filter(person=person),
        Absence.objects.of(steward).filter(person=person),
        Wish.objects.of(steward).filter(person=person),
        WishLink.objects.of(steward).filter(person=person),
        Apart.objects.of(steward).filter(Q(one=person) | Q(other=person)),
    ]
    count: int = sum(each.count() for each in rows)
    if not dry:
        for each in rows:
            each.delete()
    return count
