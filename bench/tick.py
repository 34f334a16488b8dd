"""`rembuk tick` with 1,000 reports due: what it costs with 10,000 open ones beside them, and with many more.

    python -m bench.tick        in the empty database of DATABASE_URL and the home of REMBUK_HOME

A small city is played; one open report of it is stamped as often as is needed, due in time or overdue. CPU seconds of
this process and of the database, in turn at each size. At last two ticks run at the same time over 1,000 more: each
must be passed on once. `BENCH_OPEN` says how many are open in the end (100000).
"""

import dataclasses
import json
import multiprocessing
import os
import statistics
import sys
from collections import Counter
from contextlib import nullcontext
from typing import Any

from bench.cpu import cpu_seconds
from bench.row import Row

DUE = 1_000
SIZES = (10_000, int(os.environ.get("BENCH_OPEN") or 100_000))
ROUNDS = 3
PART = 2_000
# From so many on indexes stand aside while they are stamped.
MANY = 50_000
BAR = 1.3


def main() -> None:
    """Prints the row."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rembuk.config.settings")
    from rembuk.config.demo import build

    build.ready(build.Plan(size="kecil", reports=60))
    from rembuk.config.models import Demo
    from rembuk.foundation.kernel import chance, clock

    Demo._base_manager.update(finished=False)
    city = _City()
    costs: list[list[float]] = []
    with chance.seeded(1), clock.standing(city.now):
        _tick()
        for size in SIZES:
            city.stamp(size - city.open, 28)
            costs.append([_cost(city) for _ in range(ROUNDS)])
            print(f"{size} open: {costs[-1]}", file=sys.stderr, flush=True)
        wrong = _two(city)
    low, high = (statistics.median(part) for part in costs)
    ratio = high / low
    row = Row(f"tick, {DUE} due at {SIZES[1]} open", round(high, 2), "CPU s", round(low, 2), round(ratio, 2), BAR,
              ratio <= BAR)  # fmt: skip
    two = Row(f"two ticks at once, {DUE} due: twice or not at all", wrong, "reports", 0, None, 0, wrong == 0)
    print(json.dumps([dataclasses.asdict(one) for one in (row, two)]))


def _cost(city: Any) -> float:
    """CPU seconds of passing on what is due, of both processes."""
    city.stamp(DUE, -28)
    postgres = _postmaster()
    _analyse()
    before = cpu_seconds({os.getpid()}), cpu_seconds(postgres)
    done = _tick()
    after = cpu_seconds({os.getpid()}), cpu_seconds(postgres)
    if done < DUE:
        raise SystemExit(f"only {done} were passed on")
    return after[0] - before[0] + after[1] - before[1]


def _two(city: Any) -> int:
    """How many of what is due were not passed on exactly once by two processes that begin together."""
    from django.db import connections
    from django.db.models import Max

    from rembuk.foundation.audit.models import Event

    city.stamp(DUE, -28)
    last = Event.objects.aggregate(last=Max("id"))["last"]
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    begun = fork.Barrier(2)
    processes = [fork.Process(target=_one_of_two, args=(begun, seed)) for seed in (2, 3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    if any(process.exitcode for process in processes):
        raise SystemExit("a tick failed beside the other")
    lapsed = Event.objects.filter(id__gt=last, verb="reports.lapsed").values_list("subject_id", flat=True)
    times = Counter(lapsed)
    return DUE - len(times) + sum(count - 1 for count in times.values())


def _one_of_two(begun: Any, seed: int) -> None:
    from rembuk.foundation.kernel import chance

    with chance.branch(seed):
        begun.wait(60)
        print(f"passed on by one of two: {_tick()}", file=sys.stderr, flush=True)


def _tick() -> int:
    from rembuk.config import worker

    return sum(count for _, count in worker.tick())


def _postmaster() -> set[int]:
    from tests.support.postgres import Cluster

    cluster = Cluster.of_environment()
    return set(cluster.server_pids()) if cluster else set()


def _analyse() -> None:
    """As a database does by itself after so many rows."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


class _City:
    """The small city, with one open report from which the others are stamped."""

    def __init__(self) -> None:

        from rembuk.config.demo import cast, city, life
        from rembuk.config.demo.dice import sure
        from rembuk.config.demo.stamping import aside, found, rounds
        from rembuk.coordination.reports.models import Report
        from rembuk.foundation.territory import queries as places

        self.rounds, self.aside, self.now = rounds, aside, life.ENDS
        self.open = 0
        histories = found.histories(city.OPENED, Report)
        one = next(history for history in histories if history.size == 1 and _waits(history))
        self.place = sure(places.by_code(cast.PLAYED), cast.PLAYED)
        self.work = rounds.prepared([one], [self.place])
        self.number = 0

    def stamp(self, count: int, days: int) -> None:
        """So many copies on the same place, so many days later or earlier."""
        from rembuk.config.demo.stamping.copies import Stamp

        self.open += count if days > 0 else 0
        with self.aside.standing_aside(self.work.tables) if count >= MANY else nullcontext():
            for start in range(0, count, PART):
                size = min(PART, count - start)
                stamps = tuple(Stamp(0, days, self.number + one) for one in range(1, size + 1))
                self.rounds.printed(self.work, self.rounds.Round(self.place, 0, self.number + 1, stamps))
                self.number += size


def _waits(history: Any) -> bool:
    """A report that an RT deliberates, with its clock running."""
    from rembuk.config.demo.stamping import found
    from rembuk.coordination.reports.models import Report

    rows = [row for row in history.rows if row.model is Report]
    values = dict(zip([one.attname for one in found.fields(Report)], rows[0].values, strict=True))
    wanted = (values["status"], values["handled_at"], values["track"])
    return wanted == ("deliberating", "rt", "neighbourhood") and values["stage_due"] is not None


if __name__ == "__main__":
    main()
