"""Stamping a whole city: played histories onto every kelurahan, round by round, until there are as many as wanted.

On PostgreSQL two processes share the rounds; each draws its chance from a seed of its round, so the city is the same
however many there are. Only a demo that is still being made may be stamped.
"""

import gc
import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.pool import Pool
from typing import Any, NamedTuple

from django.db import connection, connections, models, transaction

from rembuk.config import queries
from rembuk.config.demo.dice import between
from rembuk.config.demo.stamping import aside, found, plates, writing
from rembuk.config.demo.stamping.copies import Codes, Copier, Stamp
from rembuk.config.demo.stamping.counting import Counting
from rembuk.config.demo.stamping.found import History
from rembuk.config.demo.stamping.onto import City, Onto
from rembuk.config.demo.stamping.plates import Cutter, Plate
from rembuk.foundation.audit.models import Event
from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.tallies.actions import Key
from rembuk.foundation.territory.models import Territory

Show = Callable[[int, int], None]
PROCESSES = 2
# From so many on other processes and indexes made again are worth their while.
MANY = 2000


@dataclass(frozen=True)
class Round:
    """All histories that fit, onto one kelurahan; RW and RT move on by `turn`."""

    target: Territory
    turn: int
    seed: int
    stamps: tuple[Stamp, ...]


@dataclass
class Work:
    """What a round needs; read once, before the processes part."""

    city: City
    source: Sequence[Territory]
    plates: Sequence[Plate]
    codes: Codes
    dialect: writing.Dialect
    counting: Counting

    @property
    def tables(self) -> set[type[models.Model]]:
        """Whose tables are written."""
        return {row.model for plate in self.plates for row in plate.rows}

    def onto(self, target: Territory, turn: int) -> Onto:
        """Where the rounds of a kelurahan lead."""
        return self.city.onto(self.source, target, turn)


class Stamped(NamedTuple):
    """How many rows were written, and what they add to the running counts where it happened."""

    rows: int
    counted: Counter[Key]


def stamp(
    *, histories: Sequence[History], source: Sequence[Territory], wanted: int, leeway: Callable[[History], range],
    show: Show = lambda done, total: None,
) -> Stamped:  # fmt: skip
    """Makes copies until `wanted` of the counted kind are there. `leeway`: weeks it may move."""
    mark = queries.demo()
    if mark is None or mark.finished:
        raise Refused("not_demo", "hanya kota contoh yang sedang dibuat dapat digandakan")
    work = prepared(histories, source)
    rounds = _rounds(work, wanted, [leeway(one) for one in histories])
    done = rows = 0
    counted: Counter[Key] = Counter()
    with aside.standing_aside(work.tables) if wanted >= MANY else nullcontext():
        for size, made in _all(work, rounds, wanted):
            done, rows = done + size, rows + made.rows
            counted.update(made.counted)
            show(done, wanted)
    return Stamped(rows, counted)


def prepared(histories: Sequence[History], source: Sequence[Territory]) -> Work:
    """Reads the city and cuts the plates."""
    city, dialect = City(), writing.dialect()
    press = plates.press(city.onto(source, source[0], 0), histories, dialect)
    cut = [Cutter(one, press).cut() for one in histories]
    return Work(city, source, cut, Codes(cut), dialect, Counting(histories))


def _rounds(work: Work, wanted: int, leeway: Sequence[range]) -> Iterator[Round]:
    """Each kelurahan in turn, as often as is needed; the last round as far as it goes."""
    left, number, turn = wanted, 1, 1
    while left > 0:
        before = left
        for target in work.city.kelurahan:
            onto, stamps = work.onto(target, turn), []
            for index, plate in enumerate(work.plates):
                if 0 < plate.size <= left and plate.fits(onto):
                    weeks = leeway[index]
                    stamps.append(Stamp(index, 7 * between(weeks.start, weeks.stop - 1), number))
                    left, number = left - plate.size, number + 1
            yield Round(target, turn, int.from_bytes(chance.token_bytes(8)), tuple(stamps))
            if not left:
                return
        if left == before:
            raise Refused("no_place", "tidak ada kelurahan yang cocok untuk digandakan")
        turn += 1


def _all(work: Work, rounds: Iterator[Round], wanted: int) -> Iterator[tuple[int, Stamped]]:
    """Prints all rounds: in processes of their own where the database takes several writers."""
    # Other processes would not see what the caller's own transaction has not ended.
    if connection.vendor == "sqlite" or connection.in_atomic_block or wanted < MANY:
        yield from (printed(work, one) for one in rounds)
        return
    _shared["work"] = work
    with hands() as pool:
        yield from pool.imap_unordered(_printed_shared, rounds)
    _shared.clear()


@contextmanager
def hands() -> Iterator[Pool]:
    """Processes that begin as this one is: each opens a connection of its own, and looks for no rubbish."""
    connections.close_all()
    gc.collect()
    gc.freeze()
    with multiprocessing.get_context("fork").Pool(PROCESSES, initializer=gc.disable) as pool:
        yield pool
    gc.unfreeze()


_shared: dict[str, Work] = {}


def _printed_shared(one: Round) -> tuple[int, Stamped]:
    return printed(_shared["work"], one)


def printed(work: Work, one: Round) -> tuple[int, Stamped]:
    """A round in one transaction; how many of the counted kind, and what was made."""
    onto = work.onto(one.target, one.turn)
    copier = Copier(work.plates, onto, work.codes, work.dialect)
    counted: Counter[Key] = Counter()
    rows: dict[type[models.Model], list[Any]] = {}
    with transaction.atomic(), chance.branch(one.seed):
        needed: Counter[type[models.Model]] = Counter()
        for each in one.stamps:
            needed.update(work.plates[each.plate].numbered)
        numbers = {model: iter(work.dialect.numbers(model, count)) for model, count in needed.items()}
        for each in one.stamps:
            for model, row in copier.copy(each, numbers):
                rows.setdefault(model, []).append(row)
            for key, amount in work.counting.of(each, onto):
                counted[key] += amount
        for model, part in rows.items():
            work.dialect.write(model, part)
    made = Stamped(sum(map(len, rows.values())), counted)
    return sum(work.plates[each.plate].size for each in one.stamps), made


def weeks(history: History, ended: bool, first: datetime, last: datetime) -> range:
    """By how many weeks a history may move within the played time: one that still goes on not at all."""
    if not ended:
        return range(1)
    names = [one.attname for one in found.fields(Event)]
    told = [row.values[names.index("recorded_at")] for row in history.rows if row.model is Event]
    back, ahead = (clock.local(min(told)) - first).days // 7, (last - clock.local(max(told))).days // 7
    return range(-back, ahead + 1)
