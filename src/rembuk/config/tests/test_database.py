"""How a database is opened: a writer waits for the other at its beginning, and nothing acknowledged is lost."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connections
from django.db.utils import ConnectionHandler

from rembuk.config import database, settings


@pytest.fixture
def two(tmp_path: Path, django_db_blocker: Any) -> Iterator[list[Any]]:
    """Two connections to one new file, as a server and its worker have them."""
    url = f"sqlite:///{tmp_path / 'kota.sqlite3'}"
    with django_db_blocker.unblock():
        found = [ConnectionHandler({"default": settings.database(url)})["default"] for _ in range(2)]
        yield found
        for each in found:
            each.close()


def told(connection: Any, pragma: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        return cursor.fetchone()[0]


def test_readers_do_not_wait_and_what_is_acknowledged_stays(two: list[Any]) -> None:
    full = 2
    wanted = {"journal_mode": "wal", "synchronous": full, "recursive_triggers": 1, "busy_timeout": 20_000}
    assert {pragma: told(two[0], pragma) for pragma in wanted} == wanted


def test_a_second_writer_waits_at_its_beginning_and_not_in_the_middle(two: list[Any]) -> None:
    first, second = two
    told(second, "busy_timeout = 20")
    first.ensure_connection()
    first._start_transaction_under_autocommit()
    with pytest.raises(OperationalError, match="locked"):
        second._start_transaction_under_autocommit()
    first.rollback()
    second._start_transaction_under_autocommit()
    second.rollback()


@pytest.mark.parametrize("url", ["sqlite:////tmp/kota.sqlite3", "postgresql://rembuk@/kota"])
def test_a_page_that_only_reads_takes_no_write_lock(url: str) -> None:
    assert not settings.database(url).get("ATOMIC_REQUESTS")
    assert not connections["default"].settings_dict["ATOMIC_REQUESTS"]


def waits_for_the_disk() -> str:
    with connections["default"].cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        return str(cursor.fetchone()[0])


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_only_what_is_begun_anew_when_it_is_cut_off_does_not_wait_for_the_disk() -> None:
    with database.no_commit_waits():
        within = waits_for_the_disk()
    assert (within, waits_for_the_disk()) == ("off", "on")


MOMENTS = (
    "2026-02-04 09:00:00+07",
    "2026-02-04 02:00:00.5+00",
    "2026-02-04 02:00:00.000001+00",
    "1900-01-01 00:00:00+07:20",
)


@pytest.mark.postgres
@pytest.mark.parametrize("zone", ["UTC", "Asia/Jakarta"])
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.django_db
def test_a_moment_is_read_as_it_was_written(moment: str, zone: str) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT set_config('TimeZone', %s, true)", [zone])
        cursor.execute("SELECT %s::timestamptz, NULL::timestamptz", [moment])
        [found, nothing] = cursor.fetchone()
    assert found == datetime.fromisoformat(moment)
    assert (found.tzinfo, nothing) == (UTC, None)
