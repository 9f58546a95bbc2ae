"""Whether hours that are over stand in the promise ledger; where they do not, why, and what can be done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ruammue.foundation import quantities
from ruammue.work.models import SignUp, Task
from ruammue.work.sent import Sent, sent_for


@dataclass(frozen=True, slots=True)
class InLedger:
    """Of somebody's hours. `words`: why not all of them stand in the ledger, empty where they do; `may_enter`: there is
    room for them by now.
    """

    words: str = ""
    may_enter: bool = False


def in_ledger(row: SignUp, task: Task, sent: Iterable[Sent]) -> InLedger:
    """Of one sign-up that is over, with its delivery at hand."""
    entered = row.delivery.quantity if row.delivery else 0
    if row.done_at is None or entered >= row.minutes:
        return InLedger()
    line = task.hours_line
    if line is not None and entered >= task.minutes:
        words = _("%(more)s more than planned stand in the statement of hours, not in the promise ledger.")
        return InLedger(words % {"more": _hours(row.minutes - entered)})
    if entered:
        words = _(
            "%(hours)s of these hours are in the promise ledger: no more was asked for. The statement of hours has them"
            " all."
        )
        return InLedger(words % {"hours": _hours(entered)})
    if line is None:
        return InLedger(_("These hours are in the statement of hours only: the task asked for none in the ledger."))
    if not line.is_open or task.matter.closed_at is not None:
        return InLedger(_("These hours are in the statement of hours only: nobody asks for them any more."))
    if line.lacking >= min(row.minutes, task.minutes):
        return InLedger(_("These hours are not in the promise ledger yet. There is room for them now."), may_enter=True)
    names = " · ".join(dict.fromkeys(each.name for each in sent if each.minutes))
    if not names:
        return InLedger(_("These hours are in the statement of hours only: as many as were asked for came already."))
    words = _(
        "%(names)s promised these hours, so they are in the statement of hours only. Did %(names)s not come? Release"
        " that promise first, then enter these hours here."
    )
    return InLedger(words % {"names": names})


def in_ledger_of(rows: Sequence[SignUp], task: Task) -> list[tuple[SignUp, InLedger]]:
    """The same of several of one task who have just done their time, as they stand now. Two statements."""
    sent = sent_for(task.steward_id, [task.hours_line_id]).get(task.hours_line_id, ())
    found = SignUp.objects.of(task.steward_id).filter(pk__in=[row.pk for row in rows], done_at__isnull=False)
    found = found.select_related("person", "delivery", "slot__task__hours_line", "slot__task__matter")
    return [(row, in_ledger(row, row.slot.task, sent)) for row in found.order_by("person__sort_key", "id")]


def _hours(minutes: int) -> str:
    return quantities.show(minutes, "hour" if minutes >= 60 else "minute", (get_language() or "th")[:2])
