"""A copy of a history: new ids, codes, salts, times and places; sealed anew, its digests and chains made again."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from math import gcd
from typing import Any
from uuid import UUID

from django.db import models

from rembuk.config.demo.stamping import moments
from rembuk.config.demo.stamping.onto import Box, Onto
from rembuk.config.demo.stamping.plates import Plate, Slots
from rembuk.config.demo.stamping.writing import Dialect
from rembuk.foundation.kernel import chance, clock, seal, text

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
DIGITS = "0123456789"
# The digit of an id's tail that says its form: two bits of it are drawn (RFC 9562).
VARIANT = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}
MILLISECOND = timedelta(milliseconds=1)
HOUR = 3_600_000
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
        return timedelta(days=self.days, microseconds=self.microseconds)

    @property
    def microseconds(self) -> int:
        """The same beside the days."""
        return self.number * STEP % MINUTE


STEP, MINUTE = 400, 59_000_000


class Codes:
    """Codes that never meet: each copy has a range of numbers of its own, spread over all codes of that form.

    A range is as wide as one plate has codes of the form: a million copies must not need more than there are.
    """

    def __init__(self, plates: Sequence[Plate]) -> None:
        self.taken = {what[2] for plate in plates for kind, what in plate.slots if kind == "code"}
        self.words = {WORD.search(code).group() for code in self.taken if WORD.search(code)}  # type: ignore[union-attr]
        self.most: Counter[Form] = Counter()
        for plate in plates:
            self.most |= Counter(form_of(what[2]) for kind, what in plate.slots if kind == "code")

    def other(self, code: str, number: int) -> tuple[str, str]:
        """The code's beginning, and another word of the same letters and length as its end."""
        head, letters, length, size, factor = _parts(code)
        base = len(letters)
        while True:
            spread, made = number * factor % size, ""
            for _ in range(length):
                spread, at = divmod(spread, base)
                made += letters[at]
            if made not in self.words:
                return head, made
            number += size // 2


Form = tuple[str, str, int]


@cache
def form_of(code: str) -> Form:
    """What codes that could meet have in common, whatever place and year they begin with."""
    head, letters, length, *_ = _parts(code)
    return YEAR.sub("", PREFIX.sub("", head)), letters, length


@cache
def _parts(code: str) -> tuple[str, str, int, int, int]:
    """A code's beginning; the letters of its last word, its length, how many such words there are, and the factor
    that leads through all of them before one comes again."""
    found = WORD.search(code)
    if found is None:
        raise LookupError(code)
    word = found.group()
    letters = DIGITS if word.isdigit() else LETTERS
    size = len(letters) ** len(word)
    factor = int(size * 0.6180339887498949) | 1
    while gcd(factor, size) != 1:
        factor += 2
    return code[: found.start()], letters, len(word), size, factor


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
        self.ids = self._fresh()
        self.moments = moments.moved(plate.instants, stamp.days, stamp.microseconds)
        for kind, fill in FILLS.items():
            if slots := plate.kinds.get(kind):
                fill(self, slots)
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

    def _fresh(self) -> list[str]:
        """New ids, of the moved time, in the same order among their own."""
        born, ahead = self.plate.born, round(self.later / MILLISECOND)
        heads = [f"{tick + ahead:012x}" for tick in self.plate.ticks]
        heads = [f"{head[:8]}-{head[8:]}-" for head in heads]
        drawn = chance.token_bytes(8 * len(born)).hex()
        return [
            f"{heads[tick]}{middle}-{VARIANT[drawn[at]]}{drawn[at + 1 : at + 4]}-{drawn[at + 4 : at + 16]}"
            for (tick, middle), at in zip(born, range(0, len(drawn), 16), strict=True)
        ]

    def fill_ids(self, slots: Slots) -> None:
        """Ids within texts."""
        values, ids = self.values, self.ids
        for slot, number in slots:
            values[slot] = ids[number]

    def fill_keys(self, slots: Slots) -> None:
        """Ids as columns."""
        values, ids, key = self.values, self.ids, self.of.dialect.key
        for slot, number in slots:
            values[slot] = key(ids[number])

    def fill_refs(self, slots: Slots) -> None:
        """Ids of places, bodies, seats and people within texts; what has no counterpart stands for what hangs on it."""
        values, ids = self.values, self.of.onto.ids
        for slot, old in slots:
            new = ids[old]
            values[slot] = new or old
            if new is None:
                self.gone.add(slot)

    def fill_links(self, slots: Slots) -> None:
        """The same as columns."""
        values, ids, dialect = self.values, self.of.onto.ids, self.of.dialect
        for slot, old in slots:
            new = ids[old]
            values[slot] = dialect.nothing if new is None else dialect.key(new)

    def fill_names(self, slots: Slots) -> None:
        """What they are called."""
        for slot, old in slots:
            self.values[slot] = self.of.onto.texts.get(old) or old

    def fill_paths(self, slots: Slots) -> None:
        """Where they lie."""
        for slot, old in slots:
            self.values[slot] = self.of.onto.paths.get(old) or old

    def fill_instants(self, slots: Slots) -> None:
        """Moments within texts."""
        values, written = self.values, self.moments
        for slot, number in slots:
            values[slot] = written[number]

    def fill_moments(self, slots: Slots) -> None:
        """Moments as columns."""
        values, written, moment = self.values, self.moments, self.of.dialect.moment
        for slot, number in slots:
            values[slot] = moment(written[number])

    def fill_days(self, slots: Slots) -> None:
        """Days."""
        for slot, old in slots:
            self.values[slot] = (old + self.days).isoformat()

    def fill_spoken(self, slots: Slots) -> None:
        """Days as people write them."""
        for slot, old in slots:
            self.values[slot] = text.day(old + self.days)

    def fill_numbers(self, slots: Slots) -> None:
        """The database's next numbers."""
        for slot, (model, _) in slots:
            self.values[slot] = next(self.numbers[model])

    def fill_codes(self, slots: Slots) -> None:
        """Other codes like them: with the letters of the other place, and the year of the other time."""
        used: Counter[Form] = Counter()
        for slot, (code, born) in slots:
            form = form_of(code)
            used[form] += 1
            number = self.stamp.number * self.of.codes.most[form] + used[form]
            head, word = self.of.codes.other(code, number)
            head = PREFIX.sub(lambda found: self.of.onto.letters.get(found[1], found[1]), head)
            if self.stamp.days and born is not None:
                head = YEAR.sub(_year(_born(self.ids[born]) // HOUR), head)
            self.values[slot] = head + word

    def fill_drawn(self, slots: Slots) -> None:
        """What nobody may guess from another copy."""
        for slot, (_, _, length) in slots:
            self.values[slot] = chance.secret(length // 2)

    def fill_lat(self, slots: Slots) -> None:
        """How far north: the same place within the other's box."""
        self._points(slots, 0)

    def fill_lng(self, slots: Slots) -> None:
        """How far east."""
        self._points(slots, 1)

    def _points(self, slots: Slots, axis: int) -> None:
        boxes = self.of.onto.boxes
        for slot, (value, where) in slots:
            pair = next((boxes[pk] for pk in where if pk in boxes), None)
            self.values[slot] = round(_moved(value, *pair, axis), 6) if pair and pair[0] != pair[1] else value


def _moved(value: float, old: Box, new: Box, axis: int) -> float:
    low, high, there, end = old[axis], old[axis + 2], new[axis], new[axis + 2]
    return there + (value - low) * (end - there) / (high - low)


def _born(one: str) -> int:
    """In which millisecond an id was made."""
    return int(f"{one[:8]}{one[9:13]}", 16)


@cache
def _year(hour: int) -> str:
    """The year of an hour of the city, as codes write it."""
    return f"{datetime.fromtimestamp(hour * 3600, tz=clock.zone()):%y}"


def _sha(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


# kind of slot → how a copy fills all of them, where they need no other's
FILLS: dict[str, Callable[[_Copy, Slots], None]] = {
    "id": _Copy.fill_ids, "key": _Copy.fill_keys, "ref": _Copy.fill_refs, "link": _Copy.fill_links,
    "name": _Copy.fill_names, "path": _Copy.fill_paths, "at": _Copy.fill_instants, "moment": _Copy.fill_moments,
    "day": _Copy.fill_days, "spoken": _Copy.fill_spoken, "number": _Copy.fill_numbers, "code": _Copy.fill_codes,
    "drawn": _Copy.fill_drawn, "lat": _Copy.fill_lat, "lng": _Copy.fill_lng,
}  # fmt: skip
