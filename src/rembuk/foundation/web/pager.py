"""Keyset pages: the next page starts after the last row seen, so page 1,000 costs what page 1 costs.

Several branches (my subtree, mine, my institution's) are one limited query each, merged here: one OR over them
could not use an index for both the filter and the order.
"""

import base64
import binascii
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Model, Q, QuerySet

from rembuk.foundation.kernel.prepared import Prepared

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Rows with the cursors of the pages after and before ("" where there is none)."""

    items: list[T]
    next: str = ""
    previous: str = ""

    def __iter__(self) -> Iterator[T]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)


def keyset(
    queryset: Any, order: Sequence[str], cursor: str = "", size: int = 25, *, whole: QuerySet[Any] | None = None
) -> Page[Any]:
    """A page of a queryset, or of several with the same rows in part.

    `order` names not-null fields of the model, with "-" for descending, ending in a unique one ("-id"). `cursor` is
    `request.GET.get("sesudah", "")`; one that makes no sense shows the first page. With `whole`, which has all that the
    page shows of a row, the branches are asked for keys only: each has as many as the page, and most are not on it.
    """
    branches = _several(queryset)
    keys = [_Key(name.lstrip("-"), name.startswith("-")) for name in order]
    backwards, values = _read(cursor, branches[0].model, keys)
    if backwards:
        keys = [_Key(key.name, not key.descending) for key in keys]
    if whole is not None:
        branches = [branch.values(*(key.name for key in keys)) for branch in branches]
    rows = _merged([list(_ordered(branch, keys, values, size + 1)) for branch in branches], keys)
    page = _page(rows, keys, size, backwards, values)
    return page if whole is None else _with_rows(page, whole, keys[-1].name)


def _with_rows(page: Page[Any], whole: QuerySet[Any], key: str) -> Page[Any]:
    rows = whole.in_bulk([row[key] for row in page.items], field_name=key)
    return Page([rows[row[key]] for row in page.items if row[key] in rows], page.next, page.previous)


def newest(branches: Sequence[QuerySet[Any, Any]], at: str, *columns: str, most: int) -> list[tuple[Any, ...]]:
    """The newest rows of several branches, each once: id, `at` and these columns, for a search to look through.

    Columns and no models: making a thousand of those costs more than finding them.
    """
    found = {row[0]: row for branch in branches
             for row in branch.order_by(f"-{at}", "-pk").values_list("pk", at, *columns)[:most]}  # fmt: skip
    return sorted(found.values(), key=lambda row: (row[1], row[0]), reverse=True)[:most]


@dataclass(frozen=True, slots=True)
class _Key:
    name: str
    descending: bool

    @property
    def ordering(self) -> str:
        return f"-{self.name}" if self.descending else self.name


class PreparedPages:
    """`keyset` for a list that is asked for all day: each of its shapes (which filters, which way) is prepared once.

    `build` takes those of `fields` that are given by name and gives the queryset, or several: the branches of a list,
    each by equality, asked in one statement where the database can.
    """

    def __init__(
        self, build: Callable[..., QuerySet[Any, Any] | Sequence[QuerySet[Any, Any]]], order: Sequence[str],
        size: int = 25, **fields: Any,
    ) -> None:  # fmt: skip
        self._build, self._size, self._fields = build, size, fields
        self._keys = [_Key(name.lstrip("-"), name.startswith("-")) for name in order]
        self._shapes: dict[Any, Prepared] = {}

    def __call__(self, cursor: str = "", **given: object) -> Page[Any]:
        """The page after or before a cursor."""
        backwards, values = _read(cursor, self._model, self._keys) if cursor else (False, None)
        keys = [_Key(key.name, not key.descending) for key in self._keys] if backwards else self._keys
        shape = (frozenset(given), backwards, values is not None)
        if shape not in self._shapes:
            self._shapes[shape] = self._prepared(frozenset(given), keys, values is not None)
        start = {f"from_{key.name}": value for key, value in zip(keys, values or (), strict=False)}
        rows = _merged([self._shapes[shape](**given, **start)], keys, together=self._branches > 1)
        return _page(rows, keys, self._size, backwards, values)

    @cached_property
    def _model(self) -> type[Model]:
        return _several(self._build())[0].model

    @cached_property
    def _branches(self) -> int:
        return len(_several(self._build()))

    def _prepared(self, given: frozenset[str], keys: Sequence[_Key], starts: bool) -> Prepared:
        fields: Any = self._model._meta
        starting = {f"from_{key.name}": fields.get_field(key.name) for key in keys} if starts else {}

        def build(**places: Any) -> list[QuerySet[Any, Any]]:
            values = [places.pop(name) for name in starting] or None
            return [_ordered(one, keys, values, self._size + 1) for one in _several(self._build(**places))]

        return Prepared(build, **{name: self._fields[name] for name in sorted(given)}, **starting)


def _several(built: Any) -> list[QuerySet[Any, Any]]:
    return list(built) if isinstance(built, (list, tuple)) else [built]


def _page(rows: list[Any], keys: Sequence[_Key], size: int, backwards: bool, values: Sequence[Any] | None) -> Page[Any]:
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    after = bool(rows) and (more if not backwards else True)
    before = bool(rows) and (more if backwards else values is not None)
    names = [key.name for key in keys]
    return Page(rows, _write("n", rows[-1], names) if after else "", _write("p", rows[0], names) if before else "")


def _ordered(branch: QuerySet[Any], keys: Sequence[_Key], values: Sequence[Any] | None, count: int) -> QuerySet[Any]:
    if values is not None:
        branch = branch.filter(_beyond(keys, values))
    return branch.order_by(*[key.ordering for key in keys])[:count]


def _beyond(keys: Sequence[_Key], values: Sequence[Any]) -> Q:
    """(a, b) > (x, y), written so that an index on (a, b) starts at x: a >= x AND (a > x OR (a = x AND b > y))."""
    step = {True: "lt", False: "gt"}
    wanted, same = Q(), Q()
    for key, value in zip(keys, values, strict=True):
        wanted |= same & Q(**{f"{key.name}__{step[key.descending]}": value})
        same &= Q(**{key.name: value})
    first = keys[0]
    return Q(**{f"{first.name}__{step[first.descending]}e": values[0]}) & wanted


def _merged(branches: Sequence[list[Any]], keys: Sequence[_Key], *, together: bool = False) -> list[Any]:
    """One list in order, each row once; `together` where the rows of several branches came in one piece."""
    if len(branches) == 1 and not together:
        return branches[0]
    once = {_value(row, keys[-1].name): row for rows in branches for row in rows}
    rows = list(once.values())
    for key in reversed(keys):
        rows.sort(key=lambda row, name=key.name: _value(row, name), reverse=key.descending)  # type: ignore[misc]
    return rows


def _value(row: Any, name: str) -> Any:
    return row[name] if isinstance(row, dict) else getattr(row, name)


def _write(direction: str, row: Any, names: Sequence[str]) -> str:
    plain = [value if isinstance(value := _value(row, name), (int, str)) else str(value) for name in names]
    return base64.urlsafe_b64encode(json.dumps([direction, *plain]).encode()).decode().rstrip("=")


def _read(cursor: str, model: type[Model], keys: Sequence[_Key]) -> tuple[bool, list[Any] | None]:
    if not cursor:
        return False, None
    try:
        direction, *plain = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        fields: list[Any] = [model._meta.get_field(key.name.removesuffix("_id") or "id") for key in keys]
        values = [_sound(field.to_python(value)) for field, value in zip(fields, plain, strict=True)]
    except (ValueError, TypeError, OverflowError, RecursionError, binascii.Error, FieldDoesNotExist, ValidationError):
        return False, None
    return direction == "p", values if None not in values else None


def _sound(value: Any) -> Any:
    """A value that a database can be asked for: anybody writes cursors. Raises ValueError or OverflowError."""
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("a moment of no zone")
        return value.astimezone(UTC)
    if isinstance(value, str) and ("\0" in value or not value.encode()):
        raise ValueError("no word")
    return value
