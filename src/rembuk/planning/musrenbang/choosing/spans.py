"""Many races of equal shares at once: all those from one rise to another.

What a voter has left lies between two straight lines over the rises, and so does every price (`lines`). Only bounds are
kept, in floating point with a margin, so the answer is "certainly" or "not certainly", never a guess.
"""

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor, inf
from typing import TYPE_CHECKING, Self

from rembuk.planning.musrenbang.choosing.electorate import Candidate
from rembuk.planning.musrenbang.choosing.lines import MARGIN, NOWHERE, Line, above, beneath, glance
from rembuk.planning.musrenbang.choosing.shares import ABOVE, Opening, share

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from rembuk.planning.musrenbang.choosing.electorate import Real

# How many may be open at once who comes next; how often a span parts in all; how many of them must each time have
# made more of it certain.
RIVALS, PARTS, IDLE = 4, 40, 12
# Of a voter's budget: outweighs the rounding of thousands of purchases.
DRIFT = 1e-12
# A rise, in the arithmetic of where two lines meet.
NEAR = 1e-3

Way = tuple[int, int, int | None]


class Work:
    """How often a span parted, and up to which rise it is certain."""

    def __init__(self, first: int) -> None:
        self.parts, self.idle, self.reached = 0, 0, first - 1

    def too_much(self) -> bool:
        return self.parts >= PARTS or self.idle >= IDLE

    def certain(self, last: int) -> None:
        if last > self.reached:
            self.reached, self.idle = last, 0


class Span:
    """The races from the rise `first` to `last`.

    For each of them there is a moment at which exactly the units in `admission` were bought, and each voter then has
    between `least` and `most`, two lines given by their values at both ends. Where it is open who comes next, each
    possibility is followed through the rises where it is one.
    """

    def __init__(self, opening: Opening, first: int, last: int) -> None:
        import numpy as np

        people = opening.people
        self.opening, self.people, self.admission = opening, people, opening.admission.copy()
        self.first, self.last, self.work = first, last, Work(first)
        start, end = float(share(people, first)), float(share(people, last))
        self.least: Real = np.array([start - opening.paid - end * DRIFT, end - opening.paid - end * DRIFT])
        self.most: Real = np.array([start - opening.paid + end * DRIFT, end - opening.paid + end * DRIFT])
        # Lines that the prices per utility are nowhere below; newly looked at are those who are `fresh`.
        self.lows: Real = np.full((2, len(people.candidates)), inf)
        self.mids: Real = np.full(len(people.candidates), inf)
        self.open: NDArray[np.bool_] = np.zeros(len(people.candidates), dtype=bool)
        self.fresh: set[int] = set()
        waiting = {at for _, at in opening.rest()}
        # Of those who are alike only the first can come next.
        for at in waiting - {heir for at, heir in opening.heirs.items() if at in waiting}:
            self._let_in(at)

    def doubtful(self) -> int:
        """The first rise of which it is not certain that it neither spends too much nor all that can be spent."""
        while (at := self._cheapest()) is not None:
            if self._sole(at):
                continue
            turn = self._steady(at)
            if turn is None:
                continue
            if self._slack():
                return self.last + 1
            if turn < self.last:
                return self._through([(self.first, turn, None), (turn + 1, self.last, None)], NOWHERE)
            if not self._together():
                return self._parted()
        return self.last + 1 if self._goes_on(0, set()) else self.first

    def _let_in(self, at: int) -> None:
        one = self.people.candidates[at]
        self.open[at] = True
        low = one.cost / one.weight / one.worth / ABOVE
        self._lie(at, (low, low))

    def _leave(self, at: int) -> None:
        """It is bought or not admitted: its heir may come next now."""
        self.open[at] = False
        self._lie(at, NOWHERE)
        if at in self.opening.heirs:
            self._let_in(self.opening.heirs[at])

    def _cheapest(self) -> int | None:
        """One that may come next, its price newly looked at; None where nobody can be paid."""
        limit = inf
        while True:
            at = int(self.mids.argmin())
            if not self.open[at]:
                return None
            if at in self.fresh:
                return at
            self._look(at, limit)
            if at in self.fresh:
                limit = min(limit, float(self.mids[at]))

    def _look(self, at: int, limit: float = inf) -> None:
        """Looks at it newly; no more is asked where its price lies above the limit in the middle of the span."""
        one = self.people.candidates[at]
        if not self.admission.admits(one.unit):
            self._leave(at)
            return
        most = self.most.take(one.supporters, axis=1)
        both, price = most[0] + most[1], float(self.mids[at]) * one.worth
        if limit < inf and (line := glance(one, most, both, limit * one.worth)):
            if sum(line) > 2 * limit * one.worth * ABOVE:
                self._lie(at, (line[0] / one.worth / ABOVE, line[1] / one.worth / ABOVE))
                return
            price = max(price, sum(line) / 2)
        self.fresh.add(at)
        line = beneath(one, most, both, price)
        self._lie(at, (line[0] / one.worth / ABOVE, line[1] / one.worth / ABOVE))
        self.open[at] = line != NOWHERE

    def _lie(self, at: int, line: Line) -> None:
        """Its price per utility is nowhere below this line."""
        self.lows[0, at], self.lows[1, at] = line
        self.mids[at] = sum(line) / 2

    def _high(self, at: int) -> Line:
        """A line that its price per utility is nowhere above; nowhere where it is not certain that it can be paid."""
        one = self.people.candidates[at]
        first, last = (
            above(one, least.take(one.supporters), float(start) * one.worth) / one.worth
            for least, start in zip(self.least, self.lows[:, at], strict=True)
        )
        return (first, last) if max(first, last) < inf else NOWHERE

    def _below(self, line: Line) -> list[int]:
        """All who may cost as little as this somewhere, newly looked at."""
        while True:
            near = self.open & ((self.lows[0] <= line[0] * ABOVE) | (self.lows[1] <= line[1] * ABOVE))
            found = [int(at) for at in near.nonzero()[0]]
            stale = [at for at in found if at not in self.fresh]
            if not stale:
                return found
            for at in stale:
                self._look(at)

    def _sole(self, at: int) -> bool:
        """Buys it where it is certainly next."""
        price = self._high(at)
        if price == NOWHERE or self._below(price) != [at]:
            return False
        self._pay(at, price)
        return True

    def _steady(self, at: int) -> int | None:
        """Buys the next one where all its supporters are certainly rich or empty: its price is known, and so are ties.

        No price is ever below that which its supporters who are not empty would pay if all were rich. Of those that
        may be next, the first in the order of these prices is next if it costs just that. Else the last rise is told
        before somebody turns from poor to rich, where that decides a tie.
        """
        limit = (float(self.lows[0, at]) * (1 + MARGIN), float(self.lows[1, at]) * (1 + MARGIN))
        (value, at), *others = sorted((self._floor(near), near) for near in self._below(limit))
        one, price = self.people.candidates[at], float(value)
        if price * ABOVE > min(limit):
            return self.last
        cap = price * one.worth * one.weights * (1 + MARGIN)
        first, last = (least[one.supporters] - cap for least in self.least)
        poor = ((first < 0) | (last < 0)) & self._some(one)
        if not poor.any():
            self._pay(at, (price * ABOVE, price * ABOVE))
            return None
        turning = poor & (first < 0) & (last > 0)
        if not others or others[0][0] != value or not turning.any():
            return self.last
        share = float((first[turning] / (first[turning] - last[turning])).min())
        return self.first + int(share * (self.last - self.first))

    def _some(self, one: Candidate) -> "NDArray[np.bool_]":
        """Who of its supporters is not certainly empty."""
        first, last = self.most
        some: NDArray[np.bool_] = (first[one.supporters] > 0) | (last[one.supporters] > 0)
        return some

    def _floor(self, at: int) -> Fraction:
        """The price per utility if all who are not certainly empty were rich."""
        one = self.people.candidates[at]
        return Fraction(one.cost, int(one.pull[self._some(one)].sum()) * one.worth)

    def _pay(self, at: int, price: Line) -> None:
        """One is bought, by each supporter for at most this per utility and at least its lowest price."""
        import numpy as np

        one, rows = self.people.candidates[at], self.people.candidates[at].supporters
        for most, lowest in zip(self.most, self.lows[:, at], strict=True):
            most[rows] = np.maximum(most.take(rows) - one.due(lowest * one.worth), 0)
        first, last = (least.take(rows) - one.due(highest * one.worth)
                       for least, highest in zip(self.least, price, strict=True))  # fmt: skip
        # Nobody has less than nothing: of the two lines that say so the higher one in the middle.
        kept = first + last > 0
        self.least[0][rows], self.least[1][rows] = np.where(kept, first, 0), np.where(kept, last, 0)
        self.admission.take(one.unit)
        self.fresh = set()
        self._leave(at)

    def _together(self) -> bool:
        """Buys all who may be next where they certainly are before anything else, in whatever order.

        It is so if each could still be paid below the lowest price of all others after all others of them were paid.
        All of them must be admitted in whatever order.
        """
        near, _ = self._ways()
        while near and len(near) <= RIVALS and self._unordered(near):
            prices = self._each_last(near)
            if prices is None:
                return False
            more = self._below((max(price[0] for price in prices), max(price[1] for price in prices)))
            if near == (near := sorted({*near, *more})):
                for at, price in zip(near, prices, strict=True):
                    self._pay(at, price)
                return True
        return False

    def _unordered(self, places: Iterable[int]) -> bool:
        """Whether the rows admit all of these, in whatever order they come."""
        room = self.admission.room([self.people.candidates[at].unit for at in places])
        return room is not None and all(left is None or left >= 0 for left in room)

    def _each_last(self, near: list[int]) -> list[Line] | None:
        """For each, a line of prices at which it can certainly be paid though all the others were paid at theirs."""
        prices = [self._high(at) for at in near]
        for _ in range(3):
            if inf in {end for price in prices for end in price}:
                return None
            again = list(zip(*(self._after_all(near, prices, end) for end in (0, 1)), strict=True))
            raised = [(old[0] * (1 + MARGIN), old[1] * (1 + MARGIN)) for old in prices]
            if all(new[0] <= old[0] and new[1] <= old[1] for new, old in zip(again, raised, strict=True)):
                return raised
            prices = [(max(new[0], old[0]), max(new[1], old[1])) for new, old in zip(again, raised, strict=True)]
        return None

    def _after_all(self, near: list[int], prices: list[Line], end: int) -> list[float]:
        """At one end, the highest price of each after all the others were paid at most these."""
        import numpy as np

        batch = [self.people.candidates[at] for at in near]
        dues = [price[end] * one.worth * one.weights * (1 + 4 * MARGIN)
                for one, price in zip(batch, prices, strict=True)]  # fmt: skip
        left = self.least[end].copy()
        for one, due in zip(batch, dues, strict=True):
            left[one.supporters] -= due
        return [above(one, np.maximum(left[one.supporters] + due, 0)) / one.worth
                for one, due in zip(batch, dues, strict=True)]  # fmt: skip

    def _parted(self) -> int:
        """The first doubtful rise, whoever comes next; or if nobody does, where that is possible."""
        near, ceiling = self._ways()
        if not near or (ceiling == NOWHERE and not self._goes_on(0, set())):
            return self.first
        return self._through(sorted((*part, at) for at in near if (part := self._part(at, ceiling))), ceiling)

    def _through(self, ways: list[Way], ceiling: Line) -> int:
        """The first doubtful rise of these parts of the span, in each of which this one, if any, comes next."""
        doubt = self.last + 1
        for first, last, at in ways:
            if first >= doubt:
                break
            if self.work.too_much():
                return first
            self.work.parts, self.work.idle = self.work.parts + 1, self.work.idle + 1
            after = self._between(first, min(last, doubt - 1))
            if at is not None:
                line = ceiling if ceiling == NOWHERE else self._cut(ceiling, after)
                after._pay(at, min(after._high(at), line, key=sum))
            if (found := after.doubtful()) <= after.last:
                doubt = found
            else:
                self.work.certain(after.last)
        return doubt

    def _ways(self) -> tuple[list[int], Line]:
        """All that may come next ([]: too many), and a line above which nothing is bought next."""
        ceiling, tried = NOWHERE, set[int]()
        while True:
            first = self._cheapest() if not tried else None
            near = self._below(ceiling) if tried else [] if first is None else [first]
            untried = [at for at in sorted(near, key=lambda at: sum(self.lows[:, at]))[:RIVALS] if at not in tried]
            if not untried:
                return near if len(near) <= RIVALS else [], ceiling
            tried.update(untried)
            ceiling = min([ceiling, *(self._high(at) for at in untried)], key=sum)

    def _part(self, at: int, ceiling: Line) -> tuple[int, int] | None:
        """The rises at which its price may be below the ceiling."""
        first, last = (most * ABOVE - least for most, least in zip(ceiling, self.lows[:, at], strict=True))
        if first >= 0 and last >= 0:
            return self.first, self.last
        if first < 0 and last < 0:
            return None
        turn = self.first + first / (first - last) * (self.last - self.first)
        start, end = (self.first, floor(turn + NEAR)) if first >= 0 else (ceil(turn - NEAR), self.last)
        return (start, end) if start <= end else None

    def _cut(self, line: Line, part: "Span") -> Line:
        """The line at the ends of a part."""
        step = (line[1] - line[0]) / max(self.last - self.first, 1)
        return line[0] + step * (part.first - self.first), line[0] + step * (part.last - self.first)

    def _between(self, first: int, last: int) -> Self:
        """A copy for some of its rises."""
        import numpy as np

        after = object.__new__(type(self))
        after.opening, after.people, after.work = self.opening, self.people, self.work
        after.admission, after.first, after.last = self.admission.copy(), first, last
        after.open, after.fresh = self.open.copy(), set(self.fresh)
        start, end = ((rise - self.first) / max(self.last - self.first, 1) for rise in (first, last))
        least, most, lows = self.least, self.most, np.where(self.open, self.lows, 0)
        after.least = np.array([least[0] + (least[1] - least[0]) * part for part in (start, end)])
        after.most = np.array([most[0] + (most[1] - most[0]) * part for part in (start, end)])
        after.lows = np.array([lows[0] + (lows[1] - lows[0]) * part for part in (start, end)]) / ABOVE
        after.lows[:, ~self.open] = inf
        after.mids = (after.lows[0] + after.lows[1]) / 2
        return after

    def _slack(self) -> bool:
        """Whether something more could be bought even if all were that may still be paid, or all money of those who
        want it were spent."""
        import numpy as np

        if self.admission.room(()) is None:
            return False
        candidates, spare = self.people.candidates, self._spare()
        money = self.people.many * np.maximum(*self.most) * (1 + MARGIN)
        theirs, rest, more = np.zeros(len(money)), set[int](), 0
        waiting = [at for at in self._waiting() if self.admission.admits(candidates[at].unit)]
        for at in sorted(waiting, key=lambda at: -candidates[at].people):
            mine = money.take(candidates[at].supporters)
            if float(np.add.reduce(mine)) * (1 + MARGIN) >= candidates[at].cost:
                rest.add(at)
                more += candidates[at].cost
                theirs[candidates[at].supporters] = mine
                if more > spare and theirs.sum() > spare:
                    return False
        return self._goes_on(min(more, ceil(theirs.sum())), rest)

    def _waiting(self) -> set[int]:
        """All who may still be bought."""
        found = {int(at) for at in self.open.nonzero()[0]}
        for at in sorted(self.opening.heirs):
            if at in found:
                found.add(self.opening.heirs[at])
        return found

    def _spare(self) -> Fraction:
        """What is left of the budget, in the electorate's amounts."""
        return Fraction(self.people.instance.budget - self.admission.total) * self.people.scale

    def _goes_on(self, more: int, rest: set[int]) -> bool:
        """Whether the budget holds what was spent and this, and something besides the rest, all of the rest bought."""
        candidates, spare, room = self.people.candidates, self._spare() - more, None
        if rest:
            room = self.admission.room([candidates[at].unit for at in rest], Fraction(more, self.people.scale))
        if spare < 0 or (rest and room is None):
            return False
        return any(
            one.cost <= spare and self.admission.admits(one.unit)
            and (room is None or self.admission.fits(one.unit, room))
            for at, one in enumerate(candidates)
            if at not in rest and one.unit.name not in self.admission.taken
        )  # fmt: skip
