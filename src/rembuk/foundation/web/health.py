"""What /healthz and /readyz say: database, migrations, keys, disk, the worker's heartbeat, who owns the tables."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from django.core.cache import cache as shared
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from rembuk.foundation.audit import queries as audit
from rembuk.foundation.kernel import clock, seal

BEAT = "worker.heartbeat"
LATE = 180  # seconds
ROOM = 500_000_000  # bytes: a day of photos of a city


@dataclass(frozen=True, slots=True)
class Part:
    """One part. `stops`: what does not go on while it is not good; without "pages" /healthz is 503, without "work"
    /readyz is too."""

    good: bool
    said: str
    stops: Literal["pages", "work", "nothing"] = "pages"


def beat() -> None:
    """The worker calls this in each of its rounds."""
    shared.set(BEAT, clock.machine_now().timestamp(), None)


def parts() -> dict[str, Part]:
    """Each part by name. Words only: the address is open to everyone."""
    looked: dict[str, Callable[[], Part]] = {
        "database": _database, "migrations": _migrations, "keys": _keys, "disk": _disk, "worker": _worker,
        "tables": _tables,
    }  # fmt: skip
    found = {}
    for name, look in looked.items():
        try:
            found[name] = look()
        except DatabaseError:
            found[name] = Part(False, "unreachable")
    return found


def _database() -> Part:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Part(True, "ok")


def _migrations() -> Part:
    return Part(True, "ok") if _migrated() or _look_at_migrations() else Part(False, "behind")


def _look_at_migrations() -> bool:
    _migrated.cache_clear()
    return _migrated()


@cache
def _migrated() -> bool:
    """Costly, so a yes is kept for the life of the process: its code does not change under it."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _keys() -> Part:
    try:
        seal.ring()
    except Exception:  # noqa: BLE001 - whatever is wrong with the keys, the answer is the same
        return Part(False, "missing")
    return Part(True, "ok")


def _disk() -> Part:
    """What is read is read from a full disk too, so the pages go on."""
    enough = room() >= ROOM
    return Part(enough, "ok" if enough else "nearly full", "work")


def room() -> int:
    """Bytes that are free where the program writes; the database's own disk may be another one."""
    return shutil.disk_usage(clock.home()).free


def _worker() -> Part:
    since = silence()
    if since is None:
        return Part(False, "never seen", "work")
    return Part(since <= LATE, "ok" if since <= LATE else "late", "work")


def silence() -> float | None:
    """Seconds since a worker was last heard of; None where none ever was."""
    last = shared.get(BEAT)
    return None if last is None else max(0.0, clock.machine_now().timestamp() - float(last))


def _tables() -> Part:
    """On PostgreSQL the journal is safest where the role that serves does not own it."""
    if connection.vendor != "postgresql":
        return Part(True, "one file, one owner", "nothing")
    mine = audit.owns_journal()
    return Part(not mine, "owned by the serving role" if mine else "owned by another role", "nothing")
