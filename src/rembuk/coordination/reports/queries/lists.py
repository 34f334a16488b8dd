"""Lists of reports: what an actor sees, what their body has to do, what waits for its next meeting.

A scope of several branches (my territory, what my body holds, what is assigned to it, mine) is one indexed query each
by equality, merged by the pager; never one OR.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, Exists, OuterRef, QuerySet, UUIDField

from rembuk.coordination.reports import rules
from rembuk.coordination.reports.models import Basis, Deliberation, Report, Status, Track
from rembuk.coordination.reports.queries.kinds import names_now
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.queries import vacancy
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.prepared import Prepared
from rembuk.foundation.kernel.wanted import Wanted
from rembuk.foundation.regulations import queries as regulations
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import DIGITS, Territory, label
from rembuk.foundation.web.pager import Page, keyset, newest

NEWEST = ("-received_at", "-id")
# Said in the statement itself: a kept plan does not know that the value it is given is one that the index holds, and
# without that index it reads a million reports for the few incidents among them.
IS_SWIFT = ["reports_report.track IN ('incident', 'warning')"]
LONGEST = ("total_due", "id")
ROW = ("category", "holder", "territory__parent__parent", "body", "stage_rule")
WHOLE = (*ROW, "holder__institution", "unit", "total_rule")
# The column by which a territory's reports are listed, by the length of its path; the city has none.
BY_LENGTH = {3 * DIGITS: "kecamatan_id", 4 * DIGITS: "kelurahan_id", 5 * DIGITS: "rw_id", 6 * DIGITS: "rt_id"}
CAP = 1000
ANSWERED_BY_A_DAY = (Status.NEW, Status.DELIBERATING, Status.WITH_UNIT)
# What a search shows of a report, and all that `rules.visible` asks of it.
_TOLD = (
    "id", "code", "title", "place", "received_at", "status", "is_private", "track", "path", "body_id", "unit_id",
    "reporter_id", "passes_by",
)  # fmt: skip
# The most that a list of what waits shows; and of each of several lists on one page ten, and whether there are more.
INBOX, FIRST = 200, 11


def sees_many_kelurahan(actor: Actor) -> bool:
    """Whether the office lies above the kelurahan, so that a line must say which one it is about."""
    return actor.office is None or len(actor.office.path) < 4 * DIGITS


def reports(actor: Actor, *, status: str = "", cursor: str = "", size: int = 25) -> Page[Report]:
    """What the actor sees, newest first; a fixed number of queries for an actor."""
    found = [branch.filter(status=status) if status else branch for branch in branches(actor)]
    if not found:
        return Page([])
    page: Page[Report] = keyset(found, NEWEST, cursor, size, whole=Report.objects.select_related(*ROW))
    return Page([row for row in page.items if sees(actor, row)], page.next, page.previous)


def past_whole(actor: Actor, *, cursor: str = "", size: int = 25) -> Page[Report]:
    """What is still worked on past the limit of the whole, the longest past first."""
    found, whole = past_whole_branches(actor), Report.objects.select_related(*ROW)
    page: Page[Report] = keyset(found, LONGEST, cursor, size, whole=whole) if found else Page([])
    return Page([row for row in page.items if sees(actor, row)], page.next, page.previous)


def past_whole_branches(actor: Actor) -> list[QuerySet[Report]]:
    """A state at a time, so that an index holds what is equal, the limit and the order."""
    now = clock.now()
    return [
        branch.filter(status=state, total_due__lt=now) for branch in branches(actor) for state in rules.WORKING_STATES
    ]


def past_whole_count(actor: Actor) -> int:
    """How many of them lie in the actor's own place; counted up to `CAP`."""
    now = clock.now()
    if not actor.scope("reports.view"):
        return 0
    for path, place in _own_place(actor):
        if column := BY_LENGTH.get(len(path)):
            return _past_whole(now).filter(**{column: place})[:CAP].count()
    return _past_whole(now)[:CAP].count()


def _past_whole(now: Any) -> QuerySet[Report]:
    # Of what the figures of reports count: incidents are not among them.
    rows = Report.objects.filter(is_private=False, status__in=rules.WORKING_STATES, total_due__lt=now)
    return rows.exclude(track=Track.INCIDENT).order_by()


def _own_place(actor: Actor) -> Iterable[tuple[str, UUID]]:
    """The first place in scope; what it took over from has had its open reports moved here."""
    for path in actor.scope("reports.view")[:1]:
        if actor.office is not None and actor.office.path == path:
            yield path, actor.office.territory_id
        elif place := _by_path(path):
            yield path, place.pk


def branches(actor: Actor) -> list[QuerySet[Report]]:
    """The querysets whose rows together are what the actor sees."""
    found = [Report.objects.filter(is_private=False, **column) for column in _areas(actor)]
    if actor.office and any(name.startswith("reports.") for name, _ in actor.grants):
        held = Report.objects.filter(body=actor.office.institution_id)
        if not (actor.scope("reports.acknowledge") or actor.scope("reports.sealed")):
            # Who helps beside those who work on them learns from no short page and no cursor that there are some.
            held = held.filter(is_private=False)
        found.append(held if actor.scope("reports.sealed") else held.exclude(track=Track.SEALED))
        vacant = Report.objects.filter(is_private=True).exclude(track=Track.SEALED)
        found += [vacant.filter(body=body) for body in vacancy.stands_in_for(actor)]
        if actor.scope("reports.view_assigned"):
            found.append(Report.objects.filter(unit=actor.office.institution_id, is_private=False))
    if actor.user_id:
        found.append(Report.objects.filter(reporter=actor.user_id))
    return found


def stands_in(actor: Actor, report: Report) -> bool:
    """Whether the actor sits where a vacant office's work falls: the level above, when nobody holds the seat."""
    if actor.office is None or report.territory is None or institutions.holder(report.holder) is not None:
        return False
    return institutions.responsible(report.territory, report.handled_at).pk == actor.office.position_id


def is_sealed(report: Report) -> bool:
    """Whether each look at its page is written down (`actions.open_sealed`)."""
    return report.track == Track.SEALED


def sees(actor: Actor, report: Report) -> bool:
    """Whether the actor may see it: by the law alone, or where that hangs on it, because they stand in."""
    if rules.visible(actor, report):
        return True
    return rules.visible(actor, report, stands_in=True) and stands_in(actor, report)


def _areas(actor: Actor) -> Iterable[dict[str, Any]]:
    """An equality for each territory in scope, and for each that it took over from: their old rows are its own."""
    for path in actor.scope("reports.view"):
        column = BY_LENGTH.get(len(path))
        if column is None:
            yield {}
            continue
        own = actor.office is not None and actor.office.path == path
        place = Territory(pk=actor.office.territory_id) if own and actor.office else _by_path(path)
        for pk in territories.with_former(place) if place else []:
            yield {column: pk}


def _by_path(path: str) -> Territory | None:
    return Territory.objects.filter(path=path).first()


_by_code = Prepared(lambda code: Report.objects.filter(code=code).select_related(*WHOLE), code=CharField())
_by_id = Prepared(lambda pk: Report.objects.filter(pk=pk).select_related(*WHOLE), pk=UUIDField())


def _chosen(rows: QuerySet[Report], order: Sequence[str], most: int) -> QuerySet[Report]:
    """The first of some reports with what their lines show: chosen before anything is brought along, or a body with
    thousands brings it along for all of them and sorts them then."""
    first = rows.order_by(*order).values("pk")[:most]
    return Report.objects.filter(pk__in=first).select_related(*ROW).order_by(*order)


def _soonest(most: int) -> Prepared:
    def build(body: Any, status: Any) -> QuerySet[Report]:
        return _chosen(Report.objects.filter(body=body, status=status), ["stage_due"], most)

    return Prepared(build, body=UUIDField(), status=CharField())


_waiting = {most: _soonest(most) for most in (FIRST, INBOX)}


def report(actor: Actor, code: str) -> Report:
    """One report by code; what the actor may not see is not found."""
    found: Report | None = _by_code.first(code=code.strip().upper())
    if found is None or not sees(actor, found):
        raise Refused("not_found", "Laporan ini tidak ada, atau bukan untuk Anda.")
    return found


def by_id(pk: UUID) -> Report | None:
    """One report by id, for the program itself; whoever shows it asks `sees` first."""
    found: Report | None = _by_id.first(pk=pk)
    return found


def waiting(actor: Actor, states: Sequence[str] = rules.WORKING_STATES, most: int = INBOX) -> list[Report]:
    """What waits for the actor's body, and for vacant ones whose work falls to the actor; first what runs out first.

    `most`, FIRST or INBOX, of each body and state.
    """
    if actor.office is None:
        return []
    found: list[Report] = []
    bodies = [(actor.office.institution_id, False), *((body, True) for body in vacancy.stands_in_for(actor))]
    for body, vacant in bodies:
        for state in states:
            rows = _waiting[most](body=body, status=state)
            found += [row for row in rows if rules.visible(actor, row, stands_in=vacant)]
    never = datetime.max.replace(tzinfo=clock.zone())
    return sorted(found, key=lambda row: (not goes_on(row), row.stage_due or never, row.code))


def goes_on(row: Any) -> bool:
    """Whether it is an incident that is not over: it stands before everything else."""
    return row.track == Track.INCIDENT and row.status in rules.WORKING_STATES


def awaiting_deliberation(body_id: UUID, limit: int = INBOX) -> list[Report]:
    """What a body has to deliberate and has on no coming agenda: promised and lapsing first. Never what is private."""
    planned = Deliberation.objects.filter(
        report=OuterRef("pk"),
        outcome="",
        item__isnull=False,
        level=OuterRef("handled_at"),
        item__removed_at__isnull=True,
    ).exclude(item__meeting__status__in=("cancelled", "locked"))
    rows = Report.objects.filter(
        ~Exists(planned), body=body_id, status=Status.DELIBERATING, is_private=False, track=Track.NEIGHBOURHOOD
    )
    found = list(rows.select_related(*ROW).order_by("stage_due", "id")[:limit])
    postponed = set(
        Deliberation.objects.filter(report__in=[row.pk for row in found], outcome="postponed").values_list(
            "report_id", flat=True
        )
    )
    return sorted(found, key=lambda row: (not row.is_urgent, row.pk not in postponed, row.stage_due or row.received_at))


def running_out(day: date) -> list[tuple[UUID, str]]:
    """(holder, code) of what a level or a unit has to answer on that day; what is sudden has minutes, not days."""
    start = datetime.combine(day, time(), clock.zone())
    rows = Report.objects.filter(status__in=ANSWERED_BY_A_DAY, stage_due__gte=start,
                                 stage_due__lt=start + timedelta(days=1)).exclude(track=Track.INCIDENT)  # fmt: skip
    return list(rows.order_by("stage_due", "id").values_list("holder_id", "code"))


def without_news(actor: Actor, now: datetime, limit: int = INBOX) -> list[Report]:
    """What the actor's body holds open and has not been heard of for longer than the city allows."""
    if actor.office is None:
        return []
    before = now - timedelta(days=regulations.number("reports.without_news", clock.local(now).date()))
    rows = Report.objects.filter(
        body=actor.office.institution_id, closed_at__isnull=True, status__in=rules.OPEN_STATES, news_at__lt=before
    )
    return [row for row in _chosen(rows, ["news_at", "id"], limit) if rules.visible(actor, row)]


def recurring(found: Report) -> list[Report]:
    """Earlier ones of the same category at the same place within the city's span: the matter is *berulang*."""
    if found.territory_id is None:
        return []
    span = timedelta(days=regulations.number("reports.recurring", clock.local(found.received_at).date()))
    rows = Report.objects.filter(
        category__key=found.category.key, territory=found.territory_id, received_at__lt=found.received_at,
        received_at__gte=found.received_at - span, is_private=False,
    ).exclude(status__in=("refused", "withdrawn", "merged"))  # fmt: skip
    return list(rows.select_related(*ROW).order_by("-received_at")[:20])


def mergeable(found: Report, limit: int = 20) -> list[Report]:
    """Open reports of the same place and category into which this one may be merged."""
    rows = Report.objects.filter(
        kelurahan_id=found.kelurahan_id,
        category__key=found.category.key,
        status__in=rules.OPEN_STATES,
        is_private=False,
    )
    return list(rows.exclude(pk=found.pk).select_related(*ROW).order_by(*NEWEST)[:limit])


def matching(actor: Actor, words: str, limit: int = 20) -> list[Report]:
    """Newest first over at most the newest 1,000 that the actor sees: all words in code, title or place.

    A whole code finds its report at once, however old.
    """
    wanted = Wanted(words)
    named = _by_code.first(code=wanted.code) if wanted.code else None
    if named is not None and sees(actor, named):
        return [named]
    if not wanted:
        return []
    known = newest(branches(actor), "received_at", "code", "title", "place", most=CAP)
    return _first_seen(actor, (pk for pk, _, *texts in known if wanted.fits(*texts)), limit)


def _first_seen(actor: Actor, ids: Iterator[UUID], limit: int) -> list[Report]:
    """The first of these that the actor sees: as many at a time as may be enough."""
    hits: list[Report] = []
    while len(hits) < limit and (some := list(islice(ids, limit))):
        rows = Report.objects.only(*_TOLD).in_bulk(some)
        hits += [rows[pk] for pk in some if pk in rows and sees(actor, rows[pk])]
    return hits[:limit]


def came_back(actor: Actor, least: int = 3) -> list[tuple[str, str, int]]:
    """What was reported at least so often at one place within a year, in a kelurahan or below: label, place, count."""
    column = BY_LENGTH.get(len(actor.office.path)) if actor.office else None
    if column is None or column == "kecamatan_id" or actor.office is None:
        return []
    since = clock.now() - timedelta(days=365)
    own = Report.objects.filter(**{column: actor.office.territory_id}, received_at__gte=since, is_private=False)
    rows = own.exclude(status__in=("refused", "withdrawn", "merged")).exclude(climb_basis=Basis.IMPORTED)
    found = rows.values("category__key", "territory__level", "territory__name", "territory__parent__name").annotate(
        count=Count("id")
    )
    told = found.filter(count__gte=least).order_by("-count", "category__key", "territory__name")[:20]
    names = names_now()
    return [
        (names[row["category__key"]],
         label(row["territory__level"], row["territory__name"], row["territory__parent__name"]), row["count"])
        for row in told
    ]  # fmt: skip
