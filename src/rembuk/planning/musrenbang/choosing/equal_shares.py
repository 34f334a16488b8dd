"""The method of equal shares as rules: with cost, cardinality or points as utility, and with completion.

Works that go together are supported by whoever names any of them. What nobody wants is never bought; what costs nothing
is in where utility does not count money. Bounds and alternatives: what they no longer admit leaves the race.
"""

from fractions import Fraction

from rembuk.planning.musrenbang.choosing.completion import completed
from rembuk.planning.musrenbang.choosing.electorate import Electorate, Utility, electorate
from rembuk.planning.musrenbang.choosing.problem import Instance, Outcome, Step
from rembuk.planning.musrenbang.choosing.shares import Race, run, share
from rembuk.planning.musrenbang.choosing.units import Admission, outcome


def by_cost(instance: Instance) -> Outcome:
    """A voter's utility is what their proposals cost."""
    return _plain(instance, "cost")


def by_cardinality(instance: Instance) -> Outcome:
    """A voter's utility is how many of their proposals are in."""
    return _plain(instance, "cardinality")


def by_points(instance: Instance) -> Outcome:
    """A voter's utility is the points that they gave."""
    return _plain(instance, "points")


def by_cost_completed(instance: Instance) -> Outcome:
    """Cost as utility; every voter gets one unit of money more until nothing is left that could be bought."""
    return _completed(instance, "cost")


def _plain(instance: Instance, utility: Utility) -> Outcome:
    people = electorate(instance, utility)
    return _told(people, run(people, share(people))) if people.voters else _nothing(instance)


def _completed(instance: Instance, utility: Utility) -> Outcome:
    people = electorate(instance, utility)
    return _told(people, completed(people)) if people.voters else _nothing(instance)


def _nothing(instance: Instance) -> Outcome:
    Admission(instance)
    return outcome(())


def _told(people: Electorate, race: Race) -> Outcome:
    """The outcome in money; a step's value is what each supporter was asked to pay for a weight of 1."""
    bought = [(people.candidates[at].unit, price / people.scale) for at, price in race.paid.items()]
    free = [unit for unit in people.free if unit.name in race.admission.taken]
    steps = [*(Step(unit.ids, "tanpa biaya", Fraction(0)) for unit in free),
             *(Step(unit.ids, "bayaran tiap pemilih", price) for unit, price in bought)]  # fmt: skip
    return outcome([*free, *(unit for unit, _ in bought)], steps)
