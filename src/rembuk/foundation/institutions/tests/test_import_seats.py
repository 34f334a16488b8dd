"""Which seat the words of a list mean."""

import pytest

from rembuk.foundation.institutions.imports import seats
from rembuk.foundation.institutions.imports.seats import Office


@pytest.mark.parametrize(
    ("words", "level", "meant"),
    [
        ("", "rt", Office("ketua_rt")),
        ("", "rw", Office("ketua_rw")),
        ("", "kelurahan", None),
        ("KETUA RT", "rt", Office("ketua_rt")),
        ("Ketua RT 004 / RW 02 Kelurahan Melati Asri", "rt", Office("ketua_rt")),
        ("Sekretaris RW. 02", "rw", Office("sekretaris_rw")),
        ("Plt. Ketua", "rw", Office("ketua_rw", mandate="acting")),
        ("Pamor RW 02 Melati Asri", "rw", Office("pamor")),
        ("Pamor", "rt", None),
        ("Bendahara", "rw", Office("bendahara")),
        ("Ketua Karang Taruna", "rw", None),
        ("Lurah", "kelurahan", Office("lurah")),
        ("Pj Lurah Melati Asri", "kelurahan", Office("lurah", mandate="acting")),
        ("Sekretaris Kelurahan", "kelurahan", Office("sekretaris_kelurahan")),
        ("Sekretaris  Kelurahan Melati Asri", "kelurahan", Office("sekretaris_kelurahan")),
        ("Sekkel", "kelurahan", Office("sekretaris_kelurahan")),
        ("Kasi", "kelurahan", None),
        ("Kasi Pembangunan Melati Asri", "kelurahan", Office("kasi", "Pembangunan")),
        ("Kepala Seksi Ekonomi dan Pembangunan", "kelurahan", Office("kasi", "Ekonomi dan Pembangunan")),
        ("Petugas Loket", "kelurahan", Office("petugas_loket")),
        ("Petugas Loket 2", "kelurahan", Office("petugas_loket", "2")),
        ("Petugas Kebersihan", "kelurahan", None),
        ("Ketua", "kelurahan", None),
    ],
)
def test_an_office_in_words(words: str, level: str, meant: Office | None) -> None:
    assert seats.office(words, level, "Melati Asri") == meant


def test_a_seat_made_by_hand_is_the_same_seat() -> None:
    meant = seats.office("Kasi pembangunan", "kelurahan", "Melati Asri")
    assert meant is not None
    assert seats.standing("kasi", "Kepala Seksi Pembangunan Melati Asri", "Melati Asri") == meant.key
    assert seats.standing("kasi", "Urusan Umum", "Melati Asri") not in {meant.key, ("kasi", "")}
