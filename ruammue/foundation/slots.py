"""Named slots: a lower page offers a place, an upper room fills it at start-up, and nobody imports upward.

    slots.offer("matter.aside")                     # in the lower room's apps.ready()
    slots.fill("matter.aside", wheel_panel)          # in the upper room's apps.ready()

A filler is `filler(request, **context) -> SafeString | str`; an empty string means nothing to show.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Filler = Callable[..., str]
_fillers: dict[str, list[Filler]] = {}


def offer(name: str) -> None:
    """Declare a slot. Filling one that nobody offers is an error found at start-up by `check()`."""
    _fillers.setdefault(name, [])
    _offered.add(name)


_offered: set[str] = set()


def fill(name: str, filler: Filler) -> None:
    """Let `filler` speak in the slot `name`, after those that came before."""
    _fillers.setdefault(name, []).append(filler)


def parts(name: str, request: Any, **context: Any) -> list[str]:
    """What the fillers of a slot have to show, empty ones left out. Unknown slot: KeyError."""
    return [part for filler in _fillers[name] if (part := filler(request, **context))]


def unoffered() -> set[str]:
    """Slots that were filled but never offered: should be empty (house test)."""
    return set(_fillers) - _offered
