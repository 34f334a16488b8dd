"""A copy of a history: new ids, codes, salts, times and places; sealed anew, its digests and chains made again."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from math import gcd
from typing import Any
from uuid import UUID

from django.db import models

from rembuk.config.demo.stamping.onto import Box, Onto
from rembuk.config.demo.stamping.plates import Plate
from rembuk.config.demo.stamping.writing import Dialect
from rembuk.foundation.kernel import chance, clock, seal, text

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
DIGITS = "0123456789"
TAIL = (1 << 62) - 1
WORD = re.compile(rf"(?:[{LETTERS}]+|\d+)$")
PREFIX = re.compile(r"^([A-Z]{3})(?=-\d\d-)")
YEAR = re.compile(r"(?<=-)\d\d(?=-$)")


@dataclass(frozen=True, slots=True)
class Stamp:
    """One copy to be made: of which plate, how many days later (or earlier), and its number among all copies.

    Besides the days each copy is less than a minute later than any other: no two meetings of a body begin at once.
    """

    plate: int
    days: int
    number: int

    @property
    def later(self) -> timedelta:
        """How much later all moments are."""
        return timedelta(days=self.days, microseconds=self.number * STEP % MINUTE)


STEP, MINUTE = 400, 59_000_000


class Codes:
    """Codes that never meet: each copy has a range of numbers of its own, spread over all codes of that length."""

    def __init__(self, plates: Sequence[Plate]) -> None:
        self.taken = {what[2] for plate in plates for kind, what in plate.slots if kind == "code"}
        self.words = {WORD.search(code).group() for code in self.taken if WORD.search(code)}  # type: ignore[union-attr]
        self.most = max((sum(kind == "code" for kind, _ in plate.slots) for plate in plates), default=0)

    def other(self, code: str, number: int) -> str:
        """Another word of the same letters and length at its end."""
        found = WORD.search(code)
        if found is None:
            raise LookupError(code)
        word = found.group()
        letters = DIGITS if word.isdigit() else LETTERS
        size = len(letters) ** len(word)
        while True:
            spread = number * _spread(size) % size
            made = "".join(letters[spread // len(letters) ** place % len(letters)] for place in range(len(word)))
            if made not in self.words:
                return code[: found.start()] + made
            number += size // 2


def _spread(size: int) -> int:
    """A factor that leads through all numbers below `size` before one comes again."""
    if size not in _SPREAD:
        factor = int(size * 0.6180339887498949) | 1
        while gcd(factor, size) != 1:
            factor += 2
        _SPREAD[size] = factor
    return _SPREAD[size]


_SPREAD: dict[int, int] = {}


class Copier:
    """Makes copies onto one place."""

    def __init__(self, plates: Sequence[Plate], onto: Onto, codes: Codes, dialect: Dialect) -> None:
        self.plates, self.onto, self.codes, self.dialect = plates, onto, codes, dialect

    def copy(self, stamp: Stamp, numbers: Mapping[type[models.Model], Iterator[int]]) -> Iterator[tuple[Any, Any]]:
        """The rows of a copy, each with its model."""
        plate = self.plates[stamp.plate]
        made = _Copy(self, plate, stamp, numbers)
        values = made.values
        gone = made.gone
        for row in plate.rows:
            if not gone or not gone.intersection(row.needs):
                yield row.model, row.make(values)


class _Copy:
    """The values of all slots of a copy."""

    def __init__(
        self, of: Copier, plate: Plate, stamp: Stamp, numbers: Mapping[type[models.Model], Iterator[int]]
    ) -> None:
        self.of, self.plate, self.stamp, self.numbers = of, plate, stamp, numbers
        self.values: list[Any] = [None] * len(plate.slots)
        self.gone: set[int] = set()
        self.later, self.days = stamp.later, timedelta(days=stamp.days)
        self.ahead = round(self.later / timedelta(milliseconds=1)) << 80
        self.ids: dict[UUID, UUID] = {}
        self.given: dict[tuple[Any, int], int] = {}
        self.code = stamp.number * of.codes.most
        for (kind, what), slot in plate.slots.items():
            if kind in LEAVES:
                self.values[slot] = LEAVES[kind](self, what)
                if kind == "ref" and of.onto.ids[what] is None:
                    self.gone.add(slot)
        self._finish()

    def _finish(self) -> None:
        """What is made of the others: digests of words, sealed values, and the chains of events."""
        values, dialect = self.values, self.of.dialect
        for said in self.plate.said:
            values[said.slot] = _sha(f"{values[said.salt]}{said.words(values)}")
        for one in self.plate.sealed:
            sealed = seal.seal(one.table, one.column, UUID(values[one.id]), one.plain)
            values[one.slot] = dialect.sealed(sealed)
        for told in self.plate.told:
            body = told.text(values)
            values[told.body], values[told.hash] = dialect.text(body), _sha(body)

    def fresh(self, old: UUID) -> UUID:
        """A new id, of the moved time, in the same order among its own."""
        if old not in self.ids:
            tail = int.from_bytes(chance.token_bytes(8)) & TAIL
            self.ids[old] = UUID(int=((old.int + self.ahead) & ~TAIL) | tail)
        return self.ids[old]

    def moment(self, old: datetime) -> datetime:
        """The moved moment; the end of a day stays one."""
        return old + (self.days if ends_day(old) else self.later)

    def number(self, what: tuple[Any, int]) -> int:
        """The database's next number for a row of this copy."""
        if what not in self.given:
            self.given[what] = next(self.numbers[what[0]])
        return self.given[what]

    def another(self, what: tuple[Any, str, str, UUID]) -> str:
        """Another code like it: with the letters of the other place, and the year of the other time."""
        self.code += 1
        made = self.of.codes.other(what[2], self.code)
        made = PREFIX.sub(lambda found: self.of.onto.letters.get(found[1], found[1]), made)
        if not self.stamp.days or not isinstance(what[3], UUID):
            return made
        word = WORD.search(made)
        head = made[: word.start()] if word else made
        year = f"{clock.local(_born(self.fresh(what[3]))):%y}"
        return YEAR.sub(year, head) + made[len(head) :]

    def point(self, what: tuple[float, tuple[UUID, ...]], axis: int) -> float:
        """The same place within the other's box."""
        value, where = what
        old, new = next((self.of.onto.boxes[pk] for pk in where if pk in self.of.onto.boxes), (None, None))
        if old is None or new is None or old == new:
            return value
        return round(_moved(value, old, new, axis), 6)

    @cached_property
    def unlinked(self) -> Any:
        """How this database writes nothing."""
        return None if self.of.dialect.row(["", ""]) == ("", "") else "\\N"


def ends_day(moment: datetime) -> bool:
    """Whether a due stands at the end of a day of the city."""
    local = clock.local(moment)
    return (local.hour, local.minute, local.second) == (23, 59, 59)


def _moved(value: float, old: Box, new: Box, axis: int) -> float:
    low, high, there, end = old[axis], old[axis + 2], new[axis], new[axis + 2]
    return there + (value - low) * (end - there) / (high - low)


def _born(one: UUID) -> datetime:
    return datetime.fromtimestamp((one.int >> 80) / 1000, tz=clock.zone())


def _sha(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _link(copy: _Copy, old: UUID) -> Any:
    new = copy.of.onto.ids[old]
    return copy.unlinked if new is None else copy.of.dialect.id(new)


def _day(copy: _Copy, old: date) -> str:
    return (old + copy.days).isoformat()


# kind of slot → its value in a copy, where it needs no other's
LEAVES: dict[str, Callable[[_Copy, Any], Any]] = {
    "id": lambda copy, old: str(copy.fresh(old)),
    "key": lambda copy, old: copy.of.dialect.id(copy.fresh(old)),
    "ref": lambda copy, old: str(copy.of.onto.ids[old] or old),
    "link": _link,
    "name": lambda copy, old: copy.of.onto.texts.get(old) or old,
    "path": lambda copy, old: copy.of.onto.paths.get(old) or old,
    "at": lambda copy, old: _iso(copy.moment(old)),
    "moment": lambda copy, old: copy.of.dialect.moment(copy.moment(old)),
    "day": _day,
    "spoken": lambda copy, old: text.day(old + copy.days),
    "number": lambda copy, what: copy.number(what),
    "code": lambda copy, what: copy.another(what),
    "drawn": lambda copy, what: chance.secret(what[2] // 2),
    "lat": lambda copy, what: copy.point(what, 0),
    "lng": lambda copy, what: copy.point(what, 1),
}
