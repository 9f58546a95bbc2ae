"""Photos as they may be kept: looked at, turned upright, stripped of where and when, small."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from ruammue.foundation.refusals import Refusal

LARGEST_FILE = 20 * 1024 * 1024
MOST_PIXELS = 64_000_000
MOST_PIXELS_WHOLE = 16_000_000
"""Of a kind that is unpacked whole: a page scanned at 300 dpi has half of it, a screenshot a quarter."""
LONGEST_SIDE = 1600
LARGEST_KEPT = 400 * 1024
THUMBNAIL_SIDE = 480
# MPO (two pictures in one JPEG) is opened by the JPEG reader; it has no name of its own here.
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1", b"heif", b"avif"}


class UnusablePhoto(Refusal):
    """Base of every reason why a photo is not taken."""


class PhotoTooBig(UnusablePhoto):
    """Data: `size` and `limit` in bytes."""


class PhotoTooManyPixels(UnusablePhoto):
    """A picture that unpacks to more than a phone's camera makes. Data: `width`, `height`, `limit`."""


class PhotoIsHeic(UnusablePhoto):
    """The iPhone's own format. The edge says how to switch the camera to "most compatible" or to send a JPEG."""


class NotAPhoto(UnusablePhoto):
    """Data: `found`: "empty", "other" or "damaged"."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A JPEG of at most 1600 px and 400 kB, and its thumbnail of at most 480 px. No metadata in either."""

    jpeg: bytes
    width: int
    height: int
    thumbnail: bytes
    media_type: str = "image/jpeg"


def prepare_photo(data: bytes) -> Photo:
    """Verify, turn upright, re-encode and shrink a photo; position, time and device are gone with the metadata.

    Takes JPEG, PNG, WebP, GIF (first picture) and BMP. Raises a kind of UnusablePhoto.
    """
    if not data:
        raise NotAPhoto(found="empty")
    if len(data) > LARGEST_FILE:
        raise PhotoTooBig(size=len(data), limit=LARGEST_FILE)
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        raise PhotoIsHeic()
    picture = _decoded(data)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    small = picture.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    jpeg, kept = _within(picture, LARGEST_KEPT)
    return Photo(jpeg, kept.width, kept.height, _jpeg(small, 75))


def _decoded(data: bytes) -> Image.Image:
    """The picture as upright RGB, transparency on white. The size is judged before a pixel is unpacked."""
    try:
        with warnings.catch_warnings():
            # Our own limit stands below; Pillow's warning must not become an error elsewhere.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(data), formats=_FORMATS)
            # A JPEG can be unpacked at a fraction of its size, which spares a small server. Others cannot: a few
            # hundred kilobytes of them would fill its memory.
            most = MOST_PIXELS if opened.format in ("JPEG", "MPO") else MOST_PIXELS_WHOLE
            if opened.width * opened.height > most or 0 in opened.size:
                raise PhotoTooManyPixels(width=opened.width, height=opened.height, limit=most)
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            opened.load()
        upright = ImageOps.exif_transpose(_smaller(opened))
        if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
            layered = upright.convert("RGBA")
            white = Image.new("RGBA", layered.size, "white")
            return Image.alpha_composite(white, layered).convert("RGB")
        return upright.convert("RGB")
    except UnidentifiedImageError:
        raise NotAPhoto(found="other") from None
    except Image.DecompressionBombError:
        raise PhotoTooManyPixels(width=0, height=0, limit=MOST_PIXELS) from None
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, KeyError, ZeroDivisionError):
        raise NotAPhoto(found="damaged") from None


def _smaller(opened: Image.Image) -> Image.Image:
    """Shrunk before anything else, because every later step works on a copy. The picture's notes stay with it."""
    if opened.mode == "P":
        opened = opened.convert("RGBA" if "transparency" in opened.info else "RGB")
    if opened.mode in ("RGB", "RGBA", "L"):
        opened.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    return opened


def _within(picture: Image.Image, limit: int) -> tuple[bytes, Image.Image]:
    """The best JPEG under `limit` bytes: first less quality, then fewer pixels."""
    while True:
        for quality in (82, 74, 66, 58, 50):
            jpeg = _jpeg(picture, quality)
            if len(jpeg) <= limit:
                return jpeg, picture
        picture = picture.resize((max(1, picture.width * 4 // 5), max(1, picture.height * 4 // 5)))


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    # A fresh image carries no metadata that an encoder might write back.
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    file = io.BytesIO()
    clean.save(file, "JPEG", quality=quality, optimize=True, progressive=True)
    return file.getvalue()
