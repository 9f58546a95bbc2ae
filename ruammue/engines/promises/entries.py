"""The entries of a ledger, one class each. The reference page is written from these classes and their words."""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field
from datetime import date, datetime
from typing import Any

PROVIDER, RECEIVER = "provider", "receiver"
SIDES = (PROVIDER, RECEIVER)
ENDS = ("enough", "by_provider", "by_receiver", "expired", "defaulted")
"""How people end a promise. "fulfilled" is never said: it follows when all of it has come."""


def said(means: str, default: Any = MISSING) -> Any:
    """A field with what it means, for the reference page."""
    return field(default=default, metadata={"means": means})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something that happened."""

    id: str = said("names this entry; of a thing that begins here (a line, an offer, a promise), names the thing")
    at: datetime | None = field(
        default=None, metadata={"means": "when it was done, with its offset from UTC; never before the entry above it"}
    )
    by: str = said("who did it: the key of the person at the keys", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked(Entry):
    """A line: a quantity of something is asked for."""

    unit: str = said("the unit's code; the quantity counts its smallest part")
    quantity: int = said("how much, in minor units")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered(Entry):
    """An offer: what somebody could give or lend."""

    unit: str = said("the unit's code; the quantity counts its smallest part")
    quantity: int = said("how much, in minor units")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferWithdrawn(Entry):
    """An offer is taken back. Promises made from it stand; no other is made."""

    offer: str = said("which offer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged(Entry):
    """The same was asked for twice: another line asks for what had not come of this one."""

    line: str = said("the line that ends here")
    into: str = said("the line that carries it from now on")
    quantity: int = said("what had not come of it, in minor units")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineClosed(Entry):
    """A line is no longer asked for."""

    line: str = said("which line")
    how: str = said("`enough`: what came is enough; `withdrawn`: it is not needed, and nothing came")


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised(Entry):
    """A promise of a part. It counts once both sides have accepted it."""

    line: str = said("which line it is for")
    offer: str | None = said("which offer it is taken from, if any", None)
    quantity: int = said("how much, in minor units of the line")
    loan: bool = said("whether it has to go back", False)
    wanted: int = said("with `given`: so many minor units of the line ...", 1)
    given: int = said("... are served by so many of the offer; a part of one is one", 1)
    key: str = said("the form's own key: the same key with the same content is one promise", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted(Entry):
    """One side says yes to a promise. With the second it takes its place on the line and from the offer."""

    promise: str = said("which promise")
    side: str = said("`provider` or `receiver`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended(Entry):
    """A promise is ended before all of it came. What came stays; the rest lacks again."""

    promise: str = said("which promise")
    end: str = said("`enough`, `by_provider`, `by_receiver`, `expired` (nobody answered) or `defaulted` (not kept)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered(Entry):
    """Something came, or (`back`) went back to whom it belongs. It counts once both sides have confirmed it."""

    promise: str = said("which promise")
    quantity: int = said("how much, in minor units of the line")
    back: bool = said("whether it is a loan that goes back", False)
    on: date | None = field(default=None, metadata={"means": "on which day it came, as it was said"})
    settles: str | None = said("the `settled` entry that this row follows from, if any", None)
    key: str = said("the form's own key: the same key with the same content is one delivery", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed(Entry):
    """One side gives its word for a delivery."""

    delivery: str = said("which delivery")
    side: str = said("`provider` or `receiver`")
    word_of: str | None = said("the key of the person whose own word it is; none where a helper wrote it down", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversed(Entry):
    """A delivery is taken back: a row of its own, with the same quantity below zero."""

    delivery: str = said("which delivery")
    quantity: int = said("its quantity, negative")


@dataclass(frozen=True, slots=True, kw_only=True)
class Disputed(Entry):
    """One side says that a delivery was not so. It does not count until that is settled, and its place is kept."""

    delivery: str = said("which delivery")
    side: str = said("`provider` or `receiver`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled(Entry):
    """Both sides, or a mediator, said how it was."""

    dispute: str = said("which dispute")
    outcome: str = said("`stands`; `reversed`: a `reversed` entry follows; `corrected`: so does a `delivered` one")
    quantity: int | None = said("the right quantity when it was corrected", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost(Entry):
    """Of what was lent, so much is broken or lost, as somebody says. It counts once the lender decided."""

    promise: str = said("which promise")
    quantity: int = said("how much, in minor units of the line")
    how: str = said("`broken` or `lost`")
    key: str = said("the form's own key: the same key with the same content is one loss", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided(Entry):
    """The lender says what follows from a loss."""

    loss: str = said("which loss")
    outcome: str = said("`forgiven`, `replaced`, `owed` (another may follow) or `not_so` (still lent)")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCount:
    """What the house counts for a line at this point."""

    id: str = said("which line")
    quantity: int = said("asked for, with what other lines handed over to it")
    promised: int = said("still to come of promises, and what is disputed")
    delivered: int = said("came, and confirmed by both sides")


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseCount:
    """What the house counts for a promise at this point."""

    id: str = said("which promise")
    delivered: int = said("came, and confirmed by both sides")
    returned: int = said("went back, and confirmed by both sides")
    disputed: int = said("both had confirmed that it came, and one side disputes it now")
    disputed_back: int = said("both had confirmed that it went back, and one side disputes it now")
    lost: int = said("will not come back, as the lender decided")
    replaced: int = said("of what is lost, given to the lender anew")
    end: str = said("empty while it is open, `fulfilled`, or one of the ends that people say")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferCount:
    """What the house counts for an offer at this point."""

    id: str = said("which offer")
    remaining: int = said("not taken by any promise")


Happened = (
    Asked | Offered | OfferWithdrawn | Merged | LineClosed | Promised | Accepted | Ended | Delivered | Confirmed
    | Reversed | Disputed | Settled | Lost | Decided
)  # fmt: skip
Count = LineCount | PromiseCount | OfferCount

ENTRIES: dict[str, type[Any]] = {
    "asked": Asked,
    "offered": Offered,
    "promised": Promised,
    "accepted": Accepted,
    "disputed": Disputed,
    "settled": Settled,
    "reversed": Reversed,
    "delivered": Delivered,
    "confirmed": Confirmed,
    "lost": Lost,
    "decided": Decided,
    "ended": Ended,
    "merged": Merged,
    "line_closed": LineClosed,
    "offer_withdrawn": OfferWithdrawn,
    "line_count": LineCount,
    "promise_count": PromiseCount,
    "offer_count": OfferCount,
}
"""By the word that stands as `kind` in an export. Entries of one moment follow one another in this order."""
