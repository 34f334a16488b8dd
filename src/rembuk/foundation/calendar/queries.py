"""What others ask of the calendar. It is the same for everyone, so it asks for no actor."""

from datetime import date
from uuid import UUID

from rembuk.foundation.calendar.models import Day, Decree, Stamp
from rembuk.foundation.calendar.rules import Calendar, Due
from rembuk.foundation.kernel.fresh import Fresh
from rembuk.foundation.kernel.prepared import Prepared

_stamp = Prepared(lambda: Stamp.objects.values_list("value"))


def stamp() -> UUID | None:
    """Differs after every change of the calendar: whoever keeps open dues moves them when it does."""
    return next((row.value for row in _stamp()), None)


def _load() -> Calendar:
    works = {day: kind == "working" for day, kind in Day.objects.values_list("date", "kind")}
    return Calendar(works, Decree.objects.values_list("year", flat=True))


calendar = Fresh(stamp, _load)


def add_working_days(start: date, days: int) -> Due:
    """The `days`-th working day after day 0; see `rules` for a start on a day off."""
    return calendar().add(start, days)


def undecided(first: date, last: date) -> bool:
    """Whether a year between two days has no decree yet."""
    return calendar().undecided(first, last)


def is_working(day: date) -> bool:
    """Whether the offices work on that day."""
    return calendar().is_working(day)


def working_in(year: int, month: int = 0) -> int:
    """How many days the offices work in a year, or in one of its months."""
    first = date(year, month or 1, 1)
    end = date(year + 1, 1, 1) if month in (0, 12) else date(year, month + 1, 1)
    return calendar().within(first, end)


def days(year: int) -> list[Day]:
    """The days of a year that differ from their weekday, in order."""
    return list(Day.objects.filter(date__year=year).order_by("date"))


def day(on: date) -> Day | None:
    """The row of a date, if it differs from its weekday."""
    return Day.objects.filter(date=on).first()


def decree(year: int) -> Decree | None:
    """The decree of a year; without one, dues that reach into it are provisional."""
    return Decree.objects.filter(year=year).first()


def years() -> list[int]:
    """The years that have rows, or a decree, latest first."""
    filled = {found.year for found in Day.objects.dates("date", "year")}
    return sorted(filled | set(Decree.objects.values_list("year", flat=True)), reverse=True)
