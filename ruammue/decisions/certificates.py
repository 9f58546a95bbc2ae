"""Result certificates: inputs, rule, result and the hash of the inputs, so that anyone may count again.

A certificate is plain JSON. `recount()` reads it back and lets `tally.verify`, which was written apart from the
counting, look for a difference. Ids in it are the numbers of rows, options or seats: nobody's name.
"""

from __future__ import annotations

import dataclasses
import hashlib
import types
import typing
from collections.abc import Mapping, Sequence
from enum import Enum
from fractions import Fraction
from typing import Any

from ruammue.engines import tally
from ruammue.ledger.events import canonical

SPEC = "ruammue-certificate-1"
_RESULTS: dict[str, type] = {
    "motion": tally.Outcome,
    "consent": tally.Accord,
    "ranking": tally.Ranking,
    "ballot": tally.Choice,
}


def of_motion(
    counts: tally.Counts, *, eligible: int, present: int, rule: tally.Rule, casting: tally.Voice | None, source: str
) -> tuple[tally.Outcome, dict[str, Any]]:
    """A committee's vote on a motion. `source` names the rule and the version of its pack. Raises `tally.Refused`."""
    outcome = tally.count(counts, eligible=eligible, present=present, rule=rule, casting=casting)
    inputs = {
        "yes": counts.yes,
        "no": counts.no,
        "abstain": counts.abstain,
        "eligible": eligible,
        "present": present,
        "quorum": str(rule.quorum),
        "threshold": str(rule.threshold),
        "chair_breaks_ties": rule.chair_breaks_ties,
        "casting": casting.value if casting else None,
    }
    return outcome, _certificate("motion", source, inputs, outcome)


def of_consent(
    replies: Sequence[tally.Reply], *, asked: Sequence[str], heard: Fraction, source: str
) -> tuple[tally.Accord, dict[str, Any]]:
    """A partner network's consensus. Who was not there stands aside. Raises `tally.Refused`."""
    rule = tally.ConsentRule(silence=tally.Silence.STANDS_ASIDE, heard=heard)
    accord = tally.consent(replies, asked=asked, rule=rule)
    inputs = {
        "asked": sorted(asked),
        "replies": sorted([reply.partner, reply.stand.value, reply.has_reason] for reply in replies),
        "heard": str(heard),
    }
    return accord, _certificate("consent", source, inputs, accord)


def of_ranking(
    rows: Mapping[str, int], *, heads: int, stickers_each: int | None, source: str
) -> tuple[tally.Ranking, dict[str, Any]]:
    """A forum's order of needs by hands, or by `stickers_each` stickers a head. Raises `tally.Refused`."""
    method = tally.Hands() if stickers_each is None else tally.Stickers(stickers_each)
    ranking = tally.rank([tally.Row(key, count) for key, count in rows.items()], heads=heads, method=method)
    inputs = {
        "rows": sorted([key, count] for key, count in rows.items()),
        "heads": heads,
        "stickers_each": stickers_each,
    }
    return ranking, _certificate("ranking", source, inputs, ranking)


def of_ballot(
    ballots: Sequence[Sequence[str]], *, options: Sequence[str], eligible: int, quorum: Fraction, source: str
) -> tuple[tally.Choice, dict[str, Any]]:
    """A ballot with one mark at most. Ballots are sorted: their order says nothing. Raises `tally.Refused`."""
    rule = tally.PickRule(tally.Marking.PLURALITY, quorum)
    choice = tally.pick_one(ballots, options=options, eligible=eligible, rule=rule)
    inputs = {
        "options": sorted(options),
        "ballots": sorted(list(marks) for marks in ballots),
        "eligible": eligible,
        "quorum": str(quorum),
    }
    return choice, _certificate("ballot", source, inputs, choice)


def sha256_of(inputs: Any) -> str:
    """The hash of the inputs in their one canonical form (sorted keys, no blanks, UTF-8), in hex."""
    return hashlib.sha256(canonical(inputs)).hexdigest()


def recount(certificate: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of what does not hold: fields of the result, "inputs", "inputs_sha256". Empty when all is right."""
    if not certificate:
        return ()
    inputs = certificate["inputs"]
    faults = [] if sha256_of(inputs) == certificate["inputs_sha256"] else ["inputs_sha256"]
    claimed = _thaw(_RESULTS[certificate["kind"]], certificate["result"])
    faults += [fault.field for fault in _verify(certificate["kind"], claimed, inputs)]
    return tuple(faults)


def _verify(kind: str, claimed: Any, inputs: Mapping[str, Any]) -> tuple[tally.Fault, ...]:
    if kind == "motion":
        return tally.verify(
            claimed,
            tally.Counts(inputs["yes"], inputs["no"], inputs["abstain"]),
            eligible=inputs["eligible"],
            present=inputs["present"],
            rule=tally.Rule(
                quorum=Fraction(inputs["quorum"]),
                threshold=Fraction(inputs["threshold"]),
                chair_breaks_ties=inputs["chair_breaks_ties"],
            ),
            casting=tally.Voice(inputs["casting"]) if inputs["casting"] else None,
        )
    if kind == "consent":
        replies = [tally.Reply(who, tally.Stand(stand), reasoned) for who, stand, reasoned in inputs["replies"]]
        rule = tally.ConsentRule(silence=tally.Silence.STANDS_ASIDE, heard=Fraction(inputs["heard"]))
        return tally.verify(claimed, replies, asked=inputs["asked"], rule=rule)
    if kind == "ranking":
        each = inputs["stickers_each"]
        method = tally.Hands() if each is None else tally.Stickers(each)
        rows = [tally.Row(key, count) for key, count in inputs["rows"]]
        return tally.verify(claimed, rows, heads=inputs["heads"], method=method)
    return tally.verify(
        claimed,
        inputs["ballots"],
        options=inputs["options"],
        eligible=inputs["eligible"],
        rule=tally.PickRule(tally.Marking.PLURALITY, Fraction(inputs["quorum"])),
    )


def _certificate(kind: str, source: str, inputs: dict[str, Any], result: Any) -> dict[str, Any]:
    return {
        "spec": SPEC,
        "kind": kind,
        "rule": source,
        "inputs": inputs,
        "inputs_sha256": sha256_of(inputs),
        "result": _freeze(dataclasses.asdict(result)),
    }


def _freeze(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dict):
        return {key: _freeze(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [_freeze(part) for part in value]
    return value


def _thaw(kind: Any, value: Any) -> Any:
    """JSON back into the frozen classes of the engine."""
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        inner = next(part for part in typing.get_args(kind) if part is not type(None))
        return None if value is None else _thaw(inner, value)
    if origin is tuple:
        return tuple(_thaw(typing.get_args(kind)[0], part) for part in value)
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return kind(**{name: _thaw(hints[name], part) for name, part in value.items()})  # type: ignore[operator]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(value)
    return value
