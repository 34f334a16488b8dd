"""What stands on an RW's sheet: its head's Hari ini at the moment of printing, and what became of it since."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from rembuk.coordination.decisions import queries as decided
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.reports import queries as reported
from rembuk.coordination.reports.models import Report
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.models import Institution, Position
from rembuk.foundation.institutions.queries import seats
from rembuk.foundation.kernel import seams
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.front.home import deeds, rules
from rembuk.front.home.models import Sheet, SheetLine
from rembuk.front.home.queries.todo import waiting

# What fits on a page with room to write; the rest is counted.
LINES = 12
MOST = 200
HEAD = "ketua_rw"
WITH = ("institution__kind", "institution__territory__parent")

Thing = Report | FollowUp


def seat(body: Institution) -> Position:
    """The chair in whose name a sheet is written."""
    return institutions.position(body, HEAD)


def typist(actor: Actor, sheet: Sheet) -> Actor:
    """Who types, in the name of the RW's head."""
    return seats.in_seat(seat(sheet.institution), by=actor)


def rw_bodies(actor: Actor) -> list[Institution]:
    """The RW whose sheets the actor prints: its own, or all of its kelurahan."""
    office = actor.office
    if office is None:
        return []
    rows = Institution.objects.filter(kind__tier=rules.RW, ends__isnull=True, territory__path__startswith=office.path)
    found = rows.select_related("kind", "territory__parent").order_by("territory__path", "name", "id")[:MOST]
    return [body for body in found if rules.may_make(actor, body)]


@dataclass(frozen=True, slots=True)
class Drafted:
    """A line before it is printed."""

    key: str
    row: Thing
    title: str
    note: str
    deeds: list[str]


def draft(body: Institution) -> tuple[list[Drafted], int]:
    """What waits for the RW, the most urgent first, as much as fits on a page; and how much more there is."""
    actor = seats.in_seat(seat(body))
    tasks, more = waiting(actor, seams.MANY)
    ours = [task for task in tasks if task.key.partition(":")[0] in deeds.TABLE]
    drafted = [line for task in ours[:LINES] if (line := _drafted(actor, task))]
    return drafted, more + len(ours) - len(drafted)


def _drafted(actor: Actor, task: seams.Task) -> Drafted | None:
    row = thing(task.key)
    if row is None:
        return None
    # What is closed to the public is moved by its holder alone, not through other hands.
    fits = [] if row.is_private else deeds.fitting(actor, row)
    note = " · ".join(part for part in (task.where, task.note) if part)
    return Drafted(task.key, row, task.title, note, fits)


def thing(key: str) -> Thing | None:
    """What a key names."""
    prefix, _, pk = key.partition(":")
    return reported.by_id(UUID(pk)) if prefix == "reports" else decided.by_id(UUID(pk))


def current(body: Institution, week: date) -> Sheet | None:
    """The sheet of a week."""
    return Sheet.objects.filter(institution=body, week=week).select_related(*WITH).first()


def sheets(actor: Actor, week: date) -> list[tuple[Institution, Sheet | None]]:
    """Each RW of the actor with its sheet of the week, where it was printed."""
    bodies = rw_bodies(actor)
    made = Sheet.objects.filter(institution__in=bodies, week=week).select_related(*WITH).prefetch_related("lines")
    by_body = {row.institution_id: row for row in made}
    return [(body, by_body.get(body.pk)) for body in bodies]


def sees(actor: Actor, found: Sheet) -> bool:
    """Whoever makes sheets of that area."""
    return actor.holds("home.sheet", found.path)


def sheet(actor: Actor, number: str) -> Sheet:
    """A sheet by its number, as it is typed or scanned."""
    found = Sheet.objects.filter(number=number.strip().upper()).select_related(*WITH).first()
    if found is None or not sees(actor, found):
        raise Refused("not_found", "Lembar dengan nomor itu tidak ada, atau bukan untuk Anda.")
    return found


def sheet_by_id(pk: UUID) -> Sheet | None:
    """A sheet by id, for the program itself; whoever shows it asks `sees` first."""
    return Sheet.objects.filter(pk=pk).select_related(*WITH).first()


def lines(found: Sheet) -> list[SheetLine]:
    """Its lines, in the order of the paper."""
    return list(found.lines.order_by("order"))


def changes_since(actor: Actor, found: Sheet, line: SheetLine, row: Thing) -> Sequence[str]:
    """What happened to it after printing, newest first, in the words of its trail; nothing of what is closed."""
    if row.version == line.seen:
        return []
    if row.is_private:
        return ["sudah berubah sejak dicetak"]
    own = reported.office_trail(actor, row) if isinstance(row, Report) else decided.office_trail(actor, row)
    said = [told.title for told in sorted(own, key=lambda told: told.at, reverse=True) if told.at > found.made_at]
    return said[:3] or [f"sekarang: {row.get_status_display()}"]


def rows() -> Iterator[tuple[UUID, int, str]]:
    """Every sheet for `verify`; a sheet has no states."""
    for pk, version in Sheet.objects.order_by("pk").values_list("pk", "version").iterator():
        yield pk, version, ""
