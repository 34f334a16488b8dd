"""Counts follow the events: each event exactly once, on every level above the place where it happened."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from rembuk.foundation.audit import actions as audit
from rembuk.foundation.kernel.seams import TALLIES, Move, Tally, Told
from rembuk.foundation.tallies import rules
from rembuk.foundation.tallies.models import Count

Key = tuple[str, str, str, date]  # path, kind, state, day
READER = "tallies"
BATCH = 10_000
PART = 1_000
EMPTY = "DELETE FROM tallies_count WHERE path = %s AND kind = %s AND state = %s AND day = %s AND amount = 0"
ADD = (
    "INSERT INTO tallies_count (path, kind, state, day, amount) VALUES (%s, %s, %s, %s, %s)"
    " ON CONFLICT (path, kind, state, day) DO UPDATE SET amount = tallies_count.amount + excluded.amount"
)
LAID = """
CREATE TEMPORARY TABLE tallies_laid AS SELECT path, kind, state, day, amount FROM tallies_count WHERE 1 = 0
"""
BROUGHT_UP = f"""
INSERT INTO tallies_count (path, kind, state, day, amount)
SELECT substr(path, 1, level.digits), kind, state, day, sum(amount)
FROM tallies_laid JOIN ({" UNION ALL ".join(f"SELECT {digits} AS digits" for digits in rules.LEVELS)}) level
  ON level.digits <= length(path)
GROUP BY 1, 2, 3, 4 HAVING sum(amount) <> 0 ORDER BY 1, 2, 3, 4
ON CONFLICT (path, kind, state, day) DO UPDATE SET amount = tallies_count.amount + excluded.amount
"""  # noqa: S608 - whole numbers of ours


def bring_forward(limit: int) -> int:
    """Counts the next events and returns how many were read."""
    return audit.read_on(name=READER, limit=limit, take=_count)


def _count(told: list[Told]) -> None:
    _add(_on_all_levels(tally for source in TALLIES for tally in source(told)))


def _on_all_levels(tallies: Iterable[Tally]) -> dict[Key, int]:
    changes: dict[Key, int] = defaultdict(int)
    for tally in tallies:
        for path in rules.levels(tally.path):
            changes[path, tally.kind, tally.state, tally.day] += tally.amount
    return changes


@transaction.atomic
def replace(*, kinds: Collection[str], tallies: Iterable[Tally]) -> int:
    """Counts some kinds anew by what is said to stand, whatever the events told; returns how much stands.

    Nobody may write meanwhile: what an event that has not been read yet adds, would be counted twice.
    """
    Count.objects.filter(kind__in=kinds).delete()
    changes = _on_all_levels(tallies)
    _add(changes)
    return sum(amount for (path, *_), amount in changes.items() if not path)


def _add(changes: Mapping[Key, int]) -> None:
    # In one order, so that two writers never wait for each other crosswise.
    rows = [(*key, amount) for key, amount in sorted(changes.items()) if amount]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(ADD, rows)
            # Days that nothing stands on any more are gone, or sums over days would grow dearer with the years.
            cursor.executemany(EMPTY, [row[:-1] for row in rows if row[-1] < 0])


@transaction.atomic
def move_counts(*, moves: Sequence[Move]) -> None:
    """Territories got other parents: their counts leave the levels above the old place and join those of the new."""
    inside = {move.old for move in moves}
    changes: dict[Key, int] = defaultdict(int)
    for move in moves:
        above = rules.levels(move.old)[:-1]
        # What lies inside another move takes its part of the levels above along with that one.
        topmost = not inside.intersection(above)
        gives = [move.old, *(above if topmost else [])]
        takes = [move.new, *(rules.levels(move.new)[:-1] if topmost else [])]
        for row in Count.objects.filter(path=move.old):
            for sign, paths in ((-1, gives), (1, takes)):
                for path in paths:
                    changes[path, row.kind, row.state, row.day] += sign * row.amount
    _add(changes)


@transaction.atomic
def rebuild() -> int:
    """Counts everything anew from the first event; readers see the old counts until it is done."""
    total = 0
    with _laid() as cursor:
        audit.read_again(name=READER)
        cursor.execute("DELETE FROM tallies_count")
        while done := audit.read_on(name=READER, limit=BATCH, take=_lay):
            total += done
    return total


@transaction.atomic
def lay(changes: Mapping[Key, int]) -> None:
    """Adds what very many events say, by the place where it happened: on all levels at once."""
    with _laid():
        _write(changes)


@contextmanager
def _laid() -> Iterator[CursorWrapper]:
    """What events say is laid down where it happened, and at last brought up to all levels in one statement: a count
    that a thing entered and left again is never written. In one order, as `_add` does."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute(LAID)
        yield cursor
        cursor.execute(BROUGHT_UP)
        cursor.execute("DROP TABLE tallies_laid")


def _lay(told: list[Told]) -> None:
    changes: dict[Key, int] = defaultdict(int)
    for source in TALLIES:
        for tally in source(told):
            changes[tally.path, tally.kind, tally.state, tally.day] += tally.amount
    _write(changes)


def _write(changes: Mapping[Key, int]) -> None:
    rows = [(*key, amount) for key, amount in changes.items() if amount]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy("COPY tallies_laid FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        for start in range(0, len(rows), PART):
            part = rows[start : start + PART]
            places = ", ".join(["(%s, %s, %s, %s, %s)"] * len(part))
            given = [value for row in part for value in row]
            cursor.execute(f"INSERT INTO tallies_laid VALUES {places}", given)  # noqa: S608 - places only
