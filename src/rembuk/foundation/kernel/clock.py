"""The only clock. Instants are UTC; dates are the city's, in the zone that the row of the city served says.

A served demo lives on from its last played day: REMBUK_HOME/clock holds the offset in seconds between the machine's
time and the city's. Sessions, TOTP and rate limits use `machine_now`.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from rembuk.foundation.kernel import seams

_standing: datetime | None = None

DEFAULT_ZONE = "WIB"
# Nothing that somebody saw or photographed for us is older.
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
ZONES = {"WIB": ZoneInfo("Asia/Jakarta"), "WITA": ZoneInfo("Asia/Makassar"), "WIT": ZoneInfo("Asia/Jayapura")}


def home() -> Path:
    """The folder under which everything is written (REMBUK_HOME, default `var/`)."""
    return Path(os.environ.get("REMBUK_HOME", "var"))


@cache
def offset() -> timedelta:
    """City time minus machine time; zero unless REMBUK_HOME/clock says otherwise."""
    try:
        return timedelta(seconds=float((home() / "clock").read_text()))
    except (FileNotFoundError, NotADirectoryError):
        return timedelta(0)


def set_offset(value: timedelta) -> None:
    """Stores the offset of a served demo."""
    home().mkdir(parents=True, exist_ok=True)
    (home() / "clock").write_text(f"{value.total_seconds():.0f}")
    offset.cache_clear()


def machine_now() -> datetime:
    """The machine's instant, UTC."""
    return datetime.now(UTC)


def now() -> datetime:
    """The city's instant, UTC."""
    return _standing if _standing is not None else machine_now() + offset()


def zone() -> ZoneInfo:
    """The zone of the city served; WIB before one is."""
    for asked in seams.ZONE:
        return ZONES[asked() or DEFAULT_ZONE]
    return ZONES[DEFAULT_ZONE]


def local(instant: datetime) -> datetime:
    """An instant in the city's zone."""
    return instant.astimezone(zone())


def claimed(said: str | datetime) -> datetime | None:
    """The instant that a phone or camera claims, without an offset in the city's zone; None where it is nonsense."""
    try:
        found = datetime.fromisoformat(said) if isinstance(said, str) else said
        found = (found if found.tzinfo else found.replace(tzinfo=zone())).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return found if found >= EARLIEST else None


def today() -> date:
    """The city's date."""
    return local(now()).date()


@contextmanager
def standing(at: datetime) -> Iterator[None]:
    """The clock stands at an instant while a day is played or a test runs."""
    global _standing
    before, _standing = _standing, at
    try:
        yield
    finally:
        _standing = before
