"""/aturan/: figures with their history; Pemerintahan gives a new value from a date on."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from rembuk.foundation.kernel import clock
from rembuk.foundation.regulations import queries
from tests import builders

pytestmark = pytest.mark.django_db
URL = "/aturan/reports.stage.rt/"


@pytest.fixture
def officer(client: Client) -> Client:
    builders.city()
    return builders.sign_in(client, "pemerintahan")


def new(starts: date, **given: str) -> dict[str, str]:
    told = {"value": "10", "unit": "hari_kalender", "starts": starts.isoformat(), "certainty": "city"}
    return {**told, "legal_basis": "Perwal 9/2026", **given}


def test_a_new_value_starts_later_and_can_be_taken_back(officer: Client) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    assert "7 hari kalender" in officer.get("/aturan/").content.decode()
    assert officer.post(URL, new(tomorrow)).headers["Location"] == URL
    page = officer.get(URL).content.decode()
    assert "10 hari kalender" in page
    assert "Perwal 9/2026" in page
    assert "belum berlaku" in page
    assert "Segera berlaku" in officer.get("/aturan/").content.decode()
    row = queries.rule("reports.stage.rt", tomorrow)
    assert officer.post(f"/aturan/tarik/{row.pk}/").status_code == 302
    assert queries.rule("reports.stage.rt", tomorrow).value == "7"


def test_a_refusal_stands_beside_its_field(officer: Client) -> None:
    answer = officer.post(URL, new(clock.today(), value="banyak"))
    assert answer.status_code == 422
    assert "Tulis angka bulat" in answer.content.decode()
    past = officer.post(URL, new(clock.today() - timedelta(days=1)))
    assert "Tidak boleh berlaku surut" in past.content.decode()


def test_what_holds_is_shown_on_the_day_it_holds(officer: Client) -> None:
    officer.post(URL, new(clock.today() + timedelta(days=1)))
    with clock.standing(datetime.now(UTC) + timedelta(days=2)):
        assert "10 hari kalender" in officer.get("/aturan/").content.decode()


def test_others_read_and_may_not_change(client: Client) -> None:
    assert client.get("/aturan/").status_code == 302
    builders.city()
    lurah = builders.sign_in(client, "lurah")
    assert "Nilai baru" not in lurah.get(URL).content.decode()
    assert lurah.post(URL, new(clock.today())).status_code == 403
    assert lurah.post("/aturan/isi/").status_code == 403
    row = queries.rule("reports.stage.rt", clock.today())
    assert lurah.post(f"/aturan/tarik/{row.pk}/").status_code == 403
    assert lurah.get("/aturan/tidak.ada/").status_code == 404
