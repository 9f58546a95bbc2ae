"""Words for quantities, sides and how things stand, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as _p

from ruammue.foundation import quantities
from ruammue.resources.kinds import typed_unit


def amount(minor: int, unit: str) -> str:
    """ "40 ตัว", "1,500 บาท", with no-break spaces: a number never parts from its unit."""
    language = (get_language() or "th").split("-")[0]
    return quantities.show(minor, typed_unit(unit), language).replace(" ", "\u00a0")


@dataclass(frozen=True, slots=True)
class Standing:
    """A status for the eye: which sign (`doing waiting done overdue skipped ahead`) and which words."""

    sign: str
    words: str | Promise


LINE_STATES: dict[str, Standing] = {
    "open": Standing("overdue", _("nobody has promised yet")),
    "partly_promised": Standing("doing", _("promised in part")),
    "promised": Standing("waiting", _("fully promised, still to come")),
    "partly_delivered": Standing("doing", _("arrived in part")),
    "met": Standing("done", _("all of it has arrived")),
    "enough": Standing("done", _("enough has arrived")),
    "withdrawn": Standing("skipped", _("no longer asked for")),
    "merged": Standing("skipped", _("asked for twice, another line carries it")),
}
PROMISE_STATES: dict[str, Standing] = {
    "waits_for_provider": Standing("waiting", _("asked, waiting for their answer")),
    "claimed": Standing("waiting", _("answered by link, to be heard from them")),
    "waits_for_receiver": Standing("waiting", _("offered, waiting to be taken up")),
    "coming": Standing("doing", _p("promise", "promised")),
    "partly": Standing("doing", _("arrived in part")),
    "late": Standing("overdue", _("past the promised day")),
    "fulfilled": Standing("done", _("all of it has arrived")),
    "enough": Standing("done", _("enough has arrived")),
    "taken_back": Standing("skipped", _("could not give it after all")),
    "released": Standing("skipped", _("released, no longer needed")),
    "expired": Standing("skipped", _("nobody answered in time")),
    "defaulted": Standing("skipped", _("it was not kept")),
    "disputed": Standing("overdue", _("one side says that it was not so")),
    "declined": Standing("skipped", _("said “not now”")),
    "lent": Standing("doing", _("lent to us, to go back")),
    "return_late": Standing("overdue", _("lent to us, past the day of return")),
    "returned": Standing("done", _("went back to its owner")),
    "lost": Standing("done", _("broke or was lost; the owner said what follows")),
}
DELIVERY_STATES: dict[str, Standing] = {
    "waiting": Standing("waiting", _("waiting for the other side’s word")),
    "counted": Standing("done", _("confirmed by both sides")),
    "disputed": Standing("overdue", _("one side says that it was not so")),
    "reversed": Standing("skipped", _("taken back later")),
    "reversal": Standing("skipped", _("takes an earlier row back")),
}
SIDE_WORDS: dict[str, str | Promise] = {"provider": _("the giver"), "receiver": _("the receiver")}
