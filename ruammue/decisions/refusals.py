"""Why an act of deciding was not done. Data only; the sentences stand in `sentences.py`."""

from __future__ import annotations

from ruammue.foundation.refusals import Refusal


class NotOpenAnyMore(Refusal):
    """The meeting is not being prepared or held any more. Data: stage."""


class AlreadyClosed(NotOpenAnyMore):
    """The meeting or ballot was closed before. Data: closed_at."""


class NotClosedYet(Refusal):
    """Only a closed meeting can be signed, numbered or corrected."""


class NotHeldYet(Refusal):
    """Its day has not come: nothing was counted, said or decided. Data: held_on."""


class MovedAfterEntry(Refusal):
    """What was counted there is typed in: it was held, so it is not put off. Data: title, held_on."""


class MovedIntoThePast(Refusal):
    """A meeting is put off to a day that is still to come. Data: held_on."""


class MovedMeanwhile(Refusal):
    """Somebody else moved it while the form stood open. Data: held_on, the day on which it stands now."""


class NothingMoved(Refusal):
    """Day, hour and place are what they were."""


class EndsBeforeItBegins(Refusal):
    """Data: starts_at, ended_at."""


class NothingTakenUp(Refusal):
    """People weighed their needs, and none of them is to come first. Data: rows."""


class EnoughCame(Refusal):
    """A meeting that had its quorum is closed; the smaller one is for those that lacked it. Data: present, needed."""


class NotEnteredYet(Refusal):
    """Nothing was typed in yet, so there is nothing to close."""


class NoQuorum(Refusal):
    """Too few came. Data: present, filled, needed, lacking."""


class TieUnbroken(Refusal):
    """Yes and no are even and the chair has not decided. Data: item, yes, no."""


class NotATie(Refusal):
    """A casting vote was typed although the voices are not even. Data: item, yes, no."""


class VoteWanted(Refusal):
    """Somebody in a committee objected: then the votes are counted. Data: item."""


class MoreVotesThanPresent(Refusal):
    """Data: item, votes, present."""


class MoreInRoomThanCame(Refusal):
    """More in the room at one vote than came at all. Data: item, room, present."""


class NoProposal(Refusal):
    """Votes were counted, but on what is not written. Data: item."""


class MoreOfThemThanCame(Refusal):
    """A part of those who came is larger than the whole. Data: group, count, heads."""


class NobodyCame(Refusal):
    """Needs were weighed, but nobody was counted."""


class TooManyHands(Refusal):
    """More hands than heads. Data: item, count, heads."""


class TooManyStickers(Refusal):
    """More stickers were counted than were handed out. Data: total, given, each, heads."""


class TooManyStickersOnOne(Refusal):
    """More stickers on one need than were handed out. Data: item, count, most."""


class NoSuchBody(Refusal):
    """This network was removed, so it cannot meet."""


class AlreadyOnAgenda(Refusal):
    """Data: title."""


class MatterIsOver(Refusal):
    """The matter was closed. Data: title, closed_at."""


class MatterOfOneAtForum(Refusal):
    """A matter about one person is not talked about where everybody sits. Data: title."""


class OfAnotherVillage(Refusal):
    """The matter is of one village, the body of another. Data: title, village, body, theirs."""


class HeldAlready(Refusal):
    """The meeting was held or typed in already. Data: title, held_on."""


class NotAScan(Refusal):
    """The file is neither a PDF nor a picture."""


class ScanChanged(Refusal):
    """The stored scan is not the file that was attached: its hash differs."""


class AlreadySigned(Refusal):
    """The signed minutes are attached already. Data: signed_at."""


class AlreadyWritten(Refusal):
    """The sentence of the participation page stands already."""


class AlreadyAnswered(Refusal):
    """The executive has answered this resolution. Data: answered_at."""


class NothingToAnswer(Refusal):
    """The resolution was not adopted: there is nothing to approve."""


class ReasonsWanted(Refusal):
    """Who decides otherwise says why."""


class TooFewOptions(Refusal):
    """A ballot needs two options at least."""


class SameOptionTwice(Refusal):
    """Data: option."""


class ClosesInThePast(Refusal):
    """The closing time is over already."""


class NobodyOnRoll(Refusal):
    """Nobody may vote in this network yet."""


class NotOnRoll(Refusal):
    """This person is not on the frozen roll."""


class BallotNotOpen(Refusal):
    """Voting has not begun, or is over. Data: stage, closes_at."""


class BallotStillRuns(Refusal):
    """Its time is not over and not everybody voted; closing early needs a reason. Data: closes_at, issued, roll."""


class NotAnOption(Refusal):
    """The option belongs to another ballot."""


class AlreadyVoted(Refusal):
    """One person, one ballot."""
