"""A search forgives what Indonesians do to their words, and finds nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.foundation.kernel.wanted import Wanted, fold

LINE = "KYJ-26-7K3QM Salurannya tersumbat, lampu jalan mati di depan Gg. Melati"


@pytest.mark.parametrize("typed", [
    "saluran", "SALURAN", "salur", "menyumbat", "penyumbatan", "lampu-lampu", "lampu2", "jalanan", "dimatikan",
    "lámpu", "gg. melati", "melati saluran", "7k3qm", "kyj-26", "mela", "di",
])  # fmt: skip
def test_it_finds_the_line(typed: str) -> None:
    assert Wanted(typed).fits(LINE)


@pytest.mark.parametrize("typed", ["sampah", "saluran sampah", "mawar", "jal x", "KYJ-26-00000", "ampas", "tiga"])
def test_it_does_not_find_the_line(typed: str) -> None:
    assert not Wanted(typed).fits(LINE)


@pytest.mark.parametrize(("typed", "text"), [
    ("keruk", "Pengerukan kali"), ("mengeruk", "Kali perlu dikeruk"), ("terang", "Penerangan jalan"),
    ("perumahan", "Rumah ambruk"), ("rumah", "Di perumahan baru"), ("perbaikan", "Mohon diperbaiki"),
    ("kebersihan", "Tolong bersihkan"), ("anak-anak", "Taman anak"), ("café", "Depan cafe"), ("cafe", "Depan Café"),
])  # fmt: skip
def test_affixes_do_not_stand_in_the_way(typed: str, text: str) -> None:
    assert Wanted(typed).fits(text)


@pytest.mark.parametrize("typed", ["KYJ-26-7K3QM", "kyj-26-7k3qm", " kyj 26 7k3qm ", "kyj267k3qm"])
def test_a_code_is_known_however_it_is_written(typed: str) -> None:
    assert Wanted(typed).code == "KYJ-26-7K3QM"


def test_what_is_no_code_is_none_and_nothing_typed_is_nothing() -> None:
    assert Wanted("lampu mati").code == ""
    assert not Wanted("   ")


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_text_is_found_by_any_of_its_words_and_nothing_typed_breaks_it(text: str, other: str) -> None:
    for word in text.split():
        assert Wanted(word).fits(other, text) or not fold(word).strip()
    Wanted(other).fits(text)
