"""Lists of visits: one's own by month, and what lies in an area; newest first, by equality on an index."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.text import Truncator

from rembuk.coordination.visits.models import Visit, VisitWork
from rembuk.coordination.visits.queries.one import ROW, sees
from rembuk.coordination.visits.rules import VIEW
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.seams import Deed
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import DIGITS, Territory
from rembuk.foundation.web.pager import Page, keyset

NEWEST = ("-noted_at", "-id")
BY_LENGTH = {3 * DIGITS: "kecamatan_id", 4 * DIGITS: "kelurahan_id", 5 * DIGITS: "rw_id", 6 * DIGITS: "rt_id"}
PRINTED = 400


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the city, from its first moment to that of the next one."""

    first: date
    starts: datetime
    ends: datetime

    @property
    def key(self) -> str:
        """As an address writes it."""
        return f"{self.first:%Y-%m}"


def month(wanted: str) -> Month:
    """The month that an address asks for; the present one where that makes no sense."""
    try:
        first = date.fromisoformat(f"{wanted}-01")
    except ValueError:
        first = date.max
    if not clock.EARLIEST.date() <= first <= clock.today():
        first = clock.today().replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return Month(first, _midnight(first), _midnight(following))


def months_before(count: int) -> list[Month]:
    """The months before the present one, the last first."""
    found = [month("")]
    for _ in range(count):
        found.append(month(f"{found[-1].first - timedelta(days=1):%Y-%m}"))
    return found[1:]


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=clock.zone())


def own(actor: Actor, when: Month, *, cursor: str = "", size: int = 25) -> Page[Visit]:
    """The actor's own visits of a month."""
    if actor.user_id is None:
        return Page([])
    rows = Visit.objects.filter(visitor=actor.user_id, noted_at__gte=when.starts, noted_at__lt=when.ends)
    page: Page[Visit] = keyset(rows.select_related(*ROW), NEWEST, cursor, size)
    return page


def area(actor: Actor, *, cursor: str = "", size: int = 25) -> Page[Visit]:
    """What lies in the actor's area."""
    found = [branch.select_related(*ROW) for branch in branches(actor)]
    page: Page[Visit] = keyset(found, NEWEST, cursor, size) if found else Page([])
    return Page([row for row in page.items if sees(actor, row)], page.next, page.previous)


def deeds(name: str, title: str, body: UUID, since: datetime, until: datetime) -> Iterator[Deed]:
    """The visits that somebody noted in their office in that time, for the list of their month."""
    rows = Visit.objects.filter(visitor__name=name, body=body, title=title, status="noted",
                                noted_at__gte=since, noted_at__lt=until)  # fmt: skip
    for row in rows.select_related(*ROW).order_by("noted_at", "id"):
        where = f"{row.territory.label_afar}, {row.place}" if row.place else row.territory.label_afar
        said = Truncator(" ".join(row.seen.split())).chars(120)
        yield Deed(row.noted_at, f"Kunjungan lapangan: {said}", "Petugas lapangan", where, row.body.name,
                   f"Kunjungan {row.code}")  # fmt: skip


def branches(actor: Actor) -> list[QuerySet[Visit]]:
    """One query by equality for each territory in scope, and for each that it took over from."""
    found = []
    for path in actor.scope(VIEW):
        column = BY_LENGTH.get(len(path))
        if column is None:
            found.append(Visit.objects.all())
            continue
        own_place = actor.office if actor.office is not None and actor.office.path == path else None
        place = Territory(pk=own_place.territory_id) if own_place else Territory.objects.filter(path=path).first()
        found += [Visit.objects.filter(**{column: pk}) for pk in (territories.with_former(place) if place else [])]
    return found


def promises_of(visits: Sequence[Visit]) -> dict[UUID, list[VisitWork]]:
    """What was promised on each of these visits."""
    found: dict[UUID, list[VisitWork]] = {row.pk: [] for row in visits}
    links: Iterable[VisitWork] = VisitWork.objects.filter(visit__in=list(found), is_promise=True)
    for link in links.select_related("follow_up").order_by("id"):  # type: ignore[attr-defined]
        found[link.visit_id].append(link)
    return found
