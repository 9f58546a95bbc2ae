"""What this room says when it refuses."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ruammue.foundation import quantities, thai_dates
from ruammue.foundation.refusals import says
from ruammue.work import refusals


def language() -> str:
    """The reader's language, two letters."""
    return (get_language() or "th")[:2]


def _day(day: object) -> str:
    return thai_dates.long(day, language())  # type: ignore[arg-type]


says(refusals.MatterIsClosed, lambda d: _("This matter is closed. Open it again first, then change the work."))
says(refusals.TwoLeads, lambda d: _("“%(work)s” can have one leader only. Let the others do it together with it.") % d)
says(refusals.NotOfThisMatter, lambda d: _("The table was changed meanwhile. Look at it once more and choose again."))
says(refusals.WorkIsDropped, lambda d: _("This work was taken off the table. Write it down anew if it is needed."))
says(
    refusals.WorkIsDone,
    lambda d: _("This work was finished on %(day)s. Take it up again first.") % {"day": _day(d["on"])},
)
says(refusals.WorkIsNotDone, lambda d: _("This work is still going on."))
says(refusals.NoDuties, lambda d: _("%(organisation)s has no part in the table yet. Give it one, then ask.") % d)
says(
    refusals.LeadMissing,
    lambda d: _("Nobody leads “%(work)s” yet. Agree on who leads, then ask the partners to sign.") % d,
)
says(
    refusals.TableMoved,
    lambda d: _("The table was changed while you read it. Read it once more, then sign."),
)
says(refusals.ObjectionEmpty, lambda d: _("Write in one sentence what should be different."))
says(refusals.TitleMissing, lambda d: _("Write what is to be done."))


def _near(data: Mapping[str, Any]) -> str:
    near = [skill.label(language()) for skill in data["near"]]
    if not near:
        return _("“%(word)s” is not on our list yet. Say it in another way, or keep your word.") % data
    if len(near) == 1:
        return _("“%(word)s” is not a word of our list. Do you mean “%(near)s”?") % {
            "word": data["word"],
            "near": near[0],
        }
    return _("“%(word)s” is not a word of our list. Do you mean one of these? %(near)s") % {
        "word": data["word"],
        "near": " · ".join(near),
    }


def _long(minutes: int) -> str:
    return quantities.show(minutes, "hour" if minutes >= 60 else "minute", language())


def _at(minute: int) -> str:
    return thai_dates.clock(time(minute // 60, minute % 60), language())


def _full(data: Mapping[str, Any]) -> str:
    return ngettext(
        "Thank you. %(most)d person is needed for “%(role)s”, and one came forward already.",
        "Thank you. %(most)d people are needed for “%(role)s”, and as many came forward already.",
        data["most"],
    ) % dict(data)


says(refusals.SkillUnknown, _near)
says(
    refusals.SkillTakenBackBefore,
    lambda d: _("This person took that skill back themselves. Only they can say it again."),
)
says(
    refusals.NotTheirsToTell,
    lambda d: _("Only an organisation that you speak for can confirm this, and not for itself."),
)
says(refusals.NotAMonth, lambda d: _("“%(text)s” is not a month. Choose one from the page of months.") % d)
says(
    refusals.MonthIsOver,
    lambda d: (
        _("%(month)s is over, nothing was changed. Say it on the page of a month that is still going on.")
        % {"month": thai_dates.month_and_year(d["month"], language())}
    ),
)
says(
    refusals.ResolutionNotAgreed,
    lambda d: _(
        "That resolution was not agreed, or is not on our list. Choose one that was agreed, or “none, we set it"
        " ourselves”. Nothing was changed."
    ),
)
says(refusals.PlacesMissing, lambda d: _("Say at least one thing that is to be done, and how many people it takes."))
says(refusals.TaskIsDropped, lambda d: _("This task is not done after all. Nobody needs to come."))
says(
    refusals.ProjectIsClosed,
    lambda d: (
        _("The project “%(title)s” was closed on %(day)s. Open it again on its page first.")
        % {"title": d["title"], "day": _day(d["on"])}
    ),
)
says(refusals.ProjectIsOpen, lambda d: _("This project is still going on."))
says(
    refusals.TasksStillOpen,
    lambda d: (
        _("Still open: %(tasks)s. Write down who came, move the task or drop it; then close the project.")
        % {"tasks": " · ".join(f"{title} ({thai_dates.short(on, language())})" for title, on in d["tasks"])}
    ),
)
says(
    refusals.ThingsStillOpen,
    lambda d: (
        _("Not settled yet: %(things)s. Tick that it goes on under the matter, or settle it there first.")
        % {"things": " · ".join(d["things"])}
    ),
)
says(refusals.NotOfThisProject, lambda d: _("What is asked for was changed meanwhile. Look at it and choose again."))
says(
    refusals.HoursOutOfOrder,
    lambda d: _(
        "Write from when until when, the earlier time first: a quarter of an hour at least, eight hours at most."
    ),
)
says(refusals.NothingMoves, lambda d: _("That is the day and time it has already. Choose another."))
says(refusals.WhyMoveMissing, lambda d: _("Write in one sentence why it is moved. Everybody who was asked reads it."))
says(refusals.ChangeEmpty, lambda d: _("Write which day would suit, or what else should be different."))
says(refusals.ChangeIsOver, lambda d: _("This was answered meanwhile. Look at the page once more."))
says(
    refusals.NotOnThisDay,
    lambda d: _("The task is on %(day)s. Who came can be written down from that day on.") % {"day": _day(d["on"])},
)
says(refusals.SlotIsFull, _full)
says(
    refusals.PartnersCome,
    lambda d: (
        _(
            "Thank you. %(names)s promised to send people for this task: nobody lacks any more. If others are to come"
            " instead, the office first releases that promise."
        )
        % {"names": " · ".join(d["names"])}
    ),
)
says(
    refusals.TwoPlacesAtOnce,
    lambda d: _("This person already comes to another task in the same half-day, on %(day)s.") % {"day": _day(d["on"])},
)
says(refusals.SignUpIsOver, lambda d: _("This place was settled meanwhile. Look at the page once more."))
says(refusals.NotAskedYet, lambda d: _("This person has not been asked yet."))
says(refusals.AnsweredAlready, lambda d: _("The answer is there already. To change it, call the office."))
says(refusals.CameAlready, lambda d: _("This person is written down as having come."))
says(
    refusals.MoreThanTheClock,
    lambda d: (
        _("By the clock they were here for %(clock)s. To write down %(minutes)s, say why.")
        % {name: quantities.show(d[name], "hour" if d[name] >= 60 else "minute", language()) for name in d}
    ),
)
says(
    refusals.MoreThanPassed,
    lambda d: (
        _("Only %(passed)s have passed since it began. Write no more than that, or write it down when it is over.")
        % {"passed": _long(d["passed"])}
    ),
)
says(
    refusals.LongerThanPlanned,
    lambda d: (
        _("%(planned)s were planned, and %(minutes)s are longer. Write in a few words how that came.")
        % {name: _long(d[name]) for name in d}
    ),
)
says(
    refusals.FarLonger,
    lambda d: (
        _("More than %(most)s in one task cannot be. Whoever helped longer did another task: write that down as well.")
        % {"most": _long(d["most"])}
    ),
)
says(
    refusals.OwnHours,
    lambda d: _("Nobody writes down their own hours. Ask somebody else who runs it, or the office, to do it."),
)
says(
    refusals.NotBegun,
    lambda d: _("The task begins at %(time)s. Hours are written down when it is over.") % {"time": _at(d["begins"])},
)
says(
    refusals.TooEarly,
    lambda d: (
        _("The task begins at %(time)s. Who came can be written down from two hours before.")
        % {"time": _at(d["begins"])}
    ),
)
says(
    refusals.NoRoomInLedger,
    lambda d: _("Nothing was entered: the hours of this task are full or closed in the promise ledger."),
)
says(refusals.NotComing, lambda d: _("That can only be said of somebody who said that they come."))
says(
    refusals.SwapIsOver, lambda d: _("Meanwhile the other place was given to somebody else, so nothing was exchanged.")
)
says(
    refusals.SwapNotAgreed,
    lambda d: _("Ask %(name)s first whether they take that place. If they said yes, tick it, then ask the other.") % d,
)
says(
    refusals.KeptApart,
    lambda d: _("This person is not put into this task. Choose somebody else, or ask the coordinator."),
)
says(
    refusals.TaskTookPlace,
    lambda d: (
        ngettext(
            "%(came)d person came: it took place. Write down their time, and excuse whoever need not come any more.",
            "%(came)d people came: it took place. Write down their time, and excuse whoever need not come any more.",
            d["came"],
        )
        % d
    ),
)
says(refusals.AlreadyThere, lambda d: _("This person stands in this place already."))
says(refusals.TheSamePerson, lambda d: _("Choose two different people."))
says(refusals.DatesOutOfOrder, lambda d: _("Write both days, the earlier one first."))


says(
    refusals.NoTags,
    lambda d: _(
        "No row of hashtags (#org+prog, #sector, #adm4+code…) stands under the headings. Take our own file as a"
        " pattern: download it, fill in your rows, and send it back."
    ),
)
says(
    refusals.TagsMissing,
    lambda d: (
        _("The row of hashtags lacks: %(tags)s. Put it over the column that says it, and choose the file again.")
        % {"tags": ", ".join(d["tags"])}
    ),
)
says(
    refusals.AlreadyTold,
    lambda d: _("This very list was taken in on %(day)s. Nothing was changed.") % {"day": _day(d["on"])},
)
says(refusals.SheetIsOver, lambda d: _("Somebody has finished with this list meanwhile. Look at the page once more."))
says(
    refusals.ToldTooSoon,
    lambda d: (
        _("%(day)s has not come yet. Write the day on which the list was made, up to today (%(today)s).")
        % {"day": _day(d["on"]), "today": _day(d["today"])}
    ),
)
says(refusals.NothingToTakeIn, lambda d: _("There is no row in this list that could be taken in."))
