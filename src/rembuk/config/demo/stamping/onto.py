"""Where a stamped history comes to lie: other kelurahan of another kecamatan, their bodies, seats and people.

A body goes onto the body of the same kind, a seat onto the seat of the same role, a person onto whoever sits there.
What the other place has not (an RW 18 where there are twelve) has no counterpart. What is the whole city's stays.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from rembuk.coordination.meetings.models import Regular
from rembuk.coordination.reports import places
from rembuk.foundation.institutions.models import Appointment, Institution, Position
from rembuk.foundation.territory.models import Boundary, Territory

T = TypeVar("T")
Box = tuple[float, float, float, float]  # south, west, north, east


@dataclass(frozen=True)
class Onto:
    """Old → new: of ids, of what is written about them, of paths, of the letters in a code, of the boxes of points."""

    ids: Mapping[str, str | None]
    texts: Mapping[str, str | None]
    paths: Mapping[str, str | None]
    letters: Mapping[str, str]
    boxes: Mapping[UUID, tuple[Box, Box]]


class Entry(NamedTuple):
    """A place, one of its bodies or one of its seats, with what stands or sits there: ids and names. "" is nothing.

    Where nobody sits, `acting` and `called` are of whoever is next in that body.
    """

    id: str
    other: str
    acting: str
    name: str
    second: str
    called: str


NOWHERE = Entry("", "", "", "", "", "")
# What an entry is within its place: a kind of body and its number among those; a role and its number there.
Rank = tuple[str, int, str, int]


@dataclass(frozen=True)
class Standing:
    """All that stands in a place, in one order; places of one shape have entries of the same ranks."""

    shape: int
    entries: tuple[Entry, ...]


@dataclass
class _Pairs:
    """Counterparts as they are found."""

    ids: dict[str, str | None] = field(default_factory=dict)
    texts: dict[str, str | None] = field(default_factory=dict)
    paths: dict[str, str | None] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    boxes: dict[UUID, tuple[Box, Box]] = field(default_factory=dict)

    def take(self, old: Entry, new: Entry) -> None:
        """One goes onto the other. A name that several bear goes where the first of them goes."""
        self.ids[old.id] = new.id or None
        if old.other:
            self.ids.setdefault(old.other, new.acting or None)
        texts = self.texts
        for was, now in ((old.name, new.name), (old.second, new.called)):
            if was and texts.get(was) is None:
                texts[was] = now or None


class City:
    """All places with their bodies, seats and people, read once."""

    def __init__(self) -> None:
        self.children: dict[UUID, list[Territory]] = defaultdict(list)
        self.places: dict[UUID, Territory] = {}
        present = QuerySet[Territory](Territory).filter(ends__isnull=True)
        for place in present.order_by("number", "path"):
            self.places[place.pk] = place
            if place.parent_id:
                self.children[place.parent_id].append(place)
        self.bodies: dict[UUID, list[Institution]] = defaultdict(list)
        bodies = QuerySet[Institution](Institution).filter(ends__isnull=True)
        for body in bodies.select_related("kind").order_by("id"):
            self.bodies[body.territory_id].append(body)
        self.seats: dict[UUID, list[Position]] = defaultdict(list)
        for seat in QuerySet[Position](Position).order_by("rank", "id"):
            self.seats[seat.institution_id].append(seat)
        terms = QuerySet[Appointment](Appointment).select_related("user").order_by("starts", "id")
        self.people = {term.position_id: term.user for term in terms}
        regular = QuerySet[Regular](Regular).filter(ended_at__isnull=True)
        self.regular = dict(regular.values_list("institution_id", "pk"))
        outlines = QuerySet[Boundary](Boundary).filter(ends__isnull=True)
        corners = outlines.values_list("territory_id", "south", "west", "north", "east")
        self.boxes: dict[UUID, Box] = {pk: (south, west, north, east) for pk, south, west, north, east in corners}
        self.standing: dict[UUID, Standing] = {}
        self.shapes: dict[tuple[Rank, ...], int] = {}
        self.alike: dict[tuple[int, int], Sequence[int | None]] = {}

    @cached_property
    def kelurahan(self) -> list[Territory]:
        """All of them that have RW, by their paths."""
        found = [one for one in self.places.values() if one.level == "kelurahan" and self.children[one.pk]]
        return sorted(found, key=lambda one: one.path)

    def onto(self, source: Sequence[Territory], target: Territory, turn: int) -> Onto:
        """The kelurahan `source`, of one kecamatan, onto `target` and those beside it; RW and RT move on by `turn`.

        The others of that kecamatan go along, for its meetings invite them too; and the two kecamatan change places,
        for the city's meetings invite all: no two go onto one.
        """
        pairs = _Pairs()
        home = [one for one in self.kelurahan if one.parent_id == source[0].parent_id and one not in source]
        beside = [one for one in self.kelurahan if one.parent_id == target.parent_id]
        start = beside.index(target)
        old, new = (self.places[one.parent_id] for one in (source[0], target) if one.parent_id)
        turned = {old.pk: new, new.pk: old}
        for one in [old, *(self.children[old.parent_id] if old.parent_id else ())]:
            self._place(pairs, one, turned.get(one.pk, one))
        for number, one in enumerate([*source, *home]):
            other = beside[(start + number) % len(beside)] if number < len(beside) else None
            self._tree(pairs, one, other, turn)
            if other:
                pairs.letters[letters(one)] = letters(other)
        return Onto(pairs.ids, pairs.texts, pairs.paths, pairs.letters, pairs.boxes)

    def _tree(self, pairs: _Pairs, old: Territory, new: Territory | None, turn: int) -> None:
        self._place(pairs, old, new)
        theirs = self.children[new.id] if new else []
        for number, child in enumerate(self.children[old.id]):
            # Turned within what is there, so that no two go onto one.
            other = theirs[(number + turn) % len(theirs)] if number < len(theirs) else None
            self._tree(pairs, child, other, turn)

    def _place(self, pairs: _Pairs, old: Territory, new: Territory | None) -> None:
        pairs.paths[old.path] = new.path if new else None
        if new and old.id in self.boxes and new.id in self.boxes:
            pairs.boxes[old.id] = (self.boxes[old.id], self.boxes[new.id])
        ours = self._standing(old)
        if new is None:
            for entry in ours.entries:
                pairs.take(entry, NOWHERE)
            return
        theirs = self._standing(new)
        for entry, at in zip(ours.entries, self._beside(ours.shape, theirs.shape), strict=True):
            pairs.take(entry, NOWHERE if at is None else theirs.entries[at])

    def _beside(self, ours: int, theirs: int) -> Sequence[int | None]:
        """Where each entry of a shape has its counterpart in another: there are few shapes."""
        if (ours, theirs) not in self.alike:
            old, new = (next(ranks for ranks, shape in self.shapes.items() if shape == one) for one in (ours, theirs))
            where = {rank: number for number, rank in enumerate(new)}
            self.alike[ours, theirs] = [where.get(rank) for rank in old]
        return self.alike[ours, theirs]

    def _standing(self, place: Territory) -> Standing:
        if place.id not in self.standing:
            found = [(("", 0, "", 0), self._of_place(place)), *self._of_bodies(place)]
            shape = self.shapes.setdefault(tuple(rank for rank, _ in found), len(self.shapes))
            self.standing[place.id] = Standing(shape, tuple(entry for _, entry in found))
        return self.standing[place.id]

    def _of_place(self, place: Territory) -> Entry:
        named = place.name if place.level in {"kelurahan", "kecamatan"} else ""
        return Entry(str(place.id), "", "", named, "", "")

    def _of_bodies(self, place: Territory) -> Iterator[tuple[Rank, Entry]]:
        for kind, bodies in _grouped(self.bodies[place.id], lambda body: body.kind.key):
            for number, body in enumerate(bodies):
                regular = str(self.regular.get(body.id) or "")
                names = (body.name, body.short_name, body.short_name)
                yield (kind, number, "", 0), Entry(str(body.id), regular, regular, *names)
                for role, seats in _grouped(self.seats[body.id], lambda seat: seat.role):
                    for place_in_row, seat in enumerate(seats):
                        yield (kind, number, role, place_in_row), self._of_seat(seat, self.seats[body.id])

    def _of_seat(self, seat: Position, all_of_them: Iterable[Position]) -> Entry:
        sits = self.people.get(seat.id)
        acts = next((person for one in [seat, *all_of_them] if (person := self.people.get(one.id))), None)
        names = (seat.title, sits.name if sits else "", acts.name if acts else "")
        return Entry(str(seat.id), str(sits.id) if sits else "", str(acts.id) if acts else "", *names)


def letters(kelurahan: Territory) -> str:
    """The letters of its codes."""
    return places.letters(kelurahan, {kelurahan.level: kelurahan})


def _grouped(all_of_them: Iterable[T], key: Callable[[T], str]) -> Iterable[tuple[str, list[T]]]:
    """By a key, each group where its first one stands."""
    groups: dict[str, list[T]] = {}
    for one in all_of_them:
        groups.setdefault(key(one), []).append(one)
    return groups.items()
