"""Bytes on disk by their SHA-256, under MEDIA_ROOT/aa/bb. A file is there whole, or not at all."""

import contextlib
import errno
import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused


def put(content: bytes) -> str:
    """Stores bytes and returns their SHA-256; the same bytes are stored once."""
    sha = hashlib.sha256(content).hexdigest()
    place = path(sha)
    try:
        if place.exists():
            os.utime(place)
        else:
            _write(place, content)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            message = "Tempat penyimpanan penuh; berkas belum tersimpan. Coba lagi nanti, atau beri tahu petugas."
            raise Refused("disk_full", message) from error
        raise
    return sha


def _write(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, half = tempfile.mkstemp(dir=place.parent, prefix=".half-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(half).replace(place)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(half).unlink()
        raise
    _sync_folder(place.parent)


def _sync_folder(folder: Path) -> None:
    """Without this a power loss could forget the name of a file that a committed row points to."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def path(sha: str) -> Path:
    """Where bytes lie; only a SHA-256 is a name, so no name from outside ever reaches the disk."""
    if len(sha) != 64 or set(sha) - set("0123456789abcdef"):
        raise ValueError("not a SHA-256")
    return Path(settings.MEDIA_ROOT) / sha[:2] / sha[2:4] / sha


def read(sha: str) -> bytes:
    """The bytes."""
    return path(sha).read_bytes()


def old(part: int, seconds: int) -> list[Path]:
    """Everything in one of the 256 folders that nobody has stored, again or half, for so long."""
    folder = Path(settings.MEDIA_ROOT) / f"{part % 256:02x}"
    before = clock.machine_now().timestamp() - seconds
    return [found for found in sorted(folder.glob("*/*")) if found.is_file() and found.stat().st_mtime < before]


def drop(sha: str) -> None:
    """Removes bytes that no row needs any more."""
    with contextlib.suppress(FileNotFoundError):
        path(sha).unlink()
