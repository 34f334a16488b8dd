"""`rows.write` stores what `bulk_create` stores."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from rembuk.foundation.audit import rows
from rembuk.foundation.audit.models import Digest, Event
from rembuk.foundation.kernel.chance import new_id

pytestmark = pytest.mark.django_db
AT = datetime(2026, 1, 30, 7, 8, 9, 123456, UTC)


def event(verb: str, subject: UUID) -> Event:
    """An event as `record_new` writes it."""
    return Event(
        subject_kind="audit.test", subject_id=subject, seq=1, verb=verb, path="001", recorded_at=AT,
        body='{"kata":"%s dan “tanda”"}', hash="a" * 64,
    )  # fmt: skip


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
