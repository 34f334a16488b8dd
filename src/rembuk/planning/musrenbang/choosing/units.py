"""What a rule takes or leaves as one: a proposal, or works that go together; and whether the rows let it in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rembuk.foundation.kernel.errors import Refused
from rembuk.planning.musrenbang.choosing.problem import Bound, Instance, Money, Outcome, Project, Step

Room = tuple[Money | None, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """One proposal, or all that go together; `barred` where two of it are alternatives of each other."""

    parts: tuple[Project, ...]
    cost: Money
    barred: bool

    @property
    def name(self) -> str:
        """The first of its ids: ties go to the unit whose name comes first."""
        return self.parts[0].id

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(part.id for part in self.parts)


def units(instance: Instance) -> list[Unit]:
    """All units in the order of their names; works that go together by several rows are one."""
    home = {project.id: frozenset((project.id,)) for project in instance.projects}
    for row in instance.together:
        known = frozenset(row & home.keys())
        merged = known.union(*(home[name] for name in known)) if known else known
        for name in merged:
            home[name] = merged
    by_id = {project.id: project for project in instance.projects}
    found = []
    for names in {min(names): names for names in home.values()}.values():
        parts = tuple(by_id[name] for name in sorted(names))
        barred = any(len(row & names) > 1 for row in instance.alternatives)
        found.append(Unit(parts, sum(part.cost for part in parts), barred))
    return sorted(found, key=lambda unit: unit.name)


class Admission:
    """What was taken so far, and whether a unit may come to it.

    `admits` looks at the rows: no alternative of what is in, no bound exceeded, nothing taken from what is kept for
    others. `affords` looks at the money. What is not admitted once is never admitted later.
    """

    def __init__(self, instance: Instance) -> None:
        checked(instance)
        self.instance = instance
        self.taken: set[str] = set()
        self.total: Money = 0
        self.spent: list[Money] = [0] * len(instance.bounds)
        self.keeps = any(row.least for row in instance.bounds)
        self.amounts: dict[str, tuple[Money, ...]] = {}
        self.bound = bool(instance.bounds or instance.alternatives)

    def copy(self) -> "Admission":
        """The same, to go on from here in another way."""
        twin = object.__new__(Admission)
        twin.instance, twin.taken, twin.total = self.instance, set(self.taken), self.total
        twin.spent, twin.bound = self.spent, self.bound
        twin.keeps, twin.amounts = self.keeps, self.amounts
        return twin

    def admits(self, unit: Unit) -> bool:
        if unit.barred:
            return False
        return not self.bound or (self._alone(unit) and self._within(unit) and self._leaves(unit))

    def room(self, units: Sequence[Unit], money: Money | None = None) -> Room | None:
        """What each row still admits once all of these are in, in whatever order they come; None where order matters.

        Together they cost no more than `money`, where that is known.
        """
        if self.keeps or self.instance.alternatives:
            return None
        sums = [sum(amounts) for amounts in zip(*map(self._under, units), strict=True)] or [0] * len(self.spent)
        if money is not None:
            sums = [min(amount, money) for amount in sums]
        return tuple(None if row.most is None else row.most - spent - amount
                     for row, spent, amount in zip(self.instance.bounds, self.spent, sums, strict=True))  # fmt: skip

    def fits(self, unit: Unit, room: Room) -> bool:
        """Whether the unit stays within what the rows still admit."""
        return all(
            left is None or amount <= left for amount, left in zip(self._under(unit), room, strict=True) if amount
        )

    def affords(self, unit: Unit) -> bool:
        return self.total + unit.cost <= self.instance.budget

    def take(self, unit: Unit) -> None:
        self.taken.update(unit.ids)
        self.total += unit.cost
        self.spent = [spent + amount for spent, amount in zip(self.spent, self._under(unit), strict=True)]

    def _alone(self, unit: Unit) -> bool:
        rows = self.instance.alternatives
        return not any(row & self.taken and not row.isdisjoint(unit.ids) for row in rows)

    def _under(self, unit: Unit) -> tuple[Money, ...]:
        """What the unit costs under each row; asked for again and again, so worked out once."""
        found = self.amounts.get(unit.name)
        if found is None:
            found = self.amounts[unit.name] = tuple(under(row, unit.parts) for row in self.instance.bounds)
        return found

    def _within(self, unit: Unit) -> bool:
        for row, spent, amount in zip(self.instance.bounds, self.spent, self._under(unit), strict=True):
            if amount and row.most is not None and spent + amount > row.most:
                return False
        return True

    def _leaves(self, unit: Unit) -> bool:
        """Whether what is kept for others would still be there."""
        if not self.keeps:
            return True
        rows = zip(self.instance.bounds, self.spent, self._under(unit), strict=True)
        kept = sum(max(0, row.least - spent - amount) for row, spent, amount in rows)
        return kept == 0 or self.total + unit.cost + kept <= self.instance.budget


def under(row: Bound, parts: Iterable[Project]) -> Money:
    """What these cost under the row."""
    return sum(part.cost for part in parts if row.counts(part))


def checked(instance: Instance) -> None:
    """Refuses rows that cannot be meant: keeping more than there is, or keeping the same money twice."""
    kept = [row for row in instance.bounds if row.least]
    if sum(row.least for row in kept) > instance.budget:
        raise Refused("bounds", "Batas paling sedikit seluruhnya melebihi pagu.")
    if any(sum(row.counts(project) for row in kept) > 1 for project in instance.projects):
        raise Refused("bounds", "Satu usulan dihitung oleh dua batas paling sedikit.")


def outcome(taken: Iterable[Unit], steps: Iterable[Step] = ()) -> Outcome:
    """What was taken, as an answer."""
    parts = [part for unit in taken for part in unit.parts]
    return Outcome(tuple(sorted(part.id for part in parts)), sum(part.cost for part in parts), tuple(steps))
