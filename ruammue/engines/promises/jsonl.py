"""A ledger as text: one JSON object a line, the first of them the header. Reads and writes text, never files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime
from typing import Any

from .entries import ENTRIES, Count, Happened

FORMAT, VERSION = "ruammue-promises", 1
HEADER = {
    "kind": "always `ledger`",
    "format": f"always `{FORMAT}`",
    "version": f"of this format: {VERSION}",
    "steward": "the key of the office whose ledger it is",
    "made_at": "when the file was written",
}
_WORDS = {cls: word for word, cls in ENTRIES.items()}


@dataclass(eq=False)
class Unreadable(ValueError):
    """No such export. `line` counts from 1; `why` is a code of `WHYS`; `what` names the word in question."""

    line: int
    why: str
    what: str = ""


WHYS = (
    "empty",  # no line at all
    "not_json",  # a line is no JSON object
    "no_header",  # the first line does not say that it is such a ledger
    "other_version",  # written by a newer (or older) house
    "unknown_kind",  # a kind of entry that this version does not know
    "unknown_field",  # a field that this kind does not have
    "missing_field",  # a field that this kind must have
    "wrong_type",  # a number where a word stands, or the other way round
)


def write(entries: Iterable[Happened | Count], *, steward: str, made_at: datetime) -> Iterator[str]:
    """The lines of an export, each with its end of line. Empty fields are left out."""
    header = {"kind": "ledger", "format": FORMAT, "version": VERSION, "steward": steward}
    yield _line({**header, "made_at": made_at.isoformat()})
    for entry in entries:
        told: dict[str, Any] = {"kind": _WORDS[type(entry)]}
        for one in fields(entry):
            value = getattr(entry, one.name)
            if one.default is MISSING or value != one.default:
                told[one.name] = value.isoformat() if isinstance(value, date) else value
        yield _line(told)


def read(lines: Iterable[str]) -> Iterator[tuple[int, Happened | Count]]:
    """(line from 1, entry) of an export. Raises Unreadable as soon as a line is none of one."""
    number = 0
    has_header = False
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        told = _object(line, number)
        if not has_header:
            if told.get("kind") != "ledger" or told.get("format") != FORMAT:
                raise Unreadable(number, "no_header")
            if told.get("version") != VERSION:
                raise Unreadable(number, "other_version", str(told.get("version")))
            has_header = True
            continue
        yield number, _entry(told, number)
    if not has_header:
        raise Unreadable(number, "empty")


def _object(line: str, number: int) -> dict[str, Any]:
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        raise Unreadable(number, "not_json" if number > 1 else "no_header") from None
    if not isinstance(told, dict):
        raise Unreadable(number, "not_json" if number > 1 else "no_header")
    return told


def _entry(told: dict[str, Any], number: int) -> Happened | Count:
    word = told.pop("kind", None)
    kind = ENTRIES.get(word) if isinstance(word, str) else None
    if kind is None:
        raise Unreadable(number, "unknown_kind", str(word)[:40])
    known = {one.name: one for one in fields(kind)}
    values: dict[str, Any] = {}
    for name, value in told.items():
        if name not in known:
            raise Unreadable(number, "unknown_field", name[:40])
        values[name] = _value(str(known[name].type), value, number, name)
    for name, one in known.items():
        if one.default is MISSING and name not in values:
            raise Unreadable(number, "missing_field", name)
    made: Happened | Count = kind(**values)
    return made


def _value(hint: str, value: Any, number: int, name: str) -> Any:
    if value is None and "None" in hint:
        return None
    plain = hint.split(" | ")[0]
    if plain in ("datetime", "date"):
        try:
            parsed = (datetime if plain == "datetime" else date).fromisoformat(value)
        except (TypeError, ValueError):
            raise Unreadable(number, "wrong_type", name) from None
        if isinstance(parsed, datetime) and parsed.tzinfo is None:
            raise Unreadable(number, "wrong_type", name)
        return parsed
    wanted = {"str": str, "int": int, "bool": bool}[plain]
    if type(value) is not wanted:
        raise Unreadable(number, "wrong_type", name)
    return value


def _line(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"
