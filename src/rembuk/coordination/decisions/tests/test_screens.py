"""The pages as people meet them: make at an item, work, inspect in two taps; all without script."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rembuk.coordination.decisions import actions, seams
from rembuk.coordination.decisions.models import FollowUp
from rembuk.coordination.decisions.tests import scene
from rembuk.foundation.kernel import clock
from tests import builders


def browser(name: str) -> Client:
    return builders.sign_in(Client(), name)


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def given(town: builders.City, **more: Any) -> dict[str, Any]:
    """What the form sends."""
    empty = {f"{name}_{number}": "" for name in ("support", "task") for number in (1, 2, 3)}
    return empty | {
        "title": "Keruk saluran", "lead": str(town.institution("opd").pk), "partner_name": "", "priority": "normal",
        "due": (clock.today() + timedelta(days=7)).isoformat(), "territory": str(town.rw.pk), "place": "", "cost": "",
        "inspector": "", **more,
    }  # fmt: skip


def test_a_decided_item_leads_to_the_work_that_it_asks_for(town: builders.City) -> None:
    item, lurah = scene.decided(town), browser("lurah")
    assert f"/tindak-lanjut/butir/{item.pk}/" in page(lurah, f"/rapat/{item.meeting.code}/")
    assert "siapa mengerjakan?" in page(lurah, "/tindak-lanjut/")
    helped = {"support_1": str(town.institution("lpm").pk), "task_1": "Kerja bakti", "mutual_1": "on"}
    answer = lurah.post(f"/tindak-lanjut/butir/{item.pk}/", given(town, **helped))
    assert answer.status_code == 302
    row = FollowUp.objects.get()
    assert (row.title, row.territory, row.parts.get().is_mutual) == ("Keruk saluran", town.rw, True)
    assert "siapa mengerjakan?" not in page(lurah, "/tindak-lanjut/")


def test_a_due_date_that_has_passed_is_said_beside_its_field(town: builders.City) -> None:
    item = scene.decided(town)
    answer = browser("lurah").post(f"/tindak-lanjut/butir/{item.pk}/", given(town, due="2026-01-01"))
    assert answer.status_code == 422
    assert "Tenggatnya sebelum diputuskan" in answer.content.decode()
    assert FollowUp.objects.count() == 0


def test_the_lead_works_through_the_pages(town: builders.City) -> None:
    row, lead = scene.made(town, supports=()), browser("petugas_opd")
    assert "Keruk saluran 120 m" in page(lead, "/tindak-lanjut/")
    assert lead.post(f"/tindak-lanjut/{row.code}/accept/", {"note": ""}).status_code == 302
    told = {"percent": "40", "text": "Alat sudah datang.", "cause": "", "next_on": ""}
    assert lead.post(f"/tindak-lanjut/{row.code}/tell/", told).status_code == 302
    assert "Alat sudah datang." in page(lead, f"/tindak-lanjut/{row.code}/")
    photo = SimpleUploadedFile("a.jpg", scene.photo(), "image/jpeg")
    done = lead.post(f"/tindak-lanjut/{row.code}/finish/", {"text": "Sudah.", "photos": [photo]})
    assert done.status_code == 302
    assert "tanpa data lokasi" in page(lead, f"/tindak-lanjut/{row.code}/")
    assert scene.fresh(row).status == "done"


def test_it_is_inspected_in_two_taps(town: builders.City) -> None:
    row, rw = scene.finished(town), browser("ketua_rw")
    first = f"/tindak-lanjut/{row.code}/inspect/"
    assert first in page(rw, "/hari-ini/")
    # The first tap shows the photos with the question, the second answers it.
    assert f"/foto/{row.evidence.get().file_id}" in page(rw, first)
    assert f"<title>Sesuai di lapangan: {row.title}" in page(rw, first)
    assert rw.post(first, {"remark": ""}).status_code == 302
    assert scene.fresh(row).status == "passed"


def test_without_a_remark_nothing_is_sent_back(town: builders.City) -> None:
    row, rw = scene.finished(town), browser("ketua_rw")
    address = f"/tindak-lanjut/{row.code}/send_back/"
    assert rw.post(address, {"remark": ""}).status_code == 422
    assert rw.post(address, {"remark": "Masih tersumbat."}).status_code == 302
    assert scene.fresh(row).status == "working"


def test_the_worklist_has_what_is_without_news_first(town: builders.City) -> None:
    scene.accepted(town, title="Diam")
    with scene.later(days=8):
        scene.made(town, title="Baru")
    with scene.later(days=9):
        shown = page(browser("kepala_opd"), "/tindak-lanjut/")
        today = [task.title for task in seams.today(town.actor("kepala_opd"), 60)]
    assert shown.index("Diam") < shown.index("Baru")
    assert "tanpa kabar 9 hari" in shown
    assert set(today) == {"Diam", "Baru"}


def test_hari_ini_has_each_partys_work(town: builders.City) -> None:
    row = scene.made(town)
    tasks = {who: [task.buttons[0][0] for task in seams.today(town.actor(who), 60)] for who in ("petugas_opd", "lpm")}
    assert tasks == {"petugas_opd": ["Terima"], "lpm": ["Kami kerjakan"]}
    actions.answer(actor=town.actor("kepala_opd"), follow_up=row, text="Belum bisa.")
    assert [task.buttons[0][0] for task in seams.today(town.actor("lurah"), 60)] == ["Tetap diminta"]
    assert list(seams.today(town.actor("lurah_next"), 60)) == []


@pytest.mark.parametrize("who", ["lurah", "camat", "wali_kota", "ketua_rw", "pamor"])
def test_the_area_has_what_lies_in_it(town: builders.City, who: str) -> None:
    row = scene.made(town)
    assert row.code in page(browser(who), "/tindak-lanjut/wilayah/")


@pytest.mark.parametrize("who", ["lurah_next", "camat_next", "ketua_rw_next"])
def test_and_not_what_lies_next_door(town: builders.City, who: str) -> None:
    row = scene.made(town)
    assert row.code not in page(browser(who), "/tindak-lanjut/wilayah/")
    assert browser(who).get(f"/tindak-lanjut/{row.code}/").status_code == 404


def test_a_whole_decision_is_shown_and_taken_back(town: builders.City) -> None:
    row, lurah = scene.accepted(town), browser("lurah")
    code = row.decision.code
    assert row.code in page(lurah, f"/tindak-lanjut/keputusan/{code}/")
    assert lurah.post(f"/tindak-lanjut/keputusan/{code}/cabut/", {"reason": "Batal."}).status_code == 302
    assert scene.fresh(row).status == "revoked"


def test_a_photo_of_the_lead_keeps_what_the_phone_says_of_its_place(town: builders.City) -> None:
    row, lead = scene.accepted(town), browser("petugas_opd")
    photo = SimpleUploadedFile("a.jpg", scene.photo(), "image/jpeg")
    sent = {
        "photos": [photo],
        "claimed_lat": "-6.25",
        "claimed_lng": "107.01",
        "claimed_at": "2026-01-20T08:30:00+07:00",
    }
    assert lead.post(f"/tindak-lanjut/{row.code}/show/", sent).status_code == 302
    kept = row.evidence.get()
    assert (kept.has_place, kept.claimed_at) == (True, datetime(2026, 1, 20, 1, 30, tzinfo=UTC))
