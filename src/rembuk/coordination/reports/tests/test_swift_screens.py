"""The screens of incidents, early warnings and complaints: short forms, numbers first, every step by its page."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from rembuk.coordination.reports import actions
from rembuk.coordination.reports.actions import Received
from rembuk.coordination.reports.models import Report, Situation
from rembuk.coordination.reports.tests.conftest import fresh
from rembuk.foundation.kernel import clock
from rembuk.foundation.regulations import actions as regulations
from tests import builders

Hear = Callable[..., Received]
Enter = Callable[[str], Client]


@pytest.fixture
def enter(town: builders.City) -> Enter:
    """`enter("lurah")`: a browser in which one of the cast is signed in."""
    return lambda name: builders.sign_in(Client(), name)


def told(town: builders.City, **more: Any) -> dict[str, Any]:
    return {
        "category": "kejadian_banjir", "text": "Air setinggi lutut.", "kelurahan": str(town.kelurahan.pk), "rw": "1",
        "rt": "1", "day": "2026-01-20", "at": "08:30", "displaced": "12", "injured": "", "dead": "0", **more,
    }  # fmt: skip


@pytest.mark.parametrize("address", ["/lapor/kejadian/", "/laporan/kejadian/lapor/", "/laporan/kejadian/"])
def test_the_numbers_to_call_stand_first_and_can_be_touched(enter: Enter, address: str) -> None:
    page = enter("ketua_rt").get(address).content.decode()
    assert page.index('href="tel:112"') < page.index("Lapor kejadian</h1>" if "lapor/" in address else "Tidak ada kej")


def test_pemerintahan_sets_a_number_and_takes_one_away(town: builders.City, enter: Enter) -> None:
    editor = town.actor("pemerintahan")
    for key, value in (("reports.call.7", "0800-1234"), ("reports.call.6", "-")):
        regulations.set_rule(actor=editor, key=key, value=value, unit="teks", starts=date(2026, 1, 20))
    page = Client().get("/lapor/kejadian/").content.decode()
    assert 'href="tel:0800-1234"' in page
    assert "123</b> Listrik" not in page


@pytest.mark.parametrize("who", ["ketua_rt", "ketua_rw", "pamor", "lurah", "kasi", "camat"])
def test_an_office_reports_an_incident_and_lands_on_its_page(enter: Enter, town: builders.City, who: str) -> None:
    answer = enter(who).post("/laporan/kejadian/lapor/", told(town))
    report = Report.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/laporan/{report.code}/")
    assert clock.local(report.occurred_at).isoformat() == "2026-01-20T08:30:00+07:00" if report.occurred_at else False
    now = Situation.objects.get()
    assert (now.dead, now.injured, now.displaced) == (0, 0, 12)
    page = enter(who).get(f"/laporan/{report.code}/").content.decode()
    assert "*MOHON IZIN MELAPORKAN*" in page
    assert "12 orang mengungsi" in page


def test_anyone_reports_one_and_gets_a_receipt(town: builders.City) -> None:
    client = Client()
    answer = client.post("/lapor/kejadian/", told(town, name="Budi", contact="0812"))
    report = Report.objects.get()
    assert (report.track, report.holder_id) == ("incident", town.position("lurah").pk)
    page = client.get(answer["Location"]).content.decode()
    assert report.code in page
    assert "Telepon 112" in page
    assert client.get(f"/lacak/{report.code}/").status_code == 200
    assert "Tarik laporan ini" not in client.get(f"/lacak/{report.code}/").content.decode()
    assert Client().get(f"/publik/{report.code}/").status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [("day", "2026-01-21"), ("at", "23:59"), ("dead", "-1"), ("category", "drainase"), ("category", "dini_runtuh"),
     ("text", " ")],
)  # fmt: skip
def test_what_cannot_be_is_said_beside_the_field(enter: Enter, town: builders.City, field: str, value: str) -> None:
    answer = enter("ketua_rt").post("/laporan/kejadian/lapor/", told(town, **{field: value}))
    assert answer.status_code == 422
    assert not Report.objects.exists()


def test_sent_twice_it_is_one(enter: Enter, town: builders.City) -> None:
    for _ in range(2):
        assert enter("ketua_rt").post("/laporan/kejadian/lapor/", told(town, request_key="k1")).status_code == 302
    assert (Report.objects.count(), Situation.objects.count()) == (1, 1)


def test_the_ordinary_form_has_none_of_these_kinds(enter: Enter) -> None:
    for client, address in ((Client(), "/lapor/"), (enter("ketua_rt"), "/laporan/terima/")):
        page = client.get(address).content.decode()
        assert "kejadian_banjir" not in page
        assert "dini_runtuh" not in page


def test_the_public_home_tells_kind_and_kelurahan_only(enter: Enter, heard: Hear, town: builders.City) -> None:
    report = heard("kejadian_banjir", text="Air masuk rumah Bu Tuti di gang mawar.", place="gang mawar").report
    assert "Kejadian yang sedang ditangani" not in Client().get("/").content.decode()
    actions.acknowledge(actor=town.actor("lurah"), report=report)
    page = Client().get("/").content.decode()
    assert "<b>Banjir</b> di Melati Timur" in page
    for words in ("gang mawar", "Tuti", report.code, "RT 001"):
        assert words not in page


def test_the_steps_of_an_incident_have_their_pages(enter: Enter, heard: Hear, town: builders.City) -> None:
    report, lurah = heard("kejadian_banjir", victims={"displaced": 3}).report, enter("lurah")
    assert "masked" not in lurah.get(f"/laporan/{report.code}/acknowledge/").content.decode()
    assert lurah.post(f"/laporan/{report.code}/acknowledge/", {"note": ""}).status_code == 302
    page = enter("pamor").get(f"/laporan/{report.code}/tell/").content.decode()
    assert 'value="3"' in page, "the counts of the line before"
    update = {"line": "Air naik.", "injured": "2", "displaced": "9", "needs": "Perahu."}
    assert enter("pamor").post(f"/laporan/{report.code}/tell/", update).status_code == 302
    assert lurah.post(f"/laporan/{report.code}/end/", {"line": "Surut."}).status_code == 302
    assert fresh(report).status == "ended"
    page = lurah.get(f"/laporan/{report.code}/").content.decode()
    assert page.index("Surut.") < page.index("Air naik.")


def test_an_early_warning_is_noted_read_and_ended(enter: Enter, town: builders.City) -> None:
    note = {"category": "dini_runtuh", "text": "Pohon miring.", "kelurahan": str(town.kelurahan.pk), "rw": "1"}
    assert enter("ketua_rt").get("/laporan/dini/catat/").status_code == 403
    assert enter("pamor").post("/laporan/dini/catat/", note).status_code == 302
    report = Report.objects.get()
    assert report.code in enter("camat").get("/laporan/dini/").content.decode()
    assert report.code in enter("pamor").get("/laporan/dini/").content.decode()
    assert report.code not in enter("ketua_rt").get("/laporan/").content.decode()
    lurah = enter("lurah")
    assert lurah.post(f"/laporan/{report.code}/acknowledge/", {"note": ""}).status_code == 302
    raised = {"category": "pohon", "text": "Pohon perlu dipangkas."}
    assert lurah.post(f"/laporan/{report.code}/raise_report/", raised).status_code == 302
    assert Report.objects.filter(track="service").count() == 1
    assert lurah.post(f"/laporan/{report.code}/prevent/", {"text": "Sudah dipangkas."}).status_code == 302
    assert "sudah dicegah" in enter("pamor").get(f"/laporan/{report.code}/").content.decode()


def test_a_note_sent_for_another_place_is_refused(enter: Enter, town: builders.City) -> None:
    note = {"category": "dini_runtuh", "text": "Pohon miring.", "kelurahan": str(town.kelurahan_next.pk)}
    answer = enter("pamor").post("/laporan/dini/catat/", note)
    assert answer.status_code == 422
    assert "untuk wilayahnya" in answer.content.decode()


def test_a_complaint_is_verified_with_its_limit_and_copied(enter: Enter, heard: Hear, town: builders.City) -> None:
    actions.set_category(actor=town.actor("pemerintahan"), unit=town.institution("opd"), key="lampu", label="Lampu",
                         group="Layanan kota", track="service")  # fmt: skip
    report, unit = heard("lampu", source="LAPOR", external_ref="99001").report, enter("petugas_opd")
    page = unit.get(f"/laporan/{report.code}/acknowledge/").content.decode()
    assert "tidak perlu periksa lapangan: paling lambat 9 Februari 2026" in page
    verify = {"masked": "Lampu padam.", "handling": "quick"}
    assert unit.post(f"/laporan/{report.code}/acknowledge/", verify).status_code == 302
    assert fresh(report).handling == "quick"
    assert unit.post(f"/laporan/{report.code}/answer/", {"text": "Besok diganti."}).status_code == 302
    page = unit.get(f"/laporan/{report.code}/copy_out/").content.decode()
    assert "Menjawab laporan 99001: Besok diganti." in page
    assert unit.post(f"/laporan/{report.code}/copy_out/", {"number": "99001"}).status_code == 302
    assert "sudah disalin ke LAPOR" in unit.get(f"/laporan/{report.code}/").content.decode()
