"""What keeps the journal append-only in the database itself, whoever asks.

An event and a digest are never changed or deleted; words may only be blanked. SQLite's INSERT OR REPLACE deletes past
DELETE triggers, so the insert is guarded as well; PostgreSQL's TRUNCATE passes row triggers, so it has one of its own.
Only `xid` of an event may become 0: after a restore the transactions of another server mean nothing.
"""

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

EVENT = ("id", "subject_kind", "subject_id", "seq", "verb", "path", "recorded_at", "body", "hash")

TABLES = ("audit_event", "audit_digest", "audit_words")

# name → (table, when and on what, under which condition it refuses)
SQLITE = {
    "audit_event_update": ("audit_event", f"BEFORE UPDATE OF {', '.join(EVENT)}", "1"),
    "audit_event_xid": ("audit_event", "BEFORE UPDATE OF xid", "NEW.xid <> 0"),
    "audit_event_delete": ("audit_event", "BEFORE DELETE", "1"),
    "audit_event_insert": (
        "audit_event",
        "BEFORE INSERT",
        """EXISTS (SELECT 1 FROM audit_event WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM audit_event
        WHERE subject_kind = NEW.subject_kind AND subject_id = NEW.subject_id AND seq = NEW.seq)""",
    ),
    "audit_digest_update": ("audit_digest", "BEFORE UPDATE", "1"),
    "audit_digest_delete": ("audit_digest", "BEFORE DELETE", "1"),
    "audit_digest_insert": (
        "audit_digest",
        "BEFORE INSERT",
        "EXISTS (SELECT 1 FROM audit_digest WHERE id = NEW.id OR day = NEW.day)",
    ),
    "audit_words_update": (
        "audit_words",
        "BEFORE UPDATE",
        "NEW.id <> OLD.id OR NEW.event_id <> OLD.event_id OR NEW.text <> '' OR NEW.salt <> '' OR NEW.erased_at IS NULL",
    ),
    "audit_words_delete": ("audit_words", "BEFORE DELETE", "1"),
    "audit_words_insert": (
        "audit_words",
        "BEFORE INSERT",
        "EXISTS (SELECT 1 FROM audit_words WHERE id = NEW.id OR event_id = NEW.event_id)",
    ),
}

# On PostgreSQL a second insert of a key is already an error; ON CONFLICT DO UPDATE is an update.
POSTGRESQL = {
    **{name: parts for name, parts in SQLITE.items() if not name.endswith("_insert")},
    **{f"{table}_truncate": (table, "BEFORE TRUNCATE", "1") for table in TABLES},
}

FUNCTION = """
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only (%)', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""


def statements(vendor: str) -> list[str]:
    """The SQL that makes them anew, whether they stand or not."""
    if vendor == "sqlite":
        dropped = [f"DROP TRIGGER IF EXISTS {name}" for name in SQLITE]
        return dropped + [
            f"CREATE TRIGGER {name} {when} ON {table} WHEN {condition}"
            f" BEGIN SELECT RAISE(ABORT, 'the journal is append-only ({table})'); END"
            for name, (table, when, condition) in SQLITE.items()
        ]
    made = [FUNCTION, *(f"DROP TRIGGER IF EXISTS {name} ON {table}" for name, (table, _, _) in POSTGRESQL.items())]
    for name, (table, when, condition) in POSTGRESQL.items():
        each = "STATEMENT" if "TRUNCATE" in when else "ROW"
        guard = "" if condition == "1" else f" WHEN ({condition})"
        made.append(f"CREATE TRIGGER {name} {when} ON {table} FOR EACH {each}{guard} EXECUTE FUNCTION audit_refuse()")
    return made


def install(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """For a migration: 0002, and every later one that alters these tables (on SQLite an AlterField drops triggers)."""
    for statement in statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The names of triggers that do not stand, or are switched off."""
    question = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
        " AND tgrelid::regclass::text IN ('audit_event', 'audit_digest', 'audit_words')"
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        standing = {name for (name,) in cursor.fetchall()}
    return sorted(set(SQLITE if connection.vendor == "sqlite" else POSTGRESQL) - standing)
