"""Where and when a recording or a scan was made, taken out without touching its sound or its picture.

Telephones write the place into 3gp and m4a (`udta` with `©xyz` or `loci`, `meta`, `uuid` with XMP). Such boxes are
emptied where they stand (`free`, zeros), so that no offset in the file changes and no player notices; moments in the
headers are set to nought. ID3 before mp3 and aac is cut off. amr has no room for a place, and what records ogg, webm
and wav writes none. A box that claims more than there is ends the reading: no player gets past it either.

In a photographed page (JPEG, PNG) the notes are left out, all but which side is up.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

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


def scan_without_traces(data: bytes, kind: str) -> bytes:
    """A photographed or scanned page, its picture byte for byte and nothing beside it; `kind` is "jpg" or "png".

    What is not built as such a picture is stays as it is: there is nothing that could be read out of it.
    """
    if kind == "png":
        return _png_without_notes(data)
    return _jpeg_without_notes(data) if kind == "jpg" else data


def _jpeg_without_notes(data: bytes) -> bytes:
    kept, place = [data[:2]], 2
    while place + 4 <= len(data) and data[place] == 0xFF:
        mark = data[place + 1]
        if mark == 0xD9:
            # What comes after the end is no part of the picture: a second one with notes of its own, or a film.
            kept.append(data[place : place + 2])
            return b"".join(kept)
        end = place + 2 + int.from_bytes(data[place + 2 : place + 4], "big")
        if end > len(data):
            return data
        if mark == 0xE1 and data[place + 4 : place + 10] == b"Exif\0\0":
            kept.append(_side_up(data[place + 10 : end]))
        elif mark not in _NOTES and data[place + 4 : place + 8] != b"MPF\0":
            kept.append(data[place:end])
        if mark == 0xDA:
            start = end
            while not (data[end : end + 1] == b"\xff" and data[end + 1 : end + 2] not in (b"\0", *_RESTARTS)):
                end = data.find(b"\xff", end + 1)
                if end < 0:
                    return b"".join((*kept, data[start:]))
            kept.append(data[start:end])
        place = end
    return b"".join(kept) + data[place : place + 2] if place + 2 == len(data) else data


# Remarks, and what programs write beside a picture; colours (E2, but for the list of further pictures, MPF) and how
# they are mixed (EE) belong to it.
_NOTES = frozenset({0xFE, 0xE1, *range(0xE3, 0xEE), 0xEF})
_RESTARTS = tuple(bytes([mark]) for mark in range(0xD0, 0xD8))


def _side_up(exif: bytes) -> bytes:
    """A note that holds nothing but the orientation (tag 0x0112) of the one given; empty when it stands upright."""
    order: Literal["big", "little"] = "little" if exif[:2] == b"II" else "big"

    def number(place: int, length: int) -> int:
        return int.from_bytes(exif[place : place + length], order)

    first = number(4, 4)
    for entry in range(first + 2, first + 2 + 12 * min(number(first, 2), 200), 12):
        if number(entry, 2) == 0x0112 and 2 <= number(entry + 8, 2) <= 8:
            note = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0" + bytes([number(entry + 8, 2)]) + bytes(6)
            return b"\xff\xe1" + (len(note) + 8).to_bytes(2, "big") + b"Exif\0\0" + note
    return b""


def _png_without_notes(data: bytes) -> bytes:
    kept, place = [data[:8]], 8
    while place + 12 <= len(data):
        end = place + 12 + int.from_bytes(data[place : place + 4], "big")
        name = data[place + 4 : place + 8]
        if end > len(data):
            return data
        if name not in (b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"):
            kept.append(data[place:end])
        if name == b"IEND":
            break
        place = end
    return b"".join(kept)
