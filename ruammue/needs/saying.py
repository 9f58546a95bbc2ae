"""What every text says of a matter that goes out: what still lacks, what came of it, whom to ask.

The rooms above know the lines, the coordinators and the result; each text, of whichever room, asks here, so that no
two of them contradict one another.

    saying.tells(lines=lacking_lines)       # in resources' apps.ready(); coordination: asks=, evidence: outcome=
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ruammue.needs.models import Call, Matter
from ruammue.papers.kinds import Contact

Pair = tuple[str, str]
"""What lacks, and how much of it."""
Lines = tuple[Pair, ...] | None

_lines: list[Callable[[Matter], Lines]] = []
_asks: list[Callable[[Matter], Contact]] = []
_outcomes: list[Callable[[Matter], str]] = []
_improved: list[Callable[[Sequence[Matter]], list[str]]] = []


def tells(
    *,
    lines: Callable[[Matter], Lines] | None = None,
    asks: Callable[[Matter], Contact] | None = None,
    outcome: Callable[[Matter], str] | None = None,
    improved: Callable[[Sequence[Matter]], list[str]] | None = None,
) -> None:
    """Name who knows: `lines` gives None where there are none, `outcome` the words of the published result,
    `improved` what the office does better because of the results of several matters.
    """
    if lines:
        _lines[:] = [lines]
    if asks:
        _asks[:] = [asks]
    if outcome:
        _outcomes[:] = [outcome]
    if improved:
        _improved[:] = [improved]


def improved(matters: Sequence[Matter]) -> list[str]:
    """What the office does better because of these matters, one sentence for each that says so in its result."""
    told = [matter for matter in matters if not matter.is_sensitive]
    return _improved[0](told) if _improved and told else []


def outcome(matter: Matter) -> str:
    """The words of the published result; empty while there is none, and of a matter about one person always."""
    return _outcomes[0](matter) if _outcomes and not matter.is_sensitive else ""


def contact(matter: Matter) -> Contact:
    """Whom to ask about a matter."""
    return _asks[0](matter) if _asks else Contact(name=matter.steward.short_name, phone=matter.steward.phone)


def words_of(call: Call) -> tuple[str, ...]:
    """What a call lacks in its own words, in the order people, things, knowledge, money; empty ones left out."""
    return tuple(
        lack for lack in (call.lacks_people, call.lacks_things, call.lacks_knowledge, call.lacks_money) if lack
    )


def in_lines(matter: Matter) -> Lines:
    """What the lines still lack; None where there are none yet, so that the call speaks for itself."""
    return _lines[0](matter) if _lines else None


def still_lacks(matter: Matter, call: Call | None, *, result: str, lines: Lines = None) -> tuple[str, ...]:
    """What still lacks: the lines say it once there are any, before that the call; nothing after its end or a result.

    `result`: the matter's `outcome`; `lines`: what `in_lines` would say, of whoever has it at hand.
    """
    if matter.is_sensitive or matter.closed_at is not None or result or (call is not None and call.closed_at):
        return ()
    lines = in_lines(matter) if lines is None else lines
    if lines is not None:
        return tuple(f"{thing} {amount}" for thing, amount in lines)
    return words_of(call) if call else ()
