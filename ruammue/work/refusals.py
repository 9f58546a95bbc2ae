"""Why an act of this room is not done. Data only."""

from __future__ import annotations

from ruammue.foundation.refusals import Refusal


class MatterIsClosed(Refusal):
    """The matter is closed."""


class TwoLeads(Refusal):
    """More than one organisation would lead one piece of work. Data: work."""


class NotOfThisMatter(Refusal):
    """The work or organisation does not belong to this matter's table."""


class WorkIsDropped(Refusal):
    """The piece of work was taken off the table."""


class WorkIsDone(Refusal):
    """The piece of work is finished. Data: on."""


class WorkIsNotDone(Refusal):
    """The piece of work is not finished, so it can't be taken up again."""


class NoDuties(Refusal):
    """The organisation has no part in the table, so there is nothing to sign. Data: organisation."""


class LeadMissing(Refusal):
    """A piece of work has nobody who leads it yet. Data: work."""


class TableMoved(Refusal):
    """The table changed while it was being read: it must be read once more before signing."""


class ObjectionEmpty(Refusal):
    """An objection without a word."""


class TitleMissing(Refusal):
    """A piece of work without a name."""


# ------------------------------------------------------------------------------------------- within


class SkillUnknown(Refusal):
    """The word is not in the vocabulary, or only near to some. Data: word, near (the skills that may be meant)."""


class SkillTakenBackBefore(Refusal):
    """The skill was taken back by whom it is about."""


class NotTheirsToTell(Refusal):
    """The actor may not say this of that person or for that organisation."""


class NotAMonth(Refusal):
    """A month that cannot be. Data: text."""


class MonthIsOver(Refusal):
    """Nothing can be planned in a month that is past. Data: month (its first day)."""


class ResolutionNotAgreed(Refusal):
    """The dial is set by a resolution that was agreed, and this one was not, or is none of ours. Data: none."""


class PlacesMissing(Refusal):
    """A task without a place for anybody."""


class TaskIsDropped(Refusal):
    """The task is not done after all."""


class ProjectIsClosed(Refusal):
    """The project is closed, so nothing more can be put into it. Data: title, on."""


class ProjectIsOpen(Refusal):
    """The project is not closed, so it can't be opened again."""


class TasksStillOpen(Refusal):
    """Tasks of the project are still to be done, or who came is not written down. Data: tasks (title, day)."""


class ThingsStillOpen(Refusal):
    """Things of the project are promised and have not come, or lack, and nobody said that they go on under the matter.
    Data: things (names).
    """


class NotOfThisProject(Refusal):
    """What was chosen is not asked for in the project's matter, or is the hours of a task."""


class HoursOutOfOrder(Refusal):
    """A time that ends before it begins, only one of the two, or shorter or longer than a task can be."""


class NothingMoves(Refusal):
    """The day and time are those that the task has."""


class WhyMoveMissing(Refusal):
    """A task is moved without saying why."""


class ChangeEmpty(Refusal):
    """A change is asked for without a day or a word."""


class ChangeIsOver(Refusal):
    """What was asked for is answered already. Data: answer."""


class NotOnThisDay(Refusal):
    """It can only be written down on the day of the task or after. Data: on."""


class SlotIsFull(Refusal):
    """As many said yes as are needed. Data: role, most."""


class PartnersCome(Refusal):
    """For the rest of this task partners promised as many people as are needed. Data: role, names."""


class TwoPlacesAtOnce(Refusal):
    """The person already comes to another task in that half-day. Data: on."""


class SignUpIsOver(Refusal):
    """Nothing more can be said about this place. Data: state."""


class NotAskedYet(Refusal):
    """The person was not asked yet."""


class AnsweredAlready(Refusal):
    """The person answered before. Data: answer."""


class CameAlready(Refusal):
    """The person is written down as come."""


class MoreThanTheClock(Refusal):
    """More hours than lie between coming and the end as written down, and nobody said why. Data: minutes, clock."""


class MoreThanPassed(Refusal):
    """More time than has passed since the task began, or they came, on its day. Data: minutes, passed."""


class LongerThanPlanned(Refusal):
    """Much longer than planned, and nobody said how that came. Data: minutes, planned."""


class FarLonger(Refusal):
    """Longer than the task and a half-day more. Data: most (minutes)."""


class OwnHours(Refusal):
    """Nobody writes down their own hours: somebody else saw them there."""


class NotBegun(Refusal):
    """The task has not begun. Data: begins (minutes of the day)."""


class TooEarly(Refusal):
    """Long before the task begins nobody can have come to it. Data: begins (minutes of the day)."""


class NoRoomInLedger(Refusal):
    """The line of the task's hours has no room, is closed, or there is none."""


class NotComing(Refusal):
    """Only who said yes can come, be missed or ask for another. Data: state."""


class SwapIsOver(Refusal):
    """The place that was to be exchanged has changed meanwhile."""


class SwapNotAgreed(Refusal):
    """Nobody has asked yet whether who is covered takes the place that is given for theirs. Data: name."""


class KeptApart(Refusal):
    """Somebody in the task is never to be put together with this person."""


class TaskTookPlace(Refusal):
    """People came to it: it cannot be said that it is not done. Data: came (how many)."""


class AlreadyThere(Refusal):
    """The person stands in this place already."""


class TheSamePerson(Refusal):
    """Two different persons are needed."""


class DatesOutOfOrder(Refusal):
    """The last day is before the first, or only one of them is told."""


# ------------------------------------------------------------------------------------------- who does what, where


class NoTags(Refusal):
    """No row of hashtags stands among the first rows of the file."""


class TagsMissing(Refusal):
    """The row of hashtags does not say what the file must say. Data: tags."""


class AlreadyTold(Refusal):
    """The same list of the same organisation stands already. Data: on (the day it was taken in)."""


class SheetIsOver(Refusal):
    """The list was taken in, dropped or taken back meanwhile."""


class ToldTooSoon(Refusal):
    """A list is of a day that has come. Data: on, today."""


class NothingToTakeIn(Refusal):
    """No row of the list can be taken in: all are wrong, ours, elsewhere or known."""
