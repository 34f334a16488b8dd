"""Deeds on the calendar: set a day, drop it, fill a year and name its decree. Each is audited and wakes every cache."""

from datetime import date

from django.db import transaction

from rembuk.foundation.audit.actions import record
from rembuk.foundation.calendar import first_rows, queries, rules
from rembuk.foundation.calendar.models import Day, Decree, Stamp
from rembuk.foundation.kernel import text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.chance import new_id
from rembuk.foundation.kernel.errors import Refused

FIRST_YEAR, LAST_YEAR = 2000, 2100


@transaction.atomic
def set_day(*, actor: Actor, date: date, kind: str, name: str, basis: str = "") -> Day:
    """Says that a date differs from its weekday, and why. Setting it again changes it."""
    _check(actor)
    row = _set_day(actor, date, kind, name, basis)
    _wake()
    return row


@transaction.atomic
def drop_day(*, actor: Actor, date: date, reason: str = "") -> None:
    """The date follows its weekday again."""
    _check(actor)
    row = queries.day(date)
    if row is None:
        raise Refused("no_day", f"{text.day(date)} memang mengikuti hari biasa.", "date")
    record(actor, row, "calendar.day_dropped", changes=_told(row), reason=reason)
    row.delete()
    _wake()


@transaction.atomic
def fill_year(*, actor: Actor, year: int, decree: str = "") -> int:
    """Adds the days that a year is known or expected to have, leaving those that are there; returns how many.

    Without `decree` the number that we know is taken; where we know none the year stays provisional.
    """
    _check(actor)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refused("no_year", f"Tahun harus antara {FIRST_YEAR} dan {LAST_YEAR}.", "year")
    number = decree.strip() or first_rows.known_decree(year)
    there = {row.date for row in queries.days(year)}
    missing = [row for row in first_rows.rows(year) if row.date not in there]
    basis = number or "Perkiraan, menunggu SKB"
    for row in missing:
        _set_day(actor, row.date, row.kind, row.name, basis)
    if number:
        _set_decree(actor, year, number)
    _wake()
    return len(missing)


def _set_day(actor: Actor, on: date, kind: str, name: str, basis: str) -> Day:
    if kind not in dict(Day.KINDS):
        raise Refused("no_kind", "Pilih jenis hari.", "kind")
    if not name.strip():
        raise Refused("no_name", "Tulis nama hari itu.", "name")
    if kind == "working" and rules.is_weekday(on):
        raise Refused("already_working", f"{text.weekday(on)} sudah hari kerja.", "kind")
    row = queries.day(on) or Day(date=on, version=0)
    row.kind, row.name, row.basis, row.version = kind, name.strip(), basis.strip(), row.version + 1
    row.save()
    record(actor, row, "calendar.day_set", changes=_told(row))
    return row


def _told(row: Day) -> dict[str, object]:
    return {"date": row.date, "kind": row.kind, "name": row.name, "basis": row.basis}


def _set_decree(actor: Actor, year: int, number: str) -> Decree:
    row = queries.decree(year) or Decree(year=year, version=0)
    if row.number != number:
        row.number, row.version = number, row.version + 1
        row.save()
        record(actor, row, "calendar.decree_set", changes={"year": year, "number": number})
    return row


def _check(actor: Actor) -> None:
    if not rules.may_edit(actor):
        raise Refused("not_allowed", "Hanya bagian Pemerintahan yang mengubah kalender.")


def _wake() -> None:
    Stamp.objects.update_or_create(id=1, defaults={"value": new_id()})
    queries.calendar.forget()
