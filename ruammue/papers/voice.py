"""Voice notes: known by their first bytes, not by their name. Their sound is kept as given, never public."""

from __future__ import annotations

from dataclasses import dataclass

from ruammue.foundation.refusals import Refusal

LARGEST_FILE = 10 * 1024 * 1024


class UnusableVoice(Refusal):
    """Base of every reason why a voice note is not taken."""


class VoiceTooBig(UnusableVoice):
    """Data: `size` and `limit` in bytes."""


class NotAVoice(UnusableVoice):
    """Data: `found`: "empty" or "other"."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What a recording is: `kind` (its usual file ending) and media type."""

    kind: str
    media_type: str


def recognise_voice(data: bytes) -> Voice:
    """The kind of a recording: m4a, amr, 3gp, ogg (Opus, Vorbis), webm, mp3, wav or aac.

    Raises VoiceTooBig and NotAVoice. Only the container is looked at; nothing is decoded on the server.
    """
    if not data:
        raise NotAVoice(found="empty")
    if len(data) > LARGEST_FILE:
        raise VoiceTooBig(size=len(data), limit=LARGEST_FILE)
    kind = _kind(data)
    if kind is None:
        raise NotAVoice(found="other")
    return kind


def _kind(data: bytes) -> Voice | None:
    if data[4:8] == b"ftyp" and len(data) >= 16:
        brand = data[8:12]
        if brand.startswith((b"3gp", b"3g2", b"3gs", b"3gr")):
            return Voice("3gp", "audio/3gpp")
        # Phones write voice as M4A, but some as plain MP4 (isom, mp42); photos (heic...) and films (qt) are refused.
        if brand in (b"M4A ", b"M4B ", b"mp42", b"mp41", b"isom", b"iso2", b"iso5", b"iso6", b"dash"):
            return Voice("m4a", "audio/mp4")
        return None
    if data.startswith((b"#!AMR\n", b"#!AMR-WB\n")):
        return Voice("amr", "audio/amr")
    if data.startswith(b"OggS\x00") and len(data) >= 28:
        return Voice("ogg", "audio/ogg")
    if data.startswith(b"\x1aE\xdf\xa3") and b"webm" in data[:64]:
        return Voice("webm", "audio/webm")
    if data.startswith(b"RIFF") and data[8:12] == b"WAVE":
        return Voice("wav", "audio/wav")
    if data.startswith(b"ID3") and len(data) > 10:
        return Voice("mp3", "audio/mpeg")
    if len(data) >= 4 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0:
        layer, version = data[1] >> 1 & 3, data[1] >> 3 & 3
        if data[1] & 0xF6 == 0xF0:
            return Voice("aac", "audio/aac")
        # Layer III with a bit rate and a sampling rate that exist.
        if layer == 1 and version != 1 and data[2] >> 4 not in (0, 15) and data[2] >> 2 & 3 != 3:
            return Voice("mp3", "audio/mpeg")
    return None
