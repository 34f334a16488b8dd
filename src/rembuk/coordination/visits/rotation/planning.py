"""The plan: no bound breaks; then little of what is published moves; then few Fridays have two places; then, with all
that kept, the urgent come early."""

from collections.abc import Mapping

from rembuk.coordination.visits.rotation import model
from rembuk.coordination.visits.rotation.model import Model
from rembuk.coordination.visits.rotation.problem import Answer, Problem, Stop

GAP = 0.01
# Of the ten seconds that a plan may take; what is not proved by then is told.
STRUCTURE, URGENCY, SHORTAGE = 4.0, 5.0, 5.0


def plan(problem: Problem) -> Answer:
    """The best plan; raises model.Unsolved where none at all was found in the time."""
    made = model.build(problem)
    aims = _aims(made)
    steps = _weights(problem)
    first = model.solve(
        made, {index: sum(steps[name] * aims[name].get(index, 0.0) for name in aims) for index in range(made.width)},
        seconds=STRUCTURE,
    )  # fmt: skip
    kept = [(aim, _worth(aim, first.values)) for aim in aims.values()]
    found = model.solve(made, model.waiting(made), kept=kept, seconds=URGENCY, gap=GAP / 2)
    chosen = [made.columns[index] for index in range(len(made.columns)) if found.values[index]]
    stops = tuple(sorted(Stop(problem.fridays[one.friday].date, key) for one in chosen for key in one.keys))
    unmet = tuple(sorted({
        window.key for index, window in enumerate(made.windows)
        if not window.free and found.values[made.slack(index)]
    }))  # fmt: skip
    return Answer(
        stops=stops, short=shortage(problem) if unmet else 0, unmet=unmet, overdue=problem.overdue(),
        released=tuple(sorted(problem.fixed - model.lasting(problem))),
        moved=tuple(sorted(problem.published - set(stops))), pairs=sum(len(one.keys) == 2 for one in chosen),
        waiting=found.worth, gap=found.gap,
    )  # fmt: skip


def shortage(problem: Problem) -> int:
    """How many Fridays are missing: the least number of further turns, on any week, with which no bound breaks."""
    made = model.build(problem, further=range(len(problem.fridays)))
    needs = [made.slack(index) for index, window in enumerate(made.windows) if not window.free and window.fridays]
    aim = {made.turn(number): 1.0 for number in range(len(made.extra))}
    found = model.solve(made, aim, closed=needs, seconds=SHORTAGE)
    outside = sum(not window.fridays for window in made.windows)
    return round(found.worth) + outside


def _aims(made: Model) -> dict[str, Mapping[int, float]]:
    """What each variable adds to: windows that go without, published dates that stay (less is worse), pairs."""
    problem = made.problem
    dates = [friday.date for friday in problem.fridays]
    stays = {
        index: -float(count) for index, column in enumerate(made.columns)
        if (count := sum(Stop(dates[column.friday], key) in problem.published for key in column.keys))
    }  # fmt: skip
    return {
        "missed": {made.slack(index): 1.0 for index, window in enumerate(made.windows) if not window.free},
        "moved": stays,
        "pairs": {index: 1.0 for index, column in enumerate(made.columns) if len(column.keys) == 2},
    }


def _weights(problem: Problem) -> dict[str, float]:
    """One of the former aims weighs more than all of the next together."""
    pairs = len(problem.fridays) + 1.0
    return {"pairs": 1.0, "moved": pairs, "missed": pairs * (len(problem.published) + 1.0)}


def _worth(aim: Mapping[int, float], values: object) -> float:
    return float(sum(value * values[index] for index, value in aim.items()))  # type: ignore[index]
