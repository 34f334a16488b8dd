"""What /healthz says: database, migrations, keys, the worker's heartbeat, and who owns the tables."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.core.cache import cache as shared
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from rembuk.foundation.audit import queries as audit
from rembuk.foundation.kernel import clock, seal

BEAT = "worker.heartbeat"
LATE = 180  # seconds


@dataclass(frozen=True, slots=True)
class Part:
    """One part; `needed` ones make the whole answer 503."""

    good: bool
    said: str
    needed: bool = True


def beat() -> None:
    """The worker calls this in each of its rounds."""
    shared.set(BEAT, clock.machine_now().timestamp(), None)


def parts() -> dict[str, Part]:
    """Each part by name. Words only: the address is open to everyone."""
    looked: dict[str, Callable[[], Part]] = {
        "database": _database, "migrations": _migrations, "keys": _keys, "worker": _worker, "tables": _tables,
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


def _worker() -> Part:
    last = shared.get(BEAT)
    if last is None:
        return Part(False, "never seen", needed=False)
    late = clock.machine_now().timestamp() - last > LATE
    return Part(not late, "late" if late else "ok", needed=False)


def _tables() -> Part:
    """On PostgreSQL the journal is safest where the role that serves does not own it."""
    if connection.vendor != "postgresql":
        return Part(True, "one file, one owner", needed=False)
    mine = audit.owns_journal()
    return Part(not mine, "owned by the serving role" if mine else "owned by another role", needed=False)
