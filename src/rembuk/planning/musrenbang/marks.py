"""The criteria of a weighted choice: marks from 0 to 100, read out of what is on record about a proposal.

Nobody gives a mark by hand: the same facts always give the same mark, and each criterion says how.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

FULL = 100
# At least so many people served: so many marks.
SERVED = ((1000, 100), (500, 80), (200, 60), (100, 50), (50, 40), (10, 20), (1, 10))
# How free the land is to build on; unknown is not ready.
LAND = {"city": 60, "facility": 60, "private": 20, "other": 20, "developer": 0, "": 0}


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known: whether it waits as a report or follow-up, how many proposals it stands for, and the rest.

    `poor` of `families` are those of its RW, else of its kelurahan; None where nobody stated them.
    """

    waits: bool = False
    asked_by: int = 1
    beneficiaries: int = 0
    poor: int | None = None
    families: int | None = None
    is_priority: bool = False
    land: str = ""
    has_item: bool = False
    contributes: bool = False


@dataclass(frozen=True, slots=True)
class Criterion:
    """What it is called, how its mark comes about, and the mark."""

    label: str
    how: str
    mark: Callable[[Facts], int]


def urgency(facts: Facts) -> int:
    """What already waits as a report is the most urgent; then what several ask for."""
    return FULL if facts.waits else FULL // 2 if facts.asked_by > 1 else 0


def served(facts: Facts) -> int:
    """By steps, so that a guess of 510 and one of 540 are the same."""
    return next((mark for least, mark in SERVED if facts.beneficiaries >= least), 0)


def poverty(facts: Facts) -> int:
    """Poor families out of 100."""
    if not facts.families or facts.poor is None:
        return 0
    return min(FULL, FULL * facts.poor // facts.families)


def readiness(facts: Facts) -> int:
    """Land that may be built on, a standard item with its price, and hands or materials of the neighbours."""
    return LAND[facts.land] + (20 if facts.has_item else 0) + (20 if facts.contributes else 0)


CRITERIA: Mapping[str, Criterion] = {
    "urgency": Criterion(
        "mendesak", "100 bila berasal dari laporan atau tindak lanjut yang menunggu anggaran, 50 bila gabungan "
        "beberapa usulan, selain itu 0", urgency),
    "beneficiaries": Criterion(
        "penerima manfaat", "10 bila ada, 20 mulai 10 jiwa, 40 mulai 50, 50 mulai 100, 60 mulai 200, 80 mulai 500, "
        "100 mulai 1.000", served),
    "poverty": Criterion(
        "kemiskinan RW", "keluarga miskin dari tiap 100 keluarga di RW itu; bila angka RW belum ada, angka kelurahan",
        poverty),
    "priority": Criterion(
        "prioritas kota", "100 bila barang kamusnya termasuk prioritas kota tahun itu, selain itu 0",
        lambda facts: FULL if facts.is_priority else 0),
    "readiness": Criterion(
        "kesiapan", "60 bila tanah milik kota atau fasum yang sudah diserahkan, 20 bila tanah warga atau instansi "
        "lain; tambah 20 bila barangnya ada di kamus, tambah 20 bila warga ikut menyumbang", readiness),
}  # fmt: skip


def marks(facts: Facts) -> dict[str, int]:
    """A mark for each criterion."""
    return {key: criterion.mark(facts) for key, criterion in CRITERIA.items()}
