"""Counts follow the events: each event exactly once, on every level above the place where it happened."""

from collections import defaultdict
from datetime import date

from django.db import connection, transaction

from rembuk.foundation.audit import actions as audit
from rembuk.foundation.kernel.seams import TALLIES, Told
from rembuk.foundation.tallies import rules
from rembuk.foundation.tallies.models import Count

READER = "tallies"
BATCH = 2000
ADD = (
    "INSERT INTO tallies_count (path, kind, state, day, amount) VALUES (%s, %s, %s, %s, %s)"
    " ON CONFLICT (path, kind, state, day) DO UPDATE SET amount = tallies_count.amount + excluded.amount"
)


def bring_forward(limit: int) -> int:
    """Counts the next events and returns how many were read."""
    return audit.read_on(name=READER, limit=limit, take=_count)


def _count(told: list[Told]) -> None:
    changes: dict[tuple[str, str, str, date], int] = defaultdict(int)
    for event in told:
        for source in TALLIES:
            for tally in source(event):
                for path in rules.levels(tally.path):
                    changes[path, tally.kind, tally.state, tally.day] += tally.amount
    # In one order, so that two writers never wait for each other crosswise.
    rows = [(*key, amount) for key, amount in sorted(changes.items()) if amount]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(ADD, rows)


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
