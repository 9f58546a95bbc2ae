"""A ledger read entry by entry, with a running count of everything. An entry that may not be is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from .entries import (
    ENDS,
    PROVIDER,
    SIDES,
    Accepted,
    Asked,
    Confirmed,
    Count,
    Decided,
    Delivered,
    Disputed,
    Ended,
    Entry,
    Happened,
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

Thing = TypeVar("Thing")
OPEN, FULFILLED, ENOUGH = "", "fulfilled", "enough"
BOTH = frozenset(SIDES)


class Broken(ValueError):
    """An entry breaks an invariant. `said` and `counted` are the two numbers (or words) that differ."""

    def __init__(
        self, invariant: str, said: int | str | None = None, counted: int | str | None = None, entry: str = ""
    ) -> None:
        super().__init__(invariant, said, counted, entry)
        self.invariant, self.said, self.counted, self.entry = invariant, said, counted, entry


@dataclass(slots=True)
class Line:
    """What is asked for, and what of it is promised and here."""

    key: str
    quantity: int
    promised: int = 0
    delivered: int = 0
    closed: str = ""

    @property
    def missing(self) -> int:
        """What nobody has promised or brought."""
        return self.quantity - self.promised - self.delivered


@dataclass(slots=True)
class Offer:
    """What somebody could give, and what is left of it."""

    key: str
    quantity: int
    remaining: int
    withdrawn: bool = False


@dataclass(slots=True)
class Row:
    """A delivery. `void`: settled as not so, and to be reversed by the next entries; `pending`: its place is kept until
    the row with the right number counts, which `follows` the dispute.
    """

    promise: Promise
    quantity: int
    back: bool
    words: dict[str, str | None] = field(default_factory=dict)
    dispute: str = ""
    void: bool = False
    pending: bool = False
    reversed: bool = False
    follows: Dispute | None = None

    @property
    def counts(self) -> bool:
        """Confirmed by both sides, and nothing speaks against it."""
        return len(self.words) == 2 and not (self.dispute or self.void or self.reversed)


@dataclass(slots=True)
class Dispute:
    """A dispute and how it was settled."""

    row: Row
    was_counted: bool
    outcome: str = ""
    quantity: int | None = None
    followed: bool = False


@dataclass(slots=True)
class Loss:
    """What will not come back of a loan; `outcome` as the lender decided last."""

    promise: Promise
    quantity: int
    outcome: str = ""


@dataclass(slots=True)
class Promise:
    """A promise with its counters; `written`, `written_back`, `told` also count what is not confirmed or decided.

    `due`: a dispute was settled and its rows are written next, before anything else happens to the promise.
    """

    key: str
    line: Line
    offer: Offer | None
    quantity: int
    loan: bool
    wanted: int
    given: int
    yes: set[str] = field(default_factory=set)
    end: str = OPEN
    delivered: int = 0
    returned: int = 0
    disputed: int = 0
    disputed_back: int = 0
    lost: int = 0
    replaced: int = 0
    written: int = 0
    written_back: int = 0
    told: int = 0
    waiting: int = 0
    disputes: int = 0
    due: Dispute | None = None

    @property
    def stands(self) -> bool:
        """Both said yes and nobody ended it."""
        return len(self.yes) == 2 and self.end == OPEN

    @property
    def held(self) -> int:
        """Its place on the line: what is still to come while it stands, else what is disputed."""
        return self.quantity - self.delivered if self.stands else self.disputed

    @property
    def taken(self) -> int:
        """What it takes of its offer; a part of one is one."""
        net = self.delivered + self.held - self.returned - self.disputed_back - self.replaced
        return -(-net * self.given // self.wanted)

    @property
    def status(self) -> str:
        """For readers: offered, accepted, partly, its end; of a loan that came: lent, returned."""
        if self.end == OPEN:
            return "offered" if len(self.yes) < 2 else "partly" if self.delivered else "accepted"
        if self.loan and self.delivered:
            return "lent" if self.delivered - self.returned - self.lost else "returned"
        return self.end


class Book:
    """All lines, offers and promises of a ledger by their keys, as they stand after the last entry."""

    def __init__(self) -> None:
        """An empty ledger."""
        self.lines: dict[str, Line] = {}
        self.offers: dict[str, Offer] = {}
        self.promises: dict[str, Promise] = {}
        self.rows: dict[str, Row] = {}
        self.disputes: dict[str, Dispute] = {}
        self.settlements: dict[str, Dispute] = {}
        self.losses: dict[str, Loss] = {}
        self.repeated = 0
        self._seen: set[str] = set()
        self._keys: dict[tuple[str, str], tuple[object, ...]] = {}
        self._last: datetime | None = None

    def tell(self, entry: Happened) -> None:
        """Let an entry happen. Raises Broken; the book is then as it was before."""
        if entry.at is None or not entry.by or not entry.id:
            raise Broken("who_and_when", said=entry.by or (entry.at.isoformat() if entry.at else None), entry=entry.id)
        if self._last is not None and entry.at < self._last:
            raise Broken("in_order", entry.at.isoformat(), self._last.isoformat())
        if entry.id in self._seen:
            raise Broken("entry_once", entry.id)
        if self._sent_before(entry):
            self.repeated += 1
        else:
            _ACTS[type(entry)](self, entry)
        self._seen.add(entry.id)
        self._last = entry.at

    def check(self, claim: Count) -> Iterator[Broken]:
        """Where a claimed count differs from the running one, the most telling first."""
        for invariant, said, counted in differences(claim, self.counted(claim)):
            yield Broken(invariant, said, counted)

    def counted(self, claim: Count) -> Count:
        """The running count of the thing that a claim speaks of. Raises Broken when there is no such thing."""
        if isinstance(claim, LineCount):
            line = _at(self.lines, claim.id)
            return LineCount(id=claim.id, quantity=line.quantity, promised=line.promised, delivered=line.delivered)
        if isinstance(claim, OfferCount):
            return OfferCount(id=claim.id, remaining=_at(self.offers, claim.id).remaining)
        one = _at(self.promises, claim.id)
        return PromiseCount(id=claim.id, delivered=one.delivered, returned=one.returned, disputed=one.disputed,
                            disputed_back=one.disputed_back, lost=one.lost, replaced=one.replaced,
                            end=one.end)  # fmt: skip

    def unfinished(self) -> str | None:
        """A settlement whose rows never followed, by its key."""
        for key, dispute in self.settlements.items():
            if dispute.outcome != "stands" and not (dispute.row.reversed and dispute.followed):
                return key
        return None

    # ---- keys

    def _sent_before(self, entry: Happened) -> bool:
        key = getattr(entry, "key", "")
        if not key:
            return False
        kind = type(entry).__name__
        content = _content(entry)
        before = self._keys.setdefault((kind, key), content)
        if before is content:
            return False
        if before != content:
            raise Broken("key_once", key)
        return True

    # ---- lines and offers

    def _asked(self, entry: Asked) -> None:
        self.lines[entry.id] = Line(entry.id, _whole(entry.quantity))

    def _offered(self, entry: Offered) -> None:
        self.offers[entry.id] = Offer(entry.id, _whole(entry.quantity), entry.quantity)

    def _offer_withdrawn(self, entry: OfferWithdrawn) -> None:
        offer = _at(self.offers, entry.offer)
        if offer.withdrawn:
            raise Broken("offer_stands", entry.offer)
        offer.withdrawn = True

    def _merged(self, entry: Merged) -> None:
        line, into = _at(self.lines, entry.line), _at(self.lines, entry.into)
        if line.closed or into.closed or line is into:
            raise Broken("line_is_open", entry.line if line.closed else entry.into)
        if line.promised:
            raise Broken("nothing_promised_at_close", 0, line.promised)
        if _whole(entry.quantity) != line.quantity - line.delivered:
            raise Broken("merge_moves_the_rest", entry.quantity, line.quantity - line.delivered)
        line.closed = "merged"
        into.quantity += entry.quantity

    def _line_closed(self, entry: LineClosed) -> None:
        line = _at(self.lines, entry.line)
        _known(entry.how, ("enough", "withdrawn"))
        if line.closed:
            raise Broken("line_is_open", entry.line)
        if line.promised:
            raise Broken("nothing_promised_at_close", 0, line.promised)
        if (entry.how == "enough") != bool(line.delivered):
            raise Broken("closed_as_it_stood", entry.how, line.delivered)
        line.closed = entry.how

    # ---- promises

    def _promised(self, entry: Promised) -> None:
        line = _at(self.lines, entry.line)
        offer = _at(self.offers, entry.offer) if entry.offer is not None else None
        for number in (entry.quantity, entry.wanted, entry.given):
            _whole(number)
        if line.closed:
            raise Broken("line_is_open", entry.line)
        if offer is not None and offer.withdrawn:
            raise Broken("offer_stands", entry.offer)
        self.promises[entry.id] = Promise(entry.id, line, offer, entry.quantity, entry.loan, entry.wanted, entry.given)

    def _accepted(self, entry: Accepted) -> None:
        promise = _at(self.promises, entry.promise)
        _known(entry.side, SIDES)
        _not_over(promise)
        if entry.side in promise.yes:
            raise Broken("accepted_once", entry.side)
        if promise.line.closed:
            raise Broken("line_is_open", promise.line.closed)
        if promise.offer is not None and promise.offer.withdrawn:
            raise Broken("offer_stands", entry.promise)
        if promise.yes:
            needs = -(-promise.quantity * promise.given // promise.wanted)
            if promise.quantity > promise.line.missing:
                raise Broken("line_not_over_committed", promise.quantity, promise.line.missing)
            if promise.offer is not None and needs > promise.offer.remaining:
                raise Broken("offer_not_over_committed", needs, promise.offer.remaining)
        was = _weight(promise)
        promise.yes.add(entry.side)
        _weigh_again(promise, was)

    def _ended(self, entry: Ended) -> None:
        promise = _at(self.promises, entry.promise)
        _nothing_due(promise)
        _known(entry.end, ENDS)
        _not_over(promise)
        if promise.waiting or promise.disputes:
            raise Broken("nothing_waits_at_the_end", 0, promise.waiting + promise.disputes)
        is_as_it_stood = {
            ENOUGH: promise.delivered > 0,
            "expired": len(promise.yes) < 2,
            "defaulted": len(promise.yes) == 2,
        }
        if not is_as_it_stood.get(entry.end, True):
            raise Broken("ended_as_it_stood", entry.end, promise.delivered)
        was = _weight(promise)
        promise.end = entry.end
        _weigh_again(promise, was)

    # ---- what came

    def _delivered(self, entry: Delivered) -> None:
        promise = _at(self.promises, entry.promise)
        _whole(entry.quantity)
        settled = _at(self.settlements, entry.settles) if entry.settles is not None else None
        _nothing_due(promise, but=settled)
        if len(promise.yes) < 2:
            raise Broken("accepted_first", len(promise.yes), 2)
        if settled is not None:
            _follows(settled, promise, entry)
        elif not entry.back:
            _not_over(promise)
        if entry.back:
            if not promise.loan:
                raise Broken("loan_only", entry.quantity, 0)
            lent = promise.delivered - promise.written_back - promise.told
            if entry.quantity > lent:
                raise Broken("not_over_returned", entry.quantity, lent)
            promise.written_back += entry.quantity
        else:
            if promise.end == OPEN:
                room = promise.quantity - promise.written
            else:
                room = settled.row.quantity if settled is not None else 0
            if entry.quantity > room:
                raise Broken("not_over_delivered", entry.quantity, room)
            promise.written += entry.quantity
        promise.waiting += 1
        self.rows[entry.id] = Row(promise, entry.quantity, entry.back, follows=settled)
        if settled is not None:
            settled.followed = True

    def _confirmed(self, entry: Confirmed) -> None:
        row = _at(self.rows, entry.delivery)
        _nothing_due(row.promise, but=row.follows)
        _known(entry.side, SIDES)
        _not_reversed(row)
        if row.dispute:
            raise Broken("not_while_disputed", entry.delivery)
        if entry.side in row.words:
            raise Broken("confirmed_once", entry.side)
        if entry.word_of is not None and entry.word_of in row.words.values():
            raise Broken("two_people", entry.word_of)
        row.words[entry.side] = entry.word_of
        if row.counts:
            old = row.follows.row if row.follows is not None and row.follows.row.pending else None
            if old is not None and old.back:
                _still_there(row.promise, old.quantity - row.quantity)
            row.promise.waiting -= 1
            was = _weight(row.promise)
            if old is not None:
                old.pending = False
                _keep_place(old, -old.quantity)
            if row.follows is row.promise.due:
                row.promise.due = None
            _add(row, row.quantity)
            _weigh_again(row.promise, was)

    def _reversed(self, entry: Reversed) -> None:
        row = _at(self.rows, entry.delivery)
        due = row.promise.due
        _nothing_due(row.promise, but=due if due is not None and due.row is row else None)
        if row.reversed:
            raise Broken("reversed_once", entry.delivery)
        if row.dispute:
            raise Broken("not_while_disputed", entry.delivery)
        if entry.quantity != -row.quantity:
            raise Broken("reversal_is_the_same_below_zero", entry.quantity, -row.quantity)
        promise, was = row.promise, _weight(row.promise)
        if row.counts:
            if row.back:
                _still_there(promise, row.quantity)
            _take_off(row)
        elif not row.void:
            promise.waiting -= 1
        if row.back:
            promise.written_back -= row.quantity
        else:
            promise.written -= row.quantity
        row.reversed = True
        if due is not None and due.outcome == "reversed":
            promise.due = None
        _weigh_again(promise, was)

    # ---- disputes

    def _disputed(self, entry: Disputed) -> None:
        row = _at(self.rows, entry.delivery)
        _nothing_due(row.promise)
        _known(entry.side, SIDES)
        _not_reversed(row)
        if row.dispute:
            raise Broken("not_while_disputed", entry.delivery)
        promise, was = row.promise, _weight(row.promise)
        was_counted = row.counts
        if was_counted:
            _take_off(row)
            _keep_place(row, row.quantity)
        else:
            promise.waiting -= 1
        promise.disputes += 1
        row.dispute = entry.id
        self.disputes[entry.id] = Dispute(row, was_counted)
        _weigh_again(promise, was)

    def _settled(self, entry: Settled) -> None:
        dispute = _at(self.disputes, entry.dispute)
        _nothing_due(dispute.row.promise)
        _known(entry.outcome, ("stands", "reversed", "corrected"))
        if dispute.outcome:
            raise Broken("settled_once", entry.dispute)
        if (entry.outcome == "corrected") != (entry.quantity is not None):
            raise Broken("settled_as_said", entry.outcome, entry.quantity)
        row = dispute.row
        promise, was = row.promise, _weight(row.promise)
        keeps = entry.outcome == "corrected" and dispute.was_counted
        if dispute.was_counted and row.back and entry.outcome == "reversed":
            _still_there(promise, row.quantity)
        dispute.outcome, dispute.quantity = entry.outcome, entry.quantity
        dispute.followed = entry.outcome != "corrected"
        self.settlements[entry.id] = dispute
        row.dispute = ""
        promise.disputes -= 1
        if dispute.was_counted and not keeps:
            _keep_place(row, -row.quantity)
        if entry.outcome != "stands":
            row.void, row.pending, promise.due = True, keeps, dispute
        elif dispute.was_counted:
            _add(row, row.quantity)
        else:
            promise.waiting += 1
        _weigh_again(promise, was)

    # ---- losses

    def _lost(self, entry: Lost) -> None:
        promise = _at(self.promises, entry.promise)
        _nothing_due(promise)
        _known(entry.how, ("broken", "lost"))
        _whole(entry.quantity)
        if not promise.loan:
            raise Broken("loan_only", entry.quantity, 0)
        lent = promise.delivered - promise.written_back - promise.told
        if entry.quantity > lent:
            raise Broken("not_over_returned", entry.quantity, lent)
        promise.told += entry.quantity
        self.losses[entry.id] = Loss(promise, entry.quantity)

    def _decided(self, entry: Decided) -> None:
        loss = _at(self.losses, entry.loss)
        _nothing_due(loss.promise)
        _known(entry.outcome, ("forgiven", "replaced", "owed", "not_so"))
        if loss.outcome not in ("", "owed") or loss.outcome == entry.outcome:
            raise Broken("decided_once", entry.outcome, loss.outcome)
        promise, was = loss.promise, _weight(loss.promise)
        counted = loss.outcome == "owed"
        if entry.outcome == "not_so":
            promise.told -= loss.quantity
            promise.lost -= loss.quantity if counted else 0
        elif not counted:
            promise.lost += loss.quantity
        if entry.outcome == "replaced":
            promise.replaced += loss.quantity
        loss.outcome = entry.outcome
        _weigh_again(promise, was)


_ACTS: dict[type[Any], Any] = {
    Asked: Book._asked,
    Offered: Book._offered,
    OfferWithdrawn: Book._offer_withdrawn,
    Merged: Book._merged,
    LineClosed: Book._line_closed,
    Promised: Book._promised,
    Accepted: Book._accepted,
    Ended: Book._ended,
    Delivered: Book._delivered,
    Confirmed: Book._confirmed,
    Reversed: Book._reversed,
    Disputed: Book._disputed,
    Settled: Book._settled,
    Lost: Book._lost,
    Decided: Book._decided,
}


def replay(entries: Iterable[Happened | Count]) -> Book:
    """Count a ledger entry by entry; claims in it are passed over. Raises Broken at the first that may not be."""
    book = Book()
    for entry in entries:
        if isinstance(entry, Entry):
            book.tell(entry)
    return book


def differences(claim: Count, count: Count) -> Iterator[tuple[str, int | str, int | str]]:
    """(invariant, said, counted) for each field in which a claim and a count differ."""
    for name, invariant in _FIELDS:
        said, counted = getattr(claim, name, None), getattr(count, name, None)
        if said is not None and counted is not None and said != counted:
            yield invariant, said, counted


_FIELDS = (
    ("quantity", "asked_is_the_sum"),
    ("delivered", "delivered_is_the_sum"),
    ("returned", "returned_is_the_sum"),
    ("disputed", "disputed_is_the_sum"),
    ("disputed_back", "disputed_is_the_sum"),
    ("lost", "lost_is_the_sum"),
    ("replaced", "lost_is_the_sum"),
    ("promised", "promised_is_the_sum"),
    ("remaining", "on_hand_is_the_sum"),
    ("end", "end_is_as_told"),
)


def _at(things: dict[str, Thing], key: str) -> Thing:
    try:
        return things[key]
    except KeyError:
        raise Broken("cause_first", key) from None


def _whole(quantity: int) -> int:
    if type(quantity) is not int or quantity <= 0:
        raise Broken("whole_quantity", quantity if isinstance(quantity, int) else str(quantity), 1)
    return quantity


def _known(word: str, words: tuple[str, ...]) -> None:
    if word not in words:
        raise Broken("known_word", word, "|".join(words))


def _content(entry: Happened) -> tuple[object, ...]:
    if isinstance(entry, Promised):
        return entry.line, entry.offer, entry.quantity, entry.loan
    if isinstance(entry, Delivered):
        return entry.promise, entry.quantity, entry.back
    assert isinstance(entry, Lost)
    return entry.promise, entry.quantity, entry.how


def _nothing_due(promise: Promise, *, but: Dispute | None = None) -> None:
    if promise.due is not None and promise.due is not but:
        raise Broken("settled_as_said", promise.due.outcome)


def _not_over(promise: Promise) -> None:
    if promise.end != OPEN:
        raise Broken("promise_is_open", promise.end)


def _not_reversed(row: Row) -> None:
    if row.reversed or row.void:
        raise Broken("reversed_once", row.quantity)


def _follows(settled: Dispute, promise: Promise, entry: Delivered) -> None:
    """The row that a settlement wrote is the one that was agreed upon, and the old one is gone."""
    agreed = settled.outcome == "corrected" and settled.row.promise is promise and settled.row.back == entry.back
    if not agreed or settled.followed or settled.quantity != entry.quantity or not settled.row.reversed:
        raise Broken("settled_as_said", entry.quantity, settled.quantity)


def _weight(promise: Promise) -> tuple[int, int, int]:
    return promise.held, promise.delivered, promise.taken


def _weigh_again(promise: Promise, was: tuple[int, int, int]) -> None:
    """What the promise weighs now takes the place of what it weighed before, on its line and its offer."""
    if promise.end == OPEN and promise.delivered == promise.quantity:
        promise.end = FULFILLED
    held, delivered, taken = was
    promise.line.promised += promise.held - held
    promise.line.delivered += promise.delivered - delivered
    if promise.offer is not None:
        promise.offer.remaining -= promise.taken - taken


def _still_there(promise: Promise, quantity: int) -> None:
    """What went back and now did not must not have been promised to others since."""
    if promise.offer is None:
        return
    net = promise.delivered + promise.held - promise.returned - promise.disputed_back - promise.replaced + quantity
    needs = -(-net * promise.given // promise.wanted) - promise.taken
    if needs > promise.offer.remaining:
        raise Broken("offer_not_over_committed", needs, promise.offer.remaining)


def _add(row: Row, quantity: int) -> None:
    if row.back:
        row.promise.returned += quantity
    else:
        row.promise.delivered += quantity


def _take_off(row: Row) -> None:
    """What had counted no longer does; a promise that was fulfilled by it is open again, unless its line is closed."""
    promise = row.promise
    if not row.back:
        gone = promise.written_back + promise.told
        if promise.delivered - row.quantity < gone:
            raise Broken("returned_stays_covered", promise.delivered - row.quantity, gone)
    _add(row, -row.quantity)
    if not row.back and promise.end == FULFILLED:
        promise.end = ENOUGH if promise.line.closed else OPEN


def _keep_place(row: Row, quantity: int) -> None:
    if row.back:
        row.promise.disputed_back += quantity
    else:
        row.promise.disputed += quantity


__all__ = ["PROVIDER", "Book", "Broken", "Offer", "Promise", "differences", "replay"]
