"""What a process keeps of a table: exact inside a deed, at most a moment behind on a page."""

import pytest
from django.db import transaction

from rembuk.foundation.kernel import fresh
from rembuk.foundation.kernel.fresh import Fresh


class Table:
    """Stands for rows with a stamp; counts how often it was asked."""

    def __init__(self) -> None:
        self.stamp, self.stamps, self.loads = 1, 0, 0

    def read_stamp(self) -> int:
        self.stamps += 1
        return self.stamp

    def load(self) -> int:
        self.loads += 1
        return self.stamp * 10


@pytest.mark.django_db(transaction=True)
def test_a_page_asks_once_in_a_while_and_a_deed_each_time() -> None:
    table = Table()
    kept = Fresh(table.read_stamp, table.load, seconds=60)
    assert [kept() for _ in range(5)] == [10] * 5
    assert (table.stamps, table.loads) == (1, 1)
    table.stamp = 2  # another process changed the rows
    assert kept() == 10
    with transaction.atomic():
        assert kept() == 20
    assert (table.stamps, table.loads) == (2, 2)


@pytest.mark.django_db(transaction=True)
def test_who_changes_the_rows_sees_them_at_once() -> None:
    table = Table()
    kept = Fresh(table.read_stamp, table.load, seconds=60)
    kept()
    table.stamp = 3
    kept.forget()
    assert kept() == 30
    kept.forget()
    assert kept() == 30
    assert (table.stamps, table.loads) == (3, 2)


@pytest.mark.django_db(transaction=True)
def test_after_its_time_a_page_asks_again() -> None:
    table = Table()
    kept = Fresh(table.read_stamp, table.load, seconds=0)
    assert kept() == 10
    table.stamp = 2
    assert kept() == 20


@pytest.mark.django_db
def test_a_deed_that_asks_often_looks_once_unless_it_changes_the_rows_itself() -> None:
    table = Table()
    kept = Fresh(table.read_stamp, table.load)
    with fresh.once():
        assert [kept() for _ in range(3)] == [10] * 3
        table.stamp = 2
        assert kept() == 10
        kept.forget()
        assert kept() == 20
    assert table.stamps == 2
    table.stamp = 3
    assert kept() == 30, "the next deed looks again"
