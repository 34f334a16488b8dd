"""Which transactions are over for good. On PostgreSQL an event with a lower id may become visible after a higher one;
on SQLite writers stand in line, so everything that is visible is over.

Transaction numbers belong to the whole server, so what is seen to run in another database does not hold us up.
"""

from django.db import connection

# The transactions of this database that run now and are not our own. `pg_snapshot_xip` does not name those between the
# snapshot's end and our own number, so they are taken for running unless another database is seen to hold them.
RUNNING = """
WITH seen AS (
    SELECT pg_current_snapshot() AS snapshot, pg_current_xact_id_if_assigned()::text::bigint AS own
), foreigners AS (
    SELECT l.transactionid::text::bigint AS xid
    FROM pg_locks l JOIN pg_stat_activity a USING (pid)
    WHERE l.locktype = 'transactionid' AND l.granted
      AND a.datid <> (SELECT oid FROM pg_database WHERE datname = current_database())
), running AS (
    SELECT pg_snapshot_xip(snapshot)::text::bigint AS xid FROM seen
    UNION ALL
    SELECT generate_series(pg_snapshot_xmax(snapshot)::text::bigint, own - 1) FROM seen
)
SELECT COALESCE(
    (SELECT min(xid) FROM running WHERE mod(xid, 4294967296) NOT IN (SELECT xid FROM foreigners)),
    (SELECT GREATEST(pg_snapshot_xmax(snapshot)::text::bigint, own + 1) FROM seen)
)
"""


def horizon() -> int | None:
    """Every transaction below this number, and our own where it is the oldest, is over; None on SQLite: all are."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(RUNNING)
        return int(cursor.fetchone()[0])


def own_transaction() -> int:
    """PostgreSQL's number of this transaction, or of one begun and ended here; 0 on SQLite."""
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        return int(cursor.fetchone()[0])
