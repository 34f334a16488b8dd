"""The mayor's Fridays: 57 kelurahan on 52 Fridays, how long a plan takes and how far from the proved bound it is;
and random cities, of which none may break a bound without saying so.

    python -m bench.rotation [CITIES]
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, replace

from hypothesis import HealthCheck, Phase, given, settings

from bench.row import Row, at_most
from rembuk.coordination.visits.rotation import planning, remedies
from rembuk.coordination.visits.rotation.checking import breaches
from rembuk.coordination.visits.rotation.problem import Answer, Problem
from rembuk.coordination.visits.tests import cities

SECONDS, PERCENT, CITIES = 10.0, 1.0, 1000
CLOSED = (10, 11, 12, 20, 33, 50)


def main(count: int) -> None:
    """Prints the rows as JSON."""
    year = cities.year(57, 52, closed=CLOSED)
    answer, rows = timed("giliran Jumat, 57 kelurahan × 52 Jumat", lambda: planning.plan(year))
    shut = tuple(replace(row, most=0) if number in (5, 25) else row for number, row in enumerate(year.fridays))
    again = replace(year, fridays=shut, published=frozenset(answer.stops))
    _, more = timed("giliran Jumat, disusun ulang", lambda: planning.plan(again))
    started = time.perf_counter()
    alone = replace(year, fridays=tuple(replace(row, most=min(row.most, 1)) for row in year.fridays))
    known = planning.plan(alone), remedies.remedies(alone)
    tried = Row("giliran yang mustahil, dengan jalan keluarnya", round(time.perf_counter() - started, 2), "s")
    assert known[0].short
    assert known[1]
    print(json.dumps([asdict(row) for row in [*rows, *more, tried, random_cities(count)]]))


def timed(name: str, make: Callable[[], Answer]) -> tuple[Answer, list[Row]]:
    """A plan with its seconds and its distance from the proved bound."""
    started = time.perf_counter()
    answer = make()
    seconds = time.perf_counter() - started
    return answer, [at_most(name, seconds, "s", SECONDS), at_most(f"{name}: jarak", answer.gap * 100, "%", PERCENT)]


def random_cities(count: int) -> Row:
    """How many random cities broke a bound that was not reported."""
    broken: list[Problem] = []

    @settings(max_examples=count, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(cities.problems())
    def look(problem: Problem) -> None:
        answer = planning.plan(problem)
        if {one.key for one in breaches(problem, answer.stops)} - set(answer.unmet):
            broken.append(problem)

    look()
    return at_most(f"{count} kota acak: batas dilanggar tanpa dikatakan", len(broken), "kota", 0.5)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CITIES)
