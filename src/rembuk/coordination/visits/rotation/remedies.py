"""What would make an impossible rotation possible: each is tried, so that what is proposed is known to do."""

from dataclasses import replace

from rembuk.coordination.visits.rotation import model
from rembuk.coordination.visits.rotation.problem import Problem, Remedy

SECONDS = 4.0
# A bound is lengthened by whole weeks, to twice itself at most.
WEEK = 7


def remedies(problem: Problem) -> tuple[Remedy, ...]:
    """Those of the three that are enough by themselves."""
    return tuple(one for one in (_two(problem), _longer(problem), _opened(problem)) if one is not None)


def _two(problem: Problem) -> Remedy | None:
    """Two neighbours on as few Fridays as possible, of those that have room for one."""
    if all(friday.most != 1 for friday in problem.fridays):
        return None
    wider = replace(problem, fridays=tuple(replace(row, most=2) if row.most else row for row in problem.fridays))
    made = model.build(wider)
    pairs = {index: 1.0 for index, column in enumerate(made.columns) if len(column.keys) == 2}
    amount = _least(made, pairs)
    return None if amount is None else Remedy("two", amount)


def _longer(problem: Problem) -> Remedy | None:
    """The shortest longer bound, found by halving."""
    low, high = 0, -(-problem.bound // WEEK)
    if not _fits(problem, high):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _fits(problem, middle) else (middle, high)
    return Remedy("bound", problem.bound + high * WEEK)


def _fits(problem: Problem, weeks: int) -> bool:
    return _least(model.build(replace(problem, bound=problem.bound + weeks * WEEK)), {}) is not None


def _opened(problem: Problem) -> Remedy | None:
    """As few as possible of the closed Fridays that a person could open."""
    shut = {number: 1 for number, friday in enumerate(problem.fridays) if not friday.most and friday.openable}
    if not shut:
        return None
    opened = tuple(replace(row, most=1) if number in shut else row for number, row in enumerate(problem.fridays))
    made = model.build(replace(problem, fridays=opened))
    used = {index: 1.0 for index, column in enumerate(made.columns) if column.friday in shut}
    amount = _least(made, used)
    return None if amount is None else Remedy("open", amount)


def _least(made: model.Model, aim: dict[int, float]) -> int | None:
    """The least of an aim with which no window goes without; None where there is no way."""
    needs = [made.slack(index) for index, window in enumerate(made.windows) if not window.free]
    try:
        return round(model.solve(made, aim, closed=needs, seconds=SECONDS).worth)
    except model.Unsolved:
        return None
