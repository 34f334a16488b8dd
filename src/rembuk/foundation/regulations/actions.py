"""Deeds on the city's figures: a new row takes over from the one before, which is never edited."""

from datetime import date
from typing import Any

from django.db import transaction

from rembuk.foundation.audit.actions import record
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.regulations import first_rows, queries, rules
from rembuk.foundation.regulations.models import Rule


@transaction.atomic
def set_rule(
    *, actor: Actor, key: str, label: str = "", value: str, unit: str, starts: date, legal_basis: str = "",
    certainty: str = "city",
) -> Rule:  # fmt: skip
    """A new value from a date on. The row before ends there; what was promised under it keeps it."""
    _check(actor)
    before = next(iter(queries.history(key)), None)
    if unit not in dict(Rule.UNITS):
        raise Refused("no_unit", "Pilih satuan.", "unit")
    if certainty not in dict(Rule.CERTAINTY):
        raise Refused("no_certainty", "Pilih seberapa pasti sumbernya.", "certainty")
    if before and starts <= before.starts:
        raise Refused("not_after", f"Harus sesudah {text.day(before.starts)}, awal aturan yang sekarang.", "starts")
    if before and starts < clock.today():
        raise Refused("in_past", "Tidak boleh berlaku surut: pilih hari ini atau sesudahnya.", "starts")
    label = label.strip() or (before.label if before else "")
    if not label:
        raise Refused("no_label", "Tulis nama aturan.", "label")
    if before:
        before.ends, before.version = starts, before.version + 1
        before.save()
        record(actor, before, "regulations.ended", changes={"key": key, "ends": starts})
    return _add(actor, key=key, label=label, value=rules.clean(value, unit), unit=unit, starts=starts,
                legal_basis=legal_basis.strip(), certainty=certainty)  # fmt: skip


@transaction.atomic
def withdraw_rule(*, actor: Actor, rule: Rule) -> None:
    """Takes back a row that has not started yet; the one before goes on."""
    _check(actor)
    if rule.starts <= clock.today():
        raise Refused("started", "Aturan yang sudah berlaku tidak bisa ditarik: isi nilai baru.")
    rows = queries.history(rule.key)
    if rows[0].pk != rule.pk:
        raise Refused("not_last", "Tarik dulu aturan yang mulai sesudahnya.")
    record(actor, rule, "regulations.withdrawn", changes={"key": rule.key, "value": rule.value, "starts": rule.starts})
    rule.delete()
    transaction.on_commit(queries.rows_now.forget)
    if len(rows) > 1:
        before = rows[1]
        before.ends, before.version = None, before.version + 1
        before.save()
        record(actor, before, "regulations.reopened", changes={"key": rule.key})


@transaction.atomic
def fill_first(actor: Actor, starts: date = first_rows.STARTS) -> int:
    """Adds the first rows that the city does not have yet, and returns how many."""
    _check(actor)
    missing = [row for row in first_rows.FIRST if not queries.history(row.key)]
    for row in missing:
        _add(actor, key=row.key, label=row.label, value=row.value, unit=row.unit, starts=starts,
             legal_basis=row.legal_basis, certainty=row.certainty)  # fmt: skip
    return len(missing)


def _add(actor: Actor, **fields: Any) -> Rule:
    row = Rule(**fields)
    row.save(force_insert=True)
    transaction.on_commit(queries.rows_now.forget)
    told = ("key", "value", "unit", "starts", "legal_basis", "certainty")
    record(actor, row, "regulations.set", changes={name: fields[name] for name in told})
    return row


def _check(actor: Actor) -> None:
    if not rules.may_edit(actor):
        raise Refused("not_allowed", "Hanya bagian Pemerintahan yang mengubah aturan.")
