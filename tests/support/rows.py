"""Rows that a builder made once, brought back for the next test in a few statements instead of hundreds.

The first call builds through the actions; later calls, in the same process, at the same standing instant and on a
database in the same beginning state, insert the very same rows again.
"""

import copy
from collections.abc import Callable
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, models, transaction

from rembuk.foundation.kernel import clock

T = TypeVar("T")
Rows = list[tuple[Any, ...]]
_kept: dict[object, tuple[Any, dict[str, tuple[list[str], Rows]]]] = {}


def once(name: str, build: Callable[[], T]) -> T:
    """What `build` returns, with the rows that it makes."""
    before = {model._meta.db_table: _ids(model) for model in _models()}
    key = (name, connection.vendor, _instant(), tuple(sorted((table, frozenset(ids)) for table, ids in before.items())))
    if key in _kept:
        made, rows = _kept[key]
        _insert(rows)
        return copy.deepcopy(made)  # type: ignore[no-any-return]
    made = build()
    _kept[key] = (copy.deepcopy(made), {model._meta.db_table: _new(model, before) for model in _models()})
    return made


def _models() -> list[type[models.Model]]:
    return [model for app in apps.get_app_configs() if app.name.startswith("rembuk.") for model in app.get_models()]


def _instant() -> object:
    """The standing clock's instant, or None while the clock runs."""
    return clock._standing


def _ids(model: type[models.Model]) -> set[Any]:
    return set(model._base_manager.values_list("pk", flat=True))


def _new(model: type[models.Model], before: dict[str, set[Any]]) -> tuple[list[str], Rows]:
    """The rows that were not there, without numbers that the database gives."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    old = before[model._meta.db_table]
    found = model._base_manager.order_by("pk")
    rows = [
        tuple(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields)
        for row in found
        if row.pk not in old
    ]
    return [str(field.column) for field in fields], rows


def _insert(tables: dict[str, tuple[list[str], Rows]]) -> None:
    quote = connection.ops.quote_name
    with transaction.atomic(), connection.cursor() as cursor:
        for table, (columns, rows) in tables.items():
            if rows:
                names, marks = ", ".join(map(quote, columns)), ", ".join(["%s"] * len(columns))
                cursor.executemany(f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})", rows)
