"""Believable hours: residents write morning and evening, offices on working days, neighbours after prayer."""

from datetime import UTC, date, datetime, time, timedelta

from rembuk.config.demo.dice import below, between, choose
from rembuk.foundation.calendar import queries as calendar
from rembuk.foundation.kernel import clock

# How many of a hundred reports come in each hour of the day.
_WRITING = (
    (6,) * 8
    + (7,) * 10
    + (8,) * 8
    + (9, 10, 11, 12, 13, 15) * 3
    + (16,) * 8
    + (17,) * 8
    + (18, 19) * 9
    + (20,) * 8
    + (21, 22) * 3
)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment by the city's wall clock."""
    return datetime.combine(day, time(hour, minute), clock.zone()).astimezone(UTC)


def writing(day: date) -> datetime:
    """When somebody sends a report on a day."""
    return at(day, choose(_WRITING), below(60)) + timedelta(seconds=below(60))


def office(after: datetime, days: int = 0) -> datetime:
    """In working hours, `days` working days on from `after`, and later than it."""
    day = clock.local(after).date()
    while days or not calendar.is_working(day) or at(day, 15, 30) <= after:
        day += timedelta(days=1)
        if days and calendar.is_working(day):
            days -= 1
    start = max(at(day, 8), after + timedelta(minutes=3))
    return start + (at(day, 15, 50) - start) * (below(1000) / 1000)


def evening(after: datetime, days: int = 0) -> datetime:
    """When neighbours have time: after work, or on a weekend morning; `days` days on, and later than `after`."""
    day = clock.local(after).date() + timedelta(days=days)
    while True:
        hours = (7, 11) if day.weekday() >= 5 and below(2) else (17, 21)
        start = max(at(day, hours[0]), after + timedelta(minutes=3))
        if start < at(day, hours[1]):
            return start + (at(day, hours[1]) - start) * (below(1000) / 1000)
        day += timedelta(days=1)


def sooner(after: datetime, low: int, high: int) -> datetime:
    """Between `low` and `high` hours later, but not at night."""
    then = after + timedelta(minutes=between(low * 60, high * 60))
    local = clock.local(then)
    if 6 <= local.hour < 22:
        return then
    day = local.date() + timedelta(days=1 if local.hour >= 22 else 0)
    return at(day, between(6, 8), below(60))
