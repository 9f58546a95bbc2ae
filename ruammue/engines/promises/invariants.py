"""What must hold in a ledger, each by a code and in words."""

from __future__ import annotations

from dataclasses import dataclass

INVARIANTS: dict[str, str] = {
    "who_and_when": "every entry says who did it and when",
    "in_order": "no entry is older than the one above it",
    "entry_once": "no entry stands twice",
    "cause_first": "what an entry speaks of stands above it",
    "whole_quantity": "a quantity is a whole number of minor units above zero",
    "known_word": "sides, ends and outcomes are words that this ledger knows",
    "key_once": "one key of a form is one act: the same key never comes with other content",
    "merge_moves_the_rest": "a line hands over exactly what has not come of it, and no promise stands on it",
    "line_is_open": "nothing is promised for a line that is closed or merged",
    "closed_as_it_stood": "a line is enough only when something came, withdrawn only when nothing did",
    "nothing_promised_at_close": "a line with promises still to come is not closed",
    "line_not_over_committed": "promised and delivered together never exceed what is asked for",
    "offer_not_over_committed": "promises never take more of an offer than there is",
    "offer_stands": "nothing is promised from an offer that was taken back",
    "accepted_once": "a side says yes once",
    "promise_is_open": "nothing more happens to a promise that has ended",
    "accepted_first": "nothing is brought before both sides have said yes",
    "not_over_delivered": "no more is written down than was promised",
    "loan_only": "only a loan goes back or is lost",
    "not_over_returned": "no more goes back, or is lost, than came",
    "confirmed_once": "a side confirms a delivery once",
    "two_people": "one person never gives the word of both sides",
    "reversed_once": "a delivery is taken back once, and nothing happens to it afterwards",
    "reversal_is_the_same_below_zero": "a reversal takes back exactly what it reverses",
    "returned_stays_covered": "what went back or is lost came before: it is taken back first",
    "not_while_disputed": "a delivery that is disputed is settled first",
    "settled_once": "a dispute is settled once",
    "settled_as_said": "what was settled is what was done: the row is reversed, the right number written",
    "nothing_waits_at_the_end": "a promise does not end while a delivery waits for a word or is disputed",
    "ended_as_it_stood": "enough needs something that came, expired nobody's yes, defaulted both",
    "decided_once": "the lender decides once; only what is owed may be decided again",
    "delivered_is_the_sum": "delivered is the sum of what both sides confirmed, reversals taken off",
    "returned_is_the_sum": "returned is the sum of what went back and both sides confirmed",
    "disputed_is_the_sum": "disputed is the sum of what both had confirmed and one disputes",
    "lost_is_the_sum": "lost and replaced are the sums of what the lender decided",
    "promised_is_the_sum": "promised is what is still to come of promises that stand, and what is disputed",
    "asked_is_the_sum": "what is asked for is what was asked first and what other lines handed over",
    "on_hand_is_the_sum": "what is left of an offer is what was offered, less what is out, plus what came back",
    "end_is_as_told": "a promise stands as its entries say",
    "counted_at_the_end": "in an export each line, offer and promise is counted after the last entry",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """The first broken invariant, the entry that breaks it, its place (from 0), and the two numbers that differ."""

    invariant: str
    entry: str
    place: int
    said: int | str | None = None
    counted: int | str | None = None
