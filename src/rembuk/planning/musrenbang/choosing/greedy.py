"""One after the other: by votes, by votes for each rupiah, by points, by weighted criteria.

A ballot counts for a unit where it names any part of it. Ties go to the name that comes first. What nobody voted for
comes last and is still taken where money is left, as in the elections that these rules are compared with.
"""

from collections.abc import Callable
from fractions import Fraction

from rembuk.planning.musrenbang.choosing.problem import Instance, Money, Outcome, Step
from rembuk.planning.musrenbang.choosing.units import Admission, Unit, outcome, units

Worth = Callable[[Unit], Money]


def by_votes(instance: Instance) -> Outcome:
    """Most votes first; what does not fit any more is passed over."""
    return _walk(instance, _paid(votes(instance)), "suara")


def by_votes_without_skipping(instance: Instance) -> Outcome:
    """Most votes first, until the first that the money no longer reaches: there it ends."""
    return _walk(instance, _paid(votes(instance)), "suara", skip=False)


def by_votes_per_cost(instance: Instance) -> Outcome:
    """Most votes for the money first; what costs nothing comes before all that costs something."""
    return _walk(instance, _per_cost(instance, votes(instance)), "suara per rupiah")


def by_points_per_cost(instance: Instance) -> Outcome:
    """Most points for the money first."""
    return _walk(instance, _per_cost(instance, points(instance)), "angka per rupiah")


def by_criteria(instance: Instance) -> Outcome:
    """The highest sum of weight × mark first; works that go together have the mean of their sums."""
    return _walk(instance, lambda unit: criteria(instance, unit), "nilai")


def criteria(instance: Instance, unit: Unit) -> Fraction:
    """The weighted sum of a unit."""
    sums = [sum(weight * part.marks.get(name, 0) for name, weight in instance.weights.items()) for part in unit.parts]
    return Fraction(sum(sums), len(sums))


def votes(instance: Instance) -> dict[str, int]:
    """How many ballots name each unit."""
    return _counted(instance, lambda given: 1)


def points(instance: Instance) -> dict[str, int]:
    """How many points each unit was given; a ballot without points gives one to each it names."""
    return _counted(instance, sum)


def _counted(instance: Instance, worth: Callable[[list[int]], int]) -> dict[str, int]:
    unit_of = {name: unit.name for unit in units(instance) for name in unit.ids}
    found = dict.fromkeys(unit_of.values(), 0)
    for ballot in instance.ballots:
        given: dict[str, list[int]] = {}
        for name, point in zip(ballot.names, ballot.points or [1] * len(ballot.names), strict=True):
            given.setdefault(unit_of[name], []).append(point)
        for name, numbers in given.items():
            found[name] += worth(numbers)
    return found


def _paid(counted: dict[str, int]) -> Worth:
    return lambda unit: counted[unit.name] if unit.cost else 0


def _per_cost(instance: Instance, counted: dict[str, int]) -> Worth:
    """The count for each unit of money; what is wanted and costs nothing is worth more than any of these."""
    least = min((Fraction(project.cost) for project in instance.projects if project.cost), default=Fraction(1))
    most = (sum(counted.values()) + 1) / min(least, Fraction(1))
    return lambda unit: Fraction(counted[unit.name]) / unit.cost if unit.cost else most * min(1, counted[unit.name])


def _walk(instance: Instance, worth: Worth, why: str, *, skip: bool = True) -> Outcome:
    """Takes what is admitted and affordable, the worthiest first."""
    admission, taken, steps = Admission(instance), [], []
    for value, unit in sorted(
        ((worth(unit), unit) for unit in units(instance)), key=lambda row: (-row[0], row[1].name)
    ):
        if not admission.admits(unit):
            continue
        if not admission.affords(unit):
            if skip:
                continue
            break
        admission.take(unit)
        taken.append(unit)
        steps.append(Step(unit.ids, why, value))
    return outcome(taken, steps)
