"""A visit is planned, its places are picked, those concerned are told, and it ends when each place has its fate."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rembuk.coordination.decisions.tests import scene
from rembuk.coordination.decisions.tests.scene import refused
from rembuk.coordination.reports import actions as reports
from rembuk.coordination.visits import actions, queries, seams
from rembuk.coordination.visits.actions import Goal
from rembuk.coordination.visits.models import CheckIn, Plan, PlanPlace, Visit
from rembuk.coordination.visits.tests import field
from rembuk.foundation.audit import verify
from rembuk.foundation.institutions import actions as institutions
from rembuk.foundation.kernel import clock
from rembuk.foundation.kernel.actor import PUBLIC
from rembuk.foundation.kernel.seams import Told
from rembuk.foundation.notices import actions as notices
from rembuk.foundation.notices import queries as inboxes
from tests import builders


def spot(town: builders.City, what: str = "Tebing di ujung gang", north: float = 0.0, **more: Any) -> Goal:
    """A spot in the RT, so many hundred metres north of the point."""
    given = {"territory": town.rt, "lat": field.LAT + north * field.HUNDRED, "lng": field.LNG, **more}
    return Goal("", what, **given)


def planned(town: builders.City, *goals: Goal, who: str = "lurah", **more: Any) -> Plan:
    """A plan for tomorrow."""
    given: dict[str, Any] = {"day": clock.today() + timedelta(days=1), "purpose": "Keliling sesudah hujan", **more}
    return actions.plan(actor=town.actor(who), goals=goals or (spot(town),), **given)


def fate(plan: Plan, order: int = 1) -> str:
    return PlanPlace.objects.get(plan=plan, order=order).fate


def status(plan: Plan) -> str:
    return Plan.objects.get(pk=plan.pk).status


def place(plan: Plan, order: int = 1) -> PlanPlace:
    found = queries.plan_by_id(plan.pk)
    assert found is not None
    return queries.place_of(found, order)


def told(town: builders.City, who: str, head: str) -> list[str]:
    while notices.bring_forward(1000):
        pass
    return [one.subject for one in inboxes.inbox(town.actor(who)) if head in one.subject]


def test_a_plan_holds_reports_follow_ups_and_spots(town: builders.City) -> None:
    report, work = field.heard(town, north=1), scene.accepted(town)
    made = planned(town, Goal(report.code.lower()), Goal(work.code), spot(town))
    rows = queries.places_of(made)
    assert [(row.report, row.follow_up, row.what) for row in rows] == [
        (report, None, ""), (None, work, ""), (None, None, "Tebing di ujung gang"),
    ]  # fmt: skip
    assert (rows[0].lat, rows[0].territory) == (report.lat, town.rt)
    assert verify.verify().broken is None


def test_a_follow_up_lies_where_the_report_is_that_it_carries_on(town: builders.City) -> None:
    report = field.heard(town, territory=town.kelurahan, public=False)
    reports.acknowledge(actor=town.actor("lurah"), report=report)
    made = reports.follow_up(actor=town.actor("lurah"), report=report, text="Keruk.", work=scene.work(town))
    assert queries.places_of(planned(town, Goal(made.code)))[0].lat == report.lat


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"day": date(2026, 1, 19)}, "past"), ({"day": date(2027, 6, 1)}, "too_far_off"), ({"purpose": "  "}, "empty"),
        ({"goals": []}, "no_place"), ({"goals": [Goal("KYY-26-00000")]}, "not_found"),
        ({"goals": [Goal("", "Apa saja")]}, "no_place"),
        ({"goals": [Goal("", "", lat=field.LAT, lng=field.LNG)]}, "empty"),
        # Nobody knows outlines in this city: without a place a point is nowhere in it.
        ({"goals": [Goal("", "Laut", lat=-5.0, lng=100.0)]}, "outside"),
        ({"goals": [Goal("", f"Titik {n}", lat=field.LAT, lng=field.LNG) for n in range(13)]}, "too_many"),
    ],
)  # fmt: skip
def test_what_is_refused(town: builders.City, more: dict[str, Any], code: str) -> None:
    given = {"day": clock.today(), "purpose": "Keliling", "goals": [spot(town)], **more}
    assert refused(actions.plan, actor=town.actor("lurah"), **given) == code
    assert not Plan.objects.exists()


def test_next_door_is_not_ones_own(town: builders.City) -> None:
    report = field.heard(town)
    for who in ("lurah_next", "ketua_rw_next", "camat_next"):
        asks = {"actor": town.actor(who), "day": clock.today(), "purpose": "Keliling"}
        assert refused(actions.plan, **asks, goals=[spot(town)]) == "outside"
        assert refused(actions.plan, **asks, goals=[Goal(report.code)]) == "not_found"


def test_what_is_private_is_not_planned(town: builders.City) -> None:
    sealed = field.heard(town, public=False, sealed=True)
    assert refused(lambda: planned(town, Goal(sealed.code), who="petugas_kota")) == "private"


@pytest.mark.parametrize("who", ["petugas_loket", "pemerintahan", "perlindungan"])
def test_who_stays_inside_plans_nothing(town: builders.City, who: str) -> None:
    assert refused(lambda: planned(town, who=who)) == "not_allowed"
    assert refused(actions.plan, actor=PUBLIC, day=clock.today(), purpose="x", goals=[spot(town)]) == "not_allowed"


def test_the_same_place_once(town: builders.City) -> None:
    report = field.heard(town)
    made = planned(town, Goal(report.code), Goal(report.code))
    assert len(queries.places_of(made)) == 1
    lurah = town.actor("lurah")
    assert refused(actions.add_places, actor=lurah, plan=made, goals=[Goal(report.code)]) == "again"
    actions.add_places(actor=lurah, plan=Plan.objects.get(pk=made.pk), goals=[spot(town)])
    assert [row.order for row in queries.places_of(made)] == [1, 2]


def test_sent_twice_is_one_plan(town: builders.City) -> None:
    assert planned(town, request_key="a" * 32) == planned(town, request_key="a" * 32)
    assert Plan.objects.count() == 1


def test_a_vacant_seat_cannot_come(town: builders.City) -> None:
    institutions.end_appointment(
        actor=town.actor("lurah"), appointment=town.cast["ketua_rw"], on=clock.today(), reason="Pindah."
    )
    with scene.later(days=1):
        assert refused(lambda: planned(town, fellows=[town.position("ketua_rw")])) == "vacant"


def test_whoever_goes_sees_it_on_hari_ini_and_in_the_list(town: builders.City) -> None:
    made = planned(town, fellows=[town.position("kasi"), town.position("kepala_opd")])
    for who in ("lurah", "kasi", "kepala_opd"):
        actor = town.actor(who)
        assert [task.title for task in seams.today(actor)] == ["Kunjungan: Keliling sesudah hujan"]
        assert [row.code for row in queries.plans(actor).items] == [made.code]
    for who in ("ketua_rw", "kepala_opd_next", "lurah_next"):
        assert not list(seams.today(town.actor(who)))
    assert queries.plan(town.actor("ketua_rw"), made.code) == made  # whoever watches over the place reads it
    for who in ("lurah_next", "ketua_rw_next", "kepala_opd_next"):
        assert refused(queries.plan, actor=town.actor(who), code=made.code) == "not_found"


def test_those_in_charge_of_the_place_and_those_who_come_are_told(town: builders.City) -> None:
    made = planned(town, who="camat", fellows=[town.position("kepala_opd")])
    coming = "akan datang Rabu, 21 Januari 2026"
    assert told(town, "lurah", coming) == [f"Camat Melati {coming} ke {town.rt.label}"]
    assert len(told(town, "ketua_rw", coming)) == 1
    assert len(told(town, "kepala_opd", "Anda ikut kunjungan")) == 1
    assert (
        not told(town, "ketua_rw_next", "datang") + told(town, "lurah_next", "datang") + told(town, "camat", "datang")
    )
    actions.cancel_plan(actor=town.actor("camat"), plan=made, reason="Banjir di Kenanga.")
    assert len(told(town, "lurah", "dibatalkan")) == len(told(town, "kepala_opd", "dibatalkan")) == 1


def test_check_in_is_once_each_with_what_the_phone_says_sealed(town: builders.City) -> None:
    made = planned(town, fellows=[town.position("kasi")])
    lurah, kasi = town.actor("lurah"), town.actor("kasi")
    said = clock.now() - timedelta(minutes=40)
    first = actions.check_in(actor=lurah, place=place(made), lat=field.LAT + 20 * field.HUNDRED, lng=field.LNG,
                             claimed_at=said)  # fmt: skip
    assert actions.check_in(actor=lurah, place=place(made), lat=field.LAT, lng=field.LNG) == first
    actions.check_in(actor=kasi, place=place(made))
    far, silent = queries.came(made)[place(made).pk]
    assert (far.distance, far.is_far, far.row.claimed_at) == ("sekitar 2,0 km", True, said)
    assert (silent.metres, silent.is_far) == (None, False)
    assert str(field.LAT).encode() not in bytes(CheckIn.objects.get(pk=first.pk).claims or b"")
    assert refused(actions.check_in, actor=town.actor("ketua_rw"), place=place(made)) == "not_allowed"
    assert refused(actions.check_in, actor=town.actor("ketua_rw_next"), place=place(made)) == "not_found"
    assert verify.verify().broken is None


def test_it_closes_when_each_place_has_its_fate(town: builders.City) -> None:
    made = planned(town, spot(town), spot(town, "Pos ronda"), fellows=[town.position("kasi")])
    visit = actions.note(actor=town.actor("kasi"), seen=field.SEEN, planned=place(made))
    assert (fate(made), status(made), visit.territory) == ("seen", "planned", town.rt)
    assert refused(actions.miss, actor=town.actor("lurah"), place=place(made), reason="Lupa") == "wrong_step"
    assert refused(actions.miss, actor=town.actor("lurah"), place=place(made, 2), reason=" ") == "no_reason"
    actions.miss(actor=town.actor("lurah"), place=place(made, 2), reason="Jalan ditutup.")
    assert (fate(made, 2), status(made)) == ("missed", "done")
    assert not list(seams.today(town.actor("lurah")))
    # What a phone without network brings later is kept, and so is who else was there.
    late = actions.note(actor=town.actor("lurah"), seen="Ternyata lewat belakang.", planned=place(made, 2))
    actions.check_in(actor=town.actor("lurah"), place=place(made, 2))
    assert (fate(made, 2), status(made)) == ("seen", "done")
    assert queries.visits_of(made)[place(made, 2).pk] == [late]
    assert verify.verify().broken is None


def test_a_visit_noted_by_mistake_opens_its_place_again(town: builders.City) -> None:
    made = planned(town)
    visit = actions.note(actor=town.actor("lurah"), seen=field.SEEN, planned=place(made))
    assert status(made) == "done"
    actions.cancel(actor=town.actor("lurah"), visit=visit, reason="Salah tempat.")
    assert (fate(made), status(made)) == ("open", "planned")


def test_who_does_not_go_writes_nothing_under_the_plan(town: builders.City) -> None:
    made = planned(town)
    assert refused(actions.note, actor=town.actor("ketua_rw"), seen=field.SEEN, planned=place(made)) == "not_allowed"
    assert not Visit.objects.exists()
    assert refused(actions.cancel_plan, actor=town.actor("ketua_rw"), plan=made, reason="x") == "not_allowed"


def test_a_cancelled_plan_keeps_what_was_seen_meanwhile(town: builders.City) -> None:
    made = planned(town)
    there = place(made)
    assert refused(actions.cancel_plan, actor=town.actor("lurah"), plan=made, reason="") == "no_reason"
    actions.cancel_plan(actor=town.actor("lurah"), plan=made, reason="Dipanggil camat.")
    actions.note(actor=town.actor("lurah"), seen=field.SEEN, planned=there)
    assert (status(made), fate(made)) == ("cancelled", "open")
    assert len(queries.visits_of(made)[there.pk]) == 1
    assert refused(actions.check_in, actor=town.actor("lurah"), place=place(made)) == "wrong_step"


def test_who_planned_is_reminded_once_and_alone(town: builders.City) -> None:
    made = planned(town, who="camat", fellows=[town.position("kepala_opd")])
    assert actions.remind(clock.now(), 10) == 0
    with scene.later(days=2):
        assert actions.remind(clock.now(), 10) == 1
        assert actions.remind(clock.now(), 10) == 0
        assert len(told(town, "camat", "bagaimana jadinya")) == 1
        assert not told(town, "lurah", "bagaimana") + told(town, "kepala_opd", "bagaimana")
        assert [task.tone for task in seams.today(town.actor("camat"))] == ["late"]
        actions.miss(actor=town.actor("camat"), place=place(made), reason="Hujan deras.")
        assert status(made) == "done"


def test_the_list_asks_a_fixed_number_of_queries(town: builders.City) -> None:
    asked = []
    for count in (1, 4):
        for _ in range(count):
            planned(town, spot(town), spot(town, "Pos ronda"))
        with CaptureQueriesContext(connection) as seen:
            list(seams.today(town.actor("lurah")))
            queries.plans(town.actor("lurah"))
        asked.append(len(seen))
    assert asked[0] == asked[1]


def test_of_what_is_no_plans_business_nobody_is_told(town: builders.City) -> None:
    made = planned(town)
    told_of = Told(1, "visits.checked_in", made.subject_kind, made.pk, made.path, clock.now())
    assert not list(seams.notices(told_of))
