"""A database as the migrations leave it, kept from one run of the tests to the next while no migration changes.

Migrating from nothing takes longer than most runs of one test file. PostgreSQL's cluster is new each time, and so is
what a clean machine has: there every migration runs, in the first process that asks, and the others wait for it.
"""

import fcntl
import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from django.db import connections

from tests.support import tools
from tests.support.postgres import Cluster

Migrate = Callable[..., Any]
KEPT = Path(tempfile.gettempdir()) / f"rembuk-migrated-{os.getuid()}"
LIKE = "migrated"  # the cluster's database that the others are copies of


def first(migrate: Migrate) -> Migrate:
    """`migrate`, whose first call in a process, which makes the database of the tests, may take the kept one."""
    calls = count()

    def handle(command: Any, *args: Any, **options: Any) -> Any:
        from rembuk.config import database

        connection = connections[options["database"]]
        if next(calls):
            return migrate(command, *args, **options)
        with database.fields_copied():
            make = _in_cluster if connection.vendor == "postgresql" else _in_file
            make(connection, lambda: migrate(command, *args, **options))
        return None

    return handle


@contextmanager
def _one_after_another(folder: Path) -> Iterator[None]:
    with (folder / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _in_file(connection: Any, migrate: Callable[[], Any]) -> None:
    connection.ensure_connection()
    KEPT.mkdir(mode=0o700, exist_ok=True)
    kept = KEPT / f"{_files()}.sqlite3"
    with _one_after_another(KEPT):
        if kept.exists():
            _copy(kept, connection.connection)
        else:
            migrate()
            _keep(connection.connection, kept)


def _in_cluster(connection: Any, migrate: Callable[[], Any]) -> None:
    cluster, name = Cluster.of_environment(), connection.settings_dict["NAME"]
    if cluster is None:
        migrate()
        return
    with _one_after_another(cluster.folder):
        known = cluster.has(LIKE)
        if not known:
            migrate()
        connection.close()  # a database is copied while nobody uses it
        if known:
            cluster.drop(name)
        cluster.create(*((name, LIKE) if known else (LIKE, name)))


def _copy(kept: Path, target: sqlite3.Connection) -> None:
    with closing(sqlite3.connect(kept)) as source:
        source.backup(target)


def _keep(source: sqlite3.Connection, kept: Path) -> None:
    """Whole or not at all, whoever else keeps it at the same time."""
    new = KEPT / f"{os.getpid()}.new"
    with closing(sqlite3.connect(new)) as target:
        source.backup(target)
    new.replace(kept)


def _files() -> str:
    """One word for everything that migrates: the files, the triggers that they make, what the lock installs."""
    source = tools.ROOT / "src" / "rembuk"
    files = [tools.ROOT / "requirements-dev.lock", source / "foundation" / "audit" / "triggers.py"]
    said = hashlib.sha256()
    for path in [*files, *sorted(source.rglob("migrations/*.py"))]:
        said.update(path.read_bytes())
    return said.hexdigest()[:32]
