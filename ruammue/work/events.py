"""What happens in this room. Ids and code words only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ruammue.ledger.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkOpened(Event):
    """A piece of work was put on a matter's duty table."""

    work: UUID
    matter: UUID
    due_on: date | None = None
    resolution: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDropped(Event):
    """A piece of work was taken off the table."""

    work: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DutySet(Event):
    """An organisation's part in a piece of work was agreed; an empty part takes it away."""

    work: UUID
    organisation: UUID
    part: str
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DutySignatureAsked(Event):
    """An organisation was asked to sign its duties."""

    signature: UUID
    organisation: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DutiesSigned(Event):
    """An organisation signed the duty table as it stood (`table` is its SHA-256)."""

    matter: UUID
    organisation: UUID
    way: str = ""
    table: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutiesObjected(Event):
    """An organisation wants its duties changed before it signs."""

    matter: UUID
    organisation: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDone(Event):
    """A piece of work is finished."""

    work: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkReopened(Event):
    """A piece of work was not finished after all."""

    work: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonNamed(Event):
    """A partner named somebody for its duty."""

    duty: UUID
    matter: UUID
    person: UUID | None = None


# ------------------------------------------------------------------------------------------- within


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillSaid(Event):
    """Somebody, or somebody for them, said that they can do something."""

    competence: UUID
    person: UUID | None = None
    organisation: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillConfirmed(Event):
    """An organisation confirmed what somebody can do."""

    competence: UUID
    organisation: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillTakenBack(Event):
    """A skill was taken back."""

    competence: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillAdded(Event):
    """The office added a skill to the vocabulary."""

    skill: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailabilitySaid(Event):
    """Somebody said when they can come."""

    person: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonsSet(Event):
    """The months in which the tambon plants and harvests were set."""

    months: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApartSet(Event):
    """Two persons are kept apart, or no longer. Which two stays in the row, not in the record."""

    is_kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectOpened(Event):
    """Tasks of a matter got a name that holds them together."""

    project: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class LineForProjectSet(Event):
    """Something asked for serves a project, or no longer."""

    line: UUID
    project: UUID
    matter: UUID
    is_serving: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectClosed(Event):
    """A project is over; its matter may go on."""

    project: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectReopened(Event):
    """A closed project goes on."""

    project: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectLessonKept(Event):
    """Lessons were written down as those of a project."""

    lesson: UUID
    project: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskOpened(Event):
    """A task of one half-day was written down, with its places."""

    task: UUID
    matter: UUID
    on: date
    places: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskMoved(Event):
    """A task is done on another day or at another time; who was asked is asked again."""

    task: UUID
    matter: UUID
    from_on: date
    to_on: date
    asked_again: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskChangeAsked(Event):
    """Somebody wants a task changed."""

    task: UUID
    change: UUID
    person: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskChangeAnswered(Event):
    """What became of a wish to change a task: done, or not."""

    task: UUID
    change: UUID
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WishesAsked(Event):
    """Somebody was asked which tasks of a month they would like."""

    person: UUID
    month: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WishSaid(Event):
    """Somebody would like to help with a task, or not any more."""

    task: UUID
    person: UUID
    is_wished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskDropped(Event):
    """A task is not done after all."""

    task: UUID
    matter: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskPartSet(Event):
    """A person got a part in a task, or it was taken away (an empty part)."""

    task: UUID
    person: UUID
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthPlanned(Event):
    """The machine proposed a division of a month's work. `resolution`: by which the dial was set, if any."""

    plan: UUID
    month: date
    fairness: int
    proposed: int
    resolution: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonProposed(Event):
    """Somebody was put into a place of a task, not asked yet."""

    sign_up: UUID
    task: UUID
    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAsked(Event):
    """Somebody was asked to come."""

    sign_up: UUID
    task: UUID
    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonAnswered(Event):
    """Somebody said whether they come."""

    sign_up: UUID
    task: UUID
    person: UUID
    answer: str
    way: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverAsked(Event):
    """Somebody who had said yes looks for another to come instead."""

    sign_up: UUID
    task: UUID
    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverTakenBack(Event):
    """Somebody who looked for another comes after all."""

    sign_up: UUID
    task: UUID
    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeAgreed(Event):
    """Who looks for cover said yes to a place that is given for theirs; they have it once the other says yes."""

    sign_up: UUID
    task: UUID
    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonExcused(Event):
    """Somebody who had said yes need not come: another does, or something came up."""

    sign_up: UUID
    task: UUID
    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonWithdrawn(Event):
    """Somebody is not asked after all."""

    sign_up: UUID
    task: UUID
    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCame(Event):
    """Somebody came to a task."""

    sign_up: UUID
    task: UUID
    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonMissed(Event):
    """Somebody who had said yes did not come."""

    sign_up: UUID
    task: UUID
    person: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursDone(Event):
    """Somebody's time in a task is over; `delivery`: how it stands in the promise ledger. `clock`: minutes between
    coming and the end as written down; `why`: a code, where `minutes` are more.
    """

    sign_up: UUID
    task: UUID
    person: UUID
    minutes: int
    clock: int = 0
    why: str = ""
    delivery: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursEntered(Event):
    """Hours that found no room in the promise ledger when they were over stand in it now."""

    sign_up: UUID
    task: UUID
    person: UUID
    delivery: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldSheetTakenIn(Event):
    """A list of what an organisation does was taken in: told by it, no promise."""

    sheet: UUID
    organisation: UUID
    added: int
    changed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldActivityWeighed(Event):
    """Of a row about others, or with somebody's name in it, it was said whether everybody may read it."""

    activity: UUID
    sheet: UUID
    is_wanted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldSheetTakenBack(Event):
    """Such a list does not hold any more."""

    sheet: UUID
    organisation: UUID
