"""Dates and numbers as Indonesians read them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.foundation.kernel import text

SAID = "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas"
UNITS = {word: value for value, word in enumerate(SAID.split())}


def spoken(words: str) -> int:
    """What a person understands, written independently of `words`: sums of groups, each below a thousand."""
    sign, total, group, last = 1, 0, 0, 0
    for word in words.split():
        if word == "minus":
            sign = -1
        elif word in UNITS:
            last = UNITS[word]
            group += last
        elif word == "belas":
            group += 10
        elif word in {"puluh", "ratus"}:
            group += last * ({"puluh": 10, "ratus": 100}[word] - 1)
        elif word == "seratus":
            group += 100
        else:
            size = {"seribu": 1000, "ribu": 1000, "juta": 10**6, "miliar": 10**9, "triliun": 10**12}[word]
            total, group = total + (group if word != "seribu" else 1) * size, 0
    return sign * (total + group)


@given(st.integers(min_value=-(10**15) + 1, max_value=10**15 - 1))
def test_a_number_in_words_is_understood(value: int) -> None:
    assert spoken(text.words(value)) == value


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "nol"), (11, "sebelas"), (19, "sembilan belas"), (100, "seratus"), (110, "seratus sepuluh"),
        (1000, "seribu"), (1111, "seribu seratus sebelas"), (2026, "dua ribu dua puluh enam"),
        (1_000_000, "satu juta"), (21_000_100, "dua puluh satu juta seratus"), (-5, "minus lima"),
    ],
)  # fmt: skip
def test_a_number_is_said_as_people_say_it(value: int, said: str) -> None:
    assert text.words(value) == said


@given(st.integers())
def test_a_number_in_figures_keeps_its_value(value: int) -> None:
    shown = text.number(value)
    assert int(shown.replace(".", "")) == value
    assert all(len(group.lstrip("-")) <= 3 for group in shown.split("."))


def test_dates() -> None:
    friday = date(2026, 1, 30)
    assert text.day(friday) == "30 Januari 2026"
    assert text.short_day(friday) == "30 Jan 2026"
    assert text.weekday(friday) == "Jumat, 30 Januari 2026"
    said = "Jumat, tanggal tiga puluh, bulan Januari, tahun dua ribu dua puluh enam"
    assert text.day_in_words(friday) == said


def test_an_instant_is_shown_in_the_citys_zone() -> None:
    late = datetime(2026, 1, 30, 18, 5, tzinfo=UTC)
    assert text.day(late) == "31 Januari 2026"
    assert text.hour(late) == "01.05"
    assert text.moment(late) == "31 Jan 2026 01.05"
