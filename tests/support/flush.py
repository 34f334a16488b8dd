"""Cleaning a test database whose triggers refuse DELETE and TRUNCATE."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def triggers_aside(connections: Iterable[BaseDatabaseWrapper]) -> Iterator[None]:
    """Takes every trigger away for as long as the block runs."""
    with ExitStack() as stack:
        for connection in connections:
            stack.enter_context(_sqlite(connection) if connection.vendor == "sqlite" else _postgres(connection))
        yield


@contextmanager
def _sqlite(connection: BaseDatabaseWrapper) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for _, sql in triggers:
                cursor.execute(sql)


@contextmanager
def _postgres(connection: BaseDatabaseWrapper) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal")
        tables = [table for (table,) in cursor.fetchall()]
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def bring_back_first_rows(connections: Iterable[BaseDatabaseWrapper]) -> None:
    """The rows that migrations made went with the flush; the next test expects them."""
    for connection in connections:
        rows = getattr(connection, "_test_serialized_contents", "")
        if rows not in {"", "[]"}:
            connection.creation.deserialize_db_from_string(rows)
