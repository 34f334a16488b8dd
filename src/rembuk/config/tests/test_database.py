"""How SQLite is opened: a writer waits for the other at its beginning, nothing acknowledged is lost with the power."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connections
from django.db.utils import ConnectionHandler

from rembuk.config import settings


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
