"""Who is told of a planned visit: those who go along, and the lurah and RW in charge of its places.

The reminder of a day that is over is the planner's own business, and goes to that seat alone.
"""

from collections.abc import Iterable, Iterator
from uuid import UUID

from django.urls import reverse

from rembuk.coordination.visits import queries, rules
from rembuk.coordination.visits.models import Plan, PlanPlace
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.models import Position
from rembuk.foundation.kernel import text
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.seams import Notice, Told
from rembuk.foundation.territory.models import DIGITS

IN_CHARGE = {"rw": 5 * DIGITS, "kelurahan": 4 * DIGITS}
PLANNED, ADDED, CANCELLED, REMINDED = (
    rules.PLAN_FLOW[name].event for name in ("plan", "add_places", "cancel_plan", "remind")
)


def notices(told: Told) -> Iterable[Notice]:
    """Each office once; never the body that goes itself, but for those of it who go along."""
    if told.verb not in {PLANNED, ADDED, CANCELLED, REMINDED}:
        return []
    plan = queries.plan_by_id(told.subject_id)
    if plan is None or (plan.status == "cancelled") != (told.verb == CANCELLED):
        return []
    url, day = reverse("visits:plan", args=[plan.code]), text.weekday(plan.day)
    if told.verb == REMINDED:
        said = "Harinya sudah lewat. Tulis apa jadinya di tiap tempat, atau batalkan dengan alasannya."
        return [Notice(plan.seat_id, None, f"Rencana kunjungan {day}: bagaimana jadinya?"[:200], said, url)]
    once: dict[UUID, Notice] = {}
    for seat, subject, body in _lines(plan, told.verb, day):
        once.setdefault(seat.pk, Notice(seat.pk, None, subject[:200], body, url))
    return list(once.values())


def _lines(plan: Plan, verb: str, day: str) -> Iterator[tuple[Position, str, str]]:
    """Who goes along first: that matters more to them than that somebody comes."""
    if verb == CANCELLED:
        gone = f"Kunjungan {day} dibatalkan: {plan.purpose}"
        yield from ((seat, gone, plan.reason) for seat in _everyone(plan))
        return
    for seat in queries.fellows(plan):
        yield seat, f"Anda ikut kunjungan {day}: {plan.purpose}", f"{plan.title} merencanakannya."
    for place in queries.places_of(plan):
        for seat in _in_charge(plan, place):
            yield seat, f"{plan.title} akan datang {day} ke {place.territory.label}", plan.purpose


def _everyone(plan: Plan) -> Iterator[Position]:
    yield from queries.fellows(plan)
    for place in queries.places_of(plan):
        yield from _in_charge(plan, place)


def _in_charge(plan: Plan, place: PlanPlace) -> Iterator[Position]:
    """Of the RW and the kelurahan in which a place lies, as far as it lies in one; not the body that goes."""
    for level, depth in IN_CHARGE.items():
        if len(place.path) >= depth:
            try:
                seat = institutions.responsible_at(place.path[:depth], level)
            except Refused:
                continue
            if seat.institution_id != plan.body_id:
                yield seat
