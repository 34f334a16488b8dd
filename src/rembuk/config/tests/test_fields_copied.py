"""Migrations that copy fields make what those make that build each field anew."""

from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader

from rembuk.config import database


def rendered() -> dict[str, list[Any]]:
    """Every field of every model at the end of all migrations, as told to the database and to the next migration."""
    apps = MigrationLoader(None).project_state().apps
    return {
        model._meta.label: [
            (field.name, field.column, field.db_type(connection), field.deconstruct())
            for field in model._meta.get_fields()
            if field.concrete
        ]
        for model in apps.get_models(include_auto_created=True)
    }


def test_a_copied_field_is_the_field() -> None:
    plain = rendered()
    with database.fields_copied():
        copied = rendered()
    assert len(plain) > 100
    assert {label: list(map(repr, fields)) for label, fields in copied.items()} == {
        label: list(map(repr, fields)) for label, fields in plain.items()
    }
