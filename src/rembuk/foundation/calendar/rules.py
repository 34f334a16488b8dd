"""Working days: Monday to Friday, save the days that the table says otherwise.

Day 0 is the day of receipt. What is received on a day off counts as received on the next working day: that is day 0,
so that it gets the same time as what is received that morning. Cost does not grow with the length of the table.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from rembuk.foundation.kernel.actor import Actor

WEEK, WORKDAYS = 7, 5
LONGEST = 2000


def may_edit(actor: Actor) -> bool:
    """Whether the actor keeps the city's calendar."""
    return bool(actor.scope("calendar.edit") or actor.scope("system"))


@dataclass(frozen=True, slots=True)
class Due:
    """The date on which a limit ends; `provisional` where a year on the way has no decree yet."""

    date: date
    provisional: bool


class Calendar:
    """The working days of a table of days that differ from their weekday, and of years that have a decree."""

    def __init__(self, works: Mapping[date, bool], decreed: Iterable[int]) -> None:
        # Only days that differ from their weekday count: +1 for a working Saturday, -1 for a holiday on a Monday.
        shifts = sorted((day.toordinal(), int(work) - int(is_weekday(day))) for day, work in works.items())
        shifts = [(ordinal, shift) for ordinal, shift in shifts if shift]
        self._ordinals = [ordinal for ordinal, _ in shifts]
        self._sums = [0, *accumulate(shift for _, shift in shifts)]
        self._decreed = frozenset(decreed)

    def is_working(self, day: date) -> bool:
        """Whether the offices work on that day."""
        return self._upto(day.toordinal()) > self._upto(day.toordinal() - 1)

    def day_zero(self, received: date) -> date:
        """The day itself if the offices work, else the next working day."""
        return received if self.is_working(received) else date.fromordinal(self._nth(received.toordinal(), 1))

    def add(self, received: date, days: int) -> Due:
        """The `days`-th working day after day 0."""
        if not 0 <= days <= LONGEST:
            raise ValueError(f"{days} working days")
        zero = self.day_zero(received)
        end = date.fromordinal(self._nth(zero.toordinal(), days)) if days else zero
        return Due(end, self.undecided(received, end))

    def undecided(self, first: date, last: date) -> bool:
        """Whether a year between two days has no decree yet, so that its holidays may still change."""
        return not self._decreed.issuperset(range(first.year, last.year + 1))

    def within(self, first: date, end: date) -> int:
        """How many days the offices work from `first` until before `end`."""
        return self._upto(end.toordinal() - 1) - self._upto(first.toordinal() - 1)

    def _upto(self, ordinal: int) -> int:
        """Working days from the beginning of time up to and with this day (ordinal 1 is a Monday)."""
        weeks, rest = divmod(ordinal, WEEK)
        return weeks * WORKDAYS + min(rest, WORKDAYS) + self._sums[bisect_right(self._ordinals, ordinal)]

    def _nth(self, ordinal: int, days: int) -> int:
        """The first day by which `days` more working days have passed."""
        goal = self._upto(ordinal) + days
        low, step = ordinal, WEEK
        while self._upto(ordinal + step) < goal:
            low, step = ordinal + step, step * 2
        high = ordinal + step
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self._upto(middle) >= goal else (middle, high)
        return high


def is_weekday(day: date) -> bool:
    """Monday to Friday."""
    return day.weekday() < WORKDAYS
