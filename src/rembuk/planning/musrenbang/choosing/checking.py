"""Whether an outcome keeps what was asked, counted from the instance alone; it knows no rule."""

from fractions import Fraction

from rembuk.planning.musrenbang.choosing.problem import Instance, Outcome


def breaches(instance: Instance, outcome: Outcome) -> list[str]:
    """Everything that an outcome does against its instance; [] where it keeps all."""
    chosen = set(outcome.selected)
    costs = {project.id: Fraction(project.cost) for project in instance.projects}
    found = [f"unknown {name}" for name in sorted(chosen - costs.keys())]
    total = sum((costs.get(name, Fraction(0)) for name in chosen), Fraction(0))
    if len(chosen) != len(outcome.selected) or list(outcome.selected) != sorted(chosen):
        found.append("not a set in order")
    if total != outcome.cost:
        found.append("cost")
    if total > instance.budget:
        found.append("budget")
    found += ["alternatives" for row in instance.alternatives if len(row & chosen) > 1]
    known = costs.keys()
    found += ["together" for row in instance.together if row & chosen and not row & known <= chosen]
    kept = Fraction(0)
    for bound in instance.bounds:
        spent = sum((costs[project.id] for project in instance.projects
                     if project.id in chosen and bound.kind in {"", project.kind}
                     and bound.source in {"", project.source}), Fraction(0))  # fmt: skip
        if bound.most is not None and spent > bound.most:
            found.append("most")
        kept += max(Fraction(0), bound.least - spent)
    if kept and total + kept > instance.budget:
        found.append("least")
    return found
