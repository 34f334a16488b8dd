"""Sekitar sini: what is open within the city's metres, or in an RT or RW; only what one may see, never more than 50."""

from contextlib import nullcontext

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from rembuk.coordination.decisions.tests import scene
from rembuk.coordination.reports import actions as reports
from rembuk.coordination.reports import queries as report_queries
from rembuk.coordination.visits import places, queries
from rembuk.coordination.visits.queries import nearby
from rembuk.coordination.visits.tests import field
from rembuk.foundation.kernel.actor import Actor
from rembuk.foundation.regulations import actions as regulations
from tests import builders
from tests.support import plans

HERE = {"lat": field.LAT, "lng": field.LNG}


def codes(actor: Actor, **where: object) -> list[str]:
    found = queries.near(actor, **(where or HERE))
    return [spot.subject.code for spot in found.reports] if found else []


def test_within_300_metres_nearest_first(town: builders.City) -> None:
    far, near, edge = (field.heard(town, north=north) for north in (3.2, 0.5, 2.9))
    assert codes(town.actor("lurah")) == [near.code, edge.code]
    found = queries.near(town.actor("lurah"), lat=HERE["lat"], lng=HERE["lng"])
    assert found is not None
    assert [spot.distance for spot in found.reports] == ["sekitar 50 m", "sekitar 290 m"]
    assert far.code not in codes(town.actor("lurah"))


def test_the_corner_of_the_box_is_too_far(town: builders.City) -> None:
    field.heard(town, lat=field.LAT + 2.5 * field.HUNDRED, lng=field.LNG + 2.5 * field.HUNDRED)
    assert codes(town.actor("lurah")) == []


def test_how_far_is_a_rule_of_the_city(town: builders.City) -> None:
    field.heard(town, north=3.2)
    regulations.set_rule(
        actor=town.actor("pemerintahan"), key="visits.nearby.meters", label="", value="500", unit="meter",
        starts=scene.MORNING.date(), legal_basis="Perwal",
    )  # fmt: skip
    assert len(codes(town.actor("lurah"))) == 1


def test_what_is_over_is_not_near(town: builders.City) -> None:
    report = field.heard(town, public=False)
    reports.refuse(actor=town.actor("ketua_rt"), report=report, reason="Bukan di sini.")
    assert codes(town.actor("lurah")) == []


def test_what_is_private_is_near_to_nobody(town: builders.City) -> None:
    field.heard(town, public=False, sealed=True)
    assert codes(town.actor("petugas_kota")) == []
    assert codes(town.actor("lurah")) == []


@pytest.mark.parametrize("who", ["lurah_next", "ketua_rw_next", "ketua_rt_next", "camat_next", "kepala_opd"])
def test_next_door_sees_nothing_of_it(town: builders.City, who: str) -> None:
    field.heard(town)
    assert codes(town.actor(who)) == []


def test_without_a_point_by_rt_or_rw(town: builders.City) -> None:
    field.heard(town, north=9)
    field.heard(town, lat=None, lng=None)
    lurah = town.actor("lurah")
    assert len(codes(lurah, place=town.rt)) == len(codes(lurah, place=town.rw)) == 2
    assert codes(lurah, place=town.rt_next) == []
    assert queries.near(lurah, place=town.kelurahan) is None
    assert queries.near(lurah) is None


def test_follow_ups_of_what_is_near_and_those_to_inspect_first(town: builders.City) -> None:
    working, done = scene.accepted(town, title="Pasang tutup"), scene.finished(town)
    found = queries.near(town.actor("ketua_rw"), place=town.rw)
    assert found is not None
    assert [spot.subject.code for spot in found.work] == [done.code, working.code]
    report = field.heard(town, north=1, territory=town.kelurahan, public=False)
    reports.acknowledge(actor=town.actor("lurah"), report=report)
    made = reports.follow_up(
        actor=town.actor("lurah"), report=report, text="Keruk.", work=scene.work(town, territory=town.kelurahan)
    )
    around = queries.near(town.actor("lurah"), lat=HERE["lat"], lng=HERE["lng"])
    assert around is not None
    assert [(spot.subject.code, spot.metres) for spot in around.work] == [(made.code, 100)]


def test_never_more_than_fifty_in_a_fixed_number_of_queries(
    town: builders.City, monkeypatch: pytest.MonkeyPatch
) -> None:
    lurah = town.actor("lurah")
    monkeypatch.setattr(nearby, "MOST", 3)
    queries.near(lurah, lat=HERE["lat"], lng=HERE["lng"])  # what a process keeps is read
    asked = []
    for count in (1, 5):
        for _ in range(count):
            field.heard(town, public=False)
        with CaptureQueriesContext(
            connection,
        ) as seen:
            found = queries.near(lurah, lat=HERE["lat"], lng=HERE["lng"])
        asked.append(len(seen))
    assert found is not None
    assert len(found.reports) == 3
    assert asked[0] == asked[1]


def test_the_index_over_open_points_is_used(town: builders.City) -> None:
    field.heard(town)
    branch = report_queries.branches(town.actor("wali_kota"))[0]
    # In a table this small every index is as good as another.
    with plans.large_tables() if connection.vendor == "postgresql" else nullcontext():
        assert "reports_open_box" in nearby.around(branch, field.LAT, field.LNG, 300).explain()


@given(lat=st.floats(-11, 6), lng=st.floats(95, 141), north=st.floats(-400, 400), east=st.floats(-400, 400))
def test_the_box_holds_all_that_is_near(lat: float, lng: float, north: float, east: float) -> None:
    other_lat = lat + north / places.METRES_PER_DEGREE
    other_lng = lng + east / places.METRES_PER_DEGREE
    box = places.box(lat, lng, 300)
    if places.metres(lat, lng, other_lat, other_lng) <= 300:
        assert box.south <= other_lat <= box.north
        assert box.west <= other_lng <= box.east
