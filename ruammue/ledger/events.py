"""What an event is: a frozen dataclass in the past tense whose fields are ids, numbers, dates and code words."""

from __future__ import annotations

import dataclasses
import json
import re
import types
import typing
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, ClassVar, Self
from uuid import UUID

_CODE_WORD = re.compile(r"[A-Za-z0-9_.:+-]{0,80}")
kinds: dict[str, type[Event]] = {}


class FreeTextInEvent(ValueError):
    """An event field held words of a person. Put them into a row that can be erased, or pass `reason=`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Base of all events. `kind` is room.past_tense, as in `decisions.meeting_closed`, never changed once released."""

    kind: ClassVar[str] = ""
    steward: UUID

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super(Event, cls).__init_subclass__(**kwargs)
        room = cls.__module__.split(".")[1] if cls.__module__.startswith("ruammue.") else cls.__module__.split(".")[-1]
        cls.kind = f"{room}.{re.sub(r'(?<!^)(?=[A-Z])', '_', cls.__name__).lower()}"
        kinds[cls.kind] = cls

    def payload(self) -> dict[str, Any]:
        """The fields as JSON values. Raises FreeTextInEvent for anything but an id, number, date or code word."""
        return {
            f.name: _to_json(getattr(self, f.name), f.name) for f in dataclasses.fields(self) if f.name != "steward"
        }

    @classmethod
    def from_payload(cls, steward: UUID, payload: dict[str, Any]) -> Self:
        """The event again, as it was recorded. Fields added later take their defaults."""
        hints = typing.get_type_hints(cls)
        return cls(
            steward=steward,
            **{name: _from_json(value, hints[name]) for name, value in payload.items() if name in hints},
        )


def _to_json(value: Any, name: str) -> Any:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str) and _CODE_WORD.fullmatch(value):
        return value
    if isinstance(value, tuple):
        return [_to_json(part, name) for part in value]
    raise FreeTextInEvent(name)


def _from_json(value: Any, hint: Any) -> Any:
    if value is None:
        return None
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        inner = [part for part in typing.get_args(hint) if part is not type(None)]
        return _from_json(value, inner[0])
    if origin is tuple:
        return tuple(_from_json(part, typing.get_args(hint)[0]) for part in value)
    if hint is UUID:
        return UUID(value)
    if hint is datetime:
        return datetime.fromisoformat(value)
    if hint is date:
        return date.fromisoformat(value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    return value


def canonical(value: Any) -> bytes:
    """One byte string for one JSON value: sorted keys, no blanks, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
