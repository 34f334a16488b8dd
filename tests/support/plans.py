"""How PostgreSQL would answer a statement in a large city: its plan, and what in it reads all of a large table."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tests.support.postgres import Cluster

# What grows with every report, meeting and deed; the rest grows with the city's places and offices.
LARGE = tuple(
    """
    audit_event audit_words decisions_decision decisions_evidence decisions_followup decisions_inspection
    decisions_inspector decisions_news decisions_part files_document files_file files_fingerprint meetings_agendaitem
    meetings_attendance meetings_meeting notices_delivery notices_message reports_answer reports_deliberation
    reports_report reports_reportdecision reports_wording visits_visit visits_visitwork
    """.split()
)
ROWS = 1_000_000
# As many rows, on as many pages as there are; and of a link to a large table, few rows for each of its rows.
PLANT = """
UPDATE pg_class SET reltuples = {rows}, relpages = greatest(1, pg_relation_size(oid) / 8192)
WHERE oid = ANY('{{{tables}}}'::regclass[])
   OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = ANY('{{{tables}}}'::regclass[]));
DELETE FROM pg_statistic WHERE starelid = ANY('{{{tables}}}'::regclass[]);
INSERT INTO pg_statistic (starelid, staattnum, stainherit, stanullfrac, stawidth, stadistinct, stakind1, stakind2,
    stakind3, stakind4, stakind5, staop1, staop2, staop3, staop4, staop5, stacoll1, stacoll2, stacoll3, stacoll4,
    stacoll5)
SELECT conrelid, conkey[1], false, 0, 16, -0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM pg_constraint
WHERE contype = 'f' AND conrelid = ANY('{{{tables}}}'::regclass[]) AND confrelid = ANY('{{{tables}}}'::regclass[])
GROUP BY conrelid, conkey[1]
"""
CLEAR = """
UPDATE pg_class SET reltuples = -1, relpages = 0
WHERE oid = ANY('{{{tables}}}'::regclass[])
   OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = ANY('{{{tables}}}'::regclass[]));
DELETE FROM pg_statistic WHERE starelid = ANY('{{{tables}}}'::regclass[])
"""
# Above these a scan is read to its end; a page's first rows need the first of an index only.
WHOLE = {"Sort", "Hash", "Materialize", "Unique", "WindowAgg", "Aggregate", "Incremental Sort"}
SCANS = {"Index Scan", "Index Only Scan", "Bitmap Index Scan"}


@contextmanager
def large_tables() -> Iterator[None]:
    """Within it the planner thinks that each large table has a million rows, and shuns reading one from end to end."""
    cluster = Cluster.of_environment()
    assert cluster is not None
    database, said = str(connection.settings_dict["NAME"]), {"tables": ",".join(LARGE), "rows": ROWS}
    cluster.sql(PLANT.format(**said), database)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET enable_seqscan = off")
        yield
    finally:
        cluster.sql(CLEAR.format(**said), database)
        with connection.cursor() as cursor:
            cursor.execute("RESET enable_seqscan")


def shrink() -> None:
    """Gives back the pages of rows that were never committed: by them a planner would choose."""
    cluster = Cluster.of_environment()
    assert cluster is not None
    database = str(connection.settings_dict["NAME"])
    cluster.sql(f"VACUUM FULL {', '.join(LARGE)}", database)
    cluster.sql(CLEAR.format(tables=",".join(LARGE)), database)


@contextmanager
def heard() -> Iterator[dict[str, int]]:
    """Every statement that only reads, as it was asked, and how many values it was given."""
    statements: dict[str, int] = {}

    def hear(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip(" (\n").upper().startswith(("SELECT", "WITH")):
            statements.setdefault(sql, len(params or ()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(hear):
        yield statements


def plan(sql: str, count: int) -> dict[str, Any]:
    """The plan that is kept for a statement, whatever values it will be given: as connections of a city have it."""
    numbers = iter(range(1, count + 1))
    numbered = re.sub("%s", lambda _: f"${next(numbers)}", sql).replace("%%", "%") if count else sql
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
        cursor.execute(f"PREPARE looked_at AS {numbered}")
        cursor.execute(
            "EXPLAIN (FORMAT JSON) EXECUTE looked_at" + (f"({', '.join(['NULL'] * count)})" if count else "")
        )
        said = cursor.fetchone()[0]
        cursor.execute("DEALLOCATE looked_at")
    found: dict[str, Any] = (json.loads(said) if isinstance(said, str) else said)[0]["Plan"]
    return found


def faults(node: dict[str, Any], *, limited: bool = False) -> Iterator[str]:
    """What in a plan reads a large table, or one of its indexes, from end to end."""
    kind, table = node["Node Type"], node.get("Relation Name", "")
    limited = kind == "Limit" or (limited and kind not in WHOLE)
    if kind == "Seq Scan" and table in LARGE:
        yield f"{table} from end to end"
    elif kind in SCANS and "Index Cond" not in node and _is_of_large(node):
        # The first rows of an order are read, and no more: where nothing is left out on the way.
        if not limited:
            yield f"{node['Index Name']} from end to end"
        elif "Filter" in node:
            yield f"{node['Index Name']} until enough rows hold {node['Filter']}"
    for child in node.get("Plans", ()):
        yield from faults(child, limited=limited)


def _is_of_large(node: dict[str, Any]) -> bool:
    if "Relation Name" in node:
        return node["Relation Name"] in LARGE
    return any(node["Index Name"].startswith(f"{table}_") for table in LARGE)


def sqlite_plans(call: Callable[[], object], table: str) -> list[str]:
    """How SQLite answers each statement of a call that reads a table."""
    with CaptureQueriesContext(connection) as seen:
        call()
    asked = [str(one["sql"]) for one in seen.captured_queries if f'FROM "{table}"' in str(one["sql"])]
    with connection.cursor() as cursor:
        told = [cursor.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall() for sql in asked]
    return ["\n".join(str(row[3]) for row in rows) for rows in told]
