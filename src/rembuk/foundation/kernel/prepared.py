"""A query whose SQL is written once per process: Django writes it anew for each request, at the price of a small page.

    _by_code = Prepared(lambda code: Report.objects.filter(code=code).select_related("holder"), code=CharField())
    _by_code(code="KYY-25-2A4BC")    # reports; named tuples where the queryset is a values_list

For the few reads behind pages that are asked for all day. What is given must not be None: that is another query.
`build` may give several querysets of the same columns, each with its own order and end: they are asked in one statement
(UNION ALL), and their rows come one after the other.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models import Expression, Field, QuerySet
from django.db.models.query import get_related_populators


class Given(Expression):
    """The place of a value that each call brings."""

    def __init__(self, name: str, field: "Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """A placeholder with itself as its parameter."""
        return "%s", [self]


class Prepared:
    """Calling it with the values named in `fields` gives the rows of `build(**values)`."""

    def __init__(
        self, build: Callable[..., QuerySet[Any, Any] | Sequence[QuerySet[Any, Any]]], **fields: "Field[Any, Any]"
    ) -> None:
        self._build, self._fields = build, fields
        self._written: dict[str, _Written] = {}

    def __call__(self, **values: object) -> list[Any]:
        """The rows."""
        written = self._written.get(connection.vendor)
        if written is None:
            places = {name: Given(name, field) for name, field in self._fields.items()}
            built = self._build(**places)
            parts = [_Written(one) for one in ([built] if isinstance(built, QuerySet) else built)]
            written = self._written[connection.vendor] = _joined(parts)
        return written.rows(values)

    def first(self, **values: object) -> Any:
        """The first row, or None."""
        return next(iter(self(**values)), None)


def _joined(parts: "list[_Written]") -> "_Written":
    """One statement of several; SQLite takes an order and an end inside a union only of what is asked in brackets."""
    whole = parts[0]
    if len(parts) == 1:
        return whole
    each = "({})" if connection.features.supports_slicing_ordering_in_compound else "SELECT * FROM ({})"
    whole.sql = " UNION ALL ".join(each.format(part.sql) for part in parts)
    whole.params = tuple(param for part in parts for param in part.params)
    return whole


class _Written:
    """SQL, and what makes rows of its answer: Django's own converters and constructors."""

    def __init__(self, queryset: Any) -> None:
        compiler = queryset.query.get_compiler(using=queryset.db)
        self.sql, self.params = compiler.as_sql()
        self.converters = compiler.get_converters([column for column, *_ in compiler.select])
        self.compiler = compiler
        self.row = _named(queryset) if queryset._fields else self._instances(queryset.db)

    def rows(self, values: dict[str, object]) -> list[Any]:
        """What the database answers now."""
        params = [self._value(values, one) for one in self.params]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            found: Sequence[Any] | Iterator[Any] = cursor.fetchall()
        if self.converters:
            found = self.compiler.apply_converters(found, self.converters)
        return [self.row(one) for one in found]

    @staticmethod
    def _value(values: dict[str, object], param: Any) -> Any:
        if not isinstance(param, Given):
            return param
        return param.output_field.get_db_prep_value(values[param.name], connection)

    def _instances(self, db: str) -> Callable[[Sequence[Any]], Any]:
        """As Django's ModelIterable does for each row."""
        info, select = self.compiler.klass_info, self.compiler.select
        start, end = info["select_fields"][0], info["select_fields"][-1] + 1
        names = [column.target.attname for column, *_ in select[start:end]]
        related = get_related_populators(info, select, db)  # type: ignore[call-arg] # the stubs are of the next Django
        added = list((self.compiler.annotation_col_map or {}).items())

        def row(one: Sequence[Any]) -> Any:
            instance = info["model"].from_db(db, names, one[start:end])
            for each in related:
                each.populate(one, instance)
            for name, at in added:
                setattr(instance, name, one[at])
            return instance

        return row


def _named(queryset: Any) -> Callable[[Sequence[Any]], Any]:
    row: Any = namedtuple("Row", queryset._fields)  # type: ignore[misc] # the names come from the query
    return lambda one: row(*one)
