"""What is passed on by hand, what a phone sends, and what is said when it will not do."""

from __future__ import annotations

import dataclasses
import io
import zlib
from datetime import date, datetime

import pytest
from django.utils import translation
from PIL import Image

from ruammue.foundation import sheets
from ruammue.foundation.citizen_id import MASK
from ruammue.foundation.refusals import sentence_for
from ruammue.papers import photos, voice
from ruammue.papers.photos import NotAPhoto, PhotoIsHeic, PhotoTooBig, PhotoTooManyPixels, prepare_photo
from ruammue.papers.share import LONGEST_SHARE, Facts, loudspeaker, share_text
from ruammue.papers.voice import NotAVoice, VoiceTooBig, recognise_voice

pytestmark = pytest.mark.any_database

FACTS = Facts(
    title="น้ำไม่พอใช้",
    place="หมู่ 3 บ้านหนองแสง",
    sentence="ทุกเดือนเมษายน 150 ครัวเรือนน้ำไม่พอใช้",
    lacks=("รถแบ็คโฮ 1 คัน 2 วัน", "คนขับ 1 คน"),
    gathering="ที่ศาลากลางบ้าน",
    gathers_at=datetime(2026, 11, 28, 18, 0),  # noqa: DTZ001 - a local time, as the functions take
    answer_by=date(2026, 12, 4),
    coordinator="คุณสมใจ",
    phone="081-000-0000",
)
LINK = "https://example.org/m/8842"


def test_the_share_text_is_short_plain_and_ends_in_its_link() -> None:
    many = dataclasses.replace(FACTS, lacks=("ก", "ข", "ค", "ง", "จ"))
    assert "ยังขาด: ก · ข · ค และอีก 2 อย่าง\n" in share_text(many, LINK), "what is left out is said to be"
    assert share_text(FACTS, LINK) == (
        "น้ำไม่พอใช้ (หมู่ 3 บ้านหนองแสง)\n"
        "ทุกเดือนเมษายน 150 ครัวเรือนน้ำไม่พอใช้\n"
        "ยังขาด: รถแบ็คโฮ 1 คัน 2 วัน · คนขับ 1 คน\n"
        "นัดกัน วันเสาร์ที่ 28 พฤศจิกายน 2569 เวลา 18.00 น. ที่ศาลากลางบ้าน\n"
        "ตอบภายในวันศุกร์ที่ 4 ธันวาคม 2569\n"
        "ถาม คุณสมใจ โทร 081-000-0000\n"
        "https://example.org/m/8842"
    )


def test_however_long_the_matter_the_link_survives_and_ids_do_not() -> None:
    text = share_text(Facts(title="ก" * 500, sentence="1-1017-00203-45-0 " + "ข" * 900, mark="ซ้อม"), LINK)
    assert text.endswith("\n" + LINK)
    assert len(text) <= LONGEST_SHARE + 1 + len(LINK)
    assert text.startswith("[ซ้อม]\n")
    assert MASK in text


def test_the_loudspeaker_says_the_number_twice_and_no_address() -> None:
    said = loudspeaker(FACTS, village="หมู่ที่ 3 บ้านหนองแสง", reader="ผู้ใหญ่บ้าน")
    assert said[0] == "สวัสดีพี่น้องหมู่ที่ 3 บ้านหนองแสงทุกท่าน ผู้ใหญ่บ้านขอแจ้งเรื่อง"
    spoken = "ศูนย์ แปด หนึ่ง, ศูนย์ ศูนย์ ศูนย์, ศูนย์ ศูนย์ ศูนย์ ศูนย์"
    assert f"เบอร์โทร {spoken} ขอย้ำ {spoken}" in said
    assert "ตอนนี้ยังขาด รถแบ็คโฮ 1 คัน 2 วัน และคนขับ 1 คน ใครช่วยได้ ขอเชิญบอกได้เลย" in said
    assert said[-1] == "ขอบคุณทุกท่าน"
    assert "http" not in " ".join(said)
    assert loudspeaker(Facts(title="ก", mark="ซ้อม"), village="หมู่ 1")[0] == "(ซ้อม)"


# ------------------------------------------------------------------------------------------- photos


def saved(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def noisy(width: int, height: int) -> Image.Image:
    return Image.effect_noise((width, height), 120).convert("RGB")


def with_position() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    exif[0x010F] = "Phone of somebody"
    exif.get_ifd(0x8825).update({1: "N", 2: (17.0, 30.0, 25.0), 3: "E", 4: (104.0, 8.0, 42.0)})
    return saved(noisy(400, 300), exif=exif)


def test_a_photo_loses_its_place_and_stands_upright() -> None:
    data = with_position()
    assert dict(Image.open(io.BytesIO(data)).getexif().get_ifd(0x8825))
    photo = prepare_photo(data)
    assert (photo.width, photo.height) == (300, 400)
    for kept in (photo.jpeg, photo.thumbnail):
        opened = Image.open(io.BytesIO(kept))
        assert not dict(opened.getexif())
        assert "exif" not in opened.info
        assert b"Phone of" not in kept
        assert opened.format == "JPEG"


def test_a_large_photo_becomes_small_enough_for_the_village() -> None:
    photo = prepare_photo(saved(noisy(4000, 3000), quality=95))
    assert max(photo.width, photo.height) <= photos.LONGEST_SIDE
    assert len(photo.jpeg) <= photos.LARGEST_KEPT
    assert max(Image.open(io.BytesIO(photo.thumbnail)).size) == photos.THUMBNAIL_SIDE
    assert Image.open(io.BytesIO(photo.jpeg)).size == (photo.width, photo.height)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        ("RGBA", "PNG"),
        ("P", "GIF"),
        ("L", "JPEG"),
        ("CMYK", "JPEG"),
        ("1", "PNG"),
        ("RGB", "WEBP"),
        ("I;16", "PNG"),
        ("LA", "PNG"),
    ],
)
def test_other_kinds_of_picture_are_taken(mode: str, kind: str) -> None:
    photo = prepare_photo(saved(Image.new(mode, (50, 40)), kind))
    assert (photo.width, photo.height) == (50, 40)
    assert Image.open(io.BytesIO(photo.jpeg)).mode == "RGB"


def test_what_was_transparent_becomes_white() -> None:
    photo = prepare_photo(saved(Image.new("RGBA", (20, 20), (0, 0, 0, 0)), "PNG"))
    assert Image.open(io.BytesIO(photo.jpeg)).getpixel((10, 10)) == (255, 255, 255)


def bomb() -> bytes:
    """A PNG that claims 50,000 x 50,000 pixels in a few bytes."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")

    header = (50_000).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 100))
        + chunk(b"IEND", b"")
    )


def test_bombs_big_files_and_heic_are_refused_by_name() -> None:
    with pytest.raises(PhotoTooManyPixels):
        prepare_photo(bomb())
    with pytest.raises(PhotoTooBig) as refused:
        prepare_photo(b"\xff\xd8" + b"\x00" * photos.LARGEST_FILE)
    assert refused.value.data["limit"] == 20 * 1024 * 1024
    for brand in (b"heic", b"mif1", b"avif"):
        with pytest.raises(PhotoIsHeic) as heic:
            prepare_photo(b"\x00\x00\x00\x18ftyp" + brand + b"\x00" * 40)
        with translation.override("th"):
            assert "เข้ากันได้มากที่สุด" in sentence_for(heic.value)


def test_a_small_file_that_unpacks_to_the_servers_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """1.6 GB of memory from 250 kB, before. A JPEG of as many pixels is unpacked at a fraction, so it is taken."""
    wide = Image.new("1", (20_000, 900))
    assert len(saved(wide, "PNG")) < 5_000
    for kind in ("PNG", "WEBP"):
        data = saved(wide if kind == "PNG" else Image.new("RGB", (16_000, 1_001)), kind)
        with pytest.raises(PhotoTooManyPixels) as refused:
            prepare_photo(data)
        assert refused.value.data["limit"] == photos.MOST_PIXELS_WHOLE
    assert prepare_photo(saved(wide.convert("L"), "JPEG", quality=30)).width == photos.LONGEST_SIDE
    monkeypatch.setattr(photos, "MOST_PIXELS_WHOLE", photos.MOST_PIXELS)
    assert prepare_photo(saved(wide, "PNG")).width == photos.LONGEST_SIDE


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"", "empty"), (b"<html>", "other"), (b"%PDF-1.7", "other"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "other"),
        (saved(Image.new("RGB", (200, 200)), "PNG")[:120], "damaged"),
        (saved(Image.new("RGB", (64, 64)), "TIFF"), "other"),
    ],
)  # fmt: skip
def test_what_is_no_photo_is_refused(data: bytes, found: str) -> None:
    with pytest.raises(NotAPhoto) as refused:
        prepare_photo(data)
    assert refused.value.data == {"found": found}


def test_a_picture_that_is_also_a_page_comes_out_as_a_picture_only() -> None:
    photo = prepare_photo(saved(noisy(60, 60)) + b"<script>alert(1)</script>")
    assert b"<script" not in photo.jpeg
    assert b"<script" not in photo.thumbnail


def test_every_cut_of_a_photo_is_taken_or_refused_never_an_accident() -> None:
    for data in (with_position(), saved(noisy(60, 60), "PNG"), saved(noisy(60, 60), "WEBP")):
        for length in range(0, len(data), max(1, len(data) // 60)):
            assert taken_or_told(data[:length])


def taken_or_told(data: bytes) -> bytes | str:
    try:
        return prepare_photo(data).jpeg
    except photos.UnusablePhoto as refused:
        return sentence_for(refused)


# ------------------------------------------------------------------------------------------- voice


@pytest.mark.parametrize(
    ("data", "kind", "media_type"),
    [
        (b"\x00\x00\x00\x1cftypM4A \x00\x00\x00\x00", "m4a", "audio/mp4"),
        (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00", "m4a", "audio/mp4"),
        (b"\x00\x00\x00\x14ftyp3gp4\x00\x00\x00\x00", "3gp", "audio/3gpp"),
        (b"#!AMR\n<", "amr", "audio/amr"),
        (b"#!AMR-WB\n<", "amr", "audio/amr"),
        (b"OggS\x00\x02" + b"\x00" * 30 + b"OpusHead", "ogg", "audio/ogg"),
        (b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm", "webm", "audio/webm"),
        (b"ID3\x04\x00\x00\x00\x00\x00\x00\x00", "mp3", "audio/mpeg"),
        (b"\xff\xfb\x90\x64", "mp3", "audio/mpeg"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "wav", "audio/wav"),
        (b"\xff\xf1\x50\x80", "aac", "audio/aac"),
    ],
)
def test_a_recording_is_known_by_its_first_bytes(data: bytes, kind: str, media_type: str) -> None:
    assert recognise_voice(data) == voice.Voice(kind, media_type)


@pytest.mark.parametrize(
    "data",
    [
        b"<script>", b"MZ\x90\x00", b"\xff\xd8\xff\xe0", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00",
        b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00",
        b"RIFF\x24\x00\x00\x00WEBPVP8 ", b"RIFF\x24\x00\x00\x00AVI LIST",
        b"\x1aE\xdf\xa3\x42\x82\x88matroska", b"OggS", b"ID3", b"\xff\xff\xff\xff", b"PK\x03\x04",
    ],
)  # fmt: skip
def test_what_is_no_recording_is_refused(data: bytes) -> None:
    with pytest.raises(NotAVoice) as refused:
        recognise_voice(data)
    assert refused.value.data == {"found": "other"}


def test_an_empty_and_a_huge_recording_are_refused() -> None:
    with pytest.raises(NotAVoice) as empty:
        recognise_voice(b"")
    assert empty.value.data == {"found": "empty"}
    with pytest.raises(VoiceTooBig):
        recognise_voice(b"#!AMR\n" + b"\x00" * voice.LARGEST_FILE)


# ------------------------------------------------------------------------------------------- sentences

REFUSALS = [
    *(
        sheets.NotASheet(found=found)
        for found in ("empty", "text", "old_xls", "encrypted", "other_zip", "damaged", "other")
    ),
    sheets.FileTooBig(size=11_000_000, limit=sheets.LARGEST_FILE, unpacked=False),
    sheets.FileTooBig(size=1, limit=2, unpacked=True),
    sheets.TooManyRows(limit=20_000),
    sheets.NoRows(sheet="ก"),
    sheets.NoSuchSheet(sheet="ก", sheets=("ข", "ค")),
    *(NotAPhoto(found=found) for found in ("empty", "other", "damaged")),
    PhotoTooBig(size=21_000_001, limit=photos.LARGEST_FILE),
    PhotoTooManyPixels(width=1, height=2, limit=3),
    *(NotAVoice(found=found) for found in ("empty", "other")),
    VoiceTooBig(size=11_000_000, limit=voice.LARGEST_FILE),
]


@pytest.mark.parametrize("refusal", REFUSALS, ids=repr)
def test_every_refusal_speaks_thai_and_english(refusal: sheets.UnreadableSheet) -> None:
    with translation.override("th"):
        thai = sentence_for(refusal)
    with translation.override("en"):
        english = sentence_for(refusal)
    assert any("ก" <= sign <= "๛" for sign in thai)
    assert thai != english
    assert "%(" not in thai
    assert english.isprintable()
