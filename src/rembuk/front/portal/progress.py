"""What the city's OPD lead, for everyone: how many of how many are done and looked at, and each with its last news."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.text import slugify

from rembuk.coordination.decisions import queries as decisions
from rembuk.coordination.decisions import rules
from rembuk.coordination.decisions.models import Status
from rembuk.coordination.decisions.queries import Counted
from rembuk.coordination.reports import queries as reports
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.fresh import Fresh
from rembuk.foundation.territory import queries as territory
from rembuk.foundation.territory.models import label
from rembuk.foundation.web import links
from rembuk.foundation.web.pager import Page

STATES = dict(Status.choices) | {Status.PASSED: "selesai dan dicek"}
TONES: dict[str, str] = {Status.PASSED: "done", Status.DONE: "info"}
NOTHING = Counted(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Unit:
    """An OPD with the word that its address has for it."""

    pk: UUID
    label: str
    word: str


@dataclass(frozen=True, slots=True)
class Known:
    """What a process remembers until bodies or territories change: the city's OPD by word, and the paths that count."""

    units: dict[str, Unit]
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """An OPD with its figures and the day of its last news."""

    unit: Unit
    counted: Counted
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Work:
    """A follow-up as everyone reads it."""

    title: str
    url: str
    place: str
    state: str
    tone: str
    due: str
    news: str
    silent: str
    photos: Sequence[UUID] = ()


def lines() -> list[Line]:
    """The OPD that lead work which is open to all, by name."""
    held = _held()
    counted = decisions.public_counts(held.paths, [str(unit.pk) for unit in held.units.values()])
    units = [unit for unit in held.units.values() if str(unit.pk) in counted]
    last = decisions.last_told([unit.pk for unit in units])
    return [Line(unit, counted[str(unit.pk)], last.get(unit.pk)) for unit in units]


@dataclass(frozen=True, slots=True)
class Led:
    """What one OPD leads: its figures, and a page of its work, the newest news first."""

    unit: Unit
    counted: Counted
    works: list[Work]
    page: Page[Any]


def led(word: str, cursor: str, *, silent: bool = False) -> Led | None:
    """What the OPD leads that an address names; `silent`: only what is without news."""
    held = _held()
    unit = held.units.get(word)
    if unit is None:
        return None
    counted = decisions.public_counts(held.paths, [str(unit.pk)]).get(str(unit.pk), NOTHING)
    page = (
        reports.silent_page(cursor, lead=unit.pk, now=clock.now()) if silent else reports.led_page(cursor, lead=unit.pk)
    )
    return Led(unit, counted, list(_works(page.items)), page)


def _works(rows: Sequence[Any]) -> Iterator[Work]:
    trail, now = links.each("portal:trail"), clock.now()
    for row in rows:
        yield Work(
            reports.masked(row.title), trail(row.report) if row.report else "", _place(row), _state(row),
            TONES.get(row.status, ""), _due(row, now), _news(row.told_at, reports.masked(row.told or "")),
            _silent(row, now),
        )  # fmt: skip


def told(work: reports.Work) -> dict[str, object]:
    """What is done about a report, for its page: each piece, how many are done, and whether photos show it."""
    return {"pieces": _pieces(work), "work": work.said, "seen": any(one.photos for one in work.pieces)}


def _pieces(work: reports.Work) -> list[Work]:
    """Who leads each piece, where it stands, its last news, photos of what was done."""
    now = clock.now()
    return [
        Work(
            one.title, "", f"dipimpin {one.lead}", _state(one), TONES.get(one.status, ""), _due(one, now),
            _news(one.told_at, one.told), _silent(one, now), one.photos,
        )
        for one in work.pieces
    ]  # fmt: skip


def _news(at: datetime | None, told: str) -> str:
    return f"Kabar {text.short_day(at)}: {told}" if at and told else ""


def _silent(row: Any, now: datetime) -> str:
    silent = row.status in rules.UNDER_WAY_STATES and row.news_due is not None and row.news_due < now
    return f"tanpa kabar sejak {text.short_day(row.news_due)}" if silent else ""


def _place(row: Any) -> str:
    return label("kelurahan", row.kelurahan, None) if row.kelurahan else label(row.territory__level,
                                                                               row.territory__name, None)  # fmt: skip


def _state(row: Any) -> str:
    if row.status == Status.WORKING:
        return f"{STATES[row.status]}, {row.percent}%"
    return f"{STATES[row.status]} {row.budget_year}" if row.status == Status.WAITING_BUDGET else STATES[row.status]


def _due(row: Any, now: datetime) -> str:
    """What waits for money or lies with others is promised for no day; what was taken back, for none any more."""
    if row.status in (*rules.WAITING_STATES, Status.REVOKED):
        return ""
    is_late = row.status in rules.UNDER_WAY_STATES and row.total_due < now
    return f"dijanjikan {text.short_day(row.total_due)}{', sudah lewat' if is_late else ''}"


def _stamp() -> Sequence[object]:
    return territory.stamp(), institutions.stamp()


def _load() -> Known:
    """Two of the same short name: the second is found by its whole name, or else by its id."""
    units: dict[str, Unit] = {}
    for row in institutions.units():
        words = (slugify(row.short_name), slugify(row.name), str(row.pk))
        word = next(one for one in words if one and one not in units)
        units[word] = Unit(row.pk, str(row), word)
    city = territory.served()
    return Known(units, (city.path, *territory.former_paths(city.pk)))


_held = Fresh(_stamp, _load)
