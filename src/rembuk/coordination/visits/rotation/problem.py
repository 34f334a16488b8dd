"""What is asked of a rotation: places, Fridays, the bound, and what must stay."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal


@dataclass(frozen=True, slots=True)
class Place:
    """A kelurahan: when it was visited last (None: never), and how much each week of waiting weighs."""

    key: str
    last: date | None = None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Friday:
    """A Friday: how many places at most (0: closed, `why` says it), and whether a person could open it."""

    date: date
    most: int = 1
    why: str = ""
    openable: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Stop:
    """A place on a Friday."""

    date: date
    key: str


@dataclass(frozen=True, slots=True)
class Problem:
    """`bound` in days lies between two visits of a place at most, also from its last one before the first Friday.

    Two places go on one Friday only where they are neighbours, or where a person fixed both. `fixed` stays as it is;
    of `published` as little as possible moves.
    """

    start: date
    end: date
    bound: int
    places: tuple[Place, ...]
    fridays: tuple[Friday, ...]
    neighbours: frozenset[frozenset[str]] = frozenset()
    fixed: frozenset[Stop] = frozenset()
    published: frozenset[Stop] = frozenset()

    def origin(self, place: Place) -> date:
        """From when its days count: a place never visited, or past the bound before the plan begins, from the start."""
        if place.last is None or place.last + timedelta(days=self.bound) < self.start:
            return self.start - timedelta(days=1)
        return place.last

    def overdue(self) -> tuple[str, ...]:
        """The places whose bound was broken before the plan begins."""
        return tuple(row.key for row in self.places if row.last is not None and self.origin(row) != row.last)


@dataclass(frozen=True, slots=True)
class Answer:
    """A plan; where `short` is not 0, so many Fridays are missing and the bound of the places in `unmet` breaks.

    `overdue` were past the bound before it began, `released` could not stay where a person had put them, `moved` is
    what was published otherwise. `gap` is how far its waiting is from the proved bound at most.
    """

    stops: tuple[Stop, ...]
    short: int = 0
    unmet: tuple[str, ...] = ()
    overdue: tuple[str, ...] = ()
    released: tuple[Stop, ...] = ()
    moved: tuple[Stop, ...] = ()
    pairs: int = 0
    waiting: float = 0.0
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class Remedy:
    """`amount`: on how many Fridays two go, to how many days the bound grows, how many closed Fridays are opened."""

    kind: Literal["two", "bound", "open"]
    amount: int
