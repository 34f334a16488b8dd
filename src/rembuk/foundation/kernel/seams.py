"""Typed slots through which a lower module is told of an upper one. `config/seams.py` fills them at start.

Each slot is a tuple of plain functions or plain data. A further slot needs two users.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from rembuk.foundation.kernel.actor import Actor

T = TypeVar("T")


class Slot(Generic[T]):
    """Holds what the wings put into it; iterating gives it back in the order of `config/seams.py`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._filled: tuple[T, ...] = ()

    def fill(self, *items: T) -> None:
        """Replaces the content."""
        self._filled = items

    def __iter__(self) -> Iterator[T]:
        return iter(self._filled)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that proposes itself for a meeting of an institution.

    `group` says why, in the order in which a meeting speaks of it: "promised" at the last meeting, "carried" over from
    it, came up as urgent ("ratify"), "silent", "waiting" for deliberation, proposed by a "member".
    """

    key: str
    title: str
    why: str
    url: str
    urgent: bool = False
    group: str = "waiting"


@dataclass(frozen=True, slots=True)
class AgendaSource:
    """`proposals(actor, institution_id)`; `take(actor, item_id, key)` links a new agenda item to what was proposed."""

    prefix: str
    proposals: Callable[[Actor, UUID], Sequence[Proposal]]
    take: Callable[[Actor, UUID, str], None]


@dataclass(frozen=True, slots=True)
class Brief:
    """A line of what a body brings to a coordination meeting. `section` is "running", "obstacle", "promised" or
    "settled"; `cost` is in rupiah, where it is known."""

    section: str
    title: str
    note: str = ""
    cost: int | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody did in an office, for the list of their month: as what (`part`), for which body, shown by what."""

    at: datetime
    title: str
    part: str
    place: str
    body: str
    proof: str


@dataclass(frozen=True, slots=True)
class Work:
    """A piece of work that an agenda item's decision asks for; `state` is in words, as of now.

    `fate` is what became of it so far: "open", "late", "kept", "budget" (waiting for it), "elsewhere", "dropped".
    """

    item_id: UUID
    code: str
    title: str
    lead: str
    supports: Sequence[str]
    due: datetime
    state: str
    fate: str
    url: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a meeting decided on an agenda item; or what became of a decision, which may come from an item.

    `kind` is an item's outcome, or of a decision: "followed" (it has follow-ups now), "passed" (one of them is done and
    looked at), "fulfilled" (all are), "revoked".
    """

    item_id: UUID | None
    kind: str
    text: str
    reason: str = ""
    hand_up: bool = False
    decision_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class ItemWork:
    """What an agenda item asks for, written with its decision and kept by the module above.

    `rows(item, data)` is a form of rows, `is_written` once something stands in one: `typed` is what, and is kept as
    `item.drafted` until `make(actor, item, rows)` makes them all or refuses. What was made is told by `WORK`.
    """

    rows: Callable[[Any, Mapping[str, Any] | None], Any]
    make: Callable[[Actor, Any, Any], None]


@dataclass(frozen=True, slots=True)
class TrailLine:
    """A line of a thing's life. `tone` is "", "good" or "warn"."""

    at: datetime
    title: str
    note: str = ""
    url: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """A piece of work on somebody's Hari ini: what, where, until when, and the buttons that do it.

    `group` is "work", or "agenda" for what stands in the calendar. `first`: it goes on now, and stands before all else.
    """

    title: str
    where: str
    url: str
    due: datetime | None = None
    note: str = ""
    buttons: tuple[tuple[str, str], ...] = ()
    tone: str = ""
    key: str = ""
    group: str = "work"
    first: bool = False


MANY = 60


@dataclass(frozen=True, slots=True)
class Worklist:
    """The pieces of work of one wing that are due first, and how many more there are: only these need be made.

    `called` is what they are, and `page` the URL name of the list that holds them all.
    """

    tasks: Sequence[Task]
    more: int = 0
    called: str = "hal"
    page: str = ""

    def __iter__(self) -> Iterator[Task]:
        return iter(self.tasks)


@dataclass(frozen=True, slots=True)
class Panel:
    """A figure under the work: always `n dari m` where there is an m."""

    label: str
    count: int
    out_of: int | None = None
    url: str = ""
    tone: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class NavItem:
    """A menu item: `roles` empty means everyone signed in; `order` sorts."""

    label: str
    url_name: str
    icon: str
    order: int
    permission: str = ""
    public: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A search result."""

    title: str
    note: str
    url: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Ticker:
    """`run(now, limit)` passes on what is due and returns how many it did; called until it returns 0."""

    name: str
    run: Callable[[datetime, int], int]


@dataclass(frozen=True, slots=True)
class Notice:
    """What somebody is told. `urgent` may break the quiet hours; the rest waits for the day's digest.

    `calendar` is what goes into a calendar with it (RFC 5545).
    """

    position_id: UUID | None
    user_id: UUID | None
    subject: str
    text: str
    url: str
    urgent: bool = False
    email: str = ""
    calendar: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What an event carries to those who make notices and tallies of it."""

    id: int
    verb: str
    subject_kind: str
    subject_id: UUID
    path: str
    recorded_at: datetime
    body: dict[str, Any] = field(default_factory=dict)
    xid: int = 0


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """How `verify`, the trail and the files know a subject's row.

    `rows()` streams (id, version, status) of every row in the order of their ids; `visible(actor, id)` says whether
    the actor may see it; `url(id)` is its page; `title(id)` its name.
    """

    kind: str
    rows: Callable[[], Iterable[tuple[UUID, int, str]]]
    visible: Callable[[Actor, UUID], bool]
    url: Callable[[UUID], str]
    title: Callable[[UUID], str]


@dataclass(frozen=True, slots=True)
class Tally:
    """A change of a running count: `amount` of `kind` in `state` (or with whom: an id) at a territory on a day."""

    kind: str
    state: str
    path: str
    day: date
    amount: int


@dataclass(frozen=True, slots=True)
class Move:
    """Rows whose path is `old` (exactly) have the path `new` now; `ids` are the territories there by level.

    Every territory that moved has its own move, also those inside another one; territories keep their ids.
    """

    old: str
    new: str
    ids: dict[str, UUID]


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure for whoever watches over the machine: never about a person, and cheap however large the tables are."""

    name: str
    about: str
    value: float


AGENDA: Slot[AgendaSource] = Slot("agenda")
# What is known of a body (its id) since a day, for its sheet of a bahan rapat.
BRIEFS: Slot[Callable[[Actor, UUID, date], Iterable[Brief]]] = Slot("briefs")
# What somebody (name, title of the seat, id of its body) did from a moment on until another.
DEEDS: Slot[Callable[[str, str, UUID, datetime, datetime], Iterable[Deed]]] = Slot("deeds")
OUTCOME: Slot[Callable[[Actor, Outcome], None]] = Slot("outcome")
# Read by the minute-taker's page, and by the deed that keeps a decision.
ITEM_WORK: Slot[ItemWork] = Slot("item_work")
# What the decisions of agenda items (their ids) ask for; nothing that is closed to the public.
WORK: Slot[Callable[[Sequence[UUID]], Iterable[Work]]] = Slot("work")
# Each is given the row itself, which whoever asks has fetched already.
TRAIL: Slot[Callable[[Actor, object], Iterable[TrailLine]]] = Slot("trail")
# The rows with journals of their own that belong to the case of a row, itself among them in its own module.
CASE: Slot[Callable[[object], Iterable[Any]]] = Slot("case")
# The page to which a meeting (the row itself) belongs, as label and address, for those who may read that page.
HELD: Slot[Callable[[Actor, Any], Iterable[tuple[str, str]]]] = Slot("held")
TODAY: Slot[Callable[[Actor, int], Worklist]] = Slot("today")
PANELS: Slot[Callable[[Actor], Iterable[Panel]]] = Slot("panels")
NAV: Slot[NavItem] = Slot("nav")
LINKS: Slot[tuple[str, str]] = Slot("links")
SEARCH: Slot[Callable[[Actor, str], Iterable[Found]]] = Slot("search")
TICK: Slot[Ticker] = Slot("tick")
NOTICES: Slot[Callable[[Told], Iterable[Notice]]] = Slot("notices")
# Many events at once, for what a source must look up it looks up for all of them.
TALLIES: Slot[Callable[[Sequence[Told]], Iterable[Tally]]] = Slot("tallies")
MOVES: Slot[Callable[[Actor, tuple[Move, ...]], None]] = Slot("moves")
ACCESS: Slot[Callable[[Actor, str, UUID], bool | None]] = Slot("access")
SUBJECTS: Slot[SubjectKind] = Slot("subjects")
# The name of the zone in which the city lives (see `clock.zone`), "" where none is served.
ZONE: Slot[Callable[[], str]] = Slot("zone")
MEASURES: Slot[Callable[[], Iterable[Measure]]] = Slot("measures")
# Seals anew what lies outside columns of sealed values (see `rotation`): yields once for each value that it sealed.
RESEAL: Slot[Callable[[], Iterator[None]]] = Slot("reseal")


def link(name: str) -> str:
    """The URL name of a front page that lower pages link to, or "" where that wing is not built."""
    return dict(LINKS).get(name, "")
