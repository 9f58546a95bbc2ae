"""The promise ledger (สมุดคำรับปาก): what was asked, offered, promised and brought in; counters and statuses out.

    replay     entries in the order in which they happened                        -> Book, with a count of everything
    verify     the first invariant that a ledger breaks, and the entry that does  -> Finding, or None when it is whole

A ledger is a sequence of frozen entries: what happened (`Asked`, `Promised`, `Delivered`, ...) and, where somebody
claims to have counted, what they claim (`LineCount`, `PromiseCount`, `OfferCount`). Quantities are whole numbers in the
minor unit of their thing; a float is refused. `replay` counts as it goes; `verify` sums everything once more from the
entries alone. `INVARIANTS` says in words what must hold.
"""

from .book import Book, Broken, Offer, Promise, replay
from .entries import (
    ENDS,
    ENTRIES,
    SIDES,
    Accepted,
    Asked,
    Confirmed,
    Decided,
    Delivered,
    Disputed,
    Ended,
    Entry,
    LineClosed,
    LineCount,
    Lost,
    Merged,
    OfferCount,
    Offered,
    OfferWithdrawn,
    PromiseCount,
    Promised,
    Reversed,
    Settled,
)
from .invariants import INVARIANTS, Finding
from .recount import verify

__all__ = [
    "ENDS",
    "ENTRIES",
    "INVARIANTS",
    "SIDES",
    "Accepted",
    "Asked",
    "Book",
    "Broken",
    "Confirmed",
    "Decided",
    "Delivered",
    "Disputed",
    "Ended",
    "Entry",
    "Finding",
    "LineClosed",
    "LineCount",
    "Lost",
    "Merged",
    "Offer",
    "OfferCount",
    "OfferWithdrawn",
    "Offered",
    "Promise",
    "PromiseCount",
    "Promised",
    "Reversed",
    "Settled",
    "replay",
    "verify",
]
