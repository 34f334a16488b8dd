"""Ballots as numbers, for the method of equal shares: whole amounts, equal ballots counted once.

numpy is imported where vectors are made, so that the web knows nothing of it until somebody compares.
"""

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING, Literal

from rembuk.planning.musrenbang.choosing.problem import Ballot, Instance
from rembuk.planning.musrenbang.choosing.units import Unit, units

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Whole = NDArray[np.int64]
    Real = NDArray[np.float64]

Utility = Literal["cost", "cardinality", "points"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that somebody wants. A supporter's utility is its weight × `worth`; a free unit is no candidate.

    `supporters` are rows of the electorate, `weights` the weight that one voter of each gives, `many` how many voters
    each stands for, `pull` both multiplied; `people` and `weight` are the sums of the last two; `even`: all weigh 1.
    """

    unit: Unit
    cost: int
    worth: int
    supporters: "Whole"
    weights: "Real"
    many: "Real"
    pull: "Real"
    people: float
    weight: float
    even: bool

    def due(self, price: float) -> "Real | float":
        """What each supporter is asked for at this price: one figure where all give the same weight."""
        return price if self.even else price * self.weights


@dataclass(frozen=True, slots=True)
class Electorate:
    """`voters` cast ballots, empty ones too; each row stands for `many` equal ones. `scale` makes all amounts whole.

    Row r names `named[starts[r]:starts[r + 1]]` (-1: no candidate) with `weights` and `pulls`, as the candidates hold.
    """

    instance: Instance
    voters: int
    scale: int
    budget: int
    candidates: tuple[Candidate, ...]
    free: tuple[Unit, ...]
    many: "Real"
    starts: "Whole"
    named: "Whole"
    weights: "Real"
    pulls: "Real"


def electorate(instance: Instance, utility: Utility) -> Electorate:
    """The instance as numbers; candidates stand in the order of their names."""
    import numpy as np

    scale = lcm(Fraction(instance.budget).denominator, *(Fraction(one.cost).denominator for one in instance.projects))
    known = units(instance)
    place_of = {name: at for at, unit in enumerate(known) for name in unit.ids}
    rows = Counter(_weighed(ballot, place_of, utility) for ballot in instance.ballots)
    ballots = [row for row in rows if row]
    many = np.array([rows[row] for row in ballots], dtype=np.float64)
    lengths = np.array([len(row) for row in ballots], dtype=np.int64)
    starts = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(lengths)])
    pairs = np.array([pair for row in ballots for pair in row], dtype=np.int64).reshape(-1, 2)
    holder = np.repeat(np.arange(len(ballots)), lengths)
    pulls = many[holder] * pairs[:, 1]
    order = np.argsort(pairs[:, 0], kind="stable")
    bounds = np.searchsorted(pairs[order, 0], np.arange(len(known) + 1))
    candidates: list[Candidate] = []
    free: list[Unit] = []
    place = np.full(len(known), -1)
    for at, unit in enumerate(known):
        mine = order[bounds[at] : bounds[at + 1]]
        if not len(mine) or unit.barred:
            continue
        if not unit.cost:
            free += [unit] if utility != "cost" else []
            continue
        cost = int(unit.cost * scale)
        place[at] = len(candidates)
        each, pull = many[holder[mine]], pulls[mine]
        candidates.append(Candidate(unit, cost, cost if utility == "cost" else 1, holder[mine],
                                    pairs[mine, 1].astype(np.float64), each, pull, float(each.sum()),
                                    float(pull.sum()), bool((pairs[mine, 1] == 1).all())))  # fmt: skip
    return Electorate(instance, len(instance.ballots), scale, int(instance.budget * scale), tuple(candidates),
                      tuple(free), many, starts, place[pairs[:, 0]], pairs[:, 1].astype(np.float64), pulls)  # fmt: skip


def _weighed(ballot: Ballot, place: dict[str, int], utility: Utility) -> tuple[tuple[int, int], ...]:
    """The units that a ballot names, each with its weight: 1, or the points of its parts together."""
    found: dict[int, int] = {}
    for name, point in zip(ballot.names, ballot.points or (1,) * len(ballot.names), strict=True):
        weight = point if utility == "points" else 1
        found[place[name]] = found.get(place[name], 0) + weight if utility == "points" else weight
    return tuple(sorted((at, weight) for at, weight in found.items() if weight))
