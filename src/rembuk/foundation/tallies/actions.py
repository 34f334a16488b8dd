"""Counts follow the events: each event exactly once, on every level above the place where it happened."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from django.db import connection, transaction

from rembuk.foundation.audit import actions as audit
from rembuk.foundation.kernel.seams import TALLIES, Move, Tally, Told
from rembuk.foundation.tallies import rules
from rembuk.foundation.tallies.models import Count

Key = tuple[str, str, str, date]  # path, kind, state, day
READER = "tallies"
BATCH = 10_000
EMPTY = "DELETE FROM tallies_count WHERE path = %s AND kind = %s AND state = %s AND day = %s AND amount = 0"
ADD = (
    "INSERT INTO tallies_count (path, kind, state, day, amount) VALUES (%s, %s, %s, %s, %s)"
    " ON CONFLICT (path, kind, state, day) DO UPDATE SET amount = tallies_count.amount + excluded.amount"
)


def bring_forward(limit: int) -> int:
    """Counts the next events and returns how many were read."""
    return audit.read_on(name=READER, limit=limit, take=_count)


def _count(told: list[Told]) -> None:
    changes: dict[Key, int] = defaultdict(int)
    for source in TALLIES:
        for tally in source(told):
            for path in rules.levels(tally.path):
                changes[path, tally.kind, tally.state, tally.day] += tally.amount
    _add(changes)


@transaction.atomic
def replace(*, kinds: Collection[str], tallies: Iterable[Tally]) -> int:
    """Counts some kinds anew by what is said to stand, whatever the events told; returns how much stands.

    Nobody may write meanwhile: what an event that has not been read yet adds, would be counted twice.
    """
    Count.objects.filter(kind__in=kinds).delete()
    changes: dict[Key, int] = defaultdict(int)
    total = 0
    for tally in tallies:
        total += tally.amount
        for path in rules.levels(tally.path):
            changes[path, tally.kind, tally.state, tally.day] += tally.amount
    _add(changes)
    return total


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
    audit.read_again(name=READER)
    Count.objects.all().delete()
    total = 0
    while done := bring_forward(BATCH):
        total += done
    Count.objects.filter(amount=0).delete()
    return total
