"""The log's arithmetic: RFC 6962 section 2.1 (SHA-256; 0x00 before a leaf, 0x01 before a node). Pure.

A frontier is the tuple of roots of the perfect subtrees that make up a log of `size` leaves, largest first:
one hash for each bit set in `size`. Appending and taking the root cost O(log size).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

Hash = bytes
EMPTY_ROOT: Hash = sha256(b"").digest()


def leaf_hash(data: bytes) -> Hash:
    """The hash of one leaf: 32 bytes."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: Hash, right: Hash) -> Hash:
    """The hash of an inner node: 32 bytes."""
    return sha256(b"\x01" + left + right).digest()


def append(frontier: Sequence[Hash], size: int, leaf: Hash) -> tuple[Hash, ...]:
    """The frontier of a log of size + 1, from that of `size` leaves."""
    nodes = list(frontier)
    node = leaf
    while size & 1:
        node = node_hash(nodes.pop(), node)
        size >>= 1
    return (*nodes, node)


def root(frontier: Sequence[Hash]) -> Hash:
    """The root of the log with this frontier."""
    if not frontier:
        return EMPTY_ROOT
    node = frontier[-1]
    for left in reversed(frontier[:-1]):
        node = node_hash(left, node)
    return node


def root_of(leaves: Iterable[Hash]) -> Hash:
    """The root of a whole log."""
    frontier: tuple[Hash, ...] = ()
    for size, leaf in enumerate(leaves):
        frontier = append(frontier, size, leaf)
    return root(frontier)


def pack(frontier: Sequence[Hash]) -> bytes:
    """A frontier as bytes: 32 for each hash."""
    return b"".join(frontier)


def unpack(data: bytes) -> tuple[Hash, ...]:
    """A frontier from its bytes."""
    return tuple(data[at : at + 32] for at in range(0, len(data), 32))
