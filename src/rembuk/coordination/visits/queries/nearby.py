"""Sekitar sini: what is still open around a point, or in an RT or RW; never more than fifty, only what one may see.

The box around the point is in the query, on an index over the points of what is open, within each of the actor's
branches; the exact distance is worked out for what the box holds, nearest first.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import cos, radians
from uuid import UUID

from django.db.models import F, FloatField, QuerySet, Value

from rembuk.coordination.decisions import queries as decisions
from rembuk.coordination.decisions import rules as decision_rules
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.reports import queries as reports
from rembuk.coordination.reports import rules as report_rules
from rembuk.coordination.reports.models import Report, ReportDecision
from rembuk.coordination.visits import places
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.regulations import queries as regulations
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory

MOST = 50
ROW = ("category", "holder", "territory__parent", "body", "stage_rule")
WORK = ("decision", "body", "lead", "holder", "territory__parent__parent", "stage_rule", "raised_to")
WITH = ("parts__institution", "inspectors__institution", "extensions")
# Wider than an RW is no place where one stands.
COLUMNS = {"rt": "rt_id", "rw": "rw_id"}
# Settled is no work any more, but whoever passes by looks whether it is so.
STATES = (*report_rules.OPEN_STATES, "settled")


@dataclass(frozen=True, slots=True)
class Spot:
    """Something open near here; `metres` where it has a point and we have one."""

    subject: Report | FollowUp
    metres: int | None = None

    @property
    def distance(self) -> str:
        """As a list says it."""
        return "" if self.metres is None else f"sekitar {max(self.metres, 10)} m"


@dataclass(frozen=True, slots=True)
class Near:
    """What was found, and around what."""

    radius: int
    place: Territory | None = None
    by_point: bool = False
    reports: list[Spot] = field(default_factory=list)
    work: list[Spot] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Whether there may be more than is shown."""
        return len(self.reports) >= MOST or len(self.work) >= MOST

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not self.reports and not self.work


def near(
    actor: Actor, *, lat: float | None = None, lng: float | None = None, place: Territory | None = None
) -> Near | None:
    """What is open around a point; without one, in an RT or RW. None where neither is known."""
    radius = regulations.number("visits.nearby.meters", clock.today())
    if lat is not None and lng is not None:
        here = territories.smallest_at(lat, lng)
        spots = _around(actor, lat, lng, radius)
        spots += _in_place(actor, here, MOST - len(spots), without_point=True)
        return Near(radius, here, True, spots, _work(actor, spots, here))
    if place is None or place.level not in COLUMNS:
        return None
    spots = _in_place(actor, place, MOST)
    return Near(radius, place, False, spots, _work(actor, spots, place))


def own_place(actor: Actor) -> Territory | None:
    """The RT or RW of the actor's office: what is open there is shown before anything is asked."""
    place = territories.territory(actor.office.territory_id) if actor.office else None
    return place if place is not None and place.level in COLUMNS else None


def _around(actor: Actor, lat: float, lng: float, radius: int) -> list[Spot]:
    found: dict[UUID, Spot] = {}
    for branch in reports.branches(actor):
        for row in around(branch, lat, lng, radius):
            metres = places.metres(lat, lng, row.lat or 0.0, row.lng or 0.0)
            if metres <= radius and row.status in STATES and reports.sees(actor, row):
                found[row.pk] = Spot(row, int(metres + 5) // 10 * 10)
    return sorted(found.values(), key=lambda spot: (spot.metres or 0, spot.subject.code))[:MOST]


def around(branch: QuerySet[Report], lat: float, lng: float, radius: int) -> QuerySet[Report]:
    """What is open of a branch in the box, nearest first."""
    box = places.box(lat, lng, radius)
    # As the index over open points has it: an equality on the state besides would draw the planner to another one.
    rows = branch.filter(
        closed_at__isnull=True, is_private=False, lat__range=(box.south, box.north), lng__range=(box.west, box.east)
    )
    high, wide = F("lat") - _float(lat), (F("lng") - _float(lng)) * _float(cos(radians(lat)))
    return rows.select_related(*ROW).order_by(high * high + wide * wide, "id")[:MOST]


def _float(value: float) -> Value:
    return Value(value, output_field=FloatField())


def _in_place(actor: Actor, place: Territory | None, most: int, *, without_point: bool = False) -> list[Spot]:
    """What is open in an RT or RW, newest first; what has a point was found by it already."""
    if place is None or place.level not in COLUMNS or most < 1:
        return []
    found: dict[UUID, Spot] = {}
    for branch in reports.branches(actor):
        rows = branch.filter(is_private=False, status__in=STATES, **{COLUMNS[place.level]: place.pk})
        rows = rows.filter(lat__isnull=True) if without_point else rows
        for row in rows.select_related(*ROW).order_by("-received_at", "-id")[:most]:
            if reports.sees(actor, row):
                found[row.pk] = Spot(row)
    return sorted(found.values(), key=lambda spot: spot.subject.code)[:most]


def _work(actor: Actor, spots: Sequence[Spot], place: Territory | None) -> list[Spot]:
    """The follow-ups that carry these reports on, and what else is done in this RT or RW; to be inspected first."""
    metres = {spot.subject.pk: spot.metres for spot in spots}
    carried = dict(
        ReportDecision.objects.filter(report__in=list(metres)).order_by("-id").values_list("decision", "report")
    )
    rows = FollowUp.objects.filter(decision__in=list(carried), status__in=decision_rules.OPEN_STATES)
    found = list(_with(rows)) if carried else []
    if place is not None and place.level in COLUMNS:
        here = {COLUMNS[place.level]: place.pk, "status__in": decision_rules.OPEN_STATES}
        found += [row for branch in decisions.branches(actor) for row in _with(branch.filter(**here))]
    seen = {row.pk: row for row in found if not row.is_private and decisions.sees(actor, row)}
    nearest = [Spot(row, metres.get(carried[row.decision_id]) if row.decision_id in carried else None)
               for row in seen.values()]  # fmt: skip
    return sorted(nearest, key=_first)[:MOST]


def _with(rows: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    return rows.select_related(*WORK).prefetch_related(*WITH).order_by("total_due", "id")[:MOST]


def _first(spot: Spot) -> tuple[bool, int, str]:
    far = MOST * 1000
    return spot.subject.status != "done", far if spot.metres is None else spot.metres, spot.subject.code
