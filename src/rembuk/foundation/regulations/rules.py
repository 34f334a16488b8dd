"""Who may edit, what a value may be, and how a limit is added to a moment. Writes nothing."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused

GROUPS = {
    "reports": "Laporan warga", "decisions": "Keputusan dan tindak lanjut", "meetings": "Rapat",
    "institutions": "Lembaga dan masa bakti", "notices": "Pemberitahuan", "files": "Berkas dan foto",
    "figures": "Angka wilayah",
    "accounts": "Masuk dan perangkat",
}  # fmt: skip
LAST_SECOND = time(23, 59, 59)
LARGEST = {
    "hari_kerja": 1000, "hari_kalender": 3660, "menit": 527_040, "tahun": 50, "orang": 100_000, "kali": 100,
    "persen": 100, "meter": 100_000, "pukul": 23, "rupiah": 10**15,
}  # fmt: skip
TIMES = ("hari_kerja", "hari_kalender", "menit", "tahun")


def may_edit(actor: Actor) -> bool:
    """Whether the actor keeps the city's figures."""
    return bool(actor.scope("regulations.edit") or actor.scope("system"))


def group(key: str) -> str:
    """The heading under which a key stands."""
    head = key.partition(".")[0]
    return GROUPS.get(head, head.capitalize())


def clean(value: str, unit: str) -> str:
    """The value as it is kept, or Refused("no_value"): whole numbers without dots, ya or tidak, or some text."""
    value = value.strip()
    if unit == "teks":
        return _need(value, bool(value), "Tulis isinya.")
    if unit == "ya_tidak":
        return _need(value.lower(), value.lower() in ("ya", "tidak"), "Tulis ya atau tidak.")
    figure = value.removeprefix("Rp").strip().replace(".", "")
    right = figure.isdecimal() and int(figure) <= LARGEST[unit]
    return _need(figure.lstrip("0") or "0", right, f"Tulis angka bulat dari 0 sampai {LARGEST[unit]}.")


def _need(value: str, right: bool, message: str) -> str:
    if not right:
        raise Refused("no_value", message, "value")
    return value


def due(start: datetime, value: str, unit: str, working: Callable[[date, int], date]) -> datetime:
    """`start` plus the value in its unit. The day of `start` in the city's zone is day 0; days end at 23.59.59 there.

    Raises Refused("no_time_unit") for what is not a length of time.
    """
    amount, day = int(value) if unit in TIMES else 0, clock.local(start).date()
    if unit == "menit":
        return start + timedelta(minutes=amount)
    if unit == "hari_kerja":
        return end_of(working(day, amount))
    if unit == "hari_kalender":
        return end_of(day + timedelta(days=amount))
    if unit == "tahun":
        return end_of(_years_later(day, amount))
    raise Refused("no_time_unit", "Aturan ini bukan lama waktu.")


def end_of(day: date) -> datetime:
    """The last second of a day in the city's zone."""
    return datetime.combine(day, LAST_SECOND, tzinfo=clock.zone())


def _years_later(day: date, years: int) -> date:
    leap = day.month == 2 and day.day == 29
    return date(day.year + years, day.month, 28 if leap else day.day)


def moved(old: datetime, new: datetime, now: datetime) -> datetime:
    """The due of an open item after the calendar changed: what has passed stays, and nothing is late by surprise."""
    if old <= now:
        return old
    return max(new, min(old, end_of(clock.local(now).date())))
