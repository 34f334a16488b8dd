"""What the city's figures are on a date. They are the same for everyone, so they ask for no actor."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import CharField, DateField, Q

from rembuk.foundation.calendar import queries as calendar
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.fresh import Fresh
from rembuk.foundation.kernel.prepared import Prepared
from rembuk.foundation.regulations import first_rows, rules
from rembuk.foundation.regulations.models import Rule

_rule = Prepared(
    lambda key, on: Rule.objects.filter(Q(ends__isnull=True) | Q(ends__gt=on), key=key, starts__lte=on).order_by(
        "-starts"
    )[:1],
    key=CharField(), on=DateField(),
)  # fmt: skip


def rule(key: str, on: date) -> Rule:
    """The row that holds on a date; Refused("no_rule") where the city has none."""
    found = _held(key, on)
    if found is None:
        raise Refused("no_rule", f"Aturan “{key}” belum diisi untuk tanggal ini. Hubungi bagian Pemerintahan.")
    return found


def limit(key: str, start: datetime) -> tuple[datetime, Rule]:
    """When the limit that starts at `start` ends, and the row to pin to it."""
    found = rule(key, clock.local(start).date())
    return due(found, start), found


def due(pinned: Rule, start: datetime) -> datetime:
    """When a pinned row's limit ends, by the calendar as it stands: for open dues when a holiday was changed."""
    return after(pinned.value, pinned.unit, start)


def after(value: str, unit: str, start: datetime) -> datetime:
    """`due` of a pinned row's columns."""
    return rules.due(start, value, unit, lambda day, count: calendar.add_working_days(day, count).date)


def provisional(pinned: Rule, start: datetime) -> bool:
    """Whether a limit in working days reaches into a year whose holidays have no decree yet."""
    if pinned.unit != "hari_kerja":
        return False
    return calendar.add_working_days(clock.local(start).date(), int(pinned.value)).provisional


def text(key: str, on: date) -> str:
    """The value as text."""
    return _value(key, on)


def number(key: str, on: date) -> int:
    """The value as a whole number."""
    return int(_value(key, on))


def truth(key: str, on: date) -> bool:
    """The value as yes or no."""
    return _value(key, on) == "ya"


def texts(head: str, on: date) -> list[tuple[str, str]]:
    """Label and value of the rows whose keys begin so, by key; a dash stands for none."""
    return [(row.label, row.value) for row in sorted(rows_now(), key=lambda row: row.key)
            if row.key.startswith(head) and _holds(row, on) and row.value != "-"]  # fmt: skip


def called(key: str, on: date, otherwise: str = "") -> str:
    """A word of the city's own, `otherwise` where it has none; for pages, which ask for many."""
    return next((row.value for row in rows_now() if row.key == key and _holds(row, on)), otherwise)


# The city's few rows, the newest first: for pages, and for what a deed looks up before its transaction begins.
rows_now = Fresh(
    lambda: tuple(Rule.objects.order_by("pk").values_list("pk", "version")),
    lambda: list(Rule.objects.order_by("-starts")),
)


def _held(key: str, on: date) -> Rule | None:
    if not connection.in_atomic_block:
        kept = next((row for row in rows_now() if row.key == key and _holds(row, on)), None)
        if kept is not None:
            return kept
    found: Rule | None = _rule.first(key=key, on=on)
    return found


def pinned(pk: UUID | None) -> Rule | None:
    """The row that a clock is pinned to, for pages that show many."""
    if pk is None:
        return None
    return next((one for one in rows_now() if one.pk == pk), None) or row(pk)


def _holds(row: Rule, on: date) -> bool:
    return row.starts <= on and (row.ends is None or row.ends > on)


def _value(key: str, on: date) -> str:
    return rule(key, on).value


def history(key: str) -> list[Rule]:
    """Every row of a key, newest first."""
    return list(Rule.objects.filter(key=key).order_by("-starts"))


def held(on: date) -> list[tuple[str, list[Rule]]]:
    """The rows that hold on a date, by heading."""
    found = Rule.objects.filter(Q(ends__isnull=True) | Q(ends__gt=on), starts__lte=on).order_by("key")
    return _by_group(found)


def coming(after: date) -> list[Rule]:
    """The rows that start later."""
    return list(Rule.objects.filter(starts__gt=after).order_by("starts", "key"))


def _by_group(found: Iterable[Rule]) -> list[tuple[str, list[Rule]]]:
    groups: dict[str, list[Rule]] = {}
    for row in found:
        groups.setdefault(rules.group(row.key), []).append(row)
    return list(groups.items())


def row(pk: UUID) -> Rule | None:
    """One row."""
    return Rule.objects.filter(pk=pk).first()


def lacks_first_rows() -> bool:
    """Whether some of the first rows were never filled in."""
    keys = {first.key for first in first_rows.FIRST}
    return Rule.objects.filter(key__in=keys).values("key").distinct().count() < len(keys)
