"""The database itself: brought up to date, pointed at, wiped; and the rights of the role that only uses it."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rembuk.foundation.kernel import clock

APPEND_ONLY = ("audit_event", "audit_digest")


def choose_owner() -> None:
    """Before Django is loaded: let the owner of the tables do what follows, where there is one."""
    if owner := os.environ.get("DATABASE_OWNER_URL"):
        os.environ["REMBUK_APP_URL"] = os.environ.get("DATABASE_URL", "")
        os.environ["DATABASE_URL"] = owner


def prepare(*, quiet: bool = False, target: Sequence[str] = ()) -> None:
    """Migrates, makes the cache table, grants the application's role what it needs."""
    from django.core.management import call_command

    with fields_copied(), _as_long_as_it_takes():
        call_command("migrate", *target, verbosity=0 if quiet else 1, interactive=False)
    if not target:
        call_command("createcachetable", verbosity=0)
        grant()


@contextmanager
def _as_long_as_it_takes() -> Iterator[None]:
    """An index of ten million rows takes longer than a page may."""
    from django.db import connection

    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET statement_timeout")


def swift_moments() -> None:
    """From now on a server's moments are read by one call: Django's own way, by a pattern, takes fifteen times as long,
    and a page of lines reads a thousand of them."""
    from django.conf import settings
    from django.db import connection

    if connection.vendor != "postgresql":
        return
    from django.db.backends.postgresql.psycopg_any import get_adapters_template
    from psycopg.abc import Buffer
    from psycopg.adapt import Loader

    class Moment(Loader):
        timezone = UTC  # Django asks for it

        def load(self, data: Buffer) -> datetime:
            return datetime.fromisoformat(bytes(data).decode()).astimezone(UTC)

    get_adapters_template(settings.USE_TZ, UTC).register_loader("timestamptz", Moment)


@contextmanager
def no_commit_waits() -> Iterator[None]:
    """Within it a server's commits do not wait for the disk, whoever connects: for what is begun anew when it is cut
    off. Commits reach the disk in their order, so where the last one is there, all of them are."""
    from django.db import connections

    options: dict[str, Any] = connections["default"].settings_dict["OPTIONS"]
    before = options["options"]
    connections.close_all()
    options["options"] = f"{before} -c synchronous_commit=off"
    try:
        yield
    finally:
        connections.close_all()
        options["options"] = before


@contextmanager
def fields_copied() -> Iterator[None]:
    """Within it migrations cost less than half. After each of their hundreds of steps Django renders models anew, and
    rebuilds each field from its own description; a field that belongs to no model yet may as well be copied."""
    from django.db import models

    kind: Any = models.Field
    rebuilt = kind.clone

    def clone(self: Any) -> Any:
        if hasattr(self, "model"):
            return rebuilt(self)
        copied = self.__deepcopy__({})
        # As a new field has it: a place behind all others, and its name from the model that it goes into.
        copied.creation_counter, copied.name = kind.creation_counter, None
        kind.creation_counter += 1
        return copied

    kind.clone = clone
    try:
        yield
    finally:
        kind.clone = rebuilt


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


def sqlite_file() -> Path | None:
    """The database file of DATABASE_URL, or None for a server."""
    url = os.environ.get("DATABASE_URL", "")
    if url and not url.startswith("sqlite:"):
        return None
    return Path(url.removeprefix("sqlite:///")) if url else clock.home().resolve() / "rembuk.sqlite3"


def use_sqlite(path: Path) -> None:
    """Loads Django if need be, and points it at another file."""
    if "rembuk.config.settings" not in sys.modules:
        import django

        django.setup()
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = str(path)


def settle(path: Path) -> None:
    """Everything of the write-ahead log into the file itself, so that one rename moves it all; nobody uses it then."""
    from django.db import connection, connections

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connections.close_all()
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def remove_sqlite(path: Path) -> None:
    """A file with what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def wipe() -> None:
    """Takes away everything that this role has made in a server's database."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DROP OWNED BY CURRENT_USER CASCADE")
        # On a database of our own the schema went with it.
        cursor.execute("CREATE SCHEMA IF NOT EXISTS public")
