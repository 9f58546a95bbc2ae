"""Small files as phones make them."""

from __future__ import annotations

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

VOICES = {
    "m4a": (b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00" + b"\x00" * 40, "audio/mp4"),
    "amr": (b"#!AMR\n" + b"\x0c" * 40, "audio/amr"),
    "3gp": (b"\x00\x00\x00\x18ftyp3gp4\x00\x00\x00\x00" + b"\x00" * 40, "audio/3gpp"),
    "ogg": (b"OggS\x00\x02" + b"\x00" * 40, "audio/ogg"),
    "webm": (b"\x1aE\xdf\xa3\x01\x00\x00\x00\x00\x00\x00\x1fB\x86\x81\x01B\x82\x84webm" + b"\x00" * 40, "audio/webm"),
}
HEIC = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 100


def jpeg(colour: str = "blue", *, with_position: bool = False) -> bytes:
    """A photo; with the place where it was taken when asked."""
    file = io.BytesIO()
    exif = Image.Exif()
    if with_position:
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (17.0, 30.0, 25.0)
        exif[0x010F] = "Phone of Somchai"
    Image.new("RGB", (640, 480), colour).save(file, "JPEG", exif=exif)
    return file.getvalue()


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    """A file on its way in."""
    return SimpleUploadedFile(name, data)
