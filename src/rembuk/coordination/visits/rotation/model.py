"""The rotation as a mixed integer programme: a column is a Friday with one place on it, or two neighbours.

Every place has windows of `bound` days, and each window wants a visit. The matrices are built once and solved for
several aims, one after the other: each aim reached is kept as a bound for the next.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from rembuk.coordination.visits.rotation.problem import Friday, Place, Problem, Stop

WEEK = 7


class Unsolved(Exception):
    """No plan at all was found in the time."""


@dataclass(frozen=True, slots=True)
class Column:
    """A way to spend a Friday."""

    friday: int
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """Between which Fridays a place wants a visit; `free`: it may also go without, at the price of the whole plan."""

    key: str
    fridays: frozenset[int]
    free: bool = False


@dataclass(slots=True)
class Model:
    """Columns first, then one slack per window, then (where asked) one further turn per Friday."""

    problem: Problem
    columns: list[Column] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)
    rows: list[tuple[Mapping[int, float], float, float]] = field(default_factory=list)
    extra: Sequence[int] = ()

    @property
    def width(self) -> int:
        """How many variables."""
        return len(self.columns) + len(self.windows) + len(self.extra)

    def slack(self, window: int) -> int:
        """The variable that says that a window goes without."""
        return len(self.columns) + window

    def turn(self, number: int) -> int:
        """The variable of a further turn on a Friday."""
        return len(self.columns) + len(self.windows) + number


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave: the variables, their worth, the proved bound, and how far both are apart."""

    values: Any
    worth: float
    proved: float
    gap: float


def build(problem: Problem, *, further: Sequence[int] = ()) -> Model:
    """The model; `further` are Fridays (by number) that may have more turns than the plan gives them."""
    given = {number: index for index, number in enumerate(further)}
    made = Model(problem, extra=tuple(further))
    fixed = lasting(problem)
    for number, friday in enumerate(problem.fridays):
        most = max(friday.most, 1 if number in given else 0)
        made.columns += _columns(problem, number, most, fixed)
    made.windows = [one for place in problem.places for one in windows(problem, place)]
    by_friday: dict[int, list[int]] = {}
    by_stop: dict[tuple[int, str], list[int]] = {}
    for index, column in enumerate(made.columns):
        by_friday.setdefault(column.friday, []).append(index)
        for key in column.keys:
            by_stop.setdefault((column.friday, key), []).append(index)
    for number, friday in enumerate(problem.fridays):
        row = dict.fromkeys(by_friday.get(number, ()), 1.0)
        if number in given:
            row[made.turn(given[number])] = -1.0
        made.rows.append((row, -float("inf"), 1.0 if friday.most else 0.0))
    for index, window in enumerate(made.windows):
        row = {}
        for number in window.fridays:
            row |= dict.fromkeys(by_stop.get((number, window.key), ()), 1.0)
        made.rows.append((row | {made.slack(index): 1.0}, 1.0, float("inf")))
    numbers = {friday.date: number for number, friday in enumerate(problem.fridays)}
    for stop in sorted(fixed):
        made.rows.append((dict.fromkeys(by_stop[numbers[stop.date], stop.key], 1.0), 1.0, float("inf")))
    return made


def lasting(problem: Problem) -> frozenset[Stop]:
    """What was fixed by hand and can stay: on a Friday that is open, of a place that exists, not too many."""
    room = {friday.date: friday.most for friday in problem.fridays}
    known = {place.key for place in problem.places}
    kept: list[Stop] = []
    for stop in sorted(problem.fixed):
        if stop.key in known and sum(one.date == stop.date for one in kept) < room.get(stop.date, 0):
            kept.append(stop)
    return frozenset(kept)


def _columns(problem: Problem, number: int, most: int, fixed: frozenset[Stop]) -> list[Column]:
    if most < 1:
        return []
    keys = [place.key for place in problem.places]
    found = [Column(number, (key,)) for key in keys]
    if most < 2:
        return found
    known = set(keys)
    by_hand = frozenset(stop.key for stop in fixed if stop.date == problem.fridays[number].date)
    pairs = {pair for pair in problem.neighbours if len(pair) == 2 and pair <= known}
    pairs |= {by_hand} if len(by_hand) == 2 else set()
    return found + [Column(number, pair) for pair in sorted(tuple(sorted(pair)) for pair in pairs)]


def windows(problem: Problem, place: Place) -> list[Window]:
    """Each span of `bound` days within the plan in which the place must be visited; else one that is free."""
    reach, origin = timedelta(days=problem.bound), problem.origin(place)
    starts = [origin, *(friday.date for friday in problem.fridays if friday.date > origin)]
    found = {_between(problem.fridays, start, start + reach): None for start in starts if start + reach <= problem.end}
    if not found:
        return [Window(place.key, _between(problem.fridays, origin, problem.end), free=True)]
    return [Window(place.key, fridays) for fridays in found]


def _between(fridays: Sequence[Friday], after: date, until: date) -> frozenset[int]:
    return frozenset(number for number, friday in enumerate(fridays) if after < friday.date <= until)


def waiting(made: Model) -> dict[int, float]:
    """What a plan costs in weeks of waiting, each place by its weight: by the first visit that its days ask for."""
    problem = made.problem
    first: dict[str, frozenset[int]] = {}
    for window in made.windows:
        first.setdefault(window.key, window.fridays)
    cost = {
        (place.key, number): place.weight * _weeks(problem, place, problem.fridays[number].date)
        for place in problem.places for number in first[place.key]
    }  # fmt: skip
    weight = {place.key: place.weight for place in problem.places}
    whole = (problem.end - problem.start).days / WEEK + 2
    costs = {
        index: sum(cost.get((key, column.friday), 0.0) for key in column.keys)
        for index, column in enumerate(made.columns)
    }
    return costs | {
        made.slack(index): weight[window.key] * whole for index, window in enumerate(made.windows) if window.free
    }


def _weeks(problem: Problem, place: Place, on: date) -> float:
    """Weeks from the day on which a visit is wanted: at once, or half a bound after the last one.

    Sooner than that is no gain for anybody, so it costs too, half as much.
    """
    origin = problem.origin(place)
    wanted = problem.start if origin < problem.start and origin != place.last else origin + timedelta(problem.bound / 2)
    weeks = (on - max(wanted, problem.start)).days / WEEK
    return 1 + weeks if weeks >= 0 else 1 - weeks / 2


def solve(
    made: Model, aim: Mapping[int, float], *, kept: Sequence[tuple[Mapping[int, float], float]] = (),
    closed: Sequence[int] = (), seconds: float, gap: float = 0.0,
) -> Found:  # fmt: skip
    """The least of an aim; `kept` are aims with what they may cost at most, `closed` variables that stay 0."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

    cost, upper = np.zeros(made.width), np.ones(made.width)
    for index, value in aim.items():
        cost[index] = value
    for number in range(len(made.extra)):
        upper[made.turn(number)] = len(made.problem.places)
    for index in closed:
        upper[index] = 0
    rows = [*made.rows, *((row, -float("inf"), most) for row, most in kept)]
    entries = [(number, index, value) for number, (row, _, _) in enumerate(rows) for index, value in row.items()]
    at, column, amounts = (np.array(part) for part in zip(*entries, strict=True))
    matrix = coo_array((amounts, (at, column)), shape=(len(rows), made.width)).tocsr()
    answer = milp(
        cost, integrality=np.ones(made.width), bounds=Bounds(0, upper),
        constraints=LinearConstraint(matrix, [low for _, low, _ in rows], [high for _, _, high in rows]),
        options={"time_limit": seconds, "mip_rel_gap": gap},
    )  # fmt: skip
    if answer.x is None:
        raise Unsolved(answer.message)
    proved = answer.fun if answer.mip_dual_bound is None else answer.mip_dual_bound
    return Found(np.round(answer.x), float(answer.fun), float(proved), _gap(float(answer.fun), float(proved)))


def _gap(worth: float, proved: float) -> float:
    return abs(worth - proved) / max(abs(worth), 1.0)
