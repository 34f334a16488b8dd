"""/wilayah/: look up by name or code, also a former one; every deed is a form that works without JavaScript."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rembuk.foundation.territory import queries
from rembuk.foundation.territory.models import Territory
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> builders.City:
    return builders.city()


@pytest.fixture
def officer(client: Client, town: builders.City) -> Client:
    return builders.sign_in(client, "pemerintahan")


def at(place: Territory, step: str = "") -> str:
    return f"/wilayah/{place.pk}/{step}/" if step else f"/wilayah/{place.pk}/"


def text(client: Client, url: str) -> str:
    answer = client.get(url, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_city_is_shown_with_what_lies_in_it(officer: Client, town: builders.City) -> None:
    page = text(officer, "/wilayah/")
    assert town.kota.name in page
    assert town.kecamatan.label in page
    assert "Gabungkan" in text(officer, at(town.kelurahan))
    assert "RW dan RT tidak punya kode nasional" in text(officer, at(town.rt))


def test_a_rename_is_found_by_the_old_name(officer: Client, town: builders.City) -> None:
    old = town.kelurahan.name
    given = {"name": "Puspa Jaya", "basis": "Perda 1/2026"}
    assert officer.post(at(town.kelurahan, "rename"), given).headers["Location"] == at(town.kelurahan)
    page = text(officer, f"/wilayah/?q={old}")
    assert "Puspa Jaya" in page
    assert "Perda 1/2026" in text(officer, at(town.kelurahan))
    assert "Tidak ditemukan" in text(officer, "/wilayah/?q=antah berantah")


def test_a_merge_leads_to_the_new_one(officer: Client, town: builders.City) -> None:
    given = {"others": [str(town.kelurahan_next.pk)], "name": "Puspa", "code": "99.99.01.1999", "basis": "Perda 2/2026"}
    answer = officer.post(at(town.kelurahan, "merge"), given)
    new = queries.find("Puspa", town.kota)[0]
    assert answer.headers["Location"] == at(new)
    page = text(officer, at(town.kelurahan))
    assert "Sudah tidak ada sejak" in page
    assert at(new) in page
    assert "Berasal dari" in text(officer, at(new))
    assert "sekarang" in text(officer, f"/wilayah/?q={town.kelurahan.name}")


def test_a_part_is_split_off(officer: Client, town: builders.City) -> None:
    given = {"name": "Melati Selatan", "code": "99.99.01.1998", "takes": [str(town.rw.pk)], "basis": "Perda 3/2026"}
    assert officer.post(at(town.kelurahan, "split"), given).status_code == 302
    (new,) = queries.find("Melati Selatan", town.kota)
    assert [row.pk for row in queries.children(new)] == [town.rw.pk]


def test_an_rt_is_added_and_closed(officer: Client, town: builders.City) -> None:
    given = {"level": "rt", "number": "9", "basis": "SK lurah"}
    new = queries.find("RT 9", town.rw)
    assert new == []
    officer.post(at(town.rw, "add"), given)
    (rt,) = queries.find("RT 9", town.rw)
    assert officer.post(at(rt, "close"), {"basis": "SK lurah 2"}).status_code == 302
    assert queries.find("RT 9", town.rw) == []
    assert "Catat penerusnya" in text(officer, at(rt))
    assert officer.post(at(rt, "succeed"), {"new": str(town.rt.pk), "basis": "SK lurah 3"}).status_code == 302
    assert queries.present(Territory.objects.get(pk=rt.pk)) == [town.rt]


def upload(content: Any) -> dict[str, Any]:
    file = SimpleUploadedFile("batas.geojson", json.dumps(content).encode(), "application/geo+json")
    return {"file": file, "source": "Survei kota"}


def test_an_uploaded_outline_is_drawn(officer: Client, town: builders.City) -> None:
    ring = [[107.0, -6.3], [107.1, -6.3], [107.1, -6.2], [107.0, -6.2], [107.0, -6.3]]
    feature = {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}, "properties": {}}
    answer = officer.post(at(town.kelurahan, "boundary"), upload({"type": "FeatureCollection", "features": [feature]}))
    assert answer.status_code == 302
    assert queries.smallest_at(-6.25, 107.05) == town.kelurahan
    page = text(officer, at(town.kecamatan))
    assert '<path class="map-area' in page
    assert "style=" not in page
    wrong = officer.post(at(town.kelurahan, "boundary"), upload({"type": "FeatureCollection", "features": []}))
    assert wrong.status_code == 422
    assert "bukan satu geometri GeoJSON" in wrong.content.decode()


def test_a_refusal_is_shown_in_the_form(officer: Client, town: builders.City) -> None:
    same = officer.post(at(town.kelurahan, "rename"), {"name": town.kelurahan.name, "basis": "x"})
    assert same.status_code == 422
    assert "Nama dan kodenya sudah begitu." in same.content.decode()
    lone = officer.post(at(town.kelurahan, "merge"), {"name": "X", "basis": "x"})
    assert "Pilih sedikitnya satu wilayah lain." in lone.content.decode()
    assert officer.get(at(town.kelurahan, "hapus")).status_code == 404


def test_others_read_and_may_not_change(client: Client, town: builders.City) -> None:
    assert client.get(at(town.kelurahan)).status_code == 302
    lurah = builders.sign_in(client, "lurah")
    page = text(lurah, at(town.kelurahan))
    assert "Ganti nama" not in page
    for step in ("add", "rename", "merge", "split", "boundary", "spell", "close", "succeed"):
        assert lurah.get(at(town.kelurahan, step)).status_code == 403
        assert lurah.post(at(town.kelurahan, step), {"name": "X", "basis": "x"}).status_code == 403
