"""What a play left: the rows of all tables that were born since a moment, as histories that have nothing in common.

No table is named: models, keys and texts say what belongs together. A row that holds the id of another, in a column, in
JSON or within a text, belongs to its history. What consumers make of events (inboxes, counts, digests) is left out:
they make it anew.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import QuerySet

DERIVED = frozenset({
    "audit.digest", "audit.reader", "config.demo", "meetings.room", "notices.delivery", "notices.message",
    "tallies.count",
})  # fmt: skip
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
Key = tuple[type[models.Model], Any] | UUID


@dataclass(frozen=True, slots=True)
class Row:
    """A row as Python has it: its model, and the value of each of its columns."""

    model: type[models.Model]
    values: tuple[Any, ...]

    @property
    def pk(self) -> Any:
        """Its key."""
        return self.values[fields(self.model).index(self.model._meta.pk)]


@dataclass(frozen=True, slots=True)
class History:
    """Rows that belong together, and with no others. `size` is how many of the counted kind are among them."""

    rows: tuple[Row, ...]
    size: int


def fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns of a model, in one order."""
    return list(model._meta.concrete_fields)


def is_counted(field: models.Field[Any, Any]) -> bool:
    """Whether the database numbers it, or it points at what the database numbers."""
    target = field
    while isinstance(target, models.ForeignKey):
        target = target.target_field
    return isinstance(target, models.AutoField | models.BigAutoField)


def counter(field: models.Field[Any, Any]) -> type[models.Model]:
    """Whose numbers a column holds of which `is_counted`."""
    target = field
    while isinstance(target, models.ForeignKey):
        target = target.target_field
    return target.model


def is_id(field: models.Field[Any, Any]) -> bool:
    """Whether it holds ids that we make ourselves: its own or another row's."""
    target = field
    while isinstance(target, models.ForeignKey):
        target = target.target_field
    return isinstance(target, models.UUIDField)


def text_of(value: Any) -> str:
    """What may name others within a value: a text, or JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def histories(since: datetime, counted: type[models.Model]) -> list[History]:
    """All that was born since a moment, history by history; those that hold none of the counted kind last."""
    rows = _born(since)
    groups = _Groups(row_key(row) for row in rows)
    for row in rows:
        for other in _named(row):
            groups.join(row_key(row), other)
    found: dict[Key, list[Row]] = {}
    for row in rows:
        found.setdefault(groups.root(row_key(row)), []).append(row)
    made = [History(tuple(part), sum(row.model is counted for row in part)) for part in found.values()]
    return sorted(made, key=lambda one: (-one.size, str(one.rows[0].pk)))


def row_key(row: Row) -> Key:
    """By what a row is known among all: its id, or its number with its model."""
    return row.pk if isinstance(row.pk, UUID) and not is_shared(row.model) else (row.model, row.pk)


def is_shared(model: type[models.Model]) -> bool:
    """Whether its key is another row's (one to one)."""
    return isinstance(model._meta.pk, models.ForeignKey)


def _born(since: datetime) -> list[Row]:
    """Every row born since then, table by table; of a journal only what is about such rows."""
    floor = UUID(int=int(since.timestamp() * 1000) << 80)
    ours = [model for one in apps.get_app_configs() if one.name.startswith("rembuk.") for model in one.get_models()]
    kept = [model for model in ours if model._meta.label_lower not in DERIVED]
    # Those with ids of their own first: the others are about them.
    kept.sort(key=lambda model: (_rank(model), model._meta.db_table))
    rows, known = [], set[Key]()
    for model in kept:
        by = next((field for field in fields(model) if is_id(field)), None)
        if by is None:
            continue
        names = [field.attname for field in fields(model)]
        name = "pk" if is_id(model._meta.pk) else by.attname
        for values in QuerySet(model).filter(**{f"{name}__gte": floor}).order_by("pk").values_list(*names):
            row = Row(model, values)
            if _rank(model) == 0 or all(other in known for other in _about(row)):
                rows.append(row)
                known.add(row_key(row))
    return rows


def _rank(model: type[models.Model]) -> int:
    """0 for rows with ids of their own, 1 for a journal that is about them, 2 for what is about the journal."""
    if any(is_counted(field) and isinstance(field, models.ForeignKey) for field in fields(model)):
        return 2
    return int(is_counted(model._meta.pk) or is_shared(model))


def _about(row: Row) -> Iterator[Key]:
    """What a row without an id of its own, or one about the journal, is about."""
    for field, value in zip(fields(row.model), row.values, strict=True):
        if field.primary_key and not isinstance(field, models.ForeignKey):
            continue
        if isinstance(field, models.ForeignKey) and is_counted(field):
            yield counter(field), value
        elif is_id(field) and not is_counted(field) and value is not None:
            yield value


def _named(row: Row) -> Iterator[Key]:
    """All ids that a row holds, wherever it holds them."""
    for field, value in zip(fields(row.model), row.values, strict=True):
        if value is None or isinstance(value, bytes | memoryview):
            continue
        if is_id(field):
            yield value
        elif isinstance(field, models.ForeignKey) and is_counted(field):
            yield counter(field), value
        elif isinstance(field, models.CharField | models.TextField | models.JSONField):
            yield from map(UUID, ID.findall(text_of(value)))


class _Groups:
    """Who belongs together (union-find); what is not among the keys joins nobody."""

    def __init__(self, keys: Iterator[Key]) -> None:
        self.above = {key: key for key in keys}

    def root(self, key: Key) -> Key:
        while self.above[key] != key:
            self.above[key] = self.above[self.above[key]]
            key = self.above[key]
        return key

    def join(self, one: Key, other: Key) -> None:
        if other in self.above:
            self.above[self.root(one)] = self.root(other)
