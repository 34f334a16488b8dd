"""What a program asks for in an address: dates, kinds, states, numbers, and how many at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from rembuk.coordination.reports import queries as reports
from rembuk.foundation.kernel import clock
from rembuk.front.api.answers import Problem

LONGEST = timedelta(days=90)
# In one answer; the first of all pages that are counted by number; by codes.
SIZE, MOST, FIRST, CODES = 100, 500, 1000, 50
STATES = {"open": reports.OPEN_TO_ALL, "closed": reports.CLOSED_TO_ALL}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which reports, and which part of them."""

    since: datetime | None
    until: datetime | None
    keys: tuple[str, ...] = ()
    states: frozenset[str] = frozenset()
    codes: tuple[str, ...] = ()
    size: int = SIZE
    page: int = 1


def asked(given: Mapping[str, str], most: int = MOST) -> Asked:
    """Codes override everything else, as GeoReport says; at `most` rows at once."""
    if given.get("service_request_id"):
        return Asked(None, None, codes=_codes(given["service_request_id"]), size=CODES)
    since, until = window(given.get("start_date", ""), given.get("end_date", ""))
    size, page = _number(given, "page_size", min(SIZE, most), most), _number(given, "page", 1, FIRST)
    if page > 1 and page * size > FIRST:
        raise Problem(400, f"page hanya sampai {FIRST} baris; teruskan dengan alamat di kepala Link, atau end_date.")
    return Asked(since, until, keys=_words(given.get("service_code", "")), states=_states(given.get("status", "")),
                 size=size, page=page)  # fmt: skip


def _codes(listed: str) -> tuple[str, ...]:
    """Numbers of reports, with commas between."""
    found = tuple(code.upper() for code in _words(listed))
    if not found or len(found) > CODES:
        raise Problem(400, f"service_request_id: satu sampai {CODES} kode, dipisah koma.")
    return found


def window(start: str, end: str) -> tuple[datetime, datetime]:
    """The newest 90 days, or those from or to a date; never more at once."""
    since, until = _moment("start_date", start), _moment("end_date", end)
    if since and until and until < since:
        raise Problem(400, "end_date lebih dulu daripada start_date.")
    if since and until and until - since > LONGEST:
        raise Problem(400, "Paling lama 90 hari sekali tanya. Bagi menjadi beberapa pertanyaan.")
    try:
        until = until or (since + LONGEST if since else clock.now())
        # By which every database counts.
        return (since or until - LONGEST).astimezone(UTC), until.astimezone(UTC)
    except OverflowError:
        raise Problem(400, "Tanggal itu di luar kalender.") from None


def _moment(name: str, said: str) -> datetime | None:
    """ISO 8601; without an offset by the city's time. A plus that an address turned into a space is put back."""
    if not said:
        return None
    try:
        found = datetime.fromisoformat(said.strip().replace(" ", "+") if "T" in said else said.strip())
        return (found if found.tzinfo else found.replace(tzinfo=clock.zone())).astimezone(clock.zone())
    except (ValueError, OverflowError):
        raise Problem(400, f"{name}: tulis seperti 2026-01-20T09:00:00+07:00.") from None


def _states(said: str) -> frozenset[str]:
    wanted = set(_words(said))
    if not wanted <= set(STATES):
        raise Problem(400, "status: open, closed, atau keduanya dipisah koma.")
    return frozenset() if len(wanted) != 1 else STATES[wanted.pop()]


def _number(given: Mapping[str, str], name: str, usual: int, most: int) -> int:
    said = given.get(name, "")
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 6 else 0 if said else usual
    if not 1 <= number <= most:
        raise Problem(400, f"{name}: angka 1 sampai {most}.")
    return number


def _words(listed: str) -> tuple[str, ...]:
    return tuple(word for part in listed.split(",") if (word := part.strip()))
