"""Bringing the database up to date, and the rights of the role that only uses it."""

import os
from collections.abc import Sequence

APPEND_ONLY = ("audit_event", "audit_digest")


def choose_owner() -> None:
    """Before Django is loaded: let the owner of the tables do what follows, where there is one."""
    if owner := os.environ.get("DATABASE_OWNER_URL"):
        os.environ["REMBUK_APP_URL"] = os.environ.get("DATABASE_URL", "")
        os.environ["DATABASE_URL"] = owner


def prepare(*, quiet: bool = False, target: Sequence[str] = ()) -> None:
    """Migrates, makes the cache table, grants the application's role what it needs."""
    from django.core.management import call_command

    call_command("migrate", *target, verbosity=0 if quiet else 1, interactive=False)
    if not target:
        call_command("createcachetable", verbosity=0)
        grant()


def grant() -> None:
    """Gives the role of DATABASE_URL the use of every table, and of the journal reading and appending only."""
    from django.db import connection

    from rembuk.config.settings import database

    app = os.environ.get("REMBUK_APP_URL", "")
    if connection.vendor != "postgresql" or not app:
        return
    role = str(database(app)["USER"])
    if not role or role == connection.settings_dict["USER"]:
        return
    name = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {name}")
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}")
        cursor.execute(f"REVOKE UPDATE, DELETE ON {', '.join(APPEND_ONLY)} FROM {name}")


def behind() -> list[str]:
    """The migrations that the code has and the database has not."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
