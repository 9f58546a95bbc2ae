"""A network of partners: does everybody consent?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from math import ceil

from .refusals import (
    AskedTwice,
    NobodyAsked,
    NotAsked,
    NothingToResolve,
    ObjectionWithoutReason,
    RepliedTwice,
)
from .values import Accord, Because, ConsentRule, Reply, Silence, Stand, Verdict


def consent(replies: Iterable[Reply], *, asked: Iterable[str], rule: ConsentRule) -> Accord:
    """Whether the partners of a network agree by consensus.

    Gives ADOPTED, ADOPTED_WITH_RESERVATIONS, NOT_ADOPTED, WAITING or NO_QUORUM (too few replied).
    One standing objection is enough against. A resolved objection stands aside and is named; it is not
    support. Without one supporter (agreeing, with a reservation, or silent where silence agrees) nothing is
    adopted. `asked`: the ids of every partner who was asked, once each.
    Raises NobodyAsked, AskedTwice, NotAsked, RepliedTwice, NothingToResolve, ObjectionWithoutReason.
    """
    roll = Counter(asked)
    answers = list(replies)
    heard = Counter(reply.partner for reply in answers)
    _refuse_impossible(roll, answers, heard, rule)

    def standing(stand: Stand, *, resolved: bool = False) -> tuple[str, ...]:
        return tuple(sorted(r.partner for r in answers if r.stand == stand and r.resolved == resolved))

    agreed, reserved = standing(Stand.AGREE), standing(Stand.RESERVE)
    objecting = standing(Stand.OBJECT)
    silent = tuple(sorted(roll.keys() - heard.keys()))
    heard_needed = ceil(rule.heard * len(roll))
    if objecting:
        verdict, because = Verdict.NOT_ADOPTED, Because.OBJECTION_STANDS
    elif silent and rule.silence == Silence.IS_AWAITED:
        verdict, because = Verdict.WAITING, Because.REPLIES_AWAITED
    elif len(answers) < heard_needed:
        verdict, because = Verdict.NO_QUORUM, Because.TOO_FEW_HEARD
    elif reserved:
        verdict, because = Verdict.ADOPTED_WITH_RESERVATIONS, Because.RESERVATIONS_NAMED
    elif agreed or (silent and rule.silence == Silence.AGREES):
        verdict, because = Verdict.ADOPTED, Because.NOBODY_OBJECTED
    else:
        verdict, because = Verdict.NOT_ADOPTED, Because.NOBODY_AGREED
    return Accord(
        verdict=verdict,
        because=because,
        agreed=agreed,
        reserved=reserved,
        abstained=standing(Stand.ABSTAIN),
        objecting=objecting,
        resolved=standing(Stand.OBJECT, resolved=True),
        silent=silent,
        asked=len(roll),
        heard=len(answers),
        heard_needed=heard_needed,
    )


def _refuse_impossible(roll: Counter[str], answers: list[Reply], heard: Counter[str], rule: ConsentRule) -> None:
    def partners(is_so: Callable[[Reply], bool]) -> tuple[str, ...]:
        return tuple(sorted(reply.partner for reply in answers if is_so(reply)))

    if not roll:
        raise NobodyAsked()
    if twice := tuple(sorted(partner for partner, times in roll.items() if times > 1)):
        raise AskedTwice(twice)
    if strangers := tuple(sorted(heard.keys() - roll.keys())):
        raise NotAsked(strangers)
    if twice := tuple(sorted(partner for partner, times in heard.items() if times > 1)):
        raise RepliedTwice(twice)
    if odd := partners(lambda r: r.resolved and r.stand != Stand.OBJECT):
        raise NothingToResolve(odd)
    if rule.objection_needs_reason and (bare := partners(lambda r: r.stand == Stand.OBJECT and not r.has_reason)):
        raise ObjectionWithoutReason(bare)
