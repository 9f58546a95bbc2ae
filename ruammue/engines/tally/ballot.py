"""One of several, by open electronic ballot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from .lots import break_tie, refuse_dishonest_draw
from .meeting import quorum
from .refusals import BadBallot, MoreBallotsThanEligible, SameOptionTwice
from .values import Because, Choice, Marking, PickRule, TieBreak, Verdict, Votes, whole


def pick_one(
    ballots: Iterable[Collection[str]],
    *,
    options: Iterable[str],
    eligible: int,
    rule: PickRule,
    tie_break: TieBreak | None = None,
) -> Choice:
    """The option with the most votes: PICKED, TIED, NOTHING_PICKED or NO_QUORUM.

    A ballot is the collection of options marked on it; an empty one is blank, is counted as handed in and
    moves nothing. The leading options tie unless `tie_break` orders them.
    Raises NotACount, SameOptionTwice, BadBallot, MoreBallotsThanEligible, DrawnTwice, DrawnButNotTied,
    LotIncomplete.
    """
    names = Counter(options)
    if twice := tuple(sorted(name for name, times in names.items() if times > 1)):
        raise SameOptionTwice(twice)
    most_marks = 1 if rule.marking == Marking.PLURALITY else len(names)
    tally: Counter[str] = Counter()
    handed_in = blank = 0
    for marks in ballots:
        # A bare string would be read letter by letter, and "ab" could become a voice for both "a" and "b".
        if isinstance(marks, str) or len(marks) > most_marks or len(set(marks)) < len(marks):
            raise BadBallot(marks)
        if not all(mark in names for mark in marks):
            raise BadBallot(marks)
        tally.update(marks)
        handed_in += 1
        blank += not marks
    whole("eligible", eligible)
    if handed_in > eligible:
        raise MoreBallotsThanEligible(handed_in, eligible)

    meeting = quorum(eligible, handed_in, rule.quorum)
    top = max(tally.values(), default=0)
    leading = tuple(sorted(name for name, votes in tally.items() if votes == top))
    is_tie = meeting.is_met and len(leading) > 1
    refuse_dishonest_draw(tie_break, leading if is_tie else ())
    order = break_tie(leading, tie_break) if is_tie else leading
    winner = order[0] if meeting.is_met and order else None
    if not meeting.is_met:
        verdict, because = Verdict.NO_QUORUM, Because.TOO_FEW_PRESENT
    elif not leading:
        verdict, because = Verdict.NOTHING_PICKED, Because.NO_VOTE_CAST
    elif winner is None:
        verdict, because = Verdict.TIED, Because.EVEN
    else:
        verdict, because = Verdict.PICKED, Because.LOT_DRAWN if is_tie else Because.MOST_VOTES
    votes = tuple(Votes(name, tally[name]) for name in sorted(names))
    return Choice(verdict, because, winner, leading, votes, handed_in, blank, meeting)
