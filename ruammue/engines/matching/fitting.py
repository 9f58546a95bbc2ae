"""Choosing up to three fitting partners for one gap; and, the other way round, the gaps that fit one partner.

The order of weighing (nearness, coverage, aptitude, freshness, lighter load, giving back) is lexicographic over a few
coarse bands, so that it can be told in words: there is no score. The bands are coarse on purpose: were
every day and every piece to count, the load of a partner would never be heard, and the same helpful people
would be asked for ever.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from .refusals import EmptySeed, SameOfferTwice, SeveralPartners
from .values import (
    MOST_APTITUDE,
    Candidate,
    Code,
    Fitting,
    Gap,
    LeftOut,
    Level,
    Match,
    Opening,
    PassedOver,
    Reason,
    State,
    Terms,
    Why,
)

_NEAR = (Code.NEAR_MUBAN, Code.NEAR_TAMBON, Code.NEAR_AMPHOE, Code.NEAR_CHANGWAT, Code.NEAR_COUNTRY)
_STEPS = {level: step for step, level in enumerate(Level)}


def fit(
    gap: Gap,
    candidates: Iterable[Candidate],
    *,
    today: date,
    seed: str,
    terms: Terms | None = None,
) -> Fitting:
    """Up to three partners that fit the gap, a set without order; and what became of every other candidate.

    Weighed in this order: nearest level; whether the partner says it works at the place; quantity covered
    (all, half, less); the spec itself before a substitute; days; aptitude; promises kept; freshness of its
    last word; lighter load; whether the side that lacks has helped it lately. What is equal in all of these is
    drawn: smallest SHA-256 of "seed|org". The order shown is another lot, SHA-256 of "seed|show|org". A partner has
    one place, by its best free offer.

    Whoever is full, absent or said no is passed over where it was strictly fitter than one of the chosen or
    a place stayed empty; one with nothing left is weighed as if it covered all.

    `seed`: public, and fixed before anybody could try several (the id of the gap does). `today`: an overdue
    gap asks from today on. Raises SameOfferTwice, EmptySeed.
    """
    if not seed:
        raise EmptySeed()
    terms = terms or Terms()
    offers = sorted(candidates, key=lambda one: (one.org, one.offer))
    times = Counter((one.org, one.offer) for one in offers)
    if twice := tuple(key for key, n in times.items() if n > 1):
        raise SameOfferTwice(twice)

    unwilling = {one.org for one in offers if one.declined}
    weighed = [_weigh(gap, one, today, terms, unwilling) for one in offers]
    left = [LeftOut(w.org, w.offer, w.misfits) for w in weighed if w.misfits]
    voices, others = _one_voice_each([w for w in weighed if not w.misfits])
    left += [LeftOut(w.org, w.offer, (Why.SAME_PARTNER,)) for w in others]

    free = sorted((w for w in voices if not w.hindrances), key=lambda w: (w.key, _lot(seed, w.org)))
    chosen, rest = free[: terms.places], free[terms.places :]
    left += [LeftOut(w.org, w.offer, (Why.OTHERS_CHOSEN,)) for w in rest]
    passed: list[_Weighed] = []
    for w in voices:
        if w.hindrances and (len(chosen) < terms.places or w.key < chosen[-1].key):
            passed.append(w)
        elif w.hindrances:
            left.append(LeftOut(w.org, w.offer, w.hindrances))

    return Fitting(
        gap=gap.id,
        chosen=tuple(Match(w.org, w.offer, w.reasons) for w in _shown(chosen, seed)),
        passed_over=tuple(PassedOver(w.org, w.offer, w.hindrances, w.reasons) for w in _shown(passed, seed)),
        left_out=tuple(sorted(left, key=lambda one: (one.org, one.offer))),
    )


def openings(pairs: Iterable[tuple[Gap, Candidate]], *, today: date, terms: Terms | None = None) -> tuple[Opening, ...]:
    """The gaps that fit one partner, the fittest first: `fit` with the roles turned.

    `pairs`: each gap with an offer of this partner as a candidate for it (what it said to one gap, and who lacks,
    differ between gaps). Weighed as in `fit`; then the gap that is needed first, then by ids. A gap stands once, by
    the offer that fits it best. Gaps it said no to, and offers that are absent or empty, are left out: nobody is
    shown what they cannot give. Raises SameOfferTwice, SeveralPartners.
    """
    terms = terms or Terms()
    asked = list(pairs)
    if len({one.org for _gap, one in asked}) > 1:
        raise SeveralPartners(tuple(sorted({one.org for _gap, one in asked})))
    times = Counter((gap.id, one.offer) for gap, one in asked)
    if twice := tuple(sorted(key for key, n in times.items() if n > 1)):
        raise SameOfferTwice(twice)
    unwilling = {gap.id for gap, one in asked if one.declined}
    found = []
    for gap, one in asked:
        weighed = _weigh(gap, one, today, terms, set())
        if gap.id not in unwilling and not weighed.misfits and not weighed.hindrances:
            found.append((weighed.key, gap.needed_to or date.max, gap.id, one.offer, weighed.reasons))
    first: dict[str, Opening] = {}
    for _key, _until, gap_id, offer, reasons in sorted(found, key=lambda row: row[:4]):
        first.setdefault(gap_id, Opening(gap_id, offer, reasons))
    return tuple(first.values())


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A candidate held against the gap.

    `key`: the weighing, smaller is fitter; it never leaves this module.
    """

    org: str
    offer: str
    misfits: tuple[Why, ...]
    hindrances: tuple[Why, ...]
    key: tuple[int, ...]
    reasons: tuple[Reason, ...]


def _lot(seed: str, slip: str) -> str:
    return sha256(f"{seed}|{slip}".encode()).hexdigest()


def _shown(some: Iterable[_Weighed], seed: str) -> list[_Weighed]:
    return sorted(some, key=lambda w: _lot(seed, f"show|{w.org}"))


def _one_voice_each(fitting: Iterable[_Weighed]) -> tuple[list[_Weighed], list[_Weighed]]:
    """For each partner the offer that speaks for it (free before hindered, then fitter, then by id).

    And the others.
    """
    voices: dict[str, _Weighed] = {}
    others: list[_Weighed] = []
    for w in sorted(fitting, key=lambda w: (bool(w.hindrances), w.key, w.offer)):
        if voices.setdefault(w.org, w) is not w:
            others.append(w)
    return list(voices.values()), others


def _weigh(gap: Gap, one: Candidate, today: date, terms: Terms, unwilling: set[str]) -> _Weighed:
    near = max(_STEPS[gap.level], min((_steps_apart(gap.area, code) for code in one.reach), default=4))
    misfits = []
    if gap.spec != one.spec and gap.spec not in one.substitutes:
        misfits.append(Why.OTHER_SPEC)
    if gap.unit != one.unit:
        misfits.append(Why.OTHER_UNIT)
    days, days_reason = _days(gap, one, today)
    if days is None:
        misfits.append(Why.OUTSIDE_DATES)
    if near > _STEPS[terms.widest]:
        misfits.append(Why.TOO_FAR)

    hindrances = []
    if one.org in unwilling:
        hindrances.append(Why.DECLINED)
    if one.state == State.ABSENT:
        hindrances.append(Why.ABSENT)
    if one.state == State.FULL or not one.remaining:
        hindrances.append(Why.FULL)

    beyond = not any(_meet(gap.area, code) for code in one.reach)
    lack, lack_code = _coverage(gap, one)
    substitute = gap.spec != one.spec
    doubt, doubt_code = _promises(one, terms)
    age, age_reason = _freshness(one, today, terms)
    reasons = (
        Reason(_NEAR[near]),
        Reason(Code.PLACE_BEYOND_REACH if beyond else Code.REACHES_PLACE),
        Reason(lack_code, one.remaining, gap.quantity),
        Reason(Code.SUBSTITUTE if substitute else Code.SAME_SPEC),
        days_reason,
        Reason(Code.APTITUDE_SHOWN if one.aptitude else Code.APTITUDE_NOT_SHOWN, one.aptitude, MOST_APTITUDE),
        Reason(doubt_code, one.kept, one.promised),
        age_reason,
        Reason(Code.CARRIES_TASKS if one.load else Code.HANDS_FREE, one.load),
        Reason(Code.HELPED_LATELY if one.helped else Code.NOT_HELPED_LATELY, one.helped),
    )
    key = (
        near,
        int(beyond),
        lack,
        int(substitute),
        days or 0,
        -one.aptitude,
        doubt,
        age,
        one.load,
        int(not one.helped),
    )
    return _Weighed(one.org, one.offer, tuple(misfits), tuple(hindrances), key, reasons)


def _digits(code: str) -> str:
    return "" if code == "TH" else code


def _steps_apart(place: str, code: str) -> int:
    """0 when both codes name the same village, 1 the same tambon, ... 4 only the country."""
    pairs = 0
    here, there = _digits(place), _digits(code)
    while here[2 * pairs : 2 * pairs + 2] == there[2 * pairs : 2 * pairs + 2] != "":
        pairs += 1
    return 4 - pairs


def _meet(place: str, code: str) -> bool:
    """One area lies within the other, or they are the same."""
    here, there = _digits(place), _digits(code)
    return here.startswith(there) or there.startswith(here)


def _coverage(gap: Gap, one: Candidate) -> tuple[int, Code]:
    if one.remaining == 0:
        return 0, Code.NOTHING_LEFT
    if one.remaining >= gap.quantity:
        return 0, Code.COVERS_ALL
    if 2 * one.remaining >= gap.quantity:
        return 1, Code.COVERS_HALF
    return 2, Code.COVERS_LITTLE


def _days(gap: Gap, one: Candidate, today: date) -> tuple[int | None, Reason]:
    """0 when the days fit, 1 when partly, None when not a day is shared."""
    first = today if gap.needed_from is None else max(gap.needed_from, today)
    last = None if gap.needed_to is None else max(gap.needed_to, first)
    begins = first if one.available_from is None else max(first, one.available_from)
    ends = _earlier(last, one.available_to)
    if ends is not None and ends < begins:
        return None, _days_reason(Code.DATES_PARTLY, first, last, gap, 0)
    shared = 0 if ends is None else (ends - begins).days + 1
    is_whole = gap.needed_from is None or (begins == first and (last is None or ends == last))
    code = Code.DATES_FIT if is_whole else Code.DATES_PARTLY
    return int(not is_whole), _days_reason(code, first, last, gap, shared)


def _days_reason(code: Code, first: date, last: date | None, gap: Gap, shared: int) -> Reason:
    if gap.needed_from is None or last is None:
        return Reason(code)
    return Reason(code, shared, (last - first).days + 1)


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)


def _promises(one: Candidate, terms: Terms) -> tuple[int, Code]:
    """0 trusted, 1 mixed or not to be judged yet (a newcomer is not punished), 2 doubted."""
    if one.promised < terms.promises_to_judge:
        return 1, Code.PROMISES_TOO_FEW
    halves = 2 * one.kept + one.late
    if halves >= terms.trusted * 2 * one.promised:
        return 0, Code.PROMISES_KEPT
    if halves < terms.doubted * 2 * one.promised:
        return 2, Code.PROMISES_DOUBTED
    return 1, Code.PROMISES_MIXED


def _freshness(one: Candidate, today: date, terms: Terms) -> tuple[int, Reason]:
    if one.confirmed_on is None:
        return 2, Reason(Code.NEVER_CONFIRMED)
    days = max(0, (today - one.confirmed_on).days)
    if days <= terms.fresh_days:
        return 0, Reason(Code.CONFIRMED_LATELY, days)
    if days <= terms.stale_days:
        return 1, Reason(Code.CONFIRMED_SOME_TIME_AGO, days)
    return 2, Reason(Code.CONFIRMED_LONG_AGO, days)
