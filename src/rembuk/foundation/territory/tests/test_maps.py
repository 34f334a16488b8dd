"""The map: outlines and points with names and links, small, without inline style; the sample city joins its borders."""

import re
from xml.etree import ElementTree as ET

import pytest
import shapely
from django.test import TestCase

from rembuk.foundation.kernel import chance
from rembuk.foundation.kernel.actor import SYSTEM
from rembuk.foundation.territory import maps, queries, sample
from rembuk.foundation.territory.models import Boundary, Territory

pytestmark = pytest.mark.django_db
SQUARE = '{"type":"Polygon","coordinates":[[[107.0,-6.3],[107.1,-6.3],[107.1,-6.2],[107.0,-6.2],[107.0,-6.3]]]}'


def test_areas_and_points_are_named_linked_and_escaped() -> None:
    svg = maps.outline_svg(
        [maps.Area(SQUARE, "Melati & <Kenanga>", "/wilayah/1/", "here")],
        [maps.Point(-6.25, 107.05, 'Lampu "mati"', "/publik/ABC/", "late"), maps.Point(-6.21, 107.01, "Tanpa tautan")],
        title="Peta Kota", desc="1 kelurahan, 2 laporan", key="peta",
    )  # fmt: skip
    root = ET.fromstring(svg)
    assert (root.find("title").text, root.find("desc").text) == ("Peta Kota", "1 kelurahan, 2 laporan")  # type: ignore[union-attr]
    assert root.get("aria-labelledby") == "peta-t peta-d"
    links = [(a.get("href"), a.get("aria-label")) for a in root.findall("a")]
    assert links == [("/wilayah/1/", "Melati & <Kenanga>"), ("/publik/ABC/", 'Lampu "mati"')]
    assert root.find("a/path").get("class") == "map-area here"  # type: ignore[union-attr]
    assert len(root.findall(".//circle")) == 3
    assert not re.search(r"\sstyle=|<style|\son\w+=|<script", svg)


def test_nothing_to_draw_is_nothing() -> None:
    assert maps.outline_svg([], title="Peta", desc="") == ""
    assert "map-point" in maps.outline_svg([], [maps.Point(-6.2, 107.0, "Titik")], title="Peta", desc="")


def test_north_is_up_and_the_drawing_keeps_its_shape() -> None:
    points = [maps.Point(-6.2, 107.0, "utara"), maps.Point(-6.3, 107.1, "selatan")]
    root = ET.fromstring(maps.outline_svg([maps.Area(SQUARE, "X")], points, title="t", desc="d"))
    north, south = ((int(c.get("cx", 0)), int(c.get("cy", 0))) for c in root.findall("circle"))
    assert north[1] < south[1]
    assert north[0] < south[0]
    assert abs((south[1] - north[1]) / (south[0] - north[0]) - 1 / 0.994) < 0.01


class SampleCity(TestCase):
    """The whole city with its outlines, made once."""

    city: Territory

    @classmethod
    def setUpTestData(cls) -> None:
        with chance.seeded(7):
            cls.city = sample.make_city(SYSTEM)
            sample.draw_boundaries(SYSTEM, cls.city)

    def test_it_is_whole(self) -> None:
        levels = ("kecamatan", "kelurahan", "rw", "rt")
        kecamatan, kelurahan, rw, rt = (queries.subtree(self.city, level).count() for level in levels)
        assert (kecamatan, kelurahan, rw) == (12, 56, 1013)
        assert 6500 < rt < 7500
        assert Boundary.objects.filter(is_sample=True).count() == Boundary.objects.count() == 1 + 12 + 56 + 1013
        for level in levels[:3]:
            rows = queries.boundaries(list(queries.subtree(self.city, level)))
            assert shapely.coverage_is_valid(shapely.from_geojson([row.geometry for row in rows])), level
        for row in queries.boundaries(list(queries.subtree(self.city, "kelurahan"))):
            middle = shapely.from_geojson(row.geometry).representative_point()
            found = queries.smallest_at(middle.y, middle.x)
            assert found is not None
            assert queries.ancestors(found)["kelurahan"] == row.territory

    def test_a_map_of_56_kelurahan_is_small(self) -> None:
        rows = queries.boundaries(list(queries.subtree(self.city, "kelurahan")))
        areas = [maps.Area(row.geometry, row.territory.name, f"/wilayah/{row.territory_id}/") for row in rows]
        svg = maps.outline_svg(areas, title="Kota Bekasi", desc="56 kelurahan")
        assert len(svg) < 40_000
        assert svg.count("<path") == 56

    def test_the_same_seed_draws_it_the_same(self) -> None:
        with chance.seeded(9):
            first = [drawn.shape.wkt for drawn in sample.draw(self.city)]
        with chance.seeded(9):
            second = [drawn.shape.wkt for drawn in sample.draw(self.city)]
        assert first == second
        assert sum(sample.rw_counts().values()) == 1013
