"""What is written of the mayor's Fridays: plans, dates changed by hand, pauses."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from rembuk.coordination.visits import rules
from rembuk.coordination.visits.models import Pause, Rotation, Stop
from rembuk.coordination.visits.queries import fridays as queries
from rembuk.coordination.visits.rotation.checking import Breach, breaches
from rembuk.coordination.visits.rotation.problem import Answer, Problem, Remedy
from rembuk.coordination.visits.rotation.problem import Stop as Planned
from rembuk.coordination.visits.rotation.urgency import Facts, score, sentence
from rembuk.foundation.audit import actions as audit
from rembuk.foundation.kernel import clock, text
from rembuk.foundation.kernel.actor import SYSTEM, Actor
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import queries as territories

SEATS = (1, 2)
# The last day of a plan that has a year; how far ahead one may begin.
YEAR, AHEAD = timedelta(days=364), timedelta(days=366)


@transaction.atomic
def ask(*, actor: Actor, starts: date | None = None) -> Rotation:
    """Asks the planner for a year of Fridays from tomorrow or later; what was published moves as little as it can."""
    rules.demand_plan(actor, "ask")
    tomorrow = clock.today() + timedelta(days=1)
    first = starts or tomorrow
    if not tomorrow <= first <= tomorrow + AHEAD:
        raise Refused("no_start", f"Mulai paling cepat {text.day(tomorrow)}, paling lambat setahun lagi.", "starts")
    made = Rotation(
        year=first.year, number=queries.last_number(first.year) + 1, starts=first, ends=first + YEAR,
        path=territories.served().path,
        asked_by=actor.label[:300], asked_at=clock.now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:
        raise Refused("asked", "Giliran lain sedang disusun. Tunggu sebentar.", "starts") from None
    audit.record(actor, made, rules.ROTATION_FLOW["ask"].event, changes={"code": made.code, "starts": first})
    return made


@transaction.atomic
def lay(
    *, actor: Actor, rotation: Rotation, problem: Problem, answer: Answer, facts: Mapping[UUID, Facts],
    remedies: Sequence[Remedy] = (),
) -> Rotation:  # fmt: skip
    """Writes down what the planner found; a plan that breaks what was asked without saying so is not taken."""
    unsaid = [one for one in breaches(problem, answer.stops) if not _is_told(one, answer)]
    if unsaid:
        raise Refused("breach", f"Susunan melanggar yang diminta: {unsaid[0].kind} {unsaid[0].on}.")
    weights = queries.weights_now()
    names = {str(place.pk): place.label for place in queries.places()}
    was = {stop.key: stop.date for stop in sorted(answer.moved)}
    rows: list[Stop] = []
    taken: dict[date, int] = {}
    for planned in answer.stops:
        taken[planned.date] = taken.get(planned.date, 0) + 1
        known = facts.get(UUID(planned.key), Facts())
        rows.append(Stop(
            rotation=rotation, date=planned.date, seat=taken[planned.date], kelurahan_id=UUID(planned.key),
            is_fixed=planned in problem.fixed, urgency=score(known, weights, never=problem.bound),
            reason=sentence(known)[:400], moved_from=was.get(planned.key),
        ))  # fmt: skip
    Stop.objects.bulk_create(rows)
    told = {
        "short": answer.short, "unmet": sorted(names[key] for key in answer.unmet),
        "overdue": sorted(names[key] for key in answer.overdue), "released": len(answer.released),
        "moved": len(answer.moved), "pairs": answer.pairs, "gap": round(answer.gap, 4), "bound": problem.bound,
        "remedies": [[one.kind, one.amount] for one in remedies], "places": len(problem.places),
        "weights": [weights.silent, weights.open, weights.broken, weights.days],
    }  # fmt: skip
    frame = [[friday.date.isoformat(), friday.most, friday.why] for friday in problem.fridays]
    audit.move(
        actor, rotation, rules.ROTATION_FLOW["lay"],
        unrecorded={"told": told, "fridays": frame, "planned_at": clock.now()},
        details={"stops": len(answer.stops), **told},
    )  # fmt: skip
    return rotation


def _is_told(one: Breach, answer: Answer) -> bool:
    return one.kind == "bound" and one.key in answer.unmet


@transaction.atomic
def fail(*, actor: Actor, rotation: Rotation, why: str) -> Rotation:
    """The planner found nothing in its time."""
    audit.move(actor, rotation, rules.ROTATION_FLOW["fail"], unrecorded={"told": {"why": why[:300]}}, reason=why)
    return rotation


@transaction.atomic
def publish(*, actor: Actor, rotation: Rotation) -> Rotation:
    """From its first day on the city goes by this plan; the former one holds until then."""
    rules.demand_plan(actor, "publish")
    until, former = rotation.starts - timedelta(days=1), queries.published()
    Rotation.objects.filter(status="replaced", replaced_on__gt=until).update(replaced_on=until)
    if former is not None:
        audit.move(
            SYSTEM, former, rules.ROTATION_FLOW["replace"], changes={"replaced_on": until},
            details={"by": rotation.code},
        )  # fmt: skip
    audit.move(
        actor, rotation, rules.ROTATION_FLOW["publish"], changes={"published_at": clock.now()},
        details={"moved": rotation.told.get("moved", 0)},
    )  # fmt: skip
    return rotation


@transaction.atomic
def swap(*, actor: Actor, rotation: Rotation, stop: Stop, date: date, reason: str = "") -> Rotation:
    """Puts a kelurahan on another Friday by hand; who stands there, where it is full, gets the date that is left.

    What a person changed stays when the year is planned anew. A bound that held is not broken by hand either.
    """
    rules.demand_plan(actor, "swap")
    today, leaves = clock.today(), stop.date
    frame = {week.date: week for week in queries.weeks(rotation)}
    if min(leaves, date) <= today:
        raise Refused("past", "Yang sudah lewat tidak dapat ditukar.", "date")
    if date == leaves:
        raise Refused("same", "Itu tanggalnya sekarang.", "date")
    if date not in frame or not frame[date].most:
        why = frame[date].why if date in frame else "bukan Jumat dalam giliran ini"
        raise Refused("closed", f"{text.day(date)} tertutup: {why}.", "date")
    there = list(frame[date].stops)
    other = there[0] if len(there) >= frame[date].most else None
    if any(row.kelurahan_id == stop.kelurahan_id for row in there):
        raise Refused("again", f"{stop.kelurahan.label} sudah ada pada tanggal itu.", "date")
    _demand_bounds(rotation, stop, date, other)
    free = next(seat for seat in SEATS if seat not in {row.seat for row in there if row is not other})
    seat_left = stop.seat
    Stop.objects.filter(pk=stop.pk).delete()
    if other is not None:
        fields = {"date": leaves, "seat": seat_left, "is_fixed": True, "moved_from": other.date}
        Stop.objects.filter(pk=other.pk).update(**fields)
    stop.date, stop.seat, stop.is_fixed, stop.moved_from = date, free, True, leaves
    stop.save(force_insert=True)
    details = {"kelurahan": stop.kelurahan.label, "from": leaves, "to": date,
               "with": other.kelurahan.label if other else ""}  # fmt: skip
    audit.move(actor, rotation, rules.ROTATION_FLOW["swap"], details=details, reason=reason.strip())
    return rotation


def _demand_bounds(rotation: Rotation, stop: Stop, to: date, other: Stop | None) -> None:
    """Raises Refused("bound") where a kelurahan would have to wait longer than the rule, and did not before."""
    asked = queries.problem(rotation)
    now = {Planned(row.date, str(row.kelurahan_id)) for row in queries.stops(rotation) if row.date >= rotation.starts}
    then = now - {Planned(stop.date, str(stop.kelurahan_id))} | {Planned(to, str(stop.kelurahan_id))}
    if other is not None:
        then = then - {Planned(to, str(other.kelurahan_id))} | {Planned(stop.date, str(other.kelurahan_id))}
    known = {one.key for one in breaches(asked, now) if one.kind == "bound"}
    broken = [one for one in breaches(asked, then) if one.kind == "bound" and one.key not in known]
    if broken:
        place = territories.territory(UUID(broken[0].key))
        raise Refused("bound", f"{place.label} paling lambat {text.day(broken[0].on)}.", "date")


@transaction.atomic
def stand_in(*, actor: Actor, rotation: Rotation, stop: Stop, deputy: str) -> Rotation:
    """Who goes in the mayor's place, by office; empty: the mayor goes."""
    rules.demand_plan(actor, "stand_in")
    if stop.date < clock.today():
        raise Refused("past", "Yang sudah lewat tidak dapat diubah.", "deputy")
    named = " ".join(deputy.split())[:160]
    Stop.objects.filter(pk=stop.pk).update(deputy=named)
    stop.deputy = named
    details = {"kelurahan": stop.kelurahan.label, "date": stop.date, "deputy": named}
    audit.move(actor, rotation, rules.ROTATION_FLOW["stand_in"], details=details)
    return rotation


@transaction.atomic
def drop_rotation(*, actor: Actor, rotation: Rotation) -> Rotation:
    """It will not be used."""
    rules.demand_plan(actor, "drop_rotation")
    audit.move(actor, rotation, rules.ROTATION_FLOW["drop_rotation"])
    return rotation


@transaction.atomic
def note_pause(*, actor: Actor, kind: str, first: date, last: date, why: str, most: int = 0) -> Pause:
    """Days on which fewer Fridays are open; a plan made from now on keeps to it."""
    rules.demand_plan(actor, "note_pause")
    if first > last:
        raise Refused("span", "Hari terakhir sebelum hari pertama.", "last")
    if kind not in dict(Pause.KINDS):
        raise Refused("no_kind", "Jenis jeda itu tidak ada.", "kind")
    if not why.strip():
        raise Refused("no_reason", "Tuliskan mengapa.", "why")
    made = Pause(kind=kind, first=first, last=last, most=int(bool(most)), why=why.strip()[:160],
                 path=territories.served().path, status="standing")  # fmt: skip
    made.save(force_insert=True)
    told = {"kind": kind, "first": first, "last": last, "most": made.most, "why": made.why}
    audit.record(actor, made, rules.PAUSE_FLOW["note_pause"].event, changes=told)
    return made


@transaction.atomic
def drop_pause(*, actor: Actor, pause: Pause) -> Pause:
    """Those days are like any again."""
    rules.demand_plan(actor, "drop_pause")
    audit.move(actor, pause, rules.PAUSE_FLOW["drop_pause"])
    return pause
