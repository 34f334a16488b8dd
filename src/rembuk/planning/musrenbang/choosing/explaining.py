"""Why a proposal is out, as what would bring it in: each found by running the rule again with just that changed.

Looked for, each by itself: the same work cheaper; more delegates who name it too (first those whose ballots have fewest
names, then as they were cast); a higher place in its RW's own order. The least that does it: one less does not. Where
none does, the sentence says so. Works that go together come in together, by a change of this one alone.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from rembuk.foundation.kernel.rupiah import rupiah
from rembuk.planning.musrenbang.choosing.problem import Ballot, Instance, Project
from rembuk.planning.musrenbang.choosing.rules import RULES


@dataclass(frozen=True, slots=True)
class Reason:
    """What would bring a proposal in; None: nothing of this kind would. `rank` is the place it would need."""

    cheaper: int | None = None
    delegates: int | None = None
    rank: int | None = None

    @property
    def sentence(self) -> str:
        """For a ketua RT."""
        ways = []
        if self.cheaper is not None:
            ways.append(f"biayanya {rupiah(self.cheaper)} lebih murah")
        if self.delegates is not None:
            ways.append(f"{self.delegates} delegasi lagi memilihnya")
        if self.rank is not None:
            ways.append(f"RW menaruhnya di urutan {self.rank}")
        if not ways:
            return "Tidak masuk, dan tidak ada satu perubahan saja yang membuatnya masuk."
        return f"Masuk bila {', atau '.join(ways)}."


def reason(instance: Instance, key: str, name: str, unit: int = 1) -> Reason:
    """What would bring the proposal in under the rule; its cost is lowered by whole `unit`s of money.

    Under a rule that runs for long the cost is lowered by round sums, of which some twenty or fifty make it up.
    """
    project = next(one for one in instance.projects if one.id == name)
    rule = RULES[key]

    def least(change: Callable[[int], Instance], most: int, step: int = 1) -> int | None:
        """In whole steps, or else by the most there is."""
        brings = lru_cache(lambda amount: name in rule.choose(change(amount)).selected)
        found = _least(lambda steps: brings(steps * step), most // step)
        return found * step if found is not None else most if most % step and brings(most) else None

    step = max(1, round_sum(project.cost) // unit) if rule.is_long else 1
    units = least(lambda amount: cheaper(instance, project, amount * unit), int(project.cost - 1) // unit, step)
    delegates = rank = None
    if rule.needs in {"ballots", "points"}:
        delegates = least(lambda amount: wanted_by(instance, project, amount), len(_others(instance, name)))
    elif not rule.needs and project.group:
        places = least(lambda amount: raised(instance, project, amount), _place(instance, project) - 1)
        rank = None if places is None else _place(instance, project) - places
    return Reason(None if units is None else units * unit, delegates, rank)


def round_sum(cost: int | Fraction) -> int:
    """The largest of 1, 2, 5, 10, 20, 50 … of which at least twenty make up the cost; for a small one 1."""
    tenth: int = 10 ** max(0, len(str(int(cost) // 20)) - 1)
    return max(tenth * times for times in (1, 2, 5) if times == 1 or tenth * times * 20 <= cost)


def _least(brings: Callable[[int], bool], most: int) -> int | None:
    """A number from 1 to `most` that brings it in where one less does not; None where `most` does not either.

    Halving finds the least one wherever more of it never harms, as nearly always; else it finds one with that property.
    """
    if most < 1 or not brings(most):
        return None
    without, enough = 0, most
    while enough - without > 1:
        middle = (without + enough) // 2
        if brings(middle):
            enough = middle
        else:
            without = middle
    return enough


def cheaper(instance: Instance, project: Project, amount: int) -> Instance:
    """The same with this proposal cheaper."""
    return _with(instance, replace(project, cost=project.cost - amount))


def wanted_by(instance: Instance, project: Project, amount: int) -> Instance:
    """The same with so many more who name this proposal; one point each where points are given."""
    more = set(_others(instance, project.id)[:amount])
    ballots = tuple(_naming(ballot, project.id) if at in more else ballot for at, ballot in enumerate(instance.ballots))
    return replace(instance, ballots=ballots)


def raised(instance: Instance, project: Project, places: int) -> Instance:
    """The same with this proposal so many places higher in its RW's own order, where all have a place of their own."""
    own = _order(instance, project.group)
    own.insert(max(0, own.index(project) - places), own.pop(own.index(project)))
    ranks = {one.id: place for place, one in enumerate(own, 1)}
    projects = tuple(replace(one, rank=ranks.get(one.id, one.rank)) for one in instance.projects)
    return replace(instance, projects=projects)


def _with(instance: Instance, project: Project) -> Instance:
    projects = tuple(project if one.id == project.id else one for one in instance.projects)
    return replace(instance, projects=projects)


def _others(instance: Instance, name: str) -> list[int]:
    """The ballots that do not name it, those with the fewest names first."""
    places = [at for at, ballot in enumerate(instance.ballots) if name not in ballot.names]
    return sorted(places, key=lambda at: (len(instance.ballots[at].names), at))


def _naming(ballot: Ballot, name: str) -> Ballot:
    pointed = bool(ballot.points) or not ballot.names
    return Ballot((*ballot.names, name), (*ballot.points, 1) if pointed else ())


def _order(instance: Instance, group: str) -> list[Project]:
    return sorted((one for one in instance.projects if one.group == group), key=lambda one: (one.rank, one.id))


def _place(instance: Instance, project: Project) -> int:
    """How many stand above it, and it."""
    return _order(instance, project.group).index(project) + 1
