"""Working days: the city's test cases, days off as day 0, years without a decree, and what always holds."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rembuk.foundation.calendar import actions, queries
from rembuk.foundation.calendar.rules import Calendar
from rembuk.foundation.kernel.actor import SYSTEM

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 3, 13)


@pytest.fixture
def year_2026() -> Iterator[None]:
    actions.fill_year(actor=SYSTEM, year=2026)
    yield
    queries.calendar.forget()


@pytest.mark.usefixtures("year_2026")
@pytest.mark.parametrize(("days", "due"), [(3, (3, 25)), (5, (3, 27)), (14, (4, 10)), (60, (6, 24)), (0, (3, 13))])
def test_days_after_a_friday_before_idulfitri(days: int, due: tuple[int, int]) -> None:
    found = queries.add_working_days(FRIDAY, days)
    assert (found.date, found.provisional) == (date(2026, *due), False)


@pytest.mark.usefixtures("year_2026")
def test_thirty_days_after_a_gift() -> None:
    assert queries.add_working_days(date(2026, 3, 2), 30).date == date(2026, 4, 21)


@pytest.mark.usefixtures("year_2026")
def test_2026_has_240_working_days() -> None:
    days = (date(2026, 1, 1) + timedelta(days=n) for n in range(365))
    assert sum(queries.is_working(day) for day in days) == 240


@pytest.mark.usefixtures("year_2026")
def test_received_on_a_day_off_counts_from_the_next_working_day() -> None:
    saturday, monday = date(2026, 3, 14), date(2026, 3, 16)
    assert queries.add_working_days(saturday, 0).date == monday
    assert queries.add_working_days(saturday, 3) == queries.add_working_days(monday, 3)
    # In the middle of the joint leave around Idulfitri the next working day is 25 March.
    assert queries.add_working_days(date(2026, 3, 18), 1).date == date(2026, 3, 26)


@pytest.mark.usefixtures("year_2026")
def test_reaching_into_a_year_without_decree_is_provisional() -> None:
    assert queries.add_working_days(date(2026, 12, 28), 10).provisional
    assert not queries.add_working_days(date(2026, 12, 1), 3).provisional
    assert queries.add_working_days(date(2025, 12, 31), 3).provisional


def test_2025_is_filled_from_the_library_and_stays_provisional() -> None:
    assert actions.fill_year(actor=SYSTEM, year=2025) == 28
    assert not queries.is_working(date(2025, 12, 26))
    assert queries.add_working_days(date(2025, 12, 1), 3).provisional
    assert actions.fill_year(actor=SYSTEM, year=2025, decree="SKB contoh") == 0
    assert not queries.add_working_days(date(2025, 12, 1), 3).provisional


SPAN = st.dates(date(2024, 1, 1), date(2027, 12, 31))
TABLES = st.dictionaries(SPAN, st.booleans(), max_size=80)
COUNTS = st.integers(0, 300)


def slow_add(works: dict[date, bool], start: date, days: int) -> date:
    """Day by day, as one would count on a wall calendar."""

    def open_on(day: date) -> bool:
        return works.get(day, day.weekday() < 5)

    while not open_on(start):
        start += timedelta(days=1)
    while days:
        start += timedelta(days=1)
        days -= open_on(start)
    return start


@settings(max_examples=150, deadline=None)
@given(TABLES, SPAN, COUNTS)
def test_equal_to_counting_on_a_wall_calendar(works: dict[date, bool], start: date, days: int) -> None:
    assert Calendar(works, []).add(start, days).date == slow_add(works, start, days)


@settings(max_examples=150, deadline=None)
@given(TABLES, SPAN, COUNTS)
def test_within_undoes_add(works: dict[date, bool], start: date, days: int) -> None:
    calendar = Calendar(works, [])
    end = calendar.add(start, days).date
    assert calendar.within(calendar.day_zero(start), end) == days
    assert calendar.is_working(end)


@settings(max_examples=150, deadline=None)
@given(TABLES, SPAN, SPAN, COUNTS, COUNTS)
def test_later_or_longer_is_never_due_earlier(works: dict[date, bool], a: date, b: date, m: int, n: int) -> None:
    calendar = Calendar(works, [])
    assert calendar.add(min(a, b), m).date <= calendar.add(max(a, b), m).date
    assert calendar.add(a, min(m, n)).date <= calendar.add(a, max(m, n)).date


@settings(max_examples=100, deadline=None)
@given(TABLES, SPAN, SPAN, COUNTS)
def test_a_new_holiday_never_makes_a_due_earlier(works: dict[date, bool], holiday: date, start: date, n: int) -> None:
    before = Calendar(works, []).add(start, n).date
    assert Calendar({**works, holiday: False}, []).add(start, n).date >= before
