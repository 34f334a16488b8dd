"""What became of what was promised: figures of the running counts, always n of m, and what was raised to an office."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from operator import attrgetter, sub
from typing import NamedTuple
from uuid import UUID

from rembuk.coordination.decisions import counting
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.fresh import Fresh
from rembuk.foundation.tallies import queries as tallies
from rembuk.foundation.tallies.queries import Span
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import DIGITS, Territory

# What passed counts with this month and so many before it.
MONTHS = 3
# Of fewer than this an n of m says little.
SMALL = 10
# Under this lead counts what is closed to the public.
CLOSED = ""
Counted = dict[tuple[str, str], tuple[int, int]]


class Figures(NamedTuple):
    """What is under way, of it without news and late; what passed in time or later; what waits, each apart."""

    under_way: int = 0
    silent: int = 0
    late: int = 0
    kept: int = 0
    later: int = 0
    done: int = 0
    budget: int = 0
    others: int = 0

    @property
    def promised(self) -> int:
        """What should have been done: what passed, and what is late now."""
        return self.kept + self.later + self.late

    @property
    def any(self) -> bool:
        """Whether there is anything to tell."""
        return self != NONE


NONE = Figures()


@dataclass(frozen=True, slots=True)
class Line:
    """A body or a place with its figures; `query` narrows the list behind a figure, None where it cannot be."""

    label: str
    figures: Figures
    query: str | None


@dataclass(frozen=True, slots=True)
class Board:
    """The whole, by who leads, and by place."""

    place: Territory
    since: date
    whole: Figures
    leads: list[Line]
    places: list[Line]
    level: str
    all_places: int


@dataclass(frozen=True, slots=True)
class Area:
    """A place of the board with the paths that count for it: its own, and those that it took over from."""

    label: str
    paths: tuple[str, ...]
    query: str | None


@dataclass(frozen=True, slots=True)
class Around:
    """What stands still on a board: the place, its paths, and what lies below it."""

    place: Territory
    paths: tuple[str, ...]
    below: tuple[Area, ...]
    level: str


@dataclass(frozen=True, slots=True)
class Known:
    """What a process remembers until bodies or territories change: the city's units by id, and what was asked of."""

    units: dict[str, str]
    places: dict[UUID, Around]


def may_view(actor: Actor) -> bool:
    """Whether the actor has a board."""
    return bool(actor.scope("board.view"))


def whole(actor: Actor) -> Figures | None:
    """The figures of the actor's whole place, in one statement; None for who has no board."""
    if not may_view(actor) or actor.office is None:
        return None
    around = _around(_held(), actor.office.territory_id)
    return _sum(_by_place(around.paths, _now()).values())


def board(actor: Actor) -> Board | None:
    """The actor's board; None where the office has none."""
    if not may_view(actor) or actor.office is None:
        return None
    held = _held()
    around = _around(held, actor.office.territory_id)
    since = _since(clock.today())
    spans = _spans(since)
    by_lead = _figures(tallies.table("state", around.paths, *spans, states=[*held.units, CLOSED]))
    below = [path for area in around.below for path in area.paths]
    by_path = _by_place([*around.paths, *below], spans)
    total = _sum(by_path.get(path, NONE) for path in around.paths)
    places = [Line(area.label, _sum(by_path.get(path, NONE) for path in area.paths), area.query)
              for area in around.below]  # fmt: skip
    told = [line for line in places if line.figures.any]
    return Board(around.place, since, total, _leads(held, by_lead, total), told, around.level, len(places))


def _leads(held: Known, found: dict[str, Figures], total: Figures) -> list[Line]:
    """The city's units by name; all other leads together, and what is closed under nobody's name."""
    units = [Line(label, found[pk], f"pemimpin={pk}") for pk, label in held.units.items() if pk in found]
    closed = found.get(CLOSED, NONE)
    rest = Figures(*map(sub, total, _sum(found.values())))
    # What is closed has no list: only those who take part see it.
    others = (
        ("Kelurahan, kecamatan, RT, RW, dan lainnya", rest, "pemimpin=lain"),
        ("Tertutup untuk umum", closed, None),
    )
    return units + [Line(label, figures, query) for label, figures, query in others if figures.any]


def attention(lines: Iterable[Line]) -> list[Line]:
    """What asks for attention first: the most without news, then the most late; equals by name."""
    return sorted(lines, key=lambda line: (-line.figures.silent, -line.figures.late, line.label))


def by_name(lines: Iterable[Line]) -> list[Line]:
    """In the order of names."""
    return sorted(lines, key=attrgetter("label"))


def _since(today: date) -> date:
    month = today.year * 12 + today.month - 1 - (MONTHS - 1)
    return date(month // 12, month % 12 + 1, 1)


def _now() -> tuple[Span, ...]:
    yesterday = clock.today() - timedelta(days=1)
    return Span(counting.DUE, until=yesterday), Span(counting.NEWS, until=yesterday)


def _spans(since: date) -> tuple[Span, ...]:
    passed = (Span(counting.KEPT, since=since), Span(counting.LATER, since=since))
    return *_now(), *passed, *(Span(kind) for kind in (counting.DONE, counting.BUDGET, counting.OTHERS))


def _by_place(paths: Sequence[str], spans: Iterable[Span]) -> dict[str, Figures]:
    alike = {counting.altogether(span.kind): span for span in spans}
    found = tallies.table("path", paths, *(replace(span, kind=kind) for kind, span in alike.items()))
    return _figures({(path, alike[kind].kind): counts for (path, kind), counts in found.items()})


def _figures(found: Counted) -> dict[str, Figures]:
    """By place or lead: the first figure of a kind is the whole, the second what its day has passed."""

    def of(key: str) -> Figures:
        def count(kind: str, part: int = 0) -> int:
            return found.get((key, kind), (0, 0))[part]

        return Figures(
            count(counting.DUE), count(counting.NEWS, 1), count(counting.DUE, 1), count(counting.KEPT),
            count(counting.LATER), count(counting.DONE), count(counting.BUDGET), count(counting.OTHERS),
        )  # fmt: skip

    return {key: of(key) for key in {key for key, _ in found}}


def _sum(rows: Iterable[Figures]) -> Figures:
    return Figures(*map(sum, zip(NONE, *rows, strict=True)))


def _around(held: Known, territory_id: UUID) -> Around:
    if territory_id not in held.places:
        held.places[territory_id] = _look(territories.territory(territory_id))
    return held.places[territory_id]


def _look(place: Territory) -> Around:
    """RW below a kelurahan, else all kelurahan; those that a merge ended count with what took over from them."""
    near = len(place.path) >= 4 * DIGITS
    level = "RW" if near else territories.level_name("kelurahan")
    rows = territories.subtree(place, *(("rw",) if near else ("kelurahan", "desa")))
    codes = {} if near else territories.open_codes(place)
    below = tuple(
        Area(row.label, _paths(row), f"kelurahan={codes[row.pk]}" if row.pk in codes else None)
        for row in sorted(rows, key=lambda row: row.label)
    )
    return Around(place, _paths(place), below, level)


def _paths(place: Territory) -> tuple[str, ...]:
    return (place.path, *territories.former_paths(place.pk))


def _stamp() -> Sequence[object]:
    return territories.stamp(), institutions.stamp()


def _load() -> Known:
    return Known({str(row.pk): str(row) for row in institutions.units()}, {})


_held = Fresh(_stamp, _load)
