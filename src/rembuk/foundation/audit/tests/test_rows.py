"""`rows.write` stores what `bulk_create` stores."""

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import UTC, date, datetime
from uuid import UUID

import psycopg
import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Model

from rembuk.foundation.audit import rows
from rembuk.foundation.audit.models import Digest, Event, Words
from rembuk.foundation.kernel.chance import new_id

pytestmark = pytest.mark.django_db
AT = datetime(2026, 1, 30, 7, 8, 9, 123456, UTC)


def event(verb: str, subject: UUID) -> Event:
    """An event as `record_new` writes it."""
    return Event(
        subject_kind="audit.test", subject_id=subject, seq=1, verb=verb, path="001", recorded_at=AT,
        body='{"kata":"%s dan “tanda”"}', hash="a" * 64,
    )  # fmt: skip


def one_by_one(deed: Sequence[Model]) -> None:
    """Each in a statement of its own."""
    for row in deed:
        rows.write([row])


def stored(name: str) -> list[dict[str, object]]:
    """Everything but the number that the database gives."""
    names = [
        field.attname for field in Event._meta.concrete_fields if field.attname not in {"id", "verb", "subject_id"}
    ]
    return list(Event.objects.filter(verb=name).order_by("id").values(*sorted(names)))


def test_it_stores_what_bulk_create_stores() -> None:
    rows.write([event("rows", new_id()) for _ in range(3)])
    Event.objects.bulk_create([event("bulk", new_id()) for _ in range(3)])
    assert stored("rows") == stored("bulk")
    assert len(stored("rows")) == 3


def test_an_id_of_our_own_is_kept_and_nothing_is_nothing() -> None:
    digest = Digest(day=date(2026, 1, 30), events=0, root="r", previous="", hash="h", closed_at=AT)
    rows.write([digest])
    rows.write([])
    assert Digest.objects.get() == digest


def test_a_word_in_one_row_is_no_word_in_the_others() -> None:
    """A column of which no row says anything is left out, one of which any row does is not."""
    Event.objects.bulk_create([event("rows", new_id()) for _ in range(3)])
    ids = Event.objects.order_by("id").values_list("id", flat=True)
    told = [None, AT, None]
    rows.write([Words(event_id=pk, salt="s", text="t", erased_at=at) for pk, at in zip(ids, told, strict=True)])
    assert list(Words.objects.order_by("event").values_list("erased_at", flat=True)) == told


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("where", ["at once", "at the commit", "within another"])
def test_together_is_all_or_nothing(where: str) -> None:
    """What PostgreSQL refuses leaves nothing of the rest, and the next deed works."""
    twice = new_id()
    nobody = Words(event_id=2**40, salt="s", text="t")
    doubled: list[Model] = [event("one", twice), event("two", twice)]
    deed = [event("one", new_id()), nobody] if where == "at the commit" else doubled
    with transaction.atomic() if where == "within another" else nullcontext():
        with pytest.raises(IntegrityError), rows.together():
            one_by_one(deed)
        with rows.together():
            rows.write([event("after", new_id())])
    assert list(Event.objects.values_list("verb", flat=True)) == ["after"]


def stored_but(deed: Sequence[Model], heard: list[str], name: str, breaks: bool = False) -> None:
    """Stores, and hears of the commit under a name."""
    with rows.together():
        transaction.on_commit(lambda: heard.append(name))
        one_by_one(deed)
        assert (connection.in_atomic_block, heard) == (True, [])
        if breaks:
            raise ZeroDivisionError


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_what_waits_for_the_commit_hears_of_it_once_and_of_nothing_that_failed() -> None:
    twice, heard = new_id(), list[str]()
    with pytest.raises(IntegrityError):
        stored_but([event("one", twice), event("two", twice)], heard, "failed")
    with pytest.raises(ZeroDivisionError):
        stored_but([event("one", new_id())], heard, "broken off", breaks=True)
    stored_but([event("after", new_id())], heard, "done")
    assert heard == ["done"]
    assert (connection.get_autocommit(), connection.in_atomic_block) == (True, False)
    assert list(Event.objects.values_list("verb", flat=True)) == ["after"]


def gone() -> None:
    """The server ends our connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [pid] = cursor.fetchone()
    known = connection.get_connection_params()
    with psycopg.connect(host=known["host"], dbname=known["dbname"], user=known["user"], autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])


def stored_until_gone() -> None:
    with rows.together():
        rows.write([event("lost", new_id())])
        gone()
        rows.write([event("lost too", new_id())])


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_server_that_goes_away_leaves_nothing_and_is_asked_anew() -> None:
    with pytest.raises(OperationalError):
        stored_until_gone()
    stored_but([event("after", new_id())], [], "done")
    assert list(Event.objects.values_list("verb", flat=True)) == ["after"]
