"""Which transactions are over for good. On PostgreSQL an event with a lower id may become visible after a higher one;
on SQLite writers stand in line, so everything that is visible is over.

Transaction numbers belong to the whole server, so what is seen to run in another database does not hold us up.
"""

from django.db import connection

# What runs now and is not our own. `pg_snapshot_xip` does not name those between the snapshot's end and our own number.
RUNNING = """
WITH seen AS (SELECT pg_current_snapshot() AS snapshot, pg_current_xact_id_if_assigned()::text::bigint AS own),
running AS (
    SELECT pg_snapshot_xip(snapshot)::text::bigint AS xid FROM seen
    UNION ALL
    SELECT generate_series(pg_snapshot_xmax(snapshot)::text::bigint, own - 1) FROM seen
)
SELECT ARRAY(SELECT xid FROM running), (SELECT GREATEST(pg_snapshot_xmax(snapshot)::text::bigint, own + 1) FROM seen)
"""
# Of these, the oldest that still runs and is not another database's: seen to be held there, or held by nobody while a
# lower one is, for a savepoint that was released keeps its number and gives up its lock.
OLDEST = """
WITH held AS MATERIALIZED (
    SELECT l.transactionid::text::bigint AS xid,
           a.datid <> (SELECT oid FROM pg_database WHERE datname = current_database()) AS elsewhere
    FROM pg_locks l JOIN pg_stat_activity a USING (pid)
    WHERE l.locktype = 'transactionid' AND l.granted AND l.mode = 'ExclusiveLock'
), left_over AS (
    SELECT xid, mod(xid, 4294967296) AS short FROM unnest(%s::bigint[]) xid
    WHERE pg_xact_status(xid::text::xid8) = 'in progress'
)
SELECT min(xid) FROM left_over
WHERE short NOT IN (SELECT xid FROM held WHERE elsewhere)
  AND (short IN (SELECT xid FROM held) OR NOT EXISTS (SELECT 1 FROM held WHERE elsewhere AND held.xid < short))
"""


def horizon() -> int | None:
    """Every transaction below this number, and our own where it is the oldest, is over; None on SQLite: all are."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(RUNNING)
        running, ceiling = cursor.fetchone()
        cursor.execute(OLDEST, [running])
        oldest = cursor.fetchone()[0]
        return int(ceiling if oldest is None else oldest)


# What `own_transaction` answers, for a statement that writes it.
OWN = "pg_current_xact_id()::text::bigint"


def own_said() -> dict[str, str]:
    """The column of events that PostgreSQL fills in itself, and how."""
    return {"xid": OWN} if connection.vendor == "postgresql" else {}


def own_transaction() -> int:
    """PostgreSQL's number of this transaction, or of one begun and ended here; 0 on SQLite."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {OWN}")
        return int(cursor.fetchone()[0])
