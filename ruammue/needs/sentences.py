"""What this room says when it refuses: why, and what can be done instead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ruammue.foundation import thai_dates
from ruammue.foundation.refusals import says
from ruammue.needs import refusals


def _day(data: Mapping[str, Any], name: str) -> str:
    return thai_dates.long(data[name], (get_language() or "th")[:2]) if data.get(name) else ""


says(
    refusals.NothingTold,
    lambda data: _("Nothing is told yet. Take a picture, speak, or write a few words; one of them is enough."),
)
says(
    refusals.TooManyReports,
    lambda data: _("Many matters came from here in a short time. Wait %(minutes)d minutes, or call the office.") % data,
)
says(
    refusals.TooManyCodes,
    lambda data: (
        _("Too many codes did not fit. Wait %(minutes)d minutes, or call the office and read the code to them.") % data
    ),
)
says(
    refusals.NeighbourNotTold,
    lambda data: _("Tell your neighbour first what is kept and who sees it. When they agree, tick the box."),
)
says(
    refusals.AnswerIsEmpty,
    lambda data: _("An answer is a sentence that can be read to the one who asked. Write one."),
)
says(refusals.AgencyMissing, lambda data: _("Write to which agency it was sent, so that people can ask there."))
says(
    refusals.NotAnsweredYet,
    lambda data: (
        _("There is no answer yet. It will come by %(day)s; after that say whether it helped.")
        % {"day": _day(data, "due_on")}
    ),
)
says(
    refusals.HandlerIsNamed,
    lambda data: _("This person is named in the matter and cannot handle it. Choose somebody else."),
)
says(
    refusals.HiddenFromHead,
    lambda data: _("The one who told this did not want the village head to see it. Choose somebody else."),
)
says(
    refusals.AlreadyClosed,
    lambda data: _("This matter is closed already. Open it again first, if it is not finished."),
)
says(refusals.NotClosed, lambda data: _("This matter is still open; it can go on as it is."))
says(
    refusals.NeedsUnanswered,
    lambda data: (
        _("%(count)d people still wait for an answer in this matter. Answer them first, then close it.") % data
    ),
)
says(
    refusals.AlreadyPublished,
    lambda data: _("This matter is on the public page already. Take it back first, then publish it anew."),
)
says(refusals.NotPublished, lambda data: _("This matter is not on the public page."))
says(
    refusals.SensitiveStaysQuiet,
    lambda data: _(
        "This is about one person or somebody's health. Only its kind and the tambon may be public: no words, "
        "no pictures, no call. Invite helpers one by one instead."
    ),
)
says(
    refusals.TakeBackFirst,
    lambda data: _("This matter is public. Take it back from the public page first, then make it personal."),
)
says(
    refusals.PhotoNotOfThisMatter,
    lambda data: _("One of the pictures cannot be published here. Choose from the pictures shown."),
)
says(
    refusals.SameMatter,
    lambda data: _("A matter cannot be joined to itself or to one that was joined. Choose another."),
)
says(
    refusals.PublishedStaysItself,
    lambda data: _("This matter is public or has a call already. Open the other matter and join that one to this."),
)
says(
    refusals.OnlyOneNeed,
    lambda data: _("This matter has only this one story; there is nothing to take apart."),
)
says(refusals.AlreadySkipped, lambda data: _("This step is marked as passed by already."))
says(
    refusals.ReasonMissing,
    lambda data: _("Write it in one sentence that everybody may read; without it nobody knows why."),
)
says(refusals.CallExists, lambda data: _("This matter has its call already. Open that call and share it."))
says(
    refusals.CallLacksNothing,
    lambda data: _("Say at least one thing that is lacking: people, money, things or knowledge."),
)
says(refusals.NobodyCalled, lambda data: _("Choose at least one sector that could complement us."))
says(refusals.AlreadyEndorsed, lambda data: _("The executive stands behind this call already."))
says(refusals.CallIsClosed, lambda data: _("This call is closed; nothing more is asked for."))
says(
    refusals.ProjectHasMatter,
    lambda data: _("A matter was opened from this project already, so its mark stays. Open that matter."),
)
says(
    refusals.ProjectIsOwn,
    lambda data: _("This project is not marked “beyond our strength”. Mark it first, then call others."),
)
