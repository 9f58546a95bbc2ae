"""A committee: are enough present, and is the motion carried?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor

from .refusals import (
    CastingVoteMustDecide,
    CastingVoteWithoutTie,
    ChairMayNotBreakTies,
    MorePresentThanSeats,
    MoreVoicesThanPresent,
    UnknownVoice,
)
from .values import HALF, Base, Because, Counts, Outcome, Quorum, Rule, Verdict, Voice, share, whole


def quorum(seats_filled: int, present: int, rule: Fraction = HALF) -> Quorum:
    """Are enough present? `rule` is a share of the FILLED seats, rounded up.

    HALF is the default, ONE_THIRD the rule of a meeting called again after one without a quorum.
    A body with no filled seat cannot meet: where any quorum is asked, one person at least must be there.
    Raises NotACount, BadShare, MorePresentThanSeats.
    """
    whole("seats_filled", seats_filled)
    whole("present", present)
    if present > seats_filled:
        raise MorePresentThanSeats(present, seats_filled)
    rule = share("rule", rule, over_zero=False)
    needed = max(1, ceil(rule * seats_filled)) if rule else 0
    return Quorum(seats_filled, present, needed, max(0, needed - present), present >= needed)


def count(
    voices: Counts | Iterable[Voice],
    *,
    eligible: int,
    present: int | None = None,
    rule: Rule | None = None,
    casting: Voice | None = None,
) -> Outcome:
    """The outcome of a motion: ADOPTED, NOT_ADOPTED, TIED or NO_QUORUM.

    `voices`: each voice heard, or the three counts. `eligible`: filled seats less the members who stepped
    out of this motion for their own interest. `present`: how many are in the room at this vote (None: those
    heard). `rule`: by default more yes than no, half present. A tie exists only where more than half is
    asked and yes and no are each exactly half of the base; then `casting`, the chair's additional voice,
    decides if the rule gives the chair one. That everybody abstained is no tie: nothing was adopted.
    Raises NotACount, UnknownVoice, MorePresentThanSeats, MoreVoicesThanPresent, CastingVoteWithoutTie,
    ChairMayNotBreakTies, CastingVoteMustDecide.
    """
    rule = rule or Rule()
    said = voices if isinstance(voices, Counts) else _counted(voices)
    cast = said.yes + said.no
    voted = cast + said.abstain
    in_room = voted if present is None else present
    meeting = quorum(eligible, in_room, rule.quorum)
    if voted > in_room:
        raise MoreVoicesThanPresent(voted, in_room)

    base = {Base.CAST: cast, Base.VOTED: voted, Base.PRESENT: in_room, Base.ALL: eligible}[rule.base]
    wanted = rule.threshold * base
    needed = floor(wanted) + 1 if rule.exceed else max(1, ceil(wanted))
    is_even = rule.exceed and rule.threshold == HALF and said.yes == said.no == wanted and cast > 0
    _check_casting(casting, said, rule, is_tie=meeting.is_met and is_even)

    if not meeting.is_met:
        verdict, because = Verdict.NO_QUORUM, Because.TOO_FEW_PRESENT
    elif cast == 0:
        verdict, because = Verdict.NOT_ADOPTED, Because.NO_VOTE_CAST
    elif said.yes >= needed:
        verdict, because = Verdict.ADOPTED, Because.ENOUGH_YES
    elif not is_even:
        verdict, because = Verdict.NOT_ADOPTED, Because.TOO_FEW_YES
    elif casting is None:
        verdict, because = Verdict.TIED, Because.EVEN
    else:
        verdict = Verdict.ADOPTED if casting == Voice.YES else Verdict.NOT_ADOPTED
        because = Because.CHAIR_DECIDED
    return Outcome(
        verdict=verdict,
        because=because,
        yes=said.yes,
        no=said.no,
        abstain=said.abstain,
        silent=in_room - voted,
        base=base,
        needed=needed,
        missing=max(0, needed - said.yes),
        quorum=meeting,
        casting=casting,
    )


def _counted(voices: Iterable[Voice]) -> Counts:
    heard = Counter(voices)
    for voice in heard:
        if voice not in tuple(Voice):
            raise UnknownVoice(voice)
    return Counts(heard[Voice.YES], heard[Voice.NO], heard[Voice.ABSTAIN])


def _check_casting(casting: Voice | None, said: Counts, rule: Rule, *, is_tie: bool) -> None:
    if casting is None:
        return
    if not is_tie:
        raise CastingVoteWithoutTie(said.yes, said.no)
    if not rule.chair_breaks_ties:
        raise ChairMayNotBreakTies(said.yes, said.no)
    if casting not in (Voice.YES, Voice.NO):
        raise CastingVoteMustDecide(casting)
