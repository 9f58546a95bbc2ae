"""No recording and no scan keeps where and when it was made; every sound and every pixel stays."""

from __future__ import annotations

import hashlib
import io
import zipfile

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from ruammue.foundation.refusals import sentence_for
from ruammue.papers import attachments
from ruammue.papers.attachments import NotAPaper, attach_paper, attach_voice
from ruammue.papers.traces import scan_without_traces, without_traces
from tests.cast import Cast

PLACE = b"+17.5061+104.1450/"
SOUND = bytes(range(256)) * 20


def box(name: bytes, *inside: bytes, size: int | None = None) -> bytes:
    body = b"".join(inside)
    return (8 + len(body) if size is None else size).to_bytes(4, "big") + name + body


def header(name: bytes, version: int) -> bytes:
    moments = b"\xe4\xe3\xe2\xe1" * (4 if version else 2)
    return box(name, bytes([version, 0, 0, 0]), moments, b"\x00\x00\x03\xe8" * 4)


def recording(brand: bytes = b"3gp4", *, last: bytes = b"", version: int = 0) -> bytes:
    place = box(b"udta", box("©xyz".encode("latin-1"), b"\x00\x12\x15\xc7", PLACE), box(b"loci", PLACE))
    track = box(
        b"trak",
        header(b"tkhd", version),
        box(b"mdia", header(b"mdhd", version), box(b"minf", box(b"stbl", box(b"stco", b"chunk offsets")))),
        box(b"meta", b"\0\0\0\0", PLACE),
    )
    return (
        box(b"ftyp", brand, b"\0\0\0\0")
        + box(b"mdat", SOUND)
        + box(b"moov", header(b"mvhd", version), track, place)
        + box(b"uuid", b"\xbe\x7a\xcf\xcb" * 4, b"<x:xmpmeta>" + PLACE)
        + last
    )


@pytest.mark.parametrize("version", [0, 1])
@pytest.mark.parametrize("kind", ["3gp", "m4a"])
def test_the_place_and_the_moment_are_gone_and_the_sound_is_where_it_was(kind: str, version: int) -> None:
    given = recording(version=version)
    kept = without_traces(given, kind)
    assert PLACE not in kept
    assert b"\xe4\xe3\xe2\xe1" not in kept
    assert len(kept) == len(given)
    assert kept.index(SOUND) == given.index(SOUND)
    assert b"chunk offsets" in kept
    assert kept[:16] == given[:16]
    assert without_traces(kept, kind) == kept, "twice is once"


@pytest.mark.parametrize(
    "last",
    [b"", b"\0", box(b"udta", PLACE, size=0), box(b"udta", PLACE, size=1), box(b"udta", PLACE, size=7), b"\xff" * 40],
)
def test_a_recording_that_was_cut_or_lies_about_its_length_breaks_nothing(last: bytes) -> None:
    kept = without_traces(recording(last=last), "3gp")
    assert kept.index(SOUND)
    for cut in range(0, len(kept), 97):
        without_traces(recording(last=last)[:cut], "3gp")


def test_a_box_to_the_end_of_the_file_is_emptied_too() -> None:
    assert PLACE not in without_traces(recording(last=box(b"udta", PLACE, size=0)), "m4a")


def test_boxes_within_boxes_without_end_are_not_followed_for_ever() -> None:
    deep = box(b"udta", PLACE)
    for _ in range(5000):
        deep = box(b"moov", deep)
    assert len(without_traces(deep, "m4a")) == len(deep)


def test_id3_before_and_after_the_sound_is_cut_off() -> None:
    sound = b"\xff\xfb\x90\x64" + SOUND
    told = b"ID3\x04\x00\x00\x00\x00\x00\x12" + PLACE
    assert len(told) == 28
    assert without_traces(told + told + sound + b"TAG" + bytes(125), "mp3") == sound


def test_sound_that_holds_no_place_stays_as_it_is() -> None:
    for kind in ("amr", "ogg", "webm", "wav"):
        assert without_traces(SOUND, kind) == SOUND


def test_what_is_kept_of_a_voice_has_no_place(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    by = cast.actor("volunteer")
    kept = attach_voice(cast.steward, recording(), by=by)
    with kept.file.open("rb") as file:
        assert PLACE not in file.read()
    monkeypatch.setattr(attachments, "without_traces", lambda data, kind: data)
    kept = attach_voice(cast.steward, recording(), by=by)
    with kept.file.open("rb") as file:
        assert PLACE in file.read(), "without the cleaning it would be kept"


# ------------------------------------------------------------------------------------------- scans


def photographed(kind: str, *, side: int = 6, trailer: bytes = b"", **options: object) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = side
    exif[0x010F] = PLACE.decode()
    exif.get_ifd(0x8825).update({1: "N", 2: (17.0, 30.0, 25.0)})
    notes = PngInfo()
    notes.add_itxt("XML:com.adobe.xmp", PLACE.decode())
    more = {"pnginfo": notes} if kind == "PNG" else {"comment": PLACE, "xmp": b"<x:xmpmeta>" + PLACE}
    file = io.BytesIO()
    picture = Image.effect_noise((160, 90), 90).convert("RGB")
    picture.save(file, kind, exif=exif, **more, **options)  # type: ignore[arg-type]
    return file.getvalue() + trailer


@pytest.mark.parametrize("side", [1, 6])
@pytest.mark.parametrize(
    ("kind", "options"),
    [("JPEG", {}), ("JPEG", {"progressive": True}), ("JPEG", {"restart_marker_rows": 1}), ("PNG", {})],
)
def test_a_photographed_page_loses_its_place_and_not_a_pixel(kind: str, options: dict[str, object], side: int) -> None:
    given = photographed(kind, side=side, trailer=b"\xff\xd8\xff\xe1" + PLACE, **options)
    assert given.count(PLACE) > 1
    kept = scan_without_traces(given, {"JPEG": "jpg", "PNG": "png"}[kind])
    assert PLACE not in kept
    before, after = Image.open(io.BytesIO(given)), Image.open(io.BytesIO(kept))
    assert before.tobytes() == after.tobytes()
    assert not dict(after.getexif().get_ifd(0x8825))
    if kind == "JPEG":
        assert dict(after.getexif()) == ({0x0112: 6} if side == 6 else {}), "it still lies the right way up"
    assert scan_without_traces(kept, {"JPEG": "jpg", "PNG": "png"}[kind]) == kept


def test_every_cut_of_a_scan_is_kept_somehow_and_never_an_accident() -> None:
    for kind, ending in (("JPEG", "jpg"), ("PNG", "png")):
        given = photographed(kind)
        for cut in range(3, len(given), 41):
            assert len(scan_without_traces(given[:cut], ending)) <= cut


def package(*parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for part in parts:
            made.writestr(part, "<x/>")
    return file.getvalue()


def test_what_is_kept_of_a_scan_has_no_place_and_its_own_hash(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = attach_paper(cast.steward, photographed("JPEG"), by=cast.actor("officer"))
    with kept.file.open("rb") as file:
        content = file.read()
    assert PLACE not in content
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    document = package("[Content_Types].xml", "word/document.xml")
    as_given = attach_paper(cast.steward, document, by=cast.actor("officer"))
    assert as_given.sha256 == hashlib.sha256(document).hexdigest(), "a document stays byte for byte"
    monkeypatch.setattr(attachments, "scan_without_traces", lambda data, ending: data)
    with attach_paper(cast.steward, photographed("JPEG"), by=cast.actor("officer")).file.open("rb") as file:
        assert PLACE in file.read()


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (package("word/document.xml", "word/vbaProject.bin"), "macros"),
        (package("xl/workbook.xml", "xl/VBAPROJECT.BIN"), "macros"),
        (package("index.html"), "other"),
        (b"PK\x03\x04 word/document.xml <script>", "other"),
        (b"<script>" + package("word/document.xml"), "other"),
        (b"<svg onload='x()'/>", "other"),
    ],
)
def test_programs_and_what_only_looks_like_a_paper_are_refused(cast: Cast, data: bytes, found: str) -> None:
    with pytest.raises(NotAPaper) as refused:
        attach_paper(cast.steward, data, by=cast.actor("officer"))
    assert refused.value.data["found"] == found
    assert sentence_for(refused.value)
