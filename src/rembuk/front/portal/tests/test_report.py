"""Anyone is heard without an account, once however often it is sent, and only they hold the receipt."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rembuk.coordination.reports import actions
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Report
from tests import builders

pytestmark = pytest.mark.django_db


def told(town: builders.City, **more: str) -> dict[str, str]:
    return {
        "kelurahan": str(town.kelurahan.pk), "rw": "1", "rt": "1", "text": "Lampu gang padam sejak Senin.",
        "category": "drainase", "request_key": "a" * 32, **more,
    }  # fmt: skip


def test_a_resident_sends_a_report_and_gets_a_receipt(town: builders.City, phone: Client) -> None:
    answer = phone.post("/lapor/", told(town))
    report = Report.objects.get()
    assert answer.status_code == 302
    page = phone.get(answer["Location"]).content.decode()
    assert report.code in page
    assert report.holder.title in page
    assert report.territory_id == town.rt.pk


def test_who_comes_through_a_server_that_names_nobody_is_heard(
    town: builders.City, phone: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = phone._base_environ  # type: ignore[attr-defined]

    def nameless(**more: object) -> dict[str, object]:
        return {key: value for key, value in named(**more).items() if key != "REMOTE_ADDR"}

    monkeypatch.setattr(phone, "_base_environ", nameless)
    assert phone.post("/lapor/", told(town)).status_code == 302
    assert Report.objects.count() == 1


def test_the_receipt_opens_only_on_the_device_that_sent_it(town: builders.City, phone: Client) -> None:
    address = phone.post("/lapor/", told(town))["Location"]
    assert phone.get(address).status_code == 200
    assert Client().get(address).status_code == 404


def test_sending_twice_with_the_same_key_is_one_report(town: builders.City, phone: Client) -> None:
    first, second = (phone.post("/lapor/", told(town))["Location"] for _ in range(2))
    assert first == second
    assert Report.objects.count() == 1


def test_another_text_under_the_same_key_is_refused_and_nothing_typed_is_lost(
    town: builders.City, phone: Client
) -> None:
    phone.post("/lapor/", told(town))
    answer = phone.post("/lapor/", told(town, text="Sampah menumpuk di ujung gang."))
    assert answer.status_code == 422
    assert "Sampah menumpuk di ujung gang." in answer.content.decode()
    assert Report.objects.count() == 1


def test_a_report_without_place_says_what_to_do(town: builders.City, phone: Client) -> None:
    answer = phone.post("/lapor/", told(town, kelurahan="", rw="", rt=""))
    assert answer.status_code == 422
    assert "Pilih" in answer.content.decode()
    assert not Report.objects.exists()


def test_a_sealed_report_says_that_it_bypasses_the_neighbourhood(town: builders.City, phone: Client) -> None:
    answer = phone.post("/lapor/", told(town, category="kekerasan_rumah"))
    assert "terlindungi" in phone.get(answer["Location"]).content.decode()
    assert phone.get(f"/publik/{Report.objects.get().code}/").status_code == 404


def test_a_flood_from_one_address_is_slowed_down(
    town: builders.City, phone: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rembuk.front.portal.views.hearing.MOST", 2)
    answers = [phone.post("/lapor/", told(town, request_key=f"{n:032d}")).status_code for n in range(3)]
    assert answers == [302, 302, 429]


def test_what_is_similar_nearby_shows_public_reports_only(town: builders.City, heard: Received, phone: Client) -> None:
    asked = {"category": "drainase", "kelurahan": str(town.kelurahan.pk), "rw": "1", "rt": "1"}
    assert heard.report.code not in phone.get("/lapor/mirip/", asked).content.decode()
    actions.acknowledge(actor=town.actor("ketua_rt"), report=heard.report)
    assert heard.report.code in phone.get("/lapor/mirip/", asked).content.decode()


def test_a_phone_that_lost_its_worker_shares_into_the_empty_form() -> None:
    browser = Client(enforce_csrf_checks=True)
    photo = SimpleUploadedFile("IMG-WA.jpg", b"sebuah foto", "image/jpeg")
    answer = browser.post("/berbagi/", {"text": "Got mampet", "photos": photo})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/lapor/")
    assert not Report.objects.exists()


@pytest.mark.parametrize("said", ["0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00", "9999-12-31T23:59:59-14:00", "x"])
def test_a_moment_that_no_calendar_has_breaks_nobodys_list(town: builders.City, phone: Client, said: str) -> None:
    assert phone.post("/lapor/", told(town, claimed_at=said)).status_code == 302
    assert Report.objects.get().claimed_at is None
    assert builders.sign_in(Client(), "lurah").get("/laporan/").status_code == 200
