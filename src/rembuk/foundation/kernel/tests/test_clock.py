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


@pytest.mark.parametrize(
    ("said", "meant"),
    [("2026-01-30T05:00:00+00:00", 5), ("2026-01-30T12:00:00", 5), ("2026-01-30T12:00:00+09:00", 3), ("x", None),
     ("0001-01-01T00:00:00+14:00", None), ("0001-01-01T00:00:00", None), ("9999-12-31T23:59:59-14:00", None),
     ("1999-12-31T23:59:59+00:00", None)],
)  # fmt: skip
def test_what_a_phone_claims_is_an_instant_or_nothing(said: str, meant: int | None) -> None:
    assert clock.claimed(said) == (None if meant is None else datetime(2026, 1, 30, meant, tzinfo=UTC))


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
