"""Whole sentences for the refusals of this room: why not, and what can be done instead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext

from ruammue.decisions import refusals
from ruammue.decisions.models import HeadCount, Meeting
from ruammue.foundation import thai_dates
from ruammue.foundation.refusals import says


def _language() -> str:
    return (get_language() or "th").split("-")[0]


def when(moment: datetime | date | None) -> str:
    """A moment in words: "22 พฤศจิกายน 2569 เวลา 18.30 น."."""
    if moment is None:
        return ""
    if not isinstance(moment, datetime):
        return thai_dates.long(moment, _language())
    local = timezone.localtime(moment)
    return gettext("%(day)s at %(time)s") % {
        "day": thai_dates.long(local.date(), _language()),
        "time": thai_dates.clock(local, _language()),
    }


def _closed(data: Mapping[str, Any]) -> str:
    return gettext(
        "This was closed on %(when)s already, and can be closed only once. To correct something, add it to the minutes."
    ) % {"when": when(data["closed_at"])}


def _not_open(data: Mapping[str, Any]) -> str:
    return gettext("This meeting is %(stage)s, so nothing can be added to it any more.") % {
        "stage": Meeting.Stage(data["stage"]).label
    }


def _too_many_of(data: Mapping[str, Any]) -> str:
    return gettext("“%(group)s” has %(count)d, but only %(heads)d people came in all. Look at the sheet once more.") % {
        **data,
        "group": HeadCount.Group(data["group"]).label,
    }


def _still_runs(data: Mapping[str, Any]) -> str:
    return gettext(
        "Voting runs until %(when)s, and %(issued)d of %(roll)d have voted. To close it earlier, write the reason."
    ) % {**data, "when": when(data["closes_at"])}


def _not_open_ballot(data: Mapping[str, Any]) -> str:
    if data["stage"] == "draft":
        return gettext("Voting has not begun yet.")
    return gettext("Voting ended on %(when)s. Your ballot was not taken.") % {"when": when(data["closes_at"])}


says(refusals.NotOpenAnyMore, _not_open)
says(refusals.AlreadyClosed, _closed)
says(refusals.NotClosedYet, lambda _d: gettext("The meeting is not closed yet. Close it first."))
says(
    refusals.NotHeldYet,
    lambda d: (
        gettext(
            "This meeting is called for %(when)s. Before that day nothing can be typed in about it, nor can it be "
            "closed. If it was held earlier, say that it will not be held, and call it with the right day."
        )
        % {"when": when(d["held_on"])}
    ),
)
says(
    refusals.MovedAfterEntry,
    lambda d: (
        gettext(
            "What was counted on %(when)s is typed in, so this meeting was held and is not moved any more. "
            "To meet once more, call a new meeting."
        )
        % {"when": when(d["held_on"])}
    ),
)
says(
    refusals.MovedIntoThePast,
    lambda d: gettext("%(when)s is past already. Choose a day that is still to come.") % {"when": when(d["held_on"])},
)
says(
    refusals.MovedMeanwhile,
    lambda d: (
        gettext("Somebody else has moved it while you wrote: it stands on %(when)s now. Look at the meeting again.")
        % {"when": when(d["held_on"])}
    ),
)
says(
    refusals.NothingMoved,
    lambda _d: gettext("Day, hour and place are the same as before. Change what is different now."),
)
says(
    refusals.EndsBeforeItBegins,
    lambda d: (
        gettext("The meeting began at %(start)s, so it did not end at %(end)s. Write the hour at which it ended.")
        % {
            "start": thai_dates.clock(d["starts_at"], _language()),
            "end": thai_dates.clock(d["ended_at"], _language()),
        }
    ),
)
says(
    refusals.NothingTakenUp,
    lambda d: (
        gettext(
            "People weighed %(rows)d matters, and none of them would come first. "
            "Write how many are taken up, at least 1."
        )
        % d
    ),
)
says(
    refusals.EnoughCame,
    lambda _d: gettext(
        "This meeting does not lack its quorum, so it is not called again. Close it, or say that it will not be held."
    ),
)
says(
    refusals.NotEnteredYet,
    lambda _d: gettext("Nothing was typed in yet. Type in who came and what was counted, then close."),
)
says(
    refusals.NoQuorum,
    lambda d: (
        gettext(
            "The meeting cannot be closed yet, because %(lacking)d more people are needed for a quorum "
            "(%(present)d of %(filled)d came, %(needed)d are needed). You can call it again, or keep it as a talk."
        )
        % d
    ),
)
says(
    refusals.TieUnbroken,
    lambda d: (
        gettext("Matter %(item)d is a tie: %(yes)d for and %(no)d against. Type in how the chair decided, then close.")
        % d
    ),
)
says(
    refusals.NotATie,
    lambda d: (
        gettext(
            "Matter %(item)d is no tie (%(yes)d for, %(no)d against), so the chair has no casting vote. Leave it empty."
        )
        % d
    ),
)
says(
    refusals.VoteWanted,
    lambda d: gettext("Somebody objected to matter %(item)d, so the votes must be counted.") % d,
)
says(
    refusals.MoreVotesThanPresent,
    lambda d: (
        gettext("Matter %(item)d has %(votes)d votes, but only %(present)d people with a vote were in the room.") % d
    ),
)
says(
    refusals.MoreInRoomThanCame,
    lambda d: gettext("At matter %(item)d %(room)d were counted, but only %(present)d people with a vote came.") % d,
)
says(
    refusals.NoProposal,
    lambda d: gettext("Matter %(item)d was decided, but on what is not written. Write down the proposal.") % d,
)
says(refusals.MoreOfThemThanCame, _too_many_of)
says(
    refusals.NobodyCame,
    lambda _d: gettext("How many came is still empty. Count the women and the men, then send again."),
)
says(
    refusals.TooManyHands,
    lambda d: (
        gettext("Matter %(item)d has %(count)d hands, but only %(heads)d people came. Look at the sheet once more.") % d
    ),
)
says(
    refusals.TooManyStickers,
    lambda d: (
        gettext(
            "%(total)d stickers were counted, but only %(given)d were handed out (%(heads)d people, %(each)d each). "
            "Look at the sheet once more."
        )
        % d
    ),
)
says(
    refusals.TooManyStickersOnOne,
    lambda d: gettext("Matter %(item)d has %(count)d stickers; at most %(most)d were handed out.") % d,
)
says(
    refusals.NoSuchBody,
    lambda _d: gettext("This network was taken away, so it cannot meet. Choose another one."),
)
says(
    refusals.AlreadyOnAgenda,
    lambda d: gettext("It is on the agenda of “%(title)s” already.") % d,
)
says(
    refusals.MatterIsOver,
    lambda d: (
        gettext("“%(title)s” was closed on %(when)s, so it is on no agenda any more.")
        % {**d, "when": when(d["closed_at"])}
    ),
)
says(
    refusals.MatterOfOneAtForum,
    lambda d: (
        gettext(
            "“%(title)s” is about one person or somebody's health, so it is not talked about in an open forum. "
            "Answer the person yourself, or put it before a committee."
        )
        % d
    ),
)
says(
    refusals.OfAnotherVillage,
    lambda d: (
        gettext(
            "“%(title)s” is of %(village)s, but “%(body)s” is of %(theirs)s. "
            "Put it before the people of %(village)s, or before a body of the whole tambon."
        )
        % d
    ),
)
says(
    refusals.HeldAlready,
    lambda d: (
        gettext(
            "“%(title)s” of %(when)s was held already, so nothing can be put on its agenda. "
            "Choose the next meeting, or call one about it."
        )
        % {**d, "when": when(d["held_on"])}
    ),
)
says(
    refusals.NotAScan,
    lambda _d: gettext("A signed paper comes as PDF, JPG or PNG. Scan it or take a photo of it."),
)
says(
    refusals.ScanChanged,
    lambda _d: gettext(
        "The stored file is not the one that was attached: somebody changed it. Tell the administrator."
    ),
)
says(
    refusals.AlreadySigned,
    lambda d: gettext("The signed minutes were attached on %(when)s already.") % {"when": when(d["signed_at"])},
)
says(refusals.AlreadyWritten, lambda _d: gettext("This sentence was written already."))
says(
    refusals.AlreadyAnswered,
    lambda d: (
        gettext("The executive answered on %(when)s already. An answer is given once.")
        % {"when": when(d["answered_at"])}
    ),
)
says(
    refusals.NothingToAnswer,
    lambda _d: gettext("This was not agreed in the meeting, so there is nothing to approve."),
)
says(
    refusals.ReasonsWanted,
    lambda _d: gettext("Who decides otherwise than the meeting writes the reason, so that everybody can read it."),
)
says(refusals.TooFewOptions, lambda _d: gettext("A ballot needs at least two choices, one on each line."))
says(
    refusals.SameOptionTwice,
    lambda d: gettext("“%(option)s” stands there twice. Each choice once.") % d,
)
says(refusals.ClosesInThePast, lambda _d: gettext("The closing time is over already. Give a later one."))
says(
    refusals.NobodyOnRoll,
    lambda _d: gettext("Nobody in this network has a vote yet. Fill the seats or add members first."),
)
says(refusals.NotOnRoll, lambda _d: gettext("You are not on the list of those who vote here."))
says(refusals.BallotNotOpen, _not_open_ballot)
says(refusals.BallotStillRuns, _still_runs)
says(refusals.NotAnOption, lambda _d: gettext("That is not a choice of this ballot."))
says(refusals.AlreadyVoted, lambda _d: gettext("You have voted already. Each person votes once."))
