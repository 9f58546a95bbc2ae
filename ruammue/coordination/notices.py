"""The sentences of an inbox, made when they are read: from a code and ids, in the reader's language.

No sentence names a villager, so each may be passed on; `share` says a public matter by its public sentence and any
other by its number only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ruammue.coordination.models import HelpOffer, Notice
from ruammue.decisions.models import Meeting
from ruammue.foundation import thai_dates
from ruammue.foundation.text import shorten
from ruammue.needs.models import Matter
from ruammue.networks.models import Network
from ruammue.people.models import Organisation
from ruammue.places.models import Steward, Village
from ruammue.resources.exchange import queries as deals
from ruammue.work.models import Task

Words = Mapping[str, str]


def _which(sentence: str, w: Words) -> str:
    """With the exchange that is meant, where it may be named."""
    return f"{sentence} – {w['exchange']}" if w.get("exchange") else sentence


SENTENCES: dict[str, Callable[[Words], str]] = {
    "need.reported": lambda w: _("This waits for your answer until %(day)s: %(matter)s") % w,
    "need.handed": lambda w: _("You answer this from now on, until %(day)s: %(matter)s") % w,
    "need.answered": lambda w: _("There is an answer to what you told."),
    "need.answered_helped": lambda w: _("There is an answer to what you wrote for somebody. Please tell them."),
    "need.fixed": lambda w: _("Who told it says it is mended: %(matter)s") % w,
    "need.not_fixed": lambda w: _("Who told it says it is not mended yet: %(matter)s") % w,
    "matter.published": lambda w: _("Now on the public page: %(matter)s") % w,
    "matter.closed": lambda w: _("What you told is closed. Is it not mended? Then say so, and it is opened again."),
    "call.opened": lambda w: _("A call waits for the executive's word: %(matter)s") % w,
    "call.endorsed": lambda w: _("The executive stands behind the call: %(matter)s") % w,
    "invitation.sent": lambda w: _("%(organisation)s is invited to join: %(network)s") % w,
    "invitation.join": lambda w: _("%(organisation)s answered “gladly”. Call them to confirm.") % w,
    "invitation.not_now": lambda w: _("%(organisation)s answered “not now”.") % w,
    "invitation.confirmed": lambda w: _("The answer of %(organisation)s was confirmed.") % w,
    "seat.taken": lambda w: _("You hold a seat from %(day)s: %(network)s") % w,
    "meeting.called": lambda w: _("You are called to a meeting on %(day)s: %(meeting)s") % w,
    "meeting.moved": lambda w: _("The meeting is moved; it is on %(day)s now: %(meeting)s") % w,
    "meeting.closed": lambda w: _("The meeting is closed, its resolutions can be read: %(meeting)s") % w,
    "meeting.cancelled": lambda w: _("The meeting is not held: %(meeting)s") % w,
    "resolution.executive": lambda w: _("A resolution waits for the executive: %(matter)s") % w,
    "executive.approved": lambda w: _("The executive approved the resolution: %(matter)s") % w,
    "executive.otherwise": lambda w: _("The executive decided otherwise and says why: %(matter)s") % w,
    "ballot.opened": lambda w: _("A ballot is open, and you are on the roll."),
    "ballot.closed": lambda w: _("The ballot is closed; see the result."),
    "goal.drafted": lambda w: _("A goal was written down; read it and sign: %(matter)s") % w,
    "goal.asked": lambda w: _("%(organisation)s is asked to sign a goal: %(matter)s") % w,
    "goal.signed": lambda w: _("%(organisation)s signed the goal: %(matter)s") % w,
    "goal.shared": lambda w: _("The goal is a shared one now: %(matter)s") % w,
    "goal.dropped": lambda w: _("A goal was given up or replaced: %(matter)s") % w,
    "goal.reading": lambda w: _("Somebody measured how far the goal is: %(matter)s") % w,
    "line.raised": lambda w: _("Something more is asked for: %(matter)s") % w,
    "offer.made": lambda w: _("Somebody offered something; see whom it could help."),
    "commitment.asked": lambda w: _("A promise waits for your yes: %(matter)s") % w,
    "commitment.made": lambda w: _("Somebody promised something: %(matter)s") % w,
    "commitment.answered": lambda w: _("An answer came by link. Hear it from them: %(matter)s") % w,
    "commitment.accepted": lambda w: _("The promise was accepted by both sides: %(matter)s") % w,
    "commitment.ended": lambda w: _("A promise ended: %(matter)s") % w,
    "exchange.proposed": lambda w: _which(_("An exchange is proposed to you. Look whether you agree."), w),
    "exchange.wished": lambda w: _which(
        _("A partner proposes an exchange. Open what it wishes for, then all agree."), w
    ),
    "exchange.answered": lambda w: _which(_("A party answered an exchange by link. Hear it from them."), w),
    "exchange.agreed": lambda w: _which(_("Everybody agreed: the exchange counts for all at once."), w),
    "exchange.cancelled": lambda w: _which(_("A proposed exchange has ended. Nobody owes anything."), w),
    "exchange.fell": lambda w: _which(
        _("In your exchange one part fell away. Keep yours, or free yourself from it."), w
    ),
    "exchange.mediated": lambda w: _which(_("The parties of your exchange agreed on something. Read it."), w),
    "delivery.recorded": lambda w: _("Something was brought. Say whether it is so: %(matter)s") % w,
    "delivery.counted": lambda w: _("Both sides confirmed what was brought: %(matter)s") % w,
    "delivery.reversed": lambda w: _("A delivery was taken back: %(matter)s") % w,
    "work.duties_signed": lambda w: _("%(organisation)s signed its duties: %(matter)s") % w,
    "result.published": lambda w: _("What came of it can be read by everybody: %(matter)s") % w,
    "work.asked": lambda w: _("%(organisation)s is asked to sign its duties: %(matter)s") % w,
    "work.objected": lambda w: _("%(organisation)s wants its duties different: %(matter)s") % w,
    "work.done": lambda w: _("A piece of work is done: %(matter)s") % w,
    "work.named": lambda w: _("You were named for a piece of work: %(matter)s") % w,
    "task.cover": lambda w: _("Somebody who had said yes cannot come. Find somebody instead: %(task)s, %(day)s") % w,
    "task.no": lambda w: _("Somebody who was asked cannot come: %(task)s, %(day)s") % w,
    "task.change": lambda w: _("Somebody asks for another day, or for something different: %(task)s, %(day)s") % w,
    "task.answered": lambda w: _("The office answered what you asked to be different: %(task)s, %(day)s") % w,
    "task.dropped": lambda w: _("Not done after all, you need not come: %(task)s, %(day)s") % w,
    "task.moved": lambda w: _("Moved to another day or time. Say whether you can come then: %(task)s, %(day)s") % w,
    "task.need_not": lambda w: _("You need not come any more: %(task)s, %(day)s") % w,
    "coordinator.named": lambda w: _("You are coordinator from %(day)s: %(place)s") % w,
    "coordinator.deputy": lambda w: _("You are deputy coordinator from %(day)s: %(place)s") % w,
    "coordinator.away": lambda w: _("The coordinator is away; people call you until %(day)s: %(place)s") % w,
    "message.said": lambda w: _("A new message: %(matter)s") % w if w["matter"] else _("A new message for you."),
    "help.offered": lambda w: _("Somebody offers %(kind)s: %(matter)s") % w,
    "help.welcomed": lambda w: _("Your help is welcome: %(matter)s") % w,
    "help.not_needed": lambda w: _("Your help is not needed now, with thanks: %(matter)s") % w,
}


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice as it is read: a sentence, one link, and the same sentence as it may be passed on."""

    id: UUID
    sentence: str
    share: str
    path: str
    at: datetime
    is_new: bool
    is_settled: bool


def rows_of(steward: Steward, notices: Iterable[Notice]) -> list[NoticeRow]:
    """These notices with their sentences. At most six SQL statements; the notices come with their matters."""
    known = list(notices)
    names = {
        "organisation": _names(known, "organisation", lambda keys: Organisation.objects.filter(pk__in=keys)),
        "network": _names(known, "network", lambda keys: Network.objects.of(steward).filter(pk__in=keys)),
        "meeting": _names(known, "meeting", lambda keys: Meeting.objects.of(steward).filter(pk__in=keys)),
        "exchange": _exchanges(steward, known),
        "task": _tasks(steward, known),
        "village": _names(known, "village", lambda keys: Village.objects.of(steward).filter(pk__in=keys)),
    }
    return [_row(notice, names) for notice in known]


def _names(notices: list[Notice], what: str, read: Callable[[set[str]], Iterable[Any]]) -> dict[str, str]:
    keys = {notice.data[what] for notice in notices if what in notice.data}
    return {str(row.pk): str(row) for row in read(keys)} if keys else {}


def _exchanges(steward: Steward, notices: list[Notice]) -> dict[str, str]:
    keys = {notice.data["exchange"] for notice in notices if "exchange" in notice.data}
    return deals.in_words(steward, keys) if keys else {}


def _tasks(steward: Steward, notices: list[Notice]) -> dict[str, str]:
    """Of one person's matter not what is done: whoever is asked for it reads that on their own page."""
    keys = {notice.data["task"] for notice in notices if "task" in notice.data}
    rows = Task.objects.of(steward).filter(pk__in=keys).select_related("matter") if keys else ()
    return {
        str(row.pk): _("work in a matter about one person") if row.matter.is_sensitive else row.title for row in rows
    }


def _row(notice: Notice, names: Mapping[str, Mapping[str, str]]) -> NoticeRow:
    words = {what: known.get(notice.data.get(what, ""), "") for what, known in names.items()}
    words["place"] = words["village"] or words["network"]
    words["day"] = _day(notice.data.get("day"))
    words["kind"] = str(HelpOffer.Kind(notice.data["kind"]).label) if "kind" in notice.data else ""
    say, public = SENTENCES[notice.code], _public(notice.matter)
    return NoticeRow(
        id=notice.pk,
        sentence=say({**words, "matter": notice.matter.title if notice.matter else ""}),
        share=say({**words, "exchange": "", "matter": public, "task": public}),  # between its parties
        path=notice.path,
        at=notice.made_at,
        is_new=notice.read_at is None and notice.settled_at is None,
        is_settled=notice.settled_at is not None,
    )


def _day(iso: str | None) -> str:
    if not iso:
        return ""
    return thai_dates.long(date.fromisoformat(iso), (get_language() or "th")[:2]).replace(" ", "\u00a0")


def _public(matter: Matter | None) -> str:
    if matter is None:
        return ""
    if matter.is_published:
        return shorten(matter.public_sentence, 120)
    return _("matter no. %(number)d") % {"number": matter.number}
