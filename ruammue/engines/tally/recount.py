"""A second reading of every result, from the definitions and by other means than the counting code.

Written from `values.py` alone, before and apart from the functions it checks; it must never import them.
It compares mostly everything with everything, and so is slow (quadratic) where the counting is fast. Every
field is looked at: a result that was touched anywhere has a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import fields
from fractions import Fraction
from hashlib import sha256
from itertools import pairwise
from typing import Any, overload

from .values import (
    HALF,
    Accord,
    Base,
    Because,
    Choice,
    ConsentRule,
    Counts,
    Drawn,
    Fault,
    Hands,
    Lot,
    Marking,
    Method,
    Outcome,
    PickRule,
    Place,
    Quorum,
    Ranking,
    Reply,
    Row,
    Rule,
    Silence,
    Stand,
    TieBreak,
    Verdict,
    Voice,
    Votes,
)

Result = Quorum | Outcome | Accord | Ranking | Choice


@overload
def verify(outcome: Quorum, seats_filled: int, present: int, rule: Fraction = ..., /) -> tuple[Fault, ...]: ...
@overload
def verify(
    outcome: Outcome,
    voices: Counts | Iterable[Voice],
    /,
    *,
    eligible: int,
    present: int | None = ...,
    rule: Rule = ...,
    casting: Voice | None = ...,
) -> tuple[Fault, ...]: ...
@overload
def verify(
    outcome: Accord, replies: Iterable[Reply], /, *, asked: Iterable[str], rule: ConsentRule
) -> tuple[Fault, ...]: ...
@overload
def verify(
    outcome: Ranking, rows: Iterable[Row], /, *, heads: int, method: Method, tie_break: TieBreak | None = ...
) -> tuple[Fault, ...]: ...
@overload
def verify(
    outcome: Choice,
    ballots: Iterable[Collection[str]],
    /,
    *,
    options: Iterable[str],
    eligible: int,
    rule: PickRule,
    tie_break: TieBreak | None = ...,
) -> tuple[Fault, ...]: ...
def verify(outcome: Result, /, *inputs: Any, **terms: Any) -> tuple[Fault, ...]:
    """Where `outcome` differs from a recount of the same inputs; an empty tuple means that it holds.

    The inputs are given exactly as they were to the function that made the outcome. Inputs that no honest
    count can have come from (more hands than heads, a partner heard twice) are a fault named "inputs".
    """
    readers: dict[type, Callable[..., Result]] = {
        Quorum: _quorum,
        Outcome: _motion,
        Accord: _accord,
        Ranking: _ranking,
        Choice: _choice,
    }
    reader = readers.get(type(outcome))
    if reader is None:
        return (Fault("outcome", type(outcome).__name__, tuple(sorted(kind.__name__ for kind in readers))),)
    try:
        found = reader(*inputs, **terms)
    except _Impossible as impossible:
        return (Fault("inputs", impossible.args[0], None),)
    names = (field.name for field in fields(found))
    pairs = ((name, getattr(outcome, name), getattr(found, name)) for name in names)
    # repr tells 3 from 3.0 and True from 1, which == does not; a count that became a float is a fault.
    return tuple(Fault(name, claimed, right) for name, claimed, right in pairs if repr(claimed) != repr(right))


class _Impossible(Exception):
    """These inputs cannot be counted; the argument says which promise they break."""


def _require(promise: str, kept: bool) -> None:
    if not kept:
        raise _Impossible(promise)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _least(enough: Callable[[int], bool], ceiling: int) -> int:
    """The least whole number from 0 to ceiling + 1 that is enough, by halving (enough never turns back)."""
    low, high = 0, ceiling + 1
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle + 1, high)
    return low


def _quorum(seats_filled: int, present: int, rule: Fraction = HALF) -> Quorum:
    _require("counts", _is_count(seats_filled) and _is_count(present))
    _require("share", not isinstance(rule, float) and 0 <= rule <= 1)
    _require("present_within_seats", present <= seats_filled)
    part, whole = Fraction(rule).numerator, Fraction(rule).denominator
    # A body without members cannot meet: where any quorum is asked, one person at least must be there.
    needed = _least(lambda heads: heads * whole >= part * seats_filled and (part == 0 or heads >= 1), seats_filled)
    return Quorum(
        seats_filled=seats_filled,
        present=present,
        needed=needed,
        missing=needed - present if present < needed else 0,
        is_met=not present < needed,
    )


def _motion(
    voices: Counts | Iterable[Voice],
    *,
    eligible: int,
    present: int | None = None,
    rule: Rule | None = None,
    casting: Voice | None = None,
) -> Outcome:
    rule = rule or Rule()
    if isinstance(voices, Counts):
        heard = {Voice.YES: voices.yes, Voice.NO: voices.no, Voice.ABSTAIN: voices.abstain}
    else:
        heard = dict.fromkeys(Voice, 0)
        for voice in voices:
            _require("voices", voice in heard)
            heard[voice] += 1
    yes, no, abstain = heard[Voice.YES], heard[Voice.NO], heard[Voice.ABSTAIN]
    in_room = yes + no + abstain if present is None else present
    meeting = _quorum(eligible, in_room, rule.quorum)
    silent = in_room - yes - no - abstain
    _require("voices_within_present", silent >= 0)
    outside = {
        Base.ALL: 0,
        Base.PRESENT: eligible - in_room,
        Base.VOTED: eligible - in_room + silent,
        Base.CAST: eligible - in_room + silent + abstain,
    }
    base = eligible - outside[rule.base]
    part, whole = Fraction(rule.threshold).numerator, Fraction(rule.threshold).denominator

    def carries(votes: int) -> bool:
        reached = votes * whole - part * base
        return votes > 0 and (reached > 0 if rule.exceed else reached >= 0)

    # Even: a rule of "more than half", and everybody in the base said yes or no, half of them each.
    even = rule.exceed and part * 2 == whole and yes == no and yes + no == base and yes > 0
    may_cast = meeting.is_met and even and rule.chair_breaks_ties
    _require("casting_vote_only_on_a_tie", casting is None or may_cast)
    _require("casting_vote_decides", casting in (None, Voice.YES, Voice.NO))
    if not meeting.is_met:
        verdict, because = Verdict.NO_QUORUM, Because.TOO_FEW_PRESENT
    elif yes == 0 and no == 0:
        verdict, because = Verdict.NOT_ADOPTED, Because.NO_VOTE_CAST
    elif even and casting is not None:
        verdict = Verdict.ADOPTED if casting == Voice.YES else Verdict.NOT_ADOPTED
        because = Because.CHAIR_DECIDED
    elif even:
        verdict, because = Verdict.TIED, Because.EVEN
    elif carries(yes):
        verdict, because = Verdict.ADOPTED, Because.ENOUGH_YES
    else:
        verdict, because = Verdict.NOT_ADOPTED, Because.TOO_FEW_YES
    needed = _least(carries, base)
    return Outcome(
        verdict=verdict,
        because=because,
        yes=yes,
        no=no,
        abstain=abstain,
        silent=silent,
        base=base,
        needed=needed,
        missing=needed - yes if yes < needed else 0,
        quorum=meeting,
        casting=casting,
    )


def _accord(replies: Iterable[Reply], *, asked: Iterable[str], rule: ConsentRule) -> Accord:
    answers, roll = list(replies), list(asked)
    heard = [reply.partner for reply in answers]
    _require("somebody_asked", len(roll) > 0)
    _require("asked_once", all(roll.count(partner) == 1 for partner in roll))
    _require("heard_once", all(heard.count(partner) == 1 for partner in heard))
    _require("heard_were_asked", all(partner in roll for partner in heard))
    _require("resolved_was_objection", all(r.stand == Stand.OBJECT for r in answers if r.resolved))
    if rule.objection_needs_reason:
        _require("objection_has_reason", all(r.has_reason for r in answers if r.stand == Stand.OBJECT))

    def who(is_so: Callable[[Reply], bool]) -> tuple[str, ...]:
        return tuple(sorted(reply.partner for reply in answers if is_so(reply)))

    agreed = who(lambda r: r.stand == Stand.AGREE)
    reserved = who(lambda r: r.stand == Stand.RESERVE)
    objecting = who(lambda r: r.stand == Stand.OBJECT and not r.resolved)
    resolved = who(lambda r: r.stand == Stand.OBJECT and r.resolved)
    silent = tuple(sorted(partner for partner in roll if partner not in heard))
    part, whole = Fraction(rule.heard).numerator, Fraction(rule.heard).denominator
    heard_needed = _least(lambda replied: replied * whole >= part * len(roll), len(roll))
    # A round that nobody supports is no consensus; a met objection is no support, and silence is only
    # where the rule says so.
    supported = bool(agreed or reserved or (silent and rule.silence == Silence.AGREES))
    findings: list[tuple[bool, Verdict, Because]] = [
        (bool(objecting), Verdict.NOT_ADOPTED, Because.OBJECTION_STANDS),
        (bool(silent) and rule.silence == Silence.IS_AWAITED, Verdict.WAITING, Because.REPLIES_AWAITED),
        (len(answers) < heard_needed, Verdict.NO_QUORUM, Because.TOO_FEW_HEARD),
        (not supported, Verdict.NOT_ADOPTED, Because.NOBODY_AGREED),
        (bool(reserved), Verdict.ADOPTED_WITH_RESERVATIONS, Because.RESERVATIONS_NAMED),
        (True, Verdict.ADOPTED, Because.NOBODY_OBJECTED),
    ]
    verdict, because = next((verdict, because) for holds, verdict, because in findings if holds)
    return Accord(
        verdict=verdict,
        because=because,
        agreed=agreed,
        reserved=reserved,
        abstained=who(lambda r: r.stand == Stand.ABSTAIN),
        objecting=objecting,
        resolved=resolved,
        silent=silent,
        asked=len(roll),
        heard=len(heard),
        heard_needed=heard_needed,
    )


def _before_in_tie(tied: Collection[str], tie_break: TieBreak | None) -> Mapping[str, int] | None:
    """For each of the tied, how many of them come before it; None where nothing breaks this tie."""
    if isinstance(tie_break, Lot):
        slip = {id_: sha256(f"{tie_break.seed}|{id_}".encode()).hexdigest() for id_ in tied}
        return {id_: sum(slip[other] < slip[id_] for other in tied) for id_ in tied}
    if isinstance(tie_break, Drawn) and any(id_ in tie_break.order for id_ in tied):
        _require("tie_drawn_whole", all(id_ in tie_break.order for id_ in tied))
        place = tie_break.order.index
        return {id_: sum(place(other) < place(id_) for other in tied) for id_ in tied}
    return None


def _require_honest_draw(tie_break: TieBreak | None, may_be_drawn: Collection[str]) -> None:
    if isinstance(tie_break, Drawn):
        _require("drawn_once", all(tie_break.order.count(id_) == 1 for id_ in tie_break.order))
        _require("drawn_were_tied", all(id_ in may_be_drawn for id_ in tie_break.order))


def _ranking(rows: Iterable[Row], *, heads: int, method: Method, tie_break: TieBreak | None = None) -> Ranking:
    sheet = list(rows)
    _require("counts", _is_count(heads))
    _require("rows_once", all(sum(other.id == row.id for other in sheet) == 1 for row in sheet))
    total = sum(row.count for row in sheet)
    if isinstance(method, Hands):
        most = heads
    else:
        most = heads * min(method.each, method.on_one or method.each)
        _require("stickers_within_given", total <= method.each * heads)
    _require("row_within_heads", all(row.count <= most for row in sheet))
    _require_honest_draw(
        tie_break, {row.id for row in sheet if any(o.count == row.count and o.id != row.id for o in sheet)}
    )
    places = []
    for row in sheet:
        above = sum(other.count > row.count for other in sheet)
        level = [other.id for other in sheet if other.count == row.count]
        before = {row.id: 0} if len(level) == 1 else _before_in_tie(level, tie_break)
        position = None if before is None else above + before[row.id] + 1
        places.append(Place(row.id, row.count, above + 1, len(level) > 1, position))
    in_order = sorted(places, key=lambda place: (place.rank, place.position or 0, place.id))
    return Ranking(
        places=tuple(in_order),
        heads=heads,
        total=total,
        unused=None if isinstance(method, Hands) else method.each * heads - total,
    )


def _choice(
    ballots: Iterable[Collection[str]],
    *,
    options: Iterable[str],
    eligible: int,
    rule: PickRule,
    tie_break: TieBreak | None = None,
) -> Choice:
    box, names = list(ballots), sorted(options)
    _require("options_once", all(left != right for left, right in pairwise(names)))
    for ballot in box:
        marks = [] if isinstance(ballot, str) else list(ballot)
        _require("ballot_is_a_list_of_marks", not isinstance(ballot, str))
        _require("marks_known", all(mark in names for mark in marks))
        _require("marks_once", len(marks) == len(set(marks)))
        _require("marks_within_rule", len(marks) <= 1 or rule.marking == Marking.APPROVAL)
    meeting = _quorum(eligible, len(box), rule.quorum)
    votes = {name: sum(name in ballot for ballot in box) for name in names}
    leading = [name for name in names if votes[name] > 0 and all(votes[name] >= other for other in votes.values())]
    _require_honest_draw(tie_break, leading if len(leading) > 1 and meeting.is_met else ())
    before = _before_in_tie(leading, tie_break) if len(leading) > 1 else None
    winner: str | None = None
    if not meeting.is_met:
        verdict, because = Verdict.NO_QUORUM, Because.TOO_FEW_PRESENT
    elif not leading:
        verdict, because = Verdict.NOTHING_PICKED, Because.NO_VOTE_CAST
    elif len(leading) == 1:
        verdict, because, winner = Verdict.PICKED, Because.MOST_VOTES, leading[0]
    elif before is not None:
        verdict, because = Verdict.PICKED, Because.LOT_DRAWN
        winner = next(name for name in leading if before[name] == 0)
    else:
        verdict, because = Verdict.TIED, Because.EVEN
    return Choice(
        verdict=verdict,
        because=because,
        winner=winner,
        leading=tuple(leading),
        votes=tuple(Votes(name, votes[name]) for name in names),
        ballots=len(box),
        blank=sum(len(ballot) == 0 for ballot in box),
        quorum=meeting,
    )
