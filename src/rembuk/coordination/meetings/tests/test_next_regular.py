"""When a body meets next is exact for every weekday, week and hour, in the city's zone."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.coordination.meetings import actions, queries, rules
from rembuk.foundation.kernel import clock
from rembuk.foundation.territory import queries as territories
from tests import builders

# A wall clock without a zone: the rule is about the city's own days.
wall = datetime.fromisoformat


def is_held(day: date, weekday: int, week: int) -> bool:
    """By the plain meaning of the words, counting nothing: which of its weekday in the month a day is."""
    if day.weekday() != weekday:
        return False
    if week == rules.EVERY_WEEK:
        return True
    if week == rules.LAST_WEEK:
        return (day + timedelta(days=7)).month != day.month
    return (day.day + 6) // 7 == week


@given(
    weekday=st.integers(0, 6), week=st.integers(0, 5), at=st.times().map(lambda t: t.replace(microsecond=0)),
    after=st.datetimes(wall("2000-01-01T00:00"), wall("2100-01-01T00:00")),
)  # fmt: skip
def test_it_is_the_first_day_that_the_words_mean(weekday: int, week: int, at: time, after: datetime) -> None:
    found = rules.occurrence(weekday, week, at, after)
    days = (after.date() + timedelta(days=n) for n in range(70))
    brute = (datetime.combine(day, at) for day in days if is_held(day, weekday, week))
    assert found == next(moment for moment in brute if moment > after)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (wall("2026-02-04T19:29:59"), wall("2026-02-04T19:30")),
        (wall("2026-02-04T19:30"), wall("2026-03-04T19:30")),
        (wall("2025-12-31T23:59"), wall("2026-01-07T19:30")),
    ],
)
def test_the_hour_itself_is_past(after: datetime, expected: datetime) -> None:
    assert rules.occurrence(2, 1, time(19, 30), after) == expected


@pytest.mark.parametrize(("zone", "hour"), [("WIB", 12), ("WITA", 11), ("WIT", 10)])
def test_the_wall_clock_is_the_citys(town: builders.City, zone: str, hour: int) -> None:
    body = town.institution("rw")
    actions.set_regular(
        actor=town.actor("ketua_rw"), institution=body, weekday=2, week=1, at=time(19, 30), place="Balai"
    )
    territories.zone.hold(zone)
    assert queries.next_regular(body, clock.now()) == datetime(2026, 2, 4, hour, 30, tzinfo=UTC)


def test_the_evening_in_utc_is_already_the_citys_next_day(town: builders.City) -> None:
    body = town.institution("rw")
    actions.set_regular(
        actor=town.actor("ketua_rw"), institution=body, weekday=3, week=0, at=time(0, 30), place="Balai"
    )
    # Wednesday 18.00 UTC is Thursday 01.00 WIB: this Thursday 00.30 is past.
    found = queries.next_regular(body, datetime(2026, 1, 28, 18, 0, tzinfo=UTC))
    assert found == datetime(2026, 2, 4, 17, 30, tzinfo=UTC)


def test_a_body_without_rapat_rutin_has_no_next(town: builders.City) -> None:
    assert queries.next_regular(town.institution("rw"), clock.now()) is None
