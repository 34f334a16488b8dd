"""What is written of planned visits: the plan itself, who came, and what became of each place."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from rembuk.coordination.reports.models import Report
from rembuk.coordination.visits import plan_rules as law
from rembuk.coordination.visits import queries, rules
from rembuk.coordination.visits.models import CheckIn, Fellow, Plan, PlanPlace, PlanVisit, Visit
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.institutions import queries as institutions
from rembuk.foundation.institutions.models import Position
from rembuk.foundation.kernel import chance, clock, seal
from rembuk.foundation.kernel.actor import SYSTEM, Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.kernel.seams import Move
from rembuk.foundation.territory import queries as territories
from rembuk.foundation.territory.models import Territory

MOST_PLACES, MOST_FELLOWS, TRIES = 12, 12, 5
# A plan further off than this is a slip of the year.
FURTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Goal:
    """A place to go to: the code of a report or follow-up, or what is to be seen at a spot."""

    code: str = ""
    what: str = ""
    territory: Territory | None = None
    place: str = ""
    lat: float | None = None
    lng: float | None = None


@transaction.atomic
def plan(
    *, actor: Actor, day: date, purpose: str, goals: Sequence[Goal], fellows: Sequence[Position] = (),
    request_key: str = "",
) -> Plan:  # fmt: skip
    """Plans a visit. A key sent again gives the first answer."""
    office = actor.office
    if office is None or not actor.scope(rules.MAKE):
        raise Refused("not_allowed", "Kunjungan direncanakan oleh pemegang jabatan yang turun ke lapangan.")
    if request_key and (earlier := Plan.objects.filter(seat=office.position_id, request_key=request_key).first()):
        return earlier
    said = " ".join(purpose.split())
    if not said:
        raise Refused("empty", "Untuk apa kunjungannya? Satu kalimat cukup.", "purpose")
    if day < clock.today():
        raise Refused("past", "Hari itu sudah lewat. Yang sudah terjadi dicatat lewat “Catat kunjungan”.", "day")
    if day > clock.today() + FURTHEST:
        raise Refused("too_far_off", "Paling jauh setahun ke depan.", "day")
    made = Plan(
        code=_code(), seat_id=office.position_id, body_id=office.institution_id, title=office.title[:160],
        purpose=said[:160], day=day, path=office.path, planned_at=clock.now(), request_key=request_key,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Refused("busy", "Rencana ini sedang disimpan. Buka daftar rencana.") from None
    places = _places(actor, made, goals, 0)
    seats = _seats(office.position_id, fellows)
    Fellow.objects.bulk_create([Fellow(plan=made, seat=seat) for seat in seats])
    told = {"code": made.code, "day": day, "places": [row.order for row in places], "fellows": len(seats)}
    audit.record(actor, made, rules.PLAN_FLOW["plan"].event, changes=told, reason=said)
    return made


def _seats(own: object, fellows: Sequence[Position]) -> list[Position]:
    """Each once, without one's own; somebody sits in each of them."""
    once = {seat.pk: seat for seat in fellows if seat.pk != own}
    held = institutions.holders(list(once))
    if empty := next((seat for pk, seat in once.items() if pk not in held), None):
        raise Refused("vacant", f"Jabatan {empty} sedang kosong, jadi tidak ada yang bisa ikut.", "fellows")
    if len(once) > MOST_FELLOWS:
        raise Refused("too_many", f"Paling banyak {MOST_FELLOWS} jabatan yang ikut.", "fellows")
    return list(once.values())


@transaction.atomic
def add_places(*, actor: Actor, plan: Plan, goals: Sequence[Goal]) -> list[PlanPlace]:
    """Further places, while the plan stands."""
    _demand(actor, "add_places", plan)
    found = _move(actor, plan, "add_places", {})
    first = queries.places_of(found)
    return _places(actor, found, goals, len(first))


def _places(actor: Actor, made: Plan, goals: Sequence[Goal], known: int) -> list[PlanPlace]:
    once = list(dict.fromkeys(goals))
    if not once:
        raise Refused("no_place", "Pilih paling sedikit satu tempat.", "concerns")
    if known + len(once) > MOST_PLACES:
        raise Refused("too_many", f"Paling banyak {MOST_PLACES} tempat dalam satu rencana.", "concerns")
    rows = [_place(actor, made, goal, known + order) for order, goal in enumerate(once, 1)]
    try:
        with transaction.atomic():
            for row in rows:
                row.save(force_insert=True)
    except IntegrityError:
        raise Refused("again", "Salah satunya sudah ada dalam rencana ini.", "concerns") from None
    return rows


def _place(actor: Actor, made: Plan, goal: Goal, order: int) -> PlanPlace:
    row = PlanPlace(plan=made, order=order, place=goal.place.strip()[:160])
    if goal.code:
        subject = queries.subject(actor, goal.code.strip().upper())
        if subject.is_private:
            raise Refused("private", "Yang tertutup untuk umum tidak direncanakan sebagai kunjungan.", "concerns")
        heard: Report | None
        where = subject.territory or territories.served()
        if isinstance(subject, Report):
            row.report, heard = subject, subject
        else:
            row.follow_up, heard = subject, queries.report_carried_by(subject)
        if heard is not None:
            row.lat, row.lng = heard.lat, heard.lng
    else:
        where = _spot(actor, goal)
        row.what, row.lat, row.lng = " ".join(goal.what.split())[:160], goal.lat, goal.lng
    row.territory, row.path = where, where.path
    return row


def _spot(actor: Actor, goal: Goal) -> Territory:
    """The smallest territory around the point, else the one chosen; inside the city and the actor's own area."""
    if not goal.what.strip():
        raise Refused("empty", "Apa yang mau dilihat di tempat itu?", "what")
    around = None
    if goal.lat is not None and goal.lng is not None:
        around = territories.smallest_at(goal.lat, goal.lng)
        if around is None and (goal.territory is None or _has_outline(goal.territory)):
            raise Refused("outside", "Titik itu di luar kota.", "spot")
    where = around or goal.territory
    if where is None:
        raise Refused("no_place", "Pilih kelurahan dan RW-nya, atau tulis titiknya.", "kelurahan")
    if not rules.may_make(actor, where.path):
        raise Refused("outside", f"{where.label_afar} di luar wilayah tugas Anda.", "kelurahan")
    return where


def _has_outline(place: Territory) -> bool:
    """Whether the city knows what lies inside it here: only then a point can be said to be outside."""
    return any(territories.boundary(one) for one in (place, *territories.ancestors(place).values()))


@transaction.atomic
def check_in(
    *, actor: Actor, place: PlanPlace, lat: float | None = None, lng: float | None = None,
    claimed_at: datetime | None = None,
) -> CheckIn:  # fmt: skip
    """Somebody is there: once each, however often it is sent; the first stands. Never refused for being far off."""
    _demand(actor, "check_in", place.plan)
    if earlier := CheckIn.objects.filter(place=place, user=actor.user_id).first():
        return earlier
    if actor.user_id is None or actor.office is None:
        raise Refused("not_allowed", "Kedatangan dicatat oleh yang berangkat.")
    row = CheckIn(place=place, user_id=actor.user_id, title=actor.office.title[:160], office=actor.label[:300],
                  came_at=clock.now(), claimed_at=claimed_at)  # fmt: skip
    if lat is not None and lng is not None:
        row.claims = seal.seal(CheckIn._meta.db_table, "claims", row.pk, json.dumps({"lat": lat, "lng": lng}))
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return CheckIn.objects.get(place=place, user=actor.user_id)
    told = {"place": place.order, "claimed_at": claimed_at, "with_place": row.claims is not None}
    _move(actor, place.plan, "check_in", told)
    return row


def going_to(actor: Actor, place: PlanPlace) -> Territory:
    """Where it lies, for those who go: of a plan that is over, or cancelled meanwhile, what was seen is still kept."""
    if not law.entitled(actor, "see", place.plan, queries.fellow_seats(place.plan)):
        raise Refused("not_allowed", "Hanya yang berangkat menurut rencana ini yang mencatat di sini.")
    return place.territory


def see(*, actor: Actor, place: PlanPlace | None, visit: Visit) -> None:
    """What was written belongs to this place, if it is of a plan; called by the deed that notes a visit.

    What was seen is never lost: of a plan that was cancelled meanwhile it is kept beside it.
    """
    if place is None:
        return
    PlanVisit(place=place, visit=visit).save(force_insert=True)
    if Plan.objects.get(pk=place.plan_id).status != "cancelled":
        _give_fate(actor, place, "see", "seen", details={"visit": visit.code})


@transaction.atomic
def miss(*, actor: Actor, place: PlanPlace, reason: str) -> None:
    """Nobody got there, and why."""
    _demand(actor, "miss", place.plan)
    said = " ".join(reason.split())[:400]
    if not said:
        raise Refused("no_reason", "Tulis mengapa tidak sampai ke sini.", "reason")
    if PlanPlace.objects.filter(pk=place.pk, fate="seen").exists():
        raise Refused("wrong_step", "Tempat ini sudah dilihat.")
    _give_fate(actor, place, "miss", "missed", said)


def _give_fate(actor: Actor, place: PlanPlace, name: str, fate: str, reason: str = "",
               details: Mapping[str, object] | None = None) -> None:  # fmt: skip
    """The plan's version is bumped first: of two last places at once the later one sees the earlier, and finishes."""
    found = _move(actor, place.plan, name, {"place": place.order, **(details or {})}, reason)
    PlanPlace.objects.filter(pk=place.pk).update(fate=fate, reason=reason)
    if found.status == "planned" and not PlanPlace.objects.filter(plan=found, fate="open").exists():
        audit.move(SYSTEM, found, rules.PLAN_FLOW["finish"])


@transaction.atomic
def cancel_plan(*, actor: Actor, plan: Plan, reason: str) -> Plan:
    """Nobody will go, and why."""
    _demand(actor, "cancel_plan", plan)
    said = " ".join(reason.split())[:400]
    if not said:
        raise Refused("no_reason", "Tulis mengapa dibatalkan.", "reason")
    audit.move(actor, plan, rules.PLAN_FLOW["cancel_plan"], unrecorded={"reason": said}, reason=said)
    return plan


def unsee(*, actor: Actor, visit: Visit) -> None:
    """A visit that was noted by mistake leaves its place open again, unless somebody else wrote there too."""
    link = PlanVisit.objects.filter(visit=visit).select_related("place__plan").first()
    if link is None or link.place.plan.status == "cancelled":
        return
    others = PlanVisit.objects.filter(place=link.place, visit__status="noted").exclude(visit=visit)
    if not others.exists():
        _move(actor, link.place.plan, "unsee", {"place": link.place.order, "visit": visit.code})
        PlanPlace.objects.filter(pk=link.place_id).update(fate="open")


def remind(now: datetime, limit: int) -> int:
    """The seat that planned is reminded, once and alone, of a day that is over while places still wait."""
    over = Plan.objects.filter(status="planned", reminded_at__isnull=True, day__lt=clock.local(now).date())
    done = 0
    for row in over.order_by("day", "id")[:limit]:
        try:
            with transaction.atomic():
                audit.move(SYSTEM, row, rules.PLAN_FLOW["remind"], unrecorded={"reminded_at": now})
        except Refused:
            continue  # somebody was first: it is looked at again
        done += 1
    return done


def move_plans(move: Move) -> None:
    """Follows a territory that got another parent."""
    PlanPlace.objects.filter(path=move.old).update(path=move.new)
    Plan.objects.filter(path=move.old).update(path=move.new)


def _move(actor: Actor, plan: Plan, name: str, details: Mapping[str, object], reason: str = "") -> Plan:
    """A step of a plan as it stands now: who is second at the same moment goes on from what the first one did."""
    for attempt in range(TRIES):
        found = Plan.objects.get(pk=plan.pk)
        try:
            with transaction.atomic():
                audit.move(actor, found, rules.PLAN_FLOW[name], details=details, reason=reason)
        except Refused as refused:
            if refused.code != "stale" or attempt == TRIES - 1:
                raise
        else:
            return found
    raise AssertionError("unreachable")


def _demand(actor: Actor, name: str, plan: Plan) -> None:
    law.demand(actor, name, plan, fellows=queries.fellow_seats(plan), paths=queries.paths_of(plan))


def _code() -> str:
    while True:
        code = f"RK-{clock.today():%y}-{chance.word(6)}"
        if not Plan.objects.filter(code=code).exists():
            return code
