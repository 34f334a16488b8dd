"""What stands on a ballot: how it is typed, and when it is a ballot at all. Pure.

Typed are the short numbers of proposals: “3 7 12”; with points “3=5 7=2”. `canonical` writes what was typed in one
way, so that two people who typed the same are found to agree.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from rembuk.foundation.kernel.errors import Refused

APPROVAL, POINTS, RANKING = "approval", "points", "ranking"
_POINT = re.compile(r"\s*[=:]\s*")
_PART = re.compile(r"(\d{1,5})(?:=(\d{1,5}))?")
LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Rules:
    """What a session asks of a ballot. `most` 0: any number of proposals; `numbers` are those that stand on it."""

    form: str
    numbers: Collection[int]
    most: int = 0
    points: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """A number and its points: of a ranking its place from the end, of an approval one."""

    number: int
    points: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many ballots name a number, and the points that it got together."""

    named: int
    points: int


def canonical(told: str, rules: Rules) -> str:
    """What was typed, written in one way: by number, or in the order of the ranking. Raises Refused."""
    pairs = [_part(part) for part in _POINT.sub("=", told.replace(",", " ").replace(";", " ")).split()]
    numbers = [number for number, _ in pairs]
    if unknown := sorted(set(numbers) - set(rules.numbers)):
        raise Refused("unknown", f"Nomor {unknown[0]} tidak ada di surat suara sidang ini.", "marks")
    if twice := [number for number, count in Counter(numbers).items() if count > 1]:
        raise Refused("twice", f"Nomor {twice[0]} ditulis dua kali.", "marks")
    if rules.most and len(numbers) > rules.most:
        raise Refused("too_many", f"Paling banyak {rules.most} usulan; di sini {len(numbers)}.", "marks")
    written = _pointed(pairs, rules) if rules.form == POINTS else _plain(pairs, rules.form)
    if len(written) > LONGEST:
        raise Refused("too_many", "Terlalu banyak nomor untuk satu surat suara.", "marks")
    return written


def _part(part: str) -> tuple[int, int | None]:
    found = _PART.fullmatch(part)
    if found is None:
        raise Refused("no_number", f"“{part}” bukan nomor usulan.", "marks")
    return int(found[1]), int(found[2]) if found[2] is not None else None


def _plain(pairs: list[tuple[int, int | None]], form: str) -> str:
    if any(points is not None for _, points in pairs):
        raise Refused("no_points", "Sidang ini tidak memakai poin: ketik nomornya saja.", "marks")
    numbers = [number for number, _ in pairs]
    return " ".join(map(str, numbers if form == RANKING else sorted(numbers)))


def _pointed(pairs: list[tuple[int, int | None]], rules: Rules) -> str:
    for number, points in pairs:
        if not points:
            raise Refused("no_points", f"Tulis poin untuk nomor {number}, misalnya {number}=3.", "marks")
    given = sum(points or 0 for _, points in pairs)
    if given > rules.points:
        raise Refused("too_many_points", f"Paling banyak {rules.points} poin; di sini {given}.", "marks")
    return " ".join(f"{number}={points}" for number, points in sorted(pairs))


def marks(written: str, form: str) -> list[Mark]:
    """What a ballot says, from its canonical text."""
    pairs = [_part(part) for part in written.split()]
    last = len(pairs)
    return [Mark(number, points or (last - place if form == RANKING else 1))
            for place, (number, points) in enumerate(pairs)]  # fmt: skip


def tally(written: Iterable[str], form: str) -> dict[int, Tally]:
    """What the ballots add up to, by number."""
    named: Counter[int] = Counter()
    points: Counter[int] = Counter()
    for text in written:
        for mark in marks(text, form):
            named[mark.number] += 1
            points[mark.number] += mark.points
    return {number: Tally(named[number], points[number]) for number in named}
