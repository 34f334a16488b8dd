"""Who speaks to the database: the owner of the tables for what changes them, a lesser role with a time limit else."""

import os

import pytest
from django.core import management
from django.db import connection

from rembuk.config import database, settings
from tests.support.postgres import Cluster


def test_a_statement_on_a_server_may_not_take_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REMBUK_STATEMENT_MS", raising=False)
    found = settings.database("postgresql://rembuk:geheim%40@db.example:5433/kota")
    assert "-c statement_timeout=15000 " in found["OPTIONS"]["options"]  # type: ignore[index]
    assert tuple(found[name] for name in ("USER", "PASSWORD", "HOST", "PORT")) == (
        "rembuk",
        "geheim@",
        "db.example",
        "5433",
    )
    monkeypatch.setenv("REMBUK_STATEMENT_MS", "0")
    unlimited = settings.database("postgresql://rembuk@/kota")["OPTIONS"]
    assert "-c statement_timeout=0 " in unlimited["options"]  # type: ignore[index]


def test_the_owner_does_what_changes_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://rembuk@/kota")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://rembuk_owner@/kota")
    monkeypatch.setenv("REMBUK_APP_URL", "")
    database.choose_owner()
    assert os.environ["DATABASE_URL"] == "postgresql://rembuk_owner@/kota"
    assert os.environ["REMBUK_APP_URL"] == "postgresql://rembuk@/kota"


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no roles")
def test_the_lesser_role_adds_to_the_journal_and_takes_nothing_from_it(monkeypatch: pytest.MonkeyPatch) -> None:
    if Cluster.of_environment() is None:
        pytest.skip("not the throw-away cluster, which has the role rembuk_app")
    monkeypatch.setenv("REMBUK_APP_URL", "postgresql://rembuk_app@/kota")
    database.grant()
    with connection.cursor() as cursor:
        for table in database.APPEND_ONLY:
            may = {}
            for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE"):
                cursor.execute("SELECT has_table_privilege('rembuk_app', %s, %s)", [table, right])
                may[right] = cursor.fetchone()[0]
            assert may == {"SELECT": True, "INSERT": True, "UPDATE": False, "DELETE": False, "TRUNCATE": False}


@pytest.mark.django_db
@pytest.mark.postgres
def test_a_migration_may_take_as_long_as_a_large_table_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, str] = {}

    def note(name: str, *words: object, **given: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            seen[name] = cursor.fetchone()[0]

    monkeypatch.setattr(management, "call_command", note)
    database.prepare(quiet=True)
    assert seen["migrate"] == "0"
    assert seen["createcachetable"] != "0", "everything else keeps its limit"
