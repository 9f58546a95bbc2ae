"""Replay the memory and name everything that is not as it was written.

Rooms add their own invariants with `@invariant`; `verify()` runs them all. Findings carry codes and data, the
command line chooses the sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from ruammue.ledger import merkle
from ruammue.ledger.actions import leaf_of
from ruammue.ledger.models import Entry, Head, Log


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: a code such as `ledger.entry_edited`, the steward, and what it is about."""

    code: str
    steward_id: UUID
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Witnessed:
    """A head that somebody else kept: on paper, in a chat, at a partner's."""

    steward_id: UUID
    size: int
    root: bytes


Invariant = Callable[[UUID], Iterable[Finding]]
_invariants: list[Invariant] = []


def invariant(check: Invariant) -> Invariant:
    """Add a check that `verify()` runs for each steward."""
    _invariants.append(check)
    return check


def verify(stewards: Iterable[UUID], *, witnessed: Iterable[Witnessed] = ()) -> list[Finding]:
    """Everything wrong in the record of these stewards; an empty list when all is as it was written.

    Unsealed entries are named too (`ledger.unsealed`): they are not wrong, only not yet provable.
    """
    kept = list(witnessed)
    found: list[Finding] = []
    for steward in stewards:
        found += _log(steward, [head for head in kept if head.steward_id == steward])
        for check in _invariants:
            found += check(steward)
    return found


def _log(steward: UUID, kept: list[Witnessed]) -> Iterator[Finding]:
    heads: dict[int, list[bytes]] = {}
    for size, root in Head.objects.filter(steward_id=steward).order_by("size").values_list("size", "root"):
        heads.setdefault(size, []).append(bytes(root))
    expected = 0
    frontier: tuple[bytes, ...] = ()
    roots: dict[int, bytes] = {}
    wanted = set(heads) | {head.size for head in kept}
    for entry in Entry.objects.filter(steward_id=steward).exclude(position=None).order_by("position").iterator():
        while entry.position is not None and entry.position > expected:
            yield Finding("ledger.entry_missing", steward, {"position": expected})
            expected += 1
        if leaf_of(entry) != bytes(entry.leaf):
            yield Finding("ledger.entry_edited", steward, {"entry": entry.id, "position": entry.position})
        frontier = merkle.append(frontier, len_of(frontier, expected), bytes(entry.leaf))
        expected += 1
        if expected in wanted:
            roots[expected] = merkle.root(frontier)
    last = max([0, *wanted])
    if last > expected:
        yield Finding("ledger.log_truncated", steward, {"size": expected, "head": last})
    for size, known in heads.items():
        if size <= expected and any(root != roots.get(size) for root in known):
            yield Finding("ledger.head_differs", steward, {"size": size})
    for head in kept:
        if head.size <= expected and head.root != roots.get(head.size):
            yield Finding("ledger.witness_differs", steward, {"size": head.size})
    tip = Log.objects.filter(steward_id=steward).first()
    if tip and (tip.size != expected or merkle.unpack(bytes(tip.frontier)) != frontier):
        yield Finding("ledger.tip_differs", steward, {"size": tip.size, "entries": expected})
    if heads and tip is None:
        yield Finding("ledger.tip_differs", steward, {"size": 0, "entries": expected})
    waiting = Entry.objects.filter(steward_id=steward, position=None)
    for entry in waiting.iterator():
        if leaf_of(entry) != bytes(entry.leaf):
            yield Finding("ledger.entry_edited", steward, {"entry": entry.id, "position": None})
    if count := waiting.count():
        yield Finding("ledger.unsealed", steward, {"count": count})


def len_of(frontier: tuple[bytes, ...], position: int) -> int:
    """The size the frontier stands for. After a gap the log cannot be rebuilt: count on from the position."""
    return position if len(frontier) == position.bit_count() else (1 << len(frontier)) - 1
