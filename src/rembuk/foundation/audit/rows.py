"""Many new rows at once: what `bulk_create` stores, by one statement made once, at half its cost.

Only for rows that need nothing back from the database.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import compress
from types import MappingProxyType
from typing import Any

from django.db import DEFAULT_DB_ALIAS, Error, connections, models, transaction


def write(rows: Sequence[models.Model], said: Mapping[str, str] = MappingProxyType({})) -> None:
    """Inserts rows of one model; those whose id the database numbers do not learn it.

    `said` are columns that the database fills in itself, each with its expression.
    """
    if not rows:
        return
    # Not the proxy, which looks the connection up anew for each of many values.
    connection = connections[DEFAULT_DB_ALIAS]
    model = type(rows[0])
    given, filled = _given(model, tuple(said))
    values = [[field.get_db_prep_save(field.pre_save(row, True), connection) for field in given] for row in rows]
    # A column in which no row says anything is left out: the statement of a wide table is read in half the time.
    columns = zip(zip(*values, strict=True), filled, strict=True)
    told = tuple(is_filled or column.count(None) < len(rows) for column, is_filled in columns)
    values = [list(compress(row, told)) for row in values]
    statement = _statement(model, told, tuple(said.items()))
    with connection.cursor() as cursor:
        if len(values) == 1:
            cursor.execute(statement, values[0])
        else:
            cursor.executemany(statement, values)


@cache
def _given(model: type[models.Model], said: tuple[str, ...]) -> tuple[list[Any], list[bool]]:
    """The fields whose values a row brings with it, and which of them the database would else fill in."""
    fields = [field for field in model._meta.concrete_fields
              if not isinstance(field, models.AutoField) and field.column not in said]  # fmt: skip
    return fields, [field.has_db_default() for field in fields]


@cache
def _statement(model: type[models.Model], told: tuple[bool, ...], said: tuple[tuple[str, str], ...]) -> str:
    """What inserts a row with these of its fields."""
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    given, _ = _given(model, tuple(column for column, _ in said))
    columns = {str(field.column): "%s" for field in compress(given, told)} | dict(said)
    names, places = ", ".join(map(quote, columns)), ", ".join(columns.values())
    return f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})"  # noqa: S608 - names of our own models


@contextmanager
def together() -> Iterator[None]:
    """A transaction that PostgreSQL is sent in one piece, from its beginning to its commit, and waited for once.

    What it refuses is told at the end. Within another transaction it is a savepoint, which must know before it ends.
    """
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "postgresql":
        with transaction.atomic():
            yield
    elif connection.in_atomic_block:
        with transaction.atomic(), _one_after_the_other(connection):
            yield
    else:
        with _whole(connection):
            yield


@contextmanager
def _whole(connection: Any) -> Iterator[None]:
    """Begins and ends the transaction itself: at each switch in between the driver would wait for the server."""
    connection.ensure_connection()
    connection.set_autocommit(False)  # the first statement brings its BEGIN with it
    try:
        with _one_after_the_other(connection):
            with transaction.atomic(savepoint=False):
                yield
            with connection.cursor() as cursor:
                cursor.execute("COMMIT")
        connection.commit()  # sends nothing more; Django learns that it is done
    except BaseException:
        _undo(connection)
        raise
    finally:
        if connection.connection is not None:
            connection.set_autocommit(True)


def _undo(connection: Any) -> None:
    try:
        connection.rollback()
    except Error:
        connection.close()  # it is gone, and with it what was begun on it


@contextmanager
def _one_after_the_other(connection: Any) -> Iterator[None]:
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield
