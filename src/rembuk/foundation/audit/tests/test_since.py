"""Consumers of events meet each exactly once, in an order in which nothing comes in behind them."""

from collections.abc import Callable

import pytest
from django.db import connection, connections
from pytest_django import DjangoAssertNumQueries

from rembuk.foundation.audit import actions, queries
from rembuk.foundation.audit.models import Event, Reader
from rembuk.foundation.audit.tests.conftest import SITI, Other, beside, letter, tampering
from rembuk.foundation.kernel.seams import Told


def read(limit: int = 100) -> list[str]:
    """What a consumer is handed now."""
    met: list[str] = []
    while actions.read_on(name="test", limit=limit, take=lambda told: met.extend(one.verb for one in told)):
        pass
    return met


@pytest.mark.django_db
def test_events_are_told_once_and_in_order() -> None:
    lamp = letter()
    actions.record(SITI, lamp, "notices.second")
    assert read(limit=1) == ["notices.made", "notices.second"]
    assert read() == []
    actions.record(SITI, lamp, "notices.third")
    assert read() == ["notices.third"]


@pytest.mark.django_db
def test_what_is_told_is_the_event() -> None:
    lamp = letter()
    event = actions.record(SITI, lamp, "notices.second", changes={"a": 1})
    told = queries.since(0, 0, 10)[-1]
    assert (told.id, told.subject_kind, told.subject_id) == (event.pk, "notices.delivery", lamp.pk)
    assert (told.verb, told.recorded_at, told.xid) == ("notices.second", event.recorded_at, event.xid)
    assert told.body["changes"] == {"a": 1}


@pytest.mark.django_db(transaction=True)
def test_a_consumer_that_fails_meets_them_again() -> None:
    letter()

    def fail(told: list[Told]) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        actions.read_on(name="test", limit=10, take=fail)
    assert read() == ["notices.made"]


@pytest.mark.django_db
def test_two_consumers_go_at_their_own_pace() -> None:
    letter()
    assert read() == ["notices.made"]
    met: list[Told] = []
    assert actions.read_on(name="other", limit=5, take=met.extend) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_lower_id_that_appears_late_is_not_missed() -> None:
    lamp, late = letter(), letter()
    assert read() == ["notices.made"] * 2
    slow = Other(lambda: actions.record(SITI, late, "notices.slow"))
    actions.record(SITI, lamp, "notices.quick")
    assert Event.objects.get(verb="notices.quick").pk > 2
    assert read() == [], "a transaction that began before still runs"
    slow.commit()
    assert read() == ["notices.slow", "notices.quick"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_never_writes_holds_up_nobody() -> None:
    idle = Other(Event.objects.count)
    letter()
    assert read() == ["notices.made"]
    idle.commit()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_takes_them() -> None:
    letter()
    first: list[str] = []
    second: list[str] = []
    slow = Other(taking(first))
    other = beside(taking(second))
    other.join(0.3)
    slow.commit()
    other.join(20)
    assert sorted([first, second], key=len) == [[], ["notices.made"]]
    assert read() == []


def taking(met: list[str]) -> Callable[[], object]:
    return lambda: actions.read_on(name="test", limit=10, take=lambda told: met.extend(one.verb for one in told))


@pytest.mark.django_db
def test_after_a_restore_nothing_is_missed_and_old_numbers_are_forgotten() -> None:
    """On another server, transaction numbers are lower than those that came with the backup."""
    lamp = letter()
    for verb in ("notices.b", "notices.c", "notices.d"):
        actions.record(SITI, lamp, verb)
    ids = list(Event.objects.order_by("id").values_list("id", flat=True))
    with tampering():
        for pk, xid in zip(ids, (900, 903, 901, 902), strict=True):
            Event.objects.filter(pk=pk).update(xid=10**12 + xid)
    Reader.objects.create(name="test", xid=10**12 + 901, event_id=ids[2])
    actions.restored()
    assert set(Event.objects.values_list("xid", flat=True)) == {0}
    # The second was unread, so the consumer goes on there and meets the third again.
    assert read() == ["notices.b", "notices.c", "notices.d"]
    actions.record(SITI, lamp, "notices.e")
    assert read() == ["notices.e"]


@pytest.mark.django_db
def test_a_restore_keeps_the_place_of_who_had_read_all() -> None:
    letter()
    assert read() == ["notices.made"]
    actions.restored()
    assert read() == []
    assert connections["default"].in_atomic_block


@pytest.mark.django_db
def test_who_has_read_all_asks_for_nothing_that_was_read(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    letter()
    with django_assert_num_queries(1 if connection.vendor == "sqlite" else 4) as asked:
        queries.since(0, 10**6, 1)
    statement = asked.captured_queries[-1]["sql"]
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off" if connection.vendor == "postgresql" else "SELECT 1")
        cursor.execute(f"EXPLAIN {'QUERY PLAN ' if connection.vendor == 'sqlite' else ''}{statement}")
        plan = " ".join(str(row) for row in cursor.fetchall())
    # On SQLite all transactions have one number: by the pair of columns it would read the whole journal.
    assert ("rowid>?" in plan) if connection.vendor == "sqlite" else ("ROW(xid, id) > ROW(" in plan), plan
