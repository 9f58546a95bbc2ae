"""The promise ledger once more, small and obvious: no counters at all, everything counted anew from what happened.

Nothing here knows Django. The state machine lets it and the house do the same acts and compares them after each.
"""

from __future__ import annotations

from dataclasses import dataclass, field


class No(Exception):
    """The act is refused; the message is the refusal's name."""


@dataclass
class Brought:
    quantity: int
    is_return: bool
    words: set[str] = field(default_factory=set)
    reversed: bool = False

    @property
    def counts(self) -> int:
        return self.quantity if len(self.words) == 2 and not self.reversed else 0


@dataclass
class Promise:
    line: int
    offer: int | None
    quantity: int
    is_loan: bool
    yes: set[str] = field(default_factory=set)
    ended: str = ""
    brought: list[Brought] = field(default_factory=list)

    def total(self, *, is_return: bool) -> int:
        return sum(one.counts for one in self.brought if one.is_return == is_return)

    def written(self, *, is_return: bool) -> int:
        return sum(one.quantity for one in self.brought if one.is_return == is_return and not one.reversed)

    @property
    def end(self) -> str:
        if not self.ended and self.total(is_return=False) == self.quantity:
            return "fulfilled"
        return self.ended

    @property
    def stands(self) -> bool:
        return len(self.yes) == 2 and not self.end


@dataclass
class Book:
    """Lines and offers by their size, and the promises between them."""

    lines: list[int]
    offers: list[int]
    promises: list[Promise] = field(default_factory=list)

    # ---- what a reader sees

    def promised(self, line: int) -> int:
        return sum(p.quantity - p.total(is_return=False) for p in self.promises if p.line == line and p.stands)

    def delivered(self, line: int) -> int:
        return sum(p.total(is_return=False) for p in self.promises if p.line == line)

    def remaining(self, offer: int) -> int:
        taken = sum(
            (p.quantity if p.stands else p.total(is_return=False)) - p.total(is_return=True)
            for p in self.promises
            if p.offer == offer
        )
        return self.offers[offer] - taken

    def missing(self, line: int) -> int:
        return self.lines[line] - self.promised(line) - self.delivered(line)

    # ---- what can be done

    def promise(self, line: int, offer: int | None, quantity: int, *, is_loan: bool, at_once: bool) -> Promise:
        made = Promise(line, offer, quantity, is_loan, {"provider"})
        self._fits(made)
        if at_once:
            made.yes.add("receiver")
        self.promises.append(made)
        return made

    def _fits(self, promise: Promise) -> None:
        if promise.quantity > self.missing(promise.line):
            raise No("OverCommitment")
        if promise.offer is not None and promise.quantity > self.remaining(promise.offer):
            raise No("OfferTooSmall")

    def accept(self, promise: Promise) -> None:
        if promise.end:
            raise No("CommitmentIsOver")
        if "receiver" in promise.yes:
            raise No("AlreadyAccepted")
        self._fits(promise)
        promise.yes.add("receiver")

    def bring(self, promise: Promise, quantity: int) -> Brought:
        if promise.end:
            raise No("CommitmentIsOver")
        if len(promise.yes) < 2:
            raise No("NotAcceptedYet")
        if promise.written(is_return=False) + quantity > promise.quantity:
            raise No("OverDelivery")
        return self._write(promise, quantity, is_return=False)

    def give_back(self, promise: Promise, quantity: int) -> Brought:
        if not promise.is_loan:
            raise No("NotALoan")
        if promise.written(is_return=True) + quantity > promise.total(is_return=False):
            raise No("OverReturn")
        return self._write(promise, quantity, is_return=True)

    def _write(self, promise: Promise, quantity: int, *, is_return: bool) -> Brought:
        one = Brought(quantity, is_return)
        promise.brought.append(one)
        return one

    def confirm(self, one: Brought, side: str) -> None:
        if one.reversed:
            raise No("AlreadyReversed")
        if side in one.words:
            raise No("AlreadyConfirmed")
        one.words.add(side)

    def reverse(self, promise: Promise, one: Brought) -> None:
        if one.reversed:
            raise No("AlreadyReversed")
        if one.counts and one.is_return and promise.offer is not None and self.remaining(promise.offer) < one.counts:
            raise No("LentOnAlready")
        if one.counts and not one.is_return:
            left = promise.total(is_return=False) - one.counts
            if left < promise.written(is_return=True):
                raise No("ReturnsStand")
        one.reversed = True

    def finish(self, promise: Promise, end: str) -> None:
        if promise.end:
            raise No("CommitmentIsOver")
        if any(len(one.words) < 2 and not one.reversed for one in promise.brought):
            raise No("DeliveriesWaiting")
        if end == "enough" and not promise.total(is_return=False):
            raise No("NothingDelivered")
        promise.ended = end
