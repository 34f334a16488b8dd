"""Indonesian dates and numbers, in figures and in words."""

from datetime import date, datetime

from rembuk.foundation.kernel import clock

DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
_UNITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
_GROUPS = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"))


def number(value: int) -> str:
    """`12345` as `12.345`."""
    return f"{value:,}".replace(",", ".")


def words(value: int) -> str:
    """A whole number spelled out: `2026` as `dua ribu dua puluh enam`."""
    if value < 0:
        return f"minus {words(-value)}"
    if value < 12:
        return _UNITS[value]
    if value < 20:
        return f"{_UNITS[value - 10]} belas"
    if value < 100:
        return _joined(f"{_UNITS[value // 10]} puluh", value % 10)
    if value < 200:
        return _joined("seratus", value - 100)
    if value < 1000:
        return _joined(f"{_UNITS[value // 100]} ratus", value % 100)
    if value < 2000:
        return _joined("seribu", value - 1000)
    if value < 10**6:
        return _joined(f"{words(value // 1000)} ribu", value % 1000)
    size, name = next(group for group in _GROUPS if value >= group[0])
    return _joined(f"{words(value // size)} {name}", value % size)


def _joined(head: str, rest: int) -> str:
    return f"{head} {words(rest)}" if rest else head


def day(value: date | datetime) -> str:
    """`30 Januari 2026`, in the city's zone."""
    value = _date(value)
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def short_day(value: date | datetime) -> str:
    """`30 Jan 2026`."""
    value = _date(value)
    return f"{value.day} {MONTHS[value.month - 1][:3]} {value.year}"


def month(value: date) -> str:
    """`Januari 2026`."""
    return f"{MONTHS[value.month - 1]} {value.year}"


def weekday(value: date | datetime) -> str:
    """`Jumat, 30 Januari 2026`."""
    value = _date(value)
    return f"{DAYS[value.weekday()]}, {day(value)}"


def hour(value: datetime) -> str:
    """`19.30`, in the city's zone."""
    at = clock.local(value)
    return f"{at.hour:02}.{at.minute:02}"


def moment(value: datetime) -> str:
    """`30 Jan 2026 19.30`."""
    at = clock.local(value)
    return f"{at.day} {MONTHS[at.month - 1][:3]} {at.year} {at.hour:02}.{at.minute:02}"


def day_in_words(value: date | datetime) -> str:
    """`Jumat, tanggal tiga puluh, bulan Januari, tahun dua ribu dua puluh enam`, as a berita acara has it."""
    value = _date(value)
    return (
        f"{DAYS[value.weekday()]}, tanggal {words(value.day)}, bulan {MONTHS[value.month - 1]}, "
        f"tahun {words(value.year)}"
    )


def _date(value: date | datetime) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value
