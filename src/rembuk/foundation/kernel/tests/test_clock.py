"""One clock: instants are UTC, dates are the city's."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from rembuk.foundation.kernel import clock, seams


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("REMBUK_HOME", str(tmp_path))
    clock.offset.cache_clear()
    yield tmp_path
    clock.offset.cache_clear()


def test_a_standing_clock_stands_and_gives_way(home: Path) -> None:
    noon = datetime(2026, 1, 30, 5, tzinfo=UTC)
    with clock.standing(noon):
        assert clock.now() == noon
        with clock.standing(noon + timedelta(days=1)):
            assert clock.today() == date(2026, 1, 31)
        assert clock.now() == noon
    assert abs(clock.now() - clock.machine_now()) < timedelta(seconds=5)


def test_a_served_demo_lives_on_from_its_last_day(home: Path) -> None:
    clock.set_offset(timedelta(days=-300))
    assert abs(clock.now() - clock.machine_now() + timedelta(days=300)) < timedelta(seconds=5)
    clock.offset.cache_clear()
    assert clock.offset() == timedelta(days=-300)


@pytest.mark.parametrize(("zone", "day"), [("WIB", 30), ("WITA", 30), ("WIT", 31)])
def test_the_date_is_the_citys(zone: str, day: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seams.ZONE, "_filled", (lambda: zone,))
    with clock.standing(datetime(2026, 1, 30, 15, 30, tzinfo=UTC)):
        assert clock.today() == date(2026, 1, day)


@pytest.mark.parametrize("filled", [(), (lambda: "",)])
def test_before_a_city_is_served_it_is_wib(filled: tuple[object, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seams.ZONE, "_filled", filled)
    assert clock.zone().key == "Asia/Jakarta"
