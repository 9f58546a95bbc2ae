"""Where and when a recording was made, taken out without touching its sound.

Telephones write the place into 3gp and m4a (`udta` with `©xyz` or `loci`, `meta`, `uuid` with XMP). Such boxes are
emptied where they stand (`free`, zeros), so that no offset in the file changes and no player notices; moments in the
headers are set to nought. ID3 before mp3 and aac is cut off. amr has no room for a place, and what records ogg, webm
and wav writes none. A box that claims more than there is ends the reading: no player gets past it either.
"""

from __future__ import annotations

from collections.abc import Iterator

_INSIDE = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"moof", b"traf", b"mvex"})
_TOLD = frozenset({b"udta", b"meta", b"uuid", b"loci", b"skip", b"free", b"wide", b"xml ", b"bxml"})
_DATED = frozenset({b"mvhd", b"tkhd", b"mdhd"})
DEEPEST = 8


def without_traces(data: bytes, kind: str) -> bytes:
    """The recording without place, time and names; `kind` as `recognise_voice` told it."""
    if kind in ("m4a", "3gp"):
        kept = bytearray(data)
        for name, start, body, end in list(_boxes(data, 0, len(data), 0)):
            if name in _TOLD:
                kept[start + 4 : start + 8] = b"free"
                kept[body:end] = bytes(end - body)
            elif name in _DATED and end - body >= 20:
                # Version 1 has moments of eight bytes, version 0 of four; two of them, after version and flags.
                kept[body + 4 : body + (20 if data[body] == 1 else 12)] = bytes(16 if data[body] == 1 else 8)
        return bytes(kept)
    if kind in ("mp3", "aac"):
        return _without_id3(data)
    return data


def _boxes(data: bytes, place: int, end: int, depth: int) -> Iterator[tuple[bytes, int, int, int]]:
    """(name, start, start of the body, end) of each box, with those inside the ones that only hold others."""
    while place + 8 <= end:
        size, name, body = int.from_bytes(data[place : place + 4], "big"), data[place + 4 : place + 8], place + 8
        if size == 1 and place + 16 <= end:
            size, body = int.from_bytes(data[place + 8 : place + 16], "big"), place + 16
        stop = end if size == 0 else place + size
        if stop < body or stop > end:
            return
        yield name, place, body, stop
        if name in _INSIDE and depth < DEEPEST:
            yield from _boxes(data, body, stop, depth + 1)
        place = stop


def _without_id3(data: bytes) -> bytes:
    while data[:3] == b"ID3" and len(data) > 10:
        size = data[6] << 21 | data[7] << 14 | data[8] << 7 | data[9]
        rest = data[10 + size + (10 if data[5] & 0x10 else 0) :]
        if not rest:
            break
        data = rest
    return data[:-128] if data[-128:-125] == b"TAG" else data
