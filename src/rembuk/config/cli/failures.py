"""What went wrong, as one line that says what to do; the traceback only where REMBUK_TRACE=1 asks for it."""

import errno
import os
import sqlite3
import sys
from collections.abc import Callable

from rembuk.foundation.kernel.errors import Refused


def exit_code(run: Callable[[], int]) -> int:
    """Runs a command; an error becomes one line on stderr."""
    try:
        return run()
    except KeyboardInterrupt:
        print("\nDihentikan.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader (`| head`) has gone; Python would complain once more while closing stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if os.environ.get("REMBUK_TRACE"):
            raise
        print(f"rembuk: {sentence(error)}", file=sys.stderr)
        return 1


def sentence(error: BaseException) -> str:
    """One line for a person."""
    if isinstance(error, Refused):
        return error.message
    if disk_full(error):
        return "cakram penuh: tidak ada ruang tersisa untuk menulis. Kosongkan ruang, lalu jalankan lagi (disk full)"
    first = (str(error).strip() or type(error).__name__).splitlines()[0]
    if type(error).__module__.startswith(("django.db", "psycopg", "sqlite3")):
        return database_sentence(first)
    if isinstance(error, OSError) and error.filename:
        return f"{error.strerror}: {error.filename}"
    return f"{first} ({type(error).__name__}; REMBUK_TRACE=1 menunjukkan letaknya)"


def database_sentence(first: str) -> str:
    """What to do about the database."""
    if "no such table" in first or "does not exist" in first:
        return f"basis data belum disiapkan, jalankan: rembuk migrate ({first})"
    if "unable to open" in first or "connect" in first:
        return f"basis data tidak dapat dibuka, periksa DATABASE_URL ({first})"
    if "malformed" in first or "not a database" in first:
        return f"berkas basis data rusak, pulihkan dari cadangan: rembuk restore ({first})"
    return f"basis data: {first}"


def disk_full(error: BaseException | None) -> bool:
    """Whether the error, or one that led to it, means that there is no room left."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            return True
        if isinstance(error, sqlite3.Error) and "disk is full" in str(error):
            return True
        if type(error).__name__ == "DiskFull":
            return True
        error = error.__cause__ or error.__context__
    return False
