"""How each kind of database takes a row: as a line of COPY, or as parameters of an INSERT."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from django.db import connection, models

from rembuk.config.demo.stamping import found

BATCH = 500


def moment(at: datetime) -> str:
    """An instant as the journal writes it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")[:26] + "Z"


class Copy:
    """PostgreSQL: a row is a line of text, its columns apart by tabs."""

    nothing = "\\N"

    def key(self, value: str) -> str:
        """An id."""
        return value

    def moment(self, said: str) -> str:
        """An instant, from how the journal writes it."""
        return said

    def sealed(self, value: bytes) -> Any:
        """Bytes."""
        return f"\\\\x{value.hex()}"

    def text(self, value: str) -> str:
        """A text, so that no tab or line end within it is taken for ours."""
        return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")

    def constant(self, field: models.Field[Any, Any], value: Any) -> str:
        """A value that is the same in every copy."""
        if value is None:
            return self.nothing
        if isinstance(field, models.JSONField):
            return self.text(json.dumps(value, ensure_ascii=False))
        if isinstance(value, bool):
            return "t" if value else "f"
        if isinstance(value, datetime):
            return moment(value)
        if isinstance(value, bytes | memoryview):
            return str(self.sealed(bytes(value)))
        return self.text(value.isoformat() if isinstance(value, date | time) else str(value))

    def row(self, columns: Sequence[Any]) -> Any:
        """A line."""
        return "\t".join(columns)

    def numbers(self, model: type[models.Model], count: int) -> list[int]:
        """The next numbers that the database gives."""
        table, column = model._meta.db_table, model._meta.pk.column
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)", [table, column, count]
            )
            return [number for (number,) in cursor.fetchall()]

    def write(self, model: type[models.Model], rows: Iterable[Any]) -> None:
        """All rows of one table."""
        quote = connection.ops.quote_name
        names = ", ".join(quote(str(field.column)) for field in found.fields(model))
        statement = f"COPY {quote(model._meta.db_table)} ({names}) FROM STDIN"
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            copy.write("\n".join(rows) + "\n")


class Insert:
    """SQLite: a row is a list of parameters."""

    nothing = None

    def key(self, value: str) -> str:
        """An id."""
        return value.replace("-", "")

    def moment(self, said: str) -> str:
        """An instant, from how the journal writes it; without its fraction where that is zero."""
        return said[:-1].replace("T", " ").removesuffix(".000000")

    def sealed(self, value: bytes) -> Any:
        """Bytes."""
        return value

    def text(self, value: str) -> str:
        """A text."""
        return value

    def constant(self, field: models.Field[Any, Any], value: Any) -> Any:
        """A value that is the same in every copy."""
        return field.get_db_prep_save(value, connection)

    def row(self, columns: Sequence[Any]) -> Any:
        """The parameters."""
        return tuple(columns)

    def numbers(self, model: type[models.Model], count: int) -> list[int]:
        """The next numbers: nobody else writes now."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT coalesce(max(id), 0) FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 - a table of ours
            first = int(cursor.fetchone()[0]) + 1
        return list(range(first, first + count))

    def write(self, model: type[models.Model], rows: Iterable[Any]) -> None:
        """All rows of one table, in batches."""
        quote = connection.ops.quote_name
        columns = found.fields(model)
        names, places = ", ".join(quote(str(field.column)) for field in columns), ", ".join(["%s"] * len(columns))
        with connection.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({places})", list(rows))  # noqa: S608 - names of our own models


Dialect = Copy | Insert


def dialect() -> Dialect:
    """That of the database at hand."""
    return Copy() if connection.vendor == "postgresql" else Insert()
