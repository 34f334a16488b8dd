"""What points to a person is found in the usual ways of writing it; masking twice changes nothing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.coordination.reports.masking import headline, mask

NAMES = ["Budi", "Siti Aminah", "Muhammad Yusuf", "I Made Wirawan", "Agus S. Pratama", "Nur'aini", "Ani-Rahma"]
TITLES = [
    "Pak",
    "pak",
    "Bu",
    "ibu",
    "Bapak",
    "Sdr.",
    "sdri",
    "a.n.",
    "atas nama",
    "Mas",
    "mbak",
    "H.",
    "Ny.",
    "bernama",
]
UNITS = {"RT", "RW", "KG", "KM", "CM", "MM", "HP", "JAM"}
digits = st.integers(0, 9).map(str)


@st.composite
def phones(draw: st.DrawFn) -> str:
    start = draw(st.sampled_from(["08", "+628", "628", "021"]))
    rest = "".join(draw(st.lists(digits, min_size=7, max_size=10)))
    gap = draw(st.sampled_from(["", "-", " ", "."]))
    return start + gap.join(rest[i : i + 4] for i in range(0, len(rest), 4))


@st.composite
def niks(draw: st.DrawFn) -> str:
    sixteen = "".join(draw(st.lists(digits, min_size=16, max_size=16)))
    gap = draw(st.sampled_from(["", " ", ".", "-"]))
    return gap.join(sixteen[i : i + 4] for i in range(0, 16, 4))


@st.composite
def plates(draw: st.DrawFn) -> str:
    area = draw(st.sampled_from(["B", "D", "AB", "KT", "F"]))
    number = draw(st.integers(100, 9999))
    # "B 100 KG" may be a weight, "B 100 HP" a strength: they stay.
    letters = st.text("ABCDEFGHJKLMNPQRSTUVWXYZ", min_size=2, max_size=3)
    end = draw(letters.filter(lambda found: found not in UNITS))
    plate = draw(st.sampled_from([" ", "", "-"])).join([area, str(number), end])
    return plate.lower() if draw(st.booleans()) else plate


around = st.sampled_from(["", "Ada kejadian, ", "Tolong hubungi ", "di RT 004 RW 02 "])


@given(around, phones(), around)
def test_phone_numbers(before: str, phone: str, after: str) -> None:
    masked = mask(f"{before}{phone} {after}")
    assert phone not in masked
    assert not re.search(r"\d{5}", masked)


@given(around, niks(), around)
def test_nik(before: str, nik: str, after: str) -> None:
    assert not re.search(r"\d{4}", mask(f"{before}{nik} {after}"))


@given(around, plates())
def test_plates(before: str, plate: str) -> None:
    assert "[pelat nomor]" in mask(f"{before}mobil {plate} parkir")


@given(st.sampled_from(TITLES), st.sampled_from(NAMES))
def test_names_after_a_title(title: str, name: str) -> None:
    masked = mask(f"Kemarin {title} {name} menutup saluran.")
    assert not any(part in masked for part in name.split() if len(part) > 2)
    assert "menutup saluran" in masked


@given(st.text(max_size=200))
def test_masking_twice_changes_nothing_and_never_fails(text: str) -> None:
    once = mask(text)
    assert mask(once) == once
    assert 1 <= len(headline(once)) <= 80


@given(st.lists(st.one_of(phones(), niks(), plates(), st.sampled_from(NAMES + TITLES)), max_size=6))
def test_masking_a_mixture_twice_changes_nothing(parts: list[str]) -> None:
    once = mask(" ".join(parts))
    assert mask(once) == once


@pytest.mark.parametrize(
    "text",
    [
        "Pak RT dan Bu Lurah sudah tahu.",
        "Jalan rusak di RT 004 RW 02, panjang 120 m, lebar 3 m.",
        "Biaya Rp1.500.000.000 untuk tahun 2026.",
        "Sejak 20 Januari 2026 pukul 19.30.",
        "Lampu mati di Jl. Kenanga No. 12 RT 3.",
        "Bapak camat dan ibu guru hadir.",
    ],
)
def test_what_points_to_nobody_stays(text: str) -> None:
    assert mask(text) == text


def test_a_headline_is_the_first_sentence() -> None:
    assert headline("Saluran tersumbat. Sudah seminggu.") == "Saluran tersumbat"
    long = headline("kata " * 60)
    assert long.endswith("…")
    assert len(long) <= 80
    assert headline("   ") == "Laporan warga"
