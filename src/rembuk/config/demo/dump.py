"""All that the demo holds as text, in one order: the same seed gives the same text, on either kind of database.

Left out: what belongs to a visitor or a machine (sessions, caches, jobs, PostgreSQL's transaction numbers), and ids
that only a counter of the database gives.
"""

from collections.abc import Iterator
from datetime import time

from django.apps import apps
from django.db import models
from django.db.models import QuerySet

from rembuk.foundation.audit.actions import canonical

# A transaction's number is PostgreSQL's own.
MACHINE = frozenset({"xid"})


def lines() -> Iterator[str]:
    """`table {"column":value,…}`, table after table."""
    ours = [
        model for config in apps.get_app_configs() if config.name.startswith("rembuk.") for model in config.get_models()
    ]
    for model in sorted(ours, key=lambda one: one._meta.db_table):
        yield from sorted(_rows(model))


def _rows(model: type[models.Model]) -> Iterator[str]:
    columns = [
        field.attname
        for field in model._meta.concrete_fields
        if field.attname not in MACHINE and not isinstance(field, models.AutoField | models.BigAutoField)
    ]
    links = {field.attname for field in model._meta.concrete_fields if field.is_relation and _counted(field)}
    for row in QuerySet(model).order_by("pk").values(*columns).iterator(chunk_size=2000):
        shown = {name: _plain(value) for name, value in row.items() if name not in links}
        yield f"{model._meta.db_table} {canonical(shown)}"


def _counted(field: models.Field[object, object]) -> bool:
    """Whether it points at a row that only a counter names."""
    other = field.related_model
    return isinstance(other, type) and isinstance(other._meta.pk, models.AutoField | models.BigAutoField)


def _plain(value: object) -> object:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value.isoformat() if isinstance(value, time) else value
