"""Photos: decided by decoding, bounded before decoding, drawn anew so that nothing of the sent file is served."""

import io
from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from rembuk.foundation.files import fingerprints
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

MAX_BYTES = 15_000_000
MAX_PIXELS = 50_000_000
MAX_SIDE = 1600
THUMBNAIL_SIDE = 320
BLURRED_SIDE = 20
# Each format that we know, and by what its end is known; a WebP cut off is not even opened.
ENDS = {"JPEG": b"\xff\xd9", "PNG": b"IEND", "WEBP": b""}
FORMATS = tuple(ENDS)
# A photo is drawn as JPEG, which takes a thirtieth of the time while somebody waits; small pictures as WebP.
MEDIA_TYPE, SMALL_TYPE = "image/jpeg", "image/webp"
INK = (22, 38, 46)
NOT_A_PHOTO = "Berkas ini bukan foto yang bisa dibaca. Kirim foto JPEG, PNG, atau WebP."
TOO_MANY_PIXELS = "Foto terlalu besar ukurannya. Potret lagi dengan ukuran biasa."

Box = Sequence[int]


@dataclass(frozen=True, slots=True)
class Claims:
    """What a photo's EXIF says of when and where it was taken."""

    taken_at: datetime | None = None
    lat: float | None = None
    lng: float | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo drawn anew."""

    content: bytes
    width: int
    height: int


def look_over(content: bytes) -> Claims:
    """Reads the head of what somebody sent, and whether its end is there; nothing is decoded.

    Raises Refused("too_large"), ("too_many_pixels") or ("not_a_photo").
    """
    if len(content) > MAX_BYTES:
        most = f"{MAX_BYTES // 1_000_000} MB"
        raise Refused("too_large", f"Foto lebih dari {most}. Pilih foto yang lebih kecil.", "photos")
    with _headed(content) as image:
        # Where its points begin: a small picture inside its head ends before.
        parts: Any = getattr(image, "tile", ())
        if content.rfind(ENDS.get(str(image.format), b""), parts[0].offset if parts else 0) < 0:
            raise Refused("not_a_photo", NOT_A_PHOTO, "photos")
        exif = image.getexif()
        lat, lng = _place(exif) or (None, None)
        return Claims(_moment(exif), lat, lng)


def draw(content: bytes) -> Picture:
    """What is kept of a photo. Raises Refused("too_many_pixels") or ("not_a_photo")."""
    with _opened(content) as image:
        drawn = _upright(image)
        drawn.thumbnail((MAX_SIDE, MAX_SIDE))
        return Picture(_encoded(drawn), drawn.width, drawn.height)


def masked(base: bytes, boxes: Sequence[Box]) -> bytes:
    """The picture with boxes (thousandths) painted over, not blurred: what is painted over cannot be brought back."""
    from PIL import ImageDraw

    with _opened(base) as image:
        drawn = image.convert("RGB")
    pen = ImageDraw.Draw(drawn)
    for left, top, width, height in boxes:
        corner = (left * drawn.width / 1000, top * drawn.height / 1000)
        other = ((left + width) * drawn.width / 1000, (top + height) * drawn.height / 1000)
        pen.rectangle((*corner, *other), fill=INK)
    return _encoded(drawn)


def blurred(served: bytes) -> bytes:
    """The picture as twenty points across: it says that there is a photo, and not whose home it shows."""
    from PIL.Image import Resampling

    with _opened(served) as image:
        drawn = image.convert("RGB")
    size = drawn.size
    drawn.thumbnail((BLURRED_SIDE, BLURRED_SIDE))
    scale = min(1.0, 640 / max(size))
    return _encoded(drawn.resize((max(1, int(size[0] * scale)), max(1, int(size[1] * scale))), Resampling.BICUBIC))


def thumbnail(content: bytes) -> bytes:
    """The picture at list size."""
    with _opened(content) as image:
        drawn = image.convert("RGB")
    drawn.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return _encoded(drawn, "WEBP", quality=70, method=4)


def looks(content: bytes) -> int | None:
    """The fingerprint of the picture, None where there is nothing to see."""
    with _opened(content) as image:
        return fingerprints.fingerprint(image)


@contextmanager
def _opened(content: bytes) -> "Iterator[Image]":
    """The decoded picture. The header is believed for nothing but the size, and that before anything is decoded."""
    with _headed(content) as image:
        image.draft("RGB", (MAX_SIDE * 2, MAX_SIDE * 2))
        image.load()
        yield image


@contextmanager
def _headed(content: bytes) -> "Iterator[Image]":
    """The picture as its header tells it, of a size that may be decoded."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise Refused("too_many_pixels", TOO_MANY_PIXELS, "photos")
            yield image
    except Refused:
        raise
    except Image.DecompressionBombError as error:
        raise Refused("too_many_pixels", TOO_MANY_PIXELS, "photos") from error
    # Pillow's decoders raise many kinds of error on broken or hostile files; each means the same to the sender.
    except Exception as error:
        raise Refused("not_a_photo", NOT_A_PHOTO, "photos") from error


def _upright(image: "Image") -> "Image":
    from PIL import ImageOps

    turned = ImageOps.exif_transpose(image)
    if turned.mode in {"RGBA", "LA", "P", "PA"}:
        from PIL import Image

        clear = turned.convert("RGBA")
        ground = Image.new("RGB", clear.size, "white")
        ground.paste(clear, mask=clear.getchannel("A"))
        return ground
    return turned.convert("RGB")


def media_type(content: bytes) -> str:
    """What a kept picture is, by its first bytes: those from before are all WebP."""
    return SMALL_TYPE if content.startswith(b"RIFF") else MEDIA_TYPE


def _encoded(image: "Image", kind: str = "JPEG", quality: int = 80, **more: int) -> bytes:
    out = io.BytesIO()
    # A bare RGB image carries no EXIF, no profile, no text; what was read of them (a JPEG's comment) is forgotten.
    image.info = {}
    image.save(out, kind, quality=quality, exif=b"", icc_profile=b"", xmp=b"", **more)
    return out.getvalue()


def _moment(exif: Any) -> datetime | None:
    """When the camera says it was taken; without an offset in the city's zone."""
    inner = exif.get_ifd(0x8769)
    raw, offset = str(inner.get(0x9003) or exif.get(0x0132) or ""), str(inner.get(0x9011) or "")
    try:
        naive = datetime.strptime(raw.strip("\0 "), "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - the zone follows
    except ValueError:
        return None
    return clock.claimed(naive.replace(tzinfo=_zone(offset)))


def _zone(offset: str) -> timezone | None:
    try:
        sign = -1 if offset[0] == "-" else 1
        return timezone(sign * timedelta(hours=int(offset[1:3]), minutes=int(offset[4:6])))
    except (IndexError, ValueError):
        return None


def _place(exif: Any) -> tuple[float, float] | None:
    gps = exif.get_ifd(0x8825)
    try:
        lat, lng = _degrees(gps[2]), _degrees(gps[4])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    lat, lng = lat * (-1 if gps.get(1) == "S" else 1), lng * (-1 if gps.get(3) == "W" else 1)
    return (lat, lng) if -90 <= lat <= 90 and -180 <= lng <= 180 and (lat, lng) != (0, 0) else None


def _degrees(parts: Sequence[Any]) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600
