"""The days of the decrees that we know, as rows to fill the table with; the officer keeps them from there.

2026: SKB No. 1497, 2 and 5 of 2025. A decree is revised within its year, so this is a first fill and no more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_DECREES = {2026: "SKB 3 Menteri No. 1497, No. 2, No. 5 Tahun 2025"}
_DAYS_2026 = """
holiday      01-01 Tahun Baru Masehi
holiday      01-16 Isra Mikraj Nabi Muhammad
joint_leave  02-16 Cuti bersama Tahun Baru Imlek
holiday      02-17 Tahun Baru Imlek
joint_leave  03-18 Cuti bersama Hari Suci Nyepi
holiday      03-19 Hari Suci Nyepi
joint_leave  03-20 Cuti bersama Idulfitri
holiday      03-21 Idulfitri
holiday      03-22 Idulfitri, hari kedua
joint_leave  03-23 Cuti bersama Idulfitri
joint_leave  03-24 Cuti bersama Idulfitri
holiday      04-03 Wafat Yesus Kristus
holiday      04-05 Kebangkitan Yesus Kristus
holiday      05-01 Hari Buruh Internasional
holiday      05-14 Kenaikan Yesus Kristus
joint_leave  05-15 Cuti bersama Kenaikan Yesus Kristus
holiday      05-27 Iduladha
joint_leave  05-28 Cuti bersama Iduladha
holiday      05-31 Hari Raya Waisak
holiday      06-01 Hari Lahir Pancasila
holiday      06-16 Tahun Baru Islam
holiday      08-17 Hari Kemerdekaan
holiday      08-25 Maulid Nabi Muhammad
joint_leave  12-24 Cuti bersama Natal
holiday      12-25 Hari Raya Natal
"""


@dataclass(frozen=True, slots=True)
class First:
    """A row to fill in."""

    date: date
    kind: str
    name: str


def known_decree(year: int) -> str:
    """The number of the year's decree, "" where we do not know it."""
    return _DECREES.get(year, "")


def rows(year: int) -> list[First]:
    """The decree's rows where we have them, else those that the library `holidays` expects."""
    return list(_of_decree()) if year == 2026 else list(_of_library(year))


def _of_decree() -> Iterator[First]:
    for line in _DAYS_2026.strip().splitlines():
        kind, day, name = line.split(maxsplit=2)
        yield First(date.fromisoformat(f"2026-{day}"), kind, name)


def _of_library(year: int) -> Iterator[First]:
    import holidays

    names = holidays.country_holidays("ID", years=year, categories=("public", "government"), language="id")
    leaves = holidays.country_holidays("ID", years=year, categories=("government",), language="id")
    for day, name in sorted(names.items()):
        yield First(day, "joint_leave" if day in leaves else "holiday", name[:120])
