"""Outlines: set, repaired, refused by name, matched by code or name; a point finds the smallest territory."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rembuk.foundation.audit.models import Event
from rembuk.foundation.kernel.actor import PUBLIC, SYSTEM
from rembuk.foundation.kernel.errors import Refused
from rembuk.foundation.territory import actions, queries
from rembuk.foundation.territory.boundaries import import_boundaries
from rembuk.foundation.territory.imports import import_territory
from rembuk.foundation.territory.models import Boundary, Territory
from rembuk.foundation.territory.tests.country import Country, country

pytestmark = pytest.mark.django_db
Ring = list[tuple[float, float]]


@pytest.fixture
def land() -> Country:
    return country()


def box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring: Ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return {"type": "Polygon", "coordinates": [ring]}


def outline(place: Territory, geometry: Any) -> Boundary:
    return actions.set_boundary(actor=SYSTEM, territory=place, geometry=geometry, source="Uji")


def test_a_point_finds_the_smallest_territory(land: Country) -> None:
    assert queries.smallest_at(-6.25, 107.05) is None
    outline(land.city, box(107.0, -6.3, 107.2, -6.2))
    outline(land.melati, box(107.0, -6.3, 107.1, -6.2))
    outline(land.kenanga, box(107.1, -6.3, 107.2, -6.2))
    assert queries.smallest_at(-6.25, 107.05) == land.melati
    assert queries.smallest_at(-6.25, 107.15) == land.kenanga
    outline(land.rw, box(107.0, -6.3, 107.02, -6.2))
    assert queries.smallest_at(-6.25, 107.01) == land.rw
    assert queries.smallest_at(-6.25, 107.1) in (land.melati, land.kenanga)
    assert queries.smallest_at(-6.25, 107.3) is None
    assert queries.smallest_at(107.05, -6.25) is None


def test_a_new_outline_takes_over_and_the_same_again_changes_nothing(land: Country) -> None:
    outline(land.melati, box(107.0, -6.3, 107.1, -6.2))
    before = queries.stamp()
    outline(land.melati, box(107.0, -6.3, 107.1, -6.2))
    assert (queries.stamp(), Boundary.objects.count()) == (before, 1)
    outline(land.melati, box(107.5, -6.3, 107.6, -6.2))
    assert queries.smallest_at(-6.25, 107.05) is None
    assert queries.smallest_at(-6.25, 107.55) == land.melati
    assert Event.objects.filter(verb="territory.boundary_set").count() == 2
    actions.merge(actor=SYSTEM, olds=[land.melati], into=land.kenanga)
    assert queries.smallest_at(-6.25, 107.55) is None


def test_a_known_point_asks_the_database_for_the_stamp_only(land: Country) -> None:
    outline(land.melati, box(107.0, -6.3, 107.1, -6.2))
    queries.smallest_at(-6.25, 107.05)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        queries.smallest_at(-6.26, 107.06)
    assert len(asked) == 1


def test_a_crossing_line_is_repaired(land: Country) -> None:
    bow = {
        "type": "Polygon",
        "coordinates": [[(107.0, -6.3), (107.1, -6.2), (107.1, -6.3), (107.0, -6.2), (107.0, -6.3)]],
    }
    row = outline(land.melati, bow)
    assert json.loads(row.geometry)["type"] == "MultiPolygon"
    assert queries.smallest_at(-6.25, 107.01) == land.melati
    assert queries.smallest_at(-6.29, 107.05) is None


@pytest.mark.parametrize(
    ("code", "geometry"),
    [
        ("not_an_area", {"type": "Point", "coordinates": [107.0, -6.2]}),
        ("no_area", {"type": "Polygon", "coordinates": [[(107.0, -6.2), (107.1, -6.2), (107.0, -6.2), (107.0, -6.2)]]}),
        ("outside", box(-6.3, 107.0, -6.2, 107.1)),
        ("not_geojson", {"type": "Polygon"}),
        ("not_geojson", "bukan json"),
    ],
)
def test_what_is_refused(code: str, geometry: Any, land: Country) -> None:
    with pytest.raises(Refused) as refused:
        outline(land.melati, geometry)
    assert refused.value.code == code
    assert Boundary.objects.count() == 0


def test_only_pemerintahan_may(land: Country) -> None:
    with pytest.raises(Refused) as refused:
        actions.set_boundary(actor=PUBLIC, territory=land.melati, geometry=box(107.0, -6.3, 107.1, -6.2), source="Uji")
    assert refused.value.code == "not_allowed"
    with pytest.raises(Refused) as unnamed:
        actions.set_boundary(actor=SYSTEM, territory=land.melati, geometry=box(107.0, -6.3, 107.1, -6.2), source=" ")
    assert unnamed.value.code == "no_source"


def feature(geometry: Any, **properties: str) -> dict[str, Any]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def test_features_are_matched_by_code_or_by_name(land: Country, tmp_path: Path) -> None:
    path = tmp_path / "batas.geojson"
    features = [
        feature(box(107.0, -6.3, 107.1, -6.2), kode="32.75.01.1001", nama="Apa saja"),
        feature(box(107.1, -6.3, 107.2, -6.2), KELURAHAN="KEL. KENANGA", kecamatan="Taman"),
        feature(box(107.2, -6.3, 107.3, -6.2), kode="99.99", nama="Antah"),
        feature(box(-6.3, 107.2, -6.2, 107.3), nama="Taman", tingkat="kecamatan"),
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    done = import_boundaries(path, actor=SYSTEM, source="Peta uji")
    assert (done.features, done.changed, done.same) == (4, 2, 0)
    assert done.unmatched == ["99.99 Antah"]
    assert [line.split(":")[0] for line in done.refused] == ["Taman"]
    assert queries.smallest_at(-6.25, 107.15) == land.kenanga
    again = import_boundaries(path, actor=SYSTEM, source="Peta uji")
    assert (again.changed, again.same) == (0, 2)


@pytest.mark.parametrize(
    "text", ["{", '{"type": "Feature"}', '{"features": []}', '{"features": [{"properties": null}]}']
)
def test_a_file_that_does_not_fit_is_refused(text: str, land: Country, tmp_path: Path) -> None:
    path = tmp_path / "batas.geojson"
    path.write_text(text)
    with pytest.raises(Refused) as refused:
        import_boundaries(path, actor=SYSTEM)
    assert refused.value.code in {"no_file", "no_features", "nothing_fits"}
    assert land.city.is_served


@pytest.mark.data
def test_five_real_cities_find_their_own_points(shared_data: Path) -> None:
    for city in ("kota_bekasi_32.75", "kota_malang_35.73", "kota_cimahi_32.77", "kota_prabumulih_16.74"):
        import_territory(shared_data / "regions" / f"{city}.csv", actor=SYSTEM)
        path = shared_data / "boundaries" / f"{city}_kelurahan.geojson"
        done = import_boundaries(path, actor=SYSTEM)
        assert (done.unmatched, done.refused, done.changed) == ([], [], done.features)
        wrong = [
            properties["kode"]
            for properties in (feature["properties"] for feature in json.loads(path.read_text())["features"])
            if (place := queries.smallest_at(properties["lat_dalam"], properties["lng_dalam"])) is None
            or queries.code(place) != properties["kode"]
        ]
        assert wrong == []
    assert queries.smallest_at(-6.9, 107.61) is None  # Bandung, beside Cimahi
