"""Sums over the running counts. Each counts a territory with all below it; the path "" is the whole.

Counts hold no persons and no reports; the page that shows one asks first whether the actor may see that territory.
Days are the days that the source gave: of receipt for what came in, of the due date for what is open.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db import connection
from django.db.models import CharField, DateField, Q, QuerySet, Sum

from rembuk.foundation.kernel.prepared import Prepared
from rembuk.foundation.tallies.models import Count

_PLAIN = re.compile(r"[A-Za-z0-9._-]*")


def count(kind: str, state: str, path: str, since: date | None = None, until: date | None = None) -> int:
    """How many stand in a state, on days from `since` to `until`, both included."""
    rows = _within(since, until).filter(path=path, kind=kind, state=state)
    return rows.aggregate(sum=Sum("amount"))["sum"] or 0


def by_state(kind: str, path: str, since: date | None = None, until: date | None = None) -> dict[str, int]:
    """How many stand in each state."""
    rows = _within(since, until).filter(path=path, kind=kind)
    return {state: amount for state, amount in rows.values_list("state").annotate(Sum("amount")) if amount}


@dataclass(frozen=True, slots=True)
class Span:
    """A kind's counts from a day on, and of those what stands on days up to another one, which is in it."""

    kind: str
    since: date = date.min
    until: date = date.max


def _three(path: Any, **days: Any) -> list[QuerySet[Count, Any]]:
    return [
        Count.objects.filter(path=path, kind=days[f"kind{number}"], day__gte=days[f"since{number}"])
        .values("kind", "state")
        .annotate(whole=Sum("amount"), part=Sum("amount", filter=Q(day__lte=days[f"until{number}"])))
        .values_list("kind", "state", "whole", "part")
        for number in range(3)
    ]


_sums = Prepared(
    _three, path=CharField(),
    **{f"{name}{number}": field for number in range(3)
       for name, field in (("kind", CharField()), ("since", DateField()), ("until", DateField()))},
)  # fmt: skip


def sums(path: str, one: Span, two: Span, three: Span) -> dict[tuple[str, str], tuple[int, int]]:
    """Of three kinds at once, by kind and state: how many from `since` on, and how many of them up to `until`."""
    asked = {f"{name}{number}": getattr(span, name) for number, span in enumerate((one, two, three))
             for name in ("kind", "since", "until")}  # fmt: skip
    return {(row.kind, row.state): (row.whole or 0, row.part or 0) for row in _sums(path=path, **asked)}


def table(
    by: Literal["path", "state"], paths: Sequence[str], *spans: Span, states: Sequence[str] = ()
) -> dict[tuple[str, str], tuple[int, int]]:
    """Of several kinds in some territories at once, as `sums`: by each territory, or by each state, and by kind.

    With `states` only those count. One statement, whose every part is a range of the index; by state, no two of the
    territories may lie within each other.
    """
    if not paths:
        return {}
    kinds: dict[tuple[date, date], list[str]] = {}
    for span in spans:
        kinds.setdefault((span.since, span.until), []).append(span.kind)
    arms: list[str] = []
    given: list[date] = []
    for (since, until), alike in kinds.items():
        arms.append(
            f"SELECT {by}, kind, SUM(amount), SUM(CASE WHEN day <= %s THEN amount ELSE 0 END) FROM tallies_count"  # noqa: S608
            f" WHERE {_one_of('path', paths)} AND {_one_of('kind', alike)}"
            f"{' AND ' + _one_of('state', states) if states else ''} AND day >= %s GROUP BY {by}, kind"
        )
        given += [until, since]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(arms), given)
        return {(key, kind): (whole, part) for key, kind, whole, part in cursor.fetchall()}


def _one_of(column: str, values: Sequence[str]) -> str:
    """Written out, not bound: PostgreSQL keeps one plan for a statement, and finds a good one only if it sees which."""
    if unfit := [value for value in values if not _PLAIN.fullmatch(value)]:
        raise ValueError(f"no path, kind or state: {unfit[0]!r}")
    listed = "', '".join(values)
    return f"{column} IN ('{listed}')"


def by_day(kind: str, state: str, path: str, since: date, until: date) -> dict[date, int]:
    """How many on each day; days with none are left out."""
    rows = _within(since, until).filter(path=path, kind=kind, state=state, amount__gt=0)
    return dict(rows.order_by("day").values_list("day", "amount"))


def _within(since: date | None, until: date | None) -> QuerySet[Count]:
    rows = Count.objects.all()
    if since:
        rows = rows.filter(day__gte=since)
    return rows.filter(day__lte=until) if until else rows
