"""Rows that a builder made once, brought back for the next test in one statement a table instead of hundreds.

The first call builds through the actions; later calls, in the same process, at the same standing instant and on a
database in the same beginning state, insert the very same rows again.
"""

import pickle
import sys
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from django.apps import apps
from django.db import connection, models, transaction

from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.kernel.fresh import Fresh

T = TypeVar("T")
# Statements with their values; PostgreSQL's are written out, as its driver would do for every call.
Kept = tuple[bytes, list[tuple[str, list[tuple[Any, ...]]]]]
_kept: dict[object, Kept] = {}


def once(name: str, build: Callable[[], T]) -> T:
    """What `build` returns, with the rows that it makes."""
    key = (name, connection.vendor, _instant(), _state())
    if key in _kept:
        made, statements = _kept[key]
        _run(statements)
        _wake()
        return pickle.loads(made)  # type: ignore[no-any-return]
    before = {model: _ids(model) for model in _models()}
    found = build()
    statements = [one for model in _models() for one in _new(model, before[model])]
    _kept[key] = (pickle.dumps(found), statements)
    return found


def _models() -> list[type[models.Model]]:
    return [model for app in apps.get_app_configs() if app.name.startswith("rembuk.") for model in app.get_models()]


def _instant() -> object:
    """The standing clock's instant, or None while the clock runs."""
    return clock._standing


def _state() -> object:
    """Which rows there are now, in one look at all tables."""
    with connection.cursor() as cursor:
        cursor.execute(_all_rows())
        return frozenset(cursor.fetchall())


@cache
def _all_rows() -> str:
    quote = connection.ops.quote_name
    each = [
        f"SELECT '{model._meta.db_table}', CAST({quote(str(model._meta.pk.column))} AS text) "
        f"FROM {quote(model._meta.db_table)}"
        for model in _models()
    ]
    return " UNION ALL ".join(each)


def _wake() -> None:
    """What a process keeps of another test's city is looked at again."""
    for model in _models():
        if model.__name__ == "Stamp":
            model._base_manager.update(value=chance.new_id())
    for kept in _held():
        kept.forget()


@cache
def _held() -> list[Fresh[Any]]:
    """What the program keeps in a process, wherever it is kept."""
    ours = [module for name, module in sys.modules.items() if name.startswith("rembuk.")]
    found = {id(one): one for module in ours for one in vars(module).values() if isinstance(one, Fresh)}
    return list(found.values())


def _ids(model: type[models.Model]) -> set[Any]:
    return set(model._base_manager.values_list("pk", flat=True))


def _new(model: type[models.Model], old: set[Any]) -> list[tuple[str, list[tuple[Any, ...]]]]:
    """What inserts the rows that were not there, without numbers that the database gives."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    rows = [
        tuple(field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields)
        for row in model._base_manager.order_by("pk")
        if row.pk not in old
    ]
    if not rows:
        return []
    quote = connection.ops.quote_name
    names, marks = ", ".join(quote(str(field.column)) for field in fields), ", ".join(["%s"] * len(fields))
    into = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES "
    if connection.vendor == "sqlite":
        return [(f"{into}({marks})", rows)]
    from psycopg import ClientCursor

    written = ClientCursor(connection.connection)
    return [(into + ", ".join(written.mogrify(f"({marks})", row) for row in rows), [])]


def _run(statements: list[tuple[str, list[tuple[Any, ...]]]]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for sql, rows in statements:
            if rows:
                cursor.executemany(sql, rows)
            else:
                cursor.execute(sql)
