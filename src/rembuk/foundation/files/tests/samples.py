"""Real files made in the test: photos with and without claims, bombs, things that pretend to be photos."""

import io
import struct
import zlib
from typing import Any

from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def photo(
    width: int = 800, height: int = 600, kind: str = "JPEG", *, taken: str = "", place: bool = False, turned: int = 0
) -> bytes:
    """A photo, red on the left and blue on the right."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    exif = Image.Exif()
    if taken:
        exif.get_ifd(0x8769)[0x9003] = taken
        exif[0x010F] = "Kamera Rahasia"
    if place:
        # 6° 14' 24" S, 106° 59' 33" E
        exif.get_ifd(0x8825).update({1: "S", 2: (6.0, 14.0, 24.0), 3: "E", 4: (106.0, 59.0, 33.0)})
    if turned:
        exif[0x0112] = turned
    out = io.BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


def opened(content: bytes) -> Any:
    """What a reader sees."""
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def bomb(width: int = 20_000, height: int = 20_000) -> bytes:
    """A PNG of 400 megapixels in half a megabyte: a gigabyte once decoded."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    packer = zlib.compressobj(9)
    row = b"\0" * (width // 8 + 1)
    rows = b"".join(packer.compress(row * 100) for _ in range(height // 100)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
SCRIPT = b"<script>fetch('//evil.example')</script>"


def polyglot() -> bytes:
    """A photo that is a page as well: the script stands in a comment and after the end."""
    content = photo()
    comment = b"\xff\xfe" + struct.pack(">H", len(SCRIPT) + 2) + SCRIPT
    return content[:2] + comment + content[2:] + SCRIPT


def pretenders() -> dict[str, bytes]:
    """What is not a photo, whatever its name says."""
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "TIFF")
    bmp = io.BytesIO()
    Image.new("RGB", (9, 9)).save(bmp, "BMP")
    return {
        "svg": SVG,
        "html": b"<html>" + SCRIPT,
        "pdf": PDF,
        "empty": b"",
        "cut off": photo()[:400],
        "noise": bytes(range(256)) * 40,
        "tiff": out.getvalue(),
        "bmp": bmp.getvalue(),
        "gif": b"GIF89a" + b"\1\0\1\0\0\0\0;",
        "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nquit\n",
        "png head, nothing behind": b"\x89PNG\r\n\x1a\n" + b"\0" * 30,
    }
