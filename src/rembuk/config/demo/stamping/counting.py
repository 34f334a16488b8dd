"""What copies count: the running counts of what was played, so many days later and at other places.

The journal of a stamped city is not read again for them: what an event counts hangs on days and places only, so the
events of a history are asked once for each number of days by which it is moved.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from rembuk.config.demo.stamping import found
from rembuk.config.demo.stamping.copies import Stamp
from rembuk.config.demo.stamping.found import History, Row
from rembuk.config.demo.stamping.onto import Onto
from rembuk.foundation.audit.models import Event
from rembuk.foundation.kernel.seams import TALLIES, Told
from rembuk.foundation.tallies.actions import Key

DAY = re.compile(r'(?<=")\d{4}-\d\d-\d\d(?=")')


class Counting:
    """The counts of copies of some histories."""

    def __init__(self, histories: Sequence[History]) -> None:
        self._told = [[_by_name(row) for row in one.rows if row.model is Event] for one in histories]
        self._moved: dict[tuple[int, int], list[tuple[Key, int]]] = {}

    def of(self, stamp: Stamp, onto: Onto) -> Iterator[tuple[Key, int]]:
        """What a copy adds to the counts of the places where it happens, by path, kind, state and day."""
        at = stamp.plate, stamp.days
        if at not in self._moved:
            self._moved[at] = list(self._later(*at))
        for (path, kind, state, day), amount in self._moved[at]:
            # Some counts are somebody's: their state is an id.
            yield (onto.paths.get(path) or path, kind, onto.ids.get(state) or state, day), amount

    def _later(self, plate: int, days: int) -> Iterator[tuple[Key, int]]:
        """The counts of a history that many days later, where it was played."""
        told = [_told(event, days) for event in self._told[plate]]
        sums: Counter[Key] = Counter()
        for source in TALLIES:
            for tally in source(told):
                sums[tally.path, tally.kind, tally.state, tally.day] += tally.amount
        for key, amount in sums.items():
            if amount:
                yield key, amount


def _told(event: dict[str, Any], days: int) -> Told:
    body = DAY.sub(lambda said: (date.fromisoformat(said[0]) + timedelta(days=days)).isoformat(), event["body"])
    known = {name: event[name] for name in ("id", "verb", "subject_kind", "subject_id", "path", "recorded_at")}
    return Told(**known, body=json.loads(body))


def _by_name(row: Row) -> dict[str, Any]:
    return {one.attname: value for one, value in zip(found.fields(row.model), row.values, strict=True)}
