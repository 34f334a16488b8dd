"""The pages under /kunjungan/rencana/: picking what is open, the way past the places, and the page of each place."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rembuk.coordination.decisions.tests import scene
from rembuk.coordination.reports import actions as reports
from rembuk.coordination.visits import queries
from rembuk.coordination.visits.models import CheckIn, Plan, Visit
from rembuk.coordination.visits.tests import field
from rembuk.coordination.visits.tests.test_plan import place, planned, spot
from rembuk.coordination.visits.tests.test_screens import page
from rembuk.foundation.files import pictures
from rembuk.foundation.kernel import clock
from tests import builders

NEW = "/kunjungan/rencana/baru/"


@pytest.fixture
def lurah(town: builders.City) -> Client:
    return builders.sign_in(Client(), "lurah")


def test_a_plan_is_picked_from_what_is_open_and_leads_to_its_page(town: builders.City, lurah: Client) -> None:
    report, work = field.heard(town, north=2), scene.accepted(town)
    shown = page(lurah, NEW)
    assert all(f'value="{code}"' in shown for code in (report.code, work.code))
    assert f'href="#pilih-{report.code}"' in shown
    sent: dict[str, Any] = {
        "day": clock.today() + timedelta(days=2), "purpose": "Keliling sesudah hujan", "near": [report.code, work.code],
        "what": "Tebing", "spot": f"{field.LAT}, {field.LNG}", "kelurahan": str(town.kelurahan.pk), "rw": "1",
        "fellows": [str(town.position("kasi").pk), str(town.position("kepala_opd").pk)], "request_key": "k" * 20,
    }  # fmt: skip
    # Looking elsewhere keeps what was filled in, and saves nothing.
    looked = lurah.post(NEW, {**sent, "cari": "1", "rw": "2"}).content.decode()
    assert not Plan.objects.exists()
    assert all(
        words in looked for words in ("dipilih tadi", "Keliling sesudah hujan", f'value="{report.code}" checked')
    )
    answer = lurah.post(NEW, sent)
    made = Plan.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/kunjungan/rencana/{made.code}/")
    assert len(queries.fellow_seats(made)) == 2
    shown = page(lurah, f"/kunjungan/rencana/{made.code}/")
    # What has a point stands in the order of the way, with its number on the map; the rest is last.
    assert shown.index(f"1. {report.title}") < shown.index("2. Tebing") < shown.index(f"3. {work.title}")
    from_south = page(lurah, f"/kunjungan/rencana/{made.code}/?lat={field.LAT - field.HUNDRED}&lng={field.LNG}")
    assert from_south.index("1. Tebing") < from_south.index(f"2. {report.title}")
    assert all(words in shown for words in ("geo:-6.242000,106.992000?q=", "sekitar 200 m", "map-way", ">2</text>"))


def test_a_long_list_is_folded_by_rw_and_searched_by_words(town: builders.City, lurah: Client) -> None:
    near = field.heard(town)
    far = field.heard(town, public=False, text="Lampu gang mati.", territory=town.rw_next)
    reports.acknowledge(actor=town.actor("ketua_rw_next"), report=far)
    for number in range(8):
        field.heard(town, text=f"Got {number} mampet.")
    shown = page(lurah, NEW)
    assert shown.count('<details class="field"><summary>RW') == 2
    assert "RW 01 (9)" in shown
    where = {"kelurahan": str(town.kelurahan.pk), "cari": "1"}
    ticked = lurah.post(NEW, {**where, "near": [near.code]}).content.decode()
    assert ticked.count('<details class="field" open><summary>RW 01') == 1
    found = lurah.post(NEW, {**where, "kata": "lampu MATI", "near": [near.code]}).content.decode()
    # What was ticked before stays, though the words do not find it.
    assert f'value="{far.code}"' in found
    assert f'value="{near.code}" checked' in found
    assert found.count('id="pilih-') == 1
    assert "Tidak ada yang terbuka" in lurah.post(NEW, {**where, "kata": "jembatan"}).content.decode()


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"day": "2026-01-19"}, "sudah lewat"), ({"purpose": ""}, "purpose"), ({"spot": "utara"}, "dua angka"),
        ({"spot": "-6.2, 106.9", "what": ""}, "Apa yang mau dilihat"), ({"what": "", "near": []}, "satu tempat"),
        ({"near": ["KYY-26-00000"]}, "tidak ada, atau bukan untuk Anda"), ({"spot": "-95, 200"}, "bukan lintang"),
        ({"fellows": ["00000000-0000-0000-0000-000000000000"]}, "fellows"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_is_lost(
    town: builders.City, lurah: Client, more: dict[str, Any], words: str
) -> None:
    report = field.heard(town)
    sent = {"day": clock.today(), "purpose": "Keliling got", "near": [report.code], "what": "Pos",
            "kelurahan": str(town.kelurahan.pk), "rw": "1"}  # fmt: skip
    answer = lurah.post(NEW, sent | more)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Plan.objects.exists()


def test_places_are_added_and_the_plan_cancelled_by_their_pages(town: builders.City, lurah: Client) -> None:
    made, report = planned(town), field.heard(town)
    base = f"/kunjungan/rencana/{made.code}"
    assert report.title in page(lurah, f"{base}/tambah/")
    assert lurah.post(f"{base}/tambah/", {"concerns": report.code}).status_code == 302
    assert lurah.post(f"{base}/tambah/", {"concerns": report.code}).status_code == 422
    assert "Mengapa dibatalkan?" in page(lurah, f"{base}/batal/")
    assert lurah.post(f"{base}/batal/", {"reason": ""}).status_code == 422
    assert lurah.post(f"{base}/batal/", {"reason": "Dipanggil camat."}).status_code == 302
    assert "Dipanggil camat." in page(lurah, f"{base}/")
    assert lurah.get(f"{base}/tambah/").status_code == 409


def test_at_the_place_one_checks_in_and_writes_what_was_seen(town: builders.City, lurah: Client) -> None:
    near = field.heard(town, north=1)
    made = planned(town, spot(town), spot(town, "Pos ronda", lat=None, lng=None))
    there = f"/kunjungan/rencana/{made.code}/1/"
    shown = page(lurah, there)
    assert "Saya di sini" in shown
    assert f'value="{near.code}"' in shown
    sent = {"lat": field.LAT + 5 * field.HUNDRED, "lng": field.LNG, "claimed_at": "2026-01-20T01:15:00Z"}
    for _ in range(2):
        assert lurah.post(f"{there}datang/", sent).status_code == 302
    assert CheckIn.objects.count() == 1
    assert "menurut HP sekitar 500 m dari tempat" in page(lurah, there)
    assert "Saya di sini" not in page(lurah, there)
    seen: dict[str, Any] = {
        "seen": field.SEEN, "near": near.code, "promise": "Keruk saluran", "request_key": "k" * 20,
        "promise_due": clock.today() + timedelta(days=10), "claimed_at": "2026-01-20T01:20:00Z",
    }  # fmt: skip
    for _ in range(2):
        photo = SimpleUploadedFile("a.jpg", scene.photo(), "image/jpeg")
        assert lurah.post(there, {**seen, "photos": photo}).status_code == 302
    visit = Visit.objects.get()
    assert (field.promised(visit).title, queries.report_links(visit)[0].report) == ("Keruk saluran", near)
    assert lurah.post(there, {**seen, "seen": "Lain."}).status_code == 422
    assert lurah.post(there, {"seen": ""}).status_code == 422
    whole = page(lurah, f"/kunjungan/rencana/{made.code}/")
    assert all(words in whole for words in (visit.code, "sudah dilihat", "belum didatangi"))
    assert made.code in page(lurah, f"/kunjungan/{visit.code}/")
    assert lurah.post(f"/kunjungan/rencana/{made.code}/2/lewat/", {"reason": "Jalan ditutup."}).status_code == 302
    assert all(words in page(lurah, f"/kunjungan/rencana/{made.code}/") for words in ("Jalan ditutup.", "selesai"))


def test_nonsense_about_the_place_is_no_reason_to_lose_a_check_in(town: builders.City, lurah: Client) -> None:
    made = planned(town)
    there = f"/kunjungan/rencana/{made.code}/1/"
    assert lurah.post(f"{there}datang/", {"lat": "utara", "lng": "999", "claimed_at": "kemarin"}).status_code == 302
    assert "tanpa data lokasi" in page(lurah, there)
    assert lurah.get(f"/kunjungan/rencana/{made.code}/9/").status_code == 404


def test_a_photo_too_large_is_refused_and_the_place_stays_open(
    town: builders.City, lurah: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MAX_BYTES", 1_000)
    made = planned(town)
    huge = SimpleUploadedFile("a.jpg", scene.photo(), "image/jpeg")
    answer = lurah.post(f"/kunjungan/rencana/{made.code}/1/", {"seen": field.SEEN, "photos": huge})
    assert answer.status_code in {413, 422}
    assert (place(made).fate, Visit.objects.count()) == ("open", 0)


def test_who_watches_over_the_place_reads_it_and_writes_nothing(town: builders.City) -> None:
    made = planned(town, who="camat")
    rw = builders.sign_in(Client(), "ketua_rw")
    assert "Saya di sini" not in page(rw, f"/kunjungan/rencana/{made.code}/1/")
    assert "data-keep" not in page(rw, f"/kunjungan/rencana/{made.code}/")
    assert rw.post(f"/kunjungan/rencana/{made.code}/1/datang/").status_code == 403
    next_door = builders.sign_in(Client(), "ketua_rw_next")
    assert next_door.get(f"/kunjungan/rencana/{made.code}/").status_code == 404


def test_a_plan_of_many_places_asks_a_fixed_number_of_queries(town: builders.City, lurah: Client) -> None:
    asked = []
    for count in (2, 8):
        made = planned(town, *(spot(town, f"Tempat {n}", north=n) for n in range(count)))
        page(lurah, f"/kunjungan/rencana/{made.code}/")
        with CaptureQueriesContext(connection) as seen:
            page(lurah, f"/kunjungan/rencana/{made.code}/")
        asked.append(len(seen))
    assert asked[0] == asked[1]
