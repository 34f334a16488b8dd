"""Help while typing: each check says its sentence just beyond its bound, and nothing within."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rembuk.foundation.kernel import rupiah
from rembuk.foundation.kernel.errors import Refused
from rembuk.planning.musrenbang import checks
from rembuk.planning.musrenbang.amounts import volume
from rembuk.planning.musrenbang.checks import Known, Written

FINE = Written(Decimal(60), "m", 450_000, 27_000_000, "city", "001002003004005006", "001002003004005", "")
KNOWN = Known(price_low=400_000, price_high=500_000, unit="m", elsewhere=[450_000, 440_000], ceiling=27_000_000)


def keys(written: Written, known: Known = KNOWN) -> list[str]:
    return [row.key for row in checks.found(written, known)]


def test_what_is_fine_says_nothing() -> None:
    assert keys(FINE) == []


@pytest.mark.parametrize(
    ("change", "key"),
    [({"cost": 0}, "cost"), ({"cost": -1}, "cost"), ({"volume": Decimal(0)}, "volume"), ({"unit": ""}, "unit"),
     ({"unit_price": 0}, "price"), ({"cost": 27_000_001}, "ceiling"), ({"cost": 26_999_999}, "arithmetic"),
     ({"unit": "m2"}, "other_unit"), ({"land": ""}, "land"), ({"land": "private"}, "land"),
     ({"land": "developer"}, "land"), ({"place_path": "001002003004009"}, "outside"),
     ({"point_path": "001002003009"}, "point")],
)  # fmt: skip
def test_each_says_its_own(change: dict[str, Any], key: str) -> None:
    assert key in keys(replace(FINE, **change))


@pytest.mark.parametrize(
    ("price", "far"), [(625_000, False), (625_001, True), (320_000, False), (319_999, True), (4_500_000, True)]
)
def test_a_price_is_far_beyond_a_quarter_of_the_dictionary(price: int, far: bool) -> None:
    written = replace(FINE, unit_price=price)
    assert ("dictionary" in keys(written, replace(KNOWN, elsewhere=[]))) is far


@pytest.mark.parametrize(
    ("others", "far"),
    [([1_250_000, 1_250_000], True), ([1_250_000], False), ([], False), ([12_400_000, 12_600_000], False),
     ([8_333_333, 8_333_333], True), ([8_333_334, 8_333_334], False)],
)  # fmt: skip
def test_a_price_is_far_from_the_same_item_elsewhere(others: list[int], far: bool) -> None:
    written = replace(FINE, unit_price=12_500_000)
    assert ("elsewhere" in keys(written, Known(elsewhere=others))) is far


def test_what_is_taught_needs_no_land() -> None:
    assert keys(replace(FINE, land="", is_works=False)) == []


def test_refusals_come_first_and_name_the_overrun() -> None:
    rows = checks.found(replace(FINE, cost=28_000_000, land=""), KNOWN)
    assert [row.refuses for row in rows] == [True, False, False]
    assert "kelebihan Rp1.000.000" in rows[0].sentence


@given(some.integers(1, 10**12))
def test_an_amount_is_read_as_it_is_written(amount: int) -> None:
    for said in (str(amount), rupiah.rupiah(amount), f"Rp {rupiah.rupiah(amount)[2:]},-", f"{amount},00"):
        assert rupiah.read(said) == amount


@pytest.mark.parametrize("said", ["", "12,5 juta", "1.25", "12.500,50", "-5", "Rp", "1.2.3", "1,250", "1e6", "٣"])
def test_what_could_be_another_amount_is_refused(said: str) -> None:
    with pytest.raises(Refused):
        rupiah.read(said)


@pytest.mark.parametrize(
    ("said", "meant"), [("120", "120"), ("1.250", "1250"), ("12,5", "12.5"), ("12.5", "12.5"), ("1.250,75", "1250.75")]
)
def test_a_volume_has_commas_and_dots(said: str, meant: str) -> None:
    assert volume(said) == Decimal(meant)


@pytest.mark.parametrize("said", ["", "banyak", "1,255", "1.2,3", "NaN", "Infinity", "10000000000"])
def test_what_is_no_volume_is_refused(said: str) -> None:
    with pytest.raises(Refused):
        volume(said)
