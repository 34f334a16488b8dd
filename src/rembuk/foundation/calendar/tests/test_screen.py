"""/kalender/: everyone signed in reads it, Pemerintahan changes it, without JavaScript."""

from datetime import date

import pytest
from django.test import Client

from rembuk.foundation.calendar import queries
from tests import builders

pytestmark = pytest.mark.django_db
NEW = {"date": "2026-02-02", "kind": "holiday", "name": "Hari jadi kota", "basis": "Keputusan 1/2026"}


@pytest.fixture
def officer(client: Client) -> Client:
    builders.city()
    return builders.sign_in(client, "pemerintahan")


def test_the_officer_adds_and_drops_a_day(officer: Client) -> None:
    page = officer.get("/kalender/2026/").content.decode()
    assert "240 hari kerja" in page
    assert "Rabu, 18 Maret 2026" in page
    assert officer.post("/kalender/2026/hari/", NEW).headers["Location"] == "/kalender/2026/"
    assert not queries.is_working(date(2026, 2, 2))
    assert "239 hari kerja" in officer.get("/kalender/2026/").content.decode()
    assert officer.post("/kalender/hari/2026-02-02/hapus/").status_code == 302
    assert queries.is_working(date(2026, 2, 2))


def test_a_year_without_decree_says_so_until_it_is_filled(officer: Client) -> None:
    assert "belum ada SKB" in officer.get("/kalender/2029/").content.decode()
    assert officer.post("/kalender/2029/isi/", {"decree": "SKB 1/2028"}).status_code == 302
    page = officer.get("/kalender/2029/").content.decode()
    assert "SKB 1/2028" in page
    assert "Hari Kemerdekaan" in page


def test_a_refusal_stands_beside_its_field(officer: Client) -> None:
    answer = officer.post("/kalender/2026/hari/", {**NEW, "kind": "working"})
    assert answer.status_code == 422
    assert "Senin, 2 Februari 2026 sudah hari kerja." in answer.content.decode()


def test_addresses_that_do_not_exist(officer: Client) -> None:
    assert officer.get("/kalender/1850/").status_code == 404
    assert officer.post("/kalender/hari/2026-13-01/hapus/").status_code == 404


def test_others_read_and_may_not_change(client: Client) -> None:
    assert client.get("/kalender/2026/").status_code == 302
    builders.city()
    lurah = builders.sign_in(client, "lurah")
    page = lurah.get("/kalender/2026/")
    assert page.status_code == 200
    assert "Tambah atau ubah hari" not in page.content.decode()
    assert lurah.post("/kalender/2026/hari/", NEW).status_code == 403
    assert lurah.post("/kalender/2026/isi/", {}).status_code == 403
    assert lurah.post("/kalender/hari/2026-01-01/hapus/").status_code == 403
