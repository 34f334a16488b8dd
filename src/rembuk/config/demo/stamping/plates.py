"""A history cut into a plate: what stays as it is, and the slots that differ in every copy.

A slot is a pair (kind, what it was). Every column, and the text of every event, is a format with slots in it, so that a
copy costs one pass over the slots and one format per row.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import models

from rembuk.config.demo.stamping import found
from rembuk.config.demo.stamping.found import History, Row
from rembuk.config.demo.stamping.moments import Instant, instant
from rembuk.config.demo.stamping.onto import Onto
from rembuk.config.demo.stamping.patterns import Pattern, pattern
from rembuk.config.demo.stamping.writing import Dialect
from rembuk.foundation.audit.models import Event
from rembuk.foundation.kernel import seal, text

Slot = tuple[str, Any]
# Places among the values of a copy, each with what it was.
Slots = Sequence[tuple[int, Any]]
# Two kinds of slot that hold a moment: within a text, and as a column.
MOMENTS = frozenset({"at", "moment"})
# Drawn anew for every copy: what nobody may guess from another.
DRAWN = frozenset({"salt", "secret_hash"})
TOKEN = re.compile(
    rf"(?P<id>{found.ID.pattern})|(?P<at>\d{{4}}-\d\d-\d\dT[\d:.]+Z)|(?P<day>\b\d{{4}}-\d\d-\d\d\b)"
    rf"|(?P<spoken>\b\d{{1,2}} (?:{'|'.join(text.MONTHS)}) \d{{4}}\b)|(?P<hash>\b[0-9a-f]{{64}}\b)"
    r"|(?P<path>(?<=\"path\":\")\d+(?=\"))|(?P<word>[A-Z0-9][\w-]*)"
)


@dataclass(frozen=True, slots=True)
class Cut:
    """A row of a plate. `needs` are slots without which there is no such row; a `leaf` may then be left out."""

    model: type[models.Model]
    make: Callable[[Sequence[Any]], Any]
    needs: tuple[int, ...]
    leaf: bool


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed value: where it stands, and what it says."""

    slot: int
    table: str
    column: str
    id: int
    plain: str


@dataclass(frozen=True, slots=True)
class Said:
    """Words beside a digest of them: SHA-256 of salt and words."""

    slot: int
    salt: int
    words: Pattern


@dataclass(frozen=True, slots=True)
class Told:
    """An event's text, the slot for it and the one for its hash; a chain's come in their order."""

    text: Pattern
    body: int
    hash: int


@dataclass
class Plate:
    """A history ready to be stamped."""

    size: int
    slots: dict[Slot, int] = field(default_factory=dict)
    rows: list[Cut] = field(default_factory=list)
    sealed: list[Sealed] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    @cached_property
    def born(self) -> tuple[tuple[int, str], ...]:
        """The ids that every copy has anew: the number of each one's millisecond among `ticks`, and what follows it."""
        ticks = {tick: number for number, tick in enumerate(self.ticks)}
        return tuple((ticks[one.int >> 80], one.hex[12:16]) for one in self._numbers)

    @cached_property
    def ticks(self) -> tuple[int, ...]:
        """The milliseconds in which they were made: many share one."""
        return tuple(dict.fromkeys(one.int >> 80 for one in self._numbers))

    @cached_property
    def instants(self) -> tuple[Instant, ...]:
        """The moments of its texts and columns: many share one."""
        return tuple(self._moments.values())

    @cached_property
    def _moments(self) -> dict[datetime, Instant]:
        found = sorted({what for kind, what in self.slots if kind in MOMENTS})
        return {one: instant(number, one) for number, one in enumerate(found)}

    @cached_property
    def _numbers(self) -> dict[UUID, int]:
        found = [what for kind, what in self.slots if kind in {"id", "key"}]
        found += [what[3] for kind, what in self.slots if kind == "code" and isinstance(what[3], UUID)]
        return {one: number for number, one in enumerate(dict.fromkeys(found))}

    @cached_property
    def kinds(self) -> dict[str, Slots]:
        """The slots by their kind; ids by their number among `born`, moments by theirs among `instants`."""
        found: dict[str, list[tuple[int, Any]]] = {}
        for (kind, what), slot in self.slots.items():
            found.setdefault(kind, []).append((slot, self._at_hand(kind, what)))
        return dict(found)

    def _at_hand(self, kind: str, what: Any) -> Any:
        if kind in {"id", "key"}:
            return self._numbers[what]
        if kind in MOMENTS:
            return self._moments[what].number
        if kind in {"ref", "link"}:
            return str(what)
        return (what[2], self._numbers.get(what[3])) if kind == "code" else what

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """The places, bodies, seats and people without which it cannot be: all that rows name which others hang on."""
        firm = {slot for row in self.rows if not row.leaf for slot in row.needs}
        return tuple(str(what) for (kind, what), slot in self.slots.items() if kind == "ref" and slot in firm)

    @cached_property
    def numbered(self) -> Counter[type[models.Model]]:
        """Of which models it takes numbers from the database, and how many."""
        return Counter(what[0] for kind, what in self.slots if kind == "number")

    def fits(self, onto: Onto) -> bool:
        """Whether all that it needs has its counterpart there."""
        return all(onto.ids[one] is not None for one in self.needs)


@dataclass(frozen=True)
class Press:
    """What is the same for all plates: what has a counterpart, and what may not occur twice."""

    ids: frozenset[UUID]
    paths: frozenset[str]
    names: frozenset[str]
    lengths: dict[str, list[int]]
    born: frozenset[UUID]
    dialect: Dialect


def press(onto: Onto, histories: Sequence[History], dialect: Dialect) -> Press:
    """For the places of an `Onto`: which ones they go onto differs from copy to copy."""
    lengths: dict[str, set[int]] = {}
    for name in onto.texts:
        lengths.setdefault(re.split(r"[^\w-]", name, maxsplit=1)[0], set()).add(len(name))
    born = frozenset(row.pk for one in histories for row in one.rows if isinstance(row.pk, UUID))
    return Press(
        frozenset(map(UUID, onto.ids)), frozenset(onto.paths), frozenset(onto.texts),
        {word: sorted(found, reverse=True) for word, found in lengths.items()}, born, dialect,
    )  # fmt: skip


def unique_texts(model: type[models.Model]) -> frozenset[str]:
    """Columns of text that alone, or with nothing but other texts, may not occur twice: codes."""
    columns = {one.name: one for one in found.fields(model)}
    groups = [[one.name] for one in columns.values() if one.unique and not one.primary_key]
    groups += [list(one.fields) for one in model._meta.constraints if isinstance(one, models.UniqueConstraint)]
    texts = [[columns[name] for name in group] for group in groups]
    return frozenset(
        group[-1].attname for group in texts if group and all(isinstance(one, models.CharField) for one in group)
    )


def own_links(model: type[models.Model]) -> frozenset[str]:
    """Links that are part of what a row is: required ones, and those by which it may not occur twice."""
    unique = {name for one in model._meta.constraints if isinstance(one, models.UniqueConstraint)
              for name in one.fields}  # fmt: skip
    return frozenset(one.attname for one in found.fields(model) if not one.null or one.name in unique)


class Cutter:
    """Cuts one history."""

    def __init__(self, history: History, press: Press) -> None:
        self.history, self.press, self.plate = history, press, Plate(history.size)
        self.codes: dict[str, Slot] = {}
        self.hashes: dict[str, Slot] = {}
        self.used: dict[UUID, int] = {}

    def cut(self) -> Plate:
        """The plate."""
        for row in self.history.rows:
            self._know(row)
        for row in self.history.rows:
            self._row(row)
        return self.plate

    def slot(self, kind: str, what: Any) -> int:
        """The place of a slot among the values of a copy."""
        return self.plate.slots.setdefault((kind, what), len(self.plate.slots))

    def _know(self, row: Row) -> None:
        """What other rows may name it by: codes, digests of words, hashes; and how often its id is named."""
        values = _by_name(row)
        for name in unique_texts(row.model):
            if values[name]:
                self.codes[values[name]] = ("code", (row.model, name, values[name], row.pk))
        if values.get("salt") and values.get("text"):
            digest = hashlib.sha256(f"{values['salt']}{values['text']}".encode()).hexdigest()
            self.hashes[digest] = ("digest", digest)
        if row.model is Event:
            self.hashes[values["hash"]] = ("hash", values["hash"])
        for other in set(found._named(row)):
            if isinstance(other, UUID):
                self.used[other] = self.used.get(other, 0) + 1

    def _row(self, row: Row) -> None:
        values, owned = _by_name(row), own_links(row.model)
        needs: list[int] = []
        columns = [
            self._column(row, one, value, values, needs if one.attname in owned else None)
            for one, value in zip(found.fields(row.model), row.values, strict=True)
        ]
        if row.model is Event:
            self._tell(values)
        if values.get("salt") and values.get("text"):
            digest = hashlib.sha256(f"{values['salt']}{values['text']}".encode()).hexdigest()
            words = self.text(values["text"])
            self.plate.said.append(
                Said(self.slot("digest", digest), self.slot("drawn", (row.pk, "salt", len(values["salt"]))), words)
            )
        leaf = isinstance(row.pk, UUID) and self.used.get(row.pk, 0) <= 1
        self.plate.rows.append(Cut(row.model, self._joined(columns), tuple(needs), leaf))

    def _joined(self, columns: list[Any]) -> Callable[[Sequence[Any]], Any]:
        """A row of formats and constants as one step."""
        dialect = self.press.dialect
        if dialect.row(["", ""]) != ("", ""):
            forms = [one.form if isinstance(one, Pattern) else _doubled(one) for one in columns]
            slots = [slot for one in columns if isinstance(one, Pattern) for slot in one.slots]
            return pattern(dialect.row(forms), slots).fill
        return lambda values: tuple(one(values) if isinstance(one, Pattern) else one for one in columns)

    def _column(self, row: Row, one: Any, value: Any, values: dict[str, Any], needs: list[int] | None) -> Any:
        """A column as a pattern, or as it is."""
        if row.model is Event and one.attname == "xid":
            value = 0  # of no transaction that anybody waits for: old news
        made = None if value is None else self._special(row, one, value, values, needs)
        return made or self.press.dialect.constant(one, value)

    def _special(
        self, row: Row, one: Any, value: Any, values: dict[str, Any], needs: list[int] | None
    ) -> Pattern | None:  # fmt: skip
        """Ids, numbers, and what is known by its name; else what its kind of column may hold."""
        if found.is_counted(one):
            return self.alone("number", (found.counter(one), value))
        if found.is_id(one):
            return self._id(value, needs)
        if row.model is Event and one.attname == "body":
            return self.alone("body", values["hash"])
        if one.attname in DRAWN and value:
            return self.alone("drawn", (row.pk, one.attname, len(value)))
        if one.attname == "path":
            return self.alone("path", value) if value in self.press.paths else None
        return self._by_kind(row, one, value, values)

    def _by_kind(self, row: Row, one: Any, value: Any, values: dict[str, Any]) -> Pattern | None:
        if isinstance(one, models.DateTimeField):
            return self.alone("moment", value)
        if isinstance(one, models.DateField):
            return self.alone("day", value)
        if isinstance(one, models.BinaryField):
            return self._sealed(row, one, bytes(value))
        if isinstance(one, models.FloatField):
            return self._point(one, value, values)
        if isinstance(one, models.CharField | models.TextField | models.JSONField):
            made = self.text(found.text_of(value), self.press.dialect.text)
            return made if made.slots else None
        return None

    def alone(self, kind: str, what: Any) -> Pattern:
        """A column that is one slot."""
        return pattern("%s", [self.slot(kind, what)])

    def _id(self, value: UUID, needs: list[int] | None) -> Pattern | None:
        if value in self.press.born:
            return self.alone("key", value)
        if value in self.press.ids:
            slot = self.slot("ref", value)
            if needs is not None:
                needs.append(slot)
            return self.alone("link", value)
        return None

    def _sealed(self, row: Row, one: Any, value: bytes) -> Pattern:
        table, column = row.model._meta.db_table, one.column
        plain = seal.unseal(table, column, row.pk, value)
        slot = self.slot("sealed", (row.pk, column))
        self.plate.sealed.append(Sealed(slot, table, column, self.slot("id", row.pk), plain))
        return pattern("%s", [slot])

    def _point(self, one: Any, value: float, values: dict[str, Any]) -> Pattern | None:
        """A latitude or longitude, in the box of the smallest place that has an outline."""
        axis = one.attname.rsplit("_", 1)[-1]
        where = tuple(values[name] for name in ("rw_id", "kelurahan_id") if values.get(name))
        if axis not in {"lat", "lng"} or not where:
            return None
        return self.alone(axis, (value, where))

    def _tell(self, values: dict[str, Any]) -> None:
        body, digest = self.slot("body", values["hash"]), self.slot("hash", values["hash"])
        self.plate.told.append(Told(self.text(values["body"]), body, digest))

    def text(self, whole: str, escape: Callable[[str], str] = str) -> Pattern:
        """A text with slots for all that differs from copy to copy."""
        forms: list[str] = []
        slots: list[int] = []
        start = at = 0
        while match := TOKEN.search(whole, at):
            slot, end = self._token(whole, match)
            at = end
            if slot is None:
                continue
            forms += [_doubled(escape(whole[start : match.start()])), "%s"]
            slots.append(self.slot(*slot))
            start = end
        forms.append(_doubled(escape(whole[start:])))
        return pattern("".join(forms), slots)

    def _token(self, whole: str, match: re.Match[str]) -> tuple[Slot | None, int]:
        """What a piece of text names, and where it ends."""
        kind, said, end = str(match.lastgroup), match.group(), match.end()
        if kind == "word":
            return (self.codes[said], end) if said in self.codes else self._name(whole, match)
        if kind == "id":
            one = UUID(said)
            known = "id" if one in self.press.born else "ref" if one in self.press.ids else ""
            return (known, one) if known else None, end
        if kind == "hash":
            return self.hashes.get(said), end
        if kind == "path":
            return ("path", said) if said in self.press.paths else None, end
        return READ[kind](said), end

    def _name(self, whole: str, match: re.Match[str]) -> tuple[Slot | None, int]:
        """The longest name of a place, body, seat or person that begins here."""
        start = match.start()
        for length in self.press.lengths.get(match.group(), ()):
            name, after = whole[start : start + length], whole[start + length : start + length + 1]
            if name in self.press.names and not after.isalnum():
                return ("name", name), start + length
        return None, match.end()


def _spoken(said: str) -> Slot:
    number, month, year = said.split()
    return "spoken", date(int(year), text.MONTHS.index(month) + 1, int(number))


READ: dict[str, Callable[[str], Slot]] = {
    "at": lambda said: ("at", datetime.fromisoformat(said)), "day": lambda said: ("day", date.fromisoformat(said)),
    "spoken": _spoken,
}  # fmt: skip


def _by_name(row: Row) -> dict[str, Any]:
    return {one.attname: value for one, value in zip(found.fields(row.model), row.values, strict=True)}


def _doubled(form: str) -> str:
    return form.replace("%", "%%")
