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


WHYS: dict[str, str] = {
    "empty": "there is no line at all",
    "no_header": "the first line does not say that it is such a ledger",
    "other_version": "the header names another version of this format",
    "not_json": "a line is no JSON object",
    "cut_off": "the last line stops in its middle: the file did not arrive whole",
    "name_twice": "a line says the same field twice, so that two readers could read two things",
    "no_number": "a line holds NaN or Infinity, which are no numbers of JSON",
    "unknown_kind": "a kind of entry that is not listed here",
    "unknown_field": "a field that is not listed for this kind (or the header)",
    "missing_field": "a field without a default is not there",
    "wrong_type": "a word where a number stands, a fraction, a moment without its offset, or letters that are none",
}
"""Why a text is no export, by code and in words."""


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
    """(line from 1, entry) of an export, from lines as a file gives them. Raises Unreadable as soon as a line is none
    of one. That everything is counted at the end is for `verify` to see.
    """
    number = 0
    has_header = False
    rest = iter(lines)
    for number, line in enumerate(rest, 1):
        if not line.strip():
            continue
        try:
            told = _object(line, number)
        except Unreadable as fault:
            begun, ended = line.lstrip().startswith("{"), line.rstrip().endswith("}")
            if fault.why == "not_json" and begun and not ended and next(rest, None) is None:
                raise Unreadable(number, "cut_off") from None
            if fault.why == "not_json" and not has_header:
                raise Unreadable(number, "no_header") from None
            raise
        if not has_header:
            _check_header(told, number)
            has_header = True
            continue
        yield number, _entry(told, number)
    if not has_header:
        raise Unreadable(number, "empty")


def _check_header(told: dict[str, Any], number: int) -> None:
    if told.get("kind") != "ledger" or told.get("format") != FORMAT:
        raise Unreadable(number, "no_header")
    version = told.get("version")
    if type(version) is not int or version != VERSION:
        raise Unreadable(number, "other_version", str(version)[:40])
    for name in told:
        if name not in HEADER:
            raise Unreadable(number, "unknown_field", name[:40])
    for name, hint in (("steward", "str"), ("made_at", "datetime")):
        if name not in told:
            raise Unreadable(number, "missing_field", name)
        _value(hint, told[name], number, name)


def _object(line: str, number: int) -> dict[str, Any]:
    def each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for name, value in pairs:
            if name in told:
                raise Unreadable(number, "name_twice", name[:40])
            told[name] = value
        return told

    def no_number(word: str) -> None:
        raise Unreadable(number, "no_number", word)

    try:
        told = json.loads(line, object_pairs_hook=each_once, parse_constant=no_number)
    except Unreadable:
        raise
    except (ValueError, RecursionError):
        raise Unreadable(number, "not_json") from None
    if not isinstance(told, dict):
        raise Unreadable(number, "not_json")
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
    if type(value) is not wanted or (isinstance(value, str) and not _is_text(value)):
        raise Unreadable(number, "wrong_type", name)
    return value


def _is_text(value: str) -> bool:
    """Half a letter (a lone surrogate, \\ud800) is none: it could neither be stored nor printed."""
    return not any("\ud800" <= letter <= "\udfff" for letter in value)


def _line(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n"
