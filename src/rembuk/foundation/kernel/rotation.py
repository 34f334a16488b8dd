"""Sealing everything anew with the ring's current key.

Every BinaryField of our models holds sealed values or nothing, so nothing is registered and nothing can be forgotten:
the model's `db_table`, the column and the row's id are what a value is bound to. What others keep sealed in tables of
their own (allauth the secrets of code apps) comes through the RESEAL slot.
"""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection, models, transaction

from rembuk.foundation.kernel import seal, seams
from rembuk.foundation.kernel.errors import Refused

BATCH = 500


def sealed_columns() -> Iterator[tuple[type[models.Model], str]]:
    """Every model of ours with a column of sealed values."""
    for config in apps.get_app_configs():
        if config.name.startswith("rembuk."):
            for model in config.get_models():
                for field in model._meta.fields:
                    if isinstance(field, models.BinaryField):
                        yield model, field.name


def reseal(progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Seals anew what an older key sealed and returns how many values. May be stopped and started again.

    A value that cannot be opened stops it, named by table and row: an old key must not be dropped before.
    """
    current, done = seal.ring().current, 0
    for model, column in sealed_columns():
        for row_id, old in _values(model, column):
            if seal.key_of(old) != current:
                done += _replace(model, column, row_id, old)
                progress(done, 0)
    for source in seams.RESEAL:
        for _ in source():
            done += 1
            progress(done, 0)
    return done


def _values(model: type[models.Model], column: str) -> Iterator[tuple[UUID, bytes]]:
    """Every sealed value, by id, in batches that hold no cursor open while rows are written."""
    names, last = _names(model, column), UUID(int=0)
    while True:
        question = "SELECT {id}, {column} FROM {table} WHERE {column} IS NOT NULL AND {id} > %s ORDER BY {id} LIMIT %s"
        with connection.cursor() as cursor:
            cursor.execute(question.format(**names), [_stored(model, last), BATCH])
            rows = cursor.fetchall()
        for row_id, value in rows:
            last = UUID(str(row_id))
            yield last, bytes(value)
        if len(rows) < BATCH:
            return


def _replace(model: type[models.Model], column: str, row_id: UUID, old: bytes) -> int:
    """Seals one value anew, unless somebody changed it meanwhile (then it has the new key already)."""
    table = model._meta.db_table
    try:
        new = seal.seal_bytes(table, column, row_id, seal.unseal_bytes(table, column, row_id, old))
    except Refused as refused:
        raise Refused(refused.code, f"{table}.{column} baris {row_id}: {refused.message}") from refused
    statement = "UPDATE {table} SET {column} = %s WHERE {id} = %s AND {column} = %s"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(**_names(model, column)), [new, _stored(model, row_id), old])
        return int(cursor.rowcount)


def _names(model: type[models.Model], column: str) -> dict[str, str]:
    found = {"table": model._meta.db_table, "column": column, "id": "id"}
    return {what: connection.ops.quote_name(name) for what, name in found.items()}


def _stored(model: type[models.Model], row_id: UUID) -> Any:
    """An id as this database keeps it."""
    return model._meta.pk.get_db_prep_value(row_id, connection)
