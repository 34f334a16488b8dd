"""Planned visits: one plan with its places, whose day it is, what may be picked for one, and who came."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import DateField, Q, UUIDField

from rembuk.coordination.decisions import queries as decisions
from rembuk.coordination.decisions import rules as decision_rules
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.reports import queries as reports
from rembuk.coordination.reports.models import Report, ReportDecision
from rembuk.coordination.visits import places as ground
from rembuk.coordination.visits import plan_rules, route
from rembuk.coordination.visits.models import CheckIn, Fellow, Plan, PlanPlace, PlanVisit, Visit
from rembuk.coordination.visits.queries import nearby
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.models import Position
from rembuk.foundation.kernel import clock, seal
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.prepared import Prepared
from rembuk.foundation.regulations import queries as regulations
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import DIGITS, Boundary, Territory
from rembuk.foundation.web.pager import Page, keyset

WITH = ("seat__institution__territory__parent", "body")
NEWEST = ("-day", "-id")
AHEAD, MOST_AHEAD = timedelta(days=7), 10
MOST_WORDS = 5
# Where one picks what is open: by the column of each level.
PICKED_IN = {"kelurahan": "kelurahan_id", "desa": "kelurahan_id", "rw": "rw_id", "rt": "rt_id"}


def plan(actor: Actor, code: str) -> Plan:
    """One plan by code; what the actor may not see is not found."""
    found = Plan.objects.filter(code=code.strip().upper()).select_related(*WITH).first()
    if found is None or not sees_plan(actor, found):
        raise Refused("not_found", "Rencana kunjungan ini tidak ada, atau bukan untuk Anda.")
    return found


def plan_by_id(pk: UUID) -> Plan | None:
    """One plan by id, for the program itself; whoever shows it asks `sees_plan` first."""
    return Plan.objects.filter(pk=pk).select_related(*WITH).first()


def sees_plan(actor: Actor, found: Plan) -> bool:
    """Whether the actor may read it."""
    return plan_rules.visible(actor, found, fellows=fellow_seats(found), paths=paths_of(found))


def plan_is_seen(actor: Actor, pk: UUID) -> bool:
    """Whether the actor may read a plan."""
    found = plan_by_id(pk)
    return found is not None and sees_plan(actor, found)


def plan_rows() -> Iterator[tuple[UUID, int, str]]:
    """Every plan's id, version and state, for `verify`."""
    yield from Plan.objects.order_by("pk").values_list("id", "version", "status").iterator()


def fellow_seats(found: Plan) -> set[UUID]:
    """The seats that go along."""
    return set(Fellow.objects.filter(plan=found).values_list("seat", flat=True))


def fellows(found: Plan) -> list[Position]:
    """Who goes along, as they were named."""
    rows = Fellow.objects.filter(plan=found).select_related("seat__institution__territory__parent").order_by("id")
    return [row.seat for row in rows]


def paths_of(found: Plan) -> list[str]:
    """Where its places lie."""
    return list(PlanPlace.objects.filter(plan=found).values_list("path", flat=True))


def places_of(found: Plan) -> list[PlanPlace]:
    """Its places as they were noted, with what they are about."""
    rows = PlanPlace.objects.filter(plan=found).select_related(
        "territory__parent", *(f"report__{name}" for name in nearby.ROW), *(f"follow_up__{n}" for n in nearby.WORK)
    )  # fmt: skip
    return list(rows.prefetch_related(*(f"follow_up__{name}" for name in nearby.WITH)).order_by("order"))


def place_of(found: Plan, order: int) -> PlanPlace:
    """One place of a plan by its number."""
    row = next((row for row in places_of(found) if row.order == order), None)
    if row is None:
        raise Refused("not_found", "Tempat itu tidak ada dalam rencana ini.")
    row.plan = found
    return row


def visits_of(found: Plan) -> dict[UUID, list[Visit]]:
    """What was written at each place."""
    links = PlanVisit.objects.filter(place__plan=found, visit__status="noted").select_related("visit").order_by("id")
    noted: dict[UUID, list[Visit]] = {}
    for link in links:
        noted.setdefault(link.place_id, []).append(link.visit)
    return noted


def plan_of(visit: Visit) -> Plan | None:
    """The plan by which somebody went there."""
    link = PlanVisit.objects.filter(visit=visit).select_related("place__plan").first()
    return link.place.plan if link else None


@dataclass(frozen=True, slots=True)
class Came:
    """Who checked in, when, and how far from the place the phone said that it was; None without what it says."""

    row: CheckIn
    metres: int | None
    is_far: bool

    @property
    def distance(self) -> str:
        """As a list says it."""
        return route.said(self.metres)


def came(found: Plan) -> dict[UUID, list[Came]]:
    """Who checked in at each place."""
    radius = regulations.number("visits.nearby.meters", clock.today())
    noted: dict[UUID, list[Came]] = {}
    for row in CheckIn.objects.filter(place__plan=found).select_related("place").order_by("came_at", "id"):
        metres = _metres(row)
        noted.setdefault(row.place_id, []).append(Came(row, metres, metres is not None and metres > radius))
    return noted


def _metres(row: CheckIn) -> int | None:
    if not row.claims or row.place.lat is None or row.place.lng is None:
        return None
    told = json.loads(seal.unseal(CheckIn._meta.db_table, "claims", row.pk, bytes(row.claims)))
    return round(ground.metres(told["lat"], told["lng"], row.place.lat, row.place.lng))


def plans(actor: Actor, *, cursor: str = "", size: int = 25) -> Page[Plan]:
    """Where the actor goes, the latest day first."""
    if actor.office is None:
        return Page([])
    seat = actor.office.position_id
    branches = [Plan.objects.filter(seat=seat), Plan.objects.filter(fellows__seat=seat)]
    page: Page[Plan] = keyset([rows.select_related("seat") for rows in branches], NEWEST, cursor, size)
    return page


# Asked for by every Hari ini: one's own plans, and those that one goes along with.
_going = Prepared(
    lambda seat, today, until: [
        Plan.objects.filter(seat=seat, status="planned", day__lte=until).order_by("day", "id")[:MOST_AHEAD],
        Plan.objects.filter(fellows__seat=seat, status="planned", day__gte=today, day__lte=until)
        .order_by("day", "id")[:MOST_AHEAD],
    ],
    seat=UUIDField(), today=DateField(), until=DateField(),
)  # fmt: skip


def going(actor: Actor) -> list[Plan]:
    """What lies ahead within days, and what is over and still waits for what became of it; the earliest first."""
    if actor.office is None:
        return []
    today = clock.today()
    rows: list[Plan] = _going(seat=actor.office.position_id, today=today, until=today + AHEAD)
    return sorted({row.pk: row for row in rows}.values(), key=lambda row: (row.day, row.code))


def open_places(found: Sequence[Plan]) -> dict[UUID, list[PlanPlace]]:
    """The places that still wait, of several plans."""
    if not found:
        return {}
    rows = PlanPlace.objects.filter(plan__in=[row.pk for row in found], fate="open").select_related("territory__parent")
    waiting: dict[UUID, list[PlanPlace]] = {}
    for row in rows.order_by("order"):
        waiting.setdefault(row.plan_id, []).append(row)
    return waiting


def report_carried_by(follow_up: FollowUp) -> Report | None:
    """The report that a follow-up's decision carries on: it knows the point."""
    links = ReportDecision.objects.filter(decision=follow_up.decision_id).select_related("report")
    link = links.order_by("id").first()
    return link.report if link and not link.report.is_private else None


def open_in(actor: Actor, place: Territory, words: str = "") -> list[nearby.Spot]:
    """What is open in a kelurahan, RW or RT and may be picked for a plan; what is to be inspected first.

    Each of `words` stands in its code, title or place.
    """
    column = PICKED_IN.get(place.level)
    if column is None:
        return []
    here = Q(**{column: place.pk}, is_private=False) & _says(words)
    work: dict[UUID, FollowUp] = {}
    heard: dict[UUID, Report] = {}
    # Who may see the whole place needs no other way to what lies in it; a state at a time, as indexes hold the order.
    for rows in [FollowUp.objects] if actor.holds("decisions.view", place.path) else decisions.branches(actor):
        for state in decision_rules.OPEN_STATES:
            found = rows.filter(here, status=state).select_related(*nearby.WORK).prefetch_related(*nearby.WITH)
            work |= {one.pk: one for one in found.order_by("total_due", "id")[: nearby.MOST]}
    for branch in [Report.objects] if actor.holds("reports.view", place.path) else reports.branches(actor):
        for state in nearby.STATES:
            open_rows = branch.filter(here, status=state).select_related(*nearby.ROW)
            heard |= {one.pk: one for one in open_rows.order_by("-received_at", "-id")[: nearby.MOST]}
    soonest = sorted(work.values(), key=lambda row: (row.total_due, row.pk))
    newest = sorted(heard.values(), key=lambda row: (row.received_at, row.pk), reverse=True)
    seen = [row for row in soonest if decisions.sees(actor, row)][: nearby.MOST]
    told = [row for row in newest if reports.sees(actor, row)][: nearby.MOST]
    first = sorted(seen, key=lambda row: row.status != "done")
    return [*(nearby.Spot(row) for row in first), *(nearby.Spot(row) for row in told)]


def _says(words: str) -> Q:
    found = Q()
    for word in words.split()[:MOST_WORDS]:
        found &= Q(code__icontains=word) | Q(title__icontains=word) | Q(place__icontains=word)
    return found


def may_come(actor: Actor) -> list[Position]:
    """Whom one may ask along: colleagues, then who answers for the bodies beside and below, and the city's units."""
    office = actor.office
    body = institutions.institution(office.institution_id) if office else None
    if office is None or body is None:
        return []
    around = {row.pk: row for row in [*decisions.candidates(body), *institutions.units()] if row.pk != body.pk}
    seats = institutions.unit_offices(list(around))
    own = institutions.seated([body])[0]
    beside = [seat.position for seat in own.seats if seat.holder and seat.position.pk != office.position_id]
    others = [seats[pk] for pk in around if pk in seats]
    held = institutions.holders([seat.pk for seat in others])
    return [*beside, *(seat for seat in others if seat.pk in held)]


def start_of(found: Plan) -> tuple[float, float] | None:
    """Where the way begins without knowing better: in the middle of the body's own place."""
    outline = territories.boundary(found.seat.institution.territory)
    if outline is None:
        return None
    import shapely

    middle = shapely.from_geojson(outline.geometry).representative_point()
    return float(middle.y), float(middle.x)


def outlines_around(places: Sequence[PlanPlace]) -> list[Boundary]:
    """The outlines of the kelurahan in which these places lie, as far as they are known."""
    paths = {place.path[: 4 * DIGITS] for place in places}
    return territories.boundaries(list(Territory.objects.filter(path__in=paths, ends__isnull=True)))
