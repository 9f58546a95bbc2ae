"""A second reading of a fitting, from the definitions and by other means than the choosing code.

Written from `values.py` alone, before and apart from the code it checks; it must never import it. It holds
every candidate against every other, one question at a time, and asks whether the three places could have
gone otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from fractions import Fraction
from hashlib import sha256
from itertools import pairwise

from .values import (
    MOST_APTITUDE,
    Candidate,
    Code,
    Fault,
    Fitting,
    Gap,
    Level,
    Opening,
    Reason,
    State,
    Terms,
    Why,
)

Key = tuple[str, str]


def verify(
    fitting: Fitting,
    gap: Gap,
    candidates: Iterable[Candidate],
    *,
    today: date,
    seed: str,
    terms: Terms | None = None,
) -> tuple[Fault, ...]:
    """The promises that a claimed fitting breaks; an empty tuple means that it holds.

    The inputs are given exactly as they were to `fit`.
    """
    reader = _Reader(gap, list(candidates), today, seed, terms or Terms())
    return tuple(reader.faults(fitting))


def verify_openings(
    claimed: Iterable[Opening],
    pairs: Iterable[tuple[Gap, Candidate]],
    *,
    today: date,
    terms: Terms | None = None,
) -> tuple[Fault, ...]:
    """The promises that a claimed order of gaps for one partner breaks. The inputs as they were to `openings`."""
    terms, shown, faults = terms or Terms(), list(claimed), []
    readers = {(gap.id, one.offer): (_Reader(gap, [one], today, "-", terms), one) for gap, one in pairs}
    refused = {key[0] for key, (_reader, one) in readers.items() if one.declined}
    able = {key for key, (reader, one) in readers.items() if key[0] not in refused and reader.is_free(one)}
    if {opening.gap for opening in shown} != {gap for gap, _offer in able} or len({o.gap for o in shown}) != len(shown):
        faults.append(Fault("shows_every_gap_it_could_help_once"))
    for opening in shown:
        key = (opening.gap, opening.offer)
        if key not in able:
            faults.append(Fault("shown_may_and_can", opening.gap, opening.offer))
            continue
        reader, one = readers[key]
        if repr(opening.reasons) != repr(reader.reasons(one)):
            faults.append(Fault("reasons_are_true", opening.gap, opening.offer))
        for rival in able:
            if rival[0] == opening.gap and _rank(readers[rival]) < _rank((reader, one)):
                faults.append(Fault("stands_by_its_best_offer", opening.gap, opening.offer))
    ranks = [_rank(readers[o.gap, o.offer]) for o in shown if (o.gap, o.offer) in readers]
    if any(later < earlier for earlier, later in pairwise(ranks)):
        faults.append(Fault("fittest_first"))
    return tuple(faults)


def _rank(read: tuple[_Reader, Candidate]) -> tuple[object, ...]:
    reader, one = read
    gap = reader.gap
    return (*reader.answers(one), gap.needed_to is None, gap.needed_to or date.min, gap.id, one.offer)


class _Reader:
    def __init__(self, gap: Gap, candidates: list[Candidate], today: date, seed: str, terms: Terms) -> None:
        self.gap, self.candidates, self.today, self.seed, self.terms = gap, candidates, today, seed, terms
        self.unwilling = {one.org for one in candidates if one.declined}

    def faults(self, fitting: Fitting) -> Iterable[Fault]:
        known = {(one.org, one.offer): one for one in self.candidates}
        if len(known) != len(self.candidates) or not self.seed:
            yield Fault("inputs_can_be_matched")
            return
        if fitting.gap != self.gap.id:
            yield Fault("fits_this_gap")
        named = [(e.org, e.offer) for g in (fitting.chosen, fitting.passed_over, fitting.left_out) for e in g]
        if sorted(named) != sorted(known):
            yield Fault("names_every_candidate_once")
            return

        chosen = [known[e.org, e.offer] for e in fitting.chosen]
        for match in fitting.chosen:
            one = known[match.org, match.offer]
            if not self.is_free(one):
                yield Fault("chosen_may_and_can", one.org, one.offer)
            elif not self.speaks_for_its_org(one):
                yield Fault("chosen_is_best_offer_of_its_partner", one.org, one.offer)
            if repr(match.reasons) != repr(self.reasons(one)):
                yield Fault("reasons_are_true", one.org, one.offer)
        if len({one.org for one in chosen}) != len(chosen):
            yield Fault("one_place_for_a_partner")
        rivals = [one for one in self.candidates if self.is_free(one) and self.speaks_for_its_org(one)]
        if len(chosen) != min(self.terms.places, len(rivals)):
            yield Fault("fills_the_places")
        for one in rivals:
            if one not in chosen and any(self.goes_before(one, other) for other in chosen):
                yield Fault("nobody_left_goes_before_a_chosen", one.org, one.offer)

        for passed in fitting.passed_over:
            one = known[passed.org, passed.offer]
            if not self.would_have_had_a_place(one, chosen):
                yield Fault("passed_over_was_fitter", one.org, one.offer)
            if repr(passed.why) != repr(self.hindrances(one)):
                yield Fault("why_is_true", one.org, one.offer)
            if repr(passed.reasons) != repr(self.reasons(one)):
                yield Fault("reasons_are_true", one.org, one.offer)
        for left in fitting.left_out:
            one = known[left.org, left.offer]
            if self.would_have_had_a_place(one, chosen):
                yield Fault("fitter_but_hindered_is_shown", one.org, one.offer)
            if repr(left.why) != repr(self.why_left(one)):
                yield Fault("why_is_true", one.org, one.offer)

        for group in (fitting.chosen, fitting.passed_over):
            lots = [self.lot(f"show|{entry.org}") for entry in group]
            if lots != sorted(lots):
                yield Fault("order_is_the_lot")
        order = [(left.org, left.offer) for left in fitting.left_out]
        if order != sorted(order):
            yield Fault("order_is_the_lot")

    # What is true of one candidate.

    def lot(self, slip: str) -> str:
        return sha256(f"{self.seed}|{slip}".encode()).hexdigest()

    def hindrances(self, one: Candidate) -> tuple[Why, ...]:
        holds = {
            Why.DECLINED: one.org in self.unwilling,
            Why.ABSENT: one.state == State.ABSENT,
            Why.FULL: one.state == State.FULL or one.remaining == 0,
        }
        return tuple(why for why in Why if holds.get(why))

    def misfits(self, one: Candidate) -> tuple[Why, ...]:
        holds = {
            Why.OTHER_SPEC: self.gap.spec not in (one.spec, *one.substitutes),
            Why.OTHER_UNIT: one.unit != self.gap.unit,
            Why.OUTSIDE_DATES: not self.shares_a_day(one),
            Why.TOO_FAR: self.distance(one) > list(Level).index(self.terms.widest),
        }
        return tuple(why for why in Why if holds.get(why))

    def is_free(self, one: Candidate) -> bool:
        return not self.misfits(one) and not self.hindrances(one)

    def speaks_for_its_org(self, one: Candidate) -> bool:
        """Of a partner's fitting offers the free ones come first, then the fitter, then the smaller id."""
        if self.misfits(one):
            return False
        for other in self.candidates:
            if other.org != one.org or other is one or self.misfits(other):
                continue
            if self.is_free(other) != self.is_free(one):
                if self.is_free(other):
                    return False
            elif (ahead := self.compare(other, one)) < 0 or (ahead == 0 and other.offer < one.offer):
                return False
        return True

    def would_have_had_a_place(self, one: Candidate, chosen: list[Candidate]) -> bool:
        if not self.speaks_for_its_org(one) or self.is_free(one):
            return False
        return len(chosen) < self.terms.places or any(self.compare(one, other) < 0 for other in chosen)

    def why_left(self, one: Candidate) -> tuple[Why, ...]:
        if misfits := self.misfits(one):
            return misfits
        if not self.speaks_for_its_org(one):
            return (Why.SAME_PARTNER,)
        return self.hindrances(one) or (Why.OTHERS_CHOSEN,)

    # Who is fitter, one question after the other.

    def compare(self, one: Candidate, other: Candidate) -> int:
        """Negative: `one` is fitter; positive: `other` is; zero: nothing tells them apart."""
        for mine, theirs in zip(self.answers(one), self.answers(other), strict=True):
            if mine != theirs:
                return -1 if mine < theirs else 1
        return 0

    def answers(self, one: Candidate) -> list[Fraction | int]:
        """What is asked of a candidate, one question after the other; less is fitter."""
        questions: list[Callable[[Candidate], Fraction | int]] = [
            self.distance,
            lambda c: 0 if self.reaches(c) else 1,
            self.lack,
            lambda c: 0 if c.spec == self.gap.spec else 1,
            lambda c: 0 if self.shares_all_days(c) else 1,
            lambda c: -c.aptitude,
            self.doubt,
            self.silence,
            lambda c: c.load,
            lambda c: 0 if c.helped > 0 else 1,
        ]
        return [ask(one) for ask in questions]

    def goes_before(self, one: Candidate, other: Candidate) -> bool:
        ahead = self.compare(one, other)
        return ahead < 0 or (ahead == 0 and self.lot(one.org) < self.lot(other.org))

    def distance(self, one: Candidate) -> int:
        """0 the same village ... 4 the same country; never less than the level of the matter itself."""
        place, levels = self.gap.area, list(Level)
        shared = [n for code in one.reach for n in (8, 6, 4, 2) if self.same_area(code, place, n)]
        return max(levels.index(self.gap.level), 4 - max(shared, default=0) // 2)

    @staticmethod
    def same_area(code: str, place: str, digits: int) -> bool:
        return "TH" not in (code, place) and min(len(code), len(place)) >= digits and code[:digits] == place[:digits]

    def reaches(self, one: Candidate) -> bool:
        """A code reaches where one of the two areas lies within the other."""
        inner = "" if self.gap.area == "TH" else self.gap.area
        codes = ["" if code == "TH" else code for code in one.reach]
        return any(inner[: len(code)] == code or code[: len(inner)] == inner for code in codes)

    def lack(self, one: Candidate) -> int:
        # How much a partner with empty hands could cover is not known; it is shown rather than hidden.
        if one.remaining == 0 or one.remaining >= self.gap.quantity:
            return 0
        return 1 if Fraction(one.remaining, self.gap.quantity) >= Fraction(1, 2) else 2

    def asked_days(self) -> tuple[date, date | None]:
        """An overdue gap is still a gap: it asks from today on."""
        first = max(filter(None, (self.gap.needed_from, self.today)))
        return first, None if self.gap.needed_to is None else max(first, self.gap.needed_to)

    def shares_a_day(self, one: Candidate) -> bool:
        first, last = self.asked_days()
        ended = one.available_to is not None and one.available_to < first
        not_begun = last is not None and one.available_from is not None and one.available_from > last
        return not ended and not not_begun

    def shares_all_days(self, one: Candidate) -> bool:
        first, last = self.asked_days()
        if self.gap.needed_from is None:
            return self.shares_a_day(one)
        begun = one.available_from is None or one.available_from <= first
        return begun and (last is None or one.available_to is None or one.available_to >= last)

    def doubt(self, one: Candidate) -> int:
        if one.promised < self.terms.promises_to_judge:
            return 1
        worth = one.kept + Fraction(one.late, 2)
        if worth >= self.terms.trusted * one.promised:
            return 0
        return 2 if worth < self.terms.doubted * one.promised else 1

    def silence(self, one: Candidate) -> int:
        if one.confirmed_on is None:
            return 2
        fresh, stale = timedelta(self.terms.fresh_days), timedelta(self.terms.stale_days)
        return sum(self.today > one.confirmed_on + span for span in (fresh, stale))

    # What is told about it.

    def reasons(self, one: Candidate) -> tuple[Reason, ...]:
        near = [Code.NEAR_MUBAN, Code.NEAR_TAMBON, Code.NEAR_AMPHOE, Code.NEAR_CHANGWAT, Code.NEAR_COUNTRY]
        covers = [Code.COVERS_ALL, Code.COVERS_HALF, Code.COVERS_LITTLE][self.lack(one)]
        promises = [Code.PROMISES_KEPT, Code.PROMISES_MIXED, Code.PROMISES_DOUBTED][self.doubt(one)]
        lately = [Code.CONFIRMED_LATELY, Code.CONFIRMED_SOME_TIME_AGO, Code.CONFIRMED_LONG_AGO]
        days = None if one.confirmed_on is None else max(0, (self.today - one.confirmed_on).days)
        return (
            Reason(near[self.distance(one)]),
            Reason(Code.REACHES_PLACE if self.reaches(one) else Code.PLACE_BEYOND_REACH),
            Reason(Code.NOTHING_LEFT if one.remaining == 0 else covers, one.remaining, self.gap.quantity),
            Reason(Code.SAME_SPEC if one.spec == self.gap.spec else Code.SUBSTITUTE),
            self.reason_of_dates(one),
            Reason(
                Code.APTITUDE_SHOWN if one.aptitude > 0 else Code.APTITUDE_NOT_SHOWN,
                one.aptitude,
                MOST_APTITUDE,
            ),
            Reason(
                Code.PROMISES_TOO_FEW if one.promised < self.terms.promises_to_judge else promises,
                one.kept,
                one.promised,
            ),
            Reason(Code.NEVER_CONFIRMED if days is None else lately[self.silence(one)], days),
            Reason(Code.CARRIES_TASKS if one.load > 0 else Code.HANDS_FREE, one.load),
            Reason(Code.NOT_HELPED_LATELY if one.helped == 0 else Code.HELPED_LATELY, one.helped),
        )

    def reason_of_dates(self, one: Candidate) -> Reason:
        code = Code.DATES_FIT if self.shares_all_days(one) else Code.DATES_PARTLY
        first, last = self.asked_days()
        if self.gap.needed_from is None or last is None:
            return Reason(code)
        days = [first + timedelta(n) for n in range((last - first).days + 1)]
        lower, upper = one.available_from or first, one.available_to or last
        return Reason(code, sum(lower <= day <= upper for day in days), len(days))
