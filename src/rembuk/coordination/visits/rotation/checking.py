"""Whether a rotation keeps what was asked, found by walking through each place's visits; it knows no planner."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from rembuk.coordination.visits.rotation.problem import Problem, Stop


@dataclass(frozen=True, slots=True)
class Breach:
    """What is not kept, where, and when."""

    kind: Literal["unknown", "closed", "crowded", "twice", "strangers", "fixed", "bound"]
    key: str
    on: date


def breaches(problem: Problem, stops: Iterable[Stop]) -> list[Breach]:
    """Everything that a plan does against what was asked; [] where it keeps all."""
    given = sorted(stops)
    return [*_on_fridays(problem, given), *_fixed(problem, given), *_bounds(problem, given)]


def _on_fridays(problem: Problem, given: list[Stop]) -> list[Breach]:
    room = {friday.date: friday.most for friday in problem.fridays}
    names = {place.key for place in problem.places}
    by_hand = {(stop.date, stop.key) for stop in problem.fixed}
    found = [Breach("unknown", stop.key, stop.date) for stop in given if stop.key not in names]
    for day in sorted({stop.date for stop in given}):
        keys = [stop.key for stop in given if stop.date == day]
        if not room.get(day):
            found += [Breach("closed", key, day) for key in keys]
        elif len(keys) > room[day]:
            found.append(Breach("crowded", keys[-1], day))
        found += [Breach("twice", key, day) for key, count in Counter(keys).items() if count > 1]
        together = frozenset(keys)
        if len(together) == 2 and together not in problem.neighbours and not all((day, key) in by_hand for key in keys):
            found.append(Breach("strangers", keys[0], day))
    return found


def _fixed(problem: Problem, given: list[Stop]) -> list[Breach]:
    """What a person fixed stands there, unless its Friday is closed now or fuller than it may be."""
    room = {friday.date: friday.most for friday in problem.fridays}
    names = {place.key for place in problem.places}
    wanted = [stop for stop in problem.fixed if stop.key in names]
    each = Counter(stop.date for stop in wanted)
    return [Breach("fixed", stop.key, stop.date) for stop in sorted(wanted)
            if each[stop.date] <= room.get(stop.date, 0) and stop not in given]  # fmt: skip


def _bounds(problem: Problem, given: list[Stop]) -> list[Breach]:
    found = []
    for place in problem.places:
        before = place.last.toordinal() if place.last else problem.start.toordinal() - 1
        if before + problem.bound < problem.start.toordinal():
            before = problem.start.toordinal() - 1
        days = sorted({stop.date.toordinal() for stop in given if stop.key == place.key and
                       stop.date.toordinal() > before})  # fmt: skip
        for day in [*days, problem.end.toordinal() + 1]:
            if day - before > problem.bound:
                found.append(Breach("bound", place.key, date.fromordinal(before + problem.bound)))
                break
            before = day
    return found
