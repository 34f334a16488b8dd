"""What PostgreSQL keeps beside rows (keys, links, indexes) stands aside while many rows are copied in.

Kept row by row, the thirty indexes of a report cost many times the report; made once from all rows they cost little.
They are made again by the database's own words for them, so the tables are what they were. A making that is cut off
between leaves a demo that is not finished, which the next run wipes.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, connections, models, transaction

HANDS = 2
MEMORY = "256MB"
OURS = """
SELECT bool_and(pg_has_role(relowner, 'USAGE')) FROM pg_class WHERE oid = ANY(%s::text[]::regclass[])
"""
KEYS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
FROM pg_constraint WHERE contype IN ('p', 'u', 'x') AND conrelid = ANY(%s::text[]::regclass[]) ORDER BY 1, 2
"""
LINKS = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
FROM pg_constraint
WHERE contype = 'f' AND (conrelid = ANY(%s::text[]::regclass[]) OR confrelid = ANY(%s::text[]::regclass[]))
ORDER BY 1, 2
"""
INDEXES = """
SELECT indrelid::regclass::text, indexrelid::regclass::text, pg_get_indexdef(indexrelid)
FROM pg_index WHERE indrelid = ANY(%s::text[]::regclass[])
AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x')) ORDER BY 1, 2
"""

LARGEST = "SELECT one FROM unnest(%s::text[]) one ORDER BY pg_relation_size(one::regclass) DESC"


@dataclass(frozen=True)
class Kept:
    """Something that stands beside a table: its name there, and how the database says it."""

    table: str
    name: str
    said: str


@contextmanager
def standing_aside(stamped: Iterable[type[models.Model]]) -> Iterator[None]:
    """Within it the tables of these models have rows and nothing else, where we may take it away."""
    tables: list[Any] = sorted({model._meta.db_table for model in stamped})
    if connection.vendor != "postgresql" or connection.in_atomic_block or not _is_owner(tables):
        yield
        return
    links = _kept(LINKS, tables, tables)
    keys, indexes = _kept(KEYS, tables), _kept(INDEXES, tables)
    _run(f"ALTER TABLE {one.table} DROP CONSTRAINT {one.name}" for one in [*links, *keys])
    _run(f"DROP INDEX {one.name}" for one in indexes)
    yield
    made = [(one.table, f"ALTER TABLE {one.table} ADD CONSTRAINT {one.name} {one.said}") for one in keys]
    _by_hands([*made, *((one.table, one.said) for one in indexes)])
    # A link is said first and proved afterwards: the second locks nothing that another needs.
    _run(f"ALTER TABLE {one.table} ADD CONSTRAINT {one.name} {one.said} NOT VALID" for one in links)
    _by_hands([(one.table, f"ALTER TABLE {one.table} VALIDATE CONSTRAINT {one.name}") for one in links])


def _is_owner(tables: list[Any]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(OURS, [tables])
        return bool(cursor.fetchone()[0])


def _kept(question: str, *tables: list[Any]) -> list[Kept]:
    with connection.cursor() as cursor:
        cursor.execute(question, [*tables])
        return [Kept(*row) for row in cursor.fetchall()]


def _run(statements: Iterable[str]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        for statement in statements:
            cursor.execute(statement)


def _by_hands(work: Sequence[tuple[str, str]]) -> None:
    """Table after table, the largest first, on connections of their own."""
    by_table: dict[str, list[str]] = {}
    for table, statement in work:
        by_table.setdefault(table, []).append(statement)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t FROM unnest(%s::text[]) t ORDER BY pg_relation_size(t::regclass) DESC", [list(by_table)]
        )
        order = [table for (table,) in cursor.fetchall()]
    with ThreadPoolExecutor(HANDS) as hands:
        for done in [hands.submit(_one_table, by_table[table]) for table in order]:
            done.result()


def _one_table(statements: Sequence[str]) -> None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            cursor.execute(f"SET LOCAL maintenance_work_mem = '{MEMORY}'")
            cursor.execute("SET LOCAL max_parallel_maintenance_workers = 0")
            for statement in statements:
                cursor.execute(statement)
    finally:
        connections.close_all()
