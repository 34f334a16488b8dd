"""Money is whole rupiah."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.rupiah import read, rupiah, short


@given(st.integers())
def test_no_rupiah_is_lost(amount: int) -> None:
    assert int(rupiah(amount).replace("Rp", "").replace(".", "")) == amount


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (0, "Rp0"), (999, "Rp999"), (1_250_000, "Rp1,3 juta"), (12_500_000, "Rp12,5 juta"), (100_000_000, "Rp100 juta"),
        (3_000_000_000, "Rp3 miliar"), (-1_500, "-Rp1,5 ribu"), (999_999, "Rp1 juta"), (1_000, "Rp1 ribu"),
        (10_000_000_000_000, "Rp10 triliun"), (999_960_000, "Rp1 miliar"), (1_250, "Rp1,3 ribu"), (1_249, "Rp1,2 ribu"),
    ],
)  # fmt: skip
def test_short(amount: int, shown: str) -> None:
    assert short(amount) == shown


def test_exact() -> None:
    assert rupiah(1_250_000) == "Rp1.250.000"
    assert rupiah(-5_000) == "-Rp5.000"


def test_what_is_typed_is_read_or_refused() -> None:
    assert [read(said) for said in ("12500000", "Rp 12.500.000,-", "12.500.000,00", "0", "007")] == [
        12_500_000, 12_500_000, 12_500_000, 0, 7,
    ]  # fmt: skip
    for said in ("", "banyak", "1,5", "-1", "9" * 18, "9" * 5000):
        with pytest.raises(Refused):
            read(said)
