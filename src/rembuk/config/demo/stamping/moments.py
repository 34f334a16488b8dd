"""The moments of a history, taken apart once and written for every copy: cheaper by their parts than as datetimes."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple

from rembuk.foundation.kernel import clock

MICROSECOND = timedelta(microseconds=1)
SECOND, DAY = 1_000_000, 86_400_000_000


class Instant(NamedTuple):
    """A moment: its number among those of a plate, its day, the microseconds of that day, whether it ends one."""

    number: int
    day: int
    passed: int
    ends: bool


def instant(number: int, moment: datetime) -> Instant:
    """A moment, taken apart."""
    at = moment.astimezone(UTC)
    passed = at - datetime.combine(at, time.min, UTC)
    return Instant(number, at.toordinal(), passed // MICROSECOND, ends_day(moment))


def ends_day(moment: datetime) -> bool:
    """Whether a due stands at the end of a day of the city: a copy's does too."""
    local = clock.local(moment)
    return (local.hour, local.minute, local.second) == (23, 59, 59)


def moved(instants: Iterable[Instant], days: int, later: int) -> list[str]:
    """So many days and microseconds later, as the journal writes them; the end of a day by whole days."""
    made = []
    for _, day, passed, ends in instants:
        over, left = divmod(passed if ends else passed + later, DAY)
        second, rest = divmod(left, SECOND)
        made.append(f"{_date(day + days + over)}T{_time(second)}.{rest:06d}Z")
    return made


@cache
def _date(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


@cache
def _time(second: int) -> str:
    return f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}"
