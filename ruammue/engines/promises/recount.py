"""The whole ledger summed once more from its entries alone, and the first invariant that it breaks.

The running counts of `Book` decide what an entry may do; here every count is a plain sum over what the book holds, so
that a mistake in the running counts is found as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from .book import Book, Broken, Promise, differences
from .entries import Count, Entry, Happened, LineCount, OfferCount, PromiseCount
from .invariants import Finding


def verify(entries: Iterable[Happened | Count], *, is_export: bool = False) -> Finding | None:
    """The first broken invariant with the entry that breaks it; None when the ledger is whole.

    A claim is held against the sums at its place, so one book may be checked at many days. After the last entry every
    count is summed, and no settlement may be left undone. Of an export, which ends with what the house counts, each
    line, offer and promise must be claimed after the last entry: without claims there is nothing to hold against.
    """
    book, place, last = Book(), -1, ""
    sums: _Sums | None = None
    claimed: set[str] = set()
    began: dict[str, int] = {}
    for place, entry in enumerate(entries):
        last = entry.id
        try:
            if isinstance(entry, Entry):
                sums = None
                claimed.clear()
                began[entry.id] = place
                book.tell(entry)
            else:
                claimed.add(entry.id)
                sums = sums or _Sums(book)
                for invariant, said, counted in differences(entry, sums.counted(entry)):
                    return Finding(invariant, entry.id, place, said, counted)
        except Broken as broken:
            return Finding(broken.invariant, entry.id, place, broken.said, broken.counted)
    if undone := book.unfinished():
        return Finding("settled_as_said", undone, max(place, 0))
    things = sorted({*book.lines, *book.offers, *book.promises} - claimed, key=began.__getitem__)
    if is_export and things:
        return Finding("counted_at_the_end", things[0], began[things[0]], len(claimed), len(claimed) + len(things))
    return _running_counts(book, last, max(place, 0))


class _Sums:
    """Everything added up from rows, words, disputes and decisions."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.delivered: dict[str, int] = defaultdict(int)
        self.returned: dict[str, int] = defaultdict(int)
        self.disputed: dict[str, int] = defaultdict(int)
        self.disputed_back: dict[str, int] = defaultdict(int)
        for row in book.rows.values():
            if len(row.words) < 2 or ((row.reversed or row.void) and not row.pending):
                continue
            counter = (self.disputed_back if row.back else self.disputed) if row.dispute or row.pending else (
                self.returned if row.back else self.delivered)  # fmt: skip
            counter[row.promise.key] += row.quantity
        self.lost: dict[str, int] = defaultdict(int)
        self.replaced: dict[str, int] = defaultdict(int)
        for loss in book.losses.values():
            if loss.outcome not in ("", "not_so"):
                self.lost[loss.promise.key] += loss.quantity
            if loss.outcome == "replaced":
                self.replaced[loss.promise.key] += loss.quantity
        self.promised: dict[str, int] = defaultdict(int)
        self.came: dict[str, int] = defaultdict(int)
        self.out: dict[str, int] = defaultdict(int)
        for promise in book.promises.values():
            mine = promise.key
            held = promise.quantity - self.delivered[mine] if promise.stands else self.disputed[mine]
            self.promised[promise.line.key] += held
            self.came[promise.line.key] += self.delivered[mine]
            back = self.returned[mine] + self.disputed_back[mine] + self.replaced[mine]
            net = self.delivered[mine] + held - back
            self.out[promise.offer.key if promise.offer is not None else ""] += -(
                -net * promise.given // promise.wanted
            )

    def end(self, promise: Promise) -> str:
        """A promise all of which came is fulfilled, whoever says otherwise."""
        full = self.delivered[promise.key] == promise.quantity
        return "fulfilled" if full and promise.end == "" else promise.end

    def counted(self, claim: Count) -> Count:
        """The sums for the thing that a claim speaks of. Raises Broken when there is no such thing."""
        if isinstance(claim, LineCount):
            line = self.book.lines.get(claim.id)
            if line is None:
                raise Broken("cause_first", claim.id)
            return LineCount(
                id=claim.id, quantity=line.quantity, promised=self.promised[claim.id], delivered=self.came[claim.id]
            )
        if isinstance(claim, OfferCount):
            offer = self.book.offers.get(claim.id)
            if offer is None:
                raise Broken("cause_first", claim.id)
            return OfferCount(id=claim.id, remaining=offer.quantity - self.out[claim.id])
        promise = self.book.promises.get(claim.id)
        if promise is None:
            raise Broken("cause_first", claim.id)
        mine = promise.key
        return PromiseCount(id=claim.id, delivered=self.delivered[mine], returned=self.returned[mine],
                            disputed=self.disputed[mine], disputed_back=self.disputed_back[mine],
                            lost=self.lost[mine], replaced=self.replaced[mine], end=self.end(promise))  # fmt: skip


def _running_counts(book: Book, last: str, place: int) -> Finding | None:
    """The counts that the book kept as it went are the sums."""
    sums = _Sums(book)
    claims: list[Count] = [
        *(LineCount(id=key, quantity=0, promised=0, delivered=0) for key in book.lines),
        *(OfferCount(id=key, remaining=0) for key in book.offers),
        *(PromiseCount(id=key, delivered=0, returned=0, disputed=0, disputed_back=0, lost=0, replaced=0, end="")
          for key in book.promises),
    ]  # fmt: skip
    for claim in claims:
        for invariant, kept, counted in differences(book.counted(claim), sums.counted(claim)):
            return Finding(invariant, last or claim.id, place, kept, counted)
    return None
