"""The method of equal shares as plainly as it can be written, in fractions only: what the fast one must equal."""

from fractions import Fraction

from rembuk.planning.musrenbang.choosing.electorate import Utility
from rembuk.planning.musrenbang.choosing.problem import Instance


def chosen(instance: Instance, utility: Utility, more: int = 0) -> list[str]:
    """What is bought, in order, with `more` for each voter; for instances without rows."""
    costs = {project.id: Fraction(project.cost) for project in instance.projects}
    wants: list[dict[str, Fraction]] = []
    for ballot in instance.ballots:
        given = zip(ballot.names, ballot.points or (1,) * len(ballot.names), strict=True)
        wants.append({name: worth(utility, costs[name], point) for name, point in given})
    left = [Fraction(instance.budget) / len(wants) + more for _ in wants]
    bought = [name for name in sorted(costs) if not costs[name] and any(want.get(name, 0) for want in wants)]
    while True:
        offers = [(price, name) for name in costs if name not in bought and costs[name]
                  if (price := asked(name, costs[name], wants, left)) is not None]  # fmt: skip
        if not offers:
            return bought
        price, name = min(offers)
        bought.append(name)
        left = [has - min(has, price * want.get(name, 0)) for has, want in zip(left, wants, strict=True)]


def worth(utility: Utility, cost: Fraction, point: int) -> Fraction:
    """A supporter's utility of one proposal."""
    return {"cost": cost, "cardinality": Fraction(1), "points": Fraction(point)}[utility]


def asked(name: str, cost: Fraction, wants: list[dict[str, Fraction]], left: list[Fraction]) -> Fraction | None:
    """The price of a unit of utility at which the supporters bring the cost together."""
    supporters = sorted(
        (has / want[name], has, want[name]) for has, want in zip(left, wants, strict=True) if want.get(name)
    )
    rest, utility = cost, sum((row[2] for row in supporters), Fraction(0))
    for most, has, worth in supporters:
        if rest <= most * utility:
            return rest / utility
        rest, utility = rest - has, utility - worth
    return None


def completed(instance: Instance, utility: Utility) -> list[str]:
    """With one more for each voter until nothing could be bought, or the one before it would be too much."""
    costs = {project.id: project.cost for project in instance.projects}
    wanted = {name for ballot in instance.ballots for name in ballot.names if costs[name]}
    before: list[str] = []
    more = 0
    while True:
        found = chosen(instance, utility, more)
        spent = sum(costs[name] for name in found)
        if spent > instance.budget:
            return before
        if not any(spent + costs[name] <= instance.budget for name in wanted - set(found)):
            return found
        before, more = found, more + 1
