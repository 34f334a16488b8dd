"""`verify --since-last` looks at what was touched since the last closed day, and names a break as the whole does."""

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.apps import apps

from rembuk.foundation.audit import actions
from rembuk.foundation.audit.models import Digest, Event, Words
from rembuk.foundation.audit.tests.conftest import CLIMB, NOON, SEND, SITI, letter, tampering
from rembuk.foundation.audit.verify import verify
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.seams import SUBJECTS
from rembuk.foundation.notices.models import Delivery

pytestmark = pytest.mark.django_db
AFTER = NOON + timedelta(days=2)


@pytest.fixture
def lamp(known: None) -> Delivery:
    """A letter whose first two events lie in a closed day, and whose next two and another letter do not."""
    lamp = letter()
    actions.move(SITI, lamp, CLIMB)
    letter("Selokan")
    with clock.standing(AFTER):
        assert actions.close_days(clock.now()) == 2
        actions.move(SITI, lamp, CLIMB, reason="Bu Siti sakit")
        actions.move(SITI, lamp, SEND)
        letter("Pohon")
    return lamp


def event(lamp: Delivery, seq: int) -> Event:
    return Event.objects.get(subject_id=lamp.pk, seq=seq)


def test_only_what_is_new_is_read(lamp: Delivery) -> None:
    seen: list[tuple[int, int]] = []
    report = verify(lambda done, total: seen.append((done, total)), since_last=True)
    assert report.ok, report.broken
    # Two letters and two digests; of the old letter its new events and the one before.
    assert (report.events, report.subjects, report.days) == (6, 4, 1)


def test_without_a_closed_day_everything_is_new(known: None) -> None:
    actions.move(SITI, letter(), SEND)
    report = verify(since_last=True)
    assert (report.ok, report.events, report.days) == (True, 2, 0)


def test_a_clock_that_went_back_does_not_break_the_proof(lamp: Delivery) -> None:
    """The chain goes on in a day before; the row stands as the last of the chain says."""
    with clock.standing(AFTER - timedelta(hours=18)):
        actions.record(SITI, lamp, "notices.looked_at")
    assert "kejadian hari itu berubah" in str(verify(since_last=True).broken)
    with tampering():
        Digest.objects.filter(day=(AFTER - timedelta(days=1)).date()).delete()
    report = verify(since_last=True)
    assert report.ok, report.broken


def rewrite(seq: int) -> Callable[[Delivery], None]:
    def change(lamp: Delivery) -> None:
        row = event(lamp, seq)
        Event.objects.filter(pk=row.pk).update(body=row.body.replace("Siti", "Budi"))

    return change


def rewrite_with_its_hash(seq: int) -> Callable[[Delivery], None]:
    def change(lamp: Delivery) -> None:
        row = event(lamp, seq)
        body = row.body.replace("Siti", "Budi")
        Event.objects.filter(pk=row.pk).update(body=body, hash=hashlib.sha256(body.encode()).hexdigest())

    return change


def drop(seq: int) -> Callable[[Delivery], None]:
    def change(lamp: Delivery) -> None:
        Words.objects.filter(event=event(lamp, seq)).delete()
        event(lamp, seq).delete()

    return change


def change_row(**values: object) -> Callable[[Delivery], None]:
    def change(lamp: Delivery) -> None:
        Delivery.objects.filter(pk=lamp.pk).update(**values)

    return change


def drop_row(lamp: Delivery) -> None:
    Delivery.objects.filter(pk=lamp.pk).delete()


def change_words(lamp: Delivery) -> None:
    Words.objects.update(text="Bu Siti sehat")


def change_day(lamp: Delivery) -> None:
    Digest.objects.filter(day=(AFTER - timedelta(days=1)).date()).update(root="0" * 64)


BREAKS: dict[str, tuple[Callable[[Delivery], None], int, str]] = {
    "a new event": (rewrite(4), 4, "isinya tidak cocok"),
    "a new event and its hash": (rewrite_with_its_hash(3), 4, "tidak menyambung"),
    "the event before": (rewrite(2), 2, "isinya tidak cocok"),
    "the event before and its hash": (rewrite_with_its_hash(2), 3, "tidak menyambung"),
    "the event before is gone": (drop(2), 2, "hilang dari rantai"),
    "a new event is gone": (drop(3), 3, "hilang dari rantai"),
    "the last event is gone": (drop(4), 3, "barisnya versi 4 “sent”, kejadian terakhir versi 3 “waiting”"),
    "the row": (change_row(status="failed"), 4, "barisnya versi 4 “failed”"),
    "the row is gone": (drop_row, 4, "barisnya tidak ada lagi"),
    "the words": (change_words, 3, "kata-kata di sampingnya diubah"),
    "the last digest": (change_day, 0, "kejadian hari itu berubah"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_the_break_is_named(name: str, lamp: Delivery) -> None:
    change, seq, what = BREAKS[name]
    with tampering():
        change(lamp)
    report = verify(since_last=True)
    assert report.broken is not None
    assert what in str(report.broken)
    assert report.broken.seq == seq


def test_what_lies_before_costs_nothing(lamp: Delivery, django_assert_max_num_queries: object) -> None:
    with clock.standing(AFTER):
        for number in range(20):
            letter(f"Baru {number}")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert verify(since_last=True).events == 26


def test_every_kind_of_subject_has_a_table_to_ask() -> None:
    tables = [getattr(model, "subject_kind", "") for model in apps.get_models()]
    assert {subject.kind: tables.count(subject.kind) for subject in SUBJECTS} == {
        subject.kind: 1 for subject in SUBJECTS
    }
