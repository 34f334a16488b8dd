"""The database itself refuses to rewrite the journal, by every door that it has."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, connections, transaction

from rembuk.foundation.audit import actions, queries, triggers
from rembuk.foundation.audit.models import Digest, Event, Words
from rembuk.foundation.audit.tests.conftest import NOON, SITI, letter
from rembuk.foundation.audit.verify import verify

COLUMNS = "xid, subject_kind, subject_id, seq, 'x', path, recorded_at, body, hash"
FORBIDDEN = {
    "sqlite": [
        "UPDATE audit_event SET body = 'x'",
        "UPDATE audit_event SET verb = 'x', xid = 0",
        "UPDATE audit_event SET xid = 5",
        "DELETE FROM audit_event",
        f"INSERT OR REPLACE INTO audit_event SELECT id, {COLUMNS} FROM audit_event",
        f"REPLACE INTO audit_event SELECT NULL, {COLUMNS} FROM audit_event",
        "UPDATE audit_digest SET root = 'x'",
        "DELETE FROM audit_digest",
        "INSERT OR REPLACE INTO audit_digest SELECT * FROM audit_digest",
        "UPDATE audit_words SET text = 'x'",
        "UPDATE audit_words SET text = ''",
        "DELETE FROM audit_words",
        "INSERT OR REPLACE INTO audit_words SELECT * FROM audit_words",
    ],
    "postgresql": [
        "UPDATE audit_event SET body = 'x'",
        "UPDATE audit_event SET verb = 'x', xid = 0",
        "UPDATE audit_event SET xid = 5",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event CASCADE",
        "TRUNCATE audit_digest",
        "TRUNCATE audit_words",
        "INSERT INTO audit_event SELECT * FROM audit_event ON CONFLICT (id) DO UPDATE SET body = 'x'",
        "UPDATE audit_digest SET root = 'x'",
        "DELETE FROM audit_digest",
        "UPDATE audit_words SET text = 'x'",
        "UPDATE audit_words SET text = ''",
        "DELETE FROM audit_words",
    ],
}


def rows() -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in (Event, Words, Digest)]


@pytest.mark.django_db
def test_nothing_is_rewritten() -> None:
    actions.record(SITI, letter(), "notices.returned", reason="kata-kata")
    Digest.objects.create(day=date(2026, 1, 29), events=0, root="r", previous="", hash="h", closed_at=NOON)
    connection.check_constraints()  # or PostgreSQL refuses a TRUNCATE for another reason
    before = rows()
    for statement in FORBIDDEN[connection.vendor]:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
        assert rows() == before, statement


@pytest.mark.django_db
def test_verify_misses_a_trigger() -> None:
    name, (table, _, _) = next(iter(triggers.SQLITE.items()))
    assert triggers.missing(connection) == []
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))
    assert triggers.missing(connection) == [name]
    report = verify()
    assert not report.ok
    assert name in str(report.broken)


@pytest.mark.postgres
@pytest.mark.django_db
def test_verify_misses_a_trigger_that_is_switched_off() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_event DISABLE TRIGGER audit_event_delete")
    assert triggers.missing(connection) == ["audit_event_delete"]


@pytest.mark.django_db
def test_a_later_migration_puts_them_back() -> None:
    with connection.cursor() as cursor:
        on = " ON audit_event" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER audit_event_update{on}")
        for statement in triggers.statements(connection.vendor):
            cursor.execute(statement)
    assert triggers.missing(connection) == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_the_applications_role_cannot_take_them_away() -> None:
    letter()
    with connection.cursor() as cursor:
        cursor.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON audit_event TO rembuk_app")
    application = connections.create_connection("default")
    application.settings_dict = {**connection.settings_dict, "USER": "rembuk_app"}
    try:
        for statement in (
            "ALTER TABLE audit_event DISABLE TRIGGER USER",
            "DROP TRIGGER audit_event_update ON audit_event",
            "DELETE FROM audit_event",
            "TRUNCATE audit_event CASCADE",
        ):
            refusal = r"must be owner|permission denied|append-only"
            with application.cursor() as cursor, pytest.raises(DatabaseError, match=refusal):
                cursor.execute(statement)
        assert queries.owns_journal(), "the role of the tests owns its tables, and this says so"
    finally:
        application.close()
    assert Event.objects.count() == 1
