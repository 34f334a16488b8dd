"""The method of equal shares: every voter has the same part of the money, and pays for what they named.

In each round each unit asks for the price ρ for one unit of utility at which its supporters, each paying at most what
they have left, bring its cost together. The lowest ρ is bought; ties go to the name that comes first. It ends when no
supporters can pay for what they want. All of it is exact: fractions decide wherever floating point is not certain.
"""

from dataclasses import dataclass
from fractions import Fraction
from heapq import heappop, heappush
from math import inf, lcm
from typing import TYPE_CHECKING

from rembuk.planning.musrenbang.choosing.electorate import Candidate, Electorate
from rembuk.planning.musrenbang.choosing.units import Admission

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rembuk.planning.musrenbang.choosing.electorate import Real, Whole

# In floating point, what a voter has left is wrong by at most SLACK × a voter's budget: each purchase rounds twice by
# 2⁻⁵³ of it, and a sum over the supporters a little more. Whatever is nearer than that is decided by fractions.
SLACK = 1e-11
ABOVE = 1 + 1e-12


@dataclass(frozen=True, slots=True)
class Offer:
    """What a candidate costs each supporter for a weight of 1, exactly, and who of them is emptied by it."""

    at: int
    price: Fraction
    poor: "NDArray[np.bool_]"


def low(one: Candidate, left: "Real", slack: float, start: float) -> float:
    """A price certainly not above the exact one where what each supporter has is at most `left` + `slack`.

    `start` is such a price already. Newton's method from below: what is paid is concave in the price.
    """
    import numpy as np

    cost, slack = float(one.cost), slack * one.people
    price = start
    while True:
        cap = one.due(price)
        missing = cost - one.many.dot(np.minimum(left, cap))
        rich = float(one.pull.dot(left > cap))
        if missing > slack and not rich:
            return inf
        further = price + missing / max(rich, 1.0)
        if missing <= slack or further == price:
            return max(start, (price - slack / max(rich, 1.0)) / ABOVE)
        price = further


class Purse:
    """What the voters have left after some purchases, in floating point and, where asked, exactly.

    Exactly, every amount is a whole number over `unit`: a voter who was never emptied has the budget less the prices of
    what they paid for; one who was emptied has nothing.
    """

    def __init__(self, opening: "Opening", budget: Fraction) -> None:
        import numpy as np

        self.people, self.unit = opening.people, lcm(budget.denominator, opening.unit)
        self.budget = int(budget * self.unit)
        self.prices = {at: paid * (self.unit // opening.unit) for at, paid in opening.prices.items()}
        self.left: Real = float(budget) - opening.paid
        self.full = np.ones(len(self.left), dtype=bool)
        self.slack = float(budget) * SLACK

    def low(self, at: int, start: float, limit: float) -> float:
        """A price that is certainly not above the exact one; infinite where it certainly cannot be paid.

        Where it is certainly above `limit`, one look at that price is enough.
        """
        import numpy as np

        one = self.people.candidates[at]
        left, slack = self.left[one.supporters], self.slack
        if start < limit < inf:
            cap = one.due(limit)
            missing = one.cost - one.many.dot(np.minimum(left, cap)) - slack * one.people
            rich = float(one.pull.dot(left > cap))
            if missing > 0:
                return (limit + missing / rich) / ABOVE if rich else inf
        return low(one, left, slack, start)

    def offer(self, at: int, low: float) -> Offer | None:
        """The exact price, known to be at least `low`; None where the supporters cannot pay.

        The poor pay all they have, the rich share the rest. Whoever is found poor stays so: the price only rises.
        """
        import numpy as np

        one = self.people.candidates[at]
        left = self.left[one.supporters]
        poor = left < low * one.weights - self.slack
        while True:
            pull = int(one.pull[~poor].sum())
            if not pull:
                return None
            rest = one.cost * self.unit - self._sum(one.supporters[poor])
            price = Fraction(rest, pull * self.unit)
            doubtful = np.flatnonzero(~poor & (left < float(price) * one.weights * ABOVE + self.slack))
            more = [row for row in doubtful
                    if self._has(int(one.supporters[row])) < price * int(one.weights[row]) * self.unit]  # fmt: skip
            if not more:
                return Offer(at, price, poor)
            poor[more] = True

    def _has(self, row: int) -> int:
        """What one voter of the row has left, in `unit`s."""
        if not self.full[row]:
            return 0
        people, has = self.people, self.budget
        for place in range(people.starts[row], people.starts[row + 1]):
            paid = self.prices.get(int(people.named[place]))
            if paid:
                has -= paid * int(people.weights[place])
        return has

    def _sum(self, rows: "Whole") -> int:
        """What all voters of these rows have left together, in `unit`s."""
        import numpy as np

        people = self.people
        rows = rows[self.full[rows]]
        if not len(rows):
            return 0
        starts = people.starts[rows]
        lengths = people.starts[rows + 1] - starts
        ends = np.cumsum(lengths)
        places = np.arange(ends[-1]) + np.repeat(starts - ends + lengths, lengths)
        pulls = np.bincount(people.named[places] + 1, people.pulls[places], len(people.candidates) + 1)
        paid = sum(price * int(pulls[at + 1]) for at, price in self.prices.items())
        return int(people.many[rows].sum()) * self.budget - paid

    def buy(self, offer: Offer) -> None:
        """The supporters pay."""
        import numpy as np

        one = self.people.candidates[offer.at]
        unit = lcm(self.unit, offer.price.denominator)
        factor = unit // self.unit
        if factor != 1:
            self.unit, self.budget = unit, self.budget * factor
            self.prices = {bought: paid * factor for bought, paid in self.prices.items()}
        self.prices[offer.at] = offer.price.numerator * (unit // offer.price.denominator)
        left = self.left[one.supporters] - float(offer.price) * one.weights
        left[offer.poor] = 0
        self.left[one.supporters] = np.maximum(left, 0)
        self.full[one.supporters[offer.poor]] = False


class Opening:
    """The purchases that every race with at least some budget begins with: nobody is near empty yet.

    Where all supporters are rich, a unit costs each the same whatever the budget is, and never less: so long as the
    cheapest of all that are left is bought from the rich, richer voters buy the same.
    """

    def __init__(self, people: Electorate) -> None:
        import numpy as np

        self.people, self.unit, self.prices = people, 1, dict[int, int]()
        self.paid: Real = np.zeros(len(people.many))
        self.admission = Admission(people.instance)
        for unit in people.free:
            if self.admission.admits(unit):
                self.admission.take(unit)
        self.order = sorted((Fraction(one.cost, int(one.weight) * one.worth), at)
                            for at, one in enumerate(people.candidates))  # fmt: skip
        self.heirs = self._heirs()
        self.place = 0

    def _heirs(self) -> dict[int, int]:
        """Of candidates that are alike in cost and voters, each one's next: it can never come before."""
        found: dict[int, int] = {}
        seen: dict[tuple[int, bytes, bytes], int] = {}
        for at, one in enumerate(self.people.candidates):
            alike = (one.cost, one.supporters.tobytes(), one.weights.tobytes())
            if alike in seen:
                found[seen[alike]] = at
            seen[alike] = at
        return found

    def advance(self, budget: Fraction) -> "Opening":
        """Goes on as far as this budget certainly reaches."""
        while self.place < len(self.order):
            value, at = self.order[self.place]
            one = self.people.candidates[at]
            if self.admission.admits(one.unit):
                price = value * one.worth
                paid = self.paid[one.supporters] + float(price) * one.weights
                if paid.max() > float(budget) * (1 - SLACK):
                    break
                self.paid[one.supporters] = paid
                unit = lcm(self.unit, price.denominator)
                self.prices = {known: amount * (unit // self.unit) for known, amount in self.prices.items()}
                self.prices[at] = price.numerator * (unit // price.denominator)
                self.unit = unit
                self.admission.take(one.unit)
            self.place += 1
        return self

    def rest(self) -> list[tuple[float, int]]:
        """What was not looked at yet, each with a lower bound of its price for a unit of utility; a heap."""
        return [(float(value) / ABOVE, at) for value, at in self.order[self.place :]]


class Race:
    """One run of the rule: who comes next, and what is bought. `paid` are the prices per weight, in order."""

    def __init__(self, opening: Opening, budget: Fraction) -> None:
        self.people, self.purse = opening.people, Purse(opening, budget)
        self.admission = opening.admission.copy()
        self.paid = {at: Fraction(amount, opening.unit) for at, amount in opening.prices.items()}
        self.lows = [one.cost / one.weight / ABOVE for one in self.people.candidates]
        self.queue = opening.rest()

    def next(self) -> Offer | None:
        """The cheapest offer for a unit of utility; ties go to the first name."""
        near: list[tuple[float, int]] = []
        offers: list[tuple[Fraction, int, Offer]] = []
        while True:
            bound = float(min(offers)[0]) if offers else inf
            self._pull(near, bound)
            if not near or near[0][0] > bound * ABOVE:
                break
            _, at = heappop(near)
            offer = self.purse.offer(at, self.lows[at])
            if offer is not None:
                self.lows[at] = max(self.lows[at], float(offer.price) / ABOVE)
                offers.append((offer.price / self.people.candidates[at].worth, at, offer))
        best = min(offers, default=None)
        for at in [*(at for _, at in near), *(row[1] for row in offers if row is not best)]:
            heappush(self.queue, (self.lows[at] / self.people.candidates[at].worth, at))
        return best[2] if best else None

    def _pull(self, near: list[tuple[float, int]], bound: float) -> None:
        """Looks again at every candidate that could be as cheap as `bound`, or as the cheapest seen."""
        while self.queue and self.queue[0][0] <= (limit := min(bound, near[0][0] if near else inf) * ABOVE):
            _, at = heappop(self.queue)
            one = self.people.candidates[at]
            if not self.admission.admits(one.unit):
                continue
            low = self.purse.low(at, self.lows[at], limit * one.worth * ABOVE)
            if low < inf:
                self.lows[at] = low
                heappush(near, (low / one.worth, at))

    def buy(self, offer: Offer) -> None:
        self.paid[offer.at] = offer.price
        self.purse.buy(offer)
        self.admission.take(self.people.candidates[offer.at].unit)


def run(people: Electorate, budget: Fraction, opening: Opening | None = None) -> Race:
    """The whole race with so much for each voter; an opening that was advanced to less or as much saves its part."""
    race = Race((opening or Opening(people)).advance(budget), budget)
    while offer := race.next():
        race.buy(offer)
    return race


def share(people: Electorate, more: int = 0) -> Fraction:
    """What each voter has: an equal part of the budget, and `more` whole units of money."""
    return Fraction(people.budget, people.voters) + more * people.scale
