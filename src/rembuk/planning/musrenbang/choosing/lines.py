"""Prices of equal shares over many races at once, as straight lines given by their values at both ends.

Where what the voters have lies on straight lines, the price is convex: it is the least at which Σ min(left, price ×
weight) reaches the cost, and that sum is concave. So the line between two exact prices is nowhere below it. And whoever
is taken as poor, the rest pay at least what the poor do not have: (cost - what they have) / the weight of the rest, a
line that is nowhere above it.
"""

from math import inf
from typing import TYPE_CHECKING

from rembuk.planning.musrenbang.choosing.electorate import Candidate
from rembuk.planning.musrenbang.choosing.shares import ABOVE, low

if TYPE_CHECKING:
    from rembuk.planning.musrenbang.choosing.electorate import Real

Line = tuple[float, float]

NOWHERE: Line = (inf, inf)
# What is certain is so by MARGIN; NOISE, for each number that is added up, outweighs the rounding of a sum.
MARGIN, NOISE = 1e-9, 2.0**-51


def glance(one: Candidate, most: "Real", both: "Real", price: float) -> Line | None:
    """A line that the price is nowhere below: the one of those who would be poor in the middle at this price.

    `both` are the two ends of most added up.
    """
    kept, rest = _poor(one, both, price)
    return _line(one, most, kept, rest) if rest else None


def _poor(one: Candidate, both: "Real", price: float) -> tuple["Real", float]:
    """How many voters in each row would be poor in the middle at this price, and what the others weigh."""
    poor = both < one.due(2 * price)
    kept: Real = one.many * poor
    return kept, one.weight - float(kept.dot(one.weights))


def beneath(one: Candidate, most: "Real", both: "Real", price: float) -> Line:
    """A line that the price is nowhere below where they have at most this; nowhere at all if it cannot be paid.

    It is the highest in the middle, found from a price that is not above it by Newton's method.
    """
    import numpy as np

    if line := _highest(one, most, both, price):
        return line
    if max(most.dot(one.many)) * (1 + MARGIN) < one.cost:
        return NOWHERE
    return _highest(one, most, 2 * np.maximum(*most), price) or (0.0, 0.0)


def _highest(one: Candidate, most: "Real", both: "Real", price: float) -> Line | None:
    before = inf
    while True:
        kept, rest = _poor(one, both, price)
        if not rest:
            return None
        if rest == before:
            return _line(one, most, kept, rest)
        price, before = max(price, (one.cost - float(kept.dot(both)) / 2) / rest), rest


def _line(one: Candidate, most: "Real", poor: "Real", rest: float) -> Line:
    first, last = most.dot(poor).tolist()
    noise = NOISE * (len(poor) + 8) * (one.cost + max(first, last))
    return (one.cost - first - noise) / rest / ABOVE, (one.cost - last - noise) / rest / ABOVE


def above(one: Candidate, least: "Real", start: float = 0.0) -> float:
    """A price at which those who have at least this can certainly pay; infinite where that is not certain."""
    import numpy as np

    price = low(one, least, 0.0, start) * (1 + MARGIN)
    if price == inf or one.many.dot(np.minimum(least, one.due(price))) < one.cost * ABOVE:
        return inf
    return price
