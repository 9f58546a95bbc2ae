"""The promise ledger once more, slow and obvious: it keeps only what happened and adds everything up at each question.

No counter is kept anywhere. An act gives "" when it happened, or the invariant that it would break.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil


@dataclass
class Row:
    promise: int
    quantity: int
    back: bool
    words: dict[str, str | None] = field(default_factory=dict)
    disputed: bool = False
    was_counted: bool = False
    outcome: str = ""
    right: int | None = None
    corrects: int | None = None
    corrected: bool = False
    reversed: bool = False


@dataclass
class Promise:
    line: int
    offer: int | None
    quantity: int
    loan: bool
    ratio: Fraction
    yes: set[str] = field(default_factory=set)
    said: str = ""


@dataclass
class Loss:
    promise: int
    quantity: int
    decided: list[str] = field(default_factory=list)


@dataclass
class Oracle:
    asked: list[list[int]] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    offered: list[int] = field(default_factory=list)
    withdrawn: list[bool] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)

    # ---- questions, each answered from what happened

    def counts(self, row: Row) -> bool:
        return (
            len(row.words) == 2
            and not row.reversed
            and not row.disputed
            and row.outcome not in ("reversed", "corrected")
        )

    def keeps_place(self, row: Row) -> bool:
        """Both had confirmed it, and it is disputed, or its right number does not count yet."""
        return row.was_counted and (row.disputed or (row.outcome == "corrected" and not row.corrected))

    def total(self, p: int, *, back: bool) -> int:
        return sum(row.quantity for row in self.rows if row.promise == p and row.back == back and self.counts(row))

    def in_dispute(self, p: int, *, back: bool) -> int:
        return sum(row.quantity for row in self.rows if row.promise == p and row.back == back and self.keeps_place(row))

    def written(self, p: int, *, back: bool) -> int:
        return sum(row.quantity for row in self.rows if row.promise == p and row.back == back and not row.reversed)

    def told(self, p: int) -> int:
        return sum(one.quantity for one in self.losses if one.promise == p and "not_so" not in one.decided)

    def lost(self, p: int) -> int:
        return sum(
            one.quantity for one in self.losses if one.promise == p and one.decided and "not_so" not in one.decided
        )

    def replaced(self, p: int) -> int:
        return sum(one.quantity for one in self.losses if one.promise == p and "replaced" in one.decided)

    def end(self, p: int) -> str:
        promise = self.promises[p]
        return promise.said or ("fulfilled" if self.total(p, back=False) == promise.quantity else "")

    def held(self, p: int) -> int:
        promise = self.promises[p]
        if len(promise.yes) == 2 and not self.end(p):
            return promise.quantity - self.total(p, back=False)
        return self.in_dispute(p, back=False)

    def taken(self, p: int, *, more: int = 0) -> int:
        out = self.total(p, back=False) + self.held(p)
        came_back = self.total(p, back=True) + self.in_dispute(p, back=True) + self.replaced(p)
        return ceil((out - came_back + more) * self.promises[p].ratio)

    def promised(self, line: int) -> int:
        return sum(self.held(p) for p, promise in enumerate(self.promises) if promise.line == line)

    def delivered(self, line: int) -> int:
        return sum(self.total(p, back=False) for p, promise in enumerate(self.promises) if promise.line == line)

    def remaining(self, offer: int) -> int:
        return self.offered[offer] - sum(self.taken(p) for p, each in enumerate(self.promises) if each.offer == offer)

    def missing(self, line: int) -> int:
        return sum(self.asked[line]) - self.promised(line) - self.delivered(line)

    def waits(self, p: int) -> bool:
        return any(row.promise == p and not row.reversed and not self.counts(row)
                   and (row.disputed or not row.outcome or row.outcome == "stands") for row in self.rows)  # fmt: skip

    def due(self, p: int, *, but: int | None = None) -> bool:
        """A dispute was settled, and its rows are written before anything else."""
        return any(
            (row.outcome == "reversed" and not row.reversed) or (row.outcome == "corrected" and not row.corrected)
            for at, row in enumerate(self.rows)
            if row.promise == p and at != but
        )

    # ---- acts

    def ask(self, quantity: int) -> str:
        self.asked.append([quantity])
        self.closed.append("")
        return ""

    def offer(self, quantity: int) -> str:
        self.offered.append(quantity)
        self.withdrawn.append(False)
        return ""

    def withdraw(self, offer: int) -> str:
        if self.withdrawn[offer]:
            return "offer_stands"
        self.withdrawn[offer] = True
        return ""

    def merge(self, line: int, into: int, quantity: int) -> str:
        if self.closed[line] or self.closed[into] or line == into:
            return "line_is_open"
        if self.promised(line):
            return "nothing_promised_at_close"
        rest = sum(self.asked[line]) - self.delivered(line)
        if quantity != rest or rest <= 0:
            return "merge_moves_the_rest" if quantity > 0 else "whole_quantity"
        self.closed[line] = "merged"
        self.asked[into].append(rest)
        return ""

    def close(self, line: int, how: str) -> str:
        if self.closed[line]:
            return "line_is_open"
        if self.promised(line):
            return "nothing_promised_at_close"
        if (how == "enough") != (self.delivered(line) > 0):
            return "closed_as_it_stood"
        self.closed[line] = how
        return ""

    def promise(self, line: int, offer: int | None, quantity: int, *, loan: bool, wanted: int, given: int) -> str:
        if self.closed[line]:
            return "line_is_open"
        if offer is not None and self.withdrawn[offer]:
            return "offer_stands"
        self.promises.append(Promise(line, offer, quantity, loan, Fraction(given, wanted)))
        return ""

    def accept(self, p: int, side: str) -> str:
        promise = self.promises[p]
        if self.end(p):
            return "promise_is_open"
        if side in promise.yes:
            return "accepted_once"
        if self.closed[promise.line]:
            return "line_is_open"
        if promise.offer is not None and self.withdrawn[promise.offer]:
            return "offer_stands"
        if promise.yes:
            if promise.quantity > self.missing(promise.line):
                return "line_not_over_committed"
            if promise.offer is not None and ceil(promise.quantity * promise.ratio) > self.remaining(promise.offer):
                return "offer_not_over_committed"
        promise.yes.add(side)
        return ""

    def finish(self, p: int, end: str) -> str:
        if self.due(p):
            return "settled_as_said"
        if self.end(p):
            return "promise_is_open"
        if self.waits(p):
            return "nothing_waits_at_the_end"
        agreed = len(self.promises[p].yes) == 2
        if {"enough": not self.total(p, back=False), "expired": agreed, "defaulted": not agreed}.get(end, False):
            return "ended_as_it_stood"
        self.promises[p].said = end
        return ""

    def bring(self, p: int, quantity: int, *, back: bool, settles: int | None = None) -> str:
        promise = self.promises[p]
        if self.due(p, but=settles):
            return "settled_as_said"
        if len(promise.yes) < 2:
            return "accepted_first"
        old = self.rows[settles] if settles is not None else None
        if old is not None:
            fits = old.outcome == "corrected" and old.reversed and old.promise == p and old.back == back
            if not fits or old.right != quantity or any(row.corrects == settles for row in self.rows):
                return "settled_as_said"
        elif not back and self.end(p):
            return "promise_is_open"
        if back:
            if not promise.loan:
                return "loan_only"
            if quantity > self.total(p, back=False) - self.written(p, back=True) - self.told(p):
                return "not_over_returned"
        else:
            room = promise.quantity - self.written(p, back=False) if not self.end(p) else old.quantity if old else 0
            if quantity > room:
                return "not_over_delivered"
        self.rows.append(Row(p, quantity, back, corrects=settles))
        return ""

    def _there(self, row: Row, quantity: int) -> bool:
        """What went back and now did not was not promised to others since."""
        offer = self.promises[row.promise].offer
        if offer is None:
            return True
        more = self.taken(row.promise, more=quantity) - self.taken(row.promise)
        return more <= self.remaining(offer)

    def confirm(self, r: int, side: str, who: str | None) -> str:
        row = self.rows[r]
        if self.due(row.promise, but=row.corrects):
            return "settled_as_said"
        if row.reversed or (row.outcome in ("reversed", "corrected")):
            return "reversed_once"
        if row.disputed:
            return "not_while_disputed"
        if side in row.words:
            return "confirmed_once"
        if who is not None and who in row.words.values():
            return "two_people"
        old = self.rows[row.corrects] if row.corrects is not None else None
        second = len(row.words) == 1
        fell = old is not None and second and self.keeps_place(old) and old.back
        if fell and not self._there(row, old.quantity - row.quantity):
            return "offer_not_over_committed"
        row.words[side] = who
        if second and old is not None:
            old.corrected = True
        return ""

    def _would_uncover(self, row: Row) -> bool:
        p = row.promise
        gone = self.written(p, back=True) + self.told(p)
        return not row.back and self.counts(row) and self.total(p, back=False) - row.quantity < gone

    def _reopen(self, p: int, was: str) -> None:
        """A promise that was fulfilled by what is taken off now stays ended when its line was closed meanwhile."""
        if was == "fulfilled" and self.end(p) == "" and self.closed[self.promises[p].line]:
            self.promises[p].said = "enough"

    def reverse(self, r: int) -> str:
        row = self.rows[r]
        if self.due(row.promise, but=r):
            return "settled_as_said"
        if row.reversed:
            return "reversed_once"
        if row.disputed:
            return "not_while_disputed"
        if self.counts(row) and row.back and not self._there(row, row.quantity):
            return "offer_not_over_committed"
        if self._would_uncover(row):
            return "returned_stays_covered"
        was = self.end(row.promise)
        row.reversed = True
        self._reopen(row.promise, was)
        return ""

    def dispute(self, r: int) -> str:
        row = self.rows[r]
        if self.due(row.promise):
            return "settled_as_said"
        if row.reversed or row.outcome in ("reversed", "corrected"):
            return "reversed_once"
        if row.disputed:
            return "not_while_disputed"
        if self._would_uncover(row):
            return "returned_stays_covered"
        was, row.was_counted = self.end(row.promise), self.counts(row)
        row.disputed, row.outcome = True, ""
        self._reopen(row.promise, was)
        return ""

    def settle(self, r: int, outcome: str, right: int | None) -> str:
        row = self.rows[r]
        if self.due(row.promise):
            return "settled_as_said"
        if not row.disputed:
            return "settled_once"
        if outcome == "reversed" and row.was_counted and row.back and not self._there(row, row.quantity):
            return "offer_not_over_committed"
        row.disputed, row.outcome, row.right = False, outcome, right
        if outcome == "stands":
            row.was_counted = False
        return ""

    def lose(self, p: int, quantity: int) -> str:
        if self.due(p):
            return "settled_as_said"
        if not self.promises[p].loan:
            return "loan_only"
        if quantity > self.total(p, back=False) - self.written(p, back=True) - self.told(p):
            return "not_over_returned"
        self.losses.append(Loss(p, quantity))
        return ""

    def decide(self, loss: int, outcome: str) -> str:
        said = self.losses[loss].decided
        if self.due(self.losses[loss].promise):
            return "settled_as_said"
        if set(said) - {"owed"} or outcome in said:
            return "decided_once"
        said.append(outcome)
        return ""
