"""The rules side by side: what each takes, what is left over, and what each RW gets of its equal share."""

from dataclasses import dataclass
from fractions import Fraction

from rembuk.planning.musrenbang.choosing.problem import Instance, Money, Outcome
from rembuk.planning.musrenbang.choosing.rules import offered


@dataclass(frozen=True, slots=True)
class Portion:
    """What one RW gets: how many of its proposals, for how much, and how much of its equal share that is."""

    group: str
    asked: int
    chosen: int
    cost: Money
    of_share: Fraction


@dataclass(frozen=True, slots=True)
class Column:
    """One rule."""

    key: str
    label: str
    outcome: Outcome
    left: Money
    portions: tuple[Portion, ...]

    @property
    def with_nothing(self) -> tuple[str, ...]:
        """The RWs that get nothing."""
        return tuple(portion.group for portion in self.portions if not portion.chosen)


def side_by_side(instance: Instance) -> list[Column]:
    """Every rule for which the instance holds what it needs, the one that people use first."""
    found = []
    for key, rule in offered(instance).items():
        outcome = rule.choose(instance)
        found.append(Column(key, rule.label, outcome, instance.budget - outcome.cost, portions(instance, outcome)))
    return found


def portions(instance: Instance, outcome: Outcome) -> tuple[Portion, ...]:
    """What each RW gets, also one that asked for nothing."""
    groups = sorted({*instance.groups})
    share = Fraction(instance.budget) / len(groups) if groups else Fraction(0)
    chosen = set(outcome.selected)
    found = []
    for group in groups:
        own = [project for project in instance.projects if project.group == group]
        taken = [project for project in own if project.id in chosen]
        cost = sum(project.cost for project in taken)
        found.append(Portion(group, len(own), len(taken), cost, cost / share if share else Fraction(0)))
    return tuple(found)
