"""Each RW's own order, with an equal share of the purse for each RW: the rule that people use.

1. Every RW of the instance has the same share: the budget divided by their number, rounded down to whole units of
   money. What cannot be divided is the first of the common rest.
2. Each RW walks down its own order (rank, then id) and takes what its share still pays for; what its share does not
   reach is passed over. Works that go together are paid by the RWs whose works they are, each its own part, all or
   none: they come up in the turn of the RW whose part stands first. RWs have their turns by name, which matters for
   works of several RWs and under bounds only.
3. What all shares leave over is one common rest. The RW that has received least (ties: the name that comes first) takes
   the next of its order that the rest pays for, and so on, until no RW finds one. Proposals that stand in no RW's order
   take part here as one more group, "", with no share of its own.

Whoever has no share (an RW that is not in `groups`) also takes part in the third step only.
"""

from collections.abc import Iterable

from rembuk.planning.musrenbang.choosing.problem import Instance, Money, Outcome, Step
from rembuk.planning.musrenbang.choosing.units import Admission, Unit, outcome, units

Spent = dict[str, Money]


def by_own_order(instance: Instance) -> Outcome:
    """The outcome; a step says out of which pocket."""
    admission = Admission(instance)
    orders = own_orders(units(instance))
    share = equal_share(instance)
    spent: Spent = dict.fromkeys([*instance.groups, *(project.group for project in instance.projects)], 0)
    taken, steps = [], []
    for pocket, follow in (("jatah RW", _from_shares), ("sisa bersama", _from_the_rest)):
        for unit in follow(instance, orders, spent, share, admission):
            taken.append(unit)
            steps.append(Step(unit.ids, pocket, unit.cost))
    return outcome(taken, steps)


def equal_share(instance: Instance) -> int:
    """What each RW has of its own."""
    return int(instance.budget // len(set(instance.groups))) if instance.groups else 0


def own_orders(known: Iterable[Unit]) -> dict[str, list[Unit]]:
    """The units of each RW in its own order; a unit of several RWs stands where its first part stands."""
    orders: dict[str, list[Unit]] = {}
    for unit in known:
        orders.setdefault(_first(unit)[1], []).append(unit)
    return {group: sorted(own, key=_first) for group, own in orders.items()}


def _first(unit: Unit) -> tuple[int, str, str]:
    return min((part.rank, part.group, part.id) for part in unit.parts)


def dues(unit: Unit) -> Spent:
    """What the unit costs each RW."""
    found: Spent = {}
    for part in unit.parts:
        found[part.group] = found.get(part.group, 0) + part.cost
    return found


def _from_shares(
    instance: Instance, orders: dict[str, list[Unit]], spent: Spent, share: Money, admission: Admission
) -> Iterable[Unit]:
    """What the RWs take, each in its turn."""
    own = set(instance.groups)
    for group in sorted(own & orders.keys()):
        for unit in list(orders[group]):
            due = dues(unit)
            if not all(who in own and spent[who] + amount <= share for who, amount in due.items()):
                continue
            if admission.admits(unit) and admission.affords(unit):
                _take(unit, orders[group], spent, admission)
                yield unit


def _from_the_rest(
    instance: Instance, orders: dict[str, list[Unit]], spent: Spent, share: Money, admission: Admission
) -> Iterable[Unit]:
    """What is taken from what the shares left over."""
    waiting = set(orders)
    while waiting:
        group = min(waiting, key=lambda name: (spent[name], name))
        found = next((unit for unit in orders[group] if admission.admits(unit) and admission.affords(unit)), None)
        if found is None:
            # Neither money nor what the rows admit ever grows again.
            waiting.discard(group)
        else:
            _take(found, orders[group], spent, admission)
            yield found


def _take(unit: Unit, order: list[Unit], spent: Spent, admission: Admission) -> None:
    order.remove(unit)
    admission.take(unit)
    for who, amount in dues(unit).items():
        spent[who] += amount
