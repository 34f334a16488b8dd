"""Where a stamped history comes to lie: other kelurahan of another kecamatan, their bodies, seats and people.

A body goes onto the body of the same kind, a seat onto the seat of the same role, a person onto whoever sits there.
What the other place has not (an RW 18 where there are twelve) has no counterpart. What is the whole city's stays.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar
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

    ids: Mapping[UUID, UUID | None]
    texts: Mapping[str, str | None]
    paths: Mapping[str, str | None]
    letters: Mapping[str, str]
    boxes: Mapping[UUID, tuple[Box, Box]]


@dataclass
class _Pairs:
    """Counterparts as they are found."""

    ids: dict[UUID, UUID | None] = field(default_factory=dict)
    texts: dict[str, str | None] = field(default_factory=dict)
    paths: dict[str, str | None] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)
    boxes: dict[UUID, tuple[Box, Box]] = field(default_factory=dict)

    def text(self, old: str, new: str | None) -> None:
        """A name that several bear goes where the first of them goes."""
        if old and self.texts.get(old) is None:
            self.texts[old] = new


class City:
    """All places with their bodies, seats and people, read once."""

    def __init__(self) -> None:
        self.children: dict[UUID, list[Territory]] = defaultdict(list)
        self.places: dict[UUID, Territory] = {}
        standing = QuerySet[Territory](Territory).filter(ends__isnull=True)
        for place in standing.order_by("number", "path"):
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
        theirs = self.children[new.pk] if new else []
        for number, child in enumerate(self.children[old.pk]):
            # Turned within what is there, so that no two go onto one.
            other = theirs[(number + turn) % len(theirs)] if number < len(theirs) else None
            self._tree(pairs, child, other, turn)

    def _place(self, pairs: _Pairs, old: Territory, new: Territory | None) -> None:
        pairs.ids[old.pk] = new.pk if new else None
        pairs.paths[old.path] = new.path if new else None
        if old.level in {"kelurahan", "kecamatan"}:
            pairs.text(old.name, new.name if new else None)
        if new and old.pk in self.boxes and new.pk in self.boxes:
            pairs.boxes[old.pk] = (self.boxes[old.pk], self.boxes[new.pk])
        theirs = self.bodies[new.pk] if new else []
        for kind in dict.fromkeys(body.kind.key for body in self.bodies[old.pk]):
            ours, others = ([one for one in part if one.kind.key == kind] for part in (self.bodies[old.pk], theirs))
            for body, other in _beside(ours, others):
                self._body(pairs, body, other)

    def _body(self, pairs: _Pairs, old: Institution, new: Institution | None) -> None:
        pairs.ids[old.pk] = new.pk if new else None
        pairs.text(old.name, new.name if new else None)
        pairs.text(old.short_name, new.short_name if new else None)
        if old.pk in self.regular:
            pairs.ids[self.regular[old.pk]] = self.regular.get(new.pk) if new else None
        theirs = self.seats[new.pk] if new else []
        for role in dict.fromkeys(seat.role for seat in self.seats[old.pk]):
            ours, others = ([one for one in part if one.role == role] for part in (self.seats[old.pk], theirs))
            for seat, other in _beside(ours, others):
                self._seat(pairs, seat, other, theirs)

    def _seat(self, pairs: _Pairs, old: Position, new: Position | None, all_of_them: Iterable[Position]) -> None:
        pairs.ids[old.pk] = new.pk if new else None
        pairs.text(old.title, new.title if new else None)
        was = self.people.get(old.pk)
        if was is None:
            return
        # Where nobody sits, whoever is next in that body acts.
        acting = (self.people.get(seat.pk) for seat in ([new, *all_of_them] if new else []))
        now = next((person for person in acting if person), None)
        pairs.ids.setdefault(was.pk, now.pk if now else None)
        pairs.text(was.name, now.name if now else None)


def letters(kelurahan: Territory) -> str:
    """The letters of its codes."""
    return places.letters(kelurahan, {kelurahan.level: kelurahan})


def _beside(ours: Sequence[T], theirs: Sequence[T]) -> list[tuple[T, T | None]]:
    return [(one, theirs[number] if number < len(theirs) else None) for number, one in enumerate(ours)]
