"""`verify` names the first break, whatever was done to the database behind the program's back."""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from rembuk.foundation.audit import actions
from rembuk.foundation.audit.models import Digest, Event, Words
from rembuk.foundation.audit.tests.conftest import CLIMB, NOON, SEND, SITI, letter, tampering
from rembuk.foundation.audit.verify import verify
from rembuk.foundation.kernel import chance, clock
from rembuk.foundation.notices.models import Delivery

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("known")]


def history() -> Delivery:
    """A letter with four events, words beside one of them, another letter, and two closed days."""
    lamp = letter()
    actions.move(SITI, lamp, CLIMB, reason="Bu Siti sakit")
    actions.move(SITI, lamp, SEND)
    actions.record(SITI, lamp, "notices.looked_at")
    letter("Selokan")
    with clock.standing(NOON + timedelta(days=2)):
        assert actions.close_days(clock.now()) == 2
    return lamp


def test_an_untouched_journal_holds() -> None:
    history()
    seen: list[tuple[int, int]] = []
    report = verify(lambda done, total: seen.append((done, total)))
    assert report.ok, report.broken
    # The events of the two digests count as well.
    assert (report.events, report.subjects, report.days) == (7, 4, 2)
    assert seen[-1] == (7, 7)


def test_an_empty_journal_holds() -> None:
    assert verify().ok


def event(lamp: Delivery, seq: int) -> Event:
    return Event.objects.get(subject_id=lamp.pk, seq=seq)


def rewrite_body(lamp: Delivery) -> None:
    row = event(lamp, 2)
    Event.objects.filter(pk=row.pk).update(body=row.body.replace("Siti", "Budi"))


def rewrite_body_and_hash(lamp: Delivery) -> None:
    row = event(lamp, 2)
    body = row.body.replace("Siti", "Budi")
    Event.objects.filter(pk=row.pk).update(body=body, hash=hashlib.sha256(body.encode()).hexdigest())


def drop_one(lamp: Delivery) -> None:
    event(lamp, 3).delete()


def drop_first(lamp: Delivery) -> None:
    event(lamp, 1).delete()


def cut_tail(lamp: Delivery) -> None:
    Event.objects.filter(subject_id=lamp.pk, seq__gte=3).delete()


def change_column(column: str, value: object) -> Callable[[Delivery], None]:
    def change(lamp: Delivery) -> None:
        Event.objects.filter(pk=event(lamp, 2).pk).update(**{column: value})

    return change


def change_row(**values: object) -> Callable[[Delivery], None]:
    def change(lamp: Delivery) -> None:
        Delivery.objects.filter(pk=lamp.pk).update(**values)

    return change


def drop_row(lamp: Delivery) -> None:
    Delivery.objects.filter(pk=lamp.pk).delete()


def add_row(lamp: Delivery) -> None:
    now = clock.now()
    Delivery.objects.create(channel="surel", address="", subject="", text="", due_at=now, try_at=now)


def add_row_before_all(lamp: Delivery) -> None:
    now = clock.now()
    Delivery.objects.create(pk=UUID(int=1), channel="surel", address="", subject="", text="", due_at=now, try_at=now)


def change_words(lamp: Delivery) -> None:
    Words.objects.update(text="Bu Siti sehat")


def drop_words(lamp: Delivery) -> None:
    Words.objects.all().delete()


def add_words(lamp: Delivery) -> None:
    Words.objects.create(event=event(lamp, 1), salt="x", text="palsu")


def erase_silently(lamp: Delivery) -> None:
    Words.objects.update(text="", salt="", erased_at=NOON)


def forge_erased(lamp: Delivery) -> None:
    Words.objects.update(text="Bu Siti sehat", erased_at=NOON)


def another_chain(lamp: Delivery) -> None:
    """A whole chain is replaced by one that is sound in itself; the day's digest knows better."""
    Words.objects.all().delete()
    Event.objects.filter(subject_id=lamp.pk).delete()
    Delivery.objects.filter(pk=lamp.pk).update(version=1, status="waiting")
    lamp.refresh_from_db()
    for _ in range(4):
        actions.record(SITI, lamp, "notices.forged")


def change_digest(**values: object) -> Callable[[Delivery], None]:
    def change(lamp: Delivery) -> None:
        Digest.objects.filter(day=NOON.date()).update(**values)

    return change


def drop_first_digest(lamp: Delivery) -> None:
    Digest.objects.filter(day=NOON.date()).delete()


def late_event(lamp: Delivery) -> None:
    """Something is slipped into a day that was closed."""
    actions.record(SITI, lamp, "notices.slipped_in")


BREAKS: list[tuple[Callable[[Delivery], None], int | None, str]] = [
    (rewrite_body, 2, "isinya tidak cocok"),
    (rewrite_body_and_hash, 3, "tidak menyambung"),
    (drop_one, 3, "hilang dari rantai"),
    (drop_first, 1, "hilang dari rantai"),
    (cut_tail, 2, "barisnya versi 3 “sent”, kejadian terakhir versi 2 “waiting”"),
    (change_column("verb", "x"), 2, "kolom kata kerja"),
    (change_column("path", "001"), 2, "tempat"),
    (change_column("recorded_at", NOON + timedelta(hours=1)), 2, "waktunya"),
    (change_column("seq", 9), 2, "hilang dari rantai"),
    (change_column("subject_kind", "notices.other"), 2, "hilang dari rantai"),
    (change_row(status="failed"), 4, "barisnya versi 3 “failed”"),
    (change_row(version=7), 4, "barisnya versi 7"),
    (drop_row, 4, "barisnya tidak ada lagi"),
    (add_row, 0, "barisnya tidak mempunyai kejadian"),
    (add_row_before_all, 0, "barisnya tidak mempunyai kejadian"),
    (change_words, 2, "kata-kata di sampingnya diubah"),
    (drop_words, 2, "kata-kata di sampingnya hilang"),
    (add_words, 1, "tidak tercatat"),
    (erase_silently, 2, "dihapus tanpa tercatat"),
    (forge_erased, 2, "di tempat kata-kata yang dihapus"),
    (another_chain, None, "kejadian hari itu berubah"),
    (change_digest(root="0" * 64), None, "kejadian hari itu berubah"),
    (change_digest(hash="0" * 64), None, "sidik hari itu diubah"),
    (change_digest(previous="0" * 64), None, "tidak menyambung pada hari sebelumnya"),
    (drop_first_digest, None, "tidak menyambung pada hari sebelumnya"),
    (late_event, None, "kejadian hari itu berubah: tercatat 5, ada 6"),
]


def names() -> list[str]:
    return [f"{change.__qualname__.split('.')[0]} {what}" for change, _, what in BREAKS]


@pytest.mark.parametrize(("change", "seq", "what"), BREAKS, ids=names())
def test_the_break_is_named(change: Callable[[Delivery], None], seq: int | None, what: str) -> None:
    lamp = history()
    with tampering():
        change(lamp)
    report = verify()
    assert report.broken is not None
    assert what in str(report.broken)
    if seq is not None:
        assert report.broken.seq == seq
    if seq:
        assert report.broken.subject == str(lamp.pk)


def test_events_older_than_the_first_digest_are_noticed() -> None:
    lamp = history()
    with clock.standing(NOON - timedelta(days=3)):
        actions.record(SITI, lamp, "notices.slipped_in")
    assert "sebelum sidik yang pertama" in str(verify().broken)


def test_erased_words_leave_the_proof_whole() -> None:
    lamp = history()
    with clock.standing(NOON + timedelta(days=3)):
        actions.erase_words(actor=SITI, event=event(lamp, 2))
    report = verify()
    assert report.ok, report.broken


def test_rows_in_another_order_are_a_fault_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    from rembuk.foundation.kernel.seams import SUBJECTS

    with clock.standing(NOON - timedelta(days=1)):
        first = letter()
    second = letter()
    wrong = [(row.pk, row.version, row.status) for row in (first, second, first)]
    kind = next(iter(SUBJECTS))
    kind = type(kind)(kind.kind, lambda: iter(wrong), kind.visible, kind.url, kind.title)
    monkeypatch.setattr(SUBJECTS, "_filled", (kind,))
    with pytest.raises(ValueError, match="order"):
        verify()


def test_a_thousand_events_need_no_more_questions_than_ten(django_assert_max_num_queries: object) -> None:
    lamp = letter()
    for _ in range(30):
        actions.record(SITI, lamp, "notices.looked_at", changes={"n": chance.digits(3)})
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        assert verify().events == 31


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_reads_one_snapshot_and_leaves_nothing_open() -> None:
    history()
    report = verify()
    assert report.ok, report.broken
    assert not connection.in_atomic_block
    with clock.standing(NOON + timedelta(days=3)):
        letter("sesudahnya")
    assert verify().ok
