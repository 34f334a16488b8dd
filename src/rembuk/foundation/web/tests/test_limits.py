"""Rate limits: in the database, by the machine's time, one statement."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.web import limits
from rembuk.foundation.web.models import Limit

NOON = datetime(2026, 2, 2, 12, tzinfo=UTC)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The machine's clock, movable."""
    now = [NOON]
    monkeypatch.setattr(clock, "machine_now", lambda: now[0])
    return now


@pytest.mark.django_db
def test_limit_counts_within_a_window_and_starts_anew_after_it(machine: list[datetime]) -> None:
    assert [limits.hit("a", 3, 60) for _ in range(5)] == [True, True, True, False, False]
    assert limits.hit("b", 3, 60), "another key counts for itself"
    machine[0] = NOON + timedelta(seconds=60)
    assert limits.hit("a", 3, 60)


@pytest.mark.django_db
def test_limit_runs_by_the_machine_and_not_by_the_city(machine: list[datetime]) -> None:
    limits.hit("a", 1, 60)
    with clock.standing(NOON + timedelta(days=30)):
        assert not limits.hit("a", 1, 60)


@pytest.mark.django_db
def test_two_windows_of_one_key_do_not_disturb_each_other(machine: list[datetime]) -> None:
    assert limits.hit("a", 1, 60)
    assert limits.hit("a", 1, 3600)


@pytest.mark.django_db
def test_addresses_are_not_kept_in_words() -> None:
    limits.hit("lapor:203.0.113.7", 3, 60)
    assert re.fullmatch("[0-9a-f]{64}", Limit.objects.get().key)


@pytest.mark.django_db
def test_demand_refuses_and_says_how_long_to_wait(machine: list[datetime]) -> None:
    limits.demand("a", 1, 120)
    with pytest.raises(Refused, match="2 menit") as refused:
        limits.demand("a", 1, 120)
    assert refused.value.code == "too_many"


@pytest.mark.django_db
def test_old_counts_are_forgotten(machine: list[datetime]) -> None:
    limits.hit("old", 1, 60)
    machine[0] = NOON + timedelta(days=2)
    limits.hit("new", 1, 60)
    assert limits.forget_old() == 1
    assert Limit.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_lose_no_count() -> None:
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    def many(_: int) -> int:
        try:
            return sum(limits.hit("together", 50, 86_400) for _ in range(40))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(many, range(4))) == 50
